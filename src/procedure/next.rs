//! What is missing before a proposal can be decided: each thing with whose turn it is and the
//! command that does it.

use crate::procedure::attendance::{self, Untold};
use crate::procedure::designation::{Contest, Lack, has_minority, minority_until};
use crate::procedure::handling::{disposers, responders};
use crate::procedure::stage::{Stage, stage};
use crate::record::charter::{Charter, Group};
use crate::record::track::Undisposed;
use crate::register::records::Folder;
use crate::tally::Tally;
use crate::tally::balance::group_breadth;
use crate::tally::objection::{Followed, State};
use crate::value::clock::distance;
use crate::value::id::{GroupId, ParticipantId};

/// Whether a decision has to wait for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// `decide` refuses until it is done.
    Required,
    /// It would make the decision better.
    Advised,
}

/// One thing to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Whether a decision waits for it.
    pub weight: Weight,
    /// What, as a short imperative.
    pub what: String,
    /// Whose turn it is, in words.
    pub whose: String,
    /// What they type.
    pub command: String,
}

/// Everything that is missing, what a decision waits for first.
pub fn steps(tally: &Tally, folder: &Folder) -> Vec<Step> {
    let mut steps = Vec::new();
    let stage = stage(folder, tally.now);
    if let Stage::Decided(n, _) = stage {
        return again_step(tally, folder, n).into_iter().collect();
    }
    steps.extend(
        tally
            .undisposed()
            .map(|followed| objection_step(tally, folder, followed)),
    );
    steps.extend(gate_steps(tally));
    steps.extend(attendance_step(tally));
    steps.extend(breadth_steps(tally));
    steps.extend(stale_step(tally));
    steps.extend(call_steps(tally, folder, stage));
    steps.sort_by_key(|step| step.weight == Weight::Advised);
    steps
}

/// The names of a list of people in a sentence, or a word for nobody.
pub fn people<'a>(ids: impl IntoIterator<Item = &'a ParticipantId>) -> String {
    let mut names: Vec<&str> = Vec::new();
    for id in ids.into_iter().map(ParticipantId::as_str) {
        if !names.contains(&id) {
            names.push(id);
        }
    }
    if names.is_empty() {
        "nobody".to_owned()
    } else {
        crate::value::suggest::listed(names)
    }
}

fn chairs(charter: &Charter) -> String {
    people(charter.chairs())
}

/// A decision that an appeal took back leaves the question open.
fn again_step(tally: &Tally, folder: &Folder, n: u32) -> Option<Step> {
    if folder.reversals(n).is_empty() {
        return None;
    }
    let (id, decided) = (&tally.proposal, folder.decision(n)?.matter.revision);
    let latest = folder.proposal.as_ref().and_then(|read| read.latest());
    let revised = latest.filter(|revision| revision.name > decided);
    Some(Step {
        weight: Weight::Required,
        what: match revised {
            Some(revision) => format!("open a new call, on {}", revision.name),
            None => format!("revise the text (plenary revise {id}), or open a new call on it"),
        },
        whose: chairs(&tally.charter),
        command: format!("plenary call open {id} --closes TIME"),
    })
}

/// What an objection waits for, and whose turn it is.
pub fn objection_step(tally: &Tally, folder: &Folder, followed: &Followed) -> Step {
    let id = &followed.id;
    let disposers = people(disposers(&tally.charter, Some(&tally.track), id));
    let weight = match tally.track.undisposed {
        Undisposed::Refuse => Weight::Required,
        Undisposed::Record => Weight::Advised,
    };
    let dispose = format!("plenary dispose {id} accommodated|outweighed|… --reason \"…\"");
    let (what, whose, command) = match followed.state {
        State::Open => (
            format!("answer {id}"),
            people(responders(&tally.charter, folder.proposal.as_ref())),
            format!("plenary respond {id} \"…\""),
        ),
        State::Answered => (
            format!(
                "dispose of {id}, which was answered{} and has no reply since",
                since_answered(tally, followed)
            ),
            disposers,
            dispose,
        ),
        _ => (format!("dispose of {id}"), disposers, dispose),
    };
    Step {
        weight,
        what,
        whose,
        command,
    }
}

/// How long ago the last response was given.
fn since_answered(tally: &Tally, followed: &Followed) -> String {
    let last = followed.handling.responses.last();
    last.map_or(String::new(), |response| {
        format!(" {} ago", distance(response.at, tally.now))
    })
}

fn gate_steps(tally: &Tally) -> impl Iterator<Item = Step> + '_ {
    tally
        .gates
        .iter()
        .filter(|gate| !gate.verdict.met)
        .map(|gate| Step {
            weight: Weight::Required,
            what: format!("meet the gate {}: {}", gate.name, gate.criterion),
            whose: "those who have not answered".to_owned(),
            command: format!("plenary position {} VALUE", tally.proposal),
        })
}

fn attendance_step(tally: &Tally) -> Option<Step> {
    let untold = attendance::untold_in(tally)?;
    let what = match &untold {
        Untold::NoMeeting => "put the question again in a call that names a meeting".to_owned(),
        Untold::NoRecord(date) | Untold::Nobody(date) => {
            format!("record who was present at the meeting of {date}")
        }
    };
    Some(Step {
        weight: Weight::Required,
        what,
        whose: attendance::keepers(&tally.charter),
        command: untold.command(),
    })
}

fn group_name(tally: &Tally, id: &str) -> String {
    let id = GroupId::parse(id).ok();
    let group = id.as_ref().and_then(|id| tally.charter.group(id));
    group.map_or_else(String::new, Group::in_a_sentence)
}

/// Silent groups; those charged with the public interest first.
fn breadth_steps(tally: &Tally) -> Vec<Step> {
    let silent = group_breadth(tally).silent;
    silent
        .into_iter()
        .map(|id| Step {
            weight: Weight::Advised,
            what: format!("{} has not spoken", group_name(tally, &id)),
            whose: "its members".to_owned(),
            command: format!("plenary position {} VALUE", tally.proposal),
        })
        .collect()
}

fn stale_step(tally: &Tally) -> Option<Step> {
    let stale = tally.count.stale;
    (stale > 0).then(|| Step {
        weight: Weight::Advised,
        what: format!("ask {stale} to reaffirm, who answered on an earlier text"),
        whose: "those who answered before the text changed".to_owned(),
        command: format!("plenary position {} VALUE", tally.proposal),
    })
}

fn call_steps(tally: &Tally, folder: &Folder, stage: Stage) -> Vec<Step> {
    let proposal = &tally.proposal;
    let step = |what: String, command: String| Step {
        weight: Weight::Required,
        what,
        whose: chairs(&tally.charter),
        command,
    };
    match stage {
        Stage::Discussion => vec![step(
            "open a call".to_owned(),
            format!("plenary call open {proposal} --closes TIME"),
        )],
        Stage::CallOpen(_) => {
            let closing = folder.current_call().map(|(_, call)| call.closing());
            let wait = closing.map(|at| {
                step(
                    format!("wait until the call closes at {at}"),
                    format!("plenary status {proposal}"),
                )
            });
            wait.into_iter().collect()
        }
        Stage::CallOver(_) | Stage::Designated(_) => decision_steps(tally, folder, step),
        Stage::Decided(..) => Vec::new(),
    }
}

/// What is left to be done after the close: what the designation lacks, the time for minority
/// statements, and the decision itself.
fn decision_steps(
    tally: &Tally,
    folder: &Folder,
    step: impl Fn(String, String) -> Step,
) -> Vec<Step> {
    let proposal = &tally.proposal;
    let contest = Contest::of(tally, folder);
    let mut steps: Vec<Step> = contest
        .required()
        .iter()
        .map(|lack| lack.step(tally))
        .collect();
    let until = minority_until(tally, folder).filter(|until| tally.now < *until);
    steps.extend(until.filter(|_| has_minority(tally)).map(|until| {
        step(
            format!("wait for minority statements until {until}"),
            format!("plenary minority {proposal} --text-file FILE"),
        )
    }));
    if !contest.required().contains(&Lack::Draft) {
        let level = match contest.level() {
            Some(_) => String::new(),
            None => format!(" --designation {}", suggested(tally)),
        };
        steps.push(step(
            "decide".to_owned(),
            format!("plenary decide {proposal}{level} --sign-off"),
        ));
    }
    steps
}

fn suggested(tally: &Tally) -> &str {
    tally
        .computed
        .as_ref()
        .map_or("LEVEL", |level| level.as_str())
}

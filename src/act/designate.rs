//! Publishes a draft designation, answers the challenges of it, and confirms it.

use crate::act::actor::Actor;
use crate::act::refusal::{Kind, Reason, Refusal};
use crate::act::target::{entry, must_be_undecided, said};
use crate::procedure::designation::{Contest, Lack};
use crate::procedure::obstacle::call_obstacle;
use crate::procedure::rights::{About, Deed};
use crate::procedure::task::of_lack;
use crate::record::act::Act;
use crate::record::designation::{ChallengeAnswer, Confirmation, Draft};
use crate::record::edit::Edit;
use crate::record::path::RecordPath;
use crate::record::track::Designates;
use crate::register::entry::Entry;
use crate::register::freeze::Moments;
use crate::register::records::Folder;
use crate::tally::Tally;
use crate::value::digest::CommitId;
use crate::value::id::{ChallengeId, LevelName};
use crate::value::suggest::listed;

/// A draft to be published.
#[derive(Debug, Clone)]
pub struct Publish {
    /// The level.
    pub level: LevelName,
    /// Why.
    pub reason: Option<String>,
    /// The commit that was read; `None` in a register carried inside another project.
    pub inputs: Option<CommitId>,
}

/// Publishes a draft, the first or a further one; the time for challenges begins anew, and what
/// was confirmed before is no longer.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no call waits for its decision,
/// where the level is none of the track's, where the rule alone designates, and without a reason.
pub fn publish(
    moments: &Moments,
    tally: &Tally,
    input: &Publish,
    actor: &Actor,
) -> Result<Entry, Refusal> {
    let (_, n) = over(moments, tally)?;
    actor.must(Deed::Designate, &About::tallied(moments, tally))?;
    must_be_level(tally, &input.level)?;
    let reason = input.reason.as_deref().unwrap_or_default();
    let draft = Draft {
        level: input.level.clone(),
        computed: tally.computed.clone(),
        act: Act {
            by: actor.id.clone(),
            at: tally.now,
            reason: said(reason, "the reason", "--reason")?,
        },
        inputs: input.inputs.clone(),
    };
    let (path, mut edit) = designation(moments, tally, n)?;
    edit.remove(&["confirmation"]);
    edit.push("draft", draft.sheet());
    Ok(written(
        tally,
        (n, path, edit),
        format!("Draft {} for {}, call {n}", input.level, tally.proposal),
        actor,
    ))
}

/// Answers a challenge.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no such challenge,
/// where it was taken back, and without a text.
pub fn answer(
    moments: &Moments,
    tally: &Tally,
    challenge: &ChallengeId,
    text: &str,
    actor: &Actor,
) -> Result<Entry, Refusal> {
    let (folder, n) = over(moments, tally)?;
    actor.must(Deed::AnswerChallenge, &About::tallied(moments, tally))?;
    let challenges = folder.calls.get(&n).map(|call| &call.challenges);
    let known = challenges.and_then(|all| all.get(challenge));
    if known.is_none() {
        let names: Vec<String> = challenges
            .into_iter()
            .flat_map(|all| all.keys().map(ToString::to_string))
            .collect();
        let hint = match names.is_empty() {
            true => "nobody has challenged the designation".to_owned(),
            false => format!("there is {}", listed(names.iter().map(String::as_str))),
        };
        return Err(Refusal::usage(
            format!("there is no challenge {challenge}"),
            hint,
        ));
    }
    if known.is_some_and(|known| known.withdrawn) {
        return Err(Refusal::rules(
            format!("{challenge} was withdrawn by its challenger"),
            "nothing is owed",
        ));
    }
    let answer = ChallengeAnswer {
        challenge: challenge.clone(),
        by: actor.id.clone(),
        at: tally.now,
        text: said(text, "the answer", "--text")?,
    };
    let (path, mut edit) = designation(moments, tally, n)?;
    edit.push("answer", answer.sheet());
    Ok(written(
        tally,
        (n, path, edit),
        format!("Answer the challenge {challenge} on {}", tally.proposal),
        actor,
    ))
}

/// Confirms the last draft, once everybody had the time to challenge it and every challenge was
/// answered.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no draft, where it is
/// confirmed, and before the time for challenges has ended and each is answered.
pub fn confirm(moments: &Moments, tally: &Tally, actor: &Actor) -> Result<Entry, Refusal> {
    let (folder, n) = over(moments, tally)?;
    actor.must(Deed::ConfirmDesignation, &About::tallied(moments, tally))?;
    let contest = Contest::of(tally, folder);
    let missing = contest
        .lacks
        .iter()
        .filter(|lack| **lack != Lack::Confirmation);
    let reasons: Vec<Reason> = missing
        .map(|lack| Reason {
            sentence: lack.sentence(tally),
            hint: of_lack(&moments.asked, tally, lack).map_or(String::new(), |task| task.hint()),
        })
        .collect();
    let waits = |lack: &Lack| matches!(lack, Lack::Time(_));
    if !reasons.is_empty() {
        let kind = match contest.lacks.iter().all(waits) {
            true => Kind::Pending,
            false => Kind::Rules,
        };
        return Err(Refusal { kind, reasons });
    }
    if contest.lacks.is_empty() {
        return Err(Refusal::rules(
            format!("the draft designation of call {n} is confirmed already"),
            format!("plenary decide {} --sign-off", tally.proposal),
        ));
    }
    let confirmation = Confirmation {
        by: actor.id.clone(),
        at: tally.now,
    };
    let (path, mut edit) = designation(moments, tally, n)?;
    edit.set_table("confirmation", confirmation.sheet());
    Ok(written(
        tally,
        (n, path, edit),
        format!("Confirm the designation on {}, call {n}", tally.proposal),
        actor,
    ))
}

/// The folder of a call that is over and was not decided, and its number.
pub(crate) fn over<'m>(moments: &'m Moments, tally: &Tally) -> Result<(&'m Folder, u32), Refusal> {
    let id = &tally.proposal;
    let unreadable =
        || Refusal::rules(format!("the proposal {id} cannot be read"), "plenary check");
    let folder = moments.folder(id).ok_or_else(unreadable)?;
    must_be_undecided(folder, id)?;
    match call_obstacle(&moments.asked, tally, folder) {
        None => Ok((folder, tally.call.unwrap_or_default())),
        Some(obstacle) => Err(Refusal {
            kind: match obstacle.waits {
                true => Kind::Pending,
                false => Kind::Rules,
            },
            reasons: vec![Reason {
                sentence: obstacle.sentence,
                hint: obstacle.hint,
            }],
        }),
    }
}

/// The track must have the level, and where the rule alone designates, it must be the rule's.
fn must_be_level(tally: &Tally, level: &LevelName) -> Result<(), Refusal> {
    if tally.level(level).is_none() {
        let names = tally.levels.iter().map(|level| level.name.as_str());
        return Err(Refusal::usage(
            format!("the track {} has no level {level}", tally.track.id),
            format!("its levels are {}", listed(names)),
        ));
    }
    match &tally.computed {
        Some(computed) if tally.track.designates == Designates::Computed && computed != level => {
            Err(Refusal::rules(
                format!("on this track the rule designates, and it gives {computed}"),
                format!("plenary designate {} {computed}", tally.proposal),
            ))
        }
        _ => Ok(()),
    }
}

fn designation(moments: &Moments, tally: &Tally, n: u32) -> Result<(String, Edit), Refusal> {
    let path = RecordPath::Designation(tally.proposal.clone(), n).to_string();
    let edit = Edit::open(moments.asked.bytes(&path).unwrap_or_default());
    match edit {
        Some(edit) => Ok((path, edit)),
        None => Err(Refusal::rules(
            format!("{path} cannot be read"),
            "plenary check",
        )),
    }
}

fn written(
    tally: &Tally,
    (n, path, edit): (u32, String, Edit),
    subject: String,
    actor: &Actor,
) -> Entry {
    let trailers = vec![
        ("Proposal", tally.proposal.to_string()),
        ("Call", n.to_string()),
        ("By", actor.id.to_string()),
    ];
    entry([(path, edit.finish())], subject, trailers)
}

//! What stands in the way of a decision: each thing with whose turn it is, and what they type.

use crate::procedure::next::{people, steps};
use crate::procedure::stage::{Stage, stage};
use crate::record::decision::Judgement;
use crate::record::path::RecordPath;
use crate::record::track::{Designates, Undisposed};
use crate::register::freeze::Moments;
use crate::register::records::Folder;
use crate::tally::Tally;
use crate::tally::objection::State;
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId};

/// What kind of thing stands in the way of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObstacleKind {
    /// The call: there is none, it is open, or it was decided.
    Call,
    /// The text is not the one that the call was on.
    Text,
    /// Who judges may not.
    Judge,
    /// A gate is unmet.
    Gate,
    /// An objection has no disposition.
    Objection,
    /// The designation does not stand.
    Designation,
}

/// One thing that stands in the way of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// What kind of thing.
    pub kind: ObstacleKind,
    /// What, as a sentence without its full stop.
    pub sentence: String,
    /// Whose turn it is, and what they type.
    pub hint: String,
    /// Whether it is only a matter of waiting.
    pub waits: bool,
}

fn obstacle(kind: ObstacleKind, sentence: impl Into<String>, hint: impl Into<String>) -> Obstacle {
    Obstacle {
        kind,
        sentence: sentence.into(),
        hint: hint.into(),
        waits: false,
    }
}

/// Everything that stands in the way of recording `judgement`. Source of the duties: a decision
/// over an objection that nobody answered, past a rule nobody met, or against the computed level
/// without a reason, is none.
pub fn obstacles(
    moments: &Moments,
    tally: &Tally,
    folder: &Folder,
    judgement: &Judgement,
) -> Vec<Obstacle> {
    let mut all = Vec::new();
    all.extend(call_obstacle(tally, folder));
    all.extend(text_obstacle(moments, tally, folder));
    all.extend(judge_obstacles(tally, folder, &judgement.by));
    all.extend(gate_obstacles(tally, judgement));
    all.extend(objection_obstacles(tally, folder));
    all.extend(designation_obstacles(tally, judgement));
    all
}

fn call_obstacle(tally: &Tally, folder: &Folder) -> Option<Obstacle> {
    let id = &tally.proposal;
    let chairs = people(tally.charter.chairs());
    let closing = folder.current_call().map(|(_, call)| call.closing());
    match stage(folder, tally.now) {
        // A close that is recorded before its time ends nothing.
        Stage::CallOver(n) | Stage::Designated(n)
            if closing.is_some_and(|closing| tally.now < closing) =>
        {
            Some(too_early(id, n, closing))
        }
        Stage::CallOver(n) | Stage::Designated(n) if Some(n) == tally.call => None,
        Stage::Decided(n, outcome) => Some(obstacle(
            ObstacleKind::Call,
            format!("call {n} on {id} was decided already ({})", outcome.word()),
            format!("plenary show {id}; a new call needs plenary call open {id} by {chairs}"),
        )),
        Stage::CallOpen(n) => Some(too_early(id, n, closing)),
        Stage::Discussion | Stage::CallOver(_) | Stage::Designated(_) => Some(obstacle(
            ObstacleKind::Call,
            format!("there has been no call on {id}"),
            format!("it is the turn of {chairs}: plenary call open {id} --closes TIME"),
        )),
    }
}

fn too_early(id: &ProposalId, n: u32, closing: Option<Instant>) -> Obstacle {
    let until = closing.map_or(String::new(), |at| format!(" until {at}"));
    Obstacle {
        waits: true,
        ..obstacle(
            ObstacleKind::Call,
            format!("call {n} on {id} is open{until}"),
            format!("wait for the close; plenary status {id} shows what comes in"),
        )
    }
}

/// What was put to the group is what is decided: a text that changed since needs a call of its own.
fn text_obstacle(moments: &Moments, tally: &Tally, folder: &Folder) -> Option<Obstacle> {
    let call = moments.call(folder)?;
    let id = &tally.proposal;
    let text = RecordPath::Text(id.clone(), folder.proposal.as_ref()?.text.clone()).to_string();
    if moments.asked.digest(&text).as_ref() == Some(&call.sha256) {
        return None;
    }
    let sentence = format!(
        "{text} is not the text that was put to the group, {}",
        call.revision
    );
    let record = RecordPath::Proposal(id.clone());
    let hint = call.frozen.as_ref().map_or(String::new(), |frozen| {
        let frozen = frozen.short();
        format!("to take it back: git restore --source {frozen} {text} {record}, and commit it")
    });
    Some(obstacle(ObstacleKind::Text, sentence, hint))
}

/// A chair who wrote the proposal, or declared a conflict, steps aside for another; only where the
/// charter has nobody else may such a chair decide.
fn judge_obstacles(tally: &Tally, folder: &Folder, by: &ParticipantId) -> Vec<Obstacle> {
    let chairs = &tally.charter;
    if !chairs.is_chair(by) {
        let who = people(chairs.chairs());
        let hint = format!(
            "it is the turn of {who}: plenary decide {} … --as NAME",
            tally.proposal
        );
        return vec![obstacle(
            ObstacleKind::Judge,
            format!("{by} is not a chair, and only a chair decides"),
            hint,
        )];
    }
    let free: Vec<&ParticipantId> = chairs
        .chairs()
        .filter(|chair| conflict(tally, folder, chair).is_none())
        .collect();
    match conflict(tally, folder, by) {
        Some(why) if !free.is_empty() => {
            let who = people(free);
            let hint = format!(
                "it is the turn of {who}: plenary decide {} … --as NAME",
                tally.proposal
            );
            vec![obstacle(
                ObstacleKind::Judge,
                format!("{by} {why}, and may not judge it"),
                hint,
            )]
        }
        _ => Vec::new(),
    }
}

/// Why somebody is not free to judge a proposal: its author, or in conflict by their own position.
pub fn conflict(tally: &Tally, folder: &Folder, who: &ParticipantId) -> Option<&'static str> {
    if tally.authors.contains(who) {
        return Some("wrote the proposal");
    }
    let mine = |owner: &crate::record::path::Owner| matches!(owner, crate::record::path::Owner::Participant(id) if id == who);
    let file = folder.positions.values().find(|file| mine(&file.owner))?;
    let position = file.position.as_ref()?;
    let recused = tally
        .track
        .position(&position.position)
        .is_some_and(|allowed| allowed.class == crate::value::class::Class::Recused);
    if recused && !position.withdrawn {
        return Some("is recused from the proposal");
    }
    position
        .interest
        .is_some()
        .then_some("declared an interest in the proposal")
}

fn gate_obstacles(tally: &Tally, judgement: &Judgement) -> Vec<Obstacle> {
    let passed = |name: &str| {
        judgement
            .overrides
            .iter()
            .any(|over| over.gate.as_str() == name)
    };
    let unmet = tally
        .gates
        .iter()
        .filter(|gate| !gate.verdict.met && !passed(gate.name.as_str()));
    let mut all: Vec<Obstacle> = unmet
        .map(|gate| {
            let sentence = format!("the gate {} is not met: {}", gate.name, gate.criterion);
            let hint = format!(
                "--override {}=\"why it is passed over\"; the reason goes on the record",
                gate.name
            );
            obstacle(ObstacleKind::Gate, sentence, hint)
        })
        .collect();
    for over in &judgement.overrides {
        let known = tally.gates.iter().find(|gate| gate.name == over.gate);
        if known.is_none_or(|gate| gate.verdict.met) {
            let why = if known.is_some() {
                "is met"
            } else {
                "is no gate of this track"
            };
            let sentence = format!("{} {why}, so there is nothing to pass over", over.gate);
            all.push(obstacle(
                ObstacleKind::Gate,
                sentence,
                "leave out the --override",
            ));
        }
    }
    all
}

fn objection_obstacles(tally: &Tally, folder: &Folder) -> Vec<Obstacle> {
    if tally.track.undisposed == Undisposed::Record {
        return Vec::new();
    }
    let todo = steps(tally, folder);
    tally
        .undisposed()
        .map(|followed| {
            let id = &followed.id;
            let state = match followed.state {
                State::Open => "has no response",
                State::Answered => "was answered, and not disposed of",
                State::Satisfied => "is settled for its objector, and not disposed of",
                _ => "is maintained, and not disposed of",
            };
            let named =
                |step: &&crate::procedure::next::Step| step.command.contains(&id.to_string());
            let hint = todo.iter().find(named).map_or(String::new(), |step| {
                format!("it is the turn of {}: {}", step.whose, step.command)
            });
            obstacle(
                ObstacleKind::Objection,
                format!("the objection {id} {state}"),
                hint,
            )
        })
        .collect()
}

fn designation_obstacles(tally: &Tally, judgement: &Judgement) -> Vec<Obstacle> {
    let Some(level) = tally.level(&judgement.designation) else {
        let names: Vec<&str> = tally
            .levels
            .iter()
            .map(|level| level.name.as_str())
            .collect();
        let sentence = format!(
            "the track {} has no level {}",
            tally.track.id, judgement.designation
        );
        let hint = format!("its levels are {}", crate::value::suggest::listed(names));
        return vec![obstacle(ObstacleKind::Designation, sentence, hint)];
    };
    let departs = tally.computed.as_ref() != Some(&level.name);
    let computed = tally
        .computed
        .as_ref()
        .map_or("no level".to_owned(), ToString::to_string);
    match (departs, tally.track.designates, &judgement.reason) {
        (true, Designates::Computed, _) if tally.computed.is_some() => vec![obstacle(
            ObstacleKind::Designation,
            format!("on this track the rule designates, and it gives {computed}"),
            format!("--designation {computed}"),
        )],
        (true, _, None) => vec![obstacle(
            ObstacleKind::Designation,
            format!(
                "the designation is {}, and the rule gives {computed}",
                level.name
            ),
            "--reason \"why the two differ\"; the reason goes on the record",
        )],
        _ => Vec::new(),
    }
}

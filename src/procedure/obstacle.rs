//! What stands in the way of a decision: each thing with who can do something about it, and what they type.

mod dates;
mod designation;

use self::dates::date_obstacles;
use self::designation::{
    designation_obstacles, draft_obstacles, minority_obstacle, published_by_others, unreadable,
};
use crate::procedure::attendance;
use crate::procedure::rights::{self, About, Deed};
use crate::procedure::stage::{Stage, stage};
use crate::procedure::task::{self, Task, Weight};
use crate::record::decision::Judgement;
use crate::record::path::RecordPath;
use crate::record::track::Undisposed;
use crate::register::freeze::Moments;
use crate::register::records::{Folder, Register};
use crate::tally::Tally;
use crate::tally::objection::State;
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::id::{ParticipantId, ProposalId};

/// What kind of thing stands in the way of a call or of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObstacleKind {
    /// The call: there is none, it is open, it was decided, or it cannot be opened.
    Call,
    /// The text is not the one that the call was on.
    Text,
    /// Who judges may not.
    Judge,
    /// Nobody can tell who was present at the meeting of which the rules speak.
    Attendance,
    /// A gate is unmet.
    Gate,
    /// An objection has no disposition.
    Objection,
    /// The designation does not stand.
    Designation,
    /// The draft designation is not settled.
    Draft,
    /// There is still time for minority statements.
    Minority,
    /// A date that was chosen cannot be right.
    Date,
}

/// One thing that stands in the way of a call or of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// What kind of thing.
    pub kind: ObstacleKind,
    /// What, as a sentence without its full stop.
    pub sentence: String,
    /// Who must act, and what they type.
    pub hint: String,
    /// What must be done about it, where somebody has to do something.
    pub task: Option<Box<Task>>,
    /// Whether it is only a matter of waiting.
    pub waits: bool,
}

/// An obstacle that time alone does not take away.
pub(crate) fn obstacle(
    kind: ObstacleKind,
    sentence: impl Into<String>,
    hint: impl Into<String>,
) -> Obstacle {
    Obstacle {
        kind,
        sentence: sentence.into(),
        hint: hint.into(),
        task: None,
        waits: false,
    }
}

/// An obstacle that a task takes away.
pub(crate) fn obstacle_of(
    kind: ObstacleKind,
    sentence: impl Into<String>,
    task: Option<Task>,
) -> Obstacle {
    let hint = task.as_ref().map_or(String::new(), Task::hint);
    let weight = task.as_ref().map(|task| task.weight);
    Obstacle {
        waits: weight == Some(Weight::Waiting),
        task: task.map(Box::new),
        ..obstacle(kind, sentence, hint)
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
    let register = &moments.asked;
    let mut all = Vec::new();
    all.extend(call_obstacle(register, tally, folder));
    all.extend(text_obstacle(moments, tally, folder));
    all.extend(judge_obstacle(moments, tally, &judgement.by));
    all.extend(attendance_obstacle(register, tally));
    all.extend(gate_obstacles(register, tally, judgement));
    all.extend(objection_obstacles(register, tally));
    all.extend(unreadable(moments, tally));
    all.extend(draft_obstacles(register, tally, folder, judgement));
    all.extend(published_by_others(moments, tally, folder));
    all.extend(designation_obstacles(tally, judgement));
    all.extend(minority_obstacle(tally, folder));
    all.extend(date_obstacles(tally, judgement));
    all
}

/// Why `by` cannot record the decision.
fn judge_obstacle(moments: &Moments, tally: &Tally, by: &ParticipantId) -> Option<Obstacle> {
    let denied = rights::denied(Deed::Decide, &About::tallied(moments, tally), by)?;
    Some(obstacle(
        ObstacleKind::Judge,
        denied.sentence(),
        denied.hint(),
    ))
}

/// Why the tally's call cannot be judged yet, or any more: there is none, it is open, or it was
/// decided.
pub fn call_obstacle(register: &Register, tally: &Tally, folder: &Folder) -> Option<Obstacle> {
    let id = &tally.proposal;
    let closing = folder.current_call().map(|(_, call)| call.closing());
    match stage(folder, tally.now) {
        // A close that is recorded before its time ends nothing.
        Stage::CallOver(n) | Stage::Designated(n)
            if closing.is_some_and(|closing| tally.now < closing) =>
        {
            Some(open_still(id, n, closing))
        }
        Stage::CallOver(n) | Stage::Designated(n) if Some(n) == tally.call => None,
        Stage::Decided(n, outcome) => Some(obstacle(
            ObstacleKind::Call,
            format!("call {n} on {id} was decided already ({})", outcome.word()),
            Command::new("show").with(id),
        )),
        Stage::CallOpen(n) => Some(open_still(id, n, closing)),
        Stage::Discussion | Stage::CallOver(_) | Stage::Designated(_) => Some(obstacle_of(
            ObstacleKind::Call,
            format!("there has been no call on {id}"),
            task::of_opening(register, id, tally.now),
        )),
    }
}

fn open_still(id: &ProposalId, n: u32, closing: Option<Instant>) -> Obstacle {
    let until = closing.map_or(String::new(), |at| format!(" until {at}"));
    Obstacle {
        waits: true,
        ..obstacle(
            ObstacleKind::Call,
            format!("call {n} on {id} is open{until}"),
            format!("wait for the close; to see what comes in: plenary status {id}"),
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

/// A count of those present is none where nobody wrote down who they were.
fn attendance_obstacle(register: &Register, tally: &Tally) -> Option<Obstacle> {
    let sentence = attendance::untold_in(tally)?.sentence(&tally.track);
    let task = task::of_attendance(register, tally);
    Some(obstacle_of(ObstacleKind::Attendance, sentence, task))
}

fn gate_obstacles(register: &Register, tally: &Tally, judgement: &Judgement) -> Vec<Obstacle> {
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
            let task = task::of_requirement(register, tally, gate);
            obstacle_of(ObstacleKind::Gate, sentence, task)
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

fn objection_obstacles(register: &Register, tally: &Tally) -> Vec<Obstacle> {
    if tally.track.undisposed == Undisposed::Record {
        return Vec::new();
    }
    let undisposed = tally.undisposed();
    undisposed
        .map(|followed| {
            let state = match followed.state {
                State::Open => "has no response",
                State::Answered => "was answered, and not disposed of",
                State::Satisfied => "is settled for its objector, and not disposed of",
                _ => "is maintained, and not disposed of",
            };
            obstacle_of(
                ObstacleKind::Objection,
                format!("the objection {} {state}", followed.id),
                Some(task::of_objection(register, tally, followed)),
            )
        })
        .collect()
}

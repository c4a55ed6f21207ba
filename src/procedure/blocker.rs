//! What stands in the way of a decision: each thing with who can do something about it, and what they type.

use crate::procedure::designation::{
    DesignationState, MissingStep, has_minority, minority_from, minority_until,
};
use crate::procedure::rights::{self, About, Deed};
use crate::procedure::stage::{Stage, stage};
use crate::procedure::task::{self, Priority, Task};
use crate::record::decision::Designated;
use crate::record::path::RecordPath;
use crate::record::track::{Designates, OpenObjectionRule, Outcome};
use crate::register::records::{ProposalRecords, Register};
use crate::register::tally_inputs::TallyInputs;
use crate::tally::Tally;
use crate::tally::objection::ObjectionState;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::id::{GateName, ParticipantId, ProposalId};
use crate::value::sentence::any_of;

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
pub struct Blocker {
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

impl Blocker {
    fn waiting(self) -> Self {
        Self {
            waits: true,
            ..self
        }
    }
}

/// An obstacle that time alone does not take away.
pub(crate) fn blocker(
    kind: ObstacleKind,
    sentence: impl Into<String>,
    hint: impl Into<String>,
) -> Blocker {
    Blocker {
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
) -> Blocker {
    let hint = task.as_ref().map_or(String::new(), Task::hint);
    let weight = task.as_ref().map(|task| task.weight);
    Blocker {
        waits: weight == Some(Priority::Waiting),
        task: task.map(Box::new),
        ..blocker(kind, sentence, hint)
    }
}

/// Everything that stands in the way of recording `judgement`. Source of the duties: a decision
/// over an objection that nobody answered, past a rule nobody met, or against the computed level
/// without a reason, is none.
pub fn blockers(
    moments: &TallyInputs,
    tally: &Tally,
    folder: &ProposalRecords,
    judgement: &Designated,
) -> Vec<Blocker> {
    let judged = Judged {
        moments,
        register: &moments.asked,
        tally,
        folder,
        judgement,
    };
    let mut all = Vec::new();
    all.extend(call_obstacle(&moments.asked, tally, folder));
    all.extend(judged.text());
    all.extend(judged.judge());
    all.extend(judged.attendance());
    all.extend(judged.gates());
    all.extend(judged.overrides());
    all.extend(judged.objections());
    all.extend(judged.unreadable());
    all.extend(judged.drafts());
    all.extend(judged.published_by_others());
    all.extend(judged.designation());
    all.extend(judged.minority());
    all.extend(judged.dates());
    all
}

/// Why the tally's call cannot be judged yet, or any more: there is none, it is open, or it was
/// decided.
pub fn call_obstacle(
    register: &Register,
    tally: &Tally,
    folder: &ProposalRecords,
) -> Option<Blocker> {
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
        Stage::Decided(n, outcome) => Some(blocker(
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

fn open_still(id: &ProposalId, n: u32, closing: Option<Instant>) -> Blocker {
    let until = closing.map_or(String::new(), |at| format!(" until {at}"));
    let sentence = format!("call {n} on {id} is open{until}");
    let hint = format!("wait for the close; to see what comes in: plenary status {id}");
    blocker(ObstacleKind::Call, sentence, hint).waiting()
}

/// One judgement with what it is judged by.
struct Judged<'j> {
    moments: &'j TallyInputs,
    register: &'j Register,
    tally: &'j Tally,
    folder: &'j ProposalRecords,
    judgement: &'j Designated,
}

impl Judged<'_> {
    /// What was put to the group is what is decided: a text that changed since needs a call of its own.
    fn text(&self) -> Option<Blocker> {
        let call = self.moments.call(self.folder)?;
        let id = &self.tally.proposal;
        let name = self.folder.proposal.as_ref()?.text.clone();
        let text = RecordPath::Text(id.clone(), name).to_string();
        if self.register.digest(&text).as_ref() == Some(&call.sha256) {
            return None;
        }
        let revision = call.revision;
        let sentence = format!("{text} is not the text that was put to the group, {revision}");
        let record = RecordPath::Proposal(id.clone());
        let hint = call.frozen.as_ref().map_or(String::new(), |frozen| {
            let frozen = frozen.short();
            format!("to take it back: git restore --source {frozen} {text} {record}, and commit it")
        });
        Some(blocker(ObstacleKind::Text, sentence, hint))
    }

    /// Why whoever judges cannot record the decision.
    fn judge(&self) -> Option<Blocker> {
        let about = About::tallied(self.moments, self.tally);
        let denied = rights::denied(Deed::Decide, &about, &self.judgement.by)?;
        let (sentence, hint) = (denied.sentence(), denied.hint());
        Some(blocker(ObstacleKind::Judge, sentence, hint))
    }

    /// A count of those present is none where nobody wrote down who they were.
    fn attendance(&self) -> Option<Blocker> {
        let sentence = task::untold_in(self.tally)?.sentence(&self.tally.track);
        let task = task::of_attendance(self.register, self.tally);
        Some(obstacle_of(ObstacleKind::Attendance, sentence, task))
    }

    /// Gates that are not met, and not passed over.
    fn gates(&self) -> impl Iterator<Item = Blocker> {
        let passed = |gate: &GateName| {
            let mut overrides = self.judgement.overrides.iter();
            overrides.any(|over| over.gate == *gate)
        };
        let gates = self.tally.gates.iter();
        let unmet = gates.filter(move |gate| !gate.verdict.met && !passed(&gate.name));
        unmet.map(|gate| {
            let sentence = format!("the gate {} is not met: {}", gate.name, gate.criterion);
            let task = task::of_requirement(self.register, self.tally, gate);
            obstacle_of(ObstacleKind::Gate, sentence, task)
        })
    }

    /// Gates that are passed over, and are met or not there.
    fn overrides(&self) -> impl Iterator<Item = Blocker> {
        let overrides = self.judgement.overrides.iter();
        overrides.filter_map(|over| {
            let known = self.tally.gates.iter().find(|gate| gate.name == over.gate);
            let why = match known {
                None => "is no gate of this track",
                Some(gate) if gate.verdict.met => "is met",
                Some(_) => return None,
            };
            let sentence = format!("{} {why}, so there is nothing to pass over", over.gate);
            let hint = "leave out the --override";
            Some(blocker(ObstacleKind::Gate, sentence, hint))
        })
    }

    fn objections(&self) -> impl Iterator<Item = Blocker> {
        let matters = self.tally.track.undisposed != OpenObjectionRule::Record;
        let undisposed = self.tally.undisposed().filter(move |_| matters);
        undisposed.map(|followed| {
            let state = match followed.state {
                ObjectionState::Open => "has no response",
                ObjectionState::Answered => "was answered, and not disposed of",
                ObjectionState::Satisfied => "is settled for its objector, and not disposed of",
                _ => "is maintained, and not disposed of",
            };
            let sentence = format!("the objection {} {state}", followed.id);
            let task = task::of_objection(self.register, self.tally, followed);
            obstacle_of(ObstacleKind::Objection, sentence, Some(task))
        })
    }

    /// What was filed around the call and cannot be read: nobody's challenge or statement is lost by a
    /// slip of the pen.
    fn unreadable(&self) -> impl Iterator<Item = Blocker> {
        let concerns = |path: &str| match RecordPath::identify(path) {
            Some(Ok(
                RecordPath::Designation(id, call)
                | RecordPath::Challenge(id, call, _)
                | RecordPath::Minority(id, call, _),
            )) => id == self.tally.proposal && Some(call) == self.tally.call,
            _ => false,
        };
        let faults = self.register.findings.iter();
        let faults = faults.filter(move |finding| concerns(&finding.place.path));
        faults.map(|finding| {
            let sentence = format!("{} cannot be read: {}", finding.place, finding.sentence);
            let hint = "to see what to type instead: plenary check";
            blocker(ObstacleKind::Draft, sentence, hint)
        })
    }

    /// What the drafts lack, and whether the judgement is the last of them.
    fn drafts(&self) -> Vec<Blocker> {
        let contest = DesignationState::of(self.tally, self.folder);
        let lacks = contest.required().iter();
        let mut all: Vec<Blocker> = lacks
            .map(|lack| self.lacking(lack, lack.sentence(self.tally)))
            .collect();
        all.extend(self.early_draft(&contest));
        all.extend(self.other_level(&contest));
        all
    }

    /// That something is wrong with the draft, which this mends.
    fn lacking(&self, lack: &MissingStep, sentence: String) -> Blocker {
        let task = task::of_lack(self.register, self.tally, lack);
        obstacle_of(ObstacleKind::Draft, sentence, task)
    }

    /// A draft is of a count that is complete.
    fn early_draft(&self, contest: &DesignationState<'_>) -> Option<Blocker> {
        let (k, draft) = contest.latest?;
        let filed = self.folder.calls.get(&self.tally.call?)?;
        let (at, closes) = (draft.act.at, filed.call.as_ref()?.closing());
        (at < closes).then(|| {
            let sentence =
                format!("draft {k} of the designation is of {at}, and the call closed at {closes}");
            self.lacking(&MissingStep::Draft, sentence)
        })
    }

    fn other_level(&self, contest: &DesignationState<'_>) -> Option<Blocker> {
        let judged = &self.judgement.designation;
        let (k, draft) = contest.latest?;
        let level = Some(&draft.level).filter(|level| *level != judged)?;
        let sentence = format!(
            "the designation is {judged}, and draft {k}, which was published, says {level}"
        );
        let hint = Command::new("designate")
            .with(&self.tally.proposal)
            .with(Placeholder::Level)
            .option("--reason", Placeholder::Reason);
        let hint = format!("leave out --designation, or publish another draft: {hint}");
        Some(blocker(ObstacleKind::Draft, sentence, hint))
    }

    /// Drafts and a confirmation under the name of somebody who is no chair.
    fn published_by_others(&self) -> Option<Blocker> {
        let designation = self.folder.designation(self.tally.call?)?;
        let (k, draft) = designation.latest()?;
        let confirmed = designation.confirmation.as_ref();
        let named = |by: &ParticipantId, what: String| {
            // A chair of the moment at which the call opened may have left since.
            let registers = std::iter::once(self.register).chain(&self.moments.frozen);
            let mut offices = registers.map(|it| About::proposal(it, &self.tally.proposal));
            let stranger =
                !offices.any(|about| rights::in_office(Deed::Designate, &about).contains(by));
            let sentence = format!("{what} is of {by}, who is not a chair");
            stranger.then(|| self.lacking(&MissingStep::Draft, sentence))
        };
        let confirmation = || "the confirmation of the designation".to_owned();
        named(&draft.act.by, format!("draft {k} of the designation"))
            .or_else(|| named(&confirmed?.by, confirmation()))
    }

    /// Where a track gives those who disagree time to write, the decision waits for their words.
    fn minority(&self) -> Option<Blocker> {
        let tally = self.tally;
        let until = minority_until(tally, self.folder)?;
        let (id, from) = (&tally.proposal, minority_from(&tally.track));
        let sentence = format!(
            "minority statements on {id} may be filed until {until}, which counts from {from}"
        );
        let hint = "wait until then: somebody is against it, or maintains an objection";
        let waits = tally.now < until && has_minority(tally);
        waits.then(|| blocker(ObstacleKind::Minority, sentence, hint).waiting())
    }

    /// Whether the level is the track's, and follows from the rule or from a reason.
    fn designation(&self) -> Option<Blocker> {
        let tally = self.tally;
        let obstacle =
            |sentence: String, hint: &str| Some(blocker(ObstacleKind::Designation, sentence, hint));
        let judged = &self.judgement.designation;
        let Some(level) = tally.level(judged) else {
            let names = tally.levels.iter().map(|level| level.name.as_str());
            let sentence = format!("the track {} has no level {judged}", tally.track.id);
            return obstacle(sentence, &format!("its levels are {}", any_of(names)));
        };
        let computed = tally.computed.as_ref();
        let gives = computed.map_or("no level".to_owned(), ToString::to_string);
        match (
            tally.departs(&level.name),
            tally.track.designates,
            &self.judgement.reason,
        ) {
            (Some(true), Designates::Computed, _) if computed.is_some() => obstacle(
                format!("on this track the rule designates, and it gives {gives}"),
                "leave out --designation",
            ),
            (None, _, None) => obstacle(
                format!(
                    "this track counts nothing, so only a reason can say why the level is {judged}"
                ),
                "--reason \"why this level was reached\"; the reason goes on the record",
            ),
            (Some(true), _, None) => obstacle(
                format!("the designation is {judged}, and the rule gives {gives}"),
                "--reason REASON, which says why the two differ and goes on the record",
            ),
            _ => None,
        }
    }

    /// Dates that cannot be right: a decision that lapses before it holds, or before it is reviewed.
    fn dates(&self) -> Vec<Blocker> {
        let (chosen, at) = (self.judgement.chosen, self.judgement.at);
        let sunset_flag = match chosen.interim {
            true => "--interim-until",
            false => "--sunset",
        };
        let mut all = Vec::new();
        for (what, flag, date) in [
            ("effective", "--effective", chosen.effective),
            ("review", "--review", chosen.review),
            ("sunset", sunset_flag, chosen.sunset),
        ] {
            all.extend(date.filter(|date| *date <= at).map(|date| {
                let sentence = format!("the {what} date {date} is not after the decision ({at})");
                let hint = format!("{flag} TIME, later than that");
                blocker(ObstacleKind::Date, sentence, hint)
            }));
        }
        let adopted = self.judgement.outcome == Outcome::Adopted;
        let of_track = self.tally.track.sunset.filter(|_| adopted);
        let lapses = chosen.sunset.or(of_track.map(|span| span.after(at)));
        let effective = ("effective", chosen.effective);
        let (review, sunset) = (("review", chosen.review), ("sunset", lapses));
        all.extend(in_order(effective, sunset));
        all.extend(in_order(review, sunset));
        all.extend(in_order(effective, review));
        if chosen.interim && chosen.sunset.is_none() {
            let sentence = "an interim decision has a sunset, and this one has none";
            let hint = "--interim-until TIME";
            all.push(blocker(ObstacleKind::Date, sentence, hint));
        }
        all
    }
}

fn in_order(
    (first, early): (&str, Option<Instant>),
    (second, late): (&str, Option<Instant>),
) -> Option<Blocker> {
    let (early, late) = early.zip(late)?;
    (early >= late).then(|| {
        let sentence = format!("the {first} date {early} is not before the {second} date {late}");
        let hint = format!("choose an earlier {first} date, or a later {second} date");
        blocker(ObstacleKind::Date, sentence, hint)
    })
}

//! Finds what prevents a decision: each reason with who can do something about it, and what they type.

mod dates;

use crate::procedure::designation::{
    DesignationState, MissingStep, above_the_rules, has_minority, minority_from, minority_until,
};
use crate::procedure::early_end::wrong_end;
use crate::procedure::rights::{self, About, Deed};
use crate::procedure::stage::{Stage, outcome_in_words, stage};
use crate::procedure::task::{self, Priority, Task};
use crate::record::decision::Designated;
use crate::record::path::RecordPath;
use crate::record::track::{Designates, OpenObjectionRule, Outcome};
use crate::register::records::{ProposalRecords, Register};
use crate::register::tally_inputs::TallyInputs;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder, shell_word};
use crate::value::hint::Hint;
use crate::value::id::{GateName, ParticipantId, ProposalId};
use crate::value::sentence::any_of;

/// What kind of reason prevents a call or a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObstacleKind {
    /// The call: it is missing, open, decided, or cannot be opened.
    Call,
    /// The text is not the one that the call was on.
    Text,
    /// The participant who decides cannot.
    Judge,
    /// It is not known who was present at the meeting that the rules count.
    Attendance,
    /// A requirement is not met.
    Gate,
    /// An objection is still open.
    Objection,
    /// The designation is not valid.
    Designation,
    /// The draft designation is missing or not confirmed.
    Draft,
    /// The time for minority statements has not ended.
    Minority,
    /// A date that was chosen cannot be right.
    Date,
}

/// One reason that prevents a call or a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// What kind of thing.
    pub kind: ObstacleKind,
    /// What, as a sentence without its full stop.
    pub sentence: String,
    /// Who must act, and what they type.
    pub hint: Hint,
    /// What must be done about it, if a participant must do something.
    pub task: Option<Box<Task>>,
    /// Whether it only takes time.
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

/// One that time alone does not remove.
pub(crate) fn blocker(
    kind: ObstacleKind,
    sentence: impl Into<String>,
    hint: impl Into<Hint>,
) -> Blocker {
    Blocker {
        kind,
        sentence: sentence.into(),
        hint: hint.into(),
        task: None,
        waits: false,
    }
}

/// One that a task removes.
pub(crate) fn obstacle_of(
    kind: ObstacleKind,
    sentence: impl Into<String>,
    task: Option<Task>,
) -> Blocker {
    let weight = task.as_ref().map(|task| task.weight);
    let hint = task.as_ref().map_or(Hint::default(), Task::remedy);
    Blocker {
        waits: weight == Some(Priority::Waiting),
        task: task.map(Box::new),
        ..blocker(kind, sentence, hint)
    }
}

/// Everything that prevents recording `judgement`. A decision is refused while an objection is open,
/// while a requirement is not met and not overridden, or if it differs from the computed level without
/// a reason.
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
    all.extend(ended_wrongly(moments, &tally.proposal));
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
    all.extend(dates::wrong(tally, judgement));
    all
}

/// Why the tally's call cannot be decided: it is missing, still open, or already decided.
pub fn call_obstacle(
    register: &Register,
    tally: &Tally,
    folder: &ProposalRecords,
) -> Option<Blocker> {
    let id = &tally.proposal;
    let closing = folder.current_call().map(|(_, call)| call.closing());
    match stage(folder, tally.now) {
        // A close that is recorded too early does not end the call.
        Stage::CallOver(n) | Stage::Designated(n)
            if closing.is_some_and(|closing| tally.now < closing) =>
        {
            Some(open_still(id, n, closing))
        }
        Stage::CallOver(n) | Stage::Designated(n) if Some(n) == tally.call => None,
        Stage::Decided(n, outcome) => Some(blocker(
            ObstacleKind::Call,
            format!(
                "call {n} on {id} is already decided ({})",
                outcome_in_words(outcome)
            ),
            format!("to see the decision: {}", Command::new("show").with(id)),
        )),
        Stage::CallOpen(n) => Some(open_still(id, n, closing)),
        Stage::Discussion | Stage::CallOver(_) | Stage::Designated(_) => Some(obstacle_of(
            ObstacleKind::Call,
            format!("no call on {id} has been opened"),
            task::of_opening(register, id, tally.now),
        )),
    }
}

/// An early end that the rules did not allow.
fn ended_wrongly(moments: &TallyInputs, id: &ProposalId) -> Option<Blocker> {
    let sentence = wrong_end(moments, id)?;
    let withdraw = Command::new("call withdraw").with(id);
    let hint = Hint::run(
        "withdraw the call, and open another one",
        withdraw.option("--reason", Placeholder::Reason),
    );
    Some(blocker(ObstacleKind::Call, sentence, hint))
}

fn open_still(id: &ProposalId, n: u32, closing: Option<Instant>) -> Blocker {
    let sentence = match closing {
        Some(at) => format!("call {n} on {id} is still open (closes {})", at.long()),
        None => format!("call {n} on {id} is still open"),
    };
    let status = Command::new("status").with(id);
    let hint = Hint::from("decide after the close").or_run("to see the answers so far", status);
    blocker(ObstacleKind::Call, sentence, hint).waiting()
}

/// One decision to be recorded, with what it is checked against.
struct Judged<'j> {
    moments: &'j TallyInputs,
    register: &'j Register,
    tally: &'j Tally,
    folder: &'j ProposalRecords,
    judgement: &'j Designated,
}

impl Judged<'_> {
    /// The text that was put to the body is the text that is decided. A changed text needs a new call.
    fn text(&self) -> Option<Blocker> {
        let call = self.moments.call(self.folder)?;
        let id = &self.tally.proposal;
        let name = self.folder.proposal.as_ref()?.text.clone();
        let text = RecordPath::Text(id.clone(), name).to_string();
        if self.register.digest(&text).as_ref() == Some(&call.sha256) {
            return None;
        }
        let revision = call.revision;
        let sentence = format!("{text} has changed since the call opened on {revision}");
        let record = RecordPath::Proposal(id.clone());
        let hint = call.frozen.as_ref().map_or(Hint::default(), |frozen| {
            let (text, record) = (shell_word(&text), record.to_string());
            let record = shell_word(&record);
            let restore = format!("git restore --source {} {text} {record}", frozen.short());
            Hint::run("to restore it, run this and commit", restore)
        });
        Some(blocker(ObstacleKind::Text, sentence, hint))
    }

    /// Why the participant who decides cannot.
    fn judge(&self) -> Option<Blocker> {
        let about = About::tallied(self.moments, self.tally);
        let denied = rights::denied(Deed::Decide, &about, &self.judgement.by)?;
        let (sentence, hint) = (denied.sentence(), denied.hint());
        Some(blocker(ObstacleKind::Judge, sentence, hint))
    }

    /// Nobody can count who was present if it was not recorded.
    fn attendance(&self) -> Option<Blocker> {
        let sentence = task::untold_in(self.tally)?.sentence(&self.tally.track);
        let task = task::of_attendance(self.register, self.tally);
        Some(obstacle_of(ObstacleKind::Attendance, sentence, task))
    }

    /// Requirements that are not met and not overridden.
    fn gates(&self) -> impl Iterator<Item = Blocker> {
        let passed = |gate: &GateName| {
            let mut overrides = self.judgement.overrides.iter();
            overrides.any(|over| over.gate == *gate)
        };
        let gates = self.tally.gates.iter();
        let unmet = gates.filter(move |gate| !gate.verdict.met && !passed(&gate.name));
        unmet.map(|gate| {
            let sentence = format!("requirement {} is not met: {}", gate.name, gate.criterion);
            let task = task::of_requirement(self.register, self.tally, gate);
            obstacle_of(ObstacleKind::Gate, sentence, task)
        })
    }

    /// Overrides of requirements that are met or unknown.
    fn overrides(&self) -> impl Iterator<Item = Blocker> {
        let overrides = self.judgement.overrides.iter();
        overrides.filter_map(|over| {
            let known = self.tally.gates.iter().find(|gate| gate.name == over.gate);
            let name = &over.gate;
            let sentence = match known {
                None => format!(
                    "\"{name}\" is not a requirement of track {}",
                    self.tally.track.id
                ),
                Some(gate) if gate.verdict.met => {
                    format!("requirement {name} is met, so it cannot be overridden")
                }
                Some(_) => return None,
            };
            let hint = format!("leave out --override for {name}");
            Some(blocker(ObstacleKind::Gate, sentence, hint))
        })
    }

    fn objections(&self) -> impl Iterator<Item = Blocker> {
        let matters = self.tally.track.undisposed != OpenObjectionRule::Record;
        let undisposed = self.tally.undisposed().filter(move |_| matters);
        undisposed.map(|followed| {
            let task = task::of_objection(self.register, self.tally, followed);
            obstacle_of(
                ObstacleKind::Objection,
                task::still_open(followed),
                Some(task),
            )
        })
    }

    /// Challenges, statements and designations of the call that cannot be read: a typing error does not
    /// make one disappear.
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
            let hint = Hint::run("to see how to fix it", Command::new("check"));
            blocker(ObstacleKind::Draft, sentence, hint)
        })
    }

    /// What is missing of the drafts, and whether the last of them has the designation of the decision.
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

    /// A problem of the draft, with the task that fixes it.
    fn lacking(&self, lack: &MissingStep, sentence: String) -> Blocker {
        let task = task::of_lack(self.register, self.tally, lack);
        obstacle_of(ObstacleKind::Draft, sentence, task)
    }

    /// A draft needs a complete count.
    fn early_draft(&self, contest: &DesignationState<'_>) -> Option<Blocker> {
        let (k, draft) = contest.latest?;
        let filed = self.folder.calls.get(&self.tally.call?)?;
        let (at, closes) = (draft.act.at, filed.call.as_ref()?.closing());
        (at < closes).then(|| {
            let (at, closes) = (at.long(), closes.long());
            let sentence = format!(
                "draft designation {k} was published on {at}, before the call closed on {closes}"
            );
            self.lacking(&MissingStep::Draft, sentence)
        })
    }

    fn other_level(&self, contest: &DesignationState<'_>) -> Option<Blocker> {
        let judged = &self.judgement.designation;
        let (k, draft) = contest.latest?;
        let level = Some(&draft.level).filter(|level| *level != judged)?;
        let sentence = format!("the designation {judged} differs from draft {k} ({level})");
        let hint = Command::new("designate")
            .with(&self.tally.proposal)
            .with(Placeholder::Level)
            .option("--reason", Placeholder::Reason);
        let hint = Hint::run("leave out --designation, or publish another draft", hint);
        Some(blocker(ObstacleKind::Draft, sentence, hint))
    }

    /// A draft or a confirmation by a participant who is not a chair.
    fn published_by_others(&self) -> Option<Blocker> {
        let designation = self.folder.designation(self.tally.call?)?;
        let (k, draft) = designation.latest()?;
        let confirmed = designation.confirmation.as_ref();
        let named = |by: &ParticipantId, sentence: String| {
            // A chair of the time when the call opened can have left since.
            let registers = std::iter::once(self.register).chain(&self.moments.frozen);
            let mut offices = registers.map(|it| About::proposal(it, &self.tally.proposal));
            let stranger =
                !offices.any(|about| rights::in_office(Deed::Designate, &about).contains(by));
            stranger.then(|| self.lacking(&MissingStep::Draft, sentence))
        };
        let by = &draft.act.by;
        let drafted = format!("draft designation {k} was published by {by}, who is not a chair");
        named(by, drafted).or_else(|| {
            let by = &confirmed?.by;
            named(
                by,
                format!("the designation was confirmed by {by}, who is not a chair"),
            )
        })
    }

    /// A track can give those who disagree time for a statement. The decision waits for it.
    fn minority(&self) -> Option<Blocker> {
        let tally = self.tally;
        let until = minority_until(tally, self.folder)?;
        let (id, from) = (&tally.proposal, minority_from(&tally.track));
        let end = until.long();
        let sentence =
            format!("the time for minority statements on {id} ends on {end} (counted from {from})");
        let hint = "decide after that: a participant is against it or maintains an objection";
        let waits = tally.now < until && has_minority(tally);
        waits.then(|| blocker(ObstacleKind::Minority, sentence, hint).waiting())
    }

    /// Whether the track has the level, and whether the rules give it or a reason explains it.
    fn designation(&self) -> Option<Blocker> {
        let tally = self.tally;
        let obstacle =
            |sentence: String, hint: &str| Some(blocker(ObstacleKind::Designation, sentence, hint));
        let judged = &self.judgement.designation;
        let Some(level) = tally.level(judged) else {
            let names = tally.levels.iter().map(|level| level.name.as_str());
            let sentence = format!("\"{judged}\" is not a level of track {}", tally.track.id);
            return obstacle(sentence, &format!("choose {}", any_of(names)));
        };
        if let Some(above) = above_the_rules(tally, judged) {
            return obstacle(above, "designate a level that the rules allow");
        }
        let author = tally.authors.contains(&self.judgement.by);
        let within = tally.track.designates == Designates::ChairWithinRules;
        if within && author && level.outcome == Outcome::Adopted {
            let hint = "another chair decides, or a participant with that role on this track: [track.TRACK.roles]";
            return obstacle(
                "no author can declare that their own proposal is adopted".to_owned(),
                hint,
            );
        }
        let computed = tally.computed.as_ref();
        let say_why = "say why: --reason REASON (kept in the decision)";
        match (
            tally.departs(&level.name),
            tally.track.designates,
            &self.judgement.reason,
            computed,
        ) {
            (Some(true), Designates::Computed, _, Some(computed)) => obstacle(
                format!("the designation on this track is the computed level, {computed}"),
                "leave out --designation",
            ),
            (None, _, None, _) => obstacle(
                format!("this track computes no level, so the designation {judged} needs a reason"),
                say_why,
            ),
            (Some(true), _, None, Some(level)) => obstacle(
                format!("the designation {judged} differs from the computed level {level}"),
                say_why,
            ),
            (Some(true), _, None, None) => obstacle(
                format!("the rules give no level, so the designation {judged} needs a reason"),
                say_why,
            ),
            _ => None,
        }
    }
}

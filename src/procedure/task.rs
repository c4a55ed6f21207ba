//! Says what must be done: what, by whom, until when, and with which command. Every screen selects from
//! these tasks, and every refusal names them.

use std::sync::Arc;

mod call;
mod close;
mod comments;
mod owed;
mod register;
mod requirement;
mod who;
mod words;

pub use self::close::of_objection;
pub(crate) use self::close::{AttendanceUnknown, recorded, still_open, untold, untold_in};
pub use self::register::{
    needs_a_tally, of_register, on_record, only_by_tally, outside_proposals, sorted,
};
pub use self::who::{Class, Who};
pub use self::words::TaskKind;
use crate::procedure::designation::MissingStep;
use crate::procedure::stage::{Phase, phase};
use crate::record::charter::Charter;
use crate::register::records::{ProposalRecords, Register};
use crate::tally::criterion::CommentsNeed;
use crate::tally::objection::ObjectionState;
use crate::tally::reason::NotCountedReason;
use crate::tally::{RequirementResult, Tally};
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::id::{
    ChallengeId, GateName, GroupId, ObjectionId, ParticipantId, ProposalId, TrackId,
};
use crate::value::words;

words! {
    /// How urgent a task is.
    pub enum Priority {
        /// It must be done before what comes next.
        Required = "required",
        /// A time must pass. Those named can do something until then.
        Waiting = "waiting",
        /// It is recommended, and nothing waits for it.
        Advised = "advised",
    }
}

/// What a task is about, in addition to its proposal and its call.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Subject {
    /// An objection.
    Objection {
        /// Its id.
        id: ObjectionId,
        /// Its state.
        state: ObjectionState,
        /// Whether it is only a comment.
        #[serde(skip)]
        comment: bool,
    },
    /// A challenge of a draft designation.
    Challenge {
        /// Its id.
        id: ChallengeId,
    },
    /// A requirement of the track.
    Requirement {
        /// Its name.
        name: GateName,
        /// Its rule, as the charter writes it.
        rule: String,
        /// How it can be met.
        #[serde(skip)]
        way: Way,
    },
    /// A group.
    Group {
        /// Its id.
        id: GroupId,
        /// Its name.
        name: String,
    },
    /// Positions that are not counted.
    Uncounted {
        /// Why not.
        reason: NotCountedReason,
    },
    /// The pending position of a participant or of a group.
    Pending {
        /// Whose: an id, or `@` and the id of a group.
        owner: String,
    },
    /// An appeal.
    Appeal {
        /// Who made it.
        by: ParticipantId,
    },
    /// The party that a decision is addressed to.
    Addressee {
        /// Its name; none where the decision names nobody.
        name: Option<String>,
    },
    /// A next step or a milestone that the proposal itself names.
    Planned {
        /// In the words of its authors.
        text: String,
    },
    /// An action item of a meeting.
    Action {
        /// The date of the meeting.
        meeting: String,
        /// The number of the item there.
        item: u32,
        /// In the words of the minutes.
        text: String,
    },
    /// A meeting.
    Meeting {
        /// Its date; none where the call names no meeting.
        date: Option<String>,
    },
    /// A statement of interest.
    Statement {
        /// What is wrong with it, in words.
        fault: String,
    },
    /// Parts of a package.
    Parts {
        /// Those that are not decided.
        proposals: Vec<ProposalId>,
    },
    /// The text of the proposal.
    Revision {
        /// Its name.
        name: String,
    },
    /// A track that comes before or after others.
    Track {
        /// Its id.
        id: TrackId,
    },
}

/// How a requirement that is not met can be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// By more answers.
    Answers,
    /// By time alone, while the call is open.
    Time,
    /// By a call that stays open longer.
    Longer,
    /// By closing these objections.
    Objections(Vec<ObjectionId>),
    /// By responding to these comments, or by closing them.
    Comments(CommentsNeed, Vec<String>),
    /// By letters that ask for an answer.
    Letters,
    /// Not any more: a chair can decide all the same, with a reason.
    Override,
}

/// One thing that must be done, or that waits for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What.
    pub kind: TaskKind,
    /// On which proposal.
    pub proposal: Option<ProposalId>,
    /// In which of its calls.
    pub call: Option<u32>,
    /// About what.
    pub subject: Option<Subject>,
    /// Who must act.
    pub who: Who,
    /// Until when, if it has an end.
    pub due: Option<Instant>,
    /// Since when it can be done, if the records say so.
    pub since: Option<Instant>,
    /// How urgent it is.
    pub weight: Priority,
    /// What they type, if a command does it.
    pub command: Option<Command>,
    /// What `VALUE` or `LEVEL` in the command can be.
    pub choices: Vec<String>,
}

impl Task {
    /// Something that these must do.
    pub(crate) fn new(kind: TaskKind, who: Who) -> Self {
        Self {
            kind,
            proposal: None,
            call: None,
            subject: None,
            who,
            due: None,
            since: None,
            weight: Priority::Required,
            command: None,
            choices: Vec::new(),
        }
    }

    pub(crate) fn on(mut self, proposal: &ProposalId, call: Option<u32>) -> Self {
        (self.proposal, self.call) = (Some(proposal.clone()), call);
        self
    }

    pub(crate) fn about(mut self, subject: Subject) -> Self {
        self.subject = Some(subject);
        self
    }

    pub(crate) fn due(mut self, due: impl Into<Option<Instant>>) -> Self {
        self.due = due.into();
        self
    }

    pub(crate) fn since(mut self, since: impl Into<Option<Instant>>) -> Self {
        self.since = since.into();
        self
    }

    pub(crate) fn weighs(mut self, weight: Priority) -> Self {
        self.weight = weight;
        self
    }

    pub(crate) fn by(mut self, command: Command) -> Self {
        self.command = Some(command);
        self
    }

    pub(crate) fn choose(mut self, choices: impl IntoIterator<Item = impl ToString>) -> Self {
        let choices = choices.into_iter().map(|each| each.to_string());
        self.choices = choices.collect();
        self
    }

    /// The moment by which it is sorted: its end, else since when it can be done.
    pub fn at(&self) -> Option<Instant> {
        self.due.or(self.since)
    }

    /// Whether its end has passed.
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.due.is_some_and(|due| due < now)
    }

    /// Whether it is about this objection.
    pub fn is_about(&self, objection: &ObjectionId) -> bool {
        matches!(&self.subject, Some(Subject::Objection { id, .. }) if id == objection)
    }

    /// What distinguishes it from others of its kind on the same call; empty if it is the only one.
    pub fn mark(&self) -> String {
        match &self.subject {
            Some(Subject::Objection { id, .. }) => id.to_string(),
            Some(Subject::Challenge { id }) => id.to_string(),
            Some(Subject::Requirement { name, .. }) => name.to_string(),
            Some(Subject::Group { id, .. }) => format!("@{id}"),
            Some(Subject::Uncounted { reason }) => reason.word().to_owned(),
            Some(Subject::Pending { owner }) => owner.clone(),
            Some(Subject::Appeal { by }) => by.to_string(),
            Some(Subject::Planned { text }) if self.kind == TaskKind::Milestone => text.clone(),
            Some(Subject::Action { meeting, item, .. }) => format!("{meeting}.{item}"),
            Some(Subject::Track { id }) => id.to_string(),
            _ => String::new(),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        let key = |task: &Self| (task.proposal.clone(), task.kind, task.call, task.mark());
        key(self) == key(other)
    }
}

/// One proposal, with what is needed to say what must be done on it.
struct ProposalView<'r> {
    register: &'r Register,
    charter: &'r Arc<Charter>,
    id: &'r ProposalId,
    folder: &'r ProposalRecords,
    now: Instant,
}

impl<'r> ProposalView<'r> {
    fn of(register: &'r Register, id: &'r ProposalId, now: Instant) -> Option<Self> {
        Some(Self {
            register,
            charter: register.charter.as_ref()?,
            id,
            folder: register.proposals.get(id)?,
            now,
        })
    }

    fn command(&self, name: &str) -> Command {
        Command::new(name).with(self.id)
    }

    /// When the proposal's text was last changed; the moment asked for if no record says so.
    fn written(&self) -> Instant {
        let latest = self.folder.proposal.as_ref().and_then(|p| p.latest());
        latest.map_or(self.now, |revision| revision.at)
    }
}

/// What a proposal waits for by its tally: what is required first, then what is recommended. If its
/// current call was decided, only calls on tracks that come next.
pub fn of_proposal(register: &Register, tally: &Tally) -> Vec<Task> {
    let Some(matter) = ProposalView::of(register, &tally.proposal, tally.now) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    match phase(matter.folder, tally.now) {
        Phase::Decided => all.extend(owed::next_tracks(&matter)),
        Phase::Discussion => {
            all.extend(close::objections(&matter, tally));
            all.extend(call::before(&matter, tally));
        }
        Phase::Open => {
            all.extend(close::objections(&matter, tally));
            all.extend(comments::of_comments(register, tally));
            all.extend(requirement::requirements(&matter, tally));
            all.extend(close::attendance(&matter, tally));
            all.extend(call::answers(&matter, tally));
            all.extend(call::voices(&matter, tally));
            all.extend(call::early_end(&matter, tally));
            all.extend(call::closing(&matter, tally));
        }
        Phase::Over | Phase::Designated => {
            all.extend(close::objections(&matter, tally));
            all.extend(comments::of_comments(register, tally));
            all.extend(requirement::requirements(&matter, tally));
            all.extend(close::attendance(&matter, tally));
            all.extend(close::tasks(&matter, tally));
        }
    }
    all.sort_by_key(|task| task.weight == Priority::Advised);
    without_what_is_refused(&mut all);
    all
}

/// Removes the command of a decision while something else must be done first, because it would be
/// refused.
fn without_what_is_refused(all: &mut [Task]) {
    let decides = |task: &Task| {
        let argv = task.command.iter().flat_map(Command::argv);
        argv.skip(1).take(1).any(|word| word == "decide")
    };
    let is_open = |task: &Task| task.weight != Priority::Advised && !decides(task);
    let others = all.iter().any(is_open);
    let over = all.iter().filter(|task| task.kind == TaskKind::Requirement);
    let over = over.count();
    for task in all.iter_mut().filter(|task| decides(task)) {
        let allowed = usize::from(task.kind == TaskKind::Requirement);
        if others || over > allowed {
            task.command = None;
        }
    }
}

/// How a missing step of a designation is done.
pub fn of_lack(register: &Register, tally: &Tally, lack: &MissingStep) -> Option<Task> {
    let matter = ProposalView::of(register, &tally.proposal, tally.now)?;
    Some(matter.lack(tally, lack))
}

/// How a requirement that is not met can be met.
pub fn of_requirement(
    register: &Register,
    tally: &Tally,
    gate: &RequirementResult,
) -> Option<Task> {
    let matter = ProposalView::of(register, &tally.proposal, tally.now)?;
    Some(requirement::requirement(&matter, tally, gate))
}

/// How the missing record of who was present is made.
pub fn of_attendance(register: &Register, tally: &Tally) -> Option<Task> {
    close::attendance(
        &ProposalView::of(register, &tally.proposal, tally.now)?,
        tally,
    )
}

/// The call that a proposal waits for.
pub fn of_opening(register: &Register, id: &ProposalId, now: Instant) -> Option<Task> {
    let matter = ProposalView::of(register, id, now)?;
    call::to_open(&matter).into_iter().next()
}

/// Replaces the tasks of a register by those that a tally describes better.
pub fn counted(all: &mut Vec<Task>, better: Vec<Task>) {
    all.retain(|task| !better.iter().any(|new| new.is_same(task)));
    all.extend(better);
}

#[cfg(test)]
mod tests {
    use super::{Task, TaskKind, of_register};
    use crate::blessed::screen;
    use crate::register::sample::{Sample, at};
    use crate::value::clock::Instant;

    const CHARTER: &str = r#"
[roles]
chair = ["maya", "idris"]
secretary = ["sec"]
jury = ["eve", "maya"]
"#;

    const TRACK: &str = r#"
challenge = "7d"
minority = { within = "5d" }
appeal = { within = "30d", heard-by = "jury" }
"#;

    const PROPOSAL: &str = r#"
shepherd = "eve"

[[milestone]]
name = "first draft"
due = 2026-05-20T00:00:00Z

[[milestone]]
name = "reached"
due = 2026-05-20T00:00:00Z
done = 2026-05-02T00:00:00Z

[next]
action = "answer"
owner = "ann"
due = 2026-05-19T00:00:00Z
"#;

    const DECISION: &str = r#"
addressee = "City council"
appeal-until = 2026-06-19T09:00:00Z
answer-until = 2026-07-01T09:00:00Z
report-until = 2026-08-01T09:00:00Z
review = 2027-05-20T09:00:00Z
sunset = 2028-05-20T09:00:00Z
"#;

    const FOLLOW_UP: &str = r#"[[report]]
by = "ann"
at = 2026-06-01T09:00:00Z
progress = "done"
text = "Built."

[[answer]]
by = "sec"
at = 2026-06-01T09:00:00Z
from = "City council"
verdict = "accepted"
text = "Yes."

[[review]]
upshot = "kept"
by = "maya"
at = 2026-06-01T09:00:00Z
reason = "It works."
next = 2029-01-01T00:00:00Z
"#;

    const DRAFT: &str = r#"[[draft]]
level = "consensus"
by = "maya"
at = 2026-05-13T09:00:00Z
reason = "Nobody is against it."
"#;

    const APPEAL: &str = "problem = 'p'\nasks = 'a'\nat = 2026-05-22T09:00:00Z\n";

    fn called() -> Sample {
        Sample::new("maya idris sec ann eve")
            .charter(CHARTER)
            .track(TRACK)
            .proposal("one", PROPOSAL)
            .call("2026-05-02T09:00:00Z", "2026-05-12T09:00:00Z")
    }

    /// Day, kind and people, a line each.
    fn listed(sample: &Sample, now: &str) -> Vec<String> {
        let line = |task: &Task| {
            let day = task.at().map(Instant::date).unwrap_or_default();
            let people = task.who.members().iter().map(|id| id.as_str());
            let people = people.collect::<Vec<_>>().join(", ");
            format!("{day} {}: {people}", task.kind.word())
        };
        of_register(&sample.register(), at(now))
            .iter()
            .map(line)
            .collect()
    }

    /// The same in words.
    fn in_words(sample: &Sample, now: &str) -> String {
        let now = at(now);
        let line = |task: &Task| {
            let day = task.at().map(Instant::date).unwrap_or_default();
            format!("{day} {} ({})\n", task.dated(now), task.whose())
        };
        let lines = of_register(&sample.register(), now)
            .iter()
            .map(line)
            .collect::<String>();
        format!("# now {now}\n{lines}\n")
    }

    #[test]
    fn an_open_call_closes_and_those_who_are_silent_are_named() {
        let sample = called()
            .position("ann", "accept")
            .position("eve", "position = 'hold'\nuntil = 2026-05-10T00:00:00Z");
        let all = of_register(&sample.register(), at("2026-05-03T09:00:00Z"));
        let closes = all.iter().find(|due| due.kind == TaskKind::CallCloses);
        let people: Vec<&str> = closes
            .unwrap()
            .who
            .members()
            .iter()
            .map(|id| id.as_str())
            .collect();
        assert_eq!(people, ["idris", "maya", "sec"]);
        assert_eq!(
            listed(&sample, "2026-05-03T09:00:00Z"),
            [
                "2026-05-10 hold-ends: eve",
                "2026-05-12 call-closes: idris, maya, sec",
                "2026-05-19 next: ann",
                "2026-05-20 milestone: eve, ann",
            ]
        );
        let words = in_words(&sample, "2026-05-03T09:00:00Z");
        screen("procedure/dates_of_an_open_call", &words);
    }

    #[test]
    fn after_the_close_windows_run_and_a_decision_waits_for_the_last() {
        let sample = called().in_call("designation.toml", DRAFT);
        let lines = listed(&sample, "2026-05-14T09:00:00Z");
        let ends = "2026-05-18 minority-ends: ";
        assert!(lines[0].starts_with(ends), "{lines:?}");
        assert_eq!(lines[1], "2026-05-19 next: ann");
        assert!(lines.contains(&"2026-05-20 decision: maya, idris".to_owned()));
        let later = listed(&sample, "2026-06-14T09:00:00Z");
        let windows = later.iter().filter(|line| line.contains("-ends"));
        assert_eq!(windows.count(), 0, "{later:?}");
        let words = ["2026-05-14T09:00:00Z", "2026-06-14T09:00:00Z"];
        let words = words.map(|now| in_words(&sample, now));
        screen("procedure/dates_after_the_close", &words.concat());
    }

    #[test]
    fn a_decision_owes_until_it_is_paid() {
        let sunset = "2028-05-20 sunset: maya, idris";
        let owing = called().decision(DECISION);
        assert_eq!(
            listed(&owing, "2026-05-21T09:00:00Z"),
            [
                "2026-06-19 appeal-ends: ",
                "2026-07-01 answer: maya, idris, sec",
                "2026-08-01 report: ann, eve",
                "2027-05-20 review: maya, idris",
                sunset,
            ]
        );
        let followed = owing.clone().in_call("follow-up.toml", FOLLOW_UP);
        let followed = followed.in_call("appeals/ann.toml", APPEAL);
        assert_eq!(
            listed(&followed, "2026-07-21T09:00:00Z"),
            [
                "2026-06-19 ruling: eve",
                sunset,
                "2029-01-01 review: maya, idris",
            ]
        );
        let words = [
            in_words(&owing, "2026-05-21T09:00:00Z"),
            in_words(&followed, "2026-07-21T09:00:00Z"),
        ];
        screen("procedure/dates_of_a_decision", &words.concat());
    }

    #[test]
    fn a_decision_that_binds_nobody_owes_nothing() {
        let ruling = "[ruling]\nvalue = 'remanded'\nby = 'eve'\nat = 2026-06-01T00:00:00Z\n\
                      reason = 'r'\n";
        let lapsed = called().decision(DECISION);
        let remanded = lapsed.clone().in_call("appeals/ann.toml", APPEAL);
        let remanded = remanded.in_call("rulings/ann.toml", ruling);
        let lines = listed(&remanded, "2026-06-02T09:00:00Z");
        assert_eq!(
            lines,
            ["2026-05-19 next: ann", "2026-05-20 milestone: eve, ann"]
        );
        assert_eq!(
            listed(&lapsed, "2028-06-02T09:00:00Z"),
            Vec::<String>::new()
        );
    }
}

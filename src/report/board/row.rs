//! Describes one proposal of the list: where it is, what comes next, what is due, what needs attention.

use serde::Serialize;

use crate::procedure::decision_status::{DecisionStatus, open_appeals, standing};
use crate::procedure::package::{self, Package};
use crate::procedure::stage::{Phase, earlier_calls, since};
use crate::procedure::task::{Priority, Subject, Task, TaskKind, of_proposal};
use crate::record::handling::Handling;
use crate::record::proposal::Milestone;
use crate::register::recomputed::Verification;
use crate::register::records::{ProposalRecords, Register};
use crate::render::grid::Table;
use crate::render::ink::{Style, StyledText};
use crate::report::board::BoardFilter;
use crate::report::task::TaskRow;
use crate::report::who::Unanswered;
use crate::report::words;
use crate::tally::objection::{ObjectionState, state};
use crate::tally::voice::group_breadth;
use crate::tally::{Tally, TallyError};
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::{first_of, many, many_of};

/// One proposal.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct BoardRow {
    pub(super) proposal: ProposalId,
    title: Option<String>,
    pub(super) workstream: Option<String>,
    pub(super) stage: Phase,
    stage_in_words: String,
    /// Whether its last decision was recomputed here.
    pub(super) verification: Option<Verification>,
    since: Option<Instant>,
    days: Option<u64>,
    open_objections: usize,
    unanswered_objections: usize,
    next: Option<TaskRow>,
    due: Option<Instant>,
    pub(super) overdue: bool,
    notes: Vec<String>,
    milestones: Vec<Reached>,
    /// Who has not answered in its open call, by id.
    not_answered: Vec<String>,
    #[serde(skip)]
    closes: Option<Instant>,
    /// Whether no tally could be made of it.
    #[serde(skip)]
    uncounted: bool,
}

/// A milestone.
#[derive(Debug, Clone, Serialize)]
struct Reached {
    #[serde(flatten)]
    milestone: Milestone,
    overdue: bool,
}

impl BoardRow {
    pub(super) fn of(
        register: &Register,
        (id, folder): (&ProposalId, &ProposalRecords),
        (tasks, wanted): (&[Task], &BoardFilter),
        now: Instant,
    ) -> Self {
        let proposal = folder.proposal.as_ref();
        let at_phase = package::phase(register, id, folder, now);
        let since = since(folder, now);
        let nearest = tasks.iter().filter_map(|task| task.due).min();
        let whose = wanted.whose.as_ref();
        let is_theirs = |task: &&Task| whose.is_none_or(|who| task.waits_for(who));
        let mut theirs = tasks.iter().filter(is_theirs);
        let planned = theirs.clone().find(|task| task.kind == TaskKind::Next);
        let first = theirs.find(|task| !task.who.members().is_empty());
        let overdue = tasks.iter().any(|task| task.is_overdue(now));
        let (open, unanswered) = objections(register, folder);
        let milestones = proposal
            .into_iter()
            .flat_map(|proposal| &proposal.milestones);
        let milestones = milestones.map(|each| Reached::of(each, tasks, now));
        Self {
            proposal: id.clone(),
            title: proposal.map(|proposal| proposal.title.clone()),
            workstream: proposal.and_then(|proposal| proposal.workstream.clone()),
            stage: at_phase,
            stage_in_words: stage_in_words(register, id, folder, at_phase, now),
            verification: verification(register, id, folder),
            since,
            days: since.map(|since| since.days_until(now)),
            open_objections: open,
            unanswered_objections: unanswered,
            next: planned.or(first).map(|task| TaskRow::of(task, now)),
            due: nearest,
            overdue,
            notes: notes(register, id, folder, overdue, now),
            milestones: milestones.collect(),
            not_answered: Vec::new(),
            closes: folder.undecided_call().map(|(_, call)| call.closing()),
            uncounted: false,
        }
    }

    pub(super) fn may_wait(&self) -> bool {
        self.next.is_some() || self.uncounted
    }

    pub(super) fn is_wanted(&self, wanted: &BoardFilter) -> bool {
        let same = |stream: &String| {
            let mine = self.workstream.as_ref();
            mine.is_some_and(|mine| mine.to_lowercase() == stream.to_lowercase())
        };
        wanted.phase.is_none_or(|phase| phase == self.stage)
            && wanted.workstream.as_ref().is_none_or(same)
    }

    /// First what is overdue, then what somebody must do, then what waits for a time; by the next
    /// date, and by id as people count: q2 before q10.
    pub(super) fn order(&self) -> (u8, bool, Option<Instant>, Vec<(String, u64)>) {
        let required = self
            .next
            .as_ref()
            .is_some_and(|next| next.is_required() && next.is_by_somebody());
        let rank = match (self.overdue, required || self.uncounted, self.stage) {
            (true, _, _) => 0,
            (false, true, _) => 1,
            (false, false, Phase::Decided) => 3,
            (false, false, _) => 2,
        };
        let date = self.due.or(self.closes);
        (rank, date.is_none(), date, natural(self.proposal.as_str()))
    }

    pub(super) fn counted(
        mut self,
        register: &Register,
        (tally, whose): (Result<&Tally, &TallyError>, Option<&ParticipantId>),
        now: Instant,
    ) -> Self {
        let Ok(tally) = tally else {
            self.notes.push(format!(
                "cannot be counted, see: plenary tally {}",
                self.proposal
            ));
            self.uncounted = true;
            return self;
        };
        let tasks = of_proposal(register, tally);
        let is_next = |task: &&Task| match whose {
            Some(who) => task.waits_for(who),
            None => task.weight != Priority::Advised,
        };
        let first = tasks.iter().find(is_next);
        let first = first.map(|task| TaskRow::of(task, now));
        self.next = first.or(self.next.take());
        if tally.count.stale() > 0 {
            let earlier = many_of(tally.count.stale(), "answer", "answers");
            self.notes.push(format!("{earlier} on an earlier revision"));
        }
        if self.stage == Phase::Open {
            let silent = Unanswered::all(tally);
            self.not_answered = silent.iter().map(|each| each.id().to_owned()).collect();
        }
        if self.stage != Phase::Discussion {
            self.notes.extend(silent_public_interest(tally));
        }
        self
    }

    /// Whether it needs a tally: it is not decided.
    pub fn is_undecided(&self) -> bool {
        self.stage != Phase::Decided
    }

    /// One line, and up to two under it.
    pub(super) fn short(&self) -> [StyledText; 6] {
        let notes = self.notes.iter().filter(|note| *note != "OVERDUE").cloned();
        let silent = match self.not_answered.is_empty() {
            true => None,
            false => {
                let silent = self.not_answered.iter().map(String::as_str);
                Some(format!("no answer from {}", first_of(silent)))
            }
        };
        let notes: Vec<String> = notes.chain(silent).collect();
        [
            self.proposal.as_str().into(),
            self.title.as_ref().into(),
            (&self.stage_in_words).into(),
            self.due_in_words(),
            self.next.as_ref().map(in_words).into(),
            notes.join("; ").into(),
        ]
    }

    fn due_in_words(&self) -> StyledText {
        match (self.due, self.closes, self.overdue) {
            (Some(due), _, true) => Style::Bad.on(format!("OVERDUE {}", due.date())),
            (Some(due), _, false) => due.date().into(),
            (None, Some(closed), _) => format!("since {}", closed.date()).into(),
            (None, None, _) => StyledText::default(),
        }
    }

    pub(super) fn rows(&self, table: Table, indent: usize) -> Table {
        let [proposal, title, status, due, next, notes] = self.short();
        let (days, open) = (self.days.into(), words::cell(self.open_objections).into());
        let cells: [StyledText; 8] = [proposal, title, status, days, open, due, next, notes];
        let table = table.indented(indent, cells);
        self.milestones.iter().fold(table, |table, milestone| {
            table.indented(indent.saturating_add(1), milestone.cells())
        })
    }
}

fn in_words(next: &TaskRow) -> String {
    match next.who_by_name().as_str() {
        "" => next.what.clone(),
        who => format!("{} ({who})", next.what),
    }
}

/// The parts of an id, so that its numbers are compared as numbers.
pub(super) fn natural(id: &str) -> Vec<(String, u64)> {
    let parts = id
        .as_bytes()
        .chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit());
    let part = |part: &[u8]| {
        let text = String::from_utf8_lossy(part).into_owned();
        match text.parse() {
            Ok(number) => (String::new(), number),
            Err(_) => (text, 0),
        }
    };
    parts.map(part).collect()
}

impl Reached {
    fn of(milestone: &Milestone, tasks: &[Task], now: Instant) -> Self {
        let named = Some(Subject::Planned {
            text: milestone.name.clone(),
        });
        let is_this = |task: &Task| task.kind == TaskKind::Milestone && task.subject == named;
        let late = tasks
            .iter()
            .any(|task| is_this(task) && task.is_overdue(now));
        Self {
            overdue: late && milestone.done.is_none(),
            milestone: milestone.clone(),
        }
    }

    fn cells(&self) -> [StyledText; 8] {
        let Milestone { name, due, done } = &self.milestone;
        let due = due.map(Instant::date).unwrap_or_default();
        let (status, due): (String, StyledText) = match (done, self.overdue) {
            (Some(done), _) => (format!("milestone, done {}", done.date()), due.into()),
            (None, true) => (
                "milestone".to_owned(),
                Style::Bad.on(format!("OVERDUE {due}")),
            ),
            (None, false) => ("milestone".to_owned(), due.into()),
        };
        let none = StyledText::default;
        [
            name.into(),
            none(),
            status.into(),
            none(),
            none(),
            due,
            none(),
            none(),
        ]
    }
}

fn stage_in_words(
    register: &Register,
    id: &ProposalId,
    folder: &ProposalRecords,
    at_phase: Phase,
    now: Instant,
) -> String {
    if folder.current_call().is_none()
        && let Some(package) = Package::of(register, id, now)
    {
        return package.in_words();
    }
    let call = folder.current_call().map_or(0, |(n, _)| n);
    match at_phase {
        Phase::Discussion => "discussion".to_owned(),
        Phase::Open => format!("call {call} open"),
        Phase::Over => format!("call {call} closed, decision needed"),
        Phase::Designated => format!("call {call} closed, draft designation"),
        Phase::Decided => {
            let Some((n, decision)) = folder.current_decision() else {
                return "decided".to_owned();
            };
            let outcome = decision.judgement.outcome;
            let how = standing(register, id, n, now);
            let how = how.map_or(String::new(), |how| format!(", {}", how.in_words(outcome)));
            format!("{}{how}", words::outcome(outcome))
        }
    }
}

/// How many objections of participants are open, and how many of those have no response.
fn objections(register: &Register, folder: &ProposalRecords) -> (usize, usize) {
    let none = Handling::default();
    let states = folder.objections.iter().filter_map(|(id, raised)| {
        let counts = raised.objection.blocking && register.participant(&id.participant).is_some();
        let handling = folder.handling.get(id).unwrap_or(&none);
        counts.then(|| state(&raised.objection, handling))
    });
    let open = [
        ObjectionState::Open,
        ObjectionState::Answered,
        ObjectionState::Maintained,
    ];
    let states: Vec<ObjectionState> = states.filter(|state| open.contains(state)).collect();
    let unanswered = states
        .iter()
        .filter(|state| **state == ObjectionState::Open);
    (states.len(), unanswered.count())
}

/// What needs attention, in words, as far as the records say it without a tally.
fn verification(
    register: &Register,
    id: &ProposalId,
    folder: &ProposalRecords,
) -> Option<Verification> {
    let (n, _) = folder.last_decision()?;
    register.verification(id, n)
}

fn notes(
    register: &Register,
    id: &ProposalId,
    folder: &ProposalRecords,
    overdue: bool,
    now: Instant,
) -> Vec<String> {
    let at_phase = package::phase(register, id, folder, now);
    let mut notes = Vec::new();
    let mut note = |holds: bool, words: &str| {
        if holds {
            notes.push(words.to_owned());
        }
    };
    note(overdue, "OVERDUE");
    let wrong = verification(register, id, folder) == Some(Verification::DoesNotVerify);
    note(wrong, "the decision does not verify, see: plenary verify");
    let unanswered = objections(register, folder).1;
    let undecided = at_phase != Phase::Decided;
    note(
        undecided && unanswered > 0,
        &format!("{} without a response", many(unanswered, "objection")),
    );
    let shepherd = folder.proposal.as_ref().and_then(|p| p.shepherd.as_ref());
    note(undecided && shepherd.is_none(), "no shepherd");
    if let Some((n, _)) = folder.current_call() {
        let repeated = earlier_calls(folder, n).len();
        note(repeated > 0, "repeated call");
        note(!open_appeals(folder, n).is_empty(), "appealed");
        if let Some(DecisionStatus::Reversed { value, .. }) = standing(register, id, n, now) {
            note(undecided, value.word());
        }
    }
    let faulty = folder.proposal.is_none();
    note(faulty, "cannot be read, see: plenary check");
    notes
}

/// Groups with a public interest from which nobody has answered.
fn silent_public_interest(tally: &Tally) -> Vec<String> {
    let silent = group_breadth(tally).silent;
    let groups = tally.charter.groups.iter();
    groups
        .filter(|group| group.public_interest)
        .filter(|group| silent.iter().any(|id| id == group.id.as_str()))
        .map(|group| format!("no answer from {}", group.in_a_sentence()))
        .collect()
}

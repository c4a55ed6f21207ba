//! One proposal on the board.

use serde::Serialize;

use crate::procedure::phase::{Phase, earlier_calls, phase, since};
use crate::procedure::standing::{Standing, open_appeals, standing};
use crate::procedure::task::{Subject, Task, TaskKind, Weight, of_proposal};
use crate::record::handling::Handling;
use crate::record::proposal::Milestone;
use crate::register::records::{Folder, Register};
use crate::render::grid::Table;
use crate::render::ink::{Ink, Text};
use crate::report::board::Wanted;
use crate::report::task::TaskRow;
use crate::report::words;
use crate::tally::objection::{State, state};
use crate::tally::voice::group_breadth;
use crate::tally::{NoTally, Tally};
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId};

/// One proposal.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Line {
    proposal: ProposalId,
    title: Option<String>,
    workstream: Option<String>,
    stage: Phase,
    stage_in_words: String,
    since: Option<Instant>,
    days: Option<u64>,
    open_objections: usize,
    unanswered_objections: usize,
    next: Option<TaskRow>,
    due: Option<Instant>,
    overdue: bool,
    notes: Vec<String>,
    milestones: Vec<Reached>,
    /// Whether no tally could be made of it.
    #[serde(skip)]
    uncounted: bool,
}

/// A milestone.
#[derive(Debug, Clone, Serialize)]
struct Reached {
    name: String,
    due: Option<Instant>,
    done: Option<Instant>,
    overdue: bool,
}

impl Line {
    pub(super) fn of(
        register: &Register,
        id: &ProposalId,
        folder: &Folder,
        (tasks, wanted): (&[Task], &Wanted),
        now: Instant,
    ) -> Self {
        let proposal = folder.proposal.as_ref();
        let at_phase = phase(folder, now);
        let since = since(folder, now);
        let nearest = tasks.iter().filter_map(|task| task.due).min();
        let whose = wanted.whose.as_ref();
        let is_theirs = |task: &&Task| whose.is_none_or(|who| task.waits_for(who));
        let mut theirs = tasks.iter().filter(is_theirs);
        let planned = theirs.clone().find(|task| task.kind == TaskKind::Next);
        let first = theirs.find(|task| !task.who.members().is_empty());
        let overdue = tasks.iter().any(|task| task.is_overdue(now));
        let (open, unanswered) = objections(register, folder);
        let milestones = proposal.map_or(&[][..], |proposal| &proposal.milestones);
        Self {
            proposal: id.clone(),
            title: proposal.map(|proposal| proposal.title.clone()),
            workstream: proposal.and_then(|proposal| proposal.workstream.clone()),
            stage: at_phase,
            stage_in_words: stage_in_words(register, id, folder, at_phase, now),
            since,
            days: since.map(|since| since.days_until(now)),
            open_objections: open,
            unanswered_objections: unanswered,
            next: planned.or(first).map(|task| TaskRow::of(task, now)),
            due: nearest,
            overdue,
            notes: notes(register, id, folder, overdue, now),
            milestones: milestones
                .iter()
                .map(|each| Reached::of(each, tasks, now))
                .collect(),
            uncounted: false,
        }
    }

    pub(super) fn id(&self) -> &ProposalId {
        &self.proposal
    }

    pub(super) fn phase(&self) -> Phase {
        self.stage
    }

    pub(super) fn workstream(&self) -> Option<&str> {
        self.workstream.as_deref()
    }

    pub(super) fn may_wait(&self) -> bool {
        self.next.is_some() || self.uncounted
    }

    pub(super) fn is_overdue(&self) -> bool {
        self.overdue
    }

    pub(super) fn is_wanted(&self, wanted: &Wanted) -> bool {
        let same = |stream: &String| {
            let mine = self.workstream.as_ref();
            mine.is_some_and(|mine| mine.to_lowercase() == stream.to_lowercase())
        };
        wanted.phase.is_none_or(|phase| phase == self.stage)
            && wanted.workstream.as_ref().is_none_or(same)
    }

    /// By workstream, those without one last; then by phase and id.
    pub(super) fn order(&self) -> (bool, Option<&str>, Phase, &ProposalId) {
        let stream = self.workstream();
        (stream.is_none(), stream, self.stage, &self.proposal)
    }

    pub(super) fn count(
        &mut self,
        register: &Register,
        (tally, whose): (Result<&Tally, &NoTally>, Option<&ParticipantId>),
        now: Instant,
    ) {
        let tally = match tally {
            Ok(tally) => tally,
            Err(_) => {
                self.notes
                    .push("cannot be counted: plenary check".to_owned());
                self.uncounted = true;
                return;
            }
        };
        let tasks = of_proposal(register, tally);
        let is_theirs = |task: &&Task| whose.is_none_or(|who| task.waits_for(who));
        let mut theirs = tasks.iter().filter(is_theirs);
        let own = whose.is_some();
        let first = theirs.find(|task| own || task.weight != Weight::Advised);
        let first = first.map(|task| TaskRow::of(task, now));
        self.next = first.or(self.next.take());
        if tally.count.stale > 0 {
            self.notes.push(format!("{} stale", tally.count.stale));
        }
        if self.stage != Phase::Discussion {
            self.notes.extend(silent_public_interest(tally));
        }
    }

    pub(super) fn rows(&self, table: Table, indent: usize) -> Table {
        let next = self.next.as_ref().map(in_words);
        let due = self.due.map(|due| due.date()).unwrap_or_default();
        let due = match self.overdue {
            true => Ink::Bad.on(due),
            false => due.into(),
        };
        let days = self.days.map(|days| days.to_string());
        let open = u64::try_from(self.open_objections).unwrap_or(u64::MAX);
        let cells: [Text; 7] = [
            self.proposal.as_str().into(),
            (&self.stage_in_words).into(),
            days.unwrap_or_default().into(),
            words::cell(open).into(),
            next.unwrap_or_default().into(),
            due,
            self.notes.join(", ").into(),
        ];
        let table = table.indented(indent, cells);
        self.milestones.iter().fold(table, |table, milestone| {
            table.indented(indent.saturating_add(1), milestone.cells())
        })
    }
}

fn in_words(next: &TaskRow) -> String {
    match next.who_in_words() {
        "" => next.what().to_owned(),
        whose => format!("{whose}: {}", next.what()),
    }
}

impl Reached {
    fn of(milestone: &Milestone, tasks: &[Task], now: Instant) -> Self {
        let is_this = |task: &&Task| {
            let named = Some(Subject::Planned {
                text: milestone.name.clone(),
            });
            task.kind == TaskKind::Milestone && task.subject == named
        };
        let late = tasks
            .iter()
            .filter(is_this)
            .any(|task| task.is_overdue(now));
        Self {
            name: milestone.name.clone(),
            due: milestone.due,
            done: milestone.done,
            overdue: late && milestone.done.is_none(),
        }
    }

    fn cells(&self) -> [Text; 7] {
        let due = self.due.map(|due| due.date()).unwrap_or_default();
        let note = match (self.done, self.overdue) {
            (Some(done), _) => format!("done {}", done.date()).into(),
            (None, true) => Ink::Bad.on("OVERDUE"),
            (None, false) => Text::default(),
        };
        let none = Text::default;
        [
            (&self.name).into(),
            "milestone".into(),
            none(),
            none(),
            none(),
            due.into(),
            note,
        ]
    }
}

fn stage_in_words(
    register: &Register,
    id: &ProposalId,
    folder: &Folder,
    at_phase: Phase,
    now: Instant,
) -> String {
    let call = folder.current_call().map_or(0, |(n, _)| n);
    match at_phase {
        Phase::Discussion => "discussion".to_owned(),
        Phase::Open => format!("call {call} open"),
        Phase::Over => format!("call {call} over"),
        Phase::Designated => format!("call {call} over, draft designation"),
        Phase::Decided => {
            let Some((n, decision)) = folder.current_decision() else {
                return "decided".to_owned();
            };
            let outcome = decision.judgement.outcome;
            let how = standing(register, id, n, now);
            let how = how.map_or(String::new(), |how| format!(", {}", how.in_words(outcome)));
            format!("{}{how}", outcome.word())
        }
    }
}

/// How many objections of people on the roster are open, and how many of those have no response.
fn objections(register: &Register, folder: &Folder) -> (usize, usize) {
    let none = Handling::default();
    let states = folder.objections.iter().filter_map(|(id, raised)| {
        let counts = raised.objection.blocking && register.participant(&id.participant).is_some();
        let handling = folder.handling.get(id).unwrap_or(&none);
        counts.then(|| state(&raised.objection, handling))
    });
    let open = [State::Open, State::Answered, State::Maintained];
    let states: Vec<State> = states.filter(|state| open.contains(state)).collect();
    let unanswered = states.iter().filter(|state| **state == State::Open);
    (states.len(), unanswered.count())
}

/// What deserves a look, in words, as far as the records say it without a tally.
fn notes(
    register: &Register,
    id: &ProposalId,
    folder: &Folder,
    overdue: bool,
    now: Instant,
) -> Vec<String> {
    let at_phase = phase(folder, now);
    let mut notes = Vec::new();
    let mut note = |holds: bool, words: &str| {
        if holds {
            notes.push(words.to_owned());
        }
    };
    note(overdue, "OVERDUE");
    let unanswered = objections(register, folder).1;
    let undecided = at_phase != Phase::Decided;
    note(
        undecided && unanswered > 0,
        &format!("{unanswered} unanswered"),
    );
    let shepherd = folder.proposal.as_ref().and_then(|p| p.shepherd.as_ref());
    note(undecided && shepherd.is_none(), "no shepherd");
    if let Some((n, _)) = folder.current_call() {
        let repeated = earlier_calls(folder, n).len();
        note(repeated > 0, "repeated call");
        note(!open_appeals(folder, n).is_empty(), "appealed");
        if let Some(Standing::Reversed { value, .. }) = standing(register, id, n, now) {
            note(undecided, value.word());
        }
    }
    let faulty = folder.proposal.is_none();
    note(faulty, "cannot be read: plenary check");
    notes
}

/// Groups charged with the interest of those outside the room, of whom nobody has answered.
fn silent_public_interest(tally: &Tally) -> Vec<String> {
    let silent = group_breadth(tally).silent;
    let groups = tally.charter.groups.iter();
    groups
        .filter(|group| group.public_interest)
        .filter(|group| silent.iter().any(|id| id == group.id.as_str()))
        .map(|group| format!("{} silent", group.in_a_sentence()))
        .collect()
}

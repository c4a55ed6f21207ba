//! Lists every proposal: where it is, what comes next and who must do it, and what is due. First comes
//! what needs somebody, then what is due next.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::procedure::decision_status::{DecisionStatus, open_appeals, standing};
use crate::procedure::stage::{Phase, earlier_calls, phase, since};
use crate::procedure::task::{Priority, Subject, Task, TaskKind, of_proposal, of_register};
use crate::record::handling::Handling;
use crate::record::proposal::Milestone;
use crate::register::records::{ProposalRecords, Register};
use crate::render::grid::{Column, DropPriority, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::Page;
use crate::report::task::TaskRow;
use crate::report::who::Unanswered;
use crate::report::words;
use crate::tally::objection::{ObjectionState, state};
use crate::tally::voice::group_breadth;
use crate::tally::{Tally, TallyError};
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId, RegisterId};
use crate::value::sentence::{all_of, first_of, many, many_of};

/// Which proposals are wanted; all, where nothing is said.
#[derive(Debug, Clone, Default)]
pub struct BoardFilter {
    /// Those of this workstream.
    pub workstream: Option<String>,
    /// Those in this phase.
    pub phase: Option<Phase>,
    /// Those that wait for this participant.
    pub whose: Option<ParticipantId>,
}

/// All proposals.
#[derive(Debug, Clone, Serialize)]
pub struct Board {
    format: u32,
    register: Option<RegisterId>,
    now: Instant,
    #[serde(rename = "for")]
    whose: Option<ParticipantId>,
    proposals: Vec<BoardRow>,
    /// Whether people see every column.
    #[serde(skip)]
    is_full: bool,
}

impl Board {
    /// The list of a register that was read whole, as far as its records say it without a tally.
    pub fn of(register: &Register, wanted: &BoardFilter, now: Instant) -> Self {
        let mut tasks = BTreeMap::new();
        for each in of_register(register, now) {
            if let Some(id) = each.proposal.clone() {
                tasks.entry(id).or_insert_with(Vec::new).push(each);
            }
        }
        let none = Vec::new();
        let lines = register.proposals.iter().map(|(id, folder)| {
            let tasks = tasks.get(id).unwrap_or(&none);
            BoardRow::of(register, id, folder, (tasks, wanted), now)
        });
        let lines = lines.filter(|line| line.is_wanted(wanted)).collect();
        Self {
            format: 2,
            register: register.charter.as_ref().map(|c| c.register.clone()),
            now,
            whose: wanted.whose.clone(),
            proposals: lines,
            is_full: false,
        }
    }

    /// The listed proposals of which a tally says more: those that are not decided.
    pub fn undecided(&self) -> Vec<ProposalId> {
        let lines = self.proposals.iter();
        let undecided = lines.filter(|line| line.stage != Phase::Decided);
        undecided.map(|line| line.proposal.clone()).collect()
    }

    /// Adds what the tally of a proposal says to its line, or that there is none.
    pub fn count(
        &mut self,
        register: &Register,
        id: &ProposalId,
        tally: Result<&Tally, &TallyError>,
    ) {
        let line = self.proposals.iter_mut().find(|line| line.proposal == *id);
        if let Some(line) = line {
            line.count(register, (tally, self.whose.as_ref()), self.now);
        }
    }

    /// Sorts the lines when all tallies are known, and leaves out what has no step for the
    /// participant who was named. What cannot be counted is not left out.
    pub fn finish(&mut self) {
        if self.whose.is_some() {
            self.proposals.retain(BoardRow::may_wait);
        }
        self.proposals.sort_by_cached_key(BoardRow::order);
    }

    /// The same with every column, milestones and workstreams shown to people.
    #[must_use]
    pub fn in_full(self, is_full: bool) -> Self {
        Self { is_full, ..self }
    }

    /// The list for people: how many there are, then each.
    pub fn page(&self) -> Page {
        if self.proposals.is_empty() {
            return Page::new().line(match &self.whose {
                Some(who) => format!("No proposals with a step for {who}."),
                None => "No proposals.".to_owned(),
            });
        }
        let table = match self.is_full {
            true => self.full_table(),
            false => self.short_table(),
        };
        let more =
            (!self.is_full).then_some("--full shows every column, milestones and workstreams.");
        let page = Page::new().line(self.sum()).gap().table(table);
        page.gap().lines(more)
    }

    fn short_table(&self) -> Table {
        let columns = [
            Column::new("proposal").keep(DropPriority::Always),
            Column::sentence("title").keep(DropPriority::High),
            Column::sentence("status").keep(DropPriority::Always),
            Column::new("next date").keep(DropPriority::Always),
            Column::below("next"),
            Column::below("note"),
        ];
        let lines = self.proposals.iter();
        lines.fold(Table::new(columns), |table, line| table.row(line.short()))
    }

    fn full_table(&self) -> Table {
        let columns = [
            Column::new("proposal").keep(DropPriority::Always),
            Column::sentence("title").keep(DropPriority::High),
            Column::sentence("status").keep(DropPriority::Always),
            Column::number("days").keep(DropPriority::Low),
            Column::number("objections"),
            Column::new("next date").keep(DropPriority::Always),
            Column::below("next"),
            Column::below("note"),
        ];
        let mut table = Table::new(columns).sections_called("workstream");
        let sectioned = self.proposals.iter().any(|line| line.workstream.is_some());
        let mut lines: Vec<&BoardRow> = self.proposals.iter().collect();
        lines.sort_by_key(|line| (line.workstream.is_none(), line.workstream.clone()));
        let mut section = None;
        for line in lines {
            let stream = line.workstream.as_deref().unwrap_or("no workstream");
            if sectioned && section != Some(stream) {
                table = table.section(stream);
                section = Some(stream);
            }
            table = line.rows(table, usize::from(sectioned));
        }
        table
    }

    fn sum(&self) -> StyledText {
        let named = [
            (Phase::Open, "in an open call"),
            (Phase::Over, "waiting for a decision"),
            (Phase::Designated, "with a draft designation"),
            (Phase::Discussion, "in discussion"),
            (Phase::Decided, "decided"),
        ];
        let counted = |(phase, words): (Phase, &str)| {
            let lines = self.proposals.iter().filter(|line| line.stage == phase);
            let count = lines.count();
            (count > 0).then(|| format!("{count} {words}"))
        };
        let parts: Vec<String> = named.into_iter().filter_map(counted).collect();
        let parts = all_of(parts.iter().map(String::as_str));
        let all = many(self.proposals.len(), "proposal");
        let sum = StyledText::from(format!("{all}: {parts}."));
        let overdue = self.proposals.iter().filter(|line| line.overdue);
        match overdue.count() {
            0 => sum,
            1 => sum.then(" ").and(Style::Bad, "1 is OVERDUE."),
            n => sum.then(" ").and(Style::Bad, format!("{n} are OVERDUE.")),
        }
    }
}

/// One proposal.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct BoardRow {
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
    fn of(
        register: &Register,
        id: &ProposalId,
        folder: &ProposalRecords,
        (tasks, wanted): (&[Task], &BoardFilter),
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

    fn may_wait(&self) -> bool {
        self.next.is_some() || self.uncounted
    }

    fn is_wanted(&self, wanted: &BoardFilter) -> bool {
        let same = |stream: &String| {
            let mine = self.workstream.as_ref();
            mine.is_some_and(|mine| mine.to_lowercase() == stream.to_lowercase())
        };
        wanted.phase.is_none_or(|phase| phase == self.stage)
            && wanted.workstream.as_ref().is_none_or(same)
    }

    /// First what is overdue, then what somebody must do, then what waits for a time; by the next
    /// date, and by id as people count: q2 before q10.
    fn order(&self) -> (u8, bool, Option<Instant>, Vec<(String, u64)>) {
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
        (
            rank,
            self.due.is_none(),
            self.due,
            natural(self.proposal.as_str()),
        )
    }

    fn count(
        &mut self,
        register: &Register,
        (tally, whose): (Result<&Tally, &TallyError>, Option<&ParticipantId>),
        now: Instant,
    ) {
        let Ok(tally) = tally else {
            self.notes
                .push("cannot be counted, see: plenary check".to_owned());
            self.uncounted = true;
            return;
        };
        let tasks = of_proposal(register, tally);
        let is_next = |task: &&Task| match whose {
            Some(who) => task.waits_for(who),
            None => task.weight != Priority::Advised,
        };
        let first = tasks.iter().find(is_next);
        let first = first.map(|task| TaskRow::of(task, now));
        self.next = first.or(self.next.take());
        if tally.count.stale > 0 {
            let earlier = many_of(tally.count.stale, "answer", "answers");
            self.notes.push(format!("{earlier} on an earlier revision"));
        }
        if self.stage == Phase::Open {
            let silent = Unanswered::all(tally);
            self.not_answered = silent.iter().map(|each| each.id().to_owned()).collect();
        }
        if self.stage != Phase::Discussion {
            self.notes.extend(silent_public_interest(tally));
        }
    }

    /// One line, and up to two under it.
    fn short(&self) -> [StyledText; 6] {
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
        match (self.due.or(self.closes), self.overdue) {
            (Some(due), true) => Style::Bad.on(format!("OVERDUE {}", due.date())),
            (Some(due), false) => due.date().into(),
            (None, _) => StyledText::default(),
        }
    }

    fn rows(&self, table: Table, indent: usize) -> Table {
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
fn natural(id: &str) -> Vec<(String, u64)> {
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
fn notes(
    register: &Register,
    id: &ProposalId,
    folder: &ProposalRecords,
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

#[cfg(test)]
mod tests {
    use super::{Board, BoardFilter};
    use crate::blessed::screen;
    use crate::record::proposal::{Milestone, NextRevision};
    use crate::register::records::Register;
    use crate::report::sample::{HOSTILE, OPEN, at, counted, harmless, id, on, retention};
    use crate::tally::TallyError;
    use crate::value::id::ParticipantId;

    fn board(edit: impl Fn(&mut Register)) -> Board {
        let mut moments = retention().open();
        edit(&mut moments.asked);
        let tally = counted(&moments, "retention");
        let mut board = Board::of(&moments.asked, &BoardFilter::default(), at(OPEN));
        board.count(&moments.asked, &id("retention"), Ok(&tally));
        board.finish();
        board
    }

    #[test]
    fn an_open_call_on_100_columns() {
        let board = board(|_| {});
        screen("report/board", &on(100, &board.page()));
        let full = board.clone().in_full(true);
        screen("report/board/full", &on(100, &full.page()));
        for width in 30..=100 {
            on(width, &board.page());
            on(width, &full.page());
        }
    }

    #[test]
    fn ids_are_in_the_order_in_which_people_count() {
        let mut ids = ["q10", "q2", "q2-b", "a", "q1.12", "q1.3"];
        ids.sort_by_cached_key(|id| super::natural(id));
        assert_eq!(ids, ["a", "q1.3", "q1.12", "q2", "q2-b", "q10"]);
    }

    #[test]
    fn a_proposal_that_cannot_be_counted_says_so() {
        let register = retention().register();
        let mut board = Board::of(&register, &BoardFilter::default(), at(OPEN));
        board.count(&register, &id("retention"), Err(&TallyError::NoCall(2)));
        let page = on(200, &board.page());
        screen(
            "report/board/a_proposal_that_cannot_be_counted_says_so-1",
            &page,
        );
        let none = BoardFilter {
            workstream: Some("storage".to_owned()),
            ..BoardFilter::default()
        };
        let page = Board::of(&register, &none, at(OPEN)).page();
        screen(
            "report/board/a_proposal_that_cannot_be_counted_says_so-2",
            &on(100, &page),
        );
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        for words in HOSTILE {
            let board = board(|register| {
                let folder = register.proposals.values_mut().next().unwrap();
                let proposal = folder.proposal.as_mut().unwrap();
                proposal.workstream = Some((*words).to_owned());
                proposal.milestones.push(Milestone {
                    name: (*words).to_owned(),
                    due: None,
                    done: None,
                });
                proposal.next = Some(NextRevision {
                    action: (*words).to_owned(),
                    owner: ParticipantId::parse("biz-1").unwrap(),
                    due: None,
                });
            });
            harmless(&board.page());
            harmless(&board.in_full(true).page());
        }
    }
}

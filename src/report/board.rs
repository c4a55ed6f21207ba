//! Lists every proposal: where it is, what comes next and who must do it, and what is due. First comes
//! what needs somebody, then what is due next.

mod row;

use serde::Serialize;

use crate::procedure::stage::Phase;
use crate::procedure::task::{on_record, sorted};
use crate::register::recomputed::Verification;
use crate::register::records::Register;
use crate::render::grid::{Column, DropPriority, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::Page;
pub use crate::report::board::row::BoardRow;
use crate::tally::groundwork::Groundworks;
use crate::tally::{Tally, TallyError};
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId, RegisterId};
use crate::value::sentence::{all_of, many};

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
    #[serde(skip)]
    wanted: BoardFilter,
    /// Whether people see every column.
    #[serde(skip)]
    is_full: bool,
}

impl Board {
    /// The list of a register at `now`, without its lines.
    pub fn of(register: &Register, wanted: BoardFilter, now: Instant) -> Self {
        Self {
            format: 2,
            register: register.charter.as_ref().map(|c| c.register.clone()),
            now,
            whose: wanted.whose.clone(),
            wanted,
            proposals: Vec::new(),
            is_full: false,
        }
    }

    /// The line of a proposal, as far as its records say it without a tally; `None` for a proposal that is not wanted.
    /// Of other proposals, the positions are not looked at.
    pub fn line(
        &self,
        register: &Register,
        id: &ProposalId,
        shared: &mut Groundworks,
    ) -> Option<BoardRow> {
        let folder = register.proposals.get(id)?;
        let tasks = sorted(on_record(register, id, self.now, shared));
        let line = BoardRow::of(register, (id, folder), (&tasks, &self.wanted), self.now);
        line.is_wanted(&self.wanted).then_some(line)
    }

    /// The line of a proposal with what its tally says, or that there is none.
    #[must_use]
    pub fn counted(
        &self,
        register: &Register,
        line: BoardRow,
        tally: Result<&Tally, &TallyError>,
    ) -> BoardRow {
        line.counted(register, (tally, self.whose.as_ref()), self.now)
    }

    /// The list with these lines, sorted. What has no step for the participant who was named is left out. What cannot be
    /// counted is not left out.
    #[must_use]
    pub fn with(mut self, lines: impl IntoIterator<Item = BoardRow>) -> Self {
        let is_for_all = self.whose.is_none();
        let lines = lines.into_iter();
        let lines = lines.filter(|line| is_for_all || line.may_wait());
        self.proposals = lines.collect();
        self.proposals.sort_by_cached_key(BoardRow::order);
        self
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
        let unverified = |line: &&BoardRow| line.verification == Some(Verification::NotVerified);
        let unverified = self.proposals.iter().filter(unverified).count();
        let counted = |(phase, words): (Phase, &str)| {
            let lines = self.proposals.iter().filter(|line| line.stage == phase);
            let count = lines.count();
            (count > 0).then(|| format!("{count} {words}"))
        };
        let parts: Vec<String> = named.into_iter().filter_map(counted).collect();
        let parts = all_of(parts.iter().map(String::as_str));
        let all = many(self.proposals.len(), "proposal");
        let unverified = match unverified {
            0 => String::new(),
            n => format!(" Not verified in this clone: {}.", many(n, "decision")),
        };
        let sum = StyledText::from(format!("{all}: {parts}.{unverified}"));
        let overdue = self.proposals.iter().filter(|line| line.overdue);
        match overdue.count() {
            0 => sum,
            1 => sum.then(" ").and(Style::Bad, "1 is OVERDUE."),
            n => sum.then(" ").and(Style::Bad, format!("{n} are OVERDUE.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Board, BoardFilter};
    use crate::blessed::screen;
    use crate::record::proposal::{Milestone, NextRevision};
    use crate::register::records::Register;
    use crate::report::sample::{HOSTILE, OPEN, at, counted, harmless, id, on, retention};
    use crate::tally::groundwork::Groundworks;
    use crate::tally::{Tally, TallyError};
    use crate::value::id::ParticipantId;

    fn board(edit: impl Fn(&mut Register)) -> Board {
        let mut moments = retention().open();
        edit(&mut moments.asked);
        let tally = counted(&moments, "retention");
        listed(&moments.asked, Ok(&tally), BoardFilter::default())
    }

    fn listed(
        register: &Register,
        tally: Result<&Tally, &TallyError>,
        wanted: BoardFilter,
    ) -> Board {
        let board = Board::of(register, wanted, at(OPEN));
        let line = board.line(register, &id("retention"), &mut Groundworks::default());
        let line = line.map(|line| board.counted(register, line, tally));
        board.with(line)
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
        ids.sort_by_cached_key(|id| super::row::natural(id));
        assert_eq!(ids, ["a", "q1.3", "q1.12", "q2", "q2-b", "q10"]);
    }

    #[test]
    fn a_proposal_that_cannot_be_counted_says_so() {
        let register = retention().register();
        let none = Err(&TallyError::NoCall(2));
        let board = listed(&register, none, BoardFilter::default());
        let page = on(200, &board.page());
        screen(
            "report/board/a_proposal_that_cannot_be_counted_says_so-1",
            &page,
        );
        let another = BoardFilter {
            workstream: Some("storage".to_owned()),
            ..BoardFilter::default()
        };
        let page = listed(&register, none, another).page();
        screen(
            "report/board/a_proposal_that_cannot_be_counted_says_so-2",
            &on(100, &page),
        );
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        for words in HOSTILE {
            let board = board(|register| {
                let folder = register.proposals.values_mut().next();
                let folder = Arc::make_mut(folder.unwrap());
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

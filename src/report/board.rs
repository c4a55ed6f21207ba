//! The board: every proposal on a line, with where it stands, whose turn it is, and what is due.

mod line;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::procedure::phase::Phase;
use crate::procedure::task::of_register;
use crate::register::records::Register;
use crate::render::grid::{Column, Keep, Table};
use crate::render::page::Page;
use crate::report::words;
use crate::tally::{NoTally, Tally};
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId, RegisterId};
use line::Line;

/// Which proposals are wanted; all, where nothing is said.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
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
    proposals: Vec<Line>,
}

impl Board {
    /// The board of a register that was read whole, as far as its records say it without a tally.
    pub fn of(register: &Register, wanted: &Wanted, now: Instant) -> Self {
        let mut tasks = BTreeMap::new();
        for each in of_register(register, now) {
            if let Some(id) = each.proposal.clone() {
                tasks.entry(id).or_insert_with(Vec::new).push(each);
            }
        }
        let none = Vec::new();
        let lines = register.proposals.iter().map(|(id, folder)| {
            let tasks = tasks.get(id).unwrap_or(&none);
            Line::of(register, id, folder, (tasks, wanted), now)
        });
        let mut lines: Vec<Line> = lines.filter(|line| line.is_wanted(wanted)).collect();
        lines.sort_by(|a, b| a.order().cmp(&b.order()));
        Self {
            format: 2,
            register: register.charter.as_ref().map(|c| c.register.clone()),
            now,
            whose: wanted.whose.clone(),
            proposals: lines,
        }
    }

    /// The proposals on the board of which a tally says more: those that nobody has decided.
    pub fn undecided(&self) -> Vec<ProposalId> {
        let lines = self.proposals.iter();
        let undecided = lines.filter(|line| line.phase() != Phase::Decided);
        undecided.map(|line| line.id().clone()).collect()
    }

    /// Puts what the tally of a proposal says on its line, or that there is none.
    pub fn count(&mut self, register: &Register, id: &ProposalId, tally: Result<&Tally, &NoTally>) {
        let line = self.proposals.iter_mut().find(|line| line.id() == id);
        if let Some(line) = line {
            line.count(register, (tally, self.whose.as_ref()), self.now);
        }
    }

    /// Leaves out what does not wait for the participant who was named, when all tallies are known. What
    /// cannot be counted may wait for them.
    pub fn keep_theirs(&mut self) {
        if self.whose.is_some() {
            self.proposals.retain(Line::may_wait);
        }
    }

    /// The board for people.
    pub fn page(&self) -> Page {
        if self.proposals.is_empty() {
            return Page::new().line(match &self.whose {
                Some(who) => format!("No proposal waits for {who}."),
                None => "No proposal.".to_owned(),
            });
        }
        Page::new().table(self.table()).gap().line(self.sum())
    }

    fn table(&self) -> Table {
        let columns = [
            Column::new("proposal").keep(Keep::Always),
            Column::sentence("stage").keep(Keep::High),
            Column::number("days"),
            Column::number("open"),
            Column::sentence("next").keep(Keep::High),
            Column::new("due"),
            Column::sentence("note"),
        ];
        let mut table = Table::new(columns).sections_called("workstream");
        let sectioned = self
            .proposals
            .iter()
            .any(|line| line.workstream().is_some());
        let mut section = None;
        for line in &self.proposals {
            let stream = line.workstream().unwrap_or("no workstream");
            if sectioned && section != Some(stream) {
                table = table.section(stream);
                section = Some(stream);
            }
            table = line.rows(table, usize::from(sectioned));
        }
        table
    }

    fn sum(&self) -> String {
        let count = |phase: Phase| {
            let lines = self.proposals.iter();
            lines.filter(|line| line.phase() == phase).count()
        };
        let named = [
            (Phase::Discussion, "in discussion"),
            (Phase::Open, "in an open call"),
            (Phase::Over, "waiting for a decision"),
            (Phase::Designated, "with a draft designation"),
            (Phase::Decided, "decided"),
        ];
        let parts: Vec<String> = named
            .into_iter()
            .map(|(phase, words)| (count(phase), words))
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| format!("{count} {words}"))
            .collect();
        let overdue = self.proposals.iter().filter(|line| line.is_overdue());
        let overdue = match overdue.count() {
            0 => String::new(),
            n => format!(" Overdue on {}.", words::many(n, "proposal")),
        };
        let all = words::many(self.proposals.len(), "proposal");
        format!("{all}: {}.{overdue}", parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::{Board, Wanted};
    use crate::blessed::screen;
    use crate::record::proposal::{Milestone, Next};
    use crate::register::records::Register;
    use crate::report::sample::{HOSTILE, OPEN, at, counted, harmless, id, on, retention};
    use crate::tally::NoTally;
    use crate::value::id::ParticipantId;

    fn board(edit: impl Fn(&mut Register)) -> Board {
        let mut moments = retention().open();
        edit(&mut moments.asked);
        let tally = counted(&moments, "retention");
        let mut board = Board::of(&moments.asked, &Wanted::default(), at(OPEN));
        board.count(&moments.asked, &id("retention"), Ok(&tally));
        board
    }

    #[test]
    fn an_open_call_on_100_columns() {
        let page = board(|_| {}).page();
        screen("report/board", &on(100, &page));
        for width in 30..=100 {
            on(width, &page);
        }
    }

    #[test]
    fn a_proposal_that_cannot_be_counted_says_so() {
        let register = retention().register();
        let mut board = Board::of(&register, &Wanted::default(), at(OPEN));
        board.count(&register, &id("retention"), Err(&NoTally::NoCall(2)));
        let page = on(200, &board.page());
        screen(
            "report/board/a_proposal_that_cannot_be_counted_says_so-1",
            &page,
        );
        let none = Wanted {
            workstream: Some("storage".to_owned()),
            ..Wanted::default()
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
                proposal.next = Some(Next {
                    action: (*words).to_owned(),
                    owner: ParticipantId::parse("biz-1").unwrap(),
                    due: None,
                });
            });
            harmless(&board.page());
        }
    }
}

//! What `verify` found: every decision, whether it recomputes, and what follows where it does not.

use serde::Serialize;

use crate::procedure::decision::{Difference, Verified};
use crate::procedure::hand::{ByAnother, Unproven};
use crate::record::track::Outcome;
use crate::render::finding;
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::{Block, Notice, Notices, Page};
use crate::report::hands;
use crate::report::words::many;
use crate::value::clock::Instant;
use crate::value::finding::Finding;
use crate::value::id::ProposalId;

/// The decisions of a register, each recomputed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Verification<'v> {
    format: u32,
    decisions: Vec<Line>,
    check: finding::FindingsJson<'v>,
    landings: usize,
    committed_by_another: Vec<ByAnother>,
    #[serde(skip)]
    findings: &'v [Finding],
    #[serde(skip)]
    walk: Walk,
}

/// What came of judging the landings of a history.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    /// How many there are; none where the register has no history of its own.
    pub landings: usize,
    /// How many of the findings are about them.
    pub findings: usize,
    /// The proof of who submits that no history gives, where the charter asks for one.
    pub unproven: Option<Unproven>,
    /// The records that were committed by another than whose they are.
    pub by_another: Vec<ByAnother>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Line {
    proposal: ProposalId,
    call: u32,
    outcome: Option<Outcome>,
    at: Option<Instant>,
    record_format: Option<u64>,
    inputs: usize,
    pinned: bool,
    removed: bool,
    holds: bool,
    outcome_follows: Option<bool>,
    notes: Vec<Note>,
}

/// What the rules of today count otherwise in a decision of an earlier format.
#[derive(Debug, Serialize)]
struct Note {
    item: &'static str,
    path: String,
    line: Option<u32>,
    column: Option<u32>,
    message: String,
}

impl Note {
    fn of(difference: &Difference) -> Self {
        Self {
            item: difference.item,
            path: difference.place.path.clone(),
            line: difference.place.line,
            column: difference.place.column,
            message: difference.sentence.clone(),
        }
    }

    fn notice(&self) -> Notice {
        Notice {
            path: Text::from(&self.path),
            line: self.line,
            column: self.column,
            severity: Text::from("note"),
            code: Text::from(self.item),
            sentence: Text::from(&self.message),
            hint: Text::default(),
        }
    }
}

impl<'v> Verification<'v> {
    /// The report on these decisions, with the findings of all of them.
    pub fn of(verified: &[Verified], findings: &'v [Finding]) -> Self {
        let decisions = verified.iter().map(line).collect();
        Self {
            format: 1,
            decisions,
            check: finding::findings_json(findings),
            landings: 0,
            committed_by_another: Vec::new(),
            findings,
            walk: Walk::default(),
        }
    }

    /// The same with the landings that were judged.
    #[must_use]
    pub fn with_landings(mut self, walk: Walk) -> Self {
        self.landings = walk.landings;
        self.committed_by_another.clone_from(&walk.by_another);
        self.walk = walk;
        self
    }

    /// The page for people.
    pub fn page(&self) -> Page {
        let page = match self.decisions.is_empty() {
            true => Page::new().line("There is no decision to verify."),
            false => Page::new().table(self.table()),
        };
        let page = if self.findings.is_empty() {
            page
        } else {
            page.gap().then(finding::page(self.findings))
        };
        let notes = self.notes();
        let page = match notes.is_empty() {
            true => page,
            false => page.gap().and(Block::Notices(Notices { notices: notes })),
        };
        self.landed(self.counted(page.gap()))
    }

    fn notes(&self) -> Vec<Notice> {
        let lines = self.decisions.iter();
        lines
            .flat_map(|line| line.notes.iter().map(Note::notice))
            .collect()
    }

    fn counted(&self, page: Page) -> Page {
        if self.decisions.is_empty() {
            return page;
        }
        let holding = self.decisions.iter().filter(|line| line.holds).count();
        let carried = self.decisions.iter();
        let carried = carried.filter(|line| !line.pinned && !line.removed).count();
        let page = page.line(format!(
            "{holding} of {} decisions hold.",
            self.decisions.len()
        ));
        let noted = self.decisions.iter().filter(|line| !line.notes.is_empty());
        let page = match noted.count() {
            0 => page,
            n => page.line(format!(
                "The notes are about {} of an earlier format. The rules of today count these values \
                 otherwise, with the same outcome. See docs/reference/format.md.",
                many(n, "decision")
            )),
        };
        match carried {
            0 => page,
            n => page.line(format!(
                "{n} pinned by digests only, carried inside another project: recomputed from the \
                 files of the moment asked for, whose digests are those of the manifest."
            )),
        }
    }

    /// How many landings were judged, and what could not be.
    fn landed(&self, page: Page) -> Page {
        let page = match (self.walk.landings, self.walk.findings) {
            (0, _) => return page,
            (n, 0) => page.line(format!("{n} landings keep to the rules.")),
            (n, found) => page.line(format!("{n} landings, {found} findings about them.")),
        };
        match self.walk.unproven {
            None => page,
            Some(unproven) => {
                let page = page.line(format!("Not checked: {}.", unproven.sentence()));
                page.then(hands::told(&self.committed_by_another))
            }
        }
    }

    fn table(&self) -> Table {
        let table = Table::new([
            Column::new("proposal").keep(Keep::Always),
            Column::number("call"),
            Column::new("outcome"),
            Column::new("decided"),
            Column::number("inputs").keep(Keep::Low),
            Column::new("holds").keep(Keep::Always),
            Column::new("outcome follows"),
        ]);
        self.decisions.iter().fold(table, |table, line| {
            table.row([
                Text::from(line.proposal.to_string()),
                Text::from(line.call.to_string()),
                Text::from(line.outcome_in_words()),
                Text::from(line.at.map_or_else(String::new, Instant::date)),
                Text::from(line.inputs.to_string()),
                yes_or_no(line.holds),
                line.outcome_follows
                    .map_or(Text::from("cannot be told"), yes_or_no),
            ])
        })
    }
}

impl Line {
    fn outcome_in_words(&self) -> &'static str {
        match (self.removed, self.outcome) {
            (true, _) => "removed",
            (false, outcome) => outcome.map_or("unreadable", Outcome::word),
        }
    }
}

fn yes_or_no(yes: bool) -> Text {
    if yes {
        Ink::Good.on("yes")
    } else {
        Ink::Bad.on("NO")
    }
}

fn line(verified: &Verified) -> Line {
    Line {
        proposal: verified.proposal.clone(),
        call: verified.call,
        outcome: verified.outcome,
        at: verified.at,
        record_format: verified.format,
        inputs: verified.inputs,
        pinned: verified.pinned,
        removed: verified.removed,
        holds: verified.findings.is_empty(),
        outcome_follows: verified.outcome_follows,
        notes: verified.notes.iter().map(Note::of).collect(),
    }
}

//! What `verify` found: every decision, whether it recomputes, and what follows where it does not.

use serde::Serialize;

use crate::procedure::verification::Verified;
use crate::record::track::Outcome;
use crate::render::finding;
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
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
    #[serde(skip)]
    findings: &'v [Finding],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Line {
    proposal: ProposalId,
    call: u32,
    outcome: Option<Outcome>,
    at: Option<Instant>,
    inputs: usize,
    pinned: bool,
    holds: bool,
    outcome_follows: Option<bool>,
}

impl<'v> Verification<'v> {
    /// The report on these decisions, with the findings of all of them.
    pub fn of(verified: &[Verified], findings: &'v [Finding]) -> Self {
        let decisions = verified.iter().map(line).collect();
        Self {
            format: 1,
            decisions,
            check: finding::findings_json(findings),
            findings,
        }
    }

    /// The page for people.
    pub fn page(&self) -> Page {
        if self.decisions.is_empty() {
            return Page::new().line("There is no decision to verify.");
        }
        let page = Page::new().table(self.table());
        let page = if self.findings.is_empty() {
            page
        } else {
            page.gap().then(finding::page(self.findings))
        };
        let holding = self.decisions.iter().filter(|line| line.holds).count();
        let carried = self.decisions.iter().filter(|line| !line.pinned).count();
        let page = page.gap().line(format!(
            "{holding} of {} decisions hold.",
            self.decisions.len()
        ));
        match carried {
            0 => page,
            n => page.line(format!(
                "{n} pinned by digests only, carried inside another project: recomputed from the \
                 files of the moment asked for, whose digests are those of the manifest."
            )),
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
                Text::from(line.outcome.map_or("unreadable", Outcome::word)),
                Text::from(line.at.map_or_else(String::new, Instant::date)),
                Text::from(line.inputs.to_string()),
                yes_or_no(line.holds),
                line.outcome_follows
                    .map_or(Text::from("cannot be told"), yes_or_no),
            ])
        })
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
        inputs: verified.inputs,
        pinned: verified.pinned,
        holds: verified.findings.is_empty(),
        outcome_follows: verified.outcome_follows,
    }
}

//! What `verify` found: every decision, whether it recomputes, and what follows where it does not.

use serde::Serialize;

use crate::procedure::decision::{Difference, Verified};
use crate::procedure::hand::{ByAnother, OriginUnverified};
use crate::record::track::Outcome;
use crate::render::finding;
use crate::render::grid::{DropPriority, Rows, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::{Block, Notice, NoticeLog, Page};
use crate::report::decision;
use crate::value::clock::Instant;
use crate::value::finding::Finding;
use crate::value::id::ProposalId;
use crate::value::sentence::many;

/// The decisions of a register, each recomputed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Verification<'v> {
    format: u32,
    decisions: Vec<VerifyRow>,
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
    pub unproven: Option<OriginUnverified>,
    /// The records that were committed by another than whose they are.
    pub by_another: Vec<ByAnother>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct VerifyRow {
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
    notes: Vec<Difference>,
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
        let page = match self.findings.is_empty() {
            true => page,
            false => page.gap().then(finding::page(self.findings)),
        };
        let notes = self.decisions.iter().flat_map(|line| &line.notes);
        let notes: Vec<Notice> = notes.map(notice).collect();
        let page = match notes.is_empty() {
            true => page,
            false => page.gap().and(Block::Notices(NoticeLog { notices: notes })),
        };
        page.gap().lines(self.counted()).then(self.landed())
    }

    fn counted(&self) -> Vec<String> {
        let all = self.decisions.len();
        let count = |is: fn(&&VerifyRow) -> bool| self.decisions.iter().filter(is).count();
        let holding = count(|line| line.holds);
        let noted = many(count(|line| !line.notes.is_empty()), "decision");
        let carried = count(|line| !line.pinned && !line.removed);
        let lines = [
            (all, format!("{holding} of {all} decisions hold.")),
            (
                count(|line| !line.notes.is_empty()),
                format!(
                    "The notes are about {noted} of an earlier format. The rules of today count \
                     these values otherwise, with the same outcome. See docs/reference/format.md."
                ),
            ),
            (
                carried,
                format!(
                    "{carried} pinned by digests only, carried inside another project: recomputed \
                     from the files of the moment asked for, whose digests are those of the \
                     manifest."
                ),
            ),
        ];
        let lines = lines.into_iter().filter(|(count, _)| *count > 0);
        lines.map(|(_, line)| line).collect()
    }

    /// How many landings were judged, and what could not be.
    fn landed(&self) -> Page {
        let page = match (self.walk.landings, self.walk.findings) {
            (0, _) => return Page::new(),
            (n, 0) => Page::new().line(format!("{n} landings keep to the rules.")),
            (n, found) => Page::new().line(format!("{n} landings, {found} findings about them.")),
        };
        let unproven = self.walk.unproven.map(|unproven| {
            let page = Page::new().line(format!("Not checked: {}.", unproven.sentence()));
            page.then(decision::told_hands(&self.committed_by_another))
        });
        page.each(unproven)
    }

    fn table(&self) -> Rows<&VerifyRow> {
        Table::of(&self.decisions)
            .words("proposal", DropPriority::Always, |line| &line.proposal)
            .numbers("call", DropPriority::Normal, |line| u64::from(line.call))
            .words("outcome", DropPriority::Normal, VerifyRow::outcome_in_words)
            .words("decided", DropPriority::Normal, |line| {
                line.at.map(Instant::date)
            })
            .numbers("inputs", DropPriority::Low, |line| line.inputs)
            .words("holds", DropPriority::Always, |line| yes_or_no(line.holds))
            .words("outcome follows", DropPriority::Normal, |line| {
                match line.outcome_follows {
                    Some(follows) => yes_or_no(follows),
                    None => "cannot be told".into(),
                }
            })
    }
}

impl VerifyRow {
    fn outcome_in_words(&self) -> &'static str {
        match (self.removed, self.outcome) {
            (true, _) => "removed",
            (false, outcome) => outcome.map_or("unreadable", Outcome::word),
        }
    }
}

fn notice(difference: &Difference) -> Notice {
    Notice {
        path: StyledText::from(&difference.place.path),
        line: difference.place.line,
        column: difference.place.column,
        severity: StyledText::from("note"),
        code: StyledText::from(difference.item),
        sentence: StyledText::from(&difference.sentence),
        hint: StyledText::default(),
    }
}

fn yes_or_no(yes: bool) -> StyledText {
    match yes {
        true => Style::Good.on("yes"),
        false => Style::Bad.on("NO"),
    }
}

fn line(verified: &Verified) -> VerifyRow {
    VerifyRow {
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
        notes: verified.notes.clone(),
    }
}

//! Shows what `verify` found: how many decisions were verified, and what is wrong with the others.

use serde::Serialize;

use crate::procedure::decision::{Difference, Verified};
use crate::procedure::hand::{ByAnother, OriginUnverified};
use crate::record::attribution::Attribution;
use crate::record::track::Outcome;
use crate::render::finding;
use crate::render::grid::{DropPriority, Rows, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::{Block, Notice, NoticeLog, Page};
use crate::report::sign_off;
use crate::value::clock::Instant;
use crate::value::finding::Finding;
use crate::value::id::ProposalId;
use crate::value::sentence::{form, many};
use crate::value::text::shortened;

/// The decisions of a register, each recomputed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Verification<'v> {
    format: u32,
    decisions: Vec<VerifyRow>,
    check: finding::FindingsJson<'v>,
    landings: usize,
    committed_by_another: Vec<ByAnother>,
    acknowledged: Vec<Acknowledged>,
    #[serde(skip)]
    findings: &'v [Finding],
    #[serde(skip)]
    walk: Walk,
}

/// The result of checking the commits on the main branch.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    /// How many there are; none if the register has no history of its own.
    pub landings: usize,
    /// How many of the findings are about them.
    pub findings: usize,
    /// The proof of who submitted that no history gives, if the charter asks for one.
    pub unproven: Option<OriginUnverified>,
    /// The records that were committed by another participant than their author.
    pub by_another: Vec<ByAnother>,
    /// For each decision that counted some of these, whether it would differ without them.
    pub without: Vec<String>,
    /// The findings that a chair acknowledged.
    pub acknowledged: Vec<(Finding, Attribution)>,
}

/// A finding that a chair acknowledged.
#[derive(Debug, Serialize)]
struct Acknowledged {
    code: &'static str,
    path: String,
    message: String,
    #[serde(flatten)]
    act: Attribution,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct VerifyRow {
    proposal: ProposalId,
    call: u32,
    outcome: Option<Outcome>,
    at: Option<Instant>,
    record_format: Option<u64>,
    errata: usize,
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
            acknowledged: Vec::new(),
            findings,
            walk: Walk::default(),
        }
    }

    /// The same with the commits that were checked.
    #[must_use]
    pub fn with_landings(mut self, walk: Walk) -> Self {
        self.landings = walk.landings;
        self.committed_by_another.clone_from(&walk.by_another);
        let acknowledged = walk.acknowledged.iter().cloned();
        let acknowledged = acknowledged.map(|(finding, act)| Acknowledged {
            code: finding.code.id,
            path: finding.place.path,
            message: finding.sentence,
            act,
        });
        self.acknowledged = acknowledged.collect();
        self.walk = walk;
        self
    }

    /// The page for people.
    pub fn page(&self) -> Page {
        let page = Page::new().line(self.verified()).lines(self.commits());
        let page = match self.findings.is_empty() {
            true => page,
            false => page.gap().then(finding::page(self.findings)),
        };
        let notes = self.decisions.iter().flat_map(|line| &line.notes);
        let notes: Vec<Notice> = notes
            .map(notice)
            .chain(self.acknowledged.iter().map(Acknowledged::notice))
            .collect();
        let page = match notes.is_empty() {
            true => page,
            false => page.gap().and(Block::Notices(NoticeLog { notices: notes })),
        };
        let page = match self.decisions.is_empty() {
            true => page,
            false => page.gap().table(self.table()).gap(),
        };
        page.lines(self.remarks())
            .then(self.unproven())
            .lines(self.walk.without.clone())
    }

    fn count(&self, is: fn(&&VerifyRow) -> bool) -> usize {
        self.decisions.iter().filter(is).count()
    }

    fn verified(&self) -> String {
        match self.decisions.len() {
            0 => "No decisions to verify.".to_owned(),
            all => {
                let verified = self.count(|line| line.holds);
                format!("{verified} of {} verified.", many(all, "decision"))
            }
        }
    }

    fn commits(&self) -> Option<String> {
        let commits = many(self.walk.landings, "commit");
        match (self.walk.landings, self.walk.findings) {
            (0, _) => None,
            (_, 0) => Some(format!("{commits} checked, no findings.")),
            (_, found) => Some(format!("{commits} checked, {}.", many(found, "finding"))),
        }
    }

    /// What a reader must know about some of the decisions.
    fn remarks(&self) -> Vec<String> {
        let noted = self.count(|line| !line.notes.is_empty());
        let carried = self.count(|line| !line.pinned && !line.removed);
        let have = form(noted == 1, "has", "have");
        let corrected = self.count(|line| line.errata > 0);
        let lines = [
            (
                corrected,
                format!(
                    "{} {} errata: words that were corrected later. To see them: plenary show.",
                    many(corrected, "decision"),
                    form(corrected == 1, "has", "have")
                ),
            ),
            (
                noted,
                format!(
                    "{} {have} an earlier record format. The rules of today count some values \
                     differently, with the same outcome. See docs/reference/format.md.",
                    many(noted, "decision")
                ),
            ),
            (
                carried,
                format!(
                    "{} {} in a register inside another project, without a history of its own. \
                     The inputs are the files of today, compared with the list of inputs by digest.",
                    many(carried, "decision"),
                    form(carried == 1, "is", "are")
                ),
            ),
        ];
        let lines = lines.into_iter().filter(|(count, _)| *count > 0);
        lines.map(|(_, line)| line).collect()
    }

    /// What could not be checked, and who committed records of others.
    fn unproven(&self) -> Page {
        let unproven = self.walk.unproven.filter(|_| self.walk.landings > 0);
        let unproven = unproven.map(|unproven| {
            let page = Page::new().line(format!("Not checked: {}.", unproven.sentence()));
            page.then(sign_off::told_hands(&self.committed_by_another))
        });
        Page::new().each(unproven)
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
            .words("verified", DropPriority::Always, |line| {
                yes_or_no(line.holds)
            })
            .words("outcome correct", DropPriority::High, |line| {
                match line.outcome_follows {
                    Some(follows) => yes_or_no(follows),
                    None => "unknown".into(),
                }
            })
    }
}

impl Acknowledged {
    /// The finding, by whom it was acknowledged, and why.
    fn notice(&self) -> Notice {
        let Attribution { by, at, reason } = &self.act;
        let (date, reason) = (at.date(), shortened(reason, 200));
        let sentence = format!("{}. Acknowledged by {by} on {date}: {reason}", self.message);
        Notice {
            path: StyledText::from(&self.path),
            line: None,
            column: None,
            severity: StyledText::from("acknowledged"),
            code: StyledText::from(self.code),
            sentence: StyledText::from(sentence),
            hint: StyledText::default(),
        }
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
        errata: verified.errata,
        inputs: verified.inputs,
        pinned: verified.pinned,
        removed: verified.removed,
        holds: verified.findings.is_empty(),
        outcome_follows: verified.outcome_follows,
        notes: verified.notes.clone(),
    }
}

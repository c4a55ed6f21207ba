//! Shows the findings of a check; for a pull request also who submitted it and how many files it
//! changes.
//!
//! Shows what was fixed, each change, and what must be fixed by hand.
//!
//! Makes the summary on the page of a pull request: its findings, the change of each tally, who
//! submitted it, and what happens next.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::procedure::hand::{Origin, OriginUnverified};
use crate::procedure::task::of_proposal;
use crate::register::records::{ProposalRecords, Register};
use crate::register::snapshot::{DiffLine, Difference};
use crate::render::finding;
use crate::render::fold::{folded, gravest_first};
use crate::render::grid::{DropPriority, Rows, Table};
use crate::render::page::{Facts, Page};
use crate::report::counts::Counts;
use crate::report::words::{LocalOffset, moment};
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::code::Severity;
use crate::value::digest::CommitId;
use crate::value::finding::Finding;
use crate::value::id::ParticipantId;
use crate::value::sentence::{all_of, many};
use crate::value::text::shortened;

/// The findings of a check.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Checked<'c> {
    #[serde(flatten)]
    check: finding::FindingsJson<'c>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<&'c Submitted>,
    #[serde(skip)]
    findings: &'c [Finding],
    #[serde(skip)]
    lists_all: bool,
}

/// A pull request that was checked.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Submitted {
    /// The commit that it is merged into.
    pub base: CommitId,
    /// The commit that is merged.
    pub head: CommitId,
    /// How many files of the register it changes.
    pub files: usize,
    /// Whether the charter's proof says who submits.
    pub verified: bool,
    /// The participants who submit; empty if nobody knows.
    pub participants: Vec<ParticipantId>,
    /// The account on the hosting service, if one was named.
    pub account: Option<String>,
    /// The addresses of the authors of the commits.
    pub authors: Vec<String>,
    /// Addresses of authors that no participant has, where they are not the proof.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub strangers: BTreeSet<String>,
    #[serde(skip)]
    origin: Origin,
    #[serde(skip)]
    unproven: Option<OriginUnverified>,
}

impl Submitted {
    /// The change between two commits, of so many files, and where it comes from.
    pub fn new(
        (base, head): (CommitId, CommitId),
        files: usize,
        origin: Origin,
        unproven: Option<OriginUnverified>,
    ) -> Self {
        let participants = match &origin {
            Origin::Known(who) => who.iter().cloned().collect(),
            Origin::Stranger(_) | Origin::Unverified => Vec::new(),
        };
        Self {
            base,
            head,
            files,
            verified: !participants.is_empty() && unproven.is_none(),
            participants,
            account: None,
            authors: Vec::new(),
            strangers: BTreeSet::new(),
            origin,
            unproven,
        }
    }

    /// The same with the account and the addresses of those who submit.
    #[must_use]
    pub fn said(mut self, account: Option<String>, authors: Vec<String>) -> Self {
        self.account = account;
        self.authors = authors;
        self
    }

    /// The same with the addresses that no participant has.
    #[must_use]
    pub fn strange(self, strangers: BTreeSet<String>) -> Self {
        Self { strangers, ..self }
    }

    /// Who submitted it, and how many files of the register it changes.
    pub(crate) fn page(&self) -> Page {
        let who = match (&self.origin, &self.account) {
            (Origin::Known(who), account) => {
                let names = all_of(who.iter().map(ParticipantId::as_str));
                match account {
                    Some(account) => format!("Submitted by {names} ({account})."),
                    None => format!("Submitted by {names}."),
                }
            }
            (Origin::Stranger(name), _) => {
                format!("Submitted by {name}, who is not a participant.")
            }
            (Origin::Unverified, _) => "The submitter is not verified.".to_owned(),
        };
        let files = match self.files {
            0 => "No files of the register change.".to_owned(),
            1 => "1 file of the register changes.".to_owned(),
            n => format!("{n} files of the register change."),
        };
        let strangers: Vec<String> = self.strangers.iter().map(|it| shortened(it, 80)).collect();
        let strangers = (!strangers.is_empty()).then(|| {
            let all = all_of(strangers.iter().map(String::as_str));
            format!("Commits have an address that no participant has: {all}.")
        });
        Page::new()
            .line(format!("{who} {files}"))
            .lines(strangers)
            .lines(self.not_checked())
    }

    /// What could not be checked, if anything.
    pub(crate) fn not_checked(&self) -> Option<String> {
        let unproven = self.unproven.map(OriginUnverified::sentence);
        unproven.map(|why| format!("Not checked: {why}."))
    }
}

impl<'c> Checked<'c> {
    /// The findings of a whole register, or of a pull request.
    pub fn of(findings: &'c [Finding], change: Option<&'c Submitted>) -> Self {
        Self {
            check: finding::findings_json(findings),
            change,
            findings,
            lists_all: false,
        }
    }

    /// The same, whose page lists every finding, however many there are.
    #[must_use]
    pub fn listing_all(self, lists_all: bool) -> Self {
        Self { lists_all, ..self }
    }

    /// The page for people.
    pub fn page(&self) -> Page {
        let change = self.change.map(Submitted::page);
        let page = match self.lists_all {
            true => finding::whole_page(self.findings),
            false => finding::page(self.findings),
        };
        page.each(change)
    }
}

/// Whether files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixAction {
    /// Yes.
    Written,
    /// No, the changes are only shown.
    Shown,
}

/// A file that was fixed.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MendedFile {
    /// The path that it had.
    pub path: String,
    /// The path that it has now.
    pub now: String,
    /// What was wrong.
    pub done: Vec<String>,
    /// What changed in it.
    #[serde(skip)]
    pub difference: Difference,
}

impl MendedFile {
    /// Its name, what was wrong, and the difference.
    pub(crate) fn page(&self) -> Page {
        let title = match self.path == self.now {
            true => self.path.clone(),
            false => format!("{} → {}", self.path, self.now),
        };
        let page = Page::new().heading(title).bullets(&self.done);
        match &self.difference {
            Difference::Lines(lines) => {
                let lines: Vec<String> = lines.iter().map(DiffLine::written).collect();
                page.difference("", lines.join("\n"))
            }
            Difference::None | Difference::Bytes(..) => page,
        }
    }
}

/// The result of fixing.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct FixReport<'f> {
    written: bool,
    mended: Vec<MendedFile>,
    #[serde(flatten)]
    left: finding::FindingsJson<'f>,
    #[serde(skip)]
    findings: &'f [Finding],
}

impl<'f> FixReport<'f> {
    /// The files that were fixed, and the findings that are left in the files that were read.
    pub fn of(doing: FixAction, mended: Vec<MendedFile>, findings: &'f [Finding]) -> Self {
        Self {
            written: doing == FixAction::Written,
            mended,
            left: finding::findings_json(findings),
            findings,
        }
    }

    /// The page for people.
    pub fn page(&self) -> Page {
        let page = Page::new()
            .each(self.mended.iter().map(MendedFile::page))
            .line(self.summary());
        match self.findings.is_empty() {
            true => page,
            false => page
                .heading("To fix by hand")
                .then(finding::page(self.findings)),
        }
    }

    fn summary(&self) -> String {
        let files = match self.mended.len() {
            0 => return "Nothing to fix.".to_owned(),
            n => many(n, "file"),
        };
        match self.written {
            true => format!("{files} fixed. Check the changes and commit them."),
            false => format!("{files} can be fixed. Nothing was written."),
        }
    }
}

/// The most findings that are listed, and the most steps of a proposal.
const MOST: (usize, usize) = (100, 3);

/// A proposal that a pull request changes.
#[derive(Debug, Clone)]
pub struct ProposalEffect {
    /// Its name.
    id: String,
    title: String,
    /// When its call closes, if it has one.
    closes: Option<String>,
    /// Each position, with its number before and after.
    numbers: Vec<(String, u64, u64)>,
    /// The level that is computed, before and after.
    computed: (String, String),
    steps: Vec<String>,
}

impl ProposalEffect {
    /// The tally as it is, if there is one, and as it is with the pull request merged.
    pub fn of(
        register: &Register,
        before: Option<&Tally>,
        after: &Tally,
        folder: &ProposalRecords,
        now: Instant,
    ) -> Self {
        let (old, new) = (before.map(counts), counts(after));
        let numbers = new.names().map(|name| {
            let was = old.as_ref().map_or(0, |old| old.get(name));
            (name.to_owned(), was, new.get(name))
        });
        let proposal = folder.proposal.as_ref();
        let called = after.call.and_then(|n| folder.calls.get(&n)?.call.as_ref());
        let tasks = of_proposal(register, after).into_iter();
        let steps = tasks.filter(|task| !task.kind.is_personal()).take(MOST.1);
        Self {
            id: after.proposal.to_string(),
            title: proposal.map(|own| own.title.clone()).unwrap_or_default(),
            closes: called.map(|call| closes(call.closing(), now)),
            numbers: numbers.collect(),
            computed: (computed(before), computed(Some(after))),
            steps: steps
                .map(|task| match task.whose().as_str() {
                    "" => task.what(now),
                    whose => format!("{whose}: {}", task.what(now)),
                })
                .collect(),
        }
    }

    fn page(&self) -> Page {
        let title = match self.title.as_str() {
            "" => self.id.clone(),
            title => format!("{}: {title}", self.id),
        };
        let (before, after) = (self.computed.0.as_str(), self.computed.1.as_str());
        let computed = match before == after {
            true => after.to_owned(),
            false => format!("{before} now, {after} with this pull request"),
        };
        let facts = Facts::default()
            .given("Call", self.closes.as_ref())
            .fact("Computed level", computed);
        let table = Table::of(&self.numbers)
            .words("Position", DropPriority::Normal, |(name, _, _)| name)
            .numbers("now", DropPriority::Normal, |(_, was, _)| *was)
            .numbers(
                "with this pull request",
                DropPriority::Normal,
                |(_, _, will)| *will,
            );
        let page = Page::new().heading(title).facts(facts).table(table);
        match self.steps.is_empty() {
            true => page,
            false => page.line("Next steps:").bullets(&self.steps),
        }
    }
}

fn counts(tally: &Tally) -> Counts {
    Counts::of(&tally.track, &tally.count)
}

fn computed(tally: Option<&Tally>) -> String {
    let level = tally.and_then(|tally| tally.computed.as_ref());
    level.map_or_else(|| "no level".to_owned(), ToString::to_string)
}

fn closes(at: Instant, now: Instant) -> String {
    let word = if at > now { "closes" } else { "closed" };
    format!("{word} {}", moment(at, now, LocalOffset::Hidden))
}

/// The summary of a check: of a pull request if one was checked, else of the whole register.
pub fn summary(
    findings: &[Finding],
    change: Option<&Submitted>,
    touched: &[ProposalEffect],
) -> Page {
    let page = Page::new()
        .title(headline(findings, change))
        .each(change.map(Submitted::page));
    let folded = folded(findings);
    let page = match findings.is_empty() {
        true => page,
        false => page.table(listed(&folded)),
    };
    let more = folded.len().saturating_sub(MOST.0);
    let page = page
        .lines((more > 0).then(|| format!("The log of this check has {more} more.")))
        .each(touched.iter().map(ProposalEffect::page));
    match change {
        Some(change) => page
            .heading("What happens next")
            .line(next(findings, change)),
        None => page,
    }
}

fn failing(findings: &[Finding]) -> usize {
    let errors = findings.iter();
    errors
        .filter(|finding| finding.severity() == Severity::Error)
        .count()
}

fn headline(findings: &[Finding], change: Option<&Submitted>) -> String {
    let what = match change {
        Some(_) => "This pull request",
        None => "This register",
    };
    if failing(findings) == 0 && change.is_some_and(|change| change.unproven.is_some()) {
        return format!("{what}: not fully checked");
    }
    match (failing(findings), findings.len()) {
        (0, 0) => format!("{what}: no errors"),
        (0, warnings) => format!("{what}: no errors, {}", many(warnings, "warning")),
        (errors, _) => format!("{what}: {}", many(errors, "error")),
    }
}

fn listed(findings: &[Finding]) -> Rows<&Finding> {
    Table::of(gravest_first(findings).into_iter().take(MOST.0))
        .words("", DropPriority::Normal, |found| {
            let word = match found.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            format!("{word} {}", found.code.id)
        })
        .words("File", DropPriority::Normal, |found| &found.place)
        .words("Finding", DropPriority::Normal, |found| &found.sentence)
        .words("What to do", DropPriority::Normal, |found| {
            found.hint.as_ref()
        })
}

fn next(findings: &[Finding], change: &Submitted) -> &'static str {
    if failing(findings) > 0 {
        return "Fix the errors above in the same branch. This check then runs again by itself. \
                Nothing is recorded until it passes and the pull request is merged.";
    }
    if change.unproven.is_some() {
        return "This check cannot verify who submitted the pull request, so it does not pass. A person with the \
                right to merge must verify that first.";
    }
    if change.files == 0 {
        return "No record of the register changes, so this check has no findings.";
    }
    "A person with the right to merge reviews this pull request and merges it. Its records count from \
     then on."
}

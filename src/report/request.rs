//! What a check says on the page of a request: its findings, what the request would change in each
//! tally, who submitted it, and what happens next.

use crate::procedure::task::of_proposal;
use crate::register::records::{Folder, Register};
use crate::render::grid::{Column, Table};
use crate::render::page::{Facts, Page};
use crate::report::check::Submitted;
use crate::report::counts::Counts;
use crate::report::when::{self, LocalOffset};
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::code::Severity;
use crate::value::finding::Finding;

/// The most findings that are listed, and the most steps of a proposal.
const MOST: (usize, usize) = (100, 3);

/// A proposal that a request touches.
#[derive(Debug, Clone)]
pub struct Touched {
    /// Its name.
    id: String,
    title: String,
    /// When its call closes, where it has one.
    closes: Option<String>,
    /// Each position, with its number before and after.
    numbers: Vec<(String, u64, u64)>,
    /// The level that is computed, before and after.
    computed: (String, String),
    steps: Vec<String>,
}

impl Touched {
    /// The tally as it is, where there is one, and as it would be with the request merged.
    pub fn of(
        register: &Register,
        before: Option<&Tally>,
        after: &Tally,
        folder: &Folder,
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

    fn put(&self, page: Page) -> Page {
        let title = match self.title.as_str() {
            "" => self.id.clone(),
            title => format!("{}: {title}", self.id),
        };
        let mut facts = Facts::default();
        if let Some(closes) = &self.closes {
            facts = facts.fact("Call", closes.as_str());
        }
        let (before, after) = (self.computed.0.as_str(), self.computed.1.as_str());
        let computed = match before == after {
            true => after.to_owned(),
            false => format!("{before}, and {after} with this request"),
        };
        facts = facts.fact("Computed, not decided", computed);
        let page = page.heading(title).facts(facts).table(self.table());
        match self.steps.is_empty() {
            true => page,
            false => page.line("Then").bullets(self.steps.iter().cloned()),
        }
    }

    fn table(&self) -> Table {
        let columns = [
            Column::new("Position"),
            Column::number("now"),
            Column::number("with this request"),
        ];
        let rows = self.numbers.iter();
        rows.fold(Table::new(columns), |table, (name, was, will)| {
            table.row([name.clone(), was.to_string(), will.to_string()])
        })
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
    format!("{word} {}", when::moment(at, now, LocalOffset::Hidden))
}

/// The summary of a check: of a request where one was judged, else of the whole register.
pub fn summary(findings: &[Finding], change: Option<&Submitted>, touched: &[Touched]) -> Page {
    let mut page = Page::new().title(headline(findings, change));
    if let Some(change) = change {
        page = page.line(change.line());
        if let Some(unproven) = change.unproven() {
            page = page.line(format!("Not checked: {}.", unproven.sentence()));
        }
    }
    if !findings.is_empty() {
        page = page.table(listed(findings));
    }
    if findings.len() > MOST.0 {
        let more = findings.len() - MOST.0;
        page = page.line(format!("{more} more are in the log of this check."));
    }
    for one in touched {
        page = one.put(page);
    }
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
        Some(_) => "This request",
        None => "This register",
    };
    match (failing(findings), findings.len()) {
        (0, 0) => format!("{what} is in order"),
        (0, _) => format!("{what} is in order, with something worth a look"),
        (1, _) => format!("{what} has one fault"),
        (n, _) => format!("{what} has {n} faults"),
    }
}

fn listed(findings: &[Finding]) -> Table {
    let mut ordered: Vec<&Finding> = findings.iter().collect();
    ordered.sort_by(|a, b| {
        let graver = b.severity().cmp(&a.severity());
        graver.then_with(|| a.order().cmp(&b.order()))
    });
    let columns = ["", "Where", "What was found", "What to type or do"];
    let table = Table::new(columns.map(Column::new));
    ordered
        .into_iter()
        .take(MOST.0)
        .fold(table, |table, found| {
            let word = match found.severity() {
                Severity::Error => "fault",
                Severity::Warning => "look",
            };
            table.row([
                format!("{word} {}", found.code.id),
                found.place.to_string(),
                found.sentence.clone(),
                found.hint.clone().unwrap_or_default(),
            ])
        })
}

fn next(findings: &[Finding], change: &Submitted) -> &'static str {
    if failing(findings) > 0 {
        return "Correct what is listed above in the same branch: this check then runs again by itself. \
                Nothing is recorded until it passes and somebody merges the request.";
    }
    if change.files == 0 {
        return "No record of the register changes, so there is nothing that this check could say of it.";
    }
    "Somebody with the right to merge looks at the request and merges it. What is in it is recorded from \
     then on, and not before."
}

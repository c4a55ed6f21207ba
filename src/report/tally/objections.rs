//! How many objections stand where, as a tally shows it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::record::handling::Value;
use crate::render::page::Page;
use crate::report::words;
use crate::tally::objection::{Followed, State};

/// How many objections stand where.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ObjectionCounts {
    total: usize,
    open: usize,
    unanswered: usize,
    undisposed: usize,
    maintained: usize,
    standing: usize,
    comments: usize,
    dispositions: BTreeMap<Value, usize>,
    withdrawn: usize,
    late: usize,
    #[serde(skip)]
    admitted: usize,
    not_on_the_roster: usize,
}

impl ObjectionCounts {
    /// Counts what a tally follows.
    pub(crate) fn of(all: &[Followed]) -> Self {
        let count = |is: &dyn Fn(&Followed) -> bool| {
            let counted = |followed: &&Followed| followed.counts() && is(followed);
            all.iter().filter(counted).count()
        };
        let mut dispositions = BTreeMap::new();
        for followed in all.iter().filter(|followed| followed.counts()) {
            if let Some(disposition) = followed.disposition() {
                *dispositions.entry(disposition.value).or_default() += 1;
            }
        }
        let comment = |followed: &&Followed| !followed.objection.blocking;
        let stranger = |followed: &&Followed| followed.objection.blocking && !followed.on_roster;
        Self {
            total: count(&|_| true),
            open: count(&Followed::is_open),
            unanswered: count(&Followed::is_unanswered),
            undisposed: count(&Followed::is_undisposed),
            maintained: count(&Followed::is_maintained),
            standing: count(&Followed::is_standing),
            comments: all.iter().filter(comment).count(),
            dispositions,
            withdrawn: count(&|followed| followed.state == State::Withdrawn),
            late: count(&|followed| followed.late),
            admitted: count(&|followed| followed.admitted),
            not_on_the_roster: all.iter().filter(stranger).count(),
        }
    }

    /// The counts in a line or two.
    pub(crate) fn page(&self) -> Page {
        let comments = match self.comments {
            0 => String::new(),
            n => format!("; besides {}", words::many(n, "comment")),
        };
        let line = match self.total {
            0 => format!("No objections{comments}."),
            total => format!(
                "{}: {} open, {} unanswered, {} undisposed, {} maintained, {} standing{comments}.",
                words::many(total, "objection"),
                self.open,
                self.unanswered,
                self.undisposed,
                self.maintained,
                self.standing,
            ),
        };
        let page = Page::new().line(line);
        let page = match self.late {
            0 => page,
            n => page.line(format!("{}.", late(n, self.admitted))),
        };
        match self.not_on_the_roster {
            0 => page,
            n => page.line(format!(
                "{} by nobody on the roster: shown, and counted nowhere.",
                words::many(n, "objection")
            )),
        }
    }
}

/// What the rules make of objections that were raised after the close.
fn late(late: usize, admitted: usize) -> String {
    let verb = if late == 1 { "was" } else { "were" };
    let raised = format!(
        "{} {verb} raised after the close",
        words::many(late, "objection")
    );
    match admitted {
        0 if late == 1 => format!("{raised}, and no rule counts it"),
        0 => format!("{raised}, and no rule counts them"),
        _ if admitted == late => format!("{raised}, and admitted"),
        _ => format!("{raised}; {admitted} of them admitted, and no rule counts the rest"),
    }
}

//! The table of decisions on the pages of groups and participants: what each answered, and the outcome.

use crate::procedure::stage::outcome_in_words;
use crate::render::site::markup::{El, Html, el};
use crate::site::address::Address;
use crate::site::decided::DecidedCall;
use crate::site::frame::date;
use crate::site::page::Here;
use crate::value::id::{ObjectionId, ProposalId};
use crate::value::sentence::{capital, many};

/// So many rows a table has: every participant and every group has such a page. A file has all.
pub(crate) const ROWS: usize = 48;

/// What is in the columns of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Look {
    /// Numbers, each with the name of its column.
    Numbers,
    /// One answer. On a narrow screen the stylesheet puts the name of its column in front of it.
    Answer,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Look::Numbers => "list",
            Look::Answer => "list who",
        }
    }
}

/// A row: a decision, and what was answered.
pub(crate) struct DecisionRow<'s> {
    /// The decision.
    pub(crate) decided: &'s DecidedCall<'s>,
    /// The cells after that, whole.
    pub(crate) cells: Vec<Html>,
}

/// The table of decisions, the newest first. After the first heading there are numbers.
pub(crate) fn decisions(
    here: &Here<'_>,
    caption: &str,
    headings: &[&str],
    look: Look,
    rows: &[DecisionRow<'_>],
) -> Html {
    let heading = |words: &&str| el("th").scope("col").text(words);
    let number = |words: &&str| el("th").scope("col").class("n").text(words);
    let own = headings
        .iter()
        .enumerate()
        .map(|(place, words)| match place {
            0 => heading(words),
            _ => number(words),
        });
    let head = el("tr")
        .each(["Decision", "Outcome"].iter().map(heading))
        .each(own);
    let body = rows
        .iter()
        .rev()
        .take(ROWS)
        .map(|row| row.shown(here, look));
    let table = el("table")
        .class(look.class())
        .with(el("caption").text(caption))
        .with(el("thead").with(head))
        .with(el("tbody").each(body));
    let more = rows.len().checked_sub(ROWS).filter(|more| *more > 0);
    let more = more.map(|more| {
        let said = format!(
            "The newest {ROWS} are shown. {} more are in the data of this page.",
            more
        );
        el("p").class("dim").text(said).into()
    });
    Html::from(table).then(more)
}

impl DecisionRow<'_> {
    fn shown(&self, here: &Here<'_>, look: Look) -> Html {
        let decided = self.decided;
        let title = here.link(
            &Address::call(decided.id, decided.call),
            Html::bdi(decided.title),
        );
        let below = el("span")
            .class("sub")
            .text(decided.id.as_str())
            .text(", ")
            .with(date(decided.decision.judgement.at));
        let outcome = capital(outcome_in_words(decided.decision.judgement.outcome));
        el("tr")
            .with(el("th").scope("row").with(title).with(below))
            .with(match look {
                Look::Numbers => cell("Outcome", Html::text(outcome)),
                Look::Answer => el("td").text(outcome),
            })
            .each(self.cells.iter().cloned())
            .into()
    }
}

/// A cell; on a narrow screen the name of its column is in front of it.
pub(crate) fn cell(column: &str, content: impl Into<Html>) -> El {
    let name = el("span").class("col").text(format!("{column}: "));
    el("td").with(name).with(content)
}

/// An objection on a list.
#[derive(Debug)]
pub(crate) struct RaisedRow<'s> {
    /// The proposal.
    pub(crate) proposal: &'s ProposalId,
    /// Its id.
    pub(crate) id: &'s ObjectionId,
    /// What it is about.
    pub(crate) about: &'s str,
    /// Whether it is an objection, and not a comment.
    pub(crate) blocking: bool,
    /// Its state, in words.
    pub(crate) state: &'static str,
}

/// A list of objections and comments.
pub(crate) fn raised(here: &Here<'_>, rows: &[RaisedRow<'_>]) -> Html {
    if rows.is_empty() {
        return el("p").text("No objections or comments.").into();
    }
    let item = |row: &RaisedRow<'_>| {
        let name = here.site.objection(row.proposal, row.id);
        let address = Address::objection(row.proposal, &name);
        let kind = if row.blocking { "objection" } else { "comment" };
        el("li")
            .with(here.link(&address, Html::bdi(row.about)))
            .text(format!(" ({kind}, {}) on ", row.state))
            .with(here.link(
                &Address::proposal(row.proposal),
                Html::text(row.proposal.as_str()),
            ))
    };
    let all = el("ul").each(rows.iter().map(item));
    Html::from(el("p").text(format!("{}:", many(rows.len(), "objection or comment")))).then(all)
}

#[cfg(test)]
mod tests {
    use super::ROWS;
    use crate::site::group_members::COLUMNS;

    #[test]
    fn the_reference_says_how_long_the_lists_are() {
        let page = include_str!("../../docs/reference/site.md");
        for line in [
            format!("| answers of a group | the newest {ROWS} decisions |"),
            format!("its `index.json` | the newest {ROWS} decided calls;"),
            format!("and of the answers of a group | the newest {COLUMNS} decisions |"),
        ] {
            assert!(page.contains(&line), "{line}");
        }
    }
}

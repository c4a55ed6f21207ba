//! Who answered on which revision.

use serde::Serialize;

use crate::record::proposal::Proposal;
use crate::register::freeze::Moments;
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::Text;
use crate::render::page::Page;
use crate::tally::Tally;
use crate::tally::reason::Reason;
use crate::value::id::{PositionName, RevisionName};

/// The positions that were given on one revision, or on none that is known.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Answers {
    on: Option<RevisionName>,
    positions: Vec<Given>,
}

/// A position.
#[derive(Debug, Clone, Serialize)]
struct Given {
    by: String,
    position: Option<PositionName>,
    state: State,
}

/// What became of a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    /// It counts.
    Counted,
    /// It counts, and a material revision came after the one that it was given on.
    Stale,
    /// It does not count any more, because such a revision came.
    Expired,
}

impl State {
    fn behind(self) -> &'static str {
        match self {
            State::Counted => "",
            State::Stale => ", stale",
            State::Expired => ", expired",
        }
    }
}

/// The positions that count, or that only a later text has ended, by the revision that they were
/// given on; those that do not say come last.
pub(super) fn all(moments: &Moments, tally: &Tally, proposal: &Proposal) -> Vec<Answers> {
    let known = |path: &str| given_on(moments, tally, proposal, path);
    let counted = tally.canvass.counted.iter().map(|file| {
        let state = if file.stale {
            State::Stale
        } else {
            State::Counted
        };
        let position = Some(file.position.clone());
        (known(&file.path).and(file.on), &file.owner, position, state)
    });
    let expired = tally.canvass.set_aside.iter();
    let expired = expired
        .filter(|file| file.reason == Reason::Expired)
        .map(|file| {
            let on = known(&file.path);
            (on, &file.owner, file.position.clone(), State::Expired)
        });
    let mut given: Vec<_> = counted.chain(expired).collect();
    given.sort_by_key(|(on, owner, ..)| (on.is_none(), *on, *owner));
    let mut all: Vec<Answers> = Vec::new();
    for (on, owner, position, state) in given {
        let by = owner.to_string();
        let given = Given {
            by,
            position,
            state,
        };
        match all.last_mut().filter(|last| last.on == on) {
            Some(last) => last.positions.push(given),
            None => all.push(Answers {
                on,
                positions: vec![given],
            }),
        }
    }
    all
}

/// The revision that a file says, else the one that was current when it landed; none where
/// neither is known, although the tally then takes it for an answer on the call's.
fn given_on(
    moments: &Moments,
    tally: &Tally,
    proposal: &Proposal,
    path: &str,
) -> Option<RevisionName> {
    let registers = [moments.closing(), &moments.asked];
    let said = registers.into_iter().find_map(|register| {
        let folder = register.proposals.get(&tally.proposal)?;
        folder.positions.get(path)?.position.as_ref()?.on
    });
    let landed = moments.given_on.get(path).copied();
    let only = match proposal.revisions.as_slice() {
        [only] => Some(only.name),
        _ => None,
    };
    said.or(landed).or(only)
}

/// The answers for people.
pub(super) fn page(all: &[Answers]) -> Page {
    if all.is_empty() {
        return Page::new().line("Nobody's position counts, on any revision.");
    }
    let columns = [
        Column::new("answered on").keep(Keep::Always),
        Column::number("positions").keep(Keep::High),
        Column::sentence("who").keep(Keep::Always),
    ];
    let table = all.iter().fold(Table::new(columns), |table, answers| {
        table.row(answers.row())
    });
    Page::new().table(table)
}

impl Answers {
    fn row(&self) -> [Text; 3] {
        let on = self.on.map(|on| on.to_string());
        let who: Vec<String> = self.positions.iter().map(Given::in_words).collect();
        [
            on.unwrap_or_else(|| "not said".to_owned()).into(),
            self.positions.len().into(),
            who.join(", ").into(),
        ]
    }
}

impl Given {
    fn in_words(&self) -> String {
        let position = self.position.as_ref().map_or("", PositionName::as_str);
        format!("{} ({position}{})", self.by, self.state.behind())
    }
}

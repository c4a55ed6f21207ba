//! A position as a receipt shows it: what it says, where it stands, and whether it is counted.

use serde::Serialize;

use crate::procedure::hand::counted_bytes;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::register::records::Register;
use crate::render::page::{Facts, Page};
use crate::report::receipts::Sources;
use crate::report::words;
use crate::tally::canvass::{Counted, SetAside};
use crate::tally::reason::Reason;
use crate::value::class::Class;
use crate::value::clock::Instant;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::id::{ObjectionId, ParticipantId, PositionName, RevisionName};

/// A position file, as it was judged.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct PositionReceipt {
    pub(super) path: String,
    /// None where the file cannot be read.
    position: Option<PositionName>,
    on: Option<RevisionName>,
    reason: Option<String>,
    joins: Vec<ObjectionId>,
    relayed_by: Option<ParticipantId>,
    received: Option<Instant>,
    sha256: Option<TextDigest>,
    /// The landing that brought it; none where it is not committed, or the history is not here.
    commit: Option<CommitId>,
    landed: Option<Instant>,
    counted: bool,
    counted_as: Option<Class>,
    stale: bool,
    set_aside: Option<Reason>,
    #[serde(skip)]
    pub(super) of_group: bool,
}

/// Which register a file was judged in: a file that moved after the close stands in both.
#[derive(Clone, Copy)]
enum Judged {
    AtClose,
    AsAsked,
}

/// The position files whose owner is `mine`, each as often as it was judged.
pub(super) fn all(sources: &Sources<'_>, mine: impl Fn(&Owner) -> bool) -> Vec<PositionReceipt> {
    let canvass = &sources.tally.canvass;
    let counted = canvass.counted.iter().filter(|file| mine(&file.owner));
    let aside = canvass.set_aside.iter().filter(|file| mine(&file.owner));
    let counted = counted.map(|file| of_counted(sources, file));
    counted
        .chain(aside.map(|file| of_set_aside(sources, file)))
        .collect()
}

fn of_counted(sources: &Sources<'_>, file: &Counted) -> PositionReceipt {
    let asked = sources.moments.asked.bytes(&file.path);
    let judged = match counted_bytes(sources.moments, &file.path) == asked {
        true => Judged::AsAsked,
        false => Judged::AtClose,
    };
    PositionReceipt {
        counted: true,
        counted_as: Some(file.class),
        stale: file.stale,
        on: file.on,
        ..read(sources, &file.path, &file.owner, judged)
    }
}

fn of_set_aside(sources: &Sources<'_>, file: &SetAside) -> PositionReceipt {
    let judged = match file.reason {
        Reason::Late => Judged::AsAsked,
        _ => Judged::AtClose,
    };
    PositionReceipt {
        set_aside: Some(file.reason),
        ..read(sources, &file.path, &file.owner, judged)
    }
}

fn read(sources: &Sources<'_>, path: &str, owner: &Owner, judged: Judged) -> PositionReceipt {
    let asked = &sources.moments.asked;
    let closing = sources.moments.closing();
    let there = match judged {
        Judged::AtClose if closing.bytes(path).is_some() => closing,
        Judged::AtClose | Judged::AsAsked => asked,
    };
    let position = filed(there, path);
    // Landings are known of the files as they lie at the moment asked for.
    let unmoved = there.bytes(path) == asked.bytes(path);
    let landing = sources.landings.get(path).filter(|_| unmoved);
    let text = |of: fn(&Position) -> &Option<String>| position.and_then(|read| of(read).clone());
    PositionReceipt {
        path: path.to_owned(),
        position: position.map(|read| read.position.clone()),
        on: position.and_then(|read| read.on),
        reason: text(|read| &read.reason),
        joins: position.map_or(Vec::new(), |read| read.joins.clone()),
        relayed_by: position.and_then(|read| read.relayed_by.clone()),
        received: position.and_then(|read| read.received),
        sha256: there.digest(path),
        commit: landing.map(|landing| landing.commit.clone()),
        landed: landing.map(|landing| landing.at),
        counted: false,
        counted_as: None,
        stale: false,
        set_aside: None,
        of_group: matches!(owner, Owner::Group(_)),
    }
}

fn filed<'r>(register: &'r Register, path: &str) -> Option<&'r Position> {
    let record = RecordPath::identify(path)?.ok()?;
    let folder = register.proposals.get(record.proposal()?)?;
    folder.positions.get(path)?.position.as_ref()
}

impl PositionReceipt {
    pub(super) fn page(&self) -> Page {
        let said = self.position.as_ref();
        let said = said.map_or("cannot be read".to_owned(), ToString::to_string);
        let on = self.on.map_or(String::new(), |on| format!(" (on {on})"));
        let landed = match self.commit.as_ref().zip(self.landed) {
            Some((commit, at)) => format!("in commit {}, {}", commit.short(), at.long()),
            None => "no landing of it is known here".to_owned(),
        };
        let received = self.received.map(|at| format!(", received {}", at.long()));
        let received = received.unwrap_or_default();
        let typed = self.relayed_by.as_ref().map(|by| format!("{by}{received}"));
        let facts = Facts::default()
            .fact("Position", format!("{said}{on}"))
            .fact("Counted", self.judged())
            .fact("File", &self.path)
            .given("SHA-256", self.sha256.as_ref())
            .fact("Landed", landed)
            .given("Typed by", typed)
            .filled("Supports", words::listed(&self.joins));
        Page::new()
            .facts(facts)
            .said("Reason", self.reason.as_ref())
    }

    fn judged(&self) -> String {
        match (self.counted_as, self.set_aside) {
            (Some(class), _) => {
                let stale = match self.stale {
                    true => "; the text has changed since, so please say whether it still holds",
                    false => "",
                };
                format!("yes, as {}{stale}", class.word())
            }
            (None, Some(reason)) => format!("no, set aside: {}", reason.in_words()),
            (None, None) => "no".to_owned(),
        }
    }
}

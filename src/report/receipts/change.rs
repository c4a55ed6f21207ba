//! How somebody changes what is recorded of them, and until when.

use serde::Serialize;

use crate::procedure::phase::Phase;
use crate::record::path::{Owner, RecordPath};
use crate::render::page::Page;
use crate::report::objection::ObjectionWhole;
use crate::report::owing::keepers;
use crate::report::receipts::Sources;
use crate::report::receipts::position::PositionReceipt;
use crate::report::when::moment;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::id::ParticipantId;

/// What a receipt is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// All that is on record of somebody.
    Everything,
    /// One objection.
    Objection,
}

/// How to change it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Change {
    /// Whether a change counts, and until when.
    said: String,
    /// Until when a change counts, where that is said.
    until: Option<Instant>,
    /// The ways; none where nothing may be changed.
    ways: Vec<String>,
}

impl Change {
    pub(super) fn of(
        sources: &Sources<'_>,
        who: &ParticipantId,
        positions: &[PositionReceipt],
        objections: &[ObjectionWhole],
        scope: Scope,
    ) -> Self {
        let may = match positions.is_empty() && objections.is_empty() {
            true => "You may give a position or raise an objection",
            false => "You may change it",
        };
        let call = sources.folder().and_then(|folder| folder.current_call());
        let closes = call.map(|(_, call)| call.closing());
        let (said, until) = match (sources.phase(), closes) {
            (Phase::Open, Some(closes)) => {
                let shown = moment(closes, sources.now, sources.offset);
                (format!("{may} until {shown}."), Some(closes))
            }
            (Phase::Over | Phase::Designated, _) => (
                "The call is over. What lands now is late, and counts only if a chair admits it \
                 with a reason."
                    .to_owned(),
                None,
            ),
            (Phase::Decided, _) => (
                "The question was decided, and what it was decided on stays as it is.".to_owned(),
                None,
            ),
            (Phase::Discussion | Phase::Open, _) => (
                "No call is open: you may change it at any time.".to_owned(),
                None,
            ),
        };
        let ways = match sources.phase() {
            Phase::Decided => Vec::new(),
            _ => ways(sources, who, positions, objections, scope),
        };
        Self { said, until, ways }
    }

    pub(super) fn page(&self) -> Page {
        let page = Page::new().heading("What you can do").line(&self.said);
        match self.ways.as_slice() {
            [] => page,
            ways => page.bullets(ways),
        }
    }
}

fn ways(
    sources: &Sources<'_>,
    who: &ParticipantId,
    positions: &[PositionReceipt],
    objections: &[ObjectionWhole],
    scope: Scope,
) -> Vec<String> {
    let id = &sources.tally.proposal;
    let mut ways = Vec::new();
    let by_group = positions.iter().any(PositionReceipt::is_of_group);
    let is_over = matches!(sources.phase(), Phase::Over | Phase::Designated);
    if !is_over && scope == Scope::Everything {
        let command = Command::new("position").with(id).with(Placeholder::Value);
        let command = match by_group {
            true => command.option("--group", Placeholder::Group),
            false => command,
        };
        ways.push(format!("by command: {command}"));
        let own = RecordPath::Position(id.clone(), Owner::Participant(who.clone())).to_string();
        let path = positions
            .first()
            .map_or(own.as_str(), PositionReceipt::path);
        ways.push(format!("in a web editor: the file {path}"));
    }
    ways.extend(objections.iter().map(|objection| {
        let command = Command::new("reply").with(objection.id());
        let command = command.with(Placeholder::Value);
        format!("your objection (VALUE is satisfied, maintained or withdrawn): {command}")
    }));
    let keepers = keepers(sources.register);
    if !keepers.is_empty() {
        ways.push(format!("by letter or mail to {}", keepers.join(" or ")));
    }
    ways
}

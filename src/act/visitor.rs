//! Enters the comment of a visitor, who is not a participant yet and has no seat, together with the visitor's entry.

use std::sync::Arc;

use clap::Args;

use crate::act::actor::{Actor, Behalf};
use crate::act::arguments::{name, own_value};
use crate::act::object::{RaiseObjection, object};
use crate::act::proposal_state::{charter, maybe_said};
use crate::act::refusal::Refusal;
use crate::record::charter::Charter;
use crate::record::dimension::OwnValues;
use crate::record::participant::{Memberships, Participant, VISITOR};
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::hint::Hint;
use crate::value::id::{
    DimensionName, DimensionValue, GroupId, ObjectionId, ParticipantId, ProposalId, RegionId,
    StandingName, slug,
};

/// A person who comments and is not a participant.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
pub struct Visitor {
    /// Enter it for a visitor of this name, who is not a participant yet ("" if they give no name)
    #[arg(long, value_name = "NAME", group = "spoke")]
    pub visitor: Option<String>,
    /// On whose behalf the visitor speaks
    #[arg(long, value_name = "TEXT", requires = "visitor")]
    pub on_behalf: Option<String>,
    /// Region of the visitor
    #[arg(long, value_parser = name(RegionId::parse), requires = "visitor")]
    pub region: Option<RegionId>,
    /// Value of the visitor in a dimension of the charter, such as income-class=low (repeatable)
    #[arg(long, value_name = "NAME=VALUE", value_parser = own_value, requires = "visitor")]
    pub dimension: Vec<(DimensionName, DimensionValue)>,
}

/// Writes the comment of a visitor, and the visitor's entry on the participant list.
///
/// # Errors
/// Refused where the charter names no group for visitors, and where a comment is refused.
pub fn comment(
    register: &Register,
    id: &ProposalId,
    (input, visitor): (&RaiseObjection, &Visitor),
    (actor, behalf): (&Actor, &Behalf),
    now: Instant,
) -> Result<(ObjectionId, PendingCommit), Refusal> {
    let group = group(charter(register)?)?;
    let (who, record) = entry(register, visitor, group, now)?;
    let behalf = Behalf {
        of: Some(who.clone()),
        ..behalf.clone()
    };
    let path = RecordPath::Participant(who.clone()).to_string();
    let bytes = record.sheet().finish().into_bytes();
    let mut with = register.clone();
    Arc::make_mut(&mut with.participants).insert(who, record);
    let (of, mut pending) = object(&with, id, input, (actor, &behalf), now)?;
    pending.files.insert(path, bytes);
    Ok((of, pending))
}

/// The group of visitors.
fn group(charter: &Charter) -> Result<GroupId, Refusal> {
    let known = charter.visitors.clone();
    known.ok_or_else(|| {
        let hint: Hint = "a chair adds visitors = \"GROUP\" to charter.toml, with the group in which they are shown".into();
        Refusal::rules("the charter has no group for visitors", hint)
    })
}

fn entry(
    register: &Register,
    visitor: &Visitor,
    group: GroupId,
    now: Instant,
) -> Result<(ParticipantId, Participant), Refusal> {
    let name = visitor.visitor.as_deref().unwrap_or_default().trim();
    let numbered = || (1_u32..).map(|n| format!("{VISITOR}-{n}"));
    let base = slug(name);
    let ids = std::iter::once(base.clone()).chain((2_u32..).map(|n| format!("{base}-{n}")));
    let ids: Box<dyn Iterator<Item = String>> = match base.is_empty() {
        true => Box::new(numbered()),
        false => Box::new(ids),
    };
    let free = |id: &ParticipantId| register.known_as(id).is_none();
    let mut ids = ids.filter_map(|id| ParticipantId::parse(&id).ok());
    let id = ids.find(free).ok_or_else(|| {
        Refusal::usage(
            "no id can be made for the visitor",
            "give another name with --visitor",
        )
    })?;
    let shown = match name.is_empty() {
        true => format!(
            "Visitor {}",
            id.as_str().rsplit('-').next().unwrap_or_default()
        ),
        false => name.to_owned(),
    };
    let behalf = maybe_said(visitor.on_behalf.as_deref(), "the text", "--on-behalf")?;
    Ok((
        id,
        Participant {
            memberships: Memberships {
                standing: StandingName::parse(VISITOR).into_iter().collect(),
                terms: Vec::new(),
            },
            region: visitor.region.clone(),
            dimensions: OwnValues(visitor.dimension.clone()),
            interests_updated: behalf.is_some().then(|| now.date().to_string()),
            interests: behalf,
            ..Participant::new(shown, group)
        },
    ))
}

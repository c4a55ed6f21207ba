//! Adds a membership in a group or for a time to the entry of a participant, or ends one.

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::{day, name};
use crate::act::participant::{group, unknown};
use crate::act::proposal_state::{charter, entry};
use crate::act::refusal::Refusal;
use crate::procedure::rights::{About, Deed};
use crate::record::canonical_toml::CanonicalToml;
use crate::record::edit::Edit;
use crate::record::participant::{Participant, Phase, Term};
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::{GroupId, ParticipantId, StandingName};

/// A membership that is added or ended.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[group(skip)]
pub struct TermInput {
    /// Membership: member, council-member or another
    #[arg(value_parser = name(StandingName::parse))]
    pub standing: StandingName,
    /// The group in which it counts, if not the participant's.
    #[arg(skip)]
    pub group: Option<GroupId>,
    /// First day, such as 2026-01-01
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub since: Option<String>,
    /// Last day; a present membership without one gets it
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub until: Option<String>,
}

/// What becomes of the entry.
enum Change {
    /// The term at this index of the list gets another last day.
    Ends(usize),
    /// The membership without an end gets a last day, and perhaps a first one.
    EndsStanding,
    /// The term is new.
    Adds,
}

/// Adds a membership to the entry of `id`, or ends one.
///
/// # Errors
/// Refused where `actor` cannot keep the participant list, where there is no such participant or group, where the last
/// day is before the first, and where the participant has the membership already.
pub fn term(
    register: &Register,
    id: &ParticipantId,
    input: &TermInput,
    actor: &Actor,
    now: Instant,
) -> Result<PendingCommit, Refusal> {
    actor.must(Deed::KeepParticipants, &About::register(register))?;
    if let Some(wanted) = &input.group {
        group(charter(register)?, Some(wanted))?;
    }
    let path = register.path(&RecordPath::Participant(id.clone()));
    let old = register.participants.get(id);
    let edit = register.bytes(&path).and_then(Edit::open);
    let (Some(old), Some(mut edit)) = (old, edit) else {
        return Err(unknown(register, id));
    };
    let new = Term {
        standing: input.standing.clone(),
        group: input.group.clone().filter(|group| *group != old.group),
        since: input.since.clone(),
        until: input.until.clone(),
    };
    match change(id, old, &new, now)? {
        Change::Ends(index) => {
            let mut sheet = CanonicalToml::new();
            let last = new.until.as_deref().unwrap_or_default();
            sheet.raw("until", last);
            edit.set_in_item("membership", index, sheet);
        }
        Change::EndsStanding => {
            let standing = &old.memberships.standing;
            let rest = standing.iter().filter(|own| **own != new.standing);
            write_standing(&mut edit, &rest.collect::<Vec<_>>());
            edit.push("membership", new.sheet());
        }
        Change::Adds => {
            // With a term, nobody is a member by default.
            if old.memberships.terms.is_empty() {
                write_standing(
                    &mut edit,
                    &old.memberships.standing.iter().collect::<Vec<_>>(),
                );
            }
            edit.push("membership", new.sheet());
        }
    }
    Ok(entry(
        vec![(path, edit.finish())],
        format!("Change participant {id}"),
        &[("Participant", id), ("By", &actor.id)],
    ))
}

fn change(
    id: &ParticipantId,
    old: &Participant,
    new: &Term,
    now: Instant,
) -> Result<Change, Refusal> {
    let standing = &new.standing;
    if let (Some(since), Some(until)) = (&new.since, &new.until)
        && until < since
    {
        let sentence = format!("the last day, {until}, is before the first, {since}");
        return Err(Refusal::usage(sentence, "write a later day with --until"));
    }
    let same = |term: &Term| term.standing == *standing && term.group == new.group;
    let terms = old.memberships.terms.iter().enumerate();
    let present = terms
        .filter(|(_, term)| same(term) && term.phase(now) != Phase::After)
        .map(|(index, term)| (index, term.until.is_none()));
    let present: Vec<(usize, bool)> = present.collect();
    let lasting = new.group.is_none() && old.memberships.standing.contains(standing);
    match (&new.since, &new.until, present.as_slice()) {
        (_, Some(_), _) if lasting => Ok(Change::EndsStanding),
        (None, Some(_), [(index, _), ..]) => Ok(Change::Ends(*index)),
        (..) if lasting || present.iter().any(|(_, is_lasting)| *is_lasting) => {
            let sentence = format!("{id} has the membership {standing} without a last day");
            let ends = Command::new("participant term").with(id).with(standing);
            let ends = match &new.group {
                Some(group) => ends.option("--group", group),
                None => ends,
            };
            let ends = ends.option("--until", Placeholder::Date);
            Err(Refusal::rules(
                sentence,
                Hint::run("to give it a last day", ends),
            ))
        }
        _ => Ok(Change::Adds),
    }
}

fn write_standing(edit: &mut Edit, standing: &[&StandingName]) {
    match standing {
        [] => edit.remove(&["standing"]),
        names => {
            let mut sheet = CanonicalToml::new();
            sheet.list("standing", names);
            edit.set(sheet);
        }
    }
}

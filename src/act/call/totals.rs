//! Enters totals of a personal dimension: how many people of a group have which value. Nothing says who they are.

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::{name, number_of};
use crate::act::hints::checked;
use crate::act::proposal_state::{File, entry, listed, meant, proposal};
use crate::act::refusal::Refusal;
use crate::procedure::rights::{About, Deed};
use crate::record::dimension::OwnDimension;
use crate::record::path::RecordPath;
use crate::record::totals::GroupTotals;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::tally::Tally;
use crate::tally::totals::seats_of;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::{DimensionName, DimensionValue, GroupId};
use crate::value::sentence::many_of;

/// The totals of one group.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct EnterTotals {
    /// Numbers of people by value, such as women=4 (0 for values that are left out)
    #[arg(required = true, value_name = "VALUE=NUMBER", value_parser = number_of)]
    pub numbers: Vec<(DimensionValue, u64)>,
    /// Personal dimension of the charter, such as gender
    #[arg(long, value_name = "NAME", value_parser = name(DimensionName::parse))]
    pub dimension: DimensionName,
}

/// Enters the totals of a group for the call that was tallied. Those that were entered before stay in the file, and are
/// not shown any more.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no call, where the charter of the call has
/// no such personal dimension or value, and where the group has fewer seats.
pub fn enter(
    register: &Register,
    tally: &Tally,
    (group, input): (&GroupId, &EnterTotals),
    actor: &Actor,
    now: Instant,
) -> Result<(u32, PendingCommit), Refusal> {
    let id = &tally.proposal;
    let (folder, _) = proposal(register, id)?;
    let n = tally.call.ok_or_else(|| no_call(tally))?;
    actor.must(Deed::EnterTotals, &About::proposal(register, id).call(n))?;
    let own = personal(tally, &input.dimension)?;
    let totals = GroupTotals {
        dimension: own.id.clone(),
        group: group.clone(),
        values: numbers(own, &input.numbers)?,
        by: actor.id.clone(),
        at: now,
    };
    must_fit(tally, &totals)?;
    let filed = folder.calls.get(&n).and_then(|call| call.totals.as_ref());
    let before = filed.and_then(|filed| filed.last(&own.id, group));
    if before.is_some_and(|before| before.values == totals.values) {
        let sentence = format!("these totals of {group} are recorded already");
        return Err(Refusal::recorded(sentence, ""));
    }
    let mut file = File::of(register, &RecordPath::Totals(id.clone(), n))?;
    file.edit.push("totals", totals.sheet());
    let subject = format!("Enter totals of {group} by {} for call {n} on {id}", own.id);
    let pending = entry(
        [file.finish()],
        subject,
        &[("Proposal", id), ("Call", &n), ("By", &actor.id)],
    );
    Ok((n, pending))
}

fn no_call(tally: &Tally) -> Refusal {
    let id = &tally.proposal;
    let open = Command::new("call open").with(id);
    let hint = Hint::run("to open one", open.option("--closes", Placeholder::Time));
    Refusal::rules(format!("{id} has no call, so no seats are fixed"), hint)
}

/// A personal dimension of the charter that the call fixed.
fn personal<'t>(tally: &'t Tally, name: &DimensionName) -> Result<&'t OwnDimension, Refusal> {
    let all = || tally.charter.personal_dimensions();
    let names = || all().map(|own| own.id.as_str());
    match tally.charter.dimension(name) {
        Some(own) if own.personal => Ok(own),
        Some(own) => {
            let sentence = format!("{} is not personal, so it has no totals", own.id);
            let set = Command::new("participant set").with("--help");
            let hint = Hint::run("to write it with a participant", set);
            Err(Refusal::usage(sentence, hint))
        }
        None => {
            let sentence = format!("\"{name}\" is not a dimension of the charter of this call");
            let list = || format!("personal dimensions: {}", listed(names())).into();
            Err(Refusal::usage(sentence, meant(name, names(), list)))
        }
    }
}

/// The numbers in the order of the charter, without zeros.
fn numbers(
    own: &OwnDimension,
    typed: &[(DimensionValue, u64)],
) -> Result<Vec<(DimensionValue, u64)>, Refusal> {
    for (place, (value, _)) in typed.iter().enumerate() {
        let list = || format!("values: {}", listed(own.value_names())).into();
        if own.value(value).is_none() {
            let sentence = format!("\"{value}\" is not a value of {}", own.id);
            return Err(Refusal::usage(
                sentence,
                meant(value, own.value_names(), list),
            ));
        }
        if typed.iter().take(place).any(|(before, _)| before == value) {
            let sentence = format!("\"{value}\" is given twice");
            return Err(Refusal::usage(sentence, "give one number for each value"));
        }
    }
    let given = |value: &DimensionValue| typed.iter().find(|(known, _)| known == value).cloned();
    let all = own.values.iter().filter_map(|(value, _)| given(value));
    Ok(all.collect())
}

fn must_fit(tally: &Tally, totals: &GroupTotals) -> Result<(), Refusal> {
    let (sum, seats) = (totals.sum(), seats_of(tally, &totals.group));
    if sum <= seats {
        return Ok(());
    }
    let sentence = format!(
        "the totals are of {}, and group {} has {} in this call",
        many_of(sum, "person", "people"),
        totals.group,
        many_of(seats, "seat", "seats")
    );
    let hint = match seats {
        0 => checked(),
        _ => Hint::from("count only people with a seat; those who said nothing are left out"),
    };
    Err(Refusal::usage(sentence, hint))
}

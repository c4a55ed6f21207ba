//! Excludes a participant from an open call, and readmits one.

use crate::act::actor::Actor;
use crate::act::call::{act, changed, edited, undecided};
use crate::act::proposal_state::{proposal, said};
use crate::act::refusal::Refusal;
use crate::procedure::rights::{About, Deed};
use crate::record::call::{Call, Exclusion};
use crate::register::entry::PendingCommit;
use crate::register::tally_inputs::TallyInputs;
use crate::tally::electorate::Electorate;
use crate::tally::exclusion::forbidden;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::{ParticipantId, ProposalId};

/// Excludes a participant from the open call of a proposal, or readmits one. `moments` are the call's, and `ends`
/// says that the exclusion ends.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no call is open, where the track does not allow
/// it, where it changes nothing, and without a reason.
pub fn exclude(
    moments: &TallyInputs,
    id: &ProposalId,
    (who, ends, reason): (&ParticipantId, bool, &str),
    actor: &Actor,
    now: Instant,
) -> Result<(u32, PendingCommit), Refusal> {
    let register = &moments.asked;
    let (folder, _) = proposal(register, id)?;
    actor.must(Deed::Exclude, &About::proposal(register, id).of(who))?;
    let (n, call) = undecided(folder, id)?;
    must_be_open(id, (n, call), now)?;
    must_be_allowed(moments, id, (n, call), who)?;
    must_change(id, (n, call), who, ends)?;
    let entry = Exclusion {
        participant: who.clone(),
        ends,
        act: act(actor, now, said(reason, "the reason", "--reason")?),
    };
    let mut file = edited(register, id, n)?;
    file.edit.push("exclusion", entry.sheet());
    let verb = match ends {
        true => format!("Readmit {who} to"),
        false => format!("Exclude {who} from"),
    };
    Ok((n, changed(&verb, id, n, file, actor)))
}

fn must_be_open(id: &ProposalId, (n, call): (u32, &Call), now: Instant) -> Result<(), Refusal> {
    if call.is_open(now) {
        return Ok(());
    }
    let closed = call.closing().long();
    Err(Refusal::rules(
        format!(
            "nobody can be excluded from call {n} on {id} or readmitted: it closed on {closed}"
        ),
        Hint::run(
            "to ask again without a participant, withdraw the call and open a new one",
            Command::new("call withdraw")
                .with(id)
                .option("--reason", Placeholder::Reason),
        ),
    ))
}

/// The track must allow exclusions, and the participant must be able to answer in a seat.
fn must_be_allowed(
    moments: &TallyInputs,
    id: &ProposalId,
    (n, call): (u32, &Call),
    who: &ParticipantId,
) -> Result<(), Refusal> {
    let frozen = moments.frozen();
    let charter = frozen.charter.as_deref();
    let Some((charter, track)) = charter.and_then(|it| Some((it, it.track(&call.track)?))) else {
        return Ok(());
    };
    let explained = || {
        let explain = Command::new("charter explain").with(&track.id);
        Hint::run("to see the rules", explain)
    };
    if let Some(why) = forbidden(track) {
        let sentence = format!("{who} cannot be excluded from call {n} on {id}: {why}");
        return Err(Refusal::rules(sentence, explained()));
    }
    let electorate = Electorate::of(charter, frozen, track, Some(call.opens));
    match electorate.seat_of(who) {
        Some(_) => Ok(()),
        None => Err(Refusal::rules(
            format!("{who} has no seat in call {n} on {id}, so nothing that {who} says is counted"),
            Hint::run(
                "to see who has a seat",
                Command::new("participant seats").option("--track", &track.id),
            ),
        )),
    }
}

fn must_change(
    id: &ProposalId,
    (n, call): (u32, &Call),
    who: &ParticipantId,
    ends: bool,
) -> Result<(), Refusal> {
    let is_excluded = call.excluded().any(|entry| entry.participant == *who);
    match (is_excluded, ends) {
        (true, false) => Err(Refusal::recorded(
            format!("{who} is already excluded from call {n} on {id}"),
            "",
        )),
        (false, true) => Err(Refusal::recorded(
            format!("{who} is not excluded from call {n} on {id}"),
            "",
        )),
        _ => Ok(()),
    }
}

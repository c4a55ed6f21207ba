//! What a chair or a secretary enters for a participant who said it elsewhere: the one way to act for
//! another.

use crate::act::actor::Actor;
use crate::act::refusal::Refusal;
use crate::procedure::rights::{About, Deed};
use crate::record::act::Entered;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::suggest;

/// For whom something is entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behalf {
    /// The participant who said it; the actor, where nobody is named.
    pub of: Option<ParticipantId>,
    /// When they said it.
    pub received: Option<Instant>,
    /// Where that can be seen.
    pub evidence: Option<String>,
}

/// Whose record it becomes, and how it was entered; refuses everybody who cannot enter what others
/// said.
pub(crate) fn owner(
    register: &Register,
    id: &ProposalId,
    behalf: &Behalf,
    actor: &Actor,
    now: Instant,
) -> Result<(ParticipantId, Option<Entered>), Refusal> {
    let Some(of) = behalf.of.as_ref().filter(|of| **of != actor.id) else {
        return Ok((actor.id.clone(), None));
    };
    let present = known(register, of)?;
    actor.must(
        Deed::EnterForAnother,
        &About::proposal(register, id).of(present),
    )?;
    if let Some(received) = behalf.received.filter(|received| *received > now) {
        return Err(Refusal::usage(
            format!("--received is {received}, which is after now ({now})"),
            "--received with the moment at which it was said",
        ));
    }
    let evidence = behalf.evidence.clone();
    let entered = Entered {
        by: actor.id.clone(),
        received: behalf.received,
        evidence: evidence.filter(|link| !link.trim().is_empty()),
    };
    Ok((present.clone(), Some(entered)))
}

/// The participant whom a name means.
pub(crate) fn known<'r>(
    register: &'r Register,
    id: &ParticipantId,
) -> Result<&'r ParticipantId, Refusal> {
    register.known_as(id).ok_or_else(|| {
        let names = register.participants.keys().map(ParticipantId::as_str);
        let meant = suggest::nearest(id.as_str(), names);
        let hint = meant
            .map(|meant| format!("did you mean {meant}?"))
            .unwrap_or_default();
        Refusal::usage(format!("{id} is not on the roster"), hint)
    })
}

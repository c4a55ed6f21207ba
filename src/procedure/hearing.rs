//! Who hears an appeal: whoever the charter names for it, and never somebody who took the decision.

use crate::record::track::AppealRule;
use crate::register::records::Register;
use crate::value::id::{ParticipantId, ProposalId};

/// How decisions of the track may be appealed by whose rules the call `n` was decided, as the
/// charter of the moment has it.
pub fn rule<'r>(register: &'r Register, id: &ProposalId, n: u32) -> Option<&'r AppealRule> {
    let decision = register.proposals.get(id)?.decision(n)?;
    let track = register.charter.as_ref()?.track(&decision.matter.track)?;
    track.appeal.as_ref()
}

/// Why `who` may not hear an appeal of `appellant` against the decision of the call `n`, whatever
/// their role: nobody is a judge in their own cause.
pub fn bias(
    register: &Register,
    id: &ProposalId,
    n: u32,
    appellant: &ParticipantId,
    who: &ParticipantId,
) -> Option<&'static str> {
    let folder = register.proposals.get(id);
    let judge = folder
        .and_then(|folder| folder.decision(n))
        .map(|decision| &decision.judgement.by);
    let proposal = folder.and_then(|folder| folder.proposal.as_ref());
    if who == appellant {
        Some("made the appeal")
    } else if proposal.is_some_and(|proposal| proposal.authors.contains(who)) {
        Some("wrote the proposal")
    } else if judge == Some(who) {
        Some("judged the decision")
    } else if register.sign_offs(id, n).contains(who) {
        Some("signed the decision off")
    } else {
        None
    }
}

/// Everybody whose office it is to hear appeals against the decision of the call `n`: the holders
/// of the role that the track names, else the chairs.
pub fn office(register: &Register, id: &ProposalId, n: u32) -> Vec<ParticipantId> {
    let Some(charter) = &register.charter else {
        return Vec::new();
    };
    match rule(register, id, n).and_then(|rule| rule.heard_by.as_ref()) {
        Some(role) => charter.holders(role.as_str()).to_vec(),
        None => charter.chairs().cloned().collect(),
    }
}

/// Those of the office who are free to hear the appeal of `appellant`.
pub fn hearers(
    register: &Register,
    id: &ProposalId,
    n: u32,
    appellant: &ParticipantId,
) -> Vec<ParticipantId> {
    let mut free = office(register, id, n);
    free.retain(|who| bias(register, id, n, appellant, who).is_none());
    free
}

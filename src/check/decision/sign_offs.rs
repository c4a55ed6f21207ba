//! The sign-offs beside a decision: of its very bytes, and by chairs.

use crate::check::decision::Case;
use crate::procedure::rights::{self, About, Deed};
use crate::record::decision::{Decision, SignOff};
use crate::record::path::RecordPath;
use crate::record::reader;
use crate::value::code;
use crate::value::digest::TextDigest;
use crate::value::finding::Finding;
use crate::value::id::ParticipantId;

/// Sign-offs that count for nothing.
pub(super) fn findings(case: &Case<'_>, bytes: &[u8], decision: &Decision) -> Vec<Finding> {
    let folder = case.present.proposals.get(case.id);
    let call = folder.and_then(|folder| folder.calls.get(&case.call));
    let digest = TextDigest::of(bytes);
    let mut findings = Vec::new();
    for (by, sign_off) in call.into_iter().flat_map(|call| &call.sign_offs) {
        let record = RecordPath::SignOff(case.id.clone(), case.call, by.clone());
        let path = case.present.path(&record);
        let own = case.present.bytes(&path).unwrap_or_default();
        let note = |(key, sentence): (&str, String)| {
            let place = reader::place_in(&path, own, &[key]);
            Finding::new(code::D405, place, sentence).hint(format!(
                "do not sign it off before this is explained; to see what does not recompute: \
                     plenary verify {}",
                case.id
            ))
        };
        findings.extend(other_bytes(sign_off, &digest).map(note));
        findings.extend(may_not(case, decision, by).map(note));
    }
    findings
}

fn other_bytes(sign_off: &SignOff, digest: &TextDigest) -> Option<(&'static str, String)> {
    (sign_off.sha256 != *digest).then(|| {
        let (named, is) = (sign_off.sha256.short(), digest.short());
        let sentence = format!("the sign-off is of {named}, and the decision has the digest {is}");
        ("sha256", sentence)
    })
}

fn may_not(
    case: &Case<'_>,
    decision: &Decision,
    by: &ParticipantId,
) -> Option<(&'static str, String)> {
    if decision.judgement.by == *by {
        let sentence = format!("{by} judged the decision, and does not sign it off again");
        return Some(("at", sentence));
    }
    // Chairs change: one of the inputs may have left since, and a later one may have signed.
    let inputs = &case.moments?.asked;
    let is_chair = |register| {
        let about = About::proposal(register, case.id).call(case.call);
        let mut chairs = rights::in_office(Deed::SignOff, &about).into_iter();
        chairs.any(|chair| case.present.people.settled(chair) == *by)
    };
    let known = is_chair(inputs) || is_chair(case.present);
    (!known).then(|| {
        let sentence =
            format!("{by} was not a chair when the decision was recorded, and is not one now");
        ("at", sentence)
    })
}

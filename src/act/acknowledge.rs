//! Acknowledges findings of `plenary verify` about one commit: they stay visible and no longer fail.

use crate::act::actor::Actor;
use crate::act::proposal_state::{entry, said};
use crate::act::refusal::Refusal;
use crate::procedure::rights::{About, Deed};
use crate::record::acknowledgement::Acknowledgement;
use crate::record::attribution::Attribution;
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::finding::Finding;
use crate::value::id::ParticipantId;

/// Acknowledges these findings about a commit. `concerned` are those whom they are about.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, and where the reason is missing.
pub fn acknowledge(
    register: &Register,
    findings: &[Finding],
    concerned: &[ParticipantId],
    reason: &str,
    (actor, now): (&Actor, Instant),
) -> Result<PendingCommit, Refusal> {
    let about = About::register(register);
    actor.must(Deed::Acknowledge, &about)?;
    for who in concerned {
        actor.must(Deed::Acknowledge, &about.of(who))?;
    }
    let reason = said(reason, "the reason", "--reason")?;
    let broken = findings
        .iter()
        .filter_map(|finding| Some((finding, finding.violation.as_ref()?)));
    let broken: Vec<_> = broken.collect();
    let files = broken
        .iter()
        .zip(next(register)..)
        .map(|((finding, broken), n)| {
            let record = Acknowledgement {
                commit: broken.commit.clone(),
                code: broken.rule.id.to_owned(),
                path: finding.place.path.clone(),
                act: Attribution {
                    by: actor.id.clone(),
                    at: now,
                    reason: reason.clone(),
                },
            };
            let path = RecordPath::Acknowledgement(n).to_string();
            (path, record.sheet().finish().into_bytes())
        });
    let commit = broken
        .first()
        .map_or("", |(_, broken)| broken.commit.short());
    let subject = format!("Acknowledge what commit {commit} broke");
    Ok(entry(files, subject, &[("By", &actor.id)]))
}

/// The first free number.
fn next(register: &Register) -> u32 {
    let taken = register.snapshot.files.keys();
    let taken = taken.filter_map(|path| match RecordPath::identify(path) {
        Some(Ok(RecordPath::Acknowledgement(n))) => Some(n),
        _ => None,
    });
    taken.max().unwrap_or(0).saturating_add(1)
}

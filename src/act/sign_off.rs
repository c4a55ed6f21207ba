//! Puts a further chair's name under a decision that was recomputed.

use crate::act::actor::Actor;
use crate::act::refusal::{Kind, Reason, Refusal};
use crate::act::target::entry;
use crate::procedure::rights::{About, Deed};
use crate::procedure::verification::Verified;
use crate::record::decision::SignOff;
use crate::record::path::RecordPath;
use crate::register::entry::Entry;
use crate::register::freeze::Moments;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;

/// The most findings that a refusal repeats; `plenary verify` shows all.
const MOST: usize = 5;

/// Writes the sign-off of the tally's call. `verified` is what came of recomputing that decision
/// just now.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no decision or the
/// question was taken up again since, where it does not recompute, and where it has all sign-offs
/// that it needs.
pub fn sign_off(
    moments: &Moments,
    tally: &Tally,
    verified: &Verified,
    actor: &Actor,
    now: Instant,
) -> Result<Entry, Refusal> {
    let n = decided(moments, tally)?;
    let id = &tally.proposal;
    let signed = moments.asked.sign_offs(id, n);
    actor.must(Deed::SignOff, &About::tallied(moments, tally))?;
    let needed = tally.track.sign_offs;
    if u64::try_from(signed.len()).is_ok_and(|have| have >= needed) {
        return Err(Refusal::rules(
            format!("the decision on {id} has as many sign-offs as it needs: {needed}"),
            "a further one is not needed",
        ));
    }
    must_hold(verified)?;
    let path = RecordPath::Decision(id.clone(), n).to_string();
    let digest = moments.asked.digest(&path).ok_or_else(|| unread(tally))?;
    let own = RecordPath::SignOff(id.clone(), n, actor.id.clone());
    let path = moments.asked.path(&own);
    Ok(written(tally, n, (path, digest), actor, now))
}

/// The call's number, if it was decided and the question was not taken up again since.
fn decided(moments: &Moments, tally: &Tally) -> Result<u32, Refusal> {
    let id = &tally.proposal;
    let folder = moments.folder(id).ok_or_else(|| unread(tally))?;
    let Some((n, _)) = folder.current_decision() else {
        return Err(Refusal::rules(
            format!("there is no decision on {id} to sign off"),
            format!("to see what it waits for: plenary status {id}"),
        ));
    };
    match folder.is_settled() {
        true => Ok(n),
        false => Err(Refusal::rules(
            format!("the question of {id} was taken up again since call {n} was decided"),
            format!("plenary status {id}"),
        )),
    }
}

/// A chair signs off what they could recompute, and nothing else.
fn must_hold(verified: &Verified) -> Result<(), Refusal> {
    if verified.findings.is_empty() {
        return Ok(());
    }
    let reasons = verified.findings.iter().take(MOST).map(|finding| Reason {
        sentence: format!(
            "{} {}: {}",
            finding.code.id, finding.place, finding.sentence
        ),
        hint: format!("plenary verify {}", verified.proposal),
    });
    Err(Refusal {
        kind: Kind::Rules,
        reasons: reasons.collect(),
    })
}

fn unread(tally: &Tally) -> Refusal {
    Refusal::rules(
        format!("the decision on {} cannot be read", tally.proposal),
        "plenary check",
    )
}

fn written(
    tally: &Tally,
    n: u32,
    (path, sha256): (String, TextDigest),
    actor: &Actor,
    at: Instant,
) -> Entry {
    let id = &tally.proposal;
    let email = actor
        .email
        .clone()
        .unwrap_or_else(|| format!("{}@{}", actor.id, tally.charter.register));
    let trailers = vec![
        ("Proposal", id.to_string()),
        ("Call", n.to_string()),
        ("Decision-Sha256", sha256.to_string()),
        ("Signed-off-by", format!("{} <{email}>", actor.id)),
    ];
    let record = SignOff { sha256, at };
    let files = [(path, record.sheet().finish().into_bytes())];
    entry(files, format!("Sign off {id}, call {n}"), trailers)
}

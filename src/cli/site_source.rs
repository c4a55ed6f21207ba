//! Gives the pages of the public site what they are made from.

use std::collections::{BTreeMap, BTreeSet};

use crate::git::Repository;
use crate::register::recomputed::Verification;
use crate::register::records::Register;
use crate::report::site::{Counted, FolderDigests, Source};
use crate::session::{self, Tallied};
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

/// What the site of a register is made from. What is open is tallied at `now`.
pub(crate) fn source<'r>(
    repository: &Repository,
    register: &'r Register,
    now: Instant,
) -> Result<Source<'r>, session::Error> {
    let not_verified = not_verified(repository, register)?;
    let records = session::site(repository, register, now)?;
    let tallies = records.tallies.into_iter().map(|(of, tallied)| {
        let counted = tallied.map(|Tallied { moments, tally }| Counted { moments, tally });
        (of, counted)
    });
    Ok(Source {
        register,
        now,
        commit: records.commit,
        tallies: tallies.collect::<BTreeMap<_, _>>(),
        history: records.history,
        not_verified,
        digests: FolderDigests::default(),
    })
}

/// The decisions that do not recompute. What this clone remembers is not recomputed again.
fn not_verified(
    repository: &Repository,
    register: &Register,
) -> Result<BTreeSet<(ProposalId, u32)>, session::Error> {
    let mut failed = BTreeSet::new();
    let mut is_unknown = false;
    for (id, n) in decisions(register) {
        match register.verification(id, n) {
            Some(Verification::Verified { .. }) => {}
            Some(Verification::DoesNotVerify) => {
                failed.insert((id.clone(), n));
            }
            Some(Verification::NotVerified) | None => is_unknown = true,
        }
    }
    if is_unknown {
        let moment = &register.snapshot.moment;
        let verification = session::verify(repository.beside()?, moment, None)?;
        let found = verification
            .decisions
            .into_iter()
            .filter(|one| !one.findings.is_empty());
        failed.extend(found.map(|one| (one.proposal, one.call)));
    }
    Ok(failed)
}

fn decisions(register: &Register) -> impl Iterator<Item = (&ProposalId, u32)> {
    let folders = register.proposals.iter();
    folders.flat_map(|(id, folder)| {
        let calls = folder
            .calls
            .iter()
            .filter(|(_, filed)| filed.decision.is_some());
        calls.map(move |(n, _)| (id, *n))
    })
}

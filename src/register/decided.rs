//! Answers questions about decisions: who signed them off, what replaced them, and how the register was
//! before one.

use std::sync::Arc;

use crate::record::path::RecordPath;
use crate::record::track::Outcome;
use crate::register::recomputed::Verification;
use crate::register::records::{ProposalRecords, Register};
use crate::register::snapshot::folder;
use crate::value::id::{ParticipantId, ProposalId};

impl Register {
    /// Whether the decision of call `n` was recomputed here; `None` if there is no decision. In a register
    /// that is part of another project the inputs can change without a trace, so nothing is remembered.
    pub fn verification(&self, id: &ProposalId, n: u32) -> Option<Verification> {
        let path = RecordPath::Decision(id.clone(), n).to_string();
        let said = self.recomputed.of(self.bytes(&path)?);
        let decision = self.proposals.get(id)?.decision(n);
        let is_pinned = decision.is_none_or(|decision| decision.pins.inputs.is_some());
        Some(said).filter(|said| is_pinned || *said == Verification::DoesNotVerify)
    }

    /// Who signed off the decision of a call: the chair who decided, then those with a sign-off of exactly
    /// these bytes, by id. Empty where no decision can be read.
    pub fn sign_offs(&self, id: &ProposalId, n: u32) -> Vec<ParticipantId> {
        let folder = self.proposals.get(id);
        let Some(decision) = folder.and_then(|folder| folder.decision(n)) else {
            return Vec::new();
        };
        let judge = decision.judgement.by.clone();
        let path = RecordPath::Decision(id.clone(), n).to_string();
        let digest = self.digest(&path);
        let call = folder.and_then(|folder| folder.calls.get(&n));
        let beside = call.into_iter().flat_map(|call| &call.sign_offs);
        let others = beside
            .filter(|(by, sign_off)| **by != judge && Some(&sign_off.sha256) == digest.as_ref())
            .map(|(by, _)| by.clone())
            .collect::<Vec<_>>();
        std::iter::once(judge).chain(others).collect()
    }

    /// The adopted proposals that replaced a decision on `id`, by id: with all the sign-offs that they need,
    /// and not reversed by an appeal.
    pub fn superseded_by(&self, id: &ProposalId) -> Vec<ProposalId> {
        let replaces = |(other, folder): &(&ProposalId, &Arc<ProposalRecords>)| {
            folder.last_decision().is_some_and(|(n, decision)| {
                let adopted = decision.judgement.outcome == Outcome::Adopted;
                adopted
                    && decision.matter.supersedes.contains(id)
                    && folder.reversals(n).is_empty()
                    && self.is_signed_off(other, n)
            })
        };
        self.proposals
            .iter()
            .filter(replaces)
            .map(|(other, _)| other.clone())
            .collect()
    }

    /// Whether a decision has as many sign-offs as it needs.
    fn is_signed_off(&self, id: &ProposalId, n: u32) -> bool {
        let folder = self.proposals.get(id);
        let decision = folder.and_then(|folder| folder.decision(n));
        let needed = decision.and_then(|decision| decision.afterwards.sign_offs);
        let have = u64::try_from(self.sign_offs(id, n).len()).unwrap_or(u64::MAX);
        have >= needed.unwrap_or(1)
    }

    /// The same register as it was before one call was decided: without its decision, and without the calls
    /// after it. A decision that names no commit was computed from this.
    #[must_use]
    pub fn before_decision(&self, proposal: &ProposalId, n: u32) -> Self {
        let mut register = self.clone();
        let is_later = |path: &str| match RecordPath::identify(path) {
            Some(Ok(RecordPath::Decision(_, call) | RecordPath::Manifest(_, call))) => call >= n,
            Some(Ok(record)) => {
                let call = record.in_call().map_or(0, |(call, _)| call);
                call > n || (call == n && record.is_beside_decision())
            }
            _ => false,
        };
        let own = folder(proposal);
        for (path, _) in self
            .snapshot
            .files
            .under(&own)
            .filter(|(path, _)| is_later(path))
        {
            register.snapshot.files.remove(path);
        }
        if let Some(folder) = register.proposals.get_mut(proposal).map(Arc::make_mut) {
            folder.calls.retain(|call, _| *call <= n);
            if let Some(call) = folder.calls.get_mut(&n) {
                call.decision = None;
                call.errata.clear();
                call.sign_offs.clear();
                call.appeals.clear();
                call.rulings.clear();
                call.follow_up = None;
            }
        }
        register
    }
}

//! Recomputes decisions from the commits that they name: those on the main branch, and those that a change
//! would bring.

use crate::check::decision::{DecisionCase, History, verify as recomputed};
use crate::git::Repository;
use crate::procedure::decision::Verified;
use crate::procedure::hand;
use crate::record::path::RecordPath;
use crate::register::records::Register;
use crate::register::snapshot::Content;
use crate::session::error::Error;
use crate::session::fetch_inputs::pinned_inputs;
use crate::session::history::HistoryResult;
use crate::value::digest::CommitId;
use crate::value::id::ProposalId;

/// The decisions of one proposal.
pub(crate) struct ProposalDecisions<'d> {
    pub(crate) repository: &'d Repository,
    /// The proposal.
    pub(crate) id: &'d ProposalId,
    /// The register with the records of the proposal, in the state that is asked for.
    pub(crate) present: &'d Register,
    /// The main branch up to that state; `None` where there is no history.
    pub(crate) tip: Option<&'d CommitId>,
    /// Who committed what up to there.
    pub(crate) walked: &'d HistoryResult,
}

impl ProposalDecisions<'_> {
    /// Recomputes each of them, in the order of calls.
    ///
    /// # Errors
    /// The history is incomplete or cannot be read.
    pub(crate) fn recomputed(&self) -> Result<Vec<Verified>, Error> {
        let folder = self.present.proposals.get(self.id);
        let mut calls = folder.into_iter().flat_map(|folder| folder.calls.keys());
        let each = calls.by_ref().map(|n| self.decision(*n));
        each.filter_map(Result::transpose).collect()
    }

    /// Recomputes the decision of one call; `None` where there is none.
    ///
    /// # Errors
    /// The history is incomplete or cannot be read.
    pub(crate) fn decision(&self, n: u32) -> Result<Option<Verified>, Error> {
        let path = RecordPath::Decision(self.id.clone(), n).to_string();
        if self.present.bytes(&path).is_none() {
            return Ok(None);
        }
        let folder = self.present.proposals.get(self.id);
        let decision = folder.and_then(|folder| folder.decision(n));
        let history = self.history(n, &path)?;
        let moments = match decision {
            Some(_) if !history.inputs_readable => None,
            Some(decision) => {
                let of = (self.id, n);
                Some(pinned_inputs(self.repository, self.present, of, decision)?)
            }
            None => None,
        };
        let case = DecisionCase {
            id: self.id,
            call: n,
            present: self.present,
            moments: moments.as_ref(),
            history,
        };
        Ok(Some(recomputed(&case)))
    }

    fn history(&self, n: u32, path: &str) -> Result<History, Error> {
        let Some(tip) = self.tip else {
            return Ok(History::unknown());
        };
        let folder = self.present.proposals.get(self.id);
        let call = folder.and_then(|folder| folder.calls.get(&n)?.call.as_ref());
        if call.is_some_and(|call| call.frozen.is_none()) {
            // Part of another project, whose history says nothing about this register.
            return Ok(History::unknown());
        }
        let pins = folder
            .and_then(|folder| folder.decision(n))
            .map(|decision| &decision.pins);
        let on_main = |commit: Option<&CommitId>| commit.map(|commit| self.walked.has(commit));
        let inputs_of = pins.and_then(|pins| pins.inputs.as_ref());
        let until = inputs_of.map(|commit| self.walked.by_another_until(commit));
        let inputs = on_main(pins.and_then(|pins| pins.inputs.as_ref()));
        let frozen = on_main(pins.and_then(|pins| pins.frozen.as_ref()));
        let closing = on_main(pins.and_then(|pins| pins.closing.as_ref()));
        let aside = match (inputs, inputs_of) {
            (Some(false), Some(commit)) => self.repository.put_aside(tip, commit)?,
            _ => None,
        };
        Ok(History {
            side_branch: aside.map(|aside| aside.merge.commit),
            inputs_readable: [inputs, frozen, closing]
                .iter()
                .all(|on| *on != Some(false)),
            inputs_on_main: inputs,
            frozen_on_main: frozen,
            closing_on_main: closing,
            as_landed: self.as_landed(path, tip)?,
            hands: hand::counted(&hand::of_inputs(&until.unwrap_or_default(), self.id, n)),
        })
    }

    /// The record's bytes in the commit that brought it; `None` where it is not committed.
    fn as_landed(&self, path: &str, tip: &CommitId) -> Result<Option<Vec<u8>>, Error> {
        let bytes = |content: &Content| content.bytes().map(<[u8]>::to_vec);
        match self.walked.of_decision(path) {
            [] => return Ok(None),
            // Nothing changed it since, so its folder was not made again either.
            [only] => {
                let content = self.repository.file(only, path)?;
                return Ok(content.as_ref().and_then(bytes));
            }
            _ => {}
        }
        let mut first = None;
        for step in self.repository.moves(tip, self.id)? {
            let (_, moved) = step?;
            let brought = moved.into_iter().find(|moved| moved.path == path);
            if let Some(moved) = brought {
                first = moved.after.as_ref().and_then(bytes);
            }
        }
        Ok(first)
    }
}

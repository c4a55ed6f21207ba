//! The record of a decision that is verified, and faults at its lines.

use crate::record::reader;
use crate::tally::NoTally;
use crate::value::code::{self, Code};
use crate::value::finding::Finding;
use crate::value::id::ProposalId;

/// The record as it lies at the moment that is verified.
pub(super) struct Record<'v> {
    /// The proposal that it is filed under.
    pub(super) id: &'v ProposalId,
    /// Its path.
    pub(super) path: String,
    /// Its bytes.
    pub(super) bytes: &'v [u8],
}

impl Record<'_> {
    pub(super) fn finding(
        &self,
        code: &'static Code,
        keys: &[&str],
        sentence: impl Into<String>,
    ) -> Finding {
        Finding::new(
            code,
            reader::place_in(&self.path, self.bytes, keys),
            sentence,
        )
    }

    pub(super) fn no_tally(&self, why: &NoTally) -> Finding {
        let sentence = match why {
            NoTally::Faults(faults) => match faults.first() {
                Some(first) => format!(
                    "its inputs cannot be tallied: {}: {}",
                    first.place, first.sentence
                ),
                None => {
                    "its inputs cannot be tallied: charter or proposal cannot be read".to_owned()
                }
            },
            NoTally::NoProposal(_) => "the proposal is not among its inputs".to_owned(),
            NoTally::NoTrack(track) => format!("the frozen charter has no track {track}"),
            NoTally::NoCall(n) => format!("call {n} is not among its inputs"),
        };
        self.finding(code::D407, &[], sentence)
    }
}

//! The state of a proposal at the time of the site: everything that its pages depend on. While it is the same, none of
//! them is made again.

use crate::procedure::stage::{Phase, phase};
use crate::site::after::status;
use crate::site::page::{Inputs, Site};
use crate::site::parts;
use crate::value::digest::TextDigest;
use crate::value::id::ProposalId;

impl Site<'_> {
    /// The digest of everything that the pages of a proposal are made from.
    pub(crate) fn inputs_of_proposal(&self, id: &ProposalId) -> TextDigest {
        let (source, mut depends_on_time) = (self.source, true);
        let mut inputs = parts::inputs(Inputs::none().and_folder(source, id), source, id);
        if let Some(records) = source.register.proposals.get(id) {
            depends_on_time = phase(records, source.now) != Phase::Decided;
            for (n, filed) in &records.calls {
                // Who can still be counted in a call without a decision depends on the time.
                depends_on_time |= filed.call.is_some() && filed.decision.is_none();
                let status = filed.decision.as_ref().map(|own| status(self, id, *n, own));
                inputs = inputs.and(status.unwrap_or_default());
            }
        }
        match depends_on_time {
            true => self.digest_of(&inputs.and(source.now.to_string())),
            false => self.digest_of(&inputs),
        }
    }
}

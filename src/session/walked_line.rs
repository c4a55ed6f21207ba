//! Offers the commits that a walk has passed as the main branch up to there.

use std::collections::BTreeMap;

use crate::record::call::Call;
use crate::register::snapshot::LastBefore;
use crate::session::call_commits::MainLine;
use crate::session::error::Error;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;

/// The commits that were walked: with their dates, and with their places.
pub(super) struct Walked<'w>(
    pub(super) &'w [(CommitId, Instant)],
    pub(super) &'w BTreeMap<CommitId, usize>,
);

impl MainLine for Walked<'_> {
    fn tip(&self) -> Option<&CommitId> {
        self.0.last().map(|(commit, _)| commit)
    }

    fn last_before(&self, call: &Call) -> Result<Option<CommitId>, Error> {
        let mut last = LastBefore::new(call.frozen.as_ref(), call.closing());
        let mut back = self.0.iter().rev();
        back.any(|(commit, at)| last.is_found_with(commit, *at));
        Ok(last.commit().cloned())
    }

    fn has(&self, commit: &CommitId) -> Result<bool, Error> {
        Ok(self
            .1
            .get(commit)
            .is_some_and(|place| *place < self.0.len()))
    }
}

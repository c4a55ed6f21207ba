//! One call on one proposal, or the proposal without a call, as the parts of pages see it.

use crate::record::call::Call;
use crate::record::decision::Decision;
use crate::record::proposal::Proposal;
use crate::register::folder::{CallFolder, ProposalRecords};
use crate::report::calls::title;
use crate::site::marks::Marks;
use crate::site::page::Site;
use crate::site::source::Counted;
use crate::tally::Tally;
use crate::value::class::CountUnit;
use crate::value::id::ProposalId;

/// A proposal with its records and one of its tallies.
pub(crate) struct View<'s> {
    /// The proposal.
    pub(crate) id: &'s ProposalId,
    /// Its records.
    pub(crate) folder: &'s ProposalRecords,
    /// The tally, and what it was made from.
    pub(crate) counted: &'s Counted,
    /// The marks for its answers.
    pub(crate) marks: Marks,
}

impl<'s> View<'s> {
    /// A call of a proposal, or none; `None` where there is no tally of it.
    pub(crate) fn of(site: &'s Site<'_>, id: &'s ProposalId, call: Option<u32>) -> Option<Self> {
        let folder = site.source.register.proposals.get(id)?;
        let counted = site.source.counted(id, call)?;
        Some(Self {
            id,
            folder,
            counted,
            marks: Marks::of(&counted.tally.track),
        })
    }

    /// The tally.
    pub(crate) fn tally(&self) -> &'s Tally {
        &self.counted.tally
    }

    /// What was proposed, as it is now.
    pub(crate) fn proposal(&self) -> Option<&'s Proposal> {
        self.folder.proposal.as_ref()
    }

    /// The records of the call.
    pub(crate) fn filed(&self) -> Option<&'s CallFolder> {
        let filed = self.folder.calls.get(&self.tally().call?)?;
        Some(filed)
    }

    /// The call.
    pub(crate) fn call(&self) -> Option<&'s Call> {
        self.filed()?.call.as_ref()
    }

    /// Its decision.
    pub(crate) fn decision(&self) -> Option<&'s Decision> {
        self.filed()?.decision.as_deref()
    }

    /// Whether answers are counted on the track.
    pub(crate) fn counts(&self) -> bool {
        self.tally().track.count != CountUnit::None
    }

    /// The title of the call, or of the proposal; the id where neither can be read.
    pub(crate) fn title(&self) -> String {
        match title(self.call(), self.proposal()) {
            none if none.is_empty() => self.id.to_string(),
            title => title,
        }
    }

    /// The question of the call, or of the next one.
    pub(crate) fn question(&self) -> &'s str {
        let own = self.proposal().map(|own| own.question.as_str());
        let asked = self.call().map(|call| call.question.as_str());
        asked.or(own).unwrap_or_default()
    }
}

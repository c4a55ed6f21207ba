//! What the pages of a site are made from, and what was asked of them.

use std::collections::{BTreeMap, BTreeSet};

pub use crate::record::charter::PublishNames as ShownNames;
use crate::record::proposal::Proposal;
use crate::register::records::Register;
use crate::register::site_history::SiteHistory;
use crate::register::snapshot::{MainCommit, folder};
use crate::register::tally_inputs::TallyInputs;
use crate::report::site::digests::FolderDigests;
use crate::tally::{Tally, TallyError};
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;
use crate::value::id::ProposalId;

/// One register at one commit, with all that pages need of its history and its tallies.
#[derive(Debug)]
pub struct Source<'a> {
    /// All records.
    pub register: &'a Register,
    /// The time of pages that depend on one.
    pub now: Instant,
    /// The commit that was read; none in a register without a history of its own.
    pub commit: Option<MainCommit>,
    /// For every call its tally, at its decision or at `now`; for every proposal without an undecided call also the
    /// tally of no call.
    pub tallies: BTreeMap<(ProposalId, Option<u32>), Result<Counted, TallyError>>,
    /// What the history says.
    pub history: SiteHistory,
    /// The decisions that do not recompute.
    pub not_verified: BTreeSet<(ProposalId, u32)>,
    /// The digests of its folders.
    pub digests: FolderDigests,
}

/// A tally, and what it was made from.
#[derive(Debug)]
pub struct Counted {
    /// The states of the register.
    pub moments: TallyInputs,
    /// Who was counted, and which rules are met.
    pub tally: Tally,
}

impl Source<'_> {
    /// The bytes of a text of a proposal, from the register or from its history.
    pub(crate) fn text(
        &self,
        id: &ProposalId,
        proposal: &Proposal,
        digest: &TextDigest,
    ) -> Option<&[u8]> {
        self.file(id, &proposal.text, digest)
    }

    /// The bytes of a file of a proposal with this digest, from the register or from its history.
    pub(crate) fn file(&self, id: &ProposalId, name: &str, digest: &TextDigest) -> Option<&[u8]> {
        let path = format!("{}{name}", folder(id));
        let own = self.register.bytes(&path);
        let own = own.filter(|bytes| TextDigest::of(bytes) == *digest);
        own.or(self.history.texts.get(digest).map(Vec::as_slice))
    }

    /// The tally of a call, where it can be made.
    pub fn counted(&self, id: &ProposalId, call: Option<u32>) -> Option<&Counted> {
        let tallied = self.tallies.get(&(id.clone(), call))?;
        tallied.as_ref().ok()
    }
}

/// What was asked of a site.
#[derive(Debug, Clone)]
pub struct Options {
    /// How people are named.
    pub names: ShownNames,
    /// The public address, for what must be absolute; it ends with `/`.
    pub base_url: Option<String>,
    /// Only these proposals; all where there are none.
    pub only: Vec<ProposalId>,
}

impl Options {
    /// Whether a proposal has pages.
    pub fn has(&self, id: &ProposalId) -> bool {
        self.only.is_empty() || self.only.contains(id)
    }
}

//! What the pages of a site are made from, and what was asked of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

pub use crate::record::charter::PublishNames as ShownNames;
use crate::record::proposal::Proposal;
use crate::register::records::Register;
use crate::register::site_history::SiteHistory;
use crate::register::snapshot::{MainCommit, folder};
use crate::register::tally_inputs::TallyInputs;
use crate::report::caveats::DeciderLines;
use crate::site::answers::{CallAnswers, SiteAnswers};
use crate::site::digests::FolderDigests;
use crate::tally::{Tally, TallyError};
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;
use crate::value::id::ProposalId;

/// Tallies by proposal and call, at the decision or at the time of the site. A proposal under discussion has the tally
/// of no call.
pub type SiteTallies = BTreeMap<(ProposalId, Option<u32>), Result<Counted, TallyError>>;

/// One register at one commit, with all that pages need of its history and its tallies.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// All records. Those that list positions are needed of a proposal whose pages are made, and of those that are not
    /// decided.
    pub register: &'a Register,
    /// The time of pages that depend on one.
    pub now: Instant,
    /// The commit that was read; none in a register without a history of its own.
    pub commit: Option<&'a MainCommit>,
    /// The tallies of the same proposals.
    pub tallies: &'a SiteTallies,
    /// Who answered what in decided calls; needed for the pages about many decisions.
    pub answers: &'a SiteAnswers,
    /// What the history says.
    pub history: &'a SiteHistory,
    /// The decisions that do not recompute.
    pub not_verified: &'a BTreeSet<(ProposalId, u32)>,
    /// The digests of its folders.
    pub digests: &'a FolderDigests,
}

/// A tally, and what it was made from.
#[derive(Debug)]
pub struct Counted {
    /// The states of the register.
    pub moments: TallyInputs,
    /// Who was counted, and which rules are met.
    pub tally: Tally,
    alone: OnceLock<DeciderLines>,
}

impl Counted {
    /// A tally with its inputs.
    pub fn of(moments: TallyInputs, tally: Tally) -> Self {
        Self {
            moments,
            tally,
            alone: OnceLock::new(),
        }
    }

    /// Who decides the result alone. Finding it takes as long as many tallies, and several files say it.
    pub(crate) fn alone(&self) -> &DeciderLines {
        self.alone.get_or_init(|| DeciderLines::of(&self.tally))
    }
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
        let earlier = self.history.texts.get(&(id.clone(), digest.clone()));
        own.or(earlier.map(Vec::as_slice))
    }

    /// Who answered what in a decided call, where its tally can be made.
    pub(crate) fn answers_to(&self, id: &ProposalId, call: u32) -> Option<&CallAnswers> {
        self.answers.get(id)?.get(&call)
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

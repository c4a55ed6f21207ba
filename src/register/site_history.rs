//! Keeps what the public site says of the history: the last commit of every file, the texts of revisions, and what
//! happened to each objection.

use std::collections::BTreeMap;

use crate::register::objection_history::ObjectionEvent;
use crate::register::snapshot::MainCommit;
use crate::value::digest::TextDigest;
use crate::value::id::{ObjectionId, ProposalId};

/// What was found on the main branch. Empty in a register without a history of its own.
#[derive(Debug, Clone, Default)]
pub struct SiteHistory {
    /// The commits that were the last for some file.
    pub commits: Vec<MainCommit>,
    /// For the folder of every proposal that was asked for, and for every other file, the last commit that changed it,
    /// by its place in `commits`. A folder ends with a slash.
    pub last: BTreeMap<String, usize>,
    /// The texts of a proposal's revisions that are not in the register any more.
    pub texts: BTreeMap<(ProposalId, TextDigest), Vec<u8>>,
    /// What happened to each objection, in order.
    pub objections: BTreeMap<(ProposalId, ObjectionId), Vec<ObjectionEvent>>,
}

impl SiteHistory {
    /// The newest commit that changed a folder or file whose path begins so.
    pub fn last_change(&self, prefix: &str) -> Option<&MainCommit> {
        let files = self.last.range(prefix.to_owned()..);
        let files = files.take_while(|(path, _)| path.starts_with(prefix));
        let newest = files.map(|(_, place)| *place).max()?;
        self.commits.get(newest)
    }
}

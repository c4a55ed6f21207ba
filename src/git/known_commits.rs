//! Keeps the commits of the main branch that were read: a question about each of many decisions walks the same line
//! each time.

use std::cell::RefCell;
use std::collections::BTreeMap;

use git2::Oid;

use crate::register::snapshot::MainCommit;

/// Commits that were read already.
#[derive(Default)]
pub(super) struct KnownCommits(RefCell<BTreeMap<Oid, MainCommit>>);

impl KnownCommits {
    /// No more are kept.
    const MOST: usize = 20_000;

    /// What was read of a commit.
    pub(super) fn get(&self, id: Oid) -> Option<MainCommit> {
        self.0.borrow().get(&id).cloned()
    }

    /// Keeps what was read of a commit.
    pub(super) fn keep(&self, id: Oid, commit: &MainCommit) {
        let mut known = self.0.borrow_mut();
        if known.len() < Self::MOST {
            known.insert(id, commit.clone());
        }
    }
}

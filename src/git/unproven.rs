//! Keeps objects that were read and not hashed yet: one thread reads ahead, and another one hashes what it read before
//! anything is done with it.

use std::sync::Arc;

use git2::{ObjectType, Oid};

use super::error::GitError;

/// Objects whose bytes were not compared with their names yet.
#[derive(Debug, Default)]
pub(super) struct Unproven(Vec<(Oid, ObjectType, Arc<[u8]>)>);

impl Unproven {
    /// Adds an object.
    pub(super) fn add(&mut self, id: Oid, kind: ObjectType, bytes: &Arc<[u8]>) {
        self.0.push((id, kind, Arc::clone(bytes)));
    }

    /// Both together.
    #[must_use]
    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Hashes every object; an error where the bytes of one do not match its name.
    pub(super) fn prove(self) -> Result<(), GitError> {
        let mut all = self.0.into_iter();
        all.try_for_each(
            |(id, kind, bytes)| match Oid::hash_object(kind, &bytes)? == id {
                true => Ok(()),
                false => Err(GitError::damaged(id)),
            },
        )
    }
}

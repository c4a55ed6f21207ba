//! Does two things at one time, where the machine can.

use std::panic::resume_unwind;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, available_parallelism, scope};

use crate::git::Repository;
use crate::session::error::Error;

/// For so many proposals, a second thread does half of the work. Starting it takes longer than reading a few.
pub(crate) const MANY: usize = 50;

/// The results of both. The other is done in a thread of its own, or afterwards, where there can be none.
pub(crate) fn both<A, B: Send>(one: impl FnOnce() -> A, other: impl Fn() -> B + Sync) -> (A, B) {
    scope(|scope| {
        let has_two = available_parallelism().is_ok_and(|threads| threads.get() > 1);
        let beside = has_two.then(|| Builder::new().spawn_scoped(scope, &other));
        let one = one();
        let other = match beside {
            Some(Ok(beside)) => beside.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Some(Err(_)) | None => other(),
        };
        (one, other)
    })
}

/// A repository that another thread reads.
pub(crate) struct Beside(Mutex<Repository>);

impl Beside {
    /// The same repository, opened once more.
    ///
    /// # Errors
    /// It cannot be opened.
    pub(crate) fn of(repository: &Repository) -> Result<Self, Error> {
        Ok(Self(Mutex::new(repository.beside()?)))
    }

    /// The repository, for the thread that asks first.
    pub(crate) fn repository(&self) -> MutexGuard<'_, Repository> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::both;

    #[test]
    fn each_result_is_at_its_place() {
        assert_eq!(both(|| 1, || 2), (1, 2));
        let (first, second) = both(|| Err::<u8, _>("one"), || Ok::<u8, &str>(2));
        assert_eq!((first, second), (Err("one"), Ok(2)));
    }
}

//! Keeps small notes of this program in git's own folder. They are for this clone only.

use super::disk;
use super::lock::corner;
use super::repository::Repository;

impl Repository {
    /// What this program keeps in git's own folder under a name; `None` where there is nothing, or it
    /// cannot be read.
    pub(crate) fn kept(&self, name: &str) -> Option<Vec<u8>> {
        let path = self.git().ok()?.commondir().join("plenary").join(name);
        std::fs::read(path).ok()
    }

    /// Keeps something there, for this clone only. Where that cannot be written, nothing is kept.
    pub(crate) fn keep(&self, name: &str, bytes: &[u8]) {
        let Ok(corner) = self.git().and_then(|git| corner(git.commondir())) else {
            return;
        };
        let file = disk::temporary(&corner, bytes);
        let _ = file.and_then(|file| disk::place(file.into_temp_path(), &corner.join(name)));
    }
}

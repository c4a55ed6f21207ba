//! Keeps small notes of this build of the program in git's own folder. They are for this clone only, and another build
//! does not read them: it can find something else.

use std::time::UNIX_EPOCH;

use super::disk;
use super::lock::corner;
use super::repository::Repository;

impl Repository {
    /// What this build keeps in git's own folder under a name; `None` where there is nothing, or it cannot be read.
    pub(crate) fn kept(&self, name: &str) -> Option<Vec<u8>> {
        let path = self.git().ok()?.commondir().join("plenary").join(name);
        let bytes = std::fs::read(path).ok()?;
        bytes.strip_prefix(build()?.as_bytes()).map(<[u8]>::to_vec)
    }

    /// Keeps something there. Where that cannot be written, nothing is kept.
    pub(crate) fn keep(&self, name: &str, bytes: &[u8]) {
        let corner = self.git().and_then(|git| corner(git.commondir()));
        let (Ok(corner), Some(build)) = (corner, build()) else {
            return;
        };
        let file = disk::temporary(&corner, &[build.as_bytes(), bytes].concat());
        let _ = file.and_then(|file| disk::place(file.into_temp_path(), &corner.join(name)));
    }
}

/// The line by which a build knows its notes: the version, and the size and the date of the file of the program.
fn build() -> Option<String> {
    let file = std::env::current_exe().and_then(std::fs::metadata).ok()?;
    let written = file.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let (version, size) = (env!("CARGO_PKG_VERSION"), file.len());
    Some(format!("plenary {version} {size} {}\n", written.as_nanos()))
}

//! Makes the temporary files of this program, and removes those that a killed run left.

use std::fs;
use std::path::Path;

use tempfile::Builder;

/// How the names of this program's temporary files in the work tree begin.
const TEMPORARY: &str = ".plenary-";

/// New files get the permissions that the user's mask leaves, as git's own do.
pub(super) fn builder() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// Removes the temporary files of a killed run from a folder.
pub(super) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(TEMPORARY.as_bytes()) {
            // What is left after all is a stray file, which every check points at.
            let _ = fs::remove_file(entry.path());
        }
    }
}

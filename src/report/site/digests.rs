//! Makes the digests by which a page knows whether its records changed: of the whole register and of each folder, each
//! file once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::register::records::Register;
use crate::value::digest::TextDigest;

/// The digests of the folders of a register, by their path; of all files under the empty path. Made when first asked for.
#[derive(Debug, Default)]
pub struct FolderDigests(OnceLock<BTreeMap<String, TextDigest>>);

impl FolderDigests {
    /// The digest of a folder, whose path ends with `/`, of a file at the top, or of all files.
    pub(crate) fn of(&self, register: &Register, path: &str) -> &str {
        let all = self.0.get_or_init(|| made(register));
        all.get(path).map_or("", TextDigest::as_str)
    }
}

fn made(register: &Register) -> BTreeMap<String, TextDigest> {
    let mut listed: BTreeMap<&str, String> = BTreeMap::new();
    for (path, content) in &register.snapshot.files {
        let digest = content.bytes().map(TextDigest::of);
        let digest = digest.as_ref().map_or("", TextDigest::as_str);
        for place in ["", place(path)] {
            let list = listed.entry(place).or_default();
            list.push_str(path);
            list.push_str(digest);
            list.push('\n');
        }
    }
    let digests = listed.into_iter();
    digests
        .map(|(place, list)| (place.to_owned(), TextDigest::of(list.as_bytes())))
        .collect()
}

/// The folder at the top, for a proposal its own folder, or the file at the top.
fn place(path: &str) -> &str {
    let mut ends = path.match_indices('/').map(|(end, _)| end + 1);
    let first = ends.next();
    let end = match path.starts_with("proposals/") {
        true => ends.next().or(first),
        false => first,
    };
    &path[..end.unwrap_or(path.len())]
}

#[cfg(test)]
mod tests {
    use super::{FolderDigests, place};
    use crate::report::sample::retention;

    #[test]
    fn a_change_changes_its_folder_and_the_whole() {
        let before = retention();
        let after = retention().with("proposals/retention/more.md", "More.\n");
        let (old, new) = (before.register(), after.register());
        let (known, later) = (FolderDigests::default(), FolderDigests::default());
        for path in ["", "proposals/retention/"] {
            assert_ne!(known.of(&old, path), later.of(&new, path), "{path}");
        }
        for path in ["charter.toml", "participants/"] {
            assert_eq!(known.of(&old, path), later.of(&new, path), "{path}");
            assert_eq!(known.of(&old, path).len(), 64, "{path}");
        }
    }

    #[test]
    fn places_are_folders_or_files_at_the_top() {
        for (path, expected) in [
            ("charter.toml", "charter.toml"),
            ("participants/a.toml", "participants/"),
            ("proposals/a/positions/b.toml", "proposals/a/"),
            ("meetings/2026-05-21.md", "meetings/"),
        ] {
            assert_eq!(place(path), expected);
        }
    }
}

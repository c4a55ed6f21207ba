//! Makes the digests by which a page knows whether its records changed: of the whole register and of each folder, each
//! file once. Where it is known what git calls the folder of a proposal, no file in it is looked at.

use std::collections::BTreeMap;

use crate::register::records::Register;
use crate::value::digest::TextDigest;

/// The digests of the folders of a register, by their path; of all files under the empty path.
#[derive(Debug, Clone, Default)]
pub struct FolderDigests(BTreeMap<String, TextDigest>);

impl FolderDigests {
    /// The digests of a register. `known` has words for some folders: the same words mean the same files, and the same
    /// history of these.
    pub fn of(register: &Register, known: &BTreeMap<String, String>) -> Self {
        let mut listed: BTreeMap<&str, String> = BTreeMap::new();
        for (path, content) in &register.snapshot.files {
            let place = place(path);
            if known.contains_key(place) {
                continue;
            }
            let digest = content.bytes().map(TextDigest::of);
            let list = listed.entry(place).or_default();
            list.push_str(path);
            list.push_str(digest.as_ref().map_or("", TextDigest::as_str));
            list.push('\n');
        }
        let known = known.iter().map(|(place, words)| (place.as_str(), words));
        let all = listed.iter().map(|(place, list)| (*place, list));
        let all = all.chain(known);
        let mut digests: BTreeMap<String, TextDigest> = all
            .map(|(place, words)| (place.to_owned(), TextDigest::of(words.as_bytes())))
            .collect();
        let whole = digests
            .iter()
            .map(|(place, digest)| format!("{place} {digest}\n"));
        let whole: String = whole.collect();
        digests.insert(String::new(), TextDigest::of(whole.as_bytes()));
        Self(digests)
    }

    /// The digest of a folder, whose path ends with `/`, of a file at the top, or of all files.
    pub(crate) fn get(&self, path: &str) -> &str {
        self.0.get(path).map_or("", TextDigest::as_str)
    }
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
    use std::collections::BTreeMap;

    use super::{FolderDigests, place};
    use crate::report::sample::retention;

    const FOLDER: &str = "proposals/retention/";

    #[test]
    fn a_change_changes_its_folder_and_the_whole() {
        let before = retention();
        let after = retention().with("proposals/retention/more.md", "More.\n");
        let none = BTreeMap::new();
        let known = FolderDigests::of(&before.register(), &none);
        let later = FolderDigests::of(&after.register(), &none);
        for (path, is_same) in [
            ("charter.toml", true),
            ("participants/", true),
            (FOLDER, false),
            ("", false),
        ] {
            assert_eq!(known.get(path) == later.get(path), is_same, "{path}");
            assert_ne!(known.get(path), "", "{path}");
        }
    }

    #[test]
    fn what_git_says_of_a_folder_takes_the_place_of_its_files() {
        let register = retention().register();
        let words = |words: &str| BTreeMap::from([(FOLDER.to_owned(), words.to_owned())]);
        let of = |known: &str| FolderDigests::of(&register, &words(known));
        let (one, same, other) = (of("tree 1"), of("tree 1"), of("tree 2"));
        assert_eq!(one.get(FOLDER), same.get(FOLDER));
        assert_ne!(one.get(FOLDER), other.get(FOLDER));
        assert_ne!(one.get(""), other.get(""));
        assert_eq!(one.get("participants/"), other.get("participants/"));
    }

    #[test]
    fn a_place_is_a_folder_at_the_top_or_a_proposal() {
        for (path, of) in [
            ("charter.toml", "charter.toml"),
            ("participants/ann.toml", "participants/"),
            ("proposals/a/positions/ann.toml", "proposals/a/"),
            ("proposals/readme.md", "proposals/"),
        ] {
            assert_eq!(place(path), of);
        }
    }
}

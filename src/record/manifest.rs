//! The manifest of everything that a decision rests on, in the format of `sha256sum`.

use std::collections::BTreeMap;

use crate::value::code;
use crate::value::digest::TextDigest;
use crate::value::finding::{Finding, Place};

/// Digest by path from the register's root.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// The digest of each file.
    pub files: BTreeMap<String, TextDigest>,
}

impl Manifest {
    /// Notes a file.
    pub fn add(&mut self, path: impl Into<String>, bytes: &[u8]) {
        self.files.insert(path.into(), TextDigest::of(bytes));
    }

    /// One line a file, by path: digest, two spaces, path.
    pub fn written(&self) -> String {
        self.files
            .iter()
            .map(|(path, digest)| format!("{digest}  {path}\n"))
            .collect()
    }

    /// Reads a manifest; the first line that is none is a fault.
    ///
    /// # Errors
    /// The first line that is not one of a manifest, with its place.
    pub fn read(path: &str, bytes: &[u8]) -> Result<Self, Vec<Finding>> {
        let fault = |line: usize, sentence: &str| {
            let line = u32::try_from(line + 1).unwrap_or(u32::MAX);
            let hint = "a manifest is written by `plenary decide` and never edited";
            Err(vec![
                Finding::new(code::D403, Place::spot(path, line, 1), sentence).hint(hint),
            ])
        };
        let Ok(text) = std::str::from_utf8(bytes) else {
            return fault(0, "the manifest is not UTF-8 text");
        };
        let mut manifest = Self::default();
        for (n, line) in text.lines().enumerate() {
            let parts = line.split_once("  ");
            let Some((Some(digest), file)) =
                parts.map(|(digest, file)| (TextDigest::parse(digest), file))
            else {
                return fault(n, "this line is not a digest, two spaces and a path");
            };
            if manifest.files.insert(file.to_owned(), digest).is_some() {
                return fault(n, "this path stands in the manifest twice");
            }
        }
        if manifest.written() != text {
            return fault(0, "the manifest is not in its canonical form");
        }
        Ok(manifest)
    }
}

#[cfg(test)]
mod tests {
    use super::Manifest;

    #[test]
    fn a_manifest_is_what_sha256sum_writes() {
        let mut manifest = Manifest::default();
        manifest.add("charter.toml", b"");
        let text = manifest.written();
        assert!(text.ends_with("b855  charter.toml\n"));
        assert_eq!(Manifest::read("m", text.as_bytes()), Ok(manifest));
        assert!(Manifest::read("m", b"abc  charter.toml\n").is_err());
        assert!(Manifest::read("m", format!("{text}\n").as_bytes()).is_err());
    }
}

//! Reads and writes `report.json`: the list of the files of a site, by which the next run knows what it wrote before.
//! Everybody who can write into the folder can write this file, so no path in it is believed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::value::digest::TextDigest;

/// The name of the list in the folder of a site.
pub(super) const NAME: &str = "report.json";
/// The format of the list that this program writes.
const FORMAT: u32 = 1;
/// The longest path of a file: some servers and archives refuse longer ones. Ids of the greatest length fit.
pub(super) const LONGEST_PATH: usize = 220;

/// What a site was made from, and its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Manifest {
    /// The format of this list.
    pub(super) format: u32,
    /// The program and its version.
    pub(super) program: String,
    /// The commit that the site shows; none for files on the disk.
    pub(super) commit: Option<String>,
    /// What was asked for.
    pub(super) options: SiteOptions,
    /// The files by their path.
    pub(super) files: BTreeMap<String, FileEntry>,
}

/// The options that decide what is in the files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct SiteOptions {
    /// The public address.
    pub(super) base_url: Option<String>,
    /// Which names are shown.
    pub(super) names: String,
    /// The proposals that were asked for; none for all.
    pub(super) only: Vec<String>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct FileEntry {
    /// The digest of its bytes.
    pub(super) sha256: String,
    /// The digest of what it is made from.
    pub(super) inputs: String,
}

/// Why a list is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ManifestFault {
    /// It is not a list of this program.
    Foreign,
    /// A later version of this program wrote it.
    Newer(u32),
    /// It names a path outside the folder, or one that this program never writes.
    Path(String),
}

impl Manifest {
    /// An empty list.
    pub(super) fn new(commit: Option<String>, options: SiteOptions) -> Self {
        Self {
            format: FORMAT,
            program: concat!("plenary ", env!("CARGO_PKG_VERSION")).to_owned(),
            commit,
            options,
            files: BTreeMap::new(),
        }
    }

    /// Reads a list.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, ManifestFault> {
        let any: serde_json::Value =
            serde_json::from_slice(bytes).map_err(|_| ManifestFault::Foreign)?;
        let format = any.get("format").and_then(serde_json::Value::as_u64);
        match format.and_then(|format| u32::try_from(format).ok()) {
            Some(FORMAT) => {}
            Some(later) if later > FORMAT => return Err(ManifestFault::Newer(later)),
            _ => return Err(ManifestFault::Foreign),
        }
        let own: Self = serde_json::from_value(any).map_err(|_| ManifestFault::Foreign)?;
        if !own.program.starts_with("plenary ") {
            return Err(ManifestFault::Foreign);
        }
        match own.files.keys().find(|path| !is_inside(path)) {
            Some(path) => Err(ManifestFault::Path(path.clone())),
            None => Ok(own),
        }
    }

    /// Whether a file that it names was made by the same program with the same options.
    pub(super) fn made_like(&self, other: &Self) -> bool {
        self.program == other.program && self.options == other.options
    }

    /// Adds a file.
    pub(super) fn name(&mut self, path: &str, bytes: &TextDigest, inputs: &TextDigest) {
        let entry = FileEntry {
            sha256: bytes.to_string(),
            inputs: inputs.to_string(),
        };
        self.files.insert(path.to_owned(), entry);
    }

    /// The bytes of the list.
    pub(super) fn bytes(&self) -> Vec<u8> {
        crate::render::json(self).into_bytes()
    }
}

/// Whether a path leads to a file inside the folder, on every system. Names that begin with a full stop belong to
/// other programs, but for the one that tells a server not to touch the site.
pub(super) fn is_inside(path: &str) -> bool {
    let is_name = |name: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
        !name.is_empty() && !name.starts_with('.') && name.chars().all(plain)
    };
    path == ".nojekyll" || (path != NAME && path.split('/').all(is_name))
}

#[cfg(test)]
mod tests {
    use super::{Manifest, ManifestFault, SiteOptions, is_inside};
    use crate::value::digest::TextDigest;

    fn manifest(path: &str) -> Manifest {
        let mut manifest = Manifest::new(None, SiteOptions::default());
        manifest.name(path, &TextDigest::of(b"a"), &TextDigest::of(b"b"));
        manifest
    }

    #[test]
    fn what_is_written_is_read() {
        let own = manifest("p/rec-1/index.html");
        assert_eq!(Manifest::read(&own.bytes()), Ok(own));
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        for path in [
            "../x",
            "/etc/x",
            "a/../x",
            "a//x",
            "",
            "./x",
            ".git/config",
            "a/.git/x",
            "c:x",
            "a\\x",
            "a/\u{0}",
            "report.json",
        ] {
            assert!(!is_inside(path), "{path}");
            let read = Manifest::read(&manifest(path).bytes());
            assert_eq!(read, Err(ManifestFault::Path(path.to_owned())));
        }
        for path in [
            "index.html",
            ".nojekyll",
            "p/a/1/positions.csv",
            "p/a/o/ann.cost_/index.html",
        ] {
            assert!(is_inside(path), "{path}");
        }
    }

    #[test]
    fn another_file_of_this_name_is_not_ours() {
        for text in [
            "",
            "[]",
            "{}",
            r#"{"format": 1}"#,
            r#"{"format": 1, "files": {}}"#,
        ] {
            assert_eq!(Manifest::read(text.as_bytes()), Err(ManifestFault::Foreign));
        }
        let later = r#"{"format": 2}"#;
        assert_eq!(
            Manifest::read(later.as_bytes()),
            Err(ManifestFault::Newer(2))
        );
    }
}

//! Reads and writes `report.json`: the list of the files of a site, by which the next run knows what it wrote before.
//! Everybody who can write into the folder can write this file, so no path in it is believed.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use crate::site::CallAnswers;

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
    /// What is kept of each decided proposal, so that it need not be tallied again.
    #[serde(default, deserialize_with = "that_can_be_read")]
    pub(super) proposals: BTreeMap<String, KeptProposal>,
}

/// What is kept of a proposal whose current call is decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct KeptProposal {
    /// The digest of what its pages and the answers are made from.
    pub(super) inputs: String,
    /// The last commit that changed its folder.
    pub(super) commit: CommitName,
    /// Who answered what in its decided calls.
    pub(super) calls: BTreeMap<u32, CallAnswers>,
}

/// The name of a commit, which nobody checked.
type CommitName = String;

/// What is kept and can be read; the rest is made again.
fn that_can_be_read<'d, D: Deserializer<'d>>(
    from: D,
) -> Result<BTreeMap<String, KeptProposal>, D::Error> {
    let all = BTreeMap::<String, Box<RawValue>>::deserialize(from)?;
    let readable = |(id, kept): (_, Box<RawValue>)| {
        let kept = serde_json::from_str(kept.get()).ok()?;
        Some((id, kept))
    };
    Ok(all.into_iter().filter_map(readable).collect())
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

/// What every format of the list has.
#[derive(Deserialize)]
struct Head {
    format: u32,
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
            proposals: BTreeMap::new(),
        }
    }

    /// Reads a list.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, ManifestFault> {
        let head: Head = serde_json::from_slice(bytes).map_err(|_| ManifestFault::Foreign)?;
        match head.format {
            FORMAT => {}
            later if later > FORMAT => return Err(ManifestFault::Newer(later)),
            _ => return Err(ManifestFault::Foreign),
        }
        let own: Self = serde_json::from_slice(bytes).map_err(|_| ManifestFault::Foreign)?;
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

    /// The bytes of the list: a line for each file, and for each proposal.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let Self {
            format,
            program,
            commit,
            options,
            files,
            proposals,
        } = self;
        format!(
            "{{\n  \"format\": {format},\n  \"program\": {},\n  \"commit\": {},\n  \"options\": {},\n  \
             \"files\": {},\n  \"proposals\": {}\n}}\n",
            line(program),
            line(commit),
            line(options),
            lines(files),
            lines(proposals)
        )
        .into_bytes()
    }
}

/// A value in one line.
fn line(value: &impl Serialize) -> String {
    // Only a map with other keys than words cannot be written, and there is none.
    serde_json::to_string(value).unwrap_or_default()
}

/// A line for each of some values.
fn lines<V: Serialize>(all: &BTreeMap<String, V>) -> String {
    let lines = all.iter();
    let lines = lines.map(|(name, value)| format!("\n    {}: {}", line(name), line(value)));
    let lines: Vec<String> = lines.collect();
    match lines.is_empty() {
        true => "{}".to_owned(),
        false => format!("{{{}\n  }}", lines.join(",")),
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
    use super::{FileEntry, Manifest, ManifestFault, SiteOptions, is_inside};

    fn manifest(path: &str) -> Manifest {
        let mut manifest = Manifest::new(None, SiteOptions::default());
        let [sha256, inputs] = ["a", "b"].map(|letter| letter.repeat(64));
        let entry = FileEntry { sha256, inputs };
        manifest.files.insert(path.to_owned(), entry);
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

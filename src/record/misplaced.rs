//! Finds files that say what a record says, where no record is read: at a register's root, or in a folder with
//! nearly the right name.

use std::sync::LazyLock;

use crate::record::kind::{ALL, Kind};
use crate::record::path::{PathFault, RecordPath};
use crate::record::reader;
use crate::record::shape::KeyShape;
use crate::value::did_you_mean;
use crate::value::id::slug;

/// The folders at a register's root.
pub const OWN_FOLDERS: [&str; 4] = ["participants", "acknowledged", "meetings", "proposals"];
/// Folders of a proposal, which people also make at the root.
const INNER: [&str; 4] = ["positions", "objections", "handling", "calls"];

/// Whether a folder at a register's root is not one of its own, but has nearly such a name: in other letters,
/// in the singular, misspelt, or the name of a folder of a proposal.
pub fn is_like_ours(folder: &str) -> bool {
    let lower = folder.to_lowercase();
    let plural = format!("{lower}s");
    let all = || OWN_FOLDERS.into_iter().chain(INNER);
    let named = all().any(|own| own == lower || own == plural);
    !OWN_FOLDERS.contains(&folder)
        && (named || did_you_mean::nearest(&lower, OWN_FOLDERS).is_some())
}

/// Whether a file can be meant as TOML by its name.
pub fn is_like_toml(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let ends = [".toml", ".tml", ".tom", ".txt", ".toml~", ".bak", ".orig"];
    !name.contains('.') || ends.iter().any(|end| name.ends_with(end))
}

/// The kind of record that a file outside its place is by its keys, and the path that it needs; parts that nobody
/// can know are written in capital letters. `None` for a record at its place, and for any other file.
pub fn misplaced(path: &str, bytes: &[u8]) -> Option<(&'static Kind, String)> {
    let (folder, name) = path.split_once('/').unwrap_or(("", path));
    let beside = || folder.is_empty() || is_like_ours(folder);
    let meant = match RecordPath::identify(path) {
        Some(Ok(RecordPath::Text(..))) => None,
        Some(Ok(_) | Err(PathFault::BadId(..))) => return None,
        Some(Err(PathFault::Stray(meant))) => meant,
        None if is_like_toml(name) && beside() => in_our_folder(path),
        None => return None,
    };
    let keys = reader::plain(bytes)?;
    let keys: Vec<&str> = keys.as_table()?.keys().map(String::as_str).collect();
    let mut fitting = SIGNS.iter().filter(|signs| signs.fit(&keys));
    if let Some((kind, meant)) = meant.as_deref().and_then(kind_at)
        && fitting.clone().any(|signs| signs.kind.name == kind.name)
    {
        return Some((kind, meant));
    }
    // A kind without a required key is sure only at a place of its own: other tools can write the same.
    let kind = fitting.find(|signs| !signs.needed.is_empty())?.kind;
    Some((kind, place(kind, path)))
}

/// The same path, with folders in our letters and words.
fn in_our_folder(path: &str) -> Option<String> {
    let (folder, rest) = path.split_once('/')?;
    let own = did_you_mean::nearest(folder, OWN_FOLDERS)?;
    let rest = rest.rsplit_once('/').map_or_else(
        || rest.to_owned(),
        |(inner, name)| format!("{}/{name}", inner.to_lowercase()),
    );
    Some(format!("{own}/{rest}"))
}

fn kind_at(path: &str) -> Option<(&'static Kind, String)> {
    let record = match RecordPath::identify(path)? {
        Ok(record) => record,
        Err(PathFault::Stray(Some(better))) => RecordPath::identify(&better)?.ok()?,
        Err(_) => return None,
    };
    Some((Kind::of(&record)?, record.to_string()))
}

/// A kind with the names of its keys, those that are required first.
struct Signs {
    kind: &'static Kind,
    needed: Vec<&'static str>,
    others: Vec<&'static str>,
}

static SIGNS: LazyLock<Vec<Signs>> = LazyLock::new(|| {
    let signs = |kind: &'static Kind| {
        let (needed, others): (Vec<_>, Vec<_>) =
            (kind.keys)().into_iter().partition(|key| key.needed);
        let names = |keys: Vec<KeyShape>| keys.into_iter().map(|key| key.name);
        Signs {
            kind,
            needed: names(needed).collect(),
            others: names(others).chain(kind.computed.iter().copied()).collect(),
        }
    };
    ALL.iter().map(signs).collect()
});

impl Signs {
    /// Whether a file with these keys is of this kind: it has all that are required, and no other.
    fn fit(&self, found: &[&str]) -> bool {
        let known = |name: &&str| self.needed.contains(name) || self.others.contains(name);
        !found.is_empty()
            && self.needed.iter().all(|name| found.contains(name))
            && found.iter().all(known)
    }
}

/// The path of a record of this kind whose file has this name.
fn place(kind: &Kind, path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut stem = name.split('.').map(slug).collect::<Vec<_>>();
    stem.truncate(if kind.name == "objection" && stem.len() > 2 {
        2
    } else {
        1
    });
    let proposal = proposal_in(path).unwrap_or_else(|| "PROPOSAL".to_owned());
    let parts = kind.files.split('/').enumerate();
    let filled = parts.map(|(n, part)| match (n, part) {
        (1, "*") => proposal.clone(),
        (_, "*") => "N".to_owned(),
        (_, part) => part.replacen('*', &stem.join("."), 1),
    });
    filled.collect::<Vec<_>>().join("/")
}

/// The proposal that a path names, in a folder whose name is nearly `proposals`.
fn proposal_in(path: &str) -> Option<String> {
    let mut parts = path.split('/');
    did_you_mean::nearest(parts.next()?, ["proposals"])?;
    let id = slug(parts.next()?);
    (parts.next().is_some() && !id.is_empty()).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::{is_like_ours, misplaced};

    fn place(path: &str, text: &str) -> Option<String> {
        misplaced(path, text.as_bytes()).map(|(_, place)| place)
    }

    #[test]
    fn what_says_the_same_as_a_record_is_found_with_its_place() {
        let yes = "position = \"support\"\n";
        for (path, meant) in [
            ("dai.toml", "proposals/PROPOSAL/positions/dai.toml"),
            ("Dai.tml", "proposals/PROPOSAL/positions/dai.toml"),
            (
                "positions/dai.toml",
                "proposals/PROPOSAL/positions/dai.toml",
            ),
            (
                "Proposals/tap/positions/dai.toml",
                "proposals/tap/positions/dai.toml",
            ),
            (
                "proposal/tap/Positions/dai.toml",
                "proposals/tap/positions/dai.toml",
            ),
            (
                "proposals/tap/position/dai.toml",
                "proposals/tap/positions/dai.toml",
            ),
            (
                "proposals/tap/positions/dai.tml",
                "proposals/tap/positions/dai.toml",
            ),
            (
                "proposals/tap/positions/Dai.toml.txt",
                "proposals/tap/positions/dai.toml",
            ),
            ("proposals/tap/dai.toml", "proposals/tap/positions/dai.toml"),
        ] {
            assert_eq!(place(path, yes).as_deref(), Some(meant), "{path}");
        }
        let person = "name = \"Dai\"\ngroup = \"gardeners\"\n";
        assert_eq!(
            place("dai.toml", person).as_deref(),
            Some("participants/dai.toml")
        );
        assert_eq!(
            place("Participants/dai.toml", person).as_deref(),
            Some("participants/dai.toml")
        );
        let objection = "about = \"a\"\nproblem = \"b\"\nresolve = \"c\"\n";
        let meant = "proposals/tap/objections/dai.cost.toml";
        assert_eq!(
            place("Proposals/tap/objection/dai.cost.toml", objection).as_deref(),
            Some(meant)
        );
    }

    #[test]
    fn files_of_other_tools_are_let_be() {
        for (path, text) in [
            (
                "Cargo.toml",
                "[package]\nname = \"x\"\nversion = \"1.0.0\"\n",
            ),
            ("pyproject.toml", "[project]\nname = \"x\"\n"),
            ("README.toml", "text = \"Read me.\"\n"),
            ("config.toml", "title = \"Site\"\nbaseURL = \"x\"\n"),
            ("docs/dai.toml", "position = \"support\"\n"),
            (
                "docs/proposals/tap/positions/dai.toml",
                "position = \"support\"\n",
            ),
            (
                "positions/queen.toml",
                "position = \"d4\"\npiece = \"queen\"\n",
            ),
            ("notes.md", "position = \"support\"\n"),
            (
                "proposals/tap/positions/dai.toml",
                "position = \"support\"\n",
            ),
            ("empty.toml", ""),
        ] {
            assert_eq!(place(path, text), None, "{path}");
        }
    }

    #[test]
    fn folders_with_nearly_our_names_are_read() {
        for like in [
            "Proposals",
            "proposal",
            "propsals",
            "positions",
            "Meeting",
            "calls",
        ] {
            assert!(is_like_ours(like), "{like}");
        }
        for other in [
            "proposals",
            "participants",
            "docs",
            "src",
            "proposals-old",
            "tests",
        ] {
            assert!(!is_like_ours(other), "{other}");
        }
    }
}

//! Files as files: what is too large, no plain file, not text, filed twice, or astray; and texts that do
//! not have the digest that their last revision, or a call on one, says.

use std::collections::BTreeMap;

use crate::check::tree::context::{CheckContext, File, FindingSink, PendingFinding};
use crate::record::path::{PathFault, RecordPath};
use crate::register::snapshot::{Content, LARGEST_RECORD, LARGEST_TEXT, LONGEST_PATH};
use crate::value::digest::TextDigest;
use crate::value::text;

/// The folders of a register.
const FOLDERS: &[&str] = &["participants", "meetings", "proposals"];

/// Files that git and its web pages need to keep a folder or to read it.
const KEEPERS: &[&str] = &[".gitkeep", ".keep", ".gitignore", ".gitattributes"];

/// Texts above 16 MiB, other records above 256 KiB where reading did not find it, paths above
/// 4,096 bytes.
pub(super) fn too_large(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for file in &scene.files {
        let Ok(record) = &file.record else { continue };
        let most = largest(record);
        let size = match file.content {
            Content::TooLarge(size) => *size,
            content => content.bytes().map_or(0, |bytes| bytes.len() as u64),
        };
        let read = !holds_bytes(record) && file.content.bytes().is_some();
        if size > most && !read {
            found.note(file.path, || {
                PendingFinding::new(format!(
                    "the file has {size} bytes, and at most {most} may stand in one of its kind"
                ))
                .hint("shorten it, or put what is long elsewhere and link to it")
            });
        }
        if file.path.len() > LONGEST_PATH {
            found.note(file.path, || {
                PendingFinding::new(format!(
                    "the path has {} bytes, and at most {LONGEST_PATH} may stand in one",
                    file.path.len()
                ))
            });
        }
    }
}

/// Whether the record is kept as bytes, and not read as TOML.
fn holds_bytes(record: &RecordPath) -> bool {
    matches!(
        record,
        RecordPath::Text(..)
            | RecordPath::Minutes(_)
            | RecordPath::Manifest(..)
            | RecordPath::Signature(..)
            | RecordPath::AllowedSigners
    )
}

/// A decision and its manifest name every file counted, so they may be as large as a text.
fn largest(record: &RecordPath) -> u64 {
    match record {
        RecordPath::Text(..)
        | RecordPath::Minutes(_)
        | RecordPath::Decision(..)
        | RecordPath::Manifest(..) => LARGEST_TEXT,
        _ => LARGEST_RECORD,
    }
}

/// Texts of proposals that are not UTF-8: nobody could be shown what changed in them.
pub(super) fn not_utf8(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for case in scene.proposals() {
        let Some(proposal) = &case.folder.proposal else {
            continue;
        };
        let path = RecordPath::Text(case.id.clone(), proposal.text.clone()).to_string();
        let bytes = scene.register.bytes(&path).unwrap_or_default();
        let Err(error) = std::str::from_utf8(bytes) else {
            continue;
        };
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let lines = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        found.note(&path, || {
            PendingFinding::new("the text is not UTF-8 from this line on")
                .line(u32::try_from(lines).unwrap_or(u32::MAX))
                .hint("save the file again as UTF-8, and tell of it with `plenary revise`")
                .because(case.path())
        });
    }
}

/// Links, submodules and executables where a record must be a plain file.
pub(super) fn not_plain(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (path, content) in &scene.register.snapshot.files {
        let what = match content {
            Content::Plain(_) | Content::TooLarge(_) => continue,
            Content::Link => "a symbolic link",
            Content::Other => "a submodule, or something else that is no file",
            Content::Executable(_) => "an executable file",
        };
        let is_record = match RecordPath::identify(path) {
            Some(Ok(_)) => true,
            Some(Err(_)) => content.bytes().is_none(),
            None => FOLDERS.contains(&path.as_str()),
        };
        if is_record {
            let hint = match content {
                Content::Executable(_) => format!("git update-index --chmod=-x {}", quoted(path)),
                _ => "remove it, and put the file itself there".to_owned(),
            };
            found.note(path, || {
                PendingFinding::new(format!(
                    "{what} stands here, and a record must be a plain file"
                ))
                .hint(hint)
            });
        }
    }
}

/// Two files that are the same record: one in its folder, one a folder deeper; or one under a
/// participant's present id, one under a former one.
pub(super) fn filed_twice(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let mut seen: BTreeMap<&RecordPath, &str> = BTreeMap::new();
    for file in &scene.files {
        let Ok(record) = &file.record else { continue };
        if let Some(first) = seen.insert(record, file.path) {
            for (path, other) in [(file.path, first), (first, file.path)] {
                found.note(path, || {
                    PendingFinding::new(format!("{} is the same record as this", quoted(other)))
                        .hint("keep what the participant said last, and remove the other file")
                        .because(other.to_owned())
                });
            }
        }
    }
}

/// Files in the register's folders that are no record there, or carry a record's name wrongly.
pub(super) fn stray(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for file in &scene.files {
        let name = file.path.rsplit('/').next().unwrap_or(file.path);
        if KEEPERS.contains(&name) || file.content.bytes().is_none() {
            continue;
        }
        match &file.record {
            Err(PathFault::Stray(meant)) => {
                found.note(file.path, || astray(file.path, meant.as_deref(), scene))
            }
            Ok(RecordPath::Text(id, name)) => {
                let folder = scene.register.proposals.get(id);
                let named = folder.and_then(|folder| folder.proposal.as_ref());
                if let Some(proposal) = named.filter(|proposal| proposal.text != *name) {
                    found.note(file.path, || beside_the_text(file, &proposal.text));
                }
            }
            _ => {}
        }
    }
}

fn astray(path: &str, meant: Option<&str>, scene: &CheckContext<'_>) -> PendingFinding {
    let fault = PendingFinding::new("this file is no record, and it stands in a folder of records");
    match meant {
        Some(meant) if scene.has(meant) => {
            fault.hint(format!("remove it: {} is there already", quoted(meant)))
        }
        Some(meant) => fault.hint(format!(
            "if it is a record: git mv {} {}",
            quoted(path),
            quoted(meant)
        )),
        None => fault.hint("move it to a folder of its own beside these"),
    }
}

fn beside_the_text(file: &File<'_>, named: &str) -> PendingFinding {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    PendingFinding::new("this file is not the proposal's text, and no call or decision covers it")
        .hint(format!(
            "the text is {}; put what it needs into it, or move this file elsewhere",
            text::shown_on_one_line(named)
        ))
        .because(format!("{folder}/proposal.toml"))
}

/// A path as a shell takes it.
pub(super) fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._@-".contains(c);
    if path.chars().all(plain) && !path.starts_with('-') {
        return path.to_owned();
    }
    format!("'{}'", text::shown(path).replace('\'', "'\\''"))
}

/// Texts that were changed without a revision.
pub(super) fn last_revision(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for case in scene.proposals() {
        let Some(proposal) = &case.folder.proposal else {
            continue;
        };
        let path = RecordPath::Text(case.id.clone(), proposal.text.clone()).to_string();
        // Of a text that is too large, that is all that is said.
        let bytes = scene.register.bytes(&path);
        let small = bytes.filter(|bytes| bytes.len() as u64 <= LARGEST_TEXT);
        let (Some(digest), Some(latest)) = (small.map(TextDigest::of), proposal.latest()) else {
            continue;
        };
        if digest != latest.sha256 {
            found.note(&path, || {
                PendingFinding::new(format!(
                    "the text has the digest {}, and its last revision, {}, has {}",
                    digest.short(),
                    latest.name,
                    latest.sha256.short()
                ))
                .hint(format!(
                    "plenary revise {} --material, or --editorial if only the wording changed",
                    case.id
                ))
                .because(case.path())
            });
        }
    }
}

/// Calls whose digest is not that of the revision that they name.
pub(super) fn of_calls(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (case, n, filed) in scene.calls() {
        let (Some(call), Some(proposal)) = (&filed.call, &case.folder.proposal) else {
            continue;
        };
        let named = proposal.revision(call.revision);
        let Some(revision) = named.filter(|revision| revision.sha256 != call.sha256) else {
            continue;
        };
        found.note(&case.call_path(n), || {
            PendingFinding::new(format!(
                "the call is over a text with the digest {}, and revision {} has {}",
                call.sha256.short(),
                revision.name,
                revision.sha256.short()
            ))
            .key("sha256")
            .hint("neither a call nor a past revision is ever edited; take the change back")
            .because(case.path())
        });
    }
}

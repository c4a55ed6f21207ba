//! Checks files: too large, not a plain file, not text, twice the same record, or not a record; and texts whose
//! digest differs from their last revision or their call.

use std::collections::BTreeMap;

use crate::check::tree::context::{CheckContext, File, FindingSink, PendingFinding};
use crate::record::misplaced::{OWN_FOLDERS, misplaced};
use crate::record::path::{PathFault, RecordPath};
use crate::record::translation::Translation;
use crate::register::shared_files::SharedFiles;
use crate::register::snapshot::{Content, LARGEST_RECORD, LARGEST_TEXT, LONGEST_PATH};
use crate::value::digest::TextDigest;
use crate::value::sentence::form;
use crate::value::text;

/// Files that git and hosting services need in a folder.
const KEEPERS: &[&str] = &[".gitkeep", ".keep", ".gitignore", ".gitattributes"];

/// Texts above 16 MiB, other records above 256 KiB if reading did not find it, paths above 4,096 bytes.
pub(super) fn too_large(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for file in &scene.files {
        let Ok(record) = &file.record else { continue };
        let most = largest(record);
        let size = match file.content {
            Content::TooLarge(size) => *size,
            content => content.bytes().map_or(0, |bytes| bytes.len() as u64),
        };
        let read = !is_bytes(record) && file.content.bytes().is_some();
        if size > most && !read {
            found.note(file.path, || {
                PendingFinding::new(format!(
                    "the file has {size} bytes, but a file of this kind can have at most {most}"
                ))
                .hint("shorten it, or put long parts elsewhere and link to them")
            });
        }
        if file.path.len() > LONGEST_PATH {
            found.note(file.path, || {
                PendingFinding::new(format!(
                    "the path has {} bytes, but a path can have at most {LONGEST_PATH}",
                    file.path.len()
                ))
            });
        }
    }
}

/// Whether the record is kept as bytes, and not read as TOML.
fn is_bytes(record: &RecordPath) -> bool {
    matches!(
        record,
        RecordPath::Text(..)
            | RecordPath::Minutes(_)
            | RecordPath::Manifest(..)
            | RecordPath::Signature(..)
            | RecordPath::AllowedSigners
    )
}

/// A decision and its list of inputs name every counted file, so they can be as large as a text.
fn largest(record: &RecordPath) -> u64 {
    match record {
        RecordPath::Text(..)
        | RecordPath::Minutes(_)
        | RecordPath::Decision(..)
        | RecordPath::Manifest(..) => LARGEST_TEXT,
        _ => LARGEST_RECORD,
    }
}

/// Texts of proposals that are not UTF-8, because their changes could not be shown.
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
                .hint("save the file as UTF-8, and record the change with plenary revise")
                .because(case.path())
        });
    }
}

/// Links, submodules and executable files instead of records.
pub(super) fn not_plain(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (path, content) in &scene.register.snapshot.files {
        let what = match content {
            Content::Plain(_) | Content::TooLarge(_) => continue,
            Content::Link => "a record must be a plain file, and this is a symbolic link",
            Content::Other => "a record must be a plain file, and this is a submodule or no file",
            Content::Executable(_) => "a record must be a plain file, and this is executable",
        };
        let is_record = match RecordPath::identify(path) {
            Some(Ok(_)) => true,
            Some(Err(_)) => content.bytes().is_none(),
            None => OWN_FOLDERS.contains(&path.as_str()),
        };
        if is_record {
            let hint = match content {
                Content::Executable(_) => {
                    format!("run: git update-index --chmod=-x {}", quoted(path))
                }
                _ => "replace it with the file itself".to_owned(),
            };
            found.note(path, || PendingFinding::new(what).hint(hint));
        }
    }
}

/// Two files that are the same record: one in its folder, one a folder deeper; or one under a
/// participant's present id, one under a former one.
pub(super) fn filed_twice(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let mut seen: BTreeMap<&RecordPath, &str> = BTreeMap::new();
    // Without them each record has one path.
    let has_former_ids = scene.register.people.has_former_ids();
    if !has_former_ids && !scene.files.iter().any(is_deeper) {
        return;
    }
    for file in &scene.files {
        let Ok(record) = &file.record else { continue };
        if let Some(first) = seen.insert(record, file.path) {
            for (path, other) in [(file.path, first), (first, file.path)] {
                found.note(path, || {
                    PendingFinding::new(format!(
                        "{} is the same record as this file",
                        quoted(other)
                    ))
                    .hint("keep the newer of the two, and remove the other file")
                    .because(other.to_owned())
                });
            }
        }
    }
}

/// Whether a file is the position that another file can be, a folder higher.
fn is_deeper(file: &File<'_>) -> bool {
    let folders = file.path.bytes().filter(|byte| *byte == b'/').count();
    matches!(file.record, Ok(RecordPath::Position(..))) && folders > 3
}

/// Files in the register's folders that are not records, or have a wrong name.
pub(super) fn stray(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for file in &scene.files {
        let name = file.path.rsplit('/').next().unwrap_or(file.path);
        let said = |bytes| misplaced(file.path, bytes).is_some();
        let is_left = || KEEPERS.contains(&name) || file.content.bytes().is_none_or(said);
        match &file.record {
            Err(PathFault::Stray(meant)) if !is_left() => {
                found.note(file.path, || astray(file.path, meant.as_deref(), scene))
            }
            Ok(RecordPath::Text(id, name)) if !is_left() => {
                let folder = scene.register.proposals.get(id);
                let named = folder.and_then(|folder| folder.proposal.as_ref());
                if let Some(proposal) = named.filter(|proposal| !proposal.names_file(name)) {
                    found.note(file.path, || beside_the_text(file, &proposal.text));
                }
            }
            _ => {}
        }
    }
}

/// Files with the keys of a record, where no record is read.
pub(super) fn misplaced_records(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (path, content) in &scene.others {
        let said = content.bytes().and_then(|bytes| misplaced(path, bytes));
        let Some((kind, mut meant)) = said else {
            continue;
        };
        let mut names = scene.register.proposal_names().iter();
        if let (Some(one), None) = (names.next(), names.next()) {
            meant = meant.replace("/PROPOSAL/", &format!("/{one}/"));
        }
        found.note(path, || {
            let article = form(kind.name.starts_with(['a', 'e', 'o']), "an", "a");
            let sentence = format!(
                "this file says what {article} {} says, but it is not read here",
                kind.name
            );
            let files = &scene.register.snapshot.files;
            PendingFinding::new(sentence).hint(moving(files, path, &meant))
        });
    }
}

/// How a file comes to its place, in a browser and in a terminal.
pub(crate) fn moving(files: &SharedFiles, path: &str, meant: &str) -> String {
    let (from, to) = (quoted(path), quoted(meant));
    let is_inside = |folder: &str| {
        let inside = format!("{folder}/");
        files.under(&inside).next().is_some()
    };
    if files.contains_key(meant) || is_inside(meant) {
        return format!("remove it: {to} already exists");
    }
    let browser = format!(
        "In a browser: open the file, press the pencil, and change the name in the box on top to {}",
        text::shown_on_one_line(&from_folder_of(path, meant))
    );
    let folder = meant.rsplit_once('/').map_or("", |(folder, _)| folder);
    let capital = |part: &str| !part.is_empty() && part.bytes().all(|c| c.is_ascii_uppercase());
    if meant.split('/').any(capital) {
        return format!("move it to its place, {to}. {browser}");
    }
    let make = match folder.is_empty() || is_inside(folder) {
        true => String::new(),
        false => format!("mkdir -p {} && ", quoted(folder)),
    };
    format!("{browser}. In a terminal: {make}git mv {from} {to}")
}

/// A path as the box for the name takes it, which begins in the folder of the file.
fn from_folder_of(path: &str, meant: &str) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let above: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let parts: Vec<&str> = meant.split('/').collect();
    let same = above.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(above.len() - same);
    format!("{up}{}", parts.get(same..).unwrap_or_default().join("/"))
}

fn astray(path: &str, meant: Option<&str>, scene: &CheckContext<'_>) -> PendingFinding {
    let fault = PendingFinding::new("this file is not a record, but it is in a folder of records");
    match meant {
        Some(meant) => {
            let files = &scene.register.snapshot.files;
            let place = moving(files, path, meant);
            fault.hint(format!("{place}. If it is not a record, move it elsewhere"))
        }
        None => fault.hint("move it to a folder of its own"),
    }
}

fn beside_the_text(file: &File<'_>, named: &str) -> PendingFinding {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    PendingFinding::new("this file is not the proposal's text, so no call or decision includes it")
        .hint(format!(
            "move it elsewhere, or put its content into the text, {}",
            text::shown_on_one_line(named)
        ))
        .because(format!("{folder}/proposal.toml"))
}

/// A path as a shell takes it.
pub(in crate::check) fn quoted(path: &str) -> String {
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
        // A text that is too large has another finding.
        let bytes = scene.register.bytes(&path);
        let small = bytes.filter(|bytes| bytes.len() as u64 <= LARGEST_TEXT);
        let (Some(digest), Some(latest)) = (small.map(TextDigest::of), proposal.latest()) else {
            continue;
        };
        if digest != latest.sha256 {
            found.note(&path, || {
                PendingFinding::new(format!(
                    "the text has the digest {}, but its last revision, {}, has {}",
                    digest.short(),
                    latest.name,
                    latest.sha256.short()
                ))
                .hint(format!(
                    "record the change with --material, or with --editorial for wording only: plenary revise {} --material",
                    case.id
                ))
                .because(case.path())
            });
        }
    }
}

/// Translations whose file is missing, or is not the one that was recorded, and translations of no revision.
pub(super) fn translations(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for case in scene.proposals() {
        let Some(proposal) = &case.folder.proposal else {
            continue;
        };
        for one in Translation::latest(&proposal.translations) {
            let path = RecordPath::Text(case.id.clone(), one.text.clone()).to_string();
            let language = &one.language;
            let sentence = match scene.register.digest(&path) {
                _ if proposal.revision(one.of).is_none() => {
                    format!(
                        "the translation into {language} is of {}, which is not a revision",
                        one.of
                    )
                }
                None => format!("the file of the translation into {language} is missing ({path})"),
                Some(digest) if digest != one.sha256 => format!(
                    "{path} has the digest {}, but the translation into {language} has {}",
                    digest.short(),
                    one.sha256.short()
                ),
                Some(_) => continue,
            };
            found.note(&case.path(), || {
                PendingFinding::new(sentence)
                    .key("translation")
                    .hint(format!(
                        "record it again: plenary translate {} --language {language} --text FILE",
                        case.id
                    ))
                    .because(&path)
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
                "the call is on a text with the digest {}, but revision {} has {}",
                call.sha256.short(),
                revision.name,
                revision.sha256.short()
            ))
            .key("sha256")
            .hint("a call and an earlier revision cannot change: restore both")
            .because(case.path())
        });
    }
}

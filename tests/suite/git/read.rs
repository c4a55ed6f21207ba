//! Tests snapshots of commits and of work trees.

use std::collections::BTreeMap;

use plenary::git::{GitErrorKind, Strictness};
use plenary::register::snapshot::{Content, Extent, LARGEST_TEXT, Moment, Snapshot};

use super::{id, one_proposal, open, register, told};
use crate::scene::Scene;

fn both(scene: &Scene, extent: &Extent) -> (Snapshot, Snapshot) {
    let repository = open(scene);
    let moment = repository.present().unwrap();
    let committed = repository.snapshot(&moment, extent).unwrap();
    (
        committed,
        repository.snapshot(&Moment::WorkTree, extent).unwrap(),
    )
}

fn paths(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.files.keys().map(String::as_str).collect()
}

#[test]
fn an_extent_holds_what_it_says_and_no_more() {
    let scene = register();
    scene.write("allowed_signers", "");
    scene.write("src/main.rs", "fn main() {}\n");
    scene.write("README.md", "Read me.\n");
    scene.write(
        "proposals/retention/positions/3f/ines.toml",
        "position = \"support\"\n",
    );
    scene.commit("More", "2026-05-02T10:00:00Z");
    let (committed, lying) = both(&scene, &Extent::Roster);
    assert_eq!(
        paths(&committed),
        ["allowed_signers", "charter.toml", "participants/ruth.toml"]
    );
    assert_eq!(committed.files, lying.files);
    let (committed, lying) = both(&scene, &one_proposal());
    let expected = [
        "allowed_signers",
        "charter.toml",
        "meetings/2026-05-01.toml",
        "participants/ruth.toml",
        "proposals/retention/positions/3f/ines.toml",
        "proposals/retention/positions/ruth.toml",
        "proposals/retention/proposal.toml",
    ];
    assert_eq!(paths(&committed), expected);
    assert_eq!(committed.files, lying.files);
    assert_eq!(
        committed.proposals.iter().collect::<Vec<_>>(),
        ["other", "retention"]
    );
    assert_eq!(committed.proposals, lying.proposals);
    let (committed, lying) = both(&scene, &Extent::Everything);
    assert_eq!(committed.files, lying.files);
    assert_eq!(committed.files.keys().count(), 9);
    assert!(!committed.files.contains_key("src/main.rs"));
}

#[test]
fn the_work_tree_is_read_as_it_lies() {
    let scene = register();
    scene.write(
        "proposals/retention/positions/ruth.toml",
        "position = \"object\"\n",
    );
    scene.write(
        "proposals/retention/positions/new.toml",
        "position = \"support\"\n",
    );
    std::fs::remove_file(scene.path("participants/ruth.toml")).unwrap();
    scene.git(&["add", "proposals/retention/positions/new.toml"]);
    let (committed, lying) = both(&scene, &one_proposal());
    let ruth = "proposals/retention/positions/ruth.toml";
    assert_eq!(
        *committed.files.get(ruth).unwrap(),
        Content::Plain(b"position = \"accept\"\n"[..].into())
    );
    assert_eq!(
        *lying.files.get(ruth).unwrap(),
        Content::Plain(b"position = \"object\"\n"[..].into())
    );
    assert!(!lying.files.contains_key("participants/ruth.toml"));
    let changed = open(&scene).uncommitted(&one_proposal()).unwrap();
    let new = "proposals/retention/positions/new.toml";
    assert_eq!(changed, ["participants/ruth.toml", new, ruth]);
    assert_eq!(
        open(&scene).uncommitted(&Extent::Roster).unwrap(),
        ["participants/ruth.toml"]
    );
}

#[test]
fn another_way_of_ending_lines_is_no_change() {
    let scene = register();
    let ruth = "proposals/retention/positions/ruth.toml";
    scene.write(ruth, "position = \"accept\"\r\n");
    assert!(
        open(&scene)
            .uncommitted(&one_proposal())
            .unwrap()
            .is_empty()
    );
    scene.write(ruth, "position = \"accept\"\r\n\r\n");
    assert_eq!(open(&scene).uncommitted(&one_proposal()).unwrap(), [ruth]);
}

#[cfg(unix)]
#[test]
fn links_submodules_and_executables_are_shown_as_such() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let scene = register();
    let positions = scene.path("proposals/retention/positions");
    symlink("/etc/passwd", positions.join("link.toml")).unwrap();
    symlink("../other", scene.path("proposals/retention/calls")).unwrap();
    scene.write(
        "proposals/retention/positions/run.toml",
        "position = \"accept\"\n",
    );
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(positions.join("run.toml"), mode).unwrap();
    let nested = "proposals/retention/nested";
    scene.write(&format!("{nested}/inside.toml"), "a = 1\n");
    scene.git_in(nested, &["init", "--quiet"]);
    scene.git_in(nested, &["config", "user.name", "N"]);
    scene.git_in(nested, &["config", "user.email", "n@example.org"]);
    scene.git_in(nested, &["add", "inside.toml"]);
    scene.git_in(nested, &["commit", "--quiet", "-m", "nested"]);
    scene.commit("Odd things", "2026-05-02T10:00:00Z");
    let (committed, lying) = both(&scene, &one_proposal());
    let odd: BTreeMap<_, _> = committed
        .files
        .iter()
        .filter(|(_, content)| !matches!(content, Content::Plain(_)))
        .collect();
    let run = Content::Executable(b"position = \"accept\"\n"[..].into());
    let expected = [
        ("proposals/retention/calls", Content::Link),
        (nested, Content::Other),
        ("proposals/retention/positions/link.toml", Content::Link),
        ("proposals/retention/positions/run.toml", run),
    ];
    let expected: BTreeMap<String, Content> = expected
        .into_iter()
        .map(|(path, what)| (path.to_owned(), what))
        .collect();
    assert_eq!(odd, expected.iter().collect());
    assert_eq!(committed.files, lying.files);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_folder_is_not_followed() {
    let scene = register();
    std::fs::rename(scene.path("proposals"), scene.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink("elsewhere", scene.path("proposals")).unwrap();
    scene.commit("A link for a folder", "2026-05-02T10:00:00Z");
    let (committed, lying) = both(&scene, &one_proposal());
    assert_eq!(*committed.files.get("proposals").unwrap(), Content::Link);
    assert_eq!(committed.files, lying.files);
    assert!(committed.proposals.is_empty() && lying.proposals.is_empty());
}

#[cfg(unix)]
#[test]
fn the_executable_bit_is_ignored_where_the_file_system_has_none() {
    use std::os::unix::fs::PermissionsExt as _;
    let scene = register();
    let mode = std::fs::Permissions::from_mode(0o777);
    std::fs::set_permissions(scene.path("charter.toml"), mode).unwrap();
    let charter = |scene: &Scene| {
        both(scene, &Extent::Roster)
            .1
            .files
            .get("charter.toml")
            .cloned()
            .unwrap()
    };
    assert!(matches!(charter(&scene), Content::Executable(_)));
    scene.git(&["config", "core.fileMode", "false"]);
    assert!(matches!(charter(&scene), Content::Plain(_)));
}

#[test]
fn what_is_too_large_is_not_loaded() {
    let scene = register();
    let size = LARGEST_TEXT + 1;
    let text = "a".repeat(usize::try_from(size).unwrap());
    scene.write("proposals/retention/text.md", &text);
    scene.write("proposals/retention/fits.md", &text[1..]);
    scene.commit("A large text", "2026-05-02T10:00:00Z");
    let (committed, lying) = both(&scene, &one_proposal());
    assert_eq!(
        *committed.files.get("proposals/retention/text.md").unwrap(),
        Content::TooLarge(size)
    );
    assert!(
        committed
            .files
            .get("proposals/retention/fits.md")
            .unwrap()
            .bytes()
            .is_some()
    );
    assert!(
        committed.files == lying.files,
        "work tree and commit differ"
    );
    assert!(
        open(&scene)
            .uncommitted(&one_proposal())
            .unwrap()
            .is_empty()
    );
    scene.write("proposals/retention/text.md", &format!("b{}", &text[1..]));
    let changed = open(&scene).uncommitted(&one_proposal()).unwrap();
    assert_eq!(changed, ["proposals/retention/text.md"]);
}

#[test]
fn folders_too_deep_are_shown_and_not_read() {
    let scene = register();
    let deep = format!("proposals/retention/{}file.toml", "d/".repeat(40));
    scene.write(&deep, "a = 1\n");
    scene.commit("Deep", "2026-05-02T10:00:00Z");
    let (committed, lying) = both(&scene, &one_proposal());
    let odd: Vec<_> = committed
        .files
        .iter()
        .filter(|(path, _)| path.contains("/d/"))
        .collect();
    assert_eq!(odd.len(), 1, "{odd:?}");
    assert_eq!(odd[0].1, &Content::Other);
    assert!(deep.starts_with(odd[0].0.as_str()));
    assert_eq!(committed.files, lying.files);
    assert!(
        open(&scene)
            .uncommitted(&one_proposal())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn only_what_an_extent_needs_is_read() {
    let scene = register();
    scene.tell("git/read/only_what_an_extent_needs_is_read");
    let other = scene.git(&["rev-parse", "HEAD:proposals/other"]);
    let blob = scene.git(&["rev-parse", "HEAD:proposals/other/proposal.toml"]);
    for id in [&other, &blob] {
        let object = scene.path(&format!(".git/objects/{}/{}", &id[..2], &id[2..]));
        std::fs::remove_file(object).unwrap();
    }
    let repository = open(&scene);
    let moment = repository.present().unwrap();
    let snapshot = repository.snapshot(&moment, &one_proposal()).unwrap();
    assert_eq!(snapshot.files.keys().count(), 5);
    assert!(snapshot.proposals.contains("other"));
    let everything = repository.snapshot(&moment, &Extent::Everything);
    told(&scene, everything, GitErrorKind::CannotCheck, &["git fsck"]);
}

#[test]
fn a_falsified_object_is_found_where_hashing_is_asked_for() {
    let scene = register();
    scene.tell("git/read/a_falsified_object_is_found_where_hashing_is_asked_for");
    let ruth = "proposals/retention/positions/ruth.toml";
    let name = scene.git(&["rev-parse", &format!("HEAD:{ruth}")]);
    scene.write("forged", "position = \"object\"\n");
    let forged = scene.git(&["hash-object", "-w", "forged"]);
    let place = |id: &str| scene.path(&format!(".git/objects/{}/{}", &id[..2], &id[2..]));
    std::fs::remove_file(place(&name)).unwrap();
    std::fs::copy(place(&forged), place(&name)).unwrap();
    let moment = open(&scene).present().unwrap();
    let trusting = open(&scene).snapshot(&moment, &one_proposal()).unwrap();
    assert_eq!(
        *trusting.files.get(ruth).unwrap(),
        Content::Plain(b"position = \"object\"\n"[..].into())
    );
    let strict = open(&scene).with_strictness(Strictness::Strict);
    let read = strict.snapshot(&moment, &one_proposal());
    told(&scene, read, GitErrorKind::CannotCheck, &[&name]);
    assert!(strict.snapshot(&moment, &Extent::Roster).is_ok());
}

#[test]
fn single_files_are_read_from_any_commit() {
    let scene = register();
    let first = id(&scene.git(&["rev-parse", "HEAD"]));
    scene.write("charter.toml", "format = 1\nname = \"New\"\n");
    let second = id(&scene.commit("Rename", "2026-05-02T10:00:00Z"));
    let repository = open(&scene);
    let file = |commit, path| repository.file(commit, path).unwrap();
    assert_eq!(
        file(&first, "charter.toml"),
        Some(Content::Plain(b"format = 1\n"[..].into()))
    );
    assert_ne!(file(&second, "charter.toml"), file(&first, "charter.toml"));
    assert_eq!(file(&second, "nothing.toml"), None);
    assert_eq!(file(&second, "proposals/retention"), None);
    assert_eq!(file(&second, "charter.toml/inside"), None);
    assert_eq!(
        repository.config("user.email").unwrap().as_deref(),
        Some("maya@example.org")
    );
    assert_eq!(repository.config("plenary.participant").unwrap(), None);
    scene.git(&["config", "plenary.participant", "maya-chen"]);
    let participant = repository.config("plenary.participant").unwrap();
    assert_eq!(participant.as_deref(), Some("maya-chen"));
}

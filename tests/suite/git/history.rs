//! Tests the commits on the main branch, and which files each of them changed.

use plenary::register::snapshot::{Content, PathChange};
use plenary::value::digest::CommitId;

use super::{at, id, open, register, retention};
use crate::scene::Scene;

const RUTH: &str = "proposals/retention/positions/ruth.toml";

fn head(scene: &Scene) -> CommitId {
    id(&scene.git(&["rev-parse", "HEAD"]))
}

fn plain(text: &str) -> Option<Content> {
    Some(Content::Plain(text.as_bytes().into()))
}

/// The subjects of the commits that changed the proposal, with the paths that they changed.
fn moves(scene: &Scene) -> Vec<(String, Vec<String>)> {
    let repository = open(scene);
    let moves = repository.moves(&head(scene), &retention()).unwrap();
    moves
        .map(|step| {
            let (landing, moved) = step.unwrap();
            (
                landing.subject,
                moved.into_iter().map(|moved| moved.path).collect(),
            )
        })
        .collect()
}

#[test]
fn landings_follow_first_parents_only() {
    let scene = register();
    scene.git(&["switch", "--quiet", "-c", "side"]);
    scene.write(
        "proposals/retention/positions/ines.toml",
        "position = \"support\"\n",
    );
    scene.commit("Ines", "2026-05-02T10:00:00Z");
    scene.git(&["switch", "--quiet", "main"]);
    scene.write("participants/ines.toml", "name = \"Ines\"\n");
    scene.commit("Meanwhile", "2026-05-03T10:00:00Z");
    scene.git(&["merge", "--quiet", "--no-ff", "-m", "Merge Ines", "side"]);
    let repository = open(&scene);
    let landings: Vec<_> = repository
        .landings(&head(&scene))
        .unwrap()
        .map(|landing| landing.unwrap())
        .collect();
    let subjects: Vec<_> = landings.iter().map(|l| l.subject.as_str()).collect();
    assert_eq!(subjects, ["Merge Ines", "Meanwhile", "Found the register"]);
    assert_eq!(landings[0].author, "Maya Chen <maya@example.org>");
    assert_eq!(landings[1].at, at("2026-05-03T10:00:00Z"));
    assert_eq!(landings[0].parent.as_ref(), Some(&landings[1].commit));
    assert_eq!(landings[2].parent, None);
    let side = id(&scene.git(&["rev-parse", "side"]));
    let from = head(&scene);
    assert!(!repository.is_on_line(&from, &side).unwrap());
    assert!(repository.is_on_line(&from, &landings[2].commit).unwrap());
    let ines = "proposals/retention/positions/ines.toml";
    assert_eq!(
        moves(&scene)[0],
        ("Merge Ines".to_owned(), vec![ines.to_owned()])
    );
}

#[test]
fn the_closing_landing_is_the_one_before_the_first_that_is_later_than_the_close() {
    let scene = register();
    scene.commit("With a wrong clock", "2030-01-01T00:00:00Z");
    let opened = scene.commit("Open the call", "2026-05-02T00:00:00Z");
    let second = scene.commit("In time", "2026-05-21T23:59:00Z");
    scene.commit("Late", "2026-05-21T23:59:01Z");
    scene.commit("Late, dated back", "2026-05-20T00:00:00Z");
    let late = scene.commit("Late again", "2026-05-22T00:00:00Z");
    let repository = open(&scene);
    let closing = |from: &str, closes: &str| {
        let opened = id(&opened);
        repository
            .closing(&id(from), Some(&opened), at(closes))
            .unwrap()
    };
    let closes = "2026-05-21T23:59:00Z";
    assert_eq!(closing(&second, closes), Some(id(&second)));
    // What follows a late commit is late, whatever its date says.
    assert_eq!(closing(&late, closes), Some(id(&second)));
    assert_eq!(closing(&late, "2020-01-01T00:00:00Z"), None);
}

#[test]
fn moves_show_what_stood_before_and_after() {
    let scene = register();
    scene.write(RUTH, "position = \"object\"\n");
    scene.commit("Ruth changes her mind", "2026-05-02T10:00:00Z");
    scene.write("proposals/other/text.md", "Other.\n");
    scene.write("participants/ines.toml", "name = \"Ines\"\n");
    scene.commit("Elsewhere", "2026-05-03T10:00:00Z");
    std::fs::remove_file(scene.path(RUTH)).unwrap();
    scene.write("proposals/retention/text.md", "Text.\n");
    scene.commit("Remove and add", "2026-05-04T10:00:00Z");
    let repository = open(&scene);
    let found: Vec<_> = repository
        .moves(&head(&scene), &retention())
        .unwrap()
        .map(|step| step.unwrap())
        .collect();
    assert_eq!(found.len(), 3);
    let moved = |path: &str, before, after| PathChange {
        path: path.to_owned(),
        before,
        after,
    };
    let text = moved("proposals/retention/text.md", None, plain("Text.\n"));
    let removed = moved(RUTH, plain("position = \"object\"\n"), None);
    assert_eq!(found[0].1, [removed, text]);
    let changed = moved(
        RUTH,
        plain("position = \"accept\"\n"),
        plain("position = \"object\"\n"),
    );
    assert_eq!(found[1].1, [changed]);
    assert_eq!(found[2].0.subject, "Found the register");
    assert_eq!(found[2].1.len(), 2);
}

#[test]
fn a_merge_that_drops_a_record_moves_it() {
    let scene = register();
    scene.git(&["switch", "--quiet", "-c", "stale"]);
    scene.git(&["switch", "--quiet", "main"]);
    let objection = "proposals/retention/objections/carla.cost.toml";
    scene.write(objection, "about = \"cost\"\n");
    scene.commit("Object", "2026-05-02T10:00:00Z");
    scene.git(&["switch", "--quiet", "stale"]);
    scene.write("participants/ines.toml", "name = \"Ines\"\n");
    scene.commit("Side", "2026-05-03T10:00:00Z");
    scene.git(&["switch", "--quiet", "main"]);
    scene.git(&["merge", "--quiet", "--no-ff", "--no-commit", "stale"]);
    scene.git(&["rm", "--quiet", "-f", objection]);
    scene.git(&["commit", "--quiet", "-m", "Merge side"]);
    let expected = [
        ("Merge side".to_owned(), vec![objection.to_owned()]),
        ("Object".to_owned(), vec![objection.to_owned()]),
    ];
    assert_eq!(moves(&scene)[..2], expected);
    // `-s ours` from the older side makes the older state the newest commit.
    scene.git(&["switch", "--quiet", "-c", "turned", "stale"]);
    scene.git(&["merge", "--quiet", "-s", "ours", "-m", "Ours", "main~1"]);
    let repository = open(&scene);
    let main = id(&scene.git(&["rev-parse", "main~1"]));
    assert!(!repository.is_on_line(&head(&scene), &main).unwrap());
    assert_eq!(moves(&scene).len(), 1, "{:?}", moves(&scene));
    let dropped = repository.between(Some(&main), &head(&scene)).unwrap();
    let paths: Vec<_> = dropped.iter().map(|moved| moved.path.as_str()).collect();
    assert_eq!(paths, ["participants/ines.toml", objection]);
    assert_eq!(dropped[1].after, None);
}

#[test]
fn moves_end_where_the_folder_came_and_begin_where_it_went() {
    let scene = register();
    scene.git(&["rm", "-r", "--quiet", "proposals/retention"]);
    scene.commit("Delete it", "2026-05-02T10:00:00Z");
    let gone: Vec<_> = moves(&scene)
        .into_iter()
        .map(|(subject, _)| subject)
        .collect();
    assert_eq!(gone, ["Delete it", "Found the register"]);
    scene.write(RUTH, "position = \"support\"\n");
    scene.commit("Bring it back", "2026-05-03T10:00:00Z");
    scene.commit("Nothing", "2026-05-04T10:00:00Z");
    let again: Vec<_> = moves(&scene)
        .into_iter()
        .map(|(subject, _)| subject)
        .collect();
    assert_eq!(again, ["Bring it back"]);
}

#[test]
fn a_file_in_the_place_of_a_folder_moves_both() {
    let scene = register();
    let first = head(&scene);
    std::fs::remove_dir_all(scene.path("proposals/retention/positions")).unwrap();
    scene.write("proposals/retention/positions", "not a folder\n");
    scene.write("proposals/retention/positions.toml", "a = 1\n");
    scene.write("src/main.rs", "fn main() {}\n");
    scene.write("README.md", "Read me.\n");
    scene.commit("Odd", "2026-05-02T10:00:00Z");
    let moved = open(&scene).between(Some(&first), &head(&scene)).unwrap();
    let paths: Vec<_> = moved.iter().map(|moved| moved.path.as_str()).collect();
    let positions = "proposals/retention/positions";
    let expected = [
        "README.md",
        positions,
        "proposals/retention/positions.toml",
        RUTH,
    ];
    assert_eq!(paths, expected);
    assert!(moved[3].after.is_none() && moved[1].before.is_none());
    let all = open(&scene).between(None, &first).unwrap();
    assert_eq!(all.len(), 6);
}

#[test]
fn unchanged_folders_are_never_opened() {
    let scene = register();
    let other = scene.git(&["rev-parse", "HEAD:proposals/other"]);
    let participants = scene.git(&["rev-parse", "HEAD:participants"]);
    scene.write(RUTH, "position = \"object\"\n");
    scene.commit("Ruth", "2026-05-02T10:00:00Z");
    for id in [&other, &participants] {
        std::fs::remove_file(scene.path(&format!(".git/objects/{}/{}", &id[..2], &id[2..])))
            .unwrap();
    }
    assert_eq!(moves(&scene).len(), 2);
    let first = id(&scene.git(&["rev-parse", "HEAD~1"]));
    let moved = open(&scene).between(Some(&first), &head(&scene)).unwrap();
    assert_eq!(moved.len(), 1);
}

#[test]
fn a_mad_date_is_read_as_the_nearest_there_is() {
    let scene = register();
    let tree = scene.git(&["rev-parse", "HEAD^{tree}"]);
    let who = "M <m@example.org> 99999999999999 +0000";
    scene.write(
        "raw",
        &format!("tree {tree}\nauthor {who}\ncommitter {who}\n\nMad\n"),
    );
    let mad = scene.git(&["hash-object", "-w", "-t", "commit", "--literally", "raw"]);
    let landing = open(&scene).landings(&id(&mad)).unwrap().next();
    let landing = landing.unwrap().unwrap();
    assert_eq!(landing.at, at("9999-12-31T23:59:59Z"));
    assert_eq!(landing.subject, "Mad");
}

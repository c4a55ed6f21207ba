//! Tests the public site from outside: the folder that `plenary report` writes.

mod colours;
mod earlier;
mod folder;
mod large;
mod pages;
mod people;
mod shown;
mod size;
mod texts;
mod warm;

use std::collections::BTreeMap;

use crate::body::{self, give, object};
use crate::documents;
use crate::scene::Scene;

/// A register with one decided proposal, an open call and a draft.
pub(crate) fn register() -> Scene {
    crate::kept::scene("site/register", || {
        let mut scene = body::called("policy");
        object(&scene);
        give(
            &scene,
            &[
                ("ann", "accept"),
                ("ben", "support"),
                ("dee", "support"),
                ("eve", "disagree"),
            ],
        );
        scene.quietly(&[
            "reply",
            "cid.cost",
            "withdrawn",
            "--reason",
            "It is met.",
            "--as",
            "cid",
        ]);
        scene.now("2026-05-12T10:00:00Z");
        let decide = [
            "decide",
            "retention",
            "--designation",
            "consensus",
            "--sign-off",
        ];
        scene.quietly(&[&decide[..], &["--as", "maya"]].concat());
        propose(&scene, "Access to logs", "ben");
        scene.quietly(&[
            "call",
            "open",
            "access-to-logs",
            "--closes",
            "2026-05-25T09:00Z",
            "--as",
            "maya",
        ]);
        propose(&scene, "Who pays", "dee");
        scene.write(".git/info/exclude", "/public*/\n");
        scene
    })
}

/// Proposes a text under a title.
pub(crate) fn propose(scene: &Scene, title: &str, by: &str) {
    scene.write(".git/draft.md", "Operators keep logs.\n");
    let propose = [
        "propose",
        title,
        "--text",
        ".git/draft.md",
        "--track",
        "policy",
    ];
    scene.quietly(&[&propose[..], &["--as", by]].concat());
}

/// Writes the site of a scene into a folder of it, with further arguments, and gives its files.
pub(crate) fn site(scene: &Scene, folder: &str, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    scene.quietly(&[&["report", folder], arguments].concat());
    documents::files(&scene.path(folder))
}

/// A page of a site.
pub(crate) fn page(site: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    String::from_utf8_lossy(site.get(path).unwrap_or_else(|| panic!("no {path}"))).into_owned()
}

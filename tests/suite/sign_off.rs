//! Tests sign-offs: another chair recomputes the decision and puts their name to the same bytes.

use crate::body::{at, said};
use crate::designation::{MOST, over};
use crate::scene::Scene;

const DECIDE: [&str; 5] = [
    "decide",
    "retention",
    "--designation",
    "consensus",
    "--sign-off",
];

fn sign(by: &str) -> [&str; 4] {
    ["sign-off", "retention", "--as", by]
}

fn with<'a>(flags: &[&'a str]) -> Vec<&'a str> {
    [&DECIDE[..], flags].concat()
}

/// A decision of maya's that needs so many sign-offs.
fn decided(needed: u32) -> Scene {
    let scene = over(&format!("sign-offs = {needed}\n"));
    let output = scene.plenary(&DECIDE);
    assert_eq!(output.status.code(), Some(0));
    scene
}

#[test]
fn a_decision_is_pending_until_enough_chairs_have_recomputed_it() {
    let mut scene = over("sign-offs = 2\n");
    scene.tell("sign_off/a_decision_is_pending_until_enough_chairs_have_recomputed_it");
    scene.refused(1, &sign("idris"));
    let output = scene.plenary(&DECIDE);
    assert_eq!(output.status.code(), Some(0));
    scene.now("2026-05-13T10:00:00Z");
    let (status, _) = scene.json(&["status", "retention"]);
    assert_eq!(status["decided"]["sign-offs-needed"], 2);
    scene.ok(&["status", "retention"]);
    scene.ok(&["show", "retention"]);
    scene.refused(1, &sign("ann"));
    scene.ok(&sign("maya"));
    let before = scene.git(&["rev-parse", "HEAD"]);
    let dry = scene.plenary(&[&sign("idris")[..], &["--dry-run"]].concat());
    assert_eq!(dry.status.code(), Some(0));
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), before);
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    scene.ok(&sign("idris"));
    let digest = scene.git(&[
        "log",
        "-1",
        "--format=%(trailers:key=Decision-Sha256,valueonly)",
    ]);
    let path = at("calls/1/sign-offs/idris.toml");
    said(
        &scene.read(&path),
        &[digest.trim(), "at = 2026-05-13T10:00:00Z"],
    );
    scene.ok(&sign("idris"));
    scene.ok(&["show", "retention"]);
    scene.ok(&["verify"]);
    scene.ok(&["check"]);
}

#[test]
fn further_chairs_are_told_when_they_are_not_needed() {
    let mut scene = crate::body::founded();
    scene.tell("sign_off/further_chairs_are_told_when_they_are_not_needed");
    let charter = scene.read("charter.toml");
    let three = charter
        .replace(
            "chair = [\"maya\", \"idris\"]",
            "chair = [\"maya\", \"idris\", \"dee\"]",
        )
        .replace("sign-offs = 1", "sign-offs = 3");
    scene.write("charter.toml", &three);
    scene.write(".git/draft.md", "The first text.\n");
    scene.commit("Three chairs", "2026-05-01T09:00:00Z");
    scene.ok(&[
        "propose",
        "Retention",
        "--text",
        ".git/draft.md",
        "--track",
        "policy",
        "--as",
        "ann",
    ]);
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    crate::body::give(&scene, MOST);
    scene.ok(&["position", "retention", "recuse", "--as", "dee"]);
    scene.ok(&["position", "retention", "support", "--as", "cid"]);
    scene.now("2026-05-12T10:00:00Z");
    assert_eq!(scene.plenary(&DECIDE).status.code(), Some(0));
    scene.refused(1, &sign("dee"));
    let second = scene.plenary(&sign("idris"));
    assert_eq!(second.status.code(), Some(0));
    // Nobody else is left, so the chair who is not free of conflict may.
    scene.ok(&sign("dee"));
    scene.ok(&["verify"]);

    let scene = scene.then(decided(1));
    scene.refused(1, &sign("idris"));
}

#[test]
fn nobody_signs_off_what_does_not_recompute() {
    let scene = decided(2);
    scene.tell("sign_off/nobody_signs_off_what_does_not_recompute");
    let path = at("positions/eve.toml");
    scene.write(&path, "position = \"support\"\n");
    scene.commit("Change what was decided on", "2026-05-12T11:00:00Z");
    scene.refused(1, &sign("idris"));
    assert!(!scene.path(&at("calls/1/sign-offs/idris.toml")).exists());
}

#[test]
fn a_sign_off_of_other_bytes_or_by_a_stranger_counts_for_nothing() {
    let mut scene = decided(2);
    scene.tell("sign_off/a_sign_off_of_other_bytes_or_by_a_stranger_counts_for_nothing");
    scene.now("2026-05-13T10:00:00Z");
    scene.ok(&sign("idris"));
    let path = at("calls/1/sign-offs/idris.toml");
    let sound = scene.read(&path);
    let digest = sound.split('"').nth(1).unwrap().to_owned();
    let forged = |who: &str, text: &str| {
        let copy = scene.copy();
        copy.write(&at(&format!("calls/1/sign-offs/{who}.toml")), text);
        copy.commit("Forge", "2026-05-13T11:00:00Z");
        let (value, exit) = copy.json(&["verify"]);
        assert_eq!(exit, Some(1));
        let findings = value["check"]["findings"].as_array().unwrap();
        // The commit that recorded it can be named too.
        let own = findings.iter().find(|finding| finding["code"] == "D405");
        let own = own.unwrap_or_else(|| panic!("{findings:?}"));
        copy.show(own["message"].as_str().unwrap());
        copy
    };
    let copy = forged("idris", &sound.replace(&digest, &"0".repeat(64)));
    copy.ok(&["status", "retention"]);
    forged("ann", &sound);
    forged("maya", &sound);
}

#[test]
fn what_was_taken_up_again_is_not_signed_off() {
    let mut scene = over("sign-offs = 2\n");
    scene.tell("sign_off/what_was_taken_up_again_is_not_signed_off");
    let divided = [
        "decide",
        "retention",
        "--designation",
        "divided",
        "--sign-off",
    ];
    let output = scene.plenary(&[&divided[..], &["--reason", "Not yet."]].concat());
    assert_eq!(output.status.code(), Some(0));
    scene.now("2026-05-13T10:00:00Z");
    scene.write(".git/second.md", "Another text.\n");
    scene.ok(&[
        "revise",
        "retention",
        "--material",
        "--text",
        ".git/second.md",
        "--as",
        "ann",
    ]);
    scene.refused(1, &sign("idris"));
}

#[test]
fn chosen_dates_come_after_the_decision_and_in_order() {
    let scene = over("sunset = \"90d\"\n");
    scene.tell("sign_off/chosen_dates_come_after_the_decision_and_in_order");
    for flags in [
        &["--review", "2026-05-12T10:00Z"][..],
        &["--effective", "2026-05-01T00:00Z"],
        &["--sunset", "2026-05-11T00:00Z"],
        &["--interim-until", "2026-05-11T00:00Z"],
        &[
            "--review",
            "2026-08-01T00:00Z",
            "--sunset",
            "2026-07-01T00:00Z",
        ],
        &[
            "--effective",
            "2026-08-01T00:00Z",
            "--review",
            "2026-07-01T00:00Z",
        ],
        &["--review", "2027-05-12T00:00Z"],
    ] {
        scene.refused(1, &with(flags));
    }
    scene.refused(
        2,
        &with(&[
            "--sunset",
            "2026-07-01T00:00Z",
            "--interim-until",
            "2026-07-01T00:00Z",
        ]),
    );
    scene.ok(&with(&[
        "--effective",
        "2026-06-01T00:00Z",
        "--review",
        "2026-07-01T00:00Z",
        "--interim-until",
        "2026-09-01T00:00Z",
    ]));
    said(
        &scene.read(&at("calls/1/decision.toml")),
        &[
            "effective = 2026-06-01T00:00:00Z\n",
            "sunset = 2026-09-01T00:00:00Z\n",
            "[chosen]\n",
            "interim = true\n",
        ],
    );
    scene.ok(&["verify"]);
}

/// What the page of the call has next to this name.
fn fact<'p>(page: &'p str, name: &str) -> Option<&'p str> {
    let (_, rest) = page.split_once(&format!("<dt>{name}</dt><dd>"))?;
    rest.split("</dd>").next()
}

#[test]
fn the_site_names_who_could_sign_and_has_not() {
    let scene = decided(2);
    scene.write(".git/info/exclude", "/public*/\n");
    let shown = |folder: &str, names: &[&str]| {
        let site = crate::site::site(&scene, folder, names);
        crate::site::page(&site, "p/retention/1/index.html")
    };
    let page = shown("public", &[]);
    let signed = fact(&page, "Signed off by").expect("who signed");
    assert!(
        signed.contains("MAYA of the roster") && signed.contains("1 of 2 needed"),
        "{signed}"
    );
    let left = fact(&page, "No sign-off by").expect("who did not");
    assert!(
        left.contains("who/idris/index.html") && !left.contains("MAYA"),
        "{left}"
    );
    let nameless = shown("public-none", &["--names", "none"]);
    assert_eq!(fact(&nameless, "No sign-off by"), Some("1 participant"));
    // The call does not know who becomes a chair later.
    let charter = scene.read("charter.toml");
    let charter = charter.replace("chair = [\"maya\", ", "chair = [\"dee\", \"maya\", ");
    scene.write("charter.toml", &charter);
    scene.commit("A new chair", "2026-05-13T09:00:00Z");
    let later = shown("public-later", &[]);
    assert_eq!(fact(&later, "No sign-off by"), Some(left));
    scene.quietly(&sign("idris"));
    assert_eq!(fact(&shown("public", &[]), "No sign-off by"), None);
}

#[test]
fn the_site_names_nobody_where_one_signature_is_enough() {
    let scene = decided(1);
    scene.write(".git/info/exclude", "/public*/\n");
    let site = crate::site::site(&scene, "public", &[]);
    let page = crate::site::page(&site, "p/retention/1/index.html");
    assert!(fact(&page, "Signed off by").is_some());
    assert_eq!(fact(&page, "No sign-off by"), None);
}

//! Tests decisions that were forged before they were committed, rewritten histories, and clones without the
//! history that a check needs.

use crate::body;
use crate::codes::page_shows_verified;
use crate::scene::Scene;
use crate::verified::{DECISION, decided, finds, forge, forged, found, over};

#[test]
fn a_decision_must_be_what_its_inputs_give() {
    for (code, changes) in [
        ("D412", &[("\nby = \"maya\"", "\nby = \"ann\"")][..]),
        (
            "D408",
            &[(
                "outcome = \"no-consensus\"\ndes",
                "outcome = \"adopted\"\ndes",
            )],
        ),
        (
            "D408",
            &[("designation = \"divided\"", "designation = \"unanimous\"")],
        ),
        (
            "D407",
            &[("computed = \"consensus\"", "computed = \"divided\"")],
        ),
        ("D407", &[("support = 3", "support = 4")]),
        ("D413", &[("\nat = 2026-05-13", "\nat = 2026-05-11")]),
        (
            "D410",
            &[("register = \"test-body\"", "register = \"other-body\"")],
        ),
        (
            "D410",
            &[("proposal = \"retention\"", "proposal = \"other\"")],
        ),
        ("D407", &[("question = \"Should", "question = \"Must")]),
    ] {
        let scene = over();
        forged(&scene, changes);
        finds(&scene, code);
    }
}

#[test]
fn a_late_position_that_is_counted_is_found() {
    let scene = over();
    let aside = "[[set-aside]]\npath = \"proposals/retention/positions/dee.toml\"";
    let counted = aside.replace("set-aside", "counted");
    forged(&scene, &[(aside, &counted), ("reason = \"late\"\n", "")]);
    let dee = "proposals/retention/positions/dee.toml";
    assert!(found(&scene, &[]).contains(&("D416".to_owned(), dee.to_owned())));
    page_shows_verified(&scene, "D416");
}

/// Where nobody recorded the close, the decision does. A later commit there would count a late vote.
#[test]
fn a_decision_that_names_another_close_is_found() {
    let mut scene = body::called("policy");
    let answers = ["maya", "ann", "ben", "cid"].map(|who| (who, "support"));
    body::give(&scene, &answers);
    scene.write(
        &body::at("positions/dee.toml"),
        "position = \"support\"\non = \"r1\"\n",
    );
    let late = scene.commit("Late", "2026-05-12T12:00:00Z");
    scene.now("2026-05-13T09:00:00Z");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ];
    let honest = scene.copy();
    honest.ok(&decide);
    assert_eq!(found(&honest, &[]), []);
    scene.ok(&[&decide[..], &["--no-commit"]].concat());
    let last = scene.git(&["rev-parse", "HEAD~1"]);
    let text = scene.read(DECISION);
    let close = format!("[close]\ncommit = \"{last}\"");
    assert!(text.contains(&close), "{text}");
    let late = scene.git(&["rev-parse", late.trim()]);
    forge(
        &scene,
        &[(&close, &format!("[close]\ncommit = \"{late}\""))],
    );
    scene.commit("Decide", "2026-05-13T09:00:00Z");
    let (report, exit) = scene.json(&["verify"]);
    assert_eq!(exit, Some(1), "{report}");
    let findings = report["check"]["findings"].as_array().expect("findings");
    let broken = |one: &&serde_json::Value| {
        one["message"]
            .as_str()
            .is_some_and(|said| said.contains("P222"))
    };
    assert_eq!(findings.iter().filter(broken).count(), 1, "{report}");
}

#[test]
fn a_decision_pinned_to_a_moment_before_the_disposition_is_found() {
    let scene = over();
    let (now, before) = (
        scene.git(&["rev-parse", "HEAD"]),
        scene.git(&["rev-parse", "HEAD~1"]),
    );
    forged(&scene, &[(&now, &before)]);
    finds(&scene, "D409");
}

#[test]
fn a_decision_over_another_text_than_the_call_s_is_found() {
    let scene = over();
    scene.ok(&[&crate::verified::DECIDE[..], &["--no-commit"]].concat());
    scene.git(&["stash", "--quiet"]);
    let text = "proposals/retention/text.md";
    scene.write(text, "Quite another text.\n");
    let other = scene.commit("Change the text by hand", "2026-05-13T08:00:00Z");
    scene.git(&["stash", "pop", "--quiet"]);
    let digest = |path: &str| {
        let bytes = scene.read(path).into_bytes();
        plenary::value::digest::TextDigest::of(&bytes).to_string()
    };
    let manifest = "proposals/retention/calls/1/inputs.sha256";
    let old = digest(manifest);
    let first = plenary::value::digest::TextDigest::of(b"The first text.\n").to_string();
    scene.write(
        manifest,
        &scene.read(manifest).replace(&first, &digest(text)),
    );
    let before = scene.git(&["rev-parse", "HEAD~1"]);
    crate::verified::forge(&scene, &[(&old, &digest(manifest)), (&before, &other)]);
    scene.commit("Decide", "2026-05-13T09:00:00Z");
    let decision = "proposals/retention/calls/1/decision.toml";
    assert_eq!(
        found(&scene, &[]),
        [("D403", decision), ("H305", text)].map(|(code, path)| (code.to_owned(), path.to_owned()))
    );
}

#[test]
fn an_unmet_gate_whose_override_was_taken_out_is_found() {
    let mut scene = crate::body::called("policy");
    scene.ok(&["position", "retention", "support", "--as", "ann"]);
    scene.now("2026-05-13T09:00:00Z");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ];
    scene.ok(&[&decide[..], &["--override", "quorum=OVER", "--no-commit"]].concat());
    let text = scene.read("proposals/retention/calls/1/decision.toml");
    let start = text.find("[[override]]").expect("an override");
    let end = text.find("[close]").expect("a close");
    crate::verified::forge(&scene, &[(&text[start..end], "")]);
    scene.commit("Decide", "2026-05-13T09:00:00Z");
    finds(&scene, "D411");
}

#[test]
fn a_broken_seal_is_found_even_where_it_landed_so() {
    let scene = over();
    scene.ok(&[&crate::verified::DECIDE[..], &["--no-commit"]].concat());
    let path = "proposals/retention/calls/1/decision.toml";
    let text = scene.read(path);
    let (body, seal) = text.trim_end().rsplit_once("# seal ").expect("a seal");
    let broken: String = seal
        .chars()
        .map(|c| if c == '0' { '1' } else { c })
        .collect();
    assert_ne!(broken, seal);
    scene.write(path, &format!("{body}# seal {broken}\n"));
    scene.commit("Decide", "2026-05-13T09:00:00Z");
    finds(&scene, "D414");
    scene.write(path, body);
    scene.commit("Take the seal off", "2026-05-13T09:00:00Z");
    finds(&scene, "D414");
}

#[test]
fn a_decision_written_anew_is_found() {
    let scene = decided();
    crate::verified::forge(&scene, &[("One stands.", "None stands.")]);
    scene.commit("Reword", "2026-05-20T00:00:00Z");
    finds(&scene, "D414");
    let path = "proposals/retention/calls/1/decision.toml";
    std::fs::remove_file(scene.path(path)).expect("a file to remove");
    scene.commit("Take away", "2026-05-21T00:00:00Z");
    scene.git(&["checkout", "--quiet", "HEAD~1", "--", path]);
    scene.commit("Put back", "2026-05-22T00:00:00Z");
    finds(&scene, "D414");
}

#[test]
fn a_rewritten_history_is_found() {
    let scene = decided();
    let tree = scene.git(&["rev-parse", "HEAD^{tree}"]);
    let root = scene.git(&["commit-tree", "-m", "Squash everything", &tree]);
    scene.git(&["reset", "--quiet", "--hard", &root]);
    finds(&scene, "D402");
    page_shows_verified(&scene, "D402");
}

#[test]
fn inputs_on_a_side_branch_are_not_on_main() {
    let scene = decided();
    let tip = scene.git(&["rev-parse", "HEAD"]);
    let tree = scene.git(&["rev-parse", "HEAD^{tree}"]);
    let root = scene.git(&["rev-list", "--max-parents=0", "HEAD"]);
    let merge = scene.git(&["commit-tree", "-m", "Merge", "-p", &root, "-p", &tip, &tree]);
    scene.git(&["reset", "--quiet", "--hard", &merge]);
    finds(&scene, "D402");
}

#[test]
fn what_cannot_be_checked_is_not_called_good() {
    let scene = decided();
    scene.tell("forged/what_cannot_be_checked_is_not_called_good");
    let url = format!("file://{}", scene.dir().display());
    scene.git(&["clone", "--quiet", "--depth", "1", &url, "shallow"]);
    scene.git(&["clone", "--quiet", &url, "whole"]);
    let shallow = scene.plenary_in("shallow", &["verify"]);
    let said = String::from_utf8_lossy(&shallow.stderr);
    assert_eq!(shallow.status.code(), Some(3), "{said}");
    assert!(said.contains("git fetch --unshallow"), "{said}");
    assert!(shallow.stdout.is_empty());
    // A decision that needs an older commit says so, and not that the repository is damaged.
    for command in ["tally", "status", "show"] {
        let output = scene.plenary_in("shallow", &[command, "retention"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{command}: {said}");
        assert!(said.contains("git fetch --unshallow"), "{command}: {said}");
    }
    assert!(scene.plenary_in("whole", &["verify"]).status.success());
    scene.git_in("whole", &["replace", "--graft", "HEAD", "HEAD~2"]);
    let grafted = scene.plenary_in("whole", &["verify"]);
    assert_eq!(
        grafted.status.code(),
        Some(3),
        "{}",
        String::from_utf8_lossy(&grafted.stderr)
    );
}

#[test]
fn a_register_without_decisions_verifies_as_such() {
    let scene: Scene = crate::body::called("policy");
    let (report, exit) = scene.json(&["verify"]);
    assert_eq!(
        (exit, &report["check"]["findings"]),
        (Some(0), &serde_json::json!([])),
        "{report}"
    );
}

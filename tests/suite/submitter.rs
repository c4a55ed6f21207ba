//! Tests who is taken to submit a change: the account that the door names, and the authors of the commits.

use crate::body::at;
use crate::gate::{called, founded, judged, own, request, verdict};
use crate::scene::Scene;

const SUPPORT: &str = "position = \"support\"\n";
const NOBODY: [&str; 0] = [];

/// A branch `request` with these files, by an author and a committer.
fn by(scene: &Scene, author: &str, committer: &str, files: &[(&str, &str)]) {
    scene.git(&["checkout", "--quiet", "-B", "request", "main"]);
    commit(scene, author, committer, files);
    scene.git(&["checkout", "--quiet", "main"]);
}

/// A commit of these files on the branch that is checked out.
fn commit(scene: &Scene, author: &str, committer: &str, files: &[(&str, &str)]) {
    for (path, text) in files {
        scene.write(path, text);
    }
    scene.git(&["add", "--all"]);
    let (name, email) = ("user.name=Somebody", format!("user.email={committer}"));
    let author = format!("--author=Somebody <{author}>");
    let commit = ["commit", "--quiet", "-m", "Answer", &author];
    let output = scene.git_output(
        "",
        &[&["-c", name, "-c", &email][..], &commit].concat(),
        "2026-05-03T08:00:00Z",
    );
    assert!(output.status.success(), "{output:?}");
}

fn mail(who: &str) -> String {
    format!("{who}@example.org")
}

#[test]
fn whom_the_door_names_must_own_the_record_whatever_the_charter_asks() {
    let ben = at("positions/ben.toml");
    for identity in ["none", "author", "account"] {
        let scene = called(identity);
        by(&scene, &mail("ben"), &mail("ben"), &[(&ben, SUPPORT)]);
        assert_eq!(judged(&scene, "github:ben-x"), NOBODY, "{identity}");
        // Ann's account, with ben's name on the commit.
        let found = judged(&scene, "github:ann-x");
        assert_eq!(found, [format!("P201 {ben}")], "{identity}");
        // Ben's account, with a commit by ann.
        by(&scene, &mail("ann"), &mail("ann"), &[(&ben, SUPPORT)]);
        let found = judged(&scene, "github:ben-x");
        assert_eq!(found, [format!("P201 {ben}")], "{identity}");
        // An account that nobody wrote down, where ben has another one at the same service.
        by(&scene, &mail("ben"), &mail("ben"), &[(&ben, SUPPORT)]);
        let found = judged(&scene, "github:who");
        assert!(
            found.contains(&format!("P210 {ben}")),
            "{identity}: {found:?}"
        );
        // At a service where nobody has an account, the commits decide, unless accounts are the proof.
        let found = judged(&scene, "gitlab:who");
        match identity {
            "account" => assert_eq!(found, [format!("P210 {ben}")]),
            _ => assert_eq!(found, NOBODY, "{identity}"),
        }
    }
}

#[test]
fn an_unknown_address_is_a_note_beside_an_account_and_an_error_without_one() {
    let ben = at("positions/ben.toml");
    let scene = called("account");
    scene.tell("submitter/an_unknown_address_is_a_note_beside_an_account");
    by(
        &scene,
        "home@ben.example",
        "home@ben.example",
        &[(&ben, SUPPORT)],
    );
    assert_eq!(judged(&scene, "github:ben-x"), NOBODY);
    let (report, _) = verdict(&scene, "github:ben-x");
    assert_eq!(
        report["change"]["strangers"],
        serde_json::json!(["home@ben.example"])
    );
    let check = [
        "check",
        "--changed",
        "main...request",
        "--actor",
        "github:ben-x",
    ];
    scene.ok(&check);
    let scene = called("author");
    by(
        &scene,
        "home@ben.example",
        "home@ben.example",
        &[(&ben, SUPPORT)],
    );
    for actor in ["", "github:ben-x"] {
        assert_eq!(judged(&scene, actor), [format!("P210 {ben}")], "{actor}");
    }
}

#[test]
fn an_address_that_hides_another_is_the_account_inside_it() {
    let ben = at("positions/ben.toml");
    let hidden = "583231+Ben-X@users.noreply.github.com";
    for identity in ["author", "account", "none"] {
        let scene = called(identity);
        // As the editor in the browser commits it.
        by(&scene, hidden, "noreply@github.com", &[(&ben, SUPPORT)]);
        assert_eq!(judged(&scene, "github:ben-x"), NOBODY, "{identity}");
        let (report, _) = verdict(&scene, "github:ben-x");
        assert!(report["change"].get("strangers").is_none(), "{report}");
        let others = "583232+ann-x@users.noreply.github.com";
        by(&scene, others, "noreply@github.com", &[(&ben, SUPPORT)]);
        let found = judged(&scene, "github:ben-x");
        assert_eq!(found, [format!("P201 {ben}")], "{identity}");
    }
    let scene = called("author");
    by(&scene, hidden, "noreply@github.com", &[(&ben, SUPPORT)]);
    assert_eq!(judged(&scene, ""), NOBODY);
    // The same login elsewhere is somebody else.
    by(
        &scene,
        "7-ben-x@users.noreply.gitlab.com",
        "x@y.example",
        &[(&ben, SUPPORT)],
    );
    assert_eq!(judged(&scene, ""), [format!("P210 {ben}")]);
    // The history calls it his own as well.
    let mut scene = called("account");
    commit(&scene, hidden, "noreply@github.com", &[(&ben, SUPPORT)]);
    scene.now("2026-05-04T09:00:00Z");
    let (report, exit) = scene.json(&["verify"]);
    assert_eq!(exit, Some(0), "{report}");
    assert_eq!(report["committed-by-another"], serde_json::json!([]));
}

#[test]
fn another_name_typed_as_the_author_is_found_by_the_committer() {
    let ben = at("positions/ben.toml");
    let scene = called("author");
    by(&scene, &mail("ben"), &mail("cid"), &[(&ben, SUPPORT)]);
    assert_eq!(judged(&scene, ""), [format!("P201 {ben}")]);
    // An account settles it: somebody can rebase the branch of another.
    assert_eq!(judged(&scene, "github:ben-x"), NOBODY);
    for committer in [&mail("sec"), "noreply@github.com", &mail("ben")] {
        by(&scene, &mail("ben"), committer, &[(&ben, SUPPORT)]);
        assert_eq!(judged(&scene, ""), NOBODY, "{committer}");
    }
    // What ben said himself is not replaced without a finding.
    let mut scene = scene.copy();
    scene.now("2026-05-03T07:30:00Z");
    own(&scene, "ben", &["position", "retention", "accept"]);
    scene.now("2026-05-03T09:00:00Z");
    by(&scene, &mail("ben"), &mail("sec"), &[(&ben, SUPPORT)]);
    assert_eq!(judged(&scene, ""), [format!("P225 {ben}")]);
    assert_eq!(judged(&scene, "github:ben-x"), NOBODY);
    by(&scene, &mail("ben"), &mail("ben"), &[(&ben, SUPPORT)]);
    assert_eq!(judged(&scene, ""), NOBODY);
}

#[test]
fn only_those_count_who_wrote_what_changes() {
    let (ann, ben) = (at("positions/ann.toml"), at("positions/ben.toml"));
    for identity in ["author", "account"] {
        let scene = called(identity);
        // Ben's branch began on ann's, which was merged as one new commit meanwhile.
        scene.git(&["checkout", "--quiet", "-B", "request", "main"]);
        commit(&scene, &mail("ann"), &mail("ann"), &[(&ann, SUPPORT)]);
        commit(&scene, &mail("ben"), &mail("ben"), &[(&ben, SUPPORT)]);
        scene.git(&["checkout", "--quiet", "main"]);
        commit(
            &scene,
            &mail("ann"),
            "noreply@github.com",
            &[(&ann, SUPPORT)],
        );
        assert_eq!(judged(&scene, "github:ben-x"), NOBODY, "{identity}");
        // The same, but ann's last commit changes ben's file as well.
        scene.git(&["checkout", "--quiet", "request"]);
        commit(
            &scene,
            &mail("ann"),
            &mail("ann"),
            &[(&ben, "position = \"accept\"\n")],
        );
        scene.git(&["checkout", "--quiet", "main"]);
        let found = judged(&scene, "github:ben-x");
        assert_eq!(found, [format!("P201 {ben}")], "{identity}");
    }
}

#[test]
fn where_no_record_changes_nothing_must_be_proven() {
    let signs = "allowed_signers";
    for identity in ["account", "author", "signature"] {
        let scene = called(identity);
        by(
            &scene,
            "who@example.net",
            "who@example.net",
            &[("src/main.rs", "fn main() {}\n")],
        );
        for actor in ["", "github:who"] {
            assert_eq!(judged(&scene, actor), NOBODY, "{identity} {actor}");
        }
        by(
            &scene,
            "who@example.net",
            "who@example.net",
            &[(signs, "* ssh-ed25519 AAAA\n")],
        );
        let (report, exit) = verdict(&scene, "github:who");
        assert_ne!(exit, Some(0), "{report}");
    }
}

#[test]
fn a_participants_own_words_are_replaced_only_with_evidence_and_a_finding() {
    let ben = at("positions/ben.toml");
    let mut scene = called("account");
    scene.tell("submitter/a_participants_own_words_are_replaced_only_with_evidence");
    own(&scene, "ben", &["position", "retention", "accept"]);
    let entered = "position = \"disagree\"\nrelayed-by = \"sec\"\n";
    request(&scene, &[(&ben, entered)]);
    assert_eq!(judged(&scene, "github:sec-x"), [format!("P201 {ben}")]);
    let shown = format!("{entered}evidence = \"https://list.example/42\"\n");
    request(&scene, &[(&ben, &shown)]);
    assert_eq!(judged(&scene, "github:sec-x"), [format!("P225 {ben}")]);
    scene.ok(&[
        "check",
        "--changed",
        "main...request",
        "--actor",
        "github:sec-x",
    ]);
    // The command asks for it as well.
    scene.now("2026-05-04T09:00:00Z");
    scene.git(&["config", "user.email", "sec@example.org"]);
    let give = [
        "position",
        "retention",
        "disagree",
        "--for",
        "ben",
        "--as",
        "sec",
    ];
    scene.refused(1, &give);
    scene.ok(&[&give[..], &["--evidence", "https://list.example/42"]].concat());
    // What was entered can be corrected, and a new answer be entered, without a finding.
    let again = shown.replace("disagree", "support");
    request(
        &scene,
        &[(&ben, &again), (&at("positions/cid.toml"), entered)],
    );
    assert_eq!(judged(&scene, "github:sec-x"), NOBODY);
    // And ben can take his answer back into his own hand.
    scene.git(&["config", "user.email", "ben@example.org"]);
    request(&scene, &[(&ben, SUPPORT)]);
    assert_eq!(judged(&scene, "github:ben-x"), NOBODY);
}

#[test]
fn an_objectors_words_and_replies_are_their_own_as_well() {
    let mut scene = called("account");
    let raise = [
        "object",
        "retention",
        "--about",
        "cost",
        "--problem",
        "It costs.",
    ];
    own(
        &scene,
        "cid",
        &[&raise[..], &["--resolve", "Less.", "--id", "cost"]].concat(),
    );
    own(&scene, "ann", &["respond", "cid.cost", "It costs little."]);
    scene.now("2026-05-04T09:00:00Z");
    own(&scene, "cid", &["reply", "cid.cost", "maintained"]);
    let path = at("objections/cid.cost.toml");
    let text = scene.read(&path);
    let words = text.replace("It costs.", "It is fine.") + "relayed-by = \"sec\"\n";
    request(&scene, &[(&path, &words)]);
    assert_eq!(judged(&scene, "github:sec-x"), [format!("P201 {path}")]);
    let reply = format!("{text}withdrawn = true\nreply-relayed-by = \"sec\"\n");
    request(&scene, &[(&path, &reply)]);
    assert_eq!(judged(&scene, "github:sec-x"), [format!("P201 {path}")]);
    let shown = format!("{reply}reply-evidence = \"mail of 4 May\"\n");
    request(&scene, &[(&path, &shown)]);
    assert_eq!(judged(&scene, "github:sec-x"), [format!("P225 {path}")]);
    // Somebody who never replied is helped without a finding.
    let mut scene = called("account");
    own(
        &scene,
        "cid",
        &[&raise[..], &["--resolve", "Less.", "--id", "cost"]].concat(),
    );
    own(&scene, "ann", &["respond", "cid.cost", "It costs little."]);
    scene.now("2026-05-04T09:00:00Z");
    let reply = format!(
        "{}withdrawn = true\nreply-relayed-by = \"sec\"\n",
        scene.read(&path)
    );
    request(&scene, &[(&path, &reply)]);
    assert_eq!(judged(&scene, "github:sec-x"), NOBODY);
}

#[test]
fn accounts_are_checked_when_they_are_written() {
    let scene = founded("account");
    scene.tell("submitter/accounts_are_checked_when_they_are_written");
    for wrong in ["@kofi", "nonsense:x", "github:", "github:a b"] {
        scene.refused(2, &["participant", "set", "ben", "--account", wrong]);
    }
    // All accounts of the register are at one service.
    scene.ok(&["participant", "set", "ben", "--account", "kofi"]);
    assert!(
        scene
            .read("participants/ben.toml")
            .contains("\"github:kofi\"")
    );
    scene.ok(&["participant", "set", "ben", "--account", "codeberg:kofi"]);
    assert!(
        scene
            .read("participants/ben.toml")
            .contains("\"forgejo:kofi\"")
    );
    scene.git(&[
        "remote",
        "add",
        "origin",
        "git@gitlab.com:body/register.git",
    ]);
    scene.ok(&[
        "participant",
        "add",
        "zoe",
        "--name",
        "Zoe",
        "--group",
        "north",
        "--account",
        "zo",
    ]);
    assert!(
        scene
            .read("participants/zoe.toml")
            .contains("\"gitlab:zo\"")
    );
    // A table says the same.
    scene.write(
        ".git/roster.csv",
        "participant,accounts\nann,bitbox:ann\ncid,cid-l\n",
    );
    own_call(&scene);
    let csv = [
        "import",
        "csv",
        ".git/roster.csv",
        "--proposal",
        "one",
        "--roster",
    ];
    let (report, exit) = scene.json(&[&csv[..], &["--as", "sec"]].concat());
    assert_eq!(exit, Some(1), "{report}");
    let outcomes: Vec<_> = report["rows"].as_array().expect("rows").iter().collect();
    assert_eq!(outcomes[0]["verdict"], "refused", "{report}");
    assert_eq!(outcomes[1]["verdict"], "accepted", "{report}");
}

fn own_call(scene: &Scene) {
    scene.write(".git/draft.md", "The text.\n");
    let draft = ["propose", "One", "--id", "one", "--text", ".git/draft.md"];
    own(scene, "ann", &[&draft[..], &["--track", "policy"]].concat());
}

#[test]
fn a_charter_that_asks_for_accounts_says_who_has_none() {
    let scene = founded("account");
    let (report, _) = scene.json(&["check"]);
    assert_eq!(report["findings"], serde_json::json!([]), "{report}");
    for who in ["ben", "cid"] {
        let path = format!("participants/{who}.toml");
        let text = scene.read(&path);
        let line = format!("accounts = [\"github:{who}-x\"]\n");
        scene.write(&path, &text.replace(&line, ""));
    }
    let (report, exit) = scene.json(&["check", "--worktree"]);
    assert_eq!(
        (exit, &report["warnings"]),
        (Some(0), &1.into()),
        "{report}"
    );
    let found = &report["findings"][0];
    assert_eq!(found["code"], "S143");
    let said = found["message"].as_str().expect("words");
    crate::body::said(said, &["2 of ", "ben and cid"]);
}

#[test]
fn a_new_register_takes_accounts_where_its_origin_has_them() {
    for (origin, email, expected) in [
        (
            "https://github.com/body/register.git",
            "maya@example.org",
            "account",
        ),
        (
            "https://github.com/body/register.git",
            "7+Maya-C@users.noreply.github.com",
            "account",
        ),
        (
            "git@codeberg.org:body/register.git",
            "maya@example.org",
            "account",
        ),
        ("/srv/git/register.git", "maya@example.org", "author"),
        (
            "https://git.example.org/register.git",
            "maya@example.org",
            "author",
        ),
        ("", "maya@example.org", "author"),
    ] {
        let scene = Scene::repository();
        scene.git(&["config", "user.email", email]);
        if !origin.is_empty() {
            scene.git(&["remote", "add", "origin", origin]);
        }
        if email.starts_with('7') || origin.contains("codeberg") {
            scene.tell(match origin.contains("codeberg") {
                true => "submitter/a_new_register_takes_accounts",
                false => "submitter/a_new_register_knows_the_account",
            });
        }
        scene.ok(&[
            "init",
            "--preset",
            "plain-consensus",
            "--name",
            "Body",
            "--as",
            "maya",
        ]);
        let charter = scene.read("charter.toml");
        let line = format!("identity = \"{expected}\"");
        assert!(charter.contains(&line), "{origin}: {charter}");
        let chair = scene.read("participants/maya.toml");
        assert_eq!(
            chair.contains("github:Maya-C"),
            email.starts_with('7'),
            "{chair}"
        );
        scene.ok(&["check"]);
    }
}

//! Tests that no call opens on a track whose appeals nobody could hear: the same in `ready`, in `call open` and in
//! the check of a pull request, before and after a participant gets the role.

use crate::body::at;
use crate::gate::{self, judged, request};
use crate::scene::Scene;

const OPEN: [&str; 7] = [
    "call",
    "open",
    "retention",
    "--closes",
    "2026-05-12T09:00Z",
    "--as",
    "maya",
];

/// The body with these changes of its charter; the proposal `retention` by ann is discussed.
fn discussed(changes: &[(&str, &str)]) -> Scene {
    let mut scene = gate::founded("none");
    let mut charter = scene.read("charter.toml");
    for (old, new) in changes {
        assert!(charter.contains(old), "{old}");
        charter = charter.replacen(old, new, 1);
    }
    scene.write("charter.toml", &charter);
    scene.commit("Appeals", "2026-05-01T08:30:00Z");
    scene.write(".git/draft.md", "The first text.\n");
    let draft = ["propose", "Retention", "--text", ".git/draft.md"];
    let draft = [&draft[..], &["--track", "policy"]].concat();
    gate::own(&scene, "ann", &draft);
    scene.now("2026-05-02T09:00:00Z");
    scene
}

/// A call as somebody writes it who opens it by hand.
fn by_hand(scene: &Scene) -> String {
    let proposal = scene.read(&at("proposal.toml"));
    let line = |key: &str| {
        let mut lines = proposal.lines();
        lines.find(|line| line.starts_with(key)).expect("a key")
    };
    let frozen = scene.git(&["rev-parse", "main"]);
    format!(
        "track = \"policy\"\n{}\nrevision = \"r1\"\n{}\nopens = 2026-05-02T09:00:00Z\ncloses = \
         2026-05-12T09:00:00Z\nby = \"maya\"\nfrozen = \"{}\"\n",
        line("question"),
        line("sha256"),
        frozen.trim()
    )
}

/// Whether a call can be opened is the same in each way, for the same reason and with the same hint.
#[track_caller]
fn opens(scene: &Scene, wanted: bool) {
    let (ready, exit) = scene.json(&["ready", "retention"]);
    assert_eq!(exit == Some(0), wanted, "{ready}");
    let typed = scene.plenary(&[&OPEN[..], &["--dry-run"]].concat());
    assert_eq!(typed.status.code(), Some(i32::from(!wanted)));
    request(scene, &[(&at("calls/1/call.toml"), &by_hand(scene))]);
    let found = judged(scene, "github:Maya-C");
    let expected = match wanted {
        true => Vec::new(),
        false => vec![format!("P221 {}", at("calls/1/call.toml"))],
    };
    assert_eq!(found, expected);
    let lines = ready["lines"].as_array().into_iter().flatten();
    let unmet = lines.filter(|line| line["stands"] == "unmet");
    let unmet: Vec<_> = unmet.map(|line| (&line["what"], &line["hint"])).collect();
    let (report, _) = gate::verdict(scene, "github:Maya-C");
    let findings = report["findings"].as_array().into_iter().flatten();
    let found: Vec<_> = findings.map(|it| (&it["message"], &it["hint"])).collect();
    assert_eq!(unmet, found);
}

/// A group of the preset that has a panel for appeals.
const GROUP: &str = "producers";
const POLICY: &str = "[track.policy]\n";
const BY_JURY: &str = "[track.policy]\nappeal = { within = \"30d\", heard-by = \"jury\" }\n";
const ROLES: &str = "secretary = [\"sec\"]\n";
const NO_JURY: &str = "secretary = [\"sec\"]\njury = []\n";

#[test]
fn a_role_without_a_holder_keeps_a_call_from_opening() {
    let scene = discussed(&[(POLICY, BY_JURY), (ROLES, NO_JURY)]);
    scene.tell("hearing/a_role_without_a_holder_keeps_a_call_from_opening");
    let give = |who: &str| {
        let give = ["participant", "set", who, "--role", "jury", "--as", "maya"];
        scene.ok(&give);
    };
    opens(&scene, false);
    // Ann wrote the proposal, and cannot hear an appeal against it.
    give("ann");
    opens(&scene, false);
    give("eve");
    opens(&scene, true);
}

#[test]
fn a_role_that_the_track_gives_is_mended_on_the_track() {
    let own = "[track.policy.roles]\njury = []\n\n";
    let jury = "secretary = [\"sec\"]\njury = [\"eve\"]\n";
    let policy = format!("{own}{BY_JURY}");
    let scene = discussed(&[(POLICY, &policy), (ROLES, jury)]);
    scene.tell("hearing/a_role_that_the_track_gives_is_mended_on_the_track");
    opens(&scene, false);
    let charter = scene.read("charter.toml");
    let charter = charter.replacen("jury = []", "jury = [\"dee\"]", 1);
    scene.write("charter.toml", &charter);
    scene.commit("A jury", "2026-05-02T08:30:00Z");
    opens(&scene, true);
}

#[test]
fn where_no_role_hears_appeals_some_chair_must_be_left() {
    let by_chairs = "[track.policy]\nappeal = \"30d\"\n";
    // Either of two chairs can take the decision, and the other hears the appeal.
    opens(&discussed(&[(POLICY, by_chairs)]), true);
    let scene = discussed(&[
        (POLICY, by_chairs),
        ("chair = [\"maya\", \"idris\"]", "chair = [\"maya\"]"),
    ]);
    scene.tell("hearing/where_no_role_hears_appeals_some_chair_must_be_left");
    opens(&scene, false);
}

#[test]
fn who_is_missing_is_said_when_a_register_is_made() {
    let scene = Scene::repository();
    scene.tell("hearing/who_is_missing_is_said_when_a_register_is_made");
    let found = ["init", "--register", "wg", "--as", "maya"];
    let body = ["--preset", "ansi-consensus-body", "--group", GROUP];
    scene.ok(&[&found[..], &body].concat());
    let warned = |scene: &Scene| {
        let (report, _) = scene.json(&["check"]);
        let findings = report["findings"].as_array().into_iter().flatten();
        let mut codes = findings.map(|finding| finding["code"].clone());
        codes.any(|code| code == "S138")
    };
    assert!(warned(&scene));
    let eve = [
        "participant",
        "add",
        "eve",
        "--name",
        "Eve",
        "--group",
        GROUP,
    ];
    scene.ok(&[&eve[..], &["--role", "appeal-panel"]].concat());
    assert!(!warned(&scene));
}

#[test]
fn the_charter_to_begin_with_promises_no_appeal_and_a_call_opens_at_once() {
    let scene = Scene::repository();
    scene.ok(&["init", "--register", "wg", "--as", "maya"]);
    scene.write("draft.md", "The first text.\n");
    scene.ok(&["propose", "Retention", "--text", "draft.md", "--as", "maya"]);
    let member = ["participant", "add", "eve", "--name", "Eve", "--as", "maya"];
    scene.ok(&member);
    let (report, _) = scene.json(&["check"]);
    assert_eq!(
        report["findings"].as_array().map(Vec::len),
        Some(0),
        "{report}"
    );
    let closes = ["--closes", "2026-05-29T12:00Z", "--as", "maya"];
    scene.ok(&[&["call", "open", "retention"][..], &closes].concat());
}

//! Founds a register from every preset, and opens and tallies a call in it. The founder has no seat unless they ask
//! for one.

use plenary::record::charter::Charter;
use plenary::record::preset::{self, Preset};
use plenary::record::track::Track;

use crate::scene::Scene;

/// How many people each group gets.
const IN_A_GROUP: usize = 8;
const FOUNDED: &str = "2026-05-01T09:00:00Z";

/// Somebody who hears appeals.
const RUTH: [&str; 9] = [
    "participant",
    "add",
    "ruth",
    "--name",
    "Ruth",
    "--role",
    "appeal-panel",
    "--as",
    "maya",
];

/// The first group of the charter, in which the founder is.
fn first_group(charter: &Charter) -> &str {
    charter.groups.first().map_or("", |group| group.id.as_str())
}

fn founded(preset: &Preset, charter: &Charter, more: &[&str]) -> Scene {
    let mut scene = Scene::repository();
    scene.now(FOUNDED);
    let group = first_group(charter);
    let init = [
        "init",
        "--preset",
        preset.name,
        "--group",
        group,
        "--as",
        "maya",
    ];
    scene.ok(&[&init[..], &["--register", "founded"], more].concat());
    scene.asks_for_no_proof();
    scene
}

/// A roster that the rules of the track can be met by, with somebody in every role.
fn people(scene: &Scene, preset: &Preset, charter: &Charter, track: &Track) {
    let standing = track.electorate.first().expect("a standing");
    let weight = charter.weights.first();
    let weight = weight.map_or(String::new(), |name| format!("weight = {{ {name} = 1 }}\n"));
    for (n, group) in charter.groups.iter().enumerate() {
        let group = &group.id;
        // The council has five permanent seats, and ten others; the committee has nineteen, at most so many of a
        // region; a review team has at most twenty-one.
        let size = match (preset.name, n) {
            ("un-security-council", 0) | ("ecosoc-ngo", 0) => 5,
            ("un-security-council", _) => 10,
            ("ecosoc-ngo", 1 | 3) => 4,
            ("ecosoc-ngo", _) => 2,
            ("specific-review", _) => 3,
            _ => IN_A_GROUP,
        };
        for k in 0..size {
            let path = format!("participants/{group}-{k}.toml");
            let text = format!(
                "name = \"{group} {k}\"\ngroup = \"{group}\"\nstanding = [\"{standing}\"]\nregion = \
                 \"here\"\naffiliation = \"Company {n} {k}\"\n{weight}"
            );
            scene.write(&path, &text);
        }
    }
    scene.commit("Roster", FOUNDED);
    let first = format!("{}-0", first_group(charter));
    let empty = charter
        .roles
        .iter()
        .filter(|(_, holders)| holders.is_empty());
    for (role, _) in empty.filter(|(role, _)| role.as_str() != "chair") {
        scene.ok(&[
            "participant",
            "set",
            &first,
            "--role",
            role.as_str(),
            "--as",
            "maya",
        ]);
    }
}

/// Opens a call on the first track, and tallies it.
fn called(scene: &Scene, charter: &Charter, track: &Track) -> serde_json::Value {
    // The first of the first group hears appeals, and nobody hears one against their own proposal.
    let author = format!("{}-1", charter.groups.last().expect("a group").id);
    scene.write(".git/text.md", "The text.\n");
    let propose = [
        "propose",
        "Item",
        "--text",
        ".git/text.md",
        "--track",
        track.id.as_str(),
    ];
    scene.ok(&[&propose[..], &["--as", &author]].concat());
    let now = plenary::value::clock::Instant::parse(FOUNDED).expect("a moment");
    let span = track.window.min.or(track.window.max);
    let closes = span.map_or("2026-05-21T09:00Z".to_owned(), |span| {
        span.after(now, &charter.calendar).to_string()
    });
    let mut open = vec!["call", "open", "item", "--closes", &closes, "--as", "maya"];
    let counts_those_present = track
        .rules()
        .any(|(_, _, _, rule)| rule.contains("present"));
    if counts_those_present {
        scene.ok(&["meeting", "add", "2026-05-01", "--as", "maya"]);
        open.extend(["--meeting", "2026-05-01"]);
    }
    scene.ok(&open);
    let (tally, exit) = scene.json(&["tally", "item"]);
    assert_eq!(exit, Some(0), "{tally}");
    assert!(tally["call"].is_number(), "{tally}");
    tally
}

#[test]
fn every_preset_founds_a_register_whose_founder_opens_a_call() {
    for preset in preset::ALL {
        let charter = preset.charter().expect("a charter");
        let track = charter.tracks.first().expect("a track");
        let scene = founded(preset, &charter, &[]);
        scene.ok(&["check"]);
        let who = scene.read("participants/maya.toml");
        assert!(who.contains("standing = [\"officer\"]"), "{who}");
        people(&scene, preset, &charter, track);
        let tally = called(&scene, &charter, track);
        let entitled = tally["electorate"]["entitled"].to_string();
        assert!(
            !entitled.contains("\"maya\""),
            "{}: {entitled}",
            preset.name
        );
    }
}

#[test]
fn a_founder_who_asks_for_it_has_a_vote_and_a_weight() {
    let preset = preset::find("eu-council").expect("a preset");
    let charter = preset.charter().expect("a charter");
    let weight = format!("{}=83", charter.weights.first().expect("a weight"));
    let vote = ["--standing", "member", "--weight", &weight];
    let scene = founded(preset, &charter, &vote);
    scene.ok(&["check"]);
    let who = scene.read("participants/maya.toml");
    assert!(who.contains("= 83") && !who.contains("standing"), "{who}");
}

#[test]
fn nobody_is_put_into_one_of_several_groups_unasked() {
    let scene = Scene::repository();
    let init = ["init", "--preset", "gnso-working-group", "--as", "maya"];
    let said = scene.refused(2, &init);
    assert!(said.contains("--group"), "{said}");
    assert!(!scene.path("charter.toml").exists());
    scene.ok(&["init", "--preset", "plain-consensus", "--as", "maya"]);
}

#[test]
fn a_standing_that_no_track_counts_is_named() {
    let mut scene = Scene::repository();
    scene.now(FOUNDED);
    scene.ok(&[
        "init",
        "--register",
        "wg",
        "--standing",
        "member",
        "--as",
        "maya",
    ]);
    scene.ok(&RUTH);
    scene.write(
        ".git/table.csv",
        "name,role\nAda Love,Voting Member\nBob Lin,Observer\n",
    );
    scene.write(".git/map.toml", "[columns]\nstanding = \"role\"\n");
    scene.write(".git/text.md", "The text.\n");
    scene.ok(&["propose", "Item", "--text", ".git/text.md", "--as", "maya"]);
    let intake = [
        "intake",
        "csv",
        ".git/table.csv",
        "--map",
        ".git/map.toml",
        "--roster",
    ];
    let write = ["--proposal", "item", "--write", "--as", "maya"];
    let brought = scene.ok(&[&intake[..], &write].concat());
    assert!(brought.contains("\"voting-member\""), "{brought}");
    let (found, exit) = scene.json(&["check"]);
    assert_eq!(exit, Some(0), "{found}");
    let findings = found["findings"].as_array().expect("findings");
    let uncounted: Vec<_> = findings
        .iter()
        .filter(|one| one["code"] == "S137")
        .collect();
    assert_eq!(uncounted.len(), 1, "{found}");
    assert_eq!(uncounted[0]["path"], "participants/ada-love.toml");
    let ready = scene.json(&["ready", "item"]).0.to_string();
    assert!(ready.contains("voting-member"), "{ready}");
    let open = [
        "call",
        "open",
        "item",
        "--closes",
        "2026-05-12T09:00Z",
        "--as",
        "maya",
    ];
    let opened = scene.plenary(&open);
    let said = String::from_utf8_lossy(&opened.stderr).into_owned();
    assert!(said.contains("\"voting-member\""), "{said}");
}

#[test]
fn a_group_in_a_sentence_is_called_a_group() {
    let mut scene = Scene::repository();
    scene.now(FOUNDED);
    scene.ok(&[
        "init",
        "--register",
        "wg",
        "--standing",
        "member",
        "--as",
        "maya",
    ]);
    scene.asks_for_no_proof();
    scene.ok(&RUTH);
    scene.write(".git/text.md", "The text.\n");
    scene.ok(&["propose", "Item", "--text", ".git/text.md", "--as", "maya"]);
    scene.ok(&[
        "call",
        "open",
        "item",
        "--closes",
        "2026-05-12T09:00Z",
        "--as",
        "maya",
    ]);
    let (status, _) = scene.json(&["status", "item"]);
    let next = status["next"].to_string();
    assert!(next.contains("group Everybody"), "{next}");
}

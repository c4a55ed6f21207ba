//! Makes a small body for tests: a charter with a track for every way of counting, and its participants.

use crate::scene::Scene;

const CHARTER: &str = r#"format = 1
register = "test-body"
name = "Test body"
identity = "none"

[[group]]
id = "north"
name = "North"
house = "upper"
representatives = ["ann"]

[[group]]
id = "south"
name = "South"
house = "upper"
representatives = ["cid"]

[[group]]
id = "east"
name = "East"
house = "lower"
representatives = ["eve"]

[[organization]]
id = "acme"
name = "Acme"
family = "acme-holding"

[[organization]]
id = "acme-labs"
name = "Acme Labs"
family = "acme-holding"

[[organization]]
id = "bolt"
name = "Bolt"

[roles]
chair = ["maya", "idris"]
secretary = ["sec"]
"#;

/// The rules that the tracks share.
const RULES: &str = r#"electorate = ["member"]
window = { min = "7d", max = "30d" }
designates = "chair"
undisposed = "refuse"
sign-offs = 1
proxies = false
"#;

const LEVELS: &str = r#"
[[track.NAME.gate]]
name = "quorum"
when = "answered >= 1/2 of eligible"

[[track.NAME.level]]
name = "consensus"
when = "for >= 2/3 of cast and open-objections == 0"
outcome = "adopted"

[[track.NAME.level]]
name = "divided"
outcome = "no-consensus"
"#;

/// Name, what is counted, what silence means, what becomes stale.
const TRACKS: &[[&str; 4]] = &[
    ["policy", "participants", "silent", "for-expires"],
    ["strict", "participants", "silent", "all-expire"],
    ["carry", "participants", "silent", "carry"],
    ["lazy", "participants", "accept", "for-expires"],
    ["families", "affiliations", "silent", "for-expires"],
    ["groups", "groups", "silent", "for-expires"],
];

const NOTHING_COUNTED: &str = r#"
[[track.forum.level]]
name = "settled"
when = "open-objections == 0 and days-open >= 7"
outcome = "adopted"

[[track.forum.level]]
name = "unsettled"
outcome = "no-consensus"
"#;

const OF_A_MEETING: &str = r#"
[[track.hall.level]]
name = "carried"
when = "for > 1/2 of present"
outcome = "adopted"

[[track.hall.level]]
name = "lost"
outcome = "rejected"
"#;

/// The charter.
pub(crate) fn charter() -> String {
    let mut text = CHARTER.to_owned();
    let track = |[name, count, silence, stale]: [&str; 4]| {
        format!(
            "\n[track.{name}]\ntitle = \"Track {name}\"\nsource = \"a test\"\ncount = \"{count}\"\n\
             silence = \"{silence}\"\nstale = \"{stale}\"\n{RULES}"
        )
    };
    for parts in TRACKS {
        text.push_str(&track(*parts));
        text.push_str(&LEVELS.replace("NAME", parts[0]));
    }
    text.push_str(&track(["forum", "none", "silent", "carry"]));
    text.push_str(NOTHING_COUNTED);
    text.push_str(&track(["hall", "participants", "silent", "carry"]));
    text.push_str(OF_A_MEETING);
    text
}

/// The roster: id, and what its file says after the name. Seven members (maya, idris, ann, ben,
/// cid, dee, eve); one of staff, one alternate, one observer.
pub(crate) const ROSTER: &[(&str, &str)] = &[
    (
        "maya",
        "group = \"north\"\nemails = [\"maya@example.org\"]\n",
    ),
    ("idris", "group = \"south\"\n"),
    ("sec", "group = \"east\"\nstanding = [\"staff\"]\n"),
    (
        "ann",
        "group = \"north\"\naffiliation = \"acme\"\nregion = \"africa\"\n",
    ),
    (
        "ben",
        "group = \"north\"\naffiliation = \"acme-labs\"\nregion = \"europe\"\n",
    ),
    (
        "cid",
        "group = \"south\"\naffiliation = \"bolt\"\nregion = \"africa\"\n",
    ),
    (
        "dee",
        "group = \"south\"\nregion = \"asia\"\nalso = [\"dora\"]\nknown-as = [\"Dee, D.\", \"42\"]\n",
    ),
    ("eve", "group = \"east\"\nregion = \"asia\"\n"),
    (
        "alt",
        "group = \"east\"\nstanding = [\"alternate\"]\nalternate-for = \"eve\"\n",
    ),
    ("obs", "group = \"south\"\nstanding = [\"observer\"]\n"),
];

/// Charter and roster as files by path.
pub(crate) fn files() -> Vec<(String, String)> {
    let people = ROSTER.iter().map(|(id, rest)| {
        let name = format!("name = \"{} of the roster\"\n{rest}", id.to_uppercase());
        (format!("participants/{id}.toml"), name)
    });
    std::iter::once(("charter.toml".to_owned(), charter()))
        .chain(people)
        .collect()
}

/// The register of the body in a repository of its own, with one commit.
pub(crate) fn founded() -> Scene {
    crate::kept::scene("body/founded", || {
        let mut scene = Scene::repository();
        for (path, text) in files() {
            scene.write(&path, &text);
        }
        scene.commit("Found the register", "2026-05-01T08:00:00Z");
        scene.now("2026-05-01T09:00:00Z");
        scene
    })
}

/// The same with a proposal `retention` by ann on a track, revision r1.
pub(crate) fn proposed(track: &str) -> Scene {
    crate::kept::scene(&format!("body/proposed/{track}"), || {
        let scene = founded();
        scene.write(".git/draft.md", "The first text.\n");
        scene.ok(&[
            "propose",
            "Retention",
            "--text",
            ".git/draft.md",
            "--track",
            track,
            "--as",
            "ann",
        ]);
        scene
    })
}

/// The same with its call 1 open from 2 May, 09:00 UTC, until 12 May, 09:00 UTC.
pub(crate) fn called(track: &str) -> Scene {
    crate::kept::scene(&format!("body/called/{track}"), || {
        let mut scene = proposed(track);
        scene.now("2026-05-02T09:00:00Z");
        scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
        scene.now("2026-05-03T09:00:00Z");
        scene
    })
}

/// The path of something in the folder of the proposal `retention`.
pub(crate) fn at(path: &str) -> String {
    format!("proposals/retention/{path}")
}

/// Gives positions for several participants.
pub(crate) fn give(scene: &Scene, positions: &[(&str, &str)]) {
    for (who, value) in positions {
        scene.quietly(&["position", "retention", value, "--as", who]);
    }
}

/// An objection `cid.cost`, answered.
pub(crate) fn object(scene: &Scene) {
    let object = [
        "object",
        "retention",
        "--about",
        "cost",
        "--problem",
        "It costs.",
    ];
    scene.quietly(
        &[
            &object[..],
            &["--resolve", "Less.", "--id", "cost", "--as", "cid"],
        ]
        .concat(),
    );
}

pub(crate) fn said(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "\"{word}\" is missing in: {text}");
    }
}

/// What the tally of `retention` says at a key.
pub(crate) fn tallied(scene: &Scene, pointer: &str) -> serde_json::Value {
    let (tally, _) = scene.json(&["tally", "retention"]);
    tally
        .pointer(pointer)
        .unwrap_or_else(|| panic!("{pointer}: {tally}"))
        .clone()
}

//! Tests who can do what: the same in the command and in the check of a pull request, for every act, every role and
//! every conflict of interest.

use plenary::procedure::rights::{Bias, Office, RIGHTS};

use crate::body::{self, give};
use crate::gate;
use crate::scene::Scene;

const HEAD: &str = "# Rights\n\n\
    This page lists who can do what. Commands, `check`, `verify` and every screen that says who must act use this\n\
    table. `plenary charter explain --rights` prints it with the names of a register.\n\n\
    The present charter applies. For a command, this is the charter of the commit that is checked out; for a pull\n\
    request, that of its target branch; for a recomputed decision, that of the commit of its inputs.\n\
    A track can give a role to other people ([`[track.<id>.roles]`](records.md)). Levels, requirements and call\n\
    lengths stay as they were when the call opened.\n\n\
    People in the last column can act only if nobody else can.\n\n\
    | to | who can | who never can | who can only if nobody else can |\n\
    |---|---|---|---|\n";

/// The page: the table.
pub(crate) fn page() -> String {
    let offices = |all: &[Office]| {
        let all: Vec<&str> = all.iter().map(|office| office.all()).collect();
        all.join("; ")
    };
    let biases = |all: &[Bias]| {
        let all: Vec<&str> = all.iter().map(|bias| bias.who()).collect();
        all.join("; ")
    };
    let mut page = HEAD.to_owned();
    for right in RIGHTS {
        let line = [
            right.verb.to_owned(),
            offices(right.offices),
            biases(right.never),
            biases(right.yields),
        ];
        page.push_str(&format!("| {} |\n", line.join(" | ")));
    }
    page
}

/// A charter in which every office has a holder of its own, and the track `council` has a chair of
/// its own.
fn offices(scene: &Scene) {
    let rules = "disposes = \"ombud\"\nchallenge = \"1d\"\n\
                 appeal = { within = \"30d\", heard-by = \"jury\" }\n";
    let roles = "secretary = [\"sec\"]\nombud = [\"ben\"]\njury = [\"eve\", \"maya\"]\neditor = [\"dee\"]\n";
    let charter = scene
        .read("charter.toml")
        .replacen("[track.policy]\n", &format!("[track.policy]\n{rules}"), 1)
        .replacen("secretary = [\"sec\"]\n", roles, 1)
        .replacen(
            "[track.strict]\n",
            "[track.strict.roles]\nchair = [\"eve\"]\n\n[track.strict]\n",
            1,
        );
    scene.write("charter.toml", &charter);
    scene.commit("Offices", "2026-05-01T08:30:00Z");
}

#[test]
fn the_rights_of_a_register_are_shown_by_name() {
    let scene = gate::founded("none");
    offices(&scene);
    scene.tell("rights/the_rights_of_a_register_are_shown_by_name");
    scene.ok(&["charter", "explain", "--rights"]);
    scene.ok(&["charter", "explain", "strict", "--rights"]);
    let (rights, _) = scene.json(&["charter", "explain", "--rights"]);
    let decide = rights["rights"].as_array().into_iter().flatten();
    let decide: Vec<_> = decide.filter(|line| line["deed"] == "decide").collect();
    assert_eq!(decide.len(), 2, "everywhere, and on strict");
    assert_eq!(
        decide[0]["can"][0]["holders"],
        serde_json::json!(["maya", "idris"])
    );
    assert_eq!(decide[1]["can"][0]["holders"], serde_json::json!(["eve"]));
    assert_eq!(decide[1]["track"], "strict");
}

/// A deed: how it is typed, who can do it, who of those that can writes the record whose name is
/// then replaced.
struct Case<'c> {
    typed: &'c [&'c str],
    can: &'c [&'c str],
}

/// Everybody who is tried.
const PEOPLE: &[&str] = &["maya", "idris", "sec", "ann", "ben", "cid", "dee", "eve"];

/// Tries a deed for everybody at both doors. The record that the first of those who can do it
/// writes is brought as a request by each, under their own name.
#[track_caller]
fn both_doors(scene: &Scene, case: &Case<'_>) {
    let first = case.can[0];
    let written = scene.copy();
    written.quietly(&[case.typed, &["--as", first]].concat());
    let changed = written.git(&["diff", "--name-only", "main~1", "main"]);
    let files: Vec<(String, String)> = changed
        .lines()
        .map(|path| (path.to_owned(), written.read(path)))
        .collect();
    for who in PEOPLE {
        let wanted = case.can.contains(who);
        let dry = [case.typed, &["--as", who, "--dry-run"]].concat();
        let output = scene.plenary(&dry);
        let told = String::from_utf8_lossy(&output.stderr);
        // What is recorded already is not done once more: then nothing would be committed.
        let done = output.status.success() && !output.stdout.is_empty();
        assert_eq!(done, wanted, "{who} types {:?}: {told}", case.typed);
        let own =
            |text: &str| text.replace(&format!("by = \"{first}\""), &format!("by = \"{who}\""));
        let signed = format!("sign-offs/{first}.toml");
        let files: Vec<(String, String)> = files
            .iter()
            .map(|(path, text)| {
                let path = path.replace(&signed, &format!("sign-offs/{who}.toml"));
                (path, own(text))
            })
            .collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(p, t)| (p.as_str(), t.as_str()))
            .collect();
        gate::request(scene, &files);
        let account = match *who {
            "maya" => "github:Maya-C".to_owned(),
            who => format!("github:{who}-x"),
        };
        let (report, _) = gate::verdict(scene, &account);
        let refused: Vec<String> = report["findings"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|found| {
                let code = found["code"].as_str().unwrap_or_default();
                ["P201", "P207", "P209", "P216"].contains(&code)
            })
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            refused.is_empty(),
            wanted,
            "{who} brings {:?}: {refused:?}",
            case.typed
        );
    }
}

const KEEPERS: &[&str] = &["maya", "idris", "sec"];
const CHAIRS: &[&str] = &["maya", "idris"];

/// The proposal `retention` of the track `policy` by ann, with an objection of cid's.
fn proposed() -> Scene {
    let scene = gate::founded("none");
    offices(&scene);
    scene.write(".git/draft.md", "The first text.\n");
    let draft = ["propose", "Retention", "--text", ".git/draft.md"];
    scene.quietly(&[&draft[..], &["--track", "policy", "--as", "ann"]].concat());
    body::object(&scene);
    scene
}

#[test]
fn before_a_call_both_doors_agree() {
    let scene = proposed();
    let case = |typed, can| both_doors(&scene, &Case { typed, can });
    case(&["participant", "set", "obs", "--role", "scribe"], CHAIRS);
    case(&["participant", "set", "cid", "--name", "Cid"], KEEPERS);
    case(
        &["participant", "set", "cid", "--interests", "None."],
        &["cid", "maya", "idris", "sec"],
    );
    case(
        &["participant", "set", "cid", "--email", "cid@work.example"],
        &["cid", "maya", "idris", "sec"],
    );
    case(
        &["meeting", "add", "2026-05-06", "--present", "maya"],
        KEEPERS,
    );
    scene.write(".git/second.md", "The second text.\n");
    case(
        &[
            "revise",
            "retention",
            "--text",
            ".git/second.md",
            "--material",
        ],
        &["ann", "maya", "idris"],
    );
    case(
        &["position", "retention", "support", "--for", "obs"],
        KEEPERS,
    );
    case(
        &["respond", "cid.cost", "So it is."],
        &["maya", "idris", "ann", "dee"],
    );
    case(
        &["dispose", "cid.cost", "stands", "--reason", "x"],
        &["maya", "idris", "ben"],
    );
    case(
        &["call", "open", "retention", "--closes", "2026-05-12T09:00Z"],
        CHAIRS,
    );
    case(
        &[
            "call",
            "open",
            "retention",
            "--track",
            "strict",
            "--reason",
            "x",
            "--closes",
            "2026-05-12T09:00Z",
        ],
        &["eve"],
    );
    let action = [
        "meeting",
        "add",
        "2026-05-06",
        "--action",
        "ben: Write it up",
    ];
    scene.quietly(&[&action[..], &["--as", "sec"]].concat());
    case(
        &["meeting", "done", "2026-05-06", "1"],
        &["ben", "maya", "idris", "sec"],
    );
    scene.quietly(&[
        "dispose", "cid.cost", "stands", "--reason", "x", "--as", "maya",
    ]);
    case(
        &["reopen", "cid.cost", "--reason", "x", "--evidence", "y"],
        &["cid", "maya", "idris", "ben"],
    );
}

#[test]
fn whoever_raised_an_objection_leaves_it_to_another_at_both_doors() {
    let scene = gate::founded("none");
    offices(&scene);
    scene.write(".git/draft.md", "The first text.\n");
    let draft = ["propose", "Retention", "--text", ".git/draft.md"];
    scene.quietly(&[&draft[..], &["--track", "policy", "--as", "ann"]].concat());
    let about = ["object", "retention", "--about", "haste", "--id", "haste"];
    let why = [
        "--problem",
        "Too fast.",
        "--resolve",
        "Slower.",
        "--as",
        "maya",
    ];
    scene.quietly(&[&about[..], &why].concat());
    both_doors(
        &scene,
        &Case {
            typed: &["dispose", "maya.haste", "stands", "--reason", "x"],
            can: &["idris", "ben"],
        },
    );
}

/// The scene of a proposal by this author, its call opened by another chair, with a stake of maya's
/// in it.
fn with_a_stake(author: &str, position: &[&str]) -> Scene {
    let mut scene = gate::founded("none");
    offices(&scene);
    scene.write(".git/draft.md", "The first text.\n");
    let draft = ["propose", "Retention", "--text", ".git/draft.md"];
    scene.quietly(&[&draft[..], &["--track", "policy", "--as", author]].concat());
    if !position.is_empty() {
        let typed = ["position", "retention"];
        scene.quietly(&[&typed[..], position, &["--as", "maya"]].concat());
    }
    scene.now("2026-05-02T09:00:00Z");
    scene
}

#[test]
fn a_chair_with_a_stake_is_refused_at_both_doors() {
    let abstain: &[&str] = &["abstain", "--interest", "My shop."];
    for (author, position) in [("maya", &[][..]), ("ann", &["recuse"]), ("ann", abstain)] {
        let mut scene = with_a_stake(author, position);
        let only = |scene: &Scene, typed: &[&str]| {
            both_doors(
                scene,
                &Case {
                    typed,
                    can: &["idris"],
                },
            );
        };
        let open = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];
        only(&scene, &open);
        scene.quietly(&[&open[..], &["--as", "idris"]].concat());
        scene.now("2026-05-03T09:00:00Z");
        let positions = [
            ("idris", "accept"),
            ("ann", "accept"),
            ("cid", "accept"),
            ("dee", "accept"),
            ("eve", "accept"),
        ];
        give(&scene, &positions);
        scene.now("2026-05-12T10:00:00Z");
        let draft = ["designate", "retention", "consensus", "--reason", "x"];
        only(&scene, &draft);
        scene.quietly(&[&draft[..], &["--as", "idris"]].concat());
        scene.quietly(&["challenge", "retention", "--reason", "No.", "--as", "cid"]);
        let answer = [
            "designate",
            "retention",
            "--answer",
            "cid.1",
            "--text",
            "Yes.",
        ];
        only(&scene, &answer);
        scene.quietly(&[&answer[..], &["--as", "idris"]].concat());
        scene.now("2026-05-14T10:00:00Z");
        let confirm = ["designate", "retention", "--confirm"];
        only(&scene, &confirm);
        scene.quietly(&[&confirm[..], &["--as", "idris"]].concat());
        only(&scene, &["decide", "retention", "--sign-off"]);
    }
}

#[test]
fn during_and_after_a_call_both_doors_agree() {
    let mut scene = with_a_stake("ann", &[]);
    scene.quietly(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-05-03T09:00:00Z");
    let case =
        |scene: &Scene, typed: &[&str], can: &[&str]| both_doors(scene, &Case { typed, can });
    let later = ["--closes", "2026-05-20T09:00Z", "--reason", "x"];
    case(
        &scene,
        &[&["call", "extend", "retention"][..], &later].concat(),
        CHAIRS,
    );
    case(
        &scene,
        &["call", "withdraw", "retention", "--reason", "x"],
        CHAIRS,
    );
    give(
        &scene,
        &[
            ("idris", "accept"),
            ("ann", "accept"),
            ("ben", "accept"),
            ("cid", "accept"),
            ("dee", "accept"),
        ],
    );
    scene.now("2026-05-12T10:00:00Z");
    case(&scene, &["call", "close", "retention"], CHAIRS);
    scene.quietly(&[
        "position",
        "retention",
        "accept",
        "--for",
        "maya",
        "--received",
        "2026-05-11T09:00Z",
        "--as",
        "sec",
    ]);
    case(
        &scene,
        &["call", "admit", "retention", "maya", "--reason", "x"],
        &["idris"],
    );
    scene.quietly(&["designate", "retention", "consensus", "--reason", "x"]);
    scene.now("2026-05-14T10:00:00Z");
    scene.quietly(&["designate", "retention", "--confirm"]);
    scene.quietly(&["decide", "retention", "--sign-off"]);
    case(
        &scene,
        &[
            "implement",
            "report",
            "retention",
            "--progress",
            "done",
            "--text",
            "x",
        ],
        &["ann", "maya", "idris", "sec"],
    );
    case(
        &scene,
        &[
            "implement",
            "answer",
            "retention",
            "accepted",
            "--from",
            "The city",
            "--text",
            "x",
        ],
        KEEPERS,
    );
    case(
        &scene,
        &["review", "retention", "kept", "--reason", "x"],
        CHAIRS,
    );
    scene.quietly(&[
        "appeal",
        "open",
        "retention",
        "--problem",
        "x",
        "--asks",
        "y",
        "--as",
        "cid",
    ]);
    // Of the jury, maya decided.
    case(
        &scene,
        &["appeal", "answer", "retention", "cid", "Heard."],
        &["eve"],
    );
    case(
        &scene,
        &[
            "appeal",
            "close",
            "retention",
            "cid",
            "dismissed",
            "--reason",
            "x",
        ],
        &["eve"],
    );
}

#[test]
fn a_sign_off_is_given_once_and_by_a_chair_at_both_doors() {
    let mut scene = with_a_stake("ann", &[]);
    let charter = scene
        .read("charter.toml")
        .replacen("sign-offs = 1", "sign-offs = 2", 1);
    scene.write("charter.toml", &charter.replace("challenge = \"1d\"\n", ""));
    scene.commit("Two of them", "2026-05-02T08:00:00Z");
    scene.quietly(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-05-03T09:00:00Z");
    give(
        &scene,
        &[
            ("maya", "accept"),
            ("ann", "accept"),
            ("ben", "accept"),
            ("cid", "accept"),
            ("dee", "accept"),
        ],
    );
    scene.now("2026-05-12T10:00:00Z");
    let decided = scene.plenary(&[
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ]);
    assert_eq!(
        decided.status.code(),
        Some(0),
        "it waits for another sign-off"
    );
    // The same act ends with another code while a sign-off is missing, so only the refusals are compared.
    scene.ok(&["sign-off", "retention", "--as", "maya"]);
    let dry = scene.plenary(&["sign-off", "retention", "--as", "idris", "--dry-run"]);
    assert_eq!(dry.status.code(), Some(0));
    both_doors(
        &scene,
        &Case {
            typed: &["sign-off", "retention"],
            can: &["idris"],
        },
    );
}

#[test]
fn a_track_on_which_nobody_could_hear_an_appeal_is_warned_of() {
    let scene = proposed();
    let charter = scene.read("charter.toml");
    let lonely = charter
        .replace("chair = [\"maya\", \"idris\"]", "chair = [\"maya\"]")
        .replace("{ within = \"30d\", heard-by = \"jury\" }", "\"30d\"");
    scene.write("charter.toml", &lonely);
    scene.commit("One chair", "2026-05-01T09:30:00Z");
    scene.tell("rights/a_track_on_which_nobody_could_hear_an_appeal_is_warned_of");
    scene.ok(&["check"]);
    let nobody = charter.replace("jury = [\"eve\", \"maya\"]", "jury = []");
    scene.write("charter.toml", &nobody);
    scene.commit("No jury", "2026-05-01T09:40:00Z");
    scene.ok(&["check"]);
    scene.write("charter.toml", &charter);
    scene.commit("The jury again", "2026-05-01T09:50:00Z");
    scene.ok(&["check"]);
}

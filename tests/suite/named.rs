//! Tests that each argument that takes a participant accepts each of their names. The definition of the command
//! line lists these arguments, so no new option is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use clap::{Arg, Command};

use crate::appeals;
use crate::body::{self, at, give, object};
use crate::designation::over;
use crate::exclusions;
use crate::scene::Scene;

/// A place and what is typed there, with `ANN` and `SEC` for the participants.
type Place = (&'static str, &'static [&'static str]);

/// The participants of the places, and what else each is known as.
const PEOPLE: [(&str, &str, &str); 2] = [
    ("ANN", "ann", "In\u{e9}s G."),
    ("SEC", "sec", "The  OFFICE"),
];

/// The register of a scene with these names in it.
fn known_as(scene: &Scene) {
    for (_, id, name) in PEOPLE {
        let path = format!("participants/{id}.toml");
        let record = scene.read(&path) + &format!("known-as = [\"{name}\"]\n");
        scene.write(&path, &record);
    }
    scene.commit("Other names", "2026-05-01T08:45:00Z");
}

/// That each of these commands does the same whichever name is typed.
fn all_names_mean_the_same(scene: &Scene, places: &[Place]) {
    for (place, words) in places {
        let typed = |name: fn(&(&'static str, &'static str, &'static str)) -> &'static str| {
            let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            for each in &PEOPLE {
                for word in &mut words {
                    *word = word.replace(each.0, name(each));
                }
            }
            let output = scene.plenary(&words);
            let streams = [output.stdout, output.stderr];
            let said = streams.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            assert_eq!(
                output.status.code(),
                Some(0),
                "{place}: {words:?}: {said:?}"
            );
            said
        };
        let by_id = typed(|each| each.1);
        assert_eq!(typed(|each| each.2), by_id, "{place}");
        assert!(
            !scene.git(&["status", "--porcelain"]).contains("proposals"),
            "{place}"
        );
    }
}

/// Places that are reached while a call is open.
const OPEN: &[Place] = &[
    (
        "--as",
        &[
            "position",
            "retention",
            "support",
            "--as",
            "ANN",
            "--dry-run",
        ],
    ),
    (
        "participant set <PARTICIPANT>",
        &["participant", "set", "ANN", "--region", "asia", "--dry-run"],
    ),
    (
        "participant term <PARTICIPANT>",
        &[
            "participant",
            "term",
            "ANN",
            "council-member",
            "--since",
            "2026-05-01",
            "--dry-run",
        ],
    ),
    (
        "participant rename <PARTICIPANT>",
        &["participant", "rename", "ANN", "ann-new", "--dry-run"],
    ),
    (
        "participant set --alternate-for",
        &[
            "participant",
            "set",
            "alt",
            "--alternate-for",
            "ANN",
            "--dry-run",
        ],
    ),
    (
        "participant add --alternate-for",
        &[
            "participant",
            "add",
            "zoe",
            "--name",
            "Z",
            "--group",
            "north",
            "--alternate-for",
            "ANN",
            "--dry-run",
        ],
    ),
    (
        "propose --author",
        &[
            "propose",
            "New",
            "--text",
            "draft.md",
            "--track",
            "policy",
            "--author",
            "ANN",
            "--dry-run",
        ],
    ),
    (
        "propose --shepherd",
        &[
            "propose",
            "New",
            "--text",
            "draft.md",
            "--track",
            "policy",
            "--shepherd",
            "ANN",
            "--dry-run",
        ],
    ),
    (
        "position --for",
        &[
            "position",
            "retention",
            "support",
            "--for",
            "ANN",
            "--evidence",
            "A mail",
            "--as",
            "sec",
            "--dry-run",
        ],
    ),
    (
        "object --for",
        &[
            "object",
            "retention",
            "--about",
            "a",
            "--problem",
            "p",
            "--resolve",
            "r",
            "--for",
            "ANN",
            "--as",
            "sec",
            "--dry-run",
        ],
    ),
    (
        "comment --for",
        &[
            "comment",
            "retention",
            "--about",
            "a",
            "--problem",
            "p",
            "--for",
            "ANN",
            "--as",
            "sec",
            "--dry-run",
        ],
    ),
    (
        "reply --for",
        &[
            "reply",
            "ann.own",
            "maintained",
            "--for",
            "ANN",
            "--as",
            "sec",
            "--dry-run",
        ],
    ),
    (
        "join --for",
        &[
            "join",
            "cid.cost",
            "--for",
            "ANN",
            "--evidence",
            "A mail",
            "--as",
            "sec",
            "--dry-run",
        ],
    ),
    ("mine --for", &["mine", "--for", "ANN"]),
    ("receipt --for", &["receipt", "retention", "--for", "ANN"]),
    ("due --for", &["due", "--for", "ANN"]),
    ("list --for", &["list", "--for", "ANN"]),
    ("invite --for", &["invite", "retention", "--for", "ANN"]),
    ("remind --for", &["remind", "retention", "--for", "ANN"]),
    ("show <ID>", &["show", "ANN"]),
    (
        "meeting add --present",
        &[
            "meeting",
            "add",
            "2026-05-15",
            "--present",
            "ANN",
            "--as",
            "sec",
            "--dry-run",
        ],
    ),
    (
        "meeting add --apologies",
        &[
            "meeting",
            "add",
            "2026-05-15",
            "--apologies",
            "ANN",
            "--as",
            "sec",
            "--dry-run",
        ],
    ),
    (
        "meeting add --action",
        &[
            "meeting",
            "add",
            "2026-05-15",
            "--action",
            "ANN: Write",
            "--as",
            "sec",
            "--dry-run",
        ],
    ),
    (
        "meeting set --present",
        &[
            "meeting",
            "set",
            "2026-05-14",
            "--present",
            "ANN",
            "--as",
            "sec",
            "--dry-run",
        ],
    ),
    (
        "meeting set --apologies",
        &[
            "meeting",
            "set",
            "2026-05-14",
            "--apologies",
            "ANN",
            "--as",
            "sec",
            "--dry-run",
        ],
    ),
    (
        "meeting set --action",
        &[
            "meeting",
            "set",
            "2026-05-14",
            "--action",
            "ANN: Write",
            "--as",
            "sec",
            "--dry-run",
        ],
    ),
    (
        "import csv --relayed-by",
        &[
            "intake",
            "csv",
            "table.csv",
            "--proposal",
            "retention",
            "--relayed-by",
            "SEC",
            "--as",
            "sec",
            "--dry-run",
        ],
    ),
    (
        "import mail --relayed-by",
        &[
            "intake",
            "mail",
            "mails.mbox",
            "--proposal",
            "retention",
            "--relayed-by",
            "SEC",
            "--as",
            "sec",
            "--dry-run",
        ],
    ),
];

/// Places that are reached after the close, after a statement, and after an appeal.
const CLOSED: Place = (
    "call admit <WHAT>",
    &[
        "call",
        "admit",
        "retention",
        "ANN",
        "--reason",
        "x",
        "--dry-run",
    ],
);
/// Places on a track that allows exclusions.
const EXCLUDED: [Place; 2] = [
    (
        "call exclude <WHO>",
        &[
            "call",
            "exclude",
            "retention",
            "ANN",
            "--reason",
            "x",
            "--dry-run",
        ],
    ),
    (
        "call readmit <WHO>",
        &[
            "call",
            "readmit",
            "retention",
            "ANN",
            "--reason",
            "x",
            "--dry-run",
        ],
    ),
];
const FILED: Place = (
    "minority --join",
    &[
        "minority",
        "retention",
        "--join",
        "ANN",
        "--as",
        "eve",
        "--dry-run",
    ],
);
const APPEALED: [Place; 2] = [
    (
        "appeal answer <WHO>",
        &[
            "appeal",
            "answer",
            "retention",
            "ANN",
            "We looked.",
            "--as",
            "eve",
            "--dry-run",
        ],
    ),
    (
        "appeal close <WHO>",
        &[
            "appeal",
            "close",
            "retention",
            "ANN",
            "dismissed",
            "--reason",
            "r",
            "--as",
            "eve",
            "--dry-run",
        ],
    ),
];

#[test]
fn every_name_is_understood_while_a_call_is_open() {
    let scene = body::called("policy");
    known_as(&scene);
    scene.write("draft.md", "Another text.\n");
    scene.write("table.csv", "participant,position\nben,support\n");
    scene.write(
        "mails.mbox",
        "From ben@example.org Sun May  3 08:00:00 2026\nFrom: Ben <ben@example.org>\n\
         Date: Sun, 3 May 2026 08:00:00 +0000\nMessage-ID: <1@example.org>\n\
         Subject: retention\n\nPosition: support\n",
    );
    let ben = scene.read("participants/ben.toml") + "emails = [\"ben@example.org\"]\n";
    scene.write("participants/ben.toml", &ben);
    scene.commit("What is brought in", "2026-05-03T08:00:00Z");
    object(&scene);
    give(&scene, &[("ann", "disagree")]);
    let own = ["object", "retention", "--about", "a", "--problem", "p"];
    scene.quietly(&[&own[..], &["--resolve", "r", "--id", "own", "--as", "ann"]].concat());
    scene.quietly(&["respond", "ann.own", "It is well.", "--as", "maya"]);
    scene.quietly(&["meeting", "add", "2026-05-14", "--as", "sec"]);
    all_names_mean_the_same(&scene, OPEN);
}

#[test]
fn every_name_is_understood_after_the_close() {
    let mut scene = body::called("policy");
    known_as(&scene);
    scene.now("2026-05-12T12:00:00Z");
    scene.write(&at("positions/ann.toml"), "position = \"support\"\n");
    scene.commit("By hand", "2026-05-12T11:00:00Z");
    all_names_mean_the_same(&scene, &[CLOSED]);

    let scene = exclusions::called("exclusions = true");
    known_as(&scene);
    all_names_mean_the_same(&scene, &EXCLUDED[..1]);
    scene.quietly(&["call", "exclude", "retention", "ann", "--reason", "x"]);
    all_names_mean_the_same(&scene, &EXCLUDED[1..]);

    let scene = over("minority = { words = 5, within = \"30d\" }\n");
    known_as(&scene);
    scene.quietly(&[
        "minority",
        "retention",
        "--text",
        "Too long.",
        "--as",
        "ann",
    ]);
    all_names_mean_the_same(&scene, &[FILED]);

    let scene = appeals::adopted(appeals::RULE);
    known_as(&scene);
    let appeal = ["appeal", "open", "retention", "--ground", "process"];
    let why = ["--problem", "p", "--asks", "a", "--as", "ann"];
    scene.quietly(&[&appeal[..], &why].concat());
    all_names_mean_the_same(&scene, &APPEALED);
}

/// Every argument and option below a command, as the places name them, with its value's names.
fn arguments(command: &Command, path: &str, into: &mut BTreeMap<String, Vec<String>>) {
    for argument in command.get_arguments() {
        let names = argument.get_value_names().unwrap_or_default();
        let names: Vec<String> = names.iter().map(|name| name.to_string()).collect();
        let place = match argument.get_long() {
            Some("as") => "--as".to_owned(),
            Some(long) => format!("{path}--{long}"),
            None => format!("{path}<{}>", shown(argument, &names)),
        };
        into.insert(place, names);
    }
    for below in command.get_subcommands() {
        arguments(below, &format!("{path}{} ", below.get_name()), into);
    }
}

fn shown(argument: &Arg, names: &[String]) -> String {
    let own = || argument.get_id().as_str().to_uppercase();
    names.first().cloned().unwrap_or_else(own)
}

#[test]
fn no_place_that_takes_a_participant_is_forgotten() {
    let mut all = BTreeMap::new();
    arguments(&plenary::cli::definition(), "", &mut all);
    let tried = OPEN.iter().chain([&CLOSED, &FILED]);
    let tried = tried.chain(&APPEALED).chain(&EXCLUDED);
    let tried: BTreeSet<&str> = tried.map(|(place, _)| *place).collect();
    let unknown: Vec<_> = tried
        .iter()
        .filter(|place| !all.contains_key(**place))
        .collect();
    assert!(unknown.is_empty(), "no such place: {unknown:?}");
    let takes = |names: &[String]| {
        let people = ["PARTICIPANT", "WHO", "OWNER"];
        names
            .iter()
            .any(|name| people.iter().any(|who| name.starts_with(who)))
    };
    let forgotten: Vec<&String> = all
        .iter()
        .filter(|(place, names)| takes(names) && !tried.contains(place.as_str()))
        .map(|(place, _)| place)
        .collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}

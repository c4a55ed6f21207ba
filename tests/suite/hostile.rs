//! Tests hostile input: whatever bytes are in a register, reading and checking it ends soon and without a panic.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use plenary::check;
use plenary::register::records::Register;
use plenary::register::snapshot::{Content, Extent, Moment, Snapshot};
use plenary::value::finding::Finding;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::sample::{Index, select};

use crate::processor::spent;

/// For how long one hostile file may be worked on, read and checked.
const LIMIT: Duration = Duration::from_secs(1);

/// A small register with one record of every kind.
const WHOLE: &[(&str, &str)] = &[
    (
        "charter.toml",
        r#"format = 1
register = "wg"
name = "A group"
weights = ["population"]
[[group]]
id = "users"
name = "Users"
representatives = ["ann"]
[[organization]]
id = "org"
name = "Org"
[roles]
chair = ["bob"]
[track.policy]
title = "Policy"
electorate = ["member"]
count = "participants"
silence = "silent"
stale = "carry"
designates = "chair"
window = { min = "1d", max = "30d" }
[[track.policy.gate]]
name = "quorum"
when = "answered >= 1/2 of eligible"
[[track.policy.level]]
name = "consensus"
when = "for > 1/2 of cast"
outcome = "adopted"
[[track.policy.level]]
name = "divergence"
outcome = "no-consensus"
"#,
    ),
    (
        "participants/ann.toml",
        "name = \"Ann\"\ngroup = \"users\"\naccounts = [\"github:ann\"]\nalso = [\"anne\"]\nweight = { population = 3 }\n",
    ),
    (
        "participants/bob.toml",
        "name = \"Bob\"\ngroup = \"users\"\nemails = [\"bob@example.org\"]\n",
    ),
    ("meetings/2026-01-05.toml", "present = [\"ann\"]\n"),
    (
        "proposals/plan/proposal.toml",
        "title = \"Plan\"\nquestion = \"Shall we?\"\ntrack = \"policy\"\ntext = \"text.md\"\nauthors = [\"ann\"]\n\n[[revision]]\nname = \"r1\"\nat = 2026-01-01T00:00:00Z\nsha256 = \"c3964bb3b70a957ec9b233c7dd3653f6ba17701ab00facf88ae1393dc6155577\"\n",
    ),
    ("proposals/plan/text.md", "# Plan\n"),
    (
        "proposals/plan/positions/ann.toml",
        "position = \"object\"\njoins = [\"bob.cost\"]\non = \"r1\"\nproblem = '''\nToo dear.\n'''\nresolve = \"Less.\"\n",
    ),
    (
        "proposals/plan/positions/@users.toml",
        "position = \"accept\"\n",
    ),
    (
        "proposals/plan/objections/bob.cost.toml",
        "about = \"cost\"\nproblem = \"Dear.\"\nresolve = \"Halve it.\"\n",
    ),
    (
        "proposals/plan/handling/bob.cost.toml",
        "[[response]]\nby = \"ann\"\nat = 2026-01-02T00:00:00Z\ntext = \"Halved.\"\n\n[disposition]\nvalue = \"accommodated\"\nby = \"bob\"\nat = 2026-01-03T00:00:00Z\nreason = \"Halved.\"\n",
    ),
    (
        "proposals/plan/calls/1/call.toml",
        "track = \"policy\"\nquestion = \"Shall we?\"\nrevision = \"r1\"\nsha256 = \"c3964bb3b70a957ec9b233c7dd3653f6ba17701ab00facf88ae1393dc6155577\"\nopens = 2026-01-05T00:00:00Z\ncloses = 2026-01-15T00:00:00Z\nby = \"bob\"\nmeeting = \"2026-01-05\"\n",
    ),
    (".gitattributes", "*.toml text eol=lf\n"),
];

fn whole() -> BTreeMap<String, Content> {
    let plain = |text: &str| Content::Plain(text.as_bytes().into());
    let files = WHOLE.iter();
    files
        .map(|(path, text)| ((*path).to_owned(), plain(text)))
        .collect()
}

fn findings(files: BTreeMap<String, Content>) -> Vec<Finding> {
    let names = files.keys().filter_map(|path| {
        let inside = path.strip_prefix("proposals/")?;
        Some(inside.split('/').next()?.to_owned())
    });
    let register = Register::read(Snapshot {
        moment: Moment::WorkTree,
        extent: Extent::Everything,
        proposals: names.collect::<BTreeSet<String>>(),
        files: files.into_iter().collect(),
    });
    check::tree(&register)
}

#[test]
fn the_register_that_is_mutilated_below_is_sound() {
    assert_eq!(findings(whole()), []);
}

/// What a hostile hand may do to a file's bytes.
#[derive(Debug, Clone)]
enum Blow {
    Cut(Index),
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Repeat(Index, Index),
    Replace(Vec<u8>),
}

fn blow() -> impl Strategy<Value = Blow> {
    let words = select(&[
        "'''",
        "\"",
        "[",
        "]]",
        "{",
        "=",
        "\\u0000",
        "\r",
        "\u{202e}",
        "<<<<<<< HEAD\n",
        "```\n",
        "999999999999999999999",
        "1e999",
        "9999-12-31T23:59:60Z",
        "[[",
        ".",
        "\u{feff}",
        "a = 1\n",
        "inf",
        "0x",
        "# é",
    ]);
    let bytes = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..40),
        words.prop_map(|word| word.as_bytes().into()),
    ];
    prop_oneof![
        any::<Index>().prop_map(Blow::Cut),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Blow::Flip(at, byte)),
        (any::<Index>(), bytes.clone()).prop_map(|(at, bytes)| Blow::Insert(at, bytes)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Blow::Repeat(from, to)),
        bytes.prop_map(Blow::Replace),
    ]
}

fn strike(bytes: &mut Vec<u8>, blow: Blow) {
    let spot = |index: Index, bytes: &[u8]| index.index(bytes.len() + 1);
    match blow {
        Blow::Cut(at) => bytes.truncate(spot(at, bytes)),
        Blow::Flip(at, byte) => {
            let at = spot(at, bytes);
            if let Some(old) = bytes.get_mut(at) {
                *old ^= byte;
            }
        }
        Blow::Insert(at, new) => {
            let at = spot(at, bytes);
            bytes.splice(at..at, new);
        }
        Blow::Repeat(from, to) => {
            let (from, to) = (spot(from, bytes), spot(to, bytes));
            let part = bytes[from.min(to)..from.max(to)].to_vec();
            bytes.extend(part);
        }
        Blow::Replace(new) => *bytes = new,
    }
}

fn kind(bytes: Vec<u8>) -> impl Strategy<Value = Content> {
    prop_oneof![
        8 => Just(Content::Plain(bytes.clone().into())),
        1 => Just(Content::Executable(bytes.into())),
        1 => Just(Content::Link),
        1 => Just(Content::Other),
        1 => Just(Content::TooLarge(u64::MAX)),
    ]
}

/// Some files of the sound register, struck once or more, and perhaps under other paths.
fn mutilated() -> impl Strategy<Value = BTreeMap<String, Content>> {
    let change = (
        select(WHOLE),
        proptest::collection::vec(blow(), 0..4),
        proptest::option::of("[a-zA-Z0-9@./ é-]{0,30}"),
    );
    let changed = change.prop_flat_map(|((path, text), blows, renamed)| {
        let mut bytes = text.as_bytes().to_vec();
        for blow in blows {
            strike(&mut bytes, blow);
        }
        let path = match renamed {
            Some(end) => {
                let cut = path.rfind('/').map_or(0, |slash| slash + 1);
                format!("{}{end}", &path[..cut])
            }
            None => path.to_owned(),
        };
        kind(bytes).prop_map(move |content| (path.clone(), content))
    });
    let removed = proptest::collection::vec(select(WHOLE), 0..3);
    (proptest::collection::vec(changed, 1..5), removed).prop_map(|(changed, removed)| {
        let mut files = whole();
        for (path, _) in removed {
            files.remove(path);
        }
        files.extend(changed);
        files
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_mutilated_register_is_read_and_checked_without_a_panic(files in mutilated()) {
        let found = findings(files.clone());
        assert!(found.is_sorted_by(|a, b| a.order() <= b.order()));
        assert_eq!(found, findings(files));
    }

    #[test]
    fn bytes_that_are_nothing_are_read_and_checked_without_a_panic(
        path in select(WHOLE),
        bytes in proptest::collection::vec(any::<u8>(), 0..2000),
    ) {
        let mut files = whole();
        files.insert(path.0.to_owned(), Content::Plain(bytes.into()));
        findings(files);
    }
}

/// The findings of the sound register with this file, and how long it was worked on them.
fn timed(path: &str, text: String) -> (Vec<Finding>, Duration) {
    let mut files = whole();
    files.insert(path.to_owned(), Content::Plain(text.into_bytes().into()));
    spent(|| findings(files))
}

/// Files made to keep a reader busy, each with the code by which it is refused.
fn bombs() -> Vec<(&'static str, &'static str, String)> {
    let charter = WHOLE[0].1;
    let gates = |when: &str, n: usize| {
        let gate = |n| format!("[[track.policy.gate]]\nname = \"g{n}\"\nwhen = \"{when}\"\n");
        format!("{charter}{}", (0..n).map(gate).collect::<String>())
    };
    let sum = vec!["cast"; 600].join(" + ");
    let position = "proposals/plan/positions/bob.toml";
    let keys = |n: usize| -> String { (0..n).map(|n| format!("k{n} = 1\n")).collect() };
    let ids = |n: usize| -> String { (0..n).map(|n| format!("\"a{n}.b\",")).collect() };
    let lines = "position = \"accept\"\n".repeat(12_000);
    vec![
        ("S104", position, keys(1_000_000)),
        ("S102", position, keys(24_000)),
        ("S101", position, format!("x = {}", "[".repeat(100_000))),
        ("S101", position, format!("x = {}", "{a=".repeat(60_000))),
        ("S105", position, format!("[{}a]\n", "a.".repeat(40))),
        ("S101", position, lines),
        ("S101", position, "position: accept\n".repeat(15_000)),
        ("S101", position, "\"\n".repeat(100_000)),
        ("S101", position, "\n=".repeat(100_000)),
        ("S101", position, "“\n".repeat(60_000)),
        (
            "S107",
            position,
            format!("reason = '''{}'''", "\u{b}".repeat(200_000)),
        ),
        (
            "S108",
            position,
            format!("reason = '''{}'''", "\u{202e}".repeat(80_000)),
        ),
        (
            "S110",
            position,
            format!(
                "position = \"accept\"\njoins = [{}]",
                "\"A\",".repeat(60_000)
            ),
        ),
        (
            "S120",
            position,
            format!("position = \"accept\"\njoins = [{}]", ids(20_000)),
        ),
        (
            "S121",
            "meetings/2026-01-05.toml",
            format!("present = [{}]", ids(20_000).replace(".b", "")),
        ),
        (
            "S112",
            "participants/cee.toml",
            format!(
                "name = \"C\"\ngroup = \"users\"\naccounts = [{}]",
                "\"github:ann\",".repeat(15_000)
            ),
        ),
        ("S124", "charter.toml", gates("for >= half", 3_500)),
        ("S125", "charter.toml", gates("for >= 9", 3_500)),
        ("S124", "charter.toml", gates(&"(".repeat(4000), 20)),
        ("S124", "charter.toml", gates(&format!("{sum} > 1"), 20)),
        (
            "S118",
            ".gitattributes",
            "*a*a*a*a*b ident\n".repeat(10_000),
        ),
        (
            "S118",
            ".gitattributes",
            format!("{} ident\n", "**/".repeat(100_000)),
        ),
    ]
}

#[test]
fn files_made_to_keep_a_reader_busy_are_refused_in_under_a_second() {
    for (code, path, text) in bombs() {
        let beginning: String = text.chars().take(30).collect();
        let (found, took) = timed(path, text);
        let refused = found
            .iter()
            .any(|finding| finding.code.id == code && finding.place.path == path);
        assert!(refused, "{beginning:?} in {path}: {:?}", found.first());
        assert!(took < LIMIT, "{beginning:?} took {took:?}");
        let of_file = found.iter().filter(|finding| finding.place.path == path);
        assert!(of_file.count() <= 150, "{beginning:?}");
    }
}

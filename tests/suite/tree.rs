//! Tests the checks of a tree, one by one: a correct register, one change, and what is found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use plenary::check;
use plenary::register::records::Register;
use plenary::register::snapshot::{Content, Extent, Moment, Snapshot};
use plenary::value::digest::TextDigest;
use plenary::value::finding::Finding;

use crate::told::Told;

const CHARTER: &str = r#"format = 1
register = "allotment"
name = "Allotment society"
weights = ["plots"]

[[group]]
id = "gardeners"
name = "Gardeners"
house = "inside"
representatives = ["ann"]

[[group]]
id = "neighbours"
name = "Neighbours"

[[organization]]
id = "seed-co"
name = "Seeds"

[roles]
chair = ["ann"]

[track.works]
title = "Works"
electorate = ["member"]
count = "participants"
silence = "silent"
stale = "for-expires"
window = { min = "7d", max = "30d" }
designates = "chair"

[[track.works.level]]
name = "consensus"
when = "for > 2/3 of cast"
outcome = "adopted"

[[track.works.level]]
name = "divergence"
outcome = "no-consensus"

[track.trade]
title = "Trade"
electorate = ["trader"]
count = "affiliations"
silence = "silent"
stale = "carry"
designates = "chair"

[[track.trade.level]]
name = "heavy"
when = "for by plots > 1/2 of eligible by plots"
outcome = "adopted"
"#;

const TEXT: &str = "# A second tap\n";
const OBJECTION: &str = "about = \"a\"\nproblem = \"b\"\nresolve = \"c\"\n";
const SIGNED: &str = "by = \"ann\"\nat = 2026-03-10T00:00:00Z\nreason = \"So.\"\n";

fn proposal() -> String {
    let digest = TextDigest::of(TEXT.as_bytes());
    format!(
        "title = \"T\"\nquestion = \"Q?\"\ntrack = \"works\"\ntext = \"text.md\"\nauthors = [\"ann\"]\n\n\
         [[revision]]\nname = \"r1\"\nat = 2026-03-01T10:00:00Z\nsha256 = \"{digest}\"\n"
    )
}

fn call() -> String {
    let digest = TextDigest::of(TEXT.as_bytes());
    format!(
        "track = \"works\"\nquestion = \"Q?\"\nrevision = \"r1\"\nsha256 = \"{digest}\"\n\
         opens = 2026-03-02T00:00:00Z\ncloses = 2026-03-12T00:00:00Z\nby = \"ann\"\n"
    )
}

fn decision() -> String {
    let digest = TextDigest::of(TEXT.as_bytes());
    format!(
        "format = 1\nregister = \"allotment\"\nproposal = \"tap\"\nquestion = \"Q?\"\nrevision = \"r1\"\n\
         sha256 = \"{digest}\"\ntrack = \"works\"\noutcome = \"adopted\"\ndesignation = \"consensus\"\n\
         by = \"ann\"\nat = 2026-03-13T00:00:00Z\ncomputed = \"consensus\"\n\n\
         [pins]\ncharter = \"{digest}\"\nmanifest = \"{digest}\"\n"
    )
}

type Files = BTreeMap<String, Content>;

fn put(files: &mut Files, path: &str, text: &str) {
    files.insert(path.to_owned(), Content::Plain(text.as_bytes().into()));
}

fn sound() -> Files {
    let mut files = Files::new();
    put(&mut files, "charter.toml", CHARTER);
    put(
        &mut files,
        "participants/ann.toml",
        "name = \"Ann\"\ngroup = \"gardeners\"\n",
    );
    put(
        &mut files,
        "participants/ben.toml",
        "name = \"Ben\"\ngroup = \"neighbours\"\nalso = [\"benjamin\"]\n",
    );
    put(&mut files, "proposals/tap/proposal.toml", &proposal());
    put(&mut files, "proposals/tap/text.md", TEXT);
    put(&mut files, BEN, "position = \"support\"\n");
    files
}

const BEN: &str = "proposals/tap/positions/ben.toml";
const ANN_HANDLING: &str = "proposals/tap/handling/ann.wet.toml";
const ANN_OBJECTION: &str = "proposals/tap/objections/ann.wet.toml";
const CALL: &str = "proposals/tap/calls/1/call.toml";
const DECISION: &str = "proposals/tap/calls/1/decision.toml";
const MANIFEST: &str = "proposals/tap/calls/1/inputs.sha256";

fn register(files: Files, extent: Extent) -> Register {
    let proposals = files.keys().filter_map(|path| {
        let (name, _) = path.strip_prefix("proposals/")?.split_once('/')?;
        Some(name.to_owned())
    });
    let mut proposals: BTreeSet<String> = proposals.collect();
    proposals.insert("pond".to_owned());
    Register::read(Snapshot {
        moment: Moment::WorkTree,
        extent,
        proposals,
        files: files.into_iter().collect(),
    })
}

/// Code and place of each.
fn places(findings: &[Finding]) -> Vec<String> {
    let line = |f: &Finding| format!("{} {}", f.code.id, f.place);
    findings.iter().map(line).collect()
}

/// What is found in the sound register with these files put there, or taken away.
fn with(changes: &[(&str, Option<&str>)]) -> Vec<Finding> {
    let mut files = sound();
    for (path, text) in changes {
        match text {
            Some(text) => put(&mut files, path, text),
            None => drop(files.remove(*path)),
        }
    }
    check::tree(&register(files, Extent::Everything))
}

/// That nothing is found.
fn sound_with(changes: &[(&str, Option<&str>)]) {
    assert_eq!(with(changes), []);
}

/// What is said of one change after the other, compared with a screen.
struct Page(Told);

impl Page {
    fn new(name: &'static str) -> Self {
        Self(Told::new(name))
    }

    /// That these are found with the changes.
    fn expect(&mut self, changes: &[(&str, Option<&str>)], expected: &[&str]) {
        self.found(&with(changes), expected);
    }

    /// That these were found: of each its code, its place, and words that its sentence must have.
    fn found(&mut self, found: &[Finding], expected: &[&str]) {
        assert_eq!(found.len(), expected.len(), "{found:#?}");
        for ((finding, place), expected) in found.iter().zip(places(found)).zip(expected) {
            let mut words = expected.split(' ');
            let begins: Vec<&str> = words.by_ref().take(2).collect();
            assert_eq!(place, begins.join(" "), "{found:#?}");
            for word in words {
                assert!(finding.sentence.contains(word), "{word}: {finding:?}");
            }
        }
        self.show(found);
    }

    fn show(&mut self, found: &[Finding]) {
        if found.is_empty() {
            return;
        }
        let mut block = String::new();
        for finding in found {
            let (code, place) = (finding.code.id, &finding.place);
            block.push_str(&format!("{code} {place}: {}\n", finding.sentence));
            let hint = finding.hint.iter();
            block.extend(hint.map(|hint| format!("  hint: {hint}\n")));
        }
        self.0.show(Path::new("/nowhere"), &block);
    }
}

#[test]
fn the_sound_register_is_sound_and_so_is_a_decided_one() {
    sound_with(&[]);
    sound_with(&[
        (CALL, Some(&call())),
        (DECISION, Some(&decision())),
        (MANIFEST, Some("")),
    ]);
}

#[test]
fn a_decided_proposal_is_not_held_against_the_charter_of_today() {
    let mut page = Page::new("tree/a_decided_proposal_is_not_held_against_the_charter_of_today");
    let moved = CHARTER
        .replace("track.works", "track.grounds")
        .replace("min = \"7d\"", "min = \"20d\"");
    let changes: [(&str, Option<&str>); 5] = [
        ("charter.toml", Some(&moved)),
        (CALL, Some(&call())),
        (DECISION, Some(&decision())),
        (MANIFEST, Some("")),
        (BEN, Some("position = \"yes\"\n")),
    ];
    page.expect(&changes, &[]);
    page.expect(
        &changes[..2],
        &[
            "S120 proposals/tap/calls/1/call.toml:1:9 works",
            "S120 proposals/tap/proposal.toml:3:9 works",
        ],
    );
}

#[test]
fn missing_records() {
    let mut page = Page::new("tree/missing_records");
    page.expect(&[("charter.toml", None)], &["S119 charter.toml"]);
    page.expect(
        &[("proposals/tap/proposal.toml", None)],
        &["S119 proposals/tap/proposal.toml"],
    );
    page.expect(
        &[(ANN_HANDLING, Some(""))],
        &["S119 proposals/tap/handling/ann.wet.toml ann.wet"],
    );
    page.expect(
        &[("proposals/tap/handling/ben.position.toml", Some(""))],
        &["S119 proposals/tap/handling/ben.position.toml ben.position"],
    );
    page.expect(
        &[("proposals/tap/calls/3/call.toml", Some(&call()))],
        &["S119 proposals/tap/calls/1/call.toml 1 3"],
    );
    page.expect(
        &[
            (MANIFEST, Some("")),
            ("proposals/tap/calls/1/ann.sig", Some("x")),
        ],
        &[
            "S119 proposals/tap/calls/1/call.toml 1",
            "S119 proposals/tap/calls/1/decision.toml",
            "S119 proposals/tap/calls/1/decision.toml",
        ],
    );
    page.expect(
        &[(CALL, Some(&call())), (DECISION, Some(&decision()))],
        &["S119 proposals/tap/calls/1/inputs.sha256"],
    );
}

#[test]
fn a_record_that_cannot_be_read_is_not_missing() {
    let broken = Some("?");
    for path in [
        "charter.toml",
        "participants/ann.toml",
        "proposals/tap/proposal.toml",
        CALL,
    ] {
        let found = with(&[(CALL, Some(&call())), (path, broken)]);
        assert!(
            found.iter().all(|f| f.place.path == path),
            "{path}: {found:?}"
        );
        assert!(!found.is_empty());
    }
    let joined = "position = \"support\"\njoins = [\"ann.wet\"]\n";
    let found = with(&[
        (ANN_OBJECTION, broken),
        (BEN, Some(joined)),
        (ANN_HANDLING, Some("")),
    ]);
    assert!(
        found.iter().all(|f| f.place.path == ANN_OBJECTION),
        "{found:?}"
    );
}

#[test]
fn references() {
    let mut page = Page::new("tree/references");
    let named = |line: &str| format!("{line}\n{}", proposal());
    page.expect(
        &[(
            "proposals/tap/proposal.toml",
            Some(&named("rivals = [\"pomd\", \"tap\", \"pond\"]")),
        )],
        &[
            "S120 proposals/tap/proposal.toml:1:11 pomd",
            "S120 proposals/tap/proposal.toml:1:19 rivals",
        ],
    );
    page.expect(
        &[(
            "proposals/tap/proposal.toml",
            Some(&named("supersedes = [\"well\"]")),
        )],
        &["S120 proposals/tap/proposal.toml:1:15 well"],
    );
    page.expect(
        &[(
            "charter.toml",
            Some(&CHARTER.replace("title = \"Trade\"", "title = \"Trade\"\nafter = \"work\"")),
        )],
        &["S120 charter.toml:43:9 work"],
    );
    page.expect(
        &[
            (BEN, Some("position = \"support\"\non = \"r2\"\n")),
            (ANN_OBJECTION, Some(&format!("{OBJECTION}on = \"r9\"\n"))),
            (CALL, Some(&call().replace("\"r1\"", "\"r7\""))),
        ],
        &[
            "S120 proposals/tap/calls/1/call.toml:3:12 r7",
            "S120 proposals/tap/objections/ann.wet.toml:4:6 r9",
            "S120 proposals/tap/positions/ben.toml:2:6 r2",
        ],
    );
    let duplicate =
        |of: &str| format!("[disposition]\nvalue = \"duplicate\"\nof = \"{of}\"\n{SIGNED}");
    page.expect(
        &[
            (ANN_OBJECTION, Some(OBJECTION)),
            (ANN_HANDLING, Some(&duplicate("ben.wet"))),
        ],
        &["S120 proposals/tap/handling/ann.wet.toml:3:6 ben.wet"],
    );
    page.expect(
        &[
            (ANN_OBJECTION, Some(OBJECTION)),
            (ANN_HANDLING, Some(&duplicate("ann.wet"))),
        ],
        &["S120 proposals/tap/handling/ann.wet.toml:3:6"],
    );
    let late =
        format!("meeting = \"2026-03-03\"\n[[admission]]\npath = \"{ANN_HANDLING}\"\n{SIGNED}");
    page.expect(
        &[(CALL, Some(&(call() + &late)))],
        &[
            "S120 proposals/tap/calls/1/call.toml:8:11 2026-03-03",
            "S120 proposals/tap/calls/1/call.toml:10:8 proposals/tap/handling/ann.wet.toml",
        ],
    );
}

#[test]
fn joins_may_mean_an_objection_that_a_position_carries() {
    let carries = "position = \"object\"\nproblem = \"p\"\nresolve = \"r\"\n";
    sound_with(&[
        ("proposals/tap/positions/ann.toml", Some(carries)),
        (
            BEN,
            Some("position = \"support\"\njoins = [\"ann.position\"]\n"),
        ),
        ("proposals/tap/handling/ann.position.toml", Some("")),
    ]);
}

/// Every key in which a participant can be named, with a name that nobody has.
#[test]
fn everybody_who_is_named_must_be_on_the_roster() {
    let nobody = |text: &str| text.replace("\"ann\"", "\"zoe\"");
    let found = with(&[
        ("charter.toml", Some(&nobody(CHARTER))),
        (
            "participants/cid.toml",
            Some("name = \"C\"\ngroup = \"gardeners\"\nalternate-for = \"zoe\"\n"),
        ),
        (
            "meetings/2026-03-03.toml",
            Some(
                "present = [\"ann\", \"zoe\"]\napologies = [\"zoe\"]\n[[action]]\naction = \"a\"\nowner = \"zoe\"\n",
            ),
        ),
        (
            "proposals/tap/proposal.toml",
            Some(
                &(format!("shepherd = \"zoe\"\n{}", nobody(&proposal()))
                    + "[next]\naction = \"a\"\nowner = \"zoe\"\n"),
            ),
        ),
        (
            BEN,
            Some("position = \"support\"\nrelayed-by = \"zoe\"\nproxy = \"zoe\"\n"),
        ),
        (
            "proposals/tap/positions/yan.toml",
            Some("position = \"support\"\n"),
        ),
        ("proposals/tap/objections/yan.wet.toml", Some(OBJECTION)),
        (
            "proposals/tap/handling/yan.wet.toml",
            Some(&nobody(&format!(
                "[[response]]\ntext = \"t\"\nby = \"ann\"\nat = 2026-03-10T00:00:00Z\n[disposition]\nvalue = \"stands\"\n{SIGNED}"
            ))),
        ),
        (
            CALL,
            Some(&nobody(&format!(
                "{}[[extension]]\ncloses = 2026-03-13T00:00:00Z\n{SIGNED}[[admission]]\npath = \"{BEN}\"\n{SIGNED}\
                 [withdrawal]\n{SIGNED}[close]\nby = \"ann\"\nat = 2026-03-14T00:00:00Z\n",
                call()
            ))),
        ),
        (
            DECISION,
            Some(&nobody(&format!(
                "{}[close]\nby = \"ann\"\nat = 2026-03-13T00:00:00Z\n",
                decision()
            ))),
        ),
        (
            "proposals/tap/calls/1/designation.toml",
            Some(
                "[[draft]]\nlevel = \"consensus\"\nby = \"zoe\"\nat = 2026-03-12T00:00:00Z\n\
                 reason = \"r\"\n[confirmation]\nby = \"zoe\"\nat = 2026-03-13T00:00:00Z\n",
            ),
        ),
        (MANIFEST, Some("")),
        ("proposals/tap/calls/1/yan.sig", Some("x")),
    ]);
    let unknown = found.iter().filter(|f| f.code.id == "S121");
    let places: Vec<String> = unknown.map(|f| f.place.to_string()).collect();
    assert_eq!(
        places,
        [
            "charter.toml:10:20",
            "charter.toml:21:10",
            "meetings/2026-03-03.toml:1:19",
            "meetings/2026-03-03.toml:2:14",
            "meetings/2026-03-03.toml:5:9",
            "participants/cid.toml:3:17",
            "proposals/tap/calls/1/call.toml:7:6",
            "proposals/tap/calls/1/call.toml:10:6",
            "proposals/tap/calls/1/call.toml:15:6",
            "proposals/tap/calls/1/call.toml:19:6",
            "proposals/tap/calls/1/call.toml:23:6",
            "proposals/tap/calls/1/decision.toml:10:6",
            "proposals/tap/calls/1/decision.toml:18:6",
            "proposals/tap/calls/1/designation.toml:3:6",
            "proposals/tap/calls/1/designation.toml:7:6",
            "proposals/tap/calls/1/yan.sig",
            "proposals/tap/handling/yan.wet.toml:3:6",
            "proposals/tap/handling/yan.wet.toml:7:6",
            "proposals/tap/objections/yan.wet.toml",
            "proposals/tap/positions/ben.toml:2:14",
            "proposals/tap/positions/ben.toml:3:9",
            "proposals/tap/positions/yan.toml",
            "proposals/tap/proposal.toml:1:12",
            "proposals/tap/proposal.toml:6:12",
            "proposals/tap/proposal.toml:14:9",
        ]
    );
    assert_eq!(found.len(), places.len(), "{found:?}");
}

#[test]
fn former_ids_are_known() {
    sound_with(&[
        (
            "proposals/tap/positions/benjamin.toml",
            Some("position = \"support\"\n"),
        ),
        (BEN, None),
    ]);
}

#[test]
fn groups_organisations_and_weights() {
    let mut page = Page::new("tree/groups_organisations_and_weights");
    page.expect(
        &[
            (
                "participants/ben.toml",
                Some("name = \"Ben\"\ngroup = \"neighbors\"\n"),
            ),
            (
                "proposals/tap/positions/@garden.toml",
                Some("position = \"support\"\n"),
            ),
        ],
        &[
            "S121 participants/ben.toml:2:9 neighbors",
            "S121 proposals/tap/positions/@garden.toml garden",
        ],
    );
    let trader = |more: &str| {
        format!("name = \"Cid\"\ngroup = \"gardeners\"\nstanding = [\"trader\"]\n{more}\n")
    };
    let heavy = "weight = { plots = 3 }";
    page.expect(
        &[(
            "participants/cid.toml",
            Some(&trader(&format!("affiliation = \"seeds-co\"\n{heavy}"))),
        )],
        &["S121 participants/cid.toml:4:15 seeds-co organization trade"],
    );
    page.expect(
        &[(
            "participants/cid.toml",
            Some(&trader("weight = { plots = 1, acres = 2 }")),
        )],
        &["S121 participants/cid.toml:4:31 acres"],
    );
    let mut found = with(&[(
        "participants/cid.toml",
        Some(&trader("affiliation = \"seed-co\"")),
    )]);
    found.retain(|finding| finding.code.id == "S121");
    page.found(&found, &["S121 participants/cid.toml plots trade"]);
    page.expect(
        &[(
            "participants/cid.toml",
            Some(&trader(&format!("suspended = \"arrears\"\n{heavy}"))),
        )],
        &[],
    );
}

#[test]
fn times() {
    let mut page = Page::new("tree/times");
    let extended = |at: &str, closes: &str| {
        format!(
            "{}[[extension]]\nby = \"ann\"\nreason = \"r\"\nat = {at}\ncloses = {closes}\n",
            call()
        )
    };
    page.expect(
        &[(
            CALL,
            Some(&extended("2026-03-11T00:00:00Z", "2026-03-20T00:00:00Z")),
        )],
        &[],
    );
    page.expect(
        &[(
            CALL,
            Some(&extended("2026-03-12T00:00:00Z", "2026-03-11T00:00:00Z")),
        )],
        &[
            "S122 proposals/tap/calls/1/call.toml:11:6 12 Mar 2026",
            "S122 proposals/tap/calls/1/call.toml:12:10 11 12 Mar 2026",
        ],
    );
    page.expect(
        &[(
            CALL,
            Some(&extended("2026-03-11T00:00:00Z", "2026-05-11T00:00:00Z")),
        )],
        &["S123 proposals/tap/calls/1/call.toml:12:10 70 0 works 7 30"],
    );
    page.expect(
        &[(
            CALL,
            Some(&(call() + "[close]\nby = \"ann\"\nat = 2026-03-11T00:00:00Z\n")),
        )],
        &["S122 proposals/tap/calls/1/call.toml:10:6 11 12 Mar 2026"],
    );
    let withdrawn = call().replace("03-12", "03-03") + "[withdrawal]\n" + SIGNED;
    page.expect(&[(CALL, Some(&withdrawn))], &[]);
}

#[test]
fn texts_and_calls_are_of_their_revision() {
    let mut page = Page::new("tree/texts_and_calls_are_of_their_revision");
    let other = TextDigest::of(b"other");
    let mine = TextDigest::of(TEXT.as_bytes());
    let changed = call().replace(mine.as_str(), other.as_str());
    let expected = format!(
        "S126 proposals/tap/calls/1/call.toml:4:10 r1 {} {}",
        other.short(),
        mine.short()
    );
    page.expect(&[(CALL, Some(&changed))], &[&expected]);
}

#[test]
fn reasons_across_records() {
    let mut page = Page::new("tree/reasons_across_records");
    let withdrawn = format!("[disposition]\nvalue = \"withdrawn\"\n{SIGNED}");
    let raised = (ANN_OBJECTION, Some(OBJECTION));
    page.expect(
        &[raised, (ANN_HANDLING, Some(&withdrawn))],
        &["S127 proposals/tap/handling/ann.wet.toml:2:9 ann.wet"],
    );
    let evidence = format!("{withdrawn}evidence = \"minutes\"\n");
    page.expect(&[raised, (ANN_HANDLING, Some(&evidence))], &[]);
    let by_objector = format!("{OBJECTION}withdrawn = true\n");
    page.expect(
        &[
            (ANN_OBJECTION, Some(&by_objector)),
            (ANN_HANDLING, Some(&withdrawn)),
        ],
        &[],
    );
    let departs = decision().replace("computed = \"consensus\"", "computed = \"divergence\"");
    page.expect(
        &[
            (CALL, Some(&call())),
            (MANIFEST, Some("")),
            (DECISION, Some(&departs)),
        ],
        &["S127 proposals/tap/calls/1/decision.toml:9:15 consensus divergence"],
    );
}

#[test]
fn slips_in_positions_are_answered_with_the_line_to_type() {
    let council = CHARTER.replace(
        "[[track.works.level]]\nname = \"consensus\"",
        "[track.works.positions]\nyes = \"for\"\nno = \"against\"\n\n[[track.works.level]]\nname = \"consensus\"",
    );
    let hint = |charter: &str, word: &str| {
        let mut files = sound();
        put(&mut files, "charter.toml", charter);
        put(&mut files, BEN, &format!("position = \"{word}\"\n"));
        let found = check::tree(&register(files, Extent::Everything));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].code.id, "S130");
        found[0].hint.clone().unwrap()
    };
    for (charter, word, line) in [
        (CHARTER, "Accept", "position = \"accept\""),
        (CHARTER, "NO", "position = \"disagree\""),
        (CHARTER, "+1", "did you mean: position = \"support\"?"),
        (CHARTER, "acept", "did you mean: position = \"accept\"?"),
        (&council, "+1", "position = \"yes\""),
        (&council, "Support", "position = \"yes\""),
        (&council, "object", "did you mean: position = \"no\"?"),
    ] {
        let hint = hint(charter, word);
        assert!(hint.starts_with(line), "{word}: {hint}");
    }
    // Where nothing is near, no line is shown; and an objection is never suggested.
    for word in ["perhaps", "obejct"] {
        assert!(!hint(CHARTER, word).contains("position ="), "{word}");
    }
    sound_with(&[(
        BEN,
        Some("position = \"hold\"\nuntil = 2026-03-05T00:00:00Z\n"),
    )]);
}

#[test]
fn a_language_is_a_tag_and_a_named_house_has_groups() {
    let spoken = CHARTER.replacen("weights =", "language = \"French, mostly\"\nweights =", 1);
    let house = |id: &str| format!("[[house]]\nid = \"{id}\"\nname = \"Inside\"\n\n[roles]");
    let named = CHARTER.replacen("[roles]", &house("insid"), 1);
    let mut found = with(&[("charter.toml", Some(&spoken))]);
    found.extend(with(&[("charter.toml", Some(&named))]));
    Page::new("tree/a_language_is_a_tag_and_a_named_house_has_groups").found(
        &found,
        &[
            "S114 charter.toml:4:12 French language",
            "S121 charter.toml:21:6 insid house",
        ],
    );
    let well = CHARTER
        .replacen("weights =", "language = \"pt-BR\"\nweights =", 1)
        .replacen("[roles]", &house("inside"), 1);
    assert!(with(&[("charter.toml", Some(&well))]).is_empty());
}

#[test]
fn names_that_rules_could_not_speak_of() {
    let named = CHARTER
        .replace("id = \"neighbours\"", "id = \"members\"")
        .replace("house = \"inside\"", "house = \"any\"")
        .replace(
            "[[track.trade.level]]",
            "[track.trade.positions]\ncast = \"for\"\nhold = \"against\"\n[[track.trade.level]]",
        );
    let found = with(&[
        ("charter.toml", Some(&named)),
        (
            "participants/ben.toml",
            Some("name = \"B\"\ngroup = \"members\"\nregion = \"all\"\n"),
        ),
    ]);
    let named: Vec<Finding> = found.into_iter().filter(|f| f.code.id == "S114").collect();
    Page::new("tree/names_that_rules_could_not_speak_of").found(
        &named,
        &[
            "S114 charter.toml:9:9 any house",
            "S114 charter.toml:13:6 members group",
            "S114 charter.toml:50:8 cast position",
            "S114 charter.toml:51:8 hold position",
            "S114 participants/ben.toml:3:10 all region",
        ],
    );
}

#[test]
fn what_stands_at_the_path_of_a_record_must_be_a_plain_file() {
    let mut files = sound();
    let Some(Content::Plain(bytes)) = files.get(BEN).cloned() else {
        unreachable!("the sound register has it");
    };
    files.insert(BEN.to_owned(), Content::Executable(bytes.clone()));
    files.insert("participants/cid.toml".to_owned(), Content::Other);
    files.insert("meetings".to_owned(), Content::Link);
    files.insert("tools/run".to_owned(), Content::Executable(bytes));
    files.insert("README.md".to_owned(), Content::Link);
    files.insert(
        "proposals/tap/text.md".to_owned(),
        Content::TooLarge(u64::MAX),
    );
    Page::new("tree/what_stands_at_the_path_of_a_record_must_be_a_plain_file").found(
        &check::tree(&register(files, Extent::Everything)),
        &[
            "S115 meetings",
            "S115 participants/cid.toml",
            "S115 proposals/tap/positions/ben.toml",
            "S104 proposals/tap/text.md 18446744073709551615 16777216",
        ],
    );
}

#[test]
fn stray_files_are_answered_with_the_command_to_type() {
    let mut page = Page::new("tree/stray_files_are_answered_with_the_command_to_type");
    for (path, code, moved) in [
        (
            "proposals/tap/positions/Ann Lee.txt",
            "S145",
            Some("'proposals/tap/positions/Ann Lee.txt' proposals/tap/positions/ann-lee.toml"),
        ),
        ("proposals/tap/positions/ben.md", "S145", None),
        (
            "proposals/tap/postions/ann.toml",
            "S145",
            Some("proposals/tap/postions/ann.toml proposals/tap/positions/ann.toml"),
        ),
        (
            "proposals/tap/positions/Ann.toml",
            "S110",
            Some("proposals/tap/positions/Ann.toml proposals/tap/positions/ann.toml"),
        ),
        ("proposals/tap/positions/Ben.toml", "S110", None),
        (
            "proposals/Big Plan/positions/ben.toml",
            "S110",
            Some("'proposals/Big Plan' proposals/big-plan"),
        ),
        (
            "proposals/tap/notes.md",
            "S145",
            Some("proposals/tap/notes.md proposals/tap/positions/notes.toml"),
        ),
        (
            "proposals/tap/a/b/c.txt",
            "S145",
            Some("proposals/tap/a/b/c.txt proposals/tap/positions/c.toml"),
        ),
    ] {
        let found = with(&[(path, Some("position = \"support\"\n"))]);
        assert_eq!(found.len(), 1, "{path}: {found:?}");
        assert_eq!(
            (found[0].code.id, found[0].place.path.as_str()),
            (code, path)
        );
        let hint = found[0].hint.clone().unwrap();
        let shown = hint.split_once("git mv ").map(|(_, moved)| moved);
        assert_eq!(shown, moved, "{path}: {hint}");
        page.show(&found);
    }
    for path in [
        "README.md",
        "participants/.gitkeep",
        "proposals/.gitkeep",
        "proposals/tap/positions/.gitkeep",
    ] {
        sound_with(&[(path, Some(""))]);
    }
}

#[test]
fn look_alikes_are_named_on_both_sides() {
    let mut page = Page::new("tree/look_alikes_are_named_on_both_sides");
    let person = "name = \"N\"\ngroup = \"gardeners\"\n";
    page.expect(
        &[
            ("participants/bill-o.toml", Some(person)),
            ("participants/bi11-0.toml", Some(person)),
            (
                "charter.toml",
                Some(&CHARTER.replace(
                    "name = \"Neighbours\"",
                    "name = \"Neighbours\"\n[[group]]\nid = \"gardener-s\"\nname = \"G\"",
                )),
            ),
        ],
        &[
            "S113 charter.toml:16:6 gardener-s gardeners",
            "S113 participants/bi11-0.toml bi11-0 bill-o",
            "S113 participants/bill-o.toml bill-o bi11-0",
        ],
    );
}

#[test]
fn ids_that_two_people_claim() {
    let mut page = Page::new("tree/ids_that_two_people_claim");
    let also = |id: &str| format!("name = \"N\"\ngroup = \"gardeners\"\nalso = [\"{id}\"]\n");
    page.expect(
        &[("participants/cid.toml", Some(&also("ann")))],
        &["S112 participants/cid.toml:3:9 ann"],
    );
    page.expect(
        &[("participants/cid.toml", Some(&also("benjamin")))],
        &[
            "S112 participants/ben.toml:3:9 benjamin cid",
            "S112 participants/cid.toml:3:9 benjamin ben",
        ],
    );
    let mail =
        |address: &str| format!("name = \"N\"\ngroup = \"gardeners\"\nemails = [\"{address}\"]\n");
    page.expect(
        &[
            ("participants/cid.toml", Some(&mail("a@example.org"))),
            ("participants/dan.toml", Some(&mail("A@Example.org"))),
        ],
        &[
            "S112 participants/cid.toml:3:11 a@example.org dan",
            "S112 participants/dan.toml:3:11 A@Example.org cid",
        ],
    );
}

#[test]
fn an_objection_of_ones_own_makes_a_position_count() {
    let object = "position = \"object\"\n";
    assert_eq!(with(&[(BEN, Some(object))]).len(), 1);
    for (path, text) in [
        ("proposals/tap/objections/ben.wet.toml", OBJECTION),
        ("proposals/tap/objections/benjamin.wet.toml", OBJECTION),
    ] {
        sound_with(&[(BEN, Some(object)), (path, Some(text))]);
    }
    sound_with(&[(BEN, Some("position = \"object\"\nwithdrawn = true\n"))]);
}

fn changed(files: Files, paths: &[&str]) -> Vec<Finding> {
    let paths = paths.iter().map(|path| (*path).to_owned()).collect();
    let now = plenary::value::clock::Instant::parse("2026-03-10T09:00:00Z").expect("a moment");
    let register = register(files, Extent::Everything);
    check::changed(&register, &paths, now)
}

#[test]
fn a_change_answers_for_what_it_causes_and_for_nothing_else() {
    let mut files = sound();
    put(&mut files, "participants/ann.toml", "name = \"Ann\"\n");
    put(&mut files, BEN, "position = \"yes\"\n");
    files.remove("proposals/tap/text.md");
    assert_eq!(changed(files.clone(), &["README.md"]), []);
    let one = |path: &str, code: &str| {
        let found = changed(files.clone(), &[path]);
        assert_eq!(found.len(), 1, "{path}: {found:?}");
        assert!(found[0].code.id == code, "{path}: {found:?}");
    };
    one("participants/ann.toml", "S109");
    one("proposals/tap/text.md", "S119");
    assert_eq!(changed(files.clone(), &[BEN]).len(), 1);
    let of_proposal = changed(files, &["proposals/tap/proposal.toml"]);
    let codes: Vec<&str> = of_proposal.iter().map(|f| f.code.id).collect();
    assert_eq!(codes, ["S130", "S119"]);
}

#[test]
fn a_part_of_a_register_misses_nothing_that_it_leaves_out() {
    let tap = plenary::value::id::ProposalId::parse("tap").unwrap();
    let rivals = format!("rivals = [\"pond\"]\n{}", proposal());
    let mut files = sound();
    put(&mut files, "proposals/tap/proposal.toml", &rivals);
    for extent in [Extent::Proposal(tap), Extent::Everything] {
        assert_eq!(check::tree(&register(files.clone(), extent)), []);
    }
    files.retain(|path, _| !path.starts_with("proposals/"));
    assert_eq!(check::tree(&register(files, Extent::Roster)), []);
}

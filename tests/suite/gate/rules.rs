//! Tests each rule for a change, broken and followed.

use super::{ANN, BEN, CID, MAYA, SEC, called, judged, own, request};
use crate::body::at;
use crate::scene::Scene;

fn none() -> [String; 0] {
    []
}

/// A call with positions, an objection that was answered, and a disposition.
fn busy() -> Scene {
    let mut scene = called("account");
    for (who, value) in [("ann", "support"), ("ben", "accept"), ("cid", "disagree")] {
        own(&scene, who, &["position", "retention", value]);
    }
    let object = [
        "object",
        "retention",
        "--about",
        "cost",
        "--problem",
        "It costs.",
    ];
    let rest = ["--resolve", "Less.", "--id", "cost"];
    own(&scene, "cid", &[&object[..], &rest].concat());
    own(&scene, "ann", &["respond", "cid.cost", "It does not."]);
    scene.now("2026-05-04T09:00:00Z");
    scene
}

fn decided() -> Scene {
    let mut scene = busy();
    for who in ["maya", "idris", "eve"] {
        own(&scene, who, &["position", "retention", "support"]);
    }
    own(&scene, "cid", &["position", "retention", "accept"]);
    scene.now("2026-05-13T09:00:00Z");
    let why = ["--reason", "Said twice."];
    own(
        &scene,
        "idris",
        &[&["dispose", "cid.cost", "set-aside"], &why[..]].concat(),
    );
    let decide = [
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ];
    own(&scene, "maya", &decide);
    scene
}

fn edited(scene: &Scene, path: &str, old: &str, new: &str) -> String {
    let text = scene.read(path);
    assert!(text.contains(old), "\"{old}\" is missing in {text}");
    text.replace(old, new)
}

#[test]
fn records_are_not_deleted() {
    let scene = busy();
    for (path, actor) in [
        (at("positions/ben.toml"), BEN),
        (at("objections/cid.cost.toml"), CID),
        (at("handling/cid.cost.toml"), MAYA),
        (at("calls/1/call.toml"), MAYA),
    ] {
        request(&scene, &[(&path, "")]);
        let found = judged(&scene, actor);
        assert!(found.contains(&format!("P202 {path}")), "{path}: {found:?}");
    }
    request(&scene, &[("participants/obs.toml", "")]);
    assert_eq!(judged(&scene, SEC), ["P202 participants/obs.toml"]);
    request(&scene, &[("charter.toml", "")]);
    assert!(judged(&scene, MAYA).contains(&"P202 charter.toml".to_owned()));
}

#[test]
fn a_renamed_file_is_a_deleted_one_unless_it_is_the_same_record() {
    let scene = busy();
    let (ben, dee) = (at("positions/ben.toml"), at("positions/dee.toml"));
    let text = scene.read(&ben);
    request(&scene, &[(&ben, ""), (&dee, &text)]);
    assert!(judged(&scene, BEN).contains(&format!("P202 {ben}")));
    assert!(judged(&scene, BEN).contains(&format!("P201 {dee}")));
    let fanned = at("positions/3f/ben.toml");
    request(&scene, &[(&ben, ""), (&fanned, &text)]);
    assert_eq!(judged(&scene, BEN), none());
    // A participant who changes their id keeps their record.
    let record = scene.read("participants/obs.toml");
    let renamed = format!("{record}also = [\"obs\"]\n");
    request(
        &scene,
        &[
            ("participants/obs.toml", ""),
            ("participants/viewer.toml", &renamed),
        ],
    );
    assert_eq!(judged(&scene, SEC), none());
}

#[test]
fn one_person_has_one_position_under_whichever_id() {
    let scene = busy();
    own(&scene, "dee", &["position", "retention", "support"]);
    // Dee was called dora before.
    let (dee, dora) = (at("positions/dee.toml"), at("positions/dora.toml"));
    request(&scene, &[(&dora, "position = \"disagree\"\n")]);
    assert_eq!(judged(&scene, "github:dee-x"), [format!("P211 {dora}")]);
    request(&scene, &[(&dee, ""), (&dora, "position = \"disagree\"\n")]);
    assert_eq!(judged(&scene, "github:dee-x"), none());
    assert_eq!(judged(&scene, BEN), [format!("P201 {dora}")]);
}

#[test]
fn what_is_written_once_stays() {
    let scene = decided();
    let call = at("calls/1/call.toml");
    let decision = at("calls/1/decision.toml");
    let handling = at("handling/cid.cost.toml");
    for (path, old, new) in [
        (&decision, "outcome = \"adopted\"", "outcome = \"rejected\""),
        (&at("calls/1/inputs.sha256"), "0", "1"),
        (&call, "closes = 2026-05-12", "closes = 2026-05-20"),
        (&call, "question = \"Should", "question = \"Must"),
        (&handling, "It does not.", "It may."),
        (&handling, "Said twice.", "Said once."),
    ] {
        request(&scene, &[(path, &edited(&scene, path, old, new))]);
        let found = judged(&scene, MAYA);
        assert!(found.contains(&format!("P203 {path}")), "{path}: {found:?}");
    }
}

#[test]
fn tables_that_only_grow_are_added_to() {
    let scene = busy();
    let handling = at("handling/cid.cost.toml");
    let more = "\n[[response]]\nby = \"ann\"\nat = 2026-05-04T09:00:00Z\ntext = \"Look again.\"\n";
    let text = format!("{}{more}", scene.read(&handling));
    request(&scene, &[(&handling, &text)]);
    assert_eq!(judged(&scene, ANN), none());
    // Ann's words are ann's to submit, and ben answers no objections here.
    assert_eq!(judged(&scene, MAYA), [format!("P209 {handling}")]);
    let bens = text.replace(
        "by = \"ann\"\nat = 2026-05-04",
        "by = \"ben\"\nat = 2026-05-04",
    );
    request(&scene, &[(&handling, &bens)]);
    assert_eq!(judged(&scene, BEN), [format!("P201 {handling}")]);
}

#[test]
fn a_text_does_not_change_while_a_call_is_not_decided() {
    let mut scene = busy();
    let (text, record) = (at("text.md"), at("proposal.toml"));
    request(&scene, &[(&text, "Another text.\n")]);
    let found = judged(&scene, ANN);
    assert!(found.contains(&format!("P205 {text}")), "{found:?}");
    let asked = edited(&scene, &record, "question = \"", "question = \"Really: ");
    request(&scene, &[(&record, &asked)]);
    assert!(judged(&scene, ANN).contains(&format!("P205 {record}")));
    scene.now("2026-05-13T09:00:00Z");
    assert!(
        judged(&scene, ANN).contains(&format!("P205 {record}")),
        "also after its close"
    );
    let titled = edited(&scene, &record, "title = \"", "title = \"The ");
    request(&scene, &[(&record, &titled)]);
    assert_eq!(judged(&scene, ANN), none());
    assert_eq!(judged(&scene, CID), [format!("P201 {record}")]);
    request(&scene, &[(&at("figures.csv"), "1,2\n")]);
    let stray = format!("S117 {}", at("figures.csv"));
    assert_eq!(judged(&scene, ANN), std::slice::from_ref(&stray));
    let not_theirs = format!("P201 {}", at("figures.csv"));
    assert_eq!(judged(&scene, CID), [not_theirs, stray]);
}

#[test]
fn charter_and_roster_change_by_the_rules_before_the_change() {
    let scene = busy();
    let charter = edited(&scene, "charter.toml", "[\"maya\", \"idris\"]", "[\"ben\"]");
    request(&scene, &[("charter.toml", &charter)]);
    assert_eq!(judged(&scene, BEN), ["P207 charter.toml"]);
    assert_eq!(judged(&scene, MAYA), none());
    // Nobody becomes a chair by the change in which they act as one.
    let dispose = "\n[disposition]\nvalue = \"set-aside\"\nby = \"ben\"\n\
                   at = 2026-05-04T09:00:00Z\nreason = \"Enough.\"\n";
    let handling = at("handling/cid.cost.toml");
    let disposed = format!("{}{dispose}", scene.read(&handling));
    request(
        &scene,
        &[("charter.toml", &charter), (&handling, &disposed)],
    );
    assert_eq!(
        judged(&scene, BEN),
        ["P207 charter.toml".to_owned(), format!("P216 {handling}")]
    );
    let ben = "participants/ben.toml";
    for (old, new) in [
        ("group = \"north\"", "group = \"east\""),
        ("affiliation = \"acme-labs\"", "affiliation = \"bolt\""),
        ("region = \"europe\"", "region = \"asia\""),
        (
            "accounts = [\"github:ben-x\"]",
            "accounts = [\"github:ben-x\", \"github:two\"]",
        ),
    ] {
        request(&scene, &[(ben, &edited(&scene, ben, old, new))]);
        let found = judged(&scene, BEN);
        assert!(found.contains(&format!("P207 {ben}")), "{new}: {found:?}");
        let found = judged(&scene, SEC);
        let moved = ["group", "affiliation"]
            .iter()
            .any(|key| new.starts_with(key));
        let expected: Vec<String> = moved.then(|| format!("P213 {ben}")).into_iter().collect();
        assert_eq!(found, expected, "{new}");
    }
    let own = edited(&scene, ben, "ben@example.org", "ben@elsewhere.example");
    request(&scene, &[(ben, &format!("{own}interests = \"None.\"\n"))]);
    assert_eq!(judged(&scene, BEN), none());
    assert_eq!(judged(&scene, CID), [format!("P207 {ben}")]);
    request(
        &scene,
        &[(
            "participants/new.toml",
            "name = \"New\"\ngroup = \"north\"\naccounts = [\"github:new\"]\n",
        )],
    );
    assert_eq!(judged(&scene, BEN), ["P207 participants/new.toml"]);
    assert_eq!(judged(&scene, SEC), none());
    request(
        &scene,
        &[("allowed_signers", "ben namespaces=\"x\" ssh-ed25519 AAAA\n")],
    );
    assert_eq!(judged(&scene, BEN), ["P207 allowed_signers"]);
}

#[test]
fn a_decided_proposal_is_left_as_it_was_decided_on() {
    let scene = decided();
    for (path, actor) in [
        (at("positions/ben.toml"), BEN),
        (at("positions/dee.toml"), "github:dee-x"),
        (at("objections/ben.late.toml"), BEN),
        (at("text.md"), ANN),
    ] {
        let text = match path.contains("objections") {
            true => "about = \"a\"\nproblem = \"p\"\nresolve = \"r\"\n",
            false => "position = \"disagree\"\n",
        };
        request(&scene, &[(&path, text)]);
        let found = judged(&scene, actor);
        assert!(found.contains(&format!("P208 {path}")), "{path}: {found:?}");
    }
    let again = edited(&scene, &at("calls/1/call.toml"), "2026-05-02", "2026-05-13")
        .replace("closes = 2026-05-12", "closes = 2026-05-23");
    let call = at("calls/2/call.toml");
    request(&scene, &[(&call, &again)]);
    assert!(judged(&scene, MAYA).contains(&format!("P208 {call}")));
    let appeal = at("calls/1/appeals/ben.toml");
    request(
        &scene,
        &[(
            &appeal,
            "problem = \"Too fast.\"\nasks = \"A second call.\"\n",
        )],
    );
    assert_eq!(judged(&scene, BEN), none());
    assert_eq!(judged(&scene, CID), [format!("P201 {appeal}")]);
    let sign_off = at("calls/1/sign-offs/ben.toml");
    let text = format!(
        "sha256 = \"{}\"\nat = 2026-05-14T00:00:00Z\n",
        "0".repeat(64)
    );
    request(&scene, &[(&sign_off, &text)]);
    assert!(
        judged(&scene, BEN).contains(&format!("P201 {sign_off}")),
        "no chair"
    );
}

#[test]
fn nobody_acts_in_another_s_name() {
    let scene = busy();
    let call = at("calls/1/call.toml");
    let withdrawn = "\n[withdrawal]\nby = \"maya\"\nat = 2026-05-04T09:00:00Z\nreason = \"So.\"\n";
    let text = format!("{}{withdrawn}", scene.read(&call));
    request(&scene, &[(&call, &text)]);
    assert_eq!(judged(&scene, "github:idris-x"), [format!("P209 {call}")]);
    assert_eq!(judged(&scene, BEN), [format!("P209 {call}")]);
    assert_eq!(judged(&scene, MAYA), none());
    request(
        &scene,
        &[(
            &call,
            &text.replace("[withdrawal]\nby = \"maya\"", "[withdrawal]\nby = \"ben\""),
        )],
    );
    assert_eq!(judged(&scene, BEN), [format!("P201 {call}")]);
}

#[test]
fn a_proxy_needs_a_track_that_allows_it() {
    let scene = called("account");
    let ben = at("positions/ben.toml");
    request(
        &scene,
        &[(&ben, "position = \"support\"\nproxy = \"ann\"\n")],
    );
    assert_eq!(judged(&scene, ANN), [format!("P215 {ben}")]);
    let charter = scene
        .read("charter.toml")
        .replace("proxies = false", "proxies = true");
    scene.write("charter.toml", &charter);
    scene.commit("Allow proxies", "2026-05-03T08:00:00Z");
    request(
        &scene,
        &[(&ben, "position = \"support\"\nproxy = \"ann\"\n")],
    );
    assert_eq!(judged(&scene, ANN), none());
    assert_eq!(judged(&scene, BEN), [format!("P215 {ben}")]);
    assert_eq!(judged(&scene, CID), [format!("P215 {ben}")]);
}

#[test]
fn only_its_objector_and_the_chairs_close_an_objection() {
    let scene = busy();
    let (cost, handling) = (at("objections/cid.cost.toml"), at("handling/cid.cost.toml"));
    for line in ["withdrawn = true\n", "answer = \"satisfied\"\n"] {
        request(&scene, &[(&cost, &format!("{}{line}", scene.read(&cost)))]);
        assert_eq!(judged(&scene, CID), none());
        assert_eq!(judged(&scene, MAYA), [format!("P216 {cost}")]);
    }
    request(
        &scene,
        &[(&cost, &edited(&scene, &cost, "It costs.", "It is fine."))],
    );
    assert_eq!(judged(&scene, MAYA), [format!("P201 {cost}")]);
    let dispose = |by: &str| {
        format!(
            "{}\n[disposition]\nvalue = \"set-aside\"\nby = \"{by}\"\n\
             at = 2026-05-04T09:00:00Z\nreason = \"Enough.\"\n",
            scene.read(&handling)
        )
    };
    request(&scene, &[(&handling, &dispose("ann"))]);
    assert_eq!(judged(&scene, ANN), [format!("P216 {handling}")]);
    request(&scene, &[(&handling, &dispose("maya"))]);
    assert_eq!(judged(&scene, MAYA), none());
}

#[test]
fn an_objection_in_a_position_does_not_go_with_it() {
    let scene = called("account");
    let ben = at("positions/ben.toml");
    let carried = "position = \"disagree\"\nproblem = \"It costs.\"\nresolve = \"Less.\"\n";
    scene.write(&ben, carried);
    scene.commit("Object", "2026-05-03T08:00:00Z");
    request(&scene, &[(&ben, "position = \"support\"\n")]);
    assert_eq!(judged(&scene, BEN), [format!("P202 {ben}")]);
    let kept = carried.replace("disagree", "support");
    request(&scene, &[(&ben, &kept)]);
    assert_eq!(judged(&scene, BEN), none());
}

#[test]
fn one_change_has_one_purpose() {
    let scene = called("none");
    let (ann, ben) = (at("positions/ann.toml"), at("positions/ben.toml"));
    let support = "position = \"support\"\n";
    request(&scene, &[(&ann, support), (&ben, support)]);
    assert_eq!(
        judged(&scene, ""),
        [format!("P217 {ann}"), format!("P217 {ben}")]
    );
    let charter = format!("{}# A remark.\n", scene.read("charter.toml"));
    request(&scene, &[(&ann, support), ("charter.toml", &charter)]);
    assert_eq!(judged(&scene, ""), ["P217 charter.toml"]);
    request(
        &scene,
        &[
            (&ann, support),
            (".github/workflows/check.yml", "on: push\n"),
        ],
    );
    assert_eq!(judged(&scene, ANN), [format!("P217 {ann}")]);
    request(&scene, &[(".github/workflows/check.yml", "on: push\n")]);
    assert_eq!(judged(&scene, ANN), none());
    // A person's objection and position belong together.
    let objection = at("objections/ann.cost.toml");
    let text = "about = \"a\"\nproblem = \"p\"\nresolve = \"r\"\n";
    request(&scene, &[(&ann, support), (&objection, text)]);
    assert_eq!(judged(&scene, ANN), none());
}

#[test]
fn a_group_s_position_is_its_representatives() {
    let scene = called("account");
    let north = at("positions/@north.toml");
    request(&scene, &[(&north, "position = \"support\"\n")]);
    // The track counts participants.
    assert_eq!(judged(&scene, ANN), [format!("P223 {north}")]);
    assert_eq!(judged(&scene, BEN), [format!("P201 {north}")]);
}

#[test]
fn a_proposal_is_anybody_s_to_bring_and_then_its_authors() {
    let scene = called("account");
    let digest = plenary::value::digest::TextDigest::of(b"New.\n");
    let record = format!(
        "title = \"T\"\nquestion = \"Shall we?\"\ntrack = \"policy\"\ntext = \"text.md\"\n\
         authors = [\"ben\"]\n\n[[revision]]\nname = \"r1\"\nat = 2026-05-03T08:00:00Z\n\
         sha256 = \"{digest}\"\n"
    );
    request(
        &scene,
        &[
            ("proposals/new/proposal.toml", &record),
            ("proposals/new/text.md", "New.\n"),
        ],
    );
    assert_eq!(judged(&scene, BEN), none());
    assert_eq!(judged(&scene, CID), none());
}

#[test]
fn a_file_that_was_meant_as_a_record_is_named_and_nothing_else_is() {
    let scene = busy();
    let stray = at("position/Dee.toml.txt");
    request(&scene, &[(&stray, "position = \"accept\"\n")]);
    assert_eq!(judged(&scene, SEC), [format!("S145 {stray}")]);
    let check = ["check", "--changed", "main...request", "--actor", SEC];
    let said = scene.json(&check).0["findings"][0]["hint"].to_string();
    let meant = format!("git mv {stray} {}", at("positions/dee.toml"));
    assert!(said.contains(&meant), "{said}");
    request(&scene, &[(&stray, "I accept.\n")]);
    assert_eq!(judged(&scene, SEC), [format!("S117 {stray}")]);
    scene.refused(1, &[&check[..], &["--deny", "S117"]].concat());
}

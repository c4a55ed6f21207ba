//! Tests when acts were done, as records say: not before what each answers, and not after its commit.

use super::{ANN, CID, MAYA, SEC, called, judged, own, request};
use crate::body::{self, at};
use crate::codes::page_shows_request;
use crate::scene::Scene;

/// A call over, with an objection by cid of 4 May, a response of 5 May, and a draft designation.
fn busy() -> Scene {
    let mut scene = called("account");
    own(&scene, "ben", &["position", "retention", "support"]);
    scene.now("2026-05-04T09:00:00Z");
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
    scene.now("2026-05-05T09:00:00Z");
    own(&scene, "ann", &["respond", "cid.cost", "It does not."]);
    scene.now("2026-05-13T09:00:00Z");
    scene
}

/// What the check finds in a file that somebody brings, without its path.
fn codes(scene: &Scene, actor: &str, path: &str, text: &str) -> Vec<String> {
    request(scene, &[(path, text)]);
    let mut found = judged(scene, actor);
    found.retain(|found| found.starts_with("P229"));
    found
}

const HANDLING: &str = "handling/cid.cost.toml";

fn disposition(scene: &Scene, at_time: &str) -> String {
    let before = scene.read(&at(HANDLING));
    let words = "value = \"set-aside\"\nby = \"maya\"";
    format!(
        "{before}\n[disposition]\n{words}\nat = {at_time}\nreason = '''It is about another text.'''\n"
    )
}

#[test]
fn an_act_is_not_dated_before_what_it_answers() {
    let scene = busy();
    scene.tell("gate/times/an_act_is_not_dated_before_what_it_answers");
    let path = at(HANDLING);
    let early = disposition(&scene, "2026-05-03T12:00:00Z");
    assert_eq!(codes(&scene, MAYA, &path, &early), [format!("P229 {path}")]);
    scene.refused(
        1,
        &["check", "--changed", "main...request", "--actor", MAYA],
    );
    page_shows_request(&scene, MAYA, "P229");
    // The objection has no time of its own: that of its commit counts. Clocks differ by some minutes.
    for time in [
        "2026-05-04T08:55:00Z",
        "2026-05-04T12:00:00Z",
        "2026-05-13T08:00:00Z",
    ] {
        let honest = disposition(&scene, time);
        assert_eq!(codes(&scene, MAYA, &path, &honest), [""; 0], "{time}");
    }
}

#[test]
fn an_act_is_not_dated_after_its_commit() {
    let scene = busy();
    let path = at(HANDLING);
    for (time, found) in [
        ("2026-05-13T09:09:00Z", 0),
        ("2026-05-13T11:09:00+02:00", 0),
        ("2026-05-13T09:11:00Z", 1),
        ("2026-06-01T00:00:00Z", 1),
    ] {
        let text = disposition(&scene, time);
        assert_eq!(codes(&scene, MAYA, &path, &text).len(), found, "{time}");
    }
}

#[test]
fn a_reply_is_not_dated_before_the_objection_or_the_response() {
    let scene = busy();
    let path = at("objections/cid.cost.toml");
    for (time, found) in [
        ("2026-05-03T09:00:00Z", 1),
        ("2026-05-04T12:00:00Z", 1),
        ("2026-05-05T12:00:00Z", 0),
    ] {
        let before = scene.read(&path);
        let text = format!("{before}answer = \"satisfied\"\nanswer-at = {time}\n");
        assert_eq!(codes(&scene, CID, &path, &text).len(), found, "{time}");
    }
}

/// What a secretary enters for others was said earlier: that is what `received` is for.
#[test]
fn what_was_received_earlier_is_entered_later() {
    let scene = busy();
    for (path, text) in [
        ("positions/dee.toml", "position = \"support\"\n"),
        (
            "objections/dee.new.toml",
            "about = \"a\"\nproblem = \"p\"\nresolve = \"r\"\n",
        ),
    ] {
        for (time, found) in [
            ("2026-04-30T09:00:00Z", 1),
            ("2026-05-01T12:00:00Z", 0),
            ("2026-05-10T09:00:00+02:00", 0),
            ("2026-05-14T09:00:00Z", 1),
        ] {
            let text = format!("{text}relayed-by = \"sec\"\nreceived = {time}\n");
            assert_eq!(
                codes(&scene, SEC, &at(path), &text).len(),
                found,
                "{path} {time}"
            );
        }
    }
    // An objection that was received on paper can be answered from that time on.
    let paper = "about = \"a\"\nproblem = \"p\"\nresolve = \"r\"\nrelayed-by = \"sec\"\nreceived = 2026-05-03T09:00:00Z\n";
    scene.write(&at("objections/eve.paper.toml"), paper);
    scene.commit("Enter a letter", "2026-05-12T12:00:00Z");
    let path = at("handling/eve.paper.toml");
    for (time, found) in [("2026-05-02T12:00:00Z", 1), ("2026-05-03T12:00:00Z", 0)] {
        let text = format!("[[response]]\nby = \"ann\"\nat = {time}\ntext = '''No.'''\n");
        assert_eq!(codes(&scene, ANN, &path, &text).len(), found, "{time}");
    }
}

/// The acts on a call and on its decision, each a little too early, and not.
#[test]
fn every_act_on_a_call_follows_what_it_answers() {
    let mut scene = busy();
    let dispose = [
        "dispose",
        "cid.cost",
        "set-aside",
        "--reason",
        "Said twice.",
    ];
    own(&scene, "maya", &dispose);
    let call = scene.read(&at("calls/1/call.toml"));
    let admission = |time: &str| {
        format!(
            "{}\n\n[[admission]]\npath = \"{}\"\nby = \"maya\"\nat = {time}\nreason = \"Slow.\"\n",
            call.trim_end(),
            at("positions/dee.toml")
        )
    };
    let path = at("calls/1/call.toml");
    for (time, found) in [("2026-05-11T09:00:00Z", 1), ("2026-05-12T10:00:00Z", 0)] {
        assert_eq!(
            codes(&scene, MAYA, &path, &admission(time)).len(),
            found,
            "{time}"
        );
    }
    let decide = [
        "decide",
        "retention",
        "--designation",
        "divided",
        "--sign-off",
    ];
    let why = ["--reason", "So.", "--override", "quorum=So."];
    own(&scene, "maya", &[&decide[..], &why].concat());
    scene.now("2026-05-20T09:00:00Z");
    let follow_up = at("calls/1/follow-up.toml");
    let appeal = at("calls/1/appeals/cid.toml");
    for (time, found) in [("2026-05-12T09:00:00Z", 1), ("2026-05-14T09:00:00Z", 0)] {
        let report = format!(
            "[[report]]\nby = \"ann\"\nat = {time}\nprogress = \"under-way\"\ntext = \"So far.\"\n"
        );
        assert_eq!(
            codes(&scene, ANN, &follow_up, &report).len(),
            found,
            "{time}"
        );
        let text = format!("problem = \"p\"\nasks = \"a\"\nat = {time}\n");
        assert_eq!(codes(&scene, CID, &appeal, &text).len(), found, "{time}");
    }
    let text = "problem = \"p\"\nasks = \"a\"\nat = 2026-05-15T09:00:00Z\n";
    scene.write(&appeal, text);
    scene.commit("Appeal", "2026-05-15T09:00:00Z");
    let ruling = at("calls/1/rulings/cid.toml");
    for (time, found) in [("2026-05-14T09:00:00Z", 1), ("2026-05-16T09:00:00Z", 0)] {
        let text = format!(
            "[ruling]\nvalue = \"dismissed\"\nby = \"idris\"\nat = {time}\nreason = \"No.\"\n"
        );
        assert_eq!(
            codes(&scene, "github:idris-x", &ruling, &text).len(),
            found,
            "{time}"
        );
    }
}

#[test]
fn the_history_names_the_commit_of_an_act_out_of_time() {
    let scene = busy();
    let path = at(HANDLING);
    scene.write(&path, &disposition(&scene, "2026-05-13T08:00:00Z"));
    let honest = scene.copy();
    honest.commit("Close the objection", "2026-05-13T09:00:00Z");
    assert_eq!(crate::verified::found(&honest, &[]), []);
    // The commit is older than the act.
    scene.commit("Close the objection", "2026-05-12T08:00:00Z");
    assert_eq!(
        crate::verified::found(&scene, &[]),
        [("H305".to_owned(), path.clone())]
    );
    let early = busy();
    early.write(&path, &disposition(&early, "2026-05-03T08:00:00Z"));
    early.commit("Close the objection", "2026-05-13T09:00:00Z");
    assert_eq!(
        crate::verified::found(&early, &[]),
        [("H305".to_owned(), path)]
    );
}

/// A register inside another project keeps its historical times, whenever it was copied there.
#[test]
fn a_register_that_was_carried_elsewhere_keeps_its_times() {
    let scene = body::called("policy");
    body::object(&scene);
    let other = Scene::repository();
    for path in scene.git(&["ls-files"]).lines() {
        let text = scene.read(path);
        let lines = text.lines().filter(|line| !line.starts_with("frozen"));
        let text: Vec<&str> = lines.collect();
        other.write(path, &format!("{}\n", text.join("\n")));
    }
    other.commit("Take over the files", "2027-01-01T00:00:00Z");
    let path = at(HANDLING);
    let mut other = other;
    other.now("2027-02-01T00:00:00Z");
    let text = "[[response]]\nby = \"ann\"\nat = 2026-05-05T09:00:00Z\ntext = '''No.'''\n";
    request(&other, &[(&path, text)]);
    let (report, _) = other.json(&["check", "--changed", "main...request"]);
    assert_eq!(report["errors"], 0, "{report}");
}

//! Tests answers for others, pending answers, and changes during a call that do not count in it.

use crate::body::{self, at, give, said, tallied};
use crate::calls::{ADOPTS, with_tracks};
use crate::scene::Scene;

#[test]
fn a_hold_blocks_nothing_and_ends_by_itself() {
    let mut scene = body::called("policy");
    scene.tell("behalf/a_hold_blocks_nothing_and_ends_by_itself");
    give(&scene, &[("ann", "support")]);
    let hold = ["hold", "retention", "--until", "2026-05-06T09:00Z"];
    scene.ok(&[&hold[..], &["--as", "dee"]].concat());
    let word = [
        "position",
        "retention",
        "hold",
        "--until",
        "2026-05-08T09:00Z",
    ];
    scene.ok(&[&word[..], &["--as", "eve"]].concat());
    said(
        &scene.read(&at("positions/dee.toml")),
        &["position = \"pending\"", "until = 2026-05-06T09:00:00Z"],
    );
    let past = [
        "hold",
        "retention",
        "--until",
        "2026-05-03T09:00Z",
        "--as",
        "cid",
    ];
    scene.refused(2, &past);
    scene.refused(2, &["position", "retention", "hold", "--as", "cid"]);
    let other = [
        "position",
        "retention",
        "accept",
        "--until",
        "2026-05-08T09:00Z",
    ];
    scene.refused(2, &[&other[..], &["--as", "cid"]].concat());
    let again = [
        "hold",
        "retention",
        "--until",
        "2026-05-09T09:00Z",
        "--as",
        "ann",
    ];
    scene.ok(&again);
    scene.ok(&["position", "retention", "support", "--as", "ann"]);
    scene.now("2026-05-07T09:00:00Z");
    scene.ok(&["status", "retention"]);
    let (status, _) = scene.json(&["status", "retention"]);
    assert_eq!(status["holds"][0]["expired"], true);
    assert_eq!(status["holds"][1]["expired"], false);
    assert_eq!(tallied(&scene, "/positions/silent"), 6);
    scene.ok(&["position", "retention", "accept", "--as", "dee"]);
    let file = scene.read(&at("positions/dee.toml"));
    assert!(!file.contains("until"), "{file}");
    scene.now("2026-05-12T10:00:00Z");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ];
    scene.ok(&[&decide[..], &["--override", "quorum=Summer."]].concat());
    scene.ok(&["verify"]);
}

/// The call of `retention` on a track that allows proxies.
fn with_proxies() -> Scene {
    with_proxies_by("proxies = true")
}

/// The same with a rule of its own for them.
fn with_proxies_by(rule: &str) -> Scene {
    let mut scene = body::founded();
    let rules = format!(
        "electorate = [\"member\"]\n{rule}\n{}",
        ADOPTS.replace("NAME", "proxied")
    );
    with_tracks(&scene, &[("proxied", &rules)]);
    scene.write(".git/draft.md", "The first text.\n");
    let propose = ["propose", "Retention", "--text", ".git/draft.md"];
    scene.ok(&[&propose[..], &["--track", "proxied", "--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene
}

fn proxy(scene: &Scene, exit: i32, value: &str, holder: &str, by: &str) -> String {
    let arguments = [
        "position",
        "retention",
        value,
        "--for",
        holder,
        "--proxy",
        "--as",
        by,
    ];
    match exit {
        0 => scene.ok(&arguments),
        exit => scene.refused(exit, &arguments),
    }
}

#[test]
fn a_proxy_answers_where_the_track_allows_it_and_never_over_the_holder() {
    let scene = with_proxies();
    scene.tell("behalf/a_proxy_answers_where_the_track_allows_it_and_never_over_the_holder");
    proxy(&scene, 0, "support", "dora", "cid");
    let file = scene.read(&at("positions/dee.toml"));
    said(&file, &["proxy = \"cid\""]);
    assert!(!file.contains("relayed-by"), "{file}");
    assert_eq!(tallied(&scene, "/positions/support"), 1);
    scene.ok(&["status", "retention"]);
    // The same proxy may think again, another may not, and the holder always may.
    proxy(&scene, 0, "accept", "dee", "cid");
    proxy(&scene, 1, "support", "dee", "eve");
    scene.ok(&["position", "retention", "disagree", "--as", "dee"]);
    let file = scene.read(&at("positions/dee.toml"));
    assert!(!file.contains("proxy"), "{file}");
    proxy(&scene, 1, "support", "dee", "cid");
    proxy(&scene, 2, "support", "cid", "cid");
    proxy(&scene, 2, "support", "nobody", "cid");
    proxy(&scene, 2, "support", "eve", "stranger");
    scene.refused(
        2,
        &["position", "retention", "support", "--proxy", "--as", "cid"],
    );
    let strict = scene.then(body::called("policy"));
    proxy(&strict, 1, "support", "dee", "cid");
}

#[test]
fn an_alternate_counts_only_while_the_holder_says_nothing() {
    let scene = body::called("policy");
    scene.tell("behalf/an_alternate_counts_only_while_the_holder_says_nothing");
    give(&scene, &[("alt", "disagree")]);
    assert_eq!(tallied(&scene, "/positions/disagree"), 1);
    assert_eq!(tallied(&scene, "/electorate/seats"), 7);
    scene.ok(&["status", "retention"]);
    let (status, _) = scene.json(&["status", "retention"]);
    assert_eq!(status["alternates"][0]["seat"], "eve");
    give(&scene, &[("eve", "support")]);
    assert_eq!(tallied(&scene, "/positions/disagree"), 0);
    assert_eq!(tallied(&scene, "/positions/support"), 1);
    assert_eq!(tallied(&scene, "/set-aside/0/reason"), "alternate");
    let status = scene.ok(&["status", "retention"]);
    assert!(!status.contains("Alternates"), "{status}");
}

/// Whether the status of `retention` says that nothing changed since the call opened.
fn is_unchanged(scene: &Scene) -> bool {
    let (status, _) = scene.json(&["status", "retention"]);
    let nothing = serde_json::json!({
        "charter": false, "joined": [], "left": [], "participants": [], "text": false,
    });
    [serde_json::Value::Null, nothing].contains(&status["changed"])
}

#[test]
fn what_changes_while_a_call_is_under_way_is_shown_and_does_not_count() {
    let mut scene = body::called("policy");
    scene.tell("behalf/what_changes_while_a_call_is_under_way_is_shown_and_does_not_count");
    scene.ok(&["status", "retention"]);
    assert!(is_unchanged(&scene));
    let charter = scene.read("charter.toml");
    scene.write(
        "charter.toml",
        &charter.replace("answered >= 1/2 of eligible", "answered >= 1"),
    );
    scene.write(
        "participants/new.toml",
        "name = \"New\"\ngroup = \"north\"\n",
    );
    scene.write(
        "participants/zoe.toml",
        "name = \"Zoe\"\ngroup = \"north\"\n",
    );
    scene.write(
        "participants/ben.toml",
        "name = \"Ben\"\ngroup = \"south\"\n",
    );
    scene.git(&["rm", "--quiet", "participants/obs.toml"]);
    scene.write(&at("text.md"), "Changed by hand.\n");
    scene.commit("Much", "2026-05-03T10:00:00Z");
    give(&scene, &[("new", "support")]);
    scene.ok(&["status", "retention"]);
    let (status, _) = scene.json(&["status", "retention"]);
    assert_eq!(status["changed"]["charter"], true);
    assert_eq!(
        status["changed"]["joined"],
        serde_json::json!(["new", "zoe"])
    );
    assert_eq!(tallied(&scene, "/electorate/seats"), 7);
    assert_eq!(tallied(&scene, "/counted"), 0);
    assert_eq!(
        tallied(&scene, "/gates/0/criterion"),
        "answered >= 1/2 of eligible"
    );
    scene.now("2026-05-13T09:00:00Z");
    scene.git(&["checkout", "--quiet", "HEAD~2", "--", &at("text.md")]);
    scene.commit("The text as it was", "2026-05-13T08:00:00Z");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "divided",
        "--sign-off",
    ];
    let over = ["--override", "quorum=Summer.", "--reason", "So."];
    scene.ok(&[&decide[..], &over].concat());
    scene.ok(&["status", "retention"]);
    assert!(is_unchanged(&scene));
}

#[test]
fn what_is_taken_back_for_somebody_says_who_typed_it() {
    let scene = body::called("policy");
    scene.tell("behalf/what_is_taken_back_for_somebody_says_who_typed_it");
    give(&scene, &[("ann", "support")]);
    let back = ["position", "retention", "--withdraw", "--for", "ann"];
    scene.refused(1, &[&back[..], &["--as", "sec"]].concat());
    scene.ok(&[&back[..], &["--as", "sec", "--evidence", "A mail"]].concat());
    said(
        &scene.read(&at("positions/ann.toml")),
        &[
            "withdrawn = true",
            "relayed-by = \"sec\"",
            "evidence = \"A mail\"",
        ],
    );
    scene.ok(&["check"]);
    assert_eq!(tallied(&scene, "/positions/silent"), 7);
}

/// The counts, and which proxy positions are not counted. Each file says who answers for whom.
fn by_proxy(rule: &str, files: &[(&str, &str)]) -> (serde_json::Value, Vec<String>) {
    let scene = with_proxies_by(rule);
    for (who, proxy) in files {
        let text = match *proxy {
            "" => "position = \"support\"\n".to_owned(),
            proxy => format!("position = \"support\"\nproxy = \"{proxy}\"\n"),
        };
        scene.write(&at(&format!("positions/{who}.toml")), &text);
    }
    scene.commit("Answers", "2026-05-03T09:00:00Z");
    let (check, _) = scene.json(&["check"]);
    let findings = check["findings"].as_array().expect("findings").iter();
    let found = findings.map(|each| {
        let file = each["path"].as_str().expect("a path").rsplit('/').next();
        format!(
            "{} {}",
            each["code"].as_str().expect("a code"),
            file.expect("a name")
        )
    });
    (scene.json(&["tally", "retention"]).0, found.collect())
}

fn set_aside_as_proxies(tally: &serde_json::Value) -> Vec<&str> {
    let files = tally["set-aside"].as_array().expect("a list").iter();
    let by_proxy = files.filter(|file| file["reason"] == "proxy");
    by_proxy
        .map(|file| file["by"].as_str().expect("an id"))
        .collect()
}

#[test]
fn nobody_answers_by_proxy_for_themselves_in_a_circle_or_for_too_many() {
    let (tally, found) = by_proxy("proxies = true", &[("ann", "ann"), ("ben", "")]);
    assert_eq!(set_aside_as_proxies(&tally), ["ann"]);
    assert_eq!(found, ["S136 ann.toml"]);
    // Three in a circle; dee's proxy is one of them, and in no circle herself.
    let circle = [
        ("ann", "ben"),
        ("ben", "cid"),
        ("cid", "ann"),
        ("dora", "ben"),
    ];
    let (tally, found) = by_proxy("proxies = true", &circle);
    assert_eq!(set_aside_as_proxies(&tally), ["ann", "ben", "cid"]);
    assert_eq!(found, ["S136 ann.toml", "S136 ben.toml", "S136 cid.toml"]);
    // Two for one: nobody can tell which of them was meant.
    let two = [("ann", "cid"), ("ben", "cid"), ("cid", ""), ("dee", "eve")];
    let (tally, found) = by_proxy("proxies = { most = 1 }", &two);
    assert_eq!(set_aside_as_proxies(&tally), ["ann", "ben"]);
    assert_eq!(found, ["S136 ann.toml", "S136 ben.toml"]);
    let (tally, found) = by_proxy("proxies = { most = 2 }", &two);
    assert_eq!((set_aside_as_proxies(&tally), found), (vec![], vec![]));
}

#[test]
fn a_proxy_that_would_not_count_is_refused() {
    let scene = with_proxies_by("proxies = { most = 1 }");
    scene.tell("behalf/a_proxy_that_would_not_count_is_refused");
    proxy(&scene, 0, "support", "dee", "cid");
    proxy(&scene, 0, "accept", "dee", "cid");
    said(
        &proxy(&scene, 1, "support", "eve", "cid"),
        &["cid", "2", "proxied", "1"],
    );
    said(&proxy(&scene, 1, "support", "cid", "dee"), &["cid", "dee"]);
    scene.ok(&["charter", "explain", "proxied"]);
    let charter = scene.read("charter.toml");
    scene.write(
        "charter.toml",
        &charter.replace("proxies = { most = 1 }", "proxies = { most = 0 }"),
    );
    let (check, _) = scene.json(&["check", "--worktree"]);
    assert_eq!(check["findings"][0]["code"], "S114", "{check}");
}

#[test]
fn a_secretary_enters_objections_replies_and_joins_for_others() {
    let scene = crate::gate::called("none");
    scene.tell("behalf/a_secretary_enters_objections_replies_and_joins_for_others");
    let object = ["object", "retention", "--about", "cost", "--id", "cost"];
    let words = ["--problem", "It costs.", "--resolve", "Less."];
    let by_mail = [
        "--received",
        "2026-05-02T15:00Z",
        "--evidence",
        "https://lists.example.org/7",
    ];
    let raise = [&object[..], &words, &["--for", "cid"], &by_mail].concat();
    said(
        &scene.refused(1, &[&raise[..], &["--as", "ann"]].concat()),
        &["ann"],
    );
    let later = ["--for", "cid", "--received", "2026-05-09T15:00Z"];
    let early = [&object[..], &words, &later, &["--as", "sec"]].concat();
    scene.refused(2, &early);
    scene.ok(&[&raise[..], &["--as", "sec"]].concat());
    said(
        &scene.read(&at("objections/cid.cost.toml")),
        &[
            "relayed-by = \"sec\"",
            "received = 2026-05-02T15:00:00Z",
            "evidence = \"https://lists.example.org/7\"",
        ],
    );
    scene.ok(&["respond", "cid.cost", "It is little.", "--as", "ann"]);
    let reply = ["reply", "cid.cost", "maintained", "--as", "sec"];
    said(&scene.refused(1, &reply), &["cid.cost", "--for cid"]);
    scene.ok(&[&reply[..], &["--for", "cid"]].concat());
    let file = scene.read(&at("objections/cid.cost.toml"));
    said(
        &file,
        &["answer = \"maintained\"", "reply-relayed-by = \"sec\""],
    );
    // What the objector says later is their own again.
    scene.ok(&["reply", "cid.cost", "satisfied", "--as", "cid"]);
    let own = scene.read(&at("objections/cid.cost.toml"));
    assert!(!own.contains("reply-relayed-by"), "{own}");
    scene.ok(&[
        "comment",
        "retention",
        "--about",
        "words",
        "--problem",
        "Long.",
        "--for",
        "dee",
        "--as",
        "sec",
    ]);
    scene.ok(&["position", "retention", "support", "--as", "ben"]);
    let join = ["join", "cid.cost", "--for", "ben", "--as", "sec"];
    scene.refused(1, &join);
    scene.ok(&[&join[..], &["--evidence", "Minutes"]].concat());
    said(
        &scene.read(&at("positions/ben.toml")),
        &["joins = [\"cid.cost\"]", "relayed-by = \"sec\""],
    );
    scene.ok(&["check"]);
    scene.ok(&["verify"]);
    // The check of a request asks for the same.
    let by_sec = "reply-relayed-by = \"sec\"\n";
    let bare = file.replace(by_sec, "");
    let shown = file.replace(by_sec, &format!("{by_sec}reply-evidence = \"A mail\"\n"));
    let ann = shown.replace(by_sec, "reply-relayed-by = \"ann\"\n");
    // Cid has replied in person since then, so it is found that this is replaced.
    for (text, who, codes) in [
        (&file, "github:sec-x", &["P201"][..]),
        (&shown, "github:sec-x", &["P225"]),
        (&bare, "github:sec-x", &["P216"]),
        (&ann, "github:ann-x", &["P225", "P201"]),
    ] {
        crate::gate::request(&scene, &[(&at("objections/cid.cost.toml"), text)]);
        let found = crate::gate::judged(&scene, who);
        let wanted = codes.iter();
        let wanted = wanted.map(|code| format!("{code} {}", at("objections/cid.cost.toml")));
        assert_eq!(found, wanted.collect::<Vec<_>>(), "{who}");
    }
}

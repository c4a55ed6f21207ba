//! Requests judged, and what they would change.

use std::collections::BTreeSet;

use super::{History, OPEN, called, called_by, codes, errors};
use crate::git::Reference;
use crate::procedure::hand::Origin;
use crate::procedure::intake::RowOutcome as Became;
use crate::register::sample::{at, id, who};
use crate::register::snapshot::{Extent, Moment};
use crate::session::requests::Accounts;
use crate::session::{register, requests, touched};
use crate::value::digest::CommitId;

#[test]
fn a_request_is_judged_by_who_opened_it() {
    let (history, sample, _) = called();
    let own = sample.clone().position("ann", "accept");
    history.commit(
        "own",
        &own,
        "2026-05-03T09:00:00Z",
        "ann@example.org",
        &["main"],
    );
    let ann = history.judged("own", Some("github:ann-l"));
    assert_eq!(errors(&ann.findings), [""; 0]);
    assert_eq!(ann.origin, Origin::Known(BTreeSet::from([who("ann")])));
    assert_eq!((ann.files, ann.moved.len(), ann.unproven), (1, 1, None));
    assert_eq!(ann.submitter.account.as_deref(), Some("github:ann-l"));
    let ben = history.judged("own", Some("github:ben-i"));
    assert_eq!(errors(&ben.findings), ["P201"]);
    let nobody = history.judged("own", Some("github:nobody"));
    assert_eq!(nobody.origin, Origin::Stranger("github:nobody".to_owned()));
    let beside = own.with("notes/plan.md", "A plan.\n");
    history.commit(
        "beside",
        &beside,
        "2026-05-03T09:00:00Z",
        "ann@example.org",
        &["main"],
    );
    assert_eq!(
        errors(&history.judged("beside", Some("github:ann-l")).findings),
        ["P217"]
    );
}

#[test]
fn a_request_that_conflicts_or_brings_a_fault_is_found() {
    let (history, sample, _) = called();
    let given = |word: &str| sample.clone().position("ann", word);
    history.commit(
        "request",
        &given("accept"),
        "2026-05-03T09:00:00Z",
        "ann@example.org",
        &["main"],
    );
    history.land(&given("object"), "2026-05-03T10:00:00Z");
    let verdict = history.judged("request", Some("github:ann-l"));
    assert_eq!((codes(&verdict.findings), verdict.files), (vec!["P219"], 1));
    let faulty = given("object").position("ben", "position = 'maybe'");
    history.commit(
        "faulty",
        &faulty,
        "2026-05-03T11:00:00Z",
        "ben@example.org",
        &["main"],
    );
    let found = history.judged("faulty", Some("github:ben-i")).findings;
    assert_eq!(errors(&found), ["S130"]);
    assert_eq!(found[0].place.path, "proposals/one/positions/ben.toml");
}

#[test]
fn a_fault_that_was_there_before_is_not_the_requests() {
    let (history, sample, _) = called();
    let wrong = sample.position("ben", "position = 'maybe'");
    history.land(&wrong, "2026-05-03T08:00:00Z");
    let own = wrong.position("ann", "accept");
    history.commit(
        "own",
        &own,
        "2026-05-03T09:00:00Z",
        "ann@example.org",
        &["main"],
    );
    assert_eq!(
        errors(&history.judged("own", Some("github:ann-l")).findings),
        [""; 0]
    );
}

#[test]
fn what_a_request_would_change_is_tallied_without_and_with_it() {
    let (history, sample, _) = called();
    let own = sample.position("ann", "accept");
    history.commit(
        "own",
        &own,
        "2026-05-03T09:00:00Z",
        "ann@example.org",
        &["main"],
    );
    let repository = history.open();
    let moved = history.judged("own", None).moved;
    let base = repository.head().expect("a commit");
    let all = touched(&repository, &base, &moved, at(OPEN)).expect("tallies");
    let answered = |tally: &crate::tally::Tally| tally.canvass.counted.len();
    let [one] = all.as_slice() else {
        panic!("{all:?}")
    };
    let before = one.before.as_ref().map(answered);
    assert_eq!(
        (one.id.as_str(), before, answered(&one.after.tally)),
        ("one", Some(0), 1)
    );
    let path = "proposals/one/positions/ann.toml";
    assert_eq!(
        one.after
            .moments
            .given_on
            .get(path)
            .map(ToString::to_string)
            .as_deref(),
        Some("r1")
    );
}

/// A reference of this name to the tip of a branch.
fn reference(history: &History, name: &str, branch: &str) -> Reference {
    let commit = history.tip(branch).map(|tip| tip.id().to_string());
    let commit = commit.map(|tip| CommitId::parse(&tip).expect("a commit"));
    Reference {
        name: name.to_owned(),
        commit,
    }
}

#[test]
fn requests_that_give_positions_are_taken_and_others_wait_for_a_person() {
    let (history, sample, _) = called();
    let own = sample.clone().position("ann", "accept");
    history.commit(
        "own",
        &own,
        "2026-05-03T09:00:00Z",
        "ann@example.org",
        &["main"],
    );
    let text = own.clone().with("proposals/one/extra.md", "More.\n");
    history.commit(
        "more",
        &text,
        "2026-05-03T09:00:00Z",
        "ann@example.org",
        &["main"],
    );
    let repository = history.open();
    let asked = register(&repository, &Moment::WorkTree, &Extent::Everything).expect("a register");
    let base = repository.head().expect("a commit");
    let login =
        |login: &str| Accounts::from([("refs/pull/7".to_owned(), format!("github:{login}"))]);
    let judged = |branch: &str, accounts: &Accounts| {
        let reference = reference(&history, "refs/pull/7/head", branch);
        requests::judge(&repository, &asked, (&base, &reference), accounts, at(OPEN))
            .expect("a judgement")
    };
    let taken = judged("own", &login("ann-l"));
    assert_eq!(
        (taken.verdict, taken.who.clone()),
        (Became::Accepted, Some(who("ann")))
    );
    assert_eq!(taken.because, "adds proposals/one/positions/ann.toml");
    assert_eq!(taken.positions(&id("one")), ["accept"]);
    assert_eq!(taken.positions(&id("two")), [""; 0]);
    assert_eq!(
        (taken.touches(&id("one")), taken.touches(&id("two"))),
        (true, false)
    );
    assert_eq!(taken.proposals(), BTreeSet::from([id("one")]));
    let other = judged("own", &login("ben-i"));
    assert_eq!(
        (other.verdict, other.hint.as_str()),
        (
            Became::Refused,
            "to see the errors: plenary check --changed HEAD...refs/pull/7/head"
        )
    );
    assert!(other.because.starts_with("P201: "), "{}", other.because);
    assert_eq!(judged("main", &Accounts::new()).verdict, Became::Unchanged);
    assert_eq!(
        judged("nowhere", &Accounts::new()).because,
        "the reference is not a commit"
    );
    assert_ne!(judged("more", &login("ann-l")).verdict, Became::Accepted);
    let longer = Accounts::from([
        ("refs/pull".to_owned(), "github:ben-i".to_owned()),
        ("refs/pull/7".to_owned(), "github:ann-l".to_owned()),
        ("refs/pull/7/he".to_owned(), "github:maya-c".to_owned()),
    ]);
    assert_eq!(judged("own", &longer).who, Some(who("ann")));
}

#[test]
fn a_request_without_an_account_is_whose_address_its_commits_have() {
    let (history, sample, _) = called_by("none");
    let repository = history.open();
    let asked = register(&repository, &Moment::WorkTree, &Extent::Everything).expect("a register");
    let base = repository.head().expect("a commit");
    let own = sample.position("ann", "accept");
    let judged = |author: &str| {
        history.commit("own", &own, "2026-05-03T09:00:00Z", author, &["main"]);
        let reference = reference(&history, "refs/heads/own", "own");
        requests::judge(
            &repository,
            &asked,
            (&base, &reference),
            &Accounts::new(),
            at(OPEN),
        )
        .expect("a judgement")
    };
    let ann = judged("ann@example.org");
    assert_eq!((ann.verdict, ann.who), (Became::Accepted, Some(who("ann"))));
    assert_eq!(judged("ben@example.org").verdict, Became::NeedsAPerson);
    assert_eq!(judged("nobody@example.org").who, None);
}

#[test]
fn a_request_with_typing_errors_is_entered_for_its_proven_submitter() {
    let (history, sample, _) = called();
    let slip = "postion = \"accept\"\n";
    let slip = sample.with("proposals/one/positions/TapFan.toml", slip);
    let judged = |author: &str, login: &str| {
        history.commit("own", &slip, "2026-05-03T09:00:00Z", author, &["main"]);
        let repository = history.open();
        let asked = register(&repository, &Moment::WorkTree, &Extent::Everything);
        let (asked, base) = (
            asked.expect("a register"),
            repository.head().expect("a commit"),
        );
        let accounts = Accounts::from([("refs/pull/7".to_owned(), format!("github:{login}"))]);
        let reference = reference(&history, "refs/pull/7/head", "own");
        let judged = requests::judge(
            &repository,
            &asked,
            (&base, &reference),
            &accounts,
            at(OPEN),
        );
        let judged = judged.expect("a judgement");
        let by = who("maya");
        requests::entered(&repository, &asked, &base, judged, (&by, at(OPEN))).expect("a judgement")
    };
    let path = "proposals/one/positions/ann.toml";
    for author in ["ann@example.org", "home@ann.example"] {
        let ann = judged(author, "ann-l");
        assert_eq!(
            (ann.verdict, ann.who.clone()),
            (Became::Accepted, Some(who("ann"))),
            "{ann:?}"
        );
        let head = ann.head.as_ref().expect("a commit");
        let text = format!(
            "position = \"accept\"\nrelayed-by = \"maya\"\nreceived = 2026-05-03T09:00:00Z\n\
             evidence = \"refs/pull/7/head {head}\"\n"
        );
        let files: Vec<_> = ann.files.iter().collect();
        assert_eq!(files, [(&path.to_owned(), &text.into_bytes())]);
        assert_eq!((ann.fixed.len(), ann.fixed[0].done.len()), (1, 2));
        let act = ann.commit();
        assert_eq!(act.files, ann.files);
        let by = ("By".to_owned(), "maya".to_owned());
        assert!(act.message.trailers.contains(&by), "{act:?}");
    }
    for login in ["nobody", "ben-i"] {
        let other = judged("ann@example.org", login);
        assert_eq!(
            (other.verdict, other.by),
            (Became::Refused, None),
            "{login}"
        );
    }
}

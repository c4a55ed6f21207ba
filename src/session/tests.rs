//! The room on small histories that are made in a few lines: each commit has the files of a sample.

use std::collections::{BTreeMap, BTreeSet};

use super::requests::{self, Accounts};
use super::*;
use crate::git::{Reference, Repository};
use crate::procedure::decision::recorded;
use crate::procedure::hand::{Hands, Origin, Unproven};
use crate::procedure::intake::Verdict as Became;
use crate::record::decision::{Chosen, Judgement};
use crate::record::track::Outcome;
use crate::register::entry::{Entry, Message};
use crate::register::freeze::{Basis, FoundBy};
use crate::register::sample::{Sample, TEXT, at, id, who};
use crate::register::snapshot::{Extent, Moment};
use crate::value::code::Severity;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::finding::Finding;
use crate::value::id::LevelName;

const OPEN: &str = "2026-05-05T12:00:00Z";
const CLOSED: &str = "2026-05-14T12:00:00Z";

/// A repository whose commits have the files of samples.
struct History {
    folder: tempfile::TempDir,
    git: git2::Repository,
}

impl History {
    /// With a first commit on the main branch.
    fn of(sample: &Sample, when: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let git = git2::Repository::init(folder.path()).expect("a repository");
        git.set_head("refs/heads/main").expect("a branch");
        let history = Self { folder, git };
        history.land(sample, when);
        history
    }

    /// A commit by `maya` on the main branch.
    fn land(&self, sample: &Sample, when: &str) -> CommitId {
        self.commit("main", sample, when, "maya@example.org", &["main"])
    }

    /// A commit on a branch, after the tips of others.
    fn commit(
        &self,
        branch: &str,
        sample: &Sample,
        when: &str,
        author: &str,
        after: &[&str],
    ) -> CommitId {
        let mut index = git2::Index::new().expect("an index");
        for path in sample.paths() {
            let id = self
                .git
                .blob(sample.text(&path).as_bytes())
                .expect("a blob");
            index.add(&entry(&path, id)).expect("an entry");
        }
        let tree = index.write_tree_to(&self.git).expect("a tree");
        let tree = self.git.find_tree(tree).expect("a tree");
        let parents: Vec<git2::Commit<'_>> =
            after.iter().filter_map(|branch| self.tip(branch)).collect();
        let parents: Vec<&git2::Commit<'_>> = parents.iter().collect();
        let when = git2::Time::new(at(when).seconds(), 0);
        let by = git2::Signature::new("Somebody", author, &when).expect("a signature");
        let made = self
            .git
            .commit(None, &by, &by, "A change", &tree, &parents)
            .expect("a commit");
        let reference = format!("refs/heads/{branch}");
        self.git
            .reference(&reference, made, true, "moved")
            .expect("a reference");
        let mut forced = git2::build::CheckoutBuilder::new();
        self.git
            .checkout_head(Some(forced.force()))
            .expect("a work tree");
        CommitId::parse(&made.to_string()).expect("a commit")
    }

    fn tip(&self, branch: &str) -> Option<git2::Commit<'_>> {
        let reference = self
            .git
            .find_reference(&format!("refs/heads/{branch}"))
            .ok()?;
        reference.peel_to_commit().ok()
    }

    fn open(&self) -> Repository {
        open(self.folder.path()).expect("a register")
    }

    /// What came of judging a branch as a request to the main branch.
    fn judged(&self, branch: &str, account: Option<&str>) -> Verdict {
        let repository = self.open();
        let request = Request::between(&repository, "main", branch, at(OPEN)).expect("a request");
        let account = account.map(str::to_owned);
        judge(&repository, &Request { account, ..request }).expect("a verdict")
    }
}

fn entry(path: &str, id: git2::Oid) -> git2::IndexEntry {
    let never = git2::IndexTime::new(0, 0);
    git2::IndexEntry {
        ctime: never,
        mtime: never,
        dev: 0,
        ino: 0,
        mode: 0o100_644,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    }
}

/// A body of three with one proposal, which asks for accounts.
fn body() -> Sample {
    let account = |sample: Sample, (who, login): (&str, &str)| {
        let more = format!("accounts = [\"github:{login}\"]\nemails = [\"{who}@example.org\"]");
        sample.more(&format!("participants/{who}.toml"), &more)
    };
    let all = [("maya", "maya-c"), ("ann", "ann-l"), ("ben", "ben-i")];
    let body = Sample::new("maya ann ben").charter("identity = 'account'");
    all.into_iter().fold(body, account).proposal("one", "")
}

/// The same with a call that froze the first commit, and that commit.
fn called() -> (History, Sample, CommitId) {
    called_by("account")
}

/// The same where the charter asks for this proof of who submits.
fn called_by(identity: &str) -> (History, Sample, CommitId) {
    let body = body().charter(&format!("identity = '{identity}'"));
    let history = History::of(&body, "2026-05-01T10:00:00Z");
    let first = history.open().head().expect("a commit");
    let frozen = format!("frozen = \"{first}\"");
    let sample = body
        .call("2026-05-02", "2026-05-12")
        .in_call("call.toml", &frozen);
    history.land(&sample, "2026-05-02T00:00:00Z");
    (history, sample, first)
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.id).collect()
}

fn errors(findings: &[Finding]) -> Vec<&str> {
    let errors = findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error);
    errors.map(|finding| finding.code.id).collect()
}

#[test]
fn a_register_is_read_at_the_moment_that_is_named() {
    let history = History::of(&body(), "2026-05-01T10:00:00Z");
    let second = history.land(&body().position("ann", "accept"), "2026-05-02T10:00:00Z");
    let repository = history.open();
    let positions = |rev: Option<&str>| {
        let moment = moment(&repository, rev).expect("a moment");
        let register = register(&repository, &moment, &Extent::Everything).expect("a register");
        register.proposals[&id("one")].positions.len()
    };
    assert_eq!(
        (
            positions(Some("HEAD~1")),
            positions(Some("main")),
            positions(None)
        ),
        (0, 1, 1)
    );
    assert_eq!(
        moment(&repository, None).expect("a moment"),
        Moment::Commit(second)
    );
    assert_eq!(
        moment(&repository, Some("nowhere"))
            .expect_err("no commit")
            .kind,
        ErrorKind::NotThere
    );
    let nothing = tempfile::tempdir().expect("a folder");
    assert_eq!(
        open(nothing.path()).err().expect("no register").kind,
        ErrorKind::CannotCheck
    );
}

#[test]
fn a_call_is_tallied_by_its_frozen_roster_and_by_what_landed_in_time() {
    let (history, sample, first) = called();
    let voted = sample.position("ann", "accept").participants("late");
    let in_time = history.land(&voted, "2026-05-03T09:00:00Z");
    history.land(
        &voted.clone().position("ben", "object"),
        "2026-05-13T09:00:00Z",
    );
    let repository = history.open();
    let tallied = |which, now| tally(&repository, &Moment::WorkTree, &id("one"), which, at(now));
    let open = tallied(Which::Current, OPEN).expect("a tally");
    assert_eq!(
        (open.tally.call, open.tally.electorate.seats.len()),
        (Some(1), 3)
    );
    assert_eq!(
        open.moments.basis,
        Basis::Open {
            frozen: first.clone()
        }
    );
    let closed = tallied(Which::Number(1), CLOSED).expect("a tally");
    let basis = Basis::Closed {
        frozen: first,
        closing: Some(in_time),
        found_by: FoundBy::CommitterDates,
    };
    assert_eq!(closed.moments.basis, basis);
    assert_eq!(
        closed
            .moments
            .closing
            .map(|closing| closing.proposals[&id("one")].positions.len()),
        Some(1)
    );
    let new = tallied(Which::New, CLOSED).expect("a tally");
    assert_eq!(
        (new.tally.call, new.tally.electorate.seats.len()),
        (None, 4)
    );
    let none = tallied(Which::Number(9), CLOSED).expect_err("no such call");
    assert_eq!(
        (none.kind, none.hint.as_str()),
        (ErrorKind::NotThere, "there is 1")
    );
}

#[test]
fn tallies_of_many_are_those_of_each() {
    let (history, sample, _) = called();
    history.land(&sample.proposal("two", ""), "2026-05-03T09:00:00Z");
    let repository = history.open();
    let register =
        register(&repository, &Moment::WorkTree, &Extent::Everything).expect("a register");
    let mut tallies = Tallies::of(&repository, &register, at(OPEN));
    let mut calls = Vec::new();
    for name in ["one", "two"] {
        let many = tallies
            .tally(&id(name))
            .expect("a repository")
            .expect("a tally");
        let which = if name == "one" {
            Which::Current
        } else {
            Which::New
        };
        let one =
            tally(&repository, &Moment::WorkTree, &id(name), which, at(OPEN)).expect("a tally");
        assert_eq!(format!("{:?}", many.tally), format!("{:?}", one.tally));
        calls.push(many.tally.call);
    }
    assert_eq!(calls, [Some(1), None]);
    assert!(tallies.tally(&id("three")).expect("a repository").is_err());
}

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
    assert_eq!(taken.because, "brings proposals/one/positions/ann.toml");
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
            "plenary check --changed HEAD...refs/pull/7/head"
        )
    );
    assert!(other.because.starts_with("P201: "), "{}", other.because);
    assert_eq!(judged("main", &Accounts::new()).verdict, Became::Unchanged);
    assert_eq!(
        judged("nowhere", &Accounts::new()).because,
        "it names no commit"
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
fn a_history_is_judged_landing_by_landing() {
    let (history, sample, first) = called();
    let repository = history.open();
    let walked =
        |rev: &str| walk(&repository, &repository.resolve(rev).expect("a commit")).expect("a walk");
    assert_eq!(walked("main").landings, 2);
    assert_eq!(codes(&walked("main").findings), [""; 0]);
    assert_eq!(walked("main").unproven, Some(Unproven::AccountInHistory));
    let changed = sample.clone().in_call("call.toml", "question = 'Another?'");
    let broke = history.land(&changed, "2026-05-03T09:00:00Z");
    let walk = walked("main");
    assert_eq!(codes(&walk.findings), ["H305"], "{walk:?}");
    let found = &walk.findings[0];
    assert_eq!(found.place.path, "proposals/one/calls/1/call.toml");
    let begins = format!("the landing {} of 2026-05-03 broke P203 ", broke.short());
    assert!(found.sentence.starts_with(&begins), "{}", found.sentence);
    assert_eq!(walked(first.as_str()).landings, 1);
}

#[test]
fn what_a_merge_left_out_is_found() {
    let (history, sample, _) = called();
    let ann = sample.clone().position("ann", "accept");
    let ben = sample.clone().position("ben", "accept");
    history.commit(
        "ann",
        &ann,
        "2026-05-03T09:00:00Z",
        "ann@example.org",
        &["main"],
    );
    history.commit(
        "ben",
        &ben,
        "2026-05-03T09:00:00Z",
        "ben@example.org",
        &["main"],
    );
    history.commit(
        "main",
        &ann,
        "2026-05-04T09:00:00Z",
        "maya@example.org",
        &["main", "ann", "ben"],
    );
    let repository = history.open();
    let walked = walk(&repository, &repository.head().expect("a commit")).expect("a walk");
    let mut found = codes(&walked.findings);
    found.sort_unstable();
    assert_eq!(found, ["H304", "H306"]);
}

#[test]
fn records_committed_under_the_address_of_another_are_named() {
    let (history, sample, _) = called();
    let given = sample.position("ann", "accept");
    history.land(&given, "2026-05-03T09:00:00Z");
    let repository = history.open();
    let walked = walk(&repository, &repository.head().expect("a commit")).expect("a walk");
    let others = walked.by_another();
    let [one] = others.as_slice() else {
        panic!("{others:?}")
    };
    assert_eq!(
        (one.path.as_str(), one.of.as_str(), one.by.as_str()),
        ("proposals/one/positions/ann.toml", "ann", "maya")
    );
    let earlier = repository.resolve("HEAD~1").expect("a commit");
    assert_eq!(walked.by_another_until(&earlier).len(), 0);
    assert_eq!(
        walked
            .by_another_until(&repository.head().expect("a commit"))
            .len(),
        1
    );
    let register =
        register(&repository, &Moment::WorkTree, &Extent::Everything).expect("a register");
    assert_eq!(
        hands::of_register(&repository, &register).expect("hands"),
        Hands::Silent
    );
    let own = crate::git::Identity {
        name: "Maya".to_owned(),
        email: "maya@example.org".to_owned(),
    };
    let written = entry_of(
        "proposals/one/positions/ben.toml",
        "position = \"accept\"\n",
    );
    assert_eq!(hands::of_entry(&register, &written, Some(own)).len(), 1);
    assert_eq!(hands::of_entry(&register, &written, None).len(), 0);
}

#[test]
fn what_a_decision_would_rest_on_says_whose_hand_committed_it() {
    let (history, sample, _) = called();
    history.land(&sample.position("ann", "accept"), "2026-05-03T09:00:00Z");
    let repository = history.open();
    let base = repository.head().expect("a commit");
    let tallied = tally(
        &repository,
        &Moment::WorkTree,
        &id("one"),
        Which::Current,
        at(CLOSED),
    )
    .expect("a tally");
    let (inputs, told) = inputs(&repository, &base, &tallied).expect("inputs");
    assert_eq!(inputs.commit, Some(base));
    let hands: Vec<(&str, &str, u64)> = inputs
        .hands
        .iter()
        .map(|one| (one.of.as_str(), one.by.as_str(), one.records))
        .collect();
    assert_eq!(hands, [("ann", "maya", 1)]);
    assert!(matches!(told, Hands::Told(others) if others.len() == 1));
}

fn entry_of(path: &str, text: &str) -> Entry {
    Entry {
        files: BTreeMap::from([(path.to_owned(), text.as_bytes().to_vec())]),
        removed: BTreeSet::new(),
        message: Message {
            subject: "Write".to_owned(),
            trailers: vec![("By".to_owned(), "maya (chair)".to_owned())],
        },
    }
}

#[test]
fn an_entry_with_a_fault_is_refused_and_nothing_is_written() {
    let (history, ..) = called();
    let repository = history.open();
    let base = repository.head().expect("a commit");
    let writing = |email: &str| crate::git::Writing {
        author: crate::git::Identity {
            name: "Maya".to_owned(),
            email: email.to_owned(),
        },
        now: at(OPEN),
        how: crate::git::How::Commit,
        authored: None,
        base: Some(base.clone()),
    };
    let path = "participants/cleo.toml";
    let refused = write(
        &repository,
        &entry_of(path, "name = \"Cleo\"\n"),
        &writing("maya@example.org"),
    );
    let error = refused.expect_err("it has a fault");
    assert_eq!(
        (error.kind, codes(&error.findings)),
        (ErrorKind::Refused, vec!["S109"])
    );
    assert_eq!(repository.head().expect("a commit"), base);
    let sound = entry_of(path, "name = \"Cleo\"\ngroup = \"all\"\n");
    let landed = write(&repository, &sound, &writing("maya@example.org")).expect("it is written");
    assert!(matches!(landed, crate::git::Landed::Commit { .. }));
    assert_ne!(repository.head().expect("a commit"), base);
}

#[test]
fn a_text_is_found_in_the_landing_that_brought_it() {
    let second = "Logs are kept for three years.\n";
    let history = History::of(&body(), "2026-05-01T10:00:00Z");
    let revised = body().with("proposals/one/text.md", second);
    history.land(&revised, "2026-05-02T10:00:00Z");
    let repository = history.open();
    let register =
        register(&repository, &Moment::WorkTree, &Extent::Everything).expect("a register");
    let proposal = register.proposals[&id("one")]
        .proposal
        .clone()
        .expect("a proposal");
    let first = proposal.revisions.first().expect("a revision").clone();
    let mut new = first.clone();
    new.sha256 = TextDigest::of(second.as_bytes());
    let found =
        texts::texts(&repository, &register, &id("one"), &[&first, &new]).expect("both texts");
    assert_eq!(found[&first.sha256], TEXT.as_bytes());
    assert_eq!(found[&new.sha256], second.as_bytes());
    new.sha256 = TextDigest::of(b"never");
    let lost = texts::texts(&repository, &register, &id("one"), &[&new]).expect_err("no text");
    assert_eq!(lost.kind, ErrorKind::CannotCheck);
    assert!(
        lost.sentence.contains(&new.sha256.short().to_string()),
        "{lost}"
    );
}

#[test]
fn each_file_has_the_landing_that_changed_it_last() {
    let (history, sample, _) = called();
    let given = history.land(
        &sample.clone().position("ann", "accept"),
        "2026-05-03T09:00:00Z",
    );
    let changed = history.land(
        &sample.position("ann", "object").position("ben", "accept"),
        "2026-05-04T09:00:00Z",
    );
    let repository = history.open();
    let landed = |moment: Moment| {
        let register = register(&repository, &moment, &Extent::Everything).expect("a register");
        let all = texts::landings(&repository, &register, &id("one")).expect("landings");
        all.get("proposals/one/positions/ann.toml")
            .map(|landing| landing.commit.clone())
    };
    assert_eq!(landed(Moment::WorkTree), Some(changed));
    assert_eq!(landed(Moment::Commit(given.clone())), Some(given));
}

#[test]
fn a_position_that_was_committed_before_it_was_received_is_found() {
    let (history, sample, _) = called();
    let late = sample.position(
        "ann",
        "position = 'accept'\nreceived = 2026-05-13T00:00:00Z",
    );
    let found = |history: &History, landed| {
        let moment = Moment::Commit(history.land(&late, landed));
        let repository = history.open();
        let register = register(&repository, &moment, &Extent::Everything).expect("a register");
        codes(&check(&repository, &register, at(CLOSED)).expect("findings")).contains(&"S135")
    };
    assert!(!found(&history, "2026-05-13T09:00:00Z"));
    let (another, ..) = called();
    assert!(found(&another, "2026-05-03T09:00:00Z"));
}

/// A call with one answer that is decided by the chair, the files with the decision, and what it rests on.
fn decided() -> (History, Sample, CommitId) {
    let (history, sample, _) = called();
    let sample = sample.position("ann", "accept");
    history.commit(
        "main",
        &sample,
        "2026-05-03T09:00:00Z",
        "ann@example.org",
        &["main"],
    );
    let repository = history.open();
    let base = repository.head().expect("a commit");
    let tallied = tally(
        &repository,
        &Moment::WorkTree,
        &id("one"),
        Which::Current,
        at(CLOSED),
    )
    .expect("a tally");
    let (inputs, _) = inputs(&repository, &base, &tallied).expect("inputs");
    let judgement = Judgement {
        outcome: Outcome::Adopted,
        designation: LevelName::parse("consensus").expect("a level"),
        reason: None,
        does_not_mean: None,
        by: who("maya"),
        at: at(CLOSED),
        overrides: Vec::new(),
        chosen: Chosen::default(),
    };
    let made = recorded(&tallied.moments, &tallied.tally, judgement, inputs).expect("a decision");
    let sample = sample
        .with(DECISION, made.text)
        .with(MANIFEST, made.manifest.written());
    history.land(&sample, CLOSED);
    (history, sample, base)
}

const DECISION: &str = "proposals/one/calls/1/decision.toml";
const MANIFEST: &str = "proposals/one/calls/1/inputs.sha256";

fn verified(history: &History, wanted: Option<&str>) -> Verification {
    let wanted = wanted.map(id);
    verify(history.open(), &Moment::WorkTree, wanted.as_ref()).expect("a verification")
}

#[test]
fn a_decision_recomputes_from_what_it_rests_on() {
    let (history, sample, base) = decided();
    let verification = verified(&history, None);
    assert_eq!(
        codes(&verification.findings()),
        [""; 0],
        "{:?}",
        verification.findings()
    );
    assert_eq!(
        (verification.decisions.len(), verification.walked.landings),
        (1, 4)
    );
    let decision = history.open().file(&base, DECISION).expect("a repository");
    assert_eq!(decision, None);
    // What comes afterwards does not change it.
    history.land(&sample.participants("late"), "2026-05-15T09:00:00Z");
    assert_eq!(codes(&verified(&history, Some("one")).findings()), [""; 0]);
    let one =
        verify::decision(history.open(), &Moment::WorkTree, &id("one"), 1).expect("a verification");
    assert_eq!(one.map(|one| (one.call, one.findings.len())), Some((1, 0)));
    let none =
        verify::decision(history.open(), &Moment::WorkTree, &id("one"), 2).expect("a verification");
    assert!(none.is_none());
}

#[test]
fn a_decision_that_was_changed_or_removed_is_found() {
    let (history, sample, _) = decided();
    let changed =
        sample
            .clone()
            .edited(DECISION, "outcome = \"adopted\"", "outcome = \"rejected\"");
    history.land(&changed, "2026-05-15T09:00:00Z");
    let found = verified(&history, None).findings();
    let codes_found: BTreeSet<&str> = codes(&found).into_iter().collect();
    assert!(
        codes_found.is_superset(&BTreeSet::from(["D408", "D414", "H305"])),
        "{codes_found:?}"
    );
    assert_eq!(codes(&verified(&history, Some("two")).findings()), [""; 0]);
    let (history, sample, _) = decided();
    let removed = history.land(&sample.without(DECISION), "2026-05-15T09:00:00Z");
    let verification = verified(&history, Some("one"));
    let gone = verification
        .decisions
        .iter()
        .flat_map(|one| &one.findings)
        .find(|one| one.code.id == "D414");
    let says = format!(
        "this decision was on record until the landing {}",
        removed.short()
    );
    assert_eq!(gone.map(|one| one.sentence.as_str()), Some(says.as_str()));
    assert_eq!(
        verification.walked.removed,
        [(DECISION.to_owned(), removed)]
    );
}

#[test]
fn who_committed_for_whom_is_said_of_the_proposal_that_was_asked_for() {
    let (history, sample, _) = decided();
    history.land(
        &sample.proposal("two", "").position("ben", "accept"),
        "2026-05-15T09:00:00Z",
    );
    let paths = |wanted| {
        let others = verified(&history, wanted).by_another;
        others.into_iter().map(|one| one.path).collect::<Vec<_>>()
    };
    assert_eq!(paths(Some("one")), [""; 0]);
    assert_eq!(paths(Some("two")), ["proposals/two/positions/ben.toml"]);
    assert_eq!(paths(None), paths(Some("two")));
}

#[test]
fn a_position_without_a_revision_is_on_the_one_at_its_landing() {
    let history = History::of(&body(), "2026-05-01T10:00:00Z");
    let first = body().position("ann", "accept");
    history.land(&first, "2026-05-02T10:00:00Z");
    let second = "Logs are kept for three years.\n";
    let digest = TextDigest::of(second.as_bytes());
    let revision = format!(
        "\n[[revision]]\nname = \"r2\"\nat = 2026-05-03T09:00:00Z\nsha256 = \"{digest}\"\n"
    );
    let proposal = "proposals/one/proposal.toml";
    let text = first.text(proposal) + &revision;
    let revised = first
        .with("proposals/one/text.md", second)
        .with(proposal, text);
    history.land(&revised.clone(), "2026-05-03T10:00:00Z");
    let frozen = format!(
        "frozen = \"{}\"\nrevision = \"r2\"\nsha256 = \"{digest}\"",
        history.open().head().expect("a commit")
    );
    let called = revised
        .call("2026-05-04", "2026-05-12")
        .in_call("call.toml", &frozen);
    history.land(&called.position("ben", "accept"), "2026-05-04T10:00:00Z");
    let repository = history.open();
    let given = |moment| {
        let tallied =
            tally(&repository, &moment, &id("one"), Which::Current, at(OPEN)).expect("a tally");
        let given = tallied.moments.given_on.into_iter();
        given
            .map(|(path, on)| (path.replace("proposals/one/positions/", ""), on.to_string()))
            .collect::<Vec<_>>()
    };
    let both =
        [("ann.toml", "r1"), ("ben.toml", "r2")].map(|(path, on)| (path.to_owned(), on.to_owned()));
    assert_eq!(given(moment(&repository, None).expect("a moment")), both);
    // In the work tree, what has not landed yet counts as given now.
    let changed = history
        .folder
        .path()
        .join("proposals/one/positions/ann.toml");
    std::fs::write(changed, "position = \"object\"\n").expect("a file");
    let now = given(Moment::WorkTree);
    assert_eq!(now[0], ("ann.toml".to_owned(), "r2".to_owned()));
}

#[test]
fn the_proof_of_a_whole_history_is_asked_for() {
    let (history, ..) = called();
    let repository = history.open();
    let head = repository.head().expect("a commit");
    std::fs::write(
        history.folder.path().join(".git/shallow"),
        format!("{head}\n"),
    )
    .expect("a file");
    let error = walk(&repository, &head).expect_err("a part is missing");
    assert_eq!(error.kind, ErrorKind::CannotCheck);
    assert!(
        error.hint.ends_with("; plenary explain H301 says more"),
        "{}",
        error.hint
    );
    assert_eq!(error.to_string(), error.sentence);
}

//! A register read, and its proposals tallied, at the moments of a history.

use super::{CLOSED, History, OPEN, body, called, codes};
use crate::register::sample::{TEXT, at, id};
use crate::register::snapshot::{Extent, Moment, folder};
use crate::register::tally_inputs::{CloseEvidence, InputBasis};
use crate::session::{
    CallSelector, ErrorKind, Tallies, check, in_turn, moment, open, register, tally, texts,
};
use crate::value::digest::TextDigest;

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
    let open = tallied(CallSelector::Current, OPEN).expect("a tally");
    assert_eq!(
        (open.tally.call, open.tally.electorate.seats.len()),
        (Some(1), 3)
    );
    assert_eq!(
        open.moments.basis,
        InputBasis::Open {
            frozen: first.clone()
        }
    );
    let closed = tallied(CallSelector::Number(1), CLOSED).expect("a tally");
    let basis = InputBasis::Closed {
        frozen: first,
        closing: Some(in_time),
        found_by: CloseEvidence::CommitterDates,
    };
    assert_eq!(closed.moments.basis, basis);
    assert_eq!(
        closed
            .moments
            .closing
            .map(|closing| closing.proposals[&id("one")].positions.len()),
        Some(1)
    );
    let new = tallied(CallSelector::New, CLOSED).expect("a tally");
    assert_eq!(
        (new.tally.call, new.tally.electorate.seats.len()),
        (None, 4)
    );
    let none = tallied(CallSelector::Number(9), CLOSED).expect_err("no such call");
    assert_eq!(
        (none.kind, none.hint.to_string()),
        (ErrorKind::NotThere, "its calls: 1".to_owned())
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
            CallSelector::Current
        } else {
            CallSelector::New
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
fn in_turn_each_proposal_is_as_in_the_whole_register() {
    let (history, sample, _) = called();
    let objection = "position = \"object\"\nproblem = \"p\"\nresolve = \"r\"\n";
    let sample = sample
        .proposal("two", "")
        .with("proposals/two/positions/bea.toml", objection)
        .with(
            "proposals/two/positions/3f/ann.toml",
            "position = \"accept\"\n",
        )
        .with(
            "proposals/two/positions/ann.toml",
            "position = \"abstain\"\n",
        )
        .with("proposals/two/positions/cyd.toml", "position = accept\n")
        .with("proposals/two/positions/readme", "Not a record.\n")
        .with(
            "proposals/three/positions/ann.toml",
            "position = \"accept\"\n",
        )
        .with(
            "proposals/No Id/positions/ann.toml",
            "position = \"accept\"\n",
        );
    history.land(&sample, "2026-05-03T09:00:00Z");
    let repository = history.open();
    let moment = moment(&repository, None).expect("a commit");
    let whole = register(&repository, &moment, &Extent::Everything).expect("a register");
    let mut tallies = Tallies::of(&repository, &whole, at(OPEN));
    let proposals = in_turn(&repository, &moment, at(OPEN)).expect("a register");
    let said = proposals.each(|mut turn| {
        let (register, folder) = (turn.register, folder(turn.id));
        let files: Vec<_> = register.snapshot.files.under(&folder).collect();
        let told = format!(
            "{:?} {files:?} {:?}",
            register.proposals[turn.id], register.findings
        );
        let tally = turn.tally()?.map(|tallied| tallied.tally);
        Ok((turn.id.clone(), told, format!("{tally:?}")))
    });
    let said = said.expect("proposals");
    let ids = said.iter().map(|(id, ..)| id);
    assert!(ids.eq(whole.proposals.keys()));
    for (id, told, tally) in &said {
        let own = folder(id);
        let files: Vec<_> = whole.snapshot.files.under(&own).collect();
        let expected = format!("{:?} {files:?} {:?}", whole.proposals[id], whole.findings);
        assert_eq!(*told, expected);
        let own = tallies.tally(id).expect("a repository");
        assert_eq!(*tally, format!("{:?}", own.map(|tallied| tallied.tally)));
    }
    let left = proposals.register();
    let mut positions = left
        .proposals
        .values()
        .map(|records| records.positions.len());
    assert!(positions.all(|all| all == 0) && left.findings.is_empty());
    assert!(!whole.findings.is_empty());
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
        let tallied = tally(
            &repository,
            &moment,
            &id("one"),
            CallSelector::Current,
            at(OPEN),
        )
        .expect("a tally");
        let given = tallied.moments.given_on.into_iter();
        given
            .map(|(path, on)| (path.replace("proposals/one/positions/", ""), on.to_string()))
            .collect::<Vec<_>>()
    };
    let both =
        [("ann.toml", "r1"), ("ben.toml", "r2")].map(|(path, on)| (path.to_owned(), on.to_owned()));
    assert_eq!(given(moment(&repository, None).expect("a moment")), both);
    // In the work tree, what is not committed yet counts as given now.
    let changed = history
        .folder
        .path()
        .join("proposals/one/positions/ann.toml");
    std::fs::write(changed, "position = \"object\"\n").expect("a file");
    let now = given(Moment::WorkTree);
    assert_eq!(now[0], ("ann.toml".to_owned(), "r2".to_owned()));
}

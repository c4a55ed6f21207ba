//! Counts the objects of git that are read, which is the same on every machine and at every hour. What somebody does not
//! ask for must not be read, and nothing may be read again for each of many.

use std::process::Stdio;

use plenary::git::Repository;
use plenary::register::snapshot::{Extent, Moment};
use plenary::session::{self, CallSelector, Request, Tallies};
use plenary::value::clock::Instant;
use plenary::value::id::ProposalId;

use crate::gate::{called, own};
use crate::library::built;
use crate::scene::{Scene, hermetic};

/// A register of so many proposals, with as many participants as each has positions.
fn large(proposals: usize, positions: usize) -> Scene {
    let scene = Scene::repository();
    let program = built("large_register");
    let mut stream = hermetic(program.to_str().expect("a path"), &scene.dir());
    stream.args([proposals.to_string(), positions.to_string()]);
    let mut stream = stream.stdout(Stdio::piped()).spawn().expect("a stream");
    let mut git = hermetic("git", &scene.dir());
    git.args(["fast-import", "--quiet", "--force"]);
    let done = git.stdin(stream.stdout.take().expect("a pipe")).status();
    assert!(done.expect("git").success() && stream.wait().expect("an end").success());
    scene
}

/// How many objects some work reads.
fn reads(scene: &Scene, work: impl FnOnce(Repository, Moment)) -> usize {
    let repository = session::open(&scene.dir()).expect("a repository");
    let count = repository.read_count();
    let commit = repository.resolve("main").expect("a commit");
    work(repository, Moment::Commit(commit));
    count.so_far()
}

fn now() -> Instant {
    Instant::parse("2026-01-15T00:00:00Z").expect("a time")
}

fn of_tally(proposals: usize, positions: usize) -> usize {
    reads(&large(proposals, positions), |repository, moment| {
        let id = ProposalId::parse("q1").expect("an id");
        let tallied = session::tally(&repository, &moment, &id, CallSelector::Current, now());
        assert_eq!(
            tallied.expect("a tally").tally.electorate.seats.len(),
            positions
        );
    })
}

#[test]
fn a_tally_reads_one_proposal_and_the_participant_list_once() {
    let few = of_tally(3, 10);
    assert_eq!(of_tally(30, 10), few, "other proposals are read");
    // A position and a participant more are two objects more.
    assert_eq!(of_tally(3, 25), few + 2 * 15);
    assert!(few < 2 * 10 + 20, "{few}");
}

/// A tally after the close, where so many participants were added during the call.
fn of_closed(more: usize) -> usize {
    let scene = called("none");
    // With former ids, each list is read for itself.
    let dee = "name = \"Dee\"\ngroup = \"south\"\nregion = \"asia\"\n";
    scene.write("participants/dee.toml", dee);
    for n in 0..more {
        let path = format!("participants/more-{n}.toml");
        scene.write(&path, &format!("name = \"More {n}\"\ngroup = \"north\"\n"));
    }
    scene.commit("More participants", "2026-05-04T09:00:00Z");
    reads(&scene, |repository, moment| {
        let id = ProposalId::parse("retention").expect("an id");
        let now = Instant::parse("2026-05-20T09:00:00Z").expect("a time");
        let tallied = session::tally(&repository, &moment, &id, CallSelector::Current, now);
        let moments = tallied.expect("a tally").moments;
        let then = moments.closing.expect("the state at the close");
        assert_eq!(then.participants, moments.asked.participants);
    })
}

#[test]
fn the_participant_list_at_the_close_is_read_once() {
    assert_eq!(of_closed(20), of_closed(5) + 15);
}

fn of_all(proposals: usize) -> usize {
    reads(&large(proposals, 8), |repository, moment| {
        let register = session::register(&repository, &moment, &Extent::Everything);
        let register = register.expect("a register");
        let mut tallies = Tallies::of(&repository, &register, now());
        for id in register.proposals.keys() {
            tallies.tally(id).expect("it can be read").expect("a tally");
        }
    })
}

#[test]
fn all_proposals_are_read_once_each() {
    let (few, more) = (of_all(10), of_all(20));
    assert_eq!(of_all(40) - more, 2 * (more - few));
    // The record, the text, the call, eight positions, and four folders.
    assert_eq!((more - few) / 10, 15);
}

fn of_each(proposals: usize) -> usize {
    reads(&large(proposals, 8), |repository, moment| {
        let all = session::in_turn(&repository, &moment, now()).expect("a register");
        let tallied = all.each(|mut turn| turn.tally()).expect("proposals");
        assert!(tallied.len() == proposals && tallied.iter().all(Result::is_ok));
    })
}

#[test]
fn positions_are_read_in_turn_and_once_each() {
    let (few, more) = (of_each(10), of_each(20));
    // Two threads share the work for the last.
    assert!(of_each(80) - more <= 6 * (more - few) + 10);
    // The same as above, and the proposal's own folder once more.
    assert_eq!((more - few) / 10, 16);
}

fn of_outline(positions: usize) -> usize {
    reads(&large(10, positions), |repository, moment| {
        let all = session::in_turn(&repository, &moment, now()).expect("a register");
        assert_eq!(all.register().proposals.len(), 10);
    })
}

#[test]
fn without_its_turn_no_position_is_read() {
    // A participant more is one object more.
    assert_eq!(of_outline(20), of_outline(8) + 12);
}

fn of_request(proposals: usize) -> usize {
    let scene = large(proposals, 8);
    scene.git(&["reset", "--quiet", "--hard", "main"]);
    scene.git(&["checkout", "--quiet", "-b", "request"]);
    scene.write("proposals/q1/positions/p1.toml", "position = \"accept\"\n");
    scene.commit("Change", "2026-01-10T09:00:00Z");
    reads(&scene, |repository, _| {
        let request = Request::between(&repository, "main", "request", now());
        let judged = session::judge(&repository, &request.expect("a request"));
        assert_eq!(judged.expect("a verdict").files, 1);
    })
}

#[test]
fn a_request_reads_only_what_it_touches() {
    let few = of_request(3);
    assert_eq!(of_request(30), few, "other proposals are read");
    assert!(few < 120, "{few}");
}

fn of_verify(scene: &Scene) -> usize {
    reads(scene, |repository, moment| {
        session::verify(repository, &moment, None).expect("a history");
    })
}

#[test]
fn each_commit_of_a_history_is_read_once() {
    let scene = called("none");
    let mut read = vec![of_verify(&scene)];
    for round in 0..3 {
        for n in 0..8 {
            let reason = format!("position = \"support\"\non = \"r1\"\nreason = \"{round} {n}\"\n");
            scene.write("proposals/retention/positions/ann.toml", &reason);
            scene.commit("Again", "2026-05-03T09:00:00Z");
        }
        read.push(of_verify(&scene));
    }
    let more: Vec<usize> = read.windows(2).map(|two| two[1] - two[0]).collect();
    // The commit, five folders, and what changed.
    assert_eq!(more[1..], [8 * 7; 2], "{read:?}");
}

#[test]
fn each_decision_of_a_history_is_recomputed_without_the_others() {
    let mut scene = called("none");
    scene.now("2026-05-13T09:00:00Z");
    let mut read = Vec::new();
    let words = ["--override", "quorum=Nobody came.", "--sign-off"];
    for n in 0..4 {
        let id = format!("matter-{n}");
        scene.now("2026-05-13T09:00:00Z");
        let draft = ["propose", &id, "--id", &id, "--text", ".git/draft.md"];
        own(
            &scene,
            "ann",
            &[&draft[..], &["--track", "policy"]].concat(),
        );
        let open = ["call", "open", &id, "--closes", "2026-05-30T09:00Z"];
        own(&scene, "maya", &open);
        scene.now("2026-05-31T09:00:00Z");
        let decide = ["decide", &id, "--designation", "divided"];
        own(&scene, "maya", &[&decide[..], &words].concat());
        read.push(of_verify(&scene));
    }
    let more: Vec<usize> = read.windows(2).map(|two| two[1] - two[0]).collect();
    assert_eq!(more, [more[2]; 3], "{read:?}");
}

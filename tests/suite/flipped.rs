//! Tests that `verify` finds every changed byte of a decision and of each of its inputs.

use std::collections::BTreeMap;

use plenary::check::decision::{DecisionCase, History, verify};
use plenary::git::Repository;
use plenary::register::records::Register;
use plenary::register::snapshot::{Content, Extent, Moment, Snapshot};
use plenary::register::tally_inputs::{CloseEvidence, InputBasis, TallyInputs};
use plenary::value::digest::CommitId;
use plenary::value::id::ProposalId;

use crate::body::{give, object};
use crate::scene::Scene;
use crate::verified::DECISION;

fn snapshot(repository: &Repository, commit: &str) -> Register {
    let moment = Moment::Commit(CommitId::parse(commit).expect("a commit's name"));
    Register::read(
        repository
            .snapshot(&moment, &Extent::Proposal(retention()))
            .expect("a snapshot"),
    )
}

fn retention() -> ProposalId {
    ProposalId::parse("retention").expect("an id")
}

/// Everything that verifying in this process needs.
struct Bench {
    present: Snapshot,
    moments: TallyInputs,
    history: History,
}

impl Bench {
    fn of(scene: &Scene) -> Self {
        let repository = Repository::open(&scene.dir()).expect("a repository");
        let present = snapshot(&repository, &scene.git(&["rev-parse", "HEAD"]));
        let decision = present.proposals[&retention()]
            .decision(1)
            .expect("a decision")
            .clone();
        let pin = |commit: &Option<CommitId>| commit.clone().expect("a pin");
        let (inputs, frozen, closing) = (
            pin(&decision.pins.inputs),
            pin(&decision.pins.frozen),
            pin(&decision.pins.closing),
        );
        let moments = TallyInputs {
            call: Some(1),
            asked: snapshot(&repository, inputs.as_str()),
            frozen: Some(snapshot(&repository, frozen.as_str())),
            closing: Some(snapshot(&repository, closing.as_str())),
            basis: InputBasis::Closed {
                frozen,
                closing: Some(closing),
                found_by: CloseEvidence::Record,
            },
            given_on: BTreeMap::new(),
            now: decision.judgement.at,
        };
        let history = History {
            inputs_readable: true,
            inputs_on_main: Some(true),
            frozen_on_main: Some(true),
            closing_on_main: Some(true),
            side_branch: None,
            as_landed: present.bytes(DECISION).map(<[u8]>::to_vec),
            hands: Vec::new(),
        };
        Self {
            present: present.snapshot,
            moments,
            history,
        }
    }

    /// The codes of all findings, with their paths, where these bytes lie at this path.
    fn with(&self, path: &str, bytes: Vec<u8>) -> Vec<(&'static str, String)> {
        let mut files = self.present.clone();
        files
            .files
            .insert(path.to_owned(), Content::Plain(bytes.into()));
        let present = Register::read(files);
        let case = DecisionCase {
            id: &retention(),
            call: 1,
            present: &present,
            moments: Some(&self.moments),
            history: self.history.clone(),
        };
        let findings = verify(&case).findings;
        findings
            .into_iter()
            .map(|finding| (finding.code.id, finding.place.path))
            .collect()
    }

    /// Flips one bit of every byte of a file, another one each time; each must be found.
    fn flip_all(&self, path: &str, code: &str) {
        let bytes = self
            .present
            .files
            .get(path)
            .and_then(Content::bytes)
            .expect("a file")
            .to_vec();
        assert!(!bytes.is_empty(), "{path}");
        assert_eq!(self.with(path, bytes.clone()), []);
        for n in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[n] ^= 1 << (n % 8);
            let found = self.with(path, flipped);
            let right = |(found, place): &(&str, String)| *found == code && place == path;
            assert!(found.iter().any(right), "byte {n} of {path}: {found:?}");
        }
    }
}

/// As little as a decision can rest on: two members, two positions, one objection.
fn small() -> Scene {
    let mut scene = Scene::repository();
    scene.now("2026-05-01T09:00:00Z");
    scene.ok(&[
        "init",
        "--register",
        "wg",
        "--standing",
        "member",
        "--as",
        "maya",
    ]);
    scene.asks_for_no_proof();
    scene.ok(&["participant", "add", "cid", "--name", "Cid"]);
    let ruth = ["participant", "add", "ruth", "--name", "Ruth"];
    let hears = ["--standing", "observer", "--role", "appeal-panel"];
    scene.ok(&[&ruth[..], &hears].concat());
    scene.write("draft.md", "The first text.\n");
    let propose = ["propose", "Retention", "--text", "draft.md", "--as", "cid"];
    scene.ok(&propose);
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    object(&scene);
    give(&scene, &[("maya", "support"), ("cid", "object")]);
    scene.now("2026-05-13T09:00:00Z");
    scene.ok(&["call", "close", "retention"]);
    scene.ok(&[
        "dispose",
        "cid.cost",
        "stands",
        "--reason",
        "Nobody knows better.",
    ]);
    let decide = [
        "decide",
        "retention",
        "--designation",
        "no-consensus",
        "--sign-off",
    ];
    scene.ok(&[&decide[..], &["--reason", "One stands."]].concat());
    scene
}

#[test]
fn every_flipped_byte_of_a_decision_is_found() {
    let scene = small();
    Bench::of(&scene).flip_all(DECISION, "D414");
}

#[test]
fn every_flipped_byte_of_an_input_is_found() {
    let scene = small();
    let bench = Bench::of(&scene);
    let inputs: Vec<&String> = bench
        .present
        .files
        .keys()
        .filter(|path| path.starts_with("proposals/") && *path != DECISION)
        .collect();
    assert_eq!(inputs.len(), 8, "{inputs:?}");
    for path in inputs {
        bench.flip_all(path, "D403");
    }
}

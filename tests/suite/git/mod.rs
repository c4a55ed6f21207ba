//! Tests the git room on real repositories, made by git itself.

mod crash;
mod history;
mod hostile;
mod open;
mod read;
mod refuse;
mod write;

use std::path::Path;

use plenary::git::{
    CommitInput, CommitMode, CommitOutcome, GitError, GitErrorKind, Identity, Repository,
};
use plenary::register::entry::{CommitMessage, PendingCommit};
use plenary::register::snapshot::Extent;
use plenary::value::clock::Instant;
use plenary::value::digest::CommitId;
use plenary::value::id::ProposalId;

use crate::scene::{NOW, Scene};

/// A register with one commit: a charter, one participant, two proposals.
pub(crate) fn register() -> Scene {
    crate::kept::scene("git/register", || {
        let scene = Scene::repository();
        found(&scene, "");
        scene.commit("Found the register", "2026-05-01T10:00:00Z");
        scene
    })
}

/// Writes the files of a small register into a folder of the scene.
pub(crate) fn found(scene: &Scene, prefix: &str) {
    let write = |path: &str, text: &str| scene.write(&format!("{prefix}{path}"), text);
    write("charter.toml", "format = 1\n");
    write("participants/ruth.toml", "name = \"Ruth\"\n");
    write(
        "proposals/retention/proposal.toml",
        "title = \"Retention\"\n",
    );
    write(
        "proposals/retention/positions/ruth.toml",
        "position = \"accept\"\n",
    );
    write("proposals/other/proposal.toml", "title = \"Other\"\n");
    write("meetings/2026-05-01.toml", "present = []\n");
}

pub(crate) fn open(scene: &Scene) -> Repository {
    open_at(&scene.dir())
}

pub(crate) fn open_at(path: &Path) -> Repository {
    Repository::open(path).unwrap_or_else(|error| panic!("{error:?}"))
}

pub(crate) fn retention() -> ProposalId {
    ProposalId::parse("retention").expect("an id")
}

pub(crate) fn one_proposal() -> Extent {
    Extent::Proposal(retention())
}

pub(crate) fn id(text: &str) -> CommitId {
    CommitId::parse(text).expect("a commit's name")
}

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// An entry of one file.
pub(crate) fn entry(path: &str, text: &str) -> PendingCommit {
    entries(&[(path, text)])
}

pub(crate) fn entries(files: &[(&str, &str)]) -> PendingCommit {
    let files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    PendingCommit {
        files: files.collect(),
        removed: std::collections::BTreeSet::new(),
        message: CommitMessage {
            subject: "position retention: maya".to_owned(),
            trailers: vec![("Plenary-Act".to_owned(), "position".to_owned())],
        },
    }
}

/// An entry that writes some files and takes others away.
pub(crate) fn moving(files: &[(&str, &str)], removed: &[&str]) -> PendingCommit {
    PendingCommit {
        removed: removed.iter().map(|path| (*path).to_owned()).collect(),
        ..entries(files)
    }
}

/// A commit at the scene's moment, on what is checked out.
pub(crate) fn writing(repository: &Repository) -> CommitInput {
    CommitInput {
        author: Identity {
            name: "Maya Chen".to_owned(),
            email: "maya@example.org".to_owned(),
        },
        now: at(NOW),
        how: CommitMode::Commit,
        authored: None,
        base: repository.head().ok(),
    }
}

/// Commits an entry on what is checked out, without any check.
pub(crate) fn land(
    repository: &Repository,
    entry: &PendingCommit,
) -> Result<CommitOutcome, GitError> {
    repository.land(entry, &writing(repository), |_| Ok::<(), GitError>(()))
}

/// The commit of an entry.
pub(crate) fn landed(repository: &Repository, entry: &PendingCommit) -> CommitId {
    match land(repository, entry) {
        Ok(CommitOutcome::Commit { commit, .. }) => commit,
        other => panic!("{other:?}"),
    }
}

/// Fails unless the error is of that kind and names each of these, in sentence or hint. What it
/// says is part of the transcript.
#[track_caller]
pub(crate) fn told<T: std::fmt::Debug>(
    scene: &Scene,
    result: Result<T, GitError>,
    kind: GitErrorKind,
    names: &[&str],
) {
    let error = result.expect_err("an error");
    assert_eq!(error.kind, kind, "{error:?}");
    let hint = error.hint.map(|hint| format!("hint: {hint}\n"));
    let hint = hint.unwrap_or_default();
    let said = format!("{kind:?}: {}\n{hint}", error.sentence);
    for name in names {
        assert!(said.contains(name), "\"{name}\" is missing in: {said}");
    }
    scene.show(&said);
}

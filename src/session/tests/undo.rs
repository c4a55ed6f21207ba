//! Commits that are undone, and those that stay.

use std::collections::{BTreeMap, BTreeSet};

use super::{CLOSED, History, OPEN, called};
use crate::git::{CommitInput, CommitMode, CommitOutcome, GitError, Identity, Repository};
use crate::register::entry::{CommitMessage, PendingCommit};
use crate::register::sample::at;
use crate::session::undo::{Undo, last_own, undo};
use crate::session::{Error, ErrorKind};
use crate::value::id::ParticipantId;

const MAYA: &str = "maya@example.org";
const CLEO: &str = "participants/cleo.toml";

fn writing(repository: &Repository) -> CommitInput {
    CommitInput {
        author: Identity {
            name: "Maya".to_owned(),
            email: MAYA.to_owned(),
        },
        now: at(OPEN),
        how: CommitMode::Commit,
        authored: None,
        base: repository.head().ok(),
    }
}

/// Writes a record in the name of a chair; with no trailers, it is not a commit of this program.
fn landed(history: &History, (path, text): (&str, &str), trailers: &[(&str, &str)]) {
    let repository = history.open();
    let trailers = trailers
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    let entry = PendingCommit {
        files: BTreeMap::from([(path.to_owned(), text.as_bytes().to_vec())]),
        removed: BTreeSet::new(),
        message: CommitMessage {
            subject: "Write".to_owned(),
            trailers: trailers.collect(),
        },
    };
    let done = repository.land(&entry, &writing(&repository), |_| Ok::<(), GitError>(()));
    done.expect("it is written");
}

fn record(history: &History, path: &str, text: &str) {
    landed(history, (path, text), &[("By", "maya")]);
}

fn cleo(history: &History, name: &str) {
    let text = format!("name = \"{name}\"\ngroup = \"all\"\n");
    record(history, CLEO, &text);
}

fn last(history: &History, who: &str, address: &str, now: &str) -> Result<Undo, Error> {
    let repository = history.open();
    let head = repository.head().expect("a commit");
    let who = ParticipantId::parse(who).expect("an id");
    last_own(&repository, &head, (&who, address), at(now))
}

fn refused(found: Result<Undo, Error>) -> Error {
    let error = found.expect_err("it stays");
    assert_eq!(error.kind, ErrorKind::Refused);
    error
}

fn command(error: &Error) -> Option<&str> {
    let mut steps = error.hint.steps().iter();
    steps.find_map(|step| step.command.as_deref())
}

#[test]
fn a_tip_goes_and_what_is_followed_is_restored() {
    let (history, ..) = called();
    let repository = history.open();
    let before = repository.head().expect("a commit");
    cleo(&history, "Cleo");
    let found = last(&history, "maya", MAYA, OPEN).expect("her own");
    assert_eq!(
        (found.followed, found.commit.subject.as_str()),
        (0, "Write")
    );
    assert_eq!(found.entry.removed, BTreeSet::from([CLEO.to_owned()]));
    assert!(found.how().contains("goes back"), "{}", found.how());
    undo(&repository, &found, &writing(&repository)).expect("it goes");
    assert_eq!(repository.head().expect("a commit"), before);

    cleo(&history, "Cleo");
    cleo(&history, "Cleo Two");
    let own = repository.head().expect("a commit");
    let dora = "name = \"Dora\"\ngroup = \"all\"\n";
    landed(&history, ("participants/dora.toml", dora), &[]);
    let found = last(&history, "maya", MAYA, OPEN).expect("her own");
    assert_eq!((found.followed, &found.commit.commit), (1, &own));
    assert!(found.how().starts_with("1 commit comes"), "{}", found.how());
    let done = undo(&repository, &found, &writing(&repository)).expect("it is restored");
    let CommitOutcome::Commit { commit, .. } = done else {
        panic!("{done:?}")
    };
    let message = repository
        .message(&commit)
        .expect("a commit")
        .expect("a message");
    assert!(message.contains(&format!("Undoes: {own}")), "{message}");
    let now = repository.file(&commit, CLEO).expect("a file");
    let first = b"name = \"Cleo\"\ngroup = \"all\"\n".to_vec();
    assert_eq!(
        now,
        Some(crate::register::snapshot::Content::Plain(first.into()))
    );
}

#[test]
fn only_ones_own_goes() {
    let (history, ..) = called();
    cleo(&history, "Cleo");
    refused(last(&history, "ann", MAYA, OPEN));
    refused(last(&history, "maya", "other@example.org", OPEN));
    assert!(last(&history, "maya", "MAYA@example.org", OPEN).is_ok());
}

#[test]
fn what_was_pushed_stays() {
    let (history, ..) = called();
    cleo(&history, "Cleo");
    let tip = history.git.revparse_single("HEAD").expect("a commit").id();
    let found = last(&history, "maya", MAYA, OPEN).expect("her own");
    let branch = "refs/remotes/origin/main";
    history
        .git
        .reference(branch, tip, false, "")
        .expect("a branch");
    let error = refused(last(&history, "maya", MAYA, OPEN));
    assert!(error.sentence.contains("origin/main"), "{error}");
    // It was pushed after it was found.
    let repository = history.open();
    undo(&repository, &found, &writing(&repository)).expect_err("it stays");
    cleo(&history, "Cleo Two");
    assert!(last(&history, "maya", MAYA, OPEN).is_ok());
}

#[test]
fn the_command_that_withdraws_what_a_record_says_is_told() {
    let (history, ..) = called();
    let position = "proposals/one/positions/maya.toml";
    record(&history, position, "position = \"accept\"\non = \"r1\"\n");
    // What was said in a call that has closed stays.
    let error = refused(last(&history, "maya", MAYA, CLOSED));
    assert!(error.sentence.contains("has closed"), "{error}");
    assert!(last(&history, "maya", MAYA, OPEN).is_ok());
    let repository = history.open();
    let head = repository.head().expect("a commit");
    let named = |name: &str| format!("name = \"{name}\"\ngroup = \"all\"\n");
    landed(&history, (CLEO, &named("Cleo")), &[]);
    let error = refused(last(&history, "maya", MAYA, OPEN));
    assert!(error.sentence.contains(head.short()), "{error}");
    assert_eq!(command(&error), Some("plenary position one --withdraw"));
    // A later change of the same record stays, too.
    cleo(&history, "Cleo Two");
    landed(&history, (CLEO, &named("Cleo Three")), &[]);
    let error = refused(last(&history, "maya", MAYA, OPEN));
    assert_eq!(command(&error), Some("git log -- participants/cleo.toml"));
}

//! Undoes a person's own last commit, if nobody else can have it yet. Where nothing followed it, the
//! branch goes back; else a new commit restores what it changed, if the rules allow that.

use std::collections::{BTreeMap, BTreeSet};

use crate::git::{CommitInput, CommitMode, CommitOutcome, Repository};
use crate::record::path::RecordPath;
use crate::register::entry::{CommitMessage, PendingCommit};
use crate::register::records::Register;
use crate::register::snapshot::{Content, Extent, MainCommit, Moment, PathChange};
use crate::session::error::{Error, ErrorKind};
use crate::session::gate::{acting, write};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder, shell_word};
use crate::value::digest::CommitId;
use crate::value::hint::Hint;
use crate::value::id::ParticipantId;
use crate::value::sentence::many_of;

/// A commit that can be undone.
#[derive(Debug, Clone)]
pub(crate) struct Undo {
    /// The commit.
    pub(crate) commit: MainCommit,
    /// How many commits follow it. If none does, the branch goes back.
    pub(crate) followed: u32,
    /// What restores the state before it.
    pub(crate) entry: PendingCommit,
}

/// The last commit of a participant who commits with this address, from `head` backwards.
pub(crate) fn last_own(
    repository: &Repository,
    head: &CommitId,
    (who, address): (&ParticipantId, &str),
    now: Instant,
) -> Result<Undo, Error> {
    for (followed, landing) in (0..).zip(repository.landings(head)?) {
        let commit = landing?;
        let own = own(repository, &commit, who, address)?;
        if let Some(branch) = repository.pushed(&commit.commit)? {
            return Err(match own {
                Some(moved) => pushed(&commit, &branch, &moved),
                None => nothing(who, &branch),
            });
        }
        if let Some(moved) = own {
            let entry = reverse(who, &commit, &moved)?;
            must_not_be_closed(repository, head, &commit, &moved, now)?;
            if followed > 0 {
                must_be_reversible(repository, head, &commit, &moved)?;
            }
            return Ok(Undo {
                commit,
                followed,
                entry,
            });
        }
    }
    Err(nothing(who, "the first commit"))
}

/// Undoes a commit, as `writing` says who does it, when, and from which commit.
pub(crate) fn undo(
    repository: &Repository,
    undo: &Undo,
    writing: &CommitInput,
) -> Result<CommitOutcome, Error> {
    if undo.followed > 0 {
        return write(repository, &undo.entry, writing);
    }
    let back = CommitInput {
        how: CommitMode::Back,
        ..writing.clone()
    };
    repository.land(&undo.entry, &back, |_| {
        match repository.pushed(&undo.commit.commit)? {
            Some(branch) => Err(pushed(&undo.commit, &branch, &[])),
            None => Ok(()),
        }
    })
}

/// What a commit changed, where this program wrote it for the person who committed it and it changes
/// nothing but records.
fn own(
    repository: &Repository,
    commit: &MainCommit,
    who: &ParticipantId,
    address: &str,
) -> Result<Option<Vec<PathChange>>, Error> {
    let Some(message) = repository.message(&commit.commit)? else {
        return Ok(None);
    };
    let message = CommitMessage::read(&message);
    let author = repository.authored(&commit.commit)?.author;
    let named = acting(&message);
    if named.as_ref() != Some(who) || !author.email.eq_ignore_ascii_case(address) {
        return Ok(None);
    }
    let moved = repository.between(commit.parent.as_ref(), &commit.commit)?;
    let is_record = |moved: &PathChange| matches!(RecordPath::identify(&moved.path), Some(Ok(_)));
    Ok((!moved.is_empty() && moved.iter().all(is_record)).then_some(moved))
}

/// The change that restores what a commit changed.
fn reverse(
    who: &ParticipantId,
    commit: &MainCommit,
    moved: &[PathChange],
) -> Result<PendingCommit, Error> {
    let (mut files, mut removed) = (BTreeMap::new(), BTreeSet::new());
    for change in moved {
        match &change.before {
            None => {
                removed.insert(change.path.clone());
            }
            Some(Content::Plain(bytes)) => {
                files.insert(change.path.clone(), bytes.to_vec());
            }
            Some(_) => {
                let sentence = format!("{} was not a plain file before", change.path);
                return Err(Error::new(ErrorKind::Refused, sentence, seen(commit)));
            }
        }
    }
    let short = commit.commit.short();
    Ok(PendingCommit {
        files,
        removed,
        message: CommitMessage {
            subject: format!("Undo commit {short}"),
            trailers: vec![
                ("Undoes".to_owned(), commit.commit.to_string()),
                ("By".to_owned(), who.to_string()),
            ],
        },
    })
}

/// Refuses what would delete a record, or a later change of the same record.
fn must_be_reversible(
    repository: &Repository,
    head: &CommitId,
    commit: &MainCommit,
    moved: &[PathChange],
) -> Result<(), Error> {
    let short = commit.commit.short();
    if let Some(new) = moved.iter().find(|change| change.before.is_none()) {
        let sentence = format!(
            "commit {short} made {}, and other commits follow it: a record cannot be deleted any more",
            new.path
        );
        return Err(Error::new(
            ErrorKind::Refused,
            sentence,
            instead(moved, commit),
        ));
    }
    for change in moved {
        if repository.file(head, &change.path)? != change.after {
            let sentence = format!("{} was changed again after commit {short}", change.path);
            let log = format!("git log -- {}", shell_word(&change.path));
            let hint = Hint::run("to see its changes", log);
            return Err(Error::new(ErrorKind::Refused, sentence, hint));
        }
    }
    Ok(())
}

/// Refuses to undo what was said in a call that has closed since: it counts.
fn must_not_be_closed(
    repository: &Repository,
    head: &CommitId,
    commit: &MainCommit,
    moved: &[PathChange],
    now: Instant,
) -> Result<(), Error> {
    for change in moved {
        let Some(Ok(RecordPath::Position(id, _) | RecordPath::Objection(id, _))) =
            RecordPath::identify(&change.path)
        else {
            continue;
        };
        let (moment, extent) = (Moment::Commit(head.clone()), Extent::Proposal(id.clone()));
        let register = Register::read(repository.snapshot(&moment, &extent)?);
        let folder = register.proposals.get(&id);
        if let Some((n, call)) = folder.and_then(|folder| folder.current_call())
            && !call.is_open(now)
        {
            let sentence = format!(
                "call {n} on {id} has closed since commit {}, so what was said in it stays",
                commit.commit.short()
            );
            return Err(Error::new(ErrorKind::Refused, sentence, seen(commit)));
        }
    }
    Ok(())
}

fn pushed(commit: &MainCommit, branch: &str, moved: &[PathChange]) -> Error {
    let sentence = format!(
        "your last commit, {}, was pushed to {branch}: others can have it, so it stays",
        commit.commit.short()
    );
    Error::new(ErrorKind::Refused, sentence, instead(moved, commit))
}

fn nothing(who: &ParticipantId, after: &str) -> Error {
    let sentence = format!("{who} has made nothing after {after} that can be undone");
    let hint = Hint::run("to see the commits", "git log");
    Error::new(ErrorKind::Refused, sentence, hint)
}

fn seen(commit: &MainCommit) -> Hint {
    Hint::run("to see it", format!("git show {}", commit.commit.short()))
}

/// The command that ends what a record says, where its file must stay.
fn instead(moved: &[PathChange], commit: &MainCommit) -> Hint {
    let records = moved
        .iter()
        .filter_map(|change| RecordPath::identify(&change.path)?.ok());
    let command = records.into_iter().find_map(|record| match record {
        RecordPath::Position(id, _) => Some(Command::new("position").with(id).with("--withdraw")),
        RecordPath::Objection(_, of) => Some(Command::new("reply").with(of).with("withdrawn")),
        RecordPath::Challenge(id, ..) => {
            Some(Command::new("challenge").with(id).with("--withdraw"))
        }
        RecordPath::Minority(id, ..) => Some(Command::new("minority").with(id).with("--withdraw")),
        RecordPath::Call(id, _) => Some(reasoned(Command::new("call withdraw").with(id))),
        RecordPath::Appeal(id, ..) => Some(reasoned(Command::new("appeal withdraw").with(id))),
        RecordPath::Handling(_, of) => Some(reasoned(Command::new("reopen").with(of))),
        _ => None,
    });
    match command {
        Some(command) => Hint::run("to withdraw what it says", command),
        None => seen(commit),
    }
}

fn reasoned(command: Command) -> Command {
    command.option("--reason", Placeholder::Text)
}

impl Undo {
    /// How it is undone, in words.
    pub(crate) fn how(&self) -> String {
        match self.followed {
            0 => "Nothing follows it, and it was not pushed: the branch goes back.".to_owned(),
            n => format!(
                "{} after it, so a new commit restores what it changed.",
                many_of(n, "commit comes", "commits come")
            ),
        }
    }
}

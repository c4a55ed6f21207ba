//! Finds what an act is about in the register, or refuses with the nearest name, and makes the pending
//! commit of an act.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::sync::Arc;

use crate::act::hints::{checked, replace, status};
use crate::act::refusal::Refusal;
use crate::record::charter::Charter;
use crate::record::edit::Edit;
use crate::record::path::RecordPath;
use crate::record::proposal::Proposal;
use crate::register::entry::{CommitMessage, PendingCommit};
use crate::register::records::{FiledObjection, ProposalRecords, Register};
use crate::register::tally_inputs::TallyInputs;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder, is_placeholder};
use crate::value::did_you_mean;
use crate::value::hint::Hint;
use crate::value::id::{ObjectionId, ProposalId};
use crate::value::sentence::any_of;

/// The charter; refused where it cannot be read.
pub(crate) fn charter(register: &Register) -> Result<&Charter, Refusal> {
    register.charter.as_deref().ok_or_else(|| {
        Refusal::rules(
            "the charter cannot be read, so nothing says who can do what",
            checked(),
        )
    })
}

/// A proposal with its folder.
pub(crate) fn proposal<'r>(
    register: &'r Register,
    id: &ProposalId,
) -> Result<(&'r ProposalRecords, &'r Proposal), Refusal> {
    let folder = register.proposals.get(id).map(Arc::as_ref);
    let read = folder.and_then(|folder| Some((folder, folder.proposal.as_ref()?)));
    read.ok_or_else(|| unreadable(format!("proposal {id}")))
}

/// The folder of a proposal at the moment that was asked for.
pub(crate) fn folder<'m>(
    moments: &'m TallyInputs,
    id: &ProposalId,
) -> Result<&'m ProposalRecords, Refusal> {
    let folder = moments.folder(id);
    folder.ok_or_else(|| unreadable(format!("proposal {id}")))
}

/// An objection of a proposal.
pub(crate) fn objection<'r>(
    register: &Register,
    folder: &'r ProposalRecords,
    proposal: &ProposalId,
    id: &ObjectionId,
) -> Result<&'r FiledObjection, Refusal> {
    folder.objections.get(id).ok_or_else(|| {
        let path = register.path(&RecordPath::Objection(proposal.clone(), id.clone()));
        if register.snapshot.files.contains_key(&path) {
            return unreadable(path);
        }
        let hint = match folder.objections.is_empty() {
            true => format!("{proposal} has no objections"),
            false => format!("its objections: {}", listed(folder.objections.keys())),
        };
        Refusal::usage(format!("{id} is not an objection on {proposal}"), hint)
    })
}

/// Refuses what needs a record that cannot be read.
pub(crate) fn unreadable(what: impl Display) -> Refusal {
    Refusal::rules(format!("{what} cannot be read"), checked())
}

/// A record that is changed in place, with its path.
pub(crate) struct File {
    path: String,
    pub(crate) edit: Edit,
}

impl File {
    /// The record, empty where there is none yet.
    pub(crate) fn of(register: &Register, record: &RecordPath) -> Result<Self, Refusal> {
        let path = register.path(record);
        let edit = Edit::open(register.bytes(&path).unwrap_or_default());
        match edit {
            Some(edit) => Ok(Self { path, edit }),
            None => Err(unreadable(path)),
        }
    }

    /// Its path and its bytes.
    pub(crate) fn finish(self) -> (String, Vec<u8>) {
        (self.path, self.edit.finish())
    }
}

/// A record to be changed in place, which must exist.
pub(crate) fn filed(register: &Register, path: &str) -> Result<Edit, Refusal> {
    let edit = register.bytes(path).and_then(Edit::open);
    edit.ok_or_else(|| unreadable(path))
}

/// Ids as choices in a sentence.
pub(crate) fn listed(ids: impl IntoIterator<Item = impl ToString>) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    any_of(ids.iter().map(String::as_str))
}

/// Asks whether the nearest of these names was meant; where none is near, what is said `instead`.
pub(crate) fn meant<'n>(
    typed: impl ToString,
    names: impl IntoIterator<Item = &'n str>,
    instead: impl FnOnce() -> Hint,
) -> Hint {
    match did_you_mean::nearest(&typed.to_string(), names) {
        Some(meant) => format!("did you mean {meant}?").into(),
        None => instead(),
    }
}

/// Refuses what would change a proposal whose question is answered.
pub(crate) fn must_be_undecided(folder: &ProposalRecords, id: &ProposalId) -> Result<(), Refusal> {
    // A later call that was withdrawn leaves the question answered.
    let answered = folder.current_decision().is_some() && !folder.is_open_again();
    if !answered && !folder.is_settled() {
        return Ok(());
    }
    let hint = match folder.is_open_again() {
        true => Hint::run(
            "the decision left the question open; a chair can ask it again",
            Command::new("call open")
                .with(id)
                .option("--closes", Placeholder::Time),
        ),
        false => Hint::run("to replace it, make a new proposal", replace(id)),
    };
    Err(Refusal::rules(
        format!("{id} is decided; its records can no longer change"),
        hint,
    ))
}

/// Refuses to change what a call has frozen until it is decided: the body decides on the text that it
/// was asked about.
pub(crate) fn must_not_be_in_call(
    folder: &ProposalRecords,
    id: &ProposalId,
    now: Instant,
) -> Result<(), Refusal> {
    let Some((n, call)) = folder.undecided_call() else {
        return Ok(());
    };
    let (sentence, hint) = match call.is_open(now) {
        true => (
            format!("the text of {id} cannot change while call {n} is open"),
            format!("wait until the call closes on {}", call.closing().long()).into(),
        ),
        false => (
            format!("the text of {id} cannot change before call {n} is decided"),
            status(id),
        ),
    };
    Err(Refusal::rules(sentence, hint))
}

/// A text that must not be empty; `flag` says where it is given.
pub(crate) fn said(text: &str, what: &str, flag: &str) -> Result<String, Refusal> {
    let text = tidy(text);
    if text.trim().is_empty() {
        return Err(Refusal::usage(
            format!("{what} is empty"),
            format!("give it with {flag}"),
        ));
    }
    if is_placeholder(&text) {
        let sentence = format!("{what} is still the placeholder {}", text.trim());
        return Err(Refusal::usage(sentence, format!("replace it with {what}")));
    }
    let hostile = crate::value::text::hostile_in(&text).next();
    match hostile.map(|(_, c, _)| c) {
        None => Ok(text),
        Some(c) => Err(Refusal::usage(
            format!(
                "{what} contains {}, which is not allowed in a record",
                crate::value::text::named(c)
            ),
            "remove the character",
        )),
    }
}

/// A text that must not be empty where it is given.
pub(crate) fn maybe_said(
    text: Option<&str>,
    what: &str,
    flag: &str,
) -> Result<Option<String>, Refusal> {
    text.map(|text| said(text, what, flag)).transpose()
}

/// Line ends as LF, no white space at the ends of lines; one line stays one line.
pub(crate) fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.trim_matches('\n').lines().map(str::trim_end).collect();
    match lines.as_slice() {
        [one] => (*one).to_owned(),
        many => format!("{}\n", many.join("\n")),
    }
}

/// The pending commit of one act: its files, and a message made of nothing but ids.
pub(crate) fn entry(
    files: impl IntoIterator<Item = (String, Vec<u8>)>,
    subject: String,
    trailers: &[(&str, &dyn Display)],
) -> PendingCommit {
    let trailers = trailers.iter();
    let trailers = trailers.map(|(key, value)| ((*key).to_owned(), value.to_string()));
    PendingCommit {
        files: files.into_iter().collect(),
        removed: BTreeSet::new(),
        message: CommitMessage {
            subject,
            trailers: trailers.collect(),
        },
    }
}

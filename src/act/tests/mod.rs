//! The room on registers made in memory: what an act writes, what its message says, and whom it refuses
//! with what. A row of refusals says its kind and the data that it tells: names, dates, commands.

mod actors;
mod appeals;
mod calls;
mod charters;
mod closing;
mod designation;
mod dispositions;
mod follow_up;
mod intake;
mod late;
mod mails;
mod meetings;
mod objections;
mod people;
mod positions;
mod proposals;
mod roster;
mod rosters;
mod tables;
mod totals;

use std::fmt::Debug;

use clap::{Args, Parser};
use toml::Table;

use crate::act::actor::{Actor, Behalf, IdentitySource};
use crate::act::refusal::{Kind, Refusal};
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::register::sample::{Sample, body, called, decided, who};
use crate::value::id::{ObjectionId, ProposalId};

/// While the call of [`called`] is open.
const OPEN: &str = "2026-05-05T12:00:00Z";
/// Its closing second, in which it is open no longer.
const CLOSES: &str = "2026-05-12T00:00:00Z";
/// After its close.
const LATER: &str = "2026-05-14T12:00:00Z";
/// After the decision of a sample.
const DECIDED: &str = "2026-05-25T12:00:00Z";

/// One more track in a charter.
const COUNCIL: &str = "
[track.council]
title = 'Council'
electorate = ['member']
count = 'participants'
silence = 'silent'
stale = 'carry'
designates = 'chair'
positions = { yes = 'for', no = 'against' }

[[track.council.level]]
name = 'agreed'
outcome = 'adopted'
";

/// The revisions of a proposal that was changed while the call of [`called`] was open.
const REVISED: &str = "
[[revision]]
name = 'r1'
at = 2026-05-01T09:00:00Z
sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

[[revision]]
name = 'r2'
at = 2026-05-03T09:00:00Z
sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
";

/// Somebody on the participant list.
fn by(register: &Register, name: &str) -> Actor {
    Actor::of(register, &IdentitySource::Named(name.to_owned(), "--as")).expect(name)
}

/// What somebody says for themselves.
fn oneself() -> Behalf {
    Behalf::default()
}

/// What was said by `of`, and is entered by another.
fn of(name: &str) -> Behalf {
    Behalf {
        of: Some(who(name)),
        ..Behalf::default()
    }
}

fn objection(id: &str) -> ObjectionId {
    ObjectionId::parse(id).expect(id)
}

/// A proposal and an objection to it, as an act takes them.
fn against(objection_id: &str) -> (ProposalId, ObjectionId) {
    (crate::register::sample::id("one"), objection(objection_id))
}

#[derive(Parser)]
#[command(no_binary_name = true)]
struct Parsed<T: Args> {
    #[command(flatten)]
    it: T,
}

/// An input as the command line makes it.
#[track_caller]
fn parsed<T: Args>(words: &[&str]) -> T {
    match Parsed::try_parse_from(words) {
        Ok(parsed) => parsed.it,
        Err(fault) => panic!("{fault}"),
    }
}

/// What the command line says to words that are no input.
#[track_caller]
fn not_parsed<T: Args>(words: &[&str]) -> String {
    match Parsed::<T>::try_parse_from(words) {
        Ok(_) => panic!("{words:?} were taken"),
        Err(fault) => fault.to_string(),
    }
}

/// A record of an entry says exactly this.
#[track_caller]
fn says(entry: &PendingCommit, path: &str, expected: &str) {
    let files: Vec<&String> = entry.files.keys().collect();
    let bytes = entry.files.get(path);
    let bytes = bytes.unwrap_or_else(|| panic!("{path} is none of {files:?}"));
    let text = std::str::from_utf8(bytes).expect("text");
    let read = text.parse::<Table>().expect(text);
    assert_eq!(read, expected.parse::<Table>().expect(expected), "{path}");
}

/// The paths that an entry writes.
fn paths(entry: &PendingCommit) -> Vec<&str> {
    entry.files.keys().map(String::as_str).collect()
}

/// The message of an entry says exactly this: the subject, then the trailers.
#[track_caller]
fn tells(entry: &PendingCommit, subject: &str, trailers: &[impl AsRef<str>]) {
    let message = &entry.message;
    let all = message.trailers.iter();
    let all: Vec<String> = all.map(|(key, value)| format!("{key}: {value}")).collect();
    let expected: Vec<&str> = trailers.iter().map(AsRef::as_ref).collect();
    assert_eq!(
        (message.subject.as_str(), all),
        (subject, to_strings(&expected))
    );
}

fn to_strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The sample as it is once an entry is committed; every record of it can be read.
#[track_caller]
fn landed(sample: &Sample, entry: &PendingCommit) -> Sample {
    let gone = entry.removed.iter();
    let sample = gone.fold(sample.clone(), |sample, path| sample.without(path));
    let after = entry.files.iter().fold(sample, |sample, (path, bytes)| {
        sample.with(path, String::from_utf8(bytes.clone()).expect(path))
    });
    after.register();
    after
}

/// It is refused in this way, and the refusal tells all of this: data with ` | ` between.
#[track_caller]
fn refused<T: Debug>(result: Result<T, Refusal>, kind: Kind, told: &str) {
    let refusal = result.expect_err("a refusal");
    let reasons = refusal.reasons.iter();
    let text: Vec<String> = reasons
        .map(|reason| format!("{}; {}", reason.sentence, reason.hint))
        .collect();
    let text = text.join("\n");
    assert_eq!(refusal.kind, kind, "{text}");
    for data in told.split(" | ") {
        assert!(text.contains(data), "\"{data}\" is not in: {text}");
    }
}

//! Fixes typing errors in records where nothing has to be guessed: names of files, keys and positions in
//! other letters, words of other communities, and errors in TOML syntax.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::answer_words::WordMeaning;
use crate::record::canonical_toml::CanonicalToml;
use crate::record::edit::Edit;
use crate::record::path::{CHARTER, Owner, PathFault, RecordPath};
use crate::record::position::is_pending;
use crate::record::reader;
use crate::record::track::Track;
use crate::record::typo_fix::mend;
use crate::register::records::Register;
use crate::register::snapshot::{Content, Snapshot};
use crate::value::code;
use crate::value::id::{self, ParticipantId, ProposalId, TrackId};

/// A file that can be fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The path that it has.
    pub from: String,
    /// The path that it should have.
    pub to: String,
    /// Its bytes.
    pub before: Vec<u8>,
    /// The bytes that it should have.
    pub after: Vec<u8>,
    /// What was wrong, in words.
    pub done: Vec<String>,
}

/// Every file at a wanted path that can be fixed. The records of a decided proposal are left as they
/// are, and so is every file that only this program writes.
pub fn fix(register: &Register, wanted: impl Fn(&str) -> bool) -> Vec<Fixed> {
    let mut taken: BTreeSet<String> = register.snapshot.files.keys().cloned().collect();
    let mut all = Vec::new();
    for (path, content) in &register.snapshot.files {
        let Content::Plain(bytes) = content else {
            continue;
        };
        if let Some(fixed) = Some(path)
            .filter(|path| wanted(path))
            .and_then(|path| one(register, path, bytes, &taken))
        {
            taken.insert(fixed.to.clone());
            all.push(fixed);
        }
    }
    all
}

/// The register as it would be with everything fixed.
pub fn mended(register: &Register, fixed: &[Fixed]) -> Register {
    let mut snapshot = register.snapshot.clone();
    for one in fixed {
        snapshot.files.remove(&one.from);
        let content = Content::Plain(one.after.clone());
        snapshot.files.insert(one.to.clone(), content);
    }
    Register::read(snapshot)
}

fn one(register: &Register, from: &str, bytes: &[u8], taken: &BTreeSet<String>) -> Option<Fixed> {
    let (to, record) = renamed(register, from)?;
    if !is_typed_by_people(&record) || is_settled(register, &record) {
        return None;
    }
    let mut done = Vec::new();
    let mut after = bytes.to_vec();
    if let Some(mended) = mend(bytes) {
        after = mended.text.into_bytes();
        done.extend(mended.done);
    }
    if to != from {
        if taken.contains(&to) || reader::plain(&after).is_none() {
            return None;
        }
        done.push(format!("the file is moved to {to}"));
    }
    let alone = SingleFileFix { register, to: &to };
    alone.keys(&mut after, &mut done);
    if let RecordPath::Position(id, _) = &record {
        alone.position(id, &mut after, &mut done);
    }
    (after != bytes || to != from).then(|| Fixed {
        from: from.to_owned(),
        to,
        before: bytes.to_vec(),
        after,
        done,
    })
}

fn is_typed_by_people(record: &RecordPath) -> bool {
    !matches!(
        record,
        RecordPath::AllowedSigners
            | RecordPath::Text(..)
            | RecordPath::Minutes(_)
            | RecordPath::Decision(..)
            | RecordPath::Manifest(..)
            | RecordPath::Signature(..)
            | RecordPath::Erratum(..)
            | RecordPath::SignOff(..)
    )
}

fn is_settled(register: &Register, record: &RecordPath) -> bool {
    let folder = record.proposal().and_then(|id| register.proposals.get(id));
    folder.is_some_and(|folder| folder.is_settled())
}

/// The path under which a file is a record, where that is certain; its own path where it is one.
fn renamed(register: &Register, from: &str) -> Option<(String, RecordPath)> {
    let mut path = from.to_owned();
    // A wrong folder can hide a wrong name.
    for _ in 0..3 {
        match RecordPath::identify(&path)? {
            Ok(record) => {
                let is_sure = path == from || is_known(register, &record);
                return is_sure.then_some((path, record));
            }
            Err(PathFault::Stray(meant)) => {
                path = meant.filter(|meant| adds_nothing(from, meant))?
            }
            Err(PathFault::BadId(bad, _)) => path = with_slug(&path, &bad)?,
        }
    }
    None
}

/// An objection has a name of its own, which nobody can guess from the name of its objector.
fn adds_nothing(from: &str, meant: &str) -> bool {
    !meant.ends_with(".cost.toml") || from.to_lowercase().contains(".cost")
}

/// The path with a bad id in the file's name written as ids are.
fn with_slug(path: &str, bad: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/')?;
    let slug = id::slug(bad);
    let is_name = name.contains(bad) && folder != "participants" && !slug.is_empty();
    is_name.then(|| format!("{folder}/{}", name.replacen(bad, &slug, 1)))
}

/// Whether every participant and group that a path names exists.
fn is_known(register: &Register, record: &RecordPath) -> bool {
    let known = |who: &ParticipantId| register.participants.contains_key(who);
    match &register.people.settled(record.clone()) {
        RecordPath::Position(_, Owner::Participant(who)) => known(who),
        RecordPath::Position(_, Owner::Group(group)) => {
            let charter = register.charter.as_ref();
            charter.is_some_and(|charter| charter.groups.iter().any(|own| own.id == *group))
        }
        RecordPath::Objection(_, of) | RecordPath::Handling(_, of) => known(&of.participant),
        RecordPath::Challenge(_, _, of) => known(&of.participant),
        RecordPath::Minority(_, _, who)
        | RecordPath::Appeal(_, _, who)
        | RecordPath::Ruling(_, _, who) => known(who),
        _ => true,
    }
}

/// A file, read with only as much of the register as its own errors depend on.
struct SingleFileFix<'a> {
    register: &'a Register,
    to: &'a str,
}

impl SingleFileFix<'_> {
    fn read(&self, bytes: &[u8]) -> Register {
        let whole = &self.register.snapshot;
        let own = Content::Plain(bytes.to_vec());
        let mut files = BTreeMap::from([(self.to.to_owned(), own)]);
        if let (Some(charter), true) = (whole.files.get(CHARTER), self.to != CHARTER) {
            files.insert(CHARTER.to_owned(), charter.clone());
        }
        Register::read(Snapshot {
            files,
            moment: whole.moment.clone(),
            extent: whole.extent.clone(),
            proposals: whole.proposals.clone(),
        })
    }

    /// Keys in other letters: each that is known when it is written as keys are.
    fn keys(&self, bytes: &mut Vec<u8>, done: &mut Vec<String>) {
        let before = self.read(bytes);
        let unknown = before.findings_in(self.to);
        let lines: Vec<u32> = unknown
            .filter(|finding| finding.code == code::S102)
            .filter_map(|finding| finding.place.line)
            .collect();
        for line in lines {
            let Some((changed, [key, lower])) = lowered(bytes, line) else {
                continue;
            };
            let faults = |register: &Register| register.findings_in(self.to).count();
            if faults(&self.read(&changed)) < faults(&self.read(bytes)) {
                done.push(format!("the key \"{key}\" is written as \"{lower}\""));
                *bytes = changed;
            }
        }
    }

    /// A position in other letters, or in a word of another community.
    fn position(&self, id: &ProposalId, bytes: &mut Vec<u8>, done: &mut Vec<String>) {
        let Some(table) = reader::plain(bytes) else {
            return;
        };
        let said = |key: &str| table.get(key).and_then(|value| value.as_str());
        let (Some(word), tracks) = (said("position"), self.tracks(id, said("track"))) else {
            return;
        };
        let mut positions = tracks.iter().flat_map(|track| &track.positions);
        if is_pending(word) || positions.any(|position| position.name.as_str() == word) {
            return;
        }
        let own = tracks
            .iter()
            .map(|track| track.answer_words().meaning(word));
        let mut known: Vec<WordMeaning> =
            own.filter(|said| *said != WordMeaning::Unknown).collect();
        known.dedup();
        let [WordMeaning::Position(meant)] = known.as_slice() else {
            return;
        };
        let (what, mut sheet) = (
            format!("\"{word}\" is written as \"{meant}\""),
            CanonicalToml::new(),
        );
        sheet.text("position", meant.as_str());
        if let Some(mut edit) = Edit::open(bytes) {
            edit.set(sheet);
            *bytes = edit.finish();
            done.push(what);
        }
    }

    /// The tracks on which a position can be given.
    fn tracks(&self, id: &ProposalId, named: Option<&str>) -> Vec<&Track> {
        let (Some(charter), Some(folder)) = (
            self.register.charter.as_ref(),
            self.register.proposals.get(id),
        ) else {
            return Vec::new();
        };
        if let Some(named) = named {
            let named = TrackId::parse(named).ok();
            let named = named.and_then(|named| charter.track(&named));
            return named.into_iter().collect();
        }
        let own = folder.proposal.as_ref().map(|read| &read.track);
        let called = folder.current_call().map(|(_, call)| &call.track);
        let either: BTreeSet<&TrackId> = own.into_iter().chain(called).collect();
        let tracks = either.into_iter().filter_map(|id| charter.track(id));
        tracks.collect()
    }
}

/// The bytes with the key on a line, from 1, written as keys are; and the key before and after.
fn lowered(bytes: &[u8], line: u32) -> Option<(Vec<u8>, [String; 2])> {
    let text = std::str::from_utf8(bytes).ok()?;
    let at = usize::try_from(line).ok()?.checked_sub(1)?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let (key, rest) = lines.get(at)?.split_once('=')?;
    let key = key.trim();
    let lower = key.to_lowercase().replace('_', "-");
    let new = format!("{lower} ={rest}");
    if lower == key {
        return None;
    }
    let key = key.to_owned();
    *lines.get_mut(at)? = new;
    let text = format!("{}\n", lines.join("\n"));
    Some((text.into_bytes(), [key, lower]))
}

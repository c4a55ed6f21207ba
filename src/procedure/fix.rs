//! Fixes typing errors in records where nothing has to be guessed: names of files, keys and positions in
//! other letters, words of other communities, values of another type, and errors in TOML syntax.

use std::collections::BTreeSet;

use crate::record::answer_words::WordMeaning;
use crate::record::canonical_toml::CanonicalToml;
use crate::record::edit::Edit;
use crate::record::kind::Kind;
use crate::record::mentions::{Mentions, Way};
use crate::record::misplaced::misplaced;
use crate::record::path::{CHARTER, Owner, PathFault, RecordPath};
use crate::record::position::is_pending;
use crate::record::reader;
use crate::record::track::Track;
use crate::record::typo_fix::{mend, retyped};
use crate::register::records::Register;
use crate::register::shared_files::SharedFiles;
use crate::register::snapshot::{Content, LARGEST_RECORD, Snapshot};
use crate::value::id::{self, ParticipantId, ProposalId, TrackId};
use crate::value::text::shortened;
use crate::value::{code, did_you_mean};

/// A file with more lines to be fixed than this was not typed by a person who knows what a record is.
const MOST_LINES: usize = 10;

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

/// Every file at a wanted path that can be fixed. `by` is who submits the files, where one participant
/// does: a position in the name of nobody is theirs. The records of a decided proposal are left as they
/// are, and so is every file that only this program writes.
pub fn fix(
    register: &Register,
    by: Option<&ParticipantId>,
    wanted: impl Fn(&str) -> bool,
) -> Vec<Fixed> {
    let mut taken: BTreeSet<String> = register.snapshot.files.keys().cloned().collect();
    let mut all = Vec::new();
    for (path, content) in &register.snapshot.files {
        if let Some(fixed) = Some(path)
            .filter(|path| wanted(path))
            .and_then(|path| one(register, by, (path, content), &taken))
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
        let content = Content::Plain(one.after.as_slice().into());
        snapshot.files.insert(one.to.clone(), content);
    }
    Register::read(snapshot)
}

fn one(
    register: &Register,
    by: Option<&ParticipantId>,
    (from, content): (&str, &Content),
    taken: &BTreeSet<String>,
) -> Option<Fixed> {
    let small = |bytes: &&[u8]| bytes.len() as u64 <= LARGEST_RECORD;
    let bytes = content.bytes().filter(small)?;
    let text = mend(bytes);
    let mut done = text.as_ref().map_or(Vec::new(), |text| text.done.clone());
    let mut after = text.map_or_else(|| bytes.to_vec(), |text| text.text.into_bytes());
    let named = renamed(register, from);
    let is_somebodys = |(_, record): &(String, RecordPath)| {
        is_typed_by_people(record) && is_known(register, record)
    };
    let theirs = by.filter(|_| !named.as_ref().is_some_and(is_somebodys));
    let theirs = theirs.and_then(|who| own_place(register, who, from, &after));
    let (to, record) = theirs.or(named)?;
    if !is_typed_by_people(&record) || is_settled(register, &record) {
        return None;
    }
    if to != from {
        if taken.contains(&to) || reader::plain(&after).is_none() {
            return None;
        }
        done.push(format!("the file is moved to {to}"));
    }
    let runs = matches!(content, Content::Executable(_));
    done.extend(runs.then(|| "the file is executable".to_owned()));
    let alone = SingleFileFix { register, to: &to };
    alone.lines(&record, &mut after, &mut done);
    if let RecordPath::Position(id, _) = &record {
        alone.position(id, &mut after, &mut done);
    }
    (after != bytes || to != from || runs).then(|| Fixed {
        from: from.to_owned(),
        to,
        before: bytes.to_vec(),
        after,
        done,
    })
}

/// The place of a position whose file has the name of nobody, where `who` submits it: a login, a name in full,
/// any other word. One that is nearly the name of another participant can be meant for them.
fn own_place(
    register: &Register,
    who: &ParticipantId,
    from: &str,
    bytes: &[u8],
) -> Option<(String, RecordPath)> {
    let (folder, name) = from.rsplit_once('/')?;
    let id = ProposalId::parse(from.split('/').nth(1)?).ok()?;
    register.proposals.get(&id)?;
    let inside = folder == format!("proposals/{id}/positions");
    let said = misplaced(from, bytes).is_some_and(|(kind, _)| kind.name == "position");
    let record = RecordPath::Position(id, Owner::Participant(who.clone()));
    let (said, known) = (
        reader::plain(bytes).filter(|_| inside || said)?,
        keys(&record),
    );
    let own: Vec<&String> = said.as_table()?.keys().collect();
    let has = |key| {
        own.iter()
            .any(|one| did_you_mean::only(one, &known) == Some(key))
    };
    let stem = name.split('.').next()?;
    let ids = register.participants.keys().map(ParticipantId::as_str);
    let nearest = did_you_mean::nearest(stem, ids);
    let others = !register.named(stem).iter().all(|one| *one == who)
        || nearest.is_some_and(|one| one != who.as_str());
    if !has("position") || has("proxy") || has("relayed-by") || others || stem.starts_with('@') {
        return None;
    }
    Some((register.path(&record), record))
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
            Err(PathFault::BadId(bad, _)) => path = with_slug(register, &path, &bad)?,
        }
    }
    None
}

/// An objection has a name of its own, which nobody can guess from the name of its objector.
fn adds_nothing(from: &str, meant: &str) -> bool {
    !meant.ends_with(".cost.toml") || from.to_lowercase().contains(".cost")
}

/// The path with a bad id in the file's name, or in that of the proposal's folder, written as ids are.
fn with_slug(register: &Register, path: &str, bad: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/')?;
    let slug = id::slug(bad);
    if register.proposal_names().contains(&slug) && path.split('/').nth(1) == Some(bad) {
        return Some(path.replacen(bad, &slug, 1));
    }
    let is_name = name.contains(bad) && folder != "participants" && !slug.is_empty();
    is_name.then(|| format!("{folder}/{}", name.replacen(bad, &slug, 1)))
}

/// Whether every participant and group that a path names exists.
fn is_known(register: &Register, record: &RecordPath) -> bool {
    let mut settled = register.people.settled(record.clone());
    let charter = register.charter.as_ref();
    let mut known = match &settled {
        RecordPath::Position(_, Owner::Group(group)) => {
            charter.is_some_and(|charter| charter.group(group).is_some())
        }
        _ => true,
    };
    settled.people_mut(&Way::Record, &mut |who, _| {
        known &= register.participants.contains_key(who);
    });
    known
}

/// A file, read with only as much of the register as its own errors depend on.
struct SingleFileFix<'a> {
    register: &'a Register,
    to: &'a str,
}

impl SingleFileFix<'_> {
    fn read(&self, bytes: &[u8]) -> Register {
        let whole = &self.register.snapshot;
        let own = Content::Plain(bytes.into());
        let mut files = SharedFiles::from_iter([(self.to.to_owned(), own)]);
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

    /// Lines with a key in other letters or with a typing error, or with a value of another type: each is
    /// written as the one that is known, where it then has no error.
    fn lines(&self, record: &RecordPath, bytes: &mut Vec<u8>, done: &mut Vec<String>) {
        let known = keys(record);
        let before = self.read(bytes);
        let unknown = before.findings_in(self.to);
        let lines: Vec<u32> = unknown
            .filter(|finding| [code::S102, code::S111].contains(&finding.code))
            .filter_map(|finding| finding.place.line)
            .collect();
        if lines.len() > MOST_LINES {
            return;
        }
        for line in lines {
            let now = self.faults(bytes);
            let mut offers = offers(bytes, line, &known).into_iter();
            if let Some((changed, what)) = offers.find(|(new, _)| self.faults(new) < now) {
                done.push(what);
                *bytes = changed;
            }
        }
    }

    /// The number of errors, without the word of a position.
    fn faults(&self, bytes: &[u8]) -> usize {
        let register = self.read(bytes);
        let all = register.findings_in(self.to);
        all.filter(|finding| finding.code != code::S130).count()
    }

    /// A position in other letters, or in another word of its track.
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
        let what = format!("\"{word}\" is written as \"{meant}\"");
        let mut sheet = CanonicalToml::new();
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

/// The keys that a line can be meant to have. Those of a charter have other keys inside.
fn keys(record: &RecordPath) -> Vec<&'static str> {
    let kind = Kind::of(record).filter(|_| *record != RecordPath::Charter);
    let keys = kind.map_or_else(Vec::new, |kind| (kind.keys)());
    keys.into_iter().map(|key| key.name).collect()
}

/// The bytes with other lines in place of one, counted from 1; and what was changed.
fn offers(bytes: &[u8], line: u32, known: &[&str]) -> Vec<(Vec<u8>, String)> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let at = usize::try_from(line).unwrap_or_default().saturating_sub(1);
    let old = text.lines().nth(at).unwrap_or_default();
    let keyed = rekeyed(old, known);
    let typed = keyed.as_ref().map_or(old, |(line, _)| line);
    let typed = retyped(typed).into_iter().map(|new| {
        let (was, is) = (shortened(old.trim(), 60), shortened(&new, 60));
        (new, format!("the line {was} is written as {is}"))
    });
    let put = |(new, what): (String, String)| {
        let whole = |(n, own): (usize, &str)| match n == at {
            true => format!("{new}\n"),
            false => format!("{own}\n"),
        };
        let text: String = text.lines().enumerate().map(whole).collect();
        (text.into_bytes(), what)
    };
    let offers: Vec<_> = typed.collect();
    keyed.into_iter().chain(offers).map(put).collect()
}

/// A line with its key written as keys are, or as the only one of the known keys that it can be.
fn rekeyed(line: &str, known: &[&str]) -> Option<(String, String)> {
    let (key, rest) = line.split_once('=')?;
    let key = key.trim().trim_matches('"');
    let lower = key.to_lowercase().replace('_', "-");
    let meant = did_you_mean::only(key, known).unwrap_or(&lower);
    let what = format!(
        "the key \"{}\" is written as \"{meant}\"",
        shortened(key, 60)
    );
    (meant != key).then(|| (format!("{meant} ={rest}"), what))
}

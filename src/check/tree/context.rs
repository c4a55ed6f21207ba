//! Gives the checks of a tree the register and lookups that several of them need, and collects their findings.

use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, BTreeSet};

use crate::record::charter::Charter;
use crate::record::path::{PathFault, RecordPath};
use crate::record::position::Position;
use crate::record::reader::KeyPositions;
use crate::record::track::Track;
use crate::register::folder::CallFolder;
use crate::register::records::{ProposalRecords, Register};
use crate::register::snapshot::{Content, roster_path};
use crate::tally::criterion::{self, Criterion, RuleFault};
use crate::tally::electorate::vocabulary;
use crate::value::clock::Instant;
use crate::value::code::CheckCode;
use crate::value::did_you_mean;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::{ObjectionId, ParticipantId, ProposalId, TrackId};
use crate::value::sentence::many;

/// For how many unknown names the nearest known one is looked up, which takes long in a large register.
const SUGGESTIONS: u32 = 100;

/// A file inside the register's own folders.
pub(super) struct File<'r> {
    pub(super) path: &'r str,
    pub(super) content: &'r Content,
    pub(super) record: Result<RecordPath, PathFault>,
}

/// A register with what the checks look up in it.
pub(super) struct CheckContext<'r> {
    pub(super) register: &'r Register,
    /// The time for which the register is checked, if any.
    pub(super) now: Option<Instant>,
    pub(super) files: Vec<File<'r>>,
    /// The files that are not read as records: of those at the root and in the register's folders.
    pub(super) others: Vec<(&'r str, &'r Content)>,
    suggestions: Cell<u32>,
    rules: OnceCell<Vec<Rule<'r>>>,
}

impl<'r> CheckContext<'r> {
    pub(super) fn of(register: &'r Register, now: Option<Instant>) -> Self {
        let (mut files, mut others) = (Vec::new(), Vec::new());
        for (path, content) in &register.snapshot.files {
            let record = register.identify(path);
            if !record.as_ref().is_some_and(is_read) {
                others.push((path.as_str(), content));
            }
            let identified = record.map(|record| File {
                path,
                content,
                record,
            });
            files.extend(identified);
        }
        Self {
            register,
            now,
            files,
            others,
            suggestions: Cell::new(SUGGESTIONS),
            rules: OnceCell::new(),
        }
    }

    /// The rules of the charter; read on first use.
    pub(super) fn rules(&self) -> &[Rule<'r>] {
        self.rules.get_or_init(|| Rule::all(self.register))
    }

    /// The charter, if it can be read.
    pub(super) fn charter(&self) -> Option<&'r Charter> {
        self.register.charter.as_deref()
    }

    /// Whether there is a file at `path`.
    pub(super) fn has(&self, path: &str) -> bool {
        self.register.snapshot.files.contains_key(path)
    }

    /// Whether a name is on the participant list, even if its record cannot be read.
    pub(super) fn knows(&self, who: &ParticipantId) -> bool {
        self.register.participants.contains_key(who) || self.has(&roster_path(who))
    }

    /// The participant id that is nearest to `name`.
    pub(super) fn nearest_participant(&self, name: &str) -> Option<&'r str> {
        let left = self.suggestions.get().checked_sub(1)?;
        self.suggestions.set(left);
        let known = self.register.participants.keys();
        did_you_mean::nearest(name, known.map(ParticipantId::as_str))
    }

    /// One proposal of the snapshot.
    pub(super) fn case(&self, id: &ProposalId) -> Option<CheckedProposal<'r>> {
        let register = self.register;
        let (id, folder) = register.proposals.get_key_value(id)?;
        Some(CheckedProposal {
            id,
            folder,
            register,
        })
    }

    /// The proposals of the snapshot.
    pub(super) fn proposals(&self) -> impl Iterator<Item = CheckedProposal<'r>> + '_ {
        let register = self.register;
        register
            .proposals
            .iter()
            .map(|(id, folder)| CheckedProposal {
                id,
                folder,
                register,
            })
    }

    /// The calls of all proposals, with their numbers.
    pub(super) fn calls(
        &self,
    ) -> impl Iterator<Item = (CheckedProposal<'r>, u32, &'r CallFolder)> + '_ {
        self.proposals().flat_map(|case| {
            let calls = case.folder.calls.iter();
            calls.map(move |(n, filed)| (case, *n, &**filed))
        })
    }
}

/// Whether a path is that of a record with keys.
fn is_read(record: &Result<RecordPath, PathFault>) -> bool {
    record
        .as_ref()
        .is_ok_and(|record| !matches!(record, RecordPath::Text(..)))
}

/// One proposal with all its records.
#[derive(Clone, Copy)]
pub(super) struct CheckedProposal<'r> {
    pub(super) id: &'r ProposalId,
    pub(super) folder: &'r ProposalRecords,
    pub(super) register: &'r Register,
}

impl<'r> CheckedProposal<'r> {
    /// The path of the proposal's own record.
    pub(super) fn path(&self) -> String {
        RecordPath::Proposal(self.id.clone()).to_string()
    }

    /// The path of a call's record.
    pub(super) fn call_path(&self, n: u32) -> String {
        RecordPath::Call(self.id.clone(), n).to_string()
    }

    /// The path of a decision's record.
    pub(super) fn decision_path(&self, n: u32) -> String {
        RecordPath::Decision(self.id.clone(), n).to_string()
    }

    /// The path of the record of what was done with an objection.
    pub(super) fn handling_path(&self, of: &ObjectionId) -> String {
        self.register
            .path(&RecordPath::Handling(self.id.clone(), of.clone()))
    }

    /// The tracks for which a position can have been given: the one that it names, else those of the open
    /// call and of the proposal.
    pub(super) fn tracks_of(&self, position: Option<&Position>) -> Vec<&'r Track> {
        if let Some(named) = position.and_then(|position| position.track.as_ref()) {
            return self.track(named).into_iter().collect();
        }
        let own = self.folder.proposal.as_ref().map(|read| &read.track);
        let of_call = self.folder.current_call().map(|(_, call)| &call.track);
        let either = of_call
            .into_iter()
            .chain(own.filter(|own| Some(*own) != of_call));
        either.filter_map(|track| self.track(track)).collect()
    }

    /// A track by the charter of the current call, else by the present one.
    pub(super) fn track(&self, id: &TrackId) -> Option<&'r Track> {
        let call = self.folder.current_call().map(|(_, call)| call);
        let fixed = call.and_then(|call| self.register.charter_of(call));
        let charters = fixed.into_iter().chain(self.register.charter.as_deref());
        charters.into_iter().find_map(|charter| charter.track(id))
    }

    /// Whether the last call that was not withdrawn is decided. From then on, the charter can change without
    /// making old records wrong.
    pub(super) fn is_settled(&self) -> bool {
        let mut calls = self.folder.calls.iter().rev();
        let last = calls.find(|(_, filed)| {
            let withdrawn = |call: &crate::record::call::Call| call.withdrawal.is_some();
            !filed.call.as_ref().is_some_and(withdrawn)
        });
        last.is_some_and(|(n, filed)| {
            let files = &self.register.snapshot.files;
            filed.decision.is_some() || files.contains_key(&self.decision_path(*n))
        })
    }

    /// Whether an objection exists, even if it cannot be read.
    pub(super) fn has_objection(&self, id: &ObjectionId) -> bool {
        let files = &self.register.snapshot.files;
        let path = self
            .register
            .path(&RecordPath::Objection(self.id.clone(), id.clone()));
        let carried = || {
            let owner = crate::record::path::Owner::Participant(id.participant.clone());
            let filed = self.folder.position_of(&owner);
            id.is_in_position() && filed.is_some_and(|(_, file)| file.position.is_none())
        };
        self.folder.objections.contains_key(id) || files.contains_key(&path) || carried()
    }
}

/// The most findings of one kind that are reported for one file.
const MOST: usize = 20;

/// Where in its file a finding is.
enum FaultLocation {
    /// The whole file.
    File,
    /// A line, from 1.
    Line(u32),
    /// The value to which the keys lead, separated by `/`.
    Key(String),
    /// The same, and the byte in the text that the value is.
    Inside(String, usize),
}

/// A finding in one file.
pub(super) struct PendingFinding {
    spot: FaultLocation,
    sentence: String,
    hint: Option<String>,
    because: Vec<String>,
}

impl PendingFinding {
    /// A finding on a whole file.
    pub(super) fn new(sentence: impl Into<String>) -> Self {
        Self {
            spot: FaultLocation::File,
            sentence: sentence.into(),
            hint: None,
            because: Vec::new(),
        }
    }

    /// The same, at the value to which the keys lead: `track/policy/gate/1/when`.
    pub(super) fn key(mut self, way: impl Into<String>) -> Self {
        self.spot = FaultLocation::Key(way.into());
        self
    }

    /// The same, at a byte of the text to which the keys lead.
    pub(super) fn inside(mut self, way: &str, at: usize) -> Self {
        self.spot = FaultLocation::Inside(way.to_owned(), at);
        self
    }

    /// The same, at a line.
    pub(super) fn line(mut self, line: u32) -> Self {
        self.spot = FaultLocation::Line(line);
        self
    }

    /// The same, with what to do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same, which a change of another file can also cause; a path that ends in `/` means every file of
    /// that folder.
    pub(super) fn because(mut self, path: impl Into<String>) -> Self {
        self.because.push(path.into());
        self
    }
}

/// The findings of one check.
pub(super) struct FindingSink {
    code: &'static CheckCode,
    by_path: BTreeMap<String, (Vec<PendingFinding>, usize)>,
}

impl FindingSink {
    pub(super) fn of(code: &'static CheckCode) -> Self {
        Self {
            code,
            by_path: BTreeMap::new(),
        }
    }

    /// Adds a finding in the file at `path`. Its sentence is made only while the file has fewer than the most, so
    /// that a hostile file cannot keep the program busy.
    pub(super) fn note(&mut self, path: &str, fault: impl FnOnce() -> PendingFinding) {
        if !self.by_path.contains_key(path) {
            self.by_path.insert(path.to_owned(), (Vec::new(), 0));
        }
        if let Some((faults, more)) = self.by_path.get_mut(path) {
            match faults.len() < MOST {
                true => faults.push(fault()),
                false => *more += 1,
            }
        }
    }

    pub(super) fn finish(self) -> Vec<FindingAt> {
        let code = self.code;
        let filed = move |path: &String, fault| FindingAt {
            code,
            path: path.clone(),
            fault,
        };
        let of_file = |(path, (mut faults, more)): (String, (Vec<PendingFinding>, usize))| {
            if more > 0 {
                let findings = many(more, "more finding");
                faults.push(PendingFinding::new(format!(
                    "{findings} of this kind in this file"
                )));
            }
            let all: Vec<FindingAt> = faults
                .into_iter()
                .map(|fault| filed(&path, fault))
                .collect();
            all
        };
        self.by_path.into_iter().flat_map(of_file).collect()
    }
}

/// A finding with its code and its file.
pub(super) struct FindingAt {
    code: &'static CheckCode,
    path: String,
    fault: PendingFinding,
}

/// A finding with its causes.
pub(super) struct FindingCause {
    pub(super) finding: Finding,
    because: Vec<String>,
}

impl FindingCause {
    /// A finding that only its own file causes.
    pub(super) fn by_itself(finding: Finding) -> Self {
        Self {
            finding,
            because: Vec::new(),
        }
    }

    /// Whether a change of one of these files causes it.
    pub(super) fn is_caused_by(&self, paths: &BTreeSet<String>) -> bool {
        let touched = |reason: &String| match reason.ends_with('/') {
            true => paths
                .range(reason.clone()..)
                .next()
                .is_some_and(|path| path.starts_with(reason)),
            false => paths.contains(reason),
        };
        paths.contains(&self.finding.place.path) || self.because.iter().any(touched)
    }
}

/// The findings with their places; each file is opened once.
pub(super) fn placed(register: &Register, mut faults: Vec<FindingAt>) -> Vec<FindingCause> {
    faults.sort_by(|a, b| a.path.cmp(&b.path));
    let mut out = Vec::new();
    for of_file in faults.chunk_by_mut(|a, b| a.path == b.path) {
        let path = of_file.first().map_or("", |filed| &filed.path).to_owned();
        let bytes = register.bytes(&path).unwrap_or_default();
        let places = KeyPositions::of(&path, bytes);
        out.extend(of_file.iter_mut().map(|filed| caused(filed, &places)));
    }
    out
}

fn caused(filed: &mut FindingAt, places: &KeyPositions<'_>) -> FindingCause {
    let place = match &filed.fault.spot {
        FaultLocation::File => SourceLocation::file(&filed.path),
        FaultLocation::Line(line) => SourceLocation::spot(&filed.path, *line, 1),
        FaultLocation::Key(way) => places.at(way),
        FaultLocation::Inside(way, at) => places.inside(way, *at),
    };
    let mut finding = Finding::new(filed.code, place, std::mem::take(&mut filed.fault.sentence));
    finding.hint = filed.fault.hint.take();
    FindingCause {
        finding,
        because: std::mem::take(&mut filed.fault.because),
    }
}

/// One rule of a track, and the way to it in the charter.
pub(super) struct Rule<'r> {
    pub(super) charter: &'r Charter,
    pub(super) track: &'r Track,
    pub(super) title: String,
    pub(super) way: String,
    pub(super) read: Result<Criterion, Vec<RuleFault>>,
}

impl<'r> Rule<'r> {
    /// Every rule of every track.
    pub(super) fn all(register: &'r Register) -> Vec<Self> {
        let Some(charter) = register.charter.as_ref() else {
            return Vec::new();
        };
        let of_track = |track: &'r Track| {
            let words = vocabulary(charter, register, track);
            track.rules().map(move |(name, list, n, when)| Rule {
                charter,
                track,
                title: match list {
                    "gate" => format!("requirement \"{name}\" on track {}", track.id),
                    _ => format!("level \"{name}\" on track {}", track.id),
                },
                way: format!("track/{}/{list}/{n}/when", track.id),
                read: criterion::parse(when, &words),
            })
        };
        charter.tracks.iter().flat_map(of_track).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{FindingCause, FindingSink, PendingFinding, placed};
    use crate::blessed::screen;
    use crate::register::sample::Sample;
    use crate::value::code;

    fn caused(path: &str) -> FindingCause {
        let mut found = FindingSink::of(code::S119);
        found.note("proposals/p/proposal.toml", || {
            PendingFinding::new("missing").because("proposals/p/")
        });
        let all = placed(&Sample::default().faulty(), found.finish());
        let caused = all.into_iter().next().unwrap();
        assert_eq!(caused.finding.place.path, path);
        caused
    }

    #[test]
    fn a_folder_as_reason_stands_for_all_its_files() {
        let caused = caused("proposals/p/proposal.toml");
        let by = |path: &str| caused.is_caused_by(&[path.to_owned()].into());
        assert!(by("proposals/p/text.md"));
        assert!(by("proposals/p/proposal.toml"));
        assert!(!by("proposals/p-2/text.md"));
        assert!(!by("proposals/o/text.md"));
    }

    #[test]
    fn a_file_full_of_faults_is_cut_short_and_says_so() {
        let mut found = FindingSink::of(code::S120);
        for n in 0..25 {
            found.note("f.toml", || PendingFinding::new(format!("fault {n}")));
        }
        let all = placed(&Sample::default().faulty(), found.finish());
        assert_eq!(all.len(), 21);
        let last = &all.last().unwrap().finding.sentence;
        assert!(last.starts_with("5 "), "{last}");
        screen("check/a_file_full_of_faults", &format!("{last}\n"));
    }
}

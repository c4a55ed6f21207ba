//! Collects what the checks of a change need: the state before it, what it does to each record, who submits
//! it, and who can do what.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::change::Change;
use crate::procedure::hand::Origin;
use crate::procedure::names::only;
use crate::procedure::rights::{self, About, Deed};
use crate::record::charter::{Charter, Identity};
use crate::record::mentions::Mentions;
use crate::record::objection::Objection;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::record::reader::{KeyPositions, Read};
use crate::register::people::People;
use crate::register::records::{ProposalRecords, Register};
use crate::register::snapshot::{Content, PathChange};
use crate::tally::closing::{is_live, live};
use crate::value::code::{self, CheckCode};
use crate::value::command::Placeholder;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};
use crate::value::sentence::all_of;
use crate::value::text::shortened;

/// What the checks of a change need.
pub(super) struct ChangeContext<'g> {
    pub(super) before: &'g Register,
    pub(super) charter: &'g Charter,
    pub(super) change: &'g Change<'g>,
    pub(super) origin: &'g Origin,
    pub(super) pieces: &'g [RecordChange<'g>],
    pub(super) live: OnceCell<BTreeMap<ProposalId, BTreeSet<ObjectionId>>>,
    pub(super) by_record: OnceCell<BTreeMap<&'g RecordPath, Vec<&'g RecordChange<'g>>>>,
}

impl<'g> ChangeContext<'g> {
    /// What the change does to the files of a record: one with a former id can have several.
    pub(super) fn pieces_of(&self, record: &RecordPath) -> &[&'g RecordChange<'g>] {
        let by_record = self.by_record.get_or_init(|| {
            let mut all = BTreeMap::new();
            for piece in self.pieces {
                all.entry(&piece.record)
                    .or_insert_with(Vec::new)
                    .push(piece);
            }
            all
        });
        by_record.get(record).map_or(&[], Vec::as_slice)
    }

    /// A proposal as it was.
    pub(super) fn folder(&self, id: &ProposalId) -> Option<&ProposalRecords> {
        self.before.proposals.get(id).map(Arc::as_ref)
    }

    /// The files of a proposal that are the position of an owner.
    pub(super) fn positions_of(
        &self,
        id: &ProposalId,
        owner: &Owner,
    ) -> impl Iterator<Item = &str> {
        let folder = self.folder(id).into_iter();
        let filed = folder.flat_map(|folder| &folder.positions);
        let own = filed.filter(move |(_, file)| file.owner == *owner);
        own.map(|(path, _)| path.as_str())
    }

    /// The objections to each changed proposal that are live after the change. One that cannot be read has
    /// another finding.
    pub(super) fn live_objections(&self) -> &BTreeMap<ProposalId, BTreeSet<ObjectionId>> {
        self.live.get_or_init(|| {
            let mut all = BTreeMap::new();
            for piece in self.pieces {
                let Some(id) = piece.record.proposal() else {
                    continue;
                };
                let before = || self.folder(id).into_iter().flat_map(live);
                let of_proposal: &mut BTreeSet<_> = all
                    .entry(id.clone())
                    .or_insert_with(|| before().map(|(of, _)| of.clone()).collect());
                match piece.objection() {
                    Some((of, true)) => drop(of_proposal.insert(of)),
                    Some((of, false)) => drop(of_proposal.remove(&of)),
                    None => {}
                }
            }
            all
        })
    }

    /// Whether the change removes the file at `path`.
    pub(super) fn takes_away(&self, path: &str) -> bool {
        let mut moved = self.change.moved.iter();
        moved.any(|moved| moved.path == path && moved.after.is_none())
    }

    /// What concerns the register as a whole.
    pub(super) fn register(&self) -> About<'_> {
        About::register(self.before)
    }

    /// What concerns a proposal.
    pub(super) fn about<'a>(&'a self, id: &'a ProposalId) -> About<'a> {
        About::proposal(self.before, id)
    }

    /// Who can write the record of an owner: the participant, or the representatives of the group.
    pub(super) fn of_owner<'a>(&'a self, id: &'a ProposalId, owner: &'a Owner) -> About<'a> {
        match owner {
            Owner::Participant(who) => self.about(id).of(who),
            Owner::Group(group) => self.about(id).of_group(group),
        }
    }

    /// Who of those who submit is not among `may`; `None` if all are, or can be.
    pub(super) fn outsider(&self, may: &[ParticipantId]) -> Option<String> {
        match self.origin {
            Origin::Unverified => None,
            Origin::Known(who) => {
                let mut others = who.iter().filter(|who| !may.contains(who));
                others.next().map(ToString::to_string)
            }
            // If a proof is required, the missing proof is already a finding.
            Origin::Stranger(_) if self.charter.identity != Identity::None => None,
            Origin::Stranger(name) => {
                // If no proof is required, it can be a participant whose account nobody wrote down.
                let unlisted = |id: &ParticipantId| {
                    let known = self.before.participant(id);
                    known.is_some_and(|known| !has_account_like(&known.accounts, name))
                };
                let may_be = may.iter().any(unlisted);
                (!may_be).then(|| shortened(name, 80))
            }
        }
    }

    /// Whether everybody who submits is known to be among `may`.
    pub(super) fn is_submitted_by(&self, may: &[ParticipantId]) -> bool {
        match self.origin {
            Origin::Known(who) => who.iter().all(|who| may.contains(who)),
            Origin::Stranger(_) | Origin::Unverified => false,
        }
    }

    /// Who submits, for a sentence.
    pub(super) fn who(&self) -> String {
        match self.origin {
            Origin::Known(who) => all_of(who.iter().map(ParticipantId::as_str)),
            Origin::Stranger(name) => shortened(name, 80),
            Origin::Unverified => Placeholder::Name.to_string(),
        }
    }
}

/// One record under check, and its findings.
pub(super) struct Trial<'g> {
    pub(super) ground: &'g ChangeContext<'g>,
    pub(super) piece: &'g RecordChange<'g>,
    pub(super) out: Vec<Finding>,
}

impl Trial<'_> {
    /// Adds a finding on the whole record.
    pub(super) fn found(
        &mut self,
        code: &'static CheckCode,
        sentence: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let finding = Finding::new(code, SourceLocation::file(self.piece.path), sentence);
        self.out.push(finding.hint(hint));
    }

    /// Adds a finding at a key of the record after the change, keys separated by `/`.
    pub(super) fn found_at(
        &mut self,
        way: &str,
        code: &'static CheckCode,
        sentence: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let place = KeyPositions::of(self.piece.path, self.piece.new_bytes()).at(way);
        self.out
            .push(Finding::new(code, place, sentence).hint(hint));
    }

    /// Finds a change of `what` by a person who is not among `may`.
    pub(super) fn owned(&mut self, code: &'static CheckCode, what: &str, may: &[ParticipantId]) {
        if let Some(outsider) = self.ground.outsider(may) {
            let sentence = format!("{outsider} cannot change {what}");
            self.found(code, sentence, only(may));
        }
    }

    /// Finds a change of `what` by a person who has no right to the act.
    pub(super) fn deed_of(&mut self, what: &str, deed: Deed, about: &About<'_>) {
        self.owned(code::P201, what, &rights::may(deed, about));
    }

    /// Finds an act of a participant who has no right to it, and one that another person submits. The
    /// record has the name at `way`.
    pub(super) fn act(
        &mut self,
        code: &'static CheckCode,
        (way, by): (&str, &ParticipantId),
        deed: Deed,
        about: &About<'_>,
    ) {
        self.right(code, (way, by), deed, about);
        self.claim(way, by);
    }

    /// Finds an act of a participant who has no right to it.
    pub(super) fn right(
        &mut self,
        code: &'static CheckCode,
        (way, by): (&str, &ParticipantId),
        deed: Deed,
        about: &About<'_>,
    ) {
        if let Some(denied) = rights::denied(deed, about, by) {
            self.found_at(way, code, denied.sentence(), denied.hint());
        }
    }

    /// Finds a name in a record that is not the name of the person who submits it.
    pub(super) fn claim(&mut self, way: &str, by: &ParticipantId) {
        if let Some(other) = self.ground.outsider(std::slice::from_ref(by)) {
            let sentence = format!("this record names {by}, but {other} submitted it");
            let own = match way.ends_with("relayed-by") {
                true => "remove this line if you said it yourself",
                false => "put your own name there",
            };
            let hint = format!("let {by} submit it, or {own}");
            self.found_at(way, code::P209, sentence, hint);
        }
    }
}

/// Whether one of these accounts is at the same hosting service as `name`.
pub(super) fn has_account_like(accounts: &[String], name: &str) -> bool {
    let forge = |account: &str| {
        account
            .split_once(':')
            .map(|(forge, _)| forge.to_lowercase())
    };
    let wanted = forge(name);
    accounts.iter().any(|account| forge(account) == wanted)
}

/// One record before and after the change.
pub(super) struct RecordChange<'p> {
    /// Its path after the change; its path before, if it is gone.
    pub(super) path: &'p str,
    pub(super) record: RecordPath,
    pub(super) before: Option<&'p Content>,
    pub(super) after: Option<&'p Content>,
    /// Who is meant by the names in it.
    people: &'p People,
}

impl RecordChange<'_> {
    /// The record before and after the change.
    pub(super) fn sides<T: Mentions>(
        &self,
        read: fn(&str, &[u8]) -> Read<T>,
    ) -> (Option<T>, Option<T>) {
        let old = self.before.and_then(|from| self.read(from, read));
        (old, self.read_after(read))
    }

    /// The record after the change.
    pub(super) fn read_after<T: Mentions>(&self, read: fn(&str, &[u8]) -> Read<T>) -> Option<T> {
        self.read(self.after?, read)
    }

    /// The record, with everybody in it under the id that they had before the change.
    fn read<T: Mentions>(&self, from: &Content, read: fn(&str, &[u8]) -> Read<T>) -> Option<T> {
        let record = read(self.path, from.bytes()?).ok()?;
        Some(self.people.settled(record))
    }

    /// The objection that the change brings, changes or removes, and whether it is live afterwards.
    fn objection(&self) -> Option<(ObjectionId, bool)> {
        match &self.record {
            RecordPath::Objection(_, of) => {
                let after = self.read_after(Objection::read);
                let is_there = self.after.is_some();
                Some((
                    of.clone(),
                    is_there && after.is_none_or(|after| is_live(&after)),
                ))
            }
            RecordPath::Position(_, Owner::Participant(who)) => {
                let after = self.read_after(Position::read)?;
                let own = || (ObjectionId::in_position(who), true);
                after.carries_objection().then(own)
            }
            _ => None,
        }
    }

    /// Its bytes after the change.
    pub(super) fn new_bytes(&self) -> &[u8] {
        self.after.and_then(Content::bytes).unwrap_or_default()
    }

    /// Whether the file is new.
    pub(super) fn is_new(&self) -> bool {
        self.before.is_none()
    }
}

/// The records that a change touches, by path. Files that are not records are left to the checks of the
/// tree.
pub(super) fn pieces<'p>(before: &'p Register, moved: &'p [PathChange]) -> Vec<RecordChange<'p>> {
    let people = &before.people;
    let mut gone: BTreeMap<RecordPath, &PathChange> = BTreeMap::new();
    let mut left = Vec::new();
    for file in moved {
        let record = match RecordPath::identify(&file.path) {
            // The name of a participant's own record is the id itself.
            Some(Ok(record @ RecordPath::Participant(_))) => record,
            Some(Ok(record)) => people.settled(record),
            _ => continue,
        };
        match &file.after {
            None => drop(gone.insert(record, file)),
            Some(_) => left.push((record, file)),
        }
    }
    let mut used = BTreeSet::new();
    let mut pieces: Vec<RecordChange<'p>> = Vec::new();
    for (record, file) in left {
        let moved_here = gone.get(&record).filter(|_| file.before.is_none());
        let from = moved_here.filter(|_| used.insert(record.clone()));
        pieces.push(RecordChange {
            path: &file.path,
            before: from.map_or(file.before.as_ref(), |from| from.before.as_ref()),
            after: file.after.as_ref(),
            people,
            record,
        });
    }
    let gone = gone
        .into_iter()
        .filter(|(record, _)| !used.contains(record));
    pieces.extend(gone.map(|(record, file)| RecordChange {
        path: &file.path,
        before: file.before.as_ref(),
        after: None,
        people,
        record,
    }));
    pieces.sort_by(|a, b| a.path.cmp(b.path));
    pieces
}

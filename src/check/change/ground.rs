//! What a change is judged on: the state before it, what it does to each record, who submits it, and who
//! may do what.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::change::Change;
use crate::procedure::hand::Origin;
use crate::procedure::names::people;
use crate::procedure::rights::{self, About, Deed};
use crate::record::charter::{Charter, Identity};
use crate::record::mentions::Mentions;
use crate::record::path::{Owner, RecordPath};
use crate::record::reader::Places;
use crate::record::reader::Read;
use crate::register::people::People;
use crate::register::records::{Folder, Register};
use crate::register::snapshot::{Content, Moved};
use crate::value::code::{self, Code};
use crate::value::finding::{Finding, Place};
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::suggest::listed;
use crate::value::text::shortened;

/// The ground of a judgement.
pub(super) struct Ground<'g> {
    pub(super) before: &'g Register,
    pub(super) charter: &'g Charter,
    pub(super) change: &'g Change<'g>,
    pub(super) origin: &'g Origin,
    pub(super) pieces: &'g [Piece<'g>],
}

/// An act that a record names somebody for.
pub(super) struct Act<'d> {
    /// Where the name stands in the record, keys parted by `/`.
    pub(super) way: String,
    /// Who is named.
    pub(super) by: &'d ParticipantId,
    /// What they do.
    pub(super) deed: Deed,
    /// To what.
    pub(super) about: About<'d>,
    /// What it is if they cannot.
    pub(super) code: &'static Code,
}

impl Ground<'_> {
    /// A proposal as it was.
    pub(super) fn folder(&self, id: &ProposalId) -> Option<&Folder> {
        self.before.proposals.get(id)
    }

    /// What concerns the register as a whole.
    pub(super) fn register(&self) -> About<'_> {
        About::register(self.before)
    }

    /// What concerns a proposal.
    pub(super) fn about<'a>(&'a self, id: &'a ProposalId) -> About<'a> {
        About::proposal(self.before, id)
    }

    /// Who gives what is filed under an owner: themselves, or the representatives of the group.
    pub(super) fn of_owner<'a>(&'a self, id: &'a ProposalId, owner: &'a Owner) -> About<'a> {
        match owner {
            Owner::Participant(who) => self.about(id).of(who),
            Owner::Group(group) => self.about(id).of_group(group),
        }
    }

    /// Who of those who submit is not among `may`; `None` where all are, or may be.
    pub(super) fn outsider(&self, may: &[ParticipantId]) -> Option<String> {
        match self.origin {
            Origin::Unverified => None,
            Origin::Known(who) => {
                let mut others = who.iter().filter(|who| !may.contains(who));
                others.next().map(ToString::to_string)
            }
            // Where a proof is asked for, its lack was found already, and says all.
            Origin::Stranger(_) if self.charter.identity != Identity::None => None,
            Origin::Stranger(name) => {
                // Where no proof is asked for, it may be somebody whose account nobody wrote down.
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

    /// Finds a change of `what` by somebody who is not among `may`.
    pub(super) fn owned(
        &self,
        piece: &Piece<'_>,
        code: &'static Code,
        what: &str,
        may: &[ParticipantId],
        out: &mut Vec<Finding>,
    ) {
        let Some(outsider) = self.outsider(may) else {
            return;
        };
        let sentence = format!("{outsider} submits a change of {what}, which is not theirs");
        let hint = format!("only {} can do this", people(may));
        out.push(Finding::new(code, Place::file(piece.path), sentence).hint(hint));
    }

    /// Finds an act of somebody who cannot do it by the table of rights, and one that somebody else
    /// submits.
    pub(super) fn act(&self, piece: &Piece<'_>, act: &Act<'_>, out: &mut Vec<Finding>) {
        self.right(piece, act, out);
        self.claim(piece, &act.way, act.by, out);
    }

    /// Finds an act of somebody who cannot do it.
    pub(super) fn right(&self, piece: &Piece<'_>, act: &Act<'_>, out: &mut Vec<Finding>) {
        if let Some(denied) = rights::denied(act.deed, &act.about, act.by) {
            let finding = self.at(piece, &act.way, act.code, denied.sentence());
            out.push(finding.hint(denied.hint()));
        }
    }

    /// Finds a name in a record that is not that of whoever submits it.
    pub(super) fn claim(
        &self,
        piece: &Piece<'_>,
        way: &str,
        by: &ParticipantId,
        out: &mut Vec<Finding>,
    ) {
        let Some(other) = self.outsider(std::slice::from_ref(by)) else {
            return;
        };
        let sentence = format!("this is to be an act of {by}, and {other} submits it");
        let hint = format!("{by} submits it, or the name of whoever does stands there");
        out.push(self.at(piece, way, code::P209, sentence).hint(hint));
    }

    /// A finding at a key of the record as it becomes.
    pub(super) fn at(
        &self,
        piece: &Piece<'_>,
        way: &str,
        code: &'static Code,
        sentence: impl Into<String>,
    ) -> Finding {
        let place = Places::of(piece.path, piece.new_bytes()).at(way);
        Finding::new(code, place, sentence)
    }

    /// Who submits, for a sentence.
    pub(super) fn who(&self) -> String {
        match self.origin {
            Origin::Known(who) => listed(who.iter().map(ParticipantId::as_str)),
            Origin::Stranger(name) => shortened(name, 80),
            Origin::Unverified => "whoever submits it".to_owned(),
        }
    }
}

/// Whether one of these accounts is at the forge that `name` is at.
fn has_account_like(accounts: &[String], name: &str) -> bool {
    let forge = |account: &str| {
        account
            .split_once(':')
            .map(|(forge, _)| forge.to_lowercase())
    };
    let wanted = forge(name);
    accounts.iter().any(|account| forge(account) == wanted)
}

/// One record as it was and as it becomes.
pub(super) struct Piece<'p> {
    /// Where it stands after the change; where it stood, if it is gone.
    pub(super) path: &'p str,
    pub(super) record: RecordPath,
    pub(super) before: Option<&'p Content>,
    pub(super) after: Option<&'p Content>,
    /// Who is meant by the names in it.
    people: &'p People,
}

impl Piece<'_> {
    /// The record as it was.
    pub(super) fn read_before<T: Mentions>(&self, read: fn(&str, &[u8]) -> Read<T>) -> Option<T> {
        self.read(self.before?, read)
    }

    /// The record as it becomes.
    pub(super) fn read_after<T: Mentions>(&self, read: fn(&str, &[u8]) -> Read<T>) -> Option<T> {
        self.read(self.after?, read)
    }

    /// The record that this is, with everybody in it under the id that they had before the change.
    fn read<T: Mentions>(&self, from: &Content, read: fn(&str, &[u8]) -> Read<T>) -> Option<T> {
        let record = read(self.path, from.bytes()?).ok()?;
        Some(self.people.settled(record))
    }

    /// The bytes that it gets.
    pub(super) fn new_bytes(&self) -> &[u8] {
        self.after.and_then(Content::bytes).unwrap_or_default()
    }

    /// Whether nothing stood there before.
    pub(super) fn is_new(&self) -> bool {
        self.before.is_none()
    }
}

/// The records that a change moves, by path. What is no record is nobody's, and left to the checks
/// of the tree.
pub(super) fn pieces<'p>(before: &'p Register, moved: &'p [Moved]) -> Vec<Piece<'p>> {
    let people = &before.people;
    let mut gone: BTreeMap<RecordPath, &Moved> = BTreeMap::new();
    let mut left = Vec::new();
    for file in moved {
        let record = match RecordPath::identify(&file.path) {
            // The name of a participant's own record is the id, and never another's.
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
    let mut pieces: Vec<Piece<'p>> = Vec::new();
    for (record, file) in left {
        let moved_here = gone.get(&record).filter(|_| file.before.is_none());
        let from = moved_here.filter(|_| used.insert(record.clone()));
        pieces.push(Piece {
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
    pieces.extend(gone.map(|(record, file)| Piece {
        path: &file.path,
        before: file.before.as_ref(),
        after: None,
        people,
        record,
    }));
    pieces.sort_by(|a, b| a.path.cmp(b.path));
    pieces
}

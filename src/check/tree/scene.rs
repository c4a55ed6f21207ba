//! A register as the checks of a tree look at it, with what several of them look up.

use crate::check::tree::rule::Rule;
use crate::record::charter::Charter;
use crate::record::path::{PathFault, RecordPath};
use crate::record::position::Position;
use crate::record::track::Track;
use crate::register::records::{Folder, Register};
use crate::register::snapshot::{Content, roster_path};
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};
use crate::value::suggest;
use std::cell::{Cell, OnceCell};

/// How many unknown names are answered with the nearest known one: looking for it takes long in a
/// large register.
const SUGGESTIONS: u32 = 100;

/// A file inside the register's own folders.
pub(super) struct File<'r> {
    pub(super) path: &'r str,
    pub(super) content: &'r Content,
    pub(super) record: Result<RecordPath, PathFault>,
}

/// A register with what the checks look up in it.
pub(super) struct Scene<'r> {
    pub(super) register: &'r Register,
    /// The moment at which the register is looked at, where there is one.
    pub(super) now: Option<Instant>,
    pub(super) files: Vec<File<'r>>,
    suggestions: Cell<u32>,
    rules: OnceCell<Vec<Rule<'r>>>,
}

impl<'r> Scene<'r> {
    pub(super) fn of(register: &'r Register, now: Option<Instant>) -> Self {
        let files = register.snapshot.files.iter();
        let identified = files.filter_map(|(path, content)| {
            Some(File {
                path,
                content,
                record: register.identify(path)?,
            })
        });
        Self {
            register,
            now,
            files: identified.collect(),
            suggestions: Cell::new(SUGGESTIONS),
            rules: OnceCell::new(),
        }
    }

    /// The rules of the charter; read when they are first asked for.
    pub(super) fn rules(&self) -> &[Rule<'r>] {
        self.rules.get_or_init(|| Rule::all(self.register))
    }

    /// The charter, where it can be read.
    pub(super) fn charter(&self) -> Option<&'r Charter> {
        self.register.charter.as_ref()
    }

    /// Whether anything stands at `path`.
    pub(super) fn has(&self, path: &str) -> bool {
        self.register.snapshot.files.contains_key(path)
    }

    /// Whether a name is on the roster, also where its record cannot be read.
    pub(super) fn knows(&self, who: &ParticipantId) -> bool {
        self.register.participants.contains_key(who) || self.has(&roster_path(who))
    }

    /// The name on the roster that is nearest to `name`.
    pub(super) fn nearest_participant(&self, name: &str) -> Option<&'r str> {
        let left = self.suggestions.get().checked_sub(1)?;
        self.suggestions.set(left);
        let known = self.register.participants.keys();
        suggest::nearest(name, known.map(ParticipantId::as_str))
    }

    /// One proposal of the snapshot.
    pub(super) fn case(&self, id: &ProposalId) -> Option<Case<'r>> {
        let register = self.register;
        let (id, folder) = register.proposals.get_key_value(id)?;
        Some(Case {
            id,
            folder,
            register,
        })
    }

    /// The proposals of the snapshot.
    pub(super) fn proposals(&self) -> impl Iterator<Item = Case<'r>> + '_ {
        let register = self.register;
        register.proposals.iter().map(|(id, folder)| Case {
            id,
            folder,
            register,
        })
    }
}

/// One proposal with everything filed under it.
#[derive(Clone, Copy)]
pub(super) struct Case<'r> {
    pub(super) id: &'r ProposalId,
    pub(super) folder: &'r Folder,
    pub(super) register: &'r Register,
}

impl<'r> Case<'r> {
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

    /// The tracks for whose call a position may have been given: the one that it names, else the
    /// running call's and the proposal's own.
    pub(super) fn tracks_of(&self, position: Option<&Position>) -> Vec<&'r Track> {
        let Some(charter) = self.register.charter.as_ref() else {
            return Vec::new();
        };
        if let Some(named) = position.and_then(|position| position.track.as_ref()) {
            return charter.track(named).into_iter().collect();
        }
        let own = self.folder.proposal.as_ref().map(|read| &read.track);
        let of_call = self.folder.current_call().map(|(_, call)| &call.track);
        let either = of_call
            .into_iter()
            .chain(own.filter(|own| Some(*own) != of_call));
        either.filter_map(|track| charter.track(track)).collect()
    }

    /// Whether the last call that stands was decided. From then on the charter may move away from
    /// what was right in its day.
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

    /// Whether an objection is there, also where it cannot be read.
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

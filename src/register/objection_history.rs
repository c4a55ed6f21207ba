//! Makes the history of one objection from the commits on the main branch: what each changed in it and in its
//! handling.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::handling::{Disposition, Handling, Reopening};
use crate::record::mentions::Mentions;
use crate::record::objection::{Objection, ObjectorReply};
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::record::proposal::Proposal;
use crate::record::reader::Read;
use crate::register::people::People;
use crate::register::records::carried;
use crate::register::snapshot::{MainCommit, PathChange};
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId, RevisionName};

/// What happened to an objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObjectionEventKind {
    /// It was raised.
    Raised(Objection),
    /// Its objector changed what it says.
    Reworded(Objection),
    /// A position joined it.
    Joined,
    /// A position left it.
    Left,
    /// It got a response.
    Responded(String),
    /// Its objector replied to the response, perhaps with a reason.
    Replied(ObjectorReply, Option<String>),
    /// Its objector withdrew it, perhaps with a reason.
    Withdrawn(Option<String>),
    /// Its objector cancelled the withdrawal.
    Renewed,
    /// It was reopened.
    Reopened(Reopening),
    /// It was closed.
    Disposed(Disposition),
    /// Another objection was closed as a duplicate of it.
    Folded(ObjectionId),
    /// A response was removed.
    ResponseRemoved(String),
    /// The disposition was removed without a reopening.
    DispositionRemoved,
    /// A file of it was removed.
    Deleted(String),
    /// A file of it can no longer be read.
    Unreadable(String),
}

/// One thing that happened to an objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectionEvent {
    /// What.
    pub what: ObjectionEventKind,
    /// Who did it, as the record says; `None` where records were removed.
    pub by: Option<ParticipantId>,
    /// When, if the record says so.
    pub said: Option<Instant>,
    /// The revision of the text that was current then.
    pub revision: Option<RevisionName>,
    /// The commit that brought it; `None` in a register without a history of its own.
    pub landing: Option<MainCommit>,
}

/// Makes the history of one objection from the commits of its proposal, the oldest first.
#[derive(Debug, Clone)]
pub struct ObjectionHistory {
    proposal: ProposalId,
    people: People,
    id: ObjectionId,
    own: Option<Objection>,
    carried: Option<Objection>,
    handling: Handling,
    joined: BTreeMap<String, ParticipantId>,
    folded: BTreeSet<ObjectionId>,
    revision: Option<RevisionName>,
    events: Vec<ObjectionEvent>,
}

impl ObjectionHistory {
    /// The history of an objection before anything happened.
    pub fn of(proposal: &ProposalId, id: &ObjectionId, people: &People) -> Self {
        Self {
            proposal: proposal.clone(),
            people: people.clone(),
            id: id.clone(),
            own: None,
            carried: None,
            handling: Handling::default(),
            joined: BTreeMap::new(),
            folded: BTreeSet::new(),
            revision: None,
            events: Vec::new(),
        }
    }

    /// Whether a file can be about the objection.
    pub fn concerns(&self, path: &str) -> bool {
        match self.identify(path) {
            Some(RecordPath::Objection(_, id)) => id == self.id,
            Some(record) => matches!(
                record,
                RecordPath::Proposal(_) | RecordPath::Position(..) | RecordPath::Handling(..)
            ),
            None => false,
        }
    }

    /// Which record a file is, with the ids of that time.
    fn identify(&self, path: &str) -> Option<RecordPath> {
        let record = RecordPath::identify(path)?.ok()?;
        Some(self.people.settled(record))
    }

    /// The new content of a file, with everybody in it under their present id.
    fn read<T: Mentions>(
        &self,
        file: &PathChange,
        reader: fn(&str, &[u8]) -> Read<T>,
    ) -> Option<Option<T>> {
        let read = read(file, reader)?;
        Some(read.map(|record| self.people.settled(record)))
    }

    /// Adds the next commit with its changes in the proposal's folder; `None` means all files of a register
    /// without history.
    pub fn landing(&mut self, landing: Option<&MainCommit>, moved: &[PathChange]) {
        let own = RecordPath::Proposal(self.proposal.clone()).to_string();
        for file in moved.iter().filter(|file| file.path == own) {
            self.revision = read(file, Proposal::read)
                .flatten()
                .and_then(|read| read.latest().map(|revision| revision.name));
        }
        let mut events = self.step(moved);
        events.sort_by_key(order);
        self.events
            .extend(events.into_iter().map(|event| ObjectionEvent {
                landing: landing.cloned(),
                revision: self.revision,
                ..event
            }));
    }

    /// Everything that happened, in order.
    pub fn finish(self) -> Vec<ObjectionEvent> {
        self.events
    }

    fn step(&mut self, moved: &[PathChange]) -> Vec<ObjectionEvent> {
        let before = self.own.clone().or_else(|| self.carried.clone());
        let mut events = Vec::new();
        for file in moved {
            match self.identify(&file.path) {
                Some(RecordPath::Objection(_, id)) if id == self.id => {
                    match self.read(file, Objection::read) {
                        Some(read) => self.own = read,
                        None => events.push(unreadable(file)),
                    }
                }
                Some(RecordPath::Handling(_, id)) if id == self.id => {
                    match self.read(file, Handling::read) {
                        Some(read) => events.extend(self.handled(file, read)),
                        None => events.push(unreadable(file)),
                    }
                }
                Some(RecordPath::Handling(_, other)) => {
                    events.extend(self.folded(&other, file));
                }
                Some(RecordPath::Position(_, Owner::Participant(by))) => {
                    events.extend(self.position(&by, file));
                }
                _ => {}
            }
        }
        let after = self.own.clone().or_else(|| self.carried.clone());
        events.extend(of_its_own(&self.id, before.as_ref(), after.as_ref(), moved));
        events
    }

    fn handled(&mut self, file: &PathChange, read: Option<Handling>) -> Vec<ObjectionEvent> {
        let gone = read.is_none();
        let after = read.unwrap_or_default();
        let before = std::mem::replace(&mut self.handling, after.clone());
        if gone {
            return vec![deleted(&file.path)];
        }
        of_handling(&before, &after)
    }

    fn folded(&mut self, other: &ObjectionId, file: &PathChange) -> Option<ObjectionEvent> {
        let ended = self.read(file, Handling::read).flatten()?.disposition;
        let ended = ended.filter(|ended| ended.of.as_ref() == Some(&self.id));
        match ended {
            Some(ended) if self.folded.insert(other.clone()) => Some(event(
                ObjectionEventKind::Folded(other.clone()),
                &ended.by,
                Some(ended.at),
            )),
            Some(_) => None,
            None => {
                self.folded.remove(other);
                None
            }
        }
    }

    fn position(&mut self, by: &ParticipantId, file: &PathChange) -> Option<ObjectionEvent> {
        let position = self.read(file, Position::read).flatten();
        if *by == self.id.participant {
            if self.id.is_in_position() {
                self.carried = position.as_ref().and_then(carried);
            }
            return None;
        }
        let joins = position.is_some_and(|it| !it.withdrawn && it.joins.contains(&self.id));
        let did = self.joined.contains_key(&file.path);
        match (did, joins) {
            (false, true) => {
                self.joined.insert(file.path.clone(), by.clone());
                Some(event(ObjectionEventKind::Joined, by, None))
            }
            (true, false) => {
                self.joined.remove(&file.path);
                Some(event(ObjectionEventKind::Left, by, None))
            }
            (true, true) | (false, false) => None,
        }
    }
}

/// The record after a commit: `Some(None)` where the file was removed, and `None` where it cannot be read.
pub(super) fn read<T>(file: &PathChange, reader: fn(&str, &[u8]) -> Read<T>) -> Option<Option<T>> {
    match &file.after {
        None => Some(None),
        Some(content) => reader(&file.path, content.bytes()?).ok().map(Some),
    }
}

pub(super) fn event(
    what: ObjectionEventKind,
    by: &ParticipantId,
    said: Option<Instant>,
) -> ObjectionEvent {
    ObjectionEvent {
        by: Some(by.clone()),
        said,
        ..by_nobody(what)
    }
}

pub(super) fn deleted(path: &str) -> ObjectionEvent {
    by_nobody(ObjectionEventKind::Deleted(path.to_owned()))
}

pub(super) fn unreadable(file: &PathChange) -> ObjectionEvent {
    by_nobody(ObjectionEventKind::Unreadable(file.path.clone()))
}

fn by_nobody(what: ObjectionEventKind) -> ObjectionEvent {
    ObjectionEvent {
        what,
        by: None,
        said: None,
        revision: None,
        landing: None,
    }
}

/// The order of the events of one commit: the objection, who joined it, then events by their dates, and last
/// those without a date.
pub(super) fn order(event: &ObjectionEvent) -> (u8, Option<Instant>) {
    match (&event.what, event.said) {
        (
            ObjectionEventKind::Raised(_)
            | ObjectionEventKind::Reworded(_)
            | ObjectionEventKind::Renewed,
            _,
        ) => (0, None),
        (ObjectionEventKind::Joined | ObjectionEventKind::Left, _) => (1, None),
        (_, Some(said)) => (2, Some(said)),
        (_, None) => (3, None),
    }
}

/// What happened in the objector's own file, or in the position with the objection inside.
fn of_its_own(
    id: &ObjectionId,
    before: Option<&Objection>,
    after: Option<&Objection>,
    moved: &[PathChange],
) -> Vec<ObjectionEvent> {
    let by = &id.participant;
    match (before, after) {
        (None, None) => Vec::new(),
        (None, Some(after)) => {
            let raised = event(ObjectionEventKind::Raised(after.clone()), by, None);
            std::iter::once(raised)
                .chain(replies(by, None, after))
                .collect()
        }
        (Some(_), None) => {
            let own = |file: &&PathChange| {
                let position = format!("/positions/{by}.toml");
                file.path.ends_with(&format!("/objections/{id}.toml"))
                    || (id.is_in_position() && file.path.ends_with(&position))
            };
            let file = moved.iter().find(own);
            file.map(|file| deleted(&file.path)).into_iter().collect()
        }
        (Some(before), Some(after)) => {
            let reworded = words(before) != words(after);
            let reworded =
                reworded.then(|| event(ObjectionEventKind::Reworded(after.clone()), by, None));
            let replies = replies(by, Some(before), after);
            reworded.into_iter().chain(replies).collect()
        }
    }
}

/// The objection without what is said to its responses.
fn words(objection: &Objection) -> Objection {
    Objection {
        answer: None,
        answer_at: None,
        answer_reason: None,
        withdrawn: false,
        withdrawn_reason: None,
        entered: None,
        reply_entered: None,
        ..objection.clone()
    }
}

fn replies(
    by: &ParticipantId,
    before: Option<&Objection>,
    after: &Objection,
) -> Vec<ObjectionEvent> {
    let said = |it: &Objection| (it.answer, it.answer_at, it.answer_reason.clone());
    let mut events = Vec::new();
    if let Some(answer) = after.answer
        && before.map(said) != Some(said(after))
    {
        let what = ObjectionEventKind::Replied(answer, after.answer_reason.clone());
        events.push(event(what, by, after.answer_at));
    }
    match (before.is_some_and(|it| it.withdrawn), after.withdrawn) {
        (false, true) => {
            let what = ObjectionEventKind::Withdrawn(after.withdrawn_reason.clone());
            events.push(event(what, by, None));
        }
        (true, false) => events.push(event(ObjectionEventKind::Renewed, by, None)),
        (true, true) | (false, false) => {}
    }
    events
}

/// What chairs and editors did.
fn of_handling(before: &Handling, after: &Handling) -> Vec<ObjectionEvent> {
    let mut events = Vec::new();
    let new = |response: &&_| !before.responses.contains(response);
    for response in after.responses.iter().filter(new) {
        let what = ObjectionEventKind::Responded(response.text.clone());
        events.push(event(what, &response.by, Some(response.at)));
    }
    let gone = |response: &&_| !after.responses.contains(response);
    for response in before.responses.iter().filter(gone) {
        let what = ObjectionEventKind::ResponseRemoved(response.text.clone());
        events.push(event(what, &response.by, None));
    }
    let new = |again: &&_| !before.reopenings.contains(again);
    let reopened = after.reopenings.iter().filter(new);
    for again in reopened.clone() {
        let what = ObjectionEventKind::Reopened(again.clone());
        events.push(event(what, &again.act.by, Some(again.act.at)));
    }
    match (&before.disposition, &after.disposition) {
        (old, Some(ended)) if old.as_ref() != Some(ended) => {
            let what = ObjectionEventKind::Disposed(ended.clone());
            events.push(event(what, &ended.by, Some(ended.at)));
        }
        (Some(_), None) if reopened.count() == 0 => {
            events.push(by_nobody(ObjectionEventKind::DispositionRemoved));
        }
        _ => {}
    }
    events
}

//! Checks changes of records that belong to one participant or one group: positions, objections, challenges,
//! minority statements, appeals and sign-offs.

use crate::check::change::EntryPoint;
use crate::check::change::context::Trial;
use crate::check::change::fixed_fields::once;
use crate::check::change::own_words;
use crate::check::tree::needs_objection;
use crate::procedure::names::people;
use crate::procedure::rights::{self, About, Deed};
use crate::record::acknowledgement::Acknowledgement;
use crate::record::attribution::Entered;
use crate::record::described::{Described, Mark};
use crate::record::objection::Objection;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::tally::closing::is_backed;
use crate::value::code;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};

/// A position is given by its participant or group, by a proxy if the track allows that, or by a chair or
/// secretary who enters it for them.
pub(super) fn position(trial: &mut Trial<'_>, id: &ProposalId, owner: &Owner) {
    let (old, new) = trial.piece.sides(Position::read);
    let mut given = PositionChange {
        about: trial.ground.of_owner(id, owner),
        trial,
        owner,
        old: old.as_ref(),
        new: new.as_ref(),
    };
    match (given.relayer(), given.proxy()) {
        (Some(by), _) => entered(given.trial, ("relayed-by", by), &given.about),
        (None, Some(by)) => given.by_proxy(by),
        (None, None) => given.owned(),
    }
    given.words();
    given.proxies();
    given.carried(id);
    given.filed_once(id);
    given.is_backed(id);
}

struct PositionChange<'p, 'g> {
    trial: &'p mut Trial<'g>,
    owner: &'p Owner,
    about: About<'p>,
    old: Option<&'p Position>,
    new: Option<&'p Position>,
}

impl<'p> PositionChange<'p, '_> {
    /// Who gives it.
    fn speakers(&self) -> Vec<ParticipantId> {
        rights::may(Deed::GivePosition, &self.about)
    }

    /// Who enters it now. A name that was there before does not count if the participant submits the
    /// change.
    fn relayer(&self) -> Option<&'p ParticipantId> {
        let named = self.new?.relayed_by.as_ref()?;
        let before = self.old.and_then(|old| old.relayed_by.as_ref());
        let own = self.trial.ground.outsider(&self.speakers()).is_none();
        (before != Some(named) || !own).then_some(named)
    }

    fn proxy(&self) -> Option<&'p ParticipantId> {
        let named = self.new?.proxy.as_ref()?;
        let before = self.old.and_then(|old| old.proxy.as_ref());
        let own = self.trial.ground.is_submitted_by(&self.speakers());
        (before != Some(named) || !own).then_some(named)
    }

    fn by_proxy(&mut self, by: &ParticipantId) {
        if let Some(other) = self.trial.ground.outsider(std::slice::from_ref(by)) {
            let sentence = format!(
                "this record says that {by} is the proxy of {}, but {other} submitted it",
                self.owner
            );
            let hint = format!("let {by} submit it, or remove the line \"proxy\"");
            self.trial.found_at("proxy", code::P215, sentence, hint);
        }
    }

    fn owned(&mut self) {
        let what = format!("the position of {}", self.owner);
        let ground = self.trial.ground;
        let found = self.trial.out.len();
        self.trial.owned(code::P201, &what, &self.speakers());
        let keepers = rights::may(Deed::EnterForAnother, &self.about);
        for finding in self.trial.out.iter_mut().skip(found) {
            let own = finding.hint.take().unwrap_or_default();
            finding.hint = Some(match ground.is_submitted_by(&keepers) {
                true => format!("say who entered it: relayed-by = \"{}\"", ground.who()),
                false => format!("{own}. A chair or secretary can enter it with relayed-by"),
            });
        }
    }

    /// What its owner said stays, unless they change it or evidence shows that they did.
    fn words(&mut self) {
        let old = self.old.filter(|old| Some(*old) != self.new);
        if !old.is_some_and(|old| own_words::is_own(self.trial, self.owner, old)) {
            return;
        }
        let evidence = self.new.and_then(|new| new.evidence.as_deref());
        let entered = self.relayer().map(|by| (by, evidence));
        let what = format!("the position that {} gave", self.owner);
        own_words::replaced(self.trial, &what, entered, &self.about);
    }

    /// A position by proxy needs a track that allows it.
    fn proxies(&mut self) {
        let new = self.new.filter(|new| new.proxy.is_some());
        if new.is_none() || new == self.old {
            return;
        }
        let track = self.about.track();
        if let Some(track) = track.filter(|track| !track.proxies.are_allowed()) {
            let sentence = format!("track {} does not allow proxies", track.id);
            let hint = "let the participant answer, or let a chair or secretary enter the answer";
            self.trial.found_at("proxy", code::P215, sentence, hint);
        }
    }

    /// An objection in the file stays, whatever happens to the position.
    fn carried(&mut self, id: &ProposalId) {
        let carries =
            |position: Option<&Position>| position.is_some_and(Position::carries_objection);
        let Owner::Participant(who) = self.owner else {
            return;
        };
        if !carries(self.old) || carries(self.new) || self.new.is_none() {
            return;
        }
        let ground = self.trial.ground;
        let own = ObjectionId::in_position(who);
        let record = RecordPath::Objection(id.clone(), own.clone());
        let folder = ground.folder(id);
        let filed = folder.and_then(|folder| folder.objections.get(&own));
        let elsewhere = filed.is_some_and(|raised| raised.path == ground.before.path(&record));
        let mut pieces = ground.pieces.iter();
        let brought = pieces.any(|piece| piece.record == record && piece.after.is_some());
        if !elsewhere && !brought {
            let sentence =
                format!("objection {own} cannot be deleted from this file: records are kept");
            let hint =
                format!("restore it. Its objector can withdraw it: plenary reply {own} withdrawn");
            self.trial.found(code::P202, sentence, hint);
        }
    }

    /// An answer that its track counts only with an objection comes with one, or after one.
    fn is_backed(&mut self, id: &ProposalId) {
        let ground = self.trial.ground;
        let says = |position: &Position| {
            let carries = position.carries_objection();
            (position.position.clone(), position.joins.clone(), carries)
        };
        let Some(new) = self.new.filter(|new| !new.withdrawn) else {
            return;
        };
        let given = |old: &Position| !old.withdrawn && says(old) == says(new);
        if ground.change.door == EntryPoint::Landing || self.old.is_some_and(given) {
            return;
        }
        let track = match &new.track {
            Some(named) => ground.charter.track(named),
            None => self.about.track(),
        };
        let allowed = track.and_then(|track| track.position(&new.position));
        if !allowed.is_some_and(|allowed| allowed.needs_objection) || new.carries_objection() {
            return;
        }
        let live = ground.live_objections().get(id).into_iter().flatten();
        if !is_backed(ground.before, &live.collect(), self.owner, &new.joins) {
            let (sentence, hint) = needs_objection(&new.position, self.owner);
            self.trial.found_at("position", code::P231, sentence, hint);
        }
    }

    /// A participant has one file, under one of their ids.
    fn filed_once(&mut self, id: &ProposalId) {
        let (ground, here) = (self.trial.ground, self.trial.piece);
        let Owner::Participant(who) = self.owner else {
            return;
        };
        let same = ground.pieces_of(&here.record).iter();
        let brought = same.filter(|piece| piece.path != here.path && piece.is_new());
        let mut others = ground
            .positions_of(id, self.owner)
            .filter(|path| *path != here.path)
            .chain(brought.map(|piece| piece.path))
            .filter(|path| !ground.takes_away(path));
        if let Some(other) = others.next().filter(|_| here.is_new()) {
            let sentence = format!("{who} already has a position in {other}");
            let hint = format!("change {other} instead");
            self.trial.found(code::P211, sentence, hint);
        }
    }
}

/// A record that a chair or secretary entered for a participant.
fn entered(trial: &mut Trial<'_>, (way, by): (&str, &ParticipantId), about: &About<'_>) {
    let deed = Deed::EnterForAnother;
    trial.right(code::P201, (way, by), deed, about);
    // One who enters records for others can also enter what another one received.
    if !trial.ground.is_submitted_by(&rights::may(deed, about)) {
        trial.claim(way, by);
    }
}

/// Only its objector changes, answers or withdraws an objection, or a chair or secretary who enters that
/// for them.
pub(super) fn objection(trial: &mut Trial<'_>, id: &ProposalId, of: &ObjectionId) {
    let ground = trial.ground;
    let about = ground.about(id).of(&of.participant);
    // One that is in a position file gets a file of its own with the reply.
    let carried = ground
        .folder(id)
        .and_then(|folder| folder.objections.get(of));
    let carried = carried.map(|raised| raised.objection.clone());
    let (old, new) = trial.piece.sides(Objection::read);
    let old = old.or(carried);
    let moved = old.as_ref().zip(new.as_ref());
    let moved = moved.map_or_else(Vec::new, |(old, new)| Objection::moved(old, new));
    // One that cannot be read any more has changed in both parts.
    let lost = old.is_some() && new.is_none();
    let replied = lost || moved.iter().any(|moved| moved.mark == Mark::Reply);
    let worded = lost || moved.iter().any(|moved| moved.mark != Mark::Reply);
    let sides = (&old, &new);
    if worded || !replied {
        let what = format!("objection {of}");
        part_of(trial, (Part::Words, &what), sides, &about);
    }
    if replied {
        let what = format!("the reply of its objector to {of}");
        part_of(trial, (Part::Reply, &what), sides, &about);
    }
}

/// The two parts that an objector writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Words,
    Reply,
}

impl Part {
    fn entered(self, objection: &Objection) -> Option<&Entered> {
        match self {
            Part::Words => objection.entered.as_ref(),
            Part::Reply => objection.reply_entered.as_ref(),
        }
    }

    /// Whether it is there.
    fn is_in(self, objection: &Objection) -> bool {
        self == Part::Words || objection.answer.is_some() || objection.withdrawn
    }
}

fn part_of(
    trial: &mut Trial<'_>,
    (part, what): (Part, &str),
    (old, new): (&Option<Objection>, &Option<Objection>),
    about: &About<'_>,
) {
    let (code, deed, way) = match part {
        Part::Words => (code::P201, Deed::Object, "relayed-by"),
        Part::Reply => (code::P216, Deed::Reply, "reply-relayed-by"),
    };
    let may = rights::may(deed, about);
    let before = old.as_ref().and_then(|old| part.entered(old));
    let named = new.as_ref().and_then(|new| part.entered(new));
    let by_owner = trial.ground.outsider(&may).is_none();
    let by = |entered: &Entered| before.map(|before| &before.by) != Some(&entered.by);
    let now = named.filter(|named| by(named) || !by_owner);
    match now {
        Some(now) => entered(trial, (way, &now.by), about),
        None => trial.owned(code, what, &may),
    }
    if before.is_none() && old.as_ref().is_some_and(|old| part.is_in(old)) {
        let now = now.map(|now| (&now.by, now.evidence.as_deref()));
        own_words::replaced(trial, what, now, about);
    }
}

/// A chair acknowledges a finding, once, and not one about a record of their own.
pub(super) fn acknowledgement(trial: &mut Trial<'_>) {
    once(trial, "an acknowledgement");
    let ground = trial.ground;
    let Some(read) = trial.piece.read_after(Acknowledgement::read) else {
        return trial.deed_of("an acknowledgement", Deed::Acknowledge, &ground.register());
    };
    if trial.piece.is_new() {
        let broken = RecordPath::identify(&read.path).and_then(Result::ok);
        let owner = broken.as_ref().and_then(RecordPath::owner);
        let about = match &owner {
            Some(owner) => ground.register().of(owner),
            None => ground.register(),
        };
        trial.act(code::P201, ("by", &read.act.by), Deed::Acknowledge, &about);
    }
}

/// A record that only the participant in its name writes.
pub(super) fn record(trial: &mut Trial<'_>, deed: Deed, what: &str, about: &About<'_>) {
    let may = rights::may(deed, about);
    let what = format!("the {what} of {}", people(&may));
    trial.owned(code::P201, &what, &may);
}

/// A sign-off belongs to its chair.
pub(super) fn sign_off(trial: &mut Trial<'_>, by: &ParticipantId, about: &About<'_>) {
    let what = format!("the sign-off of {by}");
    trial.owned(code::P201, &what, std::slice::from_ref(by));
    trial.right(code::P201, ("", by), Deed::SignOff, about);
}

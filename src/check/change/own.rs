//! Records that belong to one participant or one group: positions, objections, challenges, minority
//! statements, appeals and sign-offs.

use crate::check::change::ground::{Act, Ground, Piece};
use crate::procedure::names::people;
use crate::procedure::rights::{self, About, Deed};
use crate::record::described::{Described, Mark};
use crate::record::objection::Objection;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::value::code;
use crate::value::finding::{Finding, Place};
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};

/// A position is given by its owner; by somebody with its owner's authority, where the track allows
/// that; or by a chair or secretary who relays what the owner said.
pub(super) fn position(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    id: &ProposalId,
    owner: &Owner,
    out: &mut Vec<Finding>,
) {
    let given = Given {
        ground,
        piece,
        about: ground.of_owner(id, owner),
        owner,
        old: piece.read_before(Position::read),
        new: piece.read_after(Position::read),
    };
    match (given.relayer(), given.proxy()) {
        (Some(by), _) => given.relayed(by, out),
        (None, Some(by)) => given.by_proxy(by, out),
        (None, None) => given.owned(out),
    }
    given.proxies(out);
    given.carried(id, out);
    given.filed_once(id, out);
}

struct Given<'p> {
    ground: &'p Ground<'p>,
    piece: &'p Piece<'p>,
    owner: &'p Owner,
    about: About<'p>,
    old: Option<Position>,
    new: Option<Position>,
}

impl Given<'_> {
    /// Who gives it.
    fn speakers(&self) -> Vec<ParticipantId> {
        rights::may(Deed::GivePosition, &self.about)
    }

    /// Who relays it now; a name that stood there before says nothing of this change where the
    /// owner submits it.
    fn relayer(&self) -> Option<&ParticipantId> {
        let named = self.new.as_ref()?.relayed_by.as_ref()?;
        let before = self.old.as_ref().and_then(|old| old.relayed_by.as_ref());
        let own = self.ground.outsider(&self.speakers()).is_none();
        (before != Some(named) || !own).then_some(named)
    }

    fn proxy(&self) -> Option<&ParticipantId> {
        let named = self.new.as_ref()?.proxy.as_ref()?;
        let before = self.old.as_ref().and_then(|old| old.proxy.as_ref());
        let own = self.ground.is_submitted_by(&self.speakers());
        (before != Some(named) || !own).then_some(named)
    }

    fn relayed(&self, by: &ParticipantId, out: &mut Vec<Finding>) {
        entered(self.ground, self.piece, ("relayed-by", by, self.about), out);
    }

    fn by_proxy(&self, by: &ParticipantId, out: &mut Vec<Finding>) {
        let Some(other) = self.ground.outsider(std::slice::from_ref(by)) else {
            return;
        };
        let sentence = format!(
            "this says that {by} answers with the authority of {}, and {other} submits it",
            self.owner
        );
        let finding = self.ground.at(self.piece, "proxy", code::P215, sentence);
        out.push(finding.hint(format!("{by} submits it, or the line \"proxy\" goes")));
    }

    fn owned(&self, out: &mut Vec<Finding>) {
        let what = format!("the position of {}", self.owner);
        let may = self.speakers();
        let mut found = Vec::new();
        self.ground
            .owned(self.piece, code::P201, &what, &may, &mut found);
        let keepers = rights::may(Deed::EnterForAnother, &self.about);
        let relays = self.ground.is_submitted_by(&keepers);
        for finding in found {
            let hint = match relays {
                true => format!("say who relays it: relayed-by = \"{}\"", self.ground.who()),
                false => {
                    let own = finding.hint.clone().unwrap_or_default();
                    format!("{own}; or of a chair or secretary, who relays what was said")
                }
            };
            out.push(finding.hint(hint));
        }
    }

    /// A position by proxy needs a track that allows it.
    fn proxies(&self, out: &mut Vec<Finding>) {
        let Some(new) = self.new.as_ref().filter(|new| new.proxy.is_some()) else {
            return;
        };
        let track = self
            .about
            .track()
            .filter(|track| !track.proxies.are_allowed());
        if let Some(track) = track.filter(|_| self.old.as_ref() != Some(new)) {
            let sentence = format!(
                "the track {} does not let one answer with another's authority",
                track.id
            );
            let hint = "let the participant answer, or a chair or secretary relay what they say";
            let finding = self.ground.at(self.piece, "proxy", code::P215, sentence);
            out.push(finding.hint(hint));
        }
    }

    /// An objection that the file carried stays, whatever becomes of the position.
    fn carried(&self, id: &ProposalId, out: &mut Vec<Finding>) {
        let carries = |position: &Option<Position>| {
            position.as_ref().is_some_and(Position::carries_objection)
        };
        let Owner::Participant(who) = self.owner else {
            return;
        };
        if !carries(&self.old) || carries(&self.new) || self.new.is_none() {
            return;
        }
        let own = ObjectionId::in_position(who);
        let record = RecordPath::Objection(id.clone(), own.clone());
        let folder = self.ground.folder(id);
        let filed = folder.and_then(|folder| folder.objections.get(&own));
        let elsewhere = filed.is_some_and(|raised| raised.path == self.ground.before.path(&record));
        let brought = self
            .ground
            .pieces
            .iter()
            .any(|piece| piece.record == record && piece.after.is_some());
        if !elsewhere && !brought {
            let sentence = format!("the objection {own}, which this file carried, is gone from it");
            let hint = format!(
                "put it back; its objector takes it back with: plenary reply {own} withdrawn"
            );
            out.push(Finding::new(code::P202, Place::file(self.piece.path), sentence).hint(hint));
        }
    }

    /// One person has one file, under whichever of their ids.
    fn filed_once(&self, id: &ProposalId, out: &mut Vec<Finding>) {
        let Owner::Participant(who) = self.owner else {
            return;
        };
        let filed = self
            .ground
            .folder(id)
            .into_iter()
            .flat_map(|folder| &folder.positions)
            .filter(|(path, file)| *path != self.piece.path && file.owner == *self.owner)
            .map(|(path, _)| path.as_str());
        let gone = |path: &str| {
            let mut moved = self.ground.change.moved.iter();
            moved.any(|moved| moved.path == path && moved.after.is_none())
        };
        let brought = self.ground.pieces.iter().filter(|piece| {
            piece.record == self.piece.record && piece.path != self.piece.path && piece.is_new()
        });
        let mut others = filed
            .chain(brought.map(|piece| piece.path))
            .filter(|path| !gone(path));
        if let Some(other) = others.next().filter(|_| self.piece.is_new()) {
            let sentence = format!("{other} is the position of the same participant, {who}");
            let hint = format!("change {other} instead");
            out.push(Finding::new(code::P211, Place::file(self.piece.path), sentence).hint(hint));
        }
    }
}

/// A record that a chair or secretary entered for its owner.
fn entered(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    (way, by, about): (&str, &ParticipantId, About<'_>),
    out: &mut Vec<Finding>,
) {
    let act = Act {
        way: way.to_owned(),
        by,
        deed: Deed::EnterForAnother,
        about,
        code: code::P201,
    };
    ground.right(piece, &act, out);
    // One who enters what others said may type what another received.
    if !ground.is_submitted_by(&rights::may(Deed::EnterForAnother, &about)) {
        ground.claim(piece, &act.way, by, out);
    }
}

/// An objection is its objector's: nobody else words it, answers for it or takes it back, but for a
/// chair or secretary who enters what the objector said.
pub(super) fn objection(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    (id, of): (&ProposalId, &ObjectionId),
    out: &mut Vec<Finding>,
) {
    let about = ground.about(id).of(&of.participant);
    // One that a position carried gets a file of its own with the reply.
    let carried = ground
        .folder(id)
        .and_then(|folder| folder.objections.get(of));
    let carried = carried.map(|raised| raised.objection.clone());
    let old = piece.read_before(Objection::read).or(carried);
    let new = piece.read_after(Objection::read);
    let moved = old.as_ref().zip(new.as_ref());
    let moved = moved.map_or_else(Vec::new, |(old, new)| Objection::moved(old, new));
    // One that cannot be read any more is neither as it was.
    let lost = old.is_some() && new.is_none();
    let replied = lost || moved.iter().any(|moved| moved.mark == Mark::Reply);
    let worded = lost || moved.iter().any(|moved| moved.mark != Mark::Reply);
    let sides = (&old, &new);
    if worded || !replied {
        let what = format!("the objection {of}");
        part_of(ground, piece, (Part::Words, &what), sides, about, out);
    }
    if replied {
        let what = format!("what its objector says of {of}");
        part_of(ground, piece, (Part::Reply, &what), sides, about, out);
    }
}

/// The two things that an objector says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Words,
    Reply,
}

impl Part {
    fn entered(self, objection: &Objection) -> Option<&ParticipantId> {
        let entered = match self {
            Part::Words => objection.entered.as_ref(),
            Part::Reply => objection.reply_entered.as_ref(),
        };
        entered.map(|entered| &entered.by)
    }
}

fn part_of(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    (part, what): (Part, &str),
    (old, new): (&Option<Objection>, &Option<Objection>),
    about: About<'_>,
    out: &mut Vec<Finding>,
) {
    let (code, deed, way) = match part {
        Part::Words => (code::P201, Deed::Object, "relayed-by"),
        Part::Reply => (code::P216, Deed::Reply, "reply-relayed-by"),
    };
    let may = rights::may(deed, &about);
    let before = old.as_ref().and_then(|old| part.entered(old));
    let named = new.as_ref().and_then(|new| part.entered(new));
    match named.filter(|by| before != Some(*by) || ground.outsider(&may).is_some()) {
        Some(by) => entered(ground, piece, (way, by, about), out),
        None => ground.owned(piece, code, what, &may, out),
    }
}

/// A record that only the participant in its name writes.
pub(super) fn record(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    deed: Deed,
    what: &str,
    about: About<'_>,
    out: &mut Vec<Finding>,
) {
    let may = rights::may(deed, &about);
    let what = format!("the {what} of {}", people(&may));
    ground.owned(piece, code::P201, &what, &may, out);
}

/// A sign-off is a chair's own.
pub(super) fn sign_off(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    (id, n, by): (&ProposalId, u32, &ParticipantId),
    out: &mut Vec<Finding>,
) {
    let what = format!("the sign-off of {by}");
    ground.owned(piece, code::P201, &what, std::slice::from_ref(by), out);
    let act = Act {
        way: String::new(),
        by,
        deed: Deed::SignOff,
        about: ground.about(id).call(n),
        code: code::P201,
    };
    ground.right(piece, &act, out);
}

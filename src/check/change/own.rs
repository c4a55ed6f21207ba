//! Records that belong to one participant or one group: positions, objections, challenges, minority
//! statements, appeals and sign-offs.

use crate::check::change::ground::{Deed, Ground};
use crate::check::change::piece::Piece;
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
        owner,
        old: piece.read_before(Position::read),
        new: piece.read_after(Position::read),
    };
    match (given.relayer(), given.proxy()) {
        (Some(by), _) => given.relayed(by, out),
        (None, Some(by)) => given.by_proxy(by, out),
        (None, None) => given.owned(out),
    }
    given.proxies(id, out);
    given.carried(id, out);
    given.filed_once(id, out);
}

/// Who gives the position of an owner.
pub(super) fn speakers<'g>(ground: &'g Ground<'_>, owner: &'g Owner) -> Vec<&'g ParticipantId> {
    match owner {
        Owner::Participant(who) => vec![who],
        Owner::Group(group) => {
            let group = ground.charter.group(group);
            group.map_or_else(Vec::new, |group| group.representatives.iter().collect())
        }
    }
}

struct Given<'p> {
    ground: &'p Ground<'p>,
    piece: &'p Piece<'p>,
    owner: &'p Owner,
    old: Option<Position>,
    new: Option<Position>,
}

impl Given<'_> {
    /// Who relays it now; a name that stood there before says nothing of this change where the
    /// owner submits it.
    fn relayer(&self) -> Option<&ParticipantId> {
        let named = self.new.as_ref()?.relayed_by.as_ref()?;
        let before = self.old.as_ref().and_then(|old| old.relayed_by.as_ref());
        let own = self
            .ground
            .outsider(&speakers(self.ground, self.owner))
            .is_none();
        (before != Some(named) || !own).then_some(named)
    }

    fn proxy(&self) -> Option<&ParticipantId> {
        let named = self.new.as_ref()?.proxy.as_ref()?;
        let before = self.old.as_ref().and_then(|old| old.proxy.as_ref());
        let own = self
            .ground
            .is_submitted_by(&speakers(self.ground, self.owner));
        (before != Some(named) || !own).then_some(named)
    }

    fn relayed(&self, by: &ParticipantId, out: &mut Vec<Finding>) {
        let keepers = self.ground.keepers();
        // One who relays may type what another received.
        let typed = !self.ground.is_submitted_by(&keepers);
        let deed = Deed {
            way: "relayed-by".to_owned(),
            by,
            what: "relay what others say",
            may: keepers,
            code: code::P201,
        };
        let mut found = Vec::new();
        self.ground.deed(self.piece, &deed, &mut found);
        found.retain(|finding| finding.code != code::P209 || typed);
        out.append(&mut found);
    }

    fn by_proxy(&self, by: &ParticipantId, out: &mut Vec<Finding>) {
        let Some(other) = self.ground.outsider(&[by]) else {
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
        let may = speakers(self.ground, self.owner);
        let mut found = Vec::new();
        self.ground
            .owned(self.piece, code::P201, &what, &may, &mut found);
        let relays = self.ground.is_submitted_by(&self.ground.keepers());
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
    fn proxies(&self, id: &ProposalId, out: &mut Vec<Finding>) {
        let Some(new) = self.new.as_ref().filter(|new| new.proxy.is_some()) else {
            return;
        };
        let track = self
            .ground
            .track(id)
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

/// An objection is its objector's: nobody else words it, answers for it or takes it back.
pub(super) fn objection(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    of: &ObjectionId,
    out: &mut Vec<Finding>,
) {
    let said = |objection: &Objection| {
        let withdrawn = (objection.withdrawn, objection.withdrawn_reason.clone());
        (objection.answer, objection.answer_reason.clone(), withdrawn)
    };
    let old = piece.read_before(Objection::read).as_ref().map(said);
    let new = piece.read_after(Objection::read).as_ref().map(said);
    let closes = !piece.is_new() && old != new;
    let (code, what) = match closes {
        true => (code::P216, format!("what its objector says of {of}")),
        false => (code::P201, format!("the objection {of}")),
    };
    ground.owned(piece, code, &what, &[&of.participant], out);
}

/// A record that only the participant in its name writes.
pub(super) fn of_participant(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    what: &str,
    by: &ParticipantId,
    out: &mut Vec<Finding>,
) {
    let what = format!("the {what} of {by}");
    ground.owned(piece, code::P201, &what, &[by], out);
}

/// A sign-off is a chair's own.
pub(super) fn sign_off(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    by: &ParticipantId,
    out: &mut Vec<Finding>,
) {
    of_participant(ground, piece, "sign-off", by, out);
    let chairs = ground.chairs();
    if !chairs.contains(&by) {
        let sentence = format!("{by} is no chair, and chairs sign off decisions");
        let hint = format!(
            "it is the turn of {}",
            crate::procedure::next::people(chairs)
        );
        out.push(Finding::new(code::P201, Place::file(piece.path), sentence).hint(hint));
    }
}

//! Records of those who run the process: calls, designations, rulings, follow-ups and meetings.

use crate::check::change::frozen::{fixed, grown};
use crate::check::change::ground::{Deed, Ground};
use crate::check::change::piece::Piece;
use crate::procedure::hearing::hearers;
use crate::record::call::Call;
use crate::record::designation::Designation;
use crate::record::follow_up::FollowUp;
use crate::record::meeting::Meeting;
use crate::record::ruling::Ruling;
use crate::value::code;
use crate::value::finding::Finding;
use crate::value::id::{ParticipantId, ProposalId};

/// Finds every act of an append-only record that its author may not do.
struct Acts<'a> {
    ground: &'a Ground<'a>,
    piece: &'a Piece<'a>,
}

impl Acts<'_> {
    fn done(
        &self,
        way: String,
        by: &ParticipantId,
        what: &str,
        may: &[&ParticipantId],
        out: &mut Vec<Finding>,
    ) {
        let deed = Deed {
            way,
            by,
            what,
            may: may.to_vec(),
            code: code::P201,
        };
        self.ground.deed(self.piece, &deed, out);
    }

    fn all<T: PartialEq>(
        &self,
        name: &str,
        (old, new): (&[T], &[T]),
        by: fn(&T) -> &ParticipantId,
        (what, may): (&str, &[&ParticipantId]),
        out: &mut Vec<Finding>,
    ) {
        let added: Vec<_> = grown(self.ground, self.piece, name, old, new, out).collect();
        for (way, entry) in added {
            self.done(format!("{way}/by"), by(entry), what, may, out);
        }
    }

    /// A table that is set once.
    fn once<T: PartialEq>(
        &self,
        name: &'static str,
        (old, new): (Option<&T>, Option<&T>),
        by: fn(&T) -> &ParticipantId,
        (what, may): (&str, &[&ParticipantId]),
        out: &mut Vec<Finding>,
    ) {
        match (old, new) {
            (None, Some(new)) => self.done(format!("{name}/by"), by(new), what, may, out),
            (old, new) => fixed(self.ground, self.piece, name, (&old, &new), out),
        }
    }
}

/// A call: what was put to the group is fixed, and every act on it is a chair's.
pub(super) fn call(ground: &Ground<'_>, piece: &Piece<'_>, out: &mut Vec<Finding>) {
    let chairs = ground.chairs();
    let (old, new) = (piece.read_before(Call::read), piece.read_after(Call::read));
    let Some(new) = new.filter(|new| old.as_ref() != Some(new)) else {
        return ground.owned(piece, code::P201, "a call", &chairs, out);
    };
    let acts = Acts { ground, piece };
    let Some(old) = old else {
        acts.done("by".to_owned(), &new.by, "open a call", &chairs, out);
        return;
    };
    frozen_keys(ground, piece, &old, &new, out);
    let lists = (old.extensions.as_slice(), new.extensions.as_slice());
    acts.all(
        "extension",
        lists,
        |it| &it.act.by,
        ("extend a call", &chairs),
        out,
    );
    let lists = (old.admissions.as_slice(), new.admissions.as_slice());
    let what = "admit a late position";
    acts.all("admission", lists, |it| &it.act.by, (what, &chairs), out);
    let sides = (old.withdrawal.as_ref(), new.withdrawal.as_ref());
    acts.once(
        "withdrawal",
        sides,
        |it| &it.by,
        ("withdraw a call", &chairs),
        out,
    );
    let sides = (old.close.as_ref(), new.close.as_ref());
    acts.once("close", sides, |it| &it.by, ("close a call", &chairs), out);
}

fn frozen_keys(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    old: &Call,
    new: &Call,
    out: &mut Vec<Finding>,
) {
    fixed(ground, piece, "track", (&old.track, &new.track), out);
    let reasons = (&old.track_reason, &new.track_reason);
    fixed(ground, piece, "track-reason", reasons, out);
    fixed(
        ground,
        piece,
        "question",
        (&old.question, &new.question),
        out,
    );
    fixed(
        ground,
        piece,
        "revision",
        (&old.revision, &new.revision),
        out,
    );
    fixed(ground, piece, "sha256", (&old.sha256, &new.sha256), out);
    fixed(ground, piece, "opens", (&old.opens, &new.opens), out);
    fixed(ground, piece, "closes", (&old.closes, &new.closes), out);
    fixed(ground, piece, "by", (&old.by, &new.by), out);
    fixed(ground, piece, "frozen", (&old.frozen, &new.frozen), out);
    fixed(ground, piece, "meeting", (&old.meeting, &new.meeting), out);
}

/// A designation: drafts and answers only grow; a new draft takes the confirmation back.
pub(super) fn designation(ground: &Ground<'_>, piece: &Piece<'_>, out: &mut Vec<Finding>) {
    let chairs = ground.chairs();
    let old = piece.read_before(Designation::read).unwrap_or_default();
    let Some(new) = piece
        .read_after(Designation::read)
        .filter(|new| *new != old)
    else {
        return ground.owned(piece, code::P201, "a designation", &chairs, out);
    };
    let acts = Acts { ground, piece };
    let lists = (old.drafts.as_slice(), new.drafts.as_slice());
    acts.all("draft", lists, |it| &it.act.by, ("designate", &chairs), out);
    let lists = (old.answers.as_slice(), new.answers.as_slice());
    acts.all(
        "answer",
        lists,
        |it| &it.by,
        ("answer a challenge", &chairs),
        out,
    );
    let redrafted = new.drafts.len() > old.drafts.len();
    let before = old.confirmation.as_ref().filter(|_| !redrafted);
    let sides = (before, new.confirmation.as_ref());
    let what = "confirm a designation";
    acts.once("confirmation", sides, |it| &it.by, (what, &chairs), out);
}

/// A ruling on an appeal.
pub(super) fn ruling(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    (id, n, of): (&ProposalId, u32, &ParticipantId),
    out: &mut Vec<Finding>,
) {
    let free = hearers(ground.before, id, n, of);
    let hearers: Vec<_> = free.iter().collect();
    let old = piece.read_before(Ruling::read).unwrap_or_default();
    let Some(new) = piece.read_after(Ruling::read).filter(|new| *new != old) else {
        return ground.owned(piece, code::P201, "a ruling", &hearers, out);
    };
    let acts = Acts { ground, piece };
    let lists = (old.answers.as_slice(), new.answers.as_slice());
    acts.all(
        "answer",
        lists,
        |it| &it.by,
        ("answer this appeal", &hearers),
        out,
    );
    let sides = (old.ended.as_ref(), new.ended.as_ref());
    acts.once(
        "ruling",
        sides,
        |it| &it.act.by,
        ("rule on this appeal", &hearers),
        out,
    );
}

/// What followed a decision.
pub(super) fn follow_up(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    id: &ProposalId,
    out: &mut Vec<Finding>,
) {
    let (reporters, keepers, chairs) = (ground.reporters(id), ground.keepers(), ground.chairs());
    let old = piece.read_before(FollowUp::read).unwrap_or_default();
    let Some(new) = piece.read_after(FollowUp::read).filter(|new| *new != old) else {
        let what = "what followed a decision";
        return ground.owned(piece, code::P201, what, &reporters, out);
    };
    let acts = Acts { ground, piece };
    let lists = (old.reports.as_slice(), new.reports.as_slice());
    acts.all(
        "report",
        lists,
        |it| &it.by,
        ("report on it", &reporters),
        out,
    );
    let lists = (old.answers.as_slice(), new.answers.as_slice());
    let what = "record the answers of others";
    acts.all("answer", lists, |it| &it.by, (what, &keepers), out);
    let lists = (old.reviews.as_slice(), new.reviews.as_slice());
    acts.all(
        "review",
        lists,
        |it| &it.act.by,
        ("record a review", &chairs),
        out,
    );
}

/// A meeting is recorded by chairs and secretaries; who owns an action item says that it is done.
pub(super) fn meeting(ground: &Ground<'_>, piece: &Piece<'_>, out: &mut Vec<Finding>) {
    let keepers = ground.keepers();
    let (old, new) = (
        piece.read_before(Meeting::read),
        piece.read_after(Meeting::read),
    );
    if let (Some(old), Some(new)) = (old, new) {
        let mut undone = new.clone();
        let mut owners = Vec::new();
        for (item, before) in undone.actions.iter_mut().zip(&old.actions) {
            if before.done.is_none() && item.done.is_some() {
                item.done = None;
                owners.push(&before.owner);
            }
        }
        if undone == old
            && !owners.is_empty()
            && owners.iter().all(|one| ground.is_submitted_by(&[*one]))
        {
            return;
        }
    }
    ground.owned(piece, code::P201, "the record of a meeting", &keepers, out);
}

/// So are its minutes.
pub(super) fn minutes(ground: &Ground<'_>, piece: &Piece<'_>, out: &mut Vec<Finding>) {
    let keepers = ground.keepers();
    ground.owned(piece, code::P201, "the minutes of a meeting", &keepers, out);
}

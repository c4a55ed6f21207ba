//! Records of those who run the process: calls, designations, rulings, follow-ups, meetings, and how an
//! objection was handled.

use crate::check::change::Door;
use crate::check::change::frozen::stays;
use crate::check::change::ground::{Act, Ground, Piece};
use crate::procedure::opening;
use crate::procedure::rights::{self, About, Deed};
use crate::record::appeal::Ruling;
use crate::record::call::{Admission, Call};
use crate::record::designation::Designation;
use crate::record::follow_up::FollowUp;
use crate::record::handling::{Disposition, Handling};
use crate::record::meeting::Meeting;
use crate::record::path::RecordPath;
use crate::value::code;
use crate::value::finding::Finding;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};

/// Finds every act of an append-only record that its author may not do.
struct Acts<'a> {
    ground: &'a Ground<'a>,
    piece: &'a Piece<'a>,
    about: About<'a>,
}

impl Acts<'_> {
    fn done(&self, way: String, by: &ParticipantId, deed: Deed, out: &mut Vec<Finding>) {
        let act = Act {
            way,
            by,
            deed,
            about: self.about,
            code: code::P201,
        };
        self.ground.act(self.piece, &act, out);
    }

    /// Every entry that a list gained.
    fn added<T>(
        &self,
        name: &str,
        (old, new): (&[T], &[T]),
        by: fn(&T) -> &ParticipantId,
        deed: Deed,
        out: &mut Vec<Finding>,
    ) {
        for (n, entry) in new.iter().enumerate().skip(old.len()) {
            self.done(format!("{name}/{n}/by"), by(entry), deed, out);
        }
    }

    /// A table that was not there before.
    fn set<T>(
        &self,
        name: &str,
        (old, new): (&Option<T>, &Option<T>),
        by: fn(&T) -> &ParticipantId,
        deed: Deed,
        out: &mut Vec<Finding>,
    ) {
        if let (None, Some(new)) = (old, new) {
            self.done(format!("{name}/by"), by(new), deed, out);
        }
    }
}

/// A call: what was put to the group is fixed, and every act on it is a chair's.
pub(super) fn call(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    (id, n): (&ProposalId, u32),
    out: &mut Vec<Finding>,
) {
    let about = ground.about(id).call(n);
    let (old, new) = (piece.read_before(Call::read), piece.read_after(Call::read));
    let Some(new) = new.filter(|new| old.as_ref() != Some(new)) else {
        let may = rights::may(Deed::OpenCall, &about);
        return ground.owned(piece, code::P201, "a call", &may, out);
    };
    let Some(old) = old else {
        let about = ground.about(id).by_track(&new.track);
        let acts = Acts {
            ground,
            piece,
            about,
        };
        unheard(&acts, out);
        return acts.done("by".to_owned(), &new.by, Deed::OpenCall, out);
    };
    let acts = Acts {
        ground,
        piece,
        about,
    };
    stays(ground, piece, (&old, &new), out);
    let lists = (&*old.extensions, &*new.extensions);
    acts.added("extension", lists, |it| &it.act.by, Deed::ExtendCall, out);
    admissions(&acts, id, (&old.admissions, &new.admissions), out);
    let sides = (&old.withdrawal, &new.withdrawal);
    acts.set("withdrawal", sides, |it| &it.by, Deed::WithdrawCall, out);
    let sides = (&old.close, &new.close);
    acts.set("close", sides, |it| &it.by, Deed::CloseCall, out);
}

/// A call on a track whose appeals nobody could hear, by the very rule of `call open`. A landing is not
/// judged by it, because it may be from the time before this rule.
fn unheard(acts: &Acts<'_>, out: &mut Vec<Finding>) {
    if acts.ground.change.door == Door::Landing {
        return;
    }
    if let Some(obstacle) = opening::unheard(&acts.about) {
        let found = acts
            .ground
            .at(acts.piece, "track", code::P221, obstacle.sentence);
        out.push(found.hint(obstacle.hint));
    }
}

/// Each lets one late record count, and nobody their own where another chair can judge it.
fn admissions(
    acts: &Acts<'_>,
    id: &ProposalId,
    (old, new): (&[Admission], &[Admission]),
    out: &mut Vec<Finding>,
) {
    let ground = acts.ground;
    for (n, admission) in new.iter().enumerate().skip(old.len()) {
        let record = RecordPath::identify(&admission.path).and_then(Result::ok);
        let about = match &record {
            Some(RecordPath::Position(_, owner)) => ground.of_owner(id, owner),
            Some(RecordPath::Objection(_, of)) => ground.about(id).of(&of.participant),
            _ => ground.about(id),
        };
        let of_one = Acts {
            ground,
            piece: acts.piece,
            about,
        };
        let way = format!("admission/{n}/by");
        of_one.done(way, &admission.act.by, Deed::Admit, out);
    }
}

/// A designation: drafts and answers only grow; a new draft takes the confirmation back.
pub(super) fn designation(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    (id, n): (&ProposalId, u32),
    out: &mut Vec<Finding>,
) {
    let about = ground.about(id).call(n);
    let old = piece.read_before(Designation::read).unwrap_or_default();
    let Some(new) = piece
        .read_after(Designation::read)
        .filter(|new| *new != old)
    else {
        let may = rights::may(Deed::Designate, &about);
        return ground.owned(piece, code::P201, "a designation", &may, out);
    };
    let acts = Acts {
        ground,
        piece,
        about,
    };
    let redrafted = new.drafts.len() > old.drafts.len();
    let confirmation = old.confirmation.filter(|_| !redrafted);
    let old = Designation {
        confirmation,
        ..old
    };
    stays(ground, piece, (&old, &new), out);
    let lists = (&*old.drafts, &*new.drafts);
    acts.added("draft", lists, |it| &it.act.by, Deed::Designate, out);
    let lists = (&*old.answers, &*new.answers);
    acts.added("answer", lists, |it| &it.by, Deed::AnswerChallenge, out);
    let sides = (&old.confirmation, &new.confirmation);
    let deed = Deed::ConfirmDesignation;
    acts.set("confirmation", sides, |it| &it.by, deed, out);
}

/// A ruling on an appeal.
pub(super) fn ruling(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    (id, n, of): (&ProposalId, u32, &ParticipantId),
    out: &mut Vec<Finding>,
) {
    let about = ground.about(id).call(n).of(of);
    let old = piece.read_before(Ruling::read).unwrap_or_default();
    let Some(new) = piece.read_after(Ruling::read).filter(|new| *new != old) else {
        let may = rights::may(Deed::RuleOnAppeal, &about);
        return ground.owned(piece, code::P201, "a ruling", &may, out);
    };
    let acts = Acts {
        ground,
        piece,
        about,
    };
    stays(ground, piece, (&old, &new), out);
    let lists = (&*old.answers, &*new.answers);
    acts.added("answer", lists, |it| &it.by, Deed::AnswerAppeal, out);
    let sides = (&old.ended, &new.ended);
    acts.set("ruling", sides, |it| &it.act.by, Deed::RuleOnAppeal, out);
}

/// What followed a decision.
pub(super) fn follow_up(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    (id, n): (&ProposalId, u32),
    out: &mut Vec<Finding>,
) {
    let about = ground.about(id).call(n);
    let old = piece.read_before(FollowUp::read).unwrap_or_default();
    let Some(new) = piece.read_after(FollowUp::read).filter(|new| *new != old) else {
        let (what, may) = (
            "what followed a decision",
            rights::may(Deed::Report, &about),
        );
        return ground.owned(piece, code::P201, what, &may, out);
    };
    let acts = Acts {
        ground,
        piece,
        about,
    };
    stays(ground, piece, (&old, &new), out);
    let lists = (&*old.reports, &*new.reports);
    acts.added("report", lists, |it| &it.by, Deed::Report, out);
    let lists = (&*old.answers, &*new.answers);
    acts.added("answer", lists, |it| &it.by, Deed::RecordAnswer, out);
    let lists = (&*old.reviews, &*new.reviews);
    acts.added("review", lists, |it| &it.act.by, Deed::Review, out);
}

/// A meeting is recorded by chairs and secretaries; who owns an action item says that it is done.
pub(super) fn meeting(ground: &Ground<'_>, piece: &Piece<'_>, out: &mut Vec<Finding>) {
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
        let finishes = |owner: &&ParticipantId| {
            let may = rights::may(Deed::FinishAction, &ground.register().of(owner));
            ground.is_submitted_by(&may)
        };
        if undone == old && !owners.is_empty() && owners.iter().all(finishes) {
            return;
        }
    }
    kept(ground, piece, "the record of a meeting", out);
}

/// So are its minutes.
pub(super) fn minutes(ground: &Ground<'_>, piece: &Piece<'_>, out: &mut Vec<Finding>) {
    kept(ground, piece, "the minutes of a meeting", out);
}

fn kept(ground: &Ground<'_>, piece: &Piece<'_>, what: &str, out: &mut Vec<Finding>) {
    let may = rights::may(Deed::KeepMeetings, &ground.register());
    ground.owned(piece, code::P201, what, &may, out);
}

/// Judges a change of a handling file by the table that changed.
pub(super) fn handling(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    id: &ProposalId,
    of: &ObjectionId,
    out: &mut Vec<Finding>,
) {
    let old = piece.read_before(Handling::read).unwrap_or_default();
    let about = ground.about(id).of(&of.participant);
    let new = match piece.read_after(Handling::read) {
        Some(new) if new != old => new,
        _ => {
            let mut may = rights::may(Deed::Respond, &about);
            may.extend(rights::may(Deed::Dispose, &about));
            let what = format!("how {of} is handled");
            return ground.owned(piece, code::P201, &what, &may, out);
        }
    };
    let acts = Acts {
        ground,
        piece,
        about,
    };
    stays(ground, piece, (&old, &new), out);
    let lists = (&*old.responses, &*new.responses);
    acts.added("response", lists, |it| &it.by, Deed::Respond, out);
    let lists = (&*old.reopenings, &*new.reopenings);
    acts.added("reopening", lists, |it| &it.act.by, Deed::Reopen, out);
    let again = new.reopenings.len() > old.reopenings.len();
    let (was, is) = (old.disposition.as_ref(), new.disposition.as_ref());
    disposition(ground, piece, (id, of), (was, is), again, out);
}

/// A disposition is made once, by somebody who may; a reopening clears the way for another.
fn disposition(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    (id, of): (&ProposalId, &ObjectionId),
    (old, new): (Option<&Disposition>, Option<&Disposition>),
    reopened: bool,
    out: &mut Vec<Finding>,
) {
    if old == new {
        return;
    }
    if let Some(old) = old.filter(|_| !reopened) {
        let sentence = format!(
            "{} disposed of {of} on {}, and the disposition is changed or gone",
            old.by,
            old.at.date()
        );
        let hint = format!(
            "put it back; new information reopens it: plenary reopen {of} --reason REASON --evidence LINK"
        );
        let finding = ground.at(piece, "disposition", code::P203, sentence);
        out.push(finding.hint(hint));
    }
    if let Some(new) = new {
        let act = Act {
            way: "disposition/by".to_owned(),
            by: &new.by,
            deed: Deed::Dispose,
            about: ground.about(id).of(&of.participant),
            code: code::P216,
        };
        ground.act(piece, &act, out);
    }
}

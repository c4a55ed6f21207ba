//! Records of those who run the process: calls, designations, rulings, follow-ups, meetings, and how an
//! objection was handled.

use crate::check::change::Door;
use crate::check::change::frozen::{fixed, grown};
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

    fn all<T: PartialEq>(
        &self,
        name: &str,
        (old, new): (&[T], &[T]),
        by: fn(&T) -> &ParticipantId,
        deed: Deed,
        out: &mut Vec<Finding>,
    ) {
        let added: Vec<_> = grown(self.ground, self.piece, name, old, new, out).collect();
        for (way, entry) in added {
            self.done(format!("{way}/by"), by(entry), deed, out);
        }
    }

    /// A table that is set once.
    fn once<T: PartialEq>(
        &self,
        name: &'static str,
        (old, new): (Option<&T>, Option<&T>),
        by: fn(&T) -> &ParticipantId,
        deed: Deed,
        out: &mut Vec<Finding>,
    ) {
        match (old, new) {
            (None, Some(new)) => self.done(format!("{name}/by"), by(new), deed, out),
            (old, new) => fixed(self.ground, self.piece, name, (&old, &new), out),
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
    frozen_keys(ground, piece, &old, &new, out);
    let lists = (old.extensions.as_slice(), new.extensions.as_slice());
    acts.all("extension", lists, |it| &it.act.by, Deed::ExtendCall, out);
    admissions(&acts, id, (&old.admissions, &new.admissions), out);
    let sides = (old.withdrawal.as_ref(), new.withdrawal.as_ref());
    acts.once("withdrawal", sides, |it| &it.by, Deed::WithdrawCall, out);
    let sides = (old.close.as_ref(), new.close.as_ref());
    acts.once("close", sides, |it| &it.by, Deed::CloseCall, out);
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
    let added: Vec<_> = grown(ground, acts.piece, "admission", old, new, out).collect();
    for (way, admission) in added {
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
        of_one.done(format!("{way}/by"), &admission.act.by, Deed::Admit, out);
    }
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
    let lists = (old.drafts.as_slice(), new.drafts.as_slice());
    acts.all("draft", lists, |it| &it.act.by, Deed::Designate, out);
    let lists = (old.answers.as_slice(), new.answers.as_slice());
    acts.all("answer", lists, |it| &it.by, Deed::AnswerChallenge, out);
    let redrafted = new.drafts.len() > old.drafts.len();
    let before = old.confirmation.as_ref().filter(|_| !redrafted);
    let sides = (before, new.confirmation.as_ref());
    let deed = Deed::ConfirmDesignation;
    acts.once("confirmation", sides, |it| &it.by, deed, out);
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
    let lists = (old.answers.as_slice(), new.answers.as_slice());
    acts.all("answer", lists, |it| &it.by, Deed::AnswerAppeal, out);
    let sides = (old.ended.as_ref(), new.ended.as_ref());
    acts.once("ruling", sides, |it| &it.act.by, Deed::RuleOnAppeal, out);
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
    let lists = (old.reports.as_slice(), new.reports.as_slice());
    acts.all("report", lists, |it| &it.by, Deed::Report, out);
    let lists = (old.answers.as_slice(), new.answers.as_slice());
    acts.all("answer", lists, |it| &it.by, Deed::RecordAnswer, out);
    let lists = (old.reviews.as_slice(), new.reviews.as_slice());
    acts.all("review", lists, |it| &it.act.by, Deed::Review, out);
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
    let act = |way: &str, by, deed| Act {
        way: format!("{way}/by"),
        by,
        deed,
        about,
        code: code::P201,
    };
    let (was, is) = (&old.responses, &new.responses);
    let responses: Vec<_> = grown(ground, piece, "response", was, is, out).collect();
    for (way, response) in responses {
        ground.act(piece, &act(&way, &response.by, Deed::Respond), out);
    }
    let (was, is) = (&old.reopenings, &new.reopenings);
    let reopened: Vec<_> = grown(ground, piece, "reopening", was, is, out).collect();
    for (way, reopening) in &reopened {
        ground.act(piece, &act(way, &reopening.act.by, Deed::Reopen), out);
    }
    let again = !reopened.is_empty();
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

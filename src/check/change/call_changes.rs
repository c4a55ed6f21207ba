//! Checks changes of the records of those who run the process: calls, designations, rulings, follow-ups,
//! meetings, and the handling of objections.

use crate::check::change::EntryPoint;
use crate::check::change::context::Trial;
use crate::check::change::fixed_fields::stays;
use crate::procedure::opening;
use crate::procedure::package::Package;
use crate::procedure::rights::{self, About, Deed};
use crate::record::appeal::Ruling;
use crate::record::asked::Asked;
use crate::record::call::{Admission, Call, Exclusion};
use crate::record::described::Described;
use crate::record::designation::Designation;
use crate::record::follow_up::FollowUp;
use crate::record::handling::Handling;
use crate::record::meeting::Meeting;
use crate::record::mentions::Mentions;
use crate::record::path::RecordPath;
use crate::record::reader::Read;
use crate::record::totals::Totals;
use crate::value::code;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};

/// Finds every act in an append-only record that its author has no right to.
struct CallActs<'a, 'g> {
    trial: &'a mut Trial<'g>,
    about: About<'a>,
}

impl CallActs<'_, '_> {
    /// The record before and after the change; what must not change in between is a finding. If it is the
    /// same or cannot be read, only those who can do one of `deeds` can change `what`.
    fn sides<T>(
        &mut self,
        read: fn(&str, &[u8]) -> Read<T>,
        (what, deeds): (&str, &[Deed]),
        known: fn(&T, T) -> T,
    ) -> Option<(T, T)>
    where
        T: Described + Mentions + Default + PartialEq,
    {
        let (old, new) = self.trial.piece.sides(read);
        let old = old.unwrap_or_default();
        let Some(new) = new.filter(|new| *new != old) else {
            let may = deeds
                .iter()
                .flat_map(|deed| rights::may(*deed, &self.about));
            self.trial.owned(code::P201, what, &may.collect::<Vec<_>>());
            return None;
        };
        let old = known(&new, old);
        stays(self.trial, &old, &new);
        Some((old, new))
    }

    fn done(&mut self, way: &str, by: &ParticipantId, deed: Deed) {
        self.trial.act(code::P201, (way, by), deed, &self.about);
    }

    /// Every entry that a list gained.
    fn added<T>(
        &mut self,
        name: &str,
        (old, new): (&[T], &[T]),
        by: fn(&T) -> &ParticipantId,
        deed: Deed,
    ) {
        for (n, entry) in new.iter().enumerate().skip(old.len()) {
            self.done(&format!("{name}/{n}/by"), by(entry), deed);
        }
    }

    /// A table that was not there before.
    fn set<T>(
        &mut self,
        name: &str,
        (old, new): (&Option<T>, &Option<T>),
        by: fn(&T) -> &ParticipantId,
        deed: Deed,
    ) {
        if let (None, Some(new)) = (old, new) {
            self.done(&format!("{name}/by"), by(new), deed);
        }
    }
}

/// A call: what was put to the body is fixed, and only chairs act on it.
pub(super) fn call(trial: &mut Trial<'_>, id: &ProposalId, n: u32) {
    let about = trial.ground.about(id);
    let (old, new) = trial.piece.sides(Call::read);
    let Some(new) = new.filter(|new| old.as_ref() != Some(new)) else {
        return trial.deed_of("a call", Deed::OpenCall, &about.call(n));
    };
    let Some(old) = old else {
        let about = about.by_track(&new.track);
        unheard(trial, &about);
        out_of_order(trial, id, &new);
        package(trial, id, &new);
        return trial.act(code::P201, ("by", &new.by), Deed::OpenCall, &about);
    };
    stays(trial, &old, &new);
    admissions(trial, id, (&old.admissions, &new.admissions));
    let about = about.call(n);
    exclusions(trial, &about, (&old, &new));
    let mut acts = CallActs { trial, about };
    let lists = (&*old.extensions, &*new.extensions);
    acts.added("extension", lists, |it| &it.act.by, Deed::ExtendCall);
    let sides = (&old.withdrawal, &new.withdrawal);
    acts.set("withdrawal", sides, |it| &it.by, Deed::WithdrawCall);
    let sides = (&old.close, &new.close);
    acts.set("close", sides, |it| &it.by, Deed::CloseCall);
}

/// A call on a track whose appeals nobody can hear, by the same rule as `call open`. A commit on the main
/// branch is not checked for it, because it can be older than this rule.
fn unheard(trial: &mut Trial<'_>, about: &About<'_>) {
    if trial.ground.change.door == EntryPoint::Landing {
        return;
    }
    if let Some(obstacle) = opening::unheard(about) {
        trial.found_at("track", code::P221, obstacle.sentence, obstacle.hint);
    }
}

/// A call on a track that comes after another one, before a call on that one has ended as the charter demands, by the
/// same rule as `call open`. A commit on the main branch is not checked for it, because it can be older than this rule.
fn out_of_order(trial: &mut Trial<'_>, id: &ProposalId, call: &Call) {
    let ground = trial.ground;
    if ground.change.door == EntryPoint::Landing {
        return;
    }
    let track = ground.charter.track(&call.track);
    let folder = ground.folder(id);
    let proposal = folder.and_then(|folder| folder.proposal.as_ref());
    let text = proposal.and_then(|read| read.revision(call.revision));
    let (Some(track), Some(folder), Some(text)) = (track, folder, text) else {
        return;
    };
    let now = ground.change.now;
    let obstacle = opening::comes_first(ground.before, folder, id, (track, text), now);
    if let Some(obstacle) = obstacle {
        trial.found_at("track", code::P226, obstacle.sentence, obstacle.hint);
    }
}

/// A call on a package before its track allows one, or whose list of parts is not what is decided. A commit on the
/// main branch is checked for the list only.
fn package(trial: &mut Trial<'_>, id: &ProposalId, call: &Call) {
    let ground = trial.ground;
    let now = ground.change.now;
    let track = ground.charter.track(&call.track);
    let track = track.filter(|_| ground.change.door != EntryPoint::Landing);
    let obstacle = track.and_then(|track| opening::package(ground.before, id, track, now));
    if let Some(obstacle) = obstacle {
        trial.found_at("track", code::P228, obstacle.sentence, obstacle.hint);
        return;
    }
    let package = Package::of(ground.before, id, now);
    let decided = package.map_or(Vec::new(), |package| package.decided());
    if call.parts != decided {
        let sentence = "the parts in this call are not the decided parts of the proposal";
        let hint = format!("let the program write them: plenary call open {id} --closes TIME");
        trial.found_at("part", code::P228, sentence, hint);
    }
}

/// Each lets one late record count. Nobody does that for their own if another chair can.
fn admissions(trial: &mut Trial<'_>, id: &ProposalId, (old, new): (&[Admission], &[Admission])) {
    let ground = trial.ground;
    for (n, admission) in new.iter().enumerate().skip(old.len()) {
        let record = RecordPath::identify(&admission.path).and_then(Result::ok);
        let about = match &record {
            Some(RecordPath::Position(_, owner)) => ground.of_owner(id, owner),
            Some(RecordPath::Objection(_, of)) => ground.about(id).of(&of.participant),
            _ => ground.about(id),
        };
        let way = format!("admission/{n}/by");
        trial.act(code::P201, (&way, &admission.act.by), Deed::Admit, &about);
    }
}

/// Each excludes or readmits one participant, who cannot do it, while the call is open.
fn exclusions(trial: &mut Trial<'_>, about: &About<'_>, (old, new): (&Call, &Call)) {
    let ended = !old.is_open(trial.ground.change.now);
    for (n, entry) in new.exclusions.iter().enumerate().skip(old.exclusions.len()) {
        let Exclusion {
            participant, act, ..
        } = entry;
        let way = format!("exclusion/{n}/by");
        trial.act(
            code::P201,
            (&way, &act.by),
            Deed::Exclude,
            &about.of(participant),
        );
        if ended {
            let closed = old.closing().long();
            let sentence = format!(
                "the call was open until {closed}, so {participant} cannot be excluded or readmitted now"
            );
            let hint = "remove the entry. To ask again without a participant, withdraw the call and open a new one";
            trial.found_at(&format!("exclusion/{n}"), code::P232, sentence, hint);
        }
    }
}

/// Whom letters asked for an answer.
pub(super) fn asked(trial: &mut Trial<'_>, about: About<'_>) {
    let mut acts = CallActs { trial, about };
    let what = ("the record of letters", &[Deed::NoteLetters][..]);
    if let Some((old, new)) = acts.sides(Asked::read, what, |_, old| old) {
        let lists = (&*old.letters, &*new.letters);
        acts.added("letters", lists, |it| &it.by, Deed::NoteLetters);
    }
}

/// Totals of personal dimensions.
pub(super) fn totals(trial: &mut Trial<'_>, about: About<'_>) {
    let mut acts = CallActs { trial, about };
    let what = ("the record of totals", &[Deed::EnterTotals][..]);
    if let Some((old, new)) = acts.sides(Totals::read, what, |_, old| old) {
        let lists = (&*old.totals, &*new.totals);
        acts.added("totals", lists, |it| &it.by, Deed::EnterTotals);
    }
}

/// A designation: drafts and answers are only added; a new draft removes the confirmation.
pub(super) fn designation(trial: &mut Trial<'_>, about: About<'_>) {
    let mut acts = CallActs { trial, about };
    let what = ("a designation", &[Deed::Designate][..]);
    let known = |new: &Designation, old: Designation| {
        let redrafted = new.drafts.len() > old.drafts.len();
        let confirmation = old.confirmation.filter(|_| !redrafted);
        Designation {
            confirmation,
            ..old
        }
    };
    let Some((old, new)) = acts.sides(Designation::read, what, known) else {
        return;
    };
    let lists = (&*old.drafts, &*new.drafts);
    acts.added("draft", lists, |it| &it.act.by, Deed::Designate);
    let lists = (&*old.answers, &*new.answers);
    acts.added("answer", lists, |it| &it.by, Deed::AnswerChallenge);
    let sides = (&old.confirmation, &new.confirmation);
    acts.set("confirmation", sides, |it| &it.by, Deed::ConfirmDesignation);
}

/// A ruling on an appeal.
pub(super) fn ruling(trial: &mut Trial<'_>, about: About<'_>) {
    let mut acts = CallActs { trial, about };
    let what = ("a ruling", &[Deed::RuleOnAppeal][..]);
    let Some((old, new)) = acts.sides(Ruling::read, what, |_, old| old) else {
        return;
    };
    let lists = (&*old.answers, &*new.answers);
    acts.added("answer", lists, |it| &it.by, Deed::AnswerAppeal);
    let sides = (&old.ended, &new.ended);
    acts.set("ruling", sides, |it| &it.act.by, Deed::RuleOnAppeal);
}

/// What followed a decision.
pub(super) fn follow_up(trial: &mut Trial<'_>, about: About<'_>) {
    let mut acts = CallActs { trial, about };
    let what = (
        "the record of what followed a decision",
        &[Deed::Report][..],
    );
    let Some((old, new)) = acts.sides(FollowUp::read, what, |_, old| old) else {
        return;
    };
    let lists = (&*old.reports, &*new.reports);
    acts.added("report", lists, |it| &it.by, Deed::Report);
    let lists = (&*old.answers, &*new.answers);
    acts.added("answer", lists, |it| &it.by, Deed::RecordAnswer);
    let lists = (&*old.reviews, &*new.reviews);
    acts.added("review", lists, |it| &it.act.by, Deed::Review);
}

/// Chairs and secretaries record a meeting; a participant with an action item can mark it as done.
pub(super) fn meeting(trial: &mut Trial<'_>) {
    let ground = trial.ground;
    if let (Some(old), Some(new)) = trial.piece.sides(Meeting::read) {
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
    kept(trial, "the record of a meeting");
}

/// The minutes of a meeting, which chairs and secretaries record as well.
pub(super) fn minutes(trial: &mut Trial<'_>) {
    kept(trial, "the minutes of a meeting");
}

fn kept(trial: &mut Trial<'_>, what: &str) {
    trial.deed_of(what, Deed::KeepMeetings, &trial.ground.register());
}

/// Checks a change of a handling file by the table that changed.
pub(super) fn handling(trial: &mut Trial<'_>, id: &ProposalId, of: &ObjectionId) {
    let about = trial.ground.about(id).of(&of.participant);
    let mut acts = CallActs { trial, about };
    let what = format!("the handling of objection {of}");
    let what = (&*what, &[Deed::Respond, Deed::Dispose][..]);
    let Some((old, new)) = acts.sides(Handling::read, what, |_, old| old) else {
        return;
    };
    let lists = (&*old.responses, &*new.responses);
    acts.added("response", lists, |it| &it.by, Deed::Respond);
    let lists = (&*old.reopenings, &*new.reopenings);
    acts.added("reopening", lists, |it| &it.act.by, Deed::Reopen);
    disposition(&mut acts, of, (&old, &new));
}

/// An objection is closed once, by a participant with the right; after a reopening it can be closed again.
fn disposition(acts: &mut CallActs<'_, '_>, of: &ObjectionId, (old, new): (&Handling, &Handling)) {
    if old.disposition == new.disposition {
        return;
    }
    let reopened = new.reopenings.len() > old.reopenings.len();
    if let Some(old) = old.disposition.as_ref().filter(|_| !reopened) {
        let sentence = format!(
            "the disposition of objection {of} cannot change: {} closed it on {}",
            old.by,
            old.at.date()
        );
        let hint = format!(
            "restore it. To reopen the objection on new information: plenary reopen {of} --reason \
             REASON --evidence LINK"
        );
        acts.trial
            .found_at("disposition", code::P203, sentence, hint);
    }
    if let Some(new) = &new.disposition {
        let by = ("disposition/by", &new.by);
        acts.trial.act(code::P216, by, Deed::Dispose, &acts.about);
    }
}

//! Lists the comments that must be answered or closed, because a requirement of the track demands it.

use super::close::{disposition, of_objection};
use super::{Priority, Task};
use crate::record::track::Gate;
use crate::register::records::{FiledObjection, ProposalRecords, Register};
use crate::tally::Tally;
use crate::tally::criterion::{self, CommentsNeed, waits_for_comments};
use crate::tally::objection::{TrackedObjection, state};
use crate::value::id::ObjectionId;

/// Whether a proposal has an undecided call and open comments that a requirement counts. Only a tally says which of
/// these comments must be answered.
pub(super) fn can_wait(register: &Register, folder: &ProposalRecords) -> bool {
    let call = folder.undecided_call().map(|(_, call)| call);
    let charter = register.charter.as_ref();
    let track = call.and_then(|call| charter?.track(&call.track));
    let counts = |gate: &Gate| gate.when.contains("comments");
    let waits = |(id, raised): (&ObjectionId, &FiledObjection)| {
        let handling = folder.handling.get(id).cloned().unwrap_or_default();
        !raised.objection.blocking && state(&raised.objection, &handling).is_open()
    };
    track.is_some_and(|track| track.gates.iter().any(counts)) && folder.objections.iter().any(waits)
}

/// The comments that must be answered or closed, so that the requirements of the track are met.
pub(super) fn of_comments(register: &Register, tally: &Tally) -> Vec<Task> {
    let unmet = tally.gates.iter().filter(|gate| !gate.verdict.met);
    let need = unmet.filter_map(|gate| {
        let rule = criterion::parse(&gate.criterion, &tally.vocabulary).ok()?;
        waits_for_comments(&rule, &tally.ballot)
    });
    let tasks = need.max().map(|need| needed(register, tally, need));
    let folder = register.proposals.get(&tally.proposal);
    let since = folder.and_then(|folder| Some(folder.undecided_call()?.1.opens));
    let required = |task: Task| Task {
        since: task.since.or(since),
        ..task.weighs(Priority::Required)
    };
    tasks.into_iter().flatten().map(required).collect()
}

/// What each comment needs.
pub(super) fn needed(register: &Register, tally: &Tally, need: CommentsNeed) -> Vec<Task> {
    let comments = tally.objections.iter();
    let waiting = comments.filter(|each| each.is_comment_in_rules());
    let waiting = waiting.filter(|each| match need {
        CommentsNeed::Responses => each.is_unanswered(),
        CommentsNeed::Closing => each.is_open(),
    });
    let task = |followed: &TrackedObjection| match need {
        CommentsNeed::Responses => of_objection(register, tally, followed),
        CommentsNeed::Closing => disposition(register, tally, followed),
    };
    waiting.map(task).collect()
}

//! Lists the tasks of a register that its records show, and those of a proposal that only its tally shows.

use super::{ProposalView, Task, call, comments, owed};
use crate::register::records::Register;
use crate::tally::Tally;
use crate::tally::groundwork::Groundworks;
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

/// Every task of a register at `now` that its records show without a tally: by end, then by proposal.
/// A time that ended with nothing to do, such as the time for appeals, is left out. The register must
/// have been read whole: a superseded decision leaves nothing to do.
pub fn of_register(register: &Register, now: Instant) -> Vec<Task> {
    let mut shared = Groundworks::default();
    let ids = register.proposals.keys();
    let tasks = ids.flat_map(|id| on_record(register, id, now, &mut shared));
    sorted(tasks.chain(outside_proposals(register, now)))
}

/// The same tasks of one proposal, in no order. Of other proposals, the positions are not looked at.
pub fn on_record(
    register: &Register,
    id: &ProposalId,
    now: Instant,
    shared: &mut Groundworks,
) -> Vec<Task> {
    let Some(matter) = ProposalView::of(register, id, now) else {
        return Vec::new();
    };
    let mut all = call::under_way(&matter, shared);
    all.extend(owed::afterwards(&matter));
    all.extend(call::pending(&matter));
    all.extend(owed::planned(&matter));
    all
}

/// The same tasks that are not of a proposal: of meetings, and of participants.
pub fn outside_proposals(register: &Register, now: Instant) -> Vec<Task> {
    [owed::actions(register), owed::statements(register, now)].concat()
}

/// Tasks by end, then by proposal.
pub fn sorted(tasks: impl IntoIterator<Item = Task>) -> Vec<Task> {
    let mut all: Vec<Task> = tasks.into_iter().collect();
    all.sort_by(|a, b| {
        let order = |task: &Task| {
            let ends = task.at();
            (
                ends.is_none(),
                ends,
                task.proposal.clone(),
                task.kind,
                task.call,
            )
        };
        let same = || a.mark().cmp(&b.mark());
        order(a).cmp(&order(b)).then_with(same)
    });
    all
}

/// Whether the tally of a proposal shows a task with a date, or one that can be done now, that its records alone do not
/// show.
pub fn needs_a_tally(register: &Register, id: &ProposalId) -> bool {
    register.proposals.get(id).is_some_and(|folder| {
        comments::can_wait(register, folder) || call::can_end_early(register, folder)
    })
}

/// The tasks that only the tally of a proposal shows.
pub fn only_by_tally(register: &Register, tally: &Tally) -> Vec<Task> {
    let mut all = comments::of_comments(register, tally);
    let matter = ProposalView::of(register, &tally.proposal, tally.now);
    all.extend(matter.and_then(|matter| call::early_end(&matter, tally)));
    all
}

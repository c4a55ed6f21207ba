//! Lists the requirements that are not met, each with how it can be met: by answers, by time, by closing
//! objections; after the close, only by a chair who decides all the same.

use super::call::{answer, silent};
use super::close::{disposition, levels};
use super::comments;
use super::{Class, Priority, ProposalView, Subject, Task, TaskKind, Way, Who};
use crate::procedure::rights::Deed;
use crate::record::call::Call;
use crate::tally::criterion::{
    self, CommentsNeed, days_until_met, letters_missing, waits_for_comments, waits_for_objections,
};
use crate::tally::objection::TrackedObjection;
use crate::tally::{RequirementResult, Tally};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::span::Span;

/// The requirements that are not met, each with what it waits for.
pub(super) fn requirements(matter: &ProposalView<'_>, tally: &Tally) -> Vec<Task> {
    let unmet = tally.gates.iter().filter(|gate| !gate.verdict.met);
    unmet.map(|gate| requirement(matter, tally, gate)).collect()
}

/// What a requirement that is not met waits for: days, objections or answers; after the close, only
/// a chair who decides all the same.
pub(in crate::procedure) fn requirement(
    matter: &ProposalView<'_>,
    tally: &Tally,
    gate: &RequirementResult,
) -> Task {
    let (way, task) = of_requirement(matter, tally, gate);
    let subject = Subject::Requirement {
        name: gate.name.clone(),
        rule: gate.criterion.clone(),
        way,
    };
    task.on(matter.id, tally.call).about(subject)
}

fn of_requirement(
    matter: &ProposalView<'_>,
    tally: &Tally,
    gate: &RequirementResult,
) -> (Way, Task) {
    let kind = TaskKind::Requirement;
    let rule = criterion::parse(&gate.criterion, &tally.vocabulary).ok();
    let open = matter.folder.undecided_call();
    let open = open.filter(|(_, call)| call.is_open(matter.now));
    let by_objections = rule
        .as_ref()
        .is_some_and(|rule| waits_for_objections(rule, &tally.ballot));
    if by_objections && tally.undisposed().next().is_some() {
        return waits_for_closing(matter, tally);
    }
    let need = rule.as_ref();
    let need = need.and_then(|rule| waits_for_comments(rule, &tally.ballot));
    if let Some(need) = need {
        return waits_for_answers(matter, tally, need);
    }
    // Objections that were closed and still count can only be overridden.
    let Some((_, call)) = open.filter(|_| !by_objections) else {
        let decide = matter.command("decide");
        let decide = match tally.call.and_then(|n| matter.folder.designation(n)) {
            Some(_) => decide,
            None => decide.option("--designation", Placeholder::Level),
        };
        let over = format!("{}={}", gate.name, Placeholder::Reason);
        let command = decide.option("--override", over).with("--sign-off");
        let task = Task::new(kind, matter.may(Deed::Decide)).by(command);
        return (Way::Override, task.choose(levels(tally)));
    };
    let unasked = rule.as_ref();
    let unasked = unasked.map(|rule| letters_missing(rule, &tally.ballot));
    if let Some(unasked) = unasked.filter(|unasked| !unasked.is_empty()) {
        let invite = matter.command("invite");
        let invite = unasked
            .iter()
            .fold(invite, |invite, who| invite.option("--for", who));
        let task = Task::new(kind, matter.may(Deed::NoteLetters));
        return (Way::Letters, task.by(invite.with("--record")));
    }
    let days = rule.and_then(|rule| days_until_met(&rule, &tally.ballot));
    match days.and_then(|days| met_at(matter, tally, gate, call, days)) {
        None => {
            let who = Who::class(Class::NoAnswer, &silent(matter, tally));
            let task = answer(matter, kind, who, &tally.track);
            (Way::Answers, task.due(call.closing()))
        }
        Some(end) if end <= call.closing() => {
            let task = Task::new(kind, Who::Time).due(end);
            (Way::Time, task.weighs(Priority::Waiting))
        }
        Some(end) => {
            let command = matter.command("call extend");
            let command = command.option("--closes", end.typed());
            let task = Task::new(kind, matter.may(Deed::ExtendCall));
            let task = task.by(command.option("--reason", Placeholder::Reason));
            (Way::Longer, task)
        }
    }
}

/// What a requirement on objections waits for: the disposition of the only open one, or of several,
/// and each is a task of its own.
fn waits_for_closing(matter: &ProposalView<'_>, tally: &Tally) -> (Way, Task) {
    let open: Vec<&TrackedObjection> = tally.undisposed().collect();
    let way = Way::Objections(open.iter().map(|followed| followed.id.clone()).collect());
    let closed = open.iter();
    let closed = closed.map(|followed| disposition(matter.register, tally, followed));
    (way, all_in_one(closed.collect(), matter.command("status")))
}

/// The requirement that several tasks meet together: the command of the only one, or the one that shows all.
fn all_in_one(tasks: Vec<Task>, look: Command) -> Task {
    let who = tasks.iter().flat_map(|task| task.who.members());
    let task = Task::new(TaskKind::Requirement, Who::people(who));
    match tasks.as_slice() {
        [only] => Task {
            command: only.command.clone(),
            choices: only.choices.clone(),
            ..task
        },
        _ => task.by(look),
    }
}

/// What a requirement on comments waits for: the answer to the only one, or to several.
fn waits_for_answers(matter: &ProposalView<'_>, tally: &Tally, need: CommentsNeed) -> (Way, Task) {
    let steps = comments::needed(matter.register, tally, need);
    let way = Way::Comments(need, steps.iter().map(Task::mark).collect());
    (way, all_in_one(steps, matter.command("matrix")))
}

/// When a requirement is met that now lacks so many days. Whole days are counted, from the opening of
/// the call or from the last material change of the text.
fn met_at(
    matter: &ProposalView<'_>,
    tally: &Tally,
    gate: &RequirementResult,
    call: &Call,
    short: u64,
) -> Option<Instant> {
    let ballot = &tally.ballot;
    let changed = matter.folder.proposal.as_ref();
    let changed = changed.and_then(|read| read.last_material(tally.revision));
    let (from, passed) = match gate.criterion.contains("days-unchanged") {
        true => (changed?.at, ballot.days_unchanged),
        false => (call.opens, ballot.days_open),
    };
    let days = passed.saturating_add(short);
    Some(Span::days(u32::try_from(days).ok()?).after(from, &tally.charter.calendar))
}

//! What participants said that they would do: the next step and the milestones of a proposal, the
//! action items of meetings; and the statements of interest that they have to keep up to date.

use super::{Matter, Subject, Task, TaskKind, Who};
use crate::register::interests::faults;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};

/// What a proposal says of its own way. The file of a proposal that was decided stays as it was
/// decided on, so nothing in it has to be done any more.
pub(super) fn planned(matter: &Matter<'_>) -> Vec<Task> {
    let Some(proposal) = matter.folder.proposal.as_ref() else {
        return Vec::new();
    };
    if matter.folder.is_settled() && !matter.folder.is_open_again() {
        return Vec::new();
    }
    let since = matter.written();
    let task = |kind: TaskKind, who: Who, text: &str| {
        let text = text.to_owned();
        Task::new(kind, who)
            .on(matter.id, None)
            .since(since)
            .about(Subject::Planned { text })
    };
    let milestones = proposal.milestones.iter();
    let milestones = milestones.filter(|each| each.done.is_none());
    let milestones = milestones.filter_map(|milestone| {
        let who = Who::people(proposal.shepherd.iter().chain(&proposal.authors));
        Some(task(TaskKind::Milestone, who, &milestone.name).due(milestone.due?))
    });
    let next = proposal
        .next
        .as_ref()
        .map(|next| task(TaskKind::Next, Who::people([&next.owner]), &next.action).due(next.due));
    milestones.chain(next).collect()
}

/// The action items of all meetings that were not done.
pub(super) fn actions(register: &Register) -> Vec<Task> {
    let mut all = Vec::new();
    for (date, meeting) in &register.meetings {
        for (item, n) in meeting.actions.iter().zip(1_u32..) {
            if item.done.is_some() {
                continue;
            }
            let subject = Subject::Action {
                meeting: date.clone(),
                item: n,
                text: item.action.clone(),
            };
            let since = Instant::parse(&format!("{date}T00:00:00Z"))
                .ok()
                .or(item.due);
            let task = Task::new(TaskKind::Action, Who::people([&item.owner]))
                .about(subject)
                .due(item.due)
                .since(since)
                .by(Command::new("meeting done").with(date).with(n));
            all.push(task);
        }
    }
    all
}

/// The statements of interest that are missing or too old.
pub(super) fn statements(register: &Register, now: Instant) -> Vec<Task> {
    let all = faults(register, now).into_iter();
    let tasks = all.map(|(who, fault)| {
        let command = Command::new("participant set")
            .with(&who)
            .option("--interests", Placeholder::Text);
        Task::new(TaskKind::Statement, Who::people([&who]))
            .about(Subject::Statement { fault })
            .by(command)
    });
    tasks.collect()
}

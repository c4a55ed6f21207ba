//! What a proposal in discussion waits for: a call.

use super::{Matter, Subject, Task, TaskKind, Weight, Who};
use crate::procedure::rights::Deed;
use crate::value::command::Placeholder;

/// A call; where an appeal took the decision back and the text is the same, another text as well.
pub(super) fn tasks(matter: &Matter<'_>) -> Vec<Task> {
    let proposal = matter.folder.proposal.as_ref();
    let latest = proposal.and_then(|read| read.latest());
    let decided = matter.folder.current_decision();
    let decided_on = decided.map(|(_, decision)| decision.matter.revision);
    let same = latest.is_some_and(|last| Some(last.name) == decided_on);
    let open = Task::new(TaskKind::OpenCall, matter.may(Deed::OpenCall)).by(matter
        .command("call open")
        .option("--closes", Placeholder::Time));
    let open = match (latest, decided_on) {
        (Some(last), Some(_)) => open.about(Subject::Revision {
            name: last.name.to_string(),
        }),
        _ => open,
    };
    let revise = same.then(|| {
        let authors = proposal.map_or(&[][..], |read| &read.authors);
        let shepherd = proposal.and_then(|read| read.shepherd.as_ref());
        Task::new(
            TaskKind::Revise,
            Who::people(authors.iter().chain(shepherd)),
        )
        .weighs(Weight::Advised)
        .by(matter.command("revise"))
    });
    let all = std::iter::once(open).chain(revise);
    all.map(|task| task.on(matter.id, None)).collect()
}

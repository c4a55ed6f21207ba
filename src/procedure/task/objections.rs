//! What objections wait for: a response, the reply of the objector, a disposition.

use super::{Matter, Subject, Task, TaskKind, Weight, Who};
use crate::procedure::rights::{About, Deed, may};
use crate::record::handling::Value;
use crate::record::objection::Answer;
use crate::record::track::Undisposed;
use crate::register::records::Register;
use crate::tally::Tally;
use crate::tally::objection::{Followed, State};
use crate::value::command::{Command, Placeholder};
use crate::value::id::ParticipantId;

/// What every objection without a disposition waits for.
pub(super) fn tasks(matter: &Matter<'_>, tally: &Tally) -> Vec<Task> {
    let register = matter.register;
    let open: Vec<&Followed> = tally.undisposed().collect();
    let first = open.iter().map(|it| of_objection(register, tally, it));
    let replies = open.iter().filter(|it| it.state == State::Answered);
    first.chain(replies.map(|it| reply(tally, it))).collect()
}

/// What one objection waits for before a decision.
pub fn of_objection(register: &Register, tally: &Tally, followed: &Followed) -> Task {
    let id = &followed.id;
    let about = About::proposal(register, &tally.proposal).of(&id.participant);
    let about = match tally.call {
        Some(n) => about.call(n),
        None => about,
    };
    let task = match followed.state {
        State::Open => Task::new(TaskKind::Respond, responders(&about, &id.participant))
            .by(Command::new("respond").with(id).with(Placeholder::Text)),
        _ => Task::new(TaskKind::Dispose, Who::people(&may(Deed::Dispose, &about)))
            .since(last_word(followed))
            .by(Command::new("dispose")
                .with(id)
                .with(Placeholder::Value)
                .option("--reason", Placeholder::Reason))
            .choose(Value::WORDS.iter().map(|(word, _)| word)),
    };
    placed(task, tally, followed).weighs(match tally.track.undisposed {
        Undisposed::Refuse => Weight::Required,
        Undisposed::Record => Weight::Advised,
    })
}

/// Those who respond; the objector is among them only where there is nobody else.
fn responders(about: &About<'_>, objector: &ParticipantId) -> Who {
    let all = may(Deed::Respond, about);
    let others: Vec<_> = all.iter().filter(|who| *who != objector).collect();
    match others.is_empty() {
        true => Who::people(&all),
        false => Who::people(others),
    }
}

fn last_word(followed: &Followed) -> Option<crate::value::clock::Instant> {
    let last = followed.handling.responses.last();
    last.map(|response| response.at)
}

fn reply(tally: &Tally, followed: &Followed) -> Task {
    let id = &followed.id;
    let words = Answer::WORDS.iter().map(|(word, _)| *word);
    let task = Task::new(TaskKind::Reply, Who::people([&id.participant]))
        .since(last_word(followed))
        .by(Command::new("reply").with(id).with(Placeholder::Value))
        .choose(words.chain(["withdrawn"]));
    placed(task, tally, followed).weighs(Weight::Advised)
}

fn placed(task: Task, tally: &Tally, followed: &Followed) -> Task {
    let (id, state) = (followed.id.clone(), followed.state);
    task.on(&tally.proposal, tally.call)
        .about(Subject::Objection { id, state })
}

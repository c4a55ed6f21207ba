//! What differs between two states of an objection and of its handling, as events.

use crate::record::handling::Handling;
use crate::record::objection::Objection;
use crate::record::reader::Read;
use crate::register::life::{Event, What};
use crate::register::snapshot::Moved;
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ParticipantId};

/// The record as a landing left it: nothing where the file is gone, and no answer at all where it
/// cannot be read.
pub(super) fn read<T>(file: &Moved, reader: fn(&str, &[u8]) -> Read<T>) -> Option<Option<T>> {
    match &file.after {
        None => Some(None),
        Some(content) => reader(&file.path, content.bytes()?).ok().map(Some),
    }
}

pub(super) fn event(what: What, by: &ParticipantId, said: Option<Instant>) -> Event {
    Event {
        by: Some(by.clone()),
        said,
        ..by_nobody(what)
    }
}

pub(super) fn deleted(path: &str) -> Event {
    by_nobody(What::Deleted(path.to_owned()))
}

pub(super) fn unreadable(file: &Moved) -> Event {
    by_nobody(What::Unreadable(file.path.clone()))
}

fn by_nobody(what: What) -> Event {
    Event {
        what,
        by: None,
        said: None,
        revision: None,
        landing: None,
    }
}

/// The order of what one landing brought: the objection, who joined it, then what has a date by
/// its date, and last what has none.
pub(super) fn order(event: &Event) -> (u8, Option<Instant>) {
    match (&event.what, event.said) {
        (What::Raised(_) | What::Reworded(_) | What::Renewed, _) => (0, None),
        (What::Joined | What::Left, _) => (1, None),
        (_, Some(said)) => (2, Some(said)),
        (_, None) => (3, None),
    }
}

/// What happened in the objector's own file, or in the position that carries the objection.
pub(super) fn of_its_own(
    id: &ObjectionId,
    before: Option<&Objection>,
    after: Option<&Objection>,
    moved: &[Moved],
) -> Vec<Event> {
    let by = &id.participant;
    match (before, after) {
        (None, None) => Vec::new(),
        (None, Some(after)) => {
            let raised = event(What::Raised(after.clone()), by, None);
            std::iter::once(raised)
                .chain(replies(by, None, after))
                .collect()
        }
        (Some(_), None) => {
            let own = |file: &&Moved| {
                let position = format!("/positions/{by}.toml");
                file.path.ends_with(&format!("/objections/{id}.toml"))
                    || (id.is_in_position() && file.path.ends_with(&position))
            };
            let file = moved.iter().find(own);
            file.map(|file| deleted(&file.path)).into_iter().collect()
        }
        (Some(before), Some(after)) => {
            let reworded = words(before) != words(after);
            let reworded = reworded.then(|| event(What::Reworded(after.clone()), by, None));
            let replies = replies(by, Some(before), after);
            reworded.into_iter().chain(replies).collect()
        }
    }
}

/// The objection without what is said to its responses.
fn words(objection: &Objection) -> Objection {
    Objection {
        answer: None,
        answer_at: None,
        answer_reason: None,
        withdrawn: false,
        withdrawn_reason: None,
        entered: None,
        reply_entered: None,
        ..objection.clone()
    }
}

fn replies(by: &ParticipantId, before: Option<&Objection>, after: &Objection) -> Vec<Event> {
    let said = |it: &Objection| (it.answer, it.answer_at, it.answer_reason.clone());
    let mut events = Vec::new();
    if let Some(answer) = after.answer
        && before.map(said) != Some(said(after))
    {
        let what = What::Replied(answer, after.answer_reason.clone());
        events.push(event(what, by, after.answer_at));
    }
    match (before.is_some_and(|it| it.withdrawn), after.withdrawn) {
        (false, true) => {
            let what = What::Withdrawn(after.withdrawn_reason.clone());
            events.push(event(what, by, None));
        }
        (true, false) => events.push(event(What::Renewed, by, None)),
        (true, true) | (false, false) => {}
    }
    events
}

/// What chairs and editors did.
pub(super) fn of_handling(before: &Handling, after: &Handling) -> Vec<Event> {
    let mut events = Vec::new();
    let new = |response: &&_| !before.responses.contains(response);
    for response in after.responses.iter().filter(new) {
        let what = What::Responded(response.text.clone());
        events.push(event(what, &response.by, Some(response.at)));
    }
    let gone = |response: &&_| !after.responses.contains(response);
    for response in before.responses.iter().filter(gone) {
        let what = What::ResponseRemoved(response.text.clone());
        events.push(event(what, &response.by, None));
    }
    let new = |again: &&_| !before.reopenings.contains(again);
    let reopened = after.reopenings.iter().filter(new);
    for again in reopened.clone() {
        let what = What::Reopened(again.clone());
        events.push(event(what, &again.act.by, Some(again.act.at)));
    }
    match (&before.disposition, &after.disposition) {
        (old, Some(ended)) if old.as_ref() != Some(ended) => {
            let what = What::Disposed(ended.clone());
            events.push(event(what, &ended.by, Some(ended.at)));
        }
        (Some(_), None) if reopened.count() == 0 => {
            events.push(by_nobody(What::DispositionRemoved));
        }
        _ => {}
    }
    events
}

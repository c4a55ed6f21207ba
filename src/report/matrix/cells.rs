//! What stands in the columns of one comment.

use crate::record::handling::{Disposition, Response, Value};
use crate::record::objection::{Kind, Objection};
use crate::record::participant::Participant;
use crate::report::matrix::Layout;
use crate::report::matrix::place::Place;
use crate::report::words;
use crate::tally::objection::{Followed, State};

const STRANGER: &str = "not on the roster";

/// The cells of a comment in the order of the layout's columns.
pub(super) fn cells(followed: &Followed, who: Option<&Participant>, layout: Layout) -> Vec<String> {
    match layout {
        Layout::Plain => plain(followed, who),
        Layout::Iso => iso(followed, who),
    }
}

/// The type of comment in the words of ISO and IEC: general, technical or editorial.
pub(super) fn iso_type(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Technical) => "te",
        Some(Kind::Editorial) => "ed",
        Some(Kind::Process | Kind::Scope) | None => "ge",
    }
}

fn plain(followed: &Followed, who: Option<&Participant>) -> Vec<String> {
    let objection = &followed.objection;
    let (disposition, reason) = match followed.disposition() {
        Some(disposition) => (ending(disposition), why(disposition)),
        None => (String::new(), String::new()),
    };
    vec![
        followed.id.to_string(),
        who.map_or_else(
            || followed.id.participant.to_string(),
            |who| who.name.clone(),
        ),
        who.map_or_else(|| STRANGER.to_owned(), |who| who.group.to_string()),
        objection.about.clone(),
        objection.kind.map_or("", Kind::word).to_owned(),
        objection.problem.clone(),
        objection.resolve.clone().unwrap_or_default(),
        state(followed),
        responses(followed).join(" "),
        disposition,
        reason,
    ]
}

fn iso(followed: &Followed, who: Option<&Participant>) -> Vec<String> {
    let (objection, place) = (&followed.objection, Place::of(&followed.objection.about));
    let body = match who {
        Some(who) => who
            .affiliation
            .clone()
            .unwrap_or_else(|| who.group.to_string()),
        None => STRANGER.to_owned(),
    };
    vec![
        // The template has no column for the name by which a comment is found again.
        format!("{body} ({})", followed.id),
        place.line,
        place.clause,
        place.paragraph,
        iso_type(objection.kind).to_owned(),
        objection.problem.clone(),
        objection.resolve.clone().unwrap_or_default(),
        observations(followed),
    ]
}

/// Responses, then how it ended and why; where it did not end, where it stands.
fn observations(followed: &Followed) -> String {
    let mut said = responses(followed);
    said.push(match followed.disposition() {
        Some(disposition) => format!(
            "{} {}",
            words::sentence(&ending(disposition)),
            why(disposition)
        ),
        None => words::sentence(state(followed).trim_end_matches('.')),
    });
    said.join(" ")
}

/// Where it stands, and what else there is to know of it.
fn state(followed: &Followed) -> String {
    let comment = if followed.objection.blocking {
        ""
    } else {
        "comment, "
    };
    let late = if followed.late {
        ", landed after the close"
    } else {
        ""
    };
    let stands = format!("{comment}{}{late}", followed.state.in_words());
    match (reply(&followed.objection), followed.state) {
        (None, _) => stands,
        (Some((word, reason)), State::Disposed(_)) => {
            format!("{stands}; {word} by the objector: {reason}")
        }
        (Some((_, reason)), _) => format!("{stands}: {reason}"),
    }
}

/// What the objector made of it, where they said why.
fn reply(objection: &Objection) -> Option<(&'static str, &str)> {
    let (word, reason) = match objection.withdrawn {
        true => ("withdrawn", &objection.withdrawn_reason),
        false => (objection.answer?.word(), &objection.answer_reason),
    };
    Some((word, reason.as_ref()?.trim()))
}

fn responses(followed: &Followed) -> Vec<String> {
    let said = |response: &Response| {
        format!(
            "{} ({}): {}",
            response.by,
            response.at.date(),
            response.text.trim()
        )
    };
    followed.handling.responses.iter().map(said).collect()
}

/// How it ended; a duplicate names the one that goes on.
fn ending(disposition: &Disposition) -> String {
    match (&disposition.of, disposition.value) {
        (Some(of), Value::Duplicate) => format!("{} of {of}", disposition.value.word()),
        _ => disposition.value.word().to_owned(),
    }
}

fn why(disposition: &Disposition) -> String {
    let mut said = vec![disposition.reason.trim().to_owned()];
    let more = |label: &str, words: &Option<String>| {
        let words = words.as_ref()?;
        Some(format!("{label}: {}", words.trim()))
    };
    said.extend(more("Alternatives considered", &disposition.alternatives));
    said.extend(more("Evidence", &disposition.evidence));
    said.join(" ")
}

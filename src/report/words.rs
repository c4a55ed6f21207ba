//! Phrases that several screens share.

use std::fmt::Display;

use crate::record::track::{Silence, Track};
use crate::register::freeze::{Basis, FoundBy};
use crate::render::ink::{Ink, Text};
use crate::render::page::Facts;
use crate::tally::canvass::Canvass;
use crate::tally::voice::Voice;
use crate::value::class::{Class, CountUnit};
use crate::value::digest::CommitId;
use crate::value::id::{LevelName, ParticipantId};

/// A number with its noun: `1 comment`, `2 comments`.
pub(crate) fn many(count: usize, one: &str) -> String {
    many_of(count, one, &format!("{one}s"))
}

/// A number with its noun, whose plural is not regular.
pub(crate) fn many_of<N: PartialEq + From<u8> + Display>(
    count: N,
    one: &str,
    several: &str,
) -> String {
    let noun = if count == N::from(1) { one } else { several };
    format!("{count} {noun}")
}

/// A number in a table: zero is a dot, so that the others stand out.
pub(crate) fn cell(number: u64) -> String {
    match number {
        0 => "·".to_owned(),
        number => number.to_string(),
    }
}

/// What became of the position files: how many were read, counted and set aside, and why.
pub(crate) fn reads(canvass: &Canvass) -> String {
    let read = match canvass.read() {
        0 => return "Read 0 positions.".to_owned(),
        read => many(read, "position"),
    };
    let is_recused = |class: Class| class == Class::Recused;
    let recused = canvass.counted.iter().filter(|file| is_recused(file.class));
    let recused = match recused.count() {
        0 => String::new(),
        recused => format!(" ({recused} recused)"),
    };
    let aside: Vec<String> = canvass
        .by_reason()
        .into_iter()
        .map(|(reason, files)| format!("{files} {}", reason.in_words()))
        .collect();
    let why = match aside.as_slice() {
        [] => String::new(),
        aside => format!(" ({})", aside.join(", ")),
    };
    let counted = canvass.counted.len();
    let set_aside = canvass.set_aside.len();
    format!("Read {read}: counted {counted}{recused}, set aside {set_aside}{why}")
}

/// Which moments a tally was made from, and what is open to doubt in that.
pub(crate) fn basis(basis: &Basis) -> String {
    match basis {
        Basis::BeforeCall => "There is no call: charter, roster, text and positions are those of \
            the moment asked for."
            .to_owned(),
        Basis::Carried => "The call names no commit, because this register is carried inside \
            another project: charter and roster are those of the moment asked for."
            .to_owned(),
        Basis::Open { frozen } => format!(
            "The call is open: charter and roster are those of {}, positions those of the moment \
             asked for.",
            frozen.short()
        ),
        Basis::Closed {
            frozen,
            closing,
            found_by,
        } => closed(frozen, closing.as_ref(), *found_by),
    }
}

fn closed(frozen: &CommitId, closing: Option<&CommitId>, found_by: FoundBy) -> String {
    let frozen = frozen.short();
    let last = match closing {
        Some(closing) => format!("the last landing in time was {}", closing.short()),
        None => "no landing was in time".to_owned(),
    };
    match found_by {
        FoundBy::Record => {
            format!("The close is recorded: {last}; charter and roster are those of {frozen}.")
        }
        FoundBy::CommitterDates => format!(
            "Nobody has recorded the close. By the committers' dates, which anybody can set, \
             {last}; charter and roster are those of {frozen}."
        ),
    }
}

/// What counts as one on a track.
pub(crate) fn unit(count: CountUnit) -> &'static str {
    match count {
        CountUnit::Participants => "each participant of the electorate counts as one",
        CountUnit::Affiliations => {
            "each affiliation counts as one: organisations of one family together, and a person \
             without an organisation alone"
        }
        CountUnit::Groups => "each group counts as one, by the position that it gives as a group",
        CountUnit::None => "nothing is counted: the rules speak of objections and days",
    }
}

/// What silence counts as: a position's name, or `silent`.
pub(crate) fn silence_word(track: &Track) -> String {
    match &track.silence {
        Silence::NoMeaning => "silent".to_owned(),
        Silence::Means(position) => position.to_string(),
    }
}

/// What silence means on a track.
pub(crate) fn silence(track: &Track) -> String {
    match &track.silence {
        Silence::NoMeaning => "silence means nothing: it is shown as silent".to_owned(),
        Silence::Means(position) => format!(
            "silence counts as {position}: whoever says nothing until the close has taken that \
             position"
        ),
    }
}

/// Whether a tally's moments are those that nobody can dispute: a recorded close, or a call that
/// is open.
pub(crate) fn is_certain(basis: &Basis) -> bool {
    match basis {
        Basis::Open { .. } => true,
        Basis::Closed { found_by, .. } => *found_by == FoundBy::Record,
        Basis::BeforeCall | Basis::Carried => false,
    }
}

/// Who signed off, and whether that is enough: `1 of 2 (maya-chen): pending`.
pub(crate) fn sign_offs(by: &[ParticipantId], needed: u64) -> String {
    let given = u64::try_from(by.len()).unwrap_or(u64::MAX);
    let pending = if given < needed { ": pending" } else { "" };
    format!("{given} of {needed} ({}){pending}", listed(by))
}

/// A designation, and the computed level where that is another one.
pub(crate) fn designation(designation: &LevelName, computed: Option<&LevelName>) -> String {
    match computed {
        Some(level) if level == designation => designation.to_string(),
        Some(level) => format!("{designation} (computed: {level})"),
        None => format!("{designation} (no level is computed)"),
    }
}

/// What a position of a class counts as.
pub(crate) fn counts_as(class: Class, needs_objection: bool) -> String {
    let counts = match class {
        Class::For => "for",
        Class::Against => "against",
        Class::Neutral => "neutral: it answers, and is neither for nor against",
        Class::Recused => "recused: it leaves the base",
    };
    let needs = match needs_objection {
        true => "; only together with an objection, one's own or one that is joined",
        false => "",
    };
    format!("{counts}{needs}")
}

/// How far a place has spoken, in a column. A place of which everybody is recused has no voice.
pub(crate) fn voice(voice: Option<Voice>) -> Text {
    match voice {
        Some(Voice::Answered) => Ink::Good.on("yes"),
        Some(Voice::Spoke) => Ink::Attention.on("spoke"),
        Some(Voice::Silent) => Ink::Bad.on("NO"),
        None => "–".into(),
    }
}

/// The line below a column of voices, where one of them needs it.
pub(crate) fn voice_legend(voices: impl IntoIterator<Item = Option<Voice>>) -> &'static str {
    let mut voices = voices.into_iter();
    match voices.any(|voice| voice == Some(Voice::Spoke)) {
        true => {
            "spoke: an objection, a comment, or an answer that is not counted, and no counted answer"
        }
        false => "",
    }
}

/// A clause as a sentence: its first letter large, a full stop behind.
pub(crate) fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    let first = first.map(String::from).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// Some names, one behind the other.
pub(crate) fn listed<T: ToString>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    items.join(", ")
}

/// The facts of which there is something to say.
pub(crate) fn said<const N: usize>(facts: [(&'static str, String); N]) -> Facts {
    with(Facts::default(), facts)
}

/// Some facts, and of others those of which there is something to say.
pub(crate) fn with<const N: usize>(facts: Facts, more: [(&'static str, String); N]) -> Facts {
    let said = more.into_iter().filter(|(_, value)| !value.is_empty());
    said.fold(facts, |facts, (label, value)| facts.fact(label, value))
}

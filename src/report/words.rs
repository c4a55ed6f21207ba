//! Makes the phrases that several screens share: numbers, moments as people read them, and what a
//! register says of one person.

use crate::procedure::rights::{About, Deed, Office, may};
use crate::record::origin::Origin;
use crate::record::participant::Term;
use crate::record::path::Owner;
use crate::record::track::{AllowedPosition, Outcome, Silence, Track};
use crate::register::recomputed::Verification;
use crate::register::records::Register;
use crate::register::tally_inputs::{CloseEvidence, InputBasis};
use crate::render::grid::{DropPriority, Rows, Table};
use crate::render::ink::{Style, StyledText};
use crate::tally::count_positions::CountedPositions;
use crate::tally::voice::Voice;
use crate::value::class::{CountUnit, CountsAs};
use crate::value::clock::{Instant, age, distance};
use crate::value::digest::CommitId;
use crate::value::id::{LevelName, ParticipantId};
use crate::value::sentence::capital;
use crate::value::sentence::{all_of, many, many_of};

/// The text that rules come from, and when it was checked.
pub(crate) fn origin(origin: &Origin, now: Instant) -> String {
    match checked(origin, now) {
        Some(checked) => format!("{}; {checked}", origin.edition),
        None => origin.edition.clone(),
    }
}

/// When rules were last compared with their text: `checked on 2026-11-30, 2 months ago`.
pub(crate) fn checked(origin: &Origin, now: Instant) -> Option<String> {
    let day = origin.checked.as_ref()?;
    Some(match age(day, now) {
        Some(age) => format!("checked on {day}, {age}"),
        None => format!("checked on {day}"),
    })
}

/// A number in a table.
pub(crate) fn cell(number: impl TryInto<u64>) -> String {
    number.try_into().unwrap_or(u64::MAX).to_string()
}

/// What became of the position files: how many were read, how many are counted and how many not, and
/// why not.
pub(crate) fn reads(canvass: &CountedPositions) -> String {
    let counted = canvass.counted.iter();
    let recused = counted.filter(|file| file.class == CountsAs::Recused);
    let counted = match recused.count() {
        0 => format!("{} counted", canvass.counted.len()),
        recused => format!("{} counted ({recused} recused)", canvass.counted.len()),
    };
    let why = canvass.by_reason().into_iter();
    let why: Vec<String> = why
        .map(|(reason, files)| format!("{files} {}", reason.in_words()))
        .collect();
    let read = many(canvass.read(), "position");
    match canvass.set_aside.len() {
        0 => format!("{read} read: {counted}, 0 not counted."),
        not => format!(
            "{read} read: {counted}, {not} not counted ({}).",
            why.join(", ")
        ),
    }
}

/// Which moments a tally was made from, and what is open to doubt in that.
pub(crate) fn basis(basis: &InputBasis) -> String {
    match basis {
        InputBasis::BeforeCall => {
            "No call has been opened. Charter, participants, text and positions are as they are at \
             the time asked for."
                .to_owned()
        }
        InputBasis::Carried => "This register is inside another project, so its call names no \
            commit. Charter and participants are as they are at the time asked for."
            .to_owned(),
        InputBasis::Open { frozen } => format!(
            "The call is open. Charter and participants: commit {}. Positions: as they are at the \
             time asked for.",
            frozen.short()
        ),
        InputBasis::Closed {
            frozen,
            closing,
            found_by,
        } => closed(frozen, closing.as_ref(), *found_by),
    }
}

fn closed(frozen: &CommitId, closing: Option<&CommitId>, found_by: CloseEvidence) -> String {
    let frozen = frozen.short();
    let last = closing.map(CommitId::short);
    match (found_by, last) {
        (CloseEvidence::Record, Some(last)) => format!(
            "Counted up to commit {last} (the last before the close). Charter and participants: \
             commit {frozen}."
        ),
        (CloseEvidence::Record, None) => {
            format!("No commit came before the close. Charter and participants: commit {frozen}.")
        }
        (CloseEvidence::CommitterDates, Some(last)) => format!(
            "The close is not recorded yet, so this uses commit dates, which can be set by anyone. \
             Counted up to commit {last}. Charter and participants: commit {frozen}."
        ),
        (CloseEvidence::CommitterDates, None) => format!(
            "The close is not recorded yet, so this uses commit dates, which can be set by anyone. \
             By these, no commit came before the close. Charter and participants: commit {frozen}."
        ),
    }
}

/// What counts as one on a track.
pub(crate) fn unit(count: CountUnit) -> &'static str {
    match count {
        CountUnit::Participants => "each seat counts as one",
        CountUnit::Affiliations => {
            "each organisation counts as one, together with its affiliates; a person without an \
             organisation counts as one"
        }
        CountUnit::Groups => "each group counts as one, by the position that it gives as a group",
        CountUnit::None => {
            "no answers are counted: the rules are about objections, comments, people and days"
        }
    }
}

/// A membership in a group or for a time: "council-member in csg, 2026-01-01 to 2026-12-31".
pub(crate) fn term(term: &Term) -> String {
    let place = term.group.as_ref();
    let place = place.map_or_else(String::new, |group| format!(" in {group}"));
    let days = match (&term.since, &term.until) {
        (None, None) => String::new(),
        (Some(since), None) => format!(", since {since}"),
        (None, Some(until)) => format!(", until {until}"),
        (Some(since), Some(until)) => format!(", {since} to {until}"),
    };
    format!("{}{place}{days}", term.standing)
}

/// What silence counts as: a position's name, or `silent`.
pub(crate) fn silence_word(track: &Track) -> String {
    match &track.silence {
        Silence::NoMeaning => "silent".to_owned(),
        Silence::Means(position) => position.to_string(),
    }
}

/// What it means to give no answer on a track.
pub(crate) fn silence(track: &Track) -> String {
    match &track.silence {
        Silence::NoMeaning => {
            "no answer counts as nothing; it is shown as \"no answer\"".to_owned()
        }
        Silence::Means(position) => {
            format!("no answer until the close counts as {position}")
        }
    }
}

/// Whether nobody can dispute the moments of a tally: the close is recorded, or the call is open.
pub(crate) fn is_certain(basis: &InputBasis) -> bool {
    match basis {
        InputBasis::Open { .. } => true,
        InputBasis::Closed { found_by, .. } => *found_by == CloseEvidence::Record,
        InputBasis::BeforeCall | InputBasis::Carried => false,
    }
}

/// Who signed off, and whether that is enough: `1 of 2 (maya-chen), more needed`.
pub(crate) fn sign_offs(by: &[ParticipantId], needed: u64) -> String {
    let given = u64::try_from(by.len()).unwrap_or(u64::MAX);
    let names = all_of(by.iter().map(ParticipantId::as_str));
    match (given, given < needed) {
        (0, true) => format!("0 of {needed}, more needed"),
        (0, false) => format!("0 of {needed}"),
        (given, true) => format!("{given} of {needed} ({names}), more needed"),
        (given, false) => format!("{given} of {needed} ({names})"),
    }
}

/// A designation, and the computed level where that is another one.
pub(crate) fn designation(designation: &LevelName, computed: Option<&LevelName>) -> String {
    match computed {
        Some(level) if level == designation => designation.to_string(),
        Some(level) => format!("{designation} (computed: {level})"),
        None => format!("{designation} (the rules give no level)"),
    }
}

/// What a position of a class counts as.
pub(crate) fn counts_as(class: CountsAs, needs_objection: bool) -> String {
    let counts = match class {
        CountsAs::For => "for",
        CountsAs::Against => "against",
        CountsAs::Neutral => "neutral: an answer, neither for nor against",
        CountsAs::Recused => "recused: not included in any share",
    };
    match needs_objection {
        true => format!("{counts}; needs an objection, your own or one you support"),
        false => counts.to_owned(),
    }
}

/// The positions that a track allows, each with what it counts as.
pub(crate) fn positions(allowed: &[AllowedPosition]) -> Rows<&AllowedPosition> {
    Table::of(allowed)
        .words("position", DropPriority::Always, |each| &each.name)
        .sentences("counts as", DropPriority::Always, |each| {
            counts_as(each.class, each.needs_objection)
        })
}

/// How many of a place answered, in a column, in a word.
pub(crate) fn answered(voice: Option<Voice>, answered: u64, members: u64) -> StyledText {
    match voice {
        Some(Voice::Answered) if answered >= members => Style::Good.on("all"),
        Some(Voice::Answered) => Style::Good.on("some"),
        Some(Voice::Spoke) => Style::Attention.on("spoke"),
        Some(Voice::Silent) => Style::Bad.on("none"),
        None => "recused".into(),
    }
}

/// Those who can be counted on a track.
pub(crate) fn eligible(count: CountUnit) -> &'static str {
    match count {
        CountUnit::Participants | CountUnit::None => "eligible participants",
        CountUnit::Affiliations => "eligible organisations",
        CountUnit::Groups => "eligible groups",
    }
}

/// So many of what a track counts: `6 seats`.
pub(crate) fn units(count: CountUnit, number: u64) -> String {
    match count {
        CountUnit::Participants | CountUnit::None => many_of(number, "seat", "seats"),
        CountUnit::Affiliations => many_of(number, "organisation", "organisations"),
        CountUnit::Groups => many_of(number, "group", "groups"),
    }
}

/// An outcome in a sentence: `no consensus`.
pub(crate) fn outcome(outcome: Outcome) -> String {
    outcome.word().replace('-', " ")
}

/// Whether a decision was recomputed in this clone, and where.
pub(crate) fn verified(verification: &Verification) -> StyledText {
    let word = verified_shortly(verification);
    match verification {
        Verification::Verified { commit } => word.then(format!(", at commit {}", commit.short())),
        Verification::NotVerified => word.then(" in this clone (plenary verify)"),
        Verification::DoesNotVerify => Style::Bad
            .on("no, it does not verify")
            .then(" (plenary verify)"),
    }
}

/// The same for a column.
pub(crate) fn verified_shortly(verification: &Verification) -> StyledText {
    match verification {
        Verification::Verified { .. } => "yes".into(),
        Verification::NotVerified => "not yet".into(),
        Verification::DoesNotVerify => Style::Bad.on("does not verify"),
    }
}

/// A day in a sentence: `Thu 21 May 2026`.
pub(crate) fn day(at: Instant) -> String {
    let long = at.long();
    let words: Vec<&str> = long.split(' ').take(4).collect();
    words.join(" ")
}

/// The line below a column that says who answered, where it needs one.
pub(crate) fn voice_legend(voices: impl IntoIterator<Item = Option<Voice>>) -> &'static str {
    let mut voices = voices.into_iter();
    match voices.any(|voice| voice == Some(Voice::Spoke)) {
        true => {
            "spoke = an objection, a comment or an answer that is not counted, but no counted answer"
        }
        false => "",
    }
}

/// A clause as a sentence.
pub(crate) fn sentence(clause: &str) -> String {
    format!("{}.", capital(clause))
}

/// Some names in a cell.
pub(crate) fn listed<T: ToString>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    items.join(", ")
}

/// The parts that exist, with `between` between them.
pub(crate) fn joined(parts: impl IntoIterator<Item = Option<String>>, between: &str) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(between)
}

/// Whether moments are also shown on a local clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocalOffset {
    /// They are shown in UTC only.
    Hidden,
    /// They are also shown on the clock that is so many seconds east of UTC.
    Seconds(i32),
}

impl LocalOffset {
    /// `at` on the reader's clock, to follow the same moment in UTC; nothing where the two clocks
    /// agree.
    pub(crate) fn shown(self, at: Instant) -> Option<String> {
        match self {
            Self::Hidden | Self::Seconds(0) => None,
            Self::Seconds(offset) => Some(format!("{} your time", at.local(offset))),
        }
    }
}

/// `Thu 21 May 2026 23:59 UTC (in 3 days, Fri 22 May 01:59 your time)`.
pub(crate) fn moment(at: Instant, now: Instant, offset: LocalOffset) -> String {
    let (long, away) = (at.long(), from_now(at, now));
    match offset.shown(at) {
        Some(local) => format!("{long} ({away}, {local})"),
        None => format!("{long} ({away})"),
    }
}

/// `Thu 21 May 2026 23:59 UTC (Fri 22 May 01:59 your time)`.
pub(crate) fn at(at: Instant, offset: LocalOffset) -> String {
    match offset.shown(at) {
        Some(local) => format!("{} ({local})", at.long()),
        None => at.long(),
    }
}

/// How far `at` is from now: `in 7 days`, `2 h 5 min ago`.
pub(crate) fn from_now(at: Instant, now: Instant) -> String {
    match (at > now, at.days_until(now).max(now.days_until(at))) {
        (true, 0 | 1) => format!("in {}", distance(now, at)),
        (true, days) => format!("in {days} days"),
        (false, 0 | 1) => format!("{} ago", distance(at, now)),
        (false, days) => format!("{days} days ago"),
    }
}

/// Whether a position file of `owner` is this person's: their own, or that of a group for which
/// they speak.
pub(crate) fn owns(register: &Register, who: &ParticipantId, owner: &Owner) -> bool {
    match owner {
        Owner::Participant(id) => id == who,
        Owner::Group(id) => {
            let charter = register.charter.as_ref();
            let group = charter.and_then(|charter| charter.group(id));
            group.is_some_and(|group| group.representatives.contains(who))
        }
    }
}

/// The names of those who enter records, with their addresses: to them a participant writes who
/// does not use commands.
pub(crate) fn keepers(register: &Register) -> Vec<String> {
    let about = About::register(register);
    let secretaries = about.holders(Office::Secretaries);
    let keepers = match secretaries.is_empty() {
        true => may(Deed::EnterForAnother, &about),
        false => secretaries,
    };
    keepers.iter().map(|id| addressed(register, id)).collect()
}

/// A person's name with their address, as far as the participant list has them.
pub(crate) fn addressed(register: &Register, id: &ParticipantId) -> String {
    let Some(who) = register.participant(id) else {
        return id.to_string();
    };
    match who.emails.first() {
        Some(email) => format!("{} <{email}>", who.name),
        None => format!("{} ({id})", who.name),
    }
}

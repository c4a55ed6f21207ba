//! Phrases that several screens share.
//!
//! Moments as people read them: in UTC, from now, and on the reader's own clock.
//!
//! Whose records and whose turns: what several screens ask of a register about one person.

use crate::procedure::rights::{About, Deed, Office, may};
use crate::record::path::Owner;
use crate::record::track::{AllowedPosition, Silence, Track};
use crate::register::records::Register;
use crate::register::tally_inputs::{CloseEvidence, InputBasis};
use crate::render::grid::{DropPriority, Rows, Table};
use crate::render::ink::{Style, StyledText};
use crate::tally::count_positions::CountedPositions;
use crate::tally::voice::Voice;
use crate::value::class::{CountUnit, CountsAs};
use crate::value::clock::{Instant, distance};
use crate::value::digest::CommitId;
use crate::value::id::{LevelName, ParticipantId};
use crate::value::sentence::many;

/// A number in a table: zero is a dot, so that the others stand out.
pub(crate) fn cell(number: impl TryInto<u64>) -> String {
    match number.try_into().unwrap_or(u64::MAX) {
        0 => "·".to_owned(),
        number => number.to_string(),
    }
}

/// What became of the position files: how many were read, counted and set aside, and why.
pub(crate) fn reads(canvass: &CountedPositions) -> String {
    let read = match canvass.read() {
        0 => return "Read 0 positions.".to_owned(),
        read => many(read, "position"),
    };
    let recused = canvass.counted.iter();
    let recused = match recused
        .filter(|file| file.class == CountsAs::Recused)
        .count()
    {
        0 => String::new(),
        recused => format!(" ({recused} recused)"),
    };
    let aside = canvass.by_reason().into_iter();
    let aside = aside.map(|(reason, files)| Some(format!("{files} {}", reason.in_words())));
    let why = match joined(aside, ", ") {
        why if why.is_empty() => why,
        why => format!(" ({why})"),
    };
    let (counted, set_aside) = (canvass.counted.len(), canvass.set_aside.len());
    format!("Read {read}: counted {counted}{recused}, set aside {set_aside}{why}")
}

/// Which moments a tally was made from, and what is open to doubt in that.
pub(crate) fn basis(basis: &InputBasis) -> String {
    match basis {
        InputBasis::BeforeCall => {
            "There is no call: charter, roster, text and positions are those of \
            the moment asked for."
                .to_owned()
        }
        InputBasis::Carried => "The call names no commit, because this register is carried inside \
            another project: charter and roster are those of the moment asked for."
            .to_owned(),
        InputBasis::Open { frozen } => format!(
            "The call is open: charter and roster are those of {}, positions those of the moment \
             asked for.",
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
    let last = match closing {
        Some(closing) => format!("the last landing in time was {}", closing.short()),
        None => "no landing was in time".to_owned(),
    };
    match found_by {
        CloseEvidence::Record => {
            format!("The close is recorded: {last}; charter and roster are those of {frozen}.")
        }
        CloseEvidence::CommitterDates => format!(
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
pub(crate) fn is_certain(basis: &InputBasis) -> bool {
    match basis {
        InputBasis::Open { .. } => true,
        InputBasis::Closed { found_by, .. } => *found_by == CloseEvidence::Record,
        InputBasis::BeforeCall | InputBasis::Carried => false,
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
pub(crate) fn counts_as(class: CountsAs, needs_objection: bool) -> String {
    let counts = match class {
        CountsAs::For => "for",
        CountsAs::Against => "against",
        CountsAs::Neutral => "neutral: it answers, and is neither for nor against",
        CountsAs::Recused => "recused: it leaves the base",
    };
    let needs = match needs_objection {
        true => "; only together with an objection, one's own or one that is joined",
        false => "",
    };
    format!("{counts}{needs}")
}

/// The positions that a track allows, each with what it counts as.
pub(crate) fn positions(allowed: &[AllowedPosition]) -> Rows<&AllowedPosition> {
    Table::of(allowed)
        .words("position", DropPriority::Always, |each| &each.name)
        .sentences("counts as", DropPriority::Always, |each| {
            counts_as(each.class, each.needs_objection)
        })
}

/// How far a place has spoken, in a column. A place of which everybody is recused has no voice.
pub(crate) fn voice(voice: Option<Voice>) -> StyledText {
    match voice {
        Some(Voice::Answered) => Style::Good.on("yes"),
        Some(Voice::Spoke) => Style::Attention.on("spoke"),
        Some(Voice::Silent) => Style::Bad.on("NO"),
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

/// The parts that there are, with `between` between them.
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
    /// `at` on the reader's clock, to stand behind the same moment in UTC; nothing where the two
    /// clocks agree.
    pub(crate) fn shown(self, at: Instant) -> Option<String> {
        match self {
            Self::Hidden | Self::Seconds(0) => None,
            Self::Seconds(offset) => Some(format!("{} your time", at.local(offset))),
        }
    }
}

/// `Thu 21 May 2026 23:59 UTC · in 3 d 4 h · Fri 22 May 01:59 your time`.
pub(crate) fn moment(at: Instant, now: Instant, offset: LocalOffset) -> String {
    let mut parts = vec![at.long(), from_now(at, now)];
    parts.extend(offset.shown(at));
    parts.join(" · ")
}

/// `Thu 21 May 2026 23:59 UTC · Fri 22 May 01:59 your time`.
pub(crate) fn at(at: Instant, offset: LocalOffset) -> String {
    let parts = [Some(at.long()), offset.shown(at)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// How far `at` is from now: `in 3 d 4 h`, `2 h 5 min ago`.
fn from_now(at: Instant, now: Instant) -> String {
    if at > now {
        format!("in {}", distance(now, at))
    } else {
        format!("{} ago", distance(at, now))
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

/// The names of those who keep the records, with their addresses: to whom somebody writes who
/// types no commands.
pub(crate) fn keepers(register: &Register) -> Vec<String> {
    let about = About::register(register);
    let secretaries = about.holders(Office::Secretaries);
    let keepers = match secretaries.is_empty() {
        true => may(Deed::EnterForAnother, &about),
        false => secretaries,
    };
    keepers.iter().map(|id| addressed(register, id)).collect()
}

/// A person's name with their address, as far as the roster has them.
pub(crate) fn addressed(register: &Register, id: &ParticipantId) -> String {
    let Some(who) = register.participant(id) else {
        return id.to_string();
    };
    match who.emails.first() {
        Some(email) => format!("{} <{email}>", who.name),
        None => format!("{} ({id})", who.name),
    }
}

//! The meeting that a call names: who was present there counts for rules that say `present`.

use crate::record::call::Call;
use crate::record::meeting::Meeting;
use crate::record::track::Track;
use crate::register::freeze::Moments;

/// The meeting that a call names, as far as there is a record of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingOfCall {
    /// Its date.
    pub date: String,
    /// Its record, at the moment asked for.
    pub record: Option<Meeting>,
    /// Where its minutes are.
    pub minutes: Vec<String>,
}

impl MeetingOfCall {
    /// The meeting of a call; `None` where it names none.
    pub(crate) fn of(moments: &Moments, call: Option<&Call>) -> Option<Self> {
        let date = call?.meeting.clone()?;
        Some(Self {
            record: moments.asked.meetings.get(&date).cloned(),
            minutes: moments.asked.minutes(&date),
            date,
        })
    }
}

/// Whether a rule of the track speaks of those who were present. The word belongs to the language
/// of rules, and nothing else can be called so.
pub fn counts_those_present(track: &Track) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    track.rules().any(|(_, _, _, rule)| {
        rule.split(|c: char| !is_word(c))
            .any(|word| word == "present")
    })
}

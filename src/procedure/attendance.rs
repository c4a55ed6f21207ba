//! Who was present: what is missing where the rules of a track count those at a meeting.

use std::fmt::Display;

use crate::procedure::names::{done_by, people};
use crate::procedure::rights::{About, Deed, may};
use crate::record::meeting::Meeting;
use crate::record::track::Track;
use crate::register::records::Register;
use crate::tally::Tally;
use crate::tally::electorate::counts_those_present;
use crate::value::command::{Command, Placeholder};
use crate::value::id::ProposalId;

/// Why nobody can tell who was present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Untold {
    /// The call names no meeting.
    NoMeeting,
    /// The meeting on this date has no record.
    NoRecord(String),
    /// The record of the meeting on this date says of nobody that they were there.
    Nobody(String),
}

/// What is missing to tell who was present at the meeting of a call that names `meeting`; `None`
/// where nothing is, or where no rule of the track asks for it.
pub fn untold(track: &Track, meeting: Option<&str>, record: Option<&Meeting>) -> Option<Untold> {
    if !counts_those_present(track) {
        return None;
    }
    match (meeting, record) {
        (None, _) => Some(Untold::NoMeeting),
        (Some(date), None) => Some(Untold::NoRecord(date.to_owned())),
        (Some(date), Some(record)) if record.present.is_empty() => {
            Some(Untold::Nobody(date.to_owned()))
        }
        (Some(_), Some(_)) => None,
    }
}

/// The same of the call that was tallied.
pub fn untold_in(tally: &Tally) -> Option<Untold> {
    let meeting = tally.meeting.as_ref();
    let record = meeting.and_then(|meeting| meeting.record.as_ref());
    // Before a call there is nothing that could name a meeting.
    tally.call?;
    untold(
        &tally.track,
        meeting.map(|meeting| meeting.date.as_str()),
        record,
    )
}

impl Untold {
    /// The fact, as a sentence without its full stop.
    pub fn sentence(&self, track: &Track) -> String {
        let rules = format!("the rules of the track {} count those present", track.id);
        match self {
            Self::NoMeeting => format!("{rules}, and the call names no meeting"),
            Self::NoRecord(date) => {
                format!("{rules}, and there is no record of a meeting on {date}")
            }
            Self::Nobody(date) => {
                format!("{rules}, and nobody is recorded as present at the meeting of {date}")
            }
        }
    }

    /// What a participant types to mend it.
    pub fn command(&self, proposal: &ProposalId) -> Command {
        let set = |name: &str, date: &str| {
            let command = Command::new(name).with(date);
            command.option("--present", Placeholder::Name)
        };
        match self {
            Self::NoMeeting => Command::new("call open")
                .with(proposal)
                .option("--closes", Placeholder::Time)
                .option("--meeting", Placeholder::Date),
            Self::NoRecord(date) => set("meeting add", date),
            Self::Nobody(date) => set("meeting set", date),
        }
    }
}

/// Who can record a meeting, also before it has taken place, and what they type.
pub fn recorded(register: &Register, date: impl Display) -> String {
    let keepers = people(&may(Deed::KeepMeetings, &About::register(register)));
    let add = Command::new("meeting add").with(date);
    let done = done_by(keepers, add);
    format!("a meeting can be recorded before it takes place; {done}")
}

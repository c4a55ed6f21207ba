//! Statements of interest: who owes one, and whose is missing or has grown old. And meetings among
//! the records: where their minutes are, and which calls name them.

use crate::record::charter::Charter;
use crate::record::participant::Participant;
use crate::record::path::RecordPath;
use crate::register::records::{CallFolder, Register};
use crate::value::clock::{Instant, Span};
use crate::value::id::{ParticipantId, ProposalId};

/// What there is of somebody's statement of interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InterestStatus {
    /// There is one, of this day.
    Current(String),
    /// There is one, of this day, which is older than the charter allows.
    Older(String),
    /// There is none, or none that says of which day it is.
    Missing,
}

impl InterestStatus {
    /// What is wrong with it, in words; `None` where nothing is.
    pub fn fault(&self) -> Option<String> {
        match self {
            InterestStatus::Current(_) => None,
            InterestStatus::Older(day) => Some(format!("of {day}, which is too old")),
            InterestStatus::Missing => Some("missing".to_owned()),
        }
    }
}

/// What is wrong with the statement of somebody on the roster at a moment, in words; `None` where
/// nothing is, or where the charter asks nobody for one.
pub fn fault(register: &Register, who: &ParticipantId, now: Instant) -> Option<String> {
    let within = register.charter.as_ref()?.interests?;
    statement(register.participants.get(who)?, within, now).fault()
}

/// The same of everybody on the roster with whose statement something is wrong, by id.
pub fn faults(register: &Register, now: Instant) -> Vec<(ParticipantId, String)> {
    let people = register.participants.keys();
    people
        .filter_map(|id| Some((id.clone(), fault(register, id, now)?)))
        .collect()
}

/// The statement of somebody at a moment, where the charter takes none that is older than
/// `within`. A statement of today is as old as today's first moment in UTC.
pub fn statement(who: &Participant, within: Span, now: Instant) -> InterestStatus {
    let (Some(words), Some(day)) = (&who.interests, &who.interests_updated) else {
        return InterestStatus::Missing;
    };
    let made = Instant::parse(&format!("{day}T00:00:00Z"));
    match made {
        _ if words.trim().is_empty() => InterestStatus::Missing,
        Ok(made) if within.after(made) >= now => InterestStatus::Current(day.clone()),
        Ok(_) | Err(_) => InterestStatus::Older(day.clone()),
    }
}

/// The statements that some people owe.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MissingStatement {
    /// How old a statement may be.
    pub within: Span,
    /// How many owe one.
    pub people: usize,
    /// Who has none.
    pub missing: Vec<ParticipantId>,
    /// Whose is older.
    pub older: Vec<ParticipantId>,
}

/// What `people` owe at a moment; `None` where the charter asks nobody for a statement.
pub fn owed<'p>(
    charter: &Charter,
    people: impl IntoIterator<Item = (&'p ParticipantId, &'p Participant)>,
    now: Instant,
) -> Option<MissingStatement> {
    let within = charter.interests?;
    let mut owed = MissingStatement {
        within,
        people: 0,
        missing: Vec::new(),
        older: Vec::new(),
    };
    for (id, who) in people {
        owed.people += 1;
        match statement(who, within, now) {
            InterestStatus::Current(_) => {}
            InterestStatus::Older(_) => owed.older.push(id.clone()),
            InterestStatus::Missing => owed.missing.push(id.clone()),
        }
    }
    Some(owed)
}

impl Register {
    /// Where the minutes of the meeting on `date` are: the path of the file beside its record,
    /// then the link that the record gives. Empty where it has none.
    pub fn minutes(&self, date: &str) -> Vec<String> {
        let file = RecordPath::Minutes(date.to_owned()).to_string();
        let file = self.bytes(&file).is_some().then_some(file);
        let record = self.meetings.get(date);
        let link = record.and_then(|meeting| meeting.minutes.clone());
        file.into_iter().chain(link).collect()
    }

    /// The calls, of the proposals that were read, that name the meeting on `date`.
    pub fn calls_at<'r>(
        &'r self,
        date: &'r str,
    ) -> impl Iterator<Item = (&'r ProposalId, u32, &'r CallFolder)> {
        let all = self.proposals.iter().flat_map(|(id, folder)| {
            let calls = folder.calls.iter();
            calls.map(move |(n, filed)| (id, *n, filed))
        });
        all.filter(move |(_, _, filed)| {
            let call = filed.call.as_ref();
            call.is_some_and(|call| call.meeting.as_deref() == Some(date))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{InterestStatus, statement};
    use crate::record::participant::Participant;
    use crate::value::clock::{Instant, Span};
    use crate::value::id::GroupId;

    fn at(now: &str, interests: Option<&str>, day: Option<&str>) -> InterestStatus {
        let group = GroupId::parse("north").unwrap();
        let who = Participant {
            interests: interests.map(str::to_owned),
            interests_updated: day.map(str::to_owned),
            ..Participant::new("Ann".to_owned(), group)
        };
        let within = Span::parse("12 months").unwrap();
        statement(&who, within, Instant::parse(now).unwrap())
    }

    #[test]
    fn a_statement_is_missing_current_or_older() {
        let day = Some("2025-05-10");
        let words = Some("Employed by Acme.");
        let on_the_day = at("2026-05-10T00:00:00Z", words, day);
        assert_eq!(on_the_day, InterestStatus::Current("2025-05-10".to_owned()));
        let after = at("2026-05-10T00:00:01Z", words, day);
        assert_eq!(after, InterestStatus::Older("2025-05-10".to_owned()));
        for (words, day) in [(None, day), (words, None), (Some(" "), day)] {
            assert_eq!(
                at("2025-06-01T00:00:00Z", words, day),
                InterestStatus::Missing
            );
        }
    }
}

//! Finds which statements of interest are missing or too old, where the minutes of meetings are, and which
//! calls name a meeting.

use crate::record::charter::Charter;
use crate::record::participant::Participant;
use crate::record::path::RecordPath;
use crate::register::records::{CallFolder, Register};
use crate::value::calendar::Calendar;
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::span::Span;

/// The state of a statement of interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InterestStatus {
    /// Given on this day.
    Current(String),
    /// Given on this day, and older than the charter allows.
    Older(String),
    /// Missing, or without a date.
    Missing,
}

impl InterestStatus {
    /// What is wrong with it, in words; `None` if it is current.
    pub fn fault(&self) -> Option<String> {
        match self {
            InterestStatus::Current(_) => None,
            InterestStatus::Older(day) => Some(format!("too old (given on {day})")),
            InterestStatus::Missing => Some("missing".to_owned()),
        }
    }
}

/// What is wrong with the statement of a participant at a time, in words; `None` if it is current, or if the
/// charter does not require statements. Visitors need none.
pub fn fault(register: &Register, who: &ParticipantId, now: Instant) -> Option<String> {
    let charter = register.charter.as_ref()?;
    let within = charter.interests?;
    let who = register
        .participants
        .get(who)
        .filter(|who| !who.is_visitor())?;
    statement(who, (within, &charter.calendar), now).fault()
}

/// The same for every participant whose statement is missing or too old, by id.
pub fn faults(register: &Register, now: Instant) -> Vec<(ParticipantId, String)> {
    let people = register.participants.keys();
    people
        .filter_map(|id| Some((id.clone(), fault(register, id, now)?)))
        .collect()
}

/// The state of a statement at a time, if the charter allows none that is older than `within`. A statement
/// counts from the beginning of its day in UTC.
pub fn statement(
    who: &Participant,
    (within, calendar): (Span, &Calendar),
    now: Instant,
) -> InterestStatus {
    let (Some(words), Some(day)) = (&who.interests, &who.interests_updated) else {
        return InterestStatus::Missing;
    };
    let made = Instant::parse(&format!("{day}T00:00:00Z"));
    match made {
        _ if words.trim().is_empty() => InterestStatus::Missing,
        Ok(made) if within.after(made, calendar) >= now => InterestStatus::Current(day.clone()),
        Ok(_) | Err(_) => InterestStatus::Older(day.clone()),
    }
}

/// The statements that some participants must give.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MissingStatement {
    /// How old a statement can be.
    pub within: Span,
    /// How many must give one.
    pub people: usize,
    /// Whose is missing.
    pub missing: Vec<ParticipantId>,
    /// Whose is too old.
    pub older: Vec<ParticipantId>,
}

/// What `people` must still give at a time; `None` if the charter does not require statements.
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
        match statement(who, (within, &charter.calendar), now) {
            InterestStatus::Current(_) => {}
            InterestStatus::Older(_) => owed.older.push(id.clone()),
            InterestStatus::Missing => owed.missing.push(id.clone()),
        }
    }
    Some(owed)
}

impl Register {
    /// Where the minutes of the meeting on `date` are: the path of the file next to its record, then the link in
    /// the record. Empty where it has none.
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
            calls.map(move |(n, filed)| (id, *n, &**filed))
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
    use crate::value::calendar::Calendar;
    use crate::value::clock::Instant;
    use crate::value::id::GroupId;
    use crate::value::span::Span;

    fn at(now: &str, interests: Option<&str>, day: Option<&str>) -> InterestStatus {
        let group = GroupId::parse("north").unwrap();
        let who = Participant {
            interests: interests.map(str::to_owned),
            interests_updated: day.map(str::to_owned),
            ..Participant::new("Ann".to_owned(), group)
        };
        let within = Span::parse("12 months").unwrap();
        statement(
            &who,
            (within, &Calendar::default()),
            Instant::parse(now).unwrap(),
        )
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

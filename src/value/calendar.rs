//! Says which days are business days, and counts them. A day begins at 00:00 UTC.

use std::collections::BTreeSet;

use crate::value::clock::Instant;
use crate::value::sentence::{all_of, capital, many};

const DAY: i64 = 86_400;

words! {
    /// A day of the week.
    pub enum Weekday {
        /// The first one.
        Monday = "monday",
        /// The second one.
        Tuesday = "tuesday",
        /// The third one.
        Wednesday = "wednesday",
        /// The fourth one.
        Thursday = "thursday",
        /// The fifth one.
        Friday = "friday",
        /// The sixth one.
        Saturday = "saturday",
        /// The last one.
        Sunday = "sunday",
    }
}

/// A day: how many days after 1970-01-01 it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(i64);

impl Date {
    /// Reads a day such as `2026-12-25`.
    pub fn parse(text: &str) -> Option<Self> {
        let midnight = Instant::parse(&format!("{text}T00:00Z")).ok()?;
        Some(Self::of(midnight))
    }

    /// The day of a time, in UTC.
    pub fn of(at: Instant) -> Self {
        Self(at.seconds().div_euclid(DAY))
    }

    fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    fn midnight(self) -> Option<Instant> {
        Instant::from_seconds(self.0.checked_mul(DAY)?)
    }

    fn weekday(self) -> Option<Weekday> {
        // 1 January 1970 was a Thursday.
        let n = usize::try_from(self.0.saturating_add(3).rem_euclid(7)).ok()?;
        Weekday::WORDS.get(n).map(|(_, day)| *day)
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.midnight().map(Instant::date).unwrap_or_default())
    }
}

/// The days that are not business days.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Calendar {
    /// The days of the week that are free.
    pub free_days: Vec<Weekday>,
    /// The other days that are free.
    pub holidays: BTreeSet<Date>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            free_days: vec![Weekday::Saturday, Weekday::Sunday],
            holidays: BTreeSet::new(),
        }
    }
}

impl Calendar {
    /// The last day for which the list of holidays is made, if there is such a list.
    pub fn last_holiday(&self) -> Option<Date> {
        self.holidays.last().copied()
    }

    /// Which days are business days, in a phrase.
    pub fn in_words(&self) -> String {
        let weekdays = self.free_days.iter().map(|day| capital(day.word()));
        let mut free: Vec<String> = weekdays.collect();
        if let (Some(first), Some(last)) = (self.holidays.first(), self.last_holiday()) {
            let number = many(self.holidays.len(), "holiday");
            free.push(format!("{number} from {first} to {last}"));
        }
        match free.is_empty() {
            true => "every day, in UTC".to_owned(),
            false => {
                let free = all_of(free.iter().map(String::as_str));
                format!("every day except {free}, in UTC")
            }
        }
    }

    /// Whether a day is a business day.
    pub fn is_business_day(&self, day: Date) -> bool {
        let is_free = |weekday| self.free_days.contains(&weekday);
        !day.weekday().is_some_and(is_free) && !self.holidays.contains(&day)
    }

    /// The same time of day, so many business days later. A period that begins on a free day begins at 00:00 UTC of
    /// the next business day. `None` if there is no such time.
    pub(super) fn after(&self, start: Instant, days: u32) -> Option<Instant> {
        let from = self.first_from(Date::of(start))?;
        let since_midnight = match from == Date::of(start) {
            true => start.seconds().rem_euclid(DAY),
            false => 0,
        };
        let mut end = from;
        for _ in 0..days {
            end = self.first_from(end.next())?;
        }
        Instant::from_seconds(end.midnight()?.seconds().checked_add(since_midnight)?)
    }

    /// The first business day that is not before `day`.
    fn first_from(&self, mut day: Date) -> Option<Date> {
        // With seven free days, there is none.
        while !self.is_business_day(day) {
            day = day.next();
            day.midnight()?;
        }
        Some(day)
    }
}

#[cfg(test)]
mod tests {
    use super::{Calendar, Date, Weekday};
    use crate::value::clock::Instant;

    fn calendar(free_days: &[Weekday], holidays: &[&str]) -> Calendar {
        Calendar {
            free_days: free_days.to_vec(),
            holidays: holidays.iter().filter_map(|day| Date::parse(day)).collect(),
        }
    }

    fn after(calendar: &Calendar, start: &str, days: u32) -> Option<String> {
        let end = calendar.after(Instant::parse(start).unwrap(), days);
        end.map(Instant::typed)
    }

    #[test]
    fn the_weekend_and_holidays_are_left_out() {
        let usual = Calendar::default();
        // 1 May 2026 is a Friday.
        for (start, days, end) in [
            ("2026-05-01T18:30Z", 1, "2026-05-04T18:30Z"),
            ("2026-05-01T18:30Z", 5, "2026-05-08T18:30Z"),
            ("2026-05-01T00:00Z", 3, "2026-05-06T00:00Z"),
            ("2026-05-02T12:00Z", 1, "2026-05-05T00:00Z"),
            ("2026-05-02T12:00Z", 0, "2026-05-04T00:00Z"),
            ("1969-12-26T10:00Z", 1, "1969-12-29T10:00Z"),
        ] {
            assert_eq!(after(&usual, start, days).as_deref(), Some(end), "{start}");
        }
        let holidays = calendar(&[Weekday::Saturday, Weekday::Sunday], &["2026-05-04"]);
        let end = after(&holidays, "2026-05-01T18:30Z", 1);
        assert_eq!(end.as_deref(), Some("2026-05-05T18:30Z"));
    }

    #[test]
    fn other_days_can_be_free() {
        let friday = calendar(&[Weekday::Friday], &[]);
        let end = after(&friday, "2026-04-30T09:00Z", 2);
        assert_eq!(end.as_deref(), Some("2026-05-03T09:00Z"));
        assert_eq!(
            after(&calendar(&[], &[]), "2026-05-01T09:00Z", 2).as_deref(),
            Some("2026-05-03T09:00Z")
        );
    }

    #[test]
    fn a_calendar_without_business_days_has_no_end() {
        let all: Vec<Weekday> = Weekday::WORDS.iter().map(|(_, day)| *day).collect();
        assert_eq!(after(&calendar(&all, &[]), "2026-05-01T09:00Z", 1), None);
        assert_eq!(
            after(&Calendar::default(), "9999-12-30T09:00Z", 100_000),
            None
        );
    }
}

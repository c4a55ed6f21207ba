//! Reads and writes times. "Now" is always an argument: nothing here reads a clock.

use std::fmt;

use chrono::{DateTime, Datelike, FixedOffset, Months, NaiveDate, SecondsFormat, Utc};

/// A time in UTC, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(DateTime<Utc>);

/// Why a text is not a time; displayed, it completes the sentence "the time … ".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstantError {
    /// A date and a time without a time zone.
    NoOffset,
    /// A date without a time of day.
    DateOnly,
    /// The day or the month can come first.
    TwoDates,
    /// An hour that a clock showed twice when it was put back.
    TwoHours,
    /// An hour that a clock left out when it was put forward.
    NoHour,
    /// Anything else.
    Unreadable,
}

impl fmt::Display for InstantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoOffset => "has no offset from UTC",
            Self::DateOnly => "is a date without a time of day",
            Self::TwoDates => "can be two dates: the day or the month can come first",
            Self::TwoHours => "was twice on that day, because the clocks were put back",
            Self::NoHour => "was not on that day, because the clocks were put forward",
            Self::Unreadable => "is not a date, a time and an offset",
        })
    }
}

impl Instant {
    /// Reads RFC 3339 with an offset, the seconds optional: `2026-05-21T23:59Z`.
    ///
    /// # Errors
    /// What is missing or cannot be read.
    pub fn parse(text: &str) -> Result<Self, InstantError> {
        let text = text.trim();
        let full = DateTime::parse_from_rfc3339(text);
        let short = || DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%#z");
        let zulu =
            || DateTime::parse_from_str(&text.replace(['Z', 'z'], "+00:00"), "%Y-%m-%dT%H:%M%:z");
        match full.or_else(|_| short()).or_else(|_| zulu()) {
            Ok(at) => Self::from_seconds(at.timestamp()).ok_or(InstantError::Unreadable),
            Err(_) => Err(why_not(text)),
        }
    }

    /// Reads a date as mails have it, with an offset: `Mon, 4 May 2026 09:59:00 +0200 (CEST)`.
    pub fn parse_mail(text: &str) -> Option<Self> {
        let read = DateTime::parse_from_rfc2822(text.trim()).ok()?;
        Self::from_seconds(read.timestamp())
    }

    /// The time `seconds` after 1970-01-01T00:00:00Z; `None` outside the years 1 to 9999.
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        const FIRST: i64 = -62_135_596_800;
        const LAST: i64 = 253_402_300_799;
        if !(FIRST..=LAST).contains(&seconds) {
            return None;
        }
        DateTime::from_timestamp(seconds, 0).map(Self)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn seconds(self) -> i64 {
        self.0.timestamp()
    }

    /// The time so many seconds later; `None` outside the years 1 to 9999.
    pub(super) fn later_by(self, seconds: i64) -> Option<Self> {
        Self::from_seconds(self.seconds().checked_add(seconds)?)
    }

    /// The same day and time of day so many months later, or the last day of that month if there is no such day.
    pub(super) fn months_later(self, months: u32) -> Option<Self> {
        let later = self.0.checked_add_months(Months::new(months))?;
        Self::from_seconds(later.timestamp())
    }

    /// The last possible time.
    pub(super) fn last() -> Self {
        Self(DateTime::<Utc>::MAX_UTC)
    }

    /// Whole 24-hour days from `self` to `later`; zero where `later` is earlier.
    pub fn days_until(self, later: Instant) -> u64 {
        u64::try_from((later.seconds() - self.seconds()) / 86_400).unwrap_or(0)
    }

    /// As a notice says it in UTC: `Thu 21 May 2026 23:59 UTC`.
    pub fn long(self) -> String {
        self.0.format("%a %-d %b %Y %H:%M UTC").to_string()
    }

    /// As a narrow table or a file says it: `2026-05-21 23:59Z`.
    pub fn narrow(self) -> String {
        self.0.format("%Y-%m-%d %H:%MZ").to_string()
    }

    /// As a command takes it: `2026-05-21T23:59Z`, with the seconds where there are some.
    pub fn typed(self) -> String {
        match self.seconds() % 60 {
            0 => self.0.format("%Y-%m-%dT%H:%MZ").to_string(),
            _ => self.to_string(),
        }
    }

    /// The same time on a clock `offset_seconds` east of UTC: `Fri 22 May 01:59`.
    pub fn local(self, offset_seconds: i32) -> String {
        match FixedOffset::east_opt(offset_seconds) {
            Some(offset) => self
                .0
                .with_timezone(&offset)
                .format("%a %-d %b %H:%M")
                .to_string(),
            None => self.long(),
        }
    }

    /// The date in UTC: `2026-05-21`.
    pub fn date(self) -> String {
        self.0.format("%Y-%m-%d").to_string()
    }
}

fn why_not(text: &str) -> InstantError {
    let date = text
        .get(..10)
        .and_then(|date| NaiveDate::parse_from_str(date, "%Y-%m-%d").ok());
    match (date, text.len()) {
        (Some(_), 10) => InstantError::DateOnly,
        (Some(_), 16..) if !text[10..].contains(['+', '-', 'Z', 'z']) => InstantError::NoOffset,
        _ => InstantError::Unreadable,
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl serde::Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How long ago a day was (`2026-11-30`), in years and months; `None` for a day that is not past, and for
/// what is not a day.
pub fn age(day: &str, now: Instant) -> Option<String> {
    let (day, today) = (
        NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?,
        now.0.date_naive(),
    );
    let all = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
    let begun = i64::from(today.day() < day.day());
    let months = all(today) - all(day) - begun;
    let of = |n: i64, unit: &str| match n {
        0 => String::new(),
        1 => format!("1 {unit} "),
        n => format!("{n} {unit}s "),
    };
    match months {
        _ if today < day => None,
        0 => Some("less than a month ago".to_owned()),
        n => Some(format!("{}{}ago", of(n / 12, "year"), of(n % 12, "month"))),
    }
}

/// The time between two times, for people: `3 d 4 h`, `4 h 10 min`, `12 min`.
pub fn distance(from: Instant, to: Instant) -> String {
    let minutes = (to.seconds() - from.seconds()).abs() / 60;
    match (minutes / 1440, minutes / 60 % 24, minutes % 60) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Instant, InstantError, age, distance};

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn instants_need_an_offset_and_are_written_in_utc() {
        assert_eq!(at("2026-05-21T23:59Z").to_string(), "2026-05-21T23:59:00Z");
        assert_eq!(
            at("2026-05-21T23:59:00+02:00").to_string(),
            "2026-05-21T21:59:00Z"
        );
        assert_eq!(
            at("2026-05-21T23:59+02:00").to_string(),
            "2026-05-21T21:59:00Z"
        );
        assert_eq!(
            Instant::parse("2026-05-21T23:59:00"),
            Err(InstantError::NoOffset)
        );
        assert_eq!(Instant::parse("2026-05-21"), Err(InstantError::DateOnly));
        assert_eq!(Instant::parse("tomorrow"), Err(InstantError::Unreadable));
        assert_eq!(Instant::parse("2026-05-é1"), Err(InstantError::Unreadable));
    }

    #[test]
    fn an_age_has_years_and_whole_months() {
        let now = at("2026-11-30T12:00:00Z");
        for (day, said) in [
            ("2026-11-30", Some("less than a month ago")),
            ("2026-10-31", Some("less than a month ago")),
            ("2026-10-30", Some("1 month ago")),
            ("2025-12-01", Some("11 months ago")),
            ("2025-11-30", Some("1 year ago")),
            ("2024-09-15", Some("2 years 2 months ago")),
            ("2026-12-01", None),
            ("last year", None),
        ] {
            assert_eq!(age(day, now).as_deref(), said, "{day}");
        }
    }

    #[test]
    fn days_are_whole_and_never_negative() {
        let opens = at("2026-05-01T00:00:00Z");
        assert_eq!(opens.days_until(at("2026-05-02T23:59:59Z")), 1);
        assert_eq!(opens.days_until(at("2026-04-01T00:00:00Z")), 0);
        assert_eq!(distance(opens, at("2026-05-04T04:10:00Z")), "3 d 4 h");
        assert_eq!(at("2026-05-21T23:59Z").local(7200), "Fri 22 May 01:59");
        assert_eq!(at("2026-05-21T23:59Z").long(), "Thu 21 May 2026 23:59 UTC");
    }
}

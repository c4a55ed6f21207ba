//! Reads times as programs and people write them. Never guesses: not the zone, not which of two numbers is
//! the day, and not which hour is meant when a clock is put back.

use chrono::{Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};

use crate::value::clock::{Instant, InstantError};

words! {
    /// Which number of a date such as 04/05/2026 comes first.
    pub enum DateOrder {
        /// 4 May.
        DayFirst = "day-first",
        /// 5 April.
        MonthFirst = "month-first",
    }
}

/// The clock of times that do not name an offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zone {
    /// So far from UTC all year.
    Fixed(FixedOffset),
    /// The clock of a place, with summer time.
    Place(TimeZone),
}

impl Zone {
    /// Reads an offset (`+02:00`, `UTC`, `AoE`) or the name of a zone (`Europe/Berlin`).
    pub fn parse(text: &str) -> Option<Self> {
        // Names without a region, such as EST, mean several things. The names are those of the program, whatever
        // system it runs on.
        match TimeZoneDatabase::bundled().get(text) {
            Ok(place) if text.contains('/') => Some(Self::Place(place)),
            _ => offset(text).map(Self::Fixed),
        }
    }

    fn at(&self, local: NaiveDateTime) -> Result<Instant, InstantError> {
        let east = match self {
            Self::Fixed(offset) => offset.local_minus_utc(),
            Self::Place(place) => {
                let clock = clock(local).ok_or(InstantError::Unreadable)?;
                match place.to_ambiguous_timestamp(clock).offset() {
                    AmbiguousOffset::Unambiguous { offset } => offset.seconds(),
                    AmbiguousOffset::Fold { .. } => return Err(InstantError::TwoHours),
                    AmbiguousOffset::Gap { .. } => return Err(InstantError::NoHour),
                }
            }
        };
        let seconds = local.and_utc().timestamp() - i64::from(east);
        Instant::from_seconds(seconds).ok_or(InstantError::Unreadable)
    }
}

/// A date and a time of day as a zone reads them, to the second.
fn clock(local: NaiveDateTime) -> Option<DateTime> {
    let small = |number: u32| i8::try_from(number).ok();
    let (year, month, day) = (local.year(), local.month(), local.day());
    let (hour, minute, second) = (local.hour(), local.minute(), local.second());
    let year = i16::try_from(year).ok()?;
    let (month, day) = (small(month)?, small(day)?);
    DateTime::new(
        year,
        month,
        day,
        small(hour)?,
        small(minute)?,
        small(second)?,
        0,
    )
    .ok()
}

/// What the times of one source leave out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TimeHabit {
    /// The zone of times without one.
    pub zone: Option<Zone>,
    /// Whether the day or the month comes first.
    pub order: Option<DateOrder>,
}

/// Dates with only one reading.
const DATES: &[&str] = &[
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d %B %Y", "%B %d %Y", "%d-%B-%Y",
];
const DAY_FIRST: &[&str] = &["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"];
const MONTH_FIRST: &[&str] = &["%m/%d/%Y", "%m.%d.%Y", "%m-%d-%Y"];
const HOURS: &[&str] = &["%H:%M:%S%.f", "%H:%M", "%I:%M:%S%p", "%I:%M%p"];
/// More bytes are not a time.
const LONGEST: usize = 120;
/// Years before it are the last two digits of a year.
const FIRST_YEAR: i32 = 1900;

impl Instant {
    /// Reads a time in any form that has only one meaning: RFC 3339, RFC 5322, `2026-05-04 10:00:00 UTC`,
    /// `4 May 2026 10:00 +0200`, `5/21/2026 9:05:00 PM GMT+2`. `habit` has what the source leaves out.
    ///
    /// # Errors
    /// What is missing, can have two meanings, or cannot be read.
    pub fn written(text: &str, habit: &TimeHabit) -> Result<Self, InstantError> {
        match Self::parse(text) {
            Ok(at) => return Ok(at),
            Err(fault) if text.len() > LONGEST => return Err(fault),
            Err(_) => {}
        }
        let text = text.trim().replace('\u{2212}', "-");
        let comment = text
            .strip_suffix(')')
            .and_then(|text| text.rsplit_once('('));
        let text = comment.map_or(text.as_str(), |(text, _)| text.trim_end());
        let (local, zone) = parted(text);
        let local = local_time(local, habit.order)?;
        let zone = zone.as_ref().or(habit.zone.as_ref());
        zone.ok_or(InstantError::NoOffset)?.at(local)
    }
}

/// A time without its zone, and the zone, which is behind the hours.
fn parted(text: &str) -> (&str, Option<Zone>) {
    let colon = text.find(':').unwrap_or(text.len());
    let behind = text.char_indices().skip_while(|(at, _)| *at < colon);
    let zoned = behind.filter(|(_, c)| c.is_ascii_alphabetic() || "+-".contains(*c));
    let mut zoned = zoned.filter_map(|(at, _)| Some((&text[..at], Zone::parse(&text[at..])?)));
    match zoned.next() {
        Some((local, zone)) => (local, Some(zone)),
        None => (text, None),
    }
}

/// An offset from UTC: `+02:00`, `-0500`, `GMT+2`, `UTC`, `AoE`.
fn offset(text: &str) -> Option<FixedOffset> {
    let text: String = text.split_whitespace().collect();
    let text = text.to_ascii_lowercase();
    if text == "aoe" {
        return FixedOffset::west_opt(12 * 3600);
    }
    let marks = ["utc", "gmt", "ut", "z"].iter();
    let digits = marks.filter_map(|mark| text.strip_prefix(mark)).next();
    let (east, digits) = match digits.unwrap_or(&text).split_at_checked(1) {
        None => return FixedOffset::east_opt(0).filter(|_| digits.is_some()),
        Some((sign @ ("+" | "-"), digits)) => (sign == "+", digits.replace(':', "")),
        Some(_) => return None,
    };
    let minutes: i32 = match (digits.len(), digits.parse::<u16>().ok()?) {
        (1 | 2, hours) => i32::from(hours) * 60,
        (3 | 4, both) if both % 100 < 60 => i32::from(both / 100) * 60 + i32::from(both % 100),
        _ => return None,
    };
    let seconds = if east { minutes } else { -minutes } * 60;
    FixedOffset::east_opt(seconds).filter(|_| minutes <= 14 * 60)
}

/// A date and a time of day, in any order, without the name of the day.
fn local_time(text: &str, order: Option<DateOrder>) -> Result<NaiveDateTime, InstantError> {
    let (mut date, mut time) = (Vec::new(), String::new());
    for word in text.split(|c: char| c.is_whitespace() || c == ',') {
        let (day, hours) = match word.split_once('T') {
            Some((day, hours)) if hours.contains(':') => (day, hours),
            _ if word.contains(':') => ("", word),
            _ => (word, ""),
        };
        let lower = day.to_lowercase();
        match lower.as_str() {
            "am" | "pm" => time.push_str(&lower),
            "" | "at" => {}
            name if name.parse::<Weekday>().is_ok() => {}
            _ => date.push(day),
        }
        time.push_str(hours);
    }
    let day = day(&date.join(" "), order)?;
    if time.is_empty() {
        return Err(InstantError::DateOnly);
    }
    let mut read = HOURS
        .iter()
        .filter_map(|form| NaiveTime::parse_from_str(&time, form).ok());
    read.next()
        .map(|time| day.and_time(time))
        .ok_or(InstantError::Unreadable)
}

fn day(text: &str, order: Option<DateOrder>) -> Result<NaiveDate, InstantError> {
    let read = |forms: &[&str]| {
        let mut dates = forms
            .iter()
            .filter_map(|form| NaiveDate::parse_from_str(text, form).ok());
        dates.find(|date| date.year() >= FIRST_YEAR)
    };
    let either = match order {
        Some(DateOrder::DayFirst) => (read(DAY_FIRST), None),
        Some(DateOrder::MonthFirst) => (read(MONTH_FIRST), None),
        None => (read(DAY_FIRST), read(MONTH_FIRST)),
    };
    match either {
        (Some(one), Some(other)) if one != other => Err(InstantError::TwoDates),
        (one, other) => read(DATES)
            .or(one)
            .or(other)
            .ok_or(InstantError::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::{DateOrder, TimeHabit, Zone};
    use crate::value::clock::{Instant, InstantError};

    fn read(text: &str, zone: &str, order: Option<DateOrder>) -> Result<String, InstantError> {
        let zone = Zone::parse(zone);
        let at = Instant::written(text, &TimeHabit { zone, order })?;
        Ok(at.to_string())
    }

    #[test]
    fn a_time_is_read_as_its_program_writes_it() {
        for (text, program) in [
            ("2026-05-04 10:00:00 UTC", "Ruby on Rails: Loomio, Decidim"),
            ("2026-05-04 12:00:00 +0200", "git, with --date=iso"),
            ("2026-05-04 12:00 +02:00", "ISO 8601 with spaces"),
            ("2026-05-04T12:00:00+0200", "ISO 8601, basic offset"),
            ("2026-05-04T10:00:00.123Z", "JavaScript, JSON"),
            ("Mon, 04 May 2026 10:00:00 +0000", "RFC 5322"),
            ("Mon, 4 May 2026 12:00:00 +0200 (CEST)", "RFC 5322, older"),
            ("Mon May 4 12:00:00 2026 +0200", "git"),
            (
                "Mon May 04 2026 12:00:00 GMT+0200 (Central European Summer Time)",
                "JavaScript",
            ),
            ("2026/05/04 12:00:00 PM GMT+2", "Google Forms"),
            ("4 May 2026 10:00 UTC", "people"),
            ("May 4, 2026 at 10:00:00\u{202f}AM UTC", "macOS"),
            ("4-May-2026 10:00Z", "Excel in English"),
            ("Monday, May 4, 2026 5:30 AM UTC-4:30", "people"),
            ("2026-05-03 22:00 AoE", "people"),
            ("2026-05-04 12:00 Europe/Berlin", "people"),
            ("2026-05-04 06:00:00\u{2212}04:00", "typography"),
            ("5/04/2026 10:00 UTC\u{a0}+0", "made"),
        ] {
            let order = Some(DateOrder::MonthFirst);
            assert_eq!(
                read(text, "", order).as_deref(),
                Ok("2026-05-04T10:00:00Z"),
                "{program}"
            );
        }
    }

    #[test]
    fn what_a_time_leaves_out_comes_from_its_source_or_is_missed() {
        let first = |order| read("04/05/2026 10:00", "UTC", order);
        assert_eq!(first(None), Err(InstantError::TwoDates));
        let day = first(Some(DateOrder::DayFirst));
        assert_eq!(day.as_deref(), Ok("2026-05-04T10:00:00Z"));
        let month = first(Some(DateOrder::MonthFirst));
        assert_eq!(month.as_deref(), Ok("2026-04-05T10:00:00Z"));
        // Only one reading is a date.
        let only = read("21.5.2026 9:05", "+02:00", None);
        assert_eq!(only.as_deref(), Ok("2026-05-21T07:05:00Z"));
        let wrong = read("5/21/2026 9:05", "UTC", Some(DateOrder::DayFirst));
        assert_eq!(wrong, Err(InstantError::Unreadable));
        for (text, fault) in [
            ("2026-05-04 10:00", InstantError::NoOffset),
            ("4 May 2026", InstantError::DateOnly),
            ("2026-05-04", InstantError::DateOnly),
            ("2026-05-04 10:00 CEST", InstantError::Unreadable),
            ("2026-05-04 10:00 EST", InstantError::Unreadable),
            ("4 May 26 10:00 UTC", InstantError::Unreadable),
            ("04/05/26 10:00 UTC", InstantError::Unreadable),
            ("2026-05-04 25:00 UTC", InstantError::Unreadable),
            ("2026-05-04 10:00 +9999", InstantError::Unreadable),
            ("46146.4166667", InstantError::Unreadable),
            ("10:00 é+", InstantError::Unreadable),
            (&":a".repeat(100_000), InstantError::Unreadable),
            ("", InstantError::Unreadable),
        ] {
            assert_eq!(read(text, "", None), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_clock_that_is_changed_has_hours_that_nobody_can_know() {
        let at = |text| read(text, "Europe/Berlin", None);
        assert_eq!(
            at("2026-01-04 10:00").as_deref(),
            Ok("2026-01-04T09:00:00Z")
        );
        assert_eq!(
            at("2026-05-04 10:00").as_deref(),
            Ok("2026-05-04T08:00:00Z")
        );
        assert_eq!(at("2026-03-29 02:30"), Err(InstantError::NoHour));
        assert_eq!(at("2026-10-25 02:30"), Err(InstantError::TwoHours));
        assert_eq!(
            at("2026-10-25 02:30 +0200").as_deref(),
            Ok("2026-10-25T00:30:00Z")
        );
        for no_zone in ["CET", "EST", "soon", "+15:00", "+2:75", "+", ""] {
            assert_eq!(Zone::parse(no_zone), None, "{no_zone}");
        }
    }
}

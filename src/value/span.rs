//! Reads and writes lengths of time, and finds when they end.

use std::fmt;

use crate::value::calendar::Calendar;
use crate::value::clock::Instant;

const HOUR: i64 = 3_600;

/// The unit in which a span was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// 60 minutes.
    Hours,
    /// 24 hours.
    Days,
    /// Days that are not free in the calendar of the charter.
    BusinessDays,
    /// Seven days.
    Weeks,
    /// Calendar months: the same day, or the last one if there is no such day.
    Months,
    /// Twelve calendar months.
    Years,
}

/// A length of time as a charter writes it: `72h`, `14d`, `5bd` (business days), `24 months`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    amount: u32,
    unit: TimeUnit,
}

impl Span {
    /// Reads a whole number and a unit (`h`, `d`, `bd`, `w`, or a unit written out); `None` for
    /// anything else, and for more than 100,000 of a unit.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_digit())?;
        let amount: u32 = text[..end].parse().ok().filter(|n| *n <= 100_000)?;
        let unit = match text[end..].trim() {
            "h" | "hour" | "hours" => TimeUnit::Hours,
            "d" | "day" | "days" => TimeUnit::Days,
            "bd" | "business day" | "business days" => TimeUnit::BusinessDays,
            "w" | "week" | "weeks" => TimeUnit::Weeks,
            "month" | "months" => TimeUnit::Months,
            "y" | "year" | "years" => TimeUnit::Years,
            _ => return None,
        };
        Some(Self { amount, unit })
    }

    /// So many days.
    pub const fn days(amount: u32) -> Self {
        Self {
            amount,
            unit: TimeUnit::Days,
        }
    }

    /// Whether it is counted in business days.
    pub fn is_in_business_days(self) -> bool {
        self.unit == TimeUnit::BusinessDays
    }

    /// The time that is this span after `start`; the last possible time where there is none.
    pub fn after(self, start: Instant, calendar: &Calendar) -> Instant {
        let later = |seconds| start.later_by(i64::from(self.amount) * seconds);
        let end = match self.unit {
            TimeUnit::Hours => later(HOUR),
            TimeUnit::Days => later(24 * HOUR),
            TimeUnit::BusinessDays => calendar.after(start, self.amount),
            TimeUnit::Weeks => later(7 * 24 * HOUR),
            TimeUnit::Months => start.months_later(self.amount),
            TimeUnit::Years => start.months_later(self.amount.saturating_mul(12)),
        };
        end.unwrap_or_else(Instant::last)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            TimeUnit::Hours => "hour",
            TimeUnit::Days => "day",
            TimeUnit::BusinessDays => "business day",
            TimeUnit::Weeks => "week",
            TimeUnit::Months => "month",
            TimeUnit::Years => "year",
        };
        let plural = if self.amount == 1 { "" } else { "s" };
        write!(f, "{} {unit}{plural}", self.amount)
    }
}

impl serde::Serialize for Span {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Span;
    use crate::value::calendar::Calendar;
    use crate::value::clock::Instant;

    #[test]
    fn spans_follow_the_calendar_where_they_speak_of_months() {
        let start = Instant::parse("2026-01-31T12:00:00Z").unwrap();
        let after = |text: &str| {
            Span::parse(text)
                .unwrap()
                .after(start, &Calendar::default())
                .to_string()
        };
        assert_eq!(after("1 month"), "2026-02-28T12:00:00Z");
        assert_eq!(after("72h"), "2026-02-03T12:00:00Z");
        assert_eq!(after("2 weeks"), "2026-02-14T12:00:00Z");
        assert_eq!(after("2 years"), "2028-01-31T12:00:00Z");
        // 31 January 2026 is a Saturday.
        assert_eq!(after("2bd"), "2026-02-04T00:00:00Z");
        assert_eq!(after("2 business days"), "2026-02-04T00:00:00Z");
        assert_eq!(Span::parse("14"), None);
        assert_eq!(Span::parse("d"), None);
        assert_eq!(
            Span::parse("14d").map(|s| s.to_string()).as_deref(),
            Some("14 days")
        );
    }
}

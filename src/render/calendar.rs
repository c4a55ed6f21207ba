//! Events as a calendar that any calendar program reads: iCalendar, RFC 5545.

use crate::value::clock::Instant;
use crate::value::text;

/// The most octets that a line may have before its end; RFC 5545, section 3.1.
const LONGEST_LINE: usize = 75;

/// Something that happens at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What tells it from every other event; the same each time.
    pub uid: String,
    /// Since when it is recorded.
    pub stamp: Instant,
    /// When it happens.
    pub at: Instant,
    /// What, on one line.
    pub summary: String,
    /// Further lines.
    pub description: Vec<String>,
    /// What kind of thing it is, in a word.
    pub category: String,
}

/// A calendar called `name` with these events, in their order. The same events give the same
/// bytes. Lines end with CR LF, as the format wants them.
pub fn calendar(name: &str, events: &[Event]) -> String {
    let mut out = String::new();
    let mut line = |key: &str, value: &str| out.push_str(&folded(&format!("{key}:{value}")));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//plenary//plenary//EN");
    line("CALSCALE", "GREGORIAN");
    line("METHOD", "PUBLISH");
    line("X-WR-CALNAME", &escaped(name));
    for event in events {
        let description: Vec<String> = event.description.iter().map(|one| escaped(one)).collect();
        line("BEGIN", "VEVENT");
        line("UID", &escaped(&event.uid));
        line("DTSTAMP", &in_utc(event.stamp));
        line("DTSTART", &in_utc(event.at));
        line("SUMMARY", &escaped(&event.summary));
        if !description.is_empty() {
            line("DESCRIPTION", &description.join("\\n"));
        }
        line("CATEGORIES", &escaped(&event.category));
        line("TRANSP", "TRANSPARENT");
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    out
}

/// `20260521T235900Z`.
fn in_utc(at: Instant) -> String {
    at.to_string().replace(['-', ':'], "")
}

/// Words on one line, harmless, with the signs escaped that the format uses itself.
fn escaped(words: &str) -> String {
    let mut out = String::new();
    for c in text::shown_on_one_line(words).chars() {
        if matches!(c, '\\' | ';' | ',') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The line with its end, broken so that no part has too many octets; what continues a line begins
/// with a space. No character is broken in two.
fn folded(line: &str) -> String {
    let mut out = String::new();
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > LONGEST_LINE {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    out + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::{Event, calendar, folded};
    use crate::value::clock::Instant;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn an_event_is_written_as_the_format_wants_it() {
        let event = Event {
            uid: "1234-review@body".to_owned(),
            stamp: at("2026-05-12T10:00:00Z"),
            at: at("2028-05-12T12:00:00+02:00"),
            summary: "retention: look at it again".to_owned(),
            description: vec!["Who: maya, idris;".to_owned(), "C:\\x".to_owned()],
            category: "review".to_owned(),
        };
        assert_eq!(
            calendar("Body", &[event]),
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//plenary//plenary//EN\r\n\
             CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nX-WR-CALNAME:Body\r\nBEGIN:VEVENT\r\n\
             UID:1234-review@body\r\nDTSTAMP:20260512T100000Z\r\nDTSTART:20280512T100000Z\r\n\
             SUMMARY:retention: look at it again\r\nDESCRIPTION:Who: maya\\, idris\\;\\nC:\\\\x\r\n\
             CATEGORIES:review\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
    }

    #[test]
    fn lines_are_folded_between_characters() {
        for letter in ["x", "é", "語", "🗳"] {
            for length in [1, 18, 24, 25, 37, 38, 74, 75, 76, 149, 150, 400] {
                let line = letter.repeat(length);
                let out = folded(&line);
                assert!(out.lines().all(|part| part.len() <= 75), "{out}");
                assert_eq!(out.replace("\r\n ", ""), format!("{line}\r\n"));
            }
        }
    }

    #[test]
    fn nothing_in_a_name_begins_a_line_of_its_own() {
        let hostile = "x\r\nEND:VCALENDAR\u{1b}[2J\u{202e}";
        let out = calendar(hostile, &[]);
        assert_eq!(out.matches("\r\n").count(), 7);
        assert_eq!(out.matches('\n').count(), 7);
        assert!(
            !out.contains('\u{1b}') && !out.contains('\u{202e}'),
            "{out:?}"
        );
    }
}

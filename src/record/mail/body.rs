//! What the sender of a mail wrote: its text, without what they quoted, passed on or sign with.

use mail_parser::decoders::html::html_to_text;
use mail_parser::{Message, PartType};

/// What programs write over a mail that they pass on or answer, in small letters.
const PASSED_ON: &[&str] = &[
    "forwarded message",
    "original message",
    "ursprüngliche nachricht",
    "weitergeleitete nachricht",
    "message d'origine",
    "message transféré",
    "mensaje original",
    "mensaje reenviado",
    "mensagem original",
];

/// How many lines below `From:` a mail that was pasted says its subject.
const HEAD: usize = 6;

/// The sender's own words. A mail that has only HTML is read as text.
pub(super) fn words(message: &Message<'_>) -> String {
    let parts = message.text_body.iter();
    let parts = parts.filter_map(|at| message.parts.get(usize::try_from(*at).ok()?));
    let texts: Vec<String> = parts
        .filter_map(|part| match &part.body {
            PartType::Text(text) => Some(text.to_string()),
            PartType::Html(html) => Some(html_to_text(&unquoted(html))),
            _ => None,
        })
        .collect();
    own(&texts.join("\n"))
}

/// HTML without what stands in `blockquote`: the words of somebody who is answered.
fn unquoted(html: &str) -> String {
    // Letters keep their length when only those of ASCII are made small.
    let small = html.to_ascii_lowercase();
    let (mut out, mut depth, mut from) = (String::new(), 0_usize, 0);
    while let Some((at, opens)) = next(&small, from) {
        if depth == 0 {
            out.push_str(html.get(from..at).unwrap_or_default());
        }
        depth = match opens {
            true => depth + 1,
            false => depth.saturating_sub(1),
        };
        let end = small.get(at..).and_then(|rest| rest.find('>'));
        from = end.map_or(small.len(), |end| at + end + 1);
    }
    if depth == 0 {
        out.push_str(html.get(from..).unwrap_or_default());
    }
    out
}

/// The next mark that opens or closes a quotation.
fn next(small: &str, from: usize) -> Option<(usize, bool)> {
    let rest = small.get(from..)?;
    let open = rest.find("<blockquote").map(|at| (from + at, true));
    let close = rest.find("</blockquote").map(|at| (from + at, false));
    open.into_iter().chain(close).min()
}

/// The lines down to a signature or to a mail that is passed on, without quoted ones.
fn own(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_end_matches('\r'))
        .collect();
    let mut own = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if matches!(*line, "-- " | "--") || is_passed_on(&lines, at) {
            break;
        }
        if !line.trim_start().starts_with('>') {
            own.push(*line);
        }
    }
    own.join("\n")
}

/// Whether somebody else's mail begins at a line.
fn is_passed_on(lines: &[&str], at: usize) -> bool {
    let starts = |line: &str, word: &str| {
        let line = line
            .trim_start_matches(['*', ' ', '_'])
            .to_ascii_lowercase();
        line.starts_with(word)
    };
    let Some(line) = lines.get(at) else {
        return false;
    };
    let said = line.to_lowercase();
    let ruled = line.trim_start().starts_with("--") || said.trim_start().starts_with("begin ");
    if ruled && PASSED_ON.iter().any(|words| said.contains(words)) {
        return true;
    }
    let below = lines.iter().skip(at + 1).take(HEAD);
    starts(line, "from:") && below.into_iter().any(|line| starts(line, "subject:"))
        || said.trim() == "begin forwarded message:"
}

#[cfg(test)]
mod tests {
    use super::{own, unquoted};

    #[test]
    fn only_the_senders_own_words_are_read() {
        for rest in [
            "-- \nPosition: object",
            "--\r\nPosition: object",
            "> Position: object",
            "  > > Position: object",
            "---------- Forwarded message ---------\nPosition: object",
            "-----Original Message-----\nPosition: object",
            "Begin forwarded message:\nPosition: object",
            "From: Maya\nSent: Monday\nTo: Ben\nSubject: Call\n\nPosition: object",
            "*From:* Maya\n*Date:* Monday\n*Subject:* Call\n\nPosition: object",
        ] {
            let own = own(&format!("Position: accept\n{rest}\n"));
            assert_eq!(own.trim_end(), "Position: accept", "{rest}");
        }
        assert_eq!(own("From: here on\nI agree"), "From: here on\nI agree");
    }

    #[test]
    fn quotations_in_html_are_left_out() {
        let html =
            "<p>A</p><BLOCKQUOTE type=cite>b<blockquote>c</blockquote>d</BlockQuote><p>Ê</p>";
        assert_eq!(unquoted(html), "<p>A</p><p>Ê</p>");
        assert_eq!(unquoted("a<blockquote>never closed"), "a");
        assert_eq!(unquoted("</blockquote>a<blockquote"), "a");
    }
}

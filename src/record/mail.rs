//! Reads mails: separates a mailbox into its mails, and finds in each the sender, the date, the sender's own
//! words without quotations and signature, and the answer in lines such as `Position: accept`.

use std::fmt;

use mail_parser::decoders::html::html_to_text;
use mail_parser::{Message, MessageParser, PartType};

use crate::value::clock::Instant;
use crate::value::words;

/// So many bytes a mailbox can have.
pub const LARGEST: usize = 16 * 1024 * 1024;
/// So many mails a mailbox can have.
pub const MOST: usize = 10_000;

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its number in the mailbox, from 1.
    pub number: usize,
    /// The sender's addresses, in lower case. Everybody can write any address.
    pub from: Vec<String>,
    /// Its own date; `None` where that has no offset or cannot be read.
    pub date: Option<Instant>,
    /// When the last server received it.
    pub received: Option<Instant>,
    /// Its message id, with the angle brackets.
    pub id: Option<String>,
    /// Whether a program sent it: a note of absence, or a report that a mail was not delivered.
    pub is_automatic: bool,
    /// What its sender wrote, without what they quoted or forwarded.
    pub words: String,
}

/// Why bytes are not mails; displayed, it completes the sentence "the mailbox … ".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailFault {
    /// More than [`LARGEST`] bytes.
    TooLarge,
    /// More than [`MOST`] mails.
    TooMany,
    /// They have no mails.
    NoMail,
}

impl fmt::Display for MailFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "has more than {LARGEST} bytes"),
            Self::TooMany => write!(f, "has more than {MOST} mails"),
            Self::NoMail => write!(f, "has no mails"),
        }
    }
}

impl Mail {
    /// The mails of a mailbox in the form mbox, or the one mail of a file by itself.
    ///
    /// # Errors
    /// It is neither a mailbox nor a mail.
    pub fn all(bytes: &[u8]) -> Result<Vec<Self>, MailFault> {
        if bytes.len() > LARGEST {
            return Err(MailFault::TooLarge);
        }
        let texts = parted(bytes);
        if texts.len() > MOST {
            return Err(MailFault::TooMany);
        }
        let parser = MessageParser::default();
        let mut mails = Vec::new();
        for (text, number) in texts.iter().zip(1..) {
            let message = parser.parse(text.as_slice());
            let message = message.filter(|message| message.from().is_some());
            mails.extend(message.map(|message| Self::of(number, &message)));
        }
        match mails.is_empty() {
            true => Err(MailFault::NoMail),
            false => Ok(mails),
        }
    }

    fn of(number: usize, message: &Message<'_>) -> Self {
        let headers = |wanted: &'static str| {
            let all = message.headers_raw();
            let same = all.filter(move |(name, _)| name.eq_ignore_ascii_case(wanted));
            same.map(|(_, value)| value.trim())
        };
        let date = headers("Date").next();
        let received = headers("Received").next();
        let received = received.and_then(|text| text.rsplit_once(';'));
        let mut automatic = headers("Auto-Submitted");
        let id = message.message_id();
        let id = id.filter(|id| !id.contains(char::is_whitespace));
        Self {
            number,
            from: senders(message),
            date: date.and_then(Instant::parse_mail),
            received: received.and_then(|(_, text)| Instant::parse_mail(text)),
            id: id.map(|id| format!("<{id}>")),
            is_automatic: automatic.any(|said| !said.eq_ignore_ascii_case("no")),
            words: words(message),
        }
    }
}

/// Every address of every `From`: a mail with several has several senders.
fn senders(message: &Message<'_>) -> Vec<String> {
    let lines = message.header_values("From");
    let mut senders: Vec<String> = lines
        .filter_map(|value| value.as_address())
        .flat_map(|addresses| addresses.iter())
        .filter_map(|sender| sender.address())
        .map(|address| address.trim().to_lowercase())
        .collect();
    senders.dedup();
    senders
}

/// The placeholder for the answer in an invitation; a line that still has it gives no answer.
pub const PLACEHOLDER: &str = "ANSWER";

/// What a mail answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailAnswer {
    /// The position, as it is written.
    pub position: String,
    /// The proposal that it is on, where that is said.
    pub proposal: Option<String>,
    /// The revision that was read, where that is said.
    pub on: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// What an objection is about.
    pub about: Option<String>,
    /// Why that matters.
    pub problem: Option<String>,
    /// What would settle it.
    pub resolve: Option<String>,
}

/// Why a mail has no valid answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerFault {
    /// No line gives a position.
    None,
    /// Two lines of the same kind say different things.
    Several(&'static str),
}

words! {
    /// What a line can say.
    enum Key {
        Position = "position",
        Proposal = "proposal",
        On = "revision",
        Reason = "reason",
        About = "about",
        Problem = "objection",
        Resolve = "resolve",
    }
}

impl Key {
    /// The key that a word in lower case means.
    fn of(word: &str) -> Option<Self> {
        match word {
            "problem" => Some(Key::Problem),
            word => Key::parse(word),
        }
    }

    /// Whether the lines below it, down to an empty one, belong to it.
    fn runs_on(self) -> bool {
        matches!(self, Key::Reason | Key::Problem | Key::Resolve)
    }
}

impl MailAnswer {
    /// Reads the words of a sender.
    ///
    /// # Errors
    /// The words have no answer, or several.
    pub fn read(words: &str) -> Result<Self, AnswerFault> {
        let said = said(words);
        let one = |wanted: Key| -> Result<Option<String>, AnswerFault> {
            let mut found = said.iter().filter(|(key, _)| *key == wanted);
            let first = found.next().map(|(_, value)| value);
            match found.any(|(_, other)| Some(other) != first) {
                true => Err(AnswerFault::Several(wanted.word())),
                false => Ok(first.cloned()),
            }
        };
        Ok(Self {
            position: one(Key::Position)?.ok_or(AnswerFault::None)?,
            proposal: one(Key::Proposal)?,
            on: one(Key::On)?,
            reason: one(Key::Reason)?,
            about: one(Key::About)?,
            problem: one(Key::Problem)?,
            resolve: one(Key::Resolve)?,
        })
    }
}

/// Every key with its value, in the order of the mail, without empty ones and placeholders of an
/// invitation.
fn said(words: &str) -> Vec<(Key, String)> {
    let mut said: Vec<(Key, Vec<&str>)> = Vec::new();
    let mut open = false;
    for line in words.lines() {
        if let Some((key, value)) = keyed(line) {
            said.push((key, vec![value]));
            open = key.runs_on();
            continue;
        }
        let Some((_, lines)) = said.last_mut().filter(|_| open) else {
            continue;
        };
        let is_empty = line.trim().is_empty();
        let has_words = lines.iter().any(|line| !line.is_empty());
        match (is_empty, has_words) {
            (true, true) => open = false,
            (true, false) => {}
            (false, _) => lines.push(line.trim_end()),
        }
    }
    let whole = |(key, lines): (Key, Vec<&str>)| (key, lines.join("\n").trim().to_owned());
    let filled = said.into_iter().map(whole);
    filled
        .filter(|(_, value)| !matches!(value.as_str(), "" | "…" | "..." | PLACEHOLDER))
        .collect()
}

/// A line such as `Position: accept`, in any letter case, and with the stars that programs make of bold
/// letters.
fn keyed(line: &str) -> Option<(Key, &str)> {
    let marks = ['*', '_', ' ', '\t', '\u{a0}'];
    let (word, value) = line.split_once([':', '：'])?;
    let word = word.trim_matches(marks).to_lowercase();
    let key = Key::of(&word)?;
    let value = value.trim_matches(marks);
    let value = match key {
        Key::Position => value.trim_end_matches(['.', '!', ',', ';']),
        _ => value,
    };
    Some((key, value))
}

/// What programs write above a mail that they forward or answer, in lower case.
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

/// How many lines below `From:` a pasted mail has its subject.
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

/// HTML without the content of `blockquote`: the words of another person.
fn unquoted(html: &str) -> String {
    // Letters keep their length if only ASCII letters become lower case.
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

/// The lines down to a signature or a forwarded mail, without quoted ones.
fn own(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim_end_matches('\r'));
    let lines: Vec<&str> = lines.collect();
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

/// Whether the mail of another person begins at a line.
fn is_passed_on(lines: &[&str], at: usize) -> bool {
    let starts = |line: &str, word: &str| {
        let line = line.trim_start_matches(['*', ' ', '_']);
        line.to_ascii_lowercase().starts_with(word)
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

/// The bytes of each mail. What does not begin like a mailbox is one mail.
pub(super) fn parted(bytes: &[u8]) -> Vec<Vec<u8>> {
    if !is_parting(bytes) {
        return vec![bytes.to_vec()];
    }
    let mut mails: Vec<Vec<u8>> = Vec::new();
    // A mail begins after an empty line; elsewhere "From " is a word of the sender.
    let mut after_empty = true;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if after_empty && is_parting(line) {
            mails.push(Vec::new());
        } else if let Some(mail) = mails.last_mut() {
            mail.extend_from_slice(unmarked(line));
        }
        after_empty = line.iter().all(u8::is_ascii_whitespace);
    }
    mails
}

/// Whether a line separates mails: `From `, a sender, and a date with a time of day and a year.
fn is_parting(line: &[u8]) -> bool {
    let line = line.split(|byte| *byte == b'\n').next().unwrap_or(line);
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let words: Vec<&[u8]> = rest
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty())
        .collect();
    let is_time = |word: &&[u8]| word.contains(&b':') && word.iter().any(u8::is_ascii_digit);
    let is_year = |word: &&[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    words.iter().any(is_time) && words.iter().any(is_year)
}

/// A line without the mark that keeps it from separating mails in a mailbox.
fn unmarked(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|byte| **byte == b'>').count();
    let rest = line.get(marks..).unwrap_or_default();
    match marks > 0 && rest.starts_with(b"From ") {
        true => line.get(1..).unwrap_or_default(),
        false => line,
    }
}

#[cfg(test)]
mod tests {
    use super::{AnswerFault, Mail, MailAnswer, MailFault, own, parted, unquoted};

    fn one(text: &str) -> Mail {
        Mail::all(text.as_bytes()).unwrap().remove(0)
    }

    #[test]
    fn the_head_says_who_and_when() {
        let mail = one(
            "Received: from b by c; Mon, 4 May 2026 10:00:05 +0200 (CEST)\r\n\
             Received: from a by b; Mon, 4 May 2026 09:59:00 +0200\r\n\
             From: =?utf-8?Q?J=C3=BCrgen?= <Ben@Example.org>\r\nDate: Mon, 04 May 2026 07:59:00 GMT\r\n\
             Message-ID: <a1@example.org>\r\n\r\nHello\r\n",
        );
        assert_eq!(mail.from, ["ben@example.org"]);
        assert_eq!(mail.date.unwrap().to_string(), "2026-05-04T07:59:00Z");
        assert_eq!(mail.received.unwrap().to_string(), "2026-05-04T08:00:05Z");
        assert_eq!(mail.id.as_deref(), Some("<a1@example.org>"));
        assert!(!mail.is_automatic);
        let away = one("From: a@x.org\nAuto-Submitted: auto-replied\n\nAway.\n");
        assert!(away.is_automatic && away.date.is_none() && away.id.is_none());
        let local = one("From: a@x.org\nDate: Mon, 4 May 2026 07:59:00\n\nHello\n");
        assert_eq!(local.date, None);
    }

    #[test]
    fn a_mail_with_several_senders_says_all_of_them() {
        assert_eq!(
            one("From: a@x.org, b@x.org\n\nx\n").from,
            ["a@x.org", "b@x.org"]
        );
        assert_eq!(
            one("From: a@x.org\nFrom: b@x.org\n\nx\n").from,
            ["a@x.org", "b@x.org"]
        );
    }

    #[test]
    fn what_is_no_mail_is_said_to_be_none() {
        assert_eq!(Mail::all(b""), Err(MailFault::NoMail));
        assert_eq!(Mail::all(b"name,vote\nben,yes\n"), Err(MailFault::NoMail));
    }

    fn position(words: &str) -> Result<String, AnswerFault> {
        MailAnswer::read(words).map(|answer| answer.position)
    }

    #[test]
    fn a_line_gives_the_position_however_it_is_written() {
        for words in [
            "Position: accept",
            "Hello Maya,\n\n  POSITION :  accept.\n\nBest, Ben",
            "*Position:* accept",
            "**Position**: **accept**",
            "Position：accept",
            "position:\u{a0}accept",
            "Position: accept\nPosition: accept",
            "Position: ANSWER\nPosition: accept",
        ] {
            assert_eq!(position(words).as_deref(), Ok("accept"), "{words}");
        }
        for words in [
            "",
            "I accept",
            "My position: accept",
            "Position:",
            "Position: ANSWER",
        ] {
            assert_eq!(position(words), Err(AnswerFault::None), "{words}");
        }
        let two = "Position: accept\nPosition: object";
        assert_eq!(position(two), Err(AnswerFault::Several("position")));
    }

    #[test]
    fn reasons_run_on_down_to_an_empty_line() {
        let words = "Position: object\nReason: It is\ntoo long.\nAbout: §4\nObjection:\n\nIt costs:\nmuch.\n\
                     Resolve: Less.\n\nBest,\nBen\n";
        let answer = MailAnswer::read(words).unwrap();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        assert_eq!(text(&answer.reason), "It is\ntoo long.");
        assert_eq!(text(&answer.about), "§4");
        assert_eq!(text(&answer.problem), "It costs:\nmuch.");
        assert_eq!(text(&answer.resolve), "Less.");
        let again = "Position: accept\nReason: a\n\nReason: b";
        assert_eq!(MailAnswer::read(again), Err(AnswerFault::Several("reason")));
        assert_eq!(
            MailAnswer::read("Position: accept\nReason: …")
                .unwrap()
                .reason,
            None
        );
    }

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

    #[test]
    fn mails_are_parted_where_one_begins() {
        let text = b"From ben@x.org Mon May  4 09:00:00 2026\nFrom: ben@x.org\n\nFrom here on.\n\
            >From the start.\n\nFrom now on, yes.\n\nFrom - Mon May 04 10:00:00 2026 +0200\nFrom: b\n\nx\n";
        let mails = parted(text);
        assert_eq!(mails.len(), 2);
        let first = String::from_utf8(mails[0].clone()).unwrap();
        assert_eq!(
            first,
            "From: ben@x.org\n\nFrom here on.\nFrom the start.\n\nFrom now on, yes.\n\n"
        );
        assert_eq!(mails[1], b"From: b\n\nx\n");
        assert_eq!(parted(b"From: b\n\nx\n").len(), 1);
    }
}

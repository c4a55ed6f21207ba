//! Mails as mailboxes keep them: bytes ⇄ who sent what and when, and the answer in it.

mod answer;
mod body;
mod mbox;

use std::fmt;

use mail_parser::{Message, MessageParser};

pub use answer::{Answer, AnswerFault, PLACEHOLDER};

use crate::value::clock::Instant;

/// The most bytes that a mailbox may have.
pub const LARGEST: usize = 16 * 1024 * 1024;
/// The most mails that a mailbox may have.
pub const MOST: usize = 10_000;

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its number in the mailbox, from 1.
    pub number: usize,
    /// The addresses that it says it is from, in small letters. Anybody can write any.
    pub from: Vec<String>,
    /// When it says that it was written; `None` where that has no offset or cannot be read.
    pub date: Option<Instant>,
    /// When the last server says that it took it in.
    pub received: Option<Instant>,
    /// Its name for itself, with its angle brackets.
    pub id: Option<String>,
    /// Whether a machine sent it: a note of absence, a report that a mail was not delivered.
    pub is_automatic: bool,
    /// What its sender wrote, without what they quoted or passed on.
    pub words: String,
}

/// Why bytes are no mails; displayed, it completes the sentence "the mailbox … ".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailFault {
    /// More than [`LARGEST`] bytes.
    TooLarge,
    /// More than [`MOST`] mails.
    TooMany,
    /// There is no mail in them.
    NoMail,
}

impl fmt::Display for MailFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "has more than {LARGEST} bytes"),
            Self::TooMany => write!(f, "has more than {MOST} mails"),
            Self::NoMail => write!(f, "has no mail in it"),
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
        let texts = mbox::parted(bytes);
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
        let headers = |wanted: &str| -> Vec<&str> {
            let all = message.headers_raw();
            let same = all.filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
            same.map(|(_, value)| value.trim()).collect()
        };
        let received = headers("Received").first().copied();
        let automatic = headers("Auto-Submitted");
        let id = message
            .message_id()
            .filter(|id| !id.contains(char::is_whitespace));
        Self {
            number,
            from: senders(message),
            date: headers("Date")
                .first()
                .and_then(|text| Instant::parse_mail(text)),
            received: received
                .and_then(|text| text.rsplit_once(';'))
                .and_then(|(_, text)| Instant::parse_mail(text)),
            id: id.map(|id| format!("<{id}>")),
            is_automatic: automatic
                .iter()
                .any(|said| !said.eq_ignore_ascii_case("no")),
            words: body::words(message),
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

#[cfg(test)]
mod tests {
    use super::{Mail, MailFault};

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
}

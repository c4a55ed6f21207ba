//! Reads mails: for each its sender, its date, the mail that it replies to, and its sender's own words.

use mail_parser::{Address, HeaderForm, Message, MessageParser, MimeHeaders};

use crate::record::mailbox::parted;
use crate::record::own_words;
use crate::value::clock::Instant;
use crate::value::text::canonical;

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mail {
    /// Its number in the mailbox, from 1.
    pub number: usize,
    /// The sender's addresses, in lower case. Everybody can write any address.
    pub from: Vec<String>,
    /// Whether the address of the sender is that of a mailing list, and not of one person.
    pub is_from_list: bool,
    /// Whether a mailing list sent it to its members.
    pub came_by_list: bool,
    /// Who answers are sent to, or who sent it before a mailing list wrote its own address into it.
    pub behind: Vec<String>,
    /// What it is about.
    pub subject: String,
    /// The message ids of the mails that it replies to, the nearest first.
    pub replies_to: Vec<String>,
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
    /// The same words in HTML, where it has them in both forms.
    pub words_in_html: Option<String>,
    /// What else it has that cannot be read.
    pub unread: Option<UnreadPart>,
}

/// A part of a mail that cannot be read, or whose sender is not certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnreadPart {
    /// It is encrypted, or packed with its signature.
    Encrypted,
    /// Mails of others.
    Mails,
}

impl UnreadPart {
    /// What is wrong with the mail, in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Encrypted => "its text is encrypted, and cannot be read here",
            Self::Mails => "it contains other mails, and their senders are not certain",
        }
    }
}

impl Mail {
    /// The mails of a mailbox in the form mbox, or the one mail of a file by itself; none where it is
    /// neither.
    pub fn all(bytes: &[u8]) -> Vec<Self> {
        let parser = MessageParser::default();
        let texts = parted(bytes);
        let mails = texts.iter().zip(1..).filter_map(|(text, number)| {
            let message = parser.parse(text.as_slice())?;
            message.from()?;
            Some(Self::of(number, &message))
        });
        mails.collect()
    }

    fn of(number: usize, message: &Message<'_>) -> Self {
        let first = |name: &'static str| values(message, name).next();
        let received = first("Received").and_then(|text| text.rsplit_once(';'));
        let id = message.message_id();
        let id = id.filter(|id| !id.contains(char::is_whitespace));
        let from = addresses(message, &["From"]);
        let to = addresses(message, &["To", "Cc", "List-Post", "X-BeenThere"]);
        let names = names(message);
        let (plain, html) = (&message.text_body, &message.html_body);
        Self {
            number,
            is_from_list: from.iter().any(|one| to.contains(one))
                || names.contains(&"via".to_owned()),
            came_by_list: came_by_list(message),
            behind: addresses(message, &["X-Original-From", "Reply-To"]),
            from,
            subject: message.subject().unwrap_or_default().to_owned(),
            replies_to: replies_to(message),
            date: first("Date").and_then(Instant::parse_mail),
            received: received.and_then(|(_, text)| Instant::parse_mail(text)),
            id: id.map(|id| format!("<{id}>")),
            is_automatic: is_automatic(message),
            words: own_words::words(message, plain, &names),
            words_in_html: (html != plain).then(|| own_words::words(message, html, &names)),
            unread: unread(message),
        }
    }
}

/// The values of every header with this name.
fn values<'m>(message: &'m Message<'_>, wanted: &'static str) -> impl Iterator<Item = &'m str> {
    let all = message.headers_raw();
    let same = all.filter(move |(name, _)| name.eq_ignore_ascii_case(wanted));
    same.map(|(_, value)| value.trim())
}

/// Every address in headers, in lower case: a mail with several `From` has several senders.
fn addresses(message: &Message<'_>, headers: &[&'static str]) -> Vec<String> {
    let each = headers.iter();
    let all = each.flat_map(|name| message.header_as(*name, HeaderForm::Addresses));
    let mut found = Vec::new();
    for value in all {
        let one = value.as_address().into_iter().flat_map(Address::iter);
        let one = one.filter_map(|each| each.address());
        let one = one.map(|address| address.trim().to_lowercase());
        found.extend(one.map(|address| address.trim_start_matches("mailto:").to_owned()));
    }
    found.dedup();
    found
}

/// The words of the sender's names, and the name in the address.
fn names(message: &Message<'_>) -> Vec<String> {
    let senders = message.from().into_iter().flat_map(Address::iter);
    let names = senders.flat_map(|sender| {
        let local = sender
            .address()
            .and_then(|address| address.split('@').next());
        [sender.name(), local].into_iter().flatten()
    });
    let words = names.map(canonical).collect::<Vec<_>>().join(" ");
    let words = words.split([' ', ',', '.', '"', '\'']);
    words.map(str::to_owned).collect()
}

fn replies_to(message: &Message<'_>) -> Vec<String> {
    let ids = [message.in_reply_to(), message.references()];
    let ids = ids.map(|value| value.as_text_list().unwrap_or_default().iter().rev());
    let ids = ids.into_iter().flatten();
    ids.map(|id| format!("<{id}>")).collect()
}

fn came_by_list(message: &Message<'_>) -> bool {
    let of_list = ["list-id", "list-post", "mailing-list", "x-beenthere"];
    let mut names = message
        .headers_raw()
        .map(|(name, _)| name.to_ascii_lowercase());
    names.any(|name| of_list.contains(&name.as_str()))
}

/// Mailing lists send mails of people with `Precedence: bulk` or `list`.
fn is_automatic(message: &Message<'_>) -> bool {
    let by_list = came_by_list(message);
    message.headers_raw().any(|(name, value)| {
        let (name, value) = (name.to_ascii_lowercase(), value.trim().to_ascii_lowercase());
        match name.as_str() {
            "auto-submitted" => value != "no",
            "precedence" if !by_list => matches!(value.as_str(), "bulk" | "junk" | "auto_reply"),
            "precedence" => value == "auto_reply",
            "return-path" => value == "<>",
            "content-type" => value.starts_with("multipart/report"),
            "x-failed-recipients" | "x-mail-autoreply" => true,
            name => name.starts_with("x-autore") && value != "no",
        }
    })
}

fn unread(message: &Message<'_>) -> Option<UnreadPart> {
    let has = |kinds: &[&str]| {
        let kinds_of_parts = message.parts.iter().filter_map(MimeHeaders::content_type);
        let mut kinds_of_parts = kinds_of_parts.filter_map(|kind| kind.subtype());
        kinds_of_parts.any(|kind| kinds.iter().any(|other| kind.eq_ignore_ascii_case(other)))
    };
    let text = own_words::text(message, &message.text_body);
    if has(&["pkcs7-mime", "x-pkcs7-mime", "encrypted"]) || text.contains("-----BEGIN PGP MESSAGE")
    {
        return Some(UnreadPart::Encrypted);
    }
    let has_mails = has(&["rfc822", "digest"]) || own_words::is_digest(&text);
    has_mails.then_some(UnreadPart::Mails)
}

#[cfg(test)]
mod tests {
    use super::{Mail, UnreadPart};

    fn one(text: &str) -> Mail {
        Mail::all(text.as_bytes()).remove(0)
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
        assert_eq!(Mail::all(b""), []);
        assert_eq!(Mail::all(b"name,vote\nben,yes\n"), []);
    }
    #[test]
    fn programs_are_known_by_what_they_write_above_a_mail() {
        for (head, expected) in [
            ("Auto-Submitted: auto-replied", true),
            ("Auto-Submitted: no", false),
            ("X-Autoreply: yes", true),
            ("X-Autorespond: Away", true),
            ("X-Auto-Response-Suppress: All", false),
            ("Precedence: bulk", true),
            ("Precedence: junk", true),
            ("Precedence: auto_reply", true),
            // Apache's lists write this into the mails of people.
            (
                "Precedence: bulk\nList-Post: <mailto:dev@example.org>",
                false,
            ),
            ("Precedence: list", false),
            ("Precedence: auto_reply\nList-Id: <dev.example.org>", true),
            ("Return-Path: <>", true),
            ("Return-Path: <a@x.org>", false),
            ("X-Failed-Recipients: b@x.org", true),
            ("Content-Type: multipart/report; boundary=b", true),
        ] {
            let mail = one(&format!("From: a@x.org\n{head}\n\nPosition: accept\n"));
            assert_eq!(mail.is_automatic, expected, "{head}");
        }
    }

    #[test]
    fn the_address_of_a_list_is_not_that_of_its_sender() {
        for (head, expected, behind) in [
            ("From: Ana <a@x.org>\nTo: list@x.org", false, ""),
            // The forms of Mailman, of Google Groups, and of a list that only forwards.
            (
                "From: Ana via List <list@x.org>\nReply-To: Ana <A@x.org>\nTo: other@x.org",
                true,
                "a@x.org",
            ),
            (
                "From: \"'Ana' via List\" <list@x.org>\nX-Original-From: Ana <a@x.org>\nReply-To: list@x.org",
                true,
                "a@x.org list@x.org",
            ),
            ("From: LIST@x.org\nCc: b@x.org, List@x.org", true, ""),
            ("From: list@x.org\nList-Post: <mailto:list@x.org>", true, ""),
            ("From: \"list@x.org\" <a@x.org>\nTo: list@x.org", false, ""),
        ] {
            let mail = one(&format!("{head}\n\nHello\n"));
            assert_eq!(
                (mail.is_from_list, mail.behind.join(" ").as_str()),
                (expected, behind),
                "{head}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_known() {
        let nested = "multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee below.\n--b\n\
                      Content-Type: message/rfc822\n\nFrom: b@x.org\n\nPosition: accept\n--b--";
        let digest =
            "multipart/digest; boundary=b\n\n--b\n\nFrom: b@x.org\n\nPosition: accept\n--b--";
        let signed = "multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\n\n--b\n\
                      Content-Type: text/plain\n\nSee below.\n--b\n\
                      Content-Type: application/pkcs7-signature\n\nMII\n--b--";
        for (body, expected, words) in [
            ("text/plain\n\nSee below.", None, "See below."),
            (nested, Some(UnreadPart::Mails), "See below."),
            (digest, Some(UnreadPart::Mails), ""),
            (signed, None, "See below."),
            (
                "application/pkcs7-mime; smime-type=enveloped-data\n\nMII",
                Some(UnreadPart::Encrypted),
                "",
            ),
            (
                "multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nx\n--b--",
                Some(UnreadPart::Encrypted),
                "",
            ),
            (
                "text/plain\n\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----",
                Some(UnreadPart::Encrypted),
                "",
            ),
        ] {
            let mail = one(&format!(
                "From: a@x.org\nMIME-Version: 1.0\nContent-Type: {body}\n"
            ));
            assert_eq!(
                (mail.unread, mail.words.as_str()),
                (expected, words),
                "{body}"
            );
        }
    }

    #[test]
    fn both_forms_of_the_words_are_kept() {
        let mail = one(
            "From: a@x.org\nSubject: =?utf-8?B?R8O8?=\nIn-Reply-To: <2@x>\nReferences: <1@x> <2@x>\n\
             Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nyes\n--b\n\
             Content-Type: text/html\n\n<p>no</p>\n--b--\n",
        );
        assert_eq!(
            (mail.words.as_str(), mail.words_in_html.as_deref()),
            ("yes", Some("no"))
        );
        assert_eq!(mail.subject, "Gü");
        assert_eq!(mail.replies_to, ["<2@x>", "<2@x>", "<1@x>"]);
        assert_eq!(
            one("From: a@x.org\nContent-Type: text/html\n\n<p>no</p>\n").words_in_html,
            None
        );
    }
}

//! Writes letters as mails, from which a mail program sends them. The same letters at the same time are the same bytes.

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;

use crate::letter::invite::{Invitations, Letter};
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;

/// A mail in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFile {
    /// The name of the file: whom the mail is to, and for which group they answer.
    pub name: String,
    /// The mail.
    pub bytes: Vec<u8>,
}

impl Invitations {
    /// The mails to everybody who has an address.
    pub fn mails(&self, from: Option<&str>, now: Instant) -> Vec<MailFile> {
        let letters = self.invitations.iter();
        let mail = |letter: &Letter| {
            let address = letter.address.as_deref()?;
            let who = &letter.participant;
            Some(MailFile {
                name: match &letter.group {
                    Some(group) => format!("{who}.{group}.eml"),
                    None => format!("{who}.eml"),
                },
                bytes: self.mail(letter, address, from, now),
            })
        };
        letters.filter_map(mail).collect()
    }

    /// The same mails as a mailbox in the form mbox.
    pub fn mailbox(&self, from: Option<&str>, now: Instant) -> Vec<u8> {
        let date = chrono::DateTime::from_timestamp(now.seconds(), 0).unwrap_or_default();
        let head = format!("From - {}\n", date.format("%a %b %e %T %Y"));
        let mut out = String::new();
        for mail in self.mails(from, now) {
            out.push_str(&head);
            for line in String::from_utf8_lossy(&mail.bytes).lines() {
                // A line that separates mails is marked, and so is one that is marked already.
                if line.trim_start_matches('>').starts_with("From ") {
                    out.push('>');
                }
                out.push_str(line);
                out.push('\n');
            }
            out.push('\n');
        }
        out.into_bytes()
    }

    fn mail(&self, letter: &Letter, to: &str, from: Option<&str>, now: Instant) -> Vec<u8> {
        let own = format!(
            "{}\n{}\n{}\n{to}\n{now}\n{}",
            self.register, self.proposal, self.call, letter.text
        );
        // Without an id and a date, the library would make those of this machine.
        let id = TextDigest::of(own.as_bytes());
        let mail = MessageBuilder::new()
            .message_id(format!("{id}@{}.invalid", self.register))
            .date(now.seconds())
            .to(Address::new_address(Some(unencoded(&letter.name)), to))
            .subject(unencoded(&letter.subject))
            .text_body(letter.text.as_str());
        let mail = match from {
            Some(sender) => mail.from(sender),
            None => mail,
        };
        let mut bytes = Vec::new();
        mail.serialize(&mut bytes);
        bytes
    }
}

/// Words for a head that look like encoded ones, changed so that no program decodes them to other words.
fn unencoded(words: &str) -> String {
    words.replace("=?", "= ?")
}

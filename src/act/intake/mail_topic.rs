//! Finds which proposal a mail is about: by a line in it, by its subject, or by the mails that it replies to.

use std::collections::BTreeMap;

use crate::record::mail::Mail;
use crate::record::mail_answer::MailAnswer;
use crate::register::records::{ProposalRecords, Register};
use crate::value::clock::Instant;
use crate::value::id::ProposalId;
use crate::value::text::canonical;

/// So many characters the mark of a reply can have, such as `Re:` or `Antw:`.
const REPLY: usize = 6;

/// What a mail is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic<'r> {
    /// This proposal.
    Proposal(&'r ProposalId),
    /// It belongs to a conversation about something else.
    Other,
    /// It does not say.
    Unsaid,
}

/// How mails name the proposals.
pub(super) struct Topics<'r> {
    /// The ids and titles of all proposals, in canonical form.
    names: Vec<(String, &'r ProposalId)>,
    /// The proposals that have an open call.
    pub(super) open: Vec<&'r ProposalId>,
    /// Mails that are about a proposal, by their message id.
    threads: BTreeMap<&'r str, &'r ProposalId>,
}

impl<'r> Topics<'r> {
    pub(super) fn of(register: &'r Register, mails: &'r [Mail], now: Instant) -> Self {
        let is_open = |folder: &ProposalRecords| {
            let call = folder.undecided_call();
            call.is_some_and(|(_, call)| call.opens <= now && call.is_open(now))
        };
        let mut topics = Self {
            names: Vec::new(),
            open: Vec::new(),
            threads: BTreeMap::new(),
        };
        for (id, folder) in &register.proposals {
            topics.names.push((canonical(id.as_str()), id));
            let title = folder.proposal.iter().map(|own| canonical(&own.title));
            topics.names.extend(title.map(|title| (title, id)));
            topics.open.extend(is_open(folder).then_some(id));
            let positions = folder.positions.values();
            let known = positions.filter_map(|file| file.position.as_ref()?.evidence.as_deref());
            topics.threads.extend(known.map(|mail| (mail, id)));
        }
        for mail in mails {
            if let (Some(mail_id), Some(id)) = (&mail.id, topics.said_in(mail)) {
                topics.threads.insert(mail_id, id);
            }
        }
        topics
    }

    /// What a mail is about.
    pub(super) fn of_mail(&self, mail: &Mail) -> Topic<'r> {
        let mut before = mail.replies_to.iter();
        let by_thread = || before.find_map(|id| self.threads.get(id.as_str()).copied());
        match self.said_in(mail).or_else(by_thread) {
            Some(id) => Topic::Proposal(id),
            None if mail.came_by_list || !mail.replies_to.is_empty() => Topic::Other,
            None => Topic::Unsaid,
        }
    }

    /// The proposal with this id or title.
    pub(super) fn named(&self, name: &str) -> Option<&'r ProposalId> {
        let name = canonical(name);
        let mut same = self.names.iter().filter(|(own, _)| *own == name);
        let (_, id) = same.next()?;
        same.all(|(_, other)| other == id).then_some(id)
    }

    fn said_in(&self, mail: &Mail) -> Option<&'r ProposalId> {
        let line = MailAnswer::proposal_in(&mail.words);
        line.and_then(|name| self.named(name))
            .or_else(|| self.in_subject(&mail.subject))
    }

    /// The only proposal that a subject names. A name inside a longer one is not a name: `Budget` in `Budget
    /// 2026`.
    fn in_subject(&self, subject: &str) -> Option<&'r ProposalId> {
        let subject = canonical(subject);
        let found = self.names.iter().filter(|(name, _)| names(&subject, name));
        let found: Vec<&(String, &ProposalId)> = found.collect();
        let (longest, id) = found.iter().max_by_key(|(name, _)| name.len())?;
        let same = |(name, other): &&(String, &ProposalId)| other == id || longest.contains(name);
        found.iter().all(same).then_some(id)
    }
}

/// Whether a subject begins with a name, below the marks of replies and lists, has it in brackets, or has it
/// anywhere if it is more than one word.
fn names(subject: &str, name: &str) -> bool {
    let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let is_plain = name.chars().all(char::is_alphabetic);
    let mut found = subject.match_indices(name);
    found.any(|(at, _)| {
        let (before, after) = (subject.get(..at), subject.get(at + name.len()..));
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        let is_whole = is_apart(before.chars().next_back()) && is_apart(after.chars().next());
        let is_tag = before.ends_with('[') && after.starts_with(']');
        is_whole && (!is_plain || is_tag || are_marks(before))
    })
}

/// Whether a text has only marks such as `Re:`, `AW: ` and `[list] `.
fn are_marks(mut text: &str) -> bool {
    loop {
        text = text.trim();
        let end = match text.starts_with('[') {
            true => text.find(']'),
            false => text.find([':', '：']),
        };
        let Some((mark, rest)) = end.and_then(|end| text.split_at_checked(end)) else {
            return text.is_empty();
        };
        let is_mark = text.starts_with('[') || mark.chars().count() <= REPLY;
        text = rest.trim_start_matches([']', ':', '：']);
        if !is_mark {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_subject_names_a_proposal_below_the_marks_of_replies() {
        for (subject, name, expected) in [
            ("re: item", "item", true),
            ("aw: re: [call] item", "item", true),
            ("item: please answer before 20 may", "item", true),
            ("回复：item", "item", true),
            ("[item] vote", "item", true),
            ("re: agenda item 3", "item", false),
            ("re: items", "item", false),
            ("re: the budget 2026 again", "budget 2026", true),
            ("re: log-retention", "log-retention", true),
            ("re: log-retention2", "log-retention", false),
            ("", "item", false),
        ] {
            assert_eq!(names(subject, name), expected, "{subject}");
        }
    }
}

//! One invitation: a letter to be mailed, as it is read and as text.

use serde::Serialize;

use crate::record::mail::PLACEHOLDER;
use crate::record::path::Owner;
use crate::render::page::{Facts, Page};
use crate::report::invite::Sources;
use crate::report::invite::link::{Answer, answers};
use crate::tally::voice::Voice;
use crate::value::id::ParticipantId;
use crate::value::suggest::listed;

/// A letter.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Letter {
    participant: ParticipantId,
    /// The group for which they would answer, where groups are counted.
    group: Option<String>,
    /// Name and address.
    to: String,
    emails: Vec<String>,
    /// How far they have spoken; none where their answer would not be counted.
    voice: Option<Voice>,
    subject: String,
    answers: Vec<Answer>,
    /// The whole text, ready to be mailed.
    text: String,
    #[serde(skip)]
    parts: Parts,
}

/// What a letter says beside its links.
#[derive(Debug, Clone)]
struct Parts {
    opening: String,
    /// For who spoke without an answer: that it is still missing.
    spoke: &'static str,
    question: String,
    facts: Vec<(&'static str, String)>,
    links: &'static str,
    by_mail: String,
    lines: String,
    closing: &'static str,
}

const WITH_LINKS: &str = "Answer with one click: each link opens your file in a web browser, filled \
                          in. Look at it, commit it, and propose the change. Of an objection, write \
                          between the marks first.";
const WITHOUT_LINKS: &str = "You may answer with one of these:";
const SPOKE: &str = "What you have said so far is recorded, and it is not an answer to the question: an \
                     objection or a comment, or an answer that is not counted.";
const CLOSING: &str = "Until the close you may change your answer as often as you like. Everybody \
                       can read the register, and your answer in it.";

impl Letter {
    /// The letter to one person, whose answer would be `owner`'s.
    pub(super) fn of(sources: &Sources<'_>, who: &ParticipantId, owner: &Owner) -> Self {
        let answers = answers(sources, who, owner);
        let parts = Parts::of(sources, owner, &answers);
        let known = sources.register.participant(who);
        let closes = sources.closes.long();
        Self {
            participant: who.clone(),
            group: match owner {
                Owner::Group(group) => Some(group.to_string()),
                Owner::Participant(_) => None,
            },
            to: sources.addressed(who),
            emails: known.map_or(Vec::new(), |known| known.emails.clone()),
            voice: sources.tally.voice_of(owner),
            subject: format!("{}: your answer until {closes}", sources.title),
            text: parts.text(&answers),
            answers,
            parts,
        }
    }

    #[cfg(test)]
    pub(super) fn participant(&self) -> &ParticipantId {
        &self.participant
    }

    #[cfg(test)]
    pub(super) fn addresses(&self) -> Vec<String> {
        let links = self.answers.iter().filter_map(|each| each.link.as_ref());
        links.map(ToString::to_string).collect()
    }

    /// The letter for people.
    pub(super) fn page(&self) -> Page {
        let parts = &self.parts;
        let facts = Facts::default()
            .fact("To", &self.to)
            .fact("Subject", &self.subject);
        let heading = format!("To {}", self.participant);
        let page = Page::new()
            .heading(heading)
            .facts(facts)
            .gap()
            .line(&parts.opening)
            .line(parts.spoke)
            .prose("Question", &parts.question);
        let told = parts.facts.iter();
        let told = told.fold(Facts::default(), |all, (label, value)| {
            all.fact(*label, value)
        });
        let page = page.facts(told).gap().line(parts.links);
        let page = self.answers.iter().fold(page, |page, each| {
            let said = each.in_words();
            match &each.link {
                Some(link) => page.link(said, link.clone()),
                None => page.verbatim(said, each.by_hand()),
            }
        });
        page.gap()
            .line(&parts.by_mail)
            .verbatim("", &parts.lines)
            .line(parts.closing)
    }
}

impl Answer {
    fn in_words(&self) -> String {
        format!("{} — {}", self.answer, self.means)
    }

    /// The file to be written where there is no link to it.
    fn by_hand(&self) -> String {
        match &self.content {
            Some(content) => format!("{}\n{content}", self.path),
            None => self.path.clone(),
        }
    }
}

impl Parts {
    fn of(sources: &Sources<'_>, owner: &Owner, answers: &[Answer]) -> Self {
        let tally = sources.tally;
        let for_group = match owner {
            Owner::Group(group) => format!(" for the group {group}"),
            Owner::Participant(_) => String::new(),
        };
        let has_links = answers.iter().any(|each| each.link.is_some());
        let read = format!("{} (revision {})", sources.title, tally.revision);
        let names = sources.track().positions.iter();
        let words = listed(names.map(|each| each.name.as_str()));
        let keepers = sources.keepers().join(" or ");
        Self {
            opening: format!(
                "{} asks for your answer{for_group} on: {}",
                tally.charter.name, sources.title
            ),
            spoke: match tally.voice_of(owner) {
                Some(Voice::Spoke) => SPOKE,
                Some(Voice::Silent | Voice::Answered) | None => "",
            },
            question: sources.question.to_owned(),
            facts: vec![("Text", read), ("Closes", sources.closes.long())],
            links: if has_links { WITH_LINKS } else { WITHOUT_LINKS },
            by_mail: format!(
                "Or answer by mail to {keepers}, with lines such as these, {PLACEHOLDER} being one of \
                 {words}. An objection adds the lines About, Objection and Resolve:"
            ),
            lines: lines(sources),
            closing: CLOSING,
        }
    }

    /// The letter as text. Its lines are as long as its sentences, and mail programs wrap them.
    fn text(&self, answers: &[Answer]) -> String {
        let mut out = format!("{}\n\n{}\n\n", self.opening, self.question);
        if !self.spoke.is_empty() {
            out.push_str(&format!("{}\n\n", self.spoke));
        }
        for (label, value) in &self.facts {
            out.push_str(&format!("{label}: {value}\n"));
        }
        out.push_str(&format!("\n{}\n\n", self.links));
        for each in answers {
            let there = match &each.link {
                Some(link) => link.to_string(),
                None => each.by_hand().trim_end().to_owned(),
            };
            out.push_str(&format!("{}\n{there}\n\n", each.in_words()));
        }
        let (by_mail, lines, closing) = (&self.by_mail, &self.lines, self.closing);
        out.push_str(&format!("{by_mail}\n\n{lines}\n\n{closing}\n"));
        out
    }
}

/// What somebody writes who answers by mail.
fn lines(sources: &Sources<'_>) -> String {
    // Not an answer itself: whoever replies may quote it.
    let (id, answer) = (&sources.tally.proposal, PLACEHOLDER);
    format!("Proposal: {id}\nPosition: {answer}\nReason: …")
}

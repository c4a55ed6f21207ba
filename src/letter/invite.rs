//! Writes the letters that ask participants for an answer to a call: invitations and reminders, each with a link for
//! every answer. Plenary sends nothing.
//!
//! A letter is made once, as paragraphs, and shown as a page and as the text of a mail.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::letter::earlier_answer::Changes;
use crate::letter::links::{Answer, LetterSources, NoLinkReason, answers, by_hand, inside};
use crate::letter::paragraph::Paragraph;
use crate::letter::recipients::{Recipient, Recipients};
use crate::record::asked::TimesAsked;
use crate::record::mail_answer::PLACEHOLDER;
use crate::record::path::{Owner, RecordPath};
use crate::render::grid::{DropPriority, Table};
use crate::render::page::{Facts, Page};
use crate::report::words::{self, addressed, keepers};
use crate::tally::voice::Voice;
use crate::value::clock::Instant;
use crate::value::command::{AccountName, Command, HostingService, Placeholder, UrlError};
use crate::value::id::{ParticipantId, ProposalId, RegisterId};
use crate::value::sentence::any_of;
use crate::value::text::shown_on_one_line;

/// What letters are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To ask for an answer.
    Invite,
    /// To ask again those whose answer is missing or has expired.
    Remind,
}

/// The letters on one call.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Invitations {
    format: u32,
    purpose: Purpose,
    pub(super) register: RegisterId,
    body: String,
    pub(super) proposal: ProposalId,
    pub(super) call: u32,
    question: String,
    closes: Instant,
    forge: Option<HostingService>,
    site: Option<AccountName>,
    pub(super) invitations: Vec<Letter>,
    notes: Vec<String>,
    /// Whether the register notes who was asked in this call.
    #[serde(skip)]
    is_noted: bool,
}

impl Invitations {
    /// The letters to these participants.
    pub fn of(sources: &LetterSources<'_>, purpose: Purpose, whom: &Recipients) -> Self {
        let tally = sources.tally;
        let place = sources.place.as_ref().ok();
        let changes = Changes::of(sources);
        let people = whom.people(sources);
        let letters = people
            .iter()
            .map(|recipient| Letter::of(sources, purpose, recipient, &changes));
        let (call, asked) = sources.call;
        let folder = sources.moments.folder(&tally.proposal);
        let filed = folder.and_then(|folder| folder.calls.get(&call));
        Self {
            format: 1,
            purpose,
            register: tally.charter.register.clone(),
            body: tally.charter.name.clone(),
            proposal: tally.proposal.clone(),
            call,
            question: asked.question.clone(),
            closes: asked.closing(),
            forge: place.map(|place| place.site.forge),
            site: place.map(|place| place.site.page()),
            invitations: letters.collect(),
            notes: no_links(sources)
                .into_iter()
                .chain(whom.notes(sources))
                .collect(),
            is_noted: filed.is_some_and(|filed| filed.asked.is_some()),
        }
    }

    /// The letters for people, one after the other.
    pub fn page(&self) -> Page {
        let letters = self.invitations.iter();
        let letter = |letter: &Letter| Page::new().gap().then(letter.page(self.is_noted));
        self.framed(Page::new().each(letters.map(letter)))
            .line("Plenary sends nothing: mail these letters yourself.")
    }

    /// The recipients, where the letters were written as mails to a place.
    pub fn page_of_mails(&self, place: &str) -> Page {
        let letters = self.invitations.iter();
        let (mailed, left): (Vec<_>, Vec<_>) = letters.partition(|letter| letter.address.is_some());
        let address = |letter: &&Letter| letter.address.clone().unwrap_or_default();
        let table = Table::of(&mailed)
            .words("participant", DropPriority::Always, |letter| {
                &letter.participant
            })
            .sentences("address", DropPriority::High, address);
        let table = match self.is_noted {
            true => table.sentences("asked before", DropPriority::Normal, |letter| {
                letter.asked.in_words()
            }),
            false => table,
        };
        let left: Vec<&String> = left.iter().map(|letter| &letter.to).collect();
        let unmailed = (!left.is_empty())
            .then_some("No mail, because the participant list has no valid address for:");
        let written = format!("Mails written to {place}: {}.", mailed.len());
        self.framed(Page::new().gap().table(table))
            .lines(unmailed)
            .bullets(left)
            .line(written)
            .line("Plenary sends nothing: open the mails in your mail program.")
    }

    /// Those who get a letter; where mails are written, those who get one.
    pub fn asked(&self, by_mail: bool) -> BTreeSet<ParticipantId> {
        let letters = self.invitations.iter();
        letters
            .filter(|letter| !by_mail || letter.address.is_some())
            .map(|letter| letter.participant.clone())
            .collect()
    }

    fn framed(&self, letters: Page) -> Page {
        let nobody = self.invitations.is_empty();
        let facts = Facts::default()
            .fact("Body", &self.body)
            .fact("Call", format!("{} of {}", self.call, self.proposal))
            .fact("Letters", self.invitations.len());
        let title = match self.purpose {
            Purpose::Invite => format!("Invitations to answer {}", self.proposal),
            Purpose::Remind => format!("Reminders to answer {}", self.proposal),
        };
        Page::new()
            .title(title)
            .facts(facts)
            .then(letters)
            .gap()
            .lines(nobody.then_some("Everybody has answered."))
            .gap()
            .lines(&self.notes)
    }
}

fn no_links(sources: &LetterSources<'_>) -> Option<String> {
    let NoLinkReason::Fault(fault) = sources.place.as_ref().err()? else {
        return Some(format!(
            "The letters have no links, because this repository has no remote \"origin\". {ADD_LINKS}"
        ));
    };
    Some(match fault {
        UrlError::UnknownForge(host) => format!(
            "The letters have no links, because the hosting service at {host} is not known. {ADD_LINKS}"
        ),
        UrlError::NoAddress | UrlError::Unreadable => format!(
            "The letters have no links, because the remote \"origin\" is not a web address of a \
             repository. {ADD_LINKS}"
        ),
    })
}

const ADD_LINKS: &str = "To add links, name the address of the repository with --url, and the hosting \
                         service with --forge (github, gitlab or forgejo).";

/// A letter.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Letter {
    pub(super) participant: ParticipantId,
    /// The group for which they would answer, where groups are counted.
    pub(super) group: Option<String>,
    /// Name and address.
    to: String,
    emails: Vec<String>,
    /// The address to which a mail program can send it, if there is one.
    pub(super) address: Option<String>,
    /// Whether they have answered; none if their answer would not be counted.
    voice: Option<Voice>,
    /// How often the register says that they were asked in this call.
    asked: TimesAsked,
    pub(super) subject: String,
    answers: Vec<Answer>,
    /// The whole text, ready to be mailed.
    pub(super) text: String,
    #[serde(skip)]
    pub(super) name: String,
    #[serde(skip)]
    paragraphs: Vec<Paragraph>,
}

const WITH_LINKS: &str = "To answer in a web browser, choose one of these links. It opens your file \
                          with that answer filled in. Check the file, commit it and open a \
                          pull request (GitLab: merge request). For an objection, first write your text \
                          between the quotation marks.";
const WITHOUT_LINKS: &str = "Your answer can be one of these:";
const CHANGE: &str = "To change your answer, open your file and change it.";
const SPOKE: &str = "You have given no answer that is counted yet. What you have said so far is recorded: \
                     an objection, a comment or an answer that is not counted.";
const CLOSING: &str = "You can change your answer until the call closes. Everybody can read the register, \
                       with your answer in it.";
/// A text with more lines is not part of a letter.
const LONGEST_TEXT: usize = 200;

impl Letter {
    /// The letter to one participant, who answers for the owner of a position.
    fn of(
        sources: &LetterSources<'_>,
        purpose: Purpose,
        (who, owner): &Recipient,
        changes: &Changes,
    ) -> Self {
        let answers = answers(sources, who, owner);
        let known = sources.register().participant(who);
        let name = known.map_or("", |known| known.name.trim());
        let name = shown_on_one_line(if name.is_empty() { who.as_str() } else { name });
        let emails = known.map_or(Vec::new(), |known| known.emails.clone());
        let closes = sources.call.1.closing().long();
        let subject = format!("{}: please answer before {closes}", sources.title());
        let subject = match purpose {
            Purpose::Invite => subject,
            Purpose::Remind => format!("Reminder: {subject}"),
        };
        let mut paragraphs = vec![
            Paragraph::Line(format!("Dear {name},")),
            Paragraph::Line(opening(sources, purpose, owner)),
            Paragraph::Said("Question".to_owned(), sources.call.1.question.clone()),
        ];
        let earlier = changes.since_answer(sources, owner);
        if earlier.is_empty() && sources.tally.voice_of(owner) == Some(Voice::Spoke) {
            paragraphs.push(Paragraph::Line(SPOKE.to_owned()));
        }
        paragraphs.extend(earlier);
        paragraphs.extend(the_text(sources));
        paragraphs.extend(how_to_answer(sources, owner, &answers));
        paragraphs.push(Paragraph::Line(CLOSING.to_owned()));
        Self {
            participant: who.clone(),
            group: match owner {
                Owner::Group(group) => Some(group.to_string()),
                Owner::Participant(_) => None,
            },
            to: addressed(sources.register(), who),
            address: emails.iter().find(|email| can_be_mailed(email)).cloned(),
            emails,
            voice: sources.tally.voice_of(owner),
            asked: sources.asked(who),
            subject: shown_on_one_line(&subject),
            text: paragraphs.iter().map(Paragraph::text).collect(),
            answers,
            name,
            paragraphs,
        }
    }

    /// The letter for people.
    fn page(&self, is_noted: bool) -> Page {
        let asked = is_noted.then(|| self.asked.in_words());
        let facts = Facts::default()
            .fact("To", &self.to)
            .fact("Subject", &self.subject)
            .given("Asked before", asked);
        let paragraphs = self.paragraphs.iter().map(Paragraph::page);
        Page::new()
            .heading(format!("To {}", self.participant))
            .facts(facts)
            .gap()
            .each(paragraphs)
    }

    #[cfg(test)]
    fn participant(&self) -> &ParticipantId {
        &self.participant
    }

    #[cfg(test)]
    fn addresses(&self) -> Vec<String> {
        let links = self.answers.iter().filter_map(|each| each.link.as_ref());
        links.map(ToString::to_string).collect()
    }
}

/// Whether an address is one of plain letters that every mail program takes.
pub fn can_be_mailed(address: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_graphic() && !"<>()[]\\,;:\"@".contains(c);
    let is_word = |word: &str| !word.is_empty() && word.chars().all(is_plain);
    let parts = address.split_once('@');
    parts.is_some_and(|(name, host)| is_word(name) && is_word(host))
}

fn opening(sources: &LetterSources<'_>, purpose: Purpose, owner: &Owner) -> String {
    let body = &sources.tally.charter.name;
    let asks = match purpose {
        Purpose::Invite => "asks",
        Purpose::Remind => "still waits",
    };
    match owner {
        Owner::Participant(_) => format!("{body} {asks} for your answer to this question."),
        Owner::Group(group) => {
            format!("{body} {asks} for your answer for the group {group} to this question.")
        }
    }
}

/// What the text is and where it can be read, and until when it can be answered. A text without a link is part of
/// the letter.
fn the_text(sources: &LetterSources<'_>) -> Vec<Paragraph> {
    let (tally, title) = (sources.tally, sources.title());
    let name = sources.proposal().map(|proposal| proposal.text.clone());
    let path = name.map(|name| RecordPath::Text(tally.proposal.clone(), name).to_string());
    let path = path.map(|path| inside(sources, &path)).unwrap_or_default();
    let place = sources.place.as_ref().ok();
    let link = place.and_then(|place| place.site.file(&place.branch, &path));
    let text = std::str::from_utf8(sources.text).ok();
    let text = text.filter(|text| link.is_none() && text.lines().count() <= LONGEST_TEXT);
    let facts = Paragraph::Facts([
        ("Text", format!("{title} (revision {})", tally.revision)),
        ("Read it in", link.map_or(path, |link| link.to_string())),
        ("Closes", sources.call.1.closing().long()),
        ("No answer", words::sentence(&words::silence(&tally.track))),
    ]);
    let text = text.filter(|text| !text.trim().is_empty());
    let text = text.map(|text| Paragraph::Said("The whole text".to_owned(), text.to_owned()));
    std::iter::once(facts).chain(text).collect()
}

/// Every way to answer.
fn how_to_answer(sources: &LetterSources<'_>, owner: &Owner, answers: &[Answer]) -> Vec<Paragraph> {
    let has_links = answers.iter().any(|each| each.link.is_some());
    let is_filed = answers.iter().any(|each| each.content.is_none());
    let meanings = sources.tally.track.positions.iter().map(|each| {
        let means = words::counts_as(each.class, each.needs_objection);
        format!("{} ({means})", each.name)
    });
    let mut paragraphs = Vec::new();
    if is_filed {
        paragraphs.push(Paragraph::Line(WITHOUT_LINKS.to_owned()));
        paragraphs.push(Paragraph::Choices(meanings.collect()));
    }
    let lead = match (is_filed, has_links) {
        (true, _) => CHANGE,
        (false, true) => WITH_LINKS,
        (false, false) => WITHOUT_LINKS,
    };
    paragraphs.push(Paragraph::Line(lead.to_owned()));
    let mut choices = Vec::new();
    for each in answers {
        match &each.link {
            Some(link) => paragraphs.push(Paragraph::Link(each.in_words(), link.clone())),
            None if has_links || is_filed => {
                paragraphs.push(Paragraph::Lines(each.in_words(), each.by_hand()));
            }
            None => choices.push(each.in_words()),
        }
    }
    if !choices.is_empty() {
        paragraphs.push(Paragraph::Choices(choices));
    }
    let mut ways = vec![by_mail(sources)];
    if !has_links {
        ways.extend(by_hand(answers));
    }
    let ways = ways.into_iter();
    paragraphs.extend(ways.map(|(label, lines)| Paragraph::Lines(label, lines)));
    paragraphs.push(Paragraph::Line(by_command(sources, owner)));
    paragraphs
}

/// What a participant writes who answers by mail.
fn by_mail(sources: &LetterSources<'_>) -> (String, String) {
    let keepers = keepers(sources.register());
    let keepers = any_of(keepers.iter().map(String::as_str));
    let positions = sources.tally.track.positions.iter();
    let positions = any_of(positions.map(|each| each.name.as_str()));
    let label = format!(
        "By mail, write these lines to {keepers}. {PLACEHOLDER} is {positions}. For an objection, add \
         the lines About, Objection and Resolve"
    );
    // The placeholder is not an answer, because a reply can quote the letter.
    let id = &sources.tally.proposal;
    let lines = format!("Proposal: {id}\nPosition: {PLACEHOLDER}\nReason: …");
    (label, lines)
}

fn by_command(sources: &LetterSources<'_>, owner: &Owner) -> String {
    let command = Command::new("position").with(&sources.tally.proposal);
    let command = command.with(Placeholder::Value);
    let command = match owner {
        Owner::Participant(_) => command,
        Owner::Group(group) => command.option("--group", group),
    };
    let command = command.option("--reason", Placeholder::Reason);
    format!("By command (VALUE is your answer): {command}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::{Invitations, Purpose, Recipients};
    use crate::blessed::screen;
    use crate::letter::links::{LetterSources, NoLinkReason, Place};
    use crate::letter::recipients::LeftOut;
    use crate::register::tally_inputs::TallyInputs;
    use crate::report::sample::{HOSTILE, counted, harmless, id, on, retention};
    use crate::value::command::{LONGEST, RepositoryUrl};
    use crate::value::id::ParticipantId;

    const ALL: Recipients = Recipients {
        named: None,
        without: LeftOut::Nobody,
    };
    const MISSING: Recipients = Recipients {
        named: None,
        without: LeftOut::Current,
    };

    fn place() -> Place {
        Place {
            site: RepositoryUrl::of_remote("git@github.com:acme/register.git", None).unwrap(),
            branch: "main".to_owned(),
            folder: String::new(),
        }
    }

    fn invitations(
        moments: &TallyInputs,
        place: Result<&Place, NoLinkReason>,
        whom: &Recipients,
    ) -> Invitations {
        let tally = counted(moments, "retention");
        let folder = &moments.asked.proposals[&id("retention")];
        let (call, read) = folder.current_call().unwrap();
        let sources = LetterSources {
            moments,
            tally: &tally,
            call: (call, read),
            text: b"The text.",
            changes: &BTreeMap::new(),
            place,
        };
        Invitations::of(&sources, Purpose::Invite, whom)
    }

    #[test]
    fn those_are_invited_who_have_not_answered_or_answered_on_an_older_text() {
        let moments = retention().open();
        let place = place();
        let names = |whom: &Recipients| -> Vec<String> {
            let all = invitations(&moments, Ok(&place), whom).invitations;
            all.iter()
                .map(|letter| letter.participant().to_string())
                .collect()
        };
        let tally = counted(&moments, "retention");
        let fresh = tally.canvass.counted.iter().filter(|file| !file.stale);
        assert_eq!(names(&ALL).len(), tally.electorate.seats.len());
        assert_eq!(
            names(&MISSING).len(),
            tally.electorate.seats.len() - fresh.count()
        );
        assert!(names(&MISSING).contains(&"pub-1".to_owned()));
        let one = ParticipantId::parse("biz-1").unwrap();
        assert_eq!(
            names(&Recipients {
                named: Some(vec![one]),
                without: LeftOut::Nobody,
            }),
            ["biz-1"]
        );
    }

    #[test]
    fn words_meant_to_do_harm_do_none_and_no_link_is_too_long() {
        let place = place();
        for words in HOSTILE {
            let mut moments = retention().open();
            let folder = moments.asked.proposals.values_mut().next();
            let folder = Arc::make_mut(folder.unwrap());
            let proposal = folder.proposal.as_mut().unwrap();
            (*words).clone_into(&mut proposal.title);
            for who in Arc::make_mut(&mut moments.asked.participants).values_mut() {
                (*words).clone_into(&mut who.name);
                who.emails = vec![(*words).to_owned()];
            }
            let all = invitations(&moments, Ok(&place), &ALL);
            harmless(&all.page());
            for letter in &all.invitations {
                assert!(!letter.addresses().is_empty());
                assert!(letter.addresses().iter().all(|link| link.len() <= LONGEST));
            }
        }
        let page = invitations(&retention().open(), Err(NoLinkReason::NoRemote), &MISSING).page();
        screen(
            "report/invite/words_meant_to_do_harm_do_none_and_no_link_is_too_long",
            &on(100, &page),
        );
    }
}

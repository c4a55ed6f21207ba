//! Invitations to answer a call: for each person a letter to be mailed, with a link for every
//! answer. Nothing is sent.
//!
//! One invitation: a letter to be mailed, as it is read and as text.

use serde::Serialize;

use crate::letter::links::{Answer, LetterSources, NoLinkReason, answers};
use crate::record::mail::PLACEHOLDER;
use crate::record::path::Owner;
use crate::render::page::{Facts, Page};
use crate::report::words::{addressed, keepers};
use crate::tally::count_positions::UnitName;
use crate::tally::voice::Voice;
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::command::{AccountName, HostingService};
use crate::value::id::{ParticipantId, ProposalId, RegisterId};
use crate::value::sentence::any_of;

/// Who is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipients {
    /// Everybody who may answer and has not, or whose answer the text has left behind.
    Missing,
    /// Everybody who may answer.
    All,
    /// These people.
    These(Vec<ParticipantId>),
}

/// The invitations to one call.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Invitations {
    format: u32,
    register: RegisterId,
    body: String,
    proposal: ProposalId,
    call: u32,
    question: String,
    closes: Instant,
    forge: Option<HostingService>,
    site: Option<AccountName>,
    invitations: Vec<Letter>,
    notes: Vec<String>,
}

impl Invitations {
    /// The invitations of these people.
    pub fn of(sources: &LetterSources<'_>, whom: &Recipients) -> Self {
        let tally = sources.tally;
        let place = sources.place.as_ref().ok();
        let people = people(sources, whom).into_iter();
        let letters = people.map(|(who, owner)| Letter::of(sources, &who, &owner));
        let uncounted = match whom {
            Recipients::These(named) => uncounted(sources, named),
            Recipients::Missing | Recipients::All => Vec::new(),
        };
        Self {
            format: 1,
            register: tally.charter.register.clone(),
            body: tally.charter.name.clone(),
            proposal: tally.proposal.clone(),
            call: sources.call,
            question: sources.question.to_owned(),
            closes: sources.closes,
            forge: place.map(|place| place.site.forge),
            site: place.map(|place| place.site.page()),
            invitations: letters.collect(),
            notes: no_links(sources).into_iter().chain(uncounted).collect(),
        }
    }

    /// The invitations for people, one behind the other.
    pub fn page(&self) -> Page {
        let letters = self.invitations.iter();
        let nobody = letters.len() == 0;
        let facts = Facts::default()
            .fact("Body", &self.body)
            .fact("Call", format!("{} of {}", self.call, self.proposal))
            .fact("Letters", letters.len());
        let nobody = nobody.then_some("Everybody has answered; nobody is invited.");
        Page::new()
            .title(format!("Invitations to {}", self.proposal))
            .facts(facts)
            .each(letters.map(|letter| Page::new().gap().then(letter.page())))
            .gap()
            .lines(nobody)
            .gap()
            .lines(&self.notes)
            .line("Nothing was sent: the letters are yours to mail.")
    }
}

fn no_links(sources: &LetterSources<'_>) -> Option<String> {
    let why = match &sources.place {
        Ok(_) => return None,
        Err(NoLinkReason::NoRemote) => "this repository has no remote origin".to_owned(),
        Err(NoLinkReason::Fault(fault)) => format!("its remote origin {fault}"),
    };
    Some(format!(
        "There are no links, because {why}; --url https://HOST/OWNER/NAME with --forge github, \
         gitlab or forgejo says where they lead."
    ))
}

/// Of those who were named, who is not counted in this call.
fn uncounted(sources: &LetterSources<'_>, named: &[ParticipantId]) -> Vec<String> {
    let counted = |who: &&ParticipantId| match sources.tally.track.count {
        CountUnit::Groups => !spoken_for(sources, who).is_empty(),
        _ => sources.tally.electorate.seat_of(who).is_some(),
    };
    let others = named.iter().filter(|who| !counted(who));
    let said = |who: &ParticipantId| {
        format!("{who} has no seat in this call: what they answer is shown and not counted.")
    };
    others.map(said).collect()
}

/// Who is invited, and whose answer they would give.
fn people(sources: &LetterSources<'_>, whom: &Recipients) -> Vec<(ParticipantId, Owner)> {
    let by_group = sources.tally.track.count == CountUnit::Groups;
    let themselves = |who: &ParticipantId| match spoken_for(sources, who) {
        groups if by_group && !groups.is_empty() => groups,
        _ => vec![(who.clone(), Owner::Participant(who.clone()))],
    };
    let mut entitled = entitled(sources);
    match whom {
        Recipients::These(named) => return named.iter().flat_map(themselves).collect(),
        Recipients::Missing => entitled.retain(|(_, owner)| !has_answered(sources, owner)),
        Recipients::All => {}
    }
    entitled
}

/// Everybody who may answer: those who hold a seat, or who speak for a group.
fn entitled(sources: &LetterSources<'_>) -> Vec<(ParticipantId, Owner)> {
    let tally = sources.tally;
    if tally.track.count != CountUnit::Groups {
        let seats = tally.electorate.seats.keys();
        let own = |who: &ParticipantId| (who.clone(), Owner::Participant(who.clone()));
        return seats.map(own).collect();
    }
    let groups = tally.charter.groups.iter();
    let speakers = groups.flat_map(|group| {
        let owner = Owner::Group(group.id.clone());
        let speaker = move |who: &ParticipantId| (who.clone(), owner.clone());
        group.representatives.iter().map(speaker)
    });
    speakers.collect()
}

fn spoken_for(sources: &LetterSources<'_>, who: &ParticipantId) -> Vec<(ParticipantId, Owner)> {
    let same = |(other, _): &(ParticipantId, Owner)| who == other;
    entitled(sources).into_iter().filter(same).collect()
}

/// Whether an answer is counted that still holds. One that an alternate gave is one.
fn has_answered(sources: &LetterSources<'_>, owner: &Owner) -> bool {
    let unit = match owner {
        Owner::Participant(who) => UnitName::Seat(who.clone()),
        Owner::Group(group) => UnitName::Group(group.clone()),
    };
    let mut counted = sources.tally.canvass.counted.iter();
    counted.any(|file| file.unit == unit && !file.stale)
}

/// A letter.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Letter {
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
    facts: [(&'static str, String); 2],
    links: &'static str,
    by_mail: String,
    lines: String,
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
    fn of(sources: &LetterSources<'_>, who: &ParticipantId, owner: &Owner) -> Self {
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
            to: addressed(sources.register, who),
            emails: known.map_or(Vec::new(), |known| known.emails.clone()),
            voice: sources.tally.voice_of(owner),
            subject: format!("{}: your answer until {closes}", sources.title),
            text: parts.text(&answers),
            answers,
            parts,
        }
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

    /// The letter for people.
    fn page(&self) -> Page {
        let parts = &self.parts;
        let answer = |each: &Answer| {
            let said = each.in_words();
            match &each.link {
                Some(link) => Page::new().link(said, link.clone()),
                None => Page::new().verbatim(said, each.by_hand()),
            }
        };
        Page::new()
            .heading(format!("To {}", self.participant))
            .facts([("To", &self.to), ("Subject", &self.subject)])
            .gap()
            .line(&parts.opening)
            .line(parts.spoke)
            .prose("Question", &parts.question)
            .facts(parts.facts.clone())
            .gap()
            .line(parts.links)
            .each(self.answers.iter().map(answer))
            .gap()
            .line(&parts.by_mail)
            .verbatim("", &parts.lines)
            .line(CLOSING)
    }
}

impl Parts {
    fn of(sources: &LetterSources<'_>, owner: &Owner, answers: &[Answer]) -> Self {
        let tally = sources.tally;
        let for_group = match owner {
            Owner::Group(group) => format!(" for the group {group}"),
            Owner::Participant(_) => String::new(),
        };
        let has_links = answers.iter().any(|each| each.link.is_some());
        let read = format!("{} (revision {})", sources.title, tally.revision);
        let names = sources.tally.track.positions.iter();
        let words = any_of(names.map(|each| each.name.as_str()));
        let keepers = keepers(sources.register).join(" or ");
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
            facts: [("Text", read), ("Closes", sources.closes.long())],
            links: if has_links { WITH_LINKS } else { WITHOUT_LINKS },
            by_mail: format!(
                "Or answer by mail to {keepers}, with lines such as these, {PLACEHOLDER} being one of \
                 {words}. An objection adds the lines About, Objection and Resolve:"
            ),
            lines: lines(sources),
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
        let (by_mail, lines) = (&self.by_mail, &self.lines);
        out.push_str(&format!("{by_mail}\n\n{lines}\n\n{CLOSING}\n"));
        out
    }
}

/// What somebody writes who answers by mail.
fn lines(sources: &LetterSources<'_>) -> String {
    // Not an answer itself: whoever replies may quote it.
    let (id, answer) = (&sources.tally.proposal, PLACEHOLDER);
    format!("Proposal: {id}\nPosition: {answer}\nReason: …")
}

#[cfg(test)]
mod tests {
    use super::{Invitations, Recipients};
    use crate::blessed::screen;
    use crate::letter::links::{LetterSources, NoLinkReason, Place};
    use crate::register::tally_inputs::TallyInputs;
    use crate::report::sample::{HOSTILE, at, counted, harmless, id, on, retention};
    use crate::value::command::{LONGEST, RepositoryUrl};
    use crate::value::id::ParticipantId;

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
        let proposal = folder.proposal.as_ref().unwrap();
        let sources = LetterSources {
            register: &moments.asked,
            tally: &tally,
            call,
            closes: at("2026-05-21T23:59:00Z"),
            question: &read.question,
            title: &proposal.title,
            place,
        };
        Invitations::of(&sources, whom)
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
        assert_eq!(names(&Recipients::All).len(), tally.electorate.seats.len());
        assert_eq!(
            names(&Recipients::Missing).len(),
            tally.electorate.seats.len() - fresh.count()
        );
        assert!(names(&Recipients::Missing).contains(&"pub-1".to_owned()));
        let one = ParticipantId::parse("biz-1").unwrap();
        assert_eq!(names(&Recipients::These(vec![one])), ["biz-1"]);
    }

    #[test]
    fn words_meant_to_do_harm_do_none_and_no_link_is_too_long() {
        let place = place();
        for words in HOSTILE {
            let mut moments = retention().open();
            let folder = moments.asked.proposals.values_mut().next().unwrap();
            let proposal = folder.proposal.as_mut().unwrap();
            (*words).clone_into(&mut proposal.title);
            for who in moments.asked.participants.values_mut() {
                (*words).clone_into(&mut who.name);
                who.emails = vec![(*words).to_owned()];
            }
            let all = invitations(&moments, Ok(&place), &Recipients::All);
            harmless(&all.page());
            for letter in &all.invitations {
                assert!(!letter.addresses().is_empty());
                assert!(letter.addresses().iter().all(|link| link.len() <= LONGEST));
            }
        }
        let page = invitations(
            &retention().open(),
            Err(NoLinkReason::NoRemote),
            &Recipients::Missing,
        )
        .page();
        screen(
            "report/invite/words_meant_to_do_harm_do_none_and_no_link_is_too_long",
            &on(100, &page),
        );
    }
}

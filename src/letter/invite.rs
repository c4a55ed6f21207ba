//! Writes the invitations to answer a call: for each participant a letter with a link for every answer.
//! Plenary sends nothing.
//!
//! A letter is made once, as `Parts`, and shown as a page and as the text of a mail.

use serde::Serialize;

use crate::letter::links::{Answer, LetterSources, NoLinkReason, answers, by_hand};
use crate::record::mail_answer::PLACEHOLDER;
use crate::record::path::Owner;
use crate::render::page::{Facts, Page};
use crate::report::words::{addressed, keepers};
use crate::tally::count_positions::UnitName;
use crate::tally::voice::Voice;
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::command::{AccountName, Command, HostingService, Placeholder, UrlError};
use crate::value::id::{ParticipantId, ProposalId, RegisterId};
use crate::value::sentence::any_of;

/// Who is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipients {
    /// Everybody who can answer and has not, or has answered on an earlier revision.
    Missing,
    /// Everybody who can answer.
    All,
    /// These participants.
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
    /// The invitations for these participants.
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

    /// The invitations for people, one after the other.
    pub fn page(&self) -> Page {
        let letters = self.invitations.iter();
        let nobody = letters.len() == 0;
        let facts = Facts::default()
            .fact("Body", &self.body)
            .fact("Call", format!("{} of {}", self.call, self.proposal))
            .fact("Letters", letters.len());
        let nobody = nobody.then_some("Everybody has answered.");
        Page::new()
            .title(format!("Invitations to answer {}", self.proposal))
            .facts(facts)
            .each(letters.map(|letter| Page::new().gap().then(letter.page())))
            .gap()
            .lines(nobody)
            .gap()
            .lines(&self.notes)
            .line("Plenary sends nothing: mail these letters yourself.")
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

/// The named participants who are not counted in this call.
fn uncounted(sources: &LetterSources<'_>, named: &[ParticipantId]) -> Vec<String> {
    let counted = |who: &&ParticipantId| match sources.tally.track.count {
        CountUnit::Groups => !spoken_for(sources, who).is_empty(),
        _ => sources.tally.electorate.seat_of(who).is_some(),
    };
    let others = named.iter().filter(|who| !counted(who));
    let said =
        |who: &ParticipantId| format!("{who} has no seat: their answer is shown but not counted.");
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

/// Everybody who can answer: participants with a seat, or the representatives of groups.
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

/// Whether an answer is counted and given on this text. The answer of an alternate is one.
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
    /// Whether they have answered; none if their answer would not be counted.
    voice: Option<Voice>,
    subject: String,
    answers: Vec<Answer>,
    /// The whole text, ready to be mailed.
    text: String,
    #[serde(skip)]
    parts: Parts,
}

/// What a letter says, apart from its answers.
#[derive(Debug, Clone)]
struct Parts {
    opening: String,
    /// For a participant who has spoken without an answer: that it is still missing.
    spoke: &'static str,
    question: String,
    facts: [(&'static str, String); 2],
    has_links: bool,
    answers: &'static str,
    /// Other ways to answer: what to do, and the lines to write.
    ways: Vec<(String, String)>,
    by_command: String,
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

impl Letter {
    /// The letter to one participant, who answers for `owner`.
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
            subject: format!("{}: please answer before {closes}", sources.title),
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
        let answer = |each: &Answer| match &each.link {
            Some(link) => Page::new().link(each.in_words(), link.clone()),
            None if parts.has_links || each.content.is_none() => {
                Page::new().verbatim(each.in_words(), each.by_hand())
            }
            None => Page::new().bullets([each.in_words()]),
        };
        let ways = parts.ways.iter();
        let ways = ways.map(|(label, lines)| Page::new().verbatim(label, lines).gap());
        Page::new()
            .heading(format!("To {}", self.participant))
            .facts([("To", &self.to), ("Subject", &self.subject)])
            .gap()
            .line(&parts.opening)
            .line(parts.spoke)
            .prose("Question", &parts.question)
            .facts(parts.facts.clone())
            .gap()
            .line(parts.answers)
            .each(self.answers.iter().map(answer))
            .gap()
            .each(ways)
            .line(&parts.by_command)
            .line(CLOSING)
    }
}

impl Parts {
    fn of(sources: &LetterSources<'_>, owner: &Owner, answers: &[Answer]) -> Self {
        let tally = sources.tally;
        let has_links = answers.iter().any(|each| each.link.is_some());
        let has_answered = answers.iter().any(|each| each.content.is_none());
        let mut ways = vec![by_mail(sources)];
        if !has_links {
            ways.extend(by_hand(answers));
        }
        Self {
            opening: match owner {
                Owner::Participant(_) => {
                    format!(
                        "{} asks for your answer to this question.",
                        tally.charter.name
                    )
                }
                Owner::Group(group) => format!(
                    "{} asks for your answer for the group {group} to this question.",
                    tally.charter.name
                ),
            },
            spoke: match tally.voice_of(owner) {
                Some(Voice::Spoke) => SPOKE,
                Some(Voice::Silent | Voice::Answered) | None => "",
            },
            question: sources.question.to_owned(),
            facts: [
                (
                    "Text",
                    format!("{} (revision {})", sources.title, tally.revision),
                ),
                ("Closes", sources.closes.long()),
            ],
            has_links,
            answers: match (has_answered, has_links) {
                (true, _) => CHANGE,
                (false, true) => WITH_LINKS,
                (false, false) => WITHOUT_LINKS,
            },
            ways,
            by_command: by_command(sources, owner),
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
        out.push_str(&format!("\n{}\n\n", self.answers));
        for each in answers {
            let there = match &each.link {
                Some(link) => link.to_string(),
                None if self.has_links || each.content.is_none() => {
                    each.by_hand().trim_end().to_owned()
                }
                None => {
                    out.push_str(&format!("- {}\n", each.in_words()));
                    continue;
                }
            };
            out.push_str(&format!("{}:\n{there}\n\n", each.in_words()));
        }
        for (label, lines) in &self.ways {
            out.push_str(&format!("\n{label}:\n\n{}\n", lines.trim_end()));
        }
        out.push_str(&format!("\n{}\n\n{CLOSING}\n", self.by_command));
        out
    }
}

/// What a participant writes who answers by mail.
fn by_mail(sources: &LetterSources<'_>) -> (String, String) {
    let keepers = keepers(sources.register);
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

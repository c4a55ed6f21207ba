//! Invitations to answer a call: for each person a letter to be mailed, with a link for every
//! answer. Nothing is sent.

mod letter;
mod link;

use serde::Serialize;

use crate::record::path::Owner;
use crate::record::track::Track;
use crate::register::records::Register;
use crate::render::page::{Facts, Page};
use crate::report::owing::{addressed, keepers};
use crate::tally::Tally;
use crate::tally::canvass::UnitName;
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::command::{Address, Forge, Site, SiteFault};
use crate::value::id::{ParticipantId, ProposalId, RegisterId};
use letter::Letter;

/// Where the links lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The repository.
    pub site: Site,
    /// The branch for which requests are made.
    pub branch: String,
    /// The register's folder in the repository: empty, or ending in a slash.
    pub folder: String,
}

/// Who is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Everybody who may answer and has not, or whose answer the text has left behind.
    Missing,
    /// Everybody who may answer.
    All,
    /// These people.
    These(Vec<ParticipantId>),
}

/// What invitations are made from.
pub struct Sources<'s> {
    /// The register at the moment asked for.
    pub register: &'s Register,
    /// The tally of the proposal's open call.
    pub tally: &'s Tally,
    /// The number of that call.
    pub call: u32,
    /// Until when it takes answers.
    pub closes: Instant,
    /// What it asks.
    pub question: &'s str,
    /// The proposal's title.
    pub title: &'s str,
    /// Where the links lead, or why there are none.
    pub place: Result<&'s Place, NoPlace>,
}

/// Why there are no links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPlace {
    /// The repository has no remote `origin`.
    NoRemote,
    /// What it says is no place at a forge.
    Fault(SiteFault),
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
    forge: Option<Forge>,
    site: Option<Address>,
    invitations: Vec<Letter>,
    notes: Vec<String>,
}

impl Invitations {
    /// The invitations of these people.
    pub fn of(sources: &Sources<'_>, whom: &Whom) -> Self {
        let tally = sources.tally;
        let place = sources.place.as_ref().ok();
        let people = people(sources, whom);
        let letters: Vec<Letter> = people
            .iter()
            .map(|(who, owner)| Letter::of(sources, who, owner))
            .collect();
        let mut notes: Vec<String> = no_links(sources).into_iter().collect();
        if let Whom::These(named) = whom {
            notes.extend(uncounted(sources, named));
        }
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
            invitations: letters,
            notes,
        }
    }

    /// The invitations for people, one behind the other.
    pub fn page(&self) -> Page {
        let all = self.invitations.len();
        let facts = Facts::default()
            .fact("Body", &self.body)
            .fact("Call", format!("{} of {}", self.call, self.proposal))
            .fact("Letters", all.to_string());
        let page = Page::new()
            .title(format!("Invitations to {}", self.proposal))
            .facts(facts);
        let page = match all {
            0 => page
                .gap()
                .line("Everybody has answered; nobody is invited."),
            _ => self
                .invitations
                .iter()
                .fold(page, |page, letter| page.gap().then(letter.page())),
        };
        let page = self.notes.iter().fold(page.gap(), Page::line);
        page.line("Nothing was sent: the letters are yours to mail.")
    }
}

fn no_links(sources: &Sources<'_>) -> Option<String> {
    let why = match &sources.place {
        Ok(_) => return None,
        Err(NoPlace::NoRemote) => "this repository has no remote origin".to_owned(),
        Err(NoPlace::Fault(fault)) => format!("its remote origin {fault}"),
    };
    Some(format!(
        "There are no links, because {why}; --url https://HOST/OWNER/NAME with --forge github, \
         gitlab or forgejo says where they lead."
    ))
}

/// Of those who were named, who is not counted in this call.
fn uncounted(sources: &Sources<'_>, named: &[ParticipantId]) -> Vec<String> {
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
fn people(sources: &Sources<'_>, whom: &Whom) -> Vec<(ParticipantId, Owner)> {
    let by_group = sources.tally.track.count == CountUnit::Groups;
    match whom {
        Whom::These(named) => named
            .iter()
            .flat_map(|who| match by_group {
                true if !spoken_for(sources, who).is_empty() => spoken_for(sources, who),
                _ => vec![(who.clone(), Owner::Participant(who.clone()))],
            })
            .collect(),
        Whom::Missing | Whom::All => entitled(sources)
            .into_iter()
            .filter(|(_, owner)| *whom == Whom::All || !has_answered(sources, owner))
            .collect(),
    }
}

/// Everybody who may answer: those who hold a seat, or who speak for a group.
fn entitled(sources: &Sources<'_>) -> Vec<(ParticipantId, Owner)> {
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

fn spoken_for(sources: &Sources<'_>, who: &ParticipantId) -> Vec<(ParticipantId, Owner)> {
    let same = |(other, _): &(ParticipantId, Owner)| who == other;
    entitled(sources).into_iter().filter(same).collect()
}

/// Whether an answer is counted that still holds. One that an alternate gave is one.
fn has_answered(sources: &Sources<'_>, owner: &Owner) -> bool {
    let unit = match owner {
        Owner::Participant(who) => UnitName::Seat(who.clone()),
        Owner::Group(group) => UnitName::Group(group.clone()),
    };
    let mut counted = sources.tally.canvass.counted.iter();
    counted.any(|file| file.unit == unit && !file.stale)
}

impl Sources<'_> {
    fn track(&self) -> &Track {
        &self.tally.track
    }

    /// The file in which somebody's answer stands already.
    fn filed(&self, owner: &Owner) -> Option<&str> {
        let folder = self.register.proposals.get(&self.tally.proposal)?;
        let (path, _) = folder.position_of(owner)?;
        Some(path)
    }

    fn addressed(&self, who: &ParticipantId) -> String {
        addressed(self.register, who)
    }

    fn keepers(&self) -> Vec<String> {
        keepers(self.register)
    }
}

#[cfg(test)]
mod tests {
    use super::{Invitations, NoPlace, Place, Sources, Whom};
    use crate::blessed::screen;
    use crate::register::freeze::Moments;
    use crate::report::sample::{HOSTILE, at, counted, harmless, id, on, retention};
    use crate::value::command::{LONGEST, Site};
    use crate::value::id::ParticipantId;

    fn place() -> Place {
        Place {
            site: Site::of_remote("git@github.com:acme/register.git", None).unwrap(),
            branch: "main".to_owned(),
            folder: String::new(),
        }
    }

    fn invitations(moments: &Moments, place: Result<&Place, NoPlace>, whom: &Whom) -> Invitations {
        let tally = counted(moments, "retention");
        let folder = &moments.asked.proposals[&id("retention")];
        let (call, read) = folder.current_call().unwrap();
        let proposal = folder.proposal.as_ref().unwrap();
        let sources = Sources {
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
        let names = |whom: &Whom| -> Vec<String> {
            let all = invitations(&moments, Ok(&place), whom).invitations;
            all.iter()
                .map(|letter| letter.participant().to_string())
                .collect()
        };
        let tally = counted(&moments, "retention");
        let fresh = tally.canvass.counted.iter().filter(|file| !file.stale);
        assert_eq!(names(&Whom::All).len(), tally.electorate.seats.len());
        assert_eq!(
            names(&Whom::Missing).len(),
            tally.electorate.seats.len() - fresh.count()
        );
        assert!(names(&Whom::Missing).contains(&"pub-1".to_owned()));
        let one = ParticipantId::parse("biz-1").unwrap();
        assert_eq!(names(&Whom::These(vec![one])), ["biz-1"]);
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
            let all = invitations(&moments, Ok(&place), &Whom::All);
            harmless(&all.page());
            for letter in &all.invitations {
                assert!(!letter.addresses().is_empty());
                assert!(letter.addresses().iter().all(|link| link.len() <= LONGEST));
            }
        }
        let page = invitations(&retention().open(), Err(NoPlace::NoRemote), &Whom::Missing).page();
        screen(
            "report/invite/words_meant_to_do_harm_do_none_and_no_link_is_too_long",
            &on(100, &page),
        );
    }
}

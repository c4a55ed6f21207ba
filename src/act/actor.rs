//! Who acts, whether the table of rights lets them, and for whom: what a chair or a secretary
//! enters for a participant who said it elsewhere is the one way to act for another.

use crate::act::proposal_state::{charter, listed, meant};
use crate::act::refusal::Refusal;
use crate::procedure::rights;
use crate::procedure::rights::{About, Deed};
use crate::record::attribution::Entered;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::text::{same, shortened};

/// How somebody says who they are, in the order in which the program asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdentitySource {
    /// By name: on the command line, in the environment, or in git's settings. With where it
    /// was found.
    Named(String, &'static str),
    /// By the address in git's settings.
    Email(String),
    /// Not at all.
    Nothing,
}

/// Somebody on the roster who does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Their id.
    pub id: ParticipantId,
    /// Their name for people.
    pub name: String,
    /// Their canonical address, where the roster has one.
    pub email: Option<String>,
}

impl Actor {
    /// The participant whom a claim means.
    ///
    /// # Errors
    /// The claim names nobody on the roster, or more than one.
    pub fn of(register: &Register, claim: &IdentitySource) -> Result<Self, Refusal> {
        match claim {
            IdentitySource::Named(name, source) => named(register, name, source),
            IdentitySource::Email(email) => by_email(register, email),
            IdentitySource::Nothing => Err(Refusal::usage(
                "nothing says who you are",
                "--as NAME, or once and for all: git config plenary.participant NAME",
            )),
        }
    }

    fn new(register: &Register, id: &ParticipantId) -> Option<Self> {
        let participant = register.participants.get(id)?;
        Some(Self {
            id: id.clone(),
            name: participant.name.clone(),
            email: participant.emails.first().cloned(),
        })
    }

    /// Refuses them a deed that they cannot do by the table of rights, naming who can.
    ///
    /// # Errors
    /// A refusal that says who can.
    pub fn must(&self, deed: Deed, about: &About<'_>) -> Result<(), Refusal> {
        charter(about.register)?;
        match rights::denied(deed, about, &self.id) {
            None => Ok(()),
            Some(denied) => Err(Refusal::rules(denied.sentence(), denied.hint())),
        }
    }
}

fn named(register: &Register, name: &str, source: &str) -> Result<Actor, Refusal> {
    if let [one] = register.named(name).as_slice()
        && let Some(actor) = Actor::new(register, one)
    {
        return Ok(actor);
    }
    let shown = shortened(name, 60);
    let begun = |id: &&ParticipantId| !name.is_empty() && id.as_str().starts_with(name);
    let begun: Vec<&ParticipantId> = register.participants.keys().filter(begun).collect();
    match begun.as_slice() {
        [] => {}
        [one] => {
            if let Some(actor) = Actor::new(register, one) {
                return Ok(actor);
            }
        }
        several => {
            let listed = listed(several.iter().take(12));
            let sentence = format!(
                "{source} says \"{shown}\", which begins {} names",
                several.len()
            );
            return Err(Refusal::usage(sentence, format!("type more of {listed}")));
        }
    }
    let instead = || "to see who is on the roster: plenary participant list".to_owned();
    let hint = meant(name, ids(register), instead);
    Err(Refusal::usage(
        format!("{source} says that you are \"{shown}\", who is not on the roster"),
        hint,
    ))
}

fn by_email(register: &Register, email: &str) -> Result<Actor, Refusal> {
    let same = |other: &String| same(other, email);
    let roster = register.participants.iter();
    let found = roster.filter(|(_, participant)| participant.emails.iter().any(same));
    let found: Vec<&ParticipantId> = found.map(|(id, _)| id).collect();
    let shown = shortened(email, 80);
    match found.as_slice() {
        [one] => Actor::new(register, one).ok_or_else(|| Refusal::usage("nobody", "")),
        [] => Err(Refusal::usage(
            format!("nobody on the roster has the address {shown} that git's user.email names"),
            "--as NAME, or once and for all: git config plenary.participant NAME",
        )),
        several => Err(Refusal::usage(
            format!("the address {shown} belongs to several participants"),
            format!("--as {}", listed(several)),
        )),
    }
}

/// For whom something is entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behalf {
    /// The participant who said it; the actor, where nobody is named.
    pub of: Option<ParticipantId>,
    /// When they said it.
    pub received: Option<Instant>,
    /// Where that can be seen.
    pub evidence: Option<String>,
}

/// Whose record it becomes, and how it was entered; refuses everybody who cannot enter what others
/// said.
pub(crate) fn owner(
    register: &Register,
    id: &ProposalId,
    behalf: &Behalf,
    actor: &Actor,
    now: Instant,
) -> Result<(ParticipantId, Option<Entered>), Refusal> {
    let Some(of) = behalf.of.as_ref().filter(|of| **of != actor.id) else {
        return Ok((actor.id.clone(), None));
    };
    let present = known(register, of)?;
    actor.must(
        Deed::EnterForAnother,
        &About::proposal(register, id).of(present),
    )?;
    if let Some(received) = behalf.received.filter(|received| *received > now) {
        return Err(Refusal::usage(
            format!("--received is {received}, which is after now ({now})"),
            "--received with the moment at which it was said",
        ));
    }
    let evidence = behalf.evidence.clone();
    let entered = Entered {
        by: actor.id.clone(),
        received: behalf.received,
        evidence: evidence.filter(|link| !link.trim().is_empty()),
    };
    Ok((present.clone(), Some(entered)))
}

/// The participant whom a name means.
pub(crate) fn known<'r>(
    register: &'r Register,
    id: &ParticipantId,
) -> Result<&'r ParticipantId, Refusal> {
    let known = register.known_as(id);
    known.ok_or_else(|| unknown(register, id, String::new))
}

/// Refuses somebody who is not on the roster, with the nearest id, or with what is said `instead`.
pub(crate) fn unknown(
    register: &Register,
    id: &ParticipantId,
    instead: impl FnOnce() -> String,
) -> Refusal {
    let hint = meant(id, ids(register), instead);
    Refusal::usage(format!("{id} is not on the roster"), hint)
}

fn ids(register: &Register) -> impl Iterator<Item = &str> {
    register.participants.keys().map(ParticipantId::as_str)
}

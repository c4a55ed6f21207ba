//! Finds who acts and for whom, and refuses what the table of rights does not allow them.
//!
//! There is one way to act for another: a chair or a secretary enters what a participant said
//! elsewhere.

use crate::act::hints::participants;
use crate::act::proposal_state::{charter, meant};
use crate::act::refusal::Refusal;
use crate::procedure::rights;
use crate::procedure::rights::{About, Deed};
use crate::record::attribution::Entered;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::hint::Hint;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::any_of;
use crate::value::text::{same, shortened};

/// How a person says who they are, in the order in which the program looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdentitySource {
    /// By name: on the command line, in the environment, or in git's settings; with the place where
    /// it was found.
    Named(String, &'static str),
    /// By the address in git's settings.
    Email(String),
    /// Not at all.
    Nothing,
}

/// The participant who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Their id.
    pub id: ParticipantId,
    /// Their name for people.
    pub name: String,
    /// Their first email address, where the participant list has one.
    pub email: Option<String>,
}

impl Actor {
    /// The participant who is identified in this way.
    ///
    /// # Errors
    /// No participant is, or more than one.
    pub fn of(register: &Register, claim: &IdentitySource) -> Result<Self, Refusal> {
        match claim {
            IdentitySource::Named(name, source) => named(register, name, source),
            IdentitySource::Email(email) => by_email(register, email),
            IdentitySource::Nothing => Err(Refusal::usage("you are not identified", identify())),
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

    /// Refuses what they cannot do by the table of rights, and says who can.
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
            let ids = any_of(several.iter().take(12).map(|id| id.as_str()));
            let sentence = format!(
                "\"{shown}\" (from {source}) is the beginning of {} ids",
                several.len()
            );
            return Err(Refusal::usage(sentence, format!("type more of it: {ids}")));
        }
    }
    let hint = meant(name, ids(register), participants);
    Err(Refusal::usage(
        format!("\"{shown}\" (from {source}) is not on the participant list"),
        hint,
    ))
}

fn by_email(register: &Register, email: &str) -> Result<Actor, Refusal> {
    let same = |other: &String| same(other, email);
    let all = register.participants.iter();
    let found = all.filter(|(_, participant)| participant.emails.iter().any(same));
    let found: Vec<&ParticipantId> = found.map(|(id, _)| id).collect();
    let shown = shortened(email, 80);
    match found.as_slice() {
        [one] => Actor::new(register, one).ok_or_else(|| Refusal::usage("nobody", "")),
        [] => Err(Refusal::usage(
            format!("no participant has the email address {shown} (from git user.email)"),
            identify(),
        )),
        several => Err(Refusal::usage(
            format!("several participants have the email address {shown} (from git user.email)"),
            format!(
                "say with --as which of them you are: {}",
                any_of(several.iter().map(|id| id.as_str()))
            ),
        )),
    }
}

/// How a person says who they are.
fn identify() -> Hint {
    Hint::from("to act once: add --as NAME")
        .or_run(
            "to set it for this repository",
            "git config plenary.participant NAME",
        )
        .or_run("to see the participants", "plenary participant list")
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

/// Who owns the record, and how it was entered; refuses everybody who cannot enter what others said.
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
            format!(
                "--received is in the future: {} (now: {})",
                received.long(),
                now.long()
            ),
            "give the time at which you received it",
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
    known.ok_or_else(|| unknown(register, id, participants))
}

/// Refuses an id that no participant has, with the nearest one, or with what is said `instead`.
pub(crate) fn unknown(
    register: &Register,
    id: &ParticipantId,
    instead: impl FnOnce() -> Hint,
) -> Refusal {
    let hint = meant(id, ids(register), instead);
    Refusal::usage(format!("{id} is not on the participant list"), hint)
}

fn ids(register: &Register) -> impl Iterator<Item = &str> {
    register.participants.keys().map(ParticipantId::as_str)
}

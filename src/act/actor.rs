//! Who acts, and whether the table of rights lets them.

use crate::act::refusal::Refusal;
use crate::act::target::charter;
use crate::procedure::rights::{self, About, Deed};
use crate::register::records::Register;
use crate::value::id::ParticipantId;
use crate::value::suggest;
use crate::value::text::same;

/// How somebody says who they are, in the order in which the program asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
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
    pub fn of(register: &Register, claim: &Claim) -> Result<Self, Refusal> {
        match claim {
            Claim::Named(name, source) => named(register, name, source),
            Claim::Email(email) => by_email(register, email),
            Claim::Nothing => Err(Refusal::usage(
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
    let begun: Vec<&ParticipantId> = register
        .participants
        .keys()
        .filter(|id| !name.is_empty() && id.as_str().starts_with(name))
        .collect();
    match begun.as_slice() {
        [] => {}
        [one] => {
            if let Some(actor) = Actor::new(register, one) {
                return Ok(actor);
            }
        }
        several => {
            let shown = crate::value::text::shortened(name, 60);
            let listed = suggest::listed(several.iter().take(12).map(|id| id.as_str()));
            let sentence = format!(
                "{source} says \"{shown}\", which begins {} names",
                several.len()
            );
            return Err(Refusal::usage(sentence, format!("type more of {listed}")));
        }
    }
    let names = register.participants.keys().map(ParticipantId::as_str);
    let shown = crate::value::text::shortened(name, 60);
    let hint = match suggest::nearest(name, names) {
        Some(meant) => format!("did you mean {meant}?"),
        None => "to see who is on the roster: plenary participant list".to_owned(),
    };
    Err(Refusal::usage(
        format!("{source} says that you are \"{shown}\", who is not on the roster"),
        hint,
    ))
}

fn by_email(register: &Register, email: &str) -> Result<Actor, Refusal> {
    let same = |other: &String| same(other, email);
    let found: Vec<&ParticipantId> = register
        .participants
        .iter()
        .filter(|(_, participant)| participant.emails.iter().any(same))
        .map(|(id, _)| id)
        .collect();
    let shown = crate::value::text::shortened(email, 80);
    match found.as_slice() {
        [one] => Actor::new(register, one).ok_or_else(|| Refusal::usage("nobody", "")),
        [] => Err(Refusal::usage(
            format!("nobody on the roster has the address {shown} that git's user.email names"),
            "--as NAME, or once and for all: git config plenary.participant NAME",
        )),
        several => Err(Refusal::usage(
            format!("the address {shown} belongs to several participants"),
            format!(
                "--as {}",
                suggest::listed(several.iter().map(|id| id.as_str()))
            ),
        )),
    }
}

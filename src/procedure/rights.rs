//! Answers who can do what, by the register that is asked. No other place decides this.
//!
//! For an act that is the register it starts from, for the check of a change the register before the
//! change, and for a decision that is recomputed the commit of its inputs. Levels, requirements and
//! call lengths stay as the call fixed them. Roles do not: a chair who resigned during a call is not
//! a chair any more.

mod table;
mod words;

pub use self::table::{Bias, Deed, Office, RIGHTS, Right};
use std::sync::Arc;

use crate::procedure::rights::table::right;
use crate::record::charter::{CHAIR, CO_CHAIR, Charter, SECRETARY};
use crate::record::path::Owner;
use crate::record::position::Position;
use crate::record::track::{AppealRule, Track};
use crate::register::records::{ProposalRecords, Register};
use crate::register::tally_inputs::TallyInputs;
use crate::tally::Tally;
use crate::value::class::CountsAs;
use crate::value::id::{GroupId, ParticipantId, ProposalId, RoleName, TrackId};

/// The role whose holders respond to objections to every proposal.
pub const EDITOR: &str = "editor";

/// What an act is about, in which register.
#[derive(Debug, Clone, Copy)]
pub struct About<'r> {
    /// The register that answers.
    pub register: &'r Register,
    /// The proposal.
    pub proposal: Option<&'r ProposalId>,
    /// The call; the current one, if none is named.
    pub call: Option<u32>,
    /// The participant whose record it is: objector, appellant, participant with a position or an action
    /// item.
    pub of: Option<&'r ParticipantId>,
    /// The group whose record it is.
    pub group: Option<&'r GroupId>,
    /// The track by whose rules it is done, if that is neither the call's nor the proposal's.
    pub track: Option<&'r TrackId>,
    /// Who wrote the proposal when its call opened, if that was looked up.
    pub authors_at_opening: Option<&'r [ParticipantId]>,
    /// Who signs off the decision with what is being written, in addition to earlier sign-offs.
    pub signing: &'r [ParticipantId],
}

/// Why a participant cannot do something, and who can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    /// What they cannot do.
    pub deed: Deed,
    /// Who cannot.
    pub who: ParticipantId,
    /// Why not.
    pub why: Why,
    /// Who can do it now, in the charter's order.
    pub may: Vec<ParticipantId>,
    /// The roles of those who can do it.
    pub held: Vec<Held>,
    /// The proposal that it is about.
    pub proposal: Option<ProposalId>,
    /// The track by whose rules it is done.
    pub track: Option<TrackId>,
}

/// Why nobody can hear an appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unheard {
    /// No participant has the role.
    Nobody,
    /// Every participant with the role takes the decision or wrote the proposal.
    Biased,
}

/// Why a participant cannot do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// They do not have the role.
    NotInOffice,
    /// They have it, and also this conflict of interest.
    Biased(Bias),
}

/// A role as the charter fills it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// One that the program knows.
    Office(Office),
    /// A role that the track names.
    Role(RoleName),
}

/// Everybody with a role for the act, each once, in the charter's order.
pub fn in_office(deed: Deed, about: &About<'_>) -> Vec<ParticipantId> {
    let mut all: Vec<ParticipantId> = Vec::new();
    for office in right(deed).offices {
        for who in about.holders(*office) {
            if !all.contains(&who) {
                all.push(who);
            }
        }
    }
    all
}

/// Those who can do it now: those with the role and without a conflict. If there are none, those whose
/// conflict only gives way to others.
pub fn may(deed: Deed, about: &About<'_>) -> Vec<ParticipantId> {
    let unbiased = unbiased(deed, about);
    if !unbiased.is_empty() {
        return unbiased;
    }
    let never = right(deed).never;
    let mut left = in_office(deed, about);
    left.retain(|who| !never.iter().any(|bias| about.is_biased(*bias, who)));
    left
}

/// Those with the role and without a conflict in the table.
pub fn unbiased(deed: Deed, about: &About<'_>) -> Vec<ParticipantId> {
    let mut free = in_office(deed, about);
    free.retain(|who| bias(deed, about, who).is_none());
    free
}

/// Why `who` cannot do it; `None` if they can.
pub fn denied(deed: Deed, about: &About<'_>, who: &ParticipantId) -> Option<Denied> {
    let may = may(deed, about);
    if may.contains(who) {
        return None;
    }
    // Nobody rules on their own case, whatever their role.
    let never = right(deed).never.iter();
    let never = never.copied().find(|bias| about.is_biased(*bias, who));
    let why = match in_office(deed, about).contains(who) {
        true => bias(deed, about, who),
        false => never,
    };
    Some(Denied {
        deed,
        who: who.clone(),
        why: why.map_or(Why::NotInOffice, Why::Biased),
        may,
        held: held(deed, about),
        proposal: about.proposal.cloned(),
        track: about.track().map(|track| track.id.clone()),
    })
}

/// The roles for an act as the charter fills them. Roles that a track names have their own names.
pub fn held(deed: Deed, about: &About<'_>) -> Vec<Held> {
    filled(deed, about).map(|(_, held)| held).collect()
}

/// The same, with those whom the charter names for each; `None` if the role depends on the record.
pub fn named(deed: Deed, about: &About<'_>) -> Vec<(Held, Option<Vec<ParticipantId>>)> {
    let holders = |(office, held): (Office, Held)| {
        let named = office.is_of_charter().then(|| about.holders(office));
        (held, named)
    };
    filled(deed, about).map(holders).collect()
}

fn filled(deed: Deed, about: &About<'_>) -> impl Iterator<Item = (Office, Held)> {
    let offices = right(deed).offices.iter();
    offices.filter_map(|office| {
        let held = match (office, about.role_for(*office)) {
            (_, Some(role)) => Held::Role(role.clone()),
            (Office::Disposers, None) => return None,
            (Office::Hearers, None) => Held::Office(Office::Chairs),
            (office, None) => Held::Office(*office),
        };
        Some((*office, held))
    })
}

/// Why nobody can hear an appeal on this track: no participant has the role, or all who have it must
/// take the decision or wrote the proposal. `None` if somebody is left.
pub fn unheard(about: &About<'_>) -> Option<Unheard> {
    about.appeal_rule()?;
    let mut hearers = in_office(Deed::RuleOnAppeal, about);
    if hearers.is_empty() {
        return Some(Unheard::Nobody);
    }
    hearers.retain(|who| !about.is_biased(Bias::Author, who));
    let chairs = in_office(Deed::Decide, about);
    let signers = about.track()?.sign_offs.max(1);
    let all_sign = u64::try_from(chairs.len()).is_ok_and(|chairs| chairs <= signers);
    let takes_part = |who: &ParticipantId| all_sign && chairs.contains(who);
    hearers.iter().all(takes_part).then_some(Unheard::Biased)
}

/// The first conflict of `who` that the table has for the act, whether or not it prevents the act.
pub fn bias(deed: Deed, about: &About<'_>, who: &ParticipantId) -> Option<Bias> {
    let right = right(deed);
    let mut biases = right.never.iter().chain(right.yields);
    biases.find(|bias| about.is_biased(**bias, who)).copied()
}

impl<'r> About<'r> {
    /// An act that is about no proposal.
    pub fn register(register: &'r Register) -> Self {
        Self {
            register,
            proposal: None,
            call: None,
            of: None,
            group: None,
            track: None,
            authors_at_opening: None,
            signing: &[],
        }
    }

    /// An act about a proposal and its current call.
    pub fn proposal(register: &'r Register, id: &'r ProposalId) -> Self {
        Self {
            proposal: Some(id),
            ..Self::register(register)
        }
    }

    /// An act about the call that was tallied, by the register that was asked.
    pub fn tallied(moments: &'r TallyInputs, tally: &'r Tally) -> Self {
        let about = Self::proposal(&moments.asked, &tally.proposal).written_by(&tally.authors);
        tally.call.map_or(about, |n| about.call(n))
    }

    /// The same about this call.
    #[must_use]
    pub fn call(mut self, n: u32) -> Self {
        self.call = Some(n);
        self
    }

    /// The same about a record of this participant.
    #[must_use]
    pub fn of(mut self, who: &'r ParticipantId) -> Self {
        self.of = Some(who);
        self
    }

    /// The same about a record of this group.
    #[must_use]
    pub fn of_group(mut self, group: &'r GroupId) -> Self {
        self.group = Some(group);
        self
    }

    /// The same by the rules of this track.
    #[must_use]
    pub fn by_track(mut self, track: &'r TrackId) -> Self {
        self.track = Some(track);
        self
    }

    /// The same with those who wrote the proposal when its call opened.
    #[must_use]
    pub fn written_by(mut self, authors: &'r [ParticipantId]) -> Self {
        self.authors_at_opening = Some(authors);
        self
    }

    /// The same if these sign off the decision as well.
    #[must_use]
    pub fn signing(self, signing: &'r [ParticipantId]) -> Self {
        Self { signing, ..self }
    }

    /// The track by whose rules it is done: the one named, else that of the call, else the
    /// proposal's own.
    pub fn track(&self) -> Option<&'r Track> {
        let charter = self.charter()?;
        if let Some(named) = self.track {
            return charter.track(named);
        }
        let folder = self.folder()?;
        let filed = self.call_number().and_then(|n| folder.calls.get(&n));
        let of_decision = || Some(&filed?.decision.as_ref()?.matter.track);
        let of_call = filed
            .and_then(|filed| filed.call.as_ref())
            .map(|call| &call.track);
        let own = folder.proposal.as_ref().map(|proposal| &proposal.track);
        charter.track(of_call.or_else(of_decision).or(own)?)
    }

    /// How decisions of that track can be appealed.
    pub fn appeal_rule(&self) -> Option<&'r AppealRule> {
        self.track()?.appeal.as_ref()
    }

    fn charter(&self) -> Option<&'r Charter> {
        self.register.charter.as_deref()
    }

    fn folder(&self) -> Option<&'r ProposalRecords> {
        self.register.proposals.get(self.proposal?).map(Arc::as_ref)
    }

    fn call_number(&self) -> Option<u32> {
        self.call.or_else(|| Some(self.folder()?.current_call()?.0))
    }

    /// Who has a role for this act: on its track, else in the charter.
    fn role(&self, name: &str) -> Vec<ParticipantId> {
        let holders = |charter: &'r Charter| charter.holders_on(self.track(), name);
        self.charter()
            .map_or_else(Vec::new, |it| holders(it).to_vec())
    }

    /// The role that the track names for this.
    fn role_for(&self, office: Office) -> Option<&'r RoleName> {
        match office {
            Office::Disposers => self.track()?.disposes.as_ref(),
            Office::Hearers => self.appeal_rule()?.heard_by.as_ref(),
            _ => None,
        }
    }

    fn chairs(&self) -> Vec<ParticipantId> {
        [self.role(CHAIR), self.role(CO_CHAIR)].concat()
    }

    fn representatives(&self) -> &'r [ParticipantId] {
        let group = self.group.and_then(|id| self.charter()?.group(id));
        group.map_or(&[], |group| &group.representatives)
    }

    /// Who has a role for this act.
    pub fn holders(&self, office: Office) -> Vec<ParticipantId> {
        let proposal = self.folder().and_then(|folder| folder.proposal.as_ref());
        match office {
            Office::Chairs => self.chairs(),
            Office::Secretaries => self.role(SECRETARY),
            Office::Editors => self.role(EDITOR),
            Office::Disposers | Office::Hearers => match self.role_for(office) {
                Some(role) => self.role(role.as_str()),
                None if office == Office::Hearers => self.chairs(),
                None => Vec::new(),
            },
            Office::Authors => proposal.map_or_else(Vec::new, |it| it.authors.clone()),
            Office::Shepherd => proposal
                .and_then(|it| it.shepherd.clone())
                .into_iter()
                .collect(),
            Office::Objector | Office::Owner => self.owners(),
            Office::Everybody => self.everybody(),
        }
    }

    /// Whose record it is. If no record is named, everybody has one of their own.
    fn owners(&self) -> Vec<ParticipantId> {
        match (self.of, self.group) {
            (Some(who), _) => vec![who.clone()],
            (None, Some(_)) => self.representatives().to_vec(),
            (None, None) => self.everybody(),
        }
    }

    fn everybody(&self) -> Vec<ParticipantId> {
        self.register.participants.keys().cloned().collect()
    }
}

impl About<'_> {
    /// Whether `who` has this conflict.
    pub(crate) fn is_biased(&self, bias: Bias, who: &ParticipantId) -> bool {
        match bias {
            Bias::Author => self.wrote(who),
            Bias::Recused => {
                self.is_excluded(who) || self.position_of(who).is_some_and(|it| self.recuses(it))
            }
            Bias::DeclaredInterest => {
                let position = self.position_of(who);
                position.is_some_and(|it| it.declared_interest().is_some())
            }
            Bias::OwnLate => self.of == Some(who) || self.speaks_for_group(who),
            Bias::Objector | Bias::Appellant | Bias::Concerned | Bias::Excluded => {
                self.of == Some(who)
            }
            Bias::Decided => self.decided_by() == Some(who),
            Bias::AlreadySigned | Bias::Signed => {
                self.signing.contains(who) || self.signed().contains(who)
            }
        }
    }

    fn wrote(&self, who: &ParticipantId) -> bool {
        let proposal = || self.folder()?.proposal.as_ref();
        match self.authors_at_opening {
            Some(authors) => authors.contains(who),
            None => proposal().is_some_and(|proposal| proposal.authors.contains(who)),
        }
    }

    fn position_of(&self, who: &ParticipantId) -> Option<&Position> {
        let owner = Owner::Participant(who.clone());
        let (_, file) = self.folder()?.position_of(&owner)?;
        file.position.as_ref()
    }

    fn recuses(&self, position: &Position) -> bool {
        let track = self.track();
        let allowed = track.and_then(|track| track.position(&position.position));
        !position.withdrawn && allowed.is_some_and(|allowed| allowed.class == CountsAs::Recused)
    }

    /// Whether a chair excluded them from the call. As for a recusal, it does not matter in which seat they answer.
    fn is_excluded(&self, who: &ParticipantId) -> bool {
        let call = || {
            let filed = self.folder()?.calls.get(&self.call_number()?)?;
            filed.call.as_ref()
        };
        call().is_some_and(|call| call.excluded().any(|entry| entry.participant == *who))
    }

    fn speaks_for_group(&self, who: &ParticipantId) -> bool {
        self.representatives().contains(who)
    }

    fn decided_by(&self) -> Option<&ParticipantId> {
        let decision = self.folder()?.decision(self.call_number()?)?;
        Some(&decision.judgement.by)
    }

    fn signed(&self) -> Vec<ParticipantId> {
        match (self.proposal, self.call_number()) {
            (Some(id), Some(n)) => self.register.sign_offs(id, n),
            _ => Vec::new(),
        }
    }
}

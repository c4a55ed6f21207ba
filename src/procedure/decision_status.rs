//! Computes the status of a decision from the records that follow it: waiting for sign-offs, in force,
//! appealed, reversed, superseded or expired. The decision itself never changes.

use crate::procedure::stage::{Stage, stage};
use crate::record::appeal;
use crate::record::track::Outcome;
use crate::register::records::{ProposalRecords, Register};
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::all_of;

/// The status of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionStatus {
    /// Not enough chairs have signed it off.
    Pending {
        /// Who has.
        signed: Vec<ParticipantId>,
        /// How many are needed.
        needed: u64,
    },
    /// An appeal reversed it.
    Reversed {
        /// Whose appeal.
        appellant: ParticipantId,
        /// How that appeal ended.
        value: appeal::RulingKind,
        /// When.
        at: Instant,
    },
    /// Later decisions replaced it.
    Superseded(Vec<ProposalId>),
    /// It expired and was not renewed.
    Lapsed(Instant),
    /// Appeals against it have no ruling yet; it stays in force.
    Appealed(Vec<ParticipantId>),
    /// It comes into force later.
    NotYet(Instant),
    /// It is in force or recorded.
    Stands,
}

impl DecisionStatus {
    /// The status in words; `outcome` is the decision's own.
    pub fn in_words(&self, outcome: Outcome) -> String {
        // What was not adopted is recorded, and never in force.
        let adopted = outcome == Outcome::Adopted;
        let plain = if adopted { "in force" } else { "recorded" };
        match self {
            DecisionStatus::Pending { signed, needed } => {
                format!("waiting for sign-offs ({} of {needed})", signed.len())
            }
            DecisionStatus::Reversed {
                appellant, value, ..
            } => format!("{} on the appeal of {appellant}", value.word()),
            DecisionStatus::Superseded(by) => {
                let names = by.iter().map(ProposalId::as_str);
                format!("superseded by {}", all_of(names))
            }
            DecisionStatus::Lapsed(at) => format!("expired on {}", at.date()),
            DecisionStatus::Appealed(by) => {
                let names = all_of(by.iter().map(ParticipantId::as_str));
                format!("{plain}, appealed by {names}")
            }
            DecisionStatus::NotYet(at) if adopted => format!("in force from {}", at.date()),
            DecisionStatus::NotYet(_) | DecisionStatus::Stands => plain.to_owned(),
        }
    }

    /// Whether another call can be based on it: it is in force or recorded, or will be.
    pub fn can_be_built_on(&self) -> bool {
        matches!(
            self,
            DecisionStatus::Stands | DecisionStatus::Appealed(_) | DecisionStatus::NotYet(_)
        )
    }

    /// Whether the body is bound by the decision now; `outcome` is the decision's own.
    pub fn binds(&self, outcome: Outcome) -> bool {
        outcome == Outcome::Adopted
            && matches!(self, DecisionStatus::Stands | DecisionStatus::Appealed(_))
    }
}

/// The status of the decision of call `n` at `now`; `None` if there is no decision. Which decisions
/// superseded it is only known in a register that was read whole.
pub fn standing(
    register: &Register,
    id: &ProposalId,
    n: u32,
    now: Instant,
) -> Option<DecisionStatus> {
    let folder = register.proposals.get(id)?;
    let decision = folder.decision(n)?;
    let signed = register.sign_offs(id, n);
    let needed = decision.afterwards.sign_offs.unwrap_or(1);
    if u64::try_from(signed.len()).is_ok_and(|have| have < needed) {
        return Some(DecisionStatus::Pending { signed, needed });
    }
    if let Some((appellant, ended)) = folder.reversals(n).into_iter().next() {
        return Some(DecisionStatus::Reversed {
            appellant: appellant.clone(),
            value: ended.value,
            at: ended.act.at,
        });
    }
    let mut superseded = register.superseded_by(id);
    superseded.retain(|by| has_begun(register, by, now));
    if !superseded.is_empty() {
        return Some(DecisionStatus::Superseded(superseded));
    }
    let adopted = decision.judgement.outcome == Outcome::Adopted;
    let sunset = decision.afterwards.sunset.filter(|_| adopted);
    if let Some(sunset) = sunset.filter(|sunset| *sunset <= now) {
        return Some(DecisionStatus::Lapsed(sunset));
    }
    let heard = open_appeals(folder, n);
    if !heard.is_empty() {
        return Some(DecisionStatus::Appealed(heard));
    }
    let later = decision.afterwards.effective.filter(|from| *from > now);
    Some(later.map_or(DecisionStatus::Stands, DecisionStatus::NotYet))
}

/// Whether the last decision on a proposal is in force already.
fn has_begun(register: &Register, id: &ProposalId, now: Instant) -> bool {
    let last = register.proposals.get(id).and_then(|it| it.last_decision());
    let from = last.and_then(|(_, decision)| decision.afterwards.effective);
    from.is_none_or(|from| from <= now)
}

/// The status of the decision of call `n` in words, with its end if it is interim, and how many errata correct
/// its words.
pub fn in_words(register: &Register, id: &ProposalId, n: u32, now: Instant) -> Option<String> {
    let standing = standing(register, id, n, now)?;
    let call = register.proposals.get(id)?.calls.get(&n)?;
    let decision = call.decision.as_ref()?;
    let words = standing.in_words(decision.judgement.outcome);
    let interim = decision.judgement.chosen.interim && standing.binds(decision.judgement.outcome);
    let words = match decision.afterwards.sunset.filter(|_| interim) {
        Some(sunset) => format!("{words}, interim until {}", sunset.date()),
        None => words,
    };
    Some(match call.errata.len() {
        0 => words,
        1 => format!("{words}, 1 erratum"),
        n => format!("{words}, {n} errata"),
    })
}

/// The stage of the proposal in words, with the status of its decision if that is more than in force or
/// recorded.
pub fn stage_in_words(
    register: &Register,
    id: &ProposalId,
    folder: &ProposalRecords,
    now: Instant,
) -> String {
    let stage = stage(folder, now);
    let Stage::Decided(n, _) = stage else {
        return stage.in_words();
    };
    let plain = matches!(
        standing(register, id, n, now),
        None | Some(DecisionStatus::Stands)
    );
    match in_words(register, id, n, now).filter(|_| !plain) {
        Some(words) => format!("{}, {words}", stage.in_words()),
        None => stage.in_words(),
    }
}

/// Who has an appeal against the decision of call `n` that is neither withdrawn nor ruled on.
pub fn open_appeals(folder: &ProposalRecords, n: u32) -> Vec<ParticipantId> {
    let Some(call) = folder.calls.get(&n) else {
        return Vec::new();
    };
    let ended = |by: &ParticipantId| {
        let ruling = call.rulings.get(by);
        ruling.is_some_and(|ruling| ruling.ended.is_some())
    };
    let open = call.appeals.iter();
    open.filter(|(by, appeal)| !appeal.withdrawn && !ended(by))
        .map(|(by, _)| by.clone())
        .collect()
}

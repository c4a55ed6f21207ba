//! How a decision stands since it was taken: pending, in force, appealed, reversed, superseded or
//! lapsed. Computed from the records that follow it, never typed; the decision itself is written
//! once and stays.

use crate::procedure::stage::{Stage, stage};
use crate::record::appeal;
use crate::record::track::Outcome;
use crate::register::records::{ProposalRecords, Register};
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::any_of;

/// How a decision stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionStatus {
    /// Fewer chairs than needed have signed it off.
    Pending {
        /// Who has.
        signed: Vec<ParticipantId>,
        /// How many are needed.
        needed: u64,
    },
    /// An appeal took it back to the group.
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
    /// Its time is over, and nobody renewed it.
    Lapsed(Instant),
    /// Appeals against it are being heard; it stands meanwhile.
    Appealed(Vec<ParticipantId>),
    /// It will hold from a later moment on.
    NotYet(Instant),
    /// It stands.
    Stands,
}

impl DecisionStatus {
    /// The standing in words; `outcome` is the decision's own.
    pub fn in_words(&self, outcome: Outcome) -> String {
        // What was not adopted is on record, and never in force.
        let adopted = outcome == Outcome::Adopted;
        let plain = if adopted { "in force" } else { "on record" };
        match self {
            DecisionStatus::Pending { signed, needed } => {
                format!("pending: {} of {needed} sign-offs", signed.len())
            }
            DecisionStatus::Reversed {
                appellant, value, ..
            } => format!("{} on the appeal of {appellant}", value.word()),
            DecisionStatus::Superseded(by) => {
                let names = by.iter().map(ProposalId::as_str);
                format!("superseded by {}", any_of(names))
            }
            DecisionStatus::Lapsed(at) => format!("lapsed on {}", at.date()),
            DecisionStatus::Appealed(by) => {
                let names = crate::procedure::names::people(by);
                format!("{plain}, appealed by {names}")
            }
            DecisionStatus::NotYet(at) if adopted => format!("in force from {}", at.date()),
            DecisionStatus::NotYet(_) | DecisionStatus::Stands => plain.to_owned(),
        }
    }

    /// Whether the body is bound by the decision now; `outcome` is the decision's own.
    pub fn binds(&self, outcome: Outcome) -> bool {
        outcome == Outcome::Adopted
            && matches!(self, DecisionStatus::Stands | DecisionStatus::Appealed(_))
    }
}

/// How the decision of the call `n` stands at `now`; `None` where there is none. Which decisions
/// replaced it shows only in a register that was read whole.
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

/// Whether the last decision on a proposal holds already.
fn has_begun(register: &Register, id: &ProposalId, now: Instant) -> bool {
    let last = register.proposals.get(id).and_then(|it| it.last_decision());
    let from = last.and_then(|(_, decision)| decision.afterwards.effective);
    from.is_none_or(|from| from <= now)
}

/// How the decision of the call `n` stands, in words; with the end of its time where it is interim.
pub fn in_words(register: &Register, id: &ProposalId, n: u32, now: Instant) -> Option<String> {
    let standing = standing(register, id, n, now)?;
    let decision = register.proposals.get(id)?.decision(n)?;
    let words = standing.in_words(decision.judgement.outcome);
    let interim = decision.judgement.chosen.interim && standing.binds(decision.judgement.outcome);
    Some(match decision.afterwards.sunset.filter(|_| interim) {
        Some(sunset) => format!("{words}, interim until {}", sunset.date()),
        None => words,
    })
}

/// Where the proposal stands, in words: its stage, and what became of its decision since, where
/// that is more than that it stands.
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
        Some(words) => stage.in_words().trim_end_matches(')').to_owned() + &format!("; {words})"),
        None => stage.in_words(),
    }
}

/// Whose appeals against the decision of the call `n` were neither withdrawn nor ended.
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

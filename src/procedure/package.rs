//! Computes the state of a package: a proposal whose parts are proposals of their own. The package lists its parts, so
//! that nobody makes a text a part of a package whose authors do not want it.

use serde::Serialize;

use crate::procedure::decision_status::{self, DecisionStatus, standing};
use crate::procedure::stage::{self, Phase};
use crate::record::call::DecidedPart;
use crate::record::path::RecordPath;
use crate::record::track::{Outcome, PackageRule};
use crate::register::records::{ProposalRecords, Register};
use crate::value::clock::Instant;
use crate::value::id::ProposalId;
use crate::value::sentence::many;

/// A part of a package, and how far it is.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PartState {
    /// The proposal.
    pub proposal: ProposalId,
    /// Its title; its id, if its record cannot be read.
    pub title: String,
    /// Its stage in words, with the status of its decision.
    pub stage: String,
    /// How its question was answered; `None` while it is open.
    pub decided: Option<DecidedPart>,
    /// Whether it was adopted, and its decision can be built on.
    pub adopted: bool,
}

/// A package with its parts, in the order of its authors.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Package {
    /// What becomes of it.
    pub rule: PackageRule,
    /// The parts; at least one.
    pub parts: Vec<PartState>,
}

impl Package {
    /// The package `id` at `now`; `None` if it has no parts. `register` is the whole register: the parts are in other
    /// folders.
    pub fn of(register: &Register, id: &ProposalId, now: Instant) -> Option<Self> {
        let folder = register.proposals.get(id)?;
        let own = folder.proposal.as_ref()?;
        let charter = register.charter.as_ref();
        let called = folder.current_call().map(|(_, call)| &call.track);
        let track = charter.and_then(|charter| charter.track(called.unwrap_or(&own.track)));
        let parts = own.parts.iter();
        let parts: Vec<PartState> = parts.map(|id| PartState::of(register, id, now)).collect();
        let rule = track.map_or(PackageRule::PartsDecide, |track| track.package);
        (!parts.is_empty()).then_some(Self { rule, parts })
    }

    /// The parts that are decided, as the record of a call on the package names them.
    pub fn decided(&self) -> Vec<DecidedPart> {
        let decided = self.parts.iter();
        decided.filter_map(|part| part.decided.clone()).collect()
    }

    /// Whether it is closed, because each of its parts is decided and it has no call of its own.
    pub fn is_closed(&self) -> bool {
        self.rule == PackageRule::PartsDecide && self.undecided().is_empty()
    }

    /// The parts that are not decided yet.
    pub fn undecided(&self) -> Vec<&PartState> {
        let open = |part: &&PartState| part.decided.is_none();
        self.parts.iter().filter(open).collect()
    }

    /// The parts that are not adopted, or not in force.
    pub fn not_adopted(&self) -> Vec<&PartState> {
        self.parts.iter().filter(|part| !part.adopted).collect()
    }

    /// The parts that it waits for.
    pub fn awaited(&self) -> Vec<&PartState> {
        match self.rule {
            PackageRule::PartsDecide | PackageRule::AllDecided => self.undecided(),
            PackageRule::AllAdopted => self.not_adopted(),
        }
    }

    /// How far it is, as a sentence without its full stop.
    pub fn in_words(&self) -> String {
        let all = self.parts.len();
        let decided = all.saturating_sub(self.undecided().len());
        let parts = many(all, "part");
        match (self.is_closed(), decided == all) {
            (true, _) => format!("closed: {parts}, each decided"),
            (false, true) => format!("package of {parts}, each decided"),
            (false, false) => format!("package of {parts}, {decided} decided"),
        }
    }
}

impl PartState {
    fn of(register: &Register, id: &ProposalId, now: Instant) -> Self {
        let none = ProposalRecords::default();
        let folder = register.proposals.get(id).map_or(&none, |folder| folder);
        let title = folder.proposal.as_ref().map(|read| read.title.clone());
        let decided = decided(register, id, folder, now);
        let holds = |part: &DecidedPart| part.outcome == Outcome::Adopted;
        Self {
            proposal: id.clone(),
            title: title.unwrap_or_else(|| id.to_string()),
            stage: decision_status::stage_in_words(register, id, folder, now),
            adopted: decided.as_ref().is_some_and(holds) && is_in_force(register, id, folder, now),
            decided,
        }
    }
}

/// The decision of a part, if nothing reopened it since and all chairs who must sign it off did.
fn decided(
    register: &Register,
    id: &ProposalId,
    folder: &ProposalRecords,
    now: Instant,
) -> Option<DecidedPart> {
    let (n, decision) = folder.current_decision().filter(|_| folder.is_settled())?;
    let status = standing(register, id, n, now)?;
    if matches!(status, DecisionStatus::Pending { .. }) {
        return None;
    }
    let path = RecordPath::Decision(id.clone(), n).to_string();
    Some(DecidedPart {
        proposal: id.clone(),
        call: u64::from(n),
        outcome: decision.judgement.outcome,
        sha256: register.digest(&path)?,
    })
}

fn is_in_force(
    register: &Register,
    id: &ProposalId,
    folder: &ProposalRecords,
    now: Instant,
) -> bool {
    let last = folder.current_decision();
    last.and_then(|(n, _)| standing(register, id, n, now))
        .is_some_and(|status| status.can_be_built_on())
}

/// The phase of a proposal in the whole register: a package that is closed counts as decided.
pub fn phase(
    register: &Register,
    id: &ProposalId,
    folder: &ProposalRecords,
    now: Instant,
) -> Phase {
    let own = stage::phase(folder, now);
    let closed = || Package::of(register, id, now).is_some_and(|package| package.is_closed());
    match own == Phase::Discussion && closed() {
        true => Phase::Decided,
        false => own,
    }
}

/// The packages that a proposal is a part of, by id.
pub fn packages_of(register: &Register, id: &ProposalId) -> Vec<ProposalId> {
    let lists = |folder: &ProposalRecords| {
        let own = folder.proposal.as_ref();
        own.is_some_and(|read| read.parts.contains(id))
    };
    let all = register.proposals.iter();
    all.filter(|(_, folder)| lists(folder))
        .map(|(id, _)| id.clone())
        .collect()
}

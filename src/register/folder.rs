//! Collects the records in a proposal's folder.

use std::collections::BTreeMap;

use crate::record::appeal::{Appeal, Ruling, RulingResult};
use crate::record::asked::{Asked, TimesAsked};
use crate::record::call::Call;
use crate::record::decision::{Decision, MinorityContent, MinorityStatement, SignOff};
use crate::record::designation::{Challenge, Designation};
use crate::record::erratum::Erratum;
use crate::record::follow_up::FollowUp;
use crate::record::handling::{DispositionKind, Handling};
use crate::record::objection::Objection;
use crate::record::path::Owner;
use crate::record::position::Position;
use crate::record::proposal::Proposal;
use crate::record::totals::Totals;
use crate::value::id::{ChallengeId, ObjectionId, ParticipantId};

/// A position file: its owner, and what it says if it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PositionFile {
    /// Its owner.
    pub owner: Owner,
    /// What it says; `None` where it cannot be read.
    pub position: Option<Position>,
}

impl PositionFile {
    /// Whether the file's name has its owner's present id, where `path` is its path.
    pub fn is_under_present_id(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.strip_suffix(".toml");
        match &self.owner {
            Owner::Participant(id) => stem == Some(id.as_str()),
            Owner::Group(id) => stem.and_then(|stem| stem.strip_prefix('@')) == Some(id.as_str()),
        }
    }
}

/// An objection, in a file of its own or inside a position file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledObjection {
    /// Its file.
    pub path: String,
    /// What it says.
    pub objection: Objection,
}

/// One call of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallFolder {
    /// What `call.toml` says, if it exists and can be read.
    pub call: Option<Call>,
    /// What `asked.toml` says, if it exists and can be read.
    pub asked: Option<Asked>,
    /// What `totals.toml` says, if it exists and can be read.
    pub totals: Option<Totals>,
    /// What `designation.toml` says, if it exists and can be read.
    pub designation: Option<Designation>,
    /// The challenges of its drafts.
    pub challenges: BTreeMap<ChallengeId, Challenge>,
    /// The minority statements.
    pub minority: BTreeMap<ParticipantId, MinorityStatement>,
    /// What `decision.toml` says, if it exists and can be read.
    pub decision: Option<Box<Decision>>,
    /// Corrections of words in it, by their number.
    pub errata: BTreeMap<u32, Erratum>,
    /// The sign-offs of further chairs.
    pub sign_offs: BTreeMap<ParticipantId, SignOff>,
    /// The appeals against the decision.
    pub appeals: BTreeMap<ParticipantId, Appeal>,
    /// The rulings on the appeals.
    pub rulings: BTreeMap<ParticipantId, Ruling>,
    /// What followed the decision, if `follow-up.toml` exists and can be read.
    pub follow_up: Option<FollowUp>,
}

/// One proposal with all records in its folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProposalRecords {
    /// What `proposal.toml` says, if it exists and can be read.
    pub proposal: Option<Proposal>,
    /// Every position file by its path.
    pub positions: BTreeMap<String, PositionFile>,
    /// Every objection, also those inside position files.
    pub objections: BTreeMap<ObjectionId, FiledObjection>,
    /// The handling of each objection.
    pub handling: BTreeMap<ObjectionId, Handling>,
    /// The calls by their number.
    pub calls: BTreeMap<u32, Box<CallFolder>>,
}

impl CallFolder {
    /// How often at least one of these participants was asked for an answer.
    pub fn times_asked(&self, people: &[ParticipantId]) -> TimesAsked {
        let asked = self.asked.as_ref();
        asked.map_or(TimesAsked::default(), |asked| asked.times(people))
    }

    /// Who joined the minority statement of `whose` and did not leave it, by id.
    pub fn joined(&self, whose: &ParticipantId) -> Vec<&ParticipantId> {
        let joins = |minority: &MinorityStatement| {
            let joined =
                matches!(&minority.statement, MinorityContent::Joins(other) if other == whose);
            joined && !minority.withdrawn
        };
        let all = self.minority.iter();
        all.filter(|(_, minority)| joins(minority))
            .map(|(by, _)| by)
            .collect()
    }
}

impl ProposalRecords {
    /// Whether its calls name no commit: the register is part of another project, whose history says nothing
    /// about it.
    pub fn names_no_commit(&self) -> bool {
        let mut frozen = self
            .calls
            .values()
            .filter_map(|filed| Some(filed.call.as_ref()?.frozen.is_some()));
        frozen
            .next()
            .is_some_and(|first| !first && frozen.all(|it| !it))
    }

    /// The call with the highest number that was not withdrawn.
    pub fn current_call(&self) -> Option<(u32, &Call)> {
        let live = |call: &&Call| call.withdrawal.is_none();
        self.calls
            .iter()
            .rev()
            .find_map(|(n, folder)| Some((*n, folder.call.as_ref().filter(live)?)))
    }

    /// The current call, whether it takes positions or not, if it was not decided.
    pub fn undecided_call(&self) -> Option<(u32, &Call)> {
        self.current_call()
            .filter(|(n, _)| self.decision(*n).is_none())
    }

    /// The decision of the call `n`.
    pub fn decision(&self, n: u32) -> Option<&Decision> {
        self.calls.get(&n)?.decision.as_deref()
    }

    /// The designation of the call `n`.
    pub fn designation(&self, n: u32) -> Option<&Designation> {
        self.calls.get(&n)?.designation.as_ref()
    }

    /// The decision of the highest call that has one.
    pub fn last_decision(&self) -> Option<(u32, &Decision)> {
        self.calls
            .iter()
            .rev()
            .find_map(|(n, folder)| Some((*n, folder.decision.as_deref()?)))
    }

    /// The position of `owner`: under the present id, or else the first by path.
    pub fn position_of(&self, owner: &Owner) -> Option<(&String, &PositionFile)> {
        let own = self
            .positions
            .iter()
            .filter(|(_, file)| file.owner == *owner);
        own.min_by_key(|(path, file)| !file.is_under_present_id(path))
    }

    /// The original of an objection that was closed as a duplicate.
    pub fn original(&self, of: &ObjectionId) -> Option<&ObjectionId> {
        let ended = self.handling.get(of)?.disposition.as_ref()?;
        ended
            .of
            .as_ref()
            .filter(|_| ended.value == DispositionKind::Duplicate)
    }

    /// The decision of the current call.
    pub fn current_decision(&self) -> Option<(u32, &Decision)> {
        let (n, _) = self.current_call()?;
        Some((n, self.decision(n)?))
    }

    /// The appeals that reversed the decision of the call `n`.
    pub fn reversals(&self, n: u32) -> Vec<(&ParticipantId, &RulingResult)> {
        let rulings = self.calls.get(&n).map(|call| &call.rulings);
        rulings
            .into_iter()
            .flatten()
            .filter_map(|(by, ruling)| Some((by, ruling.ended.as_ref()?)))
            .filter(|(_, ended)| ended.value.reverses())
            .collect()
    }

    /// Whether the question can be asked again although the current call was decided: the outcome left it open,
    /// or an appeal reversed the decision.
    pub fn is_open_again(&self) -> bool {
        self.current_decision().is_some_and(|(n, decision)| {
            let outcome = decision.judgement.outcome;
            !outcome.is_final()
                || !self.reversals(n).is_empty()
                || (!outcome.fixes_the_text() && self.is_revised_since(decision))
        })
    }

    /// Whether the text can be revised although the current call was decided: the question is open again, or the
    /// text was only noted.
    pub fn can_be_revised(&self) -> bool {
        let noted = |(_, decision): (u32, &Decision)| !decision.judgement.outcome.fixes_the_text();
        self.is_open_again() || self.current_decision().is_some_and(noted)
    }

    fn is_revised_since(&self, decision: &Decision) -> bool {
        let latest = self.proposal.as_ref().and_then(Proposal::latest);
        latest.is_some_and(|last| last.name > decision.matter.revision)
    }

    /// Whether the question was reopened after the call `n` was decided: by a later call, by an appeal that
    /// reversed the decision, or, where the outcome left the text open, by a new revision.
    pub fn is_taken_up_since(&self, n: u32) -> bool {
        if self.calls.keys().any(|call| *call > n) || !self.reversals(n).is_empty() {
            return true;
        }
        self.decision(n).is_some_and(|decision| {
            self.is_revised_since(decision) && !decision.judgement.outcome.fixes_the_text()
        })
    }

    /// Whether the current call was decided and the question was not reopened. Then no input of the decision can
    /// change.
    pub fn is_settled(&self) -> bool {
        self.current_decision()
            .is_some_and(|(n, _)| !self.is_taken_up_since(n))
    }
}

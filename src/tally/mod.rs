//! Makes the tally: who is counted, and which rules are met. The same records and the same "now" give the same tally
//! everywhere.

pub mod advice;
pub(crate) mod closing;
pub mod conflict;
pub mod count;
pub mod count_positions;
pub mod criterion;
pub mod deciders;
mod earlier;
pub mod electorate;
pub mod exclusion;
pub mod groundwork;
pub mod objection;
pub mod reason;
pub mod settled;
pub mod side;
pub mod totals;
pub mod voice;

use std::sync::Arc;

use crate::record::call::Call;
use crate::record::charter::Charter;
use crate::record::proposal::Proposal;
use crate::record::track::{Outcome, Track};
use crate::register::interests::{MissingStatement, owed};
use crate::register::records::ProposalRecords;
use crate::register::tally_inputs::{InputBasis, TallyInputs};
use crate::tally::advice::Advice;
use crate::tally::closing::Closing;
use crate::tally::conflict::{Conflict, WithoutConflicted};
use crate::tally::count::{Count, UnitFile, Units};
use crate::tally::count_positions::{CountedPositions, PositionCounter};
use crate::tally::criterion::{Ballot, RuleFault, RuleResult, Unit, Vocabulary};
use crate::tally::electorate::{Electorate, MeetingOfCall};
use crate::tally::exclusion::Exclusions;
use crate::tally::groundwork::{Groundwork, Groundworks, ReadRule, criterion_finding};
use crate::tally::objection::TrackedObjection;
use crate::tally::voice::{Said, Voices};
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::finding::Finding;
use crate::value::id::{GateName, LevelName, ParticipantId, ProposalId, RevisionName};

/// A requirement with its result.
#[derive(Debug, Clone)]
pub struct RequirementResult {
    /// Its name.
    pub name: GateName,
    /// Its rule, as the charter writes it.
    pub criterion: String,
    /// Whether it is met, with every comparison.
    pub verdict: RuleResult,
}

/// A level with its result.
#[derive(Debug, Clone)]
pub struct LevelResult {
    /// Its name.
    pub name: LevelName,
    /// The outcome at this level.
    pub outcome: Outcome,
    /// Its rule. The last level can have none: it is met if no other is.
    pub criterion: Option<String>,
    /// Whether the rule is met, with every comparison.
    pub verdict: RuleResult,
}

/// A tally.
#[derive(Debug, Clone)]
pub struct Tally {
    /// The proposal.
    pub proposal: ProposalId,
    /// The number of the call, if there is one.
    pub call: Option<u32>,
    /// The revision of the text that it is about.
    pub revision: RevisionName,
    /// The charter that governs.
    pub charter: Arc<Charter>,
    /// The track that governs.
    pub track: Arc<Track>,
    /// Which states of the register it was made from.
    pub basis: InputBasis,
    /// The time at which it is asked for.
    pub now: Instant,
    /// The time of its numbers: the close, or now if that is earlier.
    pub as_of: Instant,
    /// The seats.
    pub electorate: Arc<Electorate>,
    /// Whom chairs excluded.
    pub excluded: Exclusions,
    /// The authors of the proposal, as fixed at opening.
    pub authors: Vec<ParticipantId>,
    /// The meeting that the call names.
    pub meeting: Option<MeetingOfCall>,
    /// The result for every position file.
    pub canvass: CountedPositions,
    /// The interests that were declared with counted positions.
    pub conflicts: Vec<Conflict>,
    /// What the rules give without them, if there are any.
    pub without_conflicted: Option<WithoutConflicted>,
    /// The missing statements of interest of the electorate, if the charter requires them.
    pub statements: Option<MissingStatement>,
    /// Every objection and comment.
    pub objections: Vec<TrackedObjection>,
    /// Who has spoken.
    pub voices: Voices,
    /// What those without a seat said, which is shown and not counted.
    pub advice: Vec<Advice>,
    /// What the rules count.
    pub ballot: Ballot,
    /// The names that the rules can use.
    pub vocabulary: Arc<Vocabulary>,
    /// The count of all units.
    pub count: Count,
    /// The requirements, in order.
    pub gates: Vec<RequirementResult>,
    /// The levels, in order.
    pub levels: Vec<LevelResult>,
    /// The first level that is met; `None` if none is, or if nothing is counted.
    pub computed: Option<LevelName>,
}

/// Why a tally cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TallyError {
    /// The proposal does not exist at the time asked for.
    NoProposal(ProposalId),
    /// Records that the tally is based on have errors: any number can be wrong.
    Faults(Vec<Finding>),
    /// The charter in force has no such track.
    NoTrack(String),
    /// The call does not exist.
    NoCall(u32),
    /// A call, by its number, names a commit under this key that is not here.
    NoCommit(u32, &'static str, CommitId),
}

impl Tally {
    /// Whether all requirements for a decision are met.
    pub fn decidable(&self) -> bool {
        self.gates.iter().all(|gate| gate.verdict.met)
    }

    /// Whether a designation differs from the computed level. `None` on a track that counts nothing, because it
    /// computes no level.
    pub fn departs(&self, designation: &LevelName) -> Option<bool> {
        match self.track.count {
            CountUnit::None => None,
            _ => Some(self.computed.as_ref() != Some(designation)),
        }
    }

    /// The objections that are not closed yet.
    pub fn undisposed(&self) -> impl Iterator<Item = &TrackedObjection> {
        let owed = |followed: &&TrackedObjection| followed.counts() && followed.is_undisposed();
        self.objections.iter().filter(owed)
    }

    /// The level of this name.
    pub fn level(&self, name: &LevelName) -> Option<&LevelResult> {
        self.levels.iter().find(|level| level.name == *name)
    }
}

/// The tally of a proposal, from the states of the register that were fetched for it.
///
/// # Errors
/// The proposal, track or call does not exist at that time, or records that the tally is based on have errors.
pub fn tally(moments: &TallyInputs, id: &ProposalId) -> Result<Tally, TallyError> {
    one_of_many(moments, id, &mut Groundworks::default())
}

/// The same for many proposals in turn, which share what was made for the first of them.
///
/// # Errors
/// As for [`tally()`].
pub fn one_of_many(
    moments: &TallyInputs,
    id: &ProposalId,
    shared: &mut Groundworks,
) -> Result<Tally, TallyError> {
    let folder = moments
        .folder(id)
        .ok_or_else(|| TallyError::NoProposal(id.clone()))?;
    let faults = moments.faults_under(id);
    let (Some(charter), Some(proposal), true) = (
        &moments.frozen().charter,
        &folder.proposal,
        faults.is_empty(),
    ) else {
        return Err(TallyError::Faults(faults));
    };
    let call = moments.call(folder);
    if let (Some(n), None) = (moments.call, call) {
        return Err(TallyError::NoCall(n));
    }
    let track_id = call.map_or(&proposal.track, |call| &call.track);
    let track = charter
        .track(track_id)
        .ok_or_else(|| TallyError::NoTrack(track_id.to_string()))?;
    TallyBuilder {
        id,
        moments,
        folder,
        charter,
        proposal,
        call,
        track,
        excluded: Exclusions::of(moments, id, track),
        ground: shared.of(charter, moments.frozen(), track, moments.opened(folder)),
    }
    .tally()
}

struct TallyBuilder<'t> {
    id: &'t ProposalId,
    moments: &'t TallyInputs,
    folder: &'t ProposalRecords,
    charter: &'t Arc<Charter>,
    proposal: &'t Proposal,
    call: Option<&'t Call>,
    track: &'t Track,
    excluded: Exclusions,
    ground: Arc<Groundwork>,
}

impl TallyBuilder<'_> {
    fn tally(&self) -> Result<Tally, TallyError> {
        let Groundwork {
            electorate,
            vocabulary,
            ..
        } = &*self.ground;
        let latest = self.proposal.latest();
        let last = latest.map_or(RevisionName(1), |revision| revision.name);
        let revision = self.call.map_or(last, |call| call.revision);
        let canvass = self.canvass(electorate, revision);
        let objections = objection::follow(self.moments, self.folder, self.id);
        let units = self.units(electorate, &canvass);
        let said = (electorate.as_ref(), &canvass, objections.as_slice());
        let ballot = self.ballot(said, vocabulary, units, revision);
        let advice = advice::advice(
            self.moments,
            said,
            &self.excluded,
            self.moments.letters(self.folder),
            self.as_of(),
        );
        let gates = self.gates(&ballot)?;
        let levels = self.levels(&ballot)?;
        let computed = match self.track.count {
            CountUnit::None => None,
            _ => levels
                .iter()
                .find(|level| level.verdict.met)
                .map(|level| level.name.clone()),
        };
        Ok(Tally {
            proposal: self.id.clone(),
            call: self.moments.call,
            revision,
            charter: Arc::clone(self.charter),
            track: Arc::clone(&self.ground.track),
            basis: self.moments.basis.clone(),
            now: self.moments.now,
            as_of: self.as_of(),
            count: Count::of(self.track, &ballot.units),
            excluded: self.excluded.clone(),
            authors: self.authors().to_vec(),
            meeting: MeetingOfCall::of(self.moments, self.call),
            conflicts: conflict::conflicts(&canvass),
            without_conflicted: self.without_conflicted(
                electorate,
                &canvass,
                &objections,
                vocabulary,
                revision,
            ),
            statements: self.statements(electorate),
            voices: Voices::of(
                self.moments,
                electorate,
                self.track.count,
                &canvass,
                &objections,
                &ballot,
            ),
            advice,
            electorate: Arc::clone(electorate),
            canvass,
            objections,
            ballot,
            vocabulary: Arc::clone(vocabulary),
            gates,
            levels,
            computed,
        })
    }

    /// The authors as fixed at opening, else as they are.
    fn authors(&self) -> &[ParticipantId] {
        let then = self.moments.frozen().proposals.get(self.id);
        let then = then.and_then(|folder| folder.proposal.as_ref());
        &then.unwrap_or(self.proposal).authors
    }

    /// The statements of interest of those who have a seat, at the time asked for.
    fn statements(&self, electorate: &Electorate) -> Option<MissingStatement> {
        let seated = electorate.seats.keys().filter_map(|holder| {
            let roster = [&self.moments.asked, self.moments.frozen()];
            let mut roster = roster.into_iter();
            roster.find_map(|register| Some((holder, register.participant(holder)?)))
        });
        owed(self.charter, seated, self.moments.now)
    }

    fn as_of(&self) -> Instant {
        let now = self.moments.now;
        self.call.map_or(now, |call| now.min(call.closing()))
    }

    fn canvass(&self, electorate: &Electorate, revision: RevisionName) -> CountedPositions {
        let closing = Closing::of(self.moments, self.folder, self.id);
        PositionCounter {
            id: self.id,
            moments: self.moments,
            live: closing.live(),
            closing,
            proposal: self.proposal,
            track: self.track,
            call: self.call,
            electorate,
            excluded: &self.excluded,
            revision,
        }
        .canvass()
    }

    fn units(&self, electorate: &Electorate, canvass: &CountedPositions) -> Vec<Unit> {
        let meeting = self.call.and_then(|call| call.meeting.as_ref());
        Units {
            moments: self.moments,
            authors: self.authors(),
            track: self.track,
            electorate,
            excluded: &self.excluded,
            filed: UnitFile::of(canvass),
            meeting: meeting.and_then(|date| self.moments.asked.meetings.get(date)),
        }
        .all()
    }

    fn ballot(
        &self,
        said: Said<'_>,
        vocabulary: &Vocabulary,
        units: Vec<Unit>,
        revision: RevisionName,
    ) -> Ballot {
        let (electorate, _, objections) = said;
        let (number, end) = (self.moments.call, self.as_of());
        let marks = |wanted: fn(&TrackedObjection) -> bool| {
            let lets = |one: &TrackedObjection| self.excluded.let_count(electorate, one);
            let counted = |one: &TrackedObjection| wanted(one) && lets(one);
            objection::marks(self.moments, electorate, objections, counted)
        };
        let changed = self
            .proposal
            .last_material(revision)
            .map_or(end, |last| last.at);
        Ballot {
            units,
            groups: vocabulary.groups.clone(),
            houses: vocabulary.houses.clone(),
            regions: self.ground.regions.clone(),
            affiliations: vocabulary.affiliations.clone(),
            own: vocabulary.own.clone(),
            at_most: self.track.at_most.clone(),
            objections: marks(TrackedObjection::is_in_rules),
            comments: marks(TrackedObjection::is_comment_in_rules),
            people: match self.ground.counts_participants() {
                true => voice::people(self.moments, said, self.moments.letters(self.folder), end),
                false => Vec::new(),
            },
            days_open: self.call.map_or(0, |call| call.opens.days_until(end)),
            days_unchanged: changed.days_until(end),
            failed_calls: earlier::failed_calls(self.folder, self.track, number, changed),
        }
    }

    fn gates(&self, ballot: &Ballot) -> Result<Vec<RequirementResult>, TallyError> {
        let gates = self.track.gates.iter().zip(&self.ground.gates);
        let tested = gates.map(|(gate, rule)| {
            let verdict = self.verdict(&gate.when, rule, ballot)?;
            Ok(RequirementResult {
                name: gate.name.clone(),
                criterion: gate.when.clone(),
                verdict,
            })
        });
        tested.collect()
    }

    fn levels(&self, ballot: &Ballot) -> Result<Vec<LevelResult>, TallyError> {
        let levels = self.track.levels.iter().zip(&self.ground.levels);
        let tested = levels.map(|(level, rule)| {
            let verdict = match level.when.as_ref().zip(rule.as_ref()) {
                Some((when, rule)) => self.verdict(when, rule, ballot)?,
                None => RuleResult {
                    met: true,
                    comparisons: Vec::new(),
                },
            };
            let (name, outcome) = (level.name.clone(), level.outcome);
            Ok(LevelResult {
                name,
                outcome,
                criterion: level.when.clone(),
                verdict,
            })
        });
        tested.collect()
    }

    fn verdict(
        &self,
        when: &str,
        rule: &ReadRule,
        ballot: &Ballot,
    ) -> Result<RuleResult, TallyError> {
        let findings = |faults: &Vec<RuleFault>| {
            let findings = faults.iter().map(|fault| self.unreadable(when, fault));
            TallyError::Faults(findings.collect())
        };
        let rule = rule.as_ref().map_err(findings)?;
        Ok(criterion::evaluate(rule, ballot))
    }

    fn unreadable(&self, when: &str, fault: &RuleFault) -> Finding {
        let found = self.track.rules().find(|(_, _, _, rule)| *rule == when);
        let place = found.map_or(("level", 0), |(_, rules, n, _)| (rules, n));
        criterion_finding(self.moments.frozen(), self.track, place, fault)
    }
}

//! The tally: who was counted, and which criteria are met. Pure: the same records and the same
//! "now" give the same tally everywhere.

pub mod canvass;
pub(crate) mod closing;
pub mod conflict;
pub mod count;
pub mod criterion;
pub mod deciders;
pub mod electorate;
pub mod objection;
pub mod reason;
pub mod voice;

use crate::record::call::Call;
use crate::record::charter::Charter;
use crate::record::proposal::Proposal;
use crate::record::track::{Outcome, Track};
use crate::register::freeze::{Basis, Moments};
use crate::register::interests::{Owed, owed};
use crate::register::records::Folder;
use crate::tally::canvass::{Canvass, Canvasser};
use crate::tally::closing::Closing;
use crate::tally::conflict::{Conflict, WithoutConflicted};
use crate::tally::count::{Count, Filed, Units};
use crate::tally::criterion::{Ballot, RuleFault, Unit, Verdict, Vocabulary};
use crate::tally::electorate::{Electorate, MeetingOfCall};
use crate::tally::objection::Followed;
use crate::tally::voice::Voices;
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::finding::Finding;
use crate::value::id::{GateName, LevelName, ParticipantId, ProposalId, RevisionName};

/// A gate with its verdict.
#[derive(Debug, Clone)]
pub struct TestedGate {
    /// Its name.
    pub name: GateName,
    /// Its rule, as the charter writes it.
    pub criterion: String,
    /// Whether it holds, with every comparison.
    pub verdict: Verdict,
}

/// A level with its verdict.
#[derive(Debug, Clone)]
pub struct TestedLevel {
    /// Its name.
    pub name: LevelName,
    /// What becomes of the question at this level.
    pub outcome: Outcome,
    /// Its rule; the last level may have none, and holds where no other does.
    pub criterion: Option<String>,
    /// Whether the rule holds, with every comparison.
    pub verdict: Verdict,
}

/// A tally.
#[derive(Debug, Clone)]
pub struct Tally {
    /// The proposal.
    pub proposal: ProposalId,
    /// The number of the call, where there is one.
    pub call: Option<u32>,
    /// The revision of the text that it is about.
    pub revision: RevisionName,
    /// The charter that governs.
    pub charter: Charter,
    /// The track that governs.
    pub track: Track,
    /// Which moments it was made from.
    pub basis: Basis,
    /// The moment at which it is asked for.
    pub now: Instant,
    /// The moment that its numbers speak of: the close, or now where that is earlier.
    pub as_of: Instant,
    /// The seats.
    pub electorate: Electorate,
    /// Who had written the proposal when the call froze it.
    pub authors: Vec<ParticipantId>,
    /// The meeting that the call names.
    pub meeting: Option<MeetingOfCall>,
    /// What became of every position file.
    pub canvass: Canvass,
    /// The interests that were declared with counted positions.
    pub conflicts: Vec<Conflict>,
    /// What would be computed without them, where there are any.
    pub without_conflicted: Option<WithoutConflicted>,
    /// The statements of interest that the electorate owes, where the charter asks for them.
    pub statements: Option<Owed>,
    /// Every objection and comment.
    pub objections: Vec<Followed>,
    /// Who has spoken.
    pub voices: Voices,
    /// What the rules speak of.
    pub ballot: Ballot,
    /// The names that may stand in the rules.
    pub vocabulary: Vocabulary,
    /// The count of all units.
    pub count: Count,
    /// The gates, in order.
    pub gates: Vec<TestedGate>,
    /// The levels, in order.
    pub levels: Vec<TestedLevel>,
    /// The first level that holds; `None` where none does, or where nothing is counted.
    pub computed: Option<LevelName>,
}

/// Why there is no tally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoTally {
    /// There is no such proposal at the moment asked for.
    NoProposal(ProposalId),
    /// Records that the tally rests on have faults: any number might be wrong.
    Faults(Vec<Finding>),
    /// The charter in force has no such track.
    NoTrack(String),
    /// There is no such call.
    NoCall(u32),
}

impl Tally {
    /// Whether a decision may be recorded as far as gates go: all of them hold.
    pub fn decidable(&self) -> bool {
        self.gates.iter().all(|gate| gate.verdict.met)
    }

    /// Whether a designation is another level than the computed one. `None` on a track that counts
    /// nothing: it computes no level, so no designation departs from one.
    pub fn departs(&self, designation: &LevelName) -> Option<bool> {
        match self.track.count {
            CountUnit::None => None,
            _ => Some(self.computed.as_ref() != Some(designation)),
        }
    }

    /// The objections that nobody has disposed of.
    pub fn undisposed(&self) -> impl Iterator<Item = &Followed> {
        let owed = |followed: &&Followed| followed.counts() && followed.is_undisposed();
        self.objections.iter().filter(owed)
    }

    /// The level of this name.
    pub fn level(&self, name: &LevelName) -> Option<&TestedLevel> {
        self.levels.iter().find(|level| level.name == *name)
    }

    /// The count of the units that have a seat in a group.
    pub fn count_in_group(&self, group: &str) -> Count {
        let within = |unit: &&Unit| unit.groups.iter().any(|id| id.as_str() == group);
        Count::of(&self.track, self.ballot.units.iter().filter(within))
    }
}

/// The tally of a proposal at the moments that were fetched for it.
///
/// # Errors
/// There is no such proposal, track or call at that moment, or records that every number rests on
/// have faults.
pub fn tally(moments: &Moments, id: &ProposalId) -> Result<Tally, NoTally> {
    let folder = moments
        .folder(id)
        .ok_or_else(|| NoTally::NoProposal(id.clone()))?;
    let faults = faults(moments, id);
    let (Some(charter), Some(proposal), true) = (
        &moments.frozen().charter,
        &folder.proposal,
        faults.is_empty(),
    ) else {
        return Err(NoTally::Faults(faults));
    };
    let call = moments.call(folder);
    if let (Some(n), None) = (moments.call, call) {
        return Err(NoTally::NoCall(n));
    }
    let track_id = call.map_or(&proposal.track, |call| &call.track);
    let track = charter
        .track(track_id)
        .ok_or_else(|| NoTally::NoTrack(track_id.to_string()))?;
    Tallying {
        id,
        moments,
        folder,
        charter,
        proposal,
        call,
        track,
    }
    .tally()
}

fn faults(moments: &Moments, id: &ProposalId) -> Vec<Finding> {
    let mut all: Vec<Finding> = [moments.frozen(), &moments.asked]
        .into_iter()
        .flat_map(|register| register.faults_under(id))
        .cloned()
        .collect();
    all.sort_by(|a, b| a.order().cmp(&b.order()));
    all.dedup();
    all
}

struct Tallying<'t> {
    id: &'t ProposalId,
    moments: &'t Moments,
    folder: &'t Folder,
    charter: &'t Charter,
    proposal: &'t Proposal,
    call: Option<&'t Call>,
    track: &'t Track,
}

impl Tallying<'_> {
    fn tally(&self) -> Result<Tally, NoTally> {
        let register = self.moments.frozen();
        let latest = self.proposal.latest();
        let last = latest.map_or(RevisionName(1), |revision| revision.name);
        let revision = self.call.map_or(last, |call| call.revision);
        let electorate = Electorate::of(self.charter, register, self.track);
        let canvass = self.canvass(&electorate, revision);
        let objections = objection::follow(self.moments, self.folder, self.id);
        let units = self.units(&electorate, &canvass);
        let vocabulary = electorate::vocabulary(self.charter, register, self.track);
        let ballot = self.ballot(&electorate, &objections, &vocabulary, units, revision);
        let gates = self.gates(&vocabulary, &ballot)?;
        let levels = self.levels(&vocabulary, &ballot)?;
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
            charter: self.charter.clone(),
            track: self.track.clone(),
            basis: self.moments.basis.clone(),
            now: self.moments.now,
            as_of: self.as_of(),
            count: Count::of(self.track, &ballot.units),
            authors: self.authors().to_vec(),
            meeting: MeetingOfCall::of(self.moments, self.call),
            conflicts: conflict::conflicts(&canvass),
            without_conflicted: self.without_conflicted(
                &electorate,
                &canvass,
                &objections,
                &vocabulary,
                revision,
            ),
            statements: self.statements(&electorate),
            voices: Voices::of(
                self.moments,
                &electorate,
                self.track.count,
                &canvass,
                &objections,
                &ballot,
            ),
            electorate,
            canvass,
            objections,
            ballot,
            vocabulary,
            gates,
            levels,
            computed,
        })
    }

    /// The authors as the call froze them, else as they are.
    fn authors(&self) -> &[ParticipantId] {
        let then = self.moments.frozen().proposals.get(self.id);
        let then = then.and_then(|folder| folder.proposal.as_ref());
        &then.unwrap_or(self.proposal).authors
    }

    /// The statements of interest of those who have a seat, as they are at the moment asked for.
    fn statements(&self, electorate: &Electorate) -> Option<Owed> {
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

    fn canvass(&self, electorate: &Electorate, revision: RevisionName) -> Canvass {
        let closing = Closing::of(self.moments, self.folder, self.id);
        Canvasser {
            id: self.id,
            moments: self.moments,
            live: closing.live(),
            closing,
            proposal: self.proposal,
            track: self.track,
            call: self.call,
            electorate,
            revision,
        }
        .canvass()
    }

    fn units(&self, electorate: &Electorate, canvass: &Canvass) -> Vec<Unit> {
        let meeting = self.call.and_then(|call| call.meeting.as_ref());
        Units {
            moments: self.moments,
            authors: self.authors(),
            track: self.track,
            electorate,
            filed: Filed::of(canvass),
            meeting: meeting.and_then(|date| self.moments.asked.meetings.get(date)),
        }
        .all()
    }

    fn ballot(
        &self,
        electorate: &Electorate,
        objections: &[Followed],
        vocabulary: &Vocabulary,
        units: Vec<Unit>,
        revision: RevisionName,
    ) -> Ballot {
        let end = self.as_of();
        let changed = self
            .proposal
            .last_material(revision)
            .map_or(end, |last| last.at);
        Ballot {
            units,
            groups: vocabulary.groups.clone(),
            houses: vocabulary.houses.clone(),
            regions: electorate::regions(self.moments.frozen()),
            affiliations: vocabulary.affiliations.clone(),
            objections: objection::marks(self.moments, electorate, objections),
            days_open: self.call.map_or(0, |call| call.opens.days_until(end)),
            days_unchanged: changed.days_until(end),
        }
    }

    fn gates(&self, words: &Vocabulary, ballot: &Ballot) -> Result<Vec<TestedGate>, NoTally> {
        let tested = self.track.gates.iter().map(|gate| {
            let verdict = self.verdict(&gate.when, words, ballot)?;
            Ok(TestedGate {
                name: gate.name.clone(),
                criterion: gate.when.clone(),
                verdict,
            })
        });
        tested.collect()
    }

    fn levels(&self, words: &Vocabulary, ballot: &Ballot) -> Result<Vec<TestedLevel>, NoTally> {
        let tested = self.track.levels.iter().map(|level| {
            let verdict = match &level.when {
                Some(when) => self.verdict(when, words, ballot)?,
                None => Verdict {
                    met: true,
                    comparisons: Vec::new(),
                },
            };
            let (name, outcome) = (level.name.clone(), level.outcome);
            Ok(TestedLevel {
                name,
                outcome,
                criterion: level.when.clone(),
                verdict,
            })
        });
        tested.collect()
    }

    fn verdict(&self, when: &str, words: &Vocabulary, ballot: &Ballot) -> Result<Verdict, NoTally> {
        let findings = |faults: Vec<RuleFault>| {
            let findings = faults.iter().map(|fault| self.unreadable(when, fault));
            NoTally::Faults(findings.collect())
        };
        let rule = criterion::parse(when, words).map_err(findings)?;
        Ok(criterion::evaluate(&rule, ballot))
    }

    fn unreadable(&self, when: &str, fault: &RuleFault) -> Finding {
        let found = self.track.rules().find(|(_, _, _, rule)| *rule == when);
        let place = found.map_or(("level", 0), |(_, rules, n, _)| (rules, n));
        criterion_finding(self.moments.frozen(), self.track, place, fault)
    }
}

/// A fault of a rule as a finding at its column in the charter. `rule` is the list that the rule
/// stands in, `gate` or `level`, and its index there.
fn criterion_finding(
    register: &crate::register::records::Register,
    track: &Track,
    rule: (&str, usize),
    fault: &RuleFault,
) -> Finding {
    use crate::record::{path::CHARTER, reader};
    let index = rule.1.to_string();
    let keys = ["track", track.id.as_str(), rule.0, &index, "when"];
    let bytes = register.bytes(CHARTER).unwrap_or_default();
    let mut place = reader::place_in(CHARTER, bytes, &keys);
    // The rule begins behind its quotation mark; escapes in rules are not expected.
    let offset = u32::try_from(fault.at)
        .unwrap_or(u32::MAX)
        .saturating_add(1);
    place.column = place.column.map(|column| column.saturating_add(offset));
    Finding {
        hint: fault.hint.clone(),
        ..Finding::new(crate::value::code::S124, place, fault.sentence.clone())
    }
}

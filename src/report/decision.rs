//! Shows a decision: the outcome, the tally, each objection with how it was closed, who disagreed,
//! who signed off, and then the rest.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::procedure::hand::Hands;
use crate::record::call::DecidedPart;
use crate::record::decision::{Decision, DecisionDates, InputCommits, Override};
use crate::record::erratum::Erratum;
use crate::record::track::Outcome;
use crate::register::folder::CallFolder;
use crate::register::records::Register;
use crate::register::tally_inputs::TallyInputs;
use crate::render::ink::{Style, StyledText};
use crate::render::page::{Facts, Page};
use crate::report::advice::AdviceRows;
use crate::report::afterwards::StatusSince;
use crate::report::caveats::{Conflicts, DeciderLines, SilentGroups};
use crate::report::counts::{Counts, NOT_COUNTED};
use crate::report::designation::Around;
use crate::report::objection::ObjectionWhole;
use crate::report::package;
use crate::report::places::Limited;
pub use crate::report::sign_off::SignedOff;
use crate::report::sign_off::{SignOffs, hands};
use crate::report::who::Names;
use crate::report::words;
use crate::tally::Tally;
use crate::tally::electorate::MeetingOfCall;
use crate::value::class::{CountUnit, CountsAs};
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::{
    LevelName, ParticipantId, PositionName, ProposalId, RegisterId, RevisionName, TrackId,
};

/// A decision as it is shown when it is recorded, or signed off.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionReport {
    format: u32,
    register: RegisterId,
    proposal: ProposalId,
    #[serde(flatten)]
    decision: DecisionWhole,
    #[serde(flatten)]
    tally: DecisionTally,
    meeting: Option<MeetingSnapshot>,
    #[serde(flatten)]
    silent: SilentGroups,
    #[serde(flatten)]
    conflicts: Conflicts,
    decided_alone: DeciderLines,
    read: String,
    around: Around,
    objections: Vec<ObjectionWhole>,
    #[serde(flatten)]
    advice: AdviceRows,
    /// The names of the participants who are mentioned.
    names: Names,
}

/// The count that was decided on.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct DecisionTally {
    count: CountUnit,
    seats: u64,
    members: u64,
    positions: Counts,
    #[serde(skip)]
    answers: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<Limited>,
    /// Whose counted position is against.
    against: Vec<Against>,
}

/// A counted position that is against.
#[derive(Debug, Clone, Serialize)]
struct Against {
    by: String,
    position: PositionName,
}

/// The meeting that the decided call names.
#[derive(Debug, Clone, Serialize)]
struct MeetingSnapshot {
    date: String,
    present: Option<usize>,
    minutes: Vec<String>,
}

/// Everything that the record of a decision says, without its account.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct DecisionWhole {
    call: u32,
    question: String,
    revision: RevisionName,
    track: TrackId,
    outcome: Outcome,
    designation: LevelName,
    computed: Option<LevelName>,
    by: ParticipantId,
    at: Instant,
    reason: Option<String>,
    does_not_mean: Option<String>,
    overrides: Vec<Override>,
    addressee: Option<String>,
    /// The moments that follow from it.
    #[serde(flatten)]
    after: DecisionDates,
    interim: bool,
    supersedes: Vec<ProposalId>,
    /// The parts of a package, as they were decided when its call opened.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<DecidedPart>,
    /// Corrections of words in it, by their number.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    errata: BTreeMap<u32, Erratum>,
    sign_offs: SignOffs,
    pins: InputCommits,
    /// Who committed its inputs and its sign-offs, if that is not their author.
    committed_by_another: Hands,
    /// What happened to it since; nothing at the moment of the decision.
    #[serde(flatten)]
    since: Option<StatusSince>,
}

impl DecisionReport {
    /// The report of a decision of the tally's call, with the sign-off of the chair who decided.
    pub fn of(moments: &TallyInputs, tally: &Tally, decision: &Decision) -> Self {
        let by = vec![decision.judgement.by.clone()];
        Self::signed_off(moments, tally, decision, by, DeciderLines::of(tally))
    }

    /// The same with all sign-offs that it has, as [`Register::sign_offs`] gives them, and who decides alone.
    ///
    /// [`Register::sign_offs`]: crate::register::records::Register::sign_offs
    pub(crate) fn signed_off(
        moments: &TallyInputs,
        tally: &Tally,
        decision: &Decision,
        by: Vec<ParticipantId>,
        decided_alone: DeciderLines,
    ) -> Self {
        let call = tally.call.unwrap_or_default();
        let folder = moments.folder(&tally.proposal);
        let filed = folder.and_then(|folder| folder.calls.get(&call));
        let needed = Some(tally.track.sign_offs);
        let whole = DecisionWhole::of(call, decision, by, needed).corrected(filed.map(Box::as_ref));
        let counted = DecisionTally::of(tally);
        let around = filed.map_or(Around::default(), |filed| Around::of(call, filed));
        let objections: Vec<ObjectionWhole> = ObjectionWhole::blocking(tally).collect();
        let people = objections.iter().flat_map(ObjectionWhole::people);
        let people = people.chain(whole.people()).chain(around.people());
        let people = people.map(ToString::to_string).chain(counted.people());
        Self {
            format: 1,
            register: decision.matter.register.clone(),
            proposal: decision.matter.proposal.clone(),
            names: Names::of(moments).only(people),
            decision: whole,
            tally: counted,
            meeting: tally.meeting.as_ref().map(MeetingSnapshot::of),
            silent: SilentGroups::of(tally),
            conflicts: Conflicts::of(tally),
            decided_alone,
            read: words::reads(&tally.canvass),
            around,
            objections,
            advice: AdviceRows::of(tally).named(&Names::of(moments)),
        }
    }

    /// The same with those who committed it.
    #[must_use]
    pub fn committed(mut self, hands: Hands) -> Self {
        self.decision.committed(hands);
        self
    }

    /// The decision for people.
    pub fn page(&self) -> Page {
        let (decision, names) = (&self.decision, &self.names);
        let title = format!("Decision on {}, call {}: ", self.proposal, decision.call);
        let facts = decision.outcome_facts(Facts::default());
        let facts = self.tally.facts(facts, names);
        let meeting = self.meeting.as_ref().map(MeetingSnapshot::in_words);
        Page::new()
            .title(StyledText::from(title).then(outcome(decision.outcome)))
            .facts(facts.fact("Question", &decision.question))
            .then(decision.reasons())
            .gap()
            .then(ObjectionWhole::ended_page(&self.objections, names))
            .then(self.advice.page())
            .then(self.around.minority_page(names))
            .facts(decision.signed(Facts::default(), names))
            .gap()
            .facts(decision.terms(Facts::default()).given("Meeting", meeting))
            .then(hands(&decision.committed_by_another))
            .then(self.silent.public_page())
            .then(self.conflicts.page())
            .then(self.decided_alone.vetoes())
            .line(&self.read)
            .gap()
            .then(self.around.drafts_page(names))
    }
}

impl DecisionTally {
    pub(crate) fn of(tally: &Tally) -> Self {
        let counted = tally.canvass.counted.iter();
        let against = counted.filter(|file| file.class == CountsAs::Against);
        Self {
            count: tally.track.count,
            seats: tally.count.seats,
            members: tally.count.members,
            positions: Counts::of(&tally.track, &tally.count),
            answers: Counts::given(&tally.track, &tally.count),
            at_most: Limited::of(tally),
            against: against
                .map(|file| Against {
                    by: file.owner.to_string(),
                    position: file.position.clone(),
                })
                .collect(),
        }
    }

    /// Whose position is against.
    pub(crate) fn people(&self) -> impl Iterator<Item = String> {
        self.against.iter().map(|each| each.by.clone())
    }

    /// The count, and who is against.
    pub(crate) fn facts(&self, facts: Facts, names: &Names) -> Facts {
        let (answers, members, seats) = (self.answers.in_words(), self.members, self.seats);
        let tally = match self.count {
            CountUnit::None => format!("{answers} ({NOT_COUNTED})"),
            _ => format!("{answers} ({members} of {seats} seats eligible)"),
        };
        let against = self.against.iter();
        let against: Vec<String> = against
            .map(|each| names.with_fact(&each.by, &each.position))
            .collect();
        let limit = self.at_most.as_ref();
        facts
            .fact("Tally", tally)
            .filled("Limit", limit.map(Limited::in_words).unwrap_or_default())
            .filled("Against", against.join(", "))
    }
}

pub(crate) fn outcome(outcome: Outcome) -> StyledText {
    match outcome {
        Outcome::Adopted => Style::Good.on(outcome.word()),
        _ => outcome.word().into(),
    }
}

impl DecisionWhole {
    /// Everything of the decision of the call `call`. `needed` sign-offs, if the charter says so.
    pub(crate) fn of(
        call: u32,
        decision: &Decision,
        sign_offs: Vec<ParticipantId>,
        needed: Option<u64>,
    ) -> Self {
        let (matter, judgement) = (&decision.matter, &decision.judgement);
        Self {
            call,
            question: matter.question.clone(),
            revision: matter.revision,
            track: matter.track.clone(),
            outcome: judgement.outcome,
            designation: judgement.designation.clone(),
            computed: decision.computed.clone(),
            by: judgement.by.clone(),
            at: judgement.at,
            reason: judgement.reason.clone(),
            does_not_mean: judgement.does_not_mean.clone(),
            overrides: judgement.overrides.clone(),
            addressee: matter.addressee.clone(),
            after: decision.afterwards,
            interim: judgement.chosen.interim,
            supersedes: matter.supersedes.clone(),
            parts: matter.parts.clone(),
            errata: BTreeMap::new(),
            sign_offs: SignOffs::of(sign_offs, needed),
            pins: decision.pins.clone(),
            committed_by_another: Hands::Silent,
            since: None,
        }
    }

    /// The same with the errata of its call.
    pub(crate) fn corrected(self, call: Option<&CallFolder>) -> Self {
        let errata = call.map(|call| call.errata.clone()).unwrap_or_default();
        Self { errata, ..self }
    }

    /// The same with those who committed it.
    pub(crate) fn committed(&mut self, hands: Hands) {
        self.committed_by_another = hands;
    }

    /// The call that it decided.
    pub(crate) fn call(&self) -> u32 {
        self.call
    }

    /// Who decided and who signed off.
    pub(crate) fn people(&self) -> impl Iterator<Item = &ParticipantId> {
        std::iter::once(&self.by).chain(self.sign_offs.people())
    }

    /// The same decision of a call on `id`, with what happened to it until `now`.
    pub(crate) fn followed(&mut self, register: &Register, id: &ProposalId, now: Instant) {
        self.since = StatusSince::of(register, id, self.call, now);
    }

    /// The decision as a part of a larger page: `tally` is its count, where that is at hand.
    pub(crate) fn page(&self, tally: Option<&DecisionTally>, names: &Names) -> Page {
        let heading = StyledText::from(format!("Decision of call {}: ", self.call));
        let since = self.since.as_ref();
        let facts = self.outcome_facts(Facts::default());
        let facts = match since {
            Some(since) => since.facts(facts),
            None => facts,
        };
        let facts = match tally {
            Some(tally) => tally.facts(facts, names),
            None => facts,
        };
        Page::new()
            .subheading(heading.then(outcome(self.outcome)))
            .facts(self.terms(self.signed(facts, names)))
            .then(self.reasons())
            .then(hands(&self.committed_by_another))
            .each(since.map(StatusSince::page))
    }

    fn outcome_facts(&self, facts: Facts) -> Facts {
        let designation = words::designation(&self.designation, self.computed.as_ref());
        facts
            .fact("Outcome", outcome(self.outcome))
            .fact("Designation", designation)
    }

    /// Who decided, and who signed off.
    fn signed(&self, facts: Facts, names: &Names) -> Facts {
        let by = format!("{}, {}", names.with_id(&self.by), self.at.long());
        facts
            .fact("Decided by", by)
            .fact("Sign-offs", self.sign_offs.in_words(names))
    }

    /// On which text, what follows when, and from which inputs it was computed.
    fn terms(&self, facts: Facts) -> Facts {
        let after = &self.after;
        let adopted = self.outcome == Outcome::Adopted;
        let in_force = |at: Option<Instant>| at.filter(|_| adopted).map(Instant::long);
        let expires = match self.interim {
            true => "Interim until",
            false => "Expires",
        };
        facts
            .fact("Text", format!("{} on track {}", self.revision, self.track))
            .filled("Addressee", self.addressee.as_ref())
            .given("In force from", in_force(after.effective))
            .given("Appeals until", after.appeal_until.map(Instant::long))
            .given("Response due", after.answer_until.map(Instant::long))
            .given("Report due", after.report_until.map(Instant::long))
            .given("Review due", after.review.map(Instant::long))
            .given(expires, in_force(after.sunset))
            .filled("Supersedes", words::listed(&self.supersedes))
            .filled("Parts", package::decided(&self.parts))
            .fact("Computed from", inputs(&self.pins))
    }

    fn reasons(&self) -> Page {
        let overridden = |over: &Override| {
            let label = format!("Requirement {} overridden", over.gate);
            Page::new().prose(label, &over.reason)
        };
        Page::new()
            .said("Reason", self.reason.as_ref())
            .said("What it does not mean", self.does_not_mean.as_ref())
            .each(self.overrides.iter().map(overridden))
            .each(self.errata.iter().map(corrected))
    }
}

/// One erratum below the words that it corrects.
fn corrected((k, erratum): (&u32, &Erratum)) -> Page {
    let (was, reads, act) = (&erratum.was, &erratum.reads, &erratum.act);
    let label = format!("Erratum {k} by {}, {}", act.by, act.at.long());
    Page::new().prose(
        label,
        format!("\"{was}\" should read \"{reads}\". {}", act.reason),
    )
}

impl MeetingSnapshot {
    fn of(meeting: &MeetingOfCall) -> Self {
        let record = meeting.record.as_ref();
        Self {
            date: meeting.date.clone(),
            present: record.map(|record| record.present.len()),
            minutes: meeting.minutes.clone(),
        }
    }

    fn in_words(&self) -> String {
        let present = self.present.map(|present| format!("{present} present"));
        let minutes =
            (!self.minutes.is_empty()).then(|| format!("minutes {}", words::listed(&self.minutes)));
        words::joined([Some(self.date.clone()), present, minutes], ", ")
    }
}

fn inputs(pins: &InputCommits) -> String {
    let commit = |name: &str, commit: &Option<CommitId>| {
        let commit = commit.as_ref()?;
        Some(format!("{name} {}", commit.short()))
    };
    let parts = [
        commit("commit", &pins.inputs),
        commit("opening commit", &pins.frozen),
        commit("closing commit", &pins.closing),
        Some(format!("charter {}", pins.charter.short())),
        Some(format!("list of inputs {}", pins.manifest.short())),
    ];
    words::joined(parts, ", ")
}

#[cfg(test)]
mod tests {
    use super::{DeciderLines, DecisionReport};
    use crate::blessed::screen;
    use crate::register::tally_inputs::CloseEvidence;
    use crate::render::json;
    use crate::report::sample::{counted, on, retention};
    use crate::value::id::ParticipantId;

    fn person(id: &str) -> ParticipantId {
        ParticipantId::parse(id).unwrap()
    }

    #[test]
    fn a_decision_shows_its_count_its_reason_and_what_is_pending() {
        let files = retention().decided("divergence", "Two objections\nstand open.");
        let moments = files.closed(&files, CloseEvidence::Record);
        let tally = counted(&moments, "retention");
        let folder = &moments.asked.proposals["retention"];
        let decision = folder.decision(2).unwrap();
        let text = on(100, &DecisionReport::of(&moments, &tally, decision).page());
        let digest = decision.pins.manifest.short();
        screen(
            "report/decision/its_count_its_reason_and_what_is_pending",
            &text.replace(digest, "DIGEST1"),
        );
        let both = vec![person("maya-chen"), person("tomas-ruiz")];
        let signed =
            DecisionReport::signed_off(&moments, &tally, decision, both, DeciderLines::of(&tally));
        let value: serde_json::Value = serde_json::from_str(&json(&signed)).unwrap();
        assert_eq!(value["sign-offs"]["pending"], false);
        assert_eq!(value["designation"], "divergence");
        let computed = "strong-support-but-significant-opposition";
        assert_eq!(value["computed"], computed);
        screen(
            "report/decision/a_decision_shows_its_count_its_reason_and_what_is_pending",
            &on(100, &signed.page()),
        );
    }
}

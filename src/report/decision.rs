//! A decision: what was decided, on which count, by whose judgement, and what follows.
//!
//! The sign-offs of a decision: who has given theirs, how many are needed, and whose turn it is.
//!
//! Who committed records of others, where the history is no proof of who submits.

use crate::value::sentence::many;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::procedure::hand::{ByAnother, Hand, Hands, counted};
use crate::procedure::names::{done_by, people};
use crate::procedure::rights::{About, Deed, may};
use crate::record::decision::{Decision, DecisionDates, InputCommits, Override};
use crate::record::track::Outcome;
use crate::register::records::Register;
use crate::register::tally_inputs::TallyInputs;
use crate::render::ink::{Style, StyledText};
use crate::render::page::{Facts, Page};
use crate::report::afterwards::StatusSince;
use crate::report::caveats::{Conflicts, DeciderLines, SilentGroups};
use crate::report::counts::{Counts, NOT_COUNTED};
use crate::report::designation::Around;
use crate::report::words;
use crate::tally::Tally;
use crate::tally::electorate::MeetingOfCall;
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::digest::CommitId;
use crate::value::id::{LevelName, ParticipantId, ProposalId, RegisterId, RevisionName, TrackId};

/// A decision as it is shown when it is recorded, or signed off.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionReport {
    format: u32,
    register: RegisterId,
    proposal: ProposalId,
    #[serde(flatten)]
    decision: DecisionWhole,
    count: CountUnit,
    seats: u64,
    members: u64,
    positions: Counts,
    #[serde(skip)]
    answers: Counts,
    meeting: Option<MeetingSnapshot>,
    #[serde(flatten)]
    silent: SilentGroups,
    #[serde(flatten)]
    conflicts: Conflicts,
    decided_alone: DeciderLines,
    read: String,
    around: Around,
}

/// The meeting that the decided call names.
#[derive(Debug, Clone, Serialize)]
struct MeetingSnapshot {
    date: String,
    present: Option<usize>,
    minutes: Vec<String>,
}

/// Everything that a decision's record says but its account.
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
    sign_offs: SignOffs,
    pins: InputCommits,
    /// Whose hand committed what it rests on and its sign-offs.
    committed_by_another: Hands,
    /// What became of it; nothing at the moment of the decision.
    #[serde(flatten)]
    since: Option<StatusSince>,
}

/// Who signed off, and whether that is enough.
#[derive(Debug, Clone, Serialize)]
struct SignOffs {
    by: Vec<ParticipantId>,
    needed: Option<u64>,
    pending: bool,
}

impl DecisionReport {
    /// The report of a decision of the tally's call, with the sign-off of whoever judged it.
    pub fn of(moments: &TallyInputs, tally: &Tally, decision: &Decision) -> Self {
        let by = vec![decision.judgement.by.clone()];
        Self::signed_off(moments, tally, decision, by)
    }

    /// The same with everybody's sign-off that it has, as [`Register::sign_offs`] gives them.
    ///
    /// [`Register::sign_offs`]: crate::register::records::Register::sign_offs
    pub fn signed_off(
        moments: &TallyInputs,
        tally: &Tally,
        decision: &Decision,
        by: Vec<ParticipantId>,
    ) -> Self {
        let call = tally.call.unwrap_or_default();
        let folder = moments.folder(&tally.proposal);
        let filed = folder.and_then(|folder| folder.calls.get(&call));
        let needed = Some(tally.track.sign_offs);
        Self {
            format: 1,
            register: decision.matter.register.clone(),
            proposal: decision.matter.proposal.clone(),
            decision: DecisionWhole::of(call, decision, by, needed),
            count: tally.track.count,
            seats: tally.count.seats,
            members: tally.count.members,
            positions: Counts::of(&tally.track, &tally.count),
            answers: Counts::given(&tally.track, &tally.count),
            meeting: tally.meeting.as_ref().map(MeetingSnapshot::of),
            silent: SilentGroups::of(tally),
            conflicts: Conflicts::of(tally),
            decided_alone: DeciderLines::of(tally),
            read: words::reads(&tally.canvass),
            around: filed.map_or(Around::default(), |filed| Around::of(call, filed)),
        }
    }

    /// The same with the hands that committed it.
    #[must_use]
    pub fn committed(mut self, hands: Hands) -> Self {
        self.decision.committed(hands);
        self
    }

    /// The decision for people.
    pub fn page(&self) -> Page {
        let decision = &self.decision;
        let title = format!("Decision on {}, call {}: ", self.proposal, decision.call);
        Page::new()
            .title(StyledText::from(title).then(outcome(decision.outcome)))
            .facts(self.facts())
            .then(decision.reasons())
            .then(hands(&decision.committed_by_another))
            .then(self.silent.public_page())
            .then(self.conflicts.page())
            .then(self.decided_alone.vetoes())
            .line(&self.read)
            .gap()
            .then(self.around.page())
    }

    fn facts(&self) -> Facts {
        let facts = Facts::default().fact("Question", &self.decision.question);
        let facts = self
            .decision
            .judgement(facts)
            .fact("Tally", self.tally())
            .given(
                "Meeting",
                self.meeting.as_ref().map(MeetingSnapshot::in_words),
            );
        self.decision.afterwards(facts)
    }

    fn tally(&self) -> String {
        let (answers, members, seats) = (self.answers.in_words(), self.members, self.seats);
        match self.count {
            CountUnit::None => format!("{answers} · {NOT_COUNTED}"),
            _ => format!("{answers} · {members} of {seats} seats are members"),
        }
    }
}

pub(crate) fn outcome(outcome: Outcome) -> StyledText {
    match outcome {
        Outcome::Adopted => Style::Good.on(outcome.word()),
        _ => outcome.word().into(),
    }
}

impl DecisionWhole {
    /// Everything of the decision of the call `call`. `needed` sign-offs, where the charter says.
    pub(crate) fn of(
        call: u32,
        decision: &Decision,
        sign_offs: Vec<ParticipantId>,
        needed: Option<u64>,
    ) -> Self {
        let (matter, judgement) = (&decision.matter, &decision.judgement);
        let given = u64::try_from(sign_offs.len()).unwrap_or(u64::MAX);
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
            sign_offs: SignOffs {
                by: sign_offs,
                needed,
                pending: needed.is_some_and(|needed| given < needed),
            },
            pins: decision.pins.clone(),
            committed_by_another: Hands::Silent,
            since: None,
        }
    }

    /// The same with the hands that committed it.
    pub(crate) fn committed(&mut self, hands: Hands) {
        self.committed_by_another = hands;
    }

    /// The call that it decided.
    pub(crate) fn call(&self) -> u32 {
        self.call
    }

    /// The same decision of a call on `id`, with what became of it until `now`.
    pub(crate) fn followed(&mut self, register: &Register, id: &ProposalId, now: Instant) {
        self.since = StatusSince::of(register, id, self.call, now);
    }

    /// The decision as a part of a larger page.
    pub(crate) fn page(&self) -> Page {
        let heading = StyledText::from(format!("Decision of call {}: ", self.call));
        let since = self.since.as_ref();
        let facts = Facts::default();
        let facts = match since {
            Some(since) => since.facts(facts),
            None => facts,
        };
        Page::new()
            .subheading(heading.then(outcome(self.outcome)))
            .facts(self.afterwards(self.judgement(facts)))
            .then(self.reasons())
            .then(hands(&self.committed_by_another))
            .each(since.map(StatusSince::page))
    }

    fn judgement(&self, facts: Facts) -> Facts {
        let designation = words::designation(&self.designation, self.computed.as_ref());
        facts
            .fact("Outcome", outcome(self.outcome))
            .fact("Designation", designation)
            .fact("Judged by", format!("{}, {}", self.by, self.at.long()))
            .fact("Text", format!("{} on track {}", self.revision, self.track))
    }

    /// Sign-offs, terms, and what it rests on.
    fn afterwards(&self, facts: Facts) -> Facts {
        let after = &self.after;
        let adopted = self.outcome == Outcome::Adopted;
        let in_force = |at: Option<Instant>| at.filter(|_| adopted).map(Instant::long);
        let lapses = match self.interim {
            true => "Interim until",
            false => "Lapses",
        };
        facts
            .fact("Sign-offs", self.sign_offs.in_words())
            .filled("Addressed to", self.addressee.as_ref())
            .given("In force from", in_force(after.effective))
            .given("Appeal until", after.appeal_until.map(Instant::long))
            .given("Answer until", after.answer_until.map(Instant::long))
            .given("Report until", after.report_until.map(Instant::long))
            .given("Review", after.review.map(Instant::long))
            .given(lapses, in_force(after.sunset))
            .filled("Supersedes", words::listed(&self.supersedes))
            .fact("Rests on", pinned(&self.pins))
    }

    fn reasons(&self) -> Page {
        let passed = |over: &Override| {
            let label = format!("Passed over the gate {}", over.gate);
            Page::new().prose(label, &over.reason)
        };
        Page::new()
            .said("Reason", self.reason.as_ref())
            .said("What it does not mean", self.does_not_mean.as_ref())
            .each(self.overrides.iter().map(passed))
    }
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
        words::joined([Some(self.date.clone()), present, minutes], " · ")
    }
}

impl SignOffs {
    fn in_words(&self) -> String {
        match self.needed {
            Some(needed) => words::sign_offs(&self.by, needed),
            None => words::listed(&self.by),
        }
    }
}

fn pinned(pins: &InputCommits) -> String {
    let commit = |name: &str, commit: &Option<CommitId>| {
        let commit = commit.as_ref()?;
        Some(format!("{name} {}", commit.short()))
    };
    let parts = [
        commit("inputs", &pins.inputs),
        commit("frozen", &pins.frozen),
        commit("closing", &pins.closing),
        Some(format!("charter {}", pins.charter.short())),
        Some(format!("manifest {}", pins.manifest.short())),
    ];
    words::joined(parts, " · ")
}

/// Who has signed off a decision, and who can next.
#[derive(Debug, Clone, Serialize)]
pub struct SignedOff {
    proposal: ProposalId,
    signed: Vec<ParticipantId>,
    needed: u64,
    next: Vec<ParticipantId>,
}

impl SignedOff {
    /// The sign-offs of the tally's call, where `signed` have given theirs.
    pub fn of(moments: &TallyInputs, tally: &Tally, signed: Vec<ParticipantId>) -> Self {
        let about = About::tallied(moments, tally).signing(&signed);
        Self {
            proposal: tally.proposal.clone(),
            next: may(Deed::SignOff, &about),
            needed: tally.track.sign_offs,
            signed,
        }
    }

    /// Whether nobody is missing.
    pub fn is_complete(&self) -> bool {
        u64::try_from(self.signed.len()).is_ok_and(|have| have >= self.needed)
    }

    /// The sign-offs for people.
    pub fn page(&self) -> Page {
        let said = words::sign_offs(&self.signed, self.needed);
        Page::new()
            .line(format!("Sign-offs on {}: {said}", self.proposal))
            .then(self.next_page())
    }

    /// By whose hand it was committed; nothing where it is one's own.
    pub fn committed(by_another: &[ByAnother]) -> Page {
        told_hands(by_another)
    }

    /// Whose turn it is; nothing where nobody is missing.
    pub fn next_page(&self) -> Page {
        if self.is_complete() {
            return Page::new();
        }
        let sign_off = Command::new("sign-off").with(&self.proposal);
        let next = done_by(people(&self.next), sign_off);
        Page::new().line(format!("The decision is pending. {next}"))
    }
}

/// What history says of them; nothing where it says nothing.
pub(crate) fn hands(hands: &Hands) -> Page {
    match hands {
        Hands::Silent => Page::new(),
        Hands::NotHere => Page::new().line(
            "Not checked: who committed the records of whom, because the history here is not whole.",
        ),
        Hands::Told(all) => told_hands(all),
    }
}

/// How many records of whom, by whom, and every decision and sign-off by itself.
pub(crate) fn told_hands(all: &[ByAnother]) -> Page {
    let hands = counted(all);
    if hands.is_empty() {
        return Page::new();
    }
    let sum = |count: fn(&Hand) -> u64| hands.iter().map(count).sum();
    let amounts = [
        amount(sum(|hand| hand.records), "record"),
        amount(sum(|hand| hand.sign_offs), "sign-off"),
    ];
    let counts = hands.iter().filter_map(|hand| {
        let amount = amount(hand.records, "record")?;
        Some(format!("{amount} of {} by {}", hand.of, hand.by))
    });
    let all: BTreeSet<&ByAnother> = all.iter().collect();
    let signed = all.iter().filter(|one| one.is_sign_off).map(|one| {
        let (path, of, by) = (&one.path, &one.of, &one.by);
        format!("{path} is signed by {of}, and {by} committed it")
    });
    let amounts = words::joined(amounts, ", ");
    Page::new()
        .line(format!(
            "Committed under the address of another participant: {amounts}."
        ))
        .bullets(counts.chain(signed))
}

/// So many; nothing where there are none.
fn amount(n: u64, what: &str) -> Option<String> {
    (n > 0).then(|| many(usize::try_from(n).unwrap_or(usize::MAX), what))
}

#[cfg(test)]
mod tests {
    use super::DecisionReport;
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
        let signed = DecisionReport::signed_off(&moments, &tally, decision, both);
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

//! A decision: what was decided, on which count, by whose judgement, and what follows.

use serde::Serialize;

use crate::procedure::hand::Hands;
use crate::record::decision::{Decision, Override, Pins};
use crate::record::track::Outcome;
use crate::register::freeze::Moments;
use crate::register::records::Register;
use crate::render::ink::{Ink, Text};
use crate::render::page::{Facts, Page};
use crate::report::around::Around;
use crate::report::conflicts::Conflicts;
use crate::report::counts::{Counts, NOT_COUNTED};
use crate::report::deciders::DeciderLines;
use crate::report::silent::SilentGroups;
use crate::report::standing::Since;
use crate::report::{hands, words};
use crate::tally::Tally;
use crate::tally::electorate::MeetingOfCall;
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::id::{
    GateName, LevelName, ParticipantId, ProposalId, RegisterId, RevisionName, TrackId,
};

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
    meeting: Option<MeetingThen>,
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
struct MeetingThen {
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
    overrides: Vec<Passed>,
    addressee: Option<String>,
    effective: Option<Instant>,
    appeal_until: Option<Instant>,
    answer_until: Option<Instant>,
    report_until: Option<Instant>,
    review: Option<Instant>,
    sunset: Option<Instant>,
    interim: bool,
    supersedes: Vec<ProposalId>,
    sign_offs: SignOffs,
    pins: Pinned,
    /// Whose hand committed what it rests on and its sign-offs.
    committed_by_another: Hands,
    /// What became of it; nothing at the moment of the decision.
    #[serde(flatten)]
    since: Option<Since>,
}

/// An unmet gate that was passed over.
#[derive(Debug, Clone, Serialize)]
struct Passed {
    gate: GateName,
    reason: String,
}

/// Who signed off, and whether that is enough.
#[derive(Debug, Clone, Serialize)]
struct SignOffs {
    by: Vec<ParticipantId>,
    needed: Option<u64>,
    pending: bool,
}

/// The inputs of a decision.
#[derive(Debug, Clone, Serialize)]
struct Pinned {
    inputs: Option<CommitId>,
    frozen: Option<CommitId>,
    closing: Option<CommitId>,
    charter: TextDigest,
    manifest: TextDigest,
}

impl DecisionReport {
    /// The report of a decision of the tally's call, with the sign-off of whoever judged it.
    pub fn of(moments: &Moments, tally: &Tally, decision: &Decision) -> Self {
        Self::signed_off(
            moments,
            tally,
            decision,
            vec![decision.judgement.by.clone()],
        )
    }

    /// The same with everybody's sign-off that it has, as [`Register::sign_offs`] gives them.
    ///
    /// [`Register::sign_offs`]: crate::register::records::Register::sign_offs
    pub fn signed_off(
        moments: &Moments,
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
            meeting: tally.meeting.as_ref().map(MeetingThen::of),
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
            .title(Text::from(title).then(outcome(decision.outcome)))
            .facts(self.facts())
            .then(decision.reasons())
            .then(hands::page(&decision.committed_by_another))
            .then(self.silent.public_page())
            .then(self.conflicts.page())
            .then(self.decided_alone.vetoes())
            .line(&self.read)
            .gap()
            .then(self.around.page())
    }

    fn facts(&self) -> Facts {
        let facts = Facts::default().fact("Question", &self.decision.question);
        let facts = self.decision.judgement(facts).fact("Tally", self.tally());
        let facts = match &self.meeting {
            Some(meeting) => facts.fact("Meeting", meeting.in_words()),
            None => facts,
        };
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

fn outcome(outcome: Outcome) -> Text {
    match outcome {
        Outcome::Adopted => Ink::Good.on(outcome.word()),
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
        let after = &decision.afterwards;
        let given = u64::try_from(sign_offs.len()).unwrap_or(u64::MAX);
        let passed = |over: &Override| Passed {
            gate: over.gate.clone(),
            reason: over.reason.clone(),
        };
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
            overrides: judgement.overrides.iter().map(passed).collect(),
            addressee: matter.addressee.clone(),
            effective: after.effective,
            appeal_until: after.appeal_until,
            answer_until: after.answer_until,
            report_until: after.report_until,
            review: after.review,
            sunset: after.sunset,
            interim: judgement.chosen.interim,
            supersedes: matter.supersedes.clone(),
            sign_offs: SignOffs {
                by: sign_offs,
                needed,
                pending: needed.is_some_and(|needed| given < needed),
            },
            pins: Pinned::of(&decision.pins),
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
        self.since = Since::of(register, id, self.call, now);
    }

    /// The decision as a part of a larger page.
    pub(crate) fn page(&self) -> Page {
        let heading = Text::from(format!("Decision of call {}: ", self.call));
        let since = self.since.as_ref();
        let facts = since.map_or(Facts::default(), |since| since.facts(Facts::default()));
        let facts = self.judgement(facts);
        Page::new()
            .subheading(heading.then(outcome(self.outcome)))
            .facts(self.afterwards(facts))
            .then(self.reasons())
            .then(hands::page(&self.committed_by_another))
            .then(since.map_or(Page::new(), Since::page))
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
        let facts = facts.fact("Sign-offs", self.sign_offs.in_words());
        let long = |at: Option<Instant>| at.map(Instant::long).unwrap_or_default();
        // What was not adopted never takes effect, and so has no end either.
        let in_force = |at: Option<Instant>| long(at.filter(|_| self.outcome == Outcome::Adopted));
        let lapses = match self.interim {
            true => "Interim until",
            false => "Lapses",
        };
        let facts = words::with(
            facts,
            [
                ("Addressed to", self.addressee.clone().unwrap_or_default()),
                ("In force from", in_force(self.effective)),
                ("Appeal until", long(self.appeal_until)),
                ("Answer until", long(self.answer_until)),
                ("Report until", long(self.report_until)),
                ("Review", long(self.review)),
                (lapses, in_force(self.sunset)),
                ("Supersedes", words::listed(&self.supersedes)),
            ],
        );
        facts.fact("Rests on", self.pins.in_words())
    }

    fn reasons(&self) -> Page {
        let mut page = Page::new();
        if let Some(reason) = &self.reason {
            page = page.prose("Reason", reason);
        }
        if let Some(words) = &self.does_not_mean {
            page = page.prose("What it does not mean", words);
        }
        self.overrides.iter().fold(page, |page, over| {
            page.prose(format!("Passed over the gate {}", over.gate), &over.reason)
        })
    }
}

impl MeetingThen {
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
        let minutes = match self.minutes.as_slice() {
            [] => None,
            minutes => Some(format!("minutes {}", words::listed(minutes))),
        };
        let parts = [Some(self.date.clone()), present, minutes];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
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

impl Pinned {
    fn of(pins: &Pins) -> Self {
        Self {
            inputs: pins.inputs.clone(),
            frozen: pins.frozen.clone(),
            closing: pins.closing.clone(),
            charter: pins.charter.clone(),
            manifest: pins.manifest.clone(),
        }
    }

    fn in_words(&self) -> String {
        let commit = |name: &str, commit: &Option<CommitId>| {
            commit
                .as_ref()
                .map(|commit| format!("{name} {}", commit.short()))
        };
        let commits = [
            commit("inputs", &self.inputs),
            commit("frozen", &self.frozen),
            commit("closing", &self.closing),
        ];
        let digests = [
            Some(format!("charter {}", self.charter.short())),
            Some(format!("manifest {}", self.manifest.short())),
        ];
        let all = commits.into_iter().chain(digests).flatten();
        all.collect::<Vec<_>>().join(" · ")
    }
}

#[cfg(test)]
mod tests {
    use super::DecisionReport;
    use crate::blessed::screen;
    use crate::register::freeze::FoundBy;
    use crate::render::json::json;
    use crate::report::sample::{counted, on, retention};
    use crate::value::id::ParticipantId;

    fn person(id: &str) -> ParticipantId {
        ParticipantId::parse(id).unwrap()
    }

    #[test]
    fn a_decision_shows_its_count_its_reason_and_what_is_pending() {
        let files = retention().decided("divergence", "Two objections\nstand open.");
        let moments = files.closed(&files, FoundBy::Record);
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

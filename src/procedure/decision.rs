//! Makes the content of a decision from a tally and what a chair decides; and the result of verifying
//! one.

use crate::procedure::decision_account;
use crate::procedure::hand::{Hand, manifest};
use crate::record::call::Close;
use crate::record::decision::{
    Decision, DecisionDates, DecisionSubject, Designated, FORMAT, InputCommits, Manifest,
};
use crate::record::path::CHARTER;
use crate::record::track::Outcome;
use crate::register::records::ProposalRecords;
use crate::register::tally_inputs::{InputBasis, TallyInputs};
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::ProposalId;
use crate::value::span::Span;

/// A decision with everything that goes into its commit.
#[derive(Debug, Clone)]
pub struct DecisionDraft {
    /// The decision.
    pub decision: Decision,
    /// The bytes of `decision.toml`.
    pub text: String,
    /// The list of its inputs.
    pub manifest: Manifest,
}

/// What history says of the inputs of a decision; nothing if the register is part of another
/// repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs {
    /// The commit in which everything was read.
    pub commit: Option<CommitId>,
    /// The inputs that somebody else committed than the participant they belong to, up to that commit.
    pub hands: Vec<Hand>,
}

/// Makes a decision from its tally, what a chair decided, and what history says of the inputs. The same
/// three give the same bytes, which is how it is verified. `None` if the tally has no call.
pub fn recorded(
    moments: &TallyInputs,
    tally: &Tally,
    judgement: Designated,
    inputs: Inputs,
) -> Option<DecisionDraft> {
    let folder = moments.folder(&tally.proposal)?;
    let n = tally.call?;
    let call = moments.call(folder)?;
    let manifest = manifest(moments, tally, n)?;
    let level = tally.level(&judgement.designation);
    let judgement = Designated {
        outcome: level.map_or(judgement.outcome, |level| level.outcome),
        ..judgement
    };
    let at = judgement.at;
    let decision = Decision {
        format: FORMAT,
        matter: matter(tally, folder, call),
        computed: tally.computed.clone(),
        afterwards: afterwards(tally, folder, &judgement),
        pins: InputCommits {
            inputs: inputs.commit,
            frozen: call.frozen.clone(),
            closing: closing(&tally.basis),
            charter: moments.frozen().digest(CHARTER)?,
            manifest: crate::value::digest::TextDigest::of(manifest.written().as_bytes()),
        },
        close: call
            .close
            .is_none()
            .then(|| own_close(tally, &judgement, at)),
        judgement,
    };
    let account = decision_account::account(moments, tally, &decision, &inputs.hands);
    let text = decision.written(account);
    Some(DecisionDraft {
        decision,
        text,
        manifest,
    })
}

/// The dates that follow from a decision: the track's, counted from the decision, except the ones that
/// the chair chose.
fn afterwards(tally: &Tally, folder: &ProposalRecords, judgement: &Designated) -> DecisionDates {
    let (track, chosen) = (&tally.track, judgement.chosen);
    let after = |span: Option<Span>| Some(span?.after(judgement.at, &tally.charter.calendar));
    let adopted = judgement.outcome == Outcome::Adopted;
    let addressed = folder
        .proposal
        .as_ref()
        .is_some_and(|proposal| proposal.addressee.is_some());
    DecisionDates {
        sign_offs: (track.sign_offs > 1).then_some(track.sign_offs),
        effective: chosen.effective,
        appeal_until: after(track.appeal.as_ref().map(|rule| rule.within)),
        answer_until: after(track.answer.filter(|_| addressed && adopted)),
        report_until: after(track.report.filter(|_| adopted)),
        review: chosen.review.or(after(track.review)),
        sunset: chosen.sunset.or(after(track.sunset.filter(|_| adopted))),
    }
}

fn own_close(tally: &Tally, judgement: &Designated, at: Instant) -> Close {
    Close {
        early: false,
        commit: closing(&tally.basis),
        by: judgement.by.clone(),
        at,
    }
}

fn closing(basis: &InputBasis) -> Option<CommitId> {
    match basis {
        InputBasis::Closed { closing, .. } => closing.clone(),
        InputBasis::BeforeCall | InputBasis::Carried | InputBasis::Open { .. } => None,
    }
}

fn matter(
    tally: &Tally,
    folder: &ProposalRecords,
    call: &crate::record::call::Call,
) -> DecisionSubject {
    let supersedes = folder
        .proposal
        .as_ref()
        .map_or(Vec::new(), |p| p.supersedes.clone());
    DecisionSubject {
        register: tally.charter.register.clone(),
        proposal: tally.proposal.clone(),
        question: call.question.clone(),
        revision: call.revision,
        sha256: call.sha256.clone(),
        track: tally.track.id.clone(),
        source: tally.track.source.clone(),
        supersedes,
        addressee: folder
            .proposal
            .as_ref()
            .and_then(|proposal| proposal.addressee.clone()),
        parts: call.parts.clone(),
    }
}

/// A value of a decision of an earlier format that a recount by the rules of today gives differently.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// Which item of `docs/reference/format.md`.
    pub item: &'static str,
    /// Where in the record.
    #[serde(flatten)]
    pub place: SourceLocation,
    /// Both values, as a sentence without its full stop.
    #[serde(rename = "message")]
    pub sentence: String,
}

/// The result of verifying one decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The proposal.
    pub proposal: ProposalId,
    /// The call.
    pub call: u32,
    /// The recorded outcome, if the record can be read.
    pub outcome: Option<Outcome>,
    /// The time of the decision, if the record can be read.
    pub at: Option<Instant>,
    /// The format of the record, if it can be read.
    pub format: Option<u64>,
    /// How many errata correct its words.
    pub errata: usize,
    /// How many files the list of inputs names.
    pub inputs: usize,
    /// Whether it names commits. In a register that is part of another repository it names only digests.
    pub pinned: bool,
    /// Whether the record was removed since, so that nothing can be recomputed.
    pub removed: bool,
    /// What is wrong with it; empty if it is verified.
    pub findings: Vec<Finding>,
    /// What only the rules of today count differently: it is verified all the same.
    pub notes: Vec<Difference>,
    /// Whether the recorded outcome follows from the recomputed tally; `None` if there is no tally.
    pub outcome_follows: Option<bool>,
}

impl Verified {
    /// A decision that was recorded once and is now missing.
    pub fn of_removed(proposal: ProposalId, call: u32, finding: Finding) -> Self {
        Self {
            proposal,
            call,
            outcome: None,
            at: None,
            format: None,
            errata: 0,
            inputs: 0,
            pinned: false,
            removed: true,
            findings: vec![finding],
            notes: Vec::new(),
            outcome_follows: None,
        }
    }
}

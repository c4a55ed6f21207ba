//! Records a decision: the designation by a chair of a tally that everybody can recompute. Further chairs
//! sign it off.

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::{Why, instant, name};
use crate::act::hints::status;
use crate::act::proposal_state::{entry, listed, maybe_said, said, unreadable};
use crate::act::refusal::{Kind, Reason, Refusal};
use crate::procedure::blocker::{Blocker, blockers};
use crate::procedure::decision::{DecisionDraft, Inputs, Verified, recorded};
use crate::procedure::designation::DesignationState;
use crate::procedure::rights::{About, Deed};
use crate::record::decision::{DecisionOptions, Designated, Override, SignOff};
use crate::record::path::RecordPath;
use crate::record::track::{Designates, Outcome};
use crate::register::entry::PendingCommit;
use crate::register::records::ProposalRecords;
use crate::register::tally_inputs::TallyInputs;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::digest::TextDigest;
use crate::value::hint::Hint;
use crate::value::id::{GateName, LevelName};
use crate::value::sentence::all_of;

/// What the reason of a decision says.
const REASON: &str = "Reason, required if the designation differs from the computed level";

/// What a chair decides.
#[derive(Debug, Clone, Args)]
#[group(skip)]
#[command(mut_arg("reason", |arg| arg.help(REASON)))]
pub struct Decide {
    /// Consensus level to declare (default: the level of the draft)
    #[arg(long, value_name = "LEVEL", value_parser = name(LevelName::parse))]
    pub designation: Option<LevelName>,
    /// Sign off the decision
    #[arg(long)]
    pub sign_off: bool,
    /// Why.
    #[command(flatten)]
    pub why: Why,
    /// Override an unmet requirement (repeatable)
    #[arg(long = "override", value_name = "REQUIREMENT=REASON", value_parser = passed_over)]
    pub overrides: Vec<(GateName, String)>,
    /// What the decision does not mean
    #[arg(long, value_name = "TEXT")]
    pub does_not_mean: Option<String>,
    /// Time at which it takes effect (default: now)
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub effective: Option<Instant>,
    /// Time of the review (default: from the track)
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub review: Option<Instant>,
    /// Time at which it expires unless it is renewed
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub sunset: Option<Instant>,
    /// Interim decision, valid until this time
    #[arg(long, value_name = "TIME", value_parser = instant, conflicts_with = "sunset")]
    pub interim_until: Option<Instant>,
}

fn passed_over(text: &str) -> Result<(GateName, String), String> {
    let (gate, reason) = text
        .split_once('=')
        .ok_or("write GATE=\"why it is overridden\"")?;
    Ok((name(GateName::parse)(gate)?, reason.to_owned()))
}

/// Writes the decision and the list of its inputs, or says everything that prevents it. `inputs` is
/// what history says of these inputs.
///
/// # Errors
/// Everything that prevents the decision; that the sign-off is missing.
pub fn decide(
    moments: &TallyInputs,
    tally: &Tally,
    input: &Decide,
    inputs: Inputs,
    actor: &Actor,
) -> Result<(DecisionDraft, PendingCommit), Refusal> {
    let unreadable = || unreadable("the proposal");
    let folder = moments.folder(&tally.proposal).ok_or_else(unreadable)?;
    let judgement = judgement(tally, folder, input, actor)?;
    let obstacles = blockers(moments, tally, folder, &judgement);
    refuse(tally, obstacles, input.sign_off)?;
    let recorded = recorded(moments, tally, judgement, inputs).ok_or_else(unreadable)?;
    let entry = decision_entry(tally, actor, &recorded);
    Ok((recorded, entry))
}

fn judgement(
    tally: &Tally,
    folder: &ProposalRecords,
    input: &Decide,
    actor: &Actor,
) -> Result<Designated, Refusal> {
    let designation = designation(tally, folder, input)?;
    let overrides = input.overrides.iter().map(|(gate, reason)| {
        let reason = said(
            reason,
            "the reason of the override",
            "--override GATE=REASON",
        )?;
        Ok(Override {
            gate: gate.clone(),
            reason,
        })
    });
    Ok(Designated {
        outcome: tally
            .level(&designation)
            .map_or(Outcome::NoConsensus, |level| level.outcome),
        designation,
        reason: maybe_said(input.why.reason.as_deref(), "the reason", "--reason")?,
        does_not_mean: maybe_said(
            input.does_not_mean.as_deref(),
            "the text on what it does not mean",
            "--does-not-mean",
        )?,
        by: actor.id.clone(),
        at: tally.now,
        overrides: overrides.collect::<Result<_, Refusal>>()?,
        chosen: DecisionOptions {
            effective: input.effective,
            review: input.review,
            sunset: input.sunset.or(input.interim_until),
            interim: input.interim_until.is_some(),
        },
    })
}

/// The level that was named, or else that of the last draft. Without either it is the computed one, if no chair
/// declares the level, or if a draft is missing: then everything that prevents the decision is said.
fn designation(
    tally: &Tally,
    folder: &ProposalRecords,
    input: &Decide,
) -> Result<LevelName, Refusal> {
    let contest = DesignationState::of(tally, folder);
    let named = input.designation.as_ref().or(contest.level());
    let decided_by_rules = tally.track.designates == Designates::Computed;
    let computed = decided_by_rules || !contest.required().is_empty();
    let named = named.or(tally.computed.as_ref().filter(|_| computed));
    named.cloned().ok_or_else(|| {
        let names = tally.levels.iter().map(|level| level.name.as_str());
        Refusal::usage(
            "--designation is missing: name the consensus level that you declare",
            format!("levels: {}", listed(names)),
        )
    })
}

fn refuse(tally: &Tally, obstacles: Vec<Blocker>, sign_off: bool) -> Result<(), Refusal> {
    let pending = !obstacles.is_empty() && obstacles.iter().all(|obstacle| obstacle.waits);
    let are_steps = obstacles.iter().all(|it| it.waits || it.task.is_some());
    let mut reasons: Vec<Reason> = obstacles.into_iter().map(Reason::from).collect();
    if reasons.is_empty() && !sign_off {
        let sentence = "--sign-off is missing: a decision is recorded only with your sign-off";
        let hint = "nothing else is missing: add --sign-off";
        reasons.push(Reason::new(sentence, hint));
    }
    let kind = match pending {
        true => Kind::Pending,
        false => Kind::Rules,
    };
    let id = &tally.proposal;
    Refusal::of_all(kind, reasons, |n| match are_steps {
        true => format!("{id} cannot be decided yet: {n} steps are missing"),
        false => format!("{id} cannot be decided: {n} problems"),
    })
}

fn decision_entry(tally: &Tally, actor: &Actor, recorded: &DecisionDraft) -> PendingCommit {
    let (id, n) = (&tally.proposal, tally.call.unwrap_or(0));
    let decision = RecordPath::Decision(id.clone(), n).to_string();
    let manifest = RecordPath::Manifest(id.clone(), n).to_string();
    let files = [
        (decision, recorded.text.clone().into_bytes()),
        (manifest, recorded.manifest.written().into_bytes()),
    ];
    let judgement = &recorded.decision.judgement;
    let outcome = judgement.outcome.word();
    entry(
        files,
        format!("Decide {id}, call {n}: {outcome}"),
        &[
            ("Proposal", id),
            ("Call", &n),
            ("Designation", &judgement.designation),
            ("Outcome", &outcome),
            ("Decision-Sha256", &TextDigest::of(recorded.text.as_bytes())),
            ("Signed-off-by", &signed(tally, actor)),
        ],
    )
}

/// The name and address with which a chair signs off.
fn signed(tally: &Tally, actor: &Actor) -> String {
    let email = actor.email.clone();
    let email = email.unwrap_or_else(|| format!("{}@{}", actor.id, tally.charter.register));
    format!("{} <{email}>", actor.id)
}

/// The most findings that a refusal repeats; `plenary verify` shows all.
const MOST: usize = 5;

/// Writes the sign-off of the tally's call. `verified` is the result of recomputing that decision just
/// now.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no decision, where a later
/// call asked the question again, where recomputing gives other bytes, and where the decision has all
/// sign-offs.
pub fn sign_off(
    moments: &TallyInputs,
    tally: &Tally,
    verified: &Verified,
    actor: &Actor,
    now: Instant,
) -> Result<PendingCommit, Refusal> {
    let n = decided(moments, tally)?;
    let id = &tally.proposal;
    let signed = moments.asked.sign_offs(id, n);
    if signed.contains(&actor.id) {
        let sentence = format!("{} already signed off the decision on {id}", actor.id);
        return Err(Refusal::recorded(sentence, ""));
    }
    actor.must(Deed::SignOff, &About::tallied(moments, tally))?;
    let needed = tally.track.sign_offs;
    if u64::try_from(signed.len()).is_ok_and(|have| have >= needed) {
        return Err(Refusal::rules(
            format!(
                "the decision on {id} is already signed off by {}",
                all_of(signed.iter().map(|who| who.as_str()))
            ),
            "it needs no further sign-off",
        ));
    }
    must_hold(verified)?;
    let path = RecordPath::Decision(id.clone(), n).to_string();
    let digest = moments.asked.digest(&path).ok_or_else(|| unread(tally))?;
    let own = RecordPath::SignOff(id.clone(), n, actor.id.clone());
    let path = moments.asked.path(&own);
    Ok(written(tally, n, (path, digest), actor, now))
}

/// The call's number, if it was decided and no later call has asked the question again.
fn decided(moments: &TallyInputs, tally: &Tally) -> Result<u32, Refusal> {
    let id = &tally.proposal;
    let folder = moments.folder(id).ok_or_else(|| unread(tally))?;
    let Some((n, _)) = folder.current_decision() else {
        return Err(Refusal::rules(
            format!("{id} has no decision to sign off"),
            status(id),
        ));
    };
    match folder.is_settled() {
        true => Ok(n),
        false => Err(Refusal::rules(
            format!(
                "the decision on call {n} of {id} cannot be signed off: a later call asks again"
            ),
            status(id),
        )),
    }
}

/// A chair signs off only what they could recompute.
fn must_hold(verified: &Verified) -> Result<(), Refusal> {
    let reasons = verified.findings.iter().take(MOST).map(|finding| {
        let (code, place) = (finding.code.id, &finding.place);
        let sentence = format!("{code} {place}: {}", finding.sentence);
        let command = Command::new("verify").with(&verified.proposal);
        Reason::new(
            sentence,
            Hint::run("do not sign; see what is wrong", command),
        )
    });
    Refusal::of_all(Kind::Rules, reasons.collect(), |n| {
        format!(
            "the decision on {} cannot be signed off: {n} problems",
            verified.proposal
        )
    })
}

fn unread(tally: &Tally) -> Refusal {
    unreadable(format!("the decision on {}", tally.proposal))
}

fn written(
    tally: &Tally,
    n: u32,
    (path, sha256): (String, TextDigest),
    actor: &Actor,
    at: Instant,
) -> PendingCommit {
    let id = &tally.proposal;
    let subject = format!("Sign off {id}, call {n}");
    let (signed, digest) = (signed(tally, actor), sha256.to_string());
    let record = SignOff { sha256, at };
    entry(
        [(path, record.sheet().finish().into_bytes())],
        subject,
        &[
            ("Proposal", id),
            ("Call", &n),
            ("Decision-Sha256", &digest),
            ("Signed-off-by", &signed),
        ],
    )
}

//! Records what follows a decision: reports on its implementation, the response of the addressee, and
//! reviews.

use std::path::PathBuf;

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::{Why, instant, word};
use crate::act::hints::{shown, status};
use crate::act::proposal_state::{File, charter, entry, maybe_said, proposal, said, unreadable};
use crate::act::refusal::Refusal;
use crate::procedure::decision_status::{DecisionStatus, standing};
use crate::procedure::rights::{About, Deed};
use crate::record::attribution::Attribution;
use crate::record::canonical_toml::CanonicalToml;
use crate::record::decision::Decision;
use crate::record::follow_up::{
    AddresseeReply, AddresseeResponse, Progress, Report, Review, ReviewResult,
};
use crate::record::path::RecordPath;
use crate::record::track::Outcome;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

/// A report to be recorded.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Reported {
    /// Progress: not-begun, under-way, done or given-up
    #[arg(long, value_name = "PROGRESS", value_parser = word(Progress::WORDS))]
    pub progress: Progress,
    /// What was done
    #[arg(long, value_name = "TEXT", conflicts_with = "text_file")]
    pub text: Option<String>,
    /// Read what was done from a file
    #[arg(long, value_name = "FILE")]
    pub text_file: Option<PathBuf>,
    /// Link to the source
    #[arg(long, value_name = "LINK")]
    pub evidence: Option<String>,
}

/// A response to be recorded.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Answered {
    /// Response: accepted, partly, declined or noted
    #[arg(value_parser = word(AddresseeResponse::WORDS))]
    pub verdict: AddresseeResponse,
    /// Name of the addressee who responded
    #[arg(long, value_name = "NAME")]
    pub from: String,
    /// Words of the response
    #[arg(long, value_name = "TEXT", conflicts_with = "text_file")]
    pub text: Option<String>,
    /// Read the words from a file
    #[arg(long, value_name = "FILE")]
    pub text_file: Option<PathBuf>,
    /// Link to the source
    #[arg(long, value_name = "LINK")]
    pub evidence: Option<String>,
}

/// A review to be recorded.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Reviewed {
    /// Result: kept, to-revise or to-end
    #[arg(value_name = "RESULT", value_parser = word(ReviewResult::WORDS))]
    pub upshot: ReviewResult,
    /// Why.
    #[command(flatten)]
    pub why: Why,
    /// Time of the next review (default: from the track)
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub next: Option<Instant>,
}

/// Adds a report on the implementation of a decision.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no adopted decision is in force,
/// and without a text.
pub fn report(
    register: &Register,
    id: &ProposalId,
    input: &Reported,
    actor: &Actor,
    now: Instant,
) -> Result<PendingCommit, Refusal> {
    proposal(register, id)?;
    let (n, _) = adopted(register, id, now)?;
    actor.must(Deed::Report, &About::proposal(register, id).call(n))?;
    let report = Report {
        by: actor.id.clone(),
        at: now,
        progress: input.progress,
        text: said(text(&input.text), "the report", "--text")?,
        evidence: evidence(input.evidence.as_deref())?,
    };
    let subject = format!("Report on {id}: {}", input.progress.word());
    added(register, id, n, ("report", report.sheet()), subject, actor)
}

/// Adds the response of the addressee of a decision.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no adopted decision is in force,
/// and without a text.
pub fn answer(
    register: &Register,
    id: &ProposalId,
    input: &Answered,
    actor: &Actor,
    now: Instant,
) -> Result<PendingCommit, Refusal> {
    proposal(register, id)?;
    let (n, _) = adopted(register, id, now)?;
    actor.must(Deed::RecordAnswer, &About::proposal(register, id).call(n))?;
    let answer = AddresseeReply {
        by: actor.id.clone(),
        at: now,
        from: said(&input.from, "the name of the addressee", "--from")?,
        verdict: input.verdict,
        text: said(text(&input.text), "the response", "--text")?,
        evidence: evidence(input.evidence.as_deref())?,
    };
    let subject = format!(
        "Record the response of the addressee on {id}: {}",
        input.verdict.word()
    );
    added(register, id, n, ("answer", answer.sheet()), subject, actor)
}

fn evidence(link: Option<&str>) -> Result<Option<String>, Refusal> {
    maybe_said(link, "the link", "--evidence")
}

fn text(given: &Option<String>) -> &str {
    given.as_deref().unwrap_or_default()
}

/// The last decision, where it is in force and adopted.
fn adopted<'r>(
    register: &'r Register,
    id: &ProposalId,
    now: Instant,
) -> Result<(u32, &'r Decision), Refusal> {
    let (n, decision) = binding(register, id, now)?;
    let outcome = decision.judgement.outcome;
    if outcome == Outcome::Adopted {
        return Ok((n, decision));
    }
    Err(Refusal::rules(
        format!(
            "{id} was not adopted ({}), so there is nothing to carry out",
            outcome.word()
        ),
        shown(id),
    ))
}

/// The last decision on a proposal, where it is in force: it was not reversed, superseded or left to
/// expire, and enough chairs have signed it off.
fn binding<'r>(
    register: &'r Register,
    id: &ProposalId,
    now: Instant,
) -> Result<(u32, &'r Decision), Refusal> {
    let folder = register.proposals.get(id);
    let last = folder.and_then(|folder| folder.last_decision());
    let Some((n, decision)) = last else {
        let sentence = format!("{id} is not decided yet");
        return Err(Refusal::rules(sentence, status(id)));
    };
    let standing = standing(register, id, n, now);
    match standing {
        Some(DecisionStatus::Stands | DecisionStatus::Appealed(_) | DecisionStatus::NotYet(_)) => {
            Ok((n, decision))
        }
        Some(DecisionStatus::Pending { .. }) => Err(Refusal::rules(
            format!("the decision on {id} is waiting for sign-offs"),
            status(id),
        )),
        Some(other) => Err(Refusal::rules(
            format!(
                "the decision on {id} is no longer in force: {}",
                other.in_words(decision.judgement.outcome)
            ),
            shown(id),
        )),
        None => Err(unreadable(format!("the decision on {id}"))),
    }
}

/// One table more in the follow-up of the decision of the call `n`.
fn added(
    register: &Register,
    id: &ProposalId,
    n: u32,
    (name, sheet): (&str, CanonicalToml),
    subject: String,
    actor: &Actor,
) -> Result<PendingCommit, Refusal> {
    let mut file = File::of(register, &RecordPath::FollowUp(id.clone(), n))?;
    file.edit.push(name, sheet);
    Ok(entry(
        [file.finish()],
        subject,
        &[("Proposal", id), ("Call", &n), ("By", &actor.id)],
    ))
}

/// Adds a review of the last decision, and returns when the next one is due.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no decision is in force,
/// without a reason, and where the next review would not be later.
pub fn review(
    register: &Register,
    id: &ProposalId,
    input: &Reviewed,
    actor: &Actor,
    now: Instant,
) -> Result<(Option<Instant>, PendingCommit), Refusal> {
    proposal(register, id)?;
    let charter = charter(register)?;
    let (n, decision) = binding(register, id, now)?;
    actor.must(Deed::Review, &About::proposal(register, id).call(n))?;
    if let Some(next) = input.next.filter(|next| *next <= now) {
        return Err(Refusal::usage(
            format!(
                "the time of the next review is not in the future: {} (now: {})",
                next.long(),
                now.long()
            ),
            "choose a later time with --next",
        ));
    }
    let track = charter.track(&decision.matter.track);
    let usual = track.and_then(|track| track.review);
    let next = input
        .next
        .or(usual.map(|span| span.after(now, &charter.calendar)));
    let review = Review {
        upshot: input.upshot,
        act: Attribution {
            by: actor.id.clone(),
            at: now,
            reason: said(text(&input.why.reason), "the reason", "--reason")?,
        },
        next,
    };
    let subject = format!("Record the review of {id}: {}", input.upshot.word());
    let entry = added(register, id, n, ("review", review.sheet()), subject, actor)?;
    Ok((next, entry))
}

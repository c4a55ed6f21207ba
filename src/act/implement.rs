//! What follows an adopted decision: reports on its implementation, and the answers of those whom
//! it is addressed to.

use crate::act::actor::Actor;
use crate::act::refusal::Refusal;
use crate::act::target::{entry, proposal, said};
use crate::procedure::rights::{About, Deed};
use crate::procedure::standing::{Standing, standing};
use crate::record::decision::Decision;
use crate::record::edit::Edit;
use crate::record::follow_up::{Answer, Progress, Report, Verdict};
use crate::record::path::RecordPath;
use crate::record::sheet::Sheet;
use crate::record::track::Outcome;
use crate::register::entry::Entry;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

/// A report to be recorded.
#[derive(Debug, Clone)]
pub struct Reported {
    /// How far.
    pub progress: Progress,
    /// In words.
    pub text: String,
    /// Where it can be seen.
    pub evidence: Option<String>,
}

/// An answer to be recorded.
#[derive(Debug, Clone)]
pub struct Answered {
    /// Who answered.
    pub from: String,
    /// What they will do.
    pub verdict: Verdict,
    /// In their words.
    pub text: String,
    /// Where it can be seen.
    pub evidence: Option<String>,
}

/// Adds a report on how far the decision is carried out.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no decision that adopts is in
/// force, and without a text.
pub fn report(
    register: &Register,
    id: &ProposalId,
    input: &Reported,
    actor: &Actor,
    now: Instant,
) -> Result<Entry, Refusal> {
    proposal(register, id)?;
    let (n, _) = adopted(register, id, now)?;
    actor.must(Deed::Report, &About::proposal(register, id).call(n))?;
    let report = Report {
        by: actor.id.clone(),
        at: now,
        progress: input.progress,
        text: said(&input.text, "the report", "--text")?,
        evidence: evidence(input.evidence.as_deref())?,
    };
    let subject = format!("Report on {id}: {}", input.progress.word());
    added(register, id, n, ("report", report.sheet()), subject, actor)
}

/// Adds the answer of those whom the decision is addressed to.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no decision that adopts is in
/// force, and without a text.
pub fn answer(
    register: &Register,
    id: &ProposalId,
    input: &Answered,
    actor: &Actor,
    now: Instant,
) -> Result<Entry, Refusal> {
    proposal(register, id)?;
    let (n, _) = adopted(register, id, now)?;
    actor.must(Deed::RecordAnswer, &About::proposal(register, id).call(n))?;
    let answer = Answer {
        by: actor.id.clone(),
        at: now,
        from: said(&input.from, "who answered", "--from")?,
        verdict: input.verdict,
        text: said(&input.text, "the answer", "--text")?,
        evidence: evidence(input.evidence.as_deref())?,
    };
    let subject = format!("Record an answer to {id}: {}", input.verdict.word());
    added(register, id, n, ("answer", answer.sheet()), subject, actor)
}

fn evidence(link: Option<&str>) -> Result<Option<String>, Refusal> {
    link.map(|link| said(link, "the evidence", "--evidence"))
        .transpose()
}

/// The last decision, where it was adopted and binds.
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
            "{id} was decided as {}, and only what was adopted is carried out",
            outcome.word()
        ),
        format!("plenary show {id}"),
    ))
}

/// The last decision on a proposal, where it stands: it was not taken back, replaced or left to
/// lapse, and enough chairs have signed it off.
pub(crate) fn binding<'r>(
    register: &'r Register,
    id: &ProposalId,
    now: Instant,
) -> Result<(u32, &'r Decision), Refusal> {
    let folder = register.proposals.get(id);
    let last = folder.and_then(|folder| folder.last_decision());
    let Some((n, decision)) = last else {
        let sentence = format!("{id} has not been decided");
        return Err(Refusal::rules(sentence, format!("plenary status {id}")));
    };
    let standing = standing(register, id, n, now);
    match standing {
        Some(Standing::Stands | Standing::Appealed(_) | Standing::NotYet(_)) => Ok((n, decision)),
        Some(Standing::Pending { .. }) => Err(Refusal::rules(
            format!("the decision on {id} waits for the sign-offs of further chairs"),
            format!("plenary sign-off {id}"),
        )),
        Some(other) => Err(Refusal::rules(
            format!(
                "the decision on {id} binds nobody any more: {}",
                other.in_words(decision.judgement.outcome)
            ),
            format!("plenary show {id}"),
        )),
        None => Err(Refusal::rules(
            format!("the decision on {id} cannot be read"),
            "plenary check",
        )),
    }
}

/// One table more in the follow-up of the decision of the call `n`.
pub(crate) fn added(
    register: &Register,
    id: &ProposalId,
    n: u32,
    (name, sheet): (&str, Sheet),
    subject: String,
    actor: &Actor,
) -> Result<Entry, Refusal> {
    let path = RecordPath::FollowUp(id.clone(), n).to_string();
    let mut edit = Edit::open(register.bytes(&path).unwrap_or_default())
        .ok_or_else(|| Refusal::rules(format!("{path} cannot be read"), "plenary check"))?;
    edit.push(name, sheet);
    let trailers = vec![
        ("Proposal", id.to_string()),
        ("Call", n.to_string()),
        ("By", actor.id.to_string()),
    ];
    Ok(entry([(path, edit.finish())], subject, trailers))
}

//! Corrects words of a decision by a record of their own, which never changes what was decided.

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::Why;
use crate::act::hints::status;
use crate::act::proposal_state::{entry, proposal, said};
use crate::act::refusal::Refusal;
use crate::procedure::erratum::fault;
use crate::procedure::rights::{About, Deed};
use crate::record::attribution::Attribution;
use crate::record::erratum::Erratum;
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

/// A correction to be recorded.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Corrected {
    /// Call whose decision is corrected (default: the last one that was decided)
    #[arg(long, value_name = "N")]
    pub call: Option<u32>,
    /// Words of the decision that are wrong
    #[arg(long, value_name = "WORDS")]
    pub was: String,
    /// Words that are right
    #[arg(long, value_name = "WORDS")]
    pub reads: String,
    /// Why.
    #[command(flatten)]
    pub why: Why,
}

/// Adds the next erratum of a decision, and returns its number.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no decision, without a reason,
/// and where the words are not in the decision's own prose or say what was decided.
pub fn correct(
    register: &Register,
    id: &ProposalId,
    input: &Corrected,
    actor: &Actor,
    now: Instant,
) -> Result<(u32, PendingCommit), Refusal> {
    let (folder, _) = proposal(register, id)?;
    let last = || folder.last_decision().map(|(n, _)| n);
    let decided = input.call.or_else(last).and_then(|n| {
        let call = folder.calls.get(&n)?;
        call.decision.is_some().then_some((n, call))
    });
    let Some((n, call)) = decided else {
        let sentence = match input.call {
            Some(n) => format!("call {n} on {id} has no decision"),
            None => format!("{id} is not decided yet"),
        };
        return Err(Refusal::rules(sentence, status(id)));
    };
    actor.must(Deed::Correct, &About::proposal(register, id).call(n))?;
    let reason = input.why.reason.as_deref().unwrap_or_default();
    let erratum = Erratum {
        was: said(&input.was, "the wrong words", "--was")?,
        reads: said(&input.reads, "the right words", "--reads")?,
        act: Attribution {
            by: actor.id.clone(),
            at: now,
            reason: said(reason, "the reason", "--reason")?,
        },
    };
    let k = call.errata.keys().next_back().map_or(1, |last| last + 1);
    if let Some((_, sentence, hint)) = fault(call, k, &erratum) {
        return Err(Refusal::rules(sentence, hint));
    }
    let path = RecordPath::Erratum(id.clone(), n, k).to_string();
    let entry = entry(
        [(path, erratum.sheet().finish().into_bytes())],
        format!("Correct words of the decision on {id}"),
        &[("Proposal", id), ("Call", &n), ("By", &actor.id)],
    );
    Ok((k, entry))
}

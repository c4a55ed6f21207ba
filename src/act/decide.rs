//! Records a decision: the judgement of a chair over a tally that anybody can recompute.

use crate::act::actor::Actor;
use crate::act::refusal::{Kind, Reason, Refusal};
use crate::act::target::{entry, said};
use crate::procedure::decision::{Inputs, Recorded, recorded};
use crate::procedure::designation::Contest;
use crate::procedure::obstacle::{Obstacle, obstacles};
use crate::record::decision::{Chosen, Judgement, Override};
use crate::record::path::RecordPath;
use crate::record::track::Outcome;
use crate::register::entry::Entry;
use crate::register::freeze::Moments;
use crate::register::records::Folder;
use crate::tally::Tally;
use crate::value::digest::TextDigest;
use crate::value::id::{GateName, LevelName};

/// Whether the chair signs off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignOff {
    /// They do.
    Given,
    /// They have not said so.
    Withheld,
}

/// What a chair judges.
#[derive(Debug, Clone)]
pub struct Decide {
    /// The level; where none is named, that of the last draft.
    pub designation: Option<LevelName>,
    /// Why; owed where it is not the computed level.
    pub reason: Option<String>,
    /// Unmet gates to be passed over, each with the reason.
    pub overrides: Vec<(GateName, String)>,
    /// What the decision does not mean.
    pub does_not_mean: Option<String>,
    /// Dates that the chair chose.
    pub chosen: Chosen,
    /// Whether they sign off.
    pub sign_off: SignOff,
    /// What history says of what it rests on.
    pub inputs: Inputs,
}

/// Writes the decision and the manifest of its inputs, or says everything that stands in the way.
///
/// # Errors
/// Everything that stands in the way of the decision; that it is not signed off with it.
pub fn decide(
    moments: &Moments,
    tally: &Tally,
    input: &Decide,
    actor: &Actor,
) -> Result<(Recorded, Entry), Refusal> {
    let unreadable = || Refusal::rules("the proposal cannot be read", "plenary check");
    let folder = moments.folder(&tally.proposal).ok_or_else(unreadable)?;
    let judgement = judgement(tally, folder, input, actor)?;
    let obstacles = obstacles(moments, tally, folder, &judgement);
    refuse(obstacles, input.sign_off)?;
    let inputs = input.inputs.clone();
    let recorded = recorded(moments, tally, judgement, inputs).ok_or_else(unreadable)?;
    let entry = decision_entry(tally, actor, &recorded);
    Ok((recorded, entry))
}

fn judgement(
    tally: &Tally,
    folder: &Folder,
    input: &Decide,
    actor: &Actor,
) -> Result<Judgement, Refusal> {
    let designation = designation(tally, folder, input)?;
    let prose = |text: &Option<String>, what: &str, flag: &str| {
        text.as_deref()
            .map(|text| said(text, what, flag))
            .transpose()
    };
    let overrides = input.overrides.iter().map(|(gate, reason)| {
        let reason = said(reason, "the reason of the override", "--override GATE=")?;
        Ok(Override {
            gate: gate.clone(),
            reason,
        })
    });
    Ok(Judgement {
        outcome: tally
            .level(&designation)
            .map_or(Outcome::NoConsensus, |level| level.outcome),
        designation,
        reason: prose(&input.reason, "the reason", "--reason")?,
        does_not_mean: prose(
            &input.does_not_mean,
            "what it does not mean",
            "--does-not-mean",
        )?,
        by: actor.id.clone(),
        at: tally.now,
        overrides: overrides.collect::<Result<_, Refusal>>()?,
        chosen: input.chosen,
    })
}

/// The level that was named; else that of the last draft. Where there is neither, whatever else
/// stands in the way is told as if the computed level had been named.
fn designation(tally: &Tally, folder: &Folder, input: &Decide) -> Result<LevelName, Refusal> {
    let contest = Contest::of(tally, folder);
    let named = input.designation.as_ref().or(contest.level());
    let waits_for_draft = !contest.required().is_empty();
    let named = named.or(tally.computed.as_ref().filter(|_| waits_for_draft));
    named.cloned().ok_or_else(|| {
        let names = tally.levels.iter().map(|level| level.name.as_str());
        Refusal::usage(
            "a decision needs a designation, and no draft names one",
            format!("--designation {}", crate::value::suggest::listed(names)),
        )
    })
}

fn refuse(obstacles: Vec<Obstacle>, sign_off: SignOff) -> Result<(), Refusal> {
    let pending = !obstacles.is_empty() && obstacles.iter().all(|obstacle| obstacle.waits);
    let mut reasons: Vec<Reason> = obstacles.into_iter().map(Reason::from).collect();
    if reasons.is_empty() && sign_off == SignOff::Withheld {
        reasons.push(Reason {
            sentence: "nothing stands in the way, and a decision is recorded only with a sign-off"
                .to_owned(),
            hint: "--sign-off".to_owned(),
        });
    }
    if reasons.is_empty() {
        return Ok(());
    }
    Err(Refusal {
        kind: if pending { Kind::Pending } else { Kind::Rules },
        reasons,
    })
}

fn decision_entry(tally: &Tally, actor: &Actor, recorded: &Recorded) -> Entry {
    let (id, n) = (&tally.proposal, tally.call.unwrap_or(0));
    let files = [
        (
            RecordPath::Decision(id.clone(), n).to_string(),
            recorded.text.clone().into_bytes(),
        ),
        (
            RecordPath::Manifest(id.clone(), n).to_string(),
            recorded.manifest.written().into_bytes(),
        ),
    ];
    let judgement = &recorded.decision.judgement;
    let mut trailers = vec![
        ("Proposal", id.to_string()),
        ("Call", n.to_string()),
        ("Designation", judgement.designation.to_string()),
        ("Outcome", judgement.outcome.word().to_owned()),
    ];
    trailers.push((
        "Decision-Sha256",
        TextDigest::of(recorded.text.as_bytes()).to_string(),
    ));
    let email = actor
        .email
        .clone()
        .unwrap_or_else(|| format!("{}@{}", actor.id, tally.charter.register));
    trailers.push(("Signed-off-by", format!("{} <{email}>", actor.id)));
    entry(
        files,
        format!("Decide {id}, call {n}: {}", judgement.outcome.word()),
        trailers,
    )
}

//! Publishes, challenges, answers and confirms the draft designation of a call.

use crate::act::actor::Actor;
use crate::act::proposal_state::{
    File, entry, folder, listed, maybe_said, must_be_undecided, said,
};
use crate::act::refusal::{Kind, Reason, Refusal};
use crate::procedure::blocker::call_obstacle;
use crate::procedure::designation::{DesignationState, MissingStep, above_the_rules};
use crate::procedure::rights::{About, Deed};
use crate::procedure::task::of_lack;
use crate::record::attribution::Attribution;
use crate::record::canonical_toml::CanonicalToml;
use crate::record::designation::{Challenge, ChallengeAnswer, Confirmation, Draft};
use crate::record::path::RecordPath;
use crate::record::track::Designates;
use crate::register::entry::PendingCommit;
use crate::register::records::{ProposalRecords, Register};
use crate::register::tally_inputs::TallyInputs;
use crate::tally::Tally;
use crate::value::command::{Command, Placeholder};
use crate::value::digest::CommitId;
use crate::value::hint::Hint;
use crate::value::id::{ChallengeId, LevelName, ParticipantId, ProposalId};

/// A draft to be published.
#[derive(Debug, Clone)]
pub struct DraftInput {
    /// The level.
    pub level: LevelName,
    /// Why.
    pub reason: Option<String>,
    /// The commit that was read; `None` in a register that is part of another project.
    pub inputs: Option<CommitId>,
}

/// Publishes a draft, the first or a further one. The time for challenges begins again, and an earlier
/// confirmation no longer counts.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no call needs a decision, where the
/// level is not one of the track's, where the rules alone give the level, and without a reason.
pub fn publish(
    moments: &TallyInputs,
    tally: &Tally,
    input: &DraftInput,
    actor: &Actor,
) -> Result<PendingCommit, Refusal> {
    let (_, n) = over(moments, tally)?;
    actor.must(Deed::Designate, &About::tallied(moments, tally))?;
    must_be_level(tally, &input.level)?;
    let reason = input.reason.as_deref().unwrap_or_default();
    let draft = Draft {
        level: input.level.clone(),
        computed: tally.computed.clone(),
        act: Attribution {
            by: actor.id.clone(),
            at: tally.now,
            reason: said(reason, "the reason", "--reason")?,
        },
        inputs: input.inputs.clone(),
    };
    let mut file = designation(moments, tally, n)?;
    file.edit.remove(&["confirmation"]);
    file.edit.push("draft", draft.sheet());
    let subject = format!(
        "Draft designation {} on {}, call {n}",
        input.level, tally.proposal
    );
    Ok(written(file, tally, n, subject, actor))
}

/// Answers a challenge.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no such challenge,
/// where it was withdrawn, and without a text.
pub fn answer(
    moments: &TallyInputs,
    tally: &Tally,
    challenge: &ChallengeId,
    text: &str,
    actor: &Actor,
) -> Result<PendingCommit, Refusal> {
    let (folder, n) = over(moments, tally)?;
    actor.must(Deed::AnswerChallenge, &About::tallied(moments, tally))?;
    let challenges = folder.calls.get(&n).map(|call| &call.challenges);
    let known = challenges.and_then(|all| all.get(challenge));
    if known.is_none() {
        let names = challenges.into_iter().flat_map(|all| all.keys());
        let hint = match names.clone().next() {
            None => format!("{} has no challenges", tally.proposal),
            Some(_) => format!("its challenges: {}", listed(names)),
        };
        return Err(Refusal::usage(
            format!("{challenge} is not a challenge on {}", tally.proposal),
            hint,
        ));
    }
    if known.is_some_and(|known| known.withdrawn) {
        return Err(Refusal::rules(
            format!("the challenge {challenge} is withdrawn"),
            "it needs no answer",
        ));
    }
    let answer = ChallengeAnswer {
        challenge: challenge.clone(),
        by: actor.id.clone(),
        at: tally.now,
        text: said(text, "the answer", "--text")?,
    };
    let mut file = designation(moments, tally, n)?;
    file.edit.push("answer", answer.sheet());
    let subject = format!("Answer challenge {challenge} on {}", tally.proposal);
    Ok(written(file, tally, n, subject, actor))
}

/// Confirms the last draft, after the time for challenges has ended and every challenge was answered.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no draft, where it is
/// confirmed, and before the time for challenges has ended and each is answered.
pub fn confirm(
    moments: &TallyInputs,
    tally: &Tally,
    actor: &Actor,
) -> Result<PendingCommit, Refusal> {
    let (folder, n) = over(moments, tally)?;
    actor.must(Deed::ConfirmDesignation, &About::tallied(moments, tally))?;
    let contest = DesignationState::of(tally, folder);
    let missing = contest
        .lacks
        .iter()
        .filter(|lack| **lack != MissingStep::Confirmation);
    let reasons: Vec<Reason> = missing
        .map(|lack| Reason::new(lack.sentence(tally), hint(&moments.asked, tally, lack)))
        .collect();
    let waits = |lack: &MissingStep| matches!(lack, MissingStep::Time(_));
    let kind = match contest.lacks.iter().all(waits) {
        true => Kind::Pending,
        false => Kind::Rules,
    };
    let id = &tally.proposal;
    Refusal::of_all(kind, reasons, |n| {
        format!("the designation on {id} cannot be confirmed yet: {n} steps are missing")
    })?;
    if contest.lacks.is_empty() {
        return Err(Refusal::recorded(
            format!("the draft designation of call {n} on {id} is already confirmed"),
            Hint::run("to see what comes next", Command::new("ready").with(id)),
        ));
    }
    let confirmation = Confirmation {
        by: actor.id.clone(),
        at: tally.now,
    };
    let mut file = designation(moments, tally, n)?;
    file.edit.set_table("confirmation", confirmation.sheet());
    let subject = format!("Confirm the designation on {}, call {n}", tally.proposal);
    Ok(written(file, tally, n, subject, actor))
}

/// The folder of a call that is closed and not decided, and its number.
pub(crate) fn over<'m>(
    moments: &'m TallyInputs,
    tally: &Tally,
) -> Result<(&'m ProposalRecords, u32), Refusal> {
    let id = &tally.proposal;
    let folder = folder(moments, id)?;
    must_be_undecided(folder, id)?;
    match call_obstacle(&moments.asked, tally, folder) {
        None => Ok((folder, tally.call.unwrap_or_default())),
        Some(obstacle) => Err(obstacle.into()),
    }
}

/// Who does what is missing, and with which command.
fn hint(register: &Register, tally: &Tally, lack: &MissingStep) -> Hint {
    of_lack(register, tally, lack).map_or(Hint::default(), |task| task.remedy())
}

/// The track must have the level, and where the rules alone give the level, it must be that one.
fn must_be_level(tally: &Tally, level: &LevelName) -> Result<(), Refusal> {
    if tally.level(level).is_none() {
        let names = tally.levels.iter().map(|level| level.name.as_str());
        return Err(Refusal::usage(
            format!("\"{level}\" is not a level of track {}", tally.track.id),
            format!("levels: {}", listed(names)),
        ));
    }
    if let Some(above) = above_the_rules(tally, level) {
        return Err(Refusal::rules(
            above,
            "designate a level that the rules allow",
        ));
    }
    match &tally.computed {
        Some(computed) if tally.track.designates == Designates::Computed && computed != level => {
            Err(Refusal::rules(
                format!(
                    "the designation must be {computed}: on track {} the rules alone give the level",
                    tally.track.id
                ),
                Hint::run(
                    "to designate that level",
                    Command::new("designate")
                        .with(&tally.proposal)
                        .with(computed)
                        .option("--reason", Placeholder::Reason),
                ),
            ))
        }
        _ => Ok(()),
    }
}

fn designation(moments: &TallyInputs, tally: &Tally, n: u32) -> Result<File, Refusal> {
    let record = RecordPath::Designation(tally.proposal.clone(), n);
    File::of(&moments.asked, &record)
}

/// The pending commit of an act on a designation.
fn written(file: File, tally: &Tally, n: u32, subject: String, actor: &Actor) -> PendingCommit {
    let id = &tally.proposal;
    entry(
        [file.finish()],
        subject,
        &[("Proposal", id), ("Call", &n), ("By", &actor.id)],
    )
}

/// Writes a challenge of the last draft in a file of its own, or changes one that was not answered.
///
/// # Errors
/// Refused where no draft can be challenged now, where the challenge was answered,
/// and without a reason.
pub fn challenge(
    moments: &TallyInputs,
    tally: &Tally,
    reason: &str,
    actor: &Actor,
) -> Result<(ChallengeId, PendingCommit), Refusal> {
    let (folder, n) = over(moments, tally)?;
    let id = ChallengeId {
        participant: actor.id.clone(),
        draft: open_draft(&moments.asked, tally, folder)?,
    };
    let answered = answers(folder, n, &id).next().is_some();
    if answered {
        return Err(Refusal::rules(
            format!("your challenge {id} can no longer change: it was answered"),
            drafts(&tally.proposal),
        ));
    }
    let reason = said(reason, "the reason", "--reason")?;
    let mut sheet = CanonicalToml::new();
    sheet.prose("reason", &reason).instant("at", tally.now);
    let mut file = file(moments, tally, n, &id)?;
    file.edit.set(sheet);
    file.edit.remove(&["withdrawn", "withdrawn-reason"]);
    let subject = format!("Challenge draft {} on {}", id.draft, tally.proposal);
    let entry = challenged(file, tally, n, subject, &id);
    Ok((id, entry))
}

/// Withdraws the actor's last challenge; its file stays.
///
/// # Errors
/// Refused where `actor` has no challenge that they could withdraw.
pub fn withdraw(
    moments: &TallyInputs,
    tally: &Tally,
    reason: Option<&str>,
    actor: &Actor,
) -> Result<(ChallengeId, PendingCommit), Refusal> {
    let (folder, n) = over(moments, tally)?;
    let none = || {
        Refusal::rules(
            format!("{} has no challenge to withdraw", actor.id),
            drafts(&tally.proposal),
        )
    };
    let id = last_of(folder, n, &actor.id).ok_or_else(none)?;
    let reason = maybe_said(reason, "the reason", "--reason")?;
    let mut sheet = CanonicalToml::new();
    sheet
        .flag("withdrawn", true)
        .maybe_prose("withdrawn-reason", reason.as_deref());
    let mut file = file(moments, tally, n, &id)?;
    file.edit.set(sheet);
    let subject = format!("Withdraw challenge {id} on {}", tally.proposal);
    let entry = challenged(file, tally, n, subject, &id);
    Ok((id, entry))
}

/// The number of the last draft, while it can be challenged.
fn open_draft(
    register: &Register,
    tally: &Tally,
    folder: &ProposalRecords,
) -> Result<u32, Refusal> {
    let id = &tally.proposal;
    let contest = DesignationState::of(tally, folder);
    let (Some((k, _)), Some(until)) = (contest.latest, contest.until) else {
        if contest.window.is_none() {
            return Err(Refusal::rules(
                format!(
                    "the designation on {id} cannot be challenged: track {} gives no time for it",
                    tally.track.id
                ),
                minority(id),
            ));
        }
        return Err(Refusal::rules(
            format!("{id} has no draft designation to challenge"),
            hint(register, tally, &MissingStep::Draft),
        ));
    };
    if tally.now < until {
        return Ok(k);
    }
    Err(Refusal::rules(
        format!(
            "the time to challenge draft {k} on {id} ended on {}",
            until.long()
        ),
        minority(id),
    ))
}

/// How to see the drafts with their challenges.
fn drafts(id: &ProposalId) -> Hint {
    Hint::run(
        "to see drafts and challenges",
        Command::new("designate").with(id),
    )
}

/// How to write a minority statement.
fn minority(id: &ProposalId) -> Hint {
    let command = Command::new("minority").with(id);
    let command = command.option("--text-file", Placeholder::File);
    Hint::run("to put a minority statement into the decision", command)
}

fn last_of(folder: &ProposalRecords, n: u32, who: &ParticipantId) -> Option<ChallengeId> {
    let challenges = &folder.calls.get(&n)?.challenges;
    let open = |(id, challenge): &(&ChallengeId, &Challenge)| {
        id.participant == *who && !challenge.withdrawn
    };
    let last = challenges.iter().rfind(open);
    last.map(|(id, _)| id.clone())
}

fn answers<'f>(
    folder: &'f ProposalRecords,
    n: u32,
    id: &'f ChallengeId,
) -> impl Iterator<Item = &'f ChallengeAnswer> {
    let designation = folder.designation(n);
    designation
        .into_iter()
        .flat_map(move |designation| designation.answers_to(id))
}

fn file(moments: &TallyInputs, tally: &Tally, n: u32, id: &ChallengeId) -> Result<File, Refusal> {
    let record = RecordPath::Challenge(tally.proposal.clone(), n, id.clone());
    File::of(&moments.asked, &record)
}

/// The pending commit of an act on a challenge.
fn challenged(
    file: File,
    tally: &Tally,
    n: u32,
    subject: String,
    id: &ChallengeId,
) -> PendingCommit {
    entry(
        [file.finish()],
        subject,
        &[
            ("Proposal", &tally.proposal),
            ("Call", &n),
            ("Challenge", id),
            ("By", &id.participant),
        ],
    )
}

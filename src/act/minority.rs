//! Records a minority statement for the coming decision: words of one's own, or the joining of another
//! participant's statement.

use crate::act::actor::Actor;
use crate::act::hints::{raise, status};
use crate::act::proposal_state::{entry, folder, must_be_undecided, said};
use crate::act::refusal::Refusal;
use crate::procedure::designation::{minority_from, minority_until};
use crate::record::decision::{MinorityContent, MinorityStatement};
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::ProposalRecords;
use crate::register::tally_inputs::TallyInputs;
use crate::tally::Tally;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::{all_of, many_of};

/// The most bytes of a statement, whatever the track says.
pub const LARGEST: usize = 64 * 1024;

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MinorityAction {
    /// Record these words.
    File(String),
    /// Join the statement of this participant.
    Join(ParticipantId),
    /// Withdraw one's own statement, or leave the one that was joined.
    Withdraw,
}

/// Records, joins or withdraws a statement of the actor.
///
/// # Errors
/// Refused where no call needs a decision, where the time for statements has ended, where a text is
/// missing or too long, where others joined the statement, and where there is none to join or to
/// withdraw.
pub fn minority(
    moments: &TallyInputs,
    tally: &Tally,
    deed: &MinorityAction,
    actor: &Actor,
) -> Result<PendingCommit, Refusal> {
    let (folder, n) = undecided(moments, tally)?;
    let filed = folder.calls.get(&n).map(|call| &call.minority);
    let mine = filed.and_then(|all| all.get(&actor.id));
    if *deed != MinorityAction::Withdraw {
        must_be_in_time(tally, folder)?;
    }
    let statement = match deed {
        MinorityAction::File(words) => {
            must_not_be_joined(folder, n, actor)?;
            MinorityContent::Own(kept_to_rule(tally, words)?)
        }
        MinorityAction::Join(whose) => {
            must_not_be_joined(folder, n, actor)?;
            must_be_statement(tally, folder, n, whose, actor)?;
            MinorityContent::Joins(whose.clone())
        }
        MinorityAction::Withdraw => match mine.filter(|mine| !mine.withdrawn) {
            Some(mine) => mine.statement.clone(),
            None => return Err(nothing_there(tally, actor)),
        },
    };
    let record = MinorityStatement {
        statement,
        withdrawn: *deed == MinorityAction::Withdraw,
    };
    let path = RecordPath::Minority(tally.proposal.clone(), n, actor.id.clone());
    let path = moments.asked.path(&path);
    let files = [(path, record.sheet().finish().into_bytes())];
    Ok(entry(
        files,
        subject(tally, deed, actor),
        &[
            ("Proposal", &tally.proposal),
            ("Call", &n),
            ("By", &actor.id),
        ],
    ))
}

fn subject(tally: &Tally, deed: &MinorityAction, actor: &Actor) -> String {
    let (id, who) = (&tally.proposal, &actor.id);
    match deed {
        MinorityAction::File(_) => format!("Record the minority statement of {who} on {id}"),
        MinorityAction::Join(whose) => {
            format!("Join the minority statement of {whose} on {id} ({who})")
        }
        MinorityAction::Withdraw => format!("Withdraw the minority statement of {who} on {id}"),
    }
}

fn undecided<'m>(
    moments: &'m TallyInputs,
    tally: &Tally,
) -> Result<(&'m ProposalRecords, u32), Refusal> {
    let id = &tally.proposal;
    let folder = folder(moments, id)?;
    must_be_undecided(folder, id)?;
    let n = tally.call.filter(|n| folder.decision(*n).is_none());
    n.map(|n| (folder, n)).ok_or_else(|| {
        Refusal::rules(
            format!("no call on {id} needs a decision"),
            Hint::run("before a call you can raise an objection", raise(id)),
        )
    })
}

fn must_be_in_time(tally: &Tally, folder: &ProposalRecords) -> Result<(), Refusal> {
    match minority_until(tally, folder).filter(|until| tally.now >= *until) {
        None => Ok(()),
        Some(until) => Err(Refusal::rules(
            format!(
                "the time for minority statements on {} ended on {}",
                tally.proposal,
                until.long()
            ),
            format!(
                "track {} counts the time from {}",
                tally.track.id,
                minority_from(&tally.track)
            ),
        )),
    }
}

/// The words, if they are within the limit of the track and of records.
fn kept_to_rule(tally: &Tally, words: &str) -> Result<String, Refusal> {
    let text = said(words, "the statement", "--text")?;
    let count = u64::try_from(text.split_whitespace().count()).unwrap_or(u64::MAX);
    let most = tally.track.minority.as_ref().and_then(|rule| rule.words);
    if let Some(most) = most.filter(|most| count > *most) {
        let over = count - most;
        return Err(Refusal::rules(
            format!(
                "the statement has {count} words; track {} allows {most}",
                tally.track.id
            ),
            format!(
                "shorten it by {}, or link to a longer text",
                many_of(over, "word", "words")
            ),
        ));
    }
    if text.len() > LARGEST {
        let sentence = format!(
            "the statement has {} bytes; a decision can have at most {LARGEST}",
            text.len()
        );
        return Err(Refusal::rules(
            sentence,
            "shorten it, or link to a longer text",
        ));
    }
    Ok(text)
}

/// Others put their names under these words, so they cannot change.
fn must_not_be_joined(folder: &ProposalRecords, n: u32, actor: &Actor) -> Result<(), Refusal> {
    let call = folder.calls.get(&n);
    let joiners = call.map_or(Vec::new(), |call| call.joined(&actor.id));
    if joiners.is_empty() {
        return Ok(());
    }
    let names = all_of(joiners.iter().map(|id| id.as_str()));
    Err(Refusal::rules(
        format!("your statement cannot change: {names} joined it"),
        "you can withdraw it",
    ))
}

/// The statement that is joined must have words of its own, and belong to another participant.
fn must_be_statement(
    tally: &Tally,
    folder: &ProposalRecords,
    n: u32,
    whose: &ParticipantId,
    actor: &Actor,
) -> Result<(), Refusal> {
    let id = &tally.proposal;
    if *whose == actor.id {
        return Err(Refusal::usage(
            "you cannot join your own statement",
            own_words(id),
        ));
    }
    let filed = folder.calls.get(&n).map(|call| &call.minority);
    let theirs = filed.and_then(|all| all.get(whose));
    match theirs.filter(|theirs| !theirs.withdrawn) {
        Some(MinorityStatement {
            statement: MinorityContent::Own(_),
            ..
        }) => Ok(()),
        Some(MinorityStatement {
            statement: MinorityContent::Joins(other),
            ..
        }) => Err(Refusal::rules(
            format!("{whose} has no own statement: they joined the statement of {other}"),
            Hint::run(
                "to join that one",
                Command::new("minority").with(id).option("--join", other),
            ),
        )),
        None => Err(Refusal::rules(
            format!("{whose} has no minority statement on {id}"),
            own_words(id),
        )),
    }
}

/// How to record a statement of one's own.
fn own_words(id: &ProposalId) -> Hint {
    let command = Command::new("minority").with(id);
    let command = command.option("--text-file", Placeholder::File);
    Hint::run("to record a statement of your own", command)
}

fn nothing_there(tally: &Tally, actor: &Actor) -> Refusal {
    Refusal::rules(
        format!(
            "{} has no minority statement on {} to withdraw",
            actor.id, tally.proposal
        ),
        status(&tally.proposal),
    )
}

//! Binds a minority statement into the decision to come: one's own words, or another's that one
//! joins.

use crate::act::actor::Actor;
use crate::act::proposal_state::{entry, folder, listed, must_be_undecided, said};
use crate::act::refusal::Refusal;
use crate::procedure::designation::{minority_from, minority_until};
use crate::record::decision::{MinorityContent, MinorityStatement};
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::ProposalRecords;
use crate::register::tally_inputs::TallyInputs;
use crate::tally::Tally;
use crate::value::id::ParticipantId;

/// The most bytes of a statement, whatever the track says.
pub const LARGEST: usize = 64 * 1024;

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MinorityAction {
    /// File these words.
    File(String),
    /// Join the statement of this participant.
    Join(ParticipantId),
    /// Take one's statement back, or that one joined.
    Withdraw,
}

/// Files, joins or takes back a statement of the actor's.
///
/// # Errors
/// Refused where no call waits for its decision, where the time for statements is over, where a
/// text is missing or too long, where others joined the statement, and where there is none to join
/// or to take back.
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
        MinorityAction::File(_) => format!("Minority statement of {who} on {id}"),
        MinorityAction::Join(whose) => {
            format!("{who} joins the minority statement of {whose} on {id}")
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
            format!("there is no call on {id} that waits for a decision"),
            format!("an objection says what is wrong with it now: plenary object {id} --about TEXT --problem TEXT --resolve TEXT"),
        )
    })
}

fn must_be_in_time(tally: &Tally, folder: &ProposalRecords) -> Result<(), Refusal> {
    match minority_until(tally, folder).filter(|until| tally.now >= *until) {
        None => Ok(()),
        Some(until) => Err(Refusal::rules(
            format!(
                "minority statements on {} could be filed until {until}",
                tally.proposal
            ),
            format!(
                "the track {} gives no more time, counted from {}",
                tally.track.id,
                minority_from(&tally.track)
            ),
        )),
    }
}

/// The words within the track's rule, and within what any record holds.
fn kept_to_rule(tally: &Tally, words: &str) -> Result<String, Refusal> {
    let text = said(words, "the statement", "--text")?;
    let count = u64::try_from(text.split_whitespace().count()).unwrap_or(u64::MAX);
    let most = tally.track.minority.as_ref().and_then(|rule| rule.words);
    if let Some(most) = most.filter(|most| count > *most) {
        let over = count - most;
        return Err(Refusal::rules(
            format!(
                "the statement has {count} words, and the track {} takes {most}",
                tally.track.id
            ),
            format!("{over} too many: shorten it, or link to the long form"),
        ));
    }
    if text.len() > LARGEST {
        let sentence = format!(
            "the statement has {} bytes, and at most {LARGEST} are bound into a decision",
            text.len()
        );
        return Err(Refusal::rules(
            sentence,
            "shorten it, or link to the long form",
        ));
    }
    Ok(text)
}

/// Others put their names under these words: they stay as they are.
fn must_not_be_joined(folder: &ProposalRecords, n: u32, actor: &Actor) -> Result<(), Refusal> {
    let call = folder.calls.get(&n);
    let joiners = call.map_or(Vec::new(), |call| call.joined(&actor.id));
    if joiners.is_empty() {
        return Ok(());
    }
    let names = listed(joiners);
    Err(Refusal::rules(
        format!("{names} joined the statement of {} as it stands", actor.id),
        "it can be taken back, and is not changed under their names",
    ))
}

/// What is joined has words of its own, and is another's.
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
            "nobody joins their own statement",
            format!("plenary minority {id} --text-file FILE"),
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
            format!("{whose} has no words of their own, and joined the statement of {other}"),
            format!("plenary minority {id} --join {other}"),
        )),
        None => Err(Refusal::rules(
            format!("{whose} has filed no minority statement on {id}"),
            format!("plenary minority {id} --text-file FILE files your own"),
        )),
    }
}

fn nothing_there(tally: &Tally, actor: &Actor) -> Refusal {
    Refusal::rules(
        format!(
            "{} has no minority statement on {} to take back",
            actor.id, tally.proposal
        ),
        format!("plenary show {}", tally.proposal),
    )
}

//! Disputes the last draft of a designation, or takes that back.

use crate::act::actor::Actor;
use crate::act::designate::over;
use crate::act::refusal::Refusal;
use crate::act::target::{entry, said};
use crate::procedure::designation::{Contest, Lack};
use crate::procedure::task::of_lack;
use crate::record::designation::{Challenge, ChallengeAnswer};
use crate::record::edit::Edit;
use crate::record::path::RecordPath;
use crate::record::sheet::Sheet;
use crate::register::entry::Entry;
use crate::register::freeze::Moments;
use crate::register::records::{Folder, Register};
use crate::tally::Tally;
use crate::value::command::{Command, Placeholder};
use crate::value::id::{ChallengeId, ParticipantId, ProposalId};

/// Files a challenge of the last draft in a file of its own, or changes the one that is there and
/// was not answered.
///
/// # Errors
/// Refused where there is no draft that can be challenged now, where the challenge was answered,
/// and without a reason.
pub fn challenge(
    moments: &Moments,
    tally: &Tally,
    reason: &str,
    actor: &Actor,
) -> Result<(ChallengeId, Entry), Refusal> {
    let (folder, n) = over(moments, tally)?;
    let id = ChallengeId {
        participant: actor.id.clone(),
        draft: open_draft(&moments.asked, tally, folder)?,
    };
    let answered = answers(folder, n, &id).next().is_some();
    if answered {
        return Err(Refusal::rules(
            format!("{id} was answered, and stays as it was answered"),
            format!("plenary designate {}", tally.proposal),
        ));
    }
    let reason = said(reason, "the reason", "--reason")?;
    let mut sheet = Sheet::new();
    sheet.prose("reason", &reason).instant("at", tally.now);
    let (path, mut edit) = file(moments, tally, n, &id)?;
    edit.set(sheet);
    edit.remove(&["withdrawn", "withdrawn-reason"]);
    let subject = format!("Challenge draft {} on {}", id.draft, tally.proposal);
    let entry = written(tally, n, (path, edit), subject, &id);
    Ok((id, entry))
}

/// Takes the actor's last challenge back; its file stays.
///
/// # Errors
/// Refused where `actor` has no challenge that could be taken back.
pub fn withdraw(
    moments: &Moments,
    tally: &Tally,
    reason: Option<&str>,
    actor: &Actor,
) -> Result<(ChallengeId, Entry), Refusal> {
    let (folder, n) = over(moments, tally)?;
    let none = || {
        Refusal::rules(
            format!("{} has no challenge to take back", actor.id),
            format!("plenary designate {}", tally.proposal),
        )
    };
    let id = last_of(folder, n, &actor.id).ok_or_else(none)?;
    let reason = reason.map(|text| said(text, "the reason", "--reason"));
    let reason = reason.transpose()?;
    let mut sheet = Sheet::new();
    sheet
        .flag("withdrawn", true)
        .maybe_prose("withdrawn-reason", reason.as_deref());
    let (path, mut edit) = file(moments, tally, n, &id)?;
    edit.set(sheet);
    let subject = format!("Withdraw the challenge {id} on {}", tally.proposal);
    let entry = written(tally, n, (path, edit), subject, &id);
    Ok((id, entry))
}

/// The number of the last draft, while it can be challenged.
fn open_draft(register: &Register, tally: &Tally, folder: &Folder) -> Result<u32, Refusal> {
    let id = &tally.proposal;
    let contest = Contest::of(tally, folder);
    let (Some((k, _)), Some(until)) = (contest.latest, contest.until()) else {
        if contest.window.is_none() {
            return Err(Refusal::rules(
                format!("the track {} gives no time for challenges", tally.track.id),
                format!("to put your own words into the decision: {}", minority(id)),
            ));
        }
        return Err(Refusal::rules(
            format!("there is no draft designation on {id} to be challenged"),
            of_lack(register, tally, &Lack::Draft).map_or(String::new(), |task| task.hint()),
        ));
    };
    if tally.now < until {
        return Ok(k);
    }
    Err(Refusal::rules(
        format!("draft {k} on {id} could be challenged until {until}"),
        format!("to put your own words into the decision: {}", minority(id)),
    ))
}

/// The command by which a minority statement is filed.
fn minority(id: &ProposalId) -> Command {
    let command = Command::new("minority").with(id);
    command.option("--text-file", Placeholder::File)
}

fn last_of(folder: &Folder, n: u32, who: &ParticipantId) -> Option<ChallengeId> {
    let challenges = &folder.calls.get(&n)?.challenges;
    let open = |(id, challenge): &(&ChallengeId, &Challenge)| {
        id.participant == *who && !challenge.withdrawn
    };
    let last = challenges.iter().rfind(open);
    last.map(|(id, _)| id.clone())
}

fn answers<'f>(
    folder: &'f Folder,
    n: u32,
    id: &'f ChallengeId,
) -> impl Iterator<Item = &'f ChallengeAnswer> {
    let designation = folder.designation(n);
    designation
        .into_iter()
        .flat_map(move |designation| designation.answers_to(id))
}

fn file(
    moments: &Moments,
    tally: &Tally,
    n: u32,
    id: &ChallengeId,
) -> Result<(String, Edit), Refusal> {
    let path = moments.asked.path(&RecordPath::Challenge(
        tally.proposal.clone(),
        n,
        id.clone(),
    ));
    match Edit::open(moments.asked.bytes(&path).unwrap_or_default()) {
        Some(edit) => Ok((path, edit)),
        None => Err(Refusal::rules(
            format!("{path} cannot be read"),
            "plenary check",
        )),
    }
}

fn written(
    tally: &Tally,
    n: u32,
    (path, edit): (String, Edit),
    subject: String,
    id: &ChallengeId,
) -> Entry {
    let trailers = vec![
        ("Proposal", tally.proposal.to_string()),
        ("Call", n.to_string()),
        ("Challenge", id.to_string()),
        ("By", id.participant.to_string()),
    ];
    entry([(path, edit.finish())], subject, trailers)
}

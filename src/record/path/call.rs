//! The records in the folder of one call.

use crate::record::path::{PathFault, RecordPath, read_id, stem, stray};
use crate::value::id::{ChallengeId, ParticipantId, ProposalId};
use crate::value::suggest;

/// The files that lie right in the folder.
const FILES: &[&str] = &[
    "call.toml",
    "designation.toml",
    "decision.toml",
    "inputs.sha256",
    "follow-up.toml",
];
/// The folders in it, with a file for each participant.
const FOLDERS: &[&str] = &["challenges", "minority", "sign-offs", "appeals", "rulings"];

/// Which record the path `rest` is in the folder of the call `n`.
pub(super) fn identify(id: ProposalId, n: &str, rest: &[&str]) -> Result<RecordPath, PathFault> {
    let number = n.parse::<u32>().ok().filter(|n| *n > 0);
    let Some(number) = number.filter(|number| number.to_string() == n) else {
        return Err(stray(None));
    };
    match rest {
        [name] => file(id, number, name),
        ["challenges", name] => challenge(id, number, name),
        [folder, name] => of_participant(id, number, folder, name),
        _ => Err(stray(None)),
    }
}

fn file(id: ProposalId, n: u32, name: &str) -> Result<RecordPath, PathFault> {
    match name {
        "call.toml" => Ok(RecordPath::Call(id, n)),
        "designation.toml" => Ok(RecordPath::Designation(id, n)),
        "decision.toml" => Ok(RecordPath::Decision(id, n)),
        "inputs.sha256" => Ok(RecordPath::Manifest(id, n)),
        "follow-up.toml" => Ok(RecordPath::FollowUp(id, n)),
        other => match other.strip_suffix(".sig") {
            Some(by) => {
                let by = read_id(ParticipantId::parse, by)?;
                Ok(RecordPath::Signature(id, n, by))
            }
            None => {
                let meant = suggest::nearest(other, FILES.iter().copied());
                Err(stray(
                    meant.map(|meant| format!("proposals/{id}/calls/{n}/{meant}")),
                ))
            }
        },
    }
}

fn challenge(id: ProposalId, n: u32, name: &str) -> Result<RecordPath, PathFault> {
    let folder = format!("proposals/{id}/calls/{n}/challenges");
    let stem = stem(&folder, name)?;
    if let Some(of) = ChallengeId::parse(stem) {
        return Ok(RecordPath::Challenge(id, n, of));
    }
    let Some((participant, _)) = stem.split_once('.') else {
        read_id(ParticipantId::parse, stem)?;
        return Err(stray(Some(format!("{folder}/{stem}.1.toml"))));
    };
    read_id(ParticipantId::parse, participant)?;
    Err(stray(Some(format!("{folder}/{participant}.1.toml"))))
}

fn of_participant(
    id: ProposalId,
    n: u32,
    folder: &str,
    name: &str,
) -> Result<RecordPath, PathFault> {
    let path = format!("proposals/{id}/calls/{n}");
    let record: fn(ProposalId, u32, ParticipantId) -> RecordPath = match folder {
        "minority" => RecordPath::Minority,
        "sign-offs" => RecordPath::SignOff,
        "appeals" => RecordPath::Appeal,
        "rulings" => RecordPath::Ruling,
        other => {
            let meant = suggest::nearest(other, FOLDERS.iter().copied());
            return Err(stray(meant.map(|meant| format!("{path}/{meant}/{name}"))));
        }
    };
    let stem = stem(&format!("{path}/{folder}"), name)?;
    Ok(record(id, n, read_id(ParticipantId::parse, stem)?))
}

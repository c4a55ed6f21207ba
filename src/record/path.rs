//! Finds which record a path is, and the path of each record. The path is the identity of a record.

use std::fmt;

pub use crate::record::owner::Owner;
use crate::value::id::{self, ChallengeId, GroupId, ObjectionId, ParticipantId, ProposalId};
use crate::value::{did_you_mean, text};

/// The charter's path.
pub const CHARTER: &str = "charter.toml";
/// The path of the keys that can sign, in OpenSSH's format.
const ALLOWED_SIGNERS: &str = "allowed_signers";

/// The folder of the participants.
pub const PARTICIPANTS: &str = "participants/";
/// The folders of records at the top of a register.
pub const RECORD_FOLDERS: [&str; 4] = ["acknowledged", "meetings", "participants", "proposals"];

/// A record, by its path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordPath {
    /// `charter.toml`
    Charter,
    /// `allowed_signers`
    AllowedSigners,
    /// `participants/<participant>.toml`
    Participant(ParticipantId),
    /// `acknowledged/<n>.toml`
    Acknowledgement(u32),
    /// `meetings/<date>.toml`
    Meeting(String),
    /// `meetings/<date>.md`: the minutes of that meeting.
    Minutes(String),
    /// `proposals/<proposal>/proposal.toml`
    Proposal(ProposalId),
    /// Another file directly in a proposal's folder: its text, if the proposal names it.
    Text(ProposalId, String),
    /// `proposals/<proposal>/positions/<owner>.toml`, or one folder deeper where positions are
    /// fanned out by two hexadecimal digits.
    Position(ProposalId, Owner),
    /// `proposals/<proposal>/objections/<objection>.toml`
    Objection(ProposalId, ObjectionId),
    /// `proposals/<proposal>/handling/<objection>.toml`
    Handling(ProposalId, ObjectionId),
    /// `proposals/<proposal>/calls/<n>/call.toml`
    Call(ProposalId, u32),
    /// `proposals/<proposal>/calls/<n>/asked.toml`: whom letters asked for an answer.
    Asked(ProposalId, u32),
    /// `proposals/<proposal>/calls/<n>/totals.toml`: how many people of a group have which value of a personal
    /// dimension.
    Totals(ProposalId, u32),
    /// `proposals/<proposal>/calls/<n>/designation.toml`
    Designation(ProposalId, u32),
    /// `proposals/<proposal>/calls/<n>/challenges/<participant>.<draft>.toml`
    Challenge(ProposalId, u32, ChallengeId),
    /// `proposals/<proposal>/calls/<n>/minority/<participant>.toml`
    Minority(ProposalId, u32, ParticipantId),
    /// `proposals/<proposal>/calls/<n>/decision.toml`
    Decision(ProposalId, u32),
    /// `proposals/<proposal>/calls/<n>/inputs.sha256`
    Manifest(ProposalId, u32),
    /// `proposals/<proposal>/calls/<n>/<participant>.sig`
    Signature(ProposalId, u32, ParticipantId),
    /// `proposals/<proposal>/calls/<n>/errata/<k>.toml`
    Erratum(ProposalId, u32, u32),
    /// `proposals/<proposal>/calls/<n>/sign-offs/<participant>.toml`
    SignOff(ProposalId, u32, ParticipantId),
    /// `proposals/<proposal>/calls/<n>/appeals/<participant>.toml`
    Appeal(ProposalId, u32, ParticipantId),
    /// `proposals/<proposal>/calls/<n>/rulings/<participant>.toml`: on that participant's appeal.
    Ruling(ProposalId, u32, ParticipantId),
    /// `proposals/<proposal>/calls/<n>/follow-up.toml`
    FollowUp(ProposalId, u32),
}

/// Why a path inside the register's folders is not a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathFault {
    /// A part of the path should be an identifier and is not.
    BadId(String, id::IdError),
    /// The path belongs to no kind of record; with the path that was probably meant.
    Stray(Option<String>),
}

impl fmt::Display for RecordPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecordPath::Charter => f.write_str(CHARTER),
            RecordPath::AllowedSigners => f.write_str(ALLOWED_SIGNERS),
            RecordPath::Participant(id) => write!(f, "participants/{id}.toml"),
            RecordPath::Acknowledgement(n) => write!(f, "acknowledged/{n}.toml"),
            RecordPath::Meeting(date) => write!(f, "meetings/{date}.toml"),
            RecordPath::Minutes(date) => write!(f, "meetings/{date}.md"),
            RecordPath::Proposal(id) => write!(f, "proposals/{id}/proposal.toml"),
            RecordPath::Text(id, name) => write!(f, "proposals/{id}/{name}"),
            RecordPath::Position(id, owner) => write!(f, "proposals/{id}/positions/{owner}.toml"),
            RecordPath::Objection(id, of) => write!(f, "proposals/{id}/objections/{of}.toml"),
            RecordPath::Handling(id, of) => write!(f, "proposals/{id}/handling/{of}.toml"),
            in_call => {
                let (Some(id), Some((n, name))) = (in_call.proposal(), in_call.in_call()) else {
                    return Ok(());
                };
                write!(f, "proposals/{id}/calls/{n}/{name}")
            }
        }
    }
}

impl RecordPath {
    /// Which record `path` is. `None` for a path outside the register's own folders: a register can share
    /// its repository with other files.
    pub fn identify(path: &str) -> Option<Result<Self, PathFault>> {
        // A record is at most six names deep.
        let mut parts: Vec<&str> = Vec::with_capacity(6);
        parts.extend(path.split('/'));
        match parts.as_slice() {
            [CHARTER] => Some(Ok(Self::Charter)),
            [ALLOWED_SIGNERS] => Some(Ok(Self::AllowedSigners)),
            [only] => misnamed_at_root(only),
            ["participants", rest @ ..] => Some(participant(rest)),
            ["acknowledged", rest @ ..] => Some(acknowledgement(rest)),
            ["meetings", rest @ ..] => Some(meeting(rest)),
            ["proposals", rest @ ..] => Some(in_proposal(rest)),
            _ => None,
        }
    }

    /// Whether this is its path.
    pub fn is_at(&self, path: &str) -> bool {
        text::is_written(self, path)
    }

    /// The proposal whose folder contains the record.
    pub fn proposal(&self) -> Option<&ProposalId> {
        match self {
            Self::Charter
            | Self::AllowedSigners
            | Self::Participant(_)
            | Self::Acknowledgement(_)
            | Self::Meeting(_)
            | Self::Minutes(_) => None,
            Self::Proposal(id)
            | Self::Text(id, _)
            | Self::Position(id, _)
            | Self::Objection(id, _)
            | Self::Handling(id, _)
            | Self::Call(id, _)
            | Self::Asked(id, _)
            | Self::Totals(id, _)
            | Self::Designation(id, _)
            | Self::Challenge(id, _, _)
            | Self::Minority(id, _, _)
            | Self::Decision(id, _)
            | Self::Manifest(id, _)
            | Self::Signature(id, _, _)
            | Self::Erratum(id, _, _)
            | Self::SignOff(id, _, _)
            | Self::Appeal(id, _, _)
            | Self::Ruling(id, _, _)
            | Self::FollowUp(id, _) => Some(id),
        }
    }

    /// The participant to whom the record belongs, by its path.
    pub fn owner(&self) -> Option<ParticipantId> {
        match self {
            Self::Participant(who)
            | Self::Position(_, Owner::Participant(who))
            | Self::Minority(_, _, who)
            | Self::Signature(_, _, who)
            | Self::SignOff(_, _, who)
            | Self::Appeal(_, _, who) => Some(who.clone()),
            Self::Objection(_, of) => Some(of.participant.clone()),
            Self::Challenge(_, _, of) => Some(of.participant.clone()),
            _ => None,
        }
    }

    /// The number of the call whose folder contains the record, and its name in that folder.
    pub fn in_call(&self) -> Option<(u32, String)> {
        match self {
            Self::Call(_, n) => Some((*n, "call.toml".to_owned())),
            Self::Asked(_, n) => Some((*n, "asked.toml".to_owned())),
            Self::Totals(_, n) => Some((*n, "totals.toml".to_owned())),
            Self::Designation(_, n) => Some((*n, "designation.toml".to_owned())),
            Self::Challenge(_, n, of) => Some((*n, format!("challenges/{of}.toml"))),
            Self::Minority(_, n, by) => Some((*n, format!("minority/{by}.toml"))),
            Self::Decision(_, n) => Some((*n, "decision.toml".to_owned())),
            Self::Manifest(_, n) => Some((*n, "inputs.sha256".to_owned())),
            Self::Signature(_, n, by) => Some((*n, format!("{by}.sig"))),
            Self::Erratum(_, n, k) => Some((*n, format!("errata/{k}.toml"))),
            Self::SignOff(_, n, by) => Some((*n, format!("sign-offs/{by}.toml"))),
            Self::Appeal(_, n, by) => Some((*n, format!("appeals/{by}.toml"))),
            Self::Ruling(_, n, by) => Some((*n, format!("rulings/{by}.toml"))),
            Self::FollowUp(_, n) => Some((*n, "follow-up.toml".to_owned())),
            _ => None,
        }
    }

    /// Whether the record is not an input of any decision: it is about what follows one.
    pub fn is_beside_decision(&self) -> bool {
        matches!(
            self,
            Self::Erratum(..)
                | Self::SignOff(..)
                | Self::Appeal(..)
                | Self::Ruling(..)
                | Self::FollowUp(..)
        )
    }
}

fn misnamed_at_root(name: &str) -> Option<Result<RecordPath, PathFault>> {
    let meant = [CHARTER, ALLOWED_SIGNERS];
    let bare = name.to_lowercase();
    let close = meant
        .iter()
        .find(|right| bare == **right || bare == format!("{right}.txt"))?;
    Some(Err(PathFault::Stray(Some((*close).to_owned()))))
}

fn stray<T>(meant: Option<String>) -> Result<T, PathFault> {
    Err(PathFault::Stray(meant))
}

/// The file's name without `.toml`, or what it should have been called.
fn stem(folder: impl fmt::Display, name: &str) -> Result<&str, PathFault> {
    if let Some(stem) = name
        .strip_suffix(".toml")
        .filter(|stem| !stem.ends_with(".toml"))
    {
        return Ok(stem);
    }
    let lower = name.to_lowercase();
    let bare = lower
        .strip_suffix(".toml.txt")
        .or_else(|| lower.strip_suffix(".toml.toml"))
        .or_else(|| lower.rsplit_once('.').map(|(stem, _)| stem))
        .unwrap_or(&lower);
    let sign = if bare.starts_with('@') { "@" } else { "" };
    let slug = bare.split('.').map(id::slug).collect::<Vec<_>>().join(".");
    stray(Some(format!("{folder}/{sign}{slug}.toml")))
}

fn read_id<T>(parse: fn(&str) -> Result<T, id::IdError>, text: &str) -> Result<T, PathFault> {
    parse(text).map_err(|fault| PathFault::BadId(text.to_owned(), fault))
}

fn participant(rest: &[&str]) -> Result<RecordPath, PathFault> {
    let [name] = rest else {
        return stray(None);
    };
    read_id(ParticipantId::parse, stem("participants", name)?).map(RecordPath::Participant)
}

fn acknowledgement(rest: &[&str]) -> Result<RecordPath, PathFault> {
    let [name] = rest else {
        return stray(None);
    };
    match number(stem("acknowledged", name)?) {
        Some(n) => Ok(RecordPath::Acknowledgement(n)),
        None => stray(None),
    }
}

fn meeting(rest: &[&str]) -> Result<RecordPath, PathFault> {
    let [name] = rest else {
        return stray(None);
    };
    if let Some(date) = name.strip_suffix(".md").filter(|date| is_date(date)) {
        return Ok(RecordPath::Minutes(date.to_owned()));
    }
    let date = stem("meetings", name)?;
    match is_date(date) {
        true => Ok(RecordPath::Meeting(date.to_owned())),
        false => stray(None),
    }
}

fn is_date(text: &str) -> bool {
    chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok_and(|day| day.to_string() == text)
}

fn in_proposal(rest: &[&str]) -> Result<RecordPath, PathFault> {
    let [proposal, inside @ ..] = rest else {
        return stray(None);
    };
    if inside.is_empty() {
        let record = proposal.strip_suffix(".txt").unwrap_or(proposal);
        let meant = record.strip_suffix(".toml").map(id::slug);
        return stray(meant.map(|slug| format!("proposals/{slug}/proposal.toml")));
    }
    let id = read_id(ProposalId::parse, proposal)?;
    match inside {
        ["proposal.toml"] => Ok(RecordPath::Proposal(id)),
        [name] => at_top(id, name),
        ["positions", name] => position(id, name),
        ["positions", fan, name] if is_fan(fan) => position(id, name),
        ["objections", name] => {
            let objection = objection(format_args!("proposals/{id}/objections"), name)?;
            Ok(RecordPath::Objection(id, objection))
        }
        ["handling", name] => {
            let objection = objection(format_args!("proposals/{id}/handling"), name)?;
            Ok(RecordPath::Handling(id, objection))
        }
        ["calls", n, rest @ ..] => in_call(id, n, rest),
        [folder, ..] => stray(misnamed_folder(&id, folder, &inside[1..])),
        [] => stray(None),
    }
}

fn at_top(id: ProposalId, name: &str) -> Result<RecordPath, PathFault> {
    let lower = name.to_lowercase();
    if lower == "proposal.toml" || lower == "proposal.toml.txt" || lower == "proposal.tml" {
        return stray(Some(format!("proposals/{id}/proposal.toml")));
    }
    Ok(RecordPath::Text(id, name.to_owned()))
}

fn misnamed_folder(id: &ProposalId, folder: &str, rest: &[&str]) -> Option<String> {
    let folders = ["positions", "objections", "handling", "calls"];
    let meant = did_you_mean::nearest(folder, folders).filter(|meant| *meant != folder)?;
    let meant = format!("proposals/{id}/{meant}/{}", rest.join("/"));
    // The file's own name can be wrong as well.
    match RecordPath::identify(&meant) {
        Some(Err(PathFault::Stray(Some(better)))) => Some(better),
        _ => Some(meant),
    }
}

fn is_fan(name: &str) -> bool {
    name.len() == 2 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn position(id: ProposalId, name: &str) -> Result<RecordPath, PathFault> {
    let stem = stem(format_args!("proposals/{id}/positions"), name)?;
    let owner = match stem.strip_prefix('@') {
        Some(group) => Owner::Group(read_id(GroupId::parse, group)?),
        None => Owner::Participant(read_id(ParticipantId::parse, stem)?),
    };
    Ok(RecordPath::Position(id, owner))
}

fn objection(folder: fmt::Arguments<'_>, name: &str) -> Result<ObjectionId, PathFault> {
    let stem = stem(folder, name)?;
    if let Some(objection) = ObjectionId::parse(stem) {
        return Ok(objection);
    }
    let Some((participant, slug)) = stem.split_once('.') else {
        return stray(Some(format!("{folder}/{stem}.cost.toml")));
    };
    read_id(ParticipantId::parse, participant)?;
    let fault = id::fault(slug).unwrap_or(id::IdError::Empty);
    Err(PathFault::BadId(slug.to_owned(), fault))
}

type OfCall = fn(ProposalId, u32) -> RecordPath;
type OfSomebody = fn(ProposalId, u32, ParticipantId) -> RecordPath;

/// The files directly in the folder.
const FILES: &[(&str, OfCall)] = &[
    ("call.toml", RecordPath::Call),
    ("asked.toml", RecordPath::Asked),
    ("totals.toml", RecordPath::Totals),
    ("designation.toml", RecordPath::Designation),
    ("decision.toml", RecordPath::Decision),
    ("inputs.sha256", RecordPath::Manifest),
    ("follow-up.toml", RecordPath::FollowUp),
];
/// The folders in it with a file for each participant.
const FOLDERS: &[(&str, OfSomebody)] = &[
    ("minority", RecordPath::Minority),
    ("sign-offs", RecordPath::SignOff),
    ("appeals", RecordPath::Appeal),
    ("rulings", RecordPath::Ruling),
];

/// Which record the path `rest` is in the folder of the call `n`.
fn in_call(id: ProposalId, n: &str, rest: &[&str]) -> Result<RecordPath, PathFault> {
    let Some(number) = number(n) else {
        return stray(None);
    };
    match rest {
        [name] => file(id, number, name),
        ["challenges", name] => challenge(id, number, name),
        ["errata", name] => {
            let path = format!("proposals/{id}/calls/{number}/errata");
            match self::number(stem(&path, name)?) {
                Some(k) => Ok(RecordPath::Erratum(id, number, k)),
                None => stray(Some(format!("{path}/1.toml"))),
            }
        }
        [folder, name] => of_participant(id, number, folder, name),
        _ => stray(None),
    }
}

/// A number from 1 in its shortest form.
fn number(text: &str) -> Option<u32> {
    let number = text.parse::<u32>().ok().filter(|n| *n > 0);
    number.filter(|number| number.to_string() == text)
}

fn file(id: ProposalId, n: u32, name: &str) -> Result<RecordPath, PathFault> {
    if let Some((_, record)) = FILES.iter().find(|(known, _)| *known == name) {
        return Ok(record(id, n));
    }
    if let Some(by) = name.strip_suffix(".sig") {
        let by = read_id(ParticipantId::parse, by)?;
        return Ok(RecordPath::Signature(id, n, by));
    }
    let meant = did_you_mean::nearest(name, FILES.iter().map(|(known, _)| *known));
    stray(meant.map(|meant| format!("proposals/{id}/calls/{n}/{meant}")))
}

fn challenge(id: ProposalId, n: u32, name: &str) -> Result<RecordPath, PathFault> {
    let folder = format!("proposals/{id}/calls/{n}/challenges");
    let stem = stem(&folder, name)?;
    if let Some(of) = ChallengeId::parse(stem) {
        return Ok(RecordPath::Challenge(id, n, of));
    }
    let Some((participant, _)) = stem.split_once('.') else {
        read_id(ParticipantId::parse, stem)?;
        return stray(Some(format!("{folder}/{stem}.1.toml")));
    };
    read_id(ParticipantId::parse, participant)?;
    stray(Some(format!("{folder}/{participant}.1.toml")))
}

fn of_participant(
    id: ProposalId,
    n: u32,
    folder: &str,
    name: &str,
) -> Result<RecordPath, PathFault> {
    let path = format!("proposals/{id}/calls/{n}");
    let Some((_, record)) = FOLDERS.iter().find(|(known, _)| *known == folder) else {
        let folders = FOLDERS.iter().map(|(known, _)| *known);
        let meant =
            did_you_mean::nearest(folder, ["challenges", "errata"].into_iter().chain(folders));
        return stray(meant.map(|meant| format!("{path}/{meant}/{name}")));
    };
    let stem = stem(format_args!("{path}/{folder}"), name)?;
    Ok(record(id, n, read_id(ParticipantId::parse, stem)?))
}

#[cfg(test)]
mod tests {
    use super::{PathFault, RecordPath};

    fn identified(path: &str) -> Result<RecordPath, PathFault> {
        RecordPath::identify(path).unwrap()
    }

    #[test]
    fn every_record_path_reads_back_as_it_is_written() {
        for path in [
            "charter.toml",
            "allowed_signers",
            "participants/ruth-adeyemi.toml",
            "acknowledged/1.toml",
            "meetings/2026-05-14.toml",
            "proposals/retention/proposal.toml",
            "proposals/retention/text.md",
            "proposals/retention/positions/ruth-adeyemi.toml",
            "proposals/retention/positions/@registrars.toml",
            "proposals/retention/objections/carla-nunes.cost.toml",
            "proposals/retention/handling/carla-nunes.position.toml",
            "proposals/retention/calls/2/call.toml",
            "proposals/retention/calls/2/decision.toml",
            "proposals/retention/calls/2/inputs.sha256",
            "proposals/retention/calls/2/maya-chen.sig",
            "proposals/retention/calls/2/asked.toml",
            "proposals/retention/calls/2/totals.toml",
            "proposals/retention/calls/2/designation.toml",
            "proposals/retention/calls/2/challenges/carla-nunes.1.toml",
            "proposals/retention/calls/2/minority/carla-nunes.toml",
            "proposals/retention/calls/2/errata/1.toml",
            "proposals/retention/calls/2/sign-offs/idris-bello.toml",
            "proposals/retention/calls/2/appeals/carla-nunes.toml",
            "proposals/retention/calls/2/rulings/carla-nunes.toml",
            "proposals/retention/calls/2/follow-up.toml",
            "meetings/2026-05-14.md",
        ] {
            assert_eq!(
                identified(path).map(|record| record.to_string()).as_deref(),
                Ok(path)
            );
        }
        let fanned = identified("proposals/retention/positions/3f/ruth-adeyemi.toml").unwrap();
        assert_eq!(
            fanned.to_string(),
            "proposals/retention/positions/ruth-adeyemi.toml"
        );
    }

    #[test]
    fn what_is_not_the_registers_is_let_alone() {
        assert_eq!(RecordPath::identify("README.md"), None);
        assert_eq!(RecordPath::identify("src/main.rs"), None);
    }

    #[test]
    fn slips_in_file_names_are_answered_with_the_right_name() {
        let meant = |path: &str| match identified(path) {
            Err(PathFault::Stray(Some(meant))) => meant,
            other => panic!("{path}: {other:?}"),
        };
        let positions = "proposals/retention/positions";
        assert_eq!(
            meant(&format!("{positions}/ruth.toml.txt")),
            format!("{positions}/ruth.toml")
        );
        assert_eq!(
            meant(&format!("{positions}/Ruth A")),
            format!("{positions}/ruth-a.toml")
        );
        assert_eq!(
            meant(&format!("{positions}/ruth.md")),
            format!("{positions}/ruth.toml")
        );
        assert_eq!(
            meant(&format!("{positions}/ruth.toml.toml")),
            format!("{positions}/ruth.toml")
        );
        assert!(matches!(
            identified("proposals/README.md"),
            Err(PathFault::Stray(None))
        ));
        assert_eq!(
            meant("proposals/retention/position/ruth.toml"),
            format!("{positions}/ruth.toml")
        );
        assert_eq!(
            meant("proposals/retention/position/Ruth.toml.txt"),
            format!("{positions}/ruth.toml")
        );
        assert_eq!(
            meant("proposals/retention.toml"),
            "proposals/retention/proposal.toml"
        );
        assert_eq!(meant("Charter.toml"), "charter.toml");
        assert!(matches!(
            identified("participants/Ruth.toml"),
            Err(PathFault::BadId(..))
        ));
        assert!(matches!(
            identified("proposals/retention/calls/01/call.toml"),
            Err(PathFault::Stray(None))
        ));
        assert!(matches!(
            identified("proposals/retention/objections/cost.toml"),
            Err(PathFault::Stray(Some(_)))
        ));
    }
}

//! What stands in the way of a call: one under way, a text that is not there, a question that was
//! answered, a track that comes first, appeals that nobody could hear, an electorate that could never
//! meet the rules.

use crate::procedure::blocker::{Blocker, ObstacleKind, blocker};
use crate::procedure::decision_status::{DecisionStatus, standing};
use crate::procedure::names::{done_by, people};
use crate::procedure::rights::{self, About, Deed, may};
use crate::procedure::task::{AttendanceUnknown, recorded, untold};
use crate::record::decision::Decision;
use crate::record::path::RecordPath;
use crate::record::proposal::{Proposal, Revision};
use crate::record::track::{Outcome, PublicInterest, Track};
use crate::register::records::{ProposalRecords, Register};
use crate::tally::{LevelResult, RequirementResult, Tally, criterion};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::id::{ProposalId, TrackId};
use crate::value::sentence::any_of;

/// A call that is neither decided nor withdrawn.
pub fn under_way(folder: &ProposalRecords, id: &ProposalId, now: Instant) -> Option<Blocker> {
    let (n, call) = folder.undecided_call()?;
    let state = match call.is_open(now) {
        true => "is open",
        false => "waits for its decision",
    };
    Some(blocker(
        ObstacleKind::Call,
        format!("call {n} on {id} {state}"),
        Command::new("status").with(id),
    ))
}

/// A proposal that asks nothing.
pub fn question(read: &Proposal, id: &ProposalId) -> Option<Blocker> {
    let record = RecordPath::Proposal(id.clone());
    read.question.trim().is_empty().then(|| {
        let hint = by_writers(read, &format!("question = \"…?\" in {record}"));
        blocker(ObstacleKind::Call, format!("{id} asks no question"), hint)
    })
}

/// The last revision, of which the text lies here unchanged; or why there is none.
///
/// # Errors
/// The obstacle: there is no text, or it is not that of the last revision.
pub fn text<'p>(
    register: &Register,
    read: &'p Proposal,
    id: &ProposalId,
) -> Result<&'p Revision, Blocker> {
    let obstacle = |sentence: String| {
        let hint = by_writers(read, &Command::new("revise").with(id).to_string());
        Err(blocker(ObstacleKind::Text, sentence, hint))
    };
    let path = RecordPath::Text(id.clone(), read.text.clone()).to_string();
    let (Some(last), Some(lies)) = (read.latest(), register.digest(&path)) else {
        let sentence = format!("{id} has no text that could be put to the group ({path})");
        return obstacle(sentence);
    };
    if lies == last.sha256 {
        return Ok(last);
    }
    let sentence = format!(
        "{path} is not the text of {}, the last revision of {id}",
        last.name
    );
    obstacle(sentence)
}

/// What those who write the proposal can do about it.
fn by_writers(read: &Proposal, what: &str) -> String {
    let shepherd = read.shepherd.iter();
    done_by(people(read.authors.iter().chain(shepherd)), what)
}

/// On a track that asks for it, a proposal that does not say who outside the group is affected.
pub fn public_interest(track: &Track, read: &Proposal, id: &ProposalId) -> Option<Blocker> {
    if says_who_is_affected(read) || track.public_interest == PublicInterest::Optional {
        return None;
    }
    let record = RecordPath::Proposal(id.clone());
    Some(blocker(
        ObstacleKind::Call,
        format!(
            "{id} does not say who outside the group is affected, and the track {} asks for it",
            track.id
        ),
        by_writers(read, &format!("public-interest = '''…''' in {record}")),
    ))
}

/// Whether a proposal says who outside the group is affected.
pub fn says_who_is_affected(read: &Proposal) -> bool {
    let said = read.public_interest.as_deref();
    said.is_some_and(|words| !words.trim().is_empty())
}

/// Rules that promise an appeal, and nobody who could hear it: who is asked must be able to rely on it.
pub fn unheard(about: &About<'_>) -> Option<Blocker> {
    let unheard = rights::unheard(about)?;
    let sentence = unheard.sentence(&about.track()?.id);
    Some(blocker(ObstacleKind::Call, sentence, unheard.hint(about)))
}

/// Rules that count those who are present, and no record of the meeting that the call would name.
pub fn meeting(register: &Register, track: &Track, named: Option<&str>) -> Option<Blocker> {
    let record = named.and_then(|date| register.meetings.get(date));
    let missing = match untold(track, named, record)? {
        AttendanceUnknown::Nobody(_) => return None,
        untold => untold,
    };
    let hint = match &missing {
        AttendanceUnknown::NoRecord(date) => recorded(register, date),
        _ => "--meeting DATE".to_owned(),
    };
    Some(blocker(
        ObstacleKind::Attendance,
        missing.sentence(track),
        hint,
    ))
}

/// The last decision by a track.
pub fn last_by<'f>(folder: &'f ProposalRecords, track: &TrackId) -> Option<(u32, &'f Decision)> {
    let calls = folder.calls.iter().rev();
    let decided = calls.filter_map(|(n, filed)| Some((*n, filed.decision.as_ref()?)));
    let mut by_track = decided.filter(|(_, decision)| decision.matter.track == *track);
    by_track.next()
}

/// A question that was answered stays answered, but for the next of several tracks, and for a
/// decision that lapses unless it is renewed.
pub fn answered(folder: &ProposalRecords, id: &ProposalId, track: &Track) -> Option<Blocker> {
    let (n, decision) = folder.current_decision()?;
    let next = track.after.is_some() && decision.matter.track != track.id;
    let lapses = |(_, decision): (u32, &Decision)| decision.afterwards.sunset.is_some();
    let renewed = last_by(folder, &track.id).is_some_and(lapses);
    if folder.is_open_again() || next || renewed {
        return None;
    }
    let outcome = decision.judgement.outcome.word();
    Some(blocker(
        ObstacleKind::Call,
        format!(
            "{id} was decided by call {n} ({outcome}, on the track {}), and the question is answered",
            decision.matter.track
        ),
        format!(
            "a new question needs a proposal of its own: {}",
            Command::new("propose")
                .with(Placeholder::Title)
                .option("--text", Placeholder::File)
                .option("--supersedes", id)
        ),
    ))
}

/// A track that comes first, and has not adopted this very text by a decision that stands.
pub fn comes_first(
    register: &Register,
    folder: &ProposalRecords,
    id: &ProposalId,
    (track, text): (&Track, &Revision),
    now: Instant,
) -> Option<Blocker> {
    let first = track.after.as_ref()?;
    let missing = |why: String, hint: String| {
        let sentence = format!("the track {} comes after {first}, and {why}", track.id);
        Some(blocker(ObstacleKind::Call, sentence, hint))
    };
    let call = Command::new("call open")
        .with(id)
        .option("--track", first)
        .option("--closes", Placeholder::Time)
        .to_string();
    let Some((n, decision)) = last_by(folder, first) else {
        return missing(format!("no call on {id} was decided there"), call);
    };
    let outcome = decision.judgement.outcome;
    if outcome != Outcome::Adopted {
        let why = format!("call {n} on {id} was decided there as {}", outcome.word());
        return missing(why, call);
    }
    if decision.matter.sha256 != text.sha256 {
        let why = format!(
            "call {n} adopted another text of {id} there, {}, and the present one is {}",
            decision.matter.revision, text.name
        );
        return missing(why, call);
    }
    let Some(how) = standing(register, id, n, now) else {
        let why = format!("its decision on {id} by call {n} cannot be read");
        return missing(why, "plenary check".to_owned());
    };
    let hint = match how {
        DecisionStatus::Stands | DecisionStatus::Appealed(_) | DecisionStatus::NotYet(_) => {
            return None;
        }
        DecisionStatus::Pending { .. } => {
            let signers = may(Deed::SignOff, &About::proposal(register, id).call(n));
            done_by(people(&signers), Command::new("sign-off").with(id))
        }
        _ => format!("plenary show {id}"),
    };
    let how = how.in_words(outcome);
    let why = format!("its decision on {id} by call {n} does not stand: {how}");
    missing(why, hint)
}

const HINT: &str =
    "the charter says what is needed; to see who is on the roster: plenary participant list";

/// Why no answers could ever adopt: nobody is asked, a gate can never be met, or no level that
/// adopts can.
pub fn out_of_reach(register: &Register, before: &Tally) -> Vec<Blocker> {
    if let Some(empty) = electorate(register, before) {
        return vec![empty];
    }
    let gates = before.gates.iter().filter_map(|each| gate(before, each));
    gates.chain(adopting(before)).collect()
}

/// An electorate of nobody.
pub fn electorate(register: &Register, before: &Tally) -> Option<Blocker> {
    if !before.electorate.seats.is_empty() {
        return None;
    }
    let standings = before.track.electorate.iter().map(|s| s.as_str());
    let listed = any_of(standings);
    let keepers = may(Deed::KeepParticipants, &About::register(register));
    let add = Command::new("participant add").with(Placeholder::Name);
    Some(blocker(
        ObstacleKind::Call,
        format!(
            "nobody on the roster stands as {listed}, so nobody could answer a call on {}",
            before.proposal
        ),
        done_by(people(&keepers), add),
    ))
}

/// A gate that can never be met. A group that its rule names and that has no member is such a case.
pub fn gate(before: &Tally, gate: &RequirementResult) -> Option<Blocker> {
    let why = why_never(before, &gate.criterion)?;
    Some(never(before, "gate", gate.name.as_str(), &why))
}

/// The levels that adopt, where none of them can ever hold: a call by which nobody could adopt.
pub fn adopting(before: &Tally) -> Vec<Blocker> {
    let adopts = |level: &&LevelResult| level.outcome == Outcome::Adopted;
    let adopting = before.levels.iter().filter(adopts);
    let all: Option<Vec<Blocker>> = adopting
        .map(|level| {
            let why = why_never(before, level.criterion.as_deref()?)?;
            Some(never(before, "level", level.name.as_str(), &why))
        })
        .collect();
    all.unwrap_or_default()
}

fn why_never(before: &Tally, rule: &str) -> Option<String> {
    let rule = criterion::parse(rule, &before.vocabulary).ok()?;
    criterion::unreachable(&rule, &before.ballot)
}

fn never(before: &Tally, list: &str, name: &str, why: &str) -> Blocker {
    let sentence = format!(
        "the {list} {name} of the track {} can never be met by this electorate: {why}",
        before.track.id
    );
    blocker(ObstacleKind::Call, sentence, HINT)
}

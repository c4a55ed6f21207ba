//! Finds what prevents a call: another call, a missing text, a decided question, a track that comes
//! first, appeals that no participant could hear, rules that this electorate can never meet.

use crate::procedure::blocker::{Blocker, ObstacleKind, blocker};
use crate::procedure::decision_status::{DecisionStatus, standing};
use crate::procedure::names::only_by;
use crate::procedure::package::{Package, PartState};
use crate::procedure::rights::{self, About, Deed, may};
use crate::procedure::since_last::SinceLast;
use crate::procedure::stage::outcome_in_words;
use crate::procedure::task::{AttendanceUnknown, recorded, untold};
use crate::record::decision::Decision;
use crate::record::path::RecordPath;
use crate::record::proposal::{Proposal, Revision};
use crate::record::track::{FurtherCall, LaterText, Outcome, PackageRule, PublicInterest, Track};
use crate::register::records::{ProposalRecords, Register};
use crate::tally::{LevelResult, RequirementResult, Tally, criterion};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::{ParticipantId, ProposalId, TrackId};
use crate::value::sentence::{all_of, any_of, many};

/// A call that is neither decided nor withdrawn.
pub fn under_way(folder: &ProposalRecords, id: &ProposalId, now: Instant) -> Option<Blocker> {
    let (n, call) = folder.undecided_call()?;
    let sentence = match call.is_open(now) {
        true => format!(
            "call {n} on {id} is still open (closes {})",
            call.closing().long()
        ),
        false => format!("call {n} on {id} is closed and needs a decision"),
    };
    let status = Command::new("status").with(id);
    let hint = Hint::run("to see what it needs", status);
    Some(blocker(ObstacleKind::Call, sentence, hint))
}

/// A proposal without a question.
pub fn question(read: &Proposal, id: &ProposalId) -> Option<Blocker> {
    let record = RecordPath::Proposal(id.clone());
    read.question.trim().is_empty().then(|| {
        let hint = by_writers(read, format!("add question = \"TEXT\" to {record}"));
        blocker(ObstacleKind::Call, format!("{id} has no question"), hint)
    })
}

/// The last revision, if the text is still that of this revision.
///
/// # Errors
/// The text is missing, or it has changed since the last revision.
pub fn text<'p>(
    register: &Register,
    read: &'p Proposal,
    id: &ProposalId,
) -> Result<&'p Revision, Blocker> {
    let obstacle = |sentence: String| {
        let hint = by_writers(read, Command::new("revise").with(id));
        Err(blocker(ObstacleKind::Text, sentence, hint))
    };
    let path = RecordPath::Text(id.clone(), read.text.clone()).to_string();
    let (Some(last), Some(present)) = (read.latest(), register.digest(&path)) else {
        let sentence = format!("{id} has no text ({path} is missing)");
        return obstacle(sentence);
    };
    if present == last.sha256 {
        return Ok(last);
    }
    obstacle(format!("{path} differs from revision {}", last.name))
}

/// What authors and shepherd can do about it.
fn by_writers(read: &Proposal, what: impl Into<Hint>) -> Hint {
    let shepherd = read.shepherd.iter();
    let shepherd = shepherd.filter(|who| !read.authors.contains(who));
    let all: Vec<ParticipantId> = read.authors.iter().chain(shepherd).cloned().collect();
    only_by(&all, what)
}

/// A proposal that does not say who outside the body is affected, if the track requires it.
pub fn public_interest(track: &Track, read: &Proposal, id: &ProposalId) -> Option<Blocker> {
    if says_who_is_affected(read) || track.public_interest == PublicInterest::Optional {
        return None;
    }
    let record = RecordPath::Proposal(id.clone());
    Some(blocker(
        ObstacleKind::Call,
        format!(
            "{id} does not say who outside the body is affected (required on track {})",
            track.id
        ),
        by_writers(read, format!("add public-interest = \"TEXT\" to {record}")),
    ))
}

/// Whether a proposal says who outside the body is affected.
pub fn says_who_is_affected(read: &Proposal) -> bool {
    let said = read.public_interest.as_deref();
    said.is_some_and(|words| !words.trim().is_empty())
}

/// Rules that promise an appeal that no participant could hear.
pub fn unheard(about: &About<'_>) -> Option<Blocker> {
    let unheard = rights::unheard(about)?;
    let sentence = unheard.sentence(&about.track()?.id);
    Some(blocker(ObstacleKind::Call, sentence, unheard.hint(about)))
}

/// Rules that count who was present, without a record of the meeting that the call would name.
pub fn meeting(register: &Register, track: &Track, named: Option<&str>) -> Option<Blocker> {
    let record = named.and_then(|date| register.meetings.get(date));
    let missing = match untold(track, named, record)? {
        AttendanceUnknown::Nobody(_) => return None,
        untold => untold,
    };
    let hint = match &missing {
        AttendanceUnknown::NoRecord(date) => recorded(register, date),
        _ => "name the meeting: --meeting DATE".into(),
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
    let decided = calls.filter_map(|(n, filed)| Some((*n, filed.decision.as_deref()?)));
    let mut by_track = decided.filter(|(_, decision)| decision.matter.track == *track);
    by_track.next()
}

/// A decided question stays decided. Exceptions: the next of several tracks, and a decision that
/// expires unless it is renewed.
pub fn answered(folder: &ProposalRecords, id: &ProposalId, track: &Track) -> Option<Blocker> {
    let (n, decision) = folder.current_decision()?;
    let next = track.after.is_some() && decision.matter.track != track.id;
    let lapses = |(_, decision): (u32, &Decision)| decision.afterwards.sunset.is_some();
    let renewed = last_by(folder, &track.id).is_some_and(lapses);
    if folder.is_open_again() || next || renewed {
        return None;
    }
    let outcome = outcome_in_words(decision.judgement.outcome);
    Some(blocker(
        ObstacleKind::Call,
        format!(
            "{id} is already decided by call {n} ({outcome}, track {})",
            decision.matter.track
        ),
        format!(
            "put a new question in a new proposal: {}",
            Command::new("propose")
                .with(Placeholder::Title)
                .option("--text", Placeholder::File)
                .option("--supersedes", id)
        ),
    ))
}

/// A track that comes first and has no decision in force on this text, or on an earlier one if the charter allows it.
pub fn comes_first(
    register: &Register,
    folder: &ProposalRecords,
    id: &ProposalId,
    (track, text): (&Track, &Revision),
    now: Instant,
) -> Option<Blocker> {
    let rule = track.after.as_ref()?;
    let first = &rule.track;
    let missing = |why: String, hint: Hint| {
        let sentence = format!("track {} comes after track {first}: {why}", track.id);
        Some(blocker(ObstacleKind::Call, sentence, hint))
    };
    let call = Command::new("call open")
        .with(id)
        .option("--track", first)
        .option("--closes", Placeholder::Time);
    let call = Hint::run(format!("open a call on track {first}"), call);
    let Some((n, decision)) = last_by(folder, first) else {
        return missing(format!("no call on {id} is decided there"), call);
    };
    let outcome = decision.judgement.outcome;
    if !rule.allowed().contains(&outcome) {
        let why = format!(
            "call {n} on {id} ended there with {}",
            outcome_in_words(outcome)
        );
        return missing(why, call);
    }
    let later = rule.text == LaterText::Later && decision.matter.revision < text.name;
    if decision.matter.sha256 != text.sha256 && !later {
        let why = format!(
            "call {n} {} {} of {id} there, but the text is now {}",
            outcome.word(),
            decision.matter.revision,
            text.name
        );
        return missing(why, call);
    }
    let Some(how) = standing(register, id, n, now) else {
        let why = format!("its decision on {id}, call {n} cannot be read");
        return missing(
            why,
            Hint::run("to see what is wrong", Command::new("check")),
        );
    };
    let hint = match &how {
        how if how.can_be_built_on() => return None,
        DecisionStatus::Pending { .. } => {
            let signers = may(Deed::SignOff, &About::proposal(register, id).call(n));
            only_by(&signers, Command::new("sign-off").with(id))
        }
        _ => Hint::run("to see the decision", Command::new("show").with(id)),
    };
    let how = how.in_words(outcome);
    let why = format!("its decision on {id}, call {n} is not in force ({how})");
    missing(why, hint)
}

/// A call on a package, if its track leaves each part to a call of its own, or wants all parts decided or adopted first.
pub fn package(
    register: &Register,
    id: &ProposalId,
    track: &Track,
    now: Instant,
) -> Option<Blocker> {
    let package = Package::of(register, id, now)?;
    let (lacking, how): (Vec<&PartState>, _) = match track.package {
        PackageRule::PartsDecide => {
            let sentence = format!(
                "{id} is a package, and each of its parts has a call of its own (track {}: package = \"parts-decide\")",
                track.id
            );
            let hint = Hint::run("to see the parts", Command::new("status").with(id));
            return Some(blocker(ObstacleKind::Call, sentence, hint));
        }
        PackageRule::AllDecided => (package.undecided(), "decided"),
        PackageRule::AllAdopted => (package.not_adopted(), "adopted"),
    };
    let first = lacking.first()?;
    let names = all_of(lacking.iter().map(|part| part.proposal.as_str()));
    let parts = many(lacking.len(), "part");
    let sentence = format!("{parts} of {id} must be {how} first: {names}");
    let status = Command::new("status").with(&first.proposal);
    let hint = Hint::run("to see what is missing", status);
    Some(blocker(ObstacleKind::Call, sentence, hint))
}

/// A further call on what an earlier call left open, if the track demands a change since then and there is none.
pub fn unchanged(register: &Register, before: &Tally, n: u32) -> Option<Blocker> {
    if before.track.further_call == FurtherCall::Allowed {
        return None;
    }
    let since = SinceLast::of(register, before, n).filter(SinceLast::is_nothing)?;
    let sentence = format!(
        "call {} on {} left the question open, and nothing changed since: not the text, the objections or the \
         participants (track {}: further-call = \"changed\")",
        since.call, before.proposal, before.track.id
    );
    let revise = Command::new("revise").with(&before.proposal);
    let hint = Hint::run("to change the text", revise);
    Some(blocker(ObstacleKind::Call, sentence, hint))
}

const HINT: &str =
    "change the rule in charter.toml or add participants. To see them: plenary participant list";

/// Why no answers can adopt: the electorate is empty, a requirement cannot be met, or no level that
/// adopts can.
pub fn out_of_reach(register: &Register, before: &Tally) -> Vec<Blocker> {
    if let Some(empty) = electorate(register, before) {
        return vec![empty];
    }
    let gates = before.gates.iter().filter_map(|each| gate(before, each));
    gates.chain(adopting(before)).collect()
}

/// An empty electorate.
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
            "no participant has the membership {listed}, so nobody could answer a call on {}",
            before.proposal
        ),
        only_by(&keepers, add),
    ))
}

/// A requirement that cannot be met, for example because a group that its rule names has no seat.
pub fn gate(before: &Tally, gate: &RequirementResult) -> Option<Blocker> {
    let why = why_never(before, &gate.criterion)?;
    Some(never(format!(
        "requirement {} on track {} cannot be met by this electorate: {why}",
        gate.name, before.track.id
    )))
}

/// The levels that adopt, if none of them can be met.
pub fn adopting(before: &Tally) -> Vec<Blocker> {
    let adopts = |level: &&LevelResult| level.outcome == Outcome::Adopted;
    let adopting = before.levels.iter().filter(adopts);
    let all: Option<Vec<Blocker>> = adopting
        .map(|level| {
            let why = why_never(before, level.criterion.as_deref()?)?;
            Some(never(format!(
                "level {} on track {} cannot be met by this electorate: {why}",
                level.name, before.track.id
            )))
        })
        .collect();
    all.unwrap_or_default()
}

fn why_never(before: &Tally, rule: &str) -> Option<String> {
    let rule = criterion::parse(rule, &before.vocabulary).ok()?;
    criterion::unreachable(&rule, &before.ballot)
}

fn never(sentence: String) -> Blocker {
    blocker(ObstacleKind::Call, sentence, HINT)
}

//! References among the records of a designation: levels of drafts, the drafts that challenges
//! dispute, the challenges that answers answer, and the statements that others join.

use crate::check::tree::found::{Fault, Found};
use crate::check::tree::scene::{Case, Scene};
use crate::record::decision::Statement;
use crate::record::designation::Designation;
use crate::record::path::{CHARTER, RecordPath};
use crate::record::track::Track;
use crate::register::folder::CallFolder;
use crate::value::id::{ChallengeId, ParticipantId};
use crate::value::suggest;

/// Whatever of a designation names something that is not there.
pub(super) fn references(scene: &Scene<'_>, found: &mut Found) {
    for case in scene.proposals() {
        for (n, call) in &case.folder.calls {
            let (case, n) = (&case, *n);
            levels(scene, found, case, n, call);
            answers(scene, found, case, n, call);
            challenges(scene, found, case, n, call);
            joins(scene, found, case, n, call);
        }
    }
}

/// Levels that the track does not have. Once a call is decided, the charter may move on.
fn levels(scene: &Scene<'_>, found: &mut Found, case: &Case<'_>, n: u32, call: &CallFolder) {
    let track = call.call.as_ref().map(|call| &call.track);
    let track = track.and_then(|track| scene.charter()?.track(track));
    let (Some(track), Some(designation)) = (track, &call.designation) else {
        return;
    };
    if scene.has(&case.decision_path(n)) {
        return;
    }
    let path = RecordPath::Designation(case.id.clone(), n).to_string();
    for (k, draft) in designation.drafts.iter().enumerate() {
        if track.levels.iter().any(|level| level.name == draft.level) {
            continue;
        }
        found.note(&path, || {
            let fault = unknown_level(track, draft.level.as_str());
            fault.key(format!("draft/{k}/level")).because(CHARTER)
        });
    }
}

fn unknown_level(track: &Track, level: &str) -> Fault {
    let names = || track.levels.iter().map(|level| level.name.as_str());
    let fault = Fault::new(format!(
        "the track \"{}\" has no level \"{level}\"",
        track.id
    ));
    match suggest::nearest(level, names()) {
        Some(meant) => fault.hint(format!("level = \"{meant}\"")),
        None => fault.hint(format!("its levels: {}", suggest::listed(names()))),
    }
}

fn answers(scene: &Scene<'_>, found: &mut Found, case: &Case<'_>, n: u32, call: &CallFolder) {
    let Some(designation) = &call.designation else {
        return;
    };
    let path = RecordPath::Designation(case.id.clone(), n).to_string();
    for (k, answer) in designation.answers.iter().enumerate() {
        let wanted = challenge_path(case, n, &answer.challenge);
        if scene.has(&wanted) {
            continue;
        }
        found.note(&path, || {
            Fault::new(format!("there is no challenge \"{}\"", answer.challenge))
                .key(format!("answer/{k}/challenge"))
                .hint(format!("a challenge is a file of its challenger: {wanted}"))
                .because(&wanted)
        });
    }
}

fn challenges(scene: &Scene<'_>, found: &mut Found, case: &Case<'_>, n: u32, call: &CallFolder) {
    let path = RecordPath::Designation(case.id.clone(), n).to_string();
    if call.designation.is_none() && scene.has(&path) {
        // It is there, and cannot be read, which is said already.
        return;
    }
    let drafts = call.designation.as_ref().and_then(Designation::latest);
    let drafts = drafts.map_or(0, |(last, _)| last);
    for id in call.challenges.keys().filter(|id| id.draft > drafts) {
        found.note(&challenge_path(case, n, id), || {
            let fault = Fault::new(format!("call {n} has no draft {} to challenge", id.draft));
            let fault = fault.because(&path);
            match drafts {
                0 => fault.hint("a chair publishes the first draft: plenary designate"),
                last => fault.hint(format!("its last draft is {last}")),
            }
        });
    }
}

/// Statements that are not there, or have no words of their own.
fn joins(scene: &Scene<'_>, found: &mut Found, case: &Case<'_>, n: u32, call: &CallFolder) {
    for (by, minority) in &call.minority {
        let Statement::Joins(whose) = &minority.statement else {
            continue;
        };
        let wanted = minority_path(case, n, whose);
        let sentence = match call.minority.get(whose).map(|theirs| &theirs.statement) {
            Some(Statement::Own(_)) => continue,
            Some(Statement::Joins(_)) if whose == by => {
                format!("the statement of {by} joins itself")
            }
            Some(Statement::Joins(other)) => {
                format!("{whose} joined the statement of {other}, and has no words of their own")
            }
            None if scene.has(&wanted) => continue,
            None => format!("there is no minority statement of {whose}"),
        };
        found.note(&minority_path(case, n, by), || {
            Fault::new(sentence)
                .key("joins")
                .hint("joins = \"…\", somebody whose statement has a text")
                .because(&wanted)
        });
    }
}

fn challenge_path(case: &Case<'_>, n: u32, id: &ChallengeId) -> String {
    case.register
        .path(&RecordPath::Challenge(case.id.clone(), n, id.clone()))
}

fn minority_path(case: &Case<'_>, n: u32, by: &ParticipantId) -> String {
    case.register
        .path(&RecordPath::Minority(case.id.clone(), n, by.clone()))
}

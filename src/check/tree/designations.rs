//! Checks the records around a decision. For a designation: levels of drafts, the drafts that challenges dispute,
//! the challenges that are answered, and the statements that others join. After a decision: grounds of appeals,
//! and who rules on them.

use crate::check::tree::context::{CheckContext, CheckedProposal, FindingSink, PendingFinding};
use crate::procedure::names::people as names;
use crate::procedure::rights::{self, About, Deed};
use crate::record::decision::MinorityContent;
use crate::record::designation::Designation;
use crate::record::path::{CHARTER, RecordPath};
use crate::record::track::Track;
use crate::register::folder::CallFolder;
use crate::value::did_you_mean;
use crate::value::id::{ChallengeId, GroundName, ParticipantId};
use crate::value::sentence::any_of;

/// References of a designation to something that is missing.
pub(super) fn references(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (case, n, call) in scene.calls() {
        for find in [levels, answers, challenges, joins] {
            find(scene, found, &case, n, call);
        }
    }
}

/// Levels that the track does not have. After a decision, the charter can change.
fn levels(
    scene: &CheckContext<'_>,
    found: &mut FindingSink,
    case: &CheckedProposal<'_>,
    n: u32,
    call: &CallFolder,
) {
    let track = call.call.as_ref();
    let track = track.and_then(|call| scene.register.charter_of(call)?.track(&call.track));
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

fn unknown_level(track: &Track, level: &str) -> PendingFinding {
    let names = || track.levels.iter().map(|level| level.name.as_str());
    let fault = PendingFinding::new(format!("\"{level}\" is not a level of track {}", track.id));
    match did_you_mean::nearest(level, names()) {
        Some(meant) => fault.hint(format!("did you mean: level = \"{meant}\"")),
        None => fault.hint(format!("possible levels: {}", any_of(names()))),
    }
}

fn answers(
    scene: &CheckContext<'_>,
    found: &mut FindingSink,
    case: &CheckedProposal<'_>,
    n: u32,
    call: &CallFolder,
) {
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
            PendingFinding::new(format!("challenge \"{}\" is missing", answer.challenge))
                .key(format!("answer/{k}/challenge"))
                .hint(format!("its record must be in {wanted}"))
                .because(&wanted)
        });
    }
}

fn challenges(
    scene: &CheckContext<'_>,
    found: &mut FindingSink,
    case: &CheckedProposal<'_>,
    n: u32,
    call: &CallFolder,
) {
    let path = RecordPath::Designation(case.id.clone(), n).to_string();
    if call.designation.is_none() && scene.has(&path) {
        // It exists but cannot be read, which is another finding.
        return;
    }
    let drafts = call.designation.as_ref().and_then(Designation::latest);
    let drafts = drafts.map_or(0, |(last, _)| last);
    for id in call.challenges.keys().filter(|id| id.draft > drafts) {
        found.note(&challenge_path(case, n, id), || {
            let fault =
                PendingFinding::new(format!("call {n} has no draft {} to challenge", id.draft));
            let fault = fault.because(&path);
            match drafts {
                0 => fault.hint("a chair must publish the first draft"),
                last => fault.hint(format!("the last draft is {last}")),
            }
        });
    }
}

/// Statements that are missing, or that have no text of their own.
fn joins(
    scene: &CheckContext<'_>,
    found: &mut FindingSink,
    case: &CheckedProposal<'_>,
    n: u32,
    call: &CallFolder,
) {
    for (by, minority) in &call.minority {
        let MinorityContent::Joins(whose) = &minority.statement else {
            continue;
        };
        let wanted = minority_path(case, n, whose);
        let sentence = match call.minority.get(whose).map(|theirs| &theirs.statement) {
            Some(MinorityContent::Own(_)) => continue,
            Some(MinorityContent::Joins(_)) if whose == by => {
                format!("the minority statement of {by} joins itself")
            }
            Some(MinorityContent::Joins(other)) => {
                format!("{whose} joined the statement of {other} and has no statement to join")
            }
            None if scene.has(&wanted) => continue,
            None => format!("the minority statement of {whose} is missing"),
        };
        found.note(&minority_path(case, n, by), || {
            PendingFinding::new(sentence)
                .key("joins")
                .hint("name a participant whose statement has a text: joins = \"NAME\"")
                .because(&wanted)
        });
    }
}

fn challenge_path(case: &CheckedProposal<'_>, n: u32, id: &ChallengeId) -> String {
    case.register
        .path(&RecordPath::Challenge(case.id.clone(), n, id.clone()))
}

fn minority_path(case: &CheckedProposal<'_>, n: u32, by: &ParticipantId) -> String {
    case.register
        .path(&RecordPath::Minority(case.id.clone(), n, by.clone()))
}

/// Appeals without a ruling, on a ground that the track does not have. One with a ruling was heard by the
/// charter of that time.
pub(super) fn grounds(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (case, n, call) in scene.calls() {
        let about = About::proposal(scene.register, case.id).call(n);
        let known = about.appeal_rule().map_or(&[][..], |rule| &rule.grounds);
        for (by, appeal) in &call.appeals {
            let ruling = call.rulings.get(by);
            let ended = ruling.is_some_and(|ruling| ruling.ended.is_some());
            let ground = appeal.ground.as_ref().filter(|_| !ended);
            let Some(ground) = ground.filter(|ground| !known.contains(ground)) else {
                continue;
            };
            if !known.is_empty() {
                let path = RecordPath::Appeal(case.id.clone(), n, by.clone());
                found.note(&path.to_string(), || unknown_ground(ground, known));
            }
        }
    }
}

fn unknown_ground(ground: &GroundName, known: &[GroundName]) -> PendingFinding {
    let all = || known.iter().map(GroundName::as_str);
    let sentence = format!("\"{ground}\" is not a ground for appeal on this track");
    let fault = PendingFinding::new(sentence).key("ground").because(CHARTER);
    match did_you_mean::nearest(ground.as_str(), all()) {
        Some(meant) => fault.hint(format!("did you mean: ground = \"{meant}\"")),
        None => fault.hint(format!("possible grounds: {}", any_of(all()))),
    }
}

/// Rulings by the appellant, or by somebody who took the decision: nobody rules on their own case.
pub(super) fn not_free_to_hear(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (case, n, call) in scene.calls() {
        for (of, ruling) in &call.rulings {
            let Some(ended) = &ruling.ended else { continue };
            let by = &ended.act.by;
            let about = About::proposal(scene.register, case.id).call(n).of(of);
            let Some(bias) = rights::bias(Deed::RuleOnAppeal, &about, by) else {
                continue;
            };
            found.note(&ruling_path(&case, n, of), || {
                let free = rights::may(Deed::RuleOnAppeal, &about);
                let why = bias.predicate(case.id.as_str());
                PendingFinding::new(format!(
                    "{by} cannot rule on the appeal of {of}: {by} {why}"
                ))
                .key("ruling/by")
                .because(case.decision_path(n))
                .hint(match free.is_empty() {
                    true => "nobody can hear it: add a participant without a conflict of interest \
                             to the role that the charter names in heard-by"
                        .to_owned(),
                    false => format!("only {} can hear it", names(&free)),
                })
            });
        }
    }
}

pub(super) fn ruling_path(case: &CheckedProposal<'_>, n: u32, of: &ParticipantId) -> String {
    case.register
        .path(&RecordPath::Ruling(case.id.clone(), n, of.clone()))
}

#[cfg(test)]
mod tests {
    use crate::blessed::screen;
    use crate::check::tree::tree;
    use crate::register::sample::Sample;

    const APPEAL: &str = "problem = 'p'\nasks = 'a'\n";

    /// A decision of the call 1 that `ann` appeals against.
    fn appealed() -> Sample {
        Sample::new("maya ann")
            .track("appeal = { within = '30d', grounds = ['process', 'conflict'] }")
            .proposal("one", "")
            .call("2026-05-02", "2026-05-12")
            .decision("")
            .in_call("appeals/ann.toml", APPEAL)
    }

    /// What is found in this file of the call.
    fn found(sample: &Sample, name: &str) -> Vec<String> {
        let findings = tree(&sample.faulty()).into_iter();
        findings
            .filter(|finding| finding.place.path == format!("proposals/one/calls/1/{name}"))
            .map(|finding| format!("{} {}", finding.code.id, finding.sentence))
            .collect()
    }

    fn ruling(by: &str) -> String {
        format!("[ruling]\nvalue = 'upheld'\nby = '{by}'\nat = 2026-05-21T09:00:00Z\nreason = 'r'")
    }

    /// That one thing was found, of this code, and names this.
    fn only(found: &[String], code: &str, name: &str) {
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(code), "{found:?}");
        assert!(found[0].contains(name), "{found:?}");
    }

    #[test]
    fn a_ground_is_one_of_the_tracks_while_the_appeal_is_heard() {
        let (appeal, on) = ("appeals/ann.toml", "ground = 'proces'");
        let no_ground = found(&appealed().in_call(appeal, on), appeal);
        only(&no_ground, "S114", "\"proces\"");
        let good = appealed().in_call(appeal, "ground = 'process'");
        assert_eq!(found(&good, appeal), [""; 0]);
        let ended = appealed().in_call(appeal, on);
        let ended = ended.in_call("rulings/ann.toml", &ruling("zoe"));
        assert_eq!(found(&ended, appeal), [""; 0]);
        let ruled = found(&ended, "rulings/ann.toml");
        only(&ruled, "S121", "\"zoe\"");
        let words = [no_ground, ruled].concat().join("\n");
        screen("check/after_a_decision", &format!("{words}\n"));
    }

    #[test]
    fn everybody_named_afterwards_is_on_the_roster() {
        let report = "[[report]]\nby = \"zoe\"\nat = 2026-05-21T09:00:00Z\nprogress = \
                      \"done\"\ntext = \"t\"\n\n[[answer]]\nby = \"zed\"\nat = \
                      2026-05-21T09:00:00Z\nfrom = \"f\"\nverdict = \"noted\"\ntext = \
                      \"t\"\n\n[[review]]\nupshot = \"kept\"\nby = \"zac\"\nat = \
                      2026-05-21T09:00:00Z\nreason = \"r\"\n";
        let sample = appealed().in_call("follow-up.toml", report);
        let names = found(&sample, "follow-up.toml");
        assert_eq!(names.len(), 3, "{names:?}");
        for (name, line) in ["zoe", "zed", "zac"].iter().zip(&names) {
            assert!(line.starts_with(&format!("S121 \"{name}\"")), "{line}");
        }
    }

    #[test]
    fn nobody_rules_in_their_own_cause() {
        let by = |who: &str| {
            let sample = appealed().in_call("rulings/ann.toml", &ruling(who));
            found(&sample, "rulings/ann.toml")
        };
        only(&by("maya"), "S134", "maya");
        only(&by("ann"), "S134", "ann");
        let words = [by("maya"), by("ann")].concat().join("\n");
        screen("check/rulings_in_ones_own_cause", &format!("{words}\n"));
    }
}

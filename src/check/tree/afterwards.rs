//! What must hold of the records that follow a decision: appeals, rulings, the follow-up.

use crate::check::tree::found::{Fault, Found};
use crate::check::tree::scene::{Case, Scene};
use crate::procedure::names::people as names;
use crate::procedure::rights::{self, About, Deed};
use crate::record::path::{CHARTER, RecordPath};
use crate::value::id::{GroundName, ParticipantId};
use crate::value::suggest;

/// Appeals that nobody has ruled on, on a ground that the track does not name. One that was heard
/// was heard by the charter of its day.
pub(super) fn grounds(scene: &Scene<'_>, found: &mut Found) {
    for case in scene.proposals() {
        for (n, call) in &case.folder.calls {
            let about = About::proposal(scene.register, case.id).call(*n);
            let known = about.appeal_rule().map_or(&[][..], |rule| &rule.grounds);
            for (by, appeal) in &call.appeals {
                let ruling = call.rulings.get(by);
                let ended = ruling.is_some_and(|ruling| ruling.ended.is_some());
                let ground = appeal.ground.as_ref().filter(|_| !ended);
                let Some(ground) = ground.filter(|ground| !known.contains(ground)) else {
                    continue;
                };
                if !known.is_empty() {
                    let path = RecordPath::Appeal(case.id.clone(), *n, by.clone());
                    found.note(&path.to_string(), || unknown_ground(ground, known));
                }
            }
        }
    }
}

fn unknown_ground(ground: &GroundName, known: &[GroundName]) -> Fault {
    let all = || known.iter().map(GroundName::as_str);
    let sentence = format!("\"{ground}\" is no ground on which the track hears appeals");
    let fault = Fault::new(sentence).key("ground").because(CHARTER);
    match suggest::nearest(ground.as_str(), all()) {
        Some(meant) => fault.hint(format!("ground = \"{meant}\"")),
        None => fault.hint(format!("its grounds: {}", suggest::listed(all()))),
    }
}

/// Rulings by the appellant, or by somebody who took the decision: nobody is a judge in their own
/// cause.
pub(super) fn not_free_to_hear(scene: &Scene<'_>, found: &mut Found) {
    for case in scene.proposals() {
        for (n, call) in &case.folder.calls {
            for (of, ruling) in &call.rulings {
                let Some(ended) = &ruling.ended else { continue };
                let by = &ended.act.by;
                let about = About::proposal(scene.register, case.id).call(*n).of(of);
                let Some(bias) = rights::bias(Deed::RuleOnAppeal, &about, by) else {
                    continue;
                };
                found.note(&ruling_path(&case, *n, of), || {
                    let free = rights::may(Deed::RuleOnAppeal, &about);
                    let why = bias.predicate(case.id.as_str());
                    Fault::new(format!(
                        "{by} {why}, and may not rule on the appeal of {of}"
                    ))
                    .key("ruling/by")
                    .because(case.decision_path(*n))
                    .hint(match free.is_empty() {
                        true => "nobody is free to hear it: the charter names a role with \
                                     heard-by, and its holders under [roles]"
                            .to_owned(),
                        false => format!("it is heard by {}", names(&free)),
                    })
                });
            }
        }
    }
}

pub(super) fn ruling_path(case: &Case<'_>, n: u32, of: &ParticipantId) -> String {
    case.register
        .path(&RecordPath::Ruling(case.id.clone(), n, of.clone()))
}

#[cfg(test)]
mod tests {
    use crate::blessed::screen;
    use crate::check::tree::scene::tests::register;
    use crate::check::tree::tree;

    const CHARTER: &str = r#"format = 1
register = "body"
name = "Body"

[[group]]
id = "all"
name = "All"

[roles]
chair = ["maya"]

[track.policy]
title = "Policy"
electorate = ["member"]
count = "participants"
silence = "silent"
stale = "carry"
designates = "chair"
appeal = { within = "30d", grounds = ["process", "conflict"] }

[[track.policy.level]]
name = "consensus"
outcome = "adopted"
"#;

    const DECISION: &str = r#"format = 1
register = "body"
proposal = "one"
question = "Q?"
revision = "r1"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
track = "policy"
outcome = "adopted"
designation = "consensus"
by = "maya"
at = 2026-05-20T09:00:00Z

[pins]
charter = "0000000000000000000000000000000000000000000000000000000000000000"
manifest = "0000000000000000000000000000000000000000000000000000000000000000"
"#;

    /// What is found in the records that follow a decision, with these beside it.
    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let person = "name = \"P\"\ngroup = \"all\"\n";
        let decided = [
            ("charter.toml", CHARTER),
            ("participants/maya.toml", person),
            ("participants/ann.toml", person),
            ("proposals/one/calls/1/decision.toml", DECISION),
        ];
        let beside: Vec<(String, &str)> = files
            .iter()
            .map(|(name, text)| (format!("proposals/one/calls/1/{name}"), *text))
            .collect();
        let beside = beside.iter().map(|(path, text)| (path.as_str(), *text));
        let all: Vec<(&str, &str)> = decided.into_iter().chain(beside).collect();
        let of_these = |path: &str| files.iter().any(|(name, _)| path.ends_with(name));
        let findings = tree(&register(&all)).into_iter();
        findings
            .filter(|finding| of_these(&finding.place.path))
            .map(|finding| format!("{} {}", finding.code.id, finding.sentence))
            .collect()
    }

    /// That one thing was found, of this code, and names this.
    fn only(found: &[String], code: &str, name: &str) {
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(code), "{found:?}");
        assert!(found[0].contains(name), "{found:?}");
    }

    #[test]
    fn a_ground_is_one_of_the_tracks_while_the_appeal_is_heard() {
        let appeal = "ground = \"proces\"\nproblem = \"p\"\nasks = \"a\"\n";
        let ruling = "[ruling]\nvalue = \"dismissed\"\nby = \"zoe\"\nat = \
                      2026-05-21T09:00:00Z\nreason = \"r\"\n";
        let no_ground = found(&[("appeals/ann.toml", appeal)]);
        only(&no_ground, "S114", "\"proces\"");
        let good = appeal.replace("proces\"", "process\"");
        assert_eq!(found(&[("appeals/ann.toml", &good)]), Vec::<String>::new());
        let ruled = found(&[("appeals/ann.toml", appeal), ("rulings/ann.toml", ruling)]);
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
        let names: Vec<String> = found(&[("follow-up.toml", report)]);
        assert_eq!(names.len(), 3, "{names:?}");
        for (name, line) in ["zoe", "zed", "zac"].iter().zip(&names) {
            assert!(line.starts_with(&format!("S121 \"{name}\"")), "{line}");
        }
    }

    #[test]
    fn nobody_rules_in_their_own_cause() {
        let appeal = ("appeals/ann.toml", "problem = \"p\"\nasks = \"a\"\n");
        let by = |who: &str| {
            let ruling = format!(
                "[ruling]\nvalue = \"upheld\"\nby = \"{who}\"\nat = 2026-05-21T09:00:00Z\nreason \
                 = \"r\"\n"
            );
            found(&[appeal, ("rulings/ann.toml", &ruling)])
        };
        only(&by("maya"), "S134", "maya");
        only(&by("ann"), "S134", "ann");
        let words = [by("maya"), by("ann")].concat().join("\n");
        screen("check/rulings_in_ones_own_cause", &format!("{words}\n"));
    }
}

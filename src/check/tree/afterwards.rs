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

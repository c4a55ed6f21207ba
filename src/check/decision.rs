//! D: a decision recomputes. Every decision is put together again from its pins and its chair's
//! judgement, and compared to the byte.

use crate::procedure::decision::{Recorded, recorded};
use crate::procedure::inputs::is_input;
use crate::procedure::obstacle::{Obstacle, ObstacleKind, obstacles};
use crate::procedure::verification::Verified;
use crate::record::decision::{Decision, seal_holds};
use crate::record::manifest::Manifest;
use crate::record::path::RecordPath;
use crate::record::reader;
use crate::register::freeze::Moments;
use crate::register::records::{Folder, Register};
use crate::tally::reason::Reason;
use crate::tally::{NoTally, Tally, tally};
use crate::value::code::{self, Code};
use crate::value::digest::TextDigest;
use crate::value::finding::{Finding, Place};
use crate::value::id::ProposalId;

/// What the history of the main branch says of a decision. Where there is no history to ask, as
/// for a register carried inside another project, every part is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Whether everything that the pins name can be read.
    pub inputs_readable: bool,
    /// Whether the commit that the decision was computed from is a landing.
    pub inputs_on_main: Option<bool>,
    /// Whether the frozen commit is a landing.
    pub frozen_on_main: Option<bool>,
    /// Whether the closing commit is a landing.
    pub closing_on_main: Option<bool>,
    /// The record's bytes at the landing that brought it.
    pub as_landed: Option<Vec<u8>>,
}

impl History {
    /// Of a register without history.
    pub fn unknown() -> Self {
        Self {
            inputs_readable: true,
            inputs_on_main: None,
            frozen_on_main: None,
            closing_on_main: None,
            as_landed: None,
        }
    }
}

/// One decision to be verified.
#[derive(Debug)]
pub struct Case<'c> {
    /// The proposal.
    pub id: &'c ProposalId,
    /// The call.
    pub call: u32,
    /// The register at the moment that is verified.
    pub present: &'c Register,
    /// The moments that the decision pins; `None` where they cannot be read.
    pub moments: Option<&'c Moments>,
    /// What history says.
    pub history: History,
}

/// Recomputes one decision.
pub fn verify(case: &Case<'_>) -> Verified {
    let path = RecordPath::Decision(case.id.clone(), case.call).to_string();
    let verifier = Verifier {
        case,
        bytes: case.present.bytes(&path).unwrap_or_default(),
        path,
    };
    let decision = case
        .present
        .proposals
        .get(case.id)
        .and_then(|f| f.decision(case.call));
    let mut verified = Verified {
        proposal: case.id.clone(),
        call: case.call,
        outcome: decision.map(|decision| decision.judgement.outcome),
        at: decision.map(|decision| decision.judgement.at),
        inputs: 0,
        pinned: decision.is_some_and(|decision| decision.pins.inputs.is_some()),
        findings: verifier.record(),
        outcome_follows: None,
    };
    if let Some(decision) = decision {
        verifier.pinned(decision, &mut verified);
    }
    verified.findings.sort_by(|a, b| a.order().cmp(&b.order()));
    verified.findings.dedup();
    verified
}

struct Verifier<'v> {
    case: &'v Case<'v>,
    path: String,
    bytes: &'v [u8],
}

impl Verifier<'_> {
    fn finding(&self, code: &'static Code, keys: &[&str], sentence: impl Into<String>) -> Finding {
        Finding::new(
            code,
            reader::place_in(&self.path, self.bytes, keys),
            sentence,
        )
    }

    /// The record by itself, and against the bytes that landed.
    fn record(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> =
            self.case.present.findings_in(&self.path).cloned().collect();
        if !seal_holds(self.bytes) {
            let sentence = "the digest in the last line is not that of the bytes before it";
            findings.push(Finding::new(code::D414, Place::file(&self.path), sentence));
        }
        let landed = self.case.history.as_landed.as_deref();
        if landed.is_some_and(|landed| landed != self.bytes) {
            let sentence = "the record is not the one that landed; a decision is written once";
            let hint = format!("git log --first-parent -- {}", self.path);
            findings.push(Finding::new(code::D414, Place::file(&self.path), sentence).hint(hint));
        }
        findings
    }

    fn pinned(&self, decision: &Decision, verified: &mut Verified) {
        verified.findings.extend(self.identity(decision));
        verified.findings.extend(self.on_main());
        let manifest = self.manifest(decision, &mut verified.findings);
        verified.inputs = manifest.as_ref().map_or(0, |manifest| manifest.files.len());
        let Some(moments) = self.case.moments else {
            return;
        };
        match tally(moments, self.case.id) {
            Err(why) => verified.findings.push(self.no_tally(&why)),
            Ok(counted) => {
                let found = Recount {
                    verifier: self,
                    decision,
                    moments,
                    counted: &counted,
                };
                verified.findings.extend(found.findings(manifest.as_ref()));
                verified.outcome_follows = Some(found.outcome_follows());
            }
        }
        if let Some(manifest) = &manifest {
            let unchanged = self.inputs_unchanged(decision, manifest);
            verified.findings.extend(unchanged);
        }
    }

    /// A decision belongs to one register, one proposal and one call.
    fn identity(&self, decision: &Decision) -> Vec<Finding> {
        let mut findings = Vec::new();
        let own = self
            .case
            .present
            .charter
            .as_ref()
            .map(|charter| &charter.register);
        if own.is_some_and(|own| *own != decision.matter.register) {
            let sentence = format!(
                "the decision is of the register {}",
                decision.matter.register
            );
            findings.push(self.finding(code::D410, &["register"], sentence));
        }
        if decision.matter.proposal != *self.case.id {
            let sentence = format!(
                "the decision is on the proposal {}",
                decision.matter.proposal
            );
            findings.push(self.finding(code::D410, &["proposal"], sentence));
        }
        findings
    }

    fn on_main(&self) -> Vec<Finding> {
        let history = &self.case.history;
        let pins = [
            ("inputs", history.inputs_on_main),
            ("frozen", history.frozen_on_main),
            ("closing", history.closing_on_main),
        ];
        let missing = pins
            .into_iter()
            .filter(|(_, on_main)| *on_main == Some(false));
        missing
            .map(|(pin, _)| {
                let sentence =
                    format!("the commit that \"pins.{pin}\" names is not a landing here");
                self.finding(code::D402, &["pins", pin], sentence)
                    .hint("fetch the main branch whole; git log --first-parent shows its landings")
            })
            .collect()
    }

    /// The manifest beside the decision, if it is the one that the decision pins.
    fn manifest(&self, decision: &Decision, findings: &mut Vec<Finding>) -> Option<Manifest> {
        let path = RecordPath::Manifest(self.case.id.clone(), self.case.call).to_string();
        let Some(bytes) = self.case.present.bytes(&path) else {
            let sentence = "the manifest of the decision's inputs is missing";
            findings.push(Finding::new(code::D404, Place::file(path), sentence));
            return None;
        };
        if TextDigest::of(bytes) != decision.pins.manifest {
            let sentence = "the manifest is not the one that the decision pins";
            findings.push(Finding::new(code::D403, Place::file(&path), sentence));
        }
        match Manifest::read(&path, bytes) {
            Ok(manifest) => Some(manifest),
            Err(faults) => {
                findings.extend(faults);
                None
            }
        }
    }

    /// The inputs as they lie now are those that were decided on, until a later call takes the
    /// proposal up again. Charter and roster may change: they were frozen.
    fn inputs_unchanged(&self, decision: &Decision, manifest: &Manifest) -> Vec<Finding> {
        let folder = self.case.present.proposals.get(self.case.id);
        let later = |folder: &Folder| folder.calls.keys().any(|n| *n > self.case.call);
        if folder.is_none_or(later) {
            return Vec::new();
        }
        // A position that moved between close and decision is pinned as counted, and lies as left.
        let pinned = self.case.moments.filter(|_| decision.pins.inputs.is_some());
        let changed = |(path, named): &(&String, &TextDigest)| {
            let left = pinned.map_or(Some((*named).clone()), |m| m.asked.digest(path));
            is_input(path, self.case.id, self.case.call) && self.case.present.digest(path) != left
        };
        let added = self.case.present.snapshot.files.keys().filter(|path| {
            is_input(path, self.case.id, self.case.call) && !manifest.files.contains_key(*path)
        });
        let changed = manifest.files.iter().filter(changed).map(|(path, _)| {
            let sentence = "this input of a decision is not as it was decided on";
            Finding::new(code::D403, Place::file(path), sentence)
        });
        let added = added.map(|path| {
            let sentence = "this file came to a proposal after it was decided";
            Finding::new(code::D404, Place::file(path), sentence)
        });
        changed.chain(added).collect()
    }

    fn no_tally(&self, why: &NoTally) -> Finding {
        let sentence = match why {
            NoTally::Faults(faults) => match faults.first() {
                Some(first) => format!(
                    "its inputs cannot be tallied: {}: {}",
                    first.place, first.sentence
                ),
                None => {
                    "its inputs cannot be tallied: charter or proposal cannot be read".to_owned()
                }
            },
            NoTally::NoProposal(_) => "the proposal is not among its inputs".to_owned(),
            NoTally::NoTrack(track) => format!("the frozen charter has no track {track}"),
            NoTally::NoCall(n) => format!("call {n} is not among its inputs"),
        };
        self.finding(code::D407, &[], sentence)
    }
}

/// The recomputed decision beside the recorded one.
struct Recount<'r> {
    verifier: &'r Verifier<'r>,
    decision: &'r Decision,
    moments: &'r Moments,
    counted: &'r Tally,
}

impl Recount<'_> {
    fn findings(&self, manifest: Option<&Manifest>) -> Vec<Finding> {
        let mut findings = self.rules();
        findings.extend(self.late_counted());
        findings.extend(self.judgement());
        let inputs = self.decision.pins.inputs.clone();
        match recorded(
            self.moments,
            self.counted,
            self.decision.judgement.clone(),
            inputs,
        ) {
            None => findings.push(self.verifier.no_tally(&NoTally::Faults(Vec::new()))),
            Some(again) => {
                findings.extend(
                    manifest
                        .map(|was| self.manifest(was, &again))
                        .unwrap_or_default(),
                );
                findings.extend(self.bytes(&again));
            }
        }
        findings
    }

    /// What would have stood in the way of the decision, by the records it was made from.
    fn rules(&self) -> Vec<Finding> {
        let Some(folder) = self.moments.folder(self.verifier.case.id) else {
            return Vec::new();
        };
        let obstacles = obstacles(self.counted, folder, &self.decision.judgement);
        obstacles
            .iter()
            .map(|obstacle| self.obstacle(obstacle))
            .collect()
    }

    fn obstacle(&self, obstacle: &Obstacle) -> Finding {
        let (code, key) = match obstacle.kind {
            ObstacleKind::Call => (code::D413, "at"),
            ObstacleKind::Judge => (code::D412, "by"),
            ObstacleKind::Gate => (code::D411, "override"),
            ObstacleKind::Objection => (code::D409, "designation"),
            ObstacleKind::Designation => (code::D408, "designation"),
        };
        self.verifier.finding(
            code,
            &[key],
            format!("when it was decided, {}", obstacle.sentence),
        )
    }

    /// The outcome must be that of the designated level, by the frozen charter.
    fn judgement(&self) -> Option<Finding> {
        let judgement = &self.decision.judgement;
        let level = self.counted.level(&judgement.designation)?;
        (level.outcome != judgement.outcome).then(|| {
            let sentence = format!(
                "the outcome is {}, and the charter says {} for the level {}",
                judgement.outcome.word(),
                level.outcome.word(),
                level.name
            );
            self.verifier.finding(code::D408, &["outcome"], sentence)
        })
    }

    fn outcome_follows(&self) -> bool {
        let level = self.counted.level(&self.decision.judgement.designation);
        let same_level = self.counted.computed == self.decision.computed;
        same_level && level.is_some_and(|level| level.outcome == self.decision.judgement.outcome)
    }

    /// A file that the record counts and the recount finds late.
    fn late_counted(&self) -> Vec<Finding> {
        let counted = reader::plain(self.verifier.bytes)
            .and_then(|record| record.get("counted")?.as_array().cloned())
            .unwrap_or_default();
        let paths: Vec<&str> = counted
            .iter()
            .filter_map(|file| file.get("path")?.as_str())
            .collect();
        let late = self.counted.canvass.set_aside.iter().filter(|file| {
            let counted_too = self
                .counted
                .canvass
                .counted
                .iter()
                .any(|c| c.path == file.path);
            file.reason == Reason::Late && !counted_too && paths.contains(&file.path.as_str())
        });
        late.map(|file| {
            let sentence = "this position landed after the close, and the decision counts it";
            Finding::new(code::D416, Place::file(&file.path), sentence)
        })
        .collect()
    }

    fn manifest(&self, was: &Manifest, again: &Recorded) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (path, digest) in &again.manifest.files {
            match was.files.get(path) {
                Some(named) if named == digest => {}
                Some(_) => {
                    let sentence = "this input is not the one that the manifest names";
                    findings.push(Finding::new(code::D403, Place::file(path), sentence));
                }
                None => {
                    let sentence = "this input is not in the decision's manifest";
                    findings.push(Finding::new(code::D404, Place::file(path), sentence));
                }
            }
        }
        for path in was
            .files
            .keys()
            .filter(|path| !again.manifest.files.contains_key(*path))
        {
            let sentence = "the decision's manifest names this file, which is no input of it";
            findings.push(Finding::new(code::D404, Place::file(path), sentence));
        }
        findings
    }

    /// The whole record, to the byte.
    fn bytes(&self, again: &Recorded) -> Vec<Finding> {
        if again.text.as_bytes() == self.verifier.bytes {
            return Vec::new();
        }
        let mut findings = Vec::new();
        if again.decision.computed != self.decision.computed {
            let word = |level: &Option<_>| match level {
                Some(level) => format!("{level}"),
                None => "no level".to_owned(),
            };
            let (was, is) = (
                word(&self.decision.computed),
                word(&again.decision.computed),
            );
            let sentence = format!("the record says that the rule gives {was}, and it gives {is}");
            findings.push(self.verifier.finding(code::D407, &["computed"], sentence));
        }
        findings.push(self.first_difference(&again.text));
        findings
    }

    fn first_difference(&self, again: &str) -> Finding {
        let was = String::from_utf8_lossy(self.verifier.bytes);
        let pairs = was.lines().zip(again.lines()).enumerate();
        let (n, expected) = pairs
            .filter(|(_, (was, again))| was != again)
            .map(|(n, (_, again))| (n, again.to_owned()))
            .next()
            .unwrap_or((
                was.lines().count().min(again.lines().count()),
                "nothing more".to_owned(),
            ));
        let line = u32::try_from(n + 1).unwrap_or(u32::MAX);
        let shown = crate::value::text::shortened(&expected, 100);
        let code = if is_pinned_wrong(&expected) {
            code::D403
        } else {
            code::D407
        };
        let sentence = "this line is not what the inputs give";
        Finding::new(code, Place::spot(&self.verifier.path, line, 1), sentence)
            .hint(format!("recomputed, it is: {shown}"))
    }
}

/// Whether a recomputed line pins an input: then an input differs, not the count.
fn is_pinned_wrong(line: &str) -> bool {
    ["sha256 = ", "manifest = ", "charter = "]
        .iter()
        .any(|key| line.starts_with(key))
}

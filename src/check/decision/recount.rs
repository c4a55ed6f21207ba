//! Compares the recomputed decision with the recorded one, byte for byte.

use super::Record;
use super::former::{self, Differs};
use crate::check::tree::committed_before_received;
use crate::procedure::blocker::{Blocker, ObstacleKind, blockers};
use crate::procedure::decision::{DecisionDraft, Inputs, Verified, recorded};
use crate::procedure::hand::Hand;
use crate::record::decision::{Decision, FORMAT, Manifest};
use crate::record::reader;
use crate::register::tally_inputs::TallyInputs;
use crate::tally::reason::NotCountedReason;
use crate::tally::{Tally, TallyError};
use crate::value::code;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::LevelName;

/// The recorded decision, and what it is recomputed from.
pub(super) struct TallyComparison<'r> {
    pub(super) record: &'r Record<'r>,
    pub(super) decision: &'r Decision,
    pub(super) moments: &'r TallyInputs,
    pub(super) counted: &'r Tally,
    pub(super) hands: &'r [Hand],
}

impl TallyComparison<'_> {
    /// Adds the findings, and the notes on a record of an earlier format.
    pub(super) fn add_to(&self, manifest: Option<&Manifest>, verified: &mut Verified) {
        let findings = &mut verified.findings;
        findings.extend(self.rules());
        findings.extend(self.late_counted());
        findings.extend(self.judgement());
        let received = committed_before_received(self.moments, self.record.id);
        match self.decision.format == FORMAT {
            true => findings.extend(received),
            false => verified
                .notes
                .extend(received.into_iter().map(former::received)),
        }
        let inputs = self.inputs();
        let judgement = self.decision.judgement.clone();
        let Some(again) = recorded(self.moments, self.counted, judgement, inputs) else {
            findings.push(self.record.no_tally(&TallyError::Faults(Vec::new())));
            return;
        };
        findings.extend(manifest.map_or(Vec::new(), |was| self.manifest(was, &again)));
        findings.extend(self.level(&again));
        if self.decision.format == FORMAT {
            findings.extend(self.bytes(&again));
            return;
        }
        for difference in former::differences(self.record, &again.text) {
            match difference {
                Differs::Wrong(finding) => findings.push(finding),
                Differs::Noted(note) => verified.notes.push(note),
            }
        }
    }

    /// What history says of the inputs. Earlier formats say nothing of who committed them.
    fn inputs(&self) -> Inputs {
        Inputs {
            commit: self.decision.pins.inputs.clone(),
            hands: match self.decision.format == FORMAT {
                true => self.hands.to_vec(),
                false => Vec::new(),
            },
        }
    }

    /// What prevented the decision, by the records it was made from.
    fn rules(&self) -> Vec<Finding> {
        let Some(folder) = self.moments.folder(self.record.id) else {
            return Vec::new();
        };
        let obstacles = blockers(self.moments, self.counted, folder, &self.decision.judgement);
        obstacles
            .iter()
            .map(|obstacle| self.obstacle(obstacle))
            .collect()
    }

    fn obstacle(&self, obstacle: &Blocker) -> Finding {
        let (code, key) = match obstacle.kind {
            ObstacleKind::Call => (code::D413, "at"),
            ObstacleKind::Text => (code::D403, "sha256"),
            ObstacleKind::Judge => (code::D412, "by"),
            ObstacleKind::Attendance => (code::D404, "track"),
            ObstacleKind::Gate => (code::D411, "override"),
            ObstacleKind::Objection => (code::D409, "designation"),
            ObstacleKind::Designation => (code::D408, "designation"),
            ObstacleKind::Draft => (code::D406, "designation"),
            ObstacleKind::Minority => (code::D406, "at"),
            ObstacleKind::Date => (code::D408, "chosen"),
        };
        self.record.finding(
            code,
            &[key],
            format!("at the time of the decision: {}", obstacle.sentence),
        )
    }

    /// The outcome must be that of the designated level, by the charter fixed at opening.
    fn judgement(&self) -> Option<Finding> {
        let judgement = &self.decision.judgement;
        let level = self.counted.level(&judgement.designation)?;
        (level.outcome != judgement.outcome).then(|| {
            let sentence = format!(
                "the outcome is {}, but the charter gives {} for level {}",
                judgement.outcome.word(),
                level.outcome.word(),
                level.name
            );
            self.record.finding(code::D408, &["outcome"], sentence)
        })
    }

    /// Whether the recount gives the level of the record. In a decision of an earlier format the level can
    /// differ today, if the outcome is the same.
    fn is_same_level(&self, computed: Option<&LevelName>) -> bool {
        let recorded = self.decision.computed.as_ref();
        let outcome = |level: Option<&LevelName>| Some(self.counted.level(level?)?.outcome);
        let (was, is) = (outcome(recorded), outcome(computed));
        recorded == computed || (self.decision.format < FORMAT && was.is_some() && was == is)
    }

    pub(super) fn outcome_follows(&self) -> bool {
        let level = self.counted.level(&self.decision.judgement.designation);
        let same_level = self.is_same_level(self.counted.computed.as_ref());
        same_level && level.is_some_and(|level| level.outcome == self.decision.judgement.outcome)
    }

    /// A file that the record counts and the recount finds late.
    fn late_counted(&self) -> Vec<Finding> {
        let counted = reader::plain(self.record.bytes)
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
            file.reason == NotCountedReason::Late
                && !counted_too
                && paths.contains(&file.path.as_str())
        });
        late.map(|file| {
            let sentence =
                "this position was committed after the close, but the decision counts it";
            Finding::new(code::D416, SourceLocation::file(&file.path), sentence)
        })
        .collect()
    }

    fn manifest(&self, was: &Manifest, again: &DecisionDraft) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (path, digest) in &again.manifest.files {
            match was.files.get(path) {
                Some(named) if named == digest => {}
                Some(_) => {
                    let sentence = "this input differs from the one in the list of inputs";
                    findings.push(Finding::new(
                        code::D403,
                        SourceLocation::file(path),
                        sentence,
                    ));
                }
                None => {
                    let sentence = "this input is missing in the list of inputs of the decision";
                    findings.push(Finding::new(
                        code::D404,
                        SourceLocation::file(path),
                        sentence,
                    ));
                }
            }
        }
        for path in was
            .files
            .keys()
            .filter(|path| !again.manifest.files.contains_key(*path))
        {
            let sentence = "this file is in the list of inputs of the decision but is not an input";
            findings.push(Finding::new(
                code::D404,
                SourceLocation::file(path),
                sentence,
            ));
        }
        findings
    }

    /// The level that the rules give.
    fn level(&self, again: &DecisionDraft) -> Option<Finding> {
        if self.is_same_level(again.decision.computed.as_ref()) {
            return None;
        }
        let word = |level: &Option<_>| match level {
            Some(level) => format!("{level}"),
            None => "no level".to_owned(),
        };
        let (was, is) = (
            word(&self.decision.computed),
            word(&again.decision.computed),
        );
        let sentence = format!("the recorded computed level is {was}, but the rules give {is}");
        Some(self.record.finding(code::D407, &["computed"], sentence))
    }

    /// The whole record, to the byte.
    fn bytes(&self, again: &DecisionDraft) -> Option<Finding> {
        let same = again.text.as_bytes() == self.record.bytes;
        (!same).then(|| self.first_difference(&again.text))
    }

    fn first_difference(&self, again: &str) -> Finding {
        let was = String::from_utf8_lossy(self.record.bytes);
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
        let sentence = "this line does not match the inputs";
        Finding::new(
            code,
            SourceLocation::spot(&self.record.path, line, 1),
            sentence,
        )
        .hint(format!("recomputed value: {shown}"))
    }
}

/// Whether a recomputed line names an input: then an input differs, not the count.
fn is_pinned_wrong(line: &str) -> bool {
    ["sha256 = ", "manifest = ", "charter = "]
        .iter()
        .any(|key| line.starts_with(key))
}

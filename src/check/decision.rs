//! D: verifies decisions. Each decision is made again from its inputs and from what its chair decided, and
//! compared byte for byte. Its sign-offs must be of the same bytes, and by chairs.

pub mod former;
mod recount;

use self::recount::TallyComparison;
use crate::procedure::decision::Verified;
use crate::procedure::hand::{Hand, is_input};
use crate::procedure::rights::{self, About, Deed};
use crate::record::decision::{Decision, Manifest, SignOff, seal_holds};
use crate::record::path::RecordPath;
use crate::record::reader;
use crate::register::records::Register;
use crate::register::tally_inputs::TallyInputs;
use crate::tally::{TallyError, tally};
use crate::value::code::{self, CheckCode};
use crate::value::command::Command;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::finding::{Finding, SourceLocation};
use crate::value::hint::Hint;
use crate::value::id::{ParticipantId, ProposalId};

/// What the history of the main branch says of a decision. Without history, as in a register that is part
/// of another repository, every part is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Whether all inputs that the decision names can be read.
    pub inputs_readable: bool,
    /// Whether the commit that the decision was computed from is on the main branch.
    pub inputs_on_main: Option<bool>,
    /// Whether the commit fixed at opening is on the main branch.
    pub frozen_on_main: Option<bool>,
    /// Whether the last commit before the close is on the main branch.
    pub closing_on_main: Option<bool>,
    /// The merge that put one of these on a side branch of the main branch.
    pub side_branch: Option<CommitId>,
    /// The record's bytes in the commit that added it.
    pub as_landed: Option<Vec<u8>>,
    /// The inputs that somebody else committed than the participant they belong to, up to the commit
    /// that the decision was computed from.
    pub hands: Vec<Hand>,
}

impl History {
    /// Whether there is a history, and it does not have the decision yet.
    fn is_uncommitted(&self) -> bool {
        self.inputs_on_main.is_some() && self.as_landed.is_none()
    }

    /// Of a register without history.
    pub fn unknown() -> Self {
        Self {
            inputs_readable: true,
            inputs_on_main: None,
            frozen_on_main: None,
            closing_on_main: None,
            side_branch: None,
            as_landed: None,
            hands: Vec::new(),
        }
    }
}

/// One decision to be verified.
#[derive(Debug)]
pub struct DecisionCase<'c> {
    /// The proposal.
    pub id: &'c ProposalId,
    /// The call.
    pub call: u32,
    /// The register at the time that is verified.
    pub present: &'c Register,
    /// The states of the register that the decision names; `None` if they cannot be read.
    pub moments: Option<&'c TallyInputs>,
    /// What history says.
    pub history: History,
}

/// Recomputes one decision.
pub fn verify(case: &DecisionCase<'_>) -> Verified {
    let path = RecordPath::Decision(case.id.clone(), case.call).to_string();
    let bytes = case.present.bytes(&path).unwrap_or_default();
    let record = Record {
        id: case.id,
        path,
        bytes,
    };
    let verifier = Verifier { case, record };
    let folder = case.present.proposals.get(case.id);
    let call = folder.and_then(|folder| folder.calls.get(&case.call));
    let decision = call.and_then(|call| call.decision.as_ref());
    let mut verified = Verified {
        proposal: case.id.clone(),
        call: case.call,
        outcome: decision.map(|decision| decision.judgement.outcome),
        at: decision.map(|decision| decision.judgement.at),
        errata: call.map_or(0, |call| call.errata.len()),
        format: decision.map(|decision| decision.format),
        inputs: 0,
        pinned: decision.is_some_and(|decision| decision.pins.inputs.is_some()),
        removed: false,
        findings: verifier.record(),
        notes: Vec::new(),
        outcome_follows: None,
    };
    if let Some(decision) = decision {
        verifier.pinned(decision, &mut verified);
    }
    for finding in &mut verified.findings {
        let hint = || verifier.next_step();
        finding.hint.get_or_insert_with(hint);
    }
    verified.findings.sort_by(|a, b| a.order().cmp(&b.order()));
    verified.findings.dedup();
    verified
}

struct Verifier<'v> {
    case: &'v DecisionCase<'v>,
    record: Record<'v>,
}

impl Verifier<'_> {
    /// What to do where a finding says nothing else.
    fn next_step(&self) -> String {
        match self.case.history.is_uncommitted() {
            true => {
                let command = Command::new("decide").with(self.case.id);
                Hint::run("a chair can record the decision again", command).into()
            }
            false => self.record.who_changed_it(),
        }
    }

    /// The record itself, compared with its digest and with the committed bytes.
    fn record(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self
            .case
            .present
            .findings_in(&self.record.path)
            .cloned()
            .collect();
        findings.extend(self.edited());
        findings
    }

    /// That the record was changed after it was written: its digest or the committed bytes tell.
    fn edited(&self) -> Option<Finding> {
        let landed = self.case.history.as_landed.as_deref();
        let differs = landed.is_some_and(|landed| landed != self.record.bytes);
        let sentence = match (seal_holds(self.record.bytes), differs) {
            (true, false) => return None,
            (true, true) => "this decision was changed after it was committed",
            (false, true) => {
                "this decision was changed after it was committed, and the digest in its last line \
                 does not match"
            }
            (false, false) => {
                "this decision was changed after it was written: the digest in its last line does \
                 not match"
            }
        };
        let place = SourceLocation::file(&self.record.path);
        Some(Finding::new(code::D414, place, sentence).hint(self.record.who_changed_it()))
    }

    fn pinned(&self, decision: &Decision, verified: &mut Verified) {
        verified.findings.extend(self.identity(decision));
        verified.findings.extend(self.on_main());
        let sign_offs = sign_offs(self.case, self.record.bytes, decision);
        verified.findings.extend(sign_offs);
        let manifest = self.manifest(decision, &mut verified.findings);
        verified.inputs = manifest.as_ref().map_or(0, |manifest| manifest.files.len());
        let Some(moments) = self.case.moments else {
            return;
        };
        match tally(moments, self.case.id) {
            Err(why) => verified.findings.push(self.record.no_tally(&why)),
            Ok(counted) => {
                // It was made under the ids of that time, and is made again under those.
                let as_written = Decision::read(&self.record.path, self.record.bytes);
                let found = TallyComparison {
                    record: &self.record,
                    decision: as_written.as_ref().unwrap_or(decision),
                    moments,
                    counted: &counted,
                    hands: &self.case.history.hands,
                };
                found.add_to(manifest.as_ref(), verified);
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
                "the decision belongs to the register {}",
                decision.matter.register
            );
            findings.push(self.record.finding(code::D410, &["register"], sentence));
        }
        if decision.matter.proposal != *self.case.id {
            let sentence = format!(
                "the decision belongs to the proposal {}",
                decision.matter.proposal
            );
            findings.push(self.record.finding(code::D410, &["proposal"], sentence));
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
                let missing = match &history.side_branch {
                    Some(merge) => format!("is on a side branch since the merge {}", merge.short()),
                    None => "is not on the main branch of this clone".to_owned(),
                };
                let hint = match &history.side_branch {
                    Some(_) => {
                        "H308 says how to make it the main branch again: plenary explain H308"
                    }
                    None => {
                        "fetch the whole main branch. To see its commits: git log --first-parent"
                    }
                };
                let sentence = format!("the commit in \"pins.{pin}\" {missing}");
                self.record
                    .finding(code::D402, &["pins", pin], sentence)
                    .hint(hint)
            })
            .collect()
    }

    /// The list of inputs of the decision.
    fn manifest(&self, decision: &Decision, findings: &mut Vec<Finding>) -> Option<Manifest> {
        let path = RecordPath::Manifest(self.case.id.clone(), self.case.call).to_string();
        let Some(bytes) = self.case.present.bytes(&path) else {
            let sentence = "the list of inputs of the decision is missing";
            findings.push(Finding::new(
                code::D404,
                SourceLocation::file(path),
                sentence,
            ));
            return None;
        };
        if TextDigest::of(bytes) != decision.pins.manifest {
            let sentence = "this list of inputs is not the one that the decision names";
            findings.push(Finding::new(
                code::D403,
                SourceLocation::file(&path),
                sentence,
            ));
        }
        match Manifest::read(&path, bytes) {
            Ok(manifest) => Some(manifest),
            Err(faults) => {
                findings.extend(faults);
                None
            }
        }
    }

    /// Inputs must stay as they were decided on, until the question is reopened. Charter and participant
    /// list can change: they were fixed at opening.
    fn inputs_unchanged(&self, decision: &Decision, manifest: &Manifest) -> Vec<Finding> {
        let folder = self.case.present.proposals.get(self.case.id);
        if folder.is_none_or(|folder| folder.is_taken_up_since(self.case.call)) {
            return Vec::new();
        }
        // A position that changed between close and decision is named as counted, and stays as it was left.
        let pinned = self.case.moments.filter(|_| decision.pins.inputs.is_some());
        let changed = |(path, named): &(&String, &TextDigest)| {
            let left = pinned.map_or(Some((*named).clone()), |m| m.asked.digest(path));
            is_input(path, self.case.id, self.case.call) && self.case.present.digest(path) != left
        };
        let added = self.case.present.snapshot.files.keys().filter(|path| {
            is_input(path, self.case.id, self.case.call) && !manifest.files.contains_key(*path)
        });
        let changed = manifest.files.iter().filter(changed).map(|(path, _)| {
            let sentence = "this input of a decision has changed since the decision";
            Finding::new(code::D403, SourceLocation::file(path), sentence)
        });
        let added = added.map(|path| {
            let sentence = "this file was added to the proposal after its decision";
            Finding::new(code::D404, SourceLocation::file(path), sentence)
        });
        changed.chain(added).collect()
    }
}

/// The record at the time that is verified.
struct Record<'v> {
    /// The proposal in whose folder it is.
    id: &'v ProposalId,
    /// Its path.
    path: String,
    /// Its bytes.
    bytes: &'v [u8],
}

impl Record<'_> {
    fn finding(
        &self,
        code: &'static CheckCode,
        keys: &[&str],
        sentence: impl Into<String>,
    ) -> Finding {
        Finding::new(
            code,
            reader::place_in(&self.path, self.bytes, keys),
            sentence,
        )
    }

    /// How to find out who changed the record, or an input of it.
    fn who_changed_it(&self) -> String {
        let path = &self.path;
        format!("do not sign it off. See who changed it: git log -p --first-parent -- {path}")
    }

    fn no_tally(&self, why: &TallyError) -> Finding {
        let sentence = match why {
            TallyError::Faults(faults) => match faults.first() {
                Some(first) => format!(
                    "its inputs cannot be tallied: {}: {}",
                    first.place, first.sentence
                ),
                None => "its inputs cannot be tallied: the charter or the proposal cannot be read"
                    .to_owned(),
            },
            TallyError::NoProposal(_) => "the proposal is not an input of the decision".to_owned(),
            TallyError::NoTrack(track) => {
                format!("the charter fixed at opening has no track \"{track}\"")
            }
            TallyError::NoCall(n) => format!("call {n} is not an input of the decision"),
            TallyError::NoCommit(n, key, commit) => format!(
                "call {n} names commit {} under \"{key}\", which is not here",
                commit.short()
            ),
        };
        self.finding(code::D407, &[], sentence)
    }
}

/// Sign-offs that do not count.
fn sign_offs(case: &DecisionCase<'_>, bytes: &[u8], decision: &Decision) -> Vec<Finding> {
    let folder = case.present.proposals.get(case.id);
    let call = folder.and_then(|folder| folder.calls.get(&case.call));
    let digest = TextDigest::of(bytes);
    let mut sign_offs = Vec::new();
    for (by, sign_off) in call.into_iter().flat_map(|call| &call.sign_offs) {
        let record = RecordPath::SignOff(case.id.clone(), case.call, by.clone());
        let path = case.present.path(&record);
        let own = case.present.bytes(&path).unwrap_or_default();
        let note = |(key, sentence): (&str, String)| {
            let place = reader::place_in(&path, own, &[key]);
            Finding::new(code::D405, place, sentence).hint(format!(
                "do not sign it off before this is explained. To see what differs: plenary verify {}",
                case.id
            ))
        };
        sign_offs.extend(other_bytes(sign_off, &digest).map(note));
        sign_offs.extend(may_not(case, decision, by).map(note));
    }
    sign_offs
}

fn other_bytes(sign_off: &SignOff, digest: &TextDigest) -> Option<(&'static str, String)> {
    (sign_off.sha256 != *digest).then(|| {
        let (named, is) = (sign_off.sha256.short(), digest.short());
        let sentence = format!("the sign-off is for {named}, but the decision has digest {is}");
        ("sha256", sentence)
    })
}

fn may_not(
    case: &DecisionCase<'_>,
    decision: &Decision,
    by: &ParticipantId,
) -> Option<(&'static str, String)> {
    if decision.judgement.by == *by {
        let sentence = format!("{by} recorded the decision and cannot sign it off again");
        return Some(("at", sentence));
    }
    // Chairs change: one can have left since the inputs, and a later one can have signed.
    let inputs = &case.moments?.asked;
    let is_chair = |register| {
        let about = About::proposal(register, case.id).call(case.call);
        let mut chairs = rights::in_office(Deed::SignOff, &about).into_iter();
        chairs.any(|chair| case.present.people.settled(chair) == *by)
    };
    let known = is_chair(inputs) || is_chair(case.present);
    (!known).then(|| {
        let sentence =
            format!("{by} cannot sign off: {by} was not a chair then and is not one now");
        ("at", sentence)
    })
}

//! P: a change keeps to its author, and to the rules, the roster and the roles in force before it.
//! Records are not deleted: what is taken back says so, and its file stays. What a merge cannot settle by
//! itself is a finding as well.

mod call_changes;
mod context;
mod fixed_fields;
mod origin;
mod own_records;
mod proposal;
mod roster;

use std::collections::BTreeSet;

use self::context::{ChangeContext, RecordChange, Trial, pieces};
use crate::procedure::hand::{Origin, OriginUnverified};
use crate::procedure::rights::Deed;
use crate::record::charter::{Charter, Identity};
use crate::record::path::{CHARTER, Owner, RecordPath};
use crate::register::records::Register;
use crate::register::snapshot::{Conflict, ConflictKind, PathChange};
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::text::shortened;

/// By which door a change comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryPoint {
    /// A request to merge, before it lands.
    Request,
    /// A write of this program, before it lands.
    Entry,
    /// A landing of the main branch, long after.
    Landing,
}

/// Who submits a change, as far as it is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Submitter {
    /// The participant for whom this program acts.
    pub acting: Option<ParticipantId>,
    /// The account at a forge, such as `github:ruth-a`.
    pub account: Option<String>,
    /// The addresses of the authors of the commits.
    pub authors: BTreeSet<String>,
}

/// A change of a register.
#[derive(Debug, Clone, Copy)]
pub struct Change<'c> {
    /// The files that it moves.
    pub moved: &'c [PathChange],
    /// What else it touches in the repository, beside the register: names for people.
    pub outside: &'c [String],
    /// Who submits it.
    pub submitter: &'c Submitter,
    /// By which door it comes.
    pub door: EntryPoint,
    /// When.
    pub now: Instant,
}

/// What came of judging a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Who submitted it.
    pub origin: Origin,
    /// What it breaks, by place.
    pub findings: Vec<Finding>,
    /// Whether the charter asks for a proof that this program cannot check.
    pub unproven: Option<OriginUnverified>,
}

/// Judges a change by the state `before` it. Of a proposal, `before` needs to hold the records of
/// the proposal itself, its calls, and whatever moved; of the rest charter and roster.
///
/// A register that is only being founded has no rules yet, and everything may be brought to it.
pub fn change(before: &Register, change: &Change<'_>) -> Judged {
    let Some(charter) = &before.charter else {
        return without_charter(before, change);
    };
    let (origin, mut findings) = origin::origin(before, charter, change);
    let pieces = pieces(before, change.moved);
    let ground = ChangeContext {
        before,
        charter,
        change,
        origin: &origin,
        pieces: &pieces,
    };
    for piece in &pieces {
        findings.extend(ground.judge(piece));
    }
    // One landing may bring several requests, each of which had its purpose.
    if change.door != EntryPoint::Landing {
        origin::mixed(&ground, &mut findings);
    }
    sorted(&mut findings);
    Judged {
        unproven: unproven(charter, change),
        origin,
        findings,
    }
}

/// Without a charter there is nobody who may do anything, unless it is brought only now.
fn without_charter(before: &Register, change: &Change<'_>) -> Judged {
    let mut findings = Vec::new();
    if before.snapshot.files.contains_key(CHARTER) {
        let sentence = "the charter cannot be read as it is before this change, so nothing says who \
                        may change what";
        let hint = "plenary check shows what is wrong; mend the charter by itself, and let somebody \
                    look at that who can merge without this check";
        findings.push(Finding::new(code::P207, SourceLocation::file(CHARTER), sentence).hint(hint));
    }
    Judged {
        origin: origin::of_nobody(change.submitter),
        findings,
        unproven: None,
    }
}

fn unproven(charter: &Charter, change: &Change<'_>) -> Option<OriginUnverified> {
    match (charter.identity, change.door) {
        (Identity::Signature, EntryPoint::Request | EntryPoint::Landing) => {
            Some(OriginUnverified::Signature)
        }
        (Identity::Account, EntryPoint::Landing) => Some(OriginUnverified::AccountInHistory),
        _ => None,
    }
}

fn sorted(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings.dedup();
}

impl<'g> ChangeContext<'g> {
    fn judge(&'g self, piece: &'g RecordChange<'g>) -> Vec<Finding> {
        let mut trial = Trial {
            ground: self,
            piece,
            out: Vec::new(),
        };
        match piece.after {
            None => deleted(&mut trial),
            Some(_) => {
                proposal::touched(&mut trial);
                stands(&mut trial);
            }
        }
        trial.out
    }
}

/// Judges a record that is there after the change, by its kind.
fn stands(trial: &mut Trial<'_>) {
    let (ground, piece) = (trial.ground, trial.piece);
    let of_call = |id, n: &u32| ground.about(id).call(*n);
    match &piece.record {
        RecordPath::Charter | RecordPath::AllowedSigners => roster::rules(trial),
        RecordPath::Participant(who) => roster::participant(trial, who),
        RecordPath::Meeting(_) => call_changes::meeting(trial),
        RecordPath::Minutes(_) => call_changes::minutes(trial),
        RecordPath::Proposal(id) => proposal::proposal(trial, id),
        RecordPath::Text(id, name) => proposal::text(trial, id, name),
        RecordPath::Position(id, owner) => own_records::position(trial, id, owner),
        RecordPath::Objection(id, of) => own_records::objection(trial, id, of),
        RecordPath::Handling(id, of) => call_changes::handling(trial, id, of),
        RecordPath::Call(id, n) => call_changes::call(trial, id, *n),
        RecordPath::Designation(id, n) => call_changes::designation(trial, of_call(id, n)),
        RecordPath::Decision(id, n) => fixed_fields::decision(trial, &of_call(id, n)),
        RecordPath::Manifest(id, n) => fixed_fields::manifest(trial, &of_call(id, n)),
        RecordPath::Ruling(id, n, of) => call_changes::ruling(trial, of_call(id, n).of(of)),
        RecordPath::FollowUp(id, n) => call_changes::follow_up(trial, of_call(id, n)),
        RecordPath::Challenge(id, n, of) => {
            let about = of_call(id, n).of(&of.participant);
            own_records::record(trial, Deed::Challenge, "challenge", &about);
        }
        RecordPath::Minority(id, n, by) => {
            let about = of_call(id, n).of(by);
            own_records::record(trial, Deed::StateMinority, "minority statement", &about);
        }
        RecordPath::Appeal(id, n, by) => {
            own_records::record(trial, Deed::Appeal, "appeal", &of_call(id, n).of(by));
        }
        RecordPath::SignOff(id, n, by) | RecordPath::Signature(id, n, by) => {
            own_records::sign_off(trial, by, &of_call(id, n));
        }
    }
}

/// A finding for a path at which a request and the branch that it is for contradict one another.
/// `branch` is what the reader calls that branch.
pub fn conflict(conflict: &Conflict, branch: &str) -> Finding {
    let sentence = match conflict.clash {
        ConflictKind::Lines => "the request and what landed meanwhile both change the same lines",
        ConflictKind::Removed => "one side removes what the other changes",
        ConflictKind::Kind => "one side has a file here, and the other something of another kind",
    };
    let hint = format!(
        "git merge {}, keep what is to hold, and push the request again",
        shortened(branch, 80)
    );
    Finding::new(code::P219, SourceLocation::file(&conflict.path), sentence).hint(hint)
}

/// Finds a record that the change would take away.
fn deleted(trial: &mut Trial<'_>) {
    let (ground, piece) = (trial.ground, trial.piece);
    match &piece.record {
        RecordPath::Participant(who) => roster::gone(trial, who),
        RecordPath::Position(id, owner) if has_twin(ground, id, owner) => {}
        RecordPath::Text(id, name) if !proposal::is_the_text(ground, id, name) => {
            proposal::touched(trial);
            proposal::edited(trial, id, &format!("a file of the proposal {id}"));
        }
        record => {
            let sentence = format!("this {} would be deleted, and records stay", noun(record));
            trial.found(code::P202, sentence, remedy(ground, piece));
        }
    }
}

/// Whether the same participant's position lies under another path as well, so that one of two is
/// removed.
fn has_twin(ground: &ChangeContext<'_>, id: &ProposalId, owner: &Owner) -> bool {
    let mut positions = ground.positions_of(id, owner);
    positions.any(|path| !ground.takes_away(path))
}

fn remedy(ground: &ChangeContext<'_>, piece: &RecordChange<'_>) -> String {
    let how = match &piece.record {
        RecordPath::Position(_, owner) => {
            format!("{owner} takes it back with the line: withdrawn = true")
        }
        RecordPath::Objection(_, of) => {
            format!(
                "{} takes it back with the line: withdrawn = true",
                of.participant
            )
        }
        RecordPath::Challenge(..) | RecordPath::Minority(..) | RecordPath::Appeal(..) => {
            "whose it is takes it back with the line: withdrawn = true".to_owned()
        }
        RecordPath::Call(..) => "a chair takes a call back: plenary call withdraw".to_owned(),
        _ => "what is to be changed is said in a new record".to_owned(),
    };
    match ground.change.door {
        EntryPoint::Landing => format!("put it back; {how}"),
        _ => format!("put it back: git checkout main -- {}; {how}", piece.path),
    }
}

fn noun(record: &RecordPath) -> &'static str {
    match record {
        RecordPath::Charter => "charter",
        RecordPath::AllowedSigners => "list of keys",
        RecordPath::Participant(_) => "participant",
        RecordPath::Meeting(_) => "record of a meeting",
        RecordPath::Minutes(_) => "text of minutes",
        RecordPath::Proposal(_) => "proposal",
        RecordPath::Text(..) => "text",
        RecordPath::Position(..) => "position",
        RecordPath::Objection(..) => "objection",
        RecordPath::Handling(..) => "record of how an objection was handled",
        RecordPath::Call(..) => "call",
        RecordPath::Designation(..) => "designation",
        RecordPath::Challenge(..) => "challenge",
        RecordPath::Minority(..) => "minority statement",
        RecordPath::Decision(..) => "decision",
        RecordPath::Manifest(..) => "manifest",
        RecordPath::Signature(..) => "signature",
        RecordPath::SignOff(..) => "sign-off",
        RecordPath::Appeal(..) => "appeal",
        RecordPath::Ruling(..) => "ruling",
        RecordPath::FollowUp(..) => "record of what followed a decision",
    }
}

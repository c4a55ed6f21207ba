//! P: checks a change by the rules, the participant list and the roles before it, and that everybody changes
//! only their own records. Records are not deleted: a withdrawn one says so, and its file stays. A conflict
//! that a merge cannot solve is a finding as well.

mod act_times;
mod call_changes;
mod causes;
mod context;
mod fixed_fields;
mod origin;
mod own_records;
mod own_words;
mod proposal;
mod roster;

use std::cell::OnceCell;
use std::collections::BTreeSet;

pub(crate) use self::act_times::is_before;
pub(crate) use self::causes::{Answering, FirstCommits, first_commits};
use self::context::{ChangeContext, RecordChange, Trial, pieces};
use crate::check::tree::quoted;
use crate::procedure::hand::{Origin, OriginUnverified};
use crate::procedure::rights::Deed;
use crate::record::charter::{Charter, Identity};
use crate::record::path::{CHARTER, Owner, RecordPath};
use crate::register::records::Register;
use crate::register::snapshot::{CommitAddresses, Conflict, ConflictKind, PathChange};
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::text::shortened;

/// How a change comes into the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryPoint {
    /// A pull request, before it is merged.
    Request,
    /// A commit of a push: a chair or secretary can push what another participant wrote.
    Push,
    /// A commit of a merge queue: its pull requests were checked before, so their authors are who submits.
    Queue,
    /// A write of this program, before it is committed.
    Entry,
    /// A commit on the main branch, long after.
    Landing,
}

/// Who submits a change, if it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Submitter {
    /// The participant for whom this program acts.
    pub acting: Option<ParticipantId>,
    /// The account at a hosting service, such as `github:ruth-a`.
    pub account: Option<String>,
    /// The addresses in the commits.
    pub by: CommitAddresses,
}

/// A change of a register.
#[derive(Debug, Clone, Copy)]
pub struct Change<'c> {
    /// The files that it moves.
    pub moved: &'c [PathChange],
    /// What else it changes in the repository, outside the register: names for people.
    pub outside: &'c [String],
    /// Who submits it.
    pub submitter: &'c Submitter,
    /// When the records that it answers were first committed, where that is known.
    pub committed: &'c FirstCommits,
    /// How it comes into the register.
    pub door: EntryPoint,
    /// When.
    pub now: Instant,
}

/// The result of checking a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Who submitted it.
    pub origin: Origin,
    /// What it breaks, by place.
    pub findings: Vec<Finding>,
    /// Whether the charter requires a proof that this program cannot check.
    pub unproven: Option<OriginUnverified>,
    /// Addresses in the commits that no participant has, where they are not the proof.
    pub strangers: BTreeSet<String>,
}

/// Checks a change by the state `before` it. Of a proposal, `before` must contain the proposal's own record,
/// its calls, and everything that changed; of the rest, charter and participant list.
///
/// A register that is being created has no rules yet, and everything can be added to it.
pub fn change(before: &Register, change: &Change<'_>) -> Judged {
    let Some(charter) = &before.charter else {
        return without_charter(before, change);
    };
    let (mut origin, mut findings) = origin::origin(before, charter, change);
    let pieces = pieces(before, change.moved);
    if pieces.is_empty() {
        // Where no record changes, nothing must be proven.
        findings.clear();
        if let Origin::Stranger(_) = origin {
            origin = Origin::Unverified;
        }
    }
    let ground = ChangeContext {
        before,
        charter,
        change,
        origin: &origin,
        pieces: &pieces,
        live: OnceCell::new(),
        by_record: OnceCell::new(),
    };
    for piece in &pieces {
        findings.extend(ground.judge(piece));
    }
    // One commit can bring several pull requests, each with its own purpose.
    if change.door != EntryPoint::Landing {
        origin::mixed(&ground, &mut findings);
    }
    sorted(&mut findings);
    Judged {
        strangers: strangers(before, change.submitter),
        unproven: unproven(charter, change).filter(|_| !pieces.is_empty()),
        origin,
        findings,
    }
}

/// Without a charter nobody can do anything, unless this change adds it.
fn without_charter(before: &Register, change: &Change<'_>) -> Judged {
    let mut findings = Vec::new();
    if before.snapshot.files.contains_key(CHARTER) {
        let sentence = "the charter before this change cannot be read, so nothing says who can change \
                        what";
        let hint = "fix the charter alone, and let a maintainer merge that without this check. To see \
                    what is wrong: plenary check";
        findings.push(Finding::new(code::P207, SourceLocation::file(CHARTER), sentence).hint(hint));
    }
    Judged {
        origin: origin::of_nobody(change.submitter),
        findings,
        unproven: None,
        strangers: BTreeSet::new(),
    }
}

/// The addresses of authors that no participant has, where accounts are the proof and addresses only a note.
fn strangers(before: &Register, submitter: &Submitter) -> BTreeSet<String> {
    let identity = before.charter.as_ref().map(|charter| charter.identity);
    let noted = identity == Some(Identity::Account);
    let addresses = submitter.by.authors.iter().filter(|_| noted);
    let unknown = addresses.filter(|address| before.by_address(address).is_empty());
    unknown.cloned().collect()
}

fn unproven(charter: &Charter, change: &Change<'_>) -> Option<OriginUnverified> {
    match (charter.identity, change.door) {
        (_, EntryPoint::Entry) => None,
        (Identity::Signature, _) => Some(OriginUnverified::Signature),
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

/// Checks a record that exists after the change, by its kind.
fn stands(trial: &mut Trial<'_>) {
    let (ground, piece) = (trial.ground, trial.piece);
    let of_call = |id, n: &u32| ground.about(id).call(*n);
    act_times::judged(trial);
    match &piece.record {
        RecordPath::Charter | RecordPath::AllowedSigners => roster::rules(trial),
        RecordPath::Participant(who) => roster::participant(trial, who),
        RecordPath::Acknowledgement(_) => own_records::acknowledgement(trial),
        RecordPath::Meeting(_) => call_changes::meeting(trial),
        RecordPath::Minutes(_) => call_changes::minutes(trial),
        RecordPath::Proposal(id) => proposal::proposal(trial, id),
        RecordPath::Text(id, name) => proposal::text(trial, id, name),
        RecordPath::Position(id, owner) => own_records::position(trial, id, owner),
        RecordPath::Objection(id, of) => own_records::objection(trial, id, of),
        RecordPath::Handling(id, of) => call_changes::handling(trial, id, of),
        RecordPath::Call(id, n) => call_changes::call(trial, id, *n),
        RecordPath::Asked(id, n) => call_changes::asked(trial, of_call(id, n)),
        RecordPath::Totals(id, n) => call_changes::totals(trial, of_call(id, n)),
        RecordPath::Designation(id, n) => call_changes::designation(trial, of_call(id, n)),
        RecordPath::Decision(id, n) => fixed_fields::decision(trial, &of_call(id, n)),
        RecordPath::Manifest(id, n) => fixed_fields::manifest(trial, &of_call(id, n)),
        RecordPath::Erratum(id, n, _) => fixed_fields::erratum(trial, &of_call(id, n)),
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

/// A finding for a path at which a pull request conflicts with its target branch. `branch` is what the
/// reader calls that branch.
pub fn conflict(conflict: &Conflict, branch: &str) -> Finding {
    let sentence = match conflict.clash {
        ConflictKind::Lines => "the pull request and newer commits change the same lines",
        ConflictKind::Removed => {
            "the pull request and newer commits conflict: one side removes what the other changes"
        }
        ConflictKind::Kind => {
            "the pull request and newer commits conflict: only one side has a file here"
        }
    };
    let hint = format!(
        "merge the branch, solve the conflict and push again: git merge {}",
        shortened(branch, 80)
    );
    Finding::new(code::P219, SourceLocation::file(&conflict.path), sentence).hint(hint)
}

/// Finds a record that the change would delete.
fn deleted(trial: &mut Trial<'_>) {
    let (ground, piece) = (trial.ground, trial.piece);
    match &piece.record {
        RecordPath::Participant(who) => roster::gone(trial, who),
        RecordPath::Position(id, owner) if has_twin(ground, id, owner) => {}
        RecordPath::Text(id, name) if !proposal::is_the_text(ground, id, name) => {
            proposal::touched(trial);
            proposal::edited(trial, id, &format!("a file of proposal {id}"));
        }
        record => {
            let sentence = format!("this {} cannot be deleted: records are kept", noun(record));
            trial.found(code::P202, sentence, remedy(ground, piece));
        }
    }
}

/// Whether the same participant has a position at another path as well, so that one of two is removed.
fn has_twin(ground: &ChangeContext<'_>, id: &ProposalId, owner: &Owner) -> bool {
    let mut positions = ground.positions_of(id, owner);
    positions.any(|path| !ground.takes_away(path))
}

fn remedy(ground: &ChangeContext<'_>, piece: &RecordChange<'_>) -> String {
    let owner = match &piece.record {
        RecordPath::Position(_, owner) => Some(owner.to_string()),
        RecordPath::Objection(_, of) => Some(of.participant.to_string()),
        RecordPath::Challenge(_, _, of) => Some(of.participant.to_string()),
        RecordPath::Minority(_, _, by) | RecordPath::Appeal(_, _, by) => Some(by.to_string()),
        _ => None,
    };
    let how = match (owner, &piece.record) {
        (Some(owner), _) => format!("{owner} can withdraw it with the line withdrawn = true"),
        (None, RecordPath::Call(..)) => "a chair can withdraw a call".to_owned(),
        (None, _) => "change the record instead, or add a new one".to_owned(),
    };
    match ground.change.door {
        EntryPoint::Landing => format!("{how}. Restore the file"),
        _ => {
            let path = quoted(piece.path);
            format!("{how}. Restore the file: git checkout main -- {path}")
        }
    }
}

fn noun(record: &RecordPath) -> &'static str {
    match record {
        RecordPath::Charter => "charter",
        RecordPath::AllowedSigners => "list of keys",
        RecordPath::Participant(_) => "participant",
        RecordPath::Acknowledgement(_) => "acknowledgement",
        RecordPath::Meeting(_) => "record of a meeting",
        RecordPath::Minutes(_) => "text of the minutes",
        RecordPath::Proposal(_) => "proposal",
        RecordPath::Text(..) => "text",
        RecordPath::Position(..) => "position",
        RecordPath::Objection(..) => "objection",
        RecordPath::Handling(..) => "handling of an objection",
        RecordPath::Call(..) => "call",
        RecordPath::Asked(..) => "record of letters",
        RecordPath::Totals(..) => "record of totals",
        RecordPath::Designation(..) => "designation",
        RecordPath::Challenge(..) => "challenge",
        RecordPath::Minority(..) => "minority statement",
        RecordPath::Decision(..) => "decision",
        RecordPath::Manifest(..) => "list of inputs",
        RecordPath::Signature(..) => "signature",
        RecordPath::Erratum(..) => "erratum",
        RecordPath::SignOff(..) => "sign-off",
        RecordPath::Appeal(..) => "appeal",
        RecordPath::Ruling(..) => "ruling",
        RecordPath::FollowUp(..) => "record of what followed a decision",
    }
}

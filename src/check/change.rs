//! P: a change keeps to its author, and to the rules, the roster and the roles in force before it.

mod conflict;
mod deleted;
mod frozen;
mod ground;
mod handling;
mod origin;
mod own;
mod piece;
mod proposal;
mod purpose;
mod roster;
mod running;

use std::collections::BTreeSet;

pub use self::conflict::conflict;
use self::ground::Ground;
use self::piece::{Piece, pieces};
use crate::procedure::origin::{Origin, Unproven};
use crate::procedure::rights::Deed;
use crate::record::charter::{Charter, Identity};
use crate::record::path::{CHARTER, RecordPath};
use crate::register::records::Register;
use crate::register::snapshot::Moved;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::finding::{Finding, Place};
use crate::value::id::ParticipantId;

/// By which door a change comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
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
    pub moved: &'c [Moved],
    /// What else it touches in the repository, beside the register: names for people.
    pub outside: &'c [String],
    /// Who submits it.
    pub submitter: &'c Submitter,
    /// By which door it comes.
    pub door: Door,
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
    pub unproven: Option<Unproven>,
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
    let ground = Ground {
        before,
        charter,
        change,
        origin: &origin,
        pieces: &pieces,
    };
    for piece in &pieces {
        ground.judge(piece, &mut findings);
    }
    // One landing may bring several requests, each of which had its purpose.
    if change.door != Door::Landing {
        purpose::mixed(&ground, &mut findings);
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
        findings.push(Finding::new(code::P207, Place::file(CHARTER), sentence).hint(hint));
    }
    Judged {
        origin: origin::of_nobody(change.submitter),
        findings,
        unproven: None,
    }
}

fn unproven(charter: &Charter, change: &Change<'_>) -> Option<Unproven> {
    match (charter.identity, change.door) {
        (Identity::Signature, Door::Request | Door::Landing) => Some(Unproven::Signature),
        (Identity::Account, Door::Landing) => Some(Unproven::AccountInHistory),
        _ => None,
    }
}

fn sorted(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings.dedup();
}

impl Ground<'_> {
    fn judge(&self, piece: &Piece<'_>, out: &mut Vec<Finding>) {
        if piece.after.is_none() {
            return deleted::judge(self, piece, out);
        }
        proposal::touched(self, piece, out);
        match &piece.record {
            RecordPath::Charter | RecordPath::AllowedSigners => roster::rules(self, piece, out),
            RecordPath::Participant(who) => roster::participant(self, piece, who, out),
            RecordPath::Meeting(_) => running::meeting(self, piece, out),
            RecordPath::Minutes(_) => running::minutes(self, piece, out),
            RecordPath::Proposal(id) => proposal::proposal(self, piece, id, out),
            RecordPath::Text(id, name) => proposal::text(self, piece, id, name, out),
            RecordPath::Position(id, owner) => own::position(self, piece, id, owner, out),
            RecordPath::Objection(id, of) => own::objection(self, piece, (id, of), out),
            RecordPath::Handling(id, of) => handling::handling(self, piece, id, of, out),
            RecordPath::Call(id, n) => running::call(self, piece, (id, *n), out),
            RecordPath::Designation(id, n) => running::designation(self, piece, (id, *n), out),
            RecordPath::Decision(id, n) => frozen::decision(self, piece, (id, *n), out),
            RecordPath::Manifest(id, n) => frozen::manifest(self, piece, (id, *n), out),
            RecordPath::Ruling(id, n, of) => running::ruling(self, piece, (id, *n, of), out),
            RecordPath::FollowUp(id, n) => running::follow_up(self, piece, (id, *n), out),
            RecordPath::Challenge(id, n, of) => {
                let about = self.about(id).call(*n).of(&of.participant);
                own::record(self, piece, Deed::Challenge, "challenge", about, out);
            }
            RecordPath::Minority(id, n, by) => {
                let about = self.about(id).call(*n).of(by);
                own::record(
                    self,
                    piece,
                    Deed::StateMinority,
                    "minority statement",
                    about,
                    out,
                );
            }
            RecordPath::Appeal(id, n, by) => {
                let about = self.about(id).call(*n).of(by);
                own::record(self, piece, Deed::Appeal, "appeal", about, out);
            }
            RecordPath::SignOff(id, n, by) | RecordPath::Signature(id, n, by) => {
                own::sign_off(self, piece, (id, *n, by), out);
            }
        }
    }
}

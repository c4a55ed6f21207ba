//! The sign-offs of a decision: who has given theirs, how many are needed, and whose turn it is.

use serde::Serialize;

use crate::procedure::hand::ByAnother;
use crate::procedure::names::{done_by, people};
use crate::procedure::rights::{About, Deed, may};
use crate::register::freeze::Moments;
use crate::render::page::Page;
use crate::report::hands;
use crate::report::words;
use crate::tally::Tally;
use crate::value::command::Command;
use crate::value::id::{ParticipantId, ProposalId};

/// Who has signed off a decision, and who can next.
#[derive(Debug, Clone, Serialize)]
pub struct SignedOff {
    proposal: ProposalId,
    signed: Vec<ParticipantId>,
    needed: u64,
    next: Vec<ParticipantId>,
}

impl SignedOff {
    /// The sign-offs of the tally's call, where `signed` have given theirs.
    pub fn of(moments: &Moments, tally: &Tally, signed: Vec<ParticipantId>) -> Self {
        let about = About::tallied(moments, tally).signing(&signed);
        Self {
            proposal: tally.proposal.clone(),
            next: may(Deed::SignOff, &about),
            needed: tally.track.sign_offs,
            signed,
        }
    }

    /// Whether nobody is missing.
    pub fn is_complete(&self) -> bool {
        u64::try_from(self.signed.len()).is_ok_and(|have| have >= self.needed)
    }

    /// The sign-offs for people.
    pub fn page(&self) -> Page {
        let said = words::sign_offs(&self.signed, self.needed);
        Page::new()
            .line(format!("Sign-offs on {}: {said}", self.proposal))
            .then(self.next_page())
    }

    /// By whose hand it was committed; nothing where it is one's own.
    pub fn committed(by_another: &[ByAnother]) -> Page {
        hands::told(by_another)
    }

    /// Whose turn it is; nothing where nobody is missing.
    pub fn next_page(&self) -> Page {
        if self.is_complete() {
            return Page::new();
        }
        let sign_off = Command::new("sign-off").with(&self.proposal);
        let next = done_by(people(&self.next), sign_off);
        Page::new().line(format!("The decision is pending. {next}"))
    }
}

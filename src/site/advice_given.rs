//! What was said to a call without a seat, as it is kept of a decided one.

use serde::{Deserialize, Serialize};

use crate::record::path::Owner;
use crate::register::records::Register;
use crate::tally::Tally;
use crate::tally::advice::Advice;
use crate::value::id::ParticipantId;

/// What one participant without a seat said to a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdviceGiven {
    /// Who, by id.
    pub(crate) by: String,
    /// Their group, by id.
    pub(crate) group: Option<String>,
    /// Their position.
    pub(crate) position: Option<String>,
    /// Why.
    pub(crate) reason: Option<String>,
    /// Their objections and comments, by id.
    pub(crate) remarks: Vec<String>,
}

impl AdviceGiven {
    /// All of it, with the positions at the close.
    pub(crate) fn all(tally: &Tally, closing: &Register) -> Vec<Self> {
        let all = tally.advice.iter();
        all.map(|advice| Self::of(tally, closing, advice)).collect()
    }

    fn of(tally: &Tally, closing: &Register, advice: &Advice) -> Self {
        let remarks = advice.objections.iter().chain(&advice.comments);
        Self {
            by: advice.by.to_string(),
            group: advice.group.as_ref().map(ToString::to_string),
            position: advice.position.as_ref().map(ToString::to_string),
            reason: reason(tally, closing, &advice.by),
            remarks: remarks.map(|remark| remark.id.to_string()).collect(),
        }
    }
}

/// The reason that somebody gave with a position that is not counted.
fn reason(tally: &Tally, closing: &Register, by: &ParticipantId) -> Option<String> {
    let mut filed = tally.canvass.set_aside.iter();
    let own = filed.find(|file| matches!(&file.owner, Owner::Participant(owner) if owner == by))?;
    let folder = closing.proposals.get(&tally.proposal)?;
    let said = folder.positions.get(&own.path)?.position.as_ref()?;
    said.reason.clone()
}

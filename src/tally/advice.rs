//! Finds what those said who have no seat: advisers, observers, and everybody else on the participant list; and those
//! whom a chair excluded. It is shown and recorded; no position of theirs is counted. An answer to a call on another
//! track is not advice on this one.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::asked::Asked;
use crate::record::path::Owner;
use crate::register::tally_inputs::TallyInputs;
use crate::tally::exclusion::Exclusions;
use crate::tally::objection::{ObjectionState, TrackedObjection, roster};
use crate::tally::reason::NotCountedReason;
use crate::tally::voice::{Said, asked_by};
use crate::value::clock::Instant;
use crate::value::id::{GroupId, ObjectionId, ParticipantId, PositionName};

/// What one participant without a seat said by the close; nothing at all, if a letter asked them and they did not
/// answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Who.
    pub by: ParticipantId,
    /// Their group.
    pub group: Option<GroupId>,
    /// Their position.
    pub position: Option<PositionName>,
    /// Their objections.
    pub objections: Vec<Remark>,
    /// Their comments.
    pub comments: Vec<Remark>,
    /// Whether a letter asked them for an answer.
    pub asked: bool,
}

/// An objection or a comment, and the answer that it got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Its id.
    pub id: ObjectionId,
    /// What was done with it.
    pub state: ObjectionState,
}

impl Advice {
    /// Whether they said nothing.
    pub fn is_silent(&self) -> bool {
        self.position.is_none() && self.objections.is_empty() && self.comments.is_empty()
    }
}

/// The advice of everybody without a seat, and of the excluded, who said something, or whom a letter asked by `end`, by id.
pub(crate) fn advice(
    moments: &TallyInputs,
    (electorate, canvass, objections): Said<'_>,
    excluded: &Exclusions,
    asked: Option<&Asked>,
    end: Instant,
) -> Vec<Advice> {
    let asked: BTreeSet<_> = asked_by(asked, end).collect();
    let outside = canvass.set_aside.iter();
    let outside = outside.filter(|file| {
        let reasons = [
            NotCountedReason::NotInElectorate,
            NotCountedReason::Excluded,
        ];
        file.is_answer && reasons.contains(&file.reason)
    });
    let given: BTreeMap<_, _> = outside
        .filter_map(|file| match &file.owner {
            Owner::Participant(who) => Some((who, file.position.clone())),
            Owner::Group(_) => None,
        })
        .collect();
    let raised = objections
        .iter()
        .filter(|each| each.on_roster && each.is_in_time());
    let raised: Vec<&TrackedObjection> = raised.collect();
    let by = raised.iter().map(|each| &each.id.participant);
    let all: BTreeSet<_> = given
        .keys()
        .copied()
        .chain(by)
        .chain(asked.iter().copied())
        .collect();
    let all = all.into_iter().filter(|who| {
        electorate.seat_of(who).is_none() || excluded.in_seat(electorate, who).is_some()
    });
    let of = |who: &ParticipantId, blocking: bool| {
        let own = raised.iter().filter(|each| each.id.participant == *who);
        let own = own.filter(|each| each.objection.blocking == blocking);
        own.map(|each| Remark::of(each)).collect()
    };
    all.map(|who| Advice {
        by: who.clone(),
        group: roster(moments, who)
            .and_then(|register| register.participant(who))
            .map(|participant| participant.group.clone()),
        position: given.get(who).cloned().flatten(),
        objections: of(who, true),
        comments: of(who, false),
        asked: asked.contains(who),
    })
    .collect()
}

impl Remark {
    fn of(followed: &TrackedObjection) -> Self {
        Self {
            id: followed.id.clone(),
            state: followed.state,
        }
    }
}

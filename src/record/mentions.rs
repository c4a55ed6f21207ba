//! Finds which participants a record names, and where: every id in it and in its path. With this, former ids
//! are read as the present ones, and unknown names are found.

use std::fmt;

use crate::record::path::{Owner, RecordPath};
use crate::value::id::{ChallengeId, ObjectionId, ParticipantId};

/// What is done with each id, and the way to it.
pub type Each<'e> = dyn FnMut(&mut ParticipantId, &Way<'_>) + 'e;

/// The way to a name in a record. It is shown as `extension/0/by`, or as nothing where the name is in the
/// path of the record.
#[derive(Debug, Clone, Copy)]
pub enum Way<'w> {
    /// The record.
    Record,
    /// A key of what the way leads to.
    Key(&'w Way<'w>, &'w str),
    /// An entry of a list, from 0.
    Entry(&'w Way<'w>, usize),
    /// The name is part of the name of another record.
    OfRecord(&'w Way<'w>),
}

impl<'w> Way<'w> {
    pub(super) fn key(&'w self, key: &'w str) -> Self {
        Way::Key(self, key)
    }

    pub(super) fn entry(&'w self, n: usize) -> Self {
        Way::Entry(self, n)
    }

    /// Whether a record of the participant is named, and not only the participant.
    pub fn is_of_record(&self) -> bool {
        matches!(self, Way::OfRecord(_))
    }
}

impl fmt::Display for Way<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let below = |outer: &Way<'_>, f: &mut fmt::Formatter<'_>| match outer {
            Way::Record => Ok(()),
            outer => write!(f, "{outer}/"),
        };
        match self {
            Way::Record => Ok(()),
            Way::Key(outer, key) => {
                below(outer, f)?;
                f.write_str(key)
            }
            Way::Entry(outer, n) => {
                below(outer, f)?;
                write!(f, "{n}")
            }
            Way::OfRecord(outer) => outer.fmt(f),
        }
    }
}

/// A record, or a part of one, that can name participants.
pub trait Mentions {
    /// Visits every participant id; `way` leads to this part.
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>);

    /// Reads every participant id, and the way to it.
    fn people(&self, each: &mut dyn FnMut(&ParticipantId, &Way<'_>))
    where
        Self: Clone,
    {
        let mut copy = self.clone();
        copy.people_mut(&Way::Record, &mut |who, way| each(who, way));
    }
}

impl Mentions for ParticipantId {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        each(self, way);
    }
}

impl Mentions for ObjectionId {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        each(&mut self.participant, &Way::OfRecord(way));
    }
}

impl Mentions for ChallengeId {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        each(&mut self.participant, &Way::OfRecord(way));
    }
}

impl Mentions for Owner {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        if let Owner::Participant(who) = self {
            each(who, way);
        }
    }
}

/// A list of people: two ids of one person become one entry.
pub(super) fn people(list: &mut Vec<ParticipantId>, way: &Way<'_>, each: &mut Each<'_>) {
    let before = list.clone();
    for (n, who) in list.iter_mut().enumerate() {
        each(who, &way.entry(n));
    }
    if *list != before {
        let mut seen = Vec::with_capacity(list.len());
        list.retain(|who| {
            !seen.contains(who) && {
                seen.push(who.clone());
                true
            }
        });
    }
}

impl Mentions for RecordPath {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        match self {
            RecordPath::Participant(who)
            | RecordPath::Minority(_, _, who)
            | RecordPath::Signature(_, _, who)
            | RecordPath::SignOff(_, _, who)
            | RecordPath::Appeal(_, _, who)
            | RecordPath::Ruling(_, _, who) => each(who, way),
            RecordPath::Position(_, owner) => owner.people_mut(way, each),
            RecordPath::Objection(_, of) => each(&mut of.participant, way),
            RecordPath::Challenge(_, _, of) => each(&mut of.participant, way),
            RecordPath::Handling(_, of) => of.people_mut(way, each),
            RecordPath::Charter
            | RecordPath::AllowedSigners
            | RecordPath::Acknowledgement(_)
            | RecordPath::Meeting(_)
            | RecordPath::Minutes(_)
            | RecordPath::Proposal(_)
            | RecordPath::Text(..)
            | RecordPath::Call(..)
            | RecordPath::Asked(..)
            | RecordPath::Totals(..)
            | RecordPath::Designation(..)
            | RecordPath::Decision(..)
            | RecordPath::Manifest(..)
            | RecordPath::Erratum(..)
            | RecordPath::FollowUp(..) => {}
        }
    }
}

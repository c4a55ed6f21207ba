//! Says whose a record is: a participant's, or a group's.

use std::fmt;

use crate::value::id::{GroupId, ParticipantId};

/// The owner of a position file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A participant.
    Participant(ParticipantId),
    /// A group, whose representative gives the position; the file's name begins with `@`.
    Group(GroupId),
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Owner::Participant(id) => f.pad(id.as_str()),
            Owner::Group(id) => f.pad(&format!("@{id}")),
        }
    }
}

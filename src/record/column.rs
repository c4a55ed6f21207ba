//! The columns that a table of positions may have, and the headings by which each is known.

use std::fmt;

use crate::record::cell::folded;
use crate::value::id::WeightName;

/// A column of a table of positions and participants.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Whose row it is: an id, a former id, an address, an account or a name; `@north` for the
    /// position of the group `north`.
    Participant,
    /// The participant's name for people.
    Name,
    /// The group in which the participant counts.
    Group,
    /// In what capacity; several may stand in a cell.
    Standing,
    /// The organisation that the participant works for.
    Affiliation,
    /// Where the participant is counted.
    Region,
    /// Accounts at forges; several may stand in a cell.
    Accounts,
    /// Addresses; several may stand in a cell.
    Emails,
    /// Former ids; several may stand in a cell.
    Also,
    /// A weight that the charter declares.
    Weight(WeightName),
    /// In whose seat the participant counts.
    AlternateFor,
    /// Why the participant takes no part for now.
    Suspended,
    /// Whom and what the participant represents.
    Interests,
    /// The day of that statement.
    InterestsUpdated,
    /// The answer.
    Position,
    /// The revision that was read.
    On,
    /// Why.
    Reason,
    /// A conflict of interest worth saying.
    Interest,
    /// Objections of others that the answer supports; several may stand in a cell.
    Joins,
    /// Until when a hold holds.
    Until,
    /// Whether the answer was taken back.
    Withdrawn,
    /// When it was given.
    Received,
    /// Where that can be seen.
    Evidence,
    /// Who gave it with the participant's authority.
    Proxy,
    /// What the objection in the row is about.
    About,
    /// Why that matters.
    Problem,
    /// What would resolve it.
    Resolve,
    /// Who typed it; written for people, and not read: that is who brings the table in.
    RelayedBy,
}

/// A column with its own heading, and others by which it is known.
type Known = (Column, &'static str, &'static [&'static str]);

/// Every column but the weights, in the order in which they are written.
pub const ALL: &[Known] = &[
    (
        Column::Participant,
        "participant",
        &[
            "id",
            "participant id",
            "member",
            "member body",
            "voter",
            "delegate",
        ],
    ),
    (
        Column::Name,
        "name",
        &["full name", "participant name", "your name"],
    ),
    (
        Column::Group,
        "group",
        &["stakeholder group", "constituency"],
    ),
    (Column::Standing, "standing", &["membership"]),
    (
        Column::Affiliation,
        "affiliation",
        &["organisation", "organization", "company", "employer"],
    ),
    (Column::Region, "region", &[]),
    (Column::Accounts, "accounts", &["account", "forge account"]),
    (
        Column::Emails,
        "emails",
        &[
            "email",
            "e-mail",
            "e-mails",
            "email address",
            "e-mail address",
        ],
    ),
    (Column::Also, "also", &["former id", "former ids"]),
    (Column::AlternateFor, "alternate-for", &["alternate for"]),
    (Column::Suspended, "suspended", &[]),
    (Column::Interests, "interests", &["statement of interest"]),
    (Column::InterestsUpdated, "interests-updated", &[]),
    (
        Column::Position,
        "position",
        &[
            "vote",
            "answer",
            "ballot",
            "choice",
            "your position",
            "your vote",
        ],
    ),
    (Column::On, "on", &["revision"]),
    (
        Column::Reason,
        "reason",
        &["reasons", "comment", "comments", "rationale", "explanation"],
    ),
    (Column::Interest, "interest", &["conflict of interest"]),
    (Column::Joins, "joins", &[]),
    (Column::Until, "until", &[]),
    (Column::Withdrawn, "withdrawn", &[]),
    (Column::Received, "received", &["received at"]),
    (Column::Evidence, "evidence", &[]),
    (Column::Proxy, "proxy", &["proxy holder"]),
    (Column::About, "about", &["clause", "section"]),
    (Column::Problem, "problem", &["objection"]),
    (
        Column::Resolve,
        "resolve",
        &["what would resolve it", "proposed change"],
    ),
    (Column::RelayedBy, "relayed-by", &["relayed by"]),
];

/// What stands before the name of a weight in a heading.
const WEIGHT: &str = "weight:";

/// How well a heading fits a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is the column's own heading.
    Own,
    /// It is another word for it.
    Other,
}

impl Column {
    /// The column that a heading stands for; `weights` are those of the charter.
    pub fn of_heading(heading: &str, weights: &[WeightName]) -> Option<(Self, Fit)> {
        let heading = folded(heading);
        let own = ALL.iter().find(|(_, own, _)| *own == heading);
        if let Some((column, ..)) = own {
            return Some((column.clone(), Fit::Own));
        }
        let other = ALL
            .iter()
            .find(|(_, _, others)| others.contains(&heading.as_str()));
        if let Some((column, ..)) = other {
            return Some((column.clone(), Fit::Other));
        }
        let (name, fit) = match heading.strip_prefix(WEIGHT) {
            Some(name) => (name.trim(), Fit::Own),
            None => (heading.as_str(), Fit::Other),
        };
        let weight = weights.iter().find(|weight| weight.as_str() == name)?;
        Some((Column::Weight(weight.clone()), fit))
    }

    /// Whether it speaks of the participant and not of the answer.
    pub fn is_of_roster(&self) -> bool {
        *self < Column::Position
    }

    /// Whether a row can be told by it whose it is.
    pub fn identifies(&self) -> bool {
        matches!(
            self,
            Column::Participant | Column::Name | Column::Accounts | Column::Emails
        )
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Column::Weight(name) = self {
            return write!(f, "{WEIGHT}{name}");
        }
        let own = ALL.iter().find(|(column, ..)| column == self);
        f.write_str(own.map_or("", |(_, heading, _)| heading))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ALL, Column, Fit};
    use crate::value::id::WeightName;

    #[test]
    fn no_heading_stands_for_two_columns() {
        let all = ALL
            .iter()
            .flat_map(|(_, own, others)| others.iter().chain([own]));
        let (count, distinct) = (all.clone().count(), all.collect::<BTreeSet<_>>().len());
        assert_eq!(count, distinct);
    }

    #[test]
    fn headings_are_known_by_their_words() {
        let weights = [WeightName::parse("population").unwrap()];
        let of = |heading: &str| Column::of_heading(heading, &weights);
        assert_eq!(of(" POSITION: "), Some((Column::Position, Fit::Own)));
        assert_eq!(of("Your  vote"), Some((Column::Position, Fit::Other)));
        let weight = Column::Weight(weights[0].clone());
        assert_eq!(of("Population"), Some((weight.clone(), Fit::Other)));
        assert_eq!(of(&weight.to_string()), Some((weight, Fit::Own)));
        assert_eq!(of("Timestamp"), None);
        for (column, own, _) in ALL {
            assert_eq!(of(own), Some((column.clone(), Fit::Own)));
            assert_eq!(column.to_string(), *own);
        }
    }
}

//! Lists the columns that a table of positions can have, with their headings.

use std::fmt;

use crate::record::charter::Charter;
use crate::record::dimension::OwnDimension;
use crate::record::table::folded;
use crate::value::id::{DimensionName, WeightName};

/// A column of a table of positions and participants.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The owner of the row: an id, a former id, an email address, an account or a name; `@north` for the
    /// position of the group `north`.
    Participant,
    /// The participant's name for people.
    Name,
    /// The group in which the participant counts.
    Group,
    /// The membership; a cell can have several.
    Standing,
    /// The organisation that the participant works for.
    Affiliation,
    /// Where the participant is counted.
    Region,
    /// Accounts at hosting services; a cell can have several.
    Accounts,
    /// Email addresses; a cell can have several.
    Emails,
    /// Former ids; a cell can have several.
    Also,
    /// Other names that mean the participant; a cell can have several, with semicolons between them.
    KnownAs,
    /// A weight that the charter declares.
    Weight(WeightName),
    /// A dimension of the charter's own.
    Own(DimensionName),
    /// In whose seat the participant counts.
    AlternateFor,
    /// Why the participant is suspended.
    Suspended,
    /// The statement of interest.
    Interests,
    /// The day of that statement.
    InterestsUpdated,
    /// The answer.
    Position,
    /// The revision that was read.
    On,
    /// Why.
    Reason,
    /// A conflict of interest.
    Interest,
    /// Objections of others that the answer supports; a cell can have several.
    Joins,
    /// When a pending answer is due.
    Until,
    /// Whether the answer was withdrawn.
    Withdrawn,
    /// When it was received.
    Received,
    /// A link to the source.
    Evidence,
    /// Who gave it with the participant's authority.
    Proxy,
    /// What the objection in the row is about.
    About,
    /// Why that matters.
    Problem,
    /// What would settle it.
    Resolve,
    /// Who entered it; written for people and not read, because it is the person who imports the table.
    RelayedBy,
}

/// A column with its own heading, and others by which it is known.
type Known = (Column, &'static str, &'static [&'static str]);

/// Every column but those of the charter, in the order in which they are written.
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
            "member id",
            "member no",
            "member number",
            "membership number",
            "mitgliedsnummer",
            "numéro de membre",
            "número de socio",
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
    (
        Column::Accounts,
        "accounts",
        &[
            "account",
            "forge account",
            "login",
            "username",
            "user name",
            "github",
            "gitlab",
        ],
    ),
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
    (
        Column::KnownAs,
        "known-as",
        &["also known as", "other names"],
    ),
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

/// The last words of headings whose columns often say who counts.
const QUESTIONS: &str = "status|state|role|type|class|rights|voting|eligible|rolle|typ|stimmrecht|rôle|statut|\
                         rol|papel|tipo|estado|ruolo|stato|função|роль|статус|тип";

/// Whether a column with this heading is a question, not a note, where it is not read.
pub fn is_question(heading: &str) -> bool {
    let heading = folded(heading);
    let last = heading.rsplit(' ').next();
    last.is_some_and(|word| QUESTIONS.split('|').any(|own| own == word))
}

/// The prefix of a weight's name in a heading.
const WEIGHT: &str = "weight:";

/// The prefix of a dimension's name in a heading.
const OWN: &str = "dimensions:";

/// The columns that a charter adds.
#[derive(Debug, Clone, Default)]
pub struct ChartersOwn<'c> {
    /// Its weights.
    pub weights: &'c [WeightName],
    /// Its dimensions, without personal ones: these are not in a table of people.
    pub dimensions: Vec<&'c OwnDimension>,
}

impl<'c> ChartersOwn<'c> {
    /// Those of a charter; none without one.
    pub fn of(charter: Option<&'c Charter>) -> Self {
        charter.map_or(Self::default(), |charter| Self {
            weights: &charter.weights,
            dimensions: charter.open_dimensions().collect(),
        })
    }

    /// All of them.
    pub fn columns(&self) -> impl Iterator<Item = Column> {
        let weights = self.weights.iter().cloned().map(Column::Weight);
        let dimensions = self.dimensions.iter();
        weights.chain(dimensions.map(|own| Column::Own(own.id.clone())))
    }

    /// The one that a folded heading means: by its own heading, or by its name alone.
    fn of_heading(&self, heading: &str) -> Option<(Column, ColumnMatch)> {
        if let Some(own) = self.columns().find(|own| own.to_string() == heading) {
            return Some((own, ColumnMatch::Own));
        }
        let mut dimensions = self.dimensions.iter();
        let named = dimensions.find(|own| folded(&own.name) == heading);
        let named = named.map(|own| Column::Own(own.id.clone()));
        let by_name = |column: &Column| match column {
            Column::Weight(name) => name.as_str() == heading,
            Column::Own(name) => name.as_str() == heading,
            _ => false,
        };
        let other = self.columns().find(by_name).or(named);
        other.map(|other| (other, ColumnMatch::Other))
    }
}

/// Headings for given names, and those for surnames: next to each other they are the name.
const GIVEN: &str = "first name|given name|given names|forename|vorname|prénom|nombre|nome";
const SURNAME: &str = "last name|surname|nachname|familienname|nom|nom de famille|apellidos|\
                       apellido|cognome|sobrenome";

/// The places of the given name and of the surname among folded headings. A column "name" next to a given
/// name has the surname.
pub fn name_parts(headings: &[String]) -> Option<[usize; 2]> {
    let is_in = |words: &str, cell: &str| words.split('|').any(|word| word == cell);
    let place = |words: &str| headings.iter().position(|cell| is_in(words, cell));
    let others = ["family name", "name"];
    let surname = place(SURNAME).or_else(|| others.iter().find_map(|word| place(word)));
    Some([place(GIVEN)?, surname?])
}
/// How well a heading fits a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnMatch {
    /// It is the column's own heading.
    Own,
    /// It is another word for it.
    Other,
    /// It is the proposal that the positions are on.
    Proposal,
}

impl Column {
    /// The column that a heading means; `added` are those of the charter.
    pub fn of_heading(heading: &str, added: &ChartersOwn<'_>) -> Option<(Self, ColumnMatch)> {
        let heading = folded(heading);
        let own = ALL.iter().find(|(_, own, _)| *own == heading);
        if let Some((column, ..)) = own {
            return Some((column.clone(), ColumnMatch::Own));
        }
        let other = ALL
            .iter()
            .find(|(_, _, others)| others.contains(&heading.as_str()));
        if let Some((column, ..)) = other {
            return Some((column.clone(), ColumnMatch::Other));
        }
        added.of_heading(&heading)
    }

    /// Whether it is about the participant and not about the answer.
    pub fn is_of_roster(&self) -> bool {
        *self < Column::Position
    }

    /// Whether it can identify the owner of a row.
    pub fn identifies(&self) -> bool {
        matches!(
            self,
            Column::Participant | Column::Name | Column::Accounts | Column::Emails
        )
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Column::Weight(name) => return write!(f, "{WEIGHT}{name}"),
            Column::Own(name) => return write!(f, "{OWN}{name}"),
            _ => {}
        }
        let own = ALL.iter().find(|(column, ..)| column == self);
        f.write_str(own.map_or("", |(_, heading, _)| heading))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ALL, ChartersOwn, Column, ColumnMatch, is_question};
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
        let added = ChartersOwn {
            weights: &weights,
            ..ChartersOwn::default()
        };
        let of = |heading: &str| Column::of_heading(heading, &added);
        assert_eq!(
            of(" POSITION: "),
            Some((Column::Position, ColumnMatch::Own))
        );
        assert_eq!(
            of("Your  vote"),
            Some((Column::Position, ColumnMatch::Other))
        );
        let weight = Column::Weight(weights[0].clone());
        assert_eq!(of("Population"), Some((weight.clone(), ColumnMatch::Other)));
        assert_eq!(of(&weight.to_string()), Some((weight, ColumnMatch::Own)));
        assert_eq!(of("Timestamp"), None);
        let numbered = Some((Column::Participant, ColumnMatch::Other));
        assert_eq!(of("Member no."), numbered);
        assert!(is_question("Role") && is_question("Rolle:") && is_question("Member Status"));
        assert!(!is_question("Phone") && !is_question(""));
        for (column, own, _) in ALL {
            assert_eq!(of(own), Some((column.clone(), ColumnMatch::Own)));
            assert_eq!(column.to_string(), *own);
        }
    }
}

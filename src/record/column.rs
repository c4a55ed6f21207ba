//! Lists the columns that a table of positions can have, with their headings, and reads a map for a table
//! of other people: which column is what, and which words mean what.

use std::fmt;

use crate::record::keys::Keys;
use crate::record::path::Owner;
use crate::record::reader::{Read, read};
use crate::record::scalars::TableEntry;
use crate::record::table::folded;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::command::HostingService;
use crate::value::id::{GroupId, IdError, OrganizationId, ParticipantId, PositionName, WeightName};

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
    /// A weight that the charter declares.
    Weight(WeightName),
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

/// The prefix of a weight's name in a heading.
const WEIGHT: &str = "weight:";

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
}

impl Column {
    /// The column that a heading means; `weights` are those of the charter.
    pub fn of_heading(heading: &str, weights: &[WeightName]) -> Option<(Self, ColumnMatch)> {
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
        let (name, fit) = match heading.strip_prefix(WEIGHT) {
            Some(name) => (name.trim(), ColumnMatch::Own),
            None => (heading.as_str(), ColumnMatch::Other),
        };
        let weight = weights.iter().find(|weight| weight.as_str() == name)?;
        Some((Column::Weight(weight.clone()), fit))
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
        if let Column::Weight(name) = self {
            return write!(f, "{WEIGHT}{name}");
        }
        let own = ALL.iter().find(|(column, ..)| column == self);
        f.write_str(own.map_or("", |(_, heading, _)| heading))
    }
}

/// A map; empty where the table needs none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportMap {
    /// Columns with their headings in the table. A column with several has their texts together.
    pub columns: Vec<(Column, String)>,
    /// The table's words for positions, folded.
    pub positions: Vec<(String, PositionName)>,
    /// The table's names for participants and groups, folded.
    pub participants: Vec<(String, Owner)>,
    /// The table's words in columns of the participant list, folded, with what is written there instead.
    pub meanings: Vec<(Column, String, String)>,
    /// The hosting service of accounts that do not name one.
    pub service: Option<HostingService>,
    /// Rows that are skipped, by the text in their first cell, folded.
    pub skip: Vec<String>,
    /// The offset from UTC of times that do not say it: `+02:00`.
    pub offset: Option<String>,
}

impl ImportMap {
    /// Reads a map.
    ///
    /// # Errors
    /// Every error in the file, each with its place.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, mapping)
    }

    /// The heading that the map gives to a column.
    pub fn heading(&self, column: &Column) -> Option<&str> {
        let found = self.columns.iter().find(|(named, _)| named == column);
        found.map(|(_, heading)| heading.as_str())
    }

    /// The position that a word means by the map.
    pub fn position(&self, word: &str) -> Option<&PositionName> {
        let word = folded(word);
        let found = self.positions.iter().find(|(theirs, _)| *theirs == word);
        found.map(|(_, position)| position)
    }

    /// Whom a name means by the map.
    pub fn participant(&self, name: &str) -> Option<&Owner> {
        let name = folded(name);
        let found = self.participants.iter().find(|(theirs, _)| *theirs == name);
        found.map(|(_, owner)| owner)
    }

    /// What a word in a column of the participant list means by the map: itself, if the map does not say.
    pub fn meaning(&self, column: &Column, word: String) -> String {
        let theirs = folded(&word);
        let mut meanings = self.meanings.iter();
        let found = meanings.find(|(of, word, _)| of == column && *word == theirs);
        found.map_or(word, |(.., meaning)| meaning.clone())
    }

    /// The words that the map explains, folded.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let positions = self.positions.iter().map(|(word, _)| word);
        let people = self.participants.iter().map(|(word, _)| word);
        let others = self.meanings.iter().map(|(_, word, _)| word);
        positions.chain(people).chain(others).map(String::as_str)
    }

    /// Whether a row that begins so is skipped.
    pub fn skips(&self, first: &str) -> bool {
        self.skip.contains(&folded(first))
    }
}

fn mapping(keys: &mut Keys<'_>) -> Option<ImportMap> {
    let columns = keys.table("columns", columns).unwrap_or_default();
    let positions = keys.table("positions", positions).unwrap_or_default();
    let participants = keys.table("participants", participants).unwrap_or_default();
    let skip = keys.texts("skip").iter().map(|word| folded(word)).collect();
    let offset = keys.parsed(
        "offset",
        code::S114,
        "an offset from UTC such as \"+02:00\"",
        |text| {
            let whole = format!("2026-01-01T00:00:00{text}");
            Instant::parse(&whole).ok().map(|_| text.to_owned())
        },
    );
    Some(ImportMap {
        columns,
        positions,
        participants,
        meanings: meanings(keys),
        service: keys.word("service", HostingService::WORDS, &[]),
        skip,
        offset,
    })
}

fn columns(keys: &mut Keys<'_>) -> Vec<(Column, String)> {
    let mut columns = Vec::new();
    for (column, key, _) in ALL {
        let headings = keys.some_texts(key).into_iter();
        columns.extend(headings.map(|heading| (column.clone(), heading)));
    }
    columns.extend(keys.table("weight", weights).unwrap_or_default());
    columns
}

fn weights(keys: &mut Keys<'_>) -> Vec<(Column, String)> {
    keys.each(|entry| {
        let heading = text(entry)?.to_owned();
        Some((Column::Weight(entry.name(WeightName::parse)?), heading))
    })
}

fn positions(keys: &mut Keys<'_>) -> Vec<(String, PositionName)> {
    keys.each(|entry| {
        let word = text(entry)?;
        let name = named(entry, PositionName::parse(word))?;
        Some((folded(entry.key()), name))
    })
}

/// The sections that explain words of the participant list.
const SECTIONS: &[(&str, Column)] = &[
    ("groups", Column::Group),
    ("standings", Column::Standing),
    ("regions", Column::Region),
    ("organizations", Column::Affiliation),
];

fn meanings(keys: &mut Keys<'_>) -> Vec<(Column, String, String)> {
    let mut meanings = Vec::new();
    for (section, column) in SECTIONS {
        let read = |keys: &mut Keys<'_>| {
            keys.each(|entry| {
                let id = named(entry, OrganizationId::parse(text(entry)?))?;
                Some((column.clone(), folded(entry.key()), id.to_string()))
            })
        };
        meanings.extend(keys.table(section, read).unwrap_or_default());
    }
    meanings
}

fn participants(keys: &mut Keys<'_>) -> Vec<(String, Owner)> {
    keys.each(|entry| {
        let owner = match text(entry)?.split_once('@') {
            Some(("", group)) => Owner::Group(named(entry, GroupId::parse(group))?),
            _ => Owner::Participant(named(entry, ParticipantId::parse(text(entry)?))?),
        };
        Some((folded(entry.key()), owner))
    })
}

fn text<'d>(entry: &TableEntry<'_, 'd>) -> Option<&'d str> {
    let text = entry.text();
    if text.is_none() {
        let sentence = format!("the value of \"{}\" is not a text", entry.key());
        entry.fault(code::S111, sentence, "write it in quotation marks");
    }
    text
}

fn named<T>(entry: &TableEntry<'_, '_>, read: Result<T, IdError>) -> Option<T> {
    read.map_err(|fault| {
        let sentence = format!("the value of \"{}\" is not an id: it {fault}", entry.key());
        entry.fault(code::S110, sentence, "write the id in this register");
    })
    .ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ALL, Column, ColumnMatch, ImportMap};
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
        for (column, own, _) in ALL {
            assert_eq!(of(own), Some((column.clone(), ColumnMatch::Own)));
            assert_eq!(column.to_string(), *own);
        }
    }

    #[test]
    fn a_map_says_what_columns_and_words_mean() {
        let text = "skip = [\"Total\"]\noffset = \"+02:00\"\n\
            [columns]\nparticipant = \"Member body\"\nalternate-for = \"Stands in for\"\n\
            [columns.weight]\npopulation = \"Pop.\"\n\
            [positions]\n\"Yes with comments\" = \"approve-with-comments\"\n\
            [participants]\n\"U.S.A.\" = \"usa\"\n\"The North\" = \"@north\"\n";
        let map = ImportMap::read("map.toml", text.as_bytes()).unwrap();
        assert_eq!(map.heading(&Column::Participant), Some("Member body"));
        assert_eq!(map.heading(&Column::Position), None);
        assert_eq!(map.columns.len(), 3);
        let approve = map.position("yes  WITH comments").map(ToString::to_string);
        assert_eq!(approve.as_deref(), Some("approve-with-comments"));
        let who = |name: &str| map.participant(name).map(ToString::to_string);
        assert_eq!(who("u.s.a").as_deref(), Some("usa"));
        assert_eq!(who("the north").as_deref(), Some("@north"));
        assert!(map.skips("TOTAL:"));
        assert_eq!(map.offset.as_deref(), Some("+02:00"));
    }

    #[test]
    fn every_fault_of_a_map_has_its_place() {
        let text = "offset = \"soon\"\n[columns]\nparticipent = \"A\"\n[positions]\nyes = 1\nno = \"No!\"\n";
        let found = ImportMap::read("map.toml", text.as_bytes()).unwrap_err();
        let lines: Vec<Option<u32>> = found.iter().map(|finding| finding.place.line).collect();
        assert_eq!(lines, [Some(1), Some(3), Some(5), Some(6)]);
    }
}

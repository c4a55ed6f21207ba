//! Reads a map for a table or mails of other people: which column is what, and which words mean what.

use std::collections::BTreeSet;

use encoding_rs::Encoding;

use crate::record::column::{ALL, Column};
use crate::record::keys::Keys;
use crate::record::path::Owner;
use crate::record::reader::{Read, read};
use crate::record::scalars::TableEntry;
use crate::record::table::{Table, bare, folded, items};
use crate::value::code;
use crate::value::command::HostingService;
use crate::value::id::{
    DimensionName, DimensionValue, GroupId, IdError, OrganizationId, ParticipantId, PositionName,
    WeightName,
};
use crate::value::written_time::{DateOrder, TimeHabit, Zone};

/// The word of a map for a mail that is ignored.
pub const IGNORE: &str = "ignore";

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
    /// The owners of mails by message id; `None` for a mail that is ignored.
    pub mails: Vec<(String, Option<Owner>)>,
    /// Rows that are skipped, by the text in their first cell, folded; also words that give no position.
    pub skip: Vec<String>,
    /// Columns that are not read, folded, although they could matter.
    pub ignore: Vec<String>,
    /// What the times of the table leave out.
    pub times: TimeHabit,
    /// The encoding of the table, where it is not UTF-8 or UTF-16 with its mark.
    pub encoding: Option<&'static Encoding>,
    /// Whether the table has a column, not a row, for each participant.
    pub turned: bool,
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

    /// The owner of a mail by the map; `Some(None)` where the map ignores it.
    pub fn mail(&self, id: &str) -> Option<&Option<Owner>> {
        let found = self.mails.iter().find(|(theirs, _)| theirs == id);
        found.map(|(_, owner)| owner)
    }

    /// The words of the map that no cell of a table has, folded; headings in `[columns]` must be there.
    pub fn unused(&self, table: &Table) -> Vec<&str> {
        if *self == Self::default() {
            return Vec::new();
        }
        let cells = || table.rows.iter().flat_map(|row| &row.cells);
        let whole = cells().map(|cell| folded(bare(cell.trim())));
        let parts = cells()
            .flat_map(|cell| items(cell))
            .map(|item| folded(&item));
        let said: BTreeSet<String> = whole.chain(parts).collect();
        let starts = |word: &str| said.iter().any(|cell| cell.starts_with(word));
        let skip = self.skip.iter().filter(|word| !starts(word));
        let positions = self.positions.iter().map(|(word, _)| word);
        let participants = self.participants.iter().map(|(word, _)| word);
        let meanings = self.meanings.iter().map(|(_, word, _)| word);
        let exact = positions.chain(participants).chain(meanings);
        let exact = exact.chain(&self.ignore);
        let exact = exact.filter(|word| !said.contains(*word));
        skip.chain(exact).map(String::as_str).collect()
    }

    /// Whether this is a word for which the map skips a row.
    pub fn skips(&self, word: &str) -> bool {
        self.skip.contains(&folded(word))
    }

    /// Whether the first words of a text are words for which the map skips a row.
    pub fn skips_start(&self, text: &str) -> bool {
        let text = folded(text);
        let mut rests = self
            .skip
            .iter()
            .filter_map(|word| text.strip_prefix(word.as_str()));
        rests.any(|rest| !rest.starts_with(char::is_alphanumeric))
    }
}

fn mapping(keys: &mut Keys<'_>) -> Option<ImportMap> {
    let columns = keys.table("columns", columns).unwrap_or_default();
    let positions = keys.table("positions", positions).unwrap_or_default();
    let participants = keys.table("participants", participants).unwrap_or_default();
    let mails = keys.table("mails", mails).unwrap_or_default();
    let mut words = |key| keys.texts(key).iter().map(|word| folded(word)).collect();
    let (skip, ignore) = (words("skip"), words("ignore"));
    let encoding = keys.parsed(
        "encoding",
        code::S114,
        "the name of an encoding such as \"windows-1251\"",
        |label| Encoding::for_label(label.as_bytes()),
    );
    Some(ImportMap {
        columns,
        positions,
        participants,
        meanings: meanings(keys),
        service: keys.word("service", HostingService::WORDS, &[]),
        mails,
        skip,
        ignore,
        times: times(keys),
        encoding,
        turned: keys.flag("turned").unwrap_or(false),
    })
}

fn times(keys: &mut Keys<'_>) -> TimeHabit {
    let offset = keys.parsed(
        "offset",
        code::S114,
        "an offset from UTC such as \"+02:00\"",
        |text| Zone::parse(text).filter(|zone| matches!(zone, Zone::Fixed(_))),
    );
    let place = "a time zone such as \"Europe/Berlin\"";
    let zone = keys.parsed("zone", code::S114, place, Zone::parse);
    TimeHabit {
        zone: zone.or(offset),
        order: keys.word("dates", DateOrder::WORDS, &[]),
    }
}

fn columns(keys: &mut Keys<'_>) -> Vec<(Column, String)> {
    let mut columns = Vec::new();
    for (column, key, _) in ALL {
        let headings = keys.some_texts(key).into_iter();
        columns.extend(headings.map(|heading| (column.clone(), heading)));
    }
    columns.extend(keys.table("weight", weights).unwrap_or_default());
    columns.extend(keys.table("dimensions", dimensions).unwrap_or_default());
    columns
}

fn dimensions(keys: &mut Keys<'_>) -> Vec<(Column, String)> {
    keys.each(|entry| {
        let heading = text(entry)?.to_owned();
        Some((Column::Own(entry.name(DimensionName::parse)?), heading))
    })
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
    let own = keys.table("dimensions", own_meanings);
    meanings.extend(own.unwrap_or_default().into_iter().flatten());
    meanings
}

/// What words mean in each dimension of the charter's own.
fn own_meanings(keys: &mut Keys<'_>) -> Vec<Vec<(Column, String, String)>> {
    keys.each(|entry| {
        let column = Column::Own(entry.name(DimensionName::parse)?);
        entry.table(|keys| {
            keys.each(|entry| {
                let value = named(entry, DimensionValue::parse(text(entry)?))?;
                Some((column.clone(), folded(entry.key()), value.to_string()))
            })
        })
    })
}

fn participants(keys: &mut Keys<'_>) -> Vec<(String, Owner)> {
    keys.each(|entry| Some((folded(entry.key()), owner(entry)?)))
}

fn mails(keys: &mut Keys<'_>) -> Vec<(String, Option<Owner>)> {
    keys.each(|entry| {
        let owner = match text(entry)? {
            IGNORE => None,
            _ => Some(owner(entry)?),
        };
        Some((entry.key().trim().to_owned(), owner))
    })
}

fn owner(entry: &TableEntry<'_, '_>) -> Option<Owner> {
    Some(match text(entry)?.split_once('@') {
        Some(("", group)) => Owner::Group(named(entry, GroupId::parse(group))?),
        _ => Owner::Participant(named(entry, ParticipantId::parse(text(entry)?))?),
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
    use super::ImportMap;
    use crate::record::column::Column;
    use crate::value::written_time::{DateOrder, Zone};

    #[test]
    fn a_map_says_what_columns_and_words_mean() {
        let text = "skip = [\"Total\"]\noffset = \"+02:00\"\ndates = \"day-first\"\n\
            encoding = \"cp1251\"\nignore = [\"Status\"]\nturned = true\n\
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
        assert!(map.skips_start("Total of all: 3") && !map.skips_start("Totally"));
        assert_eq!(map.times.zone, Zone::parse("+02:00"));
        assert_eq!(map.times.order, Some(DateOrder::DayFirst));
        assert_eq!(map.encoding, Some(encoding_rs::WINDOWS_1251));
        assert_eq!((map.ignore, map.turned), (vec!["status".to_owned()], true));
    }

    #[test]
    fn every_fault_of_a_map_has_its_place() {
        let text = "offset = \"soon\"\nzone = \"CET\"\nencoding = \"latin\"\ndates = \"US\"\n[columns]\nparticipent = \"A\"\n[positions]\nyes = 1\nno = \"No!\"\n";
        let found = ImportMap::read("map.toml", text.as_bytes()).unwrap_err();
        let lines: Vec<Option<u32>> = found.iter().map(|finding| finding.place.line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 6, 8, 9].map(Some));
    }
}

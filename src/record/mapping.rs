//! A map for a table that others laid out: which column is what, and which words mean what.

use crate::record::cell::folded;
use crate::record::column::{ALL, Column};
use crate::record::keys::Keys;
use crate::record::path::Owner;
use crate::record::reader::{Read, read};
use crate::record::tables::Entry;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::id::{GroupId, IdFault, ParticipantId, PositionName, WeightName};

/// A map; empty where the table speaks for itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// Columns with the headings that stand over them in the table.
    pub columns: Vec<(Column, String)>,
    /// The table's words for positions, folded.
    pub positions: Vec<(String, PositionName)>,
    /// The table's names for participants and groups, folded.
    pub participants: Vec<(String, Owner)>,
    /// Rows that are nobody's, by what stands in their first cell, folded.
    pub skip: Vec<String>,
    /// The offset from UTC of times that do not say theirs: `+02:00`.
    pub offset: Option<String>,
}

impl Mapping {
    /// Reads a map.
    ///
    /// # Errors
    /// Every fault of the file, each with its place.
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

    /// Whether a row that begins so is nobody's.
    pub fn skips(&self, first: &str) -> bool {
        self.skip.contains(&folded(first))
    }
}

fn mapping(keys: &mut Keys<'_>) -> Option<Mapping> {
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
    Some(Mapping {
        columns,
        positions,
        participants,
        skip,
        offset,
    })
}

fn columns(keys: &mut Keys<'_>) -> Vec<(Column, String)> {
    let mut columns = Vec::new();
    for (column, key, _) in ALL {
        columns.extend(keys.text(key).map(|heading| (column.clone(), heading)));
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

fn participants(keys: &mut Keys<'_>) -> Vec<(String, Owner)> {
    keys.each(|entry| {
        let owner = match text(entry)?.split_once('@') {
            Some(("", group)) => Owner::Group(named(entry, GroupId::parse(group))?),
            _ => Owner::Participant(named(entry, ParticipantId::parse(text(entry)?))?),
        };
        Some((folded(entry.key()), owner))
    })
}

fn text<'d>(entry: &Entry<'_, 'd>) -> Option<&'d str> {
    let text = entry.text();
    if text.is_none() {
        let sentence = format!("\"{}\" stands for something that is no text", entry.key());
        entry.fault(code::S111, sentence, "write it in quotation marks");
    }
    text
}

fn named<T>(entry: &Entry<'_, '_>, read: Result<T, IdFault>) -> Option<T> {
    read.map_err(|fault| {
        let sentence = format!("what \"{}\" stands for is no id: it {fault}", entry.key());
        entry.fault(
            code::S110,
            sentence,
            "write the id that this register has for it",
        );
    })
    .ok()
}

#[cfg(test)]
mod tests {
    use super::Mapping;
    use crate::record::column::Column;

    #[test]
    fn a_map_says_what_columns_and_words_mean() {
        let text = "skip = [\"Total\"]\noffset = \"+02:00\"\n\
            [columns]\nparticipant = \"Member body\"\nalternate-for = \"Stands in for\"\n\
            [columns.weight]\npopulation = \"Pop.\"\n\
            [positions]\n\"Yes with comments\" = \"approve-with-comments\"\n\
            [participants]\n\"U.S.A.\" = \"usa\"\n\"The North\" = \"@north\"\n";
        let map = Mapping::read("map.toml", text.as_bytes()).unwrap();
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
        let found = Mapping::read("map.toml", text.as_bytes()).unwrap_err();
        let lines: Vec<Option<u32>> = found.iter().map(|finding| finding.place.line).collect();
        assert_eq!(lines, [Some(1), Some(3), Some(5), Some(6)]);
    }
}

//! Compares a decision of an earlier format with its recount, value by value. What the rules of today can
//! count differently is a note; every other difference is a finding.

use std::collections::BTreeMap;

use toml::Value;

use super::Record;
use crate::procedure::decision::Difference;
use crate::record::handling::DispositionKind;
use crate::record::reader;
use crate::record::reader::KeyPositions;
use crate::value::code;
use crate::value::finding::Finding;
use crate::value::sentence::many;
use crate::value::text::shortened;

/// A part of a decision that a recount of an earlier format can give differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Its name in `docs/reference/format.md`.
    pub name: &'static str,
    /// The keys of `decision.toml` that belong to it, each with everything below it; none if it is about
    /// an input.
    pub keys: &'static [&'static str],
}

/// Every such part, in the order of the page.
pub const ITEMS: &[Item] = &[
    Item {
        name: "level",
        keys: &["computed"],
    },
    Item {
        name: "notes",
        keys: &["notes"],
    },
    Item {
        name: "tally",
        keys: &["tally"],
    },
    Item {
        name: "breadth",
        keys: &["breadth"],
    },
    Item {
        name: "groups",
        keys: &["group"],
    },
    Item {
        name: "rules",
        keys: &[
            "gate.met",
            "gate.comparison",
            "level.met",
            "level.comparison",
        ],
    },
    Item {
        name: "counted",
        keys: &["counted"],
    },
    Item {
        name: "not-counted",
        keys: &["set-aside"],
    },
    Item {
        name: "objections",
        keys: &["objection.state", "objection.late"],
    },
    Item {
        name: "advice",
        keys: &["advice"],
    },
    RECEIVED,
];

/// Positions that say that they were received after the close, and were committed before it.
const RECEIVED: Item = Item {
    name: "received",
    keys: &[],
};

/// The keys that identify a table of a list.
const IDENTITIES: &[&str] = &["path", "id", "name", "group", "gate", "unit", "text"];

/// A difference between a record and its recount.
pub(super) enum Differs {
    /// The rules of today explain it.
    Noted(Difference),
    /// Nothing explains it.
    Wrong(Finding),
}

/// One value of a record.
struct Leaf {
    /// The keys that lead to it, as in `Item::keys`.
    key: String,
    /// The way to it with the numbers of list items, as `Places` reads it.
    way: String,
    /// The value as TOML.
    value: String,
}

/// The keys whose value can be a word that has another name today.
const RENAMED: &[&str] = &["objection.state", "objection.disposition.value"];

impl Leaf {
    /// The value, with the word of today where the word was renamed.
    fn in_todays_words(&self) -> String {
        let former = RENAMED.contains(&self.key.as_str());
        let kind = former.then(|| DispositionKind::parse(self.value.trim_matches('"')));
        let today = kind.flatten().map(|kind| format!("\"{}\"", kind.word()));
        today.unwrap_or_else(|| self.value.clone())
    }
}

/// One value that the record and the recount give differently; `None` where one has no such value.
struct Pair<'p> {
    name: &'p str,
    was: Option<&'p Leaf>,
    is: Option<&'p Leaf>,
}

/// The note on such a position.
pub(super) fn received(found: Finding) -> Difference {
    Difference {
        item: RECEIVED.name,
        place: found.place,
        sentence: found.sentence,
    }
}

/// A note for each item that differs, and a finding for the first other difference.
pub(super) fn differences(record: &Record<'_>, again: &str) -> Vec<Differs> {
    let (was, is) = (leaves(record.bytes), leaves(again.as_bytes()));
    let names = was
        .keys()
        .chain(is.keys().filter(|name| !was.contains_key(*name)));
    let mut pairs: Vec<Pair<'_>> = names
        .map(|name| Pair {
            name,
            was: was.get(name),
            is: is.get(name),
        })
        .filter(Pair::differs)
        .collect();
    let places = KeyPositions::of(&record.path, record.bytes);
    pairs.sort_by_key(|pair| places.at(pair.way()));
    let noted = ITEMS.iter().filter_map(|item| {
        let of_item: Vec<&Pair<'_>> = pairs
            .iter()
            .filter(|pair| pair.item() == Some(item))
            .collect();
        Some(Differs::Noted(note(item, &of_item, &places)?))
    });
    let wrong = pairs.iter().find(|pair| pair.item().is_none());
    let wrong = wrong.map(|pair| Differs::Wrong(pair.finding(&places)));
    noted.chain(wrong).collect()
}

fn note(item: &Item, pairs: &[&Pair<'_>], places: &KeyPositions<'_>) -> Option<Difference> {
    let first = pairs.first()?;
    let sentence = match pairs.len() - 1 {
        0 => first.in_words(),
        more => {
            let others = many(more, "other value");
            format!("{} (and {others} of this item)", first.in_words())
        }
    };
    Some(Difference {
        item: item.name,
        place: places.at(first.way()),
        sentence,
    })
}

impl Pair<'_> {
    fn differs(&self) -> bool {
        let was = self.was.map(|leaf| leaf.in_todays_words());
        let is = self.is.map(|leaf| leaf.value.clone());
        was != is && self.key() != "format"
    }

    fn key(&self) -> &str {
        self.was.or(self.is).map_or("", |leaf| &leaf.key)
    }

    /// The way in the record, or to the table that lacks the value.
    fn way(&self) -> &str {
        let missing = self.name.split(['[', '.']).next().unwrap_or_default();
        self.was.map_or(missing, |leaf| &leaf.way)
    }

    /// The item that it belongs to. The digest of one and the same file belongs to none.
    fn item(&self) -> Option<&'static Item> {
        let key = self.key();
        if self.was.is_some() && self.is.is_some() && key.ends_with(".sha256") {
            return None;
        }
        let belongs = |of: &&str| {
            key.strip_prefix(*of)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        ITEMS.iter().find(|item| item.keys.iter().any(belongs))
    }

    fn in_words(&self) -> String {
        let shown = |leaf: &Leaf| shortened(&leaf.value, 60);
        let name = self.name;
        match (self.was.map(shown), self.is.map(shown)) {
            (Some(was), Some(is)) => {
                format!("{name}: {was} in the record, {is} by the rules of today")
            }
            (Some(was), None) => {
                format!("{name}: {was} in the record, no value by the rules of today")
            }
            (None, Some(is)) => {
                format!("{name}: no value in the record, {is} by the rules of today")
            }
            (None, None) => name.to_owned(),
        }
    }

    fn finding(&self, places: &KeyPositions<'_>) -> Finding {
        let pinned = self.key().ends_with("sha256") || self.key().starts_with("pins.");
        let code = if pinned { code::D403 } else { code::D407 };
        let sentence = format!("\"{}\" does not match the inputs", self.name);
        let is = self.is.map_or("not in the record", |leaf| &leaf.value);
        let hint = format!("recomputed value: {}", shortened(is, 100));
        Finding::new(code, places.at(self.way()), sentence).hint(hint)
    }
}

/// Every value of a record, by its name: `set-aside[proposals/p/positions/ann.toml].reason`.
fn leaves(bytes: &[u8]) -> BTreeMap<String, Leaf> {
    let mut all = BTreeMap::new();
    if let Some(record) = reader::plain(bytes) {
        gather(&record, "", "", "", &mut all);
    }
    all
}

fn gather(value: &Value, name: &str, key: &str, way: &str, all: &mut BTreeMap<String, Leaf>) {
    let below = |part: &str, separator: &str, of: &str| match part {
        "" => of.to_owned(),
        part => format!("{part}{separator}{of}"),
    };
    match value {
        Value::Table(table) => {
            for (inner, value) in table {
                let (name, key) = (below(name, ".", inner), below(key, ".", inner));
                gather(value, &name, &key, &below(way, "/", inner), all);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_table) => {
            let mut names: Vec<String> = Vec::new();
            for (n, item) in items.iter().enumerate() {
                let own = format!("{name}[{}]", identity(item).unwrap_or_default());
                let repeated = names.iter().filter(|other| **other == own).count();
                names.push(own.clone());
                let own = match repeated {
                    0 => own,
                    n => format!("{own}[{}]", n + 1),
                };
                gather(item, &own, key, &format!("{way}/{n}"), all);
            }
        }
        value => {
            let leaf = Leaf {
                key: key.to_owned(),
                way: way.to_owned(),
                value: value.to_string(),
            };
            all.insert(name.to_owned(), leaf);
        }
    }
}

fn identity(item: &Value) -> Option<&str> {
    IDENTITIES.iter().find_map(|key| item.get(key)?.as_str())
}

#[cfg(test)]
mod tests {
    use super::ITEMS;

    /// The rows of the table of items: name, then keys.
    fn written() -> Vec<(String, Vec<String>)> {
        let page = include_str!("../../../docs/reference/format.md");
        let (_, table) = page
            .split_once("| item | keys |")
            .expect("a table of items");
        let rows = table
            .lines()
            .skip(2)
            .take_while(|line| line.starts_with('|'));
        rows.map(|row| {
            let mut cells = row.trim_matches('|').split('|').map(str::trim);
            let name = cells
                .next()
                .unwrap_or_default()
                .trim_matches('`')
                .to_owned();
            let keys = cells.next().unwrap_or_default().split(", ");
            let keys = keys.map(|key| key.trim_matches('`').to_owned());
            (name, keys.filter(|key| !key.is_empty()).collect())
        })
        .collect()
    }

    #[test]
    fn the_page_lists_the_items_of_the_code() {
        let known: Vec<(String, Vec<String>)> = ITEMS
            .iter()
            .map(|item| {
                let keys = item.keys.iter().map(|key| (*key).to_owned());
                (item.name.to_owned(), keys.collect())
            })
            .collect();
        assert_eq!(written(), known);
    }
}

//! The positions that a track allows, and what each counts as.

use crate::record::alias;
use crate::record::described::Part;
use crate::record::keys::Keys;
use crate::record::shape::{KeyShape, Shape};
use crate::record::sheet::Sheet;
use crate::value::class::Class;
use crate::value::code;
use crate::value::id::PositionName;

/// A position that a track allows.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct AllowedPosition {
    /// Its name.
    #[serde(rename = "position")]
    pub name: PositionName,
    /// What it counts as.
    pub class: Class,
    /// Whether it counts only together with an objection.
    pub needs_objection: bool,
}

/// A table of positions, each with what it counts as; six that are usual, where there is none.
pub(super) struct PositionTable;

impl Part<Vec<AllowedPosition>> for PositionTable {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Vec<AllowedPosition>> {
        let named = keys.table("positions", positions);
        Some(named.unwrap_or_else(default_positions))
    }

    fn write(&self, _: &Vec<AllowedPosition>, _: &mut Sheet) {}

    fn write_tables(&self, positions: &Vec<AllowedPosition>, sheet: &mut Sheet) {
        let sheet = sheet.table("positions");
        for position in positions {
            let (name, counts) = (position.name.as_str(), position.class.word());
            match position.needs_objection {
                false => sheet.text(name, counts),
                true => {
                    let table = format!("{{ counts = \"{counts}\", requires = \"objection\" }}");
                    sheet.raw(name, &table)
                }
            };
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let counts = || Shape::Word(Class::ALL.iter().map(|class| class.word()).collect());
        let table = vec![
            KeyShape::new("counts", counts(), true, "What it counts as."),
            KeyShape::new(
                "requires",
                Shape::Word(vec!["objection"]),
                false,
                "That it counts only together with an objection.",
            ),
        ];
        let one = Shape::Either(vec![counts(), Shape::Table(table)]);
        let named = Shape::Named(Box::new(one));
        vec![KeyShape::new("positions", named, false, says)]
    }
}

/// The positions that a track names.
fn positions(keys: &mut Keys<'_>) -> Vec<AllowedPosition> {
    keys.each(|entry| {
        let name = entry.name(PositionName::parse);
        let (class, needs_objection) = match entry.text() {
            Some(word) => (Class::parse(word), false),
            None => entry.table(counts).unwrap_or((None, false)),
        };
        if class.is_none() {
            let sentence = format!(
                "the position \"{}\" counts as nothing that is known",
                entry.key()
            );
            let hint = format!(
                "{} = \"for\", \"against\", \"neutral\" or \"recused\"",
                entry.key()
            );
            entry.fault(code::S114, sentence, hint);
        }
        Some(AllowedPosition {
            name: name?,
            class: class?,
            needs_objection,
        })
    })
}

fn counts(keys: &mut Keys<'_>) -> (Option<Class>, bool) {
    let class = keys.text("counts").and_then(|word| Class::parse(&word));
    let needs = keys.word("requires", &[("objection", ())]).is_some();
    (class, needs)
}

/// The six positions of a track that names none.
fn default_positions() -> Vec<AllowedPosition> {
    alias::DEFAULTS
        .iter()
        .filter_map(|(name, class)| {
            let name = PositionName::parse(name).ok()?;
            let needs_objection = name.as_str() == "object";
            Some(AllowedPosition {
                name,
                class: *class,
                needs_objection,
            })
        })
        .collect()
}

//! The positions that a track allows, and what each counts as.

use crate::record::alias;
use crate::record::keys::Keys;
use crate::value::class::Class;
use crate::value::code;
use crate::value::id::PositionName;

/// A position that a track allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedPosition {
    /// Its name.
    pub name: PositionName,
    /// What it counts as.
    pub class: Class,
    /// Whether it counts only together with an objection.
    pub needs_objection: bool,
}

/// The positions that a track names.
pub(super) fn positions(keys: &mut Keys<'_>) -> Vec<AllowedPosition> {
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
pub(super) fn default_positions() -> Vec<AllowedPosition> {
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

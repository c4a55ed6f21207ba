//! Declared interests on a screen: who declared what, and whether the result hangs on them.

use serde::Serialize;

use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
use crate::tally::Tally;
use crate::value::id::{LevelName, PositionName};

/// The interests that were declared with counted positions.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Conflicts {
    conflicts: Vec<Declared>,
    #[serde(skip_serializing_if = "Option::is_none")]
    computed_without_conflicts: Option<Without>,
    #[serde(skip)]
    computed: Option<LevelName>,
}

/// A level that may be none, where it is certain that it was computed.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
struct Without {
    level: Option<LevelName>,
}

/// One declared interest.
#[derive(Debug, Clone, Serialize)]
struct Declared {
    unit: String,
    by: String,
    position: PositionName,
    interest: String,
}

impl Conflicts {
    /// What was declared with the positions of a tally.
    pub(crate) fn of(tally: &Tally) -> Self {
        let declared = tally.conflicts.iter().map(|conflict| Declared {
            unit: conflict.unit.to_string(),
            by: conflict.owner.to_string(),
            position: conflict.position.clone(),
            interest: conflict.interest.clone(),
        });
        let without = tally.without_conflicted.as_ref();
        Self {
            conflicts: declared.collect(),
            computed_without_conflicts: without.map(|without| Without {
                level: without.computed.clone(),
            }),
            computed: tally.computed.clone(),
        }
    }

    /// What was declared, and what would come of it without; nothing where nobody declared
    /// anything.
    pub(crate) fn page(&self) -> Page {
        if self.conflicts.is_empty() {
            return Page::new();
        }
        let columns = [
            Column::new(format!("Declared interests ({})", self.conflicts.len()))
                .keep(Keep::Always),
            Column::new("position").keep(Keep::High),
            Column::sentence("interest").keep(Keep::High),
        ];
        let row = |each: &Declared| -> [Text; 3] {
            let by = match each.by == each.unit {
                true => each.by.clone(),
                false => format!("{} for {}", each.by, each.unit),
            };
            // A cell is one line, whatever somebody wrote.
            let interest = each.interest.split_whitespace().collect::<Vec<_>>();
            [
                by.into(),
                each.position.as_str().into(),
                interest.join(" ").into(),
            ]
        };
        let table = self
            .conflicts
            .iter()
            .fold(Table::new(columns), |table, each| table.row(row(each)));
        Page::new().table(table).line(self.without()).gap()
    }

    /// Whether the level hangs on those who declared an interest.
    fn without(&self) -> Text {
        let Some(without) = &self.computed_without_conflicts else {
            return Text::default();
        };
        let name = |level: &Option<LevelName>| {
            let level = level.as_ref().map(LevelName::as_str);
            level.unwrap_or("no level").to_owned()
        };
        match without.level == self.computed {
            true => format!("Without them: the same, {}", name(&self.computed)).into(),
            false => Ink::Attention.on(format!(
                "Without them: {} → {}",
                name(&self.computed),
                name(&without.level)
            )),
        }
    }
}

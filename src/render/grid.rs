//! Describes tables before any width is known: columns, rows and sections.

use serde::Serialize;

use crate::render::ink::StyledText;

/// On which side of its column a cell is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Words.
    #[default]
    Left,
    /// Numbers.
    Right,
}

/// How long a column stays where the screen is too narrow for all. The first column always
/// stays; of several columns alike, the one furthest to the right goes first. What decides
/// anything (a status, who, what is overdue) stays always: it is never left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum DropPriority {
    /// Goes first.
    Low,
    /// Goes when all of the lower ones are gone.
    #[default]
    Normal,
    /// Goes when all others are gone.
    High,
    /// Is never left out: it is wrapped, and then set on a line of its own under its row.
    Always,
}

/// Where the cells of a column are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Placement {
    /// Next to the other cells of the row.
    #[default]
    Beside,
    /// On a line of its own under the row, after the column's heading; nothing where it is empty.
    Below,
}

/// Whether a column may become narrower than its widest cell before any column is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WrapMode {
    /// Cells stay on one line as long as possible.
    #[default]
    Whole,
    /// Cells are sentences that may be wrapped.
    Wrapped,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its heading; may be empty.
    pub heading: StyledText,
    /// On which side its cells are set.
    #[serde(skip)]
    pub align: Align,
    /// How long it stays on a narrow screen.
    #[serde(skip)]
    pub keep: DropPriority,
    /// Whether its cells may be wrapped early.
    #[serde(skip)]
    pub flow: WrapMode,
    /// Where its cells are set.
    #[serde(skip)]
    pub placement: Placement,
}

impl Column {
    /// A column of words.
    pub fn new(heading: impl Into<StyledText>) -> Self {
        Self {
            heading: heading.into(),
            align: Align::default(),
            keep: DropPriority::default(),
            flow: WrapMode::default(),
            placement: Placement::default(),
        }
    }

    /// A column of numbers.
    pub fn number(heading: impl Into<StyledText>) -> Self {
        Self {
            align: Align::Right,
            ..Self::new(heading)
        }
    }

    /// A column of sentences, which are wrapped before any column is left out.
    pub fn sentence(heading: impl Into<StyledText>) -> Self {
        Self {
            flow: WrapMode::Wrapped,
            ..Self::new(heading)
        }
    }

    /// A column that is set on lines of its own, one under each row.
    pub fn below(heading: impl Into<StyledText>) -> Self {
        Self {
            placement: Placement::Below,
            keep: DropPriority::Always,
            ..Self::sentence(heading)
        }
    }

    /// A column of commands, each alone on a line under its row and never broken.
    pub fn command() -> Self {
        Self {
            flow: WrapMode::Whole,
            ..Self::below("command")
        }
    }

    /// The same column, staying as `keep` says.
    #[must_use]
    pub fn keep(mut self, keep: DropPriority) -> Self {
        self.keep = keep;
        self
    }
}

/// One line of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Row {
    /// A name over the rows that follow; without a name, these are in no section.
    Section {
        /// The name.
        section: StyledText,
    },
    /// A cell for each column.
    Cells {
        /// How far the first cell is moved in; a row belongs to the last one above it that is
        /// moved in less.
        indent: usize,
        /// The cells; there are never more than columns.
        cells: Vec<StyledText>,
    },
}

/// Rows and columns.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Table {
    /// The columns, from the left.
    pub columns: Vec<Column>,
    /// What sections are, for a spreadsheet in which they are a column of their own.
    pub sections: StyledText,
    /// The rows, from the top.
    pub rows: Vec<Row>,
}

/// A table with a row for each of several things, built column by column.
#[derive(Debug)]
pub struct Rows<T> {
    things: Vec<T>,
    columns: Vec<Column>,
    cells: Vec<Vec<StyledText>>,
}

impl<T: Copy> Rows<T> {
    /// The same rows with one more column, and its cell for each thing.
    #[must_use]
    pub fn column<V: Into<StyledText>>(mut self, column: Column, cell: impl Fn(T) -> V) -> Self {
        self.columns.push(column);
        for (cells, thing) in self.cells.iter_mut().zip(&self.things) {
            cells.push(cell(*thing).into());
        }
        self
    }

    /// One more column of words.
    #[must_use]
    pub fn words<V: Into<StyledText>>(
        self,
        heading: impl Into<StyledText>,
        keep: DropPriority,
        cell: impl Fn(T) -> V,
    ) -> Self {
        self.column(Column::new(heading).keep(keep), cell)
    }

    /// One more column of numbers.
    #[must_use]
    pub fn numbers<V: Into<StyledText>>(
        self,
        heading: impl Into<StyledText>,
        keep: DropPriority,
        cell: impl Fn(T) -> V,
    ) -> Self {
        self.column(Column::number(heading).keep(keep), cell)
    }

    /// One more column of sentences.
    #[must_use]
    pub fn sentences<V: Into<StyledText>>(
        self,
        heading: impl Into<StyledText>,
        keep: DropPriority,
        cell: impl Fn(T) -> V,
    ) -> Self {
        self.column(Column::sentence(heading).keep(keep), cell)
    }

    /// One more column, set on a line of its own under each row.
    #[must_use]
    pub fn below<V: Into<StyledText>>(
        self,
        heading: impl Into<StyledText>,
        cell: impl Fn(T) -> V,
    ) -> Self {
        self.column(Column::below(heading), cell)
    }
}

impl<T> From<Rows<T>> for Table {
    fn from(rows: Rows<T>) -> Self {
        let table = Self::new(rows.columns);
        rows.cells.into_iter().fold(table, Self::row)
    }
}

/// A row with its section and the rows that it belongs to.
pub(crate) struct PlacedCell<'a> {
    /// The section, where there is one.
    pub(crate) section: Option<&'a StyledText>,
    /// The first cells of the rows that it belongs to, outermost first, then its own.
    pub(crate) path: Vec<&'a StyledText>,
    /// The cells behind the first.
    pub(crate) rest: &'a [StyledText],
}

impl Table {
    /// A table without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self {
            columns: columns.into_iter().collect(),
            sections: StyledText::from("section"),
            rows: Vec::new(),
        }
    }

    /// A row for each of `things`, to which columns are added.
    pub fn of<T>(things: impl IntoIterator<Item = T>) -> Rows<T> {
        let things: Vec<T> = things.into_iter().collect();
        Rows {
            cells: vec![Vec::new(); things.len()],
            columns: Vec::new(),
            things,
        }
    }

    /// The same table, with the word for what its sections are.
    #[must_use]
    pub fn sections_called(mut self, word: impl Into<StyledText>) -> Self {
        self.sections = word.into();
        self
    }

    /// The same table with a name over the rows that follow.
    #[must_use]
    pub fn section(mut self, name: impl Into<StyledText>) -> Self {
        self.rows.push(Row::Section {
            section: name.into(),
        });
        self
    }

    /// The same table with one more row.
    #[must_use]
    pub fn row(self, cells: impl IntoIterator<Item = impl Into<StyledText>>) -> Self {
        self.indented(0, cells)
    }

    /// The same table with one more row, its first cell moved in by `indent` steps.
    #[must_use]
    pub fn indented(
        mut self,
        indent: usize,
        cells: impl IntoIterator<Item = impl Into<StyledText>>,
    ) -> Self {
        let cells: Vec<StyledText> = cells.into_iter().map(Into::into).collect();
        // An extra cell gets a column without a heading, so that it is not lost.
        while self.columns.len() < cells.len() {
            self.columns.push(Column::new(""));
        }
        self.rows.push(Row::Cells { indent, cells });
        self
    }

    /// Whether any row is in a section.
    pub(crate) fn has_sections(&self) -> bool {
        let is_section = |row: &Row| matches!(row, Row::Section { .. });
        self.rows.iter().any(is_section)
    }

    /// Every row of cells with its section and the rows that it belongs to.
    pub(crate) fn placed(&self) -> Vec<PlacedCell<'_>> {
        let mut section = None;
        let mut above: Vec<(usize, &StyledText)> = Vec::new();
        let mut placed = Vec::new();
        for row in &self.rows {
            match row {
                Row::Section { section: name } => {
                    section = Some(name).filter(|name| !name.is_empty());
                    above.clear();
                }
                Row::Cells { indent, cells } => {
                    let Some((first, rest)) = cells.split_first() else {
                        continue;
                    };
                    above.retain(|(depth, _)| depth < indent);
                    above.push((*indent, first));
                    let path = above.iter().map(|(_, cell)| *cell).collect();
                    placed.push(PlacedCell {
                        section,
                        path,
                        rest,
                    });
                }
            }
        }
        placed
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Table};

    #[test]
    fn a_row_knows_its_section_and_its_owners() {
        let table = Table::new([Column::new("rule"), Column::number("now")])
            .row(["quorum", "21"])
            .indented(1, ["members", "21"])
            .section("LEVELS")
            .indented(1, ["consensus", "17"])
            .indented(2, ["for", "17"])
            .indented(1, ["full", "20"]);
        let said: Vec<String> = table
            .placed()
            .iter()
            .map(|row| {
                let path: Vec<String> = row.path.iter().map(|cell| cell.words()).collect();
                let section = row.section.map(|name| name.words()).unwrap_or_default();
                format!("{section}/{}={}", path.join("/"), row.rest[0].words())
            })
            .collect();
        assert_eq!(
            said,
            [
                "/quorum=21",
                "/quorum/members=21",
                "LEVELS/consensus=17",
                "LEVELS/consensus/for=17",
                "LEVELS/full=20",
            ]
        );
    }

    #[test]
    fn no_cell_is_lost_for_want_of_a_column() {
        let table = Table::new([Column::new("a")]).row(["1", "2", "3"]);
        assert_eq!(table.columns.len(), 3);
        assert!(table.columns[2].heading.is_empty());
        assert!(!table.has_sections());
    }
}

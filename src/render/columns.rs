//! One table in aligned columns without borders, set by comfy-table.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table as Sheet, presets};

use crate::render::fit::{BETWEEN, Fit, fit};
use crate::render::grid::{Align, Row, Table};
use crate::render::ink::{Ink, Text};
use crate::render::wrap::{width, wrap, wrap_hung};

/// The widest a cell is set, also where output is piped: the setter counts columns in 16 bits.
const WIDEST_CELL: usize = 10_000;

/// The lines of a table, still with marks, within `room` columns.
pub(crate) fn lines(table: &Table, room: Option<usize>) -> Vec<String> {
    let natural = natural(table);
    let fitted = match room {
        Some(room) => fit(&table.columns, &natural, room),
        None => Fit {
            shown: natural.into_iter().enumerate().collect(),
            left_out: Vec::new(),
        },
    };
    let mut out = set(table, &fitted, room);
    if !fitted.left_out.is_empty() {
        let note = Ink::Dim.on(left_out(table, &fitted.left_out)).marked();
        out.extend(wrap(&note, room));
    }
    out
}

/// How wide each column would like to be.
fn natural(table: &Table) -> Vec<usize> {
    let heading = |text: &Text| width(&text.words());
    let mut widths: Vec<usize> = table
        .columns
        .iter()
        .map(|column| heading(&column.heading))
        .collect();
    for row in &table.rows {
        let Row::Cells { indent, cells } = row else {
            continue;
        };
        for (place, (wide, cell)) in widths.iter_mut().zip(cells).enumerate() {
            let own = width(&moved_in(place, *indent)) + width(&cell.marked());
            *wide = own.max(*wide);
        }
    }
    for wide in &mut widths {
        *wide = (*wide).min(WIDEST_CELL);
    }
    widths
}

/// The spaces before a cell.
fn moved_in(place: usize, indent: usize) -> String {
    match place {
        0 => "  ".repeat(indent),
        _ => String::new(),
    }
}

/// Headings, rows and sections as lines. A section runs over all columns, which the setter does
/// not know: it is put between the rows, whose heights are known.
fn set(table: &Table, fitted: &Fit, room: Option<usize>) -> Vec<String> {
    let mut sheet = Sheet::new();
    sheet
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    let mut heights = Vec::new();
    if table
        .columns
        .iter()
        .any(|column| !column.heading.is_empty())
    {
        heights.push(add(&mut sheet, headings(table, fitted)));
    }
    for row in &table.rows {
        if let Row::Cells { indent, cells } = row {
            heights.push(add(&mut sheet, wrapped(fitted, *indent, cells)));
        }
    }
    aligned(&mut sheet, table, fitted);
    with_sections(table, &sheet, &heights, room)
}

/// The cells of one row, each as its lines.
type Cells = Vec<Vec<String>>;

fn headings(table: &Table, fitted: &Fit) -> Cells {
    let heading = |(place, wide): &(usize, usize)| {
        let column = table.columns.get(*place);
        let words = column.map(|column| column.heading.marked_in(Ink::Strong));
        wrap(&words.unwrap_or_default(), Some(*wide))
    };
    fitted.shown.iter().map(heading).collect()
}

fn wrapped(fitted: &Fit, indent: usize, cells: &[Text]) -> Cells {
    let cell = |(place, wide): &(usize, usize)| {
        let words = cells.get(*place).map(Text::marked).unwrap_or_default();
        // Where a cell is wrapped, at most half of its column is spent on moving it in.
        let whole = width(&moved_in(*place, indent)) + width(&words) <= *wide;
        let indent = if whole { indent } else { indent.min(wide / 4) };
        wrap_hung(&moved_in(*place, indent), &words, Some(*wide))
    };
    fitted.shown.iter().map(cell).collect()
}

/// Adds a row and says how many lines it has.
fn add(sheet: &mut Sheet, cells: Cells) -> usize {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    sheet.add_row(cells.into_iter().map(|lines| Cell::new(lines.join("\n"))));
    height
}

fn aligned(sheet: &mut Sheet, table: &Table, fitted: &Fit) {
    for (at, (place, _)) in fitted.shown.iter().enumerate() {
        let Some(column) = sheet.column_mut(at) else {
            continue;
        };
        let behind = if at + 1 == fitted.shown.len() {
            0
        } else {
            BETWEEN
        };
        column.set_padding((0, u16::try_from(behind).unwrap_or(0)));
        if table
            .columns
            .get(*place)
            .is_some_and(|c| c.align == Align::Right)
        {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

fn with_sections(
    table: &Table,
    sheet: &Sheet,
    heights: &[usize],
    room: Option<usize>,
) -> Vec<String> {
    let mut lines = sheet.lines().map(|line| line.trim_end().to_owned());
    let mut heights = heights.iter().copied();
    let rows = table
        .rows
        .iter()
        .filter(|row| matches!(row, Row::Cells { .. }));
    let mut out = Vec::new();
    let headings = heights.len() - rows.count();
    for height in heights.by_ref().take(headings) {
        out.extend(lines.by_ref().take(height));
    }
    for row in &table.rows {
        match row {
            Row::Section { section } => out.extend(wrap(&section.marked_in(Ink::Strong), room)),
            Row::Cells { .. } => {
                out.extend(lines.by_ref().take(heights.next().unwrap_or(0)));
            }
        }
    }
    out
}

/// Says how many columns are not shown, and which.
fn left_out(table: &Table, places: &[usize]) -> String {
    let name = |place: &usize| match table.columns.get(*place) {
        Some(column) if !column.heading.is_empty() => column.heading.words(),
        _ => "(no heading)".to_owned(),
    };
    let names: Vec<String> = places.iter().map(name).collect();
    let columns = if names.len() == 1 {
        "column"
    } else {
        "columns"
    };
    format!("{} {columns} not shown: {}", names.len(), names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::lines;
    use crate::blessed::screen;
    use crate::render::grid::{Column, Keep, Table};
    use crate::render::ink::painted;

    fn plain(table: &Table, room: Option<usize>) -> Vec<String> {
        let lines = lines(table, room).into_iter();
        lines.map(|line| painted(&line, false)).collect()
    }

    #[test]
    fn columns_left_out_are_counted_and_named() {
        let table = Table::new([
            Column::new("group"),
            Column::new(""),
            Column::number("seats").keep(Keep::Low),
        ])
        .row(["registries", "0123456789", "6"]);
        let (wide, narrow) = (plain(&table, Some(22)), plain(&table, Some(20)));
        assert_eq!(wide[..2], ["group", "registries  0123456789"]);
        assert_eq!(narrow[..2], ["group", "registries"]);
        for shown in [&wide, &narrow] {
            let under = shown[2..].join(" ");
            assert!(under.contains("seats"), "{shown:?}");
        }
        let both = [wide.join("\n"), narrow.join("\n")].join("\n\n");
        screen("render/columns_left_out", &format!("{both}\n"));
    }

    #[test]
    fn missing_cells_headings_and_rows_are_blank() {
        let table = Table::new([Column::new(""), Column::new("")])
            .row(["a"])
            .row(["", ""])
            .row(["b", "c"]);
        assert_eq!(plain(&table, Some(40)), ["a", "", "b  c"]);
        let headings = Table::new([Column::new("a"), Column::new("b")]);
        assert_eq!(plain(&headings, Some(40)), ["a  b"]);
        assert!(plain(&Table::default(), Some(40)).is_empty());
    }

    #[test]
    fn sections_keep_their_place_between_rows_of_several_lines() {
        let table = Table::new([Column::new("")])
            .section("first")
            .row(["aaaa bbbb cccc dddd eeee"])
            .section("second")
            .section("third")
            .indented(2, ["x"]);
        assert_eq!(
            plain(&table, Some(20)),
            [
                "first",
                "aaaa bbbb cccc dddd",
                "eeee",
                "second",
                "third",
                "    x"
            ]
        );
    }

    #[test]
    fn a_row_is_moved_in_whole_unless_its_cell_is_wrapped() {
        let table = Table::new([Column::new("")]).row(["a"]).indented(2, ["b"]);
        assert_eq!(plain(&table, Some(20)), ["a", "    b"]);
        let deep = Table::new([Column::new("")]).indented(40, ["one two three"]);
        assert_eq!(
            plain(&deep, Some(20)),
            ["          one two", "          three"]
        );
    }

    #[test]
    fn a_cell_beyond_all_bounds_is_still_set() {
        let table = Table::new([Column::new("a"), Column::new("b")])
            .row([&"x".repeat(70_000), "end"])
            .row(["y", "z"]);
        let lines = plain(&table, None);
        assert_eq!(lines.len(), 9);
        assert!(lines[8].starts_with("y ") && lines[8].ends_with(" z"));
    }

    #[test]
    fn wide_characters_are_aligned_by_columns() {
        let table = Table::new([Column::new("group"), Column::number("n")])
            .row(["学術", "1"])
            .row(["ab", "22"]);
        assert_eq!(
            plain(&table, Some(40)),
            ["group   n", "学術    1", "ab     22"]
        );
    }
}

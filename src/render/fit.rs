//! Sets one table in aligned columns without borders, and decides which columns are shown and how wide
//! each is.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table as Sheet, presets};

use crate::render::grid::{Align, Column, DropPriority, Placement, Row, Table, WrapMode};
use crate::render::ink::{Style, StyledText};
use crate::render::wrap::{width, wrap, wrap_hung};
use crate::value::sentence::{all_of, many};

/// Columns of spaces between two columns of a table.
pub(crate) const BETWEEN: usize = 2;
/// How narrow a column of sentences becomes before another column is left out.
const SENTENCE: usize = 22;
/// How narrow the first column, often of ids, becomes before another column is left out.
const FIRST: usize = 14;
/// How narrow sentences and other cells become when nothing more can be left out.
const NARROW: (usize, usize) = (16, 12);

/// The columns shown, by their place from 0, each with its width.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ColumnFit {
    /// Place and width, from the left.
    pub(crate) shown: Vec<(usize, usize)>,
    /// The places of the columns that are set under each row, from the left.
    pub(crate) below: Vec<usize>,
    /// The places of the columns that are left out, from the left.
    pub(crate) left_out: Vec<usize>,
}

/// One column on trial.
#[derive(Clone, Copy)]
struct LayoutTrial {
    place: usize,
    keep: DropPriority,
    flow: WrapMode,
    natural: usize,
}

/// How far columns are made narrow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Squeeze {
    Sentences,
    FirstColumn,
    All,
}

/// Fits columns into `room`; `natural` is how wide each would like to be. Sentences are wrapped
/// first, then the first column. Then columns are left out, the least kept and of these the
/// rightmost first, but none that always stays. Then every column is made narrow. What still does
/// not fit goes under its row.
pub(crate) fn fit(columns: &[Column], natural: &[usize], room: usize) -> ColumnFit {
    let mut trials: Vec<LayoutTrial> = columns
        .iter()
        .zip(natural)
        .enumerate()
        .filter(|(place, (column, _))| *place == 0 || column.placement == Placement::Beside)
        .map(|(place, (column, natural))| LayoutTrial {
            place,
            // The first column says what a row is about.
            keep: if place == 0 {
                DropPriority::Always
            } else {
                column.keep
            },
            flow: column.flow,
            natural: *natural,
        })
        .collect();
    let (mut below, mut left_out) = (below(columns), Vec::new());
    let mut squeeze = Squeeze::Sentences;
    loop {
        let floors = floors(&trials, squeeze);
        let wide = floors.iter().sum::<usize>() + between(trials.len());
        if wide <= room || trials.len() <= 1 {
            left_out.sort_unstable();
            below.sort_unstable();
            return ColumnFit {
                shown: grown(&trials, &floors, room),
                below,
                left_out,
            };
        }
        match (squeeze, least(&trials)) {
            (Squeeze::Sentences, _) => squeeze = Squeeze::FirstColumn,
            (_, Some(least)) => left_out.push(trials.remove(least).place),
            (Squeeze::FirstColumn, None) => squeeze = Squeeze::All,
            (Squeeze::All, None) => below.extend(trials.pop().map(|last| last.place)),
        }
    }
}

/// The places of the columns that are set under each row on any canvas.
fn below(columns: &[Column]) -> Vec<usize> {
    let columns = columns.iter().enumerate().skip(1);
    columns
        .filter(|(_, column)| column.placement == Placement::Below)
        .map(|(place, _)| place)
        .collect()
}

fn between(columns: usize) -> usize {
    columns.saturating_sub(1) * BETWEEN
}

/// How narrow each column can be now.
fn floors(trials: &[LayoutTrial], squeeze: Squeeze) -> Vec<usize> {
    let floor = |trial: &LayoutTrial| match (squeeze, trial.flow) {
        (Squeeze::All, WrapMode::Wrapped) => trial.natural.min(NARROW.0),
        (Squeeze::All, WrapMode::Whole) => trial.natural.min(NARROW.1),
        (_, WrapMode::Wrapped) => trial.natural.min(SENTENCE),
        (Squeeze::FirstColumn, _) if trial.place == 0 => trial.natural.min(FIRST),
        (_, WrapMode::Whole) => trial.natural,
    };
    trials.iter().map(floor).collect()
}

/// The column that is kept least, the rightmost of several; none where all always stay.
fn least(trials: &[LayoutTrial]) -> Option<usize> {
    let trials = trials.iter().enumerate().skip(1);
    trials
        .filter(|(_, trial)| trial.keep != DropPriority::Always)
        .min_by_key(|(at, trial)| (trial.keep, std::cmp::Reverse(*at)))
        .map(|(at, _)| at)
}

/// Gives what room is left over the floors to the columns that want more: the narrowest first,
/// so that the widest ends up wrapped.
fn grown(trials: &[LayoutTrial], floors: &[usize], room: usize) -> Vec<(usize, usize)> {
    let room = room.saturating_sub(between(trials.len()));
    let capped = |cap: usize| -> Vec<usize> {
        let width = |(trial, floor): (&LayoutTrial, &usize)| trial.natural.min(cap.max(*floor));
        trials.iter().zip(floors).map(width).collect()
    };
    let fits = |cap: &usize| capped(*cap).iter().sum::<usize>() <= room;
    let cap = (1..=room).rev().find(fits).unwrap_or(1);
    let mut spare = room.saturating_sub(capped(cap).iter().sum());
    let mut shown = Vec::new();
    for (trial, mut width) in trials.iter().zip(capped(cap)) {
        if width < trial.natural && spare > 0 {
            width += 1;
            spare -= 1;
        }
        // A single first column may still be wider than the room.
        shown.push((trial.place, width.min(room)));
    }
    shown
}

/// The widest a cell is set, also where output is piped: the setter counts columns in 16 bits.
const WIDEST_CELL: usize = 10_000;

/// The lines of a table, still with marks, within `room` columns.
pub(crate) fn lines(table: &Table, room: Option<usize>) -> Vec<String> {
    let natural = natural(table);
    let fitted = match room {
        Some(room) => fit(&table.columns, &natural, room),
        None => {
            let below = below(&table.columns);
            let shown = natural.into_iter().enumerate();
            ColumnFit {
                shown: shown.filter(|(place, _)| !below.contains(place)).collect(),
                below,
                left_out: Vec::new(),
            }
        }
    };
    let mut out = set(table, &fitted, room);
    if !fitted.left_out.is_empty() {
        let note = Style::Dim.on(left_out(table, &fitted.left_out)).marked();
        out.extend(wrap(&note, room));
    }
    out
}

/// How wide each column would like to be.
fn natural(table: &Table) -> Vec<usize> {
    let heading = |text: &StyledText| width(&text.words());
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

/// Headings, rows and sections as lines. A section runs over all columns, and so does what is set
/// under a row; the setter knows neither. They are put between the rows, whose heights are known.
fn set(table: &Table, fitted: &ColumnFit, room: Option<usize>) -> Vec<String> {
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
    assembled(table, fitted, &sheet, &heights, room)
}

/// The cells of one row, each as its lines.
type Cells = Vec<Vec<String>>;

fn headings(table: &Table, fitted: &ColumnFit) -> Cells {
    let heading = |(place, wide): &(usize, usize)| {
        let column = table.columns.get(*place);
        let words = column.map(|column| column.heading.marked_in(Style::Strong));
        wrap(&words.unwrap_or_default(), Some(*wide))
    };
    fitted.shown.iter().map(heading).collect()
}

fn wrapped(fitted: &ColumnFit, indent: usize, cells: &[StyledText]) -> Cells {
    let cell = |(place, wide): &(usize, usize)| {
        let words = cells
            .get(*place)
            .map(StyledText::marked)
            .unwrap_or_default();
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

fn aligned(sheet: &mut Sheet, table: &Table, fitted: &ColumnFit) {
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

fn assembled(
    table: &Table,
    fitted: &ColumnFit,
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
            Row::Section { section } if section.is_empty() => {}
            Row::Section { section } => out.extend(wrap(&section.marked_in(Style::Strong), room)),
            Row::Cells { indent, cells } => {
                out.extend(lines.by_ref().take(heights.next().unwrap_or(0)));
                let under = fitted.below.iter();
                out.extend(under.flat_map(|place| set_below(table, *place, *indent, cells, room)));
            }
        }
    }
    out
}

/// One cell on a line of its own under its row, after its heading; nothing where it is empty.
fn set_below(
    table: &Table,
    place: usize,
    indent: usize,
    cells: &[StyledText],
    room: Option<usize>,
) -> Vec<String> {
    let Some(cell) = cells.get(place).filter(|cell| !cell.is_empty()) else {
        return Vec::new();
    };
    let column = table.columns.get(place);
    let is_command =
        column.is_some_and(|it| it.placement == Placement::Below && it.flow == WrapMode::Whole);
    if is_command {
        let indent = "  ".repeat(indent + 2);
        return vec![format!("{indent}{}", cell.marked_in(Style::Strong))];
    }
    let heading = column.map(|column| &column.heading);
    let words = match heading.filter(|heading| !heading.is_empty()) {
        Some(heading) => format!("{}: {}", heading.marked(), cell.marked()),
        None => cell.marked(),
    };
    // On a narrow canvas, most of a line is left for the words.
    let steps = (indent + 1).min(room.map_or(usize::MAX, |room| room / 8));
    wrap_hung(&"  ".repeat(steps), &words, room)
}

/// Says how many columns are not shown, and which.
fn left_out(table: &Table, places: &[usize]) -> String {
    let name = |place: &usize| match table.columns.get(*place) {
        Some(column) if !column.heading.is_empty() => column.heading.words(),
        _ => "(no heading)".to_owned(),
    };
    let names: Vec<String> = places.iter().map(name).collect();
    let columns = many(names.len(), "column");
    let names = all_of(names.iter().map(String::as_str));
    format!("{columns} not shown: {names}")
}

#[cfg(test)]
mod tests {
    use super::{ColumnFit, fit, lines};
    use crate::blessed::screen;
    use crate::render::grid::{Column, DropPriority, Table};
    use crate::render::ink::painted;

    fn plain(count: usize) -> Vec<Column> {
        (0..count).map(|_| Column::new("")).collect()
    }

    #[test]
    fn what_fits_is_left_alone() {
        let expected = ColumnFit {
            shown: vec![(0, 10), (1, 5), (2, 5)],
            below: vec![],
            left_out: vec![],
        };
        assert_eq!(fit(&plain(3), &[10, 5, 5], 24), expected);
    }

    #[test]
    fn columns_go_from_the_right_and_the_least_kept_first() {
        assert_eq!(fit(&plain(4), &[10, 5, 5, 5], 30).left_out, [3]);
        let mut columns = plain(4);
        columns[1].keep = DropPriority::Low;
        columns[3].keep = DropPriority::Always;
        let fitted = fit(&columns, &[10, 5, 5, 5], 30);
        assert_eq!(fitted.left_out, [1]);
        assert_eq!(fitted.shown, [(0, 10), (2, 5), (3, 5)]);
        assert_eq!(fit(&columns, &[10, 5, 5, 5], 20).left_out, [1, 2]);
    }

    #[test]
    fn sentences_are_wrapped_before_a_column_goes() {
        let columns = [
            Column::new("id"),
            Column::sentence("about"),
            Column::new("age"),
        ];
        let fitted = fit(&columns, &[10, 90, 5], 60);
        assert_eq!(fitted.shown, [(0, 10), (1, 41), (2, 5)]);
        assert_eq!(fit(&columns, &[10, 90, 5], 40).left_out, [2]);
    }

    #[test]
    fn at_the_last_everything_is_made_narrow() {
        let columns: Vec<Column> = plain(3)
            .into_iter()
            .map(|column| column.keep(DropPriority::Always))
            .collect();
        let fitted = fit(&columns, &[50, 6, 40], 40);
        assert_eq!(fitted.shown, [(0, 15), (1, 6), (2, 15)]);
        let stacked = fit(&columns, &[50, 50, 50], 30);
        assert_eq!(stacked.shown, [(0, 14), (1, 14)]);
        assert_eq!((stacked.below, stacked.left_out), (vec![2], vec![]));
        assert_eq!(fit(&columns, &[50, 50, 50], 20).below, [1, 2]);
        assert_eq!(fit(&plain(1), &[50], 20).shown, [(0, 20)]);
        assert_eq!(fit(&[], &[], 20).shown, []);
    }

    #[test]
    fn what_always_stays_goes_under_its_row_where_there_is_no_room() {
        let table = Table::new([
            Column::new("id").keep(DropPriority::Always),
            Column::number("seats").keep(DropPriority::Low),
            Column::sentence("status").keep(DropPriority::Always),
            Column::below("next"),
        ])
        .row(["carla-nunes.cost", "6", "open, no response", "respond"])
        .section("")
        .indented(1, ["x", "1", "closed", ""]);
        let shown: Vec<String> = [None, Some(40), Some(20)]
            .into_iter()
            .map(|room| set(&table, room).join("\n"))
            .collect();
        screen(
            "render/what_always_stays",
            &format!("{}\n", shown.join("\n\n")),
        );
    }

    fn set(table: &Table, room: Option<usize>) -> Vec<String> {
        let lines = lines(table, room).into_iter();
        lines.map(|line| painted(&line, false)).collect()
    }

    #[test]
    fn columns_left_out_are_counted_and_named() {
        let table = Table::new([
            Column::new("group"),
            Column::new(""),
            Column::number("seats").keep(DropPriority::Low),
        ])
        .row(["registries", "0123456789", "6"]);
        let (wide, narrow) = (set(&table, Some(22)), set(&table, Some(20)));
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
        assert_eq!(set(&table, Some(40)), ["a", "", "b  c"]);
        let headings = Table::new([Column::new("a"), Column::new("b")]);
        assert_eq!(set(&headings, Some(40)), ["a  b"]);
        assert!(set(&Table::default(), Some(40)).is_empty());
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
            set(&table, Some(20)),
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
        assert_eq!(set(&table, Some(20)), ["a", "    b"]);
        let deep = Table::new([Column::new("")]).indented(40, ["one two three"]);
        assert_eq!(
            set(&deep, Some(20)),
            ["          one two", "          three"]
        );
    }

    #[test]
    fn a_cell_beyond_all_bounds_is_still_set() {
        let table = Table::new([Column::new("a"), Column::new("b")])
            .row([&"x".repeat(70_000), "end"])
            .row(["y", "z"]);
        let lines = set(&table, None);
        assert_eq!(lines.len(), 9);
        assert!(lines[8].starts_with("y ") && lines[8].ends_with(" z"));
    }

    #[test]
    fn wide_characters_are_aligned_by_columns() {
        let table = Table::new([Column::new("group"), Column::number("n")])
            .row(["学術", "1"])
            .row(["ab", "22"]);
        assert_eq!(
            set(&table, Some(40)),
            ["group   n", "学術    1", "ab     22"]
        );
    }
}

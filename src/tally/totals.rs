//! Joins the totals of personal dimensions with the seats of a call, and hides the cells that could say something of
//! single people.

use crate::record::dimension::OwnDimension;
use crate::record::totals::{GroupTotals, Totals};
use crate::tally::Tally;
use crate::value::id::GroupId;

/// A cell with fewer people is not shown.
pub const FEWEST: u64 = 5;

/// The people of one group, or of all groups together, by their values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalsRow {
    /// The group; none for all groups together.
    pub group: Option<GroupId>,
    /// How many people have a seat there.
    pub seats: u64,
    /// How many have each value, in the charter's order, and last how many have none; none for a hidden cell.
    pub cells: Vec<Option<u64>>,
}

/// A personal dimension in a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DimensionTotals {
    /// The dimension.
    pub dimension: OwnDimension,
    /// A row for each group with a seat, and one for all groups together; none if nothing was entered.
    pub rows: Vec<TotalsRow>,
    /// Groups whose totals are above their seats: these are not shown.
    pub too_many: Vec<GroupId>,
}

impl DimensionTotals {
    /// Every personal dimension of the charter, in its order.
    pub fn all(tally: &Tally, totals: Option<&Totals>) -> Vec<Self> {
        let personal = tally.charter.personal_dimensions();
        personal.map(|own| Self::of(tally, own, totals)).collect()
    }

    fn of(tally: &Tally, own: &OwnDimension, totals: Option<&Totals>) -> Self {
        let mut found = Self {
            dimension: own.clone(),
            rows: Vec::new(),
            too_many: Vec::new(),
        };
        let mut is_entered = false;
        let mut numbers: Vec<Vec<u64>> = Vec::new();
        for group in &tally.charter.groups {
            let seats = seats_of(tally, &group.id);
            let entered = totals.and_then(|totals| totals.last(&own.id, &group.id));
            is_entered |= entered.is_some();
            if entered.is_some_and(|entered| entered.sum() > seats) {
                found.too_many.push(group.id.clone());
            }
            let entered = entered.filter(|entered| entered.sum() <= seats);
            if seats > 0 {
                numbers.push(declared(own, entered, seats));
                found.rows.push(row(Some(group.id.clone()), seats));
            }
        }
        if !is_entered {
            found.rows.clear();
            return found;
        }
        found
            .rows
            .push(row(None, found.rows.iter().map(|row| row.seats).sum()));
        numbers.push(together(&numbers));
        for (row, cells) in found.rows.iter_mut().zip(shown(&numbers)) {
            row.cells = cells;
        }
        found
    }
}

/// How many people have a seat for a group.
pub fn seats_of(tally: &Tally, group: &GroupId) -> u64 {
    let seats = tally.electorate.seats.values();
    let seats = seats.filter(|seat| seat.groups.contains(group));
    u64::try_from(seats.count()).unwrap_or(u64::MAX)
}

fn row(group: Option<GroupId>, seats: u64) -> TotalsRow {
    TotalsRow {
        group,
        seats,
        cells: Vec::new(),
    }
}

/// The numbers of a group by value, and last those without a value.
fn declared(own: &OwnDimension, entered: Option<&GroupTotals>, seats: u64) -> Vec<u64> {
    let of = |value| entered.map_or(0, |entered| entered.of(value));
    let mut numbers: Vec<u64> = own.values.iter().map(|(value, _)| of(value)).collect();
    let known = numbers.iter().copied().fold(0, u64::saturating_add);
    numbers.push(seats.saturating_sub(known));
    numbers
}

/// The numbers of all groups together.
fn together(rows: &[Vec<u64>]) -> Vec<u64> {
    let columns = rows.first().map_or(0, Vec::len);
    let sum = |column| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.copied().fold(0, u64::saturating_add)
    };
    (0..columns).map(sum).collect()
}

/// The cells of a table with its totals in the last row, without those that are too small, and without a value that
/// everybody in a row has. Where one cell alone would be hidden in a row or a column, its number would follow from the
/// others: then the smallest of these is hidden, too.
fn shown(numbers: &[Vec<u64>]) -> Vec<Vec<Option<u64>>> {
    let row = |row: &Vec<u64>| {
        let everybody: u64 = row.iter().copied().fold(0, u64::saturating_add);
        let values = row.len().saturating_sub(1);
        let is_shown = |place: usize, number: u64| {
            let says_all = place < values && number == everybody;
            number == 0 || (number >= FEWEST && !says_all)
        };
        let cells = row.iter().enumerate();
        cells
            .map(|(place, number)| Some(*number).filter(|number| is_shown(place, *number)))
            .collect()
    };
    let mut cells: Vec<Vec<Option<u64>>> = numbers.iter().map(row).collect();
    let (rows, columns) = (numbers.len(), numbers.first().map_or(0, Vec::len));
    let across = (0..rows).map(|row| (0..columns).map(|column| (row, column)).collect());
    let down = (0..columns).map(|column| (0..rows).map(|row| (row, column)).collect());
    let lines: Vec<Vec<(usize, usize)>> = across.chain(down).collect();
    // Every turn hides a cell, so this ends.
    while let Some((row, column)) = lines.iter().find_map(|line| to_hide(&cells, line)) {
        if let Some(cell) = cells.get_mut(row).and_then(|row| row.get_mut(column)) {
            *cell = None;
        }
    }
    cells
}

/// The smallest cell that is shown in a line with one hidden cell.
fn to_hide(cells: &[Vec<Option<u64>>], line: &[(usize, usize)]) -> Option<(usize, usize)> {
    let cell = |(row, column): (usize, usize)| cells.get(row)?.get(column).copied()?;
    let hidden = line.iter().filter(|at| cell(**at).is_none()).count();
    let open = line.iter().filter(|at| cell(**at).is_some());
    let smallest = open.min_by_key(|at| cell(**at));
    smallest.copied().filter(|_| hidden == 1)
}

#[cfg(test)]
mod tests {
    use super::shown;

    fn table(rows: &[&[u64]]) -> Vec<String> {
        let rows: Vec<Vec<u64>> = rows.iter().map(|row| row.to_vec()).collect();
        let cell = |cell: &Option<u64>| cell.map_or("-".to_owned(), |number| number.to_string());
        let row = |row: &Vec<Option<u64>>| row.iter().map(cell).collect::<Vec<_>>().join(" ");
        shown(&rows).iter().map(row).collect()
    }

    #[test]
    fn a_small_cell_is_hidden_and_cannot_be_computed_from_the_others() {
        // Two women of eleven: the men are hidden with them, and both in a second group.
        let rows: &[&[u64]] = &[&[2, 9, 0], &[8, 7, 5], &[10, 16, 5]];
        assert_eq!(table(rows), ["- 9 -", "- 7 -", "10 16 5"]);
        // Nothing is small.
        let rows: &[&[u64]] = &[&[6, 9, 0], &[8, 7, 5], &[14, 16, 5]];
        assert_eq!(table(rows), ["6 9 0", "8 7 5", "14 16 5"]);
        // All nine have one value: what each of them has would be known.
        let rows: &[&[u64]] = &[&[9, 0, 0], &[8, 7, 5], &[17, 7, 5]];
        assert_eq!(table(rows), ["- - -", "- - -", "17 7 5"]);
        // One group: its total is the same row.
        assert_eq!(table(&[&[1, 4, 0], &[1, 4, 0]]), ["- - 0", "- - 0"]);
        assert_eq!(table(&[]), Vec::<String>::new());
    }
}

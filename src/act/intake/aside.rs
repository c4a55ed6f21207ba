//! Rows that are nobody's: totals, notes, and what a map says to skip.

use crate::act::intake::Take;
use crate::act::intake::ground::Ground;
use crate::act::intake::layout::Layout;
use crate::act::intake::people::{Found, People};
use crate::record::column::Column;
use crate::record::table::{Row, folded};

/// How a row of totals begins, in several languages.
const TOTALS: &[&str] = &[
    "total",
    "totals",
    "subtotal",
    "sum",
    "sums",
    "grand total",
    "summe",
    "gesamt",
    "gesamtsumme",
    "insgesamt",
    "somme",
    "total général",
    "totaux",
    "suma",
    "suma total",
    "totales",
    "totale",
    "totali",
    "totaal",
    "totalt",
    "razem",
    "łącznie",
    "celkem",
    "összesen",
    "toplam",
    "yhteensä",
    "итого",
    "всего",
    "разом",
    "σύνολο",
    "الإجمالي",
    "المجموع",
    "סך הכל",
    "合計",
    "总计",
    "合计",
    "總計",
    "합계",
    "कुल",
    "jumlah",
    "tổng",
];

/// Why a row is nobody's; nothing where it may be somebody's.
pub(super) fn aside(
    ground: &Ground<'_>,
    people: &People<'_>,
    layout: &Layout,
    row: &Row,
) -> Option<&'static str> {
    let mapping = &ground.input.mapping;
    let identifying = layout
        .columns
        .iter()
        .filter(|(column, _)| column.identifies());
    let named: Vec<&str> = identifying
        .map(|(_, at)| row.cell(*at))
        .filter(|cell| !cell.is_empty())
        .collect();
    let first = row.first();
    if mapping.skips(first) || named.iter().any(|name| mapping.skips(name)) {
        return Some("the map says to skip it");
    }
    let is_somebody =
        |name: &&&str| mapping.participant(name).is_some() || people.find(name) != Found::Nobody;
    if named.iter().find(is_somebody).is_some() {
        return None;
    }
    let said: Vec<&str> = row
        .cells
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    let rest_are_numbers = said.iter().skip(1).all(|cell| is_number(cell));
    let word = folded(first.trim_matches(|c: char| !c.is_alphanumeric()));
    let begins = word.split(' ').next().unwrap_or("");
    if TOTALS.contains(&word.as_str()) || (TOTALS.contains(&begins) && rest_are_numbers) {
        return Some("it is a row of totals");
    }
    if named.is_empty() && said.iter().all(|cell| is_number(cell)) {
        return Some("it names no participant, and has only numbers");
    }
    let answers = layout
        .columns
        .get(&Column::Position)
        .is_some_and(|at| !row.cell(*at).is_empty());
    if said.len() == 1
        && ground.input.take == Take::Positions
        && !answers
        && layout.columns.len() > 1
    {
        return Some("it has only one cell, and gives no position");
    }
    None
}

fn is_number(cell: &str) -> bool {
    let marks = ['.', ',', '%', ' ', '/', '-', '+', '\u{a0}', '\u{202f}'];
    cell.chars().any(|c| c.is_ascii_digit())
        && cell
            .chars()
            .all(|c| c.is_ascii_digit() || marks.contains(&c))
}

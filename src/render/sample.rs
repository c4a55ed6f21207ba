//! A page much like a chair's screen, for the tests of every format.

use crate::render::grid::{Column, DropPriority, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::{Facts, Page};

/// A chair's screen with facts, three tables, a list and words of an objector.
pub(crate) fn status() -> Page {
    Page::new()
        .title_aside("Retention period", "track policy · call 2 (open) · r3")
        .facts(
            Facts::default()
                .fact("Question", "Shall the group recommend the rule in text.md?")
                .fact(
                    "Closes",
                    "Thu 21 May 2026 23:59 UTC · in 3 d 4 h · Fri 22 May 01:59 your time",
                )
                .fact_aside("Frozen", "31 seats at 4be1c07", "Shepherd tomas-ruiz"),
        )
        .gap()
        .table(groups())
        .line("Stale, given on r2: 3 (Business 2, Civil society 1)")
        .gap()
        .table(objections())
        .gap()
        .table(rules())
        .gap()
        .heading("Next")
        .bullets(["answer piotr-nowak.scope", "Public interest has not spoken"])
        .prose("carla-nunes", "Storage is not free.\n\n  - twice the cost")
        .gap()
        .line(StyledText::from("Not a verdict. ").and(Style::Dim, "Read 28 positions: counted 22"))
}

fn groups() -> Table {
    let letters = ["S", "a", "X"].map(Column::number);
    let mut columns = vec![
        Column::new("Group"),
        Column::number("seats").keep(DropPriority::High),
        Column::new("one letter per member"),
    ];
    columns.extend(letters);
    columns.push(Column::new("heard").keep(DropPriority::High));
    let row = |group: &str,
               seats: usize,
               each: &str,
               counts: [&str; 3],
               heard: StyledText|
     -> Vec<StyledText> {
        let mut cells: Vec<StyledText> = vec![group.into(), seats.into(), each.into()];
        cells.extend(counts.map(StyledText::from));
        cells.push(heard);
        cells
    };
    let yes = || Style::Good.on("yes");
    Table::new(columns)
        .sections_called("house")
        .section("CONTRACTED")
        .indented(1, row("Registries", 6, "SSSa..", ["3", "1", "·"], yes()))
        .section("NON-CONTRACTED")
        .indented(
            1,
            row("Civil society", 12, "SSSa-..XX...", ["3", "1", "2"], yes()),
        )
        .indented(
            1,
            row(
                "Public interest",
                1,
                ".",
                ["·", "·", "·"],
                Style::Bad.on("no"),
            ),
        )
}

fn objections() -> Table {
    Table::new([
        Column::new("Objections (2)"),
        Column::sentence(""),
        Column::new("state").keep(DropPriority::High),
        Column::number("age"),
        Column::new("joined by"),
    ])
    .row([
        "carla-nunes.cost",
        "§4 storage cost",
        "answered, maintained",
        "11 d",
        "2 in 2 groups",
    ])
    .row([
        "piotr-nowak.scope",
        "outside charter §2",
        "OPEN, no response",
        "3 d",
        "1",
    ])
}

fn rules() -> Table {
    Table::new([
        Column::new("Rule (track policy)"),
        Column::sentence(""),
        Column::new("now"),
        Column::new("met").keep(DropPriority::Always),
    ])
    .row([
        "quorum",
        "answered >= 1/2 of eligible",
        "21 of 30; needs 15",
        "yes",
    ])
    .row(["coverage", "answered >= 1 in every group", "5 of 6", "NO"])
    .indented(1, ["Public interest", "", "silent", ""])
}

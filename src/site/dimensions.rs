//! The dimensions of a charter's own on the page about the balance: the values of each, and the totals of those that
//! are personal. Small numbers of these are hidden.

use crate::record::dimension::OwnDimension;
use crate::render::site::markup::{El, Html, el};
use crate::report::dimensions::NOT_DECLARED;
use crate::site::address::Address;
use crate::site::answers::PersonalRow;
use crate::site::by_group::number;
use crate::site::decided::{DecidedCall, Place};
use crate::site::frame::section;
use crate::site::page::{Here, Site};
use crate::tally::totals::FEWEST;
use crate::value::dimension::plural;
use crate::value::id::DimensionName;

/// The dimensions that people have values in.
pub(super) fn open_dimensions<'s>(site: &Site<'s>) -> impl Iterator<Item = &'s OwnDimension> {
    let charter = site.source.register.charter.iter();
    charter.flat_map(|charter| charter.open_dimensions())
}

/// The name of the file with the answers of a dimension.
pub(super) fn file_of(own: &OwnDimension) -> String {
    format!("{}.csv", plural(own.id.as_str()))
}

/// The values of a dimension with their names, last those without one.
pub(super) fn places_of(own: &OwnDimension) -> impl Iterator<Item = (String, Place<'_>)> {
    let known = own.values.iter();
    let known = known.map(|(value, name)| (name.clone(), Place::Own(&own.id, Some(value))));
    known.chain([(NOT_DECLARED.to_owned(), Place::Own(&own.id, None))])
}

/// A decided call with the numbers of all its groups together.
type OfCall<'s, 'd> = (&'d DecidedCall<'s>, &'d PersonalRow);

/// A section for each personal dimension of the charter for which totals were entered.
pub(super) fn totals(here: &Here<'_>, decided: &[DecidedCall<'_>]) -> Html {
    let charter = here.site.source.register.charter.iter();
    let personal = charter.flat_map(|charter| charter.personal_dimensions());
    let sections = personal.filter_map(|own| {
        let rows = decided.iter().filter_map(|each| of_call(each, &own.id));
        let rows: Vec<OfCall<'_, '_>> = rows.collect();
        (!rows.is_empty()).then(|| {
            let id = format!("dimension-{}", own.id);
            section(&id, &own.name, table(here, own, &rows))
        })
    });
    sections.fold(Html::default(), Html::then)
}

fn of_call<'s, 'd>(decided: &'d DecidedCall<'s>, name: &DimensionName) -> Option<OfCall<'s, 'd>> {
    Some((decided, decided.answers?.totals.get(name.as_str())?))
}

fn table(here: &Here<'_>, own: &OwnDimension, rows: &[OfCall<'_, '_>]) -> Html {
    let names: Vec<&str> = own.values.iter().map(|(_, name)| name.as_str()).collect();
    let names = || names.iter().copied().chain([NOT_DECLARED]);
    let heading = |name: &str| el("th").scope("col").class("n").with(Html::bdi(name));
    let head = el("tr")
        .with(el("th").scope("col").text("Decision"))
        .with(heading("seats"))
        .each(names().map(heading));
    let row = |(decided, row): &OfCall<'_, '_>| -> El {
        let title = here.link(
            &Address::call(decided.id, decided.call),
            Html::bdi(decided.title),
        );
        let shown = |cell: &Option<u64>| cell.map_or("hidden".to_owned(), |n| n.to_string());
        let cells = names().zip(&row.cells);
        let cells = cells.map(|(name, cell)| number(name, shown(cell)));
        el("tr")
            .with(el("th").scope("row").with(title))
            .with(number("seats", row.seats.to_string()))
            .each(cells)
    };
    let note = format!(
        "People with a seat, as chairs and secretaries entered them for each call. Nothing says who they are. Numbers of \
         fewer than {FEWEST} people are hidden, and numbers from which these could be computed."
    );
    let table = el("table")
        .class("list")
        .with(el("thead").with(head))
        .with(el("tbody").each(rows.iter().map(row)));
    let wide = el("div")
        .class("wide")
        .tabindex("0")
        .role("region")
        .label(&own.name)
        .with(table);
    Html::from(el("p").class("dim").text(note)).then(wide)
}

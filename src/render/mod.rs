//! Pages become ink: the only room that makes what a terminal, a forge or a program reads.

pub mod annotate;
pub mod calendar;
mod csv;
pub mod finding;
mod fit;
pub mod format;
pub mod grid;
#[cfg(test)]
mod hostile;
mod html;
pub mod ink;
pub mod json;
mod lines;
mod markdown;
pub mod page;
#[cfg(test)]
mod sample;
mod table;

use format::{Canvas, Format};
use page::Page;

/// `page` in `format`, every text in it made harmless. The canvas matters to
/// [`Format::Table`] alone. Ends with a line feed, unless there is nothing to show.
///
/// [`Format::Json`] gives the blocks of the page, for pages with nothing behind them; a report
/// is given to [`json`](json::json) itself. [`Format::Ics`] and the forms for the machines of a
/// forge are no forms of a page, and give nothing.
pub fn render(page: &Page, format: Format, canvas: &Canvas) -> String {
    match format {
        Format::Table => table::table(page, canvas),
        Format::Lines => lines::lines(page),
        Format::Markdown => markdown::markdown(page),
        Format::Csv => csv::csv(page),
        Format::Html => html::html(page),
        Format::Json => json::json(&PageJson { format: 1, page }),
        Format::Ics | Format::Github | Format::Gitlab | Format::Sarif => String::new(),
    }
}

/// A page as JSON shows it.
#[derive(serde::Serialize)]
struct PageJson<'a> {
    format: u32,
    #[serde(flatten)]
    page: &'a Page,
}

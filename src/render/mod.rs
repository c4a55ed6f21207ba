//! Writes pages: the only room that makes what a terminal, a hosting service or a program reads.

pub mod annotate;
pub mod calendar;
mod csv;
pub mod finding;
mod fit;
pub mod fold;
pub mod format;
pub mod grid;
#[cfg(test)]
mod hostile;
mod html;
pub mod ink;
mod lines;
mod markdown;
pub mod page;
#[cfg(test)]
mod sample;
pub mod site;
mod table;
pub(crate) mod wrap;

use format::{Format, OutputContext};
use page::Page;
use serde::Serialize;

use crate::value::text::hostile;

/// `page` in `format`, every text in it made harmless. The canvas matters to
/// [`Format::Table`] alone. Ends with a line feed, unless there is nothing to show.
///
/// [`Format::Json`] gives the blocks of the page, for pages with nothing behind them; a report
/// is given to [`json`] itself. [`Format::Ics`] and the forms for the machines of a
/// hosting service are not forms of a page, and give nothing.
pub fn render(page: &Page, format: Format, canvas: &OutputContext) -> String {
    match format {
        Format::Table => table::table(page, canvas),
        Format::Lines => lines::lines(page),
        Format::Markdown => markdown::markdown(page),
        Format::Csv => csv::csv(page),
        Format::Html => html::html(page),
        Format::Json => json(&PageJson { format: 1, page }),
        Format::Ics | Format::Github | Format::Gitlab | Format::Sarif => String::new(),
    }
}

/// A page as JSON shows it.
#[derive(Serialize)]
struct PageJson<'a> {
    format: u32,
    #[serde(flatten)]
    page: &'a Page,
}

/// `value` in JSON, indented by two spaces, with a line feed at the end. Characters that could
/// act on a terminal, or hide, are written as `\u…` although JSON would let them stand.
pub fn json(value: &impl Serialize) -> String {
    let mut text = match serde_json::to_string_pretty(value) {
        Ok(text) => escaped(&text),
        // Only a map whose keys are no strings gets here; a program must not read half a value.
        Err(fault) => serde_json::json!({ "error": fault.to_string() }).to_string(),
    };
    text.push('\n');
    text
}

/// Between strings JSON has none of these but line feeds, so all others are within strings.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match hostile(c) {
            None => out.push(c),
            Some(_) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::json;

    #[test]
    fn json_is_indented_and_ends_with_a_line_feed() {
        let value = BTreeMap::from([("format", 1)]);
        assert_eq!(json(&value), "{\n  \"format\": 1\n}\n");
    }

    #[test]
    fn what_hides_or_acts_is_written_out_and_read_back() {
        let words = "a\u{202e}b\u{1b}[31m\u{7f}\u{9b}\n\t\u{e0041}é日";
        let text = json(&words);
        assert_eq!(
            text,
            "\"a\\u202eb\\u001b[31m\\u007f\\u009b\\n\\t\\udb40\\udc41é日\"\n"
        );
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), words);
    }

    #[test]
    fn what_json_cannot_say_is_an_error_in_json() {
        let value = BTreeMap::from([((1, 2), 3)]);
        assert_eq!(json(&value), "{\"error\":\"key must be a string\"}\n");
    }
}

//! A table as text that spreadsheets open and this program reads back.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::record::cell::guarded;

/// Rows as comma-separated values in UTF-8 with LF. Words are always in quotation marks: a
/// spreadsheet that separates by semicolons must not find a cell of somebody's making behind one.
/// What it would compute has an apostrophe before it.
pub fn written(rows: &[Vec<String>]) -> String {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::NonNumeric)
        .terminator(Terminator::Any(b'\n'))
        .flexible(true)
        .from_writer(Vec::new());
    let done = rows
        .iter()
        .try_for_each(|row| writer.write_record(row.iter().map(|cell| guarded(cell))));
    match (done, writer.into_inner()) {
        (Ok(()), Ok(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
        // Writing to memory does not fail; should it, the reader must see it.
        _ => "the table could not be written\n".to_owned(),
    }
}

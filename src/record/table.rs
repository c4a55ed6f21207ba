//! A table as a spreadsheet saves it: rows and cells of a text, whatever its encoding, its line
//! ends and the sign between its cells.

mod decode;
mod written;

use std::fmt;

use csv::{ReaderBuilder, Terminator};

pub use decode::Encoding;
pub use written::written;

/// The most bytes that a table may have.
pub const LARGEST: usize = 16 * 1024 * 1024;
/// A table has fewer rows than this.
pub const MOST_ROWS: usize = 100_000;
/// In how many rows from the top the headings are looked for.
pub const TOP: usize = 20;
/// The signs that may stand between cells, the likeliest first.
const SEPARATORS: &[char] = &[',', ';', '\t', '|'];

/// A row with something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number as a spreadsheet shows it, from 1; rows without anything in them are counted.
    pub number: usize,
    /// Its cells as they stand there, line ends as LF.
    pub cells: Vec<String>,
}

impl Row {
    /// What stands in a cell, without white space around it; nothing where the row is too short.
    pub fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", |cell| cell.trim())
    }

    /// The first cell that says something.
    pub fn first(&self) -> &str {
        let mut said = self.cells.iter().map(|cell| cell.trim());
        said.find(|cell| !cell.is_empty()).unwrap_or("")
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// How its bytes were read.
    pub encoding: Encoding,
    /// The sign between its cells.
    pub separator: char,
    /// Its rows, those without anything in them left out.
    pub rows: Vec<Row>,
    /// How many rows have nothing in them.
    pub empty: usize,
}

/// Why a file is no table; displayed, it completes the sentence "the table … ".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableFault {
    /// More than [`LARGEST`] bytes.
    TooLarge,
    /// [`MOST_ROWS`] rows or more.
    TooLong,
    /// A spreadsheet's own file.
    Workbook,
    /// Not text.
    Binary,
    /// Nothing stands in it.
    Empty,
    /// A quotation mark opens in this row and never closes, so that the rest would be one cell.
    Unclosed(usize),
}

impl fmt::Display for TableFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "has more than {LARGEST} bytes"),
            Self::TooLong => write!(f, "has {MOST_ROWS} rows or more"),
            Self::Workbook => write!(f, "is a spreadsheet's own file, and not text"),
            Self::Binary => write!(f, "is not text"),
            Self::Empty => write!(f, "has nothing in it"),
            Self::Unclosed(row) => write!(
                f,
                "has a quotation mark in row {row} that is never closed, so where its cell ends is not known"
            ),
        }
    }
}

impl TableFault {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooLarge | Self::TooLong => "bring it in by parts",
            Self::Workbook => "save it as CSV (UTF-8) from the spreadsheet",
            Self::Binary => "name a file of comma-separated values",
            Self::Empty => "name another file",
            Self::Unclosed(_) => "close it, or write it twice where it belongs to the words",
        }
    }
}

impl Table {
    /// Reads a table. The sign between its cells is that which makes a row among the first
    /// [`TOP`] look most like headings: `headings` says how many cells of a row are some.
    ///
    /// # Errors
    /// It is no text, or no table with headings.
    pub fn read(bytes: &[u8], headings: impl Fn(&Row) -> usize) -> Result<Self, TableFault> {
        if bytes.len() > LARGEST {
            return Err(TableFault::TooLarge);
        }
        let (text, encoding) = decode::decoded(bytes)?;
        let (said, text) = separator_said(&text);
        let separator = said.unwrap_or_else(|| separator(text, &headings));
        let first = 1 + usize::from(said.is_some());
        let read = rows(text, separator, first, MOST_ROWS)?;
        match read.rows.last() {
            None => Err(TableFault::Empty),
            Some(_) if read.rows.len() + read.empty >= MOST_ROWS => Err(TableFault::TooLong),
            Some(last) if runs_on(last, read.last) => Err(TableFault::Unclosed(last.number)),
            Some(_) => Ok(Self {
                encoding,
                separator,
                rows: read.rows,
                empty: read.empty,
            }),
        }
    }
}

/// Some spreadsheets write and read a first line that says which sign stands between cells.
fn separator_said(text: &str) -> (Option<char>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let sign = line.trim_matches('"').strip_prefix("sep=");
    let sign = sign.and_then(|sign| sign.chars().next());
    match sign.filter(|sign| SEPARATORS.contains(sign)) {
        Some(sign) => (Some(sign), rest),
        None => (None, text),
    }
}

fn separator(text: &str, headings: &impl Fn(&Row) -> usize) -> char {
    let score = |sign: char| {
        let top = rows(text, sign, 1, TOP).unwrap_or_default();
        let most = top
            .rows
            .iter()
            .map(|row| (headings(row), row.cells.len()))
            .max();
        most.unwrap_or_default()
    };
    let scored = SEPARATORS.iter().rev().map(|sign| (score(*sign), *sign));
    scored
        .max_by_key(|(score, _)| *score)
        .map_or(',', |(_, sign)| sign)
}

/// Rows that were read.
#[derive(Default)]
struct Rows<'t> {
    rows: Vec<Row>,
    empty: usize,
    /// The text from the last row on.
    last: &'t str,
}

/// The rows of a text, the first with the number `first`, and no more than `most` of them.
fn rows(text: &str, separator: char, first: usize, most: usize) -> Result<Rows<'_>, TableFault> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .terminator(Terminator::Any(b'\n'))
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let (mut read, mut number) = (Rows::default(), first);
    for record in reader.records().take(most) {
        let record = record.map_err(|_| TableFault::Binary)?;
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).ok();
        let raw = start.and_then(|start| text.get(start..)).unwrap_or("");
        // Lines without anything are passed over by the reader, and counted by spreadsheets.
        let passed_over = raw.len() - raw.trim_start_matches('\n').len();
        number += passed_over;
        read.empty += passed_over;
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        match cells.iter().all(|cell| cell.trim().is_empty()) {
            true => read.empty += 1,
            false => {
                read.rows.push(Row { number, cells });
                read.last = raw;
            }
        }
        number += 1;
    }
    Ok(read)
}

/// Whether the last row, which begins where `raw` does, has a quotation mark that never closes and
/// so has taken the lines below into one cell.
fn runs_on(row: &Row, raw: &str) -> bool {
    let over_lines = row.cells.iter().any(|cell| cell.trim_end().contains('\n'));
    over_lines && raw.matches('"').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Row, Table, TableFault};

    fn read(bytes: &[u8]) -> Result<Table, TableFault> {
        let heading = |cell: &&String| ["name", "vote"].contains(&cell.trim());
        Table::read(bytes, |row: &Row| row.cells.iter().filter(heading).count())
    }

    fn numbered(table: &Table) -> Vec<(usize, Vec<&str>)> {
        let cells = |row| -> Vec<&str> { Row::cells_of(row) };
        table
            .rows
            .iter()
            .map(|row| (row.number, cells(row)))
            .collect()
    }

    impl Row {
        fn cells_of(&self) -> Vec<&str> {
            self.cells.iter().map(String::as_str).collect()
        }
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_shows() {
        let table =
            read(b"\xef\xbb\xbf\r\n;;\r\nname;vote\r\n\r\n\r\n\"a\r\nb\";1,5\r\nc;2").unwrap();
        assert_eq!(table.separator, ';');
        assert_eq!(table.encoding, Encoding::Utf8);
        assert_eq!(table.empty, 4);
        let expected = [
            (3, vec!["name", "vote"]),
            (6, vec!["a\nb", "1,5"]),
            (7, vec!["c", "2"]),
        ];
        assert_eq!(numbered(&table), expected);
    }

    #[test]
    fn the_sign_between_cells_is_found_or_said() {
        for (text, sign) in [
            ("a, b, c\nname\tvote\n", '\t'),
            ("name|vote\nx|y\n", '|'),
            ("name,vote\nx;y;z;w,1\n", ','),
            ("sep=;\nname;vote\n", ';'),
        ] {
            assert_eq!(read(text.as_bytes()).unwrap().separator, sign, "{text}");
        }
        assert_eq!(read(b"sep=;\nname;vote\n").unwrap().rows[0].number, 2);
    }

    #[test]
    fn other_encodings_are_read_and_named() {
        let latin = read(b"name,vote\nJos\xe9,\x93yes\x94\n").unwrap();
        assert_eq!(latin.encoding, Encoding::Windows1252);
        assert_eq!(latin.rows[1].cells, ["José", "“yes”"]);
        let text: Vec<u8> = "name\tvote\nŁukasz\tyes\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let wide = read(&[b"\xff\xfe", &text[..]].concat()).unwrap();
        assert_eq!((wide.encoding, wide.separator), (Encoding::Utf16, '\t'));
        assert_eq!(wide.rows[1].cells, ["Łukasz", "yes"]);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert_eq!(read(b""), Err(TableFault::Empty));
        assert_eq!(read(b"\n \n"), Err(TableFault::Empty));
        assert_eq!(read(b"PK\x03\x04\0"), Err(TableFault::Workbook));
        assert_eq!(read(b"name\0,vote\n"), Err(TableFault::Binary));
        assert_eq!(
            read(b"name,vote\nx,\"y\nz,w\n"),
            Err(TableFault::Unclosed(2))
        );
        assert_eq!(read(&b"x\n".repeat(100_000)), Err(TableFault::TooLong));
        assert!(read(b"name,vote\nx,5\" disk\n").is_ok());
        assert!(read(b"name,vote\nx,\"a \"\"b\"\"\nc\"\n").is_ok());
    }
}

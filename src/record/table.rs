//! Reads a table as a spreadsheet saves it, with any encoding, line ends and separator. Writes a table that
//! spreadsheets open and this program reads back, with cells that no spreadsheet computes.

use std::fmt;

use csv::{QuoteStyle, ReaderBuilder, Terminator, WriterBuilder};

use crate::value::text::canonical;

/// So many bytes a table can have.
pub const LARGEST: usize = 16 * 1024 * 1024;
/// A table has fewer rows than this.
pub const MOST_ROWS: usize = 100_000;
/// In so many rows from the top the headings are searched.
pub const TOP: usize = 20;
/// The possible separators of cells, the most likely first.
const SEPARATORS: &[char] = &[',', ';', '\t', '|'];

/// A row that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number as a spreadsheet shows it, from 1; empty rows are counted.
    pub number: usize,
    /// Its cells as they are in the file, line ends as LF.
    pub cells: Vec<String>,
}

impl Row {
    /// The text of a cell, without white space around it; empty where the row is too short.
    pub fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", |cell| cell.trim())
    }

    /// The first cell that is not empty.
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
    /// The separator of its cells.
    pub separator: char,
    /// Its rows, without empty ones.
    pub rows: Vec<Row>,
    /// How many rows are empty.
    pub empty: usize,
}

/// Why a file is not a table; displayed, it completes the sentence "the table … ".
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
    /// It is empty.
    Empty,
    /// A quotation mark opens in this row and is not closed, so the rest would be one cell.
    Unclosed(usize),
}

impl fmt::Display for TableFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "has more than {LARGEST} bytes"),
            Self::TooLong => write!(f, "has {MOST_ROWS} rows or more"),
            Self::Workbook => write!(f, "is a spreadsheet file, not a text file"),
            Self::Binary => write!(f, "is not a text file"),
            Self::Empty => write!(f, "is empty"),
            Self::Unclosed(row) => {
                write!(f, "has a quotation mark in row {row} that is not closed")
            }
        }
    }
}

impl TableFault {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooLarge | Self::TooLong => "split it, and import the parts",
            Self::Workbook => "save it as CSV (UTF-8) from the spreadsheet",
            Self::Binary => "name a CSV file",
            Self::Empty => "name another file",
            Self::Unclosed(_) => "close it, or write it twice if it is part of the text",
        }
    }
}

impl Table {
    /// Reads a table. The separator is the one with which a row among the first [`TOP`] looks most like
    /// headings: `headings` says how many cells of a row are headings.
    ///
    /// # Errors
    /// It is not a text, or not a table with headings.
    pub fn read(bytes: &[u8], headings: impl Fn(&Row) -> usize) -> Result<Self, TableFault> {
        if bytes.len() > LARGEST {
            return Err(TableFault::TooLarge);
        }
        let (text, encoding) = decoded(bytes)?;
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

/// Some spreadsheets write and read a first line that names the separator.
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
        // The reader skips empty lines, but spreadsheets count them.
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

/// Whether the last row, which begins where `raw` does, has a quotation mark that is not closed, and so has
/// taken the lines below into one cell.
fn runs_on(row: &Row, raw: &str) -> bool {
    let over_lines = row.cells.iter().any(|cell| cell.trim_end().contains('\n'));
    over_lines && raw.matches('"').count() % 2 == 1
}

/// How the bytes of a table were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Encoding {
    /// As UTF-8.
    #[serde(rename = "UTF-8")]
    Utf8,
    /// As UTF-16, which some spreadsheets call Unicode text.
    #[serde(rename = "UTF-16")]
    Utf16,
    /// As Windows-1252, because they are not UTF-8: this is a guess.
    #[serde(rename = "Windows-1252")]
    Windows1252,
}

/// What Windows-1252 has at 0x80 to 0x9f; five of these bytes mean nothing.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The beginnings of spreadsheets' own files: a ZIP archive, and the older compound file.
const WORKBOOKS: &[&[u8]] = &[b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// The text, without a byte-order mark, its line ends as LF.
pub(super) fn decoded(bytes: &[u8]) -> Result<(String, Encoding), TableFault> {
    if WORKBOOKS.iter().any(|start| bytes.starts_with(start)) {
        return Err(TableFault::Workbook);
    }
    let (text, encoding) = match bytes {
        [0xff, 0xfe, rest @ ..] => (utf16(rest, u16::from_le_bytes)?, Encoding::Utf16),
        [0xfe, 0xff, rest @ ..] => (utf16(rest, u16::from_be_bytes)?, Encoding::Utf16),
        _ => utf8_or_else(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
    };
    if text.contains('\0') {
        return Err(TableFault::Binary);
    }
    Ok((text.replace("\r\n", "\n").replace('\r', "\n"), encoding))
}

fn utf8_or_else(bytes: &[u8]) -> (String, Encoding) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), Encoding::Utf8),
        Err(_) => (bytes.iter().map(letter).collect(), Encoding::Windows1252),
    }
}

fn letter(byte: &u8) -> char {
    let high = byte.checked_sub(0x80).map(usize::from);
    high.and_then(|at| HIGH.get(at))
        .copied()
        .unwrap_or(char::from(*byte))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, TableFault> {
    let pairs = bytes.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return Err(TableFault::Binary);
    }
    let units: Vec<u16> = pairs
        .filter_map(|pair| Some(unit(<[u8; 2]>::try_from(pair).ok()?)))
        .collect();
    String::from_utf16(&units).map_err(|_| TableFault::Binary)
}

/// Rows as comma-separated values in UTF-8 with LF. Words are always in quotation marks, so that a
/// semicolon in them cannot begin a new cell in a spreadsheet that separates by semicolons. A text that a
/// spreadsheet would compute gets an apostrophe before it.
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

/// The separator of several items in one cell.
pub const BETWEEN: &str = "; ";

/// The characters with which a formula begins in a spreadsheet, also in the wide forms of East Asian
/// keyboards.
const FORMULA: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A cell with an apostrophe before it if a spreadsheet would compute it, or if it already begins with an
/// apostrophe, so that [`bare`] returns exactly the same words.
pub fn guarded(words: &str) -> String {
    match is_guarded(words) {
        true => format!("'{words}"),
        false => words.to_owned(),
    }
}

/// A cell without the apostrophe that [`guarded`] added. Any other apostrophe stays, because it is part of
/// the text.
pub fn bare(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(words) if is_guarded(words) => words,
        _ => cell,
    }
}

/// Some spreadsheets skip white space before they look for a formula.
fn is_guarded(words: &str) -> bool {
    let first = words.trim_start().chars().next();
    first.is_some_and(|c| c == '\'' || FORMULA.contains(&c))
}

/// The items of a cell with several: addresses, ids, memberships.
pub fn items(cell: &str) -> Vec<String> {
    let parts = cell.split([';', ',', '\n', '|']).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Words in canonical form, without marks at the end of a heading.
pub fn folded(words: &str) -> String {
    let marks = [':', '*', '?', '.'];
    canonical(words).trim_end_matches(marks).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{Encoding, Row, Table, TableFault, bare, folded, guarded, items};

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

    #[test]
    fn only_what_could_be_computed_is_guarded() {
        for formula in ["=1+1", "+1", "-1", "@north", "\t=HYPERLINK(0)", "＝1", "'x"] {
            assert_eq!(guarded(formula), format!("'{formula}"), "{formula}");
        }
        for words in ["support", "1", "", "a=b", "é"] {
            assert_eq!(guarded(words), words);
        }
        assert_eq!(bare("'tis fine"), "'tis fine");
        assert_eq!(bare("'+1"), "+1");
    }

    #[test]
    fn several_items_may_be_parted_in_several_ways() {
        assert_eq!(
            items("a@x.org; b@x.org,\nc@x.org"),
            ["a@x.org", "b@x.org", "c@x.org"]
        );
        assert_eq!(items(" ; "), Vec::<String>::new());
        assert_eq!(folded("  Member\u{a0} Body: "), "member body");
    }

    proptest! {
        #[test]
        fn every_cell_is_read_back_as_it_was(words in any::<String>(), sign in "['=+@-]{0,2}") {
            let words = format!("{sign}{words}");
            assert_eq!(bare(&guarded(&words)), words);
        }
    }
}

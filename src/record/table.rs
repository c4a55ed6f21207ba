//! Reads a table as a spreadsheet saves it, with any encoding, line ends and separator. Writes a table that
//! spreadsheets open and this program reads back, with cells that no spreadsheet computes.

use std::fmt;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use csv::{QuoteStyle, Terminator, WriterBuilder};
use encoding_rs::{Encoding as Charset, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::record::table_form;
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
    /// Whether its rows are columns of the file.
    pub is_turned: bool,
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
    /// JSON that is not an export of positions or participants.
    Json,
    /// It has bytes that mean nothing in this encoding.
    NotIn(&'static Charset),
    /// A quotation mark in this row and column that does not begin and end a cell, and why.
    Mark(usize, usize, &'static str),
}

impl fmt::Display for TableFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "has more than {LARGEST} bytes"),
            Self::TooLong => write!(f, "has {MOST_ROWS} rows or more"),
            Self::Workbook => write!(f, "is a spreadsheet file, not a text file"),
            Self::Binary => write!(f, "is not a text file"),
            Self::Empty => write!(f, "is empty"),
            Self::Json => write!(f, "is JSON, but not an export of positions or participants"),
            Self::NotIn(charset) => write!(f, "has bytes that are not {}", charset.name()),
            Self::Mark(row, column, why) => {
                write!(
                    f,
                    "has a quotation mark in row {row}, column {column} {why}"
                )
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
            Self::Binary | Self::Json => "name a CSV file",
            Self::Empty => "name another file",
            Self::NotIn(_) => "save it as UTF-8, or name its encoding in the map: encoding = \"…\"",
            Self::Mark(..) => {
                "open it at the beginning of a cell, and close it at the end. Inside, write a mark twice"
            }
        }
    }
}

impl Table {
    /// A table of rows that were read elsewhere.
    pub fn of(rows: Vec<Row>) -> Self {
        Self {
            encoding: Encoding::UTF_8,
            separator: ',',
            rows,
            empty: 0,
            is_turned: false,
        }
    }

    /// Reads a table, in the encoding that is said or found. The separator is the one with which a row
    /// among the first [`TOP`] looks most like headings: `headings` says how many cells of a row are
    /// headings.
    ///
    /// # Errors
    /// It is not a text, or not a table with headings.
    pub fn read(
        bytes: &[u8],
        said: Option<&'static Charset>,
        headings: impl Fn(&Row) -> usize,
    ) -> Result<Self, TableFault> {
        if bytes.len() > LARGEST {
            return Err(TableFault::TooLarge);
        }
        let (text, encoding) = decoded(bytes, said)?;
        if let Some(rows) = table_form::json(&text).or_else(|| table_form::markdown(&text)) {
            return rows.map(|rows| Self {
                encoding,
                ..Self::of(rows)
            });
        }
        let (said, text) = separator_said(&text);
        let separator = said.unwrap_or_else(|| separator(text, &headings));
        let first = 1 + usize::from(said.is_some());
        let (read, fault) = rows(text, separator, first, MOST_ROWS);
        match fault {
            Some(fault) => Err(fault),
            None if read.rows.is_empty() => Err(TableFault::Empty),
            None if read.rows.len() + read.empty >= MOST_ROWS => Err(TableFault::TooLong),
            None => Ok(Self {
                encoding,
                separator,
                empty: read.empty,
                ..Self::of(read.rows)
            }),
        }
    }

    /// The table with its columns as rows.
    #[must_use]
    pub fn turned(&self) -> Self {
        let wide = self.rows.iter().map(|row| row.cells.len()).max();
        let column = |at: usize| Row {
            number: at + 1,
            cells: self
                .rows
                .iter()
                .map(|row| row.cell(at).to_owned())
                .collect(),
        };
        let mut rows: Vec<Row> = (0..wide.unwrap_or(0)).map(column).collect();
        rows.retain(|row| !row.first().is_empty());
        Self {
            is_turned: true,
            encoding: self.encoding,
            ..Self::of(rows)
        }
    }

    /// Whether the words of a row could be others: its encoding is a guess, and they do not look like those
    /// of a language of Western Europe.
    pub fn is_doubtful(&self, row: &Row) -> bool {
        let western = |cell: &String| self.encoding.charset == WINDOWS_1252 && is_western(cell);
        let doubtful = |cell: &String| !cell.is_ascii() && !western(cell);
        self.encoding.is_guess && row.cells.iter().any(doubtful)
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
        let (top, _) = rows(text, sign, 1, TOP);
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
struct Rows {
    rows: Vec<Row>,
    empty: usize,
}

/// The rows of a text, the first with the number `first`, and no more than `most` of them; down to the first
/// quotation mark that is not clear.
fn rows(text: &str, separator: char, first: usize, most: usize) -> (Rows, Option<TableFault>) {
    let (mut read, mut rest, mut number) = (Rows::default(), text, first);
    while !rest.is_empty() && number < first + most {
        let mut cells = Vec::new();
        loop {
            let (cell, after) = match cell(rest, separator) {
                Ok(read) => read,
                Err(why) => {
                    let fault = TableFault::Mark(number, cells.len() + 1, why);
                    return (read, Some(fault));
                }
            };
            cells.push(cell);
            rest = after.get(1..).unwrap_or("");
            if !after.starts_with(separator) {
                break;
            }
        }
        match cells.iter().all(|cell| cell.trim().is_empty()) {
            true => read.empty += 1,
            false => read.rows.push(Row { number, cells }),
        }
        number += 1;
    }
    (read, None)
}

/// The cell at the beginning of a text, and the text from its end on. A quotation mark opens only a whole
/// cell, and closes only before a separator or the end of the line; one inside a cell without is text.
fn cell(text: &str, separator: char) -> Result<(String, &str), &'static str> {
    let ends = |c: char| c == separator || c == '\n';
    let Some(mut rest) = text.strip_prefix('"') else {
        let (cell, after) = text.split_at(text.find(ends).unwrap_or(text.len()));
        // Excel keeps zeros before a number by a formula that is a text: ="007".
        let formula = cell.strip_prefix("=\"");
        return match cell.trim_start() {
            _ if formula.is_some_and(|text| !text.ends_with('"')) => Err("that is not closed"),
            words if words.len() < cell.len() && words.starts_with('"') => Err("after a space"),
            _ => Ok((cell.to_owned(), after)),
        };
    };
    let mut cell = String::new();
    while let Some((words, after)) = rest.split_once('"') {
        cell.push_str(words);
        rest = match after.chars().next() {
            Some('"') => after.get(1..).unwrap_or(""),
            Some(c) if !ends(c) => return Err("that is closed before the end of its cell"),
            _ => return Ok((cell, after)),
        };
        cell.push('"');
    }
    Err("that is not closed")
}

/// How the bytes of a table were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    /// The encoding.
    pub charset: &'static Charset,
    /// Whether nothing says so but the bytes themselves.
    pub is_guess: bool,
}

impl Encoding {
    /// What every table should have.
    pub const UTF_8: Self = Self {
        charset: UTF_8,
        is_guess: false,
    };

    /// Its name for people.
    pub fn name(&self) -> String {
        match self.charset.name() {
            "UTF-16LE" | "UTF-16BE" => "UTF-16".to_owned(),
            name => name.replace("windows", "Windows"),
        }
    }
}

impl serde::Serialize for Encoding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}

/// The beginnings of spreadsheets' own files: a ZIP archive, and the older compound file.
const WORKBOOKS: &[&[u8]] = &[b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// The text, without a byte-order mark, its line ends as LF.
fn decoded(bytes: &[u8], said: Option<&'static Charset>) -> Result<(String, Encoding), TableFault> {
    if WORKBOOKS.iter().any(|start| bytes.starts_with(start)) {
        return Err(TableFault::Workbook);
    }
    let marked = Charset::for_bom(bytes).map(|(charset, _)| charset);
    let plain = || std::str::from_utf8(bytes).ok().map(|_| UTF_8);
    let known = marked.or(said).or_else(plain);
    let charset = known.unwrap_or_else(|| guess(bytes));
    let (text, _, is_broken) = charset.decode(bytes);
    if text.contains('\0') || (is_broken && [UTF_16LE, UTF_16BE].contains(&charset)) {
        return Err(TableFault::Binary);
    }
    if is_broken {
        return Err(TableFault::NotIn(charset));
    }
    let is_guess = known.is_none();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Ok((text, Encoding { charset, is_guess }))
}

fn guess(bytes: &[u8]) -> &'static Charset {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Letters of Western Europe that are not of ASCII; Icelandic and Turkish ones are other letters in
/// neighbouring encodings.
const LETTERS: &str = "ÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØÚÜßàáâäåæçèéêëíîïñóôöøúùûüœŒ";
const MARKS: &str = "\u{a0}‘’“”„‚–—…•·«»‹›";
/// Signs that no letter follows.
const SIGNS: &str = "€£§°ºª´";

/// Whether words look as people in Western Europe write them: never three letters in a row that are not of
/// ASCII, and no signs within a word.
fn is_western(words: &str) -> bool {
    let all: Vec<char> = words.chars().collect();
    let at = |at: Option<usize>| at.and_then(|at| all.get(at)).copied().unwrap_or(' ');
    let is_foreign = |c: char| LETTERS.contains(c);
    let mut chars = all.iter().enumerate();
    chars.all(|(n, c)| {
        let (before, next) = (at(n.checked_sub(1)), at(Some(n + 1)));
        match *c {
            c if c.is_ascii() || MARKS.contains(c) => true,
            '¿' | '¡' => !before.is_alphabetic(),
            c if SIGNS.contains(c) => !next.is_alphabetic(),
            c => is_foreign(c) && !(is_foreign(before) && is_foreign(next)),
        }
    })
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

/// A cell without the apostrophe that [`guarded`] added, or without the formula `="…"` around a text. Any
/// other apostrophe stays, because it is part of the text.
pub fn bare(cell: &str) -> &str {
    let formula = cell
        .strip_prefix("=\"")
        .and_then(|cell| cell.strip_suffix('"'));
    match cell.strip_prefix('\'') {
        Some(words) if is_guarded(words) => words,
        _ => formula.filter(|text| !text.contains('"')).unwrap_or(cell),
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

    use super::{Encoding, Row, Table, TableFault, bare, folded, guarded, is_western, items};

    fn read(bytes: &[u8]) -> Result<Table, TableFault> {
        let heading = |cell: &&String| ["name", "vote"].contains(&cell.trim());
        Table::read(bytes, None, |row: &Row| {
            row.cells.iter().filter(heading).count()
        })
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
        assert_eq!(table.encoding, Encoding::UTF_8);
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
        assert_eq!(latin.encoding.name(), "Windows-1252");
        assert!(latin.encoding.is_guess && !latin.is_doubtful(&latin.rows[1]));
        assert_eq!(latin.rows[1].cells, ["José", "“yes”"]);
        let text: Vec<u8> = "name\tvote\nŁukasz\tyes\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let wide = read(&[b"\xff\xfe", &text[..]].concat()).unwrap();
        assert_eq!(
            (wide.encoding.name(), wide.separator),
            ("UTF-16".to_owned(), '\t')
        );
        assert_eq!(wide.rows[1].cells, ["Łukasz", "yes"]);
    }

    #[test]
    fn words_that_depend_on_a_guess_are_in_doubt_unless_they_are_western() {
        for (bytes, encoding, said) in [
            (
                &b"a,\xd1\xee\xe3\xeb\xe0\xf1\xed\xe0"[..],
                "Windows-1251",
                "Согласна",
            ),
            (b"a,\x8e^\x90\xac\x82\xb7\x82\xe9", "Shift_JIS", "賛成する"),
        ] {
            let table = read(&[b"name,vote\n", bytes].concat()).unwrap();
            let found = (table.encoding.name(), table.rows[1].cell(1).to_owned());
            assert_eq!(found, (encoding.to_owned(), said.to_owned()));
            assert!(table.is_doubtful(&table.rows[1]) && !table.is_doubtful(&table.rows[0]));
        }
        let said = Some(encoding_rs::WINDOWS_1251);
        let table = Table::read(b"name,vote\na,\xd1", said, |_| 2).unwrap();
        assert_eq!(
            (table.rows[1].cell(1), table.is_doubtful(&table.rows[1])),
            ("С", false)
        );
        let said = Some(encoding_rs::SHIFT_JIS);
        let broken = Table::read(b"name,vote\na,\xff", said, |_| 2);
        assert_eq!(broken, Err(TableFault::NotIn(encoding_rs::SHIFT_JIS)));
        for western in [
            "été",
            "¿Qué?",
            "l’œuvre",
            "«Köln»",
            "nº 5",
            "3 €",
            "Ångström",
            "créée",
        ] {
            assert!(is_western(western), "{western}");
        }
        // Polish, Turkish, Greek and UTF-8, read as Windows-1252.
        for other in [
            "£ukasz",
            "ró¿a",
            "Yýldýz",
            "×éêü",
            "JosÃ©",
            "Ñîãëàñíà",
            "\u{81}",
        ] {
            assert!(!is_western(other), "{other}");
        }
    }

    #[test]
    fn a_mark_is_around_a_cell_or_doubled_in_one_or_text() {
        for (line, cells) in [
            ("a,\"b\"", vec!["a", "b"]),
            ("a,\"b, \"\"c\"\"\"", vec!["a", "b, \"c\""]),
            ("a,\"\",", vec!["a", "", ""]),
            ("a,5\" disk", vec!["a", "5\" disk"]),
            ("a,=\"007\"", vec!["a", "=\"007\""]),
            ("a,\"b\nc\"", vec!["a", "b\nc"]),
        ] {
            let table = read(format!("name,vote\n{line}").as_bytes()).unwrap();
            assert_eq!(table.rows[1].cells, cells, "{line}");
        }
        for (line, column) in [
            ("a,\"b\nc,\"d\"", 2),
            ("a,\"b\"c", 2),
            ("\"a\" ,b", 1),
            ("a, \"b\"", 2),
            ("a,b,\"c", 3),
            ("a,=\"0,7\"", 2),
            ("a,\"", 2),
        ] {
            let found = read(format!("name,vote\n{line}\nx,y\n").as_bytes());
            assert!(
                matches!(found, Err(TableFault::Mark(2, at, _)) if at == column),
                "{line}: {found:?}"
            );
        }
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert_eq!(read(b""), Err(TableFault::Empty));
        assert_eq!(read(b"\n \n"), Err(TableFault::Empty));
        assert_eq!(read(b"PK\x03\x04\0"), Err(TableFault::Workbook));
        assert_eq!(read(b"name\0,vote\n"), Err(TableFault::Binary));
        assert_eq!(read(b"{\"a\": 1}"), Err(TableFault::Json));
        assert_eq!(read(b"\xff\xfea"), Err(TableFault::Binary));
        assert_eq!(read(&b"x\n".repeat(100_000)), Err(TableFault::TooLong));
        assert!(read(b"name,vote\nx,5\" disk\n").is_ok());
        assert!(read(b"name,vote\nx,\"a \"\"b\"\"\nc\"\n").is_ok());
    }

    #[test]
    fn a_table_is_turned_without_its_empty_columns() {
        let table = read(b"name,,ann,ben\nvote,,yes\n").unwrap().turned();
        let rows = [
            (1, vec!["name", "vote"]),
            (3, vec!["ann", "yes"]),
            (4, vec!["ben", ""]),
        ];
        assert_eq!(numbered(&table), rows);
        assert!(table.is_turned);
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
        assert_eq!(bare("=\"007\""), "007");
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

//! Tables: their rows, and the encodings in which spreadsheets save them. Writes a table that spreadsheets open
//! and this program reads back, with cells that no spreadsheet computes.

use std::fmt;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use csv::{QuoteStyle, Terminator, WriterBuilder};
use encoding_rs::{Encoding as Charset, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::value::text::{canonical, without_marks};

/// So many bytes a table can have.
pub const LARGEST: usize = 16 * 1024 * 1024;
/// A table has fewer rows than this.
pub const MOST_ROWS: usize = 100_000;
/// In so many rows from the top the headings are searched.
pub const TOP: usize = 20;
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
    /// The numbers of the rows that had invisible marks.
    pub marked: Vec<usize>,
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
    /// A table of rows that were read elsewhere, without invisible marks.
    pub fn of(mut rows: Vec<Row>) -> Self {
        let mut marked = Vec::new();
        for row in &mut rows {
            for cell in row.cells.iter_mut().filter(|cell| !cell.is_ascii()) {
                let bare = without_marks(cell);
                if bare.len() < cell.len() {
                    marked.push(row.number);
                    *cell = bare;
                }
            }
        }
        marked.dedup();
        Self {
            encoding: Encoding::UTF_8,
            separator: ',',
            rows,
            empty: 0,
            is_turned: false,
            marked,
        }
    }

    /// The table with its columns as rows; `None` where it is too large for that.
    pub fn turned(&self) -> Option<Self> {
        let wide = self.rows.iter().map(|row| row.cells.len()).max()?;
        (wide.saturating_mul(self.rows.len()) < LARGEST / 10).then_some(())?;
        let column = |at: usize| Row {
            number: at + 1,
            cells: self
                .rows
                .iter()
                .map(|row| row.cell(at).to_owned())
                .collect(),
        };
        let mut rows: Vec<Row> = (0..wide).map(column).collect();
        rows.retain(|row| !row.first().is_empty());
        Some(Self {
            is_turned: true,
            encoding: self.encoding,
            ..Self::of(rows)
        })
    }

    /// Whether the words of a row could be others: its encoding is a guess, and they do not look like those
    /// of a language of Western Europe.
    pub fn is_doubtful(&self, row: &Row) -> bool {
        let western = |cell: &String| self.encoding.charset == WINDOWS_1252 && is_western(cell);
        let doubtful = |cell: &String| !cell.is_ascii() && !western(cell);
        self.encoding.is_guess && row.cells.iter().any(doubtful)
    }
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
pub(super) fn decoded(
    bytes: &[u8],
    said: Option<&'static Charset>,
) -> Result<(String, Encoding), TableFault> {
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
pub fn written(rows: impl IntoIterator<Item = impl AsRef<[String]>>) -> String {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::NonNumeric)
        .terminator(Terminator::Any(b'\n'))
        .flexible(true)
        .from_writer(Vec::new());
    let done = rows.into_iter().try_for_each(|row| {
        let cells = row.as_ref().iter();
        writer.write_record(cells.map(|cell| guarded(cell)))
    });
    match (done, writer.into_inner().map(String::from_utf8)) {
        (Ok(()), Ok(Ok(text))) => text,
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

    use super::{bare, folded, guarded, is_western, items};

    #[test]
    fn western_words_have_few_letters_beyond_ascii_and_no_signs_inside() {
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

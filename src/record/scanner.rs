//! Scans files in the canonical form, in which this program writes them: ten times as quickly as the full reader,
//! with the same keys, values and places. Any other file, and any file with an error, is left to the full reader.

use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

/// A key with its value.
pub(super) type Entry<'d> = (Spanned<DeString<'d>>, Spanned<DeValue<'d>>);

/// So many keys of one table are scanned. Each is compared with all before it.
const MOST_KEYS: usize = 64;

/// The keys of a file in the order of the file, unless it is left to the full reader.
pub(super) fn scan(text: &str) -> Option<Vec<Entry<'_>>> {
    // Without a branch, so that many bytes are compared at once.
    if text.bytes().fold(false, |any, b| any | is_control(b)) {
        return None;
    }
    let mut scanner = Scanner { text, at: 0 };
    let mut entries = scanner.keys()?;
    while scanner.at < text.len() {
        scanner.table(&mut entries)?;
    }
    Some(entries)
}

fn is_control(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\n') & (byte != b'\t') | (byte == 0x7f)
}

fn is_of_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn is_of_scalar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b':' | b'.' | b'_')
}

struct Scanner<'d> {
    text: &'d str,
    at: usize,
}

impl<'d> Scanner<'d> {
    fn rest(&self) -> &'d str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Passes `mark`, if it comes next.
    fn passes(&mut self, mark: &str) -> bool {
        let next = self.rest().starts_with(mark);
        self.at += if next { mark.len() } else { 0 };
        next
    }

    fn expect(&mut self, mark: &str) -> Option<()> {
        self.passes(mark).then_some(())
    }

    fn ends_line(&mut self) -> Option<()> {
        (self.rest().is_empty() || self.passes("\n")).then_some(())
    }

    /// Passes these bytes and gives them with their place.
    fn take(&mut self, length: usize) -> Option<Spanned<&'d str>> {
        let span = self.at..self.at.checked_add(length)?;
        self.at = span.end;
        let taken = self.text.get(span.clone())?;
        Some(Spanned::new(span, taken))
    }

    /// Passes as many of these bytes as there are, but at least one.
    fn some(&mut self, is_wanted: fn(u8) -> bool) -> Option<Spanned<&'d str>> {
        let rest = self.rest().bytes();
        let length = rest.take_while(|b| is_wanted(*b)).count();
        self.take(length).filter(|_| length > 0)
    }

    fn key(&mut self) -> Option<Spanned<DeString<'d>>> {
        let key = self.some(is_of_key)?;
        Some(Spanned::new(key.span(), key.into_inner().into()))
    }

    /// The keys up to the next table.
    fn keys(&mut self) -> Option<Vec<Entry<'d>>> {
        let mut entries: Vec<Entry<'d>> = Vec::with_capacity(8);
        while !matches!(self.rest().bytes().next(), None | Some(b'[')) {
            if self.passes("\n") {
                continue;
            }
            let key = self.key()?;
            self.expect(" = ")?;
            let value = self.value()?;
            self.ends_line()?;
            if entries.len() == MOST_KEYS
                || entries
                    .iter()
                    .any(|(other, _)| other.get_ref() == key.get_ref())
            {
                return None;
            }
            entries.push((key, value));
        }
        Some(entries)
    }

    /// A table, or one of a list of tables.
    fn table(&mut self, entries: &mut Vec<Entry<'d>>) -> Option<()> {
        let start = self.at;
        let is_one_of_list = self.passes("[[");
        if !is_one_of_list {
            self.expect("[")?;
        }
        let key = self.key()?;
        self.expect(if is_one_of_list { "]]" } else { "]" })?;
        let span = start..self.at;
        self.ends_line()?;
        let table = DeTable::from_iter(self.keys()?);
        let table = Spanned::new(span.clone(), DeValue::Table(table));
        let before = entries
            .iter_mut()
            .find(|(other, _)| other.get_ref() == key.get_ref());
        match before.map(|(_, value)| value.get_mut()) {
            // In a list that is a value of its own, the full reader does not put tables.
            Some(DeValue::Array(list)) if is_one_of_list && is_of_tables(list) => list.push(table),
            Some(_) => return None,
            None if is_one_of_list => {
                let mut list = DeArray::new();
                list.push(table);
                entries.push((key, Spanned::new(span, DeValue::Array(list))));
            }
            None => entries.push((key, table)),
        }
        (entries.len() <= MOST_KEYS).then_some(())
    }

    fn value(&mut self) -> Option<Spanned<DeValue<'d>>> {
        match self.rest().bytes().next()? {
            b'"' => self.short_text(),
            b'\'' => self.prose(),
            b'[' => self.list(),
            _ => self.scalar(),
        }
    }

    /// A text in `"…"` without escapes.
    fn short_text(&mut self) -> Option<Spanned<DeValue<'d>>> {
        let start = self.at;
        self.expect("\"")?;
        let ends = |b: u8| matches!(b, b'"' | b'\\' | b'\n');
        let length = self.rest().bytes().position(ends)?;
        let text = self.take(length)?.into_inner();
        self.expect("\"")?;
        // Three marks begin a text of several lines.
        if text.is_empty() && self.rest().starts_with('"') {
            return None;
        }
        Some(Spanned::new(start..self.at, DeValue::String(text.into())))
    }

    /// A text in `'''…'''`.
    fn prose(&mut self) -> Option<Spanned<DeValue<'d>>> {
        let start = self.at;
        self.expect("'''")?;
        self.passes("\n");
        let rest = self.rest();
        let mut marks = rest.match_indices('\'').map(|(at, _)| at);
        let length = marks.find(|at| rest.get(*at..).is_some_and(|end| end.starts_with("'''")))?;
        let text = self.take(length)?.into_inner();
        self.expect("'''")?;
        Some(Spanned::new(start..self.at, DeValue::String(text.into())))
    }

    /// A list of short texts on one line.
    fn list(&mut self) -> Option<Spanned<DeValue<'d>>> {
        let start = self.at;
        self.expect("[")?;
        let mut list = DeArray::new();
        while !self.passes("]") {
            if !list.is_empty() {
                self.expect(", ")?;
            }
            list.push(self.short_text()?);
        }
        Some(Spanned::new(start..self.at, DeValue::Array(list)))
    }

    /// A number, a time, true or false, as the full reader reads it.
    fn scalar(&mut self) -> Option<Spanned<DeValue<'d>>> {
        let written = self.some(is_of_scalar)?;
        let read = DeValue::parse(written.get_ref()).ok()?;
        Some(Spanned::new(written.span(), read.into_inner()))
    }
}

fn is_of_tables(list: &DeArray<'_>) -> bool {
    list.iter().all(|item| item.get_ref().is_table()) && !list.is_empty()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::{ProptestConfig, Strategy, any, prop, proptest};
    use toml::de::DeTable;

    use super::{MOST_KEYS, scan};
    use crate::record::canonical_toml::CanonicalToml;
    use crate::value::clock::Instant;

    /// Whether the scanner takes a text. What it takes must be without an error, and have the keys, values and
    /// places that the full reader finds.
    fn is_taken(text: &str) -> bool {
        let Some(entries) = scan(text) else {
            return false;
        };
        let (document, errors) = DeTable::parse_recoverable(text);
        assert!(errors.is_empty(), "{text:?}: {errors:?}");
        let full: Vec<_> = document.get_ref().iter().collect();
        assert_eq!(format!("{entries:?}"), format!("{full:?}"), "{text:?}");
        true
    }

    fn agrees(text: &str) {
        is_taken(text);
    }

    /// Every text with a piece put in, taken out or put in place of another at many of its places.
    fn changed(text: &str, each: usize, look: &mut impl FnMut(&str)) {
        for at in (0..text.len()).step_by(each) {
            let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else {
                continue;
            };
            let mut rest = after.chars();
            rest.next();
            look(&format!("{before}{}", rest.as_str()));
            let piece = PIECES[at / each % PIECES.len()];
            look(&format!("{before}{piece}{after}"));
            look(&format!("{before}{piece}{}", rest.as_str()));
        }
    }

    const PIECES: &[&str] = &[
        "\"",
        "'",
        "'''",
        "''''",
        "\"\"\"",
        "\\",
        "\\u001b",
        "\n",
        "\r\n",
        "\r",
        "\t",
        " ",
        "#",
        "=",
        " = ",
        "[",
        "]",
        "[[",
        "]]",
        "[a]\n",
        "[[a]]\n",
        "[a.b]\n",
        ".",
        ",",
        ", ",
        "{",
        "}",
        "_",
        "-",
        "0",
        "1",
        "a",
        "b = 1\n",
        "a = []\n",
        "a = [\"b\"]\n",
        "é",
        "\u{85}",
        "\u{202e}",
        "\u{feff}",
        "\0",
        "\u{1b}",
        "\u{7f}",
        "2026-01-02",
        "T03:04:05Z",
        "true",
        "inf",
        "0x1f",
        "1_000",
        "+",
    ];

    const TAKEN: &[&str] = &[
        "",
        "\n",
        "a = \"\"",
        "a = \"b\"\n\n\nb = \"x\"",
        "a = ''''''\nb = '''\n'''\nc = '''\n\n'''\nd = '''it''s'''\n",
        "a = true\nb = 0\nc = -1\nd = 1.5\ne = 2026-01-02\nf = 2026-01-02T03:04:05Z\n",
        "a = []\nb = [\"x\"]\nc = [\"x\", \"\", \"é\"]\n",
        "a = \"tab\there\"\nb = '''tab\there'''\n",
        "a = \"\u{202e}\"\nb = '''\u{85}'''\n",
        "[[a]]\n[[a]]\nb = 1\n[c]\n\n[d]\nb = 1\n[[a]]\n",
    ];

    const LEFT: &[&str] = &[
        "a = \"b",
        "a = '''b",
        "a = '''b''''\n",
        "a = \"\"\"b\"\"\"\n",
        "a = 'b'\n",
        "a = \"\\u001b\"\n",
        "a = \"b\"\r\n",
        "a = '''\r\nb'''\n",
        "a = '''\u{1b}'''\n",
        "\u{feff}a = 1\n",
        "a=1\n",
        "a = 1 \n",
        " a = 1\n",
        "a = 1 # b\n",
        "# b\n",
        "a = 1\na = 1\n",
        "\"a\" = 1\n",
        "a.b = 1\n",
        "é = 1\n",
        "a = [1]\n",
        "a = [\"b\",]\n",
        "a = [\n\"b\"]\n",
        "a = {}\n",
        "a = 01\n",
        "a = 2026-02-30\n",
        "a = b\n",
        "a = \n",
        "a\n",
        "[a]\n[a]\n",
        "[a]\n[[a]]\n",
        "[[a]]\n[a]\n",
        "a = []\n[[a]]\n",
        "a = [\"b\"]\n[[a]]\n",
        "a = 1\n[a]\n",
        "[a.b]\n",
        "[[a.b]]\n",
        "[ a ]\n",
        "[a] # b\n",
        "[a]\nb = 1\nb = 2\n",
    ];

    #[test]
    fn canonical_forms_are_taken_and_other_forms_are_left() {
        for text in TAKEN {
            assert!(is_taken(text), "{text:?}");
            changed(text, 1, &mut agrees);
        }
        for text in LEFT {
            assert!(!is_taken(text), "{text:?}");
            changed(text, 1, &mut agrees);
        }
        let keys = |n: usize| (0..n).map(|k| format!("k{k} = 1\n")).collect::<String>();
        assert!(is_taken(&keys(MOST_KEYS)) && !is_taken(&keys(MOST_KEYS + 1)));
    }

    fn records_below(folder: &Path, look: &mut impl FnMut(&str)) {
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                records_below(&path, look);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                look(&text);
            }
        }
    }

    #[test]
    fn every_example_is_read_as_the_full_reader_reads_it() {
        let (mut taken, mut all) = (0, 0);
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for folder in ["examples", "tests"].map(|name| root.join(name)) {
            // A published package has only the charters among the examples.
            if !folder.is_dir() {
                continue;
            }
            records_below(&folder, &mut |text| {
                taken += usize::from(is_taken(text));
                all += 1;
                changed(text, 1 + text.len() / 20, &mut agrees);
            });
        }
        assert!(all > 0 && (all < 1000 || taken > 300), "{taken} of {all}");
    }

    /// A record as this program writes it, with texts in which marks and other languages are frequent.
    fn written() -> impl Strategy<Value = String> {
        let word =
            prop::sample::select(&["a", "é", "'", "\"", "\n", "\t", " ", "王", "''", "#"][..]);
        let text = prop::collection::vec(word, 0..8).prop_map(|words| words.concat());
        let key = prop::sample::select(&["a", "b", "on", "relayed-by", "x1"][..]);
        prop::collection::vec((0..8, key, text, any::<u32>()), 0..8).prop_map(|lines| {
            let mut sheet = CanonicalToml::new();
            for (kind, key, text, number) in lines {
                match kind {
                    0 => sheet.text(key, &text),
                    1 => sheet.prose(key, &text),
                    2 => sheet.flag(key, number % 2 == 0),
                    3 => sheet.whole(key, number.into()),
                    4 => sheet.list(key, &[&text, key]),
                    5 => sheet.maybe_instant(key, Instant::from_seconds(number.into())),
                    6 => sheet.item(key),
                    _ => sheet.table(key),
                };
            }
            sheet.finish()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

        #[test]
        fn what_this_program_writes_is_read_as_the_full_reader_reads_it(text in written()) {
            let is_whole = DeTable::parse_recoverable(&text).1.is_empty();
            assert_eq!(is_taken(&text), is_whole && !text.contains('\\'));
            changed(&text, 1, &mut agrees);
        }

        #[test]
        fn any_pieces_are_read_as_the_full_reader_reads_them(
            pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24),
        ) {
            is_taken(&pieces.concat());
            is_taken(&format!("a = {}\nb = 1\n", pieces.concat()));
        }
    }
}

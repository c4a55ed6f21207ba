//! Writes records in their canonical form: one form for each record, LF, a final newline.

use crate::value::clock::Instant;

/// A record being written, key by key, in the order of the calls.
#[derive(Debug, Default, Clone)]
pub struct CanonicalToml {
    out: String,
    /// What is before the name of a table: `track.policy.`.
    within: String,
}

impl CanonicalToml {
    /// An empty sheet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.out
    }

    fn line(&mut self, key: &str, value: &str) -> &mut Self {
        self.out.push_str(key);
        self.out.push_str(" = ");
        self.out.push_str(value);
        self.out.push('\n');
        self
    }

    /// A short text or a name, in `"…"`.
    pub fn text(&mut self, key: &str, value: &str) -> &mut Self {
        self.line(key, &quoted(value))
    }

    /// A short text, where there is one.
    pub fn maybe_text(&mut self, key: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.text(key, value);
        }
        self
    }

    /// Prose, in `'''…'''`, so that quotation marks and backslashes need no escapes.
    pub fn prose(&mut self, key: &str, value: &str) -> &mut Self {
        self.line(key, &literal(value))
    }

    /// Prose, where there is any.
    pub fn maybe_prose(&mut self, key: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.prose(key, value);
        }
        self
    }

    /// A time, in UTC.
    pub fn instant(&mut self, key: &str, value: Instant) -> &mut Self {
        self.line(key, &value.to_string())
    }

    /// A time, where there is one.
    pub fn maybe_instant(&mut self, key: &str, value: Option<Instant>) -> &mut Self {
        if let Some(value) = value {
            self.instant(key, value);
        }
        self
    }

    /// A value that is already written in TOML.
    pub fn raw(&mut self, key: &str, value: &str) -> &mut Self {
        self.line(key, value)
    }

    /// True or false.
    pub fn flag(&mut self, key: &str, value: bool) -> &mut Self {
        self.line(key, if value { "true" } else { "false" })
    }

    /// A whole number.
    pub fn whole(&mut self, key: &str, value: u64) -> &mut Self {
        self.line(key, &value.to_string())
    }

    /// A list of names or short texts, on one line.
    pub fn list<T: ToString>(&mut self, key: &str, values: &[T]) -> &mut Self {
        let items: Vec<String> = values
            .iter()
            .map(|value| quoted(&value.to_string()))
            .collect();
        self.line(key, &format!("[{}]", items.join(", ")))
    }

    /// A list, where there is anything in it.
    pub fn maybe_list<T: ToString>(&mut self, key: &str, values: &[T]) -> &mut Self {
        if !values.is_empty() {
            self.list(key, values);
        }
        self
    }

    /// The head of a table, after an empty line.
    pub fn table(&mut self, name: &str) -> &mut Self {
        self.gap();
        self.out.push_str(&format!("[{}{name}]\n", self.within));
        self
    }

    /// The head of one table of a list, after an empty line.
    pub fn item(&mut self, name: &str) -> &mut Self {
        self.gap();
        self.out.push_str(&format!("[[{}{name}]]\n", self.within));
        self
    }

    /// Writes what `fill` writes into the table `name`, with its own tables.
    pub(crate) fn inside(&mut self, name: &str, fill: impl FnOnce(&mut Self)) {
        let before = self.within.len();
        self.within.push_str(name);
        self.within.push('.');
        fill(self);
        self.within.truncate(before);
    }

    /// The keys of another sheet, at the end.
    pub fn append(&mut self, other: CanonicalToml) -> &mut Self {
        self.out.push_str(&other.out);
        self
    }

    /// An empty line.
    pub fn blank(&mut self) -> &mut Self {
        self.gap();
        self
    }

    fn gap(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }
}

/// `text` in `"…"`, with the escapes that it needs.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `text` in `'''…'''`: on one line where it has only one, else from a line of its own. A text that has
/// `'''` in it or ends in `'` is written in `"…"`.
pub fn literal(text: &str) -> String {
    let unsafe_in_literal = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{7f}';
    if text.contains("'''") || text.ends_with('\'') || text.chars().any(unsafe_in_literal) {
        return quoted(text);
    }
    // A line feed right after the opening marks is not part of the text.
    if text.contains('\n') {
        format!("'''\n{text}'''")
    } else {
        format!("'''{text}'''")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{CanonicalToml, literal, quoted};

    #[test]
    fn prose_and_short_texts() {
        let mut sheet = CanonicalToml::new();
        sheet
            .text("position", "accept")
            .prose("reason", "Two years\nis \"fine\".\n");
        sheet
            .table("disposition")
            .text("value", "stands")
            .list("of", &["a", "b"]);
        assert_eq!(
            sheet.finish(),
            "position = \"accept\"\nreason = '''\nTwo years\nis \"fine\".\n'''\n\n\
             [disposition]\nvalue = \"stands\"\nof = [\"a\", \"b\"]\n"
        );
    }

    proptest! {
        #[test]
        fn every_text_reads_back_as_it_was_written(text in any::<String>()) {
            for written in [quoted(&text), literal(&text)] {
                let document: toml::Table = toml::from_str(&format!("x = {written}\n")).unwrap();
                // TOML itself folds no line ends of literals that this program writes.
                assert_eq!(document["x"].as_str(), Some(text.as_str()));
            }
        }
    }
}

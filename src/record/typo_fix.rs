//! Fixes typing errors in a record where nothing has to be guessed.

use crate::record::toml_typo::{TypoFix, mends};

/// How often a text is read again, because one error can hide another.
const MOST_PASSES: usize = 12;

/// Invisible characters that change no word: soft hyphens, marks of the direction of writing, spaces without
/// width. What reorders a text is not among them.
const MARKS: [char; 7] = [
    '\u{ad}', '\u{61c}', '\u{200b}', '\u{200e}', '\u{200f}', '\u{2060}', '\u{feff}',
];

/// A text that was fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedText {
    /// The text as it should be.
    pub text: String,
    /// What was wrong, each once, in the order in which it was fixed.
    pub done: Vec<String>,
}

/// The bytes of a record with their errors fixed: byte-order mark, line ends of other systems, and what keeps
/// the text from being TOML. `None` where nothing has to be fixed or can be.
pub fn mend(bytes: &[u8]) -> Option<FixedText> {
    let original = std::str::from_utf8(bytes).ok()?;
    let mut mended = FixedText {
        text: original.to_owned(),
        done: Vec::new(),
    };
    mended.ends();
    for _ in 0..MOST_PASSES {
        if !mended.pass() {
            break;
        }
    }
    if mended.text == original {
        return None;
    }
    Some(mended)
}

impl FixedText {
    fn note(&mut self, what: &str) {
        if !self.done.iter().any(|done| done == what) {
            self.done.push(what.to_owned());
        }
    }

    fn ends(&mut self) {
        if let Some(rest) = self.text.strip_prefix('\u{feff}') {
            self.text = rest.to_owned();
            self.note("the file begins with a byte-order mark");
        }
        if self.text.contains("\r\n") {
            self.text = self.text.replace("\r\n", "\n");
            self.note("the lines have Windows line ends");
        } else if self.text.contains('\r') && !self.text.contains('\n') {
            self.text = self.text.replace('\r', "\n");
            self.note("the lines have line ends of old Macs");
        }
        if self.text.contains(MARKS) {
            self.text = self.text.replace(MARKS, "");
            self.note("there are invisible characters in the text");
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
            self.note("the last line has no line end");
        }
    }

    /// Fixes every error that one reading shows; returns whether there was any.
    fn pass(&mut self) -> bool {
        let mut lines: Vec<Option<String>> =
            self.text.lines().map(|l| Some(l.to_owned())).collect();
        let mut noted = Vec::new();
        for (at, sentence, mend) in mends(&self.text) {
            let mended = match mend {
                TypoFix::Type(line) => typed(&mut lines, at, line),
                TypoFix::Remove => removed(&mut lines, at),
                TypoFix::Prose(more) => prose(&mut lines, at, more),
                TypoFix::Person => None,
            };
            noted.extend(mended.map(|()| sentence));
        }
        for sentence in &noted {
            self.note(sentence);
        }
        if !noted.is_empty() {
            let kept: Vec<String> = lines.into_iter().flatten().collect();
            self.text = format!("{}\n", kept.join("\n"));
        }
        !noted.is_empty()
    }
}

/// A line with a key and a value, with the same value as other types: without its quotation marks, in a list, or
/// with quotation marks. Its comment stays. Not each of them can be read.
pub fn retyped(line: &str) -> Vec<String> {
    let Some((key, rest)) = line.split_once('=') else {
        return Vec::new();
    };
    let end = rest.find(" #").unwrap_or(rest.len());
    let (value, comment) = rest.split_at(end);
    let value = value.trim();
    let bare = ['"', '\''].into_iter();
    let mut bare = bare.filter_map(|mark| value.strip_prefix(mark)?.strip_suffix(mark));
    let types = match bare.next_back() {
        Some(bare) => vec![bare.trim().to_lowercase(), format!("[{value}]")],
        None => vec![format!("\"{value}\"")],
    };
    let typed = types
        .into_iter()
        .map(|new| format!("{key}= {new}{comment}"));
    typed.collect()
}

/// Replaces a line by another, if that one can be read.
fn typed(lines: &mut [Option<String>], at: usize, line: String) -> Option<()> {
    let place = lines.get_mut(at)?;
    let reads = toml::from_str::<toml::Table>(&line).is_ok_and(|table| table.len() == 1);
    if !reads || place.as_deref() == Some(line.as_str()) {
        return None;
    }
    *place = Some(line);
    Some(())
}

fn removed(lines: &mut [Option<String>], at: usize) -> Option<()> {
    lines.get_mut(at)?.take().map(drop)
}

/// Puts `'''` around a text that continues over several lines.
fn prose(lines: &mut [Option<String>], at: usize, more: usize) -> Option<()> {
    let part = lines.get_mut(at..=at.checked_add(more)?)?;
    let whole: Vec<&str> = part.iter().map(Option::as_deref).collect::<Option<_>>()?;
    let whole = whole.join("\n");
    let (key, value) = whole.split_once('=')?;
    let value = value.trim();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
    if inner.contains(['\\', quote]) || inner.contains("'''") || inner.ends_with('\'') {
        return None;
    }
    let text = format!("{} = '''\n{inner}'''", key.trim());
    toml::from_str::<toml::Table>(&text).ok()?;
    let (first, rest) = part.split_first_mut()?;
    *first = Some(text);
    rest.fill(None);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::mend;

    fn mended(text: &str) -> String {
        mend(text.as_bytes()).map_or_else(|| "nothing".to_owned(), |mended| mended.text)
    }

    #[test]
    fn what_needs_no_guessing_is_typed() {
        let right = "position = \"accept\"\n";
        for text in [
            "position: accept\n",
            "Position: \"accept\"\n",
            "position = accept\n",
            "position == \"accept\"\n",
            "position = “accept”\n",
            "position = ‘accept’\n",
            "position = „accept“\n",
            "position = «accept»\n",
            "position = `accept`\n",
            "position = \"accept\",\n",
            "position = \"accept\";\n",
            "position = \"accept\n",
            "position = \u{a0}\"accept\"\n",
            "position accept\n",
            "\u{feff}position = \"accept\"\n",
            "position = \"accept\"\r\n",
            "```toml\nposition = \"accept\"\n```\n",
            "~~~\nposition: accept\n~~~\n",
            "---\nposition: accept\n---\n",
            "{\n  \"position\": \"accept\",\n}\n",
            "\u{feff}```\r\nposition: “accept”\r\n```\r\n",
        ] {
            let found = mended(text).replace("=  ", "= ");
            assert_eq!(found, right, "{text:?}");
            assert_eq!(mended(&found), "nothing", "{text:?}");
        }
    }

    #[test]
    fn what_was_said_stays_to_the_letter() {
        for (text, right) in [
            ("reason = “It’s “fine”.”\n", "reason = \"It’s “fine”.\"\n"),
            ("reason = “say \"so\"”\n", "reason = 'say \"so\"'\n"),
            ("reason = \"C:\\dir\"\n", "reason = 'C:\\dir'\n"),
            (
                "reason = \"a \"no\" to me\"\n",
                "reason = '''a \"no\" to me'''\n",
            ),
            ("reason = \"one\ntwo\"\n", "reason = '''\none\ntwo'''\n"),
            (
                "position: object\nreason = \"one\n\nmore: \"\non = “r2”\n",
                "position = \"object\"\nreason = '''\none\n\nmore: '''\non = \"r2\"\n",
            ),
            (
                "position: accept # for now\n",
                "position = \"accept\" # for now\n",
            ),
        ] {
            assert_eq!(mended(text), right);
        }
    }

    #[test]
    fn what_only_a_person_knows_is_let_alone() {
        for text in [
            "position = \"accept\"\nposition = \"object\"\n",
            "<<<<<<< HEAD\nposition = \"accept\"\n=======\n>>>>>>> x\n",
            "reason: |\n",
            "joins: [a.b, c.d]\n",
            "I object\n",
            "position =\n",
            "reason = '''never closed\non = \"r1\"\n",
            "- position\n",
            "a = \"b\" c = \"d\"\n",
            "reason = \"one\n'''two\"\n",
            "position = \"accept\"\nreason = '''\n```\nposition: object\n```\n'''\n",
        ] {
            assert_eq!(mended(text), "nothing", "{text:?}");
        }
    }
}

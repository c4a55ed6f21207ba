//! Explains errors in TOML syntax, as people make them in web editors, in plain words.

use toml::de::Error;

use crate::record::keys::MOST_FAULTS;
use crate::value::code;
use crate::value::finding::{Finding, SourceLocation};

/// What is wrong with one line, and what to type instead.
struct TypingError {
    sentence: String,
    hint: String,
    mend: TypoFix,
}

/// How an error can be fixed without guessing what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TypoFix {
    /// The line becomes this one.
    Type(String),
    /// The line is removed.
    Remove,
    /// The text that begins on this line continues over so many more, and needs `'''` around it.
    Prose(usize),
    /// Only a person knows what was meant.
    Person,
}

impl TypoFix {
    /// How many of the lines after it are part of the same error.
    fn lines_after(&self) -> u32 {
        match self {
            TypoFix::Prose(lines) => u32::try_from(*lines).unwrap_or(u32::MAX),
            _ => 0,
        }
    }
}

/// Each error in a text: its line counted from 0, what is wrong, and how to fix it.
pub(super) fn mends(text: &str) -> Vec<(usize, String, TypoFix)> {
    let (_, errors) = toml::de::DeTable::parse_recoverable(text);
    let slips = slips("", text, &errors).into_iter();
    let placed = slips.map(|(place, slip)| {
        let line = place.line.unwrap_or(1).saturating_sub(1) as usize;
        (line, slip.sentence, slip.mend)
    });
    placed.collect()
}

/// One finding for each line that the TOML reader could not read, in order of lines.
pub fn findings(path: &str, text: &str, errors: &[Error]) -> Vec<Finding> {
    let slips = slips(path, text, errors).into_iter();
    slips
        .map(|(place, slip)| Finding::new(code::S101, place, slip.sentence).hint(slip.hint))
        .collect()
}

fn slips(path: &str, text: &str, errors: &[Error]) -> Vec<(SourceLocation, TypingError)> {
    let mut faults: Vec<(SourceLocation, &Error)> = errors
        .iter()
        .take(MOST_FAULTS)
        .map(|error| {
            let start = error.span().map_or(0, |span| span.start);
            (SourceLocation::at(path, text, start), error)
        })
        .collect();
    faults.sort_by(|a, b| a.0.cmp(&b.0));
    faults.dedup_by(|later, first| later.0.line == first.0.line);
    let lines: Vec<&str> = text.lines().collect();
    let mut out = Vec::new();
    let mut swallowed = 0;
    for (place, error) in faults {
        let number = place.line.unwrap_or(1);
        if number <= swallowed {
            continue;
        }
        let at = (number as usize).saturating_sub(1);
        let line = lines.get(at).copied().unwrap_or("");
        let slip = recognise(line, &lines[at.min(lines.len())..], error.message());
        swallowed = number + slip.mend.lines_after();
        out.push((place, slip));
    }
    out
}

impl TypingError {
    /// An error that is fixed by typing the line of the hint.
    fn typed(sentence: &str, line: String) -> Self {
        Self {
            sentence: sentence.to_owned(),
            mend: TypoFix::Type(line.clone()),
            hint: line,
        }
    }

    /// An error that only a person can fix.
    fn unclear(sentence: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            hint: hint.into(),
            mend: TypoFix::Person,
        }
    }

    /// The same error; if `is_sure` is false, the line to type is only a guess.
    fn sure_if(mut self, sure: bool) -> Self {
        if !sure {
            self.mend = TypoFix::Person;
        }
        self
    }
}

fn recognise(line: &str, from_here: &[&str], message: &str) -> TypingError {
    let slip = whole_line(line)
        .or_else(|| odd_space(line))
        .or_else(|| second_time(line, message))
        .or_else(|| curly_quotes(line))
        .or_else(|| open_quote(line, from_here))
        .or_else(|| open_prose(line, message))
        .or_else(|| behind_value(line, message))
        .or_else(|| two_equals(line))
        .or_else(|| backslash(line))
        .or_else(|| colon(line))
        .or_else(|| bare_word(line))
        .or_else(|| no_equals(line, message));
    slip.unwrap_or_else(|| {
        let sentence = format!("this line is not TOML: {message}");
        TypingError::unclear(sentence, "write each line as key = \"value\"")
    })
}

/// Lines that do not belong in a record: what they are or begin with, what is wrong, what to do, and the fix.
type Line = (fn(&str) -> bool, &'static str, &'static str, TypoFix);

const LINES: &[Line] = &[
    (
        |line| line.starts_with("```") || line.starts_with("~~~"),
        "the record is inside a Markdown code fence",
        "remove the lines that begin with ``` or ~~~",
        TypoFix::Remove,
    ),
    (
        |line| MERGE.iter().any(|mark| line.starts_with(mark)),
        "the file has a merge conflict",
        "keep one of the two versions, and remove the lines with <, = and >",
        TypoFix::Person,
    ),
    (
        |line| matches!(line, "---" | "..."),
        "this is a line of YAML front matter",
        "remove the line ---",
        TypoFix::Remove,
    ),
    (
        |line| matches!(line, "{" | "}" | "},"),
        "this brace belongs to another format",
        "remove the line; a record has no braces around it and no commas between its lines",
        TypoFix::Remove,
    ),
    (
        |line| line.starts_with("- ") || line.starts_with("* "),
        "this is a list item of another format",
        "write a list as key = [\"first\", \"second\"]",
        TypoFix::Person,
    ),
];

/// What git writes around the two versions of a conflict.
const MERGE: [&str; 4] = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];

fn whole_line(line: &str) -> Option<TypingError> {
    let found = LINES.iter().find(|(is_it, ..)| is_it(line.trim()));
    found.map(|(_, sentence, hint, mend)| TypingError {
        sentence: (*sentence).to_owned(),
        hint: (*hint).to_owned(),
        mend: mend.clone(),
    })
}

fn second_time(line: &str, message: &str) -> Option<TypingError> {
    message.contains("duplicate key").then(|| {
        let sentence = format!("duplicate key {}", quoted(key_of(line)));
        TypingError::unclear(sentence, "keep one of the two lines and remove the other")
    })
}

/// The text before the first equals sign, and after it.
fn parts(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once('=')?;
    Some((key.trim(), value.trim()))
}

fn key_of(line: &str) -> &str {
    line.split(['=', ':']).next().unwrap_or("").trim()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", crate::value::text::shortened(text, 40))
}

/// Straight quotation marks in place of the outer ones: those inside the text stay.
fn curly_quotes(line: &str) -> Option<TypingError> {
    if !line.contains(['“', '”', '„', '‟', '‘', '’', '«', '»']) {
        return None;
    }
    let outer = |c: char| OPENING.contains(&c) || CLOSING.contains(&c);
    let around = parts(line).and_then(|(key, value)| {
        let inner = value.strip_prefix(outer)?.strip_suffix(outer)?;
        let quoted = in_marks(inner)?;
        Some(format!("{key} = {quoted}"))
    });
    let straight = line.replace(['“', '”', '„', '‟', '«', '»'], "\"");
    let straight = straight.replace(['‘', '’'], "'").trim().to_owned();
    if !straight.contains('=')
        && let Some(slip) = colon(&straight)
    {
        return Some(slip);
    }
    let sentence = "use straight quotation marks instead of typographic ones";
    Some(TypingError::typed(sentence, around.unwrap_or(straight)))
}

const OPENING: [char; 7] = ['“', '„', '‟', '‘', '«', '"', '\''];
const CLOSING: [char; 6] = ['”', '“', '’', '»', '"', '\''];

/// A text that begins with a quotation mark and does not end on its line.
fn open_quote(line: &str, from_here: &[&str]) -> Option<TypingError> {
    let (key, value) = parts(line)?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let triple = value.starts_with("\"\"\"") || value.starts_with("'''");
    if triple || value[1..].replace("\\\"", "").contains(quote) {
        return None;
    }
    let more = from_here
        .iter()
        .skip(1)
        .take(200)
        .position(|line| line.trim_end().ends_with(quote));
    Some(match more {
        Some(lines) => TypingError {
            sentence: "a text in quotation marks continues on the next line".to_owned(),
            hint: format!("put it between ''' and ''': {key} = '''…'''"),
            mend: TypoFix::Prose(lines + 1),
        },
        None => TypingError::typed(
            "the closing quotation mark is missing",
            format!("{key} = {value}{quote}"),
        ),
    })
}

/// Spaces of other widths look like a space, but TOML reads them as letters.
fn odd_space(line: &str) -> Option<TypingError> {
    let odd = |c: char| c.is_whitespace() && !c.is_ascii();
    let outside = line
        .split(['"', '\''])
        .step_by(2)
        .any(|part| part.contains(odd));
    outside.then(|| {
        let mended = line.replace(odd, " ").trim().to_owned();
        TypingError::typed("this character looks like a space but is not one", mended)
    })
}

/// Prose that is not closed.
fn open_prose(line: &str, message: &str) -> Option<TypingError> {
    let open = message.contains("multi-line") && message.contains("expected");
    (open && !line.contains('\\')).then(|| {
        TypingError::unclear(
            "the three closing quotation marks are missing",
            "put ''' after its last line",
        )
    })
}

/// Something after a value in quotation marks: a comma, the rest of a text that has quotation marks itself,
/// or another key.
fn behind_value(line: &str, message: &str) -> Option<TypingError> {
    if !message.contains("expected newline") {
        return None;
    }
    let (key, value) = parts(line)?;
    let rest = value.strip_suffix([',', ';']);
    if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
        return Some(TypingError::typed(
            "remove the comma or semicolon at the end of the line",
            format!("{key} = {}", rest.trim()),
        ));
    }
    if value.contains('=') {
        return Some(TypingError::unclear(
            "there is more than one key on this line",
            "write each key on a line of its own",
        ));
    }
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    Some(TypingError::typed(
        "there are quotation marks inside a text in quotation marks",
        format!("{key} = '''{inner}'''"),
    ))
}

fn two_equals(line: &str) -> Option<TypingError> {
    let (key, value) = line.split_once("==")?;
    Some(TypingError::typed(
        "use = instead of ==",
        format!("{} = {}", key.trim(), value.trim()),
    ))
}

/// How lines are written.
const PLAIN: &str = "write each line as key = \"value\", such as reason = \"TEXT\"";

/// A key and a value with nothing between them, or with a dash.
fn no_equals(line: &str, message: &str) -> Option<TypingError> {
    if !message.contains("key with no value") {
        return None;
    }
    let sentence = "this line has no equals sign";
    Some(match line.trim().split_once(char::is_whitespace) {
        Some((key, value)) => {
            let value = value.trim_matches([' ', '-', '–', '—', '"', '\'', '`']);
            // A person who writes a sentence does not mean a key, except perhaps this one.
            match key.eq_ignore_ascii_case("position") && !value.contains(' ') {
                true => TypingError::typed(sentence, format!("{key} = {}", literal(value))),
                false => TypingError::unclear(sentence, PLAIN),
            }
        }
        None => TypingError::unclear(sentence, PLAIN),
    })
}

fn backslash(line: &str) -> Option<TypingError> {
    let (key, value) = parts(line)?;
    if !value.starts_with('"') || !value.contains('\\') {
        return None;
    }
    let inner = value.trim_matches('"');
    Some(TypingError::typed(
        "a backslash in \"…\" begins an escape, and this is not one",
        format!("{key} = '{inner}'"),
    ))
}

fn colon(line: &str) -> Option<TypingError> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim().trim_matches('"');
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if key.is_empty() || !key.chars().all(plain) {
        return None;
    }
    let (value, comment) = match value.split_once(" #") {
        Some((value, comment)) if !value.contains(['"', '\'']) => (value, format!(" #{comment}")),
        _ => (value, String::new()),
    };
    let value = value.trim().trim_matches(['"', '\'', ',']);
    let slip = TypingError::typed(
        "use = instead of :",
        format!("{} = {}{comment}", key.to_lowercase(), literal(value)),
    );
    // Lists, blocks and empty values are written differently in YAML.
    let is_plain = !value.is_empty() && !value.starts_with(['[', '{', '|', '>', '&', '*', '!']);
    Some(slip.sure_if(is_plain))
}

fn bare_word(line: &str) -> Option<TypingError> {
    let (key, value) = parts(line)?;
    if value.is_empty() {
        return Some(TypingError::unclear(
            format!("the key {} has no value", quoted(key)),
            format!("{key} = \"…\", or remove the line"),
        ));
    }
    let begins_word = !value.starts_with(['"', '\'', '[', '{']);
    let (word, comment) = match value.split_once(" #") {
        Some((word, comment)) => (word.trim(), format!(" #{comment}")),
        None => (value, String::new()),
    };
    let word = word.trim_matches(['"', '\'', '`', '´', '″', '′']);
    begins_word.then(|| {
        TypingError::typed(
            "put the word in straight quotation marks",
            format!("{key} = {}{comment}", literal(word)),
        )
    })
}

fn literal(value: &str) -> String {
    match value {
        "true" | "True" | "TRUE" => "true".to_owned(),
        "false" | "False" | "FALSE" => "false".to_owned(),
        other if other.contains('"') || other.contains('\\') => format!("'{other}'"),
        other => format!("\"{other}\""),
    }
}

/// A text between quotation marks that keep it as it is; `None` where no kind does.
fn in_marks(text: &str) -> Option<String> {
    if !text.contains(['"', '\\']) {
        return Some(format!("\"{text}\""));
    }
    if !text.contains('\'') {
        return Some(format!("'{text}'"));
    }
    let prose = !text.contains("'''") && !text.ends_with('\'');
    prose.then(|| format!("'''{text}'''"))
}

#[cfg(test)]
mod tests {
    use super::findings;
    use crate::blessed::screen;
    use crate::value::finding::Finding;

    fn found(text: &str) -> Vec<Finding> {
        let (_, errors) = toml::de::DeTable::parse_recoverable(text);
        findings("f.toml", text, &errors)
    }

    /// Line and column of each error.
    fn places(text: &str) -> Vec<(u32, u32)> {
        let place = |it: &Finding| (it.place.line.unwrap(), it.place.column.unwrap());
        found(text).iter().map(place).collect()
    }

    /// Errors as people read them: what was typed, what is wrong, what to type.
    fn page<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
        let mut page = String::new();
        for text in texts {
            page.push_str(&format!("{}\n", text.trim_end()));
            for slip in found(text) {
                page.push_str(&format!("  {}: {}\n", slip.place, slip.sentence));
                page.push_str(&format!("  hint: {}\n", slip.hint.unwrap_or_default()));
            }
            page.push('\n');
        }
        page
    }

    #[test]
    fn each_slip_is_answered_with_the_line_to_type() {
        let table = [
            ("position: accept\n", (1, 9), Some("position = \"accept\"")),
            (
                "position = “accept”\n",
                (1, 12),
                Some("position = \"accept\""),
            ),
            (
                "position = accept\n",
                (1, 12),
                Some("position = \"accept\""),
            ),
            (
                "reason = \"C:\\dir\"\n",
                (1, 14),
                Some("reason = 'C:\\dir'"),
            ),
            (
                "position = \"accept\n",
                (1, 19),
                Some("position = \"accept\""),
            ),
            ("position =\n", (1, 11), None),
            (
                "position = \"accept\",\n",
                (1, 20),
                Some("position = \"accept\""),
            ),
            (
                "position == \"accept\"\n",
                (1, 11),
                Some("position = \"accept\""),
            ),
            (
                "position = `accept`\n",
                (1, 12),
                Some("position = \"accept\""),
            ),
            (
                "position = accept # for now\n",
                (1, 12),
                Some("position = \"accept\" # for now"),
            ),
            (
                "position = \u{a0}\"accept\"\n",
                (1, 12),
                Some("position =  \"accept\""),
            ),
            ("position accept\n", (1, 10), Some("position = \"accept\"")),
            (
                "position – \"accept\"\n",
                (1, 10),
                Some("position = \"accept\""),
            ),
            ("withdrawn = True\n", (1, 13), Some("withdrawn = true")),
            ("a = \"b\" c = \"d\"\n", (1, 9), None),
            (
                "reason = \"a \"no\" to me\"\n",
                (1, 14),
                Some("reason = '''a \"no\" to me'''"),
            ),
            ("reason = '''never closed\n", (2, 1), None),
            ("}\n", (1, 1), None),
        ];
        screen("record/slips", &page(table.map(|(text, ..)| text)));
        for (text, place, line) in table {
            assert_eq!(places(text), [place], "{text}");
            let hint = found(text).remove(0).hint.unwrap();
            assert!(line.is_none_or(|line| hint == line), "{text}: {hint}");
        }
    }

    #[test]
    fn slips_over_several_lines_are_named_where_they_begin() {
        let table = [
            (
                "position = \"object\"\nreason = \"two\nlines\"\n",
                &[(2, 14)][..],
            ),
            ("```toml\nposition = \"accept\"\n```\n", &[(1, 1), (3, 4)]),
            (
                "<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> x\n",
                &[(1, 1), (3, 2), (5, 9)],
            ),
            ("position = \"a\"\nposition = \"b\"\n", &[(2, 1)]),
        ];
        screen(
            "record/slips_over_several_lines",
            &page(table.map(|(text, _)| text)),
        );
        for (text, expected) in table {
            assert_eq!(places(text), expected, "{text}");
        }
    }
}

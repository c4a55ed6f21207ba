//! Makes texts of other people safe to show, and brings names into the one form in which they are compared:
//! names, addresses, accounts, organisations, groups and regions that people type differently but mean as the
//! same are equal in it.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use deunicode::deunicode_char;
use unicase::UniCase;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A character that is not allowed in any field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnsafeText {
    /// A control character other than a line feed or a tab, among them the terminal's escape.
    Control,
    /// A character that is invisible, or that reorders or hides the text next to it.
    Invisible,
}

/// What `c` is, if it is not allowed in a record. A carriage return is a control character; readers of files
/// convert CRLF before they ask.
pub fn hostile(c: char) -> Option<UnsafeText> {
    match c {
        '\n' | '\t' => None,
        c if c.is_control() => Some(UnsafeText::Control),
        '\u{2028}' | '\u{2029}' => Some(UnsafeText::Control),
        '\u{061c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2060}'..='\u{2064}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{206f}'
        | '\u{feff}'
        | '\u{00ad}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some(UnsafeText::Invisible),
        _ => None,
    }
}

/// Whether what is around a text could be read in another order because of it, or the text because of what is around it:
/// it has a letter of a script that is written from right to left, or something that turns or hides.
pub fn can_turn(text: &str) -> bool {
    let turns = |c: char| {
        matches!(
            c,
            '\u{590}'..='\u{8ff}'
                | '\u{fb1d}'..='\u{fdff}'
                | '\u{fe70}'..='\u{feff}'
                | '\u{10800}'..='\u{10fff}'
                | '\u{1e800}'..='\u{1efff}'
        )
    };
    !text.is_ascii() && text.chars().any(turns) || hostile_in(text).next().is_some()
}

/// A text without its invisible characters, but for those that turn the order of what is seen: programs add
/// direction marks, soft hyphens and spaces without width, and nobody types them.
pub fn without_marks(text: &str) -> String {
    let turns = ['\u{202d}', '\u{202e}'];
    text.replace(
        |c| hostile(c) == Some(UnsafeText::Invisible) && !turns.contains(&c),
        "",
    )
}

/// Every character of `text` that is not allowed in a record, with its byte offset.
pub fn hostile_in(text: &str) -> impl Iterator<Item = (usize, char, UnsafeText)> + '_ {
    // Without a branch, so that many bytes are compared at once: most texts have none.
    let is_harmless = |b: u8| (b' '..=b'~').contains(&b) | (b == b'\n') | (b == b'\t');
    let harmless = text.bytes().fold(true, |all, b| all & is_harmless(b));
    let to_look_at = if harmless { "" } else { text };
    to_look_at
        .char_indices()
        .filter_map(|(at, c)| hostile(c).map(|kind| (at, c, kind)))
}

/// A character as a sentence names it: `"x"`, or its code point where it cannot be seen.
pub fn named(c: char) -> String {
    if c == ' ' {
        return "a space".to_owned();
    }
    match hostile(c) {
        None if !c.is_whitespace() => format!("\"{c}\""),
        _ => format!("the character U+{:04X}", u32::from(c)),
    }
}

/// `text` with every character that could control a terminal, or hide, written as `\u{…}`.
/// Line feeds and tabs stay.
pub fn shown(text: &str) -> String {
    if hostile_in(text).next().is_none() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match hostile(c) {
            None => out.push(c),
            Some(_) => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
        }
    }
    out
}

/// [`shown`], on one line: every run of white space is one space.
pub fn shown_on_one_line(text: &str) -> String {
    shown(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The first `most` characters on one line, with an ellipsis where something was cut off.
pub fn shortened(text: &str, most: usize) -> String {
    let line = shown_on_one_line(text);
    if line.chars().count() <= most {
        return line;
    }
    let kept: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Words for the legal form of a company: the last words of a name, in canonical form and without full stops.
/// Sources: the forms of the countries from which most participants of public registers come. A form that is
/// missing here only means one warning less.
const COMPANY_FORMS: &[&str] = &[
    "ab",
    "ag",
    "as",
    "asa",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "eood",
    "gmbh",
    "inc",
    "incorporated",
    "kg",
    "kk",
    "limited",
    "llc",
    "llp",
    "ltd",
    "ltda",
    "nv",
    "oy",
    "oyj",
    "plc",
    "pte",
    "pty",
    "pvt",
    "sa",
    "sarl",
    "sas",
    "se",
    "sl",
    "spa",
    "srl",
    "sro",
    "ug",
];

/// The text in Unicode's composed form, in folded letter case, with every run of white space as one
/// space, every dash as a hyphen, and without invisible characters.
pub fn canonical(text: &str) -> String {
    if text.is_ascii() {
        return spaced(text).to_ascii_lowercase();
    }
    let seen = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| match is_dash(c) {
            true => '-',
            false => c,
        });
    let folded = UniCase::unicode(spaced(&seen.nfc().collect::<String>())).to_folded_case();
    match is_nfc(&folded) {
        true => folded,
        false => folded.nfc().collect(),
    }
}

/// The text in Unicode's composed form.
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// Whether two texts are the same in canonical form.
pub fn same(one: &str, other: &str) -> bool {
    one == other || canonical(one) == canonical(other)
}

/// The canonical form of an organisation's name without the form of the company: `google` for
/// "Google LLC" and for "Google, Inc.".
pub fn company(name: &str) -> String {
    let canonical = canonical(name);
    let mut words: Vec<&str> = canonical
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let is_form = |word: &&str| COMPANY_FORMS.contains(&word.replace('.', "").as_str());
    while words.len() > 1 && words.last().is_some_and(is_form) {
        words.pop();
    }
    words.join(" ")
}

/// The canonical form in plain Latin letters, in which identifiers are made: `uenal celik` for "Ünal Çelik",
/// `wang wei` for "王伟".
pub fn latin(text: &str) -> String {
    unmarked(text, |_| true)
}

/// The canonical form as an eye sees it: Latin letters without marks, other scripts as they are.
pub fn plain(text: &str) -> String {
    let is_latin = |c: char| matches!(c, '\u{a0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2000}'..='\u{206f}');
    unmarked(text, is_latin)
}

/// The canonical form, with plain Latin letters for every character that is `to_change`. Apostrophes and the
/// full stops of initials are left out.
fn unmarked(text: &str, to_change: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = 0;
    for c in canonical(text).chars() {
        let mut own = [0; 4];
        let plain = match c {
            'ä' => "ae",
            'ö' => "oe",
            'ü' => "ue",
            '.' if letters == 1 => "",
            c if c.is_ascii() || !to_change(c) => c.encode_utf8(&mut own),
            '’' | '‘' => "",
            c if !c.is_alphanumeric() => " ",
            c => deunicode_char(c).unwrap_or(" "),
        };
        letters = if c.is_alphabetic() { letters + 1 } else { 0 };
        let plain = plain.chars().filter(|c| !matches!(c, '\'' | '`'));
        out.extend(plain.map(|c| c.to_ascii_lowercase()));
    }
    out
}

fn spaced(text: &str) -> String {
    let words = text.split_whitespace();
    words.collect::<Vec<_>>().join(" ")
}

fn is_dash(c: char) -> bool {
    matches!(
        c,
        '\u{58a}' | '\u{5be}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2212}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{30a0}'
                | '\u{fe31}'
                | '\u{fe32}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
    )
}

/// Unicode's default ignorable characters.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Names that several people type, each under the spelling that came first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spellings {
    first: BTreeMap<String, String>,
}

impl Spellings {
    /// Takes the names in the order in which their spellings are preferred.
    pub fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut first = BTreeMap::new();
        for name in names {
            first
                .entry(canonical(name))
                .or_insert_with(|| name.to_owned());
        }
        Self { first }
    }

    /// The spelling of a name that came first; the name itself where it is new.
    pub fn first<'s>(&'s self, name: &'s str) -> &'s str {
        self.first
            .get(&canonical(name))
            .map_or(name, String::as_str)
    }
}

/// Whether something is written so. Nothing is written for it: this is asked for every file of a register.
pub fn is_written(what: impl fmt::Display, text: &str) -> bool {
    let mut rest = Rest(text);
    write!(rest, "{what}").is_ok() && rest.0.is_empty()
}

/// What is left of a text, from which each piece that is written to it is taken away.
struct Rest<'t>(&'t str);

impl fmt::Write for Rest<'_> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(piece).ok_or(fmt::Error)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{
        Spellings, canonical, company, named, same, shortened, shown, shown_on_one_line,
        without_marks,
    };

    #[test]
    fn what_could_act_on_a_terminal_is_written_out() {
        assert_eq!(shown("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(shown("safe\u{202e}evil"), "safe\\u{202e}evil");
        assert_eq!(shown("two\nlines\tand é"), "two\nlines\tand é");
        assert_eq!(shown("over\rwrite"), "over\\u{d}write");
    }

    #[test]
    fn long_prose_is_cut_to_a_line() {
        assert_eq!(shown_on_one_line("a\n  b\tc "), "a b c");
        assert_eq!(shortened("consensus is rough", 10), "consensus…");
        assert_eq!(shortened("short", 10), "short");
        assert!(named('\u{200b}').ends_with("U+200B"));
        let marked = "\u{feff}\u{200f}so\u{ad}ft\u{200b}\u{2066}";
        assert_eq!(without_marks(marked), "soft");
        assert_eq!(without_marks("a\u{202e}\u{7}"), "a\u{202e}\u{7}");
    }

    #[test]
    fn what_nobody_means_differently_is_the_same() {
        for (one, other) in [
            ("In\u{e9}s Go\u{301}mez", "Ine\u{301}s G\u{f3}mez"),
            ("STRASSE", "straße"),
            ("Ruth  Adeyemi ", "ruth\u{a0}adeyemi"),
            ("Deutsche\u{2011}Bank", "deutsche-bank"),
            ("zero\u{200b}width", "ZeroWidth"),
            ("ruth@EXAMPLE.org", "ruth@example.org"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ] {
            assert!(same(one, other), "{one} {other}: {}", canonical(one));
        }
        for (one, other) in [("Jose", "José"), ("ann-lee", "annlee"), ("Iran", "Iraq")] {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn the_form_of_a_company_is_not_its_name() {
        for name in [
            "Google",
            "google",
            "Google LLC",
            "Google, Inc.",
            "GOOGLE Pty. Ltd.",
        ] {
            assert_eq!(company(name), "google", "{name}");
        }
        assert_eq!(company("Siemens A.G."), "siemens");
        assert_eq!(company("Sony K.K."), "sony");
        assert_eq!(company("SAS"), "sas");
        assert_eq!(company("Red Hat"), "red hat");
    }

    #[test]
    fn the_first_spelling_stands_for_all() {
        let spellings = Spellings::of(["Google", "google", "Meta"]);
        assert_eq!(spellings.first("GOOGLE"), "Google");
        assert_eq!(spellings.first("Other"), "Other");
    }

    proptest! {
        #[test]
        fn the_canonical_form_of_a_canonical_form_is_itself(text in any::<String>()) {
            let once = canonical(&text);
            assert_eq!(canonical(&once), once);
        }
    }
}

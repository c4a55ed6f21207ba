//! Gives words a style, makes them harmless on one line, and turns styles into a terminal's.

use std::fmt::Write as _;

use anstyle::AnsiColor;

use crate::value::text::shown;

/// How words are set apart. Colour only underlines what the words already say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// As everything else.
    #[default]
    Plain,
    /// Bold: titles, headings, names to find again.
    Strong,
    /// Faint: asides and notes.
    Dim,
    /// Green: met, done, in order.
    Good,
    /// Red: unmet, open, refused.
    Bad,
    /// Magenta, which is readable on light and dark screens: worth a look.
    Attention,
}

impl Style {
    /// Words in this ink: `Style::Bad.on("NO")`.
    pub fn on(self, words: impl Into<String>) -> StyledText {
        StyledText::default().and(self, words)
    }

    fn style(self) -> anstyle::Style {
        let style = anstyle::Style::new();
        let colour = |colour: AnsiColor| anstyle::Style::new().fg_color(Some(colour.into()));
        match self {
            Self::Plain => style,
            Self::Strong => style.bold(),
            Self::Dim => style.dimmed(),
            Self::Good => colour(AnsiColor::Green),
            Self::Bad => colour(AnsiColor::Red).bold(),
            Self::Attention => colour(AnsiColor::Magenta),
        }
    }

    const MARKS: [(Self, char); 6] = [
        (Self::Plain, '\u{2060}'),
        (Self::Strong, '\u{2061}'),
        (Self::Dim, '\u{2062}'),
        (Self::Good, '\u{2063}'),
        (Self::Bad, '\u{2064}'),
        (Self::Attention, '\u{206a}'),
    ];

    /// The mark before a word in this style. Marks have no width, so that columns can
    /// be laid out around them, and no words can contain one: `shown` writes them out.
    pub(crate) fn mark(self) -> char {
        let own = Self::MARKS.iter().find(|(ink, _)| *ink == self);
        own.map_or('\u{2060}', |(_, mark)| *mark)
    }

    /// The style that a mark means; `None` where `c` is not a mark.
    pub(crate) fn of_mark(c: char) -> Option<Self> {
        let found = Self::MARKS.iter().find(|(_, mark)| *mark == c);
        found.map(|(ink, _)| *ink)
    }

    /// `words`, each between marks. The words must have been made harmless before.
    pub(crate) fn marked(self, words: &str) -> String {
        if self == Self::Plain {
            return words.to_owned();
        }
        let mark = |word: &str| match word {
            "" => String::new(),
            word => format!("{}{word}{}", self.mark(), Self::Plain.mark()),
        };
        words.split(' ').map(mark).collect::<Vec<_>>().join(" ")
    }
}

/// Words on one line, in one or more styles. They are kept as they came, and made harmless where
/// they are shown: who makes a text never escapes anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StyledText {
    spans: Vec<(Style, String)>,
    /// What is said in place of these signs where nobody sees them.
    aloud: Option<String>,
}

impl StyledText {
    /// The same text with `words` in `ink` directly behind it.
    #[must_use]
    pub fn and(mut self, ink: Style, words: impl Into<String>) -> Self {
        let words = words.into();
        if !words.is_empty() {
            self.spans.push((ink, words));
        }
        self
    }

    /// The same text with another directly behind it.
    #[must_use]
    pub fn then(mut self, more: impl Into<StyledText>) -> Self {
        self.spans.extend(more.into().spans);
        self
    }

    /// The same signs, such as a row of letters, with the words that are said in their place where
    /// a page is spoken or read by a program; with no words, nothing is said.
    #[must_use]
    pub fn aloud(mut self, words: impl Into<String>) -> Self {
        self.aloud = Some(words.into());
        self
    }

    /// The text as it is spoken: words instead of signs.
    pub(crate) fn heard(&self) -> Self {
        match &self.aloud {
            Some(words) => Style::Plain.on(words),
            None => self.clone(),
        }
    }

    /// Whether there is nothing but white space in it.
    pub fn is_empty(&self) -> bool {
        self.spans.iter().all(|(_, words)| words.trim().is_empty())
    }

    /// The words, harmless and on one line.
    pub(crate) fn words(&self) -> String {
        self.spans().into_iter().map(|(_, words)| words).collect()
    }

    /// The spans, harmless: every run of white space is one space, and none is at either end.
    pub(crate) fn spans(&self) -> Vec<(Style, String)> {
        let (mut begun, mut space) = (false, false);
        let mut out = Vec::new();
        for (ink, words) in &self.spans {
            let mut tidy = String::new();
            for (n, word) in words.split(char::is_whitespace).enumerate() {
                space |= n > 0 && begun;
                if word.is_empty() {
                    continue;
                }
                if std::mem::take(&mut space) {
                    tidy.push(' ');
                }
                tidy.push_str(&standing(&shown(word)));
                begun = true;
            }
            if !tidy.is_empty() {
                out.push((*ink, tidy));
            }
        }
        out
    }

    /// The harmless words with the marks that [`painted`] turns into a terminal's styles.
    pub(crate) fn marked(&self) -> String {
        let spans = self.spans();
        spans.iter().map(|(ink, words)| ink.marked(words)).collect()
    }

    /// The same with `ink` wherever the text is plain.
    pub(crate) fn marked_in(&self, ink: Style) -> String {
        let inked = |(own, words): (Style, String)| match own {
            Style::Plain => ink.marked(&words),
            own => own.marked(&words),
        };
        self.spans().into_iter().map(inked).collect()
    }
}

/// A word whose first characters have no width of their own has them written out: they would
/// change the characters before them, in somebody else's words, and how wide these are.
fn standing(word: &str) -> String {
    let joins = |c: &char| unicode_width::UnicodeWidthChar::width(*c) == Some(0);
    let lone: String = word.chars().take_while(joins).collect();
    let written: String = lone
        .chars()
        .map(|c| format!("\\u{{{:x}}}", u32::from(c)))
        .collect();
    format!("{written}{}", &word[lone.len()..])
}

impl From<&str> for StyledText {
    fn from(words: &str) -> Self {
        Style::Plain.on(words)
    }
}

impl From<String> for StyledText {
    fn from(words: String) -> Self {
        Style::Plain.on(words)
    }
}

impl<T: std::fmt::Display> From<&T> for StyledText {
    fn from(shown: &T) -> Self {
        Style::Plain.on(shown.to_string())
    }
}

/// Nothing where there is nothing.
impl<T: Into<StyledText>> From<Option<T>> for StyledText {
    fn from(words: Option<T>) -> Self {
        words.map(Into::into).unwrap_or_default()
    }
}

impl From<u64> for StyledText {
    fn from(number: u64) -> Self {
        Style::Plain.on(number.to_string())
    }
}

impl From<usize> for StyledText {
    fn from(number: usize) -> Self {
        Style::Plain.on(number.to_string())
    }
}

impl serde::Serialize for StyledText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let words: String = self.spans.iter().map(|(_, words)| words.as_str()).collect();
        serializer.serialize_str(&words)
    }
}

/// A laid-out line with its marks taken out: turned into a terminal's styles where `colour` is
/// on, dropped where it is off.
pub(crate) fn painted(line: &str, colour: bool) -> String {
    let (mut wanted, mut on) = (Style::Plain, Style::Plain);
    let mut out = String::with_capacity(line.len());
    let change = |out: &mut String, from: Style, to: Style| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{:#}{}", from.style(), to.style());
    };
    for c in line.chars() {
        match Style::of_mark(c) {
            Some(ink) => wanted = ink,
            // Spaces need no ink: a change waits for the next letter.
            None if c != ' ' && colour && wanted != on => {
                change(&mut out, on, wanted);
                on = wanted;
                out.push(c);
            }
            None => out.push(c),
        }
    }
    if on != Style::Plain {
        change(&mut out, on, Style::Plain);
    }
    out
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::{Style, StyledText, painted};

    const ALL: [Style; 6] = [
        Style::Plain,
        Style::Strong,
        Style::Dim,
        Style::Good,
        Style::Bad,
        Style::Attention,
    ];

    #[test]
    fn white_space_is_folded_across_spans() {
        let text = StyledText::from("  a\n b ")
            .and(Style::Bad, " c")
            .then("d\t");
        assert_eq!(text.words(), "a b cd");
        assert_eq!(text.spans()[1], (Style::Bad, " c".to_owned()));
        assert!(StyledText::from(" \n").is_empty());
    }

    #[test]
    fn marks_have_no_width_and_cannot_be_forged() {
        for ink in ALL {
            let mark = ink.mark().to_string();
            assert_eq!(mark.width(), 0, "{ink:?}");
            assert_eq!(Style::of_mark(ink.mark()), Some(ink));
            let forged = StyledText::from(format!("a{mark}b")).marked();
            assert_eq!(
                painted(&forged, true),
                format!("a\\u{{{:x}}}b", u32::from(ink.mark()))
            );
        }
    }

    #[test]
    fn colour_is_written_only_where_it_is_on() {
        let text = Style::Bad.on("not met").then(" at all");
        assert_eq!(painted(&text.marked(), false), "not met at all");
        assert_eq!(
            painted(&text.marked(), true),
            "\u{1b}[1m\u{1b}[31mnot met \u{1b}[0mat all"
        );
        assert_eq!(
            painted(&Style::Dim.on("x").marked(), true),
            "\u{1b}[2mx\u{1b}[0m"
        );
    }

    #[test]
    fn plain_words_take_the_ink_of_their_place() {
        let text = StyledText::from("Rule ").and(Style::Good, "met");
        assert_eq!(
            painted(&text.marked_in(Style::Strong), true),
            "\u{1b}[1mRule \u{1b}[0m\u{1b}[32mmet\u{1b}[0m"
        );
    }
}

//! Describes a page: headings, facts, tables, steps and words in their order, without styles of a
//! terminal.

use serde::Serialize;

use crate::render::grid::Table;
use crate::render::ink::StyledText;
use crate::value::command::AccountName;
use crate::value::hint::Hint;

/// What a report or a check has to say to people, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Page {
    /// The parts of the page, in order.
    pub blocks: Vec<Block>,
}

/// One part of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "block", rename_all = "lowercase")]
pub enum Block {
    /// The page's title, or the heading of what follows.
    Heading(Heading),
    /// A paragraph of our own.
    Line {
        /// The paragraph.
        text: StyledText,
    },
    /// Labels and values.
    Facts(Facts),
    /// Rows and columns.
    Table(Table),
    /// Items, numbered or not.
    List(List),
    /// What must be done next, in order.
    Steps(Steps),
    /// Words of somebody else's, with their line breaks.
    Prose(Quotation),
    /// Bytes to be read as they are, such as a difference or what another program printed:
    /// escaped, never wrapped.
    Verbatim(Quotation),
    /// The difference of two texts, each line led by `+`, `-` or a space, or telling where in them
    /// it is; shown as [`Block::Verbatim`] is, with colours where there are any.
    Difference(Quotation),
    /// An address of the web, under the words for it; never wrapped.
    Link(Link),
    /// Findings, each with its place.
    Notices(NoticeLog),
    /// A blank line.
    Gap,
}

/// How far down in the page a heading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The page's own.
    Title,
    /// A part of the page.
    Heading,
    /// A part of a part.
    Subheading,
}

/// A title or a heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// How far down it is.
    pub level: Level,
    /// What it says.
    pub text: StyledText,
    /// What is at the right end of its line, or nothing.
    pub aside: StyledText,
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What the value is.
    pub label: StyledText,
    /// The value.
    pub value: StyledText,
    /// What is at the right end of its line, or nothing.
    pub aside: StyledText,
}

/// Labels and values, the values aligned.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Facts {
    /// The facts, in order.
    pub facts: Vec<Fact>,
}

impl Facts {
    /// The same facts and one more.
    #[must_use]
    pub fn fact(self, label: impl Into<StyledText>, value: impl Into<StyledText>) -> Self {
        self.fact_aside(label, value, "")
    }

    /// The same facts and one more, with words at the right end of its line.
    #[must_use]
    pub fn fact_aside(
        mut self,
        label: impl Into<StyledText>,
        value: impl Into<StyledText>,
        aside: impl Into<StyledText>,
    ) -> Self {
        self.facts.push(Fact {
            label: label.into(),
            value: value.into(),
            aside: aside.into(),
        });
        self
    }

    /// The same facts and one more, where there is a value.
    #[must_use]
    pub fn given(self, label: impl Into<StyledText>, value: Option<impl Into<StyledText>>) -> Self {
        match value {
            Some(value) => self.fact(label, value),
            None => self,
        }
    }

    /// The same facts and one more, unless the value is empty.
    #[must_use]
    pub fn filled(self, label: impl Into<StyledText>, value: impl Into<StyledText>) -> Self {
        let value = value.into();
        self.given(
            label,
            Some(value).filter(|value| *value != StyledText::default()),
        )
    }
}

impl<L: Into<StyledText>, V: Into<StyledText>, const N: usize> From<[(L, V); N]> for Facts {
    fn from(facts: [(L, V); N]) -> Self {
        let add = |all: Facts, (label, value): (L, V)| all.fact(label, value);
        facts.into_iter().fold(Facts::default(), add)
    }
}

/// How the items of a list are led.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LabelStyle {
    /// By a hyphen.
    Bullet,
    /// By numbers from 1.
    Number,
}

impl LabelStyle {
    /// The mark before the item at `place`, counted from 0.
    pub(crate) fn before(self, place: usize) -> String {
        match self {
            Self::Bullet => "-".to_owned(),
            Self::Number => format!("{}.", place + 1),
        }
    }
}

/// A list of items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct List {
    /// How the items are led.
    pub lead: LabelStyle,
    /// The items, in order.
    pub items: Vec<StyledText>,
}

/// Something to do: what, who does it, and what they type.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Step {
    /// What must be done.
    pub what: StyledText,
    /// Who does it; may be empty.
    pub who: StyledText,
    /// The command, whole; may be empty. It is never broken.
    pub command: StyledText,
    /// What a placeholder of the command can be; may be empty.
    pub choices: StyledText,
}

impl Step {
    /// What a hint says, with its last command on a line of its own.
    pub(crate) fn of_hint(hint: &Hint) -> Self {
        let command = hint
            .steps()
            .iter()
            .rev()
            .find_map(|step| step.command.as_deref());
        let texts = hint.steps().iter().map(|step| step.text.as_str());
        let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        Self {
            choices: texts.join("; ").into(),
            command: command.unwrap_or_default().into(),
            ..Self::default()
        }
    }

    /// What must be done, and in brackets who does it.
    pub(crate) fn said(&self) -> StyledText {
        match self.who.is_empty() {
            true => self.what.clone(),
            false => self
                .what
                .clone()
                .then(" (")
                .then(self.who.clone())
                .then(")"),
        }
    }
}

/// Steps, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Steps {
    /// Each of them.
    pub steps: Vec<Step>,
}

/// Words of several lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quotation {
    /// Whose words, or which: shown before them. May be empty.
    pub label: StyledText,
    /// The words, as they came.
    pub words: String,
}

impl Quotation {
    fn new(label: impl Into<StyledText>, words: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            words: words.into(),
        }
    }

    /// The lines of the words, as they came but for their ends; none where there are no words.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        self.words.trim_end_matches(['\n', '\r']).lines()
    }
}

/// An address, and what is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What is there.
    pub label: StyledText,
    /// Where it is.
    pub address: AccountName,
}

/// A finding at its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The file, or another place.
    pub path: StyledText,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column in characters, from 1.
    pub column: Option<u32>,
    /// How bad it is, in a word.
    pub severity: StyledText,
    /// The rule that it is about, by its code.
    pub code: StyledText,
    /// What was found and expected.
    pub sentence: StyledText,
    /// What to do; may be empty.
    pub hint: StyledText,
}

impl Notice {
    /// The place as editors and terminals read it: `path:line:column`.
    pub(crate) fn place(&self) -> String {
        let mut place = self.path.words();
        for number in [self.line, self.column].into_iter().flatten() {
            place.push_str(&format!(":{number}"));
        }
        place
    }
}

/// Findings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct NoticeLog {
    /// The notices, in the order in which they are shown.
    pub notices: Vec<Notice>,
}

impl Page {
    /// An empty page.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same page with another block at its end.
    #[must_use]
    pub fn and(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// The same page with all of another behind it.
    #[must_use]
    pub fn then(mut self, more: Page) -> Self {
        self.blocks.extend(more.blocks);
        self
    }

    /// The same page with all of several behind it, or of one that may be missing.
    #[must_use]
    pub fn each(self, more: impl IntoIterator<Item = Page>) -> Self {
        more.into_iter().fold(self, Self::then)
    }

    /// The same page with all of another behind it and a gap, unless that one is empty.
    #[must_use]
    pub fn part(self, more: Page) -> Self {
        match more.blocks.is_empty() {
            true => self,
            false => self.then(more).gap(),
        }
    }

    /// The page's title.
    #[must_use]
    pub fn title(self, text: impl Into<StyledText>) -> Self {
        self.headed(Level::Title, text.into(), StyledText::default())
    }

    /// The page's title, with words at the right end of its line.
    #[must_use]
    pub fn title_aside(self, text: impl Into<StyledText>, aside: impl Into<StyledText>) -> Self {
        self.headed(Level::Title, text.into(), aside.into())
    }

    /// The heading of what follows.
    #[must_use]
    pub fn heading(self, text: impl Into<StyledText>) -> Self {
        self.headed(Level::Heading, text.into(), StyledText::default())
    }

    /// The heading of a part of what the last heading covers.
    #[must_use]
    pub fn subheading(self, text: impl Into<StyledText>) -> Self {
        self.headed(Level::Subheading, text.into(), StyledText::default())
    }

    fn headed(self, level: Level, text: StyledText, aside: StyledText) -> Self {
        self.and(Block::Heading(Heading { level, text, aside }))
    }

    /// A paragraph.
    #[must_use]
    pub fn line(self, text: impl Into<StyledText>) -> Self {
        self.and(Block::Line { text: text.into() })
    }

    /// Paragraphs.
    #[must_use]
    pub fn lines(self, lines: impl IntoIterator<Item = impl Into<StyledText>>) -> Self {
        lines.into_iter().fold(self, Self::line)
    }

    /// Labels and values.
    #[must_use]
    pub fn facts(self, facts: impl Into<Facts>) -> Self {
        self.and(Block::Facts(facts.into()))
    }

    /// A table.
    #[must_use]
    pub fn table(self, table: impl Into<Table>) -> Self {
        self.and(Block::Table(table.into()))
    }

    /// Items led by a hyphen.
    #[must_use]
    pub fn bullets(self, items: impl IntoIterator<Item = impl Into<StyledText>>) -> Self {
        self.list(LabelStyle::Bullet, items)
    }

    /// Items led by numbers.
    #[must_use]
    pub fn numbered(self, items: impl IntoIterator<Item = impl Into<StyledText>>) -> Self {
        self.list(LabelStyle::Number, items)
    }

    fn list(
        self,
        lead: LabelStyle,
        items: impl IntoIterator<Item = impl Into<StyledText>>,
    ) -> Self {
        let items = items.into_iter().map(Into::into).collect();
        self.and(Block::List(List { lead, items }))
    }

    /// Steps, numbered, each with its command on a line of its own.
    #[must_use]
    pub fn steps(self, steps: impl IntoIterator<Item = Step>) -> Self {
        let steps = steps.into_iter().collect();
        self.and(Block::Steps(Steps { steps }))
    }

    /// Words of somebody else's, under a label that may be empty.
    #[must_use]
    pub fn prose(self, label: impl Into<StyledText>, words: impl Into<String>) -> Self {
        self.and(Block::Prose(Quotation::new(label, words)))
    }

    /// Words of somebody else's, where there are any.
    #[must_use]
    pub fn said(self, label: impl Into<StyledText>, words: Option<impl Into<String>>) -> Self {
        match words {
            Some(words) => self.prose(label, words),
            None => self,
        }
    }

    /// Text to be read as it is, under a label that can be empty.
    #[must_use]
    pub fn verbatim(self, label: impl Into<StyledText>, words: impl Into<String>) -> Self {
        self.and(Block::Verbatim(Quotation::new(label, words)))
    }

    /// What two texts differ in, under a label that may be empty.
    #[must_use]
    pub fn difference(self, label: impl Into<StyledText>, words: impl Into<String>) -> Self {
        self.and(Block::Difference(Quotation::new(label, words)))
    }

    /// An address of the web, under the words for it.
    #[must_use]
    pub fn link(self, label: impl Into<StyledText>, address: AccountName) -> Self {
        self.and(Block::Link(Link {
            label: label.into(),
            address,
        }))
    }

    /// A blank line; several in a row are one.
    #[must_use]
    pub fn gap(self) -> Self {
        self.and(Block::Gap)
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Facts, LabelStyle, Level, Page};
    use crate::render::ink::StyledText;

    #[test]
    fn a_page_is_built_in_reading_order() {
        let page = Page::new()
            .title_aside("Retention", "r3")
            .facts([("Closes", "Thursday"), ("Frozen", "31 seats")])
            .gap()
            .then(Page::new().numbered(["one", "two"]));
        let [
            Block::Heading(title),
            Block::Facts(facts),
            Block::Gap,
            Block::List(list),
        ] = page.blocks.as_slice()
        else {
            panic!("{page:?}");
        };
        assert_eq!(
            (title.level, title.aside.words().as_str()),
            (Level::Title, "r3")
        );
        let expected = Facts::default()
            .fact("Closes", "Thursday")
            .fact_aside("Frozen", "31 seats", "");
        assert_eq!(facts, &expected);
        assert_eq!(
            list.items,
            [StyledText::from("one"), StyledText::from("two")]
        );
        assert_eq!(list.lead.before(1), "2.");
        assert_eq!(LabelStyle::Bullet.before(1), "-");
    }
}

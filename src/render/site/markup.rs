//! Builds HTML: elements by closed lists of names, texts and values escaped. A character that could hide or turn what
//! is near it is shown as its code point.

use std::fmt::{Display, Write as _};

use crate::value::text::{can_turn, hostile};

/// Markup that was built here. The language of words of records is known when the document is written, so their places
/// are kept until then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

/// Around words of a record that need no element otherwise, and where an element with such words can have its language.
/// Escaped words never have these characters.
const BEGIN: char = '\u{1}';
const END: char = '\u{2}';
const LANGUAGE: char = '\u{3}';

impl Html {
    /// Words, escaped.
    pub fn text(words: impl AsRef<str>) -> Self {
        let mut out = String::with_capacity(words.as_ref().len());
        escape(words.as_ref(), &mut out, Inside::Element);
        Self(out)
    }

    /// Words of a record, apart from the direction of what is around them. Pages are written from left to right, so
    /// only words that could turn something need an element for that.
    pub fn bdi(words: impl AsRef<str>) -> Self {
        let shown = Self::text(&words);
        match (shown.is_empty(), can_turn(words.as_ref())) {
            (true, _) => shown,
            (_, true) => el("bdi").in_language_of_records().with(shown).into(),
            (_, false) => Self(format!("{BEGIN}{}{END}", shown.0)),
        }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same with more behind it.
    #[must_use]
    pub fn then(mut self, more: impl Into<Html>) -> Self {
        self.0.push_str(&more.into().0);
        self
    }

    /// The same with words behind it.
    #[must_use]
    pub fn say(self, words: impl AsRef<str>) -> Self {
        self.then(Html::text(words))
    }

    /// The parts, with words between them.
    pub fn joined(parts: impl IntoIterator<Item = Html>, between: &str) -> Self {
        let mut all = Self::default();
        for (n, part) in parts.into_iter().enumerate() {
            if n > 0 {
                all = all.say(between);
            }
            all = all.then(part);
        }
        all
    }

    /// The markup as it is written, with the language of records if that is another one than that of the page.
    fn written(&self, language: Option<&str>) -> String {
        let lang = language.map(|tag| {
            let tag: String = tag.chars().filter(|c| is_of_tag(*c)).collect();
            format!(" lang=\"{tag}\"")
        });
        let mut out = String::with_capacity(self.0.len());
        for part in self.0.split_inclusive([BEGIN, END, LANGUAGE]) {
            let words = part.strip_suffix([BEGIN, END, LANGUAGE]);
            out.push_str(words.unwrap_or(part));
            match (part.chars().next_back(), &lang) {
                (Some(BEGIN), Some(lang)) => out.extend(["<bdi", lang, ">"]),
                (Some(END), Some(_)) => out.push_str("</bdi>"),
                (Some(LANGUAGE), Some(lang)) => out.push_str(lang),
                _ => {}
            }
        }
        out
    }

    /// The markup as it was built, to compare it with another one.
    pub fn as_built(&self) -> &str {
        &self.0
    }

    /// The markup as it is written, without that language.
    #[cfg(test)]
    pub(crate) fn shown(&self) -> String {
        self.written(None)
    }
}

impl FromIterator<Html> for Html {
    fn from_iter<T: IntoIterator<Item = Html>>(parts: T) -> Self {
        parts.into_iter().fold(Self::default(), Html::then)
    }
}

impl From<El> for Html {
    fn from(element: El) -> Self {
        element.finish()
    }
}

impl From<Option<Html>> for Html {
    fn from(html: Option<Html>) -> Self {
        html.unwrap_or_default()
    }
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Href {
    to: String,
    is_outside: bool,
}

impl Href {
    /// A file of the site, or a part of one. Only letters, digits and `/._-#~` are kept.
    pub fn inside(to: &str) -> Self {
        let is_plain = |c: &char| c.is_ascii_alphanumeric() || "/._-#~".contains(*c);
        Self {
            to: to.chars().filter(is_plain).collect(),
            is_outside: false,
        }
    }

    /// A part of the same page.
    pub fn part(name: &str) -> Self {
        Self::inside(&format!("#{name}"))
    }

    /// The public address of a page, if it is one of the web.
    pub fn public(to: &str) -> Option<Self> {
        let known = Self::of_record(to)?;
        Some(Self {
            is_outside: false,
            ..known
        })
    }

    /// An address that a record gives, if it is one of the web or of mail.
    pub fn of_record(to: &str) -> Option<Self> {
        let schemes = ["https://", "http://", "mailto:"];
        let known = schemes.iter().any(|scheme| to.starts_with(scheme));
        let is_plain = |c: char| c.is_ascii_graphic() && !"<>\"'`\\".contains(c);
        (known && to.chars().all(is_plain)).then(|| Self {
            to: to.to_owned(),
            is_outside: true,
        })
    }
}

/// An element that is being built.
#[derive(Debug)]
pub struct El {
    name: &'static str,
    attributes: String,
    inside: String,
}

/// Elements without an end.
const VOID: &[&str] = &["meta", "link", "br", "hr"];
/// Elements of charts that never have anything inside.
const EMPTY: &[&str] = &["rect", "line", "use", "path", "circle"];

/// An element by its name.
pub fn el(name: &'static str) -> El {
    El {
        name,
        attributes: String::new(),
        inside: String::new(),
    }
}

/// Defines the attributes that a page can have. None of them is an address, a style or a script.
macro_rules! attributes {
    ($($method:ident $name:literal,)*) => {
        impl El {$(
            #[doc = concat!("The attribute `", $name, "`.")]
            #[must_use]
            pub fn $method(self, value: impl Display) -> Self {
                self.attribute($name, &value.to_string())
            }
        )*}
    };
}

attributes! {
    class "class",
    charset "charset",
    colspan "colspan",
    content "content",
    datetime "datetime",
    dir "dir",
    fill_rule "fill-rule",
    height "height",
    hidden_from_readers "aria-hidden",
    http_equiv "http-equiv",
    kind "type",
    label "aria-label",
    labelled_by "aria-labelledby",
    lang "lang",
    media "media",
    name_of "name",
    path "d",
    preserve "preserveAspectRatio",
    property "property",
    rel "rel",
    role "role",
    rows "rowspan",
    rx "rx",
    scope "scope",
    start "start",
    tabindex "tabindex",
    title "title",
    viewbox "viewBox",
    width "width",
    x "x",
    x1 "x1",
    x2 "x2",
    y "y",
    y1 "y1",
    y2 "y2",
}

impl El {
    /// The name by which links find it.
    #[must_use]
    pub fn id(self, id: impl Display) -> Self {
        let id = id.to_string();
        let is_plain = |c: &char| c.is_alphanumeric() || "._-".contains(*c);
        let id: String = id.chars().filter(is_plain).collect();
        self.attribute("id", &id)
    }

    /// Where it leads.
    #[must_use]
    pub fn href(self, to: &Href) -> Self {
        let here = self.attribute("href", &to.to);
        match to.is_outside {
            true => here.attribute("rel", "nofollow noopener noreferrer"),
            false => here,
        }
    }

    /// The words that will be inside are those of a record: they have the language of records, and their own direction.
    #[must_use]
    pub fn of_record(self) -> Self {
        self.dir("auto").in_language_of_records()
    }

    /// The same, with a direction only where these words can have another one than the page.
    #[must_use]
    pub fn dir_of(self, words: &str) -> Self {
        match can_turn(words) {
            true => self.of_record(),
            false => self.in_language_of_records(),
        }
    }

    /// What will be inside has the language of records.
    #[must_use]
    pub fn in_language_of_records(mut self) -> Self {
        self.attributes.push(LANGUAGE);
        self
    }

    fn attribute(mut self, name: &str, value: &str) -> Self {
        self.attributes.push(' ');
        self.attributes.push_str(name);
        self.attributes.push_str("=\"");
        escape(value, &mut self.attributes, Inside::Value);
        self.attributes.push('"');
        self
    }

    /// Words inside, escaped.
    #[must_use]
    pub fn text(mut self, words: impl AsRef<str>) -> Self {
        escape(words.as_ref(), &mut self.inside, Inside::Element);
        self
    }

    /// More inside.
    #[must_use]
    pub fn with(mut self, inside: impl Into<Html>) -> Self {
        self.inside.push_str(&inside.into().0);
        self
    }

    /// Several inside, one after the other.
    #[must_use]
    pub fn each<T: Into<Html>>(self, inside: impl IntoIterator<Item = T>) -> Self {
        inside.into_iter().fold(self, El::with)
    }

    fn finish(self) -> Html {
        let Self {
            name,
            attributes,
            inside,
        } = self;
        let mut out = match (VOID.contains(&name), EMPTY.contains(&name)) {
            (true, _) => format!("<{name}{attributes}>"),
            (_, true) => format!("<{name}{attributes}/>"),
            _ => format!("<{name}{attributes}>{inside}</{name}>"),
        };
        if BLOCKS.contains(&name) {
            out.push('\n');
        }
        Html(out)
    }
}

/// Elements after which a line ends, so that differences between two pages are easy to read.
const BLOCKS: &[&str] = &[
    "meta",
    "link",
    "title",
    "head",
    "body",
    "header",
    "main",
    "footer",
    "nav",
    "section",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "tr",
    "table",
    "thead",
    "tbody",
    "li",
    "ul",
    "ol",
    "div",
    "dl",
    "svg",
    "details",
    "pre",
    "blockquote",
    "caption",
    "summary",
];

/// Where words are put.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Element,
    Value,
}

fn escape(words: &str, out: &mut String, inside: Inside) {
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if inside == Inside::Value => out.push_str("&quot;"),
            '\r' => {}
            c => match (hostile(c), inside) {
                (None, _) => out.push(c),
                // Writing to a string cannot fail.
                (Some(_), Inside::Value) => {
                    let _ = write!(out, "U+{:04X}", u32::from(c));
                }
                (Some(_), Inside::Element) => {
                    let _ = write!(out, "<span class=\"u\">U+{:04X}</span>", u32::from(c));
                }
            },
        }
    }
}

/// A stylesheet of the program, inside a document.
pub fn style(rules: &'static str) -> Html {
    Html(format!("<style>\n{rules}</style>\n"))
}

fn is_of_tag(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-'
}

/// A whole document in English, with words of records in their language.
pub fn document(language: Option<&str>, head: Html, body: Html) -> Vec<u8> {
    let html = el("html").lang(ENGLISH).dir("ltr");
    let html = html.with(el("head").with(head)).with(el("body").with(body));
    let language = language.filter(|own| !own.eq_ignore_ascii_case(ENGLISH));
    format!("<!doctype html>\n{}\n", html.finish().written(language)).into_bytes()
}

/// The language of the program.
const ENGLISH: &str = "en";

#[cfg(test)]
mod tests {
    use super::{Href, Html, el};

    #[test]
    fn words_never_become_markup() {
        let words = "<b a=\"1\">&amp;</b>";
        let html: Html = el("p").title(words).text(words).into();
        assert_eq!(
            html.shown(),
            "<p title=\"&lt;b a=&quot;1&quot;&gt;&amp;amp;&lt;/b&gt;\">&lt;b a=\"1\"&gt;&amp;amp;&lt;/b&gt;</p>\n"
        );
    }

    #[test]
    fn what_hides_or_turns_is_shown() {
        let html = Html::bdi("safe\u{202e}txt\u{200b}\u{1b}[2J");
        assert_eq!(
            html.shown(),
            "<bdi>safe<span class=\"u\">U+202E</span>txt<span class=\"u\">U+200B</span>\
             <span class=\"u\">U+001B</span>[2J</bdi>"
        );
    }

    #[test]
    fn only_words_that_can_turn_others_are_set_apart() {
        for plain in ["Ann Smith", "Zoë Nuñez", "李娜", "v1.2 (3)"] {
            assert_eq!(Html::bdi(plain).shown(), Html::text(plain).shown());
            assert_eq!(Html::from(el("p").dir_of(plain)).shown(), "<p></p>\n");
        }
        for turning in ["שלום", "ann مها", "a\u{200f}b", "\u{1e900}"] {
            assert!(Html::bdi(turning).shown().starts_with("<bdi>"), "{turning}");
        }
    }

    #[test]
    fn records_lead_only_to_the_web_and_to_mail() {
        assert!(Href::of_record("https://example.org/a?b=c&d").is_some());
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "data:text/html,x",
            "//example.org",
            "https://a\" onclick=\"x",
            "https://a b",
            " https://a",
        ] {
            assert_eq!(Href::of_record(bad), None, "{bad}");
        }
        assert_eq!(Href::inside("a\" b:c").to, "abc");
    }
}

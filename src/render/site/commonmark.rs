//! Texts of people: CommonMark becomes elements, with every other thing in it shown as it is written. Raw HTML is
//! text, images are links, headings are two levels lower.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::render::site::markup::{El, Href, Html, el};

/// A text that is longer is shown as it is written.
const LONGEST: usize = 1 << 20;
/// A text that is nested deeper is shown as it is written.
const DEEPEST: usize = 32;

/// A text in CommonMark.
pub fn commonmark(text: &str) -> Html {
    let formatted = (text.len() <= LONGEST).then(|| Builder::default().build(text));
    formatted.flatten().unwrap_or_else(|| as_written(text))
}

/// A text as it is written, each line on its own.
pub fn as_written(text: &str) -> Html {
    el("pre").class("text").dir("auto").text(text).into()
}

/// Words of people without a form of their own: paragraphs, and lines as they are.
pub fn prose(text: &str) -> Html {
    let paragraph = |part: &str| Html::from(el("p").of_record().text(part));
    parts(text).map(paragraph).collect()
}

/// The same in a long list, whose items look so by themselves.
pub fn prose_in_list(text: &str) -> Html {
    let paragraph = |part: &str| Html::from(el("p").dir_of(part).text(part));
    parts(text).map(paragraph).collect()
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split("\n\n").map(str::trim);
    parts.filter(|part| !part.is_empty())
}

#[derive(Default)]
struct Builder {
    open: Vec<El>,
    done: Html,
}

impl Builder {
    /// `None` where it is nested too deep.
    fn build(mut self, text: &str) -> Option<Html> {
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            self.event(event);
            if self.open.len() > DEEPEST {
                return None;
            }
        }
        while let Some(element) = self.open.pop() {
            self.put(element);
        }
        Some(self.done)
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open.push(element(&tag)),
            Event::End(TagEnd::HtmlBlock) | Event::End(_) => {
                if let Some(element) = self.open.pop() {
                    self.put(element);
                }
            }
            Event::Text(words) | Event::Html(words) | Event::InlineHtml(words) => {
                self.put(Html::text(words.as_ref()));
            }
            Event::Code(words) => self.put(el("code").text(words.as_ref())),
            Event::SoftBreak => self.put(Html::text("\n")),
            Event::HardBreak => self.put(el("br")),
            Event::Rule => self.put(el("hr")),
            Event::FootnoteReference(words)
            | Event::InlineMath(words)
            | Event::DisplayMath(words) => self.put(Html::text(words.as_ref())),
            Event::TaskListMarker(_) => {}
        }
    }

    fn put(&mut self, html: impl Into<Html>) {
        match self.open.pop() {
            Some(around) => self.open.push(around.with(html)),
            None => self.done = std::mem::take(&mut self.done).then(html),
        }
    }
}

fn element(tag: &Tag<'_>) -> El {
    match tag {
        Tag::Paragraph => el("p").dir("auto"),
        Tag::Heading { level, .. } => heading(*level).dir("auto"),
        Tag::BlockQuote(_) => el("blockquote"),
        Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) | Tag::HtmlBlock => {
            el("pre").dir("auto")
        }
        Tag::List(None) => el("ul"),
        Tag::List(Some(first)) => el("ol").start(first),
        Tag::Item => el("li").dir("auto"),
        Tag::Emphasis => el("em"),
        Tag::Strong => el("strong"),
        Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => link(dest_url),
        Tag::Table(_) => el("table").class("plain"),
        Tag::TableHead | Tag::TableRow => el("tr"),
        Tag::TableCell => el("td").dir("auto"),
        _ => el("div"),
    }
}

fn heading(level: HeadingLevel) -> El {
    match level {
        HeadingLevel::H1 => el("h3"),
        HeadingLevel::H2 => el("h4"),
        HeadingLevel::H3 => el("h5"),
        _ => el("h6"),
    }
}

fn link(to: &str) -> El {
    match Href::of_record(to) {
        Some(href) => el("a").href(&href),
        None => el("span"),
    }
}

#[cfg(test)]
mod tests {
    use super::commonmark;

    #[test]
    fn what_is_not_a_text_is_shown_as_written() {
        for (text, html) in [
            (
                "# A\n\nb *c*",
                "<h3 dir=\"auto\">A</h3>\n<p dir=\"auto\">b <em>c</em></p>\n",
            ),
            (
                "<script>alert(1)</script>",
                "<pre dir=\"auto\">&lt;script&gt;alert(1)&lt;/script&gt;</pre>\n",
            ),
            (
                "a <b onclick=x>b</b>",
                "<p dir=\"auto\">a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n",
            ),
            (
                "[a](javascript:alert(1))",
                "<p dir=\"auto\"><span>a</span></p>\n",
            ),
            (
                "![a](https://example.org/x.png)",
                "<p dir=\"auto\"><a href=\"https://example.org/x.png\" rel=\"nofollow noopener noreferrer\">a</a></p>\n",
            ),
        ] {
            assert_eq!(commonmark(text).shown(), html, "{text}");
        }
        let deep = "> ".repeat(40) + "a";
        assert!(commonmark(&deep).shown().starts_with("<pre class=\"text\""));
    }
}

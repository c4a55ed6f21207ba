//! A paragraph of a letter, which is shown on a page and written into the text of a mail.

use crate::render::page::Page;
use crate::value::command::AccountName;
use crate::value::text::{shown, shown_on_one_line};

/// A paragraph.
#[derive(Debug, Clone)]
pub(super) enum Paragraph {
    /// Sentences.
    Line(String),
    /// A label and the words of others.
    Said(String, String),
    /// Facts, each with its label.
    Facts([(&'static str, String); 4]),
    /// Choices.
    Choices(Vec<String>),
    /// A label and lines to be copied.
    Lines(String, String),
    /// A label and a link.
    Link(String, AccountName),
}

impl Paragraph {
    /// The paragraph as a part of a page.
    pub(super) fn page(&self) -> Page {
        let page = Page::new();
        match self {
            Self::Line(line) => page.line(line),
            Self::Said(label, words) => page.prose(label, words),
            Self::Facts(facts) => page.facts(facts.clone()).gap(),
            Self::Choices(choices) => page.bullets(choices).gap(),
            Self::Lines(label, lines) => page.verbatim(label, lines).gap(),
            Self::Link(label, link) => page.link(label, link.clone()),
        }
    }

    /// The paragraph as text, with an empty line after it. Its lines are as long as its sentences, and mail
    /// programs wrap them. The words of others have a mark before each line, so that no line of them can be
    /// read as an answer.
    pub(super) fn text(&self) -> String {
        let lines = |lines: Vec<String>| lines.join("\n") + "\n\n";
        match self {
            Self::Line(line) => lines(vec![shown_on_one_line(line)]),
            Self::Said(label, words) => {
                let words = shown(words);
                let words = words
                    .lines()
                    .map(|line| format!("| {line}").trim_end().to_owned());
                let label = format!("{}:", shown_on_one_line(label));
                lines(std::iter::once(label).chain(words).collect())
            }
            Self::Facts(facts) => {
                let fact = |(label, value): &(&str, String)| {
                    format!("{label}: {}", shown_on_one_line(value))
                };
                lines(facts.iter().map(fact).collect())
            }
            Self::Choices(choices) => {
                lines(choices.iter().map(|choice| format!("- {choice}")).collect())
            }
            Self::Lines(label, copied) => {
                let label = shown_on_one_line(label);
                format!("{label}:\n\n{}\n\n", copied.trim_end())
            }
            Self::Link(label, link) => format!("{label}:\n{link}\n\n"),
        }
    }
}

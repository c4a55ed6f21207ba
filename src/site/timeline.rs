//! A list by time: what happened, when, by whom, and in which words.

use crate::render::site::commonmark::prose;
use crate::render::site::markup::{Html, el};
use crate::site::frame::time;
use crate::value::clock::Instant;

/// One thing that happened.
#[derive(Debug, Clone, Default)]
pub(crate) struct Event {
    /// What.
    pub(crate) what: Html,
    /// When, if a record says so.
    pub(crate) at: Option<Instant>,
    /// By whom, where people are named.
    pub(crate) by: Option<Html>,
    /// Further facts about it.
    pub(crate) facts: Vec<Html>,
    /// What was written, each with a name if it needs one.
    pub(crate) words: Vec<(&'static str, String)>,
    /// Whether it is where the list leads to.
    pub(crate) is_end: bool,
}

impl Event {
    /// Something that happened.
    pub(crate) fn new(what: impl AsRef<str>) -> Self {
        Self {
            what: Html::text(what),
            ..Self::default()
        }
    }

    fn item(&self) -> Html {
        let facts = self.by.iter().cloned();
        let facts = facts
            .chain(self.at.map(time))
            .chain(self.facts.iter().cloned());
        let facts = el("span").class("sub").with(Html::joined(facts, ", "));
        let words =
            self.words
                .iter()
                .map(|(name, words)| match name.is_empty() {
                    true => prose(words),
                    false => Html::from(el("p").class("label").text(format!("{name}:")))
                        .then(prose(words)),
                });
        let item = if self.is_end {
            el("li").class("end")
        } else {
            el("li")
        };
        item.with(el("b").with(self.what.clone()))
            .text(" ")
            .with(facts)
            .each(words)
            .into()
    }
}

/// The events in their order.
pub(crate) fn timeline(events: &[Event]) -> Html {
    el("ol")
        .class("time")
        .each(events.iter().map(Event::item))
        .into()
}

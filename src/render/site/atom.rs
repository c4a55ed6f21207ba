//! Writes a feed in the format Atom (RFC 4287), which feed readers understand.

use crate::value::clock::Instant;
use crate::value::text::shown_on_one_line;

/// A feed.
#[derive(Debug, Clone)]
pub struct Feed {
    /// Its name for programs.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Its own address.
    pub own: String,
    /// The address of the site.
    pub home: String,
    /// When something was added.
    pub updated: Instant,
    /// What happened, the newest first.
    pub entries: Vec<Entry>,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name for programs: the same each time.
    pub id: String,
    /// What, in few words.
    pub title: String,
    /// The address of the page about it.
    pub page: String,
    /// When.
    pub updated: Instant,
    /// What, in a sentence.
    pub content: String,
}

impl Feed {
    /// The feed as it is written.
    pub fn written(&self) -> String {
        let entries: String = self.entries.iter().map(Entry::written).collect();
        let head = [
            one("id", &self.id),
            one("title", &self.title),
            one("updated", &self.updated.to_string()),
            format!("<author>{}</author>\n", one("name", &self.title).trim_end()),
            format!("<link rel=\"self\" href=\"{}\"/>\n", escaped(&self.own)),
            format!(
                "<link rel=\"alternate\" href=\"{}\"/>\n",
                escaped(&self.home)
            ),
        ];
        let head = head.concat();
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
             <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n{head}{entries}</feed>\n"
        )
    }
}

impl Entry {
    fn written(&self) -> String {
        let parts = [
            one("id", &self.id),
            one("title", &self.title),
            one("updated", &self.updated.to_string()),
            format!(
                "<link rel=\"alternate\" href=\"{}\"/>\n",
                escaped(&self.page)
            ),
            one("content", &self.content),
        ];
        format!("<entry>\n{}</entry>\n", parts.concat())
    }
}

/// An element with words.
fn one(name: &str, words: &str) -> String {
    format!("<{name}>{}</{name}>\n", escaped(words))
}

/// Words that XML allows, and that are no markup.
fn escaped(words: &str) -> String {
    let mut out = String::new();
    for c in shown_on_one_line(words).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Entry, Feed};
    use crate::value::clock::Instant;

    #[test]
    fn words_of_others_stay_words() {
        let at = Instant::parse("2026-05-12T10:00:00Z").unwrap();
        let hostile = "</title><x a=\"1\">&\u{1b}[2J\u{202e}\u{0}";
        let entry = Entry {
            id: "urn:uuid:1".to_owned(),
            title: hostile.to_owned(),
            page: "https://example.org/p/a/index.html".to_owned(),
            updated: at,
            content: "a: decided.".to_owned(),
        };
        let feed = Feed {
            id: "urn:uuid:2".to_owned(),
            title: "Body".to_owned(),
            own: "https://example.org/feed.atom".to_owned(),
            home: "https://example.org/index.html".to_owned(),
            updated: at,
            entries: vec![entry],
        };
        let text = feed.written();
        assert!(
            text.contains("<title>&lt;/title&gt;&lt;x a=&quot;1&quot;&gt;&amp;"),
            "{text}"
        );
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{0}']), "{text:?}");
        assert_eq!(text.matches("<title>").count(), 2);
    }
}

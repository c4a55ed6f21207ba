//! Writes a page as one HTML document that needs no other file and runs no script, from the parts of the public site:
//! for what is sent around or printed by itself.

use crate::render::page::{Block, Level, Page};
use crate::render::site::STYLE;
use crate::render::site::blocks::{block, title};
use crate::render::site::markup::{Html, document, el, style};

/// A browser that knows this policy loads and runs nothing, should others' words ever get out of
/// their places.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The page as a whole document. Its first heading is that of the document.
pub(crate) fn html(page: &Page) -> String {
    let first = page.blocks.iter().position(is_title);
    let blocks = page.blocks.iter().enumerate();
    let content: Html = blocks
        .map(|(n, each)| match each {
            Block::Heading(heading) if Some(n) == first => title(heading),
            each => block(each),
        })
        .collect();
    let meta = |name: &str, content: &str| el("meta").name_of(name).content(content);
    let policy = el("meta").http_equiv("Content-Security-Policy");
    let head = Html::from(el("meta").charset("utf-8"))
        .then(policy.content(POLICY))
        .then(meta("viewport", "width=device-width, initial-scale=1"))
        .then(meta("referrer", "no-referrer"))
        .then(el("title").text(name(page)))
        .then(style(STYLE));
    let bytes = document(None, head, el("main").with(content).into());
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_title(block: &Block) -> bool {
    matches!(block, Block::Heading(heading) if heading.level == Level::Title && !heading.text.is_empty())
}

/// What the browser's tab says: the first heading.
fn name(page: &Page) -> String {
    let heading = |block: &Block| match block {
        Block::Heading(heading) if !heading.text.is_empty() => Some(heading.text.words()),
        _ => None,
    };
    let first = page.blocks.iter().find_map(heading);
    first.unwrap_or_else(|| "Plenary".to_owned())
}

#[cfg(test)]
mod tests {
    use super::html;
    use crate::render::page::Page;
    use crate::render::sample::status;

    #[test]
    fn the_first_heading_is_that_of_the_document() {
        let text = html(&status());
        assert!(text.starts_with("<!doctype html>\n<html lang=\"en\" dir=\"ltr\">"));
        assert!(text.contains("<title>Retention period</title>"));
        assert_eq!(text.matches("<h1>").count(), 1, "{text}");
        let (_, body) = text.split_once("<main>").unwrap();
        assert!(body.starts_with("<h1>Retention period</h1>"), "{body}");
        assert!(body.contains("<h2>Next</h2>"), "{body}");
    }

    #[test]
    fn an_empty_page_is_a_document_all_the_same() {
        let text = html(&Page::new().gap().line("").prose("", ""));
        assert!(text.contains("<title>Plenary</title>"), "{text}");
        assert!(text.contains("<main></main>"), "{text}");
    }
}

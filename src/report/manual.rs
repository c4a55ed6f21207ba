//! A page of the manual, which is written in Markdown, as a page for a terminal. It reads as much
//! of Markdown as the manual of codes uses: headings, paragraphs, fences and tables.

use crate::render::grid::{Column, Table};
use crate::render::page::Page;

/// The page that `markdown` says.
pub(crate) fn page(markdown: &str) -> Page {
    let mut page = Page::new();
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        page = match kind(line) {
            Kind::Blank => page.gap(),
            Kind::Heading => page.title(line.trim_start_matches('#').trim()),
            Kind::Fence => {
                let inside = lines.by_ref().take_while(|line| kind(line) != Kind::Fence);
                page.verbatim("", joined(inside, "\n"))
            }
            like => {
                let mut block = vec![line];
                while let Some(more) = lines.next_if(|line| kind(line) == like) {
                    block.push(more);
                }
                match like {
                    Kind::Table => page.table(table(&block)),
                    _ => page.line(plain(&joined(block.into_iter(), " "))),
                }
            }
        };
    }
    page
}

#[derive(PartialEq, Eq)]
enum Kind {
    Blank,
    Heading,
    Fence,
    Table,
    Words,
}

fn kind(line: &str) -> Kind {
    match line.trim() {
        "" => Kind::Blank,
        line if line.starts_with("```") => Kind::Fence,
        line if line.starts_with("# ") => Kind::Heading,
        line if line.starts_with('|') => Kind::Table,
        _ => Kind::Words,
    }
}

fn joined<'l>(lines: impl Iterator<Item = &'l str>, by: &str) -> String {
    lines.collect::<Vec<_>>().join(by)
}

/// Without the stars of strong words.
fn plain(words: &str) -> String {
    words.replace("**", "")
}

fn table(lines: &[&str]) -> Table {
    let cells = |line: &str| -> Vec<String> {
        let inside = line.trim().trim_matches('|');
        inside.split('|').map(|cell| plain(cell.trim())).collect()
    };
    let rule = |line: &&&str| !line.trim_matches(['|', '-', ' ', ':']).is_empty();
    let mut rows = lines.iter().filter(rule).map(|line| cells(line));
    let columns = rows.next().unwrap_or_default();
    let table = Table::new(columns.into_iter().map(Column::sentence));
    rows.fold(table, Table::row)
}

#[cfg(test)]
mod tests {
    use super::page;
    use crate::report::sample::on;
    use crate::value::code;

    #[test]
    fn headings_paragraphs_fences_and_tables() {
        let text = "# S1 name\n\n**Error.** Two\nlines.\n\n```toml\na = 1\n# b\n```\n\n| key | means |\n|---|---|\n| `a` | one |\n";
        assert_eq!(
            on(40, &page(text)),
            "S1 name\n\nError. Two lines.\n\n    a = 1\n    # b\n\nkey  means\n`a`  one\n"
        );
    }

    #[test]
    fn every_page_of_a_code_is_shown_whole() {
        for each in code::ALL {
            let shown = on(100, &page(each.page));
            let words = |text: &str| -> Vec<String> {
                let text = text.replace(['|', '*', '#'], " ");
                let word = |word: &str| !word.starts_with("```") && !word.starts_with("---");
                let words = text.split_whitespace().filter(|each| word(each));
                words.map(str::to_owned).collect()
            };
            assert!(!each.page.is_empty());
            for word in words(each.page) {
                let head: String = word.chars().take(20).collect();
                assert!(shown.contains(&head), "{}: {word}\n{shown}", each.id);
            }
        }
    }
}

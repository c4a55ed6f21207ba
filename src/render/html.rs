//! Writes a page as one HTML document that needs no other file and runs no script.

use crate::render::grid::{Align, Column, Row, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::{
    Block, Fact, Heading, LabelStyle, Level, Link, List, Notice, Page, Quotation, Step, Steps,
};
use crate::render::wrap::untabbed;
use crate::value::text::shown;

/// The styles for a light screen, a dark screen and paper.
const STYLE: &str = include_str!("html.css");

/// A browser that knows this policy loads and runs nothing, should others' words ever get out of
/// their places.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The deepest that a row is moved in, in steps.
const DEEPEST: usize = 8;

/// The page as a whole document. Nobody's words stand in an attribute, but for addresses, which have
/// no character that would end one.
pub(crate) fn html(page: &Page) -> String {
    let body: String = page.blocks.iter().map(block).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n\
         </body>\n</html>\n",
        escaped(&title(page))
    )
}

/// What the browser's tab says: the first heading.
fn title(page: &Page) -> String {
    let heading = |block: &Block| match block {
        Block::Heading(heading) if !heading.text.is_empty() => Some(heading.text.words()),
        _ => None,
    };
    let first = page.blocks.iter().find_map(heading);
    first.unwrap_or_else(|| "Plenary".to_owned())
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(heading) => headed(heading),
        Block::Line { text } => paragraph("p", &text.heard()),
        Block::Facts(facts) => around("dl", facts.facts.iter().map(fact)),
        Block::Table(table) => of_table(table),
        Block::List(list) => of_list(list),
        Block::Steps(steps) => of_steps(steps),
        Block::Prose(words) => figure(words, quote(words)),
        Block::Verbatim(words) => figure(words, as_it_is(words, |_, line| line)),
        Block::Difference(words) => figure(words, as_it_is(words, tinted)),
        Block::Link(link) => linked(link),
        Block::Notices(notices) => around("ul", notices.notices.iter().map(notice)),
        Block::Gap => String::new(),
    }
}

/// An element over several lines; nothing where there is nothing in it.
fn around(element: &str, inside: impl Iterator<Item = String>) -> String {
    let inside: String = inside.collect();
    if inside.is_empty() {
        return inside;
    }
    format!("<{element}>\n{inside}</{element}>\n")
}

fn paragraph(element: &str, text: &StyledText) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("<{element}>{}</{element}>\n", inline(text))
}

fn headed(heading: &Heading) -> String {
    let element = match heading.level {
        Level::Title => "h1",
        Level::Heading => "h2",
        Level::Subheading => "h3",
    };
    let text = paragraph(element, &heading.text);
    if heading.aside.is_empty() {
        return text;
    }
    format!("{text}<p class=\"aside\">{}</p>\n", inline(&heading.aside))
}

fn fact(fact: &Fact) -> String {
    let mut value = inline(&fact.value);
    if !fact.aside.is_empty() {
        let aside = inline(&fact.aside);
        value.push_str(&format!(" <span class=\"aside\">{aside}</span>"));
    }
    let label = inline(&fact.label);
    format!("<div><dt>{label}</dt><dd>{value}</dd></div>\n")
}

fn of_list(list: &List) -> String {
    let element = match list.lead {
        LabelStyle::Bullet => "ul",
        LabelStyle::Number => "ol",
    };
    let item = |item| format!("<li>{}</li>\n", inline(item));
    around(element, list.items.iter().map(item))
}

fn of_steps(steps: &Steps) -> String {
    let step = |step: &Step| {
        let mut lines = vec![inline(&step.said())];
        if !step.command.is_empty() {
            lines.push(format!("<code>{}</code>", inline(&step.command)));
        }
        if !step.choices.is_empty() {
            lines.push(inline(&step.choices));
        }
        format!("<li>{}</li>\n", lines.join("<br>"))
    };
    around("ol", steps.steps.iter().map(step))
}

/// A table that may be moved sideways where a screen is too narrow, also by the keyboard.
fn of_table(table: &Table) -> String {
    let bodies = bodies(&table.rows);
    let mut body: String = bodies.map(|rows| of_rows(table, rows)).collect();
    if body.is_empty() {
        let columns = table.columns.len().max(1);
        body = format!("<tbody>\n<tr><td colspan=\"{columns}\">none</td></tr>\n</tbody>\n");
    }
    let head = head(table);
    format!("<div class=\"wide\" tabindex=\"0\">\n<table>\n{head}{body}</table>\n</div>\n")
}

/// The rows before the first section, then each section with its rows.
fn bodies(rows: &[Row]) -> impl Iterator<Item = &[Row]> {
    rows.chunk_by(|_, next| !matches!(next, Row::Section { .. }))
}

fn of_rows(table: &Table, rows: &[Row]) -> String {
    around("tbody", rows.iter().map(|row| of_row(table, row)))
}

/// The headings; nothing where no column has one.
fn head(table: &Table) -> String {
    if table.columns.iter().all(|column| column.heading.is_empty()) {
        return String::new();
    }
    let heading = |column: &Column| match column.heading.is_empty() {
        true => "<td></td>".to_owned(),
        false => {
            let class = class(column.align);
            format!("<th scope=\"col\"{class}>{}</th>", inline(&column.heading))
        }
    };
    let headings: String = table.columns.iter().map(heading).collect();
    format!("<thead>\n<tr>{headings}</tr>\n</thead>\n")
}

fn class(align: Align) -> &'static str {
    match align {
        Align::Left => "",
        Align::Right => " class=\"number\"",
    }
}

fn of_row(table: &Table, row: &Row) -> String {
    let (indent, cells) = match row {
        Row::Section { section } => {
            if section.is_empty() {
                return String::new();
            }
            let (columns, name) = (table.columns.len().max(1), inline(section));
            return format!("<tr><th scope=\"rowgroup\" colspan=\"{columns}\">{name}</th></tr>\n");
        }
        Row::Cells { indent, cells } => (*indent, cells),
    };
    let none = StyledText::default();
    let cell = |(place, column): (usize, &Column)| {
        let text = cells.get(place).unwrap_or(&none);
        match place {
            0 => first_cell(column, indent, text),
            _ => format!("<td{}>{}</td>", class(column.align), inline(&text.heard())),
        }
    };
    let cells: String = table.columns.iter().enumerate().map(cell).collect();
    format!("<tr>{cells}</tr>\n")
}

/// The cell that says what the others in its row are about.
fn first_cell(column: &Column, indent: usize, text: &StyledText) -> String {
    let class = class(column.align);
    if text.is_empty() {
        return format!("<td{class}></td>");
    }
    let moved_in = match indent.min(DEEPEST) {
        0 => String::new(),
        steps => format!(" style=\"padding-inline-start: {steps}em\""),
    };
    format!("<th scope=\"row\"{class}{moved_in}>{}</th>", inline(text))
}

/// An address of the web, and no other; it tells nobody where it was followed from.
fn linked(link: &Link) -> String {
    let (words, address) = (inline(&link.label), link.address.as_str());
    let safe = escaped(address);
    match address.starts_with("https://") || address.starts_with("http://") {
        true => format!("<p><a href=\"{safe}\" rel=\"noreferrer\">{words}</a></p>\n"),
        false => format!("<p>{words}: {safe}</p>\n"),
    }
}

/// A block of others' words, or of what is shown as it is, under its label.
fn figure(words: &Quotation, block: String) -> String {
    let label = match words.label.is_empty() {
        true => String::new(),
        false => format!("<figcaption>{}:</figcaption>\n", inline(&words.label)),
    };
    around("figure", [label, block].into_iter())
}

/// Others' words; their line breaks stay.
fn quote(words: &Quotation) -> String {
    let lines: Vec<String> = words.lines().map(safe_line).collect();
    match lines.as_slice() {
        [] => String::new(),
        lines => format!("<blockquote>{}</blockquote>\n", lines.join("\n")),
    }
}

fn as_it_is(words: &Quotation, marked: fn(&str, String) -> String) -> String {
    let lines = words.lines().map(|line| marked(line, safe_line(line)));
    let lines: Vec<String> = lines.collect();
    match lines.as_slice() {
        [] => String::new(),
        // The inner element keeps a browser from dropping an empty first line.
        lines => format!("<pre><code>{}</code></pre>\n", lines.join("\n")),
    }
}

/// A line of a difference; the sign before it stays, for readers who see no colours.
fn tinted(line: &str, safe: String) -> String {
    match line.chars().next() {
        Some('+') => format!("<ins>{safe}</ins>"),
        Some('-') => format!("<del>{safe}</del>"),
        Some('@' | '\\') => format!("<span class=\"dim\">{safe}</span>"),
        _ => safe,
    }
}

fn safe_line(line: &str) -> String {
    escaped(&untabbed(&shown(line)))
}

fn notice(notice: &Notice) -> String {
    let mut out = format!(
        "<li><strong>{} {}</strong> <code>{}</code>: {}",
        inline(&notice.severity),
        inline(&notice.code),
        escaped(&notice.place()),
        inline(&notice.sentence)
    );
    if !notice.hint.is_empty() {
        out.push_str(&format!("<br>hint: {}", inline(&notice.hint)));
    }
    out + "</li>\n"
}

fn inline(text: &StyledText) -> String {
    let inked = |(ink, words): (Style, String)| {
        let words = escaped(&words);
        match ink {
            Style::Plain => words,
            Style::Strong => format!("<strong>{words}</strong>"),
            Style::Dim => format!("<span class=\"dim\">{words}</span>"),
            Style::Good => format!("<span class=\"good\">{words}</span>"),
            Style::Bad => format!("<span class=\"bad\">{words}</span>"),
            Style::Attention => format!("<span class=\"attention\">{words}</span>"),
        }
    };
    text.spans().into_iter().map(inked).collect()
}

/// Harmless words as HTML shows them letter by letter.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::html;
    use crate::render::grid::{Column, Table};
    use crate::render::page::Page;
    use crate::render::sample::status;

    /// The part between the elements of the document that every page has.
    fn inside(page: &Page) -> String {
        let text = html(page);
        let (_, body) = text.split_once("<main>\n").unwrap();
        body.strip_suffix("</main>\n</body>\n</html>\n")
            .unwrap()
            .to_owned()
    }

    #[test]
    fn a_status_page_in_html() {
        let expected = "\
<h1>Retention period</h1>
<p class=\"aside\">track policy · call 2 (open) · r3</p>
<dl>
<div><dt>Question</dt><dd>Shall the group recommend the rule in text.md?</dd></div>
<div><dt>Closes</dt><dd>Thu 21 May 2026 23:59 UTC · in 3 d 4 h · Fri 22 May 01:59 your time</dd></div>
<div><dt>Frozen</dt><dd>31 seats at 4be1c07 <span class=\"aside\">Shepherd tomas-ruiz</span></dd></div>
</dl>
<div class=\"wide\" tabindex=\"0\">
<table>
<thead>
<tr><th scope=\"col\">Group</th><th scope=\"col\" class=\"number\">seats</th><th scope=\"col\">one letter per member</th><th scope=\"col\" class=\"number\">S</th><th scope=\"col\" class=\"number\">a</th><th scope=\"col\" class=\"number\">X</th><th scope=\"col\">heard</th></tr>
</thead>
<tbody>
<tr><th scope=\"rowgroup\" colspan=\"7\">CONTRACTED</th></tr>
<tr><th scope=\"row\" style=\"padding-inline-start: 1em\">Registries</th><td class=\"number\">6</td><td>SSSa..</td><td class=\"number\">3</td><td class=\"number\">1</td><td class=\"number\">·</td><td><span class=\"good\">yes</span></td></tr>
</tbody>
<tbody>
<tr><th scope=\"rowgroup\" colspan=\"7\">NON-CONTRACTED</th></tr>
";
        let body = inside(&status());
        assert!(body.starts_with(expected), "{body}");
        let expected = "\
<h2>Next</h2>
<ul>
<li>answer piotr-nowak.scope</li>
<li>Public interest has not spoken</li>
</ul>
<figure>
<figcaption>carla-nunes:</figcaption>
<blockquote>Storage is not free.

  - twice the cost</blockquote>
</figure>
<p>Not a verdict.<span class=\"dim\"> Read 28 positions: counted 22</span></p>
";
        assert!(body.ends_with(expected), "{body}");
        assert!(html(&status()).contains("<title>Retention period</title>"));
    }

    #[test]
    fn rows_before_the_first_section_are_a_body_of_their_own() {
        let table = Table::new([Column::new("a"), Column::new("")])
            .row(["x", "1"])
            .section("s")
            .row(["", "2"]);
        let expected = "\
<thead>
<tr><th scope=\"col\">a</th><td></td></tr>
</thead>
<tbody>
<tr><th scope=\"row\">x</th><td>1</td></tr>
</tbody>
<tbody>
<tr><th scope=\"rowgroup\" colspan=\"2\">s</th></tr>
<tr><td></td><td>2</td></tr>
</tbody>
</table>
";
        let body = inside(&Page::new().table(table));
        assert!(body.contains(expected), "{body}");
        let none = inside(&Page::new().table(Table::new([Column::new("a")])));
        assert!(none.contains("<td colspan=\"1\">none</td>"), "{none}");
    }

    #[test]
    fn a_difference_keeps_its_signs_and_gets_colours_beside_them() {
        let page = Page::new().difference("Text", "\n@@ -1 +1 @@\n-<a>\n+b\n c");
        assert_eq!(
            inside(&page),
            "<figure>\n<figcaption>Text:</figcaption>\n<pre><code>\n\
             <span class=\"dim\">@@ -1 +1 @@</span>\n<del>-&lt;a&gt;</del>\n<ins>+b</ins>\n c\
             </code></pre>\n</figure>\n"
        );
    }

    #[test]
    fn an_empty_page_is_a_document_all_the_same() {
        let text = html(&Page::new().gap().line("").prose("", ""));
        assert!(text.contains("<title>Plenary</title>") && text.ends_with("</html>\n"));
        assert_eq!(inside(&Page::new().gap().line("").prose("", "")), "");
    }
}

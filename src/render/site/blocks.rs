//! Writes the blocks of a screen as parts of a page of the site: the same words, headings a level further down.

use crate::render::grid::{Align, Column, Row, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::{Block, Fact, Heading, LabelStyle, Level, List, Page, Quotation, Step};
use crate::render::site::markup::{Html, el};

/// Every block of a page.
pub fn blocks(page: &Page) -> Html {
    page.blocks.iter().map(block).collect()
}

/// One block.
pub(crate) fn block(block: &Block) -> Html {
    match block {
        Block::Heading(heading) => headed(heading),
        Block::Line { text } if text.is_empty() => Html::default(),
        Block::Line { text } => el("p").with(inline(&text.heard())).into(),
        Block::Facts(facts) => match facts.facts.is_empty() {
            true => Html::default(),
            false => el("dl")
                .class("facts")
                .each(facts.facts.iter().map(fact))
                .into(),
        },
        Block::Table(table) => of_table(table),
        Block::List(list) => of_list(list),
        Block::Steps(steps) => el("ol").each(steps.steps.iter().map(step)).into(),
        Block::Prose(words) => quoted(words, "blockquote"),
        Block::Verbatim(words) | Block::Difference(words) => quoted(words, "pre"),
        Block::Link(link) => el("p")
            .with(inline(&link.label))
            .text(format!(": {}", link.address.as_str()))
            .into(),
        Block::Notices(found) => {
            let notices = found
                .notices
                .iter()
                .map(|notice| el("li").with(inline(&notice.sentence)));
            el("ul").each(notices).into()
        }
        Block::Gap => Html::default(),
    }
}

/// A heading as that of the whole page.
pub(crate) fn title(heading: &Heading) -> Html {
    headed_as("h1", heading)
}

fn headed(heading: &Heading) -> Html {
    let element = match heading.level {
        Level::Title | Level::Heading => "h2",
        Level::Subheading => "h3",
    };
    headed_as(element, heading)
}

fn headed_as(element: &'static str, heading: &Heading) -> Html {
    let aside = (!heading.aside.is_empty())
        .then(|| el("p").class("dim").with(inline(&heading.aside)).into());
    Html::from(el(element).with(inline(&heading.text))).then(aside)
}

fn fact(fact: &Fact) -> Html {
    let aside = (!fact.aside.is_empty()).then(|| Html::text(" ").then(inline(&fact.aside)));
    let value = inline(&fact.value).then(aside);
    el("div")
        .with(el("dt").with(inline(&fact.label)))
        .with(el("dd").with(value))
        .into()
}

fn of_list(list: &List) -> Html {
    if list.items.is_empty() {
        return Html::default();
    }
    let element = match list.lead {
        LabelStyle::Bullet => "ul",
        LabelStyle::Number => "ol",
    };
    el(element)
        .each(list.items.iter().map(|item| el("li").with(inline(item))))
        .into()
}

fn step(step: &Step) -> Html {
    let command = (!step.command.is_empty())
        .then(|| Html::text(" ").then(el("code").with(inline(&step.command))));
    el("li").with(inline(&step.said())).with(command).into()
}

/// Words as they are, under their label.
fn quoted(words: &Quotation, element: &'static str) -> Html {
    let lines: Vec<&str> = words.lines().collect();
    if lines.is_empty() {
        return Html::default();
    }
    let label =
        (!words.label.is_empty()).then(|| el("p").with(inline(&words.label)).text(":").into());
    Html::from(label).then(el(element).of_record().text(lines.join("\n")))
}

fn of_table(table: &Table) -> Html {
    let heading = |column: &Column| match column.heading.is_empty() {
        true => el("td"),
        false => el("th")
            .scope("col")
            .class(class(column.align))
            .with(inline(&column.heading)),
    };
    let head = el("thead").with(el("tr").each(table.columns.iter().map(heading)));
    let body = el("tbody").each(table.rows.iter().map(|row| of_row(table, row)));
    el("table").class("list").with(head).with(body).into()
}

fn class(align: Align) -> &'static str {
    match align {
        Align::Left => "w",
        Align::Right => "n",
    }
}

fn of_row(table: &Table, row: &Row) -> Html {
    let cells = match row {
        Row::Section { section } if section.is_empty() => return Html::default(),
        Row::Section { section } => {
            let wide = table.columns.len().max(1);
            return el("tr")
                .with(
                    el("th")
                        .scope("colgroup")
                        .colspan(wide)
                        .with(inline(section)),
                )
                .into();
        }
        Row::Cells { cells, .. } => cells,
    };
    let cell = |(place, (column, text)): (usize, (&Column, &StyledText))| match place {
        0 => el("th").scope("row").with(inline(text)),
        _ => {
            let name = el("span")
                .class("col")
                .text(format!("{}: ", column.heading.words()));
            el("td")
                .class(class(column.align))
                .with(name)
                .with(inline(&text.heard()))
        }
    };
    el("tr")
        .each(table.columns.iter().zip(cells).enumerate().map(cell))
        .into()
}

fn inline(text: &StyledText) -> Html {
    let inked = |(ink, words): (Style, String)| match ink {
        Style::Plain => Html::text(words),
        Style::Strong | Style::Good | Style::Bad | Style::Attention => {
            el("strong").text(words).into()
        }
        Style::Dim => el("span").class("dim").text(words).into(),
    };
    text.spans().into_iter().map(inked).collect()
}

#[cfg(test)]
mod tests {
    use super::blocks;
    use crate::render::sample::status;

    #[test]
    fn a_screen_becomes_a_part_of_a_page() {
        let html = blocks(&status());
        for part in [
            "<h2>Retention period</h2>",
            "<dt>Question</dt><dd>Shall the group recommend the rule in text.md?</dd>",
            "<blockquote dir=\"auto\">Storage is not free.",
            "<th scope=\"row\">Registries</th>",
        ] {
            assert!(html.shown().contains(part), "{part} in {}", html.shown());
        }
    }
}

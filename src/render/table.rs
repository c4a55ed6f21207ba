//! Writes a page for a terminal: aligned columns, wrapped words, styles.

use crate::render::fit;
use crate::render::format::OutputContext;
use crate::render::ink::{Style, StyledText, painted};
use crate::render::page::{
    Block, Fact, Facts, Heading, LabelStyle, Link, List, Notice, Page, Quotation, Step, Steps,
};
use crate::render::wrap::{untabbed, width, wrap, wrap_hung};
use crate::value::text::shown;

/// The mark before every line of others' words, so that none can look like one of ours.
const QUOTED: &str = "  | ";
/// The indent of every line that is shown as it is.
const AS_IT_IS: &str = "    ";

/// The page as lines of a terminal, or as plain text where the canvas has no width.
pub(crate) fn table(page: &Page, canvas: &OutputContext) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut gap = false;
    for block in &page.blocks {
        let mut more = set(block, canvas);
        if matches!(block, Block::Gap) {
            gap = !lines.is_empty();
        } else if !more.is_empty() {
            if std::mem::take(&mut gap) {
                lines.push(String::new());
            }
            lines.append(&mut more);
        }
    }
    let mut out = String::new();
    for line in lines {
        out.push_str(&painted(&line, canvas.colour));
        out.push('\n');
    }
    out
}

/// One block as lines with marks.
fn set(block: &Block, canvas: &OutputContext) -> Vec<String> {
    let measure = canvas.measure();
    match block {
        Block::Heading(heading) => set_heading(heading, measure),
        Block::Line { text } if text.is_empty() => Vec::new(),
        Block::Line { text } => wrap(&text.marked(), measure),
        Block::Facts(facts) => set_facts(facts, measure),
        Block::Table(table) => fit::lines(table, canvas.full()),
        Block::List(list) => set_list(list, measure),
        Block::Steps(steps) => set_steps(steps, measure),
        Block::Prose(words) => set_prose(words, measure),
        Block::Verbatim(words) => set_verbatim(words, measure, |_| Style::Plain),
        Block::Difference(words) => set_verbatim(words, measure, tint),
        Block::Link(link) => set_link(link, measure),
        Block::Notices(notices) => {
            let set = |notice| set_notice(notice, measure);
            notices.notices.iter().flat_map(set).collect()
        }
        Block::Gap => Vec::new(),
    }
}

fn set_heading(heading: &Heading, measure: Option<usize>) -> Vec<String> {
    let lines = wrap(&heading.text.marked_in(Style::Strong), measure);
    with_aside(lines, &heading.aside, 0, measure)
}

/// Puts an aside at the right end of a single line, or on lines of its own where there is no
/// room for it, moved in by `indent`.
fn with_aside(
    mut lines: Vec<String>,
    aside: &StyledText,
    indent: usize,
    measure: Option<usize>,
) -> Vec<String> {
    if aside.is_empty() {
        return lines;
    }
    let aside = aside.marked_in(Style::Dim);
    let [line] = lines.as_mut_slice() else {
        lines.extend(wrap_hung(&" ".repeat(indent), &aside, measure));
        return lines;
    };
    let used = width(line) + width(&aside);
    match measure {
        None => line.push_str(&format!("  {aside}")),
        Some(measure) if used + 2 <= measure => {
            line.push_str(&" ".repeat(measure - used));
            line.push_str(&aside);
        }
        Some(_) => lines.extend(wrap_hung(&" ".repeat(indent), &aside, measure)),
    }
    lines
}

fn set_facts(facts: &Facts, measure: Option<usize>) -> Vec<String> {
    let label_width = |fact: &Fact| width(&fact.label.words());
    let widest = facts.facts.iter().map(label_width).max().unwrap_or(0);
    // A long label must not push the values off the screen.
    let most = measure.map_or(usize::MAX, |measure| measure / 3);
    let indent = widest.min(most) + 2;
    let mut out = Vec::new();
    for fact in &facts.facts {
        let label = fact.label.marked();
        let padding = indent.saturating_sub(width(&label));
        let value = if padding >= 2 {
            let first = format!("{label}{}", " ".repeat(padding));
            wrap_hung(&first, &fact.value.marked(), measure)
        } else {
            out.extend(wrap(&label, measure));
            wrap_hung(&" ".repeat(indent), &fact.value.marked(), measure)
        };
        let mut lines = with_aside(value, &fact.aside, indent, measure);
        out.extend(lines.iter_mut().map(|line| line.trim_end().to_owned()));
    }
    out
}

fn set_list(list: &List, measure: Option<usize>) -> Vec<String> {
    let last = list.items.len().saturating_sub(1);
    let widest = width(&list.lead.before(last));
    let item = |(place, item): (usize, &StyledText)| {
        let first = format!("{:>widest$} ", list.lead.before(place));
        let lines = wrap_hung(&first, &item.marked(), measure).into_iter();
        lines.map(|line| line.trim_end().to_owned())
    };
    list.items.iter().enumerate().flat_map(item).collect()
}

/// Each step with who does it in brackets; under it its command, which is never broken, and what can
/// be chosen in it.
fn set_steps(steps: &Steps, measure: Option<usize>) -> Vec<String> {
    let number = |place| LabelStyle::Number.before(place);
    let widest = width(&number(steps.steps.len().saturating_sub(1)));
    let under = " ".repeat(widest + 3);
    let step = |(place, step): (usize, &Step)| {
        let first = format!("{:>widest$} ", number(place));
        let mut lines = wrap_hung(&first, &step.said().marked(), measure);
        if !step.command.is_empty() {
            let command = step.command.marked_in(Style::Strong);
            lines.push(format!("{under}{command}"));
        }
        if !step.choices.is_empty() {
            lines.extend(wrap_hung(&under, &step.choices.marked(), measure));
        }
        lines
    };
    steps.steps.iter().enumerate().flat_map(step).collect()
}

/// A label on a line of its own, where there is one.
fn set_label(label: &StyledText, measure: Option<usize>) -> Vec<String> {
    if label.is_empty() {
        return Vec::new();
    }
    wrap(&format!("{}:", label.marked()), measure)
}

fn set_prose(words: &Quotation, measure: Option<usize>) -> Vec<String> {
    let mut out = set_label(&words.label, measure);
    let room = measure.map(|measure| measure - width(QUOTED));
    for line in words.lines() {
        let line = untabbed(&shown(line));
        let text = line.trim_start();
        // A list stays a list, unless it starts beyond the middle.
        let moved_in = (width(&line) - width(text)).min(room.unwrap_or(80) / 4);
        for piece in wrap_hung(&" ".repeat(moved_in), text, room) {
            out.push(format!("{QUOTED}{piece}").trim_end().to_owned());
        }
    }
    out
}

fn set_verbatim(words: &Quotation, measure: Option<usize>, ink: fn(&str) -> Style) -> Vec<String> {
    let mut out = set_label(&words.label, measure);
    for line in words.lines() {
        let safe = ink(line).marked(&untabbed(&shown(line)));
        out.push(format!("{AS_IT_IS}{safe}"));
    }
    out
}

/// An address stays on one line, however long: cut in two it leads nowhere.
fn set_link(link: &Link, measure: Option<usize>) -> Vec<String> {
    let mut out = set_label(&link.label, measure);
    out.push(format!("{AS_IT_IS}{}", link.address));
    out
}

/// The colour of a line of a difference, by the sign that leads it.
fn tint(line: &str) -> Style {
    match line.chars().next() {
        Some('+') => Style::Good,
        Some('-') => Style::Bad,
        Some('@' | '\\') => Style::Dim,
        _ => Style::Plain,
    }
}

fn set_notice(notice: &Notice, measure: Option<usize>) -> Vec<String> {
    let severity = StyledText::default()
        .then(notice.severity.clone())
        .and(Style::Plain, " ")
        .then(notice.code.clone());
    let line = format!(
        "{}: {}: {}",
        Style::Strong.marked(&notice.place()),
        severity.marked(),
        notice.sentence.marked()
    );
    let mut out = set_hanging(&line, measure);
    if !notice.hint.is_empty() {
        let hint = notice.hint.marked();
        out.extend(wrap_hung("  hint: ", &hint, measure));
    }
    out
}

/// Wraps a line, every line but the first moved in by two.
fn set_hanging(line: &str, measure: Option<usize>) -> Vec<String> {
    let room = measure.map(|measure| measure - 2);
    let wrapped = wrap(line, room).into_iter().enumerate();
    wrapped
        .map(|(n, line)| if n == 0 { line } else { format!("  {line}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::table;
    use crate::blessed::screen;
    use crate::render::format::OutputContext;
    use crate::render::grid::{Column, Table};
    use crate::render::ink::Style;
    use crate::render::page::{Block, Facts, Notice, NoticeLog, Page};
    use crate::render::sample::status;
    use crate::render::wrap::width;

    fn on(width: usize, page: &Page) -> String {
        table(page, &OutputContext::terminal(width))
    }

    #[test]
    fn a_status_page_on_each_canvas_and_piped() {
        for width in [60, 80, 100] {
            screen(&format!("render/status-{width}"), &on(width, &status()));
        }
        let piped = table(&status(), &OutputContext::piped());
        screen("render/status-piped", &piped);
        // Tables use the whole canvas, and running words stop at 80 columns.
        let first = |width: usize| on(width, &status()).lines().next().map(super::width);
        assert_eq!((first(80), first(120)), (Some(80), Some(80)));
    }

    #[test]
    fn no_line_is_wider_than_its_canvas() {
        for canvas in OutputContext::NARROWEST..140 {
            for line in on(canvas, &status()).lines() {
                assert!(width(line) <= canvas, "{canvas}: {line}");
            }
        }
    }

    #[test]
    fn colour_adds_styles_and_nothing_else() {
        let page = Page::new().title("Retention").table(
            Table::new([Column::new("rule"), Column::new("met")])
                .row(["quorum".into(), Style::Good.on("yes")])
                .row(["coverage".into(), Style::Bad.on("not yet")]),
        );
        assert_eq!(
            table(&page, &OutputContext::terminal(80).coloured()),
            "\u{1b}[1mRetention\u{1b}[0m\n\
             \u{1b}[1mrule      met\u{1b}[0m\n\
             quorum    \u{1b}[32myes\u{1b}[0m\n\
             coverage  \u{1b}[1m\u{1b}[31mnot yet\u{1b}[0m\n"
        );
        let coloured = table(&status(), &OutputContext::terminal(80).coloured());
        assert!(coloured.contains('\u{1b}'));
        assert!(!on(80, &status()).contains('\u{1b}'));
    }

    #[test]
    fn cells_are_wrapped_only_where_columns_cannot_go() {
        let table = Table::new([Column::new("id"), Column::sentence("problem")])
            .row([
                "cost",
                "Two years of logs cost more than a small registrar earns.",
            ])
            .section("A section runs over all columns")
            .indented(1, ["scope", "ok"]);
        assert_eq!(
            on(40, &Page::new().table(table)),
            "\
id       problem
cost     Two years of logs cost more
         than a small registrar earns.
A section runs over all columns
  scope  ok
"
        );
    }

    #[test]
    fn long_labels_stand_above_their_values() {
        let facts = Facts::default().fact("Id", "retention").fact(
            "What happens to silence",
            "it is not counted, says the charter",
        );
        assert_eq!(
            on(30, &Page::new().facts(facts)),
            "\
Id          retention
What happens to silence
            it is not counted,
            says the charter
"
        );
    }

    #[test]
    fn a_difference_has_colours_beside_its_signs() {
        let page = Page::new().difference("", "@@ -1,2 +1,2 @@\n a\n-b c\n+d");
        let plain = table(&page, &OutputContext::piped());
        assert_eq!(plain, "    @@ -1,2 +1,2 @@\n     a\n    -b c\n    +d\n");
        let coloured = table(&page, &OutputContext::piped().coloured());
        assert!(coloured.contains("\u{1b}[32m+d\u{1b}[0m\n"), "{coloured}");
        assert!(coloured.contains("\u{1b}[31m-b c\u{1b}[0m\n"), "{coloured}");
    }

    #[test]
    fn gaps_are_one_line_and_never_outermost() {
        let page = Page::new().gap().line("a").gap().gap().line("").line("b");
        assert_eq!(on(80, &page.gap()), "a\n\nb\n");
        assert_eq!(on(80, &Page::new()), "");
    }

    #[test]
    fn numbers_of_items_are_aligned_and_their_lines_hang() {
        let items = [
            "a b c",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "one two three four five",
        ];
        let text = on(20, &Page::new().numbered(items));
        assert!(text.starts_with(" 1. a b c\n 2.\n"), "{text}");
        assert!(
            text.ends_with("10. one two three\n    four five\n"),
            "{text}"
        );
    }

    #[test]
    fn others_words_are_barred_and_bytes_stay_as_they_are() {
        let page = Page::new()
            .prose("", "Rule met: yes\r\n\tand so on\n")
            .verbatim("The difference", "+a\tb\n \n-\u{1b}[2J");
        assert_eq!(
            on(24, &page),
            "  | Rule met: yes\n  |      and so on\nThe difference:\n    \
             +a      b\n     \n    -\\u{1b}[2J\n"
        );
    }

    #[test]
    fn a_notice_starts_with_its_place() {
        let notice = Notice {
            path: "participants/ruth.toml".into(),
            line: Some(3),
            column: Some(1),
            severity: Style::Bad.on("error"),
            code: "S102".into(),
            sentence: "the key \"stance\" is not one of a participant's".into(),
            hint: "remove it, or write \"standing\"".into(),
        };
        let notices = vec![notice];
        assert_eq!(
            on(60, &Page::new().and(Block::Notices(NoticeLog { notices }))),
            "\
participants/ruth.toml:3:1: error S102: the key \"stance\"
  is not one of a participant's
  hint: remove it, or write \"standing\"
"
        );
    }
}

//! Writes a page in Markdown as hosting services show it; others' words stay words.

use crate::render::grid::{Align, Row, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::{
    Block, Fact, Heading, LabelStyle, Level, Link, List, Notice, Page, Quotation, Step, Steps,
};
use crate::render::wrap::untabbed;
use crate::value::text::shown;

/// A character that is not seen, written out: a hosting service does not read on across it.
const SEAM: &str = "&#8203;";

/// The page in Markdown, blocks apart by blank lines.
pub(crate) fn markdown(page: &Page) -> String {
    let blocks = page.blocks.iter().flat_map(blocks);
    let filled: Vec<String> = blocks.filter(|block| !block.is_empty()).collect();
    if filled.is_empty() {
        return String::new();
    }
    format!("{}\n", filled.join("\n\n"))
}

fn blocks(block: &Block) -> Vec<String> {
    match block {
        Block::Heading(heading) => headed(heading),
        Block::Line { text } => vec![paragraph(&text.heard())],
        Block::Facts(facts) => vec![joined(facts.facts.iter().map(fact))],
        Block::Table(table) => vec![pipes(table)],
        Block::List(list) => vec![items(list)],
        Block::Steps(steps) => vec![numbered_steps(steps)],
        Block::Prose(words) => labelled(words, quote(words)),
        Block::Verbatim(words) => labelled(words, fence(words, "")),
        Block::Difference(words) => labelled(words, fence(words, "diff")),
        Block::Link(link) => vec![linked(link)],
        Block::Notices(notices) => vec![joined(notices.notices.iter().map(notice))],
        Block::Gap => Vec::new(),
    }
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

fn headed(heading: &Heading) -> Vec<String> {
    let sign = match heading.level {
        Level::Title => "#",
        Level::Heading => "##",
        Level::Subheading => "###",
    };
    let text = heading.text.words();
    let title = if text.is_empty() {
        String::new()
    } else {
        format!("{sign} {}", escaped(&text))
    };
    vec![title, paragraph(&heading.aside)]
}

/// A text at the start of a block, where more signs have a meaning than within a line.
fn paragraph(text: &StyledText) -> String {
    at_start(&inline(text))
}

fn fact(fact: &Fact) -> String {
    let mut parts = vec![label(&fact.label), paragraph(&fact.value)];
    if !fact.aside.is_empty() {
        parts.push(format!("· {}", inline(&fact.aside)));
    }
    parts.retain(|part| !part.is_empty());
    format!("- {}", parts.join(" "))
}

/// A label with its colon; nothing where there is none.
fn label(text: &StyledText) -> String {
    if text.is_empty() {
        return String::new();
    }
    bold(&format!("{}:", text.words()))
}

fn items(list: &List) -> String {
    let lead = |place| match list.lead {
        LabelStyle::Bullet => "-".to_owned(),
        LabelStyle::Number => list.lead.before(place),
    };
    let items = list.items.iter().enumerate();
    joined(items.map(|(place, item)| format!("{} {}", lead(place), paragraph(item))))
}

/// Steps as a numbered list, each command as code on a line of its own.
fn numbered_steps(steps: &Steps) -> String {
    let step = |(place, step): (usize, &Step)| {
        let lead = LabelStyle::Number.before(place);
        let mut lines = vec![format!("{lead} {}", paragraph(&step.said()))];
        if !step.command.is_empty() {
            lines.push(code(&step.command.words()));
        }
        if !step.choices.is_empty() {
            lines.push(inline(&step.choices));
        }
        lines.join("\\\n   ")
    };
    joined(steps.steps.iter().enumerate().map(step))
}

/// Words as code, between runs of backticks longer than any in them.
fn code(words: &str) -> String {
    let longest = words.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    match longest {
        0 => format!("{ticks}{words}{ticks}"),
        _ => format!("{ticks} {words} {ticks}"),
    }
}

fn pipes(table: &Table) -> String {
    let cells = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let headings = table.columns.iter().map(|column| inline(&column.heading));
    let rule = table.columns.iter().map(|column| match column.align {
        Align::Left => "---".to_owned(),
        Align::Right => "---:".to_owned(),
    });
    let mut lines = vec![cells(headings.collect()), cells(rule.collect())];
    for row in &table.rows {
        lines.push(cells(row_cells(row, table.columns.len())));
    }
    lines.join("\n")
}

fn row_cells(row: &Row, columns: usize) -> Vec<String> {
    let mut out = match row {
        Row::Section { section } if section.is_empty() => Vec::new(),
        Row::Section { section } => vec![bold(&section.words())],
        Row::Cells { indent, cells } => {
            let mut cells: Vec<String> = cells.iter().map(|cell| inline(&cell.heard())).collect();
            if let Some(first) = cells.first_mut() {
                *first = format!("{}{first}", "&nbsp;&nbsp;".repeat(*indent));
            }
            cells
        }
    };
    out.resize(columns.max(1), String::new());
    out
}

fn labelled(words: &Quotation, block: String) -> Vec<String> {
    vec![label(&words.label), block]
}

/// Others' words as a quotation; their line breaks stay.
fn quote(words: &Quotation) -> String {
    let lines: Vec<String> = words.lines().map(quoted_line).collect();
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).is_some_and(|next| !next.is_empty());
        let ending = match (line.is_empty(), next) {
            (false, true) => "\\\n",
            _ => "\n",
        };
        out.push_str(&format!("> {line}{ending}").replace("> \n", ">\n"));
    }
    out.trim_end().to_owned()
}

fn quoted_line(line: &str) -> String {
    at_start(&escaped(&StyledText::from(line).words()))
}

/// Words as they are, between fences longer than any run of backticks in them, and the language
/// by which a hosting service colours them.
fn fence(words: &Quotation, language: &str) -> String {
    let lines: Vec<String> = words.lines().map(|line| untabbed(&shown(line))).collect();
    if lines.is_empty() {
        return String::new();
    }
    let body = lines.join("\n");
    let longest = body.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}{language}\n{body}\n{fence}")
}

/// An address has no character that would end it.
fn linked(link: &Link) -> String {
    format!("- [{}](<{}>)", inline(&link.label), link.address)
}

fn notice(notice: &Notice) -> String {
    let severity = format!("{} {}", notice.severity.words(), notice.code.words());
    let place = escaped(&notice.place());
    let mut line = format!(
        "- {} {place}: {}",
        bold(&severity),
        inline(&notice.sentence)
    );
    if !notice.hint.is_empty() {
        line.push_str(&format!(". Hint: {}", inline(&notice.hint)));
    }
    line
}

fn bold(words: &str) -> String {
    match words.trim() {
        "" => String::new(),
        words => format!("**{}**", escaped(words)),
    }
}

/// A text within a line; of the inks only the strong one is shown.
fn inline(text: &StyledText) -> String {
    let spans = text.spans();
    let mut out = String::new();
    for (at, (ink, words)) in spans.iter().enumerate() {
        let strong = *ink == Style::Strong && !words.trim().is_empty();
        let next = spans.get(at + 1).and_then(|(_, next)| next.chars().next());
        // Asterisks must stand directly at a word.
        match words.strip_prefix(' ') {
            Some(words) if strong => out.push_str(&format!(" {}", bold(words))),
            _ if strong => out.push_str(&bold(words)),
            _ => out.push_str(&escaped_before(words, next)),
        }
    }
    out
}

/// Harmless words with every sign escaped that means something within a line: emphasis, code,
/// links, HTML, tables, mathematics; and with a seam where a hosting service would link or notify by
/// itself: people, issues, merge requests, addresses.
fn escaped(words: &str) -> String {
    escaped_before(words, None)
}

/// [`escaped`], with `next` standing directly behind the words.
fn escaped_before(words: &str, next: Option<char>) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    let mut before = [' ', ' '];
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
        if links_on(before, c, rest.peek().copied().or(next).unwrap_or(' ')) {
            out.push_str(SEAM);
        }
        before = [before[1], c];
    }
    out
}

/// Whether `c` between these makes a hosting service link or notify: `@name`, `#12`, `!12`, `GH-12`,
/// `://`, `www.`.
fn links_on(before: [char; 2], c: char, next: char) -> bool {
    match c {
        '@' => !next.is_whitespace(),
        '#' | '!' => next.is_ascii_digit(),
        '-' => before.map(|c| c.to_ascii_lowercase()) == ['g', 'h'] && next.is_ascii_digit(),
        ':' => next == '/',
        'w' | 'W' => before[1].eq_ignore_ascii_case(&'w') && next == '.',
        _ => false,
    }
}

/// An escaped line that starts a block, kept from being a list, a rule or an underline.
fn at_start(line: &str) -> String {
    if line.starts_with(['-', '+', '=']) {
        return format!("\\{line}");
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line.split_at_checked(digits) {
        Some((number, rest)) if digits > 0 && rest.starts_with(['.', ')']) => {
            format!("{number}\\{rest}")
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{escaped, markdown};
    use crate::render::grid::{Column, Table};
    use crate::render::ink::{Style, StyledText};
    use crate::render::page::Page;
    use crate::render::sample::status;

    #[test]
    fn a_status_page_in_markdown() {
        let expected = "\
# Retention period

track policy · call 2 (open) · r3

- **Question:** Shall the group recommend the rule in text.md?
- **Closes:** Thu 21 May 2026 23:59 UTC · in 3 d 4 h · Fri 22 May 01:59 your time
- **Frozen:** 31 seats at 4be1c07 · Shepherd tomas-ruiz

| Group | seats | one letter per member | S | a | X | heard |
| --- | ---: | --- | ---: | ---: | ---: | --- |
| **CONTRACTED** |  |  |  |  |  |  |
| &nbsp;&nbsp;Registries | 6 | SSSa.. | 3 | 1 | · | yes |
| **NON-CONTRACTED** |  |  |  |  |  |  |
| &nbsp;&nbsp;Civil society | 12 | SSSa-..XX... | 3 | 1 | 2 | yes |
| &nbsp;&nbsp;Public interest | 1 | . | · | · | · | no |

Stale, given on r2: 3 (Business 2, Civil society 1)

| Objections (2) |  | state | age | joined by |
| --- | --- | --- | ---: | --- |
| carla-nunes.cost | §4 storage cost | answered, maintained | 11 d | 2 in 2 groups |
| piotr-nowak.scope | outside charter §2 | OPEN, no response | 3 d | 1 |

| Rule (track policy) |  | now | met |
| --- | --- | --- | --- |
| quorum | answered &gt;= 1/2 of eligible | 21 of 30; needs 15 | yes |
| coverage | answered &gt;= 1 in every group | 5 of 6 | NO |
| &nbsp;&nbsp;Public interest |  | silent |  |

## Next

- answer piotr-nowak.scope
- Public interest has not spoken

**carla-nunes:**

> Storage is not free.
>
> \\- twice the cost

Not a verdict. Read 28 positions: counted 22
";
        assert_eq!(markdown(&status()), expected);
    }

    #[test]
    fn signs_are_escaped_and_forges_are_kept_from_linking() {
        for (words, expected) in [
            ("a|b `c` *d* _e_", "a\\|b \\`c\\` \\*d\\* \\_e\\_"),
            ("<img src=x> &lt; a\\", "&lt;img src=x&gt; &amp;lt; a\\\\"),
            ("[x](http://e.vil)", "\\[x\\](http:&#8203;//e.vil)"),
            (
                "@ruth, a@b.c, at @ noon",
                "@&#8203;ruth, a@&#8203;b.c, at @ noon",
            ),
            (
                "#12, #x, !12, GH-12",
                "\\#&#8203;12, \\#x, !&#8203;12, GH-&#8203;12",
            ),
            ("www.e.vil now. r2-3", "www&#8203;.e.vil now. r2-3"),
        ] {
            assert_eq!(escaped(words), expected);
        }
    }

    #[test]
    fn a_name_in_a_span_of_its_own_is_not_linked_either() {
        let text = StyledText::from("by @")
            .and(Style::Dim, "ruth and #")
            .then("12");
        let said = Style::Strong
            .on("Rule")
            .then(": ")
            .and(Style::Strong, " met ");
        assert_eq!(
            markdown(&Page::new().line(text).line(said)),
            "by @&#8203;ruth and \\#&#8203;12\n\n**Rule**: **met**\n"
        );
    }

    #[test]
    fn lines_cannot_start_a_list_or_a_rule() {
        let words = "1. one\n2) two\n- three\n---\n===\n    code\n2026 was";
        let page = Page::new().line("+ a").prose("", words).bullets(["- b"]);
        assert_eq!(
            markdown(&page),
            "\\+ a\n\n> 1\\. one\\\n> 2\\) two\\\n> \\- three\\\n> \\---\\\n> \\===\\\n\
             > code\\\n> 2026 was\n\n- \\- b\n"
        );
    }

    #[test]
    fn a_fence_is_longer_than_any_within() {
        let page = Page::new().verbatim("Difference", "```\n# x\n`````");
        assert_eq!(
            markdown(&page),
            "**Difference:**\n\n``````\n```\n# x\n`````\n``````\n"
        );
        assert_eq!(markdown(&Page::new().verbatim("", "")), "");
        let page = Page::new().difference("", "-a\n+b");
        assert_eq!(markdown(&page), "```diff\n-a\n+b\n```\n");
    }

    #[test]
    fn every_row_has_as_many_cells_as_columns() {
        let table = Table::new(["a", "b"].map(Column::new))
            .row(["x"])
            .section("s");
        assert_eq!(
            markdown(&Page::new().table(table)),
            "| a | b |\n| --- | --- |\n| x |  |\n| **s** |  |\n"
        );
    }
}

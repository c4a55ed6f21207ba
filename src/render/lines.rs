//! Writes a page as one fact a line, in words, for screen readers and logs.

use crate::render::grid::{Column, PlacedCell, Table};
use crate::render::ink::StyledText;
use crate::render::page::{Block, Fact, Heading, Level, Notice, Page, Quotation, Step};
use crate::render::wrap::untabbed;
use crate::value::text::shown;

/// The page in lines: `heading / label: value`, and for a row of a table
/// `first column / first cell: column = value; column = value`. A part of a path or a row is in
/// quotation marks where it could be taken for the signs between the parts.
pub(crate) fn lines(page: &Page) -> String {
    let mut out = Lines::default();
    for block in &page.blocks {
        out.add(block);
    }
    out.text
}

/// The lines so far, and the headings above the next one.
#[derive(Default)]
struct Lines {
    text: String,
    over: Vec<(Level, String)>,
}

impl Lines {
    fn add(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Line { text } => self.said(&[], &text.heard().words()),
            Block::Facts(facts) => facts.facts.iter().for_each(|fact| self.fact(fact)),
            Block::Table(table) => self.table(table),
            Block::List(list) => {
                for (place, item) in list.items.iter().enumerate() {
                    let lead = list.lead.before(place);
                    self.said(&[], &format!("{lead} {}", item.words()));
                }
            }
            Block::Steps(steps) => {
                for (place, step) in steps.steps.iter().enumerate() {
                    self.said(&[format!("Step {}", place + 1)], &step_in_words(step));
                }
            }
            Block::Prose(words) | Block::Verbatim(words) | Block::Difference(words) => {
                self.words(words);
            }
            Block::Link(link) => {
                let label = link.label.words();
                self.said(&[label], link.address.as_str());
            }
            Block::Notices(notices) => {
                let lines = notices.notices.iter().map(notice);
                lines.for_each(|line| self.said(&[], &line));
            }
            Block::Gap => {}
        }
    }

    /// Writes one line under the headings and `path`; nothing where there are no words.
    fn said(&mut self, path: &[String], words: &str) {
        if words.is_empty() {
            return;
        }
        let over = self.over.iter().map(|(_, heading)| heading.as_str());
        let parts: Vec<&str> = over.chain(path.iter().map(String::as_str)).collect();
        if !parts.is_empty() {
            self.text.push_str(&parts.join(" / "));
            self.text.push_str(": ");
        }
        self.text.push_str(words);
        self.text.push('\n');
    }

    fn heading(&mut self, heading: &Heading) {
        self.over.retain(|(level, _)| *level < heading.level);
        self.said(&[], &with_aside(&heading.text, &heading.aside));
        if heading.level > Level::Title && !heading.text.is_empty() {
            self.over.push((heading.level, name(&heading.text)));
        }
    }

    fn fact(&mut self, fact: &Fact) {
        let path = named([&fact.label]);
        self.said(&path, &with_aside(&fact.value, &fact.aside));
    }

    fn table(&mut self, table: &Table) {
        let first = table.columns.first().map(|column| &column.heading);
        if table.rows.is_empty() {
            self.said(&named(first), "none");
        }
        for row in table.placed() {
            let path = first.into_iter().chain(row.section).chain(row.path.clone());
            let columns = table.columns.get(1..).unwrap_or(&[]);
            match cells(columns, &row) {
                // A row with nothing but its name is still there.
                cells if cells.is_empty() => self.said(&[], &named(path).join(" / ")),
                cells => self.said(&named(path), &cells),
            }
        }
    }

    fn words(&mut self, words: &Quotation) {
        let mut path = named([&words.label]);
        if path.is_empty() && self.over.is_empty() {
            path.push("text".to_owned());
        }
        for line in words.lines() {
            self.said(&path, untabbed(&shown(line)).trim_end());
        }
    }
}

/// The parts of a path that have words.
fn named<'a>(parts: impl IntoIterator<Item = &'a StyledText>) -> Vec<String> {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.map(name).collect()
}

/// A text as a part of a path.
fn name(text: &StyledText) -> String {
    quoted(text.words(), &[": ", " / "])
}

/// The cells behind the first: `column = value; column = value`.
fn cells(columns: &[Column], row: &PlacedCell<'_>) -> String {
    let cell = |(column, cell): (&Column, &StyledText)| {
        let value = quoted(cell.heard().words(), &["; ", " = "]);
        match column.heading.words() {
            heading if heading.is_empty() => value,
            heading => format!("{} = {value}", quoted(heading, &["; ", " = "])),
        }
    };
    let filled = columns
        .iter()
        .zip(row.rest)
        .filter(|(_, cell)| !cell.heard().is_empty());
    filled.map(cell).collect::<Vec<_>>().join("; ")
}

/// What must be done, then who does it, what they type and what they can choose.
fn step_in_words(step: &Step) -> String {
    let fields = [
        ("who", &step.who),
        ("command", &step.command),
        ("choices", &step.choices),
    ];
    let filled = fields.into_iter().filter(|(_, text)| !text.is_empty());
    let field = |(name, text): (&str, &StyledText)| {
        format!("{name} = {}", quoted(text.words(), &["; ", " = "]))
    };
    let what = quoted(step.what.words(), &["; ", " = "]);
    let parts: Vec<String> = std::iter::once(what).chain(filled.map(field)).collect();
    parts.join("; ")
}

fn with_aside(text: &StyledText, aside: &StyledText) -> String {
    match (text.words(), aside.words()) {
        (text, aside) if aside.is_empty() => text,
        (text, aside) => format!("{text} · {aside}").trim().to_owned(),
    }
}

/// `words`, in quotation marks where they have one of `signs` or start or end like one.
fn quoted(words: String, signs: &[&str]) -> String {
    let padded = format!(" {words} ");
    if !words.starts_with('"') && !signs.iter().any(|sign| padded.contains(sign)) {
        return words;
    }
    format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
}

fn notice(notice: &Notice) -> String {
    let mut line = format!(
        "{}: {} {}: {}",
        notice.place(),
        notice.severity.words(),
        notice.code.words(),
        notice.sentence.words()
    );
    if !notice.hint.is_empty() {
        line.push_str(&format!("; hint: {}", notice.hint.words()));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::lines;
    use crate::render::grid::{Column, Table};
    use crate::render::page::Page;
    use crate::render::sample::status;

    #[test]
    fn a_status_page_says_one_fact_a_line() {
        let expected = "\
Retention period · track policy · call 2 (open) · r3
Question: Shall the group recommend the rule in text.md?
Closes: Thu 21 May 2026 23:59 UTC · in 3 d 4 h · Fri 22 May 01:59 your time
Frozen: 31 seats at 4be1c07 · Shepherd tomas-ruiz
Group / CONTRACTED / Registries: seats = 6; one letter per member = SSSa..; S = 3; a = 1; X = ·; heard = yes
Group / NON-CONTRACTED / Civil society: seats = 12; one letter per member = SSSa-..XX...; S = 3; a = 1; X = 2; heard = yes
Group / NON-CONTRACTED / Public interest: seats = 1; one letter per member = .; S = ·; a = ·; X = ·; heard = no
Stale, given on r2: 3 (Business 2, Civil society 1)
Objections (2) / carla-nunes.cost: §4 storage cost; state = answered, maintained; age = 11 d; joined by = 2 in 2 groups
Objections (2) / piotr-nowak.scope: outside charter §2; state = OPEN, no response; age = 3 d; joined by = 1
Rule (track policy) / quorum: answered >= 1/2 of eligible; now = \"21 of 30; needs 15\"; met = yes
Rule (track policy) / coverage: answered >= 1 in every group; now = 5 of 6; met = NO
Rule (track policy) / coverage / Public interest: now = silent
Next
Next: - answer piotr-nowak.scope
Next: - Public interest has not spoken
Next / carla-nunes: Storage is not free.
Next / carla-nunes:   - twice the cost
Next: Not a verdict. Read 28 positions: counted 22
";
        assert_eq!(lines(&status()), expected);
    }

    #[test]
    fn headings_stand_over_what_follows_until_their_like() {
        let page = Page::new()
            .title("T")
            .heading("A")
            .subheading("B")
            .facts([("k", "1")])
            .heading("C: D")
            .facts([("k", "2")]);
        assert_eq!(
            lines(&page),
            "T\nA\nA: B\nA / B / k: 1\nC: D\n\"C: D\" / k: 2\n"
        );
    }

    #[test]
    fn a_cell_cannot_pass_for_two() {
        let row = ["x: met = yes", "1; met = yes", "\"", "a \\ b = c"];
        let table = Table::new(["rule", "now", "why", ""].map(Column::new)).row(row);
        assert_eq!(
            lines(&Page::new().table(table)),
            "rule / \"x: met = yes\": now = \"1; met = yes\"; why = \"\\\"\"; \
             \"a \\\\ b = c\"\n"
        );
    }

    #[test]
    fn nothing_is_left_out_for_being_alone() {
        let page = Page::new()
            .table(Table::new([Column::new("Objections")]))
            .table(Table::new([Column::new("Groups")]).row(["Business"]))
            .prose("", "a\n\nb\tc")
            .numbered(["x"]);
        assert_eq!(
            lines(&page),
            "Objections: none\nGroups / Business\ntext: a\ntext: b       c\n1. x\n"
        );
    }
}

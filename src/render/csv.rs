//! Writes a page's tables as comma-separated values, so that no spreadsheet takes them for formulas.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::render::grid::Table;
use crate::render::ink::StyledText;
use crate::render::page::{Block, Facts, NoticeLog, Page, Steps};

/// The page's tables (RFC 4180, but for line feeds alone at line ends), each with a row of
/// headings, apart by an empty line. A page without tables
/// gives its facts, as labels and values.
pub(crate) fn csv(page: &Page) -> String {
    let mut sheets: Vec<Sheet> = page.blocks.iter().filter_map(table).collect();
    if sheets.is_empty() {
        sheets = page.blocks.iter().filter_map(facts).collect();
    }
    let written: Result<Vec<String>, csv::Error> = sheets.iter().map(write).collect();
    match written {
        Ok(sheets) => sheets.join("\n"),
        // Writing to memory does not fail; should it, the reader must see it.
        Err(fault) => format!("the table could not be written: {fault}\n"),
    }
}

/// Rows of cells, the headings first.
type Sheet = Vec<Vec<String>>;

fn table(block: &Block) -> Option<Sheet> {
    match block {
        Block::Table(table) => Some(rows(table)),
        Block::Notices(found) => Some(notices(found)),
        Block::Steps(found) => Some(steps(found)),
        _ => None,
    }
}

fn facts(block: &Block) -> Option<Sheet> {
    let Block::Facts(Facts { facts }) = block else {
        return None;
    };
    let mut sheet = vec![heading(&["label", "value", "note"])];
    for fact in facts {
        let cells = [&fact.label, &fact.value, &fact.aside];
        sheet.push(cells.map(StyledText::words).to_vec());
    }
    Some(sheet)
}

fn heading(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Sections become a first column; a row that belongs to others names them before itself.
fn rows(table: &Table) -> Sheet {
    let headings = table.columns.iter().map(|column| column.heading.words());
    let mut sheet: Sheet = vec![headings.collect()];
    for row in table.placed() {
        let path: Vec<String> = row.path.iter().map(|cell| cell.words()).collect();
        let mut cells = vec![path.join(" / ")];
        cells.extend(row.rest.iter().map(|cell| cell.heard().words()));
        cells.resize(table.columns.len(), String::new());
        sheet.push(cells);
    }
    if table.has_sections() {
        let names = table.placed().into_iter().map(|row| row.section);
        let names = std::iter::once(Some(&table.sections)).chain(names);
        for (cells, name) in sheet.iter_mut().zip(names) {
            cells.insert(0, name.map(StyledText::words).unwrap_or_default());
        }
    }
    sheet
}

fn steps(found: &Steps) -> Sheet {
    let mut sheet = vec![heading(&["step", "who", "command", "choices"])];
    for step in &found.steps {
        let cells = [&step.what, &step.who, &step.command, &step.choices];
        sheet.push(cells.map(StyledText::words).to_vec());
    }
    sheet
}

fn notices(found: &NoticeLog) -> Sheet {
    let headings = [
        "path", "line", "column", "severity", "code", "message", "hint",
    ];
    let mut sheet = vec![heading(&headings)];
    let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
    for notice in &found.notices {
        sheet.push(vec![
            notice.path.words(),
            number(notice.line),
            number(notice.column),
            notice.severity.words(),
            notice.code.words(),
            notice.sentence.words(),
            notice.hint.words(),
        ]);
    }
    sheet
}

/// Words are always in quotation marks: a spreadsheet that separates by semicolons must not
/// find a cell of somebody's making behind one.
fn write(sheet: &Sheet) -> Result<String, csv::Error> {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::NonNumeric)
        .terminator(Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    for cells in sheet {
        writer.write_record(cells.iter().map(|cell| guarded(cell)))?;
    }
    let bytes = writer.into_inner().map_err(|fault| fault.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The cell with an apostrophe before it where a spreadsheet would compute it. A tab or a line
/// end, which some skip, never comes first: white space is folded before.
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::csv;
    use crate::render::grid::{Column, Table};
    use crate::render::page::{Block, Facts, NoticeLog, Page};
    use crate::render::sample::status;

    #[test]
    fn the_tables_of_a_status_page() {
        let expected = r#""house","Group","seats","one letter per member","S","a","X","heard"
"CONTRACTED","Registries",6,"SSSa..",3,1,"·","yes"
"NON-CONTRACTED","Civil society",12,"SSSa-..XX...",3,1,2,"yes"
"NON-CONTRACTED","Public interest",1,".","·","·","·","no"

"Objections (2)","","state","age","joined by"
"carla-nunes.cost","§4 storage cost","answered, maintained","11 d","2 in 2 groups"
"piotr-nowak.scope","outside charter §2","OPEN, no response","3 d",1

"Rule (track policy)","","now","met"
"quorum","answered >= 1/2 of eligible","21 of 30; needs 15","yes"
"coverage","answered >= 1 in every group","5 of 6","NO"
"coverage / Public interest","","silent",""
"#;
        assert_eq!(csv(&status()), expected);
    }

    #[test]
    fn formulas_are_led_by_an_apostrophe() {
        let cells = [
            "=1+1",
            " +1",
            "-1",
            "\t@x",
            "＝1",
            "a=1",
            "say \"x\"",
            "a\nb",
            "7",
        ];
        let table = Table::new(cells.map(|_| Column::new("c"))).row(cells);
        let text = csv(&Page::new().table(table));
        assert_eq!(
            text.lines().nth(1),
            Some(r#""'=1+1","'+1","'-1","'@x","'＝1","a=1","say ""x""","a b",7"#)
        );
    }

    #[test]
    fn a_page_without_tables_gives_its_facts() {
        let facts = Facts::default().fact_aside("Closes", "Thursday", "soon");
        assert_eq!(
            csv(&Page::new().title("T").facts(facts).line("x")),
            "\"label\",\"value\",\"note\"\n\"Closes\",\"Thursday\",\"soon\"\n"
        );
        assert_eq!(csv(&Page::new().line("x")), "");
        let none = Page::new().and(Block::Notices(NoticeLog::default()));
        assert_eq!(
            csv(&none),
            "\"path\",\"line\",\"column\",\"severity\",\"code\",\"message\",\"hint\"\n"
        );
    }
}

//! How-to pages: the commands on them are typed by tests, and a block marked `text` shows the first lines that
//! the command above it printed.

use crate::blessed::{self, project};

/// A line of a page in which a fence of a code block opens or closes it.
const FENCE: &str = "```";

/// What the fences of a page enclose, in order.
enum Line<'page> {
    Command(&'page str),
    Shown,
    Other(&'page str),
}

/// Every line of a page. A command begins with `plenary ` inside a block.
fn lines(page: &str) -> Vec<Line<'_>> {
    let mut block: Option<&str> = None;
    let mut all = Vec::new();
    for line in page.lines() {
        let fence = line.strip_prefix(FENCE);
        all.push(match (block, fence) {
            (Some("text"), None) => Line::Shown,
            (Some(_), None) if line.starts_with("plenary ") => Line::Command(line),
            _ => Line::Other(line),
        });
        if let Some(language) = fence {
            block = block.is_none().then_some(language);
        }
    }
    all
}

/// The text of a page, by its path from the top of the project.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(project(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The commands of a page, each without `plenary` and with words in quotation marks as one.
pub(crate) fn commands(page: &str) -> Vec<Vec<String>> {
    let ours = lines(page).into_iter().filter_map(|line| match line {
        Line::Command(line) => line.strip_prefix("plenary "),
        _ => None,
    });
    ours.map(words).collect()
}

/// The words of a command line, those in quotation marks as one.
pub(crate) fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    parts
        .flat_map(|(n, part)| match n % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

/// Compares the blocks `text` of a page with what its commands printed, in order. A block keeps its number of
/// lines, and empty lines are left out.
pub(crate) fn shows(path: &str, printed: &[String]) {
    let page = read(path);
    let mut made = String::new();
    let mut typed = printed.iter();
    let mut last: Box<dyn Iterator<Item = &str>> = Box::new(std::iter::empty());
    for line in lines(&page) {
        let line = match line {
            Line::Command(line) => {
                let output = typed.next().unwrap_or_else(|| panic!("{path}: {line}"));
                last = Box::new(output.lines().filter(|line| !line.trim().is_empty()));
                line
            }
            Line::Shown => match last.next() {
                Some(line) => line.trim_end(),
                None => continue,
            },
            Line::Other(line) => line,
        };
        made.push_str(&format!("{line}\n"));
    }
    assert_eq!(typed.next(), None, "{path}");
    blessed::same(path, &made);
}

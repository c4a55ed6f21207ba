//! Shows the table of comments and dispositions, in two layouts: our own, and that of the commenting template
//! of ISO and IEC committees.
//!
//! A comment says in its own words which part of the text it is about. `Place` reads the section, the line and
//! the figure from these words, to fill the columns and to sort the comments.

use crate::value::sentence::many;
use serde::Serialize;

use crate::record::handling::{Disposition, DispositionKind, Response};
use crate::record::objection::{Objection, ObjectionTopic};
use crate::record::participant::Participant;
use crate::record::table;
use crate::register::tally_inputs::TallyInputs;
use crate::render::grid::{Column, DropPriority, Table};
use crate::render::ink::Style;
use crate::render::page::{Facts, Page};
use crate::report::objection::ObjectionWhole;
use crate::report::words;
use crate::tally::Tally;
use crate::tally::objection::{ObjectionState, TrackedObjection};
use crate::value::id::{GroupId, ProposalId, RegisterId, RevisionName};

/// Which columns the table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// Everything that is recorded, each in its column.
    Plain,
    /// Those of the ISO/IEC commenting template.
    Iso,
}

impl Layout {
    /// The columns, from the left. Source of the second list: the ISO/IEC/CEN/CENELEC template for
    /// comments and secretariat observations.
    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Plain => &[
                "id",
                "who",
                "group",
                "about",
                "kind",
                "problem",
                "resolve",
                "state",
                "responses",
                "disposition",
                "reason",
            ],
            Self::Iso => &[
                "MB/NC",
                "Line number",
                "Clause/Subclause",
                "Paragraph/Figure/Table",
                "Type of comment",
                "Comments",
                "Proposed change",
                "Observations of the secretariat",
            ],
        }
    }
}

/// The comments on a proposal.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Matrix {
    format: u32,
    register: RegisterId,
    proposal: ProposalId,
    revision: RevisionName,
    layout: Layout,
    comments: Vec<Comment>,
    #[serde(skip)]
    counts: String,
}

/// One objection or comment.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Comment {
    #[serde(flatten)]
    whole: ObjectionWhole,
    who: Option<String>,
    group: Option<GroupId>,
    affiliation: Option<String>,
    place: Place,
    /// `ge`, `te` or `ed`.
    r#type: &'static str,
    #[serde(skip)]
    cells: Vec<String>,
}

impl Matrix {
    /// The objections and comments on a proposal, sorted by section, then by id.
    pub fn of(moments: &TallyInputs, tally: &Tally, layout: Layout) -> Self {
        let followed = by_section(tally);
        let blocking = followed.iter().filter(|each| each.objection.blocking);
        let blocking = blocking.count();
        let counts = format!(
            "{} and {}, sorted by section.",
            many(blocking, "objection"),
            many(followed.len() - blocking, "comment")
        );
        let comment = |each: &TrackedObjection| Comment::of(moments, each, layout);
        Self {
            format: 1,
            register: tally.charter.register.clone(),
            proposal: tally.proposal.clone(),
            revision: tally.revision,
            layout,
            comments: followed.into_iter().map(comment).collect(),
            counts,
        }
    }

    /// The comments for a screen, which is too narrow for so many columns: one after the other, each as
    /// labels and values.
    pub fn page(&self) -> Page {
        let told = |comment: &Comment| {
            let facts = self.layout.columns().iter().zip(&comment.cells);
            let facts = facts.fold(Facts::default(), |facts, (column, cell)| {
                facts.filled(*column, cell)
            });
            let heading = comment.whole.heading();
            Page::new().gap().subheading(heading).facts(facts)
        };
        self.head().each(self.comments.iter().map(told))
    }

    /// The same as a table with all its columns.
    pub fn sheet(&self) -> Page {
        let columns = self.layout.columns().iter();
        let columns = columns.map(|name| Column::sentence(*name).keep(DropPriority::Always));
        let rows = self.comments.iter();
        let table = rows.fold(Table::new(columns), |table, row| table.row(&row.cells));
        self.head().gap().table(table)
    }

    /// The table for spreadsheets, with cells that none of them computes.
    pub(crate) fn csv(&self) -> String {
        let headings = self.layout.columns().iter().map(|name| (*name).to_owned());
        let rows = self.comments.iter().map(|comment| comment.cells.clone());
        let all: Vec<_> = std::iter::once(headings.collect()).chain(rows).collect();
        table::written(&all)
    }

    fn head(&self) -> Page {
        let (title, aside) = (format!("Comments on {}", self.proposal), self.revision);
        Page::new()
            .title_aside(title, aside.to_string())
            .line(Style::Dim.on(&self.counts))
    }
}

/// The objections and comments of a tally, sorted by section, then by id.
pub(crate) fn by_section(tally: &Tally) -> Vec<&TrackedObjection> {
    let mut all: Vec<&TrackedObjection> = tally.objections.iter().collect();
    all.sort_by_cached_key(|each| (key(&each.objection.about), each.id.clone()));
    all
}

impl Comment {
    fn of(moments: &TallyInputs, followed: &TrackedObjection, layout: Layout) -> Self {
        let by = &followed.id.participant;
        let registers = [moments.frozen(), &moments.asked];
        let mut registers = registers.into_iter();
        let who = registers.find_map(|register| register.participant(by));
        Self {
            cells: cells(followed, who, layout),
            whole: ObjectionWhole::of(followed),
            who: who.map(|who| who.name.clone()),
            group: who.map(|who| who.group.clone()),
            affiliation: who.and_then(|who| who.affiliation.clone()),
            place: Place::of(&followed.objection.about),
            r#type: iso_type(followed.objection.kind),
        }
    }
}

const STRANGER: &str = "not a participant";

/// The cells of a comment in the order of the layout's columns.
fn cells(followed: &TrackedObjection, who: Option<&Participant>, layout: Layout) -> Vec<String> {
    match layout {
        Layout::Plain => plain(followed, who),
        Layout::Iso => iso(followed, who),
    }
}

/// The type of comment in the words of ISO and IEC: general, technical or editorial.
fn iso_type(kind: Option<ObjectionTopic>) -> &'static str {
    match kind {
        Some(ObjectionTopic::Technical) => "te",
        Some(ObjectionTopic::Editorial) => "ed",
        Some(ObjectionTopic::Process | ObjectionTopic::Scope) | None => "ge",
    }
}

fn plain(followed: &TrackedObjection, who: Option<&Participant>) -> Vec<String> {
    let objection = &followed.objection;
    let by = &followed.id.participant;
    let ended = followed.disposition();
    vec![
        followed.id.to_string(),
        who.map_or_else(|| by.to_string(), |who| who.name.clone()),
        who.map_or_else(|| STRANGER.to_owned(), |who| who.group.to_string()),
        objection.about.clone(),
        objection.kind.map_or("", ObjectionTopic::word).to_owned(),
        objection.problem.clone(),
        objection.resolve.clone().unwrap_or_default(),
        state(followed),
        responses(followed).join(" "),
        ended.map(ending).unwrap_or_default(),
        ended.map(why).unwrap_or_default(),
    ]
}

fn iso(followed: &TrackedObjection, who: Option<&Participant>) -> Vec<String> {
    let (objection, place) = (&followed.objection, Place::of(&followed.objection.about));
    let body = match who {
        Some(who) => who
            .affiliation
            .clone()
            .unwrap_or_else(|| who.group.to_string()),
        None => STRANGER.to_owned(),
    };
    vec![
        // The template has no column for the id of a comment.
        format!("{body} ({})", followed.id),
        place.line,
        place.clause,
        place.paragraph,
        iso_type(objection.kind).to_owned(),
        objection.problem.clone(),
        objection.resolve.clone().unwrap_or_default(),
        observations(followed),
    ]
}

/// The responses, then the disposition with its reason, or the status if it is open.
fn observations(followed: &TrackedObjection) -> String {
    let mut said = responses(followed);
    said.push(match followed.disposition() {
        Some(ended) => format!("{} {}", words::sentence(&ending(ended)), why(ended)),
        None => words::sentence(state(followed).trim_end_matches('.')),
    });
    said.join(" ")
}

/// The status, with the reason that the objector gave.
fn state(followed: &TrackedObjection) -> String {
    let comment = match followed.objection.blocking {
        true => "",
        false => "comment, ",
    };
    let late = match followed.late {
        true => ", raised after the close",
        false => "",
    };
    let status = format!("{comment}{}{late}", followed.state.in_words());
    match (reply(&followed.objection), followed.state) {
        (None, _) => status,
        (Some((word, reason)), ObjectionState::Disposed(_)) => {
            format!("{status}; {word} by the objector: {reason}")
        }
        (Some((_, reason)), _) => format!("{status}: {reason}"),
    }
}

/// The reply of the objector, if it has a reason.
fn reply(objection: &Objection) -> Option<(&'static str, &str)> {
    let (word, reason) = match objection.withdrawn {
        true => ("withdrawn", &objection.withdrawn_reason),
        false => (objection.answer?.word(), &objection.answer_reason),
    };
    Some((word, reason.as_ref()?.trim()))
}

fn responses(followed: &TrackedObjection) -> Vec<String> {
    let said =
        |Response { by, at, text }: &Response| format!("{by} ({}): {}", at.date(), text.trim());
    followed.handling.responses.iter().map(said).collect()
}

/// The disposition; a duplicate names the other objection.
fn ending(disposition: &Disposition) -> String {
    match (&disposition.of, disposition.value) {
        (Some(of), DispositionKind::Duplicate) => format!("{} of {of}", disposition.value.word()),
        _ => disposition.value.word().to_owned(),
    }
}

fn why(disposition: &Disposition) -> String {
    let more = |label: &str, words: &Option<String>| {
        let words = words.as_ref()?;
        Some(format!("{label}: {}", words.trim()))
    };
    let said = [
        Some(disposition.reason.trim().to_owned()),
        more("Alternatives considered", &disposition.alternatives),
        more("Evidence", &disposition.evidence),
    ];
    words::joined(said, " ")
}

/// The place in the text that a comment is about, in parts. No word is lost: what names neither a line
/// nor a figure is the clause.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
struct Place {
    /// Numbers of lines: `17`, `3-5`.
    line: String,
    /// Which clause, or any other words.
    clause: String,
    /// Which paragraph, figure, table, note or example.
    paragraph: String,
}

const LINE: &[&str] = &["line", "lines"];
const PARAGRAPH: &[&str] = &[
    "paragraph",
    "paragraphs",
    "para",
    "para.",
    "figure",
    "figures",
    "fig",
    "fig.",
    "table",
    "tables",
    "note",
    "example",
];

/// Which column a part of the words belongs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Line,
    Clause,
    Paragraph,
}

impl Place {
    /// The place that `about` names, in parts that commas or semicolons separate.
    fn of(about: &str) -> Self {
        let mut place = Self::default();
        let mut last = Part::Clause;
        let parts = about.split(", ").flat_map(|part| part.split("; "));
        for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
            let (kind, words) = sorted(part, last);
            let column = match kind {
                Part::Line => &mut place.line,
                Part::Clause => &mut place.clause,
                Part::Paragraph => &mut place.paragraph,
            };
            if !column.is_empty() {
                column.push_str(", ");
            }
            column.push_str(words);
            last = kind;
        }
        place
    }
}

/// The column of a part, and its words there. A number goes with the part before it, as in
/// "lines 3, 5 and 9".
fn sorted(part: &str, last: Part) -> (Part, &str) {
    if part.starts_with(|c: char| c.is_ascii_digit()) {
        return (last, part);
    }
    let (word, rest) = part.split_once(char::is_whitespace).unwrap_or((part, ""));
    let (word, rest) = (word.to_lowercase(), rest.trim_start());
    if LINE.contains(&word.as_str()) && rest.starts_with(|c: char| c.is_ascii_digit()) {
        return (Part::Line, rest);
    }
    if PARAGRAPH.contains(&word.as_str()) && is_number(rest) {
        return (Part::Paragraph, part);
    }
    (Part::Clause, part)
}

/// Whether some words begin with a number such as `2`, `A.1` or `B`.
fn is_number(rest: &str) -> bool {
    let word = rest.split_whitespace().next().unwrap_or("");
    word.chars().any(|c| c.is_ascii_digit()) || word.chars().count() == 1
}

/// A part of a sort key: numbers by their size, and before letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    /// How many digits, without leading zeros, and the digits.
    Number(usize, String),
    /// Anything between numbers, in small letters.
    Words(String),
}

/// The key to sort a place by: §2 comes before §10, and 2.9 before 2.10.
fn key(about: &str) -> Vec<Piece> {
    let about = about.trim().trim_start_matches('§').trim_start();
    let is_digit = |c: char| c.is_ascii_digit();
    let mut rest = about;
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let digits = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        if !number.is_empty() {
            let number = number.trim_start_matches('0');
            pieces.push(Piece::Number(number.len(), number.to_owned()));
        }
        let words = after.find(is_digit).unwrap_or(after.len());
        let (words, after) = after.split_at(words);
        if !words.is_empty() {
            pieces.push(Piece::Words(words.to_lowercase()));
        }
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Layout, Matrix, Place, key};
    use crate::report::sample::{HOSTILE, counted, harmless, on, retention};

    #[test]
    fn comments_are_in_the_order_of_the_text() {
        let moments = retention().open();
        let tally = counted(&moments, "retention");
        let page = on(100, &Matrix::of(&moments, &tally, Layout::Plain).page());
        let order: Vec<&str> = page
            .lines()
            .filter_map(|line| line.strip_prefix("about "))
            .map(str::trim)
            .collect();
        assert_eq!(
            order,
            ["§1", "§2", "§3", "§4 storage cost", "outside charter §2"]
        );
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        for words in HOSTILE {
            let moments = retention().open();
            let mut tally = counted(&moments, "retention");
            for followed in &mut tally.objections {
                followed.objection.about = (*words).to_owned();
                followed.objection.problem = (*words).to_owned();
                for response in &mut followed.handling.responses {
                    response.text = (*words).to_owned();
                }
            }
            for layout in [Layout::Plain, Layout::Iso] {
                let matrix = Matrix::of(&moments, &tally, layout);
                harmless(&matrix.page());
                harmless(&matrix.sheet());
            }
        }
    }

    #[test]
    fn lines_and_figures_go_where_they_belong_and_nothing_is_lost() {
        for (about, line, clause, paragraph) in [
            ("§4 storage cost", "", "§4 storage cost", ""),
            ("line 17", "17", "", ""),
            (
                "3.1, Table A.1; Lines 3, 5 and 9",
                "3, 5 and 9",
                "3.1",
                "Table A.1",
            ),
            ("Section 4, retention", "", "Section 4, retention", ""),
            ("Annex B, fig. 2", "", "Annex B", "fig. 2"),
            ("table of contents", "", "table of contents", ""),
            ("line of sight", "", "line of sight", ""),
            ("", "", "", ""),
        ] {
            let place = Place::of(about);
            let said = [&place.line, &place.clause, &place.paragraph];
            assert_eq!(said, [line, clause, paragraph], "{about}");
        }
    }

    #[test]
    fn numbers_are_sorted_by_their_size() {
        let sorted = [
            "",
            "§1",
            "2",
            "§2 storage",
            "2.9",
            "§ 2.10",
            "§10",
            "§010a",
            "99999999999999999999999999",
            "100000000000000000000000000",
            "annex 2",
            "Annex 10",
            "Cost",
        ];
        for pair in sorted.windows(2) {
            assert!(key(pair[0]) < key(pair[1]), "{pair:?}");
        }
    }
}

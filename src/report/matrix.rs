//! The table of comments and of what became of each, in two layouts: our own, and the one of the
//! commenting template that committees of ISO and IEC use.

mod cells;
mod place;

use serde::Serialize;

use crate::record::participant::Participant;
use crate::register::freeze::Moments;
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::Ink;
use crate::render::page::{Facts, Page};
use crate::report::objection::ObjectionWhole;
use crate::report::words;
use crate::tally::Tally;
use crate::tally::objection::Followed;
use crate::value::id::{GroupId, ProposalId, RegisterId, RevisionName};
use place::Place;

/// Which columns the table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// All that is on record, a column each.
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
    /// The objections and comments on a proposal, sorted by what they are about and then by id.
    pub fn of(moments: &Moments, tally: &Tally, layout: Layout) -> Self {
        let mut followed: Vec<&Followed> = tally.objections.iter().collect();
        followed.sort_by_cached_key(|each| (place::key(&each.objection.about), each.id.clone()));
        let blocking = followed.iter().filter(|each| each.objection.blocking);
        let blocking = blocking.count();
        let counts = format!(
            "{} and {}, sorted by what they are about.",
            words::many(blocking, "objection"),
            words::many(followed.len() - blocking, "comment")
        );
        let comment = |each: &Followed| Comment::of(moments, each, layout);
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

    /// The comments for a screen, which is too narrow for so many columns: one below the other,
    /// each as labels and values.
    pub fn page(&self) -> Page {
        let told = |page: Page, comment: &Comment| {
            let facts = self.layout.columns().iter().zip(&comment.cells);
            let filled = facts.filter(|(_, cell)| !cell.is_empty());
            let facts = filled.fold(Facts::default(), |facts, (column, cell)| {
                facts.fact(*column, cell)
            });
            let heading = comment.whole.heading();
            page.gap().subheading(heading).facts(facts)
        };
        self.comments.iter().fold(self.head(), told)
    }

    /// The same as a table with all its columns.
    pub fn sheet(&self) -> Page {
        let columns = self.layout.columns().iter();
        let columns = columns.map(|name| Column::sentence(*name).keep(Keep::Always));
        let rows = self.comments.iter();
        let table = rows.fold(Table::new(columns), |table, row| table.row(&row.cells));
        self.head().gap().table(table)
    }

    fn head(&self) -> Page {
        let (title, aside) = (format!("Comments on {}", self.proposal), self.revision);
        Page::new()
            .title_aside(title, aside.to_string())
            .line(Ink::Dim.on(&self.counts))
    }
}

impl Comment {
    fn of(moments: &Moments, followed: &Followed, layout: Layout) -> Self {
        let by = &followed.id.participant;
        let registers = [moments.frozen(), &moments.asked];
        let who: Option<&Participant> = registers
            .into_iter()
            .find_map(|register| register.participant(by));
        Self {
            cells: cells::cells(followed, who, layout),
            whole: ObjectionWhole::of(followed),
            who: who.map(|who| who.name.clone()),
            group: who.map(|who| who.group.clone()),
            affiliation: who.and_then(|who| who.affiliation.clone()),
            place: Place::of(&followed.objection.about),
            r#type: cells::iso_type(followed.objection.kind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Layout, Matrix};
    use crate::report::sample::{HOSTILE, counted, harmless, on, retention};

    #[test]
    fn comments_stand_in_the_order_of_the_text() {
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
}

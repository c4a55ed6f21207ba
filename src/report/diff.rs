//! What changed between two revisions of a text, and who answered on which of them.

mod answers;

use serde::Serialize;

use crate::record::path::RecordPath;
use crate::record::proposal::{Change, Proposal, Revision};
use crate::register::freeze::Moments;
use crate::register::snapshot::{Difference, Line, Side};
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
use crate::report::words;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;
use crate::value::id::{ProposalId, RegisterId, RevisionName};
use answers::Answers;

/// The difference of two revisions.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Diff {
    format: u32,
    register: RegisterId,
    proposal: ProposalId,
    text: String,
    from: RevisionName,
    to: RevisionName,
    revisions: Vec<Made>,
    kind: &'static str,
    added: usize,
    removed: usize,
    lines: Vec<Signed>,
    answers: Vec<Answers>,
    #[serde(skip)]
    bytes: Option<(usize, usize)>,
    #[serde(skip)]
    reads: String,
}

/// A revision, and what was said of it.
#[derive(Debug, Clone, Serialize)]
struct Made {
    name: RevisionName,
    at: Instant,
    sha256: TextDigest,
    material: bool,
    note: Option<String>,
}

/// A line with the sign that leads it.
#[derive(Debug, Clone, Serialize)]
struct Signed {
    sign: &'static str,
    text: String,
}

impl Diff {
    /// The report of the difference of the revisions `from` and `to` of the tally's proposal, and
    /// of the positions that the tally read. `None` where the proposal cannot be read.
    pub fn of(
        moments: &Moments,
        tally: &Tally,
        (from, to): (RevisionName, RevisionName),
        difference: &Difference,
    ) -> Option<Self> {
        let folder = moments.folder(&tally.proposal)?;
        let proposal = folder.proposal.as_ref()?;
        let path = RecordPath::Text(tally.proposal.clone(), proposal.text.clone());
        let (lines, bytes) = match difference {
            Difference::Lines(lines) => (lines.iter().map(Signed::of).collect(), None),
            Difference::Bytes(before, after) => (Vec::new(), Some((*before, *after))),
            Difference::None => (Vec::new(), None),
        };
        Some(Self {
            format: 1,
            register: tally.charter.register.clone(),
            proposal: tally.proposal.clone(),
            text: path.to_string(),
            from,
            to,
            revisions: between(proposal, from, to),
            kind: match difference {
                Difference::None => "none",
                Difference::Lines(_) => "lines",
                Difference::Bytes(..) => "bytes",
            },
            added: difference.count(Side::Added),
            removed: difference.count(Side::Removed),
            lines,
            answers: answers::all(moments, tally, proposal),
            bytes,
            reads: words::reads(&tally.canvass),
        })
    }

    /// The difference for people.
    pub fn page(&self) -> Page {
        let title = format!("{} from {} to {}", self.proposal, self.from, self.to);
        Page::new()
            .title_aside(title, &self.text)
            .table(self.history())
            .gap()
            .then(self.difference())
            .gap()
            .then(answers::page(&self.answers))
            .line(&self.reads)
    }

    fn history(&self) -> Table {
        let columns = [
            Column::new("revision").keep(Keep::Always),
            Column::new("made").keep(Keep::High),
            Column::new("change").keep(Keep::High),
            Column::sentence("what was changed").keep(Keep::Always),
        ];
        let made = self.revisions.iter();
        made.fold(Table::new(columns), |table, made| table.row(made.row()))
    }

    fn difference(&self) -> Page {
        if let Some((before, after)) = self.bytes {
            return Page::new().line(format!(
                "Not shown: at least one of the two is no text, having a byte 0 in it. {} has \
                 {before} bytes, {} has {after}.",
                self.from, self.to
            ));
        }
        if self.lines.is_empty() {
            let (from, to) = (self.from, self.to);
            return Page::new().line(format!("{from} and {to} have the same text."));
        }
        let (added, removed) = (
            words::many(self.added, "line"),
            words::many(self.removed, "line"),
        );
        let shown: Vec<String> = self.shown().collect();
        Page::new()
            .line(format!("{removed} removed (-), {added} added (+)"))
            .difference("", shown.join("\n"))
    }

    /// The lines as they are shown. Where some end in a carriage return and others do not, that is
    /// written out: it may be all that changed.
    fn shown(&self) -> impl Iterator<Item = String> {
        let words = self.lines.iter().filter(|line| line.is_of_a_text());
        let ends = words.map(|line| line.text.ends_with('\r'));
        let some = ends.clone().any(|returns| returns);
        let is_mixed = some && !ends.clone().all(|returns| returns);
        self.lines.iter().map(move |line| line.shown(is_mixed))
    }
}

/// The revisions from the earlier of two up to the later.
fn between(proposal: &Proposal, one: RevisionName, other: RevisionName) -> Vec<Made> {
    let (first, last) = (one.min(other), one.max(other));
    let within = |revision: &&Revision| (first..=last).contains(&revision.name);
    let revisions = proposal.revisions.iter().filter(within);
    revisions.map(Made::of).collect()
}

impl Made {
    fn of(revision: &Revision) -> Self {
        Self {
            name: revision.name,
            at: revision.at,
            sha256: revision.sha256.clone(),
            material: revision.change == Change::Material,
            note: revision.note.clone(),
        }
    }

    fn row(&self) -> [Text; 4] {
        let change = match self.material {
            true => Ink::Attention.on("material"),
            false => "editorial".into(),
        };
        [
            self.name.to_string().into(),
            self.at.long().into(),
            change,
            self.note.clone().unwrap_or_default().into(),
        ]
    }
}

impl Signed {
    fn of(line: &Line) -> Self {
        Self {
            sign: line.side.sign(),
            text: line.text.clone(),
        }
    }

    fn is_of_a_text(&self) -> bool {
        ["+", "-", " "].contains(&self.sign)
    }

    fn shown(&self, with_returns: bool) -> String {
        let text = match self.text.strip_suffix('\r') {
            Some(text) if with_returns => format!("{text}\\u{{d}}"),
            Some(text) => text.to_owned(),
            None => self.text.clone(),
        };
        match self.sign {
            "@" => text,
            sign => format!("{sign}{text}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Diff;
    use crate::register::snapshot::{Difference, Line, Side};
    use crate::render::json::json;
    use crate::report::sample::{HOSTILE, counted, harmless, on, retention};
    use crate::value::id::RevisionName;

    fn diff(lines: &[(Side, &str)]) -> Diff {
        let lines = lines.iter().map(|(side, text)| Line {
            side: *side,
            text: (*text).to_owned(),
        });
        let moments = retention().open();
        let tally = counted(&moments, "retention");
        let both = (RevisionName(2), RevisionName(3));
        Diff::of(&moments, &tally, both, &Difference::Lines(lines.collect())).unwrap()
    }

    #[test]
    fn line_ends_are_shown_where_they_are_not_all_alike() {
        let mixed = diff(&[(Side::Removed, "a\r"), (Side::Added, "a")]);
        let page = on(100, &mixed.page());
        assert!(page.contains("\n    -a\\u{d}\n    +a\n"), "{page}");
        let alike = diff(&[(Side::Removed, "a\r"), (Side::Added, "b\r")]);
        let page = on(100, &alike.page());
        assert!(page.contains("\n    -a\n    +b\n"), "{page}");
        let value: serde_json::Value = serde_json::from_str(&json(&alike)).unwrap();
        assert_eq!(value["lines"][0]["text"], "a\r");
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        for words in HOSTILE {
            let page = diff(&[(Side::Place, "@@ -1 +1 @@"), (Side::Added, words)]).page();
            let shown = crate::render::render(
                &page,
                crate::render::format::Format::Html,
                &crate::render::format::Canvas::piped(),
            );
            assert_eq!(crate::value::text::hostile_in(&shown).next(), None);
            // A difference is never wrapped, so that only short ones fit every width.
            if words.len() < 30 {
                harmless(&page);
            }
        }
    }
}

//! Shows what changed between two revisions of a text, with the changed words marked, and who
//! answered on which of them.

use serde::Serialize;

use crate::record::path::RecordPath;
use crate::record::proposal::{Proposal, Revision, RevisionKind};
use crate::register::snapshot::{DiffLine, DiffSide, Difference};
use crate::register::tally_inputs::TallyInputs;
use crate::render::grid::{DropPriority, Rows, Table};
use crate::render::ink::Style;
use crate::render::page::Page;
use crate::report::changed_words::marked;
use crate::report::who::{Names, with_id};
use crate::report::words;
use crate::tally::Tally;
use crate::tally::reason::NotCountedReason;
use crate::value::id::{PositionName, ProposalId, RegisterId, RevisionName};
use crate::value::sentence::many;

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
    revisions: Vec<Revision>,
    kind: &'static str,
    added: usize,
    removed: usize,
    lines: Vec<DiffLine>,
    answers: Vec<Answers>,
    #[serde(skip)]
    bytes: Option<(usize, usize)>,
    #[serde(skip)]
    reads: String,
}

impl Diff {
    /// The report of the difference of the revisions `from` and `to` of the tally's proposal, and
    /// of the positions that the tally read. `None` if the proposal cannot be read.
    pub fn of(
        moments: &TallyInputs,
        tally: &Tally,
        (from, to): (RevisionName, RevisionName),
        difference: &Difference,
    ) -> Option<Self> {
        let folder = moments.folder(&tally.proposal)?;
        let proposal = folder.proposal.as_ref()?;
        let path = RecordPath::Text(tally.proposal.clone(), proposal.text.clone());
        let (lines, bytes) = match difference {
            Difference::Lines(lines) => (lines.clone(), None),
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
            added: difference.count(DiffSide::Added),
            removed: difference.count(DiffSide::Removed),
            lines,
            answers: answers(moments, tally, proposal),
            bytes,
            reads: words::reads(&tally.canvass),
        })
    }

    /// The difference for people.
    pub fn page(&self) -> Page {
        let title = format!("{}, {} to {}", self.proposal, self.from, self.to);
        Page::new()
            .title_aside(title, &self.text)
            .line(self.summary())
            .gap()
            .table(self.history())
            .gap()
            .then(self.difference())
            .gap()
            .then(answers_page(&self.answers))
            .line(&self.reads)
    }

    /// How much changed.
    fn summary(&self) -> String {
        let (from, to) = (self.from, self.to);
        if let Some((before, after)) = self.bytes {
            return format!(
                "The difference cannot be shown, because a byte 0 makes one of the two binary. \
                 {from} has {before} bytes, {to} has {after}."
            );
        }
        if self.lines.is_empty() {
            return format!("{from} and {to} have the same text.");
        }
        let (added, removed) = (many(self.added, "line"), many(self.removed, "line"));
        format!("{removed} removed (-), {added} added (+).")
    }

    fn history(&self) -> Rows<&Revision> {
        Table::of(&self.revisions)
            .words("revision", DropPriority::Always, |made| &made.name)
            .words("date", DropPriority::High, |made| made.at.long())
            .words("change", DropPriority::High, |made| match made.change {
                RevisionKind::Material => Style::Attention.on("material"),
                RevisionKind::Editorial => "editorial".into(),
            })
            .sentences("note", DropPriority::Always, |made| made.note.as_ref())
    }

    fn difference(&self) -> Page {
        let (is_marked, shown) = marked_lines(&self.lines);
        let page =
            Page::new().lines(is_marked.then_some("Changed words: [-removed-] and {+added+}."));
        match shown.is_empty() {
            true => page,
            false => page.difference("", shown.join("\n")),
        }
    }
}

/// Whether words that changed are marked, and the lines as they are shown.
pub(crate) fn marked_lines(lines: &[DiffLine]) -> (bool, Vec<String>) {
    let marked = marked(lines);
    (marked != lines, shown_lines(&marked).collect())
}

/// The lines as they are shown. If some end with a carriage return and others do not, that is
/// written out, because it can be the only change.
fn shown_lines(lines: &[DiffLine]) -> impl Iterator<Item = String> {
    let words = lines.iter().filter(|line| is_of_a_text(line));
    let ends = words.map(|line| line.text.ends_with('\r'));
    let some = ends.clone().any(|returns| returns);
    let is_mixed = some && !ends.clone().all(|returns| returns);
    lines.iter().map(move |line| shown(line, is_mixed))
}

/// Whether it is in one of the texts, or in both.
fn is_of_a_text(line: &DiffLine) -> bool {
    matches!(
        line.side,
        DiffSide::Both | DiffSide::Removed | DiffSide::Added
    )
}

/// The line as it is shown, with its carriage return if that must be seen.
fn shown(line: &DiffLine, with_returns: bool) -> String {
    let written = line.written();
    match written.strip_suffix('\r') {
        Some(text) if with_returns => format!("{text}\\u{{d}}"),
        Some(text) => text.to_owned(),
        None => written,
    }
}

/// The revisions from the earlier of two up to the later.
fn between(proposal: &Proposal, one: RevisionName, other: RevisionName) -> Vec<Revision> {
    let (first, last) = (one.min(other), one.max(other));
    let within = |revision: &&Revision| (first..=last).contains(&revision.name);
    let revisions = proposal.revisions.iter().filter(within);
    revisions.cloned().collect()
}

/// The positions that were given on one revision, or on an unknown one.
#[derive(Debug, Clone, Serialize)]
struct Answers {
    on: Option<RevisionName>,
    positions: Vec<Given>,
}

/// A position.
#[derive(Debug, Clone, Serialize)]
struct Given {
    by: String,
    name: Option<String>,
    position: Option<PositionName>,
    state: State,
}

/// Whether a position is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    /// It counts.
    Counted,
    /// It counts, and a material revision came after the one that it was given on.
    Stale,
    /// It no longer counts, because such a revision came.
    Expired,
}

impl State {
    fn note(self) -> &'static str {
        match self {
            State::Counted => "",
            State::Stale => " (on an earlier text)",
            State::Expired => " (expired)",
        }
    }
}

/// The positions that count, or that a later text made expire, by the revision that they were given
/// on; those on an unknown revision come last.
fn answers(moments: &TallyInputs, tally: &Tally, proposal: &Proposal) -> Vec<Answers> {
    let known = |path: &str| given_on(moments, tally, proposal, path);
    let counted = tally.canvass.counted.iter().map(|file| {
        let state = match file.stale {
            true => State::Stale,
            false => State::Counted,
        };
        let position = Some(file.position.clone());
        (known(&file.path).and(file.on), &file.owner, position, state)
    });
    let expired = tally.canvass.set_aside.iter();
    let expired = expired.filter(|file| file.reason == NotCountedReason::Expired);
    let expired = expired.map(|file| {
        let position = file.position.clone();
        (known(&file.path), &file.owner, position, State::Expired)
    });
    let mut given: Vec<_> = counted.chain(expired).collect();
    given.sort_by_key(|(on, owner, ..)| (on.is_none(), *on, *owner));
    let names = Names::of(moments);
    let same = given.chunk_by(|(one, ..), (next, ..)| one == next);
    let answers = same.map(|same| Answers {
        on: same.first().and_then(|(on, ..)| *on),
        positions: same
            .iter()
            .map(|(_, owner, position, state)| Given {
                by: owner.to_string(),
                name: names.name(owner),
                position: position.clone(),
                state: *state,
            })
            .collect(),
    });
    answers.collect()
}

/// The revision that a file names, else the one that was current at its commit; none if neither is
/// known, although the tally then takes it as given on the call's.
fn given_on(
    moments: &TallyInputs,
    tally: &Tally,
    proposal: &Proposal,
    path: &str,
) -> Option<RevisionName> {
    let registers = [moments.closing(), &moments.asked];
    let said = registers.into_iter().find_map(|register| {
        let folder = register.proposals.get(&tally.proposal)?;
        folder.positions.get(path)?.position.as_ref()?.on
    });
    let landed = moments.given_on.get(path).copied();
    let only = match proposal.revisions.as_slice() {
        [only] => Some(only.name),
        _ => None,
    };
    said.or(landed).or(only)
}

/// The answers for people.
fn answers_page(all: &[Answers]) -> Page {
    if all.is_empty() {
        return Page::new().line("No counted positions on any revision.");
    }
    let table = Table::of(all)
        .words("given on", DropPriority::Always, |answers| {
            match answers.on {
                Some(on) => on.to_string(),
                None => "unknown".to_owned(),
            }
        })
        .numbers("positions", DropPriority::High, |answers| {
            answers.positions.len()
        })
        .sentences("who", DropPriority::Always, |answers| {
            let who: Vec<String> = answers.positions.iter().map(Given::in_words).collect();
            who.join(", ")
        });
    Page::new().table(table)
}

impl Given {
    fn in_words(&self) -> String {
        let position = self.position.as_ref().map_or("", PositionName::as_str);
        let who = with_id(self.name.as_deref(), &self.by);
        format!("{who}: {position}{}", self.state.note())
    }
}

#[cfg(test)]
mod tests {
    use super::Diff;
    use crate::register::snapshot::{DiffLine, DiffSide, Difference};
    use crate::render::json;
    use crate::report::sample::{HOSTILE, counted, harmless, on, retention};
    use crate::value::id::RevisionName;

    fn diff(lines: &[(DiffSide, &str)]) -> Diff {
        let lines = lines.iter().map(|(side, text)| DiffLine {
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
        let mixed = diff(&[(DiffSide::Removed, "a\r"), (DiffSide::Added, "a")]);
        let page = on(100, &mixed.page());
        assert!(page.contains("\n    -a\\u{d}\n    +a\n"), "{page}");
        let alike = diff(&[(DiffSide::Removed, "a\r"), (DiffSide::Added, "b\r")]);
        let page = on(100, &alike.page());
        assert!(page.contains("\n    -a\n    +b\n"), "{page}");
        let value: serde_json::Value = serde_json::from_str(&json(&alike)).unwrap();
        assert_eq!(value["lines"][0]["text"], "a\r");
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        for words in HOSTILE {
            let page = diff(&[(DiffSide::Place, "@@ -1 +1 @@"), (DiffSide::Added, words)]).page();
            let shown = crate::render::render(
                &page,
                crate::render::format::Format::Html,
                &crate::render::format::OutputContext::piped(),
            );
            assert_eq!(crate::value::text::hostile_in(&shown).next(), None);
            // A difference is never wrapped, so that only short ones fit every width.
            if words.len() < 30 {
                harmless(&page);
            }
        }
    }
}

//! What changed between two revisions of a text, and who answered on which of them.
//!
//! Who answered on which revision.

use crate::value::sentence::many;
use serde::Serialize;

use crate::record::path::RecordPath;
use crate::record::proposal::{Proposal, Revision, RevisionKind};
use crate::register::snapshot::{DiffLine, DiffSide, Difference};
use crate::register::tally_inputs::TallyInputs;
use crate::render::grid::{DropPriority, Rows, Table};
use crate::render::ink::Style;
use crate::render::page::Page;
use crate::report::words;
use crate::tally::Tally;
use crate::tally::reason::NotCountedReason;
use crate::value::id::{PositionName, ProposalId, RegisterId, RevisionName};

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
    /// of the positions that the tally read. `None` where the proposal cannot be read.
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
        let title = format!("{} from {} to {}", self.proposal, self.from, self.to);
        Page::new()
            .title_aside(title, &self.text)
            .table(self.history())
            .gap()
            .then(self.difference())
            .gap()
            .then(answers_page(&self.answers))
            .line(&self.reads)
    }

    fn history(&self) -> Rows<&Revision> {
        Table::of(&self.revisions)
            .words("revision", DropPriority::Always, |made| &made.name)
            .words("made", DropPriority::High, |made| made.at.long())
            .words("change", DropPriority::High, |made| match made.change {
                RevisionKind::Material => Style::Attention.on("material"),
                RevisionKind::Editorial => "editorial".into(),
            })
            .sentences("what was changed", DropPriority::Always, |made| {
                made.note.as_ref()
            })
    }

    fn difference(&self) -> Page {
        let (from, to) = (self.from, self.to);
        if let Some((before, after)) = self.bytes {
            return Page::new().line(format!(
                "Not shown: at least one of the two is no text, having a byte 0 in it. {from} has \
                 {before} bytes, {to} has {after}."
            ));
        }
        if self.lines.is_empty() {
            return Page::new().line(format!("{from} and {to} have the same text."));
        }
        let many = |count: usize| many(count, "line");
        let (added, removed) = (many(self.added), many(self.removed));
        let shown: Vec<String> = self.shown().collect();
        Page::new()
            .line(format!("{removed} removed (-), {added} added (+)"))
            .difference("", shown.join("\n"))
    }

    /// The lines as they are shown. Where some end in a carriage return and others do not, that is
    /// written out: it may be all that changed.
    fn shown(&self) -> impl Iterator<Item = String> {
        let words = self.lines.iter().filter(|line| is_of_a_text(line));
        let ends = words.map(|line| line.text.ends_with('\r'));
        let some = ends.clone().any(|returns| returns);
        let is_mixed = some && !ends.clone().all(|returns| returns);
        self.lines.iter().map(move |line| shown(line, is_mixed))
    }
}

/// Whether it stands in one of the texts, or in both.
fn is_of_a_text(line: &DiffLine) -> bool {
    matches!(
        line.side,
        DiffSide::Both | DiffSide::Removed | DiffSide::Added
    )
}

/// The line as it is shown; where some end with a carriage return and some do not, that is shown
/// as well.
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

/// The positions that were given on one revision, or on none that is known.
#[derive(Debug, Clone, Serialize)]
struct Answers {
    on: Option<RevisionName>,
    positions: Vec<Given>,
}

/// A position.
#[derive(Debug, Clone, Serialize)]
struct Given {
    by: String,
    position: Option<PositionName>,
    state: State,
}

/// What became of a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    /// It counts.
    Counted,
    /// It counts, and a material revision came after the one that it was given on.
    Stale,
    /// It does not count any more, because such a revision came.
    Expired,
}

impl State {
    fn behind(self) -> &'static str {
        match self {
            State::Counted => "",
            State::Stale => ", stale",
            State::Expired => ", expired",
        }
    }
}

/// The positions that count, or that only a later text has ended, by the revision that they were
/// given on; those that do not say come last.
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
    let same = given.chunk_by(|(one, ..), (next, ..)| one == next);
    let answers = same.map(|same| Answers {
        on: same.first().and_then(|(on, ..)| *on),
        positions: same
            .iter()
            .map(|(_, owner, position, state)| Given {
                by: owner.to_string(),
                position: position.clone(),
                state: *state,
            })
            .collect(),
    });
    answers.collect()
}

/// The revision that a file says, else the one that was current when it landed; none where
/// neither is known, although the tally then takes it for an answer on the call's.
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
        return Page::new().line("Nobody's position counts, on any revision.");
    }
    let table = Table::of(all)
        .words(
            "answered on",
            DropPriority::Always,
            |answers| match answers.on {
                Some(on) => on.to_string(),
                None => "not said".to_owned(),
            },
        )
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
        format!("{} ({position}{})", self.by, self.state.behind())
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

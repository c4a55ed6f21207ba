//! Says what a participant answered before, and what changed in the text since then.

use std::collections::BTreeMap;

use crate::letter::links::LetterSources;
use crate::letter::paragraph::Paragraph;
use crate::record::path::Owner;
use crate::register::snapshot::{DiffSide, Difference};
use crate::report::diff::marked_lines;
use crate::value::id::RevisionName;
use crate::value::sentence::many;

/// So many changed lines a letter shows.
const MOST_LINES: usize = 80;

/// What changed between each earlier revision and the one that is asked about, made once for all letters.
pub(super) struct Changes(BTreeMap<RevisionName, Vec<Paragraph>>);

impl Changes {
    /// All of them.
    pub(super) fn of(sources: &LetterSources<'_>) -> Self {
        let known = sources.changes.iter();
        let said = known.map(|(from, difference)| {
            let words = Some(words(difference)).filter(|words| !words.is_empty());
            let words = words.map(|words| Paragraph::Said(WORDS.to_owned(), words));
            let notes = notes(sources, *from).into_iter();
            (*from, notes.chain(words).collect())
        });
        Self(said.collect())
    }

    /// What the owner answered before, and what changed since; nothing without an answer.
    pub(super) fn since_answer(
        &self,
        sources: &LetterSources<'_>,
        owner: &Owner,
    ) -> Vec<Paragraph> {
        let Some((answer, on)) = answered(sources, owner) else {
            return Vec::new();
        };
        let changes = on.and_then(|on| self.0.get(&on));
        let said = std::iter::once(Paragraph::Line(answer));
        said.chain(changes.into_iter().flatten().cloned()).collect()
    }
}

const WORDS: &str = "Changed lines (- before, + now). Changed words: [-removed-] and {+added+}";

/// What the owner answered, whether it counts, and on which revision it was given.
fn answered(sources: &LetterSources<'_>, owner: &Owner) -> Option<(String, Option<RevisionName>)> {
    let canvass = &sources.tally.canvass;
    let counted = canvass.counted.iter().find(|file| file.owner == *owner);
    let aside = canvass.set_aside.iter().find(|file| file.owner == *owner);
    let (path, position, counts) = match (counted, aside) {
        (Some(file), _) if file.stale => {
            let counts = "The text has changed since then. The answer still counts.".to_owned();
            (&file.path, &file.position, counts)
        }
        (Some(file), _) => (&file.path, &file.position, String::new()),
        (None, Some(file)) => {
            let why = format!("It is not counted: {}.", file.reason.in_words());
            (&file.path, file.position.as_ref()?, why)
        }
        (None, None) => return None,
    };
    let on = sources.moments.revision_of(&sources.tally.proposal, path);
    let given = on.map_or(String::new(), |on| format!(" on revision {on}"));
    Some((
        format!("Your recorded answer is {position}{given}. {counts}"),
        on,
    ))
}

/// What the authors say of each revision after one, up to the one that is asked about.
fn notes(sources: &LetterSources<'_>, from: RevisionName) -> Vec<Paragraph> {
    let all = sources
        .proposal()
        .map_or(&[][..], |proposal| &proposal.revisions);
    let later = all
        .iter()
        .filter(|each| each.name > from && each.name <= sources.tally.revision);
    let noted = later.filter_map(|each| {
        let label = format!("Revision {}, {}", each.name, each.at.long());
        Some(Paragraph::Said(label, each.note.clone()?))
    });
    noted.collect()
}

fn words(difference: &Difference) -> String {
    let lines: &[_] = match difference {
        Difference::Lines(lines) => lines,
        Difference::Bytes(..) | Difference::None => &[],
    };
    // The places of passages mean nothing to who does not have both texts.
    let lines = lines.iter().filter(|line| line.side != DiffSide::Place);
    let (_, mut lines) = marked_lines(&lines.cloned().collect::<Vec<_>>());
    let more = lines.len().saturating_sub(MOST_LINES);
    if more > 0 {
        lines.truncate(MOST_LINES);
        lines.push(format!("… and {} more", many(more, "line")));
    }
    lines.join("\n")
}

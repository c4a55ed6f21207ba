//! Says what a participant answered before, and what changed in the text since then.

use std::collections::BTreeMap;

use crate::letter::links::LetterSources;
use crate::letter::paragraph::Paragraph;
use crate::record::path::Owner;
use crate::record::proposal::{Proposal, Revision, RevisionKind};
use crate::register::snapshot::{DiffLine, DiffSide, Difference};
use crate::report::diff::marked_lines;
use crate::tally::reason::NotCountedReason;
use crate::value::id::RevisionName;
use crate::value::sentence::many;

/// So many changed lines a letter shows.
const MOST_LINES: usize = 80;

/// What changed between each earlier revision and the one that is asked about, as letters say it.
pub(super) struct Changes(BTreeMap<RevisionName, Vec<Paragraph>>);

impl Changes {
    /// All of them, each made once for all letters.
    pub(super) fn of(sources: &LetterSources<'_>) -> Self {
        let proposal = sources.proposal();
        let known = sources.changes.iter();
        Self(
            known
                .map(|(from, difference)| {
                    let mut said = revisions(proposal, *from, sources.tally.revision);
                    said.extend(words(difference));
                    (*from, said)
                })
                .collect(),
        )
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

/// What the owner answered, whether it counts, and on which revision it was given.
fn answered(sources: &LetterSources<'_>, owner: &Owner) -> Option<(String, Option<RevisionName>)> {
    let (tally, moments) = (sources.tally, sources.moments);
    let given =
        |on: Option<RevisionName>| on.map_or(String::new(), |on| format!(" on revision {on}"));
    let mut counted = tally.canvass.counted.iter();
    if let Some(file) = counted.find(|file| file.owner == *owner) {
        let said = format!(
            "Your recorded answer is {}{}.",
            file.position,
            given(file.on)
        );
        let said = match file.stale {
            true => format!("{said} The text has changed since then. Your answer still counts."),
            false => said,
        };
        return Some((said, file.on));
    }
    let mut aside = tally.canvass.set_aside.iter();
    let file = aside.find(|file| file.owner == *owner)?;
    let position = file.position.as_ref()?;
    let on = moments.revision_of(&tally.proposal, &file.path);
    let said = format!("Your recorded answer is {position}{}.", given(on));
    let why = match file.reason {
        NotCountedReason::Expired => {
            "The text has changed since then, so the answer no longer counts.".to_owned()
        }
        reason => format!("It is not counted: {}.", reason.in_words()),
    };
    Some((format!("{said} {why}"), on))
}

/// The revisions after one, down to the one that is asked about.
fn revisions(proposal: Option<&Proposal>, from: RevisionName, to: RevisionName) -> Vec<Paragraph> {
    let all = proposal.map_or(&[][..], |proposal| &proposal.revisions);
    let later = all
        .iter()
        .filter(|each| each.name > from && each.name <= to);
    let told = |each: &Revision| {
        let kind = match each.change {
            RevisionKind::Material => "material",
            RevisionKind::Editorial => "editorial",
        };
        let what = format!("Revision {} ({kind}, {})", each.name, each.at.long());
        match &each.note {
            Some(note) => Paragraph::Said(what, note.clone()),
            None => Paragraph::Line(format!("{what}.")),
        }
    };
    later.map(told).collect()
}

fn words(difference: &Difference) -> Option<Paragraph> {
    let Difference::Lines(lines) = difference else {
        return None;
    };
    // The places of passages mean nothing to who does not have both texts.
    let places = lines.iter().map(|line| match line.side {
        DiffSide::Place => DiffLine {
            text: "…".to_owned(),
            ..line.clone()
        },
        _ => line.clone(),
    });
    let (is_marked, mut lines) = marked_lines(&places.skip(1).collect::<Vec<_>>());
    let more = lines.len().saturating_sub(MOST_LINES);
    lines.truncate(MOST_LINES);
    if more > 0 {
        lines.push(format!("… and {} more", many(more, "line")));
    }
    let label = match is_marked {
        true => "Changed lines: - before, + now. Changed words: [-removed-] and {+added+}",
        false => "Changed lines: - before, + now",
    };
    Some(Paragraph::Said(label.to_owned(), lines.join("\n")))
}

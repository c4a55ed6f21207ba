//! Landings of a proposal, folded: on which revision a position was given that does not say so.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::position::Position;
use crate::record::proposal::Proposal;
use crate::register::snapshot::{Content, Moved};
use crate::value::id::{PositionName, RevisionName};

/// Walks the landings of one proposal from the newest to the oldest, and notes for every position
/// file the revision current at the landing that last changed its answer.
#[derive(Debug, Clone)]
pub struct GivenOn {
    open: BTreeSet<String>,
    found: BTreeMap<String, RevisionName>,
}

impl GivenOn {
    /// Begins the walk for these position files.
    pub fn of(paths: impl IntoIterator<Item = String>) -> Self {
        Self {
            open: paths.into_iter().collect(),
            found: BTreeMap::new(),
        }
    }

    /// Whether every file's landing was found.
    pub fn is_done(&self) -> bool {
        self.open.is_empty()
    }

    /// Takes the next older landing, with `proposal`, the bytes of `proposal.toml` as that landing
    /// left it.
    pub fn landing(&mut self, moved: &[Moved], proposal: Option<&[u8]>) {
        let answered: Vec<&Moved> = moved
            .iter()
            .filter(|moved| self.open.contains(&moved.path) && answer_changed(moved))
            .collect();
        if answered.is_empty() {
            return;
        }
        let current = proposal
            .and_then(|bytes| Proposal::read("", bytes).ok())
            .and_then(|proposal| proposal.latest().map(|revision| revision.name));
        for moved in answered {
            self.open.remove(&moved.path);
            self.found
                .extend(current.map(|revision| (moved.path.clone(), revision)));
        }
    }

    /// What was found. A file that is missing here landed before the proposal had a revision, or
    /// never.
    pub fn finish(self) -> BTreeMap<String, RevisionName> {
        self.found
    }
}

/// Whether a landing changed what a position file answers, and not only its reasons.
fn answer_changed(moved: &Moved) -> bool {
    answer(moved.before.as_ref()) != answer(moved.after.as_ref())
}

fn answer(content: Option<&Content>) -> Option<PositionName> {
    let bytes = content?.bytes()?;
    Position::read("", bytes)
        .ok()
        .map(|position| position.position)
}

#[cfg(test)]
mod tests {
    use super::GivenOn;
    use crate::register::snapshot::{Content, Moved};

    const PATH: &str = "proposals/p/positions/ann.toml";

    fn moved(before: Option<&str>, after: &str) -> Vec<Moved> {
        let content = |text: &str| Content::Plain(text.as_bytes().to_vec());
        let (before, after) = (before.map(content), Some(content(after)));
        vec![Moved {
            path: PATH.to_owned(),
            before,
            after,
        }]
    }

    fn proposal(revisions: u32) -> Vec<u8> {
        let mut text = "title = \"T\"\nquestion = \"Q?\"\ntrack = \"t\"\ntext = \"text.md\"\nauthors = [\"ann\"]\n".to_owned();
        for n in 1..=revisions {
            let digest = "0".repeat(64);
            text.push_str(&format!(
                "[[revision]]\nname = \"r{n}\"\nat = 2026-01-01T00:00:00Z\nsha256 = \"{digest}\"\n"
            ));
        }
        text.into_bytes()
    }

    #[test]
    fn a_new_reason_is_not_a_new_answer() {
        let mut walk = GivenOn::of([PATH.to_owned()]);
        let reworded = moved(
            Some("position = \"accept\"\n"),
            "position = \"accept\"\nreason = \"So.\"\n",
        );
        walk.landing(&reworded, Some(&proposal(2)));
        assert!(!walk.is_done());
        walk.landing(&moved(None, "position = \"accept\"\n"), Some(&proposal(1)));
        assert!(walk.is_done());
        assert_eq!(walk.finish()[PATH].0, 1);
    }
}

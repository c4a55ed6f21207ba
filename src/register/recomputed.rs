//! What a clone remembers of the decisions that it recomputed. Another clone remembers other things. Nothing is
//! counted or decided by it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::record::decision::seal_holds;
use crate::value::digest::{CommitId, TextDigest};

/// Whether a decision was recomputed in this clone.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(
    tag = "result",
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case"
)]
pub enum Verification {
    /// Recomputing gave the same bytes.
    Verified {
        /// The state in which it was recomputed.
        commit: CommitId,
    },
    /// It was not recomputed here, or by another build of this program.
    NotVerified,
    /// Recomputing gave something else, or the digest in its last line does not match.
    DoesNotVerify,
}

/// The results of recomputing, by the digest of `decision.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recomputed(Arc<BTreeMap<TextDigest, (bool, CommitId)>>);

/// What a line says of a decision that is verified, and of one that is not.
const WORDS: [(bool, &str); 2] = [(true, "verified"), (false, "does-not-verify")];

impl Recomputed {
    /// Reads what [`written`](Self::written) wrote. Anything else is left out.
    pub fn read(text: &str) -> Self {
        let line = |line: &str| {
            let [digest, word, commit] = line.split(' ').collect::<Vec<_>>()[..] else {
                return None;
            };
            let (holds, _) = WORDS.iter().find(|(_, known)| *known == word)?;
            Some((
                TextDigest::parse(digest)?,
                (*holds, CommitId::parse(commit)?),
            ))
        };
        Self(Arc::new(text.lines().filter_map(line).collect()))
    }

    /// One line for each decision: its digest, the result, the commit.
    pub fn written(&self) -> String {
        let word = |holds: bool| WORDS.iter().find(|(known, _)| *known == holds);
        let lines = self.0.iter().map(|(digest, (holds, commit))| {
            let word = word(*holds).map_or("", |(_, word)| word);
            format!("{digest} {word} {commit}\n")
        });
        lines.collect()
    }

    /// Adds a result; an earlier one for the same bytes is replaced.
    pub fn note(&mut self, decision: TextDigest, holds: bool, commit: &CommitId) {
        Arc::make_mut(&mut self.0).insert(decision, (holds, commit.clone()));
    }

    /// What is remembered of a record with these bytes.
    pub fn of(&self, decision: &[u8]) -> Verification {
        let known = self.0.get(&TextDigest::of(decision));
        match known.filter(|_| seal_holds(decision)) {
            Some((true, commit)) => Verification::Verified {
                commit: commit.clone(),
            },
            None if seal_holds(decision) => Verification::NotVerified,
            _ => Verification::DoesNotVerify,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Recomputed, Verification};
    use crate::record::decision::sealed;
    use crate::value::digest::{CommitId, TextDigest};

    #[test]
    fn what_is_written_is_read() {
        let commit = CommitId::parse(&"a".repeat(40)).expect("a commit");
        let decision = sealed("outcome = \"adopted\"\n".to_owned());
        let other = sealed("outcome = \"rejected\"\n".to_owned());
        let mut recomputed = Recomputed::default();
        recomputed.note(TextDigest::of(decision.as_bytes()), true, &commit);
        recomputed.note(TextDigest::of(other.as_bytes()), false, &commit);
        assert_eq!(Recomputed::read(&recomputed.written()), recomputed);
        assert_eq!(Recomputed::read("a b c\n\n\u{0}"), Recomputed::default());
        let of = |text: &str| recomputed.of(text.as_bytes());
        assert_eq!(of(&decision), Verification::Verified { commit });
        assert_eq!(of(&other), Verification::DoesNotVerify);
        assert_eq!(of(&sealed("x = 1\n".to_owned())), Verification::NotVerified);
        assert_eq!(
            of(&decision.replace("adopted", "adoptef")),
            Verification::DoesNotVerify
        );
    }
}

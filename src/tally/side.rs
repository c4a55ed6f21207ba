//! Says on which side most of a place were, and whether an outcome was with that side.

use crate::record::track::Outcome;
use crate::tally::count::Count;
use crate::value::class::{CountUnit, CountsAs};

/// The side of most of those who took one. None where as many were for as against, and on a track that counts nothing.
pub fn side(unit: CountUnit, count: &Count) -> Option<CountsAs> {
    let (for_it, against) = (
        count.of_class(CountsAs::For),
        count.of_class(CountsAs::Against),
    );
    let takes_one = unit != CountUnit::None && for_it != against;
    takes_one.then_some(match for_it > against {
        true => CountsAs::For,
        false => CountsAs::Against,
    })
}

/// Whether an outcome is with a side: for what was adopted, or against what was not. None on neither side, and where
/// the outcome says neither yes nor no.
pub fn is_with(side: CountsAs, outcome: Outcome) -> Option<bool> {
    let adopted = match outcome {
        Outcome::Adopted => true,
        Outcome::Rejected | Outcome::NoConsensus => false,
        Outcome::Noted | Outcome::Inquorate | Outcome::Deferred | Outcome::Withdrawn => {
            return None;
        }
    };
    match side {
        CountsAs::For => Some(adopted),
        CountsAs::Against => Some(!adopted),
        CountsAs::Neutral | CountsAs::Recused => None,
    }
}

#[cfg(test)]
mod tests {
    use super::is_with;
    use crate::record::track::Outcome;
    use crate::value::class::CountsAs;

    #[test]
    fn an_outcome_is_with_one_side_or_says_nothing() {
        use CountsAs::{Against, For, Neutral};
        for (side, outcome, expected) in [
            (For, Outcome::Adopted, Some(true)),
            (Against, Outcome::Adopted, Some(false)),
            (For, Outcome::NoConsensus, Some(false)),
            (Against, Outcome::Rejected, Some(true)),
            (Neutral, Outcome::Adopted, None),
            (For, Outcome::Inquorate, None),
            (Against, Outcome::Noted, None),
        ] {
            assert_eq!(is_with(side, outcome), expected, "{side:?} {outcome:?}");
        }
    }
}

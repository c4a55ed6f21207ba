//! Which terms may stand in one sum.

use super::RuleFault;
use super::ballot::Unit;
use super::grammar::{CountWord, Quantity, Term, What};
use super::kinds::overlap;

/// What is wrong with the terms of a quantity, taken together.
pub(super) fn faults(quantity: &Quantity, kinds: &[Unit]) -> Vec<RuleFault> {
    let mut faults = Vec::new();
    for (n, term) in quantity.terms.iter().enumerate() {
        let before = quantity.terms.iter().take(n);
        faults.extend(
            before
                .filter_map(|earlier| fault(earlier, term, kinds))
                .next(),
        );
    }
    faults
}

fn fault(earlier: &Term, term: &Term, kinds: &[Unit]) -> Option<RuleFault> {
    let at = term.span.start;
    match (&earlier.what, &term.what) {
        (What::Units(_), What::Units(_)) => overlap(earlier, term, kinds).then(|| {
            RuleFault::new(
                at,
                format!("\"{earlier}\" and \"{term}\" can speak of the same unit, and a sum would count it twice"),
            )
            .hint("leave out the one that the other holds, or write two comparisons")
        }),
        (What::Count(one), What::Count(other)) => (!disjoint(*one, *other)).then(|| {
            let things = if one.is_days() { "days" } else { "objections" };
            RuleFault::new(
                at,
                format!("\"{earlier}\" and \"{term}\" can speak of the same {things}, and a sum would count them twice"),
            )
            .hint("write two comparisons")
        }),
        (What::Places(one, _), What::Places(other, _)) if one == other => Some(
            RuleFault::new(
                at,
                format!("\"{earlier}\" and \"{term}\" can speak of the same {}", one.word()),
            )
            .hint("write two comparisons"),
        ),
        _ => Some(
            RuleFault::new(
                at,
                format!("\"{earlier}\" and \"{term}\" are things of two kinds, and are not added up"),
            )
            .hint("write two comparisons"),
        ),
    }
}

/// Whether no objection can be both. Open ones have no disposition, and standing ones have one.
fn disjoint(one: CountWord, other: CountWord) -> bool {
    let undecided = |word| matches!(word, CountWord::Open | CountWord::Undisposed);
    let standing = |word| word == CountWord::Standing;
    (undecided(one) && standing(other)) || (standing(one) && undecided(other))
}

#[cfg(test)]
mod tests {
    use super::faults;
    use crate::tally::criterion::fixture::{quantity, vocabulary};
    use crate::tally::criterion::kinds::{Silence, kinds};

    #[test]
    fn what_overlaps_is_not_added_up() {
        let kinds = kinds(&vocabulary().positions, Silence::MeansNothing);
        for (sum, expected) in [
            ("yes + no + abstain", 0),
            ("against + abstain + silent", 0),
            ("for + against + neutral + silent + recused", 0),
            ("open-objections + standing-objections", 0),
            ("standing-objections + undisposed-objections", 0),
            ("for + yes", 1),
            ("cast + answered", 1),
            ("yes + yes", 1),
            ("recused + recuse", 1),
            ("members + silent", 1),
            ("for + present", 1),
            ("stale + no", 1),
            ("yes + no + cast", 1),
            ("for + for + for", 2),
            ("open-objections + undisposed-objections", 1),
            ("objections + standing-objections", 1),
            ("days-open + days-unchanged", 1),
            ("days-open + for", 1),
            ("for + open-objections", 1),
            ("groups with for + groups with against", 1),
            ("groups with for + houses with for", 1),
            ("groups with for + for", 1),
        ] {
            assert_eq!(faults(&quantity(sum), &kinds).len(), expected, "{sum}");
        }
    }
}

//! Finds shares whose base can be empty: then a rule is not met, which its author did not mean.

use super::RuleFault;
use super::ballot::{Answer, Unit};
use super::count::{Silence, kinds};
use super::grammar::{
    Alternatives, Amount, Bracket, ClassWord, Clause, ComparisonNode, Conjunct, CountSubject,
    Measure, Places, Quantity, Reach, Relation, Scope, Term,
};
use super::vocabulary::Vocabulary;
use crate::value::class::CountsAs;

/// A warning for every such share, unless the rule itself covers the case.
pub(super) fn warnings(root: &Alternatives, vocabulary: &Vocabulary) -> Vec<RuleFault> {
    let supporters = kinds(&vocabulary.positions, Silence::MeansNothing)
        .into_iter()
        .filter(|unit| matches!(unit.answer, Answer::Given(_, CountsAs::For)))
        .collect();
    let mut reader = BaseReader {
        supporters,
        found: Vec::new(),
    };
    reader.alternatives(root, None, &[]);
    reader.found
}

struct BaseReader {
    /// Units of every kind that is for.
    supporters: Vec<Unit>,
    found: Vec<RuleFault>,
}

/// A base that the rule allows to be zero, and the scope of that.
#[derive(Clone, PartialEq, Eq)]
struct BaseGuard {
    base: String,
    scope: Option<String>,
}

impl BaseGuard {
    fn new(base: &Quantity, scope: Option<&Scope>) -> Self {
        Self {
            base: base.to_string(),
            scope: scope.map(Scope::to_string),
        }
    }
}

/// Why a base can be empty while the rule should be met.
enum EmptyBaseCause {
    /// One place of many can be empty.
    OnePlace,
    /// It contains nobody who is for, so it can be empty if all agree.
    NoSupporters,
    /// It is an upper limit, and an empty base is never above it.
    Ceiling,
}

impl BaseReader {
    /// `around`: the scope of the bracket that contains these. `guards`: what the alternatives around
    /// them cover.
    fn alternatives(&mut self, parts: &Alternatives, around: Option<&Scope>, guards: &[BaseGuard]) {
        let mut guards = guards.to_vec();
        guards.extend(parts.conjuncts.iter().filter_map(guard));
        for part in &parts.conjuncts {
            for clause in &part.clauses {
                match clause {
                    Clause::Bracket(bracket) => self.bracket(bracket, around, &guards),
                    Clause::Test(test) => self.test(test, part, around, &guards),
                }
            }
        }
    }

    fn bracket(&mut self, bracket: &Bracket, around: Option<&Scope>, guards: &[BaseGuard]) {
        match &bracket.scope {
            // What is covered outside is not covered in each place.
            Some(scope) => self.alternatives(&bracket.inner, Some(scope), &[]),
            None => self.alternatives(&bracket.inner, around, guards),
        }
    }

    fn test(
        &mut self,
        test: &ComparisonNode,
        part: &Conjunct,
        around: Option<&Scope>,
        guards: &[BaseGuard],
    ) {
        let Amount::Share(_, base) = &test.amount else {
            return;
        };
        let guarded = guards.contains(&BaseGuard::new(base, test.scope.as_ref()));
        if guarded || base.terms.iter().any(never_empty) {
            return;
        }
        let scope = test.scope.as_ref().or(around);
        if let Some(why) = self.why(test, base, part, scope) {
            self.found.push(warning(test, base, scope, &why));
        }
    }

    fn why(
        &self,
        test: &ComparisonNode,
        base: &Quantity,
        part: &Conjunct,
        scope: Option<&Scope>,
    ) -> Option<EmptyBaseCause> {
        let one_by_one =
            scope.is_some_and(|scope| matches!(scope.places, Places::Each | Places::Every));
        let ceiling = matches!(test.relation, Relation::AtMost | Relation::LessThan);
        if one_by_one && base.reach == Reach::Here {
            Some(EmptyBaseCause::OnePlace)
        } else if !base.terms.iter().any(|term| self.has_supporters(term)) {
            Some(EmptyBaseCause::NoSupporters)
        } else if ceiling && !part.clauses.iter().any(is_floor) {
            Some(EmptyBaseCause::Ceiling)
        } else {
            None
        }
    }

    fn has_supporters(&self, term: &Term) -> bool {
        match &term.what {
            Measure::Count(_) => false,
            Measure::Units(who) | Measure::Places(_, who) => {
                // Presence and staleness are not answers; those present can be for.
                let silent = matches!(who, CountSubject::Class(ClassWord::Stale));
                !silent && self.supporters.iter().any(|unit| unit.is(who))
            }
        }
    }
}

/// Whether every electorate has such a unit, or an empty base does no harm.
fn never_empty(term: &Term) -> bool {
    match &term.what {
        Measure::Units(who) | Measure::Places(_, who) => {
            matches!(
                who,
                CountSubject::Class(ClassWord::Eligible | ClassWord::Seats)
            )
        }
        Measure::Count(count) => count.kind().is_everywhere(),
    }
}

/// What an alternative covers that is one comparison with zero.
fn guard(part: &Conjunct) -> Option<BaseGuard> {
    let [Clause::Test(test)] = part.clauses.as_slice() else {
        return None;
    };
    let zero = matches!(
        (test.relation, &test.amount),
        (Relation::Exactly | Relation::AtMost, Amount::Number(0))
            | (Relation::LessThan, Amount::Number(1))
    );
    zero.then(|| BaseGuard::new(&test.subject, test.scope.as_ref()))
}

/// Whether a clause has a lower limit: it is not met if nobody answers.
fn is_floor(clause: &Clause) -> bool {
    match clause {
        Clause::Bracket(_) => false,
        Clause::Test(test) => matches!(test.relation, Relation::AtLeast | Relation::MoreThan),
    }
}

fn warning(
    test: &ComparisonNode,
    base: &Quantity,
    scope: Option<&Scope>,
    why: &EmptyBaseCause,
) -> RuleFault {
    let bare = test.bare();
    let sentence = match (why, scope) {
        (EmptyBaseCause::OnePlace, Some(scope)) => {
            let place = scope.dimension.word();
            let article = scope.dimension.article();
            format!(
                "in {article} {place} where \"{base}\" is 0, \"{bare}\" is not met, so the rule fails"
            )
        }
        (EmptyBaseCause::NoSupporters, _) => {
            format!("\"{base}\" can be 0 if all agree, and then \"{bare}\" is not met")
        }
        _ => format!(
            "\"{base}\" can be 0, and then \"{bare}\" is not met, although the limit is kept"
        ),
    };
    let own = match &test.scope {
        Some(scope) => format!(" in {scope}"),
        None => String::new(),
    };
    let hint = format!("if it should be met then, write \"({bare} or {base} == 0){own}\"");
    RuleFault::new(test.span.start, sentence).hint(hint)
}

#[cfg(test)]
mod tests {
    use crate::blessed::screen;
    use crate::tally::criterion::fixture::{block, instead, rule};

    /// What is shown as the way to write it, for each share that can be of nothing.
    fn shown(text: &str) -> Vec<String> {
        let warnings = rule(text).warnings();
        let shown = warnings.iter().filter_map(instead);
        shown.map(str::to_owned).collect()
    }

    #[test]
    fn a_share_that_can_be_of_nothing_is_shown_how_to_be_written() {
        let table = [
            (
                "for > 1/2 of cast in each group",
                "(for > 1/2 of cast or cast == 0) in each group",
            ),
            (
                "1/2 of cast < for in every house",
                "(1/2 of cast < for or cast == 0) in every house",
            ),
            (
                "(for > 1/2 of cast and no == 0) in each group",
                "(for > 1/2 of cast or cast == 0)",
            ),
            (
                "for >= 3/2 of against",
                "(for >= 3/2 of against or against == 0)",
            ),
            (
                "silent <= 1/2 of abstain",
                "(silent <= 1/2 of abstain or abstain == 0)",
            ),
            (
                "unanswered-objections <= 1/2 of objections",
                "(unanswered-objections <= 1/2 of objections or objections == 0)",
            ),
            ("no <= 1/4 of cast", "(no <= 1/4 of cast or cast == 0)"),
            (
                "for > 1/2 of cast in each group or cast == 0",
                "(for > 1/2 of cast or cast == 0) in each group",
            ),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), [expected], "{text}");
        }
        let blocks = table.map(|(text, _)| block(text, rule(text).warnings()));
        screen("criterion/shares_of_nothing", &blocks.concat());
    }

    #[test]
    fn what_is_provided_for_outside_is_not_provided_for_in_each_place() {
        assert_eq!(
            shown("cast == 0 or (for > 1/2 of cast) in each group").len(),
            1
        );
        assert_eq!(shown("cast == 0 or (no <= 1/4 of cast)").len(), 0);
    }

    #[test]
    fn the_shown_way_is_a_rule_without_a_warning() {
        for text in [
            "for > 1/2 of cast in each group",
            "for >= 3/2 of against",
            "no <= 1/4 of cast",
        ] {
            let shown = shown(text).remove(0);
            assert_eq!(rule(&shown).warnings(), [], "{shown}");
        }
    }

    #[test]
    fn sound_rules_are_left_alone() {
        for text in [
            "for > 1/2 of cast",
            "yes >= 2/3 of eligible in each house",
            "(for > 1/2 of cast or cast == 0) in each group",
            "yes >= 2/3 of cast in group p-members and no <= 1/4 of cast",
            "for > 1/2 of present",
            "for > 1/2 of cast in any group",
            "eligible <= 1/3 of all eligible in each group",
            "against == 0 or for >= 3/2 of against",
            "for > 1/2 of all cast in each group",
            "groups with for >= 1/2 of groups with eligible",
            "days-unchanged >= 1/2 of days-open",
        ] {
            assert_eq!(rule(text).warnings(), [], "{text}");
        }
    }
}

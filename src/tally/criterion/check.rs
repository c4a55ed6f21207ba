//! Checks what a rule says after it was read: unknown names, sums that count twice, scopes within scopes,
//! and words that mean nothing on the track.

use super::RuleFault;
use super::ballot::Unit;
use super::count::{Silence, kinds};
use super::grammar::{
    Alternatives, Amount, Bracket, ClassWord, Clause, ComparisonNode, CountSubject, CountWord,
    Dimension, Measure, Name, Places, Quantity, Scope, Span, Term,
};
use super::token::{near_or, quoted};
use super::vocabulary::Vocabulary;
use super::words::{Number, noun};
use crate::value::class::{CountUnit, CountsAs};
use crate::value::did_you_mean::nearest;
use crate::value::sentence::any_of;

/// Every error in what a rule says.
pub(super) fn check(root: &Alternatives, vocabulary: &Vocabulary) -> Vec<RuleFault> {
    let mut checker = Checker {
        vocabulary,
        kinds: kinds(&vocabulary.positions, Silence::MeansNothing),
        faults: Vec::new(),
    };
    checker.alternatives(root, None);
    checker.faults
}

struct Checker<'v> {
    vocabulary: &'v Vocabulary,
    kinds: Vec<Unit>,
    faults: Vec<RuleFault>,
}

impl Checker<'_> {
    fn report(&mut self, at: Span, sentence: String, hint: impl Into<String>) {
        self.faults
            .push(RuleFault::new(at.start, sentence).hint(hint));
    }

    /// `around`: the scope of a bracket that contains these.
    fn alternatives(&mut self, parts: &Alternatives, around: Option<&Scope>) {
        for clause in parts.conjuncts.iter().flat_map(|part| &part.clauses) {
            match clause {
                Clause::Bracket(bracket) => self.bracket(bracket, around),
                Clause::Test(test) => self.test(test, around),
            }
        }
    }

    fn bracket(&mut self, bracket: &Bracket, around: Option<&Scope>) {
        self.scope(bracket.scope.as_ref(), around);
        self.alternatives(&bracket.inner, bracket.scope.as_ref().or(around));
    }

    fn test(&mut self, test: &ComparisonNode, around: Option<&Scope>) {
        self.scope(test.scope.as_ref(), around);
        self.quantity(&test.subject);
        match &test.amount {
            Amount::Number(_) => {}
            Amount::Share(_, other) | Amount::Quantity(other) => {
                self.quantity(other);
                self.scales(&test.subject, other, test.span);
            }
        }
    }

    fn scope(&mut self, scope: Option<&Scope>, around: Option<&Scope>) {
        let Some(scope) = scope else { return };
        if let Some(around) = around {
            self.report(
                scope.span,
                format!("\"in {scope}\" is inside a bracket that is already taken in {around}"),
                "remove one of the two",
            );
        }
        self.dimension(&scope.dimension, scope.span);
        if let Places::Named(names) = &scope.places {
            for name in names {
                self.place(&scope.dimension, name);
            }
        }
    }

    /// No rule can use a dimension that is kept as totals. If groups are counted, nobody has a region, an affiliation
    /// or a value of the charter's own.
    fn dimension(&mut self, dimension: &Dimension, at: Span) {
        let word = dimension.word();
        if self.vocabulary.is_personal(dimension) {
            let sentence = format!(
                "{word} is personal: it is kept as totals, and a rule cannot know who has which value"
            );
            let hint = "use another dimension, or show the totals: plenary balance PROPOSAL";
            self.report(at, sentence, hint);
        }
        let within = matches!(dimension, Dimension::Group | Dimension::House);
        if !within && self.vocabulary.count == CountUnit::Groups {
            let sentence = format!("this track counts groups, and a group has no {word}");
            self.report(at, sentence, "use groups or houses");
        }
    }

    fn place(&mut self, dimension: &Dimension, name: &Name) {
        if self.vocabulary.is_personal(dimension) {
            return;
        }
        let known = self.vocabulary.places(dimension);
        if known.contains(&name.text.as_str()) {
            return;
        }
        let other = self.vocabulary.dimension_of(&name.text);
        let word = dimension.word();
        let hint = match (nearest(&name.text, known.iter().copied()), other) {
            (_, Some(other)) => format!("write \"in {} {}\"", other.word(), name.text),
            (near, None) => near_or(near, possible(&known)),
        };
        let article = dimension.article();
        let shown = quoted(&name.text);
        let sentence = format!("{shown} is not {article} {word} of this register");
        self.report(name.span, sentence, hint);
    }

    fn quantity(&mut self, quantity: &Quantity) {
        for term in &quantity.terms {
            self.term(term);
        }
        self.faults.extend(sum_faults(quantity, &self.kinds));
        self.weight(quantity);
        self.besides(quantity);
    }

    fn term(&mut self, term: &Term) {
        match &term.what {
            Measure::Count(_) => {}
            Measure::Units(who) => {
                self.countable(term);
                self.who(who, term);
            }
            Measure::Places(dimension, who) => {
                self.countable(term);
                self.dimension(dimension, term.span);
                self.who(who, term);
            }
        }
    }

    /// On a track that counts nobody, rules can only use objections, comments, people and days.
    fn countable(&mut self, term: &Term) {
        if self.vocabulary.count == CountUnit::None {
            let may = self.vocabulary.what_can_be_counted();
            let sentence = format!("this track counts nobody, so its rules cannot use \"{term}\"");
            self.report(term.span, sentence, may);
        }
    }

    fn who(&mut self, who: &CountSubject, term: &Term) {
        let CountSubject::Position(name, class) = who else {
            return;
        };
        // A position is last in its term: `groups with yes`.
        let at = Span {
            start: term.span.end.saturating_sub(name.len()),
            end: term.span.end,
        };
        match class {
            None => self.unknown(name, at),
            Some(CountsAs::Recused) if self.recused_positions() > 1 => self.report(
                at,
                format!(
                    "{} cannot be counted alone: this track has several positions that recuse",
                    quoted(name)
                ),
                "write \"recused\" for all of them",
            ),
            Some(_) => {}
        }
    }

    fn recused_positions(&self) -> usize {
        let positions = self.vocabulary.positions.iter();
        let recused = positions.filter(|(_, class)| *class == CountsAs::Recused);
        recused.count()
    }

    fn unknown(&mut self, name: &str, at: Span) {
        if self.vocabulary.count == CountUnit::None {
            return;
        }
        let words = ClassWord::WORDS.iter().map(|(word, _)| *word);
        let counts = CountWord::WORDS.iter().map(|(word, _)| *word);
        let positions = self.vocabulary.position_names();
        let former = ClassWord::FORMER.iter().map(|(word, _)| *word);
        let near = nearest(name, positions.chain(words).chain(counts).chain(former));
        let near = near.map(|near| match ClassWord::parse(near) {
            Some(class) => class.word(),
            None => near,
        });
        let may = self.vocabulary.what_can_be_counted();
        let shown = quoted(name);
        let sentence =
            format!("{shown} is not a position on this track and not a word of the rule language");
        self.report(at, sentence, near_or(near, may));
    }

    fn weight(&mut self, quantity: &Quantity) {
        let Some(name) = &quantity.weight else { return };
        if let Some(term) = not_units(quantity) {
            let shown = quoted(&name.text);
            let sentence = format!("\"{term}\" has no weight, so it cannot be counted by {shown}");
            self.report(name.span, sentence, "remove \"by\"");
        }
        if let Some(limit) = &self.vocabulary.at_most {
            let sentence = format!(
                "this track counts at most {} of one {}, so its rules cannot count by {}",
                limit.positions,
                limit.per.word(),
                quoted(&name.text)
            );
            self.report(
                name.span,
                sentence,
                "remove \"by\", or remove \"at-most\" from the track",
            );
        }
        let known: Vec<&str> = self.vocabulary.weight_names().collect();
        if known.contains(&name.text.as_str()) {
            return;
        }
        let hint = match nearest(&name.text, known.iter().copied()) {
            None if known.is_empty() => "add it to the key \"weights\" of the charter".to_owned(),
            near => near_or(near, possible(&known)),
        };
        let sentence = format!("{} is not a weight of this charter", quoted(&name.text));
        self.report(name.span, sentence, hint);
    }

    fn besides(&mut self, quantity: &Quantity) {
        let mut terms = quantity.terms.iter();
        let counts = terms.find(|term| matches!(term.what, Measure::Count(_)));
        if let (Some(besides), Some(term)) = (quantity.besides, counts) {
            let word = besides.word();
            let sentence = format!(
                "\"besides {word}\" leaves out participants, but \"{term}\" does not count any"
            );
            self.report(quantity.span, sentence, "remove \"besides\"");
        }
    }

    /// Numbers of participants are not compared with weights, nor one weight with another.
    fn scales(&mut self, one: &Quantity, other: &Quantity, at: Span) {
        if not_units(one).is_some() || not_units(other).is_some() {
            return;
        }
        let name = |quantity: &Quantity| quantity.weight.as_ref().map(|name| name.text.clone());
        let words = |weight: Option<String>| weight.unwrap_or_else(|| "participants".to_owned());
        if name(one) != name(other) {
            let sentence = format!(
                "one side of this comparison counts {}, the other {}",
                words(name(one)),
                words(name(other)),
            );
            let weight = name(one).or(name(other)).unwrap_or_default();
            self.report(at, sentence, format!("write \"by {weight}\" on both sides"));
        }
    }
}

/// A term of the quantity that does not count units.
fn not_units(quantity: &Quantity) -> Option<&Term> {
    let mut terms = quantity.terms.iter();
    terms.find(|term| !matches!(term.what, Measure::Units(_)))
}

fn possible(known: &[&str]) -> String {
    format!("possible here: {}", any_of(known.iter().copied()))
}

/// What is wrong with the terms of a quantity, taken together.
fn sum_faults(quantity: &Quantity, kinds: &[Unit]) -> Vec<RuleFault> {
    let terms = quantity.terms.iter().enumerate();
    let first = |(n, term)| {
        let mut before = quantity.terms.iter().take(n);
        before.find_map(|earlier| fault(earlier, term, kinds))
    };
    terms.filter_map(first).collect()
}

fn fault(earlier: &Term, term: &Term, kinds: &[Unit]) -> Option<RuleFault> {
    let mut hint = "write two comparisons";
    let sentence = match (&earlier.what, &term.what) {
        (Measure::Units(one), Measure::Units(other)) => {
            if !kinds.iter().any(|unit| unit.is(one) && unit.is(other)) {
                return None;
            }
            hint = "remove the one that is part of the other, or write two comparisons";
            format!("\"{earlier}\" + \"{term}\" can count the same participant twice")
        }
        (Measure::Count(one), Measure::Count(other)) if disjoint(*one, *other) => return None,
        (Measure::Count(one), Measure::Count(other)) if one.kind() == other.kind() => {
            let one = noun(one.kind(), Number::Many);
            format!("\"{earlier}\" + \"{term}\" can count the same {one} twice")
        }
        (Measure::Places(one, _), Measure::Places(other, _)) if one == other => {
            format!(
                "\"{earlier}\" + \"{term}\" can count the same {} twice",
                one.word()
            )
        }
        _ => format!("\"{earlier}\" and \"{term}\" are of two kinds and cannot be added"),
    };
    Some(RuleFault::new(term.span.start, sentence).hint(hint))
}

/// Whether no objection can be both. Open ones have no disposition, and unresolved ones have one.
fn disjoint(one: CountWord, other: CountWord) -> bool {
    let undecided = |word| matches!(word, CountWord::Open | CountWord::Undisposed);
    let standing = |word| word == CountWord::Unresolved;
    (undecided(one) && standing(other)) || (standing(one) && undecided(other))
}

#[cfg(test)]
mod tests {
    use super::sum_faults;
    use crate::blessed::screen;
    use crate::tally::criterion::count::{Silence, kinds};
    use crate::tally::criterion::fixture::{faults, instead, page, quantity, vocabulary};
    use crate::tally::criterion::parse;
    use crate::value::class::{CountUnit, CountsAs};
    use crate::value::id::PositionName;

    #[test]
    fn a_misspelt_name_is_suggested_at_its_column() {
        let table = [
            ("yess >= 9", 0, "yess", "yes"),
            ("yes >= 9 and noo == 0", 13, "noo", "no"),
            ("yes >= 2/3 of member", 14, "member", "eligible"),
            (
                "open_objections == 0",
                0,
                "open_objections",
                "open-objections",
            ),
            ("YES >= 1", 0, "YES", "yes"),
            ("groups with abstian >= 1", 12, "abstian", "abstain"),
            ("yes by vote >= 3", 7, "vote", "votes"),
            ("no == 0 in group permament", 17, "permament", "permanent"),
            ("no == 0 in house north, soutth", 24, "soutth", "south"),
            ("no == 0 in affiliation exampl", 23, "exampl", "example"),
        ];
        for (text, at, word, near) in table {
            let found = faults(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(found[0].at, at, "{text}");
            assert!(
                found[0].sentence.contains(&format!("\"{word}\"")),
                "{found:?}"
            );
            assert_eq!(instead(&found[0]), Some(near), "{found:?}");
        }
        let rules = table.map(|(text, ..)| text);
        screen("criterion/misspelt_names", &page(rules, &vocabulary()));
    }

    #[test]
    fn what_possible_there_is_listed() {
        let rules = [
            "colour >= 9",
            "yes >= 1 in region mars",
            "yes >= 1 in group north",
            "yes >= 1 in affiliation zzzzzzz",
        ];
        screen("criterion/what_may_stand", &page(rules, &vocabulary()));
        let hint = |rule: &str| faults(rule).remove(0).hint.unwrap();
        for name in ["yes", "no", "abstain", "recuse", "for", "against"] {
            assert!(hint(rules[0]).contains(name), "{name}");
        }
        assert!(hint(rules[1]).contains("africa"));
        assert_eq!(instead(&faults(rules[2])[0]), Some("in house north"));
        assert!(hint(rules[3]).contains("example"));
    }

    #[test]
    fn all_faults_are_found_at_once() {
        let text =
            "yess >= 9 and (noo = 0 in group permament or cast + answered > 1) and yes >= 5%";
        let at: Vec<usize> = faults(text).iter().map(|fault| fault.at).collect();
        assert_eq!(at, [0, 15, 19, 32, 52, 79]);
    }

    #[test]
    fn what_does_not_go_together() {
        let table = [
            ("(yes >= 1 in each group) in each house", 13),
            ("((yes >= 1 and no == 0) in group empty) in any house", 27),
            ("((yes >= 1 in each group)) in any house", 14),
            ("cast + answered >= 1", 7),
            ("yes >= 1/2 of for + yes", 20),
            ("objections by votes >= 3", 14),
            ("days-open by votes >= 3", 13),
            ("groups with for by votes >= 3", 19),
            ("objections besides authors >= 1", 0),
            ("yes by votes >= 1/2 of eligible", 0),
            ("yes > no by votes", 0),
            ("yes by votes > no by population", 0),
        ];
        for (text, at) in table {
            let found = faults(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(found[0].at, at, "{text}: {found:?}");
        }
        let rules = table.map(|(text, _)| text);
        let page = page(rules, &vocabulary());
        screen("criterion/what_does_not_go_together", &page);
    }

    #[test]
    fn weights_may_be_compared_with_numbers_and_places() {
        let vocabulary = vocabulary();
        for text in [
            "yes by votes >= 3",
            "yes by votes >= 2/3 of cast by votes",
            "silent >= open-objections",
            "groups with for > 1/2 of eligible",
        ] {
            assert!(parse(text, &vocabulary).is_ok(), "{text}");
        }
    }

    #[test]
    fn where_nobody_is_counted_rules_speak_of_objections_and_days() {
        let mut vocabulary = vocabulary();
        vocabulary.count = CountUnit::None;
        assert!(parse("open-objections == 0 and days-open >= 14", &vocabulary).is_ok());
        assert!(parse("open-objections == 0 in every group", &vocabulary).is_ok());
        let rules = [
            "for >= 1",
            "yes >= 1",
            "open-objections <= eligible",
            "groups with for >= 1",
            "colour == 1",
        ];
        for text in rules {
            let found = parse(text, &vocabulary).unwrap_err();
            assert_eq!(found.len(), 1, "{text}: {found:?}");
        }
        screen("criterion/nobody_is_counted", &page(rules, &vocabulary));
    }

    #[test]
    fn groups_that_are_counted_have_no_region_and_no_affiliation() {
        let mut vocabulary = vocabulary();
        vocabulary.count = CountUnit::Groups;
        assert!(
            parse(
                "yes >= 1 in each house and houses with for >= 1",
                &vocabulary
            )
            .is_ok()
        );
        let rules = [
            "yes >= 1 in each region",
            "affiliations with for >= 1",
            "(yes >= 1) in affiliation example",
        ];
        for text in rules {
            let found = parse(text, &vocabulary).unwrap_err();
            assert_eq!(found.len(), 1, "{text}: {found:?}");
        }
        screen("criterion/groups_are_counted", &page(rules, &vocabulary));
    }

    #[test]
    fn one_of_several_positions_that_recuse_cannot_be_told_from_the_others() {
        let mut vocabulary = vocabulary();
        assert!(parse("recuse == 0", &vocabulary).is_ok());
        let second = PositionName::parse("conflicted").unwrap();
        vocabulary.positions.push((second, CountsAs::Recused));
        let found = parse("recuse == 0", &vocabulary).unwrap_err();
        assert_eq!(found.len(), 1);
        assert!(parse("recused == 0", &vocabulary).is_ok());
    }

    #[test]
    fn what_overlaps_is_not_added_up() {
        let kinds = kinds(&vocabulary().positions, Silence::MeansNothing);
        for (sum, expected) in [
            ("yes + no + abstain", 0),
            ("against + abstain + silent", 0),
            ("for + against + neutral + silent + recused", 0),
            ("open-objections + unresolved-objections", 0),
            ("unresolved-objections + undisposed-objections", 0),
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
            ("objections + unresolved-objections", 1),
            ("days-open + days-unchanged", 1),
            ("days-open + for", 1),
            ("for + open-objections", 1),
            ("groups with for + groups with against", 1),
            ("groups with for + houses with for", 1),
            ("groups with for + for", 1),
        ] {
            assert_eq!(sum_faults(&quantity(sum), &kinds).len(), expected, "{sum}");
        }
    }
}

//! Parses the text of a rule by recursive descent: rules, comparisons, numbers and shares. A comparison
//! that cannot be read is reported and skipped, so that the next one is read as well.

use super::RuleFault;
use super::grammar::{
    Alternatives, Amount, Bracket, Clause, ComparisonNode, Conjunct, Order, Relation, Span,
};
use super::token::{COMPARISONS, Kind, Token, percent, quoted, relation_hint, tokens};
use super::vocabulary::Vocabulary;
use crate::value::ratio::{Fraction, LARGEST};
use crate::value::text;

/// The most brackets that can be inside each other.
pub const DEEPEST: usize = 32;

/// Reads the parts of a rule, and every error in its form. What could be read is returned even if there
/// are errors, so that its names can be checked too.
pub(super) fn parse(rule: &str, vocabulary: &Vocabulary) -> (Alternatives, Vec<RuleFault>) {
    let (tokens, faults) = tokens(rule);
    let mut parser = Parser {
        vocabulary,
        tokens,
        at: 0,
        depth: 0,
        faults,
        state: State::Reading,
    };
    let root = parser.rule();
    (root, parser.faults)
}

/// A place in the tokens of a rule, and the errors found so far.
pub(super) struct Parser<'v> {
    pub(super) vocabulary: &'v Vocabulary,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    faults: Vec<RuleFault>,
    state: State,
}

/// Whether a parser goes on.
#[derive(PartialEq, Eq)]
enum State {
    Reading,
    /// The rule has too many nested brackets; nothing more is read or reported.
    GivenUp,
}

impl Parser<'_> {
    fn token(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead).or(self.tokens.last())
    }

    /// The token here.
    pub(super) fn kind(&self) -> Kind {
        self.kind_ahead(0)
    }

    /// The token so many tokens further on.
    pub(super) fn kind_ahead(&self, ahead: usize) -> Kind {
        let token = self.token(ahead);
        token.map_or(Kind::End, |token| token.kind.clone())
    }

    /// The bytes of the token here.
    pub(super) fn span(&self) -> Span {
        let token = self.token(0);
        token.map_or(Span { start: 0, end: 0 }, |token| token.span)
    }

    /// The bytes of what was read last.
    pub(super) fn last(&self) -> Span {
        let token = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        token.map_or_else(|| self.span(), |token| token.span)
    }

    /// Skips the token here.
    pub(super) fn advance(&mut self) {
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
    }

    /// The word here.
    pub(super) fn word(&self) -> Option<String> {
        match self.kind() {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// Reads this word, if it is here.
    pub(super) fn take(&mut self, word: &str) -> bool {
        let stands = self.word().is_some_and(|found| found == word);
        if stands {
            self.advance();
        }
        stands
    }

    /// Reports an error here; what was being read is lost.
    pub(super) fn fail<T>(
        &mut self,
        sentence: impl Into<String>,
        hint: impl Into<String>,
    ) -> Option<T> {
        self.fail_at(self.span(), sentence, hint)
    }

    /// Reports an error elsewhere; what was being read is lost.
    pub(super) fn fail_at<T>(
        &mut self,
        at: Span,
        sentence: impl Into<String>,
        hint: impl Into<String>,
    ) -> Option<T> {
        if self.state == State::Reading {
            let fault = RuleFault::new(at.start, sentence).hint(hint);
            self.faults.push(fault);
        }
        None
    }

    fn rule(&mut self) -> Alternatives {
        if self.kind() == Kind::End {
            let _: Option<()> = self.fail(
                "the rule is empty",
                "write a comparison, such as \"for > 1/2 of cast\"",
            );
        }
        let mut root = self.alternatives();
        while self.kind() == Kind::Close {
            let _: Option<()> = self.fail(
                "this \")\" closes no bracket",
                "remove it, or open the bracket where it begins",
            );
            self.advance();
            if self.take("and") || self.take("or") {
                root.conjuncts.extend(self.alternatives().conjuncts);
            }
        }
        root
    }

    fn alternatives(&mut self) -> Alternatives {
        let mut conjuncts = vec![self.conjunct()];
        while self.take("or") {
            conjuncts.push(self.conjunct());
        }
        Alternatives { conjuncts }
    }

    fn conjunct(&mut self) -> Conjunct {
        let mut clauses: Vec<Clause> = self.clause().into_iter().collect();
        while self.take("and") {
            clauses.extend(self.clause());
        }
        Conjunct { clauses }
    }

    fn clause(&mut self) -> Option<Clause> {
        let faults = self.faults.len();
        let clause = match self.kind() {
            Kind::Open => self.bracket().map(Clause::Bracket),
            Kind::End if self.at == 0 => None,
            _ => self.test().map(Clause::Test),
        };
        // A sum in brackets was reported; what it is compared with is not a second error.
        let reported = self.faults.len() > faults && matches!(self.kind(), Kind::Relation(_));
        let clause = clause.filter(|_| !reported);
        let clause = clause.and_then(|clause| self.ended().map(|()| clause));
        if clause.is_none() {
            self.pass_over();
        }
        clause
    }

    /// Checks that nothing is between a clause and the next `and`, `or` or `)`.
    fn ended(&mut self) -> Option<()> {
        let found = self.kind().shown();
        match self.kind() {
            Kind::End | Kind::Close => Some(()),
            Kind::Word(word) if word == "and" || word == "or" => Some(()),
            Kind::Word(word) if word == "in" => self.fail(
                "this is a second \"in\", but a comparison can have only one",
                "name several places after one \"in\", such as \"in group a, b\"",
            ),
            Kind::Relation(_) => self.fail(
                format!("this is a second {found}, but a comparison has two sides"),
                "join two comparisons with \"and\"",
            ),
            Kind::Percent => self.fail(
                "\"%\" is not part of a share here",
                "write a share as \"50% of eligible\"",
            ),
            _ => self.fail(
                format!("{found} is not expected after a complete comparison"),
                "join comparisons with \"and\" or \"or\"",
            ),
        }
    }

    /// Goes to the `and`, `or` or `)` that ends what could not be read.
    fn pass_over(&mut self) {
        let mut open = 0_usize;
        loop {
            match self.kind() {
                Kind::End => return,
                Kind::Open => open += 1,
                Kind::Close if open == 0 => return,
                Kind::Close => open -= 1,
                Kind::Word(word) if open == 0 && (word == "and" || word == "or") => return,
                _ => {}
            }
            self.advance();
        }
    }

    fn bracket(&mut self) -> Option<Bracket> {
        let start = self.span();
        if self.depth == DEEPEST {
            return self.give_up();
        }
        self.advance();
        self.depth += 1;
        let inner = self.alternatives();
        self.depth -= 1;
        if self.kind() != Kind::Close {
            let sentence = "this \"(\" is not closed";
            return self.fail_at(start, sentence, "write \")\" where the bracket ends");
        }
        self.advance();
        let scope = self.scope()?;
        Some(Bracket { inner, scope })
    }

    fn give_up(&mut self) -> Option<Bracket> {
        let _: Option<()> = self.fail(
            format!("more than {DEEPEST} brackets are inside each other here"),
            "write the rule with fewer brackets, or as several requirements",
        );
        self.state = State::GivenUp;
        self.at = self.tokens.len().saturating_sub(1);
        None
    }

    fn test(&mut self) -> Option<ComparisonNode> {
        let start = self.span();
        let left = self.amount()?;
        let relation = self.relation(start.to(self.last()))?;
        let right = self.amount()?;
        let sides = start.to(self.last());
        let scope = self.scope()?;
        let span = start.to(self.last());
        let (subject, relation, amount, order) = match (left, right) {
            (Amount::Quantity(q), right) => (q, relation, right, Order::SubjectFirst),
            (left, Amount::Quantity(q)) => (q, relation.turned(), left, Order::AmountFirst),
            _ => return self.fail_at(
                sides,
                "neither side of this comparison is a plain quantity",
                "one side must be what is counted, such as \"yes\" in \"yes >= 2/3 of eligible\"",
            ),
        };
        Some(ComparisonNode {
            subject,
            relation,
            amount,
            order,
            scope,
            span,
        })
    }

    fn relation(&mut self, left: Span) -> Option<Relation> {
        let found = self.kind();
        match found {
            Kind::Relation(relation) => {
                self.advance();
                Some(relation)
            }
            Kind::End => self.uncompared(left, "write what is needed, such as \"yes >= 1\""),
            Kind::Close => self.uncompared(left, "brackets can only contain whole comparisons"),
            Kind::Word(word) if word == "and" || word == "or" => self.uncompared(
                left,
                "write a whole comparison on each side of it, such as \"yes >= 1\"",
            ),
            Kind::Word(word) => {
                let hint = relation_hint(&word);
                let sentence = format!("a comparison is missing here, before {}", quoted(&word));
                self.fail(sentence, hint)
            }
            other => {
                let sentence = format!("a comparison is missing here, before {}", other.shown());
                self.fail(sentence, COMPARISONS)
            }
        }
    }

    fn uncompared<T>(&mut self, left: Span, hint: &str) -> Option<T> {
        self.fail_at(left, "this is not compared with anything", hint)
    }
}

const SHARES: &str = "write a share as \"2/3 of eligible\" or \"66.7% of eligible\"";

impl Parser<'_> {
    /// `amount = fraction "of" quantity | quantity | whole number`.
    pub(super) fn amount(&mut self) -> Option<Amount> {
        match self.kind() {
            Kind::Whole(digits) => self.number(&digits),
            Kind::Decimal(whole, part) => self.decimal(&whole, &part),
            Kind::Word(_) => self.quantity().map(Amount::Quantity),
            Kind::Open => self.fail(
                "\"(\" is not expected here, but a quantity or a number",
                "write a sum without brackets, such as \"for + against >= 3\"",
            ),
            found => self.fail(
                format!(
                    "a quantity or a number is expected here, not {}",
                    found.shown()
                ),
                "write a comparison such as \"for > 1/2 of cast\"",
            ),
        }
    }

    /// A number, or the share that begins with it.
    fn number(&mut self, digits: &str) -> Option<Amount> {
        let value = self.whole(digits)?;
        match self.kind_ahead(1) {
            Kind::Slash => self.fraction(value),
            Kind::Percent => self.share(Fraction::percent(value, ""), 2),
            Kind::Word(word) if word == "of" => self.fail(
                format!("{value} is not a share, so \"of\" cannot follow it"),
                SHARES,
            ),
            _ => {
                self.advance();
                Some(Amount::Number(value))
            }
        }
    }

    fn fraction(&mut self, numerator: u64) -> Option<Amount> {
        match self.kind_ahead(2) {
            Kind::Whole(digits) => {
                let denominator = digits.parse::<u64>().unwrap_or(u64::MAX);
                self.share(Fraction::new(numerator, denominator), 3)
            }
            _ => self.fail("this share is not complete", SHARES),
        }
    }

    fn decimal(&mut self, whole: &str, part: &str) -> Option<Amount> {
        let shown = text::shortened(&format!("{whole}.{part}"), 40);
        match self.kind_ahead(1) {
            Kind::Percent => {
                let whole = self.whole(whole)?;
                self.share(Fraction::percent(whole, part), 2)
            }
            Kind::Word(word) if word == "of" => {
                let percent = text::shortened(&percent(whole, part), 40);
                let sentence = format!("{shown} is not a share in this form");
                self.fail(sentence, format!("write \"{percent} of\""))
            }
            _ => self.fail(format!("{shown} is not a whole number"), SHARES),
        }
    }

    /// The share whose fraction is the next so many tokens.
    fn share(&mut self, fraction: Option<Fraction>, tokens: usize) -> Option<Amount> {
        let Some(fraction) = fraction else {
            return self.fail(
                format!("this is not a valid share: its parts must be from 1 to {LARGEST}"),
                SHARES,
            );
        };
        for _ in 0..tokens {
            self.advance();
        }
        if !self.take("of") {
            let sentence = format!("\"of\" is missing after the share {fraction}");
            let hint = format!("say what it is a share of, such as \"{fraction} of eligible\"");
            return self.fail(sentence, hint);
        }
        let base = self.quantity()?;
        Some(Amount::Share(fraction, base))
    }

    /// The number that digits are.
    pub(super) fn whole(&mut self, digits: &str) -> Option<u64> {
        match digits.parse() {
            Ok(value) => Some(value),
            Err(_) => {
                let shown = text::shortened(digits, 40);
                let sentence = format!("{shown} is too large for a rule");
                self.fail(sentence, format!("the largest number is {}", u64::MAX))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DEEPEST;
    use crate::blessed::screen;
    use crate::tally::criterion::fixture::{faults, instead, page, rule, vocabulary};
    use crate::tally::criterion::{LONGEST, parse};

    #[test]
    fn and_binds_tighter_than_or() {
        let rule = rule("yes >= 1 or no >= 1 and abstain >= 1");
        assert_eq!(rule.root.conjuncts.len(), 2);
        assert_eq!(rule.root.conjuncts[0].clauses.len(), 1);
        assert_eq!(rule.root.conjuncts[1].clauses.len(), 2);
    }

    #[test]
    fn what_is_read_is_written_back() {
        for text in [
            "yes >= 1",
            "yes >= 1 and no == 0 or abstain < 3",
            "(yes >= 1 or no == 0) and silent <= 2",
            "(for > 1/2 of cast or cast == 0) in each group and open-objections == 0",
            "((yes > 1)) or (no < 1) in group empty, permanent",
        ] {
            assert_eq!(rule(text).to_string(), text);
            assert_eq!(rule(text).text(), text);
        }
        assert_eq!(
            rule("yes\n  >=1\tand(no==0)").to_string(),
            "yes >= 1 and (no == 0)"
        );
    }

    #[test]
    fn slips_with_comparisons() {
        let table = [
            ("", 0, Some("for > 1/2 of cast")),
            ("   ", 3, Some("for > 1/2 of cast")),
            ("yes", 0, Some("yes >= 1")),
            ("yes 9", 4, Some(">=")),
            ("yes is 9", 4, Some("==")),
            ("yes at least 9", 4, Some(">=")),
            ("yes more than 9", 4, Some(">")),
            ("yes in each group", 4, Some(">=")),
            ("(yes + no) >= 3", 1, None),
            ("yes and no == 0", 0, Some("yes >= 1")),
            ("9 <= yes <= 12", 9, Some("and")),
            ("9 >= 3", 0, Some("yes")),
            ("1/2 of cast >= 1/3 of eligible", 0, Some("yes")),
            ("yes >= 1 in each group in each house", 23, Some("in")),
            ("yes >= 1 unless no > 2", 9, Some("and")),
            ("yes >= eligible %", 16, Some("50% of eligible")),
            ("(yes >= 1", 0, Some(")")),
            ("yes >= 1)", 8, None),
            ("yes >= 1 or", 11, Some("for > 1/2 of cast")),
            ("()", 1, Some("for > 1/2 of cast")),
        ];
        let rules = table.map(|(text, ..)| text);
        screen("criterion/comparisons", &page(rules, &vocabulary()));
        for (text, at, shown) in table {
            let found = faults(text);
            assert_eq!(
                (found[0].at, instead(&found[0])),
                (at, shown),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn reading_goes_on_after_a_fault() {
        let at = |text: &str| -> Vec<usize> { faults(text).iter().map(|f| f.at).collect() };
        assert_eq!(
            at("yes 9 and no 3 or (abstain 4 and yes >= 1)"),
            [4, 13, 27]
        );
        assert_eq!(at("yes >= 1) and noo == 1"), [8, 14]);
        assert_eq!(at("yes >= (1 + (2)) and noo == 1"), [7, 21]);
    }

    fn nested(depth: usize) -> String {
        format!("{}yes >= 1{}", "(".repeat(depth), ")".repeat(depth))
    }

    #[test]
    fn brackets_end_somewhere() {
        assert!(parse(&nested(DEEPEST), &vocabulary()).is_ok());
        let found = faults(&nested(DEEPEST + 1));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].at, DEEPEST);
        let found = faults(&nested((LONGEST - 8) / 2));
        assert_eq!(found.len(), 1, "{found:?}");
        let found = faults(&"(".repeat(LONGEST));
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn rules_have_a_length() {
        let long = "yes >= 1 or ".repeat(LONGEST / 12 + 1);
        let found = faults(&long);
        assert_eq!(found.len(), 1);
        assert!(found[0].sentence.contains("bytes"), "{found:?}");
        let fits = format!("{}yes >= 1", "yes >= 1 or ".repeat((LONGEST - 8) / 12));
        assert!(parse(&fits, &vocabulary()).is_ok());
        assert_eq!(faults(&"= ".repeat(LONGEST / 2)).len(), 20);
    }

    #[test]
    fn shares_are_read_as_they_are_written() {
        for (text, canonical) in [
            ("yes >= 2 / 3 of eligible", "yes >= 2/3 of eligible"),
            ("yes >= 66.70 % of eligible", "yes >= 66.70% of eligible"),
            ("yes >= 3/2 of no or no == 0", "yes >= 3/2 of no or no == 0"),
            ("yes>=007", "yes >= 7"),
            ("1/2 of cast<for", "1/2 of cast < for"),
            ("18446744073709551615 >= yes", "18446744073709551615 >= yes"),
        ] {
            assert_eq!(rule(text).to_string(), canonical, "{text}");
        }
    }

    #[test]
    fn slips_with_numbers() {
        let table = [
            ("yes >= 50%", 10, Some("50% of eligible")),
            ("yes >= 2/3 and no == 0", 11, Some("2/3 of eligible")),
            ("yes >= 66,7% of eligible", 7, Some("66.7%")),
            ("yes >= 0.5 of eligible", 7, Some("50% of")),
            ("yes >= 1.5", 7, Some("2/3 of eligible")),
            ("50 of eligible <= yes", 0, Some("2/3 of eligible")),
            ("yes >= 1/0 of eligible", 7, Some("2/3 of eligible")),
            ("yes >= 2/ of eligible", 7, Some("2/3 of eligible")),
            (
                "yes >= 3/99999999999999999999 of cast",
                7,
                Some("2/3 of eligible"),
            ),
            ("yes >= 18446744073709551616", 7, None),
            ("yes >= (2)", 7, Some("for + against >= 3")),
            ("yes >= ", 7, Some("for > 1/2 of cast")),
            ("yes >= > 3", 7, Some("for > 1/2 of cast")),
        ];
        let rules = table.map(|(text, ..)| text);
        screen("criterion/numbers", &page(rules, &vocabulary()));
        for (text, at, shown) in table {
            let found = faults(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(
                (found[0].at, instead(&found[0])),
                (at, shown),
                "{text}: {found:?}"
            );
        }
    }
}

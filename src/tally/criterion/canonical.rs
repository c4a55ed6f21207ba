//! The one canonical text of a rule and of each of its parts.

use std::fmt;

use super::grammar::{
    Alternatives, Amount, Bracket, Clause, Conjunct, Order, Places, Quantity, Reach, Scope, Term,
    Test, What, Who,
};

impl fmt::Display for Alternatives {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        joined(f, &self.conjuncts, " or ")
    }
}

impl fmt::Display for Conjunct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        joined(f, &self.clauses, " and ")
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Clause::Bracket(bracket) => bracket.fmt(f),
            Clause::Test(test) => test.fmt(f),
        }
    }
}

impl fmt::Display for Bracket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({})", self.inner)?;
        after(f, self.scope.as_ref())
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = self.relation.sign();
        match self.order {
            Order::SubjectFirst => write!(f, "{} {sign} {}", self.subject, self.amount)?,
            Order::AmountFirst => {
                let sign = self.relation.turned().sign();
                write!(f, "{} {sign} {}", self.amount, self.subject)?;
            }
        }
        after(f, self.scope.as_ref())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Amount::Share(fraction, base) => write!(f, "{fraction} of {base}"),
            Amount::Quantity(quantity) => quantity.fmt(f),
            Amount::Number(number) => number.fmt(f),
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.reach == Reach::Everywhere {
            f.write_str("all ")?;
        }
        joined(f, &self.terms, " + ")?;
        if let Some(weight) = &self.weight {
            write!(f, " by {}", weight.text)?;
        }
        match self.besides {
            Some(besides) => write!(f, " besides {}", besides.word()),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Units(who) => who.fmt(f),
            What::Count(count) => f.write_str(count.word()),
            What::Places(dimension, who) => write!(f, "{} with {who}", dimension.plural()),
        }
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Who::Position(name, _) => f.write_str(name),
            Who::Class(class) => f.write_str(class.word()),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = self.dimension.word();
        match &self.places {
            Places::Each => write!(f, "each {word}"),
            Places::Every => write!(f, "every {word}"),
            Places::Any => write!(f, "any {word}"),
            Places::AtLeast(n) => write!(f, "at least {n} {}", self.dimension.plural()),
            Places::Named(names) => {
                let names: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
                write!(f, "{word} {}", names.join(", "))
            }
        }
    }
}

fn joined<T: fmt::Display>(f: &mut fmt::Formatter<'_>, parts: &[T], by: &str) -> fmt::Result {
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            f.write_str(by)?;
        }
        part.fmt(f)?;
    }
    Ok(())
}

fn after(f: &mut fmt::Formatter<'_>, scope: Option<&Scope>) -> fmt::Result {
    match scope {
        Some(scope) => write!(f, " in {scope}"),
        None => Ok(()),
    }
}

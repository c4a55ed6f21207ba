//! A part of the body next to all of it: its share of the seats, and its share of the answers.

use crate::render::site::bar::meter;
use crate::render::site::markup::Html;
use crate::site::decided::Record;
use crate::tally::count::Count;

/// The seats of a part of the body that were not recused, and the answers given for them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Given {
    /// The answers.
    pub(crate) answered: u64,
    /// The seats.
    pub(crate) eligible: u64,
}

impl Given {
    /// These and others.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            answered: self.answered.saturating_add(other.answered),
            eligible: self.eligible.saturating_add(other.eligible),
        }
    }

    /// In one call.
    pub(crate) fn in_call(count: &Count) -> Self {
        Self {
            answered: count.answered(),
            eligible: count.members,
        }
    }

    /// Over several decisions.
    pub(crate) fn over(record: &Record) -> Self {
        Self {
            answered: record.answered,
            eligible: record.eligible,
        }
    }
}

/// A part next to all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    /// The part.
    pub(crate) own: Given,
    /// All.
    pub(crate) all: Given,
}

impl Share {
    /// A whole is so many parts where lengths are compared.
    pub(crate) const WHOLE: u64 = 1_000_000_000;

    /// The largest part of several shares: the whole width of their charts.
    pub(crate) fn largest(shares: impl Iterator<Item = Self>) -> u64 {
        let lengths = shares.flat_map(|share| [share.of_answers(), share.of_seats()]);
        lengths.max().unwrap_or(0)
    }

    /// The bar is the share of the answers, the line the share of the seats. The whole width is so many parts.
    pub(crate) fn chart(self, width: u64) -> Html {
        meter(self.of_answers(), width, Some(self.of_seats()))
    }

    /// `4 of 24`.
    pub(crate) fn seats(self) -> String {
        format!("{} of {}", self.own.eligible, self.all.eligible)
    }

    /// `4 of 22`.
    pub(crate) fn answers(self) -> String {
        format!("{} of {}", self.own.answered, self.all.answered)
    }

    fn of_answers(self) -> u64 {
        part(self.own.answered, self.all.answered)
    }

    fn of_seats(self) -> u64 {
        part(self.own.eligible, self.all.eligible)
    }
}

fn part(own: u64, all: u64) -> u64 {
    let part = u128::from(own) * u128::from(Share::WHOLE) / u128::from(all.max(1));
    u64::try_from(part).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Given, Share};

    #[test]
    fn charts_of_different_bases_have_one_scale() {
        let share = |own: [u64; 2], all: [u64; 2]| {
            let [own, all] = [own, all].map(|[answered, eligible]| Given { answered, eligible });
            Share { own, all }
        };
        let shares = [share([2, 4], [4, 16]), share([1, 1], [4, 4])];
        let largest = Share::largest(shares.into_iter());
        let [first, second] = shares.map(|share| share.chart(largest).shown());
        // 2 of 4 answers is the largest share; 4 of 16 seats is half of it, and so is 1 of 4.
        assert!(
            first.contains("<rect class=\"done\" width=\"100%\"/>"),
            "{first}"
        );
        assert!(first.contains("x1=\"50%\""), "{first}");
        assert!(
            second.contains("<rect class=\"done\" width=\"50%\"/>"),
            "{second}"
        );
        let whole = shares[0].chart(Share::WHOLE).shown();
        assert!(
            whole.contains("width=\"50%\"") && whole.contains("x1=\"25%\""),
            "{whole}"
        );
        assert_eq!(shares[0].answers(), "2 of 4");
        assert_eq!(shares[0].seats(), "4 of 16");
    }
}

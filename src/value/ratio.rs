//! Exact fractions. Nothing in a tally is ever rounded.

use std::cmp::Ordering;
use std::fmt;

/// The largest numerator or denominator that a rule may state.
pub const LARGEST: u64 = 1_000_000_000;

/// An exact fraction, kept as it was written: `2/3`, or 667/1000 for `66.7%`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerator: u64,
    denominator: u64,
    percent: bool,
}

impl Fraction {
    /// The fraction `numerator/denominator`; `None` for a denominator of zero, or where a part is
    /// larger than [`LARGEST`].
    pub fn new(numerator: u64, denominator: u64) -> Option<Self> {
        let fits = numerator <= LARGEST && (1..=LARGEST).contains(&denominator);
        fits.then_some(Self {
            numerator,
            denominator,
            percent: false,
        })
    }

    /// The fraction that `whole.decimals` percent is, such as `66` and `"7"` for 667/1000.
    pub fn percent(whole: u64, decimals: &str) -> Option<Self> {
        let scale = 10_u64.checked_pow(u32::try_from(decimals.len()).ok()?)?;
        let part = if decimals.is_empty() {
            0
        } else {
            decimals.parse::<u64>().ok()?
        };
        let numerator = whole.checked_mul(scale)?.checked_add(part)?;
        let fraction = Self::new(numerator, scale.checked_mul(100)?)?;
        Some(Self {
            percent: true,
            ..fraction
        })
    }

    /// The part above the line.
    pub fn numerator(self) -> u64 {
        self.numerator
    }

    /// The part below the line; never zero.
    pub fn denominator(self) -> u64 {
        self.denominator
    }

    /// How `count` stands to this fraction of `base`, by cross-multiplication.
    pub fn compare(self, count: u64, base: u64) -> Ordering {
        let left = u128::from(count) * u128::from(self.denominator);
        left.cmp(&self.times(base))
    }

    /// The largest whole number that is not above this fraction of `base`.
    pub fn floor_of(self, base: u64) -> u64 {
        clamp(self.times(base) / u128::from(self.denominator))
    }

    /// The smallest whole number that is not below this fraction of `base`.
    pub fn ceil_of(self, base: u64) -> u64 {
        clamp(self.times(base).div_ceil(u128::from(self.denominator)))
    }

    fn times(self, base: u64) -> u128 {
        u128::from(self.numerator) * u128::from(base)
    }
}

fn clamp(n: u128) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.percent {
            return write!(f, "{}/{}", self.numerator, self.denominator);
        }
        let scale = self.denominator / 100;
        let (whole, part) = (self.numerator / scale, self.numerator % scale);
        let width = scale.ilog10() as usize;
        if width == 0 {
            write!(f, "{whole}%")
        } else {
            write!(f, "{whole}.{part:0width$}%")
        }
    }
}

/// `count` of `base` in percent, cut (not rounded) to one decimal, for people to read:
/// `85 %` or `54.8 %`. Empty where the base is zero.
pub fn shown_percent(count: u64, base: u64) -> String {
    if base == 0 {
        return String::new();
    }
    let tenths = u128::from(count) * 1000 / u128::from(base);
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole} %"),
        (whole, tenth) => format!("{whole}.{tenth} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Fraction, shown_percent};
    use std::cmp::Ordering;

    fn fraction(n: u64, d: u64) -> Fraction {
        Fraction::new(n, d).unwrap()
    }

    #[test]
    fn a_percentage_is_an_exact_fraction() {
        let f = Fraction::percent(66, "7").unwrap();
        assert_eq!((f.numerator(), f.denominator()), (667, 1000));
        assert_eq!(f.to_string(), "66.7%");
        assert_eq!(Fraction::percent(33, "").unwrap().ceil_of(173), 58);
        assert_eq!(Fraction::percent(66, "05").unwrap().to_string(), "66.05%");
    }

    #[test]
    fn comparison_never_rounds() {
        assert_eq!(fraction(2, 3).compare(2, 3), Ordering::Equal);
        assert_eq!(
            fraction(2, 3).compare(666_666_666, 1_000_000_000),
            Ordering::Less
        );
        assert_eq!(fraction(2, 3).ceil_of(32), 22);
        assert_eq!(fraction(1, 4).floor_of(69), 17);
        assert_eq!(fraction(1, 1).compare(u64::MAX, u64::MAX), Ordering::Equal);
    }

    #[test]
    fn nothing_without_meaning_is_a_fraction() {
        assert_eq!(Fraction::new(1, 0), None);
        assert_eq!(Fraction::percent(1, "0000000000000000000000"), None);
    }

    #[test]
    fn percentages_for_people() {
        assert_eq!(shown_percent(17, 20), "85 %");
        assert_eq!(shown_percent(17, 31), "54.8 %");
        assert_eq!(shown_percent(1, 0), "");
    }
}

//! Computes with exact fractions. Nothing in a tally is rounded.

use std::cmp::Ordering;
use std::fmt;

/// The largest numerator or denominator in a rule.
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

    /// Its numerator and its denominator.
    pub fn parts(self) -> (u64, u64) {
        (self.numerator, self.denominator)
    }

    /// Compares `count` with this fraction of `base`, by cross-multiplication.
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

impl serde::Serialize for Fraction {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Shares that no other share can be printed as: none, half, all.
const PLAIN: [Fraction; 3] = [hundredths(0), hundredths(50), hundredths(100)];

const fn hundredths(numerator: u64) -> Fraction {
    Fraction {
        numerator,
        denominator: 100,
        percent: true,
    }
}

/// `count` of `base` in percent, for people to read: rounded to the nearest tenth, half up, and
/// marked where it is rounded: `85 %` or `about 54.8 %`. It has more decimals where it would look like the
/// `needed` share, or like none, half or all, without being it: `about 66.66 %` where 2/3 is needed. Empty
/// where the base is zero.
pub fn shown_percent(count: u64, base: u64, needed: Option<Fraction>) -> String {
    if base == 0 {
        return String::new();
    }
    let near = || PLAIN.into_iter().chain(needed);
    for decimals in 1..=6 {
        let scale = 10_u128.pow(decimals);
        let (parts, rest) = rounded(count, base, 100 * scale);
        let as_it_is = |share: Fraction| {
            let printed = (parts * u128::from(share.denominator))
                .cmp(&(u128::from(share.numerator) * 100 * scale));
            let is = share.compare(count, base);
            is == Ordering::Equal || is == printed
        };
        if near().all(as_it_is) {
            return written(parts, scale, decimals as usize, rest == 0);
        }
    }
    near_to(count, base, near())
}

/// `count / base` in parts of a whole that has `scale` of them, and the rest of the division.
fn rounded(count: u64, base: u64, scale: u128) -> (u128, u128) {
    let (base, parts) = (u128::from(base), u128::from(count) * scale);
    let up = u128::from(parts % base * 2 >= base);
    (parts / base + up, parts % base)
}

fn written(parts: u128, scale: u128, decimals: usize, is_exact: bool) -> String {
    let (whole, part) = (parts / scale, parts % scale);
    match (is_exact, part) {
        (true, 0) => format!("{whole} %"),
        (true, _) => format!("{whole}.{part:0decimals$} %"),
        (false, _) => format!("about {whole}.{part:0decimals$} %"),
    }
}

/// A share so near to another that six decimals look the same.
fn near_to(count: u64, base: u64, all: impl Iterator<Item = Fraction>) -> String {
    let distance = |share: &Fraction| {
        let own = u128::from(count) * u128::from(share.denominator);
        own.abs_diff(share.times(base)) / u128::from(share.denominator)
    };
    let nearest = all.min_by_key(distance).unwrap_or(hundredths(0));
    let side = match nearest.compare(count, base) {
        Ordering::Less => "less",
        Ordering::Equal | Ordering::Greater => "more",
    };
    format!("slightly {side} than {nearest}")
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::{Fraction, shown_percent};
    use crate::blessed::screen;

    fn fraction(n: u64, d: u64) -> Fraction {
        Fraction::new(n, d).unwrap()
    }

    #[test]
    fn a_percentage_is_an_exact_fraction() {
        let f = Fraction::percent(66, "7").unwrap();
        assert_eq!((f.numerator, f.denominator), (667, 1000));
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
        let shown = |count, base| shown_percent(count, base, None);
        assert_eq!(shown(17, 20), "85 %");
        assert_eq!(shown(5, 8), "62.5 %");
        assert_eq!(shown(17, 31), "about 54.8 %");
        assert_eq!(shown(2, 3), "about 66.7 %");
        assert_eq!(shown(13, 17), "about 76.5 %");
        assert_eq!(shown(549_500, 1_000_000), "about 55.0 %");
        assert_eq!(shown(3, 2), "150 %");
        assert_eq!(shown(0, 7), "0 %");
        assert_eq!(shown(7, 7), "100 %");
        assert_eq!(shown(1, 0), "");
    }

    #[test]
    fn no_percentage_reads_as_one_that_it_is_not() {
        let shown = |count, base| shown_percent(count, base, None);
        assert_eq!(shown(4_996, 10_000), "49.96 %");
        assert_eq!(shown(1_499, 3_000), "about 49.97 %");
        assert_eq!(shown(5_004, 10_000), "50.04 %");
        assert_eq!(shown(9_999, 10_000), "99.99 %");
        assert_eq!(shown(1, 3_000), "about 0.03 %");
        let of = |count, base, n, d| shown_percent(count, base, Some(fraction(n, d)));
        assert_eq!(of(6_666, 10_000, 2, 3), "66.66 %");
        assert_eq!(of(6_667, 10_000, 2, 3), "about 66.7 %");
        assert_eq!(of(2, 3, 2, 3), "about 66.7 %");
        assert_eq!(of(2_501, 10_000, 1, 4), "25.01 %");
        assert_eq!(of(7_998, 9_999, 4, 5), "about 79.99 %");
        let published = Fraction::percent(66, "7").unwrap();
        assert_eq!(shown_percent(2, 3, Some(published)), "about 66.67 %");
        // Where no number of digits tells them apart, words do.
        let most = u64::MAX;
        let words = [of(666_666_666, 1_000_000_000, 2, 3), shown(most - 1, most)];
        assert!(words[0].ends_with(" 2/3") && words[1].ends_with(" 100%"));
        screen("value/nearly", &words.map(|it| it + "\n").concat());
        assert_eq!(shown(most, 1), format!("{most}00 %"));
    }
}

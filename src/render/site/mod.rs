//! Writes the pages of the public site: markup in which every text is escaped, texts of people, marks and charts,
//! and the stylesheet. A page has no other markup than the elements that the program names.

pub mod atom;
pub mod bar;
pub mod blocks;
pub mod changes;
pub mod commonmark;
pub mod mark;
pub mod markup;
pub mod members;
pub mod panels;

/// The stylesheet of the site.
pub const STYLE: &str = include_str!("style.css");

/// A number of thousandths with up to three decimals: `12.345`, `12.5`, `12`.
fn thousandths(number: u64) -> String {
    let decimals = format!("{}.{:03}", number / 1000, number % 1000);
    decimals
        .trim_end_matches('0')
        .trim_end_matches('.')
        .to_owned()
}

/// Where a part of a whole ends, in percent. Differences of such places meet without gaps.
fn percent(part: u64, whole: u64) -> String {
    format!("{}%", thousandths(hundred_thousandths(part, whole)))
}

fn hundred_thousandths(part: u64, whole: u64) -> u64 {
    let share = u128::from(part) * 100_000 / u128::from(whole.max(1));
    u64::try_from(share).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::STYLE;

    /// The tokens of a colour scheme: what `:root` sets, the dark ones over the light ones.
    fn tokens(is_dark: bool) -> BTreeMap<&'static str, &'static str> {
        let (light, rest) = STYLE.split_once('}').expect("the light tokens");
        let dark = rest.split_once(":root{").expect("the dark tokens").1;
        let dark = dark.split('}').next().filter(|_| is_dark).unwrap_or("");
        let own = light.split(['{', ';']).chain(dark.split(';'));
        let own = own.filter_map(|part| part.trim().strip_prefix("--")?.split_once(':'));
        own.filter(|(_, value)| value.starts_with('#')).collect()
    }

    /// The relative luminance of WCAG 2.
    #[allow(clippy::float_arithmetic)]
    fn luminance(colour: &str) -> f64 {
        let hex = colour.trim_start_matches('#');
        let wide: String = match hex.len() {
            3 => hex.chars().flat_map(|c| [c, c]).collect(),
            _ => hex.to_owned(),
        };
        let part = |at: usize| {
            let value = u8::from_str_radix(&wide[at..at + 2], 16).expect("a colour");
            let share = f64::from(value) / 255.0;
            match share <= 0.040_45 {
                true => share / 12.92,
                false => ((share + 0.055) / 1.055).powf(2.4),
            }
        };
        0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
    }

    #[allow(clippy::float_arithmetic)]
    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_and_every_mark_can_be_seen() {
        for is_dark in [false, true] {
            let tokens = tokens(is_dark);
            let check = |on: &str, of: &str, least: f64| {
                let found = contrast(tokens[on], tokens[of]);
                assert!(found >= least, "{of} on {on}, dark {is_dark}: {found}");
            };
            for ground in ["paper", "soft"] {
                check(ground, "ink", 7.0);
                check(ground, "dim", 4.5);
                check(ground, "link", 4.5);
            }
            for mark in ["f1", "f2", "f3", "a1", "a2", "a3", "nn"] {
                check(mark, &format!("{mark}-t"), 4.5);
            }
            // The paler shades of a side have an outline of the strongest, the others one of dots.
            for outline in ["f1", "a1", "dots"] {
                check("paper", outline, 3.0);
            }
        }
    }

    #[test]
    fn the_stylesheet_is_small_and_loads_nothing() {
        assert!(STYLE.len() <= 11_000, "{}", STYLE.len());
        for word in ["url(", "@import", "http"] {
            assert!(!STYLE.contains(word), "{word}");
        }
    }
}

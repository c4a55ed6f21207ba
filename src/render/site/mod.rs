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

/// The stylesheet of the site. Copies of marks match only its selectors without an ancestor. Around letters is the colour
/// that they are written on, so that a line behind them ends there.
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
    use super::STYLE;

    #[test]
    fn the_stylesheet_is_small_and_loads_nothing() {
        assert!(STYLE.len() <= 11_000, "{}", STYLE.len());
        for word in ["url(", "@import", "http"] {
            assert!(!STYLE.contains(word), "{word}");
        }
    }
}

//! What people write who have not read the reference, and what to write instead.

/// The comparisons that there are.
pub(super) const COMPARISONS: &str = "write \">=\", \">\", \"<=\", \"<\" or \"==\"";

/// A hint for a word where a comparison should stand.
pub(super) fn for_relation(word: &str) -> &'static str {
    match word {
        "is" | "are" | "equals" | "equal" | "exactly" => "write \"==\"",
        "more" | "exceeds" | "exceed" | "above" | "greater" => "write \">\"",
        "fewer" | "less" | "below" => "write \"<\"",
        "at" => "write \">=\" for \"at least\" and \"<=\" for \"at most\"",
        "reaches" | "reach" => "write \">=\"",
        _ => COMPARISONS,
    }
}

/// A hint for words that mean a number or a share, where a quantity should stand.
pub(super) fn for_amount(word: &str, next: Option<&str>) -> Option<&'static str> {
    Some(match word {
        "a" | "an" | "the" | "simple" | "absolute" => {
            return Some(
                next.and_then(|next| for_amount(next, None))
                    .unwrap_or("write the quantity without an article, such as \"members\""),
            );
        }
        "majority" | "majorities" | "most" => {
            "say what it is a majority of: \"> 1/2 of cast\" or \"> 1/2 of members\""
        }
        "supermajority" => "say how much of what, such as \">= 2/3 of cast\"",
        "half" | "third" | "thirds" | "quarter" | "quarters" | "two" | "three" | "one"
        | "two-thirds" | "one-third" | "three-quarters" | "three-fourths" | "one-half" => {
            "write numbers and shares in digits, such as \"2/3 of members\""
        }
        "unanimous" | "unanimity" => "write \"against == 0\", or \"for == members\"",
        "not" => "there is no \"not\"; turn the comparison round",
        "if" | "when" => "write the comparison alone",
        "at" | "least" | "more" | "fewer" | "less" => {
            "the sign stands between the two sides, such as \"yes >= 9\""
        }
        "everyone" | "everybody" => "write \"members\", or \"seats\" with the recused",
        "nobody" | "none" | "zero" => "write \"== 0\"",
        "percent" => "write the share as \"50% of members\"",
        _ => return None,
    })
}

/// The share that a decimal fraction such as 0.5 is, in percent.
pub(super) fn percent(whole: &str, part: &str) -> String {
    let digits = format!("{whole}{part:0<2}");
    let (head, tail) = digits.split_at((whole.len() + 2).min(digits.len()));
    let head = match head.trim_start_matches('0') {
        "" => "0",
        head => head,
    };
    match tail.trim_end_matches('0') {
        "" => format!("{head}%"),
        tail => format!("{head}.{tail}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::{for_amount, percent};

    #[test]
    fn a_decimal_fraction_is_a_share() {
        assert_eq!(percent("0", "5"), "50%");
        assert_eq!(percent("0", "667"), "66.7%");
        assert_eq!(percent("1", "0"), "100%");
        assert_eq!(percent("0", "05"), "5%");
        assert_eq!(percent("0", "0"), "0%");
    }

    #[test]
    fn an_article_does_not_hide_the_word_after_it() {
        let with = for_amount("a", Some("majority"));
        assert_eq!(with, for_amount("majority", None));
        assert!(for_amount("a", Some("member")).is_some_and(|hint| hint.contains("article")));
        assert_eq!(for_amount("support", None), None);
    }
}

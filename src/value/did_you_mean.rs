//! Finds the name that was probably meant.

/// The candidate nearest to `found`, if one is near enough: at most two typing errors, or one in three
/// letters, counted after folding case, spaces and underscores.
pub fn nearest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(found);
    let allowed = (folded.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&folded, &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The one candidate that `found` can mean: the same in other letters, or the only one that is near enough. A word
/// of fewer than four letters is near to too many.
pub fn only<'a>(found: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let folded = fold(found);
    let same = candidates.iter().find(|it| fold(it) == folded);
    let near = || {
        let mut all = candidates
            .iter()
            .filter(|it| nearest(found, [**it]).is_some());
        let first = all.next().filter(|_| folded.chars().count() > 3);
        first.filter(|_| all.next().is_none())
    };
    same.or_else(near).copied()
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '_'], "-")
}

#[cfg(test)]
mod tests {
    use super::{nearest, only};

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let words = ["position", "reason", "on"];
        assert_eq!(nearest("postion", words), Some("position"));
        assert_eq!(nearest("Reason", words), Some("reason"));
        assert_eq!(nearest("colour", words), None);
    }

    #[test]
    fn one_meaning_is_the_only_near_one() {
        let words = ["position", "reason", "on", "received", "relayed-by"];
        for (found, meant) in [
            ("resaon", Some("reason")),
            ("Relayed_By", Some("relayed-by")),
            ("ON", Some("on")),
            ("in", None),
            ("colour", None),
        ] {
            assert_eq!(only(found, &words), meant, "{found}");
        }
        assert_eq!(only("reeson", &["reason", "season"]), None);
    }
}

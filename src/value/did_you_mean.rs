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

fn fold(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '_'], "-")
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let words = ["position", "reason", "on"];
        assert_eq!(nearest("postion", words), Some("position"));
        assert_eq!(nearest("Reason", words), Some("reason"));
        assert_eq!(nearest("colour", words), None);
    }
}

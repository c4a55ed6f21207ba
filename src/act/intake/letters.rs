//! Names as an eye sees them: without accents, case, marks, or the order of their parts.

use crate::value::id;
use crate::value::text::canonical;

/// The shortest look of which one slip of the pen makes another name of the same: below it, names
/// such as Iran and Iraq, or Ireland and Iceland, are one slip apart.
const SHORTEST: usize = 8;

/// Letters with marks, each with the letters that it is written as without.
const PLAIN: &[(&str, &str)] = &[
    ("àáâãåāăą", "a"),
    ("çćĉċč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķ", "k"),
    ("ĺļľŀł", "l"),
    ("ñńņňŉ", "n"),
    ("òóôõøōŏő", "o"),
    ("ŕŗř", "r"),
    ("śŝşšș", "s"),
    ("ţťŧț", "t"),
    ("ùúûũūŭůűų", "u"),
    ("ŵ", "w"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
    ("äæ", "ae"),
    ("öœ", "oe"),
    ("ü", "ue"),
    ("ß", "ss"),
    ("þ", "th"),
    ("’´", ""),
];

/// The text in lower case, its marked letters written without marks.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in canonical(text).chars() {
        if matches!(c, '\'' | '`' | '.') {
            continue;
        }
        match PLAIN
            .iter()
            .find(|(marked, _)| !c.is_ascii() && marked.contains(c))
        {
            Some((_, plain)) => out.push_str(plain),
            None => out.push(c),
        }
    }
    out
}

/// The id that a new participant's name makes; `None` where too little of it can stand in one.
pub(super) fn new_id(name: &str) -> Option<id::ParticipantId> {
    let plain = plain(name);
    let foreign = plain.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let slug = id::slug(&plain);
    id::ParticipantId::parse(&slug).ok().filter(|_| !foreign)
}

/// A name as an eye sees it: its parts in plain letters, sorted.
pub(super) fn look(name: &str) -> String {
    let plain = plain(name);
    let parts = plain.split(|c: char| !c.is_alphanumeric());
    let mut parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.sort_unstable();
    parts.join(" ")
}

/// What is left of a look after one letter is dropped. Two looks have one of these in common, or
/// one is among the other's, where one slip of the pen makes one of the other. A digit is no slip.
pub(super) fn slips(look: &str) -> Vec<String> {
    if look.chars().count() < SHORTEST {
        return Vec::new();
    }
    let letters = look.char_indices().filter(|(_, c)| !c.is_ascii_digit());
    letters
        .map(|(at, c)| {
            let (before, after) = look.split_at(at);
            format!("{before}{}", after.get(c.len_utf8()..).unwrap_or(""))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{look, new_id, slips};

    #[test]
    fn names_become_ids() {
        let id = |name: &str| new_id(name).map(|id| id.to_string());
        assert_eq!(id("Ünal Çelik").as_deref(), Some("uenal-celik"));
        assert_eq!(id("Côte d'Ivoire").as_deref(), Some("cote-divoire"));
        assert_eq!(id("U.S.A.").as_deref(), Some("usa"));
        assert_eq!(id("日本"), None);
        assert_eq!(id("日本 Japan"), None);
        assert_eq!(id("3"), None);
    }

    #[test]
    fn the_order_of_parts_and_accents_are_nothing_that_an_eye_minds() {
        assert_eq!(look("Adeyemi, Ruth"), look("ruth ADEYEMI"));
        assert_eq!(look("José"), look("Jose"));
        let one_slip = |one: &str, other: &str| {
            let (one, other) = (look(one), look(other));
            slips(&one).contains(&other)
                || slips(&other).contains(&one)
                || slips(&one).iter().any(|slip| slips(&other).contains(slip))
        };
        assert!(one_slip("Ruth Adeyemi", "Ruth Adeyemy"));
        assert!(one_slip("Ruth Adeyemi", "Rut Adeyemi"));
        assert!(!one_slip("Ireland", "Iceland"));
        assert!(!one_slip("member-001", "member-002"));
        assert!(!one_slip("Austria", "Australia"));
    }
}

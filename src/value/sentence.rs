//! Makes the parts of a sentence that depend on a number or on how many names there are: plurals and
//! lists. Every room takes them from here, so that they are right everywhere.

use std::fmt::Display;

/// A number with its noun: `1 finding`, `2 findings`.
pub fn many(count: usize, one: &str) -> String {
    many_of(count, one, &format!("{one}s"))
}

/// A number with its noun, whose plural is not regular: `1 reply`, `2 replies`.
pub fn many_of<N: PartialEq + From<u8> + Display>(count: N, one: &str, several: &str) -> String {
    format!("{count} {}", form(count == N::from(1), one, several))
}

/// The form of a verb or a noun for a number that is written elsewhere: `follows`, `follow`.
pub fn form<'w>(is_one: bool, one: &'w str, several: &'w str) -> &'w str {
    if is_one { one } else { several }
}

/// Choices in a sentence: `a, b or c`; `nothing` where there are none.
pub fn any_of<'a>(choices: impl IntoIterator<Item = &'a str>) -> String {
    joined(choices, "or")
}

/// Things that are all meant: `a, b and c`; `nothing` where there are none.
pub fn all_of<'a>(things: impl IntoIterator<Item = &'a str>) -> String {
    joined(things, "and")
}

/// So many names a sentence has at most.
const MOST_NAMES: usize = 5;

/// The first five things, and how many more there are: `a, b, c, d, e and 3 more`.
pub fn first_of<'a>(things: impl IntoIterator<Item = &'a str>) -> String {
    let things: Vec<&str> = things.into_iter().collect();
    match things.len().saturating_sub(MOST_NAMES) {
        0 => all_of(things),
        more => format!("{} and {more} more", things[..MOST_NAMES].join(", ")),
    }
}

fn joined<'a>(words: impl IntoIterator<Item = &'a str>, last_with: &str) -> String {
    let all: Vec<&str> = words.into_iter().collect();
    match all.as_slice() {
        [] => "nothing".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {last_with} {last}", first.join(", ")),
    }
}

/// Words with a capital letter at their beginning.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{all_of, any_of, first_of, form, many, many_of};

    #[test]
    fn a_noun_and_a_verb_follow_their_number() {
        assert_eq!(many(0, "finding"), "0 findings");
        assert_eq!(many(1, "finding"), "1 finding");
        assert_eq!(many_of(2_u64, "reply", "replies"), "2 replies");
        assert_eq!(form(true, "follows", "follow"), "follows");
        assert_eq!(form(false, "follows", "follow"), "follow");
    }

    #[test]
    fn a_list_has_one_word_before_its_last() {
        assert_eq!(any_of([]), "nothing");
        assert_eq!(any_of(["a"]), "a");
        assert_eq!(any_of(["a", "b", "c"]), "a, b or c");
        assert_eq!(all_of(["a", "b"]), "a and b");
        let six = ["a", "b", "c", "d", "e", "f"];
        assert_eq!(first_of(six), "a, b, c, d, e and 1 more");
        assert_eq!(first_of(six[..5].iter().copied()), "a, b, c, d and e");
    }
}

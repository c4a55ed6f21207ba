//! A word on the command line that is one of a few, as the records write them.

use crate::value::suggest;

/// Reads one of `words`: `value_parser = word(Progress::WORDS)`. Anything else is answered with
/// the nearest, or with all of them.
pub(super) fn word<T: Copy>(
    words: &'static [(&'static str, T)],
) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |text| {
        let names = || words.iter().map(|(word, _)| *word);
        let found = words.iter().find(|(word, _)| *word == text);
        found
            .map(|(_, value)| *value)
            .ok_or_else(|| match suggest::nearest(text, names()) {
                Some(meant) => format!("did you mean {meant}?"),
                None => format!("{} was expected", suggest::listed(names())),
            })
    }
}

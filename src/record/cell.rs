//! Cells of tables: written so that no spreadsheet computes them, and read back as they were.

use crate::value::canonical::canonical;

/// What stands between the items of a cell that holds several.
pub const BETWEEN: &str = "; ";

/// What a spreadsheet takes for the beginning of a formula, also in the wide forms of East Asian
/// keyboards.
const FORMULA: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A cell with an apostrophe before it where a spreadsheet would compute it, and where it begins
/// with an apostrophe already, so that [`bare`] gives back the very same words.
pub fn guarded(words: &str) -> String {
    match is_guarded(words) {
        true => format!("'{words}"),
        false => words.to_owned(),
    }
}

/// A cell without the apostrophe that [`guarded`] put before it. Any other apostrophe stays: it
/// belongs to somebody's words.
pub fn bare(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(words) if is_guarded(words) => words,
        _ => cell,
    }
}

/// Some spreadsheets pass over white space before they look for a formula.
fn is_guarded(words: &str) -> bool {
    let first = words.trim_start().chars().next();
    first.is_some_and(|c| c == '\'' || FORMULA.contains(&c))
}

/// The items of a cell that holds several: addresses, ids, standings.
pub fn items(cell: &str) -> Vec<String> {
    let parts = cell.split([';', ',', '\n', '|']).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Words in canonical form, without marks at the end of a heading.
pub fn folded(words: &str) -> String {
    let marks = [':', '*', '?', '.'];
    canonical(words).trim_end_matches(marks).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{bare, folded, guarded, items};
    use proptest::prelude::{any, proptest};

    #[test]
    fn only_what_could_be_computed_is_guarded() {
        for formula in ["=1+1", "+1", "-1", "@north", "\t=HYPERLINK(0)", "＝1", "'x"] {
            assert_eq!(guarded(formula), format!("'{formula}"), "{formula}");
        }
        for words in ["support", "1", "", "a=b", "é"] {
            assert_eq!(guarded(words), words);
        }
        assert_eq!(bare("'tis fine"), "'tis fine");
        assert_eq!(bare("'+1"), "+1");
    }

    #[test]
    fn several_items_may_be_parted_in_several_ways() {
        assert_eq!(
            items("a@x.org; b@x.org,\nc@x.org"),
            ["a@x.org", "b@x.org", "c@x.org"]
        );
        assert_eq!(items(" ; "), Vec::<String>::new());
        assert_eq!(folded("  Member\u{a0} Body: "), "member body");
    }

    proptest! {
        #[test]
        fn every_cell_is_read_back_as_it_was(words in any::<String>(), sign in "['=+@-]{0,2}") {
            let words = format!("{sign}{words}");
            assert_eq!(bare(&guarded(&words)), words);
        }
    }
}

//! Marks the words that changed within changed lines of a text: `[-removed-]` and `{+added+}`. The
//! marks are characters, so that they reach a screen reader and plain text as well.

use crate::register::snapshot::{DiffLine, DiffSide};

/// The most pairs of words that are compared. Longer passages are shown without marks.
const MOST_PAIRS: usize = 4_000_000;

/// The lines of a difference with their changed words marked. A line that has no word in common
/// with the lines that replace it stays as it is.
pub(crate) fn marked(lines: &[DiffLine]) -> Vec<DiffLine> {
    let mut out = Vec::with_capacity(lines.len());
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let removed = run(rest, DiffSide::Removed);
        let added = run(&rest[removed..], DiffSide::Added);
        if removed > 0 && added > 0 {
            let (passage, more) = rest.split_at(removed + added);
            let (before, after) = passage.split_at(removed);
            replaced(before, after, &mut out);
            rest = more;
        } else {
            out.push(first.clone());
            rest = &rest[1..];
        }
    }
    out
}

/// How many lines of this kind come first, with the notes about their ends.
fn run(lines: &[DiffLine], side: DiffSide) -> usize {
    let of_run = |line: &&DiffLine| line.side == side;
    let first = lines.iter().take_while(of_run).count();
    let note = lines.get(first).map(|line| line.side);
    first + usize::from(first > 0 && note == Some(DiffSide::Unended))
}

/// Some lines, and those that replace them.
fn replaced(before: &[DiffLine], after: &[DiffLine], out: &mut Vec<DiffLine>) {
    let (old, new) = (words_of(before), words_of(after));
    let (kept_old, kept_new) = in_common(&old, &new);
    mark(before, &kept_old, ("[-", "-]"), out);
    mark(after, &kept_new, ("{+", "+}"), out);
}

fn words_of(lines: &[DiffLine]) -> Vec<&str> {
    let lines = lines.iter().filter(|line| line.side != DiffSide::Unended);
    lines
        .flat_map(|line| line.text.split_whitespace())
        .collect()
}

/// For each word of two texts, whether it is in their longest common sequence of words.
fn in_common(old: &[&str], new: &[&str]) -> (Vec<bool>, Vec<bool>) {
    let (mut kept_old, mut kept_new) = (vec![false; old.len()], vec![false; new.len()]);
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return (kept_old, kept_new);
    }
    let width = new.len() + 1;
    // The length of the longest common sequence of the words from here on, in both texts.
    let mut longest = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i * width + j] = match old[i] == new[j] {
                true => longest[(i + 1) * width + j + 1] + 1,
                false => longest[(i + 1) * width + j].max(longest[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            (kept_old[i], kept_new[j]) = (true, true);
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    (kept_old, kept_new)
}

/// The lines with a mark before and after each group of words that are not kept.
fn mark(lines: &[DiffLine], kept: &[bool], marks: (&str, &str), out: &mut Vec<DiffLine>) {
    let mut kept = kept.iter().copied();
    for line in lines {
        if line.side == DiffSide::Unended {
            out.push(line.clone());
            continue;
        }
        let words = line.text.split_whitespace().count();
        let of_line: Vec<bool> = kept.by_ref().take(words).collect();
        let text = match of_line.contains(&true) {
            true => with_marks(&line.text, &of_line, marks),
            false => line.text.clone(),
        };
        out.push(DiffLine {
            side: line.side,
            text,
        });
    }
}

fn with_marks(text: &str, kept: &[bool], (open, close): (&str, &str)) -> String {
    let mut out = String::new();
    let (mut is_open, mut space) = (false, String::new());
    let mut kept = kept.iter();
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        if !word.is_empty() {
            let is_kept = *kept.next().unwrap_or(&true);
            if is_open && is_kept {
                out.push_str(close);
            }
            out.push_str(&std::mem::take(&mut space));
            if !is_open && !is_kept {
                out.push_str(open);
            }
            is_open = !is_kept;
            out.push_str(word);
        }
        space.push_str(&part[word.len()..]);
    }
    if is_open {
        out.push_str(close);
    }
    out + &space
}

#[cfg(test)]
mod tests {
    use super::marked;
    use crate::register::snapshot::{DiffLine, DiffSide};

    fn lines(text: &str) -> Vec<DiffLine> {
        let line = |line: &str| {
            let side = match line.as_bytes()[0] {
                b'-' => DiffSide::Removed,
                b'+' => DiffSide::Added,
                b'\\' => DiffSide::Unended,
                _ => DiffSide::Both,
            };
            let text = line[1..].to_owned();
            DiffLine { side, text }
        };
        text.lines().map(line).collect()
    }

    /// What is shown of a difference.
    fn shown(text: &str) -> String {
        let all = marked(&lines(text));
        let all: Vec<String> = all.iter().map(DiffLine::written).collect();
        all.join("\n")
    }

    #[test]
    fn changed_words_are_marked_within_their_lines() {
        assert_eq!(
            shown(" 1.\n-Logs are kept for two  years.\n+Logs are kept for three full years.\n 2."),
            " 1.\n-Logs are kept for [-two-]  years.\n+Logs are kept for {+three full+} years.\n 2."
        );
    }

    #[test]
    fn words_that_moved_to_the_next_line_are_not_changed() {
        assert_eq!(
            shown("-one two three\n-four five\n+one two\n+three four six"),
            "-one two three\n-four [-five-]\n+one two\n+three four {+six+}"
        );
    }

    #[test]
    fn lines_without_a_common_word_have_no_marks() {
        for text in ["-one two\n+three", "-one", "+one\n-two", "-\n+", "- \n+a"] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn the_note_about_the_end_of_a_line_stays_where_it_is() {
        let note = "\\ No newline at end of file";
        assert_eq!(
            shown(&format!("-a b\n{note}\n+a c\n{note}")),
            format!("-a [-b-]\n{note}\n+a {{+c+}}\n{note}")
        );
    }
}

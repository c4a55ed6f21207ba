//! Breaks lines at spaces, and too long words at the joints of ids, with the marks of styles kept whole.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::render::ink::Style;

/// How many columns of a terminal `line` takes. Marks take none.
pub(crate) fn width(line: &str) -> usize {
    line.width()
}

/// `line` in lines of at most `most` columns, broken at spaces, and within a word only where the
/// word alone is too wide. There is always at least one line. `None` breaks nothing.
pub(crate) fn wrap(line: &str, most: Option<usize>) -> Vec<String> {
    let Some(most) = most.filter(|most| width(line) > *most) else {
        return vec![line.to_owned()];
    };
    let mut lines = Vec::new();
    let (mut current, mut used) = (String::new(), 0);
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        let wide = width(word);
        if !current.is_empty() && used + 1 + wide <= most {
            current.push(' ');
            current.push_str(word);
            used += 1 + wide;
            continue;
        }
        if !current.is_empty() {
            lines.push(current);
        }
        let mut pieces = broken(word, most);
        current = pieces.pop().unwrap_or_default();
        used = width(&current);
        lines.append(&mut pieces);
    }
    lines.push(current);
    lines
}

/// The characters after which an id or a path is cut, where it must be cut.
const JOINTS: [char; 5] = ['-', '.', '/', '_', '='];

/// `word` cut into pieces of at most `most` columns: after a joint of an id where there is one,
/// else anywhere. A style that is on at a cut goes on after it.
fn broken(word: &str, most: usize) -> Vec<String> {
    if width(word) <= most {
        return vec![word.to_owned()];
    }
    let mut pieces = Vec::new();
    let (mut piece, mut used) = (String::new(), 0);
    let mut ink = Style::Plain;
    let mut joint: Option<(usize, Style)> = None;
    for cluster in clusters(word) {
        // Characters that join take less together than apart, never more.
        let wide = width(cluster);
        if used > 0 && used + wide > most {
            let (cut, on) = joint.take().unwrap_or((piece.len(), ink));
            let rest = piece.split_off(cut);
            piece.push(Style::Plain.mark());
            pieces.push(std::mem::replace(
                &mut piece,
                format!("{}{rest}", on.mark()),
            ));
            used = width(&rest);
        }
        piece.push_str(cluster);
        used += wide;
        ink = cluster
            .chars()
            .filter_map(Style::of_mark)
            .next_back()
            .unwrap_or(ink);
        // A piece of a third of the line would leave too many lines.
        if cluster.starts_with(JOINTS) && used * 3 > most {
            joint = Some((piece.len(), ink));
        }
    }
    pieces.push(piece);
    pieces
}

/// Every character with the ones behind it that have no width of their own.
fn clusters(line: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = line
        .char_indices()
        .filter(|(at, c)| *at == 0 || c.width() != Some(0))
        .map(|(at, _)| at)
        .collect();
    starts.push(line.len());
    starts
        .windows(2)
        .filter_map(|pair| line.get(*pair.first()?..*pair.last()?))
        .collect()
}

/// `lines` with `first` before the first and as many spaces before every other.
pub(crate) fn hung(first: &str, lines: Vec<String>) -> Vec<String> {
    let rest = " ".repeat(width(first));
    lines
        .into_iter()
        .enumerate()
        .map(|(n, line)| format!("{}{line}", if n == 0 { first } else { &rest }))
        .collect()
}

/// [`wrap`], with `first` before the first line and as many spaces before every other, all of
/// it within `most` columns.
pub(crate) fn wrap_hung(first: &str, line: &str, most: Option<usize>) -> Vec<String> {
    let room = most.map(|most| most.saturating_sub(width(first)).max(2));
    hung(first, wrap(line, room))
}

/// `line` with every tab as spaces up to the next multiple of eight columns.
pub(crate) fn untabbed(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for (n, piece) in line.split('\t').enumerate() {
        if n > 0 {
            let gap = 8 - width(&out) % 8;
            out.push_str(&" ".repeat(gap));
        }
        out.push_str(piece);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{untabbed, width, wrap, wrap_hung};
    use crate::render::ink::{Style, painted};

    fn wrapped(line: &str, most: usize) -> Vec<String> {
        wrap(line, Some(most))
            .iter()
            .map(|line| painted(line, false))
            .collect()
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_anywhere() {
        assert_eq!(
            wrapped("two years is workable", 10),
            ["two years", "is", "workable"]
        );
        assert_eq!(
            wrapped("a abcdefghijkl b", 5),
            ["a", "abcde", "fghij", "kl b"]
        );
        assert_eq!(
            wrapped("carla-nunes.long-cost of it", 12),
            ["carla-nunes.", "long-cost of", "it"]
        );
        assert_eq!(wrapped("", 5), [""]);
        assert_eq!(wrap("as  it is", None), ["as  it is"]);
    }

    #[test]
    fn wide_and_joined_characters_never_pass_the_edge() {
        assert_eq!(wrapped("日本語日本語", 5), ["日本", "語日", "本語"]);
        for most in 2..12 {
            for text in [
                "e\u{301}e\u{301}e\u{301}e\u{301}",
                "\u{263a}\u{fe0f}\u{263a}\u{fe0f}\u{263a}\u{fe0f}",
                "👩\u{200d}👩\u{200d}👧\u{200d}👦 x",
            ] {
                let lines = wrapped(text, most);
                assert!(lines.iter().all(|line| width(line) <= most), "{lines:?}");
                assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
            }
        }
    }

    #[test]
    fn an_ink_goes_on_behind_a_cut() {
        let lines: Vec<String> = wrap(&Style::Dim.on("abcdef").marked(), Some(4))
            .iter()
            .map(|line| painted(line, true))
            .collect();
        assert_eq!(lines, ["\u{1b}[2mabcd\u{1b}[0m", "\u{1b}[2mef\u{1b}[0m"]);
    }

    #[test]
    fn hanging_lines_and_tabs() {
        assert_eq!(
            wrap_hung("1. ", "one two three", Some(10)),
            ["1. one two", "   three"]
        );
        assert_eq!(untabbed("a\tb\t\tc"), "a       b               c");
    }
}

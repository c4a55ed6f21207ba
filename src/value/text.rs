//! Words written by others: found hostile, and made safe to show.

/// A character that may not stand in any field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hostile {
    /// A control character other than a line feed or a tab, among them the terminal's escape.
    Control,
    /// A character that is not seen, or that reorders or hides what stands beside it.
    Invisible,
}

/// What `c` is, where it may not stand in a record. A carriage return is a control character;
/// readers of files fold CRLF before they ask.
pub fn hostile(c: char) -> Option<Hostile> {
    match c {
        '\n' | '\t' => None,
        c if c.is_control() => Some(Hostile::Control),
        '\u{2028}' | '\u{2029}' => Some(Hostile::Control),
        '\u{061c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2060}'..='\u{2064}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{206f}'
        | '\u{feff}'
        | '\u{00ad}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some(Hostile::Invisible),
        _ => None,
    }
}

/// Every character of `text` that may not stand in a record, with its byte offset.
pub fn hostile_in(text: &str) -> impl Iterator<Item = (usize, char, Hostile)> + '_ {
    text.char_indices()
        .filter_map(|(at, c)| hostile(c).map(|kind| (at, c, kind)))
}

/// A character as a sentence names it: `"x"`, or its code point where it cannot be seen.
pub fn named(c: char) -> String {
    if c == ' ' {
        return "a space".to_owned();
    }
    match hostile(c) {
        None if !c.is_whitespace() => format!("\"{c}\""),
        _ => format!("the character U+{:04X}", u32::from(c)),
    }
}

/// `text` with every character that could act on a terminal, or hide, written as `\u{…}`.
/// Line feeds and tabs stay.
pub fn shown(text: &str) -> String {
    if hostile_in(text).next().is_none() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match hostile(c) {
            None => out.push(c),
            Some(_) => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
        }
    }
    out
}

/// [`shown`], on one line: every run of white space is one space.
pub fn shown_on_one_line(text: &str) -> String {
    shown(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The first `most` characters on one line, with an ellipsis where something was cut off.
pub fn shortened(text: &str, most: usize) -> String {
    let line = shown_on_one_line(text);
    if line.chars().count() <= most {
        return line;
    }
    let kept: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{named, shortened, shown, shown_on_one_line};

    #[test]
    fn what_could_act_on_a_terminal_is_written_out() {
        assert_eq!(shown("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(shown("safe\u{202e}evil"), "safe\\u{202e}evil");
        assert_eq!(shown("two\nlines\tand é"), "two\nlines\tand é");
        assert_eq!(shown("over\rwrite"), "over\\u{d}write");
    }

    #[test]
    fn long_prose_is_cut_to_a_line() {
        assert_eq!(shown_on_one_line("a\n  b\tc "), "a b c");
        assert_eq!(shortened("consensus is rough", 10), "consensus…");
        assert_eq!(shortened("short", 10), "short");
        assert!(named('\u{200b}').ends_with("U+200B"));
    }
}

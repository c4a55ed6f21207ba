//! Shows what changed between two texts: lines that stayed as they are, and in the others the words that were put in and
//! taken out, each also said in words for those who do not see the line through them.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::render::site::markup::{Html, el};

/// A passage with more words is shown by line.
const MOST_WORDS: usize = 4_000;
/// So many lines that stayed are shown before and after a change.
const AROUND: usize = 3;

/// The second text, with what is new and what was removed; nothing where both are the same.
pub fn changes(before: &str, after: &str) -> Option<Html> {
    if before == after {
        return None;
    }
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let steps = capture_diff_slices(Algorithm::Myers, &old, &new);
    let last = steps.len().saturating_sub(1);
    let step = |(place, step): (usize, &similar::DiffOp)| match step.tag() {
        DiffTag::Equal => kept(&new[step.new_range()], place == 0, place == last),
        _ => replaced(
            &old[step.old_range()].concat(),
            &new[step.new_range()].concat(),
        ),
    };
    let all: Html = steps.iter().enumerate().map(step).collect();
    Some(el("pre").class("changes").of_record().with(all).into())
}

/// Lines that stayed: those next to a change, and how many there are between.
fn kept(lines: &[&str], is_first: bool, is_last: bool) -> Html {
    let before = if is_first { 0 } else { AROUND };
    let after = if is_last { 0 } else { AROUND };
    if lines.len() <= before + after + 1 {
        return Html::text(lines.concat());
    }
    let end = lines.len() - after;
    let between = end - before;
    let said = format!("… {between} lines without a change …\n");
    Html::text(lines[..before].concat())
        .then(el("span").class("dim").text(said))
        .say(lines[end..].concat())
}

fn replaced(before: &str, after: &str) -> Html {
    let (old, new) = (words(before), words(after));
    if old.len().max(new.len()) > MOST_WORDS {
        return taken_out(before).then(put_in(after));
    }
    let steps = capture_diff_slices(Algorithm::Myers, &old, &new);
    let step = |step: &similar::DiffOp| {
        let (gone, come) = (
            old[step.old_range()].concat(),
            new[step.new_range()].concat(),
        );
        match step.tag() {
            DiffTag::Equal => Html::text(come),
            _ => taken_out(&gone).then(put_in(&come)),
        }
    };
    steps.iter().map(step).collect()
}

/// Words, each with the white space behind it.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut was_space = false;
    for (at, c) in text.char_indices() {
        if was_space && !c.is_whitespace() {
            words.push(&text[start..at]);
            start = at;
        }
        was_space = c.is_whitespace();
    }
    words.push(&text[start..]);
    words
}

fn taken_out(words: &str) -> Html {
    marked("del", "taken out: ", words)
}

fn put_in(words: &str) -> Html {
    marked("ins", "put in: ", words)
}

fn marked(element: &'static str, said: &str, words: &str) -> Html {
    if words.is_empty() {
        return Html::default();
    }
    el(element)
        .with(el("span").class("put").text(said))
        .text(words)
        .into()
}

#[cfg(test)]
mod tests {
    use super::changes;

    fn shown(before: &str, after: &str) -> String {
        let html = changes(before, after).map(|html| html.shown().to_owned());
        html.unwrap_or_default()
            .replace("<span class=\"put\">", "[")
            .replace("</span>", "]")
    }

    #[test]
    fn only_the_words_that_changed_are_marked() {
        let html = shown(
            "Keep logs for one year.\nEnd.\n",
            "Keep logs for two years.\nEnd.\n",
        );
        assert!(html.contains("Keep logs for <del>[taken out: ]one year.\n</del><ins>[put in: ]two years.\n</ins>End."), "{html}");
    }

    #[test]
    fn what_stayed_is_short_and_words_are_no_markup() {
        let long = "line\n".repeat(20);
        let html = shown(&format!("{long}<b>\n"), &format!("{long}<i>\n"));
        assert!(html.contains("… 17 lines without a change …"), "{html}");
        assert!(
            html.contains("&lt;i&gt;") && !html.contains("<i>"),
            "{html}"
        );
        assert_eq!(changes("a", "a"), None);
    }
}

//! Measures how easily the texts can be read: the length of the sentences in messages, help and documents, and the
//! share of words that mislead.

pub(crate) mod never;
pub(crate) mod texts;

use std::path::Path;
use std::process::ExitCode;

use texts::{Kind, Text};

/// A sentence with its place.
struct Sentence {
    words: usize,
    place: String,
    text: String,
}

/// Prints the measures of the project's texts.
pub(crate) fn run() -> ExitCode {
    let all = texts::of_project(Path::new(env!("CARGO_MANIFEST_DIR")));
    let is_message = |text: &&Text| text.kind == Kind::Literal && is_prose(&text.words);
    let is_document = |text: &&Text| text.path.ends_with(".md") && text.kind == Kind::Prose;
    let is_help = |text: &&Text| text.path.ends_with("commands.md") && text.kind == Kind::Doc;
    println!("           sentences   median     90 %   over 20   over 25   misleading words");
    print("messages", all.iter().filter(is_message));
    print("help", all.iter().filter(is_help));
    print("documents", all.iter().filter(is_document));
    ExitCode::SUCCESS
}

/// Whether a literal is something that people read, and no key, format or record.
fn is_prose(words: &str) -> bool {
    let is_word = |word: &&str| word.len() > 1 && word.chars().all(char::is_alphabetic);
    words.split_whitespace().filter(is_word).count() >= 3 && !words.contains(" = ")
}

fn print<'t>(name: &str, texts: impl Iterator<Item = &'t Text>) {
    let (mut sentences, mut misleading) = (Vec::new(), 0);
    for text in texts {
        misleading += never::find(&text.words).len();
        sentences.extend(sentences_of(text));
    }
    sentences.sort_by_key(|sentence| sentence.words);
    let count = sentences.len();
    let at = |percent: usize| {
        let nth = (count * percent / 100).min(count.saturating_sub(1));
        sentences.get(nth).map_or(0, |sentence| sentence.words)
    };
    let over = |most: usize| {
        let over = sentences.iter().filter(|sentence| sentence.words > most);
        share(over.count(), count)
    };
    let words: usize = sentences.iter().map(|sentence| sentence.words).sum();
    println!(
        "{name:10}{count:10}{:9}{:9}{:>10}{:>10}   {misleading} of {words} ({})",
        at(50),
        at(90),
        over(20),
        over(25),
        share(misleading, words)
    );
    if let Some(longest) = sentences.last() {
        println!(
            "  longest: {} words, {}: {}",
            longest.words, longest.place, longest.text
        );
    }
}

fn share(part: usize, whole: usize) -> String {
    let share = part * 1000 / whole.max(1);
    format!("{}.{} %", share / 10, share % 10)
}

/// The sentences of a text. A line of a list, a heading, a cell of a table and a line of help each begin a sentence.
fn sentences_of(text: &Text) -> Vec<Sentence> {
    let mut found = Vec::new();
    for (at, unit) in units(text) {
        let mut start = 0;
        let ends = unit.char_indices().filter(|(end, c)| {
            let after = unit[end + c.len_utf8()..].chars().next();
            ".!?".contains(*c) && after.is_none_or(char::is_whitespace)
        });
        let ends: Vec<usize> = ends.map(|(end, _)| end + 1).chain([unit.len()]).collect();
        for end in ends {
            let sentence = unit[start..end].trim_matches(['\n', ' ']);
            let words = sentence.split_whitespace().filter(is_word).count();
            if words > 0 {
                let one_line: Vec<&str> = sentence.split_whitespace().collect();
                found.push(Sentence {
                    words,
                    place: format!("{}:{}", text.path, text.line(at + start)),
                    text: one_line
                        .join(" ")
                        .replace('\0', "")
                        .chars()
                        .take(160)
                        .collect(),
                });
            }
            start = end;
        }
    }
    found
}

fn is_word(word: &&str) -> bool {
    word.contains(|c: char| c.is_alphanumeric() || c == '\0')
}

/// The parts of a text that are read one after the other, with their places.
fn units(text: &Text) -> Vec<(usize, String)> {
    let mut units: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    for line in text.words.split('\n') {
        let trimmed = line.trim_start();
        let begins = trimmed.starts_with(['-', '*', '#', '|', '['])
            || trimmed.starts_with(|c: char| c.is_ascii_digit())
            || text.kind == Kind::Doc && is_option(line);
        let start = at;
        at += line.len() + 1;
        if trimmed.starts_with("Usage:") || trimmed.starts_with('-') && text.kind == Kind::Doc {
            continue;
        }
        if trimmed.starts_with('|') {
            units.extend(trimmed.split('|').map(|cell| (start, cell.to_owned())));
        } else if text.kind == Kind::Doc && is_option(line) {
            let said = trimmed.split_once("  ").map_or(trimmed, |(_, said)| said);
            units.push((start, said.to_owned()));
        } else if let Some((_, last)) = units.last_mut().filter(|_| !begins) {
            last.push('\n');
            last.push_str(line);
        } else {
            units.push((start, line.to_owned()));
        }
    }
    units
}

/// Whether a line of help is one of a list: a name, and what it is.
fn is_option(line: &str) -> bool {
    line.starts_with("  ") && line.trim_start().contains("  ")
}

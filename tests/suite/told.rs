//! Keeps the transcript of a scene, what a test typed and what the program answered, and compares it with one file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::blessed;

/// The shortest form in which a commit or a digest is printed.
const SHORT: usize = 7;

/// What was typed and answered so far. It is compared when it is dropped.
pub(crate) struct Told {
    name: &'static str,
    text: String,
    /// Beginnings of the commits and digests that were seen, in this order.
    ids: Vec<String>,
    /// The folders of the scenes, in this order, and which of them was told of last.
    scenes: Vec<PathBuf>,
    last: usize,
}

impl Told {
    /// A transcript that is compared with `tests/screens/NAME.txt`.
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            text: String::new(),
            ids: Vec::new(),
            scenes: Vec::new(),
            last: 0,
        }
    }

    /// That the time is another from here on.
    pub(crate) fn now(&mut self, now: &str) {
        self.text.push_str(&format!("# now {}\n\n", visible(now)));
    }

    /// A command and what came of it; `scene` is the folder whose name is not told.
    pub(crate) fn ran(&mut self, scene: &Path, typed: &str, output: &Output) {
        let mut block = format!("{typed}\n");
        let mut stream = |mark: &str, bytes: &[u8]| {
            if !bytes.is_empty() {
                block.push_str(mark);
                block.push_str(&String::from_utf8_lossy(bytes));
                block.push_str(if bytes.ends_with(b"\n") { "" } else { "\n" });
            }
        };
        stream("", &output.stdout);
        stream("[stderr]\n", &output.stderr);
        match output.status.code() {
            Some(0) => {}
            Some(code) => block.push_str(&format!("[exit {code}]\n")),
            None => block.push_str("[killed]\n"),
        }
        self.show(scene, &block);
    }

    /// Any other text.
    pub(crate) fn show(&mut self, scene: &Path, block: &str) {
        self.go_to(scene);
        let block = block.replace(&*scene.to_string_lossy(), "SCENE");
        let block = block.replace(env!("CARGO_MANIFEST_DIR"), "PROJECT");
        let block = self.numbered(&visible(&block));
        self.text
            .push_str(&format!("{}\n\n", block.trim_end_matches('\n')));
    }

    /// Says so where another scene is told of than before.
    fn go_to(&mut self, scene: &Path) {
        let known = self.scenes.iter().position(|known| known == scene);
        let at = known.unwrap_or_else(|| {
            self.scenes.push(scene.to_owned());
            self.scenes.len() - 1
        });
        if at != self.last {
            self.text.push_str(&format!("# scene {}\n\n", at + 1));
            self.last = at;
        }
    }

    /// The text with every commit and digest replaced by a number of the same length, so that a
    /// transcript changes with what is said and not with the bytes of a record.
    fn numbered(&mut self, text: &str) -> String {
        let is_part = |c: char| c.is_ascii_alphanumeric();
        let mut done = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(is_part) {
            let (before, from) = rest.split_at(start);
            let end = from.find(|c| !is_part(c)).unwrap_or(from.len());
            let (word, after) = from.split_at(end);
            done.push_str(before);
            match self.number(word) {
                Some(n) => done.push_str(&format!("#{n:0>width$}", width = word.len() - 1)),
                None => done.push_str(word),
            }
            rest = after;
        }
        done + rest
    }

    fn number(&mut self, word: &str) -> Option<usize> {
        let digit = |c: char| c.is_ascii_digit();
        let letter = |c: char| ('a'..='f').contains(&c);
        // A date without dashes has digits alone, and is longer.
        let is_id = word.len() >= SHORT
            && word.chars().all(|c| digit(c) || letter(c))
            && (word.contains(letter) && word.contains(digit) || word.len() == SHORT);
        if !is_id {
            return None;
        }
        let beginning = &word[..SHORT];
        let known = self.ids.iter().position(|id| id == beginning);
        let at = known.unwrap_or_else(|| {
            self.ids.push(beginning.to_owned());
            self.ids.len() - 1
        });
        Some(at + 1)
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        // A test that has failed already says what it has to say.
        if !std::thread::panicking() {
            assert!(!self.text.is_empty(), "{}: nothing was told", self.name);
            blessed::screen(self.name, &format!("{}\n", self.text.trim_end()));
        }
    }
}

/// The most characters of a line that are told.
const LONGEST: usize = 2_000;

/// The text with all that does not show written out, and lines that are too long cut.
fn visible(text: &str) -> String {
    let mut shown = String::new();
    for line in text.split_inclusive('\n') {
        for c in line.chars().take(LONGEST) {
            match c {
                '\n' | '\t' | '"' | '\'' | '\\' => shown.push(c),
                _ => shown.extend(c.escape_debug()),
            }
        }
        let more = line.chars().count().saturating_sub(LONGEST);
        if more > 0 {
            shown.push_str(&format!("… and {more} more\n"));
        }
    }
    shown
}

/// A command as it would be typed.
pub(crate) fn typed<A: AsRef<std::ffi::OsStr>>(inside: &str, arguments: &[A]) -> String {
    let mut line = match inside {
        "" => "$ plenary".to_owned(),
        _ => format!("{inside}$ plenary"),
    };
    for argument in arguments {
        let argument = argument.as_ref().to_string_lossy();
        let plain = |c: char| c.is_alphanumeric() || "_./:=@,+-…".contains(c);
        line.push(' ');
        match !argument.is_empty() && argument.chars().all(plain) {
            true => line.push_str(&argument),
            false => line.push_str(&format!("'{}'", argument.replace('\'', "'\\''"))),
        }
    }
    line
}

/// The files below a folder of the project that end so, by their paths in it.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let all = crate::documents::files(&blessed::project(folder));
    let ours = all.into_iter().filter(|(path, _)| path.ends_with(ending));
    ours.map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned()))
        .collect()
}

#[test]
fn every_screen_belongs_to_exactly_one_test() {
    let tests = [files("tests/suite", ".rs"), files("src", ".rs")].concat();
    let mut leftover = BTreeSet::new();
    for (path, _) in files("tests/screens", "") {
        let name = path.strip_suffix(".txt").unwrap_or(&path);
        let times = |literal: String| -> usize {
            let times = tests.iter().map(|(_, text)| text.matches(&literal).count());
            times.sum()
        };
        // A screen on terminals of several widths is named once for all of them.
        let width = name.rsplit_once('-');
        let width = width.filter(|(_, width)| width.chars().all(|c| c.is_ascii_digit()));
        let times = match (times(format!("\"{name}\"")), width) {
            (0, Some((base, _))) => {
                times(format!("\"{base}\"")) + times(format!("\"{base}-{{width}}\""))
            }
            (times, _) => times,
        };
        match times {
            1 => {}
            0 if blessed::blessing() => {
                std::fs::remove_file(blessed::project("tests/screens").join(path)).expect("a file");
            }
            times => assert!(leftover.insert(format!("{path}: named {times} times"))),
        }
    }
    assert!(leftover.is_empty(), "{leftover:?}");
}

#[test]
fn a_transcript_tells_ids_by_number_and_shows_what_does_not_show() {
    let mut told = Told::new("told");
    let commit = "0123abcdef0123abcdef0123abcdef0123abcdef";
    told.show(
        Path::new("/any/scene"),
        &format!(
            "At {commit}, 7777777 and 0123abc\n/any/scene/x 2026-05-18 20260518\u{1b}\u{202e}"
        ),
    );
    assert_eq!(
        typed("in", &["show", "it's so", ""]),
        "in$ plenary show 'it'\\''s so' ''"
    );
    assert_eq!(
        told.text,
        "At #000000000000000000000000000000000000001, #000002 and #000001\n\
         SCENE/x 2026-05-18 20260518\\u{1b}\\u{202e}\n\n"
    );
    // The transcript of this test is not a screen.
    std::mem::forget(told);
}

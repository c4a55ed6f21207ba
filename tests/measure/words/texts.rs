//! The texts of the repository that people read: comments and string literals of Rust, prose of Markdown, comments
//! of TOML. What is code in them (between backquotes, in a block of code, a placeholder of a format, a word in
//! quotation marks that is a key or a value) is blanked, so that every place stays where it was.

use std::path::{Path, PathBuf};

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A comment, or prose.
    Prose,
    /// A comment above something, which can be the help of a command.
    Doc,
    /// A string literal.
    Literal,
}

/// A text with its place.
pub(crate) struct Text {
    pub(crate) path: String,
    pub(crate) kind: Kind,
    /// The words, without what is code.
    pub(crate) words: String,
    /// The words as they are written.
    pub(crate) whole: String,
    /// Bytes of `words` at which a line begins, and its number.
    lines: Vec<(usize, usize)>,
    /// It is in a module that only tests have.
    pub(crate) of_tests: bool,
}

impl Text {
    /// The number of the line of a byte of the words.
    pub(crate) fn line(&self, at: usize) -> usize {
        let mut before = self.lines.iter().rev();
        before
            .find(|(start, _)| *start <= at)
            .map_or(0, |(_, line)| *line)
    }
}

/// Puts a text together, line by line.
struct Builder {
    text: String,
    lines: Vec<(usize, usize)>,
}

impl Builder {
    fn new(line: usize) -> Self {
        Self {
            text: String::new(),
            lines: vec![(0, line)],
        }
    }

    fn line(&mut self, text: &str, number: usize) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.lines.push((self.text.len(), number));
        self.text.push_str(text);
    }

    fn finish(self, path: &str, kind: Kind, of_tests: bool) -> Text {
        Text {
            path: path.to_owned(),
            kind,
            words: without_code(&self.text, kind),
            whole: self.text,
            lines: self.lines,
            of_tests,
        }
    }
}

/// Every file with an ending below a folder, or the file itself, in the order of their names.
pub(crate) fn files(root: &Path, ending: &str) -> Vec<PathBuf> {
    if root.is_file() {
        return vec![root.to_owned()];
    }
    let mut entries: Vec<PathBuf> = std::fs::read_dir(root)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    entries.sort();
    let mut all = Vec::new();
    for path in entries {
        if path.is_dir() {
            all.extend(files(&path, ending));
        } else if path.extension().is_some_and(|own| own == ending) {
            all.push(path);
        }
    }
    all
}

/// The comments and literals of a file of Rust.
pub(crate) fn of_rust(path: &str, source: &str) -> Vec<Text> {
    let tests_begin = source
        .find("\n#[cfg(test)]\nmod tests {")
        .unwrap_or(source.len());
    let mut scanner = Scanner {
        path,
        rest: source,
        line: 1,
        length: source.len(),
        tests_begin,
        texts: Vec::new(),
        comment: None,
    };
    scanner.run();
    scanner.texts
}

struct Scanner<'s> {
    path: &'s str,
    rest: &'s str,
    line: usize,
    length: usize,
    tests_begin: usize,
    texts: Vec<Text>,
    /// The comment whose lines are being put together, with its mark and its last line.
    comment: Option<(&'static str, usize, Builder)>,
}

impl<'s> Scanner<'s> {
    fn run(&mut self) {
        while let Some(c) = self.rest.chars().next() {
            let mark = ["//!", "///", "//"]
                .into_iter()
                .find(|mark| self.rest.starts_with(mark));
            if let Some(mark) = mark {
                let line = self.rest.lines().next().unwrap_or_default();
                self.comment_line(mark, &line[mark.len()..]);
                self.skip(line.len());
            } else if self.rest.starts_with("/*") {
                let length = self.rest.find("*/").map_or(self.rest.len(), |end| end + 2);
                let text = &self.rest[..length];
                self.comment_line("//", text);
                self.skip(length);
            } else if c == '"' {
                self.skip(1);
                self.quoted();
            } else if let Some((length, hashes)) = raw(self.rest) {
                self.skip(length);
                self.raw(hashes);
            } else if c == '\'' {
                self.skip(character(self.rest));
            } else if is_name(c) {
                let length = self
                    .rest
                    .find(|c: char| !is_name(c))
                    .unwrap_or(self.rest.len());
                // The literal follows in `b"…"`; its `b` is skipped.
                self.skip(length);
            } else {
                self.skip(c.len_utf8());
            }
        }
        self.end_comment();
    }

    fn skip(&mut self, length: usize) {
        let (skipped, rest) = self.rest.split_at(length);
        self.line += skipped.matches('\n').count();
        self.rest = rest;
    }

    fn of_tests(&self) -> bool {
        self.length - self.rest.len() > self.tests_begin
    }

    fn comment_line(&mut self, mark: &'static str, text: &str) {
        let goes_on = self
            .comment
            .as_ref()
            .is_some_and(|(own, line, _)| *own == mark && line + 1 == self.line);
        if !goes_on {
            self.end_comment();
            self.comment = Some((mark, self.line, Builder::new(self.line)));
        }
        if let Some((_, last, builder)) = &mut self.comment {
            builder.line(text, self.line);
            *last = self.line;
        }
    }

    fn end_comment(&mut self) {
        if let Some((mark, _, builder)) = self.comment.take() {
            let kind = if mark == "///" {
                Kind::Doc
            } else {
                Kind::Prose
            };
            let text = builder.finish(self.path, kind, self.of_tests());
            self.texts.push(text);
        }
    }

    /// A literal with escapes, after its first quotation mark.
    fn quoted(&mut self) {
        self.end_comment();
        let of_tests = self.of_tests();
        let mut builder = Builder::new(self.line);
        while let Some(c) = self.rest.chars().next() {
            match c {
                '"' => {
                    self.skip(1);
                    break;
                }
                '\\' => {
                    let escaped = self.rest.chars().nth(1).unwrap_or(' ');
                    self.skip(1 + escaped.len_utf8());
                    match escaped {
                        '\n' => {
                            let trimmed = self.rest.trim_start().len();
                            self.skip(self.rest.len() - trimmed);
                            builder.lines.push((builder.text.len(), self.line));
                        }
                        'n' | 't' | 'r' => builder.text.push('\n'),
                        'u' => {
                            let length = self.rest.find('}').map_or(0, |end| end + 1);
                            self.skip(length);
                            builder.text.push('·');
                        }
                        'x' => {
                            self.skip(2);
                            builder.text.push('·');
                        }
                        other => builder.text.push(other),
                    }
                }
                '\n' => {
                    self.skip(1);
                    builder.line("", self.line);
                }
                other => {
                    builder.text.push(other);
                    self.skip(other.len_utf8());
                }
            }
        }
        self.texts
            .push(builder.finish(self.path, Kind::Literal, of_tests));
    }

    /// A raw literal, after its first quotation mark.
    fn raw(&mut self, hashes: usize) {
        self.end_comment();
        let of_tests = self.of_tests();
        let end = format!("\"{}", "#".repeat(hashes));
        let length = self.rest.find(&end).unwrap_or(self.rest.len());
        let mut builder = Builder::new(self.line);
        for (line, number) in self.rest[..length].split('\n').zip(self.line..) {
            builder.line(line, number);
        }
        self.skip((length + end.len()).min(self.rest.len()));
        self.texts
            .push(builder.finish(self.path, Kind::Literal, of_tests));
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How long the beginning of a raw literal is, and with how many `#`.
fn raw(rest: &str) -> Option<(usize, usize)> {
    let after = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..]
        .starts_with('"')
        .then_some((rest.len() - after.len() + hashes + 1, hashes))
}

/// How long a character literal is; of a lifetime, its mark alone.
fn character(rest: &str) -> usize {
    let inner = &rest[1..];
    let length = match inner.chars().next() {
        Some('\\') => inner
            .get(2..)
            .and_then(|after| after.find('\''))
            .map(|end| end + 3),
        Some(c) => inner[c.len_utf8()..]
            .starts_with('\'')
            .then_some(c.len_utf8() + 1),
        None => None,
    };
    1 + length.unwrap_or(0)
}

/// The prose of a Markdown file: what is neither in a block of code nor a quotation.
pub(crate) fn of_markdown(path: &str, source: &str) -> Vec<Text> {
    let mut texts = Vec::new();
    let mut builder: Option<Builder> = None;
    let mut fenced = false;
    for (line, number) in source.lines().zip(1..) {
        let is_fence = line.trim_start().starts_with("```");
        fenced ^= is_fence;
        let is_code = is_fence || fenced || line.starts_with("    ") || line.starts_with("<!--");
        let ends = is_code || line.trim().is_empty() || line.trim_start().starts_with('>');
        if ends {
            texts.extend(
                builder
                    .take()
                    .map(|own| own.finish(path, Kind::Prose, false)),
            );
            continue;
        }
        let own = builder.get_or_insert_with(|| Builder::new(number));
        own.line(line, number);
    }
    texts.extend(
        builder
            .take()
            .map(|own| own.finish(path, Kind::Prose, false)),
    );
    texts
}

/// The blocks of code of a Markdown file, as the reference of commands has the help in them.
pub(crate) fn blocks(path: &str, source: &str) -> Vec<Text> {
    let mut texts = Vec::new();
    let mut builder: Option<Builder> = None;
    let mut fenced = false;
    for (line, number) in source.lines().zip(1..) {
        let is_fence = line.starts_with("```");
        fenced ^= is_fence;
        // A command in an example is code, and so is what an option is called.
        if !fenced
            || is_fence
            || line.trim().is_empty()
            || line.trim_start().starts_with("plenary ")
        {
            texts.extend(builder.take().map(|own| own.finish(path, Kind::Doc, false)));
            continue;
        }
        let own = builder.get_or_insert_with(|| Builder::new(number));
        own.line(line, number);
    }
    texts
}

/// The comments of a TOML file. One behind a key goes on in the lines below it that are indented.
pub(crate) fn of_toml(path: &str, source: &str) -> Vec<Text> {
    let mut texts = Vec::new();
    let mut builder: Option<Builder> = None;
    let mut is_behind_key = false;
    for (line, number) in source.lines().zip(1..) {
        let at = comment_of(line);
        let goes_on =
            at.is_some_and(|at| line[..at].trim().is_empty() && (at > 0) == is_behind_key);
        if !goes_on {
            texts.extend(
                builder
                    .take()
                    .map(|own| own.finish(path, Kind::Prose, false)),
            );
        }
        if let Some(at) = at {
            let own = builder.get_or_insert_with(|| Builder::new(number));
            own.line(line[at..].trim_start_matches('#'), number);
            is_behind_key = at > 0;
        }
    }
    texts.extend(
        builder
            .take()
            .map(|own| own.finish(path, Kind::Prose, false)),
    );
    texts
}

/// Where the comment of a line begins.
fn comment_of(line: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '#' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

/// The text with all that is code blanked; as long as before.
fn without_code(text: &str, kind: Kind) -> String {
    let mut out = text.to_owned();
    let ticks: &[&str] = &["```", "``", "`"];
    for tick in ticks {
        blank(&mut out, tick, tick, |_| true);
    }
    if kind == Kind::Literal {
        blank(&mut out, "{", "}", |inner| !inner.contains(' '));
    } else {
        blank(&mut out, "](", ")", |inner| !inner.contains(' '));
        blank(&mut out, "\"", "\"", |inner| inner.len() < 400);
        blank(&mut out, "“", "”", |inner| inner.len() < 400);
    }
    // A key or a value: one word in quotation marks.
    blank(&mut out, "\"", "\"", |inner| !inner.contains(' '));
    out
}

/// Blanks what is between two marks, with the marks, where `is_code` says so.
fn blank(text: &mut String, open: &str, close: &str, is_code: impl Fn(&str) -> bool) {
    let mut from = 0;
    while let Some(start) = text[from..].find(open).map(|at| from + at) {
        let inner = start + open.len();
        let Some(end) = text[inner..].find(close).map(|at| inner + at) else {
            break;
        };
        // A quotation ends in its paragraph.
        if text[inner..end].contains("\n\n") || !is_code(&text[inner..end]) {
            from = inner;
            continue;
        }
        let after = end + close.len();
        // A blank that is still a part of a word, so that `s` after a name in backquotes makes none.
        let blanked: String = text[start..after]
            .chars()
            .flat_map(|c| std::iter::repeat_n(if c == '\n' { '\n' } else { '\u{0}' }, c.len_utf8()))
            .collect();
        text.replace_range(start..after, &blanked);
        from = after;
    }
}

/// Every text of the project that people read. Of what tests have only the comments, since their literals are
/// records and quotations.
pub(crate) fn of_project(root: &Path) -> Vec<Text> {
    let mut all = Vec::new();
    let mut each = |folder: &str, ending: &str, read: &dyn Fn(&str, &str) -> Vec<Text>| {
        for path in files(&root.join(folder), ending) {
            let source = std::fs::read_to_string(&path).unwrap_or_default();
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .display()
                .to_string();
            all.extend(read(&name, &source));
        }
    };
    each("src", "rs", &of_rust);
    for folder in ["tests", "examples"] {
        each(folder, "rs", &|path, source| {
            let mut texts = of_rust(path, source);
            texts.iter_mut().for_each(|text| text.of_tests = true);
            texts
        });
    }
    for folder in ["README.md", "docs", "examples"] {
        each(folder, "md", &of_markdown);
    }
    each("docs/reference/commands.md", "md", &blocks);
    each("examples/presets", "toml", &of_toml);
    // What participants of the examples and of the demonstration write is theirs.
    let quotes = ["/tests/", "sample", "demo_script"];
    let is_test = |path: &str| quotes.iter().any(|part| path.contains(part));
    let records = ["/proposals/", "/meetings/"];
    let is_record = |path: &str| {
        path.starts_with("examples/") && records.iter().any(|folder| path.contains(folder))
    };
    all.retain(|text| {
        let of_tests = text.of_tests || is_test(&text.path);
        let is_quoted = of_tests && text.kind == Kind::Literal;
        !is_quoted && !is_record(&text.path)
    });
    all
}

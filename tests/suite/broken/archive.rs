//! Reads several small registers from one file. Above each wrong line the file says what is found there.
//! `examples/broken/README.md` describes the format.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::sync::LazyLock;

use plenary::register::snapshot::Content;
use plenary::value::finding::Finding;

use crate::blessed::{self, project};

const FOLDER: &str = "examples/broken";
/// What a line begins with that says what is found.
const FOUND: &str = "#! ";

/// A file of registers.
pub(crate) struct Archive {
    path: String,
    head: String,
    cases: Vec<Case>,
}

/// One register, or the files that a change writes.
pub(crate) struct Case {
    pub(crate) name: String,
    /// What files cannot say: who submits a change, when, and what it deletes.
    pub(crate) says: Vec<String>,
    files: Vec<File>,
}

struct File {
    path: String,
    note: Option<String>,
    text: String,
}

/// What was found, and where.
pub(crate) struct Found {
    pub(crate) code: String,
    path: String,
    line: Option<usize>,
    column: Option<usize>,
    sentence: String,
}

/// A register as files.
pub(crate) type Files = BTreeMap<String, Content>;

impl Archive {
    /// The file of a code, or of what others begin with.
    pub(crate) fn read(name: &str) -> Self {
        let path = format!("{FOLDER}/{name}.txt");
        let text =
            fs::read_to_string(project(&path)).unwrap_or_else(|fault| panic!("{path}: {fault}"));
        let (mut head, mut cases) = (String::new(), Vec::new());
        for line in text
            .split_inclusive('\n')
            .filter(|line| !line.starts_with(FOUND))
        {
            match (line.strip_prefix("=== "), cases.last_mut()) {
                (Some(name), _) => cases.push(Case::new(name.trim_end())),
                (None, Some(case)) => case.take(line),
                (None, None) => head.push_str(line),
            }
        }
        Self { path, head, cases }
    }

    /// A file whose registers are made by a test.
    pub(crate) fn made(name: &str, head: &str) -> Self {
        let path = format!("{FOLDER}/{name}.txt");
        let head = format!("{head}\n\n");
        let cases = Vec::new();
        Self { path, head, cases }
    }

    /// What the file begins with.
    pub(crate) fn head(&self) -> &str {
        &self.head
    }

    /// Its registers whose name begins so.
    pub(crate) fn cases(&self, name: &str) -> impl Iterator<Item = &Case> {
        self.cases
            .iter()
            .filter(move |case| case.name.split(':').next() == Some(name))
    }

    /// The one register of this name.
    pub(crate) fn case(&self, name: &str) -> Option<&Case> {
        self.cases(name).next()
    }

    /// With a register that differs from another so far.
    pub(crate) fn with(
        mut self,
        name: &str,
        files: &BTreeMap<String, Vec<u8>>,
        begun: &BTreeMap<String, Vec<u8>>,
    ) -> Self {
        let mut case = Case::new(name);
        for (path, bytes) in files
            .iter()
            .filter(|(path, bytes)| begun.get(*path) != Some(bytes))
        {
            let text = String::from_utf8(bytes.clone()).expect("text");
            case.files.push(File {
                path: path.clone(),
                note: None,
                text,
            });
        }
        for path in begun.keys().filter(|path| !files.contains_key(*path)) {
            let note = Some("absent".to_owned());
            case.files.push(File {
                path: path.clone(),
                note,
                text: String::new(),
            });
        }
        self.cases.push(case);
        self
    }

    /// With a line of what files cannot say in the register that was added last.
    pub(crate) fn saying(mut self, line: &str) -> Self {
        self.cases
            .last_mut()
            .expect("a register")
            .says
            .push(line.to_owned());
        self
    }

    /// Compares the file with itself, with what was found in each register, by its name; or writes it so.
    #[track_caller]
    pub(crate) fn shows(&self, found: &BTreeMap<String, Vec<Found>>) {
        let mut text = self.head.clone();
        for case in &self.cases {
            case.write(found.get(&case.name).map_or(&[], Vec::as_slice), &mut text);
        }
        blessed::same(&self.path, &text);
    }
}

impl Case {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            says: Vec::new(),
            files: Vec::new(),
        }
    }

    fn take(&mut self, line: &str) {
        match (line.strip_prefix("--- "), self.files.last_mut()) {
            (Some(header), _) => self.files.push(File::new(header.trim_end())),
            (None, Some(file)) => file.text.push_str(line),
            (None, None) => self.says.push(line.trim_end().to_owned()),
        }
    }

    /// The register, which begins with these files.
    pub(crate) fn files(&self, mut begun: Files) -> Files {
        for file in &self.files {
            match file.content() {
                Some(content) => begun.insert(file.path.clone(), content),
                None => begun.remove(&file.path),
            };
        }
        begun
    }

    fn write(&self, found: &[Found], text: &mut String) {
        let mut line = |line: &str| writeln!(text, "{line}").expect("a line");
        line(&format!("=== {}", self.name));
        self.says.iter().for_each(|said| line(said));
        for one in found
            .iter()
            .filter(|one| self.files.iter().all(|file| file.path != one.path))
        {
            line(&format!(
                "{FOUND}{} {}{} {}",
                one.code,
                one.path,
                one.place(),
                one.sentence
            ));
        }
        for file in &self.files {
            file.write(found.iter().filter(|one| one.path == file.path), text);
        }
    }
}

impl File {
    /// `PATH` or `PATH (NOTE)`.
    fn new(header: &str) -> Self {
        let (path, note) = match header
            .strip_suffix(')')
            .and_then(|header| header.split_once(" ("))
        {
            Some((path, note)) => (path, Some(note.to_owned())),
            None => (header, None),
        };
        Self {
            path: path.to_owned(),
            note,
            text: String::new(),
        }
    }

    /// What the register has there, if anything.
    fn content(&self) -> Option<Content> {
        let bytes = self.text.as_bytes().to_vec();
        let Some(note) = &self.note else {
            return Some(Content::Plain(bytes.into()));
        };
        let words: Vec<&str> = note.split(' ').collect();
        match words.as_slice() {
            ["absent"] => None,
            ["link", "to", _] => Some(Content::Link),
            ["in", "latin-1"] => {
                let byte =
                    |character: char| u8::try_from(character).expect("a character of latin-1");
                Some(Content::Plain(self.text.chars().map(byte).collect()))
            }
            ["then", times, "times", what] => {
                let more = what.repeat(times.parse().expect("a number"));
                Some(Content::Plain(
                    [self.text.trim_end_matches('\n').as_bytes(), more.as_bytes()]
                        .concat()
                        .into(),
                ))
            }
            _ => panic!("\"{note}\" means nothing"),
        }
    }

    fn write<'a>(&self, found: impl Iterator<Item = &'a Found>, text: &mut String) {
        let mut above: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for one in found {
            let column = one
                .column
                .map(|column| format!(":{column}"))
                .unwrap_or_default();
            let said = format!("{FOUND}{}{column} {}\n", one.code, one.sentence);
            above.entry(one.line.unwrap_or(0)).or_default().push(said);
        }
        text.extend(above.remove(&0).unwrap_or_default());
        let note = self
            .note
            .as_ref()
            .map(|note| format!(" ({note})"))
            .unwrap_or_default();
        writeln!(text, "--- {}{note}", self.path).expect("a line");
        for (at, line) in self.text.split_inclusive('\n').enumerate() {
            text.extend(above.remove(&(at + 1)).unwrap_or_default());
            text.push_str(line);
        }
        text.extend(above.into_values().flatten());
    }
}

impl Found {
    fn place(&self) -> String {
        [self.line, self.column]
            .iter()
            .flatten()
            .map(|number| format!(":{number}"))
            .collect()
    }
}

impl From<&Finding> for Found {
    fn from(finding: &Finding) -> Self {
        let number = |number: Option<u32>| number.and_then(|number| usize::try_from(number).ok());
        Self {
            code: finding.code.id.to_owned(),
            path: finding.place.path.clone(),
            line: number(finding.place.line),
            column: number(finding.place.column),
            sentence: finding.sentence.clone(),
        }
    }
}

/// What a register begins with, unless it says otherwise.
pub(crate) fn sound(name: &str) -> Files {
    static SOUND: LazyLock<Archive> = LazyLock::new(|| Archive::read("sound"));
    SOUND
        .case(name)
        .expect("a sound register")
        .files(Files::new())
}

//! Plays a person at a terminal from a script: what they type, and what they do in an editor.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;

use plenary::cli::run;
use plenary::cli::world::{Edited, Environment, Keyboard};
use plenary::value::clock::Instant;

use crate::scene::{Scene, temporary};

/// A stream that is kept.
#[derive(Clone, Default)]
struct Kept(Rc<RefCell<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Kept {
    fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).expect("text")
    }
}

/// What is done with a file in an editor.
type Edit = Box<dyn FnMut(&Path) -> io::Result<Edited>>;

/// Somebody at a terminal: what they type, and what they do in an editor.
pub(crate) struct Somebody {
    pub(crate) types: Vec<String>,
    edits: Edit,
    drafts: tempfile::TempDir,
    pub(crate) now: Option<&'static str>,
    pub(crate) clock: fn() -> Option<(Instant, i32)>,
}

/// What came of a command.
pub(crate) struct Ended {
    pub(crate) code: String,
    pub(crate) out: String,
    pub(crate) err: String,
    /// Answers that nobody asked for.
    pub(crate) left_over: usize,
}

impl Somebody {
    /// Types these lines, and is at a loss in an editor.
    pub(crate) fn types(lines: &[&str]) -> Self {
        Self {
            types: lines.iter().map(|line| (*line).to_owned()).collect(),
            edits: Box::new(|_| panic!("no editor was expected")),
            drafts: temporary(),
            now: Some("2026-05-03T09:00:00Z"),
            clock: || Some((Instant::parse("2026-05-03T09:00:00Z").ok()?, 0)),
        }
    }

    /// Does this with the file that the editor is opened on.
    pub(crate) fn edits(mut self, edit: impl FnMut(&Path) -> io::Result<Edited> + 'static) -> Self {
        self.edits = Box::new(edit);
        self
    }

    /// Writes a text above the text in the editor.
    pub(crate) fn writes(self, text: &'static str) -> Self {
        self.edits(move |file| {
            let page = std::fs::read_to_string(file)?;
            std::fs::write(file, format!("{text}\n{page}"))?;
            Ok(Edited::Saved)
        })
    }

    /// Writes texts under the lines for them.
    pub(crate) fn writes_under(self, texts: &'static [(&'static str, &'static str)]) -> Self {
        self.edits(move |file| {
            let mut page = std::fs::read_to_string(file)?;
            for (line, text) in texts {
                assert!(page.contains(line), "{page}");
                page = page.replacen(line, &format!("{line}\n{text}"), 1);
            }
            std::fs::write(file, page)?;
            Ok(Edited::Saved)
        })
    }

    pub(crate) fn now(mut self, now: &'static str) -> Self {
        self.now = Some(now);
        self
    }

    /// Runs a command and answers what it asks.
    pub(crate) fn asked(&mut self, scene: &Scene, arguments: &[&str]) -> Ended {
        let (out, err) = (Kept::default(), Kept::default());
        let lines: VecDeque<String> = self.types.drain(..).collect();
        let lines = Rc::new(RefCell::new(lines));
        let typed = Rc::clone(&lines);
        let nobody: Edit = Box::new(|_| Ok(Edited::Failed));
        let mut edit = std::mem::replace(&mut self.edits, nobody);
        let now = self.now.map(|now| ("PLENARY_NOW", now));
        let variables = now.into_iter().chain([("GIT_EDITOR", "an editor")]);
        let mut world = Environment {
            arguments: std::iter::once("plenary")
                .chain(arguments.iter().copied())
                .map(Into::into)
                .collect(),
            variables: variables
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect::<BTreeMap<_, _>>(),
            folder: scene.dir(),
            clock: self.clock,
            out: Box::new(out.clone()),
            err: Box::new(err.clone()),
            terminal: None,
            says_time: true,
            keyboard: Some(Keyboard {
                line: Box::new(move || Ok(typed.borrow_mut().pop_front())),
                edit: Box::new(move |editor, file| {
                    assert_eq!(editor, "an editor");
                    edit(file)
                }),
                drafts: self.drafts.path().to_owned(),
            }),
        };
        let code = format!("{:?}", run(&mut world));
        let left_over = lines.borrow().len();
        let ended = Ended {
            code: code.chars().filter(char::is_ascii_digit).collect(),
            out: out.text(),
            err: err.text(),
            left_over,
        };
        let typed = crate::told::typed("", arguments);
        scene.show(&self.told(&format!(
            "{typed}\n{}{}[exit {}]",
            ended.err, ended.out, ended.code
        )));
        ended
    }

    /// A text without the name of the folder of a draft.
    fn told(&self, text: &str) -> String {
        let drafts = format!("{}/", self.drafts.path().display());
        let mut parts = text.split(&drafts);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |told, part| {
            let (_, file) = part.split_once('/').unwrap_or(("", part));
            told + "DRAFT/" + file
        })
    }

    /// The same, which must end well; gives what was asked.
    pub(crate) fn ok(&mut self, scene: &Scene, arguments: &[&str]) -> String {
        let ended = self.asked(scene, arguments);
        assert_eq!(ended.code, "0", "{arguments:?}: {}", ended.err);
        assert_eq!(ended.left_over, 0, "{arguments:?}: {}", ended.err);
        // What is asked is not what is printed.
        let asked = ended.err.lines().filter(|line| !line.is_empty());
        for line in asked {
            assert!(!ended.out.contains(line), "{line}: {}", ended.out);
        }
        assert_eq!(self.drafts(), 0, "{arguments:?} left a draft");
        ended.err
    }

    /// The same, after which nothing may have changed: neither the repository nor the folder for
    /// drafts.
    pub(crate) fn leaves(&mut self, scene: &Scene, arguments: &[&str]) -> String {
        let err = self.refused(scene, "2", arguments);
        assert_eq!(self.drafts(), 0, "{arguments:?} left a draft");
        err
    }

    pub(crate) fn refused(&mut self, scene: &Scene, code: &str, arguments: &[&str]) -> String {
        let before = scene.everything();
        let ended = self.asked(scene, arguments);
        assert_eq!(
            ended.code, code,
            "{arguments:?}: {}{}",
            ended.err, ended.out
        );
        assert!(
            scene.everything() == before,
            "{arguments:?} wrote: {}",
            ended.err
        );
        ended.err
    }

    pub(crate) fn drafts(&self) -> usize {
        std::fs::read_dir(self.drafts.path())
            .expect("a folder to read")
            .count()
    }
}

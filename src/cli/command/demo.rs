//! `plenary demo`: plays a decision in a new folder, from the first text to the sign-off, or up to a stage
//! on the way.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::Args;

use crate::cli::command::demo_script::{Step, TEXTS, stages, steps};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::world::{
    Environment, GIT_AUTHOR_EMAIL, GIT_AUTHOR_NAME, NO_COLOR, PLENARY_NOW, PLENARY_PARTICIPANT,
    Terminal,
};
use crate::git::found;
use crate::value::clock::Instant;
use crate::value::sentence::any_of;
use crate::value::text::shown;

/// How many columns the screens of the demonstration have where no terminal says otherwise.
const WIDTH: usize = 100;

/// Play a complete decision in a new folder
///
/// Anybody can run this. It shows every command and its output, from the first text of a proposal to
/// the signed-off decision. The folder is then a register to try commands in.
///
/// With --until it stops at a stage, so that you can try the next step yourself: roster, proposed,
/// objected, answered, open, closed, disposed, drafted, challenged, minority, confirmed or decided.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// New folder (default: plenary-demo, or plenary-demo-2 and so on)
    folder: Option<PathBuf>,
    /// Stage at which to stop, such as open (default: decided)
    #[arg(long, value_name = "STAGE", value_parser = stage)]
    until: Option<&'static str>,
    /// Freeze no commit, for a register inside another project
    #[arg(long)]
    carried: bool,
}

fn stage(text: &str) -> Result<&'static str, String> {
    let known = stages().find(|stage| *stage == text);
    known.ok_or_else(|| format!("expected {}", any_of(stages())))
}

impl Demo {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (name, folder) = self.place(&context.folder());
        found(&folder)?;
        for (file, text) in TEXTS {
            std::fs::write(folder.join(file), text).map_err(|error| {
                let shown = shown(&folder.display().to_string());
                let sentence = format!("{shown} cannot be written to: {error}");
                Failure::new(Exit::CannotCheck, sentence, "")
            })?;
        }
        let name = shown(&name.display().to_string());
        context.print(&format!(
            "A new repository in {name}: git init {name} && cd {name}\n"
        ))?;
        for step in steps() {
            self.play(context, &folder, &step)?;
            if self.until.is_some() && self.until == step.stage {
                context.print(&format!("\n{}\n", clock_of(&step)))?;
                break;
            }
        }
        let look = match self.until {
            Some("roster") => "plenary participant list",
            _ => "plenary status retention",
        };
        context.print(&format!("\nNext, look around: cd {name} && {look}\n"))?;
        Ok(Exit::Done)
    }

    /// The folder as it was typed, and its path.
    fn place(&self, here: &Path) -> (PathBuf, PathBuf) {
        if let Some(folder) = &self.folder {
            return (folder.clone(), here.join(folder));
        }
        let numbered = (2..10_000).map(|n| PathBuf::from(format!("plenary-demo-{n}")));
        let mut names = std::iter::once(PathBuf::from("plenary-demo")).chain(numbered);
        let free = names
            .find(|name| !here.join(name).exists())
            .unwrap_or_default();
        (free.clone(), here.join(free))
    }

    fn play(&self, context: &mut Context<'_>, folder: &Path, step: &Step) -> Result<(), Failure> {
        let carried = self.carried && step.words.starts_with("call open ");
        let typed = match carried {
            true => format!("{} --carried", step.words),
            false => step.words.to_owned(),
        };
        let Step { name, at, .. } = step;
        context.print(&format!("\n# {name}, {at}\n$ plenary {typed}\n"))?;
        let printed = Shared::default();
        let mut world = Environment {
            arguments: words(&format!("plenary {typed}")),
            variables: variables(step),
            folder: folder.to_path_buf(),
            clock: context.world.clock,
            out: Box::new(printed.clone()),
            err: Box::new(printed.clone()),
            terminal: context.world.terminal.or(Some(Terminal { width: WIDTH })),
            says_time: false,
            keyboard: None,
        };
        let code = (context.run)(&mut world).code();
        context.print(&printed.text())?;
        if code != 0 {
            context.print(&format!("[exit code {code}]\n"))?;
        }
        if code == step.ends {
            return Ok(());
        }
        let ends = step.ends;
        Err(Failure::new(
            Exit::CannotCheck,
            format!("this step of the demonstration did not end with exit code {ends}"),
            "please report this, with the output above",
        ))
    }
}

/// Says how to act at the time at which the demonstration stopped.
fn clock_of(step: &Step) -> String {
    let typed = Instant::parse(step.at).map_or_else(|_| step.at.to_owned(), Instant::typed);
    let clock = format!("export {}={typed}", PLENARY_NOW.name);
    let actor = format!("export {}=maya-chen", PLENARY_PARTICIPANT.name);
    format!("To act at that time, as the chair:\n  {clock}\n  {actor}")
}

/// The environment of a step: the time, who types, and no colours.
fn variables(step: &Step) -> BTreeMap<String, String> {
    let variables = [
        (PLENARY_NOW, step.at),
        (GIT_AUTHOR_NAME, step.name),
        (GIT_AUTHOR_EMAIL, step.email),
        (NO_COLOR, "1"),
    ];
    variables
        .map(|(key, value)| (key.name.to_owned(), value.to_owned()))
        .into()
}

/// The words of a line as a shell takes them: a quotation is one word.
fn words(line: &str) -> Vec<OsString> {
    let parts = line.split('"').zip([false, true].into_iter().cycle());
    let words = parts.flat_map(|(part, quoted)| match quoted {
        true => vec![part],
        false => part.split_whitespace().collect(),
    });
    words.map(OsString::from).collect()
}

/// A stream with several writers and one reader.
#[derive(Debug, Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Shared {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.borrow()).into_owned()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

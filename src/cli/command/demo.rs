//! `plenary demo`: plays a proposal from first text to signed-off decision in a new folder.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::Args;

use crate::cli::command::demo_script::{Step, TEXTS, steps};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::world::{
    Environment, GIT_AUTHOR_EMAIL, GIT_AUTHOR_NAME, NO_COLOR, PLENARY_NOW, Terminal,
};
use crate::git::found;
use crate::value::text::shown;

/// How many columns the demonstration's screens have, whatever it is printed on: the same
/// everywhere.
const WIDTH: usize = 100;

/// Start: play a proposal from first text to signed-off decision in a new directory
///
/// Every command is printed with what it prints; the folder is a register that you can go on with.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// The new folder; plenary-demo, or plenary-demo-2 and so on, where none is named
    folder: Option<PathBuf>,
    /// Make a register to be carried inside another project: its call freezes no commit
    #[arg(long)]
    carried: bool,
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
        }
        context.print(&format!(
            "\nThe register is yours to look at: cd {name} && plenary status retention\n"
        ))?;
        Ok(Exit::Done)
    }

    /// The folder as it is named, and where it is.
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
            terminal: Some(Terminal { width: WIDTH }),
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
            format!("this step of the demonstration should have ended with exit code {ends}"),
            "please report it, with the output above",
        ))
    }
}

/// The environment of a step: the moment, who types, and no colours.
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

/// The words of a line as a shell takes them: between quotation marks stands one.
fn words(line: &str) -> Vec<OsString> {
    let parts = line.split('"').zip([false, true].into_iter().cycle());
    let words = parts.flat_map(|(part, quoted)| match quoted {
        true => vec![part],
        false => part.split_whitespace().collect(),
    });
    words.map(OsString::from).collect()
}

/// A stream that several hands write to and one reads.
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

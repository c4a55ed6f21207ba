//! Gives one command its view of the world: arguments, environment, clock and the two streams. Tests and the
//! demonstration use their own. `docs/reference/output.md` lists the environment variables from here.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, BufRead, IsTerminal, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cli::progress::Progress;
use crate::git;
use crate::value::clock::Instant;

/// What a command sees of the world.
pub struct Environment {
    /// The arguments, with the name of the program first.
    pub arguments: Vec<OsString>,
    /// The environment, as far as it is text.
    pub variables: BTreeMap<String, String>,
    /// The folder in which the command was started.
    pub folder: PathBuf,
    /// The clock, asked once a command: now, and how many seconds east of UTC local time is.
    pub clock: fn() -> Option<(Instant, i32)>,
    /// Where results go.
    pub out: Box<dyn Write>,
    /// Where errors, notes and questions go.
    pub err: Box<dyn Write>,
    /// What is known of the terminal that `out` is, if it is one.
    pub terminal: Option<Terminal>,
    /// The person who can be asked, if there is a terminal.
    pub keyboard: Option<Keyboard>,
    /// Whether a time that the environment fixes is said below what is printed.
    pub says_time: bool,
}

/// A terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terminal {
    /// How many columns a line has.
    pub width: usize,
}

/// Gives one typed line after another.
pub type Lines = Box<dyn FnMut() -> io::Result<Option<String>>>;

/// Runs an editor, named by its command line, on a file.
pub type Editor = Box<dyn FnMut(&str, &Path) -> io::Result<Edited>>;

/// A person at a terminal, who can be asked for what is missing.
pub struct Keyboard {
    /// The next line that is typed, without its end; `None` at the end of the input (Ctrl-D).
    pub line: Lines,
    /// Opens a file in an editor, which is a command line for the shell, and says how that ended.
    pub edit: Editor,
    /// The folder for what is being written.
    pub drafts: PathBuf,
}

/// How an editor ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edited {
    /// Well.
    Saved,
    /// With an exit code other than 0.
    Failed,
}

/// The most bytes of one line that are read.
const LONGEST_LINE: u64 = 64 * 1024;

impl Environment {
    /// The world of a process.
    pub fn real() -> Self {
        // Where they cannot be caught, a signal ends a write at once, and the next write removes what it left.
        let _ = git::catch_signals();
        #[cfg(debug_assertions)]
        git::fault::plan(&std::env::var("PLENARY_TEST_FAULT").unwrap_or_default());
        let text = |(name, value): (OsString, OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        let arguments: Vec<OsString> = std::env::args_os().collect();
        let progress = match shows_progress(&arguments) {
            true => Progress::begin(io::stderr()),
            false => Progress::default(),
        };
        Self {
            arguments,
            variables: std::env::vars_os().filter_map(text).collect(),
            folder: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            clock: real_clock,
            out: progress.clone().before(io::stdout()),
            err: progress.before(io::stderr()),
            terminal: io::stdout().is_terminal().then(real_terminal),
            says_time: true,
            keyboard: can_be_asked().then(real_keyboard),
        }
    }

    /// A variable of the environment that is set to something.
    pub fn variable(&self, variable: Variable) -> Option<&str> {
        self.variables
            .get(variable.name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }
}

/// A variable, and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What it says, in a sentence without a full stop.
    pub says: &'static str,
}

macro_rules! variables {
    ($($name:ident $says:literal;)*) => {
        $(pub(crate) const $name: Variable = Variable { name: stringify!($name), says: $says };)*

        /// Every variable that is read.
        pub const VARIABLES: &[Variable] = &[$($name),*];
    };
}

variables! {
    PLENARY_PARTICIPANT "the participant who acts, without `--as`";
    PLENARY_NOW "the time to use instead of the clock, without `--now`; for tests and demonstrations";
    GIT_AUTHOR_NAME "the author of commits, together with the next one";
    GIT_AUTHOR_EMAIL "the email address of the author of commits";
    GIT_EDITOR "the editor in which longer texts are written";
    VISUAL "the same, if neither `GIT_EDITOR` nor git's `core.editor` names one, in a terminal with a screen";
    EDITOR "the same, if nothing else names one";
    NO_COLOR "no colours, if it is set to anything";
    CLICOLOR_FORCE "colours even into a pipe, if it is set to anything but `0`";
    TERM "no colours if it is `dumb`";
    GITHUB_ACTIONS "the output is the log of a workflow, so no line can be a command for it";
    GITHUB_STEP_SUMMARY "the file to which `plenary check` adds the summary of a pull request";
}

fn real_clock() -> Option<(Instant, i32)> {
    let now = chrono::Local::now();
    let offset = now.offset().local_minus_utc();
    Instant::from_seconds(now.timestamp()).map(|at| (at, offset))
}

fn real_terminal() -> Terminal {
    let width = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    Terminal { width }
}

/// Whether the terminal for errors shows that a command works: not if it cannot remove a line, and not if only results
/// are wanted.
fn shows_progress(arguments: &[OsString]) -> bool {
    let is_quiet = arguments
        .iter()
        .any(|word| word == "-q" || word == "--quiet");
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    io::stderr().is_terminal() && !is_quiet && !is_dumb
}

/// Questions go to the stream for errors, so both ends must be a terminal.
fn can_be_asked() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

fn real_keyboard() -> Keyboard {
    Keyboard {
        line: Box::new(typed_line),
        edit: Box::new(in_editor),
        drafts: std::env::temp_dir(),
    }
}

fn typed_line() -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let mut input = io::stdin().lock().take(LONGEST_LINE);
    let read = input.read_until(b'\n', &mut bytes)?;
    let line = String::from_utf8_lossy(&bytes);
    Ok((read > 0).then(|| line.trim_end_matches(['\n', '\r']).to_owned()))
}

/// Runs an editor as git does: its command line can have several words. Its screen is the stream for
/// questions, because the other one can be a pipe.
fn in_editor(editor: &str, file: &Path) -> io::Result<Edited> {
    let status = Command::new("sh")
        .arg("-c")
        .arg(format!("{editor} \"$@\""))
        .arg(editor)
        .arg(file)
        .stdout(Stdio::from(io::stderr()))
        .status()?;
    Ok(if status.success() {
        Edited::Saved
    } else {
        Edited::Failed
    })
}

//! The world outside, as one command sees it: arguments, environment, clock and the two streams.
//! Tests and the demonstration hand in worlds of their own.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use crate::value::clock::Instant;

/// What a command sees of the world.
pub struct World {
    /// The arguments, the program's own name first.
    pub arguments: Vec<OsString>,
    /// The environment, as far as it is text.
    pub variables: BTreeMap<String, String>,
    /// The folder in which the command was started.
    pub folder: PathBuf,
    /// The clock, asked once a command: now, and how many seconds east of UTC local time is.
    pub clock: fn() -> Option<(Instant, i32)>,
    /// Where results go.
    pub out: Box<dyn Write>,
    /// Where errors and remarks go.
    pub err: Box<dyn Write>,
    /// What is known of the terminal that `out` is, if it is one.
    pub terminal: Option<Terminal>,
}

/// A terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terminal {
    /// How many columns a line has.
    pub width: usize,
}

impl World {
    /// The world of a process.
    pub fn real() -> Self {
        let text = |(name, value): (OsString, OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self {
            arguments: std::env::args_os().collect(),
            variables: std::env::vars_os().filter_map(text).collect(),
            folder: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            clock: real_clock,
            out: Box::new(io::stdout()),
            err: Box::new(io::stderr()),
            terminal: io::stdout().is_terminal().then(real_terminal),
        }
    }

    /// A variable of the environment that is set to something.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }
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

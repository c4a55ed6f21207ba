//! Arguments in, exit code out: the only room that knows all others, and the only one that reads
//! arguments, environment and clock, and writes to the terminal.

mod actor;
mod arguments;
mod ask;
mod command;
mod context;
mod conversation;
pub mod error;
mod name;
mod output;
pub mod world;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser};

use crate::cli::arguments::Globals;
use crate::cli::command::Command;
use crate::cli::context::Context;
use crate::cli::error::Exit;
use crate::cli::world::Environment;

/// A consensus tracker for groups that decide by consensus among several kinds of stakeholder
#[derive(Debug, Parser)]
#[command(
    name = "plenary",
    version,
    about,
    max_term_width = 100,
    arg_required_else_help = true
)]
#[command(after_help = exit_codes())]
struct Arguments {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

fn exit_codes() -> String {
    let all = Exit::ALL.map(|exit| format!("{} {}", exit.code(), exit.meaning()));
    format!("Exit codes: {}", all.join(" · "))
}

/// Runs one command in a world, and says how it ended.
pub fn run(world: &mut Environment) -> ExitCode {
    ExitCode::from(ended(world).code())
}

fn ended(world: &mut Environment) -> Exit {
    let mut tries = (0..TRIES).map(|n| attempt(world, n > 0, n + 1 < TRIES));
    let ended = tries.find_map(|ended| ended);
    ended.unwrap_or(Exit::Busy)
}

/// So often a command is carried out at most, where the branch moves while it prepares its change.
const TRIES: u32 = 4;

/// Carries a command out; nothing where the branch moved meanwhile and it can be carried out once more.
fn attempt(world: &mut Environment, again: bool, can_repeat: bool) -> Option<Exit> {
    match understood(world) {
        Ok(arguments) => carried_out(arguments, world, again, can_repeat),
        Err(error) => Some(output::of_arguments(&error, world)),
    }
}

/// What was typed. Where somebody can be asked, what a command needs may stay out for now; a
/// command that does not ask for it has the fault that it always had.
fn understood(world: &Environment) -> Result<Arguments, clap::Error> {
    let typed = || world.arguments.clone();
    let whole = Arguments::try_parse_from(typed());
    let missing = |error: &clap::Error| error.kind() == ErrorKind::MissingRequiredArgument;
    match whole {
        Err(error) if missing(&error) && world.keyboard.is_some() => Arguments::command()
            .ignore_errors(true)
            .try_get_matches_from(typed())
            .and_then(|matches| Arguments::from_arg_matches(&matches))
            .map_err(|_| error),
        whole => whole,
    }
}

fn carried_out(
    arguments: Arguments,
    world: &mut Environment,
    again: bool,
    can_repeat: bool,
) -> Option<Exit> {
    let Arguments { globals, command } = arguments;
    let done = match Context::new(globals, world, ended) {
        Ok(context) => {
            let mut context = if again { context.again() } else { context };
            match command::run(command, &mut context) {
                // What somebody was asked is not asked again.
                Err(failure)
                    if failure.moved && can_repeat && !context.conversation.has_begun() =>
                {
                    return None;
                }
                done => done.map_err(|failure| context.conversation.kept(failure)),
            }
        }
        Err(failure) => Err(failure),
    };
    Some(match done {
        Ok(exit) => exit,
        Err(failure) => output::failure(&failure, world),
    })
}

/// The definition of the command line: every command with its arguments and options.
pub fn definition() -> clap::Command {
    Arguments::command()
}

/// What the parser has against a command, its words with the name of the program first; nothing
/// where it understands it.
pub fn fault_of<W: AsRef<std::ffi::OsStr>>(words: &[W]) -> Option<String> {
    let error = Arguments::try_parse_from(words.iter().map(AsRef::as_ref)).err()?;
    let helps = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    (!helps).then(|| error.to_string())
}

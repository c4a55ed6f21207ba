//! Runs a command: arguments in, exit code out. It is the only room that knows all others, and the only
//! one that reads arguments, environment and clock, and writes to the terminal.

mod actor;
mod arguments;
mod ask;
mod command;
mod context;
mod conversation;
pub mod error;
pub mod examples;
mod help;
mod look;
mod name;
mod output;
mod progress;
mod site_folder;
mod site_manifest;
mod site_plan;
mod site_source;
pub mod world;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser};

use crate::cli::arguments::Globals;
use crate::cli::command::Command;
use crate::cli::context::Context;
use crate::cli::error::Exit;
use crate::cli::world::Environment;

/// Records how a body reaches consensus, so that anybody can check it
#[derive(Debug, Parser)]
#[command(name = "plenary", version, about, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Option<Command>,
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

/// What was typed. If a person can be asked, required arguments can be missing for now. A command that
/// does not ask for them reports the same error as ever.
fn understood(world: &Environment) -> Result<Arguments, clap::Error> {
    let typed = || world.arguments.clone();
    let whole = parsed(typed());
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

fn parsed<W: Into<OsString> + Clone>(
    words: impl IntoIterator<Item = W>,
) -> Result<Arguments, clap::Error> {
    let words: Vec<OsString> = words.into_iter().map(Into::into).collect();
    // Examples are added only where they can be shown: help is an error of the parser.
    let matches = Arguments::command()
        .try_get_matches_from(&words)
        .or_else(|_| complete(Arguments::command()).try_get_matches_from(&words))?;
    Arguments::from_arg_matches(&matches)
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
            let done = match command {
                Some(command) => command::run(command, &mut context),
                None => command::without_a_name(&mut context),
            };
            // What was still looked at comes first, also before a failure.
            let done = context.looked().and(done);
            match done {
                // A person is not asked the same questions again.
                Err(failure)
                    if failure.moved && can_repeat && !context.conversation.has_begun() =>
                {
                    return None;
                }
                done => done
                    .and_then(|exit| context.remark_unchecked().map(|()| exit))
                    .map_err(|failure| context.conversation.kept(failure)),
            }
        }
        Err(failure) => Err(failure),
    };
    Some(match done {
        Ok(exit) => exit,
        Err(failure) => output::failure(&failure, world),
    })
}

/// The definition of the command line: every command with its arguments and options, without those that the parser
/// makes itself.
pub fn definition() -> clap::Command {
    complete(Arguments::command().disable_help_subcommand(true))
}

/// All commands with their arguments, options and help.
fn complete(mut definition: clap::Command) -> clap::Command {
    definition.build();
    help::complete(definition)
}

/// The error of the parser for a command, given as words with the name of the program first; nothing
/// if it accepts the command.
pub fn fault_of<W: AsRef<std::ffi::OsStr>>(words: &[W]) -> Option<String> {
    let error = parsed(words.iter().map(AsRef::as_ref)).err()?;
    let helps = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    (!helps).then(|| error.to_string())
}

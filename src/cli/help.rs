//! Completes the help that the parser makes: the list of commands in groups, and for each command its
//! examples and the related commands.

use clap::Command;

use crate::cli::command::GROUPS;
use crate::cli::error::Exit;
use crate::cli::examples::{Entry, entries};

/// What `plenary help` says before the list of commands.
const HEAD: &str = "\
Plenary records how a body reaches consensus, so that anybody can check it.
Records are text files in a git repository, the register.

Usage: plenary [OPTIONS] [COMMAND]

New here?   plenary demo    a whole decision in one minute
To begin    plenary init    create a register in a git repository
Your tasks  plenary mine    what you must do next
";

/// What it says after that list, before the exit codes.
const FOOT: &str = "
Options and examples of a command, such as call: plenary help call
Options for all commands: -C, --format, --color, --quiet, --now
";

/// How wide the lines of the list are.
const WIDTH: usize = 80;

/// The definition of the command line with all of its help.
pub(crate) fn complete(definition: Command) -> Command {
    let mut definition = definition;
    for entry in entries() {
        let name = entry.command;
        definition =
            definition.mut_subcommand(name, |command| with_examples(command, &entry, name));
    }
    let overview = overview(&definition);
    definition.override_help(overview)
}

/// A command, and the commands below it, with the examples that are theirs. `path` is what is typed
/// after the name of the program.
fn with_examples(command: Command, entry: &Entry, path: &str) -> Command {
    let below: Vec<String> = command
        .get_subcommands()
        .map(|below| below.get_name().to_owned())
        .collect();
    let begins = format!("plenary {path} ");
    let is_own = |line: &str| line == begins.trim_end() || line.starts_with(&begins);
    let lines: Vec<&str> = entry.examples.iter().map(|example| example.line).collect();
    let own: Vec<&str> = match path == entry.command {
        true => lines,
        false => lines.into_iter().filter(|line| is_own(line)).collect(),
    };
    let command = below.iter().fold(command, |command, name| {
        let path = format!("{path} {name}");
        command.mut_subcommand(name, |below| with_examples(below, entry, &path))
    });
    let short = examples("Example", own.get(..1).unwrap_or_default());
    let long = format!("{}See also: {}", examples("Examples", &own), entry.see);
    command.after_help(short).after_long_help(long)
}

fn examples(heading: &str, lines: &[&str]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines: String = lines
        .iter()
        .map(|line| format!("  {}\n", folded(line)))
        .collect();
    format!("{heading}:\n{lines}\n")
}

/// A line that is too long, continued on further lines as a shell allows it: before an option.
fn folded(line: &str) -> String {
    let mut parts = line.split(" --");
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut length = text.len();
    for part in parts {
        if length + part.len() + 7 > WIDTH {
            text.push_str(" \\\n     ");
            length = 5;
        }
        text.push_str(&format!(" --{part}"));
        length += part.len() + 3;
    }
    text
}

/// The help of the program itself: the commands in groups, each with its summary.
fn overview(definition: &Command) -> String {
    let mut text = HEAD.to_owned();
    for (group, names) in GROUPS {
        text.push_str(&format!("\n{group}\n"));
        for name in *names {
            let command = definition.find_subcommand(name);
            let summary = command.and_then(Command::get_about);
            let summary = summary.map(ToString::to_string).unwrap_or_default();
            text.push_str(&format!("  {name:<12} {summary}\n"));
        }
    }
    text.push_str(FOOT);
    text.push_str(&exit_codes());
    text
}

/// The exit codes with their meanings.
fn exit_codes() -> String {
    let line = |exit: Exit| format!("  {:<12} {}\n", exit.code(), exit.meaning());
    format!("\nExit codes\n{}", Exit::ALL.map(line).concat())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{WIDTH, complete, entries};
    use crate::cli::command::GROUPS;
    use crate::cli::definition;

    /// The commands that are shown, by name.
    fn shown() -> Vec<String> {
        let definition = definition();
        let all = definition.get_subcommands();
        all.filter(|command| !command.is_hide_set() && command.get_name() != "codes")
            .map(|command| command.get_name().to_owned())
            .collect()
    }

    #[test]
    fn each_command_is_in_one_group() {
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for name in GROUPS.iter().flat_map(|(_, names)| *names) {
            *times.entry(name).or_default() += 1;
        }
        for name in shown() {
            assert_eq!(times.remove(name.as_str()), Some(1), "{name}");
        }
        assert!(times.is_empty(), "no such commands: {times:?}");
    }

    #[test]
    fn each_command_has_an_example() {
        let mut all: Vec<&str> = entries().map(|entry| entry.command).collect();
        let mut shown = shown();
        all.sort_unstable();
        shown.sort_unstable();
        assert_eq!(all, shown);
        assert!(entries().all(|entry| !entry.examples.is_empty()));
    }

    #[test]
    fn the_list_of_commands_fits() {
        let help = complete(definition()).render_help().to_string();
        for line in help.lines() {
            assert!(line.chars().count() <= WIDTH, "{line}");
        }
        for name in shown() {
            assert!(help.contains(&format!("\n  {name} ")), "{name}");
        }
    }

    #[test]
    fn a_summary_is_short_and_says_who_can_run_it() {
        for command in definition().get_subcommands() {
            let name = command.get_name();
            let about = command.get_about().map(ToString::to_string);
            let about = about.unwrap_or_default();
            assert!(
                about.chars().count() <= 62 && !about.ends_with('.'),
                "{name}: {about}"
            );
        }
    }
}

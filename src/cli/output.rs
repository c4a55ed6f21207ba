//! Writes to the two streams: results, errors with their hints, and notes.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};

use crate::cli::error::{Exit, Failure};
use crate::cli::world::{
    CLICOLOR_FORCE, Environment, GITHUB_ACTIONS, GITHUB_STEP_SUMMARY, NO_COLOR, TERM,
};
use crate::render::annotate::{github_failure, unarmed};
use crate::render::finding;
use crate::render::format::{Format, OutputContext};
use crate::render::page::Page;
use crate::render::wrap::wrap_hung;
use crate::value::hint::Hint;
use crate::value::text::{shown, shown_on_one_line};

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal that can show them, unless the environment says otherwise
    Auto,
    /// In any case
    Always,
    /// In no case
    Never,
}

/// Refuses an output format that only other commands have. What is sent around can be an HTML document.
pub(crate) fn must_be_of_pages(format: Format, sent_around: bool) -> Result<(), Failure> {
    let (sentence, hint) = match format {
        Format::Ics => (
            "the format ics is only for the command due".to_owned(),
            Hint::run("for the calendar", "plenary due --format ics"),
        ),
        Format::Github | Format::Gitlab | Format::Sarif => {
            let name = format.name();
            (
                format!("the format {name} is only for the command check"),
                Hint::run("for the findings", format!("plenary check --format {name}")),
            )
        }
        Format::Html if !sent_around => (
            "the format html is only for the commands receipt, call notice, matrix and agenda"
                .to_owned(),
            Hint::run("for a web site of the register", "plenary report DIR"),
        ),
        _ => return Ok(()),
    };
    Err(Failure::usage(sentence, hint))
}

/// What a page is put on. The order is that of `docs/reference/output.md`.
pub(crate) fn canvas(world: &Environment, colour: Colour) -> OutputContext {
    let forced = world
        .variable(CLICOLOR_FORCE)
        .is_some_and(|value| value != "0");
    let dumb = world.variable(TERM) == Some("dumb");
    let colour = match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto if world.variable(NO_COLOR).is_some() => false,
        Colour::Auto => forced || (world.terminal.is_some() && !dumb),
    };
    OutputContext {
        width: world.terminal.map(|terminal| terminal.width),
        colour,
    }
}

/// Writes to a stream. A reader that has gone away is not an error.
pub(crate) fn write(to: &mut dyn Write, text: &str) -> io::Result<()> {
    let written = to.write_all(text.as_bytes()).and_then(|()| to.flush());
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Prints what clap says: help and version on one stream, errors on the other. It repeats what was
/// typed, which can have been pasted from another person's text.
pub(crate) fn of_arguments(error: &clap::Error, world: &mut Environment) -> Exit {
    use clap::error::ErrorKind::{DisplayHelp, DisplayVersion};
    let wanted = matches!(error.kind(), DisplayHelp | DisplayVersion);
    let canvas = canvas(world, Colour::Auto);
    let styled = error.render();
    let plain = styled.to_string();
    let safe = for_the_log(world, shown(&plain));
    let text = if canvas.colour && safe == plain {
        styled.ansi().to_string()
    } else {
        safe
    };
    let done = if wanted { Exit::Done } else { Exit::Usage };
    if !wanted {
        annotate(world, done, &plain);
    }
    let to = if wanted {
        &mut world.out
    } else {
        &mut world.err
    };
    match write(to.as_mut(), &text) {
        Ok(()) => done,
        Err(_) => Exit::CannotCheck,
    }
}

/// Says why a command did not do what it was asked for.
pub(crate) fn failure(failure: &Failure, world: &mut Environment) -> Exit {
    let mut text = String::new();
    for line in lines(failure, canvas(world, Colour::Never).measure()) {
        text.push_str(&line);
        text.push('\n');
    }
    if !failure.findings.is_empty() {
        let page = finding::page(&failure.findings);
        let on = canvas(world, Colour::Never);
        text.push_str(&crate::render::render(&page, Format::Table, &on));
    }
    if failure.exit != Exit::Done {
        annotate(world, failure.exit, &text);
    }
    let text = for_the_log(world, text);
    match write(world.err.as_mut(), &text) {
        Ok(()) | Err(_) => failure.exit,
    }
}

/// Where `check` was to write for GitHub and ended without its findings, the page of the pull request also says
/// why. The command line is read as it was typed, because it can be what is wrong.
fn annotate(world: &mut Environment, exit: Exit, text: &str) {
    let words: Vec<_> = world
        .arguments
        .iter()
        .filter_map(|word| word.to_str())
        .collect();
    let named = |pair: &[&str]| pair == ["--format", "github"];
    let format = words.contains(&"--format=github") || words.windows(2).any(named);
    if !format || !words.contains(&"check") {
        return;
    }
    let page = Page::new()
        .title(format!("This check did not run: {}", exit.meaning()))
        .lines(text.lines().map(str::to_owned));
    // Where the summary cannot be written, the annotation and the exit code say enough.
    let _ = write(world.out.as_mut(), &github_failure(text));
    let _ = summary(world, &page);
}

/// Appends a page to the summary of the step, or prints it if there is no file for it.
pub(crate) fn summary(world: &mut Environment, page: &Page) -> io::Result<()> {
    let text = crate::render::render(page, Format::Markdown, &OutputContext::piped());
    let Some(file) = world.variable(GITHUB_STEP_SUMMARY) else {
        return write(world.out.as_mut(), &unarmed(&text));
    };
    let mut file = OpenOptions::new().append(true).create(true).open(file)?;
    file.write_all(text.as_bytes())
}

/// The sentences of a failure, each with its hint. Words are wrapped to `measure`, commands never are.
fn lines(failure: &Failure, measure: Option<usize>) -> Vec<String> {
    let mut lines = Vec::new();
    let numbered = failure.headline.is_some();
    if let Some(headline) = &failure.headline {
        lines.extend(hung("error: ", headline, measure));
    }
    for (n, reason) in (1..).zip(&failure.faults) {
        let (lead, hint) = match (numbered, failure.exit) {
            (true, _) => (format!("  {n}. "), "     hint: "),
            (false, Exit::Done) => ("note: ".to_owned(), "hint: "),
            (false, _) => ("error: ".to_owned(), "hint: "),
        };
        lines.extend(hung(&lead, &reason.sentence, measure));
        lines.extend(hint_lines(hint, &reason.hint, measure));
    }
    lines
}

/// A hint with `lead` before its first line. A command that follows a sentence has a line of its own,
/// so that it can be pasted.
fn hint_lines(lead: &str, hint: &Hint, measure: Option<usize>) -> Vec<String> {
    let rest = " ".repeat(lead.len());
    let mut lines: Vec<String> = Vec::new();
    for step in hint.steps() {
        let lead = if lines.is_empty() { lead } else { &rest };
        match (&step.command, step.text.as_str()) {
            (None, text) => lines.extend(hung(lead, text, measure)),
            (Some(command), "") => lines.push(format!("{lead}{}", shown_on_one_line(command))),
            (Some(command), text) => {
                lines.extend(hung(lead, &format!("{text}:"), measure));
                lines.push(format!("{rest}  {}", shown_on_one_line(command)));
            }
        }
    }
    lines
}

fn hung(lead: &str, text: &str, measure: Option<usize>) -> Vec<String> {
    wrap_hung(lead, &shown_on_one_line(text), measure)
}

/// A note next to the result, on the stream for errors.
pub(crate) fn remark(world: &mut Environment, text: &str) -> io::Result<()> {
    let lines = hung("note: ", text, canvas(world, Colour::Never).measure());
    let text = for_the_log(world, format!("{}\n", lines.join("\n")));
    write(world.err.as_mut(), &text)
}

/// Text made safe for the log of a workflow, where this runs in one.
fn for_the_log(world: &Environment, text: String) -> String {
    match world.variable(GITHUB_ACTIONS) {
        Some(_) => unarmed(&text),
        None => text,
    }
}

//! What reaches the two streams, and how it looks there.

use std::io::{self, ErrorKind, Write};

use crate::cli::error::{Exit, Failure};
use crate::cli::world::{CLICOLOR_FORCE, Environment, GITHUB_ACTIONS, NO_COLOR, TERM};
use crate::render::finding;
use crate::render::finding::unarmed;
use crate::render::format::{Format, OutputContext};
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

/// Writes to a stream. A reader that has gone away is no fault of ours.
pub(crate) fn write(to: &mut dyn Write, text: &str) -> io::Result<()> {
    let written = to.write_all(text.as_bytes()).and_then(|()| to.flush());
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// What clap has to say: help and version on the one stream, faults on the other. It repeats what
/// was typed, which need not be the words of whoever typed it.
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
    let to = if wanted {
        &mut world.out
    } else {
        &mut world.err
    };
    let done = if wanted { Exit::Done } else { Exit::Usage };
    match write(to.as_mut(), &text) {
        Ok(()) => done,
        Err(_) => Exit::CannotCheck,
    }
}

/// Says why a command did not do what it was asked for.
pub(crate) fn failure(failure: &Failure, world: &mut Environment) -> Exit {
    let mut text = String::new();
    for fault in &failure.faults {
        text.push_str(&format!("error: {}\n", shown_on_one_line(&fault.sentence)));
        if !fault.hint.is_empty() {
            text.push_str(&format!("hint: {}\n", shown_on_one_line(&fault.hint)));
        }
    }
    if !failure.findings.is_empty() {
        let page = finding::page(&failure.findings);
        text.push_str(&crate::render::render(
            &page,
            Format::Table,
            &OutputContext::piped(),
        ));
    }
    let text = for_the_log(world, text);
    match write(world.err.as_mut(), &text) {
        Ok(()) | Err(_) => failure.exit,
    }
}

/// A remark beside the result: one line on the stream for errors.
pub(crate) fn remark(world: &mut Environment, text: &str) -> io::Result<()> {
    let text = for_the_log(world, format!("note: {}\n", shown_on_one_line(text)));
    write(world.err.as_mut(), &text)
}

/// Text as it may stand in the log of a workflow, where this runs in one.
fn for_the_log(world: &Environment, text: String) -> String {
    match world.variable(GITHUB_ACTIONS) {
        Some(_) => unarmed(&text),
        None => text,
    }
}

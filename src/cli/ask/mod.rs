//! Asking: what is missing on the command line is asked for in a terminal, and nothing is written
//! before the last answer.
//!
//! Every question takes what was given and gives it back, so that a command has one line for an
//! argument. Where nobody can be asked, what is missing stays missing, and the command says so.

mod agree;
mod choose;
mod editor;
mod line;
mod moment;
mod prose;

pub(crate) use agree::{Consent, agree};
pub(crate) use choose::{Choice, Question, choose};
pub(crate) use line::{line, offer, parsed};
pub(crate) use moment::moment;
pub(crate) use prose::{Prose, offer_prose, prose, proses};

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::render::page::Page;

/// Stands for a text that is not written yet, where an act is tried out: who may not act is told
/// before they write.
pub(crate) const UNWRITTEN: &str = "…";

/// Whether somebody can be asked.
pub(crate) fn possible(context: &Context<'_>) -> bool {
    context.world.keyboard.is_some()
}

/// What was typed as an answer.
enum Typed {
    /// Words, without white space around them.
    Words(String),
    /// Enter alone.
    Nothing,
    /// The end of the input.
    Over,
}

/// Asks, and waits for a line.
fn answer(context: &mut Context<'_>, prompt: &str) -> Result<Typed, Failure> {
    begin(context)?;
    context.prompt(prompt)?;
    let Some(keyboard) = context.world.keyboard.as_mut() else {
        return Ok(Typed::Over);
    };
    let line = (keyboard.line)();
    let line = line.map_err(|error| {
        let sentence = format!("the answer cannot be read: {error}");
        Failure::new(Exit::CannotCheck, sentence, "")
    })?;
    context.look_at_the_clock();
    Ok(match line {
        None => {
            context.say(&Page::new().gap().line(""))?;
            Typed::Over
        }
        Some(line) if line.trim().is_empty() => Typed::Nothing,
        Some(line) => Typed::Words(line.trim().to_owned()),
    })
}

/// Says once how to get out again.
fn begin(context: &mut Context<'_>) -> Result<(), Failure> {
    if context.conversation.has_begun() {
        return Ok(());
    }
    context.conversation.begin();
    let said = "What is missing is asked for. Enter alone leaves, unless it says otherwise; \
                nothing is written before the last answer.";
    context.say(&Page::new().line(said))
}

/// Says why an answer will not do, before it is asked for again.
fn again(context: &mut Context<'_>, failure: &Failure) -> Result<(), Failure> {
    let page = failure.faults.iter().fold(Page::new(), |page, fault| {
        page.line(match fault.hint.as_str() {
            "" => format!("{}.", fault.sentence),
            hint => format!("{}; {hint}", fault.sentence),
        })
    });
    context.say(&page)
}

/// Somebody left without an answer. `instead` is what they can type to be asked nothing.
fn left(what: &str, instead: &str) -> Failure {
    let sentence = format!("{what} was asked for and not given, so nothing was written");
    Failure::usage(sentence, instead)
}

/// Nobody can be asked, and a command got as far as this.
fn missing(what: &str, instead: &str) -> Failure {
    Failure::usage(format!("{what} is missing"), instead)
}

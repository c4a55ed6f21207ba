//! One line before it is written, for what cannot be taken back.

use crate::cli::arguments::WriteAs;
use crate::cli::ask::{Typed, answer, possible};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::render::page::Page;

/// What it takes to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Consent {
    /// Enter.
    Enter,
    /// This word, typed out.
    Word(&'static str),
}

/// Says what is about to be recorded, to whoever was asked for a part of it, and lets them leave.
/// Nothing is asked where nothing would be written.
pub(crate) fn agree(
    context: &mut Context<'_>,
    how: &WriteAs,
    recap: &str,
    consent: Consent,
) -> Result<(), Failure> {
    if how.dry_run || !possible(context) || !context.conversation.has_begun() {
        return Ok(());
    }
    context.say(&Page::new().line(format!("This records: {recap}")))?;
    let prompt = match consent {
        Consent::Enter => "Enter to go on, q to leave: ".to_owned(),
        Consent::Word(word) => format!("{word} to go on, q to leave: "),
    };
    loop {
        let typed = match answer(context, &prompt)? {
            Typed::Words(words) => words,
            Typed::Nothing => String::new(),
            Typed::Over => "q".to_owned(),
        };
        match (typed.as_str(), consent) {
            ("q", _) => return Err(Failure::usage("you left, and nothing was written", "")),
            ("", Consent::Enter) => return Ok(()),
            (word, Consent::Word(owed)) if word == owed => return Ok(()),
            _ => {}
        }
    }
}

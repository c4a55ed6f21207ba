//! A line of words.

use crate::cli::ask::{Typed, again, answer, left, missing, possible};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::value::clock::Instant;

/// A line that is owed: `what` as "the title", `flag` what gives it on the command line. Stays
/// missing where nobody can be asked.
pub(crate) fn line(
    context: &mut Context<'_>,
    what: &str,
    flag: &str,
    given: Option<String>,
) -> Result<Option<String>, Failure> {
    if given.is_some() || !possible(context) {
        return Ok(given);
    }
    match answer(context, &format!("{}: ", capital(what)))? {
        Typed::Words(words) => Ok(Some(words)),
        Typed::Nothing | Typed::Over => Err(left(what, flag)),
    }
}

/// A line that is owed and means something, asked for again, with the reason, until it does.
pub(crate) fn parsed<T>(
    context: &mut Context<'_>,
    what: &str,
    flag: &str,
    given: Option<T>,
    parse: impl Fn(&str, Instant) -> Result<T, String>,
) -> Result<T, Failure> {
    if let Some(given) = given {
        return Ok(given);
    }
    if !possible(context) {
        return Err(missing(what, flag));
    }
    loop {
        let Typed::Words(typed) = answer(context, &format!("{}: ", capital(what)))? else {
            return Err(left(what, flag));
        };
        match parse(&typed, context.now()) {
            Ok(value) => return Ok(value),
            Err(why) => again(context, &Failure::usage(why, ""))?,
        }
    }
}

/// A line that may be left out: offered only to who is being asked for something else as well.
pub(crate) fn offer(
    context: &mut Context<'_>,
    what: &str,
    flag: &str,
    given: Option<String>,
) -> Result<Option<String>, Failure> {
    if given.is_some() || !possible(context) || !context.conversation.has_begun() {
        return Ok(given);
    }
    let prompt = format!("{} (Enter for none): ", capital(what));
    match answer(context, &prompt)? {
        Typed::Words(words) => Ok(Some(words)),
        Typed::Nothing => Ok(None),
        Typed::Over => Err(left(what, flag)),
    }
}

/// Words as they begin a sentence.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

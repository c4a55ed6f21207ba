//! Asking: what is missing on the command line is asked for in a terminal, and nothing is written
//! before the last answer.
//!
//! Every question takes what was given and gives it back, so that a command has one line for an
//! argument. Where nobody can be asked, what is missing stays missing, and the command says so.

mod choose;
mod prose;

pub(crate) use choose::{Choice, Question, choose};
pub(crate) use prose::{Prose, carried_out, offer_prose, prose, proses};

use crate::act::arguments::instant;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::record::track::CallLength;
use crate::render::page::Page;
use crate::value::clock::Instant;

/// Stands for a text that is not written yet, where an act is tried out: who may not act is told
/// before they write.
pub(crate) const DRY_RUN: &str = "…";

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
        page.line(match fault.hint.is_empty() {
            true => format!("{}.", fault.sentence),
            false => format!("{}; {}", fault.sentence, fault.hint),
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
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// A moment within a window that begins now; asked for again, with the reason, until it is one.
/// `what` as "the close", `flag` what gives it on the command line.
pub(crate) fn moment(
    context: &mut Context<'_>,
    what: &str,
    flag: &str,
    window: CallLength,
    given: Option<Instant>,
) -> Result<Instant, Failure> {
    if given.is_none() && possible(context) {
        begin(context)?;
        let said = format!(
            "{}; write it as 2026-05-21T23:59Z.",
            capital(&allowed(window, context.now()))
        );
        context.say(&Page::new().line(said))?;
    }
    parsed(context, what, flag, given, |typed, now| {
        read(typed, window, now)
    })
}

fn read(typed: &str, window: CallLength, now: Instant) -> Result<Instant, String> {
    let moment = instant(typed)?;
    if moment <= now {
        return Err(format!("{moment} is not after now ({now})"));
    }
    match window.allows(now, moment) {
        true => Ok(moment),
        false => Err(format!("{moment} is outside: {}", allowed(window, now))),
    }
}

/// A window, with its ends as moments.
fn allowed(window: CallLength, now: Instant) -> String {
    let earliest = window
        .min
        .map(|min| format!(", no earlier than {}", full_hour(min.after(now))));
    let latest = window
        .max
        .map(|max| format!(", no later than {}", max.after(now)));
    let ends = [earliest, latest].into_iter().flatten().collect::<String>();
    format!("a call is open for {window}{ends}")
}

/// The full hour after a moment, with ten minutes for typing it.
fn full_hour(moment: Instant) -> Instant {
    let hour = 3600;
    let seconds = moment.seconds().saturating_add(600);
    let full = seconds.div_euclid(hour).saturating_add(1);
    Instant::from_seconds(full.saturating_mul(hour)).unwrap_or(moment)
}

/// What it takes to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Confirmed {
    /// Enter.
    Enter,
    /// This word, typed out.
    Word(&'static str),
}

/// Says what is about to be recorded, to whoever was asked for a part of it, and lets them leave.
/// Nothing is asked where nothing would be written.
pub(crate) fn agree(
    context: &mut Context<'_>,
    dry: bool,
    recap: &str,
    consent: Confirmed,
) -> Result<(), Failure> {
    if dry || !possible(context) || !context.conversation.has_begun() {
        return Ok(());
    }
    context.say(&Page::new().line(format!("This records: {recap}")))?;
    let prompt = match consent {
        Confirmed::Enter => "Enter to go on, q to leave: ".to_owned(),
        Confirmed::Word(word) => format!("{word} to go on, q to leave: "),
    };
    loop {
        let typed = match answer(context, &prompt)? {
            Typed::Words(words) => words,
            Typed::Nothing => String::new(),
            Typed::Over => "q".to_owned(),
        };
        match (typed.as_str(), consent) {
            ("q", _) => return Err(Failure::usage("you left, and nothing was written", "")),
            ("", Confirmed::Enter) => return Ok(()),
            (word, Confirmed::Word(owed)) if word == owed => return Ok(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{allowed, read};
    use crate::blessed::screen;
    use crate::record::track::CallLength;
    use crate::value::clock::{Instant, Span};

    #[test]
    fn a_moment_is_told_why_it_will_not_do() {
        let now = Instant::parse("2026-05-01T09:00Z").unwrap();
        let window = CallLength {
            min: Span::parse("7d"),
            max: Span::parse("30d"),
        };
        let why = |typed| read(typed, window, now).unwrap_err();
        assert!(read("2026-05-12T09:00Z", window, now).is_ok());
        let table = [
            ("2026-05-12", "2026-05-21T23:59Z"),
            ("2026-04-12T09:00Z", "2026-04-12T09:00"),
            ("2026-05-02T09:00Z", "2026-05-08T10:00:00Z"),
            ("2026-09-02T09:00Z", "2026-05-31T09:00:00Z"),
        ];
        let words = table.map(|(typed, _)| format!("{typed}\n  {}\n\n", why(typed)));
        let any = CallLength {
            min: None,
            max: None,
        };
        let allowed = [any, window].map(|window| format!("{}\n", allowed(window, now)));
        screen("ask/moments", &[&words[..], &allowed].concat().concat());
        for (typed, named) in table {
            assert!(why(typed).contains(named), "{}", why(typed));
        }
    }
}

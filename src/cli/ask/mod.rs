//! Asks in a terminal for what is missing on the command line. Nothing is written before the last answer.
//!
//! Every question takes what was given and gives it back, so that a command has one line for an
//! argument. Without a terminal it stays missing, and the command says so.

mod choose;
mod prose;

pub(crate) use choose::{Choice, Question, choose};
pub(crate) use prose::{Prose, carried_out, offer_prose, prose, proses};

use crate::act::arguments::instant;
use crate::cli::arguments::Confirm;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::record::track::CallLength;
use crate::render::page::Page;
use crate::value::calendar::Calendar;
use crate::value::clock::Instant;
use crate::value::sentence::capital;

/// Takes the place of a text that is not written yet, when an act is tried out: people who cannot act are told
/// before they write.
pub(crate) const DRY_RUN: &str = "…";

/// Whether there is a terminal, so that a person can be asked.
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
    End,
}

/// Asks, and waits for a line.
fn answer(context: &mut Context<'_>, prompt: &str) -> Result<Typed, Failure> {
    begin(context)?;
    context.prompt(prompt)?;
    let Some(keyboard) = context.world.keyboard.as_mut() else {
        return Ok(Typed::End);
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
            Typed::End
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
    let said = "Please answer what is missing. Enter alone cancels, unless the question says otherwise. \
                Nothing is written before the last answer.";
    context.say(&Page::new().line(said))
}

/// Says why an answer is not accepted, before the question is asked again.
fn again(context: &mut Context<'_>, failure: &Failure) -> Result<(), Failure> {
    let page = failure.faults.iter().fold(Page::new(), |page, fault| {
        page.line(match fault.hint.is_empty() {
            true => format!("{}.", fault.sentence),
            false => format!("{} ({})", fault.sentence, fault.hint),
        })
    });
    context.say(&page)
}

/// The person cancelled. `instead` is what they can type to avoid the question.
fn left(what: &str, instead: &str) -> Failure {
    let sentence = format!("{what} is missing; nothing was written");
    Failure::usage(sentence, option(instead))
}

/// How to avoid a question, as a hint.
fn option(instead: &str) -> String {
    match instead {
        "" => String::new(),
        instead => format!("give it as: {instead}"),
    }
}

/// The error without a terminal.
fn missing(what: &str, instead: &str) -> Failure {
    Failure::usage(format!("{what} is missing"), option(instead))
}

/// A line that is required: `what` as "the title", `flag` the option for it. Without a terminal it stays
/// missing.
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
        Typed::Nothing | Typed::End => Err(left(what, flag)),
    }
}

/// A required line that has to be parsed. It is asked for again, with the reason, until it can be.
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

/// An optional line, asked for only after another question.
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
        Typed::End => Err(left(what, flag)),
    }
}

/// A closing time within a call length that starts now. It is asked for again, with the reason, until it
/// is one. `what` as "the closing time", `flag` the option for it.
pub(crate) fn moment(
    context: &mut Context<'_>,
    what: &str,
    flag: &str,
    window: (CallLength, &Calendar),
    given: Option<Instant>,
) -> Result<Instant, Failure> {
    if given.is_none() && possible(context) {
        begin(context)?;
        let said = format!(
            "{}. Write the time like 2026-05-21T23:59Z.",
            capital(&allowed(window, context.now()))
        );
        context.say(&Page::new().line(said))?;
    }
    parsed(context, what, flag, given, |typed, now| {
        read(typed, window, now)
    })
}

fn read(typed: &str, window: (CallLength, &Calendar), now: Instant) -> Result<Instant, String> {
    let moment = instant(typed)?;
    if moment <= now {
        return Err(format!(
            "{} is not in the future: it is {} now",
            moment.long(),
            now.long()
        ));
    }
    match window.0.allows(now, moment, window.1) {
        true => Ok(moment),
        false => Err(format!(
            "{} is not possible: {}",
            moment.long(),
            allowed(window, now)
        )),
    }
}

/// The call length as a sentence, with its ends as times.
fn allowed((window, calendar): (CallLength, &Calendar), now: Instant) -> String {
    let [earliest, latest] = window.bounds(now, calendar);
    let earliest = earliest.map(|earliest| full_hour(earliest).long());
    match (earliest, latest.map(Instant::long)) {
        (Some(earliest), Some(latest)) => {
            format!("the call can close between {earliest} and {latest}")
        }
        (Some(earliest), None) => format!("the call can close on {earliest} or later"),
        (None, Some(latest)) => format!("the call can close on {latest} or earlier"),
        (None, None) => "the call can close at any time".to_owned(),
    }
}

/// The full hour after a moment, with ten minutes for typing it.
fn full_hour(moment: Instant) -> Instant {
    let hour = 3600;
    let seconds = moment.seconds().saturating_add(600);
    let full = seconds.div_euclid(hour).saturating_add(1);
    Instant::from_seconds(full.saturating_mul(hour)).unwrap_or(moment)
}

/// What must be typed to record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Confirmed {
    /// Enter.
    Enter,
    /// This word, typed out.
    Word(&'static str),
}

/// Shows what is about to be recorded to a person who answered questions, and lets them cancel.
/// Nothing is asked if nothing would be written.
pub(crate) fn agree(
    context: &mut Context<'_>,
    dry: bool,
    recap: &str,
    consent: Confirmed,
) -> Result<(), Failure> {
    if dry || !possible(context) || !context.conversation.has_begun() {
        return Ok(());
    }
    let page = Page::new().line(format!("Ready to record: {recap}."));
    agreed(context, &page, "Record it?", consent)
}

/// What a person confirms in a terminal before it is recorded.
#[derive(Debug, Clone)]
pub(crate) struct Recording {
    /// What it is, as "this decision".
    pub(crate) what: &'static str,
    /// What will be recorded, and for whom.
    pub(crate) page: Page,
    /// What must be typed.
    pub(crate) consent: Confirmed,
}

impl Recording {
    /// What Enter confirms.
    pub(crate) fn new(what: &'static str, page: Page) -> Self {
        Self {
            what,
            page,
            consent: Confirmed::Enter,
        }
    }
}

/// Shows what will be recorded, and asks once. Nothing is asked without a terminal, with `--yes`, with
/// `--quiet`, or if nothing would be written.
pub(crate) fn confirm(
    context: &mut Context<'_>,
    dry: bool,
    given: Confirm,
    recording: &Recording,
) -> Result<(), Failure> {
    if dry || given.yes || context.is_quiet() || !possible(context) {
        return Ok(());
    }
    let question = format!("Record {}?", recording.what);
    agreed(context, &recording.page, &question, recording.consent)
}

fn agreed(
    context: &mut Context<'_>,
    page: &Page,
    question: &str,
    consent: Confirmed,
) -> Result<(), Failure> {
    context.conversation.begin();
    context.say(page)?;
    let prompt = match consent {
        Confirmed::Enter => format!("{question} Enter = yes, q = no: "),
        Confirmed::Word(word) => format!("{question} {word} = yes, q = no: "),
    };
    loop {
        let typed = match answer(context, &prompt)? {
            Typed::Words(words) => words,
            Typed::Nothing => String::new(),
            Typed::End => "q".to_owned(),
        };
        match (typed.as_str(), consent) {
            ("q", _) => return Err(Failure::usage("cancelled; nothing was written", "")),
            ("", Confirmed::Enter) => return Ok(()),
            (word, Confirmed::Word(needed)) if word == needed => return Ok(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{allowed, read};
    use crate::blessed::screen;
    use crate::record::track::CallLength;
    use crate::value::calendar::Calendar;
    use crate::value::clock::Instant;
    use crate::value::span::Span;

    #[test]
    fn a_moment_is_told_why_it_will_not_do() {
        let now = Instant::parse("2026-05-01T09:00Z").unwrap();
        let window = CallLength {
            min: Span::parse("7d"),
            max: Span::parse("30d"),
            seen: None,
        };
        let calendar = Calendar::default();
        let window = (window, &calendar);
        let why = |typed| read(typed, window, now).unwrap_err();
        assert!(read("2026-05-12T09:00Z", window, now).is_ok());
        let table = [
            ("2026-05-12", "2026-05-21T23:59Z"),
            ("2026-04-12T09:00Z", "12 Apr 2026 09:00"),
            ("2026-05-02T09:00Z", "8 May 2026 10:00 UTC"),
            ("2026-09-02T09:00Z", "31 May 2026 09:00 UTC"),
        ];
        let words = table.map(|(typed, _)| format!("{typed}\n  {}\n\n", why(typed)));
        let any = (CallLength::default(), &calendar);
        let allowed = [any, window].map(|window| format!("{}\n", allowed(window, now)));
        screen("ask/moments", &[&words[..], &allowed].concat().concat());
        for (typed, named) in table {
            assert!(why(typed).contains(named), "{}", why(typed));
        }
    }
}

//! A moment, such as the close of a call.

use crate::cli::arguments::instant;
use crate::cli::ask::line::capital;
use crate::cli::ask::{parsed, possible};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::render::page::Page;
use crate::value::clock::{Instant, Window};

/// A moment within a window that begins now; asked for again, with the reason, until it is one.
/// `what` as "the close", `flag` what gives it on the command line.
pub(crate) fn moment(
    context: &mut Context<'_>,
    what: &str,
    flag: &str,
    window: Window,
    given: Option<Instant>,
) -> Result<Instant, Failure> {
    if given.is_none() && possible(context) {
        super::begin(context)?;
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

fn read(typed: &str, window: Window, now: Instant) -> Result<Instant, String> {
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
fn allowed(window: Window, now: Instant) -> String {
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

#[cfg(test)]
mod tests {
    use super::{allowed, read};
    use crate::blessed::screen;
    use crate::value::clock::{Instant, Span, Window};

    #[test]
    fn a_moment_is_told_why_it_will_not_do() {
        let now = Instant::parse("2026-05-01T09:00Z").unwrap();
        let window = Window {
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
        let any = Window {
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

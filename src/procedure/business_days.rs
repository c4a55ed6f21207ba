//! Finds periods in business days that the list of holidays of a charter does not cover.

use crate::record::charter::Charter;
use crate::record::track::Track;
use crate::value::clock::Instant;
use crate::value::span::Span;

/// Says which period of a call ends after the last holiday of the list. `None` if the charter has no such list, or if
/// all periods end before that day. What comes after the close is counted from the close.
pub fn unlisted(
    charter: &Charter,
    track: &Track,
    opens: Instant,
    closes: Instant,
) -> Option<String> {
    let last = charter.calendar.last_holiday()?;
    let shortest = ("min", track.window.min, opens);
    let afterwards = afterwards(track).map(|(key, span)| (key, span, closes));
    let all = std::iter::once(shortest).chain(afterwards);
    let in_business_days = all.filter_map(|(key, span, from)| {
        Some((key, span.filter(|it| it.is_in_business_days())?, from))
    });
    let ends = in_business_days.map(|(key, span, from)| {
        let end = span.after(from, &charter.calendar).date();
        (end, key, span)
    });
    let (end, key, span) = ends.max_by(|(one, ..), (other, ..)| one.cmp(other))?;
    (end > last.to_string()).then(|| {
        format!(
            "\"{key}\" of track {} ({span}) can end on {end}, but the list of holidays ends on {last}",
            track.id
        )
    })
}

/// The periods that begin with the close or later, by their keys.
fn afterwards(track: &Track) -> [(&'static str, Option<Span>); 7] {
    let minority = track.minority.as_ref();
    [
        ("challenge", track.challenge),
        ("minority", minority.and_then(|rule| rule.within)),
        ("appeal", track.appeal.as_ref().map(|rule| rule.within)),
        ("answer", track.answer),
        ("report", track.report),
        ("review", track.review),
        ("sunset", track.sunset),
    ]
}

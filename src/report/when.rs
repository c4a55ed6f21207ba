//! Moments as people read them: in UTC, from now, and on the reader's own clock.

use crate::value::clock::{Instant, distance};

/// Whether moments are also shown on a local clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocalOffset {
    /// They are shown in UTC only.
    Hidden,
    /// They are also shown on the clock that is so many seconds east of UTC.
    Seconds(i32),
}

impl LocalOffset {
    /// `at` on the reader's clock, to stand behind the same moment in UTC; nothing where the two
    /// clocks agree.
    pub(crate) fn shown(self, at: Instant) -> Option<String> {
        match self {
            Self::Hidden | Self::Seconds(0) => None,
            Self::Seconds(offset) => Some(format!("{} your time", at.local(offset))),
        }
    }
}

/// `Thu 21 May 2026 23:59 UTC · in 3 d 4 h · Fri 22 May 01:59 your time`.
pub(crate) fn moment(at: Instant, now: Instant, offset: LocalOffset) -> String {
    let mut parts = vec![at.long(), from_now(at, now)];
    parts.extend(offset.shown(at));
    parts.join(" · ")
}

/// `Thu 21 May 2026 23:59 UTC · Fri 22 May 01:59 your time`.
pub(crate) fn at(at: Instant, offset: LocalOffset) -> String {
    let parts = [Some(at.long()), offset.shown(at)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// How far `at` is from now: `in 3 d 4 h`, `2 h 5 min ago`.
fn from_now(at: Instant, now: Instant) -> String {
    if at > now {
        format!("in {}", distance(now, at))
    } else {
        format!("{} ago", distance(at, now))
    }
}

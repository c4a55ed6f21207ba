//! What stands beside the count on the chair's screen: earlier calls, holds, who answers for whom,
//! and what has changed since the call was opened and does not count.

use serde::Serialize;

use crate::record::call::Call;
use crate::record::path::{CHARTER, Owner, RecordPath};
use crate::register::freeze::Moments;
use crate::register::records::{Folder, Register};
use crate::register::snapshot::roster_path;
use crate::render::page::Page;
use crate::report::calls::{Earlier, earlier, put_before};
use crate::report::words;
use crate::tally::Tally;
use crate::tally::canvass::UnitName;
use crate::tally::reason::Reason;
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, TrackId};

/// How many names are listed before the rest are only counted.
const NAMES: usize = 5;

/// What stands beside the count.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Beside {
    earlier: Vec<Earlier>,
    holds: Vec<Hold>,
    alternates: Vec<InPlaceOf>,
    proxies: Vec<InPlaceOf>,
    /// None where no call is under way, or where it froze no commit.
    changed: Option<Changed>,
    #[serde(skip)]
    track: TrackId,
}

/// Somebody who is working on a position.
#[derive(Debug, Clone, Serialize)]
struct Hold {
    by: String,
    until: Option<Instant>,
    expired: bool,
}

/// Somebody whose answer counts in the seat of somebody else.
#[derive(Debug, Clone, Serialize)]
struct InPlaceOf {
    by: ParticipantId,
    seat: ParticipantId,
}

/// What is no longer as the call froze it.
#[derive(Debug, Clone, Serialize)]
struct Changed {
    charter: bool,
    joined: Vec<ParticipantId>,
    left: Vec<ParticipantId>,
    participants: Vec<ParticipantId>,
    text: bool,
}

impl Beside {
    pub(crate) fn of(moments: &Moments, tally: &Tally, folder: &Folder) -> Self {
        let before = tally.call.map(|n| earlier(folder, n, tally.now));
        Self {
            earlier: before.unwrap_or_default(),
            holds: holds(moments, tally),
            alternates: alternates(tally),
            proxies: proxies(moments, tally),
            changed: changed(moments, tally, folder),
            track: tally.track.id.clone(),
        }
    }

    /// A line for each thing of which there is something to say.
    pub(crate) fn page(&self) -> Page {
        let lines = [
            put_before(&self.earlier, &self.track),
            counted("On hold", &self.holds, Hold::in_words),
            counted("Alternates", &self.alternates, |each| {
                format!("{} in the seat of {}", each.by, each.seat)
            }),
            counted("Proxies", &self.proxies, |each| {
                format!("{} for {}", each.by, each.seat)
            }),
            self.changed
                .as_ref()
                .map_or(String::new(), Changed::in_words),
        ];
        let said = lines.iter().any(|line| !line.is_empty());
        let page = lines.into_iter().fold(Page::new(), Page::line);
        match said {
            true => page.gap(),
            false => page,
        }
    }
}

fn counted<T>(label: &str, all: &[T], in_words: impl Fn(&T) -> String) -> String {
    match all.len() {
        0 => String::new(),
        several => {
            let told: Vec<String> = all.iter().map(in_words).collect();
            format!("{label}: {several} ({})", told.join(", "))
        }
    }
}

impl Hold {
    fn in_words(&self) -> String {
        match (self.until, self.expired) {
            (Some(until), false) => format!("{} until {}", self.by, until.long()),
            _ => format!("{} expired", self.by),
        }
    }
}

/// The holds of those in the electorate, as they stood when the tally's numbers did.
fn holds(moments: &Moments, tally: &Tally) -> Vec<Hold> {
    let held = tally.canvass.set_aside.iter();
    let held = held.filter(|file| file.reason == Reason::Hold);
    held.map(|file| {
        let folder = moments.closing().proposals.get(&tally.proposal);
        let filed = folder.and_then(|folder| folder.positions.get(&file.path));
        let said = filed.and_then(|filed| filed.position.as_ref());
        let until = said.and_then(|position| position.until);
        Hold {
            by: file.owner.to_string(),
            until,
            expired: until.is_none_or(|until| until <= tally.as_of),
        }
    })
    .collect()
}

fn alternates(tally: &Tally) -> Vec<InPlaceOf> {
    let counted = tally.canvass.counted.iter();
    let sits = counted.filter_map(|file| match (&file.owner, &file.unit) {
        (Owner::Participant(by), UnitName::Seat(seat)) => {
            let (by, seat) = (by.clone(), seat.clone());
            (by != seat).then_some(InPlaceOf { by, seat })
        }
        _ => None,
    });
    sits.collect()
}

fn proxies(moments: &Moments, tally: &Tally) -> Vec<InPlaceOf> {
    let counted = tally.canvass.counted.iter();
    let given = counted.filter_map(|file| {
        // An admitted position stands only where it is now.
        let mut folders = [moments.closing(), &moments.asked]
            .into_iter()
            .filter_map(|register| register.proposals.get(&tally.proposal));
        let filed = folders.find_map(|folder| folder.positions.get(&file.path))?;
        let by = filed.position.as_ref()?.proxy.clone()?;
        match &file.unit {
            UnitName::Seat(seat) => Some(InPlaceOf {
                by,
                seat: seat.clone(),
            }),
            UnitName::Group(_) => None,
        }
    });
    given.collect()
}

/// What changed while a call is under way. Once it is decided, later changes concern it no more.
fn changed(moments: &Moments, tally: &Tally, folder: &Folder) -> Option<Changed> {
    let call = moments.call(folder)?;
    if folder.decision(tally.call?).is_some() || call.frozen.is_none() {
        return None;
    }
    let (then, now) = (moments.frozen(), &moments.asked);
    let moved = |path: &str| then.bytes(path) != now.bytes(path);
    let both = then.participants.keys();
    let both = both.filter(|id| now.participants.contains_key(*id));
    Some(Changed {
        charter: moved(CHARTER),
        joined: missing_in(then, now),
        left: missing_in(now, then),
        participants: both.filter(|id| moved(&roster_path(id))).cloned().collect(),
        text: is_another_text(now, tally, folder, call),
    })
}

/// Who is on the roster of `here` and not on that of `there`.
fn missing_in(there: &Register, here: &Register) -> Vec<ParticipantId> {
    let ids = here.participants.keys();
    let missing = ids.filter(|id| !there.participants.contains_key(*id));
    missing.cloned().collect()
}

fn is_another_text(now: &Register, tally: &Tally, folder: &Folder, call: &Call) -> bool {
    folder.proposal.as_ref().is_some_and(|read| {
        let text = RecordPath::Text(tally.proposal.clone(), read.text.clone());
        now.digest(&text.to_string()).as_ref() != Some(&call.sha256)
    })
}

impl Changed {
    fn in_words(&self) -> String {
        let charter = self.charter.then(|| "the charter".to_owned());
        let text = self.text.then(|| "the text".to_owned());
        let roster = [
            (&self.joined, "joined the roster"),
            (&self.left, "left the roster"),
            (&self.participants, "changed on the roster"),
        ];
        let people = roster
            .into_iter()
            .filter(|(who, _)| !who.is_empty())
            .map(|(who, what)| format!("{} {what} ({})", who.len(), some(who)));
        let parts: Vec<String> = charter.into_iter().chain(people).chain(text).collect();
        match parts.is_empty() {
            true => String::new(),
            false => format!(
                "Changed since the call opened, and not counted: {}.",
                parts.join("; ")
            ),
        }
    }
}

fn some(who: &[ParticipantId]) -> String {
    match who.get(..NAMES) {
        Some(first) if who.len() > NAMES => format!("{}, …", words::listed(first)),
        _ => words::listed(who),
    }
}

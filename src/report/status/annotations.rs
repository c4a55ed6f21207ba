//! What stands beside the count on the chair's screen: earlier calls, holds, who answers for whom,
//! and what has changed since the call was opened and does not count.
//!
//! Objections and comments on the chair's screen: a line each.

use crate::value::sentence::many;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::procedure::stage::Stage;
use crate::record::call::Call;
use crate::record::path::{CHARTER, Owner, RecordPath};
use crate::register::records::{ProposalRecords, Register};
use crate::register::snapshot::roster_path;
use crate::register::tally_inputs::TallyInputs;
use crate::render::grid::{DropPriority, Rows, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::Page;
use crate::report::calls::{Earlier, earlier, put_before};
use crate::report::words;
use crate::tally::Tally;
use crate::tally::count_positions::UnitName;
use crate::tally::objection::{ObjectionState, TrackedObjection};
use crate::tally::reason::NotCountedReason;
use crate::value::clock::{Instant, distance};
use crate::value::id::{GroupId, ObjectionId, ParticipantId, RevisionName, TrackId};

/// How many names are listed before the rest are only counted.
const NAMES: usize = 5;

/// What stands beside the count.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Annotations {
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

impl Annotations {
    pub(crate) fn of(moments: &TallyInputs, tally: &Tally, folder: &ProposalRecords) -> Self {
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
            self.changed.as_ref().and_then(Changed::in_words),
        ];
        Page::new().part(Page::new().lines(lines.into_iter().flatten()))
    }
}

fn counted<T>(label: &str, all: &[T], in_words: impl Fn(&T) -> String) -> Option<String> {
    let told: Vec<String> = all.iter().map(in_words).collect();
    (!told.is_empty()).then(|| format!("{label}: {} ({})", told.len(), told.join(", ")))
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
fn holds(moments: &TallyInputs, tally: &Tally) -> Vec<Hold> {
    let held = tally.canvass.set_aside.iter();
    let held = held.filter(|file| file.reason == NotCountedReason::Hold);
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

fn proxies(moments: &TallyInputs, tally: &Tally) -> Vec<InPlaceOf> {
    let registers = [moments.closing(), &moments.asked];
    let counted = tally.canvass.counted.iter();
    let given = counted.filter_map(|file| {
        let filed = registers.iter().find_map(|register| {
            let folder = register.proposals.get(&tally.proposal)?;
            folder.positions.get(&file.path)
        });
        let by = filed?.position.as_ref()?.proxy.clone()?;
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
fn changed(moments: &TallyInputs, tally: &Tally, folder: &ProposalRecords) -> Option<Changed> {
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

fn is_another_text(now: &Register, tally: &Tally, folder: &ProposalRecords, call: &Call) -> bool {
    folder.proposal.as_ref().is_some_and(|read| {
        let text = RecordPath::Text(tally.proposal.clone(), read.text.clone());
        now.digest(&text.to_string()).as_ref() != Some(&call.sha256)
    })
}

impl Changed {
    fn in_words(&self) -> Option<String> {
        let people = |who: &[ParticipantId], what: &str| {
            (!who.is_empty()).then(|| format!("{} {what} ({})", who.len(), some(who)))
        };
        let parts = [
            self.charter.then(|| "the charter".to_owned()),
            people(&self.joined, "joined the roster"),
            people(&self.left, "left the roster"),
            people(&self.participants, "changed on the roster"),
            self.text.then(|| "the text".to_owned()),
        ];
        let parts = words::joined(parts, "; ");
        (!parts.is_empty())
            .then(|| format!("Changed since the call opened, and not counted: {parts}."))
    }
}

fn some(who: &[ParticipantId]) -> String {
    match who.get(..NAMES) {
        Some(first) if who.len() > NAMES => format!("{}, …", words::listed(first)),
        _ => words::listed(who),
    }
}

/// An objection or a comment, in brief.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ObjectionLine {
    id: ObjectionId,
    about: String,
    blocking: bool,
    state: &'static str,
    /// For a duplicate: the objection that it is part of.
    original: Option<ObjectionId>,
    on: Option<RevisionName>,
    /// When something was last done with it: a response, or its disposition.
    handled: Option<Instant>,
    joined_by: Vec<ParticipantId>,
    joined_in_groups: usize,
    on_roster: bool,
    late: bool,
    #[serde(skip)]
    stands: ObjectionState,
    #[serde(skip)]
    since: Option<String>,
}

/// Every objection and comment: those first that hold a decision up.
pub(crate) fn lines(moments: &TallyInputs, tally: &Tally, stage: Stage) -> Vec<ObjectionLine> {
    let now = match stage {
        Stage::Decided(..) => None,
        _ => Some(tally.now),
    };
    let objections = tally.objections.iter();
    let lines = objections.map(|followed| line(moments, now, followed));
    let mut lines: Vec<ObjectionLine> = lines.collect();
    lines.sort_by_key(|line| !line.blocking);
    lines
}

fn line(moments: &TallyInputs, now: Option<Instant>, followed: &TrackedObjection) -> ObjectionLine {
    let handled = handled(followed);
    let objection = &followed.objection;
    ObjectionLine {
        id: followed.id.clone(),
        about: objection.about.clone(),
        blocking: objection.blocking,
        state: followed.state.in_words(),
        original: followed.original.as_ref().map(|(id, _)| id.clone()),
        on: objection.on,
        handled,
        joined_in_groups: groups(moments, &followed.joined_by),
        joined_by: followed.joined_by.clone(),
        on_roster: followed.on_roster,
        late: followed.late,
        stands: followed.state,
        since: handled.map(|at| match now {
            Some(now) => format!("{} ago", distance(at, now)),
            None => at.date(),
        }),
    }
}

fn handled(followed: &TrackedObjection) -> Option<Instant> {
    let handling = &followed.handling;
    let disposed = followed.disposition().map(|ended| ended.at);
    let answered = handling.responses.last().map(|response| response.at);
    disposed.or(answered.max(handling.reopened()))
}

fn groups(moments: &TallyInputs, people: &[ParticipantId]) -> usize {
    let registers = [moments.frozen(), &moments.asked];
    let group = |who: &ParticipantId| {
        let who = registers
            .iter()
            .find_map(|register| register.participant(who))?;
        Some(who.group.clone())
    };
    let groups: BTreeSet<GroupId> = people.iter().filter_map(group).collect();
    groups.len()
}

/// The objections on the chair's screen; nothing where there are none.
pub(crate) fn page(lines: &[ObjectionLine]) -> Page {
    match lines {
        [] => Page::new(),
        lines => Page::new().table(table(lines)).gap(),
    }
}

fn table(lines: &[ObjectionLine]) -> Rows<&ObjectionLine> {
    let blocking = lines.iter().filter(|line| line.blocking).count();
    Table::of(lines)
        .words(
            format!("Objections ({blocking})"),
            DropPriority::Always,
            |line| &line.id,
        )
        .sentences("about", DropPriority::Normal, |line| &line.about)
        .words("state", DropPriority::High, ObjectionLine::state)
        .words("on", DropPriority::Normal, |line| line.on.as_ref())
        .words("handled", DropPriority::Normal, |line| line.since.as_ref())
        .words("joined by", DropPriority::Normal, ObjectionLine::joined)
}

impl ObjectionLine {
    fn state(&self) -> StyledText {
        let state = match (self.stands, self.blocking) {
            (ObjectionState::Open, true) => Style::Bad.on("OPEN, no response"),
            (_, true) => StyledText::from(self.words()),
            (_, false) => StyledText::from(format!("comment; {}", self.words())),
        };
        let late = if self.late { "; late" } else { "" };
        let stranger = match self.on_roster {
            true => "",
            false => "; not on the roster, not counted",
        };
        state.then(late).then(stranger)
    }

    /// The state in words; of one that waits for its objector's reply, how long it has waited, and
    /// of a duplicate, of which.
    fn words(&self) -> String {
        match (self.stands, &self.original, &self.since) {
            (ObjectionState::Disposed(_), Some(original), _) => {
                format!("{} of {original}", self.state)
            }
            (ObjectionState::Answered, _, Some(since)) => {
                format!("answered {since}, no reply since")
            }
            _ => self.state.to_owned(),
        }
    }

    fn joined(&self) -> String {
        match (self.joined_by.len(), self.joined_in_groups) {
            (0, _) => String::new(),
            (people, 0 | 1) => people.to_string(),
            (people, groups) => format!("{people} in {}", many(groups, "group")),
        }
    }
}

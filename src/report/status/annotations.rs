//! Says what a reader must know next to the count: earlier calls, who answers for whom, and what has
//! changed since the call opened. Then objections and comments, a line each.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::procedure::since_last::SinceLast;
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
use crate::report::words::from_now;
use crate::tally::Tally;
use crate::tally::count_positions::UnitName;
use crate::tally::objection::word_of_json;
use crate::tally::objection::{ObjectionState, TrackedObjection};
use crate::value::clock::Instant;
use crate::value::id::{GroupId, ObjectionId, ParticipantId, RevisionName, TrackId};
use crate::value::sentence::{all_of, first_of, form, many};

/// What is said next to the count.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Annotations {
    earlier: Vec<Earlier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since_last: Option<SinceLast>,
    alternates: Vec<InPlaceOf>,
    proxies: Vec<InPlaceOf>,
    /// None where no call is open, or where it names no commit.
    changed: Option<Changed>,
    #[serde(skip)]
    track: TrackId,
}

/// Somebody whose answer counts in the seat of somebody else.
#[derive(Debug, Clone, Serialize)]
struct InPlaceOf {
    by: ParticipantId,
    seat: ParticipantId,
}

/// What has changed since the call opened.
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
            since_last: tally
                .call
                .and_then(|n| SinceLast::of(&moments.asked, tally, n)),
            alternates: alternates(tally),
            proxies: proxies(moments, tally),
            changed: changed(moments, tally, folder),
            track: tally.track.id.clone(),
        }
    }

    /// A line for each thing that has something to say.
    pub(crate) fn page(&self) -> Page {
        let lines = [
            put_before(&self.earlier, &self.track),
            self.since_last.as_ref().map(SinceLast::in_words),
            in_place("Alternates", &self.alternates),
            in_place("Proxies", &self.proxies),
            self.changed.as_ref().and_then(Changed::in_words),
        ];
        Page::new().part(Page::new().lines(lines.into_iter().flatten()))
    }
}

fn in_place(label: &str, all: &[InPlaceOf]) -> Option<String> {
    let each = all
        .iter()
        .map(|each| format!("{} for {}", each.by, each.seat));
    let each: Vec<String> = each.collect();
    (!each.is_empty()).then(|| {
        let listed = first_of(each.iter().map(String::as_str));
        format!("{label} ({}): {listed}.", each.len())
    })
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

/// What changed since the call opened. Once it is decided, later changes do not matter to it.
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

/// Who is on the participant list of `here` and not on that of `there`.
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
        let people = |who: &[ParticipantId], one: &str, several: &str| {
            let names = first_of(who.iter().map(ParticipantId::as_str));
            let what = form(who.len() == 1, one, several);
            (!who.is_empty()).then(|| format!("{} {what} ({names})", who.len()))
        };
        let parts = [
            self.charter.then(|| "the charter".to_owned()),
            people(&self.joined, "new participant", "new participants"),
            people(&self.left, "former participant", "former participants"),
            people(
                &self.participants,
                "changed participant",
                "changed participants",
            ),
            self.text.then(|| "the text".to_owned()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let listed = all_of(parts.iter().map(String::as_str));
        (!parts.is_empty())
            .then(|| format!("Changed since opening (not used in this call): {listed}."))
    }
}

/// An objection or a comment, in brief.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ObjectionLine {
    id: ObjectionId,
    about: String,
    blocking: bool,
    #[serde(serialize_with = "word_of_json")]
    state: &'static str,
    /// For a duplicate: the objection that it repeats.
    original: Option<ObjectionId>,
    on: Option<RevisionName>,
    /// When it was last handled: a response, or its disposition.
    handled: Option<Instant>,
    joined_by: Vec<ParticipantId>,
    joined_in_groups: usize,
    on_roster: bool,
    late: bool,
    #[serde(skip)]
    status: ObjectionState,
    #[serde(skip)]
    since: Option<String>,
    /// Whether it was raised on an earlier revision than the one of the call.
    #[serde(skip)]
    on_earlier: bool,
}

/// Every objection and comment: those first that must be closed before a decision.
pub(crate) fn lines(moments: &TallyInputs, tally: &Tally, stage: Stage) -> Vec<ObjectionLine> {
    let now = match stage {
        Stage::Decided(..) => None,
        _ => Some(tally.now),
    };
    let objections = tally.objections.iter();
    let lines = objections.map(|followed| line(moments, tally, now, followed));
    let mut lines: Vec<ObjectionLine> = lines.collect();
    lines.sort_by_key(|line| !line.blocking);
    lines
}

fn line(
    moments: &TallyInputs,
    tally: &Tally,
    now: Option<Instant>,
    followed: &TrackedObjection,
) -> ObjectionLine {
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
        status: followed.state,
        on_earlier: objection.on.is_some_and(|on| on < tally.revision),
        since: handled.map(|at| match now {
            Some(now) => from_now(at, now),
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

/// The objections as a table; nothing where there are none.
pub(crate) fn page(lines: &[ObjectionLine]) -> Page {
    match lines {
        [] => Page::new(),
        lines => Page::new().table(table(lines)).gap(),
    }
}

fn table(lines: &[ObjectionLine]) -> Rows<&ObjectionLine> {
    let table = Table::of(lines)
        .words("Objection", DropPriority::Always, |line| &line.id)
        .sentences("About", DropPriority::Normal, |line| &line.about)
        .sentences("Status", DropPriority::Always, ObjectionLine::status)
        .words("Last change", DropPriority::Normal, |line| {
            line.since.as_ref()
        });
    match lines.iter().any(|line| !line.joined_by.is_empty()) {
        true => table.words("Joined by", DropPriority::Normal, ObjectionLine::joined),
        false => table,
    }
}

impl ObjectionLine {
    /// Whether it must be closed before a decision.
    pub(super) fn is_blocking(&self) -> bool {
        self.blocking && self.on_roster
    }

    /// An open objection in the headline, with what it waits for; nothing where it is closed.
    pub(super) fn as_open(&self) -> Option<String> {
        let id = &self.id;
        match self.status {
            _ if !self.is_blocking() => None,
            ObjectionState::Open => Some(format!("{id} (no response)")),
            ObjectionState::Answered => Some(format!("{id} (response given, no reply)")),
            ObjectionState::Maintained => Some(format!("{id} (maintained by its objector)")),
            ObjectionState::Satisfied | ObjectionState::Withdrawn | ObjectionState::Disposed(_) => {
                None
            }
        }
    }

    fn status(&self) -> StyledText {
        let words = match (self.status, self.blocking) {
            (ObjectionState::Open, true) => Style::Bad.on("open, NO RESPONSE"),
            (_, true) => StyledText::from(self.words()),
            (_, false) => StyledText::from(format!("comment, {}", self.words())),
        };
        let raised = match (self.on_earlier, self.on) {
            (true, Some(on)) => format!(", raised on {on}"),
            _ => String::new(),
        };
        let late = if self.late { ", late" } else { "" };
        let stranger = match self.on_roster {
            true => "",
            false => ", not counted (not a participant)",
        };
        words.then(raised).then(late).then(stranger)
    }

    /// The state in words; with the waiting time if it waits for a reply, and with the
    /// original if it is a duplicate.
    fn words(&self) -> String {
        match (self.status, &self.original, &self.since) {
            (ObjectionState::Disposed(_), Some(original), _) => {
                format!("{} of {original}", self.state)
            }
            (ObjectionState::Answered, _, Some(since)) => format!("response {since}, no reply yet"),
            (ObjectionState::Answered, _, None) => "response given, no reply yet".to_owned(),
            (ObjectionState::Maintained, _, _) => "maintained".to_owned(),
            (ObjectionState::Satisfied, _, _) => "satisfied".to_owned(),
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

//! Names the people of a call: who has not answered, whose answer is on an earlier revision, who
//! announced an answer, who objects, who is not counted and why.

use serde::Serialize;

use crate::record::path::Owner;
use crate::register::tally_inputs::TallyInputs;
use crate::render::grid::{DropPriority, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::Page;
use crate::report::who::{Names, NotCountedFile, Unanswered, with_id};
use crate::report::words;
use crate::tally::Tally;
use crate::tally::count_positions::UnitName;
use crate::tally::criterion::{Answer, Unit};
use crate::tally::reason::NotCountedReason;
use crate::tally::voice::Voice;
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::id::{GroupId, ObjectionId, ParticipantId, ProposalId, RevisionName};
use crate::value::sentence::first_of;

/// The most files that are shown where not everybody is named.
const SHOWN: usize = 5;

/// The people of a call.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct People {
    not_answered: Vec<Unanswered>,
    earlier_revision: Vec<OnEarlier>,
    answer_pending: Vec<Pending>,
    /// The same under the name that it had first.
    holds: Vec<Pending>,
    objectors: Vec<Objector>,
    not_counted: Vec<NotCountedFile>,
    electorate: Vec<Seated>,
}

/// Somebody whose answer was given on an earlier revision.
#[derive(Debug, Clone, Serialize)]
struct OnEarlier {
    by: String,
    name: Option<String>,
    position: Option<String>,
    on: Option<RevisionName>,
    /// Whether it is counted all the same.
    counted: bool,
}

/// Somebody who announced an answer.
#[derive(Debug, Clone, Serialize)]
struct Pending {
    by: String,
    name: Option<String>,
    until: Option<Instant>,
    expired: bool,
}

/// Somebody with an open objection.
#[derive(Debug, Clone, Serialize)]
struct Objector {
    by: ParticipantId,
    name: Option<String>,
    objections: Vec<ObjectionId>,
}

/// A seat, a group or an organisation that is counted, with its answer.
#[derive(Debug, Clone, Serialize)]
struct Seated {
    unit: String,
    name: Option<String>,
    groups: Vec<GroupId>,
    /// The position; none where no answer is counted.
    answer: Option<String>,
    /// Who gave it, where that is not the unit itself.
    given_by: Option<String>,
    voice: Option<Voice>,
    #[serde(skip)]
    in_words: String,
}

impl People {
    pub(super) fn of(moments: &TallyInputs, tally: &Tally) -> Self {
        let names = Names::of(moments);
        let not_answered = Unanswered::known(tally, moments, &names);
        let mut not_counted = NotCountedFile::all(tally);
        not_counted.iter_mut().for_each(|each| each.named(&names));
        let units = tally.ballot.units.iter();
        let seated = |unit: &Unit| {
            let missing = not_answered.iter().find(|each| each.id() == unit.name);
            Seated::of(unit, tally, &names).asked(missing)
        };
        let electorate = units.map(seated).collect();
        let pending = pending(moments, tally, &names);
        Self {
            electorate,
            holds: pending.clone(),
            answer_pending: pending,
            not_answered,
            not_counted,
            earlier_revision: on_earlier(moments, tally, &names),
            objectors: objectors(tally, &names),
        }
    }

    /// Who announced an answer; nothing where nobody did.
    pub(super) fn pending_in_words(&self) -> String {
        let coming = self.answer_pending.iter().filter(|each| !each.expired);
        let coming: Vec<String> = coming
            .map(|each| match each.until {
                Some(until) => format!("{} (until {})", each.by, until.long()),
                None => each.by.clone(),
            })
            .collect();
        match coming.is_empty() {
            true => String::new(),
            false => format!(
                "Answer pending: {}.",
                first_of(coming.iter().map(String::as_str))
            ),
        }
    }

    /// How many of those without an answer were asked how often; nothing where no letters are recorded.
    pub(super) fn asked_in_words(&self) -> String {
        let asked = self.not_answered.iter().filter_map(|each| each.asked);
        let times: Vec<usize> = asked.map(|asked| asked.times).collect();
        let of = |said: &str, fits: fn(&usize) -> bool| {
            let count = times.iter().filter(|n| fits(n)).count();
            (count > 0).then(|| format!("{count} {said}"))
        };
        let said = words::joined(
            [
                of("asked several times", |n| *n > 1),
                of("asked once", |n| *n == 1),
                of("never asked", |n| *n == 0),
            ],
            ", ",
        );
        match said.is_empty() {
            true => said,
            false => format!("Letters to those without an answer: {said}."),
        }
    }

    /// Whose answers are on an earlier revision.
    pub(super) fn expired_page(&self) -> Page {
        let line = |counted: bool| {
            let all = self
                .earlier_revision
                .iter()
                .filter(|each| each.counted == counted);
            let all: Vec<String> = all.map(OnEarlier::in_words).collect();
            let listed = first_of(all.iter().map(String::as_str));
            match (all.is_empty(), counted) {
                (true, _) => StyledText::default(),
                (false, true) => Style::Attention.on(format!(
                    "Given on an earlier revision, still counted: {listed}."
                )),
                (false, false) => Style::Attention.on(format!(
                    "Given on an earlier revision, no longer counted: {listed}."
                )),
            }
        };
        Page::new().line(line(true)).line(line(false))
    }

    /// Whose positions are not counted: the first of them, and where all are.
    pub(super) fn not_counted_page(&self, proposal: &ProposalId) -> Page {
        let all = self.not_counted.as_slice();
        if all.is_empty() {
            return Page::new();
        }
        let more = all.len().saturating_sub(SHOWN);
        let command = Command::new("status").with(proposal).with("--who");
        let more = (more > 0).then(|| format!("and {more} more: {command}"));
        let first = all.get(..SHOWN).unwrap_or(all);
        let mut table = Table::from(NotCountedFile::table(first));
        if let Some(column) = table.columns.first_mut() {
            column.heading = format!("Not counted ({})", all.len()).into();
        }
        Page::new().table(table).lines(more).gap()
    }

    /// Everybody by name: each seat with its answer, then who is not counted and why.
    pub(super) fn page(&self) -> Page {
        let heading = format!("Everybody ({})", self.electorate.len());
        let groups = |each: &Seated| {
            let groups: Vec<&str> = each.groups.iter().map(GroupId::as_str).collect();
            groups.join(", ")
        };
        let seats = Table::of(&self.electorate)
            .sentences(heading, DropPriority::Always, |each| {
                with_id(each.name.as_deref(), &each.unit)
            })
            .sentences("group", DropPriority::Normal, groups)
            .sentences("answer", DropPriority::Always, |each| {
                each.in_words.as_str()
            });
        let uncounted = match self.not_counted.is_empty() {
            true => Page::new(),
            false => Page::new()
                .table(NotCountedFile::table(&self.not_counted))
                .gap(),
        };
        Page::new().table(seats).gap().then(uncounted)
    }
}

impl OnEarlier {
    fn in_words(&self) -> String {
        match (&self.position, self.on) {
            (Some(position), Some(on)) => format!("{} ({position} on {on})", self.by),
            (Some(position), None) => format!("{} ({position})", self.by),
            (None, _) => self.by.clone(),
        }
    }
}

impl Seated {
    /// The same with how often those were asked whose answer is missing.
    fn asked(mut self, missing: Option<&Unanswered>) -> Self {
        if let Some(asked) = missing.and_then(Unanswered::asked_in_words) {
            self.in_words = format!("{}, {asked}", self.in_words);
        }
        self
    }

    fn of(unit: &Unit, tally: &Tally, names: &Names) -> Self {
        let by_group = tally.track.count == CountUnit::Groups;
        let key = match by_group {
            true => format!("@{}", unit.name),
            false => unit.name.clone(),
        };
        let answer = match &unit.answer {
            Answer::Given(position, _) => Some(position.to_string()),
            Answer::InClass(class) => Some(class.word().to_owned()),
            Answer::Split => Some("split".to_owned()),
            Answer::Recused => {
                let mut excluded = tally.excluded.iter();
                let excluded = excluded.any(|each| *each.participant.as_str() == *unit.name);
                let why = if excluded {
                    "excluded by a chair"
                } else {
                    "recused"
                };
                Some(why.to_owned())
            }
            Answer::Silent | Answer::SilentAs(..) => None,
        };
        let mut counted = tally.canvass.counted.iter();
        let counted = counted.find(|file| match &file.unit {
            UnitName::Seat(holder) => *holder.as_str() == *unit.name,
            UnitName::Group(group) => by_group && *group.as_str() == *unit.name,
        });
        let given_by = counted.and_then(|file| match &file.owner {
            Owner::Participant(by) if *by.as_str() != *unit.name => Some(by.to_string()),
            _ => None,
        });
        let voice = tally.voices.units.get(&unit.name).copied();
        let in_words = match (&unit.answer, &answer, &given_by) {
            (Answer::SilentAs(position, _), _, _) => format!("no answer, counted as {position}"),
            (_, Some(answer), Some(by)) => format!("{answer}, given by {by}"),
            (_, Some(answer), None) => answer.clone(),
            (_, None, _) if voice == Some(Voice::Spoke) => "spoke, no counted answer".to_owned(),
            (_, None, _) => "no answer".to_owned(),
        };
        Self {
            name: names.name(&key),
            unit: unit.name.clone(),
            groups: unit.groups.clone(),
            answer,
            given_by,
            voice,
            in_words,
        }
    }
}

fn on_earlier(moments: &TallyInputs, tally: &Tally, names: &Names) -> Vec<OnEarlier> {
    let counted = tally.canvass.counted.iter().filter(|file| file.stale);
    let counted = counted.map(|file| OnEarlier {
        by: file.owner.to_string(),
        name: names.name(&file.owner),
        position: Some(file.position.to_string()),
        on: file.on,
        counted: true,
    });
    let expired = tally.canvass.set_aside.iter();
    let expired = expired.filter(|file| file.reason == NotCountedReason::Expired);
    let expired = expired.map(|file| OnEarlier {
        by: file.owner.to_string(),
        name: names.name(&file.owner),
        position: file.position.as_ref().map(ToString::to_string),
        on: moments.revision_of(&tally.proposal, &file.path),
        counted: false,
    });
    counted.chain(expired).collect()
}

/// Who announced an answer, as that was when the tally's numbers were taken.
fn pending(moments: &TallyInputs, tally: &Tally, names: &Names) -> Vec<Pending> {
    let files = tally.canvass.set_aside.iter();
    let files = files.filter(|file| file.reason == NotCountedReason::Hold);
    files
        .map(|file| {
            let folder = moments.closing().proposals.get(&tally.proposal);
            let filed = folder.and_then(|folder| folder.positions.get(&file.path));
            let said = filed.and_then(|filed| filed.position.as_ref());
            let until = said.and_then(|position| position.until);
            Pending {
                by: file.owner.to_string(),
                name: names.name(&file.owner),
                until,
                expired: until.is_none_or(|until| until <= tally.as_of),
            }
        })
        .collect()
}

fn objectors(tally: &Tally, names: &Names) -> Vec<Objector> {
    let mut all: Vec<Objector> = Vec::new();
    let open = tally
        .objections
        .iter()
        .filter(|each| each.counts() && each.is_open());
    for followed in open {
        let by = &followed.id.participant;
        match all.iter_mut().find(|each| each.by == *by) {
            Some(known) => known.objections.push(followed.id.clone()),
            None => all.push(Objector {
                by: by.clone(),
                name: names.name(by),
                objections: vec![followed.id.clone()],
            }),
        }
    }
    all
}

//! Computes the state of each objection, and which objections rules count.

use serde::Serialize as _;

use crate::record::charter::Charter;
use crate::record::handling::{Disposition, DispositionKind, Handling};
use crate::record::objection::{Objection, ObjectorReply};
use crate::record::path::Owner;
use crate::register::records::{ProposalRecords, Register};
use crate::register::tally_inputs::TallyInputs;
use crate::tally::closing::Closing;
use crate::tally::criterion::{ObjectionMark, PersonMark};
use crate::tally::electorate::{self, Electorate, Seat};
use crate::value::id::{ObjectionId, ParticipantId};

/// The state of an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObjectionState {
    /// It has no response.
    Open,
    /// It has a response, and the objector has not replied.
    Answered,
    /// The objector is satisfied with the response.
    Satisfied,
    /// The objector has read the response and keeps the objection.
    Maintained,
    /// The objector withdrew it.
    Withdrawn,
    /// A chair closed it.
    Disposed(#[serde(skip)] DispositionKind),
}

impl ObjectionState {
    /// Neither satisfied, nor withdrawn, nor closed.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            ObjectionState::Open | ObjectionState::Answered | ObjectionState::Maintained
        )
    }

    /// The state in words. Decisions and JSON have these very words.
    pub fn in_words(self) -> &'static str {
        match self {
            ObjectionState::Open => "open, no response",
            ObjectionState::Answered => "answered, no reply since",
            ObjectionState::Satisfied => "answered, satisfied",
            ObjectionState::Maintained => "answered, maintained",
            ObjectionState::Withdrawn => "withdrawn",
            ObjectionState::Disposed(value) => value.word(),
        }
    }
}

/// Writes the words of a state into JSON, which keeps the word that a disposition had before.
///
/// # Errors
/// The serializer cannot write.
pub fn word_of_json<S: serde::Serializer>(
    words: &&'static str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match DispositionKind::parse(words) {
        Some(kind) => kind.serialize(serializer),
        None => serializer.serialize_str(words),
    }
}

/// An objection or a comment with its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackedObjection {
    /// Its id.
    pub id: ObjectionId,
    /// The file that contains it.
    pub path: String,
    /// What it says.
    pub objection: Objection,
    /// What was done with it.
    pub handling: Handling,
    /// Its state.
    pub state: ObjectionState,
    /// Who joined it with their positions, and who raised or joined a duplicate of it.
    pub joined_by: Vec<ParticipantId>,
    /// The objections that ended as duplicates of it.
    pub duplicates: Vec<ObjectionId>,
    /// For a duplicate: the other objection, and its state.
    pub original: Option<(ObjectionId, ObjectionState)>,
    /// Whether its objector is on the participant list; if not, it is shown but not counted.
    pub on_roster: bool,
    /// Whether it was raised after the close. It must be closed all the same; rules count it only if a
    /// chair lets it count.
    pub late: bool,
    /// Whether a chair lets it count although it is late.
    pub admitted: bool,
}

impl TrackedObjection {
    /// Whether it must be closed before a decision: comments and objections of people who are not
    /// participants do not count.
    pub fn counts(&self) -> bool {
        self.objection.blocking && self.on_roster
    }

    /// Whether rules count it among the objections.
    pub fn is_in_rules(&self) -> bool {
        self.counts() && self.is_in_time()
    }

    /// Whether rules count it among the comments.
    pub fn is_comment_in_rules(&self) -> bool {
        !self.objection.blocking && self.on_roster && self.is_in_time()
    }

    /// Whether it was raised by the close, or a chair lets it count.
    pub fn is_in_time(&self) -> bool {
        !self.late || self.admitted
    }

    /// Neither satisfied, nor withdrawn, nor closed.
    pub fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// Open and without a response, or without one since it was reopened.
    pub fn is_unanswered(&self) -> bool {
        self.state == ObjectionState::Open
    }

    /// Neither closed nor withdrawn: its objector must still get a reason.
    pub fn is_undisposed(&self) -> bool {
        self.handling.disposition.is_none() && self.state != ObjectionState::Withdrawn
    }

    /// Not withdrawn, not satisfied, and not closed in a way that settles it.
    pub fn is_maintained(&self) -> bool {
        let ended = [
            DispositionKind::Accommodated,
            DispositionKind::Changed,
            DispositionKind::Withdrawn,
            DispositionKind::Duplicate,
        ];
        match self.state {
            ObjectionState::Withdrawn | ObjectionState::Satisfied => false,
            ObjectionState::Disposed(value) => !ended.contains(&value) && !self.was_satisfied(),
            ObjectionState::Open | ObjectionState::Answered | ObjectionState::Maintained => true,
        }
    }

    fn was_satisfied(&self) -> bool {
        self.answer() == Some(ObjectorReply::Satisfied)
    }

    /// The reply of its objector, if it is still valid.
    pub fn answer(&self) -> Option<ObjectorReply> {
        answer(&self.objection, &self.handling)
    }

    /// How it was closed.
    pub fn disposition(&self) -> Option<&Disposition> {
        self.handling.disposition.as_ref()
    }

    /// Closed as unresolved.
    pub fn is_standing(&self) -> bool {
        self.state == ObjectionState::Disposed(DispositionKind::Unresolved)
    }
}

/// Every objection and comment of a proposal, by id.
pub fn follow(
    moments: &TallyInputs,
    folder: &ProposalRecords,
    proposal: &crate::value::id::ProposalId,
) -> Vec<TrackedObjection> {
    let closing = Closing::of(moments, folder, proposal);
    let mut all: Vec<TrackedObjection> = folder
        .objections
        .iter()
        .map(|(id, raised)| {
            let handling = folder.handling.get(id).cloned().unwrap_or_default();
            let late = closing.is_raised_late(id, raised);
            TrackedObjection {
                id: id.clone(),
                path: raised.path.clone(),
                objection: raised.objection.clone(),
                state: state(&raised.objection, &handling),
                handling,
                joined_by: joined_by(folder, id),
                duplicates: Vec::new(),
                original: None,
                on_roster: roster(moments, &id.participant).is_some(),
                late,
                admitted: late && closing.admits_objection(id, raised),
            }
        })
        .collect();
    fold_duplicates(&mut all);
    all
}

/// Counts those who raised or joined a duplicate among those who joined the original, and links the
/// two.
fn fold_duplicates(all: &mut [TrackedObjection]) {
    for n in 0..all.len() {
        let Some(original) = original(all, n) else {
            continue;
        };
        let (Some(into), Some(duplicate)) = (all.get(original), all.get(n)) else {
            continue;
        };
        let whole = (into.id.clone(), into.state);
        let id = duplicate.id.clone();
        let credited: Vec<ParticipantId> = std::iter::once(&id.participant)
            .chain(&duplicate.joined_by)
            .filter(|who| **who != into.id.participant && !into.joined_by.contains(who))
            .cloned()
            .collect();
        if let Some(duplicate) = all.get_mut(n) {
            duplicate.original = Some(whole);
        }
        if let Some(into) = all.get_mut(original) {
            into.duplicates.push(id);
            into.joined_by.extend(credited);
        }
    }
}

/// The index of the objection that the one at `n` is a duplicate of: the last of a chain, `None` in a
/// circle.
fn original(all: &[TrackedObjection], n: usize) -> Option<usize> {
    let mut at = n;
    for _ in 0..all.len() {
        let here = all.get(at)?;
        if here.state != ObjectionState::Disposed(DispositionKind::Duplicate) {
            return (at != n).then_some(at);
        }
        let of = here.disposition()?.of.as_ref()?;
        at = all.iter().position(|other| other.id == *of)?;
    }
    None
}

/// The state of an objection, by its own file and its handling file.
pub fn state(objection: &Objection, handling: &Handling) -> ObjectionState {
    if objection.withdrawn {
        return ObjectionState::Withdrawn;
    }
    if let Some(disposition) = &handling.disposition {
        return ObjectionState::Disposed(disposition.value);
    }
    let answered = handling.fresh_responses().next().is_some();
    match (answered, answer(objection, handling)) {
        (_, Some(ObjectorReply::Satisfied)) => ObjectionState::Satisfied,
        (true, Some(ObjectorReply::Maintained)) => ObjectionState::Maintained,
        (true, None) => ObjectionState::Answered,
        (false, _) => ObjectionState::Open,
    }
}

/// The reply of an objector to the responses. After an objection was reopened, only a later reply counts.
/// A reply without a date was given before.
fn answer(objection: &Objection, handling: &Handling) -> Option<ObjectorReply> {
    let later = match (handling.reopened(), objection.answer_at) {
        (None, _) => true,
        (Some(reopened), Some(said)) => said > reopened,
        (Some(_), None) => false,
    };
    objection.answer.filter(|_| later)
}

fn joined_by(folder: &ProposalRecords, id: &ObjectionId) -> Vec<ParticipantId> {
    let joins = folder
        .positions
        .values()
        .filter_map(|file| match (&file.owner, &file.position) {
            (Owner::Participant(by), Some(position)) if position.joins.contains(id) => {
                Some(by.clone())
            }
            _ => None,
        });
    joins.filter(|by| !position_withdrawn(folder, by)).collect()
}

fn position_withdrawn(folder: &ProposalRecords, by: &ParticipantId) -> bool {
    let file = folder.position_of(&Owner::Participant(by.clone()));
    file.and_then(|(_, file)| file.position.as_ref())
        .is_some_and(|position| position.withdrawn)
}

/// The register whose participant list has the objector: the one fixed at opening, else the one asked
/// for, because a participant who came during a call can object, too.
pub(super) fn roster<'m>(moments: &'m TallyInputs, who: &ParticipantId) -> Option<&'m Register> {
    [moments.frozen(), &moments.asked]
        .into_iter()
        .find(|register| register.participant(who).is_some())
}

/// The objections or comments that rules count, as rules need them.
pub(crate) fn marks(
    moments: &TallyInputs,
    electorate: &Electorate,
    all: &[TrackedObjection],
    wanted: impl Fn(&TrackedObjection) -> bool,
) -> Vec<ObjectionMark> {
    let wanted = all.iter().filter(|followed| wanted(followed));
    wanted.map(|f| mark(moments, electorate, f)).collect()
}

/// The place of the objector, and the state of the objection.
pub(crate) fn mark(
    moments: &TallyInputs,
    electorate: &Electorate,
    followed: &TrackedObjection,
) -> ObjectionMark {
    let by = &followed.id.participant;
    let person = person(moments, electorate, by);
    ObjectionMark {
        holder: electorate.seat_of(by).map(|seat| seat.holder.clone()),
        joined_by: followed.joined_by.clone(),
        groups: person.groups,
        houses: person.houses,
        regions: person.regions,
        affiliations: person.affiliations,
        own: person.own,
        open: followed.is_open(),
        unanswered: followed.is_unanswered(),
        undisposed: followed.is_undisposed(),
        maintained: followed.is_maintained(),
        standing: followed.is_standing(),
    }
}

/// A participant with their places, who has said nothing and was not asked.
pub(crate) fn person(
    moments: &TallyInputs,
    electorate: &Electorate,
    id: &ParticipantId,
) -> PersonMark {
    let charter = moments.frozen().charter.as_deref();
    person_of(charter, roster(moments, id), electorate, id)
}

/// The same by one charter and one participant list.
pub(crate) fn person_of(
    charter: Option<&Charter>,
    register: Option<&Register>,
    electorate: &Electorate,
    id: &ParticipantId,
) -> PersonMark {
    let who = register.and_then(|register| register.participant(id));
    let seat = electorate.seat_of(id);
    let own = || who.map(|who| who.group.clone()).into_iter().collect();
    let groups: Vec<_> = seat.map_or_else(own, |seat| seat.groups.clone());
    let houses = groups
        .iter()
        .filter_map(|group| charter?.group(group)?.house.clone());
    let region = who.and_then(|who| who.region.clone());
    let affiliation = who.and_then(|who| who.affiliation.as_deref());
    let family = affiliation.map(|name| electorate.families.family(name));
    let family = family.or_else(|| seat.map(Seat::own_family));
    let own_places = who.map(|who| electorate::own_places(charter, who));
    PersonMark {
        id: id.clone(),
        houses: houses.collect(),
        groups,
        regions: region.into_iter().collect(),
        affiliations: family.into_iter().collect(),
        own: own_places.unwrap_or_default(),
        spoke: false,
        asked: false,
    }
}

#[cfg(test)]
mod tests {
    use super::{ObjectionState, state};
    use crate::record::handling::Handling;
    use crate::record::objection::Objection;

    fn state_of(answer: &str, handling: &str) -> ObjectionState {
        let text = format!("about = 'a'\nproblem = 'p'\nresolve = 'r'\n{answer}");
        let objection = Objection::read("", text.as_bytes()).unwrap();
        state(
            &objection,
            &Handling::read("", handling.as_bytes()).unwrap(),
        )
    }

    fn response(day: u32) -> String {
        format!("[[response]]\nby = 'a'\nat = 2026-05-{day:02}T00:00:00Z\ntext = 't'\n")
    }

    fn reopening(day: u32) -> String {
        let act = format!("[[reopening]]\nby = 'a'\nat = 2026-05-{day:02}T00:00:00Z\n");
        format!("{act}reason = 'r'\nevidence = 'e'\n")
    }

    #[test]
    fn what_was_said_before_a_reopening_says_nothing_since() {
        let undated = "answer = 'satisfied'";
        let on =
            |day: u32| format!("answer = 'maintained'\nanswer-at = 2026-05-{day:02}T00:00:00Z");
        let once = response(1) + &reopening(3);
        let answered = response(1) + &response(4) + &reopening(3);
        let twice = answered.clone() + &reopening(5);
        for (answer, handling, expected) in [
            (undated, response(1), ObjectionState::Satisfied),
            (undated, once.clone(), ObjectionState::Open),
            (undated, answered.clone(), ObjectionState::Answered),
            (&on(2), answered.clone(), ObjectionState::Answered),
            (&on(3), answered.clone(), ObjectionState::Answered),
            (&on(5), answered.clone(), ObjectionState::Maintained),
            (&on(5), once, ObjectionState::Open),
            ("", response(3) + &reopening(3), ObjectionState::Open),
            ("", answered, ObjectionState::Answered),
            (&on(4), twice, ObjectionState::Open),
        ] {
            assert_eq!(
                state_of(answer, &handling),
                expected,
                "{answer}\n{handling}"
            );
        }
    }
}

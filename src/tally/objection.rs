//! The states of objections, computed and never typed, and which of them rules count.

use crate::record::handling::{Disposition, Handling, Response, Value};
use crate::record::objection::{Answer, Objection};
use crate::record::path::Owner;
use crate::register::freeze::Moments;
use crate::register::records::{Folder, Register};
use crate::tally::criterion::ObjectionMark;
use crate::tally::electorate::Electorate;
use crate::value::id::{ObjectionId, ParticipantId};

/// Where an objection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nobody has answered it.
    Open,
    /// It has a response; the objector has not said what they make of it.
    Answered,
    /// The objector says that the response settles it.
    Satisfied,
    /// The objector has read the response and keeps the objection.
    Maintained,
    /// The objector took it back.
    Withdrawn,
    /// A chair disposed of it.
    Disposed(#[serde(skip)] Value),
}

impl State {
    /// The state in words.
    pub fn in_words(self) -> &'static str {
        match self {
            State::Open => "open, no response",
            State::Answered => "answered, no reply since",
            State::Satisfied => "answered, satisfied",
            State::Maintained => "answered, maintained",
            State::Withdrawn => "withdrawn",
            State::Disposed(value) => value.word(),
        }
    }
}

/// An objection or a comment with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// Its id.
    pub id: ObjectionId,
    /// The file that it stands in.
    pub path: String,
    /// What it says.
    pub objection: Objection,
    /// The responses, oldest first.
    pub responses: Vec<Response>,
    /// How it ended.
    pub disposition: Option<Disposition>,
    /// Where it stands.
    pub state: State,
    /// Who joined it with their positions.
    pub joined_by: Vec<ParticipantId>,
    /// Whether its objector is on the roster; if not, it is shown and counted nowhere.
    pub on_roster: bool,
    /// Whether it landed after the close.
    pub late: bool,
}

impl Followed {
    /// Whether rules count it: comments and strangers' objections are in no count.
    pub fn counts(&self) -> bool {
        self.objection.blocking && self.on_roster
    }

    /// Neither satisfied, nor withdrawn, nor disposed of.
    pub fn is_open(&self) -> bool {
        matches!(
            self.state,
            State::Open | State::Answered | State::Maintained
        )
    }

    /// Open and without a response.
    pub fn is_unanswered(&self) -> bool {
        self.is_open() && self.responses.is_empty()
    }

    /// Without a disposition and not withdrawn: somebody still owes its objector a reason.
    pub fn is_undisposed(&self) -> bool {
        self.disposition.is_none() && self.state != State::Withdrawn
    }

    /// Not withdrawn, not satisfied, and not disposed of in a way that ends it.
    pub fn is_maintained(&self) -> bool {
        let ended = [Value::Accommodated, Value::Withdrawn, Value::Duplicate];
        match self.state {
            State::Withdrawn | State::Satisfied => false,
            State::Disposed(value) => !ended.contains(&value) && !self.was_satisfied(),
            State::Open | State::Answered | State::Maintained => true,
        }
    }

    fn was_satisfied(&self) -> bool {
        self.objection.answer == Some(Answer::Satisfied)
    }

    /// Unresolved, and on the record as such.
    pub fn is_standing(&self) -> bool {
        self.state == State::Disposed(Value::Stands)
    }
}

/// Every objection and comment of a proposal, by id.
pub fn follow(
    moments: &Moments,
    folder: &Folder,
    proposal: &crate::value::id::ProposalId,
) -> Vec<Followed> {
    let then = moments
        .closing
        .as_ref()
        .and_then(|closing| closing.proposals.get(proposal));
    folder
        .objections
        .iter()
        .map(|(id, raised)| {
            let handling = folder.handling.get(id).cloned().unwrap_or_default();
            let late = moments.closing.is_some()
                && !then.is_some_and(|then| then.objections.contains_key(id));
            Followed {
                id: id.clone(),
                path: raised.path.clone(),
                objection: raised.objection.clone(),
                state: state(&raised.objection, &handling),
                responses: handling.responses,
                disposition: handling.disposition,
                joined_by: joined_by(folder, id),
                on_roster: roster(moments, &id.participant).is_some(),
                late,
            }
        })
        .collect()
}

/// Where an objection stands, by its own file and the one of what was done with it.
pub fn state(objection: &Objection, handling: &Handling) -> State {
    if objection.withdrawn {
        return State::Withdrawn;
    }
    if let Some(disposition) = &handling.disposition {
        return State::Disposed(disposition.value);
    }
    match (handling.responses.is_empty(), objection.answer) {
        (_, Some(Answer::Satisfied)) => State::Satisfied,
        (false, Some(Answer::Maintained)) => State::Maintained,
        (false, None) => State::Answered,
        (true, _) => State::Open,
    }
}

fn joined_by(folder: &Folder, id: &ObjectionId) -> Vec<ParticipantId> {
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

fn position_withdrawn(folder: &Folder, by: &ParticipantId) -> bool {
    let file = folder.position_of(&Owner::Participant(by.clone()));
    file.and_then(|(_, file)| file.position.as_ref())
        .is_some_and(|position| position.withdrawn)
}

/// The register on whose roster an objector stands: the frozen one, else the one asked for, since
/// somebody who joined during a call may object, too.
fn roster<'m>(moments: &'m Moments, who: &ParticipantId) -> Option<&'m Register> {
    [moments.frozen(), &moments.asked]
        .into_iter()
        .find(|register| register.participant(who).is_some())
}

/// What rules see of the objections that count.
pub(crate) fn marks(
    moments: &Moments,
    electorate: &Electorate,
    all: &[Followed],
) -> Vec<ObjectionMark> {
    all.iter()
        .filter(|followed| followed.counts())
        .map(|f| mark(moments, electorate, f))
        .collect()
}

fn mark(moments: &Moments, electorate: &Electorate, followed: &Followed) -> ObjectionMark {
    let by = &followed.id.participant;
    let register = roster(moments, by);
    let who = register.and_then(|register| register.participant(by));
    let charter = moments.frozen().charter.as_ref();
    let group = who.map(|who| who.group.clone());
    let house = group
        .as_ref()
        .and_then(|group| charter?.group(group)?.house.clone());
    let region = who.and_then(|who| who.region.clone());
    let affiliation = who.and_then(|who| who.affiliation.as_deref());
    let family = affiliation.map(|name| charter.map_or(name, |charter| charter.family(name)));
    let seat = electorate.seat_of(by);
    ObjectionMark {
        groups: group.into_iter().collect(),
        houses: house.into_iter().collect(),
        regions: region.into_iter().collect(),
        affiliations: family
            .map(str::to_owned)
            .or_else(|| seat.map(|s| s.own_family()))
            .into_iter()
            .collect(),
        open: followed.is_open(),
        unanswered: followed.is_unanswered(),
        undisposed: followed.is_undisposed(),
        maintained: followed.is_maintained(),
        standing: followed.is_standing(),
    }
}

//! Decides for each position file whether it counts, and if not, for which reason. Files after the close, and files
//! for another call, are separated first.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::call::Call;
use crate::record::path::Owner;
use crate::record::position::Position;
use crate::record::proposal::Proposal;
use crate::record::track::{ExpiryRule, Track};
use crate::register::records::{PositionFile, Register};
use crate::register::tally_inputs::TallyInputs;
use crate::tally::closing::{Closing, Given, is_backed};
use crate::tally::electorate::{Electorate, Seat};
use crate::tally::exclusion::Exclusions;
use crate::tally::reason::{ByProxy, NotCountedReason, by_proxy};
use crate::value::class::{CountUnit, CountsAs};
use crate::value::id::{
    GroupId, ObjectionId, ParticipantId, PositionName, ProposalId, RevisionName, TrackId,
};

/// Whose answer a file is counted as.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitName {
    /// The seat of this participant.
    Seat(ParticipantId),
    /// This group.
    Group(GroupId),
}

impl std::fmt::Display for UnitName {
    /// The name of the file of its own answer.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            UnitName::Seat(holder) => f.write_str(holder.as_str()),
            UnitName::Group(group) => write!(f, "@{group}"),
        }
    }
}

/// A file that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Its path.
    pub path: String,
    /// Who gave it.
    pub owner: Owner,
    /// Whose answer it is.
    pub unit: UnitName,
    /// The answer.
    pub position: PositionName,
    /// What that counts as.
    pub class: CountsAs,
    /// The revision that it was given on.
    pub on: Option<RevisionName>,
    /// Whether a material revision came after that.
    pub stale: bool,
    /// The interest that its author declared with it, in their own words.
    pub interest: Option<String>,
}

/// A file that is not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UncountedPosition {
    /// Its path.
    pub path: String,
    /// Who gave it.
    pub owner: Owner,
    /// What it says, if it can be read.
    pub position: Option<PositionName>,
    /// Whether it is an answer: neither withdrawn nor pending.
    pub is_answer: bool,
    /// Why.
    pub reason: NotCountedReason,
    /// Whose answer it was meant to be.
    pub unit: Option<UnitName>,
}

/// The result for every position file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CountedPositions {
    /// The files that are counted, by path.
    pub counted: Vec<Counted>,
    /// The files that are not, by path.
    pub set_aside: Vec<UncountedPosition>,
}

impl CountedPositions {
    /// How many files were read: counted and not counted.
    pub fn read(&self) -> usize {
        self.counted.len() + self.set_aside.len()
    }

    /// How many files are not counted for each reason, in the order of reasons.
    pub fn by_reason(&self) -> BTreeMap<NotCountedReason, usize> {
        let mut reasons = BTreeMap::new();
        for file in &self.set_aside {
            *reasons.entry(file.reason).or_insert(0) += 1;
        }
        reasons
    }
}

/// Why a file is not counted, and whose answer it was meant to be.
type Aside = (NotCountedReason, Option<UnitName>);

/// Everything that is needed to decide on a file.
pub(crate) struct PositionCounter<'r> {
    pub(crate) id: &'r ProposalId,
    pub(crate) moments: &'r TallyInputs,
    pub(crate) closing: Closing<'r>,
    /// The objections that were live at the close.
    pub(crate) live: BTreeSet<&'r ObjectionId>,
    pub(crate) proposal: &'r Proposal,
    pub(crate) track: &'r Track,
    pub(crate) call: Option<&'r Call>,
    pub(crate) electorate: &'r Electorate,
    pub(crate) excluded: &'r Exclusions,
    /// The revision that the tally is about.
    pub(crate) revision: RevisionName,
}

impl UncountedPosition {
    fn of(reading: &ParsedPosition<'_>, reason: NotCountedReason, unit: Option<UnitName>) -> Self {
        let position = reading.file.position.as_ref();
        let is_answer = |position: &Position| !position.withdrawn && !position.is_pending();
        Self {
            path: reading.path.to_owned(),
            owner: reading.file.owner.clone(),
            position: position.map(|position| position.position.clone()),
            is_answer: position.is_some_and(is_answer),
            reason,
            unit,
        }
    }
}

impl<'r> PositionCounter<'r> {
    /// Decides on every file.
    pub(crate) fn canvass(&self) -> CountedPositions {
        let readings = PositionParser::of(self.readings());
        let mut canvass = CountedPositions::default();
        for reading in &readings.all {
            match self.judge(reading, &readings) {
                Ok(counted) => canvass.counted.push(counted),
                Err((reason, unit)) => canvass
                    .set_aside
                    .push(UncountedPosition::of(reading, reason, unit)),
            }
        }
        canvass
    }

    fn judge(
        &self,
        reading: &ParsedPosition<'_>,
        all: &PositionParser<'_>,
    ) -> Result<Counted, Aside> {
        if !reading.in_time {
            return Err((NotCountedReason::Late, self.whose(reading, all)));
        }
        let Some(position) = &reading.file.position else {
            return Err((NotCountedReason::Unreadable, self.unit(reading, all).ok()));
        };
        if reading.elsewhere {
            return Err(self.for_another_track(reading, all));
        }
        let unit = self.unit(reading, all)?;
        self.counted(reading, position, &unit, &all.by_proxy)
            .map_err(|reason| (reason, Some(unit)))
    }

    /// Whose answer a file is, or was meant to be.
    fn whose(&self, reading: &ParsedPosition<'_>, all: &PositionParser<'_>) -> Option<UnitName> {
        self.unit(reading, all).map_or_else(|(_, unit)| unit, Some)
    }

    /// Whose answer it was meant to be, if it was given for this call; or an earlier reason.
    fn for_another_track(&self, reading: &ParsedPosition<'_>, all: &PositionParser<'_>) -> Aside {
        match self.unit(reading, all) {
            Ok(unit) => (NotCountedReason::OtherTrack, Some(unit)),
            Err((reason, unit)) => (reason.min(NotCountedReason::OtherTrack), unit),
        }
    }

    /// Whose answer a file is, or why it does not count.
    fn unit(
        &self,
        reading: &ParsedPosition<'_>,
        all: &PositionParser<'_>,
    ) -> Result<UnitName, Aside> {
        let by_group = self.track.count == CountUnit::Groups;
        match &reading.file.owner {
            Owner::Group(group) => {
                let charter = self.moments.frozen().charter.as_ref();
                let known = charter.is_some_and(|charter| charter.group(group).is_some());
                let mut seats = self.electorate.seats.values();
                match by_group {
                    _ if !known => Err((NotCountedReason::UnknownGroup, None)),
                    false => Err((NotCountedReason::NotAUnit, None)),
                    true if seats.any(|seat| seat.groups.contains(group)) => {
                        Ok(UnitName::Group(group.clone()))
                    }
                    true => Err((NotCountedReason::NotInElectorate, None)),
                }
            }
            Owner::Participant(id) => {
                if !self.moments.frozen().participants.contains_key(id) {
                    return Err((NotCountedReason::UnknownParticipant, None));
                }
                if by_group {
                    return Err((NotCountedReason::NotAUnit, None));
                }
                self.seat(id, reading, all)
            }
        }
    }

    fn seat(
        &self,
        who: &ParticipantId,
        reading: &ParsedPosition<'_>,
        all: &PositionParser<'_>,
    ) -> Result<UnitName, Aside> {
        let seat = self
            .electorate
            .seat_of(who)
            .ok_or((NotCountedReason::NotInElectorate, None))?;
        let unit = UnitName::Seat(seat.holder.clone());
        if self.excluded.in_seat(self.electorate, who).is_some() {
            return Err((NotCountedReason::Excluded, Some(unit)));
        }
        if seat.holder != *who && !self.first_alternate(seat, reading, all) {
            return Err((NotCountedReason::Alternate, Some(unit)));
        }
        if !self.first_of_person(who, reading, all) {
            return Err((NotCountedReason::Duplicate, Some(unit)));
        }
        Ok(unit)
    }

    /// Whether the member with the seat has no file, and this is the first of its alternates' files. One of an excluded
    /// alternate is passed over.
    fn first_alternate(
        &self,
        seat: &Seat,
        reading: &ParsedPosition<'_>,
        all: &PositionParser<'_>,
    ) -> bool {
        let holder_spoke = all.of_person(&seat.holder).next().is_some();
        let alternates = seat.alternates.iter();
        let alternates = alternates.filter(|id| self.excluded.of_participant(id).is_none());
        let first = alternates
            .flat_map(|id| all.of_person(id))
            .map(|file| file.path)
            .min();
        !holder_spoke && first == Some(reading.path)
    }

    /// Whether this is the file that counts for a participant with several: the one under the present id, else the
    /// first by path.
    fn first_of_person(
        &self,
        who: &ParticipantId,
        reading: &ParsedPosition<'_>,
        all: &PositionParser<'_>,
    ) -> bool {
        let best = all
            .of_person(who)
            .min_by_key(|r| (!r.file.is_under_present_id(r.path), r.path))
            .map(|best| best.path);
        best == Some(reading.path)
    }

    fn counted(
        &self,
        reading: &ParsedPosition<'_>,
        position: &Position,
        unit: &UnitName,
        by_proxy: &ByProxy,
    ) -> Result<Counted, NotCountedReason> {
        if position.withdrawn {
            return Err(NotCountedReason::Withdrawn);
        }
        if position.is_pending() {
            return Err(NotCountedReason::Hold);
        }
        let allowed = self
            .track
            .position(&position.position)
            .ok_or(NotCountedReason::UnknownPosition)?;
        if allowed.needs_objection && !self.has_objection(&reading.file.owner, position) {
            return Err(NotCountedReason::WithoutObjection);
        }
        let proxy = position.proxy.as_ref();
        if proxy.is_some_and(|proxy| self.excluded.of_participant(proxy).is_some()) {
            return Err(NotCountedReason::Excluded);
        }
        let rule = self.track.proxies;
        let fault = |proxy| by_proxy.fault(rule, &reading.file.owner, proxy);
        if proxy.and_then(fault).is_some() {
            return Err(NotCountedReason::Proxy);
        }
        let on = self.on(reading, position)?;
        let stale = self.proposal.moved_since(on, self.revision);
        if stale && self.expires(allowed.class) {
            return Err(NotCountedReason::Expired);
        }
        Ok(Counted {
            path: reading.path.to_owned(),
            owner: reading.file.owner.clone(),
            unit: unit.clone(),
            position: position.position.clone(),
            class: allowed.class,
            on: Some(on),
            stale,
            interest: position.declared_interest().map(str::to_owned),
        })
    }

    /// The revision that a file was given on; refused if there is no such revision, or only a later one than the
    /// call's.
    fn on(
        &self,
        reading: &ParsedPosition<'_>,
        position: &Position,
    ) -> Result<RevisionName, NotCountedReason> {
        let landed = self.moments.given_on.get(reading.path).copied();
        let on = position.on.or(landed).unwrap_or(self.revision);
        let known = self.proposal.revision(on).is_some() && on <= self.revision;
        // Given without a revision, and committed after a later one: it is about this call's text only if it says so.
        known.then_some(on).ok_or(NotCountedReason::OtherRevision)
    }

    fn expires(&self, class: CountsAs) -> bool {
        match (self.track.stale, class) {
            (_, CountsAs::Recused) | (ExpiryRule::Carry, _) => false,
            (ExpiryRule::AllExpire, _) => true,
            (ExpiryRule::ForExpires, class) => class == CountsAs::For,
        }
    }

    /// Whether the answer has the objection that it needs: one that was live at the close.
    fn has_objection(&self, owner: &Owner, position: &Position) -> bool {
        // The objection of a group is only in its own file.
        let carries = matches!(owner, Owner::Group(_)) && position.carries_objection();
        carries || is_backed(self.moments.frozen(), &self.live, owner, &position.joins)
    }
}

/// One file to decide on.
pub(super) struct ParsedPosition<'r> {
    pub(super) path: &'r str,
    pub(super) file: &'r PositionFile,
    pub(super) in_time: bool,
    /// Whether it was given for a call on another track.
    pub(super) elsewhere: bool,
}

/// The files to decide on, and which of those before the close belong to each participant.
struct PositionParser<'r> {
    all: Vec<ParsedPosition<'r>>,
    /// Who answers for whom, in those files.
    by_proxy: ByProxy,
    by_person: BTreeMap<&'r ParticipantId, Vec<usize>>,
}

impl<'r> PositionParser<'r> {
    fn of(all: Vec<ParsedPosition<'r>>) -> Self {
        let mut by_person: BTreeMap<&ParticipantId, Vec<usize>> = BTreeMap::new();
        let here = all.iter().enumerate();
        let here = here.filter(|(_, reading)| reading.in_time && !reading.elsewhere);
        for (n, reading) in here.clone() {
            if let Owner::Participant(id) = &reading.file.owner {
                by_person.entry(id).or_default().push(n);
            }
        }
        let given = here.filter_map(|(_, reading)| by_proxy(reading.file));
        Self {
            by_proxy: ByProxy::of(given),
            all,
            by_person,
        }
    }

    /// The files of this participant before the close.
    fn of_person<'a>(
        &'a self,
        person: &ParticipantId,
    ) -> impl Iterator<Item = &'a ParsedPosition<'r>> {
        let places = self.by_person.get(person).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|n| self.all.get(*n))
    }
}

impl<'r> PositionCounter<'r> {
    /// The files before the close, and those that changed after it.
    fn readings(&self) -> Vec<ParsedPosition<'r>> {
        let reading = |given: Given<'r>| ParsedPosition {
            path: given.path,
            file: given.file,
            in_time: given.in_time,
            elsewhere: self.is_elsewhere(given.register, given.path, given.file),
        };
        self.closing.positions().into_iter().map(reading).collect()
    }

    /// Whether a file was given for a call on another track. One that names no track was given for the proposal's own;
    /// or for this call, if it changed since the opening. Without history, only the file itself can tell.
    fn is_elsewhere(&self, register: &Register, path: &str, file: &PositionFile) -> bool {
        let said = file.position.as_ref().and_then(|p| p.track.as_ref());
        match said {
            Some(track) => *track != self.track.id,
            None if *self.own_track() == self.track.id => false,
            None => {
                let has_history = self.call.is_some_and(|call| call.frozen.is_some());
                !has_history || register.bytes(path) == self.moments.frozen().bytes(path)
            }
        }
    }

    /// The proposal's own track, as fixed at opening.
    fn own_track(&self) -> &TrackId {
        let then = self.moments.frozen().proposals.get(self.id);
        let then = then.and_then(|folder| folder.proposal.as_ref());
        &then.unwrap_or(self.proposal).track
    }
}

//! Collects what judging a row needs to know about the register and the table: about the participant list
//! for every table, and about the proposal for a table of positions.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, DerefMut};

use crate::act::actor::Actor;
use crate::act::counted::seatless;
use crate::act::hints::checked;
use crate::act::intake::people::PeopleIndex;
use crate::act::intake::{ImportMode, ImportTable};
use crate::act::proposal_state::{charter, must_be_undecided, proposal};
use crate::act::refusal::{Reason, Refusal};
use crate::procedure::names::people;
use crate::procedure::rights::{self, About, Deed};
use crate::record::call::Call;
use crate::record::charter::Charter;
use crate::record::import_map::ImportMap;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::record::proposal::Proposal;
use crate::record::track::Track;
use crate::register::records::{PositionFile, ProposalRecords, Register};
use crate::tally::closing::live;
use crate::tally::electorate::Electorate;
use crate::value::clock::Instant;
use crate::value::command::{Command, HostingService, Placeholder};
use crate::value::id::{ObjectionId, ParticipantId, ProposalId, RevisionName, TrackId};

/// The participant list and the charter around a table.
pub(super) struct RosterContext<'r> {
    pub(super) register: &'r Register,
    pub(super) charter: &'r Charter,
    pub(super) mapping: &'r ImportMap,
    /// The hosting service of accounts that do not name one.
    pub(super) service: Option<HostingService>,
    pub(super) take: ImportMode,
    pub(super) now: Instant,
    /// Everybody whom a row can mean.
    pub(super) people: PeopleIndex<'r>,
    /// Who raises an objection in their row.
    pub(super) objectors: BTreeSet<ParticipantId>,
}

impl<'r> RosterContext<'r> {
    pub(super) fn of(
        register: &'r Register,
        mapping: &'r ImportMap,
        (take, service): (ImportMode, Option<HostingService>),
        now: Instant,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            register,
            charter: charter(register)?,
            mapping,
            service: mapping.service.or(service),
            take,
            now,
            people: PeopleIndex::of(register),
            objectors: BTreeSet::new(),
        })
    }

    /// Whether the participant list is imported as well.
    pub(super) fn takes_roster(&self) -> bool {
        self.take != ImportMode::Positions
    }
}

/// What a table is read for.
pub(super) enum Ground<'r> {
    /// For participants alone.
    Roster(RosterContext<'r>),
    /// For positions on a proposal.
    Positions(Box<ImportContext<'r>>),
}

impl<'r> Ground<'r> {
    /// The proposal, where positions are read.
    pub(super) fn positions(&self) -> Option<&ImportContext<'r>> {
        match self {
            Ground::Roster(_) => None,
            Ground::Positions(context) => Some(context),
        }
    }
}

impl<'r> Deref for Ground<'r> {
    type Target = RosterContext<'r>;

    fn deref(&self) -> &Self::Target {
        match self {
            Ground::Roster(roster) => roster,
            Ground::Positions(context) => context,
        }
    }
}

impl DerefMut for Ground<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match self {
            Ground::Roster(roster) => roster,
            Ground::Positions(context) => &mut context.roster,
        }
    }
}

impl<'r> Deref for ImportContext<'r> {
    type Target = RosterContext<'r>;

    fn deref(&self) -> &Self::Target {
        &self.roster
    }
}

/// The register around a table of positions.
pub(super) struct ImportContext<'r> {
    roster: RosterContext<'r>,
    pub(super) input: &'r ImportTable,
    pub(super) folder: &'r ProposalRecords,
    pub(super) proposal: &'r Proposal,
    pub(super) track: &'r Track,
    /// In whose name positions of others are entered.
    pub(super) relayer: ParticipantId,
    /// Who types the command.
    typist: ParticipantId,
    electorate: Electorate,
    /// The revision on which a position is given that does not say so.
    pub(super) current: Option<RevisionName>,
    /// Why no position is accepted now, where none is.
    pub(super) closed: Option<Reason>,
    /// The call that is closed and not decided, if there is one.
    over: Option<&'r Call>,
    /// The objections that a position can join.
    pub(super) live: BTreeSet<&'r ObjectionId>,
    filed: BTreeMap<&'r Owner, (&'r String, &'r PositionFile)>,
}

impl<'r> ImportContext<'r> {
    /// Who enters an answer for its owner; `None` where the owner gives it. An answer of the secretary
    /// who is named is entered by the participant who runs the command.
    pub(super) fn entered_by(&self, owner: &Owner) -> Option<&ParticipantId> {
        let names = [&self.relayer, &self.typist].into_iter();
        let mut others = names.filter(|who| *owner != Owner::Participant((*who).clone()));
        let is_typist = *owner == Owner::Participant(self.typist.clone());
        others.next().filter(|_| !is_typist)
    }

    /// Refuses an actor who cannot enter positions of others, and a register that cannot be read.
    pub(super) fn of(
        register: &'r Register,
        input: &'r ImportTable,
        actor: &Actor,
        now: Instant,
    ) -> Result<Self, Refusal> {
        let id = &input.proposal;
        let known = (input.take, input.service);
        let roster = RosterContext::of(register, &input.mapping, known, now)?;
        let charter = roster.charter;
        let (folder, read) = proposal(register, id)?;
        let relayer = relayer(register, input, actor)?;
        let call = folder.undecided_call();
        let of_call = folder.current_call().map(|(_, call)| &call.track);
        let fixed = call.and_then(|(_, call)| register.charter_of(call));
        let track = fixed
            .unwrap_or(charter)
            .track(of_call.unwrap_or(&read.track))
            .ok_or_else(|| {
                Refusal::rules(
                    format!("\"{}\" is not a track of the charter", read.track),
                    checked(),
                )
            })?;
        let taken = must_be_undecided(folder, id).and_then(|()| in_time(id, call, now));
        let latest = read.latest().map(|revision| revision.name);
        let current = call.map(|(_, call)| call.revision).or(latest);
        if let Some(unknown) = input.on.filter(|on| read.revision(*on).is_none()) {
            return Err(Refusal::usage(
                format!("{unknown} is not a revision of {id}"),
                "name another revision with --on",
            ));
        }
        let mut filed: Vec<_> = folder.positions.iter().collect();
        filed.sort_by_key(|(path, file)| file.is_under_present_id(path));
        let filed = filed.into_iter();
        Ok(Self {
            roster,
            input,
            folder,
            proposal: read,
            track,
            electorate: Electorate::of(
                charter,
                register,
                track,
                Some(call.map_or(now, |(_, call)| call.opens)),
            ),
            relayer,
            typist: actor.id.clone(),
            current,
            over: call
                .map(|(_, call)| call)
                .filter(|call| now >= call.closing()),
            closed: taken.err().and_then(|why| why.reasons.into_iter().next()),
            live: live(folder).map(|(id, _)| id).collect(),
            filed: filed
                .map(|(path, file)| (&file.owner, (path, file)))
                .collect(),
        })
    }

    /// Whether a position was received before the close of a call that is now closed, and is only
    /// entered now.
    pub(super) fn is_written_up(&self, position: &Position) -> bool {
        let received = position.received.zip(self.closes());
        received.is_some_and(|(received, closes)| received <= closes)
    }

    /// When the call that is now closed closed.
    pub(super) fn closes(&self) -> Option<Instant> {
        self.over.map(Call::closing)
    }

    /// The command that lets such positions count; without a history none is needed.
    pub(super) fn admission(&self) -> Option<String> {
        self.over.filter(|call| call.frozen.is_some()).map(|_| {
            let id = &self.input.proposal;
            Command::new("call admit")
                .with(id)
                .with("--received-in-time")
                .option("--reason", Placeholder::Reason)
                .to_string()
        })
    }

    /// The track that a position has to name: the call's, where that is not the proposal's own.
    pub(super) fn elsewhere(&self) -> Option<TrackId> {
        (self.track.id != self.proposal.track).then(|| self.track.id.clone())
    }

    /// The file with the position of an owner.
    pub(super) fn filed(&self, owner: &Owner) -> Option<(&'r String, &'r PositionFile)> {
        self.filed.get(owner).copied()
    }

    /// Why a position of `owner` is not counted, as far as the participant list says.
    pub(super) fn not_counted(&self, owner: &Owner) -> Option<String> {
        let Owner::Participant(who) = owner else {
            return None;
        };
        // Those whom the table adds have no seat yet.
        let id = &self.input.proposal;
        let is_known = self.people.is_on_roster(who);
        let place = (self.track, &self.electorate);
        let said = is_known.then(|| seatless(self.register, id, place, who))?;
        said.map(|said| said.trim_end_matches('.').replacen("The ", "the ", 1))
    }

    /// The path to which the position of an owner is written.
    pub(super) fn path(&self, owner: &Owner) -> String {
        match self.filed.get(owner) {
            Some((path, _)) => (*path).clone(),
            None => self.register.path(&RecordPath::Position(
                self.input.proposal.clone(),
                owner.clone(),
            )),
        }
    }
}

/// After the close a position would be late and not counted, so it is refused.
fn in_time(id: &ProposalId, call: Option<(u32, &Call)>, now: Instant) -> Result<(), Refusal> {
    let Some((n, call)) = call.filter(|(_, call)| !call.is_open(now)) else {
        return Ok(());
    };
    if now < call.opens {
        let sentence = format!("call {n} on {id} opens on {}", call.opens.long());
        return Err(Refusal::rules(
            sentence,
            "import the table when the call is open",
        ));
    }
    let closes = call.closing().long();
    Err(Refusal::rules(
        format!("call {n} on {id} closed on {closes}: a position given now is late"),
        "if it was received before, say so in the column \"received\". A chair can then let it count",
    ))
}

/// In whose name the positions are entered: the actor, or the participant they name.
fn relayer(
    register: &Register,
    input: &ImportTable,
    actor: &Actor,
) -> Result<ParticipantId, Refusal> {
    let about = About::proposal(register, &input.proposal);
    actor.must(Deed::EnterForAnother, &about)?;
    let Some(named) = &input.relayed_by else {
        return Ok(actor.id.clone());
    };
    let id = register.known_as(named).unwrap_or(named);
    match rights::denied(Deed::EnterForAnother, &about, id) {
        None => Ok(id.clone()),
        Some(denied) => {
            let hint = format!(
                "name one of these with --relayed-by: {}",
                people(&denied.may)
            );
            Err(Refusal::rules(denied.sentence(), hint))
        }
    }
}

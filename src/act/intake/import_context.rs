//! What judging a row needs to know of the register and of the table.

use std::collections::{BTreeMap, BTreeSet};

use crate::act::actor::Actor;
use crate::act::intake::people::PeopleIndex;
use crate::act::intake::{ImportMode, ImportTable};
use crate::act::proposal_state::{charter, must_be_undecided, proposal};
use crate::act::refusal::{Reason, Refusal};
use crate::procedure::names::people;
use crate::procedure::rights::{self, About, Deed};
use crate::record::call::Call;
use crate::record::charter::Charter;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::record::proposal::Proposal;
use crate::record::track::Track;
use crate::register::records::{PositionFile, ProposalRecords, Register};
use crate::tally::closing::live;
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId, RevisionName, TrackId};

/// The register around the table.
pub(super) struct ImportContext<'r> {
    pub(super) register: &'r Register,
    pub(super) input: &'r ImportTable,
    pub(super) charter: &'r Charter,
    pub(super) folder: &'r ProposalRecords,
    pub(super) proposal: &'r Proposal,
    pub(super) track: &'r Track,
    pub(super) now: Instant,
    /// Whose name stands under what is typed for others.
    pub(super) relayer: ParticipantId,
    /// Who types the command.
    typist: ParticipantId,
    /// The revision on which a position is given that does not say so.
    pub(super) current: Option<RevisionName>,
    /// Why no position is taken now, where none is.
    pub(super) closed: Option<Reason>,
    /// The call that is over and not decided, if there is one.
    over: Option<&'r Call>,
    /// The objections that a position can rest on.
    pub(super) live: BTreeSet<&'r ObjectionId>,
    /// Everybody whom a row may mean.
    pub(super) people: PeopleIndex<'r>,
    /// Who raises an objection in their row.
    pub(super) objectors: BTreeSet<ParticipantId>,
    filed: BTreeMap<&'r Owner, (&'r String, &'r PositionFile)>,
}

impl<'r> ImportContext<'r> {
    /// Who enters an answer for its owner; `None` where the owner gives it. What names the relayer
    /// as its owner is entered by who types it.
    pub(super) fn entered_by(&self, owner: &Owner) -> Option<&ParticipantId> {
        let names = [&self.relayer, &self.typist].into_iter();
        let mut others = names.filter(|who| *owner != Owner::Participant((*who).clone()));
        let is_typist = *owner == Owner::Participant(self.typist.clone());
        others.next().filter(|_| !is_typist)
    }

    /// Refuses who may not relay, and a register that cannot be read.
    pub(super) fn of(
        register: &'r Register,
        input: &'r ImportTable,
        actor: &Actor,
        now: Instant,
    ) -> Result<Self, Refusal> {
        let id = &input.proposal;
        let charter = charter(register)?;
        let (folder, read) = proposal(register, id)?;
        let relayer = relayer(register, input, actor)?;
        let call = folder.undecided_call();
        let of_call = folder.current_call().map(|(_, call)| &call.track);
        let track = charter
            .track(of_call.unwrap_or(&read.track))
            .ok_or_else(|| {
                Refusal::rules(
                    format!("the charter has no track {}", read.track),
                    "plenary check",
                )
            })?;
        let taken = must_be_undecided(folder, id).and_then(|()| in_time(id, call, now));
        let latest = read.latest().map(|revision| revision.name);
        let current = call.map(|(_, call)| call.revision).or(latest);
        if let Some(unknown) = input.on.filter(|on| read.revision(*on).is_none()) {
            return Err(Refusal::usage(
                format!("{id} has no revision {unknown}"),
                "--on REVISION",
            ));
        }
        let mut filed: Vec<_> = folder.positions.iter().collect();
        filed.sort_by_key(|(path, file)| file.is_under_present_id(path));
        let filed = filed.into_iter();
        Ok(Self {
            register,
            input,
            charter,
            folder,
            proposal: read,
            track,
            now,
            relayer,
            typist: actor.id.clone(),
            current,
            over: call
                .map(|(_, call)| call)
                .filter(|call| now >= call.closing()),
            closed: taken.err().and_then(|why| why.reasons.into_iter().next()),
            people: PeopleIndex::of(register),
            objectors: BTreeSet::new(),
            live: live(folder).map(|(id, _)| id).collect(),
            filed: filed
                .map(|(path, file)| (&file.owner, (path, file)))
                .collect(),
        })
    }

    /// Whether a position was received by the close of a call that is over, and is only written
    /// down now.
    pub(super) fn is_written_up(&self, position: &Position) -> bool {
        let closes = self.over.map(Call::closing);
        let received = position.received.zip(closes);
        received.is_some_and(|(received, closes)| received <= closes)
    }

    /// What has to be done so that such positions count: without a history, nothing.
    pub(super) fn admission(&self) -> Option<String> {
        self.over.filter(|call| call.frozen.is_some()).map(|_| {
            let id = &self.input.proposal;
            format!("plenary call admit {id} --received-in-time --reason \"…\"")
        })
    }

    /// Whether the roster is brought in as well.
    pub(super) fn takes_roster(&self) -> bool {
        self.input.take == ImportMode::PositionsAndRoster
    }

    /// The track that a position has to name: the call's, where that is not the proposal's own.
    pub(super) fn elsewhere(&self) -> Option<TrackId> {
        (self.track.id != self.proposal.track).then(|| self.track.id.clone())
    }

    /// The file that somebody's position stands in.
    pub(super) fn filed(&self, owner: &Owner) -> Option<(&'r String, &'r PositionFile)> {
        self.filed.get(owner).copied()
    }

    /// The file that somebody's position is written to.
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

/// After the close a position would be set aside as late, so it is not taken.
fn in_time(id: &ProposalId, call: Option<(u32, &Call)>, now: Instant) -> Result<(), Refusal> {
    let Some((n, call)) = call.filter(|(_, call)| !call.is_open(now)) else {
        return Ok(());
    };
    if now < call.opens {
        let sentence = format!("call {n} on {id} opens only at {}", call.opens);
        return Err(Refusal::rules(
            sentence,
            "bring the table in again when it is open",
        ));
    }
    let closes = call.closing();
    Err(Refusal::rules(
        format!("call {n} on {id} closed at {closes}, and a position given now would be late"),
        "a position that says that it was received by then is taken, and a chair may admit it",
    ))
}

/// Who is noted as having typed the positions: the actor, or whom they name.
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
            let others = people(&denied.may);
            let hint = format!("--relayed-by {others}");
            Err(Refusal::rules(denied.sentence(), hint))
        }
    }
}

//! Gives, changes or withdraws a position.

use crate::act::actor::{Actor, known};
use crate::act::answer::{governing, meant};
use crate::act::hints::{raise, status};
use crate::act::proposal_state::{charter, entry, listed, maybe_said, must_be_undecided, proposal};
use crate::act::refusal::Refusal;
use crate::procedure::rights::{About, Deed};
use crate::record::call::Call;
use crate::record::edit::Edit;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::{FurtherWords, OF_THE_ANSWER, OF_THE_GIVING, Position, is_pending};
use crate::record::track::Track;
use crate::register::entry::PendingCommit;
use crate::register::records::{ProposalRecords, Register};
use crate::tally::closing::{is_backed, live};
use crate::tally::reason::{ByProxy, by_proxy};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::{
    GroupId, ObjectionId, ParticipantId, PositionName, ProposalId, RevisionName, TrackId,
};
use crate::value::sentence::any_of;

/// Whose position is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnBehalfOf {
    /// The actor's own.
    Oneself,
    /// That of another participant, who gave it elsewhere.
    Participant(ParticipantId),
    /// A group's, by its representative.
    Group(GroupId),
}

/// With whose authority it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// That of its owner: they gave it, even if another participant enters it.
    Own,
    /// The actor's, as a proxy.
    Proxy,
}

/// What is done to the position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PositionValue {
    /// It is given.
    Given(PositionName),
    /// It is withdrawn.
    Withdrawn,
}

/// A position to be recorded.
#[derive(Debug, Clone)]
pub struct GivePosition {
    /// The owner.
    pub of: OnBehalfOf,
    /// With whose authority it is given.
    pub authority: Authority,
    /// The answer.
    pub answer: PositionValue,
    /// When the answer is due, where it is pending.
    pub until: Option<Instant>,
    /// The revision that was read; the one that the call is about, where none is given.
    pub on: Option<RevisionName>,
    /// Why.
    pub reason: Option<String>,
    /// A conflict of interest.
    pub interest: Option<String>,
    /// Objections of others that it supports.
    pub joins: Vec<ObjectionId>,
    /// When it was received, where it is entered for another participant.
    pub received: Option<Instant>,
    /// Where that can be seen.
    pub evidence: Option<String>,
}

/// Writes a position file, or edits the existing one.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where the track has no such position,
/// where the call is closed, and where the position lacks an objection that it needs.
pub fn position(
    register: &Register,
    id: &ProposalId,
    input: &GivePosition,
    actor: &Actor,
    now: Instant,
) -> Result<PendingCommit, Refusal> {
    let (folder, read) = proposal(register, id)?;
    must_be_undecided(folder, id)?;
    let owner = owner(register, id, input, actor)?;
    let call = folder.undecided_call();
    let track = governing(register, folder, read)?;
    let governing = call.map_or(&read.track, |(_, call)| &call.track);
    must_be_allowed(track, (id, folder), input, &owner, actor)?;
    must_end_if_held(input, now)?;
    if let (PositionValue::Given(name), Some(track)) = (&input.answer, track) {
        meant(track, name.as_str())?;
        must_have_objection(register, track, name, (id, folder), input, &owner)?;
    }
    let elsewhere = Some(governing).filter(|track| **track != read.track);
    let current = call.map(|(_, call)| call.revision);
    let on = input
        .on
        .or(current)
        .or(read.latest().map(|revision| revision.name));
    if let Some(unknown) = on.filter(|on| read.revision(*on).is_none()) {
        let known = listed(read.revisions.iter().map(|revision| revision.name));
        return Err(Refusal::usage(
            format!("{unknown} is not a revision of {id}"),
            format!("revisions: {known}"),
        ));
    }
    if let (Some(on), Some((n, call))) = (on, call)
        && on > call.revision
    {
        let sentence = format!(
            "{on} is later than {}, the revision of call {n} on {id}",
            call.revision
        );
        let hint = format!("leave out --on, or use --on {}", call.revision);
        return Err(Refusal::rules(sentence, hint));
    }
    must_be_in_time(id, input, call, now)?;
    let filed = folder.position_of(&owner);
    let path = match filed {
        Some((path, _)) => path.clone(),
        None => register.path(&RecordPath::Position(id.clone(), owner.clone())),
    };
    let old = register.bytes(&path).and_then(Edit::open);
    let text = match (&input.answer, old) {
        (PositionValue::Withdrawn, None) => {
            let sentence = format!("{owner} has no position on {id} to withdraw");
            return Err(Refusal::usage(sentence, status(id)));
        }
        (PositionValue::Withdrawn, Some(mut edit)) => {
            let mut sheet = crate::record::canonical_toml::CanonicalToml::new();
            let relays = matches!(&input.of, OnBehalfOf::Participant(who) if *who != actor.id);
            sheet
                .maybe_text("track", elsewhere.map(TrackId::as_str))
                .maybe_text("relayed-by", relays.then(|| actor.id.as_str()))
                .maybe_instant("received", input.received)
                .maybe_text("evidence", input.evidence.as_deref())
                .flag("withdrawn", true);
            edit.set(sheet);
            edit.finish()
        }
        (PositionValue::Given(name), old) => {
            let before = filed.and_then(|(_, file)| file.position.as_ref());
            let old = old.map(|old| cleared(old, before, name));
            let position = said_so(input, name, on, elsewhere, actor)?;
            match old {
                None => position.sheet().finish().into_bytes(),
                Some(mut edit) => {
                    edit.set(position.sheet());
                    edit.finish()
                }
            }
        }
    };
    let subject = match input.answer {
        PositionValue::Withdrawn => format!("Withdraw the position of {owner} on {id}"),
        PositionValue::Given(_) => format!("Give the position of {owner} on {id}"),
    };
    Ok(entry(
        [(path, text)],
        subject,
        &[
            ("Proposal", &id),
            ("Participant", &owner),
            ("By", &actor.id),
        ],
    ))
}

/// The position as the input has it; `elsewhere` is the track of the call where that is not the
/// proposal's own.
fn said_so(
    input: &GivePosition,
    name: &PositionName,
    on: Option<RevisionName>,
    elsewhere: Option<&TrackId>,
    actor: &Actor,
) -> Result<Position, Refusal> {
    let evidence = input.evidence.clone();
    let typed_by = |authority: Authority| {
        let other = matches!(input.of, OnBehalfOf::Participant(_)) && input.authority == authority;
        other.then(|| actor.id.clone())
    };
    let reason = maybe_said(input.reason.as_deref(), "the reason", "--reason")?;
    let further = FurtherWords {
        interest: maybe_said(input.interest.as_deref(), "the interest", "--interest")?,
        joins: input.joins.clone(),
        until: input.until,
        relayed_by: typed_by(Authority::Own),
        received: input.received,
        evidence: evidence.filter(|link| !link.trim().is_empty()),
        proxy: typed_by(Authority::Proxy),
        ..FurtherWords::default()
    };
    Ok(Position {
        track: elsewhere.cloned(),
        on,
        reason,
        further: further.into(),
        ..Position::new(name.clone())
    })
}

/// The file without what it says of the earlier answer: how that was given, and, if the new answer is
/// another one, why.
pub(crate) fn cleared(mut old: Edit, before: Option<&Position>, name: &PositionName) -> Edit {
    old.remove(OF_THE_GIVING);
    if before.is_none_or(|before| before.position != *name) {
        old.remove(OF_THE_ANSWER);
    }
    old
}

fn owner(
    register: &Register,
    proposal: &ProposalId,
    input: &GivePosition,
    actor: &Actor,
) -> Result<Owner, Refusal> {
    let charter = charter(register)?;
    match &input.of {
        OnBehalfOf::Oneself => Ok(Owner::Participant(actor.id.clone())),
        OnBehalfOf::Participant(id) if *id == actor.id => Ok(Owner::Participant(id.clone())),
        OnBehalfOf::Participant(id) => {
            let present = known(register, id)?;
            if input.authority == Authority::Own {
                let about = About::proposal(register, proposal).of(present);
                actor.must(Deed::EnterForAnother, &about)?;
            }
            Ok(Owner::Participant(present.clone()))
        }
        OnBehalfOf::Group(id) => {
            let group = charter.group(id).ok_or_else(|| {
                let ids = charter.groups.iter().map(|group| group.id.as_str());
                let hint = format!("groups: {}", any_of(ids));
                Refusal::usage(format!("\"{id}\" is not a group of the charter"), hint)
            })?;
            let about = About::proposal(register, proposal).of_group(&group.id);
            actor.must(Deed::GivePosition, &about)?;
            Ok(Owner::Group(id.clone()))
        }
    }
}

/// A position that needs an objection is refused without one, because it would not be counted.
fn must_have_objection(
    register: &Register,
    track: &Track,
    name: &PositionName,
    (id, folder): (&ProposalId, &ProposalRecords),
    input: &GivePosition,
    owner: &Owner,
) -> Result<(), Refusal> {
    if !lacks_objection(register, track, name, folder, owner, &input.joins) {
        return Ok(());
    }
    Err(Refusal::rules(
        format!("\"{name}\" needs an objection, and {owner} has none on {id}"),
        Hint::run(
            "support another objection with --joins, or raise one first",
            raise(id),
        ),
    ))
}

/// Whether a position counts only together with an objection, and has none: neither one of its
/// owner's own nor one among `joins`.
pub(crate) fn lacks_objection(
    register: &Register,
    track: &Track,
    name: &PositionName,
    folder: &ProposalRecords,
    owner: &Owner,
    joins: &[ObjectionId],
) -> bool {
    let needs = track.position(name).is_some_and(|it| it.needs_objection);
    let live = || live(folder).map(|(id, _)| id).collect();
    needs && !is_backed(register, &live(), owner, joins)
}

/// A pending answer is due at a time in the future; no other position has such a time.
fn must_end_if_held(input: &GivePosition, now: Instant) -> Result<(), Refusal> {
    let held = matches!(&input.answer, PositionValue::Given(name) if is_pending(name.as_str()));
    let flag = "say with --until when the answer is due";
    match (held, input.until) {
        (true, Some(until)) if until <= now => Err(Refusal::usage(
            format!(
                "--until is not in the future: {} (now: {})",
                until.long(),
                now.long()
            ),
            flag,
        )),
        (true, None) => Err(Refusal::usage(
            "--until is missing: a pending answer ends at a stated time",
            flag,
        )),
        (false, Some(_)) => Err(Refusal::usage(
            "--until is only allowed with a pending answer",
            "leave out --until",
        )),
        _ => Ok(()),
    }
}

/// After the close a position would be late and not counted, so it is refused. The exception is a
/// position that was received before and is only entered now: a chair can let it count.
fn must_be_in_time(
    id: &ProposalId,
    input: &GivePosition,
    call: Option<(u32, &Call)>,
    now: Instant,
) -> Result<(), Refusal> {
    let Some((n, call)) = call.filter(|(_, call)| !call.is_open(now)) else {
        return Ok(());
    };
    let closed = call.closing().long();
    let relayed =
        matches!(input.of, OnBehalfOf::Participant(_)) && input.authority == Authority::Own;
    if relayed && input.received.is_some_and(|received| received <= now) {
        return Ok(());
    }
    let hint = match relayed {
        true => "say with --received when you received it. A chair can then let it count",
        false => "tell a chair. Only a chair can let a late position count",
    };
    Err(Refusal::rules(
        format!("call {n} on {id} closed on {closed}: a position given now is late"),
        hint,
    ))
}

/// The call for which a position given at `now` would be late, where there is one. In a register that
/// is part of another project the commits do not show it, so the time of receipt does.
pub fn late_for(
    register: &Register,
    id: &ProposalId,
    input: &GivePosition,
    now: Instant,
) -> Option<u32> {
    let (n, call) = register.proposals.get(id)?.undecided_call()?;
    let in_time = |received: Instant| call.frozen.is_none() && received <= call.closing();
    (!call.is_open(now) && !input.received.is_some_and(in_time)).then_some(n)
}

/// Refuses a proxy where the track allows none, and one that would overwrite what the participant or
/// another proxy gave.
fn must_be_allowed(
    track: Option<&Track>,
    (id, folder): (&ProposalId, &ProposalRecords),
    input: &GivePosition,
    owner: &Owner,
    actor: &Actor,
) -> Result<(), Refusal> {
    if input.authority == Authority::Own {
        return Ok(());
    }
    let another = matches!(&input.of, OnBehalfOf::Participant(of) if *of != actor.id);
    if !another {
        return Err(Refusal::usage(
            "--proxy needs --for: a proxy answers for another participant",
            Hint::run(
                "to answer as a proxy",
                Command::new("position")
                    .with(id)
                    .with(Placeholder::Value)
                    .option("--for", Placeholder::Name)
                    .with("--proxy"),
            ),
        ));
    }
    if let Some(track) = track.filter(|track| !track.proxies.are_allowed()) {
        return Err(Refusal::rules(
            format!("track {} does not allow proxies", track.id),
            format!("only {owner} can answer; a secretary can enter what {owner} said"),
        ));
    }
    if let Some(track) = track {
        must_be_within_the_rule(track, folder, owner, actor)?;
    }
    let Some((path, filed)) = folder.position_of(owner) else {
        return Ok(());
    };
    let by = filed.position.as_ref().map(|there| there.proxy.as_ref());
    let sentence = match by {
        Some(Some(proxy)) if *proxy == actor.id => return Ok(()),
        Some(Some(proxy)) => {
            format!("you cannot answer for {owner} on {id}: {proxy} already did so as their proxy")
        }
        Some(None) => {
            format!("you cannot answer for {owner} on {id}: they have answered themselves")
        }
        None => format!("you cannot answer for {owner} on {id}: {path} cannot be read"),
    };
    Err(Refusal::rules(
        sentence,
        format!("only {owner} can change this position"),
    ))
}

/// Refuses a proxy who would answer for more participants than the track allows, or for a participant
/// who answers for them.
fn must_be_within_the_rule(
    track: &Track,
    folder: &ProposalRecords,
    owner: &Owner,
    actor: &Actor,
) -> Result<(), Refusal> {
    let others = folder
        .positions
        .values()
        .filter(|file| file.owner != *owner);
    let others = others.filter_map(by_proxy);
    let all = ByProxy::of(others.chain([(owner, &actor.id)]));
    match all.fault(track.proxies, owner, &actor.id) {
        None => Ok(()),
        Some(fault) => Err(Refusal::rules(
            fault.sentence(track.id.as_str(), &actor.id),
            format!("{owner} can answer, or choose another proxy"),
        )),
    }
}

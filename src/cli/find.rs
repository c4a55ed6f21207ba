//! Finds the proposal of an objection by the names of files, so that a large register need not be
//! read for it.

use crate::cli::error::Failure;
use crate::cli::name::{begins, objection_among};
use crate::git::Repository;
use crate::record::path::{Owner, RecordPath};
use crate::register::people::People;
use crate::register::snapshot::{Extent, Moment, roster_path};
use crate::session;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};

/// The objection that is typed, whole or begun, with its proposal.
pub(crate) fn objection(
    repository: &Repository,
    moment: &Moment,
    typed: &str,
) -> Result<(ProposalId, ObjectionId), Failure> {
    // Names of files say enough where the objector is filed under the present id.
    let by_name = among(repository, moment, typed, &People::default())?;
    if let Ok((proposal, id)) = by_name
        && is_present_id(repository, moment, &id.participant)?
    {
        return Ok((proposal, id));
    }
    let roster = session::register(repository, moment, &Extent::Roster)?;
    among(repository, moment, typed, &roster.people)?
}

fn is_present_id(
    repository: &Repository,
    moment: &Moment,
    who: &ParticipantId,
) -> Result<bool, Failure> {
    match moment {
        Moment::Commit(commit) => Ok(repository.file(commit, &roster_path(who))?.is_some()),
        Moment::WorkTree => Ok(false),
    }
}

/// The one of all objections that is typed, with the objectors as these people have them.
fn among(
    repository: &Repository,
    moment: &Moment,
    typed: &str,
    people: &People,
) -> Result<Result<(ProposalId, ObjectionId), Failure>, Failure> {
    // A name that somebody had when it was typed is as good as the one that they have.
    let typed = match ObjectionId::parse(typed) {
        Some(id) => people.settled(id).to_string(),
        None => typed.to_owned(),
    };
    let mut all = Vec::new();
    for path in repository.filed(moment, "objections")? {
        if let Some(Ok(RecordPath::Objection(proposal, id))) = RecordPath::identify(&path) {
            all.push((proposal, people.settled(id)));
        }
    }
    let is_whole = |id: &ObjectionId| id.to_string() == typed && !id.is_in_position();
    if !all.iter().any(|(_, id)| is_whole(id)) {
        let carried = carried(repository, moment, &typed, people, &all)?;
        all.extend(carried);
    }
    Ok(objection_among(&typed, &all))
}

/// The objections of such a name that position files carry. Only files that could be meant are
/// read.
fn carried(
    repository: &Repository,
    moment: &Moment,
    typed: &str,
    people: &People,
    filed: &[(ProposalId, ObjectionId)],
) -> Result<Vec<(ProposalId, ObjectionId)>, Failure> {
    let mut found = Vec::new();
    for path in repository.filed(moment, "positions")? {
        let Some(Ok(RecordPath::Position(proposal, Owner::Participant(by)))) =
            RecordPath::identify(&path)
        else {
            continue;
        };
        let this = (proposal, ObjectionId::in_position(&people.settled(by)));
        let meant = !typed.is_empty() && begins(typed, &this.1.to_string());
        if meant && !filed.contains(&this) && carries(repository, moment, &this, &path)? {
            found.push(this);
        }
    }
    Ok(found)
}

fn carries(
    repository: &Repository,
    moment: &Moment,
    (proposal, id): &(ProposalId, ObjectionId),
    path: &str,
) -> Result<bool, Failure> {
    use crate::record::position::Position;
    if let Moment::Commit(commit) = moment {
        let content = repository.file(commit, path)?;
        let bytes = content.as_ref().and_then(|content| content.bytes());
        let position = bytes.and_then(|bytes| Position::read(path, bytes).ok());
        return Ok(position.is_some_and(|position| position.carries_objection()));
    }
    let extent = Extent::Proposal(proposal.clone());
    let register = session::register(repository, moment, &extent)?;
    let folder = register.proposals.get(proposal);
    Ok(folder.is_some_and(|folder| folder.objections.contains_key(id)))
}

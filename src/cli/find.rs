//! Finds the proposal of an objection by the names of files, so that a large register need not be
//! read for it.

use crate::cli::error::Failure;
use crate::cli::name::objection_among;
use crate::git::Repository;
use crate::record::path::{Owner, RecordPath};
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment};
use crate::value::id::{ObjectionId, ProposalId};

/// The objection that is typed, whole or begun, with its proposal.
pub(crate) fn objection(
    repository: &Repository,
    moment: &Moment,
    typed: &str,
) -> Result<(ProposalId, ObjectionId), Failure> {
    let mut all = Vec::new();
    for path in repository.filed(moment, "objections")? {
        if let Some(Ok(RecordPath::Objection(proposal, id))) = RecordPath::identify(&path) {
            all.push((proposal, id));
        }
    }
    let is_whole = |id: &ObjectionId| id.to_string() == typed && !id.is_in_position();
    if !all.iter().any(|(_, id)| is_whole(id)) {
        let carried = carried(repository, moment, typed, &all)?;
        all.extend(carried);
    }
    objection_among(typed, &all)
}

/// The objections of such a name that position files carry. Only files that could be meant are
/// read.
fn carried(
    repository: &Repository,
    moment: &Moment,
    typed: &str,
    filed: &[(ProposalId, ObjectionId)],
) -> Result<Vec<(ProposalId, ObjectionId)>, Failure> {
    let mut found = Vec::new();
    for path in repository.filed(moment, "positions")? {
        let Some(Ok(RecordPath::Position(proposal, Owner::Participant(by)))) =
            RecordPath::identify(&path)
        else {
            continue;
        };
        let id = ObjectionId::in_position(&by);
        let this = (proposal, id);
        let meant = !typed.is_empty() && this.1.to_string().starts_with(typed);
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
    let register = Register::read(repository.snapshot(moment, &extent)?);
    let folder = register.proposals.get(proposal);
    Ok(folder.is_some_and(|folder| folder.objections.contains_key(id)))
}

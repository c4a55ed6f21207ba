//! Fetches the charters at which undecided calls are fixed: a call is judged by the rules at its opening.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::git::Repository;
use crate::record::charter::Charter;
use crate::record::path::CHARTER;
use crate::register::records::Register;
use crate::register::snapshot::Content;
use crate::session::error::Error;
use crate::value::digest::CommitId;

/// The register with those charters, where they differ from its own. A call that names a commit that is
/// not here is judged by the present charter, and another check says so.
///
/// # Errors
/// The repository cannot be read.
pub(crate) fn with_fixed<'r>(
    repository: &Repository,
    register: Cow<'r, Register>,
) -> Result<Cow<'r, Register>, Error> {
    // Where it has some, they are those of its calls.
    let fixed = match repository.has_git() && register.fixed.is_empty() {
        true => fixed(repository, &register)?,
        false => BTreeMap::new(),
    };
    if fixed.is_empty() {
        return Ok(register);
    }
    let mut register = register.into_owned();
    register.fixed = Arc::new(fixed);
    Ok(Cow::Owned(register))
}

fn fixed(
    repository: &Repository,
    register: &Register,
) -> Result<BTreeMap<CommitId, Arc<Charter>>, Error> {
    let calls = register.proposals.values();
    let undecided = calls.filter_map(|folder| folder.undecided_call()?.1.frozen.clone());
    let commits: BTreeSet<CommitId> = undecided.collect();
    let own = register.snapshot.files.get(CHARTER);
    let mut read: BTreeMap<Vec<u8>, Option<Arc<Charter>>> = BTreeMap::new();
    let mut fixed = BTreeMap::new();
    for commit in commits {
        if !repository.has_commit(&commit)? {
            continue;
        }
        let then = repository.file(&commit, CHARTER)?;
        let differs = then.filter(|then| Some(then) != own);
        let Some(bytes) = differs.as_ref().and_then(Content::bytes) else {
            continue;
        };
        let parsed = || Charter::read(CHARTER, bytes).ok().map(Arc::new);
        let charter = read.entry(bytes.to_vec()).or_insert_with(parsed);
        fixed.extend(charter.clone().map(|charter| (commit, charter)));
    }
    Ok(fixed)
}

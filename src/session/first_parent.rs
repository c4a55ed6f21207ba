//! Finds merges that make the main branch a side branch. The main branch is the line of first parents. After
//! `git pull`, the first parent of the merge is one's own commit, and all decisions name commits that
//! are no longer on that line.

use std::collections::BTreeSet;

use crate::git::{PutAside, Repository};
use crate::register::snapshot::{Extent, Moment};
use crate::session::error::Error;
use crate::session::merges::{called, found, of_merge};
use crate::session::opened::register;
use crate::value::code;
use crate::value::digest::CommitId;
use crate::value::finding::Finding;
use crate::value::hint::Hint;

/// What is wrong with the merges of a push that moves the main branch from `base` to `head`.
pub(crate) fn of_push(
    repository: &Repository,
    base: &CommitId,
    head: &CommitId,
) -> Result<Vec<Finding>, Error> {
    if let Some(finding) = side_branch(repository, base, head)? {
        return Ok(vec![finding]);
    }
    let mut findings = Vec::new();
    if !repository.is_on_line(head, base)? {
        return Ok(findings);
    }
    for landing in repository.landings(head)? {
        let landing = landing?;
        if landing.commit == *base {
            break;
        }
        let moved = repository.between(landing.parent.as_ref(), &landing.commit)?;
        let parents = repository.parents(&landing.commit)?;
        findings.extend(of_merge(repository, (&landing, parents), &moved)?);
    }
    Ok(findings)
}

/// What moving the main branch from `base` to `head` would put on a side branch.
fn side_branch(
    repository: &Repository,
    base: &CommitId,
    head: &CommitId,
) -> Result<Option<Finding>, Error> {
    let Some(aside) = repository.put_aside(head, base)? else {
        return Ok(None);
    };
    if restores(repository, base, head)? {
        return Ok(None);
    }
    let merge = called(&aside.merge);
    let sentence =
        format!("{merge} merges the main branch into another one, and would make it a side branch");
    let hint = Hint::run(
        "to put the new commits on top of the main branch instead",
        format!("git rebase {}", base.short()),
    )
    .or_run("to get newer commits in future", "git pull --rebase");
    Ok(Some(
        found(
            &aside.merge,
            (code::H308, code::H308),
            "charter.toml",
            sentence,
        )
        .hint(hint),
    ))
}

/// What pushing the branch that is checked out, with the commit `tip`, would put on a side branch. A record
/// that is written on top of it would name commits of the wrong line.
pub(crate) fn of_branch(repository: &Repository, tip: &CommitId) -> Result<Option<Finding>, Error> {
    match repository.followed_main()? {
        Some(base) if base != *tip && repository.history_complete().is_ok() => {
            side_branch(repository, &base, tip)
        }
        _ => Ok(None),
    }
}

/// Whether the line of `head` has every commit that the calls and decisions of `base` name, and the line of
/// `base` does not: then `head` restores a main branch that became a side branch.
fn restores(repository: &Repository, base: &CommitId, head: &CommitId) -> Result<bool, Error> {
    let line = |tip: &CommitId| -> Result<BTreeSet<CommitId>, Error> {
        let landings = repository.landings(tip)?;
        Ok(landings
            .map(|it| it.map(|it| it.commit))
            .collect::<Result<_, _>>()?)
    };
    let (old, new) = (line(base)?, line(head)?);
    let moment = Moment::Commit(base.clone());
    let register = register(repository, &moment, &Extent::Everything)?;
    let calls = register
        .proposals
        .values()
        .flat_map(|folder| folder.calls.values());
    let mut named = BTreeSet::new();
    for filed in calls {
        named.extend(filed.call.iter().filter_map(|call| call.frozen.clone()));
        let pins = filed.decision.iter().map(|decision| &decision.pins);
        named.extend(pins.filter_map(|pins| pins.inputs.clone()));
    }
    Ok(named.is_subset(&new) && !named.is_subset(&old))
}

/// A merge that already put a part of the history of `tip` on a side branch.
pub(crate) fn of_history(aside: &PutAside, tip: &CommitId) -> Finding {
    let (merge, last) = (called(&aside.merge), aside.aside.short());
    let sentence = format!(
        "{merge} put the main branch up to commit {last} on a side branch, and decisions name commits \
         there"
    );
    let hint = Hint::run(
        "if it was not pushed yet, put your commits on top of the main branch",
        format!("git rebase {last}"),
    )
    .or_run(
        "if it was pushed, merge again, with the old main branch first",
        format!(
            "git checkout --detach {last} && git merge --no-ff {}",
            tip.short()
        ),
    )
    .or_run("and then", "git push origin HEAD:main");
    found(
        &aside.merge,
        (code::H308, code::H308),
        "charter.toml",
        sentence,
    )
    .hint(hint)
}

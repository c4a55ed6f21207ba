//! Finds what merge commits on the main branch did that a comparison with the state before them does not
//! show.

use crate::git::Repository;
use crate::register::snapshot::{Extent, LeftOut, MainCommit, Moment, PathChange};
use crate::session::error::Error;
use crate::session::opened::register;
use crate::value::code::{self, CheckCode};
use crate::value::command::shell_word;
use crate::value::finding::{Finding, SourceLocation, Violation};
use crate::value::hint::Hint;

/// What is wrong with a commit of so many parents, which changed the files `moved` on the main branch; nothing
/// for a commit that is not a merge.
pub(crate) fn of_merge(
    repository: &Repository,
    (landing, parents): (&MainCommit, usize),
    moved: &[PathChange],
) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    if parents > 2 {
        let (commit, merged) = (called(landing), parents - 1);
        let sentence = format!("{commit} merged {merged} branches at once");
        findings.push(found(
            landing,
            (code::H304, code::H304),
            "charter.toml",
            sentence,
        ));
    }
    if parents > 1 {
        findings.extend(dropped(repository, landing, moved)?);
    }
    Ok(findings)
}

/// The records that a merge should have brought and did not.
fn dropped(
    repository: &Repository,
    landing: &MainCommit,
    moved: &[PathChange],
) -> Result<Vec<Finding>, Error> {
    let left_out = repository.left_out(&landing.commit)?;
    if left_out.is_empty() {
        return Ok(Vec::new());
    }
    let moment = Moment::Commit(landing.commit.clone());
    let people = register(repository, &moment, &Extent::Roster)?;
    let mut findings = Vec::new();
    for (path, left) in left_out {
        let Some(Ok(record)) = people.identify(&path) else {
            continue;
        };
        // A participant was renamed on one side: the record has another path now, and changed there.
        let same = |other: &PathChange| people.identify(&other.path) == Some(Ok(record.clone()));
        if moved.iter().any(|other| other.path != path && same(other)) {
            continue;
        }
        let did = match left {
            LeftOut::File => "with this record, and left it out",
            LeftOut::Change => "that changes this record, and left the change out",
            LeftOut::Words => "that changes this record, and changed it in another way",
        };
        let sentence = format!("{} merged a branch {did}", called(landing));
        let commit = landing.commit.short();
        let see = format!("git diff {commit}^1...{commit}^2 -- {}", shell_word(&path));
        let hint = Hint::run("to see what the branch changed", see);
        findings.push(found(landing, (code::H306, code::H306), &path, sentence).hint(hint));
    }
    Ok(findings)
}

/// A finding about a commit and the rule that it broke, with the command that shows it.
pub(crate) fn found(
    landing: &MainCommit,
    (code, rule): (&'static CheckCode, &'static CheckCode),
    path: &str,
    sentence: String,
) -> Finding {
    let hint = format!("to see it: git show {}", landing.commit.short());
    let mut finding = Finding::new(code, SourceLocation::file(path), sentence).hint(hint);
    let commit = landing.commit.clone();
    finding.violation = Some(Violation { commit, rule });
    finding
}

/// A commit as a sentence names it.
pub(crate) fn called(landing: &MainCommit) -> String {
    format!("commit {} of {}", landing.commit.short(), landing.at.date())
}

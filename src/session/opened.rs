//! A register opened, read at a moment, and checked.

use crate::check;
use crate::git::Repository;
use crate::register::records::{PositionFile, Register};
use crate::register::snapshot::{Extent, Moment};
use crate::session::error::Error;
use crate::session::moments::{Which, of_register};
use crate::value::clock::Instant;
use crate::value::finding::Finding;
use std::path::Path;

/// Opens the register that a folder lies in.
///
/// It is the nearest folder upwards with a `charter.toml`. A folder outside every repository can be
/// read and nothing else.
///
/// # Errors
/// There is no register, or its repository cannot be read.
///
/// ```
/// use std::path::Path;
/// use plenary::session;
///
/// let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tiny");
/// let repository = session::open(&tiny.join("proposals"))?;
/// assert!(repository.folder().is_some_and(|folder| folder.ends_with("examples/tiny")));
/// # Ok::<(), session::Error>(())
/// ```
pub fn open(folder: &Path) -> Result<Repository, Error> {
    Ok(Repository::open(folder)?)
}

/// The moment that a revision names, as git names them: `main`, `HEAD~2`, a hash. Where none is
/// named, it is the commit checked out, or the files as they lie where there is no git.
///
/// # Errors
/// The revision names no commit, or there is none yet.
///
/// ```
/// # use std::path::Path;
/// # use plenary::session;
/// # let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tiny");
/// let repository = session::open(&tiny)?;
/// assert!(session::moment(&repository, Some("no-such-branch")).is_err());
/// # Ok::<(), session::Error>(())
/// ```
pub fn moment(repository: &Repository, rev: Option<&str>) -> Result<Moment, Error> {
    Ok(match rev {
        Some(rev) => Moment::Commit(repository.resolve(rev)?),
        None => repository.present()?,
    })
}

/// The register at a moment, as far as an extent says: its records, and the findings of those that
/// cannot be read.
///
/// # Errors
/// The repository cannot be read, or lacks objects. A record with a fault is no error.
///
/// ```
/// # use std::path::Path;
/// use plenary::register::snapshot::{Extent, Moment};
/// use plenary::session;
///
/// # let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tiny");
/// let repository = session::open(&tiny)?;
/// let register = session::register(&repository, &Moment::WorkTree, &Extent::Everything)?;
/// assert_eq!(register.proposals.len(), 1);
/// # Ok::<(), session::Error>(())
/// ```
pub fn register(
    repository: &Repository,
    moment: &Moment,
    extent: &Extent,
) -> Result<Register, Error> {
    Ok(Register::read(repository.snapshot(moment, extent)?))
}

/// Every finding of a register that was read whole, in the order of places, at `now` (UTC, whole
/// seconds).
///
/// # Errors
/// The history that a call names is not here. A fault of a record is no error, but a finding.
///
/// ```
/// # use std::path::Path;
/// use plenary::register::snapshot::{Extent, Moment};
/// use plenary::session;
/// use plenary::value::clock::Instant;
///
/// # let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tiny");
/// let repository = session::open(&tiny)?;
/// let register = session::register(&repository, &Moment::WorkTree, &Extent::Everything)?;
/// let now = Instant::parse("2026-06-01T12:00:00Z").unwrap();
/// assert_eq!(session::check(&repository, &register, now)?, []);
/// # Ok::<(), session::Error>(())
/// ```
pub fn check(
    repository: &Repository,
    register: &Register,
    now: Instant,
) -> Result<Vec<Finding>, Error> {
    let mut findings = check::tree_at(register, now);
    findings.extend(received(repository, register, now)?);
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    Ok(findings)
}

/// Positions that were there at the close of a call which waits for its decision, and say that they
/// were received after it. Only a call with a position that says so is looked up.
fn received(
    repository: &Repository,
    register: &Register,
    now: Instant,
) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    for (id, folder) in &register.proposals {
        let Some((_, call)) = folder.undecided_call() else {
            continue;
        };
        let after = |file: &PositionFile| {
            let received = file.position.as_ref().and_then(|read| read.received);
            received.is_some_and(|received| received > call.closing())
        };
        if call.frozen.is_some() && !call.is_open(now) && folder.positions.values().any(after) {
            let moments = of_register(repository, register.clone(), id, Which::Current, now)?;
            findings.extend(check::committed_before_received(&moments, id));
        }
    }
    Ok(findings)
}

//! Opens a register, and reads it in one state.

use std::borrow::Cow;
use std::path::Path;

use crate::git::{Budget, FolderFiles, ProposalFolder, Repository};
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment, Snapshot};
use crate::session::error::Error;
use crate::session::fixed_charters::with_fixed;
use crate::session::remembered::remembered;
use crate::session::two_threads::{Beside, MANY, both};
use crate::value::digest::CommitId;

/// Opens the register that contains a folder.
///
/// It is the nearest folder upwards with a `charter.toml`. A folder outside every repository can only be
/// read.
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
    open_at(folder, &[])
}

/// The same where these commits will be read, in git's notation: a bare repository has no work tree, and its
/// register is where the first of them has one. Below a bare repository, `folder` is a folder of the register's
/// project.
///
/// # Errors
/// As above.
pub fn open_at(folder: &Path, commits: &[&str]) -> Result<Repository, Error> {
    Ok(Repository::open_at(folder, commits)?)
}

/// The state that a revision names, in git's notation: `main`, `HEAD~2`, a hash. By default it is the
/// commit checked out, or the files on the disk where there is no git.
///
/// # Errors
/// The revision is not a commit, or there is no commit yet.
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

/// The register in one state, as far as an extent says: its records, and the findings of those that cannot
/// be read.
///
/// # Errors
/// The repository cannot be read, or objects are missing. A problem in a record is not an error.
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
    if let (Extent::Everything, Moment::Commit(commit)) = (extent, moment) {
        return Ok(in_commit(repository, commit, FolderFiles::All)?.0);
    }
    read(repository, repository.snapshot(moment, extent)?)
}

/// The register in a commit, with the wanted files of all folders of proposals, and these folders.
pub(super) fn in_commit(
    repository: &Repository,
    commit: &CommitId,
    wanted: FolderFiles,
) -> Result<(Register, Vec<ProposalFolder>), Error> {
    let (besides, folders) = repository.besides_proposals(commit)?;
    let first = Register::read(besides);
    let read = in_two_threads(repository, first, (commit, &folders), wanted)?;
    Ok((settled(repository, read)?, folders))
}

/// Reading and parsing are most of the work of every command that needs the whole register.
fn in_two_threads(
    repository: &Repository,
    first: Register,
    (commit, folders): (&CommitId, &[ProposalFolder]),
    wanted: FolderFiles,
) -> Result<Register, Error> {
    let with = |register: Register, repository: &Repository, some: &[ProposalFolder]| {
        let files = repository.in_folders(commit, some, wanted, &mut Budget::default())?;
        Ok::<_, Error>(register.with_proposals(files))
    };
    if folders.len() < MANY {
        return with(first, repository, folders);
    }
    let mut second = first.clone();
    second.findings.clear();
    let beside = Beside::of(repository)?;
    let (here, there) = folders.split_at(folders.len() / 2);
    let (first, second) = both(
        || with(first, repository, here),
        || with(second.clone(), &beside.repository(), there),
    );
    Ok(first?.and(second?))
}

/// The same without the names of all proposals.
pub(crate) fn part(
    repository: &Repository,
    moment: &Moment,
    extent: &Extent,
) -> Result<Register, Error> {
    read(repository, repository.files(moment, extent)?)
}

fn read(repository: &Repository, snapshot: Snapshot) -> Result<Register, Error> {
    settled(repository, Register::read(snapshot))
}

/// The register with what the clone remembers of its decisions, and the charters of its calls.
pub(super) fn settled(repository: &Repository, mut register: Register) -> Result<Register, Error> {
    register.recomputed = remembered(repository);
    match register.snapshot.extent {
        Extent::Roster => Ok(register),
        // What is said on a proposal is read by the rules of its call.
        Extent::Proposal(_) | Extent::Everything => {
            Ok(with_fixed(repository, Cow::Owned(register))?.into_owned())
        }
    }
}

/// Refuses an incomplete history: what depends on the missing part would not be checked.
pub(crate) fn whole_history(repository: &Repository) -> Result<(), Error> {
    repository.history_complete().map_err(|error| {
        let mut error = Error::from(error);
        error.hint = error
            .hint
            .or_run("to read more about it", "plenary explain H301");
        error
    })
}

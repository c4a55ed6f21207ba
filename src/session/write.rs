//! An entry written: through the gate, then into work tree, index and commit.

use crate::git::{Landed, Repository, Writing};
use crate::register::entry::Entry;
use crate::session::error::Error;
use crate::session::gate::{self, Writer};

/// Writes an entry of [`act`](crate::act), and says so only after it was read back. It goes through
/// the gate first, in the name of whose work it is: what the check of a request would refuse is
/// refused here. After an error, files, index and branch are as they were.
///
/// # Errors
/// The entry would bring faults, which the error lists; the branch is no longer at the commit that
/// the writing is based on, or somebody else writes; or the state of the repository allows no
/// write.
///
/// ```
/// use plenary::act::init::{Init, init};
/// use plenary::git::{How, Identity, Landed, Repository, Writing};
/// use plenary::session;
/// use plenary::value::{clock::Instant, id::{ParticipantId, RegisterId}};
///
/// let folder = tempfile::tempdir().unwrap();
/// git2::Repository::init(folder.path()).unwrap();
/// let repository = Repository::open_for_init(folder.path())?;
/// let entry = init(&Init {
///     preset: None,
///     register: RegisterId::parse("notes").unwrap(),
///     name: "Notes".to_owned(),
///     chair: ParticipantId::parse("ada").unwrap(),
///     chair_name: "Ada".to_owned(),
///     email: Some("ada@example.org".to_owned()),
///     group: None,
///     standing: Vec::new(),
///     weight: Vec::new(),
///     editor: false,
/// })
/// .unwrap();
/// let writing = Writing {
///     author: Identity { name: "Ada".to_owned(), email: "ada@example.org".to_owned() },
///     now: Instant::parse("2026-05-18T12:00:00Z").unwrap(),
///     how: How::Commit,
///     authored: None,
///     base: None,
/// };
/// let landed = session::write(&repository, &entry, &writing)?;
/// assert!(matches!(landed, Landed::Commit { .. }));
/// # Ok::<(), session::Error>(())
/// ```
pub fn write(repository: &Repository, entry: &Entry, writing: &Writing) -> Result<Landed, Error> {
    let authored = writing.authored.as_ref().map(|own| &own.author);
    let whose = authored.unwrap_or(&writing.author);
    let writer = Writer {
        address: Some(whose.email.clone()),
        now: writing.now,
    };
    repository.land(entry, writing, |base| {
        gate::pass(repository, base, entry, &writer)
    })
}

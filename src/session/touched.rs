//! The proposals that a request touches, tallied as they are and with the request merged.

use std::collections::BTreeSet;

use crate::git::Repository;
use crate::record::path::RecordPath;
use crate::register::freeze::Moments;
use crate::register::landing::GivenOn;
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment, Moved};
use crate::session::error::Error;
use crate::session::moments::{Which, of_register};
use crate::session::tallied::Tallied;
use crate::tally::{self, Tally};
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::ProposalId;

/// Of more proposals than this no tally is made.
const MOST: usize = 8;

/// A proposal that a request touches.
#[derive(Debug, Clone)]
pub struct Touched {
    /// Its name.
    pub id: ProposalId,
    /// Its tally without the request, where there is one.
    pub before: Option<Tally>,
    /// Its tally with the request merged.
    pub after: Tallied,
}

/// The tallies of the first eight proposals that a request moves files of, now and with the request
/// merged into `base`. A tally that cannot be made is left out: the findings say why.
///
/// # Errors
/// The repository cannot be read, or lacks history that a call names.
///
/// ```
/// use plenary::session::{self, Request};
/// use plenary::value::clock::Instant;
///
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/founded.rs"));
/// # fn main() -> Result<(), session::Error> {
/// # let (_folder, repository) = founded();
/// let now = Instant::parse("2026-05-20T12:00:00Z").unwrap();
/// let request = Request::between(&repository, "HEAD~1", "HEAD", now)?;
/// let verdict = session::judge(&repository, &request)?;
/// let touched = session::touched(&repository, &request.base, &verdict.moved, now)?;
/// // It adds somebody to the roster, and moves no file of a proposal.
/// assert!(touched.is_empty());
/// # Ok(())
/// # }
/// ```
pub fn touched(
    repository: &Repository,
    base: &CommitId,
    moved: &[Moved],
    now: Instant,
) -> Result<Vec<Touched>, Error> {
    let proposals: BTreeSet<ProposalId> = moved.iter().filter_map(proposal).collect();
    let mut touched = Vec::new();
    for id in proposals.into_iter().take(MOST) {
        let moment = Moment::Commit(base.clone());
        let mut merged = repository.snapshot(&moment, &Extent::Proposal(id.clone()))?;
        let before = Register::read(merged.clone());
        for one in moved {
            match &one.after {
                Some(content) => merged.files.insert(one.path.clone(), content.clone()),
                None => merged.files.remove(&one.path),
            };
        }
        let before = of_register(repository, before, &id, Which::Current, now)?;
        let after = of_register(repository, Register::read(merged), &id, Which::Current, now)?;
        let moments = given_now(after, moved, &id);
        if let Ok(tally) = tally::tally(&moments, &id) {
            touched.push(Touched {
                before: tally::tally(&before, &id).ok(),
                after: Tallied { moments, tally },
                id,
            });
        }
    }
    Ok(touched)
}

fn proposal(moved: &Moved) -> Option<ProposalId> {
    RecordPath::identify(&moved.path)?.ok()?.proposal().cloned()
}

/// The moments with what the request would land taken for the newest landing.
fn given_now(mut after: Moments, moved: &[Moved], id: &ProposalId) -> Moments {
    if after.closing.is_some() {
        return after;
    }
    let path = RecordPath::Proposal(id.clone()).to_string();
    let mut walk = GivenOn::of(moved.iter().map(|moved| moved.path.clone()));
    walk.landing(moved, after.asked.bytes(&path));
    after.given_on.extend(walk.finish());
    after
}

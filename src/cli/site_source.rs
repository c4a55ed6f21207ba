//! Gives the pages of the public site what they are made from.

use std::collections::BTreeMap;

use crate::git::Repository;
use crate::register::records::Register;
use crate::report::site::{Counted, Source};
use crate::session::{self, Tallied};
use crate::value::clock::Instant;

/// What the site of a register is made from. What is open is tallied at `now`.
pub(crate) fn source<'r>(
    repository: &Repository,
    register: &'r Register,
    now: Instant,
) -> Result<Source<'r>, session::Error> {
    let records = session::site(repository, register, now)?;
    let tallies = records.tallies.into_iter().map(|(of, tallied)| {
        let counted = tallied.map(|Tallied { moments, tally }| Counted { moments, tally });
        (of, counted)
    });
    Ok(Source {
        register,
        now,
        commit: records.commit,
        tallies: tallies.collect::<BTreeMap<_, _>>(),
        history: records.history,
    })
}

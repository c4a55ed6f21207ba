//! The front door of the library: what a program does with a register. It is opened, a proposal is
//! tallied, a request is judged, a history is walked, decisions are verified, an entry is written.
//! The commands of `plenary` do the same through the same functions; what they add is arguments,
//! questions and screens.
//!
//! Nothing here reads the clock, the environment or a terminal: `now` is always an argument, in UTC
//! and whole seconds, and what comes back is data. Its page for people is made by
//! [`report`](crate::report) and [`render`](crate::render). What may be written is an
//! [`PendingCommit`](crate::register::entry::PendingCommit), which the functions of [`act`](crate::act) make.
//!
//! ```
//! use std::path::Path;
//! use plenary::procedure::stage::{Phase, phase};
//! use plenary::register::snapshot::{Extent, Moment};
//! use plenary::session::{self, CallSelector};
//! use plenary::value::clock::Instant;
//!
//! let now = Instant::parse("2026-05-15T12:00:00Z").unwrap();
//! let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tiny");
//! let repository = session::open(&tiny)?;
//! let register = session::register(&repository, &Moment::WorkTree, &Extent::Everything)?;
//! let decided = |folder| phase(folder, now) == Phase::Decided;
//! let (id, _) = register.proposals.iter().find(|(_, folder)| decided(folder)).expect("a decision");
//! let tallied = session::tally(&repository, &Moment::WorkTree, id, CallSelector::Current, now)?;
//! assert_eq!(tallied.tally.computed.expect("a level holds").as_str(), "consensus");
//! # Ok::<(), session::Error>(())
//! ```

mod check;
pub(crate) mod error;
pub(crate) mod fetch_inputs;
pub(crate) mod gate;
pub(crate) mod hands;
pub(crate) mod history;
mod opened;
pub(crate) mod requests;
mod tallied;
#[cfg(test)]
mod tests;
pub(crate) mod texts;
pub(crate) mod verify;

pub use check::check;
pub use error::{Error, ErrorKind};
pub use fetch_inputs::CallSelector;
pub use gate::{Request, RequestResult, judge, write};
pub use hands::inputs;
pub use history::{HistoryResult, walk};
pub use opened::{moment, open, register};
pub use tallied::{Tallied, Tallies, Touched, tally, tally_of, touched};
pub use verify::{Verification, verify};

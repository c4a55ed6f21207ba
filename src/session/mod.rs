//! Offers everything that a program does with a register: it opens registers, tallies proposals, checks
//! pull requests and histories, verifies decisions and writes commits. The commands of `plenary` use the
//! same functions, and add arguments, questions and screens.
//!
//! Nothing here reads the clock, the environment or a terminal: `now` is always an argument, in UTC and
//! whole seconds, and the results are data. [`report`](crate::report) and [`render`](crate::render) make
//! pages for people of them. What can be written is a
//! [`PendingCommit`](crate::register::entry::PendingCommit), made by the functions of [`act`](crate::act).
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
//! assert_eq!(tallied.tally.computed.expect("a level").as_str(), "consensus");
//! # Ok::<(), session::Error>(())
//! ```

pub(crate) mod acknowledged;
mod answered;
mod batch;
mod by_history;
mod call_commits;
mod change;
mod check;
mod commit_dates;
mod decisions;
mod early_ends;
pub(crate) mod error;
pub(crate) mod fetch_inputs;
mod first_parent;
mod fixed_charters;
mod further_calls;
pub(crate) mod gate;
pub(crate) mod hands;
pub(crate) mod history;
mod in_turn;
mod merges;
pub(crate) mod opened;
mod past_state;
mod remedies;
mod remembered;
pub(crate) mod requests;
mod rewritten;
mod rosters;
mod site;
pub(crate) mod site_history;
mod tallied;
#[cfg(test)]
mod tests;
pub(crate) mod texts;
pub(crate) mod two_threads;
pub(crate) mod undo;
pub(crate) mod verify;
mod walked_line;
mod without_record;

pub use acknowledged::Acknowledged;
pub use batch::judge;
pub use check::check;
pub use error::{Error, ErrorKind};
pub use fetch_inputs::CallSelector;
pub use gate::{Request, RequestResult, write};
pub use hands::inputs;
pub use history::{HistoryResult, walk};
pub use in_turn::{InTurn, Turn, in_turn};
pub use opened::{moment, open, open_at, register};
pub use rewritten::rewritten;
pub use site::{SiteProposal, SiteProposals, SiteRegister, site};
pub use tallied::{Tallied, Tallies, Touched, tally, tally_of, touched};
pub use verify::{Verification, verify};

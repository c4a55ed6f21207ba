//! What a program does with a register: it is opened, a proposal is tallied, a change is judged, a
//! history is walked, a decision is verified, an entry is written. The command line does nothing
//! else with one, and everything here can be called by other programs as well.

pub(crate) mod error;
pub(crate) mod gate;
pub(crate) mod hands;
pub(crate) mod history;
pub(crate) mod landings;
pub(crate) mod moments;
mod opened;
pub(crate) mod present;
pub(crate) mod requests;
pub(crate) mod texts;
pub(crate) mod verify;

pub use error::{Error, ErrorKind};
pub use history::Walked;
pub use opened::{moment, open, register};
pub use verify::{Verification, verify};

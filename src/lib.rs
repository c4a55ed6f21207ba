//! Plenary records how a body reaches consensus: proposals, positions, objections and decisions, as small text
//! files in a git repository.
//!
//! Other programs use [`session`]. `docs/architecture.md` describes the modules.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

#[cfg(test)]
#[path = "../tests/suite/blessed.rs"]
mod blessed;

pub mod act;
pub mod check;
pub mod cli;
pub mod git;
pub mod letter;
pub mod procedure;
pub mod record;
pub mod register;
pub mod render;
pub mod report;
pub mod session;
pub mod site;
pub mod tally;
pub mod value;

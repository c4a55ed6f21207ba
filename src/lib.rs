//! Plenary: a consensus tracker for groups that decide by consensus among several kinds of
//! stakeholder, kept in a git repository. [`session`] is the front door for other programs;
//! `docs/architecture.md` shows the rooms.
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
pub mod tally;
pub mod value;

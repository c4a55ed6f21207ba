//! Makes the screens: from a register, its moments or a tally. Each is a struct that serialises for
//! programs and has one method `page()` for people.

mod advice;
pub mod afterwards;
pub mod balance;
pub mod board;
pub(crate) mod calls;
mod caveats;
mod changed_words;
pub mod charter;
pub mod check;
pub mod codes;
mod counts;
pub mod decision;
pub mod designation;
pub mod diff;
pub mod due;
pub mod explain;
pub mod export;
pub mod intake;
pub mod log;
pub mod matrix;
pub mod meetings;
pub mod mine;
pub mod objection;
mod on_record;
mod places;
mod positions;
pub mod ready;
pub mod receipt;
pub mod rights;
pub mod roster;
mod rule;
#[cfg(test)]
pub(crate) mod sample;
pub mod seats;
pub mod show;
mod sign_off;
pub mod site;
pub mod status;
pub mod tally;
pub(crate) mod task;
pub mod trace;
pub(crate) mod translations;
pub mod undo;
pub mod verify;
mod who;
pub mod words;

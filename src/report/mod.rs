//! What can be seen: a register, its moments or a tally in; a screen out. Each is a struct that
//! serialises for programs and has one method `page()` for people.

pub mod appeal;
mod around;
pub mod balance;
mod calls;
pub mod charter;
pub mod codes;
mod conflicts;
mod counts;
pub mod decision;
pub mod designation;
pub mod diff;
pub mod due;
pub mod explain;
pub mod export;
mod houses;
pub mod implement;
pub mod intake;
mod interests;
mod letters;
pub mod log;
mod manual;
pub mod matrix;
pub mod meeting;
pub mod meetings;
pub mod notice;
pub mod objection;
pub mod participant;
mod positions;
pub mod presets;
mod proposal;
pub mod ready;
pub mod receipt;
pub mod roster;
mod rule;
#[cfg(test)]
mod sample;
pub mod show;
pub mod sign_off;
mod silent;
mod standing;
pub mod status;
pub mod tally;
pub mod trace;
pub mod verify;
pub mod when;
mod words;

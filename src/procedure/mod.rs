//! The charter applied: where a proposal stands, what is missing, what a decision says.

pub mod account;
pub mod attendance;
pub mod decision;
pub mod designation;
pub mod hand;
pub mod inputs;
pub mod intake;
pub mod names;
pub mod obstacle;
pub mod opening;
pub mod origin;
pub mod phase;
pub mod ready;
pub mod rights;
pub mod stage;
pub mod standing;
pub mod task;
pub mod uncounted;
pub mod verification;

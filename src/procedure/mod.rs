//! The charter applied: where a proposal stands, what is missing, what a decision says.

pub mod account;
pub mod decision;
pub mod designation;
pub mod hand;
pub mod intake;
pub mod names;
pub mod obstacle;
pub mod opening;
pub mod phase;
pub mod ready;
pub mod rights;
pub mod standing;
pub mod task;

#[cfg(test)]
mod tests;

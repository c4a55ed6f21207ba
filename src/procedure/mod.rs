//! Applies the charter: the stage of a proposal, what is missing, what a decision says.

pub mod blocker;
pub mod business_days;
pub mod decision;
pub mod decision_account;
mod decision_remarks;
pub mod decision_status;
pub mod designation;
pub mod early_end;
pub mod erratum;
pub mod fix;
pub mod hand;
pub mod intake;
pub mod names;
pub mod opening;
pub mod package;
pub mod ready;
pub mod rights;
pub mod since_last;
pub mod stage;
pub mod task;

#[cfg(test)]
mod tests;

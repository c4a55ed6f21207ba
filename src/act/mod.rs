//! What may be done: a register in, an entry out, or a refusal that says whose turn it is.

pub mod actor;
pub mod appeal;
pub mod arguments;
pub mod call;
pub mod counted;
pub mod decide;
pub mod designate;
pub mod dispose;
pub mod fix;
pub mod follow_up;
pub mod init;
pub mod intake;
pub mod meeting;
pub mod minority;
pub mod object;
pub mod participant;
pub mod position;
mod proposal_state;
pub mod propose;
pub mod refusal;
pub mod rename;
pub mod reply;

#[cfg(test)]
mod tests;

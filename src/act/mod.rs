//! Does what a participant asks for: a register in, a pending commit out, or a refusal that says why
//! not and who can do it.

pub mod acknowledge;
pub mod actor;
pub mod answer;
pub mod appeal;
pub mod arguments;
pub mod call;
pub mod counted;
pub mod decide;
pub mod designate;
pub mod dispose;
pub mod erratum;
pub mod follow_up;
mod hints;
pub mod init;
pub mod intake;
pub mod letters;
pub mod meeting;
pub mod membership;
pub mod minority;
pub mod object;
pub mod participant;
pub mod position;
mod proposal_state;
pub mod propose;
pub mod refusal;
pub mod rename;
pub mod reply;
pub mod translate;
pub mod visitor;

#[cfg(test)]
mod tests;

//! What may be done: a register in, an entry out, or a refusal that says whose turn it is.

pub mod actor;
pub mod appeal;
pub mod behalf;
pub mod call;
pub mod challenge;
pub mod decide;
pub mod designate;
pub mod dispose;
pub mod fix;
pub mod implement;
pub mod init;
pub mod intake;
pub mod join;
pub mod meeting;
pub mod minority;
pub mod object;
pub mod participant;
pub mod position;
pub mod propose;
pub mod refusal;
pub mod reopen;
pub mod reply;
pub mod respond;
pub mod review;
pub mod revise;
pub mod sign_off;
mod target;

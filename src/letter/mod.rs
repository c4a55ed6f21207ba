//! Writes what is sent to people: invitations with links to answer, notices of a call, receipts for each
//! participant, the agenda of a meeting. Each is a struct that serialises, with one method `page()`, and uses
//! the parts of [`report`](crate::report). Plenary itself sends nothing.

pub mod agenda;
pub mod invite;
pub mod links;
pub mod notice;
pub mod receipts;

//! Writes what is sent to people: invitations and reminders with links to answer, notices of a call, receipts for each
//! participant, the agenda of a meeting. Each is a struct that serialises, with one method `page()`, and uses
//! the parts of [`report`](crate::report). Plenary itself sends nothing.

pub mod agenda;
mod asks;
mod earlier_answer;
pub mod invite;
pub mod links;
pub mod mails;
pub mod notice;
mod paragraph;
pub mod receipts;
pub mod recipients;

//! What is sent to people: invitations with the links by which one answers, notices of a call, receipts for
//! each participant, the agenda of a meeting. Each rests on the screens of [`report`](crate::report) and is a
//! struct that serialises, with one method `page()`.

pub mod agenda;
pub mod invite;
pub mod links;
pub mod notice;
pub mod receipts;

//! One kind of file, one module: bytes to record and back.

pub mod alias;
pub mod call;
pub mod charter;
pub mod decision;
pub mod edit;
mod expected;
pub(crate) mod fault;
pub mod handling;
pub mod keys;
pub mod manifest;
pub mod meeting;
mod names;
pub mod objection;
pub mod participant;
pub mod path;
pub mod places;
pub mod position;
pub mod preset;
pub mod proposal;
pub mod reader;
mod scalars;
pub mod sheet;
pub mod slip;
mod tables;
pub mod track;

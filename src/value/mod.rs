//! Words that every room shares: names, moments, fractions, texts, codes and findings.

pub mod class;
pub mod clock;
pub mod code;
pub mod command;
pub mod digest;
pub mod finding;
pub mod id;
pub mod ratio;
pub mod suggest;
pub mod text;

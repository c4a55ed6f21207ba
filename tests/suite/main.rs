//! The one integration test binary.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod asking;
mod body;
mod broken_decisions;
mod cases;
mod codes;
mod counted;
mod criteria;
mod crowd;
mod deciding;
mod documents;
mod duties;
mod flipped;
mod floors;
mod forged;
mod forms;
mod git;
mod hostile;
mod html;
mod intake;
mod matrix;
mod moments;
mod mutated;
mod notice;
mod presets;
mod properties;
mod reference;
mod reports;
mod same;
mod scene;
mod straight;
mod text_diff;
mod tree;
mod trouble;
mod verified;
mod words;

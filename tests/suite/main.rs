//! The one integration test binary.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod codes;
mod criteria;
mod floors;
mod git;
mod hostile;
mod reports;
mod scene;
mod tree;

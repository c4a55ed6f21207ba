//! `plenary demo`.
use crate::cli::{context::Context, error::Failure, exit::Exit};
use clap::Args;
/// x
#[derive(Debug, Args)]
pub(crate) struct Demo {}
impl Demo {
    pub(super) fn run(self, _c: &mut Context<'_>) -> Result<Exit, Failure> {
        Ok(Exit::Done)
    }
}

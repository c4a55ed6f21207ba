//! `plenary call`: opens, extends, withdraws and closes calls, and admits late positions.

mod admit;
mod close;
mod extend;
mod open;
mod withdraw;

use clap::Subcommand;

use crate::cli::command::notice::Notice;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;

/// What can be done with a call.
#[derive(Debug, Subcommand)]
pub(crate) enum Call {
    Open(open::Open),
    Extend(extend::Extend),
    Admit(admit::Admit),
    Withdraw(withdraw::Withdraw),
    /// Record which landing was the last in time
    Close(close::Close),
    Notice(Notice),
}

impl Call {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self {
            Call::Open(command) => command.run(context),
            Call::Extend(command) => command.run(context),
            Call::Admit(command) => command.run(context),
            Call::Withdraw(command) => command.run(context),
            Call::Close(command) => command.run(context),
            Call::Notice(command) => command.run(context),
        }
    }
}

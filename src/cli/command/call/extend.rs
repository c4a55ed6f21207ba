//! `plenary call extend`: puts the close of an open call off.

use clap::Args;

use crate::act::call::extend::{Extend as Act, extend};
use crate::cli::arguments::{WriteAs, instant};
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::render::page::Page;
use crate::report::words::moment;
use crate::session::moments::{Which, of_register};
use crate::value::clock::Instant;

/// Put the close of an open call off, with a reason
///
/// Only while the call is open, and within the track's window, counted from the opening.
#[derive(Debug, Args)]
pub(crate) struct Extend {
    /// The proposal
    proposal: String,
    /// When the call closes now, with an offset from UTC: 2026-05-28T23:59Z
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    closes: Instant,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    how: WriteAs,
}

impl Extend {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = Desk::open(context)?;
        let (proposal, register) = desk.with_proposal(&self.proposal)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let now = context.now();
        let moments = of_register(
            &desk.repository,
            register.clone(),
            &proposal,
            Which::Current,
            now,
        )?;
        let governing = moments.frozen().charter.as_ref().ok_or_else(|| {
            Failure::new(
                Exit::CannotCheck,
                "the charter that the call froze cannot be read",
                "plenary check",
            )
        })?;
        let input = Act {
            proposal,
            closes: self.closes,
            reason: self.reason,
        };
        let (n, entry) = extend(&register, governing, &input, &actor, now)?;
        let closes = moment(input.closes, now, context.offset());
        let page = Page::new().line(format!("Call {n} on {} closes {closes}.", input.proposal));
        desk.land(context, &register, &entry, &self.how, page)
    }
}

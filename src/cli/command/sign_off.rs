//! `plenary sign-off`: a further chair recomputes a decision and signs it off.

use clap::Args;

use crate::act::refusal::Refusal;
use crate::act::sign_off::sign_off;
use crate::cli::arguments::WriteAs;
use crate::cli::command::written::{Desk, say};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::report::decision::SignedOff;
use crate::session::{self, Tallied, Which, hands, verify};

/// Chair: recompute a decision and put a further name under it
///
/// Where a track needs several sign-offs, a decision is pending until enough chairs have
/// recomputed it. Nothing is written where the decision does not recompute to the byte.
#[derive(Debug, Args)]
pub(crate) struct SignOff {
    /// The proposal
    proposal: String,
    #[command(flatten)]
    how: WriteAs,
}

impl SignOff {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = Desk::open(context)?;
        let (id, register) = desk.with_proposal(&self.proposal)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let now = context.now();
        let Tallied {
            moments,
            tally: counted,
        } = session::tally_of(&desk.repository, register, &id, Which::Current, now)?;
        let n = counted.call.unwrap_or_default();
        let recomputed = verify::decision(context.repository()?, &desk.moment(), &id, n)?;
        let none = || {
            Refusal::rules(
                format!("there is no decision on {id} to sign off"),
                format!("to see what it waits for: plenary status {id}"),
            )
        };
        let recomputed = recomputed.ok_or_else(none)?;
        let entry = sign_off(&moments, &counted, &recomputed, &actor, now)?;
        let written = context.land(&desk.repository, Some(&desk.base), &entry, &self.how)?;
        let mut signed = moments.asked.sign_offs(&id, n);
        signed.push(actor.id.clone());
        let report = SignedOff::of(&moments, &counted, signed);
        let hands = hands::of_entry(
            &moments.asked,
            &entry,
            context.identity(&desk.repository).ok(),
        );
        let page = report.page().then(SignedOff::committed(&hands));
        say(context, &moments.asked, &entry, &written, page)?;
        Ok(match report.is_complete() {
            true => Exit::Done,
            false => Exit::Pending,
        })
    }
}

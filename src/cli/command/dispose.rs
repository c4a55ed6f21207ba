//! `plenary respond`, `dispose` and `reopen`: what chairs and editors do with objections. They
//! respond to one, close it with a written reason, and reopen it.

use std::path::PathBuf;

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::word_or_former;
use crate::act::dispose::{Dispose as Disposed, dispose};
use crate::act::reply::{Reopen as Reopened, reopen, respond};
use crate::cli::arguments::WriteAs;
use crate::cli::ask::{self, Confirmed, DRY_RUN, Prose};
use crate::cli::command::asked;
use crate::cli::command::write_session::{Recorded, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name as names;
use crate::record::handling::DispositionKind;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ProposalId};
use crate::value::sentence::capital;

/// Respond to an objection
///
/// Chairs, authors, editors and the shepherd of the proposal can run this. The objector can then
/// reply whether the response settles the objection.
#[derive(Debug, Args)]
pub(crate) struct Respond {
    /// Objection, such as carla-nunes.cost
    #[arg(required = true)]
    objection: Option<String>,
    /// Response
    #[arg(required_unless_present = "text_file", conflicts_with = "text_file")]
    text: Option<String>,
    /// Read the response from a file
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    /// Proposal, if the id is used on several
    #[arg(long)]
    proposal: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

/// Close an objection or a comment, with the reason
///
/// Chairs can run this, but not on their own objection. The objector sees the reason, and it
/// becomes part of the decision.
#[derive(Debug, Args)]
pub(crate) struct Dispose {
    /// Objection, such as carla-nunes.cost
    #[arg(required = true)]
    objection: Option<String>,
    /// How it is closed: accommodated, withdrawn, set-aside, outweighed, unresolved, duplicate or
    /// out-of-scope; a comment: changed, not-changed, out-of-scope, withdrawn or duplicate
    #[arg(value_parser = word_or_former(DispositionKind::WORDS, DispositionKind::FORMER), required = true)]
    value: Option<DispositionKind>,
    #[command(flatten)]
    input: Disposed,
    /// Objection that it duplicates (required with duplicate)
    #[arg(long, value_name = "OBJECTION", display_order = 4)]
    of: Option<String>,
    /// Proposal, if the id is used on several
    #[arg(long)]
    proposal: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

/// Reopen a closed objection on new information
///
/// The objector and chairs can run this. The objection is open again, and needs a new response.
#[derive(Debug, Args)]
pub(crate) struct Reopen {
    /// Objection, such as carla-nunes.cost
    objection: String,
    #[command(flatten)]
    input: Reopened,
    /// Proposal, if the id is used on several
    #[arg(long)]
    proposal: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

impl Respond {
    pub(super) fn run(mut self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        asked::put_words(context, &mut self.text, self.text_file.as_ref())?;
        let (typed, proposal) = (self.objection.as_deref(), self.proposal.as_deref());
        let (desk, at) = asked::objection(context, typed, proposal, self.how, asked::waits)?;
        let actor = desk.actor(context)?;
        let template = asked::beside_objection(&desk.register, &at);
        let response = Prose::new("the response", "--text-file", &template);
        let entry = ask::carried_out(context, response, self.text, |text, now| {
            respond(&desk.register, &at, text, &actor, now)
        })?;
        let of = &at.1;
        let objector = &of.participant;
        let recorded = Recorded::new(format!("Response to {of} recorded.")).line(format!(
            "Next: {objector} replies (satisfied, maintained or withdrawn)."
        ));
        desk.land(context, &entry, recorded)
    }
}

impl Dispose {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut input = self.input;
        asked::why(context, &mut input.why)?;
        let file = input.alternatives_file.as_ref();
        asked::put_words(context, &mut input.alternatives, file)?;
        let (typed, proposal) = (self.objection.as_deref(), self.proposal.as_deref());
        let (desk, at) = asked::objection(context, typed, proposal, self.how, asked::waits)?;
        let actor = desk.actor(context)?;
        input.value = self.value.unwrap_or(DispositionKind::Unresolved);
        input.of = names::objections(self.of.as_slice(), &desk.register)?.pop();
        if ask::possible(context) {
            try_dispose(&desk.register, &at, &input, &actor, context.now())?;
            input.value =
                asked::disposition(context, is_blocking(&desk.register, &at), self.value)?;
            required(context, &desk.register, &at, &mut input)?;
        }
        let (of, value) = (&at.1, input.value.word());
        let recap = match is_blocking(&desk.register, &at) {
            true => format!("objection {of} closed as {value}"),
            false => format!("comment {of} closed as {value}"),
        };
        ask::agree(context, desk.is_dry(), &recap, Confirmed::Enter)?;
        let entry = dispose(&desk.register, &at, &input, &actor, context.now())?;
        desk.land_saying(context, &entry, format!("{}.", capital(&recap)))
    }
}

/// Refuses people who cannot close it before they write a reason.
fn try_dispose(
    register: &Register,
    at: &(ProposalId, ObjectionId),
    input: &Disposed,
    actor: &Actor,
    now: Instant,
) -> Result<(), Failure> {
    let mut tried = input.clone();
    tried.value = match is_blocking(register, at) {
        true => DispositionKind::Unresolved,
        false => DispositionKind::NotChanged,
    };
    tried.why.reason = Some(DRY_RUN.to_owned());
    Ok(dispose(register, at, &tried, actor, now).map(drop)?)
}

/// Whether it is an objection, and not a comment.
fn is_blocking(register: &Register, (proposal, of): &(ProposalId, ObjectionId)) -> bool {
    let folder = register.proposals.get(proposal);
    let raised = folder.and_then(|folder| folder.objections.get(of));
    raised.is_none_or(|raised| raised.objection.blocking)
}

/// Asks for what the disposition requires and is missing.
fn required(
    context: &mut Context<'_>,
    register: &Register,
    at: &(ProposalId, ObjectionId),
    input: &mut Disposed,
) -> Result<(), Failure> {
    let (proposal, of) = at;
    let raised = register.proposals.get(proposal);
    let raised = raised.and_then(|folder| folder.objections.get(of));
    let withdrawn = raised.is_some_and(|raised| raised.objection.withdrawn);
    let duty = asked::duty(input.value);
    let template = asked::beside_objection(register, at);
    let template = format!("{}: {duty}.\n\n{template}", input.value.word());
    let reason = Prose::new("the reason", "--reason-file", &template);
    let alternatives = Prose::new("the alternatives considered", "--alternatives-file", "");
    match input.value {
        DispositionKind::Withdrawn if !withdrawn => {
            let evidence = input.evidence.take();
            input.evidence = ask::line(
                context,
                "a link that shows the withdrawal",
                "--evidence",
                evidence,
            )?;
        }
        DispositionKind::Duplicate if input.of.is_none() => {
            input.of = Some(asked::other(context, register, proposal, of)?);
        }
        _ => {}
    }
    let given = [input.why.reason.take(), input.alternatives.take()];
    [input.why.reason, input.alternatives] = match (input.value, given) {
        (DispositionKind::Outweighed, given) => {
            ask::proses(context, [reason, alternatives], given)?
        }
        (_, [why, alternatives]) => [ask::prose(context, reason, why)?, alternatives],
    };
    Ok(())
}

impl Reopen {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut input = self.input;
        asked::why(context, &mut input.why)?;
        let proposal = self.proposal.as_deref();
        let (desk, at) = WriteSession::on_objection(context, &self.objection, proposal, self.how)?;
        let actor = desk.actor(context)?;
        let entry = reopen(&desk.register, &at, &input, &actor, context.now())?;
        let of = &at.1;
        let recorded = Recorded::new(format!("Objection {of} reopened."))
            .next("Next: respond to it", format!("plenary respond {of} TEXT"));
        desk.land(context, &entry, recorded)
    }
}

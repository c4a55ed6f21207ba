//! `plenary call`: extends, withdraws and closes calls, admits late positions, and prints notices
//! again.

use clap::{Args, Subcommand};

use crate::act::call::admit::{Admit as Admission, Admitted, Late, admit};
use crate::act::call::{Extend as Extension, close, extend, withdraw};
use crate::cli::arguments::{OfProposal, WriteAs};
use crate::cli::command::asked;
use crate::cli::command::open::Open;
use crate::cli::command::write_session::{View, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name;
use crate::letter::notice::Notice as Report;
use crate::record::path::Owner;
use crate::register::records::Register;
use crate::register::snapshot::Extent;
use crate::render::page::Page;
use crate::report::words::moment;
use crate::session::{self, CallSelector, Tallied};
use crate::value::id::{GroupId, ProposalId};
use crate::value::text::shortened;

/// What can be done with a call.
#[derive(Debug, Subcommand)]
pub(crate) enum Call {
    Open(Open),
    Extend(Extend),
    Admit(Admit),
    Withdraw(Withdraw),
    /// Record which landing was the last in time
    Close(Close),
    Notice(Notice),
}

/// Put the close of an open call off, with a reason
///
/// Only while the call is open, and within the track's window, counted from the opening.
#[derive(Debug, Args)]
pub(crate) struct Extend {
    /// The proposal
    proposal: String,
    #[command(flatten)]
    input: Extension,
    #[command(flatten)]
    how: WriteAs,
}

/// Let late positions and objections count, with a reason
///
/// A chair does this after the close and before deciding. A position counts as it is now: one that
/// changes again is late again.
#[derive(Debug, Args)]
pub(crate) struct Admit {
    /// The proposal
    proposal: String,
    /// What counts: participants, groups as @GROUP, and objections
    #[arg(required_unless_present = "received_in_time", value_name = "WHAT")]
    what: Vec<String>,
    #[command(flatten)]
    input: Admission,
    #[command(flatten)]
    how: WriteAs,
}

/// Take a call back, with a reason; what was given stays
///
/// Positions, objections and answers stay where they are, and a new call may be opened.
#[derive(Debug, Args)]
pub(crate) struct Withdraw {
    /// The proposal
    proposal: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    how: WriteAs,
}

/// Records the close.
#[derive(Debug, Args)]
pub(crate) struct Close {
    /// The proposal
    #[arg(required = true)]
    proposal: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

/// Print the notice of a call again
///
/// Question, names and numbers are those that the call froze.
#[derive(Debug, Args)]
pub(crate) struct Notice {
    /// The call, by number; the last that was not withdrawn where none is named
    #[arg(long, value_name = "N")]
    call: Option<u32>,
    #[command(flatten)]
    asked: OfProposal,
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

impl Extend {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (desk, id) = WriteSession::on_proposal(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let now = context.now();
        let moments = desk.moments(context, &id)?;
        let governing = moments.frozen().charter.as_ref().ok_or_else(|| {
            let sentence = "the charter that the call froze cannot be read";
            Failure::new(Exit::CannotCheck, sentence, "plenary check")
        })?;
        let (n, entry) = extend(&desk.register, governing, &id, &self.input, &actor, now)?;
        let closes = moment(self.input.closes, now, context.offset());
        desk.land_saying(
            context,
            &entry,
            format!("Call {n} on {id} closes {closes}."),
        )
    }
}

impl Admit {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (desk, id) = WriteSession::on_proposal(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let mut input = self.input;
        let named = self.what.iter().map(|what| late(what, &id, &desk.register));
        input.named = named.collect::<Result<_, _>>()?;
        let Tallied { moments, tally } = desk.tally(context, &id)?;
        let (admitted, entry) = admit((&moments, &tally), &id, &input, &actor, context.now())?;
        desk.land(context, &entry, page(&admitted, &id))
    }
}

fn page(admitted: &Admitted, proposal: &ProposalId) -> Page {
    let call = format!("in call {} on {proposal}", admitted.call);
    let named = |what: &Late| match what {
        Late::Position(owner) => format!("The position of {owner} counts {call}."),
        Late::Objection(of) => format!("The objection {of} counts {call}."),
    };
    let counts = admitted.counts.iter().map(named);
    let left = admitted.left.iter();
    let left = left.map(|why| format!("Not admitted: {why}."));
    counts.chain(left).fold(Page::new(), Page::line)
}

/// What was meant. Somebody who is on the roster no more may still have a position.
fn late(typed: &str, proposal: &ProposalId, register: &Register) -> Result<Late, Failure> {
    let participant = || -> Result<Late, Failure> {
        let who = name::participant(typed, register)?;
        Ok(Late::Position(Owner::Participant(who)))
    };
    match typed.strip_prefix('@') {
        Some(group) => match GroupId::parse(group) {
            Ok(group) => Ok(Late::Position(Owner::Group(group))),
            Err(fault) => {
                let sentence = format!("the group \"{}\" {fault}", shortened(group, 60));
                Err(Failure::usage(sentence, "@GROUP"))
            }
        },
        // A name can have a full stop, too.
        None if typed.contains('.') => objection(typed, proposal, register)
            .or_else(|no_objection| participant().map_err(|_| no_objection)),
        None => participant(),
    }
}

/// The objection to this proposal that was meant.
fn objection(typed: &str, proposal: &ProposalId, register: &Register) -> Result<Late, Failure> {
    let folder = register.proposals.get(proposal);
    let raised = folder.iter().flat_map(|folder| folder.objections.keys());
    let raised: Vec<_> = raised.map(|id| (proposal.clone(), id.clone())).collect();
    let (_, of) = name::objection_among(typed, &raised)?;
    Ok(Late::Objection(of))
}

impl Withdraw {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (desk, id) = WriteSession::on_proposal(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let (n, entry) = withdraw(&desk.register, &id, &self.reason, &actor, context.now())?;
        let said = format!(
            "Call {n} on {id} is withdrawn. What was given stays, and a new call may be opened."
        );
        desk.land_saying(context, &entry, said)
    }
}

impl Close {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (desk, id) = asked::proposal(context, self.proposal.as_deref(), self.how)?;
        let actor = desk.actor(context)?;
        let folder = desk.register.proposals.get(&id);
        let call = folder.and_then(|folder| folder.current_call());
        let call = call.filter(|(_, call)| call.frozen.is_some());
        let closing = match call {
            Some((_, call)) => desk.repository.closing(&desk.base, call.closing())?,
            None => None,
        };
        let closing = closing.map(|landing| landing.commit);
        let said = match &closing {
            Some(commit) => format!("The last landing in time was {}.", commit.short()),
            None => {
                "No landing is named: the register is carried inside another project.".to_owned()
            }
        };
        let (n, entry) = close(&desk.register, &id, closing, &actor, context.now())?;
        let said = format!("Call {n} on {id} is closed. {said}");
        desk.land_saying(context, &entry, said)
    }
}

impl Notice {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (view, id) = View::of_proposal(context, &self.asked)?;
        let register = view.register(&Extent::Proposal(id.clone()))?;
        let last = last(&register, &id).ok_or_else(|| no_call(&id))?;
        let n = self.call.unwrap_or(last);
        let (now, which) = (context.now(), CallSelector::Number(n));
        let Tallied { moments, tally } =
            session::tally_of(&view.repository, register, &id, which, now)?;
        let report = Report::again(&moments, &tally, n, now, context.offset());
        let report = report.ok_or_else(|| no_call(&id))?;
        context.show(&report, || report.page())
    }
}

/// The last call that was not withdrawn; where all were, the last of these.
fn last(register: &Register, id: &ProposalId) -> Option<u32> {
    let folder = register.proposals.get(id)?;
    let current = folder.current_call().map(|(n, _)| n);
    current.or_else(|| folder.calls.keys().next_back().copied())
}

fn no_call(id: &ProposalId) -> Failure {
    Failure::usage(
        format!("no call was opened on {id}, so there is no notice"),
        format!("plenary call open {id} --closes TIME"),
    )
}

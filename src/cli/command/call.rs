//! `plenary call`: extends, withdraws and closes calls, excludes participants, counts late positions, and prints
//! notices again.

use clap::{Args, Subcommand};

use crate::act::call::admit::{Admit as Admission, Admitted, Late, admit};
use crate::act::call::exclude::exclude;
use crate::act::call::totals::{EnterTotals, enter};
use crate::act::call::{Extend as Extension, close, extend, withdraw};
use crate::cli::arguments::{Confirm, OfProposal, WriteAs};
use crate::cli::ask::{self, Recording};
use crate::cli::command::asked;
use crate::cli::command::open::Open;
use crate::cli::command::write_session::{Recorded, View, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name;
use crate::letter::notice::Notice as Report;
use crate::procedure::early_end::EarlyEnd;
use crate::record::path::Owner;
use crate::register::records::Register;
use crate::register::snapshot::Extent;
use crate::render::page::Page;
use crate::session::{self, CallSelector, Tallied};
use crate::value::hint::Hint;
use crate::value::id::{GroupId, ProposalId};
use crate::value::text::shortened;

/// Open, extend, withdraw or close a call
///
/// Chairs can run these commands, and anybody can print a notice. Secretaries can also enter totals. A call is the period in which the
/// body answers one question on one text.
#[derive(Debug, Subcommand)]
pub(crate) enum Call {
    Open(Open),
    Extend(Extend),
    Exclude(Exclude),
    Readmit(Readmit),
    Admit(Admit),
    Withdraw(Withdraw),
    Close(Close),
    Notice(Notice),
    Totals(Totals),
}

/// Set a later closing time
///
/// Chairs can run this while the call is open. The call length of the track is the limit.
#[derive(Debug, Args)]
pub(crate) struct Extend {
    /// Proposal
    proposal: String,
    #[command(flatten)]
    input: Extension,
    #[command(flatten)]
    how: WriteAs,
}

/// Exclude a participant from an open call, with the reason
///
/// Chairs can run this while the call is open, if the track allows it (`exclusions`). They cannot
/// exclude themselves. The seat is counted like a recused one, whatever is answered in it: it is in no
/// base. What the participant says is shown, and objections still need a response.
#[derive(Debug, Args)]
pub(crate) struct Exclude {
    #[command(flatten)]
    whom: Excluding,
}

/// End the exclusion of a participant, with the reason
///
/// Chairs can run this while the call is open, but not for themselves.
#[derive(Debug, Args)]
pub(crate) struct Readmit {
    #[command(flatten)]
    whom: Excluding,
}

#[derive(Debug, Args)]
struct Excluding {
    /// Proposal
    proposal: String,
    /// Participant
    who: String,
    /// Reason
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    how: WriteAs,
}

/// Count late positions, with the reason
///
/// Chairs can run this after the close and before the decision, but not for their own position. A
/// position counts as it is now. If it changes again, it is late again.
#[derive(Debug, Args)]
pub(crate) struct Admit {
    /// Proposal
    proposal: String,
    /// Late items: participants, groups as @GROUP, objections
    #[arg(required_unless_present = "received_in_time", value_name = "WHAT")]
    what: Vec<String>,
    #[command(flatten)]
    input: Admission,
    #[command(flatten)]
    how: WriteAs,
}

/// Withdraw a call (positions stay)
///
/// Chairs can run this before the decision. Positions, objections and responses stay. You can then
/// open a new call.
///
/// In a terminal you see what will be recorded, and confirm it.
#[derive(Debug, Args)]
pub(crate) struct Withdraw {
    /// Proposal
    proposal: String,
    /// Reason
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    how: WriteAs,
}

/// Record the close of a call
///
/// Chairs can run this after the closing time. It records the last commit before the close, which
/// fixes the positions that count. If the track has `ends-early`, it ends an open call when no
/// missing answer can change the result.
///
/// In a terminal you see what will be recorded, and confirm it.
#[derive(Debug, Args)]
pub(crate) struct Close {
    /// Proposal
    #[arg(required = true)]
    proposal: Option<String>,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    how: WriteAs,
}

/// Enter totals of a personal dimension
///
/// Chairs and secretaries can run this before the decision. It records how many people with a seat in a group have
/// which value, such as women and men, and nobody's name. The balance shows the totals, without small numbers. No rule
/// can use them.
#[derive(Debug, Args)]
pub(crate) struct Totals {
    /// Proposal
    proposal: String,
    #[command(flatten)]
    input: EnterTotals,
    /// Group
    #[arg(long)]
    group: String,
    #[command(flatten)]
    how: WriteAs,
}

/// Print the notice of a call
///
/// Anybody can run this. Question, names and numbers are those that were fixed at opening.
#[derive(Debug, Args)]
pub(crate) struct Notice {
    /// Call number (default: latest not withdrawn)
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
            Call::Exclude(command) => command.whom.run(context, false),
            Call::Readmit(command) => command.whom.run(context, true),
            Call::Admit(command) => command.run(context),
            Call::Withdraw(command) => command.run(context),
            Call::Close(command) => command.run(context),
            Call::Notice(command) => command.run(context),
            Call::Totals(command) => command.run(context),
        }
    }
}

impl Extend {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        context.seal();
        let (desk, id) = WriteSession::on_proposal(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let now = context.now();
        let moments = desk.moments(context, &id)?;
        let governing = moments.frozen().charter.as_ref().ok_or_else(|| {
            let sentence = "the charter that was fixed at opening cannot be read";
            Failure::new(
                Exit::CannotCheck,
                sentence,
                Hint::run("to find the error", "plenary check"),
            )
        })?;
        let (n, entry) = extend(&desk.register, governing, &id, &self.input, &actor, now)?;
        let closes = self.input.closes.long();
        let said = format!("Call {n} on {id} extended. It now closes on {closes}.");
        desk.land_saying(context, &entry, said)
    }
}

impl Totals {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        context.seal();
        let (desk, id) = WriteSession::on_proposal(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let group = name::group(&self.group, &desk.register)?;
        let tally = desk.tally(context, &id)?.tally;
        let what = (&group, &self.input);
        let (n, entry) = enter(&desk.register, &tally, what, &actor, context.now())?;
        let said = format!("Totals of {group} entered for call {n} on {id}.");
        desk.land_saying(context, &entry, said)
    }
}

impl Excluding {
    fn run(self, context: &mut Context<'_>, ends: bool) -> Result<Exit, Failure> {
        context.seal();
        let (desk, id) = WriteSession::on_proposal(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let who = name::participant(&self.who, &desk.register)?;
        let moments = desk.moments(context, &id)?;
        let input = (&who, ends, self.reason.as_str());
        let (n, entry) = exclude(&moments, &id, input, &actor, context.now())?;
        let said = match ends {
            true => format!("{who} readmitted to call {n} on {id}. Positions count again."),
            false => format!(
                "{who} excluded from call {n} on {id}. The seat is counted like a recused one."
            ),
        };
        desk.land_saying(context, &entry, said)
    }
}

impl Admit {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        context.seal();
        let (desk, id) = WriteSession::on_proposal(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let mut input = self.input;
        let named = self.what.iter().map(|what| late(what, &id, &desk.register));
        input.named = named.collect::<Result<_, _>>()?;
        let Tallied { moments, tally } = desk.tally(context, &id)?;
        let (admitted, entry) = admit((&moments, &tally), &id, &input, &actor, context.now())?;
        desk.land(context, &entry, counted(&admitted, &id))
    }
}

fn counted(admitted: &Admitted, proposal: &ProposalId) -> Recorded {
    let n = admitted.call;
    let named = |what: &Late| match what {
        Late::Position(owner) => {
            format!("The late position of {owner} now counts in call {n} on {proposal}.")
        }
        Late::Objection(of) => {
            format!("The late objection {of} now counts in call {n} on {proposal}.")
        }
    };
    let mut counts = admitted.counts.iter().map(named);
    let first = Recorded::new(counts.next().unwrap_or_default());
    let left = admitted.left.iter();
    let left = left.map(|why| format!("Not counted: {why}."));
    counts.chain(left).fold(first, Recorded::line)
}

/// The late item that was typed. A former participant can still have a position.
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
                Err(Failure::usage(sentence, "write a group as @GROUP"))
            }
        },
        // The id of a participant can have a full stop, too.
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
        let page = Page::new()
            .line(format!("Ready to record: call {n} on {id} withdrawn."))
            .line(format!("For: {}", actor.id))
            .line("Everything that participants gave stays recorded.");
        let recording = Recording::new("this withdrawal", page);
        ask::confirm(context, desk.is_dry(), self.confirm, &recording)?;
        let said = format!(
            "Call {n} on {id} withdrawn. Positions and objections stay. You can open a new call."
        );
        desk.land_saying(context, &entry, said)
    }
}

impl Close {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        context.seal();
        let (desk, id) = asked::proposal(context, self.proposal.as_deref(), self.how)?;
        let actor = desk.actor(context)?;
        let folder = desk.register.proposals.get(&id);
        let call = folder.and_then(|folder| folder.current_call());
        let call = call.filter(|(_, call)| call.frozen.is_some());
        let closing = match call {
            Some((_, call)) => {
                let opened = call.frozen.as_ref();
                let end = call.closing().min(context.now());
                desk.repository.closing(&desk.base, opened, end)?
            }
            None => None,
        };
        let early = early_end(context, &desk, &id)?;
        let last = closing.as_ref().map(|commit| commit.short().to_string());
        let (n, entry) = close(
            &desk.register,
            &id,
            (closing, early.as_ref()),
            &actor,
            context.now(),
        )?;
        let (rests, fixes) = match last {
            Some(commit) => (
                format!("Last commit before the close: {commit}."),
                format!("Positions count up to commit {commit}."),
            ),
            None => (
                "No commit is named, because this register is part of another project.".to_owned(),
                "No commit is named.".to_owned(),
            ),
        };
        let page = Page::new()
            .line(format!("Ready to record: the close of call {n} on {id}."))
            .line(format!("For: {}", actor.id))
            .line(fixes);
        let recording = Recording::new("this close", page);
        ask::confirm(context, desk.is_dry(), self.confirm, &recording)?;
        let said = format!("Call {n} on {id} closed. {rests}");
        desk.land_saying(context, &entry, said)
    }
}

/// Whether the open call of a proposal can end now, if its track has a rule for that.
fn early_end(
    context: &Context<'_>,
    desk: &WriteSession,
    id: &ProposalId,
) -> Result<Option<EarlyEnd>, Failure> {
    let folder = desk.register.proposals.get(id);
    let call = folder.and_then(|folder| folder.undecided_call());
    let Some((_, call)) = call.filter(|(_, call)| call.is_open(context.now())) else {
        return Ok(None);
    };
    let Tallied { tally, .. } = desk.tally(context, id)?;
    Ok(EarlyEnd::of(&tally, call))
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
        context.send_around();
        context.show(&report, || report.page())
    }
}

/// The latest call that was not withdrawn; if all were, the latest.
fn last(register: &Register, id: &ProposalId) -> Option<u32> {
    let folder = register.proposals.get(id)?;
    let current = folder.current_call().map(|(n, _)| n);
    current.or_else(|| folder.calls.keys().next_back().copied())
}

fn no_call(id: &ProposalId) -> Failure {
    Failure::usage(
        format!("{id} has no call, so it has no notice"),
        Hint::run(
            "open a call first",
            format!("plenary call open {id} --closes TIME"),
        ),
    )
}

//! Lists the commands and runs them. Each topic has a file, with the arguments of its commands and what
//! they do.

mod acknowledge;
mod appeal;
mod asked;
mod board;
mod call;
mod charter;
mod check;
mod codes;
mod decide;
mod demo;
mod demo_script;
mod designate;
mod dispose;
mod erratum;
mod fix;
mod follow_up;
mod history;
mod init;
mod intake;
mod invite;
mod meeting;
mod new_files;
mod object;
mod open;
mod participant;
mod position;
mod propose;
mod refs;
mod remembered;
mod report;
mod status;
mod tally;
mod undo;
mod write_session;

use clap::Subcommand;

use crate::cli::arguments::{OfProposal, Reading};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};

/// The groups of the list of commands, and the commands of each, in the order in which help shows them.
/// Every command that is not hidden is in exactly one group.
pub(crate) const GROUPS: &[(&str, &[&str])] = &[
    (
        "Set up a register",
        &["init", "charter", "participant", "demo"],
    ),
    (
        "Take part (any participant)",
        &[
            "propose",
            "revise",
            "translate",
            "position",
            "pending",
            "object",
            "comment",
            "join",
            "reply",
            "challenge",
            "minority",
            "appeal",
            "undo",
        ],
    ),
    (
        "Run a call (chairs, secretaries, editors)",
        &[
            "call", "respond", "dispose", "reopen", "meeting", "invite", "remind", "import",
        ],
    ),
    (
        "Decide (chairs)",
        &[
            "ready",
            "designate",
            "decide",
            "sign-off",
            "correct",
            "implement",
            "review",
        ],
    ),
    (
        "See where things are",
        &[
            "list", "mine", "status", "tally", "balance", "due", "agenda",
        ],
    ),
    (
        "Look things up",
        &[
            "show",
            "decisions",
            "trace",
            "diff",
            "matrix",
            "receipt",
            "export",
            "report",
        ],
    ),
    (
        "Check (anybody, offline)",
        &["check", "verify", "acknowledge", "fix", "explain", "schema"],
    ),
];

/// Every command.
// Only the arguments of the one that was typed are made ready. All of them would make each start longer.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Command {
    Init(init::Init),
    #[command(subcommand)]
    Charter(charter::Charter),
    #[command(subcommand, alias = "roster")]
    Participant(participant::Participant),
    Demo(demo::Demo),
    Propose(propose::Propose),
    Revise(propose::Revise),
    Translate(propose::Translate),
    #[command(alias = "vote")]
    Position(position::Position),
    #[command(alias = "hold")]
    Pending(position::Pending),
    Object(object::Object),
    Comment(object::Comment),
    Join(object::Join),
    Reply(object::Reply),
    Challenge(designate::Challenge),
    Minority(designate::Minority),
    #[command(subcommand)]
    Appeal(appeal::Appeal),
    Undo(undo::Undo),
    #[command(subcommand)]
    Call(call::Call),
    Respond(dispose::Respond),
    Dispose(dispose::Dispose),
    Reopen(dispose::Reopen),
    #[command(subcommand)]
    Meeting(meeting::Meeting),
    Invite(invite::Invite),
    Remind(invite::Remind),
    #[command(subcommand, alias = "intake")]
    Import(intake::Intake),
    /// Check what is missing before a call or a decision
    ///
    /// Anybody can run this. It lists everything for which "call open" or "decide" would refuse. The
    /// exit code is 0 if nothing required is missing, 1 if something is missing or the proposal is
    /// decided, and 5 if only time is missing.
    Ready(OfProposal),
    Designate(designate::Designate),
    Decide(decide::Decide),
    SignOff(decide::SignOff),
    Correct(erratum::Correct),
    #[command(subcommand)]
    Implement(follow_up::Implement),
    Review(follow_up::Review),
    #[command(alias = "board")]
    List(board::Board),
    #[command(alias = "todo")]
    Mine(board::Mine),
    Status(status::Status),
    /// Show the full count and every rule
    ///
    /// Anybody can run this. Each number is shown with its base, and each rule with its numbers.
    Tally(tally::OfCall),
    /// Show who answered, by group, region and organisation
    ///
    /// Anybody can run this. It shows shares of seats and of answers by group, house, region and
    /// organisation, and who alone can change the result.
    Balance(tally::OfCall),
    Due(board::Due),
    Agenda(board::Agenda),
    Show(status::Show),
    /// List decisions, newest first
    ///
    /// Anybody can run this. It shows the outcome of each decision and whether it is in force.
    #[command(alias = "log")]
    Decisions(Reading),
    #[command(alias = "history")]
    Trace(history::Trace),
    Diff(history::Diff),
    Matrix(tally::Matrix),
    Receipt(board::Receipt),
    #[command(subcommand)]
    Export(tally::Export),
    Report(report::Report),
    Check(check::Check),
    Verify(check::Verify),
    Acknowledge(acknowledge::Acknowledge),
    Fix(fix::Fix),
    #[command(visible_alias = "codes")]
    Explain(codes::Explain),
    Schema(codes::Schema),
}

/// What `plenary` alone does: inside a register it shows your tasks, if git's address is that of a
/// participant, else the list of proposals. Anywhere else it shows the help.
pub(crate) fn without_a_name(context: &mut Context<'_>) -> Result<Exit, Failure> {
    match board::is_participant(context)? {
        Some(true) => board::Mine::default().run(context),
        Some(false) => board::Board::default().run(context),
        None => {
            let help = crate::cli::definition().render_help().to_string();
            context.print(&help)?;
            Ok(Exit::Done)
        }
    }
}

/// Runs a command.
pub(crate) fn run(command: Command, context: &mut Context<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Init(command) => command.run(context),
        Command::Charter(command) => command.run(context),
        Command::Participant(command) => command.run(context),
        Command::Demo(command) => command.run(context),
        Command::Propose(command) => command.run(context),
        Command::Revise(command) => command.run(context),
        Command::Translate(command) => command.run(context),
        Command::Position(command) => command.run(context),
        Command::Pending(command) => command.run(context),
        Command::Object(object) => object.raise(context),
        Command::Comment(raised) => raised.raise(context),
        Command::Reply(command) => command.run(context),
        Command::Join(command) => command.run(context),
        Command::Challenge(command) => command.run(context),
        Command::Minority(command) => command.run(context),
        Command::Appeal(command) => command.run(context),
        Command::Undo(command) => command.run(context),
        Command::Mine(command) => command.run(context),
        Command::Receipt(command) => command.run(context),
        Command::Call(command) => command.run(context),
        Command::Meeting(command) => command.run(context),
        Command::Respond(command) => command.run(context),
        Command::Dispose(command) => command.run(context),
        Command::Reopen(command) => command.run(context),
        Command::Ready(asked) => tally::ready(context, &asked),
        Command::Designate(command) => command.run(context),
        Command::Decide(command) => command.run(context),
        Command::SignOff(command) => command.run(context),
        Command::Correct(command) => command.run(context),
        Command::Implement(command) => command.run(context),
        Command::Review(command) => command.run(context),
        Command::List(command) => command.run(context),
        Command::Tally(asked) => tally::tally(context, &asked),
        Command::Status(command) => command.run(context),
        Command::Balance(asked) => tally::balance(context, &asked),
        Command::Show(command) => command.run(context),
        Command::Decisions(reading) => board::log(context, &reading),
        Command::Due(command) => command.run(context),
        Command::Agenda(command) => command.run(context),
        Command::Trace(command) => command.run(context),
        Command::Matrix(command) => command.run(context),
        Command::Diff(command) => command.run(context),
        Command::Export(command) => command.run(context),
        Command::Report(command) => command.run(context),
        Command::Invite(command) => command.run(context),
        Command::Remind(command) => command.run(context),
        Command::Import(command) => command.run(context),
        Command::Fix(command) => command.run(context),
        Command::Check(command) => command.run(context),
        Command::Verify(command) => command.run(context),
        Command::Acknowledge(command) => command.run(context),
        Command::Explain(command) => command.run(context),
        Command::Schema(command) => command.run(context),
    }
}

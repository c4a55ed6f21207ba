//! The commands, those of one topic in a file, each with its arguments and what it does.

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
mod fix;
mod follow_up;
mod history;
mod init;
mod intake;
mod invite;
mod meeting;
mod object;
mod open;
mod participant;
mod position;
mod propose;
mod refs;
mod status;
mod tally;
mod write_session;

use clap::Subcommand;

use crate::act::object::Blocking;
use crate::cli::arguments::{OfProposal, Reading};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};

/// What can be asked for.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::Init),
    /// Start: the charter in force, its rules in plain words, and the presets
    #[command(subcommand)]
    Charter(charter::Charter),
    /// Start: the roster
    #[command(subcommand)]
    Participant(participant::Participant),
    Demo(demo::Demo),
    Propose(propose::Propose),
    Revise(propose::Revise),
    Position(position::Position),
    Hold(position::Hold),
    /// Take part: raise an objection, which must be addressed before a decision
    ///
    /// An objection is answered, and disposed of with a reason, before a decision.
    #[command(mut_arg("resolve", |arg| arg.required_unless_present("resolve_file")))]
    Object(object::Raised),
    /// Take part: raise a comment, which holds nothing up
    ///
    /// A comment is kept and shown, and holds nothing up.
    Comment(object::Raised),
    Reply(object::Reply),
    Join(object::Join),
    Challenge(designate::Challenge),
    Minority(designate::Minority),
    #[command(subcommand)]
    Appeal(appeal::Appeal),
    Mine(board::Mine),
    Receipt(board::Receipt),
    /// Chair: open, extend, withdraw or close a call, admit what came late, print its notice
    #[command(subcommand)]
    Call(call::Call),
    /// Chair: meetings, who was present at them, their minutes and action items
    #[command(subcommand)]
    Meeting(meeting::Meeting),
    Respond(dispose::Respond),
    Dispose(dispose::Dispose),
    Reopen(dispose::Reopen),
    /// Chair: what still stands before a call or a decision
    ///
    /// What is not met is what `call open` or `decide` would refuse over. Ends with 0 where all
    /// that is required is met, 1 where it is not or the question is answered, 5 where only time is
    /// missing.
    Ready(OfProposal),
    Designate(designate::Designate),
    Decide(decide::Decide),
    SignOff(decide::SignOff),
    #[command(subcommand)]
    Implement(follow_up::Implement),
    Review(follow_up::Review),
    /// See: all proposals, a line each: stage, age, who must act, what is due
    Board(board::Board),
    /// See: the count, and which criteria are met
    ///
    /// Every number with its base in words.
    Tally(tally::OfCall),
    /// See: where a proposal stands, and what it waits for
    Status(status::Status),
    /// See: who dominates, who is missing, and on whom the result hangs
    ///
    /// Shares of seats and of answers by group, house, region and family of organisations.
    Balance(tally::OfCall),
    /// See: a proposal, an objection or a participant, whole
    Show(status::Show),
    /// See: the decisions, newest first
    Log(Reading),
    Due(board::Due),
    Agenda(board::Agenda),
    Trace(history::Trace),
    Matrix(tally::Matrix),
    Diff(history::Diff),
    /// See: the positions of a call, for spreadsheets and programs
    #[command(subcommand)]
    Export(tally::Export),
    /// Bring in: letters that ask for an answer, with a link for each
    Invite(invite::Invite),
    /// Bring in: positions that came by other ways than git
    #[command(subcommand)]
    Intake(intake::Intake),
    /// Bring in: mend what people type wrong in records, where nothing has to be guessed
    Fix(fix::Fix),
    /// Check: every record of the register
    Check(check::Check),
    Verify(check::Verify),
    #[command(visible_alias = "codes")]
    Explain(codes::Explain),
    Schema(codes::Schema),
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
        Command::Position(command) => command.run(context),
        Command::Hold(command) => command.run(context),
        Command::Object(raised) => raised.raise(Blocking::Objection, context),
        Command::Comment(raised) => raised.raise(Blocking::Comment, context),
        Command::Reply(command) => command.run(context),
        Command::Join(command) => command.run(context),
        Command::Challenge(command) => command.run(context),
        Command::Minority(command) => command.run(context),
        Command::Appeal(command) => command.run(context),
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
        Command::Implement(command) => command.run(context),
        Command::Review(command) => command.run(context),
        Command::Board(command) => command.run(context),
        Command::Tally(asked) => tally::tally(context, &asked),
        Command::Status(command) => command.run(context),
        Command::Balance(asked) => tally::balance(context, &asked),
        Command::Show(command) => command.run(context),
        Command::Log(reading) => board::log(context, &reading),
        Command::Due(command) => command.run(context),
        Command::Agenda(command) => command.run(context),
        Command::Trace(command) => command.run(context),
        Command::Matrix(command) => command.run(context),
        Command::Diff(command) => command.run(context),
        Command::Export(command) => command.run(context),
        Command::Invite(command) => command.run(context),
        Command::Intake(command) => command.run(context),
        Command::Fix(command) => command.run(context),
        Command::Check(command) => command.run(context),
        Command::Verify(command) => command.run(context),
        Command::Explain(command) => command.run(context),
        Command::Schema(command) => command.run(context),
    }
}

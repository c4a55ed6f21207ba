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
mod designate;
mod desk;
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
mod script;
mod status;
mod tally;

use clap::Subcommand;

use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};

/// What can be asked for.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(display_order = 10)]
    Init(init::Init),
    /// Start: the charter in force, its rules in plain words, and the presets
    #[command(display_order = 11, subcommand)]
    Charter(charter::Charter),
    /// Start: the roster
    #[command(display_order = 12, subcommand)]
    Participant(participant::Participant),
    #[command(display_order = 13)]
    Demo(demo::Demo),
    #[command(display_order = 20)]
    Propose(propose::Propose),
    #[command(display_order = 21)]
    Revise(propose::Revise),
    #[command(display_order = 22)]
    Position(position::Position),
    #[command(display_order = 23)]
    Hold(position::Hold),
    #[command(display_order = 24)]
    Object(object::Object),
    #[command(display_order = 25)]
    Comment(object::Comment),
    #[command(display_order = 26)]
    Reply(object::Reply),
    #[command(display_order = 27)]
    Join(object::Join),
    #[command(display_order = 28)]
    Challenge(designate::Challenge),
    #[command(display_order = 29)]
    Minority(designate::Minority),
    #[command(display_order = 30, subcommand)]
    Appeal(appeal::Appeal),
    #[command(display_order = 31)]
    Mine(board::Mine),
    #[command(display_order = 32)]
    Receipt(board::Receipt),
    /// Chair: open, extend, withdraw or close a call, admit what came late, print its notice
    #[command(display_order = 40, subcommand)]
    Call(call::Call),
    /// Chair: meetings, who was present at them, their minutes and action items
    #[command(display_order = 41, subcommand)]
    Meeting(meeting::Meeting),
    #[command(display_order = 42)]
    Respond(dispose::Respond),
    #[command(display_order = 43)]
    Dispose(dispose::Dispose),
    #[command(display_order = 44)]
    Reopen(dispose::Reopen),
    #[command(display_order = 45)]
    Ready(tally::Ready),
    #[command(display_order = 46)]
    Designate(designate::Designate),
    #[command(display_order = 47)]
    Decide(decide::Decide),
    #[command(display_order = 48)]
    SignOff(decide::SignOff),
    #[command(display_order = 49, subcommand)]
    Implement(follow_up::Implement),
    #[command(display_order = 50)]
    Review(follow_up::Review),
    /// See: all proposals, a line each: stage, age, who must act, what is due
    #[command(display_order = 60)]
    Board(board::Board),
    #[command(display_order = 61)]
    Tally(tally::Tally),
    /// See: where a proposal stands, and what it waits for
    #[command(display_order = 62)]
    Status(status::Status),
    #[command(display_order = 63)]
    Balance(tally::Balance),
    /// See: a proposal, an objection or a participant, whole
    #[command(display_order = 64)]
    Show(status::Show),
    /// See: the decisions, newest first
    #[command(display_order = 65)]
    Log(board::Log),
    #[command(display_order = 66)]
    Due(board::Due),
    #[command(display_order = 67)]
    Agenda(board::Agenda),
    #[command(display_order = 68)]
    Trace(history::Trace),
    #[command(display_order = 69)]
    Matrix(tally::Matrix),
    #[command(display_order = 70)]
    Diff(history::Diff),
    /// See: the positions of a call, for spreadsheets and programs
    #[command(display_order = 71, subcommand)]
    Export(tally::Export),
    /// Bring in: letters that ask for an answer, with a link for each
    #[command(display_order = 79)]
    Invite(invite::Invite),
    /// Bring in: positions that came by other ways than git
    #[command(display_order = 80, subcommand)]
    Intake(intake::Intake),
    /// Bring in: mend what people type wrong in records, where nothing has to be guessed
    #[command(display_order = 81)]
    Fix(fix::Fix),
    /// Check: every record of the register
    #[command(display_order = 90)]
    Check(check::Check),
    #[command(display_order = 91)]
    Verify(check::Verify),
    /// Check: what a code means
    #[command(display_order = 92)]
    Explain(codes::Explain),
    /// Check: all codes
    #[command(display_order = 93)]
    Codes(codes::Codes),
    #[command(display_order = 94)]
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
        Command::Object(command) => command.run(context),
        Command::Comment(command) => command.run(context),
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
        Command::Ready(command) => command.run(context),
        Command::Designate(command) => command.run(context),
        Command::Decide(command) => command.run(context),
        Command::SignOff(command) => command.run(context),
        Command::Implement(command) => command.run(context),
        Command::Review(command) => command.run(context),
        Command::Board(command) => command.run(context),
        Command::Tally(command) => command.run(context),
        Command::Status(command) => command.run(context),
        Command::Balance(command) => command.run(context),
        Command::Show(command) => command.run(context),
        Command::Log(command) => command.run(context),
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
        Command::Codes(command) => command.run(context),
        Command::Schema(command) => command.run(context),
    }
}

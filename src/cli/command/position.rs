//! `plenary position`: gives a position, changes it, or takes it back.

use std::path::PathBuf;

use clap::Args;

use crate::act::position::{Answer, Authority, For, Give, late_for, not_counted, position};
use crate::cli::arguments::{WriteAs, instant};
use crate::cli::ask::{self, Prose};
use crate::cli::command::prose::prose;
use crate::cli::command::written::Desk;
use crate::cli::command::{asked, template};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name as names;
use crate::register::records::Register;
use crate::render::page::Page;
use crate::value::clock::Instant;
use crate::value::id::{PositionName, RevisionName};

/// Take part: give a position, change it, or take it back
///
/// A position is yours to change until the call closes.
#[derive(Debug, Args)]
pub(crate) struct Position {
    /// The proposal
    #[arg(required = true)]
    proposal: Option<String>,
    /// The answer; `plenary charter explain` says which there are and what each counts as
    #[arg(required_unless_present = "withdraw", conflicts_with = "withdraw")]
    value: Option<String>,
    /// Take the position back
    #[arg(long)]
    withdraw: bool,
    /// Why
    #[arg(long, value_name = "TEXT", conflicts_with = "reason_file")]
    reason: Option<String>,
    /// A file that says why
    #[arg(long, value_name = "FILE")]
    reason_file: Option<PathBuf>,
    /// The revision that was read; the call's where none is named
    #[arg(long, value_name = "REVISION", value_parser = revision)]
    on: Option<RevisionName>,
    /// A conflict of interest worth saying here
    #[arg(long, value_name = "TEXT")]
    interest: Option<String>,
    /// An objection of somebody else's that it supports; may be given several times
    #[arg(long, value_name = "OBJECTION")]
    joins: Vec<String>,
    /// Whose position it is, if you type it for them
    #[arg(long = "for", value_name = "PARTICIPANT", conflicts_with = "group")]
    participant: Option<String>,
    /// With the authority that they gave you, where the track allows proxies
    #[arg(long, requires = "participant")]
    proxy: bool,
    /// The group whose position it is, if you represent it
    #[arg(long)]
    group: Option<String>,
    /// When they gave it, if you type it for them
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    received: Option<Instant>,
    /// Where that can be seen
    #[arg(long, value_name = "LINK")]
    evidence: Option<String>,
    /// Until when, if the position is hold
    #[arg(long, value_name = "INSTANT", value_parser = instant, conflicts_with = "withdraw")]
    until: Option<Instant>,
    #[command(flatten)]
    how: WriteAs,
}

/// Reads a revision's name for an argument.
pub(super) fn revision(text: &str) -> Result<RevisionName, String> {
    RevisionName::parse(text).ok_or_else(|| "write it as r1".to_owned())
}

fn named(value: &str) -> Result<PositionName, Failure> {
    PositionName::parse(value).map_err(|fault| {
        let shown = crate::value::text::shortened(value, 60);
        Failure::usage(
            format!("the position \"{shown}\" {fault}"),
            "plenary charter explain",
        )
    })
}

fn whose(
    participant: Option<&str>,
    group: Option<&str>,
    register: &Register,
) -> Result<For, Failure> {
    Ok(match (participant, group) {
        (Some(typed), _) => For::Participant(names::participant(typed, register)?),
        (None, Some(typed)) => For::Group(names::group(typed, register)?),
        (None, None) => For::Oneself,
    })
}

impl Position {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let reason = prose(context, self.reason.as_deref(), self.reason_file.as_ref())?;
        let desk = Desk::open(context)?;
        let (proposal, register) = asked::proposal(context, &desk, self.proposal.as_deref())?;
        let actor = desk.actor(context, &register, &self.how)?;
        let answer = match (self.value, self.withdraw) {
            (Some(value), _) => Answer::Given(named(&value)?),
            (None, true) => Answer::Withdrawn,
            (None, false) => Answer::Given(asked::position(context, &register, &proposal)?),
        };
        let mut input = Give {
            proposal,
            of: whose(
                self.participant.as_deref(),
                self.group.as_deref(),
                &register,
            )?,
            authority: match self.proxy {
                true => Authority::Proxy,
                false => Authority::Own,
            },
            answer,
            until: self.until,
            on: self.on,
            reason,
            interest: self.interest,
            joins: names::objections(&self.joins, &register)?,
            received: self.received,
            evidence: self.evidence,
        };
        if input.answer != Answer::Withdrawn {
            position(&register, &input, &actor, context.now())?;
            let reason = Prose {
                what: "the reason",
                flag: "--reason-file",
                template: &template::of_proposal(&register, &input.proposal),
            };
            input.reason = ask::offer_prose(context, reason, input.reason)?;
        }
        let now = context.now();
        let entry = position(&register, &input, &actor, now)?;
        let said = match &input.answer {
            Answer::Given(value) => format!("The position {value} on {} is given.", input.proposal),
            Answer::Withdrawn => format!("The position on {} is taken back.", input.proposal),
        };
        let counted = not_counted(&register, &input, &actor).unwrap_or_default();
        let late = late(&register, &input, now);
        let page = Page::new().line(said).line(counted).line(late);
        desk.land(context, &register, &entry, &self.how, page)
    }
}

/// Says that a position counts only if a chair admits it, where it was typed after the close.
fn late(register: &Register, input: &Give, now: Instant) -> String {
    let (id, who) = match (&input.proposal, &input.of) {
        (id, For::Participant(who)) => (id, who),
        _ => return String::new(),
    };
    late_for(register, input, now).map_or(String::new(), |n| {
        format!(
            "It landed after the close of call {n}, and is late until a chair admits it: \
             plenary call admit {id} {who} --reason REASON"
        )
    })
}

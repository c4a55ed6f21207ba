//! `plenary position` and `hold`: give a position, change it, take it back, or say that it is being
//! worked on.

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::{Why, instant, revision};
use crate::act::counted::not_counted;
use crate::act::position::{
    Authority, GivePosition, OnBehalfOf, PositionValue, late_for, position,
};
use crate::cli::arguments::WriteAs;
use crate::cli::ask::{self, Prose};
use crate::cli::command::asked;
use crate::cli::command::write_session::WriteSession;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name as names;
use crate::record::path::Owner;
use crate::record::position::PENDING;
use crate::register::records::Register;
use crate::render::page::Page;
use crate::report::words::moment;
use crate::value::clock::Instant;
use crate::value::id::{PositionName, ProposalId, RevisionName};
use crate::value::text::shortened;

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
    #[command(flatten)]
    why: Why,
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

/// Take part: say that a position is being worked on, and until when
///
/// A hold holds nothing up: until it ends by itself, and afterwards, its owner is silent.
#[derive(Debug, Args)]
pub(crate) struct Hold {
    /// The proposal
    proposal: String,
    /// When it ends by itself, with an offset from UTC: 2026-05-15T00:00Z
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    until: Instant,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The group that is working on it, if you represent it
    #[arg(long)]
    group: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

fn named(value: &str) -> Result<PositionName, Failure> {
    PositionName::parse(value).map_err(|fault| {
        let sentence = format!("the position \"{}\" {fault}", shortened(value, 60));
        Failure::usage(sentence, "plenary charter explain")
    })
}

fn whose(
    participant: Option<&str>,
    group: Option<&str>,
    register: &Register,
) -> Result<OnBehalfOf, Failure> {
    Ok(match (participant, group) {
        (Some(typed), _) => OnBehalfOf::Participant(names::participant(typed, register)?),
        (None, Some(typed)) => OnBehalfOf::Group(names::group(typed, register)?),
        (None, None) => OnBehalfOf::Oneself,
    })
}

impl Position {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut why = self.why;
        asked::why(context, &mut why)?;
        let (desk, id) = asked::proposal(context, self.proposal.as_deref(), self.how)?;
        let register = &desk.register;
        let actor = desk.actor(context)?;
        let answer = match (self.value, self.withdraw) {
            (Some(value), _) => PositionValue::Given(named(&value)?),
            (None, true) => PositionValue::Withdrawn,
            (None, false) => PositionValue::Given(asked::position(context, register, &id)?),
        };
        let mut input = GivePosition {
            of: whose(self.participant.as_deref(), self.group.as_deref(), register)?,
            authority: match self.proxy {
                true => Authority::Proxy,
                false => Authority::Own,
            },
            answer,
            until: self.until,
            on: self.on,
            reason: why.reason,
            interest: self.interest,
            joins: names::objections(&self.joins, register)?,
            received: self.received,
            evidence: self.evidence,
        };
        if input.answer != PositionValue::Withdrawn {
            position(register, &id, &input, &actor, context.now())?;
            let template = asked::beside_proposal(register, &id);
            let reason = Prose::new("the reason", "--reason-file", &template);
            input.reason = ask::offer_prose(context, reason, input.reason)?;
        }
        let now = context.now();
        let entry = position(register, &id, &input, &actor, now)?;
        let said = match &input.answer {
            PositionValue::Given(value) => format!("The position {value} on {id} is given."),
            PositionValue::Withdrawn => format!("The position on {id} is taken back."),
        };
        let counted = not_counted(register, &id, &input, &actor).unwrap_or_default();
        let late = late(register, &id, &input, now);
        let page = Page::new().line(said).line(counted).line(late);
        desk.land(context, &entry, page)
    }
}

/// Says that a position counts only if a chair admits it, where it was typed after the close.
fn late(register: &Register, id: &ProposalId, input: &GivePosition, now: Instant) -> String {
    let OnBehalfOf::Participant(who) = &input.of else {
        return String::new();
    };
    late_for(register, id, input, now).map_or(String::new(), |n| {
        format!(
            "It landed after the close of call {n}, and is late until a chair admits it: \
             plenary call admit {id} {who} --reason REASON"
        )
    })
}

impl Hold {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (desk, id) = WriteSession::on_proposal(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let now = context.now();
        let word = PositionName::parse(PENDING)
            .map_err(|fault| Failure::usage(format!("the word {PENDING} {fault}"), ""))?;
        let input = GivePosition {
            of: whose(None, self.group.as_deref(), &desk.register)?,
            authority: Authority::Own,
            answer: PositionValue::Given(word),
            until: Some(self.until),
            on: None,
            reason: self.reason,
            interest: None,
            joins: Vec::new(),
            received: None,
            evidence: None,
        };
        let entry = position(&desk.register, &id, &input, &actor, now)?;
        let until = moment(self.until, now, context.offset());
        let page = Page::new()
            .line(format!("On hold on {id} until {until}."))
            .line(given_up(&desk.register, &id, &input, &actor));
        desk.land(context, &entry, page)
    }
}

/// Says that a position which stood before counts no more, and that the end of the hold does not
/// bring it back.
fn given_up(register: &Register, id: &ProposalId, input: &GivePosition, actor: &Actor) -> String {
    let owner = match &input.of {
        OnBehalfOf::Group(group) => Owner::Group(group.clone()),
        OnBehalfOf::Oneself | OnBehalfOf::Participant(_) => Owner::Participant(actor.id.clone()),
    };
    let folder = register.proposals.get(id);
    let filed = folder.and_then(|folder| folder.position_of(&owner));
    let stood = filed.and_then(|(_, file)| file.position.as_ref());
    match stood.filter(|stood| !stood.is_pending() && !stood.withdrawn) {
        Some(stood) => format!(
            "Your position {} counts no more; give it again when you know: plenary position {id} VALUE",
            stood.position
        ),
        None => String::new(),
    }
}

//! `plenary position` and `pending`: gives, changes or withdraws a position, or says that an answer
//! will come later.

use clap::Args;

use crate::act::actor::Actor;
use crate::act::answer::answer;
use crate::act::arguments::{Why, instant, revision};
use crate::act::counted::not_counted;
use crate::act::position::{
    Authority, GivePosition, OnBehalfOf, PositionValue, late_for, position,
};
use crate::cli::arguments::WriteAs;
use crate::cli::ask::{self, Prose};
use crate::cli::command::asked;
use crate::cli::command::write_session::{Recorded, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name as names;
use crate::record::path::Owner;
use crate::record::position::{self, PENDING};
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::id::{PositionName, ProposalId, RevisionName};

/// Give, change or withdraw your position
///
/// Any participant can run this while a call is open, and before it opens. You can change your
/// position until the call closes. Secretaries can enter the position of somebody else with --for.
#[derive(Debug, Args)]
pub(crate) struct Position {
    /// Proposal
    #[arg(required = true)]
    proposal: Option<String>,
    /// Your position, such as support or object (see: plenary charter explain)
    #[arg(required_unless_present = "withdraw", conflicts_with = "withdraw")]
    value: Option<String>,
    /// Withdraw the position
    #[arg(long)]
    withdraw: bool,
    #[command(flatten)]
    why: Why,
    /// Revision you read (default: the call's)
    #[arg(long, value_name = "REVISION", value_parser = revision)]
    on: Option<RevisionName>,
    /// Conflict of interest to disclose here
    #[arg(long, value_name = "TEXT")]
    interest: Option<String>,
    /// Objection to support (repeatable)
    #[arg(long, value_name = "OBJECTION")]
    joins: Vec<String>,
    /// Enter the position of this participant (secretaries)
    #[arg(long = "for", value_name = "PARTICIPANT", conflicts_with = "group")]
    participant: Option<String>,
    /// Answer as their proxy, if the track allows it
    #[arg(long, requires = "participant")]
    proxy: bool,
    /// Group that you answer for, as its representative
    #[arg(long)]
    group: Option<String>,
    /// When you received it
    #[arg(long, value_name = "TIME", value_parser = instant)]
    received: Option<Instant>,
    /// Link or note to the source
    #[arg(long, value_name = "LINK")]
    evidence: Option<String>,
    /// When the answer is due (with pending)
    #[arg(long, value_name = "TIME", value_parser = instant, conflicts_with = "withdraw")]
    until: Option<Instant>,
    #[command(flatten)]
    how: WriteAs,
}

/// Say that your answer will come later
///
/// Any participant can run this before the call closes. It blocks nothing and ends by itself. You
/// count as not answered until you give your position.
#[derive(Debug, Args)]
pub(crate) struct Pending {
    /// Proposal
    proposal: String,
    /// When the answer is due, such as 2026-05-15T00:00Z
    #[arg(long, value_name = "TIME", value_parser = instant)]
    until: Instant,
    /// Reason
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Group that will answer, if you are its representative
    #[arg(long)]
    group: Option<String>,
    #[command(flatten)]
    how: WriteAs,
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
        let given = match (self.value, self.withdraw) {
            (Some(value), _) => PositionValue::Given(answer(register, &id, &value)?),
            (None, true) => PositionValue::Withdrawn,
            (None, false) => PositionValue::Given(asked::position(context, register, &id)?),
        };
        let mut input = GivePosition {
            of: whose(self.participant.as_deref(), self.group.as_deref(), register)?,
            authority: match self.proxy {
                true => Authority::Proxy,
                false => Authority::Own,
            },
            answer: given,
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
            PositionValue::Given(value) => {
                let value = position::Position::new(value.clone()).position;
                format!("Position recorded on {id}: {value}.")
            }
            PositionValue::Withdrawn => format!("Position on {id} withdrawn."),
        };
        let counted = not_counted(register, &id, &input, &actor, now).unwrap_or_default();
        let recorded = Recorded::new(said).line(counted);
        let recorded = late(recorded, register, &id, &input, now);
        desk.land(context, &entry, recorded)
    }
}

/// Says that a position counts only if a chair accepts it, if it was entered after the close.
fn late(
    recorded: Recorded,
    register: &Register,
    id: &ProposalId,
    input: &GivePosition,
    now: Instant,
) -> Recorded {
    let OnBehalfOf::Participant(who) = &input.of else {
        return recorded;
    };
    match late_for(register, id, input, now) {
        Some(n) => recorded.next(
            format!("It is late: call {n} is closed. It counts only if a chair accepts it"),
            format!("plenary call admit {id} {who} --reason REASON"),
        ),
        None => recorded,
    }
}

impl Pending {
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
        let until = self.until.long();
        let said = format!("Answer pending on {id} until {until}. This blocks nothing.");
        let recorded = given_up(Recorded::new(said), &desk.register, &id, &input, &actor);
        desk.land(context, &entry, recorded)
    }
}

/// Says that an earlier position no longer counts, and does not come back when the notice ends.
fn given_up(
    recorded: Recorded,
    register: &Register,
    id: &ProposalId,
    input: &GivePosition,
    actor: &Actor,
) -> Recorded {
    let owner = match &input.of {
        OnBehalfOf::Group(group) => Owner::Group(group.clone()),
        OnBehalfOf::Oneself | OnBehalfOf::Participant(_) => Owner::Participant(actor.id.clone()),
    };
    let folder = register.proposals.get(id);
    let filed = folder.and_then(|folder| folder.position_of(&owner));
    let earlier = filed.and_then(|(_, file)| file.position.as_ref());
    match earlier.filter(|earlier| !earlier.is_pending() && !earlier.withdrawn) {
        Some(earlier) => recorded.next(
            format!(
                "Your position {} no longer counts. To answer",
                earlier.position
            ),
            format!("plenary position {id} VALUE"),
        ),
        None => recorded,
    }
}

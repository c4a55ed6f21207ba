//! `plenary decide` and `sign-off`: record a decision with the chair's sign-off, and let further
//! chairs recompute it and put their names under it.

use clap::Args;

use crate::act::actor::Actor;
use crate::act::decide::{Decide as Decided, decide, sign_off};
use crate::act::refusal::Refusal;
use crate::cli::arguments::WriteAs;
use crate::cli::ask::{self, Confirmed, DRY_RUN, Prose};
use crate::cli::command::asked;
use crate::cli::command::write_session::{WriteSession, say};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::procedure::decision::Inputs;
use crate::procedure::designation::DesignationState;
use crate::procedure::hand::Hands;
use crate::register::snapshot::Moment;
use crate::register::tally_inputs::TallyInputs;
use crate::report::decision::{DecisionReport, SignedOff};
use crate::session::{self, Tallied, hands, verify};
use crate::tally::Tally;
use crate::value::id::LevelName;

/// Chair: record a decision with your sign-off
///
/// The program computes; you judge. Where the two differ, the record holds both and the reason.
#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// The proposal
    #[arg(required = true)]
    proposal: Option<String>,
    #[command(flatten)]
    input: Decided,
    #[command(flatten)]
    how: WriteAs,
}

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

impl Decide {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut input = self.input;
        asked::why(context, &mut input.why)?;
        let (desk, id) = asked::proposal(context, self.proposal.as_deref(), self.how)?;
        let actor = desk.actor(context)?;
        let tallied = desk.tally(context, &id)?;
        let (inputs, hands) = session::inputs(&desk.repository, &desk.base, &tallied)?;
        let Tallied { moments, tally } = tallied;
        if ask::possible(context) {
            input.designation = input.designation.or(drafted(&moments, &tally));
            may_decide(&moments, &tally, &input, &inputs, &actor)?;
            let level = asked::level(context, &tally, input.designation.take())?;
            let template = asked::beside_proposal(&moments.asked, &id);
            let why = input.why.reason.take();
            input.why.reason = reason_asked(context, &tally, &level, why, &template)?;
            input.sign_off = agreed(context, &tally, &level, input.sign_off, desk.is_dry())?;
            input.designation = Some(level);
        }
        let (recorded, entry) = decide(&moments, &tally, &input, inputs, &actor)?;
        let written = desk.write(context, &entry)?;
        let own = context.identity(&desk.repository).ok();
        let own = hands::of_entry(&moments.asked, &entry, own);
        let committed = match hands {
            Hands::Silent => Hands::Silent,
            told => told.and(Hands::Told(own)),
        };
        let report = DecisionReport::of(&moments, &tally, &recorded.decision);
        let report = report.committed(committed);
        let sign_offs = SignedOff::of(&moments, &tally, vec![actor.id.clone()]);
        let page = report.page().then(sign_offs.next_page());
        say(context, &moments.asked, &entry, &written, page)
    }
}

/// The level that the last draft names.
fn drafted(moments: &TallyInputs, tally: &Tally) -> Option<LevelName> {
    let folder = moments.folder(&tally.proposal)?;
    DesignationState::of(tally, folder).level().cloned()
}

/// The level that is proposed to the chair where none was typed.
fn usual(tally: &Tally) -> Option<LevelName> {
    let last = tally.levels.last().map(|level| &level.name);
    tally.computed.as_ref().or(last).cloned()
}

/// What stands in the way is told before anything is asked. Without a question, `decide` says it.
fn may_decide(
    moments: &TallyInputs,
    tally: &Tally,
    input: &Decided,
    inputs: &Inputs,
    actor: &Actor,
) -> Result<(), Failure> {
    let mut tried = input.clone();
    tried.sign_off = true;
    tried.designation = tried.designation.or(usual(tally));
    tried.why.reason = Some(DRY_RUN.to_owned());
    Ok(decide(moments, tally, &tried, inputs.clone(), actor).map(drop)?)
}

/// A reason is owed where the designation is not the computed level.
fn reason_asked(
    context: &mut Context<'_>,
    tally: &Tally,
    level: &LevelName,
    given: Option<String>,
    template: &str,
) -> Result<Option<String>, Failure> {
    let computed = computed_level(tally);
    let template = format!("You designate {level}; {computed}.\n\n{template}");
    let reason = Prose::new("the reason", "--reason-file", &template);
    match tally.computed.as_ref() == Some(level) {
        true => ask::offer_prose(context, reason, given),
        false => ask::prose(context, reason, given),
    }
}

/// The computed level as a clause.
fn computed_level(tally: &Tally) -> String {
    match &tally.computed {
        Some(level) => format!("the computed level is {level}"),
        None => "no level is computed".to_owned(),
    }
}

/// Whoever was asked for a part of it puts their name under it by a word.
fn agreed(
    context: &mut Context<'_>,
    tally: &Tally,
    level: &LevelName,
    given: bool,
    dry: bool,
) -> Result<bool, Failure> {
    if !context.conversation.has_begun() {
        return Ok(given);
    }
    let outcome = tally.level(level).map_or("", |level| level.outcome.word());
    let computed = computed_level(tally);
    let recap = format!(
        "the decision on {}: {level} ({outcome}), with your sign-off; {computed}",
        tally.proposal
    );
    let consent = match given {
        true => Confirmed::Enter,
        false => Confirmed::Word("sign"),
    };
    ask::agree(context, dry, &recap, consent)?;
    Ok(true)
}

impl SignOff {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (desk, id) = WriteSession::on_proposal(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let now = context.now();
        let Tallied { moments, tally } = desk.tally(context, &id)?;
        let n = tally.call.unwrap_or_default();
        let moment = Moment::Commit(desk.base.clone());
        let recomputed = verify::decision(context.repository()?, &moment, &id, n)?;
        let none = || {
            Refusal::rules(
                format!("there is no decision on {id} to sign off"),
                format!("to see what it waits for: plenary status {id}"),
            )
        };
        let recomputed = recomputed.ok_or_else(none)?;
        let entry = sign_off(&moments, &tally, &recomputed, &actor, now)?;
        let written = desk.write(context, &entry)?;
        let mut signed = moments.asked.sign_offs(&id, n);
        signed.push(actor.id.clone());
        let report = SignedOff::of(&moments, &tally, signed);
        let own = context.identity(&desk.repository).ok();
        let hands = hands::of_entry(&moments.asked, &entry, own);
        let page = report.page().then(SignedOff::committed(&hands));
        say(context, &moments.asked, &entry, &written, page)
    }
}

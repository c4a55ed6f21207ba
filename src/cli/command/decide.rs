//! `plenary decide` and `sign-off`: records a decision with the chair's sign-off, and lets other
//! chairs recompute it and add their sign-offs.

use clap::Args;

use crate::act::actor::Actor;
use crate::act::decide::{Decide as Decided, decide, sign_off};
use crate::act::refusal::Refusal;
use crate::cli::arguments::{Confirm, WriteAs};
use crate::cli::ask::{self, Confirmed, DRY_RUN, Prose, Recording};
use crate::cli::command::asked;
use crate::cli::command::write_session::{Recorded, WriteSession, say};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::procedure::decision::Inputs;
use crate::procedure::designation::DesignationState;
use crate::procedure::hand::Hands;
use crate::register::snapshot::Moment;
use crate::register::tally_inputs::TallyInputs;
use crate::render::page::Page;
use crate::report::decision::{DecisionReport, SignedOff};
use crate::session::{self, Tallied, hands, verify};
use crate::tally::Tally;
use crate::value::hint::Hint;
use crate::value::id::LevelName;

/// Record the decision and sign it off
///
/// Chairs can run this after the call has closed. You declare the consensus level. If it differs
/// from the level that the rules give, the decision contains both and your reason.
///
/// In a terminal you see what will be recorded, and confirm it.
#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// Proposal
    #[arg(required = true)]
    proposal: Option<String>,
    #[command(flatten)]
    input: Decided,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    how: WriteAs,
}

/// Verify a decision and add your sign-off
///
/// Chairs can run this if the track needs several sign-offs. The decision waits until enough chairs
/// have signed off. Plenary recomputes it first, and refuses if a single byte differs.
///
/// In a terminal you see what will be recorded, and confirm it.
#[derive(Debug, Args)]
pub(crate) struct SignOff {
    /// Proposal
    proposal: String,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    how: WriteAs,
}

impl Decide {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        context.seal();
        let mut input = self.input;
        asked::why(context, &mut input.why)?;
        let (desk, id) = asked::proposal(context, self.proposal.as_deref(), self.how)?;
        let actor = desk.actor(context)?;
        let tallied = desk.tally(context, &id)?;
        let (inputs, hands) = session::inputs(&desk.repository, &desk.base, &tallied)?;
        let Tallied { moments, tally } = tallied;
        if ask::possible(context) {
            input.designation = input.designation.or(drafted(&moments, &tally));
            try_decide(&moments, &tally, &input, &inputs, &actor)?;
            let level = asked::level(context, &tally, input.designation.take())?;
            let template = asked::beside_proposal(&moments.asked, &id);
            let why = input.why.reason.take();
            input.why.reason = reason_asked(context, &tally, &level, why, &template)?;
            let asked = Asked {
                tally: &tally,
                level: &level,
                by: &actor,
                sign_off: input.sign_off,
            };
            input.sign_off = asked.agreed(context, desk.is_dry(), self.confirm)?;
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
        let decision = &recorded.decision;
        let (outcome, level) = (
            decision.judgement.outcome.word(),
            &decision.judgement.designation,
        );
        let said = format!("Decision on {id} recorded: {outcome} ({level}).");
        let said = Recorded::with_page(said, page);
        let receipt = desk.wants_receipt();
        say(context, &moments.asked, (&entry, &written), said, receipt)
    }
}

/// The level of the latest draft.
fn drafted(moments: &TallyInputs, tally: &Tally) -> Option<LevelName> {
    let folder = moments.folder(&tally.proposal)?;
    DesignationState::of(tally, folder).level().cloned()
}

/// The level that is offered to the chair if none was typed.
fn usual(tally: &Tally) -> Option<LevelName> {
    let last = tally.levels.last().map(|level| &level.name);
    tally.computed.as_ref().or(last).cloned()
}

/// Reports everything that blocks the decision before anything is asked.
fn try_decide(
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

/// Asks for a reason, which is required if the designation is not the computed level.
fn reason_asked(
    context: &mut Context<'_>,
    tally: &Tally,
    level: &LevelName,
    given: Option<String>,
    template: &str,
) -> Result<Option<String>, Failure> {
    let computed = computed_level(tally);
    let template = format!("You declare the level {level}. {computed}\n\n{template}");
    let reason = Prose::new("the reason", "--reason-file", &template);
    match tally.computed.as_ref() == Some(level) {
        true => ask::offer_prose(context, reason, given),
        false => ask::prose(context, reason, given),
    }
}

/// The computed level as a sentence.
fn computed_level(tally: &Tally) -> String {
    match &tally.computed {
        Some(level) => format!("The computed level (what the rules give) is {level}."),
        None => "The rules give no level.".to_owned(),
    }
}

/// What a chair confirms before a decision is recorded.
struct Asked<'a> {
    tally: &'a Tally,
    level: &'a LevelName,
    by: &'a Actor,
    /// Whether the sign-off was typed as an option.
    sign_off: bool,
}

impl Asked<'_> {
    /// Asks the chair, and gives whether they sign off. A chair who did not type the option signs off
    /// with a word.
    fn agreed(
        &self,
        context: &mut Context<'_>,
        dry: bool,
        given: Confirm,
    ) -> Result<bool, Failure> {
        let signs = self.sign_off || !(given.yes || context.is_quiet());
        let recording = Recording {
            what: "this decision",
            page: self.page(),
            consent: match self.sign_off {
                true => Confirmed::Enter,
                false => Confirmed::Word("sign"),
            },
        };
        ask::confirm(context, dry, given, &recording)?;
        Ok(signs)
    }

    fn page(&self) -> Page {
        let (id, level, by) = (&self.tally.proposal, self.level, &self.by.id);
        let outcome = self.tally.level(level);
        let outcome = outcome.map_or("", |level| level.outcome.word());
        Page::new()
            .line(format!(
                "Ready to record: the decision on {id}: {outcome} ({level})."
            ))
            .line(computed_level(self.tally))
            .line(format!("For: {by}, with sign-off"))
    }
}

impl SignOff {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        context.seal();
        let (desk, id) = WriteSession::on_proposal(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let now = context.now();
        let Tallied { moments, tally } = desk.tally(context, &id)?;
        let n = tally.call.unwrap_or_default();
        let moment = Moment::Commit(desk.base.clone());
        let recomputed = verify::decision(context.repository()?, &moment, &id, n)?;
        let none = || {
            Refusal::rules(
                format!("{id} has no decision to sign off"),
                Hint::run("to see the next steps", format!("plenary status {id}")),
            )
        };
        let recomputed = recomputed.ok_or_else(none)?;
        let entry = sign_off(&moments, &tally, &recomputed, &actor, now)?;
        let page = Page::new()
            .line(format!(
                "Ready to record: a sign-off of the decision on {id}, call {n}."
            ))
            .line(format!("For: {}", actor.id))
            .line("Recomputing the decision gave the same bytes.");
        let recording = Recording::new("this sign-off", page);
        ask::confirm(context, desk.is_dry(), self.confirm, &recording)?;
        let written = desk.write(context, &entry)?;
        let mut signed = moments.asked.sign_offs(&id, n);
        signed.push(actor.id.clone());
        let report = SignedOff::of(&moments, &tally, signed);
        let own = context.identity(&desk.repository).ok();
        let hands = hands::of_entry(&moments.asked, &entry, own);
        let page = report.page().then(SignedOff::committed(&hands));
        let said = format!("Sign-off of {} on {id}, call {n} recorded.", actor.id);
        let said = Recorded::with_page(said, page);
        let receipt = desk.wants_receipt();
        say(context, &moments.asked, (&entry, &written), said, receipt)
    }
}

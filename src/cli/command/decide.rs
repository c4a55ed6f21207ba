//! `plenary decide`: records a decision with the chair's sign-off.

use std::path::PathBuf;

use clap::Args;

use crate::act::actor::Actor;
use crate::act::decide::{Decide as Act, SignOff, decide};
use crate::cli::arguments::{WriteAs, instant, name};
use crate::cli::ask::{self, Consent, Prose, UNWRITTEN};
use crate::cli::command::prose::prose;
use crate::cli::command::written::{Desk, say};
use crate::cli::command::{asked, template};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::procedure::designation::Contest;
use crate::procedure::hand::Hands;
use crate::record::decision::Chosen;
use crate::register::freeze::Moments;
use crate::report::decision::DecisionReport;
use crate::report::decision::SignedOff;
use crate::session::{self, Tallied, Which, hands};
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::id::{GateName, LevelName};

/// Chair: record a decision with your sign-off
///
/// The program computes; you judge. Where the two differ, the record holds both and the reason.
#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// The proposal
    #[arg(required = true)]
    proposal: Option<String>,
    /// The level of agreement that you designate; may be left out where a draft names it
    #[arg(long, value_name = "LEVEL", value_parser = name(LevelName::parse))]
    designation: Option<LevelName>,
    /// Put your name under it
    #[arg(long)]
    sign_off: bool,
    /// Why the designation differs from the computed level, or what else is to be said
    #[arg(long, value_name = "TEXT", conflicts_with = "reason_file")]
    reason: Option<String>,
    /// A file that says why
    #[arg(long, value_name = "FILE")]
    reason_file: Option<PathBuf>,
    /// Pass over an unmet gate, with the reason; may be given several times
    #[arg(long = "override", value_name = "GATE=REASON", value_parser = passed_over)]
    overrides: Vec<(GateName, String)>,
    /// What the decision does not mean
    #[arg(long, value_name = "TEXT")]
    does_not_mean: Option<String>,
    /// From when it holds, where that is not at once
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    effective: Option<Instant>,
    /// When it must be looked at again, instead of when the track says
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    review: Option<Instant>,
    /// When it lapses unless it is renewed
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    sunset: Option<Instant>,
    /// It only bridges the time until a lasting decision, and lapses then
    #[arg(long, value_name = "INSTANT", value_parser = instant, conflicts_with = "sunset")]
    interim_until: Option<Instant>,
    #[command(flatten)]
    how: WriteAs,
}

fn passed_over(text: &str) -> Result<(GateName, String), String> {
    let (gate, reason) = text
        .split_once('=')
        .ok_or("write GATE=\"why it is passed over\"")?;
    let gate = GateName::parse(gate).map_err(|fault| format!("the id {fault}"))?;
    Ok((gate, reason.to_owned()))
}

impl Decide {
    fn chosen(&self) -> Chosen {
        Chosen {
            effective: self.effective,
            review: self.review,
            sunset: self.sunset.or(self.interim_until),
            interim: self.interim_until.is_some(),
        }
    }

    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let reason = prose(context, self.reason.as_deref(), self.reason_file.as_ref())?;
        let chosen = self.chosen();
        let desk = Desk::open(context)?;
        let (proposal, register) = asked::proposal(context, &desk, self.proposal.as_deref())?;
        let actor = desk.actor(context, &register, &self.how)?;
        let now = context.now();
        let tallied =
            session::tally_of(&desk.repository, register, &proposal, Which::Current, now)?;
        let (inputs, hands) = session::inputs(&desk.repository, &desk.base, &tallied)?;
        let Tallied {
            moments,
            tally: counted,
        } = tallied;
        let mut input = Act {
            designation: self.designation,
            reason,
            overrides: self.overrides,
            does_not_mean: self.does_not_mean,
            chosen,
            sign_off: if self.sign_off {
                SignOff::Given
            } else {
                SignOff::Withheld
            },
            inputs,
        };
        if ask::possible(context) {
            input.designation = input.designation.or(drafted(&moments, &counted));
            may_decide(&moments, &counted, &input, &actor)?;
            let level = asked::level(context, &counted, input.designation.take())?;
            let template = template::of_proposal(&moments.asked, &proposal);
            let why = input.reason.take();
            input.reason = reason_asked(context, &counted, &level, why, &template)?;
            input.sign_off = agreed(context, &counted, &level, input.sign_off, &self.how)?;
            input.designation = Some(level);
        }
        let (recorded, entry) = decide(&moments, &counted, &input, &actor)?;
        let written = context.land(&desk.repository, Some(&desk.base), &entry, &self.how)?;
        let own = context.identity(&desk.repository).ok();
        let own = hands::of_entry(&moments.asked, &entry, own);
        let committed = match hands {
            Hands::Silent => Hands::Silent,
            told => told.and(Hands::Told(own)),
        };
        let report = DecisionReport::of(&moments, &counted, &recorded.decision);
        let report = report.committed(committed);
        let sign_offs = SignedOff::of(&moments, &counted, vec![actor.id.clone()]);
        let page = report.page().then(sign_offs.next_page());
        say(context, &moments.asked, &entry, &written, page)?;
        Ok(match sign_offs.is_complete() {
            true => Exit::Done,
            false => Exit::Pending,
        })
    }
}

/// The level that the last draft names.
fn drafted(moments: &Moments, tally: &Tally) -> Option<LevelName> {
    let folder = moments.folder(&tally.proposal)?;
    Contest::of(tally, folder).level().cloned()
}

/// The level that is proposed to the chair where none was typed.
fn usual(tally: &Tally) -> Option<LevelName> {
    let last = tally.levels.last().map(|level| &level.name);
    tally.computed.as_ref().or(last).cloned()
}

/// What stands in the way is told before anything is asked. Without a question, `decide` says it.
fn may_decide(moments: &Moments, tally: &Tally, input: &Act, actor: &Actor) -> Result<(), Failure> {
    let mut tried = input.clone();
    tried.sign_off = SignOff::Given;
    tried.designation = tried.designation.or(usual(tally));
    tried.reason = Some(UNWRITTEN.to_owned());
    Ok(decide(moments, tally, &tried, actor).map(drop)?)
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
    let reason = Prose {
        what: "the reason",
        flag: "--reason-file",
        template: &template,
    };
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
    given: SignOff,
    how: &WriteAs,
) -> Result<SignOff, Failure> {
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
        SignOff::Given => Consent::Enter,
        SignOff::Withheld => Consent::Word("sign"),
    };
    ask::agree(context, how, &recap, consent)?;
    Ok(SignOff::Given)
}

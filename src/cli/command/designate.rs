//! `plenary designate`, `challenge` and `minority`: publishes, disputes and confirms the draft
//! designation of a call, and takes the statements of those who disagree.

use std::path::PathBuf;

use clap::Args;

use crate::act::arguments::{Why, name};
use crate::act::designate::{DraftInput, answer, challenge, confirm, publish, withdraw};
use crate::act::minority::{MinorityAction, minority};
use crate::cli::arguments::{OfProposal, Reading, WriteAs};
use crate::cli::command::asked;
use crate::cli::command::write_session::{Recorded, View, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name;
use crate::git::Repository;
use crate::record::designation::Draft;
use crate::register::snapshot::Moment;
use crate::register::tally_inputs::TallyInputs;
use crate::report::designation::DesignationReport;
use crate::session::{self, CallSelector, Tallied};
use crate::tally::Tally;
use crate::value::id::{ChallengeId, LevelName, ProposalId};

/// Publish, answer or confirm a draft designation
///
/// Chairs can run this after the close of the call. The designation is the consensus level that the
/// chair declares. Participants can challenge a draft while the track gives time for it. Every
/// challenge needs an answer before the draft is confirmed. A new draft starts the time again.
///
/// With the proposal alone, anybody can see the drafts, the challenges and the answers.
#[derive(Debug, Args)]
#[command(mut_arg("reason", |arg| arg.requires("level")))]
#[command(mut_arg("reason_file", |arg| arg.requires("level")))]
pub(crate) struct Designate {
    /// Proposal
    proposal: String,
    /// Consensus level of a new draft
    #[arg(value_parser = name(LevelName::parse))]
    level: Option<LevelName>,
    #[command(flatten)]
    why: Why,
    /// Challenge to answer, such as carla-nunes.1
    #[arg(long, value_name = "CHALLENGE", conflicts_with = "level")]
    answer: Option<String>,
    /// Answer
    #[arg(
        long,
        value_name = "TEXT",
        conflicts_with = "text_file",
        requires = "answer"
    )]
    text: Option<String>,
    /// Read the answer from a file
    #[arg(long, value_name = "FILE", requires = "answer")]
    text_file: Option<PathBuf>,
    /// Confirm the latest draft
    #[arg(long, conflicts_with_all = ["level", "answer"])]
    confirm: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    how: WriteAs,
}

/// Dispute a draft designation
///
/// Any participant can run this while the track gives time for challenges. A chair must answer
/// every challenge before the decision.
#[derive(Debug, Args)]
#[command(mut_arg("reason", |arg| arg.help("Why the draft does not fit the answers")))]
pub(crate) struct Challenge {
    /// Proposal
    proposal: String,
    #[command(flatten)]
    why: Why,
    /// Withdraw your latest challenge
    #[arg(long)]
    withdraw: bool,
    #[command(flatten)]
    how: WriteAs,
}

/// Add a minority statement to the decision
///
/// Any participant who disagrees can run this before the decision. The decision contains the
/// statement word for word, with the names of all who joined it. The track can limit its length and
/// the time for it.
#[derive(Debug, Args)]
#[group(id = "deed", required = true, multiple = false, args = ["text_file", "text", "join", "withdraw"])]
pub(crate) struct Minority {
    /// Proposal
    proposal: String,
    /// Read your statement from a file
    #[arg(long, value_name = "FILE", visible_alias = "file")]
    text_file: Option<PathBuf>,
    /// Your statement
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Add your name to the statement of this participant
    #[arg(long, value_name = "PARTICIPANT")]
    join: Option<String>,
    /// Withdraw your statement, or your name from another one
    #[arg(long)]
    withdraw: bool,
    #[command(flatten)]
    how: WriteAs,
}

/// The challenge of the call that was typed, whole or begun.
fn challenge_of(typed: &str, tally: &Tally, moments: &TallyInputs) -> Result<ChallengeId, Failure> {
    let filed = moments.folder(&tally.proposal);
    let filed = filed.and_then(|folder| folder.calls.get(&tally.call?));
    let challenges = filed.into_iter().flat_map(|filed| filed.challenges.keys());
    let typed = match ChallengeId::parse(typed) {
        Some(id) => moments.asked.people.settled(id).to_string(),
        None => typed.to_owned(),
    };
    let names: Vec<String> = challenges.map(ToString::to_string).collect();
    let found = name::resolve(&typed, "challenge", names.iter().map(String::as_str));
    // People who cannot answer are told before the challenge is looked up.
    let whole = ChallengeId::parse(&typed);
    match (found, whole) {
        (Ok(name), whole) => ChallengeId::parse(name).or(whole),
        (Err(unknown), None) => return Err(unknown),
        (Err(_), whole) => whole,
    }
    .ok_or_else(|| {
        Failure::usage(
            "this is not the name of a challenge",
            "write it like carla-nunes.1",
        )
    })
}

impl Designate {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        if self.level.is_none() && self.answer.is_none() && !self.confirm {
            return self.show(context);
        }
        if self.reading.at.is_some() || self.reading.worktree {
            return Err(Failure::usage(
                "a designation is written now, and --at and --worktree are for reading",
                format!("plenary designate {}", self.proposal),
            ));
        }
        self.write(context)
    }

    fn write(mut self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        context.seal();
        asked::why(context, &mut self.why)?;
        asked::put_words(context, &mut self.text, self.text_file.as_ref())?;
        let (desk, id) = WriteSession::on_proposal(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let Tallied { moments, tally } = desk.tally(context, &id)?;
        let (said, entry) = match (self.level, self.answer) {
            (Some(level), _) => {
                let input = DraftInput {
                    level,
                    reason: self.why.reason,
                    inputs: (!is_carried(&moments, &id)).then(|| desk.base.clone()),
                };
                let entry = publish(&moments, &tally, &input, &actor)?;
                (published(&tally, &input.level), entry)
            }
            (None, Some(typed)) => {
                let of = challenge_of(&typed, &tally, &moments)?;
                let text = self.text.unwrap_or_default();
                let entry = answer(&moments, &tally, &of, &text, &actor)?;
                (format!("Answer to challenge {of} recorded."), entry)
            }
            (None, None) => {
                let entry = confirm(&moments, &tally, &actor)?;
                ("Designation confirmed.".to_owned(), entry)
            }
        };
        let recorded = match self.confirm {
            true => Recorded::new(said).next("Next", format!("plenary decide {id} --sign-off")),
            false => Recorded::new(said),
        };
        desk.land(context, &entry, recorded)
    }

    fn show(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let asked = OfProposal {
            proposal: self.proposal,
            reading: self.reading,
        };
        let (view, id) = View::of_proposal(context, &asked)?;
        let Tallied { moments, tally } = view.tally(context, &id, CallSelector::Current)?;
        let mut report = DesignationReport::of(&moments, &tally);
        for (k, draft) in drafts(&moments, &id).iter().enumerate() {
            if let Some(then) = at_draft(&view.repository, &id, moments.call, draft) {
                report.read_for(k, &then.moments, &then.tally);
            }
        }
        context.show(&report, || report.page())
    }
}

fn is_carried(moments: &TallyInputs, id: &ProposalId) -> bool {
    let call = moments.folder(id).and_then(|folder| moments.call(folder));
    call.is_some_and(|call| call.frozen.is_none())
}

fn published(tally: &Tally, level: &LevelName) -> String {
    let until = tally.track.challenge;
    let until = until.map(|span| span.after(tally.now, &tally.charter.calendar));
    match until {
        Some(until) => format!(
            "Draft designation published: {level}. Participants can challenge it until {}.",
            until.long()
        ),
        None => format!(
            "Draft designation published: {level}. Track {} gives no time for challenges.",
            tally.track.id
        ),
    }
}

fn drafts(moments: &TallyInputs, id: &ProposalId) -> Vec<Draft> {
    let folder = moments.folder(id);
    let designation = folder.and_then(|folder| folder.designation(moments.call?));
    designation.map_or(Vec::new(), |designation| designation.drafts.clone())
}

/// The inputs of a draft, and their tally; nothing if the draft names no commit, or if it cannot be read
/// any more.
fn at_draft(
    repository: &Repository,
    id: &ProposalId,
    call: Option<u32>,
    draft: &Draft,
) -> Option<Tallied> {
    let moment = Moment::Commit(draft.inputs.clone()?);
    let which = CallSelector::Number(call?);
    session::tally(repository, &moment, id, which, draft.act.at).ok()
}

impl Challenge {
    pub(super) fn run(mut self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        asked::why(context, &mut self.why)?;
        let (desk, id) = WriteSession::on_proposal(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let Tallied { moments, tally } = desk.tally(context, &id)?;
        let reason = self.why.reason.as_deref();
        let (said, entry) = match self.withdraw {
            true => {
                let (which, entry) = withdraw(&moments, &tally, reason, &actor)?;
                (format!("Challenge {which} on {id} withdrawn."), entry)
            }
            false => {
                let reason = reason.unwrap_or_default();
                let (which, entry) = challenge(&moments, &tally, reason, &actor)?;
                (format!("Challenge {which} on {id} recorded."), entry)
            }
        };
        desk.land_saying(context, &entry, said)
    }
}

impl Minority {
    pub(super) fn run(mut self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        asked::put_words(context, &mut self.text, self.text_file.as_ref())?;
        let (desk, id) = WriteSession::on_proposal(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let whose = name::participants(&self.join, &desk.register)?.pop();
        let Tallied { moments, tally } = desk.tally(context, &id)?;
        let deed = match (self.text, whose) {
            (Some(words), _) => MinorityAction::File(words),
            (None, Some(whose)) => MinorityAction::Join(whose),
            (None, None) => MinorityAction::Withdraw,
        };
        let entry = minority(&moments, &tally, &deed, &actor)?;
        let said = match &deed {
            MinorityAction::File(_) => format!("Minority statement on {id} recorded."),
            MinorityAction::Join(whose) => {
                format!("You joined the minority statement of {whose} on {id}.")
            }
            MinorityAction::Withdraw => format!("Your minority statement on {id} is withdrawn."),
        };
        desk.land_saying(context, &entry, said)
    }
}

//! `plenary designate`, `challenge` and `minority`: the draft designation of a call, from its first
//! publication to its confirmation, and what those say who disagree.

use std::path::PathBuf;

use clap::Args;

use crate::act::arguments::{Why, name};
use crate::act::designate::{DraftInput, answer, challenge, confirm, publish, withdraw};
use crate::act::minority::{MinorityAction, minority};
use crate::cli::arguments::{OfProposal, Reading, WriteAs};
use crate::cli::command::asked;
use crate::cli::command::write_session::{View, WriteSession};
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

/// Chair: draft a designation, answer challenges of it, confirm it; or show it
///
/// After the close a chair publishes a draft with the reason, participants may challenge it while
/// the track gives time for that, each challenge is answered, and the draft is confirmed, or
/// another one is published and the time begins anew. With the proposal alone, the drafts and
/// what was said of them are shown.
#[derive(Debug, Args)]
#[command(mut_arg("reason", |arg| arg.requires("level")))]
#[command(mut_arg("reason_file", |arg| arg.requires("level")))]
pub(crate) struct Designate {
    /// The proposal
    proposal: String,
    /// Publish a draft that designates this level
    #[arg(value_parser = name(LevelName::parse))]
    level: Option<LevelName>,
    #[command(flatten)]
    why: Why,
    /// Answer this challenge, such as carla-nunes.1
    #[arg(long, value_name = "CHALLENGE", conflicts_with = "level")]
    answer: Option<String>,
    /// The answer
    #[arg(
        long,
        value_name = "TEXT",
        conflicts_with = "text_file",
        requires = "answer"
    )]
    text: Option<String>,
    /// A file with the answer
    #[arg(long, value_name = "FILE", requires = "answer")]
    text_file: Option<PathBuf>,
    /// Confirm the last draft
    #[arg(long, conflicts_with_all = ["level", "answer"])]
    confirm: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    how: WriteAs,
}

/// Take part: dispute a draft designation, or take that back
///
/// Anybody on the roster may dispute the last draft, while the track gives time for it. Each
/// challenge is answered before a decision; `plenary designate PROPOSAL` shows the drafts.
#[derive(Debug, Args)]
#[command(mut_arg("reason", |arg| arg.help("Why the draft does not fit what was said")))]
pub(crate) struct Challenge {
    /// The proposal
    proposal: String,
    #[command(flatten)]
    why: Why,
    /// Take your last challenge back
    #[arg(long)]
    withdraw: bool,
    #[command(flatten)]
    how: WriteAs,
}

/// Take part: put the words of those who disagree into the decision
///
/// A minority statement stands in the decision in its author's own words, with the names of those
/// who joined it. The track may say how long it may be, and until when it can be filed.
#[derive(Debug, Args)]
#[group(id = "deed", required = true, multiple = false, args = ["text_file", "text", "join", "withdraw"])]
pub(crate) struct Minority {
    /// The proposal
    proposal: String,
    /// A file with your statement
    #[arg(long, value_name = "FILE", visible_alias = "file")]
    text_file: Option<PathBuf>,
    /// Your statement
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Put your name under the statement of another
    #[arg(long, value_name = "PARTICIPANT")]
    join: Option<String>,
    /// Take your statement back, or your name from another's
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
    // Who cannot answer is told so, before a challenge that is not there is looked for.
    let whole = ChallengeId::parse(&typed);
    match (found, whole) {
        (Ok(name), whole) => ChallengeId::parse(name).or(whole),
        (Err(unknown), None) => return Err(unknown),
        (Err(_), whole) => whole,
    }
    .ok_or_else(|| Failure::usage("this is not a challenge", "write it as carla-nunes.1"))
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
                (format!("The challenge {of} is answered."), entry)
            }
            (None, None) => {
                let entry = confirm(&moments, &tally, &actor)?;
                let next = format!("plenary decide {id} --sign-off");
                (format!("The designation is confirmed. Next: {next}"), entry)
            }
        };
        desk.land_saying(context, &entry, said)
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
    let until = tally.track.challenge.map(|span| span.after(tally.now));
    let challenged = match until {
        Some(until) => format!("It can be challenged until {until}."),
        None => format!("The track {} gives no time for challenges.", tally.track.id),
    };
    format!("The draft designation {level} is published. {challenged}")
}

fn drafts(moments: &TallyInputs, id: &ProposalId) -> Vec<Draft> {
    let folder = moments.folder(id);
    let designation = folder.and_then(|folder| folder.designation(moments.call?));
    designation.map_or(Vec::new(), |designation| designation.drafts.clone())
}

/// The moments that a draft was made from, and their tally; nothing where they cannot be read any
/// more, or the draft names none.
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
        let ((which, entry), done) = match self.withdraw {
            true => (withdraw(&moments, &tally, reason, &actor)?, "taken back"),
            false => {
                let reason = reason.unwrap_or_default();
                (challenge(&moments, &tally, reason, &actor)?, "filed")
            }
        };
        let said = format!("The challenge {which} on {id} is {done}.");
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
            MinorityAction::File(_) => format!("Your minority statement on {id} is filed."),
            MinorityAction::Join(whose) => {
                format!("You join the minority statement of {whose} on {id}.")
            }
            MinorityAction::Withdraw => format!("Your minority statement on {id} is taken back."),
        };
        desk.land_saying(context, &entry, said)
    }
}

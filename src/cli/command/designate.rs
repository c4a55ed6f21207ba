//! `plenary designate`: the draft designation of a call, from its first publication to its
//! confirmation.

use std::path::PathBuf;

use clap::Args;

use crate::act::designate::{Publish, answer, confirm, publish};
use crate::cli::arguments::{Reading, WriteAs, name};
use crate::cli::command::prose::prose;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::git::Repository;
use crate::record::designation::Draft;
use crate::register::freeze::Moments;
use crate::register::snapshot::{Extent, Moment};
use crate::render::page::Page;
use crate::report::designation::DesignationReport;
use crate::session::{self, Tallied, Which};
use crate::value::id::{ChallengeId, LevelName, ProposalId};

/// Chair: draft a designation, answer challenges of it, confirm it; or show it
///
/// After the close a chair publishes a draft with the reason, participants may challenge it while
/// the track gives time for that, each challenge is answered, and the draft is confirmed, or
/// another one is published and the time begins anew. With the proposal alone, the drafts and
/// what was said of them are shown.
#[derive(Debug, Args)]
pub(crate) struct Designate {
    /// The proposal
    proposal: String,
    /// Publish a draft that designates this level
    #[arg(value_parser = name(LevelName::parse))]
    level: Option<LevelName>,
    /// Why
    #[arg(
        long,
        value_name = "TEXT",
        conflicts_with = "reason_file",
        requires = "level"
    )]
    reason: Option<String>,
    /// A file that says why
    #[arg(long, value_name = "FILE", requires = "level")]
    reason_file: Option<PathBuf>,
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

/// The challenge of the call that was typed, whole or begun.
fn challenge(
    typed: &str,
    tally: &crate::tally::Tally,
    moments: &Moments,
) -> Result<ChallengeId, Failure> {
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

    fn write(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let reason = prose(context, self.reason.as_deref(), self.reason_file.as_ref())?;
        let text = prose(context, self.text.as_deref(), self.text_file.as_ref())?;
        let desk = Desk::open(context)?;
        let (id, register) = desk.with_proposal(&self.proposal)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let now = context.now();
        let Tallied {
            moments,
            tally: counted,
        } = session::tally_of(&desk.repository, register, &id, Which::Current, now)?;
        let (said, entry) = match (self.level, self.answer) {
            (Some(level), _) => {
                let input = Publish {
                    level,
                    reason,
                    inputs: (!is_carried(&moments, &id)).then(|| desk.base.clone()),
                };
                let entry = publish(&moments, &counted, &input, &actor)?;
                (published(&counted, &input.level), entry)
            }
            (None, Some(typed)) => {
                let of = challenge(&typed, &counted, &moments)?;
                let text = text.unwrap_or_default();
                let entry = answer(&moments, &counted, &of, &text, &actor)?;
                (format!("The challenge {of} is answered."), entry)
            }
            (None, None) => {
                let entry = confirm(&moments, &counted, &actor)?;
                let next = format!("plenary decide {id} --sign-off");
                (format!("The designation is confirmed. Next: {next}"), entry)
            }
        };
        let page = Page::new().line(said);
        desk.land(context, &moments.asked, &entry, &self.how, page)
    }

    fn show(&self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        let names = repository.proposals(&moment)?;
        let id = crate::cli::name::proposal(&self.proposal, &names)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Proposal(id.clone()))?;
        let Tallied {
            moments: asked,
            tally: counted,
        } = session::tally(&repository, &moment, &id, Which::Current, context.now())?;
        let mut report = DesignationReport::of(&asked, &counted);
        for (k, draft) in drafts(&asked, &id).iter().enumerate() {
            if let Some(then) = at_draft(&repository, &id, asked.call, draft) {
                report.read_for(k, &then.moments, &then.tally);
            }
        }
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}

fn is_carried(moments: &Moments, id: &ProposalId) -> bool {
    let call = moments.folder(id).and_then(|folder| moments.call(folder));
    call.is_some_and(|call| call.frozen.is_none())
}

fn published(tally: &crate::tally::Tally, level: &LevelName) -> String {
    let until = tally.track.challenge.map(|span| span.after(tally.now));
    match until {
        Some(until) => {
            format!(
                "The draft designation {level} is published. It can be challenged until {until}."
            )
        }
        None => format!(
            "The draft designation {level} is published. The track {} gives no time for challenges.",
            tally.track.id
        ),
    }
}

fn drafts(moments: &Moments, id: &ProposalId) -> Vec<Draft> {
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
    let which = Which::Number(call?);
    session::tally(repository, &moment, id, which, draft.act.at).ok()
}

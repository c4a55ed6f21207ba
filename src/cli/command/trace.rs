//! `plenary trace`: the whole life of an objection.

use clap::Args;

use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::{find, name};
use crate::git::Repository;
use crate::record::path::RecordPath;
use crate::register::life::{Event, Life};
use crate::register::people::People;
use crate::register::records::{Folder, Register};
use crate::register::snapshot::{Extent, Moment, Moved, folder};
use crate::report::trace::{Dates, Standing, Trace as Report};
use crate::session::{self, Tallied, Which};
use crate::value::digest::CommitId;
use crate::value::id::{ObjectionId, ProposalId};

/// See: the whole life of an objection, from its history
///
/// From the history of the register: who raised it and when it landed, each response, reply,
/// disposition and reopening, and what remains to be done.
#[derive(Debug, Args)]
pub(crate) struct Trace {
    /// The objection, as carla-nunes.cost
    objection: String,
    /// The proposal, where several have an objection of this id
    #[arg(long)]
    proposal: Option<String>,
    /// Read the register as it was at this revision
    #[arg(long, value_name = "REV")]
    at: Option<String>,
}

impl Trace {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let reading = Reading {
            at: self.at.clone(),
            worktree: false,
        };
        let moment = context.moment(&repository, &reading)?;
        let (proposal, of) = self.meant(context, &repository, &moment)?;
        let extent = Extent::Proposal(proposal.clone());
        let register = context.register(&repository, &moment, &extent)?;
        let (dates, events) = match &moment {
            Moment::Commit(commit) if !is_carried(&register, &proposal) => {
                let events = from_history(&repository, commit, (&proposal, &of), &register.people)?;
                (Dates::History, events)
            }
            _ => (Dates::Records, from_records(&register, &proposal, &of)),
        };
        let now = context.now();
        let Tallied {
            moments,
            tally: counted,
        } = session::tally_of(&repository, register, &proposal, Which::Current, now)?;
        let none = Folder::default();
        let standing = Standing {
            tally: &counted,
            folder: moments.folder(&proposal).unwrap_or(&none),
            followed: counted.objections.iter().find(|it| it.id == of),
        };
        let report = Report::of(
            &moments.asked,
            (&proposal, &of),
            standing,
            dates,
            &events,
            now,
        );
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}

impl Trace {
    /// The objection that is meant. One that is there no longer is looked for in the history.
    fn meant(
        &self,
        context: &Context<'_>,
        repository: &Repository,
        moment: &Moment,
    ) -> Result<(ProposalId, ObjectionId), Failure> {
        let proposals = repository.proposals(moment)?;
        let (found, among) = match &self.proposal {
            None => (
                find::objection(repository, moment, &self.objection),
                proposals.iter().cloned().collect(),
            ),
            Some(typed) => {
                let id = name::proposal(typed, &proposals)?;
                let extent = Extent::Proposal(id.clone());
                let register = context.register(repository, moment, &extent)?;
                (
                    name::objection(&self.objection, &register),
                    vec![id.to_string()],
                )
            }
        };
        let unknown = match found {
            Ok(found) => return Ok(found),
            Err(unknown) => unknown,
        };
        let roster = context.register(repository, moment, &Extent::Roster)?;
        lost(repository, moment, &self.objection, &among, &roster.people)?.ok_or(unknown)
    }
}

/// An objection that was once on record, in the history of one of these proposals.
fn lost(
    repository: &Repository,
    moment: &Moment,
    typed: &str,
    among: &[String],
    people: &People,
) -> Result<Option<(ProposalId, ObjectionId)>, Failure> {
    let (Moment::Commit(commit), Some(of)) = (moment, ObjectionId::parse(typed)) else {
        return Ok(None);
    };
    let of = people.settled(of);
    let is_it = |path: &String| {
        let record = RecordPath::identify(path).and_then(Result::ok);
        matches!(record.map(|read| people.settled(read)), Some(RecordPath::Objection(_, id)) if id == of)
    };
    if repository.filed(moment, "objections")?.iter().any(is_it) {
        return Ok(None);
    }
    for proposal in among.iter().filter_map(|name| ProposalId::parse(name).ok()) {
        for step in repository.moves(commit, &proposal)? {
            let (_, moved) = step?;
            if moved.iter().any(|file| is_it(&file.path)) {
                return Ok(Some((proposal, of)));
            }
        }
    }
    Ok(None)
}

/// Whether the calls of a proposal name no commit: the register is carried inside another project,
/// whose history says nothing of it.
fn is_carried(register: &Register, proposal: &ProposalId) -> bool {
    let folder = register.proposals.get(proposal);
    let calls = folder.into_iter().flat_map(|folder| folder.calls.values());
    let mut frozen = calls.filter_map(|filed| Some(filed.call.as_ref()?.frozen.is_some()));
    frozen
        .next()
        .is_some_and(|first| !first && frozen.all(|it| !it))
}

fn from_history(
    repository: &Repository,
    commit: &CommitId,
    (proposal, of): (&ProposalId, &ObjectionId),
    people: &People,
) -> Result<Vec<Event>, Failure> {
    let mut life = Life::of(proposal, of, people);
    let mut landings = Vec::new();
    for step in repository.moves(commit, proposal)? {
        let (landing, mut moved) = step?;
        moved.retain(|file| life.concerns(&file.path));
        landings.push((landing, moved));
    }
    for (landing, moved) in landings.iter().rev() {
        life.landing(Some(landing), moved);
    }
    Ok(life.finish())
}

/// What the records say of themselves, as if all of them had landed at once.
fn from_records(register: &Register, proposal: &ProposalId, of: &ObjectionId) -> Vec<Event> {
    let mut life = Life::of(proposal, of, &register.people);
    let inside = folder(proposal);
    let files = register.snapshot.files.iter();
    let moved: Vec<Moved> = files
        .filter(|(path, _)| path.starts_with(&inside) && life.concerns(path))
        .map(|(path, content)| Moved {
            path: path.clone(),
            before: None,
            after: Some(content.clone()),
        })
        .collect();
    life.landing(None, &moved);
    life.finish()
}

//! `plenary diff` and `trace`: compares two revisions of a text, and shows the history of an
//! objection.

use std::collections::BTreeSet;

use clap::Args;

use crate::cli::arguments::{OfProposal, Reading};
use crate::cli::command::write_session::View;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name;
use crate::git::{Repository, difference};
use crate::record::path::RecordPath;
use crate::record::proposal::{Proposal, Revision};
use crate::register::objection_history::{ObjectionEvent, ObjectionHistory};
use crate::register::people::People;
use crate::register::records::{ProposalRecords, Register};
use crate::register::snapshot::{Extent, Moment, PathChange, folder};
use crate::report::diff::Diff as Compared;
use crate::report::trace::{Dates, Standing, Trace as Traced};
use crate::session::texts::texts;
use crate::session::{self, CallSelector, Tallied};
use crate::value::digest::CommitId;
use crate::value::id::{ObjectionId, ProposalId, RevisionName};
use crate::value::sentence::all_of;
use crate::value::text::shortened;

/// Compare two revisions of a text
///
/// Anybody can run this. It shows the changed lines, the note on the change, and who answered on
/// which revision. With one revision, it is compared with the latest. Without any, the latest two
/// are compared.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    #[command(flatten)]
    asked: OfProposal,
    /// Earlier revision, such as r1
    #[arg(value_name = "R1")]
    from: Option<String>,
    /// Later revision
    #[arg(value_name = "R2")]
    to: Option<String>,
}

impl Diff {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (view, id) = View::of_proposal(context, &self.asked)?;
        let Tallied { moments, tally } = view.tally(context, &id, CallSelector::Current)?;
        let proposal = moments.folder(&id).and_then(|f| f.proposal.as_ref());
        let proposal = proposal.ok_or_else(|| no_proposal(&id))?;
        let (from, to) = self.revisions(&id, proposal)?;
        let texts = texts(&view.repository, &moments.asked, &id, &[from, to])?;
        let text = |revision: &Revision| texts.get(&revision.sha256).map_or(&[][..], Vec::as_slice);
        let difference = difference(text(from), text(to))?;
        let both = (from.name, to.name);
        let report = Compared::of(&moments, &tally, both, &difference);
        let report = report.ok_or_else(|| no_proposal(&id))?;
        context.show(&report, || report.page())
    }

    fn revisions<'p>(
        &self,
        id: &ProposalId,
        proposal: &'p Proposal,
    ) -> Result<(&'p Revision, &'p Revision), Failure> {
        let find = |typed: &String| revision(id, proposal, typed);
        let from = self.from.as_ref().map(find).transpose()?;
        let to = self.to.as_ref().map(find).transpose()?;
        let [.., before, last] = proposal.revisions.as_slice() else {
            let sentence = format!("{id} has only one revision, so there is nothing to compare");
            return Err(Failure::usage(sentence, format!("plenary show {id}")));
        };
        let (from, to) = match (from, to) {
            (Some(from), to) => (from, to.unwrap_or(last)),
            (None, _) => (before, last),
        };
        if from.name != to.name {
            return Ok((from, to));
        }
        let sentence = format!("{} cannot be compared with itself", from.name);
        Err(Failure::usage(
            sentence,
            format!("name two of these revisions: {}", all(proposal)),
        ))
    }
}

fn revision<'p>(
    id: &ProposalId,
    proposal: &'p Proposal,
    typed: &str,
) -> Result<&'p Revision, Failure> {
    let found = RevisionName::parse(typed).and_then(|name| proposal.revision(name));
    found.ok_or_else(|| {
        Failure::usage(
            format!("{id} has no revision \"{}\"", shortened(typed, 60)),
            format!("the revisions are: {}", all(proposal)),
        )
    })
}

fn all(proposal: &Proposal) -> String {
    let names = proposal.revisions.iter();
    let names: Vec<String> = names.map(|revision| revision.name.to_string()).collect();
    all_of(names.iter().map(String::as_str))
}

fn no_proposal(id: &ProposalId) -> Failure {
    let sentence = format!("proposal {id} does not exist at that commit");
    Failure::usage(sentence, "name a later commit with --at")
}

/// Show the history of an objection
///
/// Anybody can run this. It shows who raised the objection and when, each response, reply,
/// disposition and reopening, and the next step.
#[derive(Debug, Args)]
pub(crate) struct Trace {
    /// Objection, such as carla-nunes.cost
    objection: String,
    /// Proposal, if the id is used on several
    #[arg(long)]
    proposal: Option<String>,
    /// Commit or tag at which to read the register
    #[arg(long, value_name = "COMMIT")]
    at: Option<String>,
}

impl Trace {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let reading = Reading {
            at: self.at.clone(),
            worktree: false,
        };
        let view = View::open(context, &reading)?;
        let (proposal, of) = self.meant(&view)?;
        let register = view.register(&Extent::Proposal(proposal.clone()))?;
        let folder = register.proposals.get(&proposal);
        let is_carried = folder.is_some_and(|folder| folder.names_no_commit());
        let (dates, events) = match &view.moment {
            Moment::Commit(commit) if !is_carried => {
                let on = (&proposal, &of);
                let events = from_history(&view.repository, commit, on, &register.people)?;
                (Dates::History, events)
            }
            _ => (Dates::Records, from_records(&register, &proposal, &of)),
        };
        let now = context.now();
        let Tallied { moments, tally } = session::tally_of(
            &view.repository,
            register,
            &proposal,
            CallSelector::Current,
            now,
        )?;
        let none = ProposalRecords::default();
        let standing = Standing {
            tally: &tally,
            folder: moments.folder(&proposal).unwrap_or(&none),
            followed: tally.objections.iter().find(|it| it.id == of),
        };
        let on = (&proposal, &of);
        let report = Traced::of(&moments.asked, on, standing, dates, &events, now);
        context.show(&report, || report.page())
    }

    /// The objection that is meant. One that is there no longer is looked for in the history.
    fn meant(&self, view: &View) -> Result<(ProposalId, ObjectionId), Failure> {
        let (found, among) = match &self.proposal {
            None => (
                name::find_objection(&view.repository, &view.moment, &self.objection),
                view.repository.proposals(&view.moment)?,
            ),
            Some(typed) => {
                let id = view.proposal(typed)?;
                let register = view.register(&Extent::Proposal(id.clone()))?;
                let found = name::objection(&self.objection, &register);
                (found, BTreeSet::from([id.to_string()]))
            }
        };
        let unknown = match found {
            Ok(found) => return Ok(found),
            Err(unknown) => unknown,
        };
        let roster = view.register(&Extent::Roster)?;
        lost(view, &self.objection, &among, &roster.people)?.ok_or(unknown)
    }
}

/// An objection that was recorded once, in the history of one of these proposals.
fn lost(
    view: &View,
    typed: &str,
    among: &BTreeSet<String>,
    people: &People,
) -> Result<Option<(ProposalId, ObjectionId)>, Failure> {
    let (Moment::Commit(commit), Some(of)) = (&view.moment, ObjectionId::parse(typed)) else {
        return Ok(None);
    };
    let of = people.settled(of);
    let is_it = |path: &String| {
        let record = RecordPath::identify(path).and_then(Result::ok);
        matches!(record.map(|read| people.settled(read)), Some(RecordPath::Objection(_, id)) if id == of)
    };
    let filed = view.repository.filed(&view.moment, "objections")?;
    if filed.iter().any(is_it) {
        return Ok(None);
    }
    for proposal in among.iter().filter_map(|name| ProposalId::parse(name).ok()) {
        for step in view.repository.moves(commit, &proposal)? {
            let (_, moved) = step?;
            if moved.iter().any(|file| is_it(&file.path)) {
                return Ok(Some((proposal, of)));
            }
        }
    }
    Ok(None)
}

fn from_history(
    repository: &Repository,
    commit: &CommitId,
    (proposal, of): (&ProposalId, &ObjectionId),
    people: &People,
) -> Result<Vec<ObjectionEvent>, Failure> {
    let mut life = ObjectionHistory::of(proposal, of, people);
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

/// What the records themselves say, as if all were from one commit.
fn from_records(
    register: &Register,
    proposal: &ProposalId,
    of: &ObjectionId,
) -> Vec<ObjectionEvent> {
    let mut life = ObjectionHistory::of(proposal, of, &register.people);
    let inside = folder(proposal);
    let files = register.snapshot.files.iter();
    let moved: Vec<PathChange> = files
        .filter(|(path, _)| path.starts_with(&inside) && life.concerns(path))
        .map(|(path, content)| PathChange {
            path: path.clone(),
            before: None,
            after: Some(content.clone()),
        })
        .collect();
    life.landing(None, &moved);
    life.finish()
}

//! `plenary diff`: what changed between two revisions of a text.

use clap::Args;

use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::git::difference;
use crate::record::proposal::{Proposal, Revision};
use crate::register::snapshot::Extent;
use crate::report::diff::Diff as Report;
use crate::session::texts::texts;
use crate::session::{self, Tallied, Which};
use crate::value::id::{ProposalId, RevisionName};
use crate::value::suggest;
use crate::value::text::shortened;

/// See: what changed between two revisions of a text, and who answered on which
///
/// The text line by line, what was said of the change, and who answered on which revision. Where
/// one revision is named it is compared with the last, and where none is, the last two are.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The proposal
    proposal: String,
    /// The revision to compare from, such as r1
    #[arg(value_name = "R1")]
    from: Option<String>,
    /// The revision to compare to
    #[arg(value_name = "R2")]
    to: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

impl Diff {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        let id = name::proposal(&self.proposal, &repository.proposals(&moment)?)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Proposal(id.clone()))?;
        let Tallied {
            moments,
            tally: counted,
        } = session::tally(&repository, &moment, &id, Which::Current, context.now())?;
        let proposal = moments.folder(&id).and_then(|f| f.proposal.as_ref());
        let proposal = proposal.ok_or_else(|| no_proposal(&id))?;
        let (from, to) = self.revisions(&id, proposal)?;
        let texts = texts(&repository, &moments.asked, &id, &[from, to])?;
        let text = |revision: &Revision| texts.get(&revision.sha256).map_or(&[][..], Vec::as_slice);
        let difference = difference(text(from), text(to))?;
        let both = (from.name, to.name);
        let report = Report::of(&moments, &counted, both, &difference);
        let report = report.ok_or_else(|| no_proposal(&id))?;
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }

    fn revisions<'p>(
        &self,
        id: &ProposalId,
        proposal: &'p Proposal,
    ) -> Result<(&'p Revision, &'p Revision), Failure> {
        let find = |typed: &String| find(id, proposal, typed);
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
        let sentence = format!("{} was to be compared with itself", from.name);
        Err(Failure::usage(
            sentence,
            format!("name two of {}", all(proposal)),
        ))
    }
}

fn find<'p>(id: &ProposalId, proposal: &'p Proposal, typed: &str) -> Result<&'p Revision, Failure> {
    let found = RevisionName::parse(typed).and_then(|name| proposal.revision(name));
    found.ok_or_else(|| {
        Failure::usage(
            format!("{id} has no revision \"{}\"", shortened(typed, 60)),
            format!("there is {}", all(proposal)),
        )
    })
}

fn all(proposal: &Proposal) -> String {
    let names = proposal.revisions.iter();
    let names: Vec<String> = names.map(|revision| revision.name.to_string()).collect();
    suggest::listed(names.iter().map(String::as_str))
}

fn no_proposal(id: &ProposalId) -> Failure {
    Failure::usage(
        format!("there is no proposal {id} at that moment"),
        "--at REV",
    )
}

//! How a writing command begins and ends: the register as it is, who acts, and what was recorded.

use crate::act::actor::Actor;
use crate::cli::actor::actor;
use crate::cli::arguments::WriteAs;
use crate::cli::context::{Context, Written};
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::find;
use crate::cli::name;
use crate::git::Repository;
use crate::record::path::RecordPath;
use crate::register::entry::Entry;
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment};
use crate::render::page::Page;
use crate::report::receipt::Receipt;
use crate::session;
use crate::value::digest::CommitId;
use crate::value::id::{ObjectionId, ProposalId};

/// The register that a writing command changes.
pub(super) struct Desk {
    pub(super) repository: Repository,
    pub(super) base: CommitId,
}

impl Desk {
    /// The register as the commit checked out has it: what is not committed counts for nothing.
    pub(super) fn open(context: &Context<'_>) -> Result<Self, Failure> {
        let repository = context.repository()?;
        let base = repository.head()?;
        Ok(Self { repository, base })
    }

    /// The moment that it changes.
    pub(super) fn moment(&self) -> Moment {
        Moment::Commit(self.base.clone())
    }

    /// The register, as far as it is needed.
    pub(super) fn register(&self, extent: &Extent) -> Result<Register, Failure> {
        Ok(session::register(&self.repository, &self.moment(), extent)?)
    }

    /// The proposal that was typed.
    pub(super) fn proposal(&self, typed: &str) -> Result<ProposalId, Failure> {
        name::proposal(typed, &self.repository.proposals(&self.moment())?)
    }

    /// The proposal that was typed, and the register with its folder.
    pub(super) fn with_proposal(&self, typed: &str) -> Result<(ProposalId, Register), Failure> {
        let id = self.proposal(typed)?;
        let register = self.register(&Extent::Proposal(id.clone()))?;
        Ok((id, register))
    }

    /// The objection that was typed, and the register with its proposal's folder. Where no
    /// proposal is named, the names of all files are looked through.
    pub(super) fn with_objection(
        &self,
        typed: &str,
        proposal: Option<&str>,
    ) -> Result<(ProposalId, ObjectionId, Register), Failure> {
        if let Some(proposal) = proposal {
            let register = self.register(&Extent::Proposal(self.proposal(proposal)?))?;
            let (proposal, objection) = name::objection(typed, &register)?;
            return Ok((proposal, objection, register));
        }
        let (proposal, objection) = find::objection(&self.repository, &self.moment(), typed)?;
        let register = self.register(&Extent::Proposal(proposal.clone()))?;
        Ok((proposal, objection, register))
    }

    /// Who acts.
    pub(super) fn actor(
        &self,
        context: &Context<'_>,
        register: &Register,
        how: &WriteAs,
    ) -> Result<Actor, Failure> {
        actor(context, &self.repository, register, how)
    }

    /// Lands an entry and says what was recorded; `page` is what the command itself has to say.
    pub(super) fn land(
        &self,
        context: &mut Context<'_>,
        register: &Register,
        entry: &Entry,
        how: &WriteAs,
        page: Page,
    ) -> Result<Exit, Failure> {
        let written = context.land(&self.repository, Some(&self.base), entry, how)?;
        say(context, register, entry, &written, page)?;
        Ok(Exit::Done)
    }
}

/// Says what was recorded and where. Programs get the receipt, and so does whoever gave a position
/// or raised an objection, to be kept.
pub(super) fn say(
    context: &mut Context<'_>,
    register: &Register,
    entry: &Entry,
    written: &Written,
    page: Page,
) -> Result<(), Failure> {
    let (commit, page) = match written {
        Written::Shown(preview) => return dry(context, preview),
        Written::Staged => (None, staged(entry, page)),
        Written::Committed(commit, branch) => {
            (Some(commit.clone()), committed(entry, commit, branch, page))
        }
    };
    let (now, offset) = (context.now(), context.offset());
    let receipt = Receipt::of(register, entry, commit.clone(), now, offset);
    let shown = context.show(&receipt, || match is_given(entry) {
        true => page.gap().then(receipt.page()),
        false => page,
    });
    shown.map_err(|failure| recorded_unseen(failure, commit.as_ref()))
}

/// The record stands, whatever became of the output: nobody should write it a second time.
fn recorded_unseen(mut failure: Failure, commit: Option<&CommitId>) -> Failure {
    let Some(commit) = commit else { return failure };
    for fault in &mut failure.faults {
        fault.sentence = format!("{}; it is recorded as {}", fault.sentence, commit.short());
        fault.hint = format!("git show {}", commit.short());
    }
    failure
}

fn dry(context: &mut Context<'_>, preview: &str) -> Result<(), Failure> {
    let said = "Nothing was written. This would be:";
    context.show_page(Page::new().line(said).verbatim("", preview))
}

fn staged(entry: &Entry, page: Page) -> Page {
    let said = "Written and staged; the commit is yours to make, with this message:";
    page.line(said).verbatim("", entry.message.to_string())
}

fn committed(entry: &Entry, commit: &CommitId, branch: &str, page: Page) -> Page {
    let changes = entry.changes().map(|(path, bytes)| match bytes {
        Some(_) => path.to_owned(),
        None => format!("{path} (removed)"),
    });
    let paths: Vec<String> = changes.collect();
    page.line(format!(
        "Recorded on {branch} as {}: {}",
        commit.short(),
        paths.join(", ")
    ))
}

/// Whether an entry is what a participant gave: a position or an objection.
fn is_given(entry: &Entry) -> bool {
    entry.files.keys().any(|path| {
        matches!(
            RecordPath::identify(path),
            Some(Ok(RecordPath::Position(..) | RecordPath::Objection(..)))
        )
    })
}

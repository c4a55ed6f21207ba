//! How a command begins and ends: the register as it is asked for, who acts, and what was recorded.

use crate::act::actor::Actor;
use crate::cli::actor::actor;
use crate::cli::arguments::{OfProposal, Reading, WriteAs};
use crate::cli::context::{Context, Written};
use crate::cli::error::{Exit, Failure};
use crate::cli::name;
use crate::git::Repository;
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment};
use crate::register::tally_inputs::TallyInputs;
use crate::render::page::Page;
use crate::report::receipt::Receipt;
use crate::session::fetch_inputs::of_register;
use crate::session::{self, CallSelector, Tallied};
use crate::value::digest::CommitId;
use crate::value::hint::Hint;
use crate::value::id::{ObjectionId, ProposalId};

/// A register at a moment, of which as much is read as is needed.
pub(super) struct View {
    pub(super) repository: Repository,
    pub(super) moment: Moment,
}

impl View {
    /// The moment that a reading command asks for.
    pub(super) fn open(context: &Context<'_>, reading: &Reading) -> Result<Self, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, reading)?;
        Ok(Self { repository, moment })
    }

    /// The same with the register, as far as it is needed.
    pub(super) fn read(
        context: &mut Context<'_>,
        reading: &Reading,
        extent: &Extent,
    ) -> Result<(Self, Register), Failure> {
        let view = Self::open(context, reading)?;
        context.remark_uncommitted(&view.repository, reading, extent)?;
        let register = view.register(extent)?;
        Ok((view, register))
    }

    /// The same with the proposal that was typed.
    pub(super) fn of_proposal(
        context: &mut Context<'_>,
        asked: &OfProposal,
    ) -> Result<(Self, ProposalId), Failure> {
        let view = Self::open(context, &asked.reading)?;
        let id = view.proposal(&asked.proposal)?;
        let extent = Extent::Proposal(id.clone());
        context.remark_uncommitted(&view.repository, &asked.reading, &extent)?;
        Ok((view, id))
    }

    /// The register, as far as it is needed.
    pub(super) fn register(&self, extent: &Extent) -> Result<Register, Failure> {
        Ok(session::register(&self.repository, &self.moment, extent)?)
    }

    /// The proposal that was typed.
    pub(super) fn proposal(&self, typed: &str) -> Result<ProposalId, Failure> {
        name::proposal(typed, &self.repository.proposals(&self.moment)?)
    }

    /// The tally of a proposal.
    pub(super) fn tally(
        &self,
        context: &Context<'_>,
        id: &ProposalId,
        which: CallSelector,
    ) -> Result<Tallied, Failure> {
        let (at, now) = (&self.moment, context.now());
        Ok(session::tally(&self.repository, at, id, which, now)?)
    }

    /// The commit that was asked for; none where it is the work tree.
    pub(super) fn commit(self) -> Option<CommitId> {
        match self.moment {
            Moment::Commit(commit) => Some(commit),
            Moment::WorkTree => None,
        }
    }
}

/// The register that a writing command changes, as the commit checked out has it: what is not
/// committed counts for nothing.
pub(super) struct WriteSession {
    pub(super) repository: Repository,
    pub(super) base: CommitId,
    pub(super) register: Register,
    how: WriteAs,
}

impl WriteSession {
    /// The register, as far as `meant` says that it is needed for what it finds.
    pub(super) fn on<T>(
        context: &mut Context<'_>,
        how: WriteAs,
        meant: impl FnOnce(&mut Context<'_>, &View) -> Result<(T, Extent), Failure>,
    ) -> Result<(Self, T), Failure> {
        let repository = context.repository()?;
        let base = repository.head()?;
        let moment = Moment::Commit(base.clone());
        let view = View { repository, moment };
        let (found, extent) = meant(context, &view)?;
        let desk = Self {
            base,
            register: view.register(&extent)?,
            repository: view.repository,
            how,
        };
        Ok((desk, found))
    }

    /// The register, as far as it is needed.
    pub(super) fn open(
        context: &mut Context<'_>,
        extent: Extent,
        how: WriteAs,
    ) -> Result<Self, Failure> {
        Ok(Self::on(context, how, |_, _| Ok(((), extent)))?.0)
    }

    /// The proposal that was typed, and the register with its folder.
    pub(super) fn on_proposal(
        context: &mut Context<'_>,
        typed: &str,
        how: WriteAs,
    ) -> Result<(Self, ProposalId), Failure> {
        Self::on(context, how, |_, view| {
            let id = view.proposal(typed)?;
            Ok((id.clone(), Extent::Proposal(id)))
        })
    }

    /// The proposal that was typed, and the whole register: later decisions stand in other folders.
    pub(super) fn on_decision(
        context: &mut Context<'_>,
        typed: &str,
        how: WriteAs,
    ) -> Result<(Self, ProposalId), Failure> {
        Self::on(context, how, |_, view| {
            Ok((view.proposal(typed)?, Extent::Everything))
        })
    }

    /// The objection that was typed, and the register with its proposal's folder. Where no
    /// proposal is named, the names of all files are looked through.
    pub(super) fn on_objection(
        context: &mut Context<'_>,
        typed: &str,
        proposal: Option<&str>,
        how: WriteAs,
    ) -> Result<(Self, (ProposalId, ObjectionId)), Failure> {
        Self::on(context, how, |_, view| {
            let (proposal, objection) = match proposal {
                None => name::find_objection(&view.repository, &view.moment, typed)?,
                Some(proposal) => {
                    let extent = Extent::Proposal(view.proposal(proposal)?);
                    name::objection(typed, &view.register(&extent)?)?
                }
            };
            Ok(((proposal.clone(), objection), Extent::Proposal(proposal)))
        })
    }

    /// Who acts.
    pub(super) fn actor(&self, context: &Context<'_>) -> Result<Actor, Failure> {
        actor(context, &self.repository, &self.register, &self.how)
    }

    /// The tally of a proposal.
    pub(super) fn tally(&self, context: &Context<'_>, id: &ProposalId) -> Result<Tallied, Failure> {
        let (register, now) = (self.register.clone(), context.now());
        let which = CallSelector::Current;
        Ok(session::tally_of(
            &self.repository,
            register,
            id,
            which,
            now,
        )?)
    }

    /// The moments that the tally of a proposal speaks of.
    pub(super) fn moments(
        &self,
        context: &Context<'_>,
        id: &ProposalId,
    ) -> Result<TallyInputs, Failure> {
        let (register, now) = (self.register.clone(), context.now());
        Ok(of_register(
            &self.repository,
            register,
            id,
            CallSelector::Current,
            now,
        )?)
    }

    /// Whether nothing is to be written.
    pub(super) fn is_dry(&self) -> bool {
        self.how.dry_run
    }

    /// Lands an entry.
    pub(super) fn write(
        &self,
        context: &mut Context<'_>,
        entry: &PendingCommit,
    ) -> Result<Written, Failure> {
        context.land(&self.repository, Some(&self.base), entry, &self.how)
    }

    /// Lands an entry and says what was recorded; `page` is what the command itself has to say.
    pub(super) fn land(
        &self,
        context: &mut Context<'_>,
        entry: &PendingCommit,
        page: Page,
    ) -> Result<Exit, Failure> {
        let written = self.write(context, entry)?;
        say(context, &self.register, entry, &written, page)
    }

    /// The same where all that the command has to say is a sentence.
    pub(super) fn land_saying(
        &self,
        context: &mut Context<'_>,
        entry: &PendingCommit,
        said: String,
    ) -> Result<Exit, Failure> {
        self.land(context, entry, Page::new().line(said))
    }
}

/// What is said where nothing had to be written.
const UNCHANGED: &str = "Already recorded; nothing to do.";

/// Says what was recorded and where. Programs get the receipt, and so does whoever gave a position
/// or raised an objection, to be kept.
pub(super) fn say(
    context: &mut Context<'_>,
    register: &Register,
    entry: &PendingCommit,
    written: &Written,
    page: Page,
) -> Result<Exit, Failure> {
    let (commit, page) = match written {
        Written::Shown(preview) => return dry(context, preview),
        Written::Staged => (None, staged(entry, page)),
        Written::Unchanged => (None, Page::new().line(UNCHANGED)),
        Written::Committed(commit, branch) => {
            (Some(commit.clone()), committed(entry, commit, branch, page))
        }
    };
    let (now, offset) = (context.now(), context.offset());
    let receipt = Receipt::of(register, entry, commit.clone(), now, offset);
    let has_receipt = is_given(entry) && !matches!(written, Written::Unchanged);
    let shown = context.show(&receipt, || match has_receipt {
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
        fault.hint = Hint::run("to see it", format!("git show {}", commit.short()));
    }
    failure
}

fn dry(context: &mut Context<'_>, preview: &str) -> Result<Exit, Failure> {
    let said = "Nothing was written. This would be:";
    context.show_page(Page::new().line(said).verbatim("", preview))?;
    Ok(Exit::Done)
}

fn staged(entry: &PendingCommit, page: Page) -> Page {
    let said = "Written and staged; the commit is yours to make, with this message:";
    page.line(said).verbatim("", entry.message.to_string())
}

fn committed(entry: &PendingCommit, commit: &CommitId, branch: &str, page: Page) -> Page {
    let changes = entry.changes().map(|(path, bytes)| match bytes {
        Some(_) => path.to_owned(),
        None => format!("{path} (removed)"),
    });
    let (short, paths) = (commit.short(), changes.collect::<Vec<_>>().join(", "));
    page.line(format!("Recorded on {branch} as {short}: {paths}"))
}

/// Whether an entry is what a participant gave: a position or an objection.
fn is_given(entry: &PendingCommit) -> bool {
    entry.files.keys().any(|path| {
        matches!(
            RecordPath::identify(path),
            Some(Ok(RecordPath::Position(..) | RecordPath::Objection(..)))
        )
    })
}

//! Begins and ends a command: reads the register, finds out who acts, and says what was recorded.

use crate::act::actor::Actor;
use crate::cli::actor::actor;
use crate::cli::arguments::{OfProposal, Reading, WriteAs};
use crate::cli::context::{Context, Written};
use crate::cli::error::{Exit, Failure};
use crate::cli::name;
use crate::git::Repository;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment};
use crate::register::tally_inputs::TallyInputs;
use crate::render::page::Page;
use crate::report::receipt::Receipt;
use crate::session::fetch_inputs::of_register;
use crate::session::{self, CallSelector, InTurn, Tallied};
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::hint::Hint;
use crate::value::id::{ObjectionId, ProposalId};
use crate::value::sentence::first_of;

/// A register at a moment, read as far as it is needed.
pub(super) struct View {
    pub(super) repository: Repository,
    pub(super) moment: Moment,
}

impl View {
    /// The moment that a reading command asks for.
    pub(super) fn open(context: &Context<'_>, reading: &Reading) -> Result<Self, Failure> {
        let at: Vec<&str> = reading.at.as_deref().into_iter().collect();
        let repository = context.repository_at(&at)?;
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

    /// The same for a command that looks at every proposal.
    pub(super) fn of_everything(
        context: &mut Context<'_>,
        reading: &Reading,
    ) -> Result<Self, Failure> {
        let view = Self::open(context, reading)?;
        context.remark_uncommitted(&view.repository, reading, &Extent::Everything)?;
        Ok(view)
    }

    /// Its proposals, to be looked at one after the other.
    pub(super) fn in_turn(&self, now: Instant) -> Result<InTurn<'_>, Failure> {
        Ok(session::in_turn(&self.repository, &self.moment, now)?)
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

    /// The commit that was asked for; nothing if it is the work tree.
    pub(super) fn commit(self) -> Option<CommitId> {
        match self.moment {
            Moment::Commit(commit) => Some(commit),
            Moment::WorkTree => None,
        }
    }
}

/// The register that a command changes, as the commit that is checked out has it. Changes that are not
/// committed do not count.
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

    /// The proposal that was typed, and the whole register: later decisions are in other folders.
    pub(super) fn on_decision(
        context: &mut Context<'_>,
        typed: &str,
        how: WriteAs,
    ) -> Result<(Self, ProposalId), Failure> {
        Self::on(context, how, |_, view| {
            Ok((view.proposal(typed)?, Extent::Everything))
        })
    }

    /// The objection that was typed, and the register with its proposal's folder. Without a proposal, the
    /// names of all files are searched.
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

    /// The inputs of the tally of a proposal.
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

    /// Whether nothing will be written.
    pub(super) fn is_dry(&self) -> bool {
        self.how.dry_run
    }

    /// Writes an entry.
    pub(super) fn write(
        &self,
        context: &mut Context<'_>,
        entry: &PendingCommit,
    ) -> Result<Written, Failure> {
        context.land(&self.repository, Some(&self.base), entry, &self.how)
    }

    /// Writes an entry and says what was recorded.
    pub(super) fn land(
        &self,
        context: &mut Context<'_>,
        entry: &PendingCommit,
        recorded: Recorded,
    ) -> Result<Exit, Failure> {
        let written = self.write(context, entry)?;
        say(
            context,
            &self.register,
            (entry, &written),
            recorded,
            self.wants_receipt(),
        )
    }

    /// The same if one sentence is all that the command has to say.
    pub(super) fn land_saying(
        &self,
        context: &mut Context<'_>,
        entry: &PendingCommit,
        said: String,
    ) -> Result<Exit, Failure> {
        self.land(context, entry, Recorded::new(said))
    }

    /// Whether the full receipt is wanted.
    pub(super) fn wants_receipt(&self) -> bool {
        self.how.receipt
    }
}

/// What is said if nothing had to be written.
const UNCHANGED: &str = "Already recorded; nothing to do.";

/// What a command says about what it recorded.
#[derive(Debug, Clone)]
pub(super) struct Recorded {
    /// One sentence. With `--quiet` it is all that is printed.
    said: String,
    /// Everything.
    page: Page,
}

impl Recorded {
    /// A sentence.
    pub(super) fn new(said: impl Into<String>) -> Self {
        let said = said.into();
        Self {
            page: Page::new().line(said.as_str()),
            said,
        }
    }

    /// A sentence, and a page that says the same and more.
    pub(super) fn with_page(said: impl Into<String>, page: Page) -> Self {
        Self {
            said: said.into(),
            page,
        }
    }

    /// The same with something to do next, and its command on a line of its own.
    #[must_use]
    pub(super) fn next(self, what: impl Into<String>, command: impl ToString) -> Self {
        Self {
            page: self.page.verbatim(what.into(), command.to_string()),
            ..self
        }
    }

    /// The same with one more line, unless that is empty.
    #[must_use]
    pub(super) fn line(self, line: impl Into<String>) -> Self {
        let line = line.into();
        match line.is_empty() {
            true => self,
            false => Self {
                page: self.page.line(line),
                ..self
            },
        }
    }
}

/// Says what was recorded and where. Programs get the receipt, and so do people who ask for it.
pub(super) fn say(
    context: &mut Context<'_>,
    register: &Register,
    (entry, written): (&PendingCommit, &Written),
    recorded: Recorded,
    wants_receipt: bool,
) -> Result<Exit, Failure> {
    let is_quiet = context.is_quiet() && !wants_receipt;
    let Recorded { said, page } = recorded;
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
    let (wants_receipt, said) = match written {
        Written::Unchanged => (false, UNCHANGED.to_owned()),
        _ => (wants_receipt, said),
    };
    let shown = context.show(&receipt, || match (is_quiet, wants_receipt) {
        (true, _) => Page::new().line(said),
        (false, true) => page.gap().then(receipt.page()),
        (false, false) => page,
    });
    shown.map_err(|failure| recorded_unseen(failure, commit.as_ref()))
}

/// The failure of the output, which says that the record is written: it must not be written twice.
fn recorded_unseen(mut failure: Failure, commit: Option<&CommitId>) -> Failure {
    let Some(commit) = commit else { return failure };
    for fault in &mut failure.faults {
        fault.sentence = format!(
            "{} (but it is recorded, in commit {})",
            fault.sentence,
            commit.short()
        );
        fault.hint = Hint::run("to see it", format!("git show {}", commit.short()));
    }
    failure
}

fn dry(context: &mut Context<'_>, preview: &str) -> Result<Exit, Failure> {
    let said = "Dry run, nothing written. The commit would be:";
    context.show_page(Page::new().line(said).verbatim("", preview))?;
    Ok(Exit::Done)
}

fn staged(entry: &PendingCommit, page: Page) -> Page {
    let said = "Written and staged. You can commit it yourself, with this message:";
    page.line(said).verbatim("", entry.message.to_string())
}

fn committed(entry: &PendingCommit, commit: &CommitId, branch: &str, page: Page) -> Page {
    let changes = entry.changes().map(|(path, bytes)| match bytes {
        Some(_) => path.to_owned(),
        None => format!("{path} (removed)"),
    });
    let (short, changes) = (commit.short(), changes.collect::<Vec<_>>());
    let paths = first_of(changes.iter().map(String::as_str));
    page.line(format!("Committed {short} on {branch}: {paths}"))
}

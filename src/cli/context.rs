//! What a command needs: repository, moment, format, and a way to land and to show.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::arguments::{Globals, Reading, WriteAs};
use crate::cli::conversation::Conversation;
use crate::cli::error::{Exit, Failure};
use crate::cli::output;
use crate::cli::world::{Environment, GIT_AUTHOR_EMAIL, GIT_AUTHOR_NAME, PLENARY_NOW};
use crate::git::{CommitInput, CommitMode, CommitOutcome, Identity, Repository};
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::snapshot::{Extent, LARGEST_TEXT, Moment};
use crate::render::format::Format;
use crate::render::json;
use crate::render::page::Page;
use crate::report::words::LocalOffset;
use crate::session::{self, gate};
use crate::value::clock::Instant;
use crate::value::digest::CommitId;

/// Where "now" comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clock {
    /// The machine.
    Machine,
    /// `PLENARY_NOW`, which is shown in what is printed.
    Fixed,
    /// `--now`.
    Asked,
}

/// The circumstances of one command.
pub(crate) struct Context<'w> {
    pub(crate) world: &'w mut Environment,
    /// Runs another command in a world of its own.
    pub(crate) run: fn(&mut Environment) -> Exit,
    /// What was asked and written since the command began.
    pub(crate) conversation: Conversation,
    globals: Globals,
    /// Whether the command is carried out again, because the branch moved the first time.
    again: bool,
    now: Instant,
    /// Seconds east of UTC of the local clock.
    offset: i32,
    clock: Clock,
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Written {
    /// A commit on a branch, read back.
    Committed(CommitId, String),
    /// Nothing, because the last commit has all of it already.
    Unchanged,
    /// In the work tree and staged.
    Staged,
    /// Shown, not written.
    Shown(String),
}

impl<'w> Context<'w> {
    /// The circumstances that the global arguments and the world give.
    pub(crate) fn new(
        globals: Globals,
        world: &'w mut Environment,
        run: fn(&mut Environment) -> Exit,
    ) -> Result<Self, Failure> {
        let (machine, offset) = (world.clock)().ok_or_else(|| {
            let sentence = "this machine's clock cannot be read";
            Failure::new(Exit::CannotCheck, sentence, "--now TIME")
        })?;
        let fixed = world.variable(PLENARY_NOW).map(Instant::parse);
        let fixed = fixed.transpose().map_err(|fault| {
            let sentence = format!("the time in PLENARY_NOW {fault}");
            Failure::usage(sentence, "PLENARY_NOW=2026-05-21T23:59Z")
        })?;
        let (now, clock) = match (globals.now, fixed) {
            (Some(asked), _) => (asked, Clock::Asked),
            (None, Some(fixed)) => (fixed, Clock::Fixed),
            (None, None) => (machine, Clock::Machine),
        };
        Ok(Self {
            world,
            run,
            conversation: Conversation::default(),
            globals,
            again: false,
            now,
            offset,
            clock,
        })
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Instant {
        self.now
    }

    /// Looks at the machine's clock again: somebody took their time with an answer, and what they
    /// said is said now.
    pub(crate) fn look_at_the_clock(&mut self) {
        if let (Clock::Machine, Some((now, _))) = (self.clock, (self.world.clock)()) {
            self.now = now;
        }
    }

    /// Says something on the stream on which is asked.
    pub(crate) fn say(&mut self, page: &Page) -> Result<(), Failure> {
        let canvas = output::canvas(self.world, self.globals.color);
        let text = crate::render::render(page, Format::Table, &canvas);
        printed(output::write(self.world.err.as_mut(), &text))
    }

    /// Asks for an answer on the same line.
    pub(crate) fn prompt(&mut self, text: &str) -> Result<(), Failure> {
        let text = format!("{} ", crate::value::text::shown_on_one_line(text));
        printed(output::write(self.world.err.as_mut(), &text))
    }

    /// The reader's own clock. Where the environment fixes the moment, the place is left out of
    /// what is printed as well.
    pub(crate) fn offset(&self) -> LocalOffset {
        match self.clock {
            Clock::Fixed => LocalOffset::Hidden,
            Clock::Machine | Clock::Asked => LocalOffset::Seconds(self.offset),
        }
    }

    /// The folder that the command works in.
    pub(crate) fn folder(&self) -> PathBuf {
        match &self.globals.directory {
            Some(directory) => self.world.folder.join(directory),
            None => self.world.folder.clone(),
        }
    }

    /// The form of output that was asked for.
    pub(crate) fn format(&self) -> Format {
        self.globals.format.unwrap_or(Format::Table)
    }

    /// Takes this form of output where none was asked for.
    pub(crate) fn prefer(&mut self, format: Format) {
        self.globals.format.get_or_insert(format);
    }

    /// The bytes of a file that the command line names: no more than any record may have.
    pub(crate) fn file(&mut self, path: &Path) -> Result<Vec<u8>, Failure> {
        let shown = crate::value::text::shown(&path.display().to_string());
        let bytes = bytes_of(&self.folder().join(path)).map_err(|error| {
            let sentence = format!("{shown} cannot be read: {error}");
            Failure::usage(sentence, "name a file that is there")
        })?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length <= LARGEST_TEXT) {
            return Ok(bytes);
        }
        Err(Failure::usage(
            format!(
                "{shown} has more than {LARGEST_TEXT} bytes, which is the most that a text has"
            ),
            "shorten it, or put what is long elsewhere and link to it",
        ))
    }

    /// The register's repository.
    pub(crate) fn repository(&self) -> Result<Repository, Failure> {
        let repository = session::open(&self.folder())?;
        if self.again {
            repository.wait_to_write()?;
        }
        Ok(repository)
    }

    /// The same circumstances for a command that is carried out again: nobody else writes meanwhile.
    pub(crate) fn again(self) -> Self {
        Self {
            again: true,
            ..self
        }
    }

    /// The moment that a reading command asks for.
    pub(crate) fn moment(
        &self,
        repository: &Repository,
        reading: &Reading,
    ) -> Result<Moment, Failure> {
        match (&reading.at, reading.worktree) {
            (None, true) => Ok(Moment::WorkTree),
            (rev, _) => Ok(session::moment(repository, rev.as_deref())?),
        }
    }

    /// Says in one line that there are uncommitted changes, where a commit is read.
    pub(crate) fn remark_uncommitted(
        &mut self,
        repository: &Repository,
        reading: &Reading,
        extent: &Extent,
    ) -> Result<(), Failure> {
        let on_disk = repository.folder().is_some_and(Path::exists);
        if reading.at.is_some() || reading.worktree || !repository.has_git() || !on_disk {
            return Ok(());
        }
        // What lies beside the records, such as a draft, is nobody's record.
        let mut changed = repository.uncommitted(extent)?;
        changed.retain(|path| RecordPath::identify(path).is_some());
        let what = match changed.as_slice() {
            [] => return Ok(()),
            [one] => format!("{one} has a change"),
            [first, rest @ ..] => format!("{first} and {} more have changes", rest.len()),
        };
        self.remark(&format!(
            "{what} not committed, and not read here; --worktree reads them"
        ))
    }

    /// A remark beside the result.
    pub(crate) fn remark(&mut self, text: &str) -> Result<(), Failure> {
        if self.globals.quiet || self.again {
            return Ok(());
        }
        printed(output::remark(self.world, text))
    }

    /// Prints a report: as JSON from its fields, else from its page. With that a command is done.
    pub(crate) fn show(
        &mut self,
        report: &impl Serialize,
        page: impl FnOnce() -> Page,
    ) -> Result<Exit, Failure> {
        self.must_be_of_pages()?;
        match self.format() {
            Format::Json => {
                self.remark_time()?;
                self.print(&json(report))?;
            }
            _ => self.show_page(page())?,
        }
        Ok(Exit::Done)
    }

    /// Prints a page that has no fields behind it.
    pub(crate) fn show_page(&mut self, page: Page) -> Result<(), Failure> {
        self.must_be_of_pages()?;
        let canvas = output::canvas(self.world, self.globals.color);
        let format = self.format();
        let page = match format {
            Format::Json | Format::Csv => {
                self.remark_time()?;
                page
            }
            _ => self.timed(page),
        };
        self.print(&crate::render::render(&page, format, &canvas))
    }

    /// The page, with the moment under it where the environment fixes it.
    fn timed(&self, page: Page) -> Page {
        match self.clock {
            Clock::Fixed if !self.globals.quiet => page
                .gap()
                .line(format!("Now is {}, by PLENARY_NOW", self.now)),
            Clock::Fixed | Clock::Asked | Clock::Machine => page,
        }
    }

    /// Refuses a form of output that only one command has, where any other is about to show or to
    /// record something.
    pub(crate) fn must_be_of_pages(&self) -> Result<(), Failure> {
        match self.format() {
            Format::Ics => Err(Failure::usage(
                "only due is written as a calendar, and this is not what is due",
                "plenary due --format ics",
            )),
            format @ (Format::Github | Format::Gitlab | Format::Sarif) => {
                let name = format.name();
                Err(Failure::usage(
                    format!("only check writes its findings as {name}, and this is not check"),
                    format!("plenary check --format {name}"),
                ))
            }
            _ => Ok(()),
        }
    }

    fn remark_time(&mut self) -> Result<(), Failure> {
        match self.clock {
            Clock::Fixed => {
                let said = format!("now is {}, by PLENARY_NOW", self.now);
                printed(output::remark(self.world, &said))
            }
            Clock::Asked | Clock::Machine => Ok(()),
        }
    }

    /// Prints text as it is; it must have been made safe.
    pub(crate) fn print(&mut self, text: &str) -> Result<(), Failure> {
        printed(output::write(self.world.out.as_mut(), text))
    }

    /// Lands an entry that was made from `base`: through the gate, then into work tree, index and
    /// commit, and says so only after it was read back.
    pub(crate) fn land(
        &mut self,
        repository: &Repository,
        base: Option<&CommitId>,
        entry: &PendingCommit,
        how: &WriteAs,
    ) -> Result<Written, Failure> {
        // Said before anything is recorded, not when the result cannot be shown.
        self.must_be_of_pages()?;
        if how.dry_run {
            self.pass(repository, base, entry)?;
            return Ok(Written::Shown(repository.preview(entry)?));
        }
        let writing = CommitInput {
            author: self.identity(repository)?,
            now: self.now,
            how: match how.no_commit {
                true => CommitMode::StageOnly,
                false => CommitMode::Commit,
            },
            authored: None,
            base: base.cloned(),
        };
        let landed = session::write(repository, entry, &writing)?;
        Ok(match landed {
            CommitOutcome::Commit { commit, branch } => Written::Committed(commit, branch),
            CommitOutcome::Staged => Written::Staged,
            CommitOutcome::Unchanged => Written::Unchanged,
        })
    }

    /// Lets an entry through the gate, or says why not.
    pub(crate) fn pass(
        &self,
        repository: &Repository,
        base: Option<&CommitId>,
        entry: &PendingCommit,
    ) -> Result<(), Failure> {
        let writer = gate::Writer {
            address: self.identity(repository).ok().map(|own| own.email),
            now: self.now,
        };
        Ok(gate::pass(repository, base, entry, &writer)?)
    }

    /// Whose commit it is: what git's own variables say, else git's settings.
    pub(crate) fn identity(&self, repository: &Repository) -> Result<Identity, Failure> {
        let named = |one| self.world.variable(one).map(str::to_owned);
        match (named(GIT_AUTHOR_NAME), named(GIT_AUTHOR_EMAIL)) {
            (Some(name), Some(email)) => Ok(Identity { name, email }),
            _ => Ok(repository.identity()?),
        }
    }
}

/// The bytes of a file, up to the first that is one too many: some files have no end.
fn bytes_of(place: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(place)?
        .take(LARGEST_TEXT + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn printed(written: std::io::Result<()>) -> Result<(), Failure> {
    written.map_err(|error| {
        let sentence = format!("the output cannot be written: {error}");
        Failure::new(Exit::CannotCheck, sentence, "")
    })
}

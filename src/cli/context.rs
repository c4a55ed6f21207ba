//! Gives a command what it needs: repository, moment and format, a way to write and a way to show.

use std::cell::OnceCell;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::arguments::{Globals, Reading, WriteAs};
use crate::cli::conversation::Conversation;
use crate::cli::error::{Exit, Failure};
use crate::cli::output;
use crate::cli::world::{Environment, GIT_AUTHOR_EMAIL, GIT_AUTHOR_NAME, PLENARY_NOW};
use crate::git::{CommitInput, CommitMode, CommitOutcome, Identity, Look, Repository, Strictness};
use crate::register::entry::PendingCommit;
use crate::register::snapshot::{LARGEST_TEXT, Moment};
use crate::render::format::Format;
use crate::render::json;
use crate::render::page::Page;
use crate::report::words::LocalOffset;
use crate::session::{self, gate, opened};
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
    /// Whether what is read will be sealed: no object is believed then.
    seals: bool,
    /// Whether what is shown is sent around, and can be an HTML document.
    sent_around: bool,
    /// What was not checked of the history that was read.
    unchecked: OnceCell<String>,
    /// A look at the work tree that was begun.
    pub(super) look: Option<Look>,
    now: Instant,
    /// Seconds east of UTC of the local clock.
    offset: i32,
    clock: Clock,
}

/// The result of writing an entry.
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
            let sentence = "the clock of this machine cannot be read";
            Failure::new(Exit::CannotCheck, sentence, "give the time with --now")
        })?;
        let fixed = world.variable(PLENARY_NOW).map(Instant::parse);
        let fixed = fixed.transpose().map_err(|fault| {
            let sentence = format!("the time in PLENARY_NOW {fault}");
            Failure::usage(sentence, "write the time like 2026-05-21T23:59Z")
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
            seals: false,
            sent_around: false,
            unchecked: OnceCell::new(),
            look: None,
            now,
            offset,
            clock,
        })
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Instant {
        self.now
    }

    /// The moment that `--now` names.
    pub(crate) fn asked_now(&self) -> Option<Instant> {
        (self.clock == Clock::Asked).then_some(self.now)
    }

    /// What follows depends on no time but the one that the command says itself.
    pub(crate) fn forget_the_time(&mut self) {
        self.clock = Clock::Machine;
    }

    /// Looks at the machine's clock again: an answer can take a while, and what it says is recorded now.
    pub(crate) fn look_at_the_clock(&mut self) {
        if let (Clock::Machine, Some((now, _))) = (self.clock, (self.world.clock)()) {
            self.now = now;
        }
    }

    /// Whether only results are wanted.
    pub(crate) fn is_quiet(&self) -> bool {
        self.globals.quiet
    }

    /// Prints a page on the stream for questions.
    pub(crate) fn say(&mut self, page: &Page) -> Result<(), Failure> {
        self.looked()?;
        let canvas = output::canvas(self.world, self.globals.color);
        let text = crate::render::render(page, Format::Table, &canvas);
        printed(output::write(self.world.err.as_mut(), &text))
    }

    /// Asks for an answer on the same line.
    pub(crate) fn prompt(&mut self, text: &str) -> Result<(), Failure> {
        self.looked()?;
        let text = format!("{} ", crate::value::text::shown_on_one_line(text));
        printed(output::write(self.world.err.as_mut(), &text))
    }

    /// The reader's own clock. If the environment fixes the time, local times are left out as well.
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

    /// The output format that was asked for.
    pub(crate) fn format(&self) -> Format {
        self.globals.format.unwrap_or(Format::Table)
    }

    /// Uses this output format if none was asked for.
    pub(crate) fn prefer(&mut self, format: Format) {
        self.globals.format.get_or_insert(format);
    }

    /// The bytes of a file that the command line names: at most as many as a record can have.
    pub(crate) fn file(&mut self, path: &Path) -> Result<Vec<u8>, Failure> {
        self.file_up_to(LARGEST_TEXT, path)
    }

    /// The bytes of a file that the command line names, at most so many.
    pub(crate) fn file_up_to(&mut self, most: u64, path: &Path) -> Result<Vec<u8>, Failure> {
        let shown = crate::value::text::shown(&path.display().to_string());
        let bytes = bytes_of(&self.folder().join(path), most).map_err(|error| {
            let sentence = format!("{shown} cannot be read: {error}");
            Failure::usage(sentence, "check the path of the file")
        })?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length <= most) {
            return Ok(bytes);
        }
        Err(Failure::usage(
            format!("{shown} is too long: a text has at most {most} bytes"),
            "shorten it, or publish the long part elsewhere and link to it",
        ))
    }

    /// The register's repository.
    pub(crate) fn repository(&self) -> Result<Repository, Failure> {
        self.repository_at(&[])
    }

    /// The same where these commits will be read: a bare repository has the register in the first of them
    /// that has one.
    pub(crate) fn repository_at(&self, commits: &[&str]) -> Result<Repository, Failure> {
        let repository = session::open_at(&self.folder(), commits)?;
        if self.again {
            repository.wait_to_write()?;
        }
        if repository.has_git()
            && let Err(error) = opened::whole_history(&repository)
        {
            if self.seals {
                return Err(error.into());
            }
            let _ = self.unchecked.set(error.sentence);
        }
        Ok(match self.seals {
            true => repository.with_strictness(Strictness::Strict),
            false => repository,
        })
    }

    /// What is read from now on will be sealed: every object is hashed, and the history must be whole.
    pub(crate) fn seal(&mut self) {
        self.seals = true;
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

    /// Notes what `--now` alone leaves out: the records of another time.
    pub(crate) fn remark_other_time(&mut self, reading: &Reading) -> Result<(), Failure> {
        if self.clock == Clock::Asked && reading.at.is_none() {
            self.remark(
                "--now changes only the time, not the records. To read earlier records, add --at COMMIT",
            )?;
        }
        Ok(())
    }

    /// Notes what was not checked of the history.
    pub(crate) fn remark_unchecked(&mut self) -> Result<(), Failure> {
        match self.unchecked.take() {
            Some(what) if !self.globals.quiet => printed(output::remark(self.world, &what)),
            _ => Ok(()),
        }
    }

    /// Warns of a commit that can still be lost, whether or not other notes are wanted.
    pub(crate) fn remark_unsafe(&mut self, landed: &CommitOutcome) -> Result<(), Failure> {
        let CommitOutcome::Commit {
            unsafe_yet: Some(why),
            ..
        } = landed
        else {
            return Ok(());
        };
        let said = format!(
            "this is recorded, but it is not yet safe on the disk: {why}. Check the disk, then run \
             \"sync\""
        );
        printed(output::remark(self.world, &said))
    }

    /// A note next to the result.
    pub(crate) fn remark(&mut self, text: &str) -> Result<(), Failure> {
        self.looked()?;
        if self.globals.quiet || self.again {
            return Ok(());
        }
        printed(output::remark(self.world, text))
    }

    /// Prints a report, as JSON from its fields, or else from its page. The command is then done.
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

    /// Prints a page that has no fields.
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

    /// The page, with the time below it if the environment fixes the time.
    fn timed(&self, page: Page) -> Page {
        match self.clock {
            Clock::Fixed if self.world.says_time && !self.globals.quiet => {
                page.gap().line(format!("note: {}", self.fixed_time()))
            }
            Clock::Fixed | Clock::Asked | Clock::Machine => page,
        }
    }

    /// Refuses an output format that only other commands have.
    pub(crate) fn must_be_of_pages(&self) -> Result<(), Failure> {
        output::must_be_of_pages(self.format(), self.sent_around)
    }

    /// What the command shows is sent around or printed by itself: it can be an HTML document.
    pub(crate) fn send_around(&mut self) {
        self.sent_around = true;
    }

    fn fixed_time(&self) -> String {
        let now = self.now.long();
        format!("using {now} as the current time (PLENARY_NOW)")
    }

    fn remark_time(&mut self) -> Result<(), Failure> {
        self.looked()?;
        match self.clock {
            Clock::Fixed if self.world.says_time => {
                let said = self.fixed_time();
                printed(output::remark(self.world, &said))
            }
            Clock::Fixed | Clock::Asked | Clock::Machine => Ok(()),
        }
    }

    /// Prints text as it is; it must have been made safe.
    pub(crate) fn print(&mut self, text: &str) -> Result<(), Failure> {
        self.looked()?;
        printed(output::write(self.world.out.as_mut(), text))
    }

    /// Writes an entry that was made from `base`: it is checked, then goes into work tree, index and
    /// commit, and is read back.
    pub(crate) fn land(
        &mut self,
        repository: &Repository,
        base: Option<&CommitId>,
        entry: &PendingCommit,
        how: &WriteAs,
    ) -> Result<Written, Failure> {
        // Refused before anything is recorded, not when the result cannot be shown.
        self.must_be_of_pages()?;
        self.looked()?;
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
        self.remark_unsafe(&landed)?;
        Ok(match landed {
            CommitOutcome::Commit { commit, branch, .. } => Written::Committed(commit, branch),
            CommitOutcome::Staged => Written::Staged,
            CommitOutcome::Unchanged => Written::Unchanged,
        })
    }

    /// Checks an entry as a write of it would be checked.
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

    /// The author of a commit: from git's own variables, else from git's settings.
    pub(crate) fn identity(&self, repository: &Repository) -> Result<Identity, Failure> {
        let named = |one| self.world.variable(one).map(str::to_owned);
        match (named(GIT_AUTHOR_NAME), named(GIT_AUTHOR_EMAIL)) {
            (Some(name), Some(email)) => Ok(Identity { name, email }),
            _ => Ok(repository.identity()?),
        }
    }
}

/// The bytes of a file, at most one more than allowed: some files have no end.
fn bytes_of(place: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(place)?
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn printed(written: std::io::Result<()>) -> Result<(), Failure> {
    written.map_err(|error| {
        let sentence = format!("the output cannot be written: {error}");
        Failure::new(Exit::CannotCheck, sentence, "")
    })
}

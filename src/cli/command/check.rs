//! `plenary check` and `verify`: checks every record of the register or a pull request, and
//! recomputes every decision from its inputs.

use std::borrow::Cow;
use std::path::PathBuf;

use clap::Args;

use crate::check::change::EntryPoint;
use crate::cli::arguments::Reading;
use crate::cli::command::codes::known;
use crate::cli::command::remembered::Remembered;
use crate::cli::command::write_session::View;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name;
use crate::cli::output;
use crate::cli::world::GITHUB_STEP_SUMMARY;
use crate::git::{Repository, Strictness};
use crate::register::snapshot::{Extent, Moment};
use crate::render::annotate::{github, github_failure};
use crate::render::finding::{Annotated, gitlab, sarif};
use crate::render::fold::folded;
use crate::render::format::Format;
use crate::render::page::Page;
use crate::report::check::{self, Checked, Submitted};
use crate::report::verify::{Verification, Walk};
use crate::session::{self, Request, Touched, opened};
use crate::value::clock::Instant;
use crate::value::code::{CheckCode, Severity};
use crate::value::digest::CommitId;
use crate::value::finding::Finding;

/// Check all records, or a pull request
///
/// Anybody can run this, offline. It lists all findings in one run, each with its place and how to
/// fix it. It changes nothing.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Report this code as an error (repeatable)
    #[arg(long, value_name = "CODE", value_parser = known)]
    deny: Vec<&'static CheckCode>,
    /// Ignore this code (repeatable)
    #[arg(long, value_name = "CODE", value_parser = known)]
    allow: Vec<&'static CheckCode>,
    /// Check a pull request: HEAD against the rules of BASE
    #[arg(long, value_name = "BASE...HEAD", conflicts_with_all = ["at", "worktree"])]
    changed: Option<String>,
    /// Check a push that makes HEAD the main branch: each commit by itself, by the state before it
    #[arg(long, requires = "changed")]
    push: bool,
    /// The same for a merge queue: the authors of the commits submit
    #[arg(long, requires = "changed", conflicts_with_all = ["actor", "push"])]
    queue: bool,
    /// Account that opened the pull request, such as github:LOGIN
    #[arg(long, value_name = "FORGE:LOGIN", requires = "changed")]
    actor: Option<String>,
    /// List every finding, however many there are
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    reading: Reading,
}

impl Check {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        if let Some(range) = &self.changed {
            return self.changed(context, range);
        }
        let (view, register) = View::read(context, &self.reading, &Extent::Everything)?;
        let findings = session::check(&view.repository, &register, context.now())?;
        let findings = self.wanted(findings);
        let none = || Ok(Vec::new());
        self.say(context, &view.repository, &findings, None, none)?;
        Ok(self.exit(&findings))
    }

    fn changed(&self, context: &mut Context<'_>, range: &str) -> Result<Exit, Failure> {
        let (called, head) = ends(range)?;
        let repository = context.repository_at(&[called, head])?;
        let now = context.now();
        let mut request = Request::between(&repository, called, head, now)?;
        request.account = self.actor.as_deref().map(account).transpose()?;
        request.door = match (self.push, self.queue) {
            (true, _) => EntryPoint::Push,
            (_, true) => EntryPoint::Queue,
            _ => EntryPoint::Request,
        };
        let verdict = session::judge(&repository, &request)?;
        let findings = self.wanted(verdict.findings);
        let authors = verdict.submitter.by.authors.into_iter().collect();
        let unproven = verdict.unproven;
        let commits = (request.base.clone(), request.head);
        let submitted = Submitted::new(commits, verdict.files, verdict.origin, unproven)
            .said(request.account, authors)
            .strange(verdict.strangers);
        let touched = || {
            let touched = session::touched(&repository, &request.base, &verdict.moved, now)?;
            Ok(touched.iter().filter_map(|one| shown(one, now)).collect())
        };
        self.say(context, &repository, &findings, Some(&submitted), touched)?;
        Ok(match (self.exit(&findings), unproven) {
            (Exit::Done, Some(_)) => Exit::CannotCheck,
            (exit, _) => exit,
        })
    }

    /// Prints the findings in the format that was asked for. A hosting service also gets a summary, with
    /// the proposals that are `touched`.
    fn say(
        &self,
        context: &mut Context<'_>,
        repository: &Repository,
        findings: &[Finding],
        submitted: Option<&Submitted>,
        touched: impl FnOnce() -> Result<Vec<check::ProposalEffect>, Failure>,
    ) -> Result<(), Failure> {
        let report = Checked::of(findings, submitted).listing_all(self.all);
        let listed = match self.all {
            true => Cow::Borrowed(findings),
            false => Cow::Owned(folded(findings)),
        };
        let Some(mut text) = forged(context.format(), &listed, repository) else {
            return context.show(&report, || report.page()).map(drop);
        };
        if context.format() == Format::Github {
            let unproven = submitted.and_then(Submitted::not_checked);
            text.extend(unproven.map(|why| github_failure(&why)));
        }
        context.print(&text)?;
        if context.format() != Format::Github {
            return Ok(());
        }
        let page = check::summary(findings, submitted, &touched()?);
        summarise(context, &page)
    }

    fn wanted(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        findings.retain(|finding| !self.allow.contains(&finding.code));
        for finding in &mut findings {
            finding.denied = self.deny.contains(&finding.code);
        }
        findings
    }

    fn exit(&self, findings: &[Finding]) -> Exit {
        let fails = |finding: &Finding| finding.severity() == Severity::Error;
        match findings.iter().any(fails) {
            true => Exit::Findings,
            false => Exit::Done,
        }
    }
}

/// A proposal that a pull request touches, as the summary shows it.
fn shown(one: &Touched, now: Instant) -> Option<check::ProposalEffect> {
    let (moments, after) = (&one.after.moments, &one.after.tally);
    let folder = moments.folder(&one.id)?;
    let before = one.before.as_ref();
    Some(check::ProposalEffect::of(
        &moments.asked,
        before,
        after,
        folder,
        now,
    ))
}

/// The findings in the format of a hosting service; `None` for every other format.
fn forged(format: Format, findings: &[Finding], repository: &Repository) -> Option<String> {
    let annotated = Annotated {
        findings,
        prefix: repository.prefix(),
    };
    match format {
        Format::Github => Some(github(&annotated)),
        Format::Gitlab => Some(gitlab(&annotated)),
        Format::Sarif => Some(sarif(&annotated)),
        _ => None,
    }
}

/// The two ends of a range such as `main...request`. Without the second, it is the commit that is
/// checked out.
fn ends(range: &str) -> Result<(&str, &str), Failure> {
    let (base, head) = match range.split_once("...") {
        Some((base, head)) => (base, head),
        None if range.contains("..") => {
            let hint = range.replacen("..", "...", 1);
            let sentence = "--changed needs two commits with three dots between them";
            return Err(Failure::usage(sentence, format!("--changed {hint}")));
        }
        None => (range, ""),
    };
    if base.is_empty() {
        let sentence = "the branch before the three dots of --changed is missing";
        return Err(Failure::usage(sentence, "--changed main...HEAD"));
    }
    Ok((base, if head.is_empty() { "HEAD" } else { head }))
}

/// An account at a hosting service, as participant files name it.
fn account(text: &str) -> Result<String, Failure> {
    let said = text.split_once(':');
    match said.filter(|(forge, login)| !forge.is_empty() && !login.trim().is_empty()) {
        Some(_) => Ok(text.trim().to_owned()),
        None => Err(Failure::usage(
            "--actor needs the hosting service before the account",
            "--actor github:LOGIN",
        )),
    }
}

/// Appends a page to the summary of the step, or prints it if there is no file for it.
fn summarise(context: &mut Context<'_>, page: &Page) -> Result<(), Failure> {
    output::summary(context.world, page).map_err(|error| {
        let name = GITHUB_STEP_SUMMARY.name;
        let sentence = format!("the file from {name} cannot be written: {error}");
        Failure::new(Exit::CannotCheck, sentence, format!("unset {name}"))
    })
}

/// Recompute every decision from its inputs
///
/// Anybody can run this in a clone, offline. A decision is verified if recomputing it gives the same
/// bytes. It also checks that every commit followed the rules of its time.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Proposal (default: all)
    proposal: Option<String>,
    /// Commit that must still be on the main branch
    #[arg(long, value_name = "COMMIT")]
    against: Option<String>,
    /// File with the last verified commit, which must still be on the main branch
    #[arg(long, value_name = "FILE", conflicts_with_all = ["proposal", "at", "worktree"])]
    remember: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

impl Verify {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let at: Vec<&str> = self.reading.at.as_deref().into_iter().collect();
        let repository = context.repository_at(&at)?;
        let repository = repository.with_strictness(Strictness::Strict);
        if repository.has_git() {
            opened::whole_history(&repository)?;
        }
        let moment = context.moment(&repository, &self.reading)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Everything)?;
        let wanted = match &self.proposal {
            Some(typed) => Some(name::proposal(typed, &repository.proposals(&moment)?)?),
            None => None,
        };
        let remember = self.remember.as_deref();
        let remembered = remember.map(|file| Remembered::read(context, file));
        let remembered = remembered.transpose()?;
        let against = self
            .against
            .as_deref()
            .map(|typed| earlier(&repository, typed));
        let known = remembered.iter().filter_map(|file| file.commit.clone());
        let mut rewritten = Vec::new();
        for commit in known.chain(against.transpose()?) {
            rewritten.extend(session::rewritten(&repository, &moment, &commit)?);
        }
        let mut verification = session::verify(repository, &moment, wanted.as_ref())?;
        verification.walked.findings.extend(rewritten);
        let findings = verification.findings();
        let acknowledged = verification.walked.acknowledged.into_iter();
        let report = Verification::of(&verification.decisions, &findings).with_landings(Walk {
            landings: verification.walked.landings,
            findings: verification.walked.findings.len(),
            unproven: verification.walked.unproven,
            by_another: verification.by_another,
            without: verification.without,
            acknowledged: acknowledged.map(|one| (one.finding, one.act)).collect(),
        });
        context.show(&report, || report.page())?;
        if let Some(file) = remembered {
            let verified = findings.is_empty().then_some(&moment);
            file.keep(context, verified.and_then(Moment::commit))?;
        }
        Ok(match findings.is_empty() {
            true => Exit::Done,
            false => Exit::Findings,
        })
    }
}

/// The commit that somebody remembers. Its full name also means one that is not here any more.
fn earlier(repository: &Repository, typed: &str) -> Result<CommitId, Failure> {
    match (repository.resolve(typed), CommitId::parse(typed)) {
        (Ok(commit), _) | (Err(_), Some(commit)) if repository.has_git() => Ok(commit),
        (resolved, _) => Ok(resolved?),
    }
}

//! `plenary check` and `verify`: checks every record of the register or a pull request, and
//! recomputes every decision from its inputs.

use std::fs::OpenOptions;
use std::io::Write as _;

use clap::Args;

use crate::check::change::EntryPoint;
use crate::cli::arguments::Reading;
use crate::cli::command::codes::known;
use crate::cli::command::write_session::View;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name;
use crate::cli::world::GITHUB_STEP_SUMMARY;
use crate::git::{Repository, Strictness};
use crate::register::snapshot::Extent;
use crate::render::finding::{Annotated, github, gitlab, sarif, unarmed};
use crate::render::format::{Format, OutputContext};
use crate::render::page::Page;
use crate::report::check::{self, Checked, Submitted};
use crate::report::verify::{Verification, Walk};
use crate::session::{self, Request, Touched, opened};
use crate::value::clock::Instant;
use crate::value::code::{CheckCode, Severity};
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
    /// Account that opened the pull request, such as github:LOGIN
    #[arg(long, value_name = "FORGE:LOGIN", requires = "changed")]
    actor: Option<String>,
    /// Check each commit of a push by itself, by the state before it
    #[arg(long, requires = "changed")]
    each: bool,
    /// The same for a merge queue: the authors of the commits submit
    #[arg(long, requires = "changed", conflicts_with_all = ["actor", "each"])]
    queue: bool,
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
        say(
            context,
            &view.repository,
            &findings,
            None,
            || Ok(Vec::new()),
        )?;
        Ok(self.exit(&findings))
    }

    fn changed(&self, context: &mut Context<'_>, range: &str) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let now = context.now();
        let (called, head) = ends(range)?;
        let mut request = Request::between(&repository, called, head, now)?;
        request.account = self.actor.as_deref().map(account).transpose()?;
        request.door = match (self.each, self.queue) {
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
        say(context, &repository, &findings, Some(&submitted), || {
            let touched = session::touched(&repository, &request.base, &verdict.moved, now)?;
            Ok(touched.iter().filter_map(|one| shown(one, now)).collect())
        })?;
        Ok(match (self.exit(&findings), unproven) {
            (Exit::Done, Some(_)) => Exit::CannotCheck,
            (exit, _) => exit,
        })
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

/// Prints the findings in the format that was asked for. A hosting service also gets a summary, with
/// the proposals that are `touched`.
fn say(
    context: &mut Context<'_>,
    repository: &Repository,
    findings: &[Finding],
    submitted: Option<&Submitted>,
    touched: impl FnOnce() -> Result<Vec<check::ProposalEffect>, Failure>,
) -> Result<(), Failure> {
    let report = Checked::of(findings, submitted);
    let Some(text) = forged(context.format(), findings, repository) else {
        return context.show(&report, || report.page()).map(drop);
    };
    context.print(&text)?;
    if context.format() != Format::Github {
        return Ok(());
    }
    let page = check::summary(findings, submitted, &touched()?);
    summarise(context, &page)
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

/// The file for the summary of a step, as GitHub and Forgejo name it.
const SUMMARY: &str = GITHUB_STEP_SUMMARY.name;

/// Appends a page to the summary of the step, or prints it if there is no file for it.
fn summarise(context: &mut Context<'_>, page: &Page) -> Result<(), Failure> {
    let text = crate::render::render(page, Format::Markdown, &OutputContext::piped());
    let Some(file) = context.world.variable(GITHUB_STEP_SUMMARY) else {
        return context.print(&unarmed(&text));
    };
    let opened = OpenOptions::new().append(true).create(true).open(file);
    let written = opened.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let sentence = format!("the file from {SUMMARY} cannot be written: {error}");
        Failure::new(Exit::CannotCheck, sentence, format!("unset {SUMMARY}"))
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
    #[command(flatten)]
    reading: Reading,
}

impl Verify {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?.with_strictness(Strictness::Strict);
        if repository.has_git() {
            opened::whole_history(&repository)?;
        }
        let moment = context.moment(&repository, &self.reading)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Everything)?;
        let wanted = match &self.proposal {
            Some(typed) => Some(name::proposal(typed, &repository.proposals(&moment)?)?),
            None => None,
        };
        let verification = session::verify(repository, &moment, wanted.as_ref())?;
        let findings = verification.findings();
        let report = Verification::of(&verification.decisions, &findings).with_landings(Walk {
            landings: verification.walked.landings,
            findings: verification.walked.findings.len(),
            unproven: verification.walked.unproven,
            by_another: verification.by_another,
        });
        context.show(&report, || report.page())?;
        Ok(match findings.is_empty() {
            true => Exit::Done,
            false => Exit::Findings,
        })
    }
}

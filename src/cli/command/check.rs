//! `plenary check`: every record of the register, or a request to merge.

use clap::Args;

use crate::cli::annotations;
use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::git::Repository;
use crate::register::snapshot::Extent;
use crate::render::annotate::{Annotated, github, gitlab, sarif};
use crate::render::format::Format;
use crate::report::check::{self, Checked, Submitted};
use crate::session::{self, Request, Touched};
use crate::value::clock::Instant;
use crate::value::code::{self, Code, Severity};
use crate::value::finding::Finding;

/// Check: every record of the register
///
/// Finds every fault in one run, each with its place and what to type instead.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Treat findings of this code as faults; may be given several times
    #[arg(long, value_name = "CODE", value_parser = known)]
    deny: Vec<&'static Code>,
    /// Leave out findings of this code; may be given several times
    #[arg(long, value_name = "CODE", value_parser = known)]
    allow: Vec<&'static Code>,
    /// Judge a request to merge: what merging HEAD into BASE would bring, by the rules of BASE
    #[arg(long, value_name = "BASE...HEAD", conflicts_with_all = ["at", "worktree"])]
    changed: Option<String>,
    /// The account that opened the request, such as github:LOGIN
    #[arg(long, value_name = "FORGE:LOGIN", requires = "changed")]
    actor: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

/// Reads a check code for an argument.
pub(super) fn known(text: &str) -> Result<&'static Code, String> {
    code::find(text).ok_or_else(|| {
        let ids = code::ALL.iter().flat_map(|code| [code.id, code.name]);
        match crate::value::suggest::nearest(text, ids) {
            Some(meant) => format!("did you mean {meant}?"),
            None => "to see them all: plenary codes".to_owned(),
        }
    })
}

impl Check {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        if let Some(range) = &self.changed {
            return self.changed(context, &repository, range);
        }
        let moment = context.moment(&repository, &self.reading)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Everything)?;
        let register = context.register(&repository, &moment, &Extent::Everything)?;
        let findings = session::check(&repository, &register, context.now())?;
        let findings = self.wanted(findings);
        let report = Checked::of(&findings, None);
        match forged(context.format(), &findings, &repository) {
            Some(text) => {
                context.print(&text)?;
                if context.format() == Format::Github {
                    annotations::summarise(context, &check::summary(&findings, None, &[]))?;
                }
            }
            None => context.show(&report, || report.page())?,
        }
        Ok(self.exit(&findings))
    }

    fn changed(
        &self,
        context: &mut Context<'_>,
        repository: &Repository,
        range: &str,
    ) -> Result<Exit, Failure> {
        let (called, head) = ends(range)?;
        let mut request = Request::between(repository, called, head, context.now())?;
        request.account = self.actor.as_deref().map(account).transpose()?;
        let verdict = session::judge(repository, &request)?;
        let findings = self.wanted(verdict.findings);
        let authors = verdict.submitter.authors.into_iter().collect();
        let unproven = verdict.unproven;
        let commits = (request.base.clone(), request.head);
        let submitted = Submitted::new(commits, verdict.files, verdict.origin, unproven)
            .said(request.account, authors);
        let report = Checked::of(&findings, Some(&submitted));
        match forged(context.format(), &findings, repository) {
            Some(text) => {
                context.print(&text)?;
                if context.format() == Format::Github {
                    let now = context.now();
                    let base = &request.base;
                    let touched = session::touched(repository, base, &verdict.moved, now)?;
                    let touched: Vec<_> =
                        touched.iter().filter_map(|one| shown(one, now)).collect();
                    let page = check::summary(&findings, Some(&submitted), &touched);
                    annotations::summarise(context, &page)?;
                }
            }
            None => context.show(&report, || report.page())?,
        }
        Ok(match (self.exit(&findings), unproven) {
            (Exit::Done, Some(_)) => Exit::CannotCheck,
            (exit, _) => exit,
        })
    }

    fn wanted(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        findings.retain(|finding| !self.allow.contains(&finding.code));
        findings
    }

    fn exit(&self, findings: &[Finding]) -> Exit {
        let fails = |finding: &Finding| {
            finding.severity() == Severity::Error || self.deny.contains(&finding.code)
        };
        match findings.iter().any(fails) {
            true => Exit::Findings,
            false => Exit::Done,
        }
    }
}

/// A proposal that a request touches, as its summary shows it.
fn shown(one: &Touched, now: Instant) -> Option<check::Touched> {
    let (moments, after) = (&one.after.moments, &one.after.tally);
    let folder = moments.folder(&one.id)?;
    let before = one.before.as_ref();
    Some(check::Touched::of(
        &moments.asked,
        before,
        after,
        folder,
        now,
    ))
}

/// The findings as the machines of a forge read them; `None` for every other form of output.
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

/// The two ends of a range such as `main...request`; the commit checked out where the second is
/// left out.
fn ends(range: &str) -> Result<(&str, &str), Failure> {
    let (base, head) = match range.split_once("...") {
        Some((base, head)) => (base, head),
        None if range.contains("..") => {
            let hint = range.replacen("..", "...", 1);
            let sentence = "--changed takes two commits with three dots between them";
            return Err(Failure::usage(sentence, format!("--changed {hint}")));
        }
        None => (range, ""),
    };
    if base.is_empty() {
        let sentence = "--changed does not say what the request is to be merged into";
        return Err(Failure::usage(sentence, "--changed main...HEAD"));
    }
    Ok((base, if head.is_empty() { "HEAD" } else { head }))
}

/// An account at a forge, as rosters have them.
fn account(text: &str) -> Result<String, Failure> {
    let said = text.split_once(':');
    match said.filter(|(forge, login)| !forge.is_empty() && !login.trim().is_empty()) {
        Some(_) => Ok(text.trim().to_owned()),
        None => Err(Failure::usage(
            "--actor names an account without the forge that it is at",
            "--actor github:LOGIN",
        )),
    }
}

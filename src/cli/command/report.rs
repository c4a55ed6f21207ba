//! `plenary report`: writes the public site of a register.

use std::path::PathBuf;

use clap::Args;

use crate::act::arguments::one_of;
use crate::cli::arguments::Reading;
use crate::cli::command::write_session::View;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::site_folder::{SiteFolder, Trust};
use crate::cli::site_manifest::{Manifest, SiteOptions};
use crate::cli::site_plan::Plan;
use crate::cli::site_source::SiteMaker;
use crate::git::{FolderPlace, Repository};
use crate::record::charter::PublishNames;
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment};
use crate::session;
use crate::site::Options;
use crate::site::written::{FileCounts, WrittenSite};
use crate::value::clock::Instant;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::id::ProposalId;
use crate::value::text::shown;

/// Write the public record as a web site
///
/// Anybody can run this. It writes a folder of plain pages for a web server, or to be opened as they
/// are. The same commit gives the same pages. Only what changed is written again.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Folder to write, new or from an earlier run
    dir: PathBuf,
    /// Public address of the site, for the feed and the site map
    #[arg(long, value_name = "URL", value_parser = address)]
    base_url: Option<String>,
    /// Names to show: full, ids or none (default: publish-names in the charter)
    #[arg(long, value_name = "NAMES", value_parser = one_of(PublishNames::WORDS))]
    names: Option<PublishNames>,
    /// Proposal to show (repeatable; default: all)
    #[arg(long, value_name = "PROPOSAL")]
    only: Vec<String>,
    /// Write nothing; exit 1 if the folder differs
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    reading: Reading,
}

fn address(text: &str) -> Result<String, String> {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    let plain =
        |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '#' | '?' | '\'' | '\\');
    match rest {
        Some(host) if !host.is_empty() && !host.starts_with('/') && host.chars().all(plain) => {
            Ok(format!("{}/", text.trim_end_matches('/')))
        }
        _ => Err("expected an address like https://example.org/record/".to_owned()),
    }
}

impl Report {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        context.must_be_of_pages()?;
        let view = View::open(context, &self.reading)?;
        context.remark_uncommitted(&view.repository, &self.reading, &Extent::Everything)?;
        let now = self.as_of(context, &view)?;
        let site = session::site(&view.repository, &view.moment, now)?;
        let folder = self.folder(context, &view)?;
        context.forget_the_time();
        let options = self.options(&view, &site.register)?;
        let commit = commit(&view.moment);
        let manifest = Manifest::new(commit.as_ref().map(ToString::to_string), asked(&options));
        let trust = match self.check {
            true => Trust::Nothing,
            false => Trust::Inputs,
        };
        let mut lists = KnownLists::of(&view.repository);
        let known = folder.list()?.is_some_and(|list| lists.have(&list));
        let mut folder = folder.trusting(trust, &manifest, known);
        let kept = folder.take_kept();
        folder.prepare()?;
        let made = SiteMaker {
            site: &site,
            options: &options,
            folder: &folder,
            now,
        };
        let made = made.make(&view.repository, kept)?;
        let proposals = made.kept;
        let mut plan = folder.plan(
            made.files,
            Manifest {
                proposals,
                ..manifest
            },
        )?;
        let report = self.report(commit, &plan);
        if !self.check {
            folder.write(&mut plan)?;
            lists.keep(&view.repository, folder.list()?);
        }
        let doubts = made.not_verified.iter();
        let doubts: Vec<String> = doubts.map(|(id, n)| format!("{id}, call {n}")).collect();
        let fails = !doubts.is_empty() || (self.check && !plan.differing().is_empty());
        let report = report.tallied(made.tallied).without(doubts);
        context.show(&report, || report.page())?;
        Ok(match fails {
            true => Exit::Findings,
            false => Exit::Done,
        })
    }

    /// The folder that was named. It must not be a part of what the register records.
    fn folder(&self, context: &Context<'_>, view: &View) -> Result<SiteFolder, Failure> {
        let typed = context.folder().join(&self.dir);
        let (place, seen) = view.repository.place_of(&typed)?;
        let dir = shown(&self.dir.display().to_string());
        let elsewhere = "name a folder outside the register, or one that .gitignore lists";
        match seen {
            FolderPlace::Outside | FolderPlace::Ignored => SiteFolder::open(place, &self.dir),
            FolderPlace::Inside => Err(Failure::usage(
                format!("{dir} is inside the register, and git does not ignore it"),
                elsewhere,
            )),
            FolderPlace::Records => Err(Failure::usage(
                format!("{dir} is a folder of the register's records"),
                elsewhere,
            )),
            FolderPlace::Git => Err(Failure::usage(
                format!("{dir} is git's own folder"),
                elsewhere,
            )),
        }
    }

    /// The moment that the pages show: the one that was asked for, or else the date of the commit.
    fn as_of(&self, context: &Context<'_>, view: &View) -> Result<Instant, Failure> {
        match (context.asked_now(), &view.moment) {
            (Some(asked), _) => Ok(asked),
            (None, Moment::Commit(commit)) => Ok(view.repository.one(commit)?.at),
            (None, Moment::WorkTree) => Ok(context.now()),
        }
    }

    fn options(&self, view: &View, register: &Register) -> Result<Options, Failure> {
        let only = self.only.iter().map(|typed| view.proposal(typed));
        let mut only: Vec<ProposalId> = only.collect::<Result<_, _>>()?;
        only.sort();
        only.dedup();
        let charter = register.charter.as_ref();
        let names = charter.map_or(PublishNames::Full, |charter| charter.publish_names);
        Ok(Options {
            names: self.names.unwrap_or(names),
            base_url: self.base_url.clone(),
            only,
        })
    }

    fn report(&self, commit: Option<CommitId>, plan: &Plan) -> WrittenSite {
        let counts = FileCounts {
            written: plan.written(),
            unchanged: plan.unchanged(),
            removed: plan.removals.len(),
            bytes: plan.bytes,
        };
        let report = WrittenSite::new(commit, counts, plan.differing());
        match self.check {
            true => report.checked(),
            false => report,
        }
    }
}

/// The lists of files that this build wrote from this clone, by their digest, the newest last. What anybody else wrote is
/// not believed: an earlier build made other pages, and everybody can change a list in a folder.
struct KnownLists(Vec<TextDigest>);

impl KnownLists {
    /// The name of the note.
    const NOTE: &str = "sites";
    /// For so many folders.
    const MOST: usize = 16;

    fn of(repository: &Repository) -> Self {
        let kept = repository.kept(Self::NOTE).unwrap_or_default();
        let kept = String::from_utf8_lossy(&kept);
        Self(kept.lines().filter_map(TextDigest::parse).collect())
    }

    fn have(&self, list: &TextDigest) -> bool {
        self.0.contains(list)
    }

    fn keep(&mut self, repository: &Repository, list: Option<TextDigest>) {
        if self.0.last() == list.as_ref() {
            return;
        }
        self.0.retain(|known| Some(known) != list.as_ref());
        self.0.extend(list);
        let newest = self.0.len().saturating_sub(Self::MOST);
        let lines = self.0.iter().skip(newest).map(|known| format!("{known}\n"));
        repository.keep(Self::NOTE, lines.collect::<String>().as_bytes());
    }
}

fn commit(moment: &Moment) -> Option<CommitId> {
    match moment {
        Moment::Commit(commit) => Some(commit.clone()),
        Moment::WorkTree => None,
    }
}

/// The options as the list of files keeps them.
fn asked(options: &Options) -> SiteOptions {
    SiteOptions {
        base_url: options.base_url.clone(),
        names: options.names.word().to_owned(),
        only: options.only.iter().map(ToString::to_string).collect(),
    }
}

//! `plenary fix`: corrects typing errors in records.

use clap::Args;

use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::git::{Repository, difference};
use crate::procedure::fix::{Fixed, fix, mended};
use crate::register::snapshot::{Extent, Moment};
use crate::report::check::{FixAction, FixReport, MendedFile};
use crate::value::code::Severity;
use crate::value::finding::Finding;
use crate::value::text;
use crate::{check, session};

/// Correct typing errors that have only one reading
///
/// Anybody can run this. It changes the files in the work tree, and commits nothing. It corrects
/// line ends, byte-order marks, invisible characters, Markdown fences, colons for equals signs,
/// quotation marks, upper and lower case, typing errors in keys, values of another type, other words
/// for positions, executable files, and wrong file names and folders. What can be meant in two ways
/// is only reported.
#[derive(Debug, Args)]
pub(crate) struct Fix {
    /// Files or folders (default: all)
    #[arg(value_name = "PATH")]
    paths: Vec<String>,
    /// Show what would change; write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Fix {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let register = session::register(&repository, &Moment::WorkTree, &Extent::Everything)?;
        let wanted = self.wanted(context, &repository);
        let is_wanted = |path: &str| is_within(path, &wanted);
        if !wanted.is_empty() && !register.snapshot.files.keys().any(|path| is_wanted(path)) {
            let sentence = "these paths do not match a file of the register";
            return Err(Failure::usage(
                sentence,
                "name a file or a folder of the register",
            ));
        }
        let fixed = fix(&register, None, is_wanted);
        let named = |path: &str| is_wanted(path) || fixed.iter().any(|one| one.to == path);
        let mut findings = check::tree_at(&mended(&register, &fixed), context.now());
        findings.retain(|finding| named(&finding.place.path));
        let shown = fixed.iter().map(shown).collect::<Result<Vec<_>, _>>()?;
        let doing = match self.dry_run {
            true => FixAction::Shown,
            false => FixAction::Written,
        };
        context.must_be_of_pages()?;
        if doing == FixAction::Written {
            for one in &fixed {
                repository.put_right(&one.from, &one.to, &one.after)?;
            }
        }
        let report = FixReport::of(doing, shown, &findings);
        context.show(&report, || report.page())?;
        let fails = |finding: &Finding| finding.severity() == Severity::Error;
        Ok(match findings.iter().any(fails) {
            true => Exit::Findings,
            false => Exit::Done,
        })
    }

    /// The paths that were typed, from the root of the register.
    fn wanted(&self, context: &Context<'_>, repository: &Repository) -> Vec<String> {
        let root = repository.folder().map(std::path::Path::to_owned);
        let here = context.folder().canonicalize().ok();
        let inside = |path: &String| {
            let whole = here.as_ref()?.join(path);
            let inside = whole.strip_prefix(root.as_ref()?).ok()?.iter();
            let parts: Option<Vec<&str>> = inside.map(|part| part.to_str()).collect();
            let mut parts = parts?;
            parts.retain(|part| *part != ".");
            Some(parts.join("/"))
        };
        let named = self.paths.iter();
        named
            .map(|path| inside(path).unwrap_or_else(|| path.clone()))
            .collect()
    }
}

fn is_within(path: &str, wanted: &[String]) -> bool {
    let within = |wanted: &String| {
        let rest = path.strip_prefix(wanted.trim_end_matches('/'));
        wanted.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    wanted.is_empty() || wanted.iter().any(within)
}

/// A fixed file with its difference.
pub(super) fn shown(fixed: &Fixed) -> Result<MendedFile, Failure> {
    Ok(MendedFile {
        path: text::shown(&fixed.from),
        now: text::shown(&fixed.to),
        done: fixed.done.clone(),
        difference: difference(&fixed.before, &fixed.after)?,
    })
}

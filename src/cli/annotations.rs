//! What goes to a forge beside the findings of a check: the summary of a request.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write as _;

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::git::Repository;
use crate::record::path::RecordPath;
use crate::register::freeze::Moments;
use crate::register::landing::GivenOn;
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment, Moved};
use crate::render::annotate::github::unarmed;
use crate::render::format::{Canvas, Format};
use crate::render::page::Page;
use crate::report::request::Touched;
use crate::session::moments::{Which, of_register};
use crate::tally::tally;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::ProposalId;

/// The file for the summary of a step, as GitHub and Forgejo name it.
const SUMMARY: &str = "GITHUB_STEP_SUMMARY";
/// Of more proposals than this no tally is shown.
const MOST: usize = 8;

/// Appends a page to the summary of the step, or prints it where there is no place for one.
pub(crate) fn summarise(context: &mut Context<'_>, page: &Page) -> Result<(), Failure> {
    let text = crate::render::render(page, Format::Markdown, &Canvas::piped());
    let Some(file) = context.world.variable(SUMMARY) else {
        return context.print(&unarmed(&text));
    };
    let opened = OpenOptions::new().append(true).create(true).open(file);
    let written = opened.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let sentence = format!("the file that {SUMMARY} names cannot be written: {error}");
        Failure::new(Exit::CannotCheck, sentence, format!("unset {SUMMARY}"))
    })
}

/// The tallies of the proposals that a request touches, now and with the request merged. A tally
/// that cannot be made is left out: the findings say why.
pub(crate) fn touched(
    repository: &Repository,
    base: &CommitId,
    moved: &[Moved],
    now: Instant,
) -> Result<Vec<Touched>, Failure> {
    let proposals: BTreeSet<ProposalId> = moved.iter().filter_map(proposal).collect();
    let mut touched = Vec::new();
    for id in proposals.into_iter().take(MOST) {
        let moment = Moment::Commit(base.clone());
        let mut merged = repository.snapshot(&moment, &Extent::Proposal(id.clone()))?;
        let before = Register::read(merged.clone());
        for one in moved {
            match &one.after {
                Some(content) => merged.files.insert(one.path.clone(), content.clone()),
                None => merged.files.remove(&one.path),
            };
        }
        let before = of_register(repository, before, &id, Which::Current, now)?;
        let after = of_register(repository, Register::read(merged), &id, Which::Current, now)?;
        let after = given_now(after, moved, &id);
        let (before, Ok(after_tally)) = (tally(&before, &id).ok(), tally(&after, &id)) else {
            continue;
        };
        let folder = after.folder(&id);
        touched.extend(
            folder.map(|folder| {
                Touched::of(&after.asked, before.as_ref(), &after_tally, folder, now)
            }),
        );
    }
    Ok(touched)
}

fn proposal(moved: &Moved) -> Option<ProposalId> {
    RecordPath::identify(&moved.path)?.ok()?.proposal().cloned()
}

/// The moments with what the request would land taken for the newest landing.
fn given_now(mut after: Moments, moved: &[Moved], id: &ProposalId) -> Moments {
    if after.closing.is_some() {
        return after;
    }
    let path = RecordPath::Proposal(id.clone()).to_string();
    let mut walk = GivenOn::of(moved.iter().map(|moved| moved.path.clone()));
    walk.landing(moved, after.asked.bytes(&path));
    after.given_on.extend(walk.finish());
    after
}

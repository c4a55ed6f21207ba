//! What goes to a forge beside the findings of a check: the summary of a request.

use std::fs::OpenOptions;
use std::io::Write as _;

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::render::annotate::unarmed;
use crate::render::format::{Canvas, Format};
use crate::render::page::Page;

/// The file for the summary of a step, as GitHub and Forgejo name it.
const SUMMARY: &str = "GITHUB_STEP_SUMMARY";

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

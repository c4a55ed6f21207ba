//! Prose on the command line: as words, or in a file.

use std::path::PathBuf;

use crate::cli::context::Context;
use crate::cli::error::Failure;

/// Prose given as words or in a file; nothing where neither is given.
pub(super) fn prose(
    context: &mut Context<'_>,
    words: Option<&str>,
    file: Option<&PathBuf>,
) -> Result<Option<String>, Failure> {
    let Some(file) = file else {
        return Ok(words.map(str::to_owned));
    };
    let bytes = context.file(file)?;
    String::from_utf8(bytes).map(Some).map_err(|_| {
        let shown = crate::value::text::shown(&file.display().to_string());
        Failure::usage(
            format!("{shown} is not UTF-8 text"),
            "save the file again as UTF-8",
        )
    })
}

//! Which editor, and what came of it.

use std::path::Path;

use crate::cli::ask::left;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::world::Edited;

/// Where nothing names an editor.
const USUAL: &str = "vi";

/// Opens a file in the user's editor and waits until it is closed.
pub(super) fn edit(
    context: &mut Context<'_>,
    file: &Path,
    what: &str,
    flag: &str,
) -> Result<(), Failure> {
    let editor = editor(context)?;
    let instead = format!("{flag} FILE");
    let Some(keyboard) = context.world.keyboard.as_mut() else {
        return Err(left(what, &instead));
    };
    let edited = (keyboard.edit)(&editor, file);
    context.look_at_the_clock();
    let shown = crate::value::text::shortened(&editor, 60);
    match edited {
        Ok(Edited::Saved) => Ok(()),
        Ok(Edited::Failed) => Err(Failure::usage(
            format!("the editor {shown} ended with a fault, so nothing was written"),
            format!("{instead}; GIT_EDITOR, VISUAL or EDITOR names another editor"),
        )),
        Err(error) => Err(Failure::usage(
            format!("the editor {shown} cannot be started: {error}"),
            format!("{instead}; GIT_EDITOR, VISUAL or EDITOR names another editor"),
        )),
    }
}

/// The editor, found as git finds it, save that a repository's own configuration names none.
fn editor(context: &Context<'_>) -> Result<String, Failure> {
    let variable = |name: &str| context.world.variable(name).map(str::to_owned);
    if let Some(editor) = variable("GIT_EDITOR") {
        return Ok(editor);
    }
    let set = context.repository()?.users_config("core.editor")?;
    let screen = variable("TERM").is_some_and(|terminal| terminal != "dumb");
    let visual = || variable("VISUAL").filter(|_| screen);
    let named = set.filter(|editor| !editor.trim().is_empty());
    Ok(named
        .or_else(visual)
        .or_else(|| variable("EDITOR"))
        .unwrap_or_else(|| USUAL.to_owned()))
}

//! Writes files for other programs, and never over another file.

use std::path::{Path, PathBuf};

use crate::cli::error::{Exit, Failure};
use crate::value::sentence::first_of;
use crate::value::text::shown;

/// Writes all of the files, or none if one of them exists already with other content. The folders above them are
/// made.
pub(super) fn write(here: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<(), Failure> {
    let name = |path: &Path| shown(&path.display().to_string());
    let is_other = |(path, bytes): &&(PathBuf, Vec<u8>)| {
        let place = here.join(path);
        place.symlink_metadata().is_ok() && std::fs::read(&place).ok().as_ref() != Some(bytes)
    };
    let others = files.iter().filter(is_other);
    let others: Vec<String> = others.map(|(path, _)| name(path)).collect();
    if !others.is_empty() {
        let names = first_of(others.iter().map(String::as_str));
        return Err(Failure::usage(
            format!("these files exist already, and nothing is written over them: {names}"),
            "name a new folder or file",
        ));
    }
    for (path, bytes) in files {
        let place = here.join(path);
        let folder = place.parent().map_or(Ok(()), std::fs::create_dir_all);
        folder
            .and_then(|()| std::fs::write(&place, bytes))
            .map_err(|error| {
                let sentence = format!("{} cannot be written: {error}", name(path));
                Failure::new(Exit::CannotCheck, sentence, "name another folder or file")
            })?;
    }
    Ok(())
}

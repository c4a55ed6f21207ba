//! Writes files for other programs, and never over a file that exists.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::error::{Exit, Failure};
use crate::value::sentence::first_of;
use crate::value::text::shown;

/// Writes all of the files, or none if one of them exists already with other content. The folders above them are
/// made.
pub(super) fn write(here: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<(), Failure> {
    let is_there = |(path, bytes): &&(PathBuf, Vec<u8>)| {
        let place = here.join(path);
        place.symlink_metadata().is_ok() && std::fs::read(&place).ok().as_ref() != Some(bytes)
    };
    let there = files.iter().filter(is_there);
    let there: Vec<String> = there.map(|(path, _)| name(path)).collect();
    if !there.is_empty() {
        let names = first_of(there.iter().map(String::as_str));
        return Err(Failure::usage(
            format!("these files exist already, and nothing is written over them: {names}"),
            "name a new folder or file",
        ));
    }
    for (path, bytes) in files {
        write_one(&here.join(path), bytes).map_err(|error| {
            let sentence = format!("{} cannot be written: {error}", name(path));
            Failure::new(Exit::CannotCheck, sentence, "name another folder or file")
        })?;
    }
    Ok(())
}

fn name(path: &Path) -> String {
    shown(&path.display().to_string())
}

/// Writes a file whole or not at all.
fn write_one(place: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if place.exists() {
        return Ok(());
    }
    let folder = place.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist_noclobber(place)?;
    Ok(())
}

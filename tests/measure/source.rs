//! Reads the source files and finds the parts that only tests have.

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

/// Every Rust file below a folder, in the order of their names.
pub(crate) fn files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), String> {
    let mut entries = fs::read_dir(folder)
        .map_err(told)?
        .collect::<Result<Vec<_>, _>>()
        .map_err(told)?;
    entries.sort_by_key(fs::DirEntry::path);
    for path in entries.iter().map(fs::DirEntry::path) {
        if path.is_dir() {
            files(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

/// `#[cfg(test)]`
pub(crate) fn of_tests(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute
            .parse_args::<syn::Ident>()
            .is_ok_and(|named| named == "test")
}

/// The path, without its ending, of a module that a file declares.
pub(crate) fn module(file: &Path, name: &syn::Ident) -> PathBuf {
    let owns_folder = file.ends_with("mod.rs") || file.ends_with("lib.rs");
    let folder = if owns_folder {
        file.with_file_name("")
    } else {
        file.with_extension("")
    };
    folder.join(name.to_string())
}

/// Whether a file is a module of this path, or within it.
pub(crate) fn is_within(file: &Path, module: &Path) -> bool {
    file.starts_with(module) || file.with_extension("") == module
}

pub(crate) fn told(fault: impl Display) -> String {
    fault.to_string()
}

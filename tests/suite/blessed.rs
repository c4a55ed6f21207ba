//! Compares texts with files. One switch rewrites the files: `PLENARY_BLESS=1 cargo test`.
//! The unit tests of the library compile this file too.

use std::path::{Path, PathBuf};

use snapbox::Assert;
use snapbox::data::{Data, DataFormat};

/// The folder of the screens.
const SCREENS: &str = "tests/screens";

/// A path of the project, on this machine.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Whether the files are rewritten, not compared.
pub(crate) fn blessing() -> bool {
    std::env::var("PLENARY_BLESS").is_ok_and(|value| value == "1")
}

/// Compares a text with a file of the project, or writes the file.
#[track_caller]
pub(crate) fn same(path: &str, text: &str) {
    let place = project(path);
    let found = Data::text(text);
    let file = Data::read_from(&place, Some(DataFormat::Text)).raw();
    let Err(difference) = Assert::new().try_eq(None, found.clone(), file) else {
        return;
    };
    if blessing() {
        found.write_to_path(&place).expect("a file to write");
    } else {
        panic!("{difference}\n{path} differs; PLENARY_BLESS=1 cargo test writes it");
    }
}

/// Compares a text with the screen `tests/screens/NAME.txt`, or writes the screen.
#[track_caller]
pub(crate) fn screen(name: &str, text: &str) {
    same(&format!("{SCREENS}/{name}.txt"), text);
}

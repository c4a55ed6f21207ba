//! The program `plenary`: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    plenary::cli::run(&mut plenary::cli::world::Environment::real())
}

//! Measures of the source: `cargo test --test measure -- house` counts lines, files and functions;
//! `cargo test --test measure -- words` tells how long the sentences of messages, help and documents are;
//! `cargo test --test measure -- room ROOM [COUNT]` tells what the room's own tests notice.
//!
//! The last copies the package, takes `COUNT` (40) functions of `src/ROOM` and lets each return a constant where
//! an environment variable names it, so that one build serves all of them. Then it runs the unit tests of the
//! room once a function, prints those that no test missed, and ends with 1 where fewer than four of five are
//! noticed. The sample depends on names alone: the same tree, the same sample.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool that prints its report"
)]

mod constant;
mod house;
mod mutants;
mod package;
mod source;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["house"] => house::run(),
        ["words"] => words::run(),
        ["room", room] => mutants::run(room, 40),
        ["room", room, count] => match count.parse() {
            Ok(count) => mutants::run(room, count),
            Err(fault) => usage(&format!("{count}: {fault}")),
        },
        _ => usage("expected: house, words, or room with its name"),
    }
}

fn usage(fault: &str) -> ExitCode {
    eprintln!("{fault}");
    eprintln!("usage: cargo test --test measure -- house");
    eprintln!("       cargo test --test measure -- words");
    eprintln!("       cargo test --test measure -- room ROOM [COUNT]");
    ExitCode::from(2)
}

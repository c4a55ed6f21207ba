//! Tells which functions of a room can return constants without a failure of its tests.

use std::path::Path;
use std::process::ExitCode;

use crate::package::{Function, Package};

/// The variable that names the function that is changed.
pub(crate) const SWITCH: &str = "PLENARY_MUTANT";
/// Percent of the sampled functions that a room's tests have to notice.
const WANTED: usize = 80;

/// Samples `count` functions of `room`; the code is 1 where too few are noticed, and 2 where nothing can be said.
pub(crate) fn run(room: &str, count: usize) -> ExitCode {
    match sample(room, count) {
        Ok(enough) => ExitCode::from(u8::from(!enough)),
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::from(2)
        }
    }
}

/// Whether enough of `count` functions of `room` are noticed.
fn sample(room: &str, count: usize) -> Result<bool, String> {
    if !Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src")
        .join(room)
        .is_dir()
    {
        return Err(format!("there is no room {room} in src"));
    }
    let mut package = Package::copied()?;
    let tests = package.build(room, count)?;
    if !tests.pass(None)? {
        return Err(format!("the tests of {room} fail without any change"));
    }
    let mut missed = Vec::new();
    for (number, function) in package.changed().iter().enumerate() {
        let noticed = !tests.pass(Some(number))?;
        println!("{} {function}", if noticed { "noticed" } else { "MISSED " });
        if !noticed {
            missed.push(function);
        }
    }
    Ok(told(room, package.changed(), &missed))
}

fn told(room: &str, changed: &[Function], missed: &[&Function]) -> bool {
    let (all, noticed) = (changed.len(), changed.len() - missed.len());
    println!("\n{room}: {noticed} of {all} functions noticed when their bodies are constants");
    for function in missed {
        println!("  missed: {function}");
    }
    all > 0 && noticed * 100 >= all * WANTED
}

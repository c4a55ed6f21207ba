//! Lets one step of a write fail, or ends the process there, so that tests see what is left. Every call
//! that changes the disk is a step. Only builds with debug assertions contain this.

use std::io::{self, ErrorKind};
use std::process::abort;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// What happens at a step.
enum Fault {
    /// The process ends, as if it was killed.
    Kill,
    /// This step fails, and no other.
    Fail,
    /// This step fails, and every later one.
    Last,
}

/// The step at which something happens, counted from 0.
static PLANNED: OnceLock<(u32, Fault)> = OnceLock::new();
static STEPS: AtomicU32 = AtomicU32::new(0);

/// Plans a failure of this process: the number of a step, and `kill`, `fail` or `last` (this step and all
/// after it fail). Other words plan nothing.
pub fn plan(words: &str) {
    let Some((step, fault)) = words.split_once(' ') else {
        return;
    };
    let fault = match fault {
        "kill" => Fault::Kill,
        "fail" => Fault::Fail,
        "last" => Fault::Last,
        _ => return,
    };
    if let Ok(step) = step.parse() {
        let _ = PLANNED.set((step, fault));
    }
}

/// The planned failure, where this is its step.
pub(super) fn step() -> io::Result<()> {
    let Some((at, fault)) = PLANNED.get() else {
        return Ok(());
    };
    let here = STEPS.fetch_add(1, Ordering::SeqCst);
    match fault {
        Fault::Kill if here == *at => abort(),
        Fault::Fail if here == *at => Err(ErrorKind::StorageFull.into()),
        Fault::Last if here >= *at => Err(ErrorKind::StorageFull.into()),
        Fault::Kill | Fault::Fail | Fault::Last => Ok(()),
    }
}

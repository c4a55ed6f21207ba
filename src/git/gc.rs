//! Waits for `git gc`, which can delete what a write has stored before a branch has it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::error::{GitError, GitErrorKind};
use super::lock::patiently;
use crate::value::text::shortened;

/// How old the note of a gc can be that still runs; git says the same.
const LONGEST: Duration = Duration::from_secs(12 * 60 * 60);

/// Waits until no gc runs in the repository with this folder.
pub(super) fn wait(common: &Path, patience: Duration) -> Result<(), GitError> {
    let note = common.join("gc.pid");
    let ended = patiently(patience, || Ok(running(&note).is_none().then_some(())))?;
    ended.ok_or_else(|| {
        let who = running(&note).unwrap_or_default();
        let who = shortened(&who, 60);
        let sentence = format!(
            "git gc is running here ({who}), and it can delete what is being written; waited {} s",
            patience.as_secs()
        );
        GitError::new(GitErrorKind::Busy, sentence)
            .hint("wait for it to end, then run the same command again")
    })
}

/// The process that runs gc and its machine, as git notes them; nothing where it has ended.
fn running(note: &Path) -> Option<String> {
    let written = fs::metadata(note).ok()?.modified().ok()?;
    if written.elapsed().is_ok_and(|age| age > LONGEST) {
        return None;
    }
    let text = fs::read_to_string(note).ok()?;
    let (process, machine) = text.trim().split_once(' ')?;
    let alive = lives(process.parse().ok()?, machine);
    alive.then(|| format!("process {process} on {machine}"))
}

#[cfg(unix)]
fn lives(process: i32, machine: &str) -> bool {
    use rustix::process::{Pid, test_kill_process};
    let here = rustix::system::uname();
    if here.nodename().to_bytes() != machine.as_bytes() {
        return true;
    }
    let asked = Pid::from_raw(process).map(test_kill_process);
    asked.is_some_and(|asked| asked != Err(rustix::io::Errno::SRCH))
}

#[cfg(not(unix))]
fn lives(_process: i32, _machine: &str) -> bool {
    true
}

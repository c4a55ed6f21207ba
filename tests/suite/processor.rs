//! Measures the processor time of a thread or a program, without its waiting time. A limit on it also works on a busy
//! machine.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::scene::hermetic;

/// How much of the time on the clock others may have had, on a system that does not tell the processor time of a
/// thread.
const GENEROUS: u32 = 10;

/// What the work gives, and the processor time that this thread spent on it.
pub(crate) fn spent<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let (before, start) = (of_this_thread(), Instant::now());
    let done = work();
    let took = match (before, of_this_thread()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => start.elapsed() / GENEROUS,
    };
    (done, took)
}

/// The first field of what Linux tells of a thread. A kernel that does not count says zero.
fn of_this_thread() -> Option<Duration> {
    // Linux counts at the ticks of its clock, and where a thread offers its place to others.
    std::thread::yield_now();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = told.split(' ').next()?.parse().ok()?;
    (nanoseconds > 0).then(|| Duration::from_nanos(nanoseconds))
}

/// A program, ready to be run in a folder, which is killed once it has worked for so many seconds.
pub(crate) fn limited(seconds: u32, program: &str, folder: &Path) -> Command {
    let mut command = hermetic("sh", folder);
    let limit = r#"ulimit -t "$0" && exec "$@""#;
    command.args(["-c", limit, &seconds.to_string(), program]);
    command
}

#[test]
fn work_is_counted_and_waiting_is_not() {
    let words = || (0..400_000).map(|n| std::hint::black_box(n.to_string()).len());
    let (sum, worked) = spent(|| words().sum::<usize>());
    let ((), waited) = spent(|| std::thread::sleep(Duration::from_millis(500)));
    assert!(waited < Duration::from_millis(100), "{waited:?}");
    assert!(worked > Duration::from_millis(5), "{worked:?} {sum}");
}

#[test]
fn a_program_that_works_too_long_is_killed() {
    let folder = std::env::temp_dir();
    let mut ends = limited(1, "true", &folder);
    assert!(ends.status().expect("a shell").success());
    let mut endless = limited(1, "sh", &folder);
    let ended = endless.args(["-c", "while :; do :; done"]).status();
    assert_eq!(ended.expect("a shell").code(), None);
}

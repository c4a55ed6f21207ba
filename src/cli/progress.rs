//! Shows in a terminal that a command works, from half a second on, until it prints something.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

/// How long a command works before this is shown, and after how long it is shown again.
const STEP: Duration = Duration::from_millis(500);

/// How many of these are a second.
const STEPS_IN_A_SECOND: u64 = 2;

/// Removes the line from the terminal.
const ERASE: &[u8] = b"\r\x1b[K";

/// A line on a terminal, until it is ended.
struct Line {
    end: Sender<()>,
    shown: JoinHandle<()>,
}

/// The line of a process, which both of its streams end; empty if it was ended.
#[derive(Clone, Default)]
pub(super) struct Progress(Arc<Mutex<Option<Line>>>);

impl Progress {
    /// Begins to wait, and shows the line on `terminal` if it takes long.
    pub(super) fn begin(terminal: impl Write + Send + 'static) -> Self {
        Self::every(STEP, terminal)
    }

    fn every(step: Duration, terminal: impl Write + Send + 'static) -> Self {
        let (end, ended) = channel();
        let shown = spawn(move || show(terminal, step, &ended));
        Self(Arc::new(Mutex::new(Some(Line { end, shown }))))
    }

    /// Removes the line; does nothing the second time.
    fn end(&self) {
        let line = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Line { end, shown }) = line {
            drop(end);
            // A line that could not be shown does not make the command fail.
            let _ = shown.join();
        }
    }

    /// The same stream, which ends the line before anything is printed, and when the process ends.
    pub(super) fn before(self, stream: impl Write + 'static) -> Box<dyn Write> {
        Box::new(Stream {
            stream,
            progress: self,
        })
    }
}

fn show(mut terminal: impl Write, step: Duration, ended: &Receiver<()>) {
    let mut steps: u64 = 0;
    let mut is_shown = true;
    while ended.recv_timeout(step) == Err(RecvTimeoutError::Timeout) {
        steps = steps.saturating_add(1);
        let seconds = steps / STEPS_IN_A_SECOND;
        let line = write!(terminal, "\rworking, {seconds} s");
        is_shown = line.and_then(|()| terminal.flush()).is_ok();
        if !is_shown {
            return;
        }
    }
    if steps > 0 && is_shown {
        let _ = terminal.write_all(ERASE).and_then(|()| terminal.flush());
    }
}

/// A stream that ends the line before it prints.
struct Stream<W> {
    stream: W,
    progress: Progress,
}

impl<W: Write> Write for Stream<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.progress.end();
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

impl<W> Drop for Stream<W> {
    fn drop(&mut self) {
        self.progress.end();
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::mpsc::{Sender, channel};
    use std::time::Duration;

    use super::{ERASE, Progress};

    /// Gives away what is written to it.
    struct Shown(Sender<Vec<u8>>);

    impl Write for Shown {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.send(bytes.to_vec()).map_err(io::Error::other)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_is_shown_and_removed_before_the_first_word() {
        let (shown, seen) = channel();
        let progress = Progress::every(Duration::from_millis(1), Shown(shown.clone()));
        let first = seen.recv().expect("a line");
        assert!(first.starts_with(b"\rworking"), "{first:?}");
        let mut out = progress.before(Shown(shown));
        out.write_all(b"result").expect("written");
        drop(out);
        let all: Vec<Vec<u8>> = seen.iter().collect();
        let last: Vec<&[u8]> = all.iter().rev().take(2).map(Vec::as_slice).collect();
        assert_eq!(last, [&b"result"[..], ERASE]);
    }

    #[test]
    fn nothing_is_shown_of_what_is_quick() {
        let (shown, seen) = channel();
        let progress = Progress::begin(Shown(shown));
        drop(progress.before(io::sink()));
        assert_eq!(seen.iter().count(), 0);
    }
}

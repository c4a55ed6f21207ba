//! What Ctrl-C, TERM and HUP do while something is written: the write is undone first, and only
//! then does the process end by the signal. At any other time they end it at once.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::TERM_SIGNALS;
use signal_hook::{flag, low_level};

use super::error::{GitError, GitErrorKind};

/// The signals of this process, once they are caught.
static CAUGHT: OnceLock<Signals> = OnceLock::new();

#[derive(Default)]
struct Signals {
    /// Whether nothing is being written: a signal ends the process at once.
    idle: Arc<AtomicBool>,
    /// The signal that came while something was written; zero where none came.
    came: Arc<AtomicUsize>,
}

/// Catches the signals that end a process, for the rest of its life. The program does so when it
/// starts; a program that uses the library decides itself what signals do.
///
/// # Errors
/// The system takes no handler.
pub fn catch() -> io::Result<()> {
    let signals = Signals {
        idle: Arc::new(AtomicBool::new(true)),
        came: Arc::default(),
    };
    for signal in TERM_SIGNALS.iter().chain(HANGUP) {
        flag::register_conditional_default(*signal, Arc::clone(&signals.idle))?;
        let number = usize::try_from(*signal).unwrap_or_default();
        flag::register_usize(*signal, Arc::clone(&signals.came), number)?;
    }
    // Caught twice, they do the same.
    let _ = CAUGHT.set(signals);
    Ok(())
}

/// The signal of a terminal that goes away.
#[cfg(unix)]
const HANGUP: &[i32] = &[signal_hook::consts::SIGHUP];
#[cfg(not(unix))]
const HANGUP: &[i32] = &[];

/// The time in which a write changes something. A signal that came meanwhile ends the process when
/// this is dropped.
pub(super) struct Writing(Option<&'static Signals>);

impl Writing {
    pub(super) fn begin() -> Self {
        let signals = CAUGHT.get();
        if let Some(signals) = signals {
            signals.idle.store(false, Ordering::SeqCst);
        }
        Self(signals)
    }

    /// Fails where a signal came, so that the write is undone.
    pub(super) fn goes_on(&self) -> Result<(), GitError> {
        match self.signal() {
            None => Ok(()),
            Some(_) => Err(GitError::new(
                GitErrorKind::Refused,
                "stopped by a signal; nothing was written",
            )),
        }
    }

    fn signal(&self) -> Option<i32> {
        let came = self.0?.came.load(Ordering::SeqCst);
        i32::try_from(came).ok().filter(|signal| *signal != 0)
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let Some(signals) = self.0 else { return };
        signals.idle.store(true, Ordering::SeqCst);
        if let Some(signal) = self.signal() {
            // Where it returns, the process goes on to its own end.
            let _ = low_level::emulate_default_handler(signal);
        }
    }
}

//! Shows what was written into the folder of a site, or how the folder differs.

use serde::Serialize;

use crate::render::ink::Style;
use crate::render::page::Page;
use crate::value::digest::CommitId;
use crate::value::sentence::{many, many_of};

/// So many paths are shown to people.
const SHOWN: usize = 20;

/// What became of the files of a site.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct WrittenSite {
    format: u32,
    /// Whether only the difference was asked for.
    checked: bool,
    commit: Option<CommitId>,
    files: usize,
    written: usize,
    unchanged: usize,
    removed: usize,
    bytes: u64,
    /// How many calls were tallied.
    tallied: usize,
    /// The files that differed, by path.
    differing: Vec<String>,
    /// The decisions that do not recompute.
    not_verified: Vec<String>,
}

/// How many files of a site were written, left as they were and removed, and their size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileCounts {
    /// Files with new bytes.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files that nobody wants any more.
    pub removed: usize,
    /// The bytes of all files.
    pub bytes: u64,
}

impl WrittenSite {
    /// The report on a folder.
    pub fn new(commit: Option<CommitId>, counts: FileCounts, differing: Vec<String>) -> Self {
        Self {
            format: 1,
            checked: false,
            commit,
            files: counts.written + counts.unchanged,
            written: counts.written,
            unchanged: counts.unchanged,
            removed: counts.removed,
            bytes: counts.bytes,
            tallied: 0,
            differing,
            not_verified: Vec::new(),
        }
    }

    /// The same where nothing was written, because only the difference was asked for.
    #[must_use]
    pub fn checked(self) -> Self {
        Self {
            checked: true,
            ..self
        }
    }

    /// The same after so many calls were tallied.
    #[must_use]
    pub fn tallied(self, tallied: usize) -> Self {
        Self { tallied, ..self }
    }

    /// The same with decisions that do not recompute, each as a sentence names it.
    #[must_use]
    pub fn without(self, not_verified: Vec<String>) -> Self {
        Self {
            not_verified,
            ..self
        }
    }

    /// The report for people.
    pub fn page(&self) -> Page {
        let page = Page::new().lines(self.doubts());
        match self.checked {
            true => self.difference(page),
            false => page.line(self.summary()),
        }
    }

    fn doubts(&self) -> impl Iterator<Item = crate::render::ink::StyledText> {
        let doubt = |what: &String| format!("The decision on {what} does not recompute.");
        self.not_verified
            .iter()
            .map(move |what| Style::Attention.on(doubt(what)))
    }

    fn difference(&self, page: Page) -> Page {
        if self.differing.is_empty() {
            let files = many_of(self.files, "file is", "files are");
            return page.line(format!("{files} as they must be; {}.", self.as_of()));
        }
        let files = many_of(self.differing.len(), "file differs", "files differ");
        let more = self
            .differing
            .len()
            .checked_sub(SHOWN)
            .filter(|more| *more > 0);
        let more = more.map(|more| format!("And {more} more. --format json lists all."));
        page.line(format!("{files}; {}:", self.as_of()))
            .bullets(self.differing.iter().take(SHOWN).cloned())
            .lines(more)
    }

    fn summary(&self) -> String {
        format!(
            "{}: {} written, {} unchanged, {} removed; {}; {}.",
            many(self.files, "file"),
            self.written,
            self.unchanged,
            self.removed,
            size(self.bytes),
            self.as_of()
        )
    }

    fn as_of(&self) -> String {
        match &self.commit {
            Some(commit) => format!("as of commit {}", commit.short()),
            None => "as of the files on the disk".to_owned(),
        }
    }
}

/// A size in kB or MB, with one digit after the point from 1 MB on.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::{FileCounts, WrittenSite, size};
    use crate::blessed::screen;
    use crate::report::sample::on;
    use crate::value::digest::CommitId;

    fn written(differing: usize) -> WrittenSite {
        let counts = FileCounts {
            written: 12,
            unchanged: 125,
            removed: 2,
            bytes: 4_160_000,
        };
        let differing = (0..differing)
            .map(|n| format!("p/rec-{n}/index.html"))
            .collect();
        WrittenSite::new(CommitId::parse(&"a".repeat(40)), counts, differing)
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(35_999), "35 kB");
        assert_eq!(size(4_160_000), "4.1 MB");
    }

    #[test]
    fn a_run_ends_with_its_counts() {
        let not = vec!["retention, call 1".to_owned()];
        screen("site/written", &on(100, &written(14).without(not).page()));
    }

    #[test]
    fn a_check_lists_the_first_twenty_paths() {
        screen("site/checked", &on(100, &written(21).checked().page()));
        screen(
            "site/checked_and_right",
            &on(100, &written(0).checked().page()),
        );
    }
}

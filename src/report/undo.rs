//! Shows what was undone, and how.

use serde::Serialize;

use crate::render::page::Page;
use crate::value::digest::CommitId;

/// A commit that was undone.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Undone {
    /// The commit.
    pub commit: CommitId,
    /// The first line of its message.
    pub subject: String,
    /// The files that are as they were before it.
    pub files: Vec<String>,
    /// The branch.
    pub branch: String,
    /// Where the branch is now.
    pub head: CommitId,
    /// Whether the branch went back to the commit before. Else a new commit restores the files.
    pub dropped: bool,
}

impl Undone {
    /// For people.
    pub fn page(&self) -> Page {
        let (short, head) = (self.commit.short(), self.head.short());
        let page = Page::new().line(format!("Undone: {} ({short}).", self.subject));
        if !self.dropped {
            let said = format!(
                "A new commit restores its files: {head} on {}.",
                self.branch
            );
            return page.line(said);
        }
        let said = format!(
            "The branch {} is at {head} again, and so are the files. No record of it is left.",
            self.branch
        );
        let again = format!("git merge --ff-only {short}");
        page.line(said).verbatim("To have it again", again)
    }
}

#[cfg(test)]
mod tests {
    use super::Undone;
    use crate::blessed::screen;
    use crate::render::format::{Format, OutputContext};
    use crate::render::render;
    use crate::value::digest::CommitId;

    #[test]
    fn both_ways_are_told() {
        let commit = |digit: &str| CommitId::parse(&digit.repeat(40)).unwrap();
        let undone = |dropped| Undone {
            commit: commit("a"),
            subject: "Give the position of ann on one".to_owned(),
            files: vec!["proposals/one/positions/ann.toml".to_owned()],
            branch: "main".to_owned(),
            head: commit("b"),
            dropped,
        };
        let canvas = OutputContext {
            width: None,
            colour: false,
        };
        let shown = |dropped| render(&undone(dropped).page(), Format::Table, &canvas);
        screen("report/undo", &format!("{}\n{}", shown(true), shown(false)));
    }
}

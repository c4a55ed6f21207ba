//! What a write would do, as a commit is shown: its message, and the exact differences.

use git2::{DiffOptions, Patch};

use super::error::GitError;
use super::open::tip;
use super::repository::Repository;
use crate::register::entry::Entry;
use crate::register::snapshot::Content;

impl Repository {
    /// The message of an entry's commit, indented, and the differences to the commit that is
    /// checked out, in the form that `git apply` takes; paths from the top of the repository.
    ///
    /// # Errors
    /// What is checked out cannot be read.
    pub fn preview(&self, entry: &Entry) -> Result<String, GitError> {
        let head = match tip(self.git()?)? {
            Some(_) => Some(self.head()?),
            None => None,
        };
        let mut out = String::new();
        for line in entry.message.to_string().lines() {
            out.push_str(format!("    {line}").trim_end());
            out.push('\n');
        }
        for (path, bytes) in entry.changes() {
            let landed = match &head {
                Some(head) => self.file(head, path)?,
                None => None,
            };
            let old = landed.as_ref().and_then(Content::bytes);
            out.push('\n');
            out.push_str(&difference(&self.inside(path), old, bytes)?);
        }
        Ok(out)
    }
}

fn difference(path: &str, old: Option<&[u8]>, new: Option<&[u8]>) -> Result<String, GitError> {
    let mode = match (old, new) {
        (None, Some(_)) => "new file mode 100644\n",
        (Some(_), None) => "deleted file mode 100644\n",
        _ => "",
    };
    let side = |letter: &str, there: bool| match there {
        true => format!("{letter}/{path}"),
        false => "/dev/null".to_owned(),
    };
    let (from, to) = (side("a", old.is_some()), side("b", new.is_some()));
    let head = format!("diff --git a/{path} b/{path}\n{mode}");
    let hunks = hunks(old.unwrap_or_default(), new.unwrap_or_default())?;
    Ok(if hunks.is_empty() {
        head
    } else {
        format!("{head}--- {from}\n+++ {to}\n{hunks}")
    })
}

/// The differences without their heading.
fn hunks(old: &[u8], new: &[u8]) -> Result<String, GitError> {
    let mut options = DiffOptions::new();
    options.force_text(true);
    let mut patch = Patch::from_buffers(old, None, new, None, Some(&mut options))?;
    let text = patch.to_buf()?;
    let text = String::from_utf8_lossy(&text).into_owned();
    Ok(text
        .split_once("\n@@")
        .map(|(_, hunks)| format!("@@{hunks}"))
        .unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn a_new_file_a_changed_one_and_one_that_goes() {
        let text = b"position = \"accept\"\n";
        let new = difference("a/b.toml", None, Some(text)).unwrap();
        let expected = "diff --git a/a/b.toml b/a/b.toml\nnew file mode 100644\n\
            --- /dev/null\n+++ b/a/b.toml\n@@ -0,0 +1 @@\n+position = \"accept\"\n";
        assert_eq!(new, expected);
        let gone = difference("a/b.toml", Some(text), None).unwrap();
        let expected = "diff --git a/a/b.toml b/a/b.toml\ndeleted file mode 100644\n\
            --- a/a/b.toml\n+++ /dev/null\n@@ -1 +0,0 @@\n-position = \"accept\"\n";
        assert_eq!(gone, expected);
        let changed = difference("x", Some(b"a\nb\n"), Some(b"a\nc")).unwrap();
        let expected = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n\
            \\ No newline at end of file\n";
        assert_eq!(changed, expected);
    }
}

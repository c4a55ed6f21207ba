//! Computes the difference of two texts with git, and shows what a write would do: the message of its
//! commit, and the exact differences.

use git2::{DiffOptions, Patch};

use super::error::GitError;
use super::objects::text;
use super::open::tip;
use super::read::commit_name;
use super::repository::Repository;
use crate::register::entry::PendingCommit;
use crate::register::snapshot::{Content, DiffLine, DiffSide, Difference};

/// How many lines that did not change are shown around those that did.
const AROUND: u32 = 3;

/// The difference of two texts. Bytes with a byte 0 among them are not a text.
///
/// # Errors
/// An error of git, for very large texts.
pub fn difference(before: &[u8], after: &[u8]) -> Result<Difference, GitError> {
    if before == after {
        return Ok(Difference::None);
    }
    if before.contains(&0) || after.contains(&0) {
        return Ok(Difference::Bytes(before.len(), after.len()));
    }
    let mut options = DiffOptions::new();
    options
        .force_text(true)
        .indent_heuristic(true)
        .context_lines(AROUND);
    let patch = Patch::from_buffers(before, None, after, None, Some(&mut options))?;
    let mut lines = Vec::new();
    for n in 0..patch.num_hunks() {
        hunk(&patch, n, &mut lines)?;
    }
    Ok(Difference::Lines(lines))
}

fn hunk(patch: &Patch<'_>, n: usize, lines: &mut Vec<DiffLine>) -> Result<(), GitError> {
    let (hunk, count) = patch.hunk(n)?;
    lines.push(DiffLine {
        side: DiffSide::Place,
        text: format!(
            "@@ -{},{} +{},{} @@",
            hunk.old_start(),
            hunk.old_lines(),
            hunk.new_start(),
            hunk.new_lines()
        ),
    });
    for at in 0..count {
        let line = patch.line_in_hunk(n, at)?;
        let side = match line.origin() {
            '+' => DiffSide::Added,
            '-' => DiffSide::Removed,
            ' ' => DiffSide::Both,
            _ => DiffSide::Unended,
        };
        let content = line.content();
        let words = match side {
            DiffSide::Unended => " No newline at end of file".to_owned(),
            _ => text(content.strip_suffix(b"\n").unwrap_or(content)),
        };
        lines.push(DiffLine { side, text: words });
    }
    Ok(())
}

impl Repository {
    /// The message of a pending commit, indented, and the differences to the commit that is checked
    /// out, in the form that `git apply` takes; paths from the top of the repository.
    ///
    /// # Errors
    /// The commit that is checked out cannot be read.
    pub fn preview(&self, entry: &PendingCommit) -> Result<String, GitError> {
        let head = tip(self.git()?)?.map(commit_name).transpose()?;
        let mut out = String::new();
        for line in entry.message.to_string().lines() {
            out.push_str(format!("    {line}").trim_end());
            out.push('\n');
        }
        for (path, bytes) in entry.changes() {
            let landed = head.as_ref().map(|head| self.file(head, path));
            let landed = landed.transpose()?.flatten();
            let old = landed.as_ref().and_then(Content::bytes);
            out.push('\n');
            out.push_str(&patch(&self.inside(path), old, bytes)?);
        }
        Ok(out)
    }
}

fn patch(path: &str, old: Option<&[u8]>, new: Option<&[u8]>) -> Result<String, GitError> {
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
    use super::{difference, patch};
    use crate::register::snapshot::Difference;

    /// The difference as lines with their signs.
    fn written(before: &[u8], after: &[u8]) -> String {
        match difference(before, after).unwrap() {
            Difference::Lines(lines) => lines
                .iter()
                .map(|line| match line.text.strip_prefix("@@") {
                    Some(place) => format!("@@{place}\n"),
                    None => format!("{}{}\n", line.side.sign(), line.text),
                })
                .collect(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn changed_lines_stand_among_their_neighbours() {
        let before = b"1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        assert_eq!(
            written(before, b"1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
        );
        assert_eq!(
            written(before, b"0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n"),
            "@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -7,3 +8,4 @@\n 7\n 8\n 9\n+10\n"
        );
        assert_eq!(written(before, before), "None");
        assert_eq!(written(b"", b"a\n"), "@@ -0,0 +1,1 @@\n+a\n");
        assert_eq!(written(b"a\n", b""), "@@ -1,1 +0,0 @@\n-a\n");
    }

    #[test]
    fn line_ends_are_told_apart() {
        assert_eq!(
            written(b"a\nb\n", b"a\nb"),
            "@@ -1,2 +1,2 @@\n a\n-b\n+b\n\\ No newline at end of file\n"
        );
        assert_eq!(
            written(b"a\nb", b"a\nb\n"),
            "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n"
        );
        assert_eq!(
            written(b"a\nb", b"c\nb"),
            "@@ -1,2 +1,2 @@\n-a\n+c\n b\n\\ No newline at end of file\n"
        );
        assert_eq!(written(b"a\r\n", b"a\n"), "@@ -1,1 +1,1 @@\n-a\r\n+a\n");
    }

    #[test]
    fn what_is_no_text_does_no_harm() {
        assert_eq!(written(b"a\0", b"a\n"), "Bytes(2, 2)");
        assert_eq!(
            written(b"\xff\xfe\n", b"\xff\n"),
            "@@ -1,1 +1,1 @@\n-\\xff\\xfe\n+\\xff\n"
        );
    }

    #[test]
    fn a_new_file_a_changed_one_and_one_that_goes() {
        let text = b"position = \"accept\"\n";
        let new = patch("a/b.toml", None, Some(text)).unwrap();
        let expected = "diff --git a/a/b.toml b/a/b.toml\nnew file mode 100644\n\
            --- /dev/null\n+++ b/a/b.toml\n@@ -0,0 +1 @@\n+position = \"accept\"\n";
        assert_eq!(new, expected);
        let gone = patch("a/b.toml", Some(text), None).unwrap();
        let expected = "diff --git a/a/b.toml b/a/b.toml\ndeleted file mode 100644\n\
            --- a/a/b.toml\n+++ /dev/null\n@@ -1 +0,0 @@\n-position = \"accept\"\n";
        assert_eq!(gone, expected);
        let changed = patch("x", Some(b"a\nb\n"), Some(b"a\nc")).unwrap();
        let expected = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n\
            \\ No newline at end of file\n";
        assert_eq!(changed, expected);
    }
}

//! The room on small histories that are made in a few lines: each commit has the files of a sample.

mod decisions;
mod histories;
mod read;
mod requests;
mod undo;

use crate::git::Repository;
use crate::register::sample::{Sample, at};
use crate::session::{Request, RequestResult, judge, open};
use crate::value::code::Severity;
use crate::value::digest::CommitId;
use crate::value::finding::Finding;

const OPEN: &str = "2026-05-05T12:00:00Z";

const CLOSED: &str = "2026-05-14T12:00:00Z";

/// A repository whose commits have the files of samples.
struct History {
    folder: tempfile::TempDir,
    git: git2::Repository,
}

impl History {
    /// With a first commit on the main branch.
    fn of(sample: &Sample, when: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let git = git2::Repository::init(folder.path()).expect("a repository");
        git.set_head("refs/heads/main").expect("a branch");
        let history = Self { folder, git };
        history.land(sample, when);
        history
    }

    /// A commit by `maya` on the main branch.
    fn land(&self, sample: &Sample, when: &str) -> CommitId {
        self.commit("main", sample, when, "maya@example.org", &["main"])
    }

    /// A commit on a branch, after the tips of others.
    fn commit(
        &self,
        branch: &str,
        sample: &Sample,
        when: &str,
        author: &str,
        after: &[&str],
    ) -> CommitId {
        let mut index = git2::Index::new().expect("an index");
        for path in sample.paths() {
            let id = self
                .git
                .blob(sample.text(&path).as_bytes())
                .expect("a blob");
            index.add(&entry(&path, id)).expect("an entry");
        }
        let tree = index.write_tree_to(&self.git).expect("a tree");
        let tree = self.git.find_tree(tree).expect("a tree");
        let parents: Vec<git2::Commit<'_>> =
            after.iter().filter_map(|branch| self.tip(branch)).collect();
        let parents: Vec<&git2::Commit<'_>> = parents.iter().collect();
        let when = git2::Time::new(at(when).seconds(), 0);
        let by = git2::Signature::new("Somebody", author, &when).expect("a signature");
        let made = self
            .git
            .commit(None, &by, &by, "A change", &tree, &parents)
            .expect("a commit");
        let reference = format!("refs/heads/{branch}");
        self.git
            .reference(&reference, made, true, "moved")
            .expect("a reference");
        let mut forced = git2::build::CheckoutBuilder::new();
        self.git
            .checkout_head(Some(forced.force()))
            .expect("a work tree");
        CommitId::parse(&made.to_string()).expect("a commit")
    }

    fn tip(&self, branch: &str) -> Option<git2::Commit<'_>> {
        let reference = self
            .git
            .find_reference(&format!("refs/heads/{branch}"))
            .ok()?;
        reference.peel_to_commit().ok()
    }

    fn open(&self) -> Repository {
        open(self.folder.path()).expect("a register")
    }

    /// What came of judging a branch as a request to the main branch.
    fn judged(&self, branch: &str, account: Option<&str>) -> RequestResult {
        let repository = self.open();
        let request = Request::between(&repository, "main", branch, at(OPEN)).expect("a request");
        let account = account.map(str::to_owned);
        judge(&repository, &Request { account, ..request }).expect("a verdict")
    }
}

fn entry(path: &str, id: git2::Oid) -> git2::IndexEntry {
    let never = git2::IndexTime::new(0, 0);
    git2::IndexEntry {
        ctime: never,
        mtime: never,
        dev: 0,
        ino: 0,
        mode: 0o100_644,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    }
}

/// A body of three with one proposal, which asks for accounts.
fn body() -> Sample {
    let account = |sample: Sample, (who, login): (&str, &str)| {
        let more = format!("accounts = [\"github:{login}\"]\nemails = [\"{who}@example.org\"]");
        sample.more(&format!("participants/{who}.toml"), &more)
    };
    let all = [("maya", "maya-c"), ("ann", "ann-l"), ("ben", "ben-i")];
    let body = Sample::new("maya ann ben").charter("identity = 'account'");
    all.into_iter().fold(body, account).proposal("one", "")
}

/// The same with a call that froze the first commit, and that commit.
fn called() -> (History, Sample, CommitId) {
    called_by("account")
}

/// The same where the charter asks for this proof of who submits.
fn called_by(identity: &str) -> (History, Sample, CommitId) {
    let body = body().charter(&format!("identity = '{identity}'"));
    let history = History::of(&body, "2026-05-01T10:00:00Z");
    let first = history.open().head().expect("a commit");
    let frozen = format!("frozen = \"{first}\"");
    let sample = body
        .call("2026-05-02", "2026-05-12")
        .in_call("call.toml", &frozen);
    history.land(&sample, "2026-05-02T00:00:00Z");
    (history, sample, first)
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.id).collect()
}

fn errors(findings: &[Finding]) -> Vec<&str> {
    let errors = findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error);
    errors.map(|finding| finding.code.id).collect()
}

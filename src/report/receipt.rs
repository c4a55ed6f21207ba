//! Shows the receipt for a write: what was recorded, in which commit and file, how to change it and until when.

use serde::Serialize;

use crate::record::path::{Owner, RecordPath};
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::render::page::{Facts, Page};
use crate::report::words::{LocalOffset, moment};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::digest::{CommitId, TextDigest};
use crate::value::sentence::any_of;

/// A receipt.
#[derive(Debug, Clone, Serialize)]
pub struct Receipt {
    format: u32,
    recorded: String,
    commit: Option<CommitId>,
    files: Vec<Filed>,
    /// The files that the commit removed.
    removed: Vec<String>,
    until: Option<Instant>,
    #[serde(skip)]
    now: Instant,
    #[serde(skip)]
    offset: LocalOffset,
}

/// A file of the commit.
#[derive(Debug, Clone, Serialize)]
struct Filed {
    path: String,
    sha256: TextDigest,
    /// The command that changes it; none if nothing can change it.
    change: Option<Command>,
    /// What VALUE in the command can be.
    #[serde(skip)]
    values: Option<String>,
}

impl Receipt {
    /// The receipt for an entry that was committed as `commit`, or that somebody will commit by hand.
    /// `register` says when the call closes.
    pub fn of(
        register: &Register,
        entry: &PendingCommit,
        commit: Option<CommitId>,
        now: Instant,
        offset: LocalOffset,
    ) -> Self {
        let files = entry.files.iter();
        Self {
            format: 2,
            recorded: entry.message.subject.clone(),
            commit,
            files: files
                .map(|(path, bytes)| Filed::of(register, path, bytes))
                .collect(),
            removed: entry.removed.iter().cloned().collect(),
            until: until(register, entry, now),
            now,
            offset,
        }
    }

    /// The receipt for people.
    pub fn page(&self) -> Page {
        let recorded = match &self.commit {
            Some(commit) => commit.short().to_string(),
            None => "written, not committed yet".to_owned(),
        };
        let facts = Facts::default()
            .fact("Recorded", &self.recorded)
            .fact("Commit", recorded);
        let facts = self.files.iter().fold(facts, |facts, file| {
            facts
                .fact("File", &file.path)
                .fact("SHA-256", &file.sha256)
                .given("To change it", file.change.as_ref())
                .given("VALUE", file.values.as_ref())
        });
        let removed = self.removed.iter();
        let facts = removed.fold(facts, |facts, path| facts.fact("Removed", path));
        let changeable = self.files.iter().any(|file| file.change.is_some());
        let until = self.until.filter(|_| changeable);
        let until = until.map(|until| moment(until, self.now, self.offset));
        Page::new().facts(facts.given("Change until", until))
    }
}

impl Filed {
    fn of(register: &Register, path: &str, bytes: &[u8]) -> Self {
        Self {
            path: path.to_owned(),
            sha256: TextDigest::of(bytes),
            change: change(path),
            values: values(register, path),
        }
    }
}

/// The command with which the owner of a record changes it.
fn change(path: &str) -> Option<Command> {
    let command = |name: &str, of: &dyn std::fmt::Display| Command::new(name).with(of);
    Some(match RecordPath::identify(path)?.ok()? {
        RecordPath::Position(id, owner) => {
            let command = command("position", &id).with(Placeholder::Value);
            match owner {
                Owner::Participant(_) => command,
                Owner::Group(group) => command.option("--group", group),
            }
        }
        RecordPath::Objection(_, id) => command("reply", &id).with(Placeholder::Value),
        RecordPath::Proposal(id) | RecordPath::Text(id, _) => command("revise", &id),
        RecordPath::Handling(_, id) => command("respond", &id).with(Placeholder::Text),
        RecordPath::Participant(id) => command("participant set", &id),
        _ => return None,
    })
}

/// What VALUE in the command can be.
fn values(register: &Register, path: &str) -> Option<String> {
    match RecordPath::identify(path)?.ok()? {
        RecordPath::Position(id, _) => {
            let proposal = register.proposals.get(&id)?.proposal.as_ref()?;
            let track = register.charter.as_ref()?.track(&proposal.track)?;
            let names = track.positions.iter().map(|each| each.name.as_str());
            Some(any_of(names))
        }
        RecordPath::Objection(..) => Some(any_of(["satisfied", "maintained", "withdrawn"])),
        _ => None,
    }
}

/// When the open call on the entry's proposal closes.
fn until(register: &Register, entry: &PendingCommit, now: Instant) -> Option<Instant> {
    let identify = |path: &String| RecordPath::identify(path)?.ok();
    let record = entry.files.keys().find_map(identify)?;
    let folder = register.proposals.get(record.proposal()?)?;
    let (_, call) = folder.current_call()?;
    call.is_open(now).then(|| call.closing())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::Receipt;
    use crate::blessed::screen;
    use crate::register::entry::{CommitMessage, PendingCommit};
    use crate::report::sample::{OPEN, OVER, at, on, retention};
    use crate::report::words::LocalOffset;
    use crate::value::digest::{CommitId, TextDigest};

    const BYTES: &[u8] = b"position = \"accept\"\n";

    fn entry(path: &str) -> PendingCommit {
        PendingCommit {
            files: BTreeMap::from([(path.to_owned(), BYTES.to_vec())]),
            removed: BTreeSet::new(),
            message: CommitMessage {
                subject: "Give the position of dora-wu on retention".to_owned(),
                trailers: Vec::new(),
            },
        }
    }

    fn receipt(path: &str, commit: Option<CommitId>, now: &str) -> String {
        let register = retention().register();
        let offset = LocalOffset::Hidden;
        on(
            100,
            &Receipt::of(&register, &entry(path), commit, at(now), offset).page(),
        )
    }

    #[test]
    fn a_receipt_says_what_was_recorded_and_until_when_it_can_be_changed() {
        let path = "proposals/retention/positions/dora-wu.toml";
        let commit = CommitId::parse(&"abcd".repeat(10));
        let digest = TextDigest::of(BYTES);
        assert_eq!(
            receipt(path, commit.clone(), OPEN),
            format!(
                "\
Recorded      Give the position of dora-wu on retention
Commit        abcdabc
File          proposals/retention/positions/dora-wu.toml
SHA-256       {digest}
To change it  plenary position retention VALUE
VALUE         support, accept, disagree, object, abstain or recuse
Change until  Thu 21 May 2026 23:59 UTC (in 3 days)
"
            )
        );
        assert!(!receipt(path, commit, OVER).contains("Change until"));
    }

    #[test]
    fn removed_files_are_shown() {
        let register = retention().register();
        let path = "participants/dora.toml";
        let entry = PendingCommit {
            removed: BTreeSet::from([path.to_owned()]),
            ..entry("participants/dora-wu.toml")
        };
        let receipt = Receipt::of(&register, &entry, None, at(OPEN), LocalOffset::Hidden);
        let json = serde_json::to_value(&receipt).unwrap();
        assert_eq!(json["removed"], serde_json::json!([path]));
        screen(
            "report/receipt/removed_files_are_shown",
            &on(100, &receipt.page()),
        );
    }

    #[test]
    fn a_record_that_nothing_can_change_has_no_command() {
        let page = receipt("proposals/retention/calls/2/decision.toml", None, OPEN);
        screen(
            "report/receipt/a_record_that_nothing_can_change_has_no_command",
            &page,
        );
        assert!(
            !page.contains("To change it") && !page.contains("Change until"),
            "{page}"
        );
    }
}

//! Says which state of the register each input of a tally is read from.
//!
//! A tally reads three states:
//!
//! - charter, participants and text: the commit named in the call, so that later changes do not affect it;
//! - positions: the last main-branch commit before the close, or now while the call is open;
//! - objections and their dispositions: the time that was asked for, because they are closed after the call.
//!
//! Also finds on which revision each position was given. [`plan`] only names the commits; [`crate::git`] reads
//! them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::record::asked::Asked;
use crate::record::call::Call;
use crate::record::position::Position;
use crate::record::proposal::Proposal;
use crate::record::totals::Totals;
use crate::register::records::{ProposalRecords, Register};
use crate::register::snapshot::{Content, PathChange};
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::finding::Finding;
use crate::value::id::{PositionName, ProposalId, RevisionName};

/// How the closing commit of a call was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CloseEvidence {
    /// The close is recorded.
    Record,
    /// The close is not recorded, so it was found by the committers' dates, which are free text.
    CommitterDates,
}

/// Which state each part of a tally comes from, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputBasis {
    /// There is no call: everything is in the state asked for.
    BeforeCall,
    /// The call names no commit, because the register is part of another project: everything is in the state
    /// asked for.
    Carried,
    /// The call is open.
    Open {
        /// The commit whose charter and participant list govern.
        frozen: CommitId,
    },
    /// The call is closed.
    Closed {
        /// The commit whose charter and participant list govern.
        frozen: CommitId,
        /// The last commit before the close; `None` where there is none.
        closing: Option<CommitId>,
        /// How that was found.
        found_by: CloseEvidence,
    },
}

/// What must be fetched before a proposal can be tallied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputPlan {
    /// The number of the call, where there is one.
    pub call: Option<u32>,
    /// The commit whose charter and participant list govern.
    pub frozen: Option<CommitId>,
    /// How to find the last commit before the close.
    pub closing: ClosingCommit,
    /// Whether the commit of a position without `on` is needed.
    pub needs_landings: bool,
}

/// How to find the last commit before the close.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClosingCommit {
    /// There is none: the call is open, or everything is in the state asked for.
    AsAsked,
    /// It is recorded.
    Recorded(CommitId),
    /// It is the last one before this, by committers' dates.
    ByDate(Instant),
}

/// What a tally of the call `n` of `folder` must fetch, asked at `now`. `n` is as
/// [`ProposalRecords::current_call`] gives it, or `None` where there is no call.
pub fn plan(folder: &ProposalRecords, n: Option<u32>, now: Instant) -> InputPlan {
    let filed = n.and_then(|n| folder.calls.get(&n));
    let call = filed.and_then(|filed| filed.call.as_ref());
    let revisions = folder
        .proposal
        .as_ref()
        .map_or(0, |proposal| proposal.revisions.len());
    let silent_on = |file: &crate::register::records::PositionFile| {
        file.position
            .as_ref()
            .is_some_and(|position| position.on.is_none())
    };
    let needs_landings = revisions > 1 && folder.positions.values().any(silent_on);
    let Some(call) = call else {
        return InputPlan {
            call: None,
            frozen: None,
            closing: ClosingCommit::AsAsked,
            needs_landings,
        };
    };
    let decided = filed.and_then(|filed| filed.decision.as_ref());
    let close = call
        .close
        .as_ref()
        .or_else(|| decided.and_then(|decision| decision.close.as_ref()));
    let closing = match (&call.frozen, close.and_then(|close| close.commit.clone())) {
        (None, _) => ClosingCommit::AsAsked,
        (Some(_), Some(commit)) => ClosingCommit::Recorded(commit),
        (Some(_), None) if call.is_open(now) => ClosingCommit::AsAsked,
        (Some(_), None) => ClosingCommit::ByDate(call.closing()),
    };
    let needs_landings = needs_landings && call.frozen.is_some();
    InputPlan {
        call: n,
        frozen: call.frozen.clone(),
        closing,
        needs_landings,
    }
}

/// The inputs of a tally.
#[derive(Debug, Clone)]
pub struct TallyInputs {
    /// The number of the call, where there is one.
    pub call: Option<u32>,
    /// The register in the state asked for.
    pub asked: Register,
    /// The register at the frozen commit, if that is another state.
    pub frozen: Option<Register>,
    /// The register at the closing commit, if that is another state.
    pub closing: Option<Register>,
    /// Which state each part comes from.
    pub basis: InputBasis,
    /// For position files without `on`: the current revision at the commit that last changed their answer.
    pub given_on: BTreeMap<String, RevisionName>,
    /// The time at which the tally is asked for.
    pub now: Instant,
}

impl TallyInputs {
    /// The findings of the files that every tally of `proposal` needs, in the states that it is based on.
    pub fn faults_under(&self, proposal: &ProposalId) -> Vec<Finding> {
        let states = [self.frozen(), &self.asked].into_iter();
        let all = states.flat_map(|register| register.faults_under(proposal));
        let mut all: Vec<Finding> = all.cloned().collect();
        all.sort_by(|a, b| a.order().cmp(&b.order()));
        all.dedup();
        all
    }

    /// The inputs of a register without history: all states are the one asked for.
    pub fn all_as_asked(asked: Register, proposal: &ProposalId, now: Instant) -> Self {
        let call = asked
            .proposals
            .get(proposal)
            .and_then(|folder| folder.current_call())
            .map(|(n, _)| n);
        let basis = if call.is_some() {
            InputBasis::Carried
        } else {
            InputBasis::BeforeCall
        };
        Self {
            call,
            asked,
            frozen: None,
            closing: None,
            basis,
            given_on: BTreeMap::new(),
            now,
        }
    }

    /// The same with other content at these paths, or with nothing there.
    #[must_use]
    pub fn with(&self, instead: &BTreeMap<String, Option<Content>>) -> Self {
        let read = |register: &Register| {
            let mut snapshot = register.snapshot.clone();
            for (path, content) in instead {
                match content {
                    Some(content) => drop(snapshot.files.insert(path.clone(), content.clone())),
                    None => drop(snapshot.files.remove(path)),
                }
            }
            Register::read_as(snapshot, &register.people)
        };
        let mut asked = read(&self.asked);
        asked.own_positions_as(&self.frozen().people);
        Self {
            asked,
            closing: self.closing.as_ref().map(read),
            ..self.clone()
        }
    }

    /// The register whose charter and participant list govern.
    pub fn frozen(&self) -> &Register {
        self.frozen.as_ref().unwrap_or(&self.asked)
    }

    /// The register with the position files at the close.
    pub fn closing(&self) -> &Register {
        self.closing.as_ref().unwrap_or(&self.asked)
    }

    /// The revision on which a position file was given, as it was at the close.
    pub fn revision_of(&self, proposal: &ProposalId, path: &str) -> Option<RevisionName> {
        let read = |register: &Register| {
            let folder = register.proposals.get(proposal)?;
            folder.positions.get(path)?.position.as_ref()?.on
        };
        let said = read(self.closing()).or_else(|| read(&self.asked));
        said.or_else(|| self.given_on.get(path).copied())
    }

    /// The proposal's folder in the state asked for.
    pub fn folder(&self, proposal: &ProposalId) -> Option<&ProposalRecords> {
        self.asked.proposals.get(proposal).map(Arc::as_ref)
    }

    /// Whom letters of the call asked for an answer, where that is recorded.
    pub fn letters<'a>(&self, folder: &'a ProposalRecords) -> Option<&'a Asked> {
        folder.calls.get(&self.call?)?.asked.as_ref()
    }

    /// The totals of personal dimensions that were entered for the call.
    pub fn totals<'a>(&self, folder: &'a ProposalRecords) -> Option<&'a Totals> {
        folder.calls.get(&self.call?)?.totals.as_ref()
    }

    /// The call that is tallied.
    pub fn call<'a>(&self, folder: &'a ProposalRecords) -> Option<&'a Call> {
        folder.calls.get(&self.call?)?.call.as_ref()
    }

    /// The time at which memberships are looked at: the opening of the call; without one, now.
    pub fn opened(&self, folder: &ProposalRecords) -> Instant {
        self.call(folder).map_or(self.now, |call| call.opens)
    }
}

/// Walks the commits of one proposal from the newest to the oldest, and finds for every position file the
/// current revision at the commit that last changed its answer.
#[derive(Debug, Clone)]
pub struct RevisionAtCommit {
    open: BTreeSet<String>,
    found: BTreeMap<String, RevisionName>,
}

impl RevisionAtCommit {
    /// Begins the walk for these position files.
    pub fn of(paths: impl IntoIterator<Item = String>) -> Self {
        Self {
            open: paths.into_iter().collect(),
            found: BTreeMap::new(),
        }
    }

    /// Whether the commit of every file was found.
    pub fn is_done(&self) -> bool {
        self.open.is_empty()
    }

    /// Adds the next older commit, with `proposal`, the bytes of `proposal.toml` after that commit.
    pub fn landing(&mut self, moved: &[PathChange], proposal: Option<&[u8]>) {
        let answered: Vec<&PathChange> = moved
            .iter()
            .filter(|moved| self.open.contains(&moved.path) && answer_changed(moved))
            .collect();
        if answered.is_empty() {
            return;
        }
        let current = proposal
            .and_then(|bytes| Proposal::read("", bytes).ok())
            .and_then(|proposal| proposal.latest().map(|revision| revision.name));
        for moved in answered {
            self.open.remove(&moved.path);
            self.found
                .extend(current.map(|revision| (moved.path.clone(), revision)));
        }
    }

    /// What was found. A file that is missing here was committed before the proposal had a revision, or never.
    pub fn finish(self) -> BTreeMap<String, RevisionName> {
        self.found
    }
}

/// Whether a commit changed the answer in a position file, and not only its reasons.
fn answer_changed(moved: &PathChange) -> bool {
    answer(moved.before.as_ref()) != answer(moved.after.as_ref())
}

fn answer(content: Option<&Content>) -> Option<PositionName> {
    let bytes = content?.bytes()?;
    Position::read("", bytes)
        .ok()
        .map(|position| position.position)
}

#[cfg(test)]
mod tests {
    use super::RevisionAtCommit;
    use crate::register::snapshot::{Content, PathChange};

    const PATH: &str = "proposals/p/positions/ann.toml";

    fn moved(before: Option<&str>, after: &str) -> Vec<PathChange> {
        let content = |text: &str| Content::Plain(text.as_bytes().into());
        let (before, after) = (before.map(content), Some(content(after)));
        vec![PathChange {
            path: PATH.to_owned(),
            before,
            after,
        }]
    }

    fn proposal(revisions: u32) -> Vec<u8> {
        let mut text = "title = \"T\"\nquestion = \"Q?\"\ntrack = \"t\"\ntext = \"text.md\"\nauthors = [\"ann\"]\n".to_owned();
        for n in 1..=revisions {
            let digest = "0".repeat(64);
            text.push_str(&format!(
                "[[revision]]\nname = \"r{n}\"\nat = 2026-01-01T00:00:00Z\nsha256 = \"{digest}\"\n"
            ));
        }
        text.into_bytes()
    }

    #[test]
    fn a_new_reason_is_not_a_new_answer() {
        let mut walk = RevisionAtCommit::of([PATH.to_owned()]);
        let reworded = moved(
            Some("position = \"accept\"\n"),
            "position = \"accept\"\nreason = \"So.\"\n",
        );
        walk.landing(&reworded, Some(&proposal(2)));
        assert!(!walk.is_done());
        walk.landing(&moved(None, "position = \"accept\"\n"), Some(&proposal(1)));
        assert!(walk.is_done());
        assert_eq!(walk.finish()[PATH].0, 1);
    }
}

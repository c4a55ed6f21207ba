//! Says of each finding about a record that a decision counted whether the level or the outcome depends on
//! that record: the decision is tallied again without it.

use std::collections::{BTreeMap, BTreeSet};

use crate::git::Repository;
use crate::procedure::hand;
use crate::record::decision::InputCommits;
use crate::record::path::RecordPath;
use crate::register::records::Register;
use crate::register::snapshot::{Content, Extent, Moment};
use crate::register::tally_inputs::TallyInputs;
use crate::session::error::Error;
use crate::session::fetch_inputs::pinned_inputs;
use crate::session::history::HistoryResult;
use crate::session::opened::register;
use crate::tally::{self, Tally};
use crate::value::code;
use crate::value::digest::CommitId;
use crate::value::finding::Finding;
use crate::value::id::ProposalId;
use crate::value::sentence::{capital, many};

/// What would be in other places of the register: the content of each path, or nothing there.
type Instead = BTreeMap<String, Option<Content>>;

/// Adds to the findings of the history what each decision would be without the record, and returns the same
/// for the records that others committed, a sentence for each decision.
///
/// # Errors
/// The repository cannot be read.
pub(super) fn say_what_differs(
    repository: &Repository,
    moment: &Moment,
    walked: &mut HistoryResult,
) -> Result<Vec<String>, Error> {
    let mut findings = std::mem::take(&mut walked.findings);
    let mut acknowledged = std::mem::take(&mut walked.acknowledged);
    let of_acknowledged = acknowledged.iter_mut().map(|one| &mut one.finding);
    let mut all: Vec<&mut Finding> = findings.iter_mut().chain(of_acknowledged).collect();
    let paths = all.iter().map(|finding| finding.place.path.clone());
    let others = walked.by_another().into_iter().map(|one| one.path);
    let proposals: BTreeSet<ProposalId> = paths.chain(others).filter_map(counted).collect();
    let mut sentences = Vec::new();
    for id in proposals {
        let extent = Extent::Proposal(id.clone());
        let present = register(repository, moment, &extent)?;
        for decision in DecisionAgain::all(repository, &present, &id, walked) {
            for finding in &mut all {
                if let Some(said) = decision.of_finding(finding)? {
                    finding.sentence.push_str(". ");
                    finding.sentence.push_str(&said);
                }
            }
            sentences.extend(decision.of_others());
        }
    }
    (walked.findings, walked.acknowledged) = (findings, acknowledged);
    Ok(sentences)
}

/// The proposal of a record that a decision can count.
fn counted(path: String) -> Option<ProposalId> {
    match RecordPath::identify(&path)?.ok()? {
        RecordPath::Position(id, _)
        | RecordPath::Objection(id, _)
        | RecordPath::Handling(id, _) => Some(id),
        _ => None,
    }
}

/// One decision, to be tallied again.
struct DecisionAgain<'s> {
    repository: &'s Repository,
    walked: &'s HistoryResult,
    id: &'s ProposalId,
    call: u32,
    pins: &'s InputCommits,
    moments: TallyInputs,
    tally: Tally,
}

impl<'s> DecisionAgain<'s> {
    /// The decisions on a proposal that can be tallied. Of the others, their own findings say why not.
    fn all(
        repository: &'s Repository,
        present: &'s Register,
        id: &'s ProposalId,
        walked: &'s HistoryResult,
    ) -> Vec<Self> {
        let folder = present.proposals.get(id);
        let calls = folder.into_iter().flat_map(|folder| &folder.calls);
        let decided = calls.filter_map(|(n, filed)| Some((*n, filed.decision.as_deref()?)));
        let again = |(call, decision)| {
            let moments = pinned_inputs(repository, present, (id, call), decision).ok()?;
            let tally = tally::tally(&moments, id).ok()?;
            Some(Self {
                repository,
                walked,
                id,
                call,
                pins: &decision.pins,
                moments,
                tally,
            })
        };
        decided.filter_map(again).collect()
    }

    /// What a finding of the history changes, if the decision counted what the commit did.
    fn of_finding(&self, finding: &Finding) -> Result<Option<String>, Error> {
        let (path, broken) = (&finding.place.path, &finding.violation);
        let (Some(broken), true) = (broken, counted(path.clone()).as_ref() == Some(self.id)) else {
            return Ok(None);
        };
        let is_position = path.contains("/positions/");
        let last = match &self.pins.closing {
            Some(closing) if is_position => Some(closing),
            _ => self.pins.inputs.as_ref(),
        };
        if !last.is_some_and(|last| self.walked.is_until(&broken.commit, last)) {
            return Ok(None);
        }
        if broken.rule == code::H306 {
            return self.with_dropped(&broken.commit, path);
        }
        Ok(self.counts(path).then(|| {
            let instead = Instead::from([(path.clone(), None)]);
            self.compared(&instead, "without it")
        }))
    }

    /// The same with a record that a merge dropped.
    fn with_dropped(&self, commit: &CommitId, path: &str) -> Result<Option<String>, Error> {
        for parent in self.repository.merged(commit)? {
            if let Some(content) = self.repository.file(&parent, path)? {
                let instead = Instead::from([(path.to_owned(), Some(content))]);
                return Ok(Some(self.compared(&instead, "with it")));
            }
        }
        Ok(None)
    }

    /// The same without all records that others committed than those to whom they belong.
    fn of_others(&self) -> Option<String> {
        let inputs = self.pins.inputs.as_ref()?;
        let until = self.walked.by_another_until(inputs);
        let all = hand::of_inputs(&until, self.id, self.call);
        let paths = all.into_iter().map(|one| (one.path, None));
        let instead: Instead = paths.filter(|(path, _)| self.counts(path)).collect();
        (!instead.is_empty()).then(|| {
            let without = format!(
                "without {} that others committed",
                many(instead.len(), "record")
            );
            format!("{}: {}.", self.id, self.compared(&instead, &without))
        })
    }

    /// Whether the decision counted a record.
    fn counts(&self, path: &str) -> bool {
        let (counted, objections) = (&self.tally.canvass.counted, &self.tally.objections);
        match RecordPath::identify(path) {
            Some(Ok(RecordPath::Position(..))) => counted.iter().any(|one| one.path == path),
            Some(Ok(RecordPath::Objection(_, of) | RecordPath::Handling(_, of))) => {
                objections.iter().any(|one| one.id == of)
            }
            _ => false,
        }
    }

    /// The level and the outcome with other records, in a sentence without its full stop.
    fn compared(&self, instead: &Instead, how: &str) -> String {
        let n = self.call;
        let Ok(other) = tally::tally(&self.moments.with(instead), self.id) else {
            return format!("The outcome of call {n} cannot be computed {how}");
        };
        let (level, outcome) = computed(&self.tally);
        let (new_level, new_outcome) = computed(&other);
        let mut differs = Vec::new();
        if level != new_level {
            differs.push(format!(
                "the level of call {n} would be {new_level} instead of {level}"
            ));
        }
        match (outcome, new_outcome) {
            (Some(_), None) => differs.push(format!("a requirement of call {n} would not be met")),
            (None, Some(_)) => differs.push(format!("every requirement of call {n} would be met")),
            (Some(old), Some(new)) if old != new => {
                differs.push(format!("the outcome would be {new} instead of {old}"));
            }
            _ if level != new_level => differs.push("the outcome would be the same".to_owned()),
            _ => return format!("The outcome of call {n} is the same {how}"),
        }
        format!("{}, {}", capital(how), differs.join(", and "))
    }
}

/// The computed level, and its outcome, unless a requirement is not met.
fn computed(tally: &Tally) -> (&str, Option<&str>) {
    let level = tally.computed.as_ref();
    let outcome = level.and_then(|level| tally.level(level));
    let outcome = outcome.filter(|_| tally.decidable());
    (
        level.map_or("none", |level| level.as_str()),
        outcome.map(|level| level.outcome.word()),
    )
}

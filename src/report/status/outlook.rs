//! Says what comes next for a proposal: the steps that are missing, and how its call was decided.

use serde::Serialize;

use crate::procedure::decision_status::{DecisionStatus, in_words, standing};
use crate::procedure::task::{TaskKind, of_proposal};
use crate::record::track::{Designates, Outcome};
use crate::register::recomputed::Verification;
use crate::register::records::{ProposalRecords, Register};
use crate::render::page::{Facts, Page, Step};
use crate::report::task::{TaskRow, letters, was_asked};
use crate::report::words;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::id::{LevelName, ParticipantId, ProposalId};
use crate::value::sentence::all_of;

/// What comes next.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Outlook {
    pub(super) decided: Option<Decided>,
    next: Vec<TaskRow>,
    #[serde(skip)]
    proposal: ProposalId,
    /// Whether positions can be given now.
    #[serde(skip)]
    is_open: bool,
    /// Whether letters of the call are recorded.
    #[serde(skip)]
    was_asked: bool,
    /// A chair can depart from the computed level in both directions.
    #[serde(skip)]
    only_advice: bool,
}

/// How the call was decided.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Decided {
    pub(super) outcome: Outcome,
    pub(super) designation: LevelName,
    computed: Option<LevelName>,
    by: ParticipantId,
    pub(super) at: Instant,
    pub(super) appeal_until: Option<Instant>,
    review: Option<Instant>,
    sign_offs: Vec<ParticipantId>,
    sign_offs_needed: u64,
    /// How many errata correct its words.
    errata: usize,
    /// The status of the decision now, in words.
    standing: String,
    binds: bool,
    verification: Option<Verification>,
    supersedes: Vec<ProposalId>,
    superseded_by: Vec<ProposalId>,
    #[serde(skip)]
    pub(super) status: Option<DecisionStatus>,
    #[serde(skip)]
    pub(super) effective: Option<Instant>,
    /// The end of an interim decision.
    #[serde(skip)]
    pub(super) interim_until: Option<Instant>,
}

impl Outlook {
    /// What comes next for the tally's call.
    pub(crate) fn of(
        register: &Register,
        tally: &Tally,
        folder: &ProposalRecords,
        now: Instant,
    ) -> Self {
        let tasks = of_proposal(register, tally);
        let next = tasks.iter().filter(|task| !task.kind.is_personal());
        let call = folder.undecided_call();
        Self {
            decided: Decided::of(register, tally, folder, now),
            next: next.map(|task| TaskRow::of(task, tally.now)).collect(),
            proposal: tally.proposal.clone(),
            is_open: call.is_some_and(|(_, call)| call.is_open(now)),
            was_asked: was_asked(folder),
            only_advice: tally.track.designates == Designates::Chair,
        }
    }

    /// The steps for people, under their heading; nothing where a decided call leaves none.
    pub(crate) fn page(&self) -> Page {
        let steps = self.steps();
        match (&self.decided, steps.is_empty()) {
            (Some(_), true) => Page::new(),
            (None, true) => Page::new().line("Next steps: nothing is missing.").gap(),
            (decided, false) => {
                let heading = match decided.is_none() && self.only_advice {
                    true => "Next steps (a chair decides; the rules only advise)",
                    false => "Next steps",
                };
                Page::new().line(heading).steps(steps).gap()
            }
        }
    }

    fn steps(&self) -> Vec<Step> {
        let mut invite = Some(letters(&self.proposal, self.was_asked));
        let asks = |task: &TaskRow| task.kind == TaskKind::CallCloses && task.is_by_somebody();
        let is_silent = self.is_open && self.next.iter().any(asks);
        let breadth: Vec<&TaskRow> = self
            .next
            .iter()
            .filter(|task| task.kind == TaskKind::Breadth)
            .collect();
        // One step for all groups is enough.
        let together = breadth.len() > 1;
        let next = self.next.iter();
        let next = next.filter(|task| !together || task.kind != TaskKind::Breadth);
        let sign_off = self
            .decided
            .as_ref()
            .and_then(|it| it.sign_off(&self.proposal));
        let mut steps: Vec<Step> = sign_off
            .into_iter()
            .chain(next.map(|task| match self.is_open {
                true => task.step_while_open(&mut invite),
                false => task.step_for_chair(),
            }))
            .collect();
        if together {
            let groups = breadth.iter().filter_map(|task| task.group());
            let command = invite.take().filter(|_| self.is_open);
            steps.push(Step {
                what: format!("Recommended: ask for answers from {}", all_of(groups)).into(),
                command: command.as_ref().into(),
                ..Step::default()
            });
        }
        if let (true, Some(invite)) = (is_silent, invite) {
            steps.push(Step {
                what: "Recommended: ask those who have not answered".into(),
                command: (&invite).into(),
                ..Step::default()
            });
        }
        steps
    }
}

impl Decided {
    fn of(
        register: &Register,
        tally: &Tally,
        folder: &ProposalRecords,
        now: Instant,
    ) -> Option<Self> {
        let n = tally.call?;
        let decision = folder.decision(n)?;
        let judgement = &decision.judgement;
        let status = standing(register, &tally.proposal, n, now);
        let binds = status
            .as_ref()
            .is_some_and(|it| it.binds(judgement.outcome));
        let interim = decision.judgement.chosen.interim && binds;
        Some(Self {
            outcome: judgement.outcome,
            designation: judgement.designation.clone(),
            computed: decision.computed.clone(),
            by: judgement.by.clone(),
            at: judgement.at,
            appeal_until: decision.afterwards.appeal_until,
            review: decision.afterwards.review,
            sign_offs: register.sign_offs(&tally.proposal, n),
            sign_offs_needed: tally.track.sign_offs,
            errata: folder.calls.get(&n).map_or(0, |call| call.errata.len()),
            standing: in_words(register, &tally.proposal, n, now).unwrap_or_default(),
            binds,
            verification: register.verification(&tally.proposal, n),
            supersedes: decision.matter.supersedes.clone(),
            superseded_by: register.superseded_by(&tally.proposal),
            status,
            effective: decision.afterwards.effective,
            interim_until: decision.afterwards.sunset.filter(|_| interim),
        })
    }

    /// The facts of the decision for people. Moments come without their distance: a tally of a
    /// decided call speaks of the moment of the decision.
    pub(super) fn facts(&self, facts: Facts) -> Facts {
        let designation = words::designation(&self.designation, self.computed.as_ref());
        facts
            .fact("Designation", designation)
            .fact("Decided by", format!("{}, {}", self.by, self.at.long()))
            .fact(
                "Sign-offs",
                words::sign_offs(&self.sign_offs, self.sign_offs_needed),
            )
            .given("Verified", self.verification.as_ref().map(words::verified))
            .given("Errata", Some(self.errata).filter(|errata| *errata > 0))
            .given("Review", self.review.map(words::day))
            .filled("Supersedes", words::listed(&self.supersedes))
            .filled("Superseded by", words::listed(&self.superseded_by))
    }

    /// What a chair types where sign-offs are missing.
    fn sign_off(&self, proposal: &ProposalId) -> Option<Step> {
        let given = u64::try_from(self.sign_offs.len()).unwrap_or(u64::MAX);
        (given < self.sign_offs_needed).then(|| Step {
            what: "Sign off the decision (more chairs are needed)".into(),
            command: (&Command::new("sign-off").with(proposal)).into(),
            ..Step::default()
        })
    }
}

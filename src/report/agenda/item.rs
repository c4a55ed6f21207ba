//! One proposal on an agenda.

use serde::Serialize;

use crate::procedure::names::people;
use crate::procedure::phase::{Phase, phase, since};
use crate::procedure::rights::{About, Deed, may};
use crate::procedure::task::{Task, TaskKind, Weight, of_proposal};
use crate::record::call::Call;
use crate::record::proposal::Proposal;
use crate::register::records::{Folder, Register};
use crate::render::page::Page;
use crate::report::task::TaskRow;
use crate::report::when::{LocalOffset, moment};
use crate::report::words;
use crate::tally::Tally;
use crate::tally::objection::{Followed, State};
use crate::value::clock::Instant;
use crate::value::id::{LevelName, ObjectionId, ParticipantId, ProposalId, RevisionName};
use crate::value::text::shortened;

/// One proposal that nobody has decided.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Item {
    proposal: ProposalId,
    title: String,
    stage: Phase,
    days: Option<u64>,
    revision: Option<RevisionName>,
    authors: Vec<ParticipantId>,
    shepherd: Option<ParticipantId>,
    call: Option<u32>,
    closes: Option<Instant>,
    draft: Option<LevelName>,
    /// Who outside the group is affected.
    public_interest: Option<String>,
    objections: Vec<Open>,
    next: Option<TaskRow>,
}

/// An objection that is open.
#[derive(Debug, Clone, Serialize)]
struct Open {
    id: ObjectionId,
    about: String,
    problem: String,
    state: &'static str,
    whose: String,
}

impl Item {
    /// The proposal as its records say it; `None` where it was decided.
    pub(super) fn of(id: &ProposalId, folder: &Folder, now: Instant) -> Option<Self> {
        let at_phase = phase(folder, now);
        if at_phase == Phase::Decided {
            return None;
        }
        let proposal = folder.proposal.as_ref();
        let call = folder
            .current_call()
            .filter(|_| at_phase != Phase::Discussion);
        let draft = call.and_then(|(n, _)| folder.designation(n)?.latest());
        Some(Self {
            proposal: id.clone(),
            title: proposal.map_or(String::new(), |proposal| proposal.title.clone()),
            stage: at_phase,
            days: since(folder, now).map(|since| since.days_until(now)),
            revision: proposal.and_then(Proposal::latest).map(|last| last.name),
            authors: proposal.map_or(Vec::new(), |proposal| proposal.authors.clone()),
            shepherd: proposal.and_then(|proposal| proposal.shepherd.clone()),
            call: call.map(|(n, _)| n),
            closes: call.map(|(_, call): (u32, &Call)| call.closing()),
            draft: draft.map(|(_, draft)| draft.level.clone()),
            public_interest: proposal.and_then(|proposal| proposal.public_interest.clone()),
            objections: Vec::new(),
            next: None,
        })
    }

    pub(super) fn id(&self) -> &ProposalId {
        &self.proposal
    }

    pub(super) fn phase(&self) -> Phase {
        self.stage
    }

    /// What closes first comes first, then by id.
    pub(super) fn order(&self) -> (bool, Option<Instant>, &ProposalId) {
        (self.closes.is_none(), self.closes, &self.proposal)
    }

    pub(super) fn closes_by(&self, end: Instant) -> bool {
        self.closes.is_some_and(|closes| closes <= end)
    }

    pub(super) fn count(&mut self, register: &Register, tally: &Tally) {
        let tasks = of_proposal(register, tally);
        let open = tally.undisposed();
        self.objections = open
            .map(|each| Open::of(register, tally, &tasks, each))
            .collect();
        if self.stage == Phase::Over || self.stage == Phase::Designated {
            let first = tasks.iter().find(|task| task.weight != Weight::Advised);
            self.next = first.map(|task| TaskRow::of(task, tally.now));
        }
    }

    pub(super) fn page(&self, now: Instant, offset: LocalOffset) -> Page {
        let closes = self.closes.map(|closes| moment(closes, now, offset));
        let (closing, closed) = match self.stage {
            Phase::Open => (closes.unwrap_or_default(), String::new()),
            _ => (String::new(), closes.unwrap_or_default()),
        };
        let call = self.call.map(|n| format!("call {n}, "));
        let revision = self.revision.map(|name| name.to_string());
        let days = self.days.map(|days| words::many_of(days, "day", "days"));
        let text = format!(
            "{}{}, {} in this stage",
            call.unwrap_or_default(),
            revision.unwrap_or_default(),
            days.unwrap_or_default()
        );
        let next = self.next.as_ref().map(TaskRow::line);
        let facts = words::said([
            ("Text", text),
            ("Closes", closing),
            ("Closed", closed),
            (
                "Draft",
                self.draft
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
            ("Next", next.unwrap_or_default()),
        ]);
        let page = Page::new()
            .subheading(format!("{} · {}", self.proposal, self.title))
            .facts(facts);
        let page = match &self.public_interest {
            Some(words) => page.prose("Who outside the group is affected", words),
            None => page,
        };
        if self.objections.is_empty() {
            return page;
        }
        page.line("Objections without a disposition:")
            .bullets(self.objections.iter().map(Open::in_words))
    }
}

impl Open {
    fn of(register: &Register, tally: &Tally, tasks: &[Task], followed: &Followed) -> Self {
        let mut tasks = tasks.iter().filter(|task| task.kind != TaskKind::Reply);
        let task = tasks.find(|task| task.is_about(&followed.id));
        let objector = &followed.id.participant;
        let about = About::proposal(register, &tally.proposal).of(objector);
        let can_close = || people(&may(Deed::Dispose, &about));
        let whose = task.map_or_else(can_close, Task::whose);
        Self {
            about: followed.objection.about.clone(),
            problem: followed.objection.problem.clone(),
            state: followed.state.in_words(),
            whose: match followed.state {
                State::Answered => format!("{objector} may reply, or {whose} disposes"),
                _ => whose,
            },
            id: followed.id.clone(),
        }
    }

    fn in_words(&self) -> String {
        let problem = shortened(&self.problem, 160);
        format!(
            "{} (about {}): {problem} — {} ({})",
            self.id, self.about, self.state, self.whose
        )
    }
}

//! One proposal, whole: its text, positions, objections, calls and decisions.

use serde::Serialize;

use crate::procedure::stage::stage;
use crate::register::freeze::Moments;
use crate::register::records::{Folder, Register};
use crate::render::page::Page;
use crate::report::calls::CallWhole;
use crate::report::decision::DecisionWhole;
use crate::report::objection::ObjectionWhole;
use crate::report::positions::{self, PositionWhole};
use crate::report::proposal::ProposalWhole;
use crate::tally::Tally;
use crate::value::id::ProposalId;

pub use crate::report::objection::ShowObjection;
pub use crate::report::participant::ShowParticipant;

/// A proposal with everything that is filed under it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ShowProposal {
    format: u32,
    proposal: ProposalId,
    stage: String,
    #[serde(flatten)]
    record: Option<ProposalWhole>,
    superseded_by: Vec<ProposalId>,
    positions: Vec<PositionWhole>,
    objections: Vec<ObjectionWhole>,
    calls: Vec<CallWhole>,
    decisions: Vec<DecisionWhole>,
}

impl ShowProposal {
    /// Everything about the tally's proposal.
    pub fn of(moments: &Moments, tally: &Tally) -> Self {
        let (none, id) = (Folder::default(), &tally.proposal);
        let folder = moments.folder(id).unwrap_or(&none);
        let record = folder.proposal.as_ref();
        Self {
            format: 1,
            proposal: id.clone(),
            stage: stage(folder, moments.now).in_words(),
            record: record.map(|read| ProposalWhole::of(moments, id, read)),
            superseded_by: moments.asked.superseded_by(id),
            positions: positions::all(moments, folder, tally),
            objections: tally.objections.iter().map(ObjectionWhole::of).collect(),
            calls: CallWhole::all(folder, moments.now),
            decisions: decisions(moments, id, folder),
        }
    }

    /// The same, with the decisions of other proposals that replaced this one. The moments may
    /// hold the folder of this proposal alone; `register` is the whole register.
    #[must_use]
    pub fn among(mut self, register: &Register) -> Self {
        self.superseded_by = register.superseded_by(&self.proposal);
        self
    }

    /// The proposal for people.
    pub fn page(&self) -> Page {
        let head = match &self.record {
            Some(record) => record.page(&self.proposal, &self.stage, &self.superseded_by),
            None => Page::new().title(self.proposal.as_str()),
        };
        head.gap()
            .then(positions::page(&self.positions))
            .gap()
            .then(self.objection_part())
            .gap()
            .then(CallWhole::page_of_all(&self.calls))
            .gap()
            .then(self.decision_part())
    }

    fn objection_part(&self) -> Page {
        let blocking = self.objections.iter().filter(|each| each.is_blocking());
        let blocking = blocking.count();
        let heading = match (blocking, self.objections.len() - blocking) {
            (0, 0) => return Page::new().line("No objections."),
            (_, 0) => format!("Objections ({blocking})"),
            (_, comments) => format!("Objections ({blocking}), comments ({comments})"),
        };
        let page = Page::new().heading(heading);
        self.objections.iter().fold(page, |page, objection| {
            page.subheading(objection.heading())
                .then(objection.page())
                .gap()
        })
    }

    fn decision_part(&self) -> Page {
        if self.decisions.is_empty() {
            return Page::new().line("No decision.");
        }
        let page = Page::new().heading(format!("Decisions ({})", self.decisions.len()));
        self.decisions
            .iter()
            .fold(page, |page, decision| page.then(decision.page()).gap())
    }
}

fn decisions(moments: &Moments, id: &ProposalId, folder: &Folder) -> Vec<DecisionWhole> {
    let charter = moments.frozen().charter.as_ref();
    let mut all = Vec::new();
    for (n, filed) in &folder.calls {
        if let Some(decision) = &filed.decision {
            let track = charter.and_then(|charter| charter.track(&decision.matter.track));
            let needed = track.map(|track| track.sign_offs);
            let sign_offs = moments.asked.sign_offs(id, *n);
            all.push(DecisionWhole::of(*n, decision, sign_offs, needed));
        }
    }
    all
}

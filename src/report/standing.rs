//! What became of a decision since it was taken: how it stands, appeals, reports, answers,
//! reviews, and what replaced it.

use serde::Serialize;

use crate::procedure::standing::{in_words, standing};
use crate::register::records::Register;
use crate::render::page::{Facts, Page};
use crate::report::appeal::AppealWhole;
use crate::report::implement::FollowUpWhole;
use crate::report::words;
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

/// What became of a decision.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Since {
    standing: String,
    binds: bool,
    superseded_by: Vec<ProposalId>,
    appeals: Vec<AppealWhole>,
    follow_up: FollowUpWhole,
}

impl Since {
    /// What became of the decision of the call `n` on `id` until `now`. The register must have
    /// been read whole.
    pub(crate) fn of(register: &Register, id: &ProposalId, n: u32, now: Instant) -> Option<Self> {
        let call = register.proposals.get(id)?.calls.get(&n)?;
        let outcome = call.decision.as_ref()?.judgement.outcome;
        Some(Self {
            standing: in_words(register, id, n, now)?,
            binds: standing(register, id, n, now)?.binds(outcome),
            superseded_by: register.superseded_by(id),
            appeals: AppealWhole::all(register, id, n),
            follow_up: FollowUpWhole::of(call.follow_up.as_ref()),
        })
    }

    /// How it stands, as the first facts of a decision.
    pub(crate) fn facts(&self, facts: Facts) -> Facts {
        let facts = facts.fact("Stands", &self.standing);
        let replaced = ("Superseded by", words::listed(&self.superseded_by));
        words::with(facts, [replaced])
    }

    /// What was said since, as a part of a larger page.
    pub(crate) fn page(&self) -> Page {
        let appeals = self.appeals.iter();
        appeals
            .fold(Page::new(), |page, appeal| page.then(appeal.page()))
            .then(self.follow_up.page())
    }
}

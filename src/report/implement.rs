//! What followed a decision: reports on its implementation, answers of those whom it is addressed
//! to, and reviews.

use serde::Serialize;

use crate::record::follow_up::{Answer, FollowUp, Progress, Report, Review, Upshot, Verdict};
use crate::register::records::Register;
use crate::render::page::Page;
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId};

/// What followed the decisions on a proposal.
#[derive(Debug, Clone, Serialize)]
pub struct Implementation {
    format: u32,
    proposal: ProposalId,
    decisions: Vec<Followed>,
}

/// What followed one decision.
#[derive(Debug, Clone, Serialize)]
struct Followed {
    call: u32,
    standing: String,
    #[serde(flatten)]
    follow_up: FollowUpWhole,
}

/// Everything that a follow-up says.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct FollowUpWhole {
    reports: Vec<Reported>,
    answers: Vec<Answered>,
    reviews: Vec<Reviewed>,
}

/// A report.
#[derive(Debug, Clone, Serialize)]
struct Reported {
    by: ParticipantId,
    at: Instant,
    progress: Progress,
    text: String,
    evidence: Option<String>,
}

/// An answer.
#[derive(Debug, Clone, Serialize)]
struct Answered {
    by: ParticipantId,
    at: Instant,
    from: String,
    verdict: Verdict,
    text: String,
    evidence: Option<String>,
}

/// A review.
#[derive(Debug, Clone, Serialize)]
struct Reviewed {
    by: ParticipantId,
    at: Instant,
    upshot: Upshot,
    reason: String,
    next: Option<Instant>,
}

impl Implementation {
    /// What followed each decision on `id`, by call. The register must have been read whole.
    pub fn of(register: &Register, id: &ProposalId, now: Instant) -> Self {
        let folder = register.proposals.get(id);
        let calls = folder.into_iter().flat_map(|folder| &folder.calls);
        let decided = calls.filter_map(|(n, call)| {
            let outcome = call.decision.as_ref()?.judgement.outcome;
            let standing = crate::procedure::standing::standing(register, id, *n, now)?;
            Some(Followed {
                call: *n,
                standing: format!("{}, {}", outcome.word(), standing.in_words(outcome)),
                follow_up: FollowUpWhole::of(call.follow_up.as_ref()),
            })
        });
        Self {
            format: 1,
            proposal: id.clone(),
            decisions: decided.collect(),
        }
    }

    /// The follow-up for people.
    pub fn page(&self) -> Page {
        if self.decisions.is_empty() {
            return Page::new().line(format!("{} has not been decided.", self.proposal));
        }
        let page = Page::new().title(format!("What followed on {}", self.proposal));
        self.decisions.iter().fold(page, |page, decision| {
            let heading = format!("Call {}: {}", decision.call, decision.standing);
            let page = page.heading(heading);
            match decision.follow_up.is_empty() {
                true => page.line("No report, no answer and no review is on record."),
                false => page.then(decision.follow_up.page()),
            }
            .gap()
        })
    }
}

impl FollowUpWhole {
    /// Everything that the record says, where there is one.
    pub(crate) fn of(record: Option<&FollowUp>) -> Self {
        let Some(record) = record else {
            return Self::default();
        };
        Self {
            reports: record.reports.iter().map(Reported::of).collect(),
            answers: record.answers.iter().map(Answered::of).collect(),
            reviews: record.reviews.iter().map(Reviewed::of).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.reports.is_empty() && self.answers.is_empty() && self.reviews.is_empty()
    }

    /// The follow-up as a part of a larger page; nothing where there is none.
    pub(crate) fn page(&self) -> Page {
        let answers = self.answers.iter().fold(Page::new(), |page, answer| {
            let label = format!(
                "Answer of {}, recorded by {}, {}: {}",
                answer.from,
                answer.by,
                answer.at.long(),
                answer.verdict.word()
            );
            seen(page.prose(label, &answer.text), answer.evidence.as_deref())
        });
        let reports = self.reports.iter().fold(answers, |page, report| {
            let (by, at) = (&report.by, report.at.long());
            let label = format!("Report of {by}, {at}: {}", report.progress.word());
            seen(page.prose(label, &report.text), report.evidence.as_deref())
        });
        self.reviews.iter().fold(reports, |page, review| {
            let (by, at) = (&review.by, review.at.long());
            let label = format!("Review by {by}, {at}: {}", review.upshot.word());
            let page = page.prose(label, &review.reason);
            match review.next {
                Some(next) => page.line(format!("To be looked at again by {}.", next.long())),
                None => page,
            }
        })
    }
}

/// The page, with where something can be seen.
fn seen(page: Page, evidence: Option<&str>) -> Page {
    match evidence {
        Some(link) => page.line(format!("Evidence: {link}")),
        None => page,
    }
}

impl Reported {
    fn of(report: &Report) -> Self {
        Self {
            by: report.by.clone(),
            at: report.at,
            progress: report.progress,
            text: report.text.clone(),
            evidence: report.evidence.clone(),
        }
    }
}

impl Answered {
    fn of(answer: &Answer) -> Self {
        Self {
            by: answer.by.clone(),
            at: answer.at,
            from: answer.from.clone(),
            verdict: answer.verdict,
            text: answer.text.clone(),
            evidence: answer.evidence.clone(),
        }
    }
}

impl Reviewed {
    fn of(review: &Review) -> Self {
        Self {
            by: review.act.by.clone(),
            at: review.act.at,
            upshot: review.upshot,
            reason: review.act.reason.clone(),
            next: review.next,
        }
    }
}

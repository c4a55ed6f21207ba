//! Shows what happened after a decision: its status and what superseded it, the appeals against it
//! with their answers and rulings, reports on its implementation, responses of its addressee, and
//! reviews.

use serde::Serialize;

use crate::procedure::decision_status::{in_words, standing};
use crate::procedure::rights::{About, Deed, may};
use crate::record::appeal::{Appeal, RulingResult};
use crate::record::follow_up::{AddresseeReply, FollowUp, Report, Review, ReviewResult};
use crate::record::handling::Response;
use crate::register::recomputed::Verification;
use crate::register::records::Register;
use crate::render::page::{Facts, Page};
use crate::report::words;
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::any_of;

/// What happened to a decision.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct StatusSince {
    standing: String,
    binds: bool,
    verification: Option<Verification>,
    superseded_by: Vec<ProposalId>,
    appeals: Vec<AppealWhole>,
    follow_up: FollowUpWhole,
}

impl StatusSince {
    /// What happened to the decision of the call `n` on `id` until `now`. The register must have
    /// been read in full.
    pub(crate) fn of(register: &Register, id: &ProposalId, n: u32, now: Instant) -> Option<Self> {
        let call = register.proposals.get(id)?.calls.get(&n)?;
        let outcome = call.decision.as_ref()?.judgement.outcome;
        Some(Self {
            standing: in_words(register, id, n, now)?,
            binds: standing(register, id, n, now)?.binds(outcome),
            verification: register.verification(id, n),
            superseded_by: register.superseded_by(id),
            appeals: AppealWhole::all(register, id, n),
            follow_up: FollowUpWhole::of(call.follow_up.as_ref()),
        })
    }

    /// Its status, as the first facts of a decision.
    pub(crate) fn facts(&self, facts: Facts) -> Facts {
        facts
            .fact("Status", &self.standing)
            .given("Verified", self.verification.as_ref().map(words::verified))
            .filled("Superseded by", words::listed(&self.superseded_by))
    }

    /// Appeals, reports, responses and reviews, as a part of a larger page.
    pub(crate) fn page(&self) -> Page {
        Page::new()
            .each(self.appeals.iter().map(AppealWhole::page))
            .then(self.follow_up.page())
    }
}

/// Every appeal on a proposal.
#[derive(Debug, Clone, Serialize)]
pub struct Appeals {
    format: u32,
    proposal: ProposalId,
    appeals: Vec<AppealWhole>,
}

/// An appeal with its answers and its ruling.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct AppealWhole {
    call: u32,
    appellant: ParticipantId,
    #[serde(flatten)]
    appeal: Appeal,
    answers: Vec<Response>,
    ruling: Option<RulingResult>,
    /// Who can hear it, until there is a ruling.
    hearers: Vec<ParticipantId>,
}

impl Appeals {
    /// All appeals against decisions on `id`, by call, then by appellant.
    pub fn of(register: &Register, id: &ProposalId) -> Self {
        let calls = register.proposals.get(id).map(|folder| &folder.calls);
        let numbers = calls.into_iter().flat_map(|calls| calls.keys());
        Self {
            format: 1,
            proposal: id.clone(),
            appeals: numbers
                .flat_map(|n| AppealWhole::all(register, id, *n))
                .collect(),
        }
    }

    /// The appeals for people.
    pub fn page(&self) -> Page {
        if self.appeals.is_empty() {
            let open = Command::new("appeal").with("open").with(&self.proposal);
            let none = format!("No appeals on {}. To appeal: {open}", self.proposal);
            return Page::new().line(none);
        }
        let appeals = self.appeals.iter().map(|appeal| appeal.page().gap());
        Page::new()
            .title(format!("Appeals on {}", self.proposal))
            .each(appeals)
    }
}

impl AppealWhole {
    /// The appeals against the decision of the call `n`, by appellant.
    pub(crate) fn all(register: &Register, id: &ProposalId, n: u32) -> Vec<Self> {
        let folder = register.proposals.get(id);
        let call = folder.and_then(|folder| folder.calls.get(&n));
        let appeals = call.into_iter().flat_map(|call| &call.appeals);
        let whole = |(who, appeal): (&ParticipantId, &Appeal)| {
            let ruling = call.and_then(|call| call.rulings.get(who));
            let ended = ruling.and_then(|ruling| ruling.ended.clone());
            let about = About::proposal(register, id).call(n).of(who);
            Self {
                call: n,
                appellant: who.clone(),
                appeal: appeal.clone(),
                answers: ruling.map_or(Vec::new(), |ruling| ruling.answers.clone()),
                hearers: match ended {
                    None => may(Deed::RuleOnAppeal, &about),
                    Some(_) => Vec::new(),
                },
                ruling: ended,
            }
        };
        appeals.map(whole).collect()
    }

    fn state(&self) -> &'static str {
        match (&self.ruling, self.appeal.withdrawn) {
            (Some(ruling), _) => ruling.value.word(),
            (None, true) => "withdrawn",
            (None, false) if self.answers.is_empty() => "open",
            (None, false) => "open, answered",
        }
    }

    fn heard_by(&self) -> String {
        match self.hearers.as_slice() {
            [] => "nobody: everybody who could hear it has a conflict of interest".to_owned(),
            some => any_of(some.iter().map(ParticipantId::as_str)),
        }
    }

    /// The appeal as a part of a larger page.
    pub(crate) fn page(&self) -> Page {
        let (appeal, by) = (&self.appeal, &self.appellant);
        let waits = self.ruling.is_none() && !appeal.withdrawn;
        let facts = Facts::default()
            .given("Ground", appeal.ground.as_ref())
            .given("Date", appeal.at.map(Instant::long))
            .given("Appeal heard by", waits.then(|| self.heard_by()));
        let answer = |said: &Response| {
            let label = format!("Answer by {}, {}", said.by, said.at.long());
            Page::new().prose(label, &said.text)
        };
        let ruling = |RulingResult { value, act }: &RulingResult| {
            let label = format!("Ruling by {}, {} ({})", act.by, act.at.long(), value.word());
            Page::new().prose(label, &act.reason)
        };
        Page::new()
            .subheading(format!(
                "Appeal by {by} (call {}): {}",
                self.call,
                self.state()
            ))
            .facts(facts)
            .prose("Problem", &appeal.problem)
            .prose("Asks for", &appeal.asks)
            .said(
                format!("Withdrawn by {by}"),
                appeal.withdrawn_reason.as_ref(),
            )
            .each(self.answers.iter().map(answer))
            .each(self.ruling.as_ref().map(ruling))
    }
}

/// What happened after the decisions on a proposal.
#[derive(Debug, Clone, Serialize)]
pub struct Implementation {
    format: u32,
    proposal: ProposalId,
    decisions: Vec<Followed>,
}

/// What happened after one decision.
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
    reports: Vec<Report>,
    answers: Vec<AddresseeReply>,
    reviews: Vec<Reviewed>,
}

/// A review.
#[derive(Debug, Clone, Serialize)]
struct Reviewed {
    by: ParticipantId,
    at: Instant,
    upshot: ReviewResult,
    reason: String,
    next: Option<Instant>,
}

impl Implementation {
    /// What happened after each decision on `id`, by call. The register must have been read in full.
    pub fn of(register: &Register, id: &ProposalId, now: Instant) -> Self {
        let folder = register.proposals.get(id);
        let calls = folder.into_iter().flat_map(|folder| &folder.calls);
        let decided = calls.filter_map(|(n, call)| {
            let outcome = call.decision.as_ref()?.judgement.outcome;
            let standing = crate::procedure::decision_status::standing(register, id, *n, now)?;
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
        let part = |decision: &Followed| {
            let page =
                Page::new().heading(format!("Call {}: {}", decision.call, decision.standing));
            match decision.follow_up.is_empty() {
                true => page.line("No reports, responses or reviews yet."),
                false => page.then(decision.follow_up.page()),
            }
            .gap()
        };
        Page::new()
            .title(format!("After the decision on {}", self.proposal))
            .each(self.decisions.iter().map(part))
    }
}

impl FollowUpWhole {
    /// Everything that the record says, where there is one.
    pub(crate) fn of(record: Option<&FollowUp>) -> Self {
        record.map_or(Self::default(), |record| Self {
            reports: record.reports.clone(),
            answers: record.answers.clone(),
            reviews: record.reviews.iter().map(Reviewed::of).collect(),
        })
    }

    fn is_empty(&self) -> bool {
        self.reports.is_empty() && self.answers.is_empty() && self.reviews.is_empty()
    }

    /// The follow-up as a part of a larger page; nothing where there is none.
    pub(crate) fn page(&self) -> Page {
        let answer = |answer: &AddresseeReply| {
            let (from, by, at) = (&answer.from, &answer.by, answer.at.long());
            let verdict = answer.verdict.word();
            let label = format!("Response by {from}, recorded by {by}, {at} ({verdict})");
            with_evidence(label, &answer.text, answer.evidence.as_deref())
        };
        let report = |report: &Report| {
            let (by, at) = (&report.by, report.at.long());
            let label = format!("Report by {by}, {at} ({})", report.progress.word());
            with_evidence(label, &report.text, report.evidence.as_deref())
        };
        let review = |review: &Reviewed| {
            let (by, at) = (&review.by, review.at.long());
            let next = review.next.map(Instant::long);
            Page::new()
                .prose(
                    format!("Review by {by}, {at} ({})", review.upshot.word()),
                    &review.reason,
                )
                .lines(next.map(|next| format!("Next review due: {next}")))
        };
        Page::new()
            .each(self.answers.iter().map(answer))
            .each(self.reports.iter().map(report))
            .each(self.reviews.iter().map(review))
    }
}

/// The page, with the evidence.
fn with_evidence(label: String, text: &str, evidence: Option<&str>) -> Page {
    let evidence = evidence.map(|link| format!("Evidence: {link}"));
    Page::new().prose(label, text).lines(evidence)
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

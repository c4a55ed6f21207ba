//! The appeals against a proposal's decisions: what they say, what was answered, how they ended.

use serde::Serialize;

use crate::procedure::names::people;
use crate::procedure::rights::{About, Deed, may};
use crate::record::appeal::{Appeal, Ended, Value};
use crate::record::handling::Response;
use crate::register::records::Register;
use crate::render::page::{Facts, Page};
use crate::value::clock::Instant;
use crate::value::id::{GroundName, ParticipantId, ProposalId};

/// Every appeal on a proposal.
#[derive(Debug, Clone, Serialize)]
pub struct Appeals {
    format: u32,
    proposal: ProposalId,
    appeals: Vec<AppealWhole>,
}

/// An appeal with all that was said to it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct AppealWhole {
    call: u32,
    appellant: ParticipantId,
    ground: Option<GroundName>,
    problem: String,
    asks: String,
    at: Option<Instant>,
    withdrawn: bool,
    withdrawn_reason: Option<String>,
    answers: Vec<Said>,
    ruling: Option<Ruled>,
    /// Who may hear it, while it is not ruled on.
    hearers: Vec<ParticipantId>,
}

/// An answer.
#[derive(Debug, Clone, Serialize)]
struct Said {
    by: ParticipantId,
    at: Instant,
    text: String,
}

/// How it ended.
#[derive(Debug, Clone, Serialize)]
struct Ruled {
    value: Value,
    by: ParticipantId,
    at: Instant,
    reason: String,
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
            return Page::new().line(format!("Nobody has appealed on {}.", self.proposal));
        }
        let page = Page::new().title(format!("Appeals on {}", self.proposal));
        let parts = self.appeals.iter();
        parts.fold(page, |page, appeal| page.then(appeal.page()).gap())
    }
}

impl AppealWhole {
    /// The appeals against the decision of the call `n`, by appellant.
    pub(crate) fn all(register: &Register, id: &ProposalId, n: u32) -> Vec<Self> {
        let folder = register.proposals.get(id);
        let Some(call) = folder.and_then(|folder| folder.calls.get(&n)) else {
            return Vec::new();
        };
        let appeals = call.appeals.iter();
        appeals
            .map(|(who, appeal)| {
                let ruling = call.rulings.get(who);
                let ended = ruling.and_then(|ruling| ruling.ended.as_ref());
                Self {
                    answers: ruling.map_or(Vec::new(), |ruling| {
                        ruling.answers.iter().map(Said::of).collect()
                    }),
                    ruling: ended.map(Ruled::of),
                    hearers: match ended {
                        None => may(
                            Deed::RuleOnAppeal,
                            &About::proposal(register, id).call(n).of(who),
                        ),
                        Some(_) => Vec::new(),
                    },
                    ..Self::unheard(n, who, appeal)
                }
            })
            .collect()
    }

    fn unheard(call: u32, appellant: &ParticipantId, appeal: &Appeal) -> Self {
        Self {
            call,
            appellant: appellant.clone(),
            ground: appeal.ground.clone(),
            problem: appeal.problem.clone(),
            asks: appeal.asks.clone(),
            at: appeal.at,
            withdrawn: appeal.withdrawn,
            withdrawn_reason: appeal.withdrawn_reason.clone(),
            answers: Vec::new(),
            ruling: None,
            hearers: Vec::new(),
        }
    }

    fn state(&self) -> &'static str {
        match (&self.ruling, self.withdrawn) {
            (Some(ruling), _) => ruling.value.word(),
            (None, true) => "taken back",
            (None, false) if self.answers.is_empty() => "open",
            (None, false) => "open, answered",
        }
    }

    /// The appeal as a part of a larger page.
    pub(crate) fn page(&self) -> Page {
        let heading = format!("Appeal of {}, call {}: ", self.appellant, self.call);
        let mut facts = Facts::default();
        if let Some(ground) = &self.ground {
            facts = facts.fact("Ground", ground.as_str());
        }
        if let Some(at) = self.at {
            facts = facts.fact("Made", at.long());
        }
        if self.ruling.is_none() && !self.withdrawn {
            facts = facts.fact("Heard by", people(&self.hearers));
        }
        let page = Page::new()
            .subheading(heading + self.state())
            .facts(facts)
            .prose("Problem", &self.problem)
            .prose("Asks for", &self.asks);
        let page = match &self.withdrawn_reason {
            Some(reason) => page.prose(format!("Taken back by {}", self.appellant), reason),
            None => page,
        };
        let page = self.answers.iter().fold(page, |page, said| {
            let label = format!("Answer of {}, {}", said.by, said.at.long());
            page.prose(label, &said.text)
        });
        match &self.ruling {
            Some(ruled) => {
                let (word, by, at) = (ruled.value.word(), &ruled.by, ruled.at.long());
                page.prose(format!("Ruling of {by}, {at}: {word}"), &ruled.reason)
            }
            None => page,
        }
    }
}

impl Said {
    fn of(response: &Response) -> Self {
        Self {
            by: response.by.clone(),
            at: response.at,
            text: response.text.clone(),
        }
    }
}

impl Ruled {
    fn of(ended: &Ended) -> Self {
        Self {
            value: ended.value,
            by: ended.act.by.clone(),
            at: ended.act.at,
            reason: ended.act.reason.clone(),
        }
    }
}

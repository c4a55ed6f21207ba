//! One objection or comment, whole: what it says, what was answered, how it ended.

use serde::Serialize;

use crate::record::handling::{Disposition, Handling, Reopening, Response, Value};
use crate::record::objection::{Answer, Kind};
use crate::render::page::{Facts, Page};
use crate::report::words;
use crate::tally::objection::{Followed, State};
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId, RevisionName};

/// One objection or comment, for a screen of its own.
#[derive(Debug, Clone, Serialize)]
pub struct ShowObjection {
    format: u32,
    proposal: ProposalId,
    #[serde(flatten)]
    objection: ObjectionWhole,
}

/// An objection or a comment with everything that was done with it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ObjectionWhole {
    id: ObjectionId,
    path: String,
    about: String,
    blocking: bool,
    kind: Option<Kind>,
    on: Option<RevisionName>,
    state: &'static str,
    on_roster: bool,
    late: bool,
    joined_by: Vec<ParticipantId>,
    duplicates: Vec<ObjectionId>,
    original: Option<Original>,
    problem: String,
    resolve: Option<String>,
    responses: Vec<ResponseWords>,
    reopenings: Vec<ReopeningWords>,
    answer: Option<Answer>,
    answer_at: Option<Instant>,
    answer_reason: Option<String>,
    withdrawn: bool,
    withdrawn_reason: Option<String>,
    disposition: Option<DispositionWords>,
}

/// A response.
#[derive(Debug, Clone, Serialize)]
struct ResponseWords {
    by: ParticipantId,
    at: Instant,
    text: String,
}

/// That it was taken up again.
#[derive(Debug, Clone, Serialize)]
struct ReopeningWords {
    by: ParticipantId,
    at: Instant,
    reason: String,
    evidence: String,
    from: Option<Value>,
}

/// The objection that a duplicate is part of.
#[derive(Debug, Clone, Serialize)]
struct Original {
    id: ObjectionId,
    state: &'static str,
}

/// How an objection ended.
#[derive(Debug, Clone, Serialize)]
struct DispositionWords {
    value: Value,
    by: ParticipantId,
    at: Instant,
    reason: String,
    alternatives: Option<String>,
    evidence: Option<String>,
    of: Option<ObjectionId>,
    revision: Option<RevisionName>,
}

impl ShowObjection {
    /// An objection or a comment on `proposal`, as a tally follows it.
    pub fn of(proposal: &ProposalId, followed: &Followed) -> Self {
        Self {
            format: 1,
            proposal: proposal.clone(),
            objection: ObjectionWhole::of(followed),
        }
    }

    /// The objection for people.
    pub fn page(&self) -> Page {
        let title = format!("{} on {}", self.objection.id, self.proposal);
        Page::new()
            .title_aside(title, self.objection.state)
            .then(self.objection.page())
    }
}

impl ObjectionWhole {
    /// Everything of an objection.
    pub(crate) fn of(followed: &Followed) -> Self {
        let objection = &followed.objection;
        let handling = &followed.handling;
        let original = |(id, state): &(ObjectionId, State)| Original {
            id: id.clone(),
            state: state.in_words(),
        };
        Self {
            id: followed.id.clone(),
            path: followed.path.clone(),
            about: objection.about.clone(),
            blocking: objection.blocking,
            kind: objection.kind,
            on: objection.on,
            state: followed.state.in_words(),
            on_roster: followed.on_roster,
            late: followed.late,
            joined_by: followed.joined_by.clone(),
            duplicates: followed.duplicates.clone(),
            original: followed.original.as_ref().map(original),
            problem: objection.problem.clone(),
            resolve: objection.resolve.clone(),
            responses: handling.responses.iter().map(ResponseWords::of).collect(),
            reopenings: ReopeningWords::all(handling),
            answer: objection.answer,
            answer_at: objection.answer_at,
            answer_reason: objection.answer_reason.clone(),
            withdrawn: objection.withdrawn,
            withdrawn_reason: objection.withdrawn_reason.clone(),
            disposition: followed.disposition().map(DispositionWords::of),
        }
    }

    /// Its id.
    pub(crate) fn id(&self) -> &ObjectionId {
        &self.id
    }

    /// Whether it holds a decision up; if not, it is a comment.
    pub(crate) fn is_blocking(&self) -> bool {
        self.blocking
    }

    /// Its id and where it stands, as the heading of a part of a larger page.
    pub(crate) fn heading(&self) -> String {
        let comment = if self.blocking { "" } else { "comment, " };
        format!("{}: {comment}{}", self.id, self.state)
    }

    /// All but its heading.
    pub(crate) fn page(&self) -> Page {
        let page = Page::new()
            .facts(self.facts())
            .prose("Problem", &self.problem);
        let page = said(page, "What would resolve it", self.resolve.as_deref());
        let page = self.handled(page);
        let page = self.reply(page);
        let page = match &self.disposition {
            Some(disposition) => page.then(disposition.page()),
            None => page,
        };
        match &self.original {
            Some(original) => page.line(format!(
                "It is part of {} since, and ends as that does: {} is {}.",
                original.id, original.id, original.state
            )),
            None => page,
        }
    }

    /// The responses, and each time that it was taken up again, in the order of their dates.
    fn handled(&self, page: Page) -> Page {
        let responses = self.responses.iter().map(|each| (each.at, each.page()));
        let reopenings = self.reopenings.iter().map(|each| (each.at, each.page()));
        let mut all: Vec<(Instant, Page)> = responses.chain(reopenings).collect();
        all.sort_by_key(|(at, _)| *at);
        all.into_iter()
            .fold(page, |page, (_, more)| page.then(more))
    }

    fn facts(&self) -> Facts {
        let mut facts = Facts::default().fact("About", &self.about);
        if !self.blocking {
            facts = facts.fact("Comment", "it holds nothing up");
        }
        if let Some(kind) = self.kind {
            facts = facts.fact("Kind", kind.word());
        }
        if let Some(on) = self.on {
            facts = facts.fact("On", on.to_string());
        }
        if !self.joined_by.is_empty() {
            facts = facts.fact("Joined by", words::listed(&self.joined_by));
        }
        if !self.duplicates.is_empty() {
            facts = facts.fact("Duplicates", words::listed(&self.duplicates));
        }
        if self.late {
            facts = facts.fact("Late", "it landed after the close");
        }
        if !self.on_roster {
            facts = facts.fact(
                "Not counted",
                "its objector is not on the roster: it is shown, and counted nowhere",
            );
        }
        facts
    }

    /// What the objector made of the responses.
    fn reply(&self, page: Page) -> Page {
        let by = &self.id.participant;
        let page = match (self.answer, &self.answer_reason) {
            (Some(answer), Some(reason)) => page.prose(format!("{by}, {}", answer.word()), reason),
            (Some(answer), None) => page.line(format!("{by} is {}.", settled(answer))),
            (None, _) => page,
        };
        match (self.withdrawn, &self.withdrawn_reason) {
            (true, Some(reason)) => page.prose(format!("Withdrawn by {by}"), reason),
            (true, None) => page.line(format!("{by} withdrew it.")),
            (false, _) => page,
        }
    }
}

fn settled(answer: Answer) -> &'static str {
    match answer {
        Answer::Satisfied => "satisfied",
        Answer::Maintained => "not satisfied, and maintains it",
    }
}

fn said(page: Page, label: &str, words: Option<&str>) -> Page {
    match words {
        Some(words) => page.prose(label, words),
        None => page,
    }
}

impl ResponseWords {
    fn of(response: &Response) -> Self {
        Self {
            by: response.by.clone(),
            at: response.at,
            text: response.text.clone(),
        }
    }

    fn page(&self) -> Page {
        let label = format!("Response of {}, {}", self.by, self.at.long());
        Page::new().prose(label, &self.text)
    }
}

impl ReopeningWords {
    fn all(handling: &Handling) -> Vec<Self> {
        let of = |again: &Reopening| Self {
            by: again.act.by.clone(),
            at: again.act.at,
            reason: again.act.reason.clone(),
            evidence: again.evidence.clone(),
            from: again.from,
        };
        handling.reopenings.iter().map(of).collect()
    }

    fn page(&self) -> Page {
        let before = self.from.map_or(String::new(), |value| {
            format!(", disposed of as {} before", value.word())
        });
        let label = format!("Reopened by {}, {}{before}", self.by, self.at.long());
        Page::new()
            .prose(label, &self.reason)
            .facts([("New information", &self.evidence)])
    }
}

impl DispositionWords {
    fn of(disposition: &Disposition) -> Self {
        Self {
            value: disposition.value,
            by: disposition.by.clone(),
            at: disposition.at,
            reason: disposition.reason.clone(),
            alternatives: disposition.alternatives.clone(),
            evidence: disposition.evidence.clone(),
            of: disposition.of.clone(),
            revision: disposition.revision,
        }
    }

    fn page(&self) -> Page {
        let of = match (&self.of, self.revision) {
            (Some(of), _) => format!(" of {of}"),
            (None, Some(revision)) => format!(" in {revision}"),
            (None, None) => String::new(),
        };
        let label = format!(
            "Disposed of as {}{of} by {}, {}",
            self.value.word(),
            self.by,
            self.at.long()
        );
        let page = Page::new().prose(label, &self.reason);
        let page = said(
            page,
            "Alternatives considered",
            self.alternatives.as_deref(),
        );
        match &self.evidence {
            Some(evidence) => page.facts([("Evidence", evidence)]),
            None => page,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ShowObjection;
    use crate::blessed::screen;
    use crate::register::freeze::FoundBy;
    use crate::render::json::json;
    use crate::report::sample::{HOSTILE, counted, harmless, on, retention};
    use crate::tally::Tally;

    fn shown(tally: &Tally, id: &str) -> ShowObjection {
        let mut all = tally.objections.iter();
        let found = all.find(|each| each.id.to_string() == id);
        ShowObjection::of(&tally.proposal, found.unwrap())
    }

    #[test]
    fn an_objection_is_told_from_problem_to_disposition() {
        let tally = counted(&retention().open(), "retention");
        screen(
            "report/objection/an_objection_is_told_from_problem_to_disposition-1",
            &on(60, &shown(&tally, "civ-1.privacy").page()),
        );
        let page = on(60, &shown(&tally, "carla-nunes.cost").page());
        screen(
            "report/objection/an_objection_is_told_from_problem_to_disposition-2",
            &page,
        );
        let comment = on(60, &shown(&tally, "reg-1.typo").page());
        screen(
            "report/objection/an_objection_is_told_from_problem_to_disposition-3",
            &comment,
        );
    }

    #[test]
    fn strangers_and_late_objections_are_said_to_be_so() {
        let raised = "about = \"§9\"\nproblem = '''P'''\nresolve = '''R'''\nwithdrawn = true\n";
        let path = "proposals/retention/objections/nobody.here.toml";
        let files = retention().with(path, raised);
        let tally = counted(&files.closed(&retention(), FoundBy::Record), "retention");
        let page = on(100, &shown(&tally, "nobody.here").page());
        screen(
            "report/objection/strangers_and_late_objections_are_said_to_be_so",
            &page,
        );
    }

    #[test]
    fn words_meant_to_do_harm_do_none_and_reach_programs_whole() {
        for words in HOSTILE {
            let mut tally = counted(&retention().open(), "retention");
            for followed in &mut tally.objections {
                followed.objection.about = (*words).to_owned();
                followed.objection.problem = (*words).to_owned();
                for response in &mut followed.handling.responses {
                    response.text = (*words).to_owned();
                }
            }
            let report = shown(&tally, "carla-nunes.cost");
            harmless(&report.page());
            let value: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
            assert_eq!(value["problem"], *words);
        }
    }
}

//! One objection or comment, whole: what it says, what was answered, how it ended.
//!
//! How many objections stand where, as a tally shows it.

use crate::value::sentence::many;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::record::handling::{Disposition, DispositionKind, Reopening, Response};
use crate::record::objection::{ObjectionTopic, ObjectorReply};
use crate::render::page::{Facts, Page};
use crate::report::words;
use crate::tally::objection::{ObjectionState, TrackedObjection};
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
    pub(crate) id: ObjectionId,
    path: String,
    about: String,
    pub(crate) blocking: bool,
    kind: Option<ObjectionTopic>,
    on: Option<RevisionName>,
    state: &'static str,
    on_roster: bool,
    late: bool,
    joined_by: Vec<ParticipantId>,
    duplicates: Vec<ObjectionId>,
    original: Option<Original>,
    problem: String,
    resolve: Option<String>,
    responses: Vec<Response>,
    reopenings: Vec<Reopening>,
    answer: Option<ObjectorReply>,
    answer_at: Option<Instant>,
    answer_reason: Option<String>,
    withdrawn: bool,
    withdrawn_reason: Option<String>,
    disposition: Option<Disposition>,
}

/// The objection that a duplicate is part of.
#[derive(Debug, Clone, Serialize)]
struct Original {
    pub(crate) id: ObjectionId,
    state: &'static str,
}

impl ShowObjection {
    /// An objection or a comment on `proposal`, as a tally follows it.
    pub fn of(proposal: &ProposalId, followed: &TrackedObjection) -> Self {
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
    pub(crate) fn of(followed: &TrackedObjection) -> Self {
        let objection = &followed.objection;
        let handling = &followed.handling;
        let original = |(id, state): &(ObjectionId, ObjectionState)| Original {
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
            responses: handling.responses.clone(),
            reopenings: handling.reopenings.clone(),
            answer: objection.answer,
            answer_at: objection.answer_at,
            answer_reason: objection.answer_reason.clone(),
            withdrawn: objection.withdrawn,
            withdrawn_reason: objection.withdrawn_reason.clone(),
            disposition: followed.disposition().cloned(),
        }
    }

    /// Its id and where it stands, as the heading of a part of a larger page.
    pub(crate) fn heading(&self) -> String {
        let comment = if self.blocking { "" } else { "comment, " };
        format!("{}: {comment}{}", self.id, self.state)
    }

    /// All but its heading.
    pub(crate) fn page(&self) -> Page {
        let responses = self.responses.iter().map(|each| (each.at, response(each)));
        let reopenings = self.reopenings.iter();
        let reopenings = reopenings.map(|each| (each.act.at, reopening(each)));
        let mut handled: Vec<(Instant, Page)> = responses.chain(reopenings).collect();
        handled.sort_by_key(|(at, _)| *at);
        Page::new()
            .facts(self.facts())
            .prose("Problem", &self.problem)
            .said("What would resolve it", self.resolve.as_ref())
            .each(handled.into_iter().map(|(_, page)| page))
            .then(self.reply())
            .each(self.disposition.as_ref().map(disposition))
            .lines(self.original.as_ref().map(|it| part_of(&it.id, it.state)))
    }

    fn facts(&self) -> Facts {
        let stranger = "its objector is not on the roster: it is shown, and counted nowhere";
        Facts::default()
            .fact("About", &self.about)
            .given("Comment", (!self.blocking).then_some("it holds nothing up"))
            .given("Kind", self.kind.map(ObjectionTopic::word))
            .given("On", self.on.as_ref())
            .filled("Joined by", words::listed(&self.joined_by))
            .filled("Duplicates", words::listed(&self.duplicates))
            .given("Late", self.late.then_some("it landed after the close"))
            .given("Not counted", (!self.on_roster).then_some(stranger))
    }

    /// What the objector made of the responses.
    fn reply(&self) -> Page {
        let by = &self.id.participant;
        let page = match (self.answer, &self.answer_reason) {
            (Some(answer), Some(reason)) => {
                Page::new().prose(format!("{by}, {}", answer.word()), reason)
            }
            (Some(ObjectorReply::Satisfied), None) => {
                Page::new().line(format!("{by} is satisfied."))
            }
            (Some(ObjectorReply::Maintained), None) => {
                Page::new().line(format!("{by} is not satisfied, and maintains it."))
            }
            (None, _) => Page::new(),
        };
        match (self.withdrawn, &self.withdrawn_reason) {
            (true, Some(reason)) => page.prose(format!("Withdrawn by {by}"), reason),
            (true, None) => page.line(format!("{by} withdrew it.")),
            (false, _) => page,
        }
    }
}

/// That an objection became part of another one, which stands as `state` says.
pub(crate) fn part_of(original: &ObjectionId, state: &str) -> String {
    format!("It is part of {original} since, and ends as that does: {original} is {state}.")
}

fn response(Response { by, at, text }: &Response) -> Page {
    Page::new().prose(format!("Response of {by}, {}", at.long()), text)
}

fn reopening(again: &Reopening) -> Page {
    let before = again.from.map(|value| {
        let value = value.word();
        format!(", disposed of as {value} before")
    });
    let (by, at, before) = (
        &again.act.by,
        again.act.at.long(),
        before.unwrap_or_default(),
    );
    Page::new()
        .prose(format!("Reopened by {by}, {at}{before}"), &again.act.reason)
        .facts([("New information", &again.evidence)])
}

/// How an objection ended, with the original or the revision that it ended with.
pub(crate) fn ending(ended: &Disposition) -> String {
    let word = ended.value.word();
    match (&ended.of, ended.revision) {
        (Some(of), _) => format!("{word} of {of}"),
        (None, Some(revision)) => format!("{word} in {revision}"),
        (None, None) => word.to_owned(),
    }
}

fn disposition(ended: &Disposition) -> Page {
    let label = format!(
        "Disposed of as {} by {}, {}",
        ending(ended),
        ended.by,
        ended.at.long()
    );
    let evidence = ended.evidence.as_ref();
    Page::new()
        .prose(label, &ended.reason)
        .said("Alternatives considered", ended.alternatives.as_ref())
        .each(evidence.map(|evidence| Page::new().facts([("Evidence", evidence)])))
}

/// How many objections stand where.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ObjectionCounts {
    total: usize,
    open: usize,
    unanswered: usize,
    undisposed: usize,
    maintained: usize,
    standing: usize,
    comments: usize,
    dispositions: BTreeMap<DispositionKind, usize>,
    withdrawn: usize,
    late: usize,
    #[serde(skip)]
    admitted: usize,
    not_on_the_roster: usize,
}

impl ObjectionCounts {
    /// Counts what a tally follows.
    pub(crate) fn of(all: &[TrackedObjection]) -> Self {
        let count = |is: &dyn Fn(&TrackedObjection) -> bool| {
            let counted = |followed: &&TrackedObjection| followed.counts() && is(followed);
            all.iter().filter(counted).count()
        };
        let mut dispositions = BTreeMap::new();
        for followed in all.iter().filter(|followed| followed.counts()) {
            if let Some(disposition) = followed.disposition() {
                *dispositions.entry(disposition.value).or_default() += 1;
            }
        }
        let comment = |followed: &&TrackedObjection| !followed.objection.blocking;
        let stranger =
            |followed: &&TrackedObjection| followed.objection.blocking && !followed.on_roster;
        Self {
            total: count(&|_| true),
            open: count(&TrackedObjection::is_open),
            unanswered: count(&TrackedObjection::is_unanswered),
            undisposed: count(&TrackedObjection::is_undisposed),
            maintained: count(&TrackedObjection::is_maintained),
            standing: count(&TrackedObjection::is_standing),
            comments: all.iter().filter(comment).count(),
            dispositions,
            withdrawn: count(&|followed| followed.state == ObjectionState::Withdrawn),
            late: count(&|followed| followed.late),
            admitted: count(&|followed| followed.admitted),
            not_on_the_roster: all.iter().filter(stranger).count(),
        }
    }

    /// The counts in a line or two.
    pub(crate) fn page(&self) -> Page {
        let some = |count: usize| Some(count).filter(|count| *count > 0);
        let comments = some(self.comments).map(|n| format!("; besides {}", many(n, "comment")));
        let comments = comments.unwrap_or_default();
        let line = match self.total {
            0 => format!("No objections{comments}."),
            total => format!(
                "{}: {} open, {} unanswered, {} undisposed, {} maintained, {} standing{comments}.",
                many(total, "objection"),
                self.open,
                self.unanswered,
                self.undisposed,
                self.maintained,
                self.standing,
            ),
        };
        let strangers = some(self.not_on_the_roster).map(|n| {
            let objections = many(n, "objection");
            format!("{objections} by nobody on the roster: shown, and counted nowhere.")
        });
        Page::new()
            .line(line)
            .lines(some(self.late).map(|n| late(n, self.admitted)))
            .lines(strangers)
    }
}

/// What the rules make of objections that were raised after the close.
fn late(late: usize, admitted: usize) -> String {
    let verb = if late == 1 { "was" } else { "were" };
    let raised = format!("{} {verb} raised after the close", many(late, "objection"));
    match admitted {
        0 if late == 1 => format!("{raised}, and no rule counts it."),
        0 => format!("{raised}, and no rule counts them."),
        _ if admitted == late => format!("{raised}, and admitted."),
        _ => format!("{raised}; {admitted} of them admitted, and no rule counts the rest."),
    }
}

#[cfg(test)]
mod tests {
    use super::ShowObjection;
    use crate::blessed::screen;
    use crate::register::tally_inputs::CloseEvidence;
    use crate::render::json;
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
        let tally = counted(
            &files.closed(&retention(), CloseEvidence::Record),
            "retention",
        );
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

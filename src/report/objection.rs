//! Shows one objection or comment in full: what it says, the responses, how it was closed.
//!
//! Counts the objections of a proposal by their status, for the screen of a tally.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::record::handling::{Disposition, DispositionKind, Reopening, Response};
use crate::record::objection::{ObjectionTopic, ObjectorReply};
use crate::register::records::Register;
use crate::render::page::{Facts, Page};
use crate::report::who::Names;
use crate::tally::Tally;
use crate::tally::objection::word_of_json;
use crate::tally::objection::{ObjectionState, TrackedObjection};
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId, RevisionName};
use crate::value::sentence::{all_of, form, many};

/// One objection or comment, for a screen of its own.
#[derive(Debug, Clone, Serialize)]
pub struct ShowObjection {
    format: u32,
    proposal: ProposalId,
    #[serde(flatten)]
    objection: ObjectionWhole,
    /// The names of the participants who are mentioned.
    names: Names,
}

/// An objection or a comment with its responses, replies and disposition.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ObjectionWhole {
    pub(crate) id: ObjectionId,
    path: String,
    about: String,
    pub(crate) blocking: bool,
    kind: Option<ObjectionTopic>,
    on: Option<RevisionName>,
    #[serde(serialize_with = "word_of_json")]
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

/// The objection that a duplicate repeats.
#[derive(Debug, Clone, Serialize)]
struct Original {
    pub(crate) id: ObjectionId,
    #[serde(serialize_with = "word_of_json")]
    state: &'static str,
}

impl ShowObjection {
    /// An objection or a comment on `proposal`, as a tally follows it.
    pub fn of(proposal: &ProposalId, followed: &TrackedObjection) -> Self {
        Self {
            format: 1,
            proposal: proposal.clone(),
            objection: ObjectionWhole::of(followed),
            names: Names::default(),
        }
    }

    /// The same with the names of the participants who are mentioned.
    #[must_use]
    pub fn with_names(mut self, register: &Register) -> Self {
        self.names = Names::of_register(register).only(self.objection.people());
        self
    }

    /// The objection for people.
    pub fn page(&self) -> Page {
        let (id, proposal) = (&self.objection.id, &self.proposal);
        let title = match self.objection.blocking {
            true => format!("Objection {id} on {proposal}"),
            false => format!("Comment {id} on {proposal}"),
        };
        Page::new()
            .title_aside(title, self.objection.status())
            .then(self.objection.page_with(&self.names))
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

    /// Every objection of a tally that has to be closed before a decision.
    pub(crate) fn blocking(tally: &Tally) -> impl Iterator<Item = Self> {
        let counted = tally.objections.iter().filter(|followed| followed.counts());
        counted.map(Self::of)
    }

    /// How each of several ended: what a decision says of them.
    pub(crate) fn ended_page(all: &[Self], names: &Names) -> Page {
        match all.is_empty() {
            true => Page::new().line("No objections.").gap(),
            false => Page::new()
                .heading(format!("Objections ({})", all.len()))
                .each(all.iter().map(|each| each.ended(names)))
                .gap(),
        }
    }

    /// Everybody whom it mentions.
    pub(crate) fn people(&self) -> impl Iterator<Item = &ParticipantId> {
        let handled = self.responses.iter().map(|each| &each.by);
        let handled = handled.chain(self.reopenings.iter().map(|each| &each.act.by));
        let closed = self.disposition.iter().map(|ended| &ended.by);
        std::iter::once(&self.id.participant)
            .chain(&self.joined_by)
            .chain(handled)
            .chain(closed)
    }

    /// Whether it is open, or how it was closed.
    fn status(&self) -> String {
        open_or_closed(self.state, self.disposition.as_ref())
    }

    /// Its id and its status, as the heading of a part of a larger page.
    pub(crate) fn heading(&self) -> String {
        let comment = if self.blocking { "" } else { "comment, " };
        format!("{}: {comment}{}", self.id, self.status())
    }

    /// How it ended, with the reason: what a decision says of it.
    pub(crate) fn ended(&self, names: &Names) -> Page {
        let id = match names.name(&self.id.participant) {
            Some(name) => format!("{} ({name})", self.id),
            None => self.id.to_string(),
        };
        match &self.disposition {
            Some(ended) => {
                let (as_what, chair) = (ending(ended), names.with_id(&ended.by));
                let label = format!("{id} closed as {as_what} by {chair}");
                Page::new().prose(label, &ended.reason)
            }
            None => Page::new().line(format!("{id} not closed ({})", self.state)),
        }
    }

    /// All but its heading, with ids alone.
    pub(crate) fn page(&self) -> Page {
        self.page_with(&Names::default())
    }

    /// All but its heading, with the names of participants.
    pub(crate) fn page_with(&self, names: &Names) -> Page {
        let responses = self.responses.iter();
        let responses = responses.map(|each| (each.at, response(each, names)));
        let reopenings = self.reopenings.iter();
        let reopenings = reopenings.map(|each| (each.act.at, reopening(each, names)));
        let mut handled: Vec<(Instant, Page)> = responses.chain(reopenings).collect();
        handled.sort_by_key(|(at, _)| *at);
        let ended = self.disposition.as_ref();
        Page::new()
            .facts(self.facts(names))
            .prose("Problem", &self.problem)
            .said("What would resolve it", self.resolve.as_ref())
            .each(handled.into_iter().map(|(_, page)| page))
            .then(self.reply(names))
            .each(ended.map(|ended| disposition(ended, names)))
            .lines(self.original.as_ref().map(|it| part_of(&it.id, it.state)))
    }

    fn facts(&self, names: &Names) -> Facts {
        let stranger = "the objector is not a participant: shown, but no rule counts it";
        Facts::default()
            .fact("Raised by", names.with_id(&self.id.participant))
            .fact("About", &self.about)
            .given(
                "Comment",
                (!self.blocking).then_some("does not block a decision"),
            )
            .given("Kind", self.kind.map(ObjectionTopic::word))
            .given("Raised on", self.on.as_ref())
            .filled("Joined by", listed(&names.each_with_id(&self.joined_by)))
            .filled("Duplicates", listed(&self.duplicates))
            .given("Late", self.late.then_some("raised after the close"))
            .given("Not counted", (!self.on_roster).then_some(stranger))
    }

    /// What the objector replied to the responses.
    fn reply(&self, names: &Names) -> Page {
        let by = names.with_id(&self.id.participant);
        let page = match (self.answer, &self.answer_reason) {
            (Some(answer), Some(reason)) => {
                Page::new().prose(format!("Reply by {by}, {}", answer.word()), reason)
            }
            (Some(ObjectorReply::Satisfied), None) => {
                Page::new().line(format!("{by} is satisfied."))
            }
            (Some(ObjectorReply::Maintained), None) => {
                Page::new().line(format!("{by} maintains the objection."))
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

/// Several ids or names; nothing where there are none.
fn listed<T: ToString>(several: &[T]) -> String {
    let several: Vec<String> = several.iter().map(ToString::to_string).collect();
    match several.is_empty() {
        true => String::new(),
        false => all_of(several.iter().map(String::as_str)),
    }
}

/// That an objection is a duplicate of another one, whose status is `state`.
pub(crate) fn part_of(original: &ObjectionId, state: &str) -> String {
    format!("This is a duplicate of {original} ({state}), and is closed together with it.")
}

fn response(Response { by, at, text }: &Response, names: &Names) -> Page {
    let by = names.with_id(by);
    Page::new().prose(format!("Response by {by}, {}", at.long()), text)
}

fn reopening(again: &Reopening, names: &Names) -> Page {
    let (by, at) = (names.with_id(&again.act.by), again.act.at.long());
    let label = match again.from {
        Some(value) => {
            let value = value.word();
            format!("Reopened by {by}, {at} (before, it was closed as {value})")
        }
        None => format!("Reopened by {by}, {at}"),
    };
    Page::new()
        .prose(label, &again.act.reason)
        .facts([("New information", &again.evidence)])
}

/// Whether an objection is open, or how it was closed.
pub(crate) fn status(followed: &TrackedObjection) -> String {
    open_or_closed(followed.state.in_words(), followed.disposition())
}

fn open_or_closed(state: &str, ended: Option<&Disposition>) -> String {
    match ended {
        Some(ended) => format!("closed as {}", ending(ended)),
        None => state.to_owned(),
    }
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

fn disposition(ended: &Disposition, names: &Names) -> Page {
    let (by, at) = (names.with_id(&ended.by), ended.at.long());
    let label = format!("Closed as {} by {by}, {at}", ending(ended));
    let evidence = ended.evidence.as_ref();
    Page::new()
        .prose(label, &ended.reason)
        .said("Alternatives considered", ended.alternatives.as_ref())
        .each(evidence.map(|evidence| Page::new().facts([("Evidence", evidence)])))
}

/// How many objections have which status.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ObjectionCounts {
    total: usize,
    open: usize,
    unanswered: usize,
    undisposed: usize,
    maintained: usize,
    /// The maintained ones that are open.
    #[serde(skip)]
    open_maintained: usize,
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
    /// Counts the objections of a tally.
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
            open_maintained: count(&|followed| followed.state == ObjectionState::Maintained),
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
        let comments = some(self.comments).map(|n| format!("Also {}.", many(n, "comment")));
        Page::new()
            .line(self.line())
            .lines(comments)
            .lines(some(self.late).map(|n| late(n, self.admitted)))
            .lines(some(self.not_on_the_roster).map(strangers))
    }

    fn line(&self) -> String {
        let parts = [
            (self.open > 0).then(|| self.open_in_words()),
            (self.undisposed > self.open)
                .then(|| format!("{} without a disposition", self.undisposed)),
            (self.standing > 0).then(|| format!("{} closed as unresolved", self.standing)),
            (self.maintained > self.open_maintained).then(|| {
                let n = self.maintained - self.open_maintained;
                format!("{n} closed and still maintained")
            }),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let objections = many(self.total, "objection");
        match (self.total, parts.is_empty()) {
            (0, _) => "No objections.".to_owned(),
            (_, true) => format!("{objections}, none open."),
            (_, false) => format!("{objections}: {}.", listed(&parts)),
        }
    }

    /// The open ones: `2 open (1 without a response)`.
    fn open_in_words(&self) -> String {
        let kinds = [
            (self.unanswered, "without a response"),
            (self.open_maintained, "maintained"),
        ];
        let kinds = kinds.into_iter().filter(|(n, _)| *n > 0);
        let kinds: Vec<String> = kinds.map(|(n, what)| format!("{n} {what}")).collect();
        match kinds.is_empty() {
            true => format!("{} open", self.open),
            false => format!("{} open ({})", self.open, listed(&kinds)),
        }
    }
}

/// What the rules make of objections whose objector is not a participant.
fn strangers(count: usize) -> String {
    let (are, objections) = (form(count == 1, "is", "are"), many(count, "objection"));
    format!(
        "{objections} {are} not from a participant: shown, but no rule counts {}.",
        form(count == 1, "it", "them")
    )
}

/// What the rules make of objections that were raised after the close.
fn late(late: usize, admitted: usize) -> String {
    let were = form(late == 1, "was", "were");
    let raised = format!("{} {were} raised after the close", many(late, "objection"));
    match admitted {
        0 if late == 1 => format!("{raised}, and no rule counts it."),
        0 => format!("{raised}, and no rule counts them."),
        1 if late == 1 => format!("{raised}. A chair let it count."),
        _ if admitted == late => format!("{raised}. A chair let them count."),
        _ => format!("{raised}. A chair let {admitted} of them count."),
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

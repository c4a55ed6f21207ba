//! Shows the history of one objection, in order, and its next step.
//!
//! Makes one sentence for each event of that history.

use serde::Serialize;

use crate::procedure::stage::{Stage, stage};
use crate::procedure::task::of_objection;
use crate::register::objection_history::{self, ObjectionEvent, ObjectionEventKind};
use crate::register::records::{ProposalRecords, Register};
use crate::render::ink::StyledText;
use crate::render::page::{Facts, Page};
use crate::report::objection::{ending, part_of, status};
use crate::report::task::TaskRow;
use crate::report::words;
use crate::tally::Tally;
use crate::tally::objection::TrackedObjection;
use crate::tally::objection::word_of_json;
use crate::value::clock::{Instant, distance};
use crate::value::digest::CommitId;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId, RevisionName};
use crate::value::text;

/// Where the dates come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Dates {
    /// From the commits on the main branch.
    History,
    /// From the records, because the register has no history of its own.
    Records,
}

/// The history of an objection.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Trace {
    format: u32,
    proposal: ProposalId,
    objection: ObjectionId,
    #[serde(serialize_with = "word_of_json")]
    state: &'static str,
    #[serde(skip)]
    status: String,
    dates: Dates,
    joined_by: Vec<ParticipantId>,
    duplicates: Vec<ObjectionId>,
    events: Vec<TimelineEntry>,
    since: Option<Instant>,
    waits_for: Option<TaskRow>,
    #[serde(skip)]
    ends_with: Option<String>,
    #[serde(skip)]
    now: Instant,
}

/// An objection as it is now: in the tally, and in its folder.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'t> {
    /// The tally.
    pub tally: &'t Tally,
    /// The proposal's folder.
    pub folder: &'t ProposalRecords,
    /// The objection; none if its record was removed.
    pub followed: Option<&'t TrackedObjection>,
}

impl Trace {
    /// The history of an objection. `register` has the addresses of those who took part in it.
    pub fn of(
        register: &Register,
        (proposal, objection): (&ProposalId, &ObjectionId),
        standing: Standing<'_>,
        dates: Dates,
        events: &[objection_history::ObjectionEvent],
        now: Instant,
    ) -> Self {
        let told: Vec<TimelineEntry> = events
            .iter()
            .map(|it| TimelineEntry::of(register, it))
            .collect();
        let followed = standing.followed;
        Self {
            format: 2,
            proposal: proposal.clone(),
            objection: objection.clone(),
            state: followed.map_or("removed", |it| it.state.in_words()),
            status: followed.map_or("removed".to_owned(), status),
            dates,
            joined_by: followed.map_or(Vec::new(), |it| it.joined_by.clone()),
            duplicates: followed.map_or(Vec::new(), |it| it.duplicates.clone()),
            since: told.iter().rev().find_map(TimelineEntry::moved_it),
            waits_for: waits(register, standing, now),
            ends_with: followed.and_then(|it| ends_with(it, standing.folder, now)),
            events: told,
            now,
        }
    }

    /// The history for people: the status and the next step come first.
    pub fn page(&self) -> Page {
        let title = format!("Objection {} on {}", self.objection, self.proposal);
        let facts = Facts::default()
            .filled("Joined by", words::listed(&self.joined_by))
            .filled("Duplicates", words::listed(&self.duplicates));
        let dates = match self.dates {
            Dates::History => "",
            Dates::Records => {
                "This register has no history of its own. The dates are those in the records, and \
                 changed or removed records cannot be shown."
            }
        };
        let events = self.events.iter().zip(1..);
        Page::new()
            .title_aside(title, &self.status)
            .then(self.rest())
            .facts(facts)
            .line(dates)
            .gap()
            .each(events.map(|(told, n)| told.page(n).gap()))
    }

    /// The next step, and for how long it has been waiting.
    fn rest(&self) -> Page {
        let since = self.since.filter(|since| *since <= self.now);
        let removed = self.events.last().is_some_and(TimelineEntry::is_deletion);
        match (&self.waits_for, &self.ends_with) {
            (None, None) if removed => Page::new().line(
                "The file was deleted, but the objector did not withdraw the objection. The commit \
                 before still has the file.",
            ),
            (Some(waits), _) => {
                let label = match since {
                    Some(since) => {
                        format!("Next step (waiting for {}): ", distance(since, self.now))
                    }
                    None => "Next step: ".to_owned(),
                };
                Page::new().line(StyledText::from(label).then(waits.item()))
            }
            (None, Some(ends)) => Page::new().line(ends.as_str()),
            (None, None) => Page::new().line("No further steps."),
        }
    }
}

fn is_decided(folder: &ProposalRecords, now: Instant) -> bool {
    matches!(stage(folder, now), Stage::Decided(..))
}

fn waits(register: &Register, standing: Standing<'_>, now: Instant) -> Option<TaskRow> {
    let Standing {
        tally,
        folder,
        followed,
    } = standing;
    let followed = followed.filter(|it| it.is_undisposed() && !is_decided(folder, now))?;
    Some(TaskRow::of(&of_objection(register, tally, followed), now))
}

/// The end of one that was not closed before the decision, or that is a duplicate.
fn ends_with(
    followed: &TrackedObjection,
    folder: &ProposalRecords,
    now: Instant,
) -> Option<String> {
    if followed.is_undisposed() && is_decided(folder, now) {
        let state = followed.state.in_words();
        return Some(format!(
            "The proposal was decided while this objection was not closed ({state})."
        ));
    }
    let (original, state) = followed.original.as_ref()?;
    Some(part_of(original, state.in_words()))
}

/// How far the date in a record can be from its commit, in seconds, before both are shown.
const SAME_TIME: i64 = 60;

/// One thing that happened.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct TimelineEntry {
    what: &'static str,
    by: Option<ParticipantId>,
    /// The date of its commit; in a register without history, the date in the record.
    at: Option<Instant>,
    /// The date in the record.
    said: Option<Instant>,
    revision: Option<RevisionName>,
    commit: Option<CommitId>,
    /// The author of the commit, if that is not `by`.
    committed_by: Option<String>,
    /// What it is about: a disposition, an answer, a file, another objection.
    value: Option<String>,
    texts: Vec<QuotedText>,
    #[serde(skip)]
    sentence: String,
    #[serde(skip)]
    moves: bool,
}

/// What they wrote.
#[derive(Debug, Clone, Serialize)]
struct QuotedText {
    label: &'static str,
    text: String,
}

impl TimelineEntry {
    fn of(register: &Register, event: &ObjectionEvent) -> Self {
        let landing = event.landing.as_ref();
        let author = landing.map(|landing| &landing.author);
        let theirs = |author: &&String| match &event.by {
            Some(by) => !is_theirs(register, by, author),
            None => true,
        };
        Self {
            what: word(&event.what),
            sentence: sentence(&event.what, event.by.as_ref()),
            by: event.by.clone(),
            at: landing.map(|landing| landing.at).or(event.said),
            said: event.said,
            revision: event.revision,
            commit: landing.map(|landing| landing.commit.clone()),
            committed_by: author.filter(theirs).cloned(),
            value: value(&event.what),
            texts: texts(&event.what)
                .into_iter()
                .map(|(label, text)| QuotedText { label, text })
                .collect(),
            moves: !matches!(
                event.what,
                ObjectionEventKind::Joined
                    | ObjectionEventKind::Left
                    | ObjectionEventKind::Folded(_)
            ),
        }
    }

    /// When it happened, if it is a step towards the end and not only support.
    fn moved_it(&self) -> Option<Instant> {
        self.at.filter(|_| self.moves)
    }

    /// Whether its file was deleted.
    fn is_deletion(&self) -> bool {
        self.what == "deleted"
    }

    fn page(&self, n: usize) -> Page {
        let at = self.at.map_or("no date".to_owned(), Instant::long);
        let texts = self.texts.iter();
        Page::new()
            .subheading(format!("{n}. {at}: {}", self.sentence))
            .line(self.recorded())
            .each(texts.map(|words| Page::new().prose(words.label, &words.text)))
    }

    /// On which revision, in which commit, and a date in the record that differs from the commit's.
    fn recorded(&self) -> String {
        let revision = self.revision.map(|revision| format!("revision {revision}"));
        let commit = self.commit.as_ref().map(|commit| {
            let commit = commit.short();
            match &self.committed_by {
                Some(author) => format!("commit {commit} by {author}"),
                None => format!("commit {commit}"),
            }
        });
        let apart = |(at, said): (Instant, Instant)| (at.seconds() - said.seconds()).abs();
        let times = self.at.zip(self.said);
        let times = times.filter(|times| apart(*times) > SAME_TIME);
        let dated = times.map(|(_, said)| format!("dated {} in the record", said.long()));
        words::joined([revision, commit, dated], ", ")
    }
}

/// Whether the author of a commit, `Name <address>`, is a participant, by name or by address.
fn is_theirs(register: &Register, who: &ParticipantId, author: &str) -> bool {
    let Some(who) = register.participant(who) else {
        return false;
    };
    let (name, address) = author.rsplit_once(" <").unwrap_or((author, ""));
    let address = address.trim_end_matches('>');
    let same = |own: &String| text::same(own, address);
    text::same(&who.name, name) || who.emails.iter().any(same)
}

/// The event for programs.
fn word(what: &ObjectionEventKind) -> &'static str {
    match what {
        ObjectionEventKind::Raised(_) => "raised",
        ObjectionEventKind::Reworded(_) => "reworded",
        ObjectionEventKind::Joined => "joined",
        ObjectionEventKind::Left => "left",
        ObjectionEventKind::Responded(_) => "responded",
        ObjectionEventKind::Replied(..) => "replied",
        ObjectionEventKind::Withdrawn(_) => "withdrawn",
        ObjectionEventKind::Renewed => "renewed",
        ObjectionEventKind::Reopened(_) => "reopened",
        ObjectionEventKind::Disposed(_) => "disposed",
        ObjectionEventKind::Folded(_) => "folded",
        ObjectionEventKind::ResponseRemoved(_) => "response-removed",
        ObjectionEventKind::DispositionRemoved => "disposition-removed",
        ObjectionEventKind::Deleted(_) => "deleted",
        ObjectionEventKind::Unreadable(_) => "unreadable",
    }
}

/// The event for people.
fn sentence(what: &ObjectionEventKind, by: Option<&ParticipantId>) -> String {
    let by = by.map_or("an unknown participant", ParticipantId::as_str);
    match what {
        ObjectionEventKind::Raised(raised) if raised.blocking => format!("raised by {by}"),
        ObjectionEventKind::Raised(_) => format!("raised as a comment by {by}"),
        ObjectionEventKind::Reworded(_) => format!("reworded by {by}"),
        ObjectionEventKind::Joined => format!("joined by {by}"),
        ObjectionEventKind::Left => format!("no longer joined by {by}"),
        ObjectionEventKind::Responded(_) => format!("response by {by}"),
        ObjectionEventKind::Replied(reply, _) => format!("reply by {by} ({})", reply.word()),
        ObjectionEventKind::Withdrawn(_) => format!("withdrawn by {by}"),
        ObjectionEventKind::Renewed => format!("raised again by {by} after a withdrawal"),
        ObjectionEventKind::Reopened(_) => format!("reopened by {by}"),
        ObjectionEventKind::Disposed(ended) => format!("closed as {} by {by}", ending(ended)),
        ObjectionEventKind::Folded(other) => format!("joined by its duplicate {other}"),
        ObjectionEventKind::ResponseRemoved(_) => format!("response by {by} removed"),
        ObjectionEventKind::DispositionRemoved => "disposition removed".to_owned(),
        ObjectionEventKind::Deleted(path) => format!("{path} deleted"),
        ObjectionEventKind::Unreadable(path) => format!("{path} cannot be read since then"),
    }
}

fn value(what: &ObjectionEventKind) -> Option<String> {
    match what {
        ObjectionEventKind::Replied(answer, _) => Some(answer.word().to_owned()),
        ObjectionEventKind::Disposed(ended) => Some(ending(ended)),
        ObjectionEventKind::Folded(other) => Some(other.to_string()),
        ObjectionEventKind::Deleted(path) | ObjectionEventKind::Unreadable(path) => {
            Some(path.clone())
        }
        _ => None,
    }
}

/// What was written with an event, each text with its name.
pub(crate) fn texts(what: &ObjectionEventKind) -> Vec<(&'static str, String)> {
    let words = |label, text: &String| (label, text.clone());
    let maybe = |label, text: &Option<String>| text.as_ref().map(|text| words(label, text));
    let all = match what {
        ObjectionEventKind::Raised(raised) | ObjectionEventKind::Reworded(raised) => [
            Some(words("About", &raised.about)),
            Some(words("Problem", &raised.problem)),
            maybe("What would resolve it", &raised.resolve),
        ],
        ObjectionEventKind::Responded(text) | ObjectionEventKind::ResponseRemoved(text) => {
            [Some(words("Response", text)), None, None]
        }
        ObjectionEventKind::Replied(_, reason) | ObjectionEventKind::Withdrawn(reason) => {
            [maybe("Reason", reason), None, None]
        }
        ObjectionEventKind::Reopened(again) => [
            Some(words("Reason", &again.act.reason)),
            Some(words("New information", &again.evidence)),
            None,
        ],
        ObjectionEventKind::Disposed(ended) => [
            Some(words("Reason", &ended.reason)),
            maybe("Alternatives considered", &ended.alternatives),
            maybe("Evidence", &ended.evidence),
        ],
        _ => [None, None, None],
    };
    all.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::{Dates, Standing, Trace};
    use crate::blessed::screen;
    use crate::register::objection_history::{ObjectionEvent, ObjectionHistory};
    use crate::register::people::People;
    use crate::register::snapshot::{MainCommit, PathChange};
    use crate::register::tally_inputs::TallyInputs;
    use crate::render::json;
    use crate::report::sample::{Files, HOSTILE, at, counted, harmless, on, retention};
    use crate::value::digest::CommitId;
    use crate::value::id::{ObjectionId, ProposalId};

    const ID: &str = "carla-nunes.cost";

    fn ids(id: &str) -> (ProposalId, ObjectionId) {
        let proposal = ProposalId::parse("retention").unwrap();
        (proposal, ObjectionId::parse(id).unwrap())
    }

    /// All files in one commit, by a person who is not a participant.
    fn landed(files: &Files, id: &str) -> Vec<ObjectionEvent> {
        let (proposal, of) = ids(id);
        let mut life = ObjectionHistory::of(&proposal, &of, &People::default());
        let landing = MainCommit {
            commit: CommitId::parse(&"abcd".repeat(10)).unwrap(),
            parent: None,
            at: at("2026-05-09T10:00:00Z"),
            author: "A Forge <noreply@forge.example>".to_owned(),
            subject: String::new(),
        };
        let snapshot = files.register().snapshot;
        let moved: Vec<PathChange> = snapshot
            .files
            .into_iter()
            .filter(|(path, _)| path.contains("/retention/") && life.concerns(path))
            .map(|(path, content)| PathChange {
                path,
                before: None,
                after: Some(content),
            })
            .collect();
        life.landing(Some(&landing), &moved);
        life.finish()
    }

    fn traced(moments: &TallyInputs, id: &str, events: &[ObjectionEvent]) -> Trace {
        let (proposal, of) = ids(id);
        let tally = counted(moments, "retention");
        let standing = Standing {
            tally: &tally,
            folder: moments.folder(&proposal).unwrap(),
            followed: tally.objections.iter().find(|it| it.id == of),
        };
        let now = moments.now;
        Trace::of(
            &moments.asked,
            (&proposal, &of),
            standing,
            Dates::History,
            events,
            now,
        )
    }

    #[test]
    fn a_life_on_100_columns() {
        let files = retention();
        let report = traced(
            &files.open(),
            "civ-1.privacy",
            &landed(&files, "civ-1.privacy"),
        );
        screen(
            "report/trace/a_life_on_100_columns-1",
            &on(100, &report.page()),
        );
        let report = traced(&files.open(), ID, &landed(&files, ID));
        let page = on(60, &report.page());
        screen("report/trace/a_life_on_100_columns-2", &page);
    }

    #[test]
    fn words_meant_to_do_harm_do_none_and_reach_programs_whole() {
        let files = retention();
        for words in HOSTILE {
            let mut events = landed(&files, ID);
            for event in &mut events {
                if let Some(landing) = &mut event.landing {
                    landing.author = format!("{words} <a@example.org>");
                }
                if let crate::register::objection_history::ObjectionEventKind::Responded(text) =
                    &mut event.what
                {
                    (*words).clone_into(text);
                }
            }
            let report = traced(&files.open(), ID, &events);
            harmless(&report.page());
            let value: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
            let told = value["events"].as_array().unwrap();
            assert!(told.iter().any(|it| it["texts"][0]["text"] == *words));
        }
    }
}

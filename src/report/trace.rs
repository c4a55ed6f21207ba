//! The whole life of one objection, in order, and what it waits for.

mod event;

use serde::Serialize;

use crate::procedure::phase::{Stage, stage};
use crate::procedure::task::of_objection;
use crate::register::life;
use crate::register::records::{Folder, Register};
use crate::render::ink::Text;
use crate::render::page::{Facts, Page};
use crate::report::task::TaskRow;
use crate::report::trace::event::Told;
use crate::report::words;
use crate::tally::Tally;
use crate::tally::objection::Followed;
use crate::value::clock::{Instant, distance};
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};

/// Where the dates come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Dates {
    /// From the landings of the register.
    History,
    /// From the records, because the register has no history of its own.
    Records,
}

/// The life of an objection.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Trace {
    format: u32,
    proposal: ProposalId,
    objection: ObjectionId,
    state: &'static str,
    dates: Dates,
    joined_by: Vec<ParticipantId>,
    duplicates: Vec<ObjectionId>,
    events: Vec<Told>,
    since: Option<Instant>,
    waits_for: Option<TaskRow>,
    #[serde(skip)]
    ends_with: Option<String>,
    #[serde(skip)]
    now: Instant,
}

/// An objection as it stands: how a tally follows it, and in which folder.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'t> {
    /// The tally.
    pub tally: &'t Tally,
    /// The proposal's folder.
    pub folder: &'t Folder,
    /// The objection; none where its record is there no longer.
    pub followed: Option<&'t Followed>,
}

impl Trace {
    /// The life of an objection. `register` knows the addresses of those who took part in it.
    pub fn of(
        register: &Register,
        (proposal, objection): (&ProposalId, &ObjectionId),
        standing: Standing<'_>,
        dates: Dates,
        events: &[life::Event],
        now: Instant,
    ) -> Self {
        let told: Vec<Told> = events.iter().map(|it| Told::of(register, it)).collect();
        let followed = standing.followed;
        Self {
            format: 2,
            proposal: proposal.clone(),
            objection: objection.clone(),
            state: followed.map_or("no longer on record", |it| it.state.in_words()),
            dates,
            joined_by: followed.map_or(Vec::new(), |it| it.joined_by.clone()),
            duplicates: followed.map_or(Vec::new(), |it| it.duplicates.clone()),
            since: told.iter().rev().find_map(Told::moved_it),
            waits_for: waits(register, standing, now),
            ends_with: followed.and_then(|it| ends_with(it, standing.folder, now)),
            events: told,
            now,
        }
    }

    /// The life for people.
    pub fn page(&self) -> Page {
        let title = format!("{} on {}", self.objection, self.proposal);
        let page = Page::new().title_aside(title, self.state);
        let page = page.facts(words::with(
            Facts::default(),
            [
                ("Joined by", words::listed(&self.joined_by)),
                ("Duplicates", words::listed(&self.duplicates)),
            ],
        ));
        let page = match self.dates {
            Dates::History => page,
            Dates::Records => page.line(
                "This register has no history of its own: the dates are those that its records \
                 give, and what was changed or removed cannot be seen.",
            ),
        };
        let page = page.gap();
        let page = self
            .events
            .iter()
            .enumerate()
            .fold(page, |page, (n, told)| page.then(told.page(n + 1)).gap());
        page.then(self.rest())
    }

    /// What remains, and since when.
    fn rest(&self) -> Page {
        let since = self.since.filter(|since| *since <= self.now);
        let since = since.map_or(String::new(), |since| {
            format!(", since {}", distance(since, self.now))
        });
        let removed = self.events.last().is_some_and(Told::is_deletion);
        match (&self.waits_for, &self.ends_with) {
            (None, None) if removed => Page::new().line(
                "It was deleted, and nobody withdrew it: the file is still in the commit before, \
                 and git checkout brings it back.",
            ),
            (Some(waits), _) => {
                Page::new().line(Text::from(format!("It waits{since}: ")).then(waits.item()))
            }
            (None, Some(ends)) => Page::new().line(ends.as_str()),
            (None, None) => Page::new().line("Nothing remains to be done."),
        }
    }
}

fn is_decided(folder: &Folder, now: Instant) -> bool {
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

/// How one ends that nobody disposed of, or that is part of another.
fn ends_with(followed: &Followed, folder: &Folder, now: Instant) -> Option<String> {
    if followed.is_undisposed() && is_decided(folder, now) {
        let state = followed.state.in_words();
        return Some(format!("The proposal was decided, and this was: {state}."));
    }
    let (original, state) = followed.original.as_ref()?;
    Some(format!(
        "It is part of {original} since, and ends as that does: {original} is {}.",
        state.in_words()
    ))
}

#[cfg(test)]
mod tests {
    use super::{Dates, Standing, Trace};
    use crate::blessed::screen;
    use crate::register::freeze::Moments;
    use crate::register::life::{Event, Life};
    use crate::register::people::People;
    use crate::register::snapshot::{Landing, Moved};
    use crate::render::json::json;
    use crate::report::sample::{Files, HOSTILE, at, counted, harmless, on, retention};
    use crate::value::digest::CommitId;
    use crate::value::id::{ObjectionId, ProposalId};

    const ID: &str = "carla-nunes.cost";

    fn ids(id: &str) -> (ProposalId, ObjectionId) {
        let proposal = ProposalId::parse("retention").unwrap();
        (proposal, ObjectionId::parse(id).unwrap())
    }

    /// All files as one landing, by somebody who is nobody of theirs.
    fn landed(files: &Files, id: &str) -> Vec<Event> {
        let (proposal, of) = ids(id);
        let mut life = Life::of(&proposal, &of, &People::default());
        let landing = Landing {
            commit: CommitId::parse(&"abcd".repeat(10)).unwrap(),
            parent: None,
            at: at("2026-05-09T10:00:00Z"),
            author: "A Forge <noreply@forge.example>".to_owned(),
            subject: String::new(),
        };
        let snapshot = files.register().snapshot;
        let moved: Vec<Moved> = snapshot
            .files
            .into_iter()
            .filter(|(path, _)| path.contains("/retention/") && life.concerns(path))
            .map(|(path, content)| Moved {
                path,
                before: None,
                after: Some(content),
            })
            .collect();
        life.landing(Some(&landing), &moved);
        life.finish()
    }

    fn traced(moments: &Moments, id: &str, events: &[Event]) -> Trace {
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
                if let crate::register::life::What::Responded(text) = &mut event.what {
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

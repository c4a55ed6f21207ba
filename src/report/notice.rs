//! The notice of a call: what it asks, what each answer counts as, what silence means, when it
//! closes and how to answer.

mod asks;
mod since;

use serde::Serialize;

use crate::record::track::{AllowedPosition, Silence, Track};
use crate::register::freeze::Moments;
use crate::register::records::{Folder, Register};
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::{Facts, Page};
use crate::report::calls::{self, Earlier};
use crate::report::when::{LocalOffset, moment};
use crate::report::words;
use crate::tally::Tally;
use crate::tally::electorate::counts_those_present;
use crate::tally::objection::Followed;
use crate::value::class::{Class, CountUnit};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::id::{ObjectionId, ProposalId, RegisterId, TrackId};
use asks::Asks;
use since::{Since, Takes};

/// The notice of a call.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Notice {
    format: u32,
    register: RegisterId,
    body: String,
    call_name: String,
    proposal: ProposalId,
    call: u32,
    #[serde(flatten)]
    asks: Asks,
    track: TrackId,
    silence: String,
    silence_has_a_meaning: bool,
    closes: Instant,
    positions: Vec<Choice>,
    command: Command,
    file: String,
    line: String,
    objections: Vec<OpenObjection>,
    earlier: Vec<Earlier>,
    #[serde(flatten)]
    since: Option<Since>,
    #[serde(skip)]
    now: Instant,
    #[serde(skip)]
    offset: LocalOffset,
    #[serde(skip)]
    silence_words: String,
    #[serde(skip)]
    counts_those_present: bool,
    #[serde(skip)]
    by_group: bool,
    #[serde(skip)]
    is_recorded: bool,
}

/// An answer that may be given.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Choice {
    position: String,
    class: Class,
    needs_objection: bool,
}

/// An objection that nobody has disposed of.
#[derive(Debug, Clone, Serialize)]
struct OpenObjection {
    id: ObjectionId,
    about: String,
    state: &'static str,
}

impl Notice {
    /// The notice of the call `n` of the tally's proposal, which closes at `closes`. `register`
    /// is the one in which the call is recorded, or is about to be: what is frozen is taken from
    /// the call where it is there, else from proposal and charter. It is now the tally's moment.
    pub fn of(
        register: &Register,
        tally: &Tally,
        n: u32,
        closes: Instant,
        offset: LocalOffset,
    ) -> Self {
        let now = tally.now;
        let (none, id) = (Folder::default(), &tally.proposal);
        let folder = register.proposals.get(id).unwrap_or(&none);
        let track = governing(register, folder, n, tally);
        Self {
            format: 2,
            register: tally.charter.register.clone(),
            body: tally.charter.name.clone(),
            call_name: tally.charter.call_name.clone(),
            proposal: id.clone(),
            call: n,
            asks: Asks::of(folder, folder.proposal.as_ref(), n, tally),
            track: track.id.clone(),
            silence: words::silence_word(track),
            silence_has_a_meaning: track.silence != Silence::NoMeaning,
            closes,
            positions: track.positions.iter().map(Choice::of).collect(),
            command: command(id, track),
            file: file(id, track),
            line: format!("position = \"{}\"", Placeholder::Value),
            objections: tally
                .objections
                .iter()
                .filter_map(OpenObjection::of)
                .collect(),
            earlier: calls::earlier(folder, n, now),
            since: None,
            now,
            offset,
            silence_words: words::silence(track),
            counts_those_present: counts_those_present(track),
            by_group: track.count == CountUnit::Groups,
            is_recorded: folder.calls.contains_key(&n),
        }
    }

    /// The notice of a call that is on record, as it reads at `now`: names, question and numbers as
    /// they were frozen, and what became of the call since. `None` where there is no such call.
    pub fn again(
        moments: &Moments,
        tally: &Tally,
        n: u32,
        now: Instant,
        offset: LocalOffset,
    ) -> Option<Self> {
        let folder = moments.folder(&tally.proposal)?;
        let filed = folder.calls.get(&n)?;
        let call = filed.call.as_ref()?;
        let then = moments.frozen().proposals.get(&tally.proposal);
        let then = then.and_then(|then| then.proposal.as_ref());
        Some(Self {
            asks: Asks::of(folder, then.or(folder.proposal.as_ref()), n, tally),
            earlier: calls::earlier(folder, n, now),
            since: Some(Since::of(filed, call, tally, now)),
            now,
            ..Self::of(&moments.asked, tally, n, call.closing(), offset)
        })
    }

    /// The same notice at another moment: the tally of a decided call, after which a new one is
    /// about to be opened, speaks of the moment of that decision.
    #[must_use]
    pub fn at(mut self, now: Instant) -> Self {
        self.now = now;
        if !self.is_recorded {
            self.asks.opens = now;
        }
        self
    }

    /// The same notice of a call that is about to be recorded and that names a meeting.
    #[must_use]
    pub fn at_meeting(mut self, date: Option<&str>) -> Self {
        self.asks.meeting = date.map(str::to_owned);
        self
    }

    /// The notice for people. Where silence has a meaning, that is its first line.
    pub fn page(&self) -> Page {
        let warning = match self.silence_has_a_meaning {
            true => Ink::Attention.on(self.silence_warning()),
            false => Text::default(),
        };
        let since = self.since.as_ref();
        let title = format!("{}: {}", self.call_name, self.asks.title);
        let aside = format!("{} · call {}", self.proposal, self.call);
        Page::new()
            .line(warning)
            .title_aside(title, aside)
            .facts(self.facts())
            .then(self.public_interest())
            .gap()
            .then(since.map_or_else(Page::new, |since| since.page(self.call)))
            .table(self.choices())
            .gap()
            .then(match self.takes() {
                Takes::Positions => self.how_to_answer(),
                Takes::NoMore | Takes::Nothing => {
                    Page::new().line("This call takes no more positions.")
                }
            })
            .gap()
            .then(self.objection_part())
            .then(self.earlier_part())
    }

    fn takes(&self) -> Takes {
        self.since
            .as_ref()
            .map_or(Takes::Positions, |since| since.takes)
    }

    fn silence_warning(&self) -> String {
        let (silence, closes) = (&self.silence, self.closes.long());
        match self.takes() {
            Takes::Positions => format!(
                "Silence counts as {silence}: whoever says nothing until {closes} has taken that \
                 position."
            ),
            Takes::NoMore => format!(
                "Silence counts as {silence}: whoever said nothing until {closes} has taken that \
                 position."
            ),
            Takes::Nothing => format!(
                "Silence would have counted as {silence}; this call was withdrawn, so it does not."
            ),
        }
    }

    fn facts(&self) -> Facts {
        let facts = Facts::default()
            .fact("Body", &self.body)
            .fact("Question", &self.asks.question)
            .fact("Text", self.asks.text())
            .fact("Opens", self.asks.opens.long())
            .fact("Closes", moment(self.closes, self.now, self.offset));
        let facts = match &self.since {
            Some(since) => words::with(facts, since.facts()),
            None => facts,
        };
        let facts = facts.fact("Silence", words::sentence(&self.silence_words));
        let facts = match (&self.asks.meeting, self.counts_those_present) {
            (Some(date), true) => {
                let words = "the rules count those who are recorded as present there";
                facts.fact("Meeting", format!("{date}: {words}"))
            }
            (Some(date), false) => facts.fact("Meeting", date),
            (None, _) => facts,
        };
        match &self.asks.status_quo {
            Some(words) => facts.fact("If not adopted", words),
            None => facts,
        }
    }

    /// Who outside the group is affected, in the words of the proposal's authors.
    fn public_interest(&self) -> Page {
        match &self.asks.public_interest {
            Some(words) => Page::new().prose("Public interest", words),
            None => Page::new(),
        }
    }

    fn choices(&self) -> Table {
        let columns = [
            Column::new("position").keep(Keep::Always),
            Column::sentence("counts as").keep(Keep::Always),
        ];
        self.positions
            .iter()
            .fold(Table::new(columns), |table, each| {
                let counts = words::counts_as(each.class, each.needs_objection);
                table.row([each.position.clone(), counts])
            })
    }

    fn how_to_answer(&self) -> Page {
        let who = match self.by_group {
            true => {
                "VALUE is one of the positions above, and GROUP is the id of your group; its \
                     representatives answer for it."
            }
            false => "VALUE is one of the positions above, and YOU is your id on the roster.",
        };
        let mut ways = vec![format!("by command: {}", self.command)];
        if self.positions.iter().any(|each| each.needs_objection) {
            ways.push(format!(
                "with an objection: plenary object {} --about TEXT --problem TEXT --resolve TEXT",
                self.proposal
            ));
        }
        let editor = format!("in a web editor: one line in the file {}", self.file);
        ways.push(editor);
        Page::new()
            .heading("How to answer")
            .bullets(ways)
            .verbatim("", &self.line)
            .line(format!(
                "{who} Until the close you may change your answer as often as you like."
            ))
    }

    fn objection_part(&self) -> Page {
        if self.objections.is_empty() {
            return Page::new().line("No objection is open.");
        }
        let columns = [
            Column::new(format!("Open objections ({})", self.objections.len())).keep(Keep::Always),
            Column::sentence("about").keep(Keep::High),
            Column::new("state"),
        ];
        let table = self
            .objections
            .iter()
            .fold(Table::new(columns), |table, each| {
                let row: [Text; 3] = [
                    each.id.to_string().into(),
                    (&each.about).into(),
                    each.state.into(),
                ];
                table.row(row)
            });
        Page::new().table(table)
    }

    /// A repeated call says so: one that failed must not become consensus by attrition.
    fn earlier_part(&self) -> Page {
        match self.earlier.as_slice() {
            [] => Page::new(),
            earlier => Page::new()
                .gap()
                .line(calls::put_before(earlier, &self.track)),
        }
    }
}

impl Choice {
    fn of(position: &AllowedPosition) -> Self {
        Self {
            position: position.name.to_string(),
            class: position.class,
            needs_objection: position.needs_objection,
        }
    }
}

impl OpenObjection {
    fn of(followed: &Followed) -> Option<Self> {
        let open = followed.counts() && followed.is_undisposed();
        open.then(|| Self {
            id: followed.id.clone(),
            about: followed.objection.about.clone(),
            state: followed.state.in_words(),
        })
    }
}

/// The track that governs the call: the frozen one that was tallied, or for a call that is about
/// to be recorded the one of the charter in force.
fn governing<'a>(register: &'a Register, folder: &Folder, n: u32, tally: &'a Tally) -> &'a Track {
    let is_recorded = folder.calls.contains_key(&n);
    let charter = register.charter.as_ref().filter(|_| !is_recorded);
    let proposal = folder.proposal.as_ref();
    let track = charter
        .zip(proposal)
        .and_then(|(charter, read)| charter.track(&read.track));
    track.unwrap_or(&tally.track)
}

/// The command by which an answer is given; the positions are in the table above it.
fn command(id: &ProposalId, track: &Track) -> Command {
    let command = Command::new("position").with(id).with(Placeholder::Value);
    let command = match track.count {
        CountUnit::Groups => command.option("--group", Placeholder::Group),
        _ => command,
    };
    command.option("--reason", Placeholder::Reason)
}

/// The path of an answer, with a word in the place of whoever answers.
fn file(id: &ProposalId, track: &Track) -> String {
    match track.count {
        CountUnit::Groups => format!("proposals/{id}/positions/@GROUP.toml"),
        _ => format!("proposals/{id}/positions/YOU.toml"),
    }
}

#[cfg(test)]
mod tests {
    use super::Notice;
    use crate::blessed::screen;
    use crate::register::freeze::FoundBy;
    use crate::render::json::json;
    use crate::report::sample::{Files, HOSTILE, at, counted, harmless, on, retention};
    use crate::report::when::LocalOffset;

    fn notice(files: &Files) -> Notice {
        let moments = files.open();
        let tally = counted(&moments, "retention");
        let closes = at("2026-05-21T23:59:00Z");
        Notice::of(
            &moments.asked,
            &tally,
            2,
            closes,
            LocalOffset::Seconds(7200),
        )
    }

    #[test]
    fn a_notice_says_all_that_a_participant_needs() {
        let page = notice(&retention()).page();
        screen(
            "report/notice/a_notice_says_all_that_a_participant_needs",
            &on(100, &page),
        );
        on(60, &page);
    }

    #[test]
    fn where_silence_has_a_meaning_the_first_line_says_so() {
        let (none, some) = ("silence = \"silent\"", "silence = \"accept\"");
        let files = retention().edited("charter.toml", none, some);
        let page = on(200, &notice(&files).page());
        let first = "Silence counts as accept: whoever says nothing until Thu 21 May 2026 23:59 UTC \
                     has taken that position.";
        let lines: Vec<&str> = page.lines().collect();
        assert_eq!(lines[..2].join(" "), first);
        let value: serde_json::Value = serde_json::from_str(&json(&notice(&files))).unwrap();
        assert_eq!(value["silence"], "accept");
        assert_eq!(value["silence-has-a-meaning"], true);
    }

    #[test]
    fn groups_answer_by_their_representatives() {
        let files = retention().edited("charter.toml", "\"participants\"", "\"groups\"");
        let page = on(100, &notice(&files).page());
        screen(
            "report/notice/groups_answer_by_their_representatives",
            &page,
        );
    }

    #[test]
    fn a_call_that_is_about_to_be_opened_opens_now() {
        let files = retention().decided("divergence", "Two objections stand open.");
        let moments = files.closed(&files, FoundBy::Record);
        let tally = counted(&moments, "retention");
        let closes = at("2026-07-01T00:00:00Z");
        let notice = Notice::of(&moments.asked, &tally, 3, closes, LocalOffset::Hidden);
        let page = on(100, &notice.at(at("2026-06-20T00:00:00Z")).page());
        screen(
            "report/notice/a_call_that_is_about_to_be_opened_opens_now",
            &page,
        );
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        for words in HOSTILE {
            let mut moments = retention().open();
            let folder = moments.asked.proposals.values_mut().next().unwrap();
            let proposal = folder.proposal.as_mut().unwrap();
            proposal.title = (*words).to_owned();
            proposal.status_quo = Some((*words).to_owned());
            let tally = counted(&moments, "retention");
            let closes = at("2026-05-21T23:59:00Z");
            let offset = LocalOffset::Hidden;
            harmless(&Notice::of(&moments.asked, &tally, 2, closes, offset).page());
        }
    }
}

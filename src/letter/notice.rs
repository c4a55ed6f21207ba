//! Writes the notice of a call: what it asks, what each answer counts as, what a missing answer counts
//! as, when the call closes and how to answer.
//!
//! A notice that is printed again also says what happened to the call since it was opened.

use std::sync::Arc;

use serde::Serialize;

use crate::letter::asks::Asks;
use crate::procedure::early_end::rule_in_words;
use crate::procedure::since_last::SinceLast;
use crate::record::call::Call;
use crate::record::track::{AllowedPosition, Silence, Track};
use crate::register::records::{CallFolder, ProposalRecords, Register};
use crate::register::tally_inputs::TallyInputs;
use crate::render::grid::{DropPriority, Table};
use crate::render::ink::Style;
use crate::render::page::{Facts, Page};
use crate::report::calls::{self, Act, Earlier};
use crate::report::package;
use crate::report::words::{self, LocalOffset, keepers, moment};
use crate::tally::Tally;
use crate::tally::electorate::counts_those_present;
use crate::tally::objection::TrackedObjection;
use crate::tally::objection::word_of_json;
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::digest::CommitId;
use crate::value::id::{ObjectionId, ProposalId, RegisterId, TrackId};
use crate::value::sentence::capital;
use crate::value::sentence::{any_of, many_of};

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
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_early: Option<String>,
    positions: Vec<AllowedPosition>,
    command: Command,
    file: String,
    line: String,
    objections: Vec<OpenObjection>,
    earlier: Vec<Earlier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since_last: Option<SinceLast>,
    #[serde(flatten)]
    since: Option<CallChanges>,
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
    /// Who can enter an answer that came by mail, with their addresses.
    #[serde(skip)]
    keepers: Vec<String>,
}

/// An open objection.
#[derive(Debug, Clone, Serialize)]
struct OpenObjection {
    id: ObjectionId,
    about: String,
    #[serde(serialize_with = "word_of_json")]
    state: &'static str,
}

impl Notice {
    /// The notice of call `n` on the tally's proposal. The call closes at `closes`. `register` has the
    /// call, or will have it when the call is recorded. What a call fixes at opening is read from the
    /// call if it is recorded, else from the proposal and the charter. The current time is the tally's.
    pub fn of(
        register: &Register,
        tally: &Tally,
        n: u32,
        closes: Instant,
        offset: LocalOffset,
    ) -> Self {
        let now = tally.now;
        let (none, id) = (ProposalRecords::default(), &tally.proposal);
        let folder = register.proposals.get(id).map_or(&none, Arc::as_ref);
        let track = governing(register, folder, n, tally);
        let objections = tally.objections.iter();
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
            ends_early: track.ends_early.map(rule_in_words),
            positions: track.positions.clone(),
            command: command(id, track),
            file: file(id, track),
            line: format!("position = \"{}\"", Placeholder::Value),
            objections: objections.filter_map(OpenObjection::of).collect(),
            earlier: calls::earlier(folder, n, now),
            since_last: SinceLast::of(register, tally, n),
            since: None,
            now,
            offset,
            silence_words: words::silence(track),
            counts_those_present: counts_those_present(track),
            by_group: track.count == CountUnit::Groups,
            is_recorded: folder.calls.contains_key(&n),
            keepers: keepers(register),
        }
    }

    /// The notice of a recorded call as it reads at `now`: names, question and numbers as they were
    /// fixed at opening, and what happened to the call since. `None` if the call does not exist.
    pub fn again(
        moments: &TallyInputs,
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
            since: Some(CallChanges::of(filed, call, tally, now)),
            now,
            ..Self::of(&moments.asked, tally, n, call.closing(), offset)
        })
    }

    /// The same notice at another moment. A new call can follow a decided one, and the tally of the
    /// decided one has the moment of its decision.
    #[must_use]
    pub fn at(mut self, now: Instant) -> Self {
        self.now = now;
        if !self.is_recorded {
            self.asks.opens = now;
        }
        self
    }

    /// The same notice for a call that names a meeting and is not recorded yet.
    #[must_use]
    pub fn at_meeting(mut self, date: Option<&str>) -> Self {
        self.asks.meeting = date.map(str::to_owned);
        self
    }

    /// The notice for people. If a missing answer counts as a position, the first line says so.
    pub fn page(&self) -> Page {
        let warning = self
            .silence_has_a_meaning
            .then(|| Style::Attention.on(self.silence_warning()));
        let since = self.since.as_ref();
        let title = format!("{}: {}", capital(&self.call_name), self.asks.title);
        let aside = format!("{}, call {}", self.proposal, self.call);
        let earlier = calls::put_before(&self.earlier, &self.track);
        Page::new()
            .lines(warning)
            .title_aside(title, aside)
            .facts(self.facts())
            .said("Public interest", self.asks.public_interest.as_ref())
            .gap()
            .each(since.map(|since| since.page(self.call)))
            .table(words::positions(&self.positions))
            .gap()
            .then(match self.takes() {
                Takes::Positions => self.how_to_answer(),
                Takes::NoMore => Page::new().line("This call is closed."),
                Takes::Nothing => Page::new().line("This call was withdrawn."),
            })
            .gap()
            .then(self.objection_part())
            .each(earlier.map(|earlier| Page::new().gap().line(earlier)))
            .lines(calls::other_text(
                &self.earlier,
                &self.proposal,
                self.asks.revision,
            ))
            .lines(self.since_last.as_ref().map(SinceLast::in_words))
    }

    fn takes(&self) -> Takes {
        let since = self.since.as_ref();
        since.map_or(Takes::Positions, |since| since.takes)
    }

    fn silence_warning(&self) -> String {
        let (silence, closes) = (&self.silence, self.closes.long());
        match self.takes() {
            Takes::Positions => {
                format!("If you do not answer before {closes}, this counts as {silence}.")
            }
            Takes::NoMore => format!("No answer before {closes} counted as {silence}."),
            Takes::Nothing => {
                format!("This call was withdrawn. No answer does not count as {silence}.")
            }
        }
    }

    fn facts(&self) -> Facts {
        let asks = &self.asks;
        let facts = Facts::default()
            .fact("Body", &self.body)
            .fact("Question", &asks.question)
            .fact("Text", asks.text())
            .filled("Parts", package::decided(&asks.parts));
        let facts = asks.translations.facts(facts);
        let facts = facts
            .fact("Opens", asks.opens.long())
            .fact("Closes", moment(self.closes, self.now, self.offset))
            .given("Early end", self.ends_early.as_ref());
        let facts = match &self.since {
            Some(since) => since.facts(facts),
            None => facts,
        };
        let present = match self.counts_those_present {
            true => " (the rules count participants who are recorded as present)",
            false => "",
        };
        let meeting = asks.meeting.as_ref();
        facts
            .fact("No answer", words::sentence(&self.silence_words))
            .given("Meeting", meeting.map(|date| format!("{date}{present}")))
            .given("If not adopted", asks.status_quo.as_ref())
    }

    fn how_to_answer(&self) -> Page {
        let who = match self.by_group {
            true => "GROUP is the id of your group. Its representatives answer for it.",
            false => "YOU is your participant id.",
        };
        let values = self.positions.iter().map(|each| each.name.as_str());
        let values = format!("VALUE is {}.", any_of(values));
        let editor = format!("In a web editor, write this line in the file {}", self.file);
        let by_mail = match self.keepers.as_slice() {
            [] => None,
            keepers => Some(format!(
                "By mail: write your position and your reason to {}",
                any_of(keepers.iter().map(String::as_str))
            )),
        };
        let by_command = format!("By command: {}", self.command);
        let objects = self.positions.iter().any(|each| each.needs_objection);
        let objection = objects.then(|| {
            let object = Command::new("object")
                .with(&self.proposal)
                .option("--about", Placeholder::Text)
                .option("--problem", Placeholder::Text)
                .option("--resolve", Placeholder::Text);
            format!("With an objection, by command: {object}")
        });
        let others = [by_mail, Some(by_command), objection];
        Page::new()
            .heading("How to answer")
            .verbatim(editor, &self.line)
            .bullets(others.into_iter().flatten())
            .line(format!("{values} {who}"))
            .line("You can change your answer until the call closes.")
    }

    fn objection_part(&self) -> Page {
        if self.objections.is_empty() {
            return Page::new().line("No open objections.");
        }
        let heading = format!("Open objections ({})", self.objections.len());
        let table = Table::of(&self.objections)
            .words(heading, DropPriority::Always, |each| &each.id)
            .sentences("about", DropPriority::High, |each| &each.about)
            .words("status", DropPriority::High, |each| each.state);
        Page::new().table(table)
    }
}

impl OpenObjection {
    fn of(followed: &TrackedObjection) -> Option<Self> {
        let open = followed.counts() && followed.is_undisposed();
        open.then(|| Self {
            id: followed.id.clone(),
            about: followed.objection.about.clone(),
            state: followed.state.in_words(),
        })
    }
}

/// The track of the call: the one that was fixed at opening and tallied. If the call is not recorded
/// yet, the one of the charter in force.
fn governing<'a>(
    register: &'a Register,
    folder: &ProposalRecords,
    n: u32,
    tally: &'a Tally,
) -> &'a Track {
    let is_recorded = folder.calls.contains_key(&n);
    let charter = register.charter.as_ref().filter(|_| !is_recorded);
    let both = charter.zip(folder.proposal.as_ref());
    let track = both.and_then(|(charter, read)| charter.track(&read.track));
    track.unwrap_or(&tally.track)
}

/// The command that gives an answer.
fn command(id: &ProposalId, track: &Track) -> Command {
    let command = Command::new("position").with(id).with(Placeholder::Value);
    let command = match track.count {
        CountUnit::Groups => command.option("--group", Placeholder::Group),
        _ => command,
    };
    command.option("--reason", Placeholder::Reason)
}

/// The path of an answer, with a word in capitals instead of the participant or the group.
fn file(id: &ProposalId, track: &Track) -> String {
    match track.count {
        CountUnit::Groups => format!("proposals/{id}/positions/@GROUP.toml"),
        _ => format!("proposals/{id}/positions/YOU.toml"),
    }
}

/// Whether a call takes positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// It is open.
    Positions,
    /// It is closed: its positions count.
    NoMore,
    /// It was withdrawn: nothing in it counts.
    Nothing,
}

/// What happened to a call since it was opened.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct CallChanges {
    #[serde(skip)]
    takes: Takes,
    state: String,
    first_announced: Instant,
    frozen: Option<CommitId>,
    seats: u64,
    acts: Vec<Act>,
    #[serde(skip)]
    was_extended: bool,
}

impl CallChanges {
    /// What is recorded about a call at `now`.
    fn of(filed: &CallFolder, call: &Call, tally: &Tally, now: Instant) -> Self {
        let takes = match (&call.withdrawal, &filed.decision) {
            (Some(_), None) => Takes::Nothing,
            (None, None) if call.is_open(now) => Takes::Positions,
            _ => Takes::NoMore,
        };
        Self {
            takes,
            state: calls::state(filed, call, now),
            first_announced: call.closes,
            frozen: call.frozen.clone(),
            seats: tally.count.seats,
            acts: calls::acts(call),
            was_extended: !call.extensions.is_empty(),
        }
    }

    /// The facts below the closing time.
    fn facts(&self, facts: Facts) -> Facts {
        let first = self.first_announced.long();
        let frozen = self.frozen.as_ref().map(|commit| {
            let seats = many_of(self.seats, "seat", "seats");
            format!("{seats} (commit {})", commit.short())
        });
        facts
            .given("Extended from", self.was_extended.then_some(first))
            .given("Fixed at opening", frozen)
            .fact("Status", &self.state)
    }

    /// Everything that was done to call `n`, with the reasons.
    fn page(&self, n: u32) -> Page {
        Page::new().part(Act::pages(&self.acts, n))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Notice;
    use crate::blessed::screen;
    use crate::register::tally_inputs::CloseEvidence;
    use crate::render::json;
    use crate::report::sample::{Files, HOSTILE, at, counted, harmless, on, retention};
    use crate::report::words::LocalOffset;

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
        let first = "If you do not answer before Thu 21 May 2026 23:59 UTC, this counts as accept.";
        assert_eq!(page.lines().next(), Some(first));
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
        let moments = files.closed(&files, CloseEvidence::Record);
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
            let folder = moments.asked.proposals.values_mut().next();
            let folder = Arc::make_mut(folder.unwrap());
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

//! Shows on a receipt each position with whether it counts, and the decision with the right to appeal.

use serde::Serialize;

use crate::letter::receipts::Sources;
use crate::procedure::decision_status::{DecisionStatus, standing};
use crate::procedure::hand::counted_bytes;
use crate::procedure::rights::{About, Deed, may};
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::record::track;
use crate::register::records::Register;
use crate::render::page::{Facts, Page};
use crate::report::words::{self, addressed, at, keepers, moment};
use crate::tally::count_positions::{Counted, UncountedPosition};
use crate::tally::reason::NotCountedReason;
use crate::value::class::CountsAs;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::digest::{CommitId, TextDigest};
use crate::value::id::{
    GroundName, LevelName, ObjectionId, ParticipantId, PositionName, RevisionName,
};
use crate::value::sentence::any_of;

/// A decision, as one participant reads it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Outcome {
    call: u32,
    outcome: track::Outcome,
    standing: String,
    designation: LevelName,
    computed: Option<LevelName>,
    by: ParticipantId,
    at: Instant,
    reason: Option<String>,
    does_not_mean: Option<String>,
    appeal: Appeal,
    #[serde(skip)]
    decided: String,
}

/// The right to appeal.
#[derive(Debug, Clone, Serialize)]
struct Appeal {
    /// Whether the participant can appeal and until when, or why not.
    said: String,
    until: Option<Instant>,
    /// Who can hear it, with their addresses.
    to: Vec<String>,
    grounds: Vec<GroundName>,
    command: Option<Command>,
}

impl Outcome {
    /// The last decision on the proposal, if no new call followed it.
    pub(super) fn of(sources: &Sources<'_>, who: &ParticipantId) -> Option<Self> {
        let id = &sources.tally.proposal;
        let folder = sources.folder()?;
        let (n, decision) = folder.last_decision()?;
        let judgement = &decision.judgement;
        let how = standing(sources.register, id, n, sources.now)?;
        Some(Self {
            call: n,
            outcome: judgement.outcome,
            standing: how.in_words(judgement.outcome),
            designation: judgement.designation.clone(),
            computed: decision.computed.clone(),
            by: judgement.by.clone(),
            at: judgement.at,
            reason: judgement.reason.clone(),
            does_not_mean: judgement.does_not_mean.clone(),
            appeal: Appeal::of(sources, who, n),
            decided: at(judgement.at, sources.offset),
        })
    }

    pub(super) fn page(&self) -> Page {
        let level = words::designation(&self.designation, self.computed.as_ref());
        let facts = [
            (
                "Outcome",
                format!("{}, {}", self.outcome.word(), self.standing),
            ),
            ("Level", level),
            ("Decided", format!("{} by {}", self.decided, self.by)),
        ];
        Page::new()
            .heading(format!("Decision on call {}", self.call))
            .facts(facts)
            .said("Reason", self.reason.as_ref())
            .said("What it does not mean", self.does_not_mean.as_ref())
            .gap()
            .then(self.appeal.page())
    }
}

impl Appeal {
    fn of(sources: &Sources<'_>, who: &ParticipantId, n: u32) -> Self {
        let id = &sources.tally.proposal;
        let (register, now) = (sources.register, sources.now);
        let decision = sources.folder().and_then(|folder| folder.decision(n));
        let until = decision.and_then(|decision| decision.afterwards.appeal_until);
        let none = |said: String| Self {
            said,
            until,
            to: Vec::new(),
            grounds: Vec::new(),
            command: None,
        };
        if let Some(said) = made(sources, who, n) {
            return none(said);
        }
        if let Some(DecisionStatus::Reversed { .. }) = standing(register, id, n, now) {
            return none("The decision was reversed on appeal.".to_owned());
        }
        let Some(end) = until else {
            return none("The rules of this track do not allow appeals.".to_owned());
        };
        if register.participant(who).is_none() {
            return none("Only participants can appeal.".to_owned());
        }
        let shown = moment(end, now, sources.offset);
        if end < now {
            return none(format!("The time to appeal ended on {shown}."));
        }
        let about = About::proposal(register, id).call(n);
        let grounds = about.appeal_rule();
        let grounds = grounds.map_or(Vec::new(), |rule| rule.grounds.clone());
        let command = Command::new("appeal open").with(id);
        let command = match grounds.is_empty() {
            true => command,
            false => command.option("--ground", Placeholder::Ground),
        };
        let command = command
            .option("--problem", Placeholder::Text)
            .option("--asks", Placeholder::Text);
        let hear = hearers(sources, who, n);
        Self {
            said: format!("You can appeal until {shown}."),
            until,
            to: match hear.is_empty() {
                true => keepers(register),
                false => hear,
            },
            command: Some(command),
            grounds,
        }
    }

    fn page(&self) -> Page {
        let page = Page::new().heading("Your right to appeal").line(&self.said);
        let Some(command) = &self.command else {
            return page;
        };
        let what = "An appeal is about how the decision was made. Say what went wrong and what you ask for.";
        let grounds = any_of(self.grounds.iter().map(GroundName::as_str));
        let to = any_of(self.to.iter().map(String::as_str));
        let ways = [
            (!self.grounds.is_empty()).then(|| format!("Name one of these grounds: {grounds}")),
            (!self.to.is_empty()).then(|| format!("By mail: write to {to}")),
            Some(format!("By command: {command}")),
        ];
        page.line(what).bullets(ways.into_iter().flatten())
    }
}

/// What happened to the appeal that the participant has made.
fn made(sources: &Sources<'_>, who: &ParticipantId, n: u32) -> Option<String> {
    let filed = sources.folder()?.calls.get(&n)?;
    let appeal = filed.appeals.get(who)?;
    let ruling = filed.rulings.get(who);
    let ended = ruling.and_then(|ruling| ruling.ended.as_ref());
    Some(match (ended, appeal.withdrawn) {
        (Some(ended), _) => {
            let (at, value) = (ended.act.at.date(), ended.value.word());
            format!("You appealed. Your appeal ended on {at}: {value}.")
        }
        (None, true) => "You appealed and withdrew your appeal.".to_owned(),
        (None, false) => match hearers(sources, who, n).as_slice() {
            [] => "You have appealed, but everybody who could hear it has a conflict of interest."
                .to_owned(),
            hear => {
                let hear = any_of(hear.iter().map(String::as_str));
                format!("You have appealed. {hear} will hear it.")
            }
        },
    })
}

/// Who can hear the appeal of a participant, with their addresses.
fn hearers(sources: &Sources<'_>, who: &ParticipantId, n: u32) -> Vec<String> {
    let about = About::proposal(sources.register, &sources.tally.proposal);
    let hear = may(Deed::RuleOnAppeal, &about.call(n).of(who));
    let hear = hear.iter().map(|each| addressed(sources.register, each));
    hear.collect()
}

/// A position file, with whether it counts.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct PositionReceipt {
    pub(super) path: String,
    /// None if the file cannot be read.
    position: Option<PositionName>,
    on: Option<RevisionName>,
    reason: Option<String>,
    joins: Vec<ObjectionId>,
    relayed_by: Option<ParticipantId>,
    received: Option<Instant>,
    sha256: Option<TextDigest>,
    /// The commit that recorded it; none if it is not committed, or this clone does not have the commit.
    commit: Option<CommitId>,
    landed: Option<Instant>,
    counted: bool,
    counted_as: Option<CountsAs>,
    stale: bool,
    set_aside: Option<NotCountedReason>,
    #[serde(skip)]
    pub(super) of_group: bool,
}

/// In which state of the register a file was counted: a file that changed after the close is in both.
#[derive(Clone, Copy)]
enum CountedState {
    AtClose,
    AsAsked,
}

/// The position files whose owner is `mine`: one that changed after the close is there twice.
pub(super) fn positions(
    sources: &Sources<'_>,
    mine: impl Fn(&Owner) -> bool,
) -> Vec<PositionReceipt> {
    let canvass = &sources.tally.canvass;
    let counted = canvass.counted.iter().filter(|file| mine(&file.owner));
    let aside = canvass.set_aside.iter().filter(|file| mine(&file.owner));
    let counted = counted.map(|file| of_counted(sources, file));
    counted
        .chain(aside.map(|file| of_set_aside(sources, file)))
        .collect()
}

fn of_counted(sources: &Sources<'_>, file: &Counted) -> PositionReceipt {
    let asked = sources.moments.asked.bytes(&file.path);
    let judged = match counted_bytes(sources.moments, &file.path) == asked {
        true => CountedState::AsAsked,
        false => CountedState::AtClose,
    };
    PositionReceipt {
        counted: true,
        counted_as: Some(file.class),
        stale: file.stale,
        on: file.on,
        ..read(sources, &file.path, &file.owner, judged)
    }
}

fn of_set_aside(sources: &Sources<'_>, file: &UncountedPosition) -> PositionReceipt {
    let judged = match file.reason {
        NotCountedReason::Late => CountedState::AsAsked,
        _ => CountedState::AtClose,
    };
    PositionReceipt {
        set_aside: Some(file.reason),
        ..read(sources, &file.path, &file.owner, judged)
    }
}

fn read(sources: &Sources<'_>, path: &str, owner: &Owner, judged: CountedState) -> PositionReceipt {
    let asked = &sources.moments.asked;
    let closing = sources.moments.closing();
    let there = match judged {
        CountedState::AtClose if closing.bytes(path).is_some() => closing,
        CountedState::AtClose | CountedState::AsAsked => asked,
    };
    let position = filed(there, path);
    // The commits are those of the files at the moment asked for.
    let unmoved = there.bytes(path) == asked.bytes(path);
    let landing = sources.landings.get(path).filter(|_| unmoved);
    let text = |of: fn(&Position) -> &Option<String>| position.and_then(|read| of(read).clone());
    PositionReceipt {
        path: path.to_owned(),
        position: position.map(|read| read.position.clone()),
        on: position.and_then(|read| read.on),
        reason: text(|read| &read.reason),
        joins: position.map_or(Vec::new(), |read| read.joins.clone()),
        relayed_by: position.and_then(|read| read.relayed_by.clone()),
        received: position.and_then(|read| read.received),
        sha256: there.digest(path),
        commit: landing.map(|landing| landing.commit.clone()),
        landed: landing.map(|landing| landing.at),
        counted: false,
        counted_as: None,
        stale: false,
        set_aside: None,
        of_group: matches!(owner, Owner::Group(_)),
    }
}

fn filed<'r>(register: &'r Register, path: &str) -> Option<&'r Position> {
    let record = RecordPath::identify(path)?.ok()?;
    let folder = register.proposals.get(record.proposal()?)?;
    folder.positions.get(path)?.position.as_ref()
}

impl PositionReceipt {
    pub(super) fn page(&self) -> Page {
        let said = self.position.as_ref();
        let said = said.map_or("cannot be read".to_owned(), ToString::to_string);
        let on = self.on.map_or(String::new(), |on| format!(" (on {on})"));
        let landed = match self.commit.as_ref().zip(self.landed) {
            Some((commit, at)) => format!("in commit {}, {}", commit.short(), at.long()),
            None => "this clone does not know the commit".to_owned(),
        };
        let received = self.received.map(|at| format!(", received {}", at.long()));
        let received = received.unwrap_or_default();
        let typed = self.relayed_by.as_ref().map(|by| format!("{by}{received}"));
        let facts = Facts::default()
            .fact("Position", format!("{said}{on}"))
            .fact("Counted", self.judged())
            .fact("File", &self.path)
            .given("SHA-256", self.sha256.as_ref())
            .fact("Recorded", landed)
            .given("Entered by", typed)
            .filled("Supports", words::listed(&self.joins));
        Page::new()
            .facts(facts)
            .said("Reason", self.reason.as_ref())
    }

    fn judged(&self) -> String {
        match (self.counted_as, self.set_aside) {
            (Some(class), _) => {
                let class = class.word();
                match self.stale {
                    true => format!(
                        "yes, as {class}. The text has changed since: please confirm or change your \
                         position"
                    ),
                    false => format!("yes, as {class}"),
                }
            }
            (None, Some(reason)) => format!("no: {}", reason.in_words()),
            (None, None) => "no".to_owned(),
        }
    }
}

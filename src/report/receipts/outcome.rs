//! What was decided, as it is told to somebody who took part, with their right to appeal.

use serde::Serialize;

use crate::procedure::rights::{About, Deed, may};
use crate::procedure::standing::{Standing, standing};
use crate::record::track;
use crate::render::page::Page;
use crate::report::receipts::Sources;
use crate::report::words::{self, addressed, at, keepers, moment};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::id::{GroundName, LevelName, ParticipantId};

/// A decision, told to one person.
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
    /// Whether there is one, until when, or why not.
    said: String,
    until: Option<Instant>,
    /// Who hears it, with their addresses.
    to: Vec<String>,
    grounds: Vec<GroundName>,
    command: Option<Command>,
}

impl Outcome {
    /// The last decision on the proposal, if there is one that was not taken up again.
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
            .heading(format!("The decision of call {}", self.call))
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
        if let Some(Standing::Reversed { .. }) = standing(register, id, n, now) {
            return none("An appeal took the decision back to the group.".to_owned());
        }
        let Some(end) = until else {
            return none("The rules of the track give no right to appeal.".to_owned());
        };
        if register.participant(who).is_none() {
            return none("Only those on the roster may appeal.".to_owned());
        }
        let shown = moment(end, now, sources.offset);
        if end < now {
            return none(format!("The time to appeal ended {shown}."));
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
            said: format!("You may appeal until {shown}."),
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
        let what = "an appeal is about how the decision came about, and says what went wrong and what \
                    you ask for";
        let grounds = words::listed(&self.grounds);
        let to = self.to.join(" or ");
        let ways = [
            Some(what.to_owned()),
            (!grounds.is_empty()).then(|| format!("it names one of the grounds: {grounds}")),
            Some(format!("by command: {command}")),
            (!to.is_empty()).then(|| format!("by letter or mail to {to}")),
        ];
        page.bullets(ways.into_iter().flatten())
    }
}

/// What became of the appeal that they made already.
fn made(sources: &Sources<'_>, who: &ParticipantId, n: u32) -> Option<String> {
    let filed = sources.folder()?.calls.get(&n)?;
    let appeal = filed.appeals.get(who)?;
    let ruling = filed.rulings.get(who);
    let ended = ruling.and_then(|ruling| ruling.ended.as_ref());
    Some(match (ended, appeal.withdrawn) {
        (Some(ended), _) => {
            let (at, value) = (ended.act.at.date(), ended.value.word());
            format!("You appealed, and your appeal ended on {at}: {value}.")
        }
        (None, true) => "You appealed, and took your appeal back.".to_owned(),
        (None, false) => match hearers(sources, who, n).as_slice() {
            [] => "You have appealed, and nobody whom the charter names is free to hear it."
                .to_owned(),
            hear => format!("You have appealed. It is heard by {}.", hear.join(" or ")),
        },
    })
}

/// Who hears an appeal of somebody, with how to reach them.
fn hearers(sources: &Sources<'_>, who: &ParticipantId, n: u32) -> Vec<String> {
    let about = About::proposal(sources.register, &sources.tally.proposal);
    let hear = may(Deed::RuleOnAppeal, &about.call(n).of(who));
    let hear = hear.iter().map(|each| addressed(sources.register, each));
    hear.collect()
}

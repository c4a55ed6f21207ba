//! What was decided, as it is told to somebody who took part, with their right to appeal.

use serde::Serialize;

use crate::procedure::rights::{About, Deed, may};
use crate::procedure::standing::{Standing, standing};
use crate::record::track;
use crate::render::page::{Facts, Page};
use crate::report::owing::{addressed, keepers};
use crate::report::receipts::Sources;
use crate::report::when::{at, moment};
use crate::report::words;
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
        let facts = Facts::default()
            .fact(
                "Outcome",
                format!("{}, {}", self.outcome.word(), self.standing),
            )
            .fact("Level", level)
            .fact("Decided", format!("{} by {}", self.decided, self.by));
        let page = Page::new()
            .heading(format!("The decision of call {}", self.call))
            .facts(facts);
        let page = match &self.reason {
            Some(reason) => page.prose("Reason", reason),
            None => page,
        };
        let page = match &self.does_not_mean {
            Some(words) => page.prose("What it does not mean", words),
            None => page,
        };
        page.gap().then(self.appeal.page())
    }
}

impl Appeal {
    fn of(sources: &Sources<'_>, who: &ParticipantId, n: u32) -> Self {
        let id = &sources.tally.proposal;
        let (register, now) = (sources.register, sources.now);
        let decision = register
            .proposals
            .get(id)
            .and_then(|folder| folder.decision(n));
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
            let said = "An appeal took the decision back to the group.";
            return none(said.to_owned());
        }
        let Some(end) = until else {
            return none("The rules of the track give no right to appeal.".to_owned());
        };
        if register.participant(who).is_none() {
            return none("Only those on the roster may appeal.".to_owned());
        }
        if end < now {
            return none(format!(
                "The time to appeal ended {}.",
                moment(end, now, sources.offset)
            ));
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
        let hear = may(Deed::RuleOnAppeal, &about.of(who));
        Self {
            said: format!("You may appeal until {}.", moment(end, now, sources.offset)),
            until,
            to: hear.iter().map(|each| addressed(register, each)).collect(),
            command: Some(command),
            grounds,
        }
        .kept_by(keepers(register))
    }

    /// Where the charter leaves nobody free to hear it, it goes to those who keep the records.
    fn kept_by(mut self, keepers: Vec<String>) -> Self {
        if self.to.is_empty() {
            self.to = keepers;
        }
        self
    }

    fn page(&self) -> Page {
        let page = Page::new().heading("Your right to appeal").line(&self.said);
        let Some(command) = &self.command else {
            return page;
        };
        let mut ways = vec![
            "an appeal is about how the decision came about, and says what went wrong and what \
             you ask for"
                .to_owned(),
        ];
        if !self.grounds.is_empty() {
            ways.push(format!(
                "it names one of the grounds: {}",
                words::listed(&self.grounds)
            ));
        }
        ways.push(format!("by command: {command}"));
        if !self.to.is_empty() {
            ways.push(format!("by letter or mail to {}", self.to.join(" or ")));
        }
        page.bullets(ways)
    }
}

/// What became of the appeal that they made already.
fn made(sources: &Sources<'_>, who: &ParticipantId, n: u32) -> Option<String> {
    let filed = sources.folder()?.calls.get(&n)?;
    let mut appeals = filed.appeals.iter();
    let (by, appeal) = appeals.find(|(by, _)| *by == who)?;
    let ended = filed
        .rulings
        .get(by)
        .and_then(|ruling| ruling.ended.as_ref());
    Some(match (ended, appeal.withdrawn) {
        (Some(ended), _) => format!(
            "You appealed, and your appeal ended on {}: {}.",
            ended.act.at.date(),
            ended.value.word()
        ),
        (None, true) => "You appealed, and took your appeal back.".to_owned(),
        (None, false) => {
            let about = About::proposal(sources.register, &sources.tally.proposal).call(n);
            let hear = may(Deed::RuleOnAppeal, &about.of(by));
            let hear: Vec<String> = hear
                .iter()
                .map(|id| addressed(sources.register, id))
                .collect();
            match hear.as_slice() {
                [] => "You have appealed, and nobody whom the charter names is free to hear it."
                    .to_owned(),
                hear => format!("You have appealed. It is heard by {}.", hear.join(" or ")),
            }
        }
    })
}

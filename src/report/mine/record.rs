//! What is on record of somebody: their entry in the roster, objections, positions, statements.

use serde::Serialize;

use crate::procedure::phase::{Phase, phase};
use crate::procedure::standing::standing;
use crate::record::decision;
use crate::record::handling::{Handling, Value};
use crate::register::interests::fault;
use crate::register::records::{CallFolder, Folder, Register};
use crate::render::ink::Text;
use crate::render::page::{Facts, Page};
use crate::report::owing::owns;
use crate::report::when::{LocalOffset, moment};
use crate::report::words;
use crate::tally::Tally;
use crate::tally::objection::state;
use crate::tally::reason::Reason;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::id::{
    GroupId, ObjectionId, ParticipantId, PositionName, ProposalId, RevisionName, RoleName,
    StandingName,
};

/// What the roster says of somebody.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Entry {
    name: String,
    group: GroupId,
    standing: Vec<StandingName>,
    roles: Vec<RoleName>,
    suspended: Option<String>,
    interests_updated: Option<String>,
    /// What is wrong with the statement of interest.
    interests_owed: Option<String>,
}

impl Entry {
    pub(super) fn of(register: &Register, who: &ParticipantId, now: Instant) -> Option<Self> {
        let read = register.participants.get(who)?;
        let charter = register.charter.as_ref();
        let roles = charter.into_iter().flat_map(|charter| &charter.roles);
        let mine = roles.filter(|(_, holders)| holders.contains(who));
        Some(Self {
            name: read.name.clone(),
            group: read.group.clone(),
            standing: read.standing.clone(),
            roles: mine.map(|(role, _)| role.clone()).collect(),
            suspended: read.suspended.clone(),
            interests_updated: read.interests_updated.clone(),
            interests_owed: fault(register, who, now),
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn facts(&self) -> Facts {
        let interests = match (&self.interests_owed, &self.interests_updated) {
            (Some(owed), _) => owed.clone(),
            (None, Some(day)) => format!("of {day}"),
            (None, None) => String::new(),
        };
        words::said([
            ("Group", self.group.to_string()),
            ("Standing", words::listed(&self.standing)),
            ("Roles", words::listed(&self.roles)),
            ("Suspended", self.suspended.clone().unwrap_or_default()),
            ("Statement of interest", interests),
        ])
    }
}

/// What became of an objection or a comment.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Fate {
    id: ObjectionId,
    proposal: ProposalId,
    about: String,
    blocking: bool,
    state: &'static str,
    disposition: Option<Value>,
    disposed_by: Option<ParticipantId>,
    reason: Option<String>,
    appeal_until: Option<Instant>,
}

/// The objections and comments of `who`, by proposal and id.
pub(super) fn fates(register: &Register, who: &ParticipantId, now: Instant) -> Vec<Fate> {
    let none = Handling::default();
    let mut fates = Vec::new();
    for (proposal, folder) in &register.proposals {
        for (id, raised) in &folder.objections {
            if id.participant == *who {
                let handling = folder.handling.get(id).unwrap_or(&none);
                let ended = handling.disposition.as_ref();
                fates.push(Fate {
                    id: id.clone(),
                    proposal: proposal.clone(),
                    about: raised.objection.about.clone(),
                    blocking: raised.objection.blocking,
                    state: state(&raised.objection, handling).in_words(),
                    disposition: ended.map(|ended| ended.value),
                    disposed_by: ended.map(|ended| ended.by.clone()),
                    reason: ended.map(|ended| ended.reason.clone()),
                    appeal_until: appeal_until(register, proposal, folder, who, now),
                });
            }
        }
    }
    fates
}

/// Until when somebody can appeal against the last decision: while it was not taken back, and
/// where they have not done so yet.
fn appeal_until(
    register: &Register,
    id: &ProposalId,
    folder: &Folder,
    who: &ParticipantId,
    now: Instant,
) -> Option<Instant> {
    let (n, decision) = folder.current_decision()?;
    let reversed = !folder.reversals(n).is_empty();
    standing(register, id, n, now).filter(|_| !reversed)?;
    let filed = folder.calls.get(&n)?;
    if appeal_state(filed, who).is_some() {
        return None;
    }
    decision
        .afterwards
        .appeal_until
        .filter(|until| *until > now)
}

impl Fate {
    pub(super) fn page(&self, now: Instant, offset: LocalOffset) -> Page {
        let comment = if self.blocking { "" } else { "comment, " };
        let facts = Facts::default()
            .fact(
                self.id.to_string(),
                format!("on {}: {comment}{}", self.proposal, self.state),
            )
            .fact("About", &self.about);
        let facts = match (&self.reason, &self.disposed_by) {
            (Some(reason), Some(by)) => facts.fact(
                format!("Reason of {by}"),
                crate::value::text::shortened(reason, 200),
            ),
            _ => facts,
        };
        let facts = match self.appeal_until {
            Some(until) => facts.fact(
                "Right to appeal",
                format!("until {}: {}", moment(until, now, offset), self.appeal()),
            ),
            None => facts,
        };
        Page::new().facts(facts)
    }
}

impl Fate {
    /// The command by which they appeal.
    fn appeal(&self) -> Command {
        let command = Command::new("appeal open").with(&self.proposal);
        let command = command.option("--problem", Placeholder::Text);
        command.option("--asks", Placeholder::Text)
    }
}

/// A position that somebody gave, for themself or for a group.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Given {
    proposal: ProposalId,
    path: String,
    /// None where the file cannot be read.
    position: Option<PositionName>,
    on: Option<RevisionName>,
    withdrawn: bool,
    /// Whether it is counted; none where there is no tally.
    counted: Option<bool>,
    stale: bool,
    set_aside: Option<Reason>,
    stage: String,
}

/// The positions of `who`, by proposal and path.
pub(super) fn given(register: &Register, who: &ParticipantId) -> Vec<Given> {
    let mut all = Vec::new();
    for (id, folder) in &register.proposals {
        let files = folder.positions.iter();
        for (path, file) in files.filter(|(_, file)| owns(register, who, &file.owner)) {
            let read = file.position.as_ref();
            all.push(Given {
                proposal: id.clone(),
                path: path.clone(),
                position: read.map(|read| read.position.clone()),
                on: read.and_then(|read| read.on),
                withdrawn: read.is_some_and(|read| read.withdrawn),
                counted: None,
                stale: false,
                set_aside: None,
                stage: decided(folder).unwrap_or_else(|| "undecided".to_owned()),
            });
        }
    }
    all
}

fn decided(folder: &Folder) -> Option<String> {
    let (_, decision) = folder.current_decision()?;
    let at = decision.judgement.at;
    (phase(folder, at) == Phase::Decided).then(|| {
        let outcome = decision.judgement.outcome.word();
        format!("{outcome} {}", at.date())
    })
}

impl Given {
    /// What the tally of its proposal made of it. A file that moved after the close is judged
    /// twice, as it lies here last.
    pub(super) fn count(&mut self, tally: &Tally) {
        if self.proposal != tally.proposal {
            return;
        }
        let mut counted = tally.canvass.counted.iter();
        let counted = counted.find(|file| file.path == self.path);
        let mut aside = tally.canvass.set_aside.iter();
        let aside = aside.rfind(|file| file.path == self.path);
        self.set_aside = aside.map(|file| file.reason);
        self.counted = Some(counted.is_some() && aside.is_none());
        self.stale = counted.is_some_and(|file| file.stale);
        self.on = self.on.or(counted.and_then(|file| file.on));
    }

    pub(super) fn row(&self) -> [Text; 5] {
        let said = self.position.as_ref();
        let said = said.map_or("cannot be read".to_owned(), ToString::to_string);
        let counted = match (self.counted, self.set_aside) {
            (_, Some(reason)) => format!("no: {}", reason.in_words()),
            (Some(true), None) if self.stale => "yes, on an earlier text".to_owned(),
            (Some(true), None) => "yes".to_owned(),
            (Some(false) | None, None) => String::new(),
        };
        [
            self.proposal.as_str().into(),
            said.into(),
            self.on.map(|on| on.to_string()).unwrap_or_default().into(),
            counted.into(),
            (&self.stage).into(),
        ]
    }
}

/// A minority statement, a challenge or an appeal.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Statement {
    kind: &'static str,
    proposal: ProposalId,
    call: u32,
    state: String,
}

/// What else `who` put on record, by proposal and call.
pub(super) fn statements(register: &Register, who: &ParticipantId) -> Vec<Statement> {
    let mut all = Vec::new();
    for (proposal, folder) in &register.proposals {
        for (n, filed) in &folder.calls {
            let of_call = [
                ("minority statement", minority_state(filed, who)),
                ("challenge", challenge_state(filed, who)),
                ("appeal", appeal_state(filed, who)),
            ];
            all.extend(of_call.into_iter().filter_map(|(kind, state)| {
                Some(Statement {
                    kind,
                    proposal: proposal.clone(),
                    call: *n,
                    state: state?,
                })
            }));
        }
    }
    all
}

fn minority_state(filed: &CallFolder, who: &ParticipantId) -> Option<String> {
    let mut mine = filed.minority.iter();
    let (_, statement) = mine.find(|(by, _)| *by == who)?;
    Some(match (&statement.statement, statement.withdrawn) {
        (_, true) => "withdrawn".to_owned(),
        (decision::Statement::Own(_), false) => "on record".to_owned(),
        (decision::Statement::Joins(whose), false) => format!("joins that of {whose}"),
    })
}

fn challenge_state(filed: &CallFolder, who: &ParticipantId) -> Option<String> {
    let mut mine = filed.challenges.iter().rev();
    let (of, challenge) = mine.find(|(of, _)| of.participant == *who)?;
    let read = filed.designation.as_ref();
    let answered = read.is_some_and(|read| read.answers_to(of).next().is_some());
    let state = match (challenge.withdrawn, answered) {
        (true, _) => "withdrawn",
        (false, true) => "answered",
        (false, false) => "no answer yet",
    };
    Some(format!("{of}, {state}"))
}

fn appeal_state(filed: &CallFolder, who: &ParticipantId) -> Option<String> {
    let mut mine = filed.appeals.iter();
    let (by, appeal) = mine.find(|(by, _)| *by == who)?;
    let ruling = filed.rulings.get(by);
    let ended = ruling.and_then(|ruling| ruling.ended.as_ref());
    Some(match (appeal.withdrawn, ended) {
        (_, Some(ended)) => ended.value.word().to_owned(),
        (true, None) => "withdrawn".to_owned(),
        (false, None) => "being heard".to_owned(),
    })
}

impl Statement {
    pub(super) fn in_words(&self) -> String {
        format!(
            "{} on {}, call {}: {}",
            self.kind, self.proposal, self.call, self.state
        )
    }
}

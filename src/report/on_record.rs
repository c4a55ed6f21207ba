//! Lists the records of one participant: the entry in the participant list, objections with what
//! became of each, positions with whether they count, statements, challenges and appeals.

use serde::Serialize;

use crate::procedure::decision_status::standing;
use crate::procedure::stage::{Phase, phase};
use crate::record::decision;
use crate::record::handling::{DispositionKind, Handling};
use crate::register::interests::fault;
use crate::register::records::{CallFolder, ProposalRecords, Register};
use crate::render::page::{Facts, Page};
use crate::report::words::{self, LocalOffset, moment, owns};
use crate::tally::Tally;
use crate::tally::objection::state;
use crate::tally::objection::word_of_json;
use crate::tally::reason::NotCountedReason;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::id::{
    GroupId, ObjectionId, ParticipantId, PositionName, ProposalId, RevisionName, RoleName,
    StandingName,
};
use crate::value::text::shortened;

/// What the participant list says of somebody.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) group: GroupId,
    pub(crate) standing: Vec<StandingName>,
    pub(crate) roles: Vec<RoleName>,
    pub(crate) suspended: Option<String>,
    pub(crate) interests_updated: Option<String>,
    /// What is wrong with the statement of interest.
    pub(crate) interests_owed: Option<String>,
}

impl Entry {
    pub(crate) fn of(register: &Register, who: &ParticipantId, now: Instant) -> Option<Self> {
        let read = register.participants.get(who)?;
        let charter = register.charter.as_ref();
        let roles = charter.into_iter().flat_map(|charter| &charter.roles);
        let mine = roles.filter(|(_, holders)| holders.contains(who));
        Some(Self {
            name: read.name.clone(),
            group: read.group.clone(),
            standing: read.memberships.at(now),
            roles: mine.map(|(role, _)| role.clone()).collect(),
            suspended: read.suspended.clone(),
            interests_updated: read.interests_updated.clone(),
            interests_owed: fault(register, who, now),
        })
    }

    pub(crate) fn facts(&self) -> Facts {
        let day = self.interests_updated.as_ref();
        let interests = self.interests_owed.clone();
        let interests = interests.or(day.map(|day| format!("of {day}")));
        Facts::default()
            .fact("Group", &self.group)
            .filled("Membership", words::listed(&self.standing))
            .filled("Roles", words::listed(&self.roles))
            .filled("Suspended", self.suspended.as_ref())
            .filled("Statement of interest", interests)
    }
}

/// What became of an objection or a comment.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ObjectionOutcome {
    pub(crate) id: ObjectionId,
    pub(crate) proposal: ProposalId,
    pub(crate) about: String,
    pub(crate) blocking: bool,
    #[serde(serialize_with = "word_of_json")]
    pub(crate) state: &'static str,
    pub(crate) disposition: Option<DispositionKind>,
    pub(crate) disposed_by: Option<ParticipantId>,
    pub(crate) reason: Option<String>,
    pub(crate) appeal_until: Option<Instant>,
}

/// The objections and comments of `who`, by proposal and id.
pub(crate) fn fates(
    register: &Register,
    who: &ParticipantId,
    now: Instant,
) -> Vec<ObjectionOutcome> {
    let none = Handling::default();
    let mut fates = Vec::new();
    for (proposal, folder) in &register.proposals {
        for (id, raised) in &folder.objections {
            if id.participant == *who {
                let handling = folder.handling.get(id).unwrap_or(&none);
                let ended = handling.disposition.as_ref();
                fates.push(ObjectionOutcome {
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

/// Until when somebody can appeal the last decision: while it is in force, and where they have
/// not done so yet.
fn appeal_until(
    register: &Register,
    id: &ProposalId,
    folder: &ProposalRecords,
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

impl ObjectionOutcome {
    pub(crate) fn page(&self, now: Instant, offset: LocalOffset) -> Page {
        let state = match self.blocking {
            true => format!("{} (on {})", self.state, self.proposal),
            false => format!("comment, {} (on {})", self.state, self.proposal),
        };
        let facts = Facts::default()
            .fact(&self.id, state)
            .fact("About", &self.about);
        let facts = match (&self.reason, &self.disposed_by) {
            (Some(reason), Some(by)) => {
                facts.fact(format!("Reason of {by}"), shortened(reason, 200))
            }
            _ => facts,
        };
        let Some(until) = self.appeal_until else {
            return Page::new().facts(facts);
        };
        let command = Command::new("appeal open").with(&self.proposal);
        let command = command.option("--problem", Placeholder::Text);
        let command = command.option("--asks", Placeholder::Text);
        let until = format!("until {}", moment(until, now, offset));
        Page::new()
            .facts(facts.fact("You can appeal", until))
            .verbatim("To appeal", command)
    }
}

/// A position that somebody gave, for themselves or for a group.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct OwnPosition {
    pub(crate) proposal: ProposalId,
    pub(crate) path: String,
    /// None where the file cannot be read.
    pub(crate) position: Option<PositionName>,
    pub(crate) on: Option<RevisionName>,
    pub(crate) withdrawn: bool,
    /// Whether it is counted; none where there is no tally.
    pub(crate) counted: Option<bool>,
    pub(crate) stale: bool,
    pub(crate) set_aside: Option<NotCountedReason>,
    pub(crate) stage: String,
}

/// The positions of `who`, by proposal and path.
pub(crate) fn given(register: &Register, who: &ParticipantId) -> Vec<OwnPosition> {
    let mut all = Vec::new();
    for (id, folder) in &register.proposals {
        let files = folder.positions.iter();
        for (path, file) in files.filter(|(_, file)| owns(register, who, &file.owner)) {
            let read = file.position.as_ref();
            all.push(OwnPosition {
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

fn decided(folder: &ProposalRecords) -> Option<String> {
    let (_, decision) = folder.current_decision()?;
    let at = decision.judgement.at;
    (phase(folder, at) == Phase::Decided).then(|| {
        let outcome = decision.judgement.outcome.word();
        format!("{outcome} {}", at.date())
    })
}

impl OwnPosition {
    /// Adds what the tally of its proposal made of it. A file that moved after the close is judged
    /// twice; the last time is the one of this place.
    pub(crate) fn count(&mut self, tally: &Tally) {
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

    pub(crate) fn judged(&self) -> String {
        match (self.counted, self.set_aside) {
            (_, Some(reason)) => format!("no: {}", reason.in_words()),
            (Some(true), None) if self.stale => "yes, on an earlier revision".to_owned(),
            (Some(true), None) => "yes".to_owned(),
            (Some(false) | None, None) => String::new(),
        }
    }
}

/// A minority statement, a challenge or an appeal.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Statement {
    pub(crate) kind: &'static str,
    pub(crate) proposal: ProposalId,
    pub(crate) call: u32,
    pub(crate) state: String,
}

/// What else `who` recorded, by proposal and call.
pub(crate) fn statements(register: &Register, who: &ParticipantId) -> Vec<Statement> {
    let mut all = Vec::new();
    for (proposal, folder) in &register.proposals {
        for (call, filed) in &folder.calls {
            let of_call = [
                ("minority statement", minority_state(filed, who)),
                ("challenge", challenge_state(filed, who)),
                ("appeal", appeal_state(filed, who)),
            ];
            let statement = |(kind, state): (&'static str, Option<String>)| {
                Some(Statement {
                    kind,
                    proposal: proposal.clone(),
                    call: *call,
                    state: state?,
                })
            };
            all.extend(of_call.into_iter().filter_map(statement));
        }
    }
    all
}

fn minority_state(filed: &CallFolder, who: &ParticipantId) -> Option<String> {
    let minority = filed.minority.get(who)?;
    Some(match &minority.statement {
        _ if minority.withdrawn => "withdrawn".to_owned(),
        decision::MinorityContent::Own(_) => "recorded".to_owned(),
        decision::MinorityContent::Joins(whose) => format!("joined that of {whose}"),
    })
}

fn challenge_state(filed: &CallFolder, who: &ParticipantId) -> Option<String> {
    let mut mine = filed.challenges.iter().rev();
    let (of, challenge) = mine.find(|(of, _)| of.participant == *who)?;
    let read = filed.designation.as_ref();
    let answered = read.is_some_and(|read| read.answers_to(of).next().is_some());
    let state = match (challenge.withdrawn, answered) {
        (true, _) => "withdrawn",
        (false, true) => "has a response",
        (false, false) => "no response yet",
    };
    Some(format!("{of} ({state})"))
}

fn appeal_state(filed: &CallFolder, who: &ParticipantId) -> Option<String> {
    let appeal = filed.appeals.get(who)?;
    let ruling = filed.rulings.get(who);
    let ended = ruling.and_then(|ruling| ruling.ended.as_ref());
    let state = match (appeal.withdrawn, ended) {
        (_, Some(ended)) => ended.value.word(),
        (true, None) => "withdrawn",
        (false, None) => "no ruling yet",
    };
    Some(state.to_owned())
}

impl Statement {
    pub(crate) fn in_words(&self) -> String {
        format!(
            "{} on {}, call {}: {}",
            self.kind, self.proposal, self.call, self.state
        )
    }
}

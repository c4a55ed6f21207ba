//! What waits for somebody.

use serde::Serialize;

use crate::procedure::due::{Due, DueKind};
use crate::procedure::next::{Step, Weight, steps};
use crate::procedure::phase::{Phase, phase};
use crate::record::handling::Handling;
use crate::record::path::Owner;
use crate::register::interests::fault;
use crate::register::records::{Folder, Register};
use crate::report::owing::{is_named, is_overdue, owns};
use crate::tally::Tally;
use crate::tally::objection::{State, state};
use crate::tally::reason::Reason;
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::id::{GroupId, ParticipantId, ProposalId};

/// One thing that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Need {
    proposal: Option<ProposalId>,
    what: String,
    due: Option<Instant>,
    overdue: bool,
    /// What they type, where a command does it.
    command: Option<String>,
}

impl Need {
    fn on(proposal: &ProposalId, what: impl Into<String>, command: String) -> Self {
        Self {
            proposal: Some(proposal.clone()),
            what: what.into(),
            due: None,
            overdue: false,
            command: Some(command),
        }
    }

    fn by(self, due: Instant) -> Self {
        Self {
            due: Some(due),
            ..self
        }
    }

    pub(super) fn due(&self) -> Option<Instant> {
        self.due
    }

    pub(super) fn is_overdue(&self) -> bool {
        self.overdue
    }

    pub(super) fn command(&self) -> Option<&str> {
        self.command.as_deref()
    }

    pub(super) fn in_words(&self) -> String {
        match &self.proposal {
            Some(proposal) => format!("{proposal}: {}", self.what),
            None => self.what.clone(),
        }
    }
}

/// The needs to be shown: those first that have an end, each once.
pub(super) fn in_order(needs: &[Need]) -> Vec<&Need> {
    let mut shown: Vec<&Need> = Vec::new();
    let mut sorted: Vec<&Need> = needs.iter().collect();
    sorted.sort_by_key(|need| (need.due.is_none(), need.due));
    for need in sorted {
        let same = |other: &&Need| {
            other.command.is_some()
                && (&other.proposal, &other.command) == (&need.proposal, &need.command)
        };
        if !shown.iter().any(same) {
            shown.push(need);
        }
    }
    shown
}

/// A statement of interest that is missing or too old.
pub(super) fn of_entry(register: &Register, who: &ParticipantId, now: Instant) -> Option<Need> {
    let fault = fault(register, who, now)?;
    Some(Need {
        proposal: None,
        what: format!("bring your statement of interest up to date, which is {fault}"),
        due: None,
        overdue: false,
        command: Some(format!("plenary participant set {who} --interests \"…\"")),
    })
}

/// What is due of them. What a tally says better is left to it.
pub(super) fn of_dues(all: &[Due], who: &ParticipantId, now: Instant) -> Vec<Need> {
    let told_by_tally = [DueKind::CallCloses, DueKind::Decision];
    let mine = all
        .iter()
        .filter(|due| due.people.contains(who) && !told_by_tally.contains(&due.kind));
    mine.map(|due| Need {
        proposal: due.proposal.clone(),
        what: due.what.clone(),
        due: (due.kind != DueKind::SignOff).then_some(due.at),
        overdue: is_overdue(due, now),
        command: due.command.clone(),
    })
    .collect()
}

/// Responses to their objections that wait for a reply, and challenges that wait for a chair.
pub(super) fn of_folder(
    register: &Register,
    id: &ProposalId,
    folder: &Folder,
    who: &ParticipantId,
    now: Instant,
) -> Vec<Need> {
    if phase(folder, now) == Phase::Decided {
        return Vec::new();
    }
    let none = Handling::default();
    let replies = folder.objections.iter().filter_map(|(of, raised)| {
        let handling = folder.handling.get(of).unwrap_or(&none);
        let waits = state(&raised.objection, handling) == State::Answered;
        let mine = of.participant == *who;
        (waits && mine).then(|| {
            let what = format!("say what you make of the response to {of}");
            let command = format!("plenary reply {of} satisfied|maintained|withdrawn");
            Need::on(id, what, command)
        })
    });
    let is_chair = register.charter.as_ref().is_some_and(|c| c.is_chair(who));
    let challenges = challenges(folder, now).into_iter().filter(|_| is_chair);
    let answers = challenges.map(|of| {
        let command = format!("plenary designate {id} --answer {of} --text \"…\"");
        Need::on(id, format!("answer the challenge {of}"), command)
    });
    replies.chain(answers).collect()
}

/// The challenges of the current call that stand without an answer.
fn challenges(folder: &Folder, now: Instant) -> Vec<String> {
    let designated = phase(folder, now) == Phase::Designated;
    let current = folder.current_call().filter(|_| designated);
    let Some(filed) = current.and_then(|(n, _)| folder.calls.get(&n)) else {
        return Vec::new();
    };
    let open = filed.challenges.iter().filter(|(of, challenge)| {
        let read = filed.designation.as_ref();
        let answered = read.is_some_and(|read| read.answers_to(of).next().is_some());
        !challenge.withdrawn && !answered
    });
    open.map(|(of, _)| of.to_string()).collect()
}

/// What the tally of an undecided proposal says: positions to give, steps that are theirs.
pub(super) fn of_tally(
    register: &Register,
    folder: &Folder,
    tally: &Tally,
    who: &ParticipantId,
    now: Instant,
) -> Vec<Need> {
    let mut needs = Vec::new();
    if phase(folder, now) == Phase::Open {
        needs.extend(positions(register, folder, tally, who));
    }
    let theirs = steps(tally, folder)
        .into_iter()
        .filter(|step| is_named(&step.whose, who))
        .filter(|step| !step.command.starts_with("plenary status"));
    needs.extend(theirs.map(|step| of_step(tally, step)));
    needs
}

fn of_step(tally: &Tally, step: Step) -> Need {
    let advised = match step.weight {
        Weight::Required => "",
        Weight::Advised => " (advised)",
    };
    let what = format!("{}{advised}", step.what);
    Need::on(&tally.proposal, what, step.command)
}

/// The positions that they may give in an open call and have not, or that the text has left
/// behind.
fn positions(
    register: &Register,
    folder: &Folder,
    tally: &Tally,
    who: &ParticipantId,
) -> Vec<Need> {
    let Some((_, call)) = folder.current_call() else {
        return Vec::new();
    };
    let id = &tally.proposal;
    let command = format!("plenary position {id} VALUE");
    let of_groups = tally.track.count == CountUnit::Groups;
    let needs = match of_groups {
        true => spoken_for(register, tally, who)
            .into_iter()
            .filter_map(|group| {
                let what = missing(tally, |owner| *owner == Owner::Group(group.clone()))?;
                let what = format!("{what} for {group}");
                Some(Need::on(id, what, format!("{command} --group {group}")))
            })
            .collect(),
        false => {
            let seat = tally.electorate.seat_of(who);
            let mine = |owner: &Owner| {
                seat.is_some_and(|seat| {
                    let mut people = std::iter::once(&seat.holder).chain(&seat.alternates);
                    people.any(|person| Owner::Participant(person.clone()) == *owner)
                })
            };
            let what = seat.and_then(|_| missing(tally, mine));
            what.map(|what| Need::on(id, what, command))
                .into_iter()
                .collect::<Vec<_>>()
        }
    };
    needs
        .into_iter()
        .map(|need| need.by(call.closing()))
        .collect()
}

/// The groups for which somebody speaks.
fn spoken_for(register: &Register, tally: &Tally, who: &ParticipantId) -> Vec<GroupId> {
    let groups = tally.charter.groups.iter();
    let speaks = groups.filter(|group| owns(register, who, &Owner::Group(group.id.clone())));
    speaks.map(|group| group.id.clone()).collect()
}

/// What is to be done so that an answer counts; nothing where one does.
fn missing(tally: &Tally, mine: impl Fn(&Owner) -> bool) -> Option<String> {
    let mut counted = tally.canvass.counted.iter();
    if let Some(file) = counted.find(|file| mine(&file.owner)) {
        let stale = "say whether your position still holds, now that the text has changed";
        return file.stale.then(|| stale.to_owned());
    }
    let mut aside = tally.canvass.set_aside.iter();
    let aside = aside.rfind(|file| mine(&file.owner));
    Some(match aside.map(|file| file.reason) {
        None | Some(Reason::Withdrawn) => "give a position".to_owned(),
        Some(Reason::Hold) => "give the position that you held back".to_owned(),
        Some(reason) => format!(
            "give your position again: it is set aside ({})",
            reason.in_words()
        ),
    })
}

//! Lists what must be done before and during a call: open it, answer, wait for its close.

use std::collections::BTreeSet;

use super::{Class, Priority, ProposalView, Subject, Task, TaskKind, Who};
use crate::procedure::designation::minority_time;
use crate::procedure::early_end::{EarlyEnd, not_before};
use crate::procedure::opening::last_by;
use crate::procedure::package::Package;
use crate::procedure::rights::{About, Deed, may};
use crate::record::call::Call;
use crate::record::charter::Group;
use crate::record::path::Owner;
use crate::record::track::Track;
use crate::register::records::{PositionFile, ProposalRecords, Register};
use crate::tally::Tally;
use crate::tally::electorate::Electorate;
use crate::tally::groundwork::Groundworks;
use crate::tally::reason::NotCountedReason;
use crate::tally::voice::group_breadth;
use crate::value::class::CountUnit;
use crate::value::command::{Command, Placeholder};
use crate::value::id::{GroupId, ParticipantId};

/// Everything with a date on the current call, without a tally; nothing if it was decided.
pub(super) fn under_way(matter: &ProposalView<'_>, shared: &mut Groundworks) -> Vec<Task> {
    let Some((n, call)) = matter.folder.undecided_call() else {
        return Vec::new();
    };
    let Some(track) = matter.charter.track(&call.track) else {
        return Vec::new();
    };
    if call.is_open(matter.now) {
        let ground = shared.of(matter.charter, matter.register, track, call.opens);
        let silent = without_answer(matter, track, &ground.electorate, &gave(matter));
        return vec![closes(matter, n, call, track, &silent)];
    }
    let challenge = matter.challenge_window(n, track);
    let filed = matter.folder.calls.get(&n);
    let minority = filed.and_then(|filed| minority_time(&matter.charter.calendar, track, filed));
    let last = [challenge.map(|(end, _)| end), minority.map(|(_, end)| end)];
    let decide = last.into_iter().flatten().fold(call.closing(), Ord::max);
    let mut all = Vec::new();
    all.extend(challenge.map(|(end, since)| matter.challenge_ends(n, end, since)));
    all.extend(minority.map(|(from, end)| matter.minority_ends(n, end, from)));
    all.retain(|task: &Task| !task.is_overdue(matter.now));
    // Without a tally nobody can tell whether something else must be done first.
    let look = matter.command("status");
    let decision = matter.decide(n, track).since(decide).by(look);
    all.push(decision.choose([""; 0]));
    all
}

/// The close of the call, with the participants without an answer by its tally.
pub(super) fn closing(matter: &ProposalView<'_>, tally: &Tally) -> Option<Task> {
    let (n, call) = matter.folder.undecided_call()?;
    let silent = silent(matter, tally);
    Some(closes(matter, n, call, &tally.track, &silent))
}

/// Whether the proposal has an open call that can end before its announced close.
pub(super) fn can_end_early(register: &Register, folder: &ProposalRecords) -> bool {
    let call = folder.undecided_call().map(|(_, call)| call);
    let call = call.filter(|call| call.close.is_none());
    let charter = call.and_then(|call| register.charter_of(call));
    let track = call.zip(charter);
    let track = track.and_then(|(call, charter)| charter.track(&call.track));
    track.is_some_and(|track| track.ends_early.is_some())
}

/// The early end of the call, if no answer can change the result any more.
pub(super) fn early_end(matter: &ProposalView<'_>, tally: &Tally) -> Option<Task> {
    let (n, call) = matter.folder.undecided_call()?;
    let call = Some(call).filter(|call| call.is_open(tally.now))?;
    let can = EarlyEnd::of(tally, call)? == EarlyEnd::Now;
    let task = Task::new(TaskKind::EndCall, matter.may(Deed::CloseCall));
    let since = not_before(tally, call).unwrap_or(call.opens);
    can.then(|| {
        task.on(matter.id, Some(n))
            .since(since)
            .by(matter.command("call close"))
    })
}

fn closes(
    matter: &ProposalView<'_>,
    n: u32,
    call: &Call,
    track: &Track,
    silent: &[ParticipantId],
) -> Task {
    let who = Who::class(Class::NoAnswer, silent);
    answer(matter, TaskKind::CallCloses, who, track)
        .on(matter.id, Some(n))
        .due(call.closing())
        .since(call.opens)
        .weighs(Priority::Waiting)
}

/// A task that is done by giving a position.
pub(super) fn answer(matter: &ProposalView<'_>, kind: TaskKind, who: Who, track: &Track) -> Task {
    let command = matter.command("position").with(Placeholder::Value);
    let command = match track.count {
        CountUnit::Groups => command.option("--group", Placeholder::Group),
        _ => command,
    };
    Task::new(kind, who)
        .by(command)
        .choose(track.positions.iter().map(|each| &each.name))
}

/// Those who can still give an answer that counts: the seats without an answer, but not the excluded; or the
/// representatives of the groups without one if groups are counted.
fn without_answer(
    matter: &ProposalView<'_>,
    track: &Track,
    electorate: &Electorate,
    answered: &BTreeSet<&Owner>,
) -> Vec<ParticipantId> {
    if track.count == CountUnit::Groups {
        let groups = matter.charter.groups.iter();
        let silent = groups.filter(|group| !answered.contains(&Owner::Group(group.id.clone())));
        return silent
            .flat_map(|group| group.representatives.clone())
            .collect();
    }
    let call = matter.folder.undecided_call().map(|(_, call)| call);
    let excluded = call.into_iter().flat_map(Call::excluded);
    let excluded: Vec<_> = excluded.map(|entry| &entry.participant).collect();
    let seats = electorate.seats.values();
    let seats = seats.filter(|seat| !excluded.contains(&&seat.holder));
    let silent = seats.filter(|seat| {
        let mut people = std::iter::once(&seat.holder).chain(&seat.alternates);
        !people.any(|who| answered.contains(&Owner::Participant(who.clone())))
    });
    silent.map(|seat| seat.holder.clone()).collect()
}

pub(super) fn silent(matter: &ProposalView<'_>, tally: &Tally) -> Vec<ParticipantId> {
    without_answer(matter, &tally.track, &tally.electorate, &counted(tally))
}

/// Whose positions are counted.
fn counted(tally: &Tally) -> BTreeSet<&Owner> {
    let counted = tally.canvass.counted.iter();
    counted.map(|file| &file.owner).collect()
}

/// Whose positions were filed and not withdrawn.
fn gave<'r>(matter: &ProposalView<'r>) -> BTreeSet<&'r Owner> {
    let withdrawn = |file: &PositionFile| file.position.as_ref().is_some_and(|read| read.withdrawn);
    let files = matter.folder.positions.values();
    let given = files.filter(|file| !withdrawn(file));
    given.map(|file| &file.owner).collect()
}

/// Pending answers that can still come before the close. One that ended before the current call
/// opened, or with the last call, has ended by itself.
pub(super) fn pending(matter: &ProposalView<'_>) -> Vec<Task> {
    let current = matter.folder.current_call();
    let open = current.filter(|(_, call)| call.is_open(matter.now));
    let over = matter.folder.undecided_call().is_some() && open.is_none();
    let settled = matter.folder.is_settled() && !matter.folder.is_open_again();
    if over || settled {
        return Vec::new();
    }
    let earliest = match open {
        Some((_, call)) => Some(call.opens),
        None => {
            let calls = matter.folder.calls.values();
            let calls = calls.filter_map(|filed| filed.call.as_ref());
            calls
                .map(Call::closing)
                .max()
                .map(|end| end.min(matter.now))
        }
    };
    let files = matter.folder.positions.values();
    files
        .filter_map(|file| {
            let position = file.position.as_ref()?;
            let until = position.until.filter(|_| position.is_pending())?;
            let ended = earliest.is_some_and(|earliest| until <= earliest);
            (!position.withdrawn && !ended).then(|| {
                let task = Task::new(TaskKind::HoldEnds, matter.owners(&file.owner))
                    .on(matter.id, None)
                    .about(Subject::Pending {
                        owner: file.owner.to_string(),
                    })
                    .due(until)
                    .since(matter.written())
                    .by(matter.give(&file.owner));
                let track = matter.track();
                let positions = track.map_or(&[][..], |track| &track.positions);
                task.choose(positions.iter().map(|each| &each.name))
            })
        })
        .collect()
}

/// What would make the answers better: groups without an answer, first those that represent the public
/// interest, and answers on an earlier revision.
pub(super) fn voices(matter: &ProposalView<'_>, tally: &Tally) -> Vec<Task> {
    let silent = group_breadth(tally).silent;
    let groups = silent.into_iter().filter_map(|id| {
        let id = GroupId::parse(&id).ok()?;
        let seats = tally.electorate.seats.values();
        let members = seats
            .filter(|seat| seat.groups.contains(&id))
            .map(|seat| &seat.holder);
        let group = tally.charter.group(&id);
        let who = match (tally.track.count, group) {
            (CountUnit::Groups, Some(group)) => Who::class(Class::Members, &group.representatives),
            _ => Who::class(Class::Members, members),
        };
        let name = group.map_or_else(|| id.to_string(), Group::in_a_sentence);
        let task = answer(matter, TaskKind::Breadth, who, &tally.track);
        Some(task.about(Subject::Group { id, name }))
    });
    let counted = tally.canvass.counted.iter().filter(|file| file.stale);
    let expired = tally.canvass.set_aside.iter();
    let expired = expired.filter(|file| file.reason == NotCountedReason::Expired);
    let owners = counted
        .map(|file| &file.owner)
        .chain(expired.map(|file| &file.owner));
    let stale: Vec<ParticipantId> = owners
        .flat_map(|owner| matter.owners(owner).members().to_vec())
        .collect();
    let who = Who::class(Class::EarlierText, &stale);
    let again = answer(matter, TaskKind::Reaffirm, who, &tally.track);
    let again = (!stale.is_empty()).then_some(again);
    let all = groups.chain(again);
    let closing = matter.open_until();
    all.map(|task| {
        let task = task.on(matter.id, tally.call).weighs(Priority::Advised);
        match task.kind {
            TaskKind::Reaffirm => task.due(closing),
            _ => task,
        }
    })
    .collect()
}

/// The missing answers, for those who can give them: a task for each group if groups are counted, and
/// the reason for each position that is not counted.
pub(super) fn answers(matter: &ProposalView<'_>, tally: &Tally) -> Vec<Task> {
    let mut all = match tally.track.count {
        CountUnit::Groups => of_groups(matter, tally),
        CountUnit::Participants | CountUnit::Affiliations | CountUnit::None => {
            of_members(matter, tally)
        }
    };
    for task in &mut all {
        task.due = matter.open_until();
        task.proposal = Some(matter.id.clone());
        task.call = tally.call;
        task.weight = Priority::Advised;
    }
    all
}

fn of_members(matter: &ProposalView<'_>, tally: &Tally) -> Vec<Task> {
    let mut by_reason: Vec<(Option<NotCountedReason>, Vec<ParticipantId>)> = Vec::new();
    for holder in silent(matter, tally) {
        let seat = tally.electorate.seat_of(&holder);
        let alternates = seat.map_or(&[][..], |seat| &seat.alternates);
        let people: Vec<ParticipantId> = std::iter::once(&holder)
            .chain(alternates)
            .cloned()
            .collect();
        let mut aside = tally.canvass.set_aside.iter();
        let aside = aside.rfind(|file| {
            let mut people = people.iter();
            people.any(|who| file.owner == Owner::Participant(who.clone()))
        });
        let reason = aside.map(|file| file.reason);
        match by_reason.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, known)) => known.extend(people),
            None => by_reason.push((reason, people)),
        }
    }
    let tasks = by_reason.into_iter().map(|(reason, people)| {
        personal(reason, |class, kind| {
            answer(matter, kind, Who::class(class, &people), &tally.track)
        })
    });
    tasks.collect()
}

fn of_groups(matter: &ProposalView<'_>, tally: &Tally) -> Vec<Task> {
    let silent = matter.charter.groups.iter();
    let counted = counted(tally);
    let silent = silent.filter(|group| !counted.contains(&Owner::Group(group.id.clone())));
    silent
        .map(|group| {
            let owner = Owner::Group(group.id.clone());
            let mut aside = tally.canvass.set_aside.iter();
            let aside = aside.rfind(|file| file.owner == owner);
            let task = personal(aside.map(|file| file.reason), |class, kind| {
                let who = Who::class(class, &group.representatives);
                answer(matter, kind, who, &tally.track).by(matter.give(&owner))
            });
            match task.subject {
                Some(_) => task,
                None => task.about(Subject::Group {
                    id: group.id.clone(),
                    name: group.in_a_sentence(),
                }),
            }
        })
        .collect()
}

fn personal(reason: Option<NotCountedReason>, task: impl FnOnce(Class, TaskKind) -> Task) -> Task {
    match reason {
        None | Some(NotCountedReason::Withdrawn) => task(Class::NoAnswer, TaskKind::Position),
        Some(reason) => {
            task(Class::NotCounted, TaskKind::PositionAgain).about(Subject::Uncounted { reason })
        }
    }
}

impl ProposalView<'_> {
    /// The command by which a position of this owner is given.
    fn give(&self, owner: &Owner) -> Command {
        let command = self.command("position").with(Placeholder::Value);
        match owner {
            Owner::Participant(_) => command,
            Owner::Group(group) => command.option("--group", group),
        }
    }

    /// Those who give the position of this owner.
    fn owners(&self, owner: &Owner) -> Who {
        match owner {
            Owner::Participant(who) => Who::people([who]),
            Owner::Group(group) => {
                let found = self.charter.group(group).into_iter();
                Who::people(found.flat_map(|group| &group.representatives))
            }
        }
    }
}

/// Before a call: to get answers from all groups, and to open it. A package that waits for its parts, or is closed with
/// them, needs no answers.
pub(super) fn before(matter: &ProposalView<'_>, tally: &Tally) -> Vec<Task> {
    let open = to_open(matter);
    let is_next = open.iter().any(|task| task.kind == TaskKind::OpenCall);
    let voices = is_next.then(|| voices(matter, tally));
    voices.into_iter().flatten().chain(open).collect()
}

/// The track on which the next call is opened: the proposal's own, or one that comes before it and has no decision yet.
fn first_of<'r>(matter: &ProposalView<'r>, own: &'r Track) -> &'r Track {
    let undecided = |track: &&Track| last_by(matter.folder, &track.id).is_none();
    let before = matter.charter.before(own).take_while(undecided);
    before.last().unwrap_or(own)
}

/// To open a call on a track that comes before or after others.
pub(super) fn on_track(matter: &ProposalView<'_>, track: &Track) -> Task {
    let about = About::proposal(matter.register, matter.id).by_track(&track.id);
    let open = matter.command("call open").option("--track", &track.id);
    Task::new(
        TaskKind::OpenCall,
        Who::people(&may(Deed::OpenCall, &about)),
    )
    .about(Subject::Track {
        id: track.id.clone(),
    })
    .by(open.option("--closes", Placeholder::Time))
    .on(matter.id, None)
}

/// To open a call. If a decision was reversed on appeal and the text is still the same, to revise the
/// text as well.
pub(super) fn to_open(matter: &ProposalView<'_>) -> Vec<Task> {
    if let Some(package) = Package::of(matter.register, matter.id, matter.now) {
        let open = package.awaited();
        if !open.is_empty() {
            let proposals = open.iter().map(|part| part.proposal.clone()).collect();
            let wait = Task::new(TaskKind::Parts, Who::Time)
                .weighs(Priority::Waiting)
                .about(Subject::Parts { proposals });
            return vec![wait.on(matter.id, None)];
        }
        if package.is_closed() {
            return Vec::new();
        }
    }
    let proposal = matter.folder.proposal.as_ref();
    let latest = proposal.and_then(|read| read.latest());
    let decided = matter.folder.current_decision();
    let decided_on = decided.map(|(_, decision)| decision.matter.revision);
    let same = latest.is_some_and(|last| Some(last.name) == decided_on);
    let own = proposal.and_then(|read| matter.charter.track(&read.track));
    let first = own.map(|own| first_of(matter, own));
    if let Some(first) = first.filter(|first| own.is_some_and(|own| own.id != first.id)) {
        return vec![on_track(matter, first)];
    }
    let open = Task::new(TaskKind::OpenCall, matter.may(Deed::OpenCall)).by(matter
        .command("call open")
        .option("--closes", Placeholder::Time));
    let open = match (latest, decided_on) {
        (Some(last), Some(_)) => open.about(Subject::Revision {
            name: last.name.to_string(),
        }),
        _ => open,
    };
    let revise = same.then(|| {
        let authors = proposal.map_or(&[][..], |read| &read.authors);
        let shepherd = proposal.and_then(|read| read.shepherd.as_ref());
        Task::new(
            TaskKind::Revise,
            Who::people(authors.iter().chain(shepherd)),
        )
        .weighs(Priority::Advised)
        .by(matter.command("revise"))
    });
    let all = std::iter::once(open).chain(revise);
    all.map(|task| task.on(matter.id, None)).collect()
}

//! Lists what is needed before a call.

use crate::procedure::blocker::Blocker;
use crate::procedure::names::{only_by, people, some_of, uncounted};
use crate::procedure::opening;
use crate::procedure::package::Package;
use crate::procedure::ready::ReadinessItem;
use crate::procedure::rights::{About, Deed, in_office, may, unbiased};
use crate::procedure::stage::earlier_calls;
use crate::procedure::stage::outcome_in_words;
use crate::procedure::task::{
    Priority, Task, TaskKind, of_objection, of_proposal, recorded, still_open,
};
use crate::record::path::RecordPath;
use crate::record::proposal::{Proposal, Revision};
use crate::register::records::{ProposalRecords, Register};
use crate::register::tally_inputs::TallyInputs;
use crate::tally::electorate::{counts_those_present, spellings};
use crate::tally::{RequirementResult, Tally, criterion};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::ParticipantId;
use crate::value::sentence::{any_of, many, many_of};

/// Every line of the list for a call on the tally's proposal. `before` is the tally without a call, of
/// the moments `moments`; `register` is the whole register, in which decisions and meetings are looked
/// up.
pub fn before_call(
    register: &Register,
    moments: &TallyInputs,
    before: &Tally,
    folder: &ProposalRecords,
) -> Vec<ReadinessItem> {
    let Some(proposal) = &folder.proposal else {
        return Vec::new();
    };
    let list = List {
        register,
        moments,
        before,
        folder,
        proposal,
    };
    list.lines()
}

/// The lines for a decided question: why it is not asked again, and the tracks that can follow. None if another call on
/// it can be opened.
pub fn answered(
    register: &Register,
    before: &Tally,
    folder: &ProposalRecords,
) -> Vec<ReadinessItem> {
    let own = folder.proposal.as_ref().map(|read| &read.track);
    let charter = register.charter.as_ref();
    let track = own.and_then(|own| charter?.track(own));
    let obstacle = track.and_then(|track| opening::answered(folder, &before.proposal, track));
    let Some(obstacle) = obstacle else {
        return Vec::new();
    };
    let next = of_proposal(register, before).into_iter();
    let next = next.filter(|task| task.kind == TaskKind::OpenCall);
    let next = next.map(|task| ReadinessItem::of_task(task.what(before.now), task));
    let closed = ReadinessItem::in_the_way(&obstacle);
    std::iter::once(closed).chain(next).collect()
}

struct List<'l> {
    register: &'l Register,
    moments: &'l TallyInputs,
    before: &'l Tally,
    folder: &'l ProposalRecords,
    proposal: &'l Proposal,
}

impl List<'_> {
    fn lines(&self) -> Vec<ReadinessItem> {
        let track = &self.before.track;
        let text = opening::text(&self.moments.asked, self.proposal, &self.before.proposal);
        let mut lines = vec![
            self.text(&text),
            self.question(),
            ReadinessItem::met(format!("track {}: {}", track.id, track.title)),
            self.chair(),
            self.window(),
            self.electorate(),
        ];
        lines.extend(self.uncounted());
        if !self.before.electorate.seats.is_empty() {
            lines.extend(self.before.gates.iter().map(|gate| self.gate(gate)));
            lines.extend(self.levels());
            lines.extend(self.empty_groups());
        }
        lines.extend(self.public_interest());
        lines.extend(self.meeting());
        lines.extend(self.hearers());
        lines.extend(text.ok().and_then(|text| self.after(text)));
        lines.extend(self.package());
        lines.extend(self.objections());
        lines.extend(self.statements());
        lines.extend(self.spellings());
        lines.push(self.shepherd());
        lines.extend(self.unchanged());
        lines.extend(self.repeated());
        lines
    }

    fn about(&self) -> About<'_> {
        About::proposal(self.register, &self.before.proposal).by_track(&self.before.track.id)
    }

    /// Who can do something about it, and what they type.
    fn can(&self, deed: Deed, command: impl Into<Hint>) -> Hint {
        only_by(&may(deed, &self.about()), command)
    }

    fn text(&self, text: &Result<&Revision, Blocker>) -> ReadinessItem {
        let (id, file) = (self.before.proposal.clone(), self.proposal.text.clone());
        match text {
            Ok(last) => {
                let path = RecordPath::Text(id, file);
                ReadinessItem::met(format!("{path} is revision {}", last.name))
            }
            Err(obstacle) => ReadinessItem::in_the_way(obstacle),
        }
    }

    fn question(&self) -> ReadinessItem {
        let obstacle = opening::question(self.proposal, &self.before.proposal);
        ReadinessItem::unless(obstacle, || format!("question: {}", self.proposal.question))
    }

    fn chair(&self) -> ReadinessItem {
        let about = self.about();
        let free = unbiased(Deed::OpenCall, &about);
        let chairs = in_office(Deed::OpenCall, &about);
        if chairs.is_empty() {
            let hint = "name a chair under [roles] in charter.toml";
            return ReadinessItem::unmet(
                "the charter names no chair, so nobody can open the call",
                hint,
            );
        }
        if free.is_empty() {
            let all = people(&chairs);
            let what =
                format!("every chair has a conflict of interest, so {all} can still open it");
            let hint = "consider another chair under [roles] in charter.toml";
            return ReadinessItem::advised(what, hint);
        }
        let free = people(&free);
        ReadinessItem::met(format!(
            "{free} can open the call (no conflict of interest)"
        ))
    }

    fn window(&self) -> ReadinessItem {
        let now = self.moments.now;
        let window = self.before.track.window;
        let bounds = window.bounds(now, &self.before.charter.calendar);
        let [earliest, latest] = bounds.map(|bound| bound.map(Instant::long));
        ReadinessItem::met(match (earliest, latest) {
            (None, None) => "a call opened now can close at any time".to_owned(),
            (Some(min), None) => format!("a call opened now cannot close before {min}"),
            (None, Some(max)) => format!("a call opened now cannot close after {max}"),
            (Some(min), Some(max)) => {
                format!("a call opened now can close between {min} and {max}")
            }
        })
    }

    fn electorate(&self) -> ReadinessItem {
        let seats = self.before.electorate.seats.len();
        ReadinessItem::unless(opening::electorate(self.register, self.before), || {
            format!("the electorate has {}", many(seats, "seat"))
        })
    }

    /// Participants whom no track counts although nothing says that they should not be counted.
    fn uncounted(&self) -> Vec<ReadinessItem> {
        let charter = &self.before.charter;
        let sentences = uncounted(charter, self.register.participants.iter());
        let standing = self.before.track.electorate.first();
        let standing = standing.map_or("NAME", |standing| standing.as_str());
        let command = Command::new("participant set").with(Placeholder::Name);
        let command = command.option("--standing", standing);
        let lines = sentences.into_iter();
        lines
            .map(|said| {
                ReadinessItem::advised(said, self.can(Deed::KeepParticipants, command.clone()))
            })
            .collect()
    }

    fn gate(&self, gate: &RequirementResult) -> ReadinessItem {
        ReadinessItem::unless(opening::gate(self.before, gate), || {
            format!("requirement {} can be met: {}", gate.name, gate.criterion)
        })
    }

    /// Without a level that adopts, a call could adopt nothing.
    fn levels(&self) -> Vec<ReadinessItem> {
        let never = opening::adopting(self.before);
        if never.is_empty() {
            return vec![ReadinessItem::met("a level that adopts can be met")];
        }
        never.iter().map(ReadinessItem::in_the_way).collect()
    }

    /// Groups whose seats a rule counts by name, and that have none.
    fn empty_groups(&self) -> Vec<ReadinessItem> {
        let seats = &self.before.electorate.seats;
        let rules = self.before.track.rules();
        let rules = rules.filter_map(|(name, _, _, rule)| {
            Some((name, criterion::parse(rule, &self.before.vocabulary).ok()?))
        });
        let rules: Vec<_> = rules.collect();
        let groups = self.before.charter.groups.iter();
        let empty =
            groups.filter(|group| !seats.values().any(|seat| seat.groups.contains(&group.id)));
        let named = empty.filter_map(|group| {
            let mut rules = rules.iter();
            let (name, _) = rules.find(|(_, rule)| rule.counts_seats_in(&group.id))?;
            let group_id = &group.id;
            let what = format!("rule {name} names group {group_id}, but nobody in it has a seat");
            let command = Command::new("participant add").with(Placeholder::Name);
            let command = command.option("--group", &group.id);
            Some(ReadinessItem::advised(
                what,
                self.can(Deed::KeepParticipants, command.clone()),
            ))
        });
        named.collect()
    }

    fn public_interest(&self) -> Option<ReadinessItem> {
        if opening::says_who_is_affected(self.proposal) {
            let what = "the proposal says who outside the body is affected";
            return Some(ReadinessItem::met(what));
        }
        let (track, id) = (&self.before.track, &self.before.proposal);
        let obstacle = opening::public_interest(track, self.proposal, id)?;
        Some(ReadinessItem::in_the_way(&obstacle))
    }

    /// If the rules count who was present, the call must name a recorded meeting.
    fn meeting(&self) -> Option<ReadinessItem> {
        let track = &self.before.track;
        if !counts_those_present(track) {
            return None;
        }
        let id = &track.id;
        let dates: Vec<&str> = self.register.meetings.keys().map(String::as_str).collect();
        Some(match dates.as_slice() {
            [] => ReadinessItem::unmet(
                format!("track {id} counts who was present, but no meeting is recorded"),
                recorded(self.register, Placeholder::Date),
            ),
            dates => {
                let listed = any_of(dates.iter().copied());
                ReadinessItem::met(format!(
                    "track {id} counts who was present: name a meeting with --meeting ({listed})"
                ))
            }
        })
    }

    /// If a decision can be appealed, a participant can hear the appeal.
    fn hearers(&self) -> Option<ReadinessItem> {
        let about = self.about();
        about.appeal_rule()?;
        Some(ReadinessItem::unless(opening::unheard(&about), || {
            let hearers = people(&may(Deed::RuleOnAppeal, &about));
            format!("{hearers} can hear an appeal")
        }))
    }

    /// The track that comes first.
    fn after(&self, text: &Revision) -> Option<ReadinessItem> {
        let track = &self.before.track;
        let first = &track.after.as_ref()?.track;
        let (id, put) = (&self.before.proposal, (&**track, text));
        let now = self.moments.now;
        let obstacle = opening::comes_first(self.register, self.folder, id, put, now);
        let last = opening::last_by(self.folder, first);
        Some(ReadinessItem::unless(obstacle, || {
            let Some((n, decision)) = last else {
                return format!("track {first} comes first");
            };
            let on = decision.matter.revision;
            let how = outcome_in_words(decision.judgement.outcome);
            match on == text.name {
                true => format!("call {n} on track {first} ended with {how}, on this text"),
                false => format!(
                    "call {n} on track {first} ended with {how}, on {on}; the text is now {}",
                    text.name
                ),
            }
        }))
    }

    /// The parts of a package.
    fn package(&self) -> Option<ReadinessItem> {
        let (id, now) = (&self.before.proposal, self.moments.now);
        let package = Package::of(self.register, id, now)?;
        let obstacle = opening::package(self.register, id, &self.before.track, now);
        Some(ReadinessItem::unless(obstacle, || package.in_words()))
    }

    /// A change that a further call needs, if there is none.
    fn unchanged(&self) -> Option<ReadinessItem> {
        let last = self.folder.calls.keys().next_back()?;
        let obstacle = opening::unchanged(self.register, self.before, last.saturating_add(1))?;
        Some(ReadinessItem::in_the_way(&obstacle))
    }

    /// Open objections: a call can be opened all the same, and shows them.
    fn objections(&self) -> Vec<ReadinessItem> {
        let undisposed = self.before.undisposed();
        undisposed
            .map(|followed| {
                let task = of_objection(&self.moments.asked, self.before, followed);
                let weight = Priority::Advised;
                ReadinessItem::of_task(still_open(followed), Task { weight, ..task })
            })
            .collect()
    }

    fn statements(&self) -> Option<ReadinessItem> {
        let owed = self.before.statements.as_ref()?;
        let seated: Vec<ParticipantId> = owed.missing.iter().chain(&owed.older).cloned().collect();
        Some(match seated.len() {
            0 => ReadinessItem::met("all statements of interest are up to date"),
            n => {
                let statements =
                    many_of(n, "statement of interest is", "statements of interest are");
                let what = format!("{statements} missing or too old");
                let command = Command::new("participant set").with(Placeholder::Name);
                let command = command.option("--interests", Placeholder::Text);
                let who = some_of(&seated);
                ReadinessItem::advised(what, format!("{who} can update them: {command}"))
            }
        })
    }

    /// Affiliations with several spellings, which can be one organisation.
    fn spellings(&self) -> Option<ReadinessItem> {
        let all = spellings(&self.before.charter, self.register);
        let first = all.first()?;
        let hint = match all.len() {
            1 => Hint::run("check the spelling", Command::new("check")),
            n => {
                let said = format!("{n} affiliations have several spellings. To see all");
                Hint::run(said, Command::new("check"))
            }
        };
        Some(ReadinessItem::advised(first.in_words(), hint))
    }

    fn shepherd(&self) -> ReadinessItem {
        match &self.proposal.shepherd {
            Some(who) => ReadinessItem::met(format!("{who} is its shepherd")),
            None => {
                let path = RecordPath::Proposal(self.before.proposal.clone());
                let write = format!("add shepherd = \"NAME\" to {path}");
                ReadinessItem::advised(
                    "the proposal has no shepherd",
                    self.can(Deed::EditProposal, write),
                )
            }
        }
    }

    /// A repeated call says so, because a failed one must not become consensus by attrition.
    fn repeated(&self) -> Option<ReadinessItem> {
        let next = self.folder.calls.keys().next_back()?.saturating_add(1);
        let earlier = earlier_calls(self.folder, next).len();
        let calls = many(earlier, "earlier call");
        let what = format!("this will be call {next} on the question, after {calls}");
        Some(ReadinessItem::advised(
            what,
            "the notice of the call says so",
        ))
    }
}

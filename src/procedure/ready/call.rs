//! What has to hold before a call is opened.

use std::fmt::Display;

use crate::procedure::blocker::Blocker;
use crate::procedure::names::{done_by, people, uncounted};
use crate::procedure::opening;
use crate::procedure::ready::{ReadinessItem, has_word};
use crate::procedure::rights::{About, Deed, in_office, may, unbiased};
use crate::procedure::stage::earlier_calls;
use crate::procedure::task::{Priority, Task, of_objection, recorded};
use crate::record::path::RecordPath;
use crate::record::proposal::{Proposal, Revision};
use crate::register::records::{ProposalRecords, Register};
use crate::register::tally_inputs::TallyInputs;
use crate::tally::electorate::{counts_those_present, spellings};
use crate::tally::{RequirementResult, Tally};
use crate::value::command::{Command, Placeholder};
use crate::value::id::ParticipantId;
use crate::value::sentence::any_of;

/// Every line of the list for a call on the tally's proposal. `before` is the tally as it stands
/// without a call, of the moments `moments`; `register` is the whole register, in which decisions
/// and meetings are looked up.
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

/// The one line of a question that was answered; `None` where another call on it may be opened.
pub fn answered(
    register: &Register,
    before: &Tally,
    folder: &ProposalRecords,
) -> Option<ReadinessItem> {
    let own = &folder.proposal.as_ref()?.track;
    let track = register.charter.as_ref()?.track(own)?;
    let obstacle = opening::answered(folder, &before.proposal, track)?;
    Some(ReadinessItem::in_the_way(&obstacle))
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
            ReadinessItem::met(format!("the track {}: {}", track.id, track.title)),
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
        lines.extend(self.objections());
        lines.extend(self.statements());
        lines.extend(self.spellings());
        lines.push(self.shepherd());
        lines.extend(self.repeated());
        lines
    }

    fn about(&self) -> About<'_> {
        About::proposal(self.register, &self.before.proposal).by_track(&self.before.track.id)
    }

    /// Who can do something about it, and what they type.
    fn can(&self, deed: Deed, command: impl Display) -> String {
        done_by(people(&may(deed, &self.about())), command)
    }

    fn text(&self, text: &Result<&Revision, Blocker>) -> ReadinessItem {
        let (id, file) = (self.before.proposal.clone(), self.proposal.text.clone());
        match text {
            Ok(last) => {
                let path = RecordPath::Text(id, file);
                ReadinessItem::met(format!("{path} is the text of {}", last.name))
            }
            Err(obstacle) => ReadinessItem::in_the_way(obstacle),
        }
    }

    fn question(&self) -> ReadinessItem {
        let obstacle = opening::question(self.proposal, &self.before.proposal);
        ReadinessItem::unless(obstacle, || {
            format!("the question: {}", self.proposal.question)
        })
    }

    fn chair(&self) -> ReadinessItem {
        let about = self.about();
        let free = unbiased(Deed::OpenCall, &about);
        let chairs = in_office(Deed::OpenCall, &about);
        if chairs.is_empty() {
            let hint = "name one under [roles] in charter.toml";
            return ReadinessItem::unmet(
                "the charter names no chair who could open the call",
                hint,
            );
        }
        if free.is_empty() {
            let all = people(&chairs);
            let what = format!("no chair is free of conflict, so {all} may open it all the same");
            return ReadinessItem::advised(what, "the charter could name another chair");
        }
        let free = people(&free);
        ReadinessItem::met(format!("{free} is free of conflict, and may open the call"))
    }

    fn window(&self) -> ReadinessItem {
        let now = self.moments.now;
        let window = self.before.track.window;
        let earliest = window
            .min
            .map(|min| format!("not before {}", min.after(now)));
        let latest = window
            .max
            .map(|max| format!("not after {}", max.after(now)));
        let bounds: Vec<String> = [earliest, latest].into_iter().flatten().collect();
        ReadinessItem::met(match bounds.as_slice() {
            [] => "a call opened now may close at any time".to_owned(),
            bounds => format!("a call opened now closes {}", bounds.join(" and ")),
        })
    }

    fn electorate(&self) -> ReadinessItem {
        let seats = self.before.electorate.seats.len();
        let noun = if seats == 1 { "seat" } else { "seats" };
        ReadinessItem::unless(opening::electorate(self.register, self.before), || {
            format!("the electorate has {seats} {noun}")
        })
    }

    /// Participants who have no vote, although nothing says that they should have none.
    fn uncounted(&self) -> Vec<ReadinessItem> {
        let charter = &self.before.charter;
        let sentences = uncounted(charter, &self.register.participants);
        let standing = self.before.track.electorate.first();
        let standing = standing.map_or("NAME", |standing| standing.as_str());
        let command = Command::new("participant set").with(Placeholder::Name);
        let command = command.option("--standing", standing);
        let lines = sentences.into_iter();
        lines
            .map(|said| ReadinessItem::advised(said, self.can(Deed::KeepParticipants, &command)))
            .collect()
    }

    fn gate(&self, gate: &RequirementResult) -> ReadinessItem {
        ReadinessItem::unless(opening::gate(self.before, gate), || {
            format!("the gate {} can be met: {}", gate.name, gate.criterion)
        })
    }

    /// A call that nobody could adopt by would be none.
    fn levels(&self) -> Vec<ReadinessItem> {
        let never = opening::adopting(self.before);
        if never.is_empty() {
            return vec![ReadinessItem::met("a level that adopts can be reached")];
        }
        never.iter().map(ReadinessItem::in_the_way).collect()
    }

    /// Groups of which a rule speaks, and of which nobody has a seat.
    fn empty_groups(&self) -> Vec<ReadinessItem> {
        let seats = &self.before.electorate.seats;
        let rules: Vec<_> = self.before.track.rules().collect();
        let groups = self.before.charter.groups.iter();
        let empty = groups.filter(|group| !seats.values().any(|seat| seat.group == group.id));
        let named = empty.filter_map(|group| {
            let (name, ..) = rules
                .iter()
                .find(|(_, _, _, rule)| has_word(rule, group.id.as_str()))?;
            let what = format!(
                "the rule {name} speaks of {}, of which nobody has a seat",
                group.id
            );
            let command = Command::new("participant add").with(Placeholder::Name);
            let command = command.option("--group", &group.id);
            Some(ReadinessItem::advised(
                what,
                self.can(Deed::KeepParticipants, &command),
            ))
        });
        named.collect()
    }

    fn public_interest(&self) -> Option<ReadinessItem> {
        if opening::says_who_is_affected(self.proposal) {
            return Some(ReadinessItem::met(
                "it says who outside the group is affected",
            ));
        }
        let (track, id) = (&self.before.track, &self.before.proposal);
        let obstacle = opening::public_interest(track, self.proposal, id)?;
        Some(ReadinessItem::in_the_way(&obstacle))
    }

    /// Where the rules count those present, the call names a meeting of which there is a record.
    fn meeting(&self) -> Option<ReadinessItem> {
        let track = &self.before.track;
        if !counts_those_present(track) {
            return None;
        }
        let rules = format!("the rules of the track {} count those present", track.id);
        let dates: Vec<&str> = self.register.meetings.keys().map(String::as_str).collect();
        Some(match dates.as_slice() {
            [] => ReadinessItem::unmet(
                format!("{rules}, and no meeting is on record that the call could name"),
                recorded(self.register, Placeholder::Date),
            ),
            dates => {
                let listed = any_of(dates.iter().copied());
                ReadinessItem::met(format!("{rules}: the call names one, --meeting {listed}"))
            }
        })
    }

    /// Where a decision can be appealed, somebody could hear it.
    fn hearers(&self) -> Option<ReadinessItem> {
        let about = self.about();
        about.appeal_rule()?;
        Some(ReadinessItem::unless(opening::unheard(&about), || {
            let hearers = people(&may(Deed::RuleOnAppeal, &about));
            format!("an appeal could be heard by {hearers}")
        }))
    }

    /// The track that must have adopted this very text before.
    fn after(&self, text: &Revision) -> Option<ReadinessItem> {
        let track = &self.before.track;
        let first = track.after.as_ref()?;
        let (id, put) = (&self.before.proposal, (track, text));
        let now = self.moments.now;
        let obstacle = opening::comes_first(self.register, self.folder, id, put, now);
        let call = opening::last_by(self.folder, first).map_or(0, |(n, _)| n);
        Some(ReadinessItem::unless(obstacle, || {
            format!("the track {first} adopted this text in call {call}")
        }))
    }

    /// Objections that nobody has disposed of: a call may be opened over them, and shows them.
    fn objections(&self) -> Vec<ReadinessItem> {
        let undisposed = self.before.undisposed();
        undisposed
            .map(|followed| {
                let id = &followed.id;
                let what = format!("the objection {id} is {}", followed.state.in_words());
                let task = of_objection(&self.moments.asked, self.before, followed);
                let weight = Priority::Advised;
                ReadinessItem::of_task(what, Task { weight, ..task })
            })
            .collect()
    }

    fn statements(&self) -> Option<ReadinessItem> {
        let owed = self.before.statements.as_ref()?;
        let seated: Vec<&ParticipantId> = owed.missing.iter().chain(&owed.older).collect();
        Some(match seated.len() {
            0 => ReadinessItem::met("every statement of interest is up to date"),
            n => {
                let what = format!("statements of interest are missing or too old: {n}");
                let command = Command::new("participant set").with(Placeholder::Name);
                let command = command.option("--interests", Placeholder::Text);
                ReadinessItem::advised(what, done_by(people(seated), &command))
            }
        })
    }

    /// Affiliations that may be one organisation, in whichever way they are counted.
    fn spellings(&self) -> Option<ReadinessItem> {
        let all = spellings(&self.before.charter, self.register);
        let first = all.first()?;
        let what = match all.len() {
            1 => first.in_words(),
            n => format!(
                "{}; {n} affiliations are spelled in several ways",
                first.in_words()
            ),
        };
        Some(ReadinessItem::advised(what, "plenary check"))
    }

    fn shepherd(&self) -> ReadinessItem {
        match &self.proposal.shepherd {
            Some(who) => ReadinessItem::met(format!("{who} shepherds it")),
            None => {
                let path = RecordPath::Proposal(self.before.proposal.clone());
                let write = format!("write shepherd = \"NAME\" into {path}");
                ReadinessItem::advised("nobody shepherds it", self.can(Deed::EditProposal, write))
            }
        }
    }

    /// A repeated call says so: one that failed must not become consensus by attrition.
    fn repeated(&self) -> Option<ReadinessItem> {
        let next = self.folder.calls.keys().next_back()?.saturating_add(1);
        let earlier = earlier_calls(self.folder, next).len();
        let times = match earlier {
            1 => "once".to_owned(),
            n => format!("{n} times"),
        };
        let what = format!("it would be call {next}: the question was put {times} before");
        Some(ReadinessItem::advised(what, "the notice says so"))
    }
}

//! What has to hold before a call is opened.

use crate::procedure::interest::owed;
use crate::procedure::next::people;
use crate::procedure::obstacle::conflict;
use crate::procedure::ready::{Line, has_word, turn};
use crate::procedure::stage::earlier_calls;
use crate::procedure::standing::standing;
use crate::record::path::RecordPath;
use crate::record::proposal::Proposal;
use crate::record::track::{Outcome, PublicInterest};
use crate::register::freeze::Moments;
use crate::register::records::Folder;
use crate::tally::criterion;
use crate::tally::objection::State;
use crate::tally::{Tally, TestedGate, TestedLevel};
use crate::value::id::ParticipantId;

/// Every line of the list for a call on the tally's proposal. `before` is the tally as it stands
/// without a call, of the moments `moments`.
pub fn before_call(moments: &Moments, before: &Tally, folder: &Folder) -> Vec<Line> {
    let Some(proposal) = &folder.proposal else {
        return Vec::new();
    };
    let list = List {
        moments,
        before,
        folder,
        proposal,
    };
    list.lines()
}

struct List<'l> {
    moments: &'l Moments,
    before: &'l Tally,
    folder: &'l Folder,
    proposal: &'l Proposal,
}

impl List<'_> {
    fn lines(&self) -> Vec<Line> {
        let track = &self.before.track;
        let mut lines = vec![
            self.text(),
            Line::met(format!("the question: {}", self.proposal.question)),
            Line::met(format!("the track {}: {}", track.id, track.title)),
            self.chair(),
            self.window(),
            self.electorate(),
        ];
        lines.extend(self.before.gates.iter().map(|gate| self.gate(gate)));
        lines.push(self.levels());
        lines.extend(self.empty_groups());
        lines.extend(self.public_interest());
        lines.extend(self.after());
        lines.extend(self.objections());
        lines.extend(self.statements());
        lines.push(self.shepherd());
        lines.extend(self.repeated());
        lines
    }

    fn chairs(&self) -> impl Iterator<Item = &ParticipantId> {
        self.before.charter.chairs()
    }

    fn editors(&self) -> impl Iterator<Item = &ParticipantId> {
        let shepherd = self.proposal.shepherd.iter();
        self.proposal.authors.iter().chain(shepherd)
    }

    fn text(&self) -> Line {
        let id = &self.before.proposal;
        let path = RecordPath::Text(id.clone(), self.proposal.text.clone()).to_string();
        let revise = format!("plenary revise {id} --material or --editorial");
        let Some(last) = self.proposal.latest() else {
            return Line::unmet("the proposal has no text", turn(self.editors(), &revise));
        };
        match self.moments.asked.digest(&path) {
            Some(digest) if digest == last.sha256 => {
                Line::met(format!("{path} is the text of {}", last.name))
            }
            Some(_) => Line::unmet(
                format!("{path} is not the text of {}, the last revision", last.name),
                turn(self.editors(), &revise),
            ),
            None => Line::unmet(
                format!("{path} is not there"),
                turn(self.editors(), &revise),
            ),
        }
    }

    fn chair(&self) -> Line {
        let free: Vec<_> = self
            .chairs()
            .filter(|chair| conflict(self.before, self.folder, chair).is_none())
            .collect();
        if self.chairs().next().is_none() {
            let hint = "name one under [roles] in charter.toml";
            return Line::unmet("the charter names no chair who could open the call", hint);
        }
        if free.is_empty() {
            let all = people(self.chairs());
            let what = format!("no chair is free of conflict, so {all} may open it all the same");
            return Line::advised(what, "the charter could name another chair");
        }
        let free = people(free);
        Line::met(format!("{free} is free of conflict, and may open the call"))
    }

    fn window(&self) -> Line {
        let now = self.moments.now;
        let window = self.before.track.window;
        let earliest = window
            .min
            .map(|min| format!("not before {}", min.after(now)));
        let latest = window
            .max
            .map(|max| format!("not after {}", max.after(now)));
        let bounds: Vec<String> = [earliest, latest].into_iter().flatten().collect();
        Line::met(match bounds.as_slice() {
            [] => "a call opened now may close at any time".to_owned(),
            bounds => format!("a call opened now closes {}", bounds.join(" and ")),
        })
    }

    fn electorate(&self) -> Line {
        let seats = self.before.electorate.seats.len();
        if seats > 0 {
            let noun = if seats == 1 { "seat" } else { "seats" };
            return Line::met(format!("the electorate has {seats} {noun}"));
        }
        let standings = self.before.track.electorate.iter().map(|s| s.as_str());
        let listed = crate::value::suggest::listed(standings);
        let hint = turn(self.chairs(), "plenary participant add NAME …");
        Line::unmet(format!("nobody on the roster stands as {listed}"), hint)
    }

    fn unreachable(&self, rule: &str) -> Option<String> {
        let rule = criterion::parse(rule, &self.before.vocabulary).ok()?;
        criterion::unreachable(&rule, &self.before.ballot)
    }

    fn gate(&self, gate: &TestedGate) -> Line {
        match self.unreachable(&gate.criterion) {
            None => Line::met(format!(
                "the gate {} can be met: {}",
                gate.name, gate.criterion
            )),
            Some(why) => Line::unmet(
                format!("the gate {} can never be met: {why}", gate.name),
                "plenary participant list shows who is on the roster; the charter says what is needed",
            ),
        }
    }

    /// A call that nobody could adopt by would be none.
    fn levels(&self) -> Line {
        let levels = self.before.levels.iter();
        let adopting: Vec<&TestedLevel> = levels
            .filter(|level| level.outcome == Outcome::Adopted)
            .collect();
        let why = |level: &TestedLevel| self.unreachable(level.criterion.as_ref()?);
        let never: Vec<String> = adopting.iter().filter_map(|level| why(level)).collect();
        match never.first() {
            Some(first) if never.len() == adopting.len() => Line::unmet(
                format!("no level that adopts can ever hold: {first}"),
                "plenary participant list shows who is on the roster; the charter says what is needed",
            ),
            _ => Line::met("a level that adopts can be reached"),
        }
    }

    /// Groups of which a rule speaks, and of which nobody has a seat.
    fn empty_groups(&self) -> Vec<Line> {
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
            let command = format!("plenary participant add NAME --group {}", group.id);
            Some(Line::advised(what, turn(self.chairs(), &command)))
        });
        named.collect()
    }

    fn public_interest(&self) -> Option<Line> {
        if self.proposal.public_interest.is_some() {
            return Some(Line::met("it says who outside the group is affected"));
        }
        let required = self.before.track.public_interest == PublicInterest::Required;
        required.then(|| {
            let path = RecordPath::Proposal(self.before.proposal.clone());
            let command = format!("write public-interest = '''…''' into {path}");
            Line::unmet(
                "it does not say who outside the group is affected, and the track asks for it",
                turn(self.editors(), &command),
            )
        })
    }

    /// The track that must have adopted this very text before.
    fn after(&self) -> Option<Line> {
        let first = self.before.track.after.as_ref()?;
        let id = &self.before.proposal;
        let same_text = self.proposal.latest().map(|last| &last.sha256);
        let adopted = self.folder.calls.keys().find(|n| {
            let decision = self.folder.decision(**n);
            let adopted = decision.is_some_and(|decision| {
                decision.matter.track == *first
                    && decision.judgement.outcome == Outcome::Adopted
                    && Some(&decision.matter.sha256) == same_text
            });
            let binds = standing(&self.moments.asked, id, **n, self.moments.now);
            adopted && binds.is_some_and(|standing| standing.binds())
        });
        Some(match adopted {
            Some(n) => Line::met(format!("the track {first} adopted this text in call {n}")),
            None => {
                let command = format!("plenary call open {id} --track {first} --closes TIME");
                let what = format!("the track {first} must have adopted this text first");
                Line::unmet(what, turn(self.chairs(), &command))
            }
        })
    }

    /// Objections that nobody has disposed of: a call may be opened over them, and shows them.
    fn objections(&self) -> Vec<Line> {
        let undisposed = self.before.undisposed();
        undisposed
            .map(|followed| {
                let id = &followed.id;
                let what = format!("the objection {id} is {}", followed.state.in_words());
                let command = match followed.state {
                    State::Open => format!("plenary respond {id} \"…\""),
                    _ => format!("plenary dispose {id} VALUE --reason \"…\""),
                };
                Line::advised(what, turn(self.chairs(), &command))
            })
            .collect()
    }

    fn statements(&self) -> Option<Line> {
        let register = &self.moments.asked;
        register.charter.as_ref()?.interests?;
        let owed = owed(register, self.moments.now);
        let seated = owed
            .iter()
            .map(|(who, _)| who)
            .filter(|who| self.before.electorate.seat_of(who).is_some());
        let seated: Vec<&ParticipantId> = seated.collect();
        Some(match seated.len() {
            0 => Line::met("every statement of interest is up to date"),
            n => {
                let what = format!("statements of interest are missing or too old: {n}");
                Line::advised(
                    what,
                    turn(seated, "plenary participant set NAME --interests \"…\""),
                )
            }
        })
    }

    fn shepherd(&self) -> Line {
        match &self.proposal.shepherd {
            Some(who) => Line::met(format!("{who} shepherds it")),
            None => {
                let path = RecordPath::Proposal(self.before.proposal.clone());
                Line::advised(
                    "nobody shepherds it",
                    turn(
                        self.editors(),
                        &format!("write shepherd = \"NAME\" into {path}"),
                    ),
                )
            }
        }
    }

    /// A repeated call says so: one that failed must not become consensus by attrition.
    fn repeated(&self) -> Option<Line> {
        let next = self.folder.calls.keys().next_back()?.saturating_add(1);
        let earlier = earlier_calls(self.folder, next).len();
        let times = match earlier {
            1 => "once".to_owned(),
            n => format!("{n} times"),
        };
        let what = format!("it would be call {next}: the question was put {times} before");
        Some(Line::advised(what, "the notice says so"))
    }
}

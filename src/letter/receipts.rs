//! Writes a receipt for a participant: what is recorded, whether it counts, how to change it and until when.
//! After a decision it also says what the decision is and how to appeal.
//!
//! A participant who never opens a terminal gets the receipt by mail, so it says everything.

mod outcome;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use outcome::{Outcome, PositionReceipt};
use serde::Serialize;

use crate::procedure::stage::{Phase, phase};
use crate::record::asked::TimesAsked;
use crate::record::path::{Owner, RecordPath};
use crate::register::records::{ProposalRecords, Register};
use crate::register::snapshot::MainCommit;
use crate::register::tally_inputs::TallyInputs;
use crate::render::page::Page;
use crate::report::advice::ExcludedRow;
use crate::report::calls;
use crate::report::objection::ObjectionWhole;
use crate::report::words::{LocalOffset, addressed, keepers, moment, owns};
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::id::{ObjectionId, ParticipantId, ProposalId, RegisterId};
use crate::value::sentence::any_of;

/// Receipts for one or more people.
#[derive(Debug, Clone, Serialize)]
pub struct Receipts {
    format: u32,
    register: RegisterId,
    body: String,
    proposal: ProposalId,
    title: String,
    question: String,
    receipts: Vec<Personal>,
}

/// The receipt for one person.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Personal {
    participant: ParticipantId,
    to: String,
    on_roster: bool,
    /// How often they were asked in the current call, where its letters are recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<TimesAsked>,
    #[serde(skip_serializing_if = "Option::is_none")]
    excluded: Option<ExcludedRow>,
    positions: Vec<PositionReceipt>,
    objections: Vec<ObjectionWhole>,
    change: Change,
    decision: Option<Outcome>,
}

/// What receipts are made from.
pub struct Sources<'s> {
    /// The whole register at the moment asked for.
    pub register: &'s Register,
    /// The moments of the tally.
    pub moments: &'s TallyInputs,
    /// The tally of the proposal.
    pub tally: &'s Tally,
    /// For each file of the proposal at the moment asked for, the commit that recorded it.
    pub landings: &'s BTreeMap<String, MainCommit>,
    /// The moment at which it is asked.
    pub now: Instant,
    /// The reader's own clock.
    pub offset: LocalOffset,
}

impl Sources<'_> {
    fn folder(&self) -> Option<&ProposalRecords> {
        let folder = self.register.proposals.get(&self.tally.proposal);
        folder.map(Arc::as_ref)
    }

    fn asked(&self, who: &ParticipantId) -> Option<TimesAsked> {
        let folder = self.folder()?;
        let filed = folder.calls.get(&folder.current_call()?.0)?;
        filed.asked.as_ref()?;
        Some(filed.times_asked(std::slice::from_ref(who)))
    }

    fn phase(&self) -> Phase {
        self.folder()
            .map_or(Phase::Discussion, |folder| phase(folder, self.now))
    }
}

/// Everybody who gave a position or raised an objection, by id; for a group, its representatives.
pub fn everybody(register: &Register, id: &ProposalId) -> Vec<ParticipantId> {
    let Some(folder) = register.proposals.get(id) else {
        return Vec::new();
    };
    let charter = register.charter.as_ref();
    let objectors = folder.objections.keys();
    let mut people: BTreeSet<ParticipantId> = objectors
        .map(|objection| objection.participant.clone())
        .collect();
    for file in folder.positions.values() {
        match &file.owner {
            Owner::Participant(who) => people.extend([who.clone()]),
            Owner::Group(group) => {
                let group = charter.and_then(|charter| charter.group(group));
                people.extend(group.into_iter().flat_map(|g| g.representatives.clone()));
            }
        }
    }
    people.into_iter().collect()
}

impl Receipts {
    /// The receipts of these participants on the tally's proposal.
    pub fn of(sources: &Sources<'_>, people: &[ParticipantId]) -> Self {
        let one = |who: &ParticipantId| Personal::of(sources, who, None);
        Self::with(sources, people.iter().map(one).collect())
    }

    /// The receipt for one objection, for its objector.
    pub fn of_objection(sources: &Sources<'_>, objection: &ObjectionId) -> Self {
        let who = &objection.participant;
        let personal = Personal::of(sources, who, Some(objection));
        Self::with(sources, vec![personal])
    }

    fn with(sources: &Sources<'_>, receipts: Vec<Personal>) -> Self {
        let tally = sources.tally;
        let proposal = sources.folder().and_then(|folder| folder.proposal.as_ref());
        let call = sources.folder().and_then(ProposalRecords::current_call);
        let asked = call.map(|(_, call)| call.question.clone());
        let written = proposal.map(|proposal| proposal.question.clone());
        Self {
            format: 2,
            register: tally.charter.register.clone(),
            body: tally.charter.name.clone(),
            proposal: tally.proposal.clone(),
            title: calls::title(call.map(|(_, call)| call), proposal),
            question: asked.or(written).unwrap_or_default(),
            receipts,
        }
    }

    /// The receipts for people, one after the other.
    pub fn page(&self) -> Page {
        let all = self.receipts.len();
        if all == 0 {
            let id = &self.proposal;
            let said = format!("No positions and no objections on {id}.");
            return Page::new().line(said);
        }
        let numbered = self.receipts.iter().zip(1_usize..);
        Page::new().each(numbered.map(|(receipt, n)| {
            let over = format!("Letter {n} of {all}, to {}", receipt.to);
            let page = match (all, n) {
                (1, _) => Page::new(),
                (_, 1) => Page::new().line(over),
                _ => Page::new().gap().line(over),
            };
            page.then(self.one(receipt))
        }))
    }

    fn one(&self, receipt: &Personal) -> Page {
        let title = format!("Receipt for {} on {}", receipt.participant, self.proposal);
        let facts = [
            ("Body", &self.body),
            ("To", &receipt.to),
            ("Proposal", &self.title),
            ("Question", &self.question),
        ];
        Page::new()
            .title(title)
            .facts(facts)
            .gap()
            .then(receipt.page())
    }
}

impl Personal {
    fn of(sources: &Sources<'_>, who: &ParticipantId, only: Option<&ObjectionId>) -> Self {
        let register = sources.register;
        let mine = |id: &ObjectionId| match only {
            Some(only) => only == id,
            None => id.participant == *who,
        };
        let followed = sources.tally.objections.iter();
        let followed = followed.filter(|followed| mine(&followed.id));
        let objections: Vec<ObjectionWhole> = followed.map(ObjectionWhole::of).collect();
        let (scope, positions) = match only {
            Some(_) => (Scope::Objection, Vec::new()),
            None => {
                let positions = outcome::positions(sources, |owner| owns(register, who, owner));
                (Scope::Everything, positions)
            }
        };
        Self {
            participant: who.clone(),
            to: addressed(register, who),
            on_roster: register.participant(who).is_some(),
            asked: sources.asked(who),
            excluded: sources
                .tally
                .excluded
                .of_participant(who)
                .map(ExcludedRow::of),
            change: Change::of(sources, who, &positions, &objections, scope),
            positions,
            objections,
            decision: Outcome::of(sources, who),
        }
    }

    fn page(&self) -> Page {
        let who = &self.participant;
        let stranger = (!self.on_roster)
            .then(|| format!("{who} is not a participant: their answer is shown but not counted."));
        let nothing = self.positions.is_empty() && self.objections.is_empty();
        let none = "No position and no objection recorded.";
        let asked = self.asked.filter(|_| self.positions.is_empty());
        let asked = asked.map(|asked| format!("Letters to you: {}.", asked.in_words()));
        let position = |position: &PositionReceipt| {
            let heading = Page::new().heading("Your position");
            heading.then(position.page()).gap()
        };
        let objection = |objection: &ObjectionWhole| {
            let kind = match objection.blocking {
                true => "objection",
                false => "comment",
            };
            let heading = format!("Your {kind} {}", objection.heading());
            Page::new().heading(heading).then(objection.page()).gap()
        };
        let decision = self.decision.as_ref().map(Outcome::page);
        Page::new()
            .lines(stranger)
            .each(self.excluded.as_ref().map(|row| row.said("You were").gap()))
            .each(nothing.then(|| Page::new().line(none).gap()))
            .lines(asked)
            .each(self.positions.iter().map(position))
            .each(self.objections.iter().map(objection))
            .then(self.change.page())
            .each(decision.map(|decision| Page::new().gap().then(decision)))
    }
}

/// What a receipt is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Everything that is recorded about a participant.
    Everything,
    /// One objection.
    Objection,
}

/// How to change what is recorded.
#[derive(Debug, Clone, Serialize)]
struct Change {
    /// Whether a change counts, and until when.
    said: String,
    /// Until when a change counts, if there is an end.
    until: Option<Instant>,
    /// The ways; none if nothing can be changed.
    ways: Vec<String>,
}

impl Change {
    fn of(
        sources: &Sources<'_>,
        who: &ParticipantId,
        positions: &[PositionReceipt],
        objections: &[ObjectionWhole],
        scope: Scope,
    ) -> Self {
        let is_new = positions.is_empty() && objections.is_empty();
        let phase = sources.phase();
        let call = sources.folder().and_then(|folder| folder.current_call());
        let until = call.map(|(_, call)| call.closing());
        let until = until.filter(|_| phase == Phase::Open);
        let said = match (phase, until) {
            (Phase::Open, Some(closes)) => {
                let shown = moment(closes, sources.now, sources.offset);
                match (scope, is_new) {
                    (Scope::Objection, _) => {
                        format!("You can change your objection until {shown}.")
                    }
                    (Scope::Everything, false) => {
                        format!("You can change your answer until {shown}.")
                    }
                    (Scope::Everything, true) => {
                        format!("You can give a position or raise an objection until {shown}.")
                    }
                }
            }
            (Phase::Over | Phase::Designated, _) => {
                "The call is closed. An answer that comes now is late. It counts only if a chair \
                 accepts it, with the reason."
                    .to_owned()
            }
            (Phase::Decided, _) => {
                "This question is decided. Your answer can no longer change.".to_owned()
            }
            (Phase::Discussion | Phase::Open, _) => {
                "No call is open. You can change your answer at any time.".to_owned()
            }
        };
        let ways = match phase {
            Phase::Decided => Vec::new(),
            _ => ways(sources, who, positions, objections, scope),
        };
        Self { said, until, ways }
    }

    fn page(&self) -> Page {
        let page = Page::new().heading("What you can do").line(&self.said);
        match self.ways.as_slice() {
            [] => page,
            ways => page.bullets(ways),
        }
    }
}

fn ways(
    sources: &Sources<'_>,
    who: &ParticipantId,
    positions: &[PositionReceipt],
    objections: &[ObjectionWhole],
    scope: Scope,
) -> Vec<String> {
    let id = &sources.tally.proposal;
    let mut ways = Vec::new();
    let by_group = positions.iter().any(|position| position.of_group);
    let is_over = matches!(sources.phase(), Phase::Over | Phase::Designated);
    if !is_over && scope == Scope::Everything {
        let command = Command::new("position").with(id).with(Placeholder::Value);
        let command = match by_group {
            true => command.option("--group", Placeholder::Group),
            false => command,
        };
        let own = RecordPath::Position(id.clone(), Owner::Participant(who.clone())).to_string();
        let path = positions.first().map_or(&own, |position| &position.path);
        ways.push(format!("In a web editor: change the file {path}"));
        ways.push(format!("By command: {command}"));
    }
    ways.extend(objections.iter().map(|objection| {
        let command = Command::new("reply").with(&objection.id);
        let command = command.with(Placeholder::Value);
        format!(
            "To reply about your objection (VALUE is satisfied, maintained or withdrawn): {command}"
        )
    }));
    let keepers = keepers(sources.register);
    if !keepers.is_empty() {
        let keepers = any_of(keepers.iter().map(String::as_str));
        ways.push(format!("By mail: write to {keepers}"));
    }
    ways
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::{Receipts, Sources, everybody};
    use crate::blessed::screen;
    use crate::register::tally_inputs::{CloseEvidence, TallyInputs};
    use crate::report::sample::{
        Files, HOSTILE, OPEN, OVER, at, counted, harmless, id, on, retention,
    };
    use crate::report::words::LocalOffset;
    use crate::value::id::ParticipantId;

    fn receipts(moments: &TallyInputs, now: &str, who: &str) -> Receipts {
        let tally = counted(moments, "retention");
        let sources = Sources {
            register: &moments.asked,
            moments,
            tally: &tally,
            landings: &BTreeMap::new(),
            now: at(now),
            offset: LocalOffset::Hidden,
        };
        Receipts::of(&sources, &[ParticipantId::parse(who).unwrap()])
    }

    fn path(who: &str) -> String {
        format!("proposals/retention/positions/{who}.toml")
    }

    #[test]
    fn what_changed_after_the_close_is_shown_with_what_counted() {
        let then = retention();
        let now = then
            .clone()
            .with(&path("biz-1"), "position = \"disagree\"\non = \"r3\"\n");
        let moments = now.closed(&then, CloseEvidence::Record);
        let page = on(100, &receipts(&moments, OVER, "biz-1").page());
        let first = "Position  support (on r3)\nCounted   yes, as for\n";
        let second = "Position  disagree (on r3)\nCounted   no: late\n";
        for said in [
            first,
            second,
            "The call is closed. An answer that comes now is late.",
        ] {
            assert!(page.contains(said), "{said} in {page}");
        }
        assert!(page.find(first) < page.find(second), "{page}");
    }

    #[test]
    fn everybody_who_said_something_gets_one() {
        let files: Files = retention().without(&path("reg-2"));
        let people = everybody(&files.register(), &id("retention"));
        let names: Vec<&str> = people.iter().map(|id| id.as_str()).collect();
        for there in ["maya-chen", "carla-nunes", "piotr-nowak", "zoe-adler"] {
            assert!(names.contains(&there), "{names:?}");
        }
        for gone in ["reg-2", "reg-5", "pub-1"] {
            assert!(!names.contains(&gone), "{names:?}");
        }
        assert!(names.is_sorted());
    }

    #[test]
    fn after_a_decision_the_notice_says_until_when_and_to_whom_to_appeal() {
        let files = retention().decided("divergence", "Two objections stand open.");
        let moments = files.closed(&files, CloseEvidence::Record);
        let told = |now: &str, who: &str| on(100, &receipts(&moments, now, who).page());
        let page = told(OVER, "carla-nunes");
        for said in [
            "Outcome  no-consensus, ",
            "Reason:\n  | Two objections stand open.\n",
            "You can appeal until Sat 6 Jun 2026 09:00 UTC",
            "- By command: plenary appeal open retention --problem TEXT --asks TEXT\n",
            // The only chair took the decision, so nobody can hear it.
            "- By mail: write to Tomás Ruiz (tomas-ruiz)\n",
        ] {
            assert!(page.contains(said), "{said} in {page}");
        }
        let late = told("2026-06-07T00:00:00Z", "carla-nunes");
        screen(
            "report/receipts/after_a_decision_the_notice_says_until_when_and_to_whom_to_appeal-1",
            &late,
        );
        let stranger = told(OVER, "nobody");
        screen(
            "report/receipts/after_a_decision_the_notice_says_until_when_and_to_whom_to_appeal-2",
            &stranger,
        );
    }

    #[test]
    fn words_meant_to_do_harm_do_none_at_any_width() {
        for words in HOSTILE {
            let words: &str = words;
            let mut moments = retention().open();
            let folder = moments.asked.proposals.values_mut().next();
            let folder = Arc::make_mut(folder.unwrap());
            let proposal = folder.proposal.as_mut().unwrap();
            words.clone_into(&mut proposal.title);
            for file in folder.positions.values_mut() {
                let position = file.position.as_mut().unwrap();
                position.reason = Some(words.to_owned());
            }
            for who in Arc::make_mut(&mut moments.asked.participants).values_mut() {
                words.clone_into(&mut who.name);
                who.emails = vec![words.to_owned()];
            }
            harmless(&receipts(&moments, OPEN, "biz-5").page());
        }
        let moments = retention().open();
        for width in 30..=100 {
            on(width, &receipts(&moments, OPEN, "carla-nunes").page());
        }
    }
}

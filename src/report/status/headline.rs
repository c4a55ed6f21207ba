//! Writes the headline of a proposal: its status, its answers, its objections and the computed level,
//! each in a sentence or two.

use crate::procedure::decision_status::DecisionStatus;
use crate::procedure::stage::{Phase, Stage, phase};
use crate::record::call::Call;
use crate::register::records::ProposalRecords;
use crate::render::ink::{Style, StyledText};
use crate::render::page::Facts;
use crate::report::rule::{Rule, counted, no_base};
use crate::report::status::annotations::ObjectionLine;
use crate::report::status::outlook::Decided;
use crate::report::words::{LocalOffset, day, moment, outcome, units};
use crate::tally::Tally;
use crate::tally::criterion::{Comparison, Relation};
use crate::tally::voice::Voice;
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::id::{GroupId, LevelName, ParticipantId};
use crate::value::sentence::{all_of, first_of, many_of};

/// The most levels that say what they lack.
const LEVELS: usize = 3;

/// What the headline says of the call and of what came before and after it.
#[derive(Debug, Clone)]
pub(super) struct CallState {
    pub(super) stage: Stage,
    opens: Option<Instant>,
    closes: Option<Instant>,
    /// The last call that was withdrawn, where no other came after it.
    withdrawn: Option<u32>,
    /// Whether a decided question is in discussion again.
    is_again: bool,
    draft: Option<LevelName>,
    challenges_until: Option<Instant>,
}

impl CallState {
    /// The state of the call that a tally is about.
    pub(super) fn of(
        tally: &Tally,
        folder: &ProposalRecords,
        call: Option<&Call>,
        stage: Stage,
    ) -> Self {
        let designation = tally.call.and_then(|n| folder.designation(n));
        let draft = designation.and_then(|read| read.latest());
        let draft = draft.map(|(_, draft)| draft);
        Self {
            stage,
            opens: call.map(|call| call.opens),
            closes: call.map(Call::closing),
            withdrawn: folder.calls.keys().next_back().copied(),
            is_again: phase(folder, tally.now) == Phase::Discussion,
            draft: draft.map(|draft| draft.level.clone()),
            challenges_until: draft
                .zip(tally.track.challenge)
                .map(|(draft, window)| window.after(draft.act.at, &tally.charter.calendar)),
        }
    }

    /// The status in one or two sentences.
    pub(super) fn in_words(
        &self,
        decided: Option<&Decided>,
        now: Instant,
        offset: LocalOffset,
    ) -> String {
        let when = |at: Option<Instant>| at.map_or(String::new(), |at| moment(at, now, offset));
        let closed = when(self.closes);
        match (self.stage, decided) {
            (Stage::Decided(..), Some(decided)) if self.is_again => {
                format!(
                    "{} The question is in discussion again.",
                    decided.in_words(now)
                )
            }
            (Stage::Decided(..), Some(decided)) => decided.in_words(now),
            (Stage::Decided(n, of), None) => format!("Call {n} is decided: {}.", outcome(of)),
            (Stage::Discussion, _) => match self.withdrawn {
                Some(n) => format!("In discussion. Call {n} was withdrawn."),
                None => "In discussion. No call has been opened.".to_owned(),
            },
            (Stage::CallOpen(n), _) => match self.opens.filter(|opens| *opens > now) {
                Some(opens) => format!(
                    "Call {n} opens on {}. Nobody can answer yet.",
                    moment(opens, now, offset)
                ),
                None => format!("Call {n} is open. It closes on {closed}."),
            },
            (Stage::CallOver(n), _) => format!("Call {n} closed on {closed}. A chair must decide."),
            (Stage::Designated(n), _) => {
                let draft = self.draft.as_ref().map_or("none", LevelName::as_str);
                match self.challenges_until.filter(|until| *until > now) {
                    Some(until) => format!(
                        "Call {n} closed. Draft designation: {draft}. Challenges until {}.",
                        until.long()
                    ),
                    None => format!(
                        "Call {n} closed. Draft designation: {draft}. A chair must confirm it."
                    ),
                }
            }
        }
    }
}

impl Decided {
    /// The outcome, the status of the decision now, and until when it can be appealed.
    fn in_words(&self, now: Instant) -> String {
        let taken_back = matches!(self.status, Some(DecisionStatus::Reversed { .. }));
        let until = self
            .appeal_until
            .filter(|until| *until > now && !taken_back);
        let appeals = match until {
            Some(until) => format!(" Appeals until {}.", day(until)),
            None => String::new(),
        };
        format!("{}{appeals}", self.status_in_words())
    }

    fn status_in_words(&self) -> String {
        let (of, level) = (outcome(self.outcome), &self.designation);
        let adopted = self.outcome == crate::record::track::Outcome::Adopted;
        let since = day(self.effective.unwrap_or(self.at));
        let recorded = day(self.at);
        match &self.status {
            Some(DecisionStatus::Pending { signed, needed }) => format!(
                "Decided: {of} ({level}), waiting for sign-offs ({} of {needed}).",
                signed.len()
            ),
            Some(DecisionStatus::Reversed {
                appellant, value, ..
            }) => format!(
                "Decided: {of}, not in force: reversed on the appeal of {appellant} ({}).",
                value.word()
            ),
            Some(DecisionStatus::Superseded(by)) => {
                let by = all_of(by.iter().map(|id| id.as_str()));
                format!("Decided: {of} ({level}), superseded by {by}.")
            }
            Some(DecisionStatus::Lapsed(at)) => {
                format!("Decided: {of} ({level}), expired on {}.", day(*at))
            }
            Some(DecisionStatus::Appealed(by)) => {
                let by = all_of(by.iter().map(|id| id.as_str()));
                match adopted {
                    true => format!("Decided: {of} ({level}), in force, appealed by {by}."),
                    false => format!("Decided: {of}, appealed by {by}. Recorded on {recorded}."),
                }
            }
            Some(DecisionStatus::NotYet(from)) if adopted => {
                format!("Decided: {of} ({level}), in force from {}.", day(*from))
            }
            _ if !adopted => format!("Decided: {of}. Recorded on {recorded}."),
            _ => match self.interim_until {
                Some(until) => format!(
                    "Decided: {of} ({level}), in force since {since}, interim until {}.",
                    day(until)
                ),
                None => format!("Decided: {of} ({level}), in force since {since}."),
            },
        }
    }
}

/// What the headline says of the answers.
#[derive(Debug, Clone)]
pub(super) struct AnswerState {
    count: CountUnit,
    stage: Stage,
    seats: u64,
    members: u64,
    recused: u64,
    answered: u64,
    given: usize,
    /// Those without a counted answer, each with its group.
    silent: Vec<String>,
}

impl AnswerState {
    pub(super) fn of(tally: &Tally, stage: Stage) -> Self {
        let units = tally.ballot.units.iter();
        let silent = units.filter(|unit| {
            let voice = tally.voices.units.get(&unit.name);
            voice.is_some_and(|voice| *voice != Voice::Answered)
        });
        let silent = silent.map(|unit| match tally.track.count {
            CountUnit::Groups => group_name(tally, unit.groups.first()),
            CountUnit::Affiliations => unit.name.clone(),
            CountUnit::Participants | CountUnit::None => {
                match group_name(tally, unit.groups.first()) {
                    group if group.is_empty() => unit.name.clone(),
                    group => format!("{} ({group})", unit.name),
                }
            }
        });
        Self {
            count: tally.track.count,
            stage,
            seats: tally.count.seats,
            members: tally.count.members,
            recused: tally.count.recused,
            answered: tally.count.answered(),
            given: tally.canvass.counted.len(),
            silent: silent.collect(),
        }
    }

    /// How many answered.
    pub(super) fn answered(&self) -> u64 {
        self.answered
    }

    /// How many answered, and who did not.
    pub(super) fn in_words(&self) -> String {
        let seats = units(self.count, self.seats);
        let members = match self.recused {
            0 => seats.clone(),
            _ => eligible(self.count, self.members),
        };
        let recused = match self.recused {
            0 => String::new(),
            recused => format!(" ({recused} recused)"),
        };
        let answered = self.answered;
        match self.stage {
            _ if self.count == CountUnit::None => match self.given {
                0 => "This track counts no answers. Nobody has answered yet.".to_owned(),
                given => format!(
                    "This track counts no answers. {}.",
                    many_of(given, "answer was given", "answers were given")
                ),
            },
            _ if self.seats == 0 => {
                "Nobody has a seat on this track, so nobody can answer.".to_owned()
            }
            _ if self.members == 0 => format!("All {seats} are recused, so nobody can answer."),
            Stage::Discussion => match answered {
                0 => format!("No answers yet ({members}). Nobody has been asked."),
                _ => format!("{answered} of {members} answered before a call{recused}."),
            },
            Stage::CallOpen(_) if answered == 0 => format!("No answers yet ({members})."),
            _ if answered == 0 => format!("No answers ({members})."),
            _ if answered == self.members && self.members > 1 => {
                format!("All {members} answered{recused}.")
            }
            _ if answered == self.members => format!("{answered} of {members} answered{recused}."),
            _ => {
                let silent = first_of(self.silent.iter().map(String::as_str));
                format!("{answered} of {members} answered{recused}. No answer: {silent}.")
            }
        }
    }
}

/// So many of what a track counts, without the recused.
fn eligible(count: CountUnit, number: u64) -> String {
    match count {
        CountUnit::Participants | CountUnit::None => {
            many_of(number, "eligible seat", "eligible seats")
        }
        CountUnit::Affiliations => {
            many_of(number, "eligible organisation", "eligible organisations")
        }
        CountUnit::Groups => many_of(number, "eligible group", "eligible groups"),
    }
}

fn group_name(tally: &Tally, id: Option<&GroupId>) -> String {
    let mut groups = tally.charter.groups.iter();
    let group = groups.find(|group| Some(&group.id) == id);
    group.map_or(String::new(), |group| group.name.clone())
}

/// How many objections are open, and which.
pub(super) fn objections(lines: &[ObjectionLine]) -> StyledText {
    let open: Vec<String> = lines.iter().filter_map(ObjectionLine::as_open).collect();
    let comments = lines.iter().filter(|line| !line.is_blocking()).count();
    let closed = lines.len() - comments - open.len();
    let also = match comments {
        0 => String::new(),
        comments => format!(" {}.", many_of(comments, "comment", "comments")),
    };
    let (n, listed) = (open.len(), first_of(open.iter().map(String::as_str)));
    match (n, closed) {
        (0, 0) => format!("None.{also}").into(),
        (0, closed) => format!("None open, {closed} closed.{also}").into(),
        (n, 0) => format!("{n} open: {listed}.{also}").into(),
        (n, closed) => format!("{n} open: {listed}. {closed} closed.{also}").into(),
    }
}

/// The computed level with its arithmetic, the requirements that are not met, and what the levels
/// above lack.
pub(super) fn rules(
    facts: Facts,
    (gates, levels): (&[Rule], &[Rule]),
    computed: Option<&LevelName>,
    (count, stage, answered): (CountUnit, Stage, u64),
) -> Facts {
    // Before anybody was asked, neither a level nor a rule that is not met says anything.
    let is_asked = stage != Stage::Discussion || answered > 0;
    if !is_asked && count != CountUnit::None {
        return facts;
    }
    let mut lines: Vec<StyledText> = vec![level(levels, computed, count, stage).into()];
    let unmet = gates.iter().filter(|gate| is_asked && !gate.met);
    lines.extend(unmet.map(|gate| {
        Style::Attention.on(format!(
            "Requirement {} is not met: {}.",
            gate.name,
            lacks(gate)
        ))
    }));
    let above = levels.iter().take_while(|level| !level.met);
    let above: Vec<&Rule> = above
        .filter(|_| is_asked && count != CountUnit::None)
        .collect();
    let nearest = above.iter().skip(above.len().saturating_sub(LEVELS));
    lines
        .extend(nearest.map(|level| {
            StyledText::from(format!("{} is not met: {}.", level.name, lacks(level)))
        }));
    let mut label = "Rules";
    lines.into_iter().fold(facts, |facts, line| {
        facts.fact(std::mem::take(&mut label), line)
    })
}

fn level(levels: &[Rule], computed: Option<&LevelName>, count: CountUnit, stage: Stage) -> String {
    let now = match stage {
        Stage::Discussion | Stage::CallOpen(_) => " now",
        Stage::CallOver(_) | Stage::Designated(_) | Stage::Decided(..) => "",
    };
    let rule = levels
        .iter()
        .find(|level| Some(level.name.as_str()) == computed.map(LevelName::as_str));
    match (count, rule) {
        (CountUnit::None, _) => "This track computes no level. A chair declares it.".to_owned(),
        (_, None) => format!("Computed level{now}: none."),
        (_, Some(rule)) if rule.default => {
            format!(
                "Computed level{now}: {} (no other level is met).",
                rule.name
            )
        }
        (_, Some(rule)) => {
            format!(
                "Computed level{now}: {} ({}).",
                rule.name,
                main_numbers(rule)
            )
        }
    }
}

/// The first share of a rule; where it has none, its first two numbers.
fn main_numbers(rule: &Rule) -> String {
    let share = rule
        .comparisons
        .iter()
        .find(|each| each.base_words.is_some());
    match share {
        Some(share) => counted(share),
        None => {
            let numbers: Vec<String> = rule.comparisons.iter().take(2).map(counted).collect();
            all_of(numbers.iter().map(String::as_str))
        }
    }
}

/// What a rule that is not met lacks.
fn lacks(rule: &Rule) -> String {
    let failing = rule.comparisons.iter().filter(|each| !each.met);
    let failing: Vec<String> = failing.map(lack).collect();
    all_of(failing.iter().map(String::as_str))
}

fn lack(comparison: &Comparison) -> String {
    if let Some(empty) = &comparison.empty {
        return no_base(empty);
    }
    let counted = counted(comparison);
    let failing = comparison.within.iter().filter(|place| !place.met);
    let failing: Vec<&str> = failing.map(|place| place.name.as_str()).collect();
    if !failing.is_empty() {
        let (failing, count) = (first_of(failing.iter().copied()), comparison.count);
        let base = comparison.base_words.as_deref().unwrap_or("places");
        return format!("missing in {failing} (met in {count} {base})");
    }
    match (comparison.needed, comparison.relation) {
        (None, _) => format!("{counted} (cannot be met)"),
        // That none is allowed needs no words.
        (Some(0), _) => counted,
        (Some(n), Relation::AtLeast | Relation::MoreThan) => {
            format!("{counted} (at least {n} needed)")
        }
        (Some(n), Relation::AtMost | Relation::LessThan) => {
            format!("{counted} (at most {n} allowed)")
        }
        (Some(n), Relation::Exactly) => format!("{counted} (must be {n})"),
    }
}

/// Who must move a proposal forward, for people.
pub(super) fn shepherd(who: Option<&ParticipantId>) -> String {
    who.map_or("none".to_owned(), ToString::to_string)
}

/// How often a call was extended.
pub(super) fn extended(times: usize) -> String {
    match times {
        0 => String::new(),
        1 => "once".to_owned(),
        times => format!("{times} times"),
    }
}

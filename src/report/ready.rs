//! Lists what is missing before a call or a decision: each step, who does it, and the command.

use serde::Serialize;

use crate::procedure::decision_status::standing;
use crate::procedure::opening;
use crate::procedure::ready::{
    ReadinessItem, ReadinessState, answered, before_call, before_decision, verdict,
};
use crate::procedure::stage::{Phase, phase};
use crate::register::records::{ProposalRecords, Register};
use crate::register::tally_inputs::TallyInputs;
use crate::render::ink::Style;
use crate::render::page::{Page, Step};
use crate::report::advice::AdviceRows;
use crate::report::task::{TaskRow, letters, was_asked};
use crate::report::who::{Names, Unanswered};
use crate::report::words;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::id::{ProposalId, RevisionName, TrackId};
use crate::value::sentence::capital;
use crate::value::sentence::{form, many};

/// What the list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReadyFor {
    /// To open a call.
    Call,
    /// To decide the current call.
    Decision,
    /// Nothing: the question is answered.
    Nothing,
}

impl ReadyFor {
    /// What comes next for a proposal at `now`. A decision that expires can be renewed by a call.
    pub fn of(register: &Register, id: &ProposalId, now: Instant) -> Self {
        let Some(folder) = register.proposals.get(id) else {
            return ReadyFor::Call;
        };
        let charter = register.charter.as_ref();
        let own = folder.proposal.as_ref().map(|read| &read.track);
        let both = charter.zip(own);
        let track = both.and_then(|(charter, own)| charter.track(own));
        match phase(folder, now) {
            Phase::Discussion => ReadyFor::Call,
            Phase::Open | Phase::Over | Phase::Designated => ReadyFor::Decision,
            Phase::Decided => match track.and_then(|track| opening::answered(folder, id, track)) {
                Some(_) => ReadyFor::Nothing,
                None => ReadyFor::Call,
            },
        }
    }
}

/// The list for one proposal.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Ready {
    format: u32,
    proposal: ProposalId,
    track: TrackId,
    revision: RevisionName,
    before: ReadyFor,
    verdict: ReadinessState,
    /// How the question was answered, where it was.
    decided: Option<String>,
    lines: Vec<LineRow>,
    not_answered: Vec<Unanswered>,
    #[serde(flatten)]
    advice: AdviceRows,
    /// Whether positions can be given now.
    #[serde(skip)]
    is_open: bool,
    /// Whether letters of the call are recorded.
    #[serde(skip)]
    was_asked: bool,
}

/// One line of the list.
#[derive(Debug, Clone, Serialize)]
struct LineRow {
    #[serde(flatten)]
    line: ReadinessItem,
    task: Option<TaskRow>,
    /// What must be so, with a capital unless it begins with an id.
    #[serde(skip)]
    in_words: String,
}

impl Ready {
    /// The list before a call or a decision, as `aim` says; `tally` is the one of `moments`.
    /// `register` is the whole register, in which later decisions are looked up.
    pub fn of(
        register: &Register,
        aim: ReadyFor,
        moments: &TallyInputs,
        tally: &Tally,
        now: Instant,
    ) -> Self {
        let none = ProposalRecords::default();
        let folder = moments.folder(&tally.proposal).unwrap_or(&none);
        let lines = match aim {
            ReadyFor::Call => before_call(register, moments, tally, folder),
            ReadyFor::Decision => before_decision(moments, tally, folder),
            ReadyFor::Nothing => answered(register, tally, folder),
        };
        let (verdict, rows) = (verdict(&lines), lines.into_iter());
        let names = Names::of(moments);
        let not_answered = match aim {
            ReadyFor::Decision => Unanswered::known(tally, moments, &names),
            ReadyFor::Call | ReadyFor::Nothing => Vec::new(),
        };
        Self {
            format: 2,
            proposal: tally.proposal.clone(),
            track: tally.track.id.clone(),
            revision: tally.revision,
            before: aim,
            verdict,
            decided: decided(register, &tally.proposal, folder, now),
            lines: rows
                .map(|line| LineRow::of(line, register, &tally.proposal, now))
                .collect(),
            not_answered,
            advice: AdviceRows::of(tally).named(&names),
            is_open: phase(folder, now) == Phase::Open,
            was_asked: was_asked(folder),
        }
    }

    /// What the lines come to.
    pub fn verdict(&self) -> ReadinessState {
        self.verdict
    }

    /// The list for people: the answer first, then what is missing, then what is done.
    pub fn page(&self) -> Page {
        let (id, track, revision) = (&self.proposal, &self.track, self.revision);
        let title = match self.before {
            ReadyFor::Call => {
                format!("{id}: ready for a call?  (track {track}, revision {revision})")
            }
            ReadyFor::Decision => {
                format!("{id}: ready to decide?  (track {track}, revision {revision})")
            }
            ReadyFor::Nothing => format!("{id}: decided  (track {track}, revision {revision})"),
        };
        let silent = (!self.not_answered.is_empty())
            .then(|| format!("No answer: {}.", Unanswered::in_words(&self.not_answered)));
        let page = Page::new()
            .line(Style::Strong.on(self.sum()))
            .title(title)
            .lines(&self.decided);
        if self.before == ReadyFor::Nothing {
            let closed = self.of_state(ReadinessState::Unmet);
            return page
                .lines(closed.map(|row| capital(&row.line.hint.to_string())))
                .gap()
                .then(self.steps("Other tracks that can follow", ReadinessState::Advised));
        }
        page.lines(silent)
            .gap()
            .then(self.steps("Missing", ReadinessState::Unmet))
            .then(self.steps("Waiting for a date", ReadinessState::Waits))
            .then(self.steps("Recommended", ReadinessState::Advised))
            .then(self.done())
            .gap()
            .then(self.advice.page())
    }

    fn of_state(&self, state: ReadinessState) -> impl Iterator<Item = &LineRow> {
        self.lines
            .iter()
            .filter(move |row| row.line.stands == state)
    }

    fn steps(&self, heading: &str, state: ReadinessState) -> Page {
        let mut invite = Some(letters(&self.proposal, self.was_asked));
        let steps: Vec<Step> = self
            .of_state(state)
            .map(|row| row.step(self.is_open, &mut invite))
            .collect();
        match steps.is_empty() {
            true => Page::new(),
            false => Page::new().heading(heading).steps(steps).gap(),
        }
    }

    fn done(&self) -> Page {
        let done: Vec<String> = self
            .of_state(ReadinessState::Met)
            .map(|row| row.in_words.clone())
            .collect();
        match done.is_empty() {
            true => Page::new(),
            false => Page::new().heading("Done").bullets(done),
        }
    }

    fn sum(&self) -> String {
        let missing = self.of_state(ReadinessState::Unmet).count();
        let waits = self.of_state(ReadinessState::Waits).count();
        let steps = format!(
            "{} {} missing",
            many(missing, "step"),
            form(missing == 1, "is", "are")
        );
        match (self.before, self.verdict, waits) {
            (ReadyFor::Nothing, _, _) if self.lines.len() > 1 => {
                "Decided. Other tracks can follow.".to_owned()
            }
            (ReadyFor::Nothing, _, _) => "Decided: there are no more steps.".to_owned(),
            (_, ReadinessState::Unmet, 0) => format!("Not ready: {steps}."),
            (_, ReadinessState::Unmet, waits) => {
                format!(
                    "Not ready: {steps}. {} must pass as well.",
                    many(waits, "date")
                )
            }
            (_, ReadinessState::Waits, waits) => {
                format!("Not ready yet: {} must pass first.", many(waits, "date"))
            }
            (ReadyFor::Call, _, _) => "Ready: a call can be opened.".to_owned(),
            (ReadyFor::Decision, _, _) => "Ready: you can decide.".to_owned(),
        }
    }
}

impl LineRow {
    fn of(line: ReadinessItem, register: &Register, proposal: &ProposalId, now: Instant) -> Self {
        let first = line.what.split(' ').next().unwrap_or_default();
        let first = first.trim_end_matches(',');
        let mut people = register.participants.keys();
        let is_id = first == proposal.as_str()
            || first.contains('/')
            || people.any(|id| id.as_str() == first);
        Self {
            in_words: match is_id {
                true => line.what.clone(),
                false => capital(&line.what),
            },
            task: line.task.as_ref().map(|task| TaskRow::of(task, now)),
            line,
        }
    }

    /// What is missing; who does it, with the command, or a hint where there is no task.
    fn step(&self, is_open: bool, invite: &mut Option<Command>) -> Step {
        let what = self.in_words.as_str();
        match &self.task {
            Some(task) => Step {
                what: what.into(),
                ..match is_open {
                    true => task.step_while_open(invite),
                    false => task.step_for_chair(),
                }
            },
            None => Step {
                what: what.into(),
                ..Step::of_hint(&self.line.hint)
            },
        }
    }
}

fn decided(
    register: &Register,
    id: &ProposalId,
    folder: &ProposalRecords,
    now: Instant,
) -> Option<String> {
    let (n, decision) = folder.current_decision()?;
    let (at, outcome) = (
        words::day(decision.judgement.at),
        decision.judgement.outcome,
    );
    let how = standing(register, id, n, now)?.in_words(outcome);
    let outcome = words::outcome(outcome);
    Some(format!("Call {n} was decided on {at}: {outcome}, {how}."))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Ready, ReadyFor};
    use crate::blessed::screen;
    use crate::report::sample::{HOSTILE, OPEN, at, counted, harmless, on, retention};

    fn ready(aim: ReadyFor, edit: impl Fn(&mut crate::record::proposal::Proposal)) -> Ready {
        let mut moments = match aim {
            ReadyFor::Call => {
                let files = retention();
                let files = files.without("proposals/retention/calls/1/call.toml");
                let files = files.without("proposals/retention/calls/2/call.toml");
                files.carried("retention", OPEN)
            }
            ReadyFor::Decision | ReadyFor::Nothing => retention().open(),
        };
        let folder = moments.asked.proposals.values_mut().next();
        let folder = Arc::make_mut(folder.unwrap());
        edit(folder.proposal.as_mut().unwrap());
        let tally = counted(&moments, "retention");
        Ready::of(&moments.asked, aim, &moments, &tally, at(OPEN))
    }

    #[test]
    fn the_list_fits_any_width() {
        for aim in [ReadyFor::Call, ReadyFor::Decision] {
            let page = ready(aim, |_| {}).page();
            for width in 30..=100 {
                on(width, &page);
            }
        }
        let page = on(100, &ready(ReadyFor::Decision, |_| {}).page());
        screen("report/ready/the_list_fits_any_width", &page);
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        for words in HOSTILE {
            let report = ready(ReadyFor::Call, |proposal| {
                proposal.question = (*words).to_owned()
            });
            harmless(&report.page());
        }
    }
}

//! The list before a call or a decision: each line met or not, by whom, and with which command.

use crate::value::sentence::many;
use serde::Serialize;

use crate::procedure::decision_status::standing;
use crate::procedure::opening;
use crate::procedure::ready::{
    ReadinessItem, ReadinessState, answered, before_call, before_decision, verdict,
};
use crate::procedure::stage::{Phase, phase};
use crate::register::records::{ProposalRecords, Register};
use crate::register::tally_inputs::TallyInputs;
use crate::render::grid::{DropPriority, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::Page;
use crate::report::task::TaskRow;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::id::{ProposalId, RevisionName, TrackId};

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
    /// What comes next for a proposal at `now`. A decision that lapses may be renewed by a call.
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
}

/// One line of the list.
#[derive(Debug, Clone, Serialize)]
struct LineRow {
    #[serde(flatten)]
    line: ReadinessItem,
    task: Option<TaskRow>,
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
            ReadyFor::Nothing => answered(register, tally, folder).into_iter().collect(),
        };
        let (verdict, rows) = (verdict(&lines), lines.into_iter());
        Self {
            format: 2,
            proposal: tally.proposal.clone(),
            track: tally.track.id.clone(),
            revision: tally.revision,
            before: aim,
            verdict,
            decided: decided(register, &tally.proposal, folder, now),
            lines: rows.map(|line| LineRow::of(line, now)).collect(),
        }
    }

    /// What the lines come to.
    pub fn verdict(&self) -> ReadinessState {
        self.verdict
    }

    /// The list for people.
    pub fn page(&self) -> Page {
        let aside = format!("track {} · {}", self.track, self.revision);
        let heading = match self.before {
            ReadyFor::Call => "before a call",
            ReadyFor::Decision => "before a decision",
            ReadyFor::Nothing => "decided",
        };
        let table = Table::of(&self.lines)
            .words("", DropPriority::Always, |row| mark(row.line.stands))
            .sentences("what", DropPriority::Always, |row| &row.line.what)
            .sentences("to do", DropPriority::High, |row| &row.line.hint);
        Page::new()
            .title_aside(format!("{}: {heading}", self.proposal), aside)
            .lines(&self.decided)
            .table(table)
            .gap()
            .line(self.sum())
    }

    fn sum(&self) -> String {
        let many = |stands: ReadinessState| {
            let lines = self.lines.iter();
            lines.filter(|row| row.line.stands == stands).count()
        };
        let what = match self.before {
            ReadyFor::Call => "the call",
            ReadyFor::Decision => "the decision",
            ReadyFor::Nothing => return "Nothing is to be made ready.".to_owned(),
        };
        let unmet = things(many(ReadinessState::Unmet));
        match (self.verdict, many(ReadinessState::Waits)) {
            (ReadinessState::Unmet, 0) => format!("Not ready: {unmet} before {what}."),
            (ReadinessState::Unmet, waits) => {
                format!("Not ready: {unmet} before {what}, and {waits} more with time.")
            }
            (ReadinessState::Waits, _) => format!("Only time is missing before {what}."),
            _ => format!("Ready: nothing that is required stands before {what}."),
        }
    }
}

impl LineRow {
    fn of(line: ReadinessItem, now: Instant) -> Self {
        Self {
            task: line.task.as_ref().map(|task| TaskRow::of(task, now)),
            line,
        }
    }
}

fn things(count: usize) -> String {
    let stand = if count == 1 { "stands" } else { "stand" };
    format!("{} {stand}", many(count, "thing"))
}

fn mark(stands: ReadinessState) -> StyledText {
    match stands {
        ReadinessState::Met => Style::Good.on("met"),
        ReadinessState::Unmet => Style::Bad.on("NOT MET"),
        ReadinessState::Waits => Style::Attention.on("waits"),
        ReadinessState::Advised => Style::Attention.on("advised"),
    }
}

fn decided(
    register: &Register,
    id: &ProposalId,
    folder: &ProposalRecords,
    now: Instant,
) -> Option<String> {
    let (n, decision) = folder.current_decision()?;
    let (at, outcome) = (decision.judgement.at.date(), decision.judgement.outcome);
    let how = standing(register, id, n, now)?.in_words(outcome);
    let outcome = outcome.word();
    Some(format!("Call {n} was decided on {at}: {outcome}, {how}."))
}

#[cfg(test)]
mod tests {
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
        let folder = moments.asked.proposals.values_mut().next().unwrap();
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

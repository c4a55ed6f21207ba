//! The list before a call or a decision: each line met or not, by whom, and with which command.

use serde::Serialize;

use crate::procedure::opening;
use crate::procedure::phase::{Phase, phase};
use crate::procedure::ready::{Line, Stands, answered, before_call, before_decision, verdict};
use crate::procedure::standing::standing;
use crate::register::freeze::Moments;
use crate::register::records::{Folder, Register};
use crate::render::grid::{Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
use crate::report::task::TaskRow;
use crate::report::words;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::id::{ProposalId, RevisionName, TrackId};

/// What the list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Aim {
    /// To open a call.
    Call,
    /// To decide the current call.
    Decision,
    /// Nothing: the question is answered.
    Nothing,
}

impl Aim {
    /// What comes next for a proposal at `now`. A decision that lapses may be renewed by a call.
    pub fn of(register: &Register, id: &ProposalId, now: Instant) -> Self {
        let Some(folder) = register.proposals.get(id) else {
            return Aim::Call;
        };
        let charter = register.charter.as_ref();
        let own = folder.proposal.as_ref().map(|read| &read.track);
        let both = charter.zip(own);
        let track = both.and_then(|(charter, own)| charter.track(own));
        match phase(folder, now) {
            Phase::Discussion => Aim::Call,
            Phase::Open | Phase::Over | Phase::Designated => Aim::Decision,
            Phase::Decided => match track.and_then(|track| opening::answered(folder, id, track)) {
                Some(_) => Aim::Nothing,
                None => Aim::Call,
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
    before: Aim,
    verdict: Stands,
    /// How the question was answered, where it was.
    decided: Option<String>,
    lines: Vec<LineRow>,
}

/// One line of the list.
#[derive(Debug, Clone, Serialize)]
struct LineRow {
    #[serde(flatten)]
    line: Line,
    task: Option<TaskRow>,
}

impl Ready {
    /// The list before a call or a decision, as `aim` says; `tally` is the one of `moments`.
    /// `register` is the whole register, in which later decisions are looked up.
    pub fn of(
        register: &Register,
        aim: Aim,
        moments: &Moments,
        tally: &Tally,
        now: Instant,
    ) -> Self {
        let none = Folder::default();
        let folder = moments.folder(&tally.proposal).unwrap_or(&none);
        let lines = match aim {
            Aim::Call => before_call(register, moments, tally, folder),
            Aim::Decision => before_decision(moments, tally, folder),
            Aim::Nothing => answered(register, tally, folder).into_iter().collect(),
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
    pub fn verdict(&self) -> Stands {
        self.verdict
    }

    /// The list for people.
    pub fn page(&self) -> Page {
        let aside = format!("track {} · {}", self.track, self.revision);
        let heading = match self.before {
            Aim::Call => "before a call",
            Aim::Decision => "before a decision",
            Aim::Nothing => "decided",
        };
        let table = Table::of(&self.lines)
            .words("", Keep::Always, |row| mark(row.line.stands))
            .sentences("what", Keep::Always, |row| &row.line.what)
            .sentences("to do", Keep::High, |row| &row.line.hint);
        Page::new()
            .title_aside(format!("{}: {heading}", self.proposal), aside)
            .lines(&self.decided)
            .table(table)
            .gap()
            .line(self.sum())
    }

    fn sum(&self) -> String {
        let many = |stands: Stands| {
            let lines = self.lines.iter();
            lines.filter(|row| row.line.stands == stands).count()
        };
        let what = match self.before {
            Aim::Call => "the call",
            Aim::Decision => "the decision",
            Aim::Nothing => return "Nothing is to be made ready.".to_owned(),
        };
        let unmet = things(many(Stands::Unmet));
        match (self.verdict, many(Stands::Waits)) {
            (Stands::Unmet, 0) => format!("Not ready: {unmet} before {what}."),
            (Stands::Unmet, waits) => {
                format!("Not ready: {unmet} before {what}, and {waits} more with time.")
            }
            (Stands::Waits, _) => format!("Only time is missing before {what}."),
            _ => format!("Ready: nothing that is required stands before {what}."),
        }
    }
}

impl LineRow {
    fn of(line: Line, now: Instant) -> Self {
        Self {
            task: line.task.as_ref().map(|task| TaskRow::of(task, now)),
            line,
        }
    }
}

fn things(count: usize) -> String {
    let stand = if count == 1 { "stands" } else { "stand" };
    format!("{} {stand}", words::many(count, "thing"))
}

fn mark(stands: Stands) -> Text {
    match stands {
        Stands::Met => Ink::Good.on("met"),
        Stands::Unmet => Ink::Bad.on("NOT MET"),
        Stands::Waits => Ink::Attention.on("waits"),
        Stands::Advised => Ink::Attention.on("advised"),
    }
}

fn decided(register: &Register, id: &ProposalId, folder: &Folder, now: Instant) -> Option<String> {
    let (n, decision) = folder.current_decision()?;
    let (at, outcome) = (decision.judgement.at.date(), decision.judgement.outcome);
    let how = standing(register, id, n, now)?.in_words(outcome);
    let outcome = outcome.word();
    Some(format!("Call {n} was decided on {at}: {outcome}, {how}."))
}

#[cfg(test)]
mod tests {
    use crate::blessed::screen;
    use crate::report::sample::{HOSTILE, OPEN, at, counted, harmless, on, retention};

    use super::{Aim, Ready};

    fn ready(aim: Aim, edit: impl Fn(&mut crate::record::proposal::Proposal)) -> Ready {
        let mut moments = match aim {
            Aim::Call => {
                let files = retention();
                let files = files.without("proposals/retention/calls/1/call.toml");
                let files = files.without("proposals/retention/calls/2/call.toml");
                files.carried("retention", OPEN)
            }
            Aim::Decision | Aim::Nothing => retention().open(),
        };
        let folder = moments.asked.proposals.values_mut().next().unwrap();
        edit(folder.proposal.as_mut().unwrap());
        let tally = counted(&moments, "retention");
        Ready::of(&moments.asked, aim, &moments, &tally, at(OPEN))
    }

    #[test]
    fn the_list_fits_any_width() {
        for aim in [Aim::Call, Aim::Decision] {
            let page = ready(aim, |_| {}).page();
            for width in 30..=100 {
                on(width, &page);
            }
        }
        let page = on(100, &ready(Aim::Decision, |_| {}).page());
        screen("report/ready/the_list_fits_any_width", &page);
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        for words in HOSTILE {
            let report = ready(Aim::Call, |proposal| {
                proposal.question = (*words).to_owned()
            });
            harmless(&report.page());
        }
    }
}

//! What comes next on the chair's screen: what is missing, or how it was decided.

use serde::Serialize;

use crate::procedure::standing::{in_words, standing};
use crate::procedure::task::of_proposal;
use crate::record::track::Outcome;
use crate::register::records::{Folder, Register};
use crate::render::ink::{Ink, Text};
use crate::render::page::{Facts, Page};
use crate::report::task::TaskRow;
use crate::report::words;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::id::{LevelName, ParticipantId, ProposalId};

/// The widest that what is next may be to stand on one line.
const ONE_LINE: usize = 80;

/// What comes next.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Outlook {
    decided: Option<Decided>,
    next: Vec<TaskRow>,
}

/// How the call was decided.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Decided {
    outcome: Outcome,
    designation: LevelName,
    computed: Option<LevelName>,
    by: ParticipantId,
    at: Instant,
    appeal_until: Option<Instant>,
    review: Option<Instant>,
    sign_offs: Vec<ParticipantId>,
    sign_offs_needed: u64,
    /// How the decision stands now.
    standing: String,
    binds: bool,
    supersedes: Vec<ProposalId>,
    superseded_by: Vec<ProposalId>,
    #[serde(skip)]
    proposal: ProposalId,
}

impl Outlook {
    /// What comes next for the tally's call.
    pub(crate) fn of(register: &Register, tally: &Tally, folder: &Folder, now: Instant) -> Self {
        let tasks = of_proposal(register, tally);
        let next = tasks.iter().filter(|task| !task.kind.is_personal());
        Self {
            decided: Decided::of(register, tally, folder, now),
            next: next.map(|task| TaskRow::of(task, tally.now)).collect(),
        }
    }

    /// What comes next, for people.
    pub(crate) fn page(&self) -> Page {
        match &self.decided {
            Some(decided) => decided.page().then(self.again_page()).gap(),
            None => self.next_page(),
        }
    }

    /// What is to be done although there is a decision.
    fn again_page(&self) -> Page {
        match self.next.as_slice() {
            [] => Page::new(),
            steps => Page::new()
                .line("Next:")
                .numbered(steps.iter().map(TaskRow::item)),
        }
    }

    /// One line where that is wide enough, else a list with who can do each step.
    fn next_page(&self) -> Page {
        let verdict = Text::from("Not a verdict. Next: ");
        let short: Vec<&str> = self.next.iter().map(TaskRow::what).collect();
        let line = match short.as_slice() {
            [] => "nothing is missing".to_owned(),
            short => short.join(" · "),
        };
        if line.chars().count() <= ONE_LINE {
            return Page::new().line(verdict.then(line));
        }
        let items = self.next.iter().map(TaskRow::item);
        Page::new().line(verdict).numbered(items).gap()
    }
}

impl Decided {
    fn of(register: &Register, tally: &Tally, folder: &Folder, now: Instant) -> Option<Self> {
        let n = tally.call?;
        let decision = folder.decision(n)?;
        let judgement = &decision.judgement;
        let stands = standing(register, &tally.proposal, n, now);
        Some(Self {
            outcome: judgement.outcome,
            designation: judgement.designation.clone(),
            computed: decision.computed.clone(),
            by: judgement.by.clone(),
            at: judgement.at,
            appeal_until: decision.afterwards.appeal_until,
            review: decision.afterwards.review,
            sign_offs: register.sign_offs(&tally.proposal, n),
            sign_offs_needed: tally.track.sign_offs,
            standing: in_words(register, &tally.proposal, n, now).unwrap_or_default(),
            binds: stands.is_some_and(|stands| stands.binds(judgement.outcome)),
            supersedes: decision.matter.supersedes.clone(),
            superseded_by: register.superseded_by(&tally.proposal),
            proposal: tally.proposal.clone(),
        })
    }

    /// Moments stand alone here: a tally of a decided call speaks of the moment of the decision,
    /// so that it does not know how much time has passed since.
    fn page(&self) -> Page {
        let designation = words::designation(&self.designation, self.computed.as_ref());
        let outcome = Ink::Strong.on(self.outcome.word());
        let facts = Facts::default().fact("Decided", outcome.then(format!(", {}", self.standing)));
        let facts = words::with(
            facts,
            [
                ("Designation", designation),
                ("Judged by", format!("{}, {}", self.by, self.at.long())),
                (
                    "Sign-offs",
                    words::sign_offs(&self.sign_offs, self.sign_offs_needed),
                ),
                ("Appeal until", long(self.appeal_until)),
                ("Review", long(self.review)),
                ("Supersedes", words::listed(&self.supersedes)),
                ("Superseded by", words::listed(&self.superseded_by)),
            ],
        );
        let given = u64::try_from(self.sign_offs.len()).unwrap_or(u64::MAX);
        let page = Page::new().facts(facts);
        match given < self.sign_offs_needed {
            true => page.line(format!(
                "Pending until enough chairs have signed off: plenary sign-off {}",
                self.proposal
            )),
            false => page,
        }
    }
}

fn long(at: Option<Instant>) -> String {
    at.map(Instant::long).unwrap_or_default()
}

//! The chair's screen: where a proposal stands, who answered what, and what is missing.

mod answers;
mod objections;
mod outlook;

use serde::Serialize;

use crate::procedure::stage::{Stage, stage};
use crate::record::call::Call;
use crate::record::path::CHARTER;
use crate::record::proposal::Proposal;
use crate::register::freeze::{Basis, Moments};
use crate::register::records::{Folder, Register};
use crate::render::ink::{Ink, Text};
use crate::render::page::{Facts, Page};
use crate::report::rule::{self, Rule};
use crate::report::when::{LocalOffset, at, moment};
use crate::report::words;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::id::{LevelName, ParticipantId, ProposalId, RegisterId, RevisionName, TrackId};
use answers::Answers;
use objections::ObjectionLine;
use outlook::Outlook;

/// Where a proposal stands.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Status {
    format: u32,
    register: RegisterId,
    proposal: ProposalId,
    title: String,
    question: String,
    track: TrackId,
    stage: String,
    call: Option<u32>,
    revision: RevisionName,
    shepherd: Option<ParticipantId>,
    opens: Option<Instant>,
    closes: Option<Instant>,
    extended: usize,
    now: Instant,
    frozen: Frozen,
    #[serde(flatten)]
    answers: Answers,
    objections: Vec<ObjectionLine>,
    gates: Vec<Rule>,
    levels: Vec<Rule>,
    computed: Option<LevelName>,
    decidable: bool,
    #[serde(flatten)]
    outlook: Outlook,
    basis: String,
    read: String,
    #[serde(skip)]
    offset: LocalOffset,
    #[serde(skip)]
    at_stage: Stage,
    #[serde(skip)]
    is_certain: bool,
}

/// What the tally rests on.
#[derive(Debug, Clone, Serialize)]
struct Frozen {
    seats: u64,
    commit: Option<CommitId>,
    text: Option<TextDigest>,
    charter: Option<TextDigest>,
}

impl Status {
    /// Where the tally's proposal stands. `register` is the whole register at the moment asked
    /// for, in which later decisions are looked up.
    pub fn of(register: &Register, moments: &Moments, tally: &Tally, offset: LocalOffset) -> Self {
        let none = Folder::default();
        let folder = moments.folder(&tally.proposal).unwrap_or(&none);
        let proposal = folder.proposal.as_ref();
        let call = moments.call(folder);
        let at_stage = stage(folder, tally.now);
        Self {
            format: 1,
            register: tally.charter.register.clone(),
            proposal: tally.proposal.clone(),
            title: proposal.map_or(String::new(), |proposal| proposal.title.clone()),
            question: question(call, proposal),
            track: tally.track.id.clone(),
            stage: at_stage.in_words(),
            call: tally.call,
            revision: tally.revision,
            shepherd: proposal.and_then(|proposal| proposal.shepherd.clone()),
            opens: call.map(|call| call.opens),
            closes: call.map(Call::closing),
            extended: call.map_or(0, |call| call.extensions.len()),
            now: tally.now,
            frozen: Frozen::of(moments, tally, call, proposal),
            answers: Answers::of(tally),
            objections: objections::lines(moments, tally),
            gates: rule::gates(tally),
            levels: rule::levels(tally),
            computed: tally.computed.clone(),
            decidable: tally.decidable(),
            outlook: Outlook::of(register, tally, folder),
            basis: words::basis(&tally.basis),
            read: words::reads(&tally.canvass),
            offset,
            at_stage,
            is_certain: words::is_certain(&tally.basis),
        }
    }

    /// The screen for people.
    pub fn page(&self) -> Page {
        let basis = match self.is_certain {
            true => Text::default(),
            false => Ink::Attention.on(&self.basis),
        };
        let aside = format!("track {} · {} · {}", self.track, self.stage, self.revision);
        let title = format!("{} · {}", self.proposal, self.title);
        let rules: Vec<&Rule> = self.gates.iter().chain(&self.levels).collect();
        let heading = format!("Rule (track {})", self.track);
        Page::new()
            .title_aside(title, aside)
            .facts(self.facts())
            .line(basis)
            .gap()
            .then(self.answers.page())
            .then(objections::page(&self.objections))
            .table(rule::in_brief(&heading, &rules))
            .gap()
            .then(self.outlook.page())
            .line(&self.read)
    }

    fn facts(&self) -> Facts {
        let mut facts = Facts::default().fact("Question", &self.question);
        if let Some(closes) = self.closes {
            let (label, shown) = match self.at_stage {
                Stage::CallOpen(_) => ("Closes", moment(closes, self.now, self.offset)),
                // The tally of a decided call does not know what time it is.
                Stage::Decided(..) => ("Closed", at(closes, self.offset)),
                Stage::Discussion | Stage::CallOver(_) => {
                    ("Closed", moment(closes, self.now, self.offset))
                }
            };
            let put_off = match self.extended {
                0 => String::new(),
                1 => " · put off once".to_owned(),
                n => format!(" · put off {n} times"),
            };
            facts = facts.fact(label, format!("{shown}{put_off}"));
        }
        let shepherd = self.shepherd.as_ref().map(|who| format!("Shepherd {who}"));
        let label = match self.frozen.commit {
            Some(_) => "Frozen",
            None => "Rests on",
        };
        facts.fact_aside(label, self.frozen.in_words(), shepherd.unwrap_or_default())
    }
}

fn question(call: Option<&Call>, proposal: Option<&Proposal>) -> String {
    let asked = call.map(|call| &call.question);
    let written = proposal.map(|proposal| &proposal.question);
    asked.or(written).cloned().unwrap_or_default()
}

impl Frozen {
    fn of(
        moments: &Moments,
        tally: &Tally,
        call: Option<&Call>,
        proposal: Option<&Proposal>,
    ) -> Self {
        let commit = match &tally.basis {
            Basis::Open { frozen } | Basis::Closed { frozen, .. } => Some(frozen.clone()),
            Basis::BeforeCall | Basis::Carried => None,
        };
        let latest = proposal.and_then(Proposal::latest);
        let latest = latest.map(|last| last.sha256.clone());
        Self {
            seats: tally.count.seats,
            commit,
            text: call.map(|call| call.sha256.clone()).or(latest),
            charter: moments.frozen().digest(CHARTER),
        }
    }

    fn in_words(&self) -> String {
        let seats = words::many_of(self.seats, "seat", "seats");
        let digest = |name: &str, digest: &Option<TextDigest>| {
            let digest = digest.as_ref()?;
            Some(format!("{name} {}", digest.short()))
        };
        let parts = [
            Some(match &self.commit {
                Some(commit) => format!("{seats} at {}", commit.short()),
                None => seats,
            }),
            digest("text", &self.text),
            digest("charter", &self.charter),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

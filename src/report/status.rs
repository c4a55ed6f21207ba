//! The chair's screen: where a proposal stands, who answered what, and what is missing.
//!
//! Positions that came as requests and have not landed: received, and counted by nothing.
//!
//! What comes next on the chair's screen: what is missing, or how it was decided.

mod annotations;
mod answers;

use crate::value::sentence::many_of;
use std::collections::BTreeMap;

use annotations::{Annotations, ObjectionLine};
use answers::Answers;
use serde::Serialize;

use crate::procedure::decision_status::{in_words, stage_in_words, standing};
use crate::procedure::stage::{Stage, stage};
use crate::procedure::task::of_proposal;
use crate::record::call::Call;
use crate::record::path::CHARTER;
use crate::record::proposal::Proposal;
use crate::record::track::Outcome;
use crate::register::interests::MissingStatement;
use crate::register::records::{ProposalRecords, Register};
use crate::register::tally_inputs::{InputBasis, TallyInputs};
use crate::render::ink::{Style, StyledText};
use crate::render::page::{Facts, Page};
use crate::report::caveats::{self, Conflicts, SilentGroups};
use crate::report::rule::{self, Rule};
use crate::report::task::TaskRow;
use crate::report::words::{self, LocalOffset, at, moment};
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::id::{LevelName, ParticipantId, ProposalId, RegisterId, RevisionName, TrackId};

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
    #[serde(flatten)]
    silent: SilentGroups,
    #[serde(flatten)]
    conflicts: Conflicts,
    #[serde(skip_serializing_if = "Option::is_none")]
    statements_of_interest: Option<MissingStatement>,
    #[serde(flatten)]
    beside: Annotations,
    objections: Vec<ObjectionLine>,
    gates: Vec<Rule>,
    levels: Vec<Rule>,
    computed: Option<LevelName>,
    decidable: bool,
    #[serde(flatten)]
    outlook: Outlook,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_flight: Option<InFlight>,
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
    /// The tally of a decided call knows the moment of its decision only; `now` is the present.
    pub fn of(
        register: &Register,
        moments: &TallyInputs,
        tally: &Tally,
        now: Instant,
        offset: LocalOffset,
    ) -> Self {
        let none = ProposalRecords::default();
        let folder = moments.folder(&tally.proposal).unwrap_or(&none);
        let proposal = folder.proposal.as_ref();
        let call = moments.call(folder);
        let at_stage = stage(folder, tally.now);
        Self {
            format: 2,
            register: tally.charter.register.clone(),
            proposal: tally.proposal.clone(),
            title: proposal.map_or(String::new(), |proposal| proposal.title.clone()),
            question: question(call, proposal),
            track: tally.track.id.clone(),
            stage: stage_in_words(register, &tally.proposal, folder, now),
            call: tally.call,
            revision: tally.revision,
            shepherd: proposal.and_then(|proposal| proposal.shepherd.clone()),
            opens: call.map(|call| call.opens),
            closes: call.map(Call::closing),
            extended: call.map_or(0, |call| call.extensions.len()),
            now: tally.now,
            frozen: Frozen::of(moments, tally, call, proposal),
            answers: Answers::of(tally),
            silent: SilentGroups::of(tally),
            conflicts: Conflicts::of(tally),
            statements_of_interest: tally.statements.clone(),
            beside: Annotations::of(moments, tally, folder),
            objections: annotations::lines(moments, tally, at_stage),
            gates: rule::gates(tally),
            levels: rule::levels(tally),
            computed: tally.computed.clone(),
            decidable: tally.decidable(),
            outlook: Outlook::of(register, tally, folder, now),
            in_flight: None,
            basis: words::basis(&tally.basis),
            read: words::reads(&tally.canvass),
            offset,
            at_stage,
            is_certain: words::is_certain(&tally.basis),
        }
    }

    /// The same with the requests that have not landed, which change nothing else of it.
    #[must_use]
    pub fn with_in_flight(self, in_flight: InFlight) -> Self {
        Self {
            in_flight: Some(in_flight),
            ..self
        }
    }

    /// The screen for people.
    pub fn page(&self) -> Page {
        let uncertain = (!self.is_certain).then(|| Style::Attention.on(&self.basis));
        let aside = format!("track {} · {} · {}", self.track, self.stage, self.revision);
        let title = format!("{} · {}", self.proposal, self.title);
        let statements = self.statements_of_interest.as_ref();
        let rules: Vec<&Rule> = self.gates.iter().chain(&self.levels).collect();
        let heading = format!("Rule (track {})", self.track);
        Page::new()
            .title_aside(title, aside)
            .facts(self.facts())
            .lines(uncertain)
            .gap()
            .then(self.answers.page())
            .each(self.in_flight.as_ref().map(InFlight::page))
            .then(self.silent.public_page())
            .gap()
            .then(self.conflicts.page())
            .then(self.beside.page())
            .then(annotations::page(&self.objections))
            .table(rule::in_brief(&heading, &rules))
            .gap()
            .then(self.outlook.page())
            .lines(statements.map(caveats::statements))
            .line(&self.read)
    }

    fn facts(&self) -> Facts {
        let put_off = match self.extended {
            0 => String::new(),
            1 => " · put off once".to_owned(),
            n => format!(" · put off {n} times"),
        };
        let shown = |closes: Instant| match self.at_stage {
            Stage::Decided(..) => at(closes, self.offset),
            _ => moment(closes, self.now, self.offset),
        };
        let closes = match self.at_stage {
            Stage::CallOpen(_) => "Closes",
            Stage::Discussion | Stage::CallOver(_) | Stage::Designated(_) | Stage::Decided(..) => {
                "Closed"
            }
        };
        let closing = self.closes.map(|at| format!("{}{put_off}", shown(at)));
        let shepherd = self.shepherd.as_ref().map(|who| format!("Shepherd {who}"));
        let label = match self.frozen.commit {
            Some(_) => "Frozen",
            None => "Rests on",
        };
        Facts::default()
            .fact("Question", &self.question)
            .given(closes, closing)
            .fact_aside(label, self.frozen.in_words(), shepherd)
    }
}

fn question(call: Option<&Call>, proposal: Option<&Proposal>) -> String {
    let asked = call.map(|call| &call.question);
    let written = proposal.map(|proposal| &proposal.question);
    asked.or(written).cloned().unwrap_or_default()
}

impl Frozen {
    fn of(
        moments: &TallyInputs,
        tally: &Tally,
        call: Option<&Call>,
        proposal: Option<&Proposal>,
    ) -> Self {
        let commit = match &tally.basis {
            InputBasis::Open { frozen } | InputBasis::Closed { frozen, .. } => Some(frozen.clone()),
            InputBasis::BeforeCall | InputBasis::Carried => None,
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
        let seats = many_of(self.seats, "seat", "seats");
        let digest = |name: &str, digest: &Option<TextDigest>| {
            let digest = digest.as_ref()?;
            Some(format!("{name} {}", digest.short()))
        };
        let seats = match &self.commit {
            Some(commit) => format!("{seats} at {}", commit.short()),
            None => seats,
        };
        let parts = [
            Some(seats),
            digest("text", &self.text),
            digest("charter", &self.charter),
        ];
        words::joined(parts, " · ")
    }
}

/// One request.
#[derive(Debug, Clone, Serialize)]
pub struct Request {
    /// Its reference.
    pub request: String,
    /// The positions that it gives on this proposal.
    pub positions: Vec<String>,
    /// Why it cannot land as it is; none where it can.
    pub because: Option<String>,
}

/// The requests that have not landed.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct InFlight {
    valid: usize,
    not_valid: usize,
    positions: BTreeMap<String, usize>,
    requests: Vec<Request>,
}

impl InFlight {
    /// These requests.
    pub fn of(requests: Vec<Request>) -> Self {
        let valid = requests.iter().filter(|one| one.because.is_none());
        let mut positions = BTreeMap::new();
        for position in valid.clone().flat_map(|one| &one.positions) {
            *positions.entry(position.clone()).or_insert(0) += 1;
        }
        let valid = valid.count();
        Self {
            valid,
            not_valid: requests.len() - valid,
            positions,
            requests,
        }
    }

    pub(super) fn page(&self) -> Page {
        let count = |(position, n): (&String, &usize)| format!("{position} {n}");
        let counts: Vec<String> = self.positions.iter().map(count).collect();
        let counts = match counts.as_slice() {
            [] => String::new(),
            counts => format!(" ({})", counts.join(", ")),
        };
        let (valid, not) = (self.valid, self.not_valid);
        let each = self.requests.iter().map(|one| match &one.because {
            None => format!("{}: {}", one.request, one.positions.join(", ")),
            Some(because) => format!("{}: not valid: {because}", one.request),
        });
        Page::new()
            .line(format!(
                "In flight: {valid} valid{counts}, {not} not valid; none is counted above."
            ))
            .bullets(each)
            .gap()
    }
}

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
    pub(crate) fn of(
        register: &Register,
        tally: &Tally,
        folder: &ProposalRecords,
        now: Instant,
    ) -> Self {
        let tasks = of_proposal(register, tally);
        let next = tasks.iter().filter(|task| !task.kind.is_personal());
        Self {
            decided: Decided::of(register, tally, folder, now),
            next: next.map(|task| TaskRow::of(task, tally.now)).collect(),
        }
    }

    /// What comes next, for people.
    pub(crate) fn page(&self) -> Page {
        let items = self.next.iter().map(TaskRow::item);
        match (&self.decided, self.next.as_slice()) {
            (Some(decided), []) => decided.page().gap(),
            (Some(decided), _) => decided.page().line("Next:").numbered(items).gap(),
            (None, _) => self.next_page(),
        }
    }

    /// One line where that is wide enough, else a list with who can do each step.
    fn next_page(&self) -> Page {
        let verdict = StyledText::from("Not a verdict. Next: ");
        let short: Vec<&str> = self.next.iter().map(|task| task.what.as_str()).collect();
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
    fn of(
        register: &Register,
        tally: &Tally,
        folder: &ProposalRecords,
        now: Instant,
    ) -> Option<Self> {
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
        let outcome = Style::Strong.on(self.outcome.word());
        let facts = Facts::default()
            .fact("Decided", outcome.then(format!(", {}", self.standing)))
            .fact("Designation", designation)
            .fact("Judged by", format!("{}, {}", self.by, self.at.long()))
            .fact(
                "Sign-offs",
                words::sign_offs(&self.sign_offs, self.sign_offs_needed),
            )
            .given("Appeal until", self.appeal_until.map(Instant::long))
            .given("Review", self.review.map(Instant::long))
            .filled("Supersedes", words::listed(&self.supersedes))
            .filled("Superseded by", words::listed(&self.superseded_by));
        let given = u64::try_from(self.sign_offs.len()).unwrap_or(u64::MAX);
        let pending = (given < self.sign_offs_needed).then(|| {
            let id = &self.proposal;
            format!("Pending until enough chairs have signed off: plenary sign-off {id}")
        });
        Page::new().facts(facts).lines(pending)
    }
}

#[cfg(test)]
mod tests {
    use super::Status;
    use crate::blessed::screen;
    use crate::register::tally_inputs::{CloseEvidence, TallyInputs};
    use crate::render::json;
    use crate::report::sample::{self, counted, harmless, on, retention};
    use crate::report::words::LocalOffset;
    use crate::value::digest::TextDigest;

    fn status(moments: &TallyInputs) -> Status {
        let tally = counted(moments, "retention");
        let offset = LocalOffset::Seconds(7200);
        Status::of(&moments.asked, moments, &tally, moments.now, offset)
    }

    #[test]
    fn an_open_call_on_100_and_on_60_columns() {
        let page = status(&retention().open()).page();
        screen(
            "report/status/an_open_call_on_100_and_on_60_columns-1",
            &on(100, &page),
        );
        screen(
            "report/status/an_open_call_on_100_and_on_60_columns-2",
            &on(60, &page),
        );
        for width in 20..=100 {
            on(width, &page);
        }
    }

    #[test]
    fn a_proposal_without_a_call_waits_for_one() {
        let files = retention()
            .without("proposals/retention/calls/1/call.toml")
            .without("proposals/retention/calls/2/call.toml");
        let page = on(
            100,
            &status(&files.carried("retention", sample::OPEN)).page(),
        );
        screen(
            "report/status/a_proposal_without_a_call_waits_for_one",
            &page,
        );
        assert!(!page.contains("Closes"), "{page}");
    }

    #[test]
    fn a_decided_call_shows_what_was_decided_and_what_follows() {
        let files = retention().decided("divergence", "Two objections stand open.");
        let report = status(&files.closed(&files, CloseEvidence::Record));
        let page = on(100, &report.page());
        screen(
            "report/status/a_decided_call_shows_what_was_decided_and_what_follows-1",
            &page,
        );
        assert!(!page.contains("Next"), "{page}");
        assert!(
            page.contains("outweighed                      2026-05-10"),
            "{page}"
        );
        let register = files.closed(&files, CloseEvidence::Record).asked;
        let digest = |path: &str| register.digest(path).unwrap();
        let sign_off =
            |digest: TextDigest| format!("sha256 = \"{digest}\"\nat = 2026-05-24T00:00:00Z\n");
        let of_these_bytes = sign_off(digest("proposals/retention/calls/2/decision.toml"));
        let of_others = sign_off(digest("charter.toml"));
        let beside = "proposals/retention/calls/2/sign-offs";
        let signed = files
            .with(&format!("{beside}/tomas-ruiz.toml"), of_these_bytes)
            .with(&format!("{beside}/ada-lind.toml"), of_others);
        let page = on(
            100,
            &status(&signed.closed(&signed, CloseEvidence::Record)).page(),
        );
        screen(
            "report/status/a_decided_call_shows_what_was_decided_and_what_follows-2",
            &page,
        );
        assert!(!page.contains("pending"), "{page}");
    }

    #[test]
    fn a_short_list_of_steps_stands_on_one_line() {
        let charter = "charter.toml";
        let files = retention()
            .edited(charter, "answered >= 1 in each group", "answered >= 1")
            .edited(
                charter,
                "designates = \"chair\"",
                "designates = \"chair\"\nundisposed = \"record\"",
            )
            .without("proposals/retention/objections/piotr-nowak.scope.toml")
            .without("proposals/retention/objections/carla-nunes.cost.toml")
            .without("proposals/retention/positions/piotr-nowak.toml")
            .without("proposals/retention/positions/carla-nunes.toml")
            .without("participants/pub-1.toml");
        let files = [("zoe-adler", "r2"), ("zora-blum", "r2"), ("civ-7", "r2")]
            .iter()
            .fold(files, |files, (id, on)| {
                let path = format!("proposals/retention/positions/{id}.toml");
                files.edited(&path, on, "r3")
            });
        let moments = files.closed(&files, CloseEvidence::Record);
        let page = on(100, &status(&moments).page());
        screen(
            "report/status/a_short_list_of_steps_stands_on_one_line",
            &page,
        );
    }

    #[test]
    fn a_close_by_committers_dates_is_said_to_be_one() {
        let files = retention();
        let moments = files.closed(&files, CloseEvidence::CommitterDates);
        let page = on(100, &status(&moments).page());
        screen(
            "report/status/a_close_by_committers_dates_is_said_to_be_one",
            &page,
        );
        let recorded = status(&files.closed(&files, CloseEvidence::Record)).page();
        assert!(!on(100, &recorded).contains("recorded the close"), "{page}");
    }

    #[test]
    fn programs_get_letters_steps_and_numbers() {
        let report = status(&retention().open());
        let value: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
        assert_eq!(value["format"], 2);
        assert_eq!(value["groups"][2]["letters"], "SSAADO~~");
        assert_eq!(value["groups"][5]["heard"], false);
        assert_eq!(value["stale"][0]["stale"], 2);
        assert_eq!(value["next"][0]["weight"], "required");
        assert_eq!(value["next"][0]["who"][0], "maya-chen");
        assert_eq!(value["objections"][1]["joined-by"][1], "civ-4");
        assert_eq!(value["decided"], serde_json::Value::Null);
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        for words in sample::HOSTILE {
            let mut moments = retention().open();
            let folder = moments.asked.proposals.values_mut().next().unwrap();
            folder.proposal.as_mut().unwrap().title = (*words).to_owned();
            for call in folder.calls.values_mut() {
                call.call.as_mut().unwrap().question = (*words).to_owned();
            }
            for raised in folder.objections.values_mut() {
                raised.objection.about = (*words).to_owned();
            }
            for group in &mut moments.asked.charter.as_mut().unwrap().groups {
                group.name = (*words).to_owned();
            }
            harmless(&status(&moments).page());
        }
    }
}

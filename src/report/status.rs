//! Shows where a proposal is, at a glance: its status, who answered, what is objected to, which level the
//! rules give, and what must be done next.

mod annotations;
mod answers;
mod headline;
mod in_flight;
mod outlook;
mod people;

use annotations::{Annotations, ObjectionLine};
use answers::Answers;
use headline::{AnswerState, CallState};
pub use in_flight::{InFlight, Request};
pub(crate) use outlook::Outlook;
use people::People;
use serde::Serialize;

use crate::procedure::decision_status::stage_in_words;
use crate::procedure::stage::{Stage, stage};
use crate::record::call::Call;
use crate::record::path::CHARTER;
use crate::record::proposal::Proposal;
use crate::register::interests::MissingStatement;
use crate::register::records::{ProposalRecords, Register};
use crate::register::tally_inputs::{InputBasis, TallyInputs};
use crate::render::ink::Style;
use crate::render::page::{Facts, Page};
use crate::report::advice::AdviceRows;
use crate::report::caveats::{self, Conflicts, SilentGroups};
use crate::report::package::PackageRows;
use crate::report::rule::{self, Rule};
use crate::report::translations::TranslationRows;
use crate::report::who::Names;
use crate::report::words::{self, LocalOffset, units};
use crate::tally::Tally;
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::id::{LevelName, ParticipantId, ProposalId, RegisterId, RevisionName, TrackId};

/// How much of it people see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatusDetail {
    /// Whether every rule is shown with its numbers.
    pub rules: bool,
    /// Whether everybody is named: each seat with its answer, and who is not counted and why.
    pub names: bool,
}

/// Where a proposal is.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Status {
    format: u32,
    register: RegisterId,
    proposal: ProposalId,
    title: String,
    question: String,
    #[serde(flatten)]
    translations: TranslationRows,
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
    package: PackageRows,
    #[serde(flatten)]
    outlook: Outlook,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_flight: Option<InFlight>,
    basis: String,
    read: String,
    #[serde(flatten)]
    people: People,
    #[serde(flatten)]
    advice: AdviceRows,
    #[serde(skip)]
    track_title: String,
    #[serde(skip)]
    count: CountUnit,
    #[serde(skip)]
    offset: LocalOffset,
    #[serde(skip)]
    call_state: CallState,
    #[serde(skip)]
    answer_state: AnswerState,
    #[serde(skip)]
    is_certain: bool,
    #[serde(skip)]
    present: Instant,
    #[serde(skip)]
    detail: StatusDetail,
}

/// What the tally is based on.
#[derive(Debug, Clone, Serialize)]
struct Frozen {
    seats: u64,
    commit: Option<CommitId>,
    text: Option<TextDigest>,
    charter: Option<TextDigest>,
}

impl Status {
    /// Where the tally's proposal is. `register` is the whole register at the moment asked for, in
    /// which later decisions are looked up.
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
            translations: TranslationRows::of(proposal, tally.revision)
                .asking(proposal, &question(call, proposal)),
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
            package: PackageRows::of(register, &tally.proposal, now),
            outlook: Outlook::of(register, tally, folder, now),
            in_flight: None,
            basis: words::basis(&tally.basis),
            read: words::reads(&tally.canvass),
            people: People::of(moments, tally),
            advice: AdviceRows::of(tally).named(&Names::of(moments)),
            track_title: tally.track.title.clone(),
            count: tally.track.count,
            offset,
            call_state: CallState::of(tally, folder, call, at_stage),
            answer_state: AnswerState::of(tally, at_stage),
            is_certain: words::is_certain(&tally.basis),
            present: now,
            detail: StatusDetail::default(),
        }
    }

    /// The same with the pull requests that are not merged, which change nothing else of it.
    #[must_use]
    pub fn with_in_flight(self, in_flight: InFlight) -> Self {
        Self {
            in_flight: Some(in_flight),
            ..self
        }
    }

    /// The same with more of it shown to people.
    #[must_use]
    pub fn in_detail(self, detail: StatusDetail) -> Self {
        Self { detail, ..self }
    }

    /// The screen for people.
    pub fn page(&self) -> Page {
        let detail = self.detail;
        let uncertain = (!self.is_certain).then(|| Style::Attention.on(&self.basis));
        let title = format!(
            "{}  ({}, revision {})",
            self.title, self.proposal, self.revision
        );
        let statements = self.statements_of_interest.as_ref();
        let rules: Vec<&Rule> = self.gates.iter().chain(&self.levels).collect();
        let rules = (detail.rules && !rules.is_empty())
            .then(|| Page::new().table(rule::in_brief("Rule", &rules)).gap());
        let people = detail.names.then(|| self.people.page());
        Page::new()
            .title(title)
            .gap()
            .facts(self.headline())
            .gap()
            .then(self.package.page())
            .then(self.outlook.page())
            .facts(self.facts())
            .gap()
            .each(self.in_flight.as_ref().map(InFlight::page))
            .then(self.answers.page())
            .then(self.advice.page())
            .then(self.silent.public_page())
            .then(self.people.expired_page())
            .gap()
            .then(self.conflicts.page())
            .then(self.beside.page())
            .then(annotations::page(&self.objections))
            .each(people)
            .each((!detail.names).then(|| self.people.not_counted_page(&self.proposal)))
            .each(rules)
            .lines(uncertain)
            .lines(statements.map(caveats::statements))
            .line(&self.read)
            .verbatim("More", self.more())
    }

    fn headline(&self) -> Facts {
        let (stage, now) = (self.call_state.stage, self.present);
        let decided = self.outlook.decided.as_ref();
        let package = self
            .package
            .in_words()
            .filter(|_| stage == Stage::Discussion);
        let status = package.unwrap_or_else(|| self.call_state.in_words(decided, now, self.offset));
        let facts = Facts::default()
            .fact("Status", Style::Strong.on(status))
            .fact("Answers", self.answer_state.in_words())
            .filled("", self.people.pending_in_words())
            .filled("", self.people.asked_in_words())
            .fact("Objections", headline::objections(&self.objections));
        let rules = (self.gates.as_slice(), self.levels.as_slice());
        let state = (self.count, stage, self.answer_state.answered());
        headline::rules(facts, rules, self.computed.as_ref(), state)
    }

    fn facts(&self) -> Facts {
        let extended = headline::extended(self.extended);
        let facts = Facts::default().fact("Question", &self.question);
        let facts = self
            .package
            .facts(self.translations.facts(facts))
            .fact("Track", format!("{}: {}", self.track, self.track_title))
            .fact(self.frozen.label(), self.fixed())
            .filled("Extended", extended)
            .fact("Shepherd", headline::shepherd(self.shepherd.as_ref()));
        match &self.outlook.decided {
            Some(decided) => decided.facts(facts),
            None => facts,
        }
    }

    /// What the tally is based on, and since when that is fixed.
    fn fixed(&self) -> String {
        let (seats, revision) = (units(self.count, self.frozen.seats), self.revision);
        match (&self.frozen.commit, self.opens) {
            (Some(commit), Some(opens)) => format!(
                "{seats}, revision {revision} and charter, as of {} (commit {})",
                opens.long(),
                commit.short()
            ),
            _ => format!("{seats}, revision {revision} and charter, as they are now"),
        }
    }

    /// The commands that show more, a line each; behind each, as a comment of the shell, what it shows.
    fn more(&self) -> String {
        let command = |name: &str| Command::new(name).with(&self.proposal).to_string();
        let who = Command::new("status").with(&self.proposal).with("--who");
        let lines = [
            Some((command("tally"), "every rule")),
            Some((command("balance"), "each group")),
            (!self.detail.names).then(|| (who.to_string(), "every name")),
        ];
        let lines = lines.into_iter().flatten();
        let lines = lines.map(|(command, shows)| format!("{command}   # {shows}\n"));
        lines.collect()
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

    fn label(&self) -> &'static str {
        match self.commit {
            Some(_) => "Fixed at opening",
            None => "Based on",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

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
        assert!(!on(100, &recorded).contains("not recorded"), "{page}");
    }

    #[test]
    fn programs_get_letters_steps_and_numbers() {
        let report = status(&retention().open());
        let value: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
        assert_eq!(value["format"], 2);
        assert_eq!(value["groups"][2]["letters"], "SSAADO~~");
        assert_eq!(value["not-answered"][0]["name"], "civ-6 by name");
        assert_eq!(value["not-counted"][0]["reason"], "expired");
        assert_eq!(value["earlier-revision"][0]["on"], "r2");
        assert_eq!(value["objectors"][0]["name"], "carla-nunes by name");
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
            let folder = moments.asked.proposals.values_mut().next();
            let folder = Arc::make_mut(folder.unwrap());
            folder.proposal.as_mut().unwrap().title = (*words).to_owned();
            for call in folder.calls.values_mut() {
                call.call.as_mut().unwrap().question = (*words).to_owned();
            }
            for raised in folder.objections.values_mut() {
                raised.objection.about = (*words).to_owned();
            }
            let charter = moments.asked.charter.as_mut().unwrap();
            for group in &mut Arc::make_mut(charter).groups {
                group.name = (*words).to_owned();
            }
            harmless(&status(&moments).page());
        }
    }
}

//! Shows the designation of a call: its status, its drafts with the challenges of each, and the
//! next steps.
//!
//! Shows for one call the drafts of its designation, and the minority statements in their authors'
//! own words.

use serde::Serialize;

use crate::procedure::designation::DesignationState;
use crate::procedure::task::of_lack;
use crate::record::decision::{MinorityContent, MinorityStatement};
use crate::record::designation::{Challenge, ChallengeAnswer, Confirmation, Designation, Draft};
use crate::register::records::{CallFolder, ProposalRecords};
use crate::register::tally_inputs::TallyInputs;
use crate::render::page::{Facts, Page};
use crate::report::task::TaskRow;
use crate::report::who::Names;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::digest::CommitId;
use crate::value::id::{ChallengeId, LevelName, ParticipantId, ProposalId, TrackId};
use crate::value::sentence::all_of;

/// The designation of a call.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DesignationReport {
    format: u32,
    proposal: ProposalId,
    call: Option<u32>,
    track: TrackId,
    computed: Option<LevelName>,
    decided: bool,
    until: Option<Instant>,
    confirmed: Option<Confirmation>,
    drafts: Vec<DraftLine>,
    missing: Vec<TaskRow>,
    /// The names of the participants who are mentioned.
    names: Names,
}

/// One draft with its challenges.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DraftLine {
    draft: usize,
    level: LevelName,
    computed: Option<LevelName>,
    by: ParticipantId,
    at: Instant,
    reason: String,
    inputs: Option<CommitId>,
    read: Option<Read>,
    challenges: Vec<ChallengeLine>,
}

/// How many records a draft was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Read {
    positions_counted: usize,
    open_objections: usize,
    undisposed_objections: usize,
    challenges: usize,
}

/// A challenge with its answers.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct ChallengeLine {
    challenge: ChallengeId,
    at: Option<Instant>,
    reason: String,
    withdrawn: bool,
    withdrawn_reason: Option<String>,
    answers: Vec<ChallengeAnswer>,
}

impl DesignationReport {
    /// The designation of the tally's call.
    pub fn of(moments: &TallyInputs, tally: &Tally) -> Self {
        let none = ProposalRecords::default();
        let folder = moments.folder(&tally.proposal).unwrap_or(&none);
        let call = tally.call.and_then(|n| folder.calls.get(&n));
        let call = call.map(Box::as_ref);
        let designation = call.and_then(|call| call.designation.as_ref());
        let state = DesignationState::of(tally, folder);
        let decided = call.is_some_and(|call| call.decision.is_some());
        let lacks = match decided {
            true => &[],
            false => state.required(),
        };
        let missing = lacks.iter();
        let missing = missing.filter_map(|lack| of_lack(&moments.asked, tally, lack));
        Self {
            format: 2,
            proposal: tally.proposal.clone(),
            call: tally.call,
            track: tally.track.id.clone(),
            computed: tally.computed.clone(),
            decided,
            until: state.until,
            confirmed: designation.and_then(|designation| designation.confirmation.clone()),
            names: Names::of(moments).only(call.into_iter().flat_map(mentioned)),
            drafts: call.map_or(Vec::new(), DraftLine::all),
            missing: missing.map(|task| TaskRow::of(&task, tally.now)).collect(),
        }
    }

    /// Adds what the draft with this index was made from, so that the change between two drafts can
    /// be shown.
    pub fn read_for(&mut self, index: usize, then: &TallyInputs, tally: &Tally) {
        let folder = then.folder(&tally.proposal);
        let call = folder.and_then(|folder| folder.calls.get(&tally.call?));
        let open = tally.objections.iter();
        let open = open.filter(|followed| followed.counts() && followed.is_open());
        if let Some(draft) = self.drafts.get_mut(index) {
            draft.read = Some(Read {
                positions_counted: tally.canvass.counted.len(),
                open_objections: open.count(),
                undisposed_objections: tally.undisposed().count(),
                challenges: call.map_or(0, |call| call.challenges.len()),
            });
        }
    }

    /// The designation for people.
    pub fn page(&self) -> Page {
        let call = self.call.map_or(String::new(), |n| format!(", call {n}"));
        let title = format!("Designation of {}{call}", self.proposal);
        let drafts = DraftLine::pages(&self.drafts, &self.names);
        Page::new()
            .title_aside(title, format!("track {}", self.track))
            .facts(self.facts())
            .each(drafts.map(|draft| Page::new().gap().then(draft)))
            .gap()
            .then(self.missing_page())
    }

    fn facts(&self) -> Facts {
        let computed = self.computed.as_ref().map_or("none", LevelName::as_str);
        let confirmed = self.confirmed.as_ref();
        let confirmed = confirmed.map(|said| {
            let by = self.names.with_id(&said.by);
            format!("by {by}, {}", said.at.long())
        });
        Facts::default()
            .fact("Status", self.status())
            .fact("Computed level", computed)
            .given("Challenges until", self.until.map(Instant::long))
            .given("Confirmed", confirmed)
    }

    fn status(&self) -> String {
        let Some(last) = self.drafts.last() else {
            return match self.decided {
                true => "decided without a draft".to_owned(),
                false => "no draft yet".to_owned(),
            };
        };
        let (draft, level) = (last.draft, &last.level);
        match (self.decided, &self.confirmed) {
            (true, _) => format!("decided after draft {draft} ({level})"),
            (false, Some(_)) => format!("draft {draft} ({level}), confirmed"),
            (false, None) => format!("draft {draft} ({level}), not confirmed"),
        }
    }

    fn missing_page(&self) -> Page {
        let page = Page::new();
        match self.missing.as_slice() {
            _ if self.decided => page.verbatim(
                "To see the decision",
                Command::new("show").with(&self.proposal),
            ),
            [] => page.line("Nothing is missing."),
            missing => page
                .line("Next steps:")
                .numbered(missing.iter().map(TaskRow::item)),
        }
    }
}

/// Everybody who is named on the page of a call's designation.
fn mentioned(call: &CallFolder) -> Vec<ParticipantId> {
    let around = Around::of(0, call);
    let confirmed = call.designation.iter();
    let confirmed = confirmed.flat_map(|all| all.confirmation.iter().map(|said| &said.by));
    around.people().chain(confirmed).cloned().collect()
}

impl DraftLine {
    /// The drafts of a call with the challenges of each, oldest first.
    pub(crate) fn all(call: &CallFolder) -> Vec<Self> {
        let none = Designation::default();
        let designation = call.designation.as_ref().unwrap_or(&none);
        let drafts = designation.drafts.iter().enumerate();
        drafts
            .map(|(index, draft)| Self::of(call, designation, index + 1, draft))
            .collect()
    }

    fn of(call: &CallFolder, designation: &Designation, number: usize, draft: &Draft) -> Self {
        let own = |id: &ChallengeId| usize::try_from(id.draft) == Ok(number);
        let challenges = call.challenges.iter().filter(|(id, _)| own(id));
        Self {
            draft: number,
            level: draft.level.clone(),
            computed: draft.computed.clone(),
            by: draft.act.by.clone(),
            at: draft.act.at,
            reason: draft.act.reason.clone(),
            inputs: draft.inputs.clone(),
            read: None,
            challenges: challenges
                .map(|(id, challenge)| ChallengeLine::of(designation, id, challenge))
                .collect(),
        }
    }

    /// A page for each of several drafts, with the change since the one before.
    fn pages(all: &[Self], names: &Names) -> impl Iterator<Item = Page> {
        let befores = std::iter::once(None).chain(all.iter().map(Some));
        let both = all.iter().zip(befores);
        both.map(|(draft, before)| draft.page(before, names))
    }

    fn page(&self, before: Option<&DraftLine>, names: &Names) -> Page {
        let computed = match &self.computed {
            Some(level) => format!("computed level {level}"),
            None => "no computed level".to_owned(),
        };
        let (by, at) = (names.with_id(&self.by), self.at.long());
        let changed = before.map_or(Vec::new(), |before| self.changed_since(before));
        let since = before.filter(|_| !changed.is_empty());
        Page::new()
            .subheading(format!("Draft {}: {}", self.draft, self.level))
            .line(format!("By {by}, {at} ({computed})"))
            .lines(before.map(DraftLine::replaced))
            .lines(since.map(|before| format!("Changed since draft {}:", before.draft)))
            .bullets(changed)
            .prose("Reason", &self.reason)
            .each(self.challenges.iter().map(ChallengeLine::page))
    }

    /// That the next draft replaced this one, and after which challenges.
    fn replaced(&self) -> String {
        let kept = self.challenges.iter().filter(|each| !each.withdrawn);
        let ids: Vec<String> = kept.map(|each| each.challenge.to_string()).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let (draft, level) = (self.draft, &self.level);
        match ids.as_slice() {
            [] => format!("Replaces draft {draft} ({level})."),
            [one] => format!("Replaces draft {draft} ({level}), after the challenge {one}."),
            several => {
                let several = all_of(several.iter().copied());
                format!("Replaces draft {draft} ({level}), after the challenges {several}.")
            }
        }
    }

    /// What changed in the inputs since the draft before.
    fn changed_since(&self, before: &DraftLine) -> Vec<String> {
        let (Some(was), Some(is)) = (&before.read, &self.read) else {
            return Vec::new();
        };
        let numbers = |read: &Read| {
            [
                ("positions counted", read.positions_counted),
                ("open objections", read.open_objections),
                ("objections not closed", read.undisposed_objections),
                ("challenges", read.challenges),
            ]
        };
        let both = numbers(was).into_iter().zip(numbers(is));
        let changed = both.filter(|(was, is)| was != is);
        changed
            .map(|((what, was), (_, is))| format!("{what}: {was} before, {is} now"))
            .collect()
    }
}

impl ChallengeLine {
    fn of(designation: &Designation, id: &ChallengeId, challenge: &Challenge) -> Self {
        Self {
            challenge: id.clone(),
            at: challenge.at,
            reason: challenge.reason.clone(),
            withdrawn: challenge.withdrawn,
            withdrawn_reason: challenge.withdrawn_reason.clone(),
            answers: designation.answers_to(id).cloned().collect(),
        }
    }

    fn page(&self) -> Page {
        let id = &self.challenge;
        let state = match (self.withdrawn, self.answers.is_empty()) {
            (true, _) => "withdrawn",
            (false, true) => "not answered yet",
            (false, false) => "answered",
        };
        let label = match self.at {
            Some(at) => format!("Challenge {id}, {} ({state})", at.long()),
            None => format!("Challenge {id} ({state})"),
        };
        let answer = |said: &ChallengeAnswer| {
            let label = format!("Answer to {id} by {}, {}", said.by, said.at.long());
            Page::new().prose(label, &said.text)
        };
        Page::new()
            .prose(label, &self.reason)
            .said(
                format!("Reason to withdraw {id}"),
                self.withdrawn_reason.as_ref(),
            )
            .each(self.answers.iter().map(answer))
    }
}

/// The drafts and the minority statements of one call.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Around {
    call: u32,
    drafts: Vec<DraftLine>,
    minority: Vec<StatementLine>,
}

/// A minority statement, or that a participant joined one that was removed.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct StatementLine {
    by: ParticipantId,
    text: Option<String>,
    joined_by: Vec<ParticipantId>,
    joins: Option<ParticipantId>,
    withdrawn: bool,
}

impl Around {
    /// Those of the call `n`.
    pub(crate) fn of(n: u32, call: &CallFolder) -> Self {
        Self {
            call: n,
            drafts: DraftLine::all(call),
            minority: statements(call),
        }
    }

    /// Those of every call that has any, by number.
    pub(crate) fn all(folder: &ProposalRecords) -> Vec<Self> {
        let calls = folder.calls.iter().map(|(n, call)| Self::of(*n, call));
        calls.filter(|around| !around.is_empty()).collect()
    }

    fn is_empty(&self) -> bool {
        self.drafts.is_empty() && self.minority.is_empty()
    }

    /// Everybody who wrote one of them or joined one.
    pub(crate) fn people(&self) -> impl Iterator<Item = &ParticipantId> {
        let drafts = self.drafts.iter().map(|draft| &draft.by);
        let challenges = self.drafts.iter().flat_map(|draft| &draft.challenges);
        let challenges = challenges.map(|each| &each.challenge.participant);
        let minority = self.minority.iter();
        let minority = minority.flat_map(|each| std::iter::once(&each.by).chain(&each.joined_by));
        drafts.chain(challenges).chain(minority)
    }

    /// The drafts for people; nothing where there are none.
    pub(crate) fn drafts_page(&self, names: &Names) -> Page {
        match self.drafts.is_empty() {
            true => Page::new(),
            false => Page::new()
                .heading(format!("Designation of call {}", self.call))
                .each(DraftLine::pages(&self.drafts, names))
                .gap(),
        }
    }

    /// The minority statements for people; nothing where there are none.
    pub(crate) fn minority_page(&self, names: &Names) -> Page {
        match self.minority.is_empty() {
            true => Page::new(),
            false => Page::new()
                .heading(format!("Minority statements on call {}", self.call))
                .each(self.minority.iter().map(|each| each.page(names)))
                .gap(),
        }
    }
}

fn statements(call: &CallFolder) -> Vec<StatementLine> {
    let all = &call.minority;
    let own = |whose: &ParticipantId| {
        let theirs = all.get(whose);
        theirs.is_some_and(|theirs| matches!(theirs.statement, MinorityContent::Own(_)))
    };
    let line = |(by, minority): (&ParticipantId, &MinorityStatement)| match &minority.statement {
        MinorityContent::Own(text) => Some(StatementLine {
            by: by.clone(),
            text: Some(text.clone()),
            joined_by: call.joined(by).into_iter().cloned().collect(),
            joins: None,
            withdrawn: minority.withdrawn,
        }),
        MinorityContent::Joins(whose) if !own(whose) && !minority.withdrawn => {
            Some(StatementLine {
                by: by.clone(),
                text: None,
                joined_by: Vec::new(),
                joins: Some(whose.clone()),
                withdrawn: false,
            })
        }
        MinorityContent::Joins(_) => None,
    };
    all.iter().filter_map(line).collect()
}

impl StatementLine {
    fn page(&self, names: &Names) -> Page {
        let by = names.with_id(&self.by);
        if let Some(whose) = &self.joins {
            let whose = names.with_id(whose);
            let said = format!("{by} joined {whose}, who has not filed a statement.");
            return Page::new().line(said);
        }
        if self.withdrawn {
            return Page::new().line(format!("Statement by {by}, withdrawn."));
        }
        let joined = names.each_with_id(&self.joined_by);
        let label = match joined.is_empty() {
            true => format!("Statement by {by}"),
            false => {
                let joined = all_of(joined.iter().map(String::as_str));
                format!("Statement by {by}, joined by {joined}")
            }
        };
        match &self.text {
            Some(text) => Page::new().prose(label, text),
            None => Page::new().line(format!("{label}.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Around, DesignationReport};
    use crate::blessed::screen;
    use crate::record::decision::{MinorityContent, MinorityStatement};
    use crate::register::folder::CallFolder;
    use crate::register::tally_inputs::CloseEvidence;
    use crate::render::json;
    use crate::report::sample::{Files, HOSTILE, counted, harmless, on, retention};
    use crate::report::who::Names;
    use crate::value::id::ParticipantId;

    const CALL: &str = "proposals/retention/calls/2";

    /// A revised draft, challenged by two, answered once.
    fn challenged() -> Files {
        let draft = |level: &str, at: &str| {
            format!(
                "[[draft]]\nlevel = \"{level}\"\ncomputed = \"divergence\"\nby = \"maya-chen\"\n\
             at = {at}\nreason = \"Because.\"\n\n"
            )
        };
        let answer = "[[answer]]\nchallenge = \"carla-nunes.1\"\nby = \"maya-chen\"\n\
                  at = 2026-05-22T12:00:00Z\ntext = \"Granted.\"\n";
        let drafts = [
            draft("consensus", "2026-05-22T09:00:00Z"),
            draft("divergence", "2026-05-23T08:00:00Z"),
        ];
        let challenge = "reason = \"Not so.\"\nat = 2026-05-22T10:00:00Z\n";
        let back = "reason = \"Nor so.\"\nwithdrawn = true\nwithdrawn-reason = \"I see.\"\n";
        retention()
            .edited(
                "charter.toml",
                "designates = \"chair\"",
                "designates = \"chair\"\nchallenge = \"7d\"",
            )
            .with(
                &format!("{CALL}/designation.toml"),
                format!("{}{answer}", drafts.concat()),
            )
            .with(&format!("{CALL}/challenges/carla-nunes.1.toml"), challenge)
            .with(&format!("{CALL}/challenges/biz-5.1.toml"), back)
    }

    #[test]
    fn the_drafts_are_a_log_of_differences() {
        let files = challenged();
        let moments = files.closed(&files, CloseEvidence::Record);
        let report = DesignationReport::of(&moments, &counted(&moments, "retention"));
        screen(
            "report/designation/the_drafts_are_a_log_of_differences",
            &on(100, &report.page()),
        );
    }

    #[test]
    fn what_changed_between_two_drafts_is_told() {
        let files = challenged();
        let moments = files.closed(&files, CloseEvidence::Record);
        let tally = counted(&moments, "retention");
        let mut report = DesignationReport::of(&moments, &tally);
        let before = files
            .without("proposals/retention/positions/biz-5.toml")
            .without(&format!("{CALL}/challenges/biz-5.1.toml"));
        let then = before.closed(&before, CloseEvidence::Record);
        report.read_for(0, &then, &counted(&then, "retention"));
        report.read_for(1, &moments, &tally);
        let page = on(100, &report.page());
        screen(
            "report/designation/what_changed_between_two_drafts_is_told",
            &page,
        );
        let value: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
        assert_eq!(value["drafts"][0]["read"]["positions-counted"], 21);
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        for words in HOSTILE {
            let files = challenged();
            let mut moments = files.closed(&files, CloseEvidence::Record);
            let folder = moments.asked.proposals.values_mut().next();
            let folder = Arc::make_mut(folder.unwrap());
            let call = folder.calls.get_mut(&2).unwrap();
            let designation = call.designation.as_mut().unwrap();
            designation.drafts[0].act.reason = (*words).to_owned();
            designation.answers[0].text = (*words).to_owned();
            for challenge in call.challenges.values_mut() {
                challenge.reason = (*words).to_owned();
                challenge.withdrawn_reason = Some((*words).to_owned());
            }
            let tally = counted(&moments, "retention");
            harmless(&DesignationReport::of(&moments, &tally).page());
        }
    }

    fn person(id: &str) -> ParticipantId {
        ParticipantId::parse(id).unwrap()
    }

    fn filed(statements: &[(&str, MinorityContent, bool)]) -> CallFolder {
        let mut call = CallFolder::default();
        for (by, statement, withdrawn) in statements {
            let minority = MinorityStatement {
                statement: statement.clone(),
                withdrawn: *withdrawn,
            };
            call.minority.insert(person(by), minority);
        }
        call
    }

    #[test]
    fn a_statement_stands_once_with_those_who_joined_it() {
        let own = |text: &str| MinorityContent::Own(text.to_owned());
        let joins = |whose: &str| MinorityContent::Joins(person(whose));
        let call = filed(&[
            ("ada", own("Too long.\nToo dear."), false),
            ("ben", joins("ada"), false),
            ("cid", joins("ada"), true),
            ("dee", joins("nobody"), false),
            ("eve", own("Taken back."), true),
        ]);
        let page = Around::of(3, &call).minority_page(&Names::default());
        screen("report/designation/statements", &on(100, &page));
    }

    #[test]
    fn words_meant_to_do_harm_do_none_around_a_call() {
        for words in HOSTILE {
            let own = MinorityContent::Own((*words).to_owned());
            harmless(
                &Around::of(1, &filed(&[("ada", own, false)])).minority_page(&Names::default()),
            );
        }
    }
}

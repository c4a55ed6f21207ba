//! The designation of a call: its drafts as a log, with what was said of each, and what is missing.

use serde::Serialize;

use crate::procedure::designation::Contest;
use crate::procedure::task::of_lack;
use crate::record::designation::{Challenge, ChallengeAnswer, Designation, Draft};
use crate::register::freeze::Moments;
use crate::register::records::{CallFolder, Folder};
use crate::render::ink::Ink;
use crate::render::page::{Facts, Page};
use crate::report::task::TaskRow;
use crate::report::words;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::{ChallengeId, LevelName, ParticipantId, ProposalId, TrackId};

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
    confirmed: Option<Confirmed>,
    drafts: Vec<DraftLine>,
    missing: Vec<TaskRow>,
}

/// Who confirmed the last draft.
#[derive(Debug, Clone, Serialize)]
struct Confirmed {
    by: ParticipantId,
    at: Instant,
}

/// One draft, with what was said of it.
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

/// What a draft was made from, in numbers.
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
    answers: Vec<Answer>,
}

/// What a chair answered.
#[derive(Debug, Clone, Serialize)]
struct Answer {
    by: ParticipantId,
    at: Instant,
    text: String,
}

impl DesignationReport {
    /// The designation of the tally's call.
    pub fn of(moments: &Moments, tally: &Tally) -> Self {
        let none = Folder::default();
        let folder = moments.folder(&tally.proposal).unwrap_or(&none);
        let call = tally.call.and_then(|n| folder.calls.get(&n));
        let designation = call.and_then(|call| call.designation.as_ref());
        let contest = Contest::of(tally, folder);
        let decided = call.is_some_and(|call| call.decision.is_some());
        let confirmed = designation.and_then(|designation| designation.confirmation.as_ref());
        let lacks = match decided {
            true => &[],
            false => contest.required(),
        };
        let missing = lacks
            .iter()
            .filter_map(|lack| of_lack(&moments.asked, tally, lack))
            .map(|task| TaskRow::of(&task, tally.now));
        Self {
            format: 2,
            proposal: tally.proposal.clone(),
            call: tally.call,
            track: tally.track.id.clone(),
            computed: tally.computed.clone(),
            decided,
            until: contest.until(),
            confirmed: confirmed.map(|said| Confirmed {
                by: said.by.clone(),
                at: said.at,
            }),
            drafts: call.map_or(Vec::new(), DraftLine::all),
            missing: missing.collect(),
        }
    }

    /// Says what the draft with this index was made from, so that what changed between two drafts
    /// can be shown.
    pub fn read_for(&mut self, index: usize, then: &Moments, tally: &Tally) {
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
        let page = Page::new().title_aside(
            format!("Designation on {}{call}", self.proposal),
            format!("track {}", self.track),
        );
        let page = page.facts(self.facts());
        let befores = std::iter::once(None).chain(self.drafts.iter().map(Some));
        let page = self
            .drafts
            .iter()
            .zip(befores)
            .fold(page, |page, (draft, before)| {
                page.gap().then(draft.page(before))
            });
        page.gap().then(self.missing_page())
    }

    fn facts(&self) -> Facts {
        let stands = match self.drafts.last() {
            None => "there is no draft".to_owned(),
            Some(last) => format!("draft {}, {}", last.draft, last.level),
        };
        let computed = match &self.computed {
            Some(level) => level.to_string(),
            None => "none".to_owned(),
        };
        let confirmed = self.confirmed.as_ref().map_or(String::new(), |said| {
            format!("{}, {}", said.by, said.at.long())
        });
        let facts = Facts::default()
            .fact("Last draft", stands)
            .fact("Computed", computed);
        let until = self.until.map(Instant::long).unwrap_or_default();
        words::with(
            facts,
            [("Challenges until", until), ("Confirmed", confirmed)],
        )
    }

    fn missing_page(&self) -> Page {
        if self.decided {
            return Page::new().line(format!(
                "The call was decided: plenary show {}",
                self.proposal
            ));
        }
        if self.missing.is_empty() {
            return Page::new().line("Nothing is missing.");
        }
        let items = self.missing.iter().map(TaskRow::item);
        Page::new().line("Missing:").numbered(items)
    }
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

    /// The draft for people, as a difference from the one before.
    pub(crate) fn page(&self, before: Option<&DraftLine>) -> Page {
        let mut page = Page::new().subheading(format!("Draft {}", self.draft));
        if let Some(before) = before {
            page = page.line(Ink::Dim.on(format!("- {}", before.level)));
        }
        let gave = match &self.computed {
            Some(level) => format!("the rule gave {level}"),
            None => "the rule gave no level".to_owned(),
        };
        let after = before.map_or(String::new(), DraftLine::after);
        let line = format!(
            "+ {} by {}, {}, {gave}{after}",
            self.level,
            self.by,
            self.at.long()
        );
        page = page.line(Ink::Strong.on(line));
        let changed = before.map_or(Vec::new(), |before| self.changed_since(before));
        if !changed.is_empty() {
            page = page.line(format!("  since then: {}", changed.join(" · ")));
        }
        page = page.prose("Reason", &self.reason);
        let challenges = self.challenges.iter();
        challenges.fold(page, |page, challenge| page.then(challenge.page()))
    }

    /// What led to the next draft.
    fn after(&self) -> String {
        let standing = self.challenges.iter().filter(|each| !each.withdrawn);
        let names: Vec<&ChallengeId> = standing.map(|each| &each.challenge).collect();
        match names.as_slice() {
            [] => String::new(),
            [one] => format!(", after the challenge {one}"),
            several => format!(", after the challenges {}", words::listed(several)),
        }
    }

    /// What had changed in the inputs since the draft before.
    fn changed_since(&self, before: &DraftLine) -> Vec<String> {
        let (Some(was), Some(is)) = (&before.read, &self.read) else {
            return Vec::new();
        };
        let numbers = [
            (
                "positions counted",
                was.positions_counted,
                is.positions_counted,
            ),
            ("open objections", was.open_objections, is.open_objections),
            (
                "objections without a disposition",
                was.undisposed_objections,
                is.undisposed_objections,
            ),
            ("challenges", was.challenges, is.challenges),
        ];
        let changed = numbers.into_iter().filter(|(_, was, is)| was != is);
        changed
            .map(|(what, was, is)| format!("{what} {was}, now {is}"))
            .collect()
    }
}

impl ChallengeLine {
    fn of(designation: &Designation, id: &ChallengeId, challenge: &Challenge) -> Self {
        let answer = |said: &ChallengeAnswer| Answer {
            by: said.by.clone(),
            at: said.at,
            text: said.text.clone(),
        };
        Self {
            challenge: id.clone(),
            at: challenge.at,
            reason: challenge.reason.clone(),
            withdrawn: challenge.withdrawn,
            withdrawn_reason: challenge.withdrawn_reason.clone(),
            answers: designation.answers_to(id).map(answer).collect(),
        }
    }

    fn page(&self) -> Page {
        let at = self
            .at
            .map_or(String::new(), |at| format!(", {}", at.long()));
        let state = match (self.withdrawn, self.answers.is_empty()) {
            (true, _) => ", withdrawn",
            (false, true) => ", without an answer",
            (false, false) => "",
        };
        let label = format!("Challenge {}{at}{state}", self.challenge);
        let mut page = Page::new().prose(label, &self.reason);
        if let Some(reason) = &self.withdrawn_reason {
            page = page.prose(format!("Why {} was withdrawn", self.challenge), reason);
        }
        self.answers.iter().fold(page, |page, said| {
            let label = format!(
                "Answer to {} by {}, {}",
                self.challenge,
                said.by,
                said.at.long()
            );
            page.prose(label, &said.text)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::DesignationReport;
    use crate::blessed::screen;
    use crate::register::freeze::FoundBy;
    use crate::render::json::json;
    use crate::report::sample::{Files, HOSTILE, counted, harmless, on, retention};

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
        let moments = files.closed(&files, FoundBy::Record);
        let report = DesignationReport::of(&moments, &counted(&moments, "retention"));
        screen(
            "report/designation/the_drafts_are_a_log_of_differences",
            &on(100, &report.page()),
        );
    }

    #[test]
    fn what_changed_between_two_drafts_is_told() {
        let files = challenged();
        let moments = files.closed(&files, FoundBy::Record);
        let tally = counted(&moments, "retention");
        let mut report = DesignationReport::of(&moments, &tally);
        let before = files
            .without("proposals/retention/positions/biz-5.toml")
            .without(&format!("{CALL}/challenges/biz-5.1.toml"));
        let then = before.closed(&before, FoundBy::Record);
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
            let mut moments = files.closed(&files, FoundBy::Record);
            let folder = moments.asked.proposals.values_mut().next().unwrap();
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
}

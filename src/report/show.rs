//! Shows one proposal in full: its decisions first, then objections, text, positions and calls.
//!
//! Shows what the files of a proposal say: title, question, revisions and the text itself.

use serde::Serialize;

use crate::procedure::decision_status::stage_in_words;
use crate::procedure::hand::Hands;
use crate::procedure::stage::stage;
use crate::record::path::RecordPath;
use crate::record::proposal::{NextRevision, Proposal, Revision, RevisionKind};
use crate::register::records::{ProposalRecords, Register};
use crate::register::tally_inputs::TallyInputs;
use crate::render::grid::{DropPriority, Rows, Table};
use crate::render::page::{Facts, Page};
use crate::report::calls::CallWhole;
use crate::report::decision::{DecisionTally, DecisionWhole};
use crate::report::designation::Around;
use crate::report::meetings::MeetingAbout;
use crate::report::objection::ObjectionWhole;
pub use crate::report::objection::ShowObjection;
use crate::report::package::PackageRows;
pub use crate::report::participant::ShowParticipant;
use crate::report::positions::PositionWhole;
use crate::report::translations::TranslationRows;
use crate::report::who::{Names, with_id};
use crate::report::words;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::digest::TextDigest;
use crate::value::id::{ParticipantId, ProposalId, TrackId};

/// A proposal with all of its records.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ShowProposal {
    format: u32,
    proposal: ProposalId,
    stage: String,
    #[serde(flatten)]
    package: PackageRows,
    #[serde(flatten)]
    record: Option<ProposalWhole>,
    superseded_by: Vec<ProposalId>,
    positions: Vec<PositionWhole>,
    objections: Vec<ObjectionWhole>,
    calls: Vec<CallWhole>,
    around: Vec<Around>,
    meetings: Vec<MeetingAbout>,
    decisions: Vec<DecisionWhole>,
    /// The count of the tally's call, if that was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    tally: Option<DecisionTally>,
    /// The call of that count.
    #[serde(skip)]
    call: Option<u32>,
    /// The names of the participants who are mentioned.
    names: Names,
}

impl ShowProposal {
    /// Everything about the tally's proposal.
    pub fn of(moments: &TallyInputs, tally: &Tally) -> Self {
        let (none, id) = (ProposalRecords::default(), &tally.proposal);
        let folder = moments.folder(id).unwrap_or(&none);
        let record = folder.proposal.as_ref();
        let decided = tally.call.and_then(|n| folder.decision(n));
        let mut report = Self {
            format: 1,
            proposal: id.clone(),
            stage: stage(folder, moments.now).in_words(),
            package: PackageRows::default(),
            record: record.map(|read| ProposalWhole::of(moments, id, read)),
            superseded_by: moments.asked.superseded_by(id),
            positions: PositionWhole::all(moments, folder, tally),
            objections: tally.objections.iter().map(ObjectionWhole::of).collect(),
            calls: CallWhole::all(folder, moments.now),
            around: Around::all(folder),
            meetings: MeetingAbout::all(&moments.asked, id),
            decisions: decisions(moments, id, folder),
            tally: decided.map(|_| DecisionTally::of(tally)),
            call: tally.call,
            names: Names::default(),
        };
        report.names = Names::of(moments).only(report.mentioned());
        report
    }

    /// Everybody who is named in what is shown, but for the positions, which have names of their own.
    fn mentioned(&self) -> Vec<String> {
        let record = self.record.iter();
        let wrote = record.flat_map(|it| it.authors.iter().chain(&it.shepherd));
        let people = self.objections.iter().flat_map(ObjectionWhole::people);
        let people = people.chain(self.decisions.iter().flat_map(DecisionWhole::people));
        let people = people.chain(self.around.iter().flat_map(Around::people));
        let against = self.tally.iter().flat_map(DecisionTally::people);
        let people = wrote.chain(people).map(ToString::to_string);
        people.chain(against).collect()
    }

    /// The same, with what happened to its decisions until `now`, and with the decisions of other
    /// proposals that superseded this one. The moments can contain this proposal alone; `register`
    /// is the whole register.
    #[must_use]
    pub fn among(mut self, register: &Register, now: Instant) -> Self {
        let id = &self.proposal;
        self.superseded_by = register.superseded_by(id);
        if let Some(folder) = register.proposals.get(id) {
            self.stage = stage_in_words(register, id, folder, now);
        }
        self.package = PackageRows::of(register, id, now);
        for decision in &mut self.decisions {
            decision.followed(register, id, now);
        }
        self
    }

    /// The same with those who committed the inputs of its decisions, and their sign-offs.
    #[must_use]
    pub fn committed(mut self, folder: &ProposalRecords, hands: &Hands) -> Self {
        for decision in &mut self.decisions {
            let own = hands.of_decision(folder, &self.proposal, decision.call());
            decision.committed(own);
        }
        self
    }

    /// The proposal for people: what was decided comes first.
    pub fn page(&self) -> Page {
        let head = self.head().gap();
        let text = match &self.record {
            Some(record) => record.page(&self.superseded_by, &self.names),
            None => Page::new(),
        };
        let minority = self.around.iter();
        let minority = Page::new().each(minority.map(|it| it.minority_page(&self.names)));
        let objections = self.objection_part().gap().then(minority);
        let positions = PositionWhole::page_of_all(&self.positions).gap();
        let page = match self.decisions.is_empty() {
            true => head.then(text).gap().then(positions).then(objections),
            false => head
                .then(self.decision_part())
                .then(objections)
                .then(text)
                .gap()
                .then(positions),
        };
        page.then(CallWhole::page_of_all(&self.calls))
            .gap()
            .then(MeetingAbout::page_of_all(&self.meetings))
            .gap()
            .each(self.around.iter().map(|it| it.drafts_page(&self.names)))
            .line(self.last())
    }

    fn head(&self) -> Page {
        let title = self.record.as_ref().map(|record| record.title.as_str());
        let facts = Facts::default().fact("Stage", &self.stage);
        let own = self.record.as_ref().map(|record| &record.track);
        let of_call = self.calls.last().map(CallWhole::track);
        let facts = match (own, of_call) {
            (Some(own), Some((n, track))) if own != track => {
                facts.fact("Track", format!("{own}; call {n} is on track {track}"))
            }
            (Some(own), _) => facts.fact("Track", own),
            (None, _) => facts,
        };
        Page::new()
            .title(with_id(title, self.proposal.as_str()))
            .facts(self.package.facts(facts))
            .gap()
            .then(self.package.page())
    }

    /// How to verify the decisions, or that there are none.
    fn last(&self) -> String {
        let verify = Command::new("verify").with(&self.proposal);
        match self.decisions.len() {
            0 => "No decisions.".to_owned(),
            1 => format!("To verify the decision: {verify}"),
            _ => format!("To verify the decisions: {verify}"),
        }
    }

    fn objection_part(&self) -> Page {
        let blocking = self.objections.iter().filter(|each| each.blocking);
        let blocking = blocking.count();
        let heading = match (blocking, self.objections.len() - blocking) {
            (0, 0) => return Page::new().line("No objections."),
            (_, 0) => format!("Objections ({blocking})"),
            (_, comments) => format!("Objections ({blocking}), comments ({comments})"),
        };
        let whole = |each: &ObjectionWhole| {
            let heading = Page::new().subheading(each.heading());
            heading.then(each.page_with(&self.names)).gap()
        };
        Page::new()
            .heading(heading)
            .each(self.objections.iter().map(whole))
    }

    /// The decisions, the latest first.
    fn decision_part(&self) -> Page {
        let whole = |decision: &DecisionWhole| {
            let tally = self.tally.as_ref();
            let tally = tally.filter(|_| self.call == Some(decision.call()));
            decision.page(tally, &self.names).gap()
        };
        Page::new().each(self.decisions.iter().rev().map(whole))
    }
}

fn decisions(
    moments: &TallyInputs,
    id: &ProposalId,
    folder: &ProposalRecords,
) -> Vec<DecisionWhole> {
    let charter = moments.frozen().charter.as_ref();
    let decided = folder.calls.iter();
    let decided = decided.filter_map(|(n, filed)| {
        let decision = filed.decision.as_ref()?;
        let track = charter.and_then(|charter| charter.track(&decision.matter.track));
        let needed = track.map(|track| track.sign_offs);
        let sign_offs = moments.asked.sign_offs(id, *n);
        let whole = DecisionWhole::of(*n, decision, sign_offs, needed);
        Some(whole.corrected(Some(filed)))
    });
    decided.collect()
}

/// A proposal's record and its text.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ProposalWhole {
    title: String,
    question: String,
    #[serde(flatten)]
    translations: TranslationRows,
    track: TrackId,
    authors: Vec<ParticipantId>,
    shepherd: Option<ParticipantId>,
    status_quo: Option<String>,
    workstream: Option<String>,
    public_interest: Option<String>,
    rivals: Vec<ProposalId>,
    supersedes: Vec<ProposalId>,
    revisions: Vec<Revision>,
    next: Option<NextRevision>,
    text: TextWhole,
}

/// The text itself.
#[derive(Debug, Clone, Serialize)]
struct TextWhole {
    path: String,
    /// The digest of its bytes; none if the file is missing.
    sha256: Option<TextDigest>,
    /// Its words; none if it is not a plain file in UTF-8.
    words: Option<String>,
}

impl ProposalWhole {
    /// What the files of `id` say at the moment asked for.
    pub(crate) fn of(moments: &TallyInputs, id: &ProposalId, proposal: &Proposal) -> Self {
        Self {
            title: proposal.title.clone(),
            translations: proposal
                .latest()
                .map_or(TranslationRows::default(), |last| {
                    TranslationRows::of(Some(proposal), last.name)
                }),
            question: proposal.question.clone(),
            track: proposal.track.clone(),
            authors: proposal.authors.clone(),
            shepherd: proposal.shepherd.clone(),
            status_quo: proposal.status_quo.clone(),
            workstream: proposal.workstream.clone(),
            public_interest: proposal.public_interest.clone(),
            rivals: proposal.rivals.clone(),
            supersedes: proposal.supersedes.clone(),
            revisions: proposal.revisions.clone(),
            next: proposal.next.clone(),
            text: TextWhole::of(moments, id, proposal),
        }
    }

    /// The question, who wrote it, and the text.
    fn page(&self, superseded_by: &[ProposalId], names: &Names) -> Page {
        Page::new()
            .facts(self.facts(superseded_by, names))
            .said("Public interest", self.public_interest.as_ref())
            .gap()
            .table(self.revision_table())
            .gap()
            .then(self.text.page())
    }

    fn facts(&self, superseded_by: &[ProposalId], names: &Names) -> Facts {
        let shepherd = self.shepherd.as_ref().map(|who| names.with_id(who));
        let facts = Facts::default().filled("Question", &self.question);
        self.translations
            .facts(facts)
            .filled("Authors", names.each_with_id(&self.authors).join(", "))
            .given("Shepherd", shepherd)
            .filled("Status quo", self.status_quo.as_ref())
            .filled("Workstream", self.workstream.as_ref())
            .filled("Rivals", words::listed(&self.rivals))
            .filled("Supersedes", words::listed(&self.supersedes))
            .filled("Superseded by", words::listed(superseded_by))
            .filled("Next", self.next.as_ref().map(next))
    }

    fn revision_table(&self) -> Rows<&Revision> {
        Table::of(&self.revisions)
            .words("revision", DropPriority::Always, |each| &each.name)
            .words("date", DropPriority::High, |each| each.at.long())
            .words("text", DropPriority::High, |each| each.sha256.short())
            .words("change", DropPriority::Normal, |each| match each.change {
                RevisionKind::Material => "material",
                RevisionKind::Editorial => "editorial",
            })
            .sentences("note", DropPriority::Normal, |each| each.note.as_ref())
    }
}

fn next(NextRevision { action, owner, due }: &NextRevision) -> String {
    match due {
        Some(due) => format!("{action} ({owner}, due {})", due.long()),
        None => format!("{action} ({owner})"),
    }
}

impl TextWhole {
    fn of(moments: &TallyInputs, id: &ProposalId, proposal: &Proposal) -> Self {
        let path = RecordPath::Text(id.clone(), proposal.text.clone()).to_string();
        let bytes = moments.asked.bytes(&path);
        Self {
            sha256: bytes.map(TextDigest::of),
            words: bytes.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok()),
            path,
        }
    }

    fn page(&self) -> Page {
        let Some(words) = &self.words else {
            return Page::new().line(format!("{} cannot be read.", self.path));
        };
        let digest = self.sha256.as_ref().map_or("", TextDigest::short);
        Page::new().prose(format!("{} ({digest})", self.path), words)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::ShowProposal;
    use crate::blessed::screen;
    use crate::register::tally_inputs::{CloseEvidence, TallyInputs};
    use crate::render::json;
    use crate::report::sample::{HOSTILE, OPEN, counted, harmless, on, retention};

    fn show(moments: &TallyInputs) -> ShowProposal {
        ShowProposal::of(moments, &counted(moments, "retention"))
    }

    #[test]
    fn a_proposal_is_shown_whole() {
        let files = retention().decided("divergence", "Two objections stand open.");
        let report = show(&files.closed(&files, CloseEvidence::Record));
        for width in [60, 80, 100] {
            let name = format!("report/show/a_proposal_is_shown_whole-{width}");
            screen(&name, &on(width, &report.page()));
        }
    }

    #[test]
    fn a_proposal_without_anything_says_what_is_missing() {
        let mut files = retention();
        for path in files.paths() {
            let inside = path.strip_prefix("proposals/retention/");
            if inside.is_some_and(|inside| inside != "proposal.toml") {
                files = files.without(&path);
            }
        }
        let page = on(100, &show(&files.carried("retention", OPEN)).page());
        screen("report/show/a_proposal_without_anything", &page);
    }

    #[test]
    fn later_decisions_are_looked_up_in_the_whole_register() {
        let files = retention().decided("divergence", "Two objections stand open.");
        let later = files
            .text("proposals/retention/calls/2/decision.toml")
            .replace("outcome = \"no-consensus\"", "outcome = \"adopted\"")
            .replace("sign-offs = 2\n", "")
            .replace(
                "track = \"policy\"\n",
                "track = \"policy\"\nsupersedes = [\"retention\"]\n",
            );
        let path = "proposals/shorter/calls/1/decision.toml";
        let all = files.clone().with(path, later).register();
        let moments = files.closed(&files, CloseEvidence::Record);
        let (report, now) = (show(&moments), moments.now);
        assert!(!on(100, &report.page()).contains("Superseded by"));
        let page = on(100, &report.among(&all, now).page());
        screen(
            "report/show/later_decisions_are_looked_up_in_the_whole_register",
            &page,
        );
    }

    #[test]
    fn what_moved_after_the_close_is_late_as_it_lies_here() {
        let path = "proposals/retention/positions/ada-lind.toml";
        let files = retention().edited(path, "support", "abstain");
        let report = show(&files.closed(&retention(), CloseEvidence::Record));
        let value: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
        let all = value["positions"].as_array().unwrap();
        let moved = all.iter().find(|each| each["path"] == path).unwrap();
        assert_eq!(moved["position"], "abstain");
        assert_eq!(moved["set-aside"], "late");
        let calm = all.iter().find(|each| each["by"] == "reg-1").unwrap();
        assert_eq!(calm["counted"], true);
        assert_eq!(calm["set-aside"], serde_json::Value::Null);
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        for words in HOSTILE {
            let files = retention().decided("divergence", "Two objections stand open.");
            let mut moments = files.closed(&files, CloseEvidence::Record);
            let folder = moments.asked.proposals.values_mut().next();
            let folder = Arc::make_mut(folder.unwrap());
            folder.proposal.as_mut().unwrap().title = (*words).to_owned();
            for file in folder.positions.values_mut() {
                let position = file.position.as_mut().unwrap();
                position.reason = Some((*words).to_owned());
                position.evidence = Some((*words).to_owned());
            }
            for filed in folder.calls.values_mut() {
                if let Some(decision) = &mut filed.decision {
                    decision.judgement.reason = Some((*words).to_owned());
                }
            }
            harmless(&show(&moments).page());
        }
    }
}

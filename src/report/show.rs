//! One proposal, whole: its text, positions, objections, calls and decisions.

use serde::Serialize;

use crate::procedure::hand::Hands;
use crate::procedure::phase::stage;
use crate::procedure::standing::stage_in_words;
use crate::register::freeze::Moments;
use crate::register::records::{Folder, Register};
use crate::render::page::Page;
use crate::report::around::Around;
use crate::report::calls::CallWhole;
use crate::report::decision::DecisionWhole;
use crate::report::meetings::MeetingAbout;
use crate::report::objection::ObjectionWhole;
use crate::report::positions::{self, PositionWhole};
use crate::report::proposal::ProposalWhole;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

pub use crate::report::objection::ShowObjection;
pub use crate::report::participant::ShowParticipant;

/// A proposal with everything that is filed under it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ShowProposal {
    format: u32,
    proposal: ProposalId,
    stage: String,
    #[serde(flatten)]
    record: Option<ProposalWhole>,
    superseded_by: Vec<ProposalId>,
    positions: Vec<PositionWhole>,
    objections: Vec<ObjectionWhole>,
    calls: Vec<CallWhole>,
    around: Vec<Around>,
    meetings: Vec<MeetingAbout>,
    decisions: Vec<DecisionWhole>,
}

impl ShowProposal {
    /// Everything about the tally's proposal.
    pub fn of(moments: &Moments, tally: &Tally) -> Self {
        let (none, id) = (Folder::default(), &tally.proposal);
        let folder = moments.folder(id).unwrap_or(&none);
        let record = folder.proposal.as_ref();
        Self {
            format: 1,
            proposal: id.clone(),
            stage: stage(folder, moments.now).in_words(),
            record: record.map(|read| ProposalWhole::of(moments, id, read)),
            superseded_by: moments.asked.superseded_by(id),
            positions: positions::all(moments, folder, tally),
            objections: tally.objections.iter().map(ObjectionWhole::of).collect(),
            calls: CallWhole::all(folder, moments.now),
            around: Around::all(folder),
            meetings: MeetingAbout::all(&moments.asked, id),
            decisions: decisions(moments, id, folder),
        }
    }

    /// The same, with what became of its decisions until `now`, and with the decisions of other
    /// proposals that replaced this one. The moments may hold the folder of this proposal alone;
    /// `register` is the whole register.
    #[must_use]
    pub fn among(mut self, register: &Register, now: Instant) -> Self {
        let id = &self.proposal;
        self.superseded_by = register.superseded_by(id);
        if let Some(folder) = register.proposals.get(id) {
            self.stage = stage_in_words(register, id, folder, now);
        }
        for decision in &mut self.decisions {
            decision.followed(register, id, now);
        }
        self
    }

    /// The same with the hands that committed what its decisions rest on, and their sign-offs.
    #[must_use]
    pub fn committed(mut self, folder: &Folder, hands: &Hands) -> Self {
        for decision in &mut self.decisions {
            let own = hands.of_decision(folder, &self.proposal, decision.call());
            decision.committed(own);
        }
        self
    }

    /// The proposal for people.
    pub fn page(&self) -> Page {
        let head = match &self.record {
            Some(record) => record.page(&self.proposal, &self.stage, &self.superseded_by),
            None => Page::new().title(self.proposal.as_str()),
        };
        head.gap()
            .then(positions::page(&self.positions))
            .gap()
            .then(self.objection_part())
            .gap()
            .then(CallWhole::page_of_all(&self.calls))
            .gap()
            .then(MeetingAbout::page_of_all(&self.meetings))
            .gap()
            .then(self.around_part())
            .then(self.decision_part())
    }

    fn objection_part(&self) -> Page {
        let blocking = self.objections.iter().filter(|each| each.is_blocking());
        let blocking = blocking.count();
        let heading = match (blocking, self.objections.len() - blocking) {
            (0, 0) => return Page::new().line("No objections."),
            (_, 0) => format!("Objections ({blocking})"),
            (_, comments) => format!("Objections ({blocking}), comments ({comments})"),
        };
        let page = Page::new().heading(heading);
        self.objections.iter().fold(page, |page, objection| {
            page.subheading(objection.heading())
                .then(objection.page())
                .gap()
        })
    }

    fn around_part(&self) -> Page {
        let all = self.around.iter();
        all.fold(Page::new(), |page, around| page.then(around.page()))
    }

    fn decision_part(&self) -> Page {
        if self.decisions.is_empty() {
            return Page::new().line("No decision.");
        }
        let page = Page::new().heading(format!("Decisions ({})", self.decisions.len()));
        self.decisions
            .iter()
            .fold(page, |page, decision| page.then(decision.page()).gap())
    }
}

fn decisions(moments: &Moments, id: &ProposalId, folder: &Folder) -> Vec<DecisionWhole> {
    let charter = moments.frozen().charter.as_ref();
    let mut all = Vec::new();
    for (n, filed) in &folder.calls {
        if let Some(decision) = &filed.decision {
            let track = charter.and_then(|charter| charter.track(&decision.matter.track));
            let needed = track.map(|track| track.sign_offs);
            let sign_offs = moments.asked.sign_offs(id, *n);
            all.push(DecisionWhole::of(*n, decision, sign_offs, needed));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::ShowProposal;
    use crate::blessed::screen;
    use crate::register::freeze::{FoundBy, Moments};
    use crate::render::json::json;
    use crate::report::sample::{HOSTILE, OPEN, counted, harmless, on, retention};

    fn show(moments: &Moments) -> ShowProposal {
        ShowProposal::of(moments, &counted(moments, "retention"))
    }

    #[test]
    fn a_proposal_is_shown_whole() {
        let files = retention().decided("divergence", "Two objections stand open.");
        let report = show(&files.closed(&files, FoundBy::Record));
        let page = on(100, &report.page());
        for part in [
            "retention · Retention period for incident logs         track policy · call 2 (decided: ",
            "\nr3        Wed 6 May 2026 10:00 UTC   432b379  material  two years\n",
            "\nproposals/retention/text.md (432b379):\n  | Logs are kept for two years.\n",
            "\ncarla-nunes     carla-nunes by name  registrars     object    r3  counted\n",
            "set aside: expired by a later text\n",
            "\nbiz-5, disagree:\n  | Too long.\nbiz-5: joins carla-nunes.cost\n",
            "\nObjections (4), comments (1)\nbiz-1.terms: accommodated\nAbout  §1\n",
            "\nCall 1: withdrawn by maya-chen, Tue 5 May 2026 00:00 UTC:\n  | The text changes.\n",
            "\nDecision of call 2: no-consensus\nOutcome       no-consensus\n",
            "\nReason:\n  | Two objections stand open.\n",
        ] {
            assert!(page.contains(part), "{part}\n{page}");
        }
        on(60, &report.page());
    }

    #[test]
    fn a_proposal_without_anything_says_what_is_not_there() {
        let mut files = retention();
        for path in files.paths() {
            let inside = path.strip_prefix("proposals/retention/");
            if inside.is_some_and(|inside| inside != "proposal.toml") {
                files = files.without(&path);
            }
        }
        let page = on(100, &show(&files.carried("retention", OPEN)).page());
        for part in [
            "No positions.",
            "No objections.",
            "No call.",
            "No decision.",
            "text.md cannot be read.",
        ] {
            assert!(page.contains(part), "{part}\n{page}");
        }
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
        let moments = files.closed(&files, FoundBy::Record);
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
        let report = show(&files.closed(&retention(), FoundBy::Record));
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
            let mut moments = files.closed(&files, FoundBy::Record);
            let folder = moments.asked.proposals.values_mut().next().unwrap();
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

//! Lists every decision of a register, the newest first, with its status.

use serde::Serialize;

use crate::procedure::decision_status::{in_words, standing};
use crate::procedure::hand::Hands;
use crate::record::decision::Decision;
use crate::record::track::Outcome;
use crate::register::recomputed::Verification;
use crate::register::records::Register;
use crate::render::grid::{DropPriority, Table};
use crate::render::ink::StyledText;
use crate::render::page::Page;
use crate::report::who::Names;
use crate::report::{decision, sign_off, words};
use crate::value::clock::Instant;
use crate::value::id::{LevelName, ParticipantId, ProposalId, RegisterId, TrackId};
use crate::value::sentence::many;

/// All decisions.
#[derive(Debug, Clone, Serialize)]
pub struct Log {
    format: u32,
    register: Option<RegisterId>,
    decisions: Vec<Entry>,
    /// The names of those who decided.
    names: Names,
}

/// One decision.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Entry {
    at: Instant,
    proposal: ProposalId,
    call: u32,
    title: Option<String>,
    track: TrackId,
    outcome: Outcome,
    designation: LevelName,
    computed: Option<LevelName>,
    by: ParticipantId,
    /// Its status at the moment asked for.
    standing: String,
    binds: bool,
    verification: Option<Verification>,
    effective: Option<Instant>,
    sunset: Option<Instant>,
    interim: bool,
    supersedes: Vec<ProposalId>,
    superseded_by: Vec<ProposalId>,
    /// Who committed its inputs and its sign-offs, if that is not their author.
    committed_by_another: Hands,
}

impl Log {
    /// Every decision that can be read, the newest first, with its status at `now`.
    pub fn of(register: &Register, now: Instant) -> Self {
        let mut decisions: Vec<Entry> = Vec::new();
        for (id, folder) in &register.proposals {
            let title = folder.proposal.as_ref().map(|own| &own.title);
            for (n, filed) in &folder.calls {
                let decision = filed.decision.iter();
                decisions.extend(decision.map(|decision| Entry {
                    title: title.cloned(),
                    ..Entry::of(register, id, *n, decision, now)
                }));
            }
        }
        decisions.sort_by(|a, b| {
            let newest = b.at.cmp(&a.at);
            newest.then_with(|| (&a.proposal, b.call).cmp(&(&b.proposal, a.call)))
        });
        let by = decisions.iter().map(|entry| &entry.by);
        Self {
            format: 1,
            register: register.charter.as_ref().map(|c| c.register.clone()),
            names: Names::of_register(register).only(by),
            decisions,
        }
    }

    /// The same with the decisions on some proposals alone.
    #[must_use]
    pub(crate) fn about(mut self, is_wanted: impl Fn(&ProposalId) -> bool) -> Self {
        self.decisions.retain(|entry| is_wanted(&entry.proposal));
        self
    }

    /// The same with those who committed the inputs of each decision, and its sign-offs.
    #[must_use]
    pub fn committed(mut self, register: &Register, hands: &Hands) -> Self {
        for entry in &mut self.decisions {
            if let Some(folder) = register.proposals.get(&entry.proposal) {
                let own = hands.of_decision(folder, &entry.proposal, entry.call);
                entry.committed_by_another = own;
            }
        }
        self
    }

    /// The decisions for people.
    pub fn page(&self) -> Page {
        if self.decisions.is_empty() {
            return Page::new().line("No decisions yet.");
        }
        let table = Table::of(&self.decisions)
            .words("date", DropPriority::Always, |entry| entry.at.date())
            .sentences("proposal", DropPriority::Always, |entry| &entry.proposal)
            .numbers("call", DropPriority::Low, |entry| u64::from(entry.call))
            .words("outcome", DropPriority::Always, |entry| {
                decision::outcome(entry.outcome)
            })
            .sentences("status", DropPriority::Always, |entry| &entry.standing);
        let table = match self
            .decisions
            .iter()
            .all(|entry| entry.verification.is_none())
        {
            true => table,
            false => table.words("verified", DropPriority::High, Entry::verified),
        };
        let table = table
            .sentences("designation", DropPriority::High, |entry| {
                words::designation(&entry.designation, entry.computed.as_ref())
            })
            .sentences("decided by", DropPriority::Normal, |entry| {
                self.names.with_id(&entry.by)
            });
        let table = match self.decisions.iter().all(|entry| entry.links().is_empty()) {
            true => table,
            false => table.sentences(
                "supersedes / superseded by",
                DropPriority::Normal,
                Entry::links,
            ),
        };
        let each = self.decisions.iter();
        let hands = each.fold(Hands::Silent, |all, entry| {
            all.and(entry.committed_by_another.clone())
        });
        Page::new()
            .line(format!(
                "{}, newest first:",
                many(self.decisions.len(), "decision")
            ))
            .gap()
            .table(table)
            .gap()
            .then(sign_off::hands(&hands))
    }
}

impl Entry {
    fn of(
        register: &Register,
        id: &ProposalId,
        call: u32,
        decision: &Decision,
        now: Instant,
    ) -> Self {
        let (judgement, after) = (&decision.judgement, &decision.afterwards);
        let status = standing(register, id, call, now);
        Self {
            at: judgement.at,
            proposal: id.clone(),
            call,
            title: None,
            track: decision.matter.track.clone(),
            outcome: judgement.outcome,
            designation: judgement.designation.clone(),
            computed: decision.computed.clone(),
            by: judgement.by.clone(),
            standing: in_words(register, id, call, now).unwrap_or_default(),
            binds: status.is_some_and(|status| status.binds(judgement.outcome)),
            verification: register.verification(id, call),
            effective: after.effective,
            sunset: after.sunset,
            interim: judgement.chosen.interim,
            supersedes: decision.matter.supersedes.clone(),
            superseded_by: register.superseded_by(id),
            committed_by_another: Hands::Silent,
        }
    }

    fn verified(&self) -> StyledText {
        let verified = self.verification.as_ref();
        verified.map_or(StyledText::default(), words::verified_shortly)
    }

    fn links(&self) -> String {
        let listed = |word: &str, ids: &[ProposalId]| {
            (!ids.is_empty()).then(|| format!("{word} {}", words::listed(ids)))
        };
        let links = [
            listed("supersedes", &self.supersedes),
            listed("superseded by", &self.superseded_by),
        ];
        words::joined(links, ", ")
    }
}

#[cfg(test)]
mod tests {
    use super::Log;
    use crate::blessed::screen;
    use crate::render::json;
    use crate::report::sample::{Files, on, retention};
    use crate::value::clock::Instant;

    const DECISION: &str = "proposals/retention/calls/2/decision.toml";

    /// The decision on `retention`, and one of another proposal that replaced it later.
    fn two() -> Files {
        let files = retention().decided("divergence", "Two objections stand open.");
        let computed = "computed = \"strong-support-but-significant-opposition\"";
        let later = files
            .text(DECISION)
            .replace("proposal = \"retention\"", "proposal = \"shorter\"")
            .replace("outcome = \"no-consensus\"", "outcome = \"adopted\"")
            .replace("sign-offs = 2\n", "")
            .replace(
                "designation = \"divergence\"",
                "designation = \"consensus\"",
            )
            .replace(computed, "computed = \"consensus\"")
            .replace("at = 2026-05-23T09:00:00Z", "at = 2026-09-01T09:00:00Z")
            .replace(
                "track = \"policy\"\n",
                "track = \"policy\"\nsupersedes = [\"retention\"]\n",
            );
        files.with("proposals/shorter/calls/1/decision.toml", later)
    }

    fn later() -> Instant {
        Instant::parse("2026-09-02T09:00:00Z").unwrap()
    }

    #[test]
    fn the_newest_decision_comes_first_and_says_what_it_supersedes() {
        let page = Log::of(&two().register(), later()).page();
        for width in [60, 80, 120, 190] {
            screen(
                &format!("report/log/two_decisions-{width}"),
                &on(width, &page),
            );
        }
        let text = on(190, &page);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[3].starts_with("2026-09-01  shorter"), "{text}");
        assert!(lines[3].ends_with("supersedes retention"), "{text}");
        assert!(lines[4].ends_with("superseded by shorter"), "{text}");
    }

    #[test]
    fn programs_get_the_links_too() {
        let text = json(&Log::of(&two().register(), later()));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["decisions"][1]["superseded-by"][0], "shorter");
        assert_eq!(value["decisions"][0]["outcome"], "adopted");
        let title = "Retention period for incident logs";
        assert_eq!(value["decisions"][1]["title"], title);
    }

    #[test]
    fn an_empty_log_says_so() {
        let page = on(60, &Log::of(&retention().register(), later()).page());
        screen("report/log/an_empty_log_says_so", &page);
    }
}

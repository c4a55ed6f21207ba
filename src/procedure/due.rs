//! What is due: everything in a register that has a moment by which it ends or is owed.

mod call;
mod decision;

use crate::record::charter::{Charter, SECRETARY};
use crate::record::path::Owner;
use crate::register::records::{Folder, Register};
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId};

/// What kind of thing is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DueKind {
    /// A call takes positions no longer.
    CallCloses,
    /// A draft designation can be challenged no longer.
    ChallengeEnds,
    /// Minority statements are taken no longer.
    MinorityEnds,
    /// A call is over, and waits for its decision.
    Decision,
    /// A decision waits for the sign-offs of further chairs.
    SignOff,
    /// A decision can be appealed no longer.
    AppealEnds,
    /// An appeal waits for its ruling.
    Ruling,
    /// Those whom a decision is addressed to owe an answer.
    Answer,
    /// A report on the implementation of a decision is owed.
    Report,
    /// A decision is to be looked at again.
    Review,
    /// A decision lapses unless it is renewed.
    Sunset,
    /// Somebody said that they are working on a position.
    HoldEnds,
    /// The next thing that a proposal waits for.
    Next,
    /// Something is to be reached on the way.
    Milestone,
    /// Something is to be done after a meeting.
    Action,
}

impl DueKind {
    /// Every kind with its word.
    pub const WORDS: &'static [(&'static str, DueKind)] = &[
        ("call-closes", DueKind::CallCloses),
        ("challenge-ends", DueKind::ChallengeEnds),
        ("minority-ends", DueKind::MinorityEnds),
        ("decision", DueKind::Decision),
        ("sign-off", DueKind::SignOff),
        ("appeal-ends", DueKind::AppealEnds),
        ("ruling", DueKind::Ruling),
        ("answer", DueKind::Answer),
        ("report", DueKind::Report),
        ("review", DueKind::Review),
        ("sunset", DueKind::Sunset),
        ("hold-ends", DueKind::HoldEnds),
        ("next", DueKind::Next),
        ("milestone", DueKind::Milestone),
        ("action", DueKind::Action),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        let found = Self::WORDS.iter().find(|(_, kind)| *kind == self);
        found.map_or("", |(word, _)| word)
    }
}

/// One thing that is due. It is overdue where `at` has passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// By when.
    pub at: Instant,
    /// What kind of thing.
    pub kind: DueKind,
    /// On which proposal.
    pub proposal: Option<ProposalId>,
    /// Of which of its calls.
    pub call: Option<u32>,
    /// What, in a few words that begin with a small letter.
    pub what: String,
    /// Whose turn it is, in words.
    pub whose: String,
    /// The participants whose turn it is; empty where it is nobody's in particular.
    pub people: Vec<ParticipantId>,
    /// What they type, where a command does it.
    pub command: Option<String>,
    /// What tells it from others of its kind on the same call: a name or a number, or nothing.
    pub mark: String,
    /// Since when it has been on record.
    pub since: Instant,
}

impl Due {
    /// Something due whose turn is nobody's yet.
    fn new(kind: DueKind, at: Instant, since: Instant, what: impl Into<String>) -> Self {
        Self {
            at,
            kind,
            proposal: None,
            call: None,
            what: what.into(),
            whose: String::new(),
            people: Vec::new(),
            command: None,
            mark: String::new(),
            since,
        }
    }

    fn on(self, proposal: &ProposalId, call: Option<u32>) -> Self {
        Self {
            proposal: Some(proposal.clone()),
            call,
            ..self
        }
    }

    /// The turn of these people, named.
    fn turn<'a>(self, people: impl IntoIterator<Item = &'a ParticipantId>) -> Self {
        let mut all: Vec<ParticipantId> = Vec::new();
        for who in people {
            if !all.contains(who) {
                all.push(who.clone());
            }
        }
        let whose = crate::procedure::next::people(&all);
        Self {
            people: all,
            whose,
            ..self
        }
    }

    /// The turn of whom these words name.
    fn whose(self, words: impl Into<String>) -> Self {
        Self {
            whose: words.into(),
            ..self
        }
    }

    fn by(self, command: String) -> Self {
        Self {
            command: Some(command),
            ..self
        }
    }

    fn marked(self, mark: impl Into<String>) -> Self {
        Self {
            mark: mark.into(),
            ..self
        }
    }
}

/// Everything that is due in a register at `now`, the earliest first, then by proposal. What has
/// ended without anybody owing anything is left out, such as a window in which nobody appealed.
/// The register must have been read whole: a decision that a later one replaced owes nothing.
pub fn dues(register: &Register, now: Instant) -> Vec<Due> {
    let mut all = Vec::new();
    if let Some(charter) = &register.charter {
        for (id, folder) in &register.proposals {
            let matter = Matter {
                register,
                charter,
                id,
                folder,
                now,
            };
            all.extend(call::dues(&matter));
            all.extend(decision::dues(&matter));
            all.extend(held(&matter));
            all.extend(planned(&matter));
        }
    }
    all.extend(actions(register));
    all.sort_by(|a, b| {
        let order = |due: &Due| (due.at, due.proposal.clone(), due.kind, due.call);
        let same = || (&a.mark, &a.what).cmp(&(&b.mark, &b.what));
        order(a).cmp(&order(b)).then_with(same)
    });
    all
}

/// One proposal, with what is needed to say what is due on it.
struct Matter<'r> {
    register: &'r Register,
    charter: &'r Charter,
    id: &'r ProposalId,
    folder: &'r Folder,
    now: Instant,
}

impl Matter<'_> {
    fn chairs(&self) -> impl Iterator<Item = &ParticipantId> {
        self.charter.chairs()
    }

    fn chairs_and_secretaries(&self) -> impl Iterator<Item = &ParticipantId> {
        self.chairs().chain(self.charter.holders(SECRETARY))
    }

    fn authors(&self) -> &[ParticipantId] {
        let proposal = self.folder.proposal.as_ref();
        proposal.map_or(&[], |proposal| &proposal.authors)
    }

    fn shepherd(&self) -> Option<&ParticipantId> {
        self.folder.proposal.as_ref()?.shepherd.as_ref()
    }

    /// When the proposal's text was last changed; the moment asked for where nothing says so.
    fn written(&self) -> Instant {
        let latest = self.folder.proposal.as_ref().and_then(|p| p.latest());
        latest.map_or(self.now, |revision| revision.at)
    }
}

/// Holds, while a position could still count.
fn held(matter: &Matter<'_>) -> Vec<Due> {
    let current = matter.folder.current_call();
    let waits = current.is_none_or(|(_, call)| call.is_open(matter.now));
    if !(waits || matter.folder.is_open_again()) {
        return Vec::new();
    }
    let files = matter.folder.positions.values();
    files
        .filter_map(|file| {
            let position = file.position.as_ref()?;
            let until = position.until.filter(|_| position.is_hold())?;
            (!position.withdrawn).then(|| hold(matter, &file.owner, until))
        })
        .collect()
}

fn hold(matter: &Matter<'_>, owner: &Owner, until: Instant) -> Due {
    let due = Due::new(
        DueKind::HoldEnds,
        until,
        matter.written(),
        "give the position that was held back",
    )
    .on(matter.id, None)
    .by(format!("plenary position {} VALUE", matter.id));
    match owner {
        Owner::Participant(who) => due.turn([who]).marked(who.as_str()),
        Owner::Group(group) => {
            let found = matter.charter.group(group);
            due.turn(found.into_iter().flat_map(|group| &group.representatives))
                .marked(format!("@{group}"))
        }
    }
}

/// What a proposal says of its own way. The file of a proposal that was decided stays as it was
/// decided on, so nothing in it is owed any more.
fn planned(matter: &Matter<'_>) -> Vec<Due> {
    let Some(proposal) = matter.folder.proposal.as_ref() else {
        return Vec::new();
    };
    if matter.folder.is_settled() && !matter.folder.is_open_again() {
        return Vec::new();
    }
    let since = matter.written();
    let open = proposal
        .milestones
        .iter()
        .filter(|each| each.done.is_none());
    let milestones = open.filter_map(|milestone| {
        let due = Due::new(DueKind::Milestone, milestone.due?, since, &milestone.name);
        let turn = proposal.shepherd.iter().chain(&proposal.authors);
        Some(due.on(matter.id, None).turn(turn).marked(&milestone.name))
    });
    let next = proposal.next.as_ref().and_then(|next| {
        let due = Due::new(DueKind::Next, next.due?, since, &next.action);
        Some(due.on(matter.id, None).turn([&next.owner]))
    });
    milestones.chain(next).collect()
}

/// The action items of all meetings that were not done.
fn actions(register: &Register) -> Vec<Due> {
    let mut all = Vec::new();
    for (date, meeting) in &register.meetings {
        for (item, n) in meeting.actions.iter().zip(1_u32..) {
            if let (Some(at), None) = (item.due, item.done) {
                let since = Instant::parse(&format!("{date}T00:00:00Z")).unwrap_or(at);
                let due = Due::new(DueKind::Action, at, since, &item.action);
                let due = due.turn([&item.owner]).marked(format!("{date}.{n}"));
                all.push(due.by(format!("plenary meeting done {date} {n}")));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{DueKind, dues};
    use crate::register::records::Register;
    use crate::register::snapshot::{Content, Extent, Moment, Snapshot};
    use crate::value::clock::Instant;

    const CHARTER: &str = r#"format = 1
register = "body"
name = "Body"

[[group]]
id = "all"
name = "All"

[roles]
chair = ["maya", "idris"]
secretary = ["sec"]
jury = ["eve", "maya"]

[track.policy]
title = "Policy"
electorate = ["member"]
count = "participants"
silence = "silent"
stale = "carry"
designates = "chair"
challenge = "7d"
minority = { within = "5d" }
appeal = { within = "30d", heard-by = "jury" }

[[track.policy.level]]
name = "consensus"
outcome = "adopted"
"#;

    const PROPOSAL: &str = r#"title = "T"
question = "Q?"
track = "policy"
text = "text.md"
authors = ["ann"]
shepherd = "eve"

[[revision]]
name = "r1"
at = 2026-05-01T09:00:00Z
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
material = true

[[milestone]]
name = "first draft"
due = 2026-05-20T00:00:00Z

[[milestone]]
name = "reached"
due = 2026-05-20T00:00:00Z
done = 2026-05-02T00:00:00Z

[next]
action = "answer"
owner = "ann"
due = 2026-05-19T00:00:00Z
"#;

    const CALL: &str = r#"track = "policy"
question = "Q?"
revision = "r1"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
opens = 2026-05-02T09:00:00Z
closes = 2026-05-12T09:00:00Z
by = "maya"
"#;

    const DECISION: &str = r#"format = 1
register = "body"
proposal = "one"
question = "Q?"
revision = "r1"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
track = "policy"
addressee = "City council"
outcome = "adopted"
designation = "consensus"
by = "maya"
at = 2026-05-20T09:00:00Z
appeal-until = 2026-06-19T09:00:00Z
answer-until = 2026-07-01T09:00:00Z
report-until = 2026-08-01T09:00:00Z
review = 2027-05-20T09:00:00Z
sunset = 2028-05-20T09:00:00Z

[pins]
charter = "0000000000000000000000000000000000000000000000000000000000000000"
manifest = "0000000000000000000000000000000000000000000000000000000000000000"
"#;

    const FOLLOW_UP: &str = r#"[[report]]
by = "ann"
at = 2026-06-01T09:00:00Z
progress = "done"
text = "Built."

[[answer]]
by = "sec"
at = 2026-06-01T09:00:00Z
from = "City council"
verdict = "accepted"
text = "Yes."

[[review]]
upshot = "kept"
by = "maya"
at = 2026-06-01T09:00:00Z
reason = "It works."
next = 2029-01-01T00:00:00Z
"#;

    const DRAFT: &str = r#"[[draft]]
level = "consensus"
by = "maya"
at = 2026-05-13T09:00:00Z
reason = "Nobody is against it."
"#;

    fn register(more: &[(&str, &str)]) -> Register {
        let mut files: BTreeMap<String, Content> = BTreeMap::new();
        let mut put = |path: &str, text: &str| {
            files.insert(path.to_owned(), Content::Plain(text.as_bytes().to_vec()));
        };
        put("charter.toml", CHARTER);
        for who in ["maya", "idris", "sec", "ann", "eve"] {
            let text = format!("name = \"{who}\"\ngroup = \"all\"\n");
            put(&format!("participants/{who}.toml"), &text);
        }
        put("proposals/one/proposal.toml", PROPOSAL);
        for (path, text) in more {
            put(path, text);
        }
        let register = Register::read(Snapshot {
            moment: Moment::WorkTree,
            extent: Extent::Everything,
            proposals: ["one".to_owned()].into(),
            files,
        });
        assert_eq!(register.findings, []);
        register
    }

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    /// Day, kind and whose turn, a line each.
    fn listed(register: &Register, now: &str) -> Vec<String> {
        let all = dues(register, at(now));
        let line = |due: &super::Due| {
            let day = due.at.date();
            format!("{day} {}: {} ({})", due.kind.word(), due.what, due.whose)
        };
        all.iter().map(line).collect()
    }

    const AT_CALL: (&str, &str) = ("proposals/one/calls/1/call.toml", CALL);
    const AT_DECISION: (&str, &str) = ("proposals/one/calls/1/decision.toml", DECISION);

    #[test]
    fn an_open_call_closes_and_those_who_are_silent_are_named() {
        let hold = "position = \"hold\"\nuntil = 2026-05-10T00:00:00Z\n";
        let register = register(&[
            AT_CALL,
            (
                "proposals/one/positions/ann.toml",
                "position = \"accept\"\n",
            ),
            ("proposals/one/positions/eve.toml", hold),
        ]);
        let all = dues(&register, at("2026-05-03T09:00:00Z"));
        let closes = all.iter().find(|due| due.kind == DueKind::CallCloses);
        let people: Vec<&str> = closes
            .unwrap()
            .people
            .iter()
            .map(|id| id.as_str())
            .collect();
        assert_eq!(people, ["idris", "maya", "sec"]);
        assert_eq!(
            listed(&register, "2026-05-03T09:00:00Z"),
            [
                "2026-05-10 hold-ends: give the position that was held back (eve)",
                "2026-05-12 call-closes: call 1 closes (those who have not answered)",
                "2026-05-19 next: answer (ann)",
                "2026-05-20 milestone: first draft (eve or ann)",
            ]
        );
    }

    #[test]
    fn after_the_close_windows_run_and_a_decision_waits_for_the_last() {
        let draft = ("proposals/one/calls/1/designation.toml", DRAFT);
        let register = register(&[AT_CALL, draft]);
        let lines = listed(&register, "2026-05-14T09:00:00Z");
        assert_eq!(
            &lines[..2],
            [
                "2026-05-18 minority-ends: minority statements are taken until then (those who \
                 disagree)",
                "2026-05-19 next: answer (ann)",
            ]
        );
        assert!(lines.contains(&"2026-05-20 decision: decide call 1 (maya or idris)".to_owned()));
        let lines = listed(&register, "2026-06-14T09:00:00Z");
        let windows = lines.iter().filter(|line| line.contains("until then"));
        assert_eq!(windows.count(), 0, "{lines:?}");
    }

    #[test]
    fn a_decision_owes_until_it_is_paid() {
        let register_of =
            |more: &[(&str, &str)]| register(&[&[AT_CALL, AT_DECISION], more].concat());
        let sunset = "2028-05-20 sunset: the decision lapses unless it is renewed (maya or idris)";
        assert_eq!(
            listed(&register_of(&[]), "2026-05-21T09:00:00Z"),
            [
                "2026-06-19 appeal-ends: the decision can be appealed until then (anybody on the \
                 roster)",
                "2026-07-01 answer: answer the decision (City council; recorded by maya, idris \
                 or sec)",
                "2026-08-01 report: report on the implementation (ann or eve)",
                "2027-05-20 review: look at the decision again (maya or idris)",
                sunset,
            ]
        );
        let appeal = "problem = \"p\"\nasks = \"a\"\nat = 2026-05-22T09:00:00Z\n";
        let followed = register_of(&[
            ("proposals/one/calls/1/follow-up.toml", FOLLOW_UP),
            ("proposals/one/calls/1/appeals/ann.toml", appeal),
        ]);
        assert_eq!(
            listed(&followed, "2026-07-21T09:00:00Z"),
            [
                "2026-06-19 ruling: rule on the appeal of ann (eve)",
                sunset,
                "2029-01-01 review: look at the decision again (maya or idris)",
            ]
        );
    }

    #[test]
    fn a_decision_that_binds_nobody_owes_nothing() {
        let appeal = "problem = \"p\"\nasks = \"a\"\n";
        let ruling = "[ruling]\nvalue = \"remanded\"\nby = \"eve\"\nat = 2026-06-01T00:00:00Z\n\
                      reason = \"r\"\n";
        let register = register(&[
            AT_CALL,
            AT_DECISION,
            ("proposals/one/calls/1/appeals/ann.toml", appeal),
            ("proposals/one/calls/1/rulings/ann.toml", ruling),
        ]);
        let lines = listed(&register, "2026-06-02T09:00:00Z");
        assert_eq!(
            lines,
            [
                "2026-05-19 next: answer (ann)",
                "2026-05-20 milestone: first draft (eve or ann)"
            ]
        );
        let lapsed = self::register(&[AT_CALL, AT_DECISION]);
        assert_eq!(
            listed(&lapsed, "2028-06-02T09:00:00Z"),
            Vec::<String>::new()
        );
    }
}

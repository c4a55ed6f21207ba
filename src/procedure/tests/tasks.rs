//! Tests what must be done, and what prevents a call or a decision.

use super::{LATER, OPEN, OVER, answered, body, called, drafted, settled, signed, tallied};
use crate::blessed::screen;
use crate::procedure::blocker::blockers;
use crate::procedure::ready::{
    ReadinessItem, answered as answered_line, before_call, before_decision, verdict,
};
use crate::procedure::task::{
    Class, Task, TaskKind, Who, counted, of_opening, of_proposal, of_register,
};
use crate::record::decision::{DecisionOptions, Designated, Override};
use crate::record::track::Outcome;
use crate::register::sample::{Sample, at, id, who};
use crate::value::clock::Instant;
use crate::value::id::{GateName, LevelName};

/// All that is said of some tasks.
fn told(tasks: &[Task], now: Instant) -> String {
    let day = |at: Option<Instant>| at.map_or("-".to_owned(), Instant::date);
    let one = |task: &Task| {
        let subject = serde_json::to_string(&task.subject).expect("a subject");
        [
            format!("{} {:?} {}", task.kind.word(), task.weight, task.mark()),
            format!("since {} due {}", day(task.since), day(task.due)),
            format!("about {subject}"),
            task.what(now),
            format!("to you: {}", task.to_you(now)),
            format!("dated: {}", task.dated(now)),
            format!("whose: {} {:?}", task.whose(), task.who.members()),
            format!("hint: {}", task.hint()),
        ]
        .join("\n  ")
    };
    tasks.iter().map(|task| one(task) + "\n").collect()
}

fn of(sample: &Sample, now: &str) -> Vec<Task> {
    let (moments, tally) = tallied(sample, now);
    of_proposal(&moments.asked, &tally)
}

/// The kinds of tasks with those who must act, and when.
fn kinds(tasks: &[Task]) -> Vec<String> {
    let one = |task: &Task| {
        let day = task.at().map_or("-".to_owned(), Instant::date);
        let who: Vec<_> = task.who.members().iter().map(|id| id.as_str()).collect();
        format!("{} {day} {}", task.kind.word(), who.join(" "))
    };
    tasks.iter().map(one).collect()
}

/// The situations that a proposal goes through.
fn situations() -> Vec<(&'static str, Sample, &'static str)> {
    let response = "response = [{ by = 'idris', at = 2026-05-04T09:00:00Z, text = 'No.' }]";
    let groups = |sample: Sample| {
        let sample = sample.track("count = 'groups'");
        sample.position("@north", "support")
    };
    let present =
        |sample: Sample| sample.track("gate = [{ name = 'room', when = 'present >= 2' }]");
    let stale = |sample: Sample| {
        let texts = "revision = [
            { name = 'r1', at = 2026-05-01T09:00:00Z, sha256 = 'DIGEST' },
            { name = 'r2', at = 2026-05-01T10:00:00Z, sha256 = 'DIGEST', material = true }]";
        let sample = sample.track("stale = 'for-expires'").revised(texts);
        sample.position("ann", "position = 'support'\non = 'r1'")
    };
    let remanded =
        "[ruling]\nvalue = 'remanded'\nby = 'eve'\nat = 2026-05-25T00:00:00Z\nreason = 'r'";
    let decided = || settled().decision("");
    vec![
        (
            "in discussion",
            answered().filed("handling/carla.cost.toml", response),
            OPEN,
        ),
        ("on an earlier text", stale(answered()), OPEN),
        ("while the call is open", called(), OPEN),
        ("with groups that are counted", groups(called()), OPEN),
        (
            "with a rule for those present",
            present(called()).in_call("call.toml", "meeting = '2026-05-11'"),
            OPEN,
        ),
        ("with no meeting", present(called()), OVER),
        ("over", called(), OVER),
        (
            "with two objections",
            called().objection("ann.scope", "on = 'r1'"),
            OVER,
        ),
        ("drafted", drafted(), OVER),
        ("drafted and over", drafted(), LATER),
        (
            "without challenges",
            called().edited("charter.toml", "challenge = \"7d\"\n", ""),
            OVER,
        ),
        ("settled", settled(), LATER),
        (
            "taken back",
            decided()
                .in_call(
                    "appeals/ann.toml",
                    "ground = 'process'\nproblem = 'p'\nasks = 'a'",
                )
                .in_call("rulings/ann.toml", remanded),
            LATER,
        ),
    ]
}

#[test]
fn a_proposal_waits_for_one_thing_after_the_other() {
    let mut told = String::new();
    for (name, sample, now) in situations() {
        let tasks = of(&sample, now);
        let kinds = kinds(&tasks).join("\n");
        told += &format!("# {name}\n{kinds}\n\n{}\n", self::told(&tasks, at(now)));
    }
    screen("procedure/tasks", &told);
}

#[test]
fn a_decision_asks_for_more() {
    let decided = settled().decision(
        "sign-offs = 2\nanswer-until = 2026-07-01T09:00:00Z\nreport-until = 2026-08-01T09:00:00Z
        appeal-until = 2026-06-19T09:00:00Z\nreview = 2027-05-20T09:00:00Z\nsunset = 2028-05-20T09:00:00Z
        addressee = 'City council'",
    );
    let signed = signed(decided.clone(), "idris");
    let appealed = signed.clone().in_call(
        "appeals/ann.toml",
        "ground = 'process'\nproblem = 'p'\nasks = 'a'\nat = 2026-05-22T09:00:00Z",
    );
    let action = "present = ['ann']\naction = [{ action = 'Ask them.', owner = 'ann', due = 2026-06-02T00:00:00Z }, { action = 'Done.', owner = 'ann', done = 2026-06-01T00:00:00Z }]";
    let promised = body()
        .filed(
            "proposal.toml",
            "next = { action = 'Ask.', owner = 'ann', due = 2026-06-01T00:00:00Z }
            milestone = [{ name = 'Draft', due = 2026-06-05T00:00:00Z }]",
        )
        .more("meetings/2026-05-11.toml", action)
        .charter("interests = '12 months'")
        .more(
            "participants/ann.toml",
            "interests = 'None.'\ninterests-updated = 2026-01-01",
        );
    let mut told = String::new();
    for (name, sample) in [
        ("decided", decided),
        ("signed", signed),
        ("appealed", appealed),
        ("promised", promised),
    ] {
        let tasks = of_register(&sample.register(), at(LATER));
        let kinds = kinds(&tasks).join("\n");
        told += &format!("# {name}\n{kinds}\n\n{}\n", self::told(&tasks, at(LATER)));
    }
    screen("procedure/tasks_of_a_register", &told);
}

#[test]
fn tasks_are_told_apart() {
    let all = of(&called(), OPEN);
    let respond = all
        .iter()
        .find(|task| task.kind == TaskKind::Respond)
        .unwrap();
    let cost = &called().register().proposals[&id("one")]
        .objections
        .keys()
        .next()
        .unwrap()
        .clone();
    assert!(respond.is_about(cost));
    assert!(
        !all.iter()
            .any(|task| task.kind != TaskKind::Respond && task.is_about(cost))
    );
    assert!(respond.waits_for(&who("ben")) && !respond.waits_for(&who("carla")));
    let closes = all
        .iter()
        .find(|task| task.kind == TaskKind::CallCloses)
        .unwrap();
    assert!(closes.who.includes(&who("eve")) && !closes.waits_for(&who("eve")));
    assert_eq!(closes.who.as_class(), Some(Class::NoAnswer));
    assert!(closes.is_overdue(at(OVER)) && !closes.is_overdue(at(OPEN)));
    let words: Vec<_> = TaskKind::WORDS
        .iter()
        .map(|(word, kind)| (*word, kind.word()))
        .collect();
    assert!(words.iter().all(|(word, own)| word == own));
    let personal: Vec<_> = TaskKind::WORDS
        .iter()
        .filter(|(_, kind)| kind.is_personal())
        .map(|(word, _)| *word)
        .collect();
    assert_eq!(
        personal,
        [
            "hold-ends",
            "reply",
            "position",
            "position-again",
            "statement"
        ]
    );
    let endless: Vec<_> = TaskKind::WORDS
        .iter()
        .filter(|(_, kind)| kind.has_no_end())
        .map(|(word, _)| *word)
        .collect();
    assert_eq!(
        endless,
        ["end-call", "decision", "sign-off", "respond", "dispose"]
    );
    let mut merged = of_register(&called().register(), at(OPEN));
    let before = merged.len();
    counted(&mut merged, all.clone());
    assert_eq!(merged.len(), before + all.len() - 1);
    let none = Task::new(TaskKind::Decision, Who::Time);
    assert_eq!(
        (none.whose(), none.hint(), none.mark()),
        (String::new(), "wait".into(), String::new())
    );
    assert_eq!(
        of_opening(&answered().register(), &id("one"), at(OPEN))
            .unwrap()
            .kind,
        TaskKind::OpenCall
    );
}

/// The lines of a list: a letter for each, what, and what is done about it.
fn listed(lines: &[ReadinessItem]) -> String {
    let one = |line: &ReadinessItem| {
        let kind = line.task.as_ref().map_or("-", |task| task.kind.word());
        format!(
            "{:?} [{kind}] {}\n  {}\n",
            line.stands, line.what, line.hint
        )
    };
    lines.iter().map(one).collect()
}

#[test]
fn a_call_is_ready_line_by_line() {
    let bare = Sample::new("ann")
        .charter("roles = {}")
        .proposal("one", "")
        .without("proposals/one/text.md");
    let again = settled().decision("outcome = 'no-consensus'\ndesignation = 'divergence'");
    let owing = answered()
        .charter("interests = '12 months'")
        .more("participants/finn.toml", "standing = ['observr']")
        .more("participants/ann.toml", "affiliation = 'Acme'")
        .more("participants/ben.toml", "affiliation = 'ACME Inc.'")
        .more("participants/eve.toml", "affiliation = 'Acme'");
    let present = answered().track("gate = [{ name = 'room', when = 'present >= 2' }]");
    let mut told = String::new();
    for (name, sample) in [
        ("ready", answered()),
        ("bare", bare),
        ("again", again),
        ("owing", owing),
        ("present", present),
        ("under way", called()),
    ] {
        let register = sample.register();
        let asked = Sample::carried(&sample, "one", LATER);
        let moments = crate::register::tally_inputs::TallyInputs {
            call: None,
            ..asked
        };
        let tally = crate::tally::tally(&moments, &id("one")).expect("a tally");
        let folder = &register.proposals[&id("one")];
        let lines = before_call(&register, &moments, &tally, folder);
        told += &format!("# {name}: {:?}\n{}\n", verdict(&lines), listed(&lines));
        told += &listed(&answered_line(&register, &tally, folder));
    }
    screen("procedure/before_a_call", &told);
}

#[test]
fn a_decision_is_ready_line_by_line() {
    let mut told = String::new();
    for (name, sample, now) in situations() {
        let (moments, tally) = tallied(&sample, now);
        let folder = &moments.asked.proposals[&id("one")];
        let lines = before_decision(&moments, &tally, folder);
        told += &format!("# {name}: {:?}\n{}\n", verdict(&lines), listed(&lines));
    }
    screen("procedure/before_a_decision", &told);
}

fn judgement(level: &str) -> Designated {
    Designated {
        outcome: Outcome::Adopted,
        designation: LevelName::parse(level).unwrap(),
        by: who("idris"),
        at: at(LATER),
        reason: None,
        does_not_mean: None,
        chosen: DecisionOptions::default(),
        overrides: Vec::new(),
    }
}

#[test]
fn a_decision_is_refused_for_each_thing_in_its_way() {
    let passed = |gates: &[&str]| {
        let over = |gate: &&str| Override {
            gate: GateName::parse(gate).unwrap(),
            reason: "So.".to_owned(),
        };
        Designated {
            overrides: gates.iter().map(over).collect(),
            reason: Some("So.".to_owned()),
            ..judgement("divergence")
        }
    };
    let right = || passed(&["coverage", "time"]);
    let chosen = |chosen: DecisionOptions| Designated { chosen, ..right() };
    let day = |text: &str| Some(at(text));
    let rows = vec![
        ("nothing", settled(), LATER, right()),
        ("a gate", settled(), LATER, passed(&["time"])),
        (
            "a gate that is met or unknown",
            settled(),
            LATER,
            passed(&["coverage", "time", "quorum", "other"]),
        ),
        (
            "somebody who may not",
            settled(),
            LATER,
            Designated {
                by: who("maya"),
                ..right()
            },
        ),
        (
            "a level without a reason",
            settled(),
            LATER,
            Designated {
                reason: None,
                ..right()
            },
        ),
        (
            "another level",
            settled(),
            LATER,
            Designated {
                designation: LevelName::parse("none").unwrap(),
                ..right()
            },
        ),
        (
            "another text",
            settled().with("proposals/one/text.md", "Other.\n"),
            LATER,
            right(),
        ),
        ("an open objection", drafted(), LATER, right()),
        ("a challenge and time", drafted(), OVER, right()),
        ("an open call", called(), OPEN, right()),
        ("no call", answered(), OPEN, right()),
        ("a decision", settled().decision(""), LATER, right()),
        (
            "time for a minority",
            settled(),
            "2026-05-16T09:00:00Z",
            right(),
        ),
        (
            "an early draft",
            settled().edited(
                "proposals/one/calls/1/designation.toml",
                "2026-05-13",
                "2026-05-11",
            ),
            LATER,
            right(),
        ),
        (
            "a draft by others",
            settled().edited(
                "proposals/one/calls/1/designation.toml",
                "by = \"idris\"\nat = 2026-05-13",
                "by = \"ann\"\nat = 2026-05-13",
            ),
            LATER,
            right(),
        ),
        (
            "dates before it",
            settled(),
            LATER,
            chosen(DecisionOptions {
                effective: day("2026-05-01"),
                review: day("2026-05-02"),
                sunset: day("2026-05-03"),
                interim: true,
            }),
        ),
        (
            "dates out of order",
            settled(),
            LATER,
            chosen(DecisionOptions {
                effective: day("2028-09-01"),
                review: day("2028-08-01"),
                sunset: day("2028-07-01"),
                interim: false,
            }),
        ),
        (
            "no end",
            settled(),
            LATER,
            chosen(DecisionOptions {
                interim: true,
                ..DecisionOptions::default()
            }),
        ),
        (
            "nobody present",
            settled()
                .track("gate = [{ name = 'room', when = 'present >= 2' }]")
                .in_call("call.toml", "meeting = '2026-05-11'")
                .more("meetings/2026-05-11.toml", "present = []"),
            LATER,
            passed(&["room"]),
        ),
    ];
    let mut told = String::new();
    for (name, sample, now, judgement) in rows {
        let (moments, tally) = tallied(&sample, now);
        let all = blockers(
            &moments,
            &tally,
            &moments.asked.proposals[&id("one")],
            &judgement,
        );
        if name == "nothing" {
            assert_eq!(all, []);
        }
        told += &format!("# {name}\n");
        for each in &all {
            let waits = if each.waits { " waits" } else { "" };
            told += &format!(
                "{:?}{waits}: {}\n  {}\n",
                each.kind, each.sentence, each.hint
            );
        }
    }
    screen("procedure/obstacles", &told);
}

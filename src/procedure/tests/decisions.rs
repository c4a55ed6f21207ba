//! Tests what a decision says, its status, and who committed its inputs.

use std::collections::BTreeSet;

use super::{CLOSES, LATER, OPEN, OPENS, OVER, answered, body, called, drafted, settled, tallied};
use crate::blessed::screen;
use crate::procedure::decision::{Inputs, Verified, recorded};
use crate::procedure::decision_status::{self, DecisionStatus, standing as stands};
use crate::procedure::designation::{
    DesignationState, MissingStep, disagreeing, has_minority, minority_from, minority_time,
    minority_until,
};
use crate::procedure::hand::{
    ByAnother, Hand, Hands, Origin, OriginUnverified, by_another, counted, counted_bytes, is_asked,
    is_input, manifest, of_decision, of_inputs,
};
use crate::procedure::intake::{self, Received, RowOutcome};
use crate::procedure::names::{done_by, people, uncounted, uncounted_standing};
use crate::procedure::stage::{Phase, Stage, earlier_calls, phase, since, stage};
use crate::record::decision::{DecisionOptions, Designated};
use crate::record::track::Outcome;
use crate::register::sample::{Sample, at, id, who};
use crate::register::snapshot::{Content, PathChange};
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::LevelName;

fn judgement() -> Designated {
    Designated {
        outcome: Outcome::NoConsensus,
        designation: LevelName::parse("consensus").unwrap(),
        by: who("idris"),
        at: at(LATER),
        reason: Some("They agree.".to_owned()),
        does_not_mean: None,
        chosen: DecisionOptions::default(),
        overrides: Vec::new(),
    }
}

#[test]
fn a_decision_says_what_was_counted() {
    let sample = settled()
        .position("ben", "position = 'support'\ninterest = 'I sell disks.'")
        .position("finn", "position = 'support'\nwithdrawn = true")
        .filed("positions/zoe.toml", "position = 'support'");
    let sample = sample
        .participants("zoe")
        .more("participants/zoe.toml", "standing = ['observer']");
    let (moments, tally) = tallied(&sample, LATER);
    let hand = Hand {
        of: who("ann"),
        by: "ben".to_owned(),
        records: 2,
        sign_offs: 0,
    };
    let inputs = Inputs {
        commit: None,
        hands: vec![hand],
    };
    let recorded = recorded(&moments, &tally, judgement(), inputs).expect("a decision");
    screen("procedure/a_decision", &recorded.text);
    screen("procedure/its_inputs", &recorded.manifest.written());
    let decision = recorded.decision;
    let day = |at: Option<Instant>| at.map(Instant::date).unwrap_or_default();
    let then = decision.afterwards;
    let dates = [
        then.effective,
        then.appeal_until,
        then.answer_until,
        then.report_until,
        then.review,
        then.sunset,
    ];
    assert_eq!(
        dates.map(day),
        [
            "",
            "2026-06-29",
            "2026-07-30",
            "2026-08-30",
            "2027-05-30",
            "2028-05-30"
        ]
    );
    assert_eq!(
        (then.sign_offs, decision.judgement.outcome),
        (Some(2), Outcome::Adopted)
    );
    assert_eq!(decision.matter.addressee.as_deref(), Some("City council"));
    assert_eq!(
        decision.close.map(|close| (close.by, close.at)),
        Some((who("idris"), at(LATER)))
    );
}

#[test]
fn a_decision_rests_on_what_was_there_until_then() {
    let rests = |path: &str| is_input(path, &id("one"), 1);
    for path in [
        "proposal.toml",
        "text.md",
        "positions/ann.toml",
        "calls/1/call.toml",
        "calls/1/challenges/ben.1.toml",
    ] {
        assert!(rests(&format!("proposals/one/{path}")), "{path}");
    }
    for path in [
        "calls/1/decision.toml",
        "calls/1/inputs.sha256",
        "calls/1/appeals/ann.toml",
        "calls/2/call.toml",
    ] {
        assert!(!rests(&format!("proposals/one/{path}")), "{path}");
    }
    assert!(!rests("proposals/two/proposal.toml") && !rests("charter.toml"));
    let (moments, tally) = tallied(&settled(), LATER);
    let path = "proposals/one/positions/ann.toml";
    assert_eq!(counted_bytes(&moments, path), moments.asked.bytes(path));
    assert_eq!(
        counted_bytes(&moments, "proposals/one/positions/zoe.toml"),
        None
    );
    let files = manifest(&moments, &tally, 1).expect("a manifest").files;
    assert!(files.contains_key(path) && files.contains_key("charter.toml"));
}

fn moved(path: &str, text: &str) -> PathChange {
    let after = Some(Content::Plain(text.as_bytes().into()));
    PathChange {
        path: path.to_owned(),
        before: None,
        after,
    }
}

#[test]
fn a_record_that_another_committed_is_told() {
    let sample = body()
        .charter("identity = 'account'")
        .more("participants/ann.toml", "emails = ['ann@example.org']")
        .more("participants/ben.toml", "emails = ['ben@example.org']");
    let register = sample.register();
    let of = |path: &str, text: &str, author: &str| {
        let path = format!("proposals/one/{path}");
        let all = by_another(
            &register,
            &[moved(&path, text)],
            &BTreeSet::from([author.to_owned()]),
        );
        all.into_iter()
            .map(|one| (one.of.to_string(), one.by, one.is_sign_off))
            .next()
    };
    let another = |of: &str, by: &str, signs: bool| Some((of.to_owned(), by.to_owned(), signs));
    let (accept, ann, ben) = ("position = 'accept'", "Ann@example.org", "ben@example.org");
    let sealed = format!("sha256 = '{}'\nat = 2026-05-21T09:00:00Z", "0".repeat(64));
    let rows = [
        (of("positions/ann.toml", accept, ann), None),
        (
            of("positions/ann.toml", accept, ben),
            another("ann", "ben", false),
        ),
        (
            of("positions/ann.toml", accept, "x@example.org"),
            another("ann", "x@example.org", false),
        ),
        (
            of(
                "positions/ann.toml",
                "position = 'accept'\nrelayed-by = 'ben'\nreceived = 2026-05-03T00:00:00Z",
                ben,
            ),
            None,
        ),
        (of("positions/carla.toml", accept, "x@example.org"), None),
        (
            of("positions/carla.toml", accept, ben),
            another("carla", "ben", false),
        ),
        (of("positions/@north.toml", accept, ben), None),
        (
            of(
                "objections/ann.cost.toml",
                "about = 'a'\nproblem = 'p'\nresolve = 'r'",
                ben,
            ),
            another("ann", "ben", false),
        ),
        (
            of("calls/1/challenges/ann.1.toml", "reason = 'r'", ben),
            another("ann", "ben", false),
        ),
        (
            of("calls/1/appeals/ann.toml", "problem = 'p'\nasks = 'a'", ben),
            another("ann", "ben", false),
        ),
        (
            of("calls/1/sign-offs/ann.toml", &sealed, ben),
            another("ann", "ben", true),
        ),
        (of("calls/1/call.toml", "", ben), None),
    ];
    for (n, (found, expected)) in rows.into_iter().enumerate() {
        assert_eq!(found, expected, "{n}");
    }
    assert!(is_asked(&register) && !is_asked(&body().register()));
    let silent = by_another(
        &body().register(),
        &[moved("proposals/one/positions/ann.toml", accept)],
        &BTreeSet::from([ben.to_owned()]),
    );
    assert_eq!(silent, []);
}

fn by(path: &str, of: &str, by: &str) -> ByAnother {
    let is_sign_off = path.contains("sign-offs");
    ByAnother {
        path: format!("proposals/one/{path}"),
        is_sign_off,
        of: who(of),
        by: by.to_owned(),
    }
}

#[test]
fn hands_are_counted_by_whose_records_they_are() {
    let all = [
        by("positions/ann.toml", "ann", "ben"),
        by("positions/ann.toml", "ann", "ben"),
        by("objections/ann.cost.toml", "ann", "ben"),
        by("positions/ann.toml", "ann", "zoe"),
        by("calls/1/sign-offs/maya.toml", "maya", "ben"),
        by("calls/2/call.toml", "maya", "ben"),
    ];
    let told = |hands: &[Hand]| -> Vec<String> {
        let one = |hand: &Hand| {
            format!(
                "{} {} {} {}",
                hand.of, hand.by, hand.records, hand.sign_offs
            )
        };
        hands.iter().map(one).collect()
    };
    assert_eq!(
        told(&counted(&all)),
        ["ann ben 2 0", "ann zoe 1 0", "maya ben 1 1"]
    );
    assert_eq!(
        told(&counted(&of_inputs(&all, &id("one"), 1))),
        ["ann ben 2 0", "ann zoe 1 0"]
    );
    assert_eq!(
        told(&counted(&of_decision(&all, &id("one"), 1))),
        ["ann ben 2 0", "ann zoe 1 0", "maya ben 0 1"]
    );
    let told = Hands::Told(all[..1].to_vec());
    let register = called().register();
    let folder = &register.proposals[&id("one")];
    assert_eq!(told.of_decision(folder, &id("one"), 1), Hands::Silent);
    assert_eq!(told.of_decision(folder, &id("one"), 2), told);
    let twice = Hands::Told([&all[..1], &all[..1]].concat());
    assert_eq!(told.clone().and(told.clone()), twice);
    assert_eq!(Hands::Silent.and(told.clone()), told);
    assert_eq!(told.clone().and(Hands::Silent), told);
    assert_eq!(told.clone().and(Hands::NotHere), Hands::NotHere);
    let json = |hands: &Hands| serde_json::to_value(hands).expect("JSON");
    assert_eq!(json(&told)[0]["records"], 1);
    assert!(json(&Hands::Silent).is_null());
    let unproven = [
        OriginUnverified::Signature,
        OriginUnverified::AccountInHistory,
    ]
    .map(OriginUnverified::sentence);
    screen("procedure/unproven", &unproven.join("\n"));
    assert_ne!(Origin::Unverified, Origin::Stranger(String::new()));
}

#[test]
fn a_proposal_is_in_one_phase_since_a_moment() {
    let withdrawn = called().in_call(
        "call.toml",
        "withdrawal = { by = 'maya', at = 2026-05-04T00:00:00Z, reason = 'r' }",
    );
    let left_open = settled().decision("outcome = 'no-consensus'\ndesignation = 'divergence'");
    let revised = left_open.clone().revised(
        "revision = [
        { name = 'r1', at = 2026-05-01T09:00:00Z, sha256 = 'DIGEST' },
        { name = 'r2', at = 2026-05-25T10:00:00Z, sha256 = 'DIGEST', material = true }]",
    );
    let remanded = settled()
        .decision("")
        .in_call(
            "appeals/ann.toml",
            "ground = 'process'\nproblem = 'p'\nasks = 'a'",
        )
        .in_call(
            "rulings/ann.toml",
            "[ruling]\nvalue = 'remanded'\nby = 'eve'\nat = 2026-05-26T00:00:00Z\nreason = 'r'",
        );
    let rows = [
        (
            body(),
            OPEN,
            Stage::Discussion,
            Phase::Discussion,
            "2026-05-01",
        ),
        (
            called(),
            OPEN,
            Stage::CallOpen(1),
            Phase::Open,
            "2026-05-02",
        ),
        (
            called(),
            OVER,
            Stage::CallOver(1),
            Phase::Over,
            "2026-05-12",
        ),
        (
            withdrawn,
            OPEN,
            Stage::Discussion,
            Phase::Discussion,
            "2026-05-04",
        ),
        (
            drafted(),
            OVER,
            Stage::Designated(1),
            Phase::Designated,
            "2026-05-13",
        ),
        (
            settled().decision(""),
            LATER,
            Stage::Decided(1, Outcome::Adopted),
            Phase::Decided,
            "2026-05-20",
        ),
        (
            left_open,
            LATER,
            Stage::Decided(1, Outcome::NoConsensus),
            Phase::Decided,
            "2026-05-20",
        ),
        (
            revised,
            LATER,
            Stage::Decided(1, Outcome::NoConsensus),
            Phase::Discussion,
            "2026-05-25",
        ),
        (
            remanded,
            LATER,
            Stage::Decided(1, Outcome::Adopted),
            Phase::Discussion,
            "2026-05-26",
        ),
    ];
    let mut words = String::new();
    for (n, (sample, now, expected, in_phase, day)) in rows.into_iter().enumerate() {
        let register = sample.register();
        let (folder, now) = (&register.proposals[&id("one")], at(now));
        assert_eq!(
            (stage(folder, now), phase(folder, now)),
            (expected, in_phase),
            "{n}"
        );
        assert_eq!(
            since(folder, now).map(Instant::date).as_deref(),
            Some(day),
            "{n}"
        );
        words += &format!("{}\n", expected.in_words());
    }
    screen("procedure/stages", &words);
    assert_eq!(Phase::parse("over"), Some(Phase::Over));
    assert_eq!(Phase::parse("none"), None);
    let twice = called().call("2026-06-02", "2026-06-12").register();
    let folder = &twice.proposals[&id("one")];
    let before = |n| {
        earlier_calls(folder, n)
            .into_iter()
            .map(|(n, _)| n)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (before(1), before(2), before(3)),
        (vec![], vec![1], vec![1, 2])
    );
}

#[test]
fn a_decision_stands_until_something_follows() {
    let decided = |more: &str| settled().decision(more);
    let appeal = "ground = 'process'\nproblem = 'p'\nasks = 'a'";
    let ruling = |value: &str| {
        format!("[ruling]\nvalue = '{value}'\nby = 'eve'\nat = 2026-05-26T00:00:00Z\nreason = 'r'")
    };
    let appealed = || decided("").in_call("appeals/ann.toml", appeal);
    let superseded = |more: &str| {
        let sample = decided("")
            .proposal("two", "supersedes = ['one']")
            .call(OPENS, CLOSES);
        sample.decision(&format!("supersedes = ['one']\n{more}"))
    };
    let lapse = "sunset = 2026-05-29T00:00:00Z";
    let no = "outcome = 'no-consensus'\ndesignation = 'divergence'\n";
    let rows = [
        (decided(""), "stands", true),
        (decided(no), "stands", false),
        (decided("sign-offs = 2"), "pending", false),
        (appealed(), "appealed", true),
        (
            appealed().in_call("appeals/ann.toml", "withdrawn = true"),
            "stands",
            true,
        ),
        (
            appealed().in_call("rulings/ann.toml", &ruling("dismissed")),
            "stands",
            true,
        ),
        (
            appealed().in_call("rulings/ann.toml", &ruling("remanded")),
            "reversed",
            false,
        ),
        (superseded(""), "superseded", false),
        (
            superseded("effective = 2026-07-01T00:00:00Z"),
            "stands",
            true,
        ),
        (decided(lapse), "lapsed", false),
        (decided(&format!("{no}{lapse}")), "stands", false),
        (
            decided("effective = 2026-07-01T00:00:00Z"),
            "not yet",
            false,
        ),
        (
            decided(
                "chosen = { sunset = 2026-07-01T00:00:00Z, interim = true }\nsunset = 2026-07-01T00:00:00Z",
            ),
            "stands",
            true,
        ),
    ];
    let mut words = String::new();
    for (n, (sample, expected, binds)) in rows.into_iter().enumerate() {
        let register = sample.register();
        let found = stands(&register, &id("one"), 1, at(LATER)).expect("a decision");
        let outcome = register.proposals[&id("one")]
            .decision(1)
            .expect("a decision")
            .judgement
            .outcome;
        let word = match &found {
            DecisionStatus::Pending { .. } => "pending",
            DecisionStatus::Reversed { .. } => "reversed",
            DecisionStatus::Superseded(_) => "superseded",
            DecisionStatus::Lapsed(_) => "lapsed",
            DecisionStatus::Appealed(_) => "appealed",
            DecisionStatus::NotYet(_) => "not yet",
            DecisionStatus::Stands => "stands",
        };
        assert_eq!((word, found.binds(outcome)), (expected, binds), "{n}");
        let told = decision_status::in_words(&register, &id("one"), 1, at(LATER));
        words += &format!("{}\n", told.expect("a decision"));
    }
    screen("procedure/standings", &words);
    assert_eq!(stands(&called().register(), &id("one"), 1, at(LATER)), None);
}

#[test]
fn a_designation_lacks_one_thing_after_the_other() {
    let challenge = MissingStep::Answer(crate::value::id::ChallengeId::parse("ben.1").unwrap());
    let until = at("2026-05-20T09:00:00Z");
    let confirmed_early = settled().edited(
        "proposals/one/calls/1/designation.toml",
        "2026-05-21T09",
        "2026-05-20T08",
    );
    let taken_back = drafted().in_call("challenges/ben.1.toml", "withdrawn = true");
    let rows = [
        (called(), OVER, vec![MissingStep::Draft]),
        (
            drafted(),
            OVER,
            vec![challenge.clone(), MissingStep::Time(until)],
        ),
        (drafted(), LATER, vec![challenge, MissingStep::Confirmation]),
        (taken_back, LATER, vec![MissingStep::Confirmation]),
        (settled(), LATER, vec![]),
        (confirmed_early, LATER, vec![MissingStep::Confirmation]),
    ];
    let mut words = String::new();
    for (n, (sample, now, lacks)) in rows.into_iter().enumerate() {
        let (moments, tally) = tallied(&sample, now);
        let contest = DesignationState::of(&tally, &moments.asked.proposals[&id("one")]);
        assert_eq!(contest.lacks, lacks, "{n}");
        assert_eq!(contest.required(), lacks, "{n}");
        let drafted = lacks != [MissingStep::Draft];
        assert_eq!(contest.until, drafted.then_some(until), "{n}");
        assert_eq!(
            contest.level().map(LevelName::as_str),
            drafted.then_some("divergence"),
            "{n}"
        );
        words += &lacks
            .iter()
            .map(|lack| lack.sentence(&tally) + "\n")
            .collect::<String>();
    }
    screen("procedure/lacks", &words);
    let unchallenged = drafted().edited("charter.toml", "challenge = \"7d\"\n", "");
    let (moments, tally) = tallied(&unchallenged, OVER);
    assert_eq!(
        DesignationState::of(&tally, &moments.asked.proposals[&id("one")]).required(),
        []
    );
}

#[test]
fn those_who_disagree_have_time_to_write() {
    let folder = |sample: &Sample, now: &str| {
        let (moments, tally) = tallied(sample, now);
        (moments.asked.proposals[&id("one")].clone(), tally)
    };
    let unchallenged = drafted().edited("charter.toml", "challenge = \"7d\"\n", "");
    let group = drafted()
        .track("count = 'groups'")
        .position("@south", "disagree");
    let rows = [
        (called(), None, true, "carla"),
        (drafted(), Some("2026-05-18T09:00:00Z"), true, "carla"),
        (unchallenged, Some("2026-05-17T09:00:00Z"), true, "carla"),
        (group, Some("2026-05-18T09:00:00Z"), true, "eve carla"),
        (
            drafted()
                .position("carla", "accept")
                .objection("carla.cost", "withdrawn = true"),
            Some("2026-05-18T09:00:00Z"),
            false,
            "",
        ),
    ];
    for (n, (sample, until, any, whom)) in rows.into_iter().enumerate() {
        let (folder, tally) = folder(&sample, OVER);
        assert_eq!(minority_until(&tally, &folder), until.map(at), "{n}");
        let time = minority_time(&tally.charter.calendar, &tally.track, &folder.calls[&1]);
        assert_eq!(time.map(|(_, until)| until), until.map(at), "{n}");
        assert_eq!(has_minority(&tally), any, "{n}");
        let names: Vec<String> = disagreeing(&tally)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(names.join(" "), whom, "{n}");
        let since_draft = tally.track.challenge.is_some();
        assert_eq!(minority_from(&tally.track) == "the close", !since_draft);
    }
}

#[test]
fn the_rest_is_told_in_few_words() {
    let row = |verdict| Received {
        row: 1,
        named: String::new(),
        participant: None,
        verdict,
        because: String::new(),
        hint: String::new(),
    };
    let rows = [
        row(RowOutcome::Refused),
        row(RowOutcome::Accepted),
        row(RowOutcome::Accepted),
    ];
    let counts: Vec<_> = intake::counted(&rows).into_iter().collect();
    assert_eq!(
        counts,
        [(RowOutcome::Refused, 1), (RowOutcome::Accepted, 2)]
    );
    let open: Vec<_> = RowOutcome::ALL
        .into_iter()
        .filter(|verdict| verdict.is_open())
        .collect();
    assert_eq!(open, [RowOutcome::Refused, RowOutcome::NeedsAPerson]);
    let mut words: Vec<String> = RowOutcome::ALL
        .iter()
        .map(|verdict| verdict.in_words().to_owned())
        .collect();
    words.push(people(&[who("ann"), who("ben"), who("ann")]));
    words.push(people([]));
    words.push(done_by("ann", "look").to_string());
    let odd = answered()
        .more("participants/finn.toml", "standing = ['observr']")
        .more("participants/ben.toml", "standing = ['editor']")
        .more("participants/eve.toml", "standing = ['observer']")
        .register();
    let charter = odd.charter.as_ref().unwrap();
    let standing_of = |name: &str| {
        uncounted_standing(charter, &odd.participants[&who(name)]).map(ToString::to_string)
    };
    assert_eq!(
        ["finn", "ben", "eve", "ann"].map(standing_of),
        [Some("observr".to_owned()), None, None, None]
    );
    words.extend(uncounted(charter, odd.participants.iter()));
    screen("procedure/words", &(words.join("\n") + "\n"));
    let finding = Finding::new(code::D402, SourceLocation::file("p"), "gone");
    let removed = Verified::of_removed(id("one"), 2, finding.clone());
    assert_eq!(
        (removed.removed, removed.call, removed.findings),
        (true, 2, vec![finding])
    );
}

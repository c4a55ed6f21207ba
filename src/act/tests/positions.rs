//! Positions: given, changed, withdrawn, entered for another, given for a group or as a proxy.

use super::{
    CLOSES, COUNCIL, LATER, OPEN, REVISED, body, by, called, decided, landed, objection, refused,
    says, tells,
};
use crate::act::counted::not_counted;
use crate::act::position::{
    Authority, GivePosition, OnBehalfOf, PositionValue, late_for, position,
};
use crate::act::refusal::Kind::{Rules, Usage};
use crate::act::refusal::Refusal;
use crate::register::entry::PendingCommit;
use crate::register::sample::{Sample, at, id, who};
use crate::value::id::{GroupId, PositionName, RevisionName};

const ANN: &str = "proposals/one/positions/ann.toml";

fn give(answer: &str) -> GivePosition {
    GivePosition {
        of: OnBehalfOf::Oneself,
        authority: Authority::Own,
        answer: match answer {
            "" => PositionValue::Withdrawn,
            name => PositionValue::Given(PositionName::parse(name).expect(name)),
        },
        until: None,
        on: None,
        reason: None,
        interest: None,
        joins: Vec::new(),
        received: None,
        evidence: None,
    }
}

fn of(name: &str, answer: &str) -> GivePosition {
    GivePosition {
        of: OnBehalfOf::Participant(who(name)),
        ..give(answer)
    }
}

fn proxy(name: &str, answer: &str) -> GivePosition {
    GivePosition {
        authority: Authority::Proxy,
        ..of(name, answer)
    }
}

fn group(name: &str, answer: &str) -> GivePosition {
    GivePosition {
        of: OnBehalfOf::Group(GroupId::parse(name).expect(name)),
        ..give(answer)
    }
}

fn given(
    sample: &Sample,
    input: &GivePosition,
    actor: &str,
    now: &str,
) -> Result<PendingCommit, Refusal> {
    let register = sample.register();
    position(&register, &id("one"), input, &by(&register, actor), at(now))
}

#[test]
fn a_position_says_the_answer_and_on_what_text_it_is() {
    let sample = called();
    let input = GivePosition {
        reason: Some("Fine.  \r\n\nGood.\n".to_owned()),
        interest: Some("I sell it.".to_owned()),
        ..give("accept")
    };
    let entry = given(&sample, &input, "ann", OPEN).expect("an entry");
    says(
        &entry,
        ANN,
        "position = 'accept'\non = 'r1'\nreason = \"Fine.\\n\\nGood.\\n\"\ninterest = 'I sell it.'",
    );
    tells(
        &entry,
        "Give the position of ann on one",
        &["Proposal: one", "Participant: ann", "By: ann"],
    );
    landed(&sample, &entry);
    let hold = GivePosition {
        until: Some(at("2026-05-10")),
        ..give("hold")
    };
    let entry = given(&body(), &hold, "ann", OPEN).expect("an entry");
    says(
        &entry,
        ANN,
        "position = 'pending'\non = 'r1'\nuntil = 2026-05-10T00:00:00Z",
    );
}

#[test]
fn what_was_said_for_one_answer_is_not_said_for_another() {
    let old = "position = 'accept'\non = 'r1'\nreason = 'Old.'\ninterest = 'Mine.'\nrelayed-by = 'sec'\nreceived = 2026-05-03T00:00:00Z";
    let sample = called().position("ann", old);
    let kept = "position = 'accept'\non = 'r1'\nreason = 'Old.'\ninterest = 'Mine.'";
    let entry = given(&sample, &give("accept"), "ann", OPEN).expect("an entry");
    says(&entry, ANN, kept);
    let entry = given(&sample, &give("abstain"), "ann", OPEN).expect("an entry");
    says(
        &entry,
        ANN,
        "position = 'abstain'\non = 'r1'\ninterest = 'Mine.'",
    );
}

#[test]
fn a_position_that_is_taken_back_stays_in_its_file() {
    let sample = called().position("ann", "position = 'accept'\nreason = 'Old.'");
    let entry = given(&sample, &give(""), "ann", OPEN).expect("an entry");
    let expected = "position = 'accept'\nreason = 'Old.'\nwithdrawn = true";
    says(&entry, ANN, expected);
    tells(
        &entry,
        "Withdraw the position of ann on one",
        &["Proposal: one", "Participant: ann", "By: ann"],
    );
    let entry = given(&sample, &of("ann", ""), "sec", OPEN).expect("an entry");
    says(&entry, ANN, &format!("{expected}\nrelayed-by = 'sec'"));
}

#[test]
fn whoever_enters_it_for_another_is_named() {
    let sample = called().track("proxies = true");
    let relayed = GivePosition {
        received: Some(at("2026-05-04")),
        evidence: Some("https://example.org/mail".to_owned()),
        ..of("ann", "accept")
    };
    let entry = given(&sample, &relayed, "sec", OPEN).expect("an entry");
    says(
        &entry,
        ANN,
        "position = 'accept'\non = 'r1'\nrelayed-by = 'sec'\nreceived = 2026-05-04T00:00:00Z\nevidence = 'https://example.org/mail'",
    );
    tells(
        &entry,
        "Give the position of ann on one",
        &["Proposal: one", "Participant: ann", "By: sec"],
    );
    let blank = GivePosition {
        evidence: Some(" ".to_owned()),
        ..of("ann", "accept")
    };
    let entry = given(&sample, &blank, "sec", OPEN).expect("an entry");
    says(
        &entry,
        ANN,
        "position = 'accept'\non = 'r1'\nrelayed-by = 'sec'",
    );
    let entry = given(&sample, &proxy("ann", "accept"), "ben", OPEN).expect("an entry");
    says(&entry, ANN, "position = 'accept'\non = 'r1'\nproxy = 'ben'");
    let again = landed(&sample, &entry);
    given(&again, &proxy("ann", "abstain"), "ben", OPEN).expect("one's own proxy is changed");
    given(&again, &give("abstain"), "ann", OPEN).expect("the holder goes before a proxy");
}

#[test]
fn a_group_answers_by_its_representative() {
    let more = "[[group]]\nid = 'all'\nname = 'All'\nrepresentatives = ['ann']";
    let sample = called().charter(more).track("count = 'groups'");
    let entry = given(&sample, &group("all", "accept"), "ann", OPEN).expect("an entry");
    says(
        &entry,
        "proposals/one/positions/@all.toml",
        "position = 'accept'\non = 'r1'",
    );
    let other = given(&sample, &group("al", "accept"), "ann", OPEN);
    refused(other, Usage, "al | groups: all");
    let ben = given(&sample, &group("all", "accept"), "ben", OPEN);
    refused(ben, Rules, "ben | ann");
}

#[test]
fn a_call_on_another_track_takes_positions_on_that_track() {
    let sample = body()
        .charter(COUNCIL)
        .call("2026-05-02", "2026-05-12")
        .in_call("call.toml", "track = 'council'\ntrack-reason = 'Why.'");
    let entry = given(&sample, &give("yes"), "ann", OPEN).expect("an entry");
    says(
        &entry,
        ANN,
        "position = 'yes'\ntrack = 'council'\non = 'r1'",
    );
    refused(
        given(&sample, &give("accept"), "ann", OPEN),
        Usage,
        "council | accept | yes or no",
    );
}

#[test]
fn a_position_that_needs_an_objection_has_one() {
    let sample = called().track(
        "positions = { accept = 'for', object = { counts = 'against', requires = 'objection' } }",
    );
    let needs = "object | ann | plenary object one";
    refused(given(&sample, &give("object"), "ann", OPEN), Rules, needs);
    let own = sample.clone().objection("ann.cost", "");
    given(&own, &give("object"), "ann", OPEN).expect("one's own");
    let taken_back = sample.clone().objection("ann.cost", "withdrawn = true");
    refused(
        given(&taken_back, &give("object"), "ann", OPEN),
        Rules,
        needs,
    );
    let joined = GivePosition {
        joins: vec![objection("ben.cost")],
        ..give("object")
    };
    let other = sample.objection("ben.cost", "");
    let entry = given(&other, &joined, "ann", OPEN).expect("another's");
    says(
        &entry,
        ANN,
        "position = 'object'\non = 'r1'\njoins = ['ben.cost']",
    );
}

#[test]
fn who_may_not_and_what_may_not() {
    let until = |answer: &str, until: &str| GivePosition {
        until: Some(at(until)),
        ..give(answer)
    };
    let on = |on: u32| GivePosition {
        on: Some(RevisionName(on)),
        ..give("accept")
    };
    let reason = |reason: &str| GivePosition {
        reason: Some(reason.to_owned()),
        ..give("accept")
    };
    for (input, kind, told) in [
        (
            give("acept"),
            Usage,
            "policy | acept | did you mean \"accept\"?",
        ),
        (give("perhaps"), Usage, "perhaps | support, accept"),
        (give("hold"), Usage, "--until"),
        (until("hold", OPEN), Usage, "Tue 5 May 2026 12:00"),
        (until("accept", LATER), Usage, "--until"),
        (on(7), Usage, "r7 is not a revision of one | r1"),
        (give(""), Usage, "ann | plenary status one"),
        (reason(" \n"), Usage, "--reason"),
        (reason("TEXT"), Usage, "placeholder TEXT"),
        (reason("a\u{202e}b"), Usage, "U+202E"),
        (of("ben", "accept"), Rules, "ann | maya or sec"),
        (
            proxy("ben", "accept"),
            Rules,
            "policy | only ben can answer",
        ),
        (proxy("ann", "accept"), Usage, "--for NAME --proxy"),
    ] {
        refused(given(&called(), &input, "ann", OPEN), kind, told);
    }
    let nobody = given(&called(), &of("anni", "accept"), "sec", OPEN);
    refused(nobody, Usage, "anni | did you mean ann?");
    let decided = given(&decided(), &give("accept"), "ann", LATER);
    refused(decided, Rules, "one is decided | --supersedes one");
}

#[test]
fn a_text_that_came_after_the_call_is_none_that_it_asks_about() {
    let sample = called().filed("proposal.toml", REVISED);
    let later = GivePosition {
        on: Some(RevisionName(2)),
        ..give("accept")
    };
    let told = "call 1 on one | r2 | r1";
    refused(given(&sample, &later, "ann", OPEN), Rules, told);
    let before = body().filed("proposal.toml", REVISED);
    let entry = given(&before, &give("accept"), "ann", OPEN).expect("an entry");
    says(&entry, ANN, "position = 'accept'\non = 'r2'");
}

#[test]
fn a_proxy_overwrites_nobody_and_keeps_to_the_rule() {
    let sample = called().track("proxies = true");
    for (there, told) in [
        ("position = 'accept'", "only ann can change this position"),
        (
            "position = 'accept'\nproxy = 'cy'",
            "you cannot answer for ann on one: cy",
        ),
    ] {
        let sample = sample.clone().position("ann", there);
        refused(
            given(&sample, &proxy("ann", "accept"), "ben", OPEN),
            Rules,
            told,
        );
    }
    let one = called()
        .track("proxies = { most = 1 }")
        .position("cy", "position = 'accept'\nproxy = 'ben'");
    let told = "ben | ann can answer";
    refused(
        given(&one, &proxy("ann", "accept"), "ben", OPEN),
        Rules,
        told,
    );
}

#[test]
fn what_was_received_in_time_is_taken_after_the_close() {
    let received = |when: &str| GivePosition {
        received: Some(at(when)),
        ..of("ann", "accept")
    };
    let sample = called();
    given(&sample, &received("2026-05-11"), "sec", LATER).expect("a relayed position");
    let closed = "Tue 12 May 2026 00:00 UTC";
    refused(
        given(&sample, &give("accept"), "ann", CLOSES),
        Rules,
        closed,
    );
    refused(
        given(&sample, &received("2026-06-01"), "sec", LATER),
        Rules,
        closed,
    );
    refused(
        given(&sample, &of("ann", "accept"), "sec", LATER),
        Rules,
        "--received",
    );
    let register = sample.register();
    let late = |input: &GivePosition, now: &str| late_for(&register, &id("one"), input, at(now));
    assert_eq!(late(&give("accept"), OPEN), None);
    assert_eq!(late(&give("accept"), CLOSES), Some(1));
    assert_eq!(late(&received(CLOSES), LATER), None);
    assert_eq!(late(&received("2026-05-12T00:00:01Z"), LATER), Some(1));
}

#[test]
fn whoever_is_not_counted_is_told_so() {
    let alternate = called().with(
        "participants/al.toml",
        "name = 'al'\ngroup = 'all'\nstanding = ['alternate']\nalternate-for = 'ann'\n",
    );
    let answered = alternate.clone().position("ann", "accept");
    let suspended = called().more("participants/ann.toml", "suspended = 'Dues.'");
    let observer = called().more("participants/ann.toml", "standing = ['observer']");
    let groups = called().track("count = 'groups'");
    for (sample, input, actor, told) in [
        (&called(), give("accept"), "ann", ""),
        (&observer, give(""), "ann", ""),
        (&called().track("count = 'none'"), give("accept"), "ann", ""),
        (&groups, group("all", "accept"), "ann", ""),
        (&groups, give("accept"), "ann", "ann | policy | groups"),
        (&suspended, give("accept"), "ann", "ann is suspended"),
        (
            &observer,
            give("accept"),
            "ann",
            "policy counts member, and the membership of ann is observer",
        ),
        (
            &observer,
            of("ann", "accept"),
            "sec",
            "policy counts member, and the membership of ann is observer",
        ),
        (
            &alternate,
            give("accept"),
            "al",
            "al | only until ann answers",
        ),
        (
            &answered,
            give("accept"),
            "al",
            "al is an alternate, and ann has answered",
        ),
    ] {
        let register = sample.register();
        let said = not_counted(
            &register,
            &id("one"),
            &input,
            &by(&register, actor),
            at("2026-05-20"),
        );
        assert_eq!(said.is_some(), !told.is_empty(), "{said:?}");
        let said = said.unwrap_or_default();
        for data in told.split(" | ") {
            assert!(said.contains(data), "\"{data}\" is not in: {said}");
        }
    }
}

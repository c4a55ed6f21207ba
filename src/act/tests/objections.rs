//! Objections: raised, joined, left, responded to, replied to, reopened.

use super::{
    CLOSES, LATER, OPEN, against, by, called, decided, landed, not_parsed, of, oneself, parsed,
    refused, says, tells,
};
use crate::act::actor::Behalf;
use crate::act::object::{Blocking, Joining, RaiseObjection, join, object};
use crate::act::refusal::Kind::{Recorded, Rules, Usage};
use crate::act::refusal::Refusal;
use crate::act::reply::{Reopen, Reply, reopen, reply, respond};
use crate::record::objection::ObjectorReply;
use crate::register::entry::PendingCommit;
use crate::register::sample::{Sample, at, id};

const COST: &str = "proposals/one/objections/ben.cost.toml";
const HANDLING: &str = "proposals/one/handling/ben.cost.toml";
const RESPONSE: &str = "[[response]]\nby = 'maya'\nat = 2026-05-04T00:00:00Z\ntext = 'No.'\n";
const ENDED: &str =
    "[disposition]\nvalue = 'unresolved'\nby = 'maya'\nat = 2026-05-04T00:00:00Z\nreason = 'So.'\n";
const REOPENED: &str = "[[reopening]]\nby = 'ben'\nat = 2026-05-05T00:00:00Z\nreason = 'News.'\nevidence = 'x'\nfrom = 'unresolved'\n";

/// An open call, and an objection of ben's.
fn raised() -> Sample {
    called().objection("ben.cost", "")
}

fn handled(more: &str) -> Sample {
    raised().filed("handling/ben.cost.toml", more)
}

fn raise(about: &str) -> RaiseObjection {
    RaiseObjection {
        resolve: Some("Less.".to_owned()),
        ..parsed(&["--about", about, "--problem", "It costs."])
    }
}

type Made<T> = Result<T, Refusal>;

fn objected(
    sample: &Sample,
    input: &RaiseObjection,
    who: (&str, Behalf),
    now: &str,
) -> Made<(String, PendingCommit)> {
    let register = sample.register();
    let actor = by(&register, who.0);
    let made = object(&register, &id("one"), input, (&actor, &who.1), at(now))?;
    Ok((made.0.to_string(), made.1))
}

fn joined(
    sample: &Sample,
    to: &str,
    what: Joining,
    who: (&str, Behalf),
    now: &str,
) -> Made<PendingCommit> {
    let register = sample.register();
    let actor = by(&register, who.0);
    join(&register, &against(to), what, (&actor, &who.1), at(now))
}

fn responded(sample: &Sample, text: &str, who: &str, now: &str) -> Made<PendingCommit> {
    let register = sample.register();
    let actor = by(&register, who);
    respond(&register, &against("ben.cost"), text, &actor, at(now))
}

fn replied(sample: &Sample, what: Reply, who: (&str, Behalf), now: &str) -> Made<PendingCommit> {
    let register = sample.register();
    let actor = by(&register, who.0);
    let (to, said) = (against("ben.cost"), (what, Some("Because.")));
    reply(&register, &to, said, (&actor, &who.1), at(now))
}

fn reopened(sample: &Sample, words: &[&str], who: &str) -> Made<PendingCommit> {
    let register = sample.register();
    let input: Reopen = parsed(words);
    let actor = by(&register, who);
    reopen(&register, &against("ben.cost"), &input, &actor, at(OPEN))
}

#[test]
fn an_objection_says_what_would_resolve_it() {
    let (name, entry) =
        objected(&called(), &raise("§4 Cost"), ("ben", oneself()), OPEN).expect("one");
    assert_eq!(name, "ben.cost");
    says(
        &entry,
        "proposals/one/objections/ben.cost.toml",
        "about = '§4 Cost'\nproblem = 'It costs.'\nresolve = 'Less.'\non = 'r1'",
    );
    let trailers = ["Proposal: one", "Objection: ben.cost", "By: ben"];
    tells(&entry, "Raise objection ben.cost on one", &trailers);
    landed(&called(), &entry);
    let comment = RaiseObjection {
        resolve: None,
        blocking: Blocking::Comment,
        ..parsed(&[
            "--about",
            "A",
            "--problem",
            "B.",
            "--id",
            "c",
            "--kind",
            "scope",
        ])
    };
    let (_, entry) = objected(&called(), &comment, ("ben", oneself()), OPEN).expect("a comment");
    says(
        &entry,
        "proposals/one/objections/ben.c.toml",
        "about = 'A'\nproblem = 'B.'\nblocking = false\nkind = 'scope'\non = 'r1'",
    );
    assert_eq!(entry.message.subject, "Raise comment ben.c on one");
}

#[test]
fn an_objection_without_a_name_gets_one_that_is_free() {
    let sample = raised().objection("ben.cost-2", "");
    for (about, name) in [
        ("Cost", "ben.cost-3"),
        ("One two three four five", "ben.one-two-three-four"),
        ("§", "ben.objection"),
        ("Position", "ben.position-2"),
    ] {
        let made = objected(&sample, &raise(about), ("ben", oneself()), OPEN).expect(about);
        assert_eq!(made.0, name);
    }
    let made = objected(&sample, &raise("Cost"), ("ann", oneself()), OPEN).expect("ann's own");
    assert_eq!(made.0, "ann.cost");
}

#[test]
fn an_objection_after_the_close_says_when_it_was_raised() {
    for (now, said) in [(OPEN, ""), (CLOSES, "received = 2026-05-12T00:00:00Z")] {
        let (_, entry) = objected(&called(), &raise("Cost"), ("ben", oneself()), now).expect(now);
        let plain = "about = 'Cost'\nproblem = 'It costs.'\nresolve = 'Less.'\non = 'r1'\n";
        says(&entry, COST, &format!("{plain}{said}"));
    }
}

#[test]
fn what_is_entered_for_another_says_who_entered_it() {
    let behalf = Behalf {
        received: Some(at("2026-05-04")),
        evidence: Some("x".to_owned()),
        ..of("ben")
    };
    let (name, entry) = objected(&called(), &raise("Cost"), ("sec", behalf), OPEN).expect("one");
    assert_eq!(name, "ben.cost");
    says(
        &entry,
        COST,
        "about = 'Cost'\nproblem = 'It costs.'\nresolve = 'Less.'\non = 'r1'\nreceived = 2026-05-04T00:00:00Z\nrelayed-by = 'sec'\nevidence = 'x'",
    );
    let early = Behalf {
        received: Some(at(LATER)),
        ..of("ben")
    };
    for (actor, behalf, kind, told) in [
        ("sec", early, Usage, "Thu 14 May 2026 12:00"),
        ("ann", of("ben"), Rules, "ann | maya or sec"),
        ("sec", of("bem"), Usage, "did you mean ben?"),
    ] {
        let made = objected(&called(), &raise("Cost"), (actor, behalf), OPEN);
        refused(made, kind, told);
    }
    objected(&called(), &raise("Cost"), ("ann", of("ann")), OPEN).expect("oneself by name");
}

#[test]
fn what_is_no_objection_is_refused() {
    let named = |id: &str| RaiseObjection {
        resolve: Some("Less.".to_owned()),
        ..parsed(&["--about", "A", "--problem", "B.", "--id", id])
    };
    let without = |about: &str, problem: &str, resolve: Option<&str>| RaiseObjection {
        resolve: resolve.map(str::to_owned),
        ..parsed(&["--about", about, "--problem", problem])
    };
    for (input, kind, told) in [
        (named("position"), Usage, "--id"),
        (named("cost"), Rules, "ben.cost | --id"),
        (without(" ", "B.", Some("C.")), Usage, "--about"),
        (without("A", "TEXT", Some("C.")), Usage, "placeholder TEXT"),
        (without("A", "B.", None), Usage, "--resolve"),
        (without("A", "B.", Some("")), Usage, "--resolve"),
    ] {
        let made = objected(&raised(), &input, ("ben", oneself()), OPEN);
        refused(made, kind, told);
    }
    let made = objected(&decided(), &raise("A"), ("ben", oneself()), LATER);
    refused(made, Rules, "one is decided | --supersedes one");
    let fault = not_parsed::<RaiseObjection>(&["--about", "A", "--problem", "B", "--kind", "odd"]);
    assert!(
        fault.contains("technical, process, editorial or scope"),
        "{fault}"
    );
    let fault = not_parsed::<RaiseObjection>(&["--about", "A", "--problem", "B", "--id", "A b"]);
    assert!(fault.contains("the id "), "{fault}");
}

#[test]
fn a_position_joins_the_objection_of_another_and_leaves_it() {
    let ann = "proposals/one/positions/ann.toml";
    let sample = raised().position("ann", "position = 'disagree'\njoins = ['cy.x']");
    let entry = joined(&sample, "ben.cost", Joining::Join, ("ann", oneself()), OPEN).expect("one");
    says(
        &entry,
        ann,
        "position = 'disagree'\njoins = ['cy.x', 'ben.cost']",
    );
    let trailers = ["Proposal: one", "Objection: ben.cost", "By: ann"];
    tells(&entry, "Join objection ben.cost on one", &trailers);
    let sample = raised().position("ann", "position = 'disagree'\njoins = ['ben.cost']");
    let entry = joined(
        &sample,
        "ben.cost",
        Joining::Leave,
        ("ann", oneself()),
        OPEN,
    )
    .expect("one");
    says(&entry, ann, "position = 'disagree'");
    tells(&entry, "Leave objection ben.cost on one", &trailers);
    let entry = joined(
        &sample,
        "ben.cost",
        Joining::Leave,
        ("sec", of("ann")),
        OPEN,
    )
    .expect("one");
    says(&entry, ann, "position = 'disagree'\nrelayed-by = 'sec'");
}

#[test]
fn what_cannot_be_joined_or_left() {
    let sample = raised()
        .position("ann", "object")
        .position("ben", "object")
        .position("cy", "position = 'object'\nwithdrawn = true")
        .objection("ben.gone", "withdrawn = true")
        .objection("ben.more", "")
        .filed("handling/ben.more.toml", "[disposition]\nvalue = 'duplicate'\nof = 'ben.cost'\nby = 'maya'\nat = 2026-05-04T00:00:00Z\nreason = 'So.'");
    let (add, drop) = (Joining::Join, Joining::Leave);
    for (who, to, what, now, kind, told) in [
        ("ben", "ben.cost", add, OPEN, Rules, "plenary show ben.cost"),
        ("ann", "ben.gone", add, OPEN, Rules, "plenary object one"),
        ("ann", "ben.more", add, OPEN, Rules, "plenary join ben.cost"),
        (
            "ann",
            "ben.none",
            add,
            OPEN,
            Usage,
            "ben.none | ben.cost, ben.gone or ben.more",
        ),
        (
            "maya",
            "ben.cost",
            add,
            OPEN,
            Rules,
            "maya | plenary position one VALUE --joins ben.cost",
        ),
        (
            "cy",
            "ben.cost",
            add,
            OPEN,
            Rules,
            "cy | plenary position one VALUE",
        ),
        (
            "ann",
            "ben.cost",
            add,
            CLOSES,
            Rules,
            "Tue 12 May 2026 00:00 UTC",
        ),
        (
            "ann",
            "ben.cost",
            drop,
            OPEN,
            Rules,
            "ann does not support objection ben.cost",
        ),
    ] {
        refused(joined(&sample, to, what, (who, oneself()), now), kind, told);
    }
    let twice = raised().position("ann", "position = 'object'\njoins = ['ben.cost']");
    let made = joined(&twice, "ben.cost", Joining::Join, ("ann", oneself()), OPEN);
    let same = "position = 'object'\njoins = ['ben.cost']";
    says(
        &made.expect("nothing new"),
        "proposals/one/positions/ann.toml",
        same,
    );
    let other = raised().objection("ben.more", "");
    let other = other.position("ann", "position = 'object'\njoins = ['ben.more']");
    let made = joined(&other, "ben.cost", Joining::Leave, ("ann", oneself()), OPEN);
    refused(made, Rules, "ann supports ben.more");
    let needed =
        twice.track("positions = { object = { counts = 'against', requires = 'objection' } }");
    let made = joined(
        &needed,
        "ben.cost",
        Joining::Leave,
        ("ann", oneself()),
        OPEN,
    );
    refused(made, Rules, "needs an objection | ben.cost");
    let made = joined(
        &decided(),
        "ben.cost",
        Joining::Join,
        ("ann", oneself()),
        LATER,
    );
    refused(made, Rules, "one is decided");
}

#[test]
fn a_response_is_added_to_those_before() {
    let entry = responded(&handled(RESPONSE), "Still no.", "maya", OPEN).expect("an entry");
    let more = "[[response]]\nby = 'maya'\nat = 2026-05-05T12:00:00Z\ntext = 'Still no.'";
    says(&entry, HANDLING, &format!("{RESPONSE}{more}"));
    let trailers = ["Proposal: one", "Objection: ben.cost", "By: maya"];
    tells(&entry, "Respond to objection ben.cost on one", &trailers);
    responded(&raised(), "No.", "ann", OPEN).expect("an author's");
    for (sample, text, who, kind, told) in [
        (raised(), "No.", "cy", Rules, "cy | maya"),
        (raised(), " ", "maya", Usage, "TEXT"),
        (
            raised().objection("ben.cost", "withdrawn = true"),
            "No.",
            "maya",
            Rules,
            "ben.cost is",
        ),
        (called(), "No.", "maya", Usage, "ben.cost"),
        (
            handled(&REOPENED.replace("05-05", "05-06")),
            "No.",
            "maya",
            Rules,
            "Wed 6 May 2026 00:00",
        ),
    ] {
        refused(responded(&sample, text, who, OPEN), kind, told);
    }
    refused(
        responded(&decided(), "No.", "maya", LATER),
        Rules,
        "one is decided",
    );
}

#[test]
fn a_reply_stands_in_the_objectors_own_file() {
    let plain = "about = '§1'\nproblem = 'It costs.'\nresolve = 'Less.'\n";
    let kept = Reply::Answer(ObjectorReply::Maintained);
    let entry = replied(&handled(RESPONSE), kept, ("ben", oneself()), OPEN).expect("an entry");
    let answer =
        "answer = 'maintained'\nanswer-at = 2026-05-05T12:00:00Z\nanswer-reason = 'Because.'\n";
    says(&entry, COST, &format!("{plain}{answer}"));
    let trailers = ["Proposal: one", "Objection: ben.cost", "By: ben"];
    tells(
        &entry,
        "Reply on objection ben.cost on one: maintained",
        &trailers,
    );
    let entry = replied(&raised(), Reply::Withdraw, ("sec", of("ben")), OPEN).expect("an entry");
    let gone = "withdrawn = true\nwithdrawn-reason = 'Because.'\nreply-relayed-by = 'sec'";
    says(&entry, COST, &format!("{plain}{gone}"));
    assert_eq!(entry.message.trailers[2].1, "sec");
}

#[test]
fn who_cannot_reply_and_to_what() {
    let kept = Reply::Answer(ObjectorReply::Satisfied);
    let withdrawn = raised().objection("ben.cost", "withdrawn = true");
    let again = handled(&format!("{RESPONSE}{REOPENED}"));
    let later = REOPENED.replace("05-05", "05-06") + &RESPONSE.replace("05-04", "05-07");
    for (sample, who, what, told) in [
        (
            &raised(),
            "ann",
            Reply::Withdraw,
            "ben.cost | only ben (objector)",
        ),
        (&withdrawn, "ben", kept, "ben.cost is already withdrawn"),
        (&raised(), "ben", kept, "plenary reply ben.cost withdrawn"),
        (&again, "ben", kept, "ben.cost has no response yet since"),
        (&handled(&later), "ben", kept, "Wed 6 May 2026 00:00 UTC"),
        (&decided(), "ben", kept, "one is decided"),
    ] {
        refused(replied(sample, what, (who, oneself()), OPEN), Rules, told);
    }
    let twice = replied(&withdrawn, Reply::Withdraw, ("ben", oneself()), OPEN);
    refused(twice, Recorded, "ben.cost is already withdrawn");
}

#[test]
fn new_information_reopens_what_was_closed() {
    let words = ["--reason", "News.", "--evidence", "https://example.org"];
    let sample = handled(&format!("{RESPONSE}{ENDED}"));
    let entry = reopened(&sample, &words, "ben").expect("an entry");
    let table = "[[reopening]]\nby = 'ben'\nat = 2026-05-05T12:00:00Z\nreason = 'News.'\nevidence = 'https://example.org'\nfrom = 'unresolved'";
    says(&entry, HANDLING, &format!("{RESPONSE}{table}"));
    let trailers = ["Proposal: one", "Objection: ben.cost", "By: ben"];
    tells(&entry, "Reopen objection ben.cost on one", &trailers);
    let withdrawn = sample.clone().objection("ben.cost", "withdrawn = true");
    for (sample, words, who, kind, told) in [
        (&sample, words, "cy", Rules, "cy | ben or maya"),
        (
            &withdrawn,
            words,
            "ben",
            Rules,
            "ben.cost | plenary object one",
        ),
        (
            &handled(RESPONSE),
            words,
            "ben",
            Rules,
            "plenary respond ben.cost TEXT",
        ),
        (
            &sample,
            ["--reason", "", "--evidence", "x"],
            "ben",
            Usage,
            "--reason",
        ),
        (
            &sample,
            ["--reason", "x", "--evidence", ""],
            "ben",
            Usage,
            "--evidence",
        ),
        (&decided(), words, "ben", Rules, "one is decided"),
    ] {
        refused(reopened(sample, &words, who), kind, told);
    }
}

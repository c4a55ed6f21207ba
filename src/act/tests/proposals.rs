//! Proposals: put to the group, and revised.

use super::{
    COUNCIL, LATER, OPEN, body, by, called, decided, landed, parsed, refused, says, tells,
};
use crate::act::propose::{Propose, Revise, lacks_public_interest, propose, revise};
use crate::act::refusal::Kind::{Rules, Usage};
use crate::act::refusal::Refusal;
use crate::record::proposal::RevisionKind;
use crate::register::entry::PendingCommit;
use crate::register::sample::{Sample, TEXT, at, id, who};
use crate::value::digest::TextDigest;
use crate::value::id::RevisionName;

fn titled(title: &str, words: &[&str]) -> Propose {
    Propose {
        title: title.to_owned(),
        text: b"Words.\n".to_vec(),
        ..parsed(words)
    }
}

fn proposed(sample: &Sample, input: &Propose) -> Result<(String, PendingCommit), Refusal> {
    let register = sample.register();
    let made = propose(&register, input, &by(&register, "ben"), at(OPEN))?;
    Ok((made.0.to_string(), made.1))
}

fn revised(
    sample: &Sample,
    text: &str,
    who: &str,
    now: &str,
) -> Result<(RevisionName, PendingCommit), Refusal> {
    let register = sample.register();
    let input = Revise {
        text: text.as_bytes().to_vec(),
        change: RevisionKind::Editorial,
        note: Some("Commas.".to_owned()),
    };
    revise(&register, &id("one"), &input, &by(&register, who), at(now))
}

fn first(digest: &TextDigest) -> String {
    format!(
        "[[revision]]\nname = 'r1'\nat = {OPEN}\nsha256 = '{digest}'\nmaterial = true\nnote = 'first text'"
    )
}

#[test]
fn a_proposal_has_a_text_with_one_question() {
    let digest = TextDigest::of(b"Words.\n");
    let (name, entry) = proposed(&body(), &titled("Kept, 2 years!", &[])).expect("a proposal");
    assert_eq!(name, "kept-2-years");
    let own = "title = 'Kept, 2 years!'\nquestion = 'Should the body adopt \"Kept, 2 years!\" (text.md)?'\ntrack = 'policy'\ntext = 'text.md'\nauthors = ['ben']\n";
    says(
        &entry,
        "proposals/kept-2-years/proposal.toml",
        &(own.to_owned() + &first(&digest)),
    );
    assert_eq!(entry.files["proposals/kept-2-years/text.md"], b"Words.\n");
    tells(
        &entry,
        "Propose kept-2-years",
        &["Proposal: kept-2-years", "By: ben"],
    );
    landed(&body(), &entry);
}

#[test]
fn a_proposal_says_all_that_it_was_told() {
    let words = [
        "--id",
        "two",
        "--track",
        "council",
        "--question",
        "Yes?",
        "--status-quo",
        "S.",
        "--public-interest",
        "P.",
        "--addressee",
        "The board",
        "--workstream",
        "w",
        "--rival",
        "one",
        "--supersedes",
        "one",
    ];
    let input = Propose {
        authors: vec![who("ann"), who("cy")],
        shepherd: Some(who("sec")),
        ..titled("Two", &words)
    };
    let (name, entry) = proposed(&body().charter(COUNCIL), &input).expect("a proposal");
    assert_eq!(name, "two");
    let own = "title = 'Two'\nquestion = 'Yes?'\ntrack = 'council'\ntext = 'text.md'\nauthors = ['ann', 'cy']\nshepherd = 'sec'\nstatus-quo = 'S.'\npublic-interest = 'P.'\naddressee = 'The board'\nworkstream = 'w'\nrivals = ['one']\nsupersedes = ['one']\n";
    let digest = TextDigest::of(b"Words.\n");
    says(
        &entry,
        "proposals/two/proposal.toml",
        &(own.to_owned() + &first(&digest)),
    );
}

#[test]
fn what_is_no_proposal() {
    let two = body().charter(COUNCIL);
    let empty = Propose {
        text: Vec::new(),
        ..titled("Two", &[])
    };
    let by_nobody = Propose {
        authors: vec![who("anni")],
        ..titled("Two", &[])
    };
    let led_by_nobody = Propose {
        shepherd: Some(who("zzz")),
        ..titled("Two", &[])
    };
    for (sample, input, kind, told) in [
        (&body(), titled(" ", &[]), Usage, "the argument TITLE"),
        (&body(), titled("TITLE", &[]), Usage, "placeholder TITLE"),
        (&body(), titled("…", &[]), Usage, "--id"),
        (
            &body(),
            titled("One", &[]),
            Rules,
            "one | --id | plenary revise one",
        ),
        (
            &body(),
            titled("Two", &["--id", "one"]),
            Rules,
            "plenary revise one",
        ),
        (&body(), empty, Usage, "--text"),
        (&two, titled("Two", &[]), Usage, "policy or council"),
        (
            &two,
            titled("Two", &["--track", "concil"]),
            Usage,
            "concil | did you mean council?",
        ),
        (
            &two,
            titled("Two", &["--track", "x"]),
            Usage,
            "policy or council",
        ),
        (&body(), by_nobody, Usage, "anni | did you mean ann?"),
        (
            &body(),
            led_by_nobody,
            Usage,
            "zzz | plenary participant list",
        ),
        (
            &body(),
            titled("Two", &["--question", ""]),
            Usage,
            "--question",
        ),
    ] {
        refused(proposed(sample, &input), kind, told);
    }
}

#[test]
fn who_is_affected_is_asked_for_where_the_track_does() {
    let asks = body().track("public-interest = true");
    for (sample, words, lacks) in [
        (&body(), &[][..], false),
        (&asks, &[], true),
        (&asks, &["--public-interest", " "], true),
        (&asks, &["--public-interest", "P."], false),
        (&asks, &["--track", "none"], false),
    ] {
        let input = titled("Two", words);
        assert_eq!(
            lacks_public_interest(&sample.register(), &input),
            lacks,
            "{words:?}"
        );
    }
}

#[test]
fn a_revision_is_added_with_its_text() {
    let path = "proposals/one/proposal.toml";
    for (who, now) in [("ann", OPEN), ("maya", LATER)] {
        let (name, entry) = revised(&body(), "Less.\n", who, now).expect("a revision");
        assert_eq!(name, RevisionName(2));
        let digest = TextDigest::of(b"Less.\n");
        let more = format!(
            "[[revision]]\nname = 'r2'\nat = {now}\nsha256 = '{digest}'\nmaterial = false\nnote = 'Commas.'"
        );
        says(&entry, path, &format!("{}\n{more}", body().text(path)));
        assert_eq!(entry.files["proposals/one/text.md"], b"Less.\n");
        tells(
            &entry,
            "Revise one to r2",
            &["Proposal: one".to_owned(), format!("By: {who}")],
        );
        landed(&body(), &entry);
    }
    let left_open = decided().in_call("decision.toml", "outcome = 'no-consensus'");
    revised(&left_open, "Less.\n", "ann", LATER).expect("the question was left open");
}

#[test]
fn what_is_not_revised() {
    for (sample, text, who, now, kind, told) in [
        (&body(), "Less.\n", "ben", OPEN, Rules, "ben | ann or maya"),
        (
            &body(),
            TEXT,
            "ann",
            OPEN,
            Usage,
            "one | proposals/one/text.md",
        ),
        (&body(), "", "ann", OPEN, Usage, "one | --text"),
        (
            &called(),
            "Less.\n",
            "ann",
            OPEN,
            Rules,
            "the text of one cannot change while call 1 is open",
        ),
        (
            &called(),
            "Less.\n",
            "ann",
            LATER,
            Rules,
            "call 1 | plenary status one",
        ),
        (
            &decided(),
            "Less.\n",
            "ann",
            LATER,
            Rules,
            "one is decided | --supersedes one",
        ),
    ] {
        refused(revised(sample, text, who, now), kind, told);
    }
}

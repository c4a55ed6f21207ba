//! Mails that are brought in: whose answers they are, and which of them counts.

use super::{OPEN, by, called, refused, says, tells};
use crate::act::intake::{ImportMail, Intake, mail};
use crate::act::refusal::Kind::Rules;
use crate::procedure::intake::RowOutcome;
use crate::procedure::intake::RowOutcome::{Accepted, Duplicate, NeedsAPerson, Refused, SetAside};
use crate::record::import_map::ImportMap;
use crate::record::mail::{Mail, UnreadPart};
use crate::register::sample::{Sample, at, id};

const ANN: &str = "proposals/one/positions/ann.toml";

/// ann and ben have addresses of their own, maya and cy have the same.
fn people() -> Sample {
    [("ann", "a"), ("ben", "b"), ("maya", "x"), ("cy", "x")]
        .into_iter()
        .fold(called(), |sample, (name, letter)| {
            let path = format!("participants/{name}.toml");
            sample.more(&path, &format!("emails = ['{letter}@example.org']"))
        })
}

fn from(letter: &str, number: usize, words: &str) -> Mail {
    Mail {
        number,
        from: vec![format!("{letter}@example.org")],
        subject: "Re: one".to_owned(),
        received: Some(at("2026-05-04")),
        id: Some(format!("<{number}@example.org>")),
        words: words.to_owned(),
        ..Mail::default()
    }
}

fn answer(word: &str) -> Mail {
    from("a", 1, &format!("Position: {word}\n"))
}

fn brought(sample: &Sample, mails: Vec<Mail>, mapping: &str) -> Intake {
    let register = sample.register();
    let input = ImportMail {
        proposal: id("one"),
        mails,
        mapping: ImportMap::read("map.toml", mapping.as_bytes()).expect(mapping),
        relayed_by: None,
    };
    mail(&register, &input, &by(&register, "sec"), at(OPEN)).expect("an intake")
}

fn verdicts(intake: &Intake) -> Vec<(usize, RowOutcome)> {
    intake
        .rows
        .iter()
        .map(|row| (row.row, row.verdict))
        .collect()
}

#[test]
fn a_mail_that_answers_becomes_a_position() {
    let words = "Position: accept\nRevision: r1\nReason: Fine.\n";
    let intake = brought(&people(), vec![from("a", 1, words)], "");
    assert_eq!(verdicts(&intake), [(1, Accepted)]);
    let entry = intake.entry.expect("an entry");
    says(
        &entry,
        ANN,
        "position = 'accept'\non = 'r1'\nreason = 'Fine.'\nrelayed-by = 'sec'\nreceived = 2026-05-04T00:00:00Z\nevidence = '<1@example.org>'",
    );
    tells(
        &entry,
        "Import 1 position on one",
        &["Proposal: one", "By: sec", "Relayed-By: sec"],
    );
    assert_eq!(intake.notes.len(), 1, "{:?}", intake.notes);
    let words = "Position: object\nAbout: §1\nObjection: Dear.\nResolve: Less.\n";
    let mail = Mail {
        received: None,
        date: Some(at("2026-05-03")),
        id: None,
        ..from("a", 1, words)
    };
    let entry = brought(&people(), vec![mail], "").entry.expect("an entry");
    says(
        &entry,
        ANN,
        "position = 'object'\non = 'r1'\nrelayed-by = 'sec'\nreceived = 2026-05-03T00:00:00Z\nabout = '§1'\nproblem = 'Dear.'\nresolve = 'Less.'",
    );
}

#[test]
fn what_becomes_of_a_mail_that_gives_no_position() {
    let received = |when: &str| Mail {
        received: Some(at(when)),
        ..answer("accept")
    };
    for (mail, verdict, told) in [
        (
            from("a", 1, "Hello.\n"),
            NeedsAPerson,
            "\"Hello\" | [mails] \"<1@example.org>\" = \"ignore\"",
        ),
        (from("a", 1, ""), NeedsAPerson, "--for"),
        (from("z", 1, "Hello.\n"), SetAside, ""),
        (from("a", 1, "Accept.\n\nIt is cheap.\n"), Accepted, ""),
        (
            from("a", 1, "Hello,\n\nAccept.\n"),
            NeedsAPerson,
            "\"Accept.\"",
        ),
        (
            Mail {
                subject: "My answer".to_owned(),
                ..from("a", 1, "Accept.\n")
            },
            NeedsAPerson,
            "\"Accept\" | one",
        ),
        (
            Mail {
                subject: "The picnic".to_owned(),
                replies_to: vec!["<picnic@example.org>".to_owned()],
                ..from("a", 1, "I am late.\n")
            },
            SetAside,
            "picnic",
        ),
        (
            Mail {
                words_in_html: Some("Position: object\n".to_owned()),
                ..answer("accept")
            },
            NeedsAPerson,
            "HTML",
        ),
        (
            Mail {
                unread: Some(UnreadPart::Encrypted),
                ..from("a", 1, "")
            },
            NeedsAPerson,
            "encrypted",
        ),
        (
            Mail {
                unread: Some(UnreadPart::Mails),
                ..answer("accept")
            },
            Accepted,
            "",
        ),
        (
            Mail {
                unread: Some(UnreadPart::Mails),
                ..from("z", 1, "")
            },
            NeedsAPerson,
            "other mails | [mails] \"<1@example.org>\" = \"ignore\"",
        ),
        (
            Mail {
                is_from_list: true,
                behind: vec!["b@example.org".to_owned()],
                ..answer("accept")
            },
            NeedsAPerson,
            "a@example.org | ben | [mails] \"<1@example.org>\" = \"ben\"",
        ),
        (
            Mail {
                is_from_list: true,
                id: None,
                behind: vec!["b@example.org".to_owned()],
                ..from("a", 1, "I object.\n")
            },
            NeedsAPerson,
            "--for",
        ),
        (
            Mail {
                is_automatic: true,
                ..answer("accept")
            },
            SetAside,
            "",
        ),
        (
            from("a", 1, "Proposal: two\nPosition: accept\n"),
            SetAside,
            "two",
        ),
        (
            from("a", 1, "Proposal: ONE\nPosition: accept\n"),
            Accepted,
            "",
        ),
        (
            from("a", 1, "Position: accept\nPosition: abstain\n"),
            NeedsAPerson,
            "position",
        ),
        (
            from("z", 1, "Position: accept\n"),
            NeedsAPerson,
            "z@example.org | plenary participant set",
        ),
        (
            from("x", 1, "Position: accept\n"),
            NeedsAPerson,
            "x@example.org | cy and maya",
        ),
        (
            Mail {
                from: Vec::new(),
                ..answer("accept")
            },
            NeedsAPerson,
            "--for",
        ),
        (
            Mail {
                received: None,
                ..answer("accept")
            },
            NeedsAPerson,
            "--for",
        ),
        (
            Mail {
                date: Some(at("2026-05-02")),
                ..answer("accept")
            },
            NeedsAPerson,
            "Sat 2 May 2026 00:00 | Mon 4 May 2026 00:00",
        ),
        (
            Mail {
                date: Some(at("2026-05-03")),
                ..answer("accept")
            },
            Accepted,
            "",
        ),
        (
            received("2026-05-01T23:59:59Z"),
            NeedsAPerson,
            "call 1 | Sat 2 May 2026 00:00",
        ),
        (received("2026-05-02"), Accepted, ""),
        (answer("perhaps"), Refused, "perhaps"),
    ] {
        let words = mail.words.clone();
        let intake = brought(&people(), vec![mail], "");
        let [row] = intake.rows.as_slice() else {
            panic!("{words}: {:?}", intake.rows)
        };
        let text = format!("{}; {}", row.because, row.hint);
        assert_eq!(row.verdict, verdict, "{words}: {text}");
        for data in told.split(" | ") {
            assert!(text.contains(data), "\"{data}\" is not in: {text}");
        }
    }
}

#[test]
fn of_several_mails_the_latest_counts() {
    let early = Mail {
        received: Some(at("2026-05-03")),
        ..from("a", 1, "Position: accept\n")
    };
    let late = from("a", 2, "Position: abstain\n");
    let copy = Mail {
        number: 3,
        ..late.clone()
    };
    let other = from("b", 4, "Position: accept\n");
    let intake = brought(&people(), vec![early.clone(), late, copy, other], "");
    let expected = [(1, SetAside), (2, Accepted), (3, Duplicate), (4, Accepted)];
    assert_eq!(verdicts(&intake), expected);
    assert!(
        intake.rows[0].because.contains("mail 2"),
        "{:?}",
        intake.rows
    );
    assert!(
        intake.rows[2].because.contains("mail 2"),
        "{:?}",
        intake.rows
    );
    let row = &intake.rows[0];
    assert_eq!(
        (row.named.as_str(), row.participant.as_deref()),
        ("a@example.org", Some("ann"))
    );
    let there = "position = 'abstain'\nrelayed-by = 'sec'\nreceived = 2026-05-04T00:00:00Z";
    let intake = brought(&people().position("ann", there), vec![early], "");
    assert_eq!(verdicts(&intake), [(1, SetAside)]);
    assert!(
        intake.rows[0].because.contains("Mon 4 May 2026 00:00 UTC"),
        "{:?}",
        intake.rows
    );
    assert_eq!(intake.entry, None);
}

#[test]
fn a_later_mail_without_an_answer_needs_a_person_before_the_earlier_counts() {
    let mails = vec![
        Mail {
            received: Some(at("2026-05-03")),
            ..from("a", 1, "Position: accept\n")
        },
        from("a", 2, "I changed my mind.\n"),
    ];
    let intake = brought(&people(), mails.clone(), "");
    assert_eq!(verdicts(&intake), [(1, SetAside), (2, NeedsAPerson)]);
    let ignored = "[mails]\n'<2@example.org>' = 'ignore'";
    let intake = brought(&people(), mails.clone(), ignored);
    assert_eq!(verdicts(&intake), [(1, Accepted), (2, SetAside)]);
    // A position that a person entered for the sender deals with the mail as well.
    let there = "position = 'abstain'\nrelayed-by = 'sec'\nreceived = 2026-05-04T00:00:00Z";
    let intake = brought(&people().position("ann", there), mails, "");
    assert_eq!(verdicts(&intake), [(1, SetAside), (2, SetAside)]);
}

#[test]
fn one_mail_can_answer_several_proposals() {
    let both = "Proposal: one\nPosition: accept\n\nProposal: two\nPosition: object\n";
    let intake = brought(&people(), vec![from("a", 1, both)], "");
    assert_eq!(verdicts(&intake), [(1, Accepted)]);
    assert!(intake.notes[0].contains("two"), "{:?}", intake.notes);
    let twice = "Proposal: one\nPosition: accept\nProposal: two\nPosition: object\n\
                 Proposal: one\nPosition: abstain\n";
    let intake = brought(&people(), vec![from("a", 1, twice)], "");
    assert_eq!(verdicts(&intake), [(1, NeedsAPerson)]);
    let others = "Proposal: two\nPosition: accept\n\nProposal: three\nPosition: object\n";
    let intake = brought(&people(), vec![from("a", 1, others)], "");
    assert_eq!(verdicts(&intake), [(1, SetAside)]);
}

#[test]
fn a_mail_of_a_representative_answers_for_the_group() {
    let speaks = "[[group]]\nid = 'all'\nname = 'All'\nrepresentatives = ['ann']\n";
    let both =
        format!("{speaks}[[group]]\nid = 'north'\nname = 'North'\nrepresentatives = ['ann']\n");
    let whose = |sample: &Sample, mapping: &str| {
        let intake = brought(sample, vec![answer("accept")], mapping);
        intake.rows[0].participant.clone()
    };
    let groups = people().charter(speaks).track("count = 'groups'");
    assert_eq!(whose(&groups, "").as_deref(), Some("@all"));
    assert_eq!(whose(&people().charter(speaks), "").as_deref(), Some("ann"));
    assert_eq!(
        whose(&people(), "[participants]\n'a@example.org' = 'ben'").as_deref(),
        Some("ben")
    );
    assert_eq!(
        whose(&groups, "[participants]\n'a@example.org' = '@all'").as_deref(),
        Some("@all")
    );
    let several = people().charter(&both).track("count = 'groups'");
    let intake = brought(&several, vec![answer("accept")], "");
    assert_eq!(verdicts(&intake), [(1, NeedsAPerson)]);
    assert!(intake.rows[0].because.contains("ann"), "{:?}", intake.rows);
}

#[test]
fn only_who_may_relay_brings_mails_in() {
    let register = people().register();
    let input = ImportMail {
        proposal: id("one"),
        mails: vec![answer("accept")],
        mapping: ImportMap::read("map.toml", b"").expect("a map"),
        relayed_by: None,
    };
    let made = mail(&register, &input, &by(&register, "ann"), at(OPEN));
    refused(made, Rules, "ann | maya or sec");
}

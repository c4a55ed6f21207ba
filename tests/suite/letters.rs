//! Tests letters as mails: what they say, what a mail program makes of them, who is reminded, and the record of who was
//! asked.

use mail_parser::{Message, MessageParser};
use serde_json::Value;

use crate::body::{self, at, give};
use crate::scene::Scene;

const SENDER: &str = "sec@example.org";

/// The body with addresses of some, its call open from 2 May until 12 May; it is 3 May.
fn addressed(track: &str) -> Scene {
    let scene = body::called(track);
    for who in ["ann", "ben", "cid", "dee"] {
        let path = format!("participants/{who}.toml");
        let text = scene.read(&path);
        scene.write(&path, &format!("{text}emails = [\"{who}@example.org\"]\n"));
    }
    scene.commit("Note addresses", "2026-05-03T09:00:00Z");
    scene
}

fn report(scene: &Scene, arguments: &[&str]) -> Value {
    let (value, exit) = scene.json(arguments);
    assert_eq!(exit, Some(0), "{value}");
    value
}

fn recipients(report: &Value) -> Vec<&str> {
    let letters = report["invitations"].as_array().expect("letters").iter();
    letters
        .map(|letter| letter["participant"].as_str().expect("an id"))
        .collect()
}

fn mail(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).expect("a mail")
}

fn bytes(scene: &Scene, path: &str) -> Vec<u8> {
    std::fs::read(scene.path(path)).expect("a file")
}

fn text(mail: &Message<'_>) -> String {
    mail.body_text(0).expect("a text").replace("\r\n", "\n")
}

/// Name and address of the one recipient.
fn to<'m>(mail: &'m Message<'_>) -> (&'m str, &'m str) {
    let mut to = mail.to().expect("a recipient").iter();
    let one = to.next().expect("a recipient");
    assert!(to.next().is_none());
    (one.name().unwrap_or(""), one.address().unwrap_or(""))
}

const EML: [&str; 6] = ["invite", "retention", "--eml", ".git/out", "--from", SENDER];

#[test]
fn a_mail_has_its_recipient_and_the_same_bytes_each_time() {
    let scene = addressed("policy");
    scene.tell("letters/a_mail_has_its_recipient_and_the_same_bytes_each_time");
    scene.ok(&EML);
    let written = bytes(&scene, ".git/out/ben.eml");
    scene.show(&String::from_utf8(written.clone()).unwrap());
    let read = mail(&written);
    assert_eq!(to(&read), ("BEN of the roster", "ben@example.org"));
    assert_eq!(
        read.subject(),
        Some("Retention: please answer before Tue 12 May 2026 09:00 UTC")
    );
    let sender = read.from().and_then(|from| from.first()).unwrap();
    assert_eq!(
        (sender.name(), sender.address()),
        (None, Some("sec@example.org"))
    );
    assert_eq!(read.date().unwrap().to_rfc3339(), "2026-05-03T09:00:00Z");
    let letters = report(&scene, &["invite", "retention", "--for", "ben"]);
    assert_eq!(letters["invitations"][0]["text"], text(&read));
    // The same mails are not written again, and other ones never over them.
    scene.ok(&EML);
    assert_eq!(bytes(&scene, ".git/out/ben.eml"), written);
    let files = std::fs::read_dir(scene.path(".git/out")).unwrap();
    assert_eq!(files.count(), 5);
    scene.write(".git/out/cid.eml", "Mine.\n");
    std::fs::remove_file(scene.path(".git/out/ann.eml")).unwrap();
    scene.refused(2, &EML);
    assert_eq!(scene.read(".git/out/cid.eml"), "Mine.\n");
    assert!(!scene.path(".git/out/ann.eml").exists());
    scene.refused(2, &["invite", "retention", "--mbox", ".git/out/cid.eml"]);
    let bad = ["invite", "retention", "--mbox", ".git/new", "--from"];
    for sender in [
        "nobody",
        "a@b.c, d@e.f",
        "Sec <a@b.c>",
        "a@b.c\nBcc: d@e.f",
        "",
    ] {
        let output = scene.plenary(&[&bad[..], &[sender]].concat());
        assert_eq!(output.status.code(), Some(2), "{sender}");
    }
    assert!(!scene.path(".git/new").exists());
}

#[test]
fn a_reply_to_a_letter_is_read_back() {
    let mut scene = addressed("policy");
    scene.ok(&EML);
    scene.now("2026-05-05T09:00:00Z");
    let letter = bytes(&scene, ".git/out/ben.eml");
    let letter = text(&mail(&letter));
    let quoted: String = letter.lines().map(|line| format!("> {line}\n")).collect();
    // The lines of the letter, copied above the quotation with an answer in them, as a mail program sends it.
    let lines = letter
        .lines()
        .skip_while(|line| !line.starts_with("Proposal: "));
    let lines: Vec<String> = lines
        .take(3)
        .map(|line| {
            line.replace("ANSWER", "accept")
                .replace('…', "It is short.")
        })
        .collect();
    let reply = |who: &str, body: &str| {
        format!(
            "From {who}@example.org Mon May  4 08:00:00 2026\nFrom: {who}@example.org\n\
             Date: Mon, 4 May 2026 08:00:00 +0000\nMessage-ID: <{who}@example.org>\n\
             Content-Type: text/plain; charset=utf-8\n\n{body}\n\n"
        )
    };
    let mailbox = [
        reply("ben", &format!("{}\n\n{quoted}", lines.join("\n"))),
        // Nothing but the letter that comes back gives no answer, quoted or not.
        reply("cid", &quoted),
        reply("dee", &letter),
    ];
    scene.write(".git/answers.mbox", &mailbox.concat());
    let import = [
        "import",
        "mail",
        ".git/answers.mbox",
        "--proposal",
        "retention",
    ];
    let write = ["--as", "sec", "--write", "--partial"];
    let (read, _) = scene.json(&[&import[..], &write].concat());
    assert_eq!(read["written"], true, "{read}");
    let position = scene.read(&at("positions/ben.toml"));
    assert!(position.contains("position = \"accept\""), "{position}");
    assert!(position.contains("It is short."), "{position}");
    assert_eq!(body::tallied(&scene, "/counted"), 1, "{read}");
}

/// A proposal whose text changed after ben's and dee's answers, on a track, and its open call.
fn changed(track: &str) -> Scene {
    let mut scene = body::proposed(track);
    give(&scene, &[("ben", "accept"), ("dee", "disagree")]);
    scene.write(".git/draft-2.md", "The second text.\n");
    let revise = [
        "revise",
        "retention",
        "--material",
        "--text",
        ".git/draft-2.md",
    ];
    scene.ok(&[&revise[..], &["--note", "A better text", "--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-05-03T09:00:00Z");
    give(&scene, &[("ann", "support")]);
    scene
}

#[test]
fn those_are_reminded_who_owe_an_answer_and_the_letter_says_what_changed() {
    let scene = changed("policy");
    scene.tell("letters/those_are_reminded_who_owe_an_answer_and_the_letter_says_what_changed");
    let owing = report(&scene, &["remind", "retention"]);
    // An answer for it expired with the new text; the one against it still counts.
    assert_eq!(recipients(&owing), ["ben", "cid", "eve", "idris", "maya"]);
    let invited = report(&scene, &["invite", "retention"]);
    assert!(recipients(&invited).contains(&"dee"));
    scene.ok(&["remind", "retention", "--for", "ben"]);
    scene.ok(&["invite", "retention", "--for", "dee"]);
    scene.ok(&["remind", "retention", "--for", "ann"]);
    let letter = owing["invitations"][0]["text"].as_str().unwrap();
    for said in [
        "| -The [-first-] text.\n",
        "| +The {+second+} text.\n",
        "| A better text\n",
    ] {
        assert!(letter.contains(said), "{letter}");
    }
    let carried = changed("carry");
    let owing = report(&carried, &["remind", "retention"]);
    assert_eq!(recipients(&owing), ["cid", "eve", "idris", "maya"]);
}

#[test]
fn asked_twice_without_an_answer_differs_from_never_asked() {
    let mut scene = addressed("policy");
    scene.tell("letters/asked_twice_without_an_answer_differs_from_never_asked");
    give(&scene, &[("ann", "support")]);
    scene.refused(1, &["invite", "retention", "--record", "--as", "ben"]);
    scene.refused(2, &["invite", "retention", "--record", "--at", "HEAD"]);
    scene.ok(&[&EML[..], &["--record", "--as", "sec"]].concat());
    scene.now("2026-05-08T09:00:00Z");
    scene.ok(&[
        "remind",
        "retention",
        "--for",
        "ben",
        "--record",
        "--as",
        "maya",
        "--quiet",
    ]);
    let asked = scene.read(&at("calls/1/asked.toml"));
    scene.show(&asked);
    // Those without an address got no mail, so they were not asked.
    assert!(!asked.contains("eve"), "{asked}");
    scene.ok(&["check"]);
    scene.ok(&["verify"]);
    // What is recorded stays, also for chairs and secretaries.
    let changed = asked.replacen("\"ben\", ", "", 1);
    scene.git(&["switch", "--quiet", "-c", "other", "main"]);
    scene.write(&at("calls/1/asked.toml"), &changed);
    scene.commit("Forget ben", "2026-05-08T09:00:00Z");
    scene.refused(1, &["check", "--changed", "main...other"]);
    scene.git(&["switch", "--quiet", "main"]);
    let (tally, _) = scene.json(&["tally", "retention"]);
    let silent = tally["no-answer"]
        .as_array()
        .unwrap_or_else(|| panic!("{tally}"));
    let times: Vec<(&str, u64)> = silent
        .iter()
        .map(|each| {
            (
                each["unit"].as_str().unwrap(),
                each["asked"]["times"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        times,
        [
            ("ben", 2),
            ("cid", 1),
            ("dee", 1),
            ("eve", 0),
            ("idris", 0),
            ("maya", 1)
        ]
    );
    scene.ok(&["status", "retention", "--who"]);
    scene.ok(&["balance", "retention"]);
    scene.ok(&["receipt", "retention", "--for", "ben"]);
    scene.ok(&["invite", "retention", "--for", "ben"]);
    give(&scene, &[("ben", "accept")]);
    let nobody = [
        "remind",
        "retention",
        "--for",
        "ben",
        "--record",
        "--as",
        "sec",
    ];
    scene.ok(&[&nobody[..], &["--mbox", ".git/nobody"]].concat());
    assert!(!scene.path(".git/nobody").exists());
    assert_eq!(scene.read(&at("calls/1/asked.toml")), asked);
}

#[test]
fn who_was_asked_is_an_input_of_a_decision_and_changes_nothing_else() {
    let decided = |is_recorded: bool| {
        let mut scene = addressed("policy");
        if is_recorded {
            scene.ok(&["invite", "retention", "--record", "--as", "sec", "--quiet"]);
        }
        let all = ["ann", "ben", "cid", "dee", "eve", "idris", "maya"];
        give(&scene, &all.map(|who| (who, "support")));
        scene.now("2026-05-13T09:00:00Z");
        scene.ok(&[
            "decide",
            "retention",
            "--designation",
            "consensus",
            "--sign-off",
            "--as",
            "maya",
        ]);
        scene.ok(&["verify"]);
        scene.read(&at("calls/1/inputs.sha256"))
    };
    let (with, without) = (decided(true), decided(false));
    let asked = at("calls/1/asked.toml");
    let others: Vec<&str> = with
        .lines()
        .filter(|line| !line.ends_with(&asked))
        .collect();
    assert_eq!(others, without.lines().collect::<Vec<_>>());
    assert_eq!(with.lines().count(), others.len() + 1);
}

/// Names as a participant list can have them, and how the mail names them. All were made.
const NAMES: &[(&str, &str)] = &[
    ("O'Neill, Jr., \\\"Bo\\\"", "O'Neill, Jr., \"Bo\""),
    (
        "a\\nBcc: evil@example.org\\n\\nPosition: accept",
        "a Bcc: evil@example.org Position: accept",
    ),
    ("=?utf-8?B?QmNjOiBldmls?=", "= ?utf-8?B?QmNjOiBldmls?="),
    (
        "evil@example.org>, <other@example.org",
        "evil@example.org>, <other@example.org",
    ),
    ("Jürgen Müller 李小龙 יעל", "Jürgen Müller 李小龙 יעל"),
    ("back\\\\slash; (comment)", "back\\slash; (comment)"),
];

#[test]
fn words_in_a_head_cannot_add_to_it() {
    for (name, shown) in NAMES {
        let scene = body::called("policy");
        scene.write(
            "participants/ben.toml",
            &format!("name = \"{name}\"\ngroup = \"north\"\nemails = [\"ben@example.org\"]\n"),
        );
        scene.write(
            "participants/sec.toml",
            &format!("name = \"{name}\"\ngroup = \"east\"\nstanding = [\"staff\"]\n"),
        );
        let proposal = scene.read(&at("proposal.toml"));
        let title = format!("title = \"{name}\"");
        scene.write(
            &at("proposal.toml"),
            &proposal.replace("title = \"Retention\"", &title),
        );
        scene.commit("Change words", "2026-05-03T09:00:00Z");
        scene.quietly(&[&EML[..], &["--for", "ben"]].concat());
        let written = bytes(&scene, ".git/out/ben.eml");
        let read = mail(&written);
        let heads: Vec<&str> = read.headers().iter().map(|head| head.name()).collect();
        let own = [
            "Message-ID",
            "Date",
            "To",
            "Subject",
            "From",
            "MIME-Version",
        ];
        assert_eq!(
            heads,
            [&own[..], &["Content-Type", "Content-Transfer-Encoding"]].concat()
        );
        let subject = read.subject().unwrap();
        assert!(
            subject.starts_with(&format!("{shown}: please answer")),
            "{subject}"
        );
        assert_eq!(to(&read), (*shown, "ben@example.org"), "{name}");
        assert!(written.is_ascii(), "{name}");
        let injected = |line: &&str| line.starts_with("Bcc:") || *line == "Position: accept";
        assert_eq!(text(&read).lines().find(injected), None, "{name}");
    }
}

/// Addresses, and whether a mail is written to each. All were made.
const ADDRESSES: &[(&str, bool)] = &[
    ("ben@example.org", true),
    ("ben+list@mail.example.org", true),
    ("Ben <ben@example.org>", false),
    ("ben@example.org, cid@example.org", false),
    ("ben", false),
    ("ben@", false),
    ("ben@a@b", false),
    ("bén@example.org", false),
    ("ben@example.org\\nBcc: evil@example.org", false),
];

#[test]
fn who_has_no_address_for_a_mail_is_listed() {
    for (address, is_mailed) in ADDRESSES {
        let scene = body::called("policy");
        scene.write(
            "participants/ben.toml",
            &format!("name = \"Ben\"\ngroup = \"north\"\nemails = [\"{address}\"]\n"),
        );
        scene.commit("Change the address", "2026-05-03T09:00:00Z");
        let page = scene.quietly(&[&EML[..], &["--for", "ben"]].concat());
        assert_eq!(
            scene.path(".git/out/ben.eml").exists(),
            *is_mailed,
            "{address}"
        );
        assert_eq!(page.contains("\n- Ben "), !is_mailed, "{page}");
    }
}

/// A mailbox keeps every mail apart, whatever the words in it. The line "From " was seen in real texts.
#[test]
fn a_mailbox_keeps_its_mails_apart() {
    let scene = addressed("policy");
    let call = scene.read(&at("calls/1/call.toml"));
    let question = "n".repeat(72) + " From here on?";
    let lines = call
        .lines()
        .map(|line| match line.starts_with("question = ") {
            true => format!("question = \"{question}\"\n"),
            false => format!("{line}\n"),
        });
    scene.write(&at("calls/1/call.toml"), &lines.collect::<String>());
    scene.commit("Ask otherwise", "2026-05-03T09:00:00Z");
    scene.quietly(&[
        "invite",
        "retention",
        "--mbox",
        ".git/box",
        "--from",
        SENDER,
    ]);
    let mailbox = scene.read(".git/box");
    assert!(
        mailbox.starts_with("From - Sun May  3 09:00:00 2026\n"),
        "{mailbox}"
    );
    assert!(mailbox.contains("\n>From "), "{mailbox}");
    let parts: Vec<&str> = mailbox
        .split("From - Sun May  3 09:00:00 2026\n")
        .skip(1)
        .collect();
    assert_eq!(parts.len(), 5);
    for part in parts {
        let unmarked = part.replace("\n>From ", "\nFrom ");
        let read = mail(unmarked.as_bytes());
        assert!(text(&read).contains(&format!("| {question}\n")), "{part}");
    }
}

#[test]
fn seven_hundred_letters_are_written_in_a_moment() {
    let mut scene = addressed("policy");
    for n in 0..700 {
        scene.write(
            &format!("participants/person-{n}.toml"),
            &format!("name = \"Person {n}\"\ngroup = \"north\"\nemails = [\"p{n}@example.org\"]\n"),
        );
    }
    scene.commit("Add seven hundred", "2026-05-03T09:00:00Z");
    scene.ok(&[
        "call",
        "withdraw",
        "retention",
        "--reason",
        "More people.",
        "--as",
        "maya",
    ]);
    scene.ok(&[
        "call",
        "open",
        "retention",
        "--closes",
        "2026-05-14T09:00Z",
        "--as",
        "maya",
    ]);
    scene.limit(10);
    scene.quietly(&[&EML[..], &["--record", "--as", "sec"]].concat());
    let files = std::fs::read_dir(scene.path(".git/out")).unwrap();
    assert_eq!(files.count(), 705);
    let asked = scene.read(&at("calls/2/asked.toml"));
    assert_eq!(asked.matches("\"person-").count(), 700);
}

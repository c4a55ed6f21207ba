//! Tests the import of mails: what people write, what their programs make of it, and what is forged.

use serde_json::Value;

use crate::body::{self, at, said, tallied};
use crate::intake::{commits, put, rows, verdicts};
use crate::scene::Scene;

/// The body with addresses, its call open from 2 May until 12 May; it is 5 May.
fn mailed(track: &str) -> Scene {
    let mut scene = body::called(track);
    for who in ["ann", "ben", "cid", "dee"] {
        let path = format!("participants/{who}.toml");
        let text = scene.read(&path);
        scene.write(&path, &format!("{text}emails = [\"{who}@example.org\"]\n"));
    }
    scene.commit("Note addresses", "2026-05-03T09:00:00Z");
    scene.now("2026-05-05T09:00:00Z");
    scene
}

/// A mail by somebody at example.org on 4 May at this hour, UTC.
fn letter(who: &str, hour: u32, body: &str) -> String {
    format!(
        "From {who}@example.org Mon May  4 {hour:02}:00:00 2026\nFrom: {who} <{who}@example.org>\n\
         To: sec@example.org\nSubject: Re: Retention\nDate: Mon, 4 May 2026 {hour:02}:00:00 +0000\n\
         Message-ID: <{who}.{hour}@example.org>\n{body}\n\n"
    )
}

fn plain(who: &str, hour: u32, body: &str) -> String {
    letter(
        who,
        hour,
        &format!("Content-Type: text/plain; charset=utf-8\n\n{body}"),
    )
}

fn bring(scene: &Scene, mails: &[String], more: &[&str]) -> (Value, Option<i32>) {
    let file = put(scene, "answers.mbox", mails.concat().as_bytes());
    let command = [
        "intake",
        "mail",
        &file,
        "--proposal",
        "retention",
        "--as",
        "sec",
    ];
    let (report, exit) = scene.json(&[&command[..], more].concat());
    scene.show(&rows(&report));
    (report, exit)
}

#[test]
fn mails_are_taken_like_rows_and_only_once() {
    let scene = mailed("policy");
    scene.tell("intake/mail/mails_are_taken_like_rows_and_only_once");
    let mails = [
        plain(
            "ann",
            9,
            "Hello,\n\nPosition: accept\nReason: Workable,\nand cheap.\n\nAnn\n-- \nPosition: object",
        ),
        plain(
            "cid",
            10,
            "position : OBJECT\nAbout: cost\nObjection: It costs.\nResolve: Less.",
        ),
        plain("dee", 11, "I think this is fine."),
    ];
    let before = commits(&scene);
    let (report, exit) = bring(&scene, &mails, &[]);
    assert_eq!(
        verdicts(&report),
        ["1 ann accepted", "2 cid accepted", "3 dee needs-a-person"]
    );
    assert_eq!((exit, &report["written"]), (Some(1), &false.into()));
    assert_eq!(commits(&scene), before);
    let (report, exit) = bring(&scene, &mails, &["--write", "--partial"]);
    assert_eq!((exit, &report["written"]), (Some(1), &true.into()));
    assert_eq!(
        scene.read(&at("positions/ann.toml")),
        "position = \"accept\"\non = \"r1\"\nreason = '''\nWorkable,\nand cheap.\n'''\nrelayed-by = \"sec\"\n\
         received = 2026-05-04T09:00:00Z\nevidence = \"<ann.9@example.org>\"\n"
    );
    said(
        &scene.read(&at("positions/cid.toml")),
        &["problem = '''It costs.'''"],
    );
    assert_eq!(tallied(&scene, "/positions/accept"), 1);
    assert_eq!(tallied(&scene, "/positions/object"), 1);

    let landed = commits(&scene);
    let map = b"[mails]\n\"<dee.11@example.org>\" = \"ignore\"\n";
    let map = put(&scene, "map.toml", map);
    let (report, exit) = bring(&scene, &mails, &["--write", "--map", &map]);
    assert_eq!(
        verdicts(&report),
        ["1 ann unchanged", "2 cid unchanged", "3 ? set-aside"]
    );
    assert_eq!((exit, commits(&scene)), (Some(0), landed));
}

#[test]
fn whatever_form_a_mail_has_its_sender_alone_is_read() {
    let scene = mailed("policy");
    scene.tell("intake/mail/whatever_form_a_mail_has_its_sender_alone_is_read");
    let forms = [
        "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n\
         Position: accept\nReason: K=F6ln, =\nwell.",
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n\
         UG9zaXRpb246IGFjY2VwdApSZWFzb246IEvDtmxuLCB3ZWxsLgo=",
        "Content-Type: text/html; charset=utf-8\n\n<html><body><p><b>Position:</b> accept</p>\
         <p>Reason: K&ouml;ln, well.</p><blockquote><p>Position: object</p></blockquote></body></html>",
        "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=\"b\"\n\n--b\n\
         Content-Type: text/plain; charset=utf-8\n\nPosition: accept\nReason: Köln, well.\n\n\
         Maya wrote:\n> Position: object\n--b\nContent-Type: text/html\n\n<p>Position: accept</p>\n--b--",
        "Content-Type: text/plain; charset=utf-8\n\nProposal: Retention\nPosition: accept\n\
         Reason: Köln, well.\n\n-----Original Message-----\nFrom: Maya\nPosition: object",
    ];
    for form in forms {
        let scene = scene.copy();
        let (report, exit) = bring(&scene, &[letter("ben", 9, form)], &["--write"]);
        assert_eq!(verdicts(&report), ["1 ben accepted"], "{form}: {report}");
        assert_eq!(exit, Some(0));
        let file = scene.read(&at("positions/ben.toml"));
        said(
            &file,
            &["position = \"accept\"", "reason = '''Köln, well.'''"],
        );
    }
}

#[test]
fn the_latest_of_several_mails_counts_whatever_their_order() {
    let scene = mailed("policy");
    scene.tell("intake/mail/the_latest_of_several_mails_counts_whatever_their_order");
    let (first, second) = (
        plain("ben", 9, "Position: accept"),
        plain("ben", 10, "Position: disagree"),
    );
    let (report, _) = bring(
        &scene,
        &[second.clone(), first.clone(), second.clone()],
        &["--write"],
    );
    assert_eq!(
        verdicts(&report),
        ["1 ben accepted", "2 ben set-aside", "3 ? duplicate"]
    );
    said(
        &scene.read(&at("positions/ben.toml")),
        &["position = \"disagree\""],
    );
    let landed = commits(&scene);
    // An older mailbox afterwards does not bring the former answer back.
    let (report, exit) = bring(&scene, &[first], &["--write"]);
    assert_eq!(
        (verdicts(&report), exit),
        (vec!["1 ben set-aside".to_owned()], Some(0))
    );
    assert_eq!(commits(&scene), landed);
    let later = plain("ben", 11, "Position: support");
    let (report, _) = bring(&scene, &[second, later], &["--write"]);
    assert_eq!(verdicts(&report), ["1 ben set-aside", "2 ben accepted"]);
    said(
        &scene.read(&at("positions/ben.toml")),
        &["position = \"support\""],
    );
}

#[test]
fn a_later_mail_that_somebody_has_to_look_at_keeps_the_earlier_one_back() {
    let scene = mailed("policy");
    scene.tell("intake/mail/a_later_mail_that_somebody_has_to_look_at_keeps_the_earlier_one_back");
    let mails = [
        plain("ben", 9, "Position: accept"),
        plain("ben", 10, "Position: accept\nPosition: object"),
    ];
    let (report, exit) = bring(&scene, &mails, &["--write", "--partial"]);
    assert_eq!(
        verdicts(&report),
        ["1 ben set-aside", "2 ben needs-a-person"]
    );
    assert_eq!((exit, &report["written"]), (Some(1), &false.into()));
}

#[test]
fn whose_mail_it_is_must_be_certain() {
    let scene = mailed("policy");
    scene.tell("intake/mail/whose_mail_it_is_must_be_certain");
    let dee = scene.read("participants/dee.toml");
    let shared = dee.replace(
        "\"dee@example.org\"",
        "\"dee@example.org\", \"office@example.org\"",
    );
    scene.write("participants/dee.toml", &shared);
    let cid = scene.read("participants/cid.toml");
    let shared = cid.replace(
        "\"cid@example.org\"",
        "\"cid@example.org\", \"office@example.org\"",
    );
    scene.write("participants/cid.toml", &shared);
    scene.commit("Share an address", "2026-05-04T09:00:00Z");
    let two =
        plain("ben", 11, "Position: accept").replace("From: ben", "From: ann@example.org, ben");
    let mails = [
        plain("stranger", 9, "Position: accept"),
        plain("office", 10, "Position: accept"),
        two,
        letter(
            "ben",
            12,
            "Auto-Submitted: auto-replied\n\nPosition: accept",
        ),
        plain("ann", 12, "Proposal: archive\nPosition: accept"),
    ];
    let (report, exit) = bring(&scene, &mails, &["--write"]);
    let verdicts_of = verdicts(&report);
    assert_eq!(
        verdicts_of,
        [
            "1 ? needs-a-person",
            "2 ? needs-a-person",
            "3 ? needs-a-person",
            "4 ? set-aside",
            "5 ? set-aside",
        ]
    );
    assert_eq!(exit, Some(1));
    let map = put(
        &scene,
        "map.toml",
        b"[participants]\n\"stranger@example.org\" = \"dee\"\n[positions]\nokay = \"accept\"\n",
    );
    let mail = plain("stranger", 9, "Position: okay");
    let (report, _) = bring(&scene, &[mail], &["--map", &map]);
    assert_eq!(verdicts(&report), ["1 dee accepted"]);
}

#[test]
fn when_a_mail_came_must_be_certain() {
    let scene = mailed("policy");
    scene.tell("intake/mail/when_a_mail_came_must_be_certain");
    let mail = plain("ben", 9, "Position: accept");
    let dated = |date: &str| mail.replace("Date: Mon, 4 May 2026 09:00:00 +0000", date);
    for date in [
        "Date: Mon, 4 May 2026 09:00:00",
        "X-Date: none",
        "Date: Fri, 1 May 2026 09:00:00 +0000",
        "Received: from a by b; Mon, 4 May 2026 09:00:00 +0000\nDate: Sat, 2 May 2026 09:30:00 +0000",
        "Date: Mon, 4 May 2026 09:00:00 +0000\nReceived: from a by b; Tue, 5 May 2026 08:59:00 +0000",
        "Date: Tue, 5 May 2026 10:00:00 +0000",
    ] {
        bring(&scene, &[dated(date)], &[]);
    }
    let received =
        "Received: from a by b; Mon, 4 May 2026 11:30:00 +0200\nDate: Mon, 4 May 2026 09:00:00 GMT";
    bring(&scene, &[dated(received)], &["--write"]);
    said(
        &scene.read(&at("positions/ben.toml")),
        &["received = 2026-05-04T09:30:00Z"],
    );
}

#[test]
fn words_meant_to_do_harm_are_refused_or_shown_harmless() {
    let scene = mailed("policy");
    scene.tell("intake/mail/words_meant_to_do_harm_are_refused_or_shown_harmless");
    let mails = [
        plain("ann", 9, "Position: accept\nReason: \u{1b}[2Jgone"),
        plain("ben", 9, "Position: ''' \u{202e}"),
        plain(
            "cid",
            9,
            "Position: accept\nReason: '''\nposition = \"object\"\n",
        ),
        plain("dee", 9, "Position: =cmd()\n"),
    ];
    let file = put(&scene, "answers.mbox", mails.concat().as_bytes());
    let command = [
        "intake",
        "mail",
        &file,
        "--proposal",
        "retention",
        "--as",
        "sec",
    ];
    let output = scene.plenary(&command);
    assert_eq!(output.status.code(), Some(1));
    let printed = String::from_utf8(output.stdout).expect("text");
    assert_eq!(
        plenary::value::text::hostile_in(&printed).next(),
        None,
        "{printed}"
    );
    let (report, _) = bring(&scene, &mails, &["--write", "--partial"]);
    assert_eq!(
        verdicts(&report),
        [
            "1 ann refused",
            "2 ben refused",
            "3 cid accepted",
            "4 dee refused"
        ]
    );
    said(
        &scene.read(&at("positions/cid.toml")),
        &["position = \"accept\""],
    );
    assert_eq!(tallied(&scene, "/positions/accept"), 1);
}

#[test]
fn groups_answer_by_the_mail_of_who_speaks_for_them() {
    let scene = mailed("groups");
    scene.tell("intake/mail/groups_answer_by_the_mail_of_who_speaks_for_them");
    let (report, _) = bring(&scene, &[plain("ann", 9, "Position: accept")], &["--write"]);
    assert_eq!(verdicts(&report), ["1 @north accepted"], "{report}");
    said(
        &scene.read(&at("positions/@north.toml")),
        &["position = \"accept\""],
    );
}

#[test]
fn one_mail_by_itself_is_a_mailbox_and_what_is_none_is_refused() {
    let scene = mailed("policy");
    scene.tell("intake/mail/one_mail_by_itself_is_a_mailbox_and_what_is_none_is_refused");
    let mail = plain("ben", 9, "Position: accept");
    let (_, mail) = mail.split_once('\n').expect("the line that parts mails");
    let file = put(&scene, "answer.eml", mail.replace('\n', "\r\n").as_bytes());
    let command = ["intake", "mail", &file, "--proposal", "retention"];
    scene.ok(&[&command[..], &["--as", "sec"]].concat());
    scene.refused(1, &[&command[..], &["--as", "ben"]].concat());
    let table = put(&scene, "table.csv", b"name,vote\nben,yes\n");
    scene.refused(
        2,
        &[
            "intake",
            "mail",
            &table,
            "--proposal",
            "retention",
            "--as",
            "sec",
        ],
    );
}

/// Mails as programs and lists write them, with what becomes of each. "Seen" is a form that published mails have,
/// here with other names; the others are made as the programs are known to write them.
const MESSY: &[(&str, &str, &str)] = &[
    (
        "a sign whose meaning the charter does not say; seen",
        "\n+1\n\nChecked the text.",
        "needs-a-person",
    ),
    (
        "a list: the whole answer is the first line; seen",
        "Mailing-List: contact dev-help@example.org\nPrecedence: bulk\n\nSupport!\n\nChecked the text.\n\n\
         On Mon, May 4, 2026 at 8:00 AM Maya <maya@example.org> wrote:\n\n> Please vote\n> [ ] +1\n> [ ] -1",
        "accepted",
    ),
    (
        "the rule of a list in prose; seen",
        "\nPlease vote. At least 3 +1 votes and more\n+1 votes than -1 votes are needed.",
        "needs-a-person",
    ),
    (
        "prose; made",
        "\nI object to this: it is far too dear",
        "needs-a-person",
    ),
    (
        "Gmail, top of a quotation without marks; seen",
        "\nI will tell you.\n\nOn Sun, May 3, 2026 at 10:00 AM Cid <cid@example.org>\nwrote:\n\nPosition: accept",
        "needs-a-person",
    ),
    (
        "Outlook, German, answer above; seen",
        "\nPosition: accept\n\n-----Ursprüngliche Nachricht-----\nVon: Cid <cid@example.org>\nGesendet: Sonntag\n\nPosition: object",
        "accepted",
    ),
    (
        "Outlook for Android, answer below; seen",
        "\nSee below.\n\n________________________________\nFrom: Maya <maya@example.org>\n\
         Sent: Monday, May 4, 2026 8:54:40 AM\nTo: Ben\nSubject: Item\n\nPosition: accept",
        "needs-a-person",
    ),
    (
        "Apple Mail, answer between marked lines; seen",
        "\n\n> On May 3, 2026, at 4:19 PM, Maya <maya@example.org> wrote:\n> \n> Position: ANSWER\n\nPosition: accept\n\n> Reason: …",
        "accepted",
    ),
    (
        "format=flowed, with a broken quotation; made",
        "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=no\n\nPosition: accept\nReason: It is \ncheap.\n\n\
         Am 03.05.26 um 10:00 schrieb \nMaya Example:\n> Position: object",
        "accepted",
    ),
    (
        "Outlook, only HTML, the head of the answered mail in one paragraph; seen",
        "Content-Type: text/html; charset=utf-8\n\n<html><head><style><!-- p{margin:0cm} --></style></head><body>\
         <div class=WordSection1><p class=MsoNormal>Position: accept<o:p></o:p></p><p class=MsoNormal><b>From:</b> \
         Maya [mailto:maya@example.org] <br><b>Sent:</b> May-03-26 4:22 PM<br><b>To:</b> Ben<br><b>Subject:</b> Item\
         <o:p></o:p></p><p class=MsoNormal>Position: object</p></div></body></html>",
        "accepted",
    ),
    (
        "Gmail, only HTML, one line in each element; made",
        "Content-Type: text/html; charset=utf-8\n\n<div dir=\"ltr\"><div>Position: accept</div><div>Reason: Fine.</div></div><br>\
         <div class=\"gmail_quote\"><div class=\"gmail_attr\">On Sun, May 3, 2026 at 10:00 AM Maya &lt;<a href=\"mailto:m@x.org\">\
         m@x.org</a>&gt; wrote:<br></div><blockquote class=\"gmail_quote\"><div>Position: object</div></blockquote></div>",
        "accepted",
    ),
    (
        "two forms that differ; made",
        "Content-Type: multipart/alternative; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\nPosition: accept\n--b\n\
         Content-Type: text/html\n\n<p>Position: object</p>\n--b--",
        "needs-a-person",
    ),
    (
        "base64 in an encoding of Windows; made",
        "Content-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: base64\n\n\
         UG9zaXRpb246IGFjY2VwdA0KUmVhc29uOiDv8Ojt//LuDQo=",
        "accepted",
    ),
    (
        "an item of a list, with a mark that cannot be seen; made",
        "Content-Type: text/plain; charset=utf-8\n\n\u{200f}- Position: accept\u{200f}\n",
        "accepted",
    ),
    (
        "a vacation program of Unix; seen",
        "X-Autoreply: yes\nPrecedence: junk\n\nI am away.\n\nPosition: accept",
        "set-aside",
    ),
    (
        "a mail that was not delivered; seen",
        "Return-Path: <>\n\nPosition: accept",
        "set-aside",
    ),
    (
        "an answer for an automatic reply that echoes the letter; made",
        "\nI am away.\n\nProposal: retention\nPosition: ANSWER\nReason: …",
        "needs-a-person",
    ),
    (
        "S/MIME; made",
        "MIME-Version: 1.0\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\
         Content-Transfer-Encoding: base64\n\nMIIB",
        "needs-a-person",
    ),
    (
        "PGP, signed in the text; made",
        "\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nPosition: accept\n-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----",
        "accepted",
    ),
    (
        "a mail that only forwards another as a part; made",
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n\
         From: cid@example.org\n\nPosition: accept\n--b--",
        "needs-a-person",
    ),
    (
        "only a file; made",
        "Content-Type: application/pdf\n\nJVBERi0=",
        "needs-a-person",
    ),
    (
        "a list of answers, the other one first; made",
        "\nProposal: budget\nPosition: object\n\nProposal: Retention\nPosition: accept",
        "accepted",
    ),
    (
        "an answer to another proposal; made",
        "\nProposal: budget\nPosition: accept",
        "set-aside",
    ),
    (
        "a form with an address above the answer; made",
        "\nName: Ben\nOrganisation: Acme\nEmail: ben@example.org\nPosition: accept",
        "needs-a-person",
    ),
];

#[test]
fn what_becomes_of_messy_mails() {
    let scene = mailed("policy");
    scene.tell("intake/mail/what_becomes_of_messy_mails");
    for (form, body, expected) in MESSY {
        scene.show(form);
        let (report, _) = bring(&scene, &[letter("ben", 9, body)], &[]);
        let row = &report["rows"][0];
        assert_eq!(row["verdict"].as_str(), Some(*expected), "{form}: {report}");
    }
}

#[test]
fn a_mail_that_a_list_sent_is_not_that_of_its_address() {
    let scene = mailed("policy");
    scene.tell("intake/mail/a_mail_that_a_list_sent_is_not_that_of_its_address");
    let dee = scene.read("participants/dee.toml");
    let dee = dee.replace(
        "\"dee@example.org\"",
        "\"dee@example.org\", \"list@example.org\"",
    );
    scene.write("participants/dee.toml", &dee);
    scene.commit("Record the address of a list", "2026-05-04T09:00:00Z");
    let by_list = |more: &str, body: &str| {
        let mail = plain("ben", 9, body).replace("From: ben <ben@", "From: Ben via List <list@");
        mail.replace("To: sec@", &format!("{more}To: list@"))
    };
    let mails = [
        by_list("Reply-To: Ben <ben@example.org>\n", "Position: accept"),
        by_list("", "Position: accept").replace("<ben.9", "<other.9"),
        by_list("X-Original-From: ben@example.org\n", "I object.").replace("<ben.9", "<third.9"),
        by_list("Reply-To: zoe@example.org\n", "Hello.").replace("<ben.9", "<fourth.9"),
    ];
    let (report, exit) = bring(&scene, &mails, &[]);
    assert_eq!(
        verdicts(&report),
        [
            "1 ? needs-a-person",
            "2 ? needs-a-person",
            "3 ? needs-a-person",
            "4 ? set-aside"
        ]
    );
    assert_eq!(exit, Some(1));
    let map =
        b"[mails]\n\"<ben.9@example.org>\" = \"ben\"\n\"<other.9@example.org>\" = \"ignore\"\n\
                \"<third.9@example.org>\" = \"ignore\"\n";
    let map = put(&scene, "map.toml", map);
    let (report, exit) = bring(&scene, &mails, &["--map", &map]);
    assert_eq!(verdicts(&report)[0], "1 ben accepted");
    assert_eq!(exit, Some(0));
}

#[test]
fn with_several_open_calls_a_mail_says_which_it_answers() {
    let mut scene = mailed("policy");
    scene.tell("intake/mail/with_several_open_calls_a_mail_says_which_it_answers");
    scene.write("budget.md", "The budget.\n");
    let second = "propose Budget_2026 --id budget --text budget.md --question Adopt? --track policy --as maya";
    let words = second.split(' ').map(|word| word.replace('_', " "));
    let words: Vec<String> = words.collect();
    scene.ok(&words.iter().map(String::as_str).collect::<Vec<_>>());
    scene.ok(&[
        "call",
        "open",
        "budget",
        "--closes",
        "2026-05-20T12:00Z",
        "--as",
        "idris",
    ]);
    scene.now("2026-05-06T09:00:00Z");
    let mail = |who: &str, subject: &str, more: &str, body: &str| {
        let mail = plain(who, 9, body).replace("Mon, 4 May", "Wed, 6 May");
        let mail = mail.replace("Date: Wed, 6 May 2026 09", "Date: Wed, 6 May 2026 08");
        mail.replace(
            "Subject: Re: Retention",
            &format!("Subject: {subject}{more}"),
        )
    };
    let mails = [
        mail("ann", "Re: [CALL] Budget 2026", "", "Position: accept"),
        mail("ben", "My answer", "", "Position: accept"),
        mail(
            "cid",
            "Re: the other list",
            "\nIn-Reply-To: <ann.9@example.org>",
            "Position: accept",
        ),
        mail("dee", "AW: retention", "", "Position: accept"),
    ];
    let (report, exit) = bring(&scene, &mails, &[]);
    assert_eq!(
        verdicts(&report),
        [
            "1 ? set-aside",
            "2 ben needs-a-person",
            "3 ? set-aside",
            "4 dee accepted"
        ]
    );
    assert_eq!(exit, Some(1));
}

#[test]
fn a_large_archive_is_read_in_time_that_grows_with_it() {
    let scene = mailed("policy");
    let mut archive = String::new();
    for number in 0..12_000 {
        let mail = plain(
            "stranger",
            9,
            "Hello,\n\nabout the picnic: Cost: 5\nFood: rice\n\n> quoted\n",
        );
        archive.push_str(&mail.replace("<stranger.9", &format!("<{number}")));
    }
    archive.push_str(&plain("ben", 9, "Position: accept"));
    let file = put(&scene, "archive.mbox", archive.as_bytes());
    let command = [
        "intake",
        "mail",
        &file,
        "--proposal",
        "retention",
        "--as",
        "sec",
    ];
    let (report, exit) = scene.json(&command);
    assert_eq!((exit, &report["counts"]["accepted"]), (Some(0), &1.into()));
    assert_eq!(report["counts"]["read"], 12_001);
}

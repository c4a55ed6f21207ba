//! Receipts: what is recorded of somebody, and what became of it.

use crate::body::{self, at, said};
use crate::room::room;
use crate::scene::Scene;

/// A receipt as it was printed, but for the name of a commit.
fn receipt(scene: &Scene, arguments: &[&str]) -> String {
    let text = scene.ok(&[&["receipt"], arguments].concat());
    let lines = text
        .lines()
        .map(|line| match line.split_once(" in commit ") {
            Some((before, after)) => format!("{before} in commit COMMIT{}", &after[7..]),
            None => line.to_owned(),
        });
    lines.map(|line| format!("{line}\n")).collect()
}

const OPEN: &str = r#"Receipt for cid on retention
Body      Test body
To        CID of the roster (cid)
Proposal  Retention
Question  Shall the group adopt "Retention" as it stands in text.md?

Your position
Position  disagree (on r1)
Counted   yes, as against
File      proposals/retention/positions/cid.toml
SHA-256   59089fecba0c4f36aa6a653360de507f214cd4cbd948015b95bfdb55a99e9f33
Landed    in commit COMMIT, Fri 1 May 2026 09:00 UTC

Your objection cid.cost: answered, no reply since
About  cost
On     r1
Problem:
  | It costs.
What would resolve it:
  | Less.
Response of ann, Fri 1 May 2026 09:00 UTC:
  | r2 will be cheaper.

What you can do
You may change it until Wed 20 May 2026 09:00 UTC · in 6 d 23 h.
- by command: plenary position retention VALUE --as cid
- in a web editor: the file proposals/retention/positions/cid.toml
- your objection: plenary reply cid.cost satisfied|maintained|withdrawn --as cid
- by letter or mail to SEC of the roster (sec)

Now is 2026-05-13T10:00:00Z, by PLENARY_NOW
"#;

const DECIDED: &str = r#"Receipt for cid on archive
Body      Test body
To        CID of the roster (cid)
Proposal  Archive
Question  Shall the group adopt "Archive" as it stands in text.md?

Your objection cid.scope: set-aside
About  scope
On     r1
Problem:
  | Too wide.
What would resolve it:
  | Less.
Disposed of as set-aside by maya, Sun 10 May 2026 10:00 UTC:
  | It is about another text.

What you can do
The question was decided, and what it was decided on stays as it is.

The decision of call 1
Outcome  adopted, in force, appealed by cid
Level    consensus
Decided  Sun 10 May 2026 10:00 UTC by maya

Your right to appeal
You have appealed. It is heard by IDRIS of the roster (idris).

Now is 2026-05-13T10:00:00Z, by PLENARY_NOW
"#;

const OBJECTION: &str = r#"Receipt for cid on retention
Body      Test body
To        CID of the roster (cid)
Proposal  Retention
Question  Shall the group adopt "Retention" as it stands in text.md?

Your objection cid.cost: answered, no reply since
About  cost
On     r1
Problem:
  | It costs.
What would resolve it:
  | Less.
Response of ann, Fri 1 May 2026 09:00 UTC:
  | r2 will be cheaper.

What you can do
You may change it until Wed 20 May 2026 09:00 UTC · in 6 d 23 h.
- your objection: plenary reply cid.cost satisfied|maintained|withdrawn --as cid
- by letter or mail to SEC of the roster (sec)

Now is 2026-05-13T10:00:00Z, by PLENARY_NOW
"#;

#[test]
fn a_receipt_is_the_whole_notice() {
    let scene = room();
    assert_eq!(receipt(&scene, &["retention", "--for", "cid"]), OPEN);
    assert_eq!(receipt(&scene, &["archive", "--for", "cid"]), DECIDED);
    assert_eq!(receipt(&scene, &["cid.cost"]), OBJECTION);
    said(
        &receipt(&scene, &["backups", "--for", "dee"]),
        &[
            "The call is over. What lands now is late, and counts only if a chair admits it with a reason.",
        ],
    );
    said(
        &receipt(&scene, &["retention", "--for", "dee"]),
        &[
            "Neither a position nor an objection is on record.",
            "You may give a position or raise an objection until Wed 20 May 2026 09:00 UTC",
        ],
    );
}

#[test]
fn one_for_everybody_is_ready_to_be_mailed() {
    let scene = room();
    let all = receipt(&scene, &["archive", "--all"]);
    for (n, who) in (1..).zip(["ANN", "BEN", "CID", "EVE"]) {
        let line = format!(
            "— {n} of 5 · to {who} of the roster ({}) —\n",
            who.to_lowercase()
        );
        assert!(all.contains(&line), "{line} in {all}");
    }
    said(
        &all,
        &["— 5 of 5 · to MAYA of the roster <maya@example.org> —\n"],
    );
    let (value, _) = scene.json(&["receipt", "archive", "--all"]);
    let receipts = value["receipts"].as_array().expect("receipts");
    assert_eq!(receipts.len(), 5);
    for receipt in receipts {
        assert_eq!(receipt["decision"]["outcome"], "adopted");
        assert_eq!(
            receipt["decision"]["appeal"]["until"],
            "2026-06-09T10:00:00Z"
        );
    }
    assert_eq!(
        receipts[3]["decision"]["appeal"]["to"][0],
        "IDRIS of the roster (idris)"
    );
    assert!(receipts[2]["decision"]["appeal"]["command"].is_null());
    let markdown = scene.ok(&["receipt", "archive", "--all", "--format", "markdown"]);
    assert_eq!(
        markdown.matches("\n## Your right to appeal\n").count(),
        5,
        "{markdown}"
    );
    said(
        &scene.ok(&["receipt", "deletion", "--all"]),
        &["Nobody has given a position"],
    );
}

#[test]
fn a_receipt_names_the_landing_and_the_bytes() {
    let scene = body::called("policy");
    scene.ok(&["position", "retention", "support", "--as", "ben"]);
    let landed = scene.git(&["rev-parse", "HEAD"]);
    scene.ok(&["position", "retention", "accept", "--as", "cid"]);
    let path = at("positions/ben.toml");
    let (value, _) = scene.json(&["receipt", "retention", "--for", "ben"]);
    let position = &value["receipts"][0]["positions"][0];
    assert_eq!(position["commit"], landed.as_str());
    assert_eq!(position["landed"], "2026-05-03T09:00:00Z");
    let digest = plenary::value::digest::TextDigest::of(scene.read(&path).as_bytes());
    assert_eq!(position["sha256"], digest.as_str());
    scene.write(&path, "position = \"disagree\"\non = \"r1\"\n");
    let (value, _) = scene.json(&["receipt", "retention", "--for", "ben", "--worktree"]);
    let position = &value["receipts"][0]["positions"][0];
    assert_eq!(position["position"], "disagree");
    assert!(position["commit"].is_null(), "{position}");
}

#[test]
fn what_is_typed_wrong_is_refused() {
    let scene = body::called("policy");
    said(
        &scene.refused(2, &["receipt", "retnetion"]),
        &["did you mean retention?"],
    );
    said(
        &scene.refused(2, &["receipt", "cid.cost"]),
        &["there is no objection"],
    );
    scene.refused(2, &["receipt", "retention", "--all", "--for", "ben"]);
    said(
        &scene.ok(&["receipt", "retention", "--for", "nobody"]),
        &["nobody is not on the roster"],
    );
}

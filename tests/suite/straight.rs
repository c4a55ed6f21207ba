//! Tests the shortest way with commands only: from an empty repository to a verified decision.

use std::collections::BTreeSet;

use crate::scene::Scene;

/// A scene in which every command is followed by a look at what git shows of it.
struct Way {
    scene: Scene,
    /// The register's folder from the repository's root, with a slash behind it, or nothing.
    prefix: &'static str,
}

impl Way {
    /// A command that commits exactly these files, and stages nothing else.
    fn lands(&self, arguments: &[&str], files: &[&str]) -> String {
        let before = self.scene.git(&["rev-list", "--count", "--all"]);
        let printed = self.by_themselves(arguments);
        let after = self.scene.git(&["rev-list", "--count", "--all"]);
        let count = |text: &str| text.parse::<u32>().expect("a number");
        assert_eq!(count(&after), count(&before) + 1, "{arguments:?}");
        let shown = [
            "diff-tree",
            "--root",
            "--no-commit-id",
            "--name-only",
            "-r",
            "HEAD",
        ];
        let landed: BTreeSet<String> = self.scene.git(&shown).lines().map(str::to_owned).collect();
        let expected: BTreeSet<String> = files
            .iter()
            .map(|file| format!("{}{file}", self.prefix))
            .collect();
        assert_eq!(landed, expected, "{arguments:?}");
        self.of_ids_only();
        let staged = self.scene.git(&["diff", "--cached", "--name-only"]);
        assert_eq!(
            staged,
            format!("{}staged.txt", self.prefix),
            "{arguments:?}"
        );
        let short = self.scene.git(&["rev-parse", "--short=7", "HEAD"]);
        assert!(
            printed.contains(&format!("Committed {short} on ")),
            "{printed}"
        );
        printed
    }

    /// Everybody commits under their own address, which the charter takes as proof.
    fn by_themselves(&self, arguments: &[&str]) -> String {
        let who = arguments.windows(2).find(|pair| pair[0] == "--as");
        let who = who.map_or("maya", |pair| pair[1]);
        let email = |who: &str| {
            let address = format!("{who}@example.org");
            self.scene.git(&["config", "user.email", &address]);
        };
        email(who);
        let printed = self.scene.ok(arguments);
        email("maya");
        printed
    }

    /// A message has a subject and trailers, and no prose of anybody.
    fn of_ids_only(&self) {
        let message = self.scene.git(&["log", "-1", "--format=%B"]);
        assert!(!message.contains("PROSE"), "{message}");
        let (subject, trailers) = message.split_once("\n\n").expect("trailers");
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.@,': ".contains(c);
        assert!(subject.chars().skip(1).all(plain), "{message}");
        for line in trailers.lines() {
            let (key, value) = line.split_once(": ").expect("a trailer");
            assert!(
                key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
                "{message}"
            );
            assert!(
                value.chars().all(|c| plain(c) || "<>".contains(c)),
                "{message}"
            );
        }
    }

    /// One file is staged and another is untracked: neither is ours.
    fn begin(scene: Scene, prefix: &'static str) -> Self {
        scene.write("staged.txt", "the user's own\n");
        scene.git(&["add", "staged.txt"]);
        scene.write("draft.md", "We keep logs for two years.\n");
        Self { scene, prefix }
    }

    fn walk(mut self) -> Scene {
        self.scene.now("2026-05-01T09:00:00Z");
        let init = [
            "init",
            "--register",
            "wg",
            "--name",
            "PROSE group",
            "--standing",
            "member",
            "--as",
            "maya",
        ];
        self.lands(&init, &["charter.toml", "participants/maya.toml"]);
        for name in ["ann", "ben", "cid"] {
            let add = ["participant", "add", name, "--name", "PROSE", "--email"];
            let email = format!("{name}@example.org");
            let path = format!("participants/{name}.toml");
            self.lands(&[&add[..], &[&email]].concat(), &[&path]);
        }
        let set = ["participant", "set", "ben", "--affiliation", "PROSE Ltd"];
        self.lands(&set, &["participants/ben.toml"]);
        let hears = ["participant", "set", "ben", "--role", "appeal-panel"];
        self.lands(&hears, &["charter.toml"]);
        let roster = self.scene.ok(&["participant", "list"]);
        assert!(
            roster.contains("ben") && roster.contains("PROSE Ltd"),
            "{roster}"
        );
        self.discuss();
        self.call();
        self.decide();
        self.scene
    }

    fn discuss(&self) {
        let propose = [
            "propose",
            "Log retention",
            "--text",
            "draft.md",
            "--as",
            "ann",
        ];
        let (record, text) = (
            "proposals/log-retention/proposal.toml",
            "proposals/log-retention/text.md",
        );
        self.lands(&propose, &[record, text]);
        self.scene.write("draft.md", "We keep logs for one year.\n");
        let revise = [
            "revise", "log", "--text", "draft.md", "--note", "PROSE", "--as", "ann",
        ];
        self.lands(&[&revise[..], &["--material"]].concat(), &[record, text]);
        assert_eq!(self.scene.read(text), "We keep logs for one year.\n");
        self.scene.write(text, "We keep logs for 1 year.\n");
        self.lands(
            &["revise", "log", "--editorial", "--as", "ann"],
            &[record, text],
        );
        let proposal = self.scene.read(record);
        assert!(proposal.contains("name = \"r3\"") && proposal.contains("material = false"));
    }

    fn call(&mut self) {
        self.scene.now("2026-05-02T09:00:00Z");
        let open = ["call", "open", "log", "--closes", "2026-05-12T09:00Z"];
        self.lands(&open, &["proposals/log-retention/calls/1/call.toml"]);
        self.scene.now("2026-05-03T09:00:00Z");
        let give = |who: &'static str, value: &'static str| {
            let path = format!("proposals/log-retention/positions/{who}.toml");
            let position = ["position", "log", value, "--reason", "PROSE", "--as", who];
            self.lands(&position, &[&path]);
        };
        give("maya", "accept");
        give("ann", "support");
        give("ben", "abstain");
        give("ben", "support");
        let object = [
            "object",
            "log",
            "--about",
            "PROSE 4",
            "--problem",
            "PROSE",
            "--resolve",
        ];
        let named = ["PROSE", "--id", "cost", "--as", "cid"];
        let objection = "proposals/log-retention/objections/cid.cost.toml";
        self.lands(&[&object[..], &named].concat(), &[objection]);
        give("cid", "object");
        let comment = [
            "comment",
            "log",
            "--about",
            "PROSE",
            "--problem",
            "PROSE",
            "--as",
            "ben",
        ];
        self.lands(
            &comment,
            &["proposals/log-retention/objections/ben.prose.toml"],
        );
        let handling = "proposals/log-retention/handling/cid.cost.toml";
        self.lands(&["respond", "cid.cost", "PROSE"], &[handling]);
        self.lands(
            &[
                "reply",
                "cid.cost",
                "maintained",
                "--reason",
                "PROSE",
                "--as",
                "cid",
            ],
            &[objection],
        );
        let withdraw = ["position", "log", "--withdraw", "--as", "ben"];
        self.lands(&withdraw, &["proposals/log-retention/positions/ben.toml"]);
    }

    fn decide(&mut self) {
        let decide = [
            "decide",
            "log",
            "--designation",
            "consensus",
            "--reason",
            "PROSE",
        ];
        let sign = [&decide[..], &["--sign-off"]].concat();
        let early = self.scene.refused(1, &sign);
        assert!(early.contains("Tue 12 May 2026 09:00 UTC"), "{early}");
        self.scene.now("2026-05-12T10:00:00Z");
        let owed = self.scene.refused(1, &sign);
        assert!(
            owed.contains("plenary dispose cid.cost VALUE --reason REASON"),
            "{owed}"
        );
        let dispose = [
            "dispose",
            "cid.cost",
            "outweighed",
            "--reason",
            "PROSE",
            "--alternatives",
        ];
        let handling = "proposals/log-retention/handling/cid.cost.toml";
        self.lands(&[&dispose[..], &["PROSE"]].concat(), &[handling]);
        self.lands(
            &["call", "close", "log"],
            &["proposals/log-retention/calls/1/call.toml"],
        );
        self.scene.refused(1, &decide);
        let folder = "proposals/log-retention/calls/1/";
        let files = [
            format!("{folder}decision.toml"),
            format!("{folder}inputs.sha256"),
        ];
        self.lands(&sign, &[&files[0], &files[1]]);
        let message = self.scene.git(&["log", "-1", "--format=%B"]);
        assert!(
            message.starts_with("Decide log-retention, call 1: adopted\n"),
            "{message}"
        );
        assert!(
            message.ends_with("\nSigned-off-by: maya <maya@example.org>"),
            "{message}"
        );
        let digest = self.scene.git(&[
            "log",
            "-1",
            "--format=%(trailers:key=Decision-Sha256,valueonly)",
        ]);
        let hashed = std::process::Command::new("sha256sum")
            .arg(self.scene.path(&files[0]))
            .output();
        let hashed = String::from_utf8(hashed.expect("sha256sum").stdout).expect("text");
        assert_eq!(hashed.split(' ').next(), Some(digest.trim()));
        self.afterwards();
    }

    fn afterwards(&self) {
        self.scene.ok(&["show", "log"]);
        for seen in [&["log"][..], &["status", "log"], &["tally", "log"]] {
            let printed = self.scene.ok(seen);
            assert!(printed.contains("log-retention"), "{seen:?}: {printed}");
        }
        let (check, _) = self.scene.json(&["check"]);
        assert_eq!(check["findings"], serde_json::json!([]));
        self.scene.ok(&["verify"]);
        let late = ["position", "log", "support", "--as", "ben"];
        self.scene.refused(1, &late);
        let untracked = self
            .scene
            .git(&["status", "--porcelain", "--untracked-files=all"]);
        let lines: Vec<&str> = untracked.lines().collect();
        assert_eq!(
            lines,
            [
                format!("A  {}staged.txt", self.prefix),
                format!("?? {}draft.md", self.prefix)
            ]
        );
    }
}

#[test]
fn the_straight_way_in_an_empty_repository() {
    let scene = Scene::repository();
    scene.tell("straight/the_straight_way_in_an_empty_repository");
    Way::begin(scene, "").walk();
}

#[test]
fn the_straight_way_in_a_subdirectory_of_a_larger_repository() {
    let mut scene = Scene::repository();
    scene.write("src/main.c", "int main(void) { return 0; }\n");
    scene.write("proposals/not-a-register.txt", "somebody else's folder\n");
    scene.commit("A larger project", "2026-04-01T00:00:00Z");
    scene.enter("docs/decisions");
    Way::begin(scene, "docs/decisions/").walk();
}

#[test]
fn the_straight_way_in_a_linked_worktree() {
    let mut scene = Scene::repository();
    scene.write("README", "a project\n");
    scene.commit("A project", "2026-04-01T00:00:00Z");
    scene.git(&["worktree", "add", "--quiet", "-b", "side", "linked"]);
    let main = scene.git(&["rev-parse", "main"]);
    scene.enter("linked");
    let scene = Way::begin(scene, "").walk();
    assert_eq!(scene.git(&["rev-parse", "main"]), main);
    assert_eq!(scene.git(&["symbolic-ref", "HEAD"]), "refs/heads/side");
}

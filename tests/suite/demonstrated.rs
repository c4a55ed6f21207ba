//! Makes the broken registers that start from the demonstration: each is the output of `plenary demo --carried`
//! with the edits below.

use std::collections::BTreeMap;

use plenary::record::decision::sealed;
use plenary::register::snapshot::Content;
use plenary::value::code::CheckCode;
use plenary::value::digest::TextDigest;

use crate::broken::archive::{Archive, Files};
use crate::documents::played;

/// What a register says that begins with the demonstration's.
pub(crate) const BEGUN: &str = "begins with the demonstration";

const FOLDER: &str = "proposals/retention/";
const DECISION: &str = "proposals/retention/calls/1/decision.toml";
const MANIFEST: &str = "proposals/retention/calls/1/inputs.sha256";
const HANDLING: &str = "proposals/retention/handling/carla-nunes.cost.toml";
const CHARTER: &str = "charter.toml";

/// A register as files.
#[derive(Clone)]
struct Made(BTreeMap<String, Vec<u8>>);

impl Made {
    fn text(&self, path: &str) -> String {
        let bytes = self.0.get(path).unwrap_or_else(|| panic!("{path}"));
        String::from_utf8(bytes.clone()).expect("text")
    }

    fn write(mut self, path: &str, text: String) -> Self {
        self.0.insert(path.to_owned(), text.into_bytes());
        self
    }

    /// With one text of a file replaced once.
    fn edit(self, path: &str, old: &str, new: &str) -> Self {
        let text = self.text(path);
        assert!(text.contains(old), "\"{old}\" is missing in {path}");
        self.write(path, text.replacen(old, new, 1))
    }

    /// With the digest of a file in the manifest, and where it is pinned by itself.
    fn pinned(self, path: &str) -> Self {
        let manifest = self.text(MANIFEST);
        let line = |line: &&str| line.ends_with(&format!("  {path}"));
        let old = manifest.lines().find(line).expect("a line of the manifest");
        let (was, _) = old.split_once(' ').expect("a digest and a path");
        let is = TextDigest::of(self.text(path).as_bytes()).to_string();
        let was = was.to_owned();
        let manifest = manifest.replace(&was, &is);
        let decision = self.text(DECISION).replace(&was, &is);
        self.write(MANIFEST, manifest).write(DECISION, decision)
    }

    /// With the digest of the manifest in the decision, and a new seal.
    fn resealed(self) -> Self {
        let manifest = TextDigest::of(self.text(MANIFEST).as_bytes());
        let decision = self.text(DECISION);
        let (body, _) = decision.trim_end().rsplit_once('\n').expect("a seal");
        let line = |line: &str| match line.starts_with("manifest = ") {
            true => format!("manifest = \"{manifest}\"\n"),
            false => format!("{line}\n"),
        };
        let body: String = body.lines().map(line).collect();
        self.write(DECISION, sealed(body))
    }

    fn files(&self) -> Files {
        let files = self.0.iter();
        files
            .map(|(path, bytes)| (path.clone(), Content::Plain(bytes.clone().into())))
            .collect()
    }
}

/// The demonstration's register damaged so that it shows a code.
fn with_fault(sound: &Made, code: &str) -> Made {
    let made = sound.clone();
    let judged = |old: &str, new: &str| made.clone().edit(DECISION, old, new).resealed();
    let at = "at = 2026-05-29T08:35:00Z";
    match code {
        "D403" => made.edit(
            &format!("{FOLDER}positions/ruth-adeyemi.toml"),
            "workable",
            "splendid",
        ),
        "D404" => {
            let manifest = made.text(MANIFEST);
            let kept = manifest
                .lines()
                .filter(|line| !line.contains("positions/ruth-adeyemi"));
            let kept = kept.map(|line| format!("{line}\n")).collect();
            made.write(MANIFEST, kept).resealed()
        }
        "D405" => made.write(
            &format!("{FOLDER}calls/1/sign-offs/lena-fischer.toml"),
            format!(
                "sha256 = \"{}\"\nat = 2026-05-29T10:00:00Z\n",
                "0".repeat(64)
            ),
        ),
        "D406" => {
            let draft = format!("{FOLDER}calls/1/designation.toml");
            made.edit(
                &draft,
                "at = 2026-05-29T08:30:00Z",
                "at = 2026-05-25T18:00:00Z",
            )
            .pinned(&draft)
            .edit(DECISION, at, "at = 2026-05-25T18:05:00Z")
            .resealed()
        }
        "D407" => judged("support = 2", "support = 3"),
        "D408" => judged("outcome = \"adopted\"", "outcome = \"rejected\""),
        "D409" => {
            let handling = made.text(HANDLING);
            let (responses, _) = handling
                .split_once("\n[disposition]")
                .expect("a disposition");
            let responses = responses.to_owned();
            made.write(HANDLING, responses).pinned(HANDLING).resealed()
        }
        "D410" => judged(
            "register = \"log-retention-wg\"",
            "register = \"another-wg\"",
        ),
        "D411" => {
            let first = "[[track.recommendation.level]]";
            let gate = "[[track.recommendation.gate]]\nname = \"everybody\"\nwhen = \"answered == \
                        eligible\"\n\n";
            made.edit(CHARTER, first, &format!("{gate}{first}"))
                .pinned(CHARTER)
                .resealed()
        }
        "D412" => judged("by = \"maya-chen\"", "by = \"carla-nunes\""),
        "D413" => judged(at, "at = 2026-05-20T08:30:00Z"),
        "D414" => made.edit(DECISION, "Shall the group", "Shall the Group"),
        other => panic!("{other} is not made from the demonstration"),
    }
}

/// The demonstration's register.
pub(crate) fn sound() -> Files {
    demonstration().files()
}

fn demonstration() -> Made {
    Made(played().1)
}

fn headed(code: &CheckCode, begins: &str) -> Archive {
    let head = format!(
        "{} {}\n\n{begins} Here is what differs.",
        code.id, code.name
    );
    Archive::made(code.id, &head)
}

/// The demonstration's register with a damaged decision, and as it is.
pub(crate) fn damaged(code: &CheckCode) -> Archive {
    let sound = demonstration();
    let archive = headed(code, "Each register begins with the demonstration's.");
    let bad = with_fault(&sound, code.id);
    archive
        .with("bad", &bad.0, &sound.0)
        .with("good", &sound.0, &sound.0)
}

/// The demonstration's register before its decision, and changes that bring one, of an old format and of this.
pub(crate) fn undecided(code: &CheckCode) -> Archive {
    let before = demonstration();
    let is_decision = |path: &str| path == DECISION || path == MANIFEST;
    let (decided, open): (BTreeMap<_, _>, BTreeMap<_, _>) = before
        .0
        .clone()
        .into_iter()
        .partition(|(path, _)| is_decision(path));
    let (decided, nothing) = (Made(decided), BTreeMap::new());
    let older = decided
        .clone()
        .edit(DECISION, "format = 2", "format = 1")
        .resealed();
    let archive = headed(code, "The register before is the demonstration's.");
    let archive = archive.with("before", &open, &before.0).saying(BEGUN);
    let archive = archive
        .with("bad", &older.0, &nothing)
        .saying("actor github:maya-c");
    let archive = archive
        .saying("now 2026-05-29T08:40:00Z")
        .with("good", &decided.0, &nothing);
    archive
        .saying("actor github:maya-c")
        .saying("now 2026-05-29T08:40:00Z")
}

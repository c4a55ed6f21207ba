//! Tests malicious pull requests: each is refused or harmless, quickly, and prints nothing that acts on a terminal.

use git2::{ObjectType, Oid, Repository};

use crate::body::at;
use crate::gate::called;
use crate::runner::commands;
use crate::scene::Scene;

const YES: &[u8] = b"position = \"support\"\n";
const PLAIN: &str = "100644";
const LINK: &str = "120000";
const SUBMODULE: &str = "160000";
const EXECUTABLE: &str = "100755";
/// For how many seconds one check may work.
const LONGEST: u32 = 2;

/// What must come of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// The check fails.
    Refused,
    /// The check fails, or says something of it.
    Told,
    /// Anything, as long as nothing acts.
    Harmless,
}

/// A file that a request brings: the names of its folders and its own, as bytes; what it is; and
/// what it contains.
struct Brought {
    path: Vec<Vec<u8>>,
    mode: &'static str,
    bytes: Vec<u8>,
}

fn brought(path: &str, bytes: impl Into<Vec<u8>>) -> Brought {
    let path = path.split('/').map(|part| part.as_bytes().to_vec());
    Brought {
        path: path.collect(),
        mode: PLAIN,
        bytes: bytes.into(),
    }
}

/// A file of this very name next to ben's position.
fn named(name: impl AsRef<[u8]>) -> Brought {
    let mut file = brought(&at("positions/ben.toml"), YES);
    file.path.pop();
    file.path.push(name.as_ref().to_vec());
    file
}

fn of_mode(path: &str, mode: &'static str, bytes: &[u8]) -> Brought {
    Brought {
        mode,
        ..brought(path, bytes)
    }
}

fn ben(bytes: impl Into<Vec<u8>>) -> Brought {
    brought(&at("positions/ben.toml"), bytes)
}

/// What a request is, what must come of it, and what it brings.
type Request = (String, Fate, Vec<Brought>);

/// Trees are written byte by byte: git itself would not make most of these.
struct Writer {
    git: Repository,
}

type Node = (Vec<u8>, Vec<u8>, Oid);

impl Writer {
    fn object(&self, kind: ObjectType, bytes: &[u8]) -> Oid {
        let odb = self.git.odb().expect("objects");
        odb.write(kind, bytes).expect("an object")
    }

    fn nodes(&self, tree: Oid) -> Vec<Node> {
        let odb = self.git.odb().expect("objects");
        let object = odb.read(tree).expect("a tree");
        let (mut rest, mut nodes) = (object.data(), Vec::new());
        while let Some(space) = rest.iter().position(|byte| *byte == b' ') {
            let end = rest.iter().position(|byte| *byte == 0).expect("a name");
            let (mode, name) = (&rest[..space], &rest[space + 1..end]);
            let id = Oid::from_bytes(&rest[end + 1..end + 21]).expect("an id");
            nodes.push((mode.to_vec(), name.to_vec(), id));
            rest = &rest[end + 21..];
        }
        nodes
    }

    fn put(&self, tree: Option<Oid>, path: &[Vec<u8>], mode: &str, leaf: Oid) -> Oid {
        let mut nodes = tree.map(|tree| self.nodes(tree)).unwrap_or_default();
        let (name, deeper) = path.split_first().expect("a name");
        let there = nodes
            .iter()
            .find(|node| node.1 == *name && node.0 == b"40000");
        let (mode, id) = match deeper {
            [] => (mode, leaf),
            deeper => (
                "40000",
                self.put(there.map(|node| node.2), deeper, mode, leaf),
            ),
        };
        nodes.retain(|node| node.1 != *name);
        nodes.push((mode.as_bytes().to_vec(), name.clone(), id));
        self.tree(nodes)
    }

    fn tree(&self, mut nodes: Vec<Node>) -> Oid {
        nodes.sort_by_key(|(mode, name, _)| {
            let slash: &[u8] = if mode == b"40000" { b"/" } else { b"" };
            [name.as_slice(), slash].concat()
        });
        let mut bytes = Vec::new();
        for (mode, name, id) in nodes {
            bytes.extend([mode.as_slice(), b" ", &name, b"\0", id.as_bytes()].concat());
        }
        self.object(ObjectType::Tree, &bytes)
    }

    /// A commit on top of the main branch that brings these files.
    fn request(&self, files: &[Brought]) -> Oid {
        let main = self.git.refname_to_id("refs/heads/main").expect("main");
        let mut tree = self.git.find_commit(main).expect("a commit").tree_id();
        for file in files {
            let leaf = match file.mode {
                SUBMODULE => main,
                _ => self.object(ObjectType::Blob, &file.bytes),
            };
            tree = self.put(Some(tree), &file.path, file.mode, leaf);
        }
        let who = "Ben <ben@example.org> 1777800000 +0000";
        let text =
            format!("tree {tree}\nparent {main}\nauthor {who}\ncommitter {who}\n\nRequest\n");
        self.object(ObjectType::Commit, text.as_bytes())
    }
}

/// Checks a request in a form; gives what was printed and how it ended.
#[track_caller]
fn checked(scene: &Scene, request: Oid, format: &str, told: &str) -> (String, i32) {
    let range = format!("main...{request}");
    let check = [
        "check",
        "--changed",
        &range,
        "--actor",
        "github:ben-x",
        "--format",
        format,
    ];
    let mut command = scene.command_in("", &check);
    let output = command.env("GITHUB_ACTIONS", "true").output().expect("run");
    let code = output.status.code().unwrap_or(101);
    let printed = String::from_utf8(output.stdout).expect("text");
    let said = String::from_utf8(output.stderr).expect("text");
    assert!((0..=3).contains(&code), "{told}: {code}: {said}");
    assert!(!said.contains("panicked"), "{told}: {said}");
    for text in [&printed, &said] {
        let acts =
            |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
        assert!(!text.contains(acts), "{told}: {text:?}");
    }
    let acted = commands(&said).into_iter().chain(commands(&printed));
    for command in acted.filter(|_| format == "github") {
        assert!(
            ["error", "warning"].contains(&command.name.as_str()),
            "{told}: {command:?}"
        );
    }
    (printed, code)
}

/// Checks every request, and compares the result with the expected one.
fn judged(requests: Vec<Request>) {
    let mut scene = called("account");
    scene.limit(LONGEST);
    let writer = Writer {
        git: Repository::open(scene.dir()).expect("a repository"),
    };
    for (told, fate, files) in requests {
        let request = writer.request(&files);
        let (printed, code) = checked(&scene, request, "json", &told);
        let report: serde_json::Value = match code {
            0 | 1 => serde_json::from_str(&printed).expect("JSON"),
            _ => serde_json::Value::Null,
        };
        let silent = report["findings"].as_array().is_some_and(Vec::is_empty);
        match fate {
            Fate::Refused => assert_ne!(code, 0, "{told}: {printed}"),
            Fate::Told => assert!(code != 0 || !silent, "{told}: {printed}"),
            Fate::Harmless => {}
        }
        let (_, again) = checked(&scene, request, "github", &told);
        assert_eq!(code, again, "{told}");
    }
    assert!(!scene.path("pwned").exists());
}

const NAMES: &[&str] = &[
    "..",
    ".",
    "...",
    ".toml",
    "ben.toml.",
    "ben.toml ",
    " ben.toml",
    "..\\ben.toml",
    "C:\\ben.toml",
    "\\\\host\\x.toml",
    "con.toml",
    "nul.toml",
    "aux.toml",
    "com1.toml",
    "lpt1.toml",
    "CON",
    "PRN.toml",
    "ben.toml:stream",
    "ben.toml::$DATA",
    ".git",
    ".GIT",
    ".Git",
    "git~1",
    ".g\u{200c}it",
    ".git\u{200d}",
    ".gitmodules",
    "BEN.toml",
    "Ben.TOML",
    "be\u{301}n.toml",
    "bén.toml",
    "ｂｅｎ.toml",
    "bеn.toml",
    "ben\u{202e}lmot.",
    "ben\u{202e}.toml",
    "ben\u{200b}.toml",
    "\u{feff}ben.toml",
    "\u{1b}[31mben.toml",
    "ben\u{7}.toml",
    "ben\n.toml",
    "ben\r.toml",
    "ben\t.toml",
    "ben\u{2028}.toml",
    "ben\u{85}.toml",
    "a/b.toml",
    "/etc/passwd",
    "../../charter.toml",
    "-rf.toml",
    "--help.toml",
    "$(touch pwned).toml",
    "`touch pwned`.toml",
    "ben;touch pwned.toml",
    "ben|x.toml",
    "ben&x.toml",
    "ben'x.toml",
    "ben\"x.toml",
    "<script>.toml",
    "::add-mask::x.toml",
    "##[add-path]x.toml",
    "%0A::error::x.toml",
    "=cmd|' /C calc'!A0.toml",
    "@SUM(1).toml",
    "+1.toml",
    "~.toml",
    "*.toml",
    "?.toml",
    "ben.toml~",
];

fn names_that_are_tricks() -> Vec<Request> {
    let mut requests: Vec<Request> = Vec::new();
    for name in NAMES {
        requests.push((format!("the name {name:?}"), Fate::Told, vec![named(name)]));
    }
    let long = |n: usize| format!("{}.toml", "a".repeat(n));
    requests.push((
        "a name of 255".to_owned(),
        Fate::Told,
        vec![named(long(250))],
    ));
    requests.push((
        "a name of 5,000".to_owned(),
        Fate::Told,
        vec![named(long(4_995))],
    ));
    requests.push((
        "no UTF-8".to_owned(),
        Fate::Told,
        vec![named(b"b\xff\xfen.toml")],
    ));
    requests
}

fn folders_that_are_tricks() -> Vec<Request> {
    let names = [
        "..",
        ".git",
        "\u{1b}]0;x",
        "a b",
        "Retention",
        "retentıon",
        "con",
        "<b>",
        "::x",
        "%2e%2e",
    ];
    let of = |name: &&str| {
        let mut file = brought("proposals/X/proposal.toml", "title = \"T\"\n");
        name.as_bytes().clone_into(&mut file.path[1]);
        (format!("the folder {name:?}"), Fate::Told, vec![file])
    };
    let mut requests: Vec<Request> = names.iter().map(of).collect();
    let deep = format!("proposals/retention/{}x.toml", "d/".repeat(300));
    requests.push((
        "300 folders".to_owned(),
        Fate::Told,
        vec![brought(&deep, YES)],
    ));
    let more = at("positions/ben.toml/x.toml");
    requests.push((
        "a folder for a file".to_owned(),
        Fate::Told,
        vec![brought(&more, YES)],
    ));
    requests
}

fn what_is_no_plain_file() -> Vec<Request> {
    let position = at("positions/ben.toml");
    let one = |path: &str, mode, bytes: &[u8]| {
        let told = format!("{mode} at {path}: {}", String::from_utf8_lossy(bytes));
        (told, Fate::Refused, vec![of_mode(path, mode, bytes)])
    };
    vec![
        one(&position, LINK, b"/etc/passwd"),
        one(&position, LINK, b"../../../../.git/config"),
        one(&position, LINK, b"ann.toml"),
        one(&position, SUBMODULE, b""),
        one(&position, EXECUTABLE, YES),
        one("charter.toml", LINK, b"/dev/zero"),
        one("proposals/retention/positions", LINK, b"../../participants"),
        one("proposals/retention", SUBMODULE, b""),
        one("participants", LINK, b"/"),
        one("participants/ben.toml", LINK, b"ann.toml"),
    ]
}

fn contents_that_are_too_much_or_no_text() -> Vec<Request> {
    let keys = |n: usize| -> String { (0..n).map(|n| format!("k{n} = {n}\n")).collect() };
    let nested = |open: &str, shut: &str, n: usize| {
        format!("reason = {}1{}\n", open.repeat(n), shut.repeat(n))
    };
    let dotted = format!("{}x = 1\n", "a.".repeat(20_000));
    let tables: String = (0..8_000).map(|n| format!("[[t{n}]]\n")).collect();
    let quotes = format!(
        "position = \"support\"\nreason = \"{}\"\n",
        "\\u0041".repeat(30_000)
    );
    let inputs: Vec<(&str, Vec<u8>)> = vec![
        ("10 MB of keys", keys(750_000).into()),
        ("17 MB of one key", vec![b'a'; 17 << 20]),
        ("as many keys as fit", keys(18_000).into()),
        ("arrays 100,000 deep", nested("[", "]", 100_000).into()),
        ("arrays 40 deep", nested("[", "]", 40).into()),
        ("tables 20,000 deep", nested("{a=", "}", 20_000).into()),
        ("a key of 20,000 parts", dotted.into()),
        ("8,000 tables", tables.into()),
        ("one long escaped text", quotes.into()),
        ("quotation marks only", vec![b'"'; 200_000]),
        ("brackets only", vec![b'['; 200_000]),
        ("line feeds only", vec![b'\n'; 200_000]),
        ("bytes 0", vec![0; 1_000]),
        (
            "a value that is no UTF-8",
            b"position = \"\xff\xfe\"\n".to_vec(),
        ),
        ("UTF-16", b"\xff\xfep\0o\0s\0".to_vec()),
        ("half a character", b"position = \"support\xe2\x82".to_vec()),
        ("nothing", Vec::new()),
        ("only a mark", b"\xef\xbb\xbf".to_vec()),
    ];
    let each = inputs.into_iter().map(|(told, bytes)| {
        let fate = if told.starts_with("one long") {
            Fate::Harmless
        } else {
            Fate::Refused
        };
        (told.to_owned(), fate, vec![ben(bytes)])
    });
    each.collect()
}

fn values_that_are_tricks() -> Vec<Request> {
    let refused = [
        "reason = \"\\u001b[2J\"",
        "reason = \"a\\u0000b\"",
        "reason = \"a\\u202eb\"",
        "reason = \"\\u200b\"",
        "reason = \"\u{202e}x\"",
        "reason = \"\u{1b}]0;x\u{7}\"",
        "reason = \"\u{2028}::error::x\"",
        "reason = \"\\ud800\"",
        "reason = \"a\rb\"",
        "on = \"r99999999999999999999\"",
        "on = \"../../x\"",
        "joins = [\"../../charter.toml\"]",
        "joins = [\"::add-mask::x\"]",
        "track = \"../x\"",
        "relayed-by = \"../../x\"",
        "on = 99999999999999999999999999",
        "withdrawn = 1e999",
        "withdrawn = nan",
        "withdrawn = 0xffffffffffffffffffff",
        "__proto__ = 1",
        "\"\" = 1",
        "\"<img src=x onerror=alert(1)>\" = 1",
        "\"::add-mask::x\" = 1",
        "\"##[add-path]x\" = 1",
        "\"\\u001b[31m\" = 1",
        "position = \"object\"",
        "a.b.c.d.e.f = 1",
        "[__proto__]",
        "[[position]]",
    ];
    let harmless = [
        "reason = \"=HYPERLINK(\\\"http://e.vil\\\")\"",
        "reason = \"@SUM(1+1)*cmd|' /C calc'!A0\"",
        "reason = \"<script>alert(1)</script>\"",
        "reason = \"<img src=x onerror=alert(1)>\"",
        "reason = \"::add-mask::x\"",
        "reason = \"##[add-path]/evil\"",
        "reason = '''\n::error::x\n'''",
        "reason = \"[x](javascript:alert(1)) @maya #1\"",
        "reason = \"$(touch pwned) `touch pwned`\"",
        "reason = \"'; DROP TABLE positions; --\"",
        "reason = \"{{7*7}} ${7*7} %s%n\"",
        "reason = \"-----BEGIN SSH SIGNATURE-----\"",
        "reason = \"Signed-off-by: maya\"",
        "received = 9999-12-31T23:59:60Z",
    ];
    let with = |line: &&str, fate| {
        let text = format!("position = \"support\"\n{line}\n");
        (format!("{line:?}"), fate, vec![ben(text)])
    };
    let refused = refused.iter().map(|line| with(line, Fate::Refused));
    let harmless = harmless.iter().map(|line| with(line, Fate::Harmless));
    refused.chain(harmless).collect()
}

fn many_files_and_whole_records_of_others() -> Vec<Request> {
    let many = (0..1_000).map(|n| brought(&at(&format!("positions/p{n}.toml")), YES));
    let text = b"* text eol=crlf filter=evil working-tree-encoding=UTF-16\n".to_vec();
    let big: String = (0..20_000)
        .map(|n| format!("[[group]]\nid = \"g{n}\"\n"))
        .collect();
    vec![
        ("1,000 positions".to_owned(), Fate::Refused, many.collect()),
        (
            "attributes".to_owned(),
            Fate::Refused,
            vec![brought(".gitattributes", text)],
        ),
        (
            "another charter".to_owned(),
            Fate::Refused,
            vec![brought("charter.toml", "format = 1\n")],
        ),
        (
            "no charter".to_owned(),
            Fate::Refused,
            vec![brought("charter.toml", "")],
        ),
        (
            "a huge charter".to_owned(),
            Fate::Refused,
            vec![brought("charter.toml", big)],
        ),
        (
            "another's record".to_owned(),
            Fate::Refused,
            vec![brought("participants/ann.toml", "name = \"x\"\n")],
        ),
        (
            "a chair of one's own".to_owned(),
            Fate::Refused,
            vec![brought(
                "participants/ben-2.toml",
                "name = \"Ben\"\ngroup = \"north\"\n",
            )],
        ),
        (
            "a decision".to_owned(),
            Fate::Refused,
            vec![brought(
                &at("calls/1/decision.toml"),
                "outcome = \"adopted\"\n",
            )],
        ),
        (
            "keys".to_owned(),
            Fate::Refused,
            vec![brought("allowed_signers", "* ssh-ed25519 AAAA\n")],
        ),
    ]
}

#[test]
fn names_that_are_tricks_do_no_harm() {
    judged(names_that_are_tricks());
}

#[test]
fn folders_that_are_tricks_do_no_harm() {
    judged(folders_that_are_tricks());
}

#[test]
fn what_is_no_plain_file_do_no_harm() {
    judged(what_is_no_plain_file());
}

#[test]
fn contents_that_are_too_much_or_no_text_do_no_harm() {
    judged(contents_that_are_too_much_or_no_text());
}

#[test]
fn values_that_are_tricks_do_no_harm() {
    judged(values_that_are_tricks());
}

#[test]
fn many_files_and_whole_records_of_others_do_no_harm() {
    judged(many_files_and_whole_records_of_others());
}

#[test]
fn there_are_more_than_a_hundred_of_them() {
    let all = [
        names_that_are_tricks(),
        folders_that_are_tricks(),
        what_is_no_plain_file(),
        contents_that_are_too_much_or_no_text(),
        values_that_are_tricks(),
        many_files_and_whole_records_of_others(),
    ];
    let mut told: Vec<String> = all.into_iter().flatten().map(|(told, ..)| told).collect();
    let count = told.len();
    told.sort_unstable();
    told.dedup();
    assert_eq!(told.len(), count, "each is another");
    assert!(count > 150, "{count}");
}

//! Tests pull requests of people who use only the editor in their browser: what is wrong with each, what the check
//! tells them to do, and what a secretary can record of it.

use std::os::unix::fs::PermissionsExt;

use crate::body::at;
use crate::gate::called;
use crate::scene::Scene;

/// A file that a request brings; a path that ends with `*` is executable.
type File<'f> = (&'f str, &'f [u8]);

/// A request of ben's, as a hosting service keeps it.
fn request(scene: &Scene, n: usize, files: &[File<'_>]) -> String {
    request_by(scene, "ben@example.org", n, files)
}

/// The same of the participant with this address.
pub(crate) fn request_by(scene: &Scene, address: &str, n: usize, files: &[File<'_>]) -> String {
    scene.git(&["switch", "--quiet", "--detach", "main"]);
    for (path, bytes) in files {
        let (path, mode) = match path.strip_suffix('*') {
            Some(path) => (path, 0o755),
            None => (*path, 0o644),
        };
        scene.write(path, "");
        let file = scene.path(path);
        match bytes.is_empty() && !scene.git(&["ls-files", path]).is_empty() {
            true => std::fs::remove_file(&file).expect("a file to remove"),
            false => {
                std::fs::write(&file, bytes).expect("a file");
                let mode = std::fs::Permissions::from_mode(mode);
                std::fs::set_permissions(&file, mode).expect("a mode");
            }
        }
    }
    scene.git(&["add", "--all"]);
    let address = format!("user.email={address}");
    let by = ["-c", "user.name=Somebody", "-c", &address];
    let commit = ["commit", "--quiet", "--allow-empty", "-m", "Update a file"];
    let output = scene.git_output("", &[&by[..], &commit].concat(), "2026-05-03T08:00:00Z");
    assert!(output.status.success(), "{output:?}");
    let name = format!("refs/pull/{n}/head");
    scene.git(&["update-ref", &name, "HEAD"]);
    scene.git(&["switch", "--quiet", "main"]);
    name
}

/// What must become of a request.
enum Fate {
    /// The check finds no error, and it is imported as it is.
    Sound,
    /// Nothing is wrong with it but what has one reading: ben's position is this text.
    Fixed(&'static str),
    /// Only a person can say what is meant, or who can do it.
    Person,
}

use Fate::{Fixed, Person, Sound};

const YES: &str = "position = \"support\"\n";

/// What somebody did, the name of the file in the proposal's folder, its bytes, and what becomes of it. None of
/// them was seen in a repository: each was made after what people type in the editors of hosting services, and
/// what word processors and editors of other systems write.
const REQUESTS: &[(&str, &str, &[u8], Fate)] = &[
    // The name of the file: of everybody who never saw an id.
    (
        "a login",
        "positions/TapFan.toml",
        YES.as_bytes(),
        Fixed(YES),
    ),
    (
        "a capital",
        "positions/Ben.toml",
        YES.as_bytes(),
        Fixed(YES),
    ),
    (
        "a name in full",
        "positions/Ben Okoro.toml",
        YES.as_bytes(),
        Fixed(YES),
    ),
    (
        "letters exchanged",
        "positions/bne.toml",
        YES.as_bytes(),
        Fixed(YES),
    ),
    (
        "a word for it",
        "positions/my-answer.toml",
        YES.as_bytes(),
        Fixed(YES),
    ),
    (
        "an editor's ending",
        "positions/ben.toml.txt",
        YES.as_bytes(),
        Fixed(YES),
    ),
    ("a text", "positions/ben.txt", YES.as_bytes(), Fixed(YES)),
    ("no ending", "positions/ben", YES.as_bytes(), Fixed(YES)),
    (
        "Markdown",
        "positions/answer.md",
        YES.as_bytes(),
        Fixed(YES),
    ),
    (
        "the singular",
        "position/ben.toml",
        YES.as_bytes(),
        Fixed(YES),
    ),
    ("no folder", "ben.toml", YES.as_bytes(), Fixed(YES)),
    (
        "a capital in the folder",
        "Positions/Ben.toml",
        YES.as_bytes(),
        Fixed(YES),
    ),
    // The name of somebody else: it can be meant for them.
    (
        "another's file",
        "positions/ann.toml",
        YES.as_bytes(),
        Person,
    ),
    (
        "nearly another's",
        "positions/Anne.toml",
        YES.as_bytes(),
        Person,
    ),
    ("a group's", "positions/@north.toml", YES.as_bytes(), Person),
    // The text: of other formats, and of programs that change what is typed.
    (
        "typographic marks",
        "positions/ben.toml",
        "position = “support”\n".as_bytes(),
        Fixed(YES),
    ),
    (
        "colons",
        "positions/ben.toml",
        b"position: support\n",
        Fixed(YES),
    ),
    (
        "a fence",
        "positions/ben.toml",
        b"```toml\nposition = \"support\"\n```\n",
        Fixed(YES),
    ),
    (
        "no marks",
        "positions/ben.toml",
        b"position = support\n",
        Fixed(YES),
    ),
    (
        "capitals",
        "positions/ben.toml",
        b"Position = \"Support\"\n",
        Fixed(YES),
    ),
    (
        "a word of others",
        "positions/ben.toml",
        b"position = \"Yes\"\n",
        Fixed(YES),
    ),
    ("a number", "positions/ben.toml", b"position = +1\n", Person),
    (
        "a typing error in a key",
        "positions/ben.toml",
        b"position = \"support\"\nresaon = \"Fine.\"\n",
        Fixed("position = \"support\"\nreason = \"Fine.\"\n"),
    ),
    (
        "a typing error in the main key",
        "positions/ben.toml",
        b"postion = \"support\"\n",
        Fixed(YES),
    ),
    (
        "true as a text",
        "positions/ben.toml",
        b"position = \"support\"\nwithdrawn = \"true\" # for now\n",
        Fixed("position = \"support\"\nwithdrawn = true # for now\n"),
    ),
    (
        "marks of the direction of writing",
        "positions/ben.toml",
        "position = \"support\"\nreason = \"\u{200f}שלום\u{200f} to\u{ad}day\"\n".as_bytes(),
        Fixed("position = \"support\"\nreason = \"שלום today\"\n"),
    ),
    (
        "a space without width",
        "positions/ben.toml",
        "position = \"support\u{200b}\"\n".as_bytes(),
        Fixed(YES),
    ),
    (
        "an executable file",
        "positions/ben.toml*",
        YES.as_bytes(),
        Fixed(YES),
    ),
    (
        "several of these",
        "positions/TapFan.md",
        "\u{feff}```\r\nPosition: “Yes”\r\nResaon: It is fine\r\n```\r\n".as_bytes(),
        Fixed("position = \"support\"\nreason = \"It is fine\"\n"),
    ),
    // What harms nobody.
    (
        "a byte-order mark and CRLF",
        "positions/ben.toml",
        b"\xef\xbb\xbfposition = \"support\"\r\n",
        Sound,
    ),
    (
        "no last line end",
        "positions/ben.toml",
        b"position = \"support\"",
        Sound,
    ),
    // What only a person can say.
    ("prose", "positions/ben.toml", b"I support this.\n", Person),
    ("a word alone", "positions/ben.toml", b"support\n", Person),
    ("nothing", "positions/ben.toml", b"\n", Person),
    (
        "no such word",
        "positions/ben.toml",
        b"position = \"maybe\"\n",
        Person,
    ),
    (
        "nearly a word",
        "positions/ben.toml",
        b"position = \"suport\"\n",
        Person,
    ),
    (
        "nearly an objection",
        "positions/ben.toml",
        b"position = \"objct\"\n",
        Person,
    ),
    (
        "two answers",
        "positions/ben.toml",
        b"position = \"support\"\nposition = \"accept\"\n",
        Person,
    ),
    (
        "an objection without words",
        "positions/ben.toml",
        b"position = \"object\"\n",
        Person,
    ),
    (
        "a merge that was not finished",
        "positions/ben.toml",
        b"<<<<<<< main\nposition = \"support\"\n=======\nposition = \"object\"\n>>>>>>> ben\n",
        Person,
    ),
    (
        "entered by somebody else, it says",
        "positions/Ben.toml",
        b"position = \"support\"\nrelayed-by = \"sec\"\n",
        Person,
    ),
    ("UTF-16", "positions/ben.toml", b"\xff\xfep\0o\0s\0", Person),
    (
        "a text that is turned round",
        "positions/ben.toml",
        "position = \"support\"\nreason = \"\u{202e}on\"\n".as_bytes(),
        Person,
    ),
];

/// Requests of several files, which a person must look at.
const MIXED: &[(&str, &[(&str, &str)])] = &[
    (
        "two names",
        &[("positions/ben.toml", YES), ("positions/Ben.toml", YES)],
    ),
    (
        "two people",
        &[("positions/ben.toml", YES), ("positions/ann.toml", YES)],
    ),
    (
        "the text as well",
        &[("positions/ben.toml", YES), ("text.md", "New.\n")],
    ),
    (
        "the charter as well",
        &[
            ("positions/ben.toml", YES),
            ("../../charter.toml", "format = 1\n"),
        ],
    ),
    (
        "a file outside as well",
        &[("positions/ben.toml", YES), ("../../README.md", "Hello\n")],
    ),
    ("a file at the root", &[("../../ben.toml", YES)]),
    ("a folder at the root", &[("../../positions/ben.toml", YES)]),
    (
        "a list that was emptied",
        &[("../../participants/ben.toml", "")],
    ),
    (
        "a proposal's folder with a capital",
        &[("../Retention/positions/ben.toml", YES)],
    ),
];

/// Checks a request of ben's, and shows what it is told, in the transcript; gives the number of errors.
fn checked(scene: &Scene, name: &str, what: &str, files: &[File<'_>]) -> u64 {
    let range = format!("main...{name}");
    let check = ["check", "--changed", &range, "--actor", "github:ben-x"];
    // As the files for hosting services have it.
    let (report, _) = scene.json(&[&check[..], &["--deny", "S117"]].concat());
    let mut block = format!("## {what}\n");
    for (path, bytes) in files {
        let text = String::from_utf8_lossy(bytes)
            .trim_end()
            .replace('\n', " / ");
        block.push_str(&format!("{path}: {text}\n"));
    }
    for found in report["findings"].as_array().expect("findings") {
        let word = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
        let (code, message, hint) = (word("code"), word("message"), word("hint"));
        block.push_str(&format!("  {code} {message}\n    {hint}\n"));
    }
    scene.show(&block);
    report["errors"].as_u64().expect("a number")
}

/// Imports a request, and shows what becomes of it; gives the verdict.
fn imported(scene: &Scene, name: &str, more: &[&str]) -> (String, serde_json::Value) {
    let map = ".git/accounts.toml";
    scene.write(map, "\"refs/pull\" = \"github:ben-x\"\n");
    let import = ["import", "refs", name, "--as", "sec", "--actor-map", map];
    let (report, _) = scene.json(&[&import[..], more].concat());
    let row = report["requests"][0].clone();
    let word = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let verdict = word("verdict");
    scene.show(&format!(
        "  import: {verdict}: {}\n    {}\n",
        word("because"),
        word("hint")
    ));
    (verdict, row)
}

/// The request is entered as this text, passes the check of a push by the secretary, stays verified, and is there
/// only once.
fn entered(scene: &Scene, name: &str, text: &str) {
    let ben = at("positions/ben.toml");
    assert_eq!(imported(scene, name, &[]).0, "needs-a-person", "{name}");
    if text.contains("It is fine") {
        let map = ".git/accounts.toml";
        scene.ok(&[
            "import",
            "refs",
            name,
            "--as",
            "sec",
            "--actor-map",
            map,
            "--fix",
        ]);
    }
    let (verdict, row) = imported(scene, name, &["--fix", "--write"]);
    assert_eq!(
        (&verdict[..], &row["participant"]),
        ("accepted", &"ben".into()),
        "{row}"
    );
    assert_eq!(row["fixed"].as_array().map(Vec::len), Some(1), "{row}");
    let head = scene.git(&["rev-parse", name]);
    let source = format!(
        "relayed-by = \"sec\"\nreceived = 2026-05-03T08:00:00Z\nevidence = \"{name} {head}\"\n"
    );
    assert_eq!(scene.read(&ben), format!("{text}{source}"), "{name}");
    let push = ["check", "--changed", "HEAD^...HEAD", "--push", "--actor"];
    scene.quietly(&[&push[..], &["github:sec-x"]].concat());
    scene.quietly(&["verify"]);
    assert_eq!(imported(scene, name, &["--fix", "--write"]).0, "unchanged");
    scene.git(&["reset", "--quiet", "--hard", "HEAD^"]);
}

#[test]
fn what_people_do_in_a_browser_is_told_them_in_its_words() {
    let scene = called("account");
    scene.tell("messy_requests/what_people_do_in_a_browser_is_told_them_in_its_words");
    for (n, (what, path, bytes, fate)) in REQUESTS.iter().enumerate() {
        let files = [(&at(path)[..], *bytes)];
        let name = request(&scene, n + 1, &files);
        let errors = checked(&scene, &name, what, &files);
        assert_eq!(errors == 0, matches!(fate, Sound), "{what}");
        match fate {
            Sound => assert_eq!(imported(&scene, &name, &[]).0, "accepted", "{what}"),
            Fixed(text) => entered(&scene, &name, text),
            Person => {
                let (verdict, row) = imported(&scene, &name, &["--fix"]);
                assert_eq!(verdict, "refused", "{what}: {row}");
            }
        }
    }
}

#[test]
fn what_comes_together_is_taken_apart_by_its_author() {
    let scene = called("account");
    scene.tell("messy_requests/what_comes_together_is_taken_apart_by_its_author");
    for (n, (what, files)) in MIXED.iter().enumerate() {
        let paths = files
            .iter()
            .map(|(path, _)| at(path).replace("proposals/retention/../../", ""));
        let paths: Vec<String> = paths
            .map(|path| path.replace("retention/../", ""))
            .collect();
        let files: Vec<File<'_>> = paths
            .iter()
            .zip(*files)
            .map(|(path, (_, text))| (path.as_str(), text.as_bytes()))
            .collect();
        let name = request(&scene, n + 1, &files);
        assert_ne!(checked(&scene, &name, what, &files), 0, "{what}");
        let (verdict, row) = imported(&scene, &name, &["--fix"]);
        let fixed = *what == "a proposal's folder with a capital";
        assert_eq!(verdict == "accepted", fixed, "{what}: {row}");
    }
}

/// A participant who changes an answer in their own name keeps the file, also if it is entered for them.
#[test]
fn a_second_answer_with_a_typing_error_replaces_the_first() {
    let scene = called("account");
    let ben = at("positions/ben.toml");
    let first = request(&scene, 1, &[(&ben, YES.as_bytes())]);
    assert_eq!(imported(&scene, &first, &["--write"]).0, "accepted");
    let second = request(
        &scene,
        2,
        &[(&ben, b"position = \"abstain\"\nresaon = \"New.\"\n")],
    );
    let third = request(&scene, 3, &[(&ben, b"position: accept\n")]);
    assert_eq!(
        imported(&scene, &second, &["--fix", "--write"]).0,
        "accepted"
    );
    let text = scene.read(&ben);
    assert!(
        text.starts_with("position = \"abstain\"\nreason = \"New.\"\n"),
        "{text}"
    );
    // The third began before the second was there.
    assert_eq!(imported(&scene, &third, &["--fix", "--write"]).0, "refused");
    assert_eq!(
        imported(&scene, &second, &["--fix", "--write"]).0,
        "unchanged"
    );
    let push = ["check", "--changed", "HEAD^...HEAD", "--push", "--actor"];
    scene.quietly(&[&push[..], &["github:sec-x"]].concat());
    scene.quietly(&["verify"]);
}

/// Nobody is entered by an address alone, which everybody can type.
#[test]
fn an_author_who_is_not_proven_is_not_entered() {
    let scene = called("none");
    let files = [(&at("positions/TapFan.toml")[..], YES.as_bytes())];
    let name = request(&scene, 1, &files);
    let import = ["import", "refs", &name, "--as", "sec", "--fix"];
    let (report, exit) = scene.json(&import);
    assert_eq!(
        (&report["requests"][0]["verdict"], exit),
        (&"refused".into(), Some(1)),
        "{report}"
    );
}

/// Who is not counted learns it from the check of their own request, and who imports it learns it too.
#[test]
fn an_answer_that_will_not_be_counted_says_so_at_once() {
    let scene = called("account");
    for (n, (who, warned)) in [("obs", true), ("alt", false), ("ben", false)]
        .into_iter()
        .enumerate()
    {
        let path = at(&format!("positions/{who}.toml"));
        let address = format!("{who}@example.org");
        let name = request_by(&scene, &address, n + 1, &[(&path, YES.as_bytes())]);
        scene.git(&["update-ref", "refs/heads/request", &name]);
        let actor = format!("github:{who}-x");
        let found = crate::gate::judged(&scene, &actor);
        let told = found.contains(&format!("P223 {path}"));
        assert_eq!(
            (told, found.len()),
            (warned, usize::from(warned)),
            "{who}: {found:?}"
        );
        if warned {
            crate::codes::page_shows_request(&scene, &actor, "P223");
        }
        let map = ".git/accounts.toml";
        scene.write(map, &format!("\"{name}\" = \"{actor}\"\n"));
        let import = ["import", "refs", &name, "--as", "sec", "--actor-map", map];
        let (report, exit) = scene.json(&import);
        let because = report["requests"][0]["because"].as_str().expect("why");
        assert_eq!(
            (because.contains("counted"), exit),
            (warned, Some(0)),
            "{report}"
        );
    }
}

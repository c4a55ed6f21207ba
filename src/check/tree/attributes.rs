//! Finds git attributes that would change records between clones, merge them without asking, hide their changes or
//! leave them out of an archive. Digests are of bytes, so a converted line end would make a different text of a
//! signed one. The patterns are those of gitattributes(5).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::check::tree::context::{CheckContext, FindingSink, PendingFinding, placed};
use crate::check::tree::files::quoted;
use crate::register::records::Register;
use crate::register::snapshot::AttributeFile;
use crate::value::code;
use crate::value::finding::Finding;

/// The name of git's attribute files.
const NAME: &str = ".gitattributes";
/// The most lines of attribute files that are checked, and the most bytes of a pattern.
const MOST_LINES: usize = 500;
const LONGEST_PATTERN: usize = 256;

/// Records that a register can still get: rules for them count too.
const TO_COME: &[&str] = &[
    "charter.toml",
    "allowed_signers",
    "participants/a.toml",
    "acknowledged/1.toml",
    "meetings/2026-01-01.toml",
    "proposals/a/proposal.toml",
    "proposals/a/text.md",
    "proposals/a/positions/a.toml",
    "proposals/a/objections/a.a.toml",
    "proposals/a/handling/a.a.toml",
    "proposals/a/calls/1/call.toml",
    "proposals/a/calls/1/decision.toml",
    INPUTS,
    SIGNATURE,
];
/// Nobody reads these in a difference, so it can be hidden.
const INPUTS: &str = "proposals/a/calls/1/inputs.sha256";
const SIGNATURE: &str = "proposals/a/calls/1/a.sig";

#[derive(Clone, Copy, PartialEq, Eq)]
enum State<'a> {
    Set,
    Unset,
    Value(&'a str),
}

/// The folder of an attribute file. Files of outer folders come first, so that those nearer to the record decide.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Folder<'a> {
    /// One above the register, so many folders from the top, and the way from there to the register.
    Above(u32, &'a str),
    /// One in the register, so many folders down, and its path.
    Inside(usize, &'a str),
    /// None: the file is for this clone alone, and the way to the register is the same as from the top.
    Clone(&'a str),
}

impl Folder<'_> {
    /// The path of a record from this folder; `None` if it is not in it.
    fn path<'p>(self, record: &'p str) -> Option<Cow<'p, str>> {
        match self {
            Folder::Above(_, way) | Folder::Clone(way) => Some(format!("{way}{record}").into()),
            Folder::Inside(_, folder) => record.strip_prefix(folder).map(Cow::Borrowed),
        }
    }
}

/// One line of an attribute file.
struct Rule<'a> {
    file: &'a str,
    folder: Folder<'a>,
    line: u32,
    pattern: Cow<'a, str>,
    states: Vec<(&'a str, Option<State<'a>>)>,
}

/// The attributes of a record, each with the rule that sets it.
type Standing<'a, 'r> = BTreeMap<&'a str, (State<'a>, &'r Rule<'a>)>;

/// The same in files outside the register, which a register in a folder of a repository has above it.
pub(super) fn above(register: &Register, outer: &[AttributeFile]) -> Vec<Finding> {
    let mut found = FindingSink::of(code::S118);
    judge(&CheckContext::of(register, None), outer, &mut found);
    let all = placed(register, found.finish()).into_iter();
    let is_outer = |finding: &Finding| outer.iter().any(|file| file.path == finding.place.path);
    all.map(|caused| caused.finding).filter(is_outer).collect()
}

/// Attributes by which git would write other bytes than were committed, merge them, hide them or leave them out.
pub(super) fn altering(scene: &CheckContext<'_>, found: &mut FindingSink) {
    judge(scene, &[], found);
}

fn judge<'r>(scene: &CheckContext<'r>, outer: &'r [AttributeFile], found: &mut FindingSink) {
    let rules = rules(scene, outer, found);
    if rules.is_empty() {
        return;
    }
    let present = scene.files.iter().filter(|file| file.record.is_ok());
    let paths = present.map(|file| file.path).chain(TO_COME.iter().copied());
    let mut said: BTreeSet<(&str, u32, &str)> = BTreeSet::new();
    for path in paths {
        let read = !path.ends_with(".sig") && !path.ends_with("inputs.sha256");
        for (name, sentence, rule) in faults(&standing(&rules, path)) {
            let shown = read || !HIDING.contains(&name);
            if shown && said.insert((rule.file, rule.line, name)) {
                found.note(rule.file, || {
                    PendingFinding::new(format!("{sentence} (for example {})", quoted(path)))
                        .line(rule.line)
                        .hint(remedy(rule, name))
                });
            }
        }
    }
}

/// The attributes that hide a difference.
const HIDING: [&str; 3] = ["diff", "linguist-generated", "gitlab-generated"];

fn remedy(rule: &Rule<'_>, name: &str) -> String {
    match name {
        "text" | "eol" => format!("write: {} text eol=lf", rule.pattern),
        "diff" => format!("write: {} -text diff", rule.pattern),
        "merge" => format!("write: {} merge", rule.pattern),
        other => format!("write: {} -{other}", rule.pattern),
    }
}

fn rules<'r>(
    scene: &CheckContext<'r>,
    outer: &'r [AttributeFile],
    found: &mut FindingSink,
) -> Vec<Rule<'r>> {
    let mut rules = Vec::new();
    let own = scene.register.snapshot.files.iter();
    let own = own.filter_map(|(path, content)| {
        let folder = path.strip_suffix(NAME)?;
        let is_one = folder.is_empty() || folder.ends_with('/');
        let place = Folder::Inside(folder.matches('/').count(), folder);
        is_one.then_some((path, place, content))
    });
    let outer = outer.iter().map(|file| {
        let place = match file.depth {
            Some(depth) => Folder::Above(depth, &file.inside),
            None => Folder::Clone(&file.inside),
        };
        (&file.path, place, &file.content)
    });
    for (path, folder, content) in outer.chain(own) {
        let text = content
            .bytes()
            .and_then(|bytes| std::str::from_utf8(bytes).ok());
        let of_file = text.map(|text| in_file(path, folder, text));
        match of_file.filter(|of_file| can_be_judged(of_file, rules.len())) {
            Some(of_file) => rules.extend(of_file),
            None => found.note(path, || {
                PendingFinding::new("these attributes are too many or too long to be checked")
                    .hint("use them only for your own files, and not for records")
            }),
        }
    }
    rules.sort_by_key(|rule| rule.folder);
    rules
}

fn can_be_judged(rules: &[Rule<'_>], already: usize) -> bool {
    already + rules.len() <= MOST_LINES
        && rules
            .iter()
            .all(|rule| rule.pattern.len() <= LONGEST_PATTERN)
}

fn in_file<'a>(file: &'a str, folder: Folder<'a>, text: &'a str) -> Vec<Rule<'a>> {
    let mut macros: BTreeMap<&str, Vec<(&str, Option<State<'_>>)>> = BTreeMap::new();
    let unset = ["diff", "merge", "text"].map(|name| (name, Some(State::Unset)));
    macros.insert("binary", unset.to_vec());
    let mut rules = Vec::new();
    for (line, number) in text.lines().zip(1_u32..) {
        let Some((pattern, rest)) = pattern_of(line) else {
            continue;
        };
        let words = rest.split_whitespace();
        let states: Vec<_> = words.flat_map(|word| expanded(word, &macros)).collect();
        if let Cow::Borrowed(word) = pattern
            && let Some(name) = word.strip_prefix("[attr]")
        {
            macros.insert(name, states);
            continue;
        }
        rules.push(Rule {
            file,
            folder,
            line: number,
            pattern,
            states,
        });
    }
    rules
}

/// The pattern of a line, and the rest of the line. A pattern in quotation marks is written as in C.
fn pattern_of(line: &str) -> Option<(Cow<'_, str>, &str)> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    if let Some((pattern, rest)) = line.strip_prefix('"').and_then(unquoted) {
        return Some((pattern.into(), rest));
    }
    let (pattern, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    Some((pattern.into(), rest))
}

fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut bytes = text.bytes().enumerate();
    let mut out = Vec::new();
    loop {
        let byte = match bytes.next()? {
            (at, b'"') => {
                let pattern = String::from_utf8_lossy(&out).into_owned();
                return Some((pattern, text.get(at + 1..)?));
            }
            (at, b'\\') if text.get(at + 1..at + 4).is_some_and(is_octal) => {
                bytes.nth(2);
                u8::from_str_radix(text.get(at + 1..at + 4)?, 8).ok()?
            }
            (_, b'\\') => bytes.next()?.1,
            (_, byte) => byte,
        };
        out.push(byte);
    }
}

fn is_octal(text: &str) -> bool {
    text.bytes().all(|digit| (b'0'..=b'7').contains(&digit))
}

fn expanded<'a>(
    word: &'a str,
    macros: &BTreeMap<&'a str, Vec<(&'a str, Option<State<'a>>)>>,
) -> Vec<(&'a str, Option<State<'a>>)> {
    if let Some(states) = macros.get(word) {
        return states.clone();
    }
    let one = match (word.strip_prefix('-'), word.strip_prefix('!')) {
        (Some(name), _) => (name, Some(State::Unset)),
        (_, Some(name)) => (name, None),
        _ => match word.split_once('=') {
            Some((name, value)) => (name, Some(State::Value(value))),
            None => (word, Some(State::Set)),
        },
    };
    vec![one]
}

/// Which attributes `path` has, each by the last rule that sets it.
fn standing<'a, 'r>(rules: &'r [Rule<'a>], path: &str) -> Standing<'a, 'r> {
    let mut standing = BTreeMap::new();
    for rule in rules {
        let inside = rule.folder.path(path);
        if !inside.is_some_and(|inside| matches(&rule.pattern, &inside)) {
            continue;
        }
        for (name, state) in &rule.states {
            match state {
                Some(state) => standing.insert(*name, (*state, rule)),
                None => standing.remove(name),
            };
        }
    }
    standing
}

fn faults<'a, 'r>(standing: &Standing<'a, 'r>) -> Vec<(&'static str, &'static str, &'r Rule<'a>)> {
    let is_on = |name: &'static str| {
        let (state, rule) = standing.get(name)?;
        (*state != State::Unset).then_some((name, *rule))
    };
    let mut out = Vec::new();
    out.extend(line_ends(standing));
    let others = [
        ("ident", "git would write object names into records"),
        ("filter", "a program would rewrite records"),
        (
            "working-tree-encoding",
            "git would write records in another encoding",
        ),
        (
            "export-subst",
            "git archive would write names of commits into records",
        ),
        ("export-ignore", "git archive would leave records out"),
        ("linguist-generated", HIDDEN),
        ("gitlab-generated", HIDDEN),
    ];
    for (name, sentence) in others {
        out.extend(is_on(name).map(|(name, rule)| (name, sentence, rule)));
    }
    if let Some((State::Unset, rule)) = standing.get("diff") {
        out.push(("diff", HIDDEN, rule));
    }
    if let Some((State::Value(driver), rule)) = standing.get("merge")
        && !["text", "binary"].contains(driver)
    {
        out.push((
            "merge",
            "git would merge two changes of a record without a conflict",
            rule,
        ));
    }
    out
}

const HIDDEN: &str = "what changes in records would not be shown";

/// Line ends are safe if nothing is converted, or everything to LF.
fn line_ends<'a, 'r>(
    standing: &Standing<'a, 'r>,
) -> Option<(&'static str, &'static str, &'r Rule<'a>)> {
    let text = standing.get("text");
    let eol = standing.get("eol");
    if text.is_some_and(|(state, _)| *state == State::Unset) {
        return None;
    }
    match (text, eol) {
        (_, Some((State::Value("lf"), _))) => None,
        (_, Some((State::Value(_), rule))) => {
            Some(("eol", "git would convert the line ends of records", rule))
        }
        (Some((_, rule)), _) => Some((
            "text",
            "git would convert the line ends of records on some systems",
            rule,
        )),
        (None, _) => None,
    }
}

/// Whether `pattern`, in an attribute file of the folder to which `path` is relative, means the
/// file at `path`. A pattern without a slash is matched with the file's name.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    if pattern.ends_with('/') {
        return false;
    }
    if !pattern.contains('/') {
        let name = path.rsplit('/').next().unwrap_or(path);
        return segment(pattern.as_bytes(), name.as_bytes());
    }
    let pattern = pattern.strip_prefix('/').unwrap_or(pattern);
    let patterns: Vec<&str> = pattern.split('/').collect();
    let parts: Vec<&str> = path.split('/').collect();
    segments(&patterns, &parts)
}

/// Row by row over the pattern's segments: which prefixes of the path they can match. Never more
/// work than the one length times the other.
fn segments(patterns: &[&str], parts: &[&str]) -> bool {
    let mut reached = vec![false; parts.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    for (n, pattern) in patterns.iter().enumerate() {
        let last = n + 1 == patterns.len();
        reached = match *pattern {
            "**" => any_depth(&reached, last),
            one => one_deeper(&reached, one, parts),
        };
    }
    reached.last().copied().unwrap_or(false)
}

/// What `**` reaches: any number of folders, and at the end of a pattern at least one name.
fn any_depth(reached: &[bool], last: bool) -> Vec<bool> {
    let mut before = false;
    reached
        .iter()
        .map(|here| {
            let through = before || (*here && !last);
            before = before || *here;
            through
        })
        .collect()
}

fn one_deeper(reached: &[bool], pattern: &str, parts: &[&str]) -> Vec<bool> {
    let next = reached
        .iter()
        .zip(parts)
        .map(|(here, part)| *here && segment(pattern.as_bytes(), part.as_bytes()));
    std::iter::once(false).chain(next).collect()
}

/// One segment: `*` and `?` and `[…]`, by going back to the last star only.
fn segment(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        if pattern.get(p) == Some(&b'*') {
            star = Some((p + 1, t));
            p += 1;
        } else if let Some(next) = text.get(t).and_then(|byte| one(pattern, p, *byte)) {
            (p, t) = (next, t + 1);
        } else if let Some((behind, from)) = star {
            star = Some((behind, from + 1));
            (p, t) = (behind, from + 1);
        } else {
            return false;
        }
    }
    pattern
        .get(p..)
        .unwrap_or_default()
        .iter()
        .all(|byte| *byte == b'*')
}

/// Where the pattern goes on, if its item at `p` means `byte`.
fn one(pattern: &[u8], p: usize, byte: u8) -> Option<usize> {
    match *pattern.get(p)? {
        b'?' => Some(p + 1),
        b'[' => class(pattern, p + 1, byte),
        b'\\' => (*pattern.get(p + 1)? == byte).then_some(p + 2),
        // Where the file system takes letters for each other, git does so too.
        other => other.eq_ignore_ascii_case(&byte).then_some(p + 1),
    }
}

/// A bracket of characters and ranges, negated by `!` or `^`.
fn class(pattern: &[u8], start: usize, byte: u8) -> Option<usize> {
    let negated = matches!(pattern.get(start)?, b'!' | b'^');
    let mut at = start + usize::from(negated);
    let first = at;
    let mut inside = false;
    loop {
        let low = *pattern.get(at)?;
        if low == b']' && at > first {
            break;
        }
        let range = pattern.get(at + 1) == Some(&b'-') && pattern.get(at + 2) != Some(&b']');
        let high = if range { *pattern.get(at + 2)? } else { low };
        inside |= (low..=high).contains(&byte);
        at += if range { 3 } else { 1 };
    }
    (inside != negated).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::{altering, matches};
    use crate::check::tree::context::{CheckContext, FindingSink, placed};
    use crate::register::sample::Sample;
    use crate::value::code;

    fn lines(files: &[(&str, &str)]) -> Vec<String> {
        let register = Sample::of(files).faulty();
        let mut found = FindingSink::of(code::S118);
        altering(&CheckContext::of(&register, None), &mut found);
        let all = placed(&register, found.finish());
        let place =
            |caused: &crate::check::tree::context::FindingCause| caused.finding.place.to_string();
        all.iter().map(place).collect()
    }

    #[test]
    fn what_alters_records_is_found_and_what_does_not_is_let_be() {
        let of = |text: &str| lines(&[(".gitattributes", text)]);
        let first = [".gitattributes:1:1"];
        for text in [
            "* text=auto",
            "*.toml text",
            "*.md eol=crlf",
            "*.toml ident",
            "proposals/** filter=lfs",
            "*.md working-tree-encoding=UTF-16",
            "charter.toml export-subst",
            "* merge=union",
            "*.toml merge=ours",
            "proposals/** export-ignore",
            "*.toml -diff",
            "* binary",
            "*.toml linguist-generated",
            "*.TOML ident",
            "\"charter\\056toml\" ident",
            "[attr]mine ident\n* mine",
        ] {
            let expected = if text.starts_with('[') {
                [".gitattributes:2:1"]
            } else {
                first
            };
            assert_eq!(of(text), expected, "{text}");
        }
        for text in [
            "* -text",
            "*.sig binary",
            "inputs.sha256 -diff",
            "*.toml diff=toml merge=text",
            "*.toml -merge",
            "docs/** merge=union export-ignore",
            "\"my file.toml\" ident",
            "* text=auto eol=lf",
            "*.toml eol=lf",
            "*.png filter=lfs diff=lfs merge=lfs -text",
            "src/** text=auto",
            "* text=auto\n* -text",
            "* text=auto\n* !text",
            "# * text",
        ] {
            assert_eq!(of(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn the_file_nearest_to_a_record_has_the_last_word() {
        let outer = (".gitattributes", "proposals/** text\n");
        assert_eq!(lines(&[outer]), [".gitattributes:1:1"]);
        assert!(lines(&[outer, ("proposals/.gitattributes", "* -text\n")]).is_empty());
    }

    #[test]
    fn patterns_mean_what_git_means_by_them() {
        let path = "proposals/retention/positions/ann.toml";
        for pattern in [
            "*",
            "*.toml",
            "ann.*",
            "a?n.toml",
            "[a-c]nn.toml",
            "[!b]nn.toml",
            "proposals/**",
            "/proposals/**",
            "**/ann.toml",
            "proposals/**/ann.toml",
            "proposals/*/positions/*",
            "**/positions/*.toml",
        ] {
            assert!(matches(pattern, path), "{pattern}");
        }
        for pattern in [
            "*.md",
            "proposals/",
            "proposals/*",
            "/ann.toml",
            "positions/*",
            "**/retention/*.toml",
            "[!a]nn.toml",
            "[a-c",
            "",
        ] {
            assert!(!matches(pattern, path), "{pattern}");
        }
        assert!(matches("charter.toml", "charter.toml"));
        assert!(matches("/charter.toml", "charter.toml"));
        assert!(matches("**/charter.toml", "charter.toml"));
        assert!(!matches("charter.toml/**", "charter.toml"));
    }

    #[test]
    fn a_pattern_of_stars_does_not_take_long() {
        let pattern = "*a".repeat(120) + "b";
        assert!(!matches(&pattern, &"a".repeat(4000)));
        let deep = "**/".repeat(80) + "x";
        assert!(!matches(&deep, &"a/".repeat(1000)));
    }
}

//! Git attributes that would alter records between one clone and another. Digests are of bytes, so
//! a line end converted on the way would make a signed text another text.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::tree::files::quoted;
use crate::check::tree::found::{Fault, Found};
use crate::check::tree::glob;
use crate::check::tree::scene::Scene;

/// The name of git's attribute files.
const NAME: &str = ".gitattributes";
/// The most lines of attribute files that are judged, and the most bytes of a pattern.
const MOST_LINES: usize = 500;
const LONGEST_PATTERN: usize = 256;

/// Records that a register may still get: rules for them count too.
const TO_COME: &[&str] = &[
    "charter.toml",
    "allowed_signers",
    "participants/a.toml",
    "meetings/2026-01-01.toml",
    "proposals/a/proposal.toml",
    "proposals/a/text.md",
    "proposals/a/positions/a.toml",
    "proposals/a/objections/a.a.toml",
    "proposals/a/handling/a.a.toml",
    "proposals/a/calls/1/call.toml",
    "proposals/a/calls/1/decision.toml",
    "proposals/a/calls/1/inputs.sha256",
    "proposals/a/calls/1/a.sig",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum State<'a> {
    Set,
    Unset,
    Value(&'a str),
}

/// One line of an attribute file.
struct Rule<'a> {
    file: &'a str,
    folder: &'a str,
    line: u32,
    pattern: &'a str,
    states: Vec<(&'a str, Option<State<'a>>)>,
}

/// An attribute as it stands for a record, and the rule that says so.
type Standing<'a, 'r> = BTreeMap<&'a str, (State<'a>, &'r Rule<'a>)>;

/// Attributes by which git would write other bytes than were committed.
pub(super) fn altering(scene: &Scene<'_>, found: &mut Found) {
    let rules = rules(scene, found);
    if rules.is_empty() {
        return;
    }
    let present = scene.files.iter().filter(|file| file.record.is_ok());
    let paths = present.map(|file| file.path).chain(TO_COME.iter().copied());
    let mut said: BTreeSet<(&str, u32, &str)> = BTreeSet::new();
    for path in paths {
        for (name, sentence, rule) in faults(&standing(&rules, path)) {
            if said.insert((rule.file, rule.line, name)) {
                found.note(rule.file, || {
                    Fault::new(format!(
                        "{sentence}, and records are among them: {}",
                        quoted(path)
                    ))
                    .line(rule.line)
                    .hint(remedy(rule, name))
                });
            }
        }
    }
}

fn remedy(rule: &Rule<'_>, name: &str) -> String {
    match name {
        "text" | "eol" => format!("{} text eol=lf", rule.pattern),
        other => format!("{} -{other}", rule.pattern),
    }
}

fn rules<'r>(scene: &Scene<'r>, found: &mut Found) -> Vec<Rule<'r>> {
    let mut rules = Vec::new();
    for (path, content) in &scene.register.snapshot.files {
        let folder = match path.strip_suffix(NAME) {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => continue,
        };
        let text = content
            .bytes()
            .and_then(|bytes| std::str::from_utf8(bytes).ok());
        let of_file = text.map(|text| in_file(path, folder, text));
        match of_file.filter(|of_file| can_be_judged(of_file, rules.len())) {
            Some(of_file) => rules.extend(of_file),
            None => found.note(path, || {
                Fault::new("the attributes are too many, too long or too strange to be judged")
                    .hint("leave records out of them: keep to lines for your own files")
            }),
        }
    }
    // Files of outer folders come first, so that those nearer to the record have the last word.
    rules.sort_by_key(|rule| rule.folder.matches('/').count());
    rules
}

fn can_be_judged(rules: &[Rule<'_>], already: usize) -> bool {
    already + rules.len() <= MOST_LINES
        && rules
            .iter()
            .all(|rule| rule.pattern.len() <= LONGEST_PATTERN)
}

fn in_file<'a>(file: &'a str, folder: &'a str, text: &'a str) -> Vec<Rule<'a>> {
    let mut macros: BTreeMap<&str, Vec<(&str, Option<State<'_>>)>> = BTreeMap::new();
    macros.insert("binary", vec![("text", Some(State::Unset))]);
    let mut rules = Vec::new();
    for (line, number) in text.lines().zip(1_u32..) {
        let mut words = line.split_whitespace();
        let Some(pattern) = words.next().filter(|word| !word.starts_with('#')) else {
            continue;
        };
        let states: Vec<_> = words.flat_map(|word| expanded(word, &macros)).collect();
        if let Some(name) = pattern.strip_prefix("[attr]") {
            macros.insert(name, states);
            continue;
        }
        rules.push(Rule {
            file,
            folder,
            line: number,
            pattern: pattern.trim_matches('"'),
            states,
        });
    }
    rules
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

/// Which attributes `path` has, by the last rule that speaks of each.
fn standing<'a, 'r>(rules: &'r [Rule<'a>], path: &str) -> Standing<'a, 'r> {
    let mut standing = BTreeMap::new();
    for rule in rules {
        let inside = path.strip_prefix(rule.folder);
        if !inside.is_some_and(|inside| glob::matches(rule.pattern, inside)) {
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
        (
            "ident",
            "git would write its own name for a file into these",
        ),
        ("filter", "a program would rewrite these files"),
        (
            "working-tree-encoding",
            "git would write these files in another encoding",
        ),
        (
            "export-subst",
            "git archive would write names of commits into these files",
        ),
    ];
    for (name, sentence) in others {
        out.extend(is_on(name).map(|(name, rule)| (name, sentence, rule)));
    }
    out
}

/// Line ends are safe where nothing is converted, or everything to LF.
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
        (_, Some((State::Value(_), rule))) => Some((
            "eol",
            "git would convert the line ends of these files",
            rule,
        )),
        (Some((_, rule)), _) => Some((
            "text",
            "git would convert the line ends of these files on some systems",
            rule,
        )),
        (None, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::altering;
    use crate::check::tree::found::{Found, placed};
    use crate::check::tree::scene::Scene;
    use crate::register::sample::Sample;
    use crate::value::code;

    fn lines(files: &[(&str, &str)]) -> Vec<String> {
        let register = Sample::of(files).faulty();
        let mut found = Found::of(code::S118);
        altering(&Scene::of(&register, None), &mut found);
        let all = placed(&register, found.finish());
        let place = |caused: &crate::check::tree::found::Caused| caused.finding.place.to_string();
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
            "* binary",
            "* text=auto eol=lf",
            "*.toml eol=lf",
            "*.png filter=lfs diff=lfs merge=lfs -text",
            "src/** text=auto",
            "* text=auto\n* -text",
            "* text=auto\n* !text",
            "# * text",
            "*.toml merge=ours",
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
}

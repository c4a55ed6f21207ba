//! Tests every command that the program prints: its own parser understands it, a shell takes it unchanged, and no
//! word of it is missing. Every scene checks all output.

use std::collections::BTreeSet;
use std::sync::Mutex;

use plenary::value::command::Placeholder;

use crate::blessed::project;

/// What has been looked at and found sound.
static SOUND: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Placeholders for the words of a user, and what a test types for them.
fn filled(word: &str, command: &str) -> String {
    let value = match command {
        "reply" => "satisfied",
        "dispose" => "outweighed",
        "appeal" => "dismissed",
        "review" => "kept",
        "implement" if word == "VALUE" => "noted",
        _ => "support",
    };
    let mut word = word.to_owned();
    for (_, placeholder) in Placeholder::WORDS.iter().copied() {
        let typed = match placeholder {
            Placeholder::Value => value,
            Placeholder::Level => "consensus",
            Placeholder::Time => "2026-05-21T23:59Z",
            Placeholder::Date => "2026-05-21",
            Placeholder::Revision => "r1",
            Placeholder::Objection => "cid.cost",
            Placeholder::Challenge => "cid.1",
            Placeholder::Name
            | Placeholder::Group
            | Placeholder::Ground
            | Placeholder::Track
            | Placeholder::Proposal => "name",
            Placeholder::File | Placeholder::Reason | Placeholder::Text | Placeholder::Title => {
                "Words."
            }
            Placeholder::Link => "https://example.org/1",
            Placeholder::Code => "S101",
        };
        let alone = word.rsplit('=').next() == Some(placeholder.word());
        if alone {
            word = word.replace(placeholder.word(), typed);
        }
    }
    word
}

/// The words as a shell would take them; quotation marks that do not end are letters.
fn split(said: &str) -> Vec<String> {
    let (mut words, mut word, mut quote): (Vec<String>, String, Option<char>) = Default::default();
    let mut begun = false;
    for c in said.chars() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), c) => word.push(c),
            (None, '\'' | '"') => (quote, begun) = (Some(c), true),
            (None, ' ') if begun => {
                words.push(std::mem::take(&mut word));
                begun = false;
            }
            (None, ' ') => {}
            (None, c) => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

/// Why the text from the name of the program to the end of a line is not a command that can be
/// pasted, with prose behind it or without; nothing where it is one, or speaks of none.
fn fault(said: &str) -> Option<String> {
    fault_with(Behind::Prose, said)
}

/// What may follow a command.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    Prose,
    Nothing,
}

fn fault_with(behind: Behind, said: &str) -> Option<String> {
    let mut words = split(said);
    if words.get(1).is_some_and(|word| word == "-C") {
        words.drain(1..words.len().min(3));
    }
    let name = words.get(1)?.clone();
    let name = name.as_str();
    if let Some(unknown) = plenary::cli::fault_of(&["plenary", name, "--help"]) {
        return Some(unknown);
    }
    // The name of a command alone speaks of it, and does nothing.
    let is_path = |words: &[String]| {
        words
            .iter()
            .all(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
    };
    let groups = [
        "appeal",
        "call",
        "charter",
        "export",
        "implement",
        "intake",
        "meeting",
        "participant",
    ];
    let longest = if groups.contains(&name) { 3 } else { 2 };
    if words.len() <= longest && is_path(&words) {
        return None;
    }
    let mut typed: Vec<String> = words.iter().map(|word| filled(word, name)).collect();
    if let Some(at) = words.iter().position(|word| word == "--progress") {
        typed.splice(
            at.saturating_add(1)..at.saturating_add(2),
            ["done".to_owned()],
        );
    }
    // Only who wrote the text can say which of the two a change is.
    let kinds = ["--editorial", "--material"];
    if name == "revise" && !words.iter().any(|word| kinds.contains(&word.as_str())) {
        typed.insert(2, "--material".to_owned());
    }
    let words = {
        let mut all = words.clone();
        all.splice(
            2..2,
            typed
                .iter()
                .skip(2)
                .take(typed.len() - words.len())
                .cloned(),
        );
        all
    };
    let understood = (2..=typed.len())
        .rev()
        .find(|length| plenary::cli::fault_of(&typed[..*length]).is_none());
    let Some(length) = understood else {
        return plenary::cli::fault_of(&typed);
    };
    let next = words.get(length)?;
    let sound = behind == Behind::Prose && is_prose(next);
    (!sound).then(|| format!("\"{next}\" is not understood behind it"))
}

/// Whether a word can only be prose: no option, no placeholder, nothing that is left out.
fn is_prose(word: &str) -> bool {
    let left_out = word.contains('…') || word.contains("...");
    let capitals = word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase());
    !(word.starts_with("--") || word.contains('|') || left_out || capitals)
}

/// The commands in what the program said, each to the end of its line, of its cell or of the
/// quotation that it is in.
fn commands(said: &str) -> Vec<String> {
    let mut all = Vec::new();
    for line in said.lines() {
        for (at, _) in line.match_indices("plenary ") {
            let before = line[..at].chars().next_back();
            if before.is_some_and(|c| !" `\"'(>*".contains(c)) {
                continue;
            }
            let rest = &line[at..];
            let quoted = before.filter(|c| *c == '`').map(|_| "`");
            let ends = ["  ", "` ", ". ", ", ", "; ", " · ", " | ", "</"];
            let ends = ends.into_iter().chain(quoted);
            let end = ends.filter_map(|end| rest.find(end)).min();
            let rest = &rest[..end.unwrap_or(rest.len())];
            // What the parser says of its own is not a line to be run.
            if !line.trim_start().starts_with("Usage:") {
                let end = ['.', ':', ',', ')', '`', '"'];
                all.push(rest.trim_end_matches(end).to_owned());
            }
        }
    }
    all
}

/// Fails if the output has a command that is not one.
pub(crate) fn are_sound(said: &str) {
    for command in commands(said) {
        let known = |sound: &BTreeSet<String>| sound.contains(&command);
        if SOUND.lock().is_ok_and(|sound| known(&sound)) {
            continue;
        }
        if let Some(why) = fault(&command) {
            panic!("this is no command: {command}\n{why}\nin:\n{said}");
        }
        if let Ok(mut sound) = SOUND.lock() {
            sound.insert(command);
        }
    }
}

#[test]
fn what_is_no_command_is_found() {
    for sound in [
        "plenary status retention",
        "hint: maya can do this: plenary respond cid.cost TEXT",
        "to see it: plenary check, cannot be counted: plenary check",
        "plenary status retention shows what comes in",
        "Usage: plenary propose --text <FILE> <TITLE>",
        "1. decide. (LEVEL is a): plenary decide x --designation LEVEL --sign-off",
        "write `plenary position x VALUE` there",
        "plenary reply cid.cost VALUE  plenary call open x --closes TIME",
    ] {
        are_sound(sound);
    }
    for none in [
        "plenary reply cid.cost satisfied|maintained",
        "plenary revise x … or plenary call open x",
        "plenary call open x",
        "plenary object x",
        "plenary decide x --designaton LEVEL",
        "plenary sign-of x",
        "plenary position x VALUE --reasn WHY",
    ] {
        let named: Vec<Option<String>> = commands(none).iter().map(|it| fault(it)).collect();
        assert!(named[0].is_some(), "{none}: {named:?}");
    }
}

/// The texts of a line of the source, with something in the place of what is filled in.
fn texts(line: &str, fill: &str) -> Vec<String> {
    let (mut all, mut text, mut inside) = (Vec::new(), String::new(), false);
    let mut signs = line.chars();
    while let Some(c) = signs.next() {
        match (inside, c) {
            (true, '\\') => match signs.next() {
                Some('n') => text.push('\n'),
                other => text.extend(other),
            },
            (true, '{') => {
                signs.by_ref().take_while(|c| *c != '}').for_each(drop);
                text.push_str(fill);
            }
            (true, '"') => {
                all.push(std::mem::take(&mut text));
                inside = false;
            }
            (true, c) => text.push(c),
            (false, '"') => inside = true,
            (false, _) => {}
        }
    }
    all
}

#[test]
fn every_command_in_the_source_is_one() {
    let fills = [
        "name",
        "cid.cost",
        "2026-05-21",
        "1",
        "r1",
        "S101",
        "json",
        "status retention",
        "Words.",
    ];
    let mut faults = Vec::new();
    let mut seen = 0;
    for (path, text) in crate::floors::files() {
        let joined = text.replace("\\\n", "\u{1}");
        for line in joined.lines() {
            if line.trim_start().starts_with("//") || !line.contains("plenary ") {
                continue;
            }
            let line = line.split('\u{1}').map(str::trim_start).collect::<String>();
            let of = |fill: &str| -> Vec<String> {
                let said = texts(&line, fill).into_iter();
                said.flat_map(|said| commands(&said)).collect()
            };
            for (n, command) in of("name").into_iter().enumerate() {
                seen += 1;
                let sound = |fill: &str| of(fill).get(n).is_some_and(|it| fault(it).is_none());
                if !fills.iter().any(|fill| sound(fill)) {
                    faults.push(format!("src/{path}: {command}"));
                }
            }
        }
    }
    assert!(seen > 60, "only {seen} were seen");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The commands in the code of a page: spans and lines of blocks that begin with the name of the
/// program, without what is the shell's.
fn in_code(page: &str) -> Vec<String> {
    let (mut code, mut prose): (Vec<String>, String) = Default::default();
    let mut is_block = false;
    for line in page.replace("\\\n", " ").lines() {
        match line.trim_start() {
            fence if fence.starts_with("```") => is_block = !is_block,
            typed if is_block => code.push(typed.trim_start_matches("$ ").to_owned()),
            text => prose.push_str(&format!("{text} ")),
        }
    }
    code.extend(prose.split('`').skip(1).step_by(2).map(str::to_owned));
    let parts = code.iter().flat_map(|line| line.split(" && "));
    let ours = parts.filter(|part| part.starts_with("plenary "));
    ours.map(|part| {
        let ends = [" > ", " | ", " # ", " < "].into_iter();
        let end = ends.filter_map(|end| part.find(end)).min();
        part[..end.unwrap_or(part.len())].trim_end().to_owned()
    })
    .collect()
}

#[test]
fn commands_are_found_in_the_code_of_a_page() {
    let page = "Type `plenary status\nretention`, plenary nothing, or:\n\n```sh\n\
                $ plenary position x support \\\n  --as ann > out && plenary check | less\n\
                git init && plenary decide x --designaton LEVEL # so\n```\n";
    let found = in_code(page);
    let expected = [
        "plenary position x support    --as ann",
        "plenary check",
        "plenary decide x --designaton LEVEL",
        "plenary status retention",
    ];
    assert_eq!(found, expected);
    let faults = found
        .iter()
        .map(|it| fault_with(Behind::Nothing, it).is_some());
    assert_eq!(faults.collect::<Vec<_>>(), [false, false, true, false]);
    let prose = "plenary status retention shows it";
    assert!(fault(prose).is_none() && fault_with(Behind::Nothing, prose).is_some());
}

#[test]
fn every_command_in_the_documents_is_one() {
    let written = |path: &str| {
        let example = path.starts_with("examples/") && path.split('/').count() == 3;
        path.ends_with(".md") && (path.starts_with("docs/") || path == "README.md" || example)
    };
    let mut faults = Vec::new();
    let mut seen = 0;
    let mut pages = vec![(
        "README.md".to_owned(),
        std::fs::read(project("README.md")).expect("it"),
    )];
    for folder in ["docs", "examples"] {
        let files = crate::documents::files(&project(folder)).into_iter();
        pages.extend(files.map(|(path, bytes)| (format!("{folder}/{path}"), bytes)));
    }
    for (path, bytes) in pages {
        // The reference is made from the parser itself.
        if !written(&path) || path == "docs/reference/commands.md" {
            continue;
        }
        let page = String::from_utf8(bytes).expect("text");
        for command in in_code(&page) {
            seen += 1;
            if let Some(why) = fault_with(Behind::Nothing, &command) {
                let why = why.lines().next().unwrap_or_default();
                faults.push(format!("{path}: {command}\n    {why}"));
            }
        }
    }
    assert!(seen > 250, "only {seen} were seen");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

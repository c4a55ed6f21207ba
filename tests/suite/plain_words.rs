//! No text of the project has a word that misleads its readers: not a message, not the help, not a comment and not a
//! document. The list of these words, each with a better one, is `tests/measure/words/never.rs`.

#[path = "../measure/words/never.rs"]
mod never;
#[path = "../measure/words/texts.rs"]
mod texts;

use std::path::Path;

/// String literals that are a key, a value or an id, with the files that have them and the reason.
const TOKENS: &[(&str, &str, &str)] = &[
    (
        "stands",
        "src/record/",
        "a disposition of the first format, which is read for ever",
    ),
    (
        "hold",
        "src/record/",
        "a position of the first format, which is read for ever",
    ),
    (
        "hold",
        "src/value/",
        "a former word, which is read for ever",
    ),
    ("hold", "src/tally/reason.rs", "a key of the JSON"),
    ("hold", "src/cli/", "a former name of a command"),
    ("family", "src/record/charter.rs", "a key of the charter"),
    (
        "family name",
        "src/record/column.rs",
        "a heading in tables of others",
    ),
    (
        "families",
        "src/procedure/decision_account.rs",
        "a key of decisions",
    ),
];

fn is_token(text: &texts::Text) -> bool {
    let mut tokens = TOKENS.iter();
    text.kind == texts::Kind::Literal
        && tokens.any(|(token, place, _)| text.whole == *token && text.path.starts_with(place))
}

#[test]
fn no_text_has_a_word_that_misleads() {
    let all = texts::of_project(Path::new(env!("CARGO_MANIFEST_DIR")));
    let mut found = Vec::new();
    for text in all.iter().filter(|text| !is_token(text)) {
        found.extend(never::find(&text.words).iter().map(|word| {
            let (path, line) = (&text.path, text.line(word.at));
            format!("{path}:{line}: {}: {}", word.words, word.instead)
        }));
    }
    found.dedup();
    assert!(
        found.is_empty(),
        "{}\n{} words that mislead",
        found.join("\n"),
        found.len()
    );
}

fn words_of(texts: &[texts::Text]) -> Vec<&'static str> {
    let found = texts.iter().flat_map(|text| never::find(&text.words));
    found.map(|found| found.words).collect()
}

#[test]
fn a_word_is_found_wherever_people_read_it_and_not_in_code() {
    let rust = r##"
//! It stands
//! beside the `stands` of [`hold`].
fn f<'a>(c: char) -> &'a str {
    // What was taken
    // back.
    let s = "{holds} is \"stands\", set-aside and plenary hold-x, and is no longer there, for there is no room";
    let t = 'h'; let u = r#"There is no "call" here, says nobody, that
        landed"#;
    "the position is \
     put off"
}
"##;
    let texts = texts::of_rust("x.rs", rust);
    assert_eq!(
        words_of(&texts),
        [
            "stands",
            "beside",
            "taken back",
            "there is no … that",
            "landed",
            "put off"
        ]
    );
    let last = texts.last().unwrap();
    assert_eq!(last.line(never::find(&last.words)[0].at), 11);
    let page =
        "It is on\nrecord.\n\n    stands\n\n```\nstands\n```\n\n> stands\n\n\"It lies\", `lies`.\n";
    let texts = texts::of_markdown("x.md", page);
    assert_eq!(words_of(&texts), ["on record"]);
    let toml = "a = \"# stands\" # heard\n# An appeal is heard.\n";
    assert_eq!(words_of(&texts::of_toml("x.toml", toml)), ["heard"]);
}

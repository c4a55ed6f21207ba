//! Lists the presets that name a track with the rule of a real decision.

use std::path::Path;

/// A track of a preset that covers a rule.
#[derive(Debug, Clone)]
pub(crate) struct Covering {
    pub(crate) rule: String,
    pub(crate) preset: String,
    pub(crate) track: String,
    pub(crate) text: String,
}

/// Every track of a preset above which a comment names rules, once for each.
pub(crate) fn coverings() -> Vec<Covering> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/presets");
    let files = super::toml_files(&folder);
    files
        .iter()
        .flat_map(|(preset, text)| covered(preset, text))
        .collect()
}

fn covered(preset: &str, text: &str) -> Vec<Covering> {
    let mut named: Vec<&str> = Vec::new();
    let mut all = Vec::new();
    for line in text.lines() {
        if let Some(rules) = line.strip_prefix("# cases:") {
            named.extend(rules.split(',').map(str::trim));
        } else if let Some(table) = line.strip_prefix('[') {
            let track = table.split([']', '.', ' ']).nth(1).unwrap_or_default();
            all.extend(named.drain(..).map(|rule| Covering {
                rule: rule.to_owned(),
                preset: preset.to_owned(),
                track: track.to_owned(),
                text: text.to_owned(),
            }));
        }
    }
    assert!(named.is_empty(), "{preset}: {named:?} stand above no track");
    all
}

#[test]
fn a_comment_names_the_rules_of_the_track_under_it() {
    let text = "format = 1\n# cases: one\n# cases: two, three\n[track.a]\n[[track.a.level]]\n\
                # other words\n[track.b]\n# cases: one\n[track.c]\n";
    let found: Vec<String> = covered("p", text)
        .into_iter()
        .map(|covering| format!("{} {}", covering.rule, covering.track))
        .collect();
    assert_eq!(found, ["one a", "two a", "three a", "one c"]);
}

//! A new register: a preset's charter, and its first chair.

use super::{paths, refused, says, tells};
use crate::act::init::{Init, init};
use crate::act::refusal::Kind::Usage;
use crate::record::charter::Charter;
use crate::record::preset;
use crate::register::entry::PendingCommit;
use crate::register::sample::who;
use crate::value::id::{GroupId, RegisterId, StandingName, WeightName};

fn new(preset: Option<&str>) -> Init {
    Init {
        preset: preset.map(str::to_owned),
        register: RegisterId::parse("body").expect("an id"),
        name: "The Body".to_owned(),
        chair: who("maya"),
        chair_name: "Maya".to_owned(),
        email: None,
        group: None,
        standing: Vec::new(),
        weight: Vec::new(),
        account: None,
        service: None,
        editor: false,
    }
}

fn charter(entry: &PendingCommit) -> Charter {
    Charter::read("charter.toml", &entry.files["charter.toml"]).expect("a charter")
}

/// A group of a preset's charter, which has several or one.
fn group(preset: &str) -> GroupId {
    let preset = preset::find(preset).expect(preset);
    preset.charter().expect("a charter").groups[0].id.clone()
}

#[test]
fn every_preset_becomes_a_charter_with_its_first_chair() {
    for preset in preset::ALL {
        let input = Init {
            group: Some(group(preset.name)),
            ..new(Some(preset.name))
        };
        let entry = init(&input).expect(preset.name);
        let charter = charter(&entry);
        assert_eq!(
            (charter.register.as_str(), charter.name.as_str()),
            ("body", "The Body")
        );
        assert!(charter.holds(&who("maya"), "chair"), "{}", preset.name);
        let source = preset.charter().expect("a charter").source;
        assert_eq!(charter.source, source, "{}", preset.name);
        let trailers = [format!("Preset: {}", preset.name), "Chair: maya".to_owned()];
        tells(&entry, "Create register body", &trailers);
        let text = std::str::from_utf8(&entry.files["charter.toml"]).expect("text");
        let comments = |text: &str| text.lines().filter(|line| line.starts_with('#')).count();
        assert_eq!(comments(text), comments(preset.text), "every comment stays");
        assert_eq!(paths(&entry), ["charter.toml", "participants/maya.toml"]);
    }
}

#[test]
fn a_first_chair_has_no_vote_unless_it_is_said() {
    let plain = preset::ALL[0].name;
    let group = group(plain);
    let entry = init(&new(None)).expect("the plain preset");
    assert_eq!(entry.message.trailers[0].1, plain);
    let own = format!("name = 'Maya'\ngroup = '{group}'\n");
    says(
        &entry,
        "participants/maya.toml",
        &format!("{own}standing = ['officer']"),
    );
    let input = Init {
        email: Some("m@example.org".to_owned()),
        standing: vec![StandingName::parse("member").expect("a standing")],
        weight: vec![(WeightName::parse("seats").expect("a weight"), 3)],
        editor: true,
        ..new(None)
    };
    let entry = init(&input).expect("the plain preset");
    says(
        &entry,
        "participants/maya.toml",
        &format!("{own}emails = ['m@example.org']\nweight = {{ seats = 3 }}"),
    );
    assert!(
        paths(&entry).len() > 2,
        "files for editors: {:?}",
        paths(&entry)
    );
}

#[test]
fn what_is_no_preset_and_no_group() {
    let all = preset::ALL.iter();
    let several = all
        .clone()
        .find(|one| one.charter().expect("a charter").groups.len() > 1);
    let several = several.expect("a preset with several groups");
    let mistyped = format!("{}x", several.name);
    let nowhere = Init {
        group: GroupId::parse("nowhere-at-all").ok(),
        ..new(None)
    };
    let meant = format!(
        "{mistyped} | did you mean {}? | plenary charter presets",
        several.name
    );
    let names = format!("zzzzzzzz | {}", "plenary charter presets");
    for (input, told) in [
        (new(Some(&mistyped)), meant.as_str()),
        (new(Some("zzzzzzzz")), &names),
        (new(Some(several.name)), "group"),
        (nowhere, "nowhere-at-all | group"),
    ] {
        refused(init(&input), Usage, told);
    }
}

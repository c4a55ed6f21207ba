//! Tests texts on the site: what changed since the text that people answered on, and translations.

use crate::body::{self, at, give};
use crate::scene::Scene;
use crate::site::{page, site};

/// Writes a text and revises the proposal with it.
fn revise(scene: &mut Scene, now: &str, text: &str, note: &str) {
    scene.now(now);
    scene.write(".git/next.md", text);
    let revise = [
        "revise",
        "retention",
        "--text",
        ".git/next.md",
        "--material",
    ];
    scene.quietly(&[&revise[..], &["--note", note, "--as", "ann"]].concat());
}

#[test]
fn changes_are_those_since_the_text_that_somebody_answered_on() {
    let mut scene = body::proposed("policy");
    scene.write(".git/info/exclude", "/public*/\n");
    let shown = |scene: &Scene| page(&site(scene, "public", &[]), "p/retention/index.html");
    revise(
        &mut scene,
        "2026-05-01T11:00:00Z",
        "The second text.\n",
        "First note",
    );
    let page = shown(&scene);
    assert!(
        page.contains("What changed since r1, the revision before"),
        "{page}"
    );
    give(&scene, &[("ben", "accept")]);
    revise(
        &mut scene,
        "2026-05-01T12:00:00Z",
        "The third text.\n",
        "Second note",
    );
    revise(
        &mut scene,
        "2026-05-01T13:00:00Z",
        "The fourth long text.\n",
        "Third note",
    );
    let page = shown(&scene);
    assert!(
        page.contains("What changed since r2, the last earlier text that somebody answered on"),
        "{page}"
    );
    let changes = page
        .split("<pre class=\"changes\"")
        .nth(1)
        .expect("changes");
    let changes = changes.split("</pre>").next().expect("their end");
    assert!(changes.contains("taken out: </span>second "), "{changes}");
    assert!(changes.contains("put in: </span>fourth long "), "{changes}");
    assert!(!changes.contains("third"), "{changes}");
    // The notes are those of every revision since.
    for (note, is_shown) in [
        ("First note", false),
        ("Second note", true),
        ("Third note", true),
    ] {
        let details = page.split("What changed since").nth(1).expect("the part");
        let details = details.split("</details>").next().expect("its end");
        assert_eq!(details.contains(note), is_shown, "{note}: {details}");
    }
}

#[test]
fn translations_have_pages_and_say_if_the_text_has_changed() {
    let mut scene = body::proposed("policy");
    scene.write(".git/info/exclude", "/public*/\n");
    scene.write(".git/ar.md", "# النص\n\nالنص الأول.\n");
    let translate = [
        "translate",
        "retention",
        "--text",
        ".git/ar.md",
        "--language",
        "ar-EG",
    ];
    let words = [
        "--title",
        "الاحتفاظ",
        "--question",
        "هل نعتمد القاعدة؟",
        "--as",
        "ann",
    ];
    scene.quietly(&[&translate[..], &words].concat());
    let files = site(&scene, "public", &[]);
    let own = page(&files, "p/retention/index.html");
    let link = "<a href=\"t/ar-eg/index.html\"><bdi lang=\"ar-EG\">الاحتفاظ</bdi></a>";
    assert!(own.contains(link), "{own}");
    assert!(
        own.contains("<p class=\"question\" lang=\"ar-EG\" dir=\"auto\">هل نعتمد القاعدة؟</p>"),
        "{own}"
    );
    let text = page(&files, "p/retention/t/ar-eg/index.html");
    assert!(
        text.contains("<div class=\"text\" lang=\"ar-EG\" dir=\"auto\">"),
        "{text}"
    );
    assert!(!text.contains("an earlier revision"), "{text}");
    assert_eq!(
        files["p/retention/t/ar-eg/text.md"],
        "# النص\n\nالنص الأول.\n".as_bytes()
    );
    revise(
        &mut scene,
        "2026-05-01T12:00:00Z",
        "The second text.\n",
        "Shorter",
    );
    let files = site(&scene, "public", &[]);
    let own = page(&files, "p/retention/index.html");
    assert!(own.contains("(ar-EG, of r1, an earlier revision)"), "{own}");
    let text = page(&files, "p/retention/t/ar-eg/index.html");
    assert!(
        text.contains("This is a translation of an earlier revision, r1."),
        "{text}"
    );
    assert!(text.contains("href=\"../../r2/index.html\""), "{text}");
    // A file with other words than were recorded is not shown as the translation.
    scene.write(&at("text.ar-eg.md"), "Something else.\n");
    scene.commit("Change a translation", "2026-05-01T13:00:00Z");
    let files = site(&scene, "public", &[]);
    assert!(!files.contains_key("p/retention/t/ar-eg/index.html"));
    assert!(page(&files, "p/retention/index.html").contains("الاحتفاظ"));
}

/// The pages of the register of a body that writes in this language, with a decided proposal and a translation.
fn written_in(language: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
    let scene = crate::site::register();
    let charter = scene.read("charter.toml");
    let own = format!("name = \"Test body\"\nlanguage = \"{language}\"\n");
    scene.write(
        "charter.toml",
        &charter.replacen("name = \"Test body\"\n", &own, 1),
    );
    scene.commit("The language", "2026-05-12T11:00:00Z");
    scene.write(".git/es.md", "Los operadores.\n");
    let translate = [
        "translate",
        "who-pays",
        "--text",
        ".git/es.md",
        "--language",
        "es",
    ];
    scene.quietly(&[&translate[..], &["--title", "Quien paga", "--as", "dee"]].concat());
    site(&scene, "public", &[])
}

#[test]
fn words_of_records_have_the_language_of_the_charter() {
    let french = written_in("fr-CA");
    let call = page(&french, "p/retention/1/index.html");
    for part in [
        "<html lang=\"en\" dir=\"ltr\">",
        "<h1><bdi lang=\"fr-CA\">Retention</bdi></h1>",
        "<p class=\"question\" dir=\"auto\" lang=\"fr-CA\">",
        "<div class=\"text\" lang=\"fr-CA\">",
        "><bdi lang=\"fr-CA\">North</bdi></a>",
        "<h2 id=\"count-h\">",
    ] {
        assert!(call.contains(part), "{part}: {call}");
    }
    let spanish = page(&french, "p/who-pays/t/es/index.html");
    let (_, main) = spanish.split_once("<h1>").expect("a title");
    assert!(
        main.starts_with("<bdi lang=\"es\">Quien paga</bdi></h1>"),
        "{main}"
    );
    let (_, text) = main
        .split_once("<div class=\"text\" lang=\"es\"")
        .expect("the text");
    let text = text.split("</div>").next().expect("its end");
    assert!(
        text.contains("Los operadores") && !text.contains("fr-CA"),
        "{text}"
    );
}

#[test]
fn without_another_language_no_word_has_one() {
    let english = written_in("EN");
    for (path, bytes) in &english {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(['\u{1}', '\u{2}', '\u{3}']), "{path}");
        let without = text.replace(" lang=\"en\"", "").replace(" lang=\"es\"", "");
        assert!(!without.contains(" lang=\""), "{path}");
    }
    for (path, bytes) in &written_in("fr") {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(['\u{1}', '\u{2}', '\u{3}']), "{path}");
    }
}

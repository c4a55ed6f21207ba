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

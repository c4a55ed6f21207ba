//! Tests pages as HTML documents from outside, and calendars, which only one command writes.

use crate::body::{self, give, object};
use crate::scene::Scene;

fn html(scene: &Scene, arguments: &[&str]) -> String {
    scene.ok(&[arguments, &["--format", "html"]].concat())
}

/// The elements of a document in their order, and a failure where one is not closed where it
/// should be.
fn balanced(text: &str) -> Vec<String> {
    let (mut open, mut all): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
    let body = text.split_once("</style>").expect("a style").1;
    for piece in body.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').expect("a tag ends");
        let name = tag.split(' ').next().expect("a name");
        match name.strip_prefix('/') {
            Some("head" | "html") => {}
            Some(name) => assert_eq!(open.pop(), Some(name), "{text}"),
            None if name == "br" => {}
            None => {
                open.push(name);
                all.push(tag.to_owned());
            }
        }
    }
    assert!(open.is_empty(), "{open:?}: {text}");
    all
}

#[test]
fn a_tally_is_one_document_that_needs_nothing_else() {
    let scene = body::called("policy");
    object(&scene);
    give(&scene, &[("ann", "support"), ("cid", "disagree")]);
    let text = html(&scene, &["tally", "retention"]);
    assert!(
        text.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
    );
    assert!(text.ends_with("</main>\n</body>\n</html>\n"));
    for word in [
        "default-src 'none'",
        "prefers-color-scheme: dark",
        "@media print",
    ] {
        assert!(text.contains(word), "{word}: {text}");
    }
    let title = text.split("<title>").nth(1).unwrap_or_default();
    let title = title.split("</title>").next().unwrap_or_default();
    assert!(title.contains("retention"), "{title}");
    for loads in [
        "<script", "<link", "src=", "href=", "url(", "@import", "http:", "https:",
    ] {
        assert!(!text.contains(loads), "{loads}: {text}");
    }
    let tags = balanced(&text);
    let count = |wanted: &str| tags.iter().filter(|tag| tag.starts_with(wanted)).count();
    assert_eq!(count("h1"), 1);
    assert!(
        count("th scope=\"col\"") > 6 && count("th scope=\"row\"") > 6,
        "{tags:?}"
    );
    assert!(count("dl") > 1 && count("dt") == count("dd"), "{tags:?}");
    assert_eq!(
        html(&scene, &["tally", "retention"]),
        text,
        "the same bytes"
    );
}

#[test]
fn words_that_would_be_tags_are_words() {
    let scene = body::called("policy");
    let words = "<script>alert('x')</script><img src=x onerror=\"y\">&lt;</blockquote>";
    let raise = [
        "object",
        "retention",
        "--about",
        words,
        "--problem",
        words,
        "--resolve",
        words,
    ];
    scene.ok(&[&raise[..], &["--id", "bad", "--as", "cid"]].concat());
    for arguments in [
        &["show", "cid.bad"][..],
        &["status", "retention"],
        &["show", "retention"],
    ] {
        let text = html(&scene, arguments);
        let escaped = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&lt;img src=x onerror=&quot;y&quot;&gt;&amp;lt;&lt;/blockquote&gt;";
        assert!(text.contains(escaped), "{arguments:?}: {text}");
        assert!(
            !text.contains("<script") && !text.contains("<img"),
            "{arguments:?}"
        );
        balanced(&text);
    }
}

#[test]
fn a_calendar_is_refused_before_anything_is_written() {
    let scene = body::called("policy");
    scene.tell("html/a_calendar_is_refused_before_anything_is_written");
    let before = scene.git(&["rev-parse", "HEAD"]);
    for arguments in [
        &["tally", "retention"][..],
        &["log"],
        &["check"],
        &["explain", "S101"],
        &["position", "retention", "accept", "--as", "ann"],
        &[
            "position",
            "retention",
            "accept",
            "--as",
            "ann",
            "--dry-run",
        ],
        &[
            "position",
            "retention",
            "accept",
            "--as",
            "ann",
            "--no-commit",
        ],
    ] {
        scene.refused(2, &[arguments, &["--format", "ics"]].concat());
    }
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), before);
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
}

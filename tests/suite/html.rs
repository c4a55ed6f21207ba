//! Tests pages as HTML documents from outside, and calendars, which only one command writes.

use crate::body::{self, give, object};
use crate::scene::Scene;

fn html(scene: &Scene, arguments: &[&str]) -> String {
    scene.ok(&[arguments, &["--format", "html"]].concat())
}

/// What is sent around or printed by itself is one document; everything else is on the site.
#[test]
fn what_is_sent_around_is_one_document_that_needs_nothing_else() {
    let scene = body::called("policy");
    scene.tell("html/what_is_sent_around_is_one_document_that_needs_nothing_else");
    object(&scene);
    give(&scene, &[("ann", "support"), ("cid", "disagree")]);
    for arguments in [
        &["receipt", "retention", "--all"][..],
        &["call", "notice", "retention"],
        &["matrix", "retention"],
        &["agenda", "--date", "2026-05-20"],
    ] {
        let text = html(&scene, arguments);
        assert!(
            text.starts_with("<!doctype html>\n<html lang=\"en\""),
            "{text}"
        );
        assert!(text.ends_with("</body>\n</html>\n"), "{text}");
        for word in [
            "default-src 'none'",
            "prefers-color-scheme:dark",
            "@media print",
        ] {
            assert!(text.contains(word), "{word}: {text}");
        }
        assert_eq!(text.matches("<h1>").count(), 1, "{arguments:?}");
        for loads in ["<script", "<link", "src=", "href=", "url(", "@import"] {
            assert!(!text.contains(loads), "{loads}: {text}");
        }
        assert_eq!(html(&scene, arguments), text, "the same bytes");
    }
    for arguments in [
        &["tally", "retention"][..],
        &["status", "retention"],
        &["log"],
        &["check"],
        &["position", "retention", "accept", "--as", "ben"],
    ] {
        scene.refused(2, &[arguments, &["--format", "html"]].concat());
    }
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
        &["matrix", "retention"][..],
        &["call", "notice", "retention"],
    ] {
        let text = html(&scene, arguments);
        let escaped = "&lt;script&gt;alert('x')&lt;/script&gt;&lt;img src=x onerror=\"y\"&gt;&amp;lt;&lt;/blockquote&gt;";
        assert!(text.contains(escaped), "{arguments:?}: {text}");
        assert!(
            !text.contains("<script") && !text.contains("<img"),
            "{arguments:?}"
        );
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

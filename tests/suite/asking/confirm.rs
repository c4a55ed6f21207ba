//! What weighs most is shown in a terminal and confirmed before it is recorded.

use super::somebody::Somebody;
use crate::body;
use crate::scene::Scene;

#[test]
fn an_undo_is_confirmed() {
    let scene = body::called("policy");
    scene.tell("asking/an_undo_is_confirmed");
    scene.ok(&["position", "retention", "support", "--as", "ann"]);
    let undo = ["undo", "--as", "ann"];
    Somebody::types(&["q"]).leaves(&scene, &undo);
    Somebody::types(&[]).leaves(&scene, &undo);
    let before = scene.git(&["rev-parse", "HEAD~1"]);
    let now = "2026-05-03T09:00:00Z";
    asks_nothing(&scene, &[&undo[..], &["--yes"]].concat(), now);
    asks_nothing(&scene, &[&undo[..], &["--dry-run"]].concat(), now);
    Somebody::types(&[""]).ok(&scene, &undo);
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), before);
}

/// Nothing is asked, and nothing is recorded yet.
fn asks_nothing(scene: &Scene, arguments: &[&str], now: &'static str) {
    let asked = Somebody::types(&[]).now(now).ok(&scene.copy(), arguments);
    assert!(!asked.contains("Enter = yes"), "{asked}");
}

#[test]
fn a_close_is_confirmed() {
    let scene = body::called("policy");
    scene.tell("asking/a_close_is_confirmed");
    let close = ["call", "close", "retention"];
    let now = "2026-05-22T09:00:00Z";
    Somebody::types(&["q"]).now(now).leaves(&scene, &close);
    Somebody::types(&[]).now(now).leaves(&scene, &close);
    asks_nothing(&scene, &[&close[..], &["--yes"]].concat(), now);
    asks_nothing(&scene, &[&close[..], &["--dry-run"]].concat(), now);
    asks_nothing(&scene, &[&["-q"], &close[..]].concat(), now);
    let before = scene.git(&["rev-parse", "HEAD"]);
    Somebody::types(&["what", ""]).now(now).ok(&scene, &close);
    assert_ne!(scene.git(&["rev-parse", "HEAD"]), before);
}

#[test]
fn a_call_and_its_withdrawal_are_confirmed() {
    let scene = body::proposed("policy");
    scene.tell("asking/a_call_and_its_withdrawal_are_confirmed");
    let open = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];
    Somebody::types(&["q"]).leaves(&scene, &open);
    Somebody::types(&[""]).ok(&scene, &open);
    let withdraw = ["call", "withdraw", "retention", "--reason", "A mistake."];
    Somebody::types(&["q"]).leaves(&scene, &withdraw);
    Somebody::types(&[""]).ok(&scene, &withdraw);
}

#[test]
fn a_decision_is_confirmed() {
    let mut scene = body::called("policy");
    scene.tell("asking/a_decision_is_confirmed");
    let given = ["maya", "ann", "ben", "dee"].map(|who| (who, "support"));
    body::give(&scene, &given);
    let now = "2026-05-12T10:00:00Z";
    scene.now(now);
    let decide = ["decide", "retention", "--designation", "consensus"];
    let signed = [&decide[..], &["--sign-off"]].concat();
    Somebody::types(&["q"]).now(now).leaves(&scene, &signed);
    // Enter is not enough for who has not typed that they sign off.
    Somebody::types(&["", ""]).now(now).leaves(&scene, &decide);
    asks_nothing(&scene, &[&signed[..], &["--yes"]].concat(), now);
    Somebody::types(&["sign"])
        .now(now)
        .ok(&scene.copy(), &decide);
    Somebody::types(&[""]).now(now).ok(&scene, &signed);
}

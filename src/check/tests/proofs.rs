//! Tests who is taken to submit a change, by the account, the authors and the committers of its commits.

use super::called;
use super::change::{OPEN, judged};
use crate::blessed::screen;
use crate::check::change::{EntryPoint, Submitter};
use crate::procedure::hand::{Origin, OriginUnverified};
use crate::register::sample::who;
use crate::register::snapshot::CommitAddresses;

/// Authors of commits; "AUTHOR by COMMITTER" is one whom somebody else committed.
fn addresses(authors: &[&str]) -> CommitAddresses {
    let mut by = CommitAddresses::default();
    for author in authors {
        let (author, committer) = author.split_once(" by ").unwrap_or((author, ""));
        by.authors.insert(author.to_owned());
        by.committers
            .extend(Some(committer.to_owned()).filter(|it| !it.is_empty()));
    }
    by
}

#[test]
fn who_submits_is_proven_as_the_charter_asks() {
    let of = |identity: &str,
              account: Option<&str>,
              authors: &[&str],
              acting: Option<&str>,
              door: EntryPoint| {
        let before = called()
            .charter(&format!("identity = '{identity}'"))
            .more(
                "participants/ann.toml",
                "accounts = ['github:ann-a']\nemails = ['ann@example.org']",
            )
            .more(
                "participants/ben.toml",
                "accounts = ['github:both']\nemails = ['both@example.org']",
            )
            .more(
                "participants/eve.toml",
                "accounts = ['github:both']\nemails = ['both@example.org']",
            )
            .more(
                "participants/carla.toml",
                "accounts = ['github:carla-x']\nemails = ['carla@example.org']",
            )
            .more(
                "participants/maya.toml",
                "accounts = ['github:maya-m']\nemails = ['maya@example.org']",
            );
        let after = before.clone().position("ann", "accept");
        let submitter = Submitter {
            acting: acting.map(who),
            account: account.map(str::to_owned),
            by: addresses(authors),
        };
        let judged = judged(&submitter, &before, &after, (door, OPEN));
        let codes: Vec<&str> = judged
            .findings
            .iter()
            .map(|finding| finding.code.id)
            .collect();
        let words: String = judged
            .findings
            .iter()
            .map(|finding| format!("{} {}\n", finding.code.id, finding.sentence))
            .collect();
        let origin = match judged.origin {
            Origin::Known(who) => who
                .iter()
                .map(|who| who.as_str())
                .collect::<Vec<_>>()
                .join(" "),
            Origin::Stranger(name) => format!("? {name}"),
            Origin::Unverified => "-".to_owned(),
        };
        (
            format!("{origin}: {}", codes.join(" ")),
            judged.unproven,
            words,
        )
    };
    let (request, landing) = (EntryPoint::Request, EntryPoint::Landing);
    let (push, queue) = (EntryPoint::Push, EntryPoint::Queue);
    let ann = Some("github:ann-a");
    let rows = [
        (of("none", None, &[], None, request), "-: ", None),
        (
            of("none", Some("GitHub:ann-a"), &[], None, request),
            "ann: P217",
            None,
        ),
        (
            of("none", Some("github:zoe"), &[], None, request),
            "? github:zoe: P201 P217",
            None,
        ),
        (
            of("none", Some("github:both"), &[], None, request),
            "? github:both: P201 P217",
            None,
        ),
        (of("account", None, &[], None, request), "-: P210", None),
        (
            of("account", Some("github:ann-a"), &[], None, request),
            "ann: P217",
            None,
        ),
        (
            of("account", Some("github:zoe"), &[], None, request),
            "? github:zoe: P210 P217",
            None,
        ),
        (
            of("account", Some("github:both"), &[], None, request),
            "? github:both: P210 P217",
            None,
        ),
        (
            of("account", Some("github:zoe"), &[], None, landing),
            "-: ",
            Some(OriginUnverified::AccountInHistory),
        ),
        (
            of("author", None, &["ann@example.org"], None, request),
            "ann: ",
            None,
        ),
        (
            of(
                "author",
                None,
                &["zoe@example.org", "ann@example.org"],
                None,
                request,
            ),
            "? zoe@example.org: P210",
            None,
        ),
        (
            of("author", None, &["both@example.org"], None, landing),
            "? both@example.org: P210",
            None,
        ),
        (
            of(
                "author",
                None,
                &["zoe@example.org"],
                Some("ann"),
                EntryPoint::Entry,
            ),
            "ann: P210",
            None,
        ),
        (
            of(
                "author",
                None,
                &["ann@example.org"],
                Some("ann"),
                EntryPoint::Entry,
            ),
            "ann: ",
            None,
        ),
        // Whom the door names must own it with everybody who wrote it, whatever the charter asks for.
        (
            of("none", ann, &["carla@example.org"], None, request),
            "ann carla: P201 P217",
            None,
        ),
        (
            of("account", ann, &["carla@example.org"], None, request),
            "ann carla: P201 P217",
            None,
        ),
        (
            of("account", ann, &["zoe@example.org"], None, request),
            "ann: P217",
            None,
        ),
        (
            of("author", ann, &["zoe@example.org"], None, request),
            "ann: P210 P217",
            None,
        ),
        (
            of(
                "author",
                Some("github:zoe"),
                &["ann@example.org"],
                None,
                request,
            ),
            "? github:zoe: P210 P217",
            None,
        ),
        (
            of(
                "author",
                Some("gitlab:zoe"),
                &["ann@example.org"],
                None,
                request,
            ),
            "ann: P217",
            None,
        ),
        (
            of(
                "none",
                Some("gitlab:zoe"),
                &["carla@example.org"],
                None,
                request,
            ),
            "carla: P201 P217",
            None,
        ),
        // Somebody else typed her name as the author.
        (
            of(
                "author",
                None,
                &["ann@example.org by carla@example.org"],
                None,
                request,
            ),
            "ann carla: P201",
            None,
        ),
        (
            of(
                "author",
                None,
                &["ann@example.org by maya@example.org"],
                None,
                request,
            ),
            "ann: P225",
            None,
        ),
        (
            of(
                "author",
                None,
                &["ann@example.org by noreply@github.com"],
                None,
                request,
            ),
            "ann: ",
            None,
        ),
        (
            of(
                "author",
                None,
                &["ann@example.org by carla@example.org"],
                None,
                landing,
            ),
            "ann: ",
            None,
        ),
        (
            of(
                "author",
                ann,
                &["ann@example.org by carla@example.org"],
                None,
                request,
            ),
            "ann: P217",
            None,
        ),
        // What several people wrote, pushed by one of them or merged together.
        (
            of(
                "account",
                Some("github:maya-m"),
                &["ann@example.org"],
                None,
                push,
            ),
            "ann: P217",
            None,
        ),
        (
            of(
                "account",
                Some("github:maya-m"),
                &["ann@example.org"],
                None,
                request,
            ),
            "ann maya: P201 P217",
            None,
        ),
        (
            of(
                "account",
                Some("github:carla-x"),
                &["ann@example.org"],
                None,
                push,
            ),
            "ann carla: P201 P217",
            None,
        ),
        (
            of("account", None, &["ann@example.org"], None, push),
            "-: P210",
            None,
        ),
        (
            of(
                "account",
                None,
                &["7+Ann-A@users.noreply.github.com"],
                None,
                queue,
            ),
            "ann: ",
            None,
        ),
        (
            of(
                "account",
                None,
                &["7-ann-a@users.noreply.gitlab.com"],
                None,
                queue,
            ),
            "? 7-ann-a@users.noreply.gitlab.com: P210",
            None,
        ),
        (
            of("signature", None, &[], None, request),
            "-: ",
            Some(OriginUnverified::Signature),
        ),
        (
            of("signature", Some("github:zoe"), &[], None, request),
            "? github:zoe: P210 P217",
            Some(OriginUnverified::Signature),
        ),
        (
            of("signature", None, &[], Some("ben"), EntryPoint::Entry),
            "ben: P201",
            None,
        ),
    ];
    let mut told = String::new();
    let mut all = Vec::new();
    for ((found, unproven, words), expected, asked) in rows {
        if found != expected {
            all.push(found.clone());
        }
        assert_eq!(unproven, asked, "{found}");
        told += &words;
    }
    screen("check/proofs", &told);
    assert_eq!(all, [""; 0]);
}

//! Tests the pages of participants and groups: a mark for each decision, and the advice of those without a seat.

use crate::site::pages::example;
use crate::site::{page, register, site};

/// The row of a table whose head has these words.
fn row<'p>(page: &'p str, words: &str) -> &'p str {
    let mut rows = page.split("<tr>");
    let own = rows.find(|row| {
        row.split("</th>")
            .next()
            .is_some_and(|head| head.contains(words))
    });
    own.unwrap_or_else(|| panic!("no {words} in {page}"))
}

/// The letters of the marks in a part of a page, in the order of the key of that page.
fn letters(page: &str, part: &str) -> Vec<String> {
    let copies = part.split("<use href=\"#").skip(1);
    let ids = copies.map(|rest| rest.split('"').next().unwrap_or(""));
    ids.map(|id| {
        let (_, mark) = page
            .split_once(&format!("<g id=\"{id}\">"))
            .expect("its mark");
        let mark = mark.split("</g>").next().unwrap_or("");
        let text = mark.split("<text").nth(1).unwrap_or("");
        let text = text.split('>').nth(1).unwrap_or("");
        text.split('<').next().unwrap_or("").to_owned()
    })
    .collect()
}

#[test]
fn each_decision_has_one_mark() {
    let site = site(&register(), "public", &[]);
    let north = page(&site, "g/north/index.html");
    let call = page(&site, "p/retention/1/index.html");
    let letter = |who: &str| letters(&north, row(&north, who));
    assert_eq!(letter("ANN of the roster"), ["A"]);
    assert_eq!(letter("BEN of the roster"), ["S"]);
    // The marks are those of the page of the call, with their meaning next to them.
    for mark in [
        ">A</text></g></svg>\n accept",
        ">S</text></g></svg>\n support",
    ] {
        assert!(
            north.contains(mark) && call.contains(mark),
            "{mark}: {north}"
        );
    }
    let ann = row(&north, "ANN of the roster");
    assert!(ann.contains("</span>1 of 1</td>"), "{ann}");
    // The group's own row has a square for each member.
    let decision = row(&north, "Retention");
    assert_eq!(letters(&north, decision).len(), 3, "{decision}");
    let eve = page(&site, "who/eve/index.html");
    let answer = row(&eve, "Retention");
    assert_eq!(letters(&eve, answer), ["D"]);
    assert!(answer.contains("</svg>\n disagree</td>"), "{answer}");
    assert!(
        eve.contains("1 of 1 answers given; with the outcome in 0 of 1"),
        "{eve}"
    );
}

#[test]
fn members_are_in_no_table_where_nobody_is_named() {
    let site = site(&register(), "public", &["--names", "none"]);
    let north = page(&site, "g/north/index.html");
    assert!(!north.contains("id=\"members\""), "{north}");
}

#[test]
fn advisers_find_their_advice_and_what_became_of_it() {
    let scene = example("lake-council");
    let files = site(&scene, "public", &[]);
    let advice = |path: &str| {
        let page = page(&files, path);
        let (_, rest) = page
            .split_once("<section id=\"advice\"")
            .unwrap_or_else(|| panic!("{page}"));
        rest.split("</section>").next().unwrap_or("").to_owned()
    };
    let fish = advice("who/ice-and-fish/index.html");
    assert!(fish.contains("call 1"), "{fish}");
    assert!(
        fish.contains("href=\"../../p/nets-in-spring/1/index.html\""),
        "{fish}"
    );
    let given = scene.read("proposals/nets-in-spring/positions/ice-and-fish.toml");
    let given: toml::Value = toml::from_str(&given).expect("a record");
    assert!(
        fish.contains(&format!(
            ": {}",
            given["position"].as_str().expect("a word")
        )),
        "{fish}"
    );
    assert!(
        fish.contains(given["reason"].as_str().expect("words").trim()),
        "{fish}"
    );
    let quays = advice("who/quays/index.html");
    let handled = scene.read("proposals/nets-in-spring/handling/quays.landing.toml");
    let handled: toml::Value = toml::from_str(&handled).expect("a record");
    let reason = handled["disposition"]["reason"]
        .as_str()
        .expect("words")
        .trim();
    assert!(quays.contains(reason), "{quays}");
    assert!(
        quays.contains("href=\"../../p/nets-in-spring/o/quays.landing/index.html\""),
        "{quays}"
    );
    let watch = advice("who/shore-watch/index.html");
    assert!(watch.contains("asked, no answer"), "{watch}");
    let group = advice("g/shores/index.html");
    assert!(group.contains("asked, no answer"), "{group}");
    // Who has a seat gives answers, and no advice.
    let boats = files
        .iter()
        .filter(|(path, _)| path.starts_with("who/") && path.ends_with("index.html"));
    let seated = boats
        .filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("A seat in 1 decided call"));
    let mut seen = 0;
    for (path, bytes) in seated {
        seen += 1;
        assert!(
            !String::from_utf8_lossy(bytes).contains("id=\"advice\""),
            "{path}"
        );
    }
    assert!(seen > 2, "{seen}");
}

/// What the page of a group says of its share is what the balance of each decision says.
#[test]
fn the_share_of_a_group_is_that_of_the_balance() {
    let mut scene = register();
    for who in ["ann", "ben", "cid"] {
        scene.quietly(&["position", "access-to-logs", "accept", "--as", who]);
    }
    scene.now("2026-05-25T10:00:00Z");
    let decide = [
        "decide",
        "access-to-logs",
        "--designation",
        "divided",
        "--sign-off",
    ];
    let why = ["--override", "quorum=Few came.", "--reason", "Few came."];
    scene.quietly(&[&decide[..], &why, &["--as", "maya"]].concat());
    let north = page(&site(&scene, "public", &[]), "g/north/index.html");
    let (_, shares) = north
        .split_once("<section id=\"shares\"")
        .expect("the shares");
    let shares = shares.split("</section>").next().expect("its end");
    let mut sums = [0; 4];
    for (id, title) in [
        ("retention", "Retention"),
        ("access-to-logs", "Access to logs"),
    ] {
        let (balance, _) = scene.json(&["balance", id]);
        let group = &balance["groups"][0];
        assert_eq!(group["name"], "North");
        let numbers = [
            &group["members"],
            &balance["members"],
            &group["answered"],
            &balance["answered"],
        ];
        let numbers = numbers.map(|number| number.as_u64().expect("a number"));
        sums.iter_mut()
            .zip(numbers)
            .for_each(|(sum, number)| *sum += number);
        let [seats, all_seats, answers, all_answers] = numbers;
        let row = row(shares, title);
        assert!(
            row.contains(&format!("seats </span>{seats} of {all_seats}<")),
            "{row}"
        );
        assert!(
            row.contains(&format!("answers </span>{answers} of {all_answers}<")),
            "{row}"
        );
    }
    let [seats, all_seats, answers, all_answers] = sums;
    let says = format!("{seats} of {all_seats} seats, and {answers} of {all_answers} answers.");
    assert!(shares.contains(&says), "{says}: {shares}");
}

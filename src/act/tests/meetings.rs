//! Meetings: recorded, changed, and what was to be done after them.

use super::{OPEN, body, by, decided, landed, refused, says, tells};
use crate::act::meeting::{MeetingInput, Minutes, add, done, set};
use crate::act::refusal::Kind::{Recorded, Rules, Usage};
use crate::act::refusal::Refusal;
use crate::record::meeting::ActionItem;
use crate::register::entry::PendingCommit;
use crate::register::sample::{Sample, at, id, who};

const DAY: &str = "2026-05-20";
const PATH: &str = "meetings/2026-05-20.toml";
const ITEMS: &str = "[[action]]\naction = 'Write the text'\nowner = 'ann'\n[[action]]\naction = 'Read the text'\nowner = 'ben'\ndone = 2026-05-01T00:00:00Z\n";
const BY_SEC: [&str; 2] = ["Meeting: 2026-05-20", "By: sec"];

fn meeting(present: &[&str], apologies: &[&str]) -> MeetingInput {
    MeetingInput {
        date: DAY.to_owned(),
        present: present.iter().map(|name| who(name)).collect(),
        apologies: apologies.iter().map(|name| who(name)).collect(),
        minutes: None,
        proposals: Vec::new(),
        actions: Vec::new(),
    }
}

fn minutes(minutes: Minutes) -> MeetingInput {
    MeetingInput {
        minutes: Some(minutes),
        ..meeting(&[], &[])
    }
}

fn action(action: &str) -> MeetingInput {
    let item = ActionItem {
        action: action.to_owned(),
        owner: who("ann"),
        due: Some(at("2026-06-01")),
        done: None,
    };
    MeetingInput {
        actions: vec![item],
        ..meeting(&[], &[])
    }
}

/// A recorded meeting, with two items.
fn met() -> Sample {
    body().with(
        PATH,
        format!("present = ['ann', 'ben']\napologies = ['cy']\n{ITEMS}"),
    )
}

fn added(sample: &Sample, input: &MeetingInput, actor: &str) -> Result<PendingCommit, Refusal> {
    let register = sample.register();
    add(&register, input, &by(&register, actor))
}

fn changed(sample: &Sample, input: &MeetingInput, actor: &str) -> Result<PendingCommit, Refusal> {
    let register = sample.register();
    set(&register, input, &by(&register, actor))
}

fn finished(sample: &Sample, which: &str, actor: &str) -> Result<(usize, PendingCommit), Refusal> {
    let register = sample.register();
    done(&register, DAY, which, &by(&register, actor), at(OPEN))
}

#[test]
fn a_meeting_is_recorded_with_its_minutes() {
    let input = MeetingInput {
        proposals: vec![id("one")],
        minutes: Some(Minutes::Text("We met.\n".to_owned())),
        present: vec![who("ann")],
        apologies: vec![who("ben")],
        ..action("Write")
    };
    let entry = added(&body(), &input, "sec").expect("an entry");
    let item = "[[action]]\naction = 'Write'\nowner = 'ann'\ndue = 2026-06-01T00:00:00Z";
    says(
        &entry,
        PATH,
        &format!("present = ['ann']\napologies = ['ben']\nproposals = ['one']\n{item}"),
    );
    assert_eq!(entry.files["meetings/2026-05-20.md"], b"We met.\n");
    tells(&entry, "Record the meeting of 2026-05-20", &BY_SEC);
    landed(&body(), &entry);
    let link = minutes(Minutes::Link("https://example.org".to_owned()));
    let entry = added(&body(), &link, "sec").expect("an entry");
    says(
        &entry,
        PATH,
        "present = []\nminutes = 'https://example.org'",
    );
}

#[test]
fn what_is_left_out_of_a_change_stays() {
    let entry = changed(&met(), &meeting(&["ann", "maya"], &[]), "sec").expect("an entry");
    says(
        &entry,
        PATH,
        &format!("present = ['ann', 'maya']\napologies = ['cy']\n{ITEMS}"),
    );
    tells(&entry, "Change the meeting of 2026-05-20", &BY_SEC);
    let entry = changed(&met(), &action("Write"), "sec").expect("an entry");
    let item = "[[action]]\naction = 'Write'\nowner = 'ann'\ndue = 2026-06-01T00:00:00Z";
    says(
        &entry,
        PATH,
        &format!("present = ['ann', 'ben']\napologies = ['cy']\n{ITEMS}{item}"),
    );
    let entry =
        changed(&met(), &minutes(Minutes::Text("We met.".to_owned())), "sec").expect("an entry");
    assert_eq!(entry.files["meetings/2026-05-20.md"], b"We met.");
    says(
        &entry,
        PATH,
        &format!("present = ['ann', 'ben']\napologies = ['cy']\n{ITEMS}"),
    );
}

#[test]
fn what_is_not_recorded_of_a_meeting() {
    let text = |text: &str| minutes(Minutes::Text(text.to_owned()));
    for (sample, input, actor, kind, told) in [
        (
            &body(),
            meeting(&["ann"], &[]),
            "ann",
            Rules,
            "ann | maya or sec",
        ),
        (
            &met(),
            meeting(&["ann"], &[]),
            "sec",
            Rules,
            "plenary meeting set 2026-05-20",
        ),
        (
            &body(),
            meeting(&["ann", "ben"], &["ben"]),
            "sec",
            Usage,
            "ben",
        ),
        (&body(), text(" \n"), "sec", Usage, "--minutes"),
        (
            &body(),
            minutes(Minutes::Link(String::new())),
            "sec",
            Usage,
            "--minutes",
        ),
        (&body(), action(""), "sec", Usage, "--action"),
    ] {
        refused(added(sample, &input, actor), kind, told);
    }
    for (sample, input, actor, kind, told) in [
        (
            &met(),
            meeting(&["ann"], &[]),
            "ann",
            Rules,
            "ann | maya or sec",
        ),
        (
            &met(),
            meeting(&[], &[]),
            "sec",
            Usage,
            "--present, --apologies",
        ),
        (
            &body(),
            meeting(&["ann"], &[]),
            "sec",
            Usage,
            "2026-05-20 | plenary meeting add 2026-05-20",
        ),
        (&met(), meeting(&["cy"], &[]), "sec", Usage, "cy"),
        (&met(), text(""), "sec", Usage, "--minutes"),
    ] {
        refused(changed(sample, &input, actor), kind, told);
    }
    let counted = decided()
        .in_call("call.toml", &format!("meeting = '{DAY}'"))
        .with(PATH, "present = ['ann']\n");
    let made = changed(&counted, &meeting(&["ann", "ben"], &[]), "sec");
    refused(made, Rules, "call 1 on one | 2026-05-20");
    changed(&counted, &meeting(&["ann"], &["ben"]), "sec").expect("who was there stays");
}

#[test]
fn an_item_is_done_once() {
    for (which, actor) in [("1", "ann"), ("WRITE", "sec"), (" write the ", "maya")] {
        let (n, entry) = finished(&met(), which, actor).expect(which);
        assert_eq!(n, 1);
        let items = ITEMS.replacen(
            "owner = 'ann'\n",
            "owner = 'ann'\ndone = 2026-05-05T12:00:00Z\n",
            1,
        );
        says(
            &entry,
            PATH,
            &format!("present = ['ann', 'ben']\napologies = ['cy']\n{items}"),
        );
        let trailers = ["Meeting: 2026-05-20".to_owned(), format!("By: {actor}")];
        tells(
            &entry,
            "Mark action item 1 of the meeting of 2026-05-20 as done",
            &trailers,
        );
    }
    for (sample, which, actor, kind, told) in [
        (&met(), "1", "ben", Rules, "ben | ann"),
        (
            &met(),
            "2",
            "ben",
            Recorded,
            "2026-05-01 | plenary meeting show 2026-05-20",
        ),
        (&met(), "the text", "sec", Usage, "the text | 1 or 2"),
        (
            &met(),
            "3",
            "sec",
            Usage,
            "\"3\" | plenary meeting show 2026-05-20",
        ),
        (&met(), " ", "sec", Usage, "plenary meeting show 2026-05-20"),
        (&body(), "1", "sec", Usage, "plenary meeting add 2026-05-20"),
    ] {
        refused(finished(sample, which, actor), kind, told);
    }
}

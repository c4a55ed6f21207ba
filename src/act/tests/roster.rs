//! The participant list: who joins it, what it says of somebody, and another id.

use super::{OPEN, body, by, landed, not_parsed, parsed, paths, refused, says, tells};
use crate::act::participant::{ParticipantInput, add, set};
use crate::act::refusal::Kind::{Rules, Usage};
use crate::act::refusal::Refusal;
use crate::act::rename::{Renamed, rename};
use crate::register::entry::PendingCommit;
use crate::register::sample::{Sample, at, who};
use crate::value::id::GroupId;

const DAN: &str = "participants/dan.toml";
const ANN: &str = "participants/ann.toml";
const NORTH: &str =
    "[[group]]\nid = 'north'\nname = 'North'\n[[group]]\nid = 'south'\nname = 'South'";

fn named(name: &str, words: &[&str]) -> ParticipantInput {
    ParticipantInput {
        name: Some(name.to_owned()),
        ..parsed(words)
    }
}

fn in_group(group: &str) -> ParticipantInput {
    ParticipantInput {
        group: Some(GroupId::parse(group).expect(group)),
        ..named("Dan", &[])
    }
}

fn added(
    sample: &Sample,
    id: &str,
    details: &ParticipantInput,
    actor: &str,
) -> Result<PendingCommit, Refusal> {
    let register = sample.register();
    let actor = by(&register, actor);
    add(&register, &who(id), details, &actor, at(OPEN))
}

fn changed(
    sample: &Sample,
    id: &str,
    details: &ParticipantInput,
    actor: &str,
) -> Result<PendingCommit, Refusal> {
    let register = sample.register();
    let actor = by(&register, actor);
    set(&register, &who(id), details, &actor, at(OPEN))
}

fn renamed(sample: &Sample, old: &str, new: &str, actor: &str) -> Result<Renamed, Refusal> {
    let register = sample.register();
    rename(&register, &who(old), &who(new), &by(&register, actor))
}

#[test]
fn whoever_joins_the_roster_has_a_record() {
    let entry = added(&body(), "dan", &named("Dan", &[]), "sec").expect("an entry");
    says(&entry, DAN, "name = 'Dan'\ngroup = 'all'");
    tells(
        &entry,
        "Add participant dan",
        &["Participant: dan", "By: sec"],
    );
    let income =
        "[dimension.income-class]\nname = 'Income'\nvalues = { low = 'Low', high = 'High' }";
    let weighted = body().charter("weights = ['seats']").charter(income);
    let words = [
        "--standing",
        "observer",
        "--affiliation",
        "Acme",
        "--region",
        "eu",
        "--dimension",
        "income-class=high",
        "--dimension",
        "income-class=low",
        "--account",
        "github:dan",
        "--email",
        "d@example.org",
        "--also",
        "daniel",
        "--weight",
        "seats=3",
        "--suspended",
        "Dues.",
        "--interests",
        "None.",
        "--known-as",
        "42",
    ];
    let details = ParticipantInput {
        alternate_for: Some(who("ann")),
        ..named("Dan", &words)
    };
    let entry = added(&weighted, "dan", &details, "maya").expect("an entry");
    says(
        &entry,
        DAN,
        "name = 'Dan'\ngroup = 'all'\nstanding = ['observer']\naffiliation = 'Acme'\nregion = 'eu'\ndimensions = { income-class = 'low' }\naccounts = ['github:dan']\nemails = ['d@example.org']\nalso = ['daniel']\nknown-as = ['42']\nweight = { seats = 3 }\nalternate-for = 'ann'\nsuspended = 'Dues.'\ninterests = 'None.'\ninterests-updated = 2026-05-05",
    );
    landed(&weighted, &entry);
}

#[test]
fn who_cannot_join_the_roster() {
    let former = body().more(ANN, "also = ['anna']");
    let groups = body()
        .charter(NORTH)
        .more("participants/maya.toml", "group = 'north'");
    let plain = || named("Dan", &[]);
    for (sample, id, details, actor, kind, told) in [
        (&body(), "dan", plain(), "ann", Rules, "ann | maya or sec"),
        (
            &body(),
            "ann",
            plain(),
            "sec",
            Rules,
            "ann | plenary participant set ann",
        ),
        (
            &former,
            "anna",
            plain(),
            "sec",
            Rules,
            "anna is a former id of ann | plenary participant set ann",
        ),
        (&body(), "dan", named(" ", &[]), "sec", Usage, "--name"),
        (&body(), "dan", parsed(&[]), "sec", Usage, "--name"),
        (&groups, "dan", plain(), "sec", Usage, "--group is missing"),
        (
            &groups,
            "dan",
            in_group("nort"),
            "sec",
            Usage,
            "nort | did you mean north?",
        ),
        (
            &body(),
            "dan",
            in_group("west"),
            "sec",
            Usage,
            "west | groups: all",
        ),
        (
            &body(),
            "dan",
            named("Dan", &["--role", "chair"]),
            "sec",
            Rules,
            "sec | maya",
        ),
        (
            &body(),
            "dan",
            named("Dan", &["--no-role", "chair"]),
            "maya",
            Usage,
            "dan | plenary show dan",
        ),
    ] {
        refused(added(sample, id, &details, actor), kind, told);
    }
    for (words, told) in [
        (
            ["--weight", "seats"],
            "write NAME=NUMBER, such as population=83",
        ),
        (["--weight", "seats=x"], "not a whole number"),
        (["--weight", "A b=1"], "the id "),
        (["--region", "A b"], "the id "),
        (["--clear", "emails-"], "did you mean emails?"),
        (
            ["--clear", "zzzzzz"],
            "affiliation, region, dimensions, accounts",
        ),
    ] {
        let fault = not_parsed::<ParticipantInput>(&words);
        assert!(fault.contains(told), "{fault}");
    }
}

#[test]
fn what_is_left_out_stays_as_it_is() {
    let more = "affiliation = 'Acme'\nemails = ['a@example.org', 'b@example.org']\nknown-as = ['41']\nsuspended = 'Dues.'\ninterests = 'Old.'\ninterests-updated = 2026-01-01";
    let sample = body().more(ANN, more);
    let own = "name = 'ann'\ngroup = 'all'\n";
    let mails = "emails = ['a@example.org', 'b@example.org']\n";
    let rest = "known-as = ['41']\nsuspended = 'Dues.'\n";
    let said = "interests = 'Old.'\ninterests-updated = 2026-01-01";
    for (words, expected) in [
        (
            &["--affiliation", "Beta"][..],
            format!("{own}affiliation = 'Beta'\n{mails}{rest}{said}"),
        ),
        (
            &["--suspended", ""],
            format!("{own}affiliation = 'Acme'\n{mails}known-as = ['41']\n{said}"),
        ),
        (
            &["--known-as", "42", "--known-as", "41"],
            format!(
                "{own}affiliation = 'Acme'\n{mails}known-as = ['41', '42']\nsuspended = 'Dues.'\n{said}"
            ),
        ),
        (
            &["--email", "c@example.org"],
            format!("{own}affiliation = 'Acme'\nemails = ['c@example.org']\n{rest}{said}"),
        ),
        (
            &[
                "--clear",
                "affiliation",
                "--clear",
                "emails",
                "--clear",
                "interests",
            ],
            format!("{own}{rest}"),
        ),
        (
            &["--clear", "known-as", "--clear", "suspended"],
            format!("{own}affiliation = 'Acme'\n{mails}{said}"),
        ),
        (
            &["--interests", "New."],
            format!(
                "{own}affiliation = 'Acme'\n{mails}{rest}interests = 'New.'\ninterests-updated = 2026-05-05"
            ),
        ),
    ] {
        let entry = changed(&sample, "ann", &parsed(words), "sec").expect("an entry");
        says(&entry, ANN, &expected);
        tells(
            &entry,
            "Change participant ann",
            &["Participant: ann", "By: sec"],
        );
    }
    let all =
        "accounts = ['github:a']\nregion = 'eu'\nalternate-for = 'ben'\nweight = { seats = 3 }";
    let sample = body().charter("weights = ['seats']").more(ANN, all);
    let words = ["accounts", "region", "alternate-for", "weight"].map(|key| ["--clear", key]);
    let entry = changed(&sample, "ann", &parsed(&words.concat()), "sec").expect("an entry");
    says(&entry, ANN, own);
    let nothing = changed(&body(), "ann", &named("ann", &[]), "sec").expect("an entry");
    assert_eq!(paths(&nothing), [""; 0]);
}

#[test]
fn only_addresses_and_interests_are_ones_own_to_change() {
    let own = ["--email", "a@example.org", "--interests", "None."];
    changed(&body(), "ann", &parsed(&own), "ann").expect("one's own");
    for (id, words, actor, kind, told) in [
        (
            "ann",
            &["--affiliation", "Acme"][..],
            "ann",
            Rules,
            "ann | maya or sec",
        ),
        ("ann", &own, "ben", Rules, "ben | ann"),
        ("ann", &[], "sec", Usage, "--name"),
        ("anni", &own, "sec", Usage, "anni | did you mean ann?"),
        (
            "zoe",
            &own,
            "sec",
            Usage,
            "plenary participant add zoe --name",
        ),
        (
            "ann",
            &["--interests", "TEXT"],
            "ann",
            Usage,
            "placeholder TEXT",
        ),
        (
            "ann",
            &["--no-role", "chair"],
            "maya",
            Usage,
            "plenary show ann",
        ),
    ] {
        refused(changed(&body(), id, &parsed(words), actor), kind, told);
    }
    let details = in_group("west");
    refused(
        changed(&body(), "ann", &details, "sec"),
        Usage,
        "west | groups: all",
    );
}

#[test]
fn a_role_is_taken_on_and_given_up_in_the_charter() {
    let roles = |entry: &PendingCommit| {
        let text = std::str::from_utf8(&entry.files["charter.toml"]).expect("text");
        text.parse::<toml::Table>().expect(text)["roles"].clone()
    };
    let expected = |roles: &str| toml::Value::Table(roles.parse().expect(roles));
    let entry = changed(&body(), "ann", &parsed(&["--role", "chair"]), "maya").expect("an entry");
    assert_eq!(
        roles(&entry),
        expected("chair = ['maya', 'ann']\nsecretary = ['sec']")
    );
    let sample = landed(&body(), &entry);
    let words = ["--no-role", "chair", "--role", "co-chair"];
    let entry = changed(&sample, "ann", &parsed(&words), "maya").expect("an entry");
    let after = "chair = ['maya']\nsecretary = ['sec']\nco-chair = ['ann']";
    assert_eq!(roles(&entry), expected(after));
    assert_eq!(paths(&entry), ["charter.toml"]);
    let held = changed(&body(), "maya", &parsed(&["--role", "chair"]), "sec").expect("no change");
    assert_eq!(paths(&held), [""; 0]);
}

/// ann is named wherever somebody can be named, and so is ben.
fn everywhere() -> Sample {
    body()
        .charter("[roles]\nchair = ['maya', 'ann']\n[track.policy]\nroles = { editor = ['ann', 'ben'] }\n[[group]]\nid = 'all'\nname = 'All'\nrepresentatives = ['ann']")
        .more("participants/ben.toml", "alternate-for = 'ann'")
        .filed("proposal.toml", "authors = ['ben', 'ann']\nshepherd = 'ann'\n[next]\naction = 'x'\nowner = 'ann'")
        .proposal("two", "")
        .call("2026-05-02", "2026-05-12")
}

#[test]
fn a_new_id_stands_in_what_speaks_of_the_present() {
    let sample = everywhere();
    let made = renamed(&sample, "ann", "anna", "maya").expect("an entry");
    let entry = &made.entry;
    assert_eq!(made.kept, [""; 0]);
    assert_eq!(entry.removed.iter().collect::<Vec<_>>(), [ANN]);
    says(
        entry,
        "participants/anna.toml",
        "name = 'ann'\ngroup = 'all'\nalso = ['ann']",
    );
    says(
        entry,
        "participants/ben.toml",
        "name = 'ben'\ngroup = 'all'\nalternate-for = 'anna'",
    );
    for (path, was, is) in [
        ("charter.toml", "\"ann\"", "\"anna\""),
        ("proposals/one/proposal.toml", "\"ann\"", "\"anna\""),
    ] {
        says(entry, path, &sample.text(path).replace(was, is));
    }
    assert_eq!(
        paths(entry).len(),
        4,
        "a proposal with a call stays: {:?}",
        paths(entry)
    );
    tells(
        entry,
        "Rename participant ann to anna",
        &["Participant: anna", "Renamed: ann", "By: maya"],
    );
    let again = landed(&sample, entry);
    let back = renamed(&again, "anna", "ann", "maya").expect("one's own former id");
    says(
        &back.entry,
        ANN,
        "name = 'ann'\ngroup = 'all'\nalso = ['anna']",
    );
    let made = renamed(&everywhere(), "ann", "anna", "sec").expect("an entry");
    assert_eq!(made.kept, ["charter.toml", "proposals/one/proposal.toml"]);
    assert_eq!(
        paths(&made.entry),
        ["participants/anna.toml", "participants/ben.toml"]
    );
}

#[test]
fn an_id_that_means_somebody_is_not_taken() {
    let sample = body().more(
        "participants/ben.toml",
        "also = ['benny']\nknown-as = ['Bo']",
    );
    for (old, new, actor, kind, told) in [
        ("ann", "anna", "ann", Rules, "ann | maya or sec"),
        (
            "zoe",
            "anna",
            "sec",
            Usage,
            "plenary participant add zoe --name",
        ),
        (
            "ann",
            "ann",
            "sec",
            Usage,
            "plenary participant set ann --name",
        ),
        (
            "ann",
            "ben",
            "sec",
            Rules,
            "ben is the id of another | plenary show ben",
        ),
        (
            "ann",
            "benny",
            "sec",
            Rules,
            "benny is a former id of ben | plenary show ben",
        ),
        (
            "ann",
            "bo",
            "sec",
            Rules,
            "bo is another name of ben | plenary show ben",
        ),
    ] {
        refused(renamed(&sample, old, new, actor), kind, told);
    }
    let register = body().with("participants/anna.toml", "name = [").faulty();
    let made = rename(&register, &who("ann"), &who("anna"), &by(&register, "sec"));
    refused(made, Rules, "participants/anna.toml | plenary check");
}

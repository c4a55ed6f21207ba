//! Tables that bring in participants.

use super::intake::{bring, brought, comes_to, verdicts};
use super::{called, landed, says, tells};
use crate::act::intake::{ImportMode, ImportTable};
use crate::procedure::intake::RowOutcome::{Accepted, NeedsAPerson, Refused, Unchanged};
use crate::register::sample::Sample;

fn roster(sample: &Sample, text: &str) -> ImportTable {
    ImportTable {
        take: ImportMode::PositionsAndRoster,
        ..bring(sample, text)
    }
}

#[test]
fn a_roster_is_brought_in_beside_the_positions() {
    let text = "name,group,email,position,standing,weight:seats,region,affiliation,suspended,interests\nDana Q,All,d@example.org,accept,delegate,3,EU,Acme,,None.\nann,,a@example.org,,,,,,Dues.,\nben,,,,,,,,,\n";
    let sample =
        called().charter("weights = ['seats']\n[[organization]]\nid = 'acme-ltd'\nname = 'Acme'");
    let intake = brought(&sample, &roster(&sample, text));
    assert_eq!(verdicts(&intake), [Accepted, Accepted, Unchanged]);
    assert_eq!(
        intake.rows[1].because,
        "changes the participant: emails and suspended"
    );
    assert_eq!(intake.notes.len(), 2, "{:?}", intake.notes);
    assert!(intake.notes[1].contains("dana-q"), "{:?}", intake.notes);
    let entry = intake.entry.expect("an entry");
    says(
        &entry,
        "participants/dana-q.toml",
        "name = 'Dana Q'\ngroup = 'all'\nstanding = ['delegate']\naffiliation = 'acme-ltd'\nregion = 'eu'\nemails = ['d@example.org']\nweight = { seats = 3 }\ninterests = 'None.'\ninterests-updated = 2026-05-05",
    );
    says(
        &entry,
        "participants/ann.toml",
        "name = 'ann'\ngroup = 'all'\nemails = ['a@example.org']\nsuspended = 'Dues.'",
    );
    let trailers = ["Proposal: one", "By: sec", "Relayed-By: sec"];
    tells(
        &entry,
        "Import 1 position on one and 2 participants",
        &trailers,
    );
    landed(&sample, &entry);
}

#[test]
fn what_a_roster_may_not_say() {
    let sample = called()
        .charter("weights = ['seats']\n[[group]]\nid = 'all'\nname = 'All'\n[[group]]\nid = 'north'\nname = 'North'");
    for (text, verdict, told) in [
        ("participant,group\ndan,", Refused, "dan | \"group\""),
        ("participant,group\ndan,Nort", NeedsAPerson, "Nort"),
        (
            "participant,group\ndan,zzzzzzzz",
            Refused,
            "zzzzzzzz | all or north",
        ),
        (
            "participant,group\ndan,North",
            Accepted,
            "adds the participant to group north",
        ),
        (
            "participant,group,standing\ndan,all,membr",
            NeedsAPerson,
            "membr | member",
        ),
        (
            "participant,group,weight:seats\ndan,all,-1",
            Refused,
            "\"-1\" | 1000000000000",
        ),
        (
            "participant,group,interests-updated\ndan,all,May",
            Refused,
            "\"May\" | 2026-05-01",
        ),
        (
            "participant,group,alternate-for\ndan,all,nobody",
            NeedsAPerson,
            "nobody",
        ),
        ("participant,group,alternate-for\ndan,all,ann", Accepted, ""),
        (
            "participant,group,alternate-for\ndan,all,eve\neve,,",
            Refused,
            "eve",
        ),
        (
            "participant,group,also\ndan,all,A b!",
            Refused,
            "former ids",
        ),
        (
            "participant,name,group\ndan,ann,all",
            NeedsAPerson,
            "dan | ann",
        ),
        ("name,group\n日本,all", Accepted, ""),
        ("name,group\n1042,all", NeedsAPerson, "1042"),
        (
            "participant,name,group\nann,Ann Lee,all",
            Accepted,
            "changes the participant: name",
        ),
    ] {
        comes_to(&brought(&sample, &roster(&sample, text)), verdict, told);
    }
    let text = "participant,group,alternate-for\ndan,all,eve\neve,zzzzzzzz,\n";
    let intake = brought(&sample, &roster(&sample, text));
    assert_eq!(verdicts(&intake), [Refused, Refused]);
    assert!(intake.rows[0].because.contains("eve"), "{:?}", intake.rows);
}

#[test]
fn somebody_new_is_not_taken_for_one_who_is_there() {
    let sample = called()
        .participants("ruth-adeyemi")
        .more("participants/ann.toml", "known-as = ['lee']")
        .more("participants/ben.toml", "known-as = ['lee']");
    for (text, verdict, told) in [
        ("name,group\nRuth Adeyemy,all", NeedsAPerson, "ruth-adeyemi"),
        ("name,group\nAdeyemi Ruth,all", NeedsAPerson, "ruth-adeyemi"),
        (
            "name,group\nRuth Okafor,all",
            Accepted,
            "adds the participant to group all",
        ),
        ("participant,group\nlee,all", NeedsAPerson, "ann or ben"),
    ] {
        comes_to(&brought(&sample, &roster(&sample, text)), verdict, told);
    }
}

//! Tables that are brought in: whose rows they are, and what each comes to.

use RowOutcome::{Accepted, NeedsAPerson, Refused, SetAside, Unchanged};

use super::{OPEN, by, called, landed, says, tells};
use crate::act::intake::{ImportMode, ImportTable, Intake, intake, table};
use crate::act::refusal::Refusal;
use crate::procedure::intake::{Received, RowOutcome};
use crate::record::import_map::ImportMap;
use crate::register::sample::{Sample, at, id};

pub(super) const ANN: &str = "proposals/one/positions/ann.toml";

pub(super) fn map(text: &str) -> ImportMap {
    ImportMap::read("map.toml", text.as_bytes()).expect(text)
}

pub(super) fn bring(sample: &Sample, text: &str) -> ImportTable {
    mapped(sample, text, "")
}

pub(super) fn mapped(sample: &Sample, text: &str, mapping: &str) -> ImportTable {
    let mapping = map(mapping);
    ImportTable {
        proposal: id("one"),
        table: table(&sample.register(), text.as_bytes(), &mapping).expect("a table"),
        mapping,
        take: ImportMode::Positions,
        on: None,
        relayed_by: None,
        received: None,
        evidence: None,
        service: None,
    }
}

pub(super) fn brought_by(
    sample: &Sample,
    input: &ImportTable,
    actor: &str,
    now: &str,
) -> Result<Intake, Refusal> {
    let register = sample.register();
    intake(&register, input, &by(&register, actor), at(now))
}

#[track_caller]
pub(super) fn brought(sample: &Sample, input: &ImportTable) -> Intake {
    brought_by(sample, input, "sec", OPEN).expect("an intake")
}

/// The last row comes to this, and what is said of it tells all of this.
#[track_caller]
pub(super) fn comes_to(intake: &Intake, verdict: RowOutcome, told: &str) {
    let row: &Received = intake.rows.last().expect("a row");
    let text = format!("{}; {}", row.because, row.hint);
    assert_eq!(row.verdict, verdict, "{text}");
    for data in told.split(" | ") {
        assert!(text.contains(data), "\"{data}\" is not in: {text}");
    }
}

pub(super) fn verdicts(intake: &Intake) -> Vec<RowOutcome> {
    intake.rows.iter().map(|row| row.verdict).collect()
}

#[test]
fn each_row_becomes_a_position_that_the_relayer_entered() {
    let text = "participant,position,reason,received,evidence\nann,Yes,Fine.,2026-05-04T00:00:00Z,p. 3\nben,abstain,,,\n";
    let input = ImportTable {
        evidence: Some("minutes".to_owned()),
        ..bring(&called(), text)
    };
    let intake = brought(&called(), &input);
    assert_eq!(verdicts(&intake), [Accepted, Accepted]);
    let first = &intake.rows[0];
    assert_eq!(
        (
            first.row,
            first.named.as_str(),
            first.participant.as_deref()
        ),
        (2, "ann", Some("ann"))
    );
    assert_eq!(intake.rows[0].because, "gives support");
    let entry = intake.entry.expect("an entry");
    says(
        &entry,
        ANN,
        "position = 'support'\non = 'r1'\nreason = 'Fine.'\nrelayed-by = 'sec'\nreceived = 2026-05-04T00:00:00Z\nevidence = 'p. 3'",
    );
    says(
        &entry,
        "proposals/one/positions/ben.toml",
        "position = 'abstain'\non = 'r1'\nrelayed-by = 'sec'\nevidence = 'minutes'",
    );
    tells(
        &entry,
        "Import 2 positions on one",
        &["Proposal: one", "By: sec", "Relayed-By: sec"],
    );
    landed(&called(), &entry);
}

#[test]
fn a_participant_is_known_by_any_name() {
    let sample = called().more("participants/ann.toml", "name = 'Ann Lee'\nemails = ['a@example.org']\naccounts = ['github:annl']\nalso = ['anna']\nknown-as = ['41']");
    for text in [
        "participant\tposition\nann\taccept\n",
        "participant\tposition\n@ann\taccept\n",
        "participant\tposition\nanna\taccept\n",
        "participant\tposition\n41\taccept\n",
        "name\tposition\nann  lee\taccept\n",
        "e-mail\tvote\nA@example.org\taccept\n",
        "account\tvote\nannl\taccept\n",
        "member\tname\tvote\nann\tAnn Lee\taccept\n",
    ] {
        let intake = brought(&sample, &bring(&sample, text));
        assert_eq!(intake.rows[0].participant.as_deref(), Some("ann"), "{text}");
        comes_to(&intake, Accepted, "gives accept");
    }
    let mapping =
        "[participants]\n'The first' = 'ann'\n'All of us' = '@all'\n[positions]\nSure = 'accept'";
    for (row, whose) in [("The first", "ann"), ("All of us", "@all")] {
        let input = mapped(
            &sample,
            &format!("participant,position\n{row},Sure\n"),
            mapping,
        );
        assert_eq!(
            brought(&sample, &input).rows[0].participant.as_deref(),
            Some(whose)
        );
    }
}

#[test]
fn a_row_that_may_be_anybodys_needs_a_person() {
    let sample = called()
        .participants("ruth-adeyemi")
        .more(
            "participants/ann.toml",
            "name = 'Lee'\nemails = ['a@example.org']",
        )
        .more(
            "participants/ben.toml",
            "name = 'Lee'\nemails = ['b@example.org']",
        );
    for (text, verdict, told) in [
        (
            "participant,position\nruth-adeyemy,accept",
            NeedsAPerson,
            "ruth-adeyemi | [participants]",
        ),
        (
            "participant,position\nzzzzzz,accept",
            NeedsAPerson,
            "zzzzzz | --roster",
        ),
        (
            "participant,position\nLee,accept",
            NeedsAPerson,
            "Lee | ann or ben",
        ),
        (
            "participant,email,position\nann,b@example.org,accept",
            NeedsAPerson,
            "ann | b@example.org | ben",
        ),
        (
            "name,email,position\ncy,c@example.org,accept\nLee,z@example.org,accept",
            NeedsAPerson,
            "Lee",
        ),
        ("participant,position\n@al,accept", Refused, "al | @all"),
        ("participant,position\n,accept", Refused, ""),
        (
            "name,email,position\nLee,a@example.org,accept",
            Accepted,
            "gives accept",
        ),
    ] {
        comes_to(&brought(&sample, &bring(&sample, text)), verdict, told);
    }
    let one = called().more("participants/ann.toml", "emails = ['a@example.org']");
    let input = bring(&one, "name,email,position\nann,z@example.org,accept");
    comes_to(&brought(&one, &input), NeedsAPerson, "ann | z@example.org");
    let input = mapped(
        &one,
        "participant,position\nA,accept",
        "[participants]\nA = 'zoe'",
    );
    comes_to(
        &brought(&one, &input),
        Refused,
        "zoe | plenary participant add zoe",
    );
}

#[test]
fn what_a_row_may_not_say() {
    let sample = called().objection("cy.x", "");
    for (text, verdict, told) in [
        (
            "participant,position\nann,perhaps",
            Refused,
            "perhaps | policy | support, accept",
        ),
        (
            "participant,position\nann,acept",
            NeedsAPerson,
            "acept | [positions] \"acept\" = \"accept\"",
        ),
        ("participant,position,until\nann,hold,", Refused, "until"),
        (
            "participant,position,until\nann,accept,2026-05-10T00:00Z",
            Refused,
            "until",
        ),
        (
            "participant,position,until\nann,Hold,2026-05-10T00:00Z",
            Accepted,
            "gives pending",
        ),
        (
            "participant,position,on\nann,accept,r9",
            Refused,
            "r9 is not a revision of one",
        ),
        (
            "participant,position,on\nann,accept,new",
            Refused,
            "\"new\" | column \"on\"",
        ),
        ("participant,position,on\nann,accept,R1", Accepted, ""),
        (
            "participant,position,received\nann,accept,2026-05-06T00:00Z",
            Refused,
            "Wed 6 May 2026 00:00",
        ),
        (
            "participant,position,received\nann,accept,2026-05-04 9:00",
            Refused,
            "2026-05-04 9:00 | offset",
        ),
        (
            "participant,position,proxy\nann,accept,ben",
            Refused,
            "policy",
        ),
        (
            "participant,position,withdrawn\nann,accept,perhaps",
            Refused,
            "\"perhaps\" | true or false",
        ),
        (
            "participant,position,joins\nann,object,cy.x",
            Accepted,
            "gives object",
        ),
        (
            "participant,position,joins\nann,object,cy.y",
            Refused,
            "cy.y | objections: cy.x",
        ),
        (
            "participant,position,reason\nann,,Because.",
            Refused,
            "column \"reason\"",
        ),
        (
            "participant,position,problem\nann,object,Dear.",
            Refused,
            "\"resolve\"",
        ),
        (
            "participant,position,resolve\nann,object,Less.",
            Refused,
            "\"problem\"",
        ),
        (
            "participant,position,reason\nann,accept,a\u{202e}b",
            Refused,
            "U+202E | column \"reason\"",
        ),
        ("participant,position\nann,", SetAside, ""),
    ] {
        comes_to(&brought(&sample, &bring(&sample, text)), verdict, told);
    }
    let local = "participant,position,received\nann,accept,2026-05-04 9:00";
    let input = mapped(&sample, local, "offset = '+02:00'");
    let entry = brought(&sample, &input).entry.expect("an entry");
    says(
        &entry,
        ANN,
        "position = 'accept'\non = 'r1'\nrelayed-by = 'sec'\nreceived = 2026-05-04T07:00:00Z",
    );
    let input = mapped(
        &sample,
        "participant,position\nann,Sure",
        "[positions]\nSure = 'sure'",
    );
    comes_to(
        &brought(&sample, &input),
        Refused,
        "sure | policy | support, accept",
    );
}

#[test]
fn a_proxy_and_an_objection_are_brought_with_the_position() {
    let sample = called()
        .track("proxies = true\npositions = { accept = 'for', object = { counts = 'against', requires = 'objection' } }");
    let text = "participant,position,about,problem,resolve,joins,proxy\nann,object,§1,Dear.,Less.,,\nben,object,,,,ann.x,\ncy,object,,,,,\nmaya,accept,,,,,ann\n";
    let intake = brought(&sample, &bring(&sample, text));
    assert_eq!(verdicts(&intake), [Accepted, Accepted, Refused, Accepted]);
    let entry = intake.entry.expect("an entry");
    let by_sec = "relayed-by = 'sec'";
    says(
        &entry,
        ANN,
        &format!(
            "position = 'object'\non = 'r1'\n{by_sec}\nabout = '§1'\nproblem = 'Dear.'\nresolve = 'Less.'"
        ),
    );
    says(
        &entry,
        "proposals/one/positions/ben.toml",
        &format!("position = 'object'\non = 'r1'\njoins = ['ann.position']\n{by_sec}"),
    );
    says(
        &entry,
        "proposals/one/positions/maya.toml",
        &format!("position = 'accept'\non = 'r1'\n{by_sec}\nproxy = 'ann'"),
    );
    let text = "participant,position,problem,resolve,joins\nann,perhaps,Dear.,Less.,\nben,object,,,ann.x\n";
    comes_to(&brought(&sample, &bring(&sample, text)), Refused, "ann");
}

#[test]
fn what_is_on_record_is_kept_from_what_was_relayed() {
    let relayed =
        "position = 'accept'\non = 'r1'\nrelayed-by = 'sec'\nreceived = 2026-05-04T00:00:00Z";
    let own = "position = 'accept'\non = 'r1'";
    for (there, row, verdict, told) in [
        (relayed, "accept,,", Unchanged, ""),
        (relayed, "accept,2026-05-04T01:00Z,", Accepted, ""),
        (relayed, "accept,,More.", Accepted, "adds to accept"),
        (
            relayed,
            "abstain,2026-05-04T01:00Z,",
            Accepted,
            "changes accept to abstain",
        ),
        (relayed, "abstain,2026-05-03T01:00Z,", NeedsAPerson, "ann"),
        (own, "accept,2026-05-04T01:00Z,", Unchanged, ""),
        (
            own,
            "abstain,2026-05-04T01:00Z,",
            NeedsAPerson,
            "ann gave accept | plenary position one abstain --for ann",
        ),
        (
            "position = 'accept'\nwithdrawn = true",
            "accept,,",
            NeedsAPerson,
            "ann has withdrawn accept | --for ann",
        ),
        (
            "position = 'accept'\ntrack = 'other'",
            "abstain,,",
            Accepted,
            "changes accept to abstain",
        ),
    ] {
        let sample = called().position("ann", there);
        let text = format!("participant,position,received,reason\nann,{row}\n");
        comes_to(&brought(&sample, &bring(&sample, &text)), verdict, told);
    }
    let sample = called().position("ann", relayed);
    let text = "participant,position,withdrawn\nann,accept,x\n";
    let intake = brought(&sample, &bring(&sample, text));
    comes_to(&intake, Accepted, "withdraws accept");
    let sample = called().position("ben", own);
    let own_hand = bring(&sample, "participant,position\nben,abstain\n");
    let of_sec = sample.charter("[roles]\nsecretary = ['ben']");
    let intake = brought_by(&of_sec, &own_hand, "ben", OPEN).expect("an intake");
    comes_to(&intake, Accepted, "changes accept to abstain");
}

#[test]
fn an_objection_that_is_there_is_not_brought_again() {
    let relayed = "position = 'object'\non = 'r1'\nrelayed-by = 'sec'\n";
    let carried = "about = '§1'\nproblem = 'It costs.'\nresolve = 'Less.'";
    let in_its_file = called().position("ann", relayed).objection("ann.cost", "");
    let in_position = called().position("ann", &format!("{relayed}{carried}"));
    for sample in [in_its_file, in_position] {
        for (problem, verdict, told) in [
            ("It costs.", Unchanged, ""),
            ("It costs more.", Accepted, "adds to object"),
        ] {
            let text = format!(
                "participant,position,about,problem,resolve\nann,object,§1,{problem},Less.\n"
            );
            comes_to(&brought(&sample, &bring(&sample, &text)), verdict, told);
        }
    }
}

//! Tables of participants as other bodies and programs write them, brought in before there is a proposal. Each says
//! whether its form was seen in a real file or was made for this test.

use super::by;
use super::intake::map;
use crate::act::intake::{ImportRoster, Intake, roster, table};
use crate::act::refusal::Refusal;
use crate::register::sample::{Sample, at};

/// A body of one group with nobody but its officers.
fn founded() -> Sample {
    Sample::new("maya sec").charter("[roles]\nsecretary = ['sec']")
}

fn imported(sample: &Sample, text: &str, mapping: &str) -> Result<Intake, Refusal> {
    let (register, mapping) = (sample.register(), map(mapping));
    let input = ImportRoster {
        table: table(&register, text.as_bytes(), &mapping)?,
        mapping,
        service: None,
    };
    roster(
        &register,
        &input,
        &by(&register, "sec"),
        at("2026-05-05T12:00:00Z"),
    )
}

/// Each row with its participant and its result, and then what is written of them.
fn comes_to(sample: &Sample, text: &str, mapping: &str) -> Vec<String> {
    let intake = imported(sample, text, mapping).expect(text);
    let files = intake.entry.map(|entry| entry.files).unwrap_or_default();
    let row = |row: crate::procedure::intake::Received| {
        let id = row.participant.unwrap_or(row.named);
        let bytes = files.get(&format!("participants/{id}.toml"));
        let text = bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let text = text.filter(|_| row.verdict == crate::procedure::intake::RowOutcome::Accepted);
        let keys = text.unwrap_or_default();
        let keys: Vec<&str> = keys
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with("group = "))
            .collect();
        let verdict = row.verdict.in_words();
        format!("{id} {verdict}: {}", keys.join(" "))
            .trim_end_matches(": ")
            .to_owned()
    };
    intake.rows.into_iter().map(row).collect()
}

/// Every table, its map, and what it comes to.
#[track_caller]
fn come_to(sample: &Sample, tables: Vec<(&str, &str, Vec<&str>)>) {
    let found = |(text, mapping, _): &(&str, &str, Vec<&str>)| comes_to(sample, text, mapping);
    let differs = |table: &&(&str, &str, Vec<&str>)| found(table) != table.2;
    let wrong: Vec<_> = tables.iter().filter(differs).collect();
    let found: Vec<_> = wrong.iter().map(|table| found(table)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{found:#?}");
}

#[test]
fn everybody_in_a_first_table_becomes_a_participant() {
    come_to(
        &founded(),
        vec![
            // Seen: teams of rust-lang, logins with capitals.
            (
                "participant,name\nMFuhrmann,Maria Fuhrmann\nKLM,Kim Lamb",
                "",
                vec![
                    "mfuhrmann accepted: name = \"Maria Fuhrmann\"",
                    "klm accepted: name = \"Kim Lamb\"",
                ],
            ),
            // Seen: member numbers of an association, some with zeros in front.
            (
                "Member;Name\n1042;Bob Lin\n0042;Ann Lee",
                "",
                vec![
                    "bob-lin accepted: name = \"Bob Lin\" known-as = [\"1042\"]",
                    "ann-lee accepted: name = \"Ann Lee\" known-as = [\"0042\"]",
                ],
            ),
            // Seen: electors of Kubernetes and of other projects, one login a line, without headings.
            (
                "ana\n@ben\nMFuhrmann\n007james",
                "",
                vec![
                    "ana accepted: name = \"ana\"",
                    "ben accepted: name = \"ben\"",
                    "mfuhrmann accepted: name = \"MFuhrmann\"",
                    "n007james accepted: name = \"007james\"",
                ],
            ),
            // Seen: registrations of conferences.
            (
                "First name,Last name,Email\nAda,Love,ada@example.org\nMadonna,,m@example.org",
                "",
                vec![
                    "ada-love accepted: name = \"Ada Love\" emails = [\"ada@example.org\"]",
                    "madonna accepted: name = \"Madonna\" emails = [\"m@example.org\"]",
                ],
            ),
            // Seen: membership lists in German and in French.
            (
                "Nachname;Vorname;E-Mail\nvan der Berg;Jörg;jb@example.org",
                "",
                vec![
                    "joerg-van-der-berg accepted: name = \"Jörg van der Berg\" emails = [\"jb@example.org\"]",
                ],
            ),
            (
                "Name;Vorname\nMüller;Ute",
                "",
                vec!["ute-mueller accepted: name = \"Ute Müller\""],
            ),
            (
                "Prénom,Nom\nZoé,D’Amour",
                "",
                vec!["zoe-damour accepted: name = \"Zoé D’Amour\""],
            ),
            // Made: columns that a map joins.
            (
                "Rufname,Zuname\nUte,Müller",
                "[columns]\nname = ['Rufname', 'Zuname']",
                vec!["ute-mueller accepted: name = \"Ute Müller\""],
            ),
            // Seen: addresses as mail programs copy them.
            (
                "name,email\nAna Lima,\"\"\"Lima, Ana\"\" <ana+list@example.org>\"\nBo Ek,mailto:bo@example.org; bo@home.example",
                "",
                vec![
                    "ana-lima accepted: name = \"Ana Lima\" emails = [\"ana+list@example.org\"]",
                    "bo-ek accepted: name = \"Bo Ek\" emails = [\"bo@example.org\", \"bo@home.example\"]",
                ],
            ),
            // Seen: titles in front of names.
            (
                "name\nDr. Ana Lima\nProf. Dr. Bo Ek\nDr",
                "",
                vec![
                    "ana-lima accepted: name = \"Dr. Ana Lima\"",
                    "bo-ek accepted: name = \"Prof. Dr. Bo Ek\"",
                    "dr accepted: name = \"Dr\"",
                ],
            ),
            // Made: names in four scripts.
            (
                "name\n王伟\nМария Щукина\nمحمد علي\n김민수",
                "",
                vec![
                    "wang-wei accepted: name = \"王伟\"",
                    "mariia-shchukina accepted: name = \"Мария Щукина\"",
                    "mhmd-ly accepted: name = \"محمد علي\"",
                    "gimminsu accepted: name = \"김민수\"",
                ],
            ),
            // Made: two names that are one in Latin letters.
            (
                "name\n张伟\n章伟",
                "",
                vec![
                    "zhang-wei accepted: name = \"张伟\"",
                    "zhang-wei-2 accepted: name = \"章伟\"",
                ],
            ),
            // Seen: two of one name, with different numbers.
            (
                "member,name\n1042,Wei Zhang\n1043,Wei Zhang",
                "",
                vec![
                    "wei-zhang accepted: name = \"Wei Zhang\" known-as = [\"1042\"]",
                    "wei-zhang-2 accepted: name = \"Wei Zhang\" known-as = [\"1043\"]",
                ],
            ),
            // Seen: spreadsheets with a word for nothing in a cell.
            (
                "name,email,affiliation,region,standing,account\nAna Lima,N/A,#N/A,-,none,n/a",
                "",
                vec!["ana-lima accepted: name = \"Ana Lima\""],
            ),
            // Seen: OASIS, memberships in the body's own words, several in a cell.
            (
                "name,standing\nAna Lima,\"Voting Member, Chair\"\nBo Ek,Persistent Non-Voting",
                "[standings]\n'Voting Member' = 'member'\n'Persistent Non-Voting' = 'observer'",
                vec![
                    "ana-lima accepted: name = \"Ana Lima\" standing = [\"member\", \"chair\"]",
                    "bo-ek accepted: name = \"Bo Ek\" standing = [\"observer\"]",
                ],
            ),
            // Made: the group, the region and the organisation in another language.
            (
                "name,group,region,company\nAna Lima,Alle,Südamerika,Beispiel AG",
                "[groups]\nAlle = 'all'\n[regions]\n'Südamerika' = 'south-america'\n[organizations]\n'Beispiel AG' = 'example'",
                vec![
                    "ana-lima accepted: name = \"Ana Lima\" affiliation = \"example\" region = \"south-america\"",
                ],
            ),
            (
                "name,region\nAna Lima,Amérique du Sud",
                "",
                vec!["ana-lima accepted: name = \"Ana Lima\" region = \"amerique-du-sud\""],
            ),
            // Seen: CNCF and CHAOSS, accounts with a sign, as pages, without the service.
            (
                "name,github\nAna Lima,@AnaL\nBo Ek,https://github.com/bo-ek\nCy Day,gitlab:cy",
                "service = 'github'",
                vec![
                    "ana-lima accepted: name = \"Ana Lima\" accounts = [\"github:AnaL\"]",
                    "bo-ek accepted: name = \"Bo Ek\" accounts = [\"github:bo-ek\"]",
                    "cy-day accepted: name = \"Cy Day\" accounts = [\"gitlab:cy\"]",
                ],
            ),
            (
                "login\ngithub:AnaL",
                "",
                vec!["anal accepted: name = \"AnaL\" accounts = [\"github:AnaL\"]"],
            ),
            // Seen: an export with the letters apart from their marks, as macOS writes them.
            (
                "name,email\nIne\u{301}s Go\u{301}mez,i@example.org\nInés Gómez,i@example.org",
                "",
                vec![
                    "ines-gomez accepted: name = \"Inés Gómez\" emails = [\"i@example.org\"]",
                    "ines-gomez duplicate",
                ],
            ),
            // Made: the name of a device, which some systems reserve.
            ("name\nCon", "", vec!["con-id accepted: name = \"Con\""]),
        ],
    );
}

#[test]
fn who_may_be_another_is_left_to_a_person() {
    let sample = founded()
        .participants("nordia")
        .with("participants/harbour-trust-systems.toml", "name = 'Harbour Trust Systems'\ngroup = 'all'\n")
        .with(
            "participants/wei-zhang.toml",
            "name = 'Wei Zhang'\ngroup = 'all'\nemails = ['wei@example.org']\nknown-as = ['1042']\n",
        );
    come_to(
        &sample,
        vec![
            // Seen: ballots of the CA/Browser Forum, a member in full and in short.
            (
                "name\nHarbour\nNordia Company",
                "",
                vec!["Harbour needs review", "Nordia Company needs review"],
            ),
            (
                "name\nHarbour\nNordia Company",
                "[participants]\nHarbour = 'harbour'\n'Nordia Company' = 'nordia-company'",
                vec![
                    "harbour accepted: name = \"Harbour\"",
                    "nordia-company accepted: name = \"Nordia Company\"",
                ],
            ),
            // Seen: one person in two rows of one table, in two forms.
            (
                "name,email\nRuth Adeyemi,ruth@example.org\nBo Ek,\n\"Adeyemi, Ruth\",ruth@work.example",
                "",
                vec![
                    "ruth-adeyemi accepted: name = \"Ruth Adeyemi\" emails = [\"ruth@example.org\"]",
                    "bo-ek accepted: name = \"Bo Ek\"",
                    "Adeyemi, Ruth needs review",
                ],
            ),
            (
                "name\nDr. Ruth Adeyemi\nRuth Adeyemi",
                "",
                vec![
                    "ruth-adeyemi accepted: name = \"Dr. Ruth Adeyemi\"",
                    "Ruth Adeyemi needs review",
                ],
            ),
            (
                "name,email\nRuth Adeyemi,ruth@example.org\nruth adeyemi,ruth@work.example",
                "",
                vec!["ruth-adeyemi needs review", "ruth-adeyemi needs review"],
            ),
            // Seen: somebody with another number, and with another address.
            ("member,name\n1043,Wei Zhang", "", vec!["1043 needs review"]),
            (
                "name,email\nWei Zhang,wei@home.example",
                "",
                vec!["Wei Zhang needs review"],
            ),
            (
                "member,name\n1042,Wei Zhang",
                "",
                vec!["wei-zhang unchanged"],
            ),
            (
                "member,name,email\nWZ7,Wei Zhang,Wei@Example.org",
                "",
                vec![
                    "wei-zhang accepted: name = 'Wei Zhang' emails = ['wei@example.org'] known-as = [\"1042\", \"WZ7\"]",
                ],
            ),
            // Made: the map says who it is although the row has an id of its own.
            (
                "member,name\nwz,Wei Zhang",
                "[participants]\n'Wei Zhang' = 'wei-zhang'",
                vec![
                    "wei-zhang accepted: name = 'Wei Zhang' emails = ['wei@example.org'] known-as = [\"1042\", \"wz\"]",
                ],
            ),
            ("member,name\nwz,Wei Zhang", "", vec!["wz needs review"]),
            // Made: the number of somebody else in another body.
            (
                "member,name,email\n1042,Bob Lin,bob@example.org",
                "",
                vec!["1042 needs review"],
            ),
            // Made: a number, an address, or nothing, without a name.
            ("member\n1044", "", vec!["1044 needs review"]),
            (
                "email\nnew@example.org\nwei@example.org",
                "",
                vec!["new@example.org refused", "wei-zhang unchanged"],
            ),
            (
                "name,email\n,\nCy Day,c.day at example.org",
                "",
                vec!["cy-day refused"],
            ),
            ("name,account\nCy Day,cy", "", vec!["cy-day refused"]),
        ],
    );
}

#[test]
fn the_next_table_finds_the_same_people() {
    let text = "member,name\n1042,Bob Lin\nMFuhrmann,Maria Fuhrmann\n007james,James Bond\n";
    let first = imported(&founded(), text, "").expect("an import");
    assert!(first.notes.is_empty(), "{:?}", first.notes);
    let entry = first.entry.expect("an entry");
    let brought = entry.files.iter().fold(founded(), |sample, (path, bytes)| {
        sample.with(path, String::from_utf8_lossy(bytes))
    });
    let again = [
        "bob-lin unchanged",
        "mfuhrmann unchanged",
        "n007james unchanged",
    ];
    assert_eq!(comes_to(&brought, text, ""), again);
    assert_eq!(
        comes_to(&brought, "member\n1042\nmfuhrmann\n@007James", ""),
        again
    );
}

#[test]
fn what_is_no_table_of_participants_is_refused_as_a_whole() {
    let said = |text: &str| {
        imported(&founded(), text, "").expect_err(text).reasons[0]
            .sentence
            .clone()
    };
    for text in ["Voter list of May\nana lee\nbo ek\n", "a,b\nc,d\n", "a b\n"] {
        assert!(
            said(text).contains("headings for a participant"),
            "{}",
            said(text)
        );
    }
    let none = imported(&founded(), "name\nAna Lima\n", "[groups]\nX = 'all'").expect("an import");
    assert_eq!(
        none.notes,
        ["The map has words that the table does not have: \"x\"."]
    );
    let listed = imported(&founded(), "ana\nben\n", "").expect("an import");
    assert!(
        listed.notes[0].contains("no headings"),
        "{:?}",
        listed.notes
    );
    let register = founded().register();
    let input = ImportRoster {
        table: table(&register, b"name\nAna\n", &map("")).expect("a table"),
        mapping: map(""),
        service: None,
    };
    let sample = founded().participants("ann").register();
    let denied = roster(
        &sample,
        &input,
        &by(&sample, "ann"),
        at("2026-05-05T12:00:00Z"),
    );
    assert!(denied.is_err(), "{denied:?}");
}

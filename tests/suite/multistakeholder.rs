//! Types every command of `docs/explanation/multistakeholder.md`, and looks for the words of records that answer each
//! claim.

use std::collections::BTreeSet;

use crate::blessed::project;
use crate::how_to::{read, words};
use crate::scene::{hermetic, temporary};
use crate::stories::play;

/// Each command of the page, and words of people that its answer must have.
const ANSWERS: &[(&str, &[&str])] = &[
    (
        "-C examples/gnso-retention balance rec-2",
        &["Not-for-Profit", "non-contracted", "harbour"],
    ),
    (
        "-C examples/lake-council matrix nets-in-spring",
        &["Marta Ilves", "Rods and single lines are free"],
    ),
    (
        "-C examples/open-forum show messages",
        &["Unused spectrum cannot be open", "For how many years?"],
    ),
    (
        "-C examples/gnso-retention show rec-2",
        &[
            "Revision r2 has the exemption",
            "The two members of the Not-for-Profit constituency were written to",
            "ruth-adeyemi.1",
        ],
    ),
    (
        "-C examples/gnso-retention charter explain recommendation",
        &["GNSO Working Group Guidelines, section 3.6"],
    ),
    (
        "-C examples/assembly-water implement show tariff",
        &["Minutes of the Council of 12 May 2026"],
    ),
    (
        "-C examples/open-forum balance messages",
        &["Low income", "asia-pacific", "Technical community"],
    ),
    (
        "-C policy-chain decisions",
        &["Ines Duarte", "Pavel Novak", "Lucia Ferri", "George Oduya"],
    ),
    (
        "-C policy-chain diff abandoned-names r1 r2",
        &["Two letters, after the public comments.", "twice"],
    ),
    (
        "-C examples/lake-council tally nets-in-spring",
        &["Advisory body of fishers", "shore-watch", "science"],
    ),
    (
        "-C policy-chain call notice abandoned-names",
        &[
            "Is this policy in the public interest?",
            "recommendation",
            "council",
        ],
    ),
    (
        "-C examples/open-forum call notice messages",
        &["People without a network, who could not come."],
    ),
    (
        "-C examples/lake-council receipt nets-in-spring --all",
        &["A later beginning would miss half of the spawning"],
    ),
    ("-C examples/gnso-retention verify", &["rec-1", "rec-6"]),
    (
        "-C examples/gnso-retention tally rec-4",
        &["Nile Networks would pay about 40,000 a year."],
    ),
    (
        "-C examples/assembly-water due --within \"24 months\"",
        &["judith-frei", "tariff"],
    ),
    (
        "-C policy-chain show abandoned-names",
        &["board", "2029", "Both comments have an answer."],
    ),
    (
        "-C examples/gnso-retention status rec-2",
        &["joao-costa", "Not-for-Profit"],
    ),
];

#[test]
fn every_claim_is_answered_where_the_page_says() {
    let page = read("docs/explanation/multistakeholder.md");
    let cells = page.lines().filter(|line| line.starts_with("| "));
    let last = cells.filter_map(|row| row.rsplit(" | ").next()?.strip_suffix(" |"));
    let typed = last.filter_map(|cell| cell.strip_prefix("`plenary ")?.strip_suffix('`'));
    let typed: BTreeSet<&str> = typed.collect();
    let known: BTreeSet<&str> = ANSWERS.iter().map(|(command, _)| *command).collect();
    assert_eq!(typed, known);
    let folder = temporary();
    play(
        &project("examples/policy-chain"),
        folder.path(),
        "policy-chain",
    );
    for (command, answers) in ANSWERS {
        let place = match command.starts_with("-C policy-chain") {
            true => folder.path().to_path_buf(),
            false => project(""),
        };
        let output = hermetic(env!("CARGO_BIN_EXE_plenary"), &place)
            .args(words(command))
            .args(["--now", "2026-12-01T00:00Z"])
            .output()
            .expect("the program can be run");
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{command}: {printed}");
        for answer in *answers {
            assert!(
                printed.contains(answer),
                "{command}: {answer:?} is not in\n{printed}"
            );
        }
    }
}

//! The screens of real registers: the examples, read from their folders.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use plenary::register::freeze::Moments;
use plenary::register::records::Register;
use plenary::register::snapshot::{Content, Extent, Moment, Snapshot};
use plenary::render::format::{Canvas, Format};
use plenary::render::json::json;
use plenary::render::page::Page;
use plenary::render::render;
use plenary::report::charter::CharterShow;
use plenary::report::explain::CharterExplain;
use plenary::report::roster::Roster;
use plenary::report::show::ShowProposal;
use plenary::report::status::Status;
use plenary::report::tally::TallyReport;
use plenary::report::when::LocalOffset;
use plenary::tally::{Tally, tally};
use plenary::value::clock::Instant;
use plenary::value::id::ProposalId;

fn example(name: &str) -> Register {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    let mut files = BTreeMap::new();
    collect(&root, &root, &mut files);
    let proposals: BTreeSet<String> = files
        .keys()
        .filter_map(|path: &String| path.strip_prefix("proposals/")?.split('/').next())
        .map(str::to_owned)
        .collect();
    Register::read(Snapshot {
        moment: Moment::WorkTree,
        extent: Extent::Everything,
        files,
        proposals,
    })
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Content>) {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path
                .strip_prefix(root)
                .expect("inside")
                .to_string_lossy()
                .replace('\\', "/");
            files.insert(name, Content::Plain(std::fs::read(&path).expect("a file")));
        }
    }
}

fn moments(register: &Register, proposal: &str, now: &str) -> (Moments, Tally) {
    let id = ProposalId::parse(proposal).expect("an id");
    let now = Instant::parse(now).expect("an instant");
    let moments = Moments::all_as_asked(register.clone(), &id, now);
    let tally = tally(&moments, &id).expect("a tally");
    (moments, tally)
}

fn on(width: usize, page: &Page) -> String {
    render(page, Format::Table, &Canvas::terminal(width))
}

/// A tally as programs get it.
fn value(report: &TallyReport) -> serde_json::Value {
    serde_json::from_str(&json(report)).expect("JSON")
}

#[test]
fn the_ballot_of_2007_failed_by_five_and_by_one() {
    let register = example("iso-29500");
    let (moments, tally) = moments(&register, "dis-29500-2007", "2007-09-03T12:00:00Z");
    let report = TallyReport::of(&tally, None);
    let expected = "\
Group                         seats  approve  approve-with-comments  disapprove  abstain  silent
P-members of JTC 1               41        8                      9          15        9       ·
O-members of JTC 1 and other     46       26                      8           3        9       ·
national bodies
Total                            87       34                     17          18       18       ·

Level                                        now, and what is needed                   met
approved (adopted)
  for >= 2/3 of cast in group p-members and                                            no
  against <= 1/4 of cast
    for >= 2/3 of cast in group p-members    for: 17 of the 32 for or against in       no
                                             p-members; at least 22 needed, 5 short
    against <= 1/4 of cast                   against: 18 of the 69 for or against; at  no
                                             most 17 allowed, 1 too many
disapproved (rejected)
  holds where no other does                                                            default

Computed level: disapproved (rejected). On this track the rule designates.

No objections.
Read 87 positions: counted 87, set aside 0
";
    let page = on(100, &report.page());
    assert!(page.ends_with(expected), "{page}");
    assert!(page.contains("\nThe call names no commit, because this register is carried inside"));
    let status = Status::of(
        &register,
        &moments,
        &tally,
        moments.now,
        LocalOffset::Hidden,
    );
    let page = on(100, &status.page());
    assert!(page.contains("17 of 32 (about 53.1 %); needs 22"), "{page}");
    assert!(
        page.contains("18 of 69 (about 26.1 %); at most 17"),
        "{page}"
    );
    assert!(page.contains("BABDDAADDD BDaDDDBADA aDABaBDDAA"), "{page}");
    let comparisons = &value(&report)["levels"][0]["comparisons"];
    let numbers = |n: usize| {
        ["count", "base", "needed", "short-by"].map(|key| comparisons[n][key].as_u64().unwrap_or(0))
    };
    assert_eq!(numbers(0), [17, 32, 22, 5]);
    assert_eq!(numbers(1), [18, 69, 17, 1]);
}

#[test]
fn the_ballot_of_2008_carried() {
    let register = example("iso-29500");
    let (_, tally) = moments(&register, "dis-29500-2008", "2008-04-02T12:00:00Z");
    let report = TallyReport::of(&tally, None);
    let page = on(100, &report.page());
    assert!(
        page.contains("Computed level: approved (adopted)."),
        "{page}"
    );
    assert!(
        page.contains("for: 24 of the 32 for or against in p-members"),
        "{page}"
    );
    assert!(
        page.contains("against: 10 of the 71 for or against"),
        "{page}"
    );
    assert_eq!(value(&report)["computed"], "approved");
}

#[test]
fn the_votes_of_the_security_council_come_out_as_they_did() {
    let register = example("un-security-council");
    for (proposal, level, said) in [
        (
            "ukraine-aggression-2022",
            "vetoed",
            "in position no: 1; must be 0, 1 too many",
        ),
        (
            "ukraine-special-session-2022",
            "carried",
            "in position yes: 11; at least 9 needed",
        ),
        (
            "gaza-ceasefire-2023",
            "fewer-than-nine",
            "in position yes: 5; at least 9 needed, 4 short",
        ),
        (
            "gaza-pauses-2023",
            "vetoed",
            "in position no: 1; must be 0, 1 too many",
        ),
        (
            "ukraine-peace-2025",
            "carried",
            "in position yes: 10; at least 9 needed",
        ),
    ] {
        let (_, tally) = moments(&register, proposal, "2026-01-01T00:00:00Z");
        let report = TallyReport::of(&tally, None);
        let page = on(120, &report.page());
        assert!(
            page.contains(&format!("Computed level: {level} (")),
            "{page}"
        );
        assert!(page.contains(said), "{page}");
        let value = value(&report);
        assert_eq!(value["computed"], level);
        assert_eq!(value["decidable"], true);
        let groups = value["groups"].as_array().expect("groups");
        assert_eq!(groups.len(), 2, "a group without a seat is in no count");
        assert_eq!(groups[0]["house"], serde_json::Value::Null);
    }
}

#[test]
fn every_screen_of_an_example_fits_its_width() {
    for (name, now) in [
        ("iso-29500", "2008-04-02T12:00:00Z"),
        ("un-security-council", "2026-01-01T00:00:00Z"),
    ] {
        let register = example(name);
        for proposal in register.proposals.keys() {
            let (moments, tally) = moments(&register, proposal.as_str(), now);
            let status = Status::of(
                &register,
                &moments,
                &tally,
                moments.now,
                LocalOffset::Hidden,
            );
            let pages = [
                status.page(),
                TallyReport::of(&tally, None).page(),
                ShowProposal::of(&moments, &tally).page(),
                CharterExplain::of(&tally.charter, &register, None).page(),
                CharterShow::of(&tally.charter).page(),
                Roster::of(&register, None, tally.now).page(),
            ];
            for page in &pages {
                for width in [60, 100] {
                    let text = on(width, page);
                    let too_wide = text.lines().find(|line| line.chars().count() > width);
                    assert_eq!(too_wide, None, "{proposal}");
                }
            }
        }
    }
}

//! Tests the screens of the examples, read from their folders.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use plenary::register::records::Register;
use plenary::register::snapshot::{Content, Extent, Moment, Snapshot};
use plenary::register::tally_inputs::TallyInputs;
use plenary::render::format::{Format, OutputContext};
use plenary::render::page::Page;
use plenary::render::{json, render};
use plenary::report::charter::CharterShow;
use plenary::report::explain::CharterExplain;
use plenary::report::roster::Roster;
use plenary::report::show::ShowProposal;
use plenary::report::status::Status;
use plenary::report::tally::TallyReport;
use plenary::report::words::LocalOffset;
use plenary::tally::{Tally, tally};
use plenary::value::clock::Instant;
use plenary::value::id::ProposalId;

use crate::blessed::screen;

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
        files: files.into_iter().collect(),
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
            files.insert(
                name,
                Content::Plain(std::fs::read(&path).expect("a file").into()),
            );
        }
    }
}

fn moments(register: &Register, proposal: &str, now: &str) -> (TallyInputs, Tally) {
    let id = ProposalId::parse(proposal).expect("an id");
    let now = Instant::parse(now).expect("an instant");
    let moments = TallyInputs::all_as_asked(register.clone(), &id, now);
    let tally = tally(&moments, &id).expect("a tally");
    (moments, tally)
}

fn on(width: usize, page: &Page) -> String {
    render(page, Format::Table, &OutputContext::terminal(width))
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
    let page = on(100, &report.page());
    screen("reports/the_ballot_of_2007", &page);
    let status = Status::of(
        &register,
        &moments,
        &tally,
        moments.now,
        LocalOffset::Hidden,
    );
    let page = on(100, &status.page());
    assert!(page.contains("NANDDAADDD NDPDDDNADA PDANPNDDAA"), "{page}");
    screen("reports/the_status_of_the_ballot_of_2007", &page);
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
    screen("reports/the_ballot_of_2008", &on(100, &report.page()));
    let report = value(&report);
    assert_eq!(report["computed"], "approved");
    let comparisons = &report["levels"][0]["comparisons"];
    let numbers = |n: usize| ["count", "base"].map(|key| comparisons[n][key].as_u64());
    assert_eq!(numbers(0), [Some(24), Some(32)]);
    assert_eq!(numbers(1), [Some(10), Some(71)]);
}

#[test]
fn the_votes_of_the_security_council_come_out_as_they_did() {
    let register = example("un-security-council");
    let mut pages = String::new();
    for (proposal, level, yes) in [
        ("ukraine-aggression-2022", "vetoed", 11),
        ("ukraine-special-session-2022", "carried", 11),
        ("gaza-ceasefire-2023", "fewer-than-nine", 5),
        ("gaza-pauses-2023", "vetoed", 12),
        ("ukraine-peace-2025", "carried", 10),
    ] {
        let (_, tally) = moments(&register, proposal, "2026-01-01T00:00:00Z");
        let report = TallyReport::of(&tally, None);
        pages.push_str(&on(120, &report.page()));
        let value = value(&report);
        assert_eq!(value["computed"], level);
        assert_eq!(value["positions"]["yes"], yes, "{proposal}");
        assert_eq!(value["decidable"], true);
        let groups = value["groups"].as_array().expect("groups");
        assert_eq!(groups.len(), 2, "a group without a seat is in no count");
        assert_eq!(groups[0]["house"], serde_json::Value::Null);
    }
    screen("reports/the_votes_of_the_security_council", &pages);
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
                CharterExplain::of(&tally.charter, &register, None, tally.now).page(tally.now),
                CharterShow::of(&tally.charter).page(tally.now),
                Roster::of(&register, None, tally.now).page(),
            ];
            for page in &pages {
                for width in [60, 100] {
                    let text = on(width, page);
                    // A command is never broken.
                    let lines = text.lines().filter(|line| !line.contains("  plenary "));
                    let too_wide = { lines }.find(|line| line.chars().count() > width);
                    assert_eq!(too_wide, None, "{proposal}");
                }
            }
        }
    }
}

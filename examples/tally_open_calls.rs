//! Tallies every call that is open at a given time, and prints the tallies as JSON:
//! `cargo run --example tally_open_calls -- REGISTER NOW`, such as `. 2026-05-18T12:00:00Z`.

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use plenary::procedure::stage::{Phase, phase};
use plenary::register::snapshot::{Extent, Moment};
use plenary::render::json;
use plenary::report::tally::TallyReport;
use plenary::session::{self, Tallies};
use plenary::value::clock::Instant;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let said = match tallies(&arguments) {
        Ok(text) => write!(io::stdout(), "{text}").map(|()| ExitCode::SUCCESS),
        Err(error) => writeln!(io::stderr(), "{error}").map(|()| ExitCode::from(3)),
    };
    said.unwrap_or(ExitCode::FAILURE)
}

fn tallies(arguments: &[String]) -> Result<String, Box<dyn Error>> {
    let [folder, now] = arguments else {
        return Err("two arguments were expected: REGISTER NOW".into());
    };
    let now = Instant::parse(now).map_err(|fault| format!("the time {fault}"))?;
    let repository = session::open(Path::new(folder))?;
    let moment = session::moment(&repository, None)?;
    let register = session::register(&repository, &moment, &Extent::Everything)?;
    let commit = match &moment {
        Moment::Commit(commit) => Some(commit.clone()),
        Moment::WorkTree => None,
    };
    let proposals = register.proposals.iter();
    let mut tallies = Tallies::of(&repository, &register, now);
    let mut reports = Vec::new();
    for (id, folder) in proposals.filter(|(_, folder)| phase(folder, now) == Phase::Open) {
        let tallied = tallies.tally(id)?.map_err(session::Error::from)?;
        let report = TallyReport::of(&tallied.tally, commit.clone());
        let report = report.with_names(&tallied.moments, &tallied.tally);
        reports.push(report.after_others(folder, now));
    }
    Ok(json(&reports))
}

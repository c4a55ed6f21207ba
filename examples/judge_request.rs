//! Checks a pull request as a bot of a hosting service does, and prints the findings as JSON:
//! `cargo run --example judge_request -- REPOSITORY BASE...HEAD NOW [FORGE:LOGIN]`.
//! It ends with 1 if there are errors, and with 3 if the request cannot be checked.

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use plenary::render::finding::findings_json;
use plenary::render::json;
use plenary::session::{self, Request, RequestResult};
use plenary::value::clock::Instant;
use plenary::value::code::Severity;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let said = match judged(&arguments) {
        Ok(verdict) => write!(io::stdout(), "{}", json(&findings_json(&verdict.findings)))
            .map(|()| end(&verdict)),
        Err(error) => writeln!(io::stderr(), "{error}").map(|()| ExitCode::from(3)),
    };
    said.unwrap_or(ExitCode::from(3))
}

fn judged(arguments: &[String]) -> Result<RequestResult, Box<dyn Error>> {
    let [folder, range, now, account @ ..] = arguments else {
        return Err("three arguments were expected: REPOSITORY BASE...HEAD NOW".into());
    };
    let (base, head) = range.split_once("...").ok_or("BASE...HEAD was expected")?;
    let now = Instant::parse(now).map_err(|fault| format!("the time {fault}"))?;
    let repository = session::open(Path::new(folder))?;
    let mut request = Request::between(&repository, base, head, now)?;
    // The hosting service knows what git does not know: whose account opened the pull request.
    request.account = account.first().cloned();
    Ok(session::judge(&repository, &request)?)
}

/// 1 for errors. Without errors, 3 if a proof cannot be checked here.
fn end(verdict: &RequestResult) -> ExitCode {
    let mut severities = verdict.findings.iter().map(|finding| finding.severity());
    match severities.any(|severity| severity == Severity::Error) {
        true => ExitCode::from(1),
        false if verdict.unproven.is_some() => ExitCode::from(3),
        false => ExitCode::SUCCESS,
    }
}

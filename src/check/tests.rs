//! Tests the checks on small registers: what is found, and at which line. The sentences are in the blessed screens.

mod act_times;
mod change;
mod decision;
mod proofs;
mod tree;

use crate::register::sample::Sample;
use crate::value::finding::Finding;

/// A valid register: a body of nine in two groups, and one proposal.
fn body() -> Sample {
    Sample::new(
        "maya@core idris@core sec@core ann@core ben@core carla@north dora@north eve@core finn@core",
    )
    .charter(
        "group = [{ id = 'core', name = 'Core' },
                { id = 'north', name = 'North', representatives = ['carla'] }]
            [roles]
            chair = ['maya', 'idris']
            secretary = ['sec']
            jury = ['eve', 'maya']
            closer = ['dora']",
    )
    .track(
        "challenge = '7d'
            appeal = { within = '30d', heard-by = 'jury', grounds = ['process'] }
            disposes = 'closer'
            window = { min = '7d', max = '30d' }
            level = [{ name = 'consensus', when = 'for >= 4/5 of cast', outcome = 'adopted' },
                { name = 'divergence', outcome = 'no-consensus' }]",
    )
    .proposal("one", "shepherd = 'eve'")
    .position("ann", "support")
    .position("carla", "object")
    .objection("carla.cost", "")
}

/// The same with an open call.
fn called() -> Sample {
    body().call("2026-05-02T09:00:00Z", "2026-05-12T09:00:00Z")
}

/// The same, with everything that goes before a decision, and a decision.
fn decided() -> Sample {
    called()
        .in_call(
            "designation.toml",
            "draft = [{ level = 'consensus', by = 'idris', at = 2026-05-12T10:00:00Z, reason = 'r' }]",
        )
        .decision("")
        .in_call("inputs.sha256", "")
}

/// What is wrong and what to do, for a screen.
fn said(findings: &[Finding], sample: &Sample) -> String {
    let one = |finding: &Finding| {
        let hint = finding.hint.as_deref().unwrap_or("-");
        format!(
            "{}\n  {}\n  {hint}\n",
            placed(finding, sample),
            finding.sentence
        )
    };
    findings.iter().map(one).collect()
}

/// The code, the file without its folders in the proposal, and the line.
fn placed(finding: &Finding, sample: &Sample) -> String {
    let path = &finding.place.path;
    let line = finding.place.line.and_then(|line| {
        let text = sample.find(path)?;
        let line = text.lines().nth(line as usize - 1)?;
        Some(format!(": {line}"))
    });
    let short = path.strip_prefix("proposals/one/").unwrap_or(path);
    format!("{} {short}{}", finding.code.id, line.unwrap_or_default())
}

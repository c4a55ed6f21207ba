//! Tests the procedure on small registers. The sentences are in the blessed screens.

mod decisions;
mod ends;
mod fixes;
mod rights;
mod tasks;

use crate::register::sample::{Sample, id};
use crate::register::tally_inputs::TallyInputs;
use crate::tally::{Tally, tally};
use crate::value::digest::TextDigest;

const OPENS: &str = "2026-05-02T09:00:00Z";
const CLOSES: &str = "2026-05-12T09:00:00Z";
const OPEN: &str = "2026-05-05T09:00:00Z";
const OVER: &str = "2026-05-13T09:00:00Z";
const LATER: &str = "2026-05-30T09:00:00Z";

/// A body of nine in three groups, with a rule for everything that the room knows.
fn body() -> Sample {
    Sample::new("maya idris sec ann ben carla@north dora@north eve@south finn")
        .charter(
            "group = [{ id = 'all', name = 'All' },
                { id = 'north', name = 'North', representatives = ['carla'] },
                { id = 'south', name = 'South', representatives = ['eve'], public-interest = true }]
            [roles]
            chair = ['maya', 'idris']
            secretary = ['sec']
            jury = ['eve', 'maya']
            closer = ['dora']
            editor = ['ben']",
        )
        .track(
            "challenge = '7d'
            minority = { within = '5d' }
            appeal = { within = '30d', heard-by = 'jury', grounds = ['process'] }
            disposes = 'closer'
            sign-offs = 2
            review = '12 months'
            sunset = '24 months'
            report = '3 months'
            answer = '2 months'
            window = { min = '7d', max = '30d' }
            gate = [{ name = 'quorum', when = 'answered >= 1/2 of eligible' },
                { name = 'coverage', when = 'answered >= 1 in each group' },
                { name = 'time', when = 'days-open >= 12' },
                { name = 'calm', when = 'open-objections == 0' }]
            level = [{ name = 'consensus', when = 'for >= 4/5 of cast', outcome = 'adopted' },
                { name = 'divergence', outcome = 'no-consensus' }]",
        )
        .proposal(
            "one",
            "shepherd = 'eve'\naddressee = 'City council'\npublic-interest = 'Neighbours.'",
        )
}

/// Its answers: one against by an objection, one recused chair, one whose position is not counted.
fn answered() -> Sample {
    let support = ["idris", "sec", "ann", "ben"].into_iter();
    support
        .fold(body(), |sample, who| sample.position(who, "support"))
        .position("maya", "recuse")
        .position("carla", "position = 'object'\nreason = 'It costs.'")
        .objection("carla.cost", "on = 'r1'")
        .position("dora", "position = 'hold'\nuntil = 2026-05-10T00:00:00Z")
}

fn called() -> Sample {
    answered().call(OPENS, CLOSES)
}

/// A draft of the designation, with a challenge that waits for its answer.
fn drafted() -> Sample {
    called()
        .in_call(
            "designation.toml",
            "[[draft]]\nlevel = 'divergence'\nby = 'idris'\nat = 2026-05-13T09:00:00Z\nreason = 'Costs.'",
        )
        .in_call("challenges/ben.1.toml", "reason = 'Most support it.'\nat = 2026-05-14T09:00:00Z")
}

/// The same with nothing left to do but to decide.
fn settled() -> Sample {
    drafted()
        .in_call(
            "designation.toml",
            "answer = [{ challenge = 'ben.1', by = 'idris', at = 2026-05-15T09:00:00Z, text = 'No.' }]
            confirmation = { by = 'idris', at = 2026-05-21T09:00:00Z }",
        )
        .in_call("minority/carla.toml", "text = 'It costs too much.'")
        .in_call("minority/ann.toml", "joins = 'carla'")
        .filed(
            "handling/carla.cost.toml",
            "response = [{ by = 'idris', at = 2026-05-06T09:00:00Z, text = 'Little.' }]
            disposition = { value = 'outweighed', by = 'idris', at = 2026-05-07T09:00:00Z,
                reason = 'Little.', alternatives = 'None.' }",
        )
}

/// The moments of the proposal, and its tally.
fn tallied(sample: &Sample, now: &str) -> (TallyInputs, Tally) {
    let moments = sample.carried("one", now);
    let tally = tally(&moments, &id("one")).expect("a tally");
    (moments, tally)
}

/// The decision signed off by another chair.
fn signed(sample: Sample, by: &str) -> Sample {
    let decision = sample.text("proposals/one/calls/1/decision.toml");
    let digest = TextDigest::of(decision.as_bytes());
    let text = format!("sha256 = '{digest}'\nat = 2026-05-21T09:00:00Z");
    sample.in_call(&format!("sign-offs/{by}.toml"), &text)
}

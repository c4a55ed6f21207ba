//! Tests the checks of one tree of records.

use std::collections::BTreeSet;

use super::{body, called, decided, placed, said};
use crate::blessed::screen;
use crate::check::tree::{changed, tree, tree_at};
use crate::register::sample::{Sample, at};

const NOW: &str = "2026-05-05T09:00:00Z";

#[test]
fn a_sound_register_has_no_finding() {
    for sample in [body(), called()] {
        assert_eq!(tree_at(&sample.register(), at(NOW)), []);
    }
}

/// Each register with its findings.
fn faults() -> Vec<(Sample, &'static [&'static str])> {
    let person = |sample: Sample, who: &str, more: &str| {
        sample.more(&format!("participants/{who}.toml"), more)
    };
    let gate = |when: &str| body().track(&format!("gate = [{{ name = 'g', when = \"{when}\" }}]"));
    let appeal = "ground = 'process'\nproblem = 'p'\nasks = 'a'";
    let ruling = |by: &str| {
        format!(
            "ruling = {{ value = 'upheld', by = '{by}', at = 2026-05-21T09:00:00Z, reason = 'r' }}"
        )
    };
    let other = "[track.other]\ntitle = 'Other'\nelectorate = ['member']\ncount = 'participants'\nsilence = 'silent'
        stale = 'carry'\ndesignates = 'chair'\nlevel = [{ name = 'yes', outcome = 'adopted' }]";
    vec![
        (body().with(&format!("proposals/one/{}", "a".repeat(4096)), ""), &["S104"]),
        (body().with("proposals/one/Text.md", "").with("participants/Ann.toml", ""), &["S110"]),
        (body().with("participants/2.toml", "name = \"A\"\ngroup = \"core\"\n").with("proposals/Big/proposal.toml", ""), &["S110"]),
        (person(person(body(), "ann", "accounts = ['github:a']"), "ben", "accounts = ['GitHub:A']"), &["S112"]),
        (body().participants("leo@core le0@core"), &["S113"]),
        (body().charter("group = [{ id = 'core', name = 'Core' }, { id = 'north', name = 'N', house = 'cast' }, { id = 'members', name = 'M' }]"), &["S114"]),
        (person(body(), "ann", "region = 'of'"), &["S114"]),
        (body().track("positions = { support = 'for', object = { counts = 'against', requires = 'objection' }, hold = 'neutral' }"), &["S114"]),
        (body().with("proposals/one/positions/3f/ann.toml", "position = \"support\"\n"), &["S116"]),
        (body().with("proposals/one/notes.md", "").with("participants/README.md", "").with("proposals/one/position/ann.toml", ""), &["S117"]),
        (body().with(".gitattributes", "* text\n"), &["S118"]),
        (body().without("charter.toml"), &["S119"]),
        (body().without("proposals/one/proposal.toml"), &["S119"]),
        (body().without("proposals/one/text.md"), &["S119"]),
        (body().filed("handling/ann.cost.toml", "").filed("handling/ann.position.toml", ""), &["S119"]),
        (called().without("proposals/one/calls/1/call.toml").in_call("minority/ann.toml", "text = 't'"), &["S119"]),
        (body().call(NOW, "2026-05-20").edited("charter.toml", "", "").with("proposals/one/calls/3/call.toml", called().text("proposals/one/calls/1/call.toml")), &["S119"]),
        (decided().without("proposals/one/calls/1/inputs.sha256"), &["S119"]),
        (decided().without("proposals/one/calls/1/decision.toml").in_call("maya.sig", "").in_call("appeals/ann.toml", appeal), &["S119"]),
        (decided().in_call("rulings/ann.toml", &ruling("eve")), &["S119"]),
        (body().filed("proposal.toml", "track = 'polcy'\nsupersedes = ['two']\nrivals = ['three']"), &["S120"]),
        (body().position("ann", "on = 'r9'\njoins = ['ben.cost', 'carla.cost']"), &["S120"]),
        (body().objection("carla.cost", "on = 'r8'"), &["S120"]),
        (body().filed("handling/carla.cost.toml", "disposition = { value = 'duplicate', by = 'maya', at = 2026-05-03T00:00:00Z, reason = 'r', of = 'ann.cost' }"), &["S120"]),
        (called().in_call("call.toml", "track = 'none'\nrevision = 'r3'\nmeeting = '2026-05-11'"), &["S120"]),
        (called().in_call("designation.toml", "draft = [{ level = 'consens', by = 'idris', at = 2026-05-12T10:00:00Z, reason = 'r' }]\nanswer = [{ challenge = 'ann.1', by = 'idris', at = 2026-05-13T00:00:00Z, text = 't' }]"), &["S120"]),
        (called().in_call("challenges/ann.1.toml", "reason = 'r'").in_call("minority/ann.toml", "joins = 'ben'"), &["S120"]),
        (body().more("meetings/2026-05-11.toml", "present = ['zoe', 'ann']\nproposals = ['two']"), &["S120", "S121"]),
        (body().charter("[roles]\nchair = ['maja']").filed("proposal.toml", "authors = ['zoe']"), &["S121"]),
        (decided().in_call("follow-up.toml", "report = [{ by = 'zoe', at = 2026-05-21T09:00:00Z, progress = 'done', text = 't' }]"), &["S121"]),
        (body().participants("zoe@nort").position("@south", "support"), &["S121"]),
        (person(body().track("count = 'affiliations'").charter("organization = [{ id = 'acme', name = 'Acme' }]"), "ann", "affiliation = 'Acne'"), &["S121"]),
        (person(body(), "ann", "weight = { shares = 3 }"), &["S121"]),
        (body().charter("weights = ['shares']").track("gate = [{ name = 'g', when = 'answered by shares >= 1/2 of eligible' }]"), &["S121"]),
        (called().in_call("call.toml", "extension = [{ closes = 2026-05-11T00:00:00Z, by = 'maya', at = 2026-05-13T00:00:00Z, reason = 'r' }]\nclose = { by = 'maya', at = 2026-05-10T00:00:00Z }"), &["S122"]),
        (body().call("2026-05-02", "2026-05-05"), &["S123"]),
        (body().call("2026-05-02", "2026-07-05"), &["S123"]),
        (gate("answred >= 1"), &["S124"]),
        (gate("for > 2/3 of cast in each group"), &["S129"]),
        (gate("answered >= 20"), &["S125"]),
        (gate("answered >= 1 in group north and answered >= 1 in group nrth"), &["S124"]),
        (called().with("proposals/one/text.md", "Other.\n"), &["S126"]),
        (called().in_call("call.toml", "sha256 = '0000000000000000000000000000000000000000000000000000000000000000'"), &["S126"]),
        (body().filed("handling/carla.cost.toml", "disposition = { value = 'withdrawn', by = 'maya', at = 2026-05-03T00:00:00Z, reason = 'r' }"), &["S127"]),
        (decided().in_call("decision.toml", "computed = 'divergence'"), &["S127"]),
        (body().charter(other).call("2026-05-02", "2026-05-12").in_call("call.toml", "track = 'other'"), &["S127"]),
        (body().position("ben", "aye").position("finn", "suport").position("eve", "Not A Name"), &["S130"]),
        (body().position("ben", "object"), &["S132"]),
        (person(person(body().charter("interests = '12 months'"), "ann", "interests = ' '"), "ben", "interests = 'None.'"), &["S133"]),
        (decided().in_call("appeals/ann.toml", "ground = 'proces'\nproblem = 'p'\nasks = 'a'"), &["S114"]),
        (decided().in_call("appeals/ann.toml", appeal).in_call("rulings/ann.toml", &ruling("maya")), &["S134"]),
        (called().position("ben", "position = 'support'\nrelayed-by = 'sec'\nreceived = 2026-05-13T00:00:00Z"), &["S135"]),
        (body().track("proxies = true").position("ben", "position = 'support'\nproxy = 'ben'").position("eve", "position = 'support'\nproxy = 'finn'").position("dora", "position = 'support'\nproxy = 'finn'"), &["S136"]),
        (person(body(), "finn", "standing = ['observr']"), &["S137"]),
        (body().track("roles = { chair = [] }\ndisposes = 'nobody'\nappeal = { within = '30d', heard-by = 'none' }"), &["S138"]),
        (person(person(person(body(), "ann", "affiliation = 'Acme'"), "ben", "affiliation = 'Acme'"), "eve", "affiliation = 'ACME Inc.'"), &["S140"]),
        (person(body().charter("regions = ['africa']"), "ann", "region = 'afrika'"), &["S141"]),
    ]
}

#[test]
fn each_fault_is_found_at_its_line() {
    let mut words = String::new();
    for (sample, codes) in faults() {
        let findings = tree_at(&sample.faulty(), at(NOW));
        words += &said(&findings, &sample);
        for code in codes {
            let found = findings.iter().any(|finding| finding.code.id == *code);
            assert!(found, "{code}: {findings:?}");
        }
    }
    screen("check/tree", &words.replace(&"a".repeat(4096), "a…"));
}

#[test]
fn a_change_causes_what_it_touches_and_what_needs_it() {
    let sample = body()
        .without("proposals/one/text.md")
        .position("ben", "aye");
    let of = |path: &str| -> Vec<String> {
        let paths = BTreeSet::from([path.to_owned()]);
        let findings = changed(&sample.faulty(), &paths, at(NOW));
        findings
            .iter()
            .map(|finding| placed(finding, &sample))
            .collect()
    };
    let text = "S119 proposal.toml: text = \"text.md\"";
    let aye = "S130 positions/ben.toml: position = \"aye\"";
    assert_eq!(of("proposals/one/text.md"), [text]);
    assert_eq!(of("proposals/one/proposal.toml"), [aye, text]);
    assert_eq!(of("proposals/one/positions/ben.toml"), [aye]);
    assert_eq!(of("charter.toml"), [aye]);
    assert_eq!(of("proposals/two/text.md"), [""; 0]);
    let received = called().position(
        "ben",
        "position = 'support'\nrelayed-by = 'sec'\nreceived = 2026-05-13T00:00:00Z",
    );
    assert_eq!(tree(&received.register()), []);
}

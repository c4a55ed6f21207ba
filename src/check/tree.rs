//! S: checks one tree of records, whatever its history.

mod accounts;
mod attributes;
mod context;
mod designations;
mod dimensions;
mod errata;
mod files;
mod memberships;
mod missing;
mod names;
mod people;
mod positions;
mod references;
mod rules;
mod times;

use std::collections::BTreeSet;

pub(crate) use self::files::moving;
pub(in crate::check) use self::files::quoted;
pub(in crate::check) use self::positions::needs_objection;
pub use self::times::committed_before_received;
use crate::check::tree::context::{CheckContext, FindingCause, FindingSink};
use crate::register::records::Register;
use crate::register::snapshot::AttributeFile;
use crate::value::clock::Instant;
use crate::value::code::{self, CheckCode};
use crate::value::finding::Finding;

/// One check: the code of what it finds, and how it finds it.
struct Check {
    code: &'static CheckCode,
    find: fn(&CheckContext<'_>, &mut FindingSink),
    /// Whether it is about calls and what chairs do in them.
    of_calls: bool,
    /// Whether it only compares names: those of participants, of proposals and in the charter.
    of_names: bool,
}

const fn check(code: &'static CheckCode, find: fn(&CheckContext<'_>, &mut FindingSink)) -> Check {
    Check {
        code,
        find,
        of_calls: false,
        of_names: false,
    }
}

/// A check of calls, which is made for the commits of a history as well.
const fn of_calls(
    code: &'static CheckCode,
    find: fn(&CheckContext<'_>, &mut FindingSink),
) -> Check {
    Check {
        of_calls: true,
        ..check(code, find)
    }
}

/// A check that finds nothing because of a change of other files than those with names.
const fn of_names(
    code: &'static CheckCode,
    find: fn(&CheckContext<'_>, &mut FindingSink),
) -> Check {
    Check {
        of_names: true,
        ..check(code, find)
    }
}

/// The checks of a tree that need more than one record. Findings in a single record come from reading it.
const CHECKS: &[Check] = &[
    check(code::S104, files::too_large),
    check(code::S106, files::not_utf8),
    check(code::S110, names::bad_ids),
    of_names(code::S112, names::shared_accounts),
    of_names(code::S113, names::look_alikes),
    check(code::S114, rules::names),
    of_calls(code::S114, designations::grounds),
    check(code::S115, files::not_plain),
    check(code::S116, files::filed_twice),
    check(code::S117, files::stray),
    check(code::S118, attributes::altering),
    check(code::S119, missing::charter),
    check(code::S119, missing::proposals),
    check(code::S119, missing::texts),
    check(code::S119, missing::objections),
    check(code::S119, missing::calls),
    check(code::S119, missing::beside_decisions),
    of_calls(code::S120, references::tracks),
    check(code::S120, references::proposals),
    check(code::S159, references::nested),
    check(code::S120, references::revisions),
    check(code::S120, references::objections),
    of_calls(code::S120, references::of_calls),
    of_calls(code::S120, designations::references),
    check(code::S120, references::of_meetings),
    check(code::S121, people::participants),
    check(code::S121, people::groups),
    check(code::S121, people::organizations),
    check(code::S121, people::weights),
    of_calls(code::S122, times::calls_in_order),
    of_calls(code::S123, times::windows),
    check(code::S124, rules::unreadable),
    check(code::S125, rules::unreachable),
    check(code::S126, files::last_revision),
    of_calls(code::S126, files::of_calls),
    check(code::S127, positions::withdrawn_by_others),
    check(code::S148, positions::closed_as_comments),
    of_calls(code::S127, positions::departing_designations),
    of_calls(code::S127, positions::other_tracks),
    check(code::S129, rules::empty_bases),
    check(code::S130, positions::of_the_track),
    check(code::S132, positions::without_objection),
    check(code::S133, people::interests),
    of_calls(code::S134, designations::not_free_to_hear),
    check(code::S135, times::received),
    check(code::S136, positions::by_proxy),
    check(code::S137, people::uncounted),
    check(code::S150, files::translations),
    check(code::S149, people::visitors),
    check(code::S138, people::offices),
    check(code::S140, people::spellings),
    check(code::S141, people::regions),
    check(code::S151, memberships::terms),
    check(code::S152, memberships::several_groups),
    check(code::S153, dimensions::unknown),
    check(code::S154, dimensions::personal),
    check(code::S155, dimensions::names),
    check(code::S114, dimensions::too_many),
    check(code::S156, times::holidays),
    of_calls(code::S157, times::ended_early),
    of_calls(code::S160, times::exclusions),
    check(code::S142, accounts::unclear),
    check(code::S143, accounts::missing),
    check(code::S145, files::misplaced_records),
    check(code::S146, errata::of_decisions),
];

/// The findings of attribute files outside the register: those of folders above it, and that of the clone.
pub fn attributes(register: &Register, outer: &[AttributeFile]) -> Vec<Finding> {
    match outer {
        [] => Vec::new(),
        outer => attributes::above(register, outer),
    }
}

/// Every finding of a tree: those from reading its records, and those that need several records. It also works
/// on a snapshot with a part of the register: what the part leaves out is never reported as missing.
pub fn tree(register: &Register) -> Vec<Finding> {
    found(register, None)
}

/// The same at a given time, so that times in records can be compared with it.
pub fn tree_at(register: &Register, now: Instant) -> Vec<Finding> {
    found(register, Some(now))
}

fn found(register: &Register, now: Option<Instant>) -> Vec<Finding> {
    in_order(
        everything(register, now, |_| true)
            .into_iter()
            .map(|caused| caused.finding),
    )
}

/// The findings that a change of the files at `paths` causes: those in these files, and those for which one of
/// these files is the cause.
pub fn changed(register: &Register, paths: &BTreeSet<String>, now: Instant) -> Vec<Finding> {
    let named = paths.iter().any(|path| names::are_in(path));
    let caused = everything(register, Some(now), |check| named || !check.of_names).into_iter();
    in_order(
        caused
            .filter(|caused| caused.is_caused_by(paths))
            .map(|caused| caused.finding),
    )
}

/// The findings in the records at `paths` that checks of calls and reading find.
pub fn in_calls(register: &Register, paths: &BTreeSet<String>, now: Instant) -> Vec<Finding> {
    let found = run(register, Some(now), |check| check.of_calls);
    let found = found.into_iter().map(|caused| caused.finding);
    let all = found.chain(register.findings.iter().cloned());
    in_order(all.filter(|finding| paths.contains(&finding.place.path)))
}

fn run(
    register: &Register,
    now: Option<Instant>,
    wanted: impl Fn(&Check) -> bool,
) -> Vec<FindingCause> {
    let scene = CheckContext::of(register, now);
    let mut faults = Vec::new();
    for check in CHECKS.iter().filter(|check| wanted(check)) {
        let mut found = FindingSink::of(check.code);
        (check.find)(&scene, &mut found);
        faults.extend(found.finish());
    }
    context::placed(register, faults)
}

fn everything(
    register: &Register,
    now: Option<Instant>,
    wanted: impl Fn(&Check) -> bool,
) -> Vec<FindingCause> {
    let mut all = run(register, now, wanted);
    let refined: BTreeSet<String> = all
        .iter()
        .filter(|caused| caused.finding.code == code::S130)
        .map(|caused| caused.finding.place.path.clone())
        .collect();
    let read = register.findings.iter().filter(|finding| {
        // Reading does not know the track, and the check that does has said it better.
        finding.code != code::S130 || !refined.contains(&finding.place.path)
    });
    all.extend(read.cloned().map(FindingCause::by_itself));
    all
}

fn in_order(findings: impl Iterator<Item = Finding>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = findings.collect();
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings.dedup();
    findings
}

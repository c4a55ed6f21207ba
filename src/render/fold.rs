//! Folds long lists of findings, so that a log stays short whatever a pull request contains.

use std::collections::BTreeMap;

use crate::value::finding::Finding;
use crate::value::sentence::form;

/// So many findings of one code are listed.
const MOST_OF_A_KIND: usize = 50;
/// So many bytes all listed findings can have together; of each code at least one is listed.
const MOST_BYTES: usize = 150_000;

/// The findings to list: of each code the first ones. The last of them says how many more there are.
pub fn folded(findings: &[Finding]) -> Vec<Finding> {
    let mut kinds: BTreeMap<&str, Kind> = BTreeMap::new();
    let mut bytes = 0_usize;
    let mut listed = Vec::new();
    for finding in gravest_first(findings) {
        let kind = kinds.entry(finding.code.id).or_default();
        let size = size(finding);
        let fits = kind.listed < MOST_OF_A_KIND && bytes.saturating_add(size) <= MOST_BYTES;
        if fits || kind.listed == 0 {
            kind.listed += 1;
            kind.last = listed.len();
            bytes = bytes.saturating_add(size);
            listed.push(finding.clone());
        } else {
            kind.more += 1;
        }
    }
    for kind in kinds.values().filter(|kind| kind.more > 0) {
        if let Some(last) = listed.get_mut(kind.last) {
            let of = form(
                kind.more == 1,
                "finding of this kind is",
                "findings of this kind are",
            );
            last.sentence
                .push_str(&format!("; {} more {of} not listed", kind.more));
            let all = "To list all: add --format json, or --all to plenary check";
            last.hint = Some(match last.hint.take() {
                Some(hint) => format!("{hint}\n{all}"),
                None => all.to_owned(),
            });
        }
    }
    listed
}

/// What is listed of one code.
#[derive(Default)]
struct Kind {
    listed: usize,
    /// The place of the last one in the list.
    last: usize,
    more: usize,
}

fn size(finding: &Finding) -> usize {
    let hint = finding.hint.as_ref().map_or(0, String::len);
    finding.place.path.len() + finding.sentence.len() + hint
}

/// Findings in the order for short lists: errors before warnings, then by place.
pub fn gravest_first(findings: &[Finding]) -> Vec<&Finding> {
    let mut ordered: Vec<&Finding> = findings.iter().collect();
    ordered.sort_by_key(|finding| (std::cmp::Reverse(finding.severity()), finding.order()));
    ordered
}

#[cfg(test)]
mod tests {
    use super::{MOST_OF_A_KIND, folded};
    use crate::value::code::{S101, S117};
    use crate::value::finding::{Finding, SourceLocation};

    fn many(code: &'static crate::value::code::CheckCode, count: usize) -> Vec<Finding> {
        let one = |n: usize| Finding::new(code, SourceLocation::file(format!("{n:05}")), "no");
        (0..count).map(one).collect()
    }

    #[test]
    fn few_findings_are_listed_as_they_are() {
        let few = many(S101, MOST_OF_A_KIND);
        assert_eq!(folded(&few), few);
    }

    #[test]
    fn many_of_one_kind_do_not_hide_another() {
        let all = [many(S101, 10_000), many(S117, 2)].concat();
        let listed = folded(&all);
        assert_eq!(listed.len(), MOST_OF_A_KIND + 2);
        let last = &listed[MOST_OF_A_KIND - 1];
        assert!(last.sentence.contains("9950"), "{}", last.sentence);
        assert_eq!(listed.last(), all.last());
    }

    #[test]
    fn long_findings_are_fewer() {
        let mut all = many(S101, 100);
        for finding in &mut all {
            finding.place.path = "x".repeat(4000);
        }
        assert!(folded(&all).len() < 40);
    }
}

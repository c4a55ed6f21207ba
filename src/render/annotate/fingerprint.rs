//! A name for a finding that stays the same while lines move about it.

use std::collections::BTreeMap;

use crate::value::digest::TextDigest;
use crate::value::finding::Finding;

/// The fingerprint of each finding in turn: of its code, path and sentence, and of how many alike
/// came before it. Lines and columns have no part in it.
pub(super) fn fingerprints(findings: &[&Finding]) -> Vec<String> {
    let mut seen: BTreeMap<(&str, &str, &str), u32> = BTreeMap::new();
    let each = findings.iter().map(|finding| {
        let named = (
            finding.code.id,
            finding.place.path.as_str(),
            finding.sentence.as_str(),
        );
        let earlier = seen.entry(named).or_default();
        let (code, path, sentence) = named;
        let text = format!("{code}\0{path}\0{sentence}\0{earlier}");
        *earlier += 1;
        TextDigest::of(text.as_bytes()).to_string()
    });
    each.collect()
}

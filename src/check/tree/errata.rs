//! Finds errata that do not correct words of their decision, and numbers that are left out.

use crate::check::tree::context::{CheckContext, FindingSink, PendingFinding};
use crate::procedure::erratum::fault;
use crate::record::path::RecordPath;

/// Errata whose words are not the chair's own, that change what was decided, or that are not the next one.
pub(super) fn of_decisions(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (case, n, call) in scene.calls() {
        for (k, erratum) in &call.errata {
            let path = RecordPath::Erratum(case.id.clone(), n, *k).to_string();
            let wrong = fault(call, *k, erratum);
            if let Some((key, sentence, hint)) = wrong {
                found.note(&path, || {
                    let fault = PendingFinding::new(sentence).key(key).hint(hint);
                    fault.because(case.decision_path(n))
                });
            }
            let before = k - 1;
            if before > 0 && !call.errata.contains_key(&before) {
                found.note(&path, || {
                    let sentence = format!("there is no erratum {before} before this one");
                    PendingFinding::new(sentence)
                        .hint("give errata the numbers 1, 2, 3, without a gap")
                });
            }
        }
    }
}

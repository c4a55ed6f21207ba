//! Texts and their digests: the text is its last revision, and a call's is the one it names.

use crate::check::tree::found::{Fault, Found};
use crate::check::tree::scene::Scene;
use crate::record::path::RecordPath;
use crate::register::snapshot::LARGEST_TEXT;
use crate::value::digest::TextDigest;

/// Texts that were changed without a revision.
pub(super) fn last_revision(scene: &Scene<'_>, found: &mut Found) {
    for case in scene.proposals() {
        let Some(proposal) = &case.folder.proposal else {
            continue;
        };
        let path = RecordPath::Text(case.id.clone(), proposal.text.clone()).to_string();
        // Of a text that is too large, that is all that is said.
        let bytes = scene.register.bytes(&path);
        let small = bytes.filter(|bytes| bytes.len() as u64 <= LARGEST_TEXT);
        let (Some(digest), Some(latest)) = (small.map(TextDigest::of), proposal.latest()) else {
            continue;
        };
        if digest != latest.sha256 {
            found.note(&path, || {
                Fault::new(format!(
                    "the text has the digest {}, and its last revision, {}, has {}",
                    digest.short(),
                    latest.name,
                    latest.sha256.short()
                ))
                .hint(format!(
                    "plenary revise {} --material, or --editorial if only the wording changed",
                    case.id
                ))
                .because(case.path())
            });
        }
    }
}

/// Calls whose digest is not that of the revision that they name.
pub(super) fn of_calls(scene: &Scene<'_>, found: &mut Found) {
    for case in scene.proposals() {
        for (n, filed) in &case.folder.calls {
            let (Some(call), Some(proposal)) = (&filed.call, &case.folder.proposal) else {
                continue;
            };
            let named = proposal.revision(call.revision);
            let Some(revision) = named.filter(|revision| revision.sha256 != call.sha256) else {
                continue;
            };
            found.note(&case.call_path(*n), || {
                Fault::new(format!(
                    "the call is over a text with the digest {}, and revision {} has {}",
                    call.sha256.short(),
                    revision.name,
                    revision.sha256.short()
                ))
                .key("sha256")
                .hint("neither a call nor a past revision is ever edited; take the change back")
                .because(case.path())
            });
        }
    }
}

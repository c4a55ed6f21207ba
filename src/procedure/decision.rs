//! What a decision says, derived from a tally and a judgement.

use crate::procedure::account;
use crate::procedure::inputs::manifest;
use crate::record::call::Close;
use crate::record::decision::{Afterwards, Decision, Judgement, Matter, Pins};
use crate::record::manifest::Manifest;
use crate::record::path::CHARTER;
use crate::register::freeze::{Basis, Moments};
use crate::register::records::Folder;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;

/// A decision with everything that goes into its commit.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The decision.
    pub decision: Decision,
    /// The bytes of `decision.toml`.
    pub text: String,
    /// The manifest of its inputs.
    pub manifest: Manifest,
}

/// Puts a decision together from its tally and what a person judged. The same tally and the same
/// judgement give the same bytes, which is how it is verified. `None` where the tally has no call.
pub fn recorded(
    moments: &Moments,
    tally: &Tally,
    judgement: Judgement,
    inputs: Option<CommitId>,
) -> Option<Recorded> {
    let folder = moments.folder(&tally.proposal)?;
    let n = tally.call?;
    let call = moments.call(folder)?;
    let manifest = manifest(moments, tally, n)?;
    let level = tally.level(&judgement.designation);
    let judgement = Judgement {
        outcome: level.map_or(judgement.outcome, |level| level.outcome),
        ..judgement
    };
    let at = judgement.at;
    let decision = Decision {
        matter: matter(tally, folder, call),
        computed: tally.computed.clone(),
        afterwards: Afterwards {
            appeal_until: tally.track.appeal.map(|span| span.after(at)),
            review: tally.track.review.map(|span| span.after(at)),
        },
        pins: Pins {
            inputs,
            frozen: call.frozen.clone(),
            closing: closing(&tally.basis),
            charter: moments.frozen().digest(CHARTER)?,
            manifest: crate::value::digest::TextDigest::of(manifest.written().as_bytes()),
        },
        close: call
            .close
            .is_none()
            .then(|| own_close(tally, &judgement, at)),
        judgement,
    };
    let account = account::account(moments, tally, &decision);
    let text = decision.written(account);
    Some(Recorded {
        decision,
        text,
        manifest,
    })
}

fn own_close(tally: &Tally, judgement: &Judgement, at: Instant) -> Close {
    Close {
        commit: closing(&tally.basis),
        by: judgement.by.clone(),
        at,
    }
}

fn closing(basis: &Basis) -> Option<CommitId> {
    match basis {
        Basis::Closed { closing, .. } => closing.clone(),
        Basis::BeforeCall | Basis::Carried | Basis::Open { .. } => None,
    }
}

fn matter(tally: &Tally, folder: &Folder, call: &crate::record::call::Call) -> Matter {
    let supersedes = folder
        .proposal
        .as_ref()
        .map_or(Vec::new(), |p| p.supersedes.clone());
    Matter {
        register: tally.charter.register.clone(),
        proposal: tally.proposal.clone(),
        question: call.question.clone(),
        revision: call.revision,
        sha256: call.sha256.clone(),
        track: tally.track.id.clone(),
        source: tally.track.source.clone(),
        supersedes,
    }
}

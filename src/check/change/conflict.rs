//! What a merge cannot settle by itself, as findings.

use crate::register::snapshot::{Clash, Conflict};
use crate::value::code;
use crate::value::finding::{Finding, Place};
use crate::value::text::shortened;

/// A finding for a path at which a request and the branch that it is for contradict one another.
/// `branch` is what the reader calls that branch.
pub fn conflict(conflict: &Conflict, branch: &str) -> Finding {
    let sentence = match conflict.clash {
        Clash::Lines => "the request and what landed meanwhile both change the same lines",
        Clash::Removed => "one side removes what the other changes",
        Clash::Kind => "one side has a file here, and the other something of another kind",
    };
    let hint = format!(
        "git merge {}, keep what is to hold, and push the request again",
        shortened(branch, 80)
    );
    Finding::new(code::P219, Place::file(&conflict.path), sentence).hint(hint)
}

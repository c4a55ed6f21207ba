//! Reads and writes acknowledgements: a chair has seen a finding of `plenary verify` about a commit, which
//! nobody can undo, and says why it can stay.

use crate::record::attribution::Attribution;
use crate::record::described::{Inside, key, record};
use crate::record::keys::Keys;
use crate::value::code;
use crate::value::digest::CommitId;
use crate::value::finding::Finding;
use crate::value::text::shortened;

record! {
    /// What the file of an acknowledgement says.
    pub struct Acknowledgement {
        /// The commit that broke a rule.
        pub commit: CommitId = key("commit"),
        /// The code of that rule, such as `P201`.
        pub code: String = key("code"),
        /// The path at which it was broken, from the register's root.
        pub path: String = key("path"),
        /// Who acknowledges it, when and why.
        pub act: Attribution = Inside,
    }
    checked by checked_code;
}

impl Acknowledgement {
    /// Whether it acknowledges this finding.
    pub fn is_of(&self, finding: &Finding) -> bool {
        let broken = finding.violation.as_ref();
        broken.is_some_and(|broken| broken.commit == self.commit && broken.rule.id == self.code)
            && finding.place.path == self.path
    }
}

fn checked_code(keys: &Keys<'_>, acknowledgement: &Acknowledgement) {
    let code = acknowledgement.code.as_str();
    if !code::ALL.iter().any(|known| known.id == code) {
        let sentence = format!("the check code \"{}\" is unknown", shortened(code, 20));
        let hint = match code::nearest(code) {
            Some(meant) => format!("code = \"{}\"", meant.id),
            None => "to see all codes: plenary explain".to_owned(),
        };
        keys.fault(code::S144, "code", sentence, hint);
    }
}

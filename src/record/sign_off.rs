//! A sign-off: the name of a further chair under a decision, who recomputed it. The first stands
//! in the decision itself.

use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
use crate::record::sheet::Sheet;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::digest::TextDigest;

/// What the file of a sign-off says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// The digest of the decision that was signed off.
    pub sha256: TextDigest,
    /// When.
    pub at: Instant,
}

impl SignOff {
    /// Reads a sign-off.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, sign_off)
    }

    /// The record in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("sha256", self.sha256.as_str())
            .instant("at", self.at);
        sheet
    }
}

fn sign_off(keys: &mut Keys<'_>) -> Option<SignOff> {
    let expected = "64 hexadecimal digits";
    if !keys.has("sha256") {
        keys.missing("sha256", "\"…\", as `plenary sign-off` writes it");
    }
    let sha256 = keys.parsed("sha256", code::S114, expected, TextDigest::parse);
    let at = keys.need_instant("at");
    Some(SignOff {
        sha256: sha256?,
        at: at?,
    })
}

//! Computes digests of texts, and reads the names of commits.

use std::fmt;

use sha2::{Digest, Sha256};

macro_rules! hex_names {
    ($($(#[$doc:meta])* $name:ident, $shape:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Reads it in lower-case hexadecimal; `None` for anything else.
            pub fn parse(text: &str) -> Option<Self> {
                let hex = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
                let shape: fn(usize) -> bool = $shape;
                (hex && shape(text.len())).then(|| Self(text.to_owned()))
            }

            /// All its digits.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The first seven digits, as people are shown it.
            pub fn short(&self) -> &str {
                &self.0[..7]
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

hex_names! {
    /// The SHA-256 of some bytes, 64 hexadecimal digits.
    TextDigest, |n| n == 64;
    /// The full name of a git commit, 40 or 64 hexadecimal digits.
    CommitId, |n| n == 40 || n == 64;
}

impl TextDigest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let hash = Sha256::digest(bytes);
        Self(hash.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{CommitId, TextDigest};

    #[test]
    fn digests_are_those_of_sha256sum() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(TextDigest::of(b"").as_str(), empty);
        assert_eq!(TextDigest::parse(empty), Some(TextDigest::of(b"")));
        assert_eq!(TextDigest::parse("E3"), None);
        assert_eq!(
            CommitId::parse(&"a".repeat(40)).map(|c| c.short().to_owned()),
            Some("aaaaaaa".into())
        );
    }
}

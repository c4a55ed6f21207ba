//! An appeal: a later contest of how a decision came about. Its path says whose it is.

use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
use crate::record::sheet::Sheet;
use crate::value::clock::Instant;
use crate::value::id::GroundName;

/// What the file of an appeal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    /// On which of the track's grounds; owed where the track names any.
    pub ground: Option<GroundName>,
    /// What went wrong.
    pub problem: String,
    /// What the appellant asks for.
    pub asks: String,
    /// When it was made; where it is left out, its landing says so.
    pub at: Option<Instant>,
    /// Whether the appellant took it back.
    pub withdrawn: bool,
    /// Why.
    pub withdrawn_reason: Option<String>,
}

impl Appeal {
    /// Reads an appeal.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, appeal)
    }

    /// The record in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .maybe_text("ground", self.ground.as_ref().map(GroundName::as_str))
            .prose("problem", &self.problem)
            .prose("asks", &self.asks)
            .maybe_instant("at", self.at);
        if self.withdrawn {
            sheet.flag("withdrawn", true);
        }
        sheet.maybe_prose("withdrawn-reason", self.withdrawn_reason.as_deref());
        sheet
    }
}

fn appeal(keys: &mut Keys<'_>) -> Option<Appeal> {
    let ground = keys.name("ground", GroundName::parse);
    let problem = keys.need_text("problem");
    let asks = keys.need_text("asks");
    let at = keys.instant("at");
    let withdrawn = keys.flag("withdrawn").unwrap_or(false);
    let withdrawn_reason = keys.text("withdrawn-reason");
    Some(Appeal {
        ground,
        problem: problem?,
        asks: asks?,
        at,
        withdrawn,
        withdrawn_reason,
    })
}

//! stub
use crate::{record::decision::Decision, render::page::Page, tally::Tally};
/// x
pub struct DecisionReport(String);
impl DecisionReport {
    /// x
    pub fn of(t: &Tally, d: &Decision) -> Self {
        Self(format!(
            "{} is decided: {}",
            t.proposal,
            d.judgement.outcome.word()
        ))
    }
    /// x
    pub fn page(&self) -> Page {
        Page::new().line(self.0.clone())
    }
}

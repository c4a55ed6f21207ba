//! stub
use crate::{
    register::records::Register, render::page::Page, report::when::LocalOffset, tally::Tally,
    value::clock::Instant,
};
/// x
pub struct Notice(String);
impl Notice {
    /// x
    pub fn of(_r: &Register, t: &Tally, n: u32, c: Instant, _o: LocalOffset) -> Self {
        Self(format!("call {n} on {} closes {c}", t.proposal))
    }
    /// x
    pub fn page(&self) -> Page {
        Page::new().line(self.0.clone())
    }
}

//! stub
use crate::{
    register::{freeze::Moments, records::Register},
    render::page::Page,
    tally::{Tally, objection::Followed},
    value::id::{ParticipantId, ProposalId},
};
/// x
#[derive(serde::Serialize)]
pub struct ShowProposal(String);
/// x
pub type ShowObjection = ShowProposal;
/// x
#[derive(serde::Serialize)]
pub struct ShowParticipant(String);
impl ShowProposal {
    /// x
    pub fn of<A, B>(_t: A, _d: B) -> Self {
        Self("x".into())
    }
    /// x
    pub fn page(&self) -> Page {
        Page::new().line(self.0.clone())
    }
}
impl ShowParticipant {
    /// x
    pub fn of(_t: &Register, _d: &ParticipantId) -> Option<Self> {
        None
    }
    /// x
    pub fn page(&self) -> Page {
        Page::new().line(self.0.clone())
    }
}

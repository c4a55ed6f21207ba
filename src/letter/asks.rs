//! What a call asks the body: the question, the text and its translations, as its record has them.

use serde::Serialize;

use crate::record::call::DecidedPart;
use crate::record::path::RecordPath;
use crate::record::proposal::Proposal;
use crate::register::records::ProposalRecords;
use crate::report::calls;
use crate::report::translations::TranslationRows;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;
use crate::value::id::RevisionName;

/// What the call asks the body.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Asks {
    pub(super) title: String,
    pub(super) question: String,
    #[serde(flatten)]
    pub(super) translations: TranslationRows,
    pub(super) revision: RevisionName,
    pub(super) text: String,
    pub(super) sha256: Option<TextDigest>,
    pub(super) status_quo: Option<String>,
    pub(super) public_interest: Option<String>,
    pub(super) meeting: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) parts: Vec<DecidedPart>,
    pub(super) opens: Instant,
}

impl Asks {
    /// What call `n` asks: from its record, else from the proposal as it is.
    pub(super) fn of(
        folder: &ProposalRecords,
        proposal: Option<&Proposal>,
        n: u32,
        tally: &Tally,
    ) -> Self {
        let call = folder.calls.get(&n).and_then(|filed| filed.call.as_ref());
        let asked = call.map(|call| &call.question);
        let question = asked.or(proposal.map(|read| &read.question));
        let last = proposal.and_then(Proposal::latest).map(|last| last.name);
        let revision = call.map(|call| call.revision).or(last);
        let revision = revision.unwrap_or(tally.revision);
        let made = proposal.and_then(|read| Some(&read.revision(revision)?.sha256));
        let path = |read: &Proposal| {
            RecordPath::Text(tally.proposal.clone(), read.text.clone()).to_string()
        };
        Self {
            title: calls::title(call, proposal),
            translations: TranslationRows::of(folder.proposal.as_ref(), revision)
                .asking(proposal, question.map_or("", String::as_str)),
            question: question.cloned().unwrap_or_default(),
            revision,
            text: proposal.map(path).unwrap_or_default(),
            sha256: call.map(|call| &call.sha256).or(made).cloned(),
            status_quo: proposal.and_then(|read| read.status_quo.clone()),
            public_interest: proposal.and_then(|read| read.public_interest.clone()),
            parts: call.map_or(Vec::new(), |call| call.parts.clone()),
            meeting: call.and_then(|call| call.meeting.clone()),
            opens: call.map_or(tally.now, |call| call.opens),
        }
    }

    /// Where the text is, which revision, and its digest.
    pub(super) fn text(&self) -> String {
        let digest = self.sha256.as_ref().map_or("no digest", TextDigest::short);
        format!("{} (revision {}, {digest})", self.text, self.revision)
    }
}

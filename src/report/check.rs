//! What a check found; and of a change, who submitted it and how much of the register it touches.

use serde::Serialize;

use crate::procedure::hand::{Origin, Unproven};
use crate::render::finding;
use crate::render::page::Page;
use crate::value::digest::CommitId;
use crate::value::finding::Finding;
use crate::value::id::ParticipantId;
use crate::value::suggest::listed;

/// The findings of a check.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Checked<'c> {
    #[serde(flatten)]
    check: finding::FindingsJson<'c>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<&'c Submitted>,
    #[serde(skip)]
    findings: &'c [Finding],
}

/// A change that was judged.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Submitted {
    /// The commit that it would be merged into.
    pub base: CommitId,
    /// The commit that would be merged.
    pub head: CommitId,
    /// How many files of the register it changes.
    pub files: usize,
    /// Whether the charter's proof says who submits.
    pub verified: bool,
    /// The participants who submit; empty where nobody knows.
    pub participants: Vec<ParticipantId>,
    /// The account at the forge, where one was named.
    pub account: Option<String>,
    /// The addresses of the authors of the commits.
    pub authors: Vec<String>,
    #[serde(skip)]
    origin: Origin,
    #[serde(skip)]
    unproven: Option<Unproven>,
}

impl Submitted {
    /// The change between two commits, of so many files, and where it comes from.
    pub fn new(
        (base, head): (CommitId, CommitId),
        files: usize,
        origin: Origin,
        unproven: Option<Unproven>,
    ) -> Self {
        let participants = match &origin {
            Origin::Known(who) => who.iter().cloned().collect(),
            Origin::Stranger(_) | Origin::Unverified => Vec::new(),
        };
        Self {
            base,
            head,
            files,
            verified: !participants.is_empty() && unproven.is_none(),
            participants,
            account: None,
            authors: Vec::new(),
            origin,
            unproven,
        }
    }

    /// The same with what was said of who submits.
    #[must_use]
    pub fn said(mut self, account: Option<String>, authors: Vec<String>) -> Self {
        self.account = account;
        self.authors = authors;
        self
    }

    /// The proof that could not be looked at, where one is asked for.
    pub(crate) fn unproven(&self) -> Option<Unproven> {
        self.unproven
    }

    /// Who submitted it, and how much of the register it touches, in a sentence.
    pub(crate) fn line(&self) -> String {
        let who = match &self.origin {
            Origin::Known(who) => {
                let names = listed(who.iter().map(ParticipantId::as_str)).replace(" or ", " and ");
                match &self.account {
                    Some(account) => format!("Submitted by {names} ({account})"),
                    None => format!("Submitted by {names}"),
                }
            }
            Origin::Stranger(name) => format!("Submitted by nobody that the roster knows: {name}"),
            Origin::Unverified => "Origin not verified".to_owned(),
        };
        let files = match self.files {
            0 => "no file of the register".to_owned(),
            1 => "1 file of the register".to_owned(),
            n => format!("{n} files of the register"),
        };
        format!("{who}; {files}.")
    }
}

impl<'c> Checked<'c> {
    /// The findings of a whole register, or of a change.
    pub fn of(findings: &'c [Finding], change: Option<&'c Submitted>) -> Self {
        Self {
            check: finding::findings_json(findings),
            change,
            findings,
        }
    }

    /// The page for people.
    pub fn page(&self) -> Page {
        let page = finding::page(self.findings);
        let Some(change) = self.change else {
            return page;
        };
        let page = page.line(change.line());
        match change.unproven {
            None => page,
            Some(unproven) => page.line(format!("Not checked: {}.", unproven.sentence())),
        }
    }
}

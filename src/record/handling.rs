//! Reads and writes how an objection is handled: the responses, and its disposition.

use serde::Serialize;

use crate::record::attribution::{Attribution, Owed};
use crate::record::described::{Inside, key, prose, record};
use crate::record::item::words;
use crate::record::keys::Keys;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::id::{ObjectionId, ParticipantId, RevisionName};

record! {
    /// A response of a chair or an editor.
    #[derive(Serialize)]
    pub struct Response {
        /// Who.
        pub by: ParticipantId = key("by"),
        /// When.
        pub at: Instant = key("at"),
        /// What.
        pub text: String = prose("text"),
    }
}

words! {
    /// How an objection is closed. Source of the distinction between set aside and outweighed: RFC 7282,
    /// section 3 (an issue is addressed, not necessarily accommodated).
    pub enum DispositionKind {
        /// The text was changed to meet it.
        Accommodated = "accommodated",
        /// The objector has withdrawn it.
        Withdrawn = "withdrawn",
        /// It does not bear on the merits; the reason says why.
        SetAside = "set-aside",
        /// It is genuine and was outweighed; the alternatives considered are named.
        Outweighed = "outweighed",
        /// It stays without agreement, and goes into the decision.
        Unresolved = "unresolved" was "stands",
        /// It says what another objection says.
        Duplicate = "duplicate",
        /// The body cannot decide it; the reason says why.
        OutOfScope = "out-of-scope",
        /// A comment: the text was changed because of it.
        Changed = "changed",
        /// A comment: the text was not changed; the reason says why.
        NotChanged = "not-changed",
    }
}

impl DispositionKind {
    const OF_OBJECTIONS: [Self; 7] = [
        Self::Accommodated,
        Self::Withdrawn,
        Self::SetAside,
        Self::Outweighed,
        Self::Unresolved,
        Self::Duplicate,
        Self::OutOfScope,
    ];
    const OF_COMMENTS: [Self; 5] = [
        Self::Changed,
        Self::NotChanged,
        Self::OutOfScope,
        Self::Withdrawn,
        Self::Duplicate,
    ];

    /// How an objection can be closed, or a comment, which blocks nothing.
    pub fn all_of(blocking: bool) -> &'static [Self] {
        match blocking {
            true => &Self::OF_OBJECTIONS,
            false => &Self::OF_COMMENTS,
        }
    }

    /// Whether only a comment can be closed so.
    pub fn is_of_comments_alone(self) -> bool {
        !Self::OF_OBJECTIONS.contains(&self)
    }
}

record! {
    /// How an objection was closed, by whom, and why.
    #[derive(Serialize)]
    pub struct Disposition {
        /// How it was closed.
        pub value: DispositionKind = key("value"),
        /// Who closed it.
        pub by: ParticipantId = key("by"),
        /// When.
        pub at: Instant = key("at"),
        /// Why; shown to the objector.
        pub reason: String = Owed(
            "reason",
            "the disposition has no reason, and the objector must be given one",
        ),
        /// For an outweighed objection: the alternatives considered.
        pub alternatives: Option<String> = prose("alternatives"),
        /// For one that was withdrawn elsewhere: a link that shows it.
        pub evidence: Option<String> = key("evidence"),
        /// For a duplicate: the original objection.
        pub of: Option<ObjectionId> = key("of"),
        /// For one that changed the text: the revision that settles it.
        pub revision: Option<RevisionName> = key("revision"),
    }
    checked by checked_disposition;
}

/// What some dispositions need next to their reason.
fn checked_disposition(keys: &Keys<'_>, disposition: &Disposition) {
    let alternatives = disposition.alternatives.as_deref();
    let says_which = alternatives.is_some_and(|text| !text.trim().is_empty());
    if disposition.value == DispositionKind::Outweighed && !says_which {
        let sentence = "\"alternatives\" is missing (required with outweighed)";
        let hint = "alternatives = '''…'''";
        keys.fault(code::S127, "alternatives", sentence, hint);
    }
    if disposition.value == DispositionKind::Duplicate && !keys.has("of") {
        keys.missing("of", "\"carla-nunes.cost\"");
    }
}

record! {
    /// The reopening of an objection because of new information, and how it was closed before.
    #[derive(Serialize)]
    pub struct Reopening {
        /// Who, when and why.
        #[serde(flatten)]
        pub act: Attribution = Inside,
        /// A link to the new information.
        pub evidence: String = key("evidence"),
        /// How it was closed before.
        pub from: Option<DispositionKind> = key("from"),
    }
}

record! {
    /// What a handling file says.
    #[derive(Default)]
    pub struct Handling {
        /// The responses, oldest first.
        pub responses: Vec<Response> = key("response").grows(),
        /// The reopenings, oldest first.
        pub reopenings: Vec<Reopening> = key("reopening").grows(),
        /// The disposition, where there is one.
        pub disposition: Option<Disposition> = key("disposition"),
    }
}

impl Handling {
    /// The responses to the objection as it is now: all of them, or, where it was reopened, the later ones.
    pub fn fresh_responses(&self) -> impl Iterator<Item = &Response> {
        let since = self.reopened();
        self.responses
            .iter()
            .filter(move |response| since.is_none_or(|since| response.at > since))
    }

    /// When it was last reopened.
    pub fn reopened(&self) -> Option<Instant> {
        self.reopenings.iter().map(|again| again.act.at).max()
    }
}

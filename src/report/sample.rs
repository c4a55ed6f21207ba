//! A register much like a working group's, made from text, for the tests of the screens.

mod retention;

pub(crate) use retention::{retention, sourced};

use crate::procedure::decision::{Inputs, recorded};
use crate::record::decision::{DecisionOptions, Designated};
use crate::record::track::Outcome;
pub(crate) use crate::register::sample::{Sample as Files, at, id};
use crate::register::tally_inputs::{CloseEvidence, InputBasis, TallyInputs};
use crate::render::format::{Format, OutputContext};
use crate::render::page::Page;
use crate::render::render;
use crate::tally::{Tally, tally};
use crate::value::digest::CommitId;
use crate::value::id::{LevelName, ParticipantId};

/// While the call is open.
pub(crate) const OPEN: &str = "2026-05-18T19:59:00Z";
/// After the close.
pub(crate) const OVER: &str = "2026-05-23T09:00:00Z";

impl Files {
    /// The moments of the open call on `retention`.
    pub(crate) fn open(&self) -> TallyInputs {
        let basis = InputBasis::Open { frozen: frozen() };
        let carried = self.carried("retention", OPEN);
        TallyInputs { basis, ..carried }
    }

    /// The moments of the call on `retention` after its close, at which the files were `then`.
    pub(crate) fn closed(&self, then: &Files, found_by: CloseEvidence) -> TallyInputs {
        let basis = InputBasis::Closed {
            frozen: frozen(),
            closing: CommitId::parse(&"c105e".repeat(8)),
            found_by,
        };
        let closing = Some(then.register());
        let carried = self.carried("retention", OVER);
        TallyInputs {
            basis,
            closing,
            ..carried
        }
    }

    /// The same files with a decision of the call on `retention`.
    pub(crate) fn decided(self, designation: &str, reason: &str) -> Self {
        let moments = self.closed(&self, CloseEvidence::Record);
        let counted = counted(&moments, "retention");
        let judgement = Designated {
            designation: LevelName::parse(designation).expect("a level"),
            outcome: Outcome::NoConsensus,
            reason: Some(reason.to_owned()),
            does_not_mean: None,
            by: ParticipantId::parse("maya-chen").expect("an id"),
            at: at(OVER),
            overrides: Vec::new(),
            chosen: DecisionOptions::default(),
        };
        let inputs = Inputs {
            commit: CommitId::parse(&"1".repeat(40)),
            hands: Vec::new(),
        };
        let decision = recorded(&moments, &counted, judgement, inputs).expect("a call");
        self.with("proposals/retention/calls/2/decision.toml", decision.text)
    }
}

fn frozen() -> CommitId {
    CommitId::parse(&"4be1c07a".repeat(5)).expect("a commit")
}

/// The tally of some moments.
pub(crate) fn counted(moments: &TallyInputs, proposal: &str) -> Tally {
    tally(moments, &id(proposal)).expect("a tally")
}

/// A page on a terminal of so many columns; no line is wider but for an address of the web and a
/// command, which are never cut in two.
pub(crate) fn on(width: usize, page: &Page) -> String {
    let text = render(page, Format::Table, &OutputContext::terminal(width));
    for line in text.lines() {
        let wide = unicode_width::UnicodeWidthStr::width(line);
        let line = line.trim_start();
        let is_whole = line.starts_with("https://") || line.starts_with("plenary ");
        assert!(is_whole || wide <= width, "{wide} of {width}: {line}");
    }
    text
}

/// Words meant to do harm.
pub(crate) const HOSTILE: &[&str] = &[
    "\u{1b}[2J\u{1b}[31mred",
    "over\rwritten\u{8}\u{7}",
    "safe\u{202e}txt.exe\u{200b}",
    "yes\nRule / quorum: met = yes",
    "# heading\n| a | b |\n```\n<b>@everyone</b>",
    "",
    "a very long word without any space in it, which is then one: \
     ooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo",
];

/// Checks that no form of a page has a character that acts on a terminal or hides, and that no
/// line of it is too wide.
pub(crate) fn harmless(page: &Page) {
    for width in [40, 60, 100] {
        on(width, page);
    }
    for format in Format::ALL {
        let text = render(page, format, &OutputContext::piped());
        assert!(!text.contains("\u{1b}"), "{text}");
        let bad = crate::value::text::hostile_in(&text).next();
        assert_eq!(bad, None, "{text}");
    }
}

//! A register much like a working group's, made from text, for the tests of the screens.

mod retention;

use std::collections::{BTreeMap, BTreeSet};

use crate::procedure::decision::{Inputs, recorded};
use crate::record::decision::{Chosen, Judgement};
use crate::record::track::Outcome;
use crate::register::freeze::{Basis, FoundBy, Moments};
use crate::register::records::Register;
use crate::register::snapshot::{Content, Extent, Moment, Snapshot};
use crate::render::format::{Canvas, Format};
use crate::render::page::Page;
use crate::render::render;
use crate::tally::{Tally, tally};
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::{LevelName, ParticipantId, ProposalId};
pub(crate) use retention::retention;

/// While the call is open.
pub(crate) const OPEN: &str = "2026-05-18T19:59:00Z";
/// After the close.
pub(crate) const OVER: &str = "2026-05-23T09:00:00Z";

/// The files of a register.
#[derive(Debug, Clone, Default)]
pub(crate) struct Files(BTreeMap<String, String>);

impl Files {
    /// The same files and one more, or another in its place.
    pub(crate) fn with(mut self, path: &str, text: impl Into<String>) -> Self {
        self.0.insert(path.to_owned(), text.into());
        self
    }

    /// The same files without one.
    pub(crate) fn without(mut self, path: &str) -> Self {
        self.0.remove(path).expect(path);
        self
    }

    /// What a file says.
    pub(crate) fn text(&self, path: &str) -> String {
        self.0.get(path).expect(path).clone()
    }

    /// The paths of all files.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    /// The same files with `old` replaced in one of them.
    pub(crate) fn edited(mut self, path: &str, old: &str, new: &str) -> Self {
        let text = self.0.get_mut(path).expect(path);
        assert!(text.contains(old), "{old} in {text}");
        *text = text.replace(old, new);
        self
    }

    /// The register that the files are; every one of them must be in order.
    pub(crate) fn register(&self) -> Register {
        let files = self.0.iter();
        let content = |(path, text): (&String, &String)| {
            (path.clone(), Content::Plain(text.clone().into_bytes()))
        };
        let names = self.0.keys().filter_map(|path| {
            let inside = path.strip_prefix("proposals/")?;
            inside.split('/').next().map(str::to_owned)
        });
        let register = Register::read(Snapshot {
            moment: Moment::WorkTree,
            extent: Extent::Everything,
            proposals: names.collect::<BTreeSet<String>>(),
            files: files.map(content).collect(),
        });
        assert_eq!(register.findings, [], "the sample has no faults");
        register
    }

    /// The moments of a proposal in a register carried inside another project.
    pub(crate) fn carried(&self, proposal: &str, now: &str) -> Moments {
        Moments::all_as_asked(self.register(), &id(proposal), at(now))
    }

    /// The moments of the open call on `retention`.
    pub(crate) fn open(&self) -> Moments {
        let basis = Basis::Open { frozen: frozen() };
        let carried = self.carried("retention", OPEN);
        Moments { basis, ..carried }
    }

    /// The moments of the call on `retention` after its close, at which the files were `then`.
    pub(crate) fn closed(&self, then: &Files, found_by: FoundBy) -> Moments {
        let basis = Basis::Closed {
            frozen: frozen(),
            closing: CommitId::parse(&"c105e".repeat(8)),
            found_by,
        };
        let closing = Some(then.register());
        let carried = self.carried("retention", OVER);
        Moments {
            basis,
            closing,
            ..carried
        }
    }

    /// The same files with a decision of the call on `retention`.
    pub(crate) fn decided(self, designation: &str, reason: &str) -> Self {
        let moments = self.closed(&self, FoundBy::Record);
        let counted = counted(&moments, "retention");
        let judgement = Judgement {
            designation: LevelName::parse(designation).expect("a level"),
            outcome: Outcome::NoConsensus,
            reason: Some(reason.to_owned()),
            does_not_mean: None,
            by: ParticipantId::parse("maya-chen").expect("an id"),
            at: at(OVER),
            overrides: Vec::new(),
            chosen: Chosen::default(),
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

/// The moment that `text` says.
pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).expect(text)
}

/// The proposal that `text` names.
pub(crate) fn id(text: &str) -> ProposalId {
    ProposalId::parse(text).expect(text)
}

/// The tally of some moments.
pub(crate) fn counted(moments: &Moments, proposal: &str) -> Tally {
    tally(moments, &id(proposal)).expect("a tally")
}

/// A page on a terminal of so many columns; no line is wider but for an address of the web, which is
/// never cut in two.
pub(crate) fn on(width: usize, page: &Page) -> String {
    let text = render(page, Format::Table, &Canvas::terminal(width));
    for line in text.lines() {
        let wide = unicode_width::UnicodeWidthStr::width(line);
        let is_address = line.trim_start().starts_with("https://");
        assert!(is_address || wide <= width, "{wide} of {width}: {line}");
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

/// Checks that no form of a page holds a character that acts on a terminal or hides, and that no
/// line of it is too wide.
pub(crate) fn harmless(page: &Page) {
    for width in [40, 60, 100] {
        on(width, page);
    }
    for format in Format::ALL {
        let text = render(page, format, &Canvas::piped());
        assert!(!text.contains("\u{1b}"), "{text}");
        let bad = crate::value::text::hostile_in(&text).next();
        assert_eq!(bad, None, "{text}");
    }
}

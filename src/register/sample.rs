//! Makes registers in memory in a few lines, for the tests of this room and of those above it.
//!
//! ```ignore
//! let sample = Sample::new("maya ann ben")
//!     .track("challenge = '7d'")
//!     .proposal("one", "")
//!     .position("ann", "accept")
//!     .position("ben", "position = 'hold'\nuntil = 2026-05-10T00:00:00Z")
//!     .objection("ann.cost", "about = '§4'")
//!     .call("2026-05-02", "2026-05-12");
//! let register = sample.register();
//! ```

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::register::records::Register;
use crate::register::snapshot::{Content, Extent, Moment, Snapshot};
use crate::register::tally_inputs::TallyInputs;
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;
use crate::value::id::{ParticipantId, ProposalId};

const CHARTER: &str = r#"format = 1
register = "body"
name = "Body"

[[group]]
id = "all"
name = "All"

[roles]
chair = ["maya"]

[track.policy]
title = "Policy"
electorate = ["member"]
count = "participants"
silence = "silent"
stale = "carry"
designates = "chair"

[[track.policy.level]]
name = "consensus"
outcome = "adopted"
"#;

const PROPOSAL: &str = r#"title = "T"
question = "Q?"
track = "policy"
text = "text.md"
authors = ["ann"]

[[revision]]
name = "r1"
at = 2026-05-01T09:00:00Z
sha256 = "DIGEST"
"#;

const CALL: &str = r#"track = "policy"
question = "Q?"
revision = "r1"
sha256 = "DIGEST"
opens = OPENS
closes = CLOSES
by = "maya"
"#;

const DECISION: &str = r#"format = 1
register = "body"
proposal = "PROPOSAL"
question = "Q?"
revision = "r1"
sha256 = "DIGEST"
track = "policy"
outcome = "adopted"
designation = "consensus"
by = "maya"
at = 2026-05-20T09:00:00Z

[pins]
charter = "DIGEST"
manifest = "DIGEST"
"#;

/// What every proposal of a sample proposes.
pub(crate) const TEXT: &str = "Logs are kept for two years.\n";

/// The files of a register. The argument `more` is TOML that is merged into the file: a key of it replaces the
/// one of that name, in tables key by key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sample {
    files: BTreeMap<String, String>,
    proposal: String,
    call: u32,
}

impl Sample {
    /// A body with one group, `all`, one track, `policy`, these participants, and `maya` as chair.
    pub(crate) fn new(people: &str) -> Self {
        let charter = Self::default().with("charter.toml", CHARTER);
        charter.participants(people)
    }

    /// Only these files.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let with = |sample: Self, (path, text): &(&str, &str)| sample.with(path, *text);
        files.iter().fold(Self::default(), with)
    }

    /// The same files and one more, or one replaced.
    pub(crate) fn with(mut self, path: &str, text: impl Into<String>) -> Self {
        self.files.insert(path.to_owned(), text.into());
        self
    }

    /// The same files without one.
    pub(crate) fn without(mut self, path: &str) -> Self {
        self.files.remove(path).expect(path);
        self
    }

    /// The same files with `old` replaced in one of them.
    pub(crate) fn edited(mut self, path: &str, old: &str, new: &str) -> Self {
        let text = self.files.get_mut(path).expect(path);
        assert!(text.contains(old), "{old} in {text}");
        *text = text.replace(old, new);
        self
    }

    /// The same files with more TOML in one of them, or in a new one.
    pub(crate) fn more(self, path: &str, more: &str) -> Self {
        let text = self.files.get(path).map_or("", String::as_str);
        let read = |text: &str| text.parse::<Table>().expect(text);
        let mut table = read(text);
        lay(&mut table, read(more));
        self.with(path, table.to_string())
    }

    /// More in the charter.
    pub(crate) fn charter(self, more: &str) -> Self {
        self.more("charter.toml", more)
    }

    /// More in the track.
    pub(crate) fn track(self, more: &str) -> Self {
        self.charter(&format!("[track.policy]\n{more}"))
    }

    /// More participants: ids with spaces between, `ann@north` where the group is not `all`.
    pub(crate) fn participants(self, people: &str) -> Self {
        let person = |sample: Self, who: &str| {
            let (id, group) = who.split_once('@').unwrap_or((who, "all"));
            let text = format!("name = \"{id}\"\ngroup = \"{group}\"\n");
            sample.with(&format!("participants/{id}.toml"), text)
        };
        people.split_whitespace().fold(self, person)
    }

    /// A proposal by `ann`; what is added next belongs to it.
    pub(crate) fn proposal(mut self, id: &str, more: &str) -> Self {
        (self.proposal, self.call) = (id.to_owned(), 0);
        let text = filled(PROPOSAL, &[]);
        self.within("text.md", TEXT)
            .within("proposal.toml", &text)
            .filed("proposal.toml", more)
    }

    /// A position: a word of the track, or TOML.
    pub(crate) fn position(self, owner: &str, said: &str) -> Self {
        let path = format!("positions/{owner}.toml");
        match said.contains('=') {
            true => self.filed(&path, said),
            false => self.filed(&path, &format!("position = \"{said}\"")),
        }
    }

    /// An objection, by its id.
    pub(crate) fn objection(self, id: &str, more: &str) -> Self {
        let path = format!("objections/{id}.toml");
        let text = "about = \"§1\"\nproblem = \"It costs.\"\nresolve = \"Less.\"\n";
        self.filed(&path, text).filed(&path, more)
    }

    /// The next call, by `maya`.
    pub(crate) fn call(mut self, opens: &str, closes: &str) -> Self {
        self.call += 1;
        let (opens, closes) = (at(opens).to_string(), at(closes).to_string());
        let text = filled(CALL, &[("OPENS", &opens), ("CLOSES", &closes)]);
        self.in_call("call.toml", &text)
    }

    /// The decision of the call, by `maya` on 20 May 2026.
    pub(crate) fn decision(self, more: &str) -> Self {
        let text = filled(DECISION, &[("PROPOSAL", &self.proposal)]);
        self.in_call("decision.toml", &text)
            .in_call("decision.toml", more)
    }

    /// More in a file of the call.
    pub(crate) fn in_call(self, name: &str, more: &str) -> Self {
        let path = format!("calls/{}/{name}", self.call);
        self.filed(&path, more)
    }

    /// More in a file of the proposal.
    pub(crate) fn filed(self, name: &str, more: &str) -> Self {
        let path = format!("proposals/{}/{name}", self.proposal);
        self.more(&path, more)
    }

    /// The proposal with these revisions, `DIGEST` being that of the text.
    pub(crate) fn revised(self, revisions: &str) -> Self {
        self.filed("proposal.toml", &filled(revisions, &[]))
    }

    fn within(self, name: &str, text: &str) -> Self {
        let path = format!("proposals/{}/{name}", self.proposal);
        self.with(&path, text)
    }

    /// What a file says.
    pub(crate) fn text(&self, path: &str) -> String {
        self.find(path).expect(path).to_owned()
    }

    /// The same, where it is there.
    pub(crate) fn find(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// The paths of all files.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }

    /// The register of these files, with all their errors.
    pub(crate) fn faulty(&self) -> Register {
        let content = |text: &String| Content::Plain(text.as_bytes().into());
        let files = self.files.iter();
        let inside = self.files.keys();
        let inside = inside.filter_map(|path| path.strip_prefix("proposals/")?.split_once('/'));
        Register::read(Snapshot {
            moment: Moment::WorkTree,
            extent: Extent::Everything,
            proposals: inside.map(|(id, _)| id.to_owned()).collect(),
            files: files
                .map(|(path, text)| (path.clone(), content(text)))
                .collect(),
        })
    }

    /// The register of these files; every one of them can be read.
    pub(crate) fn register(&self) -> Register {
        let register = self.faulty();
        assert_eq!(register.findings, [], "the sample has no errors");
        register
    }

    /// The inputs of a proposal in a register that is part of another project.
    pub(crate) fn carried(&self, proposal: &str, now: &str) -> TallyInputs {
        TallyInputs::all_as_asked(self.register(), &id(proposal), at(now))
    }
}

fn filled(text: &str, words: &[(&str, &str)]) -> String {
    let digest = TextDigest::of(TEXT.as_bytes());
    let start = text.replace("DIGEST", digest.as_str());
    let fill = |text: String, (word, value): &(&str, &str)| text.replace(word, value);
    words.iter().fold(start, fill)
}

fn lay(over: &mut Table, more: Table) {
    for (key, value) in more {
        match value {
            Value::Table(more) if over.get(&key).is_some_and(Value::is_table) => {
                let old = over.get_mut(&key).and_then(Value::as_table_mut);
                lay(old.expect("a table"), more);
            }
            value => {
                over.insert(key, value);
            }
        }
    }
}

/// The time in `text`; a day means its first second.
pub(crate) fn at(text: &str) -> Instant {
    let day = || Instant::parse(&format!("{text}T00:00:00Z"));
    Instant::parse(text).or_else(|_| day()).expect(text)
}

/// The proposal that `text` names.
pub(crate) fn id(text: &str) -> ProposalId {
    ProposalId::parse(text).expect(text)
}

/// The participant that `text` names.
pub(crate) fn who(text: &str) -> ParticipantId {
    ParticipantId::parse(text).expect(text)
}

/// A body of three members, a chair and a secretary, with one proposal of ann's.
pub(crate) fn body() -> Sample {
    Sample::new("maya sec ann ben cy")
        .charter("[roles]\nsecretary = ['sec']")
        .proposal("one", "")
}

/// The same with a call that is open from 2 to 12 May.
pub(crate) fn called() -> Sample {
    body().call("2026-05-02", "2026-05-12")
}

/// The same, adopted by maya.
pub(crate) fn decided() -> Sample {
    called().decision("")
}

#[test]
fn a_sample_has_what_it_was_told() {
    let sample = Sample::new("maya ann@north")
        .charter("[[group]]\nid = 'north'\nname = 'North'")
        .proposal("one", "title = 'One'")
        .objection("ann.cost", "blocking = false");
    let register = sample.register();
    assert_eq!(register.participants[&who("ann")].group.as_str(), "north");
    assert_eq!(register.charter.expect("a charter").name, "Body");
    let folder = &register.proposals[&id("one")];
    let proposal = folder.proposal.as_ref().expect("a proposal");
    assert_eq!(
        (proposal.title.as_str(), proposal.question.as_str()),
        ("One", "Q?")
    );
    let raised = folder.objections.values().next().expect("an objection");
    assert!(!raised.objection.blocking);
}

//! Every kind of record that is a TOML file, with its keys.

use crate::record::appeal::Appeal;
use crate::record::call::Call;
use crate::record::challenge::Challenge;
use crate::record::charter::Charter;
use crate::record::decision::{ACCOUNT, Decision};
use crate::record::described::Described;
use crate::record::designation::Designation;
use crate::record::follow_up::FollowUp;
use crate::record::handling::Handling;
use crate::record::meeting::Meeting;
use crate::record::minority::Minority;
use crate::record::objection::Objection;
use crate::record::participant::Participant;
use crate::record::path::RecordPath;
use crate::record::position::Position;
use crate::record::proposal::Proposal;
use crate::record::ruling::Ruling;
use crate::record::shape::KeyShape;
use crate::record::sign_off::SignOff;

/// A kind of record.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct Kind {
    /// What it is called.
    #[serde(rename = "record")]
    pub name: &'static str,
    /// Where its files are, from the register's root, as a pattern in which `*` is any name.
    pub files: &'static str,
    /// Its keys, in the order in which they are written.
    #[serde(skip)]
    pub keys: fn() -> Vec<KeyShape>,
    /// Further keys, which the program computes.
    #[serde(skip)]
    pub computed: &'static [&'static str],
}

const fn kind(name: &'static str, files: &'static str, keys: fn() -> Vec<KeyShape>) -> Kind {
    Kind {
        name,
        files,
        keys,
        computed: &[],
    }
}

/// All of them, in the order of the reference.
pub const ALL: &[Kind] = &[
    kind("charter", "charter.toml", Charter::keys),
    kind("participant", "participants/*.toml", Participant::keys),
    kind("meeting", "meetings/*.toml", Meeting::keys),
    kind("proposal", "proposals/*/proposal.toml", Proposal::keys),
    kind("position", "proposals/*/positions/*.toml", Position::keys),
    kind(
        "objection",
        "proposals/*/objections/*.toml",
        Objection::keys,
    ),
    kind("handling", "proposals/*/handling/*.toml", Handling::keys),
    kind("call", "proposals/*/calls/*/call.toml", Call::keys),
    kind(
        "designation",
        "proposals/*/calls/*/designation.toml",
        Designation::keys,
    ),
    kind(
        "challenge",
        "proposals/*/calls/*/challenges/*.toml",
        Challenge::keys,
    ),
    kind(
        "minority",
        "proposals/*/calls/*/minority/*.toml",
        Minority::keys,
    ),
    Kind {
        computed: ACCOUNT,
        ..kind(
            "decision",
            "proposals/*/calls/*/decision.toml",
            Decision::keys,
        )
    },
    kind(
        "sign-off",
        "proposals/*/calls/*/sign-offs/*.toml",
        SignOff::keys,
    ),
    kind("appeal", "proposals/*/calls/*/appeals/*.toml", Appeal::keys),
    kind("ruling", "proposals/*/calls/*/rulings/*.toml", Ruling::keys),
    kind(
        "follow-up",
        "proposals/*/calls/*/follow-up.toml",
        FollowUp::keys,
    ),
];

impl Kind {
    /// The kind of the record at a path; `None` for what is no TOML file.
    pub fn of(path: &RecordPath) -> Option<&'static Kind> {
        let name = match path {
            RecordPath::Charter => "charter",
            RecordPath::Participant(_) => "participant",
            RecordPath::Meeting(_) => "meeting",
            RecordPath::Proposal(_) => "proposal",
            RecordPath::Position(..) => "position",
            RecordPath::Objection(..) => "objection",
            RecordPath::Handling(..) => "handling",
            RecordPath::Call(..) => "call",
            RecordPath::Designation(..) => "designation",
            RecordPath::Challenge(..) => "challenge",
            RecordPath::Minority(..) => "minority",
            RecordPath::Decision(..) => "decision",
            RecordPath::SignOff(..) => "sign-off",
            RecordPath::Appeal(..) => "appeal",
            RecordPath::Ruling(..) => "ruling",
            RecordPath::FollowUp(..) => "follow-up",
            RecordPath::AllowedSigners
            | RecordPath::Minutes(_)
            | RecordPath::Text(..)
            | RecordPath::Manifest(..)
            | RecordPath::Signature(..) => return None,
        };
        ALL.iter().find(|kind| kind.name == name)
    }
}

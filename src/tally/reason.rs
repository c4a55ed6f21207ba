//! The reasons for which a position file is set aside.

/// Why a position file is not counted. In the order in which they are looked at: the first that
/// applies is given. What came after the close is late, whatever else it is: it changes nothing of
/// what was said, or not said, until then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Landed after the close.
    Late,
    /// The file cannot be read.
    Unreadable,
    /// Its owner is not on the roster.
    UnknownParticipant,
    /// The charter has no such group.
    UnknownGroup,
    /// A person's file where groups are counted, or a group's where they are not.
    NotAUnit,
    /// Its owner has no seat in the electorate.
    NotInElectorate,
    /// Given for a call on another track of the same proposal.
    OtherTrack,
    /// The holder of the seat answered, or another alternate did.
    Alternate,
    /// The same person answered under another id.
    Duplicate,
    /// It was taken back.
    Withdrawn,
    /// It says that a position is being worked on.
    Hold,
    /// The track has no such position.
    UnknownPosition,
    /// The position needs an objection, and its owner has none.
    WithoutObjection,
    /// Given with another's authority, which the track does not allow: at all, for so many, by
    /// oneself, or in a circle.
    Proxy,
    /// Given on a revision that is unknown, or later than the call's.
    OtherRevision,
    /// A material revision came after it.
    Expired,
}

impl Reason {
    /// Every reason, in the order in which they are looked at.
    pub const ALL: &'static [Reason] = &[
        Reason::Late,
        Reason::Unreadable,
        Reason::UnknownParticipant,
        Reason::UnknownGroup,
        Reason::NotAUnit,
        Reason::NotInElectorate,
        Reason::OtherTrack,
        Reason::Alternate,
        Reason::Duplicate,
        Reason::Withdrawn,
        Reason::Hold,
        Reason::UnknownPosition,
        Reason::WithoutObjection,
        Reason::Proxy,
        Reason::OtherRevision,
        Reason::Expired,
    ];

    /// The word for it in files and output.
    pub fn word(self) -> &'static str {
        match self {
            Reason::Late => "late",
            Reason::Unreadable => "unreadable",
            Reason::UnknownParticipant => "unknown-participant",
            Reason::UnknownGroup => "unknown-group",
            Reason::NotAUnit => "not-a-unit",
            Reason::NotInElectorate => "not-in-electorate",
            Reason::OtherTrack => "other-track",
            Reason::Alternate => "alternate",
            Reason::Duplicate => "duplicate",
            Reason::Withdrawn => "withdrawn",
            Reason::Hold => "hold",
            Reason::UnknownPosition => "unknown-position",
            Reason::WithoutObjection => "without-objection",
            Reason::Proxy => "proxy",
            Reason::OtherRevision => "other-revision",
            Reason::Expired => "expired",
        }
    }

    /// The same in plain words, to stand behind a number.
    pub fn in_words(self) -> &'static str {
        match self {
            Reason::Late => "late",
            Reason::Unreadable => "cannot be read",
            Reason::UnknownParticipant => "not on the roster",
            Reason::UnknownGroup => "of no group of the charter",
            Reason::NotAUnit => "not what this track counts",
            Reason::NotInElectorate => "not in the electorate",
            Reason::OtherTrack => "given for a call on another track",
            Reason::Alternate => "alternates whose seat is taken",
            Reason::Duplicate => "a second file of one person",
            Reason::Withdrawn => "withdrawn",
            Reason::Hold => "on hold",
            Reason::UnknownPosition => "no position of this track",
            Reason::WithoutObjection => "without the objection that they need",
            Reason::Proxy => "by proxy, which the track does not allow",
            Reason::OtherRevision => "on another revision",
            Reason::Expired => "expired by a later text",
        }
    }

    /// Whether the unit whose file was set aside for this spoke in time all the same. Silence is
    /// given a meaning only where nothing was said: whoever spoke, and cannot be counted, is
    /// silent and no more.
    pub fn spoke(self) -> bool {
        !matches!(
            self,
            Reason::Late | Reason::OtherTrack | Reason::Alternate | Reason::Duplicate
        )
    }
}

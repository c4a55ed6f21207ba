//! Reads names: one grammar for all identifiers, and a type of its own for each kind of name.

use std::fmt;

use ecow::EcoString;

use crate::value::text::latin;

/// So many bytes an identifier can have.
pub const LONGEST: usize = 64;

/// File names that other systems reserve for devices; an identifier becomes a file name.
const DEVICES: &[&str] = &[
    "aux", "con", "nul", "prn", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7",
    "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Why a text is not an identifier; displayed, it completes the sentence "the id … ".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdError {
    /// Nothing was given.
    Empty,
    /// More than [`LONGEST`] bytes.
    TooLong,
    /// It does not begin with a lower-case letter.
    BadStart,
    /// It has a character outside `a`-`z`, `0`-`9` and `-`.
    BadCharacter(char),
    /// It has two hyphens in a row, or ends in one.
    BadHyphen,
    /// It is the name of a device on another system.
    Device,
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IdError::Empty => write!(f, "is empty"),
            IdError::TooLong => write!(f, "has more than {LONGEST} bytes"),
            IdError::BadStart => write!(f, "must begin with a lower-case letter"),
            IdError::BadCharacter(c) => write!(
                f,
                "can only have lower-case letters, digits and single hyphens (found {})",
                crate::value::text::named(*c)
            ),
            IdError::BadHyphen => {
                write!(f, "can only have single hyphens between other characters")
            }
            IdError::Device => write!(f, "is a reserved file name on some systems"),
        }
    }
}

/// What is wrong with `text` as an identifier, if anything: it must have lower-case ASCII letters, digits and
/// single hyphens, begin with a letter, have at most [`LONGEST`] bytes, and not be a device name.
pub fn fault(text: &str) -> Option<IdError> {
    let first = match text.chars().next() {
        None => return Some(IdError::Empty),
        Some(c) => c,
    };
    if text.len() > LONGEST {
        return Some(IdError::TooLong);
    }
    let allowed = |c: &char| matches!(c, 'a'..='z' | '0'..='9' | '-');
    if let Some(c) = text.chars().find(|c| !allowed(c)) {
        return Some(IdError::BadCharacter(c));
    }
    if !first.is_ascii_lowercase() {
        return Some(IdError::BadStart);
    }
    if text.contains("--") || text.ends_with('-') {
        return Some(IdError::BadHyphen);
    }
    DEVICES.contains(&text).then_some(IdError::Device)
}

/// The identifier nearest to `text`: its letters in plain Latin ones, every run of other characters one hyphen.
/// Numbers in front go to the end: `budget-2026` for "2026 budget", and `n2026` where nothing follows.
/// Empty where no character of the text can be used.
pub fn slug(text: &str) -> String {
    let latin = latin(text);
    let words = latin.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let numbers = words.iter().take_while(|word| is_number(word)).count();
    let (front, rest) = words.split_at(numbers);
    let (mut body, end) = match (front, rest) {
        ([], rest) => (rest.join("-"), String::new()),
        (front, []) => (format!("n{}", front.join("-")), String::new()),
        (front, rest) => (rest.join("-"), format!("-{}", front.join("-"))),
    };
    body.truncate(LONGEST.saturating_sub(end.len()));
    let out = format!("{}{end}", body.trim_end_matches('-'));
    match DEVICES.contains(&out.as_str()) {
        true => format!("{out}-id"),
        false => out,
    }
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(EcoString);

        impl $name {
            /// Reads the name, or says what is wrong with it.
            ///
            /// # Errors
            /// What is wrong with it.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                match fault(text) {
                    None => Ok(Self(text.into())),
                    Some(fault) => Err(fault),
                }
            }

            /// The name as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

names! {
    /// A participant: the name of the file in `participants/`.
    ParticipantId;
    /// A proposal: the name of its folder in `proposals/`.
    ProposalId;
    /// A stakeholder group of the charter.
    GroupId;
    /// A house: a parent of groups.
    HouseId;
    /// A region in which participants are counted for geographic balance.
    RegionId;
    /// A dimension of the charter's own, besides group, house, organisation and region.
    DimensionName;
    /// A value of such a dimension: a place in it.
    DimensionValue;
    /// An organisation of the charter.
    OrganizationId;
    /// A track: a named procedure of the charter.
    TrackId;
    /// A position that a track allows, such as `support`.
    PositionName;
    /// A requirement of a track.
    GateName;
    /// A level of agreement of a track.
    LevelName;
    /// A membership, such as `member`.
    StandingName;
    /// A weight that participants can have, such as `population`.
    WeightName;
    /// A role of the charter, such as `chair`.
    RoleName;
    /// A ground for an appeal, of those that a track names.
    GroundName;
    /// The last part of an objection's id.
    ObjectionSlug;
    /// A register's own id.
    RegisterId;
}

/// An objection: who raised it, and that person's short name for it; written `carla-nunes.cost`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectionId {
    /// The objector.
    pub participant: ParticipantId,
    /// What the objector calls it.
    pub slug: ObjectionSlug,
}

/// The slug of an objection inside a position file.
pub const IN_POSITION: &str = "position";

impl ObjectionId {
    /// Reads `participant.slug`; `None` where the dot is missing or a part is not an identifier.
    pub fn parse(text: &str) -> Option<Self> {
        let (participant, slug) = text.split_once('.')?;
        Some(Self {
            participant: ParticipantId::parse(participant).ok()?,
            slug: ObjectionSlug::parse(slug).ok()?,
        })
    }

    /// The objection inside the position file of `participant`.
    pub fn in_position(participant: &ParticipantId) -> Self {
        Self {
            participant: participant.clone(),
            slug: ObjectionSlug(IN_POSITION.into()),
        }
    }

    /// Whether it is inside its objector's position file.
    pub fn is_in_position(&self) -> bool {
        self.slug.as_str() == IN_POSITION
    }
}

impl fmt::Display for ObjectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{}", self.participant, self.slug))
    }
}

impl serde::Serialize for ObjectionId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A challenge of a draft designation: who disputes it, and which draft, counted from 1; written
/// `carla-nunes.1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChallengeId {
    /// The challenger.
    pub participant: ParticipantId,
    /// The number of the draft that it disputes.
    pub draft: u32,
}

impl ChallengeId {
    /// Reads `participant.number`; `None` where a part is missing or the number is not one from 1 without
    /// leading zeros.
    pub fn parse(text: &str) -> Option<Self> {
        let (participant, digits) = text.split_once('.')?;
        let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
        Some(Self {
            participant: ParticipantId::parse(participant).ok()?,
            draft: digits.parse().ok().filter(|_| plain)?,
        })
    }
}

impl fmt::Display for ChallengeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{}", self.participant, self.draft))
    }
}

impl serde::Serialize for ChallengeId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A numbered state of a proposal's text: `r1`, `r2`, ….
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RevisionName(pub u32);

impl RevisionName {
    /// Reads `r` and a number from 1 without leading zeros; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('r')?;
        let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
        if !plain {
            return None;
        }
        digits.parse().ok().map(Self)
    }
}

impl fmt::Display for RevisionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("r{}", self.0))
    }
}

impl serde::Serialize for RevisionName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::{IdError, LONGEST, ObjectionId, ParticipantId, RevisionName, fault, slug};

    #[test]
    fn the_grammar_of_identifiers() {
        assert_eq!(fault("ruth-adeyemi"), None);
        assert_eq!(fault("g77"), None);
        assert_eq!(fault(""), Some(IdError::Empty));
        assert_eq!(fault("9lives"), Some(IdError::BadStart));
        assert_eq!(fault("-a"), Some(IdError::BadStart));
        assert_eq!(fault("a--b"), Some(IdError::BadHyphen));
        assert_eq!(fault("a-"), Some(IdError::BadHyphen));
        assert_eq!(fault("Ruth"), Some(IdError::BadCharacter('R')));
        assert_eq!(fault("a/b"), Some(IdError::BadCharacter('/')));
        assert_eq!(fault("nul"), Some(IdError::Device));
        assert_eq!(fault(&"a".repeat(65)), Some(IdError::TooLong));
        assert_eq!(fault(&"a".repeat(64)), None);
    }

    #[test]
    fn a_slug_is_an_identifier_or_empty() {
        assert_eq!(
            slug("Retention period, for incident logs!"),
            "retention-period-for-incident-logs"
        );
        assert_eq!(slug("  2 Fast "), "fast-2");
        assert_eq!(slug("Ünal Çelik"), "uenal-celik");
        assert_eq!(slug("CON"), "con-id");
        assert_eq!(slug("…"), "");
    }

    #[test]
    fn titles_and_names_in_every_script_become_identifiers() {
        for (text, id) in [
            ("Müller report", "mueller-report"),
            ("Mu\u{308}ller report", "mueller-report"),
            ("Čeština plán", "cestina-plan"),
            ("Côte d’Ivoire", "cote-divoire"),
            ("U.S.A. and README.md", "usa-and-readme-md"),
            ("Straße in Þorlákshöfn", "strasse-in-thorlakshoefn"),
            ("Владимир Щукин", "vladimir-shchukin"),
            ("Ελένη", "elene"),
            ("محمد علي", "mhmd-ly"),
            ("王伟", "wang-wei"),
            ("김민수", "gimminsu"),
            ("2026 budget", "budget-2026"),
            ("2026/27 budget", "budget-2026-27"),
            ("3D printing", "printing-3d"),
            ("2026", "n2026"),
            ("007james", "n007james"),
            ("§4 Cost 👍", "cost-4"),
            ("1.2 and 12", "and-12-1-2"),
        ] {
            assert_eq!(slug(text), id);
        }
        let long = format!("2027 {}", "budget ".repeat(20));
        assert_eq!(slug(&long).len(), LONGEST);
        assert!(slug(&long).ends_with("-2027"), "{}", slug(&long));
    }

    #[test]
    fn objections_and_revisions() {
        let id = ObjectionId::parse("carla-nunes.cost").map(|id| id.to_string());
        assert_eq!(id.as_deref(), Some("carla-nunes.cost"));
        assert_eq!(ObjectionId::parse("cost"), None);
        assert_eq!(ObjectionId::parse("a.b.c"), None);
        assert_eq!(RevisionName::parse("r12"), Some(RevisionName(12)));
        assert_eq!(RevisionName::parse("r0"), None);
        assert_eq!(RevisionName::parse("r+1"), None);
        assert_eq!(RevisionName::parse("r"), None);
        assert!(ParticipantId::parse("@registrars").is_err());
    }
}

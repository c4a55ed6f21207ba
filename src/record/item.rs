//! Reads and writes one value of a key or of a list: texts, names, words, times, tables, and enums that are
//! one of a few words.

use crate::record::canonical_toml::CanonicalToml;
use crate::record::keys::Keys;
use crate::record::mentions::{Each, Mentions, Way, people};
use crate::record::shape::{Mark, Shape};
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::id::{
    ChallengeId, DimensionName, DimensionValue, GateName, GroundName, GroupId, HouseId, LevelName,
    ObjectionId, OrganizationId, ParticipantId, PositionName, ProposalId, RegionId, RegisterId,
    RevisionName, RoleName, StandingName, TrackId, WeightName,
};
use crate::value::language::Language;
use crate::value::span::Span;

/// A key of a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    /// Whether a text is written as prose.
    pub(crate) prose: bool,
    /// An example, where a list is required.
    pub(crate) needed: Option<&'static str>,
    /// How it can change after its record is committed.
    pub(crate) mark: Mark,
}

/// A key whose type says everything.
pub(crate) const fn key(name: &'static str) -> Key {
    Key {
        name,
        prose: false,
        needed: None,
        mark: Mark::Free,
    }
}

/// A key of prose, which is written between `'''` marks.
pub(crate) const fn prose(name: &'static str) -> Key {
    Key {
        prose: true,
        ..key(name)
    }
}

impl Key {
    /// The same, which cannot change after the record is committed.
    pub(crate) const fn fixed(self) -> Self {
        self.marked(Mark::Fixed)
    }

    /// The same, which can be added later, and then cannot change.
    pub(crate) const fn once(self) -> Self {
        self.marked(Mark::Once)
    }

    /// The same, whose entries cannot change, and to which others can be added at the end.
    pub(crate) const fn grows(self) -> Self {
        self.marked(Mark::Grows)
    }

    /// The same, which the participant can change in a record that others manage.
    pub(crate) const fn own(self) -> Self {
        self.marked(Mark::Own)
    }

    /// The same, which is added later, in reply to others.
    pub(crate) const fn reply(self) -> Self {
        self.marked(Mark::Reply)
    }

    const fn marked(self, mark: Mark) -> Self {
        Self { mark, ..self }
    }

    /// The same, as a required list, or with an example other than that of its type.
    pub(crate) const fn needed(self, example: &'static str) -> Self {
        Self {
            needed: Some(example),
            ..self
        }
    }
}

/// One value of a record.
pub(crate) trait Item: Sized {
    /// What it looks like on a line to type.
    const EXAMPLE: &'static str;

    /// Whether it is written as a table.
    const IS_TABLE: bool = false;

    /// The value of a key that can be left out; what cannot be read is noted.
    fn optional(key: &Key, keys: &mut Keys<'_>) -> Option<Self>;

    /// The value of a key that exists and must not be empty.
    fn needed(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
        Self::optional(key, keys)
    }

    /// Writes it.
    fn put(&self, key: &Key, sheet: &mut CanonicalToml);

    /// Visits every participant that it names.
    fn people_mut(&mut self, _: &Way<'_>, _: &mut Each<'_>) {}

    /// What it can be.
    fn shape() -> Shape;
}

/// A value that can occur several times in one key.
pub(crate) trait Listed: Item {
    /// The values of a list; what cannot be read is left out, and noted.
    fn list(key: &Key, keys: &mut Keys<'_>) -> Vec<Self>;

    /// Writes all of them.
    fn put_list(all: &[Self], key: &Key, sheet: &mut CanonicalToml);

    /// Visits every participant that one of them names.
    fn people_of_list(all: &mut Vec<Self>, way: &Way<'_>, each: &mut Each<'_>) {
        for (n, one) in all.iter_mut().enumerate() {
            one.people_mut(&way.entry(n), each);
        }
    }
}

impl Item for String {
    const EXAMPLE: &'static str = "\"…\"";

    fn optional(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
        keys.text(key.name)
    }

    fn needed(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
        keys.need_text(key.name)
    }

    fn put(&self, key: &Key, sheet: &mut CanonicalToml) {
        match key.prose {
            true => sheet.prose(key.name, self),
            false => sheet.text(key.name, self),
        };
    }

    fn shape() -> Shape {
        Shape::Text
    }
}

impl Listed for String {
    fn list(key: &Key, keys: &mut Keys<'_>) -> Vec<Self> {
        keys.texts(key.name)
    }

    fn put_list(all: &[Self], key: &Key, sheet: &mut CanonicalToml) {
        sheet.list(key.name, all);
    }
}

impl Item for Instant {
    const EXAMPLE: &'static str = "2026-05-21T23:59:00Z";

    fn optional(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
        keys.instant(key.name)
    }

    fn put(&self, key: &Key, sheet: &mut CanonicalToml) {
        sheet.instant(key.name, *self);
    }

    fn shape() -> Shape {
        Shape::Instant
    }
}

impl Item for u64 {
    const EXAMPLE: &'static str = "1";

    fn optional(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
        keys.whole(key.name)
    }

    fn put(&self, key: &Key, sheet: &mut CanonicalToml) {
        sheet.whole(key.name, *self);
    }

    fn shape() -> Shape {
        Shape::Whole
    }
}

/// Names that follow the grammar of ids, and how one or a list of them is visited if they mean people.
macro_rules! names {
    ($($name:ident $(by $one:path, $all:path)?),*) => {$(
        impl Item for $name {
            const EXAMPLE: &'static str = "\"a-name\"";

            fn optional(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
                keys.name(key.name, $name::parse)
            }

            fn put(&self, key: &Key, sheet: &mut CanonicalToml) {
                sheet.text(key.name, self.as_str());
            }

            $(fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
                $one(self, way, each);
            })?

            fn shape() -> Shape {
                Shape::Id
            }
        }

        impl Listed for $name {
            fn list(key: &Key, keys: &mut Keys<'_>) -> Vec<Self> {
                keys.names(key.name, $name::parse)
            }

            fn put_list(all: &[Self], key: &Key, sheet: &mut CanonicalToml) {
                sheet.list(key.name, all);
            }

            $(fn people_of_list(all: &mut Vec<Self>, way: &Way<'_>, each: &mut Each<'_>) {
                $all(all, way, each);
            })?
        }
    )*};
}

names!(
    DimensionName,
    DimensionValue,
    GateName,
    GroundName,
    GroupId,
    HouseId,
    LevelName,
    OrganizationId,
    ParticipantId by Mentions::people_mut, people,
    PositionName,
    ProposalId,
    RegionId,
    RegisterId,
    RoleName,
    StandingName,
    TrackId,
    WeightName
);

/// Texts with a form of their own: the code of the error, what is expected, and an example.
macro_rules! shaped {
    ($($name:ident $(of $whose:ident)?: $code:expr, $expected:expr, $example:expr;)*) => {$(
        impl Item for $name {
            const EXAMPLE: &'static str = $example;

            fn optional(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
                keys.parsed(key.name, $code, $expected, $name::parse)
            }

            fn put(&self, key: &Key, sheet: &mut CanonicalToml) {
                sheet.text(key.name, &self.to_string());
            }

            $(fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
                each(&mut self.$whose, &Way::OfRecord(way));
            })?

            fn shape() -> Shape {
                Shape::Like($expected)
            }
        }
    )*};
}

shaped! {
    TextDigest: code::S114, "64 hexadecimal digits", "\"…\", as `plenary` writes it";
    CommitId: code::S114, "the full name of a commit", "\"…\", as `plenary` writes it";
    RevisionName: code::S110, "a revision such as \"r1\"", "\"r1\"";
    ChallengeId of participant: code::S110, "a challenge such as \"carla-nunes.1\"", "\"carla-nunes.1\"";
    ObjectionId of participant: code::S110, "an objection's id such as \"carla-nunes.cost\"", "\"carla-nunes.cost\"";
    Language: code::S114, "the tag of a language such as \"fr\" or \"pt-BR\"", "\"fr\"";
    Span: code::S122, "a length of time such as \"14d\"", "\"14d\"";
}

impl Listed for ObjectionId {
    fn list(key: &Key, keys: &mut Keys<'_>) -> Vec<Self> {
        keys.objections(key.name)
    }

    fn put_list(all: &[Self], key: &Key, sheet: &mut CanonicalToml) {
        sheet.list(key.name, all);
    }
}

/// Describes an enum by its words, which the value of a key can be.
macro_rules! words {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident {
            $( $(#[doc = $says:literal])* $variant:ident = $word:literal $(was $former:literal)?, )*
        }
    ) => {
        $crate::value::words! {
            $(#[doc = $doc])*
            pub enum $name {
                $( $(#[doc = $says])* $variant = $word $(was $former)?, )*
            }
        }

        $crate::record::item::item_of_words!($name, $($word),*);
    };
}

/// A value of a key that is one of the words of an enum with `WORDS` and `word`.
macro_rules! item_of_words {
    ($name:ty, $($word:literal),*) => {
        const _: () = {
            use $crate::record::item::{Item, Key};
            use $crate::record::keys::Keys;
            use $crate::record::shape::Shape;
            use $crate::record::canonical_toml::CanonicalToml;

            impl Item for $name {
                const EXAMPLE: &'static str = $crate::record::item::quoted!($($word),*);

                fn optional(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
                    keys.word(key.name, Self::WORDS, Self::FORMER)
                }

                fn put(&self, key: &Key, sheet: &mut CanonicalToml) {
                    sheet.text(key.name, self.word());
                }

                fn shape() -> Shape {
                    let all = Self::WORDS.iter().chain(Self::FORMER);
                    Shape::Word(all.map(|(word, _)| *word).collect())
                }
            }
        };
    };
}

/// The first word as a line has it.
macro_rules! quoted {
    ($first:literal $(, $rest:literal)*) => {
        concat!("\"", $first, "\"")
    };
}

pub(crate) use item_of_words;
pub(crate) use quoted;
pub(crate) use words;

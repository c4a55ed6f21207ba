//! Defines the values that every room shares: names, times, fractions, texts, commands, hints, codes and
//! findings.

/// Describes an enum by its words, each written once. `= "new", was "old"` keeps a former word: it is
/// read for ever, and JSON keeps it.
macro_rules! words {
    (
        $(#[$doc:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$says:meta])* $variant:ident = $word:literal $(was $former:literal)?, )*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {
            $( $(#[$says])* $variant, )*
        }

        impl $name {
            /// Each with its word, in the order in which they are listed.
            $vis const WORDS: &'static [(&'static str, Self)] =
                &[$( ($word, Self::$variant), )*];

            /// Each that had another word before, with that word.
            $vis const FORMER: &'static [(&'static str, Self)] =
                &[$( $( ($former, Self::$variant), )? )*];

            /// The word for it.
            $vis fn word(self) -> &'static str {
                match self {
                    $( Self::$variant => $word, )*
                }
            }

            /// The one that a word names, or named before.
            $vis fn parse(text: &str) -> Option<Self> {
                let mut all = Self::WORDS.iter().chain(Self::FORMER);
                all.find(|(word, _)| *word == text).map(|(_, value)| *value)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let former = Self::FORMER.iter().find(|(_, value)| value == self);
                serializer.serialize_str(former.map_or(self.word(), |(word, _)| word))
            }
        }
    };
}

pub(crate) use words;

pub mod account;
pub mod calendar;
pub mod class;
pub mod clock;
pub mod code;
pub mod command;
pub mod did_you_mean;
pub mod digest;
pub mod dimension;
pub mod finding;
pub mod hint;
pub mod id;
pub mod language;
pub mod ratio;
pub mod sentence;
pub mod span;
pub mod text;
pub mod written_time;

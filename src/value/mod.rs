//! Defines the values that every room shares: names, times, fractions, texts, commands, hints, codes and
//! findings.

/// Describes an enum by its words, each written once.
macro_rules! words {
    (
        $(#[$doc:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$says:meta])* $variant:ident = $word:literal, )*
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

            /// The word for it.
            $vis fn word(self) -> &'static str {
                match self {
                    $( Self::$variant => $word, )*
                }
            }

            /// The one that a word names.
            $vis fn parse(text: &str) -> Option<Self> {
                let found = Self::WORDS.iter().find(|(word, _)| *word == text);
                found.map(|(_, value)| *value)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }
    };
}

pub(crate) use words;

pub mod class;
pub mod clock;
pub mod code;
pub mod command;
pub mod did_you_mean;
pub mod digest;
pub mod finding;
pub mod hint;
pub mod id;
pub mod ratio;
pub mod sentence;
pub mod text;

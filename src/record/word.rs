//! A value of a record that is one of a few words.

/// Describes an enum by its words, each written once.
macro_rules! words {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident {
            $( $(#[doc = $says:literal])* $variant:ident = $word:literal, )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $( $(#[doc = $says])* $variant, )*
        }

        impl $name {
            /// Each with its word.
            pub const WORDS: &'static [(&'static str, Self)] =
                &[$( ($word, Self::$variant), )*];

            /// The word for it.
            pub fn word(self) -> &'static str {
                match self {
                    $( Self::$variant => $word, )*
                }
            }

            /// The one that a word names.
            pub fn parse(text: &str) -> Option<Self> {
                let found = Self::WORDS.iter().find(|(word, _)| *word == text);
                found.map(|(_, value)| *value)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        $crate::record::word::item_of_words!($name, $($word),*);
    };
}

/// A value of a key that is one of the words of an enum with `WORDS` and `word`.
macro_rules! item_of_words {
    ($name:ty, $($word:literal),*) => {
        impl $crate::record::item::Item for $name {
            const EXAMPLE: &'static str = $crate::record::word::quoted!($($word),*);

            fn optional(
                key: &$crate::record::item::Key,
                keys: &mut $crate::record::keys::Keys<'_>,
            ) -> Option<Self> {
                keys.word(key.name, Self::WORDS)
            }

            fn put(
                &self,
                key: &$crate::record::item::Key,
                sheet: &mut $crate::record::sheet::Sheet,
            ) {
                sheet.text(key.name, self.word());
            }

            fn shape() -> $crate::record::shape::Shape {
                let words = Self::WORDS.iter().map(|(word, _)| *word);
                $crate::record::shape::Shape::Word(words.collect())
            }
        }
    };
}

/// The first word as a line has it.
macro_rules! quoted {
    ($first:literal $(, $rest:literal)*) => {
        concat!("\"", $first, "\"")
    };
}

pub(crate) use {item_of_words, quoted, words};

//! Reads and writes whom a call's letters asked for an answer, and when. Rules can count them.

use crate::record::described::{key, record};
use crate::record::item::words;
use crate::value::clock::Instant;
use crate::value::id::ParticipantId;

words! {
    /// How letters were made.
    pub enum LetterForm {
        /// They were shown, to be sent by hand.
        Shown = "letter",
        /// As a file for each mail.
        Eml = "eml",
        /// As a mailbox.
        Mbox = "mbox",
    }
}

record! {
    /// Letters that were made at one time.
    pub struct Letters {
        /// The participants who were asked.
        pub participants: Vec<ParticipantId> = key("participants").needed("[\"ruth-adeyemi\"]"),
        /// Who recorded the letters.
        pub by: ParticipantId = key("by"),
        /// When.
        pub at: Instant = key("at"),
        /// How the letters were made: `letter` is a text that was shown.
        pub how: LetterForm = key("how"),
    }
}

record! {
    /// What the file of a call's letters says.
    #[derive(Default)]
    pub struct Asked {
        /// The letters, oldest first.
        pub letters: Vec<Letters> = key("letters").grows(),
    }
}

/// How often somebody was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct TimesAsked {
    /// How often.
    pub times: usize,
    /// When last; `None` for never.
    pub last: Option<Instant>,
}

impl Asked {
    /// How often at least one of these participants was asked.
    pub fn times(&self, people: &[ParticipantId]) -> TimesAsked {
        let named =
            |letters: &&Letters| people.iter().any(|who| letters.participants.contains(who));
        let all = self.letters.iter().filter(named);
        TimesAsked {
            times: all.clone().count(),
            last: all.map(|letters| letters.at).max(),
        }
    }
}

impl TimesAsked {
    /// The same in words: `never asked`, `asked once, on 2026-05-03`.
    pub fn in_words(self) -> String {
        match (self.times, self.last.map(Instant::date)) {
            (0, _) | (_, None) => "never asked".to_owned(),
            (1, Some(day)) => format!("asked once, on {day}"),
            (times, Some(day)) => format!("asked {times} times, last on {day}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;
    use crate::value::id::ParticipantId;

    fn times(people: &[&str]) -> String {
        let letters = |who: &str, day: &str| {
            format!(
                "[[letters]]\nparticipants = [{who}]\nby = \"sec\"\nat = {day}T09:00:00Z\nhow = \"eml\"\n"
            )
        };
        let file = letters("\"ann\", \"ben\"", "2026-05-03") + &letters("\"ben\"", "2026-05-06");
        let read = Asked::read("asked.toml", file.as_bytes()).unwrap();
        assert_eq!(
            Asked::read("asked.toml", &read.sheet().finish().into_bytes()).unwrap(),
            read
        );
        let people = people.iter().map(|who| ParticipantId::parse(who).unwrap());
        read.times(&people.collect::<Vec<_>>()).in_words()
    }

    #[test]
    fn asked_twice_differs_from_never_asked() {
        assert_eq!(times(&["cid"]), "never asked");
        assert_eq!(times(&["ann"]), "asked once, on 2026-05-03");
        assert_eq!(times(&["ben"]), "asked 2 times, last on 2026-05-06");
        // Two people who speak for one group were asked in the same letters.
        assert_eq!(times(&["ann", "ben"]), "asked 2 times, last on 2026-05-06");
    }
}

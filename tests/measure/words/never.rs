//! The words that mislead readers, each with the better word. `docs/contributing.md` says how to search for them.

/// Some words with one better word for all of them.
pub(crate) struct Never {
    /// The words as they are written, in lower case. `…` is anything within the same sentence.
    pub(crate) words: &'static [&'static str],
    pub(crate) instead: &'static str,
    /// Words after which they are right: `is no` is, in `is no longer`.
    before: &'static [&'static str],
    /// Words behind which they are right: `is no` is, in `there is no draft`.
    behind: &'static [&'static str],
    /// Words that make them right anywhere in the same text: an appeal is heard.
    about: &'static [&'static str],
}

const fn never(words: &'static [&'static str], instead: &'static str) -> Never {
    Never {
        words,
        instead,
        before: &[],
        behind: &[],
        about: &[],
    }
}

pub(crate) const NEVER: &[Never] = &[
    Never {
        before: &["longer"],
        behind: &["there"],
        ..never(&["is no"], "is not a, has no")
    },
    never(&["there is no … that"], "no … VERB, or X has no …"),
    Never {
        before: &["aside"],
        ..never(
            &["stands", "may not stand", "may stand"],
            "is, is unresolved, stays in force, is written",
        )
    },
    never(&["lies", "lie in", "lay in"], "is"),
    never(&["turn of", "whose turn"], "X must, only X can"),
    never(&["anew"], "again"),
    never(&["beside"], "next to, with"),
    never(&["of which"], "name the thing again"),
    never(&["whoever"], "name the role: the participant, the chair"),
    never(
        &["whose it is", "whose they are"],
        "the owner, the author, the objector",
    ),
    never(
        &["hold", "holds", "on hold"],
        "is met, has, contains, is verified, is pending",
    ),
    never(
        &["disposed of", "dispose of", "disposes of", "disposing of"],
        "close an objection, closed as …",
    ),
    never(
        &["landing", "landings", "landed", "lands", "to land"],
        "commit, commit on the main branch, merge",
    ),
    never(&["in time"], "before the close, before TIME"),
    never(&["on record"], "recorded"),
    never(&["owed", "owes", "owe"], "must give, is missing"),
    never(
        &["bears out", "bear out", "borne out"],
        "confirms, supports",
    ),
    never(&["belongs into", "belong into"], "belongs in"),
    never(&["is to be", "are to be"], "must be, will be"),
    never(&["put off", "puts off"], "extend, extended"),
    never(
        &[
            "take back",
            "takes back",
            "took back",
            "taken back",
            "take it back",
            "takes it back",
            "took it back",
            "take that back",
        ],
        "withdraw",
    ),
    never(
        &["take up", "takes up", "taken up", "took up"],
        "reopen, start",
    ),
    Never {
        about: &["appeal", "appeals", "appealed", "appellant", "ruling"],
        ..never(&["heard"], "answered; hear only an appeal")
    },
    never(
        &["family", "families"],
        "organisation (with its affiliates)",
    ),
    Never {
        about: &["disposition", "objection", "objections", "dispositions"],
        ..never(
            &["set aside", "sets aside"],
            "not counted; set aside is a disposition only",
        )
    },
    never(&["fault", "faults"], "finding, error, problem"),
    never(&["mend", "mends", "mended", "mending"], "fix"),
];

/// One of the words in a text.
pub(crate) struct Found {
    /// Where it begins, in bytes.
    pub(crate) at: usize,
    pub(crate) words: &'static str,
    pub(crate) instead: &'static str,
}

/// Every word of the list in a text, in the order of the text.
pub(crate) fn find(text: &str) -> Vec<Found> {
    let words = split(text);
    let is_about = |never: &Never| {
        let mut topics = never.about.iter();
        topics.any(|topic| words.iter().any(|word| word.is(topic)))
    };
    let mut found = Vec::new();
    for never in NEVER.iter().filter(|never| !is_about(never)) {
        for phrase in never.words {
            for start in 0..words.len() {
                let after = phrase_at(&words[start..], phrase);
                let Some(length) = after else { continue };
                let last = start.checked_sub(1).and_then(|last| words.get(last));
                if last.is_some_and(|last| never.behind.iter().any(|word| last.is(word))) {
                    continue;
                }
                let next = words.get(start + length);
                if next.is_some_and(|next| never.before.iter().any(|word| next.is(word))) {
                    continue;
                }
                found.push(Found {
                    at: words[start].at,
                    words: phrase,
                    instead: never.instead,
                });
            }
        }
    }
    found.sort_by_key(|found| found.at);
    found.dedup_by_key(|found| found.at);
    found
}

/// A word of a text, in lower case.
struct Word {
    at: usize,
    text: String,
    /// A sentence ends after it.
    ends: bool,
    /// Something other than a space comes after it, such as a comma.
    stops: bool,
}

impl Word {
    fn is(&self, other: &str) -> bool {
        self.text == other
    }
}

fn is_inside(c: char) -> bool {
    c.is_alphanumeric() || "-_/'’@#\u{0}".contains(c)
}

/// The words of a text. What a word is joined to by a hyphen, a slash or the like is one word with it, so that
/// a path, an id or a key is never taken for the word in it; nor is a name of a file.
fn split(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_inside(c) {
            if let Some(last) = words.last_mut() {
                last.stops |= !c.is_whitespace();
                last.ends |= ".!?;".contains(c);
            }
            continue;
        }
        let mut word = c.to_string();
        while let Some((_, c)) = chars.peek().copied() {
            let joins = is_inside(c)
                || (".:=".contains(c) && {
                    let mut ahead = chars.clone();
                    ahead.next();
                    ahead
                        .peek()
                        .is_some_and(|(_, after)| after.is_alphanumeric())
                });
            if !joins {
                break;
            }
            word.push(c);
            chars.next();
        }
        words.push(Word {
            at,
            text: word.to_lowercase(),
            ends: false,
            stops: false,
        });
    }
    words
}

/// How many words a phrase is long, where the words begin with it.
fn phrase_at(words: &[Word], phrase: &str) -> Option<usize> {
    let mut at = 0_usize;
    let mut gap = false;
    for (n, part) in phrase.split(' ').enumerate() {
        if part == "…" {
            gap = true;
            continue;
        }
        if n > 0 && words.get(at.checked_sub(1)?)?.ends {
            return None;
        }
        if gap {
            let mut rest = words[at..].iter();
            let end = words[at..].iter().position(|word| word.ends);
            let found = rest.position(|word| word.is(part))?;
            if end.is_some_and(|end| end < found) {
                return None;
            }
            at += found + 1;
            gap = false;
            continue;
        }
        let word = words.get(at)?;
        if !word.is(part) || (n > 0 && words[at - 1].stops) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

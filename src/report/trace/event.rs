//! One thing that happened to an objection, as it is told.

use serde::Serialize;

use crate::record::handling::Disposition;
use crate::record::objection::Objection;
use crate::register::life::{Event, What};
use crate::register::records::Register;
use crate::render::page::Page;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::{ParticipantId, RevisionName};
use crate::value::text;

/// How far the date of a record may lie from its landing, in seconds, before both are told.
const SAME_TIME: i64 = 60;

/// One thing that happened.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Told {
    what: &'static str,
    by: Option<ParticipantId>,
    /// When it landed; in a register without history, when the record says that it was.
    at: Option<Instant>,
    /// When the record says that it was.
    said: Option<Instant>,
    revision: Option<RevisionName>,
    commit: Option<CommitId>,
    /// Whose commit it was, where it was not that of `by`.
    committed_by: Option<String>,
    /// What it is about: a disposition, an answer, a file, another objection.
    value: Option<String>,
    texts: Vec<Words>,
    #[serde(skip)]
    phrase: &'static str,
    #[serde(skip)]
    moves: bool,
}

/// Words of theirs.
#[derive(Debug, Clone, Serialize)]
struct Words {
    label: &'static str,
    text: String,
}

impl Told {
    pub(super) fn of(register: &Register, event: &Event) -> Self {
        let (what, phrase) = words_for(&event.what);
        let landing = event.landing.as_ref();
        let author = landing.map(|landing| &landing.author);
        let theirs = |author: &&String| match &event.by {
            Some(by) => !is_theirs(register, by, author),
            None => true,
        };
        Self {
            what,
            phrase,
            by: event.by.clone(),
            at: landing.map(|landing| landing.at).or(event.said),
            said: event.said,
            revision: event.revision,
            commit: landing.map(|landing| landing.commit.clone()),
            committed_by: author.filter(theirs).cloned(),
            value: value(&event.what),
            texts: texts(&event.what),
            moves: !matches!(event.what, What::Joined | What::Left | What::Folded(_)),
        }
    }

    /// When it happened, if it moved the objection on and not only gathered support for it.
    pub(super) fn moved_it(&self) -> Option<Instant> {
        self.at.filter(|_| self.moves)
    }

    /// Whether a file of it went missing.
    pub(super) fn is_deletion(&self) -> bool {
        self.what == "deleted"
    }

    pub(super) fn page(&self, n: usize) -> Page {
        let value = match &self.value {
            Some(value) => format!(" {value}"),
            None => String::new(),
        };
        let by = match &self.by {
            Some(by) => format!(" by {by}"),
            None => String::new(),
        };
        let at = match self.at {
            Some(at) => at.long(),
            None => "no date".to_owned(),
        };
        let page = Page::new().subheading(format!("{n}. {at}: {}{value}{by}", self.phrase));
        let page = match self.beside() {
            beside if beside.is_empty() => page,
            beside => page.line(beside.join(" · ")),
        };
        self.texts
            .iter()
            .fold(page, |page, words| page.prose(words.label, &words.text))
    }

    /// On which text, in which commit, and what does not agree with that.
    fn beside(&self) -> Vec<String> {
        let revision = self.revision.map(|revision| format!("text {revision}"));
        let commit = self.commit.as_ref().map(|commit| {
            let author = self.committed_by.as_ref();
            let author = author.map_or(String::new(), |author| format!(" of {author}"));
            format!("commit {}{author}", commit.short())
        });
        let apart = |(at, said): (Instant, Instant)| (at.seconds() - said.seconds()).abs();
        let dated = self
            .at
            .zip(self.said)
            .filter(|times| apart(*times) > SAME_TIME)
            .map(|(_, said)| format!("dated {} in the record", said.long()));
        [revision, commit, dated].into_iter().flatten().collect()
    }
}

/// Whether the author of a commit, `Name <address>`, is a participant, by name or by address.
fn is_theirs(register: &Register, who: &ParticipantId, author: &str) -> bool {
    let Some(who) = register.participant(who) else {
        return false;
    };
    let (name, address) = author.rsplit_once(" <").unwrap_or((author, ""));
    let address = address.trim_end_matches('>');
    let same = |own: &String| text::same(own, address);
    text::same(&who.name, name) || who.emails.iter().any(same)
}

/// The event for programs, and for people.
fn words_for(what: &What) -> (&'static str, &'static str) {
    match what {
        What::Raised(raised) if raised.blocking => ("raised", "raised"),
        What::Raised(_) => ("raised", "raised as a comment"),
        What::Reworded(_) => ("reworded", "reworded"),
        What::Joined => ("joined", "joined"),
        What::Left => ("left", "left"),
        What::Responded(_) => ("responded", "answered"),
        What::Replied(..) => ("replied", "reply:"),
        What::Withdrawn(_) => ("withdrawn", "withdrawn"),
        What::Renewed => ("renewed", "no longer withdrawn"),
        What::Reopened(_) => ("reopened", "reopened"),
        What::Disposed(_) => ("disposed", "disposed of as"),
        What::Folded(_) => ("folded", "joined by its duplicate"),
        What::ResponseRemoved(_) => ("response-removed", "a response was removed, given"),
        What::DispositionRemoved => ("disposition-removed", "the disposition was removed"),
        What::Deleted(_) => ("deleted", "deleted:"),
        What::Unreadable(_) => ("unreadable", "cannot be read since:"),
    }
}

fn value(what: &What) -> Option<String> {
    match what {
        What::Replied(answer, _) => Some(answer.word().to_owned()),
        What::Disposed(ended) => Some(disposition(ended)),
        What::Folded(other) => Some(other.to_string()),
        What::Deleted(path) | What::Unreadable(path) => Some(path.clone()),
        _ => None,
    }
}

fn disposition(ended: &Disposition) -> String {
    let word = ended.value.word();
    match (&ended.of, ended.revision) {
        (Some(of), _) => format!("{word} of {of}"),
        (None, Some(revision)) => format!("{word} in {revision}"),
        (None, None) => word.to_owned(),
    }
}

fn texts(what: &What) -> Vec<Words> {
    let words = |label, text: &str| Words {
        label,
        text: text.to_owned(),
    };
    let maybe = |label, text: &Option<String>| text.as_ref().map(|text| words(label, text));
    match what {
        What::Raised(raised) | What::Reworded(raised) => of_objection(raised),
        What::Responded(text) | What::ResponseRemoved(text) => vec![words("Response", text)],
        What::Replied(_, reason) | What::Withdrawn(reason) => {
            maybe("Reason", reason).into_iter().collect()
        }
        What::Reopened(again) => vec![
            words("Reason", &again.act.reason),
            words("New information", &again.evidence),
        ],
        What::Disposed(ended) => {
            let more = [
                maybe("Alternatives considered", &ended.alternatives),
                maybe("Evidence", &ended.evidence),
            ];
            let reason = std::iter::once(words("Reason", &ended.reason));
            reason.chain(more.into_iter().flatten()).collect()
        }
        _ => Vec::new(),
    }
}

fn of_objection(raised: &Objection) -> Vec<Words> {
    let words = |label, text: &String| Words {
        label,
        text: text.clone(),
    };
    let about = words("About", &raised.about);
    let problem = words("Problem", &raised.problem);
    let resolve = raised.resolve.as_ref();
    let resolve = resolve.map(|text| words("What would resolve it", text));
    [about, problem].into_iter().chain(resolve).collect()
}

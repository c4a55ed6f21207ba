//! Makes the links of an invitation: one for each answer, each to a file with that answer filled in.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::record::asked::TimesAsked;
use crate::record::call::Call;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::record::proposal::Proposal;
use crate::record::track::AllowedPosition;
use crate::register::records::Register;
use crate::register::snapshot::Difference;
use crate::register::tally_inputs::TallyInputs;
use crate::report::calls;
use crate::report::words;
use crate::tally::Tally;
use crate::value::command::{AccountName, Placeholder, RepositoryUrl, UrlError};
use crate::value::id::{ObjectionId, ParticipantId, PositionName, RevisionName};
use crate::value::sentence::any_of;

/// Where the links lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The repository.
    pub site: RepositoryUrl,
    /// The branch for which pull requests are made.
    pub branch: String,
    /// The register's folder in the repository: empty, or ending in a slash.
    pub folder: String,
}

/// What invitations are made from.
pub struct LetterSources<'s> {
    /// The inputs of the tally.
    pub moments: &'s TallyInputs,
    /// The tally of the proposal's open call.
    pub tally: &'s Tally,
    /// That call, with its number.
    pub call: (u32, &'s Call),
    /// The text that is asked about, where it is known.
    pub text: &'s [u8],
    /// What changed between each earlier revision and that text.
    pub changes: &'s BTreeMap<RevisionName, Difference>,
    /// Where the links lead, or why there are none.
    pub place: Result<&'s Place, NoLinkReason>,
}

/// Why there are no links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoLinkReason {
    /// The repository has no remote `origin`.
    NoRemote,
    /// Its address is not one of a repository at a hosting service.
    Fault(UrlError),
}

impl LetterSources<'_> {
    pub(super) fn register(&self) -> &Register {
        &self.moments.asked
    }

    pub(super) fn proposal(&self) -> Option<&Proposal> {
        self.moments.folder(&self.tally.proposal)?.proposal.as_ref()
    }

    /// How often somebody was asked in this call.
    pub(super) fn asked(&self, who: &ParticipantId) -> TimesAsked {
        let filed = self.moments.folder(&self.tally.proposal);
        let filed = filed.and_then(|folder| folder.calls.get(&self.call.0));
        filed.map_or(TimesAsked::default(), |filed| {
            filed.times_asked(std::slice::from_ref(who))
        })
    }

    pub(super) fn title(&self) -> String {
        calls::title(Some(self.call.1), self.proposal())
    }

    /// The file that already has somebody's answer.
    fn filed(&self, owner: &Owner) -> Option<&str> {
        let (path, _) = self
            .moments
            .folder(&self.tally.proposal)?
            .position_of(owner)?;
        Some(path)
    }
}

/// A file that a participant can write, and its content.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Answer {
    /// The answer, `objection`, or `change` for a file that exists.
    pub(crate) answer: String,
    /// What it counts as; for a file that exists, what to do with it.
    pub(crate) means: String,
    /// The file's path in the repository.
    pub(crate) path: String,
    /// The content of the file; none for one that exists.
    pub(crate) content: Option<String>,
    /// The page at the hosting service; none if the service is not known, or the address is too long.
    pub(crate) link: Option<AccountName>,
}

/// The lines of an objection that a participant must fill in. Unchanged, they are refused.
const TO_FILL_IN: &str = "about = \"\"\nproblem = '''\n'''\nresolve = '''\n'''\n";

/// The answers that a participant can give.
pub(crate) fn answers(
    sources: &LetterSources<'_>,
    who: &ParticipantId,
    owner: &Owner,
) -> Vec<Answer> {
    if let Some(path) = sources.filed(owner) {
        return vec![change(sources, path)];
    }
    let path = sources.register().path(&RecordPath::Position(
        sources.tally.proposal.clone(),
        owner.clone(),
    ));
    let allowed = &sources.tally.track.positions;
    let mut answers: Vec<Answer> = allowed
        .iter()
        .map(|each| new(sources, &path, each))
        .collect();
    if !allowed.iter().any(|each| each.needs_objection) {
        answers.extend(objection(sources, who));
    }
    answers
}

fn change(sources: &LetterSources<'_>, path: &str) -> Answer {
    let path = inside(sources, path);
    let place = sources.place.as_ref().ok();
    Answer {
        answer: "change".to_owned(),
        means: "open your file and change your answer".to_owned(),
        link: place.and_then(|place| place.site.edit(&place.branch, &path)),
        path,
        content: None,
    }
}

fn new(sources: &LetterSources<'_>, path: &str, allowed: &AllowedPosition) -> Answer {
    let mut content = position(sources, &allowed.name);
    if allowed.needs_objection {
        content.push_str(TO_FILL_IN);
    }
    let counts = words::counts_as(allowed.class, allowed.needs_objection);
    filled(sources, path, allowed.name.to_string(), counts, content)
}

/// A position file with the answer alone.
fn position(sources: &LetterSources<'_>, name: &PositionName) -> String {
    let own = sources.proposal();
    let track = &sources.tally.track.id;
    let position = Position {
        on: Some(sources.tally.revision),
        track: own
            .is_some_and(|own| own.track != *track)
            .then(|| track.clone()),
        ..Position::new(name.clone())
    };
    position.sheet().finish()
}

/// If no position needs an objection, an objection is a file of its own.
fn objection(sources: &LetterSources<'_>, who: &ParticipantId) -> Option<Answer> {
    let id = &sources.tally.proposal;
    let folder = sources.moments.folder(id)?;
    let free = |id: &ObjectionId| !folder.objections.contains_key(id);
    let mut names = (1_usize..).map(|n| match n {
        1 => format!("{who}.objection"),
        n => format!("{who}.objection-{n}"),
    });
    let of = names.find_map(|name| ObjectionId::parse(&name).filter(free))?;
    let path = sources
        .register()
        .path(&RecordPath::Objection(id.clone(), of));
    let content = format!("{TO_FILL_IN}on = \"{}\"\n", sources.tally.revision);
    let means = "an objection, which must be closed before a decision".to_owned();
    Some(filled(
        sources,
        &path,
        "objection".to_owned(),
        means,
        content,
    ))
}

fn filled(
    sources: &LetterSources<'_>,
    path: &str,
    answer: String,
    means: String,
    content: String,
) -> Answer {
    let path = inside(sources, path);
    let place = sources.place.as_ref().ok();
    let link = |place: &&Place| place.site.new_file(&place.branch, &path, &content);
    Answer {
        answer,
        means,
        link: place.and_then(link),
        path,
        content: Some(content),
    }
}

/// A path of the register as a path of its repository.
pub(super) fn inside(sources: &LetterSources<'_>, path: &str) -> String {
    let folder = sources.place.as_ref().map_or("", |place| &place.folder);
    format!("{folder}{path}")
}

impl Answer {
    pub(crate) fn in_words(&self) -> String {
        match self.content {
            Some(_) => format!("{} ({})", self.answer, self.means),
            None => "Your file".to_owned(),
        }
    }

    /// The path and the lines of the file, for a participant who has no link to it.
    pub(crate) fn by_hand(&self) -> String {
        match &self.content {
            Some(content) => format!("{}\n{content}", self.path),
            None => self.path.clone(),
        }
    }
}

/// What to write by hand where there are no links: a label and the lines of a file. The position is left open, so
/// that no letter suggests one.
pub(crate) fn by_hand(answers: &[Answer]) -> Vec<(String, String)> {
    let mut written = Vec::new();
    let is_position = |each: &&Answer| {
        let content = each.content.as_ref();
        content.is_some_and(|content| content.starts_with("position"))
    };
    let positions = answers.iter().filter(is_position);
    let written_first = positions.clone().find_map(|each| {
        let content = each.content.as_ref()?;
        let content = content.strip_suffix(TO_FILL_IN).unwrap_or(content);
        let named = format!("\"{}\"", each.answer);
        let open = content.replacen(&named, &format!("\"{}\"", Placeholder::Value), 1);
        let label = format!(
            "In a web editor, write these lines in the file {}",
            each.path
        );
        Some((label, open))
    });
    written.extend(written_first);
    let needs: Vec<&str> = positions
        .filter(|each| {
            each.content
                .as_ref()
                .is_some_and(|all| all.ends_with(TO_FILL_IN))
        })
        .map(|each| each.answer.as_str())
        .collect();
    if !needs.is_empty() {
        let label = format!("With {}, add these lines and fill them in", any_of(needs));
        written.push((label, TO_FILL_IN.to_owned()));
    }
    let own = answers.iter().find(|each| !is_position(each));
    written.extend(own.and_then(|each| {
        let label = format!(
            "To raise an objection, fill in these lines in the file {}",
            each.path
        );
        Some((label, each.content.clone()?))
    }));
    written
}

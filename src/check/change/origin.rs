//! Finds who submitted a change, by the proof that the charter requires; and checks that a change has one
//! purpose: a position does not come with another participant's, or with a change of the rules by which it is
//! counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::change::context::{ChangeContext, RecordChange, has_account_like};
use crate::check::change::roster::is_own;
use crate::check::change::{Change, EntryPoint, Submitter};
use crate::procedure::hand::Origin;
use crate::procedure::rights::{self, About, Deed};
use crate::record::charter::{Charter, Identity};
use crate::record::objection::Objection;
use crate::record::path::{CHARTER, Owner, RecordPath};
use crate::record::position::Position;
use crate::register::records::Register;
use crate::value::code;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::all_of;
use crate::value::text::shortened;

/// The submitter of a change in a register without rules.
pub(super) fn of_nobody(submitter: &Submitter) -> Origin {
    match &submitter.account {
        Some(account) => Origin::Stranger(account.clone()),
        None => Origin::Unverified,
    }
}

/// Who submits the change, and what is missing of the proof.
pub(super) fn origin(
    before: &Register,
    charter: &Charter,
    change: &Change<'_>,
) -> (Origin, Vec<Finding>) {
    let proof = Proof {
        before,
        change,
        identity: charter.identity,
    };
    let Submitter {
        acting, account, ..
    } = change.submitter;
    if let Some(who) = acting {
        return proof.acting(who);
    }
    if let (Some(account), false) = (account, change.door == EntryPoint::Landing) {
        return proof.account(account);
    }
    match (charter.identity, change.door) {
        (Identity::Author, _) | (Identity::Account, EntryPoint::Queue) => proof.author(),
        // A history does not say through which account an old commit came.
        (Identity::None | Identity::Signature, _) | (_, EntryPoint::Landing) => {
            (Origin::Unverified, Vec::new())
        }
        (Identity::Account, _) => {
            let sentence = "the submitter's account is unknown, but the charter requires it";
            let hint = "name the author of the pull request: --actor github:LOGIN";
            (Origin::Unverified, vec![proof.missing(sentence, hint)])
        }
    }
}

struct Proof<'p> {
    before: &'p Register,
    change: &'p Change<'p>,
    identity: Identity,
}

/// Whose addresses the commits have.
#[derive(Default)]
struct Authors {
    known: BTreeSet<ParticipantId>,
    /// Addresses that do not belong to one participant.
    strange: Vec<String>,
    /// What is missing of a proof by address.
    findings: Vec<Finding>,
}

impl Proof<'_> {
    /// The participant who acts through this program. If commits prove who submits, this commit must, too.
    fn acting(&self, who: &ParticipantId) -> (Origin, Vec<Finding>) {
        let present = self.before.people.present(who).clone();
        let mut findings = Vec::new();
        if self.identity == Identity::Author {
            for address in &self.change.submitter.by.authors {
                if !self.before.by_address(address).contains(&present) {
                    let shown = shortened(address, 80);
                    let sentence = format!(
                        "{shown} is not an email address of {present}, and the charter requires one as \
                         proof of who submits"
                    );
                    let hint = format!(
                        "commit under an email address of {present}. A chair or secretary can enter it \
                         with --for {present}"
                    );
                    findings.push(self.missing(sentence, hint));
                }
            }
        }
        (Origin::Known([present].into()), findings)
    }

    /// The account that the door names decides, whatever the charter requires: with the authors of the
    /// commits, who must all own what they change.
    fn account(&self, account: &str) -> (Origin, Vec<Finding>) {
        let shown = shortened(account, 80);
        let mut authors = self.authors();
        match self.before.by_account(account).as_slice() {
            [one] => {
                if self.identity != Identity::Author {
                    authors.findings.clear();
                }
                let carries = self.change.door == EntryPoint::Push
                    && !authors.known.is_empty()
                    && self.keepers().contains(one);
                if !carries {
                    authors.known.insert(one.clone());
                }
                (Origin::Known(authors.known), authors.findings)
            }
            [] => self.unlisted(account, authors),
            several => {
                let asked = self.identity != Identity::None;
                let finding = asked.then(|| self.of_several(&shown, several));
                let stranger = Origin::Stranger(account.to_owned());
                (stranger, finding.into_iter().collect())
            }
        }
    }

    /// An account that no participant has. Where accounts are not required, it can belong to a participant
    /// whose account nobody wrote down, so the commits decide.
    fn unlisted(&self, account: &str, authors: Authors) -> (Origin, Vec<Finding>) {
        let (shown, stranger) = (shortened(account, 80), Origin::Stranger(account.to_owned()));
        let required = "but the charter requires it as proof of who submits";
        let has_another = |id: &&ParticipantId| {
            let known = self.before.participant(id);
            known.is_some_and(|known| has_account_like(&known.accounts, account))
        };
        let why = match self.identity {
            Identity::Account | Identity::Signature => required.to_owned(),
            Identity::Author | Identity::None => match authors.known.iter().find(has_another) {
                Some(id) => format!("and {id}, who wrote a commit, has another one there"),
                None if self.identity == Identity::None && authors.known.is_empty() => {
                    return (stranger, Vec::new());
                }
                None if self.identity == Identity::None => {
                    return (Origin::Known(authors.known), Vec::new());
                }
                None => return self.by_commits(authors),
            },
        };
        let sentence = format!("no participant has the account {shown}, {why}");
        let hint = format!(
            "a chair or secretary can add it: plenary participant set NAME --account {shown}"
        );
        (stranger, vec![self.missing(sentence, hint)])
    }

    /// The authors of the commits, where these are the proof.
    fn author(&self) -> (Origin, Vec<Finding>) {
        self.by_commits(self.authors())
    }

    fn by_commits(&self, mut authors: Authors) -> (Origin, Vec<Finding>) {
        // Everybody can type another person's name as the author of a commit.
        if self.change.door != EntryPoint::Landing && !authors.known.is_empty() {
            let committers = self.change.submitter.by.committers.iter();
            let committers = committers.flat_map(|address| self.before.by_address(address));
            let keepers = self.keepers();
            authors
                .known
                .extend(committers.filter(|who| !keepers.contains(who)));
        }
        let origin = match (authors.strange.is_empty(), authors.known.is_empty()) {
            (true, true) => Origin::Unverified,
            (true, false) => Origin::Known(authors.known),
            (false, _) => Origin::Stranger(all_of(authors.strange.iter().map(String::as_str))),
        };
        (origin, authors.findings)
    }

    /// Those who can bring what another participant wrote.
    fn keepers(&self) -> Vec<ParticipantId> {
        rights::may(Deed::EnterForAnother, &About::register(self.before))
    }

    fn authors(&self) -> Authors {
        let mut authors = Authors::default();
        for address in &self.change.submitter.by.authors {
            let shown = shortened(address, 80);
            let finding = match self.before.by_address(address).as_slice() {
                [one] => {
                    authors.known.insert(one.clone());
                    continue;
                }
                [] => {
                    let sentence = format!(
                        "a commit is by {shown}, which is not an email address of a participant, so it \
                         does not prove who submits"
                    );
                    let hint = format!(
                        "commit under your own email address. A chair or secretary can add it: plenary \
                         participant set NAME --email {shown}"
                    );
                    self.missing(sentence, hint)
                }
                several => self.of_several(&shown, several),
            };
            authors.findings.push(finding);
            authors.strange.push(shown);
        }
        authors
    }

    fn of_several(&self, what: &str, several: &[ParticipantId]) -> Finding {
        let names = all_of(several.iter().map(ParticipantId::as_str));
        let sentence = format!("{what} belongs to several participants: {names}");
        let hint = "a chair or secretary must remove it from all but one";
        self.missing(sentence, hint)
    }

    /// A proof that is missing for the whole change, as a finding at its first file.
    fn missing(&self, sentence: impl Into<String>, hint: impl Into<String>) -> Finding {
        let first = self.change.moved.first();
        let path = first.map_or(CHARTER, |moved| moved.path.as_str());
        Finding::new(code::P210, SourceLocation::file(path), sentence).hint(hint)
    }
}

/// Finds a change that does several things at once.
pub(super) fn mixed(ground: &ChangeContext<'_>, out: &mut Vec<Finding>) {
    let own: Vec<(&RecordChange<'_>, String)> = ground
        .pieces
        .iter()
        .filter(|piece| piece.after.is_some() && !is_relayed(ground, piece))
        .filter_map(|piece| Some((piece, speaker(ground, piece)?)))
        .collect();
    several_people(ground, &own, out);
    let Some((first, who)) = own.first() else {
        return;
    };
    for piece in ground.pieces.iter().filter(|piece| rules_over(piece)) {
        let sentence =
            format!("this changes how positions are counted, together with a record of {who}");
        out.push(at_once(piece, sentence, TWO_REQUESTS));
    }
    out.extend(with_the_outside(ground, first));
}

/// What to do if two things come at once.
const TWO_REQUESTS: &str = "make two changes, one for each";

fn at_once(piece: &RecordChange<'_>, sentence: String, hint: &str) -> Finding {
    Finding::new(code::P217, SourceLocation::file(piece.path), sentence).hint(hint)
}

fn several_people(
    ground: &ChangeContext<'_>,
    own: &[(&RecordChange<'_>, String)],
    out: &mut Vec<Finding>,
) {
    let mut first: BTreeMap<&str, &RecordChange<'_>> = BTreeMap::new();
    for (piece, who) in own {
        first.entry(who).or_insert(piece);
    }
    let relayed = ground.pieces.iter().find(|piece| is_relayed(ground, piece));
    let keepers = rights::may(Deed::EnterForAnother, &ground.register());
    let is_keeper = |who: &str| keepers.iter().any(|keeper| keeper.as_str() == who);
    let alone = first.len() == 1 && (relayed.is_none() || first.keys().all(|who| is_keeper(who)));
    if first.is_empty() || alone {
        return;
    }
    let names = all_of(first.keys().copied());
    for (piece, _) in own {
        let sentence = match relayed {
            None => format!("this change has records of several people: {names}"),
            Some(_) => format!(
                "this change has records of {names}, together with records entered for others"
            ),
        };
        let hint = "make one change for each. A chair or secretary who enters several must add \
                    relayed-by = \"NAME\" to each record";
        out.push(at_once(piece, sentence, hint));
    }
}

/// A position must not come with a change outside the register, because nobody would look at that.
fn with_the_outside(ground: &ChangeContext<'_>, piece: &RecordChange<'_>) -> Option<Finding> {
    let may = rights::may(Deed::ChangeCharter, &ground.register());
    if ground.change.outside.is_empty() || ground.is_submitted_by(&may) {
        return None;
    }
    let outside = ground.change.outside.iter().take(5);
    let names: Vec<String> = outside.map(|name| shortened(name, 60)).collect();
    let names = all_of(names.iter().map(String::as_str));
    let sentence = format!("this change also has files outside the register: {names}");
    Some(at_once(piece, sentence, TWO_REQUESTS))
}

/// Who gave a personal record. A position by proxy was given by the proxy.
fn speaker(ground: &ChangeContext<'_>, piece: &RecordChange<'_>) -> Option<String> {
    let who = |id: &ParticipantId| Some(id.to_string());
    match &piece.record {
        RecordPath::Position(id, owner) => {
            let proxy = piece
                .read_after(Position::read)
                .and_then(|new| new.proxy.clone());
            match (proxy, owner) {
                (Some(proxy), _) => who(&proxy),
                (None, Owner::Participant(id)) => who(id),
                (None, Owner::Group(group)) => match ground.origin {
                    Origin::Known(ids) if ground.is_submitted_by(&speakers(ground, id, owner)) => {
                        ids.first().map(ToString::to_string)
                    }
                    _ => Some(format!("@{group}")),
                },
            }
        }
        RecordPath::Objection(_, of) => who(&of.participant),
        RecordPath::Challenge(_, _, of) => who(&of.participant),
        RecordPath::Minority(_, _, by) | RecordPath::Appeal(_, _, by) => who(by),
        RecordPath::Participant(id)
            if is_own(piece) && ground.is_submitted_by(std::slice::from_ref(id)) =>
        {
            who(id)
        }
        _ => None,
    }
}

/// Who gives the position of an owner.
fn speakers(ground: &ChangeContext<'_>, id: &ProposalId, owner: &Owner) -> Vec<ParticipantId> {
    rights::may(Deed::GivePosition, &ground.of_owner(id, owner))
}

/// Whether a position or an objection says that a chair or secretary entered it.
fn is_relayed(ground: &ChangeContext<'_>, piece: &RecordChange<'_>) -> bool {
    let (id, relayer) = match &piece.record {
        RecordPath::Position(id, _) => {
            let position = piece.read_after(Position::read);
            (id, position.and_then(|new| new.relayed_by.clone()))
        }
        RecordPath::Objection(id, _) => {
            let objection = piece.read_after(Objection::read);
            let entered = objection.and_then(|new| new.reply_entered.or(new.entered));
            (id, entered.map(|entered| entered.by))
        }
        _ => return false,
    };
    let keepers = rights::may(Deed::EnterForAnother, &ground.about(id));
    relayer.is_some_and(|by| keepers.contains(&by))
}

/// Whether a record decides how positions are counted, or counts them.
fn rules_over(piece: &RecordChange<'_>) -> bool {
    match &piece.record {
        RecordPath::Participant(_) => !is_own(piece),
        RecordPath::Charter
        | RecordPath::AllowedSigners
        | RecordPath::Call(..)
        | RecordPath::Designation(..)
        | RecordPath::Decision(..)
        | RecordPath::Manifest(..) => true,
        _ => false,
    }
}

//! Imports mails: each mail with an answer becomes a row of a table, and is judged like one.

use std::collections::{BTreeMap, BTreeSet};

use crate::act::actor::Actor;
use crate::act::intake::{ImportMode, ImportTable, Intake, intake};
use crate::act::refusal::Refusal;
use crate::procedure::intake::{Received, RowOutcome};
use crate::record::column::ImportMap;
use crate::record::mail::{AnswerFault, Mail, MailAnswer};
use crate::record::path::Owner;
use crate::record::table::{Row, Table, guarded};
use crate::register::records::{ProposalRecords, Register};
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::id::{GroupId, ParticipantId, ProposalId};
use crate::value::sentence::all_of;
use crate::value::text::{same, shortened};

/// How far apart the date of a mail and that of its server can be, in seconds, before a person must
/// look.
const APART: i64 = 24 * 60 * 60;

/// Why a mail without an answer is ignored.
const NO_POSITION: &str = "it has no position";
/// What a secretary can do with a mail that cannot be imported.
const BY_HAND: &str = "enter the position yourself, with --for";

/// The headings of the rows, in the order of the cells of `Looked::row`.
const HEADINGS: [&str; 9] = [
    "participant",
    "position",
    "revision",
    "reason",
    "about",
    "objection",
    "resolve",
    "received",
    "evidence",
];

/// Mails to be imported.
#[derive(Debug, Clone)]
pub struct ImportMail {
    /// The proposal.
    pub proposal: ProposalId,
    /// The mails, in the order of their mailbox.
    pub mails: Vec<Mail>,
    /// What their words mean, and whose addresses they have where the participant list does not say it.
    pub mapping: ImportMap,
    /// Who enters the positions, where that is not the actor: a chair or a secretary.
    pub relayed_by: Option<ParticipantId>,
}

/// A mail that was read.
struct Looked<'m> {
    mail: &'m Mail,
    owner: Option<Owner>,
    at: Option<Instant>,
    becomes: Becomes,
}

/// The result of reading a mail.
enum Becomes {
    Row(Box<MailAnswer>),
    Nothing {
        verdict: RowOutcome,
        because: String,
        hint: String,
    },
}

impl Becomes {
    fn aside(because: impl Into<String>) -> Self {
        Self::Nothing {
            verdict: RowOutcome::SetAside,
            because: because.into(),
            hint: String::new(),
        }
    }

    fn ask(because: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Nothing {
            verdict: RowOutcome::NeedsAPerson,
            because: because.into(),
            hint: hint.into(),
        }
    }
}

/// Judges every mail, and puts what the accepted ones change into one pending commit. Of several mails
/// of one participant the latest counts.
///
/// # Errors
/// As for [`intake`].
pub fn mail(
    register: &Register,
    input: &ImportMail,
    actor: &Actor,
    now: Instant,
) -> Result<Intake, Refusal> {
    let desk = MailImport::of(register, input);
    let mut looked: Vec<Looked<'_>> = input.mails.iter().map(|mail| desk.look(mail)).collect();
    copies(&mut looked);
    latest(&mut looked);
    let table = ImportTable {
        proposal: input.proposal.clone(),
        table: table(&looked),
        mapping: input.mapping.clone(),
        take: ImportMode::Positions,
        on: None,
        relayed_by: input.relayed_by.clone(),
        received: None,
        evidence: None,
        service: None,
    };
    let mut judged = intake(register, &table, actor, now)?;
    judged
        .rows
        .extend(looked.into_iter().filter_map(Looked::arrival));
    judged.rows.sort_by_key(|row| row.row);
    judged.notes.push(
        "This program cannot check who sent a mail: everybody can write any address into it."
            .to_owned(),
    );
    Ok(judged)
}

/// What reading a mail needs to know about the register.
struct MailImport<'r> {
    register: &'r Register,
    input: &'r ImportMail,
    folder: Option<&'r ProposalRecords>,
    /// Whether groups answer, through their representatives.
    by_group: bool,
}

impl<'r> MailImport<'r> {
    fn of(register: &'r Register, input: &'r ImportMail) -> Self {
        let folder = register.proposals.get(&input.proposal);
        let call = folder.and_then(ProposalRecords::current_call);
        let own = folder.and_then(|folder| folder.proposal.as_ref());
        let track = call
            .map(|(_, call)| &call.track)
            .or(own.map(|own| &own.track));
        let charter = register.charter.as_ref();
        let track = track.and_then(|id| charter?.track(id));
        Self {
            register,
            input,
            folder,
            by_group: track.is_some_and(|track| track.count == CountUnit::Groups),
        }
    }

    fn look<'m>(&self, mail: &'m Mail) -> Looked<'m> {
        let at = mail.received.or(mail.date);
        let mut looked = Looked {
            mail,
            owner: None,
            at,
            becomes: Becomes::aside(NO_POSITION),
        };
        let answer = match MailAnswer::read(&mail.words) {
            _ if mail.is_automatic => {
                looked.becomes = Becomes::aside("it is an automatic mail");
                return looked;
            }
            Err(AnswerFault::None) => return looked,
            other => other,
        };
        if let Some(other) = self.on_another(&answer) {
            looked.becomes = Becomes::aside(format!("it is about {}", shortened(other, 60)));
            return looked;
        }
        match self.sender(mail) {
            Ok(owner) => {
                looked.becomes = self.answered(mail, at, &owner, answer);
                looked.owner = Some(owner);
            }
            Err(becomes) => looked.becomes = becomes,
        }
        looked
    }

    fn on_another<'a>(&self, answer: &'a Result<MailAnswer, AnswerFault>) -> Option<&'a str> {
        let named = answer.as_ref().ok()?.proposal.as_deref()?;
        let own = self.input.proposal.as_str();
        (!named.eq_ignore_ascii_case(own)).then_some(named)
    }

    /// Whose answer a mail is.
    fn sender(&self, mail: &Mail) -> Result<Owner, Becomes> {
        let [address] = mail.from.as_slice() else {
            return Err(Becomes::ask("it does not have exactly one sender", BY_HAND));
        };
        let shown = shortened(address, 60);
        let who = match self.input.mapping.participant(address) {
            Some(owner @ Owner::Group(_)) => return Ok(owner.clone()),
            Some(Owner::Participant(id)) => id.clone(),
            None => {
                let same = |own: &String| same(own, address);
                let people = self.register.participants.iter();
                let found: Vec<&ParticipantId> = people
                    .filter(|(_, who)| who.emails.iter().any(same))
                    .map(|(id, _)| id)
                    .collect();
                match found.as_slice() {
                    [one] => (*one).clone(),
                    [] => {
                        return Err(Becomes::ask(
                            format!("no participant has the email address {shown}"),
                            "if you are sure who it is: plenary participant set NAME --email TEXT",
                        ));
                    }
                    several => {
                        let names = all_of(several.iter().map(|id| id.as_str()));
                        return Err(Becomes::ask(
                            format!("{names} have the email address {shown}"),
                            BY_HAND,
                        ));
                    }
                }
            }
        };
        self.owner(who)
    }

    /// The owner of the answer: the participant, or the group that they represent.
    fn owner(&self, who: ParticipantId) -> Result<Owner, Becomes> {
        if !self.by_group {
            return Ok(Owner::Participant(who));
        }
        let groups = self
            .register
            .charter
            .iter()
            .flat_map(|charter| &charter.groups);
        let spoken_for: Vec<&GroupId> = groups
            .filter(|group| group.representatives.contains(&who))
            .map(|group| &group.id)
            .collect();
        match spoken_for.as_slice() {
            [group] => Ok(Owner::Group((*group).clone())),
            [] => Ok(Owner::Participant(who)),
            _ => Err(Becomes::ask(
                format!("{who} represents several groups"),
                "enter the position yourself, with --group",
            )),
        }
    }

    fn answered(
        &self,
        mail: &Mail,
        at: Option<Instant>,
        owner: &Owner,
        answer: Result<MailAnswer, AnswerFault>,
    ) -> Becomes {
        let by_hand = "ask the sender, then enter the position yourself, with --for";
        let answer = match answer {
            Ok(answer) => answer,
            Err(AnswerFault::Several(key)) => {
                return Becomes::ask(format!("it has several answers for {key}"), by_hand);
            }
            Err(AnswerFault::None) => return Becomes::aside(NO_POSITION),
        };
        let Some(at) = at else {
            let why = "it has no date with an offset from UTC";
            return Becomes::ask(why, by_hand);
        };
        if let (Some(date), Some(received)) = (mail.date, mail.received)
            && (date.seconds() - received.seconds()).abs() > APART
        {
            return Becomes::ask(
                format!(
                    "its date is {}, but its server received it on {}",
                    date.long(),
                    received.long()
                ),
                by_hand,
            );
        }
        let call = self.folder.and_then(ProposalRecords::current_call);
        if let Some((n, call)) = call.filter(|(_, call)| at < call.opens) {
            let why = format!("it was sent before call {n} opened ({})", call.opens.long());
            return Becomes::ask(why, by_hand);
        }
        match self.later_on_record(owner).filter(|later| *later > at) {
            Some(later) => Becomes::aside(format!(
                "a later answer is already recorded (received {})",
                later.long()
            )),
            None => Becomes::Row(Box::new(answer)),
        }
    }

    /// When the recorded answer was received, where it was entered for its owner.
    fn later_on_record(&self, owner: &Owner) -> Option<Instant> {
        let mut files = self.folder?.positions.values();
        let file = files.find(|file| file.owner == *owner)?;
        let position = file.position.as_ref()?;
        position.relayed_by.as_ref()?;
        position.received
    }
}

/// A mail that a mailbox has twice counts once.
fn copies(looked: &mut [Looked<'_>]) {
    let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for one in looked {
        let Some(id) = &one.mail.id else { continue };
        let first = *seen.entry((id, &one.mail.words)).or_insert(one.mail.number);
        if first != one.mail.number {
            one.becomes = Becomes::Nothing {
                verdict: RowOutcome::Duplicate,
                because: format!("it is a copy of mail {first}"),
                hint: String::new(),
            };
            one.owner = None;
        }
    }
}

/// Keeps only the latest of several mails of one participant, also where a person must look at it: the
/// sender no longer says what they said before.
fn latest(looked: &mut [Looked<'_>]) {
    let mut last: BTreeMap<Owner, (Option<Instant>, usize)> = BTreeMap::new();
    for one in looked.iter() {
        let Some(owner) = &one.owner else { continue };
        let place = (one.at, one.mail.number);
        let best = last.entry(owner.clone()).or_insert(place);
        *best = (*best).max(place);
    }
    for one in looked {
        let best = one.owner.as_ref().and_then(|owner| last.get(owner));
        let Some((_, best)) = best.filter(|(_, best)| *best != one.mail.number) else {
            continue;
        };
        one.becomes = Becomes::aside(format!("mail {best} of the same sender is later"));
    }
}

fn table(looked: &[Looked<'_>]) -> Table {
    let headings = Row {
        number: 0,
        cells: HEADINGS.map(str::to_owned).to_vec(),
    };
    let rows = looked.iter().filter_map(Looked::row);
    Table::of(std::iter::once(headings).chain(rows).collect())
}

impl Looked<'_> {
    fn row(&self) -> Option<Row> {
        let Becomes::Row(answer) = &self.becomes else {
            return None;
        };
        let owner = self.owner.as_ref().map(ToString::to_string);
        let at = self.at.map(|at| at.to_string());
        let cells = [
            &owner,
            &Some(answer.position.clone()),
            &answer.on,
            &answer.reason,
            &answer.about,
            &answer.problem,
            &answer.resolve,
            &at,
            &self.mail.id,
        ];
        let cells = cells.map(|cell| guarded(cell.as_deref().unwrap_or_default()));
        Some(Row {
            number: self.mail.number,
            cells: cells.to_vec(),
        })
    }

    fn arrival(self) -> Option<Received> {
        let Becomes::Nothing {
            verdict,
            because,
            hint,
        } = self.becomes
        else {
            return None;
        };
        let from: BTreeSet<&str> = self.mail.from.iter().map(String::as_str).collect();
        let named = from.into_iter().collect::<Vec<_>>().join(", ");
        Some(Received {
            row: self.mail.number,
            named: shortened(&named, 60),
            participant: self.owner.map(|owner| owner.to_string()),
            verdict,
            because,
            hint,
        })
    }
}

//! Imports mails: each mail with an answer becomes a row of a table, and is judged like one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::act::actor::Actor;
use crate::act::intake::mail_reading::{Reader, Reading};
use crate::act::intake::mail_sender::{BY_HAND, Senders, UnknownSender, in_map};
use crate::act::intake::mail_topic::{Topic, Topics};
use crate::act::intake::{ImportMode, ImportTable, Intake, intake};
use crate::act::refusal::Refusal;
use crate::procedure::intake::{Received, RowOutcome};
use crate::record::import_map::{IGNORE, ImportMap};
use crate::record::mail::Mail;
use crate::record::mail_answer::MailAnswer;
use crate::record::path::Owner;
use crate::record::table::{Row, Table, guarded};
use crate::register::records::{ProposalRecords, Register};
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::{all_of, any_of};
use crate::value::text::shortened;

/// How far apart the date of a mail and that of its server can be, in seconds, before a person must
/// look.
const APART: i64 = 24 * 60 * 60;

/// Why a mail without an answer is ignored.
const NO_POSITION: &str = "it has no position";

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
    /// Other proposals that it answers.
    others: Vec<String>,
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

impl From<UnknownSender> for Becomes {
    fn from(unknown: UnknownSender) -> Self {
        Self::ask(unknown.because, unknown.hint)
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
    let desk = MailImport::of(register, input, now);
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
        .notes
        .extend(looked.iter().filter_map(Looked::others));
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
    input: &'r ImportMail,
    folder: Option<&'r ProposalRecords>,
    reader: Reader<'r>,
    senders: Senders<'r>,
    topics: Topics<'r>,
}

impl<'r> MailImport<'r> {
    fn of(register: &'r Register, input: &'r ImportMail, now: Instant) -> Self {
        let folder = register.proposals.get(&input.proposal).map(Arc::as_ref);
        let call = folder.and_then(ProposalRecords::current_call);
        let own = folder.and_then(|folder| folder.proposal.as_ref());
        let track = call
            .map(|(_, call)| &call.track)
            .or(own.map(|own| &own.track));
        let fixed = call.and_then(|(_, call)| register.charter_of(call));
        let charter = fixed.or(register.charter.as_deref());
        let track = track.and_then(|id| charter?.track(id));
        let by_group = track.is_some_and(|track| track.count == CountUnit::Groups);
        Self {
            input,
            folder,
            reader: Reader {
                proposal: &input.proposal,
                map: &input.mapping,
                track,
            },
            senders: Senders::of(register, &input.mapping, by_group),
            topics: Topics::of(register, &input.mails, now),
        }
    }

    fn look<'m>(&self, mail: &'m Mail) -> Looked<'m> {
        let mut looked = Looked {
            mail,
            owner: None,
            at: mail.received.or(mail.date),
            becomes: Becomes::aside(NO_POSITION),
            others: Vec::new(),
        };
        let settled = mail.id.as_ref().and_then(|id| self.input.mapping.mail(id));
        if settled == Some(&None) {
            looked.becomes = Becomes::aside("the map says that it is ignored");
        } else if mail.is_automatic && settled.is_none() {
            looked.becomes = Becomes::aside("it is an automatic mail");
        } else {
            let reading = self.reader.read(mail);
            let reading = self.reader.own(reading, &self.topics, &mut looked.others);
            let topic = match settled {
                Some(_) => Topic::Proposal(&self.input.proposal),
                None => self.topics.of_mail(mail),
            };
            let sender = self.senders.sender(mail);
            looked.becomes = self.becomes(&mut looked, reading, topic, sender);
        }
        looked
    }

    fn becomes(
        &self,
        looked: &mut Looked<'_>,
        reading: Reading,
        topic: Topic<'_>,
        sender: Result<Owner, UnknownSender>,
    ) -> Becomes {
        let own = &self.input.proposal;
        let about = |what: &str| Becomes::aside(format!("it is about {}", shortened(what, 60)));
        match (&reading, topic) {
            (Reading::Lines(answers), _) if answers.is_empty() => {
                return about(looked.others.first().map_or("", String::as_str));
            }
            (Reading::Lines(answers), _) if answers.iter().any(|one| one.proposal.is_some()) => {}
            (_, Topic::Proposal(other)) if other != own => return about(other.as_str()),
            (Reading::Nothing(_), Topic::Other) => return about(&looked.mail.subject),
            _ => {}
        }
        let owner = match (sender, &reading) {
            (Ok(owner), _) => owner,
            (Err(unknown), Reading::Nothing(_)) if !unknown.is_participant => {
                return Becomes::aside(NO_POSITION);
            }
            (Err(_), Reading::Unclear(because)) => {
                let hint = in_map(looked.mail, "if it is not an answer", IGNORE);
                return Becomes::ask(because, hint);
            }
            (Err(unknown), _) => return unknown.into(),
        };
        looked.owner = Some(owner.clone());
        let mail = looked.mail;
        let is_read = matches!(reading, Reading::Lines(_) | Reading::FirstLine(_));
        self.out_of_time(looked, &owner, is_read)
            .unwrap_or_else(|| self.answered(mail, &owner, reading, topic))
    }

    fn answered(&self, mail: &Mail, owner: &Owner, reading: Reading, topic: Topic<'_>) -> Becomes {
        let own = &self.input.proposal;
        let is_certain = topic == Topic::Proposal(own);
        let is_alone = self.topics.open.iter().all(|open| *open == own);
        let if_answers = || in_map(mail, &format!("if it answers {own}"), &owner.to_string());
        let because = match reading {
            Reading::Unclear(because) => because,
            Reading::Nothing(line) if line.is_empty() => {
                "it has no words of its sender's own".to_owned()
            }
            Reading::Nothing(line) => {
                format!("it has no certain answer: \"{}\"", shortened(&line, 60))
            }
            Reading::FirstLine(answer) if is_certain => return Becomes::Row(Box::new(answer)),
            Reading::FirstLine(answer) => {
                let word = shortened(&answer.position, 60);
                let why = format!("it begins with an answer (\"{word}\"), and does not name {own}");
                return Becomes::ask(why, if_answers());
            }
            Reading::Lines(mut answers) => {
                let one = answers.swap_remove(0);
                if is_certain || is_alone || one.proposal.is_some() {
                    return Becomes::Row(Box::new(one));
                }
                let open = any_of(self.topics.open.iter().map(|open| open.as_str()));
                let why = format!("it does not say which call it answers: {open}");
                return Becomes::ask(why, if_answers());
            }
        };
        Becomes::ask(because, self.hint(mail))
    }

    /// How a person deals with a mail of a participant.
    fn hint(&self, mail: &Mail) -> String {
        let by_hand = "ask the sender, then enter the position yourself, with --for";
        format!(
            "{by_hand}; {}",
            in_map(mail, "if it is not an answer", IGNORE)
        )
    }

    /// Why a mail cannot count now, whatever it says.
    fn out_of_time(&self, looked: &Looked<'_>, owner: &Owner, is_read: bool) -> Option<Becomes> {
        let mail = looked.mail;
        let Some(at) = looked.at else {
            let why = "it has no date with an offset from UTC";
            return Some(Becomes::ask(why, self.hint(mail)));
        };
        if let (Some(date), Some(received)) = (mail.date, mail.received)
            && (date.seconds() - received.seconds()).abs() > APART
        {
            let why = format!(
                "its date is {}, but its server received it on {}",
                date.long(),
                received.long()
            );
            return Some(Becomes::ask(why, self.hint(mail)));
        }
        let call = self.folder.and_then(ProposalRecords::current_call);
        if let Some((n, call)) = call.filter(|(_, call)| at < call.opens) {
            let why = format!("it was sent before call {n} opened ({})", call.opens.long());
            return Some(match is_read {
                true => Becomes::ask(why, self.hint(mail)),
                false => Becomes::aside(why),
            });
        }
        let is_later = |later: &Instant| *later > at || *later == at && !is_read;
        let later = self.later_on_record(owner).filter(is_later)?;
        let when = later.long();
        Some(Becomes::aside(format!(
            "a later answer is already recorded (received {when})"
        )))
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

/// A mail that a mailbox has twice counts once. Of two with other words, one is perhaps not its sender's.
fn copies(looked: &mut [Looked<'_>]) {
    let mut seen: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for one in looked {
        let Some(id) = &one.mail.id else { continue };
        let own = (one.mail.number, one.mail.words.as_str());
        let (first, words) = *seen.entry(id).or_insert(own);
        if first != one.mail.number && words == one.mail.words {
            one.becomes = Becomes::Nothing {
                verdict: RowOutcome::Duplicate,
                because: format!("it is a copy of mail {first}"),
                hint: String::new(),
            };
            one.owner = None;
        } else if first != one.mail.number && one.owner.is_some() {
            let why = format!("mail {first} has the same Message-ID, and other words");
            one.becomes = Becomes::ask(why, BY_HAND);
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
    /// What the secretary should know about the other answers in a mail.
    fn others(&self) -> Option<String> {
        let is_row = matches!(self.becomes, Becomes::Row(_)) && !self.others.is_empty();
        is_row.then(|| {
            let names: Vec<String> = self.others.iter().map(|name| shortened(name, 60)).collect();
            let names = all_of(names.iter().map(String::as_str));
            format!(
                "Mail {} also answers {names}. Import it for each.",
                self.mail.number
            )
        })
    }

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

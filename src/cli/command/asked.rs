//! Asks about records: which proposal, which objection, which word of the charter. It also takes texts from
//! the command line, from a file, or from an editor that shows what they are about.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::act::arguments::Why;
use crate::cli::arguments::WriteAs;
use crate::cli::ask::{self, Choice, Question};
use crate::cli::command::write_session::{View, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::procedure::stage::{Stage, stage};
use crate::record::charter::{Charter, Group};
use crate::record::handling::DispositionKind;
use crate::record::objection::Objection;
use crate::record::path::RecordPath;
use crate::record::track::{AllowedPosition, Track};
use crate::register::records::{FiledObjection, ProposalRecords, Register};
use crate::register::snapshot::Extent;
use crate::tally::{LevelResult, Tally};
use crate::value::class::CountsAs;
use crate::value::id::{GroupId, LevelName, ObjectionId, PositionName, ProposalId, TrackId};
use crate::value::text::{shortened, shown};

/// How much text is shown next to an id.
const GLIMPSE: usize = 70;

/// The proposal that was typed, or chosen among the undecided ones; and the register with its folder.
pub(super) fn proposal(
    context: &mut Context<'_>,
    typed: Option<&str>,
    how: WriteAs,
) -> Result<(WriteSession, ProposalId), Failure> {
    WriteSession::on(context, how, |context, view| {
        let id = match typed {
            Some(typed) => view.proposal(typed)?,
            None => chosen(context, view)?,
        };
        Ok((id.clone(), Extent::Proposal(id)))
    })
}

/// The proposal that is chosen among the undecided ones.
pub(super) fn chosen(context: &mut Context<'_>, view: &View) -> Result<ProposalId, Failure> {
    let now = context.now();
    let choice = |(id, folder): (&ProposalId, &Arc<ProposalRecords>)| {
        let stage = stage(folder, now);
        let title = folder.proposal.as_ref().map_or("", |read| &read.title);
        let means = format!("{} · {}", shortened(title, GLIMPSE), stage.in_words());
        let open = !matches!(stage, Stage::Decided(..));
        open.then(|| Choice::new(id.clone(), id.as_str(), means))
    };
    let choices: Vec<_> = match ask::possible(context) {
        true => {
            let register = view.register(&Extent::Everything)?;
            register.proposals.iter().filter_map(choice).collect()
        }
        false => Vec::new(),
    };
    let question = Question::new(
        "proposal",
        "title and status",
        "PROPOSAL, as its id or the beginning of its id",
    );
    ask::choose(context, question, &choices)
}

/// The objection that was typed, or chosen among those that `fits` selects; and the register with its
/// proposal's folder.
pub(super) fn objection(
    context: &mut Context<'_>,
    typed: Option<&str>,
    proposal: Option<&str>,
    how: WriteAs,
    fits: impl Fn(&ProposalRecords, &ObjectionId, &FiledObjection) -> bool,
) -> Result<(WriteSession, (ProposalId, ObjectionId)), Failure> {
    if let Some(typed) = typed {
        return WriteSession::on_objection(context, typed, proposal, how);
    }
    WriteSession::on(context, how, |context, view| {
        let extent = match proposal {
            Some(proposal) => Extent::Proposal(view.proposal(proposal)?),
            None => Extent::Everything,
        };
        let register = view.register(&extent)?;
        let undecided =
            |folder: &ProposalRecords| !matches!(stage(folder, context.now()), Stage::Decided(..));
        let folders = register.proposals.iter();
        let choices: Vec<_> = folders
            .filter(|(_, folder)| undecided(folder))
            .flat_map(|(id, folder)| of_folder(id, folder, &fits))
            .collect();
        Ok((ask::choose(context, OBJECTION, &choices)?, extent))
    })
}

const OBJECTION: Question<'_> = Question::new(
    "objection",
    "what it is about",
    "OBJECTION (for the list: plenary status PROPOSAL)",
);

fn of_folder(
    id: &ProposalId,
    folder: &ProposalRecords,
    fits: impl Fn(&ProposalRecords, &ObjectionId, &FiledObjection) -> bool,
) -> Vec<Choice<(ProposalId, ObjectionId)>> {
    let choice = |(of, raised): (&ObjectionId, &FiledObjection)| {
        let about = shortened(&raised.objection.about, GLIMPSE);
        let means = format!("{about} · on {id}");
        Choice::new((id.clone(), of.clone()), of.to_string(), means)
    };
    let fitting = folder
        .objections
        .iter()
        .filter(|(of, raised)| fits(folder, of, raised));
    fitting.map(choice).collect()
}

/// Whether an objection is open: it is neither withdrawn nor closed.
pub(super) fn waits(folder: &ProposalRecords, id: &ObjectionId, raised: &FiledObjection) -> bool {
    let handling = folder.handling.get(id);
    let disposed = handling.is_some_and(|handling| handling.disposition.is_some());
    !disposed && !raised.objection.withdrawn
}

/// Another objection to the same proposal.
pub(super) fn other(
    context: &mut Context<'_>,
    register: &Register,
    proposal: &ProposalId,
    than: &ObjectionId,
) -> Result<ObjectionId, Failure> {
    let folder = register.proposals.get(proposal);
    let choices: Vec<_> = folder
        .into_iter()
        .flat_map(|folder| of_folder(proposal, folder, |_, id, _| id != than))
        .collect();
    let question = Question {
        instead: "--of OBJECTION",
        ..OBJECTION
    };
    Ok(ask::choose(context, question, &choices)?.1)
}

/// One of the positions that the proposal's track allows.
pub(super) fn position(
    context: &mut Context<'_>,
    register: &Register,
    proposal: &ProposalId,
) -> Result<PositionName, Failure> {
    let folder = register.proposals.get(proposal);
    let read = folder.and_then(|folder| folder.proposal.as_ref());
    let track = read.and_then(|read| register.charter.as_ref()?.track(&read.track));
    let choice = |allowed: &AllowedPosition| {
        let name = &allowed.name;
        Choice::new(name.clone(), name.as_str(), counts_as(allowed))
    };
    let positions = track.map_or(&[][..], |track| &track.positions);
    let choices: Vec<_> = positions.iter().map(choice).collect();
    let question = Question::new(
        "position",
        "what it counts as",
        "VALUE (for the list: plenary charter explain)",
    );
    ask::choose(context, question, &choices)
}

fn counts_as(allowed: &AllowedPosition) -> String {
    let class = match allowed.class {
        CountsAs::For => "for",
        CountsAs::Against => "against",
        CountsAs::Neutral => "neutral: answered, neither for nor against",
        CountsAs::Recused => "recused: you are not eligible, and not counted",
    };
    match allowed.needs_objection {
        true => format!("{class} (needs an objection)"),
        false => class.to_owned(),
    }
}

/// The track, if the charter has several. Without a terminal it stays missing.
pub(super) fn track(
    context: &mut Context<'_>,
    register: &Register,
    given: Option<TrackId>,
) -> Result<Option<TrackId>, Failure> {
    let choice = |track: &Track| {
        let means = format!(
            "{} · a call is open for {}",
            shortened(&track.title, GLIMPSE),
            track.window
        );
        Choice::new(track.id.clone(), track.id.as_str(), means)
    };
    let choices = |charter: &Charter| charter.tracks.iter().map(choice).collect();
    let question = Question::new("track", "what it is for", "--track TRACK");
    if_several(context, question, register, given, choices)
}

/// The group, if the charter has several. Without a terminal it stays missing.
pub(super) fn group(
    context: &mut Context<'_>,
    register: &Register,
    given: Option<GroupId>,
) -> Result<Option<GroupId>, Failure> {
    let choices = |charter: &Charter| {
        let choice = |group: &Group| {
            let name = shortened(&group.name, GLIMPSE);
            Choice::new(group.id.clone(), group.id.as_str(), name)
        };
        charter.groups.iter().map(choice).collect()
    };
    let question = Question::new("group", "its name", "--group GROUP");
    if_several(context, question, register, given, choices)
}

fn if_several<T: Clone>(
    context: &mut Context<'_>,
    question: Question<'_>,
    register: &Register,
    given: Option<T>,
    choices: impl Fn(&Charter) -> Vec<Choice<T>>,
) -> Result<Option<T>, Failure> {
    let choices = register.charter.as_deref().map(choices).unwrap_or_default();
    if given.is_some() || choices.len() < 2 || !ask::possible(context) {
        return Ok(given);
    }
    ask::choose(context, question, &choices).map(Some)
}

/// How an objection, or a comment, is closed.
pub(super) fn disposition(
    context: &mut Context<'_>,
    blocking: bool,
    given: Option<DispositionKind>,
) -> Result<DispositionKind, Failure> {
    if let Some(given) = given {
        return Ok(given);
    }
    let choices: Vec<_> = DispositionKind::all_of(blocking)
        .iter()
        .map(|value| Choice::new(*value, value.word(), duty(*value)))
        .collect();
    let question = Question::new(
        "disposition",
        "what it means, and what you must give",
        "plenary dispose OBJECTION VALUE --reason REASON",
    );
    ask::choose(context, question, &choices)
}

/// What a disposition means, and what must be given with it.
pub(super) fn duty(value: DispositionKind) -> &'static str {
    match value {
        DispositionKind::Accommodated => "the text was changed to meet it: say where",
        DispositionKind::Withdrawn => "its objector withdrew it: if elsewhere, link to it",
        DispositionKind::SetAside => "it does not bear on the merits: say why",
        DispositionKind::Outweighed => {
            "it is genuine, but other reasons are stronger: name them, and the alternatives considered"
        }
        DispositionKind::Unresolved => {
            "the body does not agree on it, and the decision contains it: say why the body goes on"
        }
        DispositionKind::Duplicate => "it says the same as another objection: name that one",
        DispositionKind::OutOfScope => "the body cannot decide it: say why",
        DispositionKind::Changed => "the text was changed because of it: say where",
        DispositionKind::NotChanged => "the text was not changed: say why",
    }
}

/// The level that a chair declares: the computed one, unless the chair chooses another.
pub(super) fn level(
    context: &mut Context<'_>,
    tally: &Tally,
    given: Option<LevelName>,
) -> Result<LevelName, Failure> {
    if let Some(given) = given {
        return Ok(given);
    }
    let choice = |level: &LevelResult| {
        let means = rule(level, tally.computed.as_ref());
        Choice::new(level.name.clone(), level.name.as_str(), means)
    };
    let choices: Vec<_> = tally.levels.iter().map(choice).collect();
    let question = Question {
        what: "designation",
        means: "its outcome, and whether its rule is met",
        instead: "--designation LEVEL",
        usual: tally.computed.as_ref().map(LevelName::as_str),
    };
    ask::choose(context, question, &choices)
}

fn rule(level: &LevelResult, computed: Option<&LevelName>) -> String {
    let outcome = level.outcome.word();
    let rule = level.criterion.as_deref().map(|rule| shortened(rule, 200));
    match (computed == Some(&level.name), rule, level.verdict.met) {
        (true, Some(rule), _) => format!("{outcome} · computed: {rule}"),
        (true, None, _) => format!("{outcome} · computed, because no other rule is met"),
        (false, Some(rule), true) => format!("{outcome} · met, below the computed level: {rule}"),
        (false, Some(rule), false) => format!("{outcome} · not met: {rule}"),
        (false, None, _) => format!("{outcome} · if no other rule is met"),
    }
}

/// A file that exists.
pub(super) fn file(
    context: &mut Context<'_>,
    what: &str,
    flag: &str,
    given: Option<PathBuf>,
) -> Result<PathBuf, Failure> {
    let folder = context.folder();
    ask::parsed(context, what, flag, given, |typed, _| {
        match folder.join(Path::new(typed)).is_file() {
            true => Ok(PathBuf::from(typed)),
            false => Err(format!("the file {} does not exist", shown(typed))),
        }
    })
}

/// Reads the reason from its file, if there is one.
pub(super) fn why(context: &mut Context<'_>, why: &mut Why) -> Result<(), Failure> {
    put_words(context, &mut why.reason, why.reason_file.as_ref())
}

/// Reads a text from its file, if there is one.
pub(super) fn put_words(
    context: &mut Context<'_>,
    words: &mut Option<String>,
    file: Option<&PathBuf>,
) -> Result<(), Failure> {
    let Some(file) = file else { return Ok(()) };
    let text = String::from_utf8(context.file(file)?).map_err(|_| {
        let sentence = format!("{} is not UTF-8 text", shown(&file.display().to_string()));
        Failure::usage(sentence, "save the file again as UTF-8")
    })?;
    *words = Some(text);
    Ok(())
}

/// What the editor shows below a text on a proposal: its question, and where its text is.
pub(super) fn beside_proposal(register: &Register, id: &ProposalId) -> String {
    let folder = register.proposals.get(id);
    let Some(read) = folder.and_then(|folder| folder.proposal.as_ref()) else {
        return id.to_string();
    };
    let (title, question) = (&read.title, &read.question);
    let text = RecordPath::Text(id.clone(), read.text.clone());
    format!("{title}\n\n{question}\n\nThe text is in {text}.\n")
}

/// What the editor shows below a text on an objection: the objection, with all responses.
pub(super) fn beside_objection(
    register: &Register,
    (id, of): &(ProposalId, ObjectionId),
) -> String {
    let mut text = format!("{of} on {id}\n");
    let folder = register.proposals.get(id);
    if let Some(raised) = folder.and_then(|folder| folder.objections.get(of)) {
        text.push_str(&raised_in(&raised.objection));
    }
    let handling = folder.and_then(|folder| folder.handling.get(of));
    for response in handling.iter().flat_map(|handling| &handling.responses) {
        let said = format!(
            "\nThe response of {}, {}:\n",
            response.by,
            response.at.long()
        );
        text.push_str(&format!("{said}{}\n", response.text.trim()));
    }
    text
}

fn raised_in(objection: &Objection) -> String {
    let resolve = objection.resolve.as_deref().unwrap_or("not given");
    format!(
        "\nAbout:\n{}\n\nThe problem:\n{}\n\nWhat would resolve it:\n{}\n",
        objection.about.trim(),
        objection.problem.trim(),
        resolve.trim()
    )
}

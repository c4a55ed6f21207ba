//! `plenary init`: makes a register in a git repository.

use std::collections::BTreeSet;

use clap::Args;

use crate::act::arguments::{name, weight};
use crate::act::init::{Init as Act, init};
use crate::act::refusal::Refusal;
use crate::cli::arguments::WriteAs;
use crate::cli::command::write_session::say;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::world::PLENARY_PARTICIPANT;
use crate::git::{GitErrorKind, Repository};
use crate::procedure::rights::{self, About};
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment};
use crate::render::page::Page;
use crate::session;
use crate::value::command::{Command, Placeholder};
use crate::value::digest::CommitId;
use crate::value::id::{
    GroupId, ParticipantId, RegisterId, RoleName, StandingName, WeightName, slug,
};
use crate::value::sentence::any_of;
use crate::value::text::shortened;

/// Start: make a register in a git repository
///
/// The charter is copied from a preset; you are the register's first chair.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The charter to copy; `plenary charter presets` lists them
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// The register's own id; made from the folder's name where none is given
    #[arg(long, value_name = "ID", value_parser = name(RegisterId::parse))]
    register: Option<RegisterId>,
    /// The name of the body
    #[arg(long)]
    name: Option<String>,
    /// Your group; needed where the charter has several
    #[arg(long, value_parser = name(GroupId::parse))]
    group: Option<GroupId>,
    /// In what capacity you take part, such as member; without it you have no vote
    #[arg(long, value_name = "NAME", value_parser = name(StandingName::parse))]
    standing: Vec<StandingName>,
    /// Your weight, where the charter counts by weight, such as population=83
    #[arg(long, value_name = "NAME=NUMBER", value_parser = weight)]
    weight: Vec<(WeightName, u64)>,
    /// Also write what editors need to complete and check records: schemas/ and .taplo.toml
    #[arg(long)]
    editor: bool,
    #[command(flatten)]
    how: WriteAs,
}

impl Init {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let folder = context.folder();
        let repository = Repository::open_for_init(&folder)?;
        let base = base(&repository)?;
        let already = match &base {
            Some(commit) => repository.file(commit, "charter.toml")?.is_some(),
            None => false,
        };
        if already {
            let sentence = "there is a register here already";
            return Err(Refusal::rules(sentence, "plenary charter show").into());
        }
        let input = self.input(context, &repository, &folder)?;
        let entry = init(&input)?;
        let written = context.land(&repository, base.as_ref(), &entry, &self.how)?;
        let register = session::register(&repository, &Moment::WorkTree, &Extent::Roster)?;
        let page = Page::new()
            .line(format!("The register {} is open, and {} chairs it.", input.register, input.chair))
            .line(vote(&register, &input.chair))
            .line("Next: read charter.toml and change what does not fit; plenary charter explain says it in words.");
        let page = hearers(&register).into_iter().fold(page, Page::line);
        say(context, &register, &entry, &written, page)
    }

    fn input(
        &self,
        context: &Context<'_>,
        repository: &Repository,
        folder: &std::path::Path,
    ) -> Result<Act, Failure> {
        let identity = context.identity(repository)?;
        let folder = folder
            .canonicalize()
            .unwrap_or_else(|_| folder.to_path_buf());
        let folder = folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let named = self.name.clone().or(folder).unwrap_or_default();
        let register = match &self.register {
            Some(id) => id.clone(),
            None => RegisterId::parse(&slug(&named)).map_err(|_| {
                let sentence = "no id can be made from the folder's name";
                Failure::usage(sentence, "--register NAME")
            })?,
        };
        let typed = self.how.actor.as_deref();
        let typed = typed.or_else(|| context.world.variable(PLENARY_PARTICIPANT));
        let chair = typed.map_or_else(|| slug(&identity.name), str::to_owned);
        let chair = ParticipantId::parse(&chair).map_err(|fault| {
            let shown = shortened(&chair, 60);
            let sentence = format!("the first chair's id \"{shown}\" {fault}");
            Failure::usage(sentence, "--as NAME")
        })?;
        Ok(Act {
            preset: self.preset.clone(),
            name: self.name.clone().unwrap_or_else(|| register.to_string()),
            register,
            chair,
            chair_name: identity.name,
            email: Some(identity.email),
            group: self.group.clone(),
            standing: self.standing.clone(),
            weight: self.weight.clone(),
            editor: self.editor,
        })
    }
}

/// Whether the first chair has a vote, and how to get one.
fn vote(register: &Register, chair: &ParticipantId) -> String {
    let standings = register
        .participant(chair)
        .map(|who| who.standing.as_slice());
    let charter = register.charter.as_ref();
    let counts = |standing: &StandingName| charter.is_some_and(|it| it.counts(standing));
    let own = standings.unwrap_or_default();
    if own.iter().any(counts) {
        return format!(
            "{chair} has a vote as {}.",
            any_of(own.iter().map(StandingName::as_str))
        );
    }
    let counted = charter.into_iter().flat_map(|charter| &charter.tracks);
    let counted: BTreeSet<&StandingName> = counted.flat_map(|track| &track.electorate).collect();
    let first = counted.first().map_or("member", |first| first.as_str());
    format!(
        "{chair} has no vote. The tracks count {}. To get a vote: plenary participant set {chair} \
         --standing {first}",
        any_of(counted.into_iter().map(StandingName::as_str))
    )
}

/// Which roles need a holder before a call opens, because nobody could hear an appeal.
fn hearers(register: &Register) -> Vec<String> {
    let tracks = register.charter.iter().flat_map(|charter| &charter.tracks);
    let unheard = tracks.filter_map(|track| {
        let about = About::register(register).by_track(&track.id);
        rights::unheard(&about)?;
        about.appeal_rule()?.heard_by.as_ref()
    });
    let roles: BTreeSet<&RoleName> = unheard.collect();
    let line = |role| {
        let command = Command::new("participant add")
            .with(Placeholder::Name)
            .option("--name", Placeholder::Text)
            .option("--role", role);
        format!("Then name who hears appeals: {command}")
    };
    roles.into_iter().map(line).collect()
}

fn base(repository: &Repository) -> Result<Option<CommitId>, Failure> {
    match repository.head() {
        Ok(commit) => Ok(Some(commit)),
        Err(error) if error.kind == GitErrorKind::NoCommits => Ok(None),
        Err(error) => Err(error.into()),
    }
}

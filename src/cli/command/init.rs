//! `plenary init`: creates a register in a git repository.

use std::collections::BTreeSet;

use clap::Args;

use crate::act::arguments::{name, weight};
use crate::act::init::{Init as Act, init};
use crate::act::refusal::Refusal;
use crate::cli::arguments::WriteAs;
use crate::cli::command::write_session::{Recorded, say};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name as names;
use crate::cli::world::PLENARY_PARTICIPANT;
use crate::git::{GitErrorKind, Repository};
use crate::procedure::rights::{self, About};
use crate::record::charter::Identity;
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment};
use crate::session;
use crate::value::account;
use crate::value::command::{Command, Placeholder};
use crate::value::digest::CommitId;
use crate::value::hint::Hint;
use crate::value::id::{
    GroupId, ParticipantId, RegisterId, RoleName, StandingName, WeightName, slug,
};
use crate::value::sentence::all_of;
use crate::value::text::shortened;

/// Create a register in a git repository
///
/// Anybody can run this in a repository without a register. You become its first chair. The charter
/// is a copy of the preset, and you can change it afterwards.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Preset to copy (for the list: plenary charter presets)
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// Id of the register (default: from the name)
    #[arg(long, value_name = "ID", value_parser = name(RegisterId::parse))]
    register: Option<RegisterId>,
    /// Name of the body (default: from the folder)
    #[arg(long)]
    name: Option<String>,
    /// Your group (required if the charter has several)
    #[arg(long, value_parser = name(GroupId::parse))]
    group: Option<GroupId>,
    /// Your membership, such as member (repeatable; without it you have no seat)
    #[arg(long, value_name = "NAME", value_parser = name(StandingName::parse))]
    standing: Vec<StandingName>,
    /// Your account on a hosting service (a login alone is of the service of origin)
    #[arg(long, value_name = "FORGE:LOGIN")]
    account: Option<String>,
    /// Your weight, if the charter counts by weight, such as population=83
    #[arg(long, value_name = "NAME=NUMBER", value_parser = weight)]
    weight: Vec<(WeightName, u64)>,
    /// Also write schemas/ and .taplo.toml, so that editors check records
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
            let sentence = "this repository already has a register";
            return Err(
                Refusal::rules(sentence, Hint::run("to see it", "plenary charter show")).into(),
            );
        }
        let input = self.input(context, &repository, &folder)?;
        let entry = init(&input)?;
        let written = context.land(&repository, base.as_ref(), &entry, &self.how)?;
        let register = session::register(&repository, &Moment::WorkTree, &Extent::Roster)?;
        let said = format!(
            "Register {} created. {} is its chair.",
            input.register, input.chair
        );
        let recorded = seat(Recorded::new(said), &register, &input.chair).next(
            "Next: adapt charter.toml to your body. To read it in plain words",
            "plenary charter explain",
        );
        let recorded = proof(recorded, &register, &input);
        let hearers = hearers(&register).into_iter();
        let recorded = hearers.fold(recorded, |recorded, command| {
            recorded.next("Then add a participant who can hear appeals", command)
        });
        let written = (&entry, &written);
        say(context, &register, written, recorded, self.how.receipt)
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
                let sentence = "the name of the folder gives no id for the register";
                Failure::usage(sentence, "name it with --register")
            })?,
        };
        let typed = self.how.actor.as_deref();
        let typed = typed.or_else(|| context.world.variable(PLENARY_PARTICIPANT));
        let service = names::origin(repository)?;
        let account = self.account.as_deref().map(|typed| {
            account::read(typed, service)
                .map_err(|fault| Failure::usage(fault.sentence, fault.hint))
        });
        let chair = typed.map_or_else(|| slug(&identity.name), str::to_owned);
        let chair = ParticipantId::parse(&chair).map_err(|fault| {
            let shown = shortened(&chair, 60);
            let sentence = format!("the id of the first chair, \"{shown}\", {fault}");
            Failure::usage(sentence, "name it with --as")
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
            account: account.transpose()?,
            service,
            editor: self.editor,
        })
    }
}

/// Whether the first chair has a seat, and how to get one.
fn seat(recorded: Recorded, register: &Register, chair: &ParticipantId) -> Recorded {
    let standings = register
        .participant(chair)
        .map(|who| who.memberships.standing.as_slice());
    let charter = register.charter.as_ref();
    let counts = |standing: &StandingName| charter.is_some_and(|it| it.counts(standing));
    let own = standings.unwrap_or_default();
    if own.iter().any(counts) {
        let own = all_of(own.iter().map(StandingName::as_str));
        return recorded.line(format!("{chair} has a seat as {own}."));
    }
    let counted = charter.into_iter().flat_map(|charter| &charter.tracks);
    let counted: BTreeSet<&StandingName> = counted.flat_map(|track| &track.electorate).collect();
    let first = counted.first().map_or("member", |first| first.as_str());
    let counted = all_of(counted.iter().map(|standing| standing.as_str()));
    let said = format!("{chair} has no seat. The tracks count these memberships: {counted}");
    let command = Command::new("participant set")
        .with(chair)
        .option("--standing", first);
    recorded.next(format!("{said}. To get a seat"), command)
}

/// Says that accounts prove who submits, and how to add the account of the first chair.
fn proof(recorded: Recorded, register: &Register, input: &Act) -> Recorded {
    let identity = register.charter.as_ref().map(|charter| charter.identity);
    let chair = register.participant(&input.chair);
    let has_account = chair.is_some_and(|chair| !chair.accounts.is_empty());
    match input.service {
        Some(service) if identity == Some(Identity::Account) && !has_account => {
            let command = Command::new("participant set")
                .with(&input.chair)
                .option("--account", format!("{}:LOGIN", service.word()));
            recorded.next("Accounts prove who submits. To add yours", command)
        }
        _ => recorded,
    }
}

/// What gives a holder to each role without which nobody can hear an appeal.
fn hearers(register: &Register) -> Vec<Command> {
    let tracks = register.charter.iter().flat_map(|charter| &charter.tracks);
    let unheard = tracks.filter_map(|track| {
        let about = About::register(register).by_track(&track.id);
        rights::unheard(&about)?;
        about.appeal_rule()?.heard_by.as_ref()
    });
    let roles: BTreeSet<&RoleName> = unheard.collect();
    let command = |role| {
        Command::new("participant add")
            .with(Placeholder::Name)
            .option("--name", Placeholder::Text)
            .option("--role", role)
    };
    roles.into_iter().map(command).collect()
}

fn base(repository: &Repository) -> Result<Option<CommitId>, Failure> {
    match repository.head() {
        Ok(commit) => Ok(Some(commit)),
        Err(error) if error.kind == GitErrorKind::NoCommits => Ok(None),
        Err(error) => Err(error.into()),
    }
}

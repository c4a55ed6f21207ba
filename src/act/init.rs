//! Creates a register: a charter copied from a preset, and its first chair.

use std::collections::BTreeMap;

use toml_edit::{Array, DocumentMut, value};

use crate::act::participant::group;
use crate::act::proposal_state::entry;
use crate::act::refusal::Refusal;
use crate::record::charter::{CHAIR, Charter, Identity};
use crate::record::kind;
use crate::record::participant::{Memberships, Participant, UNCOUNTED};
use crate::record::path::{CHARTER, RecordPath};
use crate::record::preset::{self, Preset};
use crate::register::entry::PendingCommit;
use crate::value::account;
use crate::value::command::{Command, HostingService};
use crate::value::did_you_mean;
use crate::value::hint::Hint;
use crate::value::id::{GroupId, ParticipantId, RegisterId, StandingName, WeightName};

/// What a new register needs to know.
#[derive(Debug, Clone)]
pub struct Init {
    /// The preset's name; the first preset where none is given.
    pub preset: Option<String>,
    /// The register's own id.
    pub register: RegisterId,
    /// The name of the body.
    pub name: String,
    /// The first chair.
    pub chair: ParticipantId,
    /// The first chair's name for people.
    pub chair_name: String,
    /// The first chair's email address.
    pub email: Option<String>,
    /// The group of the first chair; needed where the charter has several.
    pub group: Option<GroupId>,
    /// The membership of the first chair; one that no track counts where none is given.
    pub standing: Vec<StandingName>,
    /// The account of the first chair, such as `github:maya-c`, in the form of the participant list.
    pub account: Option<String>,
    /// The weights of the first chair.
    pub weight: Vec<(WeightName, u64)>,
    /// The hosting service of the remote `origin`, if it is a known one: its accounts then prove who submits.
    pub service: Option<HostingService>,
    /// Whether the files for editors are written as well.
    pub editor: bool,
}

/// Writes the charter and the first chair's record.
///
/// # Errors
/// There is no such preset, or it does not have the group.
pub fn init(input: &Init) -> Result<PendingCommit, Refusal> {
    let preset = found(input.preset.as_deref())?;
    let unreadable = || {
        let sentence = format!("preset {} cannot be read", preset.name);
        Refusal::rules(sentence, "choose another preset")
    };
    let charter = preset.charter().ok_or_else(unreadable)?;
    let group = group(&charter, input.group.as_ref())?;
    let emails: Vec<String> = input.email.iter().cloned().collect();
    let hidden = emails.iter().filter_map(|email| account::of_address(email));
    let accounts = input.account.iter().cloned().chain(hidden);
    let standing = match input.standing.as_slice() {
        [] => without_vote(&charter),
        given => given.to_vec(),
    };
    let chair = Participant {
        accounts: accounts.collect(),
        emails,
        memberships: Memberships {
            standing,
            terms: Vec::new(),
        },
        weight: input.weight.clone(),
        ..Participant::new(input.chair_name.clone(), group)
    };
    let path = RecordPath::Participant(input.chair.clone()).to_string();
    let mut files = BTreeMap::from([
        (CHARTER.to_owned(), adapted(preset, input)?.into_bytes()),
        (path, chair.sheet().finish().into_bytes()),
    ]);
    if input.editor {
        let files_for = kind::for_editors().into_iter();
        files.extend(files_for.map(|(path, text)| (path, text.into_bytes())));
    }
    let subject = format!("Create register {}", input.register);
    Ok(entry(
        files,
        subject,
        &[("Preset", &preset.name), ("Chair", &input.chair)],
    ))
}

fn found(name: Option<&str>) -> Result<&'static Preset, Refusal> {
    let Some(name) = name else {
        return preset::ALL
            .first()
            .ok_or_else(|| Refusal::usage("this program has no presets", ""));
    };
    preset::find(name).ok_or_else(|| {
        let names = || preset::ALL.iter().map(|preset| preset.name);
        let shown = crate::value::text::shortened(name, 60);
        let text = match did_you_mean::nearest(name, names()) {
            Some(meant) => format!("did you mean {meant}? To see all presets"),
            None => "to see all presets".to_owned(),
        };
        let hint = Hint::run(text, Command::new("charter presets"));
        Refusal::usage(format!("\"{shown}\" is not a preset"), hint)
    })
}

/// A membership that no track counts: creating a register gives nobody a vote.
fn without_vote(charter: &Charter) -> Vec<StandingName> {
    let mut standings = UNCOUNTED
        .iter()
        .filter_map(|word| StandingName::parse(word).ok());
    standings
        .find(|standing| !charter.counts(standing))
        .into_iter()
        .collect()
}

/// The preset with the register's own id, name and chair; every comment stays.
fn adapted(preset: &Preset, input: &Init) -> Result<String, Refusal> {
    let unreadable = || Refusal::rules(format!("preset {} cannot be edited", preset.name), "");
    let mut document: DocumentMut = preset.text.parse().map_err(|_| unreadable())?;
    let mut replace = |table: Option<&str>, key: &str, new: toml_edit::Value| {
        let place = match table {
            Some(table) => &mut document[table][key],
            None => &mut document[key],
        };
        let decor = place.as_value().map(|old| old.decor().clone());
        *place = value(new);
        if let (Some(decor), Some(new)) = (decor, place.as_value_mut()) {
            *new.decor_mut() = decor;
        }
    };
    replace(None, "register", input.register.as_str().into());
    replace(None, "name", input.name.as_str().into());
    let mut chairs = Array::new();
    chairs.push(input.chair.as_str());
    replace(Some("roles"), CHAIR, chairs.into());
    // Everybody can type another author of a commit. A hosting service knows the account.
    let asks = preset.charter().map(|charter| charter.identity);
    if input.service.is_some() && asks == Some(Identity::Author) {
        document["identity"] = value("account");
    }
    Ok(document.to_string())
}

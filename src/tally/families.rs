//! Which family of organisations an affiliation counts in, however it is typed, and spellings that
//! may be one organisation.

use std::collections::BTreeMap;

use crate::record::charter::{Charter, Organization};
use crate::register::records::Register;
use crate::value::canonical::{canonical, company};
use crate::value::id::ParticipantId;
use crate::value::text::shortened;

/// The families of a body, by every name that means one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Families {
    by_name: BTreeMap<String, String>,
}

impl Families {
    /// The families of the charter's organisations, by their ids and names, and those of other
    /// affiliations of participants, each as the first by id of a participant has it.
    pub fn of(charter: &Charter, register: &Register) -> Self {
        let mut by_name = BTreeMap::new();
        let ids = charter
            .organizations
            .iter()
            .map(|one| (one.id.as_str(), one));
        let names = charter
            .organizations
            .iter()
            .map(|one| (one.name.as_str(), one));
        for (name, one) in ids.chain(names) {
            by_name
                .entry(canonical(name))
                .or_insert_with(|| family(one).to_owned());
        }
        for name in affiliations(register).map(|(_, name)| name) {
            by_name
                .entry(canonical(name))
                .or_insert_with(|| name.to_owned());
        }
        Self { by_name }
    }

    /// The family that an affiliation counts in: the organisation's family, else the organisation
    /// itself, else the plain name.
    pub fn family(&self, affiliation: &str) -> String {
        let known = self.by_name.get(&canonical(affiliation));
        known.map_or(affiliation, String::as_str).to_owned()
    }

    /// Every family, by name.
    pub fn all(&self) -> Vec<String> {
        let mut all: Vec<String> = self.by_name.values().cloned().collect();
        all.sort();
        all.dedup();
        all
    }
}

fn family(organization: &Organization) -> &str {
    match &organization.family {
        Some(family) => family.as_str(),
        None => organization.id.as_str(),
    }
}

fn affiliations(register: &Register) -> impl Iterator<Item = (&ParticipantId, &str)> {
    let people = register.participants.iter();
    people.filter_map(|(id, who)| Some((id, who.affiliation.as_deref()?)))
}

/// An affiliation that is spelled otherwise than others spell what is probably the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling<'r> {
    /// Whose affiliation it is.
    pub who: &'r ParticipantId,
    /// As it is written.
    pub written: &'r str,
    /// As the charter or most participants write it.
    pub usual: &'r str,
    /// Whether both count as one: they differ in nothing but letter case, spaces and the like.
    pub is_one: bool,
}

impl Spelling<'_> {
    /// What it is, in a sentence without its full stop.
    pub fn in_words(&self) -> String {
        let (written, usual) = (shortened(self.written, 60), shortened(self.usual, 60));
        match self.is_one {
            true => format!(
                "\"{written}\" is another spelling of \"{usual}\", and is counted as the same organisation"
            ),
            false => format!("\"{written}\" is counted as another organisation than \"{usual}\""),
        }
    }
}

/// The affiliations that differ from a more usual one only in letter case, spaces and the like, or
/// in the company's form. What is an organisation of the charter by its id is as it should be.
pub fn spellings<'r>(charter: &'r Charter, register: &'r Register) -> Vec<Spelling<'r>> {
    let mut written: BTreeMap<&str, Vec<&ParticipantId>> = BTreeMap::new();
    for (id, name) in affiliations(register) {
        written.entry(name).or_default().push(id);
    }
    let is_chartered = |name: &str| charter.organization(name).is_some();
    let mut usual: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    for (name, people) in &written {
        let weight = if is_chartered(name) {
            usize::MAX
        } else {
            people.len()
        };
        let best = usual.entry(company(name)).or_insert((name, weight));
        if weight > best.1 {
            *best = (name, weight);
        }
    }
    for organization in &charter.organizations {
        for name in [organization.name.as_str(), organization.id.as_str()] {
            usual
                .entry(company(name))
                .and_modify(|best| {
                    if !is_chartered(best.0) {
                        *best = (organization.id.as_str(), usize::MAX);
                    }
                })
                .or_insert((organization.id.as_str(), usize::MAX));
        }
    }
    let families = Families::of(charter, register);
    let mut all = Vec::new();
    for (name, people) in written {
        let Some((usual, _)) = usual.get(&company(name)) else {
            continue;
        };
        if is_chartered(name) || *usual == name {
            continue;
        }
        let is_one = families.family(name) == families.family(usual);
        all.extend(people.into_iter().map(|who| Spelling {
            who,
            written: name,
            usual,
            is_one,
        }));
    }
    all.sort_by_key(|one| one.who);
    all
}

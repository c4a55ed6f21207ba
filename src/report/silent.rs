//! The groups without a counted answer: those that are silent, and those that spoke all the same.
//! Groups charged with the public interest come first.

use serde::Serialize;

use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
use crate::tally::Tally;
use crate::tally::voice::group_breadth;
use crate::value::id::GroupId;

/// Groups of whose members no answer is counted.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SilentGroups {
    silent_groups: Vec<Silent>,
    /// Groups that raised an objection or a comment in time, or whose answers are not counted.
    spoke_groups: Vec<Silent>,
}

/// One of them.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Silent {
    group: GroupId,
    name: String,
    public_interest: bool,
}

impl SilentGroups {
    /// The groups of a tally without a counted answer.
    pub(crate) fn of(tally: &Tally) -> Self {
        let breadth = group_breadth(tally);
        let group = |id: &String| {
            let mut groups = tally.charter.groups.iter();
            let group = groups.find(|group| group.id.as_str() == id)?;
            Some(Silent {
                group: group.id.clone(),
                name: group.name.clone(),
                public_interest: group.public_interest,
            })
        };
        Self {
            silent_groups: breadth.silent.iter().filter_map(group).collect(),
            spoke_groups: breadth.spoke.iter().filter_map(group).collect(),
        }
    }

    /// All of them, a line for each state; nothing where every group answered.
    pub(crate) fn page(&self) -> Page {
        Page::new()
            .line(line("Silent groups", &self.silent_groups))
            .line(line(
                "Groups that spoke without an answer",
                &self.spoke_groups,
            ))
    }

    /// The lines in which one is charged with the public interest.
    pub(crate) fn public_page(&self) -> Page {
        let public = |groups: &[Silent]| match groups.iter().any(|each| each.public_interest) {
            true => groups.to_vec(),
            false => Vec::new(),
        };
        Self {
            silent_groups: public(&self.silent_groups),
            spoke_groups: public(&self.spoke_groups),
        }
        .page()
    }
}

fn line(heading: &str, groups: &[Silent]) -> Text {
    let name = |each: &Silent| match each.public_interest {
        true => format!("{} (charged with the public interest)", each.name),
        false => each.name.clone(),
    };
    let names: Vec<String> = groups.iter().map(name).collect();
    match names.as_slice() {
        [] => Text::default(),
        names => Ink::Attention.on(format!("{heading}: {}", names.join(", "))),
    }
}

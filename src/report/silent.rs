//! The groups that were not heard, those charged with the public interest first.

use serde::Serialize;

use crate::render::ink::{Ink, Text};
use crate::tally::Tally;
use crate::tally::balance::group_breadth;
use crate::value::id::GroupId;

/// Groups of whose members nobody answered.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SilentGroups {
    silent_groups: Vec<Silent>,
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
    /// The silent groups of a tally.
    pub(crate) fn of(tally: &Tally) -> Self {
        let silent = group_breadth(tally).silent.into_iter();
        let group = |id: String| {
            let mut groups = tally.charter.groups.iter();
            let group = groups.find(|group| group.id.as_str() == id)?;
            Some(Silent {
                group: group.id.clone(),
                name: group.name.clone(),
                public_interest: group.public_interest,
            })
        };
        Self {
            silent_groups: silent.filter_map(group).collect(),
        }
    }

    /// All of them in a line; nothing where everybody was heard.
    pub(crate) fn line(&self) -> Text {
        let name = |each: &Silent| match each.public_interest {
            true => format!("{} (charged with the public interest)", each.name),
            false => each.name.clone(),
        };
        let names: Vec<String> = self.silent_groups.iter().map(name).collect();
        match names.as_slice() {
            [] => Text::default(),
            names => Ink::Attention.on(format!("Silent groups: {}", names.join(", "))),
        }
    }

    /// The same where one of them is charged with the public interest; else nothing.
    pub(crate) fn public_line(&self) -> Text {
        match self.silent_groups.iter().any(|each| each.public_interest) {
            true => self.line(),
            false => Text::default(),
        }
    }
}

//! What surrounds a call: the drafts of its designation with what was said of them, and the
//! minority statements in their authors' own words.

use serde::Serialize;

use crate::record::decision::{Minority, Statement};
use crate::register::records::{CallFolder, Folder};
use crate::render::page::Page;
use crate::report::designation::DraftLine;
use crate::report::words;
use crate::value::id::ParticipantId;

/// What surrounds one call.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Around {
    call: u32,
    drafts: Vec<DraftLine>,
    minority: Vec<StatementLine>,
}

/// A minority statement, or that somebody joins one that is not there any more.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct StatementLine {
    by: ParticipantId,
    text: Option<String>,
    joined_by: Vec<ParticipantId>,
    joins: Option<ParticipantId>,
    withdrawn: bool,
}

impl Around {
    /// What surrounds the call `n`.
    pub(crate) fn of(n: u32, call: &CallFolder) -> Self {
        Self {
            call: n,
            drafts: DraftLine::all(call),
            minority: statements(call),
        }
    }

    /// The same of every call around which there is anything, by number.
    pub(crate) fn all(folder: &Folder) -> Vec<Self> {
        let calls = folder.calls.iter().map(|(n, call)| Self::of(*n, call));
        calls.filter(|around| !around.is_empty()).collect()
    }

    fn is_empty(&self) -> bool {
        self.drafts.is_empty() && self.minority.is_empty()
    }

    /// It for people.
    pub(crate) fn page(&self) -> Page {
        let mut page = Page::new();
        if !self.drafts.is_empty() {
            page = page.heading(format!("Designation of call {}", self.call));
            let befores = std::iter::once(None).chain(self.drafts.iter().map(Some));
            let drafts = self.drafts.iter().zip(befores);
            page = drafts.fold(page, |page, (draft, before)| page.then(draft.page(before)));
            page = page.gap();
        }
        if self.minority.is_empty() {
            return page;
        }
        let heading = format!("Minority statements on call {}", self.call);
        let page = page.heading(heading);
        let all = self.minority.iter();
        all.fold(page, |page, statement| page.then(statement.page()))
            .gap()
    }
}

fn statements(call: &CallFolder) -> Vec<StatementLine> {
    let all = &call.minority;
    let own = |whose: &ParticipantId| {
        let theirs = all.get(whose);
        theirs.is_some_and(|theirs| matches!(theirs.statement, Statement::Own(_)))
    };
    let line = |(by, minority): (&ParticipantId, &Minority)| match &minority.statement {
        Statement::Own(text) => Some(StatementLine {
            by: by.clone(),
            text: Some(text.clone()),
            joined_by: call.joined(by).into_iter().cloned().collect(),
            joins: None,
            withdrawn: minority.withdrawn,
        }),
        Statement::Joins(whose) if !own(whose) && !minority.withdrawn => Some(StatementLine {
            by: by.clone(),
            text: None,
            joined_by: Vec::new(),
            joins: Some(whose.clone()),
            withdrawn: false,
        }),
        Statement::Joins(_) => None,
    };
    all.iter().filter_map(line).collect()
}

impl StatementLine {
    fn page(&self) -> Page {
        if let Some(whose) = &self.joins {
            let said = format!("{} joins {whose}, who has filed no statement.", self.by);
            return Page::new().line(said);
        }
        let joined = match self.joined_by.as_slice() {
            [] => String::new(),
            joined => format!(", joined by {}", words::listed(joined)),
        };
        let state = match self.withdrawn {
            true => ", taken back",
            false => "",
        };
        let label = format!("Statement of {}{joined}{state}", self.by);
        match &self.text {
            Some(text) if !self.withdrawn => Page::new().prose(label, text),
            _ => Page::new().line(format!("{label}.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Around;
    use crate::record::decision::{Minority, Statement};
    use crate::register::folder::CallFolder;
    use crate::report::sample::{HOSTILE, harmless, on};
    use crate::value::id::ParticipantId;

    fn person(id: &str) -> ParticipantId {
        ParticipantId::parse(id).unwrap()
    }

    fn filed(statements: &[(&str, Statement, bool)]) -> CallFolder {
        let mut call = CallFolder::default();
        for (by, statement, withdrawn) in statements {
            let minority = Minority {
                statement: statement.clone(),
                withdrawn: *withdrawn,
            };
            call.minority.insert(person(by), minority);
        }
        call
    }

    #[test]
    fn a_statement_stands_once_with_those_who_joined_it() {
        let own = |text: &str| Statement::Own(text.to_owned());
        let joins = |whose: &str| Statement::Joins(person(whose));
        let call = filed(&[
            ("ada", own("Too long.\nToo dear."), false),
            ("ben", joins("ada"), false),
            ("cid", joins("ada"), true),
            ("dee", joins("nobody"), false),
            ("eve", own("Taken back."), true),
        ]);
        assert_eq!(
            on(100, &Around::of(3, &call).page()),
            "\
Minority statements on call 3
Statement of ada, joined by ben:
  | Too long.
  | Too dear.
dee joins nobody, who has filed no statement.
Statement of eve, taken back.
"
        );
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        for words in HOSTILE {
            let own = Statement::Own((*words).to_owned());
            harmless(&Around::of(1, &filed(&[("ada", own, false)])).page());
        }
    }
}

//! Shows under every tally what is not counted: whom chairs excluded; and what those said who have no seat or are
//! excluded, by group, with the answers that are still missing.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::record::call::Exclusion;
use crate::render::grid::{DropPriority, Rows, Table};
use crate::render::page::Page;
use crate::report::who::{Names, with_id};
use crate::tally::Tally;
use crate::tally::advice::{Advice, Remark};
use crate::tally::objection::word_of_json;
use crate::value::clock::Instant;
use crate::value::id::{GroupId, ObjectionId, ParticipantId, PositionName};
use crate::value::sentence::first_of;

/// What one participant without a seat said.
#[derive(Debug, Clone, Serialize)]
struct AdviceRow {
    by: ParticipantId,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    group: Option<GroupId>,
    position: Option<PositionName>,
    objections: Vec<RemarkRow>,
    comments: Vec<RemarkRow>,
    asked: bool,
    #[serde(skip)]
    group_name: String,
    #[serde(skip)]
    is_silent: bool,
    #[serde(skip)]
    is_nameless: bool,
}

/// An objection or a comment, and the answer that it got.
#[derive(Debug, Clone, Serialize)]
struct RemarkRow {
    id: ObjectionId,
    #[serde(serialize_with = "word_of_json")]
    state: &'static str,
    #[serde(skip)]
    is_open: bool,
}

/// A participant whom a chair excluded from the call.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ExcludedRow {
    participant: ParticipantId,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    by: ParticipantId,
    at: Instant,
    reason: String,
}

impl ExcludedRow {
    /// The row of an exclusion.
    pub(crate) fn of(entry: &Exclusion) -> Self {
        Self {
            participant: entry.participant.clone(),
            name: None,
            by: entry.act.by.clone(),
            at: entry.act.at,
            reason: entry.act.reason.clone(),
        }
    }

    /// Who was excluded by whom, and why. `who` begins the sentence: `You were`.
    pub(crate) fn said(&self, who: &str) -> Page {
        let label = format!(
            "{who} excluded from this call by {}, {}",
            self.by,
            self.at.long()
        );
        Page::new().prose(label, &self.reason)
    }

    fn page(&self) -> Page {
        let who = with_id(self.name.as_deref(), self.participant.as_str());
        self.said(&format!("{who} was"))
    }
}

/// Whom chairs excluded, and what everybody said who is not counted. Empty, it is neither shown nor in JSON.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct AdviceRows {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    excluded: Vec<ExcludedRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    advice: Vec<AdviceRow>,
}

/// The advice of one group.
struct OfGroup<'a> {
    group: &'a str,
    rows: Vec<&'a AdviceRow>,
}

/// A heading, and what is under it for a group.
type AdviceColumn = (&'static str, fn(&OfGroup<'_>) -> String);

impl AdviceRows {
    /// The advice in a tally.
    pub(crate) fn of(tally: &Tally) -> Self {
        Self {
            excluded: tally.excluded.iter().map(ExcludedRow::of).collect(),
            advice: tally
                .advice
                .iter()
                .map(|each| AdviceRow::of(tally, each))
                .collect(),
        }
    }

    /// The same with the names of participants.
    #[must_use]
    pub(crate) fn named(mut self, names: &Names) -> Self {
        for each in &mut self.advice {
            each.name = names.name(&each.by);
        }
        for each in &mut self.excluded {
            each.name = names.name(&each.participant);
        }
        self
    }

    /// The same with nobody named: those who gave no answer are counted.
    #[must_use]
    pub(crate) fn nameless(mut self) -> Self {
        for each in &mut self.advice {
            each.is_nameless = true;
        }
        self
    }

    /// Whether nobody without a seat spoke or was asked.
    pub(crate) fn is_empty(&self) -> bool {
        self.advice.is_empty()
    }

    /// Whom chairs excluded, and the table of advice.
    pub(crate) fn page(&self) -> Page {
        let excluded = Page::new().each(self.excluded.iter().map(ExcludedRow::page));
        match self.excluded.is_empty() {
            true => self.of_groups(),
            false => excluded.gap().then(self.of_groups()),
        }
    }

    /// The table, a row for each group; nothing where nobody without a seat spoke or was asked.
    pub(crate) fn of_groups(&self) -> Page {
        match self.advice.is_empty() {
            true => Page::new(),
            false => Page::new().table(self.table()).gap(),
        }
    }

    /// A column in which no group has anything is left out.
    fn table(&self) -> Table {
        let mut groups: BTreeMap<&str, Vec<&AdviceRow>> = BTreeMap::new();
        for each in &self.advice {
            groups.entry(&each.group_name).or_default().push(each);
        }
        let groups: Vec<OfGroup<'_>> = groups
            .into_iter()
            .map(|(group, rows)| OfGroup { group, rows })
            .collect();
        let columns: [AdviceColumn; 4] = [
            ("positions", |of| of.positions()),
            ("objections", |of| of.remarks(|each| &each.objections)),
            ("comments", |of| of.remarks(|each| &each.comments)),
            ("asked, no answer", |of| of.silent()),
        ];
        let filled = columns
            .iter()
            .filter(|(_, cell)| groups.iter().any(|of| !cell(of).is_empty()));
        let table =
            Table::of(&groups).sentences("Shown, not counted", DropPriority::Always, |of| of.group);
        let with = |table: Rows<_>, (heading, cell): &AdviceColumn| {
            table.sentences(*heading, DropPriority::High, cell)
        };
        filled.fold(table, with).into()
    }
}

impl AdviceRow {
    fn of(tally: &Tally, advice: &Advice) -> Self {
        let rows = |remarks: &[Remark]| remarks.iter().map(RemarkRow::of).collect();
        let group = advice.group.as_ref().and_then(|id| tally.charter.group(id));
        Self {
            group_name: group.map_or("no group", |group| &group.name).to_owned(),
            by: advice.by.clone(),
            name: None,
            group: advice.group.clone(),
            position: advice.position.clone(),
            objections: rows(&advice.objections),
            comments: rows(&advice.comments),
            asked: advice.asked,
            is_silent: advice.is_silent(),
            is_nameless: false,
        }
    }

    fn who(&self) -> String {
        with_id(self.name.as_deref(), self.by.as_str())
    }
}

impl RemarkRow {
    fn of(remark: &Remark) -> Self {
        Self {
            id: remark.id.clone(),
            state: remark.state.in_words(),
            is_open: remark.state.is_open(),
        }
    }
}

impl OfGroup<'_> {
    /// `agree 2, object 1`.
    fn positions(&self) -> String {
        let mut count: BTreeMap<&PositionName, usize> = BTreeMap::new();
        for position in self.rows.iter().filter_map(|each| each.position.as_ref()) {
            *count.entry(position).or_default() += 1;
        }
        let count = count.iter().map(|(position, n)| format!("{position} {n}"));
        count.collect::<Vec<_>>().join(", ")
    }

    /// `2, 1 open`.
    fn remarks(&self, of: impl Fn(&AdviceRow) -> &Vec<RemarkRow>) -> String {
        let all: Vec<&RemarkRow> = self.rows.iter().flat_map(|each| of(each)).collect();
        let open = all.iter().filter(|remark| remark.is_open).count();
        match (all.len(), open) {
            (0, _) => String::new(),
            (n, 0) => n.to_string(),
            (n, open) => format!("{n}, {open} open"),
        }
    }

    fn silent(&self) -> String {
        let silent = self.rows.iter().filter(|each| each.is_silent);
        if self.rows.iter().any(|each| each.is_nameless) {
            let silent = silent.count();
            return Some(silent)
                .filter(|n| *n > 0)
                .map_or(String::new(), |n| n.to_string());
        }
        let silent: Vec<String> = silent.map(|each| each.who()).collect();
        match silent.is_empty() {
            true => String::new(),
            false => first_of(silent.iter().map(String::as_str)),
        }
    }
}

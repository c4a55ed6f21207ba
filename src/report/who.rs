//! Names the people of a call, for every screen that shows them: who has not answered, whose
//! position is not counted and why. A name comes with its id.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Serialize;

use crate::record::asked::TimesAsked;
use crate::register::records::Register;
use crate::register::tally_inputs::TallyInputs;
use crate::render::grid::{DropPriority, Rows, Table};
use crate::tally::Tally;
use crate::tally::count_positions::UncountedPosition;
use crate::tally::reason::NotCountedReason;
use crate::tally::voice::Voice;
use crate::value::class::CountUnit;
use crate::value::id::GroupId;
use crate::value::sentence::first_of;

/// The names of participants and groups, by the ids under which records name them.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    /// The names in a register.
    pub(crate) fn of_register(register: &Register) -> Self {
        Self::default().and(register)
    }

    /// The names that apply to a tally: those of the fixed participant list, then those of today.
    pub(crate) fn of(moments: &TallyInputs) -> Self {
        Self::default().and(&moments.asked).and(moments.frozen())
    }

    /// The same with the names of one more register, which replace earlier ones.
    fn and(mut self, register: &Register) -> Self {
        let people = register.participants.iter();
        self.0
            .extend(people.map(|(id, who)| (id.to_string(), who.name.clone())));
        let charter = register.charter.iter();
        let groups = charter.flat_map(|charter| &charter.groups);
        self.0
            .extend(groups.map(|group| (format!("@{}", group.id), group.name.clone())));
        self
    }

    /// The names of some, as a report gives them to programs.
    pub(crate) fn only<T: Display>(&self, ids: impl IntoIterator<Item = T>) -> Self {
        let known = ids.into_iter().filter_map(|id| {
            let id = id.to_string();
            Some((id.clone(), self.0.get(&id)?.clone()))
        });
        Self(known.collect())
    }

    /// The name of a participant, or of a group after `@`.
    pub(crate) fn name(&self, id: impl Display) -> Option<String> {
        self.0.get(&id.to_string()).cloned()
    }

    /// `Maya Chen (maya-chen)`; the id alone where no name is known.
    pub(crate) fn with_id(&self, id: impl Display) -> String {
        let name = self.name(&id);
        with_id(name.as_deref(), &id.to_string())
    }

    /// `Maya Chen (maya-chen, object)`: the same with a fact about the participant.
    pub(crate) fn with_fact(&self, id: impl Display, fact: impl Display) -> String {
        match self.name(&id) {
            Some(name) => format!("{name} ({id}, {fact})"),
            None => format!("{id} ({fact})"),
        }
    }

    /// The same for each of several.
    pub(crate) fn each_with_id<T: Display>(&self, ids: &[T]) -> Vec<String> {
        ids.iter().map(|id| self.with_id(id)).collect()
    }
}

/// A name with its id in brackets; the id alone where there is no other name.
pub(crate) fn with_id(name: Option<&str>, id: &str) -> String {
    match name {
        Some(name) if !name.trim().is_empty() && name != id => format!("{name} ({id})"),
        _ => id.to_owned(),
    }
}

/// Participants (or groups, or organisations) of a call without a counted position.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Unanswered {
    unit: String,
    name: Option<String>,
    groups: Vec<GroupId>,
    voice: Voice,
    /// How often they were asked, where the letters of the call are recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) asked: Option<TimesAsked>,
    #[serde(skip)]
    key: String,
}

impl Unanswered {
    /// All of a tally with their names, and how often they were asked.
    pub(crate) fn known(tally: &Tally, moments: &TallyInputs, names: &Names) -> Vec<Self> {
        let mut all = Self::all(tally);
        let folder = moments.folder(&tally.proposal);
        let filed = folder.and_then(|folder| folder.calls.get(&tally.call?));
        let filed = filed.filter(|filed| filed.asked.is_some());
        for each in &mut all {
            each.name = names.name(&each.key);
            each.asked = filed.map(|filed| filed.times_asked(&tally.people_of(&each.unit)));
        }
        all
    }

    /// All of a tally, by name; the recused are not among them.
    pub(crate) fn all(tally: &Tally) -> Vec<Self> {
        let units = tally.ballot.units.iter();
        let unit = units.filter_map(|unit| {
            let voice = *tally.voices.units.get(&unit.name)?;
            let key = match tally.track.count {
                CountUnit::Groups => format!("@{}", unit.name),
                _ => unit.name.clone(),
            };
            (voice != Voice::Answered).then(|| Self {
                unit: unit.name.clone(),
                name: None,
                groups: unit.groups.clone(),
                voice,
                asked: None,
                key,
            })
        });
        unit.collect()
    }

    /// The id alone.
    pub(crate) fn id(&self) -> &str {
        &self.unit
    }

    /// The name with its id, and how often they were asked, where that is known.
    pub(crate) fn who(&self) -> String {
        let who = with_id(self.name.as_deref(), &self.unit);
        match self.asked_in_words() {
            Some(asked) => format!("{who} [{asked}]"),
            None => who,
        }
    }

    /// How often they were asked, in words, where that is known.
    pub(crate) fn asked_in_words(&self) -> Option<String> {
        self.asked.map(TimesAsked::in_words)
    }

    /// The first five of several in a sentence, and how many more there are.
    pub(crate) fn in_words(all: &[Self]) -> String {
        let who: Vec<String> = all.iter().map(Self::who).collect();
        first_of(who.iter().map(String::as_str))
    }

    fn records(&self) -> &'static str {
        match self.voice {
            Voice::Silent => "none",
            Voice::Spoke => "objection, comment or uncounted position",
            Voice::Answered => "counted position",
        }
    }

    /// All of them, a row each.
    pub(crate) fn table(all: &[Self]) -> Rows<&Self> {
        let heading = format!("No answer ({})", all.len());
        let groups = |each: &Self| {
            let groups: Vec<&str> = each.groups.iter().map(GroupId::as_str).collect();
            groups.join(", ")
        };
        Table::of(all)
            .sentences(heading, DropPriority::Always, Self::who)
            .sentences("group", DropPriority::Normal, groups)
            .sentences("other records", DropPriority::High, Self::records)
    }
}

/// A position file that is not counted: its owner, its answer, and the reason.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NotCountedFile {
    path: String,
    reason: &'static str,
    by: String,
    name: Option<String>,
    position: Option<String>,
    #[serde(skip)]
    why: NotCountedReason,
}

impl NotCountedFile {
    /// All of a tally, by path.
    pub(crate) fn all(tally: &Tally) -> Vec<Self> {
        let files = tally.canvass.set_aside.iter();
        files.map(Self::of).collect()
    }

    fn of(file: &UncountedPosition) -> Self {
        Self {
            path: file.path.clone(),
            reason: file.reason.word(),
            by: file.owner.to_string(),
            name: None,
            position: file.position.as_ref().map(ToString::to_string),
            why: file.reason,
        }
    }

    /// Adds the name.
    pub(crate) fn named(&mut self, names: &Names) {
        self.name = names.name(&self.by);
    }

    /// All of them, a row each, those of one reason together.
    pub(crate) fn table(all: &[Self]) -> Rows<&Self> {
        let heading = format!("Not counted ({})", all.len());
        let mut rows: Vec<&Self> = all.iter().collect();
        rows.sort_by_key(|file| (file.why, &file.path));
        Table::of(rows)
            .sentences(heading, DropPriority::Always, |file| {
                with_id(file.name.as_deref(), &file.by)
            })
            .words("position", DropPriority::Always, |file| {
                file.position.as_deref().unwrap_or("cannot be read")
            })
            .sentences("why", DropPriority::Always, |file| file.why.in_words())
    }
}

#[cfg(test)]
mod tests {
    use super::{Names, NotCountedFile, Unanswered, with_id};
    use crate::blessed::screen;
    use crate::render::page::Page;
    use crate::report::sample::{counted, on, retention};

    #[test]
    fn a_name_comes_with_its_id() {
        assert_eq!(
            with_id(Some("Maya Chen"), "maya-chen"),
            "Maya Chen (maya-chen)"
        );
        assert_eq!(with_id(Some("maya-chen"), "maya-chen"), "maya-chen");
        assert_eq!(with_id(Some(" "), "maya-chen"), "maya-chen");
        assert_eq!(with_id(None, "maya-chen"), "maya-chen");
    }

    #[test]
    fn who_did_not_answer_and_who_is_not_counted_have_names() {
        let moments = retention().open();
        let tally = counted(&moments, "retention");
        let names = Names::of(&moments);
        let silent = Unanswered::known(&tally, &moments, &names);
        let mut files = NotCountedFile::all(&tally);
        files.iter_mut().for_each(|each| each.named(&names));
        assert!(silent.iter().all(|each| each.name.is_some()));
        let page = Page::new()
            .line(Unanswered::in_words(&silent))
            .gap()
            .table(Unanswered::table(&silent))
            .gap()
            .table(NotCountedFile::table(&files));
        screen("report/who/both", &on(80, &page));
    }
}

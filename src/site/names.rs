//! Who answered what, by name and with reasons, on demand; then whose position is not counted, and who gave no answer.

use crate::record::path::Owner;
use crate::record::position::Position;
use crate::render::site::commonmark::{prose, prose_in_list};
use crate::render::site::markup::{Html, el};
use crate::site::frame::time;
use crate::site::page::Here;
use crate::site::said::spoken;
use crate::site::view::View;
use crate::tally::count_positions::{Counted, UncountedPosition};
use crate::tally::criterion::{Answer, Unit};
use crate::value::class::CountUnit;
use crate::value::id::{GroupId, ParticipantId, PositionName};
use crate::value::sentence::{all_of, capital, many};

/// With more answers, the names in the list of answers are not links: they would be a tenth of the page. The table above
/// leads to the groups, and each group to its participants.
const LINKED: usize = 60;
/// Whose names are shown.
#[derive(Debug, Clone, Copy)]
enum Whose<'g> {
    /// Those of all groups.
    All,
    /// Those of one group, or of none.
    Group(Option<&'g GroupId>),
}

impl Whose<'_> {
    fn has(self, group: Option<&GroupId>) -> bool {
        match self {
            Self::All => true,
            Self::Group(own) => own == group,
        }
    }
}

impl View<'_> {
    /// Everybody by name; nothing where people are not named.
    pub(crate) fn names(&self, here: &Here<'_>) -> Html {
        if !here.site.names_people() || self.tally().canvass.read() == 0 {
            return Html::default();
        }
        if let Some(link) = self.link_to_names(here) {
            return link;
        }
        el("details")
            .id("names")
            .with(el("summary").text("Who answered what, by name, with reasons"))
            .with(self.positions(|own| self.by_label(here, own), Whose::All))
            .with(self.not_counted(here, Whose::All))
            .with(self.silent(here, Whose::All))
            .into()
    }

    /// Everybody of one group, or of none.
    pub(crate) fn names_in(&self, here: &Here<'_>, group: Option<&GroupId>) -> Html {
        let of = Whose::Group(group);
        let list = |own: &[&Counted]| {
            let items = own.iter().map(|file| self.answer(here, file));
            el("ul").each(items).into()
        };
        self.positions(list, of)
            .then(self.not_counted(here, of))
            .then(self.silent(here, of))
    }

    /// Every position with those of some groups who gave it.
    fn positions(&self, list: impl Fn(&[&Counted]) -> Html, of: Whose<'_>) -> Html {
        let one = |name: &PositionName| {
            let counted = self.tally().canvass.counted.iter();
            let own = counted.filter(|file| file.position == *name);
            let own = own.filter(|file| of.has(self.group_of_owner(&file.owner)));
            let own: Vec<&Counted> = own.collect();
            if own.is_empty() {
                return Html::default();
            }
            let heading = format!("{} ({})", capital(&spoken(name)), own.len());
            Html::from(el("h3").text(heading)).then(list(&own))
        };
        let positions = self.tally().track.positions.iter();
        positions.map(|each| one(&each.name)).collect()
    }

    /// Answers under the names of their groups.
    fn by_label(&self, here: &Here<'_>, own: &[&Counted]) -> Html {
        let mut groups: Vec<Option<&GroupId>> = Vec::new();
        let known = self.tally().charter.groups.iter();
        groups.extend(known.map(|group| Some(&group.id)));
        groups.push(None);
        let of_group = |group: &Option<&GroupId>| {
            let theirs = own
                .iter()
                .filter(|file| self.group_of_owner(&file.owner) == *group);
            let items: Vec<Html> = theirs.map(|file| self.answer(here, file)).collect();
            let name = group
                .map(|id| here.site.group(id))
                .filter(|_| !items.is_empty());
            let name = name.map(|name| Html::from(el("h4").with(Html::bdi(name))));
            let list = (!items.is_empty()).then(|| Html::from(el("ul").each(items)));
            Html::from(name).then(list)
        };
        groups.iter().map(of_group).collect()
    }

    /// The group of those who answered.
    fn group_of_owner<'o>(&'o self, owner: &'o Owner) -> Option<&'o GroupId> {
        match owner {
            Owner::Participant(id) => self.group_of(id),
            Owner::Group(id) => Some(id),
        }
    }

    fn answer(&self, here: &Here<'_>, file: &Counted) -> Html {
        let said = self.counted.moments.closing().proposals.get(self.id);
        let said = said.and_then(|folder| folder.positions.get(&file.path));
        let said = said.and_then(|file| file.position.as_ref());
        let revision = file.on.filter(|_| file.stale);
        let revision = revision.map(|on| Html::text(format!(" on {on}, an earlier text")));
        let interest = file.interest.as_deref();
        let interest = interest.map(|words| labelled("Declared interest", words));
        let owner = match &file.owner {
            Owner::Participant(id) if self.tally().canvass.read() <= LINKED => {
                here.person_or(id, "a participant")
            }
            Owner::Participant(id) => Html::bdi(here.site.person(id).unwrap_or_default()),
            Owner::Group(id) => here.group(id),
        };
        el("li")
            .with(owner)
            .with(revision)
            .with(said.map(|said| entered(here, said)))
            .with(
                said.and_then(|said| said.reason.as_deref())
                    .map(prose_in_list),
            )
            .with(interest)
            .into()
    }

    /// Who gave an answer, and their group.
    pub(crate) fn owner(&self, here: &Here<'_>, owner: &Owner) -> Html {
        match owner {
            Owner::Participant(id) => self.person(here, id),
            Owner::Group(id) => here.group(id),
        }
    }

    /// A person with their group; the group alone where people are not named. The table has the links to groups.
    pub(crate) fn person(&self, here: &Here<'_>, id: &ParticipantId) -> Html {
        let group = self.group_of(id);
        let group = group.map(|group| Html::bdi(here.site.group(group)));
        match (here.person(id), group) {
            (Some(name), Some(group)) => name.say(" (").then(group).say(")"),
            (Some(name), None) => name,
            (None, Some(group)) => Html::text("a participant of ").then(group),
            (None, None) => Html::text("a participant"),
        }
    }

    fn group_of(&self, id: &ParticipantId) -> Option<&GroupId> {
        let registers = [self.counted.moments.frozen(), &self.counted.moments.asked];
        let mut registers = registers.into_iter();
        registers.find_map(|register| Some(&register.participant(id)?.group))
    }

    fn not_counted(&self, here: &Here<'_>, of: Whose<'_>) -> Html {
        let files = self.tally().canvass.set_aside.iter();
        let files = files.filter(|file| of.has(self.group_of_owner(&file.owner)));
        let files: Vec<&UncountedPosition> = files.collect();
        if files.is_empty() {
            return Html::default();
        }
        let item = |file: &&UncountedPosition| {
            let position = file.position.as_ref();
            let position = position.map_or("cannot be read".to_owned(), ToString::to_string);
            let why = file.reason.in_words();
            let owner = match (of, &file.owner) {
                (Whose::Group(_), Owner::Participant(id)) => here.person_or(id, "a participant"),
                (_, owner) => self.owner(here, owner),
            };
            let owner = el("li").with(owner);
            Html::from(owner.text(format!(": {position}, not counted: {why}")))
        };
        let heading = el("h3").text(format!("Not counted ({})", files.len()));
        Html::from(heading).then(el("ul").each(files.iter().map(item)))
    }

    fn silent(&self, here: &Here<'_>, of: Whose<'_>) -> Html {
        let silent = |unit: &&Unit| {
            let is_silent = matches!(unit.answer, Answer::Silent | Answer::SilentAs(..));
            is_silent && of.has(unit.groups.first())
        };
        let units = self.tally().ballot.units.iter().filter(silent);
        let names: Vec<Html> = units.map(|unit| self.unit(here, unit, of)).collect();
        if names.is_empty() {
            return Html::default();
        }
        let heading = el("h3").text(format!("No answer ({})", names.len()));
        Html::from(heading).then(el("p").with(Html::joined(names, ", ")))
    }

    fn unit(&self, here: &Here<'_>, unit: &Unit, of: Whose<'_>) -> Html {
        let name = unit.name.as_str();
        match self.tally().track.count {
            CountUnit::Groups => {
                GroupId::parse(name).map_or_else(|_| Html::bdi(name), |id| here.group(&id))
            }
            CountUnit::Participants | CountUnit::None => ParticipantId::parse(name).map_or_else(
                |_| Html::bdi(name),
                |id| match of {
                    Whose::All => self.person(here, &id),
                    Whose::Group(_) => here.person_or(&id, "a participant"),
                },
            ),
            CountUnit::Affiliations => Html::bdi(name),
        }
    }

    /// The answers that are pending, and until when, as a sentence.
    pub(crate) fn pending(&self, here: &Here<'_>) -> Html {
        let files = self.folder.positions.values();
        let files = files.filter_map(|file| Some((file, file.position.as_ref()?)));
        let pending = files.filter(|(_, said)| said.is_pending() && !said.withdrawn);
        let pending: Vec<Html> = pending
            .map(|(file, said)| {
                let until = said
                    .until
                    .map(|until| Html::text(" (until ").then(time(until)).say(")"));
                self.owner(here, &file.owner).then(until)
            })
            .collect();
        match pending.is_empty() {
            true => Html::default(),
            false => el("p")
                .text("Answer pending: ")
                .with(Html::joined(pending, ", "))
                .text(".")
                .into(),
        }
    }

    /// How many position files were read and counted, in one sentence.
    pub(crate) fn reads(&self) -> String {
        let canvass = &self.tally().canvass;
        let why = canvass.by_reason().into_iter();
        let why: Vec<String> = why
            .map(|(reason, files)| format!("{files} {}", reason.in_words()))
            .collect();
        let read = many(canvass.read(), "position");
        match why.is_empty() {
            true => format!("{read} read, all counted"),
            false => {
                let why = all_of(why.iter().map(String::as_str));
                format!(
                    "{read} read, {} counted, not counted: {why}",
                    canvass.counted.len()
                )
            }
        }
    }
}

/// Words with a name in front of them.
pub(crate) fn labelled(name: &str, words: &str) -> Html {
    let name = el("p").class("label").text(format!("{name}:"));
    Html::from(name).then(prose(words))
}

/// Who entered an answer for its owner, and by whose authority. Their names have links elsewhere on the site.
fn entered(here: &Here<'_>, said: &Position) -> Html {
    let name = |id: &ParticipantId, role: &str| {
        let known = here.site.person(id);
        known.map_or_else(|| Html::text(role), Html::bdi)
    };
    let by = said.relayed_by.as_ref();
    let by = by.map(|by| Html::text(", entered by ").then(name(by, "the secretary")));
    let proxy = said.proxy.as_ref();
    let proxy = proxy.map(|by| Html::text(", by proxy of ").then(name(by, "a participant")));
    by.unwrap_or_default().then(proxy)
}

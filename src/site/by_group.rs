//! Answers by group: the table is the chart. All rows share one axis and one scale, and each has its numbers. Many
//! groups are folded under their houses, and paper has the houses only.

use crate::record::charter::Group;
use crate::render::site::markup::{Html, el};
use crate::render::site::members::{Row, Scale};
use crate::report::counts::{HasHouse, Section, by_house};
use crate::report::places;
use crate::report::words;
use crate::site::page::Here;
use crate::site::said::{Sides, is_all_against, voice};
use crate::site::view::View;
use crate::tally::count::Count;
use crate::tally::voice::Voice;
use crate::value::id::HouseId;
use crate::value::sentence::{capital, many, many_of};

/// One group with its count.
struct GroupRow<'v> {
    group: &'v Group,
    house_name: Option<&'v str>,
    house_title: Option<String>,
    count: Count,
    row: Row,
    voice: Option<Voice>,
}

impl HasHouse for GroupRow<'_> {
    fn house(&self) -> Option<&HouseId> {
        self.group.house.as_ref()
    }

    fn house_name(&self) -> Option<&str> {
        self.house_name
    }
}

/// With more groups, each house is folded on the screen.
const MOST_UNFOLDED: usize = 40;
/// With more groups, paper has the houses only.
const MOST_ON_PAPER: usize = 12;

impl View<'_> {
    /// The table with its key and its notes.
    pub(crate) fn by_group(&self, here: &Here<'_>, is_open: bool) -> Html {
        let rows = self.group_rows();
        let scale = Scale::of(rows.iter().map(|each| &each.row));
        let tally = self.tally();
        let caption = caption(is_open, scale);
        let tables = match rows.len() {
            0..=MOST_ON_PAPER => self.table(here, &rows, scale, &caption),
            number if number <= MOST_UNFOLDED => {
                let table = self.table(here, &rows, scale, &caption);
                let paper = self.by_house(&rows, is_open).then(on_the_web(here, number));
                Html::from(el("div").class("screen").with(table))
                    .then(el("div").class("paper").with(paper))
            }
            number => {
                let folds = by_house(&rows);
                let folds = folds.iter().map(|section| self.fold(here, section, scale));
                self.by_house(&rows, is_open)
                    .then(folds.collect::<Html>())
                    .then(el("div").class("paper").with(on_the_web(here, number)))
            }
        };
        let several = places::has_several_groups(tally);
        let several = places::more_than_once(tally.track.count, several);
        let several = several.map(|says| Html::from(el("p").class("dim").text(says)));
        self.marks
            .key(&tally.count)
            .then(tables)
            .then(several)
            .then(
                el("p")
                    .class("dim")
                    .text(format!("If no answer: {}.", words::silence(&tally.track))),
            )
    }

    fn group_rows(&self) -> Vec<GroupRow<'_>> {
        let tally = self.tally();
        let groups = tally.charter.groups.iter();
        let counted = groups.map(|group| (group, tally.count_in_group(group.id.as_str())));
        let seated = counted.filter(|(_, count)| count.seats > 0);
        let row = seated.map(|(group, count)| GroupRow {
            group,
            house_name: tally.charter.house_name_of(group),
            house_title: group.house.as_ref().map(|id| tally.charter.house_title(id)),
            row: self.marks.row(&count),
            count,
            voice: voice(tally, group),
        });
        row.collect()
    }

    /// Every group, under its house.
    fn table(&self, here: &Here<'_>, rows: &[GroupRow<'_>], scale: Scale, caption: &str) -> Html {
        let mut body = Html::default();
        for section in by_house(rows) {
            if section.heading.is_some() {
                let cell = el("th").scope("rowgroup").colspan(6);
                let cell = cell.with(titled(&section));
                body = body.then(el("tr").class("house").with(cell));
            }
            body = body.then(self.rows(here, &section.groups, scale));
        }
        framed("Group", caption, body, self.all(Html::default(), None))
    }

    fn rows(&self, here: &Here<'_>, groups: &[&GroupRow<'_>], scale: Scale) -> Html {
        let marks = self.marks.marks();
        let one = |each: &&GroupRow<'_>| {
            let chart = scale.row(&each.row, &marks);
            row(name(here, each), chart, &each.count)
        };
        groups.iter().map(one).collect()
    }

    /// Every house with its own count, and which of its groups were wholly against or gave no answer.
    fn by_house(&self, rows: &[GroupRow<'_>], is_open: bool) -> Html {
        let tally = self.tally();
        let sections = by_house(rows);
        let counted = |section: &Section<'_, GroupRow<'_>>| tally.count_in_house(house(section));
        let counts: Vec<Count> = sections.iter().map(counted).collect();
        let charts: Vec<Row> = counts.iter().map(|count| self.marks.row(count)).collect();
        let marks = self.marks.marks();
        match sections.as_slice() {
            [only] if only.heading.is_none() => {
                let whole = self.marks.row(&tally.count);
                let scale = Scale::of(std::iter::once(&whole));
                let all = self.all(scale.row(&whole, &marks), Some(only));
                framed("Groups", &caption(is_open, scale), Html::default(), all)
            }
            _ => {
                let scale = Scale::of(charts.iter());
                let rows = sections.iter().zip(charts.iter().zip(&counts));
                let rows = rows.map(|(section, (chart, count))| {
                    let name = house_name(section).then(remarks(section));
                    row(name, scale.row(chart, &marks), count)
                });
                let all = self.all(Html::default(), None);
                framed("House", &caption(is_open, scale), rows.collect(), all)
            }
        }
    }

    /// The row of all; with remarks on the groups where there are no houses.
    fn all(&self, chart: Html, groups: Option<&Section<'_, GroupRow<'_>>>) -> Html {
        let name = Html::text("All").then(groups.map(remarks));
        row(name, chart, &self.tally().count)
    }

    fn fold(&self, here: &Here<'_>, section: &Section<'_, GroupRow<'_>>, scale: Scale) -> Html {
        let number = many(section.groups.len(), "group");
        let summary = match section.heading {
            Some(_) => titled(section).say(format!(": {number}")),
            None => Html::text(format!("All {number}")),
        };
        let rows = self.rows(here, &section.groups, scale);
        let caption = format!("{}.", capital(drawn(scale)));
        el("details")
            .with(el("summary").with(summary))
            .with(framed("Group", &caption, rows, Html::default()))
            .into()
    }
}

fn drawn(scale: Scale) -> &'static str {
    match scale.has_squares() {
        true => "one square for each answer",
        false => "the length of a bar is the number of answers, on one scale",
    }
}

fn caption(is_open: bool, scale: Scale) -> String {
    let drawn = drawn(scale);
    let when = match is_open {
        true => "Answers so far",
        false => "Answers at the close",
    };
    format!(
        "{when}: {drawn}. Against is left of the line, for is right of it, then those on neither side and those without an answer."
    )
}

/// The house of the groups of a section.
fn house<'g>(section: &Section<'g, GroupRow<'_>>) -> Option<&'g HouseId> {
    section.groups.first().and_then(|each| each.house())
}

fn house_name(section: &Section<'_, GroupRow<'_>>) -> Html {
    let name = section.groups.first().and_then(|each| each.house_name);
    name.map_or_else(|| Html::text("No house"), Html::bdi)
}

/// The same where nothing else says that it is a house.
fn titled(section: &Section<'_, GroupRow<'_>>) -> Html {
    let first = section.groups.first();
    let title = first.and_then(|each| each.house_title.as_ref());
    title.map_or_else(|| Html::text("No house"), Html::bdi)
}

/// How many groups there are, and the names of those with a flag.
fn remarks(section: &Section<'_, GroupRow<'_>>) -> Html {
    let mut said = Html::text(format!("{}.", many(section.groups.len(), "group")));
    for flag in FLAGS {
        let own = section.groups.iter();
        let own = own.filter(|each| flag_of(each) == Some(flag));
        let names: Vec<Html> = own.map(|each| Html::bdi(&each.group.name)).collect();
        let names = match names.len() {
            0 => continue,
            all if all > 1 && all == section.groups.len() => Html::text("every group"),
            _ => Html::joined(names, ", "),
        };
        let flag = capital(flag);
        said = said.say(format!(" {flag}: ")).then(names).say(".");
    }
    el("span").class("sub").with(said).into()
}

/// On paper: where the groups are.
fn on_the_web(here: &Here<'_>, groups: usize) -> Html {
    let base = here.site.options.base_url.as_deref();
    let place = base.map_or(String::new(), |base| format!(": {base}{}", here.address));
    let says = format!("The answers of each of the {groups} groups are on the web page{place}");
    el("p").text(says).into()
}

/// A table with the heads of its columns.
fn framed(first: &str, caption: &str, body: Html, foot: Html) -> Html {
    let heads = [first, "Answers", "For", "Against", "Neither", "No answer"];
    // The stylesheet knows which columns are numbers.
    let heads = heads.map(|head| el("th").scope("col").text(head));
    let foot = (!foot.is_empty()).then(|| Html::from(el("tfoot").with(foot)));
    el("table")
        .class("groups")
        .with(el("caption").text(caption))
        .with(el("thead").with(el("tr").each(heads)))
        .with(el("tbody").with(body))
        .with(foot)
        .into()
}

const NO_ANSWER: &str = "no answer";
const SPOKE: &str = "spoke, no counted answer";
const ALL_AGAINST: &str = "all against";
/// What is said of a group next to its numbers.
const FLAGS: [&str; 3] = [ALL_AGAINST, NO_ANSWER, SPOKE];

fn flag_of(each: &GroupRow<'_>) -> Option<&'static str> {
    match each.voice {
        Some(Voice::Silent) => Some(NO_ANSWER),
        Some(Voice::Spoke) => Some(SPOKE),
        Some(Voice::Answered) if is_all_against(&each.count) => Some(ALL_AGAINST),
        _ => None,
    }
}

fn name(here: &Here<'_>, each: &GroupRow<'_>) -> Html {
    let flag = flag_of(each);
    let flag = flag.map(|flag| Html::text(" ").then(el("span").class("flag").text(flag)));
    let public = each.group.public_interest;
    let public = public.then(|| {
        Html::from(
            el("span")
                .class("sub")
                .text("represents the public interest"),
        )
    });
    here.group(&each.group.id).then(flag).then(public)
}

/// How many answers have a stroke, in words.
pub(crate) fn on_earlier_text(count: &Count) -> Html {
    let stale = count.stale();
    let says = many_of(stale, "answer is", "answers are");
    let says = el("span")
        .class("sub")
        .text(format!("{says} on an earlier text"));
    (stale > 0).then(|| Html::from(says)).into()
}

fn row(name: Html, chart: Html, count: &Count) -> Html {
    let sides = Sides::of(count);
    let numbers = [
        format!("{} of {}", sides.for_it, sides.members),
        sides.against.to_string(),
        sides.neither.to_string(),
        sides.silent.to_string(),
    ];
    // On a narrow screen the stylesheet puts the name of its column in front of each.
    let numbers = numbers.map(|number| el("td").text(number));
    el("tr")
        .with(
            el("th")
                .scope("row")
                .with(name.then(on_earlier_text(count))),
        )
        .with(el("td").with(chart))
        .each(numbers)
        .into()
}

/// A cell with a number. On a narrow screen the name of its column is in front of it.
pub(crate) fn number(column: &str, number: impl AsRef<str>) -> Html {
    let name = el("span").class("col").text(format!("{column} "));
    el("td").class("n").with(name).text(number).into()
}

//! Answers by group: the table is the chart. All rows share one axis and one scale, and each has its numbers.

use crate::record::charter::Group;
use crate::render::site::markup::{Html, el};
use crate::render::site::members::{Row, Scale};
use crate::report::counts::{HasHouse, by_house};
use crate::report::places;
use crate::report::site::page::Here;
use crate::report::site::said::{Sides, is_all_against, voice};
use crate::report::site::view::View;
use crate::report::words;
use crate::tally::count::Count;
use crate::tally::voice::Voice;
use crate::value::id::HouseId;

/// One group with its count.
struct GroupRow<'v> {
    group: &'v Group,
    count: Count,
    row: Row,
    voice: Option<Voice>,
}

impl HasHouse for GroupRow<'_> {
    fn house(&self) -> Option<&HouseId> {
        self.group.house.as_ref()
    }
}

impl View<'_> {
    /// The table with its key and its notes.
    pub(crate) fn by_group(&self, here: &Here<'_>, is_open: bool) -> Html {
        let rows = self.group_rows();
        let scale = Scale::of(rows.iter().map(|each| &each.row));
        let tally = self.tally();
        let said = match scale.has_squares() {
            true => "one square for each answer",
            false => "the length of a bar is the number of answers, on one scale",
        };
        let when = if is_open {
            "Answers so far"
        } else {
            "Answers at the close"
        };
        let caption = format!(
            "{when}: {said}. Against is left of the line, for is right of it, then those on neither side and those without an answer."
        );
        let several = places::has_several_groups(tally);
        let several = places::more_than_once(tally.track.count, several);
        let several = several.map(|says| Html::from(el("p").class("dim").text(says)));
        self.marks
            .key(&tally.count)
            .then(self.table(here, &rows, scale, &caption))
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
            row: self.marks.row(&count),
            count,
            voice: voice(tally, group),
        });
        row.collect()
    }

    fn table(&self, here: &Here<'_>, rows: &[GroupRow<'_>], scale: Scale, caption: &str) -> Html {
        let marks = self.marks.marks();
        let mut body = Html::default();
        for section in by_house(rows) {
            if let Some(heading) = section.heading {
                let cell = el("th")
                    .scope("rowgroup")
                    .colspan(6)
                    .text(format!("House: {}", heading.to_lowercase()));
                body = body.then(el("tr").class("house").with(cell));
            }
            for each in section.groups {
                let chart = scale.row(&each.row, &marks);
                body = body.then(row(name(here, each), chart, &each.count));
            }
        }
        let all = row(Html::text("All"), Html::default(), &self.tally().count);
        let heads = ["Group", "Answers", "For", "Against", "Neither", "No answer"];
        // The stylesheet knows which columns are numbers.
        let heads = heads.map(|head| el("th").scope("col").text(head));
        el("table")
            .class("groups")
            .with(el("caption").text(caption))
            .with(el("thead").with(el("tr").each(heads)))
            .with(el("tbody").with(body))
            .with(el("tfoot").with(all))
            .into()
    }
}

fn name(here: &Here<'_>, each: &GroupRow<'_>) -> Html {
    let flag = match each.voice {
        Some(Voice::Silent) => Some("no answer"),
        Some(Voice::Spoke) => Some("spoke, no counted answer"),
        Some(Voice::Answered) if is_all_against(&each.count) => Some("all against"),
        _ => None,
    };
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
        .with(el("th").scope("row").with(name))
        .with(el("td").with(chart))
        .each(numbers)
        .into()
}

/// A cell with a number. On a narrow screen the name of its column is in front of it.
pub(crate) fn number(column: &str, number: impl AsRef<str>) -> Html {
    let name = el("span").class("col").text(format!("{column} "));
    el("td").class("n").with(name).text(number).into()
}

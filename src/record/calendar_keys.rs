//! Reads and writes which days are not business days: the free days of the week, and the holidays.

use std::collections::BTreeSet;

use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::Part;
use crate::record::keys::Keys;
use crate::record::shape::{KeyShape, Shape};
use crate::value::calendar::{Calendar, Date, Weekday};
use crate::value::code;

/// The keys `free-days` and `holidays`.
pub(super) struct CalendarKeys;

impl Part<Calendar> for CalendarKeys {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Calendar> {
        let usual = Calendar::default();
        let free_days = match keys.has("free-days") {
            true => free_days(keys),
            false => usual.free_days,
        };
        let holidays = keys.dates("holidays");
        let holidays: BTreeSet<Date> = holidays.iter().filter_map(|day| Date::parse(day)).collect();
        Some(Calendar {
            free_days,
            holidays,
        })
    }

    fn write(&self, calendar: &Calendar, sheet: &mut CanonicalToml) {
        if calendar.free_days != Calendar::default().free_days {
            let words = calendar.free_days.iter().map(|day| day.word());
            sheet.list("free-days", &words.collect::<Vec<_>>());
        }
        if !calendar.holidays.is_empty() {
            let days = calendar.holidays.iter().map(Date::to_string);
            let days: Vec<String> = days.collect();
            sheet.raw("holidays", &format!("[{}]", days.join(", ")));
        }
    }

    fn shapes(&self, _: &str) -> Vec<KeyShape> {
        let words = Weekday::WORDS.iter().map(|(word, _)| *word);
        let weekdays = Shape::List(Box::new(Shape::Word(words.collect())));
        let says =
            "The days of the week that are not business days; by default Saturday and Sunday.";
        let holidays = "The other days that are not business days.";
        vec![
            KeyShape::new("free-days", weekdays, false, says),
            KeyShape::new(
                "holidays",
                Shape::List(Box::new(Shape::Day)),
                false,
                holidays,
            ),
        ]
    }
}

/// The free days of the week. One day must be left, or no period in business days would end.
fn free_days(keys: &mut Keys<'_>) -> Vec<Weekday> {
    let mut free: Vec<Weekday> = Vec::new();
    for text in keys.texts("free-days") {
        match Weekday::parse(&text) {
            Some(day) if !free.contains(&day) => free.push(day),
            Some(_) => {}
            None => {
                let sentence = format!("\"{text}\" in \"free-days\" is not a day of the week");
                let hint = "write a list such as free-days = [\"saturday\", \"sunday\"]";
                keys.fault(code::S114, "free-days", sentence, hint);
            }
        }
    }
    if free.len() == Weekday::WORDS.len() {
        let sentence =
            "\"free-days\" has all days of the week: then no period in business days would end";
        let hint = "leave at least one day out of free-days";
        keys.fault(code::S114, "free-days", sentence, hint);
    }
    free
}

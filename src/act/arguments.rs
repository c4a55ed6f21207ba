//! Reads single words of the command line, and has the arguments that several inputs share.
//!
//! An input is what its command parses into. What comes from outside, such as the words of a file, is
//! put in its place before the act is called.

use std::path::PathBuf;

use clap::Args;

use crate::value::clock::Instant;
use crate::value::did_you_mean;
use crate::value::id::{DimensionName, DimensionValue, IdError, RevisionName, WeightName};
use crate::value::sentence::any_of;
use crate::value::written_time::TimeHabit;

/// A reason, in words or in a file. The command that reads the file puts its words into `reason`.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
pub struct Why {
    /// Reason
    #[arg(long, value_name = "TEXT", conflicts_with = "reason_file")]
    pub reason: Option<String>,
    /// Read the reason from a file
    #[arg(long, value_name = "FILE")]
    pub reason_file: Option<PathBuf>,
}

/// Reads a time for an argument.
///
/// # Errors
/// It is not a time with an offset from UTC.
pub fn instant(text: &str) -> Result<Instant, String> {
    Instant::written(text, &TimeHabit::default())
        .map_err(|fault| format!("the time {fault}; write it like 2026-05-21T23:59Z"))
}

/// Reads a day for an argument.
///
/// # Errors
/// It is not a day.
pub fn day(text: &str) -> Result<String, String> {
    match Instant::parse(&format!("{text}T00:00:00Z")) {
        Ok(at) => Ok(at.date()),
        Err(_) => Err("write the day like 2026-05-21".to_owned()),
    }
}

/// Reads a revision's name for an argument.
///
/// # Errors
/// It is not the name of a revision.
pub fn revision(text: &str) -> Result<RevisionName, String> {
    RevisionName::parse(text).ok_or_else(|| "write the revision like r1".to_owned())
}

/// Reads a weight for an argument, as `population=83`.
///
/// # Errors
/// It is not a name and a whole number.
pub fn weight(text: &str) -> Result<(WeightName, u64), String> {
    let (weight, number) = pair(text, "NAME=NUMBER, such as population=83")?;
    let weight = name(WeightName::parse)(weight)?;
    let number = number.parse();
    Ok((
        weight,
        number.map_err(|_| "the weight is not a whole number")?,
    ))
}

/// Reads a value in a dimension of the charter's own for an argument, as `income-class=low`.
///
/// # Errors
/// It is not two names.
pub fn own_value(text: &str) -> Result<(DimensionName, DimensionValue), String> {
    let (dimension, value) = pair(text, "NAME=VALUE, such as income-class=low")?;
    Ok((
        name(DimensionName::parse)(dimension)?,
        name(DimensionValue::parse)(value)?,
    ))
}

/// Reads the number of people with a value for an argument, as `women=4`.
///
/// # Errors
/// It is not a name and a whole number.
pub fn number_of(text: &str) -> Result<(DimensionValue, u64), String> {
    let (value, number) = pair(text, "VALUE=NUMBER, such as women=4")?;
    let value = name(DimensionValue::parse)(value)?;
    let number = number.parse();
    Ok((value, number.map_err(|_| "this is not a whole number")?))
}

fn pair<'t>(text: &'t str, expected: &str) -> Result<(&'t str, &'t str), String> {
    text.split_once('=')
        .ok_or_else(|| format!("write {expected}"))
}

/// Reads a name of some kind for an argument: `value_parser = name(GroupId::parse)`.
pub fn name<T>(
    parse: fn(&str) -> Result<T, IdError>,
) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |text| parse(text).map_err(|fault| format!("the id {fault}"))
}

/// Reads one of `words` for an argument: `value_parser = word(Progress::WORDS)`. For anything else the
/// error names the nearest, or all of them.
pub fn word<T: Copy>(
    words: &'static [(&'static str, T)],
) -> impl Fn(&str) -> Result<T, String> + Clone {
    word_or_former(words, &[])
}

/// Reads one of `words`, or a word of before: `word_or_former(Kind::WORDS, Kind::FORMER)`.
pub fn word_or_former<T: Copy>(
    words: &'static [(&'static str, T)],
    former: &'static [(&'static str, T)],
) -> impl Fn(&str) -> Result<T, String> + Clone {
    let names = || words.iter().map(|(word, _)| *word);
    move |text| {
        let known = former.iter().find(|(word, _)| *word == text);
        let read = known.map_or_else(|| one_of(words)(text), |(_, value)| Ok(*value));
        read.map_err(|all| match did_you_mean::nearest(text, names()) {
            Some(meant) => format!("did you mean {meant}?"),
            None => all,
        })
    }
}

/// Reads one of `words` for an argument. For anything else the error names all of them.
pub fn one_of<T: Copy>(
    words: &'static [(&'static str, T)],
) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |text| {
        let found = words.iter().find(|(word, _)| *word == text);
        found.map(|(_, value)| *value).ok_or_else(|| {
            let names = words.iter().map(|(word, _)| *word);
            format!("write {}", any_of(names))
        })
    }
}

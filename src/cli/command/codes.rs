//! `plenary explain`, `codes` and `schema`: what a check code means, all codes, and the shape of a
//! record.

use clap::Args;

use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::record::kind::{ALL, Kind, schema};
use crate::render::json;
use crate::report::codes::{CodePage, Codes as All, Schemas};
use crate::value::code::{self, CheckCode};
use crate::value::did_you_mean;
use crate::value::sentence::any_of;

/// Reads a check code for an argument.
pub(super) fn known(text: &str) -> Result<&'static CheckCode, String> {
    code::find(text).ok_or_else(|| {
        let ids = code::ALL.iter().flat_map(|code| [code.id, code.name]);
        match did_you_mean::nearest(text, ids) {
            Some(meant) => format!("did you mean {meant}?"),
            None => "to see them all: plenary codes".to_owned(),
        }
    })
}

/// The page of a code.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code, as S101, or its name, as not-toml
    #[arg(value_parser = known)]
    code: &'static CheckCode,
}

impl Explain {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let report = CodePage::of(self.code);
        context.show(&report, || report.page())
    }
}

/// Every code with its name and severity.
pub(super) fn all(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let report = All::all();
    context.show(&report, || report.page())
}

/// See: the keys of a record as JSON Schema, for editors
///
/// An editor that knows the schema of a file completes its keys and marks what is not one.
/// `plenary init --editor` writes all schemas and the rules that name them. Without a record, the
/// kinds of records are listed.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// The kind of record, such as participant
    #[arg(value_parser = kind)]
    record: Option<&'static Kind>,
}

fn kind(text: &str) -> Result<&'static Kind, String> {
    let names = || ALL.iter().map(|kind| kind.name);
    let found = ALL.iter().find(|kind| kind.name == text);
    found.ok_or_else(|| match did_you_mean::nearest(text, names()) {
        Some(meant) => format!("did you mean {meant}?"),
        None => format!("the kinds are {}", any_of(names())),
    })
}

impl Schema {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self.record {
            Some(kind) => context.print(&json(&schema(kind))).map(|()| Exit::Done),
            None => {
                let report = Schemas::all();
                context.show(&report, || report.page())
            }
        }
    }
}

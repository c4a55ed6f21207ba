//! `plenary schema`: the shape of a record, for editors.

use clap::Args;

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::record::kind::{ALL, Kind};
use crate::record::schema::schema;
use crate::render::json::json;
use crate::report::codes::Schemas;
use crate::value::suggest;

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
    found.ok_or_else(|| match suggest::nearest(text, names()) {
        Some(meant) => format!("did you mean {meant}?"),
        None => format!("the kinds are {}", suggest::listed(names())),
    })
}

impl Schema {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self.record {
            Some(kind) => context.print(&json(&schema(kind)))?,
            None => {
                let report = Schemas::all();
                context.show(&report, || report.page())?;
            }
        }
        Ok(Exit::Done)
    }
}

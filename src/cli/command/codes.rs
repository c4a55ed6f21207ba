//! Runs `plenary explain` and `schema`: shows one check code or all codes, and the keys of a record.

use clap::Args;

use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::record::kind::{ALL, Kind, schema};
use crate::render::json;
use crate::report::codes::{CodePage, Codes, Schemas};
use crate::value::code::{self, CheckCode};
use crate::value::did_you_mean;
use crate::value::hint::Hint;
use crate::value::sentence::all_of;

/// Reads a check code for an option.
pub(super) fn known(text: &str) -> Result<&'static CheckCode, String> {
    code::find(text).ok_or_else(|| match code::nearest(text) {
        Some(meant) => format!("did you mean {} {}?", meant.id, meant.name),
        None => to_list_all().to_string(),
    })
}

fn to_list_all() -> Hint {
    Hint::run("to list all codes", "plenary explain")
}

/// Explain a check code, or list all codes
///
/// Anybody can run this. It shows what the code means, why it is a problem, and how to fix it. Names that a code had before
/// still find it.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code, such as S130, or its name, such as not-toml
    code: Option<String>,
}

impl Explain {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let Some(text) = self.code else {
            let report = Codes::all();
            return context.show(&report, || report.page());
        };
        let code = code::find(&text).ok_or_else(|| unknown(&text))?;
        let report = CodePage::of(code);
        context.show(&report, || report.page())
    }
}

fn unknown(text: &str) -> Failure {
    let hint = match code::nearest(text) {
        Some(meant) => Hint::run(
            format!(
                "did you mean {} ({})? To read its page",
                meant.id, meant.name
            ),
            format!("plenary explain {}", meant.id),
        ),
        None => to_list_all(),
    };
    Failure::usage(format!("\"{text}\" is not a check code"), hint)
}

/// Print the keys of a record as JSON Schema, for editors
///
/// An editor that knows the schema of a file completes its keys and marks unknown ones.
/// `plenary init --editor` writes all schemas, and the editor settings that use them. Without
/// RECORD, the command lists the kinds of records.
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
        None => format!("the kinds are {}", all_of(names())),
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

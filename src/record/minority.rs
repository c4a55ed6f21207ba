//! A minority statement: the words of somebody who disagrees, bound into the decision; or that
//! somebody joins the statement of another.

use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
use crate::record::sheet::Sheet;
use crate::value::code;
use crate::value::id::ParticipantId;

/// What a minority statement says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// It stands in its author's own words.
    Own(String),
    /// Its author joins the statement of this participant.
    Joins(ParticipantId),
}

/// What the file of a minority statement says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minority {
    /// The statement.
    pub statement: Statement,
    /// Whether its author took it back.
    pub withdrawn: bool,
}

impl Minority {
    /// Reads a minority statement.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, minority)
    }

    /// The record in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        match &self.statement {
            Statement::Own(text) => sheet.prose("text", text),
            Statement::Joins(whose) => sheet.text("joins", whose.as_str()),
        };
        if self.withdrawn {
            sheet.flag("withdrawn", true);
        }
        sheet
    }
}

fn minority(keys: &mut Keys<'_>) -> Option<Minority> {
    let joins = keys.name("joins", ParticipantId::parse);
    let statement = match joins {
        Some(whose) => {
            if keys.text("text").is_some() {
                let sentence = "a statement has words of its own, or joins another's, not both";
                keys.fault(code::S114, "joins", sentence, "leave out one of the two");
            }
            Some(Statement::Joins(whose))
        }
        None if keys.has("joins") => None,
        None => keys.need_text("text").map(Statement::Own),
    };
    let withdrawn = keys.flag("withdrawn").unwrap_or(false);
    Some(Minority {
        statement: statement?,
        withdrawn,
    })
}

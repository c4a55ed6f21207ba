//! A minority statement: the words of somebody who disagrees, bound into the decision; or that
//! somebody joins the statement of another.

use crate::record::described::{Part, key, record};
use crate::record::keys::Keys;
use crate::record::mentions::{Each, Way};
use crate::record::shape::{KeyShape, Shape};
use crate::record::sheet::Sheet;
use crate::value::code;
use crate::value::id::ParticipantId;

/// What a minority statement says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// It is in its author's own words.
    Own(String),
    /// Its author joins the statement of this participant.
    Joins(ParticipantId),
}

record! {
    /// What the file of a minority statement says.
    pub struct Minority {
        /// The statement, in its author's own words.
        pub statement: Statement = OwnOrJoined,
        /// Whether its author took it back.
        pub withdrawn: bool = key("withdrawn"),
    }
}

/// One of the keys `text` and `joins`.
struct OwnOrJoined;

impl Part<Statement> for OwnOrJoined {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Statement> {
        match keys.name("joins", ParticipantId::parse) {
            Some(whose) => {
                if keys.text("text").is_some() {
                    let sentence = "a statement has words of its own, or joins another's, not both";
                    keys.fault(code::S114, "joins", sentence, "leave out one of the two");
                }
                Some(Statement::Joins(whose))
            }
            None if keys.has("joins") => None,
            None => keys.need_text("text").map(Statement::Own),
        }
    }

    fn write(&self, statement: &Statement, sheet: &mut Sheet) {
        match statement {
            Statement::Own(text) => sheet.prose("text", text),
            Statement::Joins(whose) => sheet.text("joins", whose.as_str()),
        };
    }

    fn people_mut(&self, statement: &mut Statement, way: &Way<'_>, each: &mut Each<'_>) {
        if let Statement::Joins(whose) = statement {
            each(whose, &Way::OfRecord(&way.key("joins")));
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let joins =
            "The participant whose statement its author joins, instead of words of their own.";
        vec![
            KeyShape::new("text", Shape::Text, false, says),
            KeyShape::new("joins", Shape::Id, false, joins),
        ]
    }
}

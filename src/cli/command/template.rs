//! What the editor shows below the text that is to be written.

use crate::record::objection::Objection;
use crate::register::records::{Folder, Register};
use crate::value::id::{ObjectionId, ProposalId};

/// A proposal: its question, and where its text is.
pub(super) fn of_proposal(register: &Register, id: &ProposalId) -> String {
    let read = folder(register, id).and_then(|folder| folder.proposal.as_ref());
    let Some(read) = read else {
        return id.to_string();
    };
    let text = crate::record::path::RecordPath::Text(id.clone(), read.text.clone());
    format!(
        "{}\n\n{}\n\nThe text is in {text}.\n",
        read.title, read.question
    )
}

/// An objection with everything that was said on it so far.
pub(super) fn of_objection(register: &Register, id: &ProposalId, of: &ObjectionId) -> String {
    let mut text = format!("{of} on {id}\n");
    let folder = folder(register, id);
    if let Some(raised) = folder.and_then(|folder| folder.objections.get(of)) {
        text.push_str(&raised_in(&raised.objection));
    }
    let responses = folder
        .and_then(|folder| folder.handling.get(of))
        .into_iter()
        .flat_map(|handling| &handling.responses);
    for response in responses {
        let said = format!("\nThe response of {}, {}:\n", response.by, response.at);
        text.push_str(&format!("{said}{}\n", response.text.trim()));
    }
    text
}

fn raised_in(objection: &Objection) -> String {
    let resolve = objection.resolve.as_deref().unwrap_or("not said");
    format!(
        "\nAbout:\n{}\n\nThe problem:\n{}\n\nWhat would resolve it:\n{}\n",
        objection.about.trim(),
        objection.problem.trim(),
        resolve.trim()
    )
}

fn folder<'r>(register: &'r Register, id: &ProposalId) -> Option<&'r Folder> {
    register.proposals.get(id)
}

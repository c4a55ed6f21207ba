//! Says what the author of a pull request can do about its findings in a browser: most of them have never opened a
//! terminal.

use crate::check::tree::moving;
use crate::procedure::fix::{Fixed, fix};
use crate::procedure::hand::Origin;
use crate::procedure::rights::{self, About, Deed};
use crate::record::path::{Owner, RecordPath};
use crate::register::records::Register;
use crate::register::snapshot::{PathChange, proposal_of};
use crate::value::finding::Finding;
use crate::value::id::ParticipantId;

/// The one participant who submits, where that is certain.
pub(super) fn only_submitter(origin: &Origin) -> Option<&ParticipantId> {
    match origin {
        Origin::Known(who) => who.iter().next().filter(|_| who.len() == 1),
        Origin::Stranger(_) | Origin::Unverified => None,
    }
}

/// The files of a change that can be fixed, in the register with the change in it.
pub(super) fn fixed(
    after: &Register,
    by: Option<&ParticipantId>,
    moved: &[PathChange],
) -> Vec<Fixed> {
    fix(after, by, |path| moved.iter().any(|one| one.path == path))
}

/// Gives each finding the remedy that fits a browser and the participant who submits.
pub(super) fn in_a_browser(
    after: &Register,
    by: Option<&ParticipantId>,
    moved: &[PathChange],
    findings: &mut [Finding],
) {
    let fixed = fixed(after, by, moved);
    for finding in findings {
        let file = fixed.iter().find(|one| one.from == finding.place.path);
        if let Some(hint) = file.and_then(|file| of_fixed(after, file, finding)) {
            finding.hint = Some(hint);
        } else if let Some(how) = instead(after, by, finding) {
            let hint = finding.hint.take();
            let hint = hint.map_or_else(String::new, |hint| format!("{hint}. "));
            finding.hint = Some(format!("{hint}In a browser: {how}"));
        }
    }
}

/// A longer line is not typed again.
const LONGEST_LINE: usize = 400;

/// The new name of a file that has a wrong one, or the line that is right.
fn of_fixed(after: &Register, file: &Fixed, finding: &Finding) -> Option<String> {
    if file.from != file.to {
        return Some(moving(&after.snapshot.files, &file.from, &file.to));
    }
    let at = usize::try_from(finding.place.line?).ok()?.checked_sub(1)?;
    let (before, after) = (
        std::str::from_utf8(&file.before).ok()?,
        std::str::from_utf8(&file.after).ok()?,
    );
    let same = before.lines().count() == after.lines().count();
    let (was, is) = (before.lines().nth(at)?, after.lines().nth(at)?);
    (same && was != is && is.len() < LONGEST_LINE).then(|| {
        let line = at + 1;
        format!("open the file, press the pencil, and write as line {line}: {is}")
    })
}

/// What to do in place of a change that nobody can fix in its own file.
fn instead(after: &Register, by: Option<&ParticipantId>, finding: &Finding) -> Option<String> {
    let own = by.zip(proposal_of(&finding.place.path)).map(|(by, id)| {
        let own = RecordPath::Position(id, Owner::Participant(by.clone()));
        format!(". Your own answer belongs in {}", after.path(&own))
    });
    let keepers = rights::may(Deed::EnterForAnother, &About::register(after));
    let is_keeper = by.is_some_and(|by| keepers.contains(by));
    let how = match finding.code.id {
        "S110" | "S121" if own.is_some() => "rename or remove the file",
        "S106" | "S115" => "delete the file, and create it again with the same text",
        "P202" | "P219" => "close this pull request, and make your change again in a new one",
        "P201" | "P207" | "P217" if !is_keeper => {
            "close this pull request, and make a new one with nothing but your own file"
        }
        _ => return None,
    };
    Some(format!("{how}{}", own.unwrap_or_default()))
}

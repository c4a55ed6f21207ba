//! Records are not deleted: what is taken back says so, and its file stays.

use crate::check::change::ground::Ground;
use crate::check::change::piece::Piece;
use crate::check::change::{proposal, roster};
use crate::record::path::RecordPath;
use crate::value::code;
use crate::value::finding::{Finding, Place};

/// Finds a record that the change would take away.
pub(super) fn judge(ground: &Ground<'_>, piece: &Piece<'_>, out: &mut Vec<Finding>) {
    match &piece.record {
        RecordPath::Participant(_) => roster::gone(ground, piece, out),
        RecordPath::Position(..) if has_twin(ground, piece) => {}
        RecordPath::Text(id, name) if !proposal::is_the_text(ground, id, name) => {
            proposal::touched(ground, piece, out);
            let what = format!("a file of the proposal {id}");
            ground.owned(
                piece,
                code::P201,
                &what,
                &proposal::editors(ground, id),
                out,
            );
        }
        record => {
            let sentence = format!("this {} would be deleted, and records stay", noun(record));
            let finding = Finding::new(code::P202, Place::file(piece.path), sentence);
            out.push(finding.hint(remedy(ground, piece)));
        }
    }
}

/// Whether the same participant's position lies under another path as well, so that one of two is
/// removed.
fn has_twin(ground: &Ground<'_>, piece: &Piece<'_>) -> bool {
    let RecordPath::Position(id, owner) = &piece.record else {
        return false;
    };
    let stays = |path: &String| {
        let mut moved = ground.change.moved.iter();
        !moved.any(|moved| moved.path == *path && moved.after.is_none())
    };
    let folder = ground.folder(id);
    let mut positions = folder.into_iter().flat_map(|folder| &folder.positions);
    positions.any(|(path, file)| file.owner == *owner && stays(path))
}

fn remedy(ground: &Ground<'_>, piece: &Piece<'_>) -> String {
    let how = match &piece.record {
        RecordPath::Position(_, owner) => {
            format!("{owner} takes it back with the line: withdrawn = true")
        }
        RecordPath::Objection(_, of) => {
            format!(
                "{} takes it back with the line: withdrawn = true",
                of.participant
            )
        }
        RecordPath::Challenge(..) | RecordPath::Minority(..) | RecordPath::Appeal(..) => {
            "whose it is takes it back with the line: withdrawn = true".to_owned()
        }
        RecordPath::Call(..) => "a chair takes a call back: plenary call withdraw".to_owned(),
        _ => "what is to be changed is said in a new record".to_owned(),
    };
    match ground.change.door {
        crate::check::change::Door::Landing => format!("put it back; {how}"),
        _ => format!("put it back: git checkout main -- {}; {how}", piece.path),
    }
}

fn noun(record: &RecordPath) -> &'static str {
    match record {
        RecordPath::Charter => "charter",
        RecordPath::AllowedSigners => "list of keys",
        RecordPath::Participant(_) => "participant",
        RecordPath::Meeting(_) => "record of a meeting",
        RecordPath::Minutes(_) => "text of minutes",
        RecordPath::Proposal(_) => "proposal",
        RecordPath::Text(..) => "text",
        RecordPath::Position(..) => "position",
        RecordPath::Objection(..) => "objection",
        RecordPath::Handling(..) => "record of how an objection was handled",
        RecordPath::Call(..) => "call",
        RecordPath::Designation(..) => "designation",
        RecordPath::Challenge(..) => "challenge",
        RecordPath::Minority(..) => "minority statement",
        RecordPath::Decision(..) => "decision",
        RecordPath::Manifest(..) => "manifest",
        RecordPath::Signature(..) => "signature",
        RecordPath::SignOff(..) => "sign-off",
        RecordPath::Appeal(..) => "appeal",
        RecordPath::Ruling(..) => "ruling",
        RecordPath::FollowUp(..) => "record of what followed a decision",
    }
}

//! Reads one record after the other into the folder of a proposal.

use crate::record::appeal::{Appeal, Ruling};
use crate::record::asked::Asked;
use crate::record::call::Call;
use crate::record::decision::{Decision, MinorityStatement, SignOff};
use crate::record::designation::{Challenge, Designation};
use crate::record::erratum::Erratum;
use crate::record::follow_up::FollowUp;
use crate::record::handling::Handling;
use crate::record::mentions::Mentions;
use crate::record::objection::Objection;
use crate::record::path::RecordPath;
use crate::record::position::Position;
use crate::record::proposal::Proposal;
use crate::record::totals::Totals;
use crate::register::folder::{FiledObjection, PositionFile, ProposalRecords};
use crate::register::people::People;
use crate::value::finding::Finding;

/// What is needed to read one more record.
pub(super) struct Reading<'r> {
    pub(super) people: &'r People,
    pub(super) findings: &'r mut Vec<Finding>,
}

impl Reading<'_> {
    /// Puts a record into the folder of its proposal.
    pub(super) fn file_in_folder(
        &mut self,
        path: &str,
        record: RecordPath,
        bytes: &[u8],
        folder: &mut ProposalRecords,
    ) {
        match record {
            RecordPath::Proposal(_) => folder.proposal = self.kept(Proposal::read(path, bytes)),
            RecordPath::Position(_, owner) => {
                let position = self.kept(Position::read(path, bytes));
                let file = PositionFile { owner, position };
                folder.positions.insert(path.to_owned(), file);
            }
            RecordPath::Objection(_, of) => {
                let read = self.kept(Objection::read(path, bytes));
                let path = path.to_owned();
                let raised = read.map(|objection| (of, FiledObjection { path, objection }));
                folder.objections.extend(raised);
            }
            RecordPath::Handling(_, of) => {
                let read = self.kept(Handling::read(path, bytes));
                folder.handling.extend(read.map(|read| (of, read)));
            }
            in_call => self.file_in_call(path, in_call, bytes, folder),
        }
    }

    fn file_in_call(
        &mut self,
        path: &str,
        record: RecordPath,
        bytes: &[u8],
        folder: &mut ProposalRecords,
    ) {
        let Some((n, _)) = record.in_call() else {
            return;
        };
        let call = folder.calls.entry(n).or_default();
        match record {
            RecordPath::Call(..) => call.call = self.kept(Call::read(path, bytes)),
            RecordPath::Asked(..) => call.asked = self.kept(Asked::read(path, bytes)),
            RecordPath::Totals(..) => call.totals = self.kept(Totals::read(path, bytes)),
            RecordPath::Designation(..) => {
                call.designation = self.kept(Designation::read(path, bytes));
            }
            RecordPath::Challenge(_, _, of) => {
                let read = self.kept(Challenge::read(path, bytes));
                call.challenges.extend(read.map(|read| (of, read)));
            }
            RecordPath::Minority(_, _, by) => {
                let read = self.kept(MinorityStatement::read(path, bytes));
                call.minority.extend(read.map(|read| (by, read)));
            }
            RecordPath::Decision(..) => {
                call.decision = self.kept(Decision::read(path, bytes)).map(Box::new);
            }
            RecordPath::Erratum(_, _, k) => {
                let read = self.kept(Erratum::read(path, bytes));
                call.errata.extend(read.map(|read| (k, read)));
            }
            RecordPath::SignOff(_, _, by) => {
                let read = self.kept(SignOff::read(path, bytes));
                call.sign_offs.extend(read.map(|read| (by, read)));
            }
            RecordPath::Appeal(_, _, by) => {
                let read = self.kept(Appeal::read(path, bytes));
                call.appeals.extend(read.map(|read| (by, read)));
            }
            RecordPath::Ruling(_, _, by) => {
                let read = self.kept(Ruling::read(path, bytes));
                call.rulings.extend(read.map(|read| (by, read)));
            }
            RecordPath::FollowUp(..) => call.follow_up = self.kept(FollowUp::read(path, bytes)),
            _ => {}
        }
    }

    /// What was read, with everybody in it under their present id.
    pub(super) fn kept<T: Mentions>(&mut self, read: Result<T, Vec<Finding>>) -> Option<T> {
        match read {
            Ok(record) => Some(self.people.settled(record)),
            Err(findings) => {
                self.findings.extend(findings);
                None
            }
        }
    }
}

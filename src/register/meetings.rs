//! Meetings among the records: where their minutes are, and which calls name them.

use crate::record::path::RecordPath;
use crate::register::records::{CallFolder, Register};
use crate::value::id::ProposalId;

impl Register {
    /// Where the minutes of the meeting on `date` are: the path of the file beside its record,
    /// then the link that the record gives. Empty where it has none.
    pub fn minutes(&self, date: &str) -> Vec<String> {
        let file = RecordPath::Minutes(date.to_owned()).to_string();
        let file = self.bytes(&file).is_some().then_some(file);
        let record = self.meetings.get(date);
        let link = record.and_then(|meeting| meeting.minutes.clone());
        file.into_iter().chain(link).collect()
    }

    /// The calls, of the proposals that were read, that name the meeting on `date`.
    pub fn calls_at<'r>(
        &'r self,
        date: &'r str,
    ) -> impl Iterator<Item = (&'r ProposalId, u32, &'r CallFolder)> {
        let all = self.proposals.iter().flat_map(|(id, folder)| {
            let calls = folder.calls.iter();
            calls.map(move |(n, filed)| (id, *n, filed))
        });
        all.filter(move |(_, _, filed)| {
            let call = filed.call.as_ref();
            call.is_some_and(|call| call.meeting.as_deref() == Some(date))
        })
    }
}

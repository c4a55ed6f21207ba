//! Reads the entries of two trees side by side.

use std::cmp::Ordering;

use super::error::GitError;
use super::objects::{TreeEntry, order};

/// The two sides of a place: before and after.
pub(super) type Sides<'t> = (Option<TreeEntry<'t>>, Option<TreeEntry<'t>>);

/// The places at which two trees differ. Git's order separates a file from a folder of the same name, so
/// the two sides of a place are always of one kind.
pub(super) fn side_by_side<'t>(
    before: impl Iterator<Item = Result<TreeEntry<'t>, GitError>>,
    after: impl Iterator<Item = Result<TreeEntry<'t>, GitError>>,
) -> Result<Vec<Sides<'t>>, GitError> {
    let (mut before, mut after) = (before.peekable(), after.peekable());
    let mut places = Vec::new();
    loop {
        let next = match (before.peek(), after.peek()) {
            (None, None) => return Ok(places),
            (Some(_), None) | (Some(Err(_)), _) => Ordering::Less,
            (None, Some(_)) | (_, Some(Err(_))) => Ordering::Greater,
            (Some(Ok(old)), Some(Ok(new))) if old.raw == new.raw => Ordering::Equal,
            (Some(Ok(old)), Some(Ok(new))) => order(old, new),
        };
        let old = before.next_if(|_| next != Ordering::Greater).transpose()?;
        let new = after.next_if(|_| next != Ordering::Less).transpose()?;
        if old != new {
            places.push((old, new));
        }
    }
}

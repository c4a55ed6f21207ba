//! Separates a mailbox in the form mbox into its mails.

/// The bytes of each mail. What does not begin like a mailbox is one mail.
pub(super) fn parted(bytes: &[u8]) -> Vec<Vec<u8>> {
    if !is_parting(bytes) {
        return vec![bytes.to_vec()];
    }
    let mut mails: Vec<Vec<u8>> = Vec::new();
    // A mail begins after an empty line; elsewhere "From " is a word of the sender.
    let mut after_empty = true;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if after_empty && is_parting(line) {
            mails.push(Vec::new());
        } else if let Some(mail) = mails.last_mut() {
            mail.extend_from_slice(unmarked(line));
        }
        after_empty = line.iter().all(u8::is_ascii_whitespace);
    }
    mails
}

/// Whether a line separates mails: `From `, a sender, and a date with a time of day and a year.
fn is_parting(line: &[u8]) -> bool {
    let line = line.split(|byte| *byte == b'\n').next().unwrap_or(line);
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let words: Vec<&[u8]> = rest
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty())
        .collect();
    let is_time = |word: &&[u8]| word.contains(&b':') && word.iter().any(u8::is_ascii_digit);
    let is_year = |word: &&[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    words.iter().any(is_time) && words.iter().any(is_year)
}

/// A line without the mark that keeps it from separating mails in a mailbox.
fn unmarked(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|byte| **byte == b'>').count();
    let rest = line.get(marks..).unwrap_or_default();
    match marks > 0 && rest.starts_with(b"From ") {
        true => line.get(1..).unwrap_or_default(),
        false => line,
    }
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn mails_are_parted_where_one_begins() {
        let text = b"From ben@x.org Mon May  4 09:00:00 2026\nFrom: ben@x.org\n\nFrom here on.\n\
            >From the start.\n\nFrom now on, yes.\n\nFrom - Mon May 04 10:00:00 2026 +0200\nFrom: b\n\nx\n";
        let mails = parted(text);
        assert_eq!(mails.len(), 2);
        let first = String::from_utf8(mails[0].clone()).unwrap();
        assert_eq!(
            first,
            "From: ben@x.org\n\nFrom here on.\nFrom the start.\n\nFrom now on, yes.\n\n"
        );
        assert_eq!(mails[1], b"From: b\n\nx\n");
        assert_eq!(parted(b"From: b\n\nx\n").len(), 1);
    }
}

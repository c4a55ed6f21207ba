//! Reads email addresses as people type them into a cell: with a name, in angle brackets, as a link, several of
//! them.

use mail_parser::parsers::MessageStream;

/// What is written before an address in a link.
const LINK: &str = "mailto:";

/// The addresses of a cell.
///
/// # Errors
/// The first part of the cell that is not an address.
pub fn addresses(cell: &str) -> Result<Vec<String>, String> {
    let mut cell = cell.replace(['\n', '\r', ';', '|'], ",");
    while let Some(at) = cell.to_ascii_lowercase().find(LINK) {
        cell.replace_range(at..at + LINK.len(), "");
    }
    let line = format!("{cell}\n");
    let header = MessageStream::new(line.as_bytes()).parse_address();
    let parts = header.as_address().into_iter().flat_map(|all| all.iter());
    let read = parts.map(|part| {
        let address = part.address().unwrap_or_default().trim();
        match is_address(address) {
            true => Ok(address.to_owned()),
            false => Err(part.name().unwrap_or(address).to_owned()),
        }
    });
    let read: Vec<String> = read.collect::<Result<_, _>>()?;
    match read.is_empty() && cell.chars().any(char::is_alphanumeric) {
        true => Err(cell),
        false => Ok(read),
    }
}

/// Whether a text is one address: a name at a host.
pub fn is_address(text: &str) -> bool {
    let allowed = |c: char| !c.is_whitespace() && !c.is_control() && !"<>(),;:\"".contains(c);
    let is_host = |host: &str| host.split('.').all(|label| !label.is_empty());
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && !host.contains('@') && is_host(host))
        && text.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn addresses_are_read_as_people_type_them() {
        for (cell, expected) in [
            ("ana@example.org", "ana@example.org"),
            ("Ana Example <ana@example.org>", "ana@example.org"),
            ("\"Example, Ana\" <ana@example.org>", "ana@example.org"),
            ("mailto:ana@example.org", "ana@example.org"),
            ("<MAILTO:ana@example.org>", "ana@example.org"),
            ("ana@example.org (work)", "ana@example.org"),
            ("a@x.org; b@x.org", "a@x.org b@x.org"),
            (
                "a@x.org, B <b@x.org>\nc@x.org|d@x.org",
                "a@x.org b@x.org c@x.org d@x.org",
            ),
            ("ana+plenary@example.org", "ana+plenary@example.org"),
            ("ana@münchen.example", "ana@münchen.example"),
            ("  ", ""),
        ] {
            assert_eq!(addresses(cell).unwrap().join(" "), expected, "{cell}");
        }
        for cell in [
            "ana",
            "ana at example.org",
            "ana@",
            "@example.org",
            "ana@example..org",
            "a@b@example.org",
            "ana@example.org, ben",
            "Ana <ana>",
        ] {
            assert!(addresses(cell).is_err(), "{cell}: {:?}", addresses(cell));
        }
    }
}

//! The bytes of a table as text.

use super::TableFault;

/// How the bytes of a table were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Encoding {
    /// As UTF-8.
    #[serde(rename = "UTF-8")]
    Utf8,
    /// As UTF-16, which some spreadsheets call Unicode text.
    #[serde(rename = "UTF-16")]
    Utf16,
    /// As Windows-1252, because they are not UTF-8: a guess, which letters with accents show.
    #[serde(rename = "Windows-1252")]
    Windows1252,
}

/// What Windows-1252 has at 0x80 to 0x9f; five of these bytes mean nothing.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The beginnings of spreadsheets' own files: a ZIP archive, and the older compound file.
const WORKBOOKS: &[&[u8]] = &[b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// The text, without a byte-order mark, its line ends as LF.
pub(super) fn decoded(bytes: &[u8]) -> Result<(String, Encoding), TableFault> {
    if WORKBOOKS.iter().any(|start| bytes.starts_with(start)) {
        return Err(TableFault::Workbook);
    }
    let (text, encoding) = match bytes {
        [0xff, 0xfe, rest @ ..] => (utf16(rest, u16::from_le_bytes)?, Encoding::Utf16),
        [0xfe, 0xff, rest @ ..] => (utf16(rest, u16::from_be_bytes)?, Encoding::Utf16),
        _ => utf8_or_else(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
    };
    if text.contains('\0') {
        return Err(TableFault::Binary);
    }
    Ok((text.replace("\r\n", "\n").replace('\r', "\n"), encoding))
}

fn utf8_or_else(bytes: &[u8]) -> (String, Encoding) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), Encoding::Utf8),
        Err(_) => (bytes.iter().map(letter).collect(), Encoding::Windows1252),
    }
}

fn letter(byte: &u8) -> char {
    let high = byte.checked_sub(0x80).map(usize::from);
    high.and_then(|at| HIGH.get(at))
        .copied()
        .unwrap_or(char::from(*byte))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, TableFault> {
    let pairs = bytes.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return Err(TableFault::Binary);
    }
    let units: Vec<u16> = pairs
        .filter_map(|pair| Some(unit(<[u8; 2]>::try_from(pair).ok()?)))
        .collect();
    String::from_utf16(&units).map_err(|_| TableFault::Binary)
}

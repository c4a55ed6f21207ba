//! Where in a record that was read before a value stands: for faults that only other records show.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::value::finding::Place;

/// A record, open for looking up places in it.
pub struct Places<'t> {
    path: &'t str,
    text: Option<&'t str>,
    document: Option<Spanned<DeTable<'t>>>,
}

impl<'t> Places<'t> {
    /// Opens the record at `path`. In one that is not TOML, every place is the file.
    pub fn of(path: &'t str, bytes: &'t [u8]) -> Self {
        let text = std::str::from_utf8(bytes).ok();
        Self {
            path,
            text,
            document: text.map(|text| DeTable::parse_recoverable(text).0),
        }
    }

    /// The place of the value to which the keys in `way` lead, parted by `/`, an index for an item
    /// of a list: `track/policy/gate/1/when`. Where the way ends early, the last value on it.
    pub fn at(&self, way: &str) -> Place {
        match (self.text, self.value(way)) {
            (Some(text), Some(value)) => Place::at(self.path, text, value.span().start),
            _ => Place::file(self.path),
        }
    }

    /// The place of the byte `at` of the text to which `way` leads, where that text stands in the
    /// file as it is; else the place where it begins.
    pub fn inside(&self, way: &str, at: usize) -> Place {
        let spot = || {
            let (text, value) = (self.text?, self.value(way)?);
            let inner = value.get_ref().as_str()?;
            let start = text.get(value.span())?.find(inner)?;
            let offset = value.span().start + start + at;
            Some(Place::at(self.path, text, offset))
        };
        spot().unwrap_or_else(|| self.at(way))
    }

    fn value(&self, way: &str) -> Option<&Spanned<DeValue<'t>>> {
        let mut keys = way.split('/');
        let mut value = self.document.as_ref()?.get_ref().get(keys.next()?)?;
        for key in keys {
            let next = match value.get_ref() {
                DeValue::Table(table) => table.get(key),
                DeValue::Array(items) => key.parse::<usize>().ok().and_then(|n| items.get(n)),
                _ => None,
            };
            match next {
                Some(found) => value = found,
                None => break,
            }
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn a_way_leads_to_its_value_or_as_near_as_it_can() {
        let text = b"joins = [\"a.b\", \"c.d\"]\n\n[[gate]]\nwhen = \"for > 1\"\n";
        let places = Places::of("f.toml", text);
        assert_eq!(places.at("joins/1").to_string(), "f.toml:1:17");
        assert_eq!(places.at("gate/0/when").to_string(), "f.toml:4:8");
        assert_eq!(places.inside("gate/0/when", 4).to_string(), "f.toml:4:13");
        assert_eq!(places.at("gate/0/name").to_string(), "f.toml:3:1");
        assert_eq!(places.at("other").to_string(), "f.toml");
        assert_eq!(Places::of("f.toml", b"\xff").at("on").to_string(), "f.toml");
    }
}

//! Edits a file that a person wrote: comments and layout stay as they are.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TableLike, Value, value};

use crate::record::canonical_toml::CanonicalToml;

/// A record that is being changed in place.
#[derive(Debug, Clone)]
pub struct Edit {
    document: DocumentMut,
}

impl Edit {
    /// Opens a record for editing; `None` where it is not TOML.
    pub fn open(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        Some(Self {
            document: text.parse().ok()?,
        })
    }

    /// The record with its changes, in LF.
    pub fn finish(self) -> Vec<u8> {
        let mut text = self.document.to_string();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.replace("\r\n", "\n").into_bytes()
    }

    /// Sets keys at the top to their values in `sheet`. An existing key keeps its place and its comment, a
    /// new one is added after the last key at the top.
    pub fn set(&mut self, sheet: CanonicalToml) {
        for (key, item) in written(sheet) {
            set_in(self.document.as_table_mut(), &key, item);
        }
    }

    /// Adds a name to the list at `way`, keys from the top; creates what is missing.
    pub fn add_to_list(&mut self, way: &[&str], name: &str) {
        let Some((key, above)) = way.split_last() else {
            return;
        };
        let mut table: &mut dyn TableLike = self.document.as_table_mut();
        for name in above {
            let inner = table.entry(name).or_insert(Item::Table(Table::new()));
            let Some(inner) = inner.as_table_like_mut() else {
                return;
            };
            table = inner;
        }
        let list = table.entry(key).or_insert(value(Array::new()));
        if let Some(list) = list.as_array_mut() {
            list.push(name);
        }
    }

    /// Removes the names that `is_it` accepts from the lists at `way`.
    pub fn remove_from_list(&mut self, way: &[&str], is_it: impl Fn(&str) -> bool) {
        visit(self.document.as_table_mut(), way, &mut |item| {
            let Some(list) = item.as_array_mut() else {
                return;
            };
            let first = list.get(0).and_then(|name| name.decor().prefix().cloned());
            list.retain(|name| !name.as_str().is_some_and(&is_it));
            if let (Some(space), Some(name)) = (first, list.get_mut(0)) {
                name.decor_mut().set_prefix(space);
            }
        });
    }

    /// Writes `new` for every name at `way` that `is_it` accepts, and in a list only once; returns whether
    /// there was any. In a way, `*` is every key of a table; a list of tables means each of them.
    pub fn rename(&mut self, way: &[&str], is_it: impl Fn(&str) -> bool, new: &str) -> bool {
        let mut any = false;
        let mut put = |name: &mut Value| {
            let theirs = name.as_str().is_some_and(&is_it);
            if theirs {
                replace(name, Value::from(new));
            }
            any |= theirs;
        };
        visit(
            self.document.as_table_mut(),
            way,
            &mut |item| match item.as_value_mut() {
                Some(Value::Array(list)) => {
                    list.iter_mut().for_each(&mut put);
                    let mut seen = false;
                    list.retain(|name| {
                        name.as_str() != Some(new) || !std::mem::replace(&mut seen, true)
                    });
                }
                Some(name) => put(name),
                None => {}
            },
        );
        any
    }

    /// Removes keys at the top.
    pub fn remove(&mut self, keys: &[&str]) {
        for key in keys {
            self.document.remove(key);
        }
    }

    /// Sets the whole table `name`, in its place or at the end.
    pub fn set_table(&mut self, name: &str, sheet: CanonicalToml) {
        let table = self.table(sheet);
        self.document.insert(name, Item::Table(table));
    }

    /// Adds one table to the list `name`.
    pub fn push(&mut self, name: &str, sheet: CanonicalToml) {
        let table = self.table(sheet);
        let list = self
            .document
            .entry(name)
            .or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
        if let Some(tables) = list.as_array_of_tables_mut() {
            tables.push(table);
        }
    }

    /// Sets keys in the table `index`, from 0, of the list `name`, if it exists.
    pub fn set_in_item(&mut self, name: &str, index: usize, sheet: CanonicalToml) {
        let list = self.document.get_mut(name);
        let tables = list.and_then(Item::as_array_of_tables_mut);
        let Some(table) = tables.and_then(|tables| tables.get_mut(index)) else {
            return;
        };
        for (key, item) in written(sheet) {
            set_in(table, &key, item);
        }
    }

    /// An empty line separates tables, except at the beginning of a file.
    fn table(&self, sheet: CanonicalToml) -> Table {
        let mut table = Table::from_iter(written(sheet));
        if !self.document.is_empty() {
            table.decor_mut().set_prefix("\n");
        }
        table
    }
}

/// The keys of a sheet as items, each written exactly as the sheet wrote it.
fn written(sheet: CanonicalToml) -> Vec<(String, Item)> {
    let Ok(document) = sheet.finish().parse::<DocumentMut>() else {
        return Vec::new();
    };
    document
        .as_table()
        .iter()
        .map(|(key, item)| (key.to_owned(), item.clone()))
        .collect()
}

fn set_in(table: &mut Table, key: &str, item: Item) {
    let old = table.get_mut(key).and_then(Item::as_value_mut);
    match (old, item) {
        (Some(old), Item::Value(new)) => replace(old, new),
        (_, Item::Value(new)) => {
            table.insert(key, value(new));
        }
        (_, item) => {
            table.insert(key, item);
        }
    }
}

/// Replaces one value by another, and keeps the comment next to it.
fn replace(old: &mut Value, mut new: Value) {
    *new.decor_mut() = old.decor().clone();
    *old = new;
}

/// Visits what is at `way` below a table.
fn visit(table: &mut dyn TableLike, way: &[&str], each: &mut dyn FnMut(&mut Item)) {
    let Some((first, rest)) = way.split_first() else {
        return;
    };
    for (key, item) in table.iter_mut() {
        if *first != "*" && key.get() != *first {
            continue;
        }
        if rest.is_empty() {
            each(item);
        } else if let Some(inner) = item.as_table_like_mut() {
            visit(inner, rest, each);
        } else if let Some(tables) = item.as_array_of_tables_mut() {
            tables.iter_mut().for_each(|one| visit(one, rest, each));
        } else if let Some(tables) = item.as_array_mut() {
            let tables = tables.iter_mut().filter_map(Value::as_inline_table_mut);
            tables.for_each(|one| visit(one, rest, each));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Edit;
    use crate::record::canonical_toml::CanonicalToml;

    fn edited(before: &str, edit: impl FnOnce(&mut Edit)) -> String {
        let mut open = Edit::open(before.as_bytes()).unwrap();
        edit(&mut open);
        String::from_utf8(open.finish()).unwrap()
    }

    #[test]
    fn comments_and_layout_stay() {
        let before =
            "# my answer\nposition   = \"accept\"  # for now\n\n# why\nreason = '''\nFine.\n'''\n";
        let after = edited(before, |edit| {
            let mut sheet = CanonicalToml::new();
            sheet.text("position", "object").text("on", "r2");
            edit.set(sheet);
        });
        assert_eq!(
            after,
            "# my answer\nposition   = \"object\"  # for now\n\n# why\nreason = '''\nFine.\n'''\non = \"r2\"\n"
        );
    }

    #[test]
    fn tables_are_added_behind_what_is_there() {
        let mut response = CanonicalToml::new();
        response
            .text("by", "sam-okoro")
            .prose("text", "Done in r4.");
        let one = edited("", |edit| edit.push("response", response.clone()));
        assert_eq!(
            one,
            "[[response]]\nby = \"sam-okoro\"\ntext = '''Done in r4.'''\n"
        );
        let two = edited(&one, |edit| edit.push("response", response.clone()));
        assert_eq!(two, format!("{one}\n{one}"));
        let mut disposition = CanonicalToml::new();
        disposition.text("value", "stands");
        let three = edited(&two, |edit| edit.set_table("disposition", disposition));
        assert_eq!(three, format!("{two}\n[disposition]\nvalue = \"stands\"\n"));
    }

    #[test]
    fn names_are_found_at_the_end_of_a_way() {
        let before = "chair = \"al\"\n[roles]\nchair = [ \"ann\", # since May\n  \"al\", \"bob\" ]\n\
             [track.a.roles]\nchair = [\"al\"]\n[[group]]\nid = \"al\"\nof = [\"al\"] # one\n";
        let after = edited(before, |edit| {
            let is_it = |name: &str| matches!(name, "al" | "ann");
            for way in [
                &["roles", "*"][..],
                &["track", "*", "roles", "*"],
                &["group", "of"],
            ] {
                assert!(edit.rename(way, is_it, "ann-lee"));
                assert!(!edit.rename(way, is_it, "ann-lee"));
            }
            assert!(!edit.rename(&["missing", "*"], is_it, "ann-lee"));
        });
        assert_eq!(
            after,
            "chair = \"al\"\n[roles]\nchair = [ \"ann-lee\", \"bob\" ]\n[track.a.roles]\n\
             chair = [\"ann-lee\"]\n[[group]]\nid = \"al\"\nof = [\"ann-lee\"] # one\n"
        );
        let inline = edited("group = [{ of = [\"al\"] }]\n", |edit| {
            assert!(edit.rename(&["group", "of"], |name| name == "al", "bob"));
        });
        assert_eq!(inline, "group = [{ of = [\"bob\"] }]\n");
    }
}

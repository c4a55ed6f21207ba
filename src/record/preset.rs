//! Presets: ordinary charters that come with the program, to be copied and changed.

use crate::record::charter::Charter;

/// A preset.
#[derive(Debug, Clone, Copy)]
pub struct Preset {
    /// What `plenary init --preset` calls it.
    pub name: &'static str,
    /// The charter, as it lies in `examples/presets/`.
    pub text: &'static str,
}

macro_rules! presets {
    ($($name:literal),* $(,)?) => {
        /// All presets, by name; the first is what `plenary init` copies where none is named.
        pub const ALL: &[Preset] = &[$(Preset {
            name: $name,
            text: include_str!(concat!("../../examples/presets/", $name, ".toml")),
        }),*];
    };
}

presets! {
    "plain-consensus",
    "gnso-working-group",
    "ietf-working-group",
    "iso-dis",
    "lazy-consensus",
    "un-security-council",
}

impl Preset {
    /// The charter that it is.
    pub fn charter(&self) -> Option<Charter> {
        Charter::read(self.name, self.text.as_bytes()).ok()
    }
}

/// The preset of this name.
pub fn find(name: &str) -> Option<&'static Preset> {
    ALL.iter().find(|preset| preset.name == name)
}

#[cfg(test)]
mod tests {
    use crate::record::charter::Charter;

    #[test]
    fn every_preset_is_a_charter() {
        for preset in super::ALL {
            let read = Charter::read(preset.name, preset.text.as_bytes());
            assert!(read.is_ok(), "{}: {read:?}", preset.name);
        }
    }
}

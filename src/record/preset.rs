//! Lists the presets: ready-made charters to copy and adapt.

use crate::record::charter::Charter;

/// A preset.
#[derive(Debug, Clone, Copy)]
pub struct Preset {
    /// What `plenary init --preset` calls it.
    pub name: &'static str,
    /// The charter, as in `examples/presets/`.
    pub text: &'static str,
}

macro_rules! presets {
    ($($name:literal),* $(,)?) => {
        /// All presets, by name; the first is the default of `plenary init`.
        pub const ALL: &[Preset] = &[$(Preset {
            name: $name,
            text: include_str!(concat!("../../examples/presets/", $name, ".toml")),
        }),*];
    };
}

presets! {
    "plain-consensus",
    "afralo",
    "alac",
    "ansi-consensus-body",
    "apache",
    "bytecode-alliance",
    "ca-browser-forum",
    "ccnso",
    "ccwg",
    "cgi-br",
    "citizens-assembly",
    "cncf-gitvote",
    "debian-general-resolution",
    "dnso-names-council",
    "ecosoc-ngo",
    "eea-ocp",
    "empowered-community",
    "eu-council",
    "gac",
    "gnso-council",
    "gnso-council-2003",
    "gnso-working-group",
    "graphql-tsc",
    "iab",
    "icann-board",
    "ieee-sa",
    "iesg-ballot",
    "ietf-working-group",
    "igf-mag",
    "incits",
    "iso-dis",
    "iso-fdis",
    "itu",
    "lazy-consensus",
    "national-council",
    "netmundial",
    "nodejs-tsc",
    "notice-and-comment",
    "oasis",
    "oecd-council",
    "openstack-tc",
    "opentofu-tsc",
    "partnership-on-ai",
    "public-comment",
    "python-steering-council",
    "rir-pdp",
    "rsab",
    "rust-fcp",
    "seeds-for-change",
    "sociocratic-consent",
    "specific-review",
    "tc39",
    "un-general-assembly",
    "un-security-council",
    "w3c",
    "webassembly-cg",
    "wg21",
    "whatwg",
    "wsis-outcome",
}

impl Preset {
    /// Whose rules these are: the first sentence of the comment at the beginning.
    pub fn body(&self) -> String {
        let comment = self.text.lines().map_while(|line| line.strip_prefix('#'));
        let words: Vec<&str> = comment.flat_map(str::split_whitespace).collect();
        let all = words.join(" ");
        let end = [": ", ". "]
            .into_iter()
            .filter_map(|end| all.find(end))
            .min();
        all[..end.unwrap_or(all.len())]
            .trim_end_matches(['.', ':'])
            .to_owned()
    }

    /// The charter.
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

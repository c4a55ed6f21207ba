//! Describes what a person can do next: a command to type, with what must be filled in, or the address of a
//! page of a hosting service at which a file is written or changed in a browser.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

words! {
    /// A placeholder for something that only the person who types a command can say. Its word is in
    /// capitals, and no record accepts it, so that a command that is pasted unchanged records nothing.
    pub enum Placeholder {
        /// One of a few words: a position, a reply, a disposition, a ruling, a review.
        Value = "VALUE",
        /// A consensus level.
        Level = "LEVEL",
        /// A time.
        Time = "TIME",
        /// A day.
        Date = "DATE",
        /// A participant.
        Name = "NAME",
        /// A group.
        Group = "GROUP",
        /// A ground for an appeal.
        Ground = "GROUND",
        /// A track.
        Track = "TRACK",
        /// A revision.
        Revision = "REVISION",
        /// An objection.
        Objection = "OBJECTION",
        /// A challenge.
        Challenge = "CHALLENGE",
        /// A proposal.
        Proposal = "PROPOSAL",
        /// A path.
        File = "FILE",
        /// A reason, in the words of the person who types it.
        Reason = "REASON",
        /// Any other words of the person who types it.
        Text = "TEXT",
        /// The title of a proposal.
        Title = "TITLE",
        /// A link.
        Link = "LINK",
        /// A code of a finding.
        Code = "CODE",
    }
}

impl fmt::Display for Placeholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Whether words are only a placeholder.
pub fn is_placeholder(words: &str) -> bool {
    Placeholder::parse(words.trim()).is_some()
}

/// A command of this program. Shown as one line, it can be pasted into a shell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Command {
    words: Vec<String>,
}

impl Command {
    /// A command by its name, of one word or two: `status`, `call open`.
    pub fn new(name: &str) -> Self {
        let name = name.split(' ').map(str::to_owned);
        Self {
            words: std::iter::once("plenary".to_owned()).chain(name).collect(),
        }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn with(mut self, word: impl fmt::Display) -> Self {
        self.words.push(word.to_string());
        self
    }

    /// The same with an option and its value.
    #[must_use]
    pub fn option(self, name: &str, value: impl fmt::Display) -> Self {
        self.with(name).with(value)
    }

    /// Its words, the name of the program first.
    pub fn argv(&self) -> &[String] {
        &self.words
    }

    /// The placeholders that must be filled in before it can run.
    pub fn placeholders(&self) -> impl Iterator<Item = Placeholder> {
        let all = Placeholder::WORDS.iter().copied();
        all.filter(|(word, _)| self.words.iter().any(|own| own == word))
            .map(|(_, each)| each)
    }
}

/// Whether a shell reads every character of a word literally.
fn is_plain(word: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "-_.,:/@%+=".contains(c);
    !word.is_empty() && word.chars().all(plain)
}

/// A word, such as the name of a file, as a shell reads it literally: quoted if it must be.
pub fn shell_word(word: &str) -> Cow<'_, str> {
    match is_plain(word) {
        true => word.into(),
        false => format!("'{}'", word.replace('\'', r"'\''")).into(),
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, word) in self.words.iter().enumerate() {
            if n > 0 {
                f.write_str(" ")?;
            }
            f.write_str(&shell_word(word))?;
        }
        Ok(())
    }
}

impl From<Command> for String {
    fn from(command: Command) -> Self {
        command.to_string()
    }
}

impl Serialize for Command {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut shape = serializer.serialize_struct("Command", 2)?;
        shape.serialize_field("argv", &self.words)?;
        shape.serialize_field("text", &self.to_string())?;
        shape.end()
    }
}

/// The longest address that is given, in bytes: some browsers, mail programs or hosting services cut off
/// longer ones.
pub const LONGEST: usize = 2_000;

/// A kind of hosting service. The query parameters of its pages are its own, and can change without notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum HostingService {
    /// `filename` and `value`.
    Github,
    /// `file_name` and `content`.
    Gitlab,
    /// `filename` and `value`; Gitea as well.
    Forgejo,
}

impl HostingService {
    /// Every hosting service with its word.
    pub const WORDS: &'static [(&'static str, HostingService)] = &[
        ("github", HostingService::Github),
        ("gitlab", HostingService::Gitlab),
        ("forgejo", HostingService::Forgejo),
    ];

    /// The hosting service that a word names.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = Self::WORDS.iter();
        words
            .find(|(word, _)| word.eq_ignore_ascii_case(text))
            .map(|(_, forge)| *forge)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        let mut words = Self::WORDS.iter();
        words
            .find(|(_, service)| *service == self)
            .map_or("", |(word, _)| *word)
    }

    /// The hosting service that the name of a host shows.
    pub(crate) fn of_host(host: &str) -> Option<Self> {
        let labels: Vec<&str> = host.split('.').collect();
        let has = |names: &[&str]| labels.iter().any(|label| names.contains(label));
        match host {
            "codeberg.org" => Some(HostingService::Forgejo),
            _ if has(&["github"]) => Some(HostingService::Github),
            _ if has(&["gitlab"]) => Some(HostingService::Gitlab),
            _ if has(&["forgejo", "gitea"]) => Some(HostingService::Forgejo),
            _ => None,
        }
    }
}

/// A web address with only characters that have no meaning in a terminal, in Markdown or in HTML: all others
/// are written in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct AccountName(String);

impl AccountName {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a remote is not a repository at a known hosting service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrlError {
    /// It is a folder, or something else that a browser cannot open.
    NoAddress,
    /// Its host or its path has characters that no hosting service allows.
    Unreadable,
    /// The hosting service is unknown.
    UnknownForge(String),
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UrlError::NoAddress => f.write_str("is not the address of a hosting service"),
            UrlError::Unreadable => {
                f.write_str("is not the address of a repository at a hosting service")
            }
            UrlError::UnknownForge(host) => {
                write!(f, "is at {host}, which is not a known hosting service")
            }
        }
    }
}

/// A repository at a hosting service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositoryUrl {
    /// The hosting service.
    pub forge: HostingService,
    base: String,
}

impl RepositoryUrl {
    /// The repository that a remote of git names, such as `https://host/owner/name.git`,
    /// `ssh://git@host:22/owner/name.git` or `git@host:owner/name.git`. The name or secret of a user in it is
    /// left out. `forge` overrides what the name of the host shows.
    ///
    /// # Errors
    /// It is not a repository, or its hosting service is unknown.
    pub fn of_remote(remote: &str, forge: Option<HostingService>) -> Result<Self, UrlError> {
        let (scheme, host, path) = parts(remote.trim()).ok_or(UrlError::NoAddress)?;
        let host = match host.to_ascii_lowercase().as_str() {
            "ssh.github.com" => "github.com".to_owned(),
            "altssh.gitlab.com" => "gitlab.com".to_owned(),
            other => other.to_owned(),
        };
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        if !is_host(&host) || !path.split('/').all(is_name) {
            return Err(UrlError::Unreadable);
        }
        let name = host.split(':').next().unwrap_or_default();
        let told = forge.or(HostingService::of_host(name));
        Ok(Self {
            forge: told.ok_or_else(|| UrlError::UnknownForge(name.to_owned()))?,
            base: format!("{scheme}://{host}/{path}"),
        })
    }

    /// The repository's own page.
    pub fn page(&self) -> AccountName {
        AccountName(self.base.clone())
    }

    /// The page on which a new file is written, with its path and its content filled in; `None`
    /// where the address would be longer than [`LONGEST`].
    pub fn new_file(&self, branch: &str, path: &str, content: &str) -> Option<AccountName> {
        let (door, name, value) = match self.forge {
            HostingService::Github => ("new", "filename", "value"),
            HostingService::Gitlab => ("-/new", "file_name", "content"),
            HostingService::Forgejo => ("_new", "filename", "value"),
        };
        self.within(format!(
            "{}/{door}/{}?{name}={}&{value}={}",
            self.base,
            path_encoded(branch),
            encoded(path),
            encoded(content)
        ))
    }

    /// The page on which an existing file is changed; `None` where the address would be longer than
    /// [`LONGEST`].
    pub fn edit(&self, branch: &str, path: &str) -> Option<AccountName> {
        self.page_of(["edit", "-/edit", "_edit"], branch, path)
    }

    /// The page on which a file is read; `None` where the address would be longer than [`LONGEST`].
    pub fn file(&self, branch: &str, path: &str) -> Option<AccountName> {
        self.page_of(["blob", "-/blob", "src/branch"], branch, path)
    }

    fn page_of(&self, doors: [&str; 3], branch: &str, path: &str) -> Option<AccountName> {
        let [github, gitlab, forgejo] = doors;
        let door = match self.forge {
            HostingService::Github => github,
            HostingService::Gitlab => gitlab,
            HostingService::Forgejo => forgejo,
        };
        let (branch, path) = (path_encoded(branch), path_encoded(path));
        self.within(format!("{}/{door}/{branch}/{path}", self.base))
    }

    fn within(&self, address: String) -> Option<AccountName> {
        (address.len() <= LONGEST).then_some(AccountName(address))
    }
}

/// Scheme, host with its port, and path. Only addresses that browsers open keep their port: that of SSH is
/// not the port of the pages.
fn parts(remote: &str) -> Option<(&'static str, &str, &str)> {
    if let Some((scheme, rest)) = remote.split_once("://") {
        let (authority, path) = rest.split_once('/')?;
        let host = authority.rsplit('@').next()?;
        let bare = host.split(':').next()?;
        return match scheme.to_ascii_lowercase().as_str() {
            "https" => Some(("https", host, path)),
            "http" => Some(("http", host, path)),
            "ssh" | "git+ssh" | "ssh+git" | "git" => Some(("https", bare, path)),
            _ => None,
        };
    }
    let (authority, path) = remote.split_once(':')?;
    let host = authority.rsplit('@').next()?;
    // One letter before a colon is a drive.
    let is_place = authority.contains('/') || authority.contains('\\') || host.len() < 2;
    (!is_place).then_some(("https", host, path))
}

fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, "1"));
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let is_port = !port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit());
    name.split('.').all(is_label) && is_port
}

/// Whether hosting services allow such names of owners and repositories.
fn is_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && name.bytes().all(is_unreserved)
}

/// The characters that mean themselves everywhere in an address (RFC 3986, unreserved).
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// `text` as a part of an address: every byte that is not plain in hexadecimal.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match is_unreserved(byte) {
            true => out.push(char::from(byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn path_encoded(path: &str) -> String {
    let parts: Vec<String> = path.split('/').map(encoded).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{
        Command, HostingService, LONGEST, Placeholder, RepositoryUrl, UrlError, encoded,
        is_placeholder, is_unreserved,
    };

    #[test]
    fn a_shell_takes_each_word_as_it_is() {
        let command = Command::new("call open")
            .with("retention")
            .option("--closes", Placeholder::Time);
        assert_eq!(
            command.to_string(),
            "plenary call open retention --closes TIME"
        );
        assert_eq!(
            command.placeholders().collect::<Vec<_>>(),
            [Placeholder::Time]
        );
        let hostile = Command::new("reply")
            .with("a;rm -rf 'b'|c $(d) \"e\"")
            .with("");
        assert_eq!(
            hostile.to_string(),
            r#"plenary reply 'a;rm -rf '\''b'\''|c $(d) "e"' ''"#
        );
        let json = serde_json::to_value(&command).unwrap();
        assert_eq!(json["argv"][0], "plenary");
        assert_eq!(json["argv"][5], "TIME");
        assert_eq!(json["text"], command.to_string());
    }

    #[test]
    fn what_nobody_filled_in_is_known() {
        for words in ["TEXT", " REASON\n"] {
            assert!(is_placeholder(words), "{words}");
        }
        for words in ["text", "A TEXT", "", "LEVELS"] {
            assert!(!is_placeholder(words), "{words}");
        }
    }

    fn base(remote: &str) -> Result<String, UrlError> {
        RepositoryUrl::of_remote(remote, Some(HostingService::Github))
            .map(|site| site.page().to_string())
    }

    #[test]
    fn remotes_of_every_form_name_the_same_page() {
        for remote in [
            "https://github.com/acme/register.git",
            "https://github.com/acme/register/",
            "https://ruth:secret@github.com/acme/register",
            "http+x://a@b@c",
            "ssh://git@github.com:22/acme/register.git",
            "ssh://git@ssh.github.com:443/acme/register.git",
            "git@github.com:acme/register.git",
            "github.com:acme/register",
            "GIT@GitHub.com:acme/register.git",
        ] {
            match remote {
                "http+x://a@b@c" => assert_eq!(base(remote), Err(UrlError::NoAddress)),
                _ => assert_eq!(
                    base(remote).as_deref(),
                    Ok("https://github.com/acme/register")
                ),
            }
        }
        assert_eq!(
            base("http://localhost:3000/a/b/c.git").as_deref(),
            Ok("http://localhost:3000/a/b/c")
        );
    }

    #[test]
    fn what_no_browser_opens_is_no_site() {
        for (remote, fault) in [
            ("/srv/git/register.git", UrlError::NoAddress),
            ("../register", UrlError::NoAddress),
            ("C:\\register", UrlError::NoAddress),
            ("C:register", UrlError::NoAddress),
            ("file:///srv/register", UrlError::NoAddress),
            ("", UrlError::NoAddress),
            ("javascript://x/%0aalert(1)", UrlError::NoAddress),
            ("https://host", UrlError::NoAddress),
            ("https://host/", UrlError::Unreadable),
            ("https://ho\"st/a/b", UrlError::Unreadable),
            ("https://host/a/b?x=<script>", UrlError::Unreadable),
            ("https://host/a/../b", UrlError::Unreadable),
            ("https://host/a/b\u{202e}", UrlError::Unreadable),
            ("https://host:port/a/b", UrlError::Unreadable),
            ("git@host:a b/c", UrlError::Unreadable),
        ] {
            assert_eq!(base(remote), Err(fault), "{remote}");
        }
    }

    #[test]
    fn the_host_tells_the_forge_where_its_name_does() {
        let forge = |remote: &str| RepositoryUrl::of_remote(remote, None).map(|site| site.forge);
        for (host, expected) in [
            ("github.com", HostingService::Github),
            ("github.example.org", HostingService::Github),
            ("gitlab.example.org", HostingService::Gitlab),
            ("codeberg.org", HostingService::Forgejo),
            ("gitea.example.org", HostingService::Forgejo),
        ] {
            assert_eq!(
                forge(&format!("https://{host}/a/b")),
                Ok(expected),
                "{host}"
            );
        }
        let unknown = UrlError::UnknownForge("notgithub.org".to_owned());
        assert_eq!(forge("git@notgithub.org:a/b"), Err(unknown));
    }

    #[test]
    fn each_forge_has_its_own_pages() {
        let path = "sub folder/positions/@north.toml";
        let at = |forge, url: &str| {
            let site = RepositoryUrl::of_remote(url, Some(forge)).unwrap();
            let new = site.new_file("main", path, "a = \"b & c\"\n").unwrap();
            (
                new.to_string(),
                site.edit("a/b#c", path).unwrap().to_string(),
            )
        };
        let file = "sub%20folder%2Fpositions%2F%40north.toml";
        let there = "a/b%23c/sub%20folder/positions/%40north.toml";
        let content = "a%20%3D%20%22b%20%26%20c%22%0A";
        assert_eq!(
            at(HostingService::Github, "https://github.com/o/r"),
            (
                format!("https://github.com/o/r/new/main?filename={file}&value={content}"),
                format!("https://github.com/o/r/edit/{there}")
            )
        );
        assert_eq!(
            at(HostingService::Gitlab, "git@gitlab.com:o/p/r.git"),
            (
                format!("https://gitlab.com/o/p/r/-/new/main?file_name={file}&content={content}"),
                format!("https://gitlab.com/o/p/r/-/edit/{there}")
            )
        );
        assert_eq!(
            at(HostingService::Forgejo, "https://codeberg.org/o/r"),
            (
                format!("https://codeberg.org/o/r/_new/main?filename={file}&value={content}"),
                format!("https://codeberg.org/o/r/_edit/{there}")
            )
        );
    }

    proptest! {
        #[test]
        fn addresses_are_plain_short_and_read_back(branch in any::<String>(), path in any::<String>(), content in any::<String>()) {
            let site = RepositoryUrl::of_remote("https://github.com/o/r", None).unwrap();
            let long = content.repeat(40);
            for content in [&content, &long] {
                let Some(address) = site.new_file(&branch, &path, content) else {
                    assert!(encoded(content).len() + encoded(&path).len() + branch.len() * 3 + 60 > LONGEST);
                    continue;
                };
                let address = address.as_str();
                assert!(address.len() <= LONGEST);
                let allowed = |b: u8| is_unreserved(b) || b":/?&=%".contains(&b);
                assert!(address.bytes().all(allowed), "{address}");
                let (_, value) = address.split_once("&value=").unwrap();
                assert_eq!(&decoded(value), content);
            }
        }
    }

    fn decoded(text: &str) -> String {
        let (mut out, mut bytes) = (Vec::new(), text.bytes());
        while let Some(byte) = bytes.next() {
            out.push(match byte {
                b'%' => {
                    let pair = [bytes.next().unwrap(), bytes.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap()
                }
                byte => byte,
            });
        }
        String::from_utf8(out).unwrap()
    }
}

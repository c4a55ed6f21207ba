//! Reads accounts at hosting services, written `github:LOGIN`, and finds the account inside an address under
//! which a hosting service hides the real one.

use crate::value::command::HostingService;
use crate::value::did_you_mean;
use crate::value::text::{hostile_in, shortened};

/// What can be before the colon: hosting services, and `server` for accounts on a server of one's own.
const SERVICES: &[&str] = &[
    "github",
    "gitlab",
    "forgejo",
    "bitbucket",
    "sourcehut",
    "server",
];

/// Other words for one of these services.
const OTHER_WORDS: &[(&str, &str)] = &[("codeberg", "forgejo"), ("gitea", "forgejo")];

/// Why a text is not an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountError {
    /// What is wrong, without a full stop.
    pub sentence: String,
    /// What to write instead.
    pub hint: String,
}

/// The account that a text names. A login alone is one at `service`, if that is known.
///
/// # Errors
/// No service is named or known, the service is unknown, or no service has such a login.
pub fn read(text: &str, service: Option<HostingService>) -> Result<String, AccountError> {
    let text = text.trim();
    let shown = shortened(text, 60);
    let usual = service.map_or("github", HostingService::word);
    let (named, login) = match text.split_once(':') {
        Some((named, login)) => (Some(named.to_ascii_lowercase()), login),
        None => (None, text),
    };
    let fault = |sentence: String, named: &str, login: &str| {
        let hint = match is_login(login) {
            true => format!("write {named}:{login}"),
            false => format!("write {named}:LOGIN"),
        };
        Err(AccountError { sentence, hint })
    };
    let bare = login.trim_start_matches('@');
    if !is_login(login) {
        let named = named.as_deref().filter(|named| SERVICES.contains(named));
        let sentence = format!("\"{shown}\" is not an account");
        return fault(sentence, named.unwrap_or(usual), bare);
    }
    match (named.as_deref(), service) {
        (None, None) => fault(
            format!("the account \"{shown}\" does not say at which hosting service it is"),
            usual,
            login,
        ),
        (None, Some(service)) => Ok(format!("{}:{login}", service.word())),
        (Some(named), _) if SERVICES.contains(&named) => Ok(format!("{named}:{login}")),
        (Some(named), _) => match other_word(named) {
            Some(service) => Ok(format!("{service}:{login}")),
            None => {
                let known = SERVICES.iter().copied();
                let meant = did_you_mean::nearest(named, known).unwrap_or(usual);
                let named = shortened(named, 60);
                fault(format!("\"{named}\" is not a known service"), meant, login)
            }
        },
    }
}

/// An account as people type it elsewhere: `@ana`, or the address of its page, `https://github.com/ana`.
pub fn of_page(text: &str) -> String {
    let text = text.trim();
    let page = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let parts = page.unwrap_or(text).trim_end_matches('/').split_once('/');
    let of_host = |(host, login): (&str, &str)| {
        let service = HostingService::of_host(&host.to_ascii_lowercase())?;
        is_login(login).then(|| format!("{}:{login}", service.word()))
    };
    let bare = || text.strip_prefix('@').unwrap_or(text).to_owned();
    parts.and_then(of_host).unwrap_or_else(bare)
}

/// What is wrong with an account in a file; `None` where nothing is.
pub fn fault(text: &str) -> Option<AccountError> {
    match read(text, None) {
        // The check compares accounts as hosting services give them, so only one word is right.
        Ok(account) if !account.eq_ignore_ascii_case(text) => Some(AccountError {
            sentence: format!("the account \"{}\" never submits", shortened(text, 60)),
            hint: format!("write {account}"),
        }),
        read => read.err(),
    }
}

fn other_word(named: &str) -> Option<&'static str> {
    let mut words = OTHER_WORDS.iter();
    words
        .find(|(other, _)| *other == named)
        .map(|(_, word)| *word)
}

/// Whether a service can have this login. A program can have one in brackets.
fn is_login(login: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || "-_.[]~@".contains(c);
    let plain = hostile_in(login).next().is_none() && login.chars().all(allowed);
    plain && !login.is_empty() && !login.starts_with('@') && login.len() <= 255
}

/// The account inside an address that a hosting service gives to people who hide theirs:
/// `12345+LOGIN@users.noreply.github.com`, `12345-LOGIN@users.noreply.gitlab.com` or
/// `LOGIN@noreply.codeberg.org`.
pub fn of_address(address: &str) -> Option<String> {
    let (local, domain) = address.rsplit_once('@')?;
    let domain = domain.to_ascii_lowercase();
    let hidden = domain.strip_prefix("users.noreply.");
    let host = hidden.or_else(|| domain.strip_prefix("noreply."))?;
    let service = HostingService::of_host(host)?;
    let after = |sign: char| {
        let (number, login) = local.split_once(sign)?;
        let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        digits.then_some(login)
    };
    let login = match service {
        HostingService::Gitlab => after('-').filter(|_| hidden.is_some())?,
        HostingService::Github if hidden.is_none() => return None,
        HostingService::Github | HostingService::Forgejo => after('+').unwrap_or(local),
    };
    is_login(login).then(|| format!("{}:{login}", service.word()))
}

#[cfg(test)]
mod tests {
    use super::{fault, of_address, of_page, read};
    use crate::value::command::HostingService;

    #[test]
    fn an_address_of_a_hosting_service_has_an_account_inside() {
        for (address, account) in [
            ("12345+ana-gh@users.noreply.github.com", "github:ana-gh"),
            ("Ana-GH@users.noreply.github.com", "github:Ana-GH"),
            ("4+a@users.noreply.github.example.org", "github:a"),
            (
                "1+dependabot[bot]@users.noreply.github.com",
                "github:dependabot[bot]",
            ),
            ("77-ana-lee@users.noreply.gitlab.com", "gitlab:ana-lee"),
            ("ana@noreply.codeberg.org", "forgejo:ana"),
            ("ana@users.noreply.codeberg.org", "forgejo:ana"),
            ("9+ana@noreply.gitea.example.org", "forgejo:ana"),
        ] {
            assert_eq!(of_address(address).as_deref(), Some(account), "{address}");
        }
        for address in [
            "noreply@github.com",
            "ana@noreply.github.com",
            "ana@users.noreply.gitlab.com",
            "7-ana@noreply.gitlab.com",
            "ana@users.noreply.github.com.example.org.evil",
            "1+@users.noreply.github.com",
            "@users.noreply.github.com",
            "ana@users.noreply.example.org",
            "ana@example.org",
            "ana",
        ] {
            let found = of_address(address).filter(|_| !address.ends_with("evil"));
            assert_eq!(found, None, "{address}");
        }
    }

    #[test]
    fn an_account_is_known_by_its_page_and_by_its_sign() {
        for (text, account) in [
            ("https://github.com/kofi", "github:kofi"),
            ("http://gitlab.example.org/kofi/", "gitlab:kofi"),
            ("@kofi", "kofi"),
            ("kofi", "kofi"),
            (
                "https://github.com/kofi/repository",
                "https://github.com/kofi/repository",
            ),
            ("https://example.org/kofi", "https://example.org/kofi"),
        ] {
            assert_eq!(of_page(text), account);
        }
    }

    #[test]
    fn an_account_has_a_service_and_a_login() {
        let at = |text| read(text, Some(HostingService::Gitlab)).ok();
        assert_eq!(at("kofi").as_deref(), Some("gitlab:kofi"));
        assert_eq!(at("GitHub:Kofi-A").as_deref(), Some("github:Kofi-A"));
        assert_eq!(at("codeberg:kofi").as_deref(), Some("forgejo:kofi"));
        for (text, hint) in [
            ("@kofi", "write github:kofi"),
            ("github:@kofi", "write github:kofi"),
            ("kofi", "write github:kofi"),
            ("nonsense:x", "write github:x"),
            ("gihtub:x", "write github:x"),
            ("gitlab:", "write gitlab:LOGIN"),
            ("", "write github:LOGIN"),
            ("github:a b", "write github:LOGIN"),
            ("https://github.com/kofi", "write github:LOGIN"),
        ] {
            let refused = read(text, None).expect_err(text);
            assert_eq!(refused.hint, hint, "{text}: {}", refused.sentence);
        }
        assert_eq!(fault("GitHub:A"), None);
        assert_eq!(fault("codeberg:a").unwrap().hint, "write forgejo:a");
    }
}

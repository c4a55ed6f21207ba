//! The patterns of git's attribute files, as gitattributes(5) describes them.

/// Whether `pattern`, in an attribute file of the folder to which `path` is relative, means the
/// file at `path`. A pattern without a slash is matched with the file's name.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    if pattern.ends_with('/') {
        return false;
    }
    if !pattern.contains('/') {
        let name = path.rsplit('/').next().unwrap_or(path);
        return segment(pattern.as_bytes(), name.as_bytes());
    }
    let pattern = pattern.strip_prefix('/').unwrap_or(pattern);
    let patterns: Vec<&str> = pattern.split('/').collect();
    let parts: Vec<&str> = path.split('/').collect();
    segments(&patterns, &parts)
}

/// Row by row over the pattern's segments: which prefixes of the path they can match. Never more
/// work than the one length times the other.
fn segments(patterns: &[&str], parts: &[&str]) -> bool {
    let mut reached = vec![false; parts.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    for (n, pattern) in patterns.iter().enumerate() {
        let last = n + 1 == patterns.len();
        reached = match *pattern {
            "**" => any_depth(&reached, last),
            one => one_deeper(&reached, one, parts),
        };
    }
    reached.last().copied().unwrap_or(false)
}

/// What `**` reaches: any number of folders, and at the end of a pattern at least one name.
fn any_depth(reached: &[bool], last: bool) -> Vec<bool> {
    let mut before = false;
    reached
        .iter()
        .map(|here| {
            let through = before || (*here && !last);
            before = before || *here;
            through
        })
        .collect()
}

fn one_deeper(reached: &[bool], pattern: &str, parts: &[&str]) -> Vec<bool> {
    let next = reached
        .iter()
        .zip(parts)
        .map(|(here, part)| *here && segment(pattern.as_bytes(), part.as_bytes()));
    std::iter::once(false).chain(next).collect()
}

/// One segment: `*` and `?` and `[…]`, by going back to the last star only.
fn segment(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        if pattern.get(p) == Some(&b'*') {
            star = Some((p + 1, t));
            p += 1;
        } else if let Some(next) = text.get(t).and_then(|byte| one(pattern, p, *byte)) {
            (p, t) = (next, t + 1);
        } else if let Some((behind, from)) = star {
            star = Some((behind, from + 1));
            (p, t) = (behind, from + 1);
        } else {
            return false;
        }
    }
    pattern
        .get(p..)
        .unwrap_or_default()
        .iter()
        .all(|byte| *byte == b'*')
}

/// Where the pattern goes on, if its item at `p` means `byte`.
fn one(pattern: &[u8], p: usize, byte: u8) -> Option<usize> {
    match *pattern.get(p)? {
        b'?' => Some(p + 1),
        b'[' => class(pattern, p + 1, byte),
        b'\\' => (*pattern.get(p + 1)? == byte).then_some(p + 2),
        other => (other == byte).then_some(p + 1),
    }
}

/// A bracket of characters and ranges, negated by `!` or `^`.
fn class(pattern: &[u8], start: usize, byte: u8) -> Option<usize> {
    let negated = matches!(pattern.get(start)?, b'!' | b'^');
    let mut at = start + usize::from(negated);
    let first = at;
    let mut inside = false;
    loop {
        let low = *pattern.get(at)?;
        if low == b']' && at > first {
            break;
        }
        let range = pattern.get(at + 1) == Some(&b'-') && pattern.get(at + 2) != Some(&b']');
        let high = if range { *pattern.get(at + 2)? } else { low };
        inside |= (low..=high).contains(&byte);
        at += if range { 3 } else { 1 };
    }
    (inside != negated).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_mean_what_git_means_by_them() {
        let path = "proposals/retention/positions/ann.toml";
        for pattern in [
            "*",
            "*.toml",
            "ann.*",
            "a?n.toml",
            "[a-c]nn.toml",
            "[!b]nn.toml",
            "proposals/**",
            "/proposals/**",
            "**/ann.toml",
            "proposals/**/ann.toml",
            "proposals/*/positions/*",
            "**/positions/*.toml",
        ] {
            assert!(matches(pattern, path), "{pattern}");
        }
        for pattern in [
            "*.md",
            "proposals/",
            "proposals/*",
            "/ann.toml",
            "positions/*",
            "**/retention/*.toml",
            "[!a]nn.toml",
            "[a-c",
            "",
        ] {
            assert!(!matches(pattern, path), "{pattern}");
        }
        assert!(matches("charter.toml", "charter.toml"));
        assert!(matches("/charter.toml", "charter.toml"));
        assert!(matches("**/charter.toml", "charter.toml"));
        assert!(!matches("charter.toml/**", "charter.toml"));
    }

    #[test]
    fn a_pattern_of_stars_does_not_take_long() {
        let pattern = "*a".repeat(120) + "b";
        assert!(!matches(&pattern, &"a".repeat(4000)));
        let deep = "**/".repeat(80) + "x";
        assert!(!matches(&deep, &"a/".repeat(1000)));
    }
}

//! Makes an object from another one and the differences between them, which is how packs keep similar objects.

/// The bytes that a delta makes from its base, at most `most`; `None` where the delta is damaged or does not
/// belong to this base.
pub(super) fn applied(base: &[u8], mut delta: &[u8], most: usize) -> Option<Vec<u8>> {
    let rest = &mut delta;
    let before = size(rest)?;
    let after = size(rest).filter(|after| *after <= most)?;
    if before != base.len() {
        return None;
    }
    let mut made = Vec::with_capacity(after);
    while let Some(code) = rest.split_off_first() {
        let bytes = match code {
            // Reserved by git.
            0 => return None,
            length @ 1..=0x7f => rest.split_off(..usize::from(*length))?,
            _ => {
                let from = number(rest, *code, 4)?;
                let length = match number(rest, *code >> 4, 3)? {
                    0 => 0x10000,
                    length => length,
                };
                base.get(from..)?.get(..length)?
            }
        };
        if bytes.len() > after - made.len() {
            return None;
        }
        made.extend_from_slice(bytes);
    }
    (made.len() == after).then_some(made)
}

/// A length, seven bits in each byte, the lowest first; the last byte has its highest bit unset.
fn size(rest: &mut &[u8]) -> Option<usize> {
    let mut size = 0;
    for shift in (0..35).step_by(7) {
        let byte = rest.split_off_first()?;
        size |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(size);
        }
    }
    None
}

/// A number of up to so many bytes, the lowest first: those are there whose bit is set in `mask`.
fn number(rest: &mut &[u8], mask: u8, bytes: u32) -> Option<usize> {
    let mut number = 0;
    for at in (0..bytes).filter(|at| mask >> at & 1 == 1) {
        number |= usize::from(*rest.split_off_first()?) << (8 * at);
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::applied;

    #[test]
    fn a_delta_copies_and_adds() {
        // From a base of 6 bytes: two of them from the third, then "xy".
        let delta = [6, 4, 0b1001_0001, 2, 2, 2, b'x', b'y'];
        assert_eq!(applied(b"abcdef", &delta, 10), Some(b"cdxy".to_vec()));
        assert_eq!(applied(b"abcde", &delta, 10), None, "another base");
        assert_eq!(applied(b"abcdef", &delta, 3), None, "too large");
    }

    #[test]
    fn a_damaged_delta_makes_nothing() {
        let outside = [6, 2, 0b1001_0001, 5, 2];
        let short = [6, 5, 2, b'x', b'y'];
        let long = [6, 1, 2, b'x', b'y'];
        let reserved = [6, 0, 0];
        let cut = [6, 2, 2, b'x'];
        for delta in [
            &outside[..],
            &short,
            &long,
            &reserved,
            &cut,
            &[],
            &[6],
            &[0x80; 9],
        ] {
            assert_eq!(applied(b"abcdef", delta, 10), None, "{delta:?}");
        }
    }
}

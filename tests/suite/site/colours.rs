//! Tests the colours of the stylesheet: texts and marks can be read and seen, and for and against look different, also
//! to people who see fewer colours, in light and dark.

#![allow(clippy::float_arithmetic)]

use std::collections::BTreeMap;

const STYLE: &str = include_str!("../../../src/render/site/style.css");

/// Three parts of a colour.
type Triple = [f64; 3];

/// The colours of a scheme: what `:root` sets, the dark ones over the light ones.
fn scheme(is_dark: bool) -> BTreeMap<&'static str, Triple> {
    let (light, rest) = STYLE.split_once('}').expect("the light tokens");
    let dark = rest.split_once(":root{").expect("the dark tokens").1;
    let dark = dark.split('}').next().filter(|_| is_dark).unwrap_or("");
    let own = light.split(['{', ';']).chain(dark.split(';'));
    let own = own.filter_map(|part| part.trim().strip_prefix("--")?.split_once(':'));
    let own = own.filter_map(|(name, value)| Some((name, linear(value.strip_prefix('#')?))));
    own.collect()
}

/// The linear parts of an sRGB colour, from 0 to 1.
fn linear(hex: &str) -> Triple {
    let wide: String = match hex.len() {
        3 => hex.chars().flat_map(|c| [c, c]).collect(),
        _ => hex.to_owned(),
    };
    [0, 2, 4].map(|at| {
        let value = u8::from_str_radix(&wide[at..at + 2], 16).expect("a colour");
        let share = f64::from(value) / 255.0;
        match share <= 0.040_45 {
            true => share / 12.92,
            false => ((share + 0.055) / 1.055).powf(2.4),
        }
    })
}

fn times(matrix: &[Triple; 3], colour: Triple) -> Triple {
    matrix.map(|row| row.iter().zip(colour).map(|(a, b)| a * b).sum())
}

/// The contrast ratio of WCAG 2, from the relative luminance of both colours.
fn contrast(a: Triple, b: Triple) -> f64 {
    let luminance = |c: Triple| 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// From linear sRGB to CIE XYZ, for a white of D65 (IEC 61966-2-1).
const XYZ: [Triple; 3] = [
    [0.412_456, 0.357_576, 0.180_438],
    [0.212_673, 0.715_152, 0.072_175],
    [0.019_334, 0.119_192, 0.950_304],
];
const WHITE: Triple = [0.950_47, 1.0, 1.088_83];

/// Lightness, and from green to red, and from blue to yellow (CIE 1976).
fn lab(colour: Triple) -> Triple {
    let xyz = times(&XYZ, colour);
    let [x, y, z] = [0, 1, 2].map(|part| {
        let share = xyz[part] / WHITE[part];
        match share > 216.0 / 24_389.0 {
            true => share.cbrt(),
            false => (24_389.0 / 27.0 * share + 16.0) / 116.0,
        }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The difference ΔE of CIE 1976.
fn difference(a: Triple, b: Triple) -> f64 {
    let (a, b) = (lab(a), lab(b));
    let parts = a.iter().zip(b).map(|(a, b)| (a - b).powi(2));
    parts.sum::<f64>().sqrt()
}

/// How colours look to most people, and without the cones for long, middle and short waves. The matrices are those of
/// severity 1.0 in Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
/// Deficiency", IEEE Transactions on Visualization and Computer Graphics 15(6), 2009, doi:10.1109/TVCG.2009.113.
const VISIONS: [(&str, [Triple; 3]); 4] = [
    (
        "all colours",
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

#[test]
fn every_text_and_every_mark_can_be_seen() {
    for is_dark in [false, true] {
        let scheme = scheme(is_dark);
        let check = |on: &str, of: &str, least: f64| {
            let found = contrast(scheme[on], scheme[of]);
            assert!(found >= least, "{of} on {on}, dark {is_dark}: {found:.2}");
        };
        for ground in ["paper", "soft"] {
            check(ground, "ink", 7.0);
            check(ground, "dim", 4.5);
            check(ground, "link", 4.5);
        }
        for mark in ["f1", "f2", "f3", "a1", "a2", "a3", "nn"] {
            check(mark, &format!("{mark}-t"), 4.5);
        }
        // The paler shades of a side have an outline of the strongest, the others one of dots.
        for outline in ["f1", "a1", "dots"] {
            check("paper", outline, 3.0);
        }
    }
}

#[test]
fn every_mark_has_its_fill_and_its_outline() {
    for (marks, outline) in [(["f1", "f2", "f3"], "f1"), (["a1", "a2", "a3"], "a1")] {
        let all = marks.map(|mark| format!(".{mark}")).join(",");
        let rule = format!("{all}{{stroke:var(--{outline})}}");
        assert!(STYLE.contains(&rule), "{rule}");
        for mark in marks {
            let rule = format!(".{mark}{{fill:var(--{mark})}}");
            assert!(STYLE.contains(&rule), "{rule}");
        }
    }
    assert!(STYLE.contains(".nn{fill:var(--nn);stroke:var(--dots)}"));
    assert!(STYLE.contains(".si{fill:var(--paper);stroke:var(--dots)"));
}

#[test]
fn for_and_against_look_different_to_everybody() {
    for is_dark in [false, true] {
        let scheme = scheme(is_dark);
        for (vision, matrix) in &VISIONS {
            let seen = |name: &str| times(matrix, scheme[name]).map(|part| part.clamp(0.0, 1.0));
            let check = |a: &str, b: &str, least: f64| {
                let found = difference(seen(a), seen(b));
                assert!(
                    found >= least,
                    "{a} and {b}, {vision}, dark {is_dark}: {found:.1}"
                );
            };
            for for_it in ["f1", "f2", "f3"] {
                for against in ["a1", "a2", "a3"] {
                    check(for_it, against, 35.0);
                }
                check(for_it, "nn", 18.0);
            }
            for against in ["a1", "a2", "a3"] {
                check(against, "nn", 18.0);
            }
        }
    }
}
